"""What the client owes and how late it is: a ledger that both sides can read."""

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import Enum, unique
from typing import Annotated

import attrs
from msgspec import Meta

from clientkit.base import evolve, model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, EntryId, Id, Line, Text
from clientkit.client.entry import Entry
from clientkit.client.model import Side
from clientkit.worktime import WorkingCalendar, working_days_between

from .attribution import working_days
from .day_count import Calendars, plain
from .entries import DelayEvent, Delivery, Fulfilment, MilestoneReached
from .facts import entry_day
from .model import ClientResponsibility, ScopeAgreement
from .network import Key, thing
from .notices import DelayNotice, delay_notice, instants_about, plain_instants
from .progress import Instants, Progress, standing
from .reminding import ReminderPlan, ReminderState, reminder_plan
from .unknown import NotKnown, UnknownDate
from .walk import Place, Walk

__all__ = ["ClientDelay", "OwedState", "client_delays", "delays_from"]

Days = Annotated[int, Meta(ge=0, le=100_000)]


@unique
class OwedState(Enum):
    """How it stands with something that the client owes."""

    NOT_DUE = "not_due"
    """It is not there, and its day has not passed."""
    NO_DATE = "no_date"
    """It is not there, and nobody can tell when it is due."""
    LATE = "late"
    """Its day has passed, and nothing of it is there."""
    IN_PART = "in_part"
    """A part of it is there."""
    PROVIDED = "provided"
    """It was there in time, on its due day at the latest."""
    PROVIDED_LATE = "provided_late"
    """It came after its day."""


@model(kw_only=True)
class ClientDelay:
    """One thing that the client owes: when it was due, how late it is, what was done about it."""

    responsibility: Id
    """The responsibility."""
    title: Line
    """What is owed."""
    occurrence: Annotated[int, Meta(ge=-100_000, le=200_000)] | None = None
    """Which occurrence of it, where it comes round."""
    owner: Id | None = None
    """Who provides it, a role, a person or a side."""
    state: OwedState
    """How it stands."""
    due: Date | None = None
    """The day on which it is due, counted from what it hangs on as that stands."""
    provided_on: Date | None = None
    """The day on which all of it was there."""
    working_days: Days = 0
    """How late it is or was, in working days of the client's."""
    our_working_days: Days = 0
    """The same in working days of ours, on which work could have been done."""
    excused_days: Days = 0
    """How many of the client's working days another side held it up."""
    uncounted_days: Days = 0
    """How many of them lie before due notice, and by the agreement do not count."""
    missing: Text | None = None
    """What is still missing, where a part is there."""
    needed_for: Annotated[tuple[Id, ...], Meta(max_length=1000)] = ()
    """What waits for it."""
    notice: DelayNotice | None = None
    """How it stands with the notice of the delay; none where there is no delay."""
    reminders: ReminderPlan
    """Whom to remind, how often that was done, and when it becomes a matter for others."""
    reasons: Annotated[tuple[Text, ...], Meta(max_length=1_000_000)] = ()
    """What is on record of why."""
    evidence: Annotated[tuple[Line, ...], Meta(max_length=1_000_000)] = ()
    """Texts or links that show it."""
    entries: Annotated[tuple[EntryId, ...], Meta(max_length=1_000_000)] = ()
    """The entries that it follows from."""
    unknown: UnknownDate | None = None
    """Why nobody can tell when it is due."""
    text: Text
    """All of this in words that can be shown to the client."""
    clause: Line | None = None
    """Where the agreement speaks of it."""

    @property
    def is_late(self) -> bool:
        """Whether it came, or comes, after its day."""
        return self.working_days > 0 or self.state in (OwedState.LATE, OwedState.PROVIDED_LATE)


def client_delays(  # noqa: PLR0913 (each is a list of its own in a record)
    agreement: ScopeAgreement,
    fulfilments: Iterable[Fulfilment],
    delay_events: Iterable[DelayEvent],
    *,
    notified: Instants | None = None,
    reminded: Instants | None = None,
    client_calendar: WorkingCalendar | None,
    our_calendar: WorkingCalendar | None,
    at: dt.datetime,
    milestones_reached: Iterable[MilestoneReached] = (),
    deliveries: Iterable[Delivery] = (),
) -> tuple[ClientDelay, ...]:
    """How late each thing is that the client owes, whether that was told, and whom to remind today.

    Something is late from the day after its due day on, and its days are counted up to and with the
    one on which all of it was there, or today. They are the client's working days, as a term counts
    in the calendar of whoever must act. A part does not stop the count. Of a responsibility that
    comes round, a fulfilment that names no occurrence covers each that was due by its day.

    Days on which a delay on record of another side held the responsibility up are excused; days
    before due notice do not count where the agreement says so (`notice_required`).

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> agreement = decode(ScopeAgreement, {"id": "web", "title": "New web site",
    ...     "responsibilities": [{"id": "photos", "title": "photographs", "due": "2026-03-20"}]})
    >>> found = client_delays(agreement, [], [], notified={}, reminded={}, client_calendar=None,
    ...     our_calendar=None, at=dt.datetime(2026, 3, 27, 9, tzinfo=dt.timezone.utc))
    >>> found[0].text, found[0].working_days
    ('waiting for photographs: 5 working days', 5)

    Args:
        agreement: What was agreed.
        fulfilments: What the client provided.
        delay_events: What is on record of delays; those that affect a responsibility, or that lie
            on the client's side and affect what waits for it, give its reasons.
        notified: The instants at which notice of the delay was given, by responsibility.
        reminded: The instants at which the client was reminded, by responsibility.
        client_calendar: When the client works; left unknown, Monday to Friday.
        our_calendar: When we work; left unknown, Monday to Friday.
        at: The instant asked about.
        milestones_reached: What due dates may hang on.
        deliveries: What due dates may hang on.

    Raises:
        ClientkitError: `at` or another instant has no offset, or a calendar has no working days.
    """
    at = plain(at)
    calendars = Calendars(client_calendar, our_calendar, at)
    progress = trusted(
        Progress,
        milestones_reached=tuple(milestones_reached),
        deliveries=tuple(deliveries),
        fulfilments=tuple(fulfilments),
        delay_events=tuple(delay_events),
    )
    told = plain_instants(notified)
    walk = Walk(agreement, progress, notified=told, calendars=calendars, at=at)
    return delays_from(walk, notified=told, reminded=plain_instants(reminded))


def delays_from(walk: Walk, *, notified: Instants, reminded: Instants) -> tuple[ClientDelay, ...]:
    """How late each thing is that the client owes, by the dates of a walk."""
    at, today = walk.at, walk.calendars.client_today
    ledger = _Ledger(
        agreement=walk.agreement,
        calendars=walk.calendars,
        fulfilments=standing(walk.progress.fulfilments, at=at, today=today),
        events=standing(walk.progress.delay_events, at=at, today=today),
        notified=notified,
        reminded=reminded,
        at=at,
    )
    return tuple(
        ledger.entry(key, node.item, walk.places[key])
        for key, node in walk.network.nodes.items()
        if isinstance(node.item, ClientResponsibility)
    )


@attrs.frozen(kw_only=True)
class _Ledger:
    agreement: ScopeAgreement
    calendars: Calendars
    fulfilments: tuple[Fulfilment, ...]
    events: tuple[DelayEvent, ...]
    notified: Instants
    reminded: Instants
    at: dt.datetime

    def entry(self, key: Key, item: ClientResponsibility, place: Place) -> ClientDelay:
        """How it stands with one responsibility, or one occurrence of it."""
        due, fact = place.due_now, place.fact
        provided = place.forecast if isinstance(place.forecast, dt.date) and fact else None
        end = provided or self.calendars.client_today
        parts = self._parts(key, until=end)
        missing = parts[-1].missing if parts and fact is None else None
        late = self._lateness(key, item, due, end) if due is not None and end > due else _Lateness()
        if fact is not None:
            state = OwedState.PROVIDED_LATE if late.is_late else OwedState.PROVIDED
        elif parts:
            state = OwedState.IN_PART
        elif due is None:
            state = OwedState.NO_DATE
        else:
            state = OwedState.LATE if late.is_late else OwedState.NOT_DUE
        shown: list[Entry] = [*parts, *(() if fact is None else (fact,)), *late.events]
        why = place.baseline
        return trusted(
            ClientDelay,
            responsibility=item.id,
            title=item.title,
            occurrence=key[1],
            owner=item.owner,
            state=state,
            due=due,
            provided_on=provided,
            working_days=late.days,
            our_working_days=late.ours,
            excused_days=late.excused,
            uncounted_days=late.uncounted,
            missing=missing,
            needed_for=item.needed_for,
            notice=late.notice,
            reminders=self._reminders(key, item, due, is_there=fact is not None),
            reasons=tuple(dict.fromkeys(one.reason for one in late.events)),
            evidence=tuple(dict.fromkeys(text for one in shown for text in one.evidence)),
            entries=tuple(dict.fromkeys(one.id for one in shown)),
            unknown=why.kind if due is None and isinstance(why, NotKnown) else None,
            text=_words(thing(item.title, key[1]), state, due, late.days, missing)[:20_000],
            clause=item.clause,
        )

    def _parts(self, key: Key, *, until: dt.date) -> list[Fulfilment]:
        """The entries about a part of it, earliest first."""
        name, number = key
        found = [
            (entry_day(one, self.calendars, ours=False), one.id, one)
            for one in self.fulfilments
            if one.responsibility == name
            and not one.complete
            and (number is None or one.occurrence == number)
        ]
        found.sort(key=lambda one: one[:2])
        return [one for day, _, one in found if day <= until]

    def _lateness(
        self, key: Key, item: ClientResponsibility, due: dt.date, end: dt.date
    ) -> "_Lateness":
        """What there is to say of something that was not there on its day."""
        client, begins = self.calendars.client, due + dt.timedelta(days=1)
        days = working_days_between(client, due, end)
        notice = delay_notice(
            self.agreement.delays,
            instants_about(self.notified, *key),
            begins=begins,
            calendar=self.calendars.ours,
            at=self.at,
        )
        uncounted = 0
        if notice.required and notice.counts_from != begins:
            first = notice.counts_from or end + dt.timedelta(days=1)
            until = min(first - dt.timedelta(days=1), end)
            uncounted = working_days_between(client, due, until)
        events = tuple(self._events(item, begins, end))
        return _Lateness(
            is_late=True,
            days=days,
            ours=working_days_between(self.calendars.ours, due, end),
            excused=self._excused(item, events, due, end),
            uncounted=uncounted,
            notice=notice,
            events=events,
        )

    def _events(
        self, item: ClientResponsibility, begins: dt.date, end: dt.date
    ) -> Iterator[DelayEvent]:
        """What is on record of why: delays in that time that affect it, or what waits for it."""
        waiting = {*item.needed_for}
        for one in sorted(self.events, key=lambda one: (one.starts_on, one.id)):
            if one.starts_on > end or (one.ends_on is not None and one.ends_on < begins):
                continue
            is_theirs = one.party is Side.CLIENT and not waiting.isdisjoint(one.affects)
            if item.id in one.affects or is_theirs:
                yield one

    def _excused(
        self,
        item: ClientResponsibility,
        events: Iterable[DelayEvent],
        due: dt.date,
        end: dt.date,
    ) -> int:
        """The working days on which another side held it up, each once."""
        days, done = 0, due
        for one in events:  # by their first days
            if one.party is Side.CLIENT or item.id not in one.affects:
                continue
            start = max(one.starts_on - dt.timedelta(days=1), done)
            last = min(one.ends_on or end, end)
            if last > start:
                days += working_days_between(self.calendars.client, start, last)
                done = last
        return days

    def _reminders(
        self, key: Key, item: ClientResponsibility, due: dt.date | None, *, is_there: bool
    ) -> ReminderPlan:
        found = reminder_plan(
            item.reminders,
            instants_about(self.reminded, *key),
            due=due,
            calendar=self.calendars.ours,
            at=self.at,
        )
        if not is_there:
            return found
        done = ReminderState.DONE
        return evolve(found, state=done, next_on=None, escalates_on=None)


@attrs.frozen(kw_only=True)
class _Lateness:
    is_late: bool = False
    days: int = 0
    ours: int = 0
    excused: int = 0
    uncounted: int = 0
    notice: DelayNotice | None = None
    events: tuple[DelayEvent, ...] = ()


def _words(
    title: str, state: OwedState, due: dt.date | None, days: int, missing: str | None
) -> str:
    what = title if missing is None else f"{title}, of which is missing: {missing}"
    if state is OwedState.PROVIDED:
        return f"{what}: there in time"
    if due is None:
        return f"waiting for {what}; nobody can tell when it is due"
    if days:
        waits = "waited" if state is OwedState.PROVIDED_LATE else "waiting"
        return f"{waits} for {what}: {working_days(days)}"
    if state is OwedState.PROVIDED_LATE:
        return f"{what}: due on {due}, there before the next working day"
    if state is OwedState.LATE:
        return f"{what}: was due on {due}; no working day has passed since"
    return f"{what}: due on {due}"
