from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from clientkit.base import InvalidValueError, decode, encode
from clientkit.kpi import PromiseBudget, promise_budget

COUNTS = st.integers(0, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
TARGETS = st.integers(1, 999).map(lambda one: one / 1000)


def budget(kept, total, target=0.95):
    return promise_budget(kept=kept, total=total, target=target)


@pytest.mark.parametrize(
    ("kept", "total", "state", "allowed", "remaining", "burn"),
    [
        (60, 60, "kept", 3, 3, 0),
        (57, 60, "kept", 3, 0, 1),
        (56, 60, "broken", 3, -1, 4 / 3),
        (7, 7, "kept", 0.35, 0.35, 0),
        (6, 7, "broken", 0.35, -0.65, 20 / 7),
    ],
)
def test_what_is_left_of_a_promise(kept, total, state, allowed, remaining, burn):
    found = budget(kept, total)
    assert (found.state.value, found.allowed, found.remaining) == (state, allowed, remaining)
    assert found.burn == pytest.approx(burn)
    assert found.attained == kept / total


def test_decimals_do_not_decide():
    """In floats, 60 * (1 - 0.95) is more than 3, and 1000 * (1 - 0.999) more than 1."""
    assert 60 * (1 - 0.95) != 3
    assert budget(57, 60).remaining == 0
    assert budget(999, 1000, 0.999).state.value == "kept"
    assert budget(998, 1000, 0.999).state.value == "broken"
    assert budget(70, 100, 0.7).state.value == "kept"


def test_a_burn_rate_is_not_rounded_before_it_is_compared():
    """2.04 times the allowance is more than twice."""
    assert budget(898, 1000).burn == 2.04


def test_without_events_nothing_is_defined():
    found = budget(0, 0)
    assert (found.state.value, found.words) == ("no_data", "no events")
    names = ("attained", "attained_low", "attained_high", "allowed", "remaining", "burn")
    assert [getattr(found, name) for name in names] == [None] * 6


def test_a_promise_of_all_allows_nothing_and_has_no_burn():
    perfect, missed = budget(9, 9, 1), budget(8, 9, 1.0)
    assert (perfect.state.value, perfect.allowed, perfect.remaining, perfect.burn) == (
        "kept",
        0,
        0,
        None,
    )
    assert (missed.state.value, missed.allowed, missed.remaining, missed.burn) == (
        "broken",
        0,
        -1,
        None,
    )


@pytest.mark.parametrize(
    ("kept", "total", "words"),
    [
        (60, 60, "60 of 60 kept, 3 more may be missed"),
        (7, 7, "7 of 7 kept, 0 more may be missed"),
        (6, 7, "6 of 7 kept, 1 more than allowed"),
        (50, 60, "50 of 60 kept, 7 more than allowed"),
    ],
)
def test_shares_come_as_counts(kept, total, words):
    assert budget(kept, total).words == words


@pytest.mark.parametrize(
    ("kept", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_published_intervals(kept, total, low, high):
    """Newcombe, Statistics in Medicine 17, 1998, 857, table I, method 3."""
    found = budget(kept, total)
    assert (found.attained_low, found.attained_high) == (
        pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5),
    )  # fmt: skip
    assert found.method == "Wilson score interval"


@given(COUNTS)
def test_intervals_agree_with_statsmodels(counts):
    kept, total = counts
    if total:
        low, high = proportion_confint(kept, total, method="wilson")
        found = budget(kept, total)
        assert found.attained_low == pytest.approx(low, abs=1e-12)
        assert found.attained_high == pytest.approx(high, abs=1e-12)
        assert 0 <= found.attained_low <= found.attained <= found.attained_high <= 1


@given(COUNTS, TARGETS)
def test_the_state_is_the_exact_comparison(counts, target):
    kept, total = counts
    if total:
        reached = Fraction(kept, total) >= Fraction(str(target))
        assert (budget(kept, total, target).state.value == "kept") is reached


@given(st.integers(1, 100), st.integers(2, 9))
def test_fewer_answers_widen_the_interval(kept, times):
    few, many = budget(kept, 2 * kept), budget(kept * times, 2 * kept * times)
    assert few.attained_high - few.attained_low > many.attained_high - many.attained_low


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kept": 8, "total": 7}, "'8'; expected kept, a whole number from 0 to 7"),
        ({"kept": -1, "total": 7}, "expected kept"),
        ({"kept": 1.0, "total": 7}, "'1.0'; expected kept"),
        ({"kept": True, "total": 7}, "'True'; expected kept"),
        ({"kept": 0, "total": -1}, "'-1'; expected total"),
        ({"target": 95}, "'95'; expected a share above 0 and up to 1"),
        ({"target": 0}, "expected a share above 0"),
        ({"target": float("nan")}, "expected a share above 0"),
        ({"target": True}, "expected a share above 0"),
        ({"confidence": 1}, "'1'; expected a confidence between 0 and 1"),
        ({"confidence": 0}, "expected a confidence between 0 and 1"),
    ],
)
def test_what_makes_no_sense_is_refused(values, message):
    with pytest.raises(InvalidValueError, match=message):
        promise_budget(**{"kept": 5, "total": 7, "target": 0.95} | values)


@pytest.mark.parametrize("counts", [(0, 0), (6, 7)])
def test_a_result_is_a_model_like_any_other(counts):
    found = budget(*counts)
    assert (
        PromiseBudget(**{name: getattr(found, name) for name in PromiseBudget.__slots__}) == found
    )
    assert decode(PromiseBudget, encode(found)) == found


def test_a_confidence_that_cannot_be_told_from_certainty_is_refused():
    assert promise_budget(kept=1, total=2, target=0.5, confidence=0.999999).attained == 0.5
    with pytest.raises(InvalidValueError, match="expected a confidence between 0 and 1"):
        promise_budget(kept=1, total=2, target=0.5, confidence=0.9999999999999999)
