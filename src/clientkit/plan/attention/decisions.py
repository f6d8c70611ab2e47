"""Decisions that somebody waits for."""

from collections.abc import Iterator

from clientkit.plan.action import Action, ActionKind
from clientkit.plan.moments import Moment
from clientkit.plan.scope_questions import PlanRights, PlanTimes
from clientkit.plan.situation import Situation
from clientkit.scope.deciding import DecisionStatus, decision_states

__all__ = ["decisions"]


def decisions(s: Situation) -> Iterator[Action]:
    """Decisions that are needed and not made; those that name no role wait for the client.

    An answer on the very day is in time. One by somebody who did not act in the role that was
    asked does not count.
    """
    states = decision_states(
        s.record.decisions,
        s.record.decisions_made,
        at=s.now,
        timezone=s.record.timezone,
        times=PlanTimes(s),
        rights=PlanRights(s),
        replaced=s.entries.replaced,
    )
    asked = {one.id: one for one in s.record.decisions}
    made = {one.id: one for one in s.record.decisions_made}
    for state in states:
        if state.status is DecisionStatus.MADE:
            continue
        decision = asked[state.decision]
        due = None if state.needed_by is None else Moment(state.needed_by)
        since = s.day_of(decision)
        why = f"asked by {s.parties.titles([decision.by], as_of=s.today)} on {since}"
        if state.options:
            why += f"; options: {', '.join(state.options)}"
        if state.needed_for:
            needed_for = (s.dates.title(one) for one in state.needed_for[:20])
            why += f"; needed for {', '.join(needed_for)}"
        if state.void:
            who = dict.fromkeys(made[one].by for one in state.void)
            said = s.parties.titles(who, as_of=s.today)
            why += f"; what {said} decided does not count, for another role was asked"
        yield s.action(
            ActionKind.DECISION,
            what=decision.text,
            why=why,
            who=[state.party],
            timing=s.timing(due, s.parties.zone_of(state.party), since=since),
            clause=decision.clause,
            subject=decision.id,
            entries=(decision.id, *state.void),
        )
