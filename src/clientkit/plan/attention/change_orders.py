"""Change orders that wait for their next step."""

from collections.abc import Iterator

import attrs

from clientkit.client.entry import Entry
from clientkit.client.model import Right, Side
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.moments import Moment, Unknown, moment_at
from clientkit.plan.scope_questions import order_standings
from clientkit.plan.situation import Situation, Timing
from clientkit.scope.entries import ChangeOrder
from clientkit.scope.life_cycle import ChangeOrderState, ChangeOrderStatus, StepVerdict
from clientkit.scope.model import ChangeControl

__all__ = ["change_orders", "open_orders"]

State = ChangeOrderState


def change_orders(s: Situation) -> Iterator[Action]:
    """Change orders that are neither applied nor given up.

    Where each stands, :func:`clientkit.scope.change_order_status` says. An offer that ran out is
    still to be dealt with, until that is on record.
    """
    for order, status in _open(s):
        yield _action(s, order, status)


def open_orders(s: Situation) -> tuple[ChangeOrder, ...]:
    """The change orders that are neither applied nor given up."""
    return tuple(order for order, _ in _open(s))


def _open(s: Situation) -> Iterator[tuple[ChangeOrder, ChangeOrderStatus]]:
    for order, status in order_standings(s):
        if not status.is_settled:
            yield order, status


def _action(s: Situation, order: ChangeOrder, status: ChangeOrderStatus) -> Action:
    control = None if s.scope is None else s.scope.change_control
    by_id: dict[str, Entry] = {one.id: one for one in s.record.change_order_events}
    taken = [step.event for step in status.steps if step.verdict is StepVerdict.TAKEN]
    since = s.day_of(by_id[taken[-1]] if taken else order)
    who: list[str | Side] = [Side.PROVIDER]
    timing = Timing(urgency=Urgency.OPEN)
    if status.state is State.OFFERED and status.offer is not None:
        since = s.day_of(by_id[status.offer])
        why = f"offered on {since}, to be approved or declined"
        who = [*status.waits_for] or [
            role.id for role in s.parties.with_right(Right.APPROVE_CHANGE)
        ]
        who = who or [Side.CLIENT]
        timing = _until(s, status, control)
    elif status.state is State.EXPIRED:
        why = f"the offer ran out on {status.since}; to be offered again or withdrawn"
    elif status.state is State.APPROVED:
        why = f"approved on {since}, not part of a version of the agreement yet"
    elif status.state is State.SUBMITTED:
        why = f"submitted on {since}, not offered yet"
    else:
        why = f"drafted on {since}, not submitted yet"
    return s.action(
        ActionKind.CHANGE_ORDER,
        what=f"change order: {order.title}{_impact(order)}",
        why=why,
        who=who,
        timing=attrs.evolve(timing, since=since),
        clause=order.clause or (None if control is None else control.clause),
        subject=order.id,
        plan_paths=() if control is None else (s.path("change_control"),),
        entries=(order.id, *(step.event for step in status.steps)),
    )


def _until(s: Situation, status: ChangeOrderStatus, control: ChangeControl | None) -> Timing:
    """How long an offer stands."""
    valid = None if control is None else control.offer_valid
    zone = s.parties.zone_of(Side.CLIENT)
    ends: Moment | Unknown | None = None
    if status.offer_ends_at is not None:
        ends = moment_at(status.offer_ends_at, zone)
    elif status.offer_ends_on is not None:
        ends = Moment(status.offer_ends_on)
    elif status.end_unknown is not None:
        ends = Unknown(status.end_unknown)
    text = None if ends is None or valid is None else f"{valid.text} from the offer"
    return s.timing(ends, zone, text)


def _impact(order: ChangeOrder) -> str:
    """What an order comes to in money and time, as far as it says."""
    said = [] if order.price is None else [order.price.text]
    if order.working_days is not None:
        said.append(f"{order.working_days:+} working day{'s' * (abs(order.working_days) != 1)}")
    return f" ({', '.join(said)})" if said else ""
