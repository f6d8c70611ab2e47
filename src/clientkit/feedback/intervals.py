"""Intervals for small samples: the values that a share, a score or a mean may well have.

All are two-sided and stated with their confidence. None needs more than counts, so that each can
be checked by hand. Normal quantiles come from :class:`statistics.NormalDist`.
"""

import math
from collections.abc import Callable, Sequence
from enum import Enum, unique
from statistics import NormalDist

from clientkit.base import InvalidArgumentError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Number, Share

__all__ = [
    "Interval",
    "IntervalMethod",
    "mean_interval",
    "newcombe_interval",
    "nps_interval",
    "wilson_interval",
]

Limits = tuple[float, float]
LARGEST = 10**15
"""Counts and answers up to here are told from their neighbours in every step."""


@unique
class IntervalMethod(Enum):
    """How an interval was computed."""

    ADJUSTED_WALD = "adjusted-wald"
    """Wald after three pseudo answers, 0.75, 1.5 and 0.75 (Rocks, 2016)."""
    SCORE = "score"
    """Inverted score test with constrained maximum likelihood (Tango, 1998; Rocks, 2016)."""
    WILSON = "wilson"
    """Score interval of one share (Wilson, 1927), without continuity correction."""
    NEWCOMBE = "newcombe"
    """Hybrid score interval of a difference of two shares (Newcombe, 1998, method 10)."""
    STUDENT_T = "student-t"
    """Mean plus or minus a quantile of Student's t, cut off at the ends of the scale."""


@model(kw_only=True)
class Interval:
    """The values that are compatible with what was observed."""

    low: Number
    """The lowest of them."""
    high: Number
    """The highest of them."""
    confidence: Share
    """How often intervals made in this way hold the true value, 0.95 for 95 %."""
    method: IntervalMethod
    """How it was computed."""

    @property
    def width(self) -> float:
        """The highest less the lowest value."""
        return self.high - self.low


def wilson_interval(count: int, n: int, *, confidence: float = 0.95) -> Interval:
    """The interval of a share of `count` out of `n`, from 0 to 1 (Wilson, 1927).

    ``(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)``. Its lower limit is 0 exactly if the count
    is 0, its upper limit 1 exactly if the count is n. For the same share it is the narrower the
    larger n is; a different share may make it narrower or wider.

    >>> interval = wilson_interval(81, 263)  # Newcombe (1998a), table I: 0.2553 to 0.3662
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.2553, 0.3662)

    Raises:
        InvalidArgumentError: n is not a whole number from 1 to 1e15, the count not one from 0 to n,
            or the confidence not between 0 and 1.
    """
    low, high = _wilson(*_counted("count", count, n), _z(confidence))
    return _interval(low, high, confidence, IntervalMethod.WILSON)


def newcombe_interval(
    count: int, n: int, count_after: int, n_after: int, *, confidence: float = 0.95
) -> Interval:
    """The interval of a change between two independent shares, the later less the earlier.

    From the Wilson limits of both, `(l, u)` and `(l', u')`: ``d - √((p'-l')² + (u-p)²)`` to
    ``d + √((u'-p')² + (p-l)²)`` with ``d = p' - p`` (Newcombe, 1998b, method 10). In shares: 0.05
    is five percentage points.

    >>> interval = newcombe_interval(48, 80, 56, 70)  # Newcombe (1998b), table II: 0.0524 to 0.3339
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.0524, 0.3339)

    Raises:
        InvalidArgumentError: A count is not within 0 and its n, an n is not positive, or the
            confidence not between 0 and 1.
    """
    z = _z(confidence)
    low, high = _wilson(*_counted("count", count, n), z)
    low_after, high_after = _wilson(*_counted("count_after", count_after, n_after), z)
    share, share_after = count / n, count_after / n_after
    change = share_after - share
    return _interval(
        max(-1.0, change - math.hypot(share_after - low_after, high - share)),
        min(1.0, change + math.hypot(high_after - share_after, share - low)),
        confidence,
        IntervalMethod.NEWCOMBE,
    )


def nps_interval(
    promoters: int,
    passives: int,
    detractors: int,
    *,
    method: IntervalMethod = IntervalMethod.ADJUSTED_WALD,
    confidence: float = 0.95,
) -> Interval:
    """The interval of a Net Promoter Score in points, within -100 and 100.

    ``ADJUSTED_WALD`` adds 0.75 promoters, 1.5 passives and 0.75 detractors, then is
    ``(p - d) ± z √((p + d - (p - d)²) / n)`` of those shares, cut off at ±100 (Rocks, 2016). Its
    middle lies nearer to 0 than the score does. ``SCORE`` holds the scores that a score test would
    not reject; the test's variance is that of the likeliest shares with the score in question
    (Tango, 1998, for paired proportions; Rocks, 2016, for the NPS). It never passes ±100.

    >>> interval = nps_interval(5, 3, 1)
    >>> round(interval.low, 1), round(interval.high, 1)
    (-7.2, 73.9)
    >>> interval = nps_interval(5, 3, 1, method=IntervalMethod.SCORE)
    >>> round(interval.low, 1), round(interval.high, 1)
    (-9.5, 76.8)

    Raises:
        InvalidArgumentError: A count is negative, all are 0, the method is another one, or the
            confidence not between 0 and 1.
    """
    z = _z(confidence)
    if method is IntervalMethod.ADJUSTED_WALD:
        score, variance = adjusted_nps(promoters, passives, detractors)
        margin = z * math.sqrt(variance)
        low, high = max(-1.0, score - margin), min(1.0, score + margin)
    elif method is IntervalMethod.SCORE:
        n = _total(promoters, passives, detractors)
        low, high = _tango(promoters, detractors, n, z)
    else:
        raise InvalidArgumentError("method", method, "ADJUSTED_WALD or SCORE")
    return _interval(100 * low, 100 * high, confidence, method)


def mean_interval(
    answers: Sequence[int], *, lowest: int, highest: int, confidence: float = 0.95
) -> Interval | None:
    """The interval of the mean of answers; none where all are alike, or there is only one.

    ``mean ± t √(s²/n)``, with the quantile of Student's t for n - 1 degrees of freedom, cut off at
    the lowest and the highest possible answer. Answers that are all alike have no spread to compute
    it from, which does not make their mean certain.

    >>> interval = mean_interval((1, 2, 3, 4, 5), lowest=1, highest=7)
    >>> round(interval.low, 3), round(interval.high, 3)
    (1.037, 4.963)
    >>> mean_interval((5, 5, 5, 5, 5), lowest=1, highest=7) is None
    True

    Raises:
        InvalidArgumentError: An answer is not within the lowest and the highest possible, one of
            these is beyond ±1e15, or the confidence not between 0 and 1.
    """
    _z(confidence)
    for name, end in (("lowest", lowest), ("highest", highest)):
        if type(end) not in (int, float) or not -LARGEST <= end <= LARGEST:
            raise InvalidArgumentError(name, end, "a number within ±1e15")
    for answer in answers:
        if type(answer) not in (int, float) or not lowest <= answer <= highest:
            raise InvalidArgumentError("an answer", answer, f"one from {lowest} to {highest}")
    n = len(answers)
    if len(set(answers)) < 2:
        return None
    mean = math.fsum(answers) / n
    spread = math.sqrt(math.fsum((answer - mean) ** 2 for answer in answers) / (n - 1) / n)
    margin = student_quantile(confidence, n - 1) * spread
    low, high = max(float(lowest), mean - margin), min(float(highest), mean + margin)
    return _interval(low, high, confidence, IntervalMethod.STUDENT_T)


def adjusted_nps(promoters: int, passives: int, detractors: int) -> Limits:
    """The score after three pseudo answers, from -1 to 1, and the variance of its estimate."""
    n = _total(promoters, passives, detractors) + 3
    promoting, detracting = (promoters + 0.75) / n, (detractors + 0.75) / n
    score = promoting - detracting
    return score, (promoting + detracting - score * score) / n


def student_quantile(confidence: float, freedom: int) -> float:
    """How many standard errors hold a share of Student's t distribution, to both sides of 0.

    By bisection of the finite series of Abramowitz and Stegun, Handbook of Mathematical Functions
    (1964), 26.7.3 and 26.7.4.
    """
    angle = _bisect(lambda angle: _student_share(angle, freedom) - confidence, 0.0, math.pi / 2)
    return math.sqrt(freedom) * math.tan(angle)


def _student_share(angle: float, freedom: int) -> float:
    """The share of the distribution between -t and t, where tan(angle) = t / √freedom."""
    cosine, odd = math.cos(angle), freedom % 2
    term, series = cosine if odd else 1.0, 0.0
    for power in range(odd, freedom - 1, 2):
        series += term
        term *= cosine * cosine * (power + 1) / (power + 2)
    series *= math.sin(angle)
    return 2 / math.pi * (angle + series) if odd else series


def _wilson(count: int, n: int, z: float) -> Limits:
    share, square = count / n, z * z
    middle = share + square / (2 * n)
    margin = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low = 0.0 if count == 0 else (middle - margin) / (1 + square / n)
    high = 1.0 if count == n else (middle + margin) / (1 + square / n)
    return low, high


def _tango(promoters: int, detractors: int, n: int, z: float) -> Limits:
    difference = promoters - detractors

    def statistic(score: float) -> float:
        """How many standard errors the observed score lies above the one in question."""
        linear = (2 * n - difference) * score - promoters - detractors
        product = -detractors * score * (1 - score)
        root = math.sqrt(max(0.0, linear * linear - 8 * n * product))
        detracting = (root - linear) / (4 * n)
        variance = n * (2 * detracting + score * (1 - score))
        above = difference - n * score
        if variance <= 0:
            return math.copysign(math.inf, above) if above else 0.0
        return above / math.sqrt(variance)

    observed = difference / n
    low = -1.0 if detractors == n else _bisect(lambda one: z - statistic(one), -1.0, observed)
    high = 1.0 if promoters == n else _bisect(lambda one: -z - statistic(one), observed, 1.0)
    return low, high


def _bisect(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function passes 0, to the last bit."""
    while low < (middle := (low + high) / 2) < high:
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return middle


def _z(confidence: float) -> float:
    # As near to 1 as 1 - 1e-16, half of what is left over could not be told from nothing.
    usable = type(confidence) in (int, float) and 0 < confidence < 1
    if not usable or (1 + confidence) / 2 == 1:
        raise InvalidArgumentError(
            "confidence", confidence, "a share between 0 and 1, such as 0.95"
        )
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _counted(name: str, count: int, n: int) -> tuple[int, int]:
    check_count("n", n, least=1, expected="at least 1")
    if type(count) is not int or not 0 <= count <= n:
        raise InvalidArgumentError(name, count, f"a count from 0 to {n}")
    return count, n


def _total(promoters: int, passives: int, detractors: int) -> int:
    for name, count in (
        ("promoters", promoters), ("passives", passives), ("detractors", detractors)
    ):  # fmt: skip
        check_count(name, count)
    if not (total := promoters + passives + detractors):
        raise InvalidArgumentError("the number of answers", 0, "at least 1")
    return total


def check_count(
    name: str, count: int, *, least: int = 0, expected: str = "a count of 0 or more"
) -> None:
    """Refuse what is no whole number, too few, or more than can be told from one more."""
    if type(count) is not int or count < least:
        raise InvalidArgumentError(name, count, expected)
    if count > LARGEST:
        raise InvalidArgumentError(name, count, f"at most {LARGEST}")


def _interval(low: float, high: float, confidence: float, method: IntervalMethod) -> Interval:
    return trusted(Interval, low=low, high=high, confidence=float(confidence), method=method)
