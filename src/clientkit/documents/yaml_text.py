"""YAML texts, read with the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema).

So ``NO``, ``on``, ``12:30`` and dates stay text. PyYAML only finds the events; what they mean is
decided here, because PyYAML follows YAML 1.1 and its composer recurses without a limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from clientkit.base.findings import pointer

from .parsed import Fault, Limits, Parsed, Spot, path_parts, refused_number
from .yaml_slips import NO_SPACE, mended_syntax

if TYPE_CHECKING:
    from yaml.events import CollectionStartEvent, Event, ScalarEvent

__all__ = ["events", "parse_yaml"]

_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # https://yaml.org/spec/1.2.2/#51-character-set
_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CORE = "tag:yaml.org,2002:"
_MOST_CONTROLS = 20
_DEEPEST = 1_000
"""So many levels deep a newer libyaml reads, and no further."""
_ALONE = re.compile(r"[ \t\r\n]*[,}]")


@attrs.define
class _Node:
    """A value with the offset where it starts, and the same for all it holds."""

    start: int
    data: object = None
    items: list[_Node] | None = None
    members: dict[str, tuple[int, _Node]] | None = None  # with the offset of the key
    size: int = 1
    height: int = 0


@attrs.define
class _Open:
    """A container whose end has not come yet."""

    node: _Node
    key: str | None = None  # None where a key is expected, or the member is left out
    key_start: int = 0
    before: str | None = None  # the key of the member before
    cut: str | None = None  # the key of a value that a comma has cut off
    expects_key: bool = True


class _StopError(Exception):
    """Nothing can be had of this text."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def events(text: str) -> Iterator[Event]:
    """The events of PyYAML, from its C parser where it was built with one."""
    import yaml  # noqa: PLC0415 most programs read no YAML, and it costs 20 ms

    return yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def parse_yaml(text: str, limits: Limits) -> Parsed:
    """Read a text without a byte order mark and without lone surrogates."""
    from yaml.error import YAMLError  # noqa: PLC0415 see above

    builder = _Builder(limits)
    readable = True
    try:
        builder.text = text = builder.without_controls(text)
        builder.build(events(text))
    except _StopError as stop:
        builder.faults.append(stop.fault)
        readable = False
    except (YAMLError, ValueError, OverflowError) as error:
        # PyYAML without C lets chr() fail on escapes such as "\U99999999"
        builder.faults.append(_syntax_fault(text, error, limits))
        readable = False
    root = builder.root
    return Parsed(
        faults=tuple(builder.faults),
        readable=readable,
        data=lambda: root.data,
        locate=lambda paths: {path: _locate(root, path) for path in paths},
    )


class _Builder:
    """Makes data of events, without recursion."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.text = ""
        self.faults: list[Fault] = []
        self.root = _Node(0)
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Node] = {}
        self.added = 0  # values that aliases stand for

    def without_controls(self, text: str) -> str:
        for found in _FORBIDDEN.finditer(text):
            message = f"text holds {found.group()!r}; expected printable characters"
            self.faults.append(Fault("control-character", message, found.start()))
            if len(self.faults) == _MOST_CONTROLS:
                raise _StopError(Fault("syntax", "text looks like binary data; expected YAML", 0))
        return _FORBIDDEN.sub("\ufffd", text) if self.faults else text

    def build(self, stream: Iterator[Event]) -> None:
        from yaml import events as kinds  # noqa: PLC0415 see above

        documents = 0
        for event in stream:
            if isinstance(event, kinds.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, (kinds.MappingStartEvent, kinds.SequenceStartEvent)):
                self._open(event, is_list=isinstance(event, kinds.SequenceStartEvent))
            elif isinstance(event, kinds.CollectionEndEvent):
                self._attach(self.stack.pop().node)
            elif isinstance(event, kinds.AliasEvent):
                self._alias(event.anchor, _start(event))
            elif isinstance(event, kinds.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "text holds several documents; expected one"
                    start = _start(event)
                    self.faults.append(
                        Fault("several-documents", message, start, suggestion="remove the '---'")
                    )
                    return
        if not documents:
            raise _StopError(Fault("empty", "text is empty; expected a YAML mapping", 0))

    def _path(self) -> str:
        parts: list[str | int] = []
        for frame in self.stack:
            if frame.node.items is not None:
                parts.append(len(frame.node.items))
            elif frame.key is not None:
                parts.append(frame.key)
            else:
                break
        return pointer(*parts)

    def _fault(self, code: str, message: str, offset: int, suggestion: str | None = None) -> Fault:
        fault = Fault(code, message, offset, self._path(), suggestion)
        self.faults.append(fault)
        return fault

    def _expects_key(self) -> bool:
        frame = self.stack[-1] if self.stack else None
        return frame is not None and frame.node.members is not None and frame.expects_key

    def _open(self, event: CollectionStartEvent, *, is_list: bool) -> None:
        start = _start(event)
        kind = "seq" if is_list else "map"
        if event.tag not in {None, "!", _CORE + kind}:
            self._refuse_tag(event.tag, start)
        if len(self.stack) >= self.limits.depth:
            raise _StopError(self._too_deep(start))
        node = _Node(start, height=1)
        if is_list:
            node.data, node.items = [], []
        else:
            node.data, node.members = {}, {}
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        self.stack.append(_Open(node))

    def _too_deep(self, start: int) -> Fault:
        return _too_deep(self.limits.depth, start, self._path())

    def _refuse_tag(self, tag: str, start: int) -> None:
        shown = "!!" + tag[len(_CORE) :] if tag.startswith(_CORE) else tag
        message = f"tag is {shown!r}; expected no tag, or one of the core schema that fits"
        self._fault("tag", message, start, "remove the tag")

    def _scalar(self, event: ScalarEvent) -> None:
        start = _start(event)
        is_plain = not event.style and event.tag is None
        if not self.stack and is_plain and event.value == "":
            raise _StopError(Fault("empty", "text is empty; expected a YAML mapping", 0))
        if is_plain and event.value == "<<" and self._expects_key():
            message = "key is '<<'; expected no merge key, which YAML 1.2 does not have"
            self._fault("merge-key", message, start, "write the members out")
            self._name(None, start)
            return
        if is_plain and self._expects_key() and self._stands_alone(event):
            self._cut_at_comma(event.value, start)
            self._name(None, start)
            return
        if event.tag not in {None, "!"} and not _fits(event.tag, event.value):
            self._refuse_tag(event.tag, start)
            data = event.value if event.style else _resolved(event.value, None)
        elif event.style or event.tag == "!":
            data = event.value if event.tag in {None, "!"} else _resolved(event.value, event.tag)
        else:
            data = _resolved(event.value, event.tag)
        node = _Node(start, data)
        if self._expects_key() and not isinstance(data, str):
            quoted = f'"{event.value}"'
            message = f"key {event.value!r} is not a text; expected a text"
            self._fault("key-not-text", message, start, quoted)
            node.data = event.value
        elif not isinstance(data, str):
            node.data = self._finite(event.value, data, start)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        self._attach(node)

    def _stands_alone(self, event: ScalarEvent) -> bool:
        """Whether a key has no colon after it, as only `{ }` allow it."""
        end = 0 if event.end_mark is None else event.end_mark.index
        return bool(event.value) and _ALONE.match(self.text, end) is not None

    def _cut_at_comma(self, rest: str, start: int) -> None:
        """Say that what stands after a comma is no member; mostly it belongs to the text before."""
        frame = self.stack[-1]
        members = frame.node.members or {}
        before = members.get(frame.before or "")
        value = before[1] if before is not None else None
        if frame.before is None or value is None or isinstance(value.data, dict | list):
            message = f"{rest!r} stands alone between braces; expected a key, a colon and a value"
            hint = "put a space after the ':'" if NO_SPACE.fullmatch(rest) else None
            self._fault("syntax", message, start, hint)
            return
        first = self.text[value.start : start].rstrip().removesuffix(",")
        whole = f"{first},{rest}" if self.text[start - 1] == "," else f"{first}, {rest}"
        is_number = re.fullmatch("-?[0-9]+,([0-9]|[0-9]{2})", whole)
        wanted = "a decimal point" if is_number else "quotes around all of it"
        meant = whole.replace(",", ".") if is_number else repr(whole)
        message = f"{frame.before} is cut off at a comma, after {first!r}; expected {wanted}"
        path = self._path() + pointer(frame.before)
        if frame.cut == frame.before:  # a text with several commas is one slip
            message = self.faults.pop().message
        frame.cut = frame.before
        self.faults.append(Fault("syntax", message, value.start, path, f"did you mean {meant}?"))

    def _finite(self, text: str, data: object, start: int) -> object:
        refused = refused_number(data) if isinstance(data, (int, float)) else None
        if refused is None:
            return data
        shown = repr(text if len(text) <= 40 else text[:37] + "...")
        self._fault(refused[0], f"number is {shown}; expected {refused[1]}", start)
        return None

    def _alias(self, name: str | None, start: int) -> None:
        target = self.anchors.get(name or "")
        node = _Node(start)
        if target is None:
            message = f"alias {name!r} names nothing; expected an anchor before it"
            hint = f"put it in quotes if it is a text, else &{name} before what it stands for"
            self._fault("syntax", message, start, hint)
        elif any(frame.node is target for frame in self.stack):
            message = f"alias {name!r} stands inside what it names; expected an end to it"
            self._fault("alias-bomb", message, start, "write the values out")
        else:
            self.added += target.size
            if self.added > self.limits.aliases:
                limit = self.limits.aliases
                message = f"aliases stand for more than {limit} values; expected at most {limit}"
                raise _StopError(Fault("alias-bomb", message, start, self._path()))
            if len(self.stack) + target.height > self.limits.depth:
                raise _StopError(self._too_deep(start))
            node = attrs.evolve(target, start=start)
        self._attach(node)

    def _attach(self, node: _Node) -> None:
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        parent = frame.node
        parent.size += node.size
        parent.height = max(parent.height, node.height + 1)
        if isinstance(parent.data, list) and parent.items is not None:
            parent.data.append(node.data)
            parent.items.append(node)
        elif frame.expects_key and isinstance(node.data, str):
            self._name(node.data, node.start)
        elif frame.expects_key:
            message = "key is a list, a mapping or an alias; expected a text"
            hint = None
            if self.text.startswith("{{", node.start - 1):  # as templates have them: one slip
                self.faults = [one for one in self.faults if (one.offset or 0) < node.start]
                hint = "put a text that begins with '{' in quotes"
            self._fault("key-not-text", message, node.start, hint)
            self._name(None, node.start)
        else:
            if (
                frame.key is not None
                and isinstance(parent.data, dict)
                and parent.members is not None
            ):
                parent.data[frame.key] = node.data
                parent.members[frame.key] = (frame.key_start, node)
            if frame.key is not None:
                frame.before = frame.key
            frame.key, frame.expects_key = None, True

    def _name(self, key: str | None, start: int) -> None:
        """Take the key of the next member; ``None`` leaves that member out."""
        frame = self.stack[-1]
        frame.key, frame.key_start, frame.expects_key = key, start, False
        members = frame.node.members
        if key is not None and members is not None and key in members:
            path = self._path()
            message = f"key {key!r} is there twice; expected each key once"
            related = ((path, members[key][0]),)
            self.faults.append(Fault("duplicate-key", message, start, path, related=related))


def _start(event: Event) -> int:
    return 0 if event.start_mark is None else event.start_mark.index


def _fits(tag: str, text: str) -> bool:
    kind = tag.removeprefix(_CORE)
    if kind == "str":
        return tag != kind
    if kind == "null":
        return _NULL.fullmatch(text) is not None
    if kind == "bool":
        return bool(_TRUE.fullmatch(text) or _FALSE.fullmatch(text))
    if kind == "int":
        return _INT.fullmatch(text) is not None
    return kind == "float" and bool(_FLOAT.fullmatch(text) or _NOT_FINITE.fullmatch(text))


def _resolved(text: str, tag: str | None) -> object:
    """The value of an unquoted text, which fits its tag if there is one."""
    if tag == _CORE + "str":
        return text
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text):
        return True
    if _FALSE.fullmatch(text):
        return False
    if tag != _CORE + "float" and _INT.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", ""))
    return text


def _integer(text: str) -> int:
    if len(text.lstrip("+-0")) > 24:
        return 2**64  # as good as any number that is refused; Python converts 4300 digits at most
    return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))


def _too_deep(depth: int, start: int, path: str = "") -> Fault:
    message = f"text is nested more than {depth} levels deep; expected at most {depth}"
    return Fault("too-deep", message, start, path)


def _syntax_fault(text: str, error: Exception, limits: Limits) -> Fault:
    problem: str = getattr(error, "problem", None) or "it has an impossible escape"
    mark = getattr(error, "problem_mark", None)
    context: str = getattr(error, "context", None) or ""
    context_mark = getattr(error, "context_mark", None)
    offset = 0 if mark is None else min(mark.index, len(text))
    if "maximum nesting depth" in problem:  # the C parser reads ahead of what it tells
        return _too_deep(min(limits.depth, _DEEPEST), offset)
    related: tuple[tuple[str, int], ...] = ()
    if context:
        problem = f"{problem} {context}"
    if context_mark is not None and context_mark.index != offset:
        related = (("", min(context_mark.index, len(text))),)
        if "quoted scalar" in context and "end of stream" in problem:
            offset, related = related[0][1], (("", offset),)  # the quote is what to look at
        elif "simple key" in context:
            offset, related = related[0][1], ()  # the key is, and not the line below it
    hint = mended_syntax(text, offset, problem, related[0][1] if related else offset)
    message = f"text is not YAML here ({problem}); expected YAML 1.2"
    return Fault("syntax", message, offset, suggestion=hint, related=related)


def _locate(root: _Node, path: str) -> Spot:
    node, key = root, root.start
    for part in path_parts(path):
        if node.members is not None and part in node.members:
            key, node = node.members[part]
        elif (
            node.items is not None
            and part.isdecimal()
            and len(part) < 9
            and (int(part) < len(node.items))
        ):
            node = node.items[int(part)]
            key = node.start
        else:
            return Spot(node.start, node.start)
    return Spot(node.start, key)
