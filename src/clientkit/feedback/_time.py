"""Terms that run from an entry, which bears an instant or only a day."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from clientkit.base import InvalidArgumentError, Term, TimeRange
from clientkit.client.entry import Entry, instant_of
from clientkit.worktime import AnyCalendar, Moment, WeeklyHours, WorkingCalendar, add_term
from clientkit.worktime.zones import zone_of

__all__ = ["aware", "day_of", "end_of", "happened", "start_of", "term_after", "when"]


def aware(name: str, instant: object, timezone: str) -> dt.datetime:
    """The instant itself, refused if it has no offset, or if there is no such zone."""
    if not isinstance(instant, dt.datetime) or instant.utcoffset() is None:
        raise InvalidArgumentError(name, instant, "an instant with its offset")
    zone_of(timezone)
    return instant


def when(entry: Entry, timezone: str) -> dt.datetime:
    """The entry's instant with a fixed offset, in the zone; of a day, its last microsecond.

    What in the zone would lie beyond the ends of the calendar stays in UTC.
    """
    instant = instant_of(entry, timezone=timezone)
    try:
        return _plain(instant.astimezone(ZoneInfo(timezone)))
    except OverflowError:
        return instant


def happened(entry: Entry, at: dt.datetime, timezone: str) -> bool:
    """Whether an entry lies at an instant or before it."""
    return instant_of(entry, timezone=timezone) <= at


def day_of(entry: Entry, timezone: str) -> dt.date:
    """The local day of an entry."""
    return entry.date or when(entry, timezone).date()


def term_after(entry: Entry, term: Term, timezone: str, calendar: AnyCalendar | None) -> Moment:
    """Where a term ends that runs from an entry: an instant, or of an entry with a day, a day."""
    if calendar is None:
        if term.unit.is_working:
            raise InvalidArgumentError("calendar", None, f"a calendar to count {term.text!r} in")
        calendar = _around_the_clock(timezone)
    return add_term(calendar, entry.date if entry.at is None else entry.at, term)  # type: ignore[arg-type] # an entry bears the one or the other


def start_of(moment: Moment, timezone: str) -> dt.datetime:
    """An instant as it is, a day as its first instant."""
    if isinstance(moment, dt.datetime):
        return _plain(moment)
    return _plain(dt.datetime.combine(moment, dt.time.min, ZoneInfo(timezone)))


def end_of(moment: Moment, timezone: str) -> dt.datetime:
    """An instant as it is, a day as its last microsecond."""
    if isinstance(moment, dt.datetime):
        return _plain(moment)
    return _plain(dt.datetime.combine(moment, dt.time.max, ZoneInfo(timezone)).replace(fold=1))


def _plain(instant: dt.datetime) -> dt.datetime:
    """As models keep instants: a plain datetime with a fixed offset."""
    offset = instant.utcoffset()
    fixed = dt.UTC if not offset else dt.timezone(offset)
    return dt.datetime.combine(instant.date(), instant.time(), fixed)


@lru_cache(maxsize=64)
def _around_the_clock(timezone: str) -> WorkingCalendar:
    """What days and hours are counted in where working time plays no part."""
    return WorkingCalendar(
        timezone=timezone, hours=WeeklyHours(mon=(TimeRange.parse("00:00-24:00"),))
    )
