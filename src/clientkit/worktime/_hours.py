"""Opening ranges of the days of a calendar, as instants, before they are joined."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import Protocol

from clientkit.base import InvalidValueError, TimeRange

from .combined import AnyCalendar, Combination, CombinedCalendar
from .holiday_dates import public_holidays
from .model import CalendarDay, WorkingCalendar
from .zones import DAY, MINUTE, Zone, zone_of

__all__ = ["DayRange", "Hours", "hours_of", "merged"]


DayRange = tuple[int, int, int]
"""Opening and closing, in microseconds, half-open; and the day to which the range belongs."""


class Hours(Protocol):
    """What a calendar comes down to."""

    zone: Zone

    def of_year(self, year: int) -> list[DayRange]:
        """The ranges of the days of a year and of a few days around it, by opening."""
        ...


def hours_of(calendar: AnyCalendar) -> Hours:
    """Prepare a calendar for being asked."""
    if isinstance(calendar, WorkingCalendar):
        return _OwnHours(calendar)
    if isinstance(calendar, CombinedCalendar):
        return _CombinedHours(calendar)
    raise InvalidValueError(repr(calendar), "a WorkingCalendar or CombinedCalendar")


def merged(ranges: list[DayRange]) -> list[tuple[int, int]]:
    """Join ranges, sorted by opening, that touch or overlap."""
    joined: list[tuple[int, int]] = []
    start = end = None
    for opens, closes, _ in ranges:
        if end is None or opens > end:
            if start is not None and end is not None:
                joined.append((start, end))
            start, end = opens, closes
        elif closes > end:
            end = closes
    if start is not None and end is not None:
        joined.append((start, end))
    return joined


def _around(year: int, days: int) -> range:
    first, after = dt.date(year, 1, 1).toordinal(), dt.date(year + 1, 1, 1).toordinal()
    return range(first - days, after + days)


Walls = tuple[tuple[int, int], ...]


def _walls(hours: tuple[TimeRange, ...]) -> Walls:
    """Wall times in microseconds after 00:00; an overnight closing is past 24:00."""
    return tuple(
        (one.start * MINUTE, one.end * MINUTE + (DAY if one.is_overnight else 0)) for one in hours
    )


class _OwnHours:
    """The hours of one calendar."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.zone = zone_of(calendar.timezone)
        self._weekly = [_walls(hours) for hours in calendar.hours.by_weekday()]
        self._special = {day.date.toordinal(): _walls(day.hours) for day in calendar.special_hours}
        self._breaks = self._by_day(calendar.breaks)
        self._break_days = sorted(self._breaks)
        self._holidays = calendar.holidays
        self._off = {day.toordinal() for day in self._holidays.dates} if self._holidays else set()

    @staticmethod
    def _by_day(days: tuple[CalendarDay, ...]) -> dict[int, Walls]:
        found: defaultdict[int, Walls] = defaultdict(tuple)
        for day in days:
            found[day.date.toordinal()] += _walls(day.hours) or ((0, DAY),)
        return dict(found)

    def of_year(self, year: int) -> list[DayRange]:
        days = _around(year, 3)
        off = self._days_off(year)
        special, weekly = self._special, self._weekly
        table, at = self.zone.year(year), self.zone.at
        midnights, uniform, first = table.midnights, table.uniform, table.first
        found: list[DayRange] = []
        for n, day in enumerate(days, days.start - first):
            hours = special.get(day)
            if hours is None:
                hours = weekly[(day - 1) % 7]
            if not hours or day in off:
                continue
            midnight = midnights[n]
            if uniform[n]:
                for opens, closes in hours:
                    end = midnight + closes if closes <= DAY else at(day, closes)
                    found.append((midnight + opens, end, day))
            elif midnight < midnights[n + 1]:  # else a change of the date line left the day out
                for opens, closes in hours:
                    start, end = at(day, opens), at(day, closes)
                    if start < end:
                        found.append((start, end, day))
        found.sort()
        cuts = self._cuts(days)
        return _without(found, cuts) if cuts else found

    def _days_off(self, year: int) -> set[int]:
        if self._holidays is None or self._holidays.country is None:
            return self._off
        country, part = self._holidays.country, self._holidays.subdivision
        public = {
            day.toordinal()
            for one in (year - 1, year, year + 1)
            for day in public_holidays(country, part, one)
        }
        return self._off | (public - {day.toordinal() for day in self._holidays.worked})

    def _cuts(self, days: range) -> list[tuple[int, int]]:
        low = bisect_left(self._break_days, days.start - 1)
        high = bisect_right(self._break_days, days.stop)
        return sorted(
            (self.zone.at(day, opens), self.zone.at(day, closes))
            for day in self._break_days[low:high]
            for opens, closes in self._breaks[day]
        )


class _CombinedHours:
    """The hours that several calendars share, or those of any of them."""

    def __init__(self, calendar: CombinedCalendar) -> None:
        self._parts = [_OwnHours(part) for part in calendar.calendars]
        self._common = calendar.combination is Combination.COMMON
        self.zone = self._parts[0].zone

    def of_year(self, year: int) -> list[DayRange]:
        found = self._parts[0].of_year(year)
        for part in self._parts[1:]:
            theirs = part.of_year(year)
            if self._common:
                found = _within(found, merged(theirs))
            else:
                found += [(a, b, self.zone.day(a)) for a, b, _ in theirs]
        found.sort()
        return found


def _within(ranges: list[DayRange], allowed: list[tuple[int, int]]) -> list[DayRange]:
    """What of the ranges lies within the allowed ones, which are joined and sorted."""
    ends = [end for _, end in allowed]
    found = []
    for opens, closes, day in ranges:
        n = bisect_right(ends, opens)
        while n < len(allowed) and allowed[n][0] < closes:
            found.append((max(opens, allowed[n][0]), min(closes, ends[n]), day))
            n += 1
    return found


def _without(ranges: list[DayRange], cuts: list[tuple[int, int]]) -> list[DayRange]:
    """What is left of ranges after cutting slices, sorted by start, out of them."""
    joined = merged([(start, end, 0) for start, end in cuts if start < end])
    ends = [end for _, end in joined]
    found = []
    for opens, closes, day in ranges:
        n = bisect_right(ends, opens)
        start = opens
        while n < len(joined) and joined[n][0] < closes:
            if start < joined[n][0]:
                found.append((start, joined[n][0], day))
            start = ends[n]
            n += 1
        if start < closes:
            found.append((start, closes, day))
    return found
