"""Judging a KPI at one instant, from readings that are already in order."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from ._clock import TICK, Clock, day_before, period_before
from ._exact import exact, shown
from .bounds import KpiBounds, bounds_of, colour_of
from .model import Aggregation, CalendarPeriod, Kpi, KpiKind, KpiWaiver
from .readings import Reading, comparable
from .states import KpiState

__all__ = ["Moment", "Verdict", "Window", "judge", "moments", "turning_points"]

_LONGEST = {
    CalendarPeriod.WEEK: dt.timedelta(days=8),
    CalendarPeriod.MONTH: dt.timedelta(days=32),
    CalendarPeriod.QUARTER: dt.timedelta(days=93),
    CalendarPeriod.YEAR: dt.timedelta(days=367),
}
"""More than any period lasts, whatever the clocks do in it."""


class Window(NamedTuple):
    """The span that is judged, both ends belonging to it."""

    first: dt.datetime | None
    last: dt.datetime
    day: dt.date | None
    """Its last day, where days matter."""


class Moment(NamedTuple):
    """An instant at which the state may change, and the date where no more of it is known."""

    t: dt.datetime
    day: dt.date | None


class Verdict(NamedTuple):
    """What a judgement came to."""

    state: KpiState
    reason: str
    kpi: Kpi | None = None
    """The version that judged."""
    window: Window | None = None
    colour: KpiState | None = None
    value: Fraction | float | None = None
    """A value as it was written, or one that was computed, exact."""
    counted: Sequence[Reading] = ()
    left_out: Sequence[Reading] = ()
    bounds: KpiBounds | None = None
    expected_by: dt.datetime | None = None


def judge(
    versions: Sequence[Kpi], readings: list[Reading], t: dt.datetime, clock: Clock
) -> Verdict:
    """Judge a KPI at an instant by the versions given; the readings are all known by then."""
    today = clock.day(t) if any(map(_has_dates, versions)) else None
    now = _in_force(versions, today)
    if now is None:
        return Verdict(KpiState.NO_DATA, f"no version is in force on {today}")
    window = _window(now, t, today, clock)
    kpi = now if window.day == today else _in_force(versions, window.day)
    if kpi is None:
        return Verdict(KpiState.NO_DATA, f"no version is in force on {window.day}", window=window)
    expected_by = _expected_by(now, readings, clock)
    verdict = _judge_window(kpi, _inside(readings, window), window)
    verdict = verdict._replace(expected_by=expected_by)
    for version, day in ((now, today), (kpi, window.day)):
        if version.waiver is not None and _waives(version.waiver, day):
            return verdict._replace(
                state=KpiState.WAIVED, reason=f"not judged, as agreed: {version.waiver.reason}"
            )
    if not readings:
        return verdict._replace(state=KpiState.NO_DATA, reason="nothing has been measured")
    if expected_by is not None and t > expected_by:
        return verdict._replace(
            state=KpiState.STALE,
            reason=f"the next measurement was expected within {now.expected_every} of the latest",
        )
    return verdict


def moments(
    versions: Sequence[Kpi], readings: list[Reading], t: dt.datetime, clock: Clock
) -> list[Moment]:
    """The instants up to `t` at which a new judgement is due, in order.

    With a window by the calendar these are the ends of its periods, otherwise the measurements.
    """
    today = clock.day(t) if any(map(_has_dates, versions)) else None
    now = _in_force(versions, today)
    if not readings or now is None or now.window is None or now.window.calendar is None:
        last_at = {at: entry.date for at, _, entry in readings if at <= t}
        return [Moment(at, day) for at, day in last_at.items()]
    found: list[Moment] = []
    zone = now.window.timezone or clock.zone("the window goes by the calendar")
    margin = 3 * _LONGEST[now.window.calendar]
    anchors = sorted([*(at for at, _, _ in readings), *_changes(versions)])
    while True:
        first, last, day = period_before(now.window.calendar, t, zone)
        if last < readings[0][0]:
            return found[::-1]
        found.append(Moment(last + TICK, day))
        # Inside the period that was just found, whose predecessor comes next. Of a long time
        # without measurements the beginning is enough: nothing changes until its end.
        before = bisect_left(anchors, first)
        t = min(last, anchors[before - 1] + margin) if before else last


def turning_points(
    versions: Sequence[Kpi], readings: list[Reading], t: dt.datetime, clock: Clock
) -> list[Moment]:
    """All instants up to `t` at which the state may have changed, in order.

    Besides the moments above: days on which a version or interim target begins or a waiver is over,
    and instants at which a measurement leaves a rolling window.
    """
    found = {moment.t: moment for moment in moments(versions, readings, t, clock)}
    for one in versions:
        eves = [day_before(interim.date) for interim in one.interim]
        if one.effective_on is not None:
            eves.append(day_before(one.effective_on))
        if one.waiver is not None and one.waiver.ends_on is not None:
            eves.append(one.waiver.ends_on)
        for eve in eves:
            start = clock.end_of(eve, one.id) + TICK
            found.setdefault(start, Moment(start, None))
        if one.window is not None and one.window.rolling is not None:
            for at, _, _ in readings:
                gone = clock.after(at, None, one.window.rolling)
                found.setdefault(gone, Moment(gone, None))
    return [found[at] for at in sorted(found) if at <= t]


def _changes(versions: Sequence[Kpi]) -> Iterator[dt.datetime]:
    """About when versions and waivers begin and end, to the day."""
    for one in versions:
        days = [one.effective_on]
        if one.waiver is not None:
            days += [one.waiver.starts_on, one.waiver.ends_on]
        for day in days:
            if day is not None and 3 <= day.year <= 9996:
                yield dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _has_dates(kpi: Kpi) -> bool:
    waiver = kpi.waiver
    return (
        kpi.effective_on is not None
        or bool(kpi.interim)
        or (waiver is not None and not (waiver.starts_on is None and waiver.ends_on is None))
    )


def _in_force(versions: Sequence[Kpi], day: dt.date | None) -> Kpi | None:
    """The version that took effect last; of several on one day, the highest."""
    begun = [
        one
        for one in versions
        if one.effective_on is None or (day is not None and one.effective_on <= day)
    ]
    return max(begun, key=lambda one: (one.effective_on or dt.date.min, one.version), default=None)


def _window(kpi: Kpi, t: dt.datetime, today: dt.date | None, clock: Clock) -> Window:
    if kpi.window is None:
        return Window(None, t, today)
    if kpi.window.rolling is not None:
        return Window(clock.before(t, kpi.window.rolling) + TICK, t, today)
    assert kpi.window.calendar is not None  # noqa: S101 (the model sees to one of the two)
    zone = kpi.window.timezone or clock.zone("the window goes by the calendar")
    return Window(*period_before(kpi.window.calendar, t, zone))


def _inside(readings: list[Reading], window: Window) -> list[Reading]:
    stop = bisect_right(readings, window.last, key=itemgetter(0))
    if window.first is None:
        return readings[max(stop - 1, 0) : stop]  # the latest, alone
    return readings[bisect_left(readings, window.first, key=itemgetter(0)) : stop]


def _judge_window(kpi: Kpi, inside: list[Reading], window: Window) -> Verdict:
    if not inside:
        return Verdict(KpiState.NO_DATA, "nothing was measured in the window", kpi, window)
    if kpi.aggregation is Aggregation.LAST:
        inside = inside[-1:]
    counted, left_out = comparable(inside, kpi)
    verdict = Verdict(KpiState.NOT_COMPARABLE, "", kpi, window, counted=counted, left_out=left_out)
    if not counted:
        return verdict._replace(
            reason=f"all was measured otherwise than version {kpi.version} defines"
        )
    if kpi.kind is KpiKind.MET_OR_NOT:
        met = sum(one[2].met is True for one in counted)
        enough = 1 if kpi.aggregation is Aggregation.MAXIMUM else len(counted)
        colour = KpiState.GREEN if met >= enough else KpiState.RED
        return verdict._replace(
            state=colour, colour=colour, reason=f"met in {met} of {len(counted)}"
        )
    value = _aggregated(kpi.aggregation, [one[2].value or 0.0 for one in counted])
    bounds = bounds_of(kpi, window.day)
    verdict = verdict._replace(value=value, bounds=bounds)
    if bounds is None:
        return verdict._replace(reason="there is no target to compare the value with")
    colour = colour_of(bounds, value)
    return verdict._replace(state=colour, colour=colour, reason=_because(bounds, colour, kpi.unit))


def _aggregated(how: Aggregation, values: list[float]) -> Fraction | float:
    if how is Aggregation.LAST:
        return values[-1]
    if how is Aggregation.MINIMUM:
        return min(values)
    if how is Aggregation.MAXIMUM:
        return max(values)
    decimals = [exact(value) for value in values]
    if how is Aggregation.MEDIAN:
        return median(decimals)
    total = sum(decimals, Fraction())
    return total if how is Aggregation.SUM else total / len(decimals)


def _because(bounds: KpiBounds, colour: KpiState, unit: str | None) -> str:
    what = "interim target" if bounds.interim else "green"
    ends = tuple(_ends(bounds.green_low, bounds.green_high, unit))
    if colour is KpiState.GREEN:
        return f"within {what}, {' and '.join(ends)}"
    if colour is KpiState.RED:
        return f"outside {what}, {' and '.join(ends)}"
    amber = " and ".join(_ends(bounds.amber_low, bounds.amber_high, unit))
    return f"outside {what}, {' and '.join(ends)}, but within amber, {amber}"


def _ends(low: float | None, high: float | None, unit: str | None) -> Iterator[str]:
    if low is not None:
        yield f"{shown(low, unit)} or more"
    if high is not None:
        yield f"{shown(high, unit)} or less"


def _expected_by(kpi: Kpi, readings: list[Reading], clock: Clock) -> dt.datetime | None:
    if kpi.expected_every is None or not readings:
        return None
    at, _, latest = readings[-1]
    return clock.after(at, latest.date, kpi.expected_every)


def _waives(waiver: KpiWaiver, day: dt.date | None) -> bool:
    if day is None:
        return waiver.starts_on is None and waiver.ends_on is None
    return (waiver.starts_on is None or waiver.starts_on <= day) and (
        waiver.ends_on is None or day <= waiver.ends_on
    )
