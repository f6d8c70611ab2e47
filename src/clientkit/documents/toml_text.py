"""TOML texts (https://toml.io/en/v1.0.0), with dates and times as text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator

from clientkit.base.findings import pointer

from .parsed import Fault, Limits, Parsed, Spot, path_parts, refused_number

__all__ = ["parse_toml"]

_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_KEY = re.compile(rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+")
_MANY_DIGITS = re.compile(r"[0-9][0-9_]{4000,}")
_PIECE = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")|'
    r"'''.*?'{3,5}(?!')|"
    r'"(?:[^"\\\n]|\\.)*+"|'
    r"'[^'\n]*+'|"
    r"\#[^\n]*+|[\[\]{}\n]|[^\"'\#\[\]{}\n]++|.",
    re.DOTALL,
)


def parse_toml(text: str, limits: Limits) -> Parsed:
    """Read a text without a byte order mark."""
    import tomllib  # noqa: PLC0415 few programs read TOML

    fault = _long_key(text, limits.depth)
    data: dict[str, object] = {}
    if fault is None:
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            fault = _syntax_fault(text, str(error))
        except RecursionError:
            fault = _too_deep(limits.depth)
        except ValueError:
            # int() refuses to read so many digits
            digits = _MANY_DIGITS.search(text)
            message = "number has thousands of digits; expected at most 19"
            fault = Fault("huge-number", message, digits.start() if digits else 0)
    if fault is None and not data:
        fault = Fault("empty", "text is empty; expected TOML with keys", 0)
    if fault is not None:
        return Parsed(faults=(fault,), readable=False)
    faults: list[Fault] = []
    try:
        plain = _plain(data, "", 1, limits.depth, faults)
    except _TooDeepError:
        return Parsed(faults=(_too_deep(limits.depth),), readable=False)
    located = _locate(text, [fault.path for fault in faults])
    return Parsed(
        faults=tuple(
            Fault(fault.code, fault.message, located[fault.path].value, fault.path)
            for fault in faults
        ),
        data=lambda: plain,
        locate=lambda paths: _locate(text, paths),
    )


class _TooDeepError(Exception):
    pass


def _too_deep(depth: int, offset: int = 0) -> Fault:
    message = f"text is nested more than {depth} levels deep; expected at most {depth}"
    return Fault("too-deep", message, offset)


def _long_key(text: str, depth: int) -> Fault | None:
    """A key of more parts than levels are allowed: tomllib's time grows with their square."""
    found = re.search(
        rf"(?:^|[\[{{,])[ \t]*+(?:{_PART}[ \t]*+\.[ \t]*+){{{depth}}}", text, re.MULTILINE
    )
    return None if found is None else _too_deep(depth, found.start())


def _syntax_fault(text: str, message: str) -> Fault:
    where = _WHERE.search(message)
    offset = len(text)
    if where is not None and where[1]:
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        offset = min(starts[min(int(where[1]), len(starts)) - 1] + int(where[2]) - 1, len(text))
    problem = _WHERE.sub("", message)
    problem = problem[:1].lower() + problem[1:]
    if problem.startswith(("found invalid character", "illegal character")):
        character = problem.partition("character ")[2]
        message = f"text has {character} here; expected printable characters"
        return Fault("control-character", message, offset)
    code = "duplicate-key" if "overwrite a value" in problem else "syntax"
    return Fault(code, f"text is not TOML here ({problem}); expected TOML 1.0", offset)


def _plain(value: object, path: str, level: int, depth: int, faults: list[Fault]) -> object:
    if isinstance(value, (dict, list)):
        if level > depth:
            raise _TooDeepError
        if isinstance(value, list):
            return [
                _plain(item, path + pointer(index), level + 1, depth, faults)
                for index, item in enumerate(value)
            ]
        return {
            key: _plain(item, path + pointer(key), level + 1, depth, faults)
            for key, item in value.items()
        }
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        refused = refused_number(value)
        if refused is not None:
            message = f"number is too large or not finite; expected {refused[1]}"
            faults.append(Fault(refused[0], message, None, path))
            return None
    return value


def _locate(text: str, paths: Collection[str]) -> dict[str, Spot]:
    """Places of keys with a line of their own, and of headers; else of the nearest such."""
    spots: dict[tuple[str, ...], Spot] = {(): Spot(0, 0)}
    for parts, spot in _statements(text):
        for end in range(1, len(parts)):
            spots.setdefault(parts[:end], Spot(spot.key, spot.key))
        spots[parts] = spot
    found: dict[str, Spot] = {}
    for path in paths:
        parts = tuple(path_parts(path))
        end = next(end for end in range(len(parts), -1, -1) if parts[:end] in spots)
        spot = spots[parts[:end]]
        found[path] = spot if end == len(parts) else Spot(spot.value, spot.value)
    return found


def _statements(text: str) -> Iterator[tuple[tuple[str, ...], Spot]]:
    """The paths that headers and keys of a correct text name, with their places."""
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for start in _line_starts(text):
        at = start
        while text[at : at + 1] in {" ", "\t"}:
            at += 1
        brackets = 2 if text.startswith("[[", at) else int(text.startswith("[", at))
        after = at + brackets
        while text[after : after + 1] in {" ", "\t"}:
            after += 1
        key = _KEY.match(text, after)
        if key is None:
            continue
        parts = _key_parts(key.group())
        if brackets:
            table = _indexed(parts, counts, is_item=brackets == 2)
            yield table, Spot(at, after)
        else:
            value = text.index("=", key.end()) + 1
            while text[value : value + 1] in {" ", "\t"}:
                value += 1
            yield table + parts, Spot(value, after)


def _line_starts(text: str) -> Iterator[int]:
    """Where a statement may start: lines outside of brackets and texts."""
    yield 0
    level = 0
    for piece in _PIECE.finditer(text):
        if piece.group() in {"[", "{"}:
            level += 1
        elif piece.group() in {"]", "}"}:
            level -= 1
        elif piece.group() == "\n" and level == 0:
            yield piece.end()


def _key_parts(key: str) -> tuple[str, ...]:
    import tomllib  # noqa: PLC0415 see above

    parts: list[str] = []
    inner: object = tomllib.loads(f"{key} = 0")
    while isinstance(inner, dict):
        part, inner = next(iter(inner.items()))
        parts.append(part)
    return tuple(parts)


def _indexed(
    parts: tuple[str, ...], counts: dict[tuple[str, ...], int], *, is_item: bool
) -> tuple[str, ...]:
    """The path a header names: inside a list of tables it means the last one."""
    path: tuple[str, ...] = ()
    for place, part in enumerate(parts):
        path += (part,)
        if is_item and place == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path += (str(counts[path]),)
    return path
