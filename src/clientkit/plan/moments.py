"""Days and instants, and terms counted from them."""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs

from clientkit.base import ClientkitError, Term, TermUnit
from clientkit.worktime import (
    NoWorkingTimeError,
    WorkingCalendar,
    add_working_days,
    add_working_time,
    is_working_day,
)
from clientkit.worktime.zones import microseconds

__all__ = [
    "UNCOUNTABLE",
    "Moment",
    "PartyTime",
    "Unknown",
    "counted",
    "in_zone",
    "last_instant",
    "local_day",
    "moment_at",
    "moved",
    "plain",
    "to_utc",
]

EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)
LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@attrs.frozen
class Moment:
    """A day, and the instant where it is known that exactly."""

    day: dt.date
    """The day, in the zone of who reads it."""
    instant: dt.datetime | None = None
    """The instant, in UTC."""

    def is_past(self, *, now: dt.datetime, today: dt.date) -> bool:
        """Whether it has passed; a day passes when it ends, an instant after it."""
        return self.day < today if self.instant is None else self.instant < now


@attrs.frozen
class Unknown:
    """A moment that nobody can tell yet."""

    because: str
    """Why not, in a few words."""


UNCOUNTABLE = (ClientkitError, OverflowError, ValueError)
"""What a family's function raises where dates, values or a calendar cannot be counted with."""


def to_utc(instant: dt.datetime) -> dt.datetime:
    """An instant in UTC; one beyond the ends of the calendar counts as that end."""
    try:
        return instant.astimezone(dt.UTC)
    except OverflowError:
        return EARLIEST if instant.year < 5000 else LATEST


def local_day(instant: dt.datetime, zone: str) -> dt.date:
    """The day on which an instant falls in a zone.

    >>> local_day(dt.datetime(2026, 4, 17, 23, tzinfo=dt.UTC), "Europe/Berlin")
    datetime.date(2026, 4, 18)
    """
    try:
        return instant.astimezone(ZoneInfo(zone)).date()
    except OverflowError:
        return dt.date.min if instant.year < 5000 else dt.date.max


def in_zone(instant: dt.datetime, zone: str) -> dt.datetime:
    """An instant with the offset that holds in a zone, where a text can say it; else in UTC."""
    try:
        local = instant.astimezone(ZoneInfo(zone))
    except OverflowError:
        return instant
    offset = local.utcoffset() or dt.timedelta()
    return instant if offset.seconds % 60 else local.replace(tzinfo=dt.timezone(offset))


def moment_at(instant: dt.datetime, zone: str) -> Moment:
    """The moment of an instant, for a reader in a zone."""
    return Moment(local_day(instant, zone), to_utc(instant))


@attrs.frozen
class PartyTime:
    """How time counts for a party."""

    zone: str
    """The zone in which its days end."""
    calendar: WorkingCalendar | None = None
    """When it works; none where the plan does not say."""
    holder: str = "anybody"
    """Whose working hours these are, in words."""

    @property
    def uncounted(self) -> Unknown:
        """What a term in working time comes to where the plan does not say when the party works."""
        return Unknown(
            f"it counts in working time, and the plan has no working hours of {self.holder}"
        )


def moved(start: Moment, term: Term, time: PartyTime, *, back: bool = False) -> Moment | Unknown:
    """The end of a term that begins at a moment, for the party whose turn it is.

    Days and weeks keep the wall time in the party's zone, and make a day of a day. Minutes and
    hours are elapsed time; of a day they count from its last instant. A wall time that the clocks
    skip or repeat is read with the offset before the change. Working time counts in the party's
    calendar, working days from a day make a day, and working hours count from its end.

    >>> friday, berlin = Moment(dt.date(2026, 4, 17)), PartyTime("Europe/Berlin", holder="Tern")
    >>> moved(friday, Term.parse("3 weeks"), berlin).day
    datetime.date(2026, 5, 8)
    >>> moved(friday, Term.parse("2 working days"), berlin).because
    'it counts in working time, and the plan has no working hours of Tern'
    """
    return counted(start, term.unit, -term.count if back else term.count, time)


def counted(start: Moment, unit: TermUnit, count: int, time: PartyTime) -> Moment | Unknown:
    """The moment so many units after another, or before it where the count is negative."""
    if count == 0:
        return start
    if unit.is_working:
        return _worked(start, unit, count, time)
    try:
        span = count * _SPANS[unit]
        if unit in (TermUnit.DAY, TermUnit.WEEK):
            if start.instant is None:
                return Moment(start.day + span)
            zone = ZoneInfo(time.zone)
            wall = start.instant.astimezone(zone).replace(tzinfo=None) + span
            return moment_at(wall.replace(tzinfo=zone).astimezone(dt.UTC), time.zone)
        return moment_at((start.instant or last_instant(start.day, time.zone)) + span, time.zone)
    except OverflowError:
        return _OUTSIDE


def _worked(start: Moment, unit: TermUnit, count: int, time: PartyTime) -> Moment | Unknown:
    calendar = time.calendar
    if calendar is None:
        return time.uncounted
    try:
        if unit is TermUnit.WORKING_DAY:
            if start.instant is None:
                return Moment(add_working_days(calendar, start.day, count))
            return moment_at(plain(add_working_days(calendar, start.instant, count)), time.zone)
        begin = start.instant or last_instant(start.day, time.zone) + dt.timedelta(0, 0, 1)
        found = add_working_time(calendar, begin, count * _SPANS[unit])
        return moment_at(plain(found), time.zone)
    except NoWorkingTimeError:
        return Unknown(f"{time.holder} has not so much working time in any reasonable time")
    except (ClientkitError, OverflowError):
        if calendar.holidays is not None and calendar.holidays.country is not None:
            return _without_country(calendar, time)
        return _OUTSIDE


def _without_country(calendar: WorkingCalendar, time: PartyTime) -> Unknown:
    """Whether it is the country that is not known, or the moment that is too far away."""
    try:
        is_working_day(calendar, dt.date(2000, 1, 1))
    except ClientkitError as error:
        return Unknown(f"the public holidays of {time.holder} are not known: {error}")
    return _OUTSIDE


def plain(instant: dt.datetime) -> dt.datetime:
    """An instant of any class as a plain one in UTC.

    Raises:
        InvalidValueError: It is outside the years 3 to 9997.
    """
    return EPOCH + dt.timedelta(0, 0, microseconds(instant))


def last_instant(day: dt.date, zone: str) -> dt.datetime:
    """The last microsecond of a day in a zone, in UTC."""
    return to_utc(dt.datetime.combine(day, dt.time.max, ZoneInfo(zone)).replace(fold=1))


_OUTSIDE = Unknown("it lies outside the calendar")
_SPANS = {
    TermUnit.MINUTE: dt.timedelta(minutes=1),
    TermUnit.HOUR: dt.timedelta(hours=1),
    TermUnit.DAY: dt.timedelta(days=1),
    TermUnit.WEEK: dt.timedelta(weeks=1),
    TermUnit.WORKING_MINUTE: dt.timedelta(minutes=1),
    TermUnit.WORKING_HOUR: dt.timedelta(hours=1),
}
