"""Dates and delays of a whole plan, with the notices, reminders and decisions of its record."""

import datetime as dt
from typing import Any

import pytest

from clientkit.base import InvalidValueError, decode
from clientkit.plan import (
    ClientPlan,
    plan_delays,
    plan_extension,
    plan_forecast,
    plan_schedule_health,
    plan_what_if,
)
from clientkit.plan import record_facts as gathering
from clientkit.scope import ChangeOrder, EarnedBy, NoticeState, ReminderState
from clientkit.scope.walk import Walk

from .making import actions_of, instant, plan_of, record_of

WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
CALENDAR = {"timezone": "Europe/Berlin", "hours": WEEK}
SCOPE: dict[str, Any] = {
    "milestones": [{"id": "kickoff", "title": "Kick-off", "due": "2026-02-02"}],
    "period": {"starts": "on kickoff"},
    "deliverables": [
        {"id": "design", "title": "Designs", "due": "2026-04-17", "depends_on": ["photos"]},
        {"id": "site", "title": "Site", "due": "2026-05-29"},
    ],
    "responsibilities": [
        {"id": "photos", "title": "photographs", "owner": "approver", "due": "2026-03-20",
         "reminders": {"before": "3 working days", "every": "3 working days", "times": 2}},
    ],
    "delays": {"notice_within": "2 working days", "notice_to": ["sponsor"], "in_writing": True,
               "notice_required": True, "extend": "working_days", "clause": "6"},
}  # fmt: skip
NOTICES = {"notices": [
    {"id": "late", "when": "delay_outside_our_control", "owner": "project-manager"}]}  # fmt: skip
KICKOFF = {"milestone": "kickoff", "date": "2026-02-02"}


def plan(**scope: Any) -> ClientPlan:
    client = {"id": "harbor", "name": "Harbor", "timezone": "Europe/Berlin", "calendar": CALENDAR}
    return plan_of(SCOPE | scope, client=client, calendar=CALENDAR, communication=NOTICES)


def talk(at: str, **more: Any) -> dict[str, Any]:
    about = {"kind": "message", "started_by": "provider", "participants": ["pm", "curator"]}
    return about | {"at": f"{at}T10:00:00+01:00"} | more


def record(**lists: Any) -> Any:
    return record_of(milestones_reached=[KICKOFF], **lists)


def design(at: str, **lists: Any) -> tuple[int | None, list[tuple[str, int]]]:
    found = plan_forecast(plan(), record(**lists), at=instant(at))
    assert found is not None
    one = found.item("design")
    return one.slip, [(share.party.value, share.working_days) for share in one.shares]


class TestForecast:
    @pytest.mark.parametrize(
        ("interactions", "expected"),
        [
            ([], [("nobody", 5)]),
            # due by Tuesday the 24th; names nothing, so about what was late then
            ([talk("2026-03-23", gives_notice=["late"])], [("client", 5)]),
            ([talk("2026-03-26", gives_notice=["late"])], [("nobody", 3), ("client", 2)]),
            # before anything was late it must say what it is about
            ([talk("2026-03-18", gives_notice=["late"])], [("nobody", 5)]),
            ([talk("2026-03-18", gives_notice=["late"], reminds=["photos"])], [("client", 5)]),
            ([talk("2026-03-23", gives_notice=["late"], kind="call")], [("nobody", 5)]),
            ([talk("2026-03-23")], [("nobody", 5)]),
        ],
    )
    def test_notices_come_from_the_interactions(
        self, interactions: list[dict[str, Any]], expected: list[tuple[str, int]]
    ) -> None:
        found = design("2026-03-27", interactions=interactions)
        assert found == (5, expected)

    def test_a_notice_that_tells_of_a_delay_is_about_that_alone(self) -> None:
        delay = {
            "id": "server",
            "party": "third_party",
            "affects": ["site"],
            "date": "2026-03-24",
            "starts_on": "2026-03-24",
            "ends_on": "2026-03-25",
            "reason": "Server down",
        }
        told = talk("2026-03-24", gives_notice=["late"], tells=["server"])
        lists: dict[str, Any] = {"delay_events": [delay], "interactions": [told]}
        found = plan_forecast(plan(), record(**lists), at=instant("2026-03-27"))
        assert found is not None
        assert [one.party.value for one in found.item("site").shares] == ["third_party"]
        assert [one.party.value for one in found.item("design").shares] == ["nobody"]

    def test_overdue_decisions_are_waits(self) -> None:
        asked = {"id": "shop", "text": "Which shop?", "role": "sponsor", "date": "2026-03-10",
                 "needed_by": "2026-03-20", "needed_for": ["site"]}  # fmt: skip
        made = {"decision": "shop", "text": "The city's", "by": "director", "role": "sponsor",
                "date": "2026-03-24"}  # fmt: skip
        told = talk("2026-03-23", gives_notice=["late"], tells=["shop"])
        lists: dict[str, Any] = {"decisions": [asked], "decisions_made": [made]}
        found = plan_forecast(
            plan(), record(interactions=[told], **lists), at=instant("2026-03-27")
        )
        assert found is not None
        (share,) = found.item("site").shares
        assert (share.party.value, share.text) == (
            "client",
            "waiting for a decision: Which shop?: 2 working days",
        )

    def test_what_was_judged_was_delivered(self) -> None:
        judged = {"deliverable": "design", "outcome": "rejected", "date": "2026-03-19"}
        found = plan_forecast(plan(), record(acceptances=[judged]), at=instant("2026-03-27"))
        assert found is not None
        assert found.item("design").is_there
        assert not found.item("site").is_there
        whole = {"outcome": "accepted", "date": "2026-03-19"}
        found = plan_forecast(plan(), record(acceptances=[whole]), at=instant("2026-03-27"))
        assert found is not None
        assert found.item("site").is_there

    def test_without_a_record_or_an_agreement(self) -> None:
        at = instant("2026-06-01")
        found = plan_forecast(plan(), at=at)
        assert found is not None
        assert found.late == ()
        assert plan_delays(plan(), at=at) == ()
        bare = decode(ClientPlan, {"clientkit": "1", "id": "x", "client": {
            "id": "harbor", "name": "Harbor", "timezone": "Europe/Berlin"}})  # fmt: skip
        assert plan_forecast(bare, at=at) is None
        assert plan_delays(bare, record_of(), at=at) == ()
        assert plan_extension(bare, at=at) is None
        assert plan_schedule_health(bare, at=at) is None

    def test_without_working_hours_it_says_what_it_counts_with(self) -> None:
        found = plan_forecast(plan_of(SCOPE), record(), at=instant("2026-03-27"))
        assert found is not None
        counted = "Monday to Friday without holidays is counted"
        assert found.assumptions == (
            f"no working hours of the client are in the plan; {counted}",
            f"no working hours of ours are in the plan; {counted}",
        )

    def test_at_must_have_an_offset(self) -> None:
        with pytest.raises(InvalidValueError):
            plan_forecast(plan(), at=dt.datetime(2026, 3, 27))  # noqa: DTZ001 (that is the point)


def test_delays_with_their_notices_and_reminders() -> None:
    sent = [talk(day, reminds=["photos"]) for day in ("2026-03-17", "2026-03-20")]
    (owed,) = plan_delays(plan(), record(interactions=sent), at=instant("2026-03-27"))
    assert (owed.text, owed.reminders.sent) == ("waiting for photographs: 5 working days", 2)
    assert owed.reminders.state is ReminderState.ESCALATE
    assert owed.notice is not None
    assert (owed.notice.state, owed.uncounted_days) == (NoticeState.OVERDUE, 5)


def test_the_other_questions() -> None:
    at = instant("2026-03-27")
    told = record(interactions=[talk("2026-03-23", gives_notice=["late"])])
    granted = plan_extension(plan(), told, at=at)
    assert granted is not None
    assert [(one.id, str(one.extended_to)) for one in granted.dates] == [("design", "2026-04-24")]
    order = decode(ChangeOrder, {"id": "c", "title": "More", "origin": "outside", "base": 1,
                                 "by": "pm", "date": "2026-03-27", "working_days": 1})  # fmt: skip
    supposed = plan_what_if(plan(), told, order=order, at=at)
    assert supposed is not None
    assert [one.id for one in supposed.moved] == ["design", "site"]
    health = plan_schedule_health(plan(), told, at=at, by=EarnedBy.DELIVERABLES)
    assert health is not None
    assert (str(health.starts_on), health.schedule.index) == ("2026-02-02", 1)


class TestReview:
    """Reminders due today, delays not told yet, and dates that will not be kept."""

    def found(self, at: str, **lists: Any) -> list[tuple[str, str, str, str]]:
        kinds = ("reminder", "delay_notice", "forecast")
        return [
            (one.urgency.value, one.kind.value, one.what, one.why)
            for one in actions_of(plan(), record(**lists), at)
            if one.kind.value in kinds
        ]

    def test_before_the_first_reminder_there_is_nothing(self) -> None:
        assert self.found("2026-03-16") == []

    def test_a_reminder_is_due(self) -> None:
        assert self.found("2026-03-17") == [
            (
                "today",
                "reminder",
                "remind Approver of photographs",
                "photographs: due on 2026-03-20; no reminder yet, of 2",
            )
        ]

    def test_a_delay_is_to_be_told_and_moves_a_date(self) -> None:
        reminded = [talk(day, reminds=["photos"]) for day in ("2026-03-17", "2026-03-23")]
        waiting = "waiting for photographs: 3 working days"
        found = self.found("2026-03-25", interactions=reminded)
        assert found == [
            (
                "overdue",
                "delay_notice",
                "tell of the delay: photographs",
                f"{waiting}; days before notice do not count; to be told to Sponsor, in writing",
            ),
            (
                "next",
                "forecast",
                "Designs: 2026-04-22, 3 working days later than agreed (2026-04-17)",
                "waiting for photographs (before notice was given, so not counted): 3 working days",
            ),
        ]

    def test_reminders_in_vain_are_a_matter_for_others(self) -> None:
        lists = {"interactions": [
            talk("2026-03-17", reminds=["photos"]),
            talk("2026-03-20", reminds=["photos"]),
            talk("2026-03-23", gives_notice=["late"]),
        ]}  # fmt: skip
        waiting = "waiting for photographs: 3 working days"
        (reminder, slip) = self.found("2026-03-25", **lists)
        assert reminder[1:] == (
            "reminder",
            "photographs: reminders have not helped",
            f"{waiting}; reminders so far: 2, of 2; talk to somebody else",
        )
        assert slip[1] == "forecast"
        assert slip[3] == (
            "waiting for photographs: 3 working days; "
            "3 working days of waiting for the client move the agreed date to 2026-04-22"
        )

    @pytest.mark.parametrize(("notice_required", "walks"), [(False, 1), (True, 2)])
    def test_the_dates_are_walked_once_and_again_where_notices_change_whose_days_they_are(
        self, monkeypatch: pytest.MonkeyPatch, notice_required: bool, walks: int
    ) -> None:
        walked: list[Walk] = []

        def counting(*args: Any, **more: Any) -> Walk:
            walked.append(Walk(*args, **more))
            return walked[-1]

        monkeypatch.setattr(gathering, "Walk", counting)
        delays = SCOPE["delays"] | {"notice_required": notice_required}
        told = record(interactions=[talk("2026-03-23", gives_notice=["late"], reminds=["photos"])])
        assert actions_of(plan(delays=delays), told, "2026-03-25")
        assert len(walked) == walks

    def test_delays_of_others_that_go_on_are_to_be_told(self) -> None:
        delay = {"id": "server", "party": "third_party", "affects": ["site"], "date": "2026-03-10",
                 "starts_on": "2026-03-10", "reason": "Server down"}  # fmt: skip
        found = self.found("2026-03-11", delay_events=[delay])
        assert found[0][:3] == ("next", "delay_notice", "tell of the delay: Server down")
        ours = delay | {"party": "provider"}
        kinds = [one[1] for one in self.found("2026-03-11", delay_events=[ours])]
        assert kinds == ["forecast"]

    def test_nothing_without_a_record(self) -> None:
        kinds = {one.kind.value for one in actions_of(plan(), None, "2026-06-01")}
        assert not kinds & {"reminder", "delay_notice", "forecast"}

    @pytest.mark.parametrize(("more", "is_said"), [([], False), (["extra"], True)])
    def test_three_deliverables_together_are_behind_once_the_day_is_over_on_which_one_was_due(
        self, more: list[str], is_said: bool
    ) -> None:
        extra = [{"id": one, "title": one, "due": "2026-05-29"} for one in more]
        some = plan(deliverables=[*SCOPE["deliverables"], *extra])

        def together(at: str) -> list[str]:
            told = record(
                interactions=[talk("2026-03-23", gives_notice=["late"], reminds=["photos"])]
            )
            found = actions_of(some, told, at)
            return [one.why for one in found if one.what.startswith("the deliverables together")]

        assert together("2026-04-17") == []
        late = (
            "1 working day behind what was agreed; SPI(t) is 0.98; 1 would be in time; at this "
            "pace the last one comes on 2026-06-02, agreed for 2026-05-29"
        )
        assert together("2026-04-20") == ([late] if is_said else [])
