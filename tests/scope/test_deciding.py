"""Decisions: made in time, in the role that was asked, and what waited for them."""

import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidArgumentError, decode, to_data
from clientkit.client import Assignment, Person, Role
from clientkit.scope import (
    Decision,
    DecisionMade,
    DecisionState,
    DecisionStatus,
    DecisionWait,
    HeldRights,
    KnownTimes,
    decision_states,
    decision_waits,
)
from clientkit.worktime import WorkingCalendar

BERLIN = "Europe/Berlin"
RIGHTS = HeldRights(
    [Role(id="sponsor", title="Sponsor"), Role(id="approver", title="Approver")],
    [
        Person(id="director", title="Director", roles=("sponsor", "approver")),
        Person(id="curator", title="Curator", roles=("approver",)),
    ],
    [Assignment(role="sponsor", person="deputy", starts_on=dt.date(2026, 4, 12))],
    timezone=BERLIN,
)
NEW_YORK = decode(
    WorkingCalendar, {"timezone": "America/New_York", "hours": {"mon": ["09:00-17:00"]}}
)


def asked(number: int = 0, **more: Any) -> Decision:
    base = {
        "id": f"q{number}",
        "text": "Which shop?",
        "role": "sponsor",
        "needed_by": "2026-04-10",
        "needed_for": ["site"],
        "by": "lena",
        "date": "2026-03-30",
    }
    data = base | more
    return decode(Decision, {key: value for key, value in data.items() if value is not None})


def made(number: int = 0, date: str = "2026-04-09", **more: Any) -> DecisionMade:
    base = {"id": f"a{number}", "decision": "q0", "by": "director"}
    return decode(DecisionMade, base | ({} if "at" in more else {"date": date}) | more)


def states(
    questions: list[Decision], answers: list[DecisionMade], at: str = "2026-05-01", **more: Any
) -> tuple[DecisionState, ...]:
    instant = dt.datetime.fromisoformat(at if "T" in at else f"{at}T12:00:00+02:00")
    times = KnownTimes(timezone=BERLIN, calendars=more.pop("calendars", {}))
    return decision_states(
        questions, answers, at=instant, timezone=BERLIN, times=times, **({"rights": RIGHTS} | more)
    )


def state(*args: Any, **more: Any) -> DecisionState:
    (found,) = states(*args, **more)
    return found


def waits(*args: Any, **more: Any) -> list[tuple[str, str]]:
    return [(str(one.starts_on), str(one.ends_on)) for one in decision_waits(states(*args, **more))]


class TestStatus:
    def test_an_answer_on_the_very_day_is_in_time(self):
        assert state([asked()], [], "2026-04-10T23:59:59.999999+02:00").status is (
            DecisionStatus.OPEN
        )
        assert state([asked()], [], "2026-04-11T00:00:00+02:00").status is DecisionStatus.OVERDUE

    def test_the_day_ends_in_the_zone_of_who_is_asked(self):
        calendars = {"sponsor": NEW_YORK}
        for at, status in (("05:59:59", "open"), ("06:00:00", "overdue")):
            found = state([asked()], [], f"2026-04-11T{at}+02:00", calendars=calendars)
            assert found.status.value == status

    def test_made_says_by_whom_in_which_role_and_what(self):
        answer = made(option="city", text="The city's", role="sponsor")
        found = state([asked(options=[{"id": "city", "text": "City"}])], [answer])
        assert (found.status, found.made, found.made_by, found.made_as, found.option) == (
            DecisionStatus.MADE, "a0", "director", "sponsor", "city",
        )  # fmt: skip
        assert (found.options, found.text, str(found.decided_on)) == (
            ("city",), "The city's", "2026-04-09",
        )  # fmt: skip

    def test_without_a_role_the_client_is_asked_and_anybody_may_answer(self):
        found = state([asked(role=None)], [made(by="stranger")])
        assert (found.party, found.status, found.made_as) == ("client", DecisionStatus.MADE, None)


class TestWhoDecides:
    """A decision by somebody without the role that was asked is not made."""

    @pytest.mark.parametrize(
        ("answer", "counts"),
        [
            ({"by": "director"}, True),
            ({"by": "director", "role": "sponsor"}, True),
            ({"by": "director", "role": "approver"}, False),
            ({"by": "curator"}, False),
            ({"by": "curator", "role": "sponsor"}, False),
            ({"by": "deputy", "date": "2026-04-11"}, False),
            ({"by": "deputy", "date": "2026-04-12"}, True),
        ],
    )
    def test_in_the_role_that_it_names_or_any_held_on_that_day(
        self, answer: dict[str, str], counts: bool
    ):
        found = state([asked()], [made(**answer)])
        assert found.status is (DecisionStatus.MADE if counts else DecisionStatus.OVERDUE)
        assert found.void == (() if counts else ("a0",))

    def test_without_rights_everybody_counts(self):
        found = state([asked()], [made(by="curator")], rights=None)
        assert (found.status, found.void) == (DecisionStatus.MADE, ())

    def test_the_latest_holds_and_the_first_ended_the_waiting(self):
        answers = [made(0, "2026-04-14", text="Blue"), made(1, "2026-04-20", text="Red")]
        found = state([asked()], answers)
        assert (found.made, found.text, str(found.decided_on)) == ("a1", "Red", "2026-04-14")


class TestWaits:
    @pytest.mark.parametrize(
        ("answered", "expected"),
        [
            ("2026-04-10", []),
            ("2026-04-11", [("2026-04-11", "2026-04-11")]),
            ("2026-04-14", [("2026-04-11", "2026-04-14")]),
        ],
    )
    def test_from_the_day_after_to_the_day_of_the_decision(
        self, answered: str, expected: list[tuple[str, str]]
    ):
        assert waits([asked()], [made(date=answered)]) == expected

    def test_it_goes_on_while_nobody_has_decided(self):
        assert waits([asked()], [], "2026-04-10T23:59:59+02:00") == []
        assert waits([asked()], [], "2026-04-11T00:00:00+02:00") == [("2026-04-11", "None")]

    def test_nobody_waits_for_what_was_not_asked_yet(self):
        late = asked(date="2026-04-15")
        assert waits([late], [], "2026-04-20") == [("2026-04-16", "None")]
        assert waits([late], [made(date="2026-04-15")], "2026-04-20") == []

    def test_who_waits_for_whom_and_with_what(self):
        (wait,) = decision_waits(states([asked()], []))
        assert wait == DecisionWait(
            decision="q0", party="sponsor", starts_on=dt.date(2026, 4, 11), affects=("site",)
        )

    def test_without_a_needed_day_nothing_waits(self):
        assert waits([asked(needed_by=None)], []) == []
        assert state([asked(needed_by=None)], []).status is DecisionStatus.OPEN

    def test_the_last_day_of_the_calendar_has_no_day_after(self):
        assert waits([asked(needed_by="9999-12-31")], []) == []


def test_an_answer_to_a_question_that_was_corrected_answers_it():
    pair = [asked(0), asked(1, text="Which?", corrects="q0")]
    assert state(pair, [made()]).decision == "q1"
    assert state(pair, [made()]).status is DecisionStatus.MADE
    assert state(pair[1:], [made()], replaced={"q0": "q1"}).status is DecisionStatus.MADE


def test_an_instant_without_offset_is_refused():
    with pytest.raises(InvalidArgumentError, match="expected an instant with its offset"):
        states([], [], "2026-06-01T12:00:00")


DAYS = st.integers(1, 28).map("2026-04-{:02}".format)
QUESTIONS = st.lists(
    st.builds(
        lambda date, needed, role: {"date": date, "needed_by": needed, "role": role},
        DAYS,
        st.none() | DAYS,
        st.sampled_from([None, "sponsor", "approver"]),
    ),
    max_size=3,
).map(lambda given_: [asked(n, **one) for n, one in enumerate(given_)])
ANSWER = st.builds(
    lambda n, date, by: {"decision": f"q{n}", "date": date, "by": by},
    st.integers(0, 2),
    DAYS,
    st.sampled_from(["director", "curator", "deputy"]),
)
ANSWERS = st.lists(ANSWER, max_size=4).map(
    lambda given_: [made(n, **one) for n, one in enumerate(given_)]
)


@given(QUESTIONS, ANSWERS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(questions, answers, day, shuffler: random.Random):
    mixed, mixed_answers = list(questions), list(answers)
    shuffler.shuffle(mixed)
    shuffler.shuffle(mixed_answers)
    found = states(questions, answers, day)
    assert states(mixed, mixed_answers, day) == found
    for one in (*found, *decision_waits(found)):
        assert decode(type(one), to_data(one)) == one


def days(found: tuple[DecisionWait, ...], today: str) -> dict[str, int]:
    end = dt.date.fromisoformat(today)
    return {one.decision: ((one.ends_on or end) - one.starts_on).days for one in found}


@given(QUESTIONS, ANSWERS, ANSWER, DAYS)
def test_one_more_answer_never_makes_the_waiting_longer(questions, answers, new, day):
    before = days(decision_waits(states(questions, answers, day)), day)
    after = days(decision_waits(states(questions, [*answers, made(99, **new)], day)), day)
    assert after.keys() <= before.keys()
    assert all(after[name] <= before[name] for name in after)


@given(QUESTIONS, ANSWERS, DAYS)
def test_every_overdue_decision_waits_and_nothing_that_is_open_does(questions, answers, day):
    found = states(questions, answers, day)
    endless = {one.decision for one in decision_waits(found) if one.ends_on is None}
    overdue = {one.decision for one in found if one.status is DecisionStatus.OVERDUE}
    assert endless == overdue
