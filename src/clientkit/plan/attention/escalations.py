"""Who must be told of an issue now, and what was left out in solving it for good."""

from collections.abc import Iterable, Iterator

from clientkit.base import Finding
from clientkit.client.model import Side
from clientkit.escalation import (
    Analysis,
    Issue,
    IssueStep,
    Notification,
    ProblemStatement,
    Statement,
    Suppression,
    problem_solving_findings,
)
from clientkit.plan.action import Action, ActionKind
from clientkit.plan.moments import UNCOUNTABLE, local_day, moment_at, to_utc
from clientkit.plan.situation import Situation

from .open_issues import OpenIssue

__all__ = ["escalations", "problem_solving"]

_File = list[ProblemStatement | Analysis | IssueStep | Statement]


def escalations(s: Situation, found: Iterable[OpenIssue]) -> Iterator[Action]:
    """Those who must be told of open issues, and whom nothing on record says to know of them.

    Somebody knows who was in an interaction that tells of the issue since the level was reached, or
    has done something about the issue since. What the escalation itself makes needless (somebody
    has taken the issue on, a later level tells the same person) is left out; what it holds back
    for the recipient's hours is due when those begin.
    """
    for one in found:
        latest: dict[str, Notification] = {}
        for notification in one.notifications:
            if notification.suppressed not in _NEEDLESS:
                latest[notification.person or notification.parties[0]] = notification
        for notification in latest.values():
            if not _knows(s, one, notification):
                too_early = notification.suppressed is Suppression.TOO_EARLY
                yield (_attempt if too_early else _told)(s, one, notification)


_NEEDLESS = (
    Suppression.ACKNOWLEDGED,
    Suppression.RESOLVED,
    Suppression.ATTEMPTS_MISSING,
    Suppression.SUPERSEDED,
)
_HELD = {
    Suppression.VACANCY: "nobody holds the role",
    Suppression.DO_NOT_CONTACT: "and must not be contacted at present, so that somebody else must",
    Suppression.LIMIT: "and has been contacted as often as they wish at most",
    Suppression.QUIET_HOURS: "held back for their quiet hours",
    Suppression.NOT_REACHABLE: "held back for the hours in which they can be reached",
}


def _knows(s: Situation, one: OpenIssue, notification: Notification) -> bool:
    person, since = notification.person, notification.at
    own = {one.issue.id, *(event.id for event in one.events)}
    said = {event.interaction for event in one.events if event.interaction is not None}
    own_acts = (event for event in one.events if event.by == person)
    return any(s.entries.instant(event) >= since for event in own_acts) or any(
        person in talk.participants
        and s.entries.instant(talk) >= since
        and (talk.id in said or own.intersection(map(s.entries.current, talk.tells)))
        for talk in s.record.interactions
    )


def _attempt(s: Situation, one: OpenIssue, notification: Notification) -> Action:
    zone = s.parties.zone_of(Side.PROVIDER)
    whom = s.parties.titles(notification.parties, as_of=s.today)
    at = notification.at
    return s.action(
        ActionKind.ESCALATION,
        what=f"to try to reach the client's people, before {whom} is told: {one.issue.title}",
        why=f"level {notification.level!r} was reached on {s.wall_time(at, zone)}; no attempt to "
        "reach somebody is on record, and no deadline has been missed",
        who=[Side.PROVIDER],
        timing=s.timing(moment_at(to_utc(at), zone), zone, since=local_day(at, zone)),
        priority=notification.priority,
        subject=one.issue.id,
        plan_paths=("/escalation",),
        entries=(one.issue.id,),
    )


def _told(s: Situation, one: OpenIssue, notification: Notification) -> Action:
    zone = s.parties.zone_of(Side.PROVIDER)
    whom = s.parties.titles([notification.person or notification.parties[0]], as_of=s.today)
    at = notification.at
    why = f"level {notification.level!r} was reached on {s.wall_time(at, zone)}"
    if notification.pass_number > 1:
        why += f", in pass {notification.pass_number}"
    if notification.stands_in_for is not None:
        why += f"; stands in for {s.parties.titles([notification.stands_in_for], as_of=s.today)}"
    if notification.suppressed is not None:
        why += f"; {_HELD[notification.suppressed]}"
    due = moment_at(to_utc(notification.deliver_at or at), zone)
    return s.action(
        ActionKind.ESCALATION,
        what=f"to tell {whom}: {one.issue.title}",
        why=f"{why}; that they were told is not on record",
        who=[Side.PROVIDER],
        timing=s.timing(due, zone, since=local_day(at, zone)),
        priority=notification.priority,
        subject=one.issue.id,
        plan_paths=("/escalation",),
        entries=(one.issue.id,),
    )


def problem_solving(s: Situation, found: Iterable[OpenIssue]) -> Iterator[Action]:
    """What keeps a problem from being solved for good, and a mistake of ours that was not told.

    That an issue was analysed before it was contained, or before the problem was agreed on, matters
    while it is open alone.
    """
    still_open = {open_one.issue.id for open_one in found}
    file: _File = [*s.record.problem_statements, *s.record.analyses]
    file += [*s.record.issue_steps, *s.record.statements]
    by_issue: dict[str, _File] = {}
    for one in file:
        by_issue.setdefault(s.entries.current(one.issue), []).append(one)
    for issue in s.record.issues:
        entries = by_issue.get(issue.id, [])
        yield from _untold(s, issue, entries)
        for finding, entry in _findings(s, issue, entries):
            what = _SAID.get(finding.code)
            if what is None or (finding.code in _WHILE_OPEN and issue.id not in still_open):
                continue
            yield s.action(
                ActionKind.PROBLEM_SOLVING,
                what=f"{what}: {issue.title}",
                why=_WHY[finding.code],
                who=[Side.PROVIDER],
                timing=s.timing(None, s.plan.client.timezone),
                subject=issue.id,
                entries=(issue.id, entry),
            )


def _untold(s: Situation, issue: Issue, entries: _File) -> Iterator[Action]:
    """What we say of our part, by the latest statement, and have not told the client."""
    said = [one for one in entries if isinstance(one, Statement)]
    if said and not s.was_told(said[-1].id, said[-1].told_in):
        yield s.action(
            ActionKind.STATEMENT,
            what=f"to tell the client our part in it: {issue.title}",
            why=f"written down on {s.day_of(said[-1])}; that the client was told is not on record",
            who=[Side.PROVIDER],
            timing=s.timing(None, s.plan.client.timezone, since=s.day_of(said[-1])),
            subject=issue.id,
            entries=(issue.id, said[-1].id),
        )


def _findings(s: Situation, issue: Issue, entries: _File) -> Iterator[tuple[Finding, str]]:
    """What is found about an issue, each with the entry that it is about."""
    analyses = [one for one in entries if isinstance(one, Analysis)]
    if not analyses:
        return
    try:
        found = problem_solving_findings(
            issue,
            at=s.now,
            timezone=s.record.timezone,
            problem_statements=[one for one in entries if isinstance(one, ProblemStatement)],
            analyses=analyses,
            steps=[one for one in entries if isinstance(one, IssueStep)],
            people=s.plan.people or None,
        )
    except UNCOUNTABLE:
        return
    for finding in found:
        yield finding, analyses[int(finding.path.split("/")[2])].id


_SAID = {
    "escalation.analysed-uncontained": "to contain first",
    "escalation.problem-not-agreed": "to agree what the problem is",
    "escalation.cause-without-prevention": "to keep from coming back",
}
_WHY = {
    "escalation.analysed-uncontained": "it was analysed, and no step to contain it is on record",
    "escalation.problem-not-agreed": "it was analysed, and both sides have not agreed on what the "
    "problem is",
    "escalation.cause-without-prevention": "its cause is known, and no step that prevents it is on "
    "record",
}
_WHILE_OPEN = ("escalation.analysed-uncontained", "escalation.problem-not-agreed")
