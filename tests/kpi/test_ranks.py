import pymannkendall
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from clientkit.base import InvalidValueError
from clientkit.kpi import mann_kendall
from clientkit.kpi.ranks import sen_slopes

SEEDING = [1.26, 1.27, 1.12, 1.16, 1.03]
"""Cloud seeding (Hollander & Wolfe, *Nonparametric Statistical Methods*, table 9.1)."""
FEW = st.lists(st.integers(-50, 50), min_size=4, max_size=10, unique=True)
MANY = st.lists(st.integers(-50, 50), min_size=11, max_size=40)


class TestMannKendall:
    @pytest.mark.parametrize(
        ("n", "s", "tail"),
        [
            (4, 6, 0.042), (4, 4, 0.167), (5, 10, 0.0083), (5, 8, 0.042),
            (6, 15, 0.0014), (6, 11, 0.028),
            (7, 15, 0.015), (8, 18, 0.016), (9, 20, 0.022), (10, 23, 0.023), (10, 21, 0.036),
        ],
    )  # fmt: skip
    def test_the_published_table(self, n, s, tail):
        """Upper tails of S (Kendall 1975, table 1; Gilbert 1987, table A18), which p doubles."""
        order = list(range(n))
        swaps = (n * (n - 1) // 2 - s) // 2
        at = n - 1
        while swaps:  # each swap of neighbours takes 2 from S
            place = next(k for k in range(n - 1) if order[k] < order[k + 1])
            order[place], order[place + 1] = order[place + 1], order[place]
            swaps -= 1
        found = mann_kendall(order)
        assert (found.s, found.method, found.z) == (s, "exact", None)
        assert found.p == pytest.approx(2 * tail, rel=0.05)
        assert at == n - 1

    @given(FEW)
    def test_few_values_without_ties_agree_with_scipy(self, values):
        oracle = stats.kendalltau(range(len(values)), values, method="exact")
        found = mann_kendall(values)
        assert found.p == pytest.approx(oracle.pvalue)
        assert found.tau == pytest.approx(oracle.statistic)

    @given(MANY)
    def test_many_values_agree_with_pymannkendall(self, values):
        assume(len(set(values)) > 1)
        oracle = pymannkendall.original_test(values)
        found = mann_kendall(values)
        assert found.s == oracle.s
        assert (found.p, found.z) == (pytest.approx(oracle.p, abs=1e-12), pytest.approx(oracle.z))
        assert found.tau == pytest.approx(oracle.Tau)
        named = {"increasing": "rising", "decreasing": "falling", "no trend": "no_trend"}
        assert found.change.value == named[oracle.trend]

    @given(st.lists(st.integers(0, 3), min_size=5, max_size=10))
    def test_few_values_with_ties_agree_with_pymannkendall(self, values):
        assume(1 < len(set(values)) < len(values))
        oracle, found = pymannkendall.original_test(values), mann_kendall(values)
        assert (found.s, found.p) == (oracle.s, pytest.approx(oracle.p, abs=1e-12))
        assert found.method == "normal approximation, corrected for ties"

    def test_eleven_values_are_approximated(self):
        assert mann_kendall(range(10)).method == "exact"
        assert mann_kendall(range(11)).method.startswith("normal")

    def test_ties_in_time_are_no_pairs(self):
        times, values = [0, 0, 1, 1, 2, 2, 3, 3], [5, 1, 2, 6, 7, 3, 4, 8]
        found = mann_kendall(values, times=times)
        pairs = [(a, b) for a in range(8) for b in range(a) if times[a] > times[b]]
        assert found.s == sum(1 if values[a] > values[b] else -1 for a, b in pairs) == 12
        # Kendall's variance for ties in one ranking: (8 * 7 * 21 - 4 * 2 * 1 * 9) / 18
        assert found.z == pytest.approx((12 - 1) / ((1176 - 72) / 18) ** 0.5)

    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=4, max_size=20))
    def test_ties_in_both_agree_with_scipy(self, points):
        """Its asymptotic p has no continuity correction, so the variances are compared."""
        times, values = [one[0] for one in points], [one[1] for one in points]
        assume(len(set(times)) > 1 and len(set(values)) > 1)
        found = mann_kendall(values, times=times)
        assume(found.s and found.method != "exact")
        z = stats.norm.isf(stats.kendalltau(times, values, method="asymptotic").pvalue / 2)
        assert abs(found.z) * abs(found.s) == pytest.approx(z * (abs(found.s) - 1), rel=1e-6)

    @pytest.mark.parametrize("n", [0, 1, 2, 3])
    def test_under_four_values_nothing_is_said(self, n):
        found = mann_kendall(list(range(n)))
        assert (found.change.value, found.p, found.z) == ("too_few_points", None, None)
        assert found.method == f"none; {n} of the 4 values that it takes"

    def test_four_values_can_never_show_a_trend(self):
        """Even in perfect order, p is 2 / 24."""
        found = mann_kendall([1, 2, 3, 4])
        assert (found.change.value, found.p) == ("no_trend", 2 / 24)
        assert mann_kendall([1, 2, 3, 4], confidence=0.9).change.value == "rising"

    def test_p_of_exactly_alpha_is_enough(self):
        """Of 5 values in perfect order p is 1 / 60."""
        assert mann_kendall([5, 4, 3, 2, 1]).change.value == "falling"
        assert mann_kendall([1, 2, 3, 4, 5], confidence=0.99).change.value == "no_trend"

    def test_equal_values_show_no_trend(self):
        found = mann_kendall([7.0] * 12)
        assert (found.s, found.z, found.p, found.change.value) == (0, 0, 1, "no_trend")

    @given(FEW, st.randoms(use_true_random=False))
    def test_the_order_given_does_not_matter_with_times(self, values, random):
        points = list(enumerate(values))
        shuffled = random.sample(points, len(points))
        found = mann_kendall([one[1] for one in shuffled], times=[one[0] for one in shuffled])
        assert found == mann_kendall(values)

    @pytest.mark.parametrize("confidence", [0, 1, 95, -0.1, float("nan"), True])
    def test_a_confidence_is_between_0_and_1(self, confidence):
        with pytest.raises(InvalidValueError, match="expected a confidence between 0 and 1"):
            mann_kendall([1, 2, 3, 4], confidence=confidence)

    def test_one_time_for_each_value(self):
        with pytest.raises(ValueError, match="times has 1 entries; expected 2, one a value"):
            mann_kendall([1, 2], times=[1])


class TestSenSlopes:
    def test_the_published_example(self):
        """The ten slopes run from -0.15 to 0.04; their median is -0.05625."""
        found = sen_slopes(SEEDING, range(5))
        assert float(found.slope) == pytest.approx(-0.05625, abs=1e-12)
        assert (float(found.low), float(found.high)) == (-0.15, 0.04)
        assert found.coverage == pytest.approx(1 - 2 / 120)

    @given(st.lists(st.integers(-50, 50), min_size=5, max_size=10, unique=True))
    def test_few_values_agree_with_scipy(self, values):
        """At 95 %, Sen's approximation rounds to the exact ranks."""
        self.check(values, range(len(values)))

    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(-9, 9)), min_size=11, max_size=40))
    def test_many_values_agree_with_scipy_ties_and_all(self, points):
        points.sort()
        times = [one[0] for one in points]
        self.check([one[1] for one in points], range(len(points)))
        assume(len(set(times)) > 1)
        self.check([n * n for n in range(len(points))], times)

    def test_ties_in_time_and_value_together(self):
        """Sen's own formula makes a negative variance of this; Kendall's does not."""
        found = sen_slopes([0] * 10 + [3], [0] * 10 + [1])
        assert (found.slope, found.low, found.high) == (3, 3, 3)

    def check(self, values, times):
        oracle = stats.theilslopes(values, times, 0.95)
        found = sen_slopes(values, times)
        assert float(found.slope) == pytest.approx(oracle.slope, abs=1e-12)
        assert float(found.low) == pytest.approx(oracle.low_slope, abs=1e-12)
        assert float(found.high) == pytest.approx(oracle.high_slope, abs=1e-12)

    @pytest.mark.parametrize(("n", "pairs"), [(5, 1 / 60), (6, 0.0167), (8, 0.0312), (10, 0.0466)])
    def test_the_exact_interval_covers_what_it_says(self, n, pairs):
        """Twice the tails at S = 10, 13, 18 and 23 (Kendall 1975, table 1)."""
        assert 1 - sen_slopes(list(range(n)), range(n)).coverage == pytest.approx(pairs, rel=0.02)

    def test_four_values_cover_eleven_twelfths(self):
        found = sen_slopes([1, 3, 4, 9], range(4))
        assert (found.low, found.high) == (1, 5)
        assert found.coverage == pytest.approx(11 / 12)

    def test_three_values_have_a_slope_and_no_interval(self):
        found = sen_slopes([1, 3, 4], range(3))
        assert (found.slope, found.low, found.high) == (1.5, None, None)

    def test_without_two_times_there_is_no_slope(self):
        assert sen_slopes([1, 2], [5, 5]) is None
        assert sen_slopes([], []) is None

    def test_huge_and_tiny_values(self):
        found = sen_slopes([1e300, -1e300, 1e-300], [0, 1, 2])
        assert float(found.slope) == -5e299

    @given(st.lists(st.integers(-50, 50), min_size=6, max_size=30, unique=True))
    def test_more_confidence_means_a_wider_interval(self, values):
        narrow = sen_slopes(values, range(len(values)), confidence=0.8)
        wide = sen_slopes(values, range(len(values)), confidence=0.99)
        assert wide.low <= narrow.low <= narrow.high <= wide.high


class TestWhatIsNoSeries:
    @pytest.mark.parametrize("wrong", [float("nan"), float("inf"), "1", None, True])
    def test_values_and_times_that_are_no_numbers_are_refused(self, wrong):
        with pytest.raises(InvalidValueError):
            mann_kendall([1, 2, 3, wrong])
        with pytest.raises(InvalidValueError, match="expected a finite number"):
            mann_kendall([1, 2, 3, 4], times=[1, 2, 3, wrong])
        with pytest.raises(InvalidValueError):
            sen_slopes([1, 2, 3, wrong], [1, 2, 3, 4])

    @pytest.mark.parametrize("confidence", [0, 1, "0.95", None, True, 10**400, 0.9999999999999999])
    def test_a_confidence_that_is_none_is_refused(self, confidence):
        with pytest.raises(InvalidValueError, match="expected a confidence between 0 and 1"):
            mann_kendall([1, 2, 3, 4], confidence=confidence)

    def test_one_time_for_each_value(self):
        with pytest.raises(ValueError, match="times has 2 entries; expected 3, one a value"):
            sen_slopes([1, 2, 3], [1, 2])
