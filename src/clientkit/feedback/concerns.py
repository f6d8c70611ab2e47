"""Concerns: who sees to them, whether they were answered in time, whether the loop is closed."""

import datetime as dt
from collections.abc import Callable, Iterable
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Due, Term, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Instant, PartyId, Share
from clientkit.client.corrections import corrected, current_ids
from clientkit.client.entry import Entry, instant_of
from clientkit.worktime import AnyCalendar, Moment

from ._time import aware, end_of, happened, term_after, when
from .entries import Concern, ConcernAnswer

__all__ = ["ConcernReport", "ConcernState", "ConcernStatus", "concern_report"]

Count = Annotated[int, Meta(ge=0, le=1_000_000)]


@unique
class ConcernStatus(Enum):
    """How far a concern has got."""

    OPEN = "open"
    """Nobody has answered, and the answer is not overdue as far as is known."""
    OVERDUE = "overdue"
    """Nobody has answered, and the answer was due."""
    ANSWERED = "answered"
    """There is an answer, but the loop is not closed."""
    CLOSED = "closed"
    """The person was told, and agrees that it is settled."""


@model(kw_only=True)
class ConcernState:
    """Where one concern stands."""

    concern: Id
    """The concern, by the id of the entry that stands."""
    status: ConcernStatus
    """How far it has got."""
    owner: PartyId | None = None
    """Who sees to an answer; none where nobody does."""
    raised_at: Instant
    """When it was raised."""
    due_at: Instant | None = None
    """When the answer is due, at the latest; none where that is not known."""
    answered_at: Instant | None = None
    """When the first answer was given."""
    answered_late: bool | None = None
    """Whether the first answer came after it was due; none where either is not known."""
    told: bool = False
    """Whether an interaction is named in which the person was told."""
    told_at: Instant | None = None
    """When they were first told, where that interaction is known."""
    answers: Annotated[tuple[Id, ...], Meta(max_length=1_000_000)] = ()
    """The answers, earliest first."""


@model(kw_only=True)
class ConcernReport:
    """Where all concerns stand."""

    states: Annotated[tuple[ConcernState, ...], Meta(max_length=1_000_000)] = ()
    """Each concern, as raised, earliest first."""
    raised: Count
    """How many concerns were raised."""
    answered: Count
    """How many of them have an answer."""
    closed: Count
    """How many of them are closed."""
    without_owner: Count
    """How many that have no answer have no owner either."""
    answered_share: Share | None = None
    """The share with an answer; none where no concern was raised."""
    closed_share: Share | None = None
    """The share that is closed; none where no concern was raised."""

    @property
    def counts(self) -> str:
        """The answered concerns as counts, such as ``7 of 9``."""
        return f"{self.answered} of {self.raised}"


def concern_report(  # noqa: PLR0913 (each is a fact of its own)
    concerns: Iterable[Concern],
    answers: Iterable[ConcernAnswer],
    *,
    at: dt.datetime,
    timezone: str,
    answer_within: Term | None = None,
    calendar: AnyCalendar | None = None,
    resolve: Callable[[Due], Moment | None] | None = None,
    interactions: Iterable[Entry] = (),
) -> ConcernReport:
    """Where all concerns stand at an instant; what comes later does not count yet.

    An answer is due on the concern's own `due`, else within `answer_within` of its being raised. A
    due day ends with that day in `timezone`; an answer at the very instant is in time. A `due` that
    hangs on a milestone is known only to `resolve`. It is answered by its first answer. It is
    closed when the latest answer says that the person agrees (`closes`), and one of the answers
    names the interaction in which they were told: settled among ourselves is not closed. It counts
    once that interaction has taken place, as far as it is among the `interactions`.

    Every concern is counted, none is inferred, so that the shares have no interval. Taking answers
    away never raises the number answered. It may close a concern, where an objection goes that
    followed an agreement.

    >>> from clientkit.base import Term
    >>> from clientkit.feedback import Concern, ConcernAnswer, concern_report
    >>> raised = Concern(id="c", text="Who checks the lifts?", by="lena", date=dt.date(2026, 5, 4))
    >>> answer = ConcernAnswer(
    ...     id="a", concern="c", text="We do.", by="lena", date=dt.date(2026, 5, 5))
    >>> report = concern_report([raised], [answer], answer_within=Term.parse("2 days"),
    ...     at=dt.datetime(2026, 5, 20, tzinfo=dt.UTC), timezone="UTC")
    >>> report.counts, report.states[0].status, report.states[0].answered_late
    ('1 of 1', <ConcernStatus.ANSWERED: 'answered'>, False)

    Raises:
        InvalidArgumentError: A term in working time has to be counted, and there is no calendar; or
            the instant has no offset.
        InvalidValueError: There is no such zone.
    """
    aware("at", at, timezone)
    given = tuple(concerns)
    standing = current_ids(given)
    by_concern: dict[str, list[ConcernAnswer]] = {}
    for answer in sorted(corrected(answers), key=lambda one: instant_of(one, timezone=timezone)):
        if happened(answer, at, timezone):
            concern = standing.get(answer.concern, answer.concern)
            by_concern.setdefault(concern, []).append(answer)
    talks = {one.id: one for one in interactions}

    def due_at(concern: Concern) -> dt.datetime | None:
        moment: Moment | None = None
        if concern.due is not None:
            moment = concern.due.on if resolve is None else resolve(concern.due)
        elif answer_within is not None:
            moment = term_after(concern, answer_within, timezone, calendar)
        return None if moment is None else end_of(moment, timezone)

    def state(concern: Concern) -> ConcernState:
        given_answers = by_concern.get(concern.id, [])
        due = due_at(concern)
        told = [
            talk
            for one in given_answers
            if (talk := one.told_in) is not None
            and (talk not in talks or happened(talks[talk], at, timezone))
        ]
        told_at = [when(talks[talk], timezone) for talk in told if talk in talks]
        answered_at = when(given_answers[0], timezone) if given_answers else None
        if not given_answers:
            status = ConcernStatus.OPEN if due is None or at <= due else ConcernStatus.OVERDUE
        elif told and given_answers[-1].closes:
            status = ConcernStatus.CLOSED
        else:
            status = ConcernStatus.ANSWERED
        return trusted(
            ConcernState,
            concern=concern.id,
            status=status,
            owner=concern.owner,
            raised_at=when(concern, timezone),
            due_at=due,
            answered_at=answered_at,
            answered_late=None if due is None or answered_at is None else answered_at > due,
            told=bool(told),
            told_at=min(told_at, default=None),
            answers=tuple(one.id for one in given_answers),
        )

    raised = sorted(
        (one for one in corrected(given) if happened(one, at, timezone)),
        key=lambda one: instant_of(one, timezone=timezone),
    )
    states = tuple(state(concern) for concern in raised)
    answered = sum(bool(one.answers) for one in states)
    closed = sum(one.status is ConcernStatus.CLOSED for one in states)
    return trusted(
        ConcernReport,
        states=states,
        raised=len(states),
        answered=answered,
        closed=closed,
        without_owner=sum(one.owner is None and not one.answers for one in states),
        answered_share=answered / len(states) if states else None,
        closed_share=closed / len(states) if states else None,
    )
