import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidValueError, decode, encode, evolve
from clientkit.kpi import CalendarPeriod, KpiWaiver, KpiWindow, Win, wins
from clientkit.kpi._judging import judge

from .making import START, ZONE, days, kpi, met_kpi, seen, series, term

WEEK = dt.timedelta(weeks=1)
END = START + 60 * WEEK


def won(values, definition=None, **more):
    """Kind and week of each win, and the length of streaks."""
    found = wins(definition or kpi(), series(values), **{"at": END, "timezone": ZONE} | more)
    return [(one.kind.value, (one.at - START) // WEEK, one.count) for one in found]


def test_the_first_time_on_target_comes_once():
    assert won([9, 2, 1]) == [("first_on_target", 1, None)]
    assert won([9, 9]) == []
    assert won([]) == []


def test_recovered_after_it_had_been_on_target_and_was_not():
    assert won([1, 9, 9, 2, 1, 3, 1]) == [
        ("first_on_target", 0, None), ("recovered", 3, None), ("recovered", 6, None),
    ]  # fmt: skip


def test_off_target_from_the_start_is_no_recovery():
    assert won([9, 9, 1]) == [("first_on_target", 2, None)]


def test_a_streak_of_each_length_comes_once():
    values = [1] * 6 + [9] + [1] * 3
    assert [one for one in won(values) if one[0] == "streak"] == [
        ("streak", 2, 3),
        ("streak", 5, 6),
    ]
    assert [one for one in won([1, 1, 9, 1, 1, 1]) if one[0] == "streak"] == [("streak", 5, 3)]
    assert [one[1:] for one in won([1] * 4, streaks=(2, 4)) if one[0] == "streak"] == [
        (1, 2),
        (3, 4),
    ]


def test_amber_is_not_on_target():
    assert won([1, 2.5, 1], kpi(amber_at=3))[1:] == [("recovered", 2, None)]


def test_a_measurement_that_comes_late_begins_a_new_streak():
    """What was not measured may not have been on target."""
    weekly = kpi(expected_every=term("1 week"))
    assert ("streak", 2, 3) in won([1, 1, 1], weekly)
    entries = series([1, 1, 1, 1])
    found = wins(weekly, entries[:2] + entries[3:], at=END, timezone=ZONE)
    assert [one.kind.value for one in found] == ["first_on_target"]


def test_best_ever_needs_five_before_it():
    assert won([9, 8, 7, 6, 5, 4.9]) == [("best_ever", 5, None)]
    assert won([9, 8, 7, 6, 5]) == []


def test_best_ever_is_strictly_better():
    assert won([9, 8, 7, 6, 5, 5]) == []
    assert won([5, 6, 7, 8, 9, 9.1], kpi(direction="higher", target=20)) == [("best_ever", 5, None)]
    assert (
        won([5, 6, 7, 8, 9, 9.1], kpi(direction="range", target=None, target_low=1, target_high=2))
        == []
    )


def test_best_ever_under_one_definition():
    """A new way of measuring begins a new record."""
    entries = series([9, 8, 7, 6, 5]) + [
        seen(value, START + (5 + n) * WEEK, id=f"z{n}", version=2)
        for n, value in enumerate([4, 3, 3.5, 3.6, 3.7, 2.9])
    ]
    history = [kpi()]
    new = kpi(version=2, effective_on=(START + 5 * WEEK).date())
    found = wins(new, entries, at=END, timezone=ZONE, history=history)
    assert [(one.kind.value, one.value) for one in found] == [("best_ever", 2.9)]


def test_a_new_version_has_its_own_first_time():
    harder = kpi(version=2, target=1, effective_on=(START + 2 * WEEK).date())
    found = wins(harder, series([2, 2, 2, 1]), at=END, timezone=ZONE, history=[kpi()])
    assert [(one.kind.value, one.version) for one in found] == [
        ("first_on_target", 1),
        ("first_on_target", 2),
    ]


def test_a_waiver_neither_counts_nor_ends_a_streak():
    day = (START + WEEK).date()
    waived = kpi(waiver=KpiWaiver(reason="moving", starts_on=day, ends_on=day))
    assert ("streak", 3, 3) in won([1, 9, 1, 1], waived)


def test_what_is_met_or_not_can_win_too():
    assert won([False, True, True, True], met_kpi()) == [
        ("first_on_target", 1, None),
        ("streak", 3, 3),
    ]


def test_by_the_calendar_each_period_counts_once_at_its_end():
    monthly = kpi(window=KpiWindow(calendar="month"), aggregation="mean")
    found = wins(
        monthly,
        days([1, 3, 1, 3, 1, 3, 9, 9, 9, 9]),
        at=dt.datetime(2026, 4, 10, tzinfo=dt.UTC),
        timezone=ZONE,
    )
    january = dt.datetime(2026, 1, 31, 23, tzinfo=dt.UTC)
    assert [(one.kind.value, one.at, one.value) for one in found] == [
        ("first_on_target", january, 2)
    ]


def test_a_period_without_data_ends_a_streak():
    monthly = kpi(window=KpiWindow(calendar="month"))
    months = [seen(1, dt.date(2026, month, 9), id=f"m{month}") for month in (1, 2, 4, 5)]
    at = dt.datetime(2026, 6, 2, tzinfo=dt.UTC)
    assert [one.kind.value for one in wins(monthly, months, at=at, timezone=ZONE)] == [
        "first_on_target"
    ]
    months.append(seen(1, dt.date(2026, 3, 9), id="m3"))
    assert len(wins(monthly, months, at=at, timezone=ZONE)) == 2


def test_a_corrected_value_wins_nothing():
    entries = [*series([9, 1]), seen(9, START + WEEK, id="right", corrects="m001")]
    assert wins(kpi(), entries, at=END) == ()


def test_what_was_known_then_stays_won():
    entries = [*series([9, 1]), seen(9, START + 2 * WEEK, id="right", corrects="m001")]
    assert [one.kind.value for one in wins(kpi(), entries, at=END)] == ["first_on_target"]


def test_a_win_says_what_and_whom_to_thank():
    owned = kpi(name="First page", unit="s", owner="lena", agreed_by=["curator", "lena"])
    (win,) = wins(owned, series([1.9]), at=START)
    assert win == Win(
        key="speed/first_on_target/version-1", kind="first_on_target", kpi="speed", version=1,
        at=START, value=1.9, unit="s", thank=["lena", "curator"],
        words="First page is on target for the first time, at 1.9 s",
    )  # fmt: skip
    assert decode(Win, encode(win)) == win
    texts = {one.kind.value: one.words for one in wins(owned, series([1, 9, 1, 1, 1, 0.5]), at=END)}
    assert texts["streak"] == "First page is on target 3 times in a row, at 1 s"
    assert texts["recovered"] == "First page is on target again, at 1 s"
    assert texts["best_ever"] == "First page is better than ever before, at 0.5 s"


def test_at_belongs_to_the_span_and_since_does_not():
    assert won([1], at=START) == [("first_on_target", 0, None)]
    assert won([1], since=START, at=END) == []
    assert won([1], since=START - dt.timedelta(microseconds=1)) == [("first_on_target", 0, None)]
    with pytest.raises(ValueError, match="expected it before"):
        wins(kpi(), [], since=END, at=START)
    assert wins(kpi(), [], since=START, at=START) == ()


@pytest.mark.parametrize("streaks", [(1,), (0,), (3, 2.5), (True,)])
def test_streaks_are_of_two_or_more(streaks):
    with pytest.raises(ValueError, match="expected whole numbers from 2"):
        wins(kpi(), [], at=END, streaks=streaks)


VALUES = st.lists(st.integers(0, 40).map(lambda one: one / 10), max_size=20)
KPIS = st.sampled_from([
    kpi(amber_at=3),
    kpi(expected_every=term("2 weeks")),
    kpi(window=KpiWindow(rolling=term("3 weeks")), aggregation="mean"),
    kpi(window=KpiWindow(calendar="month"), aggregation="median"),
    kpi(waiver=KpiWaiver(reason="x", starts_on=dt.date(2026, 2, 1), ends_on=dt.date(2026, 2, 28))),
])  # fmt: skip


@given(VALUES, KPIS, st.integers(-1, 25), st.integers(0, 30))
def test_wins_over_a_split_history_are_those_of_the_whole(values, definition, cut, corrected):
    entries = series(values)
    if corrected < len(entries):
        wrong = entries[corrected]
        entries.append(
            evolve(wrong, id="right", value=0.5, at=wrong.at + 3 * WEEK, corrects=wrong.id)
        )
    middle = START + cut * WEEK
    whole = wins(definition, entries, at=END, timezone=ZONE)
    known = [one for one in entries if one.at <= middle]
    first = wins(definition, known, at=middle, timezone=ZONE)
    second = wins(definition, entries, since=middle, at=END, timezone=ZONE)
    assert first + second == whole
    assert len({one.key for one in whole}) == len(whole)


@given(VALUES, KPIS, st.randoms(use_true_random=False))
def test_the_order_of_measurements_does_not_matter(values, definition, random):
    entries = series(values)
    shuffled = random.sample(entries, len(entries))
    assert wins(definition, shuffled, at=END, timezone=ZONE) == wins(
        definition, entries, at=END, timezone=ZONE
    )


class TestLongSilence:
    """With a window by the calendar, thousands of empty periods are not judged one by one."""

    @pytest.mark.parametrize("period", ["week", "month", "quarter", "year"])
    def test_a_mistyped_year_costs_no_millennia(self, period, monkeypatch):
        judged = []

        def counted(*args):
            judged.append(args[2])
            return judge(*args)

        monkeypatch.setattr("clientkit.kpi.winning.judge", counted)
        given_kpi = kpi(window=KpiWindow(calendar=period, timezone="UTC"))
        entries = [seen(1, dt.date(202, 3, 1), id="typo"), seen(1, dt.date(2026, 3, 1), id="m")]
        found = wins(given_kpi, entries, at=dt.datetime(2026, 12, 31, tzinfo=dt.UTC), timezone=ZONE)
        assert [one.kind.value for one in found] == ["first_on_target"]
        assert len(judged) < 20

    @given(
        st.lists(st.tuples(st.integers(0, 1100), st.sampled_from([1.0, 2.5, 9.0])), max_size=8),
        st.lists(st.integers(0, 1100), min_size=2, max_size=2).map(sorted),
        st.sampled_from(["week", "month"]),
    )
    def test_what_is_passed_over_changes_no_win(self, rows, waived, period):
        first = dt.date(2023, 1, 1)
        waiver = KpiWaiver(
            reason="the move",
            starts_on=first + dt.timedelta(waived[0]),
            ends_on=first + dt.timedelta(waived[1]),
        )
        given_kpi = kpi(window=KpiWindow(calendar=period, timezone="UTC"), waiver=waiver)
        entries = [
            seen(value, first + dt.timedelta(day), id=f"m{n}")
            for n, (day, value) in enumerate(rows)
        ]
        at = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
        found = wins(given_kpi, entries, at=at, timezone="UTC", streaks=(2,))
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(
                "clientkit.kpi._judging._LONGEST", dict.fromkeys(CalendarPeriod, dt.timedelta(9999))
            )
            assert wins(given_kpi, entries, at=at, timezone="UTC", streaks=(2,)) == found


def test_a_sum_beyond_all_floats_is_refused():
    definition = kpi(window=KpiWindow(rolling=term("9 weeks")), aggregation="sum", target=-1e308)
    with pytest.raises(InvalidValueError, match="expected a result within"):
        wins(definition, series([-1.7e308] * 3), at=START + dt.timedelta(weeks=4), timezone=ZONE)
