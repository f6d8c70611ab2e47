"""A JSON text with one more item in a list, in the style of the text."""

from __future__ import annotations

import json
import re

import attrs

from .json_text import scan

__all__ = ["with_json_item"]

_SPACE_AFTER = re.compile(r"[ \t\r\n]*")


@attrs.define
class _Extent:
    """Where an object or a list stands, and what it holds."""

    start: int
    end: int = 0
    parts: list[tuple[int, int]] = attrs.Factory(list)  # members start with their key


@attrs.frozen
class _Style:
    unit: str  # of indentation; empty on one line
    spaced: bool
    ascii_only: bool
    line_end: str

    def dumps(self, value: object, indent: str) -> str:
        """The text of a value whose first line is indented already."""
        colon = ": " if self.spaced or self.unit else ":"
        comma = "," if self.unit or not self.spaced else ", "
        written = json.dumps(
            value,
            ensure_ascii=self.ascii_only,
            indent=self.unit or None,
            separators=(comma, colon),
        )
        return written.replace("\n", self.line_end + indent)


def with_json_item(
    text: str, key: str, item: dict[str, object], *, within: str | None = None
) -> str:
    """The text with the item added at the top-level key, or at a key within a top-level object.

    ``text`` is JSON without a finding.
    """
    if within is None:
        return _with_item(text, key, item, "")
    inner = _extents(text, within)[1]
    if inner is None or text[inner.start] != "{":
        return text
    line = text[: inner.start].rpartition("\n")[2]
    margin = line[: len(line) - len(line.lstrip())]
    changed = _with_item(text[inner.start : inner.end], key, item, margin)
    return text[: inner.start] + changed + text[inner.end :]


def _with_item(text: str, key: str, item: dict[str, object], margin: str) -> str:
    root, value = _extents(text, key)
    lead = _space(text, root.start + 1)
    unit = lead.rpartition("\n")[2].removeprefix(margin) if "\n" in lead else ""
    found = re.search("\r\n|\n", text)
    style = _Style(
        unit=unit,
        spaced='": ' in text or not root.parts,
        ascii_only=text.isascii() and "\\u" in text,
        line_end=found.group() if found else "\n",
    )
    if value is None:
        listed = style.dumps([item], margin + unit)
        written = style.dumps(key, "") + (": " if style.spaced or unit else ":") + listed
        return _with_part(text, root, written, style)
    if text[value.start] != "[":
        return text[: value.start] + style.dumps([item], margin + unit) + text[value.end :]
    if value.parts:
        return _with_part(text, value, _like_last(text, value, item, style), style)
    if not unit:
        return _inserted(text, value.start + 1, style.dumps(item, ""))
    indent = margin + unit * 2
    closing = "" if "\n" in text[value.start : value.end] else style.line_end + margin + unit
    written = style.line_end + indent + style.dumps(item, indent) + closing
    return _inserted(text, value.start + 1, written)


def _with_part(text: str, whole: _Extent, written: str, style: _Style) -> str:
    """Add a member or an item after the last one, apart from it as those before it are."""
    if not whole.parts:
        return _inserted(text, whole.start + 1, written)
    last = whole.parts[-1]
    if len(whole.parts) > 1:
        between = _space(text, text.index(",", whole.parts[-2][1]) + 1)
    else:
        between = _space(text, whole.start + 1)
        if "\n" not in between:
            between = " " if style.spaced else ""
    return _inserted(text, last[1], "," + between + written)


def _like_last(text: str, value: _Extent, item: dict[str, object], style: _Style) -> str:
    start, end = value.parts[-1]
    last = text[start:end]
    line = text[:start].rpartition("\n")[2]
    indent = line[: len(line) - len(line.lstrip())]
    if "\n" in last:
        inner = _space(last, 1).rpartition("\n")[2]
        unit = inner.removeprefix(indent) or style.unit or "  "
        return attrs.evolve(style, unit=unit).dumps(item, indent)
    return attrs.evolve(style, unit="", spaced='": ' in last or style.spaced).dumps(item, "")


def _extents(text: str, key: str) -> tuple[_Extent, _Extent | None]:
    """The root, and the value at the key."""
    path: list[str] = []
    root = _Extent(0)
    value: _Extent | None = None
    member = 0  # where the key of the member stands
    part = 0
    for kind, start, end in scan(text, path):
        depth = len(path)
        opens, closes = kind in {"[", "{"}, kind in {"]", "}"}
        inside = value is not None and path[:1] == [key]
        if depth == 0:
            root.start, root.end = (root.start, end) if closes else (start, end)
        elif depth == 1 and kind == "key":
            member = start
        elif depth == 1:
            if not closes and path[0] == key:
                value = _Extent(start, end)
            if not opens:
                root.parts.append((member, end))
                if inside and closes and value is not None:
                    value.end = end
        elif depth == 2 and inside and value is not None and kind != "key":
            part = part if closes else start
            if not opens:
                value.parts.append((part, end))
    return root, value


def _space(text: str, at: int) -> str:
    found = _SPACE_AFTER.match(text, at)
    return "" if found is None else found.group()


def _inserted(text: str, at: int, new: str) -> str:
    return text[:at] + new + text[at:]
