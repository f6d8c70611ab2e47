"""What happens under an agreement, as entries of a record."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Due, Finding, Money, model
from clientkit.base.fields import (
    Date,
    DeliverableId,
    Id,
    Line,
    MilestoneId,
    PartyId,
    Refers,
    ResponsibilityId,
    RoleId,
    Text,
    Version,
    WorkId,
)
from clientkit.client.entry import SharedEntry
from clientkit.client.model import Side
from clientkit.client.spans import ends_before_start

from .model import (
    AgreementTerm,
    Assumption,
    ClientResponsibility,
    Deliverable,
    Exclusion,
    Milestone,
)

__all__ = [
    "Acceptance",
    "AcceptanceOutcome",
    "AcceptanceRemark",
    "ChangeOrder",
    "ChangeOrderEvent",
    "ChangeOrderEventKind",
    "ChangeOrigin",
    "Decision",
    "DecisionMade",
    "DecisionOption",
    "DelayEvent",
    "Delivery",
    "Fulfilment",
    "MilestoneReached",
    "Promise",
    "PromiseEvent",
    "PromiseEventKind",
    "ScopeItems",
]

Occurrence = Annotated[int, Meta(ge=0, le=100_000)]
Days = Annotated[int, Meta(ge=-100_000, le=100_000)]


@model(kw_only=True)
class MilestoneReached(SharedEntry):
    """A milestone was reached."""

    milestone: MilestoneId
    """The milestone."""
    occurrence: Occurrence | None = None
    """Which occurrence of it, where it repeats."""


@model(kw_only=True)
class Delivery(SharedEntry):
    """A deliverable was handed over, or an occurrence of it."""

    deliverable: DeliverableId
    """The deliverable."""
    occurrence: Occurrence | None = None
    """Which occurrence of it, where it repeats."""


@unique
class AcceptanceOutcome(Enum):
    """What came out of a judgement of something delivered."""

    ACCEPTED = "accepted"
    """It is as agreed."""
    ACCEPTED_WITH_REMARKS = "accepted_with_remarks"
    """It is accepted, and the remarks are still to be dealt with."""
    REJECTED = "rejected"
    """It must be done again."""


@model(kw_only=True)
class AcceptanceRemark:
    """An open point of an acceptance."""

    id: Id
    """The name that later entries refer to it by."""
    text: Text
    """What is still to be done."""
    until: Date | None = None
    """The day by which."""


@model(kw_only=True)
class Acceptance(SharedEntry):
    """Something delivered was judged: accepted, accepted with remarks, or rejected."""

    deliverable: DeliverableId | None = None
    """The deliverable; left out, everything that the agreement delivers."""
    occurrence: Occurrence | None = None
    """Which occurrence of it, where it repeats."""
    delivery: Annotated[Id, Refers("delivery")] | None = None
    """The delivery that was judged, where it is on record."""
    stage: Annotated[Id, Refers("stage")] | None = None
    """The stage of acceptance, where there are several."""
    outcome: AcceptanceOutcome
    """What came out."""
    role: RoleId | None = None
    """The role in which the person judged."""
    remarks: Annotated[tuple[AcceptanceRemark, ...], Meta(max_length=1000)] = ()
    """Open points."""


@model(kw_only=True)
class Fulfilment(SharedEntry):
    """The client provided what it owed, or a part of it."""

    responsibility: ResponsibilityId
    """The responsibility."""
    occurrence: Occurrence | None = None
    """Which occurrence of it, where it repeats."""
    complete: bool = True
    """Whether nothing is missing now."""
    missing: Text | None = None
    """What is still missing."""

    def _invariants(self) -> Iterator[Finding]:
        if self.complete and self.missing is not None:
            yield Finding(
                code="scope.complete-but-missing",
                path="/missing",
                message=f"{self.id!r} is complete and something is missing; "
                "expected complete: false",
            )


@model(kw_only=True)
class DelayEvent(SharedEntry):
    """Something held the work up."""

    party: Side
    """Whose side it lies on."""
    affects: Annotated[tuple[WorkId, ...], Meta(max_length=1000)] = ()
    """What it holds up; left out, everything."""
    starts_on: Date
    """The first day held up."""
    ends_on: Date | None = None
    """The last day held up; left out, it goes on."""
    reason: Text
    """What happened, in words that the client may read."""

    def _invariants(self) -> Iterator[Finding]:
        yield from ends_before_start("scope", self.starts_on, self.ends_on)


@model(kw_only=True)
class ScopeItems:
    """Parts of a scope agreement, as a change order adds or changes them."""

    milestones: Annotated[tuple[Milestone, ...], Meta(max_length=1000)] = ()
    """Milestones."""
    deliverables: Annotated[tuple[Deliverable, ...], Meta(max_length=1000)] = ()
    """Deliverables."""
    responsibilities: Annotated[tuple[ClientResponsibility, ...], Meta(max_length=1000)] = ()
    """Client responsibilities."""
    exclusions: Annotated[tuple[Exclusion, ...], Meta(max_length=1000)] = ()
    """Exclusions."""
    assumptions: Annotated[tuple[Assumption, ...], Meta(max_length=1000)] = ()
    """Assumptions."""
    terms: Annotated[tuple[AgreementTerm, ...], Meta(max_length=1000)] = ()
    """Further terms."""


@unique
class ChangeOrigin(Enum):
    """What a change order springs from."""

    CLIENT_REQUEST = "client_request"
    """The client asked for it."""
    PROVIDER_PROPOSAL = "provider_proposal"
    """We proposed it."""
    FALSE_ASSUMPTION = "false_assumption"
    """An assumption of the agreement turned out wrong."""
    CLIENT_DELAY = "client_delay"
    """Something that the client owed came late."""
    OUTSIDE = "outside"
    """A law, a third party or an event outside both sides."""
    CORRECTION = "correction"
    """The agreement itself was wrong or ambiguous."""


@model(kw_only=True)
class ChangeOrder(SharedEntry):
    """A proposed change of the agreement, with what it costs in money and time."""

    title: Line
    """What changes."""
    origin: ChangeOrigin
    """What it springs from."""
    base: Version
    """The version of the agreement that it changes."""
    adds: ScopeItems | None = None
    """New parts."""
    removes: Annotated[
        tuple[
            Annotated[Id, Refers("milestone|deliverable|responsibility|exclusion|assumption|term")],
            ...,
        ],
        Meta(max_length=1000),
    ] = ()
    """Ids of parts that fall away."""
    changes: ScopeItems | None = None
    """Parts as they will be; each takes the place of the one with its id."""
    price: Money | None = None
    """What the price changes by; negative amounts lower it."""
    working_days: Days | None = None
    """How many of our working days it adds."""
    request: Annotated[Id, Refers("request")] | None = None
    """The client's request that it answers."""


@unique
class ChangeOrderEventKind(Enum):
    """A step in the life of a change order."""

    SUBMITTED = "submitted"
    """It was put forward; its content does not change any more."""
    OFFERED = "offered"
    """Price and dates were offered to the client."""
    APPROVED = "approved"
    """One of the approving roles approved it."""
    DECLINED = "declined"
    """One of the approving roles declined it."""
    WITHDRAWN = "withdrawn"
    """We took it back."""
    EXPIRED = "expired"
    """The offer ran out."""
    APPLIED = "applied"
    """A new version of the agreement contains it."""


@model(kw_only=True)
class ChangeOrderEvent(SharedEntry):
    """A step in the life of a change order."""

    change_order: Annotated[Id, Refers("change_order")]
    """The change order."""
    kind: ChangeOrderEventKind
    """What happened to it."""
    role: RoleId | None = None
    """The role in which the person did it."""
    reason: Text | None = None
    """Why, where it was declined or withdrawn."""
    version: Version | None = None
    """The version of the agreement that contains it, where it was applied."""


@model(kw_only=True)
class Promise(SharedEntry):
    """Something that was promised outside the agreement's own text."""

    text: Text
    """What was promised, as the other side understood it."""
    to: PartyId | None = None
    """To whom."""
    due: Due | None = None
    """By when."""
    made_in: Annotated[Id, Refers("interaction")] | None = None
    """The interaction in which it was made."""
    deliverable: DeliverableId | None = None
    """The deliverable that covers it; left out, nothing in the scope does."""


@unique
class PromiseEventKind(Enum):
    """What became of a promise."""

    KEPT = "kept"
    """What was promised is there."""
    WITHDRAWN = "withdrawn"
    """It was taken back, and the other side was told."""
    CHANGE_ORDER = "change_order"
    """It was turned into a change order."""


@model(kw_only=True)
class PromiseEvent(SharedEntry):
    """What became of a promise."""

    promise: Annotated[Id, Refers("promise")]
    """The promise."""
    kind: PromiseEventKind
    """What became of it."""
    change_order: Annotated[Id, Refers("change_order")] | None = None
    """The change order that it was turned into."""
    told_in: Annotated[Id, Refers("interaction")] | None = None
    """The interaction in which the other side was told."""


@model(kw_only=True)
class DecisionOption:
    """One way to decide."""

    id: Id
    """The name that the decision refers to it by."""
    text: Text
    """What would be done."""
    consequence: Text | None = None
    """What follows from it."""


@model(kw_only=True)
class Decision(SharedEntry):
    """A decision that somebody has to make."""

    text: Text
    """The question."""
    role: RoleId | None = None
    """The role that is asked to decide."""
    options: Annotated[tuple[DecisionOption, ...], Meta(max_length=100)] = ()
    """Ways to decide."""
    needed_by: Date | None = None
    """The day by which the answer is needed; from the next day on the work waits."""
    needed_for: Annotated[tuple[WorkId, ...], Meta(max_length=1000)] = ()
    """What waits for it."""


@model(kw_only=True)
class DecisionMade(SharedEntry):
    """A decision was made."""

    decision: Annotated[Id, Refers("decision")]
    """The decision."""
    option: Id | None = None
    """The option that was chosen."""
    text: Text | None = None
    """The decision in words, where no option says it."""
    role: RoleId | None = None
    """The role in which the person decided."""
