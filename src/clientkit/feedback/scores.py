"""What the answers to a survey become: NPS, CSAT and CES, each with what it rests on.

A survey says what its answers mean, so every function takes the survey and refuses one of another
metric, and any answer outside its scale. Of the responses that it is given it takes those to that
survey, with corrections in the place of what they correct; their order does not matter. Each
response counts as one independent answer, so give it the responses of one round.

Under five answers there is no score, only the answers: a single one would move it by 20 points or
more. No answer is a state of its own. Nothing is rounded.
"""

import math
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidArgumentError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Number, Share

from .answers import ScoreState, answers_to, state_of
from .entries import SurveyResponse
from .intervals import (
    Interval,
    IntervalMethod,
    mean_interval,
    nps_interval,
    wilson_interval,
)
from .model import Survey, SurveyMetric

__all__ = [
    "CesScore",
    "CsatScore",
    "NpsScore",
    "ces",
    "csat",
    "nps",
]

Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Answer = Annotated[int, Meta(ge=0, le=100)]
Answers = Annotated[tuple[Answer, ...], Meta(max_length=1_000_000)]


@model(kw_only=True)
class NpsScore:
    """A Net Promoter Score, and what it rests on."""

    survey: Id
    """The survey."""
    state: ScoreState
    """Whether there is a score."""
    n: Count
    """How many answers there are."""
    answers: Answers
    """The answers, from the lowest to the highest."""
    promoters: Count
    """How many answered 9 or 10."""
    passives: Count
    """How many answered 7 or 8."""
    detractors: Count
    """How many answered 0 to 6."""
    score: Annotated[float, Meta(ge=-100, le=100)] | None = None
    """Percentage of promoters less that of detractors, in points from -100 to 100."""
    interval: Interval | None = None
    """The scores that the answers are compatible with, in points."""

    @property
    def counts(self) -> str:
        """The promoters and detractors as counts, such as ``5 promoters and 1 detractor of 9``."""
        return (
            f"{_counted(self.promoters, 'promoter')} and "
            f"{_counted(self.detractors, 'detractor')} of {self.n}"
        )


@model(kw_only=True)
class CsatScore:
    """A share of satisfied answers, and what it rests on."""

    survey: Id
    """The survey."""
    state: ScoreState
    """Whether there is a score."""
    n: Count
    """How many answers there are."""
    answers: Answers
    """The answers, from the lowest to the highest."""
    satisfied: Count
    """How many gave one of the two highest answers of the scale."""
    share: Share | None = None
    """The share of satisfied answers, from 0 to 1."""
    interval: Interval | None = None
    """The shares that the answers are compatible with."""

    @property
    def counts(self) -> str:
        """The satisfied answers as counts, such as ``7 of 9``."""
        return f"{self.satisfied} of {self.n}"


@model(kw_only=True)
class CesScore:
    """A customer effort score, and what it rests on."""

    survey: Id
    """The survey."""
    state: ScoreState
    """Whether there is a score."""
    n: Count
    """How many answers there are."""
    answers: Answers
    """The answers, from the lowest to the highest."""
    high_is_good: bool
    """Whether the highest answer is the best."""
    mean: Number | None = None
    """The mean answer, on the survey's own scale."""
    interval: Interval | None = None
    """The means that the answers are compatible with; none where all are alike."""
    ease: Share | None = None
    """Where the mean lies between the worst answer, 0, and the best, 1."""


def nps(
    survey: Survey,
    responses: Iterable[SurveyResponse],
    *,
    method: IntervalMethod = IntervalMethod.ADJUSTED_WALD,
    confidence: float = 0.95,
) -> NpsScore:
    """The Net Promoter Score: the percentage of promoters less that of detractors.

    Promoters answer 9 or 10, passives 7 or 8, detractors 0 to 6 (Reichheld, The One Number You Need
    to Grow, Harvard Business Review, December 2003). The interval is that of
    :func:`~clientkit.feedback.intervals.nps_interval`. Its middle is drawn towards 0, so that it
    need not be the score.

    >>> import datetime as dt
    >>> from clientkit.feedback import Survey, SurveyResponse, nps
    >>> survey = Survey(id="relation", metric="nps", scale="0-10")
    >>> responses = [
    ...     SurveyResponse(id=f"r{i}", survey="relation", score=score, by="lena",
    ...         date=dt.date(2026, 5, 4))
    ...     for i, score in enumerate([10, 10, 9, 9, 9, 8, 8, 7, 4])]
    >>> score = nps(survey, responses)
    >>> score.counts, round(score.score, 1)
    ('5 promoters and 1 detractor of 9', 44.4)
    >>> round(score.interval.low, 1), round(score.interval.high, 1)
    (-7.2, 73.9)
    >>> nps(survey, responses[:4]).state, nps(survey, responses[:4]).answers
    (<ScoreState.TOO_FEW: 'too_few'>, (9, 9, 10, 10))

    Raises:
        InvalidArgumentError: The survey has another metric, an answer is outside its scale, the
            method is for another kind of score, or the confidence not between 0 and 1.
    """
    answers = answers_to(survey, responses, SurveyMetric.NPS)
    parts = _split(answers)
    scored = state_of(answers) is ScoreState.SCORED
    # asked for the interval of some counts in any case, so that a wrong method is always refused
    interval = nps_interval(*(parts if scored else (0, 1, 0)), method=method, confidence=confidence)
    return trusted(
        NpsScore,
        survey=survey.id,
        state=state_of(answers),
        n=len(answers),
        answers=answers,
        promoters=parts[0],
        passives=parts[1],
        detractors=parts[2],
        score=100 * (parts[0] - parts[2]) / len(answers) if scored else None,
        interval=interval if scored else None,
    )


def csat(
    survey: Survey, responses: Iterable[SurveyResponse], *, confidence: float = 0.95
) -> CsatScore:
    """Customer satisfaction: the share of answers in the two highest boxes of the scale.

    On a scale of 1 to 5, the share of 4 and 5. The interval is Wilson's. A scale needs three
    answers at least: the two highest of two would be all.

    >>> import datetime as dt
    >>> from clientkit.feedback import Survey, SurveyResponse, csat
    >>> survey = Survey(id="pulse", metric="csat", scale="1-5")
    >>> score = csat(survey, [
    ...     SurveyResponse(id=f"r{i}", survey="pulse", score=score, by="lena",
    ...         date=dt.date(2026, 5, 4))
    ...     for i, score in enumerate([5, 5, 4, 4, 4, 4, 4, 3, 2])])
    >>> score.counts, round(score.share, 3)
    ('7 of 9', 0.778)
    >>> round(score.interval.low, 3), round(score.interval.high, 3)
    (0.453, 0.937)

    Raises:
        InvalidArgumentError: The survey has another metric or a scale of two answers, an answer is
            outside its scale, or the confidence not between 0 and 1.
    """
    answers = answers_to(survey, responses, SurveyMetric.CSAT)
    if survey.highest - survey.lowest < 2:
        raise InvalidArgumentError(
            f"the scale of survey {survey.id!r}", survey.scale, "three answers or more"
        )
    satisfied = sum(answer >= survey.highest - 1 for answer in answers)
    scored = state_of(answers) is ScoreState.SCORED
    interval = wilson_interval(satisfied, max(1, len(answers)), confidence=confidence)
    return trusted(
        CsatScore,
        survey=survey.id,
        state=state_of(answers),
        n=len(answers),
        answers=answers,
        satisfied=satisfied,
        share=satisfied / len(answers) if scored else None,
        interval=interval if scored else None,
    )


def ces(
    survey: Survey, responses: Iterable[SurveyResponse], *, confidence: float = 0.95
) -> CesScore:
    """The customer effort score: the mean answer, on the survey's own scale.

    "The company made it easy for me", 1 to 7, where 7 is best (CES 2.0: Dixon, Toman and DeLisi,
    The Effortless Experience, 2013), or "how much effort did you have to put forth", 1 to 5, where
    1 is best (Dixon, Freeman and Toman, Stop Trying to Delight Your Customers, Harvard Business
    Review, July 2010): the survey's `scale` and `high_is_good` say which. `ease` makes the two
    comparable. The interval is Student's, there is none where all answers are alike.

    >>> import datetime as dt
    >>> from clientkit.feedback import Survey, SurveyResponse, ces
    >>> survey = Survey(id="effort", metric="ces", scale="1-5", high_is_good=False)
    >>> score = ces(survey, [
    ...     SurveyResponse(id=f"r{i}", survey="effort", score=score, by="lena",
    ...         date=dt.date(2026, 5, 4))
    ...     for i, score in enumerate([1, 2, 2, 2, 3])])
    >>> score.mean, score.ease, round(score.interval.low, 2), round(score.interval.high, 2)
    (2.0, 0.75, 1.12, 2.88)

    Raises:
        InvalidArgumentError: The survey has another metric, an answer is outside its scale, or the
            confidence not between 0 and 1.
    """
    answers = answers_to(survey, responses, SurveyMetric.CES)
    low, high = survey.lowest, survey.highest
    interval = mean_interval(answers, lowest=low, highest=high, confidence=confidence)
    mean = ease = None
    if state_of(answers) is ScoreState.SCORED:
        mean = math.fsum(answers) / len(answers)
        ease = (mean - low if survey.high_is_good else high - mean) / (high - low)
    return trusted(
        CesScore,
        survey=survey.id,
        state=state_of(answers),
        n=len(answers),
        answers=answers,
        high_is_good=survey.high_is_good,
        mean=mean,
        interval=None if mean is None else interval,
        ease=ease,
    )


def _split(answers: tuple[int, ...]) -> tuple[int, int, int]:
    promoters = sum(answer >= 9 for answer in answers)
    detractors = sum(answer <= 6 for answer in answers)
    return promoters, len(answers) - promoters - detractors, detractors


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
