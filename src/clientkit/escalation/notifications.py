"""Whom to notify now: idempotent, with those that are held back and why.

What is due is computed at once, from the clock of the issue; when it may be delivered follows from
the hours of each recipient. The two calendars have nothing to do with one another.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum, unique
from typing import Annotated, Final

from msgspec import Meta

from clientkit.base import InvalidArgumentError, evolve, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Instant, Line, PartyId, PersonId, Refers
from clientkit.client.model import Assignment, Person
from clientkit.worktime import AnyCalendar

from ._counting import Counting, moment
from ._facts import events_of, grouped
from ._slots import Slot, Stop
from ._story import Policies, Story, policies_of
from .arguments import contacts, holders_of, known, models, versions, with_ids_once, zone_for
from .entries import Issue, IssueEvent, IssueEventKind
from .model import Priority, Unless
from .reachability import delivery_of, never_contact
from .recipients import Holders, Told

__all__ = ["Notification", "Suppression", "due_notifications"]

_NEVER: Final = 10**30


@unique
class Suppression(Enum):
    """Why a notification is not delivered when it is due."""

    QUIET_HOURS = "quiet_hours"
    """The recipient has quiet hours; it is held until they end."""
    NOT_REACHABLE = "not_reachable"
    """The recipient cannot be reached at that hour; it is held until they can."""
    VACANCY = "vacancy"
    """Nobody holds the role."""
    DO_NOT_CONTACT = "do_not_contact"
    """The recipient must not be contacted by any means."""
    LIMIT = "limit"
    """The recipient has been asked for attention as often as they wish at most."""
    ACKNOWLEDGED = "acknowledged"
    """Somebody had taken the issue on, when it was due or before it could be delivered."""
    RESOLVED = "resolved"
    """The issue was resolved before it could be delivered."""
    ATTEMPTS_MISSING = "attempts_missing"
    """The level demands attempts to reach somebody that were not on record."""
    TOO_EARLY = "too_early"
    """It calls a sponsor, and neither an attempt nor a missed deadline is on record yet."""
    SUPERSEDED = "superseded"
    """A later level told the same person before it could be delivered."""


@model(kw_only=True)
class Notification:
    """One person to be told that an issue has reached a level."""

    key: Annotated[str, Meta(min_length=1, max_length=500)]
    """What it is known by, however often it is computed; made of issue, level, pass and person."""
    issue: Id
    """The issue."""
    level: Annotated[Id, Refers("level")]
    """The level that was reached."""
    pass_number: Annotated[int, Meta(ge=1, le=1_000_000)]
    """In which pass over the levels."""
    person: PersonId | None = None
    """Who is told; left out where nobody holds the role."""
    parties: Annotated[tuple[PartyId, ...], Meta(max_length=100)] = ()
    """What the level calls them, roles or the person."""
    stands_in_for: PersonId | None = None
    """The holder of the role whom the person stands in for."""
    priority: Priority
    """The priority of the issue at the end of the window."""
    title: Line
    """What is wrong."""
    at: Instant
    """When it is due."""
    suppressed: Suppression | None = None
    """Why it is not delivered then; left out where it is."""
    deliver_at: Instant | None = None
    """When it may be delivered; left out where that is never."""

    @property
    def is_held(self) -> bool:
        """Whether it is delivered, but later than it is due."""
        return self.suppressed is not None and self.deliver_at is not None


def due_notifications(  # noqa: PLR0913 (each is a fact of its own)
    issues: Issue | Iterable[Issue],
    events: Iterable[IssueEvent],
    policy: Policies,
    calendar: AnyCalendar,
    *,
    since: dt.datetime,
    until: dt.datetime,
    timezone: str | None = None,
    people: Iterable[Person] | None = None,
    assignments: Iterable[Assignment] = (),
    used: Mapping[str, int] | None = None,
    sent: Collection[str] = (),
    urgent: Collection[int] = (),
    sponsors: Collection[str] = (),
) -> tuple[Notification, ...]:
    """The notifications that fall due from ``since`` up to, and without, ``until``.

    Nothing is remembered: the same window gives the same answer, adjacent windows give each
    notification once, overlapping ones give it again under the same key. Those whose keys are in
    ``sent`` are left out. What happens before ``until`` is taken into account; so one that was held
    may, asked for again later, have been superseded, or be needless because of an acknowledgement,
    or needed after all because that has ended.

    A level that something stopped when its time came gives suppressed notifications for that
    instant, and others when it is reached after all. A person whom a level names several times is
    told once. A level that is overtaken, in time or at the same instant, by a later one before it
    could tell a person is superseded for them.

    Quiet hours and hours of reach are the recipient's, in their zone (left out, ``timezone``; left
    out, the calendar's). Who says no hours of reach can be reached at any hour, for the calendars
    of the sides are not known here. Limits are those of the recipient's preference: ``used`` says
    how many contacts of the present period each person has had, and what is delivered here adds to
    it.
    Issues whose priority is in ``urgent`` regard neither quiet hours nor limits.

    ``sponsors`` are roles, or persons, who are not called before somebody was tried or a deadline
    was missed. Whoever a level calls as one of them alone is told when the level is reached, but
    not before the first attempt to reach somebody or the first deadline that is not met, at that
    very instant. A deadline that a new target puts into the past is not met from then on. As long
    as there is neither, the notification is too early.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> from clientkit.client import Person
    >>> from clientkit.escalation import EscalationPolicy, Issue, due_notifications
    >>> from clientkit.worktime import WorkingCalendar
    >>> def moment(text):
    ...     return dt.datetime.fromisoformat("2026-09-" + text + ":00+02:00")
    >>> office = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": {
    ...     "thu": ["09:00-17:00"], "fri": ["09:00-17:00"]}})
    >>> policy = decode(EscalationPolicy, {"levels": [
    ...     {"id": "pm", "after": "0 minutes", "notify": ["lena"]},
    ...     {"id": "lead", "after": "5 hours", "notify": ["omar"]}]})
    >>> omar = decode(Person, {"id": "omar", "title": "Lead",
    ...     "preference": {"quiet_hours": ["18:00-08:00"]}})
    >>> lena = Person(id="lena", title="Project manager")
    >>> down = Issue(id="down", title="No tickets", impact="high", urgency="high", by="anna",
    ...              at=moment("03T14:00"))
    >>> for one in due_notifications(down, [], policy, office, people=[lena, omar],
    ...                              since=moment("03T14:00"), until=moment("04T00:00")):
    ...     print(one.key, one.suppressed, one.deliver_at.strftime("%d %H:%M"))
    down/pm/1/lena None 03 14:00
    down/lead/1/omar Suppression.QUIET_HOURS 04 08:00

    Raises:
        InvalidArgumentError: An instant has no offset, ``until`` is before ``since``, two levels of
            a policy share an id, or an argument is something else.
        NoWorkingTimeError: The calendar has not so much working time in any reasonable time.
    """
    first, end = moment("since", since), moment("until", until)
    if end < first:
        raise InvalidArgumentError("until", until.isoformat(), "an instant not before since")
    zone = zone_for(calendar, timezone)
    counting, policies = Counting(calendar), policies_of(versions(policy))
    with_ids_once(policies)
    holders = Holders(*holders_of(people, assignments), zone)
    by_issue = grouped(models("events", events, IssueEvent))
    sent, used = known("sent", sent, "keys"), contacts(used)
    sponsors = known("sponsors", sponsors, "ids", sort=str)
    urgent = known("urgent", urgent, "priorities", sort=int)
    found: list[Notification] = []
    for issue in (issues,) if isinstance(issues, Issue) else models("issues", issues, Issue):
        own = events_of(issue, by_issue)
        story = Story(issue, own, policies, counting, end - 1, zone)
        if story.opened < end:
            window = _Window(issue, story, counting, holders, urgent, sponsors)
            found += window.since(first)
        counting.forget()
    found.sort(key=lambda one: (one.at, one.issue, one.pass_number))
    kept = (one for one in found if one.key not in sent)
    return tuple(_within_limits(kept, holders, used, frozenset(urgent)))


class _Window:
    """What one issue gives notice of."""

    def __init__(
        self, issue: Issue, story: Story, counting: Counting, holders: Holders,
        urgent: Collection[int], sponsors: Collection[str],
    ) -> None:  # fmt: skip
        self._issue, self._story, self._counting = issue, story, counting
        self._holders, self._is_urgent = holders, story.priority in urgent
        self._sponsors, self._sponsors_from = sponsors, _sponsors_from(story) if sponsors else None
        reached = [slot for slot in story.ladder.told if slot.reached is not None]
        self._reached = sorted(reached, key=lambda slot: slot.reached or 0)

    def since(self, since: int) -> Iterator[Notification]:
        """The notifications due from an instant on."""
        for place, slot in enumerate(self._reached):
            at = slot.reached or 0
            for told in self._holders.told(slot.level.notify, at):
                due: int | None = at
                if told.parties and all(party in self._sponsors for party in told.parties):
                    allowed = self._sponsors_from
                    due = None if allowed is None else max(at, allowed)
                if due is None and at >= since:
                    yield self._made(slot, at, told, Suppression.TOO_EARLY, None)
                elif due is not None and due >= since:
                    yield self._made(slot, due, told, *self._fate(place, slot, due, told))
        # One that was stopped, rebased and stopped again or reached is known by what came last.
        reached = {(slot.level.id, slot.number) for slot in self._reached}
        stopped = {(slot.level.id, slot.number): slot for slot in self._story.ladder.stopped}
        for key, slot in stopped.items():
            at = slot.stopped_at
            if at >= since and key not in reached:
                why = Suppression.ACKNOWLEDGED
                if slot.stop is Stop.ATTEMPTS:
                    why = Suppression.ATTEMPTS_MISSING
                for one in self._holders.told(slot.level.notify, at):
                    yield self._made(slot, at, one, why, None)

    def _made(
        self, slot: Slot, at: int, told: Told, suppressed: Suppression | None, deliver: int | None
    ) -> Notification:
        whom = told.person or f"@{told.parties[0]}"  # no id begins so
        return trusted(
            Notification,
            key=f"{self._issue.id}/{slot.level.id}/{slot.number}/{whom}",
            issue=self._issue.id,
            level=slot.level.id,
            pass_number=slot.number,
            person=told.person,
            parties=told.parties,
            stands_in_for=told.stands_in_for,
            priority=self._story.priority,
            title=self._issue.title,
            at=self._counting.shown[at],
            suppressed=suppressed,
            deliver_at=self._counting.shown_or_none(deliver),
        )

    def _fate(
        self, place: int, slot: Slot, at: int, told: Told
    ) -> tuple[Suppression | None, int | None]:
        if told.person is None:
            return Suppression.VACANCY, None
        person = self._holders.person(told.person)
        zone = self._holders.zone.name
        if person is not None and never_contact(person, zone, at):
            return Suppression.DO_NOT_CONTACT, None
        held: Suppression | None = None
        deliver: int | None = at
        if person is not None and not self._is_urgent:
            delivery = delivery_of(person, zone, at)
            deliver = delivery.at
            if delivery.at != at:
                held = Suppression.QUIET_HOURS if delivery.is_quiet else Suppression.NOT_REACHABLE
        overtaken = self._overtaken(place, slot, deliver, told.person)
        return (held, deliver) if overtaken is None else (overtaken, None)

    def _overtaken(
        self, place: int, slot: Slot, deliver: int | None, person: str
    ) -> Suppression | None:
        """Why it has become needless before it could be delivered."""
        story, since = self._story, slot.reached or 0
        last = story.now if deliver is None else min(deliver, story.now)
        is_resolved, taken = False, _NEVER
        for t, event in story.facts:
            if since < t <= last:
                if event.kind in (IssueEventKind.RESOLVED, IssueEventKind.REOPENED):
                    is_resolved = event.kind is IssueEventKind.RESOLVED
                elif event.kind is IssueEventKind.ACKNOWLEDGED:
                    taken = t
        if is_resolved:
            return Suppression.RESOLVED
        is_over = any(taken < t <= last for t in (*story.ladder.expirations, *story.voided))
        if taken <= last and not is_over and slot.level.unless is Unless.ACKNOWLEDGED:
            return Suppression.ACKNOWLEDGED
        for later in self._reached[place + 1 :]:
            when = later.reached or 0
            if when <= last and any(
                one.person == person for one in self._holders.told(later.level.notify, when)
            ):
                return Suppression.SUPERSEDED
        return None


def _sponsors_from(story: Story) -> int | None:
    """The first attempt to reach somebody, or the first missed deadline, as far as there is one."""
    tried = (t for t, event in story.facts if event.kind is IssueEventKind.ATTEMPT)
    return min((*tried, *story.missed()), default=None)


def _within_limits(
    found: Iterable[Notification], holders: Holders, used: dict[str, int], urgent: frozenset[int]
) -> Iterator[Notification]:
    for one in found:
        person = holders.person(one.person)
        if one.deliver_at is None or one.person is None:
            yield one
            continue
        limit = None
        if person is not None and person.preference is not None and person.preference.limits:
            limit = person.preference.limits.touchpoints
        if limit is not None and one.priority not in urgent and used.get(one.person, 0) >= limit:
            yield evolve(one, suppressed=Suppression.LIMIT, deliver_at=None)
            continue
        used[one.person] = used.get(one.person, 0) + 1
        yield one
