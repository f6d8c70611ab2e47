import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from clientkit.base import ClientkitError
from clientkit.feedback import (
    IntervalMethod,
    mean_interval,
    newcombe_interval,
    nps_interval,
    wilson_interval,
)
from clientkit.feedback.intervals import student_quantile

BOTH = (IntervalMethod.ADJUSTED_WALD, IntervalMethod.SCORE)
confidences = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


def limits(interval, digits=4):
    return round(interval.low, digits), round(interval.high, digits)


class TestWilson:
    @pytest.mark.parametrize(
        ("count", "n", "expected"),
        [
            (81, 263, (0.2553, 0.3662)),
            (15, 148, (0.0624, 0.1605)),
            (0, 20, (0.0000, 0.1611)),
            (1, 29, (0.0061, 0.1718)),
        ],
    )
    def test_table_1_of_newcombe_1998a_method_3(self, count, n, expected):
        assert limits(wilson_interval(count, n)) == expected

    @given(
        st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), confidences
    )
    def test_agrees_with_statsmodels(self, counts, confidence):
        count, n = counts
        interval = wilson_interval(count, n, confidence=confidence)
        expected = proportion_confint(count, n, alpha=1 - confidence, method="wilson")
        assert (interval.low, interval.high) == pytest.approx(expected, abs=1e-12)

    def test_touches_0_and_1_exactly_at_no_and_at_all(self):
        assert wilson_interval(0, 7).low == 0
        assert wilson_interval(1, 7).low > 0
        assert wilson_interval(7, 7).high == 1
        assert wilson_interval(6, 7).high < 1

    @pytest.mark.parametrize("n", range(1, 31))
    @pytest.mark.parametrize("times", [2, 3])
    def test_more_answers_of_the_same_mixture_make_it_narrower(self, n, times):
        for count in range(n + 1):
            assert wilson_interval(times * count, times * n).width < wilson_interval(count, n).width

    def test_fewer_answers_of_another_mixture_may_make_it_narrower(self):
        assert wilson_interval(9, 9).width < wilson_interval(9, 10).width

    @pytest.mark.parametrize(
        ("count", "n", "message"),
        [
            (0, 0, "n is 0; expected at least 1"),
            (4, 3, "count is 4; expected a count from 0 to 3"),
            (-1, 3, "count is -1; expected a count from 0 to 3"),
        ],
    )
    def test_refuses_impossible_counts(self, count, n, message):
        with pytest.raises(ClientkitError) as caught:
            wilson_interval(count, n)
        assert str(caught.value) == message

    @pytest.mark.parametrize("confidence", [0, 1, -0.1, 95, math.nan, True])
    def test_refuses_a_confidence_that_is_none(self, confidence):
        with pytest.raises(
            ClientkitError, match=r"confidence is .*; expected a share between 0 and 1"
        ):
            wilson_interval(1, 2, confidence=confidence)


class TestNewcombe:
    @pytest.mark.parametrize(
        ("after", "before", "expected"),
        [
            ((56, 70), (48, 80), (0.0524, 0.3339)),
            ((9, 10), (3, 10), (0.1705, 0.8090)),
            ((6, 7), (2, 7), (0.0582, 0.8062)),
            ((5, 56), (0, 29), (-0.0381, 0.1926)),
            ((0, 10), (0, 20), (-0.1611, 0.2775)),
            ((0, 10), (0, 10), (-0.2775, 0.2775)),
            ((10, 10), (0, 20), (0.6791, 1.0000)),
            ((10, 10), (0, 10), (0.6075, 1.0000)),
        ],
    )
    def test_table_2_of_newcombe_1998b_method_10(self, after, before, expected):
        assert limits(newcombe_interval(*before, *after)) == expected

    @given(st.data(), confidences)
    def test_agrees_with_statsmodels(self, data, confidence):
        n, m = data.draw(st.integers(1, 60)), data.draw(st.integers(1, 60))
        count, after = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
        interval = newcombe_interval(count, n, after, m, confidence=confidence)
        expected = confint_proportions_2indep(
            after, m, count, n, compare="diff", method="newcomb", alpha=1 - confidence
        )
        assert (interval.low, interval.high) == pytest.approx(expected, abs=1e-9)

    def test_refuses_impossible_counts_of_either_round(self):
        with pytest.raises(ClientkitError, match=r"count_after is 8; expected a count from 0 to 7"):
            newcombe_interval(1, 7, 8, 7)
        with pytest.raises(ClientkitError, match=r"count is 8; expected a count from 0 to 7"):
            newcombe_interval(8, 7, 1, 7)


class TestNps:
    def test_adjusted_wald_by_hand(self):
        # 5, 3, 1 and the pseudo answers 0.75, 1.5, 0.75 are 5.75, 4.5, 1.75 of 12
        error = math.sqrt((5.75 / 12 + 1.75 / 12 - (4 / 12) ** 2) / 12)
        interval = nps_interval(5, 3, 1)
        assert interval.low == pytest.approx(100 * (4 / 12 - 1.959963984540054 * error), abs=1e-9)
        assert interval.high == pytest.approx(100 * (4 / 12 + 1.959963984540054 * error), abs=1e-9)
        assert interval.method is IntervalMethod.ADJUSTED_WALD
        assert interval.confidence == 0.95

    def test_adjusted_wald_is_cut_off_at_100(self):
        assert nps_interval(5, 0, 0).high == 100
        assert nps_interval(0, 0, 5).low == -100
        assert nps_interval(5, 0, 0).low == pytest.approx(17.4915, abs=1e-4)

    def test_score_interval_of_a_published_example(self):
        # Airway hyper-responsiveness, discordant pairs 1 and 7 of 21, Tango's interval -0.517 to
        # -0.026 (Fagerland, Lydersen, Laake, Recommended tests and confidence intervals for paired
        # binomial proportions, Statistics in Medicine 33, 2014)
        interval = nps_interval(1, 13, 7, method=IntervalMethod.SCORE)
        assert limits(interval, 1) == (-51.7, -2.6)

    @given(
        st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)).filter(any),
        confidences,
    )
    def test_score_interval_agrees_with_the_quartic_of_yang_sun_and_hardin(
        self, counts, confidence
    ):
        """A non-iterative implementation of Tango's interval, Statistics in Medicine 32 (2013)."""
        b, _, c = counts
        n, g = sum(counts), stats.norm.ppf((1 + confidence) / 2) ** 2
        roots = np.roots(
            [
                n**2 * (n / g + 1) ** 2,
                -n * (b - c) * (n / g + 1) * (4 * n / g + 1),
                2 * n * (b - c) ** 2 * (3 * n / g + 2) / g - n**2 * ((b + c) / g + 1),
                n * (b - c) * (2 * (b + c) / g + 1) - (b - c) ** 3 * (4 * n / g + 1) / g,
                (b - c) ** 2 * ((b - c) ** 2 / g - (b + c)) / g,
            ]
        )
        interval = nps_interval(*counts, method=IntervalMethod.SCORE, confidence=confidence)
        for limit, at_end in ((interval.low, c == n), (interval.high, b == n)):
            if at_end:
                assert abs(limit) == 100
            else:
                assert min(abs(roots - limit / 100)) < 1e-5

    @pytest.mark.parametrize("method", BOTH)
    def test_swapping_promoters_and_detractors_mirrors_it(self, method):
        for counts in product(range(5), repeat=3):
            if any(counts):
                one = nps_interval(*counts, method=method)
                other = nps_interval(*reversed(counts), method=method)
                assert (other.low, other.high) == pytest.approx((-one.high, -one.low), abs=1e-9)

    @pytest.mark.parametrize("method", BOTH)
    def test_more_answers_of_the_same_mixture_make_it_narrower(self, method):
        for counts in product(range(7), repeat=3):
            if any(counts):
                wide = nps_interval(*counts, method=method)
                narrow = nps_interval(*(2 * count for count in counts), method=method)
                assert narrow.width < wide.width

    @pytest.mark.parametrize("method", BOTH)
    def test_holds_the_score_wherever_there_is_one(self, method):
        for counts in product(range(7), repeat=3):
            if sum(counts) >= 5:
                score = 100 * (counts[0] - counts[2]) / sum(counts)
                interval = nps_interval(*counts, method=method)
                assert interval.low - 1e-9 <= score <= interval.high + 1e-9

    def test_refuses_what_is_no_count_or_no_method(self):
        with pytest.raises(ClientkitError, match=r"passives is -1; expected a count of 0 or more"):
            nps_interval(1, -1, 1)
        with pytest.raises(
            ClientkitError, match=r"the number of answers is 0; expected at least 1"
        ):
            nps_interval(0, 0, 0)
        with pytest.raises(ClientkitError, match=r"expected ADJUSTED_WALD or SCORE"):
            nps_interval(1, 1, 1, method=IntervalMethod.WILSON)


class TestCoverage:
    """How often an interval of nine answers holds the true score, going through every outcome."""

    TRUE = (0.9, 0.05, 0.05)

    def coverage(self, interval_of):
        score, held = 100 * (self.TRUE[0] - self.TRUE[2]), 0.0
        for counts in product(range(10), repeat=3):
            if sum(counts) == 9:
                low, high = interval_of(*counts)
                if low <= score <= high:
                    ways = math.factorial(9) / math.prod(map(math.factorial, counts))
                    held += ways * math.prod(
                        p**count for p, count in zip(self.TRUE, counts, strict=True)
                    )
        return held

    def test_the_plain_interval_covers_61_percent(self):
        def plain(promoters, passives, detractors):
            score = (promoters - detractors) / 9
            error = math.sqrt(((promoters + detractors) / 9 - score**2) / 9)
            return 100 * (score - 1.96 * error), 100 * (score + 1.96 * error)

        assert round(self.coverage(plain), 2) == 0.61

    @pytest.mark.parametrize(("method", "covered"), [*zip(BOTH, [0.947, 0.953], strict=True)])
    def test_ours_cover_95_percent(self, method, covered):
        def ours(*counts):
            interval = nps_interval(*counts, method=method)
            return interval.low, interval.high

        assert round(self.coverage(ours), 3) == covered


class TestMean:
    @given(st.lists(st.integers(1, 7), min_size=2, max_size=40).filter(lambda a: len(set(a)) > 1))
    def test_agrees_with_scipy(self, answers):
        interval = mean_interval(answers, lowest=-1000, highest=1000)
        expected = stats.t.interval(
            0.95, len(answers) - 1, loc=np.mean(answers), scale=stats.sem(answers)
        )
        assert (interval.low, interval.high) == pytest.approx(expected, abs=1e-9)

    @pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 9, 30, 101])
    @pytest.mark.parametrize("confidence", [0.5, 0.95, 0.999])
    def test_quantile_agrees_with_scipy(self, freedom, confidence):
        expected = stats.t.ppf((1 + confidence) / 2, freedom)
        assert student_quantile(confidence, freedom) == pytest.approx(expected, rel=1e-10)

    def test_is_cut_off_at_the_ends_of_the_scale(self):
        interval = mean_interval((1, 1, 1, 1, 7), lowest=1, highest=7)
        assert interval.low == 1
        interval = mean_interval((7, 7, 7, 7, 1), lowest=1, highest=7)
        assert interval.high == 7

    @pytest.mark.parametrize("answers", [(), (3,), (3, 3, 3)])
    def test_there_is_none_without_spread(self, answers):
        assert mean_interval(answers, lowest=1, highest=5) is None


class TestWhatIsNoCount:
    @pytest.mark.parametrize("wrong", [-1, 1.0, True, "3", None, float("nan"), 10**400])
    def test_counts(self, wrong):
        for call in (
            lambda: wilson_interval(wrong, 10),
            lambda: newcombe_interval(1, 10, wrong, 10),
            lambda: nps_interval(wrong, 1, 1),
            lambda: nps_interval(1, 1, wrong, method=IntervalMethod.SCORE),
        ):
            with pytest.raises(
                ClientkitError, match=r"expected (a count (from 0 to|of 0 or more)|at most)"
            ):
                call()

    @pytest.mark.parametrize("wrong", [0, 2.0, True, "3", None, float("nan"), 10**15 + 1])
    def test_how_many_there_are(self, wrong):
        with pytest.raises(ClientkitError, match=r"expected at (least 1|most 1000000000000000)$"):
            wilson_interval(0, wrong)

    def test_the_greatest_count_has_an_interval(self):
        found = wilson_interval(10**15 // 2, 10**15)
        assert 0.4999 < found.low < 0.5 < found.high < 0.5001

    @pytest.mark.parametrize("wrong", [0, 1, "0.95", None, True, 10**400, 0.9999999999999999])
    def test_confidence(self, wrong):
        for call in (
            lambda: wilson_interval(1, 2, confidence=wrong),
            lambda: mean_interval([1, 2], lowest=1, highest=5, confidence=wrong),
        ):
            with pytest.raises(ClientkitError, match="expected a share between 0 and 1"):
                call()

    @pytest.mark.parametrize("wrong", [0, 6, "3", None, True, float("nan")])
    def test_answers_outside_the_scale(self, wrong):
        with pytest.raises(ClientkitError, match="expected one from 1 to 5"):
            mean_interval([1, 2, wrong], lowest=1, highest=5)

    @pytest.mark.parametrize("wrong", [float("nan"), float("inf"), 1e16, "1", None])
    def test_ends_of_the_scale(self, wrong):
        with pytest.raises(ClientkitError, match="expected a number within ±1e15"):
            mean_interval([1, 2], lowest=1, highest=wrong)
