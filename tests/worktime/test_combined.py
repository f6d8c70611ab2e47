import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidModelError, decode, to_data
from clientkit.worktime import (
    CombinedCalendar,
    WorkingCalendar,
    add_working_days,
    add_working_time,
    common_hours,
    either_hours,
    is_open,
    open_ranges,
    working_time_between,
)

from .oracle import MINUTE, Oracle, calendars, instant


def calendar(zone, **hours):
    return decode(WorkingCalendar, {"timezone": zone, "hours": hours})


BERLIN = calendar("Europe/Berlin", mon=["09:00-17:00"], tue=["09:00-17:00"])
BOSTON = calendar("America/New_York", mon=["09:00-17:00"], tue=["18:00-20:00"])


@pytest.mark.parametrize("combine", [common_hours, either_hours])
@given(first=calendars(), other=calendars(), offsets=st.tuples(*[st.integers(-3000, 3000)] * 2))
def test_against_single_minutes(combine, first, other, offsets):
    (one, day), (two, _) = first, other
    combined = combine(one, two)
    oracle = Oracle(combined, day)
    a, b = (instant(day, 720, one.timezone) + n * MINUTE for n in offsets)
    assert is_open(combined, a) == oracle.is_open(a)
    assert working_time_between(combined, a, b) == oracle.between(a, b) * MINUTE


def test_common_hours_are_shown_in_the_first_zone():
    monday = dt.datetime(2026, 4, 13, tzinfo=dt.UTC)
    for pair, shown in (((BERLIN, BOSTON), "15:00"), ((BOSTON, BERLIN), "09:00")):
        (found,) = open_ranges(common_hours(*pair), monday, monday + dt.timedelta(days=2))
        assert found.start.isoformat()[11:16] == shown
        assert found.end - found.start == dt.timedelta(hours=2)


def test_working_days_are_those_of_the_first_zone():
    monday = dt.date(2026, 4, 13)
    assert add_working_days(common_hours(BERLIN, BOSTON), monday, 1) == dt.date(2026, 4, 20)
    # Tuesday evening in Boston is Wednesday in Berlin.
    assert add_working_days(either_hours(BERLIN, BOSTON), monday, 2) == dt.date(2026, 4, 15)


def test_parties_that_share_no_hour_have_none():
    early = calendar("UTC", mon=["06:00-07:00"])
    with pytest.raises(ValueError, match="looked until"):
        add_working_time(
            common_hours(early, calendar("UTC", mon=["07:00-08:00"])),
            dt.datetime(2026, 4, 13, tzinfo=dt.UTC), dt.timedelta(hours=1),
        )  # fmt: skip


def test_they_are_models():
    combined = common_hours(BERLIN, BOSTON)
    assert decode(CombinedCalendar, to_data(combined)) == combined
    assert hash(combined) == hash(common_hours(BERLIN, BOSTON))
    assert combined.timezone == "Europe/Berlin"
    assert tuple(combined) == (BERLIN, BOSTON)
    with pytest.raises(InvalidModelError):
        common_hours(BERLIN)
