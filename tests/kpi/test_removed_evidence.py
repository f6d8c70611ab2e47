"""What taking measurements away can and cannot do to a status."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.kpi import (
    BudgetState,
    KpiState,
    KpiWaiver,
    KpiWindow,
    evaluate_kpi,
    promise_budget,
)

from .making import ZONE, kpi, seen, term

AT = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
UNKNOWN = (KpiState.NO_DATA, KpiState.STALE)
WINDOWS = (None, KpiWindow(calendar="month"), KpiWindow(rolling=term("30 days")))


def judged(definition, entries):
    return evaluate_kpi(definition, entries, at=AT, timezone=ZONE)


def definitions():
    return st.builds(
        kpi,
        window=st.sampled_from(WINDOWS),
        aggregation=st.sampled_from(["last", "mean", "median", "sum", "minimum", "maximum"]),
        expected_every=st.sampled_from([None, term("1 week"), term("1 day")]),
        amber_at=st.sampled_from([None, 3]),
        waiver=st.sampled_from(
            [None, KpiWaiver(reason="the move", ends_on=dt.date(2026, 3, 31))],
        ),
    )


def entries():
    moments = st.one_of(
        st.dates(dt.date(2026, 2, 1), dt.date(2026, 3, 31)),
        st.integers(0, 59 * 24).map(lambda hours: AT - dt.timedelta(hours=hours)),
    )
    values = st.lists(st.tuples(moments, st.sampled_from([1.0, 2.0, 2.5, 9.0])), max_size=8)
    return values.map(lambda rows: [seen(v, at, id=f"m{n}") for n, (at, v) in enumerate(rows)])


@given(definitions(), entries(), st.data())
def test_what_is_unknown_stays_unknown(definition, given_entries, data):
    before = judged(definition, given_entries)
    kept = data.draw(st.lists(st.sampled_from(given_entries), unique=True) if given_entries
                     else st.just([]))  # fmt: skip
    if before.state in UNKNOWN:
        assert judged(definition, kept).state in UNKNOWN


@given(definitions(), entries())
def test_without_all_that_a_window_holds_there_is_no_colour(definition, given_entries):
    before = judged(definition, given_entries)
    gone = {*before.measurements, *before.left_out}
    if definition.window is not None and definition.aggregation.value != "last":
        after = judged(definition, [one for one in given_entries if one.id not in gone])
        assert after.colour is None
        assert not after.state.is_judged


@given(definitions(), entries())
def test_without_any_measurement_there_is_no_colour(definition, given_entries):
    waived = judged(definition, given_entries).state is KpiState.WAIVED
    assert judged(definition, []).state is (KpiState.WAIVED if waived else KpiState.NO_DATA)


class TestWhatNobodyCanSee:
    """One measurement taken out of several leaves no trace in those that remain."""

    ENTRIES = (seen(1, AT - dt.timedelta(days=8), id="good"), seen(9, AT, id="bad"))

    def test_the_one_before_the_latest_speaks_again(self):
        assert judged(kpi(), self.ENTRIES).state is KpiState.RED
        assert judged(kpi(), self.ENTRIES[:1]).state is KpiState.GREEN

    def test_unless_it_is_too_old_for_what_was_expected(self):
        weekly = kpi(expected_every=term("1 week"))
        assert judged(weekly, self.ENTRIES).state is KpiState.RED
        assert judged(weekly, self.ENTRIES[:1]).state is KpiState.STALE

    def test_how_many_a_window_rests_on_is_said(self):
        monthly = kpi(window=KpiWindow(rolling=term("30 days")), aggregation="mean")
        assert [judged(monthly, some).n for some in (self.ENTRIES, self.ENTRIES[:1])] == [2, 1]


counts = st.integers(1, 200).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(counts, st.data(), st.sampled_from([0.5, 0.9, 0.95, 1.0]))
def test_a_promise_never_gains_by_events_in_which_it_was_kept(row, data, target):
    kept, total = row
    fewer = data.draw(st.integers(0, kept))
    before = promise_budget(kept=kept, total=total, target=target)
    after = promise_budget(kept=kept - fewer, total=total - fewer, target=target)
    if before.state is BudgetState.BROKEN:
        assert after.state is not BudgetState.KEPT
    if after.remaining is not None:
        assert after.remaining <= before.remaining


def test_a_promise_without_events_is_not_kept():
    assert promise_budget(kept=0, total=0, target=0.5).state is BudgetState.NO_DATA


@pytest.mark.parametrize(
    ("kept", "total", "state"), [(18, 20, BudgetState.BROKEN), (18, 18, BudgetState.KEPT)]
)
def test_events_that_were_left_out_of_the_counts_cannot_be_seen(kept, total, state):
    assert promise_budget(kept=kept, total=total, target=0.95).state is state
