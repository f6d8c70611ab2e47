"""Working time by the hour: is it open, when does it open, how much of it lies between.

Every function takes a calendar and aware instants of any zone, and returns instants in the
calendar's zone. Opening ranges are half-open: an opening belongs to them, a closing does not;
ranges that touch are one.

The examples share this calendar:

>>> import datetime as dt
>>> from clientkit import decode
>>> from clientkit.worktime import WorkingCalendar
>>> berlin = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": {
...     "thu": ["09:00-17:00"], "fri": ["09:00-12:00", "13:00-17:00"]}})
>>> thursday = dt.datetime.fromisoformat("2026-04-16T15:00:00+02:00")
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal, NamedTuple

from clientkit.base import InvalidValueError, Term, TermUnit

from ._timeline import timeline
from .combined import AnyCalendar
from .zones import MINUTE, microseconds, microseconds_of

if TYPE_CHECKING:
    from pendulum import DateTime

__all__ = [
    "Edge",
    "OpenRange",
    "add_working_time",
    "is_open",
    "next_closing",
    "next_opening",
    "open_ranges",
    "previous_opening",
    "roll_back",
    "roll_forward",
    "working_time_between",
]

Edge = Literal["close", "open"]
"""Where a span ends that is used up exactly at a closing: there, or at the opening after it."""

_UNITS = {TermUnit.WORKING_MINUTE: MINUTE, TermUnit.WORKING_HOUR: 60 * MINUTE}


class OpenRange(NamedTuple):
    """A time of being open, without a break, from ``start`` up to and without ``end``."""

    start: DateTime
    end: DateTime


def is_open(calendar: AnyCalendar, instant: dt.datetime) -> bool:
    """Whether an instant is inside opening hours.

    >>> is_open(berlin, thursday), is_open(berlin, thursday.replace(hour=17))
    (True, False)

    Raises:
        InvalidValueError: The instant has no offset.
    """
    return timeline(calendar).is_open(microseconds(instant))


def add_working_time(
    calendar: AnyCalendar,
    start: dt.datetime,
    duration: dt.timedelta | Term,
    *,
    edge: Edge = "close",
) -> DateTime:
    """The instant by which so much working time has passed since ``start``.

    A duration that is used up exactly at a closing ends there, or, with ``edge="open"``, at the
    opening after it. A negative one counts back, and going back to exactly an opening stays there.
    None at all leaves ``start`` where it is; with ``edge="open"``, outside opening hours, it leads
    to the next opening.

    ``duration`` may be a term in working minutes or working hours.

    >>> add_working_time(berlin, thursday, dt.timedelta(hours=3)).isoformat()
    '2026-04-17T10:00:00+02:00'
    >>> add_working_time(berlin, thursday, dt.timedelta(hours=2)).isoformat()
    '2026-04-16T17:00:00+02:00'
    >>> add_working_time(berlin, thursday, dt.timedelta(hours=2), edge="open").isoformat()
    '2026-04-17T09:00:00+02:00'

    Raises:
        InvalidValueError: The instant has no offset, or the duration or edge is something else.
        NoWorkingTimeError: The calendar has not so much working time in any reasonable time.
    """
    line = timeline(calendar)
    at_open = edge != "close" and opens(edge)
    if type(duration) is dt.timedelta:  # most are, and a call costs a twentieth of the answer
        amount = (duration.days * 86_400 + duration.seconds) * 1_000_000 + duration.microseconds
    else:
        amount = _amount(duration)
    return line.zone.instant(line.add(microseconds(start), amount, at_open))


def opens(edge: Edge) -> bool:
    """Whether an edge is the opening after a closing."""
    if edge == "close":
        return False
    if edge == "open":
        return True
    raise InvalidValueError(str(edge), "'close' or 'open'")


def _amount(duration: dt.timedelta | Term) -> int:
    if type(duration) is Term:
        if duration.unit not in _UNITS:
            raise InvalidValueError(
                duration.text, "working minutes or hours; add_term takes any term"
            )
        return duration.count * _UNITS[duration.unit]
    return microseconds_of(duration)


def working_time_between(
    calendar: AnyCalendar, start: dt.datetime, end: dt.datetime
) -> dt.timedelta:
    """How much working time lies between two instants; negative if ``end`` is the earlier one.

    Exact to the microsecond, and additive: from a to b and from b to c make a to c.

    >>> working_time_between(berlin, thursday, thursday + dt.timedelta(days=1))
    datetime.timedelta(seconds=25200)

    Raises:
        InvalidValueError: An instant has no offset.
        NoWorkingTimeError: They lie more than a thousand years apart.
    """
    line = timeline(calendar)
    return dt.timedelta(0, 0, line.between(microseconds(start), microseconds(end)))


def next_opening(calendar: AnyCalendar, after: dt.datetime) -> DateTime:
    """The first opening strictly after an instant.

    >>> next_opening(berlin, thursday).isoformat()
    '2026-04-17T09:00:00+02:00'

    Raises:
        InvalidValueError: The instant has no offset.
        NoWorkingTimeError: The calendar does not open within about ten years.
    """
    line = timeline(calendar)
    return line.zone.instant(line.next_opening(microseconds(after)))


def next_closing(calendar: AnyCalendar, after: dt.datetime) -> DateTime:
    """The first closing strictly after an instant.

    Raises:
        InvalidValueError: The instant has no offset.
        NoWorkingTimeError: The calendar does not close within about ten years.
    """
    line = timeline(calendar)
    return line.zone.instant(line.next_closing(microseconds(after)))


def previous_opening(calendar: AnyCalendar, before: dt.datetime) -> DateTime:
    """The last opening strictly before an instant.

    Raises:
        InvalidValueError: The instant has no offset.
        NoWorkingTimeError: The calendar did not open within about ten years.
    """
    line = timeline(calendar)
    return line.zone.instant(line.previous_opening(microseconds(before)))


def roll_forward(calendar: AnyCalendar, instant: dt.datetime) -> DateTime:
    """The instant itself if it is open, else the next opening.

    >>> roll_forward(berlin, thursday).hour, roll_forward(berlin, thursday.replace(hour=17)).day
    (15, 17)

    Raises:
        InvalidValueError: The instant has no offset.
        NoWorkingTimeError: The calendar does not open within about ten years.
    """
    line = timeline(calendar)
    return line.zone.instant(line.roll_forward(microseconds(instant)))


def roll_back(calendar: AnyCalendar, instant: dt.datetime) -> DateTime:
    """The instant itself if it is open or a closing, else the closing before it.

    >>> [roll_back(berlin, thursday.replace(hour=hour)).hour for hour in (15, 17, 20)]
    [15, 17, 17]

    Raises:
        InvalidValueError: The instant has no offset.
        NoWorkingTimeError: The calendar did not open within about ten years.
    """
    line = timeline(calendar)
    return line.zone.instant(line.roll_back(microseconds(instant)))


def open_ranges(
    calendar: AnyCalendar, start: dt.datetime, end: dt.datetime
) -> tuple[OpenRange, ...]:
    """The times of being open between two instants, clipped to them; none where they are equal.

    >>> found = open_ranges(berlin, thursday, thursday + dt.timedelta(days=1))
    >>> [(one.start.hour, one.end.hour) for one in found]
    [(15, 17), (9, 12), (13, 15)]

    Raises:
        InvalidValueError: An instant has no offset, or ``end`` is before ``start``.
        NoWorkingTimeError: They lie more than a thousand years apart.
    """
    line = timeline(calendar)
    first, last = microseconds(start), microseconds(end)
    if last < first:
        raise InvalidValueError(end.isoformat(), f"an end not before the start {start.isoformat()}")
    shown = line.zone.instant
    return tuple(
        OpenRange(shown(opens), shown(closes)) for opens, closes in line.ranges(first, last)
    )
