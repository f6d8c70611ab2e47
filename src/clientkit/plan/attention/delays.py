"""Dates that move: what to remind the client of, what to tell, and what will come later."""

import datetime as dt
from collections.abc import Iterator

from clientkit.base import ClientkitError
from clientkit.client.model import Side
from clientkit.communication.model import NoticeDuty
from clientkit.plan.action import Action, ActionKind
from clientkit.plan.moments import Moment, last_instant, moment_at
from clientkit.plan.record_facts import DELAYS, RecordFacts, record_facts
from clientkit.plan.situation import Situation, thing
from clientkit.scope.attribution import CauseKind, working_days
from clientkit.scope.delays import ClientDelay
from clientkit.scope.earned import EarnedState, schedule_health
from clientkit.scope.extending import ExtendedDate, extension_from
from clientkit.scope.forecasting import Forecast, ForecastItem, forecast_from
from clientkit.scope.network import ItemKind
from clientkit.scope.notices import DelayNotice, NoticeState, delay_notice
from clientkit.scope.reminding import ReminderState

__all__ = ["delays"]

_ENOUGH = 3


def delays(s: Situation) -> Iterator[Action]:
    """Reminders due today, delays not told yet, and dates that will not be kept as things stand.

    Where the terms of delay move an agreed date, its action says to when. Nothing where no record
    is kept, or where the days cannot be counted. Only delays that go on are still to be told. A
    date is not listed where all there is to say is that its day has passed, which the review says
    anyway. Where dates are listed and there are three deliverables at least, the last action says
    how far they are behind together.
    """
    if not s.has_record:
        return
    try:
        facts = record_facts(s)
    except ClientkitError:
        return
    if facts is None:
        return
    forecast = forecast_from(facts.walk)
    for owed in facts.owed:
        yield from _reminder(s, owed)
    yield from _notices(s, facts)
    granted = {(one.id, one.occurrence): one for one in extension_from(facts.walk).dates}
    news = [item for item in forecast.items if _is_news(item, forecast.date)]
    for item in news:
        yield _slip(s, item, granted.get((item.id, item.occurrence)))
    if news:
        yield from _health(s, facts, forecast)


def _health(s: Situation, facts: RecordFacts, forecast: Forecast) -> Iterator[Action]:
    """How far the deliverables together are behind, while some of them are not there.

    Of fewer than three an index says no more than they do themselves.
    """
    dated = [one for one in forecast.items if one.kind is ItemKind.DELIVERABLE and one.baseline]
    if len(dated) < _ENOUGH:
        return
    try:
        health = schedule_health(
            facts.walk.agreement,
            forecast,
            our_calendar=facts.walk.calendars.ours,
            starts_on=s.begins.day if isinstance(s.begins, Moment) else None,
        )
    except ClientkitError:  # a date lies too far away to be counted
        return
    behind, index = health.schedule.variance, health.schedule.index
    if health.schedule.state is not EarnedState.RUNNING or behind is None or behind >= 0:
        return
    expected = health.expected_end
    reasons = [health.text.partition(";")[0]]
    if index is not None:
        reasons.append(f"SPI(t) is {index:.2f}; 1 would be in time")
    if expected is not None:
        reasons.append(
            f"at this pace the last one comes on {expected}, agreed for {health.planned_end}"
        )
    yield s.action(
        ActionKind.FORECAST,
        what="the deliverables together are behind what was agreed",
        why="; ".join(reasons),
        who=[Side.PROVIDER],
        timing=s.timing(None if expected is None else Moment(expected), _zone(s)),
        plan_paths=(s.path("deliverables"),),
    )


def _reminder(s: Situation, owed: ClientDelay) -> Iterator[Action]:
    plan = owed.reminders
    if plan.state not in (ReminderState.TODAY, ReminderState.ESCALATE):
        return
    in_vain = plan.state is ReminderState.ESCALATE
    who = s.parties.titles([owed.owner or Side.CLIENT], as_of=s.today)
    title = thing(owed.title, owed.occurrence)
    times = "no reminder yet" if not plan.sent else f"reminders so far: {plan.sent}"
    if plan.planned is not None:
        times += f", of {plan.planned}"
    day = plan.escalates_on if in_vain else plan.next_on
    what = f"{title}: reminders have not helped" if in_vain else f"remind {who} of {title}"
    yield s.action(
        ActionKind.REMINDER,
        what=what,
        why=f"{owed.text}; {times}" + ("; talk to somebody else" if in_vain else ""),
        who=[Side.PROVIDER],
        timing=s.timing(None if day is None else Moment(max(day, _today(s))), _zone(s)),
        clause=owed.clause,
        occurrence=owed.occurrence,
        subject=owed.responsibility,
        plan_paths=tuple(_paths(s, owed.responsibility)),
        entries=owed.entries,
    )


def _notices(s: Situation, facts: RecordFacts) -> Iterator[Action]:
    """Delays of others that go on and were not told in time, or at all."""
    for owed in facts.owed:
        if owed.notice is not None and owed.provided_on is None:
            title = thing(owed.title, owed.occurrence)
            yield from _notice(s, facts, owed.notice, owed.text, owed.responsibility, title)
    events = [
        (one.id, one.party, one.starts_on, one.ends_on, one.reason)
        for one in facts.walk.progress.delay_events
    ]
    events += [
        (one.subject, one.party, one.starts_on, one.ends_on, one.text)
        for one in facts.walk.progress.waits
    ]
    for subject, party, begins, ends, text in events:
        today = _today(s)
        if party is Side.PROVIDER or begins > today or (ends is not None and ends < today):
            continue
        notice = delay_notice(
            facts.walk.agreement.delays,
            facts.notified.get(subject, ()),
            begins=begins,
            calendar=facts.walk.calendars.ours,
            at=s.now,
        )
        yield from _notice(s, facts, notice, text, subject, text)


def _notice(
    s: Situation, facts: RecordFacts, notice: DelayNotice, why: str, subject: str, title: str
) -> Iterator[Action]:
    terms = facts.walk.agreement.delays
    if terms is None or notice.state not in (NoticeState.DUE, NoticeState.OVERDUE):
        return
    told = s.parties.titles(terms.notice_to or [Side.CLIENT], as_of=s.today)
    if notice.in_writing:
        told += ", in writing"
    if notice.required:
        why += "; days before notice do not count"
    due = None if notice.due_at is None else _moment(notice.due_at, _zone(s))
    yield s.action(
        ActionKind.DELAY_NOTICE,
        what=f"tell of the delay: {title}",
        why=f"{why}; to be told to {told}",
        who=[_teller(s) or Side.PROVIDER],
        timing=s.timing(
            due, _zone(s), None if terms.notice_within is None else terms.notice_within.text
        ),
        clause=terms.clause,
        subject=subject,
        plan_paths=(s.path("delays"),),
    )


def _moment(instant: dt.datetime, zone: str) -> Moment:
    """A deadline as its day where it is the end of that day."""
    moment = moment_at(instant, zone)
    return Moment(moment.day) if moment.instant == last_instant(moment.day, zone) else moment


def _teller(s: Situation) -> str | None:
    """Whose duty it is by the communication plan to tell of delays."""
    plan = s.plan.communication
    duties: list[NoticeDuty] = (
        [] if plan is None else [one for one in plan.notices if one.when in DELAYS]
    )
    return next((one.owner for one in duties if one.owner is not None), None)


def _is_news(item: ForecastItem, today: dt.date) -> bool:
    """Whether a date moves for a reason that its own action does not give."""
    if item.kind is ItemKind.RESPONSIBILITY or item.is_there or not item.slip or item.slip < 0:
        return False
    if item.forecast is not None and item.forecast > today:
        return True
    causes = [cause.kind for share in item.shares for cause in share.causes]
    return any(kind not in (CauseKind.WORK, CauseKind.MILESTONE) for kind in causes)


def _slip(s: Situation, item: ForecastItem, granted: ExtendedDate | None) -> Action:
    lines = item.explanation.split("\n")
    if granted is not None and granted.extended_to is not None:
        days = working_days(granted.working_days)
        lines.append(
            f"{days} of waiting for the client move the agreed date to {granted.extended_to}"
        )
    causes = [cause for share in item.shares for cause in share.causes]
    expected = None if item.forecast is None else Moment(item.forecast)
    return s.action(
        ActionKind.FORECAST,
        what=lines[0],
        why="; ".join(lines[1:]) or lines[0],
        who=[Side.PROVIDER],
        timing=s.timing(expected, s.dates.zone(item.id)),
        clause=item.clause,
        occurrence=item.occurrence,
        subject=item.id,
        plan_paths=tuple(_paths(s, item.id)),
        entries=tuple(dict.fromkeys(name for one in causes for name in one.entries)),
    )


def _paths(s: Situation, name: str) -> Iterator[str]:
    """Where a part of the agreement stands."""
    if s.scope is None:
        return
    lists = ("milestones", "deliverables", "responsibilities")
    for part in lists:
        for index, one in enumerate(getattr(s.scope, part)):
            if one.id == name:
                yield s.path(part, index)


def _zone(s: Situation) -> str:
    return s.parties.zone_of(Side.PROVIDER)


def _today(s: Situation) -> dt.date:
    return moment_at(s.now, _zone(s)).day
