"""What a record says of itself, and of the agreement that it is of."""

from typing import Any

import pytest

from clientkit import check_record
from clientkit.plan.model import ClientPlan
from clientkit.plan.rules import unknown_version_on_record
from clientkit.plan.rules_of_ids import Documents
from clientkit.plan.rules_of_records import (
    before_agreement,
    reopened_while_open,
    resolved_again,
    resumed_without_wait,
    role_not_held,
    waiting_while_resolved,
)

from .making import PEOPLE, plan_of, record_of

Event = tuple[str, str]


class TestBeforeAgreement:
    def found(self, plan: ClientPlan, *days: str, **fields: Any) -> list[tuple[str, ...]]:
        deliveries = [
            {"deliverable": "x", ("at" if "T" in day else "date"): day} | fields for day in days
        ]
        documents = Documents(plan=plan, record=record_of(deliveries=deliveries))
        return [
            (one.path, one.message, *(place.path for place in one.related))
            for one in before_agreement(documents)
        ]

    def test_the_day_itself_and_the_day_before(self) -> None:
        plan = plan_of({"sign_offs": [], "effective": "2026-02-02"})
        assert self.found(plan, "2026-02-02") == []
        assert self.found(plan, "2026-02-01") == [
            (
                "/deliveries/0/date",
                (
                    "'deliveries-0' is of 2026-02-01, before the agreement of 2026-02-02; "
                    "expected that day or later"
                ),
            )
        ]

    def test_an_instant_counts_in_the_zone_of_the_record(self) -> None:
        plan = plan_of({"sign_offs": [], "effective": "2026-02-02"})
        assert self.found(plan, "2026-02-01T23:00:00+00:00") == []
        assert self.found(plan, "2026-02-01T22:59:59+00:00")[0][0] == "/deliveries/0/at"

    def test_all_are_one_finding(self) -> None:
        plan = plan_of({"sign_offs": [], "effective": "2026-02-02"})
        ((_, message, *more),) = self.found(plan, "2026-01-02", "2026-02-03", "2026-01-03")
        assert "of 2026-02-02, and so are 1 more;" in message
        assert more == ["/deliveries/2/date"]

    @pytest.mark.parametrize(
        ("scope", "begins"),
        [
            ({}, "2026-01-01"),  # signed
            ({"effective": "2026-02-02"}, "2026-01-01"),
            ({"effective": "2025-12-01"}, "2025-12-01"),
            ({"period": {"starts": "2025-11-01"}}, "2025-11-01"),
            (
                {
                    "effective": "on kickoff",
                    "milestones": [{"id": "kickoff", "title": "K", "due": "2025-10-01"}],
                },
                "2025-10-01",
            ),
            ({"sign_offs": [{"person": "director", "side": "client",
                             "at": "2025-12-31T23:00:00+00:00"}]}, "2026-01-01"),
        ],
    )  # fmt: skip
    def test_it_begins_on_the_earliest_day(self, scope: dict[str, Any], begins: str) -> None:
        year, month, day = map(int, begins.split("-"))
        before = f"{year}-{month:02}-{day - 1:02}" if day > 1 else f"{year}-{month - 1:02}-01"
        before = before if month > 1 or day > 1 else f"{year - 1}-12-31"
        assert self.found(plan_of(scope), begins) == []
        assert self.found(plan_of(scope), before) != []

    @pytest.mark.parametrize(
        "scope",
        [
            {"sign_offs": []},
            {"effective": "on kickoff", "milestones": [{"id": "kickoff", "title": "K"}]},
            {"version": 2, "base": 1},
        ],
    )
    def test_a_beginning_that_nobody_can_tell(self, scope: dict[str, Any]) -> None:
        assert self.found(plan_of(scope), "1999-01-01") == []

    def test_the_first_version_counts(self) -> None:
        first = {"id": "web", "title": "Web", "version": 1, "effective": "2025-02-02"}
        later = {"version": 2, "base": 1, "effective": "2026-02-02", "sign_offs": []}
        plan = plan_of(later, history={"scope": [first]})
        assert self.found(plan, "2025-02-02") == []
        assert self.found(plan, "2025-02-01") != []

    def test_what_was_corrected_and_what_an_agreement_does_not_make(self) -> None:
        plan = plan_of()
        record = record_of(
            deliveries=[
                {"deliverable": "x", "date": "2025-04-24"},
                {"deliverable": "x", "date": "2026-04-24", "corrects": "deliveries-0"},
            ],
            symptoms=[{"text": "T", "date": "2025-04-24"}],
        )
        assert list(before_agreement(Documents(plan=plan, record=record))) == []

    def test_the_record_of_another_plan(self) -> None:
        plan = plan_of(id="other")
        assert self.found(plan, "1999-01-01") == []


def events(rule: Any, *given: Event, **more: Any) -> list[str]:
    """The ids of the events that a rule finds fault with; a day, or an hour of the 3rd."""
    named = [
        {"id": f"{kind[:3]}{index}", "issue": "down", "kind": kind}
        | ({"at": f"2026-09-03T{when}:00+02:00"} if ":" in when else {"date": f"2026-09-{when}"})
        for index, (kind, when) in enumerate(given)
    ]
    issue = {"id": "down", "title": "T", "impact": "high", "urgency": "high", "date": "2026-09-01"}
    record = record_of(issues=[issue], issue_events=[one | more for one in named])
    return [
        record.issue_events[int(one.path.split("/")[2])].id
        for one in rule(Documents(record=record))
    ]


class TestResolvedAgain:
    @pytest.mark.parametrize(
        ("given", "again", "open_"),
        [
            ([("resolved", "10:00")], [], []),
            ([("resolved", "10:00"), ("resolved", "10:01")], ["res1"], []),
            ([("resolved", "10:00"), ("reopened", "10:01"), ("resolved", "10:02")], [], []),
            ([("resolved", "10:02"), ("reopened", "10:01"), ("resolved", "10:00")], [], []),
            ([("reopened", "10:00")], [], ["reo0"]),
            ([("reopened", "10:00"), ("resolved", "10:01")], [], ["reo0"]),
            ([("resolved", "10:00"), ("reopened", "11:00"), ("reopened", "12:00")], [], ["reo2"]),
            ([("resolved", "10:00"), ("message", "11:00"), ("resolved", "12:00")], ["res2"], []),
            # of a day alone nobody knows the order
            ([("resolved", "03"), ("reopened", "10:00"), ("resolved", "11:00")], [], []),
            ([("resolved", "10:00"), ("reopened", "03"), ("resolved", "04")], [], []),
            ([("resolved", "02"), ("reopened", "03"), ("resolved", "10:00")], [], []),
            ([("resolved", "02"), ("resolved", "03")], ["res1"], []),
            ([("resolved", "02"), ("reopened", "03"), ("reopened", "03")], [], ["reo2"]),
            ([("resolved", "02"), ("resolved", "03"), ("reopened", "04")], ["res1"], []),
            ([("resolved", "03"), ("reopened", "03")], [], []),
            ([("resolved", "02"), ("resolved", "03"), ("reopened", "03")], [], []),
        ],
    )
    def test_they_take_turns(self, given: list[Event], again: list[str], open_: list[str]) -> None:
        kinds = {"message": {"party": "client"}}
        more: dict[str, Any] = next((kinds[kind] for kind, _ in given if kind in kinds), {})
        assert events(resolved_again, *given, **more) == again
        assert events(reopened_while_open, *given, **more) == open_

    def test_other_issues_and_corrections(self) -> None:
        issue = {"title": "T", "impact": "high", "urgency": "high", "date": "2026-09-01"}
        done = {"kind": "resolved", "date": "2026-09-03"}
        record = record_of(
            issues=[issue, issue, issue | {"corrects": "issues-0", "date": "2026-09-02"}],
            issue_events=[
                done | {"issue": "issues-0"},
                done | {"issue": "issues-1"},
                done | {"issue": "issues-1", "corrects": "issue_events-1", "date": "2026-09-04"},
                done | {"issue": "issues-2", "date": "2026-09-05"},
            ],
        )
        (finding,) = resolved_again(Documents(record=record))
        assert finding.path == "/issue_events/3/kind"
        assert finding.message == (
            "'issue_events-3' says that 'issues-2' was resolved, as it was already; "
            "expected that it was reopened before"
        )

    def test_very_many_events_of_one_issue(self) -> None:
        given = [("resolved", "03"), ("reopened", "03")] * 3000
        assert events(resolved_again, *given) == []


class TestEventsWithoutEffect:
    @pytest.mark.parametrize(
        ("given", "resumed", "waiting"),
        [
            ([("waiting", "10:00"), ("resumed", "11:00")], [], []),
            ([("resumed", "11:00"), ("waiting", "10:00")], [], []),
            ([("resumed", "10:00")], ["res0"], []),
            ([("waiting", "10:00"), ("resumed", "11:00"), ("resumed", "12:00")], ["res2"], []),
            ([("waiting", "10:00"), ("waiting", "11:00"), ("resumed", "12:00")], [], []),
            ([("resolved", "10:00"), ("waiting", "11:00")], [], ["wai1"]),
            ([("resolved", "10:00"), ("reopened", "11:00"), ("waiting", "12:00")], [], []),
            ([("waiting", "10:00"), ("resolved", "11:00"), ("resumed", "12:00")], ["res2"], []),
            # a resolution ends a wait, and a reopening does not bring it back
            (
                [
                    ("waiting", "10:00"), ("resolved", "11:00"), ("reopened", "12:00"),
                    ("resumed", "13:00"),
                ],
                ["res3"], [],
            ),
            # of one instant, or one day, as one after the other is possible
            ([("resumed", "10:00"), ("waiting", "10:00")], [], []),
            ([("waiting", "03"), ("resumed", "03")], [], []),
            ([("waiting", "02"), ("resumed", "10:00")], [], []),
            # a day only is its end, as the clocks take it
            ([("waiting", "03"), ("resumed", "10:00")], ["res1"], []),
        ],
    )  # fmt: skip
    def test_what_changes_nothing(
        self, given: list[Event], resumed: list[str], waiting: list[str]
    ) -> None:
        assert events(resumed_without_wait, *given, party="client") == resumed
        assert events(waiting_while_resolved, *given, party="client") == waiting

    def test_each_issue_by_itself(self) -> None:
        issue = {"title": "T", "impact": "high", "urgency": "high", "date": "2026-09-01"}
        record = record_of(
            issues=[issue, issue],
            issue_events=[
                {"issue": "issues-0", "kind": "waiting", "party": "client", "date": "2026-09-02"},
                {"issue": "issues-1", "kind": "resumed", "date": "2026-09-03"},
            ],
        )
        (finding,) = resumed_without_wait(Documents(record=record))
        assert (finding.path, finding.message) == (
            "/issue_events/1/kind",
            (
                "'issue_events-1' says that 'issues-1' waits no more, but it did not wait; "
                "expected that it waited before"
            ),
        )


def test_an_issue_is_rebased_to_a_version_that_the_plan_holds() -> None:
    plan = plan_of(escalation={"version": 2}, history={"escalation": [{"version": 1}]})

    def found(version: int | None, plan: ClientPlan = plan) -> list[str]:
        rebased = {"issue": "x", "kind": "rebased", "date": "2026-09-03", "policy_version": version}
        record = record_of(issue_events=[rebased])
        documents = Documents(plan=plan, record=record)
        return [f"{one.path} {one.message}" for one in unknown_version_on_record(documents)]

    assert found(None) == found(1) == found(2) == found(9, plan_of()) == []
    place = "/issue_events/0/policy_version issue_events[0].policy_version"
    assert found(9) == [f"{place} is 9, which the plan does not hold; expected 1 or 2"]


class TestEventsBeforeTheirThing:
    """An event of an issue or a change order before the thing itself is out of order."""

    @pytest.mark.parametrize(("day", "is_early"), [("2026-03-15", True), ("2026-03-16", False)])
    def test_of_a_change_order_and_an_issue(self, day: str, is_early: bool) -> None:
        record = {
            "clientkit": "1",
            "plan": "web",
            "timezone": "Europe/Berlin",
            "change_orders": [
                {"id": "video", "title": "V", "origin": "client_request", "base": 1,
                 "date": "2026-03-16", "by": "pm"}
            ],
            "change_order_events": [
                {"id": "e1", "change_order": "video", "kind": "submitted", "date": day, "by": "pm"}
            ],
            "issues": [
                {"id": "down", "title": "T", "impact": "high", "urgency": "high",
                 "date": "2026-03-16", "by": "pm"}
            ],
            "issue_events": [
                {"id": "e2", "issue": "down", "kind": "acknowledged", "date": day, "by": "pm"}
            ],
        }  # fmt: skip
        paths = [one.path for one in check_record(record) if one.code == "record.out-of-order"]
        expected = ["/change_order_events/0/change_order", "/issue_events/0/issue"]
        assert sorted(paths) == (expected if is_early else [])


class TestRoleNotHeld:
    def found(self, plan: ClientPlan | None = None, **lists: Any) -> list[tuple[str, str]]:
        documents = Documents(plan=plan or plan_of(), record=record_of(**lists))
        return [(one.path, one.message) for one in role_not_held(documents)]

    def event(self, **fields: Any) -> list[dict[str, Any]]:
        return [{"change_order": "video", "kind": "declined", "date": "2026-03-24"} | fields]

    def test_an_event_of_a_change_order(self) -> None:
        assert self.found(change_order_events=self.event(by="curator", role="approver")) == []
        assert self.found(change_order_events=self.event(by="curator")) == []
        assert self.found(change_order_events=self.event(by="editor", role="approver")) == [
            (
                "/change_order_events/0/role",
                (
                    "'change_order_events-0' is by 'editor' as 'approver', a role that they did "
                    "not hold on 2026-03-24; expected somebody who did"
                ),
            )
        ]

    @pytest.mark.parametrize(
        ("held", "is_held"),
        [
            ({}, True),
            ({"starts_on": "2026-03-24"}, True),
            ({"starts_on": "2026-03-25"}, False),
            ({"ends_on": "2026-03-24"}, True),
            ({"ends_on": "2026-03-23"}, False),
        ],
    )
    def test_it_must_be_held_on_that_day(self, held: dict[str, Any], is_held: bool) -> None:
        people = [one | {"roles": []} for one in PEOPLE]
        for who in (
            {"person": "editor"} | held,
            {"person": "curator", "delegates": [{"person": "editor"} | held]},
        ):
            plan = plan_of(people=people, assignments=[{"role": "approver"} | who])
            lists = {"change_order_events": self.event(by="editor", role="approver")}
            assert (self.found(plan, **lists) == []) is is_held

    def test_a_decision_in_a_role_that_was_not_asked(self) -> None:
        asked = {"text": "Which?", "date": "2026-03-01"}
        made = {"decision": "decisions-0", "date": "2026-03-24", "by": "editor", "role": "approver"}
        assert len(self.found(decisions=[asked], decisions_made=[made])) == 1
        # here it is said as a decision without authority
        asked["role"] = "approver"
        assert self.found(decisions=[asked], decisions_made=[made]) == []

    def test_an_acceptance_without_authority_is_not_said_again(self) -> None:
        scope = {"deliverables": [{"id": "x", "title": "X"}]}
        judged = {
            "deliverable": "x", "outcome": "accepted", "date": "2026-03-24",
            "by": "editor", "role": "approver",
        }  # fmt: skip
        assert self.found(plan_of(scope), acceptances=[judged]) == []
        roles = [{"id": "approver", "title": "Approver"}]  # nobody may accept
        plan = plan_of(scope, roles=roles)
        assert len(self.found(plan, acceptances=[judged])) == 1

    def test_what_was_corrected_or_is_unknown(self) -> None:
        wrong = self.event(by="editor", role="approver")[0]
        right = wrong | {"by": "curator", "corrects": "change_order_events-0"}
        assert self.found(change_order_events=[wrong, right]) == []
        assert self.found(change_order_events=[wrong | {"by": "nobody"}]) == []
        assert self.found(change_order_events=[wrong | {"role": "nothing"}]) == []
        assert self.found(plan_of(id="other"), change_order_events=[wrong]) == []
