"""What was asked for, and has no answer."""

from collections.abc import Iterator

from clientkit.backlog import ClientRequest, RequestState, RequestStatus, request_report
from clientkit.client.model import Side
from clientkit.plan.action import Action, ActionKind
from clientkit.plan.moments import UNCOUNTABLE, Moment
from clientkit.plan.situation import Situation
from clientkit.scope.entries import ChangeOrderEventKind

from .change_orders import open_orders

__all__ = ["requests"]


def requests(s: Situation) -> Iterator[Action]:
    """Requests that nobody has decided, whose decision the client does not know, or put off.

    A request that a change order which is under way answers waits for that one. Of a decision for a
    change order the client knows once that is offered. A deferred request is due for a second look
    by the day that was named.
    """
    given = s.countable(s.record.requests)
    try:
        report = request_report(
            given,
            s.countable(s.record.request_decisions),
            at=s.now,
            timezone=s.record.timezone,
        )
    except UNCOUNTABLE:
        return
    by_id = {one.id: one for one in given}
    offered = _offered(s)
    known = {
        s.entries.current(event.change_order)
        for event in s.record.change_order_events
        if event.kind is ChangeOrderEventKind.OFFERED
    }
    offers = {
        one.id
        for one in s.record.request_decisions
        if one.change_order is not None and s.entries.current(one.change_order) in known
    }
    told_in = {one.id: one.told_in for one in s.record.request_decisions}
    for state in report.states:
        request = by_id[state.request]
        if state.decision is None:
            if request.id not in offered:
                yield _action(s, request, request.text, "nobody has decided on it yet", state)
            continue
        told = s.was_told(state.decision, told_in.get(state.decision))
        if not told and state.decision not in offers:
            yield _untold(s, request, state)
        if state.status is RequestStatus.DEFERRED and state.review_by is not None:
            why = "deferred, to be looked at again"
            yield _action(s, request, request.text, why, state, Moment(state.review_by))


def _offered(s: Situation) -> set[str]:
    """The requests for which a change order is under way."""
    if all(order.request is None for order in s.record.change_orders):
        return set()
    return {s.entries.current(one.request) for one in open_orders(s) if one.request is not None}


def _untold(s: Situation, request: ClientRequest, state: RequestState) -> Action:
    reason = "" if state.reason is None else f": {state.reason}"
    what = f"to tell the client: {request.text}, {state.status.value}{reason}"
    day = "" if state.decided_at is None else f" on {s.local_day(state.decided_at)}"
    return _action(s, request, what, f"decided{day}; that they were told is not on record", state)


def _action(
    s: Situation,
    request: ClientRequest,
    what: str,
    why: str,
    state: RequestState,
    due: Moment | None = None,
) -> Action:
    who = s.parties.titles([request.by], as_of=s.today)
    asked_on = s.day_of(request)
    return s.action(
        ActionKind.REQUEST,
        what=what,
        why=f"asked for by {who} on {asked_on}; {why}",
        who=[Side.PROVIDER],
        timing=s.timing(due, s.parties.zone_of(Side.PROVIDER), since=asked_on),
        clause=request.clause,
        subject=request.id,
        entries=(request.id,) if state.decision is None else (request.id, state.decision),
    )
