import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from clientkit.base import ClientkitError
from clientkit.feedback import (
    ChangeVerdict,
    IntervalMethod,
    Survey,
    SurveyResponse,
    csat_change,
    nps_change,
)

NPS = Survey(id="relation", metric="nps", scale="0-10")
CSAT = Survey(id="pulse", metric="csat", scale="1-5")


def answers(survey, *groups):
    scores = [score for score, times in groups for _ in range(times)]
    return [
        SurveyResponse(id=f"r{i}", survey=survey.id, score=score, by="lena", date=date(2026, 5, 4))
        for i, score in enumerate(scores)
    ]


class TestNpsChange:
    def test_by_hand(self, rebuilt):
        # 2, 2, 2 and 4, 2, 0 of 6; with pseudo answers 2.75, 3.5, 2.75 and 4.75, 3.5, 0.75 of 9
        change = nps_change(
            NPS, answers(NPS, (9, 2), (8, 2), (3, 2)), answers(NPS, (10, 4), (7, 2))
        )
        before = (5.5 / 9) / 9
        after = (5.5 / 9 - (4 / 9) ** 2) / 9
        error = math.sqrt(before + after)
        assert change.points == pytest.approx(200 / 3)
        assert change.p == pytest.approx(2 * stats.norm.sf(4 / 9 / error), abs=1e-12)
        margin = stats.norm.ppf(0.975) * error
        assert change.interval.low == pytest.approx(100 * (4 / 9 - margin))
        assert change.interval.high == pytest.approx(100 * (4 / 9 + margin))
        assert change.interval.method is IntervalMethod.ADJUSTED_WALD
        assert change.verdict is ChangeVerdict.NOT_SHOWN
        assert rebuilt(change) == change

    def test_sign_says_up_and_down(self):
        low, high = answers(NPS, (2, 20)), answers(NPS, (10, 20))
        up, down = nps_change(NPS, low, high), nps_change(NPS, high, low)
        assert (up.verdict, down.verdict) == (ChangeVerdict.HIGHER, ChangeVerdict.LOWER)
        assert (up.points, down.points) == (200, -200)
        assert up.p == down.p < 1e-9
        assert up.interval.low == -down.interval.high

    def test_a_round_without_a_score_leaves_no_number(self, rebuilt):
        change = nps_change(NPS, answers(NPS, (2, 4)), answers(NPS, (10, 20)))
        assert change.verdict is ChangeVerdict.TOO_FEW
        assert (change.points, change.interval, change.p) == (None, None, None)
        assert change.before.answers == (2, 2, 2, 2)
        assert rebuilt(change) == change

    def test_an_observed_fall_is_never_called_higher(self):
        # the adjusted score of the few is drawn further towards 0 than that of the many
        few, many = answers(NPS, (10, 5)), answers(NPS, (10, 990), (8, 10))
        change = nps_change(NPS, few, many, confidence=0.5)
        assert change.points < 0 < change.interval.low
        assert change.verdict is ChangeVerdict.NOT_SHOWN

    @given(
        st.lists(st.integers(0, 10), min_size=5, max_size=25),
        st.lists(st.integers(0, 10), min_size=5, max_size=25),
        st.sampled_from([0.8, 0.9, 0.95, 0.99]),
    )
    def test_p_is_small_exactly_if_the_interval_leaves_out_0(self, before, after, confidence):
        change = nps_change(
            NPS,
            answers(NPS, *((one, 1) for one in before)),
            answers(NPS, *((one, 1) for one in after)),
            confidence=confidence,
        )
        leaves_out = not change.interval.low <= 0 <= change.interval.high
        assert (change.p < 1 - confidence) is leaves_out

    def test_both_rounds_are_checked(self):
        with pytest.raises(ClientkitError, match=r"the score of response 'r0' is 11"):
            nps_change(NPS, [], answers(NPS, (11, 1)))


class TestCsatChange:
    def test_is_newcombes_interval_in_shares(self, rebuilt):
        change = csat_change(CSAT, answers(CSAT, (5, 48), (1, 32)), answers(CSAT, (4, 56), (3, 14)))
        assert change.change == pytest.approx(0.2)
        assert (round(change.interval.low, 4), round(change.interval.high, 4)) == (0.0524, 0.3339)
        assert change.verdict is ChangeVerdict.HIGHER
        assert (change.before.counts, change.after.counts) == ("48 of 80", "56 of 70")
        assert rebuilt(change) == change

    def test_all_three_verdicts(self):
        good, bad = answers(CSAT, (5, 10)), answers(CSAT, (1, 10))
        assert csat_change(CSAT, bad, good).verdict is ChangeVerdict.HIGHER
        assert csat_change(CSAT, good, bad).verdict is ChangeVerdict.LOWER
        assert csat_change(CSAT, good, good).verdict is ChangeVerdict.NOT_SHOWN
        assert csat_change(CSAT, good, answers(CSAT, (1, 4))).verdict is ChangeVerdict.TOO_FEW
