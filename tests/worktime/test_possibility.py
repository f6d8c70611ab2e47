"""A rule that never comes round is known at a glance, and only such a rule."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientkit.base import InvalidModelError
from clientkit.worktime import Cadence, _possibility, next_occurrence
from clientkit.worktime._possibility import never_comes_round
from clientkit.worktime._recurrence import LAST_DAY, Rule, rule_days

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONDAY = dt.date(2026, 2, 2)


def rule(freq, **values):
    usual = {
        "freq": freq, "interval": 1, "week_start": 0, "weekdays": frozenset(), "nth": frozenset(),
        "month_days": (), "months": frozenset(), "positions": (), "limit": None, "until": LAST_DAY,
        "start": MONDAY.toordinal(), "pauses": (),
    }  # fmt: skip
    return Rule(**usual | values)


IMPOSSIBLE = [
    rule("daily", weekdays=frozenset({0}), positions=(3, 5)),
    rule("daily", months=frozenset({4, 6}), month_days=(31, -31)),
    rule("daily", interval=999, weekdays=frozenset({3}), positions=(-4,)),
    rule("daily", interval=21, weekdays=frozenset({1, 2})),
    rule("weekly", weekdays=frozenset({0, 4}), positions=(3, -3)),
    rule("weekly", positions=(2,)),
    rule("monthly", nth=frozenset({(0, 6), (1, -6)})),
    rule("monthly", months=frozenset({2}), month_days=(30, -30)),
    rule("monthly", interval=12, month_days=(31, -31), start=dt.date(2026, 4, 1).toordinal()),
    rule("monthly", weekdays=frozenset({0}), positions=(6,)),
    rule("yearly", months=frozenset({2}), weekdays=frozenset({0}), month_days=(30,)),
    rule("yearly", interval=4, months=frozenset({2}), month_days=(29,)),
    rule("yearly", interval=28, start=dt.date(2027, 2, 28).toordinal(), nth=frozenset({(4, 54)})),
]


@pytest.mark.parametrize("impossible", IMPOSSIBLE, ids=str)
def test_few_periods_need_looking_at(impossible, monkeypatch):
    looks = 0
    look = _possibility.period_of

    def counted(*values):
        nonlocal looks
        looks += 1
        return look(*values)

    monkeypatch.setattr(_possibility, "period_of", counted)
    assert never_comes_round(impossible)
    assert looks <= 40


@pytest.mark.parametrize(
    "possible",
    [
        rule("daily", weekdays=frozenset({0}), positions=(3, -1)),
        rule("daily", months=frozenset({4, 6}), month_days=(30,)),
        rule("daily", interval=21, weekdays=frozenset({0, 2})),
        rule("weekly", weekdays=frozenset({0, 4}), positions=(2,)),
        rule("weekly", positions=(1,)),
        rule("monthly", nth=frozenset({(0, 5)})),
        rule("monthly", months=frozenset({2}), month_days=(-29,)),
        rule("yearly", interval=2, months=frozenset({2}), month_days=(29,)),
        rule("yearly", nth=frozenset({(0, 53)})),
    ],
    ids=str,
)
def test_what_is_next_to_impossible_is_possible(possible):
    assert not never_comes_round(possible)
    assert next(rule_days(possible, possible.start, LAST_DAY)) >= possible.start


def test_a_rule_may_stay_away_for_more_than_eight_hundred_years():
    leap = Cadence(
        freq="yearly", interval=900, by_month=[2], by_month_day=[29], starts_on=dt.date(1900, 1, 1)
    )
    assert next_occurrence(leap, dt.date(1900, 1, 1)) == dt.date(2800, 2, 29)
    assert next_occurrence(leap, dt.date(2800, 2, 29)) == dt.date(6400, 2, 29)


def test_what_comes_round_after_the_last_year_never_does():
    with pytest.raises(InvalidModelError, match="never occur together"):
        Cadence(
            freq="yearly", interval=1000, by_month=[2], by_month_day=[29],
            starts_on=dt.date(9001, 1, 1),
        )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_law_it_agrees_with_looking_for_the_days(data):
    """Of long intervals, so that all days can be looked at."""
    freq, least = data.draw(
        st.sampled_from([("daily", 600), ("weekly", 100), ("monthly", 30), ("yearly", 3)])
    )
    some = {
        "months": st.frozensets(st.integers(1, 12), max_size=3),
        "weekdays": st.frozensets(st.integers(0, 6), max_size=2),
        "positions": st.sampled_from([(), (), (1,), (2,), (-1,), (-5,), (31,)]),
        "month_days": st.sampled_from([(), (29,), (30,), (31,), (-29, -31)]),
        "start": st.dates(dt.date(1890, 1, 1), dt.date(2100, 1, 1)).map(dt.date.toordinal),
    }
    if freq == "weekly":
        del some["month_days"]
    values = {name: data.draw(strategy) for name, strategy in some.items()}
    one = rule(freq, interval=data.draw(st.integers(least, 1000)), **values)
    found = next(rule_days(one, one.start, LAST_DAY), None)
    assert never_comes_round(one) is (found is None)
