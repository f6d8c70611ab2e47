"""How the KPIs of a plan stand, what their variation says, and what went well."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, EntryId, Instant, KpiId, Line, Number, Text, Version
from clientkit.kpi import (
    Advice,
    Kpi,
    KpiKind,
    KpiSignal,
    KpiState,
    KpiStatus,
    Measurement,
    Variation,
    Win,
    evaluate_kpi,
    signal,
    wins,
)
from clientkit.kpi.bounds import KpiBounds, bounds_of

from .kpi_cases import KpiCase, cases_of, has_working_window
from .model import ClientPlan, ClientRecord
from .moments import UNCOUNTABLE, local_day
from .situation import situation

__all__ = ["KpiStanding", "KpiState", "kpi_states", "news_of", "states_of"]

LONGEST_PERIOD = dt.timedelta(days=366)
NEWS = dt.timedelta(weeks=4)
"""What went well so long ago, or longer, is no news."""


@model(kw_only=True)
class KpiStanding:
    """How one KPI stands, by which values, and what their variation says."""

    kpi: KpiId
    """The KPI."""
    name: Line
    """What is measured."""
    version: Version | None = None
    """The version that judges; none before any has taken effect."""
    state: KpiState
    """How it stands."""
    value: Number | None = None
    """The value that was judged, in its unit."""
    met: bool | None = None
    """Whether the requirement was met, for a KPI that is met or not."""
    unit: Line | None = None
    """The unit of the value."""
    wanted: Line | None = None
    """What is good, in words."""
    measured_on: Date | None = None
    """The day of the latest value that was judged."""
    expected_by: Date | None = None
    """The last day on which the next value is in time."""
    why: Text
    """What makes it so."""
    red_since: Date | None = None
    """The day since which it has been red, where somebody must react to that."""
    react_by: Instant | None = None
    """The last instant by which somebody must have reacted to red."""
    variation: Variation | None = None
    """Whether the latest value is ordinary, better or worse; none where nobody can tell."""
    advice: Advice | None = None
    """What the variation says to do; none where nobody can tell."""
    signal: Text | None = None
    """What the variation means, in words that the client may read."""
    worsening_while_green: bool = False
    """Whether it is green and the latest value is a sign of its getting worse all the same."""
    plan_path: Line
    """The version that judges, as a JSON Pointer into the plan (:rfc:`6901`)."""
    measurements: Annotated[tuple[EntryId, ...], Meta(max_length=1_000_000)] = ()
    """The measurements that it rests on."""


def kpi_states(
    plan: ClientPlan, record: ClientRecord | None = None, *, at: dt.datetime
) -> tuple[KpiStanding, ...]:
    """How each KPI stands at an instant, as :func:`clientkit.kpi.evaluate_kpi` judges it.

    Terms in working time count in the calendar of the KPI's owner's side, ours where it has none.
    What would have to be counted without a calendar is not known: a value is then never stale, a
    reaction has no date, and a window in working time is not judged.
    """
    return states_of(cases_of(situation(plan, record, at=at)))


def states_of(cases: Sequence[KpiCase]) -> tuple[KpiStanding, ...]:
    """How each KPI stands."""
    return tuple(_standing(case) for case in cases)


def news_of(cases: Sequence[KpiCase]) -> tuple[Win, ...]:
    """What went well with the KPIs in the last four weeks, the latest first."""
    found: list[Win] = []
    for case in cases:
        # Long after the last value nothing is won, and no period need be gone through.
        if case.last is None or case.now - case.last > NEWS + LONGEST_PERIOD:
            continue
        kpi, *history = case.versions
        try:
            found += wins(
                kpi,
                case.known,
                at=case.now,
                since=case.now - NEWS,
                timezone=case.zone,
                calendar=case.time.calendar,
                history=history,
            )
        except UNCOUNTABLE:
            continue  # where nothing can be judged there is nothing to be glad about
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _standing(case: KpiCase) -> KpiStanding:
    kpi, *history = case.versions
    status: KpiStatus | None = None
    because = "its dates or values lie outside of what can be counted"
    if case.time.calendar is None and any(map(has_working_window, case.versions)):
        because = f"its window: {case.time.uncounted.because}"
    else:
        try:
            status = evaluate_kpi(
                kpi,
                case.known,
                at=case.now,
                timezone=case.zone,
                calendar=case.time.calendar,
                history=history,
            )
        except UNCOUNTABLE:
            status = None
    if status is None:
        return trusted(
            KpiStanding,
            kpi=kpi.id,
            name=kpi.name,
            version=kpi.version,
            state=KpiState.NOT_COMPARABLE,
            unit=kpi.unit,
            why=because,
            plan_path=case.paths[kpi.version],
        )
    judge = next((one for one in case.versions if one.version == status.version), kpi)
    return _judged(case, judge, status)


def _judged(case: KpiCase, judge: Kpi, status: KpiStatus) -> KpiStanding:
    today = local_day(case.now, case.zone)
    counted = set(status.measurements)
    last = next((one for one in reversed(case.known) if one.id in counted), None)
    met = None
    if judge.kind is KpiKind.MET_OR_NOT and status.colour is not None:
        met = status.colour is KpiState.GREEN
    said = _signal(case, judge)
    return trusted(
        KpiStanding,
        kpi=judge.id,
        name=judge.name,
        version=status.version,
        state=status.state,
        value=status.value,
        met=met,
        unit=judge.unit,
        wanted=wanted(judge, status.bounds or bounds_of(judge, today)),
        measured_on=None if last is None else _day(last, case.zone),
        expected_by=None
        if status.expected_by is None
        else local_day(status.expected_by, case.zone),
        why=_why(case, judge, status, today),
        red_since=None if status.red_since is None else local_day(status.red_since, case.zone),
        react_by=status.react_by,
        variation=None if said is None else said.variation,
        advice=None if said is None else said.advice,
        signal=None if said is None else said.words,
        worsening_while_green=(
            status.state is KpiState.GREEN
            and said is not None
            and said.variation is Variation.CONCERN
        ),
        plan_path=case.paths[judge.version],
        measurements=status.measurements,
    )


def _why(case: KpiCase, judge: Kpi, status: KpiStatus, today: dt.date) -> str:
    """The reason in the words of a review."""
    if status.version is None:
        begins = [one.effective_on for one in case.versions if one.effective_on is not None]
        return f"judged from {min(begins, default=today)} on"
    if status.state is KpiState.NO_DATA:
        return "no value lies in its window" if case.known else "no value is on record"
    if status.state is KpiState.STALE and status.expected_by is not None:
        return f"a value was expected by {local_day(status.expected_by, case.zone)}"
    if not status.state.is_judged:
        return status.reason[:20_000]
    if status.value is None:
        return "met" if status.state is KpiState.GREEN else "not met"
    return f"{shown(status.value, judge.unit)}, wanted {wanted(judge, status.bounds)}"


def _signal(case: KpiCase, judge: Kpi) -> KpiSignal | None:
    """What the variation says; none where there are too few values to tell."""
    if judge.kind is KpiKind.MET_OR_NOT:
        return None
    try:
        found = signal(judge, case.known, timezone=case.zone)
    except UNCOUNTABLE:
        return None  # values beyond 1e300, or dates that nobody can order
    return None if found.variation is Variation.UNKNOWN else found


def _day(one: Measurement, zone: str) -> dt.date | None:
    return one.date if one.at is None else local_day(one.at, zone)


def wanted(kpi: Kpi, bounds: KpiBounds | None) -> str | None:
    """What is good by some bounds, in words."""
    if kpi.kind is KpiKind.MET_OR_NOT:
        return "met"
    if bounds is None:
        return None
    low, high = bounds.green_low, bounds.green_high
    if low is not None and high is not None:
        return f"{low:g} to {shown(high, kpi.unit)}"
    if low is not None:
        return f"{shown(low, kpi.unit)} or more"
    return None if high is None else f"{shown(high, kpi.unit)} or less"


def shown(value: float, unit: str | None) -> str:
    """A value with its unit."""
    return f"{value:g}" if unit is None else f"{value:g} {unit[:250]}"
