import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from clientkit.base import InvalidValueError, decode, encode
from clientkit.kpi import KpiTrend, trend

from .making import START, ZONE, days, kpi, met_kpi, seen, series

FALLING = [10.0, 9.0, 8.0, 7.0, 6.0, 5.0]
"""A unit a week, from 5 January 2026 on; on target, at 2, after 8 weeks."""
WAVERING = [9.0, 8.0, 9.5, 7.0, 9.0, 8.0]
SLOW = [9.0 - n * 1e-9 for n in range(6)]


def look(values, definition=None, **more):
    return trend(definition or kpi(), days(values), **more)


def test_a_straight_line_reaches_the_target_on_its_day():
    found = look(FALLING)
    assert (found.slope, found.slope_low, found.slope_high) == (-1 / 7, -1 / 7, -1 / 7)
    assert (found.outlook.value, found.reached_on) == ("date", dt.date(2026, 3, 2))
    assert found.reached_earliest == found.reached_latest == dt.date(2026, 3, 2)
    assert (found.first_fitted, found.latest_fitted) == (10, 5)
    assert (found.test.change.value, found.getting_better) == ("falling", True)


def test_a_target_between_two_days_is_reached_on_the_later():
    assert look(FALLING, kpi(target=2.01)).reached_on == dt.date(2026, 3, 2)
    assert look(FALLING, kpi(target=1.99)).reached_on == dt.date(2026, 3, 3)


def test_real_dates_count_not_places():
    """The same values, the last of them a year late."""
    entries = [*days(FALLING[:5]), seen(5.0, dt.date(2027, 2, 8), id="late")]
    found = trend(kpi(), entries)
    oracle = stats.theilslopes(FALLING, [0, 7, 14, 21, 28, 399], 0.95)
    assert found.slope == pytest.approx(oracle.slope)
    assert (found.slope_low, found.slope_high) == (
        pytest.approx(oracle.low_slope), pytest.approx(oracle.high_slope),
    )  # fmt: skip
    assert found.latest_fitted == pytest.approx(oracle.intercept + oracle.slope * 399)


def test_the_interval_gives_the_earliest_and_the_latest_day():
    values = [10.0, 9.2, 7.9, 7.4, 5.6, 5.2, 3.9]
    found = look(values)
    oracle = stats.theilslopes(values, range(0, 49, 7), 0.95)
    for day, slope in (
        (found.reached_on, oracle.slope),
        (found.reached_earliest, oracle.low_slope),
        (found.reached_latest, oracle.high_slope),
    ):
        reached = 21 + (2 - 7.4) / slope
        assert (day - dt.date(2026, 1, 5)).days - 1 < reached <= (day - dt.date(2026, 1, 5)).days
    assert found.reached_earliest < found.reached_on < found.reached_latest


class TestNoDate:
    @pytest.mark.parametrize(
        ("values", "definition", "reason"),
        [
            ([], kpi(), "there are no two points in time"),
            ([9.0], kpi(), "there are no two points in time"),
            ([9.0, 8.0, 7.0], kpi(), "there are too few values for an interval"),
            (FALLING[:4], kpi(), "the slope may be zero; 4 values are not enough to rule it out"),
            (WAVERING, kpi(), "the slope may be zero; its interval includes it"),
            ([5.0] * 6, kpi(), "the slope may be zero; its interval includes it"),
            (FALLING[::-1], kpi(), "the values are heading away from the target"),
            (FALLING, kpi(target=None), "there is no target"),
            (SLOW, kpi(), "the line reaches the target only after the year 9000"),
        ],
    )  # fmt: skip
    def test_why(self, values, definition, reason):
        found = look(values, definition)
        assert (found.outlook.value, found.reason) == ("no_date", reason)
        assert (found.reached_on, found.reached_earliest, found.reached_latest) == (None,) * 3

    def test_five_values_in_order_are_enough(self):
        assert look(FALLING[:5]).outlook.value == "date"

    def test_less_confidence_is_enough_for_four(self):
        assert look(FALLING[:4], confidence=0.9).outlook.value == "date"


class TestOnTarget:
    def test_the_line_decides_not_the_latest_value(self):
        assert look([6.0, 5.0, 4.0, 3.0, 2.0]).outlook.value == "on_target"
        assert look([6.0, 5.0, 4.0, 3.0, 2.0], kpi(target=1.99)).outlook.value == "date"

    def test_on_target_and_getting_worse_is_seen(self):
        found = look([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
        assert (found.outlook.value, found.getting_better) == ("on_target", False)

    def test_a_range_is_reached_at_its_nearer_end(self):
        between = {"direction": "range", "target": None}
        falling = look(FALLING, kpi(**between, target_low=1, target_high=2))
        assert (falling.reached_on, falling.getting_better) == (dt.date(2026, 3, 2), None)
        rising = look(FALLING[::-1], kpi(**between, target_low=13, target_high=20))
        assert rising.reached_on == dt.date(2026, 3, 2)
        assert (
            look(FALLING, kpi(**between, target_low=5, target_high=6)).outlook.value == "on_target"
        )


def test_getting_better_needs_a_trend_and_a_direction():
    assert look(FALLING, kpi(direction="higher", target=20)).getting_better is False
    assert look([5.0] * 6).getting_better is None
    assert look(FALLING, kpi(direction=None, target=None)).getting_better is None


def test_instants_give_a_day_in_the_zone():
    """On target at 23:30 in UTC, half past midnight in Berlin."""
    start = dt.datetime(2026, 1, 5, 23, 30, tzinfo=dt.UTC)
    entries = series(FALLING, start)
    assert trend(kpi(), entries).reached_on == dt.date(2026, 3, 2)
    assert trend(kpi(), entries, timezone=ZONE).reached_on == dt.date(2026, 3, 3)
    east = [
        seen(one.value, one.at.astimezone(dt.timezone(dt.timedelta(hours=1))), id=one.id)
        for one in entries
    ]
    assert trend(kpi(), east).reached_on == dt.date(2026, 3, 3)


def test_a_clock_change_does_not_bend_a_line_of_days():
    entries = days([10.0, 9.0, 8.0, 7.0, 6.0], dt.date(2026, 3, 27), 1)
    assert trend(kpi(), entries, timezone=ZONE).slope_low == -1


def test_other_definitions_are_left_out_and_listed():
    entries = [*days(FALLING), seen(99.0, dt.date(2026, 12, 1), id="old", version=7)]
    found = trend(kpi(), entries)
    assert (found.left_out, found.n) == (("old",), 6)


def test_what_is_met_or_not_has_no_trend():
    with pytest.raises(ValueError, match="'speed' is met or not"):
        trend(met_kpi(), [])


def test_a_confidence_is_between_0_and_1():
    with pytest.raises(InvalidValueError, match="expected a confidence between 0 and 1"):
        look(FALLING, confidence=95)


def test_a_result_is_a_model_like_any_other():
    found = look(FALLING)
    assert KpiTrend(**{name: getattr(found, name) for name in KpiTrend.__slots__}) == found
    assert decode(KpiTrend, encode(found)) == found


VALUES = st.lists(st.decimals(-9, 9, places=1).map(float), max_size=15)


@given(VALUES, st.randoms(use_true_random=False))
def test_the_order_of_measurements_does_not_matter(values, random):
    entries = series(values, START)
    assert trend(kpi(), random.sample(entries, len(entries))) == trend(kpi(), entries)


@given(st.lists(st.integers(0, 60), min_size=5, max_size=25))
def test_a_date_only_if_the_interval_heads_for_the_target(noise):
    values = [float(300 - 9 * week + more) for week, more in enumerate(noise)]
    found = look(values, kpi(target=-50))
    assert (found.outlook.value == "date") is (found.slope_high < 0)
    if found.outlook.value == "date":
        assert found.latest_fitted > -50
        assert days(values)[-1].date <= found.reached_earliest <= found.reached_on
        assert found.reached_latest is None or found.reached_on <= found.reached_latest
