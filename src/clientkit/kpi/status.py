"""How a KPI stands at an instant, and why."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import MAX_FLOAT, EntryId, Instant, KpiId, Line, Number, Text, Version
from clientkit.worktime.combined import AnyCalendar

from ._clock import Clock, plain
from ._exact import exact, quotient
from ._judging import Moment, Verdict, judge, turning_points
from .bounds import KpiBounds
from .entries import Measurement
from .model import Kpi, KpiKind
from .readings import Reading, known_until, readings_of
from .states import KpiState

__all__ = ["KpiStatus", "evaluate_kpi"]

Count = Annotated[int, Meta(ge=0, le=10**9)]
Entries = Annotated[tuple[EntryId, ...], Meta(max_length=10**9)]


@model(kw_only=True)
class KpiStatus:
    """How a KPI stands at an instant, with the measurements that say so."""

    kpi: KpiId
    """The KPI."""
    at: Instant
    """The instant asked about."""
    state: KpiState
    """How it stands."""
    reason: Text
    """Why, in a few words."""
    version: Version | None = None
    """The version that judged; none where no version was in force."""
    colour: KpiState | None = None
    """What the value would be by the bounds, also where it is waived or stale."""
    value: Number | None = None
    """The value that was judged, in the KPI's unit."""
    unit: Line | None = None
    """The unit of the value and the bounds."""
    n: Count = 0
    """How many measurements the value rests on."""
    met: Count | None = None
    """In how many of them the requirement was met, for a KPI that is met or not."""
    measurements: Entries = ()
    """The measurements that the value rests on, in order."""
    left_out: Entries = ()
    """Measurements of the window that were made under another definition."""
    method: Line | None = None
    """How the measurements became the value."""
    starts_at: Instant | None = None
    """The first instant of the window; none where the latest measurement counts, however old."""
    ends_at: Instant | None = None
    """The last instant of the window."""
    bounds: KpiBounds | None = None
    """The bounds that the value was judged by."""
    progress: Number | None = None
    """The share of the way from baseline to target; below 0 if it went back, above 1 if past it."""
    expected_by: Instant | None = None
    """The last instant at which the next measurement is in time."""
    red_since: Instant | None = None
    """Since when it has been red without a break, where somebody must react to that."""
    react_by: Instant | None = None
    """The last instant by which somebody must have reacted to red."""


def evaluate_kpi(
    kpi: Kpi,
    measurements: Iterable[Measurement],
    *,
    at: dt.datetime,
    timezone: str | None = None,
    calendar: AnyCalendar | None = None,
    history: Iterable[Kpi] = (),
) -> KpiStatus:
    """How a KPI stands at an instant.

    *What counts.* The measurements of this KPI known at `at` (:func:`known_measurements`); others
    are ignored. Without a window the latest alone. A rolling window holds what is later than its
    span before `at`, up to `at` itself; a window by the calendar is the latest complete period.
    Measurements of the window that bear another `version` are left out; if that leaves none, or the
    one that `last` asks for is among them, the state is `not_comparable`.

    *Who judges.* Of `kpi` and its `history` (those of other KPIs are ignored), the version in force
    on the window's last day, which without a calendar window is the day of `at`; the window itself
    is that of the version in force on the day of `at`. A version is in force from `effective_on`.

    *The states*, the first that holds: `no_data` if no version is in force; `waived` if a waiver
    covers the day of `at` or the window's last day; `no_data` without any measurement; `stale` if
    `at` is later than `expected_every` after the latest measurement (that instant itself is in
    time; after a day, the end of the last day); `no_data` if the window is empty;
    `not_comparable`; then green, amber or red by `bounds_of`, where reaching a bound exactly
    is enough. Values are taken as the decimals that were written, and never rounded. A requirement
    that is met or not is green if all measurements of the window met it (with `maximum`: if any
    did), otherwise red.

    *Progress* is (value - baseline) / (target - baseline), not clipped. It is undefined without a
    baseline, for a range, where baseline and target are equal, and beyond the range of floats.

    *Reaction.* `react_by` is `react_within` after the measurement (or the end of the period) that
    turned it red; further red ones do not put it off.

    >>> import datetime as dt
    >>> from clientkit.kpi import Kpi, Measurement, evaluate_kpi
    >>> speed = Kpi(id="speed", name="First page on a phone", unit="s", direction="lower",
    ...     baseline=6.5, target=2, amber_at=3)
    >>> at = dt.datetime(2026, 3, 9, 12, tzinfo=dt.timezone.utc)
    >>> seen = Measurement(id="m1", kpi="speed", by="pm", at=at, value=2.3)
    >>> status = evaluate_kpi(speed, [seen], at=at)
    >>> status.state.value, status.reason, round(status.progress, 3)
    ('amber', 'outside green, 2 s or less, but within amber, 3 s or less', 0.933)
    >>> evaluate_kpi(speed, [], at=at).state.value
    'no_data'

    What is unknown stays unknown when measurements are taken away: from `no_data` and `stale` none
    of that leads to a colour. Taking away the latest of several lets the one before speak again,
    which nobody can see, unless `expected_every` says that there should be a later one.

    Args:
        kpi: The KPI, in its present version.
        measurements: Measurements, in any order.
        at: The instant asked about.
        timezone: The zone in which days begin; needed where something bears a day.
        calendar: The working calendar that working terms count in; needed where there are such.
        history: Earlier versions of the KPI.

    Raises:
        ValueError: `timezone` or `calendar` is None and needed; two measurements share an id.
        InvalidValueError: An instant has no offset, or a term or number is out of all range.
    """
    clock = Clock(timezone, calendar)
    now = plain(at)
    versions = (kpi, *(one for one in history if one.id == kpi.id))
    readings = readings_of(kpi, measurements, clock, at=now)
    verdict = judge(versions, readings, now, clock)
    red_since, react_by = _reaction(verdict, versions, readings, now, clock)
    window, judged_by = verdict.window, verdict.kpi
    return trusted(
        KpiStatus,
        kpi=kpi.id,
        at=now,
        state=verdict.state,
        reason=verdict.reason,
        version=judged_by.version if judged_by else None,
        colour=verdict.colour,
        value=_number(verdict.value),
        unit=judged_by.unit if judged_by else None,
        n=len(verdict.counted),
        met=_met(judged_by, verdict.counted),
        measurements=tuple([name for _, name, _ in verdict.counted]),
        left_out=tuple([name for _, name, _ in verdict.left_out]),
        method=_method(judged_by) if verdict.counted else None,
        starts_at=window.first if window else None,
        ends_at=window.last if window else None,
        bounds=verdict.bounds,
        progress=_progress(judged_by, verdict.value),
        expected_by=verdict.expected_by,
        red_since=None if red_since is None else red_since.t,
        react_by=react_by,
    )


def _reaction(
    verdict: Verdict,
    versions: tuple[Kpi, ...],
    readings: list[Reading],
    now: dt.datetime,
    clock: Clock,
) -> tuple[Moment | None, dt.datetime | None]:
    """The moment from which red has lasted, and the end of the time to react."""
    if verdict.state is not KpiState.RED or verdict.kpi is None or verdict.kpi.react_within is None:
        return None, None
    since = None
    for moment in reversed(turning_points(versions, readings, now, clock)):
        known = known_until(readings, moment.t)
        if judge(versions, known, moment.t, clock).state is not KpiState.RED:
            break
        since = moment
    since = since or Moment(now, None)
    return since, clock.after(since.t, since.day, verdict.kpi.react_within)


def _met(kpi: Kpi | None, counted: Iterable[Reading]) -> int | None:
    if kpi is None or kpi.kind is not KpiKind.MET_OR_NOT:
        return None
    return sum(one[2].met is True for one in counted)


def _method(kpi: Kpi | None) -> str | None:
    if kpi is None:
        return None
    if kpi.window is None:
        return "the latest measurement"
    return f"{kpi.aggregation.value} of the window's measurements"


def _progress(kpi: Kpi | None, value: Fraction | float | None) -> float | None:
    if kpi is None or value is None or kpi.baseline is None or kpi.target is None:
        return None
    start, end = exact(kpi.baseline), exact(kpi.target)
    value = exact(value) if isinstance(value, float) else value
    if start == end or abs(way := (value - start) / (end - start)) > MAX_FLOAT:
        return None
    return _number(way)


def _number(value: Fraction | float | None) -> float | None:
    if value is None or isinstance(value, float):
        return value
    return quotient(value.numerator, value.denominator)
