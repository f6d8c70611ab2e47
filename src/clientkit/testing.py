"""Hypothesis strategies for every model, for the tests of programs that use clientkit.

Needs the extra ``testing``. The strategies are derived from the models' own fields, and are as wide
as the constructors: whatever a constructor accepts may come, in any script and at every bound.

>>> from clientkit.client import Person
>>> from clientkit.testing import models
>>> from hypothesis import find, strategies as st
>>> find(models(Person, id=st.just("lena")), lambda person: person.email is not None).id
'lena'
"""

import datetime as dt
from enum import Enum
from functools import partial
from typing import Any, TypeVar

from hypothesis import reject
from hypothesis import strategies as st

from .base import (
    Due,
    Extensions,
    InvalidModelError,
    InvalidValueError,
    Money,
    Term,
    TimeRange,
    specification,
)
from .base._caching import cached
from .base.fields import MAX_FLOAT, TIME_ZONE, Format
from .base.specification import FieldSpecification
from .base.values import Value

__all__ = ["instants", "models", "values"]

M = TypeVar("M")
V = TypeVar("V", bound=Value)

_CHARACTERS = st.characters(codec="utf-8")
# Half-hour and quarter-hour offsets, both halves of the year, days that never were, two of the
# date line's sides, a winter time that is "daylight saving", half an hour of it, two hours of it.
_ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Apia",
    "Pacific/Kiritimati", "Etc/GMT+12", "Europe/Dublin", "Australia/Lord_Howe", "Antarctica/Troll",
    "Africa/Casablanca", "America/St_Johns", "America/Argentina/Buenos_Aires", "America/Sao_Paulo",
)  # fmt: skip
_MOST_ITEMS = 3
_REPAIRS = 20
_SELDOM = st.integers(0, 3).map(lambda n: n == 3)


def models(model: type[M], **overrides: st.SearchStrategy[Any]) -> st.SearchStrategy[M]:
    """Any instance of a model.

    Args:
        model: The class.
        **overrides: Strategies of your own for some of its fields, which are then always set.

    Raises:
        TypeError: There is no such field.
    """
    if unknown := overrides.keys() - {field.name for field in specification(model)}:
        raise TypeError(f"{model.__name__} has no field {min(unknown)!r}")
    return _built(model, overrides) if overrides else _any_of(model)


def instants() -> st.SearchStrategy[dt.datetime]:
    """Any instant with an offset of whole minutes, in the years 1 to 9999 by its own clock."""
    offset = st.integers(-1439, 1439).map(
        lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
    )
    # Seen from UTC, the first and last of them may lie in the year 0 or 10000.
    ends = st.sampled_from([dt.datetime.min, dt.datetime.max])  # noqa: DTZ901 (gets its zone below)
    return st.builds(dt.datetime.combine, st.dates(), st.times(), offset) | st.builds(
        lambda end, zone: end.replace(tzinfo=zone), ends, offset
    )


def values(kind: type[V]) -> st.SearchStrategy[V]:
    """Any value of a kind, such as :class:`clientkit.base.Money`."""
    return _OTHERS[kind]


@cached
def _any_of(model: type) -> st.SearchStrategy[Any]:
    return _built(model, {})


@st.composite  # noqa: RET503 (`reject` does not return)
def _built(draw: st.DrawFn, model: type, overrides: dict[str, st.SearchStrategy[Any]]) -> Any:
    """Draw arguments; where they contradict each other, change what the findings point at."""
    fields = {field.name: field for field in specification(model)}
    strategies = {name: _of_field(field) for name, field in fields.items()} | overrides
    fixed = {name for name, field in fields.items() if field.required or name in overrides}
    given = {
        name: draw(strategies[name])
        for name, field in fields.items()
        if name in fixed or draw(_coin(field))
    }
    for _ in range(_REPAIRS):
        try:
            return model(**given)
        except InvalidModelError as error:
            keys = {finding.path.split("/")[1] for finding in error.findings if finding.path}
        name = draw(st.sampled_from([n for n, f in fields.items() if f.key in keys] or [*fields]))
        if name in given and name not in fixed and draw(st.booleans()):
            del given[name]
        else:
            near = [] if name in overrides else _near(fields[name].kind, given)
            given[name] = draw(st.one_of(strategies[name], *near))
        if draw(_SELDOM):  # a field may be blamed that demands another
            other = draw(st.sampled_from([*fields]))
            given[other] = draw(strategies[other])
    reject()


def _near(kind: type, given: dict[str, Any]) -> list[st.SearchStrategy[dt.date]]:
    """Days and instants some weeks before or after given ones: models bound their distance."""
    return [
        st.integers(-100, 100).map(partial(_days_after, value))
        for value in given.values()
        if type(value) is kind and isinstance(value, dt.date)
    ]


def _days_after(start: dt.date, days: int) -> dt.date:
    try:
        return start + dt.timedelta(days=days)
    except OverflowError:
        return start


def _coin(field: FieldSpecification) -> st.SearchStrategy[bool]:
    """Whether a field is set that need not be: seldom where much hangs on it."""
    return _SELDOM if field.is_model else st.booleans()


@cached
def _of_field(field: FieldSpecification) -> st.SearchStrategy[Any]:
    strategy = st.deferred(lambda: _of_item(field))
    if field.many:
        low = (field.items and field.items.min_length) or 0
        high = (field.items and field.items.max_length) or low + _MOST_ITEMS
        most = min(high, low + (2 if field.is_model else _MOST_ITEMS))
        strategy = st.lists(strategy, min_size=low, max_size=most).map(tuple)
    return st.none() | strategy if field.optional else strategy


def _of_item(field: FieldSpecification) -> st.SearchStrategy[Any]:
    kind = field.kind
    if kind is str:
        return _texts(field)
    if kind in (int, float):
        low = -MAX_FLOAT if field.meta is None or field.meta.ge is None else field.meta.ge
        high = MAX_FLOAT if field.meta is None or field.meta.le is None else field.meta.le
        return st.integers(int(low), int(high)) if kind is int else st.floats(low, high)
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    return models(kind) if field.is_model else _OTHERS[kind]


def _texts(field: FieldSpecification) -> st.SearchStrategy[str]:
    low = (field.meta and field.meta.min_length) or 0
    high = field.meta and field.meta.max_length
    if field.format is TIME_ZONE:
        return st.sampled_from(_ZONES)
    if field.format is not None:
        texts = _formatted(field.format)
        return texts.filter(lambda text: low <= len(text) and (high is None or len(text) <= high))
    texts = st.text(_CHARACTERS, min_size=low, max_size=high)
    return texts | st.sampled_from([low, high]).map("ß".__mul__) if high else texts


@cached
def _formatted(format_: Format) -> st.SearchStrategy[str]:
    texts = _matching(format_.pattern)
    return texts if format_.accepts is None else texts.filter(format_.accepts)


def _matching(pattern: str) -> st.SearchStrategy[str]:
    bare = pattern.removeprefix("^").removesuffix("$")  # `$` would let a line feed follow
    return st.from_regex(bare, fullmatch=True, alphabet=_CHARACTERS)


def _is_due(text: str) -> bool:
    try:
        Due.parse(text)
    except InvalidValueError:
        return False
    return True


_TEXT = st.text(_CHARACTERS)
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(1 - 10**18, 10**18 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=6,
)
_OTHERS: dict[type, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    dt.date: st.dates(),
    dt.datetime: instants(),
    Money: _matching(Money.PATTERN).map(Money.parse),
    Term: _matching(Term.PATTERN).map(Term.parse),
    Due: st.dates().map(Due) | _matching(Due.PATTERN).filter(_is_due).map(Due.parse),
    TimeRange: st.tuples(st.integers(0, 1439), st.integers(1, 1440))
    .filter(lambda ends: ends[0] != ends[1])
    .map(lambda ends: TimeRange(*ends)),
    Extensions: st.dictionaries(_TEXT, _JSON, max_size=3).map(Extensions),
}
