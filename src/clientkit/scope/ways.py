"""The ways on which a part of an agreement comes to its date, and the days that it loses on them.

There are two. Its own date may be counted from something that moves; and work on it begins once all
that it waits for is there. Whichever leads further decides, and a day lost on both is one day.
"""

import datetime as dt

import attrs

from .attribution import LostDays, at_once, last_days
from .day_count import DayCount
from .holds import Charge, Segments
from .network import Key

__all__ = ["Origin", "Way", "by_date", "by_itself", "by_work"]


@attrs.frozen
class Origin:
    """A node that another one starts from: what was agreed of it, and how it turned out."""

    key: Key
    agreed: dt.date
    expected: dt.date
    days: LostDays
    """The days of its slip."""
    moved_by: int = 0
    """The bits of what moved its date last, also over days that are not worked."""


@attrs.frozen
class Way:
    """The day to which one way leads, the days lost beyond the agreed date, and from where."""

    day: dt.date
    days: LostDays = ()
    driven_by: tuple[Key, ...] = ()
    moved_by: int = 0


def by_work(
    count: DayCount,
    agreed: dt.date,
    origins: list[Origin],
    work: int | None,
    holds: Segments,
    *,
    not_before: dt.date | None = None,
) -> Way | None:
    """When the work is done: it begins with the last thing that it waits for.

    Days on which it is held up are not worked. Work of unknown length takes all the days between
    what it waits for and the agreed date; with nothing to wait for, all days up to that date,
    though none before `not_before`. None where there is nothing to wait for and nothing in the way.
    """
    end = count.number(agreed)
    if origins:
        planned = max(one.agreed for one in origins)
        start = max(one.expected for one in origins)
    elif holds:
        first = end - work if work is not None else min(end, holds.first - 1)
        if not_before is not None:
            first = min(max(first, count.number(not_before)), end)
        planned = start = count.day(first)
    else:
        return None
    planned_number, start_number = count.number(planned), count.number(start)
    length = work if origins and work is not None else end - planned_number
    done, held = holds.finished(start_number, length)
    waited = at_once(
        [
            *(last_days(one.days, count.number(one.expected) - planned_number) for one in origins),
            holds.within(planned_number + 1, start_number),
        ]
    )
    lost = [*waited, *held]
    day = start if done == start_number else count.day(done)
    driving = [one for one in origins if one.expected == start]
    return Way(
        max(agreed, start) if done == end else day,
        last_days(lost, done - end),
        tuple(one.key for one in driving),
        _last(lost, driving),
    )


def by_date(
    count: DayCount,
    agreed: dt.date,
    own: tuple[dt.date, dt.date],
    origin: Origin | None,
    holds: Segments,
    *,
    calendar: int,
) -> Way:
    """When its own date comes: a day, or counted from something that may move.

    After that point, days on which it is held up are not counted. Where a term counted from another
    day meets more weekends and holidays, the days that they cost are of what moved that day, or
    else have the bit `calendar`.

    Args:
        count: Our working days.
        agreed: The agreed date, by its own date and by what it waits for.
        own: What its own date comes to, as agreed and as expected.
        origin: What it is counted from.
        holds: The days on which it is held up.
        calendar: The bit of what the calendar costs.
    """
    if origin is None:
        return Way(own[1])
    end, here = count.number(agreed), count.number(origin.expected)
    planned = count.number(own[0]) - count.number(origin.agreed)
    done = count.number(own[1])
    lag = done - here
    held: LostDays = ()
    if lag > 0:
        done, held = holds.finished(here, lag)
    more = [origin.moved_by or calendar] * max(lag - planned, 0)
    lost = [*origin.days, *more, *held]
    day = count.day(done) if held else own[1]
    return Way(day, last_days(lost, done - end), (origin.key,), _last(lost, [origin]))


def _last(lost: LostDays, origins: list[Origin]) -> int:
    """What moved a date last: what cost the last day, or else what moved where it starts from."""
    if lost:
        return lost[-1]
    found = 0
    for one in origins:
        found |= one.moved_by
    return found


def by_itself(holds: Segments, charge: Charge, first: int, last: int) -> LostDays:
    """Days that nothing it hangs on explains: what holds it up, or else its own cause."""
    own = [bit for start, end, bit in charge.over(first, last) for _ in range(start, end + 1)]
    return [bits or bit for bits, bit in zip(holds.within(first, last), own, strict=True)]
