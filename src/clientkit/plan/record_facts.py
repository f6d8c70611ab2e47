"""What a record says that moves dates: progress, waits, notices and reminders."""

import datetime as dt
from collections.abc import Iterator

import attrs

from clientkit.base._build import trusted
from clientkit.client.model import Side
from clientkit.communication.entries import Interaction, InteractionKind
from clientkit.communication.model import NoticeOccasion
from clientkit.scope.day_count import Calendars, weekday_calendar
from clientkit.scope.deciding import decision_states, decision_waits
from clientkit.scope.delays import ClientDelay, delays_from
from clientkit.scope.entries import AcceptanceOutcome, DelayEvent, Delivery
from clientkit.scope.progress import Progress, Wait
from clientkit.scope.walk import Walk

from .scope_questions import PlanRights, PlanTimes
from .situation import Situation

__all__ = ["DELAYS", "RecordFacts", "record_facts"]

Told = dict[str, list[dt.datetime]]
Written = (InteractionKind.MESSAGE, InteractionKind.REPORT)


@attrs.frozen(kw_only=True)
class RecordFacts:
    """What the questions about dates take from a plan and its record."""

    walk: Walk
    """The dates, with what was judged as delivered, and overdue decisions as waits."""
    notified: Told
    """The instants of notices, by the responsibility, delay or decision that they told of."""
    reminded: Told
    """The instants of reminders, by responsibility."""
    owed: tuple[ClientDelay, ...]
    """What the client owes, by all of this."""


def record_facts(s: Situation) -> RecordFacts | None:
    """What bears on the dates of the agreement in force; none where there is no agreement.

    A notice of delay is an interaction that meets a duty to tell of delays, in writing where the
    agreement wants that. It is about the delays and decisions that it tells of and about the
    responsibilities that it reminds of or, where it names none of them, about everything that was
    late at that instant. A reminder of something that comes round is about the first occurrence
    that was not there then.

    Raises:
        ClientkitError: A calendar has no working days around the instant, or is not to be had.
    """
    if s.scope is None:
        return None
    sides = (
        ("the client", Side.CLIENT, s.plan.client.calendar),
        ("ours", Side.PROVIDER, s.plan.calendar),
    )
    calendars = {
        side: calendar or weekday_calendar(s.parties.zone_of(side)) for _, side, calendar in sides
    }
    assumed = tuple(
        f"no working hours of {whose} are in the plan; Monday to Friday without holidays is counted"
        for whose, _, calendar in sides
        if calendar is None
    )
    both = Calendars(calendars[Side.CLIENT], calendars[Side.PROVIDER], s.now)
    both.assumptions = assumed
    progress = _progress(s)
    walk = Walk(s.scope, progress, notified={}, calendars=both, at=s.now)
    facts = RecordFacts(
        walk=walk,
        notified={},
        reminded={},
        owed=delays_from(walk, notified={}, reminded={}),
    )
    notified, reminded = _notified(s, facts), _reminded(s, facts)
    if not notified and not reminded:
        return facts
    if notified and s.scope.delays is not None and s.scope.delays.notice_required:
        # Notices move no date, and whose a day is only where days before notice do not count.
        walk = Walk(s.scope, progress, notified=notified, calendars=both, at=s.now)
    return RecordFacts(
        walk=walk,
        notified=notified,
        reminded=reminded,
        owed=delays_from(walk, notified=notified, reminded=reminded),
    )


def _progress(s: Situation) -> Progress:
    return trusted(
        Progress,
        milestones_reached=s.record.milestones_reached,
        deliveries=(*s.record.deliveries, *_judged(s)),
        fulfilments=s.record.fulfilments,
        delay_events=s.record.delay_events,
        waits=tuple(_waits(s)),
        is_kept=s.has_record,
    )


def _judged(s: Situation) -> Iterator[Delivery]:
    """What was judged without a delivery on record: it was there by the day of the judgement."""
    deliverables = () if s.scope is None else s.scope.deliverables
    named = {one.id: one for one in s.record.deliveries}
    for one in s.record.acceptances:
        about = named.get(s.entries.current(one.delivery or ""))
        if about is not None:
            continue
        whole = one.deliverable is None and one.outcome is not AcceptanceOutcome.REJECTED
        names = [one.deliverable] if one.deliverable is not None else []
        for name in [item.id for item in deliverables] if whole else names:
            yield trusted(
                Delivery,
                id=one.id,
                at=one.at,
                date=one.date,
                by=one.by,
                deliverable=name,
                occurrence=one.occurrence,
            )


def _waits(s: Situation) -> Iterator[Wait]:
    states = decision_states(
        s.record.decisions,
        s.record.decisions_made,
        at=s.now,
        timezone=s.record.timezone,
        times=PlanTimes(s),
        rights=PlanRights(s),
        replaced=s.entries.replaced,
    )
    texts = {one.id: one.text for one in s.record.decisions}
    for wait in decision_waits(states):
        if wait.affects:
            party = wait.party
            yield trusted(
                Wait,
                subject=wait.decision,
                party=s.parties.side_of(party) or Side.CLIENT,
                affects=wait.affects,
                starts_on=wait.starts_on,
                ends_on=wait.ends_on,
                text=f"waiting for a decision: {texts[wait.decision]}"[:20_000],
                entries=(wait.decision,),
            )


def _notified(s: Situation, facts: RecordFacts) -> Told:
    """The notices of delay, by what they are about."""
    plan = s.plan.communication
    duties = {one.id for one in plan.notices if one.when in DELAYS} if plan is not None else set()
    terms = facts.walk.agreement.delays
    found: Told = {}
    for one in s.record.interactions:
        if duties.isdisjoint(one.gives_notice):
            continue
        if terms is not None and terms.in_writing and one.kind not in Written:
            continue
        instant = s.entries.instant(one)
        for name in dict.fromkeys(_about(s, facts, one)):
            found.setdefault(name, []).append(instant)
    return found


def _about(s: Situation, facts: RecordFacts, notice: Interaction) -> list[str]:
    """What a notice of delay is about."""
    day = s.day_of(notice)
    waits = {one.subject: one for one in facts.walk.progress.waits}
    events = {one.id: one for one in facts.walk.progress.delay_events}
    told = [s.entries.current(one) for one in notice.tells]
    named = [one for one in told if one in waits or one in events]
    named += [
        key for name in notice.reminds for key in [_first_open(facts, name, day)] if key is not None
    ]
    if named:
        return named
    spans: tuple[Wait | DelayEvent, ...] = (*waits.values(), *events.values())
    late = [
        one.subject if isinstance(one, Wait) else one.id
        for one in spans
        if one.starts_on <= day <= (one.ends_on or day)
    ]
    late += [
        _key(one)
        for one in facts.owed
        if one.due is not None and one.due < day <= (one.provided_on or day)
    ]
    return late


def _reminded(s: Situation, facts: RecordFacts) -> Told:
    """The reminders that we sent, by what they are about."""
    found: Told = {}
    for one in s.record.interactions:
        if one.started_by is not Side.PROVIDER:
            continue
        for name in dict.fromkeys(one.reminds):
            key = _first_open(facts, name, s.day_of(one))
            if key is not None:
                found.setdefault(key, []).append(s.entries.instant(one))
    return found


def _first_open(facts: RecordFacts, name: str, day: dt.date) -> str | None:
    """The first occurrence of a responsibility that was not there on a day."""
    for one in facts.owed:
        if one.responsibility == name and (one.provided_on is None or one.provided_on >= day):
            return _key(one)
    return None


def _key(owed: ClientDelay) -> str:
    number = owed.occurrence
    return owed.responsibility if number is None else f"{owed.responsibility}[{number}]"


DELAYS = (NoticeOccasion.DELAY, NoticeOccasion.DELAY_OUTSIDE_OUR_CONTROL)
"""The occasions of duties to tell that are about delays."""
