"""Texts and files, read into plain JSON data with their positions.

The findings of reading are all errors; :func:`clientkit.documents.explain` says what each means.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import attrs

from clientkit.base.findings import Finding, Place

from .json_text import parse_json
from .parsed import Fault, Limits, Parsed, line_columns, whole
from .plain_data import parse_plain

__all__ = ["Document", "Limits", "Source", "read"]

Source: TypeAlias = str | bytes | os.PathLike[str] | Mapping[str, object] | Sequence[object]
"""A path, a text, or plain data; see :func:`read`."""

_SYNTAXES: Final = {".json": "json", ".toml": "toml", ".yaml": "yaml", ".yml": "yaml"}
_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_BOM: Final = b"\xef\xbb\xbf"
_JSON_START = re.compile(
    rb'[ \t\r\n]*+(?:\{[ \t\r\n]*+(?:["}]|\Z)|\[(?![ \t]*+[A-Za-z_-][^,\n]*\]))'
)
_TOML_START = re.compile(
    rb"(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*+[ \t]*+"
    rb"(?:\[\[?+[A-Za-z0-9_.\"' \t-]++\]\]?+[ \t]*+(?:#|\r?\n|\Z)|[A-Za-z0-9_.\"'-]++[ \t]*+=)"
)


class Document:
    """What was read from one source."""

    __slots__ = (
        "_data",
        "_known",
        "_lines",
        "_parsed",
        "_raw",
        "file",
        "findings",
        "json",
        "readable",
        "syntax",
    )

    file: str | None
    """The name of the source, for findings."""
    syntax: str | None
    """One of ``json``, ``toml`` and ``yaml``; ``None`` where there is no text."""
    findings: tuple[Finding, ...]
    """All that is wrong, in the order of the text."""
    readable: bool
    """Whether there are data, which there may be in spite of findings."""
    json: bytes | None
    """The text in UTF-8 when it is JSON without a finding, to be decoded directly."""

    def __init__(
        self,
        parsed: Parsed,
        *,
        file: str | None,
        syntax: str | None = None,
        raw: bytes | None = None,
    ) -> None:
        self.file = file
        self.syntax = syntax
        self.readable = parsed.readable
        self.json = parsed.json
        self._parsed = parsed
        self._raw = raw
        self._known: dict[str, tuple[int, int, int, int] | None] = {}
        self._data: list[object] = []
        self._lines: list[str] | None = None
        self.findings = self._findings(parsed.faults) if parsed.faults else ()

    @property
    def data(self) -> object:
        """The data as plain JSON types, built on first use; ``None`` where there are none.

        A value that was refused is ``None`` here, and its finding has its path. Parts that a YAML
        alias repeats are the same object, so the data must not be changed.
        """
        if not self._data:
            self._data.append(self._parsed.data() if self.readable else None)
        return self._data[0]

    def position(self, path: str) -> tuple[int, int] | None:
        """Line and column, from 1 and in characters, of the value at a JSON Pointer.

        A path that does not exist has the position of its nearest ancestor that does. Plain data
        have no positions. In TOML a value inside of another one, as in ``a = {b = 1}``, has the
        position of the outer one.
        """
        return self.positions([path]).get(path)

    def key_position(self, path: str) -> tuple[int, int] | None:
        """The same for the key that names the value; items of lists have their own position."""
        return self.positions([path], keys=True).get(path)

    def positions(self, paths: Iterable[str], *, keys: bool = False) -> dict[str, tuple[int, int]]:
        """The positions of many paths, or of the keys that name them, in one pass.

        Paths without a position are left out.
        """
        asked = list(dict.fromkeys(paths))
        new = [path for path in asked if path not in self._known]
        if new and self._raw is not None:
            text = self._raw.decode()
            spots = self._parsed.locate(new)
            found = line_columns(text, [offset for spot in spots.values() for offset in spot])
            for path in new:
                spot = spots.get(path)
                self._known[path] = None if spot is None else (*found[spot.value], *found[spot.key])
        known = ((path, self._known.get(path)) for path in asked)
        return {path: four[2:] if keys else four[:2] for path, four in known if four is not None}

    def line(self, number: int) -> str | None:
        """A line of the text by its number, from 1; ``None`` where there is no such line."""
        if self._lines is None:
            raw = self._raw or b""
            self._lines = re.split("\r\n|\r|\n", raw.decode(errors="replace"))
        return self._lines[number - 1] if 0 < number <= len(self._lines) else None

    def _findings(self, faults: tuple[Fault, ...]) -> tuple[Finding, ...]:
        offsets = [fault.offset for fault in faults if fault.offset is not None]
        offsets += [offset for fault in faults for _, offset in fault.related]
        text = "" if self._raw is None else self._raw.decode()
        found = line_columns(text, offsets)
        unknown = (None, None)
        findings = []
        for fault in sorted(faults, key=lambda fault: fault.offset or 0):
            line, column = unknown if fault.offset is None else found[fault.offset]
            related = tuple(
                Place(path=path, file=self.file, line=found[offset][0], column=found[offset][1])
                for path, offset in fault.related
            )
            findings.append(
                Finding(
                    code=f"reading.{fault.code}",
                    message=fault.message,
                    path=fault.path,
                    file=self.file,
                    line=line,
                    column=column,
                    suggestion=fault.suggestion,
                    related=related,
                )
            )
        return tuple(findings)


class _RefusedSourceError(Exception):
    def __init__(self, code: str, message: str, *, file: str | None = None) -> None:
        super().__init__(code, message)
        self.fault = Fault(code, message)
        self.file = file


def read(
    source: object,
    *,
    syntax: str | None = None,
    file: str | None = None,
    limits: Limits = Limits(),
) -> Document:
    r"""Read a path, a text or plain data. Never raises; what is wrong is in the findings.

    - A ``PathLike`` is the path of a file.
    - A ``str`` is a text when it is blank, holds a line feed, a carriage return or ``": "``,
      starts with ``{`` or ends with ``:`` (white space around it aside); else it is a path.
    - ``bytes`` are a text in UTF-8, with or without a byte order mark.
    - A mapping, a list or a tuple is plain data. It is copied, never changed.

    ``syntax`` is ``json``, ``toml`` or ``yaml``. Left out, the ending of the file's name decides,
    and where that is unknown, the beginning of the text. ``file`` is the name that findings show;
    left out, it is the path.

    >>> document = read("id: harbor\nname: [A, B\n")
    >>> [(f.code, f.line, f.column) for f in document.findings]
    [('reading.syntax', 3, 1)]
    >>> read("id: harbor\nwhen: 2026-04-17\n").data
    {'id': 'harbor', 'when': '2026-04-17'}
    """
    try:
        return _read(source, syntax, file, limits)
    except _RefusedSourceError as refused:
        file = refused.file if file is None else file
        parsed = Parsed(faults=(refused.fault,), readable=False)
    except RecursionError:
        message = "source is nested too deep for Python; expected less depth"
        parsed = Parsed(faults=(Fault("too-deep", message),), readable=False)
    return Document(parsed, file=file)


def _read(source: object, syntax: str | None, file: str | None, limits: Limits) -> Document:
    if syntax is not None and syntax not in _SYNTAXES.values():
        message = f"syntax is {_shown(syntax)}; expected 'json', 'toml' or 'yaml'"
        raise _RefusedSourceError("syntax-unknown", message)
    kind = type(source)
    if issubclass(kind, str) and _is_text(text := str.__str__(source)):
        return _read_text(text, syntax, file, limits)
    if issubclass(kind, (bytes, bytearray, memoryview)):
        return _read_text(bytes(source), syntax, file, limits)  # type: ignore[call-overload]
    if issubclass(kind, (Mapping, list, tuple)):
        return Document(parse_plain(source, limits), file=file)
    path = _path_of(source)
    file = whole(path) if file is None else file
    syntax = syntax or _SYNTAXES.get(Path(path).suffix.lower())
    return _read_text(_bytes_of(path, file, syntax, limits), syntax, file, limits)


def _is_text(source: str) -> bool:
    bare = source.strip()
    return (
        not bare
        or "\n" in source
        or "\r" in source
        or ": " in source
        or bare.lstrip("\ufeff").startswith("{")
        or bare.endswith(":")
    )


def _path_of(source: object) -> str:
    try:
        return os.fsdecode(source)  # type: ignore[arg-type]  # it raises TypeError for anything else
    except Exception as error:  # a foreign class may raise anything
        message = f"source is of type {type(source).__name__}; expected a path, a text or a mapping"
        raise _RefusedSourceError("foreign-value", message) from error


def _bytes_of(path: str, file: str, syntax: str | None, limits: Limits) -> bytes:
    limit = limits.json_bytes if syntax is None else _limit(syntax, limits)
    shown = _shown(file)
    try:
        status = os.stat(path)  # noqa: PTH116 Path does not take every text
        if not stat.S_ISREG(status.st_mode):
            kind = "a directory" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            raise _RefusedSourceError(
                "not-a-file", f"{shown} is {kind}; expected a file", file=file
            )
        with open(path, "rb") as stream:  # noqa: PTH123 see above
            return stream.read(limit + 1)
    except FileNotFoundError:
        message = f"{shown} does not exist; expected a file"
        raise _RefusedSourceError("no-such-file", message, file=file) from None
    except (OSError, ValueError) as error:
        # ValueError: the path holds a null character
        reason = error.strerror if isinstance(error, OSError) else "impossible name"
        message = f"{shown} cannot be read ({reason}); expected a file that can"
        raise _RefusedSourceError("unreadable-file", message, file=file) from error


def _limit(syntax: str, limits: Limits) -> int:
    by_syntax = {
        "json": limits.json_bytes,
        "toml": limits.toml_bytes,
        "yaml": limits.yaml_bytes,
    }
    return by_syntax[syntax]


def _read_text(
    source: str | bytes, syntax: str | None, file: str | None, limits: Limits
) -> Document:
    faults: tuple[Fault, ...] = ()
    if isinstance(source, str):
        source = source.removeprefix("\ufeff")
        proper = whole(source)
        if proper != source:
            start = next(at for at, char in enumerate(source) if char != proper[at])
            message = f"text holds {source[start]!a}, half of a character; expected whole ones"
            faults = (Fault("encoding", message, start),)
        raw = proper.encode()
    else:
        raw = source.removeprefix(_BOM)
    syntax = syntax or _sniffed(raw)
    limit = _limit(syntax, limits)
    if len(raw) > limit:
        message = f"text is larger than {limit} bytes; expected at most {limit}"
        faults = (*faults, Fault("too-large", message, 0))
        return Document(Parsed(faults=faults, readable=False), file=file, syntax=syntax)
    if isinstance(source, bytes) and (fault := _encoding_fault(raw)) is not None:
        known = raw[: fault.offset].decode()
        fault = attrs.evolve(fault, offset=len(known))
        parsed = Parsed(faults=(fault,), readable=False)
        return Document(parsed, file=file, syntax=syntax, raw=known.encode())
    parsed = _parsed(raw, syntax, limits)
    if faults:
        parsed = attrs.evolve(parsed, faults=faults + parsed.faults, json=None)
    return Document(parsed, file=file, syntax=syntax, raw=raw)


def _parsed(raw: bytes, syntax: str, limits: Limits) -> Parsed:
    if syntax == "json":
        return parse_json(raw, limits)
    # imported here, so that programs that read JSON alone load neither
    if syntax == "toml":
        from .toml_text import parse_toml  # noqa: PLC0415 see above

        return parse_toml(raw.decode(), limits)
    from .yaml_text import parse_yaml  # noqa: PLC0415 see above

    return parse_yaml(raw.decode(), limits)


def _encoding_fault(raw: bytes) -> Fault | None:
    """The first thing that is not UTF-8, at an offset in bytes."""
    name = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    if name is None and b"\x00" in raw[:4] and raw.count(b"\x00") * 3 > len(raw):
        name = "UTF-16 or UTF-32"
    if name is not None:
        message = f"text is {name}; expected UTF-8"
        return Fault("encoding", message, 0, suggestion="save the file as UTF-8")
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        message = f"text has the byte 0x{raw[error.start]:02x} here; expected UTF-8"
        return Fault("encoding", message, error.start, suggestion="save the file as UTF-8")
    return None


def _sniffed(raw: bytes) -> str:
    if _JSON_START.match(raw):
        return "json"
    return "toml" if _TOML_START.match(raw) else "yaml"


def _shown(text: object) -> str:
    shown = ascii(text) if isinstance(text, str) else f"of type {type(text).__name__}"
    return shown if len(shown) <= 200 else shown[:197] + "..."
