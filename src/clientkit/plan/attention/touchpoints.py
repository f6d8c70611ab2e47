"""Planned contacts: the next one, and those that did not take place."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

import attrs

from clientkit.base import evolve
from clientkit.base._caching import cached
from clientkit.client.model import Side
from clientkit.communication import Touchpoint, TouchpointKind
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.moments import (
    UNCOUNTABLE,
    Moment,
    PartyTime,
    Unknown,
    in_zone,
    last_instant,
    local_day,
    moment_at,
    moved,
    plain,
)
from clientkit.plan.rhythms import MOST, last_where
from clientkit.plan.situation import Situation, Timing
from clientkit.worktime import Cadence, Roll, describe, next_occurrence, occurrences

__all__ = ["touchpoints"]

LOOKBACK = dt.timedelta(weeks=26)
"""What should have taken place longer ago is not looked for."""
NEAR = dt.timedelta(weeks=4)
"""What comes later is no matter of today, and what was missed longer ago is a gap."""
_MOST = 366
"""So many numbered occurrences are looked at."""
_READ = 5
"""So many days are named, of more their number."""


@attrs.frozen
class _Planned:
    """When a touchpoint was planned, up to today, and when it is next."""

    moments: Sequence[Moment]
    next: Moment | None = None


def touchpoints(s: Situation) -> Iterator[Action]:
    """Contacts that are due, late or to come, each by its own dates.

    One takes place on its day, or within its grace after it. An interaction fulfils the occurrence
    nearest to the planned day that it names, or to its own day. The last one that was missed is
    late for four weeks, unless a later one took place; those before it are not on record. One that
    is optional is listed on its day alone. The next one is listed from four weeks before it. Before
    anybody knows when the agreement begins nothing was missed. Those that share the dates of a
    deliverable are listed as that.
    """
    agreed = s.plan.communication
    if agreed is None or not agreed.touchpoints:
        return
    held: dict[str, list[dt.date]] = {}
    for one in s.record.interactions:
        if one.fulfils is not None:
            held.setdefault(one.fulfils, []).append(one.fulfils_on or s.day_of(one))
    for index, touchpoint in enumerate(agreed.touchpoints):
        path = f"/communication/touchpoints/{index}"
        yield from _touchpoint(s, touchpoint, path, held.get(touchpoint.id, ()))


def _touchpoint(
    s: Situation, one: Touchpoint, path: str, held: Collection[dt.date]
) -> Iterator[Action]:
    time = s.parties.time_of(one.owner or Side.PROVIDER)
    if one.cadence is not None:
        held = [day for day in held if s.today - day <= LOOKBACK]
    planned = _planned(s, one, time, held)
    if planned is None:
        return
    if isinstance(planned, Unknown):
        if not held:
            timing = s.timing(planned, time.zone, None if one.due is None else one.due.text)
            yield _action(s, one, path, timing, "when it is planned for is not known")
        return
    every = [*planned.moments, *(() if planned.next is None else (planned.next,))]
    done = {_nearest(every, day) for day in held} if every else set()
    latest = max(done, default=-1)
    missed: list[tuple[dt.date, Timing]] = []
    is_due = False
    for place, moment in enumerate(every):
        if place in done:
            continue
        timing = _timing(s, one, moment, time)
        if place < latest or timing.urgency in (Urgency.OVERDUE, Urgency.NOT_ON_RECORD):
            missed.append((moment.day, timing))
        elif not is_due and _is_near(s, moment, time, one):
            is_due = True
            yield _action(s, one, path, timing, _rhythm(one, moment))
    if missed and not one.optional:
        yield from _missed(s, one, path, missed, last=every[latest].day if done else None)


def _missed(
    s: Situation,
    one: Touchpoint,
    path: str,
    missed: list[tuple[dt.date, Timing]],
    *,
    last: dt.date | None,
) -> Iterator[Action]:
    """The last one that was missed, if it still matters, and those before it as a gap."""
    day, timing = missed[-1]
    is_late = timing.urgency is Urgency.OVERDUE and s.today - day <= NEAR
    if is_late and (last is None or day > last):
        missed = missed[:-1]
        yield _action(s, one, path, timing, f"planned for {day}, and not on record")
    if missed:
        days = ", ".join(str(day) for day, _ in missed[-_READ:])
        if len(missed) > _READ:
            days = f"{len(missed)} days, the last {days}"
        silent = Timing(urgency=Urgency.NOT_ON_RECORD)
        yield _action(s, one, path, silent, f"planned for {days}", ": not on record")


def _rhythm(one: Touchpoint, moment: Moment) -> str:
    return f"planned for {moment.day}" if one.cadence is None else describe(one.cadence)


def _is_near(s: Situation, moment: Moment, time: PartyTime, one: Touchpoint) -> bool:
    away = moment.day - local_day(s.now, time.zone)
    return away.days <= 0 if one.optional else away <= NEAR


def _action(
    s: Situation, one: Touchpoint, path: str, timing: Timing, why: str, more: str = ""
) -> Action:
    kind = "contact" if one.kind is None else one.kind.value
    to = "to" if one.kind in (TouchpointKind.REPORT, TouchpointKind.MESSAGE) else "with"
    names = s.parties.titles(one.audience[:10], as_of=s.today)
    whom = f" {to} {names}" if names else ""
    if one.kind is TouchpointKind.INTERNAL:
        kind, whom = "among ourselves", ""
    return s.action(
        ActionKind.TOUCHPOINT,
        what=f"{kind}{whom}: {one.purpose}{more}",
        why=why,
        who=[one.owner or Side.PROVIDER],
        timing=timing,
        clause=one.clause,
        subject=one.id,
        plan_paths=(path,),
    )


def _timing(s: Situation, one: Touchpoint, moment: Moment, time: PartyTime) -> Timing:
    """How soon one occurrence is: it has its whole day, and after that its grace."""
    if one.grace is not None and moment.day < local_day(s.now, time.zone):
        text = f"{one.grace.text} after {moment.day}"
        return s.timing(moved(moment, one.grace, time), time.zone, text)
    timing = s.timing(Moment(moment.day), time.zone)
    if moment.instant is None:
        return timing
    return attrs.evolve(timing, due_at=in_zone(moment.instant, time.zone))


def _nearest(moments: Sequence[Moment], day: dt.date) -> int:
    """The place of the moment whose day is nearest, the earlier one of two."""
    after = bisect_left(moments, day, key=lambda one: one.day)
    if after == len(moments):
        return after - 1
    if after == 0 or moments[after].day == day:
        return after
    return after if moments[after].day - day < day - moments[after - 1].day else after - 1


def _planned(
    s: Situation, one: Touchpoint, time: PartyTime, held: Collection[dt.date]
) -> _Planned | Unknown | None:
    """The dates of a touchpoint; none where it has none of its own."""
    if one.cadence is not None:
        try:
            return _by_cadence(s, one.cadence, time, held)
        except UNCOUNTABLE:
            return Unknown("its days cannot be counted")
    if one.due is not None:
        numbers = s.dates.numbers_of(one.due)
        if numbers is None:
            moment = s.dates.resolve(one.due, by=one.owner or Side.PROVIDER)
            return moment if isinstance(moment, Unknown) else _once(s, moment, time)
        rhythm = s.dates.planned(numbers.root, numbers.first)
        if isinstance(rhythm, Unknown):
            return rhythm
        last = MOST if numbers.last is None else min(numbers.last, MOST)
        return _by_number(s, one, time, numbers.first, last)
    return None if one.at is None else _once(s, moment_at(one.at, time.zone), time)


def _once(s: Situation, moment: Moment, time: PartyTime) -> _Planned:
    if moment.day <= local_day(s.now, time.zone):
        return _Planned((moment,))
    return _Planned((), moment)


def _by_number(
    s: Situation, one: Touchpoint, time: PartyTime, first: int, last: int
) -> _Planned | Unknown | None:
    today = local_day(s.now, time.zone)

    def moment(number: int) -> Moment | Unknown | None:
        due = one.due
        return None if due is None else s.dates.resolve(due, number, by=one.owner or Side.PROVIDER)

    def has_come(number: int) -> bool:
        found = moment(number)
        return isinstance(found, Moment) and found.day <= today

    if last < first:
        return None
    if isinstance(beginning := moment(first), Unknown):
        return beginning
    reached = last_where(has_come, first, last)
    past = [moment(number) for number in range(max(first, reached - _MOST), reached + 1)]
    recent = [
        known for known in past if isinstance(known, Moment) and today - known.day <= LOOKBACK
    ]
    upcoming = moment(reached + 1) if reached < last else None
    return _Planned(
        sorted(recent, key=lambda known: known.day),
        upcoming if isinstance(upcoming, Moment) else None,
    )


def _by_cadence(
    s: Situation, cadence: Cadence, time: PartyTime, held: Collection[dt.date]
) -> _Planned | Unknown:
    if cadence.roll is not Roll.NONE and time.calendar is None:
        return Unknown(f"it goes by working days, and the plan has none of {time.holder}")
    starts = cadence.starts_on
    if starts is None and isinstance(s.begins, Moment):
        starts = s.begins.day
        if cadence.until is not None and cadence.until < starts:
            return _Planned(())
    zone = cadence.timezone or s.plan.client.timezone
    today = local_day(s.now, zone)
    if cadence.until is not None and cadence.until < today - LOOKBACK:
        return _Planned(())
    if starts != cadence.starts_on or zone != cadence.timezone:
        cadence = _placed(cadence, starts, zone)
    calendar = None if cadence.roll is Roll.NONE else time.calendar
    # Without a beginning the rule goes back for ever: what took place first says since when.
    begin = max(today - LOOKBACK, starts or min(held, default=today))
    tomorrow = today + dt.timedelta(days=1)
    past: tuple[dt.date, ...] = ()
    if begin < tomorrow:
        past = occurrences(cadence, start=begin, end=tomorrow, calendar=calendar)
    after = today if cadence.time is None else last_instant(today, zone)
    upcoming = next_occurrence(cadence, after, calendar)
    return _Planned(
        [_moment(one, time) for one in past],
        None if upcoming is None else _moment(upcoming, time),
    )


def _evolved(cadence: Cadence, starts_on: dt.date | None, timezone: str) -> Cadence:
    return evolve(cadence, starts_on=starts_on, timezone=timezone)


_placed = cached(_evolved, 1024)
"""A cadence with what it leaves to the plan; checking it anew costs more than its days."""


def _moment(found: dt.date, time: PartyTime) -> Moment:
    if isinstance(found, dt.datetime):
        return moment_at(plain(found), time.zone)
    return Moment(found)
