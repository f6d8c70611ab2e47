"""Check-ins: whether one is due, and how people felt when we last talked."""

import datetime as dt
from collections.abc import Iterable
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Term, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Instant, Internal, PersonId, Text
from clientkit.client.corrections import corrected
from clientkit.client.entry import instant_of
from clientkit.worktime import AnyCalendar

from ._time import aware, end_of, happened, term_after, when
from .entries import CheckIn, Mood

__all__ = ["CheckInDue", "CheckInState", "LatestMood", "check_in_due", "latest_moods"]


@unique
class CheckInState(Enum):
    """Whether somebody should talk with the client about how it goes."""

    NOT_AGREED = "not_agreed"
    """The feedback programme asks for no check-ins."""
    NEVER = "never"
    """It asks for them, and none is on record."""
    IN_TIME = "in_time"
    """The last one was within the span agreed."""
    OVERDUE = "overdue"
    """The span agreed has passed since the last one."""


@model(kw_only=True)
class CheckInDue:
    """When the next check-in is due."""

    state: CheckInState
    """Whether somebody should talk with the client."""
    last: Id | None = None
    """The last check-in."""
    last_at: Instant | None = None
    """When it was."""
    due_at: Instant | None = None
    """When the next one is due, at the latest; none before the first."""


@model(kw_only=True)
class LatestMood:
    """How a person felt about the work when somebody last talked with them."""

    person: PersonId
    """The person."""
    mood: Internal[Mood]
    """How they felt, set by a human."""
    before: Internal[Mood | None] = None
    """How they felt the time before."""
    check_in: Id
    """The check-in."""
    at: Instant
    """When it was."""
    quotes: Annotated[tuple[Text, ...], Meta(max_length=100)] = ()
    """What they said, in their own words."""


def check_in_due(
    every: Term | None,
    check_ins: Iterable[CheckIn],
    *,
    at: dt.datetime,
    timezone: str,
    calendar: AnyCalendar | None = None,
) -> CheckInDue:
    """Whether a check-in is due at an instant, `every` being the span of the feedback programme.

    Due at the very end of the span is in time; after a check-in of which only the day is known,
    the span ends with a day.

    >>> from clientkit.base import Term
    >>> from clientkit.feedback import CheckIn, check_in_due
    >>> talk = CheckIn(
    ...     id="t", person="curator", mood="content", by="lena", date=dt.date(2026, 5, 4))
    >>> check_in_due(Term.parse("2 weeks"), [talk], timezone="UTC",
    ...     at=dt.datetime(2026, 5, 19, tzinfo=dt.UTC)).state
    <CheckInState.OVERDUE: 'overdue'>

    Raises:
        InvalidArgumentError: The span is in working time, and there is no calendar; or the instant
            has no offset.
        InvalidValueError: There is no such zone.
    """
    aware("at", at, timezone)
    past = _in_order(check_ins, at, timezone)
    if not past:
        state = CheckInState.NOT_AGREED if every is None else CheckInState.NEVER
        return trusted(CheckInDue, state=state)
    last, due = past[-1], None
    state = CheckInState.NOT_AGREED
    if every is not None:
        due = end_of(term_after(last, every, timezone, calendar), timezone)
        state = CheckInState.IN_TIME if at <= due else CheckInState.OVERDUE
    return trusted(CheckInDue, state=state, last=last.id, last_at=when(last, timezone), due_at=due)


def latest_moods(
    check_ins: Iterable[CheckIn], *, at: dt.datetime, timezone: str
) -> tuple[LatestMood, ...]:
    """How each person felt when last talked with, up to an instant; people in alphabetical order.

    Moods are set by a human and stand beside surveys: they are never averaged.

    >>> from clientkit.feedback import CheckIn, latest_moods
    >>> talks = [
    ...     CheckIn(id="a", person="curator", mood="worried", by="lena", date=dt.date(2026, 5, 4)),
    ...     CheckIn(id="b", person="curator", mood="content", by="lena", date=dt.date(2026, 5, 18))]
    >>> mood, = latest_moods(talks, at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC), timezone="UTC")
    >>> mood.mood, mood.before
    (<Mood.CONTENT: 'content'>, <Mood.WORRIED: 'worried'>)

    Raises:
        InvalidArgumentError: The instant has no offset.
        InvalidValueError: There is no such zone.
    """
    aware("at", at, timezone)
    by_person: dict[str, list[CheckIn]] = {}
    for one in _in_order(check_ins, at, timezone):
        by_person.setdefault(one.person, []).append(one)
    found = []
    for person, talks in sorted(by_person.items()):
        last = talks[-1]
        found.append(
            trusted(
                LatestMood,
                person=person,
                mood=last.mood,
                before=talks[-2].mood if len(talks) > 1 else None,
                check_in=last.id,
                at=when(last, timezone),
                quotes=last.quotes,
            )
        )
    return tuple(found)


def _in_order(check_ins: Iterable[CheckIn], at: dt.datetime, timezone: str) -> list[CheckIn]:
    """Those up to an instant, earliest first; simultaneous ones as given."""
    past = (one for one in corrected(check_ins) if happened(one, at, timezone))
    return sorted(past, key=lambda one: instant_of(one, timezone=timezone))
