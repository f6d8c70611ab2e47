from itertools import permutations
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidArgumentError, decode, encode, evolve
from clientkit.client.corrections import current_ids
from clientkit.scope import (
    CHANGE_ORDER_TRANSITIONS,
    ChangeControl,
    ChangeOrderEventKind,
    ChangeOrderState,
    ChangeOrderStatus,
    StepVerdict,
    change_order_status,
    change_order_statuses,
    impossible_steps,
)

from .changing import CONTROL, RIGHTS, TIMES, ZONE, agreement, at, event, order

State, Kind = ChangeOrderState, ChangeOrderEventKind
ANYBODY = ChangeControl()


def status(*events: Any, when: str = "2026-06-01", **more: Any) -> ChangeOrderStatus:
    control = more.pop("control", CONTROL)
    one = more.pop("order", order())
    return change_order_status(
        one, events, control, at=at(when), timezone=ZONE, **{"times": TIMES} | more
    )


def state(*events: Any, when: str = "2026-06-01", **more: Any) -> str:
    return status(*events, when=when, **more).state.value


class TestTable:
    PATHS: ClassVar[dict[State, tuple[str, ...]]] = {
        State.DRAFT: (),
        State.SUBMITTED: ("submitted",),
        State.OFFERED: ("offered",),
        State.APPROVED: ("offered", "approved"),
        State.DECLINED: ("offered", "declined"),
        State.WITHDRAWN: ("withdrawn",),
        State.EXPIRED: ("offered", "expired"),
        State.APPLIED: ("offered", "approved", "applied"),
    }

    @pytest.mark.parametrize("kind", list(Kind), ids=lambda one: one.value)
    @pytest.mark.parametrize("before", list(State), ids=lambda one: one.value)
    def test_every_event_in_every_state_leads_where_the_table_says(self, before: State, kind: Kind):
        path = [event(one, f"2026-03-{day:02}") for day, one in enumerate(self.PATHS[before], 2)]
        found = status(*path, event(kind.value, "2026-03-20"), control=ANYBODY)
        assert [step.after for step in found.steps[:-1]][-1:] == ([before] if path else [])
        after = CHANGE_ORDER_TRANSITIONS[before].get(kind)
        last = found.steps[-1]
        assert (last.before, last.verdict) == (
            before,
            StepVerdict.IMPOSSIBLE if after is None else StepVerdict.TAKEN,
        )
        assert found.state is (before if after is None else after)

    def test_nothing_follows_what_is_applied_and_everything_else_goes_on(self):
        assert [one for one in State if not CHANGE_ORDER_TRANSITIONS[one]] == [State.APPLIED]

    def test_an_impossible_step_says_what_would_have_been_possible(self):
        found = status(event("approved", "2026-03-02"))
        assert found.steps[0].why == "it is draft; expected submitted, offered or withdrawn"
        ended = status(*(event(one, f"2026-03-0{day}") for day, one in
                         enumerate(("offered", "approved", "applied", "offered"), 2)),
                       control=ANYBODY)  # fmt: skip
        assert ended.steps[-1].why == "it is applied; nothing can follow"


class TestOffers:
    OFFERED = event("offered", "2026-03-02T10:00+01:00")

    def test_an_offer_stands_up_to_its_last_instant(self):
        assert state(self.OFFERED, when="2026-03-16T10:00+01:00") == "offered"
        gone = status(self.OFFERED, when="2026-03-16T10:00:00.000001+01:00")
        assert (gone.state, gone.is_settled) == (State.EXPIRED, False)
        assert (str(gone.since), gone.offer_ends_at) == ("2026-03-16", at("2026-03-16T09:00+00:00"))

    def test_an_offer_of_a_day_stands_to_the_end_of_a_day(self):
        offered = event("offered", "2026-03-02")
        found = status(offered, when="2026-03-16T23:59:59.999999+01:00")
        assert (found.state, str(found.offer_ends_on)) == (State.OFFERED, "2026-03-16")
        assert found.offer_ends_at is None
        assert state(offered, when="2026-03-17T00:00+01:00") == "expired"

    def test_working_days_count_in_the_clients_calendar(self):
        control = evolve(CONTROL, offer_valid=decode_term("2 working days"))
        found = status(event("offered", "2026-03-05"), when="2026-03-06", control=control)
        assert str(found.offer_ends_on) == "2026-03-10"  # Friday to Sunday are no working days

    def test_an_end_that_nobody_can_tell_is_said_and_ends_nothing(self):
        control = evolve(CONTROL, offer_valid=decode_term("2 working days"))
        found = status(self.OFFERED, control=control, times=None)
        assert found.state is State.OFFERED
        assert (
            found.end_unknown == "it counts in working time, and no calendar of 'client' is known"
        )

    def test_without_a_term_an_offer_never_ends(self):
        assert state(self.OFFERED, when="2099-01-01", control=ANYBODY) == "offered"

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            ("2026-03-16T10:00+01:00", "approved"),
            ("2026-03-16T10:00:01+01:00", "expired"),
            ("2026-03-16", "approved"),  # only the day is known
            ("2026-03-17", "expired"),
        ],
    )
    def test_an_answer_in_time_counts_and_a_late_one_is_impossible(self, when: str, expected: str):
        found = status(self.OFFERED, event("approved", when, role="sponsor"))
        assert found.state.value == expected
        late = found.steps[-1]
        assert (late.verdict is StepVerdict.IMPOSSIBLE) == (expected == "expired")
        if expected == "expired":
            assert late.why == (
                "it is expired; expected submitted, offered, declined, withdrawn or expired"
            )

    def test_an_offer_binds_until_its_end(self):
        early = status(self.OFFERED, event("expired", "2026-03-15"), when="2026-03-15T22:59+00:00")
        assert early.state is State.OFFERED
        early = status(self.OFFERED, event("expired", "2026-03-15"), when="2026-03-16")
        assert early.steps[-1].why == ("the offer stands until 2026-03-16; expected it to end then")
        assert state(self.OFFERED, event("expired", "2026-03-17")) == "expired"

    def test_an_expiry_on_record_settles_it_and_one_by_the_calendar_does_not(self):
        assert not status(self.OFFERED).is_settled
        assert status(self.OFFERED, event("expired", "2026-03-20")).is_settled
        assert status(self.OFFERED, event("declined", "2026-03-20", role="sponsor")).is_settled

    def test_an_offer_that_was_partly_refused_and_ran_out_is_still_to_be_dealt_with(self):
        no = event("declined", "2026-03-03", role="sponsor")
        found = status(self.OFFERED, no)
        assert (found.state, found.is_settled) == (State.EXPIRED, False)
        assert found.declined_by == ("sponsor",)

    def test_a_new_offer_opens_the_question_anew(self):
        no = event("declined", "2026-03-03", role="sponsor")
        also_no = event("declined", "2026-03-04", role="approver")
        again = event("offered", "2026-03-09")
        assert state(self.OFFERED, no, also_no) == "declined"
        found = status(self.OFFERED, no, also_no, again, when="2026-03-10")
        assert (found.state, found.declined_by, found.offer) == (State.OFFERED, (), again.id)
        assert (str(found.since), found.waits_for) == ("2026-03-09", ("sponsor", "approver"))
        yes = event("approved", "2026-03-10", role="approver")
        assert state(self.OFFERED, no, again, yes) == "approved"


def decode_term(text: str) -> Any:
    return decode(ChangeControl, {"offer_valid": text}).offer_valid


class TestAnswers:
    OFFERED = event("offered", "2026-03-02")

    def test_all_must_approve_where_no_quorum_is_agreed(self):
        control = evolve(CONTROL, quorum=None)
        one = event("approved", "2026-03-03", role="sponsor")
        other = event("approved", "2026-03-04", role="approver")
        found = status(self.OFFERED, one, control=control, when="2026-03-10")
        assert (found.state, found.required) == (State.OFFERED, 2)
        assert (found.approved_by, found.waits_for) == (("sponsor",), ("approver",))
        found = status(self.OFFERED, one, other, control=control)
        assert (found.state, str(found.since)) == (State.APPROVED, "2026-03-04")

    def test_refusals_decide_once_too_few_are_left(self):
        control = decode(
            ChangeControl, {"approved_by": ["a", "b", "c"], "quorum": 2, "offer_valid": "2 weeks"}
        )
        noes = [event("declined", "2026-03-03", role=role, id=role) for role in ("a", "b")]
        assert state(self.OFFERED, noes[0], control=control, when="2026-03-05") == "offered"
        assert state(self.OFFERED, *noes, control=control) == "declined"

    def test_the_latest_word_of_a_role_counts(self):
        yes = event("approved", "2026-03-03", role="sponsor")
        no = event("declined", "2026-03-04", role="sponsor")
        control = evolve(CONTROL, quorum=None)
        found = status(self.OFFERED, yes, no, control=control)
        assert (found.state, found.approved_by) == (State.DECLINED, ())

    def test_an_answer_after_the_matter_is_settled_changes_nothing(self):
        yes = event("approved", "2026-03-03", role="sponsor")
        no = event("declined", "2026-03-04", role="approver")
        found = status(self.OFFERED, yes, no)
        assert (found.state, found.steps[-1].verdict) == (State.APPROVED, StepVerdict.TAKEN)

    def test_an_answer_of_somebody_who_is_not_asked_does_not_count(self):
        yes = event("approved", "2026-03-03", role="content", by="editor")
        for rights in (None, RIGHTS):
            step = status(self.OFFERED, yes, when="2026-03-05", rights=rights).steps[-1]
            assert (step.verdict, step.after) == (StepVerdict.NOT_COUNTED, State.OFFERED)
        assert state(self.OFFERED, event("approved", "2026-03-03"), when="2026-03-05") == "offered"

    @pytest.mark.parametrize(
        ("price", "expected"),
        [("5000 EUR", "approved"), ("5000.01 EUR", "offered"), ("9000 USD", "approved"),
         ("-9000 EUR", "approved")],
    )  # fmt: skip
    def test_the_limit_of_a_role_is_within_it(self, price: str, expected: str):
        yes = event("approved", "2026-03-03", role="sponsor")
        found = status(
            self.OFFERED, yes, order=order(price=price), rights=RIGHTS, when="2026-03-05"
        )
        assert found.state.value == expected
        if expected == "offered":
            assert found.steps[-1].why == (
                "the price of 5000.01 EUR is above the limit of 5000.00 EUR"
            )

    def test_one_person_answers_for_all_roles_held_unless_one_is_named(self):
        control = evolve(CONTROL, quorum=None)
        yes = event("approved", "2026-03-03", by="both")
        assert state(self.OFFERED, yes, control=control, rights=RIGHTS) == "approved"
        as_one = evolve(yes, role="approver")
        assert (
            state(self.OFFERED, as_one, control=control, rights=RIGHTS, when="2026-03-05")
            == "offered"
        )

    def test_where_no_role_is_agreed_anybody_with_the_right_decides(self):
        yes, no = (event(kind, "2026-03-03", by="editor") for kind in ("approved", "declined"))
        for one in (yes, no):
            found = status(self.OFFERED, one, control=ANYBODY, rights=RIGHTS)
            assert found.state is State.OFFERED
            assert found.steps[-1].why == "it takes the right 'approve_change'"
            found = status(self.OFFERED, evolve(one, by="curator"), control=ANYBODY, rights=RIGHTS)
            assert found.state.value == one.kind.value
            found = status(self.OFFERED, one, control=None)
            assert found.state.value == one.kind.value


class TestEntries:
    def test_what_is_not_known_yet_does_not_count(self):
        found = event("offered", "2026-03-02T10:00+01:00")
        assert state(found, when="2026-03-02T09:59:59+01:00") == "draft"
        assert state(found, when="2026-03-02T10:00+01:00") == "offered"

    def test_a_day_counts_from_its_end_in_the_records_zone(self):
        offered = event("offered", "2026-03-02")
        assert state(offered, when="2026-03-02T23:59:59+01:00") == "draft"
        assert state(offered, when="2026-03-03T00:00:00+01:00") == "offered"

    def test_corrected_events_are_read_as_corrected(self):
        offered = event("offered", "2026-03-02")
        slip = event("declined", "2026-03-03", role="sponsor")
        right = event("approved", "2026-03-04", role="sponsor", corrects=slip.id)
        found = status(offered, slip, right)
        assert (found.state, len(found.steps)) == (State.APPROVED, 2)
        assert status(offered, slip, right, when="2026-03-04").declined_by == ("sponsor",)

    def test_events_of_other_orders_are_passed_over(self):
        assert state(event("offered", "2026-03-02", "other")) == "draft"
        replaced = {"other": "co"}
        assert (
            state(event("offered", "2026-03-02", "other"), replaced=replaced, when="2026-03-09")
            == "offered"
        )

    def test_events_of_the_entry_that_an_order_corrects_are_its_own(self):
        one = order("co-2", corrects="co")
        assert state(event("offered", "2026-03-02"), order=one, when="2026-03-09") == "offered"

    def test_of_an_order_that_was_corrected_twice_the_ids_lead_to_the_last(self):
        orders = [order(), order("co-2", corrects="co"), order("co-3", corrects="co-2")]
        offered, last = event("offered", "2026-03-02"), orders[-1]
        assert state(offered, order=last, when="2026-03-09") == "draft"
        ids = current_ids(orders)
        assert state(offered, order=last, replaced=ids, when="2026-03-09") == "offered"

    def test_an_instant_without_an_offset_is_refused(self):
        naive = at("2026-03-01").replace(tzinfo=None)
        with pytest.raises(InvalidArgumentError) as caught:
            change_order_status(order(), [], None, at=naive, timezone=ZONE)
        assert caught.value.where == "at"

    def test_a_status_can_be_written_and_read(self):
        found = status(event("offered", "2026-03-02"), event("withdrawn", "2026-03-03"))
        assert decode(ChangeOrderStatus, encode(found)) == found
        assert found.text == (
            "co: withdrawn since 2026-03-03\n"
            "  2026-03-02 offered: draft -> offered\n"
            "  2026-03-03 withdrawn: offered -> withdrawn"
        )


class TestSeveralOrders:
    def test_each_is_judged_by_the_version_that_it_changes(self):
        history = [
            agreement(),
            agreement(version=2, base=1, change_control={"approved_by": ["approver"]}),
        ]
        orders = [order("one"), order("two", base=2), order("three", base=9)]
        events = [
            one
            for name in ("one", "two", "three")
            for one in (
                event("offered", "2026-03-02", name),
                event("approved", "2026-03-03", name, role="approver"),
            )
        ]
        found = change_order_statuses(orders, events, history, at=at("2026-03-09"), timezone=ZONE)
        assert {one.change_order: one.state.value for one in found} == {
            "one": "offered", "two": "approved", "three": "approved",
        }  # fmt: skip

    def test_orders_that_are_not_there_yet_are_left_out(self):
        orders = [order("one", date="2026-03-05"), order("two", date="2026-03-01")]
        found = change_order_statuses(orders, [], [], at=at("2026-03-03"), timezone=ZONE)
        assert [one.change_order for one in found] == ["two"]

    def test_impossible_steps_are_those_of_all_orders_at_any_time(self):
        orders = [order("one"), order("two")]
        events = [
            event("applied", "2099-03-03", "one"),
            event("offered", "2026-03-03", "two"),
            event("withdrawn", "2026-03-04", "two"),
            event("approved", "2026-03-05", "two"),
        ]
        found = impossible_steps(orders, events, [], timezone=ZONE)
        assert [(one.change_order, one.kind.value, one.before.value) for one in found] == [
            ("one", "applied", "draft"), ("two", "approved", "withdrawn"),
        ]  # fmt: skip


KINDS = st.sampled_from([kind.value for kind in Kind])
EVENTS = st.lists(
    st.tuples(
        KINDS,
        st.integers(2, 28),
        st.sampled_from(["sponsor", "approver", "content", None]),
        st.booleans(),
    ),
    max_size=7,
)


@given(EVENTS, st.randoms(use_true_random=False), st.integers(1, 31))
def test_the_status_does_not_depend_on_the_order_of_the_events(drawn: Any, chance: Any, day: int):
    events = [
        event(
            kind,
            f"2026-03-{number:02}" + ("T09:00+01:00" if has_time else ""),
            id=f"e{index}",
            role=role,
        )
        for index, (kind, number, role, has_time) in enumerate(drawn)
    ]
    shuffled = list(events)
    chance.shuffle(shuffled)
    when = f"2026-03-{day:02}"
    assert status(*shuffled, when=when) == status(*events, when=when)


@given(EVENTS, st.integers(1, 31), st.integers(0, 30))
def test_what_happens_later_changes_no_earlier_status(drawn: Any, day: int, later: int):
    events = [
        event(kind, f"2026-03-{number:02}", id=f"e{index}", role=role)
        for index, (kind, number, role, _) in enumerate(drawn)
    ]
    known = [one for one in events if one.date is not None and one.date.day < day]
    when = f"2026-03-{day:02}"
    assert status(*events, when=when) == status(*known, when=when)


def test_events_of_one_instant_are_read_in_the_order_of_a_life():
    day = [event(kind, "2026-03-02", role="sponsor")
           for kind in ("submitted", "offered", "approved", "applied")]  # fmt: skip
    assert {state(*some) for some in permutations(day)} == {"applied"}
