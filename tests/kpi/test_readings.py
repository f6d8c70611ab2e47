import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidValueError
from clientkit.client import instant_of
from clientkit.kpi import Rebase, evaluate_kpi, known_measurements, signal, trend
from clientkit.kpi._clock import end_of_day

from .making import START, ZONE, days, kpi, seen, term

TICK = dt.timedelta(microseconds=1)


def ids(measurements, at=START, timezone=None):
    return [one.id for one in known_measurements(kpi(), measurements, at=at, timezone=timezone)]


def test_a_measurement_is_known_at_its_instant_and_not_before():
    entry = seen(1.0)
    assert ids([entry], at=START) == ["m1"]
    assert ids([entry], at=START - TICK) == []


def test_a_day_counts_as_its_last_instant():
    entry = seen(1.0, dt.date(2026, 1, 5))
    midnight = dt.datetime(2026, 1, 5, 23, tzinfo=dt.UTC)
    assert ids([entry], at=midnight - TICK, timezone=ZONE) == ["m1"]
    assert ids([entry], at=midnight - 2 * TICK, timezone=ZONE) == []


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
    st.sampled_from(
        [
            "Europe/Berlin",
            "America/Sao_Paulo",
            "Asia/Beirut",
            "Pacific/Apia",
            "UTC",
            "America/Havana",
        ]
    ),
)
def test_the_end_of_a_day_is_where_entries_are_ordered(day, zone):
    assert end_of_day(day, zone) == instant_of(seen(1.0, day), timezone=zone)


def test_other_kpis_are_ignored():
    assert ids([seen(1.0, id="a", kpi="other"), seen(1.0, id="b")]) == ["b"]


def test_a_correction_takes_the_place_of_what_it_names():
    wrong, right = seen(59.0, id="a"), seen(5.9, id="b", corrects="a")
    assert ids([right, wrong]) == ["b"]


def test_a_correction_that_is_not_known_yet_changes_nothing():
    wrong = seen(59.0, id="a")
    right = seen(5.9, START + TICK, id="b", corrects="a")
    assert ids([wrong, right], at=START) == ["a"]
    assert ids([wrong, right], at=START + TICK) == ["b"]


def test_corrections_of_corrections_leave_the_last():
    chain = [seen(1.0, id="a"), seen(2.0, id="b", corrects="a"), seen(3.0, id="c", corrects="b")]
    assert ids(chain) == ["c"]


def test_of_two_corrections_of_one_entry_the_last_counts():
    entries = [
        seen(1.0, id="a"),
        seen(3.0, START, id="c", corrects="a"),
        seen(2.0, START - TICK, id="z", corrects="a"),
    ]
    assert ids(entries) == ["c"]


def test_corrections_in_a_circle_leave_nothing():
    assert ids([seen(1.0, id="a", corrects="b"), seen(2.0, id="b", corrects="a")]) == []


def test_a_correction_can_move_a_value_to_another_kpi():
    assert ids([seen(1.0, id="a"), seen(1.0, id="b", kpi="other", corrects="a")]) == []


def test_the_same_entry_given_twice_counts_once():
    assert ids([seen(1.0), seen(1.0)]) == ["m1"]


@pytest.mark.parametrize("other", [seen(2.0), seen(1.0, START - TICK)])
def test_two_entries_with_one_id_are_refused(other):
    with pytest.raises(ValueError, match="'m1' is the id of two measurements"):
        ids([seen(1.0), other])


def test_a_day_needs_a_zone():
    with pytest.raises(ValueError, match="timezone is None; expected a time zone, as 'm1' bears"):
        ids([seen(1.0, dt.date(2026, 1, 5))])


@pytest.mark.parametrize("at", [dt.datetime(2026, 1, 5), dt.datetime(1, 1, 1, tzinfo=dt.UTC)])  # noqa: DTZ001
def test_an_instant_without_offset_or_out_of_range_is_refused(at):
    with pytest.raises(InvalidValueError, match="expected an instant with its offset"):
        ids([], at=at)


def test_a_day_out_of_range_is_refused():
    with pytest.raises(InvalidValueError, match="expected a day in the years 3 to 9996"):
        ids([seen(1.0, dt.date(2, 12, 31))], timezone=ZONE)


@given(st.permutations(range(6)))
def test_the_order_given_does_not_matter(order):
    entries = [seen(float(n), START - n * dt.timedelta(days=n % 3), id=f"m{n}") for n in range(6)]
    entries[5] = seen(9.0, id="m5", corrects="m0")
    assert ids([entries[n] for n in order]) == ids(entries)


@pytest.mark.parametrize("year", [1, 9999])
def test_instants_at_the_ends_of_the_calendar_are_refused(year):
    entries = [seen(1, dt.datetime(year, 1, 1, tzinfo=dt.UTC))]
    for read in (signal, trend):
        with pytest.raises(InvalidValueError, match="of the years 3 to 9997"):
            read(kpi(), entries)


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_days_at_the_ends_of_the_calendar_are_refused(day):
    with pytest.raises(InvalidValueError, match="expected a day in the years 3 to 9996"):
        signal(kpi(), [seen(1, day)])
    with pytest.raises(InvalidValueError, match="expected a day in the years 3 to 9996"):
        signal(kpi(), days([1.0, 2.0]), rebase=[Rebase(starts_on=day, reason="x")])
    started = kpi(effective_on=day if day == dt.date.min else None, react_within=term("1 day"))
    if day == dt.date.min:
        with pytest.raises(InvalidValueError, match="expected a day in the years 3 to 9996"):
            evaluate_kpi(started, days([9.0]), at=START.replace(year=2027), timezone=ZONE)
