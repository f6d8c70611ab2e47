"""Promises that are open."""

from collections.abc import Iterator

from clientkit.client.model import Side
from clientkit.plan.action import Action, ActionKind
from clientkit.plan.situation import Situation

__all__ = ["promises"]


def promises(s: Situation) -> Iterator[Action]:
    """Promises that were neither kept, nor withdrawn, nor turned into a change order.

    One that names no deliverable lies outside the scope: nothing in the agreement covers it.
    """
    settled = {s.entries.current(one.promise) for one in s.record.promise_events}
    for promise in s.record.promises:
        if promise.id in settled:
            continue
        outside = promise.deliverable is None
        zone = s.parties.zone_of(promise.by)
        due = None if promise.due is None else s.dates.resolve(promise.due, by=promise.by)
        made_on = s.day_of(promise)
        whom = s.parties.titles([promise.to or _other(s, promise.by)], as_of=made_on)
        why = f"promised to {whom} on {made_on}"
        if promise.deliverable is None:
            why += "; nothing in the scope covers it"
        else:
            why += f"; part of {s.dates.title(promise.deliverable)}"
        yield s.action(
            ActionKind.PROMISE_OUTSIDE_SCOPE if outside else ActionKind.PROMISE,
            what=promise.text,
            why=why,
            who=[promise.by],
            timing=s.timing(due, zone, None if promise.due is None else promise.due.text),
            clause=promise.clause,
            subject=promise.id,
            entries=(promise.id,),
        )


def _other(s: Situation, person: str) -> Side:
    return Side.PROVIDER if s.parties.side_of(person) is Side.CLIENT else Side.CLIENT
