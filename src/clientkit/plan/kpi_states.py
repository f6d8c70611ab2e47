"""How the KPIs of a plan stand by their bounds."""

import datetime as dt
import math
import statistics
from collections.abc import Callable, Sequence
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import MAX_FLOAT, Date, EntryId, KpiId, Line, Number, Text, Version
from clientkit.client.model import Side
from clientkit.kpi.bounds import KpiBounds, bounds_of
from clientkit.kpi.entries import Measurement
from clientkit.kpi.model import Aggregation, CalendarPeriod, Kpi, KpiKind, KpiWindow
from clientkit.kpi.states import KpiState

from .action import Urgency
from .model import ClientPlan, ClientRecord
from .moments import Moment, local_day, moved, to_utc
from .situation import Situation, situation

__all__ = ["KpiStanding", "KpiState", "kpi_states"]


@model(kw_only=True)
class KpiStanding:
    """How one KPI stands, and by which values."""

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
    plan_path: Line
    """The version that judges, as a JSON Pointer into the plan (:rfc:`6901`)."""
    measurements: Annotated[tuple[EntryId, ...], Meta(max_length=1_000_000)] = ()
    """The measurements that it rests on."""


def kpi_states(
    plan: ClientPlan, record: ClientRecord | None = None, *, at: dt.datetime
) -> tuple[KpiStanding, ...]:
    """How each KPI stands at an instant, by the version then in force.

    Bounds belong to the good side; without an amber bound there is no amber. Values from before
    the version took effect do not count. A value is stale once the term within which the next one
    is expected has passed: on its last day, or at its last instant, it is not.
    """
    return states_of(situation(plan, record, at=at))


def states_of(s: Situation) -> tuple[KpiStanding, ...]:
    """How each KPI stands in a situation."""
    values: dict[str, list[Measurement]] = {}
    for one in s.record.measurements:
        values.setdefault(one.kpi, []).append(one)
    versions: dict[str, list[tuple[Kpi, str]]] = {}
    if s.plan.history is not None:
        for index, kpi in enumerate(s.plan.history.kpis):
            versions.setdefault(kpi.id, []).append((kpi, f"/history/kpis/{index}"))
    for index, kpi in enumerate(s.plan.kpis):
        versions.setdefault(kpi.id, []).append((kpi, f"/kpis/{index}"))
    return tuple(
        _state(s, *_in_force(known, s.today), tuple(values.get(name, ())))
        for name, known in versions.items()
        if any(path.startswith("/kpis") for _, path in known)
    )


def _in_force(known: list[tuple[Kpi, str]], today: dt.date) -> tuple[Kpi, str]:
    """The latest version that has taken effect, or else the first that will."""
    ordered = sorted(known, key=lambda one: one[0].version)
    begun = [one for one in ordered if _has_begun(one[0], today)]
    return begun[-1] if begun else ordered[0]


def _has_begun(kpi: Kpi, day: dt.date) -> bool:
    return kpi.effective_on is None or kpi.effective_on <= day


def _state(s: Situation, kpi: Kpi, path: str, values: tuple[Measurement, ...]) -> KpiStanding:
    judging = [one for one in values if _has_begun(kpi, s.day_of(one))]
    latest = judging[-1] if judging else None
    expected = None
    zone = s.parties.zone_of(Side.PROVIDER)
    if latest is not None and kpi.expected_every is not None:
        expected = moved(s.moment_of(latest, zone), kpi.expected_every, zone=zone)
    next_value = s.timing(expected, zone)
    value, met, used = _value(s, kpi, judging)
    state, why = _state_of(s, kpi, latest, value, met)
    if next_value.urgency is Urgency.OVERDUE and state is not KpiState.WAIVED:
        state, why = KpiState.STALE, f"a value was expected by {next_value.due}"
    return trusted(
        KpiStanding,
        kpi=kpi.id,
        name=kpi.name,
        version=kpi.version if _has_begun(kpi, s.today) else None,
        state=state,
        value=value,
        met=met,
        unit=kpi.unit,
        wanted=wanted(kpi, s.today),
        measured_on=None if latest is None else s.day_of(latest),
        expected_by=next_value.due,
        why=why,
        plan_path=path,
        measurements=tuple(one.id for one in used),
    )


def _state_of(
    s: Situation, kpi: Kpi, latest: Measurement | None, value: float | None, met: bool | None
) -> tuple[KpiState, str]:
    if not _has_begun(kpi, s.today):
        return KpiState.NO_DATA, f"judged from {kpi.effective_on} on"
    waiver = kpi.waiver
    if (
        waiver is not None
        and (waiver.starts_on is None or waiver.starts_on <= s.today)
        and (waiver.ends_on is None or s.today <= waiver.ends_on)
    ):
        return KpiState.WAIVED, waiver.reason
    if latest is None:
        since = "" if kpi.effective_on is None else f" since {kpi.effective_on}"
        return KpiState.NO_DATA, f"no value is on record{since}"
    if latest.version is not None and latest.version != kpi.version:
        return (
            KpiState.NOT_COMPARABLE,
            f"the latest value was measured under version {latest.version}",
        )
    window = kpi.window
    if window is not None and window.rolling is not None and window.rolling.unit.is_working:
        return KpiState.NOT_COMPARABLE, "its window counts in working time"
    if met is not None:
        return (KpiState.GREEN, "met") if met else (KpiState.RED, "not met")
    if value is None:
        return KpiState.NO_DATA, "no value lies in its window"
    bounds = bounds_of(kpi, s.today)
    if bounds is None:
        return KpiState.NOT_COMPARABLE, "the plan does not say what is good"
    good = wanted(kpi, s.today)
    return judged(bounds, value), f"{shown(value, kpi.unit)}, wanted {good}"


def judged(bounds: KpiBounds, value: float) -> KpiState:
    """Green, amber or red; reaching a bound exactly is enough, and no amber bound is no amber."""
    if _lies_in(value, bounds.green_low, bounds.green_high):
        return KpiState.GREEN
    has_amber = bounds.amber_low is not None or bounds.amber_high is not None
    is_amber = has_amber and _lies_in(value, bounds.amber_low, bounds.amber_high)
    return KpiState.AMBER if is_amber else KpiState.RED


def _lies_in(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def wanted(kpi: Kpi, day: dt.date) -> str | None:
    """What is good on a day, in words."""
    if kpi.kind is KpiKind.MET_OR_NOT:
        return "met"
    bounds = bounds_of(kpi, day)
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


def _value(
    s: Situation, kpi: Kpi, values: Sequence[Measurement]
) -> tuple[float | None, bool | None, Sequence[Measurement]]:
    """What is judged: the latest value, or those of the window as one."""
    used = values
    if kpi.window is not None:
        used = [one for one in values if _is_within(s, kpi.window, one)]
    if kpi.kind is KpiKind.MET_OR_NOT:
        used = [one for one in used if one.met is not None]
        return None, used[-1].met if used else None, used[-1:]
    used = [one for one in used if one.value is not None]
    if kpi.window is None or kpi.aggregation is Aggregation.LAST:
        used = used[-1:]
    numbers = [one.value for one in used if one.value is not None]
    return _as_one(kpi.aggregation, numbers) if numbers else None, None, used


def _as_one(aggregation: Aggregation, numbers: list[float]) -> float:
    if len(numbers) == 1:
        return numbers[0]
    try:
        if aggregation is Aggregation.SUM:
            found = math.fsum(numbers)
        elif aggregation is Aggregation.MEAN:
            found = math.fsum(one / len(numbers) for one in numbers)
        else:
            found = _PICKS[aggregation](numbers)
    except OverflowError:
        found = MAX_FLOAT if sum(one / len(numbers) for one in numbers) > 0 else -MAX_FLOAT
    return max(-MAX_FLOAT, min(MAX_FLOAT, found))


_PICKS: dict[Aggregation, Callable[[list[float]], float]] = {
    Aggregation.MINIMUM: min,
    Aggregation.MAXIMUM: max,
    Aggregation.MEDIAN: statistics.median,
    Aggregation.LAST: lambda numbers: numbers[-1],
}


def _is_within(s: Situation, window: KpiWindow, one: Measurement) -> bool:
    zone = window.timezone or s.plan.client.timezone
    if window.rolling is not None:
        start = moved(Moment(s.today, s.now), window.rolling, back=True, zone=zone)
        return not isinstance(start, Moment) or s.entries.instant(one) > (start.instant or s.now)
    today = local_day(s.now, zone)
    day = one.date or local_day(to_utc(one.at or s.now), zone)
    return _period(window.calendar, day) == _previous(window.calendar, today)


def _period(period: CalendarPeriod | None, day: dt.date) -> tuple[int, int]:
    """The period that a day lies in, as two numbers."""
    if period is CalendarPeriod.WEEK:
        return 0, (day.toordinal() - 1) // 7
    if period is CalendarPeriod.YEAR:
        return day.year, 0
    months = 3 if period is CalendarPeriod.QUARTER else 1
    return 0, (day.year * 12 + day.month - 1) // months


def _previous(period: CalendarPeriod | None, day: dt.date) -> tuple[int, int]:
    """The latest period that is complete on a day."""
    first, second = _period(period, day)
    return (first - 1, 0) if period is CalendarPeriod.YEAR else (first, second - 1)
