"""When a cadence comes round: its occurrences as instants or days, rolled and paused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from clientkit.base import InvalidValueError, evolve

from ._recurrence import LAST_DAY, Rule, missing_start, rule_days, rule_of
from ._timeline import CLOSED_YEARS, Timeline, timeline
from .combined import AnyCalendar
from .errors import NoWorkingTimeError
from .model import Cadence, CadencePause, Roll
from .working_days import ordinal
from .zones import MINUTE, Zone, microseconds, zone_of

if TYPE_CHECKING:
    from pendulum import DateTime

__all__ = ["next_occurrence", "occurrences", "pause_cadence", "resume_cadence"]

SKIP_YEARS: Final = 40
"""Where occurrences on days off are left out, a search gives up after so many years of them."""


def occurrences(
    cadence: Cadence, *, start: dt.date, end: dt.date, calendar: AnyCalendar | None = None
) -> tuple[DateTime | dt.date, ...]:
    """When a cadence comes round from ``start`` up to and without ``end``.

    A cadence with a time of day gives instants in its zone, one without gives dates. ``start`` and
    ``end`` are aware instants, or dates, which begin at 00:00. A cadence without a zone uses the
    calendar's.

    A wall time that a clock change leaves out is shifted by the change (02:30 becomes 03:30), one
    that comes twice is the first; none is ever lost. ``count`` and ``until`` limit the days of the
    rule, before days off move them. Occurrences that are moved to the same moment are one.

    >>> import datetime as dt
    >>> from clientkit.worktime import Cadence, occurrences
    >>> weekly = Cadence(freq="weekly", by_day=["thu"], time="16:00", timezone="Europe/Berlin",
    ...                  interval=2, starts_on=dt.date(2026, 2, 5))
    >>> [one.isoformat() for one in occurrences(
    ...     weekly, start=dt.date(2026, 3, 1), end=dt.date(2026, 4, 3))]
    ['2026-03-05T16:00:00+01:00', '2026-03-19T16:00:00+01:00', '2026-04-02T16:00:00+02:00']

    Raises:
        InvalidValueError: ``end`` is before ``start``, an instant has no offset, a roll rule has no
            calendar, times have no zone, or the rule needs a start and has none.
        NoWorkingTimeError: A roll rule finds no working day within about ten years.
    """
    run = _Run(cadence, calendar)
    first, stop = run.moment(start), run.moment(end)
    if stop < first:
        raise InvalidValueError(end.isoformat(), f"an end not before the start {start.isoformat()}")
    found = []
    if first < stop:
        for t, day in run.from_(first, run.zone.day(stop)):
            if t >= stop:
                break
            found.append(run.shown(t, day))
    return tuple(found)


def next_occurrence(
    cadence: Cadence, after: dt.date, calendar: AnyCalendar | None = None
) -> DateTime | dt.date | None:
    """The first occurrence strictly after an instant or a date; ``None`` if it comes round no more.

    Counted as in :func:`occurrences`. A date is its 00:00.

    >>> import datetime as dt
    >>> from clientkit.worktime import Cadence, next_occurrence
    >>> monthly = Cadence(freq="monthly", by_month_day=[31])
    >>> next_occurrence(monthly, dt.date(2026, 1, 31))
    datetime.date(2026, 3, 31)

    Raises:
        InvalidValueError: The instant has no offset, a roll rule has no calendar, times have no
            zone, or the rule needs a start and has none.
        NoWorkingTimeError: A roll rule finds no working day within about ten years.
    """
    run = _Run(cadence, calendar)
    first = run.moment(after)
    for t, day in run.from_(first + 1, LAST_DAY):
        return run.shown(t, day)
    return None


class _Run:
    """A cadence prepared for being asked."""

    def __init__(self, cadence: Cadence, calendar: AnyCalendar | None) -> None:
        if not isinstance(cadence, Cadence):
            raise InvalidValueError(repr(cadence), "a Cadence")
        line = None if calendar is None else timeline(calendar)
        self.rule: Rule = rule_of(cadence)
        lacking = missing_start(self.rule)
        if lacking is not None:
            raise InvalidValueError(lacking, "starts_on beside it, from which to count")
        self.wall = None if cadence.time is None else _minutes(cadence.time) * MINUTE
        name = cadence.timezone or (line.zone.name if line is not None else None)
        if name is None and self.wall is not None:
            raise InvalidValueError(str(cadence.time), "a timezone beside the time")
        self.zone: Zone = zone_of(name or "UTC")
        self.line: Timeline | None = line
        self.roll = cadence.roll
        if self.roll is not Roll.NONE and self.line is None:
            raise InvalidValueError(self.roll.value, "a calendar, to roll by its working days")

    def moment(self, moment: dt.date) -> int:
        if isinstance(moment, dt.datetime):
            return microseconds(moment)
        return self.zone.at(ordinal(moment), 0)

    def shown(self, t: int, day: int) -> DateTime | dt.date:
        return dt.date.fromordinal(day) if self.wall is None else self.zone.instant(t)

    def from_(self, first: int, last_day: int) -> Iterator[tuple[int, int]]:
        """Occurrences from an instant on, each with its day, in order, each moment once."""
        # A time in a gap may be shifted into the next day, and rolling moves by whole days.
        first_day = self.zone.day(first) - 1
        previous = None
        for day in self._rolled(first_day, last_day):
            t = self.zone.at(day, self.wall or 0)
            if t >= first and (previous is None or t > previous):
                previous = t
                yield t, day

    def _rolled(self, first: int, last: int) -> Iterator[int]:
        line = self.line
        if self.roll is Roll.NONE or line is None:
            yield from rule_days(self.rule, first, last)
        elif self.roll is Roll.SKIP:
            yield from self._kept(line, first, last)
        else:
            low = _beyond(line, first, -1) if self.roll is not Roll.PREVIOUS else first
            high = (
                _beyond(line, last, 1) if self.roll is not Roll.NEXT and last < LAST_DAY else last
            )
            for day in rule_days(self.rule, low, high):
                yield self._moved(line, day)

    def _kept(self, line: Timeline, first: int, last: int) -> Iterator[int]:
        give_up = first + SKIP_YEARS * 366
        for day in rule_days(self.rule, first, last):
            if line.is_working_day(day):
                give_up = day + SKIP_YEARS * 366
                yield day
            elif day > give_up:
                until = self.zone.instant(self.zone.at(day, 0))
                raise NoWorkingTimeError("an occurrence on a working day", until)

    def _moved(self, line: Timeline, day: int) -> int:
        if line.is_working_day(day):
            return day
        if self.roll is Roll.NEXT:
            return line.working_day(day, 1)[0]
        if self.roll is Roll.PREVIOUS:
            return line.working_day(day, -1)[0]
        before, after = line.working_day(day, -1)[0], line.working_day(day, 1)[0]
        return before if day - before < after - day else after


def _beyond(line: Timeline, day: int, step: int) -> int:
    """The furthest day whose occurrences may be moved over a given one."""
    try:
        return line.working_day(day, step)[0]
    except NoWorkingTimeError:
        return min(max(day + step * CLOSED_YEARS * 366, 731), LAST_DAY)


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def pause_cadence(cadence: Cadence, *, on: dt.date) -> Cadence:
    """The cadence without occurrences from a day on, until it is resumed.

    Raises:
        InvalidModelError: It pauses already, or paused at a later time.
    """
    return evolve(cadence, pauses=(*cadence.pauses, CadencePause(starts_on=on)))


def resume_cadence(cadence: Cadence, *, on: dt.date) -> Cadence:
    """The cadence coming round again from a day on; its intervals are counted anew.

    The first day of the rule on or after ``on`` is an occurrence, and every second week, say, is
    counted from there.

    >>> import datetime as dt
    >>> from clientkit.worktime import Cadence, occurrences, pause_cadence, resume_cadence
    >>> every_other = Cadence(
    ...     freq="weekly", interval=2, by_day=["thu"], starts_on=dt.date(2026, 1, 1))
    >>> paused = pause_cadence(every_other, on=dt.date(2026, 1, 10))
    >>> resumed = resume_cadence(paused, on=dt.date(2026, 2, 2))
    >>> [day.isoformat() for day in occurrences(
    ...     resumed, start=dt.date(2026, 1, 1), end=dt.date(2026, 3, 1))]
    ['2026-01-01', '2026-02-05', '2026-02-19']

    Raises:
        InvalidValueError: It does not pause.
        InvalidModelError: It paused at a later day only.
    """
    if not cadence.pauses or cadence.pauses[-1].resumes_on is not None:
        raise InvalidValueError(on.isoformat(), "a cadence that pauses")
    last = evolve(cadence.pauses[-1], resumes_on=on)
    return evolve(cadence, pauses=(*cadence.pauses[:-1], last))
