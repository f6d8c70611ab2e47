import datetime as dt
import sys

import pytest

from clientkit.base import ClientkitError, InvalidValueError, decode
from clientkit.worktime import (
    Holidays,
    MissingExtraError,
    WeeklyHours,
    WorkingCalendar,
    add_working_days,
    freeze_holidays,
    is_working_day,
    public_holidays,
)

HAMBURG = Holidays(
    country="DE", subdivision="HH", dates=[dt.date(2026, 12, 24)], worked=[dt.date(2026, 10, 31)]
)
OPEN = ["09:00-17:00"]
WEEK = decode(WeeklyHours, dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), OPEN))


def calendar(holidays):
    return WorkingCalendar(timezone="Europe/Berlin", hours=WEEK, holidays=holidays)


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-12-23", True), ("2026-12-24", False), ("2026-12-25", False), ("2026-10-31", True),
     ("2025-10-31", False), ("2026-06-04", True)],
)  # fmt: skip
def test_holidays_of_a_state(day, works):
    assert is_working_day(calendar(HAMBURG), dt.date.fromisoformat(day)) is works


def test_frozen_ones_are_the_same_days_without_the_library():
    first, last = dt.date(2025, 1, 1), dt.date(2027, 12, 31)
    frozen = freeze_holidays(HAMBURG, starts_on=first, ends_on=last)
    assert frozen.country is frozen.subdivision is None
    assert dt.date(2026, 10, 31) not in frozen.dates
    for n in range((last - first).days + 1):
        day = first + dt.timedelta(days=n)
        assert is_working_day(calendar(frozen), day) == is_working_day(calendar(HAMBURG), day)
    assert is_working_day(calendar(frozen), last + dt.timedelta(days=1)), (
        "1 January 2028 is free again"
    )


def test_the_days_of_freezing_are_both_included():
    day = dt.date(2026, 12, 25)
    plain = Holidays(country="DE")
    assert freeze_holidays(plain, starts_on=day, ends_on=day).dates == (day,)
    with pytest.raises(InvalidValueError):
        freeze_holidays(plain, starts_on=day, ends_on=day - dt.timedelta(days=1))


def test_unknown_places_are_refused():
    for country, part in (("XX", None), ("DE", "XX")):
        with pytest.raises(InvalidValueError, match="expected a country"):
            public_holidays(country, part, 2026)


def test_without_the_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    elsewhere = calendar(Holidays(country="FR"))
    with pytest.raises(MissingExtraError, match=r"'clientkit\[holidays\]'") as caught:
        add_working_days(elsewhere, dt.date(1999, 1, 1), 1)
    assert isinstance(caught.value, ClientkitError)
    assert isinstance(caught.value, ImportError)
    dates_alone = calendar(Holidays(dates=[dt.date(1999, 1, 2)]))
    assert add_working_days(dates_alone, dt.date(1999, 1, 1), 1) == dt.date(1999, 1, 4)
