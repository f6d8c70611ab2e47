"""Rules about the change orders of a record: their life, and what they say once put forward."""

import datetime as dt
from collections.abc import Iterator, Sequence

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.scope.change_control import change_order_statuses
from clientkit.scope.life_cycle import ChangeOrderStatus, ChangeStep, StepVerdict
from clientkit.scope.order_corrections import late_corrections

from .model import ClientRecord
from .rules_of_ids import Documents
from .scope_questions import order_standings
from .situation import situation

__all__ = ["RULES", "content_corrected_late", "impossible_step"]

_END = dt.datetime.max.replace(tzinfo=dt.UTC)
_READS = ("/plan", "/timezone", "/change_orders", "/change_order_events")


@rule("scope.impossible-change-order-step", reads=_READS)
def impossible_step(documents: Documents) -> Iterator[Fault]:
    """Something happened to a change order that cannot follow what happened before.

    It counts for nothing: what is approved before it is offered, or after the offer ran out, is not
    approved, and what is applied without approval is work that nobody agreed to pay. What may
    follow what, and when an offer ends, the life cycle of change orders says. Mostly an event is
    missing: add it with the day on which it happened. Otherwise correct the one that is wrong.
    """
    record = documents.record
    if record is None or not record.change_order_events:
        return
    places = {one.id: index for index, one in enumerate(record.change_order_events)}
    for status in _statuses(documents, record):
        for number, step in enumerate(status.steps):
            if step.verdict is StepVerdict.NOT_COUNTED:
                break  # what follows may follow from an answer that another rule speaks of
            if step.verdict is not StepVerdict.IMPOSSIBLE:
                continue
            before = status.steps[:number]
            yield Fault(
                path=pointer("change_order_events", places[step.event], "kind"),
                message=f"{step.event!r} says that {step.change_order!r} was {step.kind.value} on "
                f"{_day(step)}: {step.why}{_history(before)}",
                related=tuple(pointer("change_order_events", places[one.event]) for one in before),
            )


@rule("scope.change-order-corrected-late", Severity.WARNING, reads=_READS)
def content_corrected_late(documents: Documents) -> Iterator[Fault]:
    """A correction would change what a change order says, after it was put forward.

    Once submitted or offered, what an order adds, removes and changes, its price and its working
    days stand, so that nobody approves one thing and gets another. That part of the correction does
    not count. Put forward another change order, or correct this one back to what was offered.
    """
    record = documents.record
    if record is None:
        return
    places = {one.id: index for index, one in enumerate(record.change_orders)}
    events = {one.id: index for index, one in enumerate(record.change_order_events)}
    found = late_corrections(
        record.change_orders, record.change_order_events, timezone=record.timezone
    )
    for late in found:
        fields = " and ".join(late.fields)
        yield Fault(
            path=pointer("change_orders", places[late.correction], late.fields[0]),
            message=f"{late.correction!r} changes {fields} of {late.corrects!r} after "
            f"{late.fixed_by!r}; expected what was put forward",
            related=(pointer("change_order_events", events[late.fixed_by]),),
        )


def _statuses(documents: Documents, record: ClientRecord) -> Sequence[ChangeOrderStatus]:
    """Where the orders of a record end up; without its plan, by their events alone."""
    plan = documents.plan
    if plan is None or plan.name != record.plan:
        orders, events = record.change_orders, record.change_order_events
        return change_order_statuses(orders, events, (), at=_END, timezone=record.timezone)
    return [status for _, status in order_standings(situation(plan, record, at=_END))]


def _history(steps: Sequence[ChangeStep]) -> str:
    """What happened before, for a message."""
    return "".join(
        f"{'; before: ' if place == 0 else ', '}{step.kind.value} on {_day(step)}"
        for place, step in enumerate(steps[-_SHOWN:])
    )


def _day(step: ChangeStep) -> dt.date:
    return step.at.date()


_SHOWN = 5

RULES: tuple[Rule[Documents], ...] = (content_corrected_late, impossible_step)
"""Rules that need a record, with or without its plan."""
