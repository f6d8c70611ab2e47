"""The short way to tell that a contact always reaches somebody, beside looking at each time."""

from __future__ import annotations

from typing import Any

import pytest

from clientkit.plan.parties import Parties
from clientkit.plan.rules_of_touchpoints import outside_hours
from clientkit.plan.touchpoint_days import ReachableHours, TouchpointDays

from .making import PEOPLE, plan_of

WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu")} | {"fri": ["09:00-13:00"]}
OFFICE = {"timezone": "Europe/Berlin", "hours": WEEK}
NIGHTS = {"timezone": "Europe/Berlin", "hours": {"thu": ["20:00-08:00"]}}
ALWAYS = {
    "timezone": "Europe/Berlin",
    "hours": {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
}
WEEKLY = {"freq": "weekly", "by_day": ["thu"]}


def always(cadence: dict[str, Any], calendar: dict[str, Any] | None, **curator: Any) -> bool:
    """What the short way says; where it says yes, each time by itself must say so too."""
    client = {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"}
    contact = {"id": "c", "purpose": "News", "audience": ["curator"], "cadence": cadence}
    plan = plan_of(
        None,
        people=[one | (curator if one["id"] == "curator" else {}) for one in PEOPLE],
        client=client | ({} if calendar is None else {"calendar": calendar}),
        communication={"touchpoints": [contact]},
    )
    parties = Parties(plan)
    hours = ReachableHours(parties, every_week=True)
    (one,) = plan.communication.touchpoints
    zone = one.cadence.timezone or plan.client.timezone
    found = hours.always_reach(parties.people["curator"], one.cadence, zone)
    if found:
        assert list(outside_hours.judge(plan)) == []
        moments = TouchpointDays(plan, parties).moments(one)
        each = {hours.reach(parties.people["curator"], moment).value for moment in moments}
        assert each == {"open"}
    return found


@pytest.mark.parametrize(
    ("time", "is_sure"),
    [("08:59", False), ("09:00", True), ("16:59", True), ("17:00", False)],
)
def test_hours_are_half_open(time: str, *, is_sure: bool) -> None:
    assert always(WEEKLY | {"time": time}, OFFICE) is is_sure


@pytest.mark.parametrize(
    ("time", "is_sure"),
    [("04:59", False), ("05:00", True), ("22:59", True), ("23:00", False)],
)
def test_at_night_nothing_is_sure(time: str, *, is_sure: bool) -> None:
    assert always(WEEKLY | {"time": time}, ALWAYS) is is_sure


@pytest.mark.parametrize(
    ("cadence", "is_sure"),
    [
        (WEEKLY, True),
        ({"freq": "weekly", "by_day": ["mon", "fri"]}, False),
        ({"freq": "weekly"}, False),
        ({"freq": "monthly", "by_day": ["1thu"]}, True),
        ({"freq": "monthly", "by_day": ["-1fri"]}, False),
        ({"freq": "monthly", "by_month_day": [2]}, False),
        ({"freq": "yearly", "by_day": ["20mon"]}, True),
    ],
)
def test_each_weekday_on_which_it_may_fall_counts(
    cadence: dict[str, Any], *, is_sure: bool
) -> None:
    assert always(cadence | {"time": "14:00"}, OFFICE) is is_sure


def test_overnight_hours_count_up_to_midnight() -> None:
    assert always(WEEKLY | {"time": "20:00"}, NIGHTS)
    assert not always(WEEKLY | {"time": "19:59"}, NIGHTS)
    assert not always(WEEKLY | {"time": "07:59"}, NIGHTS)  # open on Fridays alone


def test_in_another_zone_nothing_is_sure() -> None:
    assert not always(WEEKLY | {"time": "14:00", "timezone": "Europe/Paris"}, OFFICE)
    assert always(WEEKLY | {"time": "14:00", "timezone": "Europe/Berlin"}, OFFICE)


def test_without_a_time_of_day_nothing_is_sure() -> None:
    assert not always(WEEKLY, OFFICE)


@pytest.mark.parametrize(
    ("time", "is_sure"), [("11:59", True), ("12:00", False), ("12:59", False), ("13:00", True)]
)
def test_quiet_hours_are_not_theirs(time: str, *, is_sure: bool) -> None:
    quiet = {"preference": {"quiet_hours": ["12:00-13:00"]}}
    assert always(WEEKLY | {"time": time}, OFFICE, **quiet) is is_sure
    assert always(WEEKLY | {"time": time}, None, **quiet) is is_sure


def test_quiet_hours_in_another_zone_leave_nothing_sure() -> None:
    quiet = {"preference": {"quiet_hours": ["22:00-23:00"]}, "timezone": "Europe/London"}
    assert not always(WEEKLY | {"time": "14:00"}, OFFICE, **quiet)


def test_of_whom_no_hours_are_known_all_is_well() -> None:
    assert always(WEEKLY | {"time": "14:00"}, None)
    assert always(WEEKLY | {"time": "14:00"}, OFFICE, reachable={"thu": ["10:00-15:00"]})
    assert not always(WEEKLY | {"time": "15:00"}, OFFICE, reachable={"thu": ["10:00-15:00"]})
