"""Issues that are open, their clocks, and steps that were agreed about them."""

import datetime as dt
from collections.abc import Iterable, Iterator

from clientkit.client.model import Side
from clientkit.escalation import (
    ClockKind,
    EscalationState,
    Issue,
    IssueClock,
    IssueEventKind,
    IssueParty,
    priority_of,
)
from clientkit.plan.action import Action, ActionKind
from clientkit.plan.moments import moment_at
from clientkit.plan.situation import Situation, Timing

from .open_issues import OpenIssue

__all__ = ["issues"]


def issues(s: Situation, found: Iterable[OpenIssue]) -> Iterator[Action]:
    """Issues that are not resolved, or were reopened, and steps that are not done.

    It is our turn, but while an issue waits for somebody else, until it is resumed. While it is our
    turn the next of its deadlines says how soon; one that was missed comes first.
    """
    for one in found:
        yield _action(s, one)
    titles = {issue.id: issue.title for issue in s.record.issues}
    done = {
        s.entries.current(event.step)
        for event in s.record.issue_events
        if event.kind is IssueEventKind.STEP_DONE and event.step is not None
    }
    for step in s.record.issue_steps:
        if step.id in done:
            continue
        owner = step.owner or Side.PROVIDER
        zone = s.parties.zone_of(owner)
        due = None if step.due is None else s.dates.resolve(step.due, by=owner)
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


def _action(s: Situation, one: OpenIssue) -> Action:
    issue, state = one.issue, one.state
    opened = s.day_of(issue)
    priority = priority_of(issue) if state is None else state.clocks.priority
    why = f"open since {opened}, priority {priority}"
    party: IssueParty | None = IssueParty.PROVIDER
    timing = s.timing(None, s.plan.client.timezone, since=opened)
    if state is None:
        why += f"; when it must be answered is not known: {one.because}"
    else:
        party = state.clocks.whose_ball
        timing = _timing(s, state, opened)
        why += _standing(s, one, state)
    return s.action(
        ActionKind.ISSUE,
        what=issue.title,
        why=why,
        who=_turn(s, issue, party),
        timing=timing,
        clause=issue.clause,
        priority=priority,
        subject=issue.id,
        entries=(issue.id, *(event.id for event in one.events)),
    )


def _timing(s: Situation, state: EscalationState, opened: dt.date) -> Timing:
    zone = s.parties.zone_of(Side.PROVIDER)
    clocks = state.clocks
    if clocks.whose_ball is not IssueParty.PROVIDER:
        since = clocks.ball[-1].starts_at if clocks.ball else s.now
        return s.timing(None, zone, since=s.local_day(since))
    clock = clocks.next_due
    if clock is None or clock.due is None:
        return s.timing(None, zone, since=opened)
    within = "" if clock.target is None else f" within {clock.target.text}"
    text = f"{_NAMES[clock.kind]}{within}"
    return s.timing(moment_at(clock.due, zone), zone, text, since=opened)


def _standing(s: Situation, one: OpenIssue, state: EscalationState) -> str:
    """What is to be said of an issue beside its age: who is waited for, what was missed, next."""
    clocks, zone = state.clocks, s.parties.zone_of(Side.PROVIDER)
    said = ""
    party = clocks.whose_ball
    reason = "" if state.reason is None else f": {state.reason}"
    if party in (IssueParty.CLIENT, IssueParty.THIRD_PARTY):
        said += f"; it waits since {s.local_day(clocks.ball[-1].starts_at)}{reason}"
        if _has_spoken(s, one, party, since=clocks.ball[-1].starts_at):
            said += "; they have spoken since, so perhaps it waits no more"
    elif party is IssueParty.AGREED_HOLD:
        day = s.local_day(clocks.ball[-1].starts_at)
        said += f"; both sides agreed on {day} to let it rest{reason}"
    elif state.acknowledged_by is None:
        was_taken = any(event.kind is IssueEventKind.ACKNOWLEDGED for event in one.events)
        said += f", nobody has taken it on {'at present' if was_taken else 'yet'}"
    for clock in clocks.breaches[-_MOST:]:
        if clock.due is not None:
            said += f"; {_missed(clock)}, due {s.wall_time(clock.due, zone)}"
    if state.next_at is not None and state.next_level is not None:
        said += f"; goes up to {state.next_level!r} on {s.wall_time(state.next_at, zone)}"
    return said


def _has_spoken(s: Situation, one: OpenIssue, party: IssueParty, *, since: dt.datetime) -> bool:
    return any(
        event.kind is IssueEventKind.MESSAGE
        and event.party is party
        and s.entries.instant(event) > since
        for event in one.events
    )


def _missed(clock: IssueClock) -> str:
    late = -(clock.remaining or dt.timedelta())
    counted = " of working time" if clock.target and clock.target.unit.is_working else ""
    was = "is" if clock.is_open else "was"
    return f"{_NAMES[clock.kind]} {was} {_span(late)}{counted} late"


def _span(span: dt.timedelta) -> str:
    """A span in hours and minutes, a minute that has begun counted as a whole one."""
    minutes = -(-span // dt.timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"


def _turn(s: Situation, issue: Issue, party: IssueParty | None) -> list[str | Side]:
    if party is IssueParty.CLIENT:
        theirs = s.parties.side_of(issue.by) is Side.CLIENT
        return [issue.by] if theirs else [Side.CLIENT]
    if party is IssueParty.THIRD_PARTY:
        return [Side.THIRD_PARTY]
    return [] if party is IssueParty.AGREED_HOLD else [Side.PROVIDER]


_MOST = 5
_NAMES = {
    ClockKind.FIRST_RESPONSE: "first response",
    ClockKind.UPDATE: "answer to the last message",
    ClockKind.RESOLUTION: "resolution",
}
