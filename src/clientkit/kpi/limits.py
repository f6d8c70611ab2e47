"""The natural limits of a process, and the patterns that chance does not explain.

An XmR chart (individual values and moving ranges) asks of a series whether its ups and downs are
the ordinary ones. With the mean x̄ of n values and the mean mR̄ of the n - 1 absolute differences
between neighbours, the limits are x̄ ± 2.66 mR̄, and 3.268 mR̄ for the moving ranges.

The factors are 3 / d2 and D4 for ranges of two values, 2.6587 and 3.2665 to four places. In
Wheeler's rounding, which is used here, they are 2.66 and 3.27 (*Understanding Variation*) or, with
a place more, 2.660 and 3.268, as programs have them that follow *Making Sense of Data*. The
NIST/SEMATECH handbook divides by 1.128 and gets 2.6596.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, unique
from itertools import pairwise
from math import ceil, floor
from operator import sub
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Line, Number

from ._exact import exact, number, quotient, scaled

__all__ = [
    "ControlRule",
    "Movement",
    "ProcessLimits",
    "RuleSet",
    "SpecialCause",
    "XmrChart",
    "process_limits",
    "rule_set",
    "special_causes",
]

FEWEST = 6
"""Under so many values there are no limits."""
SETTLED = 12
"""From so many values on, limits are no longer on trial."""
METHOD = "XmR chart, from the mean moving range"
CONVENTION = "x̄ ± 2.66 mR̄, moving ranges to 3.268 mR̄ (Wheeler)"
Position = Annotated[int, Meta(ge=0, le=10**9)]


@unique
class ControlRule(Enum):
    """A pattern that ordinary variation rarely makes."""

    TREND_OF_7 = "trend_of_7"
    """Seven or more values in a row, each above the one before, or each below; a tie breaks it."""
    RUN_OF_8 = "run_of_8"
    """Eight or more values in a row on one side of the mean; a value on the mean breaks it."""
    RUN_OF_7 = "run_of_7"
    """The same with seven."""
    TWO_OF_THREE = "two_of_three"
    """Two of three successive values beyond two thirds of the way from the mean to one limit."""
    OUTSIDE_LIMIT = "outside_limit"
    """A value above the upper limit or below the lower; on a limit is inside."""


@unique
class RuleSet(Enum):
    """Patterns that are looked for together."""

    STANDARD = "standard"
    """A value outside a limit, and a run of eight, as in Wheeler's charts."""
    NHS = "nhs"
    """Outside a limit, run and trend of seven, two of three (NHS England, *Making Data Count*)."""


@unique
class Movement(Enum):
    """Which way a pattern points."""

    UP = "up"
    """Higher values than the mean, or rising ones."""
    DOWN = "down"
    """Lower values than the mean, or falling ones."""


@model(kw_only=True)
class ProcessLimits:
    """Between which values a process moves by itself."""

    n: Position
    """How many values they rest on."""
    mean: Number
    """The arithmetic mean of the values."""
    mean_moving_range: Number
    """The mean of the absolute differences between neighbours."""
    lower: Number
    """The lower limit, not below what is possible."""
    upper: Number
    """The upper limit, not above what is possible."""
    moving_range_upper: Number
    """The upper limit of the moving ranges."""
    lower_is_floor: bool = False
    """Whether the lower limit is the lowest possible value, as the formula gives one below it."""
    upper_is_ceiling: bool = False
    """Whether the upper limit is the highest possible value, as the formula gives one above it."""
    on_trial: bool = False
    """Whether they rest on fewer than 12 values and may still move much."""
    method: Line
    """How they were computed."""
    convention: Line
    """The factors that were used, and whose they are."""


@model(kw_only=True)
class SpecialCause:
    """A pattern in a series that ordinary variation rarely makes."""

    rule: ControlRule
    """The pattern."""
    movement: Movement
    """Which way it points."""
    positions: Annotated[tuple[Position, ...], Meta(max_length=10**9)]
    """The values that make it, by their place in the series, from 0."""


def process_limits(
    values: Sequence[float],
    *,
    lowest_possible: float | None = None,
    highest_possible: float | None = None,
) -> ProcessLimits | None:
    """The limits of a series in its order; none under 6 values, on trial up to 11.

    >>> limits = process_limits([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    >>> limits.mean, round(limits.mean_moving_range, 4)
    (50.81, 1.8778)
    >>> round(limits.lower, 3), round(limits.upper, 3), limits.on_trial
    (45.815, 55.805, True)

    The values are those of the NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2.

    Raises:
        InvalidValueError: A value or a bound is no number, or a value beyond ±1e300.
        ValueError: The highest possible value is below the lowest.
    """
    chart = XmrChart(*scaled(values), *_possible(lowest_possible, highest_possible))
    return None if len(values) < FEWEST else chart.limits()


def special_causes(
    values: Sequence[float],
    *,
    rules: RuleSet | str = RuleSet.STANDARD,
    lowest_possible: float | None = None,
    highest_possible: float | None = None,
) -> tuple[SpecialCause, ...]:
    """The patterns in a series in its order, by where they begin; none under 6 values.

    All comparisons are exact in the decimals that were written. A run or trend that goes on is one
    pattern with all its values. Two of three takes in values outside the limit too, and the third
    may lie anywhere (Western Electric, *Statistical Quality Control Handbook*, 1956).

    >>> [(one.rule.value, one.positions) for one in special_causes([3, 1, 2, 3, 1, 30, 2, 1, 2, 1])]
    [('outside_limit', (5,))]

    Raises:
        ValueError: There is no such set of rules, or the highest possible value is below the
            lowest.
        InvalidValueError: A value or a bound is no number, or a value beyond ±1e300.
    """
    rules = rule_set(rules)
    chart = XmrChart(*scaled(values), *_possible(lowest_possible, highest_possible))
    return () if len(values) < FEWEST else chart.patterns(rules)


def rule_set(rules: RuleSet | str) -> RuleSet:
    """The set of rules of a name, such as `nhs`.

    Raises:
        ValueError: There is none.
    """
    try:
        return RuleSet(rules)
    except ValueError:
        names = " or ".join(repr(one.value) for one in RuleSet)
        raise ValueError(f"rules is {rules!r}; expected {names}") from None


class XmrChart:
    """A series in whole numbers, so that every comparison is exact.

    A whole number is above a ratio if it is above its floor, and below it if below its ceiling; so
    each bound is one whole number.
    """

    __slots__ = ("ceiling", "floor", "n", "ranges", "scale", "spread", "total", "values")

    def __init__(
        self, values: list[int], scale: int, floor: float | None, ceiling: float | None
    ) -> None:
        self.values, self.scale = values, scale
        self.floor, self.ceiling = floor, ceiling
        self.n = len(values)
        self.total = sum(values)
        self.ranges = list(map(abs, map(sub, values[1:], values)))
        self.spread = sum(self.ranges)  # n - 1 times the mean moving range

    def limits(self) -> ProcessLimits:
        """The limits, of at least two values."""
        n, scale = self.n, self.scale
        reach, middle = 266 * self.spread * n, 100 * (n - 1) * self.total
        below = 100 * n * (n - 1) * scale
        lowest, highest = self.floor, self.ceiling
        floored = lowest is not None and middle - reach < exact(lowest) * below
        capped = highest is not None and middle + reach > exact(highest) * below
        return trusted(
            ProcessLimits,
            n=n,
            mean=quotient(self.total, n * scale),
            mean_moving_range=quotient(self.spread, (n - 1) * scale),
            lower=lowest if floored else quotient(middle - reach, below),
            upper=highest if capped else quotient(middle + reach, below),
            moving_range_upper=quotient(3268 * self.spread, 1000 * (n - 1) * scale),
            lower_is_floor=floored,
            upper_is_ceiling=capped,
            on_trial=n < SETTLED,
            method=METHOD,
            convention=CONVENTION,
        )

    def wide_ranges(self) -> tuple[int, ...]:
        """The values whose distance from the one before is beyond the limit of moving ranges."""
        limit = 3268 * self.spread // (1000 * (self.n - 1))
        if max(self.ranges) <= limit:
            return ()
        return tuple([at for at, size in enumerate(self.ranges, 1) if size > limit])

    def patterns(self, rules: RuleSet) -> tuple[SpecialCause, ...]:
        """The patterns of a set, by where they begin."""
        low, high = self._bounds(0, 1)
        sides = [(value > high) - (value < low) for value in self.values]
        found = self._outside()
        if rules is RuleSet.STANDARD:
            found += _runs(sides, 8, ControlRule.RUN_OF_8)
        else:
            found += _runs(sides, 7, ControlRule.RUN_OF_7)
            steps = [(b > a) - (b < a) for a, b in pairwise(self.values)]
            found += _runs(steps, 6, ControlRule.TREND_OF_7)
            found += self._two_of_three()
        found.sort(key=lambda one: one.positions)
        return tuple(found)

    def _bounds(self, numerator: int, denominator: int) -> tuple[int, int]:
        """The mean less and plus a part of the limits' reach; strictly beyond is outside."""
        reach = 266 * self.spread * self.n * numerator
        middle = 100 * (self.n - 1) * self.total * denominator
        below = 100 * self.n * (self.n - 1) * denominator
        return -((reach - middle) // below), (middle + reach) // below

    def _outside(self) -> list[SpecialCause]:
        low, high = self._bounds(1, 1)
        if self.floor is not None:
            low = max(low, ceil(exact(self.floor) * self.scale))
        if self.ceiling is not None:
            high = min(high, floor(exact(self.ceiling) * self.scale))
        if low <= min(self.values) and max(self.values) <= high:
            return []
        return [
            _cause(ControlRule.OUTSIDE_LIMIT, 1 if value > high else -1, (at,))
            for at, value in enumerate(self.values)
            if not low <= value <= high
        ]

    def _two_of_three(self) -> Iterator[SpecialCause]:
        low, high = self._bounds(2, 3)
        for side, far in (
            (1, [at for at, value in enumerate(self.values) if value > high]),
            (-1, [at for at, value in enumerate(self.values) if value < low]),
        ):
            group: list[int] = []
            for at in [*far, self.n + 2]:
                if group and at - group[-1] > 2:
                    if len(group) > 1:
                        yield _cause(ControlRule.TWO_OF_THREE, side, tuple(group))
                    group = []
                group.append(at)


def _possible(low: float | None, high: float | None) -> tuple[float | None, float | None]:
    low, high = (None if one is None else number(one) for one in (low, high))
    if low is not None and high is not None and high < low:
        raise ValueError(f"highest_possible is {high}, below lowest_possible, {low}")
    return low, high


def _runs(signs: Iterable[int], length: int, rule: ControlRule) -> Iterator[SpecialCause]:
    """Stretches of one sign, `length` or longer; of steps, with the value before the first."""
    before = 1 if rule is ControlRule.TREND_OF_7 else 0
    start = current = 0
    for at, sign in enumerate([*signs, 2]):  # the last ends whatever goes on
        if sign == current:
            continue
        if current and at - start >= length:
            yield _cause(rule, current, tuple(range(start, at + before)))
        start, current = at, sign


def _cause(rule: ControlRule, side: int, positions: tuple[int, ...]) -> SpecialCause:
    movement = Movement.UP if side > 0 else Movement.DOWN
    return trusted(SpecialCause, rule=rule, movement=movement, positions=positions)
