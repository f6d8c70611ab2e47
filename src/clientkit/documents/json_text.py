"""JSON texts, read strictly (:rfc:`8259`).

The way of a good text is short: the standard library's scanner builds nothing that lasts. Only a
text that it refuses is read again by the slower scanner below, which knows where everything is.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple, NoReturn

from clientkit.base.findings import pointer

from .json_places import locate
from .parsed import Fault, Limits, Parsed, Spot, path_parts, refused_number

__all__ = ["Token", "parse_json", "scan"]

_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_AS_SQUARE = bytes.maketrans(b"{}", b"[]")
_PART = 1 << 16
# to be used on a text whose doubled backslashes are gone
_LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_ANY_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_SPACE = re.compile(r"[ \t\n\r]*+")
_STRING = re.compile(r'"[^"\\\n\r]*+(?:\\[^\n\r][^"\\\n\r]*+)*+"')
_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|.)', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]")
_ATOM = re.compile(r'[^\s,:\[\]{}"]++')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(\.[0-9]++)?([eE][-+]?[0-9]++)?")
_CLOSING = {"[": "]", "{": "}"}
_MEANT = {
    "True": "true",
    "False": "false",
    "None": "null",
    "undefined": "null",
}


class Token(NamedTuple):
    """A key, a scalar value, or an end of a container."""

    kind: str
    """One of ``key``, ``scalar``, ``not-finite`` and the four brackets."""
    start: int
    """Offset of its first character."""
    end: int
    """Offset after its last character."""


class _SyntaxFaultError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class _RefusedError(ValueError):
    """Stops the standard library's scanner."""


def parse_json(raw: bytes, limits: Limits) -> Parsed:
    """Read UTF-8 bytes without a byte order mark."""
    if _is_good(raw, limits.depth):
        return Parsed(
            json=raw,
            data=lambda: json.loads(raw.decode()),
            locate=lambda paths: locate(raw.decode(), paths),
        )
    text = raw.decode()
    faults: list[Fault] = []
    try:
        faults.extend(_surrogate_faults(text))
        for fault in _faults(text, limits.depth):
            faults.append(fault)  # noqa: PERF402 those before a syntax error count too
    except _SyntaxFaultError as stop:
        faults.append(stop.fault)
    readable = not any(fault.code in {"syntax", "too-deep", "empty"} for fault in faults)
    return Parsed(
        faults=tuple(faults),
        readable=readable,
        data=lambda: _tolerant(text),
        locate=lambda paths: _locate(text, paths),
    )


def _is_good(raw: bytes, depth: int) -> bool:
    bare = raw.replace(b"\\\\", b"__")
    if not _is_shallow(_brackets(bare.replace(b'\\"', b"__")), depth):
        return False
    if _ANY_SURROGATE.search(bare) and _LONE_SURROGATE.search(bare.decode()):
        return False
    try:
        json.loads(
            raw.decode(),
            object_pairs_hook=_refuse_twins,
            parse_constant=_refuse,
            parse_float=_refuse_infinite,
            parse_int=_refuse_huge,
        )
    except (ValueError, RecursionError):
        return False
    return True


def _brackets(bare: bytes) -> bytes:
    """All brackets outside strings, as square ones; a part at a time, to save memory."""
    found = bytearray()
    inside = False
    for start in range(0, len(bare), _PART):
        parts = bare[start : start + _PART].split(b'"')
        found += b"".join(parts[inside::2]).translate(_AS_SQUARE, _NOT_BRACKETS)
        inside ^= len(parts) % 2 == 0
    return bytes(found)


def _is_shallow(brackets: bytes, depth: int) -> bool:
    """Peel one level of containers after the other."""
    if b"[" * (depth + 1) in brackets:
        return False
    for _ in range(depth):
        if not brackets:
            break
        brackets = brackets.replace(b"[]", b"")
    return not brackets


def _refuse_twins(pairs: list[tuple[str, object]]) -> None:
    if len(pairs) > 1 and len(dict(pairs)) != len(pairs):
        raise _RefusedError


def _refuse(_: str) -> NoReturn:
    raise _RefusedError


def _refuse_infinite(text: str) -> None:
    if not math.isfinite(float(text)):
        raise _RefusedError


def _refuse_huge(text: str) -> None:
    if len(text) > 18 and _is_huge(text):
        raise _RefusedError


def _is_huge(text: str) -> bool:
    # the length first: Python refuses to convert more than 4300 digits
    return len(text) > 20 or refused_number(int(text)) is not None


def _tolerant(text: str) -> object:
    """The data of a faulty but readable text: a refused number is null, the last twin wins."""
    for found in reversed(list(_LONE_SURROGATE.finditer(text.replace("\\\\", "__")))):
        text = f"{text[: found.start()]}\\ufffd{text[found.end() :]}"
    return json.loads(
        text,
        strict=False,
        parse_constant=lambda _: None,
        parse_float=lambda digits: value if math.isfinite(value := float(digits)) else None,
        parse_int=lambda digits: None if _is_huge(digits) else int(digits),
    )


def _surrogate_faults(text: str) -> Iterator[Fault]:
    for found in _LONE_SURROGATE.finditer(text.replace("\\\\", "__")):
        yield Fault(
            "encoding",
            f"escape {found.group()!r} is half of a character; expected a surrogate pair",
            found.start(),
        )


def _faults(text: str, depth: int) -> Iterator[Fault]:
    path: list[str] = []
    seen: list[dict[str, int]] = []
    for token in scan(text, path):
        start = token.start
        if token.kind == "key":
            keys = seen[-1]
            key = path[-1]
            if key in keys:
                yield Fault(
                    "duplicate-key",
                    f"key {key!r} is there twice; expected each key once",
                    start,
                    pointer(*path),
                    related=((pointer(*path), keys[key]),),
                )
            keys.setdefault(key, start)
            yield from _string_faults(text, token, path)
        elif token.kind in "[{":
            seen.append({})
            if len(seen) > depth:
                message = f"text is nested more than {depth} levels deep; expected at most {depth}"
                raise _SyntaxFaultError(Fault("too-deep", message, start, pointer(*path)))
        elif token.kind in "]}":
            seen.pop()
        elif text[start] == '"':
            yield from _string_faults(text, token, path)
        else:
            yield from _number_faults(text[start : token.end], token, path)


def _string_faults(text: str, token: Token, path: list[str]) -> Iterator[Fault]:
    for found in _CONTROL.finditer(text, token.start, token.end):
        yield Fault(
            "control-character",
            f"text holds the control character {found.group()!r}; expected an escape",
            found.start(),
            pointer(*path),
            suggestion=json.dumps(found.group())[1:-1],
        )
    for found in _ESCAPE.finditer(text, token.start, token.end):
        if found.group(1) is None:
            yield Fault(
                "syntax",
                f"escape {found.group()!r} is unknown; expected one that JSON has",
                found.start(),
                pointer(*path),
                suggestion="\\\\",
            )


def _number_faults(atom: str, token: Token, path: list[str]) -> Iterator[Fault]:
    code = ""
    number = _NUMBER.fullmatch(atom)
    if token.kind == "not-finite":
        code, expected = "not-finite", "a finite number"
    elif number is not None and (number[1] or number[2]):
        code, expected = refused_number(float(atom)) or ("", "")
    elif number is not None and _is_huge(atom):
        code, expected = refused_number(2**64) or ("", "")
    if code:
        message = f"number is {_shown(atom)}; expected {expected}"
        yield Fault(code, message, token.start, pointer(*path))


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")


def _locate(text: str, paths: Collection[str]) -> dict[str, Spot]:
    wanted: set[tuple[str, ...]] = {()}
    asked = {path: tuple(path_parts(path)) for path in paths}
    for parts in asked.values():
        wanted.update(parts[:end] for end in range(1, len(parts) + 1))
    found: dict[tuple[str, ...], Spot] = {}
    path: list[str] = []
    key = 0
    after_key = False
    try:
        for kind, start, _ in scan(text, path):
            if kind == "key":
                key, after_key = start, True
            elif kind not in "]}":
                here = tuple(path)
                if here in wanted:
                    found[here] = Spot(start, key if after_key else start)
                after_key = False
    except _SyntaxFaultError:
        pass  # what stands before the fault can be found all the same
    return {path: spot for path, parts in asked.items() if (spot := _nearest(found, parts))}


def _nearest(found: dict[tuple[str, ...], Spot], parts: tuple[str, ...]) -> Spot | None:
    if parts in found:
        return found[parts]
    for end in range(len(parts) - 1, -1, -1):
        if parts[:end] in found:
            return Spot(found[parts[:end]].value, found[parts[:end]].value)
    return None


def scan(text: str, path: list[str]) -> Iterator[Token]:  # noqa: C901 one state machine
    """The tokens of a JSON text, with ``path`` kept at the token's place in the data.

    A text in quotation marks may hold control characters and unknown escapes, and ``NaN`` and
    ``Infinity`` are tokens of their own kind: the caller decides on them.
    """
    stack: list[str] = []
    indices: list[int] = []
    at = _skip(text, 0)
    if at == len(text):
        raise _SyntaxFaultError(Fault("empty", "text is empty; expected a JSON object", 0))
    opened = False  # whether a container has just been opened
    while True:
        if not (opened and text[at : at + 1] == _CLOSING[stack[-1]]):
            if stack and stack[-1] == "{":
                key = _key(text, at, stack)
                path[-1] = _unquoted(text, key)
                yield key
                at = _skip(text, key.end)
                if text[at : at + 1] != ":":
                    raise _SyntaxFaultError(_unexpected(text, at, "':' after the key", stack))
                at = _skip(text, at + 1)
            value = _value(text, at, stack)
            yield value
            at = _skip(text, value.end)
            opened = value.kind in _CLOSING
            if opened:
                stack.append(value.kind)
                indices.append(0)
                path.append("0")
                continue
        opened = False
        while stack and text[at : at + 1] == _CLOSING[stack[-1]]:
            stack.pop()
            indices.pop()
            path.pop()
            yield Token(text[at], at, at + 1)
            at = _skip(text, at + 1)
        if not stack:
            break
        if text[at : at + 1] != ",":
            expected = f"',' or {_CLOSING[stack[-1]]!r}"
            raise _SyntaxFaultError(_unexpected(text, at, expected, stack))
        comma, at = at, _skip(text, at + 1)
        if text[at : at + 1] in {"]", "}"}:
            message = f"',' is followed by {text[at]!r}; expected another item"
            raise _SyntaxFaultError(Fault("syntax", message, comma, suggestion="remove the comma"))
        indices[-1] += 1
        path[-1] = str(indices[-1])
    if at < len(text):
        raise _SyntaxFaultError(_unexpected(text, at, "nothing after the value", stack))


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()


def _unquoted(text: str, token: Token) -> str:
    inside = text[token.start + 1 : token.end - 1]
    if "\\" not in inside:
        return inside
    # an unknown escape has its own fault; its key is shown as it is written
    proper = all(found.group(1) is not None for found in _ESCAPE.finditer(inside))
    key = json.loads(f'"{inside}"', strict=False) if proper else inside
    return str(key).encode(errors="surrogatepass").decode(errors="replace")


def _key(text: str, at: int, stack: list[str]) -> Token:
    found = _STRING.match(text, at)
    if found is None:
        raise _SyntaxFaultError(_unexpected(text, at, "a key in double quotes", stack))
    return Token("key", at, found.end())


def _value(text: str, at: int, stack: list[str]) -> Token:
    char = text[at : at + 1]
    if char and char in "[{":
        return Token(char, at, at + 1)
    if (found := _STRING.match(text, at)) is not None:
        return Token("scalar", at, found.end())
    if (found := _ATOM.match(text, at)) is not None:
        atom = found.group()
        if atom in {"true", "false", "null"} or _NUMBER.fullmatch(atom):
            return Token("scalar", at, found.end())
        if atom in {"NaN", "Infinity", "-Infinity"}:
            return Token("not-finite", at, found.end())
    raise _SyntaxFaultError(_unexpected(text, at, "a value", stack))


def _unexpected(text: str, at: int, expected: str, stack: list[str]) -> Fault:
    suggestion = None
    found = _ATOM.match(text, at)
    if at >= len(text):
        inside = f" inside {stack[-1]!r}" if stack else ""
        message = f"text ends{inside}; expected {expected}"
    elif text[at] == '"' and not _STRING.match(text, at):
        message = "text in quotes does not end on its line; expected a closing '\"'"
    elif found is not None:
        word = found.group()
        message = f"text has {_shown(word)} here; expected {expected}"
        suggestion = _MEANT.get(word)
        if word[0] == "'":
            suggestion = "use double quotes"
        elif word.startswith(("//", "/*", "#")):
            suggestion = "remove the comment: JSON has none"
    else:
        message = f"text has {text[at]!r} here; expected {expected}"
    return Fault("syntax", message, at, suggestion=suggestion)
