"""Read as much of a model as can be read, and say all that is wrong with the rest.

The strict decoder stops at the first offence. This reader goes on: what it refuses it masks, so
that rules can still judge what does not depend on it.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from difflib import get_close_matches
from enum import Enum
from typing import Any, Generic, TypeVar
from zoneinfo import available_timezones

import attrs
import msgspec

from ._build import invariant_findings, trusted
from ._caching import cached
from ._checking import Refusal, expected, expected_count, item_check
from ._mirror import value_from
from ._showing import shown
from .errors import InvalidValueError
from .fields import ID, TIME_ZONE
from .findings import Finding, pointer
from .specification import FieldSpecification, specification
from .values import Due, Money, Term, TermUnit, Value

__all__ = ["Reading", "read_plain"]

M = TypeVar("M")
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


def read_plain(model: type[M], data: object) -> Reading[M]:
    """Read a model from plain data, as far as possible."""
    reader = _Reader()
    value = reader.model(model, data, (), "")
    return Reading(
        value=None if value is _REFUSED else value,
        findings=tuple(reader.findings),
        masked=tuple(reader.masked),
        dropped=reader.dropped,
    )


Path = tuple[str | int, ...]


class _Reader:
    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.masked: list[str] = []
        self.dropped: dict[str, list[int]] = {}

    def refuse(self, code: str, path: Path, message: str, suggestion: str | None = None) -> object:
        where = pointer(*path)
        self.findings.append(
            Finding(code=f"shape.{code}", path=where, message=message, suggestion=suggestion)
        )
        self.masked.append(where)
        return _REFUSED

    def model(self, cls: type, data: object, path: Path, place: str) -> Any:
        """Read one model; `place` names it in messages."""
        if not isinstance(data, Mapping):
            wanted = f"{_a(cls)}, that is, keys and values"
            what = f"{place or 'the document'} is {shown(data)}; expected {wanted}"
            return self.refuse("type", path, what)
        refused = len(self.masked)
        fields = {field.key: field for field in specification(cls)}
        data, sources = self._known_keys(cls, data, path, place)
        values: dict[str, Any] = {}
        complete = True
        for key, field in fields.items():
            if key not in data:
                if field.required:
                    self._missing(cls, field, path, place)
                    values[field.name] = _stand_in(field, None, None)
                    complete &= values[field.name] is not _REFUSED
                continue
            inner = (*path, sources.get(key, key))
            value = self._field(field, data[key], inner, f"{place}.{key}" if place else key)
            if value is _REFUSED and not field.required:
                continue
            if value is _REFUSED:
                value = _stand_in(field, data[key], _meant(field, data[key]))
                complete &= value is not _REFUSED
            values[field.name] = value
        if not complete:
            return self._lost(path)
        built: object = trusted(cls, **values)
        if len(self.masked) == refused:  # else they might judge what was refused
            self._invariants(built, path, place)
        return built

    def _lost(self, path: Path) -> object:
        self.masked.append(pointer(*path))
        return _REFUSED

    def _invariants(self, built: object, path: Path, place: str) -> None:
        """Judge what holds between fields."""
        here = pointer(*path)
        for finding in invariant_findings(built):
            message = f"{place}: {finding.message}" if place else finding.message
            at = here + finding.path
            self.findings.append(attrs.evolve(finding, path=at, message=message))
            self.masked.append(here)

    def _known_keys(
        self, cls: type, data: Mapping[Any, Any], path: Path, place: str
    ) -> tuple[Mapping[Any, Any], dict[str, str]]:
        """The data under its proper keys, and for each misspelt key what it should be."""
        keys = [field.key for field in specification(cls)]
        unknown = [key for key in data if key not in keys]
        if not unknown:
            return data, {}
        known = {key: value for key, value in data.items() if key in keys}
        misspelt: dict[str, str] = {}
        for key in unknown:
            free = [name for name in keys if name not in known]
            close = _closest(key, free)
            is_plain = isinstance(key, str) and key.isidentifier() and len(key) <= _LONGEST
            word = key if is_plain else shown(key)
            owner = f"{place}.{word}" if place else word
            where = (*path, str(key))
            wanted = repr(close) if close else f"one of {', '.join(keys)}"
            self.findings.append(
                Finding(
                    code="shape.unknown-key",
                    path=pointer(*where),
                    message=f"{owner} is not a key of {cls.__name__}; expected {wanted}",
                    suggestion=f"did you mean {close!r}?" if close else None,
                )
            )
            if close:
                known[close] = data[key]
                misspelt[close] = str(key)
            else:  # it may be any of those that are missing
                self.masked += [pointer(*path, name) for name in (str(key), *free)]
        return known, misspelt

    def _missing(self, cls: type, field: FieldSpecification, path: Path, place: str) -> None:
        owner = place or f"the {cls.__name__}"
        wanted = expected(field) if not field.many else f"a list, of {expected(field)}"
        self.refuse("missing-key", path, f"{owner} has no {field.key!r}; expected {wanted}")
        self.masked[-1] = pointer(*path, field.key)

    def _field(self, field: FieldSpecification, data: object, path: Path, place: str) -> Any:
        if data is None and field.optional:
            return None
        if not field.many:
            return self._item(field, data, path, place)
        if not isinstance(data, list | tuple):
            wanted = f"{place} is {shown(data)}; expected a list, of {expected(field)}"
            hint = f"did you mean [{shown(data)}]?" if isinstance(data, str) else None
            return self.refuse("type", path, wanted, hint)
        low = (field.items and field.items.min_length) or 0
        high = field.items and field.items.max_length
        if len(data) < low or (high and len(data) > high):
            what = f"{place} has {len(data)} items; expected {expected_count(field)}"
            return self.refuse("count", path, what)
        items = []
        for index, one in enumerate(data):
            name = f"{place}[{index}]{_label(one)}"
            item = self._item(field, one, (*path, index), name)
            if item is _REFUSED:
                self.dropped.setdefault(pointer(*path), []).append(index)
            else:
                items.append(item)
        return tuple(items)

    def _item(self, field: FieldSpecification, data: object, path: Path, place: str) -> Any:
        if field.is_model:
            return self.model(field.kind, data, path, place)
        try:
            return item_check(field)(_from_plain(field, data))
        except Refusal as refusal:
            number = field.kind in (int, float) and type(data) in (int, float)
            code = "value" if number or isinstance(data, str) else "type"
            what = f"{place} is {shown(data)}; expected {refusal.wanted}"
            meant = _meant(field, data)
            return self.refuse(code, path, what, meant and f"did you mean {_quoted(meant)}?")


def _from_plain(field: FieldSpecification, data: object) -> object:
    """The Python value that a document's word says."""
    kind = field.kind
    try:
        if issubclass(kind, Value):
            return value_from(kind, data)
        if kind is dt.datetime or kind is dt.date:
            if not isinstance(data, str):
                raise Refusal(data, expected(field))
            return msgspec.convert(data, kind)
    except InvalidValueError as error:
        raise Refusal(data, error.expected) from None
    except (TypeError, ValueError):
        raise Refusal(data, expected(field)) from None
    if isinstance(data, Enum | dt.date):  # a Python value, where a document's word is wanted
        raise Refusal(data, expected(field))
    return data


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


def _closest(word: object, words: Iterable[str]) -> str | None:
    """The word that was probably meant."""
    if not isinstance(word, str) or len(word) > _LONGEST:
        return None
    choices = {choice.lower(): choice for choice in words}
    found = get_close_matches(word.lower().strip(), choices, n=1, cutoff=0.6)
    return choices[found[0]] if found else None


def _meant(field: FieldSpecification, data: object) -> str | None:
    """The value that was probably meant, as it would stand in a document."""
    if isinstance(data, bool | int | float):
        return _meant_by_number(field, data)
    if not isinstance(data, str) or len(data) > _LONGEST:
        return None
    kind = field.kind
    if issubclass(kind, Enum):
        return _closest(data, [member.value for member in kind])
    if kind is bool:
        return _BOOLEANS.get(data.lower())
    if kind in (int, float):
        return _meant_by_digits(field, data)
    if field.format is TIME_ZONE:
        return _closest(data, _zones())
    if field.format is ID:
        slug = re.sub("[^A-Za-z0-9._-]+", "-", data).strip("-._")
        return slug if _accepted(field, slug) else None
    return _mended(kind, data) if issubclass(kind, Term | Due) else None


def _meant_by_number(field: FieldSpecification, data: float) -> str | None:
    if field.kind is str and _accepted(field, word := shown(data).lower()):
        return f'"{word}"'
    if field.kind is Money and isinstance(data, int) and not isinstance(data, bool):
        with suppress(InvalidValueError):
            return Money(data, "EUR").text
    return None


def _meant_by_digits(field: FieldSpecification, data: str) -> str | None:
    """The number, where it stands in quotation marks."""
    try:
        number = json.loads(data)
    except ValueError:
        return None
    return data.strip() if _accepted(field, number) else None


def _accepted(field: FieldSpecification, value: object) -> bool:
    try:
        item_check(field)(value)
    except Refusal:
        return False
    return True


_LONGEST = 100
"""Texts of more characters are prose: nothing is guessed about them."""
_BOOLEANS = {
    **dict.fromkeys(("true", "yes", "on"), "true"),
    **dict.fromkeys(("false", "no", "off"), "false"),
}
_WORDS = [
    *sorted({word for unit in TermUnit for word in unit.value.split()} | {"on"}),
    *(f"{unit.value.split()[-1]}s" for unit in TermUnit if not unit.is_working),
    "before",
    "after",
]


@cached
def _zones() -> list[str]:
    return sorted(available_timezones())


def _mended(kind: type[Value], text: str) -> str | None:
    """A term or due text with its misspelt words put right."""
    words = text.split()
    anchor = words.pop() if kind is Due and len(words) > 1 else None
    mended = [w if w.isdecimal() else _closest(w, _WORDS) or w for w in words]
    whole = " ".join([*mended, anchor] if anchor else mended)
    try:
        return kind.parse(whole).text
    except ValueError:
        return None


def _quoted(meant: str) -> str:
    return meant if meant.startswith('"') else repr(meant)


def _label(data: object) -> str:
    """The id of a list's item, which people know better than its index."""
    name = data.get("id") if isinstance(data, dict) else None
    return f" ({name!r})" if isinstance(name, str) and len(name) <= 100 else ""


def _a(cls: type) -> str:
    return f"{'an' if cls.__name__[0] in 'AEIO' else 'a'} {cls.__name__}"
