"""Plain Python data, copied into JSON types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

import attrs

from clientkit.base.findings import pointer

from .parsed import Fault, Limits, Parsed, refused_number, whole

__all__ = ["parse_plain"]


@attrs.frozen
class _Copy:
    data: object = None
    size: int = 1
    height: int = 0


class _StopError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def parse_plain(source: object, limits: Limits) -> Parsed:
    """Copy mappings, lists and tuples of JSON values; anything else is a fault.

    What is refused becomes ``None`` in the copy. Containers that are used in several places are
    copied once, and count against the limit of aliases.
    """
    copier = _Copier(limits)
    try:
        data = copier.copy(source, ()).data
    except _StopError as stop:
        return Parsed(faults=(*copier.faults, stop.fault), readable=False)
    return Parsed(faults=tuple(copier.faults), data=lambda: data)


class _Copier:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.faults: list[Fault] = []
        # the container beside its copy, for its id must not be given to another one
        self.done: dict[int, tuple[object, _Copy]] = {}
        self.open: set[int] = set()
        self.added = 0

    def copy(self, value: object, path: tuple[str | int, ...]) -> _Copy:
        try:
            return self._copy(value, path)
        except _StopError:
            raise
        except RecursionError:
            raise _StopError(
                Fault("too-deep", "data are nested too deep for Python", None)
            ) from None
        except Exception as error:  # noqa: BLE001 the methods of a foreign class may raise anything
            message = f"value of type {type(value).__name__} fails with {type(error).__name__}"
            self.refuse("foreign-value", f"{message}; expected plain data", path)
            return _Copy()

    def refuse(
        self, code: str, message: str, path: tuple[str | int, ...], suggestion: str | None = None
    ) -> None:
        self.faults.append(Fault(code, message, None, pointer(*path), suggestion))

    def _copy(self, value: object, path: tuple[str | int, ...]) -> _Copy:
        if value is None or isinstance(value, bool):
            return _Copy(value)
        # subclasses such as those of numpy and enum become what they extend
        if isinstance(value, str):
            return _Copy(self._text(str.__str__(value), path))
        if isinstance(value, (int, float)):
            return _Copy(self._number(value, path))
        if isinstance(value, (Mapping, list, tuple)):
            return self._container(value, path)
        message = f"value is of type {type(value).__name__}; expected a JSON type"
        self.refuse("foreign-value", message, path, _instead(value))
        return _Copy()

    def _text(self, text: str, path: tuple[str | int, ...]) -> str:
        proper = whole(text)
        if proper != text:
            message = f"text is {text[:40]!a}, with half of a character; expected whole ones"
            self.refuse("encoding", message, path)
        return proper

    def _number(self, value: float, path: tuple[str | int, ...]) -> object:
        plain = int.__int__(value) if isinstance(value, int) else float.__float__(value)
        refused = refused_number(plain)
        if refused is None:
            return plain
        # the digits of a huge number cannot always be shown
        shown = "too large" if isinstance(plain, int) else repr(plain)
        self.refuse(refused[0], f"number is {shown}; expected {refused[1]}", path)
        return None

    def _container(
        self,
        value: Mapping[object, object] | list[object] | tuple[object, ...],
        path: tuple[str | int, ...],
    ) -> _Copy:
        limits = self.limits
        if id(value) in self.open:
            self.refuse("foreign-value", "value holds itself; expected an end to it", path)
            return _Copy()
        _, known = self.done.get(id(value), (None, None))
        if known is not None:
            self.added += known.size
            if self.added > limits.aliases:
                message = f"data repeat more than {limits.aliases} values; expected at most that"
                raise _StopError(Fault("alias-bomb", message, None, pointer(*path)))
        if len(path) + (1 if known is None else known.height) > limits.depth:
            message = f"data are nested more than {limits.depth} levels deep; expected at most that"
            raise _StopError(Fault("too-deep", message, None, pointer(*path)))
        if known is not None:
            return known
        self.open.add(id(value))
        try:
            copied = (
                self._members(value, path)
                if isinstance(value, Mapping)
                else self._items(value, path)
            )
        finally:
            self.open.discard(id(value))
        self.done[id(value)] = (value, copied)
        return copied

    def _members(self, value: Mapping[object, object], path: tuple[str | int, ...]) -> _Copy:
        data: dict[str, object] = {}
        size, height = 1, 1
        for key, member in value.items():
            if not isinstance(key, str):
                message = f"key is of type {type(key).__name__}; expected a text"
                self.refuse("key-not-text", message, path)
                continue
            name = self._text(str.__str__(key), path)
            copied = self.copy(member, (*path, name))
            data[name] = copied.data
            size, height = size + copied.size, max(height, copied.height + 1)
        return _Copy(data, size, height)

    def _items(
        self, value: list[object] | tuple[object, ...], path: tuple[str | int, ...]
    ) -> _Copy:
        data: list[object] = []
        size, height = 1, 1
        for index, item in enumerate(value):
            copied = self.copy(item, (*path, index))
            data.append(copied.data)
            size, height = size + copied.size, max(height, copied.height + 1)
        return _Copy(data, size, height)


def _instead(value: object) -> str | None:
    if isinstance(value, (dt.date, dt.time)):
        return "its text, as isoformat() gives it"
    if isinstance(value, (set, frozenset)):
        return "a list"
    if isinstance(value, Decimal):
        return "a number, or its text"
    return "its value" if isinstance(value, Enum) else None
