"""Read as much of a model as can be read, and say all that is wrong with the rest.

The strict decoder stops at the first offence. This reader goes on: what it refuses it masks, so
that rules can still judge what does not depend on it.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeVar

import attrs
import msgspec

from ._build import invariant_findings, trusted
from ._caching import cached
from ._checking import Refusal, expected, expected_count, item_check
from ._guessing import LONGEST, closest, closest_short, meant_by, suggested
from ._showing import shown
from ._texts import values
from .errors import InvalidValueError
from .extensions import Extensions
from .fields import TIME_ZONE
from .findings import Finding, pointer
from .specification import FieldSpecification, specification
from .values import Value

__all__ = ["Reading", "read_plain"]

M = TypeVar("M")
Take = Callable[[object], object]
_REFUSED = object()


@attrs.frozen(kw_only=True)
class Reading(Generic[M]):
    """What was read, and what could not be."""

    value: M | None
    """The model, with masked parts left out; none if nothing could be made of the data."""
    findings: tuple[Finding, ...]
    masked: tuple[str, ...]
    """Where something was refused, as JSON Pointers."""
    dropped: dict[str, list[int]]
    """Items left out of lists, by the list's pointer, in the data's own count."""
    unknown: tuple[str, ...] = ()
    """Keys of a newer format, as JSON Pointers."""


def read_plain(model: type[M], data: object, *, newer: bool = False) -> Reading[M]:
    """Read a model from plain data, as far as possible.

    Of data of a `newer` format unknown keys are left out, without a finding and masking nothing.
    """
    reader = _Reader(newer=newer)
    value = reader.model(model, data, None)
    return Reading(
        value=None if value is _REFUSED else value,
        findings=tuple(reader.findings),
        masked=tuple(reader.masked),
        dropped=reader.dropped,
        unknown=tuple(reader.unknown),
    )


class _Step(NamedTuple):
    """Where the reader is: a key or an index, below another step. Few are ever written out."""

    above: "_Step | None"
    part: str | int
    """What stands in the data."""
    meant: object
    """For a key its proper spelling, for an index the item, which may have an id."""


def _pointer(step: _Step | None) -> str:
    parts: list[str | int] = []
    while step is not None:
        parts.append(step.part)
        step = step.above
    return pointer(*reversed(parts))


def _place(step: _Step | None) -> str:
    """The place as messages name it, such as ``people[0] ('curator').title``."""
    words: list[str] = []
    while step is not None:
        if isinstance(step.part, int):
            words.append(f"[{step.part}]{_label(step.meant)}")
        else:
            words.append(f".{step.meant}" if step.above else str(step.meant))
        step = step.above
    return "".join(reversed(words))


class _Reader:
    def __init__(self, *, newer: bool) -> None:
        self.newer = newer
        self.findings: list[Finding] = []
        self.masked: list[str] = []
        self.dropped: dict[str, list[int]] = {}
        self.unknown: list[str] = []

    def refuse(
        self, code: str, step: _Step | None, message: str, suggestion: str | None = None
    ) -> object:
        where = _pointer(step)
        self.findings.append(
            Finding(code=f"shape.{code}", path=where, message=message, suggestion=suggestion)
        )
        self.masked.append(where)
        return _REFUSED

    def model(self, cls: type, data: object, step: _Step | None) -> Any:
        """Read one model."""
        if not isinstance(data, Mapping):
            where = _place(step) or "the document"
            what = f"{where} is {_said(data)}; expected {_expected_model(cls)}"
            return self.refuse("type", step, what, _as_model(cls, data))
        refused = len(self.masked)
        fields = _fields(cls)
        sources: dict[str, str] = {}
        if not data.keys() <= fields.keys():
            data, sources = self._known_keys(cls, data, step)
        values: dict[str, Any] = {}
        complete = True
        for key, (field, take) in fields.items():
            plain = data.get(key)
            if key in data:
                value = self._field(field, take, plain, step, sources.get(key, key))
            elif field.required:
                value = self._missing(field, step)
            else:
                continue
            if value is _REFUSED:
                if not field.required:
                    continue
                value = _stand_in(field, plain, meant_by(field, plain))
                complete &= value is not _REFUSED
            values[field.name] = value
        if not complete:
            self.masked.append(_pointer(step))
            return _REFUSED
        built: object = trusted(cls, **values)
        if len(self.masked) == refused:  # else they might judge what was refused
            self._invariants(built, step)
        return built

    def _invariants(self, built: object, step: _Step | None) -> None:
        """Judge what holds between fields."""
        for finding in invariant_findings(built):
            here, place = _pointer(step), _place(step)
            message = f"{place}: {finding.message}" if place else finding.message
            at = here + finding.path
            self.findings.append(attrs.evolve(finding, path=at, message=message))
            self.masked.append(here)

    def _known_keys(
        self, cls: type, data: Mapping[Any, Any], step: _Step | None
    ) -> tuple[Mapping[Any, Any], dict[str, str]]:
        """The data under its proper keys, and for each misspelt key what it should be."""
        fields = _fields(cls)
        keys = list(fields)
        known = {key: value for key, value in data.items() if key in keys}
        misspelt: dict[str, str] = {}
        here, place = _pointer(step), _place(step)
        for key in data:
            if key in keys:
                continue
            where = here + pointer(str(key))
            if self.newer:
                self.unknown.append(where)
                continue
            free = [name for name in keys if name not in known]
            needed = (name for name in free if fields[name][0].required)
            close = closest(key, free) or closest_short(key, needed)
            is_plain = isinstance(key, str) and key.isidentifier() and len(key) <= LONGEST
            word = key if is_plain else shown(key)
            owner = f"{place}.{word}" if place else word
            wanted = repr(close) if close else _one_of(free)
            self.findings.append(
                Finding(
                    code="shape.unknown-key",
                    path=where,
                    message=f"{owner} is not a key of {cls.__name__}; expected {wanted}",
                    suggestion=f"did you mean {close!r}?" if close else None,
                )
            )
            if close:
                known[close] = data[key]
                misspelt[close] = str(key)
            else:  # it may be any of those that are missing
                self.masked += [where, *(here + pointer(name) for name in free)]
        return known, misspelt

    def _missing(self, field: FieldSpecification, step: _Step | None) -> object:
        owner = _place(step) or "the document"
        wanted = _expected_list(field) if field.many else _expected(field)
        self.refuse("missing-key", step, f"{owner} has no {field.key!r}; expected {wanted}")
        self.masked[-1] += pointer(field.key)
        return _REFUSED

    def _field(
        self,
        field: FieldSpecification,
        take: Take | None,
        data: object,
        step: _Step | None,
        part: str,
    ) -> Any:
        """Read what stands under a key; `part` is how the data spell it."""
        if data is None and field.optional:
            return None
        if take is None:
            return self._parts(field, data, _Step(step, part, field.key))
        try:
            return take(data)
        except Refusal as refusal:
            return self._refused(field, data, refusal, _Step(step, part, field.key))

    def _parts(self, field: FieldSpecification, data: object, step: _Step) -> Any:
        """Read a model or a list."""
        if not field.many:
            return self.model(field.kind, data, step)
        if not isinstance(data, list | tuple):
            what = f"{_place(step)} is {_said(data)}; expected {_expected_list(field)}"
            return self.refuse("type", step, what, _as_list(field, data))
        low = (field.items and field.items.min_length) or 0
        high = field.items and field.items.max_length
        if len(data) < low or (high and len(data) > high):
            what = f"{_place(step)} has {len(data)} items; expected {expected_count(field)}"
            return self.refuse("count", step, what)
        items = []
        take = None if field.is_model else _taker(field)
        for index, one in enumerate(data):
            if take is None:
                item = self.model(field.kind, one, _Step(step, index, one))
            else:
                try:
                    item = take(one)
                except Refusal as refusal:
                    item = self._refused(field, one, refusal, _Step(step, index, one))
            if item is _REFUSED:
                self.dropped.setdefault(_pointer(step), []).append(index)
            else:
                items.append(item)
        return tuple(items)

    def _refused(
        self, field: FieldSpecification, data: object, refusal: Refusal, step: _Step
    ) -> object:
        number = field.kind in (int, float) and type(data) in (int, float)
        code = "value" if number or isinstance(data, str) else "type"
        what = f"{_place(step)} is {_said(data)}; expected {refusal.wanted}"
        return self.refuse(code, step, what, suggested(field, data))


@cached
def _fields(model: type) -> dict[str, tuple[FieldSpecification, Take | None]]:
    """The fields of a model by their keys, and what reads those that hold one plain value."""
    return {
        field.key: (field, None if field.is_model or field.many else _taker(field))
        for field in specification(model)
    }


@cached
def _taker(field: FieldSpecification) -> Take:
    """The function that reads one plain value of a field, or refuses it."""
    check = item_check(field)
    if issubclass(field.kind, Value | dt.date):
        return lambda data: check(_from_plain(field, data))

    def take(data: object) -> object:
        if type(data) is not str and isinstance(data, Enum | dt.date):
            raise Refusal(data, expected(field))  # a Python value, not a document's word
        return check(data)

    return take


def _from_plain(field: FieldSpecification, data: object) -> object:
    """The value, date or instant that a document's word says."""
    kind = field.kind
    try:
        if issubclass(kind, Value):
            return _value(kind, data)
        if not isinstance(data, str):
            raise Refusal(data, expected(field))
        return msgspec.convert(data, kind)
    except InvalidValueError as error:
        raise Refusal(data, error.expected) from None
    except (TypeError, ValueError):
        raise Refusal(data, expected(field)) from None


def _value(kind: type[Value], data: object) -> Value:
    if kind is Extensions:
        return Extensions(data)  # type: ignore[arg-type] # it looks itself
    if not isinstance(data, str):
        raise TypeError(kind.EXPECTED)
    value: Value = values(kind)[data]
    return value


def _one_of(keys: list[str]) -> str:
    """Keys that could still be there; the first of many say what sort of thing it is."""
    if not keys:
        return "no further key"
    if len(keys) == 1:
        return repr(keys[0])
    more = f" and {len(keys) - _MOST_KEYS} more" if len(keys) > _MOST_KEYS else ""
    return f"one of {', '.join(keys[:_MOST_KEYS])}{more}"


_MOST_KEYS = 12


def _stand_in(field: FieldSpecification, data: object, close: str | None) -> object:
    """A harmless value for a required field that was refused, so that the rest can be judged."""
    if field.many:
        return ()
    if field.format is TIME_ZONE:
        return close or "UTC"  # rules look zones up
    if field.kind is str:
        return data if isinstance(data, str) and data else "?"
    if issubclass(field.kind, Enum):
        words = field.kind._value2member_map_
        return words.get(close) or next(iter(field.kind))
    return _REFUSED


def _label(data: object) -> str:
    """The id of a list's item, which people know better than its index."""
    name = data.get("id") if isinstance(data, dict) else None
    return f" ({name!r})" if isinstance(name, str) and len(name) <= 100 else ""


def _said(data: object) -> str:
    """A value as documents spell it."""
    return _WORDS[data] if data is None or isinstance(data, bool) else shown(data)


_WORDS = {None: "empty (null)", True: "true", False: "false"}


def _expected(field: FieldSpecification) -> str:
    return _expected_model(field.kind) if field.is_model else expected(field)


def _expected_list(field: FieldSpecification) -> str:
    return f"a list, each item {_expected(field)}"


def _expected_model(cls: type) -> str:
    """What a model is to somebody who writes a document: keys, of which some must be there."""
    fields = specification(cls)
    needed = [repr(field.key) for field in fields if field.required]
    if needed:
        return f"keys and values, at least {' and '.join(needed)}"
    return f"keys and values such as {fields[0].key!r}"


def _as_model(cls: type, data: object) -> str | None:
    """How a word becomes a model, where it can only be its one key that must be there."""
    needed = [field for field in specification(cls) if field.required]
    if isinstance(data, str) and len(needed) == 1 and not needed[0].many and _fits(needed[0], data):
        return f"did you mean {{{needed[0].key}: {data}}}?"
    return None


def _fits(field: FieldSpecification, data: str) -> bool:
    """Whether a text is a plain value of a field, or one of its items."""
    try:
        return not field.is_model and _taker(field)(data) is not None
    except Refusal:
        return False


def _as_list(field: FieldSpecification, data: object) -> str | None:
    """How one item becomes a list."""
    if isinstance(data, Mapping) and field.is_model:
        name, item = next(iter(data.items()), ("", None))
        if isinstance(item, Mapping):  # the items stand under their ids
            return f"did you mean [{{id: {name}, ...}}]?"
        return "put it in square brackets, or '- ' before it"
    if not isinstance(data, str):
        return None
    if not field.is_model:
        words = re.split(" *[,;] *", data.strip()) if len(data) <= LONGEST else []
        if len(words) > 1 and all(_fits(field, word) for word in words):
            return f"did you mean {words}?"
        return f"did you mean [{shown(data)}]?"
    needed = [one for one in specification(field.kind) if one.required]
    if len(needed) == 1 and needed[0].kind is str and needed[0].format is None:
        return f"did you mean [{{{needed[0].key}: {shown(data)}}}]?"
    return None
