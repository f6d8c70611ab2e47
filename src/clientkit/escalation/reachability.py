"""When a person may be told something: hours of reach, quiet hours, no contact at all."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from clientkit.base import TimeRange
from clientkit.client.model import Person
from clientkit.worktime import (
    AnyCalendar,
    NoWorkingTimeError,
    WeeklyHours,
    WorkingCalendar,
    common_hours,
)
from clientkit.worktime._timeline import timeline
from clientkit.worktime.zones import zone_of

__all__ = ["Delivery", "delivery_of", "never_contact"]

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = 24 * 60


class Delivery(NamedTuple):
    """When something that is due can be delivered."""

    at: int | None
    """The instant, in microseconds since 1970; none where that is never."""
    is_quiet: bool
    """Whether it falls into the person's quiet hours."""


def delivery_of(person: Person, timezone: str, t: int) -> Delivery:
    """When something that is due at an instant can be delivered to a person.

    Quiet hours are half-open, as hours of reach are: at their end a message may come.
    """
    zone = person.timezone or timezone
    reach = None
    if person.reachable is not None:
        if not any(person.reachable.by_weekday()):
            return Delivery(None, is_quiet=False)
        reach = WorkingCalendar(timezone=zone, hours=person.reachable)
    quiet = () if person.preference is None else person.preference.quiet_hours
    loud = _outside(quiet, zone) if quiet else None
    is_quiet = bool(quiet) and (loud is None or not timeline(loud).is_open(t))
    if quiet and loud is None:
        return Delivery(None, is_quiet)
    hours: AnyCalendar | None = reach or loud
    if reach is not None and loud is not None:
        hours = common_hours(reach, loud)
    if hours is None:
        return Delivery(t, False)
    try:
        return Delivery(timeline(hours).roll_forward(t), is_quiet)
    except NoWorkingTimeError:
        return Delivery(None, is_quiet)


def never_contact(person: Person, timezone: str, t: int) -> bool:
    """Whether a person must not be contacted by any means on the local day of an instant."""
    if not person.do_not_contact:
        return False
    day = dt.date.fromordinal(zone_of(person.timezone or timezone).day(t))
    return any(
        one.channel is None
        and (one.starts_on is None or one.starts_on <= day)
        and (one.ends_on is None or day <= one.ends_on)
        for one in person.do_not_contact
    )


@lru_cache(maxsize=1024)
def _outside(quiet: tuple[TimeRange, ...], zone: str) -> WorkingCalendar | None:
    """The hours that are not quiet, as a calendar; none where all are."""
    closed: list[tuple[int, int]] = []
    for one in quiet:
        if one.is_overnight:
            closed += [(one.start, _DAY), (0, one.end)]
        else:
            closed.append((one.start, one.end))
    ranges, start = [], 0
    for opens, closes in [*sorted(closed), (_DAY, _DAY)]:
        if start < opens:
            ranges.append(TimeRange(start, opens))
        start = max(start, closes)
    if not ranges:
        return None
    return WorkingCalendar(timezone=zone, hours=WeeklyHours(**dict.fromkeys(_DAYS, tuple(ranges))))
