import datetime as dt
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from clientkit.base import decode
from clientkit.worktime import (
    Holidays,
    NoWorkingTimeError,
    WorkingCalendar,
    _timeline,
    add_working_days,
    add_working_time,
    working_time_between,
)

WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def calendar(**more):
    return decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": WEEK, **more})


def test_equal_calendars_share_what_was_compiled():
    assert _timeline.timeline(calendar()) is _timeline.timeline(calendar())


def test_caches_are_bounded_and_answers_are_not_mixed_up():
    start = dt.datetime(2026, 4, 17, 12, tzinfo=dt.UTC)
    first = dt.date(2020, 1, 1)
    for n in range(_timeline.CALENDARS_KEPT + 40):
        off = calendar(holidays={"dates": [(first + dt.timedelta(days=n)).isoformat()]})
        _timeline.timeline(off)
    assert len(_timeline._by_identity) <= _timeline.CALENDARS_KEPT
    assert len(_timeline._by_value) <= _timeline.CALENDARS_KEPT
    for n in range(600):  # calendars that live for a moment may get the identity of an earlier one
        hour = 9 + n % 5
        brief = decode(
            WorkingCalendar, {"timezone": "UTC", "hours": {"mon": [f"{hour:02}:00-17:00"]}}
        )
        assert add_working_time(brief, start, dt.timedelta(minutes=1)).hour == hour


def test_tables_of_years_are_bounded():
    line = _timeline.timeline(calendar(holidays={"dates": ["2001-01-01"]}))
    for year in range(1700, 1700 + _timeline.TABLES_KEPT + 40):
        line.table(year)
    assert len(line._tables) <= _timeline.TABLES_KEPT


def test_the_order_of_questions_does_not_matter():
    """Sums grow outward from the first question, in both directions, or begin anew far away."""
    moments = [
        dt.datetime(year, 6, 1, tzinfo=dt.UTC)
        for year in (2026, 1990, 2060, 9000, 9050, 1900, 2100)
    ]
    shared = calendar(holidays={"dates": ["2002-01-01"]})
    for a in moments:
        for b in moments:
            if abs(a.year - b.year) < 500:
                alone = _timeline.Timeline(shared)
                expected = dt.timedelta(
                    0, 0, alone.between(*(int(one.timestamp()) * 10**6 for one in (a, b)))
                )
                assert working_time_between(shared, a, b) == expected


def test_a_span_is_too_long_whatever_was_asked_before(monkeypatch):
    monkeypatch.setattr(_timeline, "SPAN_YEARS", 4)
    shared = calendar(holidays={"dates": ["2004-01-01"]})
    at = [dt.datetime(year, 6, 1, tzinfo=dt.UTC) for year in (2020, 2024, 2028)]
    first, second = (working_time_between(shared, at[n], at[n + 1]) for n in (0, 1))
    assert first > second > dt.timedelta()
    with pytest.raises(NoWorkingTimeError):
        working_time_between(shared, at[0], at[2])


def test_threads_get_what_one_would():
    shared = calendar(holidays={"dates": ["2003-01-01"]})
    start = dt.datetime(2026, 4, 17, 12, tzinfo=dt.UTC)
    counts = [n * 37 % 4000 - 2000 for n in range(300)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: add_working_days(shared, start, n), counts))
    alone = WorkingCalendar(
        timezone=shared.timezone, hours=shared.hours, holidays=Holidays(dates=shared.holidays.dates)
    )
    assert found == [add_working_days(alone, start, n) for n in counts]


def test_importing_loads_no_heavy_library():
    code = (
        "import sys, clientkit.worktime; "
        "heavy = {'dateutil.rrule', 'holidays', 'jsonschema', 'pendulum'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
