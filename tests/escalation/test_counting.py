"""What is counted for issues is what the calendar counts, whatever was asked before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.escalation._counting import Counting
from clientkit.worktime._timeline import timeline

from .telling import calendar

EPOCH, APIA_SKIPS_A_DAY, NEW_YEAR = 0, 1_325_203_200_000_000, 1_293_840_000_000_000
HOUR = 3_600_000_000
CALENDARS = [
    calendar(hours, days=days, timezone=zone)
    for zone in ("Asia/Tokyo", "Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe")
    for hours, days in (("09:00-17:00", 5), ("22:00-06:00", 6), ("00:00-24:00", 7))
]


@given(
    st.sampled_from(CALENDARS),
    st.sampled_from([EPOCH, APIA_SKIPS_A_DAY, NEW_YEAR]),
    st.sampled_from([1, HOUR // 2, 24 * HOUR]),
    st.lists(
        st.tuples(st.integers(-400, 400), st.integers(1, 100 * HOUR), st.booleans()),
        min_size=2,
        max_size=12,
    ),
)
def test_what_was_asked_before_does_not_matter(office, near, step, asked):
    counting, line = Counting(office), timeline(office)
    first = near + asked[0][0] * step
    for steps, amount, forward in asked:
        t = near + steps * step
        assert counting.line[t] - counting.line[first] == line.between(first, t)
        assert counting.line.lead(t, amount, forward) == line.add(t, amount, forward)


@pytest.mark.parametrize("t", [-1, EPOCH, 1])
def test_nothing_is_in_view_before_anything_was_asked(t):
    counting = Counting(calendar(timezone="Asia/Tokyo"))
    counted = counting.line[t]
    assert counting.line[t + HOUR] - counted == HOUR
