"""How far an issue has escalated: levels reached, who was told, what comes next, what stops it.

A level is reached when its offset has passed and nothing stops it: the issue is in our hands (it
is not resolved, and waits for nobody), its conditions hold, and nobody has acknowledged it where
that counts. What stopped a level only puts it off: it is reached as soon as nothing stops it.
"""

import datetime as dt
from collections.abc import Iterable
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusting
from clientkit.base.fields import Id, Instant, PersonId, Refers, Text
from clientkit.client.model import Assignment, Person
from clientkit.worktime import AnyCalendar

from ._counting import Counting, moment
from ._facts import events_of, grouped
from ._slots import Slot
from ._story import Policies, Story, policies_of
from .arguments import a_model, holders_of, models, versions, zone_for
from .clocks import IssueClocks, clocks_of
from .entries import Issue, IssueEvent, IssueParty
from .model import Unless
from .recipients import Holders, Told

__all__ = [
    "EscalationState",
    "ReachedLevel",
    "StandStill",
    "escalation_state",
    "escalation_states",
    "told_of",
]

_PROVIDER, _ACKNOWLEDGED = IssueParty.PROVIDER, Unless.ACKNOWLEDGED
LevelId = Annotated[Id, Refers("level")]
PassNumber = Annotated[int, Meta(ge=1, le=1_000_000)]


@unique
class StandStill(Enum):
    """Why no further level is in sight."""

    NOT_OPENED = "not_opened"
    """The issue has not been opened yet."""
    RESOLVED = "resolved"
    """It is resolved."""
    WAITING = "waiting"
    """It waits for somebody else, and the levels with it."""
    ACKNOWLEDGED = "acknowledged"
    """Somebody has taken it on, for good."""
    ATTEMPTS_MISSING = "attempts_missing"
    """A level demands attempts to reach somebody that are not on record."""
    UNKNOWN = "unknown"
    """The policy is silent: it has no levels for the priority, or no deadline to count from."""
    COMPLETE = "complete"
    """All levels have been reached."""


@model(kw_only=True)
class ReachedLevel:
    """A level that an issue has reached, and whom that told."""

    level: LevelId
    """The level."""
    pass_number: PassNumber
    """In which pass over the levels, counted from 1."""
    at: Instant
    """When it was reached."""
    scheduled_at: Instant
    """When its offset had passed; earlier than the other where something stopped it."""
    told: Annotated[tuple[Told, ...], Meta(max_length=10_000)] = ()
    """Who held the roles then, and who stood in for them."""


@model(kw_only=True)
class EscalationState:
    """How far an issue has escalated at a moment."""

    issue: Id
    """The issue."""
    at: Instant
    """The moment asked about."""
    level: LevelId | None = None
    """The level that was reached last; left out before the first."""
    pass_number: PassNumber = 1
    """The pass over the levels that it is in."""
    reached: Annotated[tuple[ReachedLevel, ...], Meta(max_length=100_000)] = ()
    """All levels reached so far, in the order of time."""
    acknowledged_by: PersonId | None = None
    """Who has taken the issue on, as long as that holds."""
    acknowledgement_expires_at: Instant | None = None
    """When that ends; left out where it does not, and while the issue waits."""
    next_level: LevelId | None = None
    """The level that is reached next, if nothing happens."""
    next_pass: PassNumber | None = None
    """The pass in which it is."""
    next_at: Instant | None = None
    """When."""
    stands_still: StandStill | None = None
    """Why there is no next level; left out where there is one."""
    waits_for: IssueParty | None = None
    """Who is waited for, where that is why."""
    reason: Text | None = None
    """Why it waits, or how it was resolved, for people."""
    clocks: IssueClocks
    """Its clocks at the same moment."""


def escalation_state(  # noqa: PLR0913 (each is a fact of its own)
    issue: Issue,
    events: Iterable[IssueEvent],
    policy: Policies,
    calendar: AnyCalendar,
    *,
    at: dt.datetime,
    timezone: str | None = None,
    people: Iterable[Person] | None = None,
    assignments: Iterable[Assignment] = (),
) -> EscalationState:
    """How far an issue has escalated at a moment, with its clocks.

    What ``events``, ``policy`` and ``timezone`` may be, :func:`issue_clocks` says. Roles are
    resolved to those who hold them on the local day on which a level is reached, and to their
    delegates of that day. Without ``people``, whom a level names is taken for a person.

    - A level is reached at the very instant at which its offset has passed; what happens at that
      instant (an acknowledgement, a wait) comes first. An offset in working time that is used up at
      a closing leads to the opening after it.
    - Offsets and acknowledgements stand still while the issue waits or is closed.
    - ``anchor: previous`` counts from the instant at which the level before was reached, or was to
      be where something stops it. A level that does not hold for the priority, or whose deadline is
      not known, is passed over. A level before a deadline is not reached once that is met.
    - What stops a level puts it off until nothing does: an acknowledgement until it expires (at
      that very instant) or a rise in priority voids it, missing attempts until they are on record.
    - An extra pass begins when every level of the pass before has been reached or has had its time.
      In it, the opening means that beginning; levels before a deadline are not repeated, and those
      after one count from the beginning, or from the deadline if that is later.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> from clientkit.escalation import EscalationPolicy, Issue, escalation_state
    >>> from clientkit.worktime import WorkingCalendar
    >>> def moment(text):
    ...     return dt.datetime.fromisoformat("2026-09-" + text + ":00+02:00")
    >>> office = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": {
    ...     "thu": ["09:00-17:00"], "fri": ["09:00-17:00"]}})
    >>> policy = decode(EscalationPolicy, {"levels": [
    ...     {"id": "pm", "after": "0 minutes", "notify": ["lena"]},
    ...     {"id": "lead", "after": "4 working hours", "notify": ["omar"]}]})
    >>> down = Issue(id="down", title="No tickets", impact="high", urgency="high", by="anna",
    ...              at=moment("03T14:00"))
    >>> state = escalation_state(down, [], policy, office, at=moment("03T15:00"))
    >>> state.level, state.reached[0].told[0].person, state.next_level, state.next_at.isoformat()
    ('pm', 'lena', 'lead', '2026-09-04T10:00:00+02:00')

    Raises:
        InvalidArgumentError: ``at`` has no offset, or an argument is something else.
        NoWorkingTimeError: The calendar has not so much working time in any reasonable time.
    """
    now, zone = moment("at", at), zone_for(calendar, timezone)
    a_model("issue", issue, Issue)
    counting, known = Counting(calendar), models("events", events, IssueEvent)
    story = Story(issue, known, policies_of(versions(policy)), counting, now, zone)
    return _state(issue, story, counting, Holders(*holders_of(people, assignments), zone))


def escalation_states(  # noqa: PLR0913 (each is a fact of its own)
    issues: Iterable[Issue],
    events: Iterable[IssueEvent],
    policy: Policies,
    calendar: AnyCalendar,
    *,
    at: dt.datetime,
    timezone: str | None = None,
    people: Iterable[Person] | None = None,
    assignments: Iterable[Assignment] = (),
) -> tuple[EscalationState, ...]:
    """What :func:`escalation_state` says of many issues, in their order.

    Raises:
        InvalidArgumentError: ``at`` has no offset, or an argument is something else.
        NoWorkingTimeError: The calendar has not so much working time in any reasonable time.
    """
    now, zone = moment("at", at), zone_for(calendar, timezone)
    counting, policies = Counting(calendar), policies_of(versions(policy))
    holders = Holders(*holders_of(people, assignments), zone)
    by_issue = grouped(models("events", events, IssueEvent))
    found = []
    for issue in models("issues", issues, Issue):
        own = events_of(issue, by_issue)
        story = Story(issue, own, policies, counting, now, zone)
        found.append(_state(issue, story, counting, holders))
        counting.forget()
    return tuple(found)


def _state(issue: Issue, story: Story, counting: Counting, holders: Holders) -> EscalationState:
    ladder, shown, party = story.ladder, counting.shown, story.party
    has_begun = story.opened <= story.now
    reached: list[ReachedLevel] = []
    upcoming = waits_for = acknowledged = expires = None
    number, clocks = ladder.number, clocks_of(issue, story, counting)
    if has_begun:
        told = ladder.told
        if len(told) > 1:
            told = sorted(told, key=_reached_at)
        reached = [told_of(slot, counting, holders) for slot in told]
        if ladder.is_acknowledged:
            acknowledged = story.acknowledged
        if party is not _PROVIDER:
            waits_for = party
        else:
            expires = ladder.expires
            upcoming = _next(story, expires)  # last, for it may climb on
    return trusting(EscalationState)(
        issue=issue.id,
        at=shown[story.now],
        level=reached[-1].level if reached else None,
        pass_number=number,
        reached=tuple(reached),
        acknowledged_by=None if acknowledged is None else acknowledged.by,
        acknowledgement_expires_at=None if expires is None else shown[expires],
        next_level=None if upcoming is None else upcoming[1].level.id,
        next_pass=None if upcoming is None else upcoming[1].number,
        next_at=None if upcoming is None else shown[upcoming[0]],
        stands_still=_stands_still(story) if upcoming is None else None,
        waits_for=waits_for,
        reason=story.reason,
        clocks=clocks,
    )


def told_of(slot: Slot, counting: Counting, holders: Holders) -> ReachedLevel:
    """A level that was reached, as it is shown."""
    at = -1 if slot.reached is None else slot.reached
    scheduled = at if slot.scheduled is None else slot.scheduled
    return trusting(ReachedLevel)(
        level=slot.level.id,
        pass_number=slot.number,
        at=counting.shown[at],
        scheduled_at=counting.shown[scheduled],
        told=holders.told(slot.level.notify, at),
    )


def _reached_at(slot: Slot) -> int:
    return -1 if slot.reached is None else slot.reached


def _next(story: Story, expires: int | None) -> tuple[int, Slot] | None:
    """The next level that is reached if nothing happens, and when."""
    ladder, attempts = story.ladder, story.attempts
    found: tuple[int, Slot] | None = None
    silent: int | None = None
    for slot in ladder.pending(story.priority):
        due = at = ladder.offsets.due(slot)
        is_lasting = slot.level.attempts > attempts
        if ladder.is_acknowledged and slot.level.unless is _ACKNOWLEDGED:
            is_lasting = is_lasting or expires is None
            at = due if expires is None else max(due, expires)
        if not is_lasting and (found is None or at < found[0]):
            found = at, slot
        if (is_lasting or at > due) and due > story.now and (silent is None or due < silent):
            silent = due
    # What is stopped when its time comes lets others come nevertheless, which may be sooner.
    if silent is not None and (found is None or silent < found[0]):
        slot_told = ladder.climb_on(story.now + 1, story.priority, attempts)
        return None if slot_told is None else (_reached_at(slot_told), slot_told)
    return found


def _stands_still(story: Story) -> StandStill:
    if story.opened > story.now:
        return StandStill.NOT_OPENED
    if story.party is None:
        return StandStill.RESOLVED
    if story.party is not IssueParty.PROVIDER:
        return StandStill.WAITING
    if story.ladder.pending(story.priority, story.attempts):
        return StandStill.ACKNOWLEDGED
    if story.ladder.pending(story.priority):
        return StandStill.ATTEMPTS_MISSING
    if story.ladder.told and not any(
        level.anchor.is_deadline and not story.has_target(level.anchor)
        for level in story.policy.levels
        if not level.priorities or story.priority in level.priorities
    ):
        return StandStill.COMPLETE
    return StandStill.UNKNOWN
