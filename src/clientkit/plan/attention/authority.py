"""Acts of people who had no right to them."""

import datetime as dt
from collections.abc import Iterator

import attrs

from clientkit.client.model import Right, Side
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.situation import Situation, Timing, thing
from clientkit.scope.entries import ChangeOrderEventKind

from .change_orders import approving_roles, events_of, over_limit
from .signatures import is_known, signed_on
from .work import Work

__all__ = ["authority"]


@attrs.frozen(kw_only=True)
class _Act:
    """Something that somebody did, and the right that it takes."""

    right: Right | None = None
    what: str
    person: str
    day: dt.date
    role: str | None = None
    side: Side | None = None
    entry: str | None = None
    path: str | None = None
    fault: str | None = None
    """What is wrong with it beside the right."""
    turn: tuple[str, ...] = ()
    """Who can put that right."""


def authority(s: Situation, work: Work) -> Iterator[Action]:
    """Acts by people who had no right to them on that day, in the role that the entry names or any.

    Judgements take `accept`, those of stages that do not decide `review` or `accept`;
    instructions take `instruct` of one of the client's participants; approvals of change orders
    take `approve_change`, a role that the agreement asks, and a price within the role's limit;
    signatures take `sign` on their side; decisions the role that was asked. Promises take
    `promise` only where the plan gives that right to somebody of the side: anybody else is free
    to promise what is in the scope. Where the plan gives a right to nobody that somebody used,
    who has it is asked once, not for each act.
    """
    unsaid: dict[Right, list[_Act]] = {}
    for act in _acts(s, work):
        if act.right is not None and act.fault is None:
            had = s.parties.had_right(
                act.person, act.right, role=act.role, as_of=act.day, side=act.side
            )
            if had:
                continue
            if had is None:
                unsaid.setdefault(act.right, []).append(act)
                continue
        yield _action(s, act)
    for right, acts in unsaid.items():
        yield _unsaid(s, right, acts)


def _acts(s: Situation, work: Work) -> Iterator[_Act]:
    yield from _judgements(s, work)
    yield from _instructions(s)
    yield from _approvals(s)
    yield from _promises(s)
    yield from _signatures(s)
    yield from _decisions(s)


def _judgements(s: Situation, work: Work) -> Iterator[_Act]:
    for one in s.record.acceptances:
        if work.has_right(one) is not True:
            title = "everything" if one.deliverable is None else s.dates.title(one.deliverable)
            right = work.right_needed(one)
            yield _Act(
                right=right,
                what=f"{right.value} of {thing(title, one.occurrence)}",
                person=one.by,
                day=s.day_of(one),
                role=one.role,
                entry=one.id,
            )


def _instructions(s: Situation) -> Iterator[_Act]:
    for one in s.record.interactions:
        if one.instructs is None:
            continue
        day = s.day_of(one)
        theirs = [person for person in one.participants if s.parties.side_of(person) is Side.CLIENT]
        may = any(
            s.parties.had_right(person, Right.INSTRUCT, role=None, as_of=day) for person in theirs
        )
        if not may:
            yield _Act(
                right=Right.INSTRUCT,
                what=f"instruction: {one.instructs}",
                person=(theirs or [Side.CLIENT.value])[0],
                day=day,
                entry=one.id,
            )


def _approvals(s: Situation) -> Iterator[_Act]:
    orders = {order.id: order for order in s.record.change_orders}
    for name, events in events_of(s).items():
        order = orders.get(name)
        for event in events:
            if order is None or event.kind is not ChangeOrderEventKind.APPROVED:
                continue
            if approving_roles(s, event, order):
                continue
            day = s.day_of(event)
            right = Right.APPROVE_CHANGE
            had = s.parties.had_right(event.by, right, role=event.role, as_of=day)
            acting = s.parties.acting(event.by, event.role, as_of=day)
            limits = [
                role.limit.text
                for role in acting
                if role.limit is not None and over_limit(s, role.id, order)
            ]
            control = None if s.scope is None else s.scope.change_control
            asked = () if control is None else control.approved_by
            fault = None
            if had is not False and limits and order.price is not None:
                fault = f"the price of {order.price.text} is above the limit of {limits[0]}"
            elif had or (had is None and asked):
                fault = f"the agreement asks {s.parties.titles(asked, as_of=day)}"
            yield _Act(
                right=right,
                what=f"approval of the change order {order.title}",
                person=event.by,
                day=day,
                role=event.role,
                entry=event.id,
                fault=fault,
                turn=asked,
            )


def _promises(s: Situation) -> Iterator[_Act]:
    settled = {s.entries.current(one.promise) for one in s.record.promise_events}
    for one in s.record.promises:
        side = s.parties.side_of(one.by)
        if one.id not in settled and s.parties.with_right(Right.PROMISE, side):
            yield _Act(
                right=Right.PROMISE,
                what=f"promise: {one.text}",
                person=one.by,
                day=s.day_of(one),
                side=side,
                entry=one.id,
            )


def _signatures(s: Situation) -> Iterator[_Act]:
    if s.plan.scope is None:
        return
    for index, one in enumerate(s.plan.scope.sign_offs):
        if is_known(s, one):
            yield _Act(
                right=Right.SIGN,
                what=f"signature under version {one.version}",
                person=one.person,
                day=signed_on(one, s.plan.client.timezone),
                side=one.side,
                path=f"/scope/sign_offs/{index}",
            )


def _decisions(s: Situation) -> Iterator[_Act]:
    asked = {one.id: one for one in s.record.decisions}
    for one in s.record.decisions_made:
        decision = asked.get(s.entries.current(one.decision))
        if decision is None or decision.role is None:
            continue
        day = s.day_of(one)
        if all(role.id != decision.role for role in s.parties.held(one.by, as_of=day)):
            title = s.parties.titles([decision.role], as_of=day)
            yield _Act(
                what=f"decision: {decision.text}",
                person=one.by,
                day=day,
                role=one.role,
                entry=one.id,
                fault=f"{title} was asked",
                turn=(decision.role,),
            )


def _action(s: Situation, act: _Act) -> Action:
    title = s.parties.titles([act.person], as_of=act.day)
    if act.role is not None:
        title += f" as {s.parties.titles([act.role], as_of=act.day)}"
    turn, fault = act.turn, act.fault
    if act.right is not None and fault is None:
        turn = tuple(role.id for role in s.parties.with_right(act.right, act.side))
        may = s.parties.titles(turn, as_of=act.day)
        fault = f"that takes the right {act.right.value!r}, which the plan gives to {may}"
    return s.action(
        ActionKind.NO_AUTHORITY,
        what=act.what,
        why=f"by {title} on {act.day}; {fault}",
        who=turn or [act.person],
        timing=Timing(urgency=Urgency.OPEN),
        subject=act.entry,
        plan_paths=() if act.path is None else (act.path,),
        entries=() if act.entry is None else (act.entry,),
    )


def _unsaid(s: Situation, right: Right, acts: list[_Act]) -> Action:
    """One action for all acts that take a right which the plan gives to nobody."""
    people = s.parties.titles(dict.fromkeys(act.person for act in acts[:20]), as_of=s.today)
    return s.action(
        ActionKind.NO_AUTHORITY,
        what=f"to be agreed: who has the right {right.value!r}",
        why=f"used by {people}, and the plan gives it to nobody",
        who=[Side.CLIENT, Side.PROVIDER],
        timing=Timing(urgency=Urgency.OPEN),
        subject=right.value,
        plan_paths=tuple(dict.fromkeys(act.path for act in acts[:1000] if act.path)),
        entries=tuple(act.entry for act in acts if act.entry is not None),
    )
