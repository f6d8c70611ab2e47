"""Counting by working days: local dates on which a calendar opens."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, overload

from clientkit.base import InvalidValueError

from ._timeline import Timeline, timeline
from .combined import AnyCalendar
from .hours import Edge, opens
from .zones import microseconds

if TYPE_CHECKING:
    from pendulum import DateTime

__all__ = ["add_working_days", "is_working_day", "ordinal", "working_days_between"]

_FIRST, _LAST = dt.date(3, 1, 1).toordinal(), dt.date(9997, 12, 31).toordinal()


@overload
def add_working_days(
    calendar: AnyCalendar, start: dt.datetime, count: int, *, edge: Edge = "close"
) -> DateTime: ...
@overload
def add_working_days(
    calendar: AnyCalendar, start: dt.date, count: int, *, edge: Edge = "close"
) -> dt.date: ...
def add_working_days(
    calendar: AnyCalendar, start: dt.date, count: int, *, edge: Edge = "close"
) -> dt.date:
    """The end of the nth working day after an instant or a date.

    A working day is a local date with any opening; an overnight range belongs to the date on which
    it opens. After an instant, the result is the last closing of the nth working day after its
    local date (with ``edge="open"`` the opening that follows); after a date, it is that date. A
    negative count goes to the nth working day before, and to its last closing all the same. A count
    of 0 changes nothing.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> from clientkit.worktime import WorkingCalendar, add_working_days
    >>> calendar = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": {
    ...     "mon": ["09:00-17:00"], "fri": ["09:00-13:00"]}})
    >>> add_working_days(calendar, dt.date(2026, 4, 17), 2)
    datetime.date(2026, 4, 24)
    >>> friday = dt.datetime.fromisoformat("2026-04-17T10:00:00+02:00")
    >>> add_working_days(calendar, friday, 2).isoformat()
    '2026-04-24T13:00:00+02:00'
    >>> add_working_days(calendar, friday, 2, edge="open").isoformat()
    '2026-04-27T09:00:00+02:00'

    Raises:
        InvalidValueError: The instant has no offset, or the count is not a whole number.
        NoWorkingTimeError: The calendar has not so many working days in any reasonable time.
    """
    if type(count) is not int:
        raise InvalidValueError(repr(count), "a whole number of working days")
    line, at_open = timeline(calendar), edge != "close" and opens(edge)
    if not isinstance(start, dt.datetime):
        first = ordinal(start)
        return dt.date.fromordinal(line.working_day(first, count)[0] if count else first)
    t = microseconds(start)
    if count:
        t = line.working_day(line.zone.day(t), count)[1]
        if at_open:
            t = line.roll_forward(t)
    return line.zone.instant(t)


def working_days_between(calendar: AnyCalendar, start: dt.date, end: dt.date) -> int:
    """How many working days there are after ``start`` up to and with ``end``; signed.

    Instants count by their local date in the calendar's zone.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> from clientkit.worktime import WorkingCalendar, working_days_between
    >>> calendar = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": {
    ...     "mon": ["09:00-17:00"], "fri": ["09:00-13:00"]}})
    >>> working_days_between(calendar, dt.date(2026, 4, 17), dt.date(2026, 4, 24))
    2

    Raises:
        InvalidValueError: An instant has no offset.
        NoWorkingTimeError: They lie more than a thousand years apart.
    """
    line = timeline(calendar)
    return line.working_days(_local_day(line, start), _local_day(line, end))


def is_working_day(calendar: AnyCalendar, day: dt.date) -> bool:
    """Whether a date (of an instant, its local date) has any opening.

    Raises:
        InvalidValueError: The instant has no offset.
    """
    line = timeline(calendar)
    return line.is_working_day(_local_day(line, day))


def _local_day(line: Timeline, day: dt.date) -> int:
    return line.zone.day(microseconds(day)) if isinstance(day, dt.datetime) else ordinal(day)


def ordinal(day: dt.date) -> int:
    """The proleptic ordinal of a date that can be counted from.

    Raises:
        InvalidValueError: It is not a date, or outside the years 3 to 9997.
    """
    if not isinstance(day, dt.date):
        raise InvalidValueError(repr(day), "an aware instant or a date")
    found = day.toordinal()
    if not _FIRST <= found <= _LAST:
        raise InvalidValueError(day.isoformat(), "a date of the years 3 to 9997")
    return found
