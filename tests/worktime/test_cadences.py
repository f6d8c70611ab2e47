import datetime as dt
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from clientkit.base import InvalidModelError, InvalidValueError, decode
from clientkit.worktime import (
    Cadence,
    NoWorkingTimeError,
    WorkingCalendar,
    next_occurrence,
    occurrences,
    pause_cadence,
    resume_cadence,
)

WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = decode(
    WorkingCalendar,
    {
        "timezone": "Europe/Berlin",
        "hours": WEEK,
        "holidays": {"dates": ["2026-04-03", "2026-04-06"]},
    },
)


def day(text):
    return dt.date.fromisoformat(text)


def days(cadence, start, end, calendar=None):
    found = occurrences(cadence, start=day(start), end=day(end), calendar=calendar)
    return [one.isoformat() for one in found]


numbers = st.integers(1, 5) | st.integers(-5, -1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@st.composite
def rules(draw):
    """A rule that means the same to dateutil, and its start."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 6))}"]
    weekdays = draw(st.lists(st.sampled_from(WEEKDAYS), max_size=3, unique=True))
    months = draw(st.lists(st.integers(1, 12), max_size=3, unique=True))
    month_days = draw(st.lists(st.integers(1, 31) | st.integers(-31, -1), max_size=3, unique=True))
    if freq in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        weekdays = [f"{draw(numbers)}{one}" for one in weekdays]
    if weekdays:
        parts.append(f"BYDAY={','.join(weekdays)}")
    if months:
        parts.append(f"BYMONTH={','.join(map(str, months))}")
    if month_days and freq != "WEEKLY" and (freq != "YEARLY" or months):
        parts.append(f"BYMONTHDAY={','.join(map(str, month_days))}")
    # dateutil counts the positions of the first week from the start on, this package in all of it.
    if (weekdays or months) and freq in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(numbers)}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    start = draw(st.datetimes(*map(dt.datetime.fromisoformat, ("1990-01-01", "2040-01-01"))))
    return ";".join(parts), start.replace(second=0, microsecond=0)


class TestAgainstDateutil:
    """dateutil finds the same occurrences."""

    @given(rules(), st.integers(0, 2000))
    def test_occurrences(self, rule, offset):
        text, start = rule
        try:
            cadence = Cadence.from_rrule(text, start=start, timezone="UTC")
        except InvalidModelError:
            near = takewhile(lambda one: one.year < start.year + 60, rrulestr(text, dtstart=start))
            assert list(islice(near, 1)) == []
            return
        low = start + dt.timedelta(days=offset)
        high = low + dt.timedelta(days=1500)
        theirs = rrulestr(text, dtstart=start).between(low, high, inc=True)
        utc = dt.UTC
        ours = occurrences(cadence, start=low.replace(tzinfo=utc), end=high.replace(tzinfo=utc))
        assert [one.naive() for one in ours] == [one for one in theirs if one < high]

    @given(rules())
    def test_through_text_and_back(self, rule):
        text, start = rule
        try:
            cadence = Cadence.from_rrule(text, start=start, timezone="Europe/Berlin")
        except InvalidModelError:
            assume(False)
        again = Cadence.from_rrule(cadence.to_rrule(), start=start, timezone="Europe/Berlin")
        assert again == cadence


class TestLaws:
    @given(rules(), st.integers(0, 900), st.integers(0, 900))
    def test_windows_add_up(self, rule, one, other):
        text, start = rule
        try:
            cadence = Cadence.from_rrule(text, start=start, timezone="Europe/Berlin")
        except InvalidModelError:
            assume(False)
        a = start.replace(tzinfo=dt.UTC)
        b = a + dt.timedelta(days=one)
        c = b + dt.timedelta(days=other)
        whole = occurrences(cadence, start=a, end=c)
        assert whole == occurrences(cadence, start=a, end=b) + occurrences(cadence, start=b, end=c)

    @given(st.sampled_from(["none", "next", "previous", "nearest", "skip"]), st.integers(0, 60))
    def test_next_walks_the_same_occurrences(self, roll, offset):
        cadence = Cadence(
            freq="daily", interval=2, time="10:00", timezone="Europe/Berlin", roll=roll,
            starts_on=dt.date(2026, 3, 1),
        )  # fmt: skip
        start = dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + dt.timedelta(days=offset)
        expected = occurrences(
            cadence, start=start, end=start + dt.timedelta(days=30), calendar=OFFICE
        )
        found, last = [], start - dt.timedelta(microseconds=1)
        while (last := next_occurrence(cadence, last, OFFICE)) < start + dt.timedelta(days=30):
            found.append(last)
        assert tuple(found) == expected


class TestConventions:
    def test_times_in_a_gap_are_shifted_and_in_a_fold_the_first(self):
        cadence = Cadence(freq="daily", time="02:30", timezone="Europe/Berlin")
        spring = occurrences(cadence, start=day("2026-03-28"), end=day("2026-03-31"))
        assert [one.isoformat() for one in spring] == [
            "2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00",
        ]  # fmt: skip
        autumn = occurrences(cadence, start=day("2026-10-25"), end=day("2026-10-26"))
        assert [one.isoformat() for one in autumn] == ["2026-10-25T02:30:00+02:00"]

    def test_month_ends_are_skipped_and_counted_from_the_end(self):
        last = Cadence(freq="monthly", by_month_day=[31])
        assert days(last, "2026-01-01", "2026-06-01") == ["2026-01-31", "2026-03-31", "2026-05-31"]
        end = Cadence(freq="monthly", by_month_day=[-1])
        assert days(end, "2026-01-01", "2026-04-01") == ["2026-01-31", "2026-02-28", "2026-03-31"]

    def test_a_start_that_does_not_match_is_no_occurrence(self):
        cadence = Cadence(freq="weekly", by_day=["thu"], count=2, starts_on=day("2026-02-03"))
        assert days(cadence, "2026-01-01", "2027-01-01") == ["2026-02-05", "2026-02-12"]

    def test_weekly_positions_count_in_the_whole_week(self):
        cadence = Cadence(
            freq="weekly", by_day=["mon", "fri"], by_set_pos=[1], starts_on=day("2026-02-04")
        )
        assert days(cadence, "2026-02-01", "2026-02-17") == ["2026-02-09", "2026-02-16"]

    def test_weeks_begin_where_the_cadence_says(self):
        """:rfc:`5545#section-3.8.5.3`: "the days are different because of a different WKST"."""
        text, start = "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU", dt.date(1997, 8, 5)
        monday = Cadence.from_rrule(text + ";WKST=MO", start=start)
        sunday = Cadence.from_rrule(text + ";WKST=SU", start=start)
        assert [one[8:] for one in days(monday, "1997-08-01", "1997-10-01")] == [
            "05",
            "10",
            "19",
            "24",
        ]
        assert [one[8:] for one in days(sunday, "1997-08-01", "1997-10-01")] == [
            "05",
            "17",
            "19",
            "31",
        ]

    def test_count_and_until_end_it_and_until_is_included(self):
        counted = Cadence(freq="daily", count=3, starts_on=day("2026-02-01"))
        assert days(counted, "2026-02-02", "2026-03-01") == ["2026-02-02", "2026-02-03"]
        until = Cadence(freq="daily", until=day("2026-02-03"))
        assert days(until, "2026-02-02", "2026-03-01") == ["2026-02-02", "2026-02-03"]
        assert next_occurrence(until, day("2026-02-02")) == day("2026-02-03")
        assert next_occurrence(until, day("2026-02-03")) is None

    @pytest.mark.parametrize(
        ("roll", "expected"),
        [
            ("none", ["2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06", "2026-04-07"]),
            ("next", ["2026-04-07"]),
            ("previous", ["2026-04-02", "2026-04-07"]),
            ("nearest", ["2026-04-02", "2026-04-07"]),
            ("skip", ["2026-04-07"]),
        ],
    )
    def test_days_off(self, roll, expected):
        """Good Friday to Easter Monday 2026, and the Tuesday after."""
        cadence = Cadence(
            freq="daily", roll=roll, starts_on=day("2026-04-03"), until=day("2026-04-07")
        )
        assert days(cadence, "2026-04-01", "2026-05-01", OFFICE) == expected

    def test_nearest_takes_the_next_of_two_as_near(self):
        cadence = Cadence(freq="yearly", by_month=[4], by_month_day=[8], roll="nearest")
        wednesday_off = decode(
            WorkingCalendar,
            {"timezone": "UTC", "hours": WEEK, "holidays": {"dates": ["2026-04-08"]}},
        )
        assert days(cadence, "2026-01-01", "2027-01-01", wednesday_off) == ["2026-04-09"]

    def test_what_is_rolled_into_a_window_belongs_to_it(self):
        friday = Cadence(freq="monthly", by_month_day=[3], roll="next", starts_on=day("2026-04-03"))
        assert days(friday, "2026-04-07", "2026-04-08", OFFICE) == ["2026-04-07"]
        monday = Cadence(
            freq="monthly", by_month_day=[6], roll="previous", starts_on=day("2026-04-06")
        )
        assert days(monday, "2026-04-02", "2026-04-03", OFFICE) == ["2026-04-02"]

    def test_the_end_of_a_window_is_outside_and_its_start_inside(self):
        cadence = Cadence(freq="daily", time="10:00", timezone="UTC")
        ten = dt.datetime(2026, 4, 17, 10, tzinfo=dt.UTC)
        one = dt.timedelta(microseconds=1)
        assert occurrences(cadence, start=ten, end=ten + one) == (ten,)
        assert occurrences(cadence, start=ten - one, end=ten) == ()
        assert next_occurrence(cadence, ten) == ten + dt.timedelta(days=1)
        assert next_occurrence(cadence, ten - one) == ten

    def test_without_zone_the_calendar_lends_its_own(self):
        cadence = Cadence(freq="daily", time="10:00")
        found = next_occurrence(cadence, day("2026-04-17"), OFFICE)
        assert found == dt.datetime(2026, 4, 17, 10, tzinfo=ZoneInfo("Europe/Berlin"))


class TestPauses:
    weekly = Cadence(freq="weekly", interval=2, by_day=["mon", "thu"], starts_on=day("2026-01-01"))

    def test_the_day_of_the_pause_is_without_and_that_of_the_resumption_with(self):
        daily = Cadence(freq="daily", starts_on=day("2026-01-01"))
        paused = pause_cadence(daily, on=day("2026-01-03"))
        assert days(paused, "2026-01-01", "2026-02-01") == ["2026-01-01", "2026-01-02"]
        resumed = resume_cadence(paused, on=day("2026-01-30"))
        assert days(resumed, "2026-01-02", "2026-02-01") == [
            "2026-01-02",
            "2026-01-30",
            "2026-01-31",
        ]

    def test_intervals_are_counted_from_the_first_day_after(self):
        paused = pause_cadence(self.weekly, on=day("2026-01-05"))
        resumed = resume_cadence(paused, on=day("2026-01-08"))
        assert days(resumed, "2026-01-01", "2026-02-08") == [
            "2026-01-01", "2026-01-08", "2026-01-19", "2026-01-22", "2026-02-02", "2026-02-05",
        ]  # fmt: skip

    def test_a_pause_before_the_start_changes_nothing(self):
        early = resume_cadence(
            pause_cadence(self.weekly, on=day("2025-01-01")), on=day("2026-01-01")
        )
        window = ("2025-12-01", "2026-06-01")
        assert days(early, *window) == days(self.weekly, *window)

    def test_counted_ones_are_made_up_for(self):
        daily = Cadence(freq="daily", count=4, starts_on=day("2026-01-01"))
        paused = resume_cadence(pause_cadence(daily, on=day("2026-01-03")), on=day("2026-01-10"))
        assert days(paused, "2026-01-01", "2026-02-01")[2:] == ["2026-01-10", "2026-01-11"]

    def test_pausing_twice_and_resuming_what_runs_are_refused(self):
        paused = pause_cadence(self.weekly, on=day("2026-01-05"))
        with pytest.raises(InvalidModelError):
            pause_cadence(paused, on=day("2026-02-01"))
        with pytest.raises(InvalidValueError):
            resume_cadence(self.weekly, on=day("2026-02-01"))
        with pytest.raises(InvalidModelError):
            resume_cadence(paused, on=day("2026-01-04"))


class TestRefusals:
    @pytest.mark.parametrize(
        "cadence",
        [
            Cadence(freq="daily", interval=2),
            Cadence(freq="daily", count=2),
            Cadence(freq="weekly"),
            Cadence(freq="monthly"),
            Cadence(freq="yearly", by_month=[1]),
            Cadence(freq="daily", roll="next"),
            Cadence(freq="daily", time="10:00"),
        ],
        ids=repr,
    )
    def test_what_is_missing_is_named(self, cadence):
        with pytest.raises(InvalidValueError, match="expected"):
            next_occurrence(cadence, day("2026-01-01"))

    @pytest.mark.parametrize(
        "values",
        [
            {"freq": "monthly", "by_month": [2], "by_month_day": [30]},
            {"freq": "yearly", "by_month": [4, 6], "by_month_day": [31, -31]},
            {"freq": "monthly", "by_day": ["6mon"]},
            {"freq": "yearly", "by_month": [2], "by_day": ["5fri"], "by_month_day": [28]},
            {"freq": "weekly", "by_day": ["mon"], "by_set_pos": [2]},
            {"freq": "daily", "interval": 7, "by_day": ["fri"], "starts_on": day("2026-02-05")},
            {
                "freq": "yearly", "interval": 4, "by_month": [2], "by_month_day": [29],
                "starts_on": day("2025-01-01"),
            },
        ],
        ids=repr,
    )  # fmt: skip
    def test_impossible_rules_end_at_once_with_a_finding(self, values):
        with pytest.raises(InvalidModelError) as caught:
            Cadence(**values)
        assert [one.code for one in caught.value.findings] == ["cadence.impossible"]

    def test_rare_rules_are_found(self):
        leap = Cadence(freq="yearly", by_month=[2], by_month_day=[29], by_day=["sat"])
        assert next_occurrence(leap, day("2026-01-01")) == day("2048-02-29")
        century = Cadence(
            freq="yearly",
            interval=100,
            by_month=[2],
            by_month_day=[29],
            starts_on=day("1900-01-01"),
        )
        assert next_occurrence(century, day("2001-01-01")) == day("2400-02-29")

    def test_a_window_that_ends_before_it_starts(self):
        daily = Cadence(freq="daily")
        with pytest.raises(InvalidValueError):
            occurrences(daily, start=day("2026-01-02"), end=day("2026-01-01"))
        assert occurrences(daily, start=day("2026-01-01"), end=day("2026-01-01")) == ()
        with pytest.raises(InvalidValueError):
            next_occurrence(daily, dt.datetime.fromisoformat("2026-01-01T00:00"))

    def test_days_off_for_ever(self):
        closed = decode(
            WorkingCalendar,
            {"timezone": "UTC", "hours": {},
             "special_hours": [{"date": "2026-01-01", "hours": ["09:00-17:00"]}]},
        )  # fmt: skip
        for roll in ("next", "nearest", "skip"):
            cadence = Cadence(freq="daily", roll=roll)
            with pytest.raises(NoWorkingTimeError, match="looked until"):
                next_occurrence(cadence, day("2026-01-02"), closed)
