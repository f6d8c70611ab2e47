"""What became of requests: decided, told, with a reason, or never answered."""

import datetime as dt
from collections.abc import Iterable
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidArgumentError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, Id, Instant, Share, Text
from clientkit.client.corrections import corrected, current_ids
from clientkit.client.entry import Entry, instant_of
from clientkit.worktime import local

from .entries import ClientRequest, RequestDecision, RequestOutcome

__all__ = ["RequestReport", "RequestState", "RequestStatus", "request_report"]

Count = Annotated[int, Meta(ge=0, le=1_000_000)]


@unique
class RequestStatus(Enum):
    """What became of a request."""

    UNDECIDED = "undecided"
    """Nobody has decided."""
    ACCEPTED = "accepted"
    """It will be done."""
    DEFERRED = "deferred"
    """It will be looked at again."""
    DECLINED = "declined"
    """It will not be done."""


_STATUS = {
    RequestOutcome.ACCEPTED: RequestStatus.ACCEPTED,
    RequestOutcome.DEFERRED: RequestStatus.DEFERRED,
    RequestOutcome.DECLINED: RequestStatus.DECLINED,
}


@model(kw_only=True)
class RequestState:
    """Where one request stands."""

    request: Id
    """The request, by the id of the entry that stands."""
    status: RequestStatus
    """What became of it, by the latest decision."""
    asked_at: Instant
    """When it was made."""
    acknowledged: bool = False
    """Whether the client knows that we have it."""
    decision: Id | None = None
    """The latest decision."""
    decided_at: Instant | None = None
    """When that was taken."""
    reason: Text | None = None
    """Why it was taken."""
    alternative: Text | None = None
    """What we offer instead."""
    review_by: Date | None = None
    """The day by which it is looked at again, where it was deferred."""
    review_overdue: bool = False
    """Whether that day has passed."""
    told: bool = False
    """Whether the client was told of the latest decision."""
    told_at: Instant | None = None
    """When they were told, where that interaction is known."""


@model(kw_only=True)
class RequestReport:
    """Where all requests stand."""

    states: Annotated[tuple[RequestState, ...], Meta(max_length=1_000_000)] = ()
    """Each request, earliest first."""
    asked: Count
    """How many requests were made."""
    acknowledged: Count
    """How many of them the client knows that we have."""
    decided: Count
    """How many of them are decided."""
    told: Count
    """How many of them are decided, and the client was told."""
    with_reason: Count
    """How many of those told were told a reason."""
    acknowledged_share: Share | None = None
    """The share acknowledged; none where nothing was asked."""
    with_reason_share: Share | None = None
    """The share that was answered with a reason; none where nothing was asked."""
    unanswered: Annotated[tuple[Id, ...], Meta(max_length=1_000_000)] = ()
    """Requests that the client has no answer to, earliest first."""

    @property
    def counts(self) -> str:
        """The requests answered with a reason, as counts, such as ``7 of 9``."""
        return f"{self.with_reason} of {self.asked}"


def request_report(
    requests: Iterable[ClientRequest],
    decisions: Iterable[RequestDecision],
    *,
    at: dt.datetime,
    timezone: str,
    interactions: Iterable[Entry] = (),
    acknowledged: Iterable[str] = (),
) -> RequestReport:
    """Where all requests stand at an instant; what comes later does not count yet.

    The latest decision counts, of simultaneous ones the last given. An answer is a decision that
    the client was told of: one that names the interaction in which they were. It has been told once
    that interaction has taken place, as far as it is among the `interactions`. A request is
    acknowledged once it was ever answered, whatever was decided since, or if its id is among those
    `acknowledged` by interactions. A deferred request is overdue for a second look on the day after
    its `review_by`.

    Every request is counted, none is inferred, so that the shares have no interval. Taking away
    decisions never raises the acknowledged share. It may raise the share with a reason: a decision
    that nobody has told or explained yet hides an earlier one.

    >>> from clientkit.backlog import ClientRequest, RequestDecision, request_report
    >>> asked = ClientRequest(id="news", text="A newsletter", by="kim", date=dt.date(2026, 5, 1))
    >>> no = RequestDecision(id="no", request="news", outcome="declined", reason="not a goal",
    ...     by="lena", date=dt.date(2026, 5, 4), told_in="mail-0504")
    >>> report = request_report([asked], [no], timezone="UTC",
    ...     at=dt.datetime(2026, 5, 9, tzinfo=dt.UTC))
    >>> report.counts, report.states[0].status, report.unanswered
    ('1 of 1', <RequestStatus.DECLINED: 'declined'>, ())

    Raises:
        InvalidArgumentError: The instant has no offset.
        InvalidValueError: There is no such zone, or the instant is outside the years 3 to 9997.
    """
    today = local(_aware(at), timezone).date()

    def when(entry: Entry) -> dt.datetime:
        return instant_of(entry, timezone=timezone)

    given = tuple(requests)
    standing = current_ids(given)
    known = {standing.get(request, request) for request in acknowledged}
    talks = {one.id: when(one) for one in interactions}

    def is_told(decision: RequestDecision) -> bool:
        return decision.told_in is not None and talks.get(decision.told_in, at) <= at

    latest: dict[str, RequestDecision] = {}
    for decision in sorted(corrected(decisions), key=when):
        if when(decision) <= at:
            request = standing.get(decision.request, decision.request)
            latest[request] = decision
            if is_told(decision):
                known.add(request)

    def state(request: ClientRequest) -> RequestState:
        decision = latest.get(request.id)
        if decision is None:
            return trusted(
                RequestState,
                request=request.id,
                status=RequestStatus.UNDECIDED,
                asked_at=when(request),
                acknowledged=request.id in known,
            )
        told_at = None if decision.told_in is None else talks.get(decision.told_in)
        told = is_told(decision)
        return trusted(
            RequestState,
            request=request.id,
            status=_STATUS[decision.outcome],
            asked_at=when(request),
            acknowledged=request.id in known,
            decision=decision.id,
            decided_at=when(decision),
            reason=decision.reason,
            alternative=decision.alternative,
            review_by=decision.review_by,
            review_overdue=decision.review_by is not None and decision.review_by < today,
            told=told,
            told_at=told_at if told else None,
        )

    made = sorted((one for one in corrected(given) if when(one) <= at), key=when)
    states = tuple(state(request) for request in made)
    acknowledged_count = sum(one.acknowledged for one in states)
    with_reason = sum(one.told and one.reason is not None for one in states)
    return trusted(
        RequestReport,
        states=states,
        asked=len(states),
        acknowledged=acknowledged_count,
        decided=sum(one.decision is not None for one in states),
        told=sum(one.told for one in states),
        with_reason=with_reason,
        acknowledged_share=acknowledged_count / len(states) if states else None,
        with_reason_share=with_reason / len(states) if states else None,
        unanswered=tuple(one.request for one in states if not one.told),
    )


def _aware(at: object) -> dt.datetime:
    if isinstance(at, dt.datetime) and at.utcoffset() is not None:
        return at
    raise InvalidArgumentError("at", at, "an instant with its offset")
