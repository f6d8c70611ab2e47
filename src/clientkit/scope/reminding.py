"""When the client is reminded of what it owes, and when reminding is not enough any more."""

import datetime as dt
from collections.abc import Sequence
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Term, model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, Instant
from clientkit.worktime import WorkingCalendar, add_working_days

from .day_count import local_day, moved, plain
from .model import Reminders

__all__ = ["ReminderPlan", "ReminderState", "reminder_plan"]

Count = Annotated[int, Meta(ge=0, le=1_000_000)]


@unique
class ReminderState(Enum):
    """What is to be done about reminding somebody."""

    NOT_AGREED = "not_agreed"
    """No reminders are planned."""
    NO_DATE = "no_date"
    """Nobody can tell when it is due, so nobody can tell when to remind."""
    LATER = "later"
    """The next reminder comes on a later day."""
    TODAY = "today"
    """A reminder is to be sent today; one that was left out on an earlier day too."""
    WAITING = "waiting"
    """All reminders were sent, and the last one may still work."""
    ESCALATE = "escalate"
    """All reminders were sent in vain: somebody else must be told."""
    DONE = "done"
    """It was provided."""


@model(kw_only=True)
class ReminderPlan:
    """The reminders of one responsibility as they stand on a day."""

    state: ReminderState
    """What is to be done."""
    sent: Count = 0
    """How many were sent so far."""
    last_at: Instant | None = None
    """When the last one was sent."""
    planned: Count | None = None
    """How many there are to be in all; none where there is no limit."""
    next_on: Date | None = None
    """The day of the next one."""
    escalates_on: Date | None = None
    """The day on which it becomes a matter for somebody else, where there is a limit."""


def reminder_plan(
    reminders: Reminders | None,
    sent: Sequence[dt.datetime],
    *,
    due: dt.date | None,
    calendar: WorkingCalendar,
    at: dt.datetime,
) -> ReminderPlan:
    """What is to be done today about reminding somebody of what they owe.

    The first reminder comes `before` the due day; where that is left out, on the first working day
    after it. The next one comes one span `every` after the day of the last one that was sent, or,
    where that is left out, one working day. At most `times` are sent; without both, one. Spans
    count in our calendar, for it is we who remind.

    The last reminder has one span to work as well, and time until the first working day after the
    due day. From the end of both on it is to be escalated.

    Args:
        reminders: What is planned.
        sent: The instants of the reminders that were sent.
        due: The day on which it is due.
        calendar: Our working hours.
        at: The instant asked about; reminders after it are not looked at.

    Raises:
        ClientkitError: A span cannot be counted.
    """
    known = sorted(one for one in map(plain, sent) if one <= at)
    last = known[-1] if known else None

    def plan(state: ReminderState, **more: object) -> ReminderPlan:
        return trusted(
            ReminderPlan, state=state, sent=len(known), last_at=last, planned=limit, **more
        )

    limit: int | None = None
    if reminders is None:
        return plan(ReminderState.NOT_AGREED)
    limit = reminders.times or (1 if reminders.every is None else None)
    if due is None:
        return plan(ReminderState.NO_DATE)
    today, late = local_day(at, calendar), add_working_days(calendar, due, 1)
    if last is not None and limit is not None and len(known) >= limit:
        rest = _after(calendar, local_day(last, calendar), reminders.every)
        escalates = max(rest, late)
        state = ReminderState.ESCALATE if today >= escalates else ReminderState.WAITING
        return plan(state, escalates_on=escalates)
    if last is None:
        first = late
        if reminders.before is not None:
            first = moved(calendar, due, reminders.before.unit, -reminders.before.count)
    else:
        first = _after(calendar, local_day(last, calendar), reminders.every)
    state = ReminderState.TODAY if today >= first else ReminderState.LATER
    return plan(state, next_on=max(first, today))


def _after(calendar: WorkingCalendar, day: dt.date, span: Term | None) -> dt.date:
    if span is None:
        return add_working_days(calendar, day, 1)
    return moved(calendar, day, span.unit, span.count)
