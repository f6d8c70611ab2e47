import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import ClientkitError, InvalidArgumentError, InvalidModelError
from clientkit.feedback import (
    FEWEST_ANSWERS,
    IntervalMethod,
    ScoreState,
    Survey,
    SurveyResponse,
    ces,
    csat,
    nps,
)

NPS = Survey(id="relation", metric="nps", scale="0-10")
CSAT = Survey(id="pulse", metric="csat", scale="1-5")
CES = Survey(id="effort", metric="ces", scale="1-7")


def responses(survey, scores):
    return [
        SurveyResponse(
            id=f"r{i}", survey=survey.id, score=score, by="lena", date=dt.date(2026, 5, 4)
        )
        for i, score in enumerate(scores)
    ]


class TestNps:
    @pytest.mark.parametrize(
        ("answer", "promoters", "passives", "detractors"),
        [(0, 0, 0, 1), (6, 0, 0, 1), (7, 0, 1, 0), (8, 0, 1, 0), (9, 1, 0, 0), (10, 1, 0, 0)],
    )
    def test_each_side_of_each_boundary(self, answer, promoters, passives, detractors):
        score = nps(NPS, responses(NPS, [answer]))
        assert (score.promoters, score.passives, score.detractors) == (
            promoters, passives, detractors,
        )  # fmt: skip

    def test_explains_itself(self, rebuilt):
        score = nps(NPS, responses(NPS, [10, 4, 9, 8, 9, 7, 10, 9, 8]))
        assert score.state is ScoreState.SCORED
        assert score.n == 9
        assert score.answers == (4, 7, 8, 8, 9, 9, 9, 10, 10)
        assert score.score == pytest.approx(400 / 9, abs=1e-12)
        assert score.counts == "5 promoters and 1 detractor of 9"
        assert score.interval.method is IntervalMethod.ADJUSTED_WALD
        assert rebuilt(score) == score
        assert rebuilt(score.interval) == score.interval

    def test_the_score_interval_is_an_option(self):
        score = nps(NPS, responses(NPS, [10] * 6), method=IntervalMethod.SCORE)
        assert score.interval.method is IntervalMethod.SCORE
        assert score.interval.high == 100

    @given(st.lists(st.integers(0, 10), min_size=5, max_size=30))
    def test_mirrored_answers_of_other_classes_mirror_the_score(self, scores):
        opposite = {**dict.fromkeys(range(7), 9), 7: 7, 8: 8, 9: 0, 10: 6}
        score = nps(NPS, responses(NPS, scores))
        mirrored = nps(NPS, responses(NPS, [opposite[one] for one in scores]))
        assert mirrored.score == -score.score


class TestFewAnswers:
    @pytest.mark.parametrize(("score", "survey"), [(nps, NPS), (csat, CSAT), (ces, CES)])
    def test_no_answer_is_a_state_of_its_own(self, score, survey, rebuilt):
        found = score(survey, [])
        assert found.state is ScoreState.NO_DATA
        assert (found.n, found.answers, found.interval) == (0, (), None)
        assert rebuilt(found) == found

    @pytest.mark.parametrize(("score", "survey"), [(nps, NPS), (csat, CSAT), (ces, CES)])
    def test_four_answers_are_shown_and_five_scored(self, score, survey):
        few = score(survey, responses(survey, [5, 4, 3, 2]))
        assert few.state is ScoreState.TOO_FEW
        assert few.answers == (2, 3, 4, 5)
        assert few.interval is None
        enough = score(survey, responses(survey, [5, 4, 3, 2, 1]))
        assert enough.state is ScoreState.SCORED
        assert enough.interval is not None
        assert FEWEST_ANSWERS == 5

    def test_there_is_no_number_to_mistake_for_a_score(self):
        assert nps(NPS, responses(NPS, [10] * 4)).score is None
        assert csat(CSAT, responses(CSAT, [5] * 4)).share is None
        assert ces(CES, responses(CES, [5] * 4)).mean is None
        assert ces(CES, responses(CES, [5] * 4)).ease is None


class TestScalesArePartOfTheType:
    def test_an_answer_of_1_to_5_cannot_be_scored_as_nps(self):
        with pytest.raises(InvalidModelError, match=r"scale is '1-5' with metric 'nps'"):
            Survey(id="pulse", metric="nps", scale="1-5")
        with pytest.raises(InvalidArgumentError) as caught:
            nps(CSAT, responses(CSAT, [5, 5, 5, 5, 5]))
        assert str(caught.value) == "the metric of survey 'pulse' is 'csat'; expected 'nps'"

    @pytest.mark.parametrize(
        ("score", "survey"),
        [(csat, NPS), (ces, NPS), (nps, CES), (csat, CES), (ces, CSAT), (nps, CSAT)],
    )
    def test_no_survey_is_scored_by_another_metric_even_without_answers(self, score, survey):
        with pytest.raises(ClientkitError, match=r"the metric of survey"):
            score(survey, [])

    @pytest.mark.parametrize(
        ("score", "survey", "inside", "outside"),
        [
            (nps, NPS, 10, 11),
            (csat, CSAT, 5, 6),
            (csat, CSAT, 1, 0),
            (ces, CES, 7, 8),
            (ces, CES, 1, 0),
        ],
    )
    def test_an_answer_outside_the_scale_is_refused(self, score, survey, inside, outside):
        assert score(survey, responses(survey, [inside])).n == 1
        with pytest.raises(ClientkitError) as caught:
            score(survey, responses(survey, [inside, outside]))
        assert str(caught.value) == (
            f"the score of response 'r1' is {outside}; expected an answer on the scale "
            f"{survey.scale} of survey {survey.id!r}"
        )

    def test_answers_to_other_surveys_are_not_counted(self):
        others = responses(CSAT, [1, 1, 1])
        assert nps(NPS, others).state is ScoreState.NO_DATA
        assert csat(CSAT, others + responses(NPS, [10] * 9)).n == 3


class TestCsat:
    def test_top_two_boxes(self, rebuilt):
        score = csat(CSAT, responses(CSAT, [5, 4, 3, 2, 1, 4, 5, 4, 4]))
        assert score.counts == "6 of 9"
        assert score.share == pytest.approx(6 / 9)
        assert score.interval.method is IntervalMethod.WILSON
        assert rebuilt(score) == score

    @pytest.mark.parametrize(
        ("scale", "low", "high"), [("1-5", 3, 4), ("1-7", 5, 6), ("0-10", 8, 9)]
    )
    def test_the_boundary_on_every_scale(self, scale, low, high):
        survey = Survey(id="pulse", metric="csat", scale=scale)
        assert csat(survey, responses(survey, [low] * 5)).share == 0
        assert csat(survey, responses(survey, [high] * 5)).share == 1

    def test_a_scale_of_two_answers_is_refused_and_of_three_is_not(self):
        survey = Survey(id="thumbs", metric="csat", scale="1-2")
        with pytest.raises(ClientkitError) as caught:
            csat(survey, [])
        assert str(caught.value) == (
            "the scale of survey 'thumbs' is '1-2'; expected three answers or more"
        )
        three = Survey(id="thumbs", metric="csat", scale="0-2")
        assert csat(three, responses(three, [0, 1, 2, 2, 2])).satisfied == 4


class TestCes:
    def test_high_is_good(self, rebuilt):
        score = ces(CES, responses(CES, [7, 6, 5, 7, 6]))
        assert score.mean == pytest.approx(6.2)
        assert score.ease == pytest.approx(5.2 / 6)
        assert score.interval.method is IntervalMethod.STUDENT_T
        assert rebuilt(score) == score

    def test_answers_all_alike_have_a_mean_and_no_interval(self):
        score = ces(CES, responses(CES, [6] * 8))
        assert (score.state, score.mean, score.interval) == (ScoreState.SCORED, 6, None)

    @given(st.lists(st.integers(1, 7), min_size=5, max_size=30))
    def test_turning_the_scale_round_leaves_the_ease(self, scores):
        turned = Survey(id="effort", metric="ces", scale="1-7", high_is_good=False)
        easy = ces(CES, responses(CES, scores)).ease
        assert ces(turned, responses(turned, [8 - one for one in scores])).ease == pytest.approx(
            easy
        )


class TestLaws:
    @given(st.lists(st.integers(1, 5), max_size=12), st.data())
    def test_order_does_not_matter(self, scores, data):
        made = responses(CSAT, scores)
        assert csat(CSAT, made) == csat(CSAT, data.draw(st.permutations(made)))

    @given(st.lists(st.integers(0, 10), min_size=5, max_size=15))
    def test_taking_half_of_each_kind_of_answer_away_widens_the_interval(self, scores):
        """It holds where the mixture stays; taking the odd one out may narrow it."""
        half = nps(NPS, responses(NPS, scores))
        whole = nps(NPS, responses(NPS, scores * 2))
        assert half.score == whole.score
        assert half.interval.width > whole.interval.width

    def test_a_corrected_answer_counts_once(self):
        typo = responses(CSAT, [1, 4, 4, 4, 4])
        right = SurveyResponse(
            id="x", survey="pulse", score=5, by="lena", date=dt.date(2026, 5, 6), corrects="r0"
        )
        assert csat(CSAT, [*typo, right]).answers == (4, 4, 4, 4, 5)
        assert csat(CSAT, [right, *typo]).answers == (4, 4, 4, 4, 5)

    def test_a_correction_mends_an_answer_outside_the_scale(self):
        typo = responses(CSAT, [44])
        right = SurveyResponse(
            id="x", survey="pulse", score=4, by="lena", date=dt.date(2026, 5, 6), corrects="r0"
        )
        assert csat(CSAT, [*typo, right]).answers == (4,)
