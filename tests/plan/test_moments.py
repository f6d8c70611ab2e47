import datetime as dt
from typing import Any

import pytest

from clientkit.base import Term, decode
from clientkit.plan.moments import (
    Moment,
    PartyTime,
    Unknown,
    in_zone,
    local_day,
    moment_at,
    moved,
    to_utc,
)
from clientkit.worktime import WorkingCalendar

BERLIN = "Europe/Berlin"
CLIENT = PartyTime(BERLIN, None, "the client")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def moved_to(start: str, term: str, *, back: bool = False) -> str:
    found = moved(moment_at(at(start), BERLIN), Term.parse(term), CLIENT, back=back)
    assert isinstance(found, Moment)
    assert found.instant is not None
    assert found.day == local_day(found.instant, BERLIN)
    return in_zone(found.instant, BERLIN).isoformat()


def test_days_keep_the_wall_time_over_a_change_of_the_clocks():
    assert moved_to("2026-03-28T16:00:00+01:00", "1 day") == "2026-03-29T16:00:00+02:00"
    assert moved_to("2026-03-28T16:00:00+01:00", "24 hours") == "2026-03-29T17:00:00+02:00"
    assert moved_to("2026-03-30T16:00:00+02:00", "1 week", back=True) == "2026-03-23T16:00:00+01:00"


def test_a_wall_time_that_is_skipped_or_repeated_is_read_with_the_offset_before_the_change():
    assert moved_to("2026-03-28T02:30:00+01:00", "1 day") == "2026-03-29T03:30:00+02:00"
    assert moved_to("2026-10-24T02:30:00+02:00", "1 day") == "2026-10-25T02:30:00+02:00"


def test_days_from_a_day_make_a_day():
    start = Moment(dt.date(2026, 4, 17))
    assert moved(start, Term.parse("3 weeks"), CLIENT) == Moment(dt.date(2026, 5, 8))
    assert moved(start, Term.parse("2 days"), CLIENT, back=True) == Moment(dt.date(2026, 4, 15))


def test_hours_from_a_day_count_from_its_last_instant():
    found = moved(Moment(dt.date(2026, 4, 17)), Term.parse("24 hours"), CLIENT)
    assert isinstance(found, Moment)
    assert found.instant == at("2026-04-18T23:59:59.999999+02:00")
    assert found.day == dt.date(2026, 4, 18)


def office(**more: Any) -> PartyTime:
    """Nine to five on Thursdays and Fridays in Berlin, where days end as well."""
    hours = {"thu": ["09:00-17:00"], "fri": ["09:00-17:00"]}
    calendar = decode(WorkingCalendar, {"timezone": BERLIN, "hours": hours} | more)
    return PartyTime(BERLIN, calendar, "Harbor Museum")


def worked_to(start: str, term: str, *, back: bool = False) -> str:
    found = moved(moment_at(at(start), BERLIN), Term.parse(term), office(), back=back)
    assert isinstance(found, Moment)
    assert found.instant is not None
    assert type(found.instant) is dt.datetime
    return in_zone(found.instant, BERLIN).isoformat()


def test_working_time_counts_in_the_calendar():
    assert worked_to("2026-04-16T15:00:00+02:00", "3 working hours") == "2026-04-17T10:00:00+02:00"
    assert worked_to("2026-04-16T15:00:00+02:00", "2 working hours") == "2026-04-16T17:00:00+02:00"
    assert worked_to("2026-04-16T15:00:00+02:00", "90 working minutes") == (
        "2026-04-16T16:30:00+02:00"
    )
    assert worked_to("2026-04-16T15:00:00+02:00", "2 working days") == "2026-04-23T17:00:00+02:00"
    assert worked_to("2026-04-17T10:00:00+02:00", "2 working hours", back=True) == (
        "2026-04-16T16:00:00+02:00"
    )


def test_working_days_from_a_day_make_a_day_and_working_hours_count_from_its_end():
    thursday = Moment(dt.date(2026, 4, 16))
    assert moved(thursday, Term.parse("3 working days"), office()) == Moment(dt.date(2026, 4, 24))
    assert moved(thursday, Term.parse("1 working day"), office(), back=True) == Moment(
        dt.date(2026, 4, 10)
    )
    found = moved(thursday, Term.parse("1 working hour"), office())
    assert isinstance(found, Moment)
    assert found.instant == at("2026-04-17T10:00:00+02:00")


def test_without_a_calendar_working_time_is_not_known_unless_there_is_none_of_it():
    start = Moment(dt.date(2026, 4, 17))
    for unit in ("minute", "hour", "day"):
        found = moved(start, Term.parse(f"1 working {unit}"), CLIENT)
        assert found == Unknown(
            "it counts in working time, and the plan has no working hours of the client"
        )
        assert moved(start, Term.parse(f"0 working {unit}s"), CLIENT) == start


def test_a_calendar_that_cannot_be_counted_in_says_why():
    start = Moment(dt.date(2026, 4, 17))
    one = Term.parse("1 working day")
    once = office(hours={}, special_hours=[{"date": "2026-04-17", "hours": ["09:00-17:00"]}])
    assert moved(start, one, once) == Unknown(
        "Harbor Museum has not so much working time in any reasonable time"
    )
    nowhere = moved(start, one, office(holidays={"country": "XX"}))
    assert isinstance(nowhere, Unknown)
    assert nowhere.because.startswith("the public holidays of Harbor Museum are not known: 'XX'")
    for day in (dt.date.min, dt.date.max):
        assert moved(Moment(day), one, office()) == Unknown("it lies outside the calendar")
        assert moved(Moment(day), one, office(holidays={"country": "DE"})) == Unknown(
            "it lies outside the calendar"
        )


@pytest.mark.parametrize("term", ["999999 weeks", "999999 days", "999999 hours"])
@pytest.mark.parametrize("back", [False, True])
def test_what_leaves_the_calendar_is_not_known(term: str, back: bool):
    for start in (
        Moment(dt.date.min if back else dt.date.max),
        moment_at(to_utc(dt.datetime.min.replace(tzinfo=dt.UTC)), BERLIN)
        if back
        else moment_at(dt.datetime.max.replace(tzinfo=dt.UTC), BERLIN),
    ):
        found = moved(start, Term.parse(term), CLIENT, back=back)
        assert found == Unknown("it lies outside the calendar")


def test_instants_beyond_the_calendar_count_as_its_end():
    east, west = dt.timezone(dt.timedelta(hours=14)), dt.timezone(dt.timedelta(hours=-12))
    assert to_utc(dt.datetime.min.replace(tzinfo=east)) == dt.datetime.min.replace(tzinfo=dt.UTC)
    assert to_utc(dt.datetime.max.replace(tzinfo=west)) == dt.datetime.max.replace(tzinfo=dt.UTC)
    assert local_day(dt.datetime.max.replace(tzinfo=dt.UTC), "Pacific/Kiritimati") == dt.date.max
    assert local_day(dt.datetime.min.replace(tzinfo=dt.UTC), "America/New_York") == dt.date.min


def test_a_day_passes_when_it_ends_and_an_instant_right_after_it():
    now, today = at("2026-04-17T12:00:00+00:00"), dt.date(2026, 4, 17)
    assert not Moment(today).is_past(now=now, today=today)
    assert Moment(dt.date(2026, 4, 16)).is_past(now=now, today=today)
    assert not Moment(today, now).is_past(now=now, today=today)
    assert Moment(today, now - dt.timedelta(microseconds=1)).is_past(now=now, today=today)


def test_an_instant_is_shown_with_the_offset_of_the_zone_or_in_utc_where_no_text_can_say_it():
    assert (
        in_zone(at("2026-07-01T10:00:00+00:00"), BERLIN).isoformat() == "2026-07-01T12:00:00+02:00"
    )
    old = at("1850-01-01T10:00:00+00:00")  # local mean time, 53 minutes and 28 seconds
    assert in_zone(old, BERLIN) is old
