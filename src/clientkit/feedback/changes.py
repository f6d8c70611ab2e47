"""Whether a score has changed from one round to the next, or only might have."""

import math
from collections.abc import Iterable
from enum import Enum, unique
from statistics import NormalDist
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Share

from .entries import SurveyResponse
from .intervals import Interval, IntervalMethod, adjusted_nps, newcombe_interval
from .model import Survey
from .scores import CsatScore, NpsScore, csat, nps

__all__ = ["ChangeVerdict", "CsatChange", "NpsChange", "csat_change", "nps_change"]


@unique
class ChangeVerdict(Enum):
    """What the answers of two rounds show."""

    HIGHER = "higher"
    """The later score is higher, and chance alone is no good explanation."""
    LOWER = "lower"
    """The later score is lower, and chance alone is no good explanation."""
    NOT_SHOWN = "not_shown"
    """The interval holds 0; the score may have moved either way, or not at all."""
    TOO_FEW = "too_few"
    """One of the rounds has no score."""


@model(kw_only=True)
class NpsChange:
    """How a Net Promoter Score moved between two rounds of different, or unnamed, people."""

    verdict: ChangeVerdict
    """What the answers show."""
    before: NpsScore
    """The earlier round."""
    after: NpsScore
    """The later round."""
    points: Annotated[float, Meta(ge=-200, le=200)] | None = None
    """The later score less the earlier, in points; negative where it fell."""
    interval: Interval | None = None
    """The changes that the answers are compatible with, in points."""
    p: Share | None = None
    """How often chance alone would show at least as much, if nothing had changed."""


@model(kw_only=True)
class CsatChange:
    """How satisfaction moved between two rounds of different, or unnamed, people."""

    verdict: ChangeVerdict
    """What the answers show."""
    before: CsatScore
    """The earlier round."""
    after: CsatScore
    """The later round."""
    change: Annotated[float, Meta(ge=-1, le=1)] | None = None
    """The later share less the earlier; 0.05 is five percentage points, not five percent."""
    interval: Interval | None = None
    """The changes that the answers are compatible with, as shares."""


def nps_change(
    survey: Survey,
    before: Iterable[SurveyResponse],
    after: Iterable[SurveyResponse],
    *,
    confidence: float = 0.95,
) -> NpsChange:
    """The change of a Net Promoter Score between two independent rounds.

    Both rounds get the three pseudo answers of the adjusted-Wald interval (Rocks, 2016), their
    variances add up, and the difference of the adjusted scores over the root of that sum is read as
    a standard normal deviate, two-sided (Lewis and Sauro, How to Statistically Compare Two Net
    Promoter Scores, MeasuringU, 2021). So `p` is under 1 - confidence exactly if the interval does
    not hold 0. `points` is the change of the scores themselves. The rounds are taken as answered by
    different people: for the same people it is cautious as a rule, since their answers agree.

    >>> import datetime as dt
    >>> from clientkit.feedback import Survey, SurveyResponse, nps_change
    >>> survey = Survey(id="relation", metric="nps", scale="0-10")
    >>> def answered(*scores):
    ...     return [SurveyResponse(id=f"r{i}", survey="relation", score=score, by="lena",
    ...         date=dt.date(2026, 5, 4)) for i, score in enumerate(scores)]
    >>> change = nps_change(survey, answered(9, 9, 8, 7, 5, 3), answered(10, 9, 9, 9, 8, 8))
    >>> round(change.points, 1), round(change.p, 3), change.verdict
    (66.7, 0.188, <ChangeVerdict.NOT_SHOWN: 'not_shown'>)

    Raises:
        InvalidArgumentError: As in :func:`~clientkit.feedback.scores.nps`.
    """
    first = nps(survey, before, confidence=confidence)
    second = nps(survey, after, confidence=confidence)
    if first.score is None or second.score is None:
        return trusted(NpsChange, verdict=ChangeVerdict.TOO_FEW, before=first, after=second)
    earlier, variance = adjusted_nps(first.promoters, first.passives, first.detractors)
    later, variance_after = adjusted_nps(second.promoters, second.passives, second.detractors)
    error = math.sqrt(variance + variance_after)
    normal = NormalDist()
    margin = normal.inv_cdf((1 + confidence) / 2) * error
    interval = trusted(
        Interval,
        low=100 * (later - earlier - margin),
        high=100 * (later - earlier + margin),
        confidence=float(confidence),
        method=IntervalMethod.ADJUSTED_WALD,
    )
    points = second.score - first.score
    return trusted(
        NpsChange,
        verdict=_verdict(points, interval),
        before=first,
        after=second,
        points=points,
        interval=interval,
        p=math.erfc(abs(later - earlier) / error / math.sqrt(2)),
    )


def csat_change(
    survey: Survey,
    before: Iterable[SurveyResponse],
    after: Iterable[SurveyResponse],
    *,
    confidence: float = 0.95,
) -> CsatChange:
    """The change of a share of satisfied answers between two independent rounds.

    The interval is Newcombe's hybrid score interval (1998, method 10).

    >>> import datetime as dt
    >>> from clientkit.feedback import Survey, SurveyResponse, csat_change
    >>> survey = Survey(id="pulse", metric="csat", scale="1-5")
    >>> def answered(*scores):
    ...     return [SurveyResponse(id=f"r{i}", survey="pulse", score=score, by="lena",
    ...         date=dt.date(2026, 5, 4)) for i, score in enumerate(scores)]
    >>> change = csat_change(survey, answered(1, 2, 3, 3, 4, 5), answered(5, 5, 5, 4, 4, 4))
    >>> round(change.change, 3), round(change.interval.low, 3), change.verdict
    (0.667, 0.131, <ChangeVerdict.HIGHER: 'higher'>)

    Raises:
        InvalidArgumentError: As in :func:`~clientkit.feedback.scores.csat`.
    """
    first = csat(survey, before, confidence=confidence)
    second = csat(survey, after, confidence=confidence)
    if first.share is None or second.share is None:
        return trusted(CsatChange, verdict=ChangeVerdict.TOO_FEW, before=first, after=second)
    change = second.share - first.share
    interval = newcombe_interval(
        first.satisfied, first.n, second.satisfied, second.n, confidence=confidence
    )
    return trusted(
        CsatChange,
        verdict=_verdict(change, interval),
        before=first,
        after=second,
        change=change,
        interval=interval,
    )


def _verdict(change: float, interval: Interval) -> ChangeVerdict:
    """Only where the observed change and the whole interval lie on the same side of 0."""
    if change > 0 and interval.low > 0:
        return ChangeVerdict.HIGHER
    if change < 0 and interval.high < 0:
        return ChangeVerdict.LOWER
    return ChangeVerdict.NOT_SHOWN
