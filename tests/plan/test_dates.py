import datetime as dt
from typing import Any

import pytest

from clientkit.base import Due
from clientkit.plan.dates import Dates
from clientkit.plan.model import ClientPlan
from clientkit.plan.moments import Moment, Unknown
from clientkit.plan.parties import Parties
from clientkit.plan.rhythms import last_where

from .making import instant, plan_of

BERLIN = "Europe/Berlin"
REPEATS = {"every": "2 weeks", "starts": "on kickoff", "until": "on end", "first": 0}


def dates_of(plan: ClientPlan, **recorded: str) -> Dates:
    """The dates of a plan; `kickoff=...` says when a point was reached, `sprint_2` which one."""
    known: dict[tuple[str, int | None], Moment] = {}
    for name, day in recorded.items():
        item, _, number = name.partition("_")
        known[(item, int(number) if number else None)] = Moment(dt.date.fromisoformat(day))
    return Dates(plan.scope, Parties(plan), known)


def milestones(*items: dict[str, Any], **scope: Any) -> ClientPlan:
    return plan_of({"milestones": [{"title": one["id"], **one} for one in items], **scope})


SPRINTS = milestones(
    {"id": "kickoff"},
    {"id": "end", "due": "60 days after kickoff"},
    {"id": "sprint", "repeats": REPEATS},
    deliverables=[
        {"id": "work", "title": "Work", "due": "on sprint"},
        {"id": "prototype", "title": "Prototype", "due": "on sprint[1..]"},
        {"id": "report", "title": "Report", "due": "2 days after work"},
        {"id": "plan", "title": "Plan", "due": "3 days before sprint[-2]"},
        {"id": "paper", "title": "Paper", "due": "on sprint[2]"},
    ],
)


def test_dates_that_hang_on_a_point_nobody_has_dated_are_not_known():
    dates = dates_of(SPRINTS)
    assert dates.of("end") == Unknown("the date of kickoff is not known")
    assert dates.of("work", 0) == Unknown("the date of kickoff is not known")
    numbers = dates.numbers("work")
    assert numbers is not None
    assert (numbers.root, numbers.first, numbers.last) == ("sprint", 0, None)


def test_the_first_occurrence_is_one_span_after_the_start_and_the_last_within_the_end():
    dates = dates_of(SPRINTS, kickoff="2026-01-05")
    assert dates.of("end") == Moment(dt.date(2026, 3, 6))
    assert dates.of("sprint", 0) == Moment(dt.date(2026, 1, 19))
    assert dates.of("sprint", 3) == Moment(dt.date(2026, 3, 2))
    assert dates.of("sprint", 4) == Unknown("sprint has no occurrence 4")
    numbers = dates.numbers("prototype")
    assert numbers is not None
    assert (numbers.first, numbers.last) == (1, 3)


@pytest.mark.parametrize(
    ("until", "last"), [("2026-01-18", 0), ("2026-01-19", 1), ("2026-02-02", 2)]
)
def test_an_occurrence_on_the_very_day_of_the_end_belongs_to_it(until: str, last: int):
    plan = milestones(
        {"id": "s", "repeats": {"every": "2 weeks", "starts": "2026-01-05", "until": until}}
    )
    numbers = dates_of(plan).numbers("s")
    assert numbers is not None
    assert (numbers.first, numbers.last) == (1, last)


def test_what_the_record_says_of_a_point_comes_before_the_plan():
    dates = dates_of(SPRINTS, kickoff="2026-01-05", sprint_1="2026-02-05", work_1="2026-02-09")
    assert dates.planned("sprint", 1) == Moment(dt.date(2026, 2, 2))
    assert dates.of("sprint", 1) == Moment(dt.date(2026, 2, 5))
    assert dates.due("work", 1) == Moment(dt.date(2026, 2, 5))
    assert dates.due("report", 1) == Moment(dt.date(2026, 2, 11))
    assert dates.due("report", 2) == Moment(dt.date(2026, 2, 18))


def test_an_occurrence_counted_from_the_end_needs_the_end():
    assert dates_of(SPRINTS).due("plan") == Unknown("the last occurrence of sprint is not known")
    dates = dates_of(SPRINTS, kickoff="2026-01-05")
    assert dates.due("plan") == Moment(dt.date(2026, 2, 13))
    assert dates.numbers("plan") is None


def test_an_occurrence_known_to_the_record_alone_is_known():
    dates = dates_of(SPRINTS, sprint_2="2026-06-30")
    assert dates.due("paper") == Moment(dt.date(2026, 6, 30))
    assert dates.due("work", 2) == Moment(dt.date(2026, 6, 30))
    assert dates.due("work", 3) == Unknown("the date of kickoff is not known")


def test_on_a_point_means_its_day_and_a_term_from_an_instant_keeps_the_time():
    plan = milestones(
        {"id": "launch"},
        {"id": "after", "due": "on launch"},
        {"id": "week", "due": "1 week after launch"},
    )
    reached = Moment(dt.date(2026, 3, 25), instant("2026-03-25T09:00:00+01:00"))
    dates = Dates(plan.scope, Parties(plan), {("launch", None): reached})
    assert dates.of("after") == Moment(dt.date(2026, 3, 25))
    assert dates.of("week") == Moment(dt.date(2026, 4, 1), instant("2026-04-01T09:00:00+02:00"))


def test_a_rhythm_of_hours_runs_on_elapsed_time_from_the_last_instant_of_a_day():
    plan = milestones({"id": "s", "repeats": {"every": "12 hours", "starts": "2026-03-27"}})
    found = dates_of(plan).of("s", 3)
    assert isinstance(found, Moment)
    assert found.instant == instant("2026-03-29T12:59:59.999999+02:00")


def test_a_rhythm_of_days_from_an_instant_keeps_the_wall_time():
    plan = milestones(
        {"id": "go"}, {"id": "s", "repeats": {"every": "1 week", "starts": "2 days after go"}}
    )
    reached = Moment(dt.date(2026, 3, 20), instant("2026-03-20T09:00:00+01:00"))
    found = Dates(plan.scope, Parties(plan), {("go", None): reached}).of("s", 2)
    assert isinstance(found, Moment)
    assert found.instant == instant("2026-04-05T09:00:00+02:00")


def test_dates_that_hang_on_themselves_are_not_known():
    plan = milestones(
        {"id": "a", "due": "1 day after b"},
        {"id": "b", "due": "1 day after a"},
        {"id": "r", "repeats": {"every": "1 week", "starts": "on q[1]"}},
        {"id": "q", "repeats": {"every": "1 week", "starts": "on r[1]"}},
        {"id": "self", "due": "on self"},
    )
    dates = dates_of(plan)
    for item in ("a", "b", "self"):
        assert isinstance(dates.of(item), Unknown)
    assert isinstance(dates.of("r", 1), Unknown)
    assert isinstance(dates.of("q", 1), Unknown)


def test_an_end_may_hang_on_an_occurrence_of_its_own_rhythm():
    plan = milestones(
        {"id": "s", "repeats": {"every": "1 week", "starts": "2026-01-05"}},
        period={"ends": "on s[5]"},
    )
    dates = dates_of(plan)
    numbers = dates.numbers("s")
    assert numbers is not None
    assert numbers.last == 5
    assert dates.of("s", 5) == Moment(dt.date(2026, 2, 9))
    assert dates.resolve(Due.parse("on s[-1]"), by="client") == Moment(dt.date(2026, 2, 9))


def test_a_very_long_chain_is_counted_without_deep_recursion():
    chain = [{"id": "m0", "due": "2026-01-01"}]
    chain += [{"id": f"m{n}", "due": f"1 day after m{n - 1}"} for n in range(1, 5000)]
    assert dates_of(milestones(*reversed(chain))).of("m4999") == Moment(dt.date(2039, 9, 9))


def test_rhythms_hang_on_one_another_only_so_deep():
    chain: list[dict[str, Any]] = [
        {"id": "r0", "repeats": {"every": "1 week", "starts": "2026-01-01"}}
    ]
    chain += [
        {"id": f"r{n}", "repeats": {"every": "1 week", "starts": f"on r{n - 1}[1]"}}
        for n in range(1, 300)
    ]
    assert isinstance(dates_of(milestones(*chain)).of("r299", 1), Unknown)
    assert dates_of(milestones(*chain)).of("r40", 1) == Moment(dt.date(2026, 10, 15))


def test_ids_that_nothing_bears_are_shown_as_they_are():
    dates = dates_of(SPRINTS)
    assert dates.resolve(Due.parse("on nothing"), by="client") == Unknown(
        "nothing is not in the agreement"
    )
    assert dates.title("nothing") == "nothing"


@pytest.mark.parametrize(
    ("day", "passed"),
    [
        ("2026-01-18", None),
        ("2026-01-19", 0),
        ("2026-02-01", 0),
        ("2026-02-02", 1),
        ("2030-01-01", 3),
    ],
)
def test_an_occurrence_has_passed_from_its_day_on(day: str, passed: int | None):
    dates = dates_of(SPRINTS, kickoff="2026-01-05")
    assert dates.passed("work", now=instant(day)) == passed


def test_a_rhythm_without_an_end_is_bounded():
    plan = milestones({"id": "s", "repeats": {"every": "1 minute", "starts": "2000-01-01"}})
    assert dates_of(plan).passed("s", now=instant("2026-01-01")) == 100_000


def test_days_end_in_the_zone_of_the_owner_or_of_the_side():
    plan = plan_of(
        {
            "milestones": [{"id": "m", "title": "M"}],
            "deliverables": [
                {"id": "ours", "title": "Ours"},
                {"id": "hers", "title": "Hers", "owner": "ana"},
            ],
            "responsibilities": [{"id": "theirs", "title": "Theirs"}],
        },
        people=[{"id": "ana", "title": "Ana", "side": "provider", "timezone": "Asia/Tokyo"}],
        calendar={"timezone": "Europe/Lisbon", "hours": {"mon": ["09:00-17:00"]}},
    )
    dates = dates_of(plan)
    assert [dates.zone(one) for one in ("m", "ours", "hers", "theirs")] == [
        BERLIN, "Europe/Lisbon", "Asia/Tokyo", BERLIN,
    ]  # fmt: skip


OFFICE = {
    "timezone": BERLIN,
    "hours": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": {"dates": ["2026-01-06"]},
}
CLIENT = {"id": "harbor", "name": "Harbor Museum", "timezone": BERLIN, "calendar": OFFICE}


def test_a_rhythm_in_working_days_leaves_out_the_days_off():
    repeats = {"every": "2 working days", "starts": "2026-01-05", "until": "2026-01-14"}
    plan = milestones({"id": "s", "repeats": repeats})
    assert dates_of(plan).of("s", 1) == Unknown(
        "it counts in working time, and the plan has no working hours of Harbor Museum"
    )
    known = plan_of({"milestones": [{"id": "s", "title": "S", "repeats": repeats}]}, client=CLIENT)
    dates = dates_of(known)
    days = [dates.of("s", number) for number in (1, 2, 3)]
    assert days == [Moment(dt.date(2026, 1, day)) for day in (8, 12, 14)]
    assert dates.of("s", 4) == Unknown("S has no occurrence 4")
    assert dates.passed("s", now=instant("2026-01-11")) == 1
    assert dates.passed("s", now=instant("2026-01-12")) == 2


def test_a_rhythm_in_working_hours_counts_from_the_end_of_its_first_day():
    repeats = {"every": "12 working hours", "starts": "2026-01-05"}
    plan = plan_of({"milestones": [{"id": "s", "title": "S", "repeats": repeats}]}, client=CLIENT)
    found = dates_of(plan).of("s", 2)
    assert isinstance(found, Moment)
    assert found.instant == instant("2026-01-09T17:00:00+01:00")


def test_a_rhythm_in_working_time_is_not_counted_to_an_end_that_is_too_far():
    repeats = {"every": "1 working day", "starts": "2026-01-05", "until": "2900-01-01"}
    plan = plan_of({"milestones": [{"id": "s", "title": "S", "repeats": repeats}]}, client=CLIENT)
    numbers = dates_of(plan).numbers("s")
    assert numbers is not None
    assert numbers.last is None


def test_terms_count_in_the_calendar_of_who_must_act():
    scope = {
        "milestones": [{"id": "go", "title": "Go", "due": "2026-01-05"}],
        "deliverables": [{"id": "ours", "title": "Ours", "due": "1 working day after go"}],
        "responsibilities": [{"id": "theirs", "title": "Theirs", "due": "1 working day after go"}],
    }
    late_week = {"timezone": BERLIN, "hours": {"fri": ["09:00-17:00"]}}
    dates = dates_of(plan_of(scope, client=CLIENT, calendar=late_week))
    assert dates.due("ours") == Moment(dt.date(2026, 1, 9))
    assert dates.due("theirs") == Moment(dt.date(2026, 1, 7))


@pytest.mark.parametrize("last", range(12))
@pytest.mark.parametrize("most", [None, 3, 11])
def test_the_last_number_is_found_without_asking_far_ahead(last: int, most: int | None):
    asked: list[int] = []

    def holds(number: int) -> bool:
        asked.append(number)
        return number <= last

    assert last_where(holds, 1, most) == (last if most is None else min(last, most))
    assert max(asked) <= 2 * last + 1
