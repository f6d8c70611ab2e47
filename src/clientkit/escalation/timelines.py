"""The whole story of an issue, as one list in the order of time."""

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import EntryId, Id, Instant, PersonId, Refers, Text
from clientkit.client.model import Assignment, Person
from clientkit.worktime import AnyCalendar

from ._counting import Counting, moment
from ._story import Policies, Story, policies_of
from .arguments import a_model, holders_of, models, versions, zone_for
from .clocks import ClockKind, ClockOutcome, IssueClock, clocks_of
from .entries import Issue, IssueEvent, IssueParty
from .recipients import Holders, Told

__all__ = ["TimelineEntry", "TimelineKind", "escalation_timeline"]


@unique
class TimelineKind(Enum):
    """What an entry of a timeline says."""

    OPENED = "opened"
    """The issue was opened."""
    EVENT = "event"
    """Something happened to it that is on record."""
    DEADLINE_MISSED = "deadline_missed"
    """The deadline of a clock passed, and what it waits for had not happened."""
    LEVEL_REACHED = "level_reached"
    """A level was reached, and told people."""
    LEVEL_STOPPED = "level_stopped"
    """The time of a level came, and something stopped it."""
    ACKNOWLEDGEMENT_EXPIRED = "acknowledgement_expired"
    """An acknowledgement had held as long as it may."""
    ACKNOWLEDGEMENT_VOIDED = "acknowledgement_voided"
    """A rise in priority made an acknowledgement void."""


@model(kw_only=True)
class TimelineEntry:
    """One thing in the story of an issue."""

    at: Instant
    """When."""
    kind: TimelineKind
    """What it says."""
    event: EntryId | None = None
    """Of what is on record, the entry."""
    clock: ClockKind | None = None
    """Of a deadline, whose it was."""
    level: Annotated[Id, Refers("level")] | None = None
    """Of a level, which."""
    pass_number: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    """Of a level, in which pass."""
    told: Annotated[tuple[Told, ...], Meta(max_length=10_000)] = ()
    """Of a level that was reached, whom that told."""
    party: IssueParty | None = None
    """Of an event, on whom it waits, or who spoke."""
    person: PersonId | None = None
    """Of an event, who did it."""
    reason: Text | None = None
    """Of an event or a level that was stopped, why."""


def escalation_timeline(  # noqa: PLR0913 (each is a fact of its own)
    issue: Issue,
    events: Iterable[IssueEvent],
    policy: Policies,
    calendar: AnyCalendar,
    *,
    at: dt.datetime,
    timezone: str | None = None,
    people: Iterable[Person] | None = None,
    assignments: Iterable[Assignment] = (),
) -> tuple[TimelineEntry, ...]:
    """All that happened to an issue by a moment, and all that followed from it, in order.

    What is on record comes before what follows from it, where both are at the same instant; the end
    of an acknowledgement before the level that it had stopped. The arguments are those of
    :func:`escalation_state`.

    Raises:
        InvalidArgumentError: ``at`` has no offset, or an argument is something else.
        NoWorkingTimeError: The calendar has not so much working time in any reasonable time.
    """
    now, zone = moment("at", at), zone_for(calendar, timezone)
    a_model("issue", issue, Issue)
    counting, known = Counting(calendar), models("events", events, IssueEvent)
    story = Story(issue, known, policies_of(versions(policy)), counting, now, zone)
    if story.opened > now:
        return ()
    holders = Holders(*holders_of(people, assignments), zone)
    found = [
        trusted(
            TimelineEntry,
            at=counting.shown[story.opened],
            kind=TimelineKind.OPENED,
            event=issue.id,
            person=issue.by,
        ),
        *(_event(max(t, story.opened), event, counting) for t, event in story.facts),
        *(
            trusted(TimelineEntry, at=counting.shown[t], kind=kind)
            for kind, instants in (
                (TimelineKind.ACKNOWLEDGEMENT_EXPIRED, story.ladder.expirations),
                (TimelineKind.ACKNOWLEDGEMENT_VOIDED, story.voided),
            )
            for t in instants
        ),
        *_deadlines(issue, story, counting),
        *_levels(story, counting, holders),
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def _event(t: int, event: IssueEvent, counting: Counting) -> TimelineEntry:
    return trusted(
        TimelineEntry,
        at=counting.shown[t],
        kind=TimelineKind.EVENT,
        event=event.id,
        party=event.party,
        person=event.by,
        reason=event.reason,
    )


def _deadlines(issue: Issue, story: Story, counting: Counting) -> Iterator[TimelineEntry]:
    clocks = clocks_of(issue, story, counting)
    known: tuple[IssueClock, ...] = (
        *clocks.late_updates, clocks.first_response, clocks.update, clocks.resolution,
    )  # fmt: skip
    for clock in known:
        if clock.outcome is ClockOutcome.BREACHED and clock.due is not None:
            yield trusted(
                TimelineEntry, at=clock.due, kind=TimelineKind.DEADLINE_MISSED, clock=clock.kind
            )


def _levels(story: Story, counting: Counting, holders: Holders) -> Iterator[TimelineEntry]:
    for slot in story.ladder.stopped:
        yield trusted(
            TimelineEntry,
            at=counting.shown[slot.stopped_at],
            kind=TimelineKind.LEVEL_STOPPED,
            level=slot.level.id,
            pass_number=slot.number,
            reason=None if slot.stop is None else slot.stop.value,
        )
    for slot in story.ladder.told:
        if slot.reached is not None:
            yield trusted(
                TimelineEntry,
                at=counting.shown[slot.reached],
                kind=TimelineKind.LEVEL_REACHED,
                level=slot.level.id,
                pass_number=slot.number,
                told=holders.told(slot.level.notify, slot.reached),
            )
