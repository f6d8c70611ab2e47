"""Levels beside an independent walk; what may change nothing changes nothing."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from clientkit import decode
from clientkit.base import evolve
from clientkit.client import Person
from clientkit.escalation import (
    IssueEvent,
    TimelineKind,
    due_notifications,
    escalation_state,
    escalation_timeline,
    rebase,
)

from .making import OFFICE, issue, policy
from .walk import ALWAYS, NIGHTS, OFFICE_HOURS, START, STEP, Walk

DAYS = 48 * 5
TERMS = (
    "0 minutes", "30 minutes", "1 hour", "2 hours", "12 hours", "26 hours", "0 working hours",
    "1 working hour", "3 working hours", "10 working hours", "1 day", "1 working day",
    "2 working days",
)  # fmt: skip
TARGETS = (
    "1 working hour",
    "4 working hours",
    "9 working hours",
    "3 hours",
    "20 hours",
    "1 day",
    "2 working days",
)
DEADLINES = ("first_response", "update", "resolution")
KINDS = (
    "acknowledged", "message", "attempt", "waiting", "resumed", "resolved", "reopened",
    "priority_changed",
)  # fmt: skip
ISSUE = issue()
PEOPLE = [
    decode(Person, {"id": "omar", "title": "x", "preference": {"quiet_hours": ["18:00-08:00"]}}),
    decode(Person, {"id": "lena", "title": "x", "reachable": {"fri": ["10:00-12:00"]}}),
]


def at(n):
    return START + STEP * n


@st.composite
def policies(draw):
    levels = []
    for name in "abcd"[: draw(st.integers(1, 4))]:
        anchor = draw(st.sampled_from(("previous", "previous", "opened", *DEADLINES)))
        side = draw(st.sampled_from(("after", "before"))) if anchor in DEADLINES else "after"
        levels.append({
            "id": name, "anchor": anchor, side: draw(st.sampled_from(TERMS)),
            "notify": [draw(st.sampled_from(("omar", "lena")))],
            "unless": draw(st.sampled_from(("acknowledged", "resolved"))),
            "attempts": draw(st.sampled_from((0, 0, 0, 1, 2))),
            "priorities": draw(st.sampled_from(([], [], [1], [2], [1, 3], [2, 3]))),
        })  # fmt: skip
    values = {"levels": levels}
    values["responses"] = [
        {"priority": priority} | {name: draw(st.sampled_from(TARGETS)) for name in names}
        for priority in (1, 2, 3)
        for names in [draw(st.sets(st.sampled_from(DEADLINES)))]
    ]
    if draw(st.booleans()):
        starting = draw(st.sampled_from([None, *(one["id"] for one in levels)]))
        values["repeat"] = {"times": draw(st.integers(1, 3))}
        values["repeat"] |= {"starting": starting} if starting else {}
    if draw(st.booleans()):
        values["acknowledgement_expires"] = draw(st.sampled_from(TERMS[1:]))
    return policy(**values)


@st.composite
def histories(draw):
    """One event at most at each half-hour."""
    found = {}
    for n in draw(st.sets(st.integers(0, DAYS), max_size=8)):
        kind = draw(st.sampled_from(KINDS))
        values = {}
        if kind == "message":
            values["party"] = draw(st.sampled_from(("client", "provider", "third_party")))
        if kind == "waiting":
            values["party"] = "client"
        if kind == "priority_changed":
            values["priority"] = draw(st.integers(1, 3))
        found[n] = IssueEvent(id=f"e{n}", issue="down", by="x", kind=kind, at=at(n), **values)
    return found


def shown(state):
    return sorted((one.level, one.pass_number, one.at) for one in state.reached)


@settings(max_examples=300)
@given(
    st.sampled_from([OFFICE_HOURS, NIGHTS, ALWAYS]),
    policies(),
    histories(),
    st.integers(0, DAYS),
)
def test_law_a_walk_by_half_hours_agrees(place, plan, events, end) -> None:
    known = [evolve(one, at=place.at(n)) for n, one in events.items()]
    down = evolve(ISSUE, at=place.start)
    found = escalation_state(down, known, plan, place.calendar, at=place.at(end))
    walked = Walk(plan, events, end, place).reached
    assert shown(found) == sorted((level, number, place.at(n)) for level, number, n in walked)


@settings(max_examples=150)
@given(policies(), histories(), st.integers(0, DAYS))
def test_law_what_is_foretold_comes_next(plan, events, end) -> None:
    """If nothing happens; where nothing is foretold, nothing comes."""
    known = [one for n, one in events.items() if n <= end]
    found = escalation_state(ISSUE, known, plan, OFFICE, at=at(end))
    later = escalation_state(ISSUE, known, plan, OFFICE, at=at(end + 3 * DAYS))
    first = [one for one in later.reached if one.at > at(end)][:1]
    assert [one.at for one in first] == [one for one in [found.next_at] if one is not None]
    if first:
        told = [(one.level, one.pass_number) for one in later.reached if one.at == found.next_at]
        assert (found.next_level, found.next_pass) in told


@given(policies(), histories(), st.integers(1, DAYS), st.integers(0, DAYS))
def test_law_a_rebase_to_the_same_policy_that_keeps_all_changes_nothing(
    plan, events, change, end
) -> None:
    moved = rebase(ISSUE, mode="keep_elapsed", at=at(change), by="x", id="moved")
    events.pop(change, None)
    before = escalation_state(ISSUE, events.values(), plan, OFFICE, at=at(end))
    after = escalation_state(ISSUE, [*events.values(), moved], plan, OFFICE, at=at(end))
    assert before == after


modes = st.sampled_from(("keep_elapsed", "restart", "from_change"))


windows = given(
    policies(),
    histories(),
    modes,
    st.integers(1, DAYS),
    st.lists(st.integers(0, DAYS)),
    st.sampled_from([(), ("omar",), ("omar", "lena")]),
)


@windows
def test_law_each_key_once_in_a_window_and_delivered_once_over_all(
    plan, events, mode, change, cuts, sponsors
) -> None:
    """Whatever the hours of those who are told, and after a rebase too."""
    known = [*events.values(), rebase(ISSUE, mode=mode, at=at(change), by="x", id="moved")]
    delivered = []
    for since, until in pairwise(sorted({0, DAYS + 1, *cuts})):
        found = due_notifications(
            ISSUE, known, plan, OFFICE,
            since=at(since), until=at(until), people=PEOPLE, sponsors=sponsors,
        )  # fmt: skip
        keys = [one.key for one in found]
        assert len(set(keys)) == len(keys)
        delivered += [one.key for one in found if one.deliver_at is not None]
    assert len(set(delivered)) == len(delivered)


@settings(max_examples=100)
@windows
def test_law_windows_deliver_what_the_whole_does(
    plan, events, mode, change, cuts, sponsors
) -> None:
    """To those who may be told at any hour; nothing is lost between two windows."""
    known = [*events.values(), rebase(ISSUE, mode=mode, at=at(change), by="x", id="moved")]

    def delivered(since, until):
        found = due_notifications(
            ISSUE, known, plan, OFFICE, since=at(since), until=at(until), sponsors=sponsors
        )
        return {(one.key, one.at) for one in found if one.deliver_at is not None}

    parts = [delivered(*one) for one in pairwise(sorted({0, DAYS + 1, *cuts}))]
    assert set().union(*parts) == delivered(0, DAYS + 1)


@given(policies(), histories(), st.integers(0, DAYS))
def test_law_the_story_tells_the_levels_of_the_state(plan, events, end) -> None:
    state = escalation_state(ISSUE, events.values(), plan, OFFICE, at=at(end))
    story = escalation_timeline(ISSUE, events.values(), plan, OFFICE, at=at(end))
    told = [one for one in story if one.kind is TimelineKind.LEVEL_REACHED]
    assert sorted((one.level, one.pass_number, one.at) for one in told) == shown(state)
