"""Days and instants, and terms of the calendar counted from them."""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs

from clientkit.base import Term, TermUnit

__all__ = ["Moment", "Unknown", "in_zone", "local_day", "moment_at", "moved", "to_utc"]

EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)
LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


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


def moved(start: Moment, term: Term, *, back: bool = False, zone: str) -> Moment | Unknown:
    """The end of a term that begins at a moment.

    Days and weeks keep the wall time in the zone, and make a day of a day. Minutes and hours are
    elapsed time; of a day they count from its last instant. A wall time that the clocks skip or
    repeat is read with the offset before the change. Terms in working time are unknown, unless
    they are empty.

    >>> friday = Moment(dt.date(2026, 4, 17))
    >>> moved(friday, Term.parse("3 weeks"), zone="Europe/Berlin").day
    datetime.date(2026, 5, 8)
    >>> moved(friday, Term.parse("2 working days"), zone="Europe/Berlin")
    Unknown(because='it counts in working time')
    """
    if term.count == 0:
        return start
    if term.unit.is_working:
        return Unknown("it counts in working time")
    span = length(term)
    try:
        if term.unit in (TermUnit.DAY, TermUnit.WEEK):
            if start.instant is None:
                return Moment(start.day - span if back else start.day + span)
            wall = start.instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            return from_wall(wall - span if back else wall + span, zone)
        instant = start.instant or last_instant(start.day, zone)
        return moment_at(instant - span if back else instant + span, zone)
    except OverflowError:
        return Unknown("it lies outside the calendar")


def length(term: Term) -> dt.timedelta:
    """A term of the calendar as a span, a day as 24 hours of wall time."""
    return term.count * _SPANS[term.unit]


def from_wall(wall: dt.datetime, zone: str) -> Moment:
    """The moment that a clock in the zone shows; may overflow at the ends of the calendar."""
    return moment_at(wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC), zone)


def last_instant(day: dt.date, zone: str) -> dt.datetime:
    """The last microsecond of a day in a zone, in UTC."""
    return to_utc(dt.datetime.combine(day, dt.time.max, ZoneInfo(zone)).replace(fold=1))


_SPANS = {
    TermUnit.MINUTE: dt.timedelta(minutes=1),
    TermUnit.HOUR: dt.timedelta(hours=1),
    TermUnit.DAY: dt.timedelta(days=1),
    TermUnit.WEEK: dt.timedelta(weeks=1),
}
