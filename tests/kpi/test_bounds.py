import datetime as dt
from fractions import Fraction

import pytest

from clientkit.base import InvalidModelError
from clientkit.kpi import InterimTarget, KpiBounds, KpiState
from clientkit.kpi.bounds import bounds_of, colour_of, target_of

from .making import kpi, met_kpi

DAY = dt.date(2026, 4, 1)
RANGE = {"direction": "range", "target": None, "target_low": 4, "target_high": 6}


def colour(definition, value, day=None):
    return colour_of(bounds_of(definition, day), Fraction(value)).value


@pytest.mark.parametrize(
    ("value", "expected"),
    [("95", "green"), ("94.9999", "amber"), ("90", "amber"), ("89.9999", "red"), ("200", "green")],
)
def test_higher_is_better_with_bounds_on_the_good_side(value, expected):
    assert colour(kpi(direction="higher", target=95, amber_at=90), value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2", "green"), ("2.0001", "amber"), ("3", "amber"), ("3.0001", "red"), ("-5", "green")],
)
def test_lower_is_better_with_bounds_on_the_good_side(value, expected):
    assert colour(kpi(amber_at=3), value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("3.9", "amber"), ("3.5", "amber"), ("3.4", "red"), ("4", "green"), ("6", "green"),
        ("6.1", "amber"), ("8", "amber"), ("8.1", "red"),
    ],
)  # fmt: skip
def test_a_range_holds_its_ends(value, expected):
    assert colour(kpi(**RANGE, amber_low=3.5, amber_high=8), value) == expected


def test_a_range_may_have_amber_on_one_side_only():
    below = kpi(**RANGE, amber_low=3)
    assert [colour(below, value) for value in ("3", "2.9", "6", "6.1")] == [
        "amber", "red", "green", "red",
    ]  # fmt: skip
    above = kpi(**RANGE, amber_high=7)
    assert [colour(above, value) for value in ("3.9", "7")] == ["red", "amber"]


def test_green_may_begin_before_the_target():
    assert colour(kpi(direction="higher", target=95, green_at=93), "93") == "green"


def test_without_an_amber_bound_nothing_is_amber():
    assert colour(kpi(), "2.1") == "red"


def test_an_interim_target_holds_from_its_day_to_the_next():
    stepped = kpi(
        interim=(
            InterimTarget(date=DAY, value=5),
            InterimTarget(date=DAY.replace(month=6), value=3),
        )
    )
    assert colour(stepped, "4", DAY - dt.timedelta(days=1)) == "red"
    assert colour(stepped, "5", DAY) == "green"
    assert colour(stepped, "5", dt.date(2026, 5, 31)) == "green"
    assert colour(stepped, "5", dt.date(2026, 6, 1)) == "red"
    assert bounds_of(stepped, DAY) == KpiBounds(green_high=5, interim=True)


def test_an_amber_bound_on_the_good_side_of_an_interim_target_does_not_count():
    eased = kpi(amber_at=3, interim=(InterimTarget(date=DAY, value=3),))
    assert bounds_of(eased, DAY).amber_high is None
    tight = kpi(amber_at=3, interim=(InterimTarget(date=DAY, value=2.9),))
    assert bounds_of(tight, DAY).amber_high == 3


def test_what_has_no_target_has_no_bounds():
    assert bounds_of(kpi(target=None), None) is None
    assert bounds_of(met_kpi(), None) is None
    assert bounds_of(kpi(direction=None, target=None), None) is None


def test_the_target_in_the_end():
    assert target_of(kpi()) == (None, 2)
    assert target_of(kpi(direction="higher", green_at=1)) == (2, None)
    assert target_of(kpi(target=None, green_at=1)) == (None, 1)
    assert target_of(kpi(**RANGE)) == (4, 6)
    assert target_of(met_kpi()) is None


def test_only_three_states_are_a_judgement():
    assert [one.value for one in KpiState if one.is_judged] == ["green", "amber", "red"]


def test_what_is_possible_has_an_order():
    assert kpi(lowest_possible=0, highest_possible=0).highest_possible == 0
    with pytest.raises(InvalidModelError, match="highest_possible is -1, below lowest_possible 0"):
        kpi(lowest_possible=0, highest_possible=-1)
    with pytest.raises(InvalidModelError, match="lowest_possible is set for kind 'met_or_not'"):
        met_kpi(lowest_possible=0)
