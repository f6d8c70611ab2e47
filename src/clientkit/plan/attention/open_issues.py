"""Issues that are not resolved, with their clocks and how far they have escalated."""

import datetime as dt

import attrs

from clientkit.base import TimeRange, evolve
from clientkit.base._caching import cached
from clientkit.client.model import Person, Side, StandsFor
from clientkit.escalation import (
    EscalationState,
    Issue,
    IssueEvent,
    IssueEventKind,
    Notification,
    due_notifications,
    escalation_state,
)
from clientkit.escalation._facts import in_order
from clientkit.escalation.rules import counts_working_time
from clientkit.plan.moments import UNCOUNTABLE
from clientkit.plan.situation import Situation
from clientkit.worktime import WeeklyHours, WorkingCalendar
from clientkit.worktime.zones import microseconds

__all__ = ["OpenIssue", "open_issues"]

_TICK = dt.timedelta(microseconds=1)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@attrs.frozen(kw_only=True)
class OpenIssue:
    """An issue that is open, and what its history comes to."""

    issue: Issue
    events: tuple[IssueEvent, ...]
    """Its events, earliest first."""
    state: EscalationState | None = None
    """Its clocks and how far it has escalated; none where they cannot be counted."""
    notifications: tuple[Notification, ...] = ()
    """Everybody who is told of it since it was opened, with those held back."""
    because: str | None = None
    """Why its clocks cannot be counted."""


def open_issues(s: Situation) -> tuple[OpenIssue, ...]:
    """The issues that are not resolved, or were reopened.

    Working time counts in our calendar, for it is we who must answer. Policies that count no
    working time need none.
    """
    events: dict[str, list[IssueEvent]] = {}
    for event in s.record.issue_events:
        events.setdefault(s.entries.current(event.issue), []).append(event)
    found = []
    people = [_reached_as(s, person) for person in s.plan.people] if s.record.issues else []
    for issue in s.record.issues:
        facts = [(microseconds(s.entries.instant(one)), one) for one in events.get(issue.id, ())]
        own = tuple(event for _, event in in_order(facts))
        if _is_open(own):
            found.append(_counted(s, issue, own, people))
    return tuple(found)


def _is_open(events: tuple[IssueEvent, ...]) -> bool:
    resolved = False
    for event in events:
        if event.kind in (IssueEventKind.RESOLVED, IssueEventKind.REOPENED):
            resolved = event.kind is IssueEventKind.RESOLVED
    return not resolved


def _counted(
    s: Situation, issue: Issue, events: tuple[IssueEvent, ...], people: list[Person]
) -> OpenIssue:
    time = s.parties.time_of(Side.PROVIDER)
    policies = () if s.plan.history is None else s.plan.history.escalation
    if s.plan.escalation is not None:
        policies = (*policies, s.plan.escalation)
    calendar = time.calendar
    if calendar is None:
        if any(map(counts_working_time, policies)):
            return OpenIssue(issue=issue, events=events, because=time.uncounted.because)
        calendar = _day_and_night(time.zone)
    # Corrections are applied, and so an event may name an issue by an id that stands no more.
    one = issue if issue.corrects is None else evolve(issue, corrects=None)
    own = [
        event
        if event.issue == issue.id and event.corrects is None
        else evolve(event, issue=issue.id, corrects=None)
        for event in events
    ]
    zone, held = s.record.timezone, s.plan.assignments
    try:
        state = escalation_state(
            one, own, policies, calendar, at=s.now, timezone=zone, people=people, assignments=held
        )
        # What is due at this very instant is due by now.
        notifications = due_notifications(
            one, own, policies, calendar,
            since=s.entries.instant(issue), until=s.now + _TICK,
            timezone=zone, people=people, assignments=held, sponsors=_sponsors(s),
        )  # fmt: skip
    except UNCOUNTABLE:
        because = "it lies outside of what can be counted"
        return OpenIssue(issue=issue, events=events, because=because)
    return OpenIssue(issue=issue, events=events, state=state, notifications=notifications)


def _reached_as(s: Situation, person: Person) -> Person:
    """A person with zone and hours, which are those of their side if they say none."""
    zone, hours = s.parties.zone_of(person.id), person.reachable
    calendar = s.parties.time_of(person.side).calendar
    if hours is None and calendar is not None and calendar.timezone == zone:
        hours = calendar.hours if any(calendar.hours.by_weekday()) else None
    return evolve(person, timezone=zone, reachable=hours)


def _sponsors(s: Situation) -> list[str]:
    """The roles of the client that stand for its sponsor."""
    return [
        role.id
        for role in s.parties.roles.values()
        if role.side is Side.CLIENT
        and (role.stands_for is StandsFor.SPONSOR or role.id == StandsFor.SPONSOR.value)
    ]


def _always(zone: str) -> WorkingCalendar:
    whole_day = (TimeRange.parse("00:00-24:00"),)
    return WorkingCalendar(timezone=zone, hours=WeeklyHours(**dict.fromkeys(_DAYS, whole_day)))


_day_and_night = cached(_always, 64)
