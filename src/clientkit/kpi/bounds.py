"""Which values of a KPI are green, which amber."""

import datetime as dt
from fractions import Fraction

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Number

from ._exact import exact
from .model import Direction, Kpi, KpiKind
from .states import KpiState

__all__ = ["KpiBounds", "bounds_of", "colour_of", "target_of"]


@model(kw_only=True)
class KpiBounds:
    """The bounds that values are judged by, each of which belongs to its own side.

    A value is green from `green_low` to `green_high`, otherwise amber from `amber_low` to
    `amber_high`, otherwise red. A bound left out is open; without any amber bound nothing is amber.
    """

    green_low: Number | None = None
    """The lowest green value."""
    green_high: Number | None = None
    """The highest green value."""
    amber_low: Number | None = None
    """The lowest amber value."""
    amber_high: Number | None = None
    """The highest amber value."""
    interim: bool = False
    """Whether an interim target stands in for the target."""


def bounds_of(kpi: Kpi, day: dt.date | None) -> KpiBounds | None:
    """The bounds that a KPI sets on a day; none where it sets no target.

    The latest interim target that has begun replaces the green bound (the target itself judges
    before the first one); an amber bound that is not on its bad side then counts for nothing.
    Interim targets are for the directions `higher` and `lower`. The day matters to them alone.

    >>> from clientkit.kpi import InterimTarget, Kpi
    >>> kpi = Kpi(id="done", name="Done", unit="%", direction="higher", target=95, amber_at=90,
    ...     interim=(InterimTarget(date=dt.date(2026, 4, 1), value=92),))
    >>> [bounds_of(kpi, dt.date(2026, *day)).green_low for day in ((3, 31), (4, 1))]
    [95.0, 92.0]
    """
    if kpi.kind is KpiKind.MET_OR_NOT or kpi.direction is None:
        return None
    if kpi.direction is Direction.RANGE:
        low, high = kpi.target_low, kpi.target_high
        has_amber = kpi.amber_low is not None or kpi.amber_high is not None
        return trusted(
            KpiBounds,
            green_low=low,
            green_high=high,
            amber_low=low if has_amber and kpi.amber_low is None else kpi.amber_low,
            amber_high=high if has_amber and kpi.amber_high is None else kpi.amber_high,
        )
    green = kpi.target if kpi.green_at is None else kpi.green_at
    begun = [one.value for one in kpi.interim if day is not None and one.date <= day]
    if begun:
        green = begun[-1]
    if green is None:
        return None
    amber = kpi.amber_at
    if kpi.direction is Direction.HIGHER:
        amber = None if amber is None or amber >= green else amber
        return trusted(KpiBounds, green_low=green, amber_low=amber, interim=bool(begun))
    amber = None if amber is None or amber <= green else amber
    return trusted(KpiBounds, green_high=green, amber_high=amber, interim=bool(begun))


def colour_of(bounds: KpiBounds, value: Fraction | float) -> KpiState:
    """Green, amber or red; reaching a bound exactly is enough."""
    if _within(value, bounds.green_low, bounds.green_high):
        return KpiState.GREEN
    has_amber = bounds.amber_low is not None or bounds.amber_high is not None
    if has_amber and _within(value, bounds.amber_low, bounds.amber_high):
        return KpiState.AMBER
    return KpiState.RED


def target_of(kpi: Kpi) -> tuple[float | None, float | None] | None:
    """The values that reach the target in the end, from and to; none where there is no target."""
    if kpi.direction is Direction.RANGE:
        return kpi.target_low, kpi.target_high
    target = kpi.green_at if kpi.target is None else kpi.target
    if target is None or kpi.direction is None:
        return None
    return (target, None) if kpi.direction is Direction.HIGHER else (None, target)


def _within(value: Fraction | float, low: float | None, high: float | None) -> bool:
    if isinstance(value, float):  # floats are in the order of the decimals that they stand for
        return (low is None or value >= low) and (high is None or value <= high)
    return (low is None or value >= exact(low)) and (high is None or value <= exact(high))
