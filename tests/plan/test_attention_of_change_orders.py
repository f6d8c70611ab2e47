from typing import Any

import pytest

from clientkit.plan.action import Action

from .making import actions_of, plan_of, record_of

ORDER = {
    "id": "audio", "title": "Audio page", "origin": "client_request", "base": 1,
    "price": "3200 EUR", "date": "2026-04-01",
}  # fmt: skip
CONTROL = {"approved_by": ["sponsor"], "offer_valid": "2 weeks"}


def found(
    *events: dict[str, Any], orders: Any = (ORDER,), control: Any = CONTROL, at: str
) -> Action | None:
    plan = plan_of({"change_control": control})
    steps = [{"change_order": "audio", "by": "director"} | one for one in events]
    record = record_of(change_orders=orders, change_order_events=steps)
    actions = actions_of(plan, record, at)
    listed = [one for one in actions if one.kind.value == "change_order"]
    assert len(listed) <= 1
    return listed[0] if listed else None


def step(kind: str, day: int) -> dict[str, str]:
    return {"kind": kind, "date": f"2026-04-{day:02}"}


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"working_days": 4}, "Audio page (3200.00 EUR, +4 working days)"),
        ({"working_days": 1}, "Audio page (3200.00 EUR, +1 working day)"),
        ({"working_days": -1, "price": None}, "Audio page (-1 working day)"),
        ({"price": None}, "Audio page"),
    ],
)
def test_an_order_says_what_it_comes_to(parts: Any, words: str):
    action = found(orders=[ORDER | parts], at="2026-04-04")
    assert action is not None
    assert action.what == f"change order: {words}"


def test_an_offer_whose_end_nobody_can_tell_says_why():
    control = CONTROL | {"offer_valid": "10 working days"}
    action = found(step("offered", 3), control=control, at="2026-04-04")
    assert action is not None
    assert (action.urgency.value, action.due_text) == (
        "date_unknown", "10 working days from the offer",
    )  # fmt: skip
    assert action.why == (
        "offered on 2026-04-03, to be approved or declined; it counts in working time, "
        "and the plan has no working hours of Harbor Museum"
    )


def test_an_offer_that_ran_out_waits_for_us_until_that_is_on_record():
    action = found(step("offered", 3), at="2026-04-18")
    assert action is not None
    assert [one.id for one in action.who] == ["provider"]
    assert action.why == "the offer ran out on 2026-04-17; to be offered again or withdrawn"
    assert found(step("offered", 3), step("expired", 20), at="2026-04-21") is None


def test_an_approval_after_the_end_of_the_offer_changes_nothing():
    action = found(step("offered", 3), step("approved", 18), at="2026-04-20")
    assert action is not None
    assert action.why == "the offer ran out on 2026-04-17; to be offered again or withdrawn"
    assert action.entries == ("audio", "change_order_events-0", "change_order_events-1")


def test_content_that_is_corrected_after_the_offer_stays_as_it_was_offered():
    late = ORDER | {
        "id": "audio-2", "corrects": "audio", "title": "Audio guide", "price": "9 EUR",
        "date": "2026-04-05",
    }  # fmt: skip
    action = found(step("offered", 3), orders=(ORDER, late), at="2026-04-07")
    assert action is not None
    assert (action.what, action.subject) == ("change order: Audio guide (3200.00 EUR)", "audio-2")
