import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidValueError
from clientkit.kpi import InterimTarget, KpiWindow, Measurement, Rebase, RuleSet, Variation, signal
from clientkit.report.xmr_content import xmr_content, xmr_text
from clientkit.report.xmr_parts import LevelKind

from .making import QUIET, START, kpi, weekly

NONE = {"target": None, "direction": None}
RANGE = {"direction": "range", "target": None, "target_low": 4, "target_high": 6}
REBASE = [Rebase(starts_on=START + dt.timedelta(weeks=6), reason="A new server")]
VALUES = st.lists(st.decimals(-9, 9, places=1).map(float), max_size=30)


def content(values, *, rules="standard", rebase=(), timezone=None, moving_ranges=True, **more):
    entries = values if any(isinstance(one, Measurement) for one in values) else weekly(values)
    return xmr_content(
        kpi(**more),
        entries,
        rules=rules,
        rebase=rebase,
        timezone=timezone,
        moving_ranges=moving_ranges,
    )


def levels(found, *kinds):
    return [(one.value, one.words) for one in found.main.levels if one.kind in kinds]


class TestMarks:
    @given(
        VALUES,
        st.sampled_from(RuleSet),
        st.sampled_from([{}, {"direction": "higher"}, NONE, RANGE]),
    )
    def test_the_latest_point_is_marked_as_the_signal_says(self, values, rules, more):
        found = signal(kpi(**more), weekly(values), rules=rules)
        points = content(values, rules=rules, **more).main.points
        assert [one.value for one in points] == values
        if values:
            assert (points[-1].kind, points[-1].rule) == (found.variation, found.decided_by)

    @given(VALUES, st.sampled_from(RuleSet))
    def test_the_points_of_a_pattern_and_no_others_are_marked(self, values, rules):
        found = signal(kpi(), weekly(values), rules=rules)
        part = {place for cause in found.causes for place in cause.positions}
        points = content(values, rules=rules).main.points
        assert {place for place, one in enumerate(points) if one.rule is not None} == part

    def test_outside_is_strictly_outside(self):
        quiet = [*QUIET, *QUIET, *QUIET]
        limits = signal(kpi(), weekly(quiet)).limits
        assert {one.kind for one in content(quiet).main.points} == {Variation.COMMON_CAUSE}
        assert limits.upper == pytest.approx(7.66)
        assert content([*quiet, 9.0]).main.points[-1].kind is Variation.CONCERN
        assert (
            content([*quiet, 9.0], direction="higher").main.points[-1].kind is Variation.IMPROVEMENT
        )
        assert content([*quiet, 9.0], **NONE).main.points[-1].kind is Variation.NEUTRAL

    @pytest.mark.parametrize(("n", "kind"), [(5, "unknown"), (6, "common_cause")])
    def test_under_six_values_nothing_is_said(self, n, kind):
        assert {one.kind.value for one in content(QUIET[:n]).main.points} == {kind}


class TestLevels:
    LIMITS = (LevelKind.MEAN, LevelKind.LIMIT)

    def test_mean_and_limits_from_the_first_point_to_the_last(self):
        found = content(QUIET)
        assert levels(found, *self.LIMITS) == [
            (5.0, "mean 5.0"),
            (pytest.approx(2.34), "lower limit 2.3"),
            (pytest.approx(7.66), "upper limit 7.7"),
        ]
        ends = {(one.start, one.end) for one in found.main.levels if one.kind in self.LIMITS}
        assert ends == {(found.main.points[0].at, found.main.points[-1].at)}

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ({}, [(2.0, "target 2 or less")]),
            ({"direction": "higher"}, [(2.0, "target 2 or more")]),
            ({"unit": "%", "target": 99.95}, [(99.95, "target 99.95 % or less")]),
            ({"target": None, "green_at": 3}, [(3.0, "target 3 or less")]),
            (RANGE, [(4.0, "target 4 at least"), (6.0, "target 6 at most")]),
            (NONE, []),
        ],
    )
    def test_the_target_as_it_was_agreed(self, more, expected):
        assert levels(content(QUIET, **more), LevelKind.TARGET) == expected

    def test_interim_targets_as_far_as_there_are_values(self):
        def step(weeks, value):
            return InterimTarget(date=START + dt.timedelta(weeks=weeks), value=value)

        found = content(
            QUIET, interim=(step(-9, 9), step(-2, 8), step(3, 7), step(5, 4), step(11, 3))
        )
        drawn = [one for one in found.main.levels if one.kind is LevelKind.INTERIM]
        first, last = found.main.points[0].at, found.main.points[-1].at
        week = dt.timedelta(weeks=1)
        assert [(one.value, one.start, one.end, one.words) for one in drawn] == [
            (8.0, first, first + 3 * week, None),
            (7.0, first + 3 * week, first + 5 * week, None),
            (4.0, first + 5 * week, last, None),
        ]
        begun = content(QUIET, interim=(step(5, 4),))
        assert levels(begun, LevelKind.INTERIM) == [(4.0, "interim target 4")]
        assert levels(content([5], interim=(step(-2, 8),)), LevelKind.INTERIM) == []

    @pytest.mark.parametrize("more", [{"target": 1.1e300}, {"interim": (InterimTarget(
        date=START, value=-1.1e300),)}])  # fmt: skip
    def test_targets_that_no_axis_could_hold_are_refused(self, more):
        with pytest.raises(InvalidValueError, match="expected values within ±1e300"):
            content(QUIET, **more)
        assert content(QUIET, target=1e300).main.levels[-1].value == 1e300


class TestMovingRanges:
    @given(VALUES, st.sampled_from([(), REBASE]))
    def test_they_are_those_of_the_signal(self, values, rebase):
        found = signal(kpi(), weekly(values), rebase=rebase)
        moving = content(values, rebase=rebase).moving
        if all(one.limits is None for one in found.segments):
            assert moving is None
            return
        starts = {one.first for one in found.segments}
        inside = [place for place in range(len(values)) if place not in starts]
        assert [one.value for one in moving.points] == [found.moving_ranges[n - 1] for n in inside]
        wide = [place for place, one in zip(inside, moving.points, strict=True)
                if one.kind is Variation.NEUTRAL]  # fmt: skip
        assert wide == list(found.wide_ranges)

    def test_a_stretch_without_limits_is_shown_and_not_judged(self):
        moving = content(QUIET[:10], rebase=REBASE).moving
        assert [one.kind for one in moving.points] == (
            [Variation.COMMON_CAUSE] * 5 + [Variation.UNKNOWN] * 3
        )
        assert [one.words for one in moving.levels] == [None, None]

    @pytest.mark.parametrize("panel", ["main", "moving"])
    def test_missing_values_are_gaps(self, panel):
        entries = [one for n, one in enumerate(weekly(QUIET * 2)) if n not in (3, 4, 9)]
        found = content(entries, window=KpiWindow(calendar="week", timezone="UTC"))
        lengths = [len(one) for one in getattr(found, panel).stretches]
        assert lengths == ([3, 4, 14] if panel == "main" else [2, 4, 14])


class TestRebase:
    DAY = START + dt.timedelta(weeks=12)

    def test_each_stretch_has_its_limits_and_the_break_its_reason(self):
        rebase = [Rebase(starts_on=self.DAY, reason="A new server.")]
        found = content([*QUIET, *(value + 20 for value in QUIET)], rebase=rebase)
        assert [len(one) for one in found.main.stretches] == [12, 12]
        assert [one.words for one in found.breaks] == ["new limits from 30 Mar 2026: A new server"]
        assert found.breaks[0].at == found.main.points[12].at
        assert levels(found, LevelKind.MEAN) == [(5.0, None), (25.0, "mean 25.0")]
        assert {one.kind for one in found.main.points} == {Variation.COMMON_CAUSE}

    def test_under_six_values_no_line_is_named(self):
        rebase = [Rebase(starts_on=self.DAY, reason="A new server")]
        found = content([*QUIET, *[25.0] * 5], rebase=rebase)
        assert [words for _, words in levels(found, *TestLevels.LIMITS)] == [None, None, None]


class TestTime:
    NOON = dt.datetime(2026, 1, 5, 23, 30, tzinfo=dt.UTC)

    def test_days_are_days_in_every_zone(self):
        found = content([5], timezone="Pacific/Auckland")
        assert (found.subtitle, found.main.points[0].words) == (
            "in s; 1 value, of 5 Jan 2026", "5 Jan 2026: 5",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("timezone", "expected"),
        [("Europe/Berlin", "6 Jan 2026, 00:30"), (None, "5 Jan 2026, 23:30")],
    )
    def test_instants_are_shown_in_the_readers_zone_or_as_the_latest_bears_them(
        self, timezone, expected
    ):
        found = content(weekly([5], self.NOON), timezone=timezone)
        assert found.subtitle == f"in s; 1 value, of {expected}"

    def test_days_beside_instants_need_a_zone(self):
        entries = [*weekly([5]), Measurement(id="x", kpi="speed", by="pm", at=self.NOON, value=4)]
        with pytest.raises(ValueError, match="timezone is None"):
            content(entries)
        assert len(content(entries, timezone="Europe/Berlin").main.points) == 2

    def test_an_unknown_zone_is_refused(self):
        with pytest.raises(InvalidValueError, match="'Mars/Base'"):
            content(weekly([5], self.NOON), timezone="Mars/Base")


class TestWords:
    def test_all_that_is_to_be_seen_is_said(self):
        values = [*QUIET * 4, 9.0, 9.0, *QUIET, 9.0]
        rebase = [Rebase(starts_on=START + dt.timedelta(weeks=80), reason="Too late to matter")]
        assert xmr_text(kpi(lowest_possible=0), weekly(values), rebase=rebase) == (
            "First page, in s: 63 values from 5 Jan 2026 to 15 Mar 2027, the lowest 4.0, the "
            "highest 9.0. Mean 5.2, lower limit 2.1, upper limit 8.3. Target 2 or less. Worse than "
            "usual: 7 Dec 2026 to 14 Dec 2026 (2 values), 15 Mar 2027. Steps from value to value: "
            "the smallest 0.0, the largest 5.0, mean 1.2, upper limit 3.8. Larger than usual: "
            "7 Dec 2026, 21 Dec 2026, 15 Mar 2027. This has really got worse; "
            "it is more than the usual ups and downs. As things work now, the target will not be "
            "met. Find out what has changed, and put it right. Limits are x̄ ± 2.66 mR̄, moving "
            "ranges to 3.268 mR̄ (Wheeler)."
        )
        without = xmr_text(kpi(lowest_possible=0), weekly(values), moving_ranges=False)
        assert "Steps from value to value" not in without
        assert without.endswith(" (Wheeler). 3 steps are beyond the limit of moving ranges.")

    @pytest.mark.parametrize(
        ("values", "more", "expected"),
        [
            ([], {"unit": None}, "First page: no values yet. Target 2 or less."),
            ([5], {}, "First page, in s: 1 value, of 5 Jan 2026: 5. Target 2 or less."),
            ([5, 6], NONE | {"name": "F", "unit": None},
             "F: 2 values from 5 Jan 2026 to 12 Jan 2026, the lowest 5.0, the highest 6.0."),
        ],
    )  # fmt: skip
    def test_few_values(self, values, more, expected):
        said = xmr_text(kpi(**more), weekly(values))
        assert said.partition(" Too few values")[0] == expected
        assert said.endswith(f"{len(values)} of the 6 that it takes.")

    @pytest.mark.parametrize(
        ("spread", "expected"),
        [(1000, "mean 5000"), (10, "mean 50"), (1, "mean 5.0"), (0.01, "mean 0.050"),
         (1e-12, "mean 5e-12")],
    )  # fmt: skip
    def test_numbers_have_the_places_that_tell_limits_apart(self, spread, expected):
        named = [words for _, words in levels(content([v * spread for v in QUIET]), LevelKind.MEAN)]
        assert named == [expected]

    def test_a_series_that_never_moves_has_no_places_to_guess(self):
        assert levels(content([5.25] * 6), LevelKind.MEAN) == [(5.25, "mean 5.25")]

    @pytest.mark.parametrize(("times", "more"), [(13, False), (14, True)])
    def test_a_long_list_is_cut_at_twelve(self, times, more):
        found = content(([5.0, 5.1] * 20 + [90.0, -80.0]) * times, **NONE)
        assert found.description.count("(2 values)") == (12 if more else 13)
        assert (f", and {times - 12} more times." in found.description) is more
        assert dict(found.main.legend)[Variation.NEUTRAL] == (
            f"not as usual: {2 * times} values, outside a limit"
        )

    def test_the_legend_names_what_occurs(self):
        values = [*QUIET, 9.0]
        assert content(values).main.legend == (
            (Variation.CONCERN, "worse than usual: 1 value, outside a limit"),
            (Variation.COMMON_CAUSE, "as usual: 12 values"),
        )
        run = content([*QUIET, *[4.0] * 8, 60.0]).main.legend
        assert [kind for kind, _ in run] == [Variation.CONCERN, Variation.IMPROVEMENT]
        trend = content([9, 8, 7, 6, 5, 4, 3, 2], rules="nhs").main.legend
        assert trend == (
            (
                Variation.IMPROVEMENT,
                "better than usual: 8 values, seven or more in a row rising or falling",
            ),
        )

    @pytest.mark.parametrize(
        ("n", "said"), [(11, ", on trial until there are 12 values."), (12, " (Wheeler).")]
    )
    def test_limits_on_trial(self, n, said):
        assert said in content(QUIET[:n]).notes
        assert ("on trial" in content(QUIET[:n]).notes) == (n < 12)

    def test_ends_of_what_is_possible(self):
        notes = content(QUIET, lowest_possible=3, highest_possible=7).notes
        assert "The lower limit is the lowest possible value." in notes
        assert "The upper limit is the highest possible value." in notes
        assert "possible" not in content(QUIET).notes

    @pytest.mark.parametrize(
        ("dropped", "said"),
        [((), "No expected values are missing."), ((3,), "1 expected value is missing."),
         ((3, 4), "2 expected values are missing.")],
    )  # fmt: skip
    def test_missing_values(self, dropped, said):
        entries = [one for n, one in enumerate(weekly(QUIET)) if n not in dropped]
        assert said in content(entries, window=KpiWindow(calendar="week", timezone="UTC")).notes
        assert "missing" not in content(entries).notes

    def test_values_by_another_definition(self):
        other = Measurement(id="x", kpi="speed", by="pm", date=START, value=4, version=2)
        assert (
            "1 value is left out, measured by another definition."
            in content([*weekly(QUIET), other]).notes
        )


@given(VALUES, st.randoms(use_true_random=False))
def test_the_order_of_measurements_does_not_matter(values, random):
    entries = weekly(values)
    assert content(random.sample(entries, len(entries))) == content(entries)


@pytest.mark.parametrize("year", [1, 9999])
def test_instants_that_no_axis_could_hold_are_refused(year):
    entries = weekly([1, 2], dt.datetime(year, 1, 20, tzinfo=dt.UTC), dt.timedelta(hours=1))
    with pytest.raises(InvalidValueError, match="of the years 3 to 9997"):
        content(entries)
