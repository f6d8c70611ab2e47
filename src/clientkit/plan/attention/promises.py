"""Promises that are open, and those taken back without a word."""

from collections.abc import Iterator

from clientkit.client.model import Side
from clientkit.plan.action import Action, ActionKind
from clientkit.plan.moments import Moment, Unknown, moment_at
from clientkit.plan.scope_questions import PlanTimes
from clientkit.plan.situation import Situation, Timing
from clientkit.scope.entries import Promise
from clientkit.scope.promising import PromiseState, PromiseStatus, promise_states

__all__ = ["promises"]

_OPEN = (PromiseStatus.OPEN, PromiseStatus.OVERDUE)


def promises(s: Situation) -> Iterator[Action]:
    """Promises that were neither kept, nor withdrawn, nor turned into a change order.

    One that names no deliverable of the agreement lies outside the scope. A promise that was
    withdrawn is open until the other side has been told.
    """
    states = promise_states(
        s.record.promises,
        s.record.promise_events,
        at=s.now,
        timezone=s.record.timezone,
        times=PlanTimes(s),
        agreement=s.scope,
        interactions=s.record.interactions,
        told=s.told,
        replaced=s.entries.replaced,
    )
    by_id = {one.id: one for one in s.record.promises}
    for state in states:
        promise = by_id[state.promise]
        if state.status in _OPEN:
            yield _open(s, promise, state)
        elif state.status is PromiseStatus.WITHDRAWN_UNTOLD:
            yield _untold(s, promise, state)


def _open(s: Situation, promise: Promise, state: PromiseState) -> Action:
    kind = ActionKind.PROMISE_OUTSIDE_SCOPE if state.is_outside_scope else ActionKind.PROMISE
    zone = s.parties.zone_of(promise.by)
    text = None if promise.due is None else promise.due.text
    why = f"promised to {_whom(s, promise)} on {s.day_of(promise)}"
    if state.is_outside_scope:
        why += "; nothing in the scope covers it"
    else:
        why += f"; part of {s.dates.title(promise.deliverable or '')}"
    timing = s.timing(_moment(state, zone), zone, text)
    return _action(s, promise, kind, promise.text, why, timing)


def _untold(s: Situation, promise: Promise, state: PromiseState) -> Action:
    event = next(one for one in s.record.promise_events if one.id == state.event)
    why = f"withdrawn on {s.day_of(event)}; that {_whom(s, promise)} was told is not on record"
    timing = s.timing(None, s.parties.zone_of(promise.by))
    what = f"to tell that a promise is withdrawn: {promise.text}"
    return _action(s, promise, ActionKind.PROMISE, what, why, timing, event.id)


def _moment(state: PromiseState, zone: str) -> Moment | Unknown | None:
    if state.because is not None:
        return Unknown(state.because)
    if state.due_at is not None:
        return moment_at(state.due_at, zone)
    return None if state.due is None else Moment(state.due)


def _action(
    s: Situation,
    promise: Promise,
    kind: ActionKind,
    what: str,
    why: str,
    timing: Timing,
    *events: str,
) -> Action:
    return s.action(
        kind,
        what=what,
        why=why,
        who=[promise.by],
        timing=timing,
        clause=promise.clause,
        subject=promise.id,
        entries=(promise.id, *events),
    )


def _whom(s: Situation, promise: Promise) -> str:
    other = Side.PROVIDER if s.parties.side_of(promise.by) is Side.CLIENT else Side.CLIENT
    return s.parties.titles([promise.to or other], as_of=s.day_of(promise))
