"""Instants, days and zones that no clock shows, in every function that asks for them."""

import datetime as dt
from contextlib import suppress

import pytest

from clientkit.base import ClientkitError, Term
from clientkit.client import Person
from clientkit.feedback import (
    CheckIn,
    Concern,
    ConcernAnswer,
    Expectation,
    ExpectationReview,
    Survey,
    SurveyInvitation,
    SurveyResponse,
    check_in_due,
    concern_report,
    expectation_gaps,
    latest_moods,
    response_rate,
    survey_due,
)

AT = dt.datetime(2026, 5, 9, tzinfo=dt.UTC)
SURVEY = Survey(
    id="pulse", metric="csat", scale="1-5", audience=("kim",), every=Term.parse("1 week")
)
EARLIEST = dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=14)))
LATEST = dt.datetime.max.replace(tzinfo=dt.timezone(dt.timedelta(hours=-12)))


def calls(moment):
    """Each function, with an entry of every kind at a moment."""
    made = {"by": "lena", **moment}
    asked = SurveyInvitation(id="i", survey="pulse", persons=("kim",), **made)
    told = SurveyResponse(id="r", survey="pulse", respondent="kim", score=4, **made)
    talk = CheckIn(id="t", person="kim", mood="content", **made)
    concern = Concern(id="c", text="Who checks the lifts?", **made)
    answer = ConcernAnswer(id="a", concern="c", text="We do.", **made)
    wish = Expectation(id="e", text="Kind words", basis="stated", **made)
    review = ExpectationReview(id="x", expectation="e", status="met", **made)
    kim = Person(id="kim", title="Curator")
    return [
        lambda **now: response_rate(SURVEY, [asked], [told], **now),
        lambda **now: survey_due(SURVEY, [kim], invitations=[asked], responses=[told], **now),
        lambda **now: concern_report([concern], [answer], answer_within=Term.parse("1 day"), **now),
        lambda **now: expectation_gaps([wish], [review], **now),
        lambda **now: check_in_due(Term.parse("1 day"), [talk], **now),
        lambda **now: latest_moods([talk], **now),
    ]


@pytest.mark.parametrize("at", [AT.replace(tzinfo=None), AT.date(), "2026-05-09", None, 5])
def test_what_is_no_instant_is_refused(at):
    for call in calls({"at": AT}):
        with pytest.raises(ClientkitError, match="expected an instant with its offset"):
            call(at=at, timezone="UTC")


@pytest.mark.parametrize("timezone", ["Mars/Base", "", "../etc/passwd", None, 5])
def test_what_is_no_zone_is_refused_even_without_entries(timezone):
    for call in calls({"at": AT}):
        with pytest.raises(ClientkitError, match="expected"):
            call(at=AT, timezone=timezone)
    with pytest.raises(ClientkitError, match="expected"):
        latest_moods([], at=AT, timezone=timezone)


@pytest.mark.parametrize("timezone", ["Pacific/Kiritimati", "Etc/GMT+12", "UTC"])
@pytest.mark.parametrize(
    "moment", [{"at": EARLIEST}, {"at": LATEST}, {"date": dt.date.min}, {"date": dt.date.max}]
)
def test_the_ends_of_the_calendar_are_answered_or_refused(moment, timezone):
    for call in calls(moment):
        with suppress(ClientkitError):
            assert call(at=AT, timezone=timezone) is not None
