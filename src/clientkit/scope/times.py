"""What the dates of an agreement mean, and how its terms count for the party who must act."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

import attrs

from clientkit.base import ClientkitError, Due, InvalidArgumentError, Term, TimeRange
from clientkit.client.entry import Entry
from clientkit.worktime import (
    AnyCalendar,
    KnownDates,
    Moment,
    NoWorkingTimeError,
    WeeklyHours,
    WorkingCalendar,
    add_term,
    subtract_term,
)
from clientkit.worktime.zones import zone_of

__all__ = [
    "KnownTimes",
    "Times",
    "UnknownMoment",
    "comes_after",
    "day_in",
    "is_past",
    "plain",
    "require_instant",
    "utc",
]

_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)
_LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


@attrs.frozen
class UnknownMoment:
    """A moment that nobody can tell yet."""

    because: str
    """Why not, in a few words."""


class Times(Protocol):
    """What the functions of this family ask about time; parties are roles, persons or sides.

    :class:`KnownTimes` answers from plain values. A program with dates of its own may pass any
    object with these three methods.
    """

    def due(self, due: Due, occurrence: int | None, party: str, /) -> Moment | UnknownMoment:
        """The moment that a due text means to a party, of what repeats for one occurrence."""

    def after(self, start: Moment, term: Term, party: str, /) -> Moment | UnknownMoment:
        """The end of a term that counts for a party from a moment."""

    def zone(self, party: str, /) -> str:
        """The zone in which a party's days end."""


@attrs.frozen(kw_only=True)
class KnownTimes:
    """Dates and calendars that are known, as :class:`Times`.

    >>> import datetime as dt
    >>> from clientkit.base import Due, Term
    >>> from clientkit.scope import KnownTimes
    >>> times = KnownTimes(timezone="Europe/Berlin", dates={"launch": dt.date(2026, 9, 1)})
    >>> times.due(Due.parse("2 weeks before launch"), None, "client")
    datetime.date(2026, 8, 18)
    >>> times.after(dt.date(2026, 9, 1), Term.parse("5 working days"), "approver").because
    "it counts in working time, and no calendar of 'approver' is known"

    Raises:
        InvalidValueError: There is no such zone.
    """

    timezone: str
    """The zone of those who have no calendar."""
    dates: KnownDates = attrs.field(factory=dict)
    """What is known of each named point, as :func:`clientkit.worktime.resolve_due` takes it."""
    calendars: Mapping[str, AnyCalendar] = attrs.field(factory=dict)
    """The working calendar of each party that must act, by the id of a role or person, or side."""

    def __attrs_post_init__(self) -> None:
        zone_of(self.timezone)

    def due(self, due: Due, occurrence: int | None, party: str, /) -> Moment | UnknownMoment:
        """The moment that a due text means; of a point that repeats, the occurrence asked about.

        A text that names one occurrence itself (``[2]``, ``[-1]``) means that one.
        """
        if due.on is not None:
            return due.on
        known = self.dates.get(due.anchor or "")
        moment = known if isinstance(known, dt.date) else _one_of(known, due, occurrence)
        if moment is None:
            return UnknownMoment(f"the date of {due.anchor!r} is not known")
        if due.offset is None:
            return plain(moment)
        return self._moved(moment, due.offset, party, back=due.before)

    def after(self, start: Moment, term: Term, party: str, /) -> Moment | UnknownMoment:
        """The end of a term; counted as :func:`clientkit.worktime.add_term` does."""
        return self._moved(start, term, party, back=False)

    def zone(self, party: str, /) -> str:
        """The zone of the party's calendar, where one is known."""
        calendar = self.calendars.get(party)
        return self.timezone if calendar is None else calendar.timezone

    def _moved(
        self, start: Moment, term: Term, party: str, *, back: bool
    ) -> Moment | UnknownMoment:
        calendar = self.calendars.get(party)
        if calendar is None and term.unit.is_working:
            return UnknownMoment(
                f"it counts in working time, and no calendar of {party!r} is known"
            )
        if calendar is None:
            calendar = _around_the_clock(self.timezone)
        try:
            return plain((subtract_term if back else add_term)(calendar, start, term))
        except NoWorkingTimeError:
            return UnknownMoment(f"{party!r} has not so much working time in any reasonable time")
        except (ClientkitError, OverflowError) as error:
            return UnknownMoment(f"it cannot be counted: {error}")


def _one_of(
    known: Sequence[Moment | None] | Mapping[int, Moment | None] | None,
    due: Due,
    occurrence: int | None,
) -> Moment | None:
    """One occurrence of a point that repeats; sequences count from 1."""
    if known is None:
        return None
    numbered = known if isinstance(known, Mapping) else dict(enumerate(known, 1))
    number = occurrence
    if due.first is not None and due.first == due.last:
        number = due.first if due.first >= 0 else max(numbered, default=0) + 1 + due.first
    return None if number is None else numbered.get(number)


@lru_cache(maxsize=64)
def _around_the_clock(timezone: str) -> WorkingCalendar:
    """What days and hours are counted in where working time plays no part."""
    return WorkingCalendar(
        timezone=timezone, hours=WeeklyHours(mon=(TimeRange.parse("00:00-24:00"),))
    )


def plain(moment: Moment) -> Moment:
    """A moment of any class as a plain day, or as a plain instant in UTC.

    Raises:
        InvalidArgumentError: An instant has no offset.
    """
    if isinstance(moment, dt.datetime):
        return utc(moment)
    return dt.date(moment.year, moment.month, moment.day)


def require_instant(where: str, value: object) -> None:
    """Refuse what is given as an instant and is none, such as a day, or has no offset.

    Raises:
        InvalidArgumentError: It is no instant with its offset.
    """
    if not isinstance(value, dt.datetime) or value.utcoffset() is None:
        raise InvalidArgumentError(where, value, "an instant with its offset")


def utc(instant: dt.datetime) -> dt.datetime:
    """An instant as a plain one in UTC; what lies beyond the ends of the calendar is that end.

    Raises:
        InvalidArgumentError: The instant has no offset.
    """
    require_instant("instant", instant)
    try:
        found = instant.astimezone(dt.UTC)
    except OverflowError:
        return _EARLIEST if instant.year < 5000 else _LATEST
    return dt.datetime.combine(found.date(), found.time(), dt.UTC)


def day_in(moment: Moment, zone: str) -> dt.date:
    """The day of a moment, for somebody in a zone."""
    if not isinstance(moment, dt.datetime):
        return moment
    try:
        local = moment.astimezone(ZoneInfo(zone))
    except OverflowError:
        return dt.date.min if moment.year < 5000 else dt.date.max
    return dt.date(local.year, local.month, local.day)


def is_past(moment: Moment, at: dt.datetime, zone: str) -> bool:
    """Whether a moment has passed; a day passes when it ends in the zone, an instant after it."""
    return moment < at if isinstance(moment, dt.datetime) else moment < day_in(at, zone)


def comes_after(entry: Entry, moment: Moment, zone: str) -> bool:
    """Whether an entry came after a moment; where either is a day alone, on a later day."""
    if isinstance(moment, dt.datetime) and entry.at is not None:
        return entry.at > moment
    return day_in(entry.at or entry.date or dt.date.min, zone) > day_in(moment, zone)
