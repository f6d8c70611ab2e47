import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.report.scales import date_ticks, value_span, value_ticks

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = st.dates(dt.date(3, 1, 1), dt.date(9997, 12, 31))
MOMENTS = st.builds(dt.datetime.combine, DAYS, st.times(), st.just(dt.UTC))


def moment(*parts, zone=dt.UTC):
    return dt.datetime(*parts, tzinfo=zone)


def words(first, last, **more):
    return [tick.words for tick in date_ticks(first, last, **more)]


class TestValues:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ([], (0, 1)), ([0, 100], (-6, 106)), ([5, 5], (4.5, 5.5)), ([0], (-1, 1)),
            ([-5], (-5.5, -4.5)), ([5e-324], (-1, 1)),
        ],
    )  # fmt: skip
    def test_there_is_room_at_both_ends(self, values, expected):
        assert value_span(values) == pytest.approx(expected)

    @pytest.mark.parametrize(
        ("ends", "expected"),
        [
            ((0, 1), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
            ((-1, 1), ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
            ((0.001, 0.003), ["0.0010", "0.0015", "0.0020", "0.0025", "0.0030"]),
            ((0, 8000), ["0", "1000", "2000", "3000", "4000", "5000", "6000", "7000", "8000"]),
            ((0, 4e12), ["0", "5e+11", "1e+12", "1.5e+12", "2e+12", "2.5e+12", "3e+12", "3.5e+12",
                         "4e+12"]),
        ],
    )  # fmt: skip
    def test_ticks_are_round(self, ends, expected):
        assert [tick.words for tick in value_ticks(*ends)] == expected

    @given(st.lists(st.floats(-1e300, 1e300), max_size=5))
    def test_all_values_are_shown_and_ticks_are_few_and_inside(self, values):
        low, high = value_span(values)
        assert all(low <= value <= high for value in values)
        ticks = [tick.value for tick in value_ticks(low, high)]
        assert 3 <= len(ticks) <= 9
        slack = (high - low) * 1e-9
        assert all(low - slack <= tick <= high + slack for tick in ticks)


class TestDates:
    @pytest.mark.parametrize(
        ("days", "expected"),
        [
            (0.5, ["5 Jan", "03:00", "06:00", "09:00", "12:00"]),
            (2, ["5 Jan", "12:00", "6 Jan", "12:00", "7 Jan"]),
            (6, ["5 Jan", "6 Jan", "7 Jan", "8 Jan", "9 Jan", "10 Jan", "11 Jan"]),
            (42, ["5 Jan", "12 Jan", "19 Jan", "26 Jan", "2 Feb", "9 Feb", "16 Feb"]),
            (60, ["5 Jan", "19 Jan", "2 Feb", "16 Feb", "2 Mar"]),
            (180, ["Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026", "Jul 2026"]),
            (700, ["Jul 2026", "Jan 2027", "Jul 2027"]),
            (6 * 365, ["2027", "2028", "2029", "2030", "2031", "2032"]),
            (90 * 365, ["2040", "2060", "2080", "2100"]),
        ],
    )  # fmt: skip
    def test_steps_grow_with_the_stretch(self, days, expected):
        first = moment(2026, 1, 5)
        assert words(first, first + dt.timedelta(days=days)) == expected

    @pytest.mark.parametrize("minutes", [0, 59])
    def test_none_where_fewer_than_two_would_stand(self, minutes):
        first = moment(2026, 1, 5, 9)
        assert date_ticks(first, first + dt.timedelta(minutes=minutes)) == ()
        assert words(first, first + dt.timedelta(minutes=60)) == ["09:00", "10:00"]

    def test_days_begin_where_the_reader_is(self):
        ticks = date_ticks(moment(2026, 1, 5, zone=BERLIN), moment(2026, 1, 8, zone=BERLIN))
        assert ticks[0].at.astimezone(dt.UTC) == moment(2026, 1, 4, 23)

    def test_an_hour_that_clocks_skip_is_no_tick(self):
        night = moment(2026, 3, 29, 0, zone=BERLIN), moment(2026, 3, 29, 6, zone=BERLIN)
        assert words(*night) == ["29 Mar", "01:00", "03:00", "04:00", "05:00", "06:00"]

    @given(MOMENTS, MOMENTS)
    def test_ticks_are_few_inside_and_in_order(self, one, other):
        first, last = sorted([one, other])
        ticks = date_ticks(first, last)
        assert len(ticks) <= 8
        assert all(first <= tick.at <= last for tick in ticks)
        assert all(a.at < b.at for a, b in pairwise(ticks))
