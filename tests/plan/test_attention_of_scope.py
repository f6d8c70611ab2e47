"""Decisions, promises and acceptances in a review, where the scope family judges them."""

from typing import Any, ClassVar

from clientkit.plan.action import Action

from .making import actions_of, plan_of, record_of

DESIGN = {"id": "design", "title": "Page designs"}
STAGES = {"stages": [{"role": "approver", "within": "5 days"}]}
SENT = {"id": "d1", "deliverable": "design", "date": "2026-04-10"}
YES = {"deliverable": "design", "outcome": "accepted", "date": "2026-04-12", "by": "curator"}


def found(kind: str, at: str, scope: Any = None, **lists: Any) -> list[Action]:
    plan = plan_of({"deliverables": [DESIGN | {"due": "2027-01-01"}]} | (scope or {}))
    return [one for one in actions_of(plan, record_of(**lists), at) if one.kind.value == kind]


class TestDecisions:
    ASKED: ClassVar[Any] = {
        "id": "q", "text": "Which?", "role": "sponsor", "date": "2026-04-10",
        "needed_by": "2026-04-17",
    }  # fmt: skip

    def test_one_by_somebody_else_is_not_made(self):
        made = {"id": "m", "decision": "q", "date": "2026-04-12", "by": "curator"}
        (waiting,) = found("decision", "2026-04-18", decisions=[self.ASKED], decisions_made=[made])
        assert waiting.urgency.value == "overdue"
        assert waiting.why == (
            "asked by Project manager on 2026-04-10; "
            "what Head of exhibitions decided does not count, for another role was asked"
        )
        assert waiting.entries == ("q", "m")
        (said,) = found("no_authority", "2026-04-18", decisions=[self.ASKED], decisions_made=[made])
        assert said.entries == ("m",)
        by_sponsor = made | {"by": "director"}
        lists = {"decisions": [self.ASKED], "decisions_made": [by_sponsor]}
        assert found("decision", "2026-04-18", **lists) == []


class TestPromises:
    PROMISED: ClassVar[Any] = {"id": "p", "text": "A video", "date": "2026-03-12", "to": "curator"}
    BACK: ClassVar[Any] = {"id": "back", "promise": "p", "kind": "withdrawn", "date": "2026-05-04"}

    def test_one_taken_back_without_a_word_is_to_be_told(self):
        (untold,) = found(
            "promise", "2026-05-10", promises=[self.PROMISED], promise_events=[self.BACK]
        )
        assert untold.what == "to tell that a promise is withdrawn: A video"
        assert untold.why == (
            "withdrawn on 2026-05-04; that Head of exhibitions was told is not on record"
        )
        assert untold.entries == ("p", "back")

    def test_until_a_message_tells_of_it(self):
        mail = {
            "id": "mail", "kind": "message", "started_by": "provider", "date": "2026-05-11",
            "participants": ["curator", "pm"],
        }  # fmt: skip
        for talk, back in (
            (mail | {"tells": ["back"]}, self.BACK),
            (mail, self.BACK | {"told_in": "mail"}),
        ):
            lists = {"promises": [self.PROMISED], "promise_events": [back], "interactions": [talk]}
            assert len(found("promise", "2026-05-11", **lists)) == 1
            assert found("promise", "2026-05-12", **lists) == []

    def test_one_whose_deliverable_is_not_in_the_agreement_lies_outside(self):
        inside = self.PROMISED | {"deliverable": "design"}
        outside = self.PROMISED | {"deliverable": "audio"}
        assert len(found("promise", "2026-05-10", promises=[inside])) == 1
        assert len(found("promise_outside_scope", "2026-05-10", promises=[outside])) == 1

    def test_its_day_may_hang_on_a_point_or_be_an_instant(self):
        launch = {"milestones": [{"id": "launch", "title": "Launch"}]}
        promised = [self.PROMISED | {"due": "2 hours after launch"}]
        (unknown,) = found("promise_outside_scope", "2026-05-01", launch, promises=promised)
        assert unknown.urgency.value == "date_unknown"
        assert unknown.why.endswith("the date of Launch is not known")
        reached = [{"milestone": "launch", "at": "2026-05-01T09:00:00+02:00"}]
        lists = {"promises": promised, "milestones_reached": reached}
        (known,) = found("promise_outside_scope", "2026-05-01", launch, **lists)
        assert str(known.due_at) == "2026-05-01 11:00:00+02:00"

    def test_what_became_of_a_promise_became_of_its_correction(self):
        again = {"id": "p2", "text": "Two videos", "date": "2026-03-13", "corrects": "p"}
        kept = {"promise": "p", "kind": "kept", "date": "2026-05-04"}
        lists = {"promises": [self.PROMISED, again], "promise_events": [kept]}
        assert len(found("promise_outside_scope", "2026-05-04", **lists)) == 1
        assert found("promise_outside_scope", "2026-05-05", **lists) == []


class TestAcceptances:
    SCOPE: ClassVar[Any] = {"acceptance": STAGES}

    def test_a_new_delivery_of_accepted_work_is_judged_anew(self):
        anew = {"id": "d2", "deliverable": "design", "date": "2026-04-20"}
        lists = {"deliveries": [SENT], "acceptances": [YES]}
        assert found("acceptance", "2026-04-21", self.SCOPE, **lists) == []
        lists["deliveries"] = [SENT, anew]
        (waiting,) = found("acceptance", "2026-04-21", self.SCOPE, **lists)
        assert (waiting.entries, str(waiting.due)) == (("d2",), "2026-04-25")

    def test_a_rejection_after_deemed_acceptance_calls_for_nothing(self):
        deemed = {"acceptance": STAGES | {"deemed": True}}
        for day, count in (("2026-04-15", 1), ("2026-04-16", 0)):
            no = YES | {"outcome": "rejected", "date": day}
            lists = {"deliveries": [SENT], "acceptances": [no]}
            assert len(found("rework", "2026-04-20", deemed, **lists)) == count

    def test_a_judgement_of_a_delivery_is_about_its_correction(self):
        again = SENT | {"id": "d2", "date": "2026-04-15", "corrects": "d1"}
        lists = {"deliveries": [SENT, again], "acceptances": [YES]}
        assert len(found("acceptance", "2026-04-16", self.SCOPE, **lists)) == 1
        lists["acceptances"] = [YES | {"delivery": "d1"}]
        assert found("acceptance", "2026-04-16", self.SCOPE, **lists) == []

    def test_a_window_of_hours_ends_at_an_instant(self):
        hours = {"acceptance": {"stages": [{"role": "approver", "within": "4 hours"}]}}
        sent = {"id": "d1", "deliverable": "design", "at": "2026-04-10T10:00:00+02:00"}
        for at, urgency in (("14:00:00", "today"), ("14:00:01", "overdue")):
            (waiting,) = found("acceptance", f"2026-04-10T{at}+02:00", hours, deliveries=[sent])
            assert waiting.urgency.value == urgency
            assert str(waiting.due_at) == "2026-04-10 14:00:00+02:00"
