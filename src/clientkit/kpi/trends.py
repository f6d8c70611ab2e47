"""Where a KPI is heading, and when it will be on target; or that nobody can tell."""

import datetime as dt
from collections.abc import Iterable
from enum import Enum, unique
from fractions import Fraction
from math import ceil
from statistics import median
from typing import Annotated, NamedTuple

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, EntryId, KpiId, Line, Number, Share, Text, Version
from clientkit.worktime.zones import DAY, EPOCH_DAY, microseconds

from ._clock import Clock, instant
from ._exact import exact, quotient
from .bounds import target_of
from .entries import Measurement
from .model import Direction, Kpi, KpiKind
from .ranks import Change, MannKendall, SenSlopes, mann_kendall, sen_slopes
from .readings import Reading, comparable, readings_of, zone_for

__all__ = ["KpiTrend", "Outlook", "trend"]


@unique
class Outlook(Enum):
    """Whether a date can be given for the target."""

    ON_TARGET = "on_target"
    """The line is on target already."""
    DATE = "date"
    """The line reaches the target on a day."""
    NO_DATE = "no_date"
    """Nobody can tell from these values."""


@model(kw_only=True)
class KpiTrend:
    """Where a KPI is heading."""

    kpi: KpiId
    """The KPI."""
    version: Version
    """The version whose target and definition were used."""
    n: Annotated[int, Meta(ge=0, le=10**9)]
    """How many measurements it rests on."""
    measurements: Annotated[tuple[EntryId, ...], Meta(max_length=10**9)] = ()
    """The measurements, in order."""
    left_out: Annotated[tuple[EntryId, ...], Meta(max_length=10**9)] = ()
    """Measurements that were made under another definition."""
    test: MannKendall
    """The test for a trend."""
    getting_better: bool | None = None
    """Whether the trend that was found goes the right way; none without a trend or a right way."""
    slope: Number | None = None
    """The change a day, in the KPI's unit; none without two points in time."""
    slope_low: Number | None = None
    """The lower end of the slope's interval; none under four values."""
    slope_high: Number | None = None
    """The upper end of the slope's interval."""
    confidence: Share
    """The confidence asked for."""
    coverage: Share | None = None
    """The confidence that the interval really has, where it is exact."""
    method: Line | None = None
    """How the interval was computed."""
    first_fitted: Number | None = None
    """The value of the line at the first measurement."""
    latest_fitted: Number | None = None
    """The value of the line at the latest measurement."""
    outlook: Outlook
    """Whether a date can be given for the target."""
    reason: Text
    """Why, in a few words."""
    reached_on: Date | None = None
    """The first day on which the line is on target."""
    reached_earliest: Date | None = None
    """The same with the steepest slope of the interval."""
    reached_latest: Date | None = None
    """The same with the flattest slope of the interval; none where that is beyond the year 9000."""


class _Line(NamedTuple):
    """A line through the medians, on a time line in days."""

    slopes: SenSlopes
    time: Fraction
    value: Fraction
    latest: Fraction

    def at(self, time: Fraction) -> Fraction:
        return self.value + self.slopes.slope * (time - self.time)

    def reaches(self, value: Fraction, slope: Fraction) -> Fraction:
        return self.time + (value - self.value) / slope


def trend(
    kpi: Kpi,
    measurements: Iterable[Measurement],
    *,
    confidence: float = 0.95,
    timezone: str | None = None,
) -> KpiTrend:
    """Where the measurements of a KPI are heading, by their real dates.

    The slope is the median of those between all pairs (Theil 1950, Sen 1968), with the interval of
    `sen_slopes`; the test is :func:`mann_kendall`. The line goes through the median of the
    times and the median of the values. Measurements are chosen as by :func:`signal`. Costs grow
    with the square of their number.

    A date for the target is given only if the slope's interval, with the confidence asked for,
    leaves out zero and heads for the target. It is the day on which the line reaches it, with an
    earliest and a latest day for the ends of the interval, never before the latest measurement.
    Days are those of `timezone`, otherwise of the offset that the latest measurement bears. It is
    an extrapolation: it holds as long as things go on as they did.

    >>> import datetime as dt
    >>> from clientkit.kpi import Kpi, Measurement, trend
    >>> speed = Kpi(id="speed", name="First page", unit="s", direction="lower", target=2)
    >>> start = dt.date(2026, 3, 1)
    >>> seen = [Measurement(id=f"m{n}", kpi="speed", by="pm", date=start + dt.timedelta(weeks=n),
    ...     value=value) for n, value in enumerate([6.5, 6.1, 5.2, 5.0])]
    >>> found = trend(speed, seen)
    >>> round(found.slope, 4), found.outlook.value, found.reason
    (-0.075, 'no_date', 'the slope may be zero; 4 values are not enough to rule it out')

    Args:
        kpi: The KPI.
        measurements: Measurements, in any order.
        confidence: How sure to be before a trend or a date is told, between 0 and 1.
        timezone: The zone in which days begin; needed where days and instants meet.

    Raises:
        ValueError: The KPI is met or not, a zone is needed, or two measurements share an id.
        InvalidValueError: The confidence is not between 0 and 1, or a value is beyond ±1e300.
    """
    if kpi.kind is KpiKind.MET_OR_NOT:
        raise ValueError(f"{kpi.id!r} is met or not; expected a KPI of kind 'number'")
    measurements = tuple(measurements)
    readings = readings_of(kpi, measurements, Clock(zone_for(kpi, measurements, timezone)), at=None)
    usable, left_out = comparable(readings, kpi)
    values = [entry.value or 0.0 for _, _, entry in usable]
    times = _times(usable)
    test = mann_kendall(values, times=times, confidence=confidence)
    line = _line(values, times, confidence)
    outlook, reason, days = _outlook(kpi, line, confidence)
    dates = [None if day is None else _date(day, usable[-1], timezone) for day in days]
    slopes = line.slopes if line else None
    first = Fraction(times[0], DAY) if times else Fraction()
    return trusted(
        KpiTrend,
        kpi=kpi.id,
        version=kpi.version,
        n=len(usable),
        measurements=tuple([name for _, name, _ in usable]),
        left_out=tuple([name for _, name, _ in left_out]),
        test=test,
        getting_better=_is_better(kpi, test.change),
        slope=_number(slopes and slopes.slope),
        slope_low=_number(slopes and slopes.low),
        slope_high=_number(slopes and slopes.high),
        confidence=confidence,
        coverage=slopes.coverage if slopes else None,
        method=slopes.method if slopes else None,
        first_fitted=_number(line and line.at(first)),
        latest_fitted=_number(line and line.at(line.latest)),
        outlook=outlook,
        reason=reason,
        reached_on=dates[0],
        reached_earliest=dates[1],
        reached_latest=dates[2],
    )


def _times(readings: list[Reading]) -> list[int]:
    """Microseconds; where all bear days, of days that all have 24 hours."""
    if all(entry.date is not None for _, _, entry in readings):
        return [(_ordinal(entry.date) - EPOCH_DAY) * DAY for _, _, entry in readings]
    return [microseconds(t) for t, _, _ in readings]


def _ordinal(day: dt.date | None) -> int:
    return (day or dt.date.min).toordinal()


def _line(values: list[float], times: list[int], confidence: float) -> _Line | None:
    slopes = sen_slopes(values, times, confidence=confidence)
    if slopes is None:
        return None
    a_day = SenSlopes(
        slopes.slope * DAY,
        None if slopes.low is None else slopes.low * DAY,
        None if slopes.high is None else slopes.high * DAY,
        slopes.coverage,
        slopes.method,
    )
    middle = median([Fraction(time, DAY) for time in times])
    return _Line(a_day, middle, median(map(exact, values)), Fraction(times[-1], DAY))


Days = tuple[Fraction | None, Fraction | None, Fraction | None]
_NO_DAYS: Days = (None, None, None)


def _outlook(kpi: Kpi, line: _Line | None, confidence: float) -> tuple[Outlook, str, Days]:
    target = target_of(kpi)
    if target is None:
        return Outlook.NO_DATE, "there is no target", _NO_DAYS
    if line is None:
        return Outlook.NO_DATE, "there are no two points in time", _NO_DAYS
    low, high = (None if one is None else exact(one) for one in target)
    now = line.at(line.latest)
    if (low is None or now >= low) and (high is None or now <= high):
        return Outlook.ON_TARGET, "the line is on target", _NO_DAYS
    goal = low if low is not None and now < low else high
    slow, fast, coverage = line.slopes.low, line.slopes.high, line.slopes.coverage
    if goal is None or slow is None or fast is None:
        return Outlook.NO_DATE, "there are too few values for an interval", _NO_DAYS
    if slow <= 0 <= fast:
        return Outlook.NO_DATE, "the slope may be zero; its interval includes it", _NO_DAYS
    if coverage is not None and coverage < confidence:
        return (
            Outlook.NO_DATE,
            "the slope may be zero; 4 values are not enough to rule it out",
            _NO_DAYS,
        )
    if (goal > now) != (slow > 0):
        return Outlook.NO_DATE, "the values are heading away from the target", _NO_DAYS
    if slow < 0:
        slow, fast = fast, slow
    days = [
        max(line.reaches(goal, slope), line.latest) for slope in (line.slopes.slope, fast, slow)
    ]
    if days[0] > _LAST_DAY:
        return Outlook.NO_DATE, "the line reaches the target only after the year 9000", _NO_DAYS
    latest = days[2] if days[2] <= _LAST_DAY else None
    return Outlook.DATE, "if things go on as they did", (days[0], days[1], latest)


_LAST_DAY = dt.date(9000, 12, 31).toordinal() - EPOCH_DAY


def _date(day: Fraction, latest: Reading, timezone: str | None) -> dt.date:
    """The first day that is not before a point on the time line."""
    if latest[2].at is None:
        return dt.date.fromordinal(ceil(day) + EPOCH_DAY)
    moment = instant(ceil(day * DAY))
    return (
        Clock(timezone).day(moment) if timezone else moment.astimezone(latest[2].at.tzinfo).date()
    )


def _is_better(kpi: Kpi, change: Change) -> bool | None:
    if change not in (Change.RISING, Change.FALLING) or kpi.direction in (None, Direction.RANGE):
        return None
    return (change is Change.RISING) is (kpi.direction is Direction.HIGHER)


def _number(value: Fraction | None) -> float | None:
    return None if value is None else quotient(value.numerator, value.denominator)
