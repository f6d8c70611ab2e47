import datetime as dt
from typing import Any

import pytest

from clientkit.base.fields import MAX_FLOAT
from clientkit.kpi import Variation
from clientkit.plan.kpi_standings import KpiStanding, kpi_states
from clientkit.plan.reviewing import review

from .making import instant, plan_of, record_of

OFFICE = {
    "timezone": "Europe/Berlin",
    "hours": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
}
SPEED = {
    "id": "k",
    "name": "First page",
    "unit": "s",
    "direction": "lower",
    "target": 2,
    "amber_at": 3,
}


def standing(
    kpi: dict[str, Any], *values: dict[str, Any], at: str = "2026-04-20", **parts: Any
) -> KpiStanding:
    measured = [
        {"kpi": "k"} | ({} if "at" in one else {"date": "2026-04-10"}) | one for one in values
    ]
    plan = plan_of(kpis=[{"id": "k", "name": "K"} | kpi], **parts)
    (found,) = kpi_states(plan, record_of(measurements=measured), at=instant(at))
    return found


@pytest.mark.parametrize(
    ("kpi", "value", "state"),
    [
        (SPEED, 2, "green"),
        (SPEED, 2.001, "amber"),
        (SPEED, 3, "amber"),
        (SPEED, 3.001, "red"),
        (SPEED | {"amber_at": None}, 2.001, "red"),
        (SPEED | {"green_at": 2.5}, 2.5, "green"),
        ({"direction": "higher", "target": 90, "amber_at": 80}, 90, "green"),
        ({"direction": "higher", "target": 90, "amber_at": 80}, 89.9, "amber"),
        ({"direction": "higher", "target": 90, "amber_at": 80}, 80, "amber"),
        ({"direction": "higher", "target": 90, "amber_at": 80}, 79.9, "red"),
        ({"direction": "range", "target_low": 80, "target_high": 150}, 80, "green"),
        ({"direction": "range", "target_low": 80, "target_high": 150}, 150, "green"),
        ({"direction": "range", "target_low": 80, "target_high": 150}, 151, "red"),
        (
            {"direction": "range", "target_low": 80, "target_high": 150, "amber_high": 160},
            160,
            "amber",
        ),
        (
            {"direction": "range", "target_low": 80, "target_high": 150, "amber_high": 160},
            161,
            "red",
        ),
        (
            {"direction": "range", "target_low": 80, "target_high": 150, "amber_high": 160},
            79,
            "red",
        ),
        ({}, 1, "not_comparable"),
    ],
)
def test_bounds_belong_to_the_good_side(kpi: dict[str, Any], value: float, state: str):
    kpi = {name: bound for name, bound in kpi.items() if bound is not None}
    assert standing(kpi, {"value": value}).state.value == state


@pytest.mark.parametrize(("met", "state"), [(True, "green"), (False, "red")])
def test_met_or_not(met: bool, state: str):
    found = standing({"kind": "met_or_not"}, {"met": met})
    assert (found.state.value, found.met, found.value) == (state, met, None)


def test_the_latest_value_counts_and_later_ones_do_not_exist_yet():
    values = [
        {"id": "a", "value": 9, "date": "2026-04-11"},
        {"id": "b", "value": 1, "date": "2026-04-10"},
    ]
    assert standing(SPEED, *values).measurements == ("a",)
    assert standing(SPEED, *values, at="2026-04-11").measurements == ("b",)
    assert standing(SPEED, *values, at="2026-04-10").state.value == "no_data"


def test_a_value_is_stale_after_the_last_day_on_which_the_next_one_is_in_time():
    kpi = SPEED | {"expected_every": "1 week"}
    found = standing(kpi, {"value": 1}, at="2026-04-17")
    assert (found.state.value, found.expected_by) == ("green", dt.date(2026, 4, 17))
    assert standing(kpi, {"value": 1}, at="2026-04-18").state.value == "stale"
    assert (
        standing(SPEED | {"expected_every": "1 working day"}, {"value": 1}).state.value == "green"
    )
    assert standing(kpi, at="2026-04-18").state.value == "no_data"


def test_a_waiver_holds_on_its_first_and_its_last_day():
    kpi = SPEED | {
        "waiver": {"reason": "moving", "starts_on": "2026-04-12", "ends_on": "2026-04-14"}
    }
    states = {
        day: standing(kpi, {"value": 9}, at=f"2026-04-{day}").state.value
        for day in (11, 12, 14, 15)
    }
    assert states == {11: "red", 12: "waived", 14: "waived", 15: "red"}
    assert standing(kpi, {"value": 9}, at="2026-04-13").why == "not judged, as agreed: moving"


def test_the_version_in_force_judges_values_from_its_own_time():
    history = {"kpis": [{**SPEED, "version": 1, "target": 5, "amber_at": 6}]}
    kpi = SPEED | {"version": 2, "effective_on": "2026-04-15"}
    before = standing(kpi, {"value": 4}, at="2026-04-14", history=history)
    assert (before.version, before.state.value, before.plan_path) == (1, "green", "/history/kpis/0")
    after = standing(kpi, {"value": 4}, at="2026-04-15", history=history)
    assert (after.version, after.state.value, after.plan_path) == (2, "red", "/kpis/0")
    found = standing(kpi, {"value": 4, "date": "2026-04-16", "version": 1}, history=history)
    assert found.state.value == "not_comparable"


def test_before_any_version_is_in_force_there_is_no_judgement():
    found = standing(SPEED | {"effective_on": "2026-05-01"}, {"value": 9})
    assert (found.version, found.state.value, found.why) == (
        None,
        "no_data",
        "judged from 2026-05-01 on",
    )


def test_an_interim_target_judges_from_its_day_on():
    kpi = {"direction": "higher", "target": 90, "interim": [{"date": "2026-04-15", "value": 50}]}
    assert standing(kpi, {"value": 50}, at="2026-04-14").state.value == "red"
    assert standing(kpi, {"value": 50}, at="2026-04-15").state.value == "green"


@pytest.mark.parametrize(
    ("aggregation", "value"),
    [("last", 4), ("mean", 3), ("median", 3), ("sum", 12), ("minimum", 1), ("maximum", 5)],
)
def test_a_rolling_window_judges_its_values_as_one(aggregation: str, value: float):
    kpi = SPEED | {"window": {"rolling": "1 week"}, "aggregation": aggregation}
    values = [
        {"value": number, "at": f"2026-04-{day}T12:00:00+01:00"}
        for number, day in ((100, 13), (1, 14), (2, 15), (5, 16), (4, 17))
    ]
    assert standing(kpi, *values, at="2026-04-20T12:00:00+01:00").value == value


@pytest.mark.parametrize(
    ("period", "days"),
    [("week", ("13", "19")), ("month", ("2026-03-01", "2026-03-31")),
     ("quarter", ("2026-01-01", "2026-03-31")), ("year", ("2025-01-01", "2025-12-31"))],
)  # fmt: skip
def test_a_window_by_the_calendar_is_the_latest_complete_period(period: str, days: tuple[str, str]):
    first, last = (dt.date.fromisoformat(one if "-" in one else f"2026-04-{one}") for one in days)
    kpi = SPEED | {"window": {"calendar": period}, "aggregation": "sum"}
    one_day = dt.timedelta(days=1)
    dates = ((first - one_day, 1), (first, 10), (last, 100), (last + one_day, 1000))
    values = [{"value": value, "date": day.isoformat()} for day, value in dates]
    assert standing(kpi, *values, at="2026-04-24").value == 110


def test_an_empty_window_has_no_data_and_one_in_working_time_is_not_judged():
    assert standing(SPEED | {"window": {"rolling": "1 day"}}, {"value": 1}).state.value == "no_data"
    window = SPEED | {"window": {"rolling": "1 working day"}}
    found = standing(window, {"value": 1})
    assert (found.state.value, found.why) == (
        "not_comparable",
        "its window: it counts in working time, and the plan has no working hours of the provider",
    )
    value = {"value": 1, "date": "2026-04-17"}
    assert standing(window, value, calendar=OFFICE).state.value == "green"
    value = {"value": 1, "date": "2026-04-16"}
    assert standing(window, value, calendar=OFFICE).state.value == "no_data"


def test_values_that_no_sum_can_say_cannot_be_judged():
    kpi = SPEED | {"window": {"rolling": "4 weeks"}, "aggregation": "sum"}
    found = standing(kpi, *({"value": MAX_FLOAT} for _ in range(3)))
    assert (found.state.value, found.value) == ("not_comparable", None)
    kpi |= {"aggregation": "mean"}
    found = standing(kpi, *({"value": MAX_FLOAT} for _ in range(3)))
    assert (found.state.value, found.value) == ("red", MAX_FLOAT)


def test_working_time_counts_in_the_calendar_of_who_sees_to_it():
    kpi = SPEED | {"expected_every": "2 working days", "react_within": "1 working day"}
    friday = {"value": 9, "date": "2026-04-17"}
    known = standing(kpi, friday, at="2026-04-20", calendar=OFFICE)
    assert (known.state.value, known.expected_by) == ("red", dt.date(2026, 4, 21))
    assert known.react_by == instant("2026-04-20T23:59:59.999999+02:00")
    assert known.red_since == dt.date(2026, 4, 17)
    late = standing(kpi, friday, at="2026-04-22", calendar=OFFICE)
    assert (late.state.value, late.why) == ("stale", "a value was expected by 2026-04-21")
    unknown = standing(kpi, friday, at="2026-04-22")
    assert (unknown.state.value, unknown.expected_by, unknown.react_by) == ("red", None, None)
    theirs = standing(kpi | {"owner": "curator"}, friday, at="2026-04-22", calendar=OFFICE)
    assert (theirs.state.value, theirs.expected_by) == ("red", None)


def weekly(*values: float) -> list[dict[str, Any]]:
    start = dt.date(2026, 1, 5)
    return [
        {"value": value, "date": str(start + dt.timedelta(weeks=week))}
        for week, value in enumerate(values)
    ]


def test_a_kpi_that_is_green_and_getting_worse_is_seen():
    steady = (1.2, 1.3, 1.1, 1.2, 1.3, 1.2, 1.1, 1.3)
    found = standing(SPEED, *weekly(*steady, 1.2))
    assert (found.variation, found.worsening_while_green) == (Variation.COMMON_CAUSE, False)
    worse = standing(SPEED, *weekly(*steady, 1.9))
    assert (worse.state.value, worse.variation) == ("green", Variation.CONCERN)
    assert worse.worsening_while_green
    assert worse.signal is not None
    assert worse.signal.startswith("This has really got worse")
    red = standing(SPEED, *weekly(*steady, 5))
    assert (red.state.value, red.variation, red.worsening_while_green) == (
        "red",
        Variation.CONCERN,
        False,
    )


def test_under_six_values_nobody_can_tell_signal_from_noise():
    assert standing(SPEED, *weekly(1, 1, 1, 1, 9)).signal is None
    assert standing(SPEED, *weekly(1, 1, 1, 1, 1, 9)).signal is not None


def test_what_went_well_is_news_for_four_weeks():
    measured = [
        {"kpi": "k", "value": value, "at": f"2026-{day}T09:00:00+02:00"}
        for day, value in (("04-01", 9), ("04-10", 1.8), ("04-17", 9), ("04-24", 1.9))
    ]
    plan = plan_of(kpis=[{"name": "K", **SPEED, "owner": "pm"}])
    record = record_of(measurements=measured)

    def news(at: str) -> list[str]:
        return [one.words for one in review(plan, record, at=instant(at)).wins]

    first, again = (
        "First page is on target for the first time, at 1.8 s",
        "First page is on target again, at 1.9 s",
    )
    assert news("2026-04-10T08:59:59+02:00") == []
    assert news("2026-04-10T09:00:00+02:00") == [first]
    assert news("2026-05-08T08:59:59+02:00") == [again, first]
    assert news("2026-05-08T09:00:00+02:00") == [again]
    assert review(plan, record, at=instant("2026-04-24")).wins[0].thank == ("pm",)
