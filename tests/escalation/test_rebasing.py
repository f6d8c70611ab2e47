import datetime as dt

import pytest

from clientkit.base import InvalidModelError
from clientkit.escalation import ClockOutcome, escalation_state, issue_clocks, rebase

from .making import (
    OFFICE,
    event,
    issue,
    level,
    levels,
    moment,
    ours,
    policy,
    reached,
    shown,
    waiting,
)

OLD = policy(
    version=1,
    responses=[
        {"priority": 1, "first_response": "1 working hour", "resolution": "8 working hours"}
    ],
)
NEW = policy(
    version=2, effective_on="2026-09-04",
    responses=[
        {"priority": 1, "first_response": "1 working hour", "resolution": "4 working hours"}
    ],
)  # fmt: skip
ISSUE = issue("03 09:00")


def changed(mode, at="03 12:00", **values):
    return rebase(ISSUE, mode=mode, at=moment(at), by="lena", id="change", **values)


def clocks(mode, *events, at="03 12:00", **values):
    known = [*events, changed(mode, policy_version=2, **values)]
    return issue_clocks(ISSUE, known, [OLD, NEW], OFFICE, at=moment(at))


@pytest.mark.parametrize(
    ("mode", "due"),
    [("keep_elapsed", "03 13:00"), ("restart", "03 16:00"), ("from_change", "03 16:00")],
)
def test_the_mode_says_what_becomes_of_the_time_so_far(mode, due) -> None:
    found = clocks(mode)
    assert shown(found.resolution.due) == due
    assert found.policy_version == 2


@pytest.mark.parametrize(
    ("mode", "outcome"),
    [
        ("keep_elapsed", ClockOutcome.MET),
        ("restart", ClockOutcome.PENDING),
        ("from_change", ClockOutcome.MET),
    ],
)
def test_only_a_restart_owes_another_first_response(mode, outcome) -> None:
    assert clocks(mode, ours("03 09:30")).first_response.outcome is outcome


def test_a_wait_goes_on() -> None:
    found = clocks("restart", waiting("03 11:00"), at="03 13:00")
    assert found.resolution.state.value == "paused"
    assert shown(found.resolution.due) == "03 17:00"


@pytest.mark.parametrize("mode", ["restart", "from_change"])
def test_of_a_closed_issue_nothing_counts_until_it_is_reopened(mode) -> None:
    closed = [ours("03 09:30"), event("resolved", "03 11:00")]
    found = clocks(mode, *closed, at="03 13:00").resolution
    assert (shown(found.started_at), shown(found.stopped_at)) == ("03 12:00", "03 12:00")
    assert found.elapsed_us == 0
    again = clocks(mode, *closed, event("reopened", "03 15:00"), at="03 16:00").resolution
    assert (again.stopped_at, again.elapsed) == (None, dt.timedelta(hours=1))


def test_without_a_version_the_policy_of_the_day_holds() -> None:
    known = [changed("keep_elapsed", at="03 12:00")]
    assert issue_clocks(ISSUE, known, [OLD, NEW], OFFICE, at=moment("04 12:00")).policy_version == 1
    known = [changed("keep_elapsed", at="04 09:00")]
    assert issue_clocks(ISSUE, known, [OLD, NEW], OFFICE, at=moment("04 12:00")).policy_version == 2


def test_until_it_is_rebased_an_issue_keeps_its_policy() -> None:
    assert issue_clocks(ISSUE, [], [OLD, NEW], OFFICE, at=moment("30 12:00")).policy_version == 1


LADDERS = [
    levels(level("a", "1 hour"), level("b", "4 hours"), version=1),
    levels(
        level("a", "1 hour"),
        level("b", "2 hours"),
        level("c", "2 hours"),
        version=2,
        effective_on="2026-09-04",
    ),
]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("keep_elapsed", [("a", 1, "03 10:00"), ("b", 1, "03 12:00"), ("c", 1, "03 14:00")]),
        ("from_change", [("a", 1, "03 10:00"), ("b", 1, "03 14:00"), ("c", 1, "03 16:00")]),
        (
            "restart",
            [
                ("a", 1, "03 10:00"),
                ("a", 2, "03 13:00"),
                ("b", 2, "03 15:00"),
                ("c", 2, "03 17:00"),
            ],
        ),
    ],
)
def test_levels_follow(mode, expected) -> None:
    known = [changed(mode, policy_version=2)]
    assert (
        reached(escalation_state(ISSUE, known, LADDERS, OFFICE, at=moment("04 09:00"))) == expected
    )


def test_a_level_that_now_comes_before_a_deadline_is_told_of_in_no_extra_pass() -> None:
    before = levels(
        level("a", "1 hour"), level("b", "1 hour", priorities=[2]),
        repeat={"times": 2}, version=1,
    )  # fmt: skip
    after = policy(
        version=2,
        effective_on="2026-09-04",
        levels=[level("a", "1 hour"), level("b", anchor="resolution", before="1 working hour")],
        responses=[{"priority": 1, "resolution": "2 working hours"}],
        repeat={"times": 2},
    )
    known = [changed("keep_elapsed", at="04 09:00", policy_version=2)]
    found = escalation_state(ISSUE, known, [before, after], OFFICE, at=moment("04 09:30"))
    assert [one for one in reached(found) if one[0] == "b"] == [("b", 1, "04 09:00")]


@pytest.mark.parametrize(
    ("mode", "holds"), [("keep_elapsed", True), ("restart", False), ("from_change", True)]
)
def test_only_a_restart_forgets_an_acknowledgement(mode, holds) -> None:
    known = [event("acknowledged", "03 09:30"), changed(mode, policy_version=2)]
    found = escalation_state(ISSUE, known, LADDERS, OFFICE, at=moment("03 12:30"))
    assert (found.acknowledged_by is not None) is holds


def test_another_mode_is_refused() -> None:
    with pytest.raises(InvalidModelError, match=r"IssueEvent\.mode is 'forget'"):
        changed("forget")
