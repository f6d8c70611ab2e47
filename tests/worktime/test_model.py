import datetime as dt

import pytest

from clientkit.base import InvalidModelError, decode, encode
from clientkit.worktime import Cadence, CadencePause, Holidays, WorkingCalendar


def codes(model, data):
    with pytest.raises(InvalidModelError) as caught:
        decode(model, data)
    return [one.code for one in caught.value.findings]


@pytest.mark.parametrize(
    ("model", "data", "code"),
    [
        (WorkingCalendar, {"timezone": "UTC", "hours": {}}, "worktime.never-open"),
        (
            WorkingCalendar,
            {"timezone": "UTC", "hours": {}, "special_hours": [{"date": "2026-01-01"}]},
            "worktime.never-open",
        ),
        (
            WorkingCalendar,
            {
                "timezone": "UTC",
                "hours": {},
                "special_hours": [{"date": "2026-01-01", "hours": ["09:00-17:00"]}],
                "holidays": {"dates": ["2026-01-01"]},
            },
            "worktime.never-open",
        ),
        (
            WorkingCalendar,
            {
                "timezone": "UTC",
                "hours": {"mon": ["09:00-10:00"]},
                "special_hours": [{"date": "2026-01-01"}, {"date": "2026-01-01"}],
            },
            "worktime.special-day-twice",
        ),
        (Holidays, {"subdivision": "HH"}, "worktime.subdivision-without-country"),
        (
            Holidays,
            {"dates": ["2026-01-01"], "worked": ["2026-01-01"]},
            "worktime.holiday-off-and-worked",
        ),
        (
            CadencePause,
            {"starts_on": "2026-01-02", "resumes_on": "2026-01-01"},
            "cadence.resumes-before-pause",
        ),
        (
            Cadence,
            {"freq": "daily", "pauses": [{"starts_on": "2026-01-02"}, {"starts_on": "2026-02-02"}]},
            "cadence.pauses-overlap",
        ),
        (Cadence, {"freq": "yearly", "by_month_day": [1]}, "cadence.month-day-without-month"),
        (Cadence, {"freq": "weekly", "by_day": ["1mon"]}, "cadence.nth-day-in-week"),
        (Cadence, {"freq": "monthly", "by_month": [2], "by_month_day": [30]}, "cadence.impossible"),
    ],
)
def test_what_contradicts_itself(model, data, code):
    assert code in codes(model, data)


def test_a_pause_may_resume_on_its_first_day():
    CadencePause(starts_on=dt.date(2026, 1, 2), resumes_on=dt.date(2026, 1, 2))


@pytest.mark.parametrize(
    "text", [b"xyz", b"1xyz", b"xmon", b"--1mon", b"54mon", b"0mon", b"mon1", "1²mon".encode()]
)
def test_texts_that_are_no_days_are_findings_of_their_own(text):
    data = b'{"freq":"monthly","by_day":["' + text + b'"],"by_set_pos":[1]}'
    with pytest.raises(InvalidModelError, match="expected a day such as"):
        decode(Cadence, data)


def test_through_text_and_back():
    data = (
        b'{"freq":"weekly","interval":2,"by_day":["thu"],"time":"16:00","starts_on":"2026-02-05",'
        b'"timezone":"Europe/Berlin","week_start":"sun","pauses":[{"starts_on":"2026-03-01"}],'
        b'"roll":"previous"}'
    )
    assert encode(decode(Cadence, data)) == data


def test_one_special_day_that_is_no_holiday_is_enough():
    days = [{"date": date, "hours": ["09:00-17:00"]} for date in ("2026-01-01", "2026-01-02")]
    off = {"dates": ["2026-01-01"]}
    decode(
        WorkingCalendar, {"timezone": "UTC", "hours": {}, "special_hours": days, "holidays": off}
    )
