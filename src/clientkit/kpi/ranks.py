"""Tests and estimates that rest on order alone: Mann-Kendall, and the slope of Theil and Sen."""

import math
from collections import Counter
from collections.abc import Sequence
from enum import Enum, unique
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from statistics import NormalDist
from typing import Annotated, NamedTuple

from msgspec import Meta

from clientkit.base import InvalidValueError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Line, Number, Share

from ._exact import number, scaled

__all__ = ["Change", "MannKendall", "SenSlopes", "mann_kendall", "sen_slopes"]

FEWEST = 4
"""Under so many values there is no test and no interval."""
LARGEST_EXACT = 10
"""Up to so many values without ties the distribution of S is counted, not approximated."""


@unique
class Change(Enum):
    """What a test for trend says."""

    RISING = "rising"
    """Values rise, beyond what chance explains."""
    FALLING = "falling"
    """Values fall, beyond what chance explains."""
    NO_TREND = "no_trend"
    """Chance explains it."""
    TOO_FEW_POINTS = "too_few_points"
    """Fewer than four values; nothing is said."""


@model(kw_only=True)
class MannKendall:
    """The Mann-Kendall test for a trend in one direction."""

    n: Annotated[int, Meta(ge=0, le=10**9)]
    """How many values were tested."""
    change: Change
    """What it says at the confidence asked for."""
    s: Annotated[int, Meta(ge=-(10**18), le=10**18)]
    """The pairs that rise in time, less those that fall."""
    tau: Number | None = None
    """S as a share of all pairs, n (n - 1) / 2 (Kendall's tau-a); none under two values."""
    z: Number | None = None
    """The standard score of S, where the test is approximate."""
    p: Share | None = None
    """The two-sided probability of such an S by chance; none under four values."""
    confidence: Share
    """The confidence asked for; a trend is told if p is at most one minus it."""
    method: Line
    """How p was computed."""


class SenSlopes(NamedTuple):
    """The slopes between all pairs, in units per step of the time line, exact."""

    slope: Fraction
    low: Fraction | None
    high: Fraction | None
    coverage: float | None
    method: str | None


def mann_kendall(
    values: Sequence[float], *, times: Sequence[float] | None = None, confidence: float = 0.95
) -> MannKendall:
    """Test values in the order of time for a trend.

    S adds +1 for each pair that rises, -1 for each that falls. Up to 10 values without ties, p is
    twice the exact probability of an S so far from 0, at most 1. Otherwise it is the normal
    approximation with continuity correction, z = (S ∓ 1) / √Var S, where the variance is reduced
    for ties (Mann 1945; Kendall, *Rank Correlation Methods*, 1975; Gilbert, *Statistical Methods
    for Environmental Pollution Monitoring*, 1987, 16.4). Values at the same time are no pair. Under
    4 values nothing is said: even a perfect order of three comes by chance one time in three.

    >>> mann_kendall([1, 2, 3, 4, 5]).p
    0.016666666666666666
    >>> mann_kendall([1, 2, 3]).change.value
    'too_few_points'

    Args:
        values: The values, in the order of time unless times are given.
        times: When they were true, on any scale.
        confidence: How sure to be before a trend is told, between 0 and 1.

    Raises:
        InvalidValueError: The confidence is not between 0 and 1, a value or time is no number, or a
            value is beyond ±1e300.
        ValueError: There is not one time for each value.
    """
    alpha = _alpha(confidence)
    times = range(len(values)) if times is None else [number(time) for time in times]
    _check_lengths(times, values)
    return _tested(sorted(zip(times, scaled(values)[0], strict=True)), confidence, alpha)


def _tested(points: Sequence[tuple[float, int]], confidence: float, alpha: float) -> MannKendall:
    n = len(points)
    s = sum((y > x) - (y < x) for (a, x), (b, y) in combinations(points, 2) if a != b)
    tau = s / (n * (n - 1) / 2) if n > 1 else None
    if n < FEWEST:
        method = f"none; {n} of the {FEWEST} values that it takes"
        return trusted(
            MannKendall, n=n, change=Change.TOO_FEW_POINTS, s=s, tau=tau, confidence=confidence,
            method=method,
        )  # fmt: skip
    z = None
    if n <= LARGEST_EXACT and not _has_ties(points):
        p, method = min(1.0, 2 * _upper_tail(n, abs(s))), "exact"
    else:
        variance = _variance(points)
        z = math.copysign((abs(s) - 1) / math.sqrt(variance), s) if s and variance else 0.0
        p, method = math.erfc(abs(z) / math.sqrt(2)), "normal approximation, corrected for ties"
    change = Change.NO_TREND if p > alpha else Change.RISING if s > 0 else Change.FALLING
    return trusted(
        MannKendall, n=n, change=change, s=s, tau=tau, z=z, p=p, confidence=confidence,
        method=method,
    )  # fmt: skip


def sen_slopes(
    values: Sequence[float], times: Sequence[int], *, confidence: float = 0.95
) -> SenSlopes | None:
    """The median of the slopes between all pairs, and its interval; none without two times.

    The interval holds the slopes from the Mth smallest to the Mth largest. Up to 10 values without
    ties M comes from the exact distribution of Kendall's S, and the coverage is exact (Hollander &
    Wolfe, *Nonparametric Statistical Methods*, 1999, chapter 9); where even the smallest and the
    largest slope cover less than the confidence, as with 4 values, the coverage says so. Otherwise
    M is (N - z √Var S) / 2 to the nearest, of N slopes (Sen, JASA 63, 1968, 1379). Under 4 values
    there is no interval.

    Raises:
        InvalidValueError: The confidence is not between 0 and 1, or a value is beyond ±1e300.
        ValueError: There is not one time for each value.
    """
    alpha = _alpha(confidence)
    _check_lengths(times, values)
    whole, scale = scaled(values)
    points = sorted(zip(times, whole, strict=True))
    slopes = [
        ((y - x) / ((b - a) * scale), y - x, b - a)
        for (a, x), (b, y) in combinations(points, 2)
        if a != b
    ]
    if not slopes:
        return None
    slopes.sort(key=_steepness)
    exact = [Fraction(slopes[at][1], slopes[at][2] * scale) for at in _middle(len(slopes))]
    slope = sum(exact, Fraction()) / len(exact)
    n = len(points)
    if n < FEWEST:
        return SenSlopes(slope, None, None, None, None)
    coverage = None
    if n <= LARGEST_EXACT and not _has_ties(points):
        rank, coverage = _exact_rank(n, alpha)
        low, high, method = rank - 1, len(slopes) - rank, "Theil-Sen, exact interval"
    else:
        reach = NormalDist().inv_cdf(1 - alpha / 2) * math.sqrt(_variance(points))
        low = max(round((len(slopes) - reach) / 2) - 1, 0)
        high = min(round((len(slopes) + reach) / 2), len(slopes) - 1)
        method = "Theil-Sen, interval by Sen's normal approximation"
    ends = [Fraction(slopes[at][1], slopes[at][2] * scale) for at in (low, high)]
    return SenSlopes(slope, ends[0], ends[1], coverage, method)


def _steepness(slope: tuple[float, int, int]) -> float:
    return slope[0]


def _middle(n: int) -> tuple[int, ...]:
    return (n // 2,) if n % 2 else (n // 2 - 1, n // 2)


def _check_lengths(times: Sequence[float], values: Sequence[float]) -> None:
    if len(times) != len(values):
        raise ValueError(f"times has {len(times)} entries; expected {len(values)}, one a value")


def _alpha(confidence: float) -> float:
    # As near to 1 as 1 - 1e-16, half of what is left over could not be told from nothing.
    usable = type(confidence) in (int, float) and 0 < confidence < 1
    if not usable or (1 + confidence) / 2 == 1:
        raise InvalidValueError(repr(confidence), "a confidence between 0 and 1, such as 0.95")
    return float(1 - Fraction(repr(float(confidence))))


def _has_ties(points: Sequence[tuple[float, int]]) -> bool:
    return any(len({point[axis] for point in points}) < len(points) for axis in (0, 1))


@lru_cache(maxsize=LARGEST_EXACT + 1)
def _orders(n: int) -> tuple[int, ...]:
    """How many orders of n values have 0, 1, 2 ... pairs out of order."""
    counts = [1]
    for size in range(2, n + 1):
        wider = [0] * (len(counts) + size - 1)
        for at, count in enumerate(counts):
            for more in range(size):
                wider[at + more] += count
        counts = wider
    return tuple(counts)


def _upper_tail(n: int, s: int) -> float:
    """The probability that Kendall's S of n values in random order is s or more."""
    discordant = (n * (n - 1) // 2 - s) // 2
    return sum(_orders(n)[: discordant + 1]) / math.factorial(n)


def _exact_rank(n: int, alpha: float) -> tuple[int, float]:
    """The greatest M whose interval covers enough (1 if none does), and what it covers."""
    pairs = n * (n - 1) // 2
    rank = 1
    while 2 * _upper_tail(n, pairs - 2 * rank) <= alpha:
        rank += 1
    return rank, 1 - 2 * _upper_tail(n, pairs - 2 * rank + 2)


def _tie_sizes(points: Sequence[tuple[float, int]], axis: int) -> list[int]:
    return [size for size in Counter(point[axis] for point in points).values() if size > 1]


def _variance(points: Sequence[tuple[float, int]]) -> float:
    """The variance of S by chance, with ties in time and value (Kendall 1975, chapter 5)."""
    n = len(points)
    times, values = _tie_sizes(points, 0), _tie_sizes(points, 1)
    all_ties = [*times, *values]
    found = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in all_ties)) / 18
    pairs, triples = [
        [sum(weight(t) for t in ties) for ties in (times, values)] for weight in (_pairs, _triples)
    ]
    found += pairs[0] * pairs[1] / (2 * n * (n - 1))
    return found + triples[0] * triples[1] / (9 * n * (n - 1) * (n - 2))


def _pairs(n: int) -> int:
    return n * (n - 1)


def _triples(n: int) -> int:
    return n * (n - 1) * (n - 2)
