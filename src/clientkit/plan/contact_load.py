"""How often, and for how long, the planned contacts ask somebody for attention."""

import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs

from clientkit.base import evolve
from clientkit.base._caching import cached
from clientkit.client.model import LimitPeriod, Person
from clientkit.communication import Touchpoint, TouchpointKind
from clientkit.worktime import Cadence, Freq, occurrences

from .model import ClientPlan
from .moments import UNCOUNTABLE
from .touchpoint_days import TouchpointDays, days_after

__all__ = ["Load", "Planned", "heaviest", "load_of", "planned_contacts"]

_WEEKS = 100
_MONTHS = 48
_LATEST = 9000
"""The calendar ends too soon after this year for a rhythm to be counted."""


@attrs.frozen
class Load:
    """What is to be expected of planned contacts in a typical week, or a typical month."""

    weekdays: tuple[Fraction, ...] = (Fraction(),) * 7
    """How many come on each day of the week, Monday first."""
    month: Fraction = Fraction()
    """How many come in a month."""

    def per(self, period: LimitPeriod) -> Fraction:
        """How many come in a period; of days it is the fullest one of the week."""
        if period is LimitPeriod.MONTH:
            return self.month
        return max(self.weekdays) if period is LimitPeriod.DAY else sum(self.weekdays, Fraction())

    def plus(self, other: "Load", times: int = 1) -> "Load":
        """Both together, the other one several times."""
        return Load(
            tuple(
                one + more * times for one, more in zip(self.weekdays, other.weekdays, strict=True)
            ),
            self.month + other.month * times,
        )


@attrs.frozen
class Planned:
    """A contact that comes round, and for how long it reaches somebody."""

    place: int
    """Where it stands among the touchpoints."""
    minutes: int
    load: Load
    starts_on: dt.date | None
    ends_on: dt.date | None


def planned_contacts(plan: ClientPlan, days: TouchpointDays, person: Person) -> Iterator[Planned]:
    """The rhythms that reach a person, each from its first to its last day.

    Contacts that may be left out, that come once or that are the team's own do not count; nor does
    it count where the person only stands in for somebody.
    """
    spans = _spans(plan, person)
    touchpoints = () if plan.communication is None else plan.communication.touchpoints
    for place, one in enumerate(touchpoints):
        if one.cadence is None or one.optional or one.kind is TouchpointKind.INTERNAL:
            continue
        held = [span for party in one.audience for span in spans.get(party, ())]
        if held:
            yield from _planned(place, one, one.cadence, days, held)


def _spans(
    plan: ClientPlan, person: Person
) -> dict[str, list[tuple[dt.date | None, dt.date | None]]]:
    """From when to when the person is meant by a name, as themselves or in a role."""
    spans: dict[str, list[tuple[dt.date | None, dt.date | None]]] = {}
    for name in (person.id, *person.roles):
        spans[name] = [(None, None)]
    for held in plan.assignments:
        if held.person == person.id and (None, None) not in spans.get(held.role, ()):
            spans.setdefault(held.role, []).append((held.starts_on, held.ends_on))
    return spans


def _planned(
    place: int,
    one: Touchpoint,
    cadence: Cadence,
    days: TouchpointDays,
    held: list[tuple[dt.date | None, dt.date | None]],
) -> Iterator[Planned]:
    try:
        load = load_of(days.cadence(cadence))
    except UNCOUNTABLE:
        return
    ends = cadence.until
    if cadence.count is not None and load.per(LimitPeriod.WEEK):
        weeks = cadence.count / load.per(LimitPeriod.WEEK)
        ends = days_after(days.first_day(cadence), int(weeks * 7))
    whole = (None, None)
    for starts_on, ends_on in [whole] if whole in held else dict.fromkeys(held):
        first = max((day for day in (cadence.starts_on, starts_on) if day), default=None)
        last = min((day for day in (ends, ends_on) if day), default=None)
        if first is None or last is None or first <= last:
            yield Planned(place, one.minutes or 0, load, first, last)


def _load_of(cadence: Cadence) -> Load:
    """How often a rhythm comes in the long run, whatever its beginning and its end.

    It is counted out without its interval, over 100 weeks and over 48 months from its first day,
    and divided by the interval: so that every second week is exactly half a time a week, and the
    first Thursday of a month exactly once a month.
    """
    first = cadence.starts_on or dt.date(2024, 1, 1)
    if first.year > _LATEST:
        return Load()
    rule = evolve(cadence, interval=1, count=None, until=None, pauses=(), time=None)
    every = cadence.interval
    weekdays = [0] * 7
    for day in occurrences(rule, start=first, end=first + dt.timedelta(weeks=_WEEKS)):
        weekdays[day.weekday()] += 1
    if cadence.freq is Freq.DAILY and every % 7 == 0:  # then it keeps to one day of the week
        weekdays = [sum(weekdays) if number == first.weekday() else 0 for number in range(7)]
    months = len(occurrences(rule, start=first, end=_years_after(first, _MONTHS // 12)))
    return Load(
        tuple(Fraction(count, _WEEKS * every) for count in weekdays),
        Fraction(months, _MONTHS * every),
    )


load_of = cached(_load_of, at_most=1024)


def _years_after(day: dt.date, count: int) -> dt.date:
    try:
        return day.replace(year=day.year + count)
    except ValueError:  # the 29th of February
        return dt.date(day.year + count, 3, 1)


def heaviest(
    planned: Iterable[Planned], period: LimitPeriod, *, minutes: bool
) -> tuple[Fraction, tuple[int, ...]]:
    """The most that comes together in a period, and the contacts that it is made of.

    Rhythms of different times do not add up: it looks at each day on which one of them begins.
    """
    every = tuple(one for one in planned if one.minutes or not minutes)
    best: tuple[Fraction, tuple[int, ...]] = (Fraction(), ())
    for day in {one.starts_on for one in every}:
        running = [one for one in every if _runs(one, day)]
        load = Load()
        for one in running:
            load = load.plus(one.load, one.minutes if minutes else 1)
        best = max(best, (load.per(period), tuple(dict.fromkeys(one.place for one in running))))
    return best


def _runs(one: Planned, day: dt.date | None) -> bool:
    if day is None:
        return one.starts_on is None
    return (one.starts_on is None or one.starts_on <= day) and (
        one.ends_on is None or day <= one.ends_on
    )
