"""Days as the forecast counts them: numbered working days, and terms moved from day to day."""

import datetime as dt
from zoneinfo import ZoneInfo

from clientkit.base import InvalidValueError, Term, TermUnit, TimeRange
from clientkit.worktime import (
    NoWorkingTimeError,
    WeeklyHours,
    WorkingCalendar,
    add_term,
    add_working_days,
    subtract_term,
    working_days_between,
)
from clientkit.worktime.zones import microseconds

__all__ = [
    "UNCOUNTABLE",
    "Calendars",
    "DayCount",
    "local_day",
    "moved",
    "plain",
    "weekday_calendar",
]

UNCOUNTABLE = (NoWorkingTimeError, InvalidValueError, OverflowError)
"""What is raised where a day lies further away than anybody can count."""

_REACH = dt.timedelta(days=7305)
"""No day is counted that lies further than twenty years from the day asked about."""


def weekday_calendar(timezone: str) -> WorkingCalendar:
    """What is counted with where nobody said when a party works.

    Monday to Friday, without any holiday. Its hours do not matter, for days alone are counted.
    """
    hours = (TimeRange.parse("09:00-17:00"),)
    week = WeeklyHours(mon=hours, tue=hours, wed=hours, thu=hours, fri=hours)
    return WorkingCalendar(timezone=timezone, hours=week)


class DayCount:
    """The working days of a calendar, numbered around a day so that counting is subtraction.

    A day that is not worked has the number of the working day before it.
    """

    def __init__(self, calendar: WorkingCalendar, near: dt.date) -> None:
        self._calendar = calendar
        self._near = near
        self._base = add_working_days(calendar, near, -1)
        self._numbers: dict[dt.date, int] = {}
        self._days: dict[int, dt.date] = {0: self._base}

    def number(self, day: dt.date) -> int:
        """The number of a day.

        Raises:
            InvalidValueError: It lies more than twenty years away.
        """
        found = self._numbers.get(day)
        if found is None:
            if abs(day - self._near) > _REACH:
                raise InvalidValueError(
                    day.isoformat(), f"a day within twenty years of {self._near}"
                )
            found = self._numbers[day] = working_days_between(self._calendar, self._base, day)
        return found

    def day(self, number: int) -> dt.date:
        """The working day of a number.

        Raises:
            InvalidValueError: It lies more than twenty years away.
            NoWorkingTimeError: The calendar has not so many working days.
        """
        found = self._days.get(number)
        if found is None:
            if abs(number) > _REACH.days:
                raise InvalidValueError(str(number), f"a working day near {self._near}")
            found = self._days[number] = add_working_days(self._calendar, self._base, number)
        return found

    def within(self, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date] | None:
        """The days from one to another that have a number, and the day before them too.

        None where there are no such days.
        """
        near, reach = self._near.toordinal(), _REACH.days
        start = max(first.toordinal(), near - reach + 1, 2)
        end = min(last.toordinal(), near + reach)
        if start > end:
            return None
        return dt.date.fromordinal(start), dt.date.fromordinal(end)


class Calendars:
    """The working days of both sides, as far as they are known."""

    def __init__(
        self, client: WorkingCalendar | None, ours: WorkingCalendar | None, at: dt.datetime
    ) -> None:
        known = ours or client
        zone = "UTC" if known is None else known.timezone
        self.client = client or weekday_calendar(zone)
        """The client's, or what stands in for it."""
        self.ours = ours or weekday_calendar(zone)
        """Ours, or what stands in for it."""
        self.assumptions = tuple(
            f"no working hours of {whose} are known; Monday to Friday without holidays is counted"
            for whose, one in (("the client", client), ("ours", ours))
            if one is None
        )
        """What was taken for granted, in words."""
        self.today = local_day(at, self.ours)
        """The day asked about, at ours."""
        self.client_today = local_day(at, self.client)
        """The day asked about, at the client's."""
        self.count = DayCount(self.ours, self.today)
        """Our working days."""
        self._moved: dict[tuple[dt.date, TermUnit, int, bool], dt.date] = {}

    def moved(self, day: dt.date, unit: TermUnit, count: int, *, ours: bool) -> dt.date:
        """The day so many units after another, or before it where the count is negative.

        Units smaller than a day count from the end of the day.
        """
        if count == 0:
            return day
        key = (day, unit, count, ours)
        found = self._moved.get(key)
        if found is None:
            found = self._moved[key] = moved(self.ours if ours else self.client, day, unit, count)
        return found


def local_day(instant: dt.datetime, calendar: WorkingCalendar) -> dt.date:
    """The day of an instant in the zone of a calendar; at its ends, the last that there is."""
    try:
        return instant.astimezone(ZoneInfo(calendar.timezone)).date()
    except OverflowError:
        return instant.date()


def plain(instant: dt.datetime) -> dt.datetime:
    """An instant of any class as a plain one in UTC.

    Raises:
        InvalidValueError: It has no offset, or lies outside the years 3 to 9997.
    """
    return _EPOCH + dt.timedelta(0, 0, microseconds(instant))


def moved(calendar: WorkingCalendar, day: dt.date, unit: TermUnit, count: int) -> dt.date:
    """The day so many units after another by one calendar; see :meth:`Calendars.moved`."""
    if unit is TermUnit.WORKING_DAY:
        return add_working_days(calendar, day, count)
    if unit in _DAYS:
        return day + dt.timedelta(days=count * _DAYS[unit])
    term = Term(abs(count), unit)
    found = add_term(calendar, day, term) if count > 0 else subtract_term(calendar, day, term)
    if not isinstance(found, dt.datetime):
        return found
    # What ends at midnight ends with the day before.
    return local_day(plain(found) - dt.timedelta(microseconds=1), calendar)


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DAYS = {TermUnit.DAY: 1, TermUnit.WEEK: 7}
