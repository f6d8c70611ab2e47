import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.backlog import Estimates, cd3, rice, value_per_effort, wsjf
from clientkit.base import ClientkitError, Money

RICE = {"reach": 500, "impact": 3, "confidence": 0.8, "effort": 2}
WSJF = {"value": 8, "time_criticality": 5, "risk_reduction": 2, "job_size": 5}
CD3 = {"cost_of_delay": Money.parse("3000 EUR"), "weeks": 4}


class TestRice:
    def test_by_hand(self):
        assert rice(Estimates(**RICE)) == 600
        assert rice(Estimates(reach=1000, impact=0.25, confidence=0.5, effort=4)) == 31.25

    @pytest.mark.parametrize("impact", [0.25, 0.5, 1, 2, 3])
    def test_takes_every_impact_of_the_scale(self, impact):
        assert rice(Estimates(**{**RICE, "impact": impact})) == 200 * impact

    @pytest.mark.parametrize("impact", [0, 0.3, 1.5, 2.5, 4, 10])
    def test_refuses_other_impacts(self, impact):
        with pytest.raises(ClientkitError) as caught:
            rice(Estimates(**{**RICE, "impact": impact}))
        assert str(caught.value) == (
            f"impact is {float(impact)}; expected one of 0.25, 0.5, 1, 2, 3"
        )

    @pytest.mark.parametrize("confidence", [0.5, 0.8, 1])
    def test_takes_every_confidence_of_the_scale(self, confidence):
        assert rice(Estimates(**{**RICE, "confidence": confidence})) == 750 * confidence

    @pytest.mark.parametrize("confidence", [0, 0.2, 0.75, 0.9])
    def test_refuses_other_confidences(self, confidence):
        with pytest.raises(ClientkitError, match=r"confidence is .*; expected one of 0.5, 0.8, 1"):
            rice(Estimates(**{**RICE, "confidence": confidence}))

    def test_no_reach_is_0_and_no_effort_is_refused(self):
        assert rice(Estimates(**{**RICE, "reach": 0})) == 0
        with pytest.raises(ClientkitError) as caught:
            rice(Estimates(**{**RICE, "effort": 0}))
        assert str(caught.value) == "effort is 0.0; expected more than 0"

    @pytest.mark.parametrize("missing", RICE)
    def test_is_none_where_an_estimate_is_missing(self, missing):
        assert (
            rice(Estimates(**{name: one for name, one in RICE.items() if name != missing})) is None
        )

    def test_a_score_beyond_all_numbers_is_a_clear_error(self):
        with pytest.raises(ClientkitError, match=r"the score is"):
            rice(Estimates(reach=1e15, impact=3, confidence=1, effort=1e-300))


class TestWsjf:
    def test_by_hand(self):
        assert wsjf(Estimates(**WSJF)) == 3
        assert wsjf(Estimates(value=13, time_criticality=8, risk_reduction=1, job_size=8)) == 2.75

    def test_refuses_a_job_of_no_size(self):
        with pytest.raises(ClientkitError, match=r"job_size is 0.0; expected more than 0"):
            wsjf(Estimates(**{**WSJF, "job_size": 0}))

    @pytest.mark.parametrize("missing", WSJF)
    def test_is_none_where_an_estimate_is_missing(self, missing):
        assert (
            wsjf(Estimates(**{name: one for name, one in WSJF.items() if name != missing})) is None
        )


class TestCd3:
    def test_in_money_a_week_for_each_week(self):
        assert cd3(Estimates(**CD3)) == 750

    @pytest.mark.parametrize("weeks", [0, -1])
    def test_refuses_no_duration(self, weeks):
        with pytest.raises(ClientkitError, match=r"weeks is .*; expected more than 0"):
            cd3(Estimates(**{**CD3, "weeks": weeks}))

    def test_refuses_delay_that_pays(self):
        with pytest.raises(ClientkitError, match=r"expected 0 or more"):
            cd3(Estimates(cost_of_delay=Money.parse("-1 EUR"), weeks=1))
        assert cd3(Estimates(cost_of_delay=Money.parse("0 EUR"), weeks=1)) == 0

    @pytest.mark.parametrize("missing", CD3)
    def test_is_none_where_an_estimate_is_missing(self, missing):
        assert cd3(Estimates(**{name: one for name, one in CD3.items() if name != missing})) is None


class TestValuePerEffort:
    def test_by_hand(self):
        assert value_per_effort(Estimates(value=8, effort=5)) == 1.6
        assert value_per_effort(Estimates(value=8)) is None
        with pytest.raises(ClientkitError, match=r"effort is 0.0; expected more than 0"):
            value_per_effort(Estimates(value=8, effort=0))


@given(st.integers(0, 10**6), st.sampled_from([0.25, 0.5, 1, 2, 3]), st.integers(1, 1000))
def test_more_reach_never_lowers_and_more_effort_never_raises_rice(reach, impact, effort):
    def score(reach, effort):
        return rice(Estimates(reach=reach, impact=impact, confidence=0.8, effort=effort))

    assert score(reach + 1, effort) > score(reach, effort) >= score(reach, effort + 1)
