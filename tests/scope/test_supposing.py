"""The forecast beside what it would be."""

from typing import Any

from clientkit.base import decode
from clientkit.scope import ChangeOrder, Progress, ScopeAgreement, Wait, WhatIf, what_if

from .forecast_making import OURS, THEIRS, agreement_of, at_noon, progress_of

WEB = agreement_of(
    milestones=[{"id": "launch", "due": "2026-05-04"}],
    deliverables=[
        {"id": "design", "due": "2026-03-20"},
        {"id": "site", "due": "2026-04-17", "depends_on": ["design"]},
        {"id": "extra", "due": "2026-04-24"},
    ],
)
DONE = progress_of(deliveries=[{"deliverable": "design", "date": "2026-03-20"}])


def order(**more: Any) -> ChangeOrder:
    told = {"id": "banner", "title": "Banner", "origin": "client_request", "base": 1, "by": "pm"}
    return decode(ChangeOrder, told | {"date": "2026-04-01"} | more)


def supposed(agreement: ScopeAgreement = WEB, progress: Progress = DONE, **more: Any) -> WhatIf:
    return what_if(
        agreement,
        progress,
        client_calendar=THEIRS,
        our_calendar=OURS,
        at=at_noon("2026-04-01"),
        **more,
    )


def test_nothing_supposed_moves_nothing() -> None:
    found = supposed()
    assert found.moved == ()
    assert found.before == found.after


def test_days_of_a_change_order_are_worked_before_the_rest() -> None:
    found = supposed(order=order(working_days=2))
    assert [one.text for one in found.moved] == [
        "site: 2026-04-21 instead of 2026-04-17, 2 working days later",
        "extra: 2026-04-28 instead of 2026-04-24, 2 working days later",
    ]
    assert found.after is not None
    share = found.after.item("site").shares[0]
    assert (share.party.value, share.text) == (
        "client",
        "work on the change order Banner: 2 working days",
    )


def test_deliverables_of_a_change_order_say_themselves_how_long_they_take() -> None:
    new = {"id": "page", "title": "Page", "depends_on": ["site"], "working_days": 3}
    found = supposed(order=order(working_days=3, adds={"deliverables": [new]}, removes=["extra"]))
    assert [one.text for one in found.moved] == ["Page: new, 2026-04-22", "extra: falls away"]


def test_a_change_order_that_cannot_be_applied_is_refused() -> None:
    found = supposed(order=order(removes=["nothing-such"]))
    assert found.after is None
    assert found.refusal is not None
    assert "nothing-such" in found.refusal.text


def test_a_further_delay() -> None:
    wait = decode(Wait, {
        "subject": "holiday", "party": "client", "affects": ["site"], "text": "It is closed",
        "starts_on": "2026-04-07", "ends_on": "2026-04-08"})  # fmt: skip
    (moved,) = supposed(waits=[wait]).moved
    assert (moved.id, moved.working_days) == ("site", 2)
    kept = Progress(is_kept=False)
    assert [one.id for one in supposed(progress=kept, waits=[wait]).moved] == ["site"]


def test_more_deliverables_than_one_wait_can_name() -> None:
    many = agreement_of(deliverables=[{"id": f"d{n}", "due": "2026-04-17"} for n in range(1001)])
    found = supposed(many, Progress(), order=order(working_days=1))
    assert len(found.moved) == 1001
