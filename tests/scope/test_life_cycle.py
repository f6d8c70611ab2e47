from clientkit.scope import (
    CHANGE_ORDER_TRANSITIONS,
    ChangeOrderEventKind,
    ChangeOrderState,
    change_order_status,
)

from .changing import CONTROL, ZONE, at, event, order


def test_the_table_names_every_state_and_every_state_can_be_reached():
    assert list(CHANGE_ORDER_TRANSITIONS) == list(ChangeOrderState)
    reached, waiting = {ChangeOrderState.DRAFT}, [ChangeOrderState.DRAFT]
    while waiting:
        for after in CHANGE_ORDER_TRANSITIONS[waiting.pop()].values():
            if after not in reached:
                reached.add(after)
                waiting.append(after)
    assert reached == set(ChangeOrderState)


def test_every_kind_of_event_is_possible_somewhere_and_none_everywhere():
    for kind in ChangeOrderEventKind:
        places = [kind in steps for steps in CHANGE_ORDER_TRANSITIONS.values()]
        assert any(places)
        assert not all(places)


def test_the_content_of_what_is_submitted_or_offered_is_never_a_draft_again():
    for steps in CHANGE_ORDER_TRANSITIONS.values():
        assert ChangeOrderState.DRAFT not in steps.values()


def test_the_history_says_what_each_event_led_to_and_why_it_does_not_count():
    events = [
        event("offered", "2026-03-02"),
        event("approved", "2026-03-03", role="content"),
        event("applied", "2026-03-04"),
        event("declined", "2026-03-05", role="sponsor"),
    ]
    found = change_order_status(order(), events, CONTROL, at=at("2026-03-09"), timezone=ZONE)
    assert found.text.splitlines() == [
        "co: offered since 2026-03-02",
        "  2026-03-02 offered: draft -> offered",
        "  2026-03-03 approved: not counted, the agreement asks 'sponsor', 'approver'",
        (
            "  2026-03-04 applied: impossible, it is offered; "
            "expected offered, approved, declined, withdrawn or expired"
        ),
        "  2026-03-05 declined",
    ]


def test_approved_is_what_was_approved_and_possibly_applied():
    steps = [event(kind, "2026-03-02", role="sponsor") for kind in
             ("offered", "approved", "applied")]  # fmt: skip
    found = [
        change_order_status(order(), steps[:n], CONTROL, at=at("2026-03-09"), timezone=ZONE)
        for n in range(4)
    ]
    assert [one.is_approved for one in found] == [False, False, True, True]
    assert [one.is_settled for one in found] == [False, False, False, True]
