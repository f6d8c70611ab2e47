import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidArgumentError
from clientkit.scope import agreement_at

from .changing import OFFICE, ZONE, agreement


def version(number: int, effective: str | None = None, **parts: Any) -> Any:
    return agreement(version=number, effective=effective, **parts)


def at_day(history: Any, day: str, **more: Any) -> int | None:
    found = agreement_at(history, as_of=dt.date.fromisoformat(day), **more)
    return None if found is None else found.version


def test_a_version_is_in_force_from_its_day_on():
    history = [version(1, "2026-02-02"), version(2, "2026-03-26")]
    assert [at_day(history, day) for day in
            ("2026-02-01", "2026-02-02", "2026-03-25", "2026-03-26", "2099-01-01")] == [
        None, 1, 1, 2, 2,
    ]  # fmt: skip
    assert at_day(reversed(history), "2026-03-25") == 1


def test_a_later_version_that_begins_earlier_hides_the_ones_before():
    assert at_day([version(1, "2026-03-01"), version(2, "2026-02-01")], "2026-03-15") == 2


def test_without_a_beginning_a_version_has_always_been_in_force():
    assert at_day([version(1)], "0001-01-01") == 1
    assert at_day([version(1), version(2, "2026-03-26")], "2026-03-25") == 1


def test_a_beginning_that_nobody_knows_has_not_come():
    history = [version(1, "2026-02-02"), version(2, "on go-ahead")]
    assert at_day(history, "2099-01-01") == 1
    assert at_day(history, "2099-01-01", dates={"go-ahead": None}) == 1
    known = {"go-ahead": dt.date(2026, 3, 26)}
    assert at_day(history, "2026-03-25", dates=known) == 1
    assert at_day(history, "2026-03-26", dates=known) == 2


def test_an_instant_is_a_day_in_the_zone():
    dates = {"go-ahead": dt.datetime(2026, 3, 25, 23, 30, tzinfo=dt.UTC)}
    history = [version(1, "on go-ahead")]
    assert at_day(history, "2026-03-25", dates=dates) == 1
    assert at_day(history, "2026-03-25", dates=dates, timezone=ZONE) is None
    assert at_day(history, "2026-03-26", dates=dates, timezone=ZONE) == 1
    assert at_day(history, "2026-03-25", dates=dates, calendar=OFFICE) is None


def test_working_days_need_a_calendar():
    history = [version(1, "2 working days after kickoff")]
    dates = {"kickoff": dt.date(2026, 3, 5)}
    assert at_day(history, "2099-01-01", dates=dates) is None
    assert at_day(history, "2026-03-09", dates=dates, calendar=OFFICE) is None
    assert at_day(history, "2026-03-10", dates=dates, calendar=OFFICE) == 1


@pytest.mark.parametrize(
    ("effective", "first"),
    [("on sprint", "2026-03-02"), ("on sprint[3]", "2026-03-30"), ("on sprint[-1]", "2026-03-30"),
     ("on sprint[3..]", "2026-03-30")],
)  # fmt: skip
def test_of_a_point_that_repeats_the_first_that_is_known_counts(effective: str, first: str):
    dates = {"sprint": [None, dt.date(2026, 3, 2), dt.date(2026, 3, 30)]}
    day = dt.date.fromisoformat(first)
    history = [version(1, effective)]
    assert at_day(history, str(day), dates=dates) == 1
    assert at_day(history, str(day - dt.timedelta(days=1)), dates=dates) is None


def test_of_two_versions_with_one_number_the_one_that_stands_last_counts():
    history = [version(1, title="First"), version(1, title="Last")]
    found = agreement_at(history, as_of=dt.date(2026, 3, 1))
    assert found is history[1]


def test_nothing_is_in_force_of_nothing():
    assert at_day([], "2026-03-01") is None


def test_an_instant_without_an_offset_is_refused():
    dates = {"go": dt.datetime(2026, 3, 1)}  # noqa: DTZ001 (that is the mistake)
    with pytest.raises(InvalidArgumentError):
        agreement_at([version(1, "on go")], as_of=dt.date(2026, 3, 1), dates=dates)


@pytest.mark.parametrize("as_of", [dt.datetime(2026, 3, 1, tzinfo=dt.UTC), "2026-03-01", None])
def test_what_is_no_day_is_refused_whatever_the_history(as_of: Any):
    for history in ([], [version(1, "2026-02-02")]):
        with pytest.raises(InvalidArgumentError, match="expected a day without a time"):
            agreement_at(history, as_of=as_of)


DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 1))
HISTORY = st.lists(
    st.tuples(st.integers(1, 5), st.none() | DAYS.map(str) | st.sampled_from(["on a", "on b"])),
    max_size=5,
).map(lambda drawn: [version(*one) for one in drawn])


@given(HISTORY, DAYS, DAYS)
def test_a_later_day_never_brings_an_earlier_version_back(history: Any, one: Any, other: Any):
    early, late = sorted((one, other))
    dates = {"a": dt.date(2026, 2, 1)}
    before, after = (at_day(history, str(day), dates=dates) or 0 for day in (early, late))
    assert before <= after


@given(HISTORY, HISTORY, DAYS, st.randoms(use_true_random=False))
def test_one_more_version_never_makes_the_answer_an_earlier_one(
    history: Any, more: Any, day: Any, chance: Any
):
    both = [*history, *more]
    chance.shuffle(both)
    assert (at_day(history, str(day)) or 0) <= (at_day(both, str(day)) or 0)
