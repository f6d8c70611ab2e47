"""A plan answers the scope family's questions about time and rights as its review does."""

import datetime as dt

from clientkit.base import Due, Term, decode
from clientkit.client import Right
from clientkit.plan.model import ClientRecord
from clientkit.plan.moments import Moment
from clientkit.plan.scope_questions import PlanRights, PlanTimes, moment_of, order_standings
from clientkit.plan.situation import situation
from clientkit.scope import Acceptance, UnknownMoment

from .making import instant, plan_of

CALENDAR = {"timezone": "America/New_York", "hours": {"mon": ["09:00-17:00"]}}


def test_times():
    plan = plan_of(
        {"milestones": [{"id": "launch", "title": "Launch", "due": "2026-04-20"}]},
        calendar=CALENDAR,
    )
    times = PlanTimes(situation(plan, None, at=instant("2026-04-10")))
    assert times.due(Due.parse("on launch"), None, "approver") == dt.date(2026, 4, 20)
    assert times.due(Due.parse("on opening"), None, "approver") == UnknownMoment(
        "opening is not in the agreement"
    )
    start = dt.datetime(2026, 4, 13, 14, tzinfo=dt.UTC)
    assert times.after(start, Term.parse("2 working hours"), "pm") == dt.datetime(
        2026, 4, 13, 16, tzinfo=dt.UTC
    )
    unknown = times.after(start, Term.parse("2 working hours"), "approver")
    assert isinstance(unknown, UnknownMoment)
    assert (times.zone("pm"), times.zone("approver")) == ("America/New_York", "Europe/Berlin")
    assert moment_of(start, "Asia/Tokyo") == Moment(dt.date(2026, 4, 13), start)
    assert moment_of(dt.date(2026, 4, 13), "Asia/Tokyo") == Moment(dt.date(2026, 4, 13))


def test_rights():
    rights = PlanRights(situation(plan_of(), None, at=instant("2026-04-10")))

    def judged(by: str, role: str | None = None) -> Acceptance:
        day = dt.date(2026, 4, 10)
        return Acceptance(id="a", outcome="accepted", by=by, role=role, date=day)

    assert rights.may(judged("curator"), Right.ACCEPT) is True
    assert rights.may(judged("curator", "sponsor"), Right.ACCEPT) is False
    assert rights.may(judged("curator"), Right.SETTLE_DIFFERENCE) is None
    assert [role.id for role in rights.acting(judged("curator"))] == ["approver"]
    assert tuple(rights.acting(judged("curator", "sponsor"))) == ()


def test_change_orders_stand_as_corrected_each_with_its_status():
    plan = plan_of()
    assert order_standings(situation(plan, None, at=instant("2026-04-10"))) == ()
    order = {"title": "Audio", "origin": "client_request", "base": 1, "by": "pm"}
    step = {"kind": "offered", "change_order": "audio", "by": "pm", "date": "2026-04-03"}
    record = decode(
        ClientRecord,
        {
            "clientkit": "1",
            "plan": plan.name,
            "timezone": "Europe/Berlin",
            "change_orders": [
                order | {"id": "video", "date": "2026-04-09"},
                order | {"id": "audio", "date": "2026-04-01"},
                order | {"id": "audio-2", "date": "2026-04-02", "corrects": "audio"},
            ],
            "change_order_events": [step | {"id": "offered"}],
        },
    )
    found = order_standings(situation(plan, record, at=instant("2026-04-10")))
    assert [(order.id, status.change_order, status.state.value) for order, status in found] == [
        ("audio-2", "audio-2", "offered"),
        ("video", "video", "draft"),
    ]
