"""Acts of people who had no right to them."""

import datetime as dt
from collections.abc import Iterator

import attrs

from clientkit.client.model import Right, Side
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.scope_questions import PlanRights
from clientkit.plan.situation import Situation, Timing, thing
from clientkit.scope.approvals import answer_of
from clientkit.scope.deciding import acted_as_asked
from clientkit.scope.entries import ChangeOrderEventKind

from .signatures import is_known, signed_on
from .work import Work

__all__ = ["Act", "acts_without_right", "authority"]


@attrs.frozen(kw_only=True)
class Act:
    """Something that somebody did without the right to it."""

    right: Right | None = None
    """The right that it takes; none for decisions, which take the role that was asked."""
    is_unsaid: bool = False
    """Whether the plan gives that right to nobody."""
    what: str
    """What was done, in words."""
    person: str
    """Who did it."""
    day: dt.date
    """The day on which they did."""
    role: str | None = None
    """The role in which they did it, as the entry says."""
    entry: str | None = None
    """The entry that tells of it."""
    path: str | None = None
    """The place in the plan that does."""
    fault: str
    """What is wrong, in words."""
    turn: tuple[str, ...] = ()
    """The roles that could have done it."""


@attrs.frozen(kw_only=True)
class _Done:
    """Something that takes a right of who did it, whether they had it or not."""

    right: Right
    what: str
    person: str
    day: dt.date
    role: str | None = None
    side: Side | None = None
    entry: str | None = None
    path: str | None = None


def authority(s: Situation, work: Work) -> Iterator[Action]:
    """An action for each act without the right to it, and one for each right that nobody has."""
    unsaid: dict[Right, list[Act]] = {}
    for act in acts_without_right(s, work):
        if act.right is not None and act.is_unsaid:
            unsaid.setdefault(act.right, []).append(act)
        else:
            yield _action(s, act)
    for right, acts in unsaid.items():
        yield _unsaid(s, right, acts)


def acts_without_right(s: Situation, work: Work) -> Iterator[Act]:
    """Acts by people who had no right to them on that day, in the role that the entry names or any.

    Judgements take `accept`, those of stages that do not decide `review` or `accept`;
    instructions take `instruct` of one of the client's participants; approvals of change orders
    take `approve_change`, a role that the agreement asks, and a price within the role's limit;
    signatures take `sign` on their side; decisions the role that was asked. Promises take
    `promise` only where the plan gives that right to somebody of the side: anybody else is free
    to promise what is in the scope.
    """
    for done in (*_judgements(s, work), *_instructions(s), *_promises(s), *_signatures(s)):
        had = s.parties.had_right(
            done.person, done.right, role=done.role, as_of=done.day, side=done.side
        )
        if not had:
            yield _act(s, done, is_unsaid=had is None)
    yield from _approvals(s)
    yield from _decisions(s)


def _act(s: Situation, done: _Done, *, is_unsaid: bool = False) -> Act:
    turn = tuple(role.id for role in s.parties.with_right(done.right, done.side))
    given = s.parties.titles(turn, as_of=done.day) if turn else "nobody"
    return Act(
        right=done.right,
        is_unsaid=is_unsaid,
        what=done.what,
        person=done.person,
        day=done.day,
        role=done.role,
        entry=done.entry,
        path=done.path,
        fault=f"that takes the right {done.right.value!r}, which the plan gives to {given}",
        turn=turn,
    )


def _judgements(s: Situation, work: Work) -> Iterator[_Done]:
    for one in s.record.acceptances:
        if work.judgements.may_judge(one) is not True:
            title = "everything" if one.deliverable is None else s.dates.title(one.deliverable)
            right = work.judgements.right_needed(one)
            yield _Done(
                right=right,
                what=f"{right.value} of {thing(title, one.occurrence)}",
                person=one.by,
                day=s.day_of(one),
                role=one.role,
                entry=one.id,
            )


def _instructions(s: Situation) -> Iterator[_Done]:
    for one in s.record.interactions:
        if one.instructs is None:
            continue
        day = s.day_of(one)
        theirs = [person for person in one.participants if s.parties.side_of(person) is Side.CLIENT]
        may = any(
            s.parties.had_right(person, Right.INSTRUCT, role=None, as_of=day) for person in theirs
        )
        if not may:
            yield _Done(
                right=Right.INSTRUCT,
                what=f"instruction: {one.instructs}",
                person=(theirs or [Side.CLIENT.value])[0],
                day=day,
                entry=one.id,
            )


def _approvals(s: Situation) -> Iterator[Act]:
    orders = {order.id: order for order in s.record.change_orders}
    control = None if s.scope is None else s.scope.change_control
    asked = () if control is None else control.approved_by
    rights = PlanRights(s)
    for event in s.record.change_order_events:
        order = orders.get(s.entries.current(event.change_order))
        if order is None or event.kind is not ChangeOrderEventKind.APPROVED:
            continue
        answer = answer_of(event, order, control, rights, approves=True)
        if answer.counts:
            continue
        day = s.day_of(event)
        had = s.parties.had_right(event.by, Right.APPROVE_CHANGE, role=event.role, as_of=day)
        act = _act(
            s,
            _Done(
                right=Right.APPROVE_CHANGE,
                what=f"approval of the change order {order.title}",
                person=event.by,
                day=day,
                role=event.role,
                entry=event.id,
            ),
        )
        if answer.above is not None and order.price is not None:
            above = f"the price of {order.price.text} is above the limit of {answer.above.text}"
            act = attrs.evolve(act, fault=above, turn=asked)
        elif had is not False and asked:
            agreed = f"the agreement asks {s.parties.titles(asked, as_of=day)}"
            act = attrs.evolve(act, fault=agreed, turn=asked)
        yield act


def _promises(s: Situation) -> Iterator[_Done]:
    settled = {s.entries.current(one.promise) for one in s.record.promise_events}
    for one in s.record.promises:
        side = s.parties.side_of(one.by)
        if one.id not in settled and s.parties.with_right(Right.PROMISE, side):
            yield _Done(
                right=Right.PROMISE,
                what=f"promise: {one.text}",
                person=one.by,
                day=s.day_of(one),
                side=side,
                entry=one.id,
            )


def _signatures(s: Situation) -> Iterator[_Done]:
    if s.plan.scope is None:
        return
    for index, one in enumerate(s.plan.scope.sign_offs):
        if is_known(s, one):
            yield _Done(
                right=Right.SIGN,
                what=f"signature under version {one.version}",
                person=one.person,
                day=signed_on(one, s.plan.client.timezone),
                side=one.side,
                path=f"/scope/sign_offs/{index}",
            )


def _decisions(s: Situation) -> Iterator[Act]:
    asked = {one.id: one for one in s.record.decisions}
    rights = PlanRights(s)
    for one in s.record.decisions_made:
        decision = asked.get(s.entries.current(one.decision))
        if decision is None or acted_as_asked(one, decision, rights):
            continue
        day = s.day_of(one)
        turn = () if decision.role is None else (decision.role,)
        yield Act(
            what=f"decision: {decision.text}",
            person=one.by,
            day=day,
            role=one.role,
            entry=one.id,
            fault=f"{s.parties.titles(turn, as_of=day)} was asked",
            turn=turn,
        )


def _action(s: Situation, act: Act) -> Action:
    title = s.parties.titles([act.person], as_of=act.day)
    if act.role is not None:
        title += f" as {s.parties.titles([act.role], as_of=act.day)}"
    return s.action(
        ActionKind.NO_AUTHORITY,
        what=act.what,
        why=f"by {title} on {act.day}; {act.fault}",
        who=act.turn or [act.person],
        timing=Timing(urgency=Urgency.OPEN),
        subject=act.entry,
        plan_paths=() if act.path is None else (act.path,),
        entries=() if act.entry is None else (act.entry,),
    )


def _unsaid(s: Situation, right: Right, acts: list[Act]) -> Action:
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
