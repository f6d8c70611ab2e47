"""What the questions of a review have in common: one plan, one record, one instant."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeVar

import attrs

from clientkit.base._build import trusted
from clientkit.client.entry import Entry
from clientkit.client.model import Side
from clientkit.scope.model import ScopeAgreement

from .action import Action, ActionKind, Party, Urgency
from .dates import Dates
from .model import ClientPlan, ClientRecord
from .moments import Moment, Unknown, in_zone, local_day, moment_at, to_utc
from .parties import Parties
from .standing_entries import EntriesInForce, entries_in_force

__all__ = ["Situation", "Timing", "situation", "thing"]

E = TypeVar("E", bound=Entry)


@attrs.frozen(kw_only=True)
class Timing:
    """How soon something is due, as the fields of an action say it."""

    urgency: Urgency
    due: dt.date | None = None
    due_at: dt.datetime | None = None
    due_text: str | None = None
    days_left: int | None = None
    because: str | None = None
    """Why nobody can tell when it is due."""
    since: dt.date | None = None
    """The day on which somebody began to wait."""


@attrs.frozen(kw_only=True)
class Situation:
    """A plan and what is on record of it at an instant."""

    plan: ClientPlan
    scope: ScopeAgreement | None
    """The agreement in force."""
    scope_path: str
    """Where it stands in the plan."""
    entries: EntriesInForce
    given: ClientRecord | None
    """The record as it came, with what was corrected."""
    has_record: bool
    """Whether there is a record at all; without one nothing can be called late."""
    dates: Dates
    parties: Parties
    now: dt.datetime
    """The instant asked about, in UTC."""
    today: dt.date
    """Its day at the client's."""
    talks: frozenset[str]
    """The interactions that have taken place."""
    told: frozenset[str]
    """The entries of which somebody was told in one of them, by the entries that stand."""
    begins: Moment | Unknown | None
    """When the period of the agreement begins; none where the agreement does not say."""
    is_running: bool
    """Whether the period of the agreement has begun and not ended, as far as that is known."""

    @property
    def record(self) -> ClientRecord:
        """The entries that count."""
        return self.entries.record

    def timing(
        self,
        moment: Moment | Unknown | None,
        zone: str,
        text: str | None = None,
        *,
        since: dt.date | None = None,
    ) -> Timing:
        """How soon a moment is, to somebody in a zone; none is a moment that nobody agreed.

        A due day passes when it ends; a due instant has passed right after it.
        """
        if moment is None:
            return Timing(urgency=Urgency.OPEN, due_text=text, since=since)
        if isinstance(moment, Unknown):
            return Timing(
                urgency=Urgency.DATE_UNKNOWN, due_text=text, because=moment.because, since=since
            )
        today = local_day(self.now, zone)
        if moment.is_past(now=self.now, today=today):
            urgency = Urgency.OVERDUE if self.has_record else Urgency.NOT_ON_RECORD
        else:
            urgency = Urgency.NEXT if moment.day > today else Urgency.TODAY
        return Timing(
            urgency=urgency,
            due=moment.day,
            due_at=None if moment.instant is None else in_zone(moment.instant, zone),
            due_text=text,
            days_left=(moment.day - today).days,
            since=since,
        )

    def action(
        self,
        kind: ActionKind,
        *,
        what: str,
        why: str,
        who: Iterable[str | Side],
        timing: Timing,
        **more: object,
    ) -> Action:
        """An action whose fields about time come from its timing."""
        reasons = [why]
        if timing.because is not None:
            reasons.append(timing.because)
        waiting = None
        if timing.since is not None and timing.since <= self.today:
            waiting = (self.today - timing.since).days
        return trusted(
            Action,
            kind=kind,
            urgency=timing.urgency,
            who=self.who(who),
            what=what[:20_000],
            due=timing.due,
            due_at=timing.due_at,
            due_text=timing.due_text,
            days_left=timing.days_left,
            days_waiting=waiting,
            why="; ".join(reasons)[:20_000],
            **more,
        )

    def who(self, parties: Iterable[str | Side]) -> tuple[Party, ...]:
        """Somebody as an action shows them, each once."""
        names = dict.fromkeys(one.value if isinstance(one, Side) else one for one in parties)
        return tuple(self.parties.party(name, as_of=self.today) for name in names)

    def was_told(self, entry: str, told_in: str | None) -> bool:
        """Whether an interaction that has taken place told of an entry, by either of the two."""
        return entry in self.told or self.entries.current(told_in or "") in self.talks

    def countable(self, entries: Iterable[E]) -> tuple[E, ...]:
        """The entries from which time can be counted at all, in either direction."""
        return tuple(one for one in entries if 3 < (one.at or one.date or dt.date.min).year < 9996)

    def local_day(self, instant: dt.datetime) -> dt.date:
        """The day of an instant at the client's."""
        return local_day(instant, self.plan.client.timezone)

    def wall_time(self, instant: dt.datetime, zone: str) -> str:
        """What calendar and clock show in a zone, with the offset where it is not the client's."""
        shown = in_zone(instant, zone)
        offset = shown.utcoffset()
        if offset == in_zone(instant, self.plan.client.timezone).utcoffset():
            shown = shown.replace(tzinfo=None)
        return shown.isoformat(" ", "minutes")

    def day_of(self, entry: Entry, zone: str | None = None) -> dt.date:
        """The day of an entry, read in the client's zone unless another is named."""
        if entry.date is not None:
            return entry.date
        return local_day(entry.at or self.now, zone or self.plan.client.timezone)

    def moment_of(self, entry: Entry, zone: str) -> Moment:
        """The moment of an entry, for counting terms from it."""
        if entry.at is not None:
            return moment_at(entry.at, zone)
        return Moment(entry.date or dt.date.min)

    def path(self, *parts: str | int) -> str:
        """The pointer to a part of the agreement in force."""
        return "/".join((self.scope_path, *map(str, parts)))


def situation(plan: ClientPlan, record: ClientRecord | None, *, at: dt.datetime) -> Situation:
    """Gather what is known of a plan at an instant."""
    now = to_utc(at)
    known = record or ClientRecord(clientkit="1", plan=plan.name, timezone=plan.client.timezone)
    entries = entries_in_force(known, at=now)
    parties = Parties(plan)
    today = local_day(now, plan.client.timezone)
    scope, path = plan.scope, "/scope"
    dates = _dates(scope, parties, entries)
    earlier = () if plan.history is None else plan.history.scope
    if scope is not None and earlier and not _has_begun(scope, dates, today):
        # Latest first; of equal versions the one that stands last in the plan.
        for index, old in sorted(enumerate(earlier), key=lambda one: (-one[1].version, -one[0])):
            old_dates = _dates(old, parties, entries)
            if _has_begun(old, old_dates, today):
                scope, path, dates = old, f"/history/scope/{index}", old_dates
                break
    begins, is_running = _period(scope, dates, today)
    told = {entries.current(name) for one in entries.record.interactions for name in one.tells}
    return Situation(
        plan=plan,
        scope=scope,
        scope_path=path,
        entries=entries,
        given=record,
        has_record=record is not None,
        dates=dates,
        parties=parties,
        now=now,
        today=today,
        talks=frozenset(one.id for one in entries.record.interactions),
        told=frozenset(told),
        begins=begins,
        is_running=is_running,
    )


def _period(
    scope: ScopeAgreement | None, dates: Dates, today: dt.date
) -> tuple[Moment | Unknown | None, bool]:
    """When the period of an agreement begins, and whether it runs as far as that is known."""
    period = None if scope is None else scope.period
    if period is None:
        return None, True
    begins, ends = (
        None if due is None else dates.resolve(due, by=Side.CLIENT)
        for due in (period.starts, period.ends)
    )
    has_begun = not isinstance(begins, Moment) or begins.day <= today
    has_ended = isinstance(ends, Moment) and ends.day < today
    return begins, has_begun and not has_ended


def thing(title: str, occurrence: int | None, last: int | None = None) -> str:
    """What to call work, or occurrences of it.

    >>> thing("Status report", 3), thing("Status report", 3, 5)
    ('Status report 3', 'Status report 3 to 5')
    """
    if occurrence is None:
        return title
    return (
        f"{title} {occurrence}" if last in (None, occurrence) else f"{title} {occurrence} to {last}"
    )


def _has_begun(scope: ScopeAgreement, dates: Dates, today: dt.date) -> bool:
    """Whether a version is in force; one whose beginning nobody can tell counts as if it were."""
    if scope.effective is None:
        return True
    begins = dates.resolve(scope.effective, by=Side.CLIENT)
    return isinstance(begins, Unknown) or begins.day <= today


def _dates(scope: ScopeAgreement | None, parties: Parties, entries: EntriesInForce) -> Dates:
    """The dates of an agreement, with what the record says of its named points."""
    plain = Dates(scope, parties)
    recorded: dict[tuple[str, int | None], Moment] = {}
    for name, occurrence, entry in _facts(entries.record):
        # Of several entries about one point the first counts: it was there from then on.
        key = (name, None if plain.numbers(name) is None else occurrence)
        if key not in recorded:
            if entry.at is not None:
                recorded[key] = moment_at(entry.at, plain.zone(name))
            elif entry.date is not None:
                recorded[key] = Moment(entry.date)
    return Dates(scope, parties, recorded)


def _facts(record: ClientRecord) -> Iterator[tuple[str, int | None, Entry]]:
    for reached in record.milestones_reached:
        yield reached.milestone, reached.occurrence, reached
    for delivery in record.deliveries:
        yield delivery.deliverable, delivery.occurrence, delivery
    for fulfilment in record.fulfilments:
        if fulfilment.complete:
            yield fulfilment.responsibility, fulfilment.occurrence, fulfilment
