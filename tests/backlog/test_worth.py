import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.backlog import (
    ClientRequest,
    Estimates,
    Quadrant,
    moscow_check,
    roi,
    value_effort_quadrants,
)
from clientkit.base import ClientkitError, Money


def eur(amount):
    return Money.parse(f"{amount} EUR")


class TestQuadrants:
    @pytest.mark.parametrize(
        ("value", "effort", "quadrant"),
        [
            (5, 4.9, Quadrant.QUICK_WIN),
            (5, 5, Quadrant.BIG_BET),
            (4.9, 4.9, Quadrant.FILL_IN),
            (4.9, 5, Quadrant.TIME_SINK),
            (None, 5, Quadrant.UNKNOWN),
            (5, None, Quadrant.UNKNOWN),
        ],
    )
    def test_each_side_of_each_bound(self, asked, rebuilt, value, effort, quadrant):
        (place,) = value_effort_quadrants(
            [asked("a", value=value, effort=effort)], high_value=5, high_effort=5
        )
        assert place.quadrant is quadrant
        assert rebuilt(place) == place

    @pytest.mark.parametrize("bound", ["high_value", "high_effort"])
    def test_refuses_bounds_of_nothing(self, bound):
        with pytest.raises(ClientkitError, match=rf"{bound} is 0; expected more than 0"):
            value_effort_quadrants([], **{"high_value": 1, "high_effort": 1, bound: 0})


class TestRoi:
    def test_a_range(self, rebuilt):
        found = roi(Estimates(cost=eur(10000), benefit_low=eur(8000), benefit_high=eur(25000)))
        assert (found.low, found.high, found.missing) == (-0.2, 1.5, ())
        assert rebuilt(found) == found

    def test_0_brings_back_the_cost_and_minus_1_nothing(self):
        found = roi(Estimates(cost=eur(10), benefit_low=eur(0), benefit_high=eur(10)))
        assert (found.low, found.high) == (-1, 0)

    def test_what_is_missing_is_unknown(self, rebuilt):
        found = roi(Estimates(cost=eur(10), benefit_low=eur(15)))
        assert (found.low, found.high, found.missing) == (0.5, None, ("benefit_high",))
        assert roi(Estimates()).missing == ("cost", "benefit_low", "benefit_high")
        assert rebuilt(found) == found

    @pytest.mark.parametrize("cost", [0, -1])
    def test_refuses_no_cost(self, cost):
        with pytest.raises(ClientkitError, match=r"cost is .*; expected more than 0"):
            roi(Estimates(cost=eur(cost), benefit_low=eur(1)))

    def test_refuses_a_range_upside_down_and_takes_one_of_no_width(self):
        assert roi(Estimates(cost=eur(1), benefit_low=eur(2), benefit_high=eur(2))).high == 1
        with pytest.raises(ClientkitError, match=r"expected at most benefit_high, 1.00 EUR"):
            roi(Estimates(cost=eur(1), benefit_low=eur(2), benefit_high=eur(1)))

    def test_refuses_two_currencies(self):
        with pytest.raises(ClientkitError, match=r"the currencies of cost and benefit"):
            roi(Estimates(cost=eur(1), benefit_low=Money.parse("2 USD")))


class TestMoscow:
    def test_by_hand(self, asked, rebuilt):
        check = moscow_check(
            [asked("a", moscow="must", effort=12), asked("b", moscow="should", effort=4),
             asked("c", moscow="could", effort=4), asked("d", moscow="wont", effort=99)],
            capacity=20,
        )  # fmt: skip
        assert (check.must, check.should, check.could) == (12, 4, 4)
        assert (check.musts_fit, check.everything_fits) == (True, True)
        assert (check.must_share, check.enough_slack) == (0.6, True)
        assert rebuilt(check) == check

    def test_the_capacity_reached_exactly_fits(self, asked):
        requests = [asked("a", moscow="must", effort=0.1), asked("b", moscow="must", effort=0.2)]
        assert moscow_check(requests, capacity=0.3).musts_fit is True
        assert moscow_check(requests, capacity=0.29).musts_fit is False

    def test_just_over_60_percent_is_too_little_slack(self, asked):
        requests = [asked("a", moscow="must", effort=6.01), asked("b", moscow="should", effort=4)]
        assert moscow_check(requests, capacity=20).enough_slack is False

    def test_nothing_asked_has_no_share(self, rebuilt):
        check = moscow_check([], capacity=5)
        assert (check.musts_fit, check.must_share, check.enough_slack) == (True, None, None)
        assert rebuilt(check) == check

    def test_what_is_not_estimated_is_unknown_not_small(self, asked):
        check = moscow_check(
            [asked("a", moscow="must", effort=1), asked("b", moscow="should")], capacity=5
        )
        assert (check.musts_fit, check.everything_fits, check.unestimated) == (True, None, ("b",))
        check = moscow_check([asked("a", moscow="must")], capacity=5)
        assert (check.musts_fit, check.everything_fits) == (None, None)

    def test_what_has_no_category_may_be_a_must(self, asked):
        check = moscow_check(
            [asked("a", moscow="must", effort=1), asked("b", effort=1)], capacity=5
        )
        assert (check.musts_fit, check.uncategorised, check.must_share) == (None, ("b",), None)

    def test_what_does_not_fit_without_it_does_not_fit(self, asked):
        check = moscow_check([asked("a", moscow="must", effort=9), asked("b")], capacity=5)
        assert (check.musts_fit, check.everything_fits) == (False, False)

    @pytest.mark.parametrize("capacity", [0, -1, float("nan"), float("inf")])
    def test_refuses_no_capacity(self, capacity):
        with pytest.raises(ClientkitError, match=r"capacity is .*; expected more than 0"):
            moscow_check([], capacity=capacity)

    estimates = st.tuples(
        st.sampled_from([None, "must", "should", "could", "wont"]), st.none() | st.integers(0, 9)
    )

    @given(st.lists(estimates, min_size=1, max_size=6), st.integers(1, 30), st.data())
    def test_taking_an_effort_away_never_makes_it_fit(self, made, capacity, data):
        def check(pairs):
            found = moscow_check(
                [ClientRequest(id=str(i), text="x", by="curator", date=dt.date(2026, 5, 4),
                    estimates=Estimates(moscow=moscow, effort=effort))
                 for i, (moscow, effort) in enumerate(pairs)],
                capacity=capacity,
            )  # fmt: skip
            return found.musts_fit, found.everything_fits, found.enough_slack

        gone = data.draw(st.integers(0, len(made) - 1))
        fewer = [(m, None if i == gone else e) for i, (m, e) in enumerate(made)]
        for before, after in zip(check(made), check(fewer), strict=True):
            assert not (after is True and before is not True)


@pytest.mark.parametrize("wrong", [0, -1, float("nan"), float("inf"), 10**400, "5", None, True])
def test_what_is_no_amount_is_refused(wrong):
    with pytest.raises(ClientkitError, match="expected more than 0"):
        moscow_check([], capacity=wrong)
    for bounds in (
        {"high_value": wrong, "high_effort": 1},
        {"high_value": 1, "high_effort": wrong},
    ):
        with pytest.raises(ClientkitError, match="expected more than 0"):
            value_effort_quadrants([], **bounds)
