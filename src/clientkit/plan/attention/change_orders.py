"""Change orders that wait for their next step."""

from collections.abc import Iterator
from enum import Enum, auto, unique

import attrs

from clientkit.client.model import Right, Role, Side
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.moments import moved
from clientkit.plan.situation import Situation, Timing
from clientkit.scope.entries import ChangeOrder, ChangeOrderEvent, ChangeOrderEventKind

__all__ = ["approving_roles", "change_orders", "events_of", "open_orders", "over_limit"]

Kind = ChangeOrderEventKind


@unique
class _Stand(Enum):
    """How far a change order has come."""

    DRAFTED = auto()
    SUBMITTED = auto()
    OFFERED = auto()
    APPROVED = auto()
    CLOSED = auto()


@attrs.define
class _Life:
    """A change order as its events leave it."""

    stand: _Stand = _Stand.DRAFTED
    offer: ChangeOrderEvent | None = None
    approved_by: set[str] = attrs.Factory(set)
    declined_by: set[str] = attrs.Factory(set)


def change_orders(s: Situation) -> Iterator[Action]:
    """Change orders that are neither applied nor given up.

    A new offer opens the question anew. An offer is approved by all approving roles, or as many
    as the quorum says; by anybody with the right, where the agreement names no role. Approvals by
    those without the right, or beyond their role's limit, do not count.
    """
    events = events_of(s)
    for order in s.record.change_orders:
        life = _life(s, order, events.get(order.id, ()))
        if life.stand is not _Stand.CLOSED:
            yield _action(s, order, life, events.get(order.id, ()))


def open_orders(s: Situation) -> tuple[ChangeOrder, ...]:
    """The change orders that are neither applied nor given up."""
    events = events_of(s)
    return tuple(
        order
        for order in s.record.change_orders
        if _life(s, order, events.get(order.id, ())).stand is not _Stand.CLOSED
    )


def events_of(s: Situation) -> dict[str, tuple[ChangeOrderEvent, ...]]:
    """The events of each change order in order; those of one instant in the order of a life."""
    kinds = list(Kind)
    found: dict[str, list[ChangeOrderEvent]] = {}
    for event in s.record.change_order_events:
        found.setdefault(s.entries.current(event.change_order), []).append(event)
    return {
        order: tuple(
            sorted(events, key=lambda one: (s.entries.instant(one), kinds.index(one.kind), one.id))
        )
        for order, events in found.items()
    }


def approving_roles(s: Situation, event: ChangeOrderEvent, order: ChangeOrder) -> tuple[str, ...]:
    """The roles in which an approval counts."""
    acting = _asked(s, event)
    if s.parties.with_right(Right.APPROVE_CHANGE):
        acting = tuple(role for role in acting if Right.APPROVE_CHANGE in role.may)
    return tuple(role.id for role in acting if not over_limit(s, role.id, order))


def _asked(s: Situation, event: ChangeOrderEvent) -> tuple[Role, ...]:
    """The roles in which a person answered an offer, of those that are asked."""
    control = None if s.scope is None else s.scope.change_control
    agreed = () if control is None else control.approved_by
    acting = s.parties.acting(event.by, event.role, as_of=s.day_of(event))
    return tuple(role for role in acting if not agreed or role.id in agreed)


def over_limit(s: Situation, role: str, order: ChangeOrder) -> bool:
    """Whether the price is above what one approval in a role may commit to.

    The limit itself is within it. A price in another currency than the limit is not judged.
    """
    held = s.parties.roles.get(role)
    if held is None or held.limit is None or order.price is None:
        return False
    same = held.limit.currency == order.price.currency
    return same and order.price.amount > held.limit.amount


def _life(s: Situation, order: ChangeOrder, events: tuple[ChangeOrderEvent, ...]) -> _Life:
    life = _Life()
    for event in events:
        if event.kind is Kind.SUBMITTED:
            if life.stand is _Stand.DRAFTED:
                life.stand = _Stand.SUBMITTED
        elif event.kind is Kind.OFFERED:
            life = _Life(_Stand.OFFERED, offer=event)
        elif event.kind is Kind.APPROVED:
            life.approved_by.update(approving_roles(s, event, order))
            if _is_approved(s, event, life, order):
                life.stand = _Stand.APPROVED
        elif event.kind is Kind.DECLINED:
            life.declined_by.update(role.id for role in _asked(s, event))
            if _is_declined(s, life):
                life.stand = _Stand.CLOSED
        else:
            life.stand = _Stand.CLOSED
    return life


def _needed(s: Situation) -> tuple[tuple[str, ...], int]:
    control = None if s.scope is None else s.scope.change_control
    roles = () if control is None else tuple(dict.fromkeys(control.approved_by))
    quorum = None if control is None else control.quorum
    return roles, len(roles) if quorum is None else min(quorum, len(roles))


def _is_approved(s: Situation, event: ChangeOrderEvent, life: _Life, order: ChangeOrder) -> bool:
    roles, needed = _needed(s)
    if roles:
        return len(life.approved_by & set(roles)) >= needed
    if life.approved_by:
        return True
    right = s.parties.had_right(
        event.by, Right.APPROVE_CHANGE, role=event.role, as_of=s.day_of(event)
    )
    return right is None and not over_limit(s, event.role or "", order)


def _is_declined(s: Situation, life: _Life) -> bool:
    """Whether too few approving roles are left; a decline by another ends nothing."""
    roles, needed = _needed(s)
    return not roles or len(set(roles) - life.declined_by) < needed


def _action(
    s: Situation, order: ChangeOrder, life: _Life, events: tuple[ChangeOrderEvent, ...]
) -> Action:
    roles, _ = _needed(s)
    control = None if s.scope is None else s.scope.change_control
    who: list[str | Side] = [Side.PROVIDER]
    timing = Timing(urgency=Urgency.OPEN)
    since = s.day_of(events[-1] if events else order)
    price = "" if order.price is None else f" ({order.price.text})"
    what = f"change order: {order.title}{price}"
    if life.stand is _Stand.OFFERED and life.offer is not None:
        left = [role for role in roles if role not in life.approved_by | life.declined_by]
        who = [*left] or [role.id for role in s.parties.with_right(Right.APPROVE_CHANGE)]
        who = who or [Side.CLIENT]
        zone = s.parties.zone_of(who[0])
        offered = s.moment_of(life.offer, zone)
        since = s.day_of(life.offer)
        why = f"offered on {since}, to be approved or declined"
        if control is not None and control.offer_valid is not None:
            ends = moved(offered, control.offer_valid, s.parties.time_of(who[0]))
            timing = s.timing(ends, zone, f"{control.offer_valid.text} from the offer")
            if timing.urgency is Urgency.OVERDUE:
                who = [Side.PROVIDER]
                why = f"the offer ran out on {timing.due}; to be offered again or withdrawn"
                timing = s.timing(None, zone)
    elif life.stand is _Stand.APPROVED:
        why = f"approved on {since}, not part of a version of the agreement yet"
    elif life.stand is _Stand.SUBMITTED:
        why = f"submitted on {since}, not offered yet"
    else:
        why = f"drafted on {since}, not submitted yet"
    return s.action(
        ActionKind.CHANGE_ORDER,
        what=what,
        why=why,
        who=who,
        timing=attrs.evolve(timing, since=since),
        clause=order.clause or (None if control is None else control.clause),
        subject=order.id,
        plan_paths=() if control is None else (s.path("change_control"),),
        entries=(order.id, *(event.id for event in events)),
    )
