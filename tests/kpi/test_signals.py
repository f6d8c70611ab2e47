import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import decode, encode
from clientkit.kpi import (
    Advice,
    Assurance,
    InterimTarget,
    KpiSignal,
    KpiWindow,
    Rebase,
    Variation,
    process_limits,
    signal,
)
from clientkit.kpi.advice import advise

from .making import START, ZONE, days, kpi, met_kpi, seen, series, term

QUIET = [5.0, 6.0, 5.0, 4.0, 5.0, 6.0, 5.0, 4.0, 5.0, 6.0, 5.0, 4.0]
"""Mean 5, moving ranges of 1, limits 2.34 and 7.66."""
LAST_HIGH, LAST_LOW = [*QUIET, 9.0], [*QUIET, 1.0]
RANGE = {"direction": "range", "target": None}


def read(values, definition=None, **more):
    return signal(definition or kpi(), days(values), **more)


class TestVariation:
    @pytest.mark.parametrize(
        ("values", "direction", "expected"),
        [
            (LAST_HIGH, "higher", "improvement"), (LAST_HIGH, "lower", "concern"),
            (LAST_LOW, "higher", "concern"), (LAST_LOW, "lower", "improvement"),
            (QUIET, "higher", "common_cause"), (QUIET[:5], "higher", "unknown"),
            ([], "higher", "unknown"),
        ],
    )  # fmt: skip
    def test_the_latest_point_decides(self, values, direction, expected):
        assert read(values, kpi(direction=direction)).variation.value == expected

    def test_a_pattern_that_is_over_no_longer_decides(self):
        found = read([*QUIET, *LAST_HIGH, 5.0])
        assert [one.rule.value for one in found.causes] == ["outside_limit"]
        assert (found.variation, found.decided_by) == (Variation.COMMON_CAUSE, None)

    def test_a_run_up_to_the_latest_point_decides(self):
        found = read([1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0] + [6.0, 5.0] * 4)
        assert (found.variation.value, found.decided_by.value) == ("concern", "run_of_8")

    def test_a_trend_speaks_before_a_run(self):
        """Still on the good side of the mean, but falling seven times: not good."""
        values = [1.0, 2.0] * 6 + [18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0]
        found = read(values, kpi(direction="higher", target=0), rules="nhs")
        assert (found.decided_by.value, found.variation.value) == ("trend_of_7", "concern")
        assert read(values, kpi(direction="higher", target=0)).variation.value == "improvement"

    def test_without_a_direction_a_change_is_neither_good_nor_bad(self):
        found = read(LAST_HIGH, kpi(direction=None, target=None))
        assert (found.variation, found.advice) == (Variation.NEUTRAL, Advice.ACT)

    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [
            (8, 10, "improvement"),
            (3, 6, "concern"),
            (3, 9, "neutral"),
            (5, 7, "concern"),
            (7.5, 8, "improvement"),
        ],
    )
    def test_for_a_range_better_is_nearer(self, low, high, expected):
        found = read(LAST_HIGH, kpi(**RANGE, target_low=low, target_high=high))
        assert found.variation.value == expected

    def test_for_a_range_a_trend_is_judged_from_its_beginning(self):
        values = [9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
        found = read(values, kpi(**RANGE, target_low=6, target_high=8), rules="nhs")
        assert (found.decided_by.value, found.variation.value) == ("trend_of_7", "improvement")


class TestAssurance:
    """The limits of QUIET are 2.34 and 7.66; both are usual values."""

    @pytest.mark.parametrize(
        ("target", "expected"),
        [
            (2.34, "consistently_passes"),
            (2.35, "hit_or_miss"),
            (7.66, "hit_or_miss"),
            (7.67, "consistently_fails"),
        ],
    )
    def test_higher(self, target, expected):
        assert read(QUIET, kpi(direction="higher", target=target)).assurance.value == expected

    @pytest.mark.parametrize(
        ("target", "expected"),
        [
            (7.66, "consistently_passes"),
            (7.65, "hit_or_miss"),
            (2.34, "hit_or_miss"),
            (2.33, "consistently_fails"),
        ],
    )
    def test_lower(self, target, expected):
        assert read(QUIET, kpi(target=target)).assurance.value == expected

    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [
            (2.34, 7.66, "consistently_passes"), (2.35, 9, "hit_or_miss"), (0, 7.65, "hit_or_miss"),
            (7.66, 9, "hit_or_miss"), (7.67, 9, "consistently_fails"),
            (0, 2.33, "consistently_fails"),
        ],
    )  # fmt: skip
    def test_a_range(self, low, high, expected):
        found = read(QUIET, kpi(**RANGE, target_low=low, target_high=high))
        assert found.assurance.value == expected

    def test_without_a_target_or_enough_points(self):
        assert read(QUIET, kpi(target=None)).assurance is Assurance.NO_TARGET
        assert read(QUIET[:5]).assurance is Assurance.UNKNOWN

    def test_equal_values_on_target_pass(self):
        assert read([2.0] * 6).assurance is Assurance.CONSISTENTLY_PASSES

    def test_a_floor_can_decide(self):
        """Below 0 nothing can be, so a target of 0 or more is always reached."""
        low = [0.0, 3.0] * 6
        definition = kpi(direction="higher", target=0)
        assert read(low, definition).assurance is Assurance.HIT_OR_MISS
        floored = kpi(direction="higher", target=0, lowest_possible=0)
        assert read(low, floored).assurance is Assurance.CONSISTENTLY_PASSES


class TestAdvice:
    @pytest.mark.parametrize("variation", list(Variation))
    @pytest.mark.parametrize("assurance", list(Assurance))
    def test_every_pair_has_advice_and_words(self, variation, assurance):
        if assurance is Assurance.UNKNOWN and variation is not Variation.UNKNOWN:
            return  # both are unknown for the same reason
        advice, words = advise(variation, assurance, n=5)
        expected = {
            Variation.UNKNOWN: Advice.KEEP_MEASURING,
            Variation.IMPROVEMENT: Advice.CELEBRATE,
            Variation.COMMON_CAUSE: Advice.LEAVE_ALONE,
            Variation.CONCERN: Advice.ACT,
            Variation.NEUTRAL: Advice.ACT,
        }[variation]
        if assurance is Assurance.CONSISTENTLY_FAILS and variation is not Variation.UNKNOWN:
            expected = Advice.ACT
        assert advice is expected
        assert words.endswith(".")

    def test_words_are_for_the_client(self):
        assert read(LAST_HIGH, kpi(target=12)).words == (
            "This has really got worse; it is more than the usual ups and downs. "
            "As things work now, the target will be met every time. "
            "Find out what has changed while the target is still being met."
        )
        assert read(QUIET[:2]).words == (
            "Too few values to tell signal from noise: 2 of the 6 that it takes."
        )

    def test_green_and_worsening_is_seen(self):
        found = read(LAST_HIGH, kpi(target=12))
        assert (found.latest.value, found.advice) == ("green", Advice.ACT)
        assert found.worsening_while_green
        assert not read(LAST_HIGH, kpi(target=8)).worsening_while_green
        assert not read(QUIET, kpi(target=12)).worsening_while_green


class TestLimits:
    def test_they_are_those_of_the_values(self):
        found = read(LAST_HIGH)
        assert found.limits == process_limits(LAST_HIGH)
        assert found.moving_ranges == (1,) * 11 + (5,)
        assert found.wide_ranges == (12,)
        assert (found.n, found.values, len(found.days), found.times) == (
            13,
            tuple(LAST_HIGH),
            13,
            (),
        )

    def test_under_six_points_there_are_none(self):
        assert read(QUIET[:5]).limits is None
        assert read(QUIET[:6]).limits.on_trial

    def test_a_wide_moving_range_is_strictly_wide(self):
        """Of 7 ranges of which one is d, the limit is 3.268 d / 7; with two of 7 it is more."""
        assert read([0.0] * 7 + [1.0]).wide_ranges == (7,)
        assert read([0.0] * 4).wide_ranges == ()

    def test_instants_are_kept(self):
        found = signal(kpi(), series(QUIET))
        assert (found.times[0], found.days) == (START, ())
        mixed = [*series(QUIET), seen(5.0, dt.date(2026, 1, 1), id="day")]
        found = signal(kpi(), mixed, timezone=ZONE)
        assert found.measurements[0] == "day"
        assert found.times[0] == dt.datetime(2026, 1, 1, 22, 59, 59, 999999, tzinfo=dt.UTC)
        with pytest.raises(ValueError, match="timezone is None; expected a time zone, as 'day'"):
            signal(kpi(), mixed)


class TestRebase:
    STEP = QUIET + [one - 4 for one in QUIET]

    def test_limits_are_computed_anew_from_a_day(self):
        moved = Rebase(starts_on=dt.date(2026, 3, 30), reason="new server")
        found = read(self.STEP, rebase=[moved])
        assert [(one.first, one.n, one.rebase) for one in found.segments] == [
            (0, 12, None),
            (12, 12, moved),
        ]
        assert [one.limits.mean for one in found.segments] == [5, 1]
        assert found.limits == found.segments[1].limits
        assert (found.causes, found.wide_ranges) == ((), ())
        assert read(self.STEP).causes != ()

    def test_the_day_itself_belongs_to_the_new_limits(self):
        for day, first in ((dt.date(2026, 3, 30), 12), (dt.date(2026, 3, 31), 13)):
            found = read(self.STEP, rebase=[Rebase(starts_on=day, reason="new server")])
            assert found.segments[1].first == first

    def test_patterns_keep_their_places_in_the_series(self):
        found = read([*self.STEP, 9.0], rebase=[Rebase(starts_on=dt.date(2026, 3, 30), reason="x")])
        assert [one.positions for one in found.causes] == [(24,)]

    def test_too_few_points_after_it_are_unknown(self):
        found = read(self.STEP, rebase=[Rebase(starts_on=dt.date(2026, 6, 1), reason="x")])
        assert (found.segments[1].n, found.limits, found.variation) == (3, None, Variation.UNKNOWN)
        assert found.words.startswith("Too few values to tell signal from noise: 3 of the 6")

    @pytest.mark.parametrize("day", [dt.date(2026, 1, 1), dt.date(2027, 1, 1)])
    def test_before_or_after_all_points_it_makes_no_empty_segment(self, day):
        found = read(QUIET, rebase=[Rebase(starts_on=day, reason="x")])
        assert [(one.first, one.n) for one in found.segments] == [(0, 12)]

    def test_twice_on_one_day_is_refused(self):
        twice = [Rebase(starts_on=dt.date(2026, 3, 30), reason=why) for why in ("x", "y")]
        with pytest.raises(ValueError, match="rebase has 2026-03-30 twice"):
            read(QUIET, rebase=twice)


class TestMissing:
    def test_expected_measurements_that_are_missing_are_counted(self):
        weekly = kpi(expected_every=term("1 week"))
        entries = days(QUIET)
        assert signal(weekly, entries).missing == 0
        assert signal(weekly, entries[:3] + entries[5:6] + entries[7:]).missing == 3

    @pytest.mark.parametrize(
        ("gap", "missing"), [(7, 0), (10, 0), (11, 1), (14, 1), (17, 1), (18, 2)]
    )
    def test_to_the_nearest(self, gap, missing):
        weekly = kpi(expected_every=term("1 week"))
        assert signal(weekly, days([1.0, 2.0], step=gap)).missing == missing

    def test_periods_of_the_calendar_without_a_measurement(self):
        monthly = kpi(window=KpiWindow(calendar="month"))
        entries = [
            seen(1.0, dt.date(2026, month, 28), id=f"m{month}") for month in (1, 2, 5, 6, 12)
        ]
        assert signal(monthly, entries, timezone=ZONE).missing == 7

    def test_where_they_are_missing(self):
        entries = days(QUIET)
        kept = entries[:3] + entries[5:6] + entries[7:]
        assert signal(kpi(expected_every=term("1 week")), kept).gaps == (3, 4)
        by_week = kpi(window=KpiWindow(calendar="week"))
        assert signal(by_week, kept, timezone=ZONE).gaps == (3, 4)
        assert signal(by_week, entries, timezone=ZONE).gaps == ()
        assert signal(kpi(), kept).gaps == ()

    @pytest.mark.parametrize(
        ("period", "missing"), [("week", 521_461), ("month", 119_926), ("year", 9_992)]
    )
    def test_millennia_between_two_values_are_counted_at_once(self, period, missing):
        ends = [seen(1.0, dt.date(3, 1, 1), id="a"), seen(2.0, dt.date(9996, 12, 31), id="b")]
        found = signal(kpi(window=KpiWindow(calendar=period)), ends, timezone="UTC")
        assert (found.missing, found.gaps) == (missing, (1,))

    def test_unknown_where_nothing_was_expected(self):
        assert read(QUIET).missing is None
        assert signal(kpi(expected_every=term("1 week")), []).missing is None


def test_other_definitions_are_left_out_and_listed():
    entries = [*days(QUIET), seen(99.0, dt.date(2026, 12, 1), id="old", version=7)]
    found = signal(kpi(), entries)
    assert (found.left_out, found.variation, found.n) == (("old",), Variation.COMMON_CAUSE, 12)


def test_the_colour_of_the_latest_point_goes_by_the_target_of_its_day():
    stepped = kpi(interim=(InterimTarget(date=dt.date(2026, 3, 1), value=4),))
    assert signal(stepped, days(QUIET)).latest.value == "green"
    assert signal(kpi(), days(QUIET)).latest.value == "red"
    assert signal(kpi(), []).latest is None


def test_what_is_met_or_not_has_no_chart():
    with pytest.raises(ValueError, match="'speed' is met or not; expected a KPI of kind 'number'"):
        signal(met_kpi(), [])


def test_unknown_rules_are_refused():
    with pytest.raises(ValueError, match="rules is 'shewhart'; expected 'standard' or 'nhs'"):
        read([], rules="shewhart")


def test_a_result_is_a_model_like_any_other():
    found = read(TestRebase.STEP, rebase=[Rebase(starts_on=dt.date(2026, 3, 30), reason="new")])
    assert KpiSignal(**{name: getattr(found, name) for name in KpiSignal.__slots__}) == found
    assert decode(KpiSignal, encode(found)) == found


def test_the_four_hour_target_of_english_emergency_departments():
    """Share seen within four hours, April 2016 to March 2019, in percent.

    NHS England, Open Government Licence v3.0, as tidied in NHSRdatasets (CC0): attendances and
    breaches summed over all departments, rounded to one place.
    """
    shares = [
        90.0, 90.3, 90.6, 90.3, 91.0, 90.6, 89.1, 88.4, 86.2, 85.1, 87.5, 90.0,
        90.5, 89.7, 90.7, 90.3, 90.3, 89.7, 89.9, 88.8, 85.0, 85.3, 85.0, 84.6,
        88.6, 90.4, 90.8, 89.3, 89.7, 88.9, 89.0, 87.6, 86.4, 84.4, 84.2, 86.6,
    ]  # fmt: skip
    definition = kpi(unit="%", direction="higher", target=95, highest_possible=100)
    months = [dt.date(2016 + (3 + n) // 12, (3 + n) % 12 + 1, 1) for n in range(36)]
    entries = [
        seen(value, day, id=f"m{n:02}")
        for n, (value, day) in enumerate(zip(shares, months, strict=True))
    ]
    found = signal(definition, entries)
    assert found.limits.mean == pytest.approx(sum(shares) / 36)
    assert found.limits.upper == pytest.approx(91.3547, abs=1e-4)
    winters = {9, 20, 21, 22, 23, 33, 34}
    outside = [one for one in found.causes if one.rule.value == "outside_limit"]
    assert {one.positions[0] for one in outside} == winters
    assert {one.movement.value for one in outside} == {"down"}
    assert (found.variation.value, found.assurance.value) == ("common_cause", "consistently_fails")
    assert (found.advice, found.latest.value) == (Advice.ACT, "red")


@given(
    st.lists(st.decimals(-9, 9, places=1).map(float), max_size=30),
    st.randoms(use_true_random=False),
)
def test_the_order_of_measurements_does_not_matter(values, random):
    entries = days(values)
    shuffled = random.sample(entries, len(entries))
    assert signal(kpi(), shuffled, rules="nhs") == signal(kpi(), entries, rules="nhs")


@given(st.lists(st.decimals(-9, 9, places=1).map(float), max_size=30))
def test_mirrored_values_of_a_mirrored_kpi_mean_the_same(values):
    one = signal(kpi(target=2), days(values), rules="nhs")
    other = signal(kpi(direction="higher", target=-2), days([-v for v in values]), rules="nhs")
    assert (one.variation, one.assurance, one.advice) == (
        other.variation,
        other.assurance,
        other.advice,
    )
