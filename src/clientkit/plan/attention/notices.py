"""Duties to give notice of what is on record, and the rhythm of messages in an incident."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

import attrs

from clientkit.base import Term
from clientkit.client.entry import Entry
from clientkit.client.model import Assignment, Side
from clientkit.communication.entries import Interaction, InteractionKind
from clientkit.communication.model import IncidentMode, NoticeDuty, NoticeOccasion
from clientkit.escalation import IssueEventKind, IssueParty, priority_of
from clientkit.plan.action import Action, ActionKind
from clientkit.plan.moments import Moment, Unknown, moment_at, moved, to_utc
from clientkit.plan.situation import Situation
from clientkit.scope.entries import AcceptanceOutcome, ChangeOrderEventKind

from .open_issues import OpenIssue

__all__ = ["incident_updates", "notices"]

_WRITTEN = (InteractionKind.MESSAGE, InteractionKind.REPORT)


@attrs.frozen(kw_only=True)
class _Occasion:
    """Something on record that makes it a duty to tell."""

    moment: Moment
    what: str
    names: frozenset[str]
    """The entries by which it may be told."""
    entries: tuple[str, ...] = ()
    after: dt.date | None = None
    """The day from which on it may be told, where that is before it has come."""


def notices(s: Situation, found: Iterable[OpenIssue]) -> Iterator[Action]:
    """Notices that are due, or were not given in time, and that there is still something to tell.

    An occasion counts as long as it lasts: a delay that goes on, an issue that is open, a rejection
    until the work is delivered anew, a change order until the agreement contains it, a new person
    in a role. Conflicts of interest, "other" occasions, and duties whose `text` narrows them are
    for people to judge. Delays of others are left to the terms of delay, where the agreement has
    some.

    A notice was given by an interaction that tells of the occasion's entry, or that gives this
    notice and, telling of no entry, comes after the occasion; of a new person also before it, but
    after the change before. One that must be in writing is a message or a report.
    """
    agreed = s.plan.communication
    if agreed is None or not s.has_record:
        return
    open_issues = tuple(found)
    for index, duty in enumerate(agreed.notices):
        occasions = _OCCASIONS.get(duty.when)
        if occasions is None or duty.text is not None:
            continue
        side = _side(s, duty)
        for occasion in sorted(occasions(s, side, open_issues), key=_begin):
            if not _is_given(s, duty, side, occasion):
                yield _notice(s, duty, index, side, occasion)


def _side(s: Situation, duty: NoticeDuty) -> Side:
    side = None if duty.owner is None else s.parties.side_of(duty.owner)
    return side or Side.PROVIDER


def _begin(occasion: _Occasion) -> tuple[dt.date, dt.datetime]:
    return occasion.moment.day, occasion.moment.instant or dt.datetime.min.replace(tzinfo=dt.UTC)


def _is_given(s: Situation, duty: NoticeDuty, side: Side, occasion: _Occasion) -> bool:
    zone = s.parties.zone_of(side)
    for one in s.record.interactions:
        if duty.in_writing and one.kind not in _WRITTEN:
            continue
        told = {s.entries.current(name) for name in one.tells}
        if told & occasion.names and (duty.id in one.gives_notice or _reaches(s, duty, one)):
            return True
        if duty.id in one.gives_notice and not told:
            instant = occasion.moment.instant
            if occasion.after is not None or instant is None:
                is_later = s.day_of(one, zone) >= (occasion.after or occasion.moment.day)
            else:
                is_later = s.entries.instant(one) >= instant
            if is_later:
                return True
    return False


def _reaches(s: Situation, duty: NoticeDuty, one: Interaction) -> bool:
    """Whether one of those who must be told took part; where none is named, the other side."""
    day = s.day_of(one)
    if not duty.to:
        other = _other(_side(s, duty))
        return any(s.parties.side_of(person) is other for person in one.participants)
    persons = {person for party in duty.to for person in s.parties.party(party, as_of=day).persons}
    return not persons.isdisjoint(one.participants)


def _notice(s: Situation, duty: NoticeDuty, index: int, side: Side, one: _Occasion) -> Action:
    due = _after(s, one.moment, duty.within, duty.owner or side)
    told = s.parties.titles(duty.to or [_other(side)], as_of=s.today)
    written = ", in writing" if duty.in_writing else ""
    text = "at once" if duty.within is None else f"within {duty.within.text}"
    return s.action(
        ActionKind.NOTICE,
        what=f"to tell {told}: {one.what}",
        why=f"notice {duty.id!r} is to be given {text}{written}, since {one.moment.day}; "
        "that it was given is not on record",
        who=[duty.owner or side],
        timing=s.timing(due, s.parties.zone_of(duty.owner or side), text),
        clause=duty.clause,
        subject=duty.id,
        plan_paths=(f"/communication/notices/{index}",),
        entries=one.entries,
    )


def _other(side: Side) -> Side:
    return Side.CLIENT if side is Side.PROVIDER else Side.PROVIDER


def _after(s: Situation, start: Moment, within: Term | None, party: str | Side) -> Moment | Unknown:
    return start if within is None else moved(start, within, s.parties.time_of(party))


def _entry(s: Situation, side: Side, entry: Entry, what: str, *others: str) -> _Occasion:
    return _Occasion(
        moment=s.moment_of(entry, s.parties.zone_of(side)),
        what=what,
        names=frozenset((entry.id, *others)),
        entries=(entry.id,),
    )


def _delays(s: Situation, side: Side, _found: tuple[OpenIssue, ...]) -> Iterator[_Occasion]:
    """What lies on the side that must tell."""
    for one in s.record.delay_events:
        if one.party is side and _lasts(s, one.ends_on):
            yield _entry(s, side, one, one.reason)


def _others_delays(s: Situation, side: Side, _found: tuple[OpenIssue, ...]) -> Iterator[_Occasion]:
    if s.scope is not None and s.scope.delays is not None:
        return
    for one in s.record.delay_events:
        if one.party is not side and _lasts(s, one.ends_on):
            yield _entry(s, side, one, one.reason)


def _lasts(s: Situation, ends_on: dt.date | None) -> bool:
    return ends_on is None or ends_on >= s.today


def _scope_changes(s: Situation, side: Side, _found: tuple[OpenIssue, ...]) -> Iterator[_Occasion]:
    """Approved change orders that no version contains yet."""
    yield from _approved(s, side, moves_dates=False)


def _date_changes(s: Situation, side: Side, _found: tuple[OpenIssue, ...]) -> Iterator[_Occasion]:
    """Those of them that add or take days."""
    yield from _approved(s, side, moves_dates=True)


def _approved(s: Situation, side: Side, *, moves_dates: bool) -> Iterator[_Occasion]:
    orders = {one.id: one for one in s.record.change_orders}
    over = {
        s.entries.current(one.change_order)
        for one in s.record.change_order_events
        if one.kind in (ChangeOrderEventKind.APPLIED, ChangeOrderEventKind.WITHDRAWN)
    }
    seen = set(over)
    for event in s.record.change_order_events:
        name = s.entries.current(event.change_order)
        order = orders.get(name)
        if event.kind is not ChangeOrderEventKind.APPROVED or name in seen or order is None:
            continue
        seen.add(name)
        if not moves_dates or order.working_days:
            yield _entry(s, side, event, order.title, name)


def _rejections(s: Situation, side: Side, _found: tuple[OpenIssue, ...]) -> Iterator[_Occasion]:
    """Judgements that reject work which has not been delivered anew since."""
    titles = {} if s.scope is None else {one.id: one.title for one in s.scope.deliverables}
    for one in s.record.acceptances:
        if one.outcome is not AcceptanceOutcome.REJECTED:
            continue
        instant = s.entries.instant(one)
        again = any(
            delivery.deliverable == one.deliverable
            and delivery.occurrence == one.occurrence
            and s.entries.instant(delivery) > instant
            for delivery in s.record.deliveries
        )
        if not again:
            title = titles.get(one.deliverable or "", one.deliverable or "the whole delivery")
            yield _entry(s, side, one, f"{title} was not accepted")


def _problems(s: Situation, side: Side, found: tuple[OpenIssue, ...]) -> Iterator[_Occasion]:
    """Open issues that were found by the side that must tell of them."""
    for one in found:
        if s.parties.side_of(one.issue.by) is side:
            names = (event.id for event in one.events)
            yield _entry(s, side, one.issue, one.issue.title, *names)


def _person_changes(s: Situation, side: Side, _found: tuple[OpenIssue, ...]) -> Iterator[_Occasion]:
    """Persons who have taken a role over from another, and hold it."""
    changes = [held for held in s.plan.assignments if _takes_over(s, side, held)]
    days = sorted({held.starts_on for held in changes if held.starts_on is not None})
    for held in changes:
        begins = held.starts_on
        if begins is None or begins > s.today or not _lasts(s, held.ends_on):
            continue
        person = s.parties.titles([held.person], as_of=s.today)
        earlier = [day for day in days if day < begins]
        yield _Occasion(
            moment=Moment(begins),
            what=f"{s.parties.roles[held.role].title}: {person}",
            names=frozenset(),
            after=max(earlier) + dt.timedelta(days=1) if earlier else dt.date.min,
        )


def _takes_over(s: Situation, side: Side, held: Assignment) -> bool:
    """Whether somebody else held a role of a side before."""
    role, begins = s.parties.roles.get(held.role), held.starts_on
    if role is None or role.side is not side or begins is None:
        return False
    return any(
        other.role == held.role
        and other.person != held.person
        and (other.starts_on is None or other.starts_on < begins)
        for other in s.plan.assignments
    )


_Occasions = Callable[[Situation, Side, tuple[OpenIssue, ...]], Iterator[_Occasion]]
_OCCASIONS: dict[NoticeOccasion, _Occasions] = {
    NoticeOccasion.DELAY: _delays,
    NoticeOccasion.DELAY_OUTSIDE_OUR_CONTROL: _others_delays,
    NoticeOccasion.SCOPE_CHANGE: _scope_changes,
    NoticeOccasion.DATE_CHANGE: _date_changes,
    NoticeOccasion.PERSON_CHANGE: _person_changes,
    NoticeOccasion.REJECTION: _rejections,
    NoticeOccasion.PROBLEM: _problems,
}


def incident_updates(s: Situation, found: Iterable[OpenIssue]) -> Iterator[Action]:
    """The next message about each open issue for which the plan agrees how often one comes.

    Spans count in our time, from our last message about the issue, or from when it became so
    serious: opened, reopened or raised. While both sides agreed to let it rest, none is due.
    """
    agreed = s.plan.communication
    mode = None if agreed is None else agreed.incident_mode
    if mode is None or not s.has_record:
        return
    for one in found:
        state = one.state
        if state is None or state.clocks.priority > mode.from_priority:
            continue
        if state.clocks.whose_ball is not IssueParty.AGREED_HOLD:
            yield _update(s, one, mode)


def _update(s: Situation, one: OpenIssue, mode: IncidentMode) -> Action:
    zone = s.parties.zone_of(Side.PROVIDER)
    since = max([_serious_since(s, one, mode), *_messages(s, one)], key=lambda told: told[0])
    start = moment_at(since[0], zone)
    due = moved(start, mode.every, s.parties.time_of(Side.PROVIDER))
    means = "" if mode.channel is None else f", by {mode.channel.value.replace('_', ' ')}"
    return s.action(
        ActionKind.INCIDENT_UPDATE,
        what=f"to tell the client how it goes: {one.issue.title}",
        why=f"a message every {mode.every.text}{means}, while an issue of priority "
        f"{mode.from_priority} or higher is open; {since[1]} on {start.day}",
        who=[Side.PROVIDER],
        timing=s.timing(due, zone, f"every {mode.every.text}"),
        priority=None if one.state is None else one.state.clocks.priority,
        subject=one.issue.id,
        plan_paths=("/communication/incident_mode",),
        entries=(one.issue.id,),
    )


def _serious_since(s: Situation, one: OpenIssue, mode: IncidentMode) -> tuple[dt.datetime, str]:
    policy = s.plan.escalation
    priority = priority_of(one.issue, None if policy is None else policy.matrix)
    since, how = s.entries.instant(one.issue), "it was opened"
    for event in one.events:
        if event.kind is IssueEventKind.REOPENED:
            since, how = s.entries.instant(event), "it was reopened"
        elif event.kind is IssueEventKind.PRIORITY_CHANGED and event.priority is not None:
            if event.priority <= mode.from_priority < priority:
                since, how = s.entries.instant(event), "its priority was raised"
            priority = event.priority
    return to_utc(since), how


def _messages(s: Situation, one: OpenIssue) -> Iterator[tuple[dt.datetime, str]]:
    """Our messages about an issue, among its events or told to the client in interactions."""
    names = {one.issue.id, *(event.id for event in one.events)}
    for event in one.events:
        if event.kind is IssueEventKind.MESSAGE and event.party is IssueParty.PROVIDER:
            yield to_utc(s.entries.instant(event)), "our last"
    for talk in s.record.interactions:
        if talk.started_by is Side.PROVIDER and names.intersection(
            map(s.entries.current, talk.tells)
        ):
            yield to_utc(s.entries.instant(talk)), "our last"
