"""Terms counted on a calendar, and due texts turned into days and instants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, overload

from clientkit.base import Due, InvalidArgumentError, InvalidValueError, Term, TermUnit

from ._timeline import timeline
from .combined import AnyCalendar
from .hours import Edge, add_working_time, opens
from .working_days import add_working_days, ordinal
from .zones import DAY, EPOCH_DAY, MINUTE, microseconds

if TYPE_CHECKING:
    from pendulum import DateTime

__all__ = ["KnownDates", "Moment", "add_term", "resolve_due", "subtract_term"]

Moment: TypeAlias = dt.date | dt.datetime
"""A day or an instant."""
KnownDates: TypeAlias = Mapping[
    str, Moment | Sequence[Moment | None] | Mapping[int, Moment | None] | None
]
"""What is known of each named point: its day or instant; of one that repeats, all of them, in a
sequence numbered from 1 or by their numbers; ``None`` where it is not known."""

_WALL = {TermUnit.MINUTE: MINUTE, TermUnit.HOUR: 60 * MINUTE}
_DAYS = {TermUnit.DAY: 1, TermUnit.WEEK: 7}


@overload
def add_term(
    calendar: AnyCalendar, start: dt.datetime, term: Term, *, edge: Edge = "close"
) -> DateTime: ...
@overload
def add_term(
    calendar: AnyCalendar, start: dt.date, term: Term, *, edge: Edge = "close"
) -> Moment: ...
def add_term(calendar: AnyCalendar, start: Moment, term: Term, *, edge: Edge = "close") -> Moment:
    """The end of a term that starts at an instant or on a date.

    Minutes and hours are elapsed time, day and night. Working minutes and hours count as in
    :func:`add_working_time`, working days as in :func:`add_working_days`. Days and weeks keep the
    local wall time of the calendar's zone, across clock changes too.

    Days, weeks and working days after a date give a date. Minutes and hours, which a date does not
    have, count from its end, at 24:00.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> from clientkit.base import Term
    >>> from clientkit.worktime import WorkingCalendar, add_term
    >>> calendar = decode(WorkingCalendar, {
    ...     "timezone": "Europe/Berlin", "hours": {"mon": ["09:00-17:00"]}})
    >>> saturday = dt.datetime.fromisoformat("2026-03-28T10:00:00+01:00")
    >>> add_term(calendar, saturday, Term.parse("1 day")).isoformat()
    '2026-03-29T10:00:00+02:00'
    >>> add_term(calendar, saturday, Term.parse("24 hours")).isoformat()
    '2026-03-29T11:00:00+02:00'
    >>> add_term(calendar, dt.date(2026, 3, 28), Term.parse("3 weeks"))
    datetime.date(2026, 4, 18)

    Raises:
        InvalidValueError: The start has no offset, or what is given is no term or edge.
        NoWorkingTimeError: The calendar has not so much working time in any reasonable time.
    """
    return _moved(calendar, start, term, 1, edge)


@overload
def subtract_term(
    calendar: AnyCalendar, start: dt.datetime, term: Term, *, edge: Edge = "close"
) -> DateTime: ...
@overload
def subtract_term(
    calendar: AnyCalendar, start: dt.date, term: Term, *, edge: Edge = "close"
) -> Moment: ...
def subtract_term(
    calendar: AnyCalendar, start: Moment, term: Term, *, edge: Edge = "close"
) -> Moment:
    """The instant or date that lies a term before another; counted as in :func:`add_term`.

    Raises:
        InvalidValueError: The start has no offset, or what is given is no term or edge.
        NoWorkingTimeError: The calendar had not so much working time in any reasonable time.
    """
    return _moved(calendar, start, term, -1, edge)


def _moved(calendar: AnyCalendar, start: Moment, term: Term, sign: int, edge: Edge) -> Moment:
    if type(term) is not Term:
        raise InvalidValueError(repr(term), Term.EXPECTED)
    opens(edge)
    unit, count = term.unit, sign * term.count
    if unit is TermUnit.WORKING_DAY:
        return add_working_days(calendar, start, count, edge=edge)
    zone = timeline(calendar).zone
    if not isinstance(start, dt.datetime):
        day = ordinal(start)
        if unit in _DAYS:
            return dt.date.fromordinal(_within_years(day + count * _DAYS[unit], term))
        start = zone.instant(zone.at(day, DAY))
    t = microseconds(start)
    if unit in _DAYS:
        if count == 0:
            return zone.instant(t)
        day, wall = zone.wall(t)
        return zone.instant(zone.at(_within_years(day + count * _DAYS[unit], term), wall))
    if unit in _WALL:
        end = t + count * _WALL[unit]
        _within_years(end // DAY + EPOCH_DAY, term)
        return zone.instant(end)
    hours = _WALL[TermUnit(unit.value.removeprefix("working "))]
    return add_working_time(calendar, start, dt.timedelta(0, 0, count * hours), edge=edge)


def _within_years(day: int, term: Term) -> int:
    if not 731 <= day <= 3_651_000:
        raise InvalidValueError(term.text, "a term that ends in the years 3 to 9997")
    return day


def resolve_due(
    due: Due, dates: KnownDates, calendar: AnyCalendar
) -> Moment | tuple[Moment, ...] | None:
    """The day or instant that a due text means, as far as it is known.

    ``dates`` holds what is known of each named point. One that happens once has a day or an
    instant. One that repeats has a sequence of them, numbered from 1, or a mapping from its numbers
    to them; what is not known may be missing or ``None``.

    - A day (``2026-04-17``) is that day.
    - A point that happens once, or one occurrence of a point (``[2]``, or ``[-1]`` for the last),
      is a day or an instant, and ``None`` if it is not known.
    - Occurrences (``[1..4]``, ``[1..]``, and a repeating point without brackets) are a tuple of
      those that are known, by number; ``()`` if none is. A point of which nothing is known is
      ``None``, unless a range is asked for.

    The offset counts as in :func:`add_term`, in the calendar of the party who must act: days from a
    day give a day, anything else an instant in the calendar's zone.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> from clientkit.base import Due
    >>> from clientkit.worktime import WorkingCalendar, resolve_due
    >>> calendar = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": {
    ...     "mon": ["09:00-17:00"], "tue": ["09:00-17:00"]}})
    >>> dates = {"launch": dt.date(2026, 9, 1),
    ...          "sprint-end": [dt.date(2026, 2, 16), dt.date(2026, 3, 2)]}
    >>> resolve_due(Due.parse("2 working days before launch"), dates, calendar)
    datetime.date(2026, 8, 25)
    >>> resolve_due(Due.parse("on sprint-end[-1]"), dates, calendar)
    datetime.date(2026, 3, 2)
    >>> resolve_due(Due.parse("1 day after sprint-end[2..]"), dates, calendar)
    (datetime.date(2026, 3, 3),)

    Raises:
        InvalidValueError: An instant has no offset, or what is given is no due, day or instant.
        NoWorkingTimeError: The calendar has not so much working time in any reasonable time.
    """
    if type(due) is not Due:
        raise InvalidValueError(repr(due), Due.EXPECTED)
    if due.on is not None or due.anchor is None:
        return due.on
    if not isinstance(dates, Mapping):
        raise InvalidArgumentError("dates", dates, "a mapping from points to days and instants")
    known = dates.get(due.anchor)
    if isinstance(known, str):  # else a sequence, of letters
        raise InvalidValueError(known, "a date, an aware instant, or several of them")
    repeats = isinstance(known, Mapping | Sequence)
    numbered = _numbered(known)
    if due.first is None:
        if repeats:
            return tuple(_offset(due, one, calendar) for one in numbered.values())
        return _offset(due, numbered[1], calendar) if numbered else None
    if ".." not in due.text.rpartition("[")[2]:
        number = (
            due.first if due.first >= 0 else max(_all_numbers(known), default=0) + 1 + due.first
        )
        return _offset(due, numbered[number], calendar) if number in numbered else None
    return tuple(
        _offset(due, one, calendar)
        for number, one in numbered.items()
        if due.first <= number and (due.last is None or number <= due.last)
    )


def _all_numbers(known: object) -> Sequence[int]:
    if isinstance(known, Mapping):
        return tuple(known)
    if isinstance(known, Sequence):
        return range(1, len(known) + 1)
    return () if known is None else (1,)


def _numbered(known: object) -> dict[int, Moment]:
    """The occurrences that are known, by number."""
    if isinstance(known, Mapping):
        pairs = sorted(known.items())
    elif isinstance(known, Sequence):
        pairs = list(enumerate(known, 1))
    else:
        pairs = [(1, known)]
    return {number: one for number, one in pairs if one is not None}


def _offset(due: Due, moment: Moment, calendar: AnyCalendar) -> Moment:
    if due.offset is not None:
        return (subtract_term if due.before else add_term)(calendar, moment, due.offset)
    if isinstance(moment, dt.datetime):
        return timeline(calendar).zone.instant(microseconds(moment))
    return moment if type(moment) is dt.date else dt.date.fromordinal(ordinal(moment))
