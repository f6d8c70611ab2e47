import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import ClientkitError
from clientkit.feedback import (
    ResponseState,
    Survey,
    SurveyInvitation,
    SurveyResponse,
    outcome_rates,
    response_rate,
)

SURVEY = Survey(id="pulse", metric="csat", scale="1-5")
ANONYMOUS = Survey(id="pulse", metric="csat", scale="1-5", identified=False)
AT = dt.datetime(2026, 5, 31, tzinfo=dt.UTC)


def asked(key, *persons, day=4, survey="pulse"):
    return SurveyInvitation(
        id=key, survey=survey, persons=persons, by="lena", date=dt.date(2026, 5, day)
    )


def answer(key, person=None, day=5, survey="pulse", **more):
    return SurveyResponse(
        id=key,
        survey=survey,
        respondent=person,
        score=4,
        by="lena",
        date=dt.date(2026, 5, day),
        **more,
    )


def rate(invitations, responses, survey=SURVEY, at=AT, **more):
    return response_rate(survey, invitations, responses, at=at, timezone="Europe/Berlin", **more)


class TestOutcomeRates:
    def test_every_case_but_the_ineligible_counts_in_the_denominator(self, rebuilt):
        # I 500, P 50, R 200, NC 150, O 50, UH + UO 50: RR1 500 / 1000, RR2 550 / 1000
        rates = outcome_rates(
            complete=500, partial=50, refused=200, not_contacted=150, other=50, unknown=50
        )
        assert (rates.n, rates.rr1, rates.rr2) == (1000, 0.5, 0.55)
        assert rebuilt(rates) == rates

    def test_nobody_asked_is_no_rate(self):
        rates = outcome_rates(complete=0)
        assert (rates.n, rates.rr1, rates.rr2) == (0, None, None)

    def test_nobody_answered_is_0(self):
        assert outcome_rates(complete=0, unknown=3).rr1 == 0

    def test_refuses_a_negative_count(self):
        with pytest.raises(ClientkitError, match=r"other is -1; expected a count of 0 or more"):
            outcome_rates(complete=1, other=-1)

    @given(st.lists(st.integers(0, 50), min_size=6, max_size=6).filter(any))
    def test_rr1_never_exceeds_rr2(self, counts):
        names = ["complete", "partial", "refused", "not_contacted", "other", "unknown"]
        rates = outcome_rates(**dict(zip(names, counts, strict=True)))
        assert 0 <= rates.rr1 <= rates.rr2 <= 1


class TestWhoAnswered:
    def test_rates_and_the_silent(self, rebuilt):
        found = rate(
            [asked("i", "a", "b", "c", "d")],
            [answer("1", "a"), answer("2", "b", partial=True)],
        )
        assert found.state is ResponseState.MEASURED
        assert (found.asked, found.complete, found.partial) == (4, 1, 1)
        assert (found.rr1, found.rr2, found.counts) == (0.25, 0.5, "2 of 4")
        assert (found.names_known, found.did_not_answer) == (True, ("c", "d"))
        assert rebuilt(found) == found

    def test_a_survey_without_names_never_says_who(self):
        found = rate([asked("i", "a", "b")], [answer("1", "a")], ANONYMOUS)
        assert (found.rr1, found.names_known, found.did_not_answer) == (0.5, False, ())

    def test_one_answer_without_a_name_hides_who_was_silent(self):
        found = rate([asked("i", "a", "b", "c")], [answer("1", "a"), answer("2")])
        assert (found.counts, found.names_known, found.did_not_answer) == ("2 of 3", False, ())

    def test_somebody_asked_and_reminded_is_one_person(self):
        found = rate([asked("i", "a", "b"), asked("j", "b", day=11)], [answer("1", "b", day=12)])
        assert (found.counts, found.did_not_answer) == ("1 of 2", ("a",))

    def test_somebody_who_answers_twice_is_one_person_and_the_full_answer_counts(self):
        found = rate([asked("i", "a")], [answer("1", "a", partial=True), answer("2", "a")])
        assert (found.complete, found.partial, found.rr1) == (1, 0, 1)

    def test_answers_of_people_not_asked_count_in_no_rate(self):
        found = rate([asked("i", "a")], [answer("1", "x")])
        assert (found.counts, found.unasked) == ("0 of 1", 1)

    def test_whoever_is_not_eligible_is_left_out_on_both_sides(self):
        found = rate([asked("i", "a", "b")], [answer("1", "b")], not_eligible=["b"])
        assert (found.counts, found.unasked, found.did_not_answer) == ("0 of 1", 0, ("a",))

    def test_other_surveys_play_no_part(self):
        found = rate(
            [asked("i", "a"), asked("j", "b", survey="other")], [answer("1", "a", survey="other")]
        )
        assert (found.counts, found.did_not_answer) == ("0 of 1", ("a",))


class TestStates:
    def test_no_invitation_is_no_rate(self, rebuilt):
        found = rate([], [answer("1", "a")])
        assert (found.state, found.rr1, found.rr2) == (ResponseState.NOBODY_ASKED, None, None)
        assert found.unasked == 1
        assert rebuilt(found) == found

    def test_more_answers_than_people_asked_is_no_rate(self):
        one, two = [answer("1")], [answer("1"), answer("2")]
        assert rate([asked("i", "a")], one, ANONYMOUS).rr1 == 1
        found = rate([asked("i", "a")], two, ANONYMOUS)
        assert (found.state, found.rr1) == (ResponseState.TOO_MANY_ANSWERS, None)


class TestTime:
    def test_an_answer_counts_from_the_day_of_the_invitation_on(self):
        invitation = [asked("i", "a", day=4)]
        assert rate(invitation, [answer("1", "a", day=3)]).counts == "0 of 1"
        assert rate(invitation, [answer("1", "a", day=4)]).counts == "1 of 1"
        noon = SurveyResponse(
            id="1", survey="pulse", respondent="a", score=4, by="a",
            at=dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC),
        )  # fmt: skip
        assert rate(invitation, [noon]).counts == "1 of 1"

    def test_what_lies_after_the_instant_does_not_count_yet(self):
        sent = dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)
        invitation = SurveyInvitation(id="i", survey="pulse", persons=("a",), by="lena", at=sent)
        assert rate([invitation], [], at=sent).asked == 1
        assert rate([invitation], [], at=sent - dt.timedelta(microseconds=1)).asked == 0

    def test_since_is_included(self):
        sent = dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)
        invitation = SurveyInvitation(id="i", survey="pulse", persons=("a",), by="lena", at=sent)
        assert rate([invitation], [], since=sent).asked == 1
        assert rate([invitation], [], since=sent + dt.timedelta(microseconds=1)).asked == 0

    @pytest.mark.parametrize("name", ["at", "since"])
    def test_refuses_an_instant_without_offset(self, name):
        with pytest.raises(
            ClientkitError, match=rf"{name} is .*; expected an instant with its offset"
        ):
            rate([], [], **{name: dt.datetime.fromisoformat("2026-05-04T09:00")})


@given(st.permutations([answer(str(i), person) for i, person in enumerate("aabcx")]))
def test_order_of_responses_does_not_matter(responses):
    invitations = [asked("i", "a", "b"), asked("j", "c", "d")]
    assert rate(invitations, responses) == rate(
        invitations, sorted(responses, key=lambda one: one.id)
    )


@pytest.mark.parametrize("wrong", [1.0, True, "3", None, float("nan"), 10**400])
def test_refuses_what_is_no_count(wrong):
    with pytest.raises(ClientkitError, match=r"expected (a count of 0 or more|at most)"):
        outcome_rates(complete=1, unknown=wrong)
