import datetime as dt
from itertools import pairwise, permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clientkit.base import InvalidArgumentError, decode, evolve
from clientkit.escalation import (
    ClockKind,
    ClockOutcome,
    EscalationPolicy,
    IssueEvent,
    IssueParty,
    issue_clocks,
    priority_of,
)
from clientkit.worktime import (
    ClockState,
    WorkingCalendar,
    add_working_time,
    is_open,
    time_data,
    working_time_between,
)

from .making import OFFICE, event, issue, moment, ours, policy, shown, targets, theirs, waiting

FOUR = targets(
    first_response="1 working hour", update="2 working hours", resolution="4 working hours"
)


def clocks(events=(), at="04 12:00", policy=FOUR, issue=None, **values):
    return issue_clocks(issue or ISSUE, events, policy, OFFICE, at=moment(at), **values)


ISSUE = issue()


def test_the_usual_matrix_adds_a_step_down_of_either() -> None:
    grades = ("high", "medium", "low")
    found = [[priority_of(issue(impact=i, urgency=u)) for u in grades] for i in grades]
    assert found == [[1, 2, 3], [2, 3, 4], [3, 4, 5]]


def test_a_cell_of_the_matrix_beats_the_usual_priority() -> None:
    own = policy(matrix={"cells": [{"impact": "low", "urgency": "low", "priority": 2}]}).matrix
    assert priority_of(issue(impact="low", urgency="low"), own) == 2
    assert priority_of(issue(impact="low", urgency="medium"), own) == 4


def test_the_data_that_they_were_counted_with_are_named() -> None:
    assert clocks().counted_with == time_data(OFFICE)


def test_before_the_opening_nothing_has_started() -> None:
    found = clocks(at="03 13:59")
    assert found.first_response.outcome is ClockOutcome.NOT_STARTED
    assert found.resolution.state is ClockState.NOT_STARTED
    assert (found.ball, found.whose_ball, found.next_due) == ((), None, None)


def test_at_the_opening_the_clocks_run() -> None:
    found = clocks(at="03 14:00")
    assert found.first_response.outcome is ClockOutcome.PENDING
    assert found.resolution.elapsed == dt.timedelta()
    assert shown(found.resolution.due) == "04 10:00"
    assert found.update.outcome is ClockOutcome.NOT_STARTED
    assert found.whose_ball is None  # no time has passed in anybody's hands yet


@pytest.mark.parametrize(
    ("answered", "outcome"), [("03 15:00", ClockOutcome.MET), ("03 15:01", ClockOutcome.BREACHED)]
)
def test_a_response_at_the_deadline_meets_it(answered, outcome) -> None:
    found = clocks([ours(answered)]).first_response
    assert found.outcome is outcome
    assert shown(found.due) == "03 15:00"
    assert shown(found.stopped_at) == answered


@pytest.mark.parametrize(
    ("at", "outcome"), [("03 15:00", ClockOutcome.PENDING), ("03 15:01", ClockOutcome.BREACHED)]
)
def test_a_deadline_is_missed_once_it_has_passed(at, outcome) -> None:
    found = clocks(at=at).first_response
    assert found.outcome is outcome
    assert found.remaining == dt.timedelta() - (moment(at) - moment("03 15:00"))


def test_an_acknowledgement_or_an_attempt_is_no_response() -> None:
    found = clocks([event("acknowledged", "03 14:10"), event("attempt", "03 14:20")])
    assert found.first_response.outcome is ClockOutcome.BREACHED


def test_the_resolution_without_a_message_needs_no_response() -> None:
    found = clocks([event("resolved", "03 14:30")])
    assert found.first_response.outcome is ClockOutcome.MET
    assert found.resolution.outcome is ClockOutcome.MET
    assert found.whose_ball is None


def test_a_wait_moves_the_deadline_by_its_working_part() -> None:
    events = [waiting("03 16:00", reason="the password"), event("resumed", "04 10:00")]
    found = clocks(events)
    assert shown(found.resolution.due) == "04 12:00"  # 2 of 4 hours were left at 16:00
    assert found.time_of(IssueParty.CLIENT) == dt.timedelta(hours=2)
    assert found.time_of(IssueParty.PROVIDER) == dt.timedelta(hours=4)
    assert [one.reason for one in found.ball] == [None, "the password", None]


def test_while_it_waits_the_deadline_is_shown_as_if_it_went_on_now() -> None:
    found = clocks([waiting("03 16:00", party="third_party")], at="04 11:00")
    assert found.resolution.state is ClockState.PAUSED
    assert shown(found.resolution.due) == "04 13:00"
    assert found.whose_ball is IssueParty.THIRD_PARTY


def test_a_message_of_the_client_ends_no_wait() -> None:
    found = clocks([waiting("03 15:00"), theirs("03 16:00")], at="03 16:30")
    assert found.whose_ball is IssueParty.CLIENT
    assert found.update.state is ClockState.PAUSED
    assert shown(found.update.due) == "04 10:30"


def test_a_wait_for_another_party_takes_the_place_of_the_first() -> None:
    events = [
        waiting("03 15:00"),
        waiting("03 16:00", party="agreed_hold"),
        event("resumed", "03 16:30"),
    ]
    parties = [one.party for one in clocks(events).ball]
    assert parties == [
        IssueParty.PROVIDER, IssueParty.CLIENT, IssueParty.AGREED_HOLD, IssueParty.PROVIDER,
    ]  # fmt: skip


def test_the_closed_time_of_a_reopened_issue_does_not_count() -> None:
    events = [event("resolved", "03 16:00"), event("reopened", "07 09:00")]
    found = clocks(events, at="07 10:00")
    assert found.resolution.elapsed == dt.timedelta(hours=3)
    assert shown(found.resolution.due) == "07 11:00"
    assert found.time_of(None) == dt.timedelta(hours=9)


def test_a_resolution_ends_a_wait() -> None:
    events = [waiting("03 15:00"), event("resolved", "03 16:00"), event("reopened", "04 09:00")]
    assert clocks(events).resolution.state is ClockState.RUNNING


def test_what_comes_while_it_is_closed_changes_nothing() -> None:
    events = [event("resolved", "03 15:00"), waiting("03 15:30"), event("resumed", "03 16:00")]
    assert clocks(events).resolution.state is ClockState.STOPPED


def test_the_update_clock_starts_with_the_first_unanswered_message() -> None:
    found = clocks([theirs("03 14:30"), theirs("03 16:00")], at="03 16:10")
    assert shown(found.update.started_at) == "03 14:30"
    assert shown(found.update.due) == "03 16:30"
    assert found.first_response.outcome is ClockOutcome.BREACHED  # it runs beside


def test_the_update_clock_stops_with_our_message_and_starts_again() -> None:
    events = [theirs("03 14:30"), ours("03 17:00"), theirs("04 09:00")]
    found = clocks(events, at="04 09:30")
    assert shown(found.update.due) == "04 11:00"
    (late,) = found.late_updates
    assert (shown(late.due), shown(late.stopped_at)) == ("03 16:30", "03 17:00")
    assert [one.kind for one in found.breaches] == [ClockKind.FIRST_RESPONSE, ClockKind.UPDATE]


def test_at_one_instant_the_client_speaks_before_we_answer() -> None:
    assert clocks([ours("03 14:30"), theirs("03 14:30")]).update.outcome is ClockOutcome.MET


def test_a_message_while_it_is_closed_waits_for_the_reopening() -> None:
    events = [event("resolved", "03 15:00"), theirs("03 15:30"), event("reopened", "03 16:00")]
    found = clocks(events, at="03 16:10")
    assert shown(found.update.started_at) == "03 16:00"
    assert shown(found.update.due) == "04 10:00"


def test_no_target_is_unknown_and_no_breach() -> None:
    found = clocks(policy=EscalationPolicy(), at="30 12:00")
    assert found.resolution.outcome is ClockOutcome.UNKNOWN
    assert found.resolution.remaining is None
    assert (found.breaches, found.next_due) == ((), None)


def test_a_target_in_working_days_ends_with_the_day() -> None:
    found = clocks(policy=targets(resolution="1 working day"), at="03 14:00")
    assert shown(found.resolution.due) == "04 17:00"


def test_a_wait_moves_a_target_in_working_days_by_its_working_part() -> None:
    events = [waiting("03 15:00"), event("resumed", "03 16:00")]
    assert (
        shown(clocks(events, policy=targets(resolution="1 working day")).resolution.due)
        == "07 10:00"
    )


def test_a_target_without_working_runs_day_and_night() -> None:
    events = [waiting("03 16:00"), event("resumed", "03 20:00")]
    found = clocks(events, policy=targets(resolution="1 day"), at="04 12:00")
    assert shown(found.resolution.due) == "04 18:00"
    assert found.resolution.elapsed == dt.timedelta(hours=18)


def test_a_deadline_missed_outside_hours_is_a_breach_of_no_working_time() -> None:
    found = clocks([event("resolved", "03 18:00")], policy=targets(resolution="3 working hours"))
    assert found.resolution.outcome is ClockOutcome.BREACHED
    assert found.resolution.remaining == dt.timedelta()


TWO = policy(responses=[
    {"priority": 1, "resolution": "2 working hours", "first_response": "1 working hour"},
    {"priority": 2, "resolution": "6 working hours", "first_response": "4 working hours"},
])  # fmt: skip


def test_a_change_of_priority_keeps_what_was_counted() -> None:
    events = [event("priority_changed", "03 15:00", priority=2)]
    assert shown(clocks(events, policy=TWO).resolution.due) == "04 12:00"


def test_a_rise_in_priority_may_show_that_the_deadline_has_passed() -> None:
    events = [event("priority_changed", "04 11:00", priority=1)]
    found = clocks(events, policy=TWO, issue=issue(urgency="medium"))
    assert shown(found.resolution.due) == "03 16:00"
    assert found.resolution.outcome is ClockOutcome.BREACHED


def test_without_a_target_working_time_is_counted_whatever_the_target_was() -> None:
    plan = policy(responses=[{"priority": 1, "resolution": "2 days"}])
    events = [event("priority_changed", "03 15:00", priority=2)]
    assert clocks(policy=plan).resolution.elapsed == dt.timedelta(hours=22)
    assert clocks(events, policy=plan).resolution.elapsed == dt.timedelta(hours=6)


def test_what_is_over_keeps_the_target_that_it_had() -> None:
    events = [ours("03 16:00"), event("priority_changed", "03 16:30", priority=1)]
    found = clocks(events, policy=TWO, issue=issue(urgency="medium"))
    assert found.first_response.outcome is ClockOutcome.MET
    assert found.priority == 1


def test_the_policy_of_the_day_of_the_opening_holds() -> None:
    old = policy(version=1, responses=[{"priority": 1, "resolution": "8 working hours"}])
    new = policy(
        version=2,
        effective_on="2026-09-04",
        responses=[{"priority": 1, "resolution": "1 working hour"}],
    )
    assert clocks(policy=[new, old]).policy_version == 1
    assert clocks(policy=[old, new], issue=issue("04 09:00")).policy_version == 2
    none = clocks(policy=[new, new], issue=issue("03 09:00"))
    assert none.policy_version is None
    assert none.resolution.outcome is ClockOutcome.UNKNOWN


def test_entries_that_bear_a_day_count_as_its_end() -> None:
    dated = evolve(issue(), at=None, date=dt.date(2026, 9, 2))
    assert shown(clocks(issue=dated, at="03 10:00").resolution.due) == "03 13:00"


def test_what_happened_before_the_opening_counts_as_at_it() -> None:
    dated = evolve(issue(), at=None, date=dt.date(2026, 9, 3))
    assert clocks([ours("03 15:00")], issue=dated).first_response.outcome is ClockOutcome.MET


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    wrong = waiting("03 15:00")
    right = waiting("03 16:00", party="third_party", id="right", corrects=wrong.id)
    found = clocks([wrong, right], at="03 16:30")
    assert [one.party for one in found.ball] == [IssueParty.PROVIDER, IssueParty.THIRD_PARTY]


def test_events_of_other_issues_do_not_count() -> None:
    assert clocks([ours("03 14:10", issue="other")]).first_response.outcome is ClockOutcome.BREACHED


def test_the_next_deadline_is_the_earliest_that_is_not_over() -> None:
    assert clocks(at="03 14:00").next_due.kind is ClockKind.FIRST_RESPONSE
    assert clocks([ours("03 14:10")], at="03 14:30").next_due.kind is ClockKind.RESOLUTION


def test_an_instant_without_offset_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="at is "):
        issue_clocks(ISSUE, [], FOUR, OFFICE, at=moment("03 14:00").replace(tzinfo=None))


def test_something_else_than_a_policy_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="policy is 'x'"):
        issue_clocks(ISSUE, [], ["x"], OFFICE, at=moment("03 14:00"))


KINDS = (
    "acknowledged",
    "message",
    "attempt",
    "waiting",
    "resumed",
    "resolved",
    "reopened",
    "priority_changed",
)
TALKERS = ("client", "provider", "third_party")


@st.composite
def histories(draw, most=8):
    """Events of one issue within a fortnight, at whole minutes."""
    found = []
    for number in range(draw(st.integers(0, most))):
        kind = draw(st.sampled_from(KINDS))
        values = {}
        if kind == "message":
            values["party"] = draw(st.sampled_from(TALKERS))
        if kind == "waiting":
            values["party"] = draw(st.sampled_from(("client", "third_party", "agreed_hold")))
        if kind == "priority_changed":
            values["priority"] = draw(st.integers(1, 3))
        at = moment("03 14:00") + dt.timedelta(minutes=draw(st.integers(0, 14 * 24 * 60)))
        found.append(
            IssueEvent(id=f"e{number}", issue="down", by="lena", kind=kind, at=at, **values)
        )
    return found


minutes = st.integers(0, 15 * 24 * 60).map(lambda n: moment("03 14:00") + dt.timedelta(minutes=n))
MIXED = policy(responses=[
    {"priority": 1, "first_response": "1 working hour", "update": "90 minutes",
     "resolution": "1 working day"},
    {"priority": 2, "first_response": "4 working hours", "update": "2 working hours",
     "resolution": "3 days"},
    {"priority": 3, "resolution": "20 working hours"},
])  # fmt: skip


@given(histories(), minutes, st.randoms(use_true_random=False))
def test_law_the_order_of_the_input_does_not_matter(events, at, random) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    assert issue_clocks(ISSUE, events, MIXED, OFFICE, at=at) == issue_clocks(
        ISSUE, shuffled, MIXED, OFFICE, at=at
    )


@given(histories(), minutes)
def test_law_the_ball_covers_the_time_without_gaps(events, at) -> None:
    ball = issue_clocks(ISSUE, events, MIXED, OFFICE, at=at).ball
    if at > moment("03 14:00"):
        assert (ball[0].starts_at, ball[-1].ends_at) == (moment("03 14:00"), at)
        assert all(a.ends_at == b.starts_at for a, b in pairwise(ball))
        total = sum((one.working for one in ball), dt.timedelta())
        assert total == working_time_between(OFFICE, moment("03 14:00"), at)


@given(histories(), minutes)
def test_law_a_brute_force_count_of_minutes_agrees(events, at) -> None:
    """The resolution clock counts the open minutes in which the issue was in our hands."""
    plan = targets(resolution="20 working hours")
    kept = [one for one in events if one.kind.value != "priority_changed"]
    found = issue_clocks(ISSUE, kept, plan, OFFICE, at=at).resolution
    states = [(one.at, one.kind.value) for one in kept]
    assume(len({when for when, _ in states}) == len(states))
    counted, state, t = 0, "ours", moment("03 14:00")
    changes = dict(states)
    while t < at:
        kind = changes.get(t)
        if kind == "resolved":
            state = "closed"
        elif kind == "reopened" and state == "closed":
            state = "ours"
        elif kind == "waiting" and state != "closed":
            state = "theirs"
        elif kind == "resumed" and state == "theirs":
            state = "ours"
        counted += state == "ours" and is_open(OFFICE, t)
        t += dt.timedelta(minutes=1)
    assert found.elapsed == dt.timedelta(minutes=counted)


@given(st.integers(0, 3000), st.integers(0, 3000), minutes)
def test_law_a_wait_never_makes_a_deadline_earlier(start, length, at) -> None:
    begin = moment("03 14:00") + dt.timedelta(minutes=start)
    events = [
        IssueEvent(id="a", issue="down", by="x", kind="waiting", party="client", at=begin),
        IssueEvent(
            id="b", issue="down", by="x", kind="resumed", at=begin + dt.timedelta(minutes=length)
        ),
    ]
    for kind in ("first_response", "resolution"):
        before = getattr(issue_clocks(ISSUE, [], MIXED, OFFICE, at=at), kind).due
        assert getattr(issue_clocks(ISSUE, events, MIXED, OFFICE, at=at), kind).due >= before


@given(minutes)
def test_law_what_is_left_leads_to_the_deadline(at) -> None:
    plan = targets(resolution="200 working hours")
    found = issue_clocks(ISSUE, [], plan, OFFICE, at=at).resolution
    assert add_working_time(OFFICE, at, found.remaining) == found.due


@pytest.mark.parametrize(
    ("kinds", "party"),
    [
        (("waiting", "resumed"), "provider"),
        (("resolved", "reopened"), "provider"),
        (("waiting", "resumed", "resolved"), None),
        (("waiting", "waiting", "resumed"), "client"),
    ],
)
def test_what_one_day_says_is_taken_as_it_is_possible(kinds, party):
    told = [
        IssueEvent(
            id=f"event-{number}", issue="down", by="lena", kind=kind, date=dt.date(2026, 9, 4),
            party="client" if kind == "waiting" else None,
        )
        for number, kind in enumerate(kinds)
    ]  # fmt: skip
    for order in permutations(told):
        clocks = issue_clocks(issue(), order, MIXED, OFFICE, at=moment("07 12:00"))
        assert (clocks.whose_ball and clocks.whose_ball.value) == party


def test_an_issue_may_open_when_the_count_of_instants_begins():
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    always = decode(
        WorkingCalendar,
        {"timezone": "Asia/Tokyo", "hours": {day: ["00:00-24:00"] for day in days}},
    )
    opened = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    at = opened + dt.timedelta(hours=4)
    clock = issue_clocks(evolve(issue(), at=opened), [], FOUR, always, at=at).resolution
    assert clock.elapsed == dt.timedelta(hours=4)
    assert clock.due == at
