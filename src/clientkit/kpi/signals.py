"""Signal or noise: what the variation of a KPI says, and what to do about it."""

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from operator import sub
from typing import Annotated

from msgspec import Meta

from clientkit.base import Term, TermUnit, model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, EntryId, Instant, KpiId, Number, Text, Version

from ._clock import Clock, day_before, period_number
from ._exact import scaled
from .advice import Advice, Assurance, Variation, advise, assurance_of, variation_of
from .bounds import bounds_of, colour_of
from .entries import Measurement
from .limits import (
    FEWEST,
    ControlRule,
    ProcessLimits,
    RuleSet,
    SpecialCause,
    XmrChart,
    rule_set,
)
from .model import Kpi, KpiKind
from .readings import Reading, comparable, known_until, readings_of, zone_for
from .states import KpiState

__all__ = ["ChartSegment", "KpiSignal", "Rebase", "signal"]

Count = Annotated[int, Meta(ge=0, le=10**9)]
_LENGTHS = {
    TermUnit.MINUTE: dt.timedelta(minutes=1),
    TermUnit.HOUR: dt.timedelta(hours=1),
    TermUnit.DAY: dt.timedelta(days=1),
    TermUnit.WEEK: dt.timedelta(weeks=1),
}
# NHS England, "SPC rule clash": where several patterns meet in a point, this one speaks.
_RANK = {
    ControlRule.TREND_OF_7: 0,
    ControlRule.RUN_OF_7: 1,
    ControlRule.RUN_OF_8: 1,
    ControlRule.TWO_OF_THREE: 2,
    ControlRule.OUTSIDE_LIMIT: 3,
}


@model(kw_only=True)
class Rebase:
    """A day from which limits are computed anew, because the process itself was changed."""

    starts_on: Date
    """The first day of the new limits."""
    reason: Text
    """What was changed, so that nobody moves limits until they look well."""


@model(kw_only=True)
class ChartSegment:
    """Neighbouring points that share their limits."""

    first: Count
    """The place of its first point in the series, from 0."""
    n: Count
    """How many points it has; the moving range into its first belongs to no limit."""
    limits: ProcessLimits | None = None
    """Its limits; none under 6 points."""
    rebase: Rebase | None = None
    """Why it was begun; none for the first."""


@model(kw_only=True)
class KpiSignal:
    """What the variation of a KPI says."""

    kpi: KpiId
    """The KPI."""
    version: Version
    """The version whose target and definition were used."""
    n: Count
    """How many points the chart has."""
    missing: Count | None = None
    """How many expected measurements are missing between first and last; none if unknown."""
    gaps: Annotated[tuple[Count, ...], Meta(max_length=10**9)] = ()
    """Points right before which expected measurements are missing, by their place."""
    left_out: Annotated[tuple[EntryId, ...], Meta(max_length=10**9)] = ()
    """Measurements that were made under another definition."""
    measurements: Annotated[tuple[EntryId, ...], Meta(max_length=10**9)] = ()
    """The measurements, in order, one point each."""
    times: Annotated[tuple[Instant, ...], Meta(max_length=10**9)] = ()
    """When they were true, a day at its last instant; empty if all bear days."""
    days: Annotated[tuple[Date, ...], Meta(max_length=10**9)] = ()
    """The days on which they were true, if all bear days."""
    values: Annotated[tuple[Number, ...], Meta(max_length=10**9)] = ()
    """Their values, in the KPI's unit."""
    moving_ranges: Annotated[tuple[Number, ...], Meta(max_length=10**9)] = ()
    """The distance of each value from the one before, from the second value on."""
    segments: Annotated[tuple[ChartSegment, ...], Meta(max_length=10**9)] = ()
    """Stretches with limits of their own; one, unless the chart was rebased."""
    limits: ProcessLimits | None = None
    """The limits now in force, those of the last segment."""
    causes: Annotated[tuple[SpecialCause, ...], Meta(max_length=10**9)] = ()
    """All patterns found, by their places in the series."""
    wide_ranges: Annotated[tuple[Count, ...], Meta(max_length=10**9)] = ()
    """Points that are farther from the one before than the limit of moving ranges."""
    rules: RuleSet
    """The patterns that were looked for."""
    decided_by: ControlRule | None = None
    """The pattern in the latest point that decides the variation."""
    variation: Variation
    """Whether the latest point is ordinary, better or worse."""
    assurance: Assurance
    """Whether the process as it is reaches the target."""
    advice: Advice
    """What to do."""
    words: Text
    """What it means and what to do, for the client to read."""
    latest: KpiState | None = None
    """The colour of the latest point by itself; none without points or without a target."""
    worsening_while_green: bool = False
    """Whether the latest point is green and yet a sign of getting worse."""


def signal(
    kpi: Kpi,
    measurements: Iterable[Measurement],
    *,
    rules: RuleSet | str = RuleSet.STANDARD,
    rebase: Iterable[Rebase] = (),
    timezone: str | None = None,
) -> KpiSignal:
    """Tell signal from noise in the measurements of a KPI, on an XmR chart.

    All measurements of the KPI given are judged, one point each, whatever its window; to see what
    was known at an instant, give those of :func:`known_measurements`. Corrected ones and those of
    other KPIs are ignored, those of another `version` left out and listed.

    Limits are those of :func:`process_limits`, kept within `lowest_possible` and
    `highest_possible`; patterns those of :func:`special_causes`. Limits are never moved by
    themselves: `rebase` gives the days, each with its reason, from which a new segment begins. No
    pattern, and no moving range, goes across such a day.

    *Variation* is judged at the latest point: by the pattern that it is part of (of several, in the
    order trend, run, two of three, outside a limit), otherwise it is common cause. In which
    direction lies better, the KPI says; for a range, nearer to it. *Assurance* compares the target
    with the limits: all of what is usual reaches it, a part, or nothing.

    *Missing* counts, with `expected_every` in minutes to weeks, how many more of these spans fit
    between neighbours (to the nearest); otherwise, with a window by the calendar, its periods
    without a measurement.

    >>> import datetime as dt
    >>> from clientkit.kpi import Kpi, Measurement, signal
    >>> speed = Kpi(id="speed", name="First page", unit="s", direction="lower", target=2)
    >>> seen = [Measurement(id=f"m{n}", kpi="speed", by="pm", date=dt.date(2026, 3, 1 + n), value=v)
    ...     for n, v in enumerate([1.3, 1.5, 1.2, 1.4, 1.3, 1.5, 1.2, 1.9])]
    >>> found = signal(speed, seen)
    >>> found.variation.value, found.assurance.value, found.advice.value
    ('common_cause', 'hit_or_miss', 'leave_alone')
    >>> round(found.limits.mean, 4), round(found.limits.upper, 4)
    (1.4125, 2.1725)

    Args:
        kpi: The KPI.
        measurements: Measurements, in any order.
        rules: The patterns to look for, `standard` or `nhs`.
        rebase: Days from which limits are computed anew.
        timezone: The zone in which days begin; needed where days and instants meet.

    Raises:
        ValueError: The KPI is met or not, there is no such set of rules, two rebases share a day,
            a zone is needed, or two measurements share an id.
        InvalidValueError: A value is beyond ±1e300, or an instant outside the years 3 to 9997.
    """
    if kpi.kind is KpiKind.MET_OR_NOT:
        raise ValueError(f"{kpi.id!r} is met or not; expected a KPI of kind 'number'")
    rules = rule_set(rules)
    measurements = tuple(measurements)
    clock = Clock(zone_for(kpi, measurements, timezone))
    readings = readings_of(kpi, measurements, clock, at=None)
    usable, left_out = comparable(readings, kpi)
    times, names, entries = zip(*usable, strict=True) if usable else ((), (), ())
    values = [entry.value or 0.0 for entry in entries]
    whole, scale = scaled(values)
    first = 0
    segments, causes, wide = [], [], []
    for n, why in _split(usable, rebase, clock):
        chart = XmrChart(whole[first : first + n], scale, kpi.lowest_possible, kpi.highest_possible)
        limits = chart.limits() if n >= FEWEST else None
        segments.append(trusted(ChartSegment, first=first, n=n, limits=limits, rebase=why))
        if limits is not None:
            causes += [_moved(cause, first) for cause in chart.patterns(rules)]
            wide += [first + place for place in chart.wide_ranges()]
        first += n
    limits = segments[-1].limits if segments else None
    here = [one for one in causes if one.positions[-1] == len(values) - 1]
    cause = min(here, key=lambda one: _RANK[one.rule], default=None)
    variation = variation_of(kpi, limits, cause, values)
    assurance = assurance_of(kpi, limits)
    latest = _latest(kpi, usable, clock)
    missing = _missing(kpi, usable, clock)
    all_days = all(entry.at is None for entry in entries)
    green_and_worse = latest is KpiState.GREEN and variation is Variation.CONCERN
    advice, words = advise(variation, assurance, n=segments[-1].n if segments else 0)
    return trusted(
        KpiSignal,
        kpi=kpi.id,
        version=kpi.version,
        n=len(values),
        missing=None if missing is None else sum(missing),
        gaps=tuple([place for place, count in enumerate(missing, 1) if count]) if missing else (),
        left_out=tuple([name for _, name, _ in left_out]),
        measurements=names,
        times=() if all_days else times,
        days=tuple([entry.date for entry in entries]) if all_days else (),
        values=tuple(values),
        moving_ranges=tuple([abs(step) / scale for step in map(sub, whole[1:], whole)]),
        segments=tuple(segments),
        limits=limits,
        causes=tuple(causes),
        wide_ranges=tuple(wide),
        rules=rules,
        decided_by=cause.rule if cause else None,
        variation=variation,
        assurance=assurance,
        advice=advice,
        words=words,
        latest=latest,
        worsening_while_green=green_and_worse,
    )


def _split(
    readings: list[Reading], rebase: Iterable[Rebase], clock: Clock
) -> list[tuple[int, Rebase | None]]:
    """How many readings lie between the days of rebasing; stretches without any are left out."""
    starts = sorted(rebase, key=lambda one: one.starts_on)
    for one, next_one in pairwise(starts):
        if one.starts_on == next_one.starts_on:
            raise ValueError(f"rebase has {one.starts_on} twice; expected each day once")
    parts: list[tuple[int, Rebase | None]] = []
    done, why = 0, None
    for start in starts:
        eve = clock.end_of(day_before(start.starts_on), "rebase")
        before = len(known_until(readings, eve))
        if before > done:
            parts.append((before - done, why))
            done = before
        why = start
    return [*parts, (len(readings) - done, why)] if len(readings) > done else parts


def _moved(cause: SpecialCause, first: int) -> SpecialCause:
    if not first:
        return cause
    positions = tuple([first + place for place in cause.positions])
    return trusted(SpecialCause, rule=cause.rule, movement=cause.movement, positions=positions)


def _latest(kpi: Kpi, readings: list[Reading], clock: Clock) -> KpiState | None:
    if not readings:
        return None
    t, _, last = readings[-1]
    day = clock.day(t) if last.date is None and kpi.interim else last.date
    bounds = bounds_of(kpi, day)
    return None if bounds is None else colour_of(bounds, last.value or 0.0)


def _missing(kpi: Kpi, readings: list[Reading], clock: Clock) -> list[int] | None:
    """How many expected measurements are missing between each and the one before."""
    if not readings:
        return None
    every = kpi.expected_every
    if isinstance(every, Term) and every.count and every.unit in _LENGTHS:
        span = every.count * _LENGTHS[every.unit]
        steps = [later - t for (t, _, _), (later, _, _) in pairwise(readings)]
        return [max(0, (2 * step + span) // (2 * span) - 1) for step in steps]
    if kpi.window is not None and kpi.window.calendar is not None:
        zone = kpi.window.timezone or clock.zone("the window goes by the calendar")
        places = [period_number(kpi.window.calendar, t, zone) for t, _, _ in readings]
        return [max(0, later - place - 1) for place, later in pairwise(places)]
    return None
