import datetime as dt
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import Due, InvalidArgumentError, InvalidValueError, Term, TermUnit, decode
from clientkit.worktime import (
    WorkingCalendar,
    add_term,
    add_working_days,
    add_working_time,
    resolve_due,
    subtract_term,
)

from .oracle import questions

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": WEEK})


def day(text):
    return dt.date.fromisoformat(text)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        ("2026-03-28T10:00", "1 day", "2026-03-29T10:00:00+02:00"),
        ("2026-03-28T10:00", "24 hours", "2026-03-29T11:00:00+02:00"),
        ("2026-03-28T02:30", "1 day", "2026-03-29T03:30:00+02:00"),
        ("2026-10-24T02:30", "1 day", "2026-10-25T02:30:00+02:00"),
        ("2026-10-24T10:00", "1 week", "2026-10-31T10:00:00+01:00"),
        ("2026-04-17T16:00", "90 minutes", "2026-04-17T17:30:00+02:00"),
        ("2026-04-17T16:00", "90 working minutes", "2026-04-20T09:30:00+02:00"),
        ("2026-04-17T16:00", "1 working hour", "2026-04-17T17:00:00+02:00"),
        ("2026-04-17T16:00", "1 working day", "2026-04-20T17:00:00+02:00"),
        ("2026-04-18T16:00", "0 days", "2026-04-18T16:00:00+02:00"),
        ("2026-04-18T16:00", "0 working hours", "2026-04-18T16:00:00+02:00"),
    ],
)
def test_after_an_instant(start, term, end):
    assert add_term(OFFICE, at(start), Term.parse(term)).isoformat() == end


@pytest.mark.parametrize(
    ("term", "after", "before"),
    [
        ("1 day", "2026-04-18", "2026-04-16"),
        ("2 weeks", "2026-05-01", "2026-04-03"),
        ("1 working day", "2026-04-20", "2026-04-16"),
        ("0 days", "2026-04-17", "2026-04-17"),
        ("2 hours", "2026-04-18T02:00:00+02:00", "2026-04-17T22:00:00+02:00"),
        ("2 working hours", "2026-04-20T11:00:00+02:00", "2026-04-17T15:00:00+02:00"),
    ],
)
def test_after_and_before_a_date(term, after, before):
    assert add_term(OFFICE, day("2026-04-17"), Term.parse(term)).isoformat() == after
    assert subtract_term(OFFICE, day("2026-04-17"), Term.parse(term)).isoformat() == before


def test_the_open_edge():
    friday = at("2026-04-17T16:00")
    for term, end in (
        ("1 working hour", "2026-04-20T09:00"),
        ("1 working day", "2026-04-21T09:00"),
    ):
        assert add_term(OFFICE, friday, Term.parse(term), edge="open") == at(end)
    assert add_term(OFFICE, friday, Term.parse("1 hour"), edge="open") == at("2026-04-17T17:00")


@given(questions(), st.integers(0, 200))
def test_terms_are_the_functions_they_stand_for(question, count):
    cal, _, a, _ = question
    hours = Term(count, TermUnit.WORKING_HOUR)
    assert add_term(cal, a, hours) == add_working_time(cal, a, dt.timedelta(hours=count))
    assert add_term(cal, a, Term(count, TermUnit.WORKING_DAY)) == add_working_days(cal, a, count)
    wall = add_term(cal, a, Term(count, TermUnit.HOUR))
    assert wall.timestamp() - a.timestamp() == count * 3600


@pytest.mark.parametrize("unit", list(TermUnit))
def test_terms_that_leave_the_calendar_are_refused(unit):
    far = dt.datetime(9997, 12, 1, tzinfo=dt.UTC)
    with pytest.raises(ValueError, match=r"expected|looked until"):
        add_term(OFFICE, far, Term(999_999, unit))
    with pytest.raises(InvalidValueError):
        add_term(OFFICE, far, "1 day")
    with pytest.raises(InvalidValueError):
        add_term(OFFICE, far, Term(1, unit), edge="end")


DATES = {
    "launch": day("2026-09-01"),
    "kickoff": at("2026-02-02T10:00"),
    "sprint-end": [day("2026-02-16"), None, day("2026-03-16")],
    "numbered": {0: day("2026-02-16"), 1: day("2026-03-02"), 3: day("2026-03-30")},
    "unknown": None,
    "never": [],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-17", day("2026-04-17")),
        ("on launch", day("2026-09-01")),
        ("5 working days before launch", day("2026-08-25")),
        ("3 weeks after launch", day("2026-09-22")),
        ("2 hours before launch", at("2026-09-01T22:00")),
        ("on kickoff", at("2026-02-02T10:00")),
        ("4 working hours after kickoff", at("2026-02-02T14:00")),
        ("10 days before kickoff", at("2026-01-23T10:00")),
        ("on launch[1]", day("2026-09-01")),
        ("on launch[-1]", day("2026-09-01")),
        ("on launch[2]", None),
        ("on launch[1..]", (day("2026-09-01"),)),
        ("on sprint-end", (day("2026-02-16"), day("2026-03-16"))),
        ("on sprint-end[1]", day("2026-02-16")),
        ("on sprint-end[2]", None),
        ("on sprint-end[-1]", day("2026-03-16")),
        ("on sprint-end[-2]", None),
        ("on sprint-end[-3]", day("2026-02-16")),
        ("on sprint-end[-4]", None),
        ("1 day after sprint-end[2..]", (day("2026-03-17"),)),
        ("on numbered[0]", day("2026-02-16")),
        ("on numbered[-1]", day("2026-03-30")),
        ("on numbered[-2]", None),
        ("on numbered[-4]", day("2026-02-16")),
        ("on numbered[1..3]", (day("2026-03-02"), day("2026-03-30"))),
        ("on numbered[1..1]", (day("2026-03-02"),)),
        ("on numbered[4..]", ()),
        ("on unknown", None),
        ("on unknown[1..]", ()),
        ("on unknown[-1]", None),
        ("on never", ()),
        ("on never[-1]", None),
        ("3 days after nowhere", None),
        ("on nowhere[2..5]", ()),
    ],
)
def test_resolve_due(text, expected):
    assert resolve_due(Due.parse(text), DATES, OFFICE) == expected


@pytest.mark.parametrize("known", ["2026-04-17", ["2026-04-17"], 3, dt.datetime(2026, 4, 17)])  # noqa: DTZ001
def test_what_is_no_day_or_instant_is_refused(known):
    for text in ("on launch", "1 day after launch"):
        with pytest.raises(InvalidValueError):
            resolve_due(Due.parse(text), {"launch": known}, OFFICE)


def test_what_is_no_due_is_refused():
    with pytest.raises(InvalidValueError, match="on launch"):
        resolve_due("on launch", DATES, OFFICE)


def test_days_come_out_as_plain_dates():
    found = resolve_due(Due.parse("on launch"), {"launch": pendulum.date(2026, 4, 17)}, OFFICE)
    assert type(found) is dt.date
    assert found == day("2026-04-17")


def test_known_dates_are_a_mapping():
    with pytest.raises(InvalidArgumentError, match="dates is None; expected a mapping"):
        resolve_due(Due.parse("on launch"), None, BERLIN)
