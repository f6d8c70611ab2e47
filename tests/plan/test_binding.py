"""Whether the agreement of a plan is in force, by the plan and its record."""

import datetime as dt
from typing import Any

import pytest

from clientkit.base import InvalidArgumentError, evolve
from clientkit.client import Side
from clientkit.plan.binding import in_force
from clientkit.plan.model import ClientPlan, ClientRecord
from clientkit.plan.signing import sign
from clientkit.scope import ForceReason, InForce

from .making import SIGNED, actions_of, instant, plan_of, record_of

AT = "2026-05-01"
CONTROL = {"approved_by": ["sponsor"], "offer_valid": "5 working days"}
SITE = {"id": "site", "title": "The site", "due": "2026-05-01"}
FIRST: dict[str, Any] = {"change_control": CONTROL, "price": "10000 EUR", "deliverables": [SITE]}
AUDIO = {"id": "audio", "title": "The audio page"}
SECOND = FIRST | {"version": 2, "base": 1, "price": "12000 EUR", "deliverables": [SITE, AUDIO]}
ORDER = {
    "id": "order", "title": "Audio page", "origin": "client_request", "base": 1,
    "price": "2000 EUR", "adds": {"deliverables": [AUDIO]}, "date": "2026-04-01",
}  # fmt: skip


def event(kind: str, date: str, **more: Any) -> dict[str, Any]:
    return {"change_order": "order", "kind": kind, "date": date, "by": "director", **more}


OFFERED = event("offered", "2026-04-02", id="offered")
APPROVED = event("approved", "2026-04-07", id="approved", role="sponsor")
APPLIED = event("applied", "2026-04-09", id="applied", version=2)


def plan(second: dict[str, Any] | None = None, first: dict[str, Any] | None = None) -> ClientPlan:
    old = {"id": "web", "title": "New web site", "sign_offs": SIGNED} | (first or FIRST)
    scope = {"sign_offs": []} | (second or SECOND)
    return plan_of(scope, history={"scope": [old]})


def record(*events: dict[str, Any], **order: Any) -> ClientRecord:
    return record_of(change_orders=[ORDER | order], change_order_events=list(events))


def asked(plan: ClientPlan, record: ClientRecord | None = None, at: str = AT) -> InForce:
    found = in_force(plan, record, at=instant(at))
    assert found is not None
    return found


def test_without_an_agreement_there_is_nothing_to_be_in_force() -> None:
    assert in_force(evolve(plan_of(), scope=None), None, at=instant(AT)) is None


def test_an_instant_needs_its_offset() -> None:
    with pytest.raises(InvalidArgumentError, match="expected an instant with its offset"):
        in_force(plan_of(), None, at=dt.datetime(2026, 1, 1))  # noqa: DTZ001 (what is refused)


def test_signed_itself() -> None:
    assert asked(plan_of()).reason is ForceReason.SIGNED
    assert asked(plan_of(), at="2025-12-31").reason is ForceReason.UNSIGNED


def test_a_signed_base_with_an_approved_change_order() -> None:
    found = asked(plan(), record(OFFERED, APPROVED, APPLIED))
    assert (found.reason, found.change_orders) == (ForceReason.CHANGE_ORDERS, ("order",))
    assert asked(plan()).reason is ForceReason.DIFFERS
    assert asked(plan(), record()).reason is ForceReason.DIFFERS


def test_an_approval_counts_from_the_end_of_its_day_on() -> None:
    known = record(OFFERED, APPROVED, APPLIED)
    assert asked(plan(), known, at="2026-04-07T23:59:00+02:00").reason is ForceReason.DIFFERS
    assert asked(plan(), known, at="2026-04-08T00:00:00+02:00").holds


def test_who_may_approve_the_plan_says() -> None:
    by_curator = APPROVED | {"by": "curator", "role": None}
    assert asked(plan(), record(OFFERED, by_curator, APPLIED)).reason is ForceReason.DIFFERS
    dear = SECOND | {"price": "15001 EUR"}
    known = record(OFFERED, APPROVED, APPLIED, price="5001 EUR")
    assert asked(plan(dear), known).reason is ForceReason.DIFFERS  # above the sponsor's limit
    dear["price"] = "15000 EUR"
    assert asked(plan(dear), record(OFFERED, APPROVED, APPLIED, price="5000 EUR")).holds


def test_an_approval_after_the_offer_ran_out_does_not_count() -> None:
    calendar = {"timezone": "Europe/Berlin", "hours": {
        day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}  # fmt: skip
    base = plan()
    client = {"id": "h", "name": "H", "timezone": "Europe/Berlin", "calendar": calendar}
    known = plan_of(client=client)
    late = event("approved", "2026-04-10", id="approved", role="sponsor")
    asked_of = evolve(base, client=known.client)
    assert asked(asked_of, record(OFFERED, APPROVED)).holds
    assert asked(asked_of, record(OFFERED, late)).reason is ForceReason.DIFFERS


def test_a_correction_after_the_offer_changes_nothing_that_was_approved() -> None:
    dearer = ORDER | {"id": "more", "corrects": "order", "price": "9000 EUR", "date": "2026-04-20"}
    known = record_of(
        change_orders=[ORDER, dearer], change_order_events=[OFFERED, APPROVED, APPLIED]
    )
    assert asked(plan(), known).holds
    assert not asked(plan(SECOND | {"price": "19000 EUR"}), known).holds


def test_an_edited_version_shows_what_was_edited() -> None:
    known = record(OFFERED, APPROVED, APPLIED)
    signed = plan()
    assert signed.scope is not None
    given = [sign(signed, person=one, date=dt.date(2026, 4, 10)) for one in ("director", "pm")]
    later = SITE | {"due": "2026-06-01"}
    edited = plan(SECOND | {"deliverables": [later, AUDIO]})
    assert edited.scope is not None
    edited = evolve(edited, scope=evolve(edited.scope, sign_offs=given))
    found = asked(edited, known)
    assert (found.reason, found.agreed_by) == (ForceReason.EDITED, ())
    assert [one.text for one in found.signatures.signatures if one.sign_off.version == 2] == [
        "signed, but changed since: deliverables/site/due: 2026-05-01 -> 2026-06-01"
    ] * 2
    unsigned = [one for one in actions_of(edited, known, AT) if one.kind.value == "unsigned"]
    assert [one.why for one in unsigned] == [
        f"{who} on 2026-04-10: signed, but changed since: "
        f"deliverables/site/due: 2026-05-01 -> 2026-06-01; "
        f"{who} on 2026-01-01: signed in version 1"
        for who in ("Museum director", "Project manager")
    ]


def test_sides() -> None:
    half = FIRST | {"sign_offs": SIGNED[:1]}
    found = asked(plan(first=half), record(OFFERED, APPROVED, APPLIED))
    assert (found.reason, found.agreed_by) == (ForceReason.ONE_SIDE, (Side.CLIENT,))
