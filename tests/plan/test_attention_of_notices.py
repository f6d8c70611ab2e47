"""Duties to give notice, the rhythm of an incident, and the sponsor, as a review shows them."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest

from clientkit.plan.action import Action

from .making import PEOPLE, actions_of, plan_of, record_of

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = {
    "timezone": "Europe/Berlin",
    "hours": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
}
ISSUE: dict[str, Any] = {
    "id": "i", "title": "Page fails", "impact": "high", "urgency": "high", "by": "pm",
    "at": "2026-04-16T15:00:00+02:00",
}  # fmt: skip
TALK: dict[str, Any] = {
    "id": "t", "kind": "message", "started_by": "provider", "participants": ["pm", "director"],
}  # fmt: skip


def found(
    kind: str, at: str, *, communication: Any, plan: Any = None, **lists: Any
) -> list[Action]:
    """The actions of a kind at an instant of April."""
    agreed = plan_of(communication=communication, calendar=OFFICE, **(plan or {}))
    actions = actions_of(agreed, record_of(**lists), f"2026-04-{at}:00+02:00")
    return [one for one in actions if one.kind.value == kind]


class TestNotices:
    def duty(self, when: str, **values: Any) -> dict[str, Any]:
        return {"notices": [{"id": "n", "when": when, "to": ["sponsor"]} | values]}

    def urgencies(self, at: str, duty: dict[str, Any], **lists: Any) -> list[str]:
        return [one.urgency.value for one in found("notice", at, communication=duty, **lists)]

    def test_a_problem_of_ours_is_told_within_its_term(self):
        duty = self.duty("problem", within="2 working hours")
        (one,) = found("notice", "16T16:00", communication=duty, issues=[ISSUE])
        assert (one.urgency.value, one.what) == ("today", "to tell Sponsor: Page fails")
        assert one.due_at is not None
        assert one.due_at.isoformat() == "2026-04-16T17:00:00+02:00"
        assert one.why == (
            "notice 'n' is to be given within 2 working hours, since 2026-04-16; "
            "that it was given is not on record"
        )
        assert [party.id for party in one.who] == ["provider"]
        assert (one.subject, one.plan_paths) == ("n", ("/communication/notices/0",))
        assert self.urgencies("16T17:00", duty, issues=[ISSUE]) == ["today"]
        assert self.urgencies("16T17:01", duty, issues=[ISSUE]) == ["overdue"]

    def test_without_a_term_it_is_due_at_once(self):
        duty = self.duty("problem")
        assert self.urgencies("16T15:00", duty, issues=[ISSUE]) == ["today"]
        assert self.urgencies("16T15:01", duty, issues=[ISSUE]) == ["overdue"]

    def test_what_the_client_found_we_need_not_tell(self):
        theirs = ISSUE | {"by": "curator"}
        assert self.urgencies("16T16:00", self.duty("problem"), issues=[theirs]) == []

    def test_what_is_resolved_need_not_be_told_any_more(self):
        done = {"issue": "i", "kind": "resolved", "at": "2026-04-16T15:30:00+02:00"}
        lists = {"issues": [ISSUE], "issue_events": [done]}
        assert self.urgencies("16T16:00", self.duty("problem"), **lists) == []

    @pytest.mark.parametrize(
        ("talk", "is_given"),
        [
            ({"tells": ["i"]}, True),
            ({"tells": ["i"], "participants": ["pm", "editor"]}, False),
            ({"tells": ["i"], "participants": ["pm", "editor"], "gives_notice": ["n"]}, True),
            ({"gives_notice": ["n"]}, True),
            ({"gives_notice": ["n"], "tells": ["other"]}, False),
            ({}, False),
        ],
        ids=str,
    )
    def test_it_is_given_by_telling(self, talk, is_given):
        told = TALK | {"at": "2026-04-16T15:00:00+02:00"} | talk
        left = self.urgencies("16T16:00", self.duty("problem"), issues=[ISSUE], interactions=[told])
        assert (left == []) is is_given

    def test_a_notice_before_the_occasion_was_about_another(self):
        told = TALK | {"at": "2026-04-16T14:59:00+02:00", "gives_notice": ["n"]}
        duty = self.duty("problem")
        assert self.urgencies("16T15:00", duty, issues=[ISSUE], interactions=[told]) == ["today"]

    def test_in_writing_is_not_by_phone(self):
        told = TALK | {"at": "2026-04-16T15:30:00+02:00", "tells": ["i"]}
        duty = self.duty("problem", in_writing=True)
        assert self.urgencies("16T16:00", duty, issues=[ISSUE], interactions=[told]) == []
        call = told | {"kind": "call"}
        assert self.urgencies("16T16:00", duty, issues=[ISSUE], interactions=[call]) == ["overdue"]

    def test_our_delay_is_told_as_long_as_it_lasts(self):
        delay = {"party": "provider", "starts_on": "2026-04-14", "reason": "Ill", "id": "d",
                 "date": "2026-04-14"}  # fmt: skip
        duty = self.duty("delay", within="1 working day")
        assert self.urgencies("15T12:00", duty, delay_events=[delay]) == ["today"]
        assert self.urgencies("16T12:00", duty, delay_events=[delay]) == ["overdue"]
        ended = delay | {"ends_on": "2026-04-16"}
        assert self.urgencies("16T12:00", duty, delay_events=[ended]) == ["overdue"]
        assert self.urgencies("17T12:00", duty, delay_events=[ended]) == []
        theirs = delay | {"party": "client"}
        assert self.urgencies("16T12:00", duty, delay_events=[theirs]) == []
        told = TALK | {"date": "2026-04-14", "gives_notice": ["n"]}
        lists = {"delay_events": [delay], "interactions": [told]}
        assert self.urgencies("16T12:00", duty, **lists) == []

    def test_delays_of_others_are_left_to_the_terms_of_delay(self):
        delay = {"party": "third_party", "starts_on": "2026-04-14", "reason": "The test server",
                 "date": "2026-04-14"}  # fmt: skip
        duty = self.duty("delay_outside_our_control", within="2 days")
        assert self.urgencies("16T12:00", duty, delay_events=[delay]) == ["today"]
        terms = {"scope": {"delays": {"notice_within": "2 days"}}}
        assert self.urgencies("16T12:00", duty, plan=terms, delay_events=[delay]) == []

    def test_a_rejection_is_a_notice_of_the_clients(self):
        scope = {"deliverables": [{"id": "design", "title": "Designs", "due": "2026-05-01"}]}
        judged = {"deliverable": "design", "outcome": "rejected", "by": "curator", "id": "a",
                  "date": "2026-04-15"}  # fmt: skip
        duty = self.duty("rejection", owner="approver", to=["project-manager"])
        lists: dict[str, Any] = {"plan": {"scope": scope}, "acceptances": [judged]}
        (one,) = found("notice", "16T12:00", communication=duty, **lists)
        assert one.what == "to tell Project manager: Designs was not accepted"
        assert [party.id for party in one.who] == ["approver"]
        again = {"deliverable": "design", "date": "2026-04-16"}
        assert self.urgencies("17T12:00", duty, **lists, deliveries=[again]) == []
        earlier = {"deliverable": "design", "date": "2026-04-14"}
        assert self.urgencies("17T12:00", duty, **lists, deliveries=[earlier]) == ["overdue"]

    def test_a_change_that_was_approved_and_what_it_moves(self):
        order = {"id": "c", "title": "A map", "origin": "outside", "base": 1, "date": "2026-04-10"}
        steps = [
            {"change_order": "c", "kind": kind, "date": f"2026-04-{day}"}
            for kind, day in [("submitted", 11), ("approved", 13), ("approved", 14)]
        ]
        lists: dict[str, Any] = {"change_orders": [order], "change_order_events": steps}
        (one,) = found("notice", "16T12:00", communication=self.duty("scope_change"), **lists)
        assert (one.what, str(one.due)) == ("to tell Sponsor: A map", "2026-04-13")
        assert self.urgencies("12T23:59", self.duty("scope_change"), **lists) == []
        assert self.urgencies("16T12:00", self.duty("date_change"), **lists) == []
        lists["change_orders"] = [order | {"working_days": 3}]
        assert self.urgencies("16T12:00", self.duty("date_change"), **lists) == ["overdue"]
        applied = {"change_order": "c", "kind": "applied", "version": 2, "date": "2026-04-15"}
        lists["change_order_events"] = [*steps, applied]
        assert self.urgencies("16T12:00", self.duty("scope_change"), **lists) == []

    def test_a_new_person_in_a_role_may_be_told_before(self):
        held = [
            {"role": "project-manager", "person": "pm", "ends_on": "2026-04-12"},
            {"role": "project-manager", "person": "second", "starts_on": "2026-04-13"},
        ]
        plan = {"assignments": held}
        duty = self.duty("person_change", within="1 week")
        given: dict[str, Any] = {"communication": duty, "plan": plan}
        assert found("notice", "12T12:00", **given) == []
        (one,) = found("notice", "20T12:00", **given)
        assert (one.urgency.value, one.what) == (
            "today",
            "to tell Sponsor: Project manager: second",
        )
        assert [one.urgency.value for one in found("notice", "21T12:00", **given)] == ["overdue"]
        told = TALK | {"date": "2026-04-01", "gives_notice": ["n"]}
        assert found("notice", "21T12:00", **given, interactions=[told]) == []
        held[1]["ends_on"] = "2026-04-14"
        held.append({"role": "project-manager", "person": "third", "starts_on": "2026-04-15"})
        (one,) = found("notice", "21T12:00", **given, interactions=[told])
        assert one.what == "to tell Sponsor: Project manager: third"

    @pytest.mark.parametrize("when", ["conflict_of_interest", "other"])
    def test_what_no_record_says_is_for_people(self, when):
        assert self.urgencies("16T16:00", self.duty(when, text="A hole"), issues=[ISSUE]) == []

    def test_a_duty_with_a_text_is_for_people(self):
        duty = self.duty("problem", text="We shall not make it")
        assert self.urgencies("16T16:00", duty, issues=[ISSUE]) == []


class TestIncidentMode:
    MODE: ClassVar = {
        "incident_mode": {"from_priority": 1, "every": "1 hour", "channel": "text_message"}
    }

    def updates(self, at: str, *events: dict[str, Any], **lists: Any) -> list[Action]:
        happened = [{"issue": "i"} | one for one in events]
        return found(
            "incident_update", at, communication=self.MODE, issues=[ISSUE], issue_events=happened,
            **lists,
        )  # fmt: skip

    def due(self, at: str, *events: dict[str, Any], **lists: Any) -> str:
        (one,) = self.updates(at, *events, **lists)
        assert one.due_at is not None
        return f"{one.urgency.value} {one.due_at:%d %H:%M}"

    def test_it_counts_from_the_opening(self):
        (one,) = self.updates("16T15:30")
        assert one.what == "to tell the client how it goes: Page fails"
        assert one.why == (
            "a message every 1 hour, by text message, while an issue of priority 1 or higher is "
            "open; it was opened on 2026-04-16"
        )
        assert self.due("16T16:00") == "today 16 16:00"
        assert self.due("16T16:01") == "overdue 16 16:00"

    def test_each_message_of_ours_begins_a_new_span(self):
        ours = {"kind": "message", "party": "provider", "at": "2026-04-16T15:40:00+02:00"}
        assert self.due("16T16:30", ours) == "today 16 16:40"
        assert self.due("16T16:30", ours | {"party": "client"}) == "overdue 16 16:00"
        talk = TALK | {"at": "2026-04-16T15:50:00+02:00", "tells": ["i"]}
        assert self.due("16T16:30", ours, interactions=[talk]) == "today 16 16:50"
        theirs = talk | {"started_by": "client"}
        assert self.due("16T16:30", ours, interactions=[theirs]) == "today 16 16:40"

    def test_it_is_for_open_issues_of_that_priority(self):
        lowered = {"kind": "priority_changed", "priority": 2, "at": "2026-04-16T15:10:00+02:00"}
        assert self.updates("16T16:30", lowered) == []
        raised = lowered | {"priority": 1, "at": "2026-04-16T15:20:00+02:00"}
        assert self.due("16T16:00", lowered, raised) == "today 16 16:20"
        done = {"kind": "resolved", "at": "2026-04-16T15:30:00+02:00"}
        assert self.updates("16T16:30", done) == []
        again = {"kind": "reopened", "at": "2026-04-16T16:00:00+02:00"}
        assert self.due("16T16:30", done, again) == "today 16 17:00"

    def test_only_an_agreed_hold_interrupts_it(self):
        wait = {"kind": "waiting", "party": "client", "at": "2026-04-16T15:10:00+02:00"}
        assert self.due("16T16:30", wait) == "overdue 16 16:00"
        assert self.updates("16T16:30", wait | {"party": "agreed_hold"}) == []

    def test_without_a_mode_there_is_none(self):
        assert found("incident_update", "16T16:30", communication={}, issues=[ISSUE]) == []


class TestSponsor:
    POLICY: ClassVar = {
        "responses": [{"priority": 1, "first_response": "1 hour"}],
        "levels": [{"id": "up", "after": "30 minutes", "notify": ["sponsor"]}],
    }
    ATTEMPT: ClassVar = {"issue": "i", "kind": "attempt", "at": "2026-04-16T15:10:00+02:00"}

    def told(self, at: str, notify: list[str] | None = None, **lists: Any) -> list[str]:
        policy = dict(self.POLICY)
        if notify is not None:
            policy["levels"] = [{"id": "up", "after": "30 minutes", "notify": notify}]
        plan = {"escalation": policy}
        actions = found("escalation", at, communication={}, plan=plan, issues=[ISSUE], **lists)
        return [one.what for one in actions]

    def test_somebody_is_to_be_tried_first(self):
        trying = "to try to reach the client's people, before Sponsor is told: Page fails"
        assert self.told("16T15:29") == []
        assert self.told("16T15:30") == [trying]
        assert self.told("16T15:59") == [trying]

    def test_after_an_attempt_or_a_missed_deadline_they_are_told(self):
        telling = ["to tell Museum director: Page fails"]
        assert self.told("16T15:30", issue_events=[self.ATTEMPT]) == telling
        assert self.told("16T16:00") == telling

    def test_a_person_who_is_called_as_another_is_told(self):
        assert self.told("16T15:30", ["approver"]) == ["to tell Head of exhibitions: Page fails"]


class TestHours:
    LATE: ClassVar = ISSUE | {"at": "2026-04-16T20:00:00+02:00"}
    POLICY: ClassVar = {"levels": [{"id": "up", "after": "0 minutes", "notify": ["pm"]}]}

    def told(self, zone: str = "Europe/Berlin", **values: Any) -> list[tuple[str, bool]]:
        people = [one | (values if one["id"] == "pm" else {}) for one in PEOPLE]
        plan = plan_of(zone=zone, people=people, calendar=OFFICE, escalation=self.POLICY)
        record = record_of(zone=zone, issues=[self.LATE])
        found = actions_of(plan, record, "2026-04-16T21:00:00+02:00")
        return [
            (one.due_at.astimezone(BERLIN).strftime("%d %H:%M"), "held back" in one.why)
            for one in found
            if one.kind.value == "escalation" and one.due_at is not None
        ]

    def test_whoever_says_none_is_told_in_the_hours_of_their_side(self):
        assert self.told() == [("17 09:00", True)]
        assert self.told(timezone="America/New_York") == [("16 20:00", False)]

    def test_their_own_hours_come_first(self):
        assert self.told(reachable={"thu": ["08:00-21:00"]}) == [("16 20:00", False)]

    def test_quiet_hours_are_in_the_zone_of_their_side(self):
        quiet = {"preference": {"quiet_hours": ["18:00-10:00"]}}
        assert self.told("America/New_York", **quiet) == [("17 10:00", True)]
