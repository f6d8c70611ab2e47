"""Rules about a KPI by itself."""

from collections.abc import Iterator
from math import inf

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule

from .model import Direction, Kpi

__all__ = ["RULES", "amber_impossible", "interim_worse_than_baseline"]


@rule("kpi.amber-impossible", Severity.WARNING)
def amber_impossible(kpi: Kpi) -> Iterator[Fault]:
    """A bound says where amber begins, and no value can be amber.

    The KPI goes from green to red at once, and the client hears of it last. This is so where
    nothing says what is green, where the amber of a range ends where its green does, and where all
    that would be amber lies beyond the values that are possible. Move the bound, or leave it out.
    """
    lowest = -inf if kpi.lowest_possible is None else kpi.lowest_possible
    highest = inf if kpi.highest_possible is None else kpi.highest_possible
    for name, amber, green, below in _bounds(kpi):
        if green is None:
            yield Fault(
                path=f"/{name}",
                message=f"{name} is {amber:g}, and nothing is green; expected target or green_at",
            )
        elif (
            amber > highest or max(amber, lowest) >= green
            if below
            else amber < lowest or min(amber, highest) <= green
        ):
            yield Fault(
                path=f"/{name}",
                message=f"{name} is {amber:g}, and no possible value lies between it and green at "
                f"{green:g}; expected room for amber",
            )


def _bounds(kpi: Kpi) -> Iterator[tuple[str, float, float | None, bool]]:
    """Each amber bound: its name, its value, where green begins, and whether it lies below that."""
    if kpi.amber_low is not None:
        yield "amber_low", kpi.amber_low, kpi.target_low, True
    if kpi.amber_high is not None:
        yield "amber_high", kpi.amber_high, kpi.target_high, False
    if kpi.amber_at is not None:
        green = kpi.target if kpi.green_at is None else kpi.green_at
        if green is not None or not kpi.interim:  # else green from the first target on the way
            yield "amber_at", kpi.amber_at, green, kpi.direction is Direction.HIGHER


@rule("kpi.interim-worse-than-baseline", Severity.WARNING)
def interim_worse_than_baseline(kpi: Kpi) -> Iterator[Fault]:
    """A target on the way is worse than the value before the work began.

    It is reached without anybody doing anything, so it tells the client nothing. A target just as
    good as the baseline is fine. Nothing is found where the final target itself is no better than
    the baseline, as with something that may only get a little worse. Correct the value, the
    baseline or the direction.
    """
    if kpi.baseline is None or kpi.direction not in (Direction.HIGHER, Direction.LOWER):
        return
    sign = 1 if kpi.direction is Direction.HIGHER else -1
    target = kpi.green_at if kpi.target is None else kpi.target
    if target is not None and sign * (target - kpi.baseline) <= 0:
        return
    word = "below" if sign > 0 else "above"
    for index, interim in enumerate(kpi.interim):
        if sign * (interim.value - kpi.baseline) < 0:
            yield Fault(
                path=pointer("interim", index, "value"),
                message=f"interim[{index}].value is {interim.value:g}, {word} the baseline "
                f"{kpi.baseline:g} with direction {kpi.direction.value!r}; "
                "expected a value at least as good",
            )


RULES: tuple[Rule[Kpi], ...] = (amber_impossible, interim_worse_than_baseline)
"""What a KPI should not say."""
