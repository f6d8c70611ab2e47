"""Days and terms in a client's zone and calendar."""

import datetime as dt
from functools import lru_cache

from clientkit.base import InvalidValueError, Term, TermUnit
from clientkit.worktime.combined import AnyCalendar
from clientkit.worktime.terms import add_term, subtract_term
from clientkit.worktime.zones import microseconds, zone_of

from .model import CalendarPeriod

__all__ = [
    "TICK",
    "Clock",
    "day_before",
    "end_of_day",
    "instant",
    "period_before",
    "period_number",
    "plain",
]

TICK = dt.timedelta(microseconds=1)
"""The step between one instant and the next."""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_ELAPSED = {TermUnit.MINUTE: dt.timedelta(minutes=1), TermUnit.HOUR: dt.timedelta(hours=1)}
_DAYS = {TermUnit.DAY: 1, TermUnit.WEEK: 7}
_MONTHS = {CalendarPeriod.MONTH: 1, CalendarPeriod.QUARTER: 3, CalendarPeriod.YEAR: 12}


class Clock:
    """The zone in which days begin, and the calendar in which somebody works."""

    __slots__ = ("_calendar", "_name")

    def __init__(self, timezone: str | None, calendar: AnyCalendar | None = None) -> None:
        self._name, self._calendar = timezone, calendar

    def zone(self, why: str) -> str:
        """The name of the zone.

        Raises:
            ValueError: There is none; the message says what it is needed for.
        """
        if self._name is None:
            raise ValueError(f"timezone is None; expected a time zone, as {why}")
        return self._name

    def day(self, t: dt.datetime) -> dt.date:
        """The local date of an instant."""
        zone = zone_of(self.zone("the KPI has dates that begin and end somewhere"))
        return dt.date.fromordinal(zone.day(microseconds(t)))

    def end_of(self, day: dt.date, owner: str) -> dt.datetime:
        """The last instant of a date that something bears."""
        return end_of_day(day, self._name or self.zone(f"{owner!r} bears a day"))

    def after(self, t: dt.datetime, day: dt.date | None, term: Term) -> dt.datetime:
        """The end of a term after an instant; after a date, the last instant of the end."""
        if term.unit in _ELAPSED:
            return _shifted(t, term.count * _ELAPSED[term.unit], term)
        if not term.unit.is_working:
            if day is None:
                return self._days_later(t, term, term.count * _DAYS[term.unit])
            end = _date(day.toordinal() + term.count * _DAYS[term.unit], term)
            return self.end_of(end, term.text)
        calendar = self._working(term)
        found = add_term(calendar, t if day is None else day, term)
        if isinstance(found, dt.datetime):
            return plain(found)
        return end_of_day(found, calendar.timezone)

    def before(self, t: dt.datetime, term: Term) -> dt.datetime:
        """The instant that lies a term before another."""
        if term.unit in _ELAPSED:
            return _shifted(t, -term.count * _ELAPSED[term.unit], term)
        if not term.unit.is_working:
            return self._days_later(t, term, -term.count * _DAYS[term.unit])
        return plain(subtract_term(self._working(term), t, term))

    def _days_later(self, t: dt.datetime, term: Term, days: int) -> dt.datetime:
        zone = zone_of(self.zone(f"{term.text!r} keeps the time of day"))
        today, wall = zone.wall(microseconds(t))
        return instant(zone.at(_date(today + days, term).toordinal(), wall)) if days else t

    def _working(self, term: Term) -> AnyCalendar:
        if self._calendar is None:
            raise ValueError(
                f"calendar is None; expected a working calendar, as {term.text!r} counts in one"
            )
        return self._calendar


@lru_cache(maxsize=4096)
def end_of_day(day: dt.date, timezone: str) -> dt.datetime:
    """The last instant of a date in a zone, as which entries that bear a day are ordered.

    Raises:
        InvalidValueError: The date is outside the years 3 to 9996.
    """
    if not 3 <= day.year <= 9996:
        raise InvalidValueError(day.isoformat(), "a day in the years 3 to 9996")
    return instant(zone_of(timezone).at(day.toordinal() + 1, 0) - 1)


def day_before(day: dt.date) -> dt.date:
    """The day before; of the first day of the calendar, that day itself."""
    return dt.date.fromordinal(max(day.toordinal() - 1, 1))


def instant(t: int) -> dt.datetime:
    """Microseconds since 1970 as an instant, in UTC."""
    return _EPOCH + dt.timedelta(0, 0, t)


def plain(t: dt.datetime) -> dt.datetime:
    """Any aware instant as a plain one in UTC.

    Raises:
        InvalidValueError: It has no offset, or is outside the years 3 to 9997.
    """
    return instant(microseconds(t))


def period_before(
    period: CalendarPeriod, t: dt.datetime, timezone: str
) -> tuple[dt.datetime, dt.datetime, dt.date]:
    """The latest complete period: its first and last instant, and its last day."""
    zone = zone_of(timezone)
    today = dt.date.fromordinal(zone.day(microseconds(t)))
    if period is CalendarPeriod.WEEK:
        start = today - dt.timedelta(days=today.weekday())
        first = start - dt.timedelta(days=7)
    else:
        months = _MONTHS[period]
        start = today.replace(month=(today.month - 1) // months * months + 1, day=1)
        number = start.year * 12 + start.month - 1 - months
        first = dt.date(number // 12, number % 12 + 1, 1)
    day = dt.timedelta(days=1)
    return end_of_day(first - day, timezone) + TICK, end_of_day(start - day, timezone), start - day


def period_number(period: CalendarPeriod, t: dt.datetime, timezone: str) -> int:
    """The number of the period that an instant lies in; the next period has the next number."""
    ordinal = zone_of(timezone).day(microseconds(t))
    if period is CalendarPeriod.WEEK:
        return (ordinal - 1) // 7  # 1 January of the year 1 was a Monday
    day = dt.date.fromordinal(ordinal)
    return (day.year * 12 + day.month - 1) // _MONTHS[period]


def _shifted(t: dt.datetime, by: dt.timedelta, term: Term) -> dt.datetime:
    try:
        return t + by
    except OverflowError:
        raise InvalidValueError(term.text, "a term that ends in the years 1 to 9999") from None


def _date(ordinal: int, term: Term) -> dt.date:
    if not 1_100 <= ordinal <= 3_650_000:
        raise InvalidValueError(term.text, "a term that ends in the years 5 to 9993")
    return dt.date.fromordinal(ordinal)
