"""What a review lists, one kind of question after the other."""

from typing import Any, ClassVar

import pytest

from clientkit.plan.action import Action
from clientkit.plan.model import ClientRecord

from .making import ROLES, SIGNED, actions_of, brief, plan_of, record_of

DESIGN = {"id": "design", "title": "Page designs", "due": "2026-04-17", "owner": "project-manager"}
STAGES = {
    "stages": [
        {"id": "look", "role": "content", "within": "2 days", "decides": False},
        {"id": "yes", "role": "approver", "within": "5 days"},
    ],
    "clause": "4.2",
}
WEEKLY = {
    "milestones": [
        {
            "id": "s",
            "title": "S",
            "repeats": {"every": "1 week", "starts": "2026-03-30", "until": "2026-05-11"},
        }
    ],
    "deliverables": [{"id": "report", "title": "Report", "due": "on s"}],
}


def facts(action: Action) -> tuple[Any, ...]:
    return action.urgency.value, action.what, str(action.due), action.days_left


class TestDeliverables:
    def test_a_due_day_is_late_from_the_next_day_on(self):
        plan = plan_of({"deliverables": [DESIGN]})
        (before,) = actions_of(plan, record_of(), "2026-04-16")
        assert facts(before) == ("next", "Page designs", "2026-04-17", 1)
        (today,) = actions_of(plan, record_of(), "2026-04-17T23:59:59+02:00")
        assert facts(today) == ("today", "Page designs", "2026-04-17", 0)
        (late,) = actions_of(plan, record_of(), "2026-04-18T00:00:00+02:00")
        assert facts(late) == ("overdue", "Page designs", "2026-04-17", -1)
        assert [one.title for one in late.who] == ["Project manager"]
        assert late.who[0].persons == ("pm",)
        assert late.plan_paths == ("/scope/deliverables/0",)

    def test_the_day_ends_in_the_zone_of_who_delivers(self):
        calendar = {"timezone": "America/New_York", "hours": {"mon": ["09:00-17:00"]}}
        plan = plan_of({"deliverables": [DESIGN]}, calendar=calendar)
        (found,) = actions_of(plan, record_of(), "2026-04-18T05:59:59+02:00")
        assert found.urgency.value == "today"
        (found,) = actions_of(plan, record_of(), "2026-04-18T06:00:00+02:00")
        assert found.urgency.value == "overdue"

    def test_what_was_delivered_is_delivered_however_early_once_it_is_known(self):
        plan = plan_of({"deliverables": [DESIGN]})
        record = record_of(
            deliveries=[{"deliverable": "design", "at": "2026-03-01T10:00:00+01:00"}]
        )
        assert actions_of(plan, record, "2026-04-20") == ()
        assert len(actions_of(plan, record, "2026-03-01T09:59:59+01:00")) == 1

    def test_without_a_record_nothing_is_late(self):
        plan = plan_of({"deliverables": [DESIGN]})
        (found,) = actions_of(plan, None, "2026-04-20")
        assert found.urgency.value == "not_on_record"
        assert found.what == "delivery of Page designs: not on record"
        assert found.why == "no record was given"

    @pytest.mark.parametrize(
        ("due", "because"),
        [
            (None, "the agreement names no date for it"),
            ("on launch", "the date of Launch is not known"),
            (
                "5 working days before opening",
                "it counts in working time, and the plan has no working hours of the provider",
            ),
            ("on nowhere", "nowhere is not in the agreement"),
        ],
    )
    def test_a_date_that_nobody_can_tell_is_never_late(self, due: str | None, because: str):
        work = {"id": "w", "title": "Work"} | ({} if due is None else {"due": due})
        points = [
            {"id": "launch", "title": "Launch"},
            {"id": "opening", "title": "Opening", "due": "2026-01-01"},
        ]
        plan = plan_of({"deliverables": [work], "milestones": points})
        (found,) = actions_of(plan, record_of(), "2026-04-20")
        assert (found.urgency.value, found.due, found.days_left) == ("date_unknown", None, None)
        assert found.due_text == due
        assert found.why == f"no delivery is on record; {because}"

    def test_what_it_waits_for_is_said(self):
        plan = plan_of(
            {
                "deliverables": [DESIGN | {"depends_on": ["photos", "gone"]}],
                "responsibilities": [{"id": "photos", "title": "Photographs"}],
            }
        )
        late = actions_of(plan, record_of(), "2026-04-20")[0]
        assert late.why == "no delivery is on record; it waits for Photographs"

    def test_each_occurrence_that_is_late_and_the_one_to_come(self):
        record = record_of(
            deliveries=[{"deliverable": "report", "occurrence": 1, "date": "2026-04-06"}]
        )
        found = actions_of(plan_of(WEEKLY), record, "2026-04-21")
        assert [facts(one) for one in found] == [
            ("overdue", "Report 2", "2026-04-13", -8),
            ("overdue", "Report 3", "2026-04-20", -1),
            ("next", "Report 4", "2026-04-27", 6),
        ]
        assert [one.occurrence for one in found] == [2, 3, 4]

    def test_after_the_last_occurrence_nothing_is_to_come(self):
        record = record_of(
            deliveries=[
                {"deliverable": "report", "occurrence": n, "date": "2026-04-06"}
                for n in range(1, 6)
            ]
        )
        found = actions_of(plan_of(WEEKLY), record, "2027-01-01")
        assert [facts(one)[:3] for one in found] == [("overdue", "Report 6", "2026-05-11")]

    def test_a_gap_between_recorded_numbers_is_not_on_record_even_where_its_date_is_known(self):
        record = record_of(
            deliveries=[
                {"deliverable": "report", "occurrence": n, "date": "2026-04-22"} for n in (1, 4)
            ]
        )
        found = actions_of(plan_of(WEEKLY), record, "2026-04-21")
        assert [one.urgency.value for one in found] == ["overdue", "overdue", "overdue", "next"]
        found = actions_of(plan_of(WEEKLY), record, "2026-04-23")
        assert brief(found) == [
            ("next", "deliverable", "Report 5"),
            ("not_on_record", "deliverable", "delivery of Report 2 to 3: not on record"),
        ]

    def test_many_late_occurrences_are_listed_one_by_one_only_as_far_as_is_read(self):
        plan = plan_of(
            {
                "milestones": [
                    {"id": "s", "title": "S", "repeats": {"every": "1 day", "starts": "2026-01-01"}}
                ],
                "deliverables": [{"id": "report", "title": "Report", "due": "on s"}],
            }
        )
        found = actions_of(plan, record_of(), "2026-04-10")
        assert len(found) == 22
        assert facts(found[0]) == ("overdue", "Report 1 to 79", "2026-01-02", -98)
        assert facts(found[-2]) == ("today", "Report 99", "2026-04-10", 0)
        assert facts(found[-1]) == ("next", "Report 100", "2026-04-11", 1)
        bare = actions_of(plan, None, "2026-04-10")
        assert [one.urgency.value for one in bare] == ["today", "next", "not_on_record"]

    def test_occurrences_that_only_the_record_knows_count(self):
        scope = {
            "milestones": [
                {"id": "go", "title": "Go"},
                {
                    "id": "s",
                    "title": "S",
                    "repeats": {"every": "2 weeks", "starts": "on go", "first": 0},
                },
            ],
            "deliverables": [
                {"id": "work", "title": "The work of a sprint", "due": "on s"},
                {"id": "report", "title": "Report", "due": "1 working day after s"},
            ],
            "acceptance": {"stages": [{"role": "approver", "within": "5 days", "starts": "on s"}]},
        }
        record = record_of(
            deliveries=[{"deliverable": "work", "occurrence": 0, "date": "2026-04-01"}],
            acceptances=[
                {"deliverable": "work", "occurrence": n, "outcome": "accepted", "by": "curator",
                 "role": "approver", "date": f"2026-04-0{n + 2}"}
                for n in (0, 2)
            ],
        )  # fmt: skip
        found = actions_of(plan_of(scope), record, "2026-04-20")
        assert brief(found) == [
            ("date_unknown", "deliverable", "The work of a sprint 3"),
            ("date_unknown", "deliverable", "Report 3"),
            ("not_on_record", "acceptance", "acceptance of The work of a sprint 1: not on record"),
            ("not_on_record", "deliverable", "delivery of Report 0 to 2: not on record"),
        ]
        assert [one.title for one in found[2].who] == ["Approver"]


class TestResponsibilities:
    PHOTOS: ClassVar = {
        "id": "photos",
        "title": "40 photographs",
        "owner": "curator",
        "due": "2026-03-20",
    }

    def test_in_part_is_not_all(self):
        plan = plan_of({"responsibilities": [self.PHOTOS]})
        part = {
            "responsibility": "photos",
            "date": "2026-03-27",
            "by": "curator",
            "complete": False,
            "missing": "10 of 40",
        }
        record = record_of(fulfilments=[part])
        (found,) = actions_of(plan, record, "2026-03-30")
        assert facts(found) == ("overdue", "40 photographs", "2026-03-20", -10)
        assert found.days_waiting == 10
        assert found.why == "provided in part; still missing: 10 of 40"
        whole = {"responsibility": "photos", "date": "2026-03-31", "by": "curator"}
        assert actions_of(plan, record_of(fulfilments=[part, whole]), "2026-04-01") == ()

    def test_what_is_taken_back_is_owed_again(self):
        plan = plan_of({"responsibilities": [self.PHOTOS]})
        record = record_of(
            fulfilments=[
                {"responsibility": "photos", "date": "2026-03-18", "complete": False},
                {"responsibility": "photos", "date": "2026-03-17"},
            ]
        )
        (found,) = actions_of(plan, record, "2026-03-19")
        assert found.why == "provided in part; still missing: not said what"

    def test_one_that_comes_round_is_owed_for_each_occurrence(self):
        scope = {
            "milestones": WEEKLY["milestones"],
            "responsibilities": [{"id": "list", "title": "List", "due": "on s"}],
        }
        named = record_of(
            fulfilments=[
                {"responsibility": "list", "occurrence": 1, "date": "2026-04-01"},
                {
                    "responsibility": "list",
                    "occurrence": 2,
                    "date": "2026-04-12",
                    "complete": False,
                },
            ]
        )
        found = actions_of(plan_of(scope), named, "2026-04-14")
        assert [(one.what, one.urgency.value) for one in found] == [
            ("List 2", "overdue"),
            ("List 3", "next"),
        ]
        assert found[0].why == "provided in part; still missing: not said what"
        unnamed = record_of(fulfilments=[{"responsibility": "list", "date": "2026-04-13"}])
        found = actions_of(plan_of(scope), unnamed, "2026-04-21")
        assert [one.what for one in found] == ["List 3", "List 4"]


class TestAcceptances:
    SCOPE: ClassVar = {"deliverables": [DESIGN], "acceptance": STAGES}
    DELIVERED: ClassVar = {"id": "d1", "deliverable": "design", "date": "2026-04-10"}

    def judged(self, stage: str, outcome: str, date: str, by: str, **more: Any) -> dict[str, Any]:
        return {
            "deliverable": "design",
            "stage": stage,
            "outcome": outcome,
            "date": date,
            "by": by,
        } | more

    def test_stages_wait_in_their_windows_and_only_those_that_decide_settle(self):
        plan = plan_of(self.SCOPE)
        found = actions_of(plan, record_of(deliveries=[self.DELIVERED]), "2026-04-13")
        assert brief(found) == [
            ("overdue", "review", "review of Page designs"),
            ("next", "acceptance", "acceptance of Page designs"),
        ]
        assert found[1].due_text == "5 days from the delivery"
        assert (str(found[1].due), found[1].days_left, found[1].days_waiting) == (
            "2026-04-15",
            2,
            3,
        )
        assert found[1].clause == "4.2"
        review = self.judged("look", "accepted", "2026-04-12", "editor")
        record = record_of(deliveries=[self.DELIVERED], acceptances=[review])
        assert [one.kind.value for one in actions_of(plan, record, "2026-04-13")] == ["acceptance"]
        decided = self.judged("yes", "accepted", "2026-04-12", "curator")
        record = record_of(deliveries=[self.DELIVERED], acceptances=[decided])
        assert actions_of(plan, record, "2026-04-13") == ()

    def test_silence_is_acceptance_only_where_that_was_agreed(self):
        record = record_of(deliveries=[self.DELIVERED])
        (_, late) = actions_of(plan_of(self.SCOPE), record, "2026-04-16")
        assert facts(late) == ("overdue", "acceptance of Page designs", "2026-04-15", -1)
        assert late.why == "delivered on 2026-04-10; silence is not acceptance here"
        deemed = plan_of({"deliverables": [DESIGN], "acceptance": STAGES | {"deemed": True}})
        assert len(actions_of(deemed, record, "2026-04-15")) == 2
        assert actions_of(deemed, record, "2026-04-16") == ()

    def test_an_acceptance_by_somebody_without_the_right_does_not_count(self):
        void = self.judged("yes", "accepted", "2026-04-12", "editor")
        record = record_of(deliveries=[self.DELIVERED], acceptances=[void])
        found = actions_of(plan_of(self.SCOPE), record, "2026-04-12T23:59:59.999999+02:00")
        assert [one.kind.value for one in found] == ["review", "no_authority", "acceptance"]
        assert found[1].why == (
            "by Web editor on 2026-04-12; that takes the right 'accept', "
            "which the plan gives to Approver"
        )
        assert found[2].why == (
            "delivered on 2026-04-10; what Web editor said of it does not count, "
            "for want of the right to accept"
        )

    def test_a_window_runs_from_its_anchor_but_not_before_the_delivery(self):
        stage = {"role": "approver", "within": "5 days", "starts": "on launch"}
        scope = {
            "deliverables": [DESIGN],
            "acceptance": {"stages": [stage]},
            "milestones": [{"id": "launch", "title": "Launch", "due": "2026-04-20"}],
        }
        record = record_of(deliveries=[self.DELIVERED])
        assert actions_of(plan_of(scope), record, "2026-04-19") == ()
        (found,) = actions_of(plan_of(scope), record, "2026-04-20")
        assert (str(found.due), found.due_text) == ("2026-04-25", "5 days from launch")
        later = record_of(deliveries=[self.DELIVERED | {"date": "2026-04-22"}])
        (found,) = actions_of(plan_of(scope), later, "2026-04-23")
        assert str(found.due) == "2026-04-27"

    def test_what_was_rejected_is_to_be_done_again_until_it_is_delivered_anew(self):
        acceptance = STAGES | {"rework": "2026-04-24"}
        plan = plan_of({"deliverables": [DESIGN], "acceptance": acceptance})
        no = self.judged(
            "yes", "rejected", "2026-04-12", "curator", remarks=[{"id": "r", "text": "Too small"}]
        )
        looked = self.judged("look", "accepted", "2026-04-11", "editor")
        record = record_of(deliveries=[self.DELIVERED], acceptances=[looked, no])
        found = actions_of(plan, record, "2026-04-14")
        assert brief(found) == [
            ("open", "remark", "r: Too small"),
            ("next", "rework", "Page designs, to be done again"),
        ]
        assert str(found[1].due) == "2026-04-24"
        anew = {"id": "d2", "deliverable": "design", "date": "2026-04-20"}
        record = record_of(deliveries=[self.DELIVERED, anew], acceptances=[looked, no])
        found = actions_of(plan, record, "2026-04-21")
        assert [one.kind.value for one in found] == ["review", "acceptance"]
        yes = self.judged("yes", "accepted", "2026-04-22", "curator", delivery="d2")
        record = record_of(deliveries=[self.DELIVERED, anew], acceptances=[looked, no, yes])
        assert actions_of(plan, record, "2026-04-23") == ()

    def test_rework_with_the_next_occurrence(self):
        scope = WEEKLY | {
            "acceptance": {"stages": [{"role": "approver"}], "rework": "next_occurrence"}
        }
        record = record_of(
            acceptances=[
                {
                    "deliverable": "report",
                    "occurrence": 1,
                    "outcome": "rejected",
                    "by": "curator",
                    "date": "2026-04-08",
                }
            ]
        )
        found = actions_of(plan_of(scope), record, "2026-04-09")
        assert brief(found) == [
            ("next", "rework", "Report 1, to be done again"),
            ("next", "deliverable", "Report 2"),
        ]
        assert str(found[0].due) == "2026-04-13"

    def test_remarks_stay_open_until_the_same_stage_judges_again(self):
        plan = plan_of(self.SCOPE)
        some = self.judged("yes", "accepted_with_remarks", "2026-04-12", "curator",
            remarks=[{"id": "button", "text": "Larger button", "until": "2026-04-20"}])  # fmt: skip
        other = self.judged("look", "accepted", "2026-04-13", "editor")
        record = record_of(deliveries=[self.DELIVERED], acceptances=[some, other])
        (found,) = actions_of(plan, record, "2026-04-21")
        assert facts(found) == ("overdue", "button: Larger button", "2026-04-20", -1)
        assert found.why == "remark of Head of exhibitions on Page designs, 2026-04-12"
        again = self.judged("yes", "accepted", "2026-04-14", "curator")
        record = record_of(deliveries=[self.DELIVERED], acceptances=[some, other, again])
        assert actions_of(plan, record, "2026-04-21") == ()

    def test_everything_accepted_as_one_leaves_nothing_to_deliver(self):
        scope = WEEKLY | {"acceptance": {"stages": [{"id": "final", "role": "approver"}]}}
        record = record_of(
            acceptances=[
                {"stage": "final", "outcome": "accepted", "by": "curator", "date": "2026-04-08"}
            ]
        )
        assert actions_of(plan_of(scope), record, "2026-05-09") == ()


class TestDecisionsAndPromises:
    def test_an_answer_on_the_day_is_in_time(self):
        asked = {
            "id": "q",
            "text": "Which colour?",
            "role": "approver",
            "needed_by": "2026-04-17",
            "date": "2026-04-10",
            "needed_for": ["design"],
        }
        plan = plan_of({"deliverables": []})
        (found,) = actions_of(plan, record_of(decisions=[asked]), "2026-04-17")
        assert facts(found) == ("today", "Which colour?", "2026-04-17", 0)
        (found,) = actions_of(plan, record_of(decisions=[asked]), "2026-04-18")
        assert (found.urgency.value, found.days_waiting) == ("overdue", 8)
        assert found.why == "asked by Project manager on 2026-04-10; needed for design"
        made = {"decision": "q", "date": "2026-04-17", "by": "curator"}
        record = record_of(decisions=[asked], decisions_made=[made])
        assert actions_of(plan, record, "2026-04-18") == ()

    def test_an_answer_to_a_question_that_was_corrected_answers_it(self):
        record = record_of(
            decisions=[
                {"id": "q", "text": "Witch?", "date": "2026-04-10"},
                {"id": "q2", "text": "Which?", "date": "2026-04-11", "corrects": "q"},
            ],
            decisions_made=[{"decision": "q", "date": "2026-04-12", "by": "curator"}],
        )
        assert actions_of(plan_of(), record, "2026-04-12") != ()
        assert actions_of(plan_of(), record, "2026-04-13") == ()

    def test_promises_are_open_until_something_became_of_them(self):
        scope = {"deliverables": [DESIGN | {"due": "2027-01-01"}]}
        inside = {
            "id": "p1",
            "text": "By May",
            "to": "curator",
            "date": "2026-04-10",
            "due": "2026-05-01",
            "deliverable": "design",
        }
        outside = {"id": "p2", "text": "A video", "date": "2026-04-10"}
        found = actions_of(plan_of(scope), record_of(promises=[inside, outside]), "2026-05-02")
        assert brief(found)[:2] == [
            ("overdue", "promise", "By May"),
            ("open", "promise_outside_scope", "A video"),
        ]
        assert found[0].why == "promised to Head of exhibitions on 2026-04-10; part of Page designs"
        assert (
            found[1].why
            == "promised to Harbor Museum on 2026-04-10; nothing in the scope covers it"
        )
        kept = [{"promise": one, "kind": "kept", "date": "2026-05-01"} for one in ("p1", "p2")]
        record = record_of(promises=[inside, outside], promise_events=kept)
        assert [one.kind.value for one in actions_of(plan_of(scope), record, "2026-05-02")] == [
            "deliverable"
        ]


class TestChangeOrders:
    ORDER: ClassVar = {
        "id": "audio",
        "title": "Audio page",
        "origin": "client_request",
        "base": 1,
        "price": "3200 EUR",
        "date": "2026-04-01",
    }
    CONTROL: ClassVar = {
        "change_control": {
            "approved_by": ["sponsor", "approver"],
            "quorum": 1,
            "offer_valid": "2 weeks",
        }
    }

    def found(
        self, *events: dict[str, Any], at: str, control: Any = None, **order: Any
    ) -> Action | None:
        record = record_of(
            change_orders=[self.ORDER | order],
            change_order_events=[{"change_order": "audio"} | one for one in events],
        )
        actions = actions_of(plan_of(control or self.CONTROL), record, at)
        orders = [one for one in actions if one.kind.value == "change_order"]
        return orders[0] if orders else None

    def test_each_step_names_whose_turn_it_is(self):
        submitted = {"kind": "submitted", "date": "2026-04-02"}
        offered = {"kind": "offered", "at": "2026-04-03T10:00:00+02:00"}
        drafted = self.found(at="2026-04-04")
        assert drafted is not None
        assert drafted.what == "change order: Audio page (3200.00 EUR)"
        assert drafted.why == "drafted on 2026-04-01, not submitted yet"
        waiting = self.found(submitted, at="2026-04-04")
        assert waiting is not None
        assert waiting.why == "submitted on 2026-04-02, not offered yet"
        assert [one.id for one in waiting.who] == ["provider"]
        open_offer = self.found(submitted, offered, at="2026-04-04")
        assert open_offer is not None
        assert [one.id for one in open_offer.who] == ["sponsor", "approver"]
        assert open_offer.due_text == "2 weeks from the offer"
        assert str(open_offer.due_at) == "2026-04-17 10:00:00+02:00"

    def test_an_offer_stands_up_to_its_last_instant(self):
        offered = {"kind": "offered", "at": "2026-04-03T10:00:00+02:00"}
        last = self.found(offered, at="2026-04-17T10:00:00+02:00")
        assert last is not None
        assert last.urgency.value == "today"
        gone = self.found(offered, at="2026-04-17T10:00:00.000001+02:00")
        assert gone is not None
        assert (gone.urgency.value, [one.id for one in gone.who]) == ("open", ["provider"])
        assert gone.why == "the offer ran out on 2026-04-17; to be offered again or withdrawn"

    def test_a_quorum_is_enough_and_all_are_needed_without_one(self):
        control = {"change_control": {"approved_by": ["sponsor", "project-manager"]}}
        roles = [
            one if one["id"] != "project-manager" else one | {"may": ["approve_change"]}
            for one in ROLES
        ]
        offered = {"change_order": "audio", "kind": "offered", "date": "2026-04-03"}
        yes = {"change_order": "audio", "kind": "approved", "date": "2026-04-04", "by": "director"}
        also = {"change_order": "audio", "kind": "approved", "date": "2026-04-05", "by": "pm"}
        for events, why in (
            ([offered, yes], "offered on 2026-04-03, to be approved or declined"),
            (
                [offered, yes, also],
                "approved on 2026-04-05, not part of a version of the agreement yet",
            ),
        ):
            record = record_of(change_orders=[self.ORDER], change_order_events=events)
            found = actions_of(plan_of(control, roles=roles), record, "2026-04-08")
            assert [one.why for one in found if one.kind.value == "change_order"] == [why]

    def test_what_is_applied_is_over_and_what_was_never_approved_cannot_be_applied(self):
        control = {"change_control": {"approved_by": ["sponsor"]}}
        offered = {"kind": "offered", "date": "2026-04-03"}
        approved = {"kind": "approved", "date": "2026-04-03", "by": "director"}
        applied = {"kind": "applied", "date": "2026-04-04", "by": "director"}
        again = {"kind": "offered", "date": "2026-04-06"}
        steps = (offered, approved, applied, again)
        assert self.found(*steps, at="2026-04-07", control=control) is None
        still = self.found(offered, applied, at="2026-04-05", control=control)
        assert still is not None
        assert still.why == "offered on 2026-04-03, to be approved or declined"

    @pytest.mark.parametrize("kind", ["withdrawn", "expired", "declined"])
    def test_what_is_settled_waits_for_nobody(self, kind: str):
        control = {"change_control": {"approved_by": ["sponsor"]}}
        offered = {"kind": "offered", "date": "2026-04-03"}
        end = {"kind": kind, "date": "2026-04-04", "by": "director"}
        assert self.found(offered, end, at="2026-04-05", control=control) is None
        again = {"kind": "offered", "date": "2026-04-06"}
        assert self.found(offered, end, again, at="2026-04-07", control=control) is not None

    def test_events_of_one_day_are_read_in_the_order_of_a_life(self):
        day = {"date": "2026-04-03"}
        found = self.found(
            {"kind": "offered", "id": "a"} | day,
            {"kind": "submitted", "id": "b"} | day,
            at="2026-04-04",
        )
        assert found is not None
        assert found.why == "offered on 2026-04-03, to be approved or declined"

    def test_the_limit_of_a_role_is_within_it(self):
        offered = {"kind": "offered", "date": "2026-04-03"}
        yes = {"kind": "approved", "date": "2026-04-04", "by": "director"}
        within = self.found(offered, yes, at="2026-04-05", price="5000 EUR")
        assert within is not None
        assert within.why.startswith("approved")
        above = self.found(offered, yes, at="2026-04-05", price="5000.01 EUR")
        assert above is not None
        assert above.why.startswith("offered")
        foreign = self.found(offered, yes, at="2026-04-05", price="9000 USD")
        assert foreign is not None
        assert foreign.why.startswith("approved")


class TestAuthority:
    def acts(
        self, at: str = "2026-05-01", scope: Any = None, **lists: Any
    ) -> list[tuple[str, str]]:
        plan = plan_of(scope)
        found = actions_of(plan, record_of(**lists), at)
        return [(one.what, one.why) for one in found if one.kind.value == "no_authority"]

    def test_instructions_take_somebody_who_may_instruct(self):
        said = {
            "kind": "call",
            "started_by": "client",
            "date": "2026-04-10",
            "instructs": "Stop the audio page",
        }
        assert self.acts(interactions=[said | {"participants": ["curator", "pm"]}]) == []
        assert self.acts(interactions=[said | {"participants": ["editor", "pm"]}]) == [
            (
                "instruction: Stop the audio page",
                (
                    "by Web editor on 2026-04-10; "
                    "that takes the right 'instruct', which the plan gives to Approver"
                ),
            )
        ]

    def test_approvals_take_the_right_the_role_that_is_asked_and_the_limit(self):
        order = TestChangeOrders.ORDER
        control = {"change_control": {"approved_by": ["sponsor"]}}
        yes = {"change_order": "audio", "kind": "approved", "date": "2026-04-04"}
        found = self.acts(
            scope=control,
            change_orders=[order],
            change_order_events=[yes | {"by": "curator", "role": "approver"}],
        )
        assert found == [
            (
                "approval of the change order Audio page",
                (
                    "by Head of exhibitions as Approver on 2026-04-04; "
                    "that takes the right 'approve_change', which the plan gives to Sponsor"
                ),
            )
        ]
        dear = order | {"price": "5000.01 EUR"}
        found = self.acts(
            scope=control, change_orders=[dear], change_order_events=[yes | {"by": "director"}]
        )
        assert found == [
            (
                "approval of the change order Audio page",
                (
                    "by Museum director on 2026-04-04; "
                    "the price of 5000.01 EUR is above the limit of 5000.00 EUR"
                ),
            )
        ]
        found = self.acts(
            scope={"change_control": {"approved_by": ["content"]}},
            change_orders=[order],
            change_order_events=[yes | {"by": "director"}],
        )
        assert found[0][1] == "by Museum director on 2026-04-04; the agreement asks Content"

    def test_promises_only_where_the_plan_says_who_may_promise(self):
        said = {"text": "A video", "date": "2026-04-10"}
        assert self.acts(promises=[said]) == []
        roles = [
            *ROLES,
            {"id": "partner", "title": "Partner", "side": "provider", "may": ["promise"]},
        ]
        found = actions_of(plan_of(roles=roles), record_of(promises=[said]), "2026-05-01")
        assert [one.why for one in found if one.kind.value == "no_authority"] == [
            (
                "by Project manager on 2026-04-10; "
                "that takes the right 'promise', which the plan gives to Partner"
            )
        ]

    def test_decisions_are_for_the_role_that_was_asked(self):
        asked = {"id": "q", "text": "Which?", "role": "sponsor", "date": "2026-04-10"}
        made = {"decision": "q", "date": "2026-04-11", "by": "curator"}
        assert self.acts(decisions=[asked], decisions_made=[made]) == [
            ("decision: Which?", "by Head of exhibitions on 2026-04-11; Sponsor was asked")
        ]
        assert self.acts(decisions=[asked], decisions_made=[made | {"by": "director"}]) == []

    def test_signatures_take_the_right_of_their_side(self):
        signed = [{"person": "curator", "side": "client", "date": "2026-01-01"}]
        found = actions_of(plan_of({"sign_offs": signed}), record_of(), "2026-05-01")
        assert [(one.kind.value, one.what) for one in found] == [
            ("no_authority", "signature under version 1"),
            ("unsigned", "sign-off of New web site, version 1, by Harbor Museum"),
            ("unsigned", "sign-off of New web site, version 1, by the provider"),
        ]
        assert found[0].plan_paths == ("/scope/sign_offs/0",)

    def test_rights_are_those_of_the_day(self):
        held = [
            {
                "role": "approver",
                "person": "editor",
                "starts_on": "2026-04-10",
                "ends_on": "2026-04-12",
            }
        ]
        for date, count in (
            ("2026-04-09", 1),
            ("2026-04-10", 0),
            ("2026-04-12", 0),
            ("2026-04-13", 1),
        ):
            record = record_of(
                acceptances=[
                    {"deliverable": "design", "outcome": "accepted", "by": "editor", "date": date}
                ]
            )
            found = actions_of(plan_of(assignments=held), record, "2026-05-01")
            assert len([one for one in found if one.kind.value == "no_authority"]) == count

    def test_a_right_that_the_plan_gives_to_nobody_is_asked_for_once(self):
        roles = [{"id": "approver", "title": "Approver"}]
        said = [
            {
                "id": f"a{n}",
                "deliverable": "design",
                "outcome": "accepted",
                "by": "curator",
                "date": "2026-04-10",
            }
            for n in range(3)
        ]
        found = actions_of(
            plan_of({"sign_offs": []}, roles=roles), record_of(acceptances=said), "2026-05-01"
        )
        (asked,) = [one for one in found if one.kind.value == "no_authority"]
        assert asked.what == "to be agreed: who has the right 'accept'"
        assert asked.why == "used by Head of exhibitions, and the plan gives it to nobody"
        assert asked.entries == ("a0", "a1", "a2")


class TestSignatures:
    def unsigned(
        self, scope: dict[str, Any], at: str = "2026-05-01", **parts: Any
    ) -> list[tuple[str, str | None]]:
        found = actions_of(plan_of(scope, **parts), record_of(), at)
        return [(one.urgency.value, one.what) for one in found if one.kind.value == "unsigned"]

    def test_a_signature_counts_for_its_version_and_from_its_day(self):
        assert self.unsigned({}) == []
        assert len(self.unsigned({"version": 2})) == 2
        assert len(self.unsigned({}, at="2025-12-31")) == 2
        assert self.unsigned({}, at="2026-01-01") == []

    def test_before_it_takes_effect_there_is_time(self):
        scope = {"sign_offs": [], "effective": "2026-05-02"}
        assert [one for one, _ in self.unsigned(scope)] == ["next", "next"]
        assert [one for one, _ in self.unsigned(scope, at="2026-05-02")] == ["open", "open"]

    def test_a_signed_base_with_approved_change_orders_needs_no_signature(self):
        site = {"id": "site", "title": "The site"}
        order = {"id": "c", "title": "A site", "origin": "client_request", "base": 1}
        record = record_of(
            change_orders=[order | {"adds": {"deliverables": [site]}, "date": "2026-03-01"}],
            change_order_events=[
                {"change_order": "c", "kind": kind, "date": date, "by": "director"}
                for kind, date in (("offered", "2026-03-02"), ("approved", "2026-03-03"))
            ],
        )
        plan = plan_of(
            {"version": 2, "base": 1, "sign_offs": [], "deliverables": [site]},
            history={"scope": [plan_data_of_version_1()]},
        )

        def unsigned(record: ClientRecord) -> list[tuple[str, str]]:
            found = actions_of(plan, record, "2026-05-01")
            return [(one.who[0].id, one.why) for one in found if one.kind.value == "unsigned"]

        assert unsigned(record) == []
        why = "2026-01-01: signed in version 1; no approved change order explains "
        why += "deliverables/site: added: The site"
        assert unsigned(record_of()) == [
            ("sponsor", f"Museum director on {why}"),
            ("project-manager", f"Project manager on {why}"),
        ]

    def test_an_edited_text_is_unsigned(self):
        signed = [one | {"digest": "sha256:" + "0" * 64} for one in SIGNED]
        found = actions_of(plan_of({"sign_offs": signed}), record_of(), "2026-05-01")
        assert [one.why for one in found if one.kind.value == "unsigned"] == [
            "Museum director on 2026-01-01: signed, but changed since",
            "Project manager on 2026-01-01: signed, but changed since",
        ]

    def test_a_side_that_never_signed(self):
        found = actions_of(plan_of({"sign_offs": SIGNED[:1]}), record_of(), "2026-05-01")
        (one,) = (one for one in found if one.kind.value == "unsigned")
        assert (one.who[0].id, one.why) == (
            "project-manager",
            "no signature of this version by this side is known",
        )


def plan_data_of_version_1() -> dict[str, Any]:
    return {"id": "web", "title": "New web site", "version": 1, "sign_offs": SIGNED}


class TestIssues:
    ISSUE: ClassVar = {
        "id": "i",
        "title": "Page fails",
        "impact": "high",
        "urgency": "medium",
        "date": "2026-04-10",
        "by": "curator",
    }

    def found(
        self, *events: dict[str, Any], at: str = "2026-05-01", **parts: Any
    ) -> tuple[Action, ...]:
        record = record_of(
            issues=[self.ISSUE], issue_events=[{"issue": "i"} | one for one in events]
        )
        return actions_of(plan_of(**parts), record, at)

    def test_priority_by_impact_and_urgency_or_by_the_matrix_or_as_it_was_changed(self):
        (found,) = self.found()
        assert (found.priority, found.why) == (
            2,
            "open since 2026-04-10, priority 2, nobody has taken it on yet",
        )
        matrix = {"cells": [{"impact": "high", "urgency": "medium", "priority": 5}]}
        (found,) = self.found(escalation={"matrix": matrix})
        assert found.priority == 5
        (found,) = self.found({"kind": "priority_changed", "priority": 1, "date": "2026-04-11"})
        assert found.priority == 1

    def test_the_policy_of_the_day_of_opening_holds_unless_rebased(self):
        matrix = {"cells": [{"impact": "high", "urgency": "medium", "priority": 5}]}
        parts = {
            "escalation": {"version": 2, "effective_on": "2026-04-11", "matrix": matrix},
            "history": {"escalation": [{"version": 1}]},
        }
        (found,) = self.found(**parts)
        assert found.priority == 2
        (found,) = self.found({"kind": "rebased", "date": "2026-04-11"}, **parts)
        assert found.priority == 5

    def test_whose_turn_it_is(self):
        taken = {"kind": "acknowledged", "date": "2026-04-10"}
        waits = {
            "kind": "waiting",
            "party": "client",
            "reason": "the password",
            "date": "2026-04-12",
        }
        (found,) = self.found(taken)
        assert [one.id for one in found.who] == ["provider"]
        (found,) = self.found(taken, waits)
        assert [one.id for one in found.who] == ["curator"]
        assert (
            found.why
            == "open since 2026-04-10, priority 2; it waits since 2026-04-12: the password"
        )
        assert found.days_waiting == 19
        (found,) = self.found(taken, waits, {"kind": "resumed", "date": "2026-04-13"})
        assert [one.id for one in found.who] == ["provider"]
        spoken = {"kind": "message", "party": "client", "date": "2026-04-13"}
        (found,) = self.found(taken, waits, spoken)
        assert [one.id for one in found.who] == ["curator"]
        assert found.why.endswith("they have spoken since, so perhaps it waits no more")
        (found,) = self.found(waits | {"party": "agreed_hold"})
        assert found.who == ()

    def test_resolved_is_over_unless_reopened(self):
        resolved = {"kind": "resolved", "date": "2026-04-13"}
        assert self.found(resolved) == ()
        assert len(self.found(resolved, {"kind": "reopened", "date": "2026-04-14"})) == 1
        assert len(self.found(resolved, {"kind": "reopened", "date": "2026-04-13"})) == 1
        assert len(self.found(resolved, at="2026-04-12")) == 1

    def test_steps_are_due_until_done(self):
        step = {
            "id": "st",
            "issue": "i",
            "kind": "prevention",
            "text": "A test",
            "due": "2026-04-20",
            "date": "2026-04-11",
        }
        over = [{"issue": "i", "kind": "resolved", "date": "2026-04-13"}]
        record = record_of(issues=[self.ISSUE], issue_steps=[step], issue_events=over)
        (found,) = actions_of(plan_of(), record, "2026-04-21")
        assert facts(found) == ("overdue", "A test", "2026-04-20", -1)
        assert found.why == "prevention agreed about: Page fails"
        over = [
            *over,
            {"id": "x", "issue": "i", "kind": "step_done", "step": "st", "date": "2026-04-14"},
        ]
        record = record_of(issues=[self.ISSUE], issue_steps=[step], issue_events=over)
        assert actions_of(plan_of(), record, "2026-04-21") == ()


class TestMessages:
    MAIL: ClassVar = {
        "id": "m",
        "kind": "message",
        "started_by": "client",
        "participants": ["curator", "pm"],
        "needs_reply": True,
        "summary": "Where is it?",
        "at": "2026-04-10T10:00:00+02:00",
    }

    def test_a_message_of_the_client_is_answered_within_the_agreed_time(self):
        plan = plan_of(communication={"respond_within": "4 hours"})
        record = record_of(interactions=[self.MAIL])
        (found,) = actions_of(plan, record, "2026-04-10T14:00:00+02:00")
        assert brief((found,)) == [("today", "message", "answer to the client: Where is it?")]
        assert [one.id for one in found.who] == ["pm"]
        assert found.due_text == "4 hours from 2026-04-10"
        (found,) = actions_of(plan, record, "2026-04-10T14:00:00.000001+02:00")
        assert found.urgency.value == "overdue"
        answer = {
            "kind": "message",
            "started_by": "provider",
            "participants": ["curator", "pm"],
            "answers": "m",
            "date": "2026-04-11",
        }
        answered = record_of(interactions=[self.MAIL, answer])
        assert len(actions_of(plan, answered, "2026-04-11")) == 1
        assert actions_of(plan, answered, "2026-04-12") == ()

    def test_in_working_time_or_without_an_agreed_time(self):
        record = record_of(interactions=[self.MAIL])
        (found,) = actions_of(
            plan_of(communication={"respond_within": "4 working hours"}), record, "2026-05-01"
        )
        assert found.urgency.value == "date_unknown"
        (found,) = actions_of(plan_of(), record, "2026-05-01")
        assert (found.urgency.value, found.days_waiting) == ("open", 21)

    def test_our_own_question_waits_for_the_client(self):
        record = record_of(interactions=[self.MAIL | {"started_by": "provider"}])
        (found,) = actions_of(plan_of(), record, "2026-05-01")
        assert (found.kind.value, [one.id for one in found.who]) == ("answer_awaited", ["curator"])

    def test_calls_want_writing_only_where_that_was_agreed(self):
        call = {
            "id": "c",
            "kind": "call",
            "started_by": "provider",
            "participants": ["curator", "pm"],
            "date": "2026-04-10",
        }
        assert actions_of(plan_of(), record_of(interactions=[call]), "2026-04-12") == ()
        plan = plan_of(communication={"confirm_calls_within": "1 day"})
        (found,) = actions_of(plan, record_of(interactions=[call]), "2026-04-12")
        assert facts(found) == (
            "overdue",
            "written confirmation of the call of 2026-04-10",
            "2026-04-11",
            -1,
        )
        mail = {
            "kind": "message",
            "started_by": "provider",
            "participants": ["curator", "pm"],
            "confirms": "c",
            "date": "2026-04-11",
        }
        assert actions_of(plan, record_of(interactions=[call, mail]), "2026-04-12") == ()
        meeting = call | {"kind": "meeting"}
        assert actions_of(plan, record_of(interactions=[meeting]), "2026-04-12") == ()


class TestKpis:
    SPEED: ClassVar = {
        "id": "speed",
        "name": "First page",
        "unit": "s",
        "direction": "lower",
        "target": 2,
        "amber_at": 3,
        "react_within": "3 days",
    }

    def found(
        self, value: float | None, at: str = "2026-04-12", **kpi: Any
    ) -> list[tuple[str, str, str]]:
        measured = [] if value is None else [{"kpi": "speed", "date": "2026-04-10", "value": value}]
        plan = plan_of(kpis=[self.SPEED | kpi])
        return [
            (one.urgency.value, one.what, one.why)
            for one in actions_of(plan, record_of(measurements=measured), at)
        ]

    def test_what_to_do_about_each_state(self):
        assert self.found(2) == []
        assert self.found(3) == [("open", "First page: amber", "3 s, wanted 2 s or less")]
        assert self.found(3.1) == [("next", "First page: red", "3.1 s, wanted 2 s or less")]
        assert self.found(3.1, at="2026-04-14")[0][0] == "overdue"
        assert self.found(None) == [
            ("not_on_record", "First page: no value on record", "no value is on record")
        ]
        assert self.found(2, expected_every="1 day") == [
            ("open", "First page: a new value is wanted", "a value was expected by 2026-04-11")
        ]
        assert self.found(9, waiver={"reason": "moving house"}) == []
        assert self.found(None, effective_on="2026-04-13") == []
