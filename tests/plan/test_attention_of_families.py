"""What a review lists from feedback, requests, planned contacts and the clocks of issues."""

from typing import Any, ClassVar

import pytest

from clientkit.plan.action import Action

from .making import actions_of, plan_of, record_of

OFFICE = {
    "timezone": "Europe/Berlin",
    "hours": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
}
TALK = {
    "id": "talk",
    "kind": "meeting",
    "started_by": "provider",
    "participants": ["curator", "pm"],
    "date": "2026-04-15",
}


def said(actions: tuple[Action, ...]) -> list[tuple[str, str, str | None]]:
    """The urgency, the text and the due day of each action."""
    return [
        (one.urgency.value, one.what, None if one.due is None else str(one.due)) for one in actions
    ]


class TestConcerns:
    CONCERN: ClassVar = {
        "id": "c",
        "text": "Who checks the lifts?",
        "raised_by": "curator",
        "date": "2026-04-10",
    }
    PLAN = plan_of(feedback={"answer_concerns_within": "2 working days"}, calendar=OFFICE)

    def found(self, at: str, **lists: Any) -> tuple[Action, ...]:
        return actions_of(self.PLAN, record_of(concerns=[self.CONCERN], **lists), at)

    def test_an_answer_is_due_within_the_agreed_time(self):
        (open_one,) = self.found("2026-04-14")
        assert said((open_one,)) == [("today", "Who checks the lifts?", "2026-04-14")]
        assert open_one.due_text == "2 working days from the concern"
        assert open_one.why == (
            "raised by Head of exhibitions on 2026-04-10, and nobody has answered; "
            "nobody sees to it yet"
        )
        assert [one.id for one in open_one.who] == ["provider"]
        assert self.found("2026-04-15")[0].urgency.value == "overdue"

    def test_its_own_day_comes_first_and_its_owner_sees_to_it(self):
        own = self.CONCERN | {"due": "2026-04-30", "owner": "pm"}
        (found,) = actions_of(self.PLAN, record_of(concerns=[own]), "2026-04-15")
        assert (str(found.due), [one.id for one in found.who]) == ("2026-04-30", ["pm"])

    def test_an_answer_that_nobody_was_told_of_is_told_next(self):
        answer = {"id": "a", "concern": "c", "text": "We do.", "date": "2026-04-14"}
        (found,) = self.found("2026-04-15", concern_answers=[answer])
        assert found.what == "to tell Head of exhibitions: We do."
        told = answer | {"told_in": "talk"}
        in_time = {"concern_answers": [told], "interactions": [TALK]}
        assert len(self.found("2026-04-15", **in_time)) == 1
        assert self.found("2026-04-16", **in_time) == ()
        tells = {"concern_answers": [answer], "interactions": [TALK | {"tells": ["a"]}]}
        assert self.found("2026-04-16", **tells) == ()

    def test_what_the_person_does_not_call_settled_goes_on(self):
        answer = {
            "id": "a", "concern": "c", "text": "We do.", "date": "2026-04-14", "told_in": "talk",
            "closes": False,
        }  # fmt: skip
        (found,) = self.found("2026-04-16", concern_answers=[answer], interactions=[TALK])
        assert (found.what, found.why) == (
            "Who checks the lifts?",
            "answered on 2026-04-14, and not settled for whom it worries",
        )


class TestRequests:
    REQUEST: ClassVar = {"id": "r", "text": "A newsletter", "by": "curator", "date": "2026-04-10"}

    def found(self, *decisions: dict[str, Any], at: str = "2026-04-20", **lists: Any) -> Any:
        made = [{"request": "r", "date": "2026-04-15"} | one for one in decisions]
        record = record_of(requests=[self.REQUEST], request_decisions=made, **lists)
        return actions_of(plan_of(), record, at)

    def test_a_request_waits_for_a_decision_and_then_for_being_told(self):
        (asked,) = self.found()
        assert (asked.what, asked.days_waiting) == ("A newsletter", 10)
        assert asked.why == (
            "asked for by Head of exhibitions on 2026-04-10; nobody has decided on it yet"
        )
        no = {"id": "no", "outcome": "declined", "reason": "not a goal"}
        (untold,) = self.found(no)
        assert untold.what == "to tell the client: A newsletter, declined: not a goal"
        assert self.found(no | {"told_in": "talk"}, interactions=[TALK]) == ()
        assert self.found(no, interactions=[TALK | {"tells": ["no"]}]) == ()

    def test_what_was_put_off_is_looked_at_again(self):
        later = {
            "id": "no", "outcome": "deferred", "review_by": "2026-04-30", "told_in": "talk",
        }  # fmt: skip
        (found,) = self.found(later, interactions=[TALK])
        assert said((found,)) == [("next", "A newsletter", "2026-04-30")]
        (found,) = self.found(later, interactions=[TALK], at="2026-05-01")
        assert found.urgency.value == "overdue"

    def test_a_change_order_that_is_under_way_answers_for_it(self):
        order = {"id": "co", "title": "Newsletter", "base": 1, "request": "r",
                 "date": "2026-04-11", "origin": "client_request"}  # fmt: skip
        (found,) = self.found(change_orders=[order])
        assert found.kind.value == "change_order"
        over = {"id": "e", "change_order": "co", "kind": "withdrawn", "date": "2026-04-12"}
        (found,) = self.found(change_orders=[order], change_order_events=[over])
        assert found.kind.value == "request"
        yes = {"outcome": "accepted", "change_order": "co"}
        events = [{"change_order": "co", "kind": "offered", "date": "2026-04-12"}]
        kinds = [
            one.kind.value
            for one in self.found(yes, change_orders=[order], change_order_events=events)
        ]
        assert kinds == ["change_order"]


class TestSurveysAndTalks:
    PULSE: ClassVar = {
        "id": "pulse", "metric": "csat", "scale": "1-5", "audience": ["sponsor", "curator"],
        "every": "4 weeks",
    }  # fmt: skip

    def test_whom_to_ask_now(self):
        plan = plan_of(feedback={"surveys": [self.PULSE]})
        (found,) = actions_of(plan, record_of(), "2026-04-20")
        assert found.what == "survey pulse: to ask Museum director, Head of exhibitions"
        asked = [{"survey": "pulse", "persons": ["curator"], "date": "2026-04-01"}]
        (found,) = actions_of(plan, record_of(survey_invitations=asked), "2026-04-20")
        assert (found.what, found.why) == (
            "survey pulse: to ask Museum director",
            "last asked on 2026-04-01; every 4 weeks",
        )
        assert actions_of(plan, None, "2026-04-20")[0].urgency.value == "not_on_record"

    def test_only_while_the_agreement_runs(self):
        scope = {"period": {"starts": "2026-02-01", "ends": "2026-04-20"}}
        feedback = {"surveys": [self.PULSE], "check_in_every": "2 weeks"}
        plan = plan_of(scope, feedback=feedback)
        days = ("2026-01-31", "2026-02-01", "2026-04-20", "2026-04-21")
        counts = [len(actions_of(plan, record_of(), day)) for day in days]
        assert counts == [0, 2, 2, 0]

    def test_in_working_time_without_a_calendar_nobody_can_tell(self):
        pulse = self.PULSE | {"every": "20 working days"}
        asked = [{"survey": "pulse", "persons": ["director", "curator"], "date": "2026-04-01"}]
        record = record_of(survey_invitations=asked)
        plan = plan_of(feedback={"surveys": [pulse]})
        (found,) = actions_of(plan, record, "2026-04-20")
        assert found.urgency.value == "date_unknown"
        assert found.why.endswith("the plan has no working hours of the provider")
        plan = plan_of(feedback={"surveys": [pulse]}, calendar=OFFICE)
        assert actions_of(plan, record, "2026-04-20") == ()

    def test_the_next_talk(self):
        plan = plan_of(feedback={"check_in_every": "2 weeks"})
        (found,) = actions_of(plan, record_of(), "2026-04-20")
        assert (found.urgency.value, found.why) == ("open", "none is on record")
        talks = [{"person": "curator", "mood": "content", "date": "2026-04-06"}]
        record = record_of(check_ins=talks)
        what = "talk with the client about how it goes"
        assert said(actions_of(plan, record, "2026-04-20")) == [("today", what, "2026-04-20")]
        assert said(actions_of(plan, record, "2026-04-21")) == [("overdue", what, "2026-04-20")]

    @pytest.mark.parametrize(
        ("importance", "status", "listed"),
        [
            ("high", "unmet", True), ("high", "partly", True), ("high", "met", False),
            ("high", "unknown", False), ("medium", "unmet", True), ("medium", "partly", False),
            ("low", "unmet", False),
        ],
    )  # fmt: skip
    def test_expectations_that_matter_and_are_not_met(
        self, importance: str, status: str, listed: bool
    ):
        expected = {
            "id": "x", "text": "Same day", "basis": "stated", "importance": importance,
            "date": "2026-04-01",
        }  # fmt: skip
        judged = {"expectation": "x", "status": status, "date": "2026-04-02"}
        record = record_of(expectations=[expected], expectation_reviews=[judged])
        assert bool(actions_of(plan_of(), record, "2026-04-20")) is listed

    def test_a_later_sign_puts_what_was_met_in_doubt(self):
        expected = {
            "id": "x", "text": "Same day", "basis": "stated", "importance": "high",
            "date": "2026-04-01",
        }  # fmt: skip
        judged = {"expectation": "x", "status": "met", "date": "2026-04-02"}
        sign = {"text": "Two calls", "expectation": "x", "date": "2026-04-03"}
        record = record_of(expectations=[expected], expectation_reviews=[judged], symptoms=[sign])
        (found,) = actions_of(plan_of(), record, "2026-04-20")
        assert found.why == (
            "expectation of Harbor Museum (stated), met, and a later sign says otherwise, "
            "as judged on 2026-04-02; sign: Two calls"
        )


class TestTouchpoints:
    STATUS: ClassVar = {
        "id": "status", "kind": "report", "purpose": "Where we are", "audience": ["sponsor"],
        "cadence": {"freq": "weekly", "by_day": ["thu"], "starts_on": "2026-04-02"},
    }  # fmt: skip
    WHAT = "report to Sponsor: Where we are"

    def found(self, day: str, *held: str, calendar: Any = None, **more: Any) -> list[Any]:
        one = {name: part for name, part in (self.STATUS | more).items() if part is not None}
        parts = {} if calendar is None else {"calendar": calendar}
        milestones = [
            {"id": "go", "title": "Go", "due": "2026-04-16"},
            {"id": "end", "title": "End", "repeats": {"every": "1 week", "starts": "2026-04-02"}},
            {"id": "opening", "title": "Opening"},
        ]
        plan = plan_of({"milestones": milestones}, communication={"touchpoints": [one]}, **parts)
        reports = [
            TALK | {"id": f"t{n}", "fulfils": "status", "date": on} for n, on in enumerate(held)
        ]
        return said(actions_of(plan, record_of(interactions=reports), day))

    def test_on_its_day_late_after_it_and_the_next_one(self):
        assert self.found("2026-04-01") == [("next", self.WHAT, "2026-04-02")]
        assert self.found("2026-04-02") == [("today", self.WHAT, "2026-04-02")]
        assert self.found("2026-04-03") == [
            ("overdue", self.WHAT, "2026-04-02"),
            ("next", self.WHAT, "2026-04-09"),
        ]
        assert self.found("2026-04-03", "2026-04-02") == [("next", self.WHAT, "2026-04-09")]

    def test_grace_puts_off_when_it_counts_as_missed(self):
        friday = {"grace": "1 working day", "calendar": OFFICE}
        assert self.found("2026-04-02", **friday) == [("today", self.WHAT, "2026-04-02")]
        assert self.found("2026-04-03", **friday) == [("today", self.WHAT, "2026-04-03")]
        assert self.found("2026-04-04", **friday)[0] == ("overdue", self.WHAT, "2026-04-03")
        assert self.found("2026-04-04", grace="1 working day") == [
            ("date_unknown", self.WHAT, None)
        ]

    def test_one_on_another_day_counts_for_the_nearest(self):
        assert self.found("2026-04-08", "2026-04-05") == [("next", self.WHAT, "2026-04-09")]
        assert self.found("2026-04-08", "2026-04-06") == [
            ("not_on_record", f"{self.WHAT}: not on record", None),
        ]

    def test_what_was_missed_before_a_later_one_is_a_gap(self):
        assert self.found("2026-04-17", "2026-04-16") == [
            ("next", self.WHAT, "2026-04-23"),
            ("not_on_record", f"{self.WHAT}: not on record", None),
        ]

    def test_what_was_missed_is_late_for_four_weeks(self):
        once = {"cadence": None, "at": "2026-04-02T10:00:00+02:00"}
        assert self.found("2026-04-30", **once) == [("overdue", self.WHAT, "2026-04-02")]
        assert self.found("2026-05-01", **once) == [
            ("not_on_record", f"{self.WHAT}: not on record", None)
        ]
        assert self.found("2026-05-01", "2026-04-03", **once) == []

    def test_an_optional_one_is_never_missed(self):
        assert self.found("2026-04-09", optional=True) == [("today", self.WHAT, "2026-04-09")]
        assert self.found("2026-04-10", optional=True) == []

    def test_one_that_hangs_on_a_point(self):
        go = {"cadence": None, "due": "1 day after go"}
        assert self.found("2026-04-16", **go) == [("next", self.WHAT, "2026-04-17")]
        assert self.found("2026-03-01", **go) == []
        rhythm = {"cadence": None, "due": "on end[2..]"}
        assert self.found("2026-04-16", **rhythm) == [("today", self.WHAT, "2026-04-16")]
        assert self.found("2026-04-17", "2026-04-09", "2026-04-16", **rhythm) == [
            ("next", self.WHAT, "2026-04-23")
        ]
        assert self.found("2026-04-16", cadence=None, due="on opening") == [
            ("date_unknown", self.WHAT, None)
        ]
        assert self.found("2026-04-16", cadence=None, due=None) == []

    def test_without_a_beginning_nothing_was_missed(self):
        endless = {"cadence": {"freq": "weekly", "by_day": ["thu"]}}
        assert self.found("2026-04-17", **endless) == [("next", self.WHAT, "2026-04-23")]
        assert self.found("2026-04-24", "2026-04-09", **endless) == [
            ("overdue", self.WHAT, "2026-04-23"),
            ("next", self.WHAT, "2026-04-30"),
            ("not_on_record", f"{self.WHAT}: not on record", None),
        ]

    def test_days_off_need_a_calendar(self):
        rolled = {"cadence": self.STATUS["cadence"] | {"by_day": ["sat"], "roll": "next"}}
        assert self.found("2026-04-03", **rolled) == [("date_unknown", self.WHAT, None)]
        assert self.found("2026-04-03", calendar=OFFICE, **rolled) == [
            ("next", self.WHAT, "2026-04-06")
        ]


class TestClocksAndEscalation:
    ISSUE: ClassVar = {
        "id": "i", "title": "Page fails", "impact": "high", "urgency": "high", "by": "curator",
        "at": "2026-04-16T15:00:00+02:00",
    }  # fmt: skip
    POLICY: ClassVar = {
        "responses": [
            {"priority": 1, "first_response": "1 working hour", "resolution": "8 working hours"}
        ],
        "levels": [
            {"id": "first", "after": "0 minutes", "notify": ["project-manager"]},
            {"id": "up", "after": "4 working hours", "notify": ["lead"], "unless": "resolved"},
        ],
    }

    def found(
        self, at: str, *events: dict[str, Any], calendar: Any = OFFICE, **lists: Any
    ) -> list[Action]:
        parts = {} if calendar is None else {"calendar": calendar}
        happened = [{"issue": "i"} | one for one in events]
        plan = plan_of(escalation=self.POLICY, **parts)
        record = record_of(issues=[self.ISSUE], issue_events=happened, **lists)
        return list(actions_of(plan, record, f"2026-04-{at}:00+02:00"))

    def issue(self, at: str, *events: dict[str, Any], **more: Any) -> Action:
        (found,) = [one for one in self.found(at, *events, **more) if one.kind.value == "issue"]
        return found

    ANSWER: ClassVar = {
        "kind": "message", "party": "provider", "at": "2026-04-16T15:50:00+02:00",
    }  # fmt: skip
    TAKEN: ClassVar = {"kind": "acknowledged", "at": "2026-04-16T15:10:00+02:00"}

    def test_the_next_deadline_is_when_it_is_due(self):
        first = self.issue("16T15:30", self.TAKEN)
        assert (first.urgency.value, first.due_text) == (
            "today",
            "first response within 1 working hour",
        )
        assert first.due_at is not None
        assert first.due_at.isoformat() == "2026-04-16T16:00:00+02:00"
        resolution = self.issue("16T16:30", self.TAKEN, self.ANSWER)
        assert resolution.due_at is not None
        assert resolution.due_at.isoformat() == "2026-04-17T15:00:00+02:00"

    def test_what_was_missed_is_late_by_so_much(self):
        assert self.issue("16T16:00", self.TAKEN).urgency.value == "today"
        late = self.issue("17T09:30", self.TAKEN)
        assert late.urgency.value == "overdue"
        assert "; first response is 1 h 30 min of working time late, due 2026-04-16 16:00" in (
            late.why
        )
        answered = self.issue(
            "17T09:30", self.TAKEN, self.ANSWER | {"at": "2026-04-16T16:20:00+02:00"}
        )
        assert "first response was 20 min of working time late" in answered.why
        assert answered.due_text == "resolution within 8 working hours"

    def test_an_hour_that_is_not_the_clients_bears_its_offset(self):
        lisbon = OFFICE | {"timezone": "Europe/Lisbon"}
        here, there = (self.issue("17T12:00", calendar=one) for one in (OFFICE, lisbon))
        assert here.why.endswith("due 2026-04-16 16:00")
        assert there.why.endswith("due 2026-04-16 15:00+01:00")
        (told, *_) = [
            one for one in self.found("17T12:00", calendar=lisbon) if one.kind.value == "escalation"
        ]
        assert "was reached on 2026-04-16 14:00+01:00;" in told.why

    def test_while_the_client_has_the_ball_nothing_is_late(self):
        waits = {
            "kind": "waiting", "party": "client", "reason": "the password",
            "at": "2026-04-16T15:20:00+02:00",
        }  # fmt: skip
        found = self.issue("24T12:00", self.TAKEN, waits)
        assert (found.urgency.value, [one.id for one in found.who]) == ("open", ["curator"])
        assert found.days_waiting == 8

    def test_without_our_calendar_its_clocks_are_not_known(self):
        found = self.issue("17T12:00", calendar=None)
        assert found.urgency.value == "open"
        assert found.why == (
            "open since 2026-04-16, priority 1; when it must be answered is not known: it counts "
            "in working time, and the plan has no working hours of the provider"
        )

    def told(self, at: str, *events: dict[str, Any], **lists: Any) -> list[tuple[str, str]]:
        return [
            (one.urgency.value, one.what)
            for one in self.found(at, *events, **lists)
            if one.kind.value == "escalation"
        ]

    def test_who_must_be_told_until_they_know(self):
        telling = [("today", "to tell Project manager: Page fails")]
        assert self.told("16T15:00") == telling
        assert self.told("16T15:01") == [("overdue", telling[0][1])]
        talk = TALK | {"at": "2026-04-16T15:05:00+02:00", "tells": ["i"]}
        del talk["date"]
        assert self.told("16T15:10", interactions=[talk]) == []
        assert self.told("16T15:10", interactions=[talk | {"participants": ["curator"]}]) == [
            ("overdue", telling[0][1])
        ]
        assert self.told("16T15:10", self.TAKEN) == []

    def test_a_level_whose_role_nobody_holds_is_said_to_be_so(self):
        (found,) = [
            one
            for one in self.found("17T12:00", self.TAKEN, self.ANSWER)
            if one.kind.value == "escalation"
        ]
        assert found.what == "to tell lead: Page fails"
        assert "nobody holds the role" in found.why

    def test_what_was_left_out_in_solving_it(self):
        why = {"id": "w", "issue": "i", "category": "technical", "whys": [{"text": "A cookie"}],
               "at": "2026-04-16T16:00:00+02:00"}  # fmt: skip
        ours = {"id": "st", "issue": "i", "what_happened": "It failed", "our_part": "Untested",
                "making_good": "A test", "at": "2026-04-16T16:10:00+02:00"}  # fmt: skip
        lists = {"analyses": [why], "statements": [ours]}
        kinds = ("problem_solving", "statement")

        def left(*events: dict[str, Any], **more: Any) -> list[str]:
            found = self.found("17T12:00", self.TAKEN, *events, **(lists | more))
            return [one.what for one in found if one.kind.value in kinds]

        assert left() == [
            "to tell the client our part in it: Page fails",
            "to contain first: Page fails",
            "to agree what the problem is: Page fails",
            "to keep from coming back: Page fails",
        ]
        over = {"kind": "resolved", "at": "2026-04-17T10:00:00+02:00"}
        assert left(over) == [
            "to tell the client our part in it: Page fails",
            "to keep from coming back: Page fails",
        ]
        step = {"issue": "i", "kind": "prevention", "text": "A test", "date": "2026-04-16"}
        talk = TALK | {"tells": ["st"], "date": "2026-04-16"}
        assert left(over, issue_steps=[step], interactions=[talk]) == []
