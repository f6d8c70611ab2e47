"""Whether a delay was told in time, and which of its days count."""

import datetime as dt
from collections.abc import Sequence
from enum import Enum, unique
from zoneinfo import ZoneInfo

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, Instant
from clientkit.worktime import WorkingCalendar, add_term

from .day_count import local_day, plain
from .model import DelayTerms
from .progress import Instants

__all__ = ["DelayNotice", "NoticeState", "delay_notice", "instants_about", "plain_instants"]


@unique
class NoticeState(Enum):
    """How it stands with the notice of a delay."""

    NOT_AGREED = "not_agreed"
    """The agreement asks for none, and none was given."""
    GIVEN = "given"
    """It was given in time, or at all where the agreement asks for none."""
    GIVEN_LATE = "given_late"
    """It was given, after the time that the agreement gives for it."""
    DUE = "due"
    """It was not given, and there is time left."""
    OVERDUE = "overdue"
    """It was not given, and the time has passed."""


@model(kw_only=True)
class DelayNotice:
    """The notice of one delay: what is agreed, what was done, and what follows from it."""

    state: NoticeState
    """How it stands."""
    required: bool = False
    """Whether days before due notice do not count by the agreement."""
    in_writing: bool = False
    """Whether it must be given in writing."""
    due_at: Instant | None = None
    """The instant by which it must be given; at that instant it is in time."""
    given_at: Instant | None = None
    """When it was first given."""
    counts_from: Date | None = None
    """The first day of the delay that counts; none where no day does."""


def delay_notice(
    terms: DelayTerms | None,
    given: Sequence[dt.datetime],
    *,
    begins: dt.date,
    calendar: WorkingCalendar,
    at: dt.datetime,
) -> DelayNotice:
    """How it stands with the notice of a delay whose first day is `begins`.

    The time for it counts from that day, in our calendar: days and working days end with their last
    one, hours count from the end of the day. Where the agreement requires a notice without saying
    how soon, it is due by the end of the first day. Notice given in time, also beforehand, makes
    every day count; given late, the days from its own on. Until its time has passed all days count.

    Args:
        terms: What the agreement says of delays.
        given: The instants at which notice of this delay was given.
        begins: The first day of the delay.
        calendar: Our working hours.
        at: The instant asked about; later notices are not looked at.

    Raises:
        ClientkitError: The end of the time for it cannot be counted.
    """
    first = min((one for one in map(plain, given) if one <= at), default=None)
    required = terms is not None and terms.notice_required
    due = None
    if terms is not None and (required or terms.notice_within is not None):
        due = _deadline(terms, begins, calendar)
    counts_from: dt.date | None = begins
    if first is not None:
        state = NoticeState.GIVEN if due is None or first <= due else NoticeState.GIVEN_LATE
        if required and state is NoticeState.GIVEN_LATE:
            counts_from = local_day(first, calendar)
    elif due is None:
        state = NoticeState.NOT_AGREED
    elif at <= due:
        state = NoticeState.DUE
    else:
        state = NoticeState.OVERDUE
        counts_from = None if required else begins
    return trusted(
        DelayNotice,
        state=state,
        required=required,
        in_writing=terms is not None and terms.in_writing,
        due_at=due,
        given_at=first,
        counts_from=counts_from,
    )


def _deadline(terms: DelayTerms, begins: dt.date, calendar: WorkingCalendar) -> dt.datetime:
    zone = ZoneInfo(calendar.timezone)
    end: dt.date = begins
    if terms.notice_within is not None:
        end = add_term(calendar, begins, terms.notice_within)
    if isinstance(end, dt.datetime):
        return plain(end)
    return plain(dt.datetime.combine(end, dt.time.max, zone).replace(fold=1))


def plain_instants(given: Instants | None) -> Instants:
    """Instants of any class as plain ones in UTC.

    Raises:
        InvalidValueError: One has no offset, or lies outside the years 3 to 9997.
    """
    return {name: tuple(map(plain, some)) for name, some in (given or {}).items()}


def instants_about(instants: Instants, name: str, number: int | None) -> Sequence[dt.datetime]:
    """The instants about a part of the agreement, or about one occurrence of it."""
    return instants.get(name if number is None else f"{name}[{number}]", ())
