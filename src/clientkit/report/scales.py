"""Axes: which stretch they show, and what is written beside them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from math import ceil, floor, log10
from typing import NamedTuple

__all__ = [
    "EPOCH",
    "MONTHS",
    "DateTick",
    "ValueTick",
    "date_ticks",
    "moving_span",
    "value_span",
    "value_ticks",
]

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# Not `strftime`, which asks the locale of the machine.
MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_DAY = 86_400.0
_TINY = 1e-200
_HOURS, _DAYS, _MONTHS = (1, 3, 6, 12), (1, 2, 7, 14), (1, 2, 3, 6)


class ValueTick(NamedTuple):
    """A place on the axis of values."""

    value: float
    words: str


class DateTick(NamedTuple):
    """A place on the axis of time."""

    at: dt.datetime
    words: str


def value_span(values: Iterable[float]) -> tuple[float, float]:
    """The stretch that shows all values, with a little room at both ends; 0 to 1 without any."""
    shown = list(values)
    if not shown:
        return 0.0, 1.0
    low, high = min(shown), max(shown)
    room, largest = (high - low) * 0.06, max(abs(low), abs(high))
    if high - low <= max(largest * 1e-9, _TINY):  # all alike, or nearly
        room = largest * 0.1 if largest > _TINY else 1.0
    return low - room, high + room


def moving_span(sizes: Iterable[float]) -> tuple[float, float]:
    """The stretch that shows all of some sizes, from 0, with a little room above."""
    return 0.0, value_span([0.0, *sizes])[1]


def value_ticks(low: float, high: float, *, most: int = 8) -> tuple[ValueTick, ...]:
    """Round values between two others: multiples of 1, 2 or 5 times a power of ten.

    >>> [tick.words for tick in value_ticks(83.6, 95.6)]
    ['84', '86', '88', '90', '92', '94']
    """
    least = (high - low) / most
    power = floor(log10(least))
    factor = next(f for f in (1, 2, 5, 10) if f * 10.0**power >= least)
    step, places = factor * 10.0**power, max(0, -power - (factor == 10))
    return tuple(
        [
            ValueTick(count * step, _written(count * step, places))
            for count in range(ceil(low / step), floor(high / step) + 1)
        ]
    )


def _written(value: float, places: int) -> str:
    return f"{value:.4g}" if abs(value) >= 1e9 or places > 6 else f"{value:z.{places}f}"


def date_ticks(first: dt.datetime, last: dt.datetime, *, most: int = 6) -> tuple[DateTick, ...]:
    """Round times from one instant to another, both in the zone of the reader.

    They are the beginnings of hours, days, weeks from Monday, months or years; none where so few
    fall between the two that they would not say where one is.

    >>> first = dt.datetime(2016, 4, 30, tzinfo=dt.timezone.utc)
    >>> ticks = date_ticks(first, dt.datetime(2019, 3, 31, tzinfo=dt.timezone.utc))
    >>> [tick.words for tick in ticks]
    ['Jul 2016', 'Jan 2017', 'Jul 2017', 'Jan 2018', 'Jul 2018', 'Jan 2019']
    """
    start, end = (first - EPOCH).total_seconds(), (last - EPOCH).total_seconds()
    found = [
        tick
        for tick in _candidates(first, last, (end - start) / _DAY / most)
        if start <= (tick.at - EPOCH).total_seconds() <= end
    ]
    return tuple(found) if len(found) > 1 else ()


def _candidates(first: dt.datetime, last: dt.datetime, days: float) -> Iterator[DateTick]:
    """Ticks that are at least so many days apart, from before the first instant to the last."""
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    for hours in _HOURS:
        if hours / 24 >= days:
            return _hourly(midnight, last, hours)
    for step in _DAYS:
        if step >= days:
            return _daily(midnight, last, step)
    for step in _MONTHS:
        if step * 30.4 >= days:
            return _monthly(midnight, last, step)
    step = next(f * 10**p for p in range(5) for f in (1, 2, 5) if f * 10**p * 365 >= days)
    return _yearly(midnight, last, step)


def _hourly(midnight: dt.datetime, last: dt.datetime, step: int) -> Iterator[DateTick]:
    for count in range(0, 24 * ((last.date() - midnight.date()).days + 1), step):
        wall = midnight + dt.timedelta(hours=count)
        if wall.astimezone(dt.UTC).astimezone(wall.tzinfo).hour == wall.hour:  # clocks show it
            day = f"{wall.day} {MONTHS[wall.month - 1]}"
            yield DateTick(wall, f"{wall:%H:%M}" if wall.hour else day)


def _daily(midnight: dt.datetime, last: dt.datetime, step: int) -> Iterator[DateTick]:
    back = midnight.weekday() if step in (7, 14) else 0
    for count in range(-back, (last.date() - midnight.date()).days + 1, step):
        day = midnight + dt.timedelta(days=count)
        yield DateTick(day, f"{day.day} {MONTHS[day.month - 1]}")


def _monthly(midnight: dt.datetime, last: dt.datetime, step: int) -> Iterator[DateTick]:
    begin = midnight.year * 12 + (midnight.month - 1) // step * step
    for count in range(begin, last.year * 12 + last.month, step):
        year, month = divmod(count, 12)
        yield DateTick(
            midnight.replace(year=year, month=month + 1, day=1), f"{MONTHS[month]} {year}"
        )


def _yearly(midnight: dt.datetime, last: dt.datetime, step: int) -> Iterator[DateTick]:
    for year in range(midnight.year // step * step or step, last.year + 1, step):
        yield DateTick(midnight.replace(year=year, month=1, day=1), str(year))
