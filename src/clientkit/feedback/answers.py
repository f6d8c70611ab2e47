"""The answers to a survey, and whether there are enough of them for a score."""

from collections.abc import Iterable
from enum import Enum, unique

from clientkit.base import InvalidArgumentError
from clientkit.client.corrections import corrected

from .entries import SurveyResponse
from .model import Survey, SurveyMetric

__all__ = ["FEWEST_ANSWERS", "ScoreState"]

FEWEST_ANSWERS = 5
"""With as many answers there is a score; with fewer only the answers are shown."""


@unique
class ScoreState(Enum):
    """Whether there is a score."""

    NO_DATA = "no_data"
    """Nobody answered."""
    TOO_FEW = "too_few"
    """Somebody answered, but fewer than five; look at the answers themselves."""
    SCORED = "scored"
    """There is a score."""


def answers_to(
    survey: Survey, responses: Iterable[SurveyResponse], metric: SurveyMetric
) -> tuple[int, ...]:
    """The answers in order, refused if they are not what the survey can get."""
    if survey.metric is not metric:
        raise InvalidArgumentError(
            f"the metric of survey {survey.id!r}", survey.metric.value, repr(metric.value)
        )
    own = [response for response in corrected(responses) if response.survey == survey.id]
    for response in own:
        if not survey.lowest <= response.score <= survey.highest:
            raise InvalidArgumentError(
                f"the score of response {response.id!r}",
                response.score,
                f"an answer on the scale {survey.scale} of survey {survey.id!r}",
            )
    return tuple(sorted(response.score for response in own))


def state_of(answers: tuple[int, ...]) -> ScoreState:
    """Whether so many answers make a score."""
    if not answers:
        return ScoreState.NO_DATA
    return ScoreState.SCORED if len(answers) >= FEWEST_ANSWERS else ScoreState.TOO_FEW
