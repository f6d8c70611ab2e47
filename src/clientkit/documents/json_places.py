"""Where values stand in a JSON text that is known to be without a fault."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

from .parsed import Spot, path_parts

__all__ = ["locate"]

_TEXT = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_ATOM = r'[^\s\[\]{},:"]++'
_TOKEN = re.compile(
    rf"(?:,\s*)?({_TEXT})\s*:\s*()(?:{_TEXT}|{_ATOM})?"  # a key, and its value if it is plain
    rf"|{_TEXT}|{_ATOM}|[\[\]{{}},]"
)
_Node = dict[Any, Any]
"""What is looked for inside of a value, by key or index as text; under `None` the value's spot."""


def locate(text: str, paths: Collection[str]) -> dict[str, Spot]:
    """Find values by their JSON Pointers, and the nearest ancestor of those that do not exist.

    Many may be asked for at once: one regular expression cuts the whole text into its tokens.

    >>> locate('{"people": [{"id": "lena"}]}', ["/people/0/id", "/people/7"])
    {'/people/0/id': Spot(value=19, key=13), '/people/7': Spot(value=11, key=11)}
    """
    wanted: _Node = {}
    for path in paths:
        node = wanted
        for part in path_parts(path):
            node = node.setdefault(part, {})
    _fill(text, wanted)
    return {path: _nearest(wanted, path_parts(path)) for path in paths}


def _fill(text: str, wanted: _Node) -> None:
    """Put the spots of the values into what is looked for."""
    outer: list[tuple[_Node | None, int | None]] = []
    inside: _Node | None = None  # what is looked for in the container, if anything
    index: int | None = None  # of the item, in a list
    sought: _Node | None = wanted  # what is looked for in the value to come
    key: int | None = None
    for found in _TOKEN.finditer(text):
        if found.lastindex is not None:
            key, start = found.start(1), found.start(2)
            sought = None if inside is None else inside.get(_key(found[1]))
            if start < found.end():
                if sought is not None:
                    sought[None] = Spot(start, key)
                key = None
            continue
        start = found.start()
        char = text[start]
        if char == "," and index is not None:
            index += 1
            sought = None if inside is None else inside.get(str(index))
        elif char in "]}":
            inside, index = outer.pop()
        else:
            if sought is not None:
                sought[None] = Spot(start, start if key is None else key)
            key = None
            if char in "[{":
                outer.append((inside, index))
                inside = sought
                index = 0 if char == "[" else None
                sought = None if inside is None else inside.get("0")


def _key(token: str) -> str:
    return str(json.loads(token)) if "\\" in token else token[1:-1]


def _nearest(wanted: _Node, parts: list[str]) -> Spot:
    node = wanted
    spot: Spot = wanted[None]
    for part in parts:
        node = node[part]
        if None not in node:
            return Spot(spot.value, spot.value)
        spot = node[None]
    return spot
