import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit import decode, encode
from clientkit.base import InvalidArgumentError, evolve
from clientkit.client import Assignment, Delegate, Person
from clientkit.escalation import (
    IssueEvent,
    IssueParty,
    StandStill,
    escalation_state,
    escalation_states,
)
from clientkit.worktime import NoWorkingTimeError, WorkingCalendar

from .making import (
    DAYS,
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
    theirs,
    waiting,
)
from .test_clocks import histories, minutes

ISSUE = issue()


def state(plan, events=(), at="04 16:00", issue=ISSUE, **values):
    return escalation_state(issue, events, plan, OFFICE, at=moment(at), **values)


THREE = levels(level("a", "0 minutes"), level("b", "1 working hour"), level("c", "2 working hours"))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("03 13:59", []),
        ("03 14:00", ["a"]),
        ("03 14:59", ["a"]),
        ("03 15:00", ["a", "b"]),
        ("04 08:59", ["a", "b"]),
        ("04 09:00", ["a", "b", "c"]),  # used up at 17:00, at the opening after it
    ],
)
def test_a_level_is_reached_at_the_instant_its_offset_has_passed(at, expected) -> None:
    assert [one.level for one in state(THREE, at=at).reached] == expected


def test_the_next_level_and_when() -> None:
    found = state(THREE, at="03 15:00")
    assert (found.level, found.next_level, shown(found.next_at)) == ("b", "c", "04 09:00")
    assert found.stands_still is None


def test_after_the_last_level_it_is_complete() -> None:
    found = state(THREE)
    assert (found.stands_still, found.next_at) == (StandStill.COMPLETE, None)


def test_before_the_opening_nothing_is_reached() -> None:
    found = state(THREE, at="03 13:00")
    assert (found.level, found.stands_still) == (None, StandStill.NOT_OPENED)


@pytest.mark.parametrize(
    ("at", "expected"), [("03 14:59", ["a"]), ("03 15:00", ["a"]), ("03 15:01", ["a", "b"])]
)
def test_an_acknowledgement_at_the_very_instant_stops_the_level(at, expected) -> None:
    found = state(THREE, [event("acknowledged", at)])
    assert [one.level for one in found.reached] == expected
    assert found.stands_still is StandStill.ACKNOWLEDGED
    assert found.acknowledged_by == "lena"


def test_a_level_unless_resolved_goes_on_after_an_acknowledgement() -> None:
    plan = levels(level("a"), level("b", unless="resolved"))
    found = state(plan, [event("acknowledged", "03 14:30")])
    assert reached(found) == [("b", 1, "03 16:00")]  # an hour after a was to be reached


@pytest.mark.parametrize("values", [{}, {"acknowledgement_expires": "8 hours"}])
def test_the_next_level_may_count_from_one_that_will_be_stopped(values) -> None:
    plan = levels(level("a"), level("b", unless="resolved"), **values)
    found = state(plan, [event("acknowledged", "03 14:30")], at="03 14:40")
    assert (found.next_level, shown(found.next_at), found.stands_still) == ("b", "03 16:00", None)
    assert (found.pass_number, found.acknowledged_by) == (1, "lena")


def test_the_next_level_may_be_of_a_pass_that_begins_when_one_is_stopped() -> None:
    plan = levels(level("a", unless="resolved"), level("b", attempts=1), repeat={"times": 1})
    found = state(plan, at="03 15:30")
    assert (found.next_level, found.next_pass, shown(found.next_at)) == ("a", 2, "04 09:00")
    assert state(plan, at="04 10:00").stands_still is StandStill.ATTEMPTS_MISSING


def test_a_resolution_stops_everything() -> None:
    plan = levels(level("a", unless="resolved"))
    found = state(plan, [event("resolved", "03 15:00", reason="fixed")])
    assert (found.reached, found.stands_still, found.reason) == ((), StandStill.RESOLVED, "fixed")


EXPIRING = levels(
    level("a", "30 minutes"), level("b", "30 minutes"), acknowledgement_expires="2 hours"
)


def test_an_acknowledgement_expires_at_the_very_instant() -> None:
    events = [event("acknowledged", "03 14:10")]
    assert reached(state(EXPIRING, events, at="03 16:09")) == []
    assert shown(state(EXPIRING, events, at="03 16:09").next_at) == "03 16:10"
    assert reached(state(EXPIRING, events, at="03 16:10")) == [("a", 1, "03 16:10")]


def test_after_it_expired_the_next_level_takes_its_time() -> None:
    events = [event("acknowledged", "03 14:10")]
    assert reached(state(EXPIRING, events)) == [("a", 1, "03 16:10"), ("b", 1, "03 16:40")]


def test_another_acknowledgement_begins_anew() -> None:
    events = [event("acknowledged", "03 14:10"), event("acknowledged", "03 15:10")]
    assert reached(state(EXPIRING, events, at="03 17:30")) == [("a", 1, "03 17:10")]


def test_an_acknowledgement_stands_still_while_the_issue_waits() -> None:
    events = [event("acknowledged", "03 14:10"), waiting("03 15:00"), event("resumed", "03 16:00")]
    found = state(EXPIRING, events, at="03 16:30")
    assert shown(found.acknowledgement_expires_at) == "03 17:10"


@pytest.mark.parametrize(("priority", "acknowledged"), [(1, False), (2, True), (3, True)])
def test_a_rise_in_priority_voids_an_acknowledgement(priority, acknowledged) -> None:
    events = [
        event("acknowledged", "03 14:10"),
        event("priority_changed", "03 14:20", priority=priority),
    ]
    found = state(THREE, events, at="03 14:30", issue=issue(urgency="medium"))
    assert (found.acknowledged_by is not None) is acknowledged


def test_a_wait_puts_levels_off() -> None:
    events = [waiting("03 14:30", reason="the password"), event("resumed", "03 15:30")]
    assert reached(state(THREE, events)) == [
        ("a", 1, "03 14:00"),
        ("b", 1, "03 16:00"),
        ("c", 1, "04 10:00"),
    ]
    during = state(THREE, events, at="03 15:15")
    assert (during.stands_still, during.waits_for) == (StandStill.WAITING, IssueParty.CLIENT)
    assert (during.reason, during.next_at) == ("the password", None)


def test_a_wait_from_the_very_instant_puts_the_level_off() -> None:
    events = [waiting("03 15:00"), event("resumed", "03 16:00")]
    assert reached(state(THREE, events, at="03 15:30")) == [("a", 1, "03 14:00")]
    assert reached(state(THREE, events, at="03 16:00"))[-1] == ("b", 1, "03 16:00")


def test_two_waits_that_touch_are_both_left_out() -> None:
    events = [
        waiting("03 14:30"), event("resumed", "03 15:00"), waiting("03 15:00", id="again"),
        event("resumed", "03 15:30"),
    ]  # fmt: skip
    assert reached(state(THREE, events))[1] == ("b", 1, "03 16:00")


def test_the_closed_time_puts_levels_off_too() -> None:
    plan = levels(level("a", "2 working hours", anchor="opened", unless="resolved"))
    events = [event("resolved", "03 15:00"), event("reopened", "04 15:00")]
    assert reached(state(plan, events, at="04 17:00")) == [("a", 1, "04 16:00")]


def test_attempts_put_a_level_off() -> None:
    plan = levels(level("a", attempts=2))
    one = [event("attempt", "03 14:10")]
    assert state(plan, one).stands_still is StandStill.ATTEMPTS_MISSING
    assert reached(state(plan, [*one, event("attempt", "04 10:00")])) == [("a", 1, "04 10:00")]
    assert reached(state(plan, [*one, event("attempt", "03 14:20")])) == [("a", 1, "03 15:00")]
    assert (
        shown(state(plan, [*one, event("attempt", "04 10:00")]).reached[0].scheduled_at)
        == "03 15:00"
    )


def test_what_counts_from_a_level_that_was_put_off_stands_still_with_the_issue() -> None:
    plan = levels(
        level("a", "30 working minutes", attempts=1), level("b", "2 working hours", attempts=2)
    )
    events = [
        event("attempt", "04 09:30"),  # by then both would have been due
        waiting("04 10:30"),
        event("attempt", "04 11:00"),
        event("resumed", "04 12:00"),
    ]
    assert reached(state(plan, events)) == [("a", 1, "04 09:30"), ("b", 1, "04 13:00")]
    assert shown(state(plan, events, at="04 12:30").next_at) == "04 13:00"


def test_a_level_of_another_priority_is_passed_over() -> None:
    plan = levels(level("a"), level("b", priorities=[2]), level("c"))
    assert reached(state(plan, at="03 16:30")) == [("a", 1, "03 15:00"), ("c", 1, "03 16:00")]
    assert state(levels(level("b", priorities=[2]))).stands_still is StandStill.UNKNOWN


def test_a_level_that_comes_to_hold_late_is_reached_at_once() -> None:
    plan = levels(level("a", anchor="opened", priorities=[1]))
    events = [event("priority_changed", "04 11:00", priority=1)]
    assert reached(state(plan, events, issue=issue(urgency="medium"))) == [("a", 1, "04 11:00")]


RESOLUTION = {
    "responses": [
        {"priority": 1, "first_response": "1 working hour", "resolution": "6 working hours"}
    ]
}


def test_a_level_before_a_deadline() -> None:
    plan = levels(level("a", anchor="resolution", before="2 working hours"), **RESOLUTION)
    assert reached(state(plan, at="04 09:59")) == []
    assert reached(state(plan, at="04 10:00")) == [("a", 1, "04 10:00")]
    assert shown(state(plan, at="03 15:00").next_at) == "04 10:00"


def test_a_level_before_a_deadline_moves_with_it() -> None:
    plan = levels(level("a", anchor="resolution", before="2 working hours"), **RESOLUTION)
    events = [waiting("03 16:00"), event("resumed", "04 10:00")]
    assert reached(state(plan, events)) == [("a", 1, "04 12:00")]


def test_a_level_before_a_deadline_that_is_too_near_is_reached_at_the_opening() -> None:
    plan = levels(level("a", anchor="resolution", before="9 working hours"), **RESOLUTION)
    assert reached(state(plan)) == [("a", 1, "03 14:00")]


def test_a_level_after_a_deadline_needs_it_missed() -> None:
    plan = levels(level("a", "0 minutes", anchor="first_response"), **RESOLUTION)
    assert reached(state(plan, [ours("03 15:00")])) == []
    assert reached(state(plan, [ours("03 15:01")])) == [("a", 1, "03 15:00")]


def test_a_level_after_an_update_that_is_owed() -> None:
    plan = policy(
        levels=[level("a", "0 minutes", anchor="update")],
        responses=[{"priority": 1, "update": "1 working hour"}],
    )
    assert reached(state(plan)) == []
    assert reached(state(plan, [theirs("03 14:30")])) == [("a", 1, "03 15:30")]
    assert reached(state(plan, [theirs("03 14:30"), ours("03 15:10")])) == []


def test_a_deadline_that_is_not_known_is_passed_over() -> None:
    plan = levels(level("a", anchor="resolution"), level("b"))
    assert reached(state(plan)) == [("b", 1, "03 15:00")]
    assert state(plan).stands_still is StandStill.UNKNOWN


REPEATED = levels(
    level("a", "0 minutes"),
    level("b", "1 hour"),
    level("c", "2 hours"),
    repeat={"times": 2, "starting": "b"},
)


def test_extra_passes_start_at_their_level_and_end() -> None:
    found = state(REPEATED, at="30 12:00")
    assert reached(found) == [
        ("a", 1, "03 14:00"), ("b", 1, "03 15:00"), ("c", 1, "03 17:00"),
        ("b", 2, "03 18:00"), ("c", 2, "03 20:00"), ("b", 3, "03 21:00"), ("c", 3, "03 23:00"),
    ]  # fmt: skip
    assert (found.pass_number, found.stands_still) == (3, StandStill.COMPLETE)
    assert shown(state(REPEATED, at="03 17:00").next_at) == "03 18:00"
    assert state(REPEATED, at="03 17:00").next_pass == 2


@pytest.mark.parametrize(
    "given", [level("a", priorities=[2]), level("a", anchor="resolution")], ids=["priority", "date"]
)
def test_no_extra_pass_begins_where_nothing_of_the_first_holds(given) -> None:
    found = state(levels(given, repeat={"times": 3}), at="30 12:00")
    assert (found.pass_number, found.reached) == (1, ())
    both = levels(given, level("b", unless="resolved"), repeat={"times": 3})
    assert state(both, at="30 12:00").pass_number == 4


def test_an_extra_pass_measures_from_its_beginning_what_the_first_measures_from_the_opening() -> (
    None
):
    plan = levels(
        level("a", "1 hour", anchor="opened"),
        level("b", "2 hours", anchor="opened"),
        repeat={"times": 1},
    )
    assert reached(state(plan)) == [
        ("a", 1, "03 15:00"), ("b", 1, "03 16:00"), ("a", 2, "03 17:00"), ("b", 2, "03 18:00"),
    ]  # fmt: skip


def test_levels_before_a_deadline_are_not_repeated() -> None:
    plan = levels(
        level("a", "1 working hour"), level("b", anchor="resolution", before="2 working hours"),
        repeat={"times": 1}, **RESOLUTION,
    )  # fmt: skip
    assert reached(state(plan)) == [
        ("a", 1, "03 15:00"),
        ("b", 1, "04 10:00"),
        ("a", 2, "04 11:00"),
    ]


def test_a_level_that_attempts_stop_does_not_hold_up_the_next_pass() -> None:
    plan = levels(level("a", "1 hour"), level("b", "1 hour", attempts=1), repeat={"times": 1})
    found = state(plan, [event("attempt", "04 10:00")])
    assert reached(found) == [("a", 1, "03 15:00"), ("a", 2, "03 17:00"), ("b", 2, "04 10:00")]


PEOPLE = [
    Person(id="omar", title="Lead", roles=("lead",)),
    Person(id="lena", title="PM"),
    Person(id="sam", title="Deputy"),
]
HELD = [
    Assignment(
        role="pm", person="lena", ends_on=dt.date(2026, 9, 3),
        delegates=(Delegate(person="sam", starts_on=dt.date(2026, 9, 3)),),
    )
]  # fmt: skip


def test_roles_are_resolved_on_the_day_of_the_level() -> None:
    plan = levels({"id": "a", "after": "0 minutes", "notify": ["pm", "lead"]})
    (told,) = [one.told for one in state(plan, people=PEOPLE, assignments=HELD).reached]
    assert [(one.person, one.parties, one.stands_in_for) for one in told] == [
        ("lena", ("pm",), None), ("sam", ("pm",), "lena"), ("omar", ("lead",), None),
    ]  # fmt: skip


def test_a_role_that_nobody_holds_is_a_vacancy() -> None:
    plan = levels({"id": "a", "after": "1 day", "notify": ["pm", "omar"]})
    (told,) = [one.told for one in state(plan, people=PEOPLE, assignments=HELD).reached]
    assert [(one.person, one.parties) for one in told] == [("omar", ("omar",)), (None, ("pm",))]


def test_a_person_with_two_roles_is_told_once() -> None:
    plan = levels({"id": "a", "after": "0 minutes", "notify": ["lead", "omar"]})
    (told,) = state(plan, people=PEOPLE).reached[0].told
    assert (told.person, told.parties) == ("omar", ("lead", "omar"))


def test_many_at_once_are_each_by_itself() -> None:
    issues = [issue(), issue("04 09:00", id="second")]
    events = [event("acknowledged", "04 09:10", issue="second"), event("resolved", "03 14:30")]
    found = escalation_states(issues, events, THREE, OFFICE, at=moment("04 12:00"))
    assert found == tuple(
        escalation_state(one, events, THREE, OFFICE, at=moment("04 12:00")) for one in issues
    )


LADDER = policy(
    responses=[
        {"priority": n, "update": "2 working hours", "resolution": f"{n} working days"}
        for n in (1, 2, 3)
    ],
    levels=[
        level("a", "0 minutes"), level("b", "3 working hours", priorities=[1, 2]),
        level("c", anchor="resolution", before="2 working hours", unless="resolved"),
        level("d", "0 minutes", anchor="update"),
        level("e", "1 working day", anchor="opened", unless="resolved", attempts=1),
    ],
    repeat={"times": 2, "starting": "b"},
    acknowledgement_expires="4 working hours",
)  # fmt: skip


@given(histories(), minutes, st.randoms(use_true_random=False))
def test_law_the_order_of_the_input_does_not_matter(events, at, random) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    assert escalation_state(issue(), events, LADDER, OFFICE, at=at) == escalation_state(
        issue(), shuffled, LADDER, OFFICE, at=at
    )


@given(histories(), minutes, minutes)
def test_law_what_was_reached_stays_reached(events, a, b) -> None:
    first, last = sorted((a, b))
    before = escalation_state(issue(), events, LADDER, OFFICE, at=first)
    after = escalation_state(issue(), events, LADDER, OFFICE, at=last)
    assert [one for one in after.reached if one.at <= first] == list(before.reached)


@given(histories(), minutes)
def test_law_the_next_level_comes_when_it_was_foretold(events, at) -> None:
    """If nothing happens, the state at the instant that was foretold has the level."""
    known = [one for one in events if one.at <= at]
    now = escalation_state(issue(), known, LADDER, OFFICE, at=at)
    if now.next_at is not None:
        then = escalation_state(issue(), known, LADDER, OFFICE, at=now.next_at)
        assert now.next_at > at
        assert [
            (one.level, one.pass_number) for one in then.reached if one.at == now.next_at
        ].count((now.next_level, now.next_pass)) == 1
        assert [one for one in then.reached if one.at < now.next_at] == list(now.reached)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe"])
def test_law_many_at_once_are_as_one_by_one(zone) -> None:
    """Over clock changes and years, and with more instants than are kept."""
    hours = {day: ["09:00-17:00"] for day in DAYS}
    calendar = decode(WorkingCalendar, {"timezone": zone, "hours": hours})
    issues, events = [], []
    for n in range(150):
        at = dt.datetime(2025, 10, 1, tzinfo=dt.UTC) + n * dt.timedelta(days=3, hours=5, minutes=7)
        issues.append(evolve(ISSUE, id=f"issue-{n}", at=at))
        events += [
            IssueEvent(id=f"{kind}-{n}", issue=f"issue-{n}", by="lena", kind=kind,
                       party=party, at=at + dt.timedelta(hours=hour))
            for kind, party, hour in [("acknowledged", None, 1), ("waiting", "client", 3),
                                      ("resumed", None, 30), ("message", "client", 40)]
        ]  # fmt: skip
    at = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)
    found = escalation_states(issues, events, LADDER, calendar, at=at)
    alone = [escalation_state(one, events, LADDER, calendar, at=at) for one in issues]
    assert [encode(one) for one in found] == [encode(one) for one in alone]  # offsets and all
    opened = [one.clocks.first_response.started_at for one in found]
    assert opened == [one.at for one in issues]
    offsets = {one.utcoffset() for one in opened}
    assert len(offsets) == 2


def at_noon(year):
    return dt.datetime(year, 3, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize("years", [(1970, 9990), (9990, 2026, 1969), (2026, 4000)])
def test_many_at_once_may_lie_in_any_years(years) -> None:
    """However far apart: those that are to come count days of their own."""
    plan = policy(responses=[{"priority": 1, "resolution": "1 working day"}])
    issues = [evolve(ISSUE, id=f"of-{year}", at=at_noon(year)) for year in years]
    found = escalation_states(issues, [], plan, OFFICE, at=at_noon(2027))
    alone = [escalation_state(one, [], plan, OFFICE, at=at_noon(2027)) for one in issues]
    assert list(found) == alone


@pytest.mark.parametrize("term", ["999999 weeks", "999999 hours", "52 weeks"])
@pytest.mark.parametrize("side", ["after", "before"])
def test_what_leads_out_of_the_years_that_can_be_counted(term, side) -> None:
    plan = levels(
        {"id": "a", "anchor": "resolution", side: term},
        responses=[{"priority": 1, "resolution": "1 hour"}],
    )
    at = at_noon(9997 if side == "after" else 3)
    with pytest.raises(NoWorkingTimeError, match="looked until"):
        escalation_state(evolve(ISSUE, at=at), [], plan, OFFICE, at=at)


def test_entries_of_years_that_cannot_be_counted_are_refused() -> None:
    far = at_noon(2)
    with pytest.raises(InvalidArgumentError, match=r"issue is .* the years 3 to 9997"):
        state(THREE, issue=evolve(ISSUE, at=far))
    with pytest.raises(InvalidArgumentError, match=r"events is .* the years 3 to 9997"):
        state(THREE, [evolve(event("attempt", "03 14:00"), at=far)])
