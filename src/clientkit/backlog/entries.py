"""What is asked for, and what became of it, as entries of a record."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Finding, Money, model
from clientkit.base.fields import Date, GoalId, Id, Internal, Number, Refers, Share, Text
from clientkit.client.entry import SharedEntry

__all__ = [
    "ClientRequest",
    "Estimates",
    "MoscowCategory",
    "RequestDecision",
    "RequestOutcome",
]

Amount = Annotated[float, Meta(ge=0, le=1e15)]


@unique
class MoscowCategory(Enum):
    """How much a request is needed (MoSCoW: DSDM Agile Project Framework)."""

    MUST = "must"
    """Without it the rest is worthless."""
    SHOULD = "should"
    """Important, not vital."""
    COULD = "could"
    """Wanted, with little harm if left out."""
    WONT = "wont"
    """Not this time."""


@model(kw_only=True)
class Estimates:
    """What we estimate of a request, so that it can be ranked."""

    reach: Amount | None = None
    """How many people or events it touches in one period."""
    impact: Amount | None = None
    """How much it does for each of them; 3, 2, 1, 0.5 or 0.25 in RICE."""
    confidence: Share | None = None
    """How sure we are, from 0 to 1."""
    effort: Amount | None = None
    """The work it takes, in person-days."""
    value: Amount | None = None
    """Relative value for the user or the business."""
    time_criticality: Amount | None = None
    """Relative loss of value by waiting."""
    risk_reduction: Amount | None = None
    """Relative reduction of risk, or opportunity enabled."""
    job_size: Amount | None = None
    """Relative size, on the same scale."""
    cost: Money | None = None
    """What it costs the client."""
    benefit_low: Money | None = None
    """The least it brings."""
    benefit_high: Money | None = None
    """The most it brings."""
    cost_of_delay: Money | None = None
    """What each week without it costs."""
    weeks: Number | None = None
    """How many weeks it takes."""
    moscow: MoscowCategory | None = None
    """How much it is needed."""


@model(kw_only=True)
class ClientRequest(SharedEntry):
    """Somebody asks for something."""

    text: Text
    """What is asked for, in the words of who asks."""
    why: Text | None = None
    """What it is wanted for."""
    serves: Annotated[tuple[GoalId, ...], Meta(max_length=100)] = ()
    """The client's goals that it would help to reach."""
    estimates: Internal[Estimates | None] = None
    """What we estimate of it."""
    from_response: Annotated[Id, Refers("survey_response")] | None = None
    """The survey response that it was heard in."""
    made_in: Annotated[Id, Refers("interaction")] | None = None
    """The interaction in which it was made."""


@unique
class RequestOutcome(Enum):
    """What became of a request."""

    ACCEPTED = "accepted"
    """It will be done."""
    DEFERRED = "deferred"
    """It will be looked at again."""
    DECLINED = "declined"
    """It will not be done."""


@model(kw_only=True)
class RequestDecision(SharedEntry):
    """What was decided on a request, and what the client was told."""

    request: Annotated[Id, Refers("request")]
    """The request."""
    outcome: RequestOutcome
    """What was decided."""
    reason: Text | None = None
    """Why, in words that the client may read."""
    alternative: Text | None = None
    """What we offer instead."""
    review_by: Date | None = None
    """The day by which a deferred request is looked at again."""
    change_order: Annotated[Id, Refers("change_order")] | None = None
    """The change order that makes it part of the scope."""
    told_in: Annotated[Id, Refers("interaction")] | None = None
    """The interaction in which the client was told; left out, not yet."""

    def _invariants(self) -> Iterator[Finding]:
        if self.review_by is not None and self.outcome is not RequestOutcome.DEFERRED:
            yield Finding(
                code="backlog.review-of-decided",
                path="/review_by",
                message=f"review_by is set with outcome {self.outcome.value!r}; "
                "expected 'deferred'",
            )
