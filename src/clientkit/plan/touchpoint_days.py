"""On which days a planned contact comes, and when the people whom it reaches can be reached."""

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import Enum, unique

from clientkit.base import TimeRange, evolve
from clientkit.client.model import Person
from clientkit.communication import Touchpoint
from clientkit.worktime import (
    Cadence,
    Roll,
    WorkingCalendar,
    is_open,
    is_working_day,
    occurrences,
)

from .dates import Dates
from .model import ClientPlan
from .moments import UNCOUNTABLE, Moment, in_zone, local_day, moment_at
from .parties import Parties

__all__ = ["Reach", "ReachableHours", "TouchpointDays", "days_after"]

_REFERENCE = dt.date(2024, 1, 1)
"""A Monday; from it a rhythm is counted whose beginning the plan does not tell."""
_YEAR = 366
_PART = 56
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@unique
class Reach(Enum):
    """Whether somebody can be reached at a moment."""

    OPEN = "open"
    """They can, or the plan does not say when they cannot."""
    OUTSIDE = "outside"
    """They have hours on that day, and it is outside them."""
    CLOSED = "closed"
    """They have no hours on that day."""


def days_after(day: dt.date, count: int) -> dt.date:
    """So many days after a day, or the end of the calendar."""
    return dt.date.fromordinal(min(day.toordinal() + count, dt.date.max.toordinal()))


class TouchpointDays:
    """The days of a plan's touchpoints, as far as the plan alone tells them."""

    def __init__(self, plan: ClientPlan, parties: Parties) -> None:
        self._zone = plan.client.timezone
        self._counted: dict[Cadence, Cadence] = {}
        self._dates = Dates(plan.scope, parties)
        begins = None if plan.scope is None else plan.scope.effective
        self._begins = _REFERENCE if begins is None or begins.on is None else begins.on

    def first_day(self, cadence: Cadence) -> dt.date:
        """The day on which a rhythm begins; left out, that of the agreement or any Monday."""
        return cadence.starts_on or self._begins

    def cadence(self, cadence: Cadence) -> Cadence:
        """A rhythm by which days can be counted: with a beginning and a zone, and never moved."""
        if cadence not in self._counted:
            self._counted[cadence] = evolve(
                cadence,
                starts_on=self.first_day(cadence),
                timezone=cadence.timezone or self._zone,
                roll=Roll.NONE,
            )
        return self._counted[cadence]

    def moments(
        self, one: Touchpoint, start: dt.date | None = None, end: dt.date | None = None
    ) -> Iterator[Moment] | None:
        """The moments from a day to another, both included; none where nobody can tell.

        Of what comes round, a year is looked at: from its own beginning or the start, if that is
        later; without a start, the last year before the end.
        """
        if one.cadence is not None:
            return self._rounds(one.cadence, start, end)
        moment = self._single(one)
        if moment is None:
            return None
        inside = (start is None or start <= moment.day) and (end is None or moment.day <= end)
        return iter([moment] if inside else [])

    def _single(self, one: Touchpoint) -> Moment | None:
        if one.at is not None:
            return moment_at(one.at, self._zone)
        try:
            if one.due is not None and self._dates.numbers_of(one.due) is None:
                found = self._dates.resolve(one.due, by=one.owner or "provider")
            elif one.deliverable is not None and self._dates.numbers(one.deliverable) is None:
                found = self._dates.planned(one.deliverable)
            else:
                return None
        except UNCOUNTABLE:
            return None
        return found if isinstance(found, Moment) else None

    def _rounds(
        self, cadence: Cadence, start: dt.date | None, end: dt.date | None
    ) -> Iterator[Moment]:
        first = self.first_day(cadence)
        if start is not None:
            first = max(first, start)
        elif end is not None and cadence.starts_on is None:
            first = dt.date.fromordinal(max(end.toordinal() - _YEAR + 1, 1))
        last = days_after(first, _YEAR - 1)
        last = last if end is None else min(last, end)
        if last < first:
            return
        begins = min(first, self.first_day(cadence))
        try:
            rule = self.cadence(cadence)
            if rule.starts_on != begins:
                rule = evolve(rule, starts_on=begins)
            while first <= last:  # a part at a time, for mostly the first ones are enough
                stop = min(days_after(first, _PART), days_after(last, 1))
                for moment in occurrences(rule, start=first, end=stop):
                    if isinstance(moment, dt.datetime):
                        yield Moment(local_day(moment, rule.timezone or self._zone), moment)
                    else:
                        yield Moment(moment)
                if stop == first:
                    return
                first = stop
        except UNCOUNTABLE:
            return


class ReachableHours:
    """When the people of a plan can be reached: in their own hours, or in those of their side."""

    def __init__(self, parties: Parties, *, every_week: bool) -> None:
        """Of calendars the ordinary week counts alone, or the days off too that they list."""
        self._parties = parties
        self._every_week = every_week
        self._calendars: dict[str, WorkingCalendar | None] = {}

    def reach(self, person: Person, moment: Moment) -> Reach:
        """Whether somebody can be reached at an instant, or at all on a day."""
        try:
            calendar = self._calendar(person)
            if calendar is not None:
                day = moment.day
                if moment.instant is not None:
                    day = local_day(moment.instant, calendar.timezone)
                    if is_open(calendar, moment.instant):  # it may have opened the night before
                        return self._unless_quiet(person, moment.instant)
                if not is_working_day(calendar, day):
                    return Reach.CLOSED
                if moment.instant is not None:
                    return Reach.OUTSIDE
        except UNCOUNTABLE:
            return Reach.OPEN
        return Reach.OPEN if moment.instant is None else self._unless_quiet(person, moment.instant)

    def always_reach(self, person: Person, cadence: Cadence, zone: str) -> bool:
        """Whether somebody is surely in their hours whenever something comes round in a zone.

        They are where their hours are kept in the same zone and hold its time of day on each
        weekday that it may fall on, for then no change of clocks moves one against the other. At
        night, when clocks change, nothing is sure.
        """
        if cadence.time is None or not "05:00" <= cadence.time <= "22:59":
            return False
        minute = int(cadence.time[:2]) * 60 + int(cadence.time[3:])
        try:
            calendar = self._calendar(person)
        except UNCOUNTABLE:
            return False
        quiet = () if person.preference is None else person.preference.quiet_hours
        if quiet and (self._parties.zone_of(person.id) != zone or _covers(quiet, minute)):
            return False
        if calendar is None:
            return True
        hours = calendar.hours.by_weekday()
        names = {day[-3:] for day in cadence.by_day}
        return calendar.timezone == zone and all(
            any(one.start <= minute < (1440 if one.is_overnight else one.end) for one in opened)
            for name, opened in zip(_WEEKDAYS, hours, strict=True)
            if name in names or not names
        )

    def _calendar(self, person: Person) -> WorkingCalendar | None:
        if person.id not in self._calendars:
            self._calendars[person.id] = self._found(person)
        return self._calendars[person.id]

    def _found(self, person: Person) -> WorkingCalendar | None:
        if person.reachable is not None:
            if not any(person.reachable.by_weekday()):
                return None
            zone = self._parties.zone_of(person.id)
            return WorkingCalendar(timezone=zone, hours=person.reachable)
        calendar = self._parties.time_of(person.side).calendar
        if calendar is None:
            return None
        if self._every_week:
            if not any(calendar.hours.by_weekday()):
                return None
            return WorkingCalendar(timezone=calendar.timezone, hours=calendar.hours)
        if calendar.holidays is None:
            return calendar
        # The holidays of a country take a package that may not be there.
        dates = evolve(calendar.holidays, country=None, subdivision=None)
        return evolve(calendar, holidays=dates)

    def _unless_quiet(self, person: Person, instant: dt.datetime) -> Reach:
        quiet = () if person.preference is None else person.preference.quiet_hours
        if not quiet:
            return Reach.OPEN
        local = in_zone(instant, self._parties.zone_of(person.id))
        minute = local.hour * 60 + local.minute
        return Reach.OUTSIDE if _covers(quiet, minute) else Reach.OPEN


def _covers(ranges: Iterable[TimeRange], minute: int) -> bool:
    """Whether a minute of any day is in one of the ranges."""
    return any(
        (one.start <= minute or minute < one.end)
        if one.is_overnight
        else one.start <= minute < one.end
        for one in ranges
    )
