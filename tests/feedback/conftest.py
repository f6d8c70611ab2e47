import datetime as dt

import pytest

from clientkit.base import specification
from clientkit.feedback import Survey, SurveyResponse


@pytest.fixture
def rebuilt():
    """Rebuilds a result through its checked constructor, which refuses what does not fit."""

    def rebuild(result):
        fields = specification(type(result))
        return type(result)(**{one.name: getattr(result, one.name) for one in fields})

    return rebuild


@pytest.fixture
def answered():
    """Makes responses to a survey, one for each score."""

    def make(survey: Survey, *scores: int) -> list[SurveyResponse]:
        return [
            SurveyResponse(
                id=f"r{i}", survey=survey.id, score=score, by="lena", date=dt.date(2026, 5, 4)
            )
            for i, score in enumerate(scores)
        ]

    return make
