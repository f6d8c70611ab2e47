"""A YAML text with one more item in a list, in the style of its neighbours."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from .yaml_text import events

if TYPE_CHECKING:
    from yaml.events import Event

__all__ = ["with_yaml_item"]

_WIDTH = 120
# read as this very text by YAML 1.1 and 1.2, in lists and mappings of either style
_PLAIN = re.compile(r"[^\W\d_](?:[\w ./()'+@;-]*[\w.)])?")
_WORDS_OF_YAML_1_1 = frozenset(("y", "yes", "n", "no", "on", "off", "true", "false", "null"))
# what YAML 1.1 takes for line ends or does not allow, even in quotes
_TO_ESCAPE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_COMMENT_LINE = re.compile(r"[ \t]*#[^\r\n]*(?:\r\n|\r|\n|\Z)")
_COMMA = re.compile(r"(?:\s|#[^\r\n]*+)*+,")
_BREAK = re.compile("\r\n|\r|\n")


@attrs.define
class _Piece:
    """A value as it is written."""

    start: int
    end: int  # of the last thing written in it; comments and blank lines after that are outside
    kind: str  # list, mapping, scalar or alias
    is_flow: bool = False
    text: str | None = None
    parts: list[_Piece] = attrs.Factory(list)  # of a mapping, keys and values in turn


def with_yaml_item(
    text: str, key: str, item: dict[str, object], *, within: str | None = None
) -> str:
    """The text with the item added at the top-level key, or at a key within a top-level mapping.

    ``text`` is YAML without a finding. Where its writing is too unusual, what comes back may say
    something else: the caller compares.
    """
    found = _BREAK.search(text)
    line_end = found.group() if found else "\n"
    if within is None:
        return _with_item(text, key, item, line_end)
    inner = _member(_pieces(text)[0], within)[1]
    if inner is None or inner.kind != "mapping":
        return text
    start, end = inner.start, inner.end
    if not inner.is_flow:  # its lines
        start, end = _line_start(text, start), _after(text, inner)
        if text[start : inner.start].strip(" "):
            return text  # its first key shares a line with something else
    return text[:start] + _with_item(text[start:end], key, item, line_end) + text[end:]


def _with_item(text: str, key: str, item: dict[str, object], line_end: str) -> str:
    root, text_end = _pieces(text)
    members = list(zip(root.parts[::2], root.parts[1::2], strict=True))
    name, value = _member(root, key)
    if value is not None and value.kind == "list" and value.parts:
        write = _into_flow if value.is_flow else _after_block
        return write(text, value, item, line_end)
    if root.is_flow:
        return _into_flow_root(text, root, value, key, item)
    margin = _column(text, root.start)
    lists = [v for _, v in members if v.kind == "list" and not v.is_flow]
    indent = " " * (_column(text, lists[-1].start) if lists else margin + 2)
    lines = _item_lines(item, indent, as_block=False)
    if name is None or value is None:
        lines = [" " * margin + _scalar(key) + ":", *lines]
        return _with_lines(text, text_end, lines, line_end)
    if "#" in text[value.start : value.end]:
        return text[: value.start + 1] + _flow(item) + text[value.start + 1 :]
    # null or an empty list: the value goes, and lines come after its own
    colon = text.index(":", name.end) + 1
    bare = text[:colon] + text[value.end :] if value.end > value.start else text
    return _with_lines(bare, _line_after(bare, colon), lines, line_end)


def _member(root: _Piece, key: str) -> tuple[_Piece | None, _Piece | None]:
    """The key and the value of a member of a mapping."""
    members = zip(root.parts[::2], root.parts[1::2], strict=True)
    return next(((k, v) for k, v in members if k.text == key), (None, None))


def _pieces(text: str) -> tuple[_Piece, int]:
    """The root, and the offset where its document ends."""
    from yaml import events as kinds  # noqa: PLC0415 imported with the first YAML text

    top = _Piece(0, 0, "list")
    stack = [top]
    end = 0
    text_end = len(text)
    for event in events(text):
        start, after = _marks(event)
        if isinstance(event, kinds.DocumentEndEvent) and event.explicit:
            text_end = start
        elif isinstance(event, kinds.CollectionEndEvent):
            end = after if after > start else end  # only brackets have a width
            stack.pop().end = end
        elif isinstance(event, kinds.CollectionStartEvent):
            kind = "list" if isinstance(event, kinds.SequenceStartEvent) else "mapping"
            stack[-1].parts.append(_Piece(start, after, kind, bool(event.flow_style)))
            stack.append(stack[-1].parts[-1])
        elif isinstance(event, kinds.ScalarEvent):
            end = after
            if event.style in {"|", ">"} and "+" not in text[start:end].splitlines()[0]:
                end = len(text[:end].rstrip())  # blank lines after it are not part of it
            stack[-1].parts.append(_Piece(start, end, "scalar", text=event.value))
        elif isinstance(event, kinds.AliasEvent):
            end = after
            stack[-1].parts.append(_Piece(start, end, "alias"))
    return top.parts[0], text_end


def _marks(event: Event) -> tuple[int, int]:
    if event.start_mark is None or event.end_mark is None:
        return 0, 0
    return event.start_mark.index, event.end_mark.index


def _column(text: str, at: int) -> int:
    return at - _line_start(text, at)


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _after_block(text: str, value: _Piece, item: dict[str, object], line_end: str) -> str:
    last = value.parts[-1]
    at = _after(text, last)
    as_block = last.kind == "mapping" and not last.is_flow
    lines = _item_lines(item, " " * _column(text, value.start), as_block=as_block)
    return _with_lines(text, at, lines, line_end)


def _after(text: str, piece: _Piece) -> int:
    """Where the lines after a value begin; comments that are indented belong to it."""
    at = piece.end if text[piece.end - 1] in "\r\n" else _line_after(text, piece.end)
    while (comment := _COMMENT_LINE.match(text, at)) is not None and comment.group()[0] in " \t":
        at = comment.end()
    return at


def _into_flow(text: str, value: _Piece, item: dict[str, object], line_end: str) -> str:
    last = value.parts[-1]
    indent = text[_line_start(text, last.start) : last.start]
    rest = text[last.end : value.end - 1]
    if indent.strip() or not _BREAK.search(rest):
        return f"{text[: last.end]}, {_flow(item)}{text[last.end :]}"
    # an item a line: the comment of the last one stays beside it
    comma = _COMMA.match(rest)
    after = _line_after(text, last.end + (comma.end() if comma else 0))
    first = text[:after] if comma else f"{text[: last.end]},{text[last.end : after]}"
    return f"{first}{indent}{_flow(item)}{',' if comma else ''}{line_end}{text[after:]}"


def _into_flow_root(
    text: str, root: _Piece, value: _Piece | None, key: str, item: dict[str, object]
) -> str:
    if value is not None and value.kind == "list":
        return f"{text[: value.start + 1]}{_flow(item)}{text[value.start + 1 :]}"
    if value is not None:
        space = " " if text[value.start - 1] == ":" else ""
        return f"{text[: value.start]}{space}[{_flow(item)}]{text[value.end :]}"
    member = f"{_scalar(key)}: [{_flow(item)}]"
    if not root.parts:
        return f"{text[: root.end - 1]}{member}{text[root.end - 1 :]}"
    at = root.parts[-1].end
    return f"{text[:at]}, {member}{text[at:]}"


def _line_after(text: str, at: int) -> int:
    found = _BREAK.search(text, at)
    return len(text) if found is None else found.end()


def _with_lines(text: str, at: int, lines: list[str], line_end: str) -> str:
    new = line_end.join(lines)
    if at > 0 and text[at - 1] not in "\r\n":
        return text[:at] + line_end + new + text[at:]
    return text[:at] + new + line_end + text[at:]


def _item_lines(item: Mapping[str, object], indent: str, *, as_block: bool) -> list[str]:
    line = f"{indent}- {_flow(item)}"
    if not item or (not as_block and len(line) <= _WIDTH):
        return [line]
    lines = _block(item, indent + "  ")
    lines[0] = f"{indent}- {lines[0].lstrip(' ')}"
    return lines


def _block(members: Mapping[str, object], indent: str) -> list[str]:
    lines = []
    for key, value in members.items():
        name = f"{indent}{_scalar(key)}:"
        line = f"{name} {_flow(value)}"
        if len(line) <= _WIDTH or not value or not isinstance(value, (dict, list)):
            lines.append(line)
        elif isinstance(value, dict):
            lines += [name, *_block(value, indent + "  ")]
        else:
            lines.append(name)
            for item in value:
                if isinstance(item, dict):
                    lines += _item_lines(item, indent + "  ", as_block=False)
                else:
                    lines.append(f"{indent}  - {_flow(item)}")
    return lines


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: object) -> str:
    if isinstance(value, float):
        written = repr(value)
        # YAML 1.1 wants a point in every number with an exponent
        return written if "." in written else written.replace("e", ".0e")
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_YAML_1_1:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)
