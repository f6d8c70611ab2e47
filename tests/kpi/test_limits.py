from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statprocon import XmR

from clientkit.base import InvalidValueError
from clientkit.kpi import ProcessLimits, RuleSet, process_limits, special_causes

FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
"""Flow rates of ten batches (NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2)."""
SERIES = st.lists(st.decimals(-100, 100, places=1).map(float), min_size=6, max_size=40)


def found(values, rules="standard", **more):
    causes = special_causes(values, rules=rules, **more)
    return [(one.rule.value, one.movement.value, one.positions) for one in causes]


def places(values, rule, rules="standard"):
    """Movement and positions of the patterns of one kind."""
    return [one[1:] for one in found(values, rules) if one[0] == rule]


def test_the_published_example():
    """The handbook has 3 / 1.128 for 2.66, and 45.8159 and 55.8041 with it."""
    limits = process_limits(FLOW)
    assert limits.mean == 50.81
    assert limits.mean_moving_range == 169 / 90
    assert limits.lower == pytest.approx(45.8159, abs=0.002)
    assert limits.upper == pytest.approx(55.8041, abs=0.002)
    assert limits.moving_range_upper == pytest.approx(3.268 * 1.87778, abs=1e-4)
    assert (limits.method, limits.convention) == (
        "XmR chart, from the mean moving range",
        "x̄ ± 2.66 mR̄, moving ranges to 3.268 mR̄ (Wheeler)",
    )
    assert found(FLOW) == []


@given(SERIES)
def test_limits_agree_with_statprocon(values):
    """It rounds to three places."""
    chart, limits = XmR(values), process_limits(values)
    assert limits.mean == pytest.approx(float(chart.x_central_line()[0]), abs=6e-4)
    assert limits.mean_moving_range == pytest.approx(float(chart.mr_central_line()[0]), abs=6e-4)
    assert limits.lower == pytest.approx(float(chart.lower_natural_process_limit()[0]), abs=4e-3)
    assert limits.upper == pytest.approx(float(chart.upper_natural_process_limit()[0]), abs=4e-3)
    assert limits.moving_range_upper == pytest.approx(float(chart.upper_range_limit()[0]), abs=3e-3)


@given(st.lists(st.integers(-9, 9), min_size=6, max_size=6).map(lambda one: one * 5))
def test_patterns_agree_with_statprocon_where_no_point_is_on_the_mean(values):
    values = [value * 30 + 7 * at for at, value in enumerate(values)]  # means stay off the points
    mean = sum(values) / 30
    if any(abs(value - mean) < 0.01 for value in values):
        return
    chart = XmR(values)
    far = {at for at, hit in enumerate(chart.rule_1_x_indices_beyond_limits()) if hit}
    runs = {at for at, hit in enumerate(chart.rule_2_runs_about_central_line()) if hit}
    causes = special_causes(values)
    assert {
        at for one in causes if one.rule.value == "outside_limit" for at in one.positions
    } == far
    assert {at for one in causes if one.rule.value == "run_of_8" for at in one.positions} == runs


@pytest.mark.parametrize(("n", "trial"), [(6, True), (11, True), (12, False)])
def test_limits_are_on_trial_up_to_eleven_values(n, trial):
    limits = process_limits(([1.0, 2.0] * 6)[:n])
    assert (limits.n, limits.on_trial) == (n, trial)


def test_under_six_values_there_are_no_limits_and_no_patterns():
    assert process_limits([1.0, 2.0, 1.0, 2.0, 1.0]) is None
    assert found([0.0, 0.0, 0.0, 0.0, 1e9], lowest_possible=5) == []
    assert process_limits([]) is None


class TestOutside:
    """Outside a limit is strictly outside, whatever floats make of it."""

    # Of 134 values with mean 0, the 133 moving ranges sum to 100: the limits are exactly ±2.
    ON = ([0.0] * 34 + [2.0, 0.0, -2.0, 0.0] * 12 + [0.0] * 48 + [1.0, 0.0, -1.0, 0.0])  # fmt: skip

    def test_a_value_on_a_limit_is_inside(self):
        limits = process_limits(self.ON)
        assert (len(self.ON), limits.mean, limits.lower, limits.upper) == (134, 0, -2, 2)
        assert places(self.ON, "outside_limit") == []

    @pytest.mark.parametrize(("value", "movement", "at"), [(2.1, "up", 34), (-2.1, "down", 36)])
    def test_a_value_beyond_it_is_outside(self, value, movement, at):
        beyond = [*self.ON]
        beyond[at] = value
        assert (movement, (at,)) in places(beyond, "outside_limit")

    @pytest.mark.parametrize(("n", "outside"), [(7, []), (8, [("up", (3,))])])
    def test_one_value_apart(self, n, outside):
        """Of n values with one at d, it is outside if 1 - 1 / n > 5.32 / (n - 1), from 8 on."""
        assert places([0.0] * 3 + [0.1] + [0.0] * (n - 4), "outside_limit") == outside


class TestRuns:
    def test_eight_on_one_side(self):
        eight = [1.0] * 8 + [-1.0] * 7 + [-1.0]
        runs = [("up", tuple(range(8))), ("down", tuple(range(8, 16)))]
        assert places(eight, "run_of_8") == runs
        assert places([1.0] * 7 + [-1.0] * 7, "run_of_8") == []

    def test_a_longer_run_is_one_pattern(self):
        assert places([1.0] * 10 + [-2.0] * 5, "run_of_8") == [("up", tuple(range(10)))]

    def test_a_value_on_the_mean_breaks_a_run(self):
        assert places([1.0] * 4 + [0.0] + [1.0] * 4 + [-2.0] * 4, "run_of_8") == []

    def test_on_the_mean_is_decimal(self):
        """The binary mean of the tenths here is not 0.2; the decimal one is."""
        values = [0.3] * 4 + [0.2] + [0.3] * 4 + [0.0] * 4
        assert sum(values) / 13 != 0.2
        assert process_limits(values).mean == 0.2
        assert places(values, "run_of_8") == []

    def test_seven_in_the_nhs_set(self):
        seven = [1.0] * 7 + [-1.0] * 7
        runs = [("up", tuple(range(7))), ("down", tuple(range(7, 14)))]
        assert places(seven, "run_of_7", "nhs") == runs
        assert places([1.0] * 6 + [-1.0] * 6, "run_of_7", "nhs") == []


class TestTrend:
    def test_seven_values_make_a_trend(self):
        assert found([3.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 1.0], "nhs") == [
            ("trend_of_7", "up", (1, 2, 3, 4, 5, 6, 7))
        ]
        assert found([5.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 7.0], "nhs") == [
            ("trend_of_7", "down", (1, 2, 3, 4, 5, 6, 7))
        ]

    def test_six_do_not(self):
        assert found([3.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 1.0], "nhs") == []

    def test_a_tie_breaks_it(self):
        assert found([3.0, 1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0, 7.0, 1.0], "nhs") == []

    def test_it_is_no_pattern_of_the_standard_set(self):
        assert found([3.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 1.0]) == []


class TestTwoOfThree:
    # mean 0; sixteen steps of 1 between ±0.5, so that two thirds of the limit are about 2.
    BASE = (0.5, -0.5) * 8

    def test_both_on_one_side(self):
        rules = [
            one
            for one in found([*self.BASE, 2.4, 0.1, 2.4, *self.BASE], "nhs")
            if one[0] == "two_of_three"
        ]
        assert rules == [("two_of_three", "up", (16, 18))]

    def test_the_third_may_lie_anywhere(self):
        rules = found([*self.BASE, -2.4, 0.6, -2.4, *self.BASE], "nhs")
        assert ("two_of_three", "down", (16, 18)) in rules

    def test_not_on_both_sides(self):
        rules = found([*self.BASE, 2.4, -2.4, *self.BASE], "nhs")
        assert [one for one in rules if one[0] == "two_of_three"] == []

    def test_not_two_of_four(self):
        rules = found([*self.BASE, 2.4, 0.1, 0.1, 2.4, *self.BASE], "nhs")
        assert [one for one in rules if one[0] == "two_of_three"] == []

    def test_a_value_outside_the_limit_is_beyond_two_thirds_too(self):
        rules = found([*self.BASE, *self.BASE, 3.5, 5.0, *self.BASE, *self.BASE], "nhs")
        assert ("two_of_three", "up", (32, 33)) in rules
        assert ("outside_limit", "up", (33,)) in rules


class TestFloors:
    VALUES = (0.0, 3.0, 0.0, 3.0, 0.0, 3.0)

    def test_limits_stay_within_what_is_possible(self):
        limits = process_limits(self.VALUES, lowest_possible=0, highest_possible=9)
        assert (limits.lower, limits.lower_is_floor) == (0, True)
        assert (limits.upper, limits.upper_is_ceiling) == (9, True)

    def test_limits_that_are_possible_anyway_stay(self):
        limits = process_limits(self.VALUES, lowest_possible=-9, highest_possible=99)
        assert (limits.lower, limits.lower_is_floor) == (-6.48, False)
        assert (limits.upper, limits.upper_is_ceiling) == (9.48, False)

    def test_a_value_that_is_impossible_is_seen(self):
        rules = found(self.VALUES, lowest_possible=0.5, highest_possible=2.5)
        assert [one[1:] for one in rules] == [
            ("down" if at % 2 == 0 else "up", (at,)) for at in range(6)
        ]
        assert found(self.VALUES, lowest_possible=0, highest_possible=3) == []


def test_equal_values_have_no_width_and_no_pattern():
    limits = process_limits([0.1] * 8)
    assert (limits.lower, limits.mean, limits.upper) == (0.1, 0.1, 0.1)
    assert found([0.1] * 8, "nhs") == []


def test_unknown_rules_are_refused():
    with pytest.raises(ValueError, match="rules is 'nelson'; expected 'standard' or 'nhs'"):
        special_causes([], rules="nelson")
    assert special_causes([], rules=RuleSet.NHS) == ()


def test_values_beyond_all_range_are_refused():
    with pytest.raises(InvalidValueError, match="expected values within"):
        process_limits([1e301] * 6)
    assert process_limits([1e300, -1e300] * 3).upper == pytest.approx(5.32e300)


def test_limits_are_a_model_like_any_other():
    limits = process_limits(FLOW)
    assert (
        ProcessLimits(**{name: getattr(limits, name) for name in ProcessLimits.__slots__}) == limits
    )


@given(SERIES, st.integers(-1000, 1000), st.sampled_from([2, 5, 10]))
def test_patterns_do_not_depend_on_scale_or_origin(values, shift, factor):
    """Measured in other units, the same ups and downs are the same signals."""
    tenths = [round(value * 10) for value in values]
    moved = [float(factor * value + shift) for value in tenths]
    for rules in ("standard", "nhs"):
        assert found(moved, rules) == found(values, rules)


@given(SERIES)
def test_upside_down_the_patterns_point_the_other_way(values):
    turned = {"up": "down", "down": "up"}
    for rules in ("standard", "nhs"):
        mirrored = found([-value for value in values], rules)
        assert sorted((a, turned[b], c) for a, b, c in mirrored) == sorted(found(values, rules))


@pytest.mark.parametrize("limits", [process_limits, special_causes])
class TestWhatIsNoSeries:
    @pytest.mark.parametrize(
        "wrong", [float("nan"), float("inf"), -1e301, 10**400, "1", None, True]
    )
    @pytest.mark.parametrize("n", [0, 5, 8])
    def test_values_that_are_no_numbers_are_refused_even_where_they_are_too_few(
        self, limits, wrong, n
    ):
        with pytest.raises(
            InvalidValueError, match=r"expected (a finite number|values within ±1e300)"
        ):
            limits([*[1.0] * n, wrong])

    def test_numbers_of_other_libraries_are_numbers(self, limits):
        values = [3, 1, 2, 3, 1, 30, 2, 1, 2, 1]
        assert limits(np.array(values)) == limits(values)
        assert limits([Fraction(value) for value in values]) == limits(values)

    @pytest.mark.parametrize("bound", [float("nan"), float("inf"), 10**400, "0"])
    def test_bounds_that_are_no_numbers_are_refused(self, limits, bound):
        with pytest.raises(InvalidValueError, match="expected a finite number"):
            limits(FLOW, lowest_possible=bound)

    def test_bounds_in_the_wrong_order_are_refused(self, limits):
        with pytest.raises(
            ValueError, match=r"highest_possible is 1\.0, below lowest_possible, 2\.0"
        ):
            limits(FLOW, lowest_possible=2, highest_possible=1)
