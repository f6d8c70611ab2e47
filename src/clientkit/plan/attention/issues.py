"""Issues that are open, and steps that were agreed about them."""

import datetime as dt
from collections.abc import Iterator

from clientkit.client.model import Side
from clientkit.escalation.entries import Issue, IssueEvent, IssueEventKind, IssueParty
from clientkit.escalation.model import EscalationPolicy, Grade, PriorityMatrix
from clientkit.plan.action import Action, ActionKind
from clientkit.plan.situation import Situation

__all__ = ["issues", "priority_of"]

Kind = IssueEventKind
_GRADES = list(Grade)


def priority_of(issue: Issue, matrix: PriorityMatrix | None) -> int:
    """The priority of an issue by its impact and urgency, from 1, the highest, to 5.

    A pair that the matrix leaves out has 1 where both are high, and one more for each step down
    of either.
    """
    for cell in () if matrix is None else matrix.cells:
        if cell.impact is issue.impact and cell.urgency is issue.urgency:
            return cell.priority
    return 1 + _GRADES.index(issue.impact) + _GRADES.index(issue.urgency)


def issues(s: Situation) -> Iterator[Action]:
    """Issues that are not resolved, or were reopened, and their steps that are not done.

    It is our turn, but while an issue waits for somebody else. A wait ends when the issue is
    resumed, or when the one it waits for has spoken.
    """
    events: dict[str, list[IssueEvent]] = {}
    for event in s.record.issue_events:
        events.setdefault(s.entries.current(event.issue), []).append(event)
    kinds = list(Kind)
    titles = {issue.id: issue.title for issue in s.record.issues}
    for issue in s.record.issues:
        found = sorted(
            events.get(issue.id, ()),
            key=lambda one: (s.entries.instant(one), kinds.index(one.kind), one.id),
        )
        if _is_open(found):
            yield _action(s, issue, found)
    done = {
        s.entries.current(event.step)
        for event in s.record.issue_events
        if event.kind is Kind.STEP_DONE and event.step is not None
    }
    for step in s.record.issue_steps:
        if step.id in done:
            continue
        owner = step.owner or Side.PROVIDER
        zone = s.parties.zone_of(owner)
        due = None if step.due is None else s.dates.resolve(step.due, zone=zone)
        about = s.entries.current(step.issue)
        yield s.action(
            ActionKind.ISSUE_STEP,
            what=step.text,
            why=f"{step.kind.value} agreed about: {titles.get(about, about)}",
            who=[owner],
            timing=s.timing(due, zone, None if step.due is None else step.due.text),
            clause=step.clause,
            subject=step.id,
            entries=(step.id,),
        )


def _is_open(events: list[IssueEvent]) -> bool:
    resolved = False
    for event in events:
        if event.kind in (Kind.RESOLVED, Kind.REOPENED):
            resolved = event.kind is Kind.RESOLVED
    return not resolved


def _action(s: Situation, issue: Issue, events: list[IssueEvent]) -> Action:
    priority = priority_of(issue, _matrix(s, issue, events))
    waits_for: IssueEvent | None = None
    acknowledged = False
    for event in events:
        if event.kind is Kind.PRIORITY_CHANGED and event.priority is not None:
            priority = event.priority
        elif event.kind is Kind.ACKNOWLEDGED:
            acknowledged = True
        elif event.kind is Kind.WAITING:
            waits_for = event
        elif event.kind in (Kind.RESUMED, Kind.RESOLVED, Kind.REOPENED) or (
            event.kind is Kind.MESSAGE and waits_for is not None and event.party is waits_for.party
        ):
            waits_for = None
    opened = s.day_of(issue)
    since = opened if waits_for is None else s.day_of(waits_for)
    why = f"open since {opened}, priority {priority}"
    if waits_for is not None:
        why += _waiting(s, waits_for)
    elif not acknowledged:
        why += ", nobody has taken it on yet"
    party = None if waits_for is None else waits_for.party
    return s.action(
        ActionKind.ISSUE,
        what=issue.title,
        why=why,
        who=_turn(s, issue, party),
        timing=s.timing(None, s.plan.client.timezone, since=since),
        clause=issue.clause,
        priority=priority,
        subject=issue.id,
        entries=(issue.id, *(event.id for event in events)),
    )


def _waiting(s: Situation, event: IssueEvent) -> str:
    reason = "" if event.reason is None else f": {event.reason}"
    if event.party is IssueParty.AGREED_HOLD:
        return f"; both sides agreed on {s.day_of(event)} to let it rest{reason}"
    return f"; it waits since {s.day_of(event)}{reason}"


def _turn(s: Situation, issue: Issue, party: IssueParty | None) -> list[str | Side]:
    if party is IssueParty.CLIENT:
        theirs = s.parties.side_of(issue.by) is Side.CLIENT
        return [issue.by] if theirs else [Side.CLIENT]
    if party is IssueParty.THIRD_PARTY:
        return [Side.THIRD_PARTY]
    return [] if party is IssueParty.AGREED_HOLD else [Side.PROVIDER]


def _matrix(s: Situation, issue: Issue, events: list[IssueEvent]) -> PriorityMatrix | None:
    """The matrix of the policy in force when the issue was opened, or last rebased."""
    rebased = [event for event in events if event.kind is Kind.REBASED]
    policy = _policy(s, s.day_of(rebased[-1] if rebased else issue))
    return None if policy is None else policy.matrix


def _policy(s: Situation, day: dt.date) -> EscalationPolicy | None:
    known = [] if s.plan.history is None else list(s.plan.history.escalation)
    if s.plan.escalation is not None:
        known.append(s.plan.escalation)
    known.sort(key=lambda one: one.version)
    for policy in reversed(known):
        if policy.effective_on is None or policy.effective_on <= day:
            return policy
    return None
