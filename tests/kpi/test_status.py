import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidValueError, TimeRange, decode, encode, evolve
from clientkit.kpi import InterimTarget, KpiStatus, KpiWaiver, KpiWindow, evaluate_kpi
from clientkit.worktime import WeeklyHours, WorkingCalendar

from .making import START, ZONE, days, kpi, met_kpi, seen, series, term

TICK = dt.timedelta(microseconds=1)
DAY = dt.timedelta(days=1)


def state(definition, measurements, at=START, **more):
    return evaluate_kpi(definition, measurements, at=at, timezone=ZONE, **more).state.value


def month(**more):
    return kpi(window=KpiWindow(calendar="month"), **more)


class TestWhatCounts:
    def test_without_a_window_the_latest_counts(self):
        status = evaluate_kpi(kpi(), series([9, 1]), at=START + 7 * DAY)
        assert (status.state.value, status.value, status.measurements) == ("green", 1, ("m001",))
        assert (status.starts_at, status.ends_at) == (None, START + 7 * DAY)

    def test_what_is_later_is_not_known_yet(self):
        assert state(kpi(), series([9, 1]), at=START + 7 * DAY - TICK) == "red"

    def test_a_rolling_window_leaves_out_its_first_instant(self):
        rolling = kpi(window=KpiWindow(rolling=term("1 week")), aggregation="maximum")
        entries = [seen(9, START, id="a"), seen(1, START + DAY, id="b")]
        assert state(rolling, entries, at=START + 7 * DAY - TICK) == "red"
        assert state(rolling, entries, at=START + 7 * DAY) == "green"

    def test_a_rolling_window_of_days_keeps_the_time_of_day(self):
        """From 10:00 to 10:00, over a night of 23 hours."""
        rolling = kpi(window=KpiWindow(rolling=term("1 day")))
        before = dt.datetime(2026, 3, 28, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))
        after = dt.datetime(2026, 3, 29, 10, tzinfo=dt.timezone(dt.timedelta(hours=2)))
        assert state(rolling, [seen(1, before)], at=after) == "no_data"
        assert state(rolling, [seen(1, before + TICK)], at=after) == "green"
        hours = kpi(window=KpiWindow(rolling=term("24 hours")))
        assert state(hours, [seen(1, before)], at=after) == "green"

    def test_a_calendar_window_is_the_latest_complete_period(self):
        entries = [seen(1, dt.date(2026, 3, 31), id="a"), seen(9, dt.date(2026, 4, 1), id="b")]
        at = dt.datetime(2026, 3, 31, 22, tzinfo=dt.UTC)  # midnight in Berlin
        assert state(month(), entries, at=at) == "green"
        assert state(month(), entries, at=at - TICK) == "no_data"
        status = evaluate_kpi(month(), entries, at=at, timezone=ZONE)
        assert status.starts_at == dt.datetime(2026, 2, 28, 23, tzinfo=dt.UTC)
        assert status.ends_at == at - TICK
        assert state(month(), entries, at=at + 30 * DAY) == "red"

    @pytest.mark.parametrize(
        ("period", "first", "last"),
        [
            ("week", dt.date(2026, 5, 4), dt.date(2026, 5, 10)),
            ("month", dt.date(2026, 4, 1), dt.date(2026, 4, 30)),
            ("quarter", dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
            ("year", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ],
    )
    def test_periods_begin_and_end_with_the_calendar(self, period, first, last):
        windowed = kpi(window=KpiWindow(calendar=period, timezone="UTC"))
        at = dt.datetime(2026, 5, 12, tzinfo=dt.UTC)
        status = evaluate_kpi(windowed, [], at=at)
        assert status.starts_at == dt.datetime.combine(first, dt.time(), dt.UTC)
        assert status.ends_at == dt.datetime.combine(last, dt.time.max, dt.UTC)

    @pytest.mark.parametrize(
        ("how", "value"),
        [("last", 4), ("mean", 2.5), ("median", 2.5), ("sum", 10), ("minimum", 1), ("maximum", 4)],
    )
    def test_aggregation(self, how, value):
        rolling = kpi(window=KpiWindow(rolling=term("52 weeks")), aggregation=how)
        status = evaluate_kpi(rolling, series([3, 1, 2, 4]), at=START + 28 * DAY, timezone=ZONE)
        assert status.value == value
        assert status.n == (1 if how == "last" else 4)

    def test_tenths_are_tenths(self):
        """The binary sum of 0.1, 0.2 and 0.3, divided by 3, is below 0.2."""
        rolling = kpi(
            direction="higher",
            target=0.2,
            window=KpiWindow(rolling=term("52 weeks")),
            aggregation="mean",
        )
        assert state(rolling, series([0.1, 0.2, 0.3]), at=START + 28 * DAY) == "green"

    def test_nothing_is_rounded_before_the_decision(self):
        higher = kpi(direction="higher", target=95)
        assert state(higher, [seen(94.99999999999999)]) == "red"
        assert state(higher, [seen(95.0)]) == "green"


class TestWhoJudges:
    def history(self):
        return kpi(target=5), kpi(target=2, version=2, effective_on=dt.date(2026, 4, 1))

    def test_a_version_is_in_force_from_its_day(self):
        old, new = self.history()
        midnight = dt.datetime(2026, 3, 31, 22, tzinfo=dt.UTC)
        assert state(new, [seen(4)], at=midnight - TICK, history=[old]) == "green"
        assert state(new, [seen(4)], at=midnight, history=[old]) == "red"

    def test_a_period_is_judged_by_the_version_of_its_last_day(self):
        old, new = (evolve(one, window=KpiWindow(calendar="month")) for one in self.history())
        entries = [seen(4, dt.date(2026, 3, 9), id="a"), seen(4, dt.date(2026, 4, 9), id="b")]
        april = dt.datetime(2026, 4, 20, tzinfo=dt.UTC)
        status = evaluate_kpi(new, entries, at=april, timezone=ZONE, history=[old])
        assert (status.state.value, status.version) == ("green", 1)
        assert state(new, entries, at=april + 30 * DAY, history=[old]) == "red"

    def test_before_any_version_there_is_no_data(self):
        _, new = self.history()
        status = evaluate_kpi(new, [seen(1)], at=START, timezone=ZONE)
        assert (status.state.value, status.version) == ("no_data", None)
        assert status.reason == "no version is in force on 2026-01-05"

    def test_versions_of_other_kpis_are_ignored(self):
        assert state(kpi(), [seen(4)], history=[kpi(id="other", target=5, version=9)]) == "red"

    def test_what_was_measured_otherwise_is_not_comparable(self):
        entries = [seen(1, version=1)]
        status = evaluate_kpi(kpi(version=2), entries, at=START)
        assert (status.state.value, status.n, status.left_out) == ("not_comparable", 0, ("m1",))
        assert state(kpi(version=1), entries) == "green"

    def test_an_older_comparable_value_does_not_stand_in(self):
        entries = [*series([1]), seen(1, START + DAY, id="z", version=1)]
        assert state(kpi(version=2), entries, at=START + DAY) == "not_comparable"

    def test_a_mean_leaves_out_what_is_not_comparable(self):
        rolling = kpi(version=2, window=KpiWindow(rolling=term("1 week")), aggregation="mean")
        entries = [seen(1, id="a"), seen(99, id="b", version=1), seen(True, id="c")]
        status = evaluate_kpi(rolling, entries, at=START, timezone=ZONE)
        assert (status.value, status.n, status.left_out) == (1, 1, ("b", "c"))

    def test_without_a_target_there_is_nothing_to_compare_with(self):
        status = evaluate_kpi(kpi(target=None), [seen(1)], at=START)
        assert (status.state.value, status.value) == ("not_comparable", 1)


class TestStates:
    def test_no_data_is_a_state_of_its_own(self):
        status = evaluate_kpi(kpi(baseline=6), [], at=START)
        assert status == KpiStatus(
            kpi="speed", at=START, state="no_data", reason="nothing has been measured", version=1,
            ends_at=START,
        )  # fmt: skip

    def test_stale_strictly_after_the_term(self):
        expecting = kpi(expected_every=term("2 weeks"))
        assert state(expecting, [seen(1)], at=START + 14 * DAY) == "green"
        assert state(expecting, [seen(1)], at=START + 14 * DAY + TICK) == "stale"
        stale = evaluate_kpi(expecting, [seen(1)], at=START + 15 * DAY, timezone=ZONE)
        assert (stale.colour.value, stale.expected_by) == ("green", START + 14 * DAY)

    def test_after_a_day_the_whole_of_the_last_day_is_in_time(self):
        expecting = kpi(expected_every=term("2 weeks"))
        end = dt.datetime(2026, 1, 19, 23, tzinfo=dt.UTC)
        assert state(expecting, [seen(1, dt.date(2026, 1, 5))], at=end - TICK) == "green"
        assert state(expecting, [seen(1, dt.date(2026, 1, 5))], at=end) == "stale"

    def test_an_empty_window_after_the_term_is_stale(self):
        rolling = kpi(window=KpiWindow(rolling=term("1 day")), expected_every=term("1 week"))
        assert state(rolling, [seen(1)], at=START + 2 * DAY) == "no_data"
        assert state(rolling, [seen(1)], at=START + 8 * DAY) == "stale"

    def test_working_terms_count_in_a_calendar(self):
        hours = (TimeRange.parse("09:00-17:00"),)
        calendar = WorkingCalendar(
            timezone=ZONE, hours=WeeklyHours(mon=hours, tue=hours, wed=hours, thu=hours, fri=hours)
        )
        expecting = kpi(expected_every=term("1 working day"))
        friday = dt.datetime(2026, 1, 9, 10, tzinfo=dt.UTC)
        end = dt.datetime(2026, 1, 12, 16, tzinfo=dt.UTC)
        assert state(expecting, [seen(1, friday)], at=end, calendar=calendar) == "green"
        assert state(expecting, [seen(1, friday)], at=end + TICK, calendar=calendar) == "stale"
        dated = [seen(1, friday.date())]
        midnight = dt.datetime(2026, 1, 12, 23, tzinfo=dt.UTC)
        assert state(expecting, dated, at=midnight - TICK, calendar=calendar) == "green"
        assert state(expecting, dated, at=midnight, calendar=calendar) == "stale"
        rolling = kpi(window=KpiWindow(rolling=term("8 working hours")))
        monday = dt.datetime(2026, 1, 12, 10, tzinfo=dt.UTC)
        assert state(rolling, [seen(1, friday)], at=monday, calendar=calendar) == "no_data"
        assert state(rolling, [seen(1, friday + TICK)], at=monday, calendar=calendar) == "green"
        with pytest.raises(ValueError, match="calendar is None; expected a working calendar"):
            state(expecting, [seen(1)])

    @pytest.mark.parametrize(
        ("day", "expected"), [(3, "red"), (4, "waived"), (6, "waived"), (7, "red")]
    )
    def test_a_waiver_covers_its_first_and_last_day(self, day, expected):
        waived = kpi(
            waiver=KpiWaiver(
                reason="moving", starts_on=dt.date(2026, 2, 4), ends_on=dt.date(2026, 2, 6)
            )
        )
        at = dt.datetime(2026, 2, day, 12, tzinfo=dt.UTC)
        assert state(waived, [seen(9)], at=at) == expected

    def test_a_waived_value_still_shows_its_colour(self):
        status = evaluate_kpi(kpi(waiver=KpiWaiver(reason="moving")), [seen(9)], at=START)
        assert (status.state.value, status.colour.value) == ("waived", "red")
        assert status.reason == "not judged, as agreed: moving"

    def test_a_period_that_ended_under_a_waiver_is_not_judged(self):
        waived = month(waiver=KpiWaiver(reason="moving", ends_on=dt.date(2026, 1, 31)))
        at = dt.datetime(2026, 2, 10, tzinfo=dt.UTC)
        assert state(waived, [seen(9)], at=at) == "waived"
        entries = [seen(9, dt.date(2026, 2, 5))]
        assert state(waived, entries, at=at + 30 * DAY) == "red"

    @pytest.mark.parametrize(
        ("how", "values", "expected"),
        [
            ("last", [True, False], "red"), ("last", [False, True], "green"),
            ("minimum", [True, False], "red"), ("minimum", [True, True], "green"),
            ("maximum", [True, False], "green"), ("maximum", [False, False], "red"),
            ("mean", [True, False], "red"),
        ],
    )  # fmt: skip
    def test_met_or_not(self, how, values, expected):
        rolling = met_kpi(window=KpiWindow(rolling=term("4 weeks")), aggregation=how)
        assert state(rolling, series(values), at=START + 7 * DAY) == expected

    def test_shares_come_as_counts(self):
        rolling = met_kpi(window=KpiWindow(rolling=term("52 weeks")), aggregation="mean")
        status = evaluate_kpi(
            rolling, series([True] * 7 + [False] * 2), at=START + 60 * DAY, timezone=ZONE
        )
        assert (status.met, status.n, status.reason, status.value) == (7, 9, "met in 7 of 9", None)

    def test_interim_targets_judge_from_their_day(self):
        stepped = kpi(interim=(InterimTarget(date=dt.date(2026, 1, 5), value=5),))
        status = evaluate_kpi(stepped, [seen(5)], at=START, timezone=ZONE)
        assert (status.state.value, status.bounds.interim) == ("green", True)
        assert status.reason == "within interim target, 5 or less"


class TestProgress:
    @pytest.mark.parametrize(
        ("value", "expected"), [(6, 0), (4, 0.5), (2, 1), (7, -0.25), (0, 1.5)]
    )
    def test_signed_and_unclipped(self, value, expected):
        assert evaluate_kpi(kpi(baseline=6), [seen(value)], at=START).progress == expected

    @pytest.mark.parametrize(
        "definition",
        [
            kpi(),
            kpi(baseline=2),
            kpi(baseline=6, target=None),
            kpi(baseline=1, direction="range", target=None, target_low=4, target_high=6),
        ],
    )
    def test_undefined_where_it_is(self, definition):
        assert evaluate_kpi(definition, [seen(1)], at=START).progress is None

    def test_beyond_the_range_of_floats_it_is_undefined(self):
        tiny = kpi(baseline=0, target=1e-300)
        assert evaluate_kpi(tiny, [seen(1e300)], at=START).progress is None


class TestReaction:
    def reacting(self, **more):
        return kpi(react_within=term("2 weeks"), **more)

    def test_due_from_the_measurement_that_turned_it_red(self):
        status = evaluate_kpi(
            self.reacting(), series([1, 9, 8, 9]), at=START + 21 * DAY, timezone=ZONE
        )
        assert status.red_since == START + 7 * DAY
        assert status.react_by == START + 21 * DAY

    @pytest.mark.parametrize("values", [[9, 1], [9, 2.5]])
    def test_none_unless_red(self, values):
        status = evaluate_kpi(
            self.reacting(amber_at=3), series(values), at=START + 7 * DAY, timezone=ZONE
        )
        assert (status.red_since, status.react_by) == (None, None)

    def test_none_without_a_term(self):
        assert evaluate_kpi(kpi(), [seen(9)], at=START).red_since is None

    def test_periods_turn_red_at_their_end(self):
        status = evaluate_kpi(
            self.reacting(window=KpiWindow(calendar="month")),
            [seen(1, dt.date(2026, 1, 9), id="a"), seen(9, dt.date(2026, 2, 9), id="b"),
             seen(9, dt.date(2026, 3, 9), id="c")],
            at=dt.datetime(2026, 4, 20, tzinfo=dt.UTC), timezone=ZONE,
        )  # fmt: skip
        assert status.red_since == dt.datetime(2026, 2, 28, 23, tzinfo=dt.UTC)
        assert status.react_by == dt.datetime(2026, 3, 14, 23, tzinfo=dt.UTC) - TICK

    def test_a_bound_that_begins_later_turns_red_on_its_day(self):
        stepped = self.reacting(
            target=2, interim=(InterimTarget(date=dt.date(2026, 1, 1), value=5),
                               InterimTarget(date=dt.date(2026, 2, 1), value=3)),
        )  # fmt: skip
        for later in (30, 40, 50):
            status = evaluate_kpi(stepped, [seen(4)], at=START + later * DAY, timezone=ZONE)
            assert status.red_since == dt.datetime(2026, 1, 31, 23, tzinfo=dt.UTC)

    def test_a_good_value_that_leaves_the_window_turns_it_red(self):
        rolling = self.reacting(window=KpiWindow(rolling=term("1 week")), aggregation="minimum")
        entries = [seen(1, START, id="a"), seen(9, START + 2 * DAY, id="b")]
        status = evaluate_kpi(rolling, entries, at=START + 8 * DAY, timezone=ZONE)
        assert status.red_since == START + 7 * DAY


def test_the_state_is_given_with_everything_behind_it():
    status = evaluate_kpi(
        kpi(unit="s", amber_at=3, baseline=6.5, expected_every=term("2 weeks")),
        days([5.9, 2.5]), at=START + 8 * DAY, timezone=ZONE,
    )  # fmt: skip
    assert status.reason == "outside green, 2 s or less, but within amber, 3 s or less"
    assert (status.unit, status.method) == ("s", "the latest measurement")
    assert status.bounds.amber_high == 3


def test_a_result_is_a_model_like_any_other():
    status = evaluate_kpi(
        kpi(baseline=6, react_within=term("1 day"), expected_every=term("1 day")),
        [seen(9)], at=START, timezone=ZONE,
    )  # fmt: skip
    rebuilt = KpiStatus(
        **{name: getattr(status, name) for name in KpiStatus.__slots__ if name[0] != "_"}
    )
    assert rebuilt == status
    assert decode(KpiStatus, encode(status)) == status


@pytest.mark.parametrize(
    "definition",
    [
        month(),
        kpi(waiver=KpiWaiver(reason="x", ends_on=dt.date(2026, 1, 1))),
        kpi(effective_on=dt.date(2026, 1, 1)),
        kpi(interim=(InterimTarget(date=dt.date(2026, 1, 1), value=1),)),
        kpi(expected_every=term("1 week")),
        kpi(window=KpiWindow(rolling=term("1 week"))),
    ],
)
def test_days_need_a_zone(definition):
    with pytest.raises(ValueError, match="timezone is None; expected a time zone"):
        evaluate_kpi(definition, [seen(1)], at=START)


def test_terms_beyond_the_calendar_are_refused():
    with pytest.raises(InvalidValueError, match="expected a term that ends in the years"):
        state(kpi(window=KpiWindow(rolling=term("999999 weeks"))), [])
    early = dt.datetime(4, 1, 1, tzinfo=dt.UTC)
    with pytest.raises(InvalidValueError, match="expected a term that ends in the years"):
        state(kpi(window=KpiWindow(rolling=term("999999 hours"))), [], at=early)


VALUES = st.lists(st.decimals(-50, 50, places=1).map(float), min_size=1, max_size=8)
HOW = st.sampled_from(["last", "mean", "median", "sum", "minimum", "maximum"])


@given(VALUES, HOW, st.randoms(use_true_random=False))
def test_the_order_of_measurements_does_not_matter(values, how, random):
    rolling = kpi(window=KpiWindow(rolling=term("5 weeks")), aggregation=how, amber_at=3)
    entries = series(values)
    shuffled = random.sample(entries, len(entries))
    at = START + 30 * DAY
    assert evaluate_kpi(rolling, shuffled, at=at, timezone=ZONE) == evaluate_kpi(
        rolling, entries, at=at, timezone=ZONE
    )


@given(VALUES, st.integers(0, 80))
def test_without_evidence_nothing_is_judged(values, later):
    """Taking away what is in the window leaves no colour, whatever there was before it."""
    rolling = kpi(window=KpiWindow(rolling=term("1 week")), expected_every=term("2 weeks"))
    at = START + later * DAY
    left = [one for one in series(values) if not at - 7 * DAY < one.at <= at]
    assert not evaluate_kpi(rolling, left, at=at, timezone=ZONE).state.is_judged


@given(st.decimals(-50, 50, places=1), st.decimals(0, 20, places=1))
def test_a_better_value_never_has_a_worse_state(value, better):
    order = ["green", "amber", "red"]
    before = state(kpi(amber_at=3), [seen(float(value))])
    after = state(kpi(amber_at=3), [seen(float(value - better))])
    assert order.index(after) <= order.index(before)
