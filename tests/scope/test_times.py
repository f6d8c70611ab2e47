"""What dates mean and how terms count, from plain values."""

import datetime as dt

import pendulum
import pytest

from clientkit.base import Due, InvalidArgumentError, InvalidValueError, Term, decode
from clientkit.client.entry import Entry
from clientkit.scope import Delivery, KnownTimes, UnknownMoment
from clientkit.scope.times import comes_after, day_in, is_past, plain, utc
from clientkit.worktime import WorkingCalendar, add_term, resolve_due

BERLIN = "Europe/Berlin"
OFFICE = decode(
    WorkingCalendar, {"timezone": "America/New_York", "hours": {"mon": ["09:00-17:00"]}}
)
NEVER_AGAIN = decode(
    WorkingCalendar,
    {
        "timezone": "UTC",
        "hours": {},
        "special_hours": [{"date": "2026-04-13", "hours": ["09:00-10:00"]}],
    },
)
DATES = {
    "launch": dt.date(2026, 9, 1),
    "sprint": [dt.date(2026, 2, 16), None, dt.date(2026, 3, 16)],
    "block": {0: dt.date(2026, 3, 16), 1: dt.date(2026, 4, 27)},
    "later": None,
}
TIMES = KnownTimes(timezone=BERLIN, dates=DATES, calendars={"approver": OFFICE, "x": NEVER_AGAIN})


@pytest.mark.parametrize(
    ("text", "occurrence", "expected"),
    [
        ("2026-04-17", None, "2026-04-17"),
        ("on launch", None, "2026-09-01"),
        ("on launch", 3, "2026-09-01"),
        ("2 weeks before launch", None, "2026-08-18"),
        ("3 days after launch", None, "2026-09-04"),
        ("on sprint", 1, "2026-02-16"),
        ("on sprint[3]", 1, "2026-03-16"),
        ("on sprint[-1]", None, "2026-03-16"),
        ("on sprint[-3]", None, "2026-02-16"),
        ("on sprint[1..]", 3, "2026-03-16"),
        ("on block", 0, "2026-03-16"),
        ("1 day after block", 1, "2026-04-28"),
    ],
)
def test_what_a_due_text_means(text: str, occurrence: int | None, expected: str):
    due = Due.parse(text)
    assert str(TIMES.due(due, occurrence, "client")) == expected
    if "[" in text and ".." not in text:  # one that names its occurrence itself
        assert resolve_due(due, DATES, OFFICE) == TIMES.due(due, None, "client")


@pytest.mark.parametrize(
    ("text", "occurrence"),
    [
        ("on later", None),
        ("on nothing", None),
        ("on sprint", None),
        ("on sprint", 2),
        ("on sprint", 4),
        ("on sprint[-4]", None),
        ("on block[2]", 1),
    ],
)
def test_what_nobody_knows_is_unknown(text: str, occurrence: int | None):
    found = TIMES.due(Due.parse(text), occurrence, "client")
    assert isinstance(found, UnknownMoment)
    assert found.because == f"the date of {Due.parse(text).anchor!r} is not known"


def test_terms_count_in_the_calendar_of_the_party():
    start = dt.datetime(2026, 4, 13, 15, 30, tzinfo=dt.UTC)
    term = Term.parse("2 working hours")
    found = TIMES.after(start, term, "approver")
    assert found == add_term(OFFICE, start, term)
    assert type(found) is dt.datetime
    assert TIMES.after(start, term, "client") == UnknownMoment(
        "it counts in working time, and no calendar of 'client' is known"
    )
    assert (TIMES.zone("approver"), TIMES.zone("client")) == ("America/New_York", BERLIN)


def test_days_keep_the_wall_time_of_those_who_have_no_calendar():
    start = dt.datetime.fromisoformat("2026-03-28T10:00:00+01:00")
    assert TIMES.after(start, Term.parse("1 day"), "client") == dt.datetime(
        2026, 3, 29, 8, tzinfo=dt.UTC
    )


def test_what_cannot_be_counted_is_unknown():
    found = TIMES.after(dt.date(2026, 4, 14), Term.parse("1 working day"), "x")
    assert isinstance(found, UnknownMoment)
    assert "has not so much working time" in found.because
    found = TIMES.after(dt.date(9996, 4, 14), Term.parse("999999 weeks"), "client")
    assert isinstance(found, UnknownMoment)
    assert found.because.startswith("it cannot be counted: '999999 weeks'; expected")


def test_moments_of_any_class_become_plain():
    day, instant = plain(pendulum.date(2026, 4, 13)), plain(pendulum.datetime(2026, 4, 13, 9))
    assert (type(day), type(instant)) == (dt.date, dt.datetime)
    times = KnownTimes(timezone=BERLIN, dates={"launch": pendulum.date(2026, 9, 1)})
    assert type(times.due(Due.parse("on launch"), None, "client")) is dt.date
    with pytest.raises(InvalidArgumentError, match="expected an instant with its offset"):
        utc(dt.datetime(2026, 4, 13))  # noqa: DTZ001 (refused)


def test_the_ends_of_the_calendar_are_the_ends():
    east = dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    west = dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-1)))
    assert (utc(east).year, utc(west).year) == (1, 9999)
    earliest = dt.datetime.min.replace(tzinfo=dt.UTC)
    assert day_in(earliest, "America/New_York") == dt.date.min
    assert day_in(dt.datetime.max.replace(tzinfo=dt.UTC), BERLIN) == dt.date.max


def test_a_day_passes_when_it_ends_and_an_instant_right_after_it():
    at = dt.datetime.fromisoformat("2026-04-16T00:00:00+02:00")
    second = dt.timedelta(seconds=1)
    assert is_past(dt.date(2026, 4, 15), at, BERLIN)
    assert not is_past(dt.date(2026, 4, 15), at - second, BERLIN)
    assert not is_past(at, at, BERLIN)
    assert is_past(at, at + second, BERLIN)


@pytest.mark.parametrize(
    ("entry", "moment", "expected"),
    [
        ({"date": "2026-04-15"}, "2026-04-15", False),
        ({"date": "2026-04-16"}, "2026-04-15", True),
        ({"at": "2026-04-15T21:59:59Z"}, "2026-04-15", False),
        ({"at": "2026-04-15T22:00:00Z"}, "2026-04-15", True),
        ({"date": "2026-04-15"}, "2026-04-15T08:00:00Z", False),
        ({"date": "2026-04-16"}, "2026-04-15T08:00:00Z", True),
        ({"at": "2026-04-15T08:00:00Z"}, "2026-04-15T08:00:00Z", False),
        ({"at": "2026-04-15T08:00:01Z"}, "2026-04-15T08:00:00Z", True),
    ],
)
def test_of_a_day_alone_the_same_day_is_in_time(entry: dict[str, str], moment: str, expected: bool):
    one: Entry = decode(Delivery, {"id": "d", "deliverable": "x", "by": "lena"} | entry)
    when = dt.datetime.fromisoformat(moment) if "T" in moment else dt.date.fromisoformat(moment)
    assert comes_after(one, when, BERLIN) is expected


def test_there_must_be_such_a_zone():
    with pytest.raises(InvalidValueError, match="expected a time zone"):
        KnownTimes(timezone="Europe/Hamburg")
