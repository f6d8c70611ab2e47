"""What the reader of one syntax gives to :mod:`clientkit.documents.reading`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

import attrs

__all__ = [
    "Fault",
    "Limits",
    "Locate",
    "Parsed",
    "Spot",
    "line_columns",
    "no_spots",
    "path_parts",
    "refused_number",
    "whole",
]

_LONE = re.compile("[\ud800-\udfff]")
_LEAST_INTEGER, _GREATEST_INTEGER = -(2**63), 2**63 - 1


@attrs.frozen(kw_only=True)
class Limits:
    """How much a text may ask of its reader; each limit itself is still allowed."""

    yaml_bytes: int = 2_000_000
    """Greatest size of a YAML text, in bytes of UTF-8."""
    json_bytes: int = 200_000_000
    """Greatest size of a JSON text, in bytes of UTF-8."""
    toml_bytes: int = 2_000_000
    """Greatest size of a TOML text, in bytes of UTF-8."""
    depth: int = 64
    """Greatest nesting, in containers; the outermost one is the first level."""
    aliases: int = 100_000
    """Greatest number of values that aliases may add to those written out."""


class Spot(NamedTuple):
    """Where a value stands, as offsets in characters."""

    value: int
    """Where the value starts."""
    key: int
    """Where the key that names it starts; the value's start for an item of a list."""


Locate = Callable[[Collection[str]], dict[str, Spot]]
"""Finds values by their JSON Pointers, and the nearest ancestor of those that do not exist."""


@attrs.frozen
class Fault:
    """One thing wrong with a text; becomes a finding when the file is known."""

    code: str
    """The second half of the finding's code."""
    message: str
    """What is wrong where, and what was expected."""
    offset: int | None = None
    """Where in the text, in characters."""
    path: str = ""
    """Where in the data, as a JSON Pointer."""
    suggestion: str | None = None
    """How to mend it."""
    related: tuple[tuple[str, int], ...] = ()
    """Other places that belong to it, as path and offset."""


def no_spots(paths: Collection[str]) -> dict[str, Spot]:
    """Locate nothing, for data that has no text."""
    del paths
    return {}


@attrs.frozen(kw_only=True)
class Parsed:
    """What was had of one text."""

    faults: tuple[Fault, ...] = ()
    """All that is wrong."""
    readable: bool = True
    """Whether there are data."""
    data: Callable[[], object] = lambda: None
    """Gives the plain data."""
    json: bytes | None = None
    """The text itself when it is JSON without a fault."""
    locate: Locate = no_spots
    """Finds where values stand."""


def path_parts(path: str) -> list[str]:
    """The keys and indices of a JSON Pointer, as texts (:rfc:`6901#section-4`).

    >>> path_parts("/people/0/a~1b")
    ['people', '0', 'a/b']
    >>> path_parts("")
    []
    """
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]


def line_columns(text: str, offsets: Iterable[int]) -> dict[int, tuple[int, int]]:
    r"""Lines and columns of offsets, all counted from 1, in one pass over the text.

    Lines end with a line feed, a carriage return or both, as in every editor.

    >>> line_columns("a\r\nb", [0, 3])
    {0: (1, 1), 3: (2, 1)}
    """
    found: dict[int, tuple[int, int]] = {}
    line, start, done = 1, 0, 0
    for offset in sorted(set(offsets)):
        end = min(offset, len(text))
        if text[end - 1 : end + 1] == "\r\n":
            end -= 1
        line += text.count("\n", done, end) + text.count("\r", done, end)
        line -= text.count("\r\n", done, end)
        # Looking back no further than to the last offset: there may be as many as characters.
        start = max(start, text.rfind("\n", done, end) + 1, text.rfind("\r", done, end) + 1)
        done = max(done, end)
        found[offset] = (line, end - start + 1)
    return found


def refused_number(value: float) -> tuple[str, str] | None:
    """The code and the expectation when a number may not stand in a document.

    Whole numbers must fit into 64 bits with sign, as in TOML; others must be finite.
    """
    if isinstance(value, int):
        if _LEAST_INTEGER <= value <= _GREATEST_INTEGER:
            return None
        return "huge-number", "a whole number between -2**63 and 2**63 - 1"
    return None if math.isfinite(value) else ("not-finite", "a finite number")


def whole(text: str) -> str:
    r"""The text with U+FFFD in place of lone surrogates, which no encoding can write.

    >>> whole("a\ud800") == "a\ufffd"
    True
    """
    return _LONE.sub("\ufffd", text)
