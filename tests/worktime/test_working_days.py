import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidValueError, decode
from clientkit.worktime import (
    NoWorkingTimeError,
    WorkingCalendar,
    add_working_days,
    is_working_day,
    roll_forward,
    working_days_between,
)

from .oracle import questions

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = decode(
    WorkingCalendar,
    {"timezone": "Europe/Berlin", "hours": WEEK, "holidays": {"dates": ["2026-04-20"]}},
)
NIGHTS = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": {"fri": ["22:00-06:00"]}})


def day(text):
    return dt.date.fromisoformat(text)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@given(questions())
def test_a_working_day_has_an_open_minute_of_its_own(question):
    cal, oracle, a, _ = question
    for near in range(-4, 5):
        one = a.date() + dt.timedelta(days=near)
        assert is_working_day(cal, one) == bool(oracle.by_day[one])


@given(questions(), st.integers(1, 400))
def test_as_many_lie_between_as_were_added(question, count):
    cal, _, a, _ = question
    end = add_working_days(cal, a.date(), count)
    assert working_days_between(cal, a.date(), end) == count
    assert working_days_between(cal, end, a.date()) == -count
    assert is_working_day(cal, end)
    assert is_working_day(cal, add_working_days(cal, a.date(), -count))


@given(questions(), st.integers(-300, 300), st.integers(-300, 300))
def test_additivity(question, one, other):
    cal, _, a, _ = question
    first = a.date()
    second, third = first + dt.timedelta(days=one), first + dt.timedelta(days=one + other)
    parts = working_days_between(cal, first, second) + working_days_between(cal, second, third)
    assert parts == working_days_between(cal, first, third)


@given(questions(), st.integers(1, 300))
def test_open_edge_is_the_roll_of_the_close_edge(question, count):
    cal, _, a, _ = question
    end = add_working_days(cal, a, count)
    assert add_working_days(cal, a, count, edge="open") == roll_forward(cal, end)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-04-17", 1, "2026-04-21"),
        ("2026-04-18", 1, "2026-04-21"),
        ("2026-04-16", 1, "2026-04-17"),
        ("2026-04-18", 0, "2026-04-18"),
        ("2026-04-21", -1, "2026-04-17"),
        ("2026-04-18", -1, "2026-04-17"),
        ("2026-04-17", 1000, "2030-02-18"),
    ],
)
def test_after_a_date_comes_a_date(start, count, end):
    assert add_working_days(OFFICE, day(start), count) == day(end)


@pytest.mark.parametrize(
    ("start", "count", "close", "open_"),
    [
        ("2026-04-17T10:00", 1, "2026-04-21T17:00", "2026-04-22T09:00"),
        ("2026-04-17T23:59", 1, "2026-04-21T17:00", "2026-04-22T09:00"),
        ("2026-04-16T23:59", 1, "2026-04-17T17:00", "2026-04-21T09:00"),
        ("2026-04-18T10:00", 0, "2026-04-18T10:00", "2026-04-18T10:00"),
        ("2026-04-21T10:00", -1, "2026-04-17T17:00", "2026-04-21T09:00"),
    ],
)
def test_after_an_instant_comes_a_closing(start, count, close, open_):
    assert add_working_days(OFFICE, at(start), count) == at(close)
    assert add_working_days(OFFICE, at(start), count, edge="open") == at(open_)


def test_an_overnight_range_is_a_day_of_its_opening():
    assert is_working_day(NIGHTS, day("2026-04-17"))
    assert not is_working_day(NIGHTS, day("2026-04-18"))
    assert add_working_days(NIGHTS, at("2026-04-15T10:00"), 1) == at("2026-04-18T06:00")
    assert add_working_days(NIGHTS, at("2026-04-18T03:00"), 1) == at("2026-04-25T06:00")


def test_the_local_date_counts():
    late = dt.datetime(2026, 4, 16, 22, 30, tzinfo=dt.UTC)  # 00:30 on Friday in Berlin
    assert add_working_days(OFFICE, late, 1) == at("2026-04-21T17:00")
    assert working_days_between(OFFICE, late, at("2026-04-21T00:00")) == 1


def test_a_day_that_never_was_is_none():
    apia = decode(WorkingCalendar, {"timezone": "Pacific/Apia", "hours": WEEK})
    assert not is_working_day(apia, day("2011-12-30"))
    assert add_working_days(apia, day("2011-12-29"), 1) == day("2012-01-02")


def test_a_calendar_that_closes_for_good():
    once = decode(
        WorkingCalendar,
        {"timezone": "UTC", "hours": {},
         "special_hours": [{"date": "2026-04-17", "hours": ["09:00-17:00"]}]},
    )  # fmt: skip
    assert add_working_days(once, day("2026-04-16"), 1) == day("2026-04-17")
    for start, count in (("2026-04-17", 1), ("2026-04-16", 2), ("2026-04-17", -1)):
        with pytest.raises(NoWorkingTimeError, match="looked until"):
            add_working_days(once, day(start), count)


def test_a_million_working_days_are_too_many():
    with pytest.raises(NoWorkingTimeError):
        add_working_days(OFFICE, day("2026-04-17"), 999_999)


@pytest.mark.parametrize("count", [1.0, "1", True, None])
def test_counts_are_whole_numbers(count):
    with pytest.raises(InvalidValueError):
        add_working_days(OFFICE, day("2026-04-17"), count)


@pytest.mark.parametrize(
    "start", ["2026-04-17", None, dt.datetime.fromisoformat("2026-04-17T09:00"), dt.date(1, 1, 1)]
)
def test_starts_are_dates_or_aware_instants(start):
    with pytest.raises(InvalidValueError):
        add_working_days(OFFICE, start, 1)
