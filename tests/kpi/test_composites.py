import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidValueError, decode, encode, evolve
from clientkit.kpi import (
    CompositeMember,
    CompositeStatus,
    KpiState,
    evaluate_composite,
    evaluate_kpi,
)

from .making import START, kpi

ORDER = {"red": 0, "amber": 1, "green": 2}


def status(name, state, at=START):
    return evolve(evaluate_kpi(kpi(id=name), [], at=at), state=state)


def together(states, weights=None, **more):
    """Members named a, b, c ... in the states given; None where there is no status."""
    names = "abcdefghij"[: len(states)]
    weights = weights or [1] * len(states)
    members = [
        CompositeMember(kpi=name, weight=weight)
        for name, weight in zip(names, weights, strict=True)
    ]
    statuses = [status(name, one) for name, one in zip(names, states, strict=True) if one]
    return evaluate_composite(members, statuses, **{"green_at": 0.8, "amber_at": 0.5} | more)


@pytest.mark.parametrize(
    ("states", "score", "expected"),
    [
        (["green"] * 4 + ["red"], 0.8, "green"),
        (["green"] * 3 + ["amber", "red"], 0.7, "amber"),
        (["green", "red"], 0.5, "amber"),
        (["amber", "amber", "red"], 1 / 3, "red"),
    ],
)
def test_scores_are_weighed_and_bounds_are_inclusive(states, score, expected):
    found = together(states)
    assert (found.score, found.score_low, found.score_high) == (score,) * 3
    assert (found.state.value, found.coverage, found.n, found.of) == (
        expected,
        1,
        len(states),
        len(states),
    )


def test_tenths_are_tenths():
    """0.1 + 0.2 reaches 0.3 of a weight of 1, which its binary sum need not."""
    found = together(["green", "green", "red"], [0.1, 0.2, 0.7], green_at=0.3, amber_at=None)
    assert (found.score, found.state.value) == (0.3, "green")


@pytest.mark.parametrize("unknown", ["no_data", "stale", "not_comparable", None])
def test_what_is_unknown_counts_as_red_and_shows_as_an_interval(unknown):
    found = together(["green", "green", "green", unknown])
    assert (found.score_low, found.score, found.score_high, found.coverage) == (0.75, 1, 1, 0.75)
    assert (found.state.value, found.n, found.of) == ("amber", 3, 4)
    assert found.parts[3].score is None
    assert found.parts[3].contribution == 0


def test_too_little_known_is_no_data():
    assert together(["green", None]).state.value == "amber"
    assert together(["green", None, None]).state.value == "no_data"
    assert together(["red", None, None]).reason == "too little is known; 1 of 3 are known"
    assert together(["green", None], least_coverage=0.51).state.value == "no_data"
    assert together([None, None], least_coverage=0).state.value == "red"
    assert together([None, None]).score is None


def test_what_is_waived_does_not_count():
    found = together(["green", "waived", "red"])
    assert (found.score, found.of, found.parts[1].contribution) == (0.5, 2, None)
    everything = together(["waived", "waived"])
    assert (everything.state.value, everything.score_low, everything.coverage) == (
        "waived",
        None,
        None,
    )


def test_without_an_amber_bound_there_is_no_amber():
    found = together(["green", "red"], amber_at=None)
    assert (found.state.value, found.reason) == (
        "red", "the low end of the score is below green; 2 of 2 are known",
    )  # fmt: skip


def test_contributions_sum_to_the_low_end():
    found = together(["green", "amber", None, "red"], [3, 2, 2, 1])
    assert [one.contribution for one in found.parts] == [0.375, 0.125, 0, 0]
    assert sum(one.contribution for one in found.parts) == found.score_low


def test_statuses_of_other_kpis_are_ignored():
    found = evaluate_composite(
        [CompositeMember(kpi="a", weight=1)], [status("a", "green"), status("z", "red")], green_at=1
    )
    assert found.state is KpiState.GREEN


@pytest.mark.parametrize(
    ("members", "statuses", "message"),
    [
        ("", "", "members have no weight"),
        ("aa", "", "members has 'a' twice"),
        ("a", "aa", "statuses has 'a' twice"),
    ],
)
def test_what_makes_no_sense_is_refused(members, statuses, message):
    with pytest.raises(ValueError, match=message):
        evaluate_composite(
            [CompositeMember(kpi=name, weight=1) for name in members],
            [status(name, "green") for name in statuses],
            green_at=1,
        )


def test_zero_weights_are_refused_if_all_are():
    assert together(["green", "red"], [1, 0]).score == 1
    with pytest.raises(ValueError, match="members have no weight"):
        together(["green", "red"], [0, 0])


def test_one_instant_for_all():
    later = START.replace(year=2027)
    with pytest.raises(ValueError, match="statuses are of 2 instants; expected one"):
        evaluate_composite(
            [CompositeMember(kpi="a", weight=1)],
            [status("a", "green"), status("b", "red", later)],
            green_at=1,
        )


def test_bounds_in_the_wrong_order_are_refused():
    for amber in (0.8, 0.9):
        with pytest.raises(ValueError, match=r"expected less than green_at, 0\.8"):
            together(["green"], amber_at=amber)
    for share in (80, -0.1, True):
        with pytest.raises(InvalidValueError, match="expected a share from 0 to 1"):
            together(["green"], green_at=share)


STATES = st.lists(
    st.tuples(
        st.sampled_from(["green", "amber", "red", "stale", "no_data", "waived"]), st.integers(0, 5)
    ),
    min_size=1, max_size=8,
).filter(lambda rows: any(weight for _, weight in rows))  # fmt: skip


@given(STATES, st.data())
def test_removing_evidence_never_improves_the_state(rows, data):
    states, weights = [list(one) for one in zip(*rows, strict=True)]
    before = together(states, weights)
    states[data.draw(st.integers(0, len(states) - 1))] = None
    after = together(states, weights)
    if before.score_low is None:  # all was waived
        assert after.state.value in ("waived", "no_data")
        return
    assert after.score_low <= before.score_low
    if before.state.value in ORDER and after.state.value in ORDER:
        assert ORDER[after.state.value] <= ORDER[before.state.value]
    assert after.score_high >= before.score_high
    assert not (before.state.value == "no_data" and after.state.value != "no_data")


def test_a_result_is_a_model_like_any_other():
    found = together(["green", None, "waived"])
    assert (
        CompositeStatus(**{name: getattr(found, name) for name in CompositeStatus.__slots__})
        == found
    )
    assert decode(CompositeStatus, encode(found)) == found
