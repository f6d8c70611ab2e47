"""Decisions that somebody waits for."""

from collections.abc import Iterator

from clientkit.client.model import Side
from clientkit.plan.action import Action, ActionKind
from clientkit.plan.moments import Moment
from clientkit.plan.situation import Situation

__all__ = ["decisions"]


def decisions(s: Situation) -> Iterator[Action]:
    """Decisions that are needed and not made; those that name no role wait for the client.

    An answer on the very day is in time.
    """
    made = {s.entries.current(one.decision) for one in s.record.decisions_made}
    for decision in s.record.decisions:
        if decision.id in made:
            continue
        role = decision.role or Side.CLIENT
        due = None if decision.needed_by is None else Moment(decision.needed_by)
        since = s.day_of(decision)
        asked = s.parties.titles([decision.by], as_of=s.today)
        why = f"asked by {asked} on {since}"
        if decision.options:
            why += f"; options: {', '.join(one.id for one in decision.options)}"
        if decision.needed_for:
            names = [s.dates.title(one) for one in decision.needed_for[:20]]
            why += f"; needed for {', '.join(names)}"
        yield s.action(
            ActionKind.DECISION,
            what=decision.text,
            why=why,
            who=[role],
            timing=s.timing(due, s.parties.zone_of(role), since=since),
            clause=decision.clause,
            subject=decision.id,
            entries=(decision.id,),
        )
