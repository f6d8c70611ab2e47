import datetime as dt

import pytest

from clientkit.base import InvalidModelError, InvalidValueError
from clientkit.worktime import Cadence, occurrences, pause_cadence

START = dt.datetime.fromisoformat("1997-09-02T09:00")
NEW_YORK = "America/New_York"


def read(text, start=START, timezone=NEW_YORK):
    return Cadence.from_rrule(text, start=start, timezone=timezone)


def found(cadence, year=1997, years=3):
    start = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    end = dt.datetime(year + years, 1, 1, tzinfo=dt.UTC)
    return [one.strftime("%Y-%m-%d") for one in occurrences(cadence, start=start, end=end)]


class TestExamplesOfTheStandard:
    """:rfc:`5545#section-3.8.5.3`, which gives the days."""

    @pytest.mark.parametrize(
        ("text", "start", "expected"),
        [
            (
                "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
                "1997-09-05",
                (
                    "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 "
                    "1998-04-03 1998-05-01 1998-06-05"
                ),
            ),
            (
                "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
                "1997-09-22",
                "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16",
            ),
            (
                "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
                "1997-09-30",
                (
                    "1997-09-30 1997-10-01 1997-10-31 1997-11-01 1997-11-30 1997-12-01 1997-12-31 "
                    "1998-01-01 1998-01-31 1998-02-01"
                ),
            ),
            ("FREQ=YEARLY;COUNT=3;BYDAY=20MO", "1997-05-19", "1997-05-19 1998-05-18 1999-05-17"),
            (
                "FREQ=MONTHLY;COUNT=4;BYDAY=FR;BYMONTHDAY=13",
                "1997-09-02",
                "1998-02-13 1998-03-13 1998-11-13 1999-08-13",
            ),
            (
                "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
                "1997-09-04",
                "1997-09-04 1997-10-07 1997-11-06",
            ),
            (
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=4",
                "1997-09-29",
                "1997-09-29 1997-10-30 1997-11-27 1997-12-30",
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
                "1997-09-02",
                "1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14",
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
                "2007-01-15",
                "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30",
            ),
            (
                "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
                "1996-11-05",
                "1996-11-05 2000-11-07 2004-11-02",
            ),
        ],
    )
    def test_days(self, text, start, expected):
        day = dt.datetime.fromisoformat(start).replace(hour=9)
        assert found(read(text, day), day.year, 9)[: len(expected.split())] == expected.split()


class TestUntil:
    @pytest.mark.parametrize(
        ("until", "last"),
        [
            ("19970905", "1997-09-05"),
            ("19970905T090000", "1997-09-05"),
            ("19970905T085959", "1997-09-04"),
            ("19970905T130000Z", "1997-09-05"),
            ("19970905T125959Z", "1997-09-04"),
            ("19970906T030000Z", "1997-09-05"),
        ],
    )
    def test_the_end_becomes_the_last_day(self, until, last):
        cadence = read(f"FREQ=DAILY;UNTIL={until}")
        assert cadence.until == dt.date.fromisoformat(last)
        assert found(cadence)[-1] == last

    def test_written_in_the_form_of_the_start(self):
        assert read("FREQ=DAILY;UNTIL=19970905").to_rrule() == "FREQ=DAILY;UNTIL=19970905T130000Z"
        floating = read("FREQ=DAILY;UNTIL=19970905", timezone=None)
        assert floating.to_rrule() == "FREQ=DAILY;UNTIL=19970905T090000"
        whole_days = read("FREQ=DAILY;UNTIL=19970905", START.date())
        assert whole_days.to_rrule() == "FREQ=DAILY;UNTIL=19970905"


def test_the_time_of_day_comes_from_the_start_or_the_rule():
    assert read("FREQ=DAILY").time == "09:00"
    assert read("FREQ=DAILY;BYHOUR=16;BYMINUTE=30;BYSECOND=0").time == "16:30"
    assert read("FREQ=DAILY", START.date()).time is None


def test_prefix_and_small_letters_are_read():
    assert read("RRULE:freq=weekly;byday=th,+1fr".replace("+1", "")).by_day == ("thu", "fri")
    assert read("FREQ=MONTHLY;BYDAY=+1TU,-1FR").by_day == ("1tue", "-1fri")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ",
        "FREQ=",
        "freq:daily",
        "FREQ=HOURLY",
        "FREQ=SECONDLY",
        "INTERVAL=2",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=DAILY;COUNT=1.5",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=YEARLY;BYEASTER=0",
        "FREQ=DAILY;BYHOUR=9,16",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=DAILY;BYSECOND=30",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;WKST=XX",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=19970231",
        "FREQ=DAILY;X-OWN=1",
        None,
    ],
)
def test_what_a_cadence_cannot_say_is_refused(text):
    with pytest.raises(InvalidValueError):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=2;UNTIL=19990101",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=YEARLY;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_what_contradicts_itself_is_refused_with_findings(text):
    with pytest.raises(InvalidModelError) as caught:
        read(text)
    assert caught.value.findings


def test_starts_are_local():
    with pytest.raises(InvalidValueError):
        read("FREQ=DAILY", START.replace(tzinfo=dt.UTC))
    with pytest.raises(InvalidValueError):
        read("FREQ=DAILY", START.replace(second=1))
    with pytest.raises(InvalidValueError):
        read("FREQ=DAILY;BYHOUR=9", START.date())


def test_pauses_and_rolls_have_no_words_there():
    daily = read("FREQ=DAILY")
    with pytest.raises(InvalidValueError):
        pause_cadence(daily, on=dt.date(1998, 1, 1)).to_rrule()
    with pytest.raises(InvalidValueError):
        Cadence(freq="daily", roll="next").to_rrule()
