"""Checks of values that a program hands to a constructor."""

import datetime as dt
import math
from collections.abc import Callable
from enum import Enum
from typing import Any

from ._caching import cached
from ._showing import shown
from .fields import MAX_FLOAT
from .findings import Finding, pointer
from .specification import FieldSpecification, specification
from .values import Value

__all__ = ["Refusal", "checks", "expected", "expected_count", "fault_of", "item_check"]

Check = Callable[[Any], Any]


class Refusal(Exception):  # noqa: N818 (never leaves the package)
    """A value that does not fit; `path` leads to it from the field."""

    def __init__(self, value: object, wanted: str, path: tuple[int, ...] = ()) -> None:
        self.value, self.wanted, self.path = value, wanted, path


def fault_of(model: type, field: str, refusal: Refusal) -> Finding:
    """The finding that a refused argument of a constructor makes."""
    (key,) = (one.key for one in specification(model) if one.name == field)
    place = field + "".join(f"[{index}]" for index in refusal.path)
    return Finding(
        code="shape.value",
        path=pointer(key, *refusal.path),
        message=f"{model.__name__}.{place} is {shown(refusal.value)}; expected {refusal.wanted}",
    )


@cached
def checks(model: type) -> dict[str, Check]:
    """For each field of a model, the function that returns its value normalised, or refuses it."""
    return {field.name: _check(field) for field in specification(model)}


def _check(field: FieldSpecification) -> Check:
    item = item_check(field)
    check = _many(item, field) if field.many else item
    if not field.optional:
        return check
    return lambda value: None if value is None else check(value)


def _many(item: Check, field: FieldSpecification) -> Check:
    low = (field.items and field.items.min_length) or 0
    high = (field.items and field.items.max_length) or math.inf

    def check(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise Refusal(value, f"a tuple, of {expected(field)}")
        if not low <= len(value) <= high:
            raise Refusal(value, expected_count(field))
        checked = []
        for index, one in enumerate(value):
            try:
                checked.append(item(one))
            except Refusal as refusal:
                raise Refusal(refusal.value, refusal.wanted, (index, *refusal.path)) from None
        return tuple(checked)

    return check


@cached
def item_check(field: FieldSpecification) -> Check:  # noqa: C901 (one branch a kind)
    """The function that returns one item of a field normalised, or refuses it."""
    kind, wanted = field.kind, expected(field)
    meta = field.meta
    if kind is str:
        shortest = (meta and meta.min_length) or 0
        longest = (meta and meta.max_length) or math.inf
        fits = field.format.fits if field.format else None

        def text(value: Any) -> str:
            if not isinstance(value, str) or not shortest <= len(value) <= longest:
                raise Refusal(value, wanted)
            try:
                value.encode()
            except UnicodeEncodeError:
                raise Refusal(value, "text without lone surrogates") from None
            if fits and not fits(value):
                raise Refusal(value, wanted)
            return value if type(value) is str else str.__str__(value)

        return text
    if kind in (int, float):
        # `ge` and `le` are the only bounds that fields use, and every number has both.
        low = -MAX_FLOAT if meta is None or meta.ge is None else meta.ge
        high = MAX_FLOAT if meta is None or meta.le is None else meta.le
        allowed = (int,) if kind is int else (int, float)

        def number(value: Any) -> Any:
            if isinstance(value, bool) or not isinstance(value, allowed):
                raise Refusal(value, wanted)
            if not low <= value <= high:  # NaN is in no interval
                raise Refusal(value, wanted)
            return kind(value)

        return number
    if kind is dt.datetime:
        return lambda value: _instant(value, wanted)
    if kind is dt.date:
        return lambda value: _date(value, wanted)
    if issubclass(kind, Enum):
        members = kind._value2member_map_

        def member(value: Any) -> Any:
            if type(value) is kind:
                return value
            if type(value) is str and value in members:
                return members[value]
            raise Refusal(value, wanted)

        return member

    def exact(value: Any) -> Any:
        if type(value) is not kind:
            raise Refusal(value, wanted)
        return value

    return exact


def _date(value: Any, wanted: str) -> dt.date:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise Refusal(value, wanted)
    return value if type(value) is dt.date else dt.date(value.year, value.month, value.day)


def _instant(value: Any, wanted: str) -> dt.datetime:
    """A plain datetime with a fixed offset, so that the two 02:30s of an autumn night differ."""
    offset = value.utcoffset() if isinstance(value, dt.datetime) else None
    if offset is None:
        raise Refusal(value, wanted)
    if type(value) is dt.datetime and type(value.tzinfo) is dt.timezone:
        zone = value.tzinfo
    else:
        zone = dt.timezone(offset) if offset else dt.UTC
    plain = dt.datetime(
        value.year, value.month, value.day, value.hour, value.minute, value.second,
        value.microsecond, zone,
    )  # fmt: skip
    if offset.seconds % 60 or offset.microseconds:  # before standard time; no text can say it
        try:
            return plain.astimezone(dt.UTC)
        except OverflowError:
            raise Refusal(value, wanted) from None
    return plain


def expected(field: FieldSpecification) -> str:
    """What one item of a field should have been, in words."""
    kind, meta = field.kind, field.meta
    if field.format:
        return field.format.expected
    if kind is str:
        longest = meta and meta.max_length
        shortest = (meta and meta.min_length) or 0
        return f"text of {shortest} to {longest} characters" if longest else "text"
    if kind in (int, float):
        return _expected_number(field)
    if kind is bool:
        return "true or false"
    if kind is dt.date:
        return "a day such as '2026-04-17'"
    if kind is dt.datetime:
        return "an instant with its offset such as '2026-04-17T16:00:00+02:00'"
    if issubclass(kind, Enum):
        return _one_of([member.value for member in kind])
    if issubclass(kind, Value):
        return kind.EXPECTED
    article = "an" if kind.__name__[0] in "AEIO" else "a"
    return f"{article} {kind.__name__}"


def _expected_number(field: FieldSpecification) -> str:
    word = "a whole number" if field.kind is int else "a number"
    low = -MAX_FLOAT if field.meta is None or field.meta.ge is None else field.meta.ge
    high = MAX_FLOAT if field.meta is None or field.meta.le is None else field.meta.le
    if low == -MAX_FLOAT:
        return word if high == MAX_FLOAT else f"{word} of at most {high}"
    return f"{word} of at least {low}" if high == MAX_FLOAT else f"{word} from {low} to {high}"


def expected_count(field: FieldSpecification) -> str:
    """How many items a field takes, in words."""
    low = (field.items and field.items.min_length) or 0
    high = field.items and field.items.max_length
    if not high:
        return f"at least {low} items"
    return f"{low} to {high} items" if low != high else f"{low} items"


def _one_of(words: list[str]) -> str:
    quoted = [repr(word) for word in words]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]
