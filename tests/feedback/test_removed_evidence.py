"""What taking answers and judgements away can and cannot do to a status."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from clientkit.feedback import (
    Concern,
    ConcernAnswer,
    ConcernStatus,
    ResponseState,
    Survey,
    SurveyInvitation,
    SurveyResponse,
    concern_report,
    response_rate,
)

AT = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
DAYS = st.dates(dt.date(2026, 5, 1), dt.date(2026, 5, 31))
PEOPLE = ("ada", "ben", "kim", "lou")


def subsets(rows):
    return st.lists(st.sampled_from(rows), unique_by=lambda one: one.id) if rows else st.just([])


def replies():
    rows = st.lists(
        st.tuples(DAYS, st.sampled_from(PEOPLE[:3]), st.booleans(), st.booleans()), max_size=6
    )
    return rows.map(
        lambda found: [
            ConcernAnswer(
                id=f"a{n}", concern=concern, text="We do.", by="lena", date=day,
                told_in="talk" if told else None, closes=closes,
            )
            for n, (day, concern, told, closes) in enumerate(found)
        ]
    )  # fmt: skip


def concerns(answers):
    raised = [
        Concern(id=name, text="?", by="lena", date=dt.date(2026, 5, 1)) for name in PEOPLE[:3]
    ]
    return concern_report(raised, answers, at=AT, timezone="UTC")


@given(replies(), st.data())
def test_fewer_answers_never_raise_the_share_of_concerns_answered(answers, data):
    kept = data.draw(subsets(answers))
    assert concerns(kept).answered_share <= concerns(answers).answered_share


@given(replies())
def test_without_any_answer_a_concern_is_open(answers):
    for name in PEOPLE[:3]:
        kept = [one for one in answers if one.concern != name]
        (state,) = (one for one in concerns(kept).states if one.concern == name)
        assert state.status is ConcernStatus.OPEN


def test_an_objection_taken_away_leaves_the_agreement_before_it():
    answers = [
        ConcernAnswer(id="yes", concern="ada", text="We do.", by="lena", told_in="talk",
            date=dt.date(2026, 5, 4)),
        ConcernAnswer(id="no", concern="ada", text="Not enough.", by="lena", closes=False,
            date=dt.date(2026, 5, 5)),
    ]  # fmt: skip
    assert concerns(answers).closed == 0
    assert concerns(answers[:1]).closed == 1


def responses():
    rows = st.lists(st.tuples(DAYS, st.sampled_from([*PEOPLE, None]), st.booleans()), max_size=8)
    return rows.map(
        lambda found: [
            SurveyResponse(id=f"r{n}", survey="pulse", respondent=who, score=4, by="lena",
                date=day, partial=partial)
            for n, (day, who, partial) in enumerate(found)
        ]
    )  # fmt: skip


def rate(answers, identified=True, asked=PEOPLE):
    survey = Survey(id="pulse", metric="csat", scale="1-5", identified=identified)
    invited = SurveyInvitation(
        id="i", survey="pulse", persons=asked, by="lena", date=dt.date(2026, 5, 10)
    )
    return response_rate(survey, [invited], answers, at=AT, timezone="UTC")


@given(responses(), st.booleans(), st.data())
def test_fewer_answers_never_raise_a_response_rate(answers, identified, data):
    before = rate(answers, identified)
    after = rate(data.draw(subsets(answers)), identified)
    if before.state is ResponseState.MEASURED:
        assert after.state is ResponseState.MEASURED
        assert after.rr1 <= before.rr1
        assert after.rr2 <= before.rr2


def test_fewer_invitations_raise_it_and_the_count_of_people_asked_shows_it():
    answers = [
        SurveyResponse(id="r", survey="pulse", respondent="ada", score=4, by="lena",
            date=dt.date(2026, 5, 11))
    ]  # fmt: skip
    assert rate(answers).counts == "1 of 4"
    assert rate(answers, asked=("ada",)).counts == "1 of 1"
