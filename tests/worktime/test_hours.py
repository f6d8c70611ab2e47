import datetime as dt
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import ClientkitError, InvalidValueError, Term, decode
from clientkit.worktime import (
    NoWorkingTimeError,
    OpenRange,
    WorkingCalendar,
    add_working_time,
    is_open,
    next_closing,
    next_opening,
    open_ranges,
    previous_opening,
    roll_back,
    roll_forward,
    working_time_between,
)

from .oracle import DAY, MINUTE, UTC, number, questions

WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
MICROSECOND = dt.timedelta(microseconds=1)


def calendar(zone="UTC", hours=WEEK, **more):
    return decode(WorkingCalendar, {"timezone": zone, "hours": hours, **more})


def at(text, zone="UTC"):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def hours(count):
    return dt.timedelta(hours=count)


class TestAgainstMinutes:
    """A count of single minutes agrees, around the days on which clocks change."""

    @given(questions())
    def test_is_open(self, question):
        cal, oracle, a, _ = question
        assert is_open(cal, a) == oracle.is_open(a)

    @given(questions())
    def test_working_time_between(self, question):
        cal, oracle, a, b = question
        assert working_time_between(cal, a, b) == oracle.between(a, b) * MINUTE

    @given(questions(), st.integers(-600, 600).filter(bool))
    def test_add_working_time(self, question, minutes):
        cal, oracle, a, _ = question
        near = [n for n in oracle.open if abs(n - number(a)) < 8 * 1440]
        before = sum(n < number(a) for n in near)
        if -before < minutes < len(near) - before:  # further out the oracle knows nothing
            found = add_working_time(cal, a, minutes * MINUTE)
            assert found.astimezone(UTC) == oracle.add(a, minutes)

    @given(questions())
    def test_openings(self, question):
        cal, oracle, a, _ = question
        after, before = next_opening(cal, a), previous_opening(cal, a)
        if after - a < 8 * DAY:
            assert after.astimezone(UTC) == oracle.next_edge(a, opening=True)
        if a - before < 8 * DAY:
            assert before.astimezone(UTC) == oracle.previous_opening(a)

    @given(questions())
    def test_open_ranges(self, question):
        cal, oracle, a, b = question
        a, b = min(a, b), max(a, b)
        found = set()
        for one in open_ranges(cal, a, b):
            found |= set(range(number(one.start), number(one.end)))
        assert found == {n for n in oracle.open if number(a) <= n < number(b)}


class TestLaws:
    amounts = st.timedeltas(dt.timedelta(days=-40), dt.timedelta(days=40))

    @given(questions())
    def test_going_there_and_back(self, question):
        cal, _, a, b = question
        there = add_working_time(cal, a, working_time_between(cal, a, b))
        assert working_time_between(cal, there, b) == dt.timedelta()
        if is_open(cal, b) and is_open(cal, a):
            assert there.astimezone(UTC) == b

    @given(questions(), amounts)
    def test_between_gives_what_was_added(self, question, amount):
        cal, _, a, _ = question
        assert working_time_between(cal, a, add_working_time(cal, a, amount)) == amount

    @given(questions(), amounts, amounts)
    def test_monotonicity(self, question, one, other):
        cal, _, a, b = question
        low, high = sorted((one, other))
        assert add_working_time(cal, a, low) <= add_working_time(cal, a, high)
        if one != dt.timedelta():
            a, b = min(a, b), max(a, b)
            assert add_working_time(cal, a, one) <= add_working_time(cal, b, one)

    @given(questions(), st.timedeltas(dt.timedelta(days=-400), dt.timedelta(days=4000)))
    def test_additivity(self, question, far):
        cal, _, a, b = question
        c = b + far
        parts = working_time_between(cal, a, b) + working_time_between(cal, b, c)
        assert parts == working_time_between(cal, a, c) == -working_time_between(cal, c, a)

    @given(questions())
    def test_rolling_is_idempotent(self, question):
        cal, _, a, _ = question
        there = roll_forward(cal, a)
        assert is_open(cal, there)
        assert roll_forward(cal, there) == there >= a
        back = roll_back(cal, a)
        assert roll_back(cal, back) == back <= a
        assert is_open(cal, back) == is_open(cal, a)

    @given(questions())
    def test_open_edge_is_the_roll_of_the_close_edge(self, question):
        cal, _, a, _ = question
        found = add_working_time(cal, a, hours(5), edge="open")
        assert found == roll_forward(cal, add_working_time(cal, a, hours(5)))


class TestEdges:
    week = calendar()

    def test_openings_are_inside_and_closings_are_not(self):
        assert is_open(self.week, at("2026-04-17T09:00"))
        assert not is_open(self.week, at("2026-04-17T09:00") - MICROSECOND)
        assert not is_open(self.week, at("2026-04-17T17:00"))
        assert is_open(self.week, at("2026-04-17T17:00") - MICROSECOND)

    @pytest.mark.parametrize(
        ("start", "count", "close", "open_"),
        [
            ("2026-04-17T09:00", 8, "2026-04-17T17:00", "2026-04-20T09:00"),
            ("2026-04-17T15:00", 1, "2026-04-17T16:00", "2026-04-17T16:00"),
            ("2026-04-18T10:00", 0, "2026-04-18T10:00", "2026-04-20T09:00"),
            ("2026-04-17T17:00", 0, "2026-04-17T17:00", "2026-04-20T09:00"),
            ("2026-04-17T16:59", 0, "2026-04-17T16:59", "2026-04-17T16:59"),
            ("2026-04-20T10:00", -1, "2026-04-20T09:00", "2026-04-20T09:00"),
            ("2026-04-20T10:00", -2, "2026-04-17T16:00", "2026-04-17T16:00"),
            ("2026-04-18T10:00", -8, "2026-04-17T09:00", "2026-04-17T09:00"),
        ],
    )
    def test_a_duration_used_up_exactly(self, start, count, close, open_):
        assert add_working_time(self.week, at(start), hours(count)) == at(close)
        assert add_working_time(self.week, at(start), hours(count), edge="open") == at(open_)

    def test_one_microsecond_more_is_on_the_next_day(self):
        found = add_working_time(self.week, at("2026-04-17T09:00"), hours(8) + MICROSECOND)
        assert found == at("2026-04-20T09:00") + MICROSECOND

    def test_next_is_strictly_after_and_previous_strictly_before(self):
        opening, closing = at("2026-04-17T09:00"), at("2026-04-17T17:00")
        assert next_opening(self.week, opening) == at("2026-04-20T09:00")
        assert next_opening(self.week, opening - MICROSECOND) == opening
        assert next_closing(self.week, closing) == at("2026-04-20T17:00")
        assert next_closing(self.week, closing - MICROSECOND) == closing
        assert previous_opening(self.week, opening) == at("2026-04-16T09:00")
        assert previous_opening(self.week, opening + MICROSECOND) == opening

    def test_rolling_leaves_openings_and_back_also_closings(self):
        opening, closing = at("2026-04-17T09:00"), at("2026-04-17T17:00")
        assert roll_forward(self.week, opening) == roll_back(self.week, opening) == opening
        assert roll_forward(self.week, closing) == at("2026-04-20T09:00")
        assert roll_back(self.week, closing) == closing
        assert roll_back(self.week, closing + MICROSECOND) == closing

    def test_ranges_that_touch_are_one(self):
        cal = calendar(hours={"mon": ["09:00-12:00", "12:00-17:00"], "tue": ["00:00-01:00"]})
        monday = at("2026-04-20T00:00")
        assert next_closing(cal, monday) == at("2026-04-20T17:00")
        joined = calendar(hours={"mon": ["20:00-24:00"], "tue": ["00:00-01:00"]})
        assert next_closing(joined, monday) == at("2026-04-21T01:00")
        found = add_working_time(joined, monday, hours(4), edge="open")
        assert found == at("2026-04-21T00:00")

    def test_overnight_belongs_to_the_day_on_which_it_opens(self):
        cal = calendar(hours={"fri": ["22:00-06:00"]}, holidays={"dates": ["2026-04-18"]})
        assert is_open(cal, at("2026-04-18T05:59"))
        off = calendar(hours={"fri": ["22:00-06:00"]}, holidays={"dates": ["2026-04-17"]})
        assert not is_open(off, at("2026-04-18T05:59"))

    def test_a_holiday_beats_special_hours_and_breaks_cut_slices(self):
        cal = calendar(
            holidays={"dates": ["2026-04-20"]},
            special_hours=[
                {"date": "2026-04-20", "hours": ["10:00-11:00"]},
                {"date": "2026-04-21", "hours": ["10:00-11:00"]},
                {"date": "2026-04-22"},
            ],
            breaks=[
                {"date": "2026-04-23", "hours": ["12:00-13:00", "12:30-14:00"]},
                {"date": "2026-04-24"},
            ],
        )
        found = open_ranges(cal, at("2026-04-20T00:00"), at("2026-04-27T00:00"))
        assert [(one.start.isoformat()[8:16], one.end.isoformat()[11:16]) for one in found] == [
            ("21T10:00", "11:00"), ("23T09:00", "12:00"), ("23T14:00", "17:00"),
        ]  # fmt: skip

    def test_across_years_nothing_opens_or_closes_at_midnight(self):
        always = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
        cal = calendar("Europe/Berlin", always)
        whole = open_ranges(cal, at("2025-12-01T00:00"), at("2027-02-01T00:00"))
        assert whole == (OpenRange(at("2025-12-01T00:00"), at("2027-02-01T00:00")),)
        with pytest.raises(NoWorkingTimeError) as caught:
            next_closing(cal, at("2025-12-31T12:00"))
        assert caught.value.until.year >= 2035
        holiday = calendar("Europe/Berlin", always, holidays={"dates": ["2026-01-01"]})
        assert next_closing(holiday, at("2025-06-01T00:00")) == at(
            "2026-01-01T00:00", "Europe/Berlin"
        )
        assert next_opening(holiday, at("2025-06-01T00:00")) == at(
            "2026-01-02T00:00", "Europe/Berlin"
        )


class TestClockChanges:
    def test_a_day_of_23_and_one_of_25_hours(self):
        cal = calendar("Europe/Berlin", {"sun": ["00:00-24:00"]})
        spring, autumn = (
            at(f"{day}T00:00", "Europe/Berlin") for day in ("2026-03-29", "2026-10-25")
        )
        assert working_time_between(cal, spring, spring + DAY) == hours(23)
        assert working_time_between(cal, autumn, autumn + DAY) == hours(25)

    def test_ranges_in_a_gap_are_read_before_it(self):
        cal = calendar("Europe/Berlin", {"sun": ["02:15-02:45"]})
        found = open_ranges(cal, at("2026-03-29T00:00"), at("2026-03-30T00:00"))
        assert [str(one.start.time()) for one in found] == ["03:15:00"]
        empty = calendar("Europe/Berlin", {"sun": ["02:30-03:00"]})
        assert open_ranges(empty, at("2026-03-29T00:00"), at("2026-03-30T00:00")) == ()

    def test_ranges_in_a_fold_are_its_first_pass(self):
        cal = calendar("Europe/Berlin", {"sun": ["02:15-02:45"]})
        assert is_open(cal, at("2026-10-25T00:30"))
        assert not is_open(cal, at("2026-10-25T01:30"))

    def test_a_day_that_never_was_has_no_hours(self):
        cal = calendar("Pacific/Apia")
        thursday = at("2011-12-29T16:00", "Pacific/Apia")
        assert add_working_time(cal, thursday, hours(2)) == at("2012-01-02T10:00", "Pacific/Apia")

    def test_the_second_pass_of_an_hour_is_told_apart(self):
        cal = calendar("Europe/Berlin", {"sun": ["00:00-24:00"]})
        found = add_working_time(cal, at("2026-10-24T22:00"), dt.timedelta(hours=3, minutes=30))
        assert found.isoformat() == "2026-10-25T02:30:00+01:00"

    def test_decades(self):
        cal = calendar("America/New_York")
        a, b = at("1967-01-01T00:00"), at("2067-01-01T00:00")
        whole = working_time_between(cal, a, b)
        halves = (
            working_time_between(cal, a, at("2011-07-13T12:34")),
            working_time_between(cal, at("2011-07-13T12:34"), b),
        )
        assert sum(halves, dt.timedelta()) == whole
        assert add_working_time(cal, b, -whole) == at("1967-01-02T09:00", "America/New_York")


class TestBounds:
    def test_a_calendar_that_stays_closed_says_until_when_it_looked(self):
        cal = calendar(hours={}, special_hours=[{"date": "2026-04-17", "hours": ["09:00-17:00"]}])
        late = at("2026-04-17T17:00")
        for search in (next_opening, next_closing, roll_forward):
            with pytest.raises(NoWorkingTimeError, match="looked until 2037-01-01") as caught:
                search(cal, late)
            assert caught.value.until == at("2037-01-01T00:00")
        with pytest.raises(NoWorkingTimeError, match="so much working time not found"):
            add_working_time(cal, late - hours(1), hours(1) + MICROSECOND)
        assert add_working_time(cal, late - hours(1), hours(1)) == late
        with pytest.raises(NoWorkingTimeError, match="looked until 2016-01-01"):
            previous_opening(cal, at("2026-04-17T09:00"))

    def test_ten_years_of_days_off_are_waited_for_and_no_more(self):
        year = {"date": "2036-02-01", "hours": ["09:00-17:00"]}
        cal = calendar(
            hours={}, special_hours=[year, {"date": "2026-02-01", "hours": ["09:00-17:00"]}]
        )
        assert next_opening(cal, at("2026-06-01T00:00")) == at("2036-02-01T09:00")
        assert next_opening(cal, at("2016-01-01T00:00")) == at("2026-02-01T09:00")
        with pytest.raises(NoWorkingTimeError):
            next_opening(cal, at("2015-12-31T23:59"))

    def test_a_thousand_years(self):
        with pytest.raises(NoWorkingTimeError):
            working_time_between(calendar(), at("1000-01-01T00:00"), at("2026-01-01T00:00"))

    @pytest.mark.parametrize(
        "wrong", [dt.datetime.fromisoformat("2026-04-17T09:00"), dt.date(2026, 4, 17), "2026", None]
    )
    def test_instants_without_offset_are_refused(self, wrong):
        for ask in (is_open, next_opening, next_closing, previous_opening, roll_forward, roll_back):
            with pytest.raises(InvalidValueError):
                ask(calendar(), wrong)
        assert issubclass(InvalidValueError, ClientkitError)
        assert issubclass(InvalidValueError, ValueError)

    def test_what_is_no_duration_edge_or_calendar_is_refused(self):
        start = at("2026-04-17T09:00")
        for wrong in (4, "4 hours", None, Term.parse("4 hours"), Term.parse("1 working day")):
            with pytest.raises(InvalidValueError):
                add_working_time(calendar(), start, wrong)
        with pytest.raises(InvalidValueError):
            add_working_time(calendar(), start, hours(1), edge="end")
        with pytest.raises(InvalidValueError):
            is_open({"timezone": "UTC"}, start)
        with pytest.raises(InvalidValueError):
            open_ranges(calendar(), start, start - MICROSECOND)
        assert open_ranges(calendar(), start, start) == ()

    def test_months_and_years_are_no_lengths(self):
        start = at("2026-04-17T09:00")
        for wrong in (pendulum.duration(months=1), pendulum.duration(years=-1, days=365)):
            with pytest.raises(InvalidValueError, match="without months and years"):
                add_working_time(calendar(), start, wrong)
        long = pendulum.datetime(2026, 6, 1) - pendulum.datetime(2026, 4, 17)
        assert long.months == 1  # which says how it reads, not how long it is
        assert add_working_time(calendar(), start, long) == add_working_time(
            calendar(), start, hours(45 * 24)
        )
        assert add_working_time(calendar(), start, pendulum.duration(weeks=1)) == add_working_time(
            calendar(), start, hours(7 * 24)
        )

    @pytest.mark.parametrize("year", [1, 2, 9998, 9999])
    def test_the_ends_of_the_calendar(self, year):
        with pytest.raises(ClientkitError):
            next_opening(calendar(), dt.datetime(year, 6, 1, tzinfo=UTC))


def test_any_aware_instant_is_taken_and_pendulum_is_returned():
    cal = calendar("Europe/Berlin")
    for start in (
        pendulum.datetime(2026, 4, 17, 13, tz="America/New_York"),
        dt.datetime(2026, 4, 17, 17, tzinfo=UTC),
        at("2026-04-17T19:00", "Europe/Berlin"),
    ):
        found = add_working_time(cal, start, pendulum.duration(hours=1))
        assert type(found) is pendulum.DateTime
        assert found.timezone_name == "Europe/Berlin"
        assert found.isoformat() == "2026-04-20T10:00:00+02:00"


def test_terms_in_working_time_are_durations():
    found = add_working_time(calendar(), at("2026-04-17T09:00"), Term.parse("90 working minutes"))
    assert found == at("2026-04-17T10:30")
