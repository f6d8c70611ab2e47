"""The scope agreement: what both sides signed, or will."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Due, Extensions, Finding, Money, Term, model
from clientkit.base.fields import (
    Date,
    GoalId,
    Id,
    Line,
    PartyId,
    Refers,
    RoleId,
    Text,
    Version,
    WorkId,
)
from clientkit.client.model import Side

from .terms import (
    AcceptanceCriterion,
    AcceptanceStage,
    AcceptanceTerms,
    AgreementTerm,
    ChangeControl,
    Covers,
    DelayExtension,
    DelayTerms,
    SignOff,
)

__all__ = [
    "AcceptanceCriterion",
    "AcceptanceStage",
    "AcceptanceTerms",
    "AgreementDocument",
    "AgreementPeriod",
    "AgreementTerm",
    "Assumption",
    "ChangeControl",
    "ClientResponsibility",
    "Covers",
    "DelayExtension",
    "DelayTerms",
    "Deliverable",
    "DeliverableKind",
    "Exclusion",
    "Milestone",
    "PriceBasis",
    "Reminders",
    "Repeats",
    "ScopeAgreement",
    "SignOff",
]


@unique
class DeliverableKind(Enum):
    """What sort of thing is delivered."""

    PRODUCT = "product"
    """A thing that is handed over once."""
    INCREMENT = "increment"
    """A part of a growing thing."""
    REPORT = "report"
    """Something to read."""
    SERVICE = "service"
    """Work that is done for the client."""


@unique
class PriceBasis(Enum):
    """What the price depends on."""

    FIXED = "fixed"
    """One price for the whole."""
    TIME_AND_MATERIALS = "time_and_materials"
    """What was worked and used."""
    CAPPED = "capped"
    """What was worked and used, up to a limit."""
    RETAINER = "retainer"
    """A regular amount for availability or regular work."""
    UNIT = "unit"
    """A price for each thing delivered."""


@model(kw_only=True)
class AgreementPeriod:
    """From when to when the agreement runs."""

    starts: Due | None = None
    """The first day."""
    ends: Due | None = None
    """The last day."""
    decide_renewal_by: Due | None = None
    """The day by which both sides decide whether to go on."""
    clause: Line | None = None
    """Where the agreement says so."""


@model(kw_only=True)
class AgreementDocument:
    """A document that belongs to what is signed."""

    id: Id
    """The name that other parts refer to it by."""
    title: Line
    """Its title."""
    dated_on: Date | None = None
    """The date it bears."""
    edition: Line | None = None
    """Which edition of it, where it bears no date, such as `on award`."""
    may_be_updated_by: RoleId | None = None
    """The role that may change it without a new agreement."""
    link: Line | None = None
    """Where it can be read."""
    clause: Line | None = None
    """Where the agreement names it."""


@model(kw_only=True)
class Repeats:
    """How a milestone comes round.

    The first occurrence is one `every` after `starts`.
    """

    every: Term
    """The span between two occurrences."""
    starts: Due
    """The point from which the first span is counted."""
    until: Due | None = None
    """The point after which it does not come round any more; left out, the end of the period."""
    first: Annotated[int, Meta(ge=0, le=1000)] = 1
    """The number of the first occurrence."""

    def _invariants(self) -> Iterator[Finding]:
        if self.every.count == 0:
            yield Finding(
                code="scope.repeats-at-once",
                path="/every",
                message=f"every is {self.every.text!r}; expected a span longer than nothing",
            )


@model(kw_only=True)
class Milestone:
    """A named point in time that dates hang on.

    With neither `due` nor `repeats` its date is known to the record alone.
    """

    id: Id
    """The name that other parts refer to it by; shared with deliverables and responsibilities."""
    title: Line
    """What happens then."""
    due: Due | None = None
    """When it is to be reached."""
    repeats: Repeats | None = None
    """How it comes round, where it does."""
    clause: Line | None = None
    """Where the agreement says so."""

    def _invariants(self) -> Iterator[Finding]:
        if self.due is not None and self.repeats is not None:
            yield Finding(
                code="scope.due-and-repeats",
                path="/due",
                message=f"{self.id!r} has both due and repeats; expected one of them or neither",
            )


@model(kw_only=True)
class Deliverable:
    """Something that the provider hands over or does."""

    id: Id
    """The name that other parts refer to it by; shared with milestones and responsibilities."""
    title: Line
    """What it is."""
    kind: DeliverableKind = DeliverableKind.PRODUCT
    """What sort of thing."""
    owner: PartyId | None = None
    """Who on our side answers for it."""
    due: Due | None = None
    """When it is to be delivered."""
    working_days: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    """How many of our working days it takes once all it depends on is there."""
    depends_on: Annotated[tuple[WorkId, ...], Meta(max_length=1000)] = ()
    """What must be there first."""
    acceptance_criteria: Annotated[tuple[AcceptanceCriterion, ...], Meta(max_length=1000)] = ()
    """What must be true of it to be accepted."""
    serves: Annotated[tuple[GoalId, ...], Meta(max_length=1000)] = ()
    """The client's goals that it helps to reach."""
    deliver_to: Annotated[tuple[PartyId, ...], Meta(max_length=100)] = ()
    """Who receives it."""
    via: Line | None = None
    """The means by which it is handed over."""
    value: Money | None = None
    """Its share of the price."""
    clause: Line | None = None
    """Where the agreement says so."""


@model(kw_only=True)
class Exclusion:
    """What is not part of the scope, said so that nobody expects it."""

    id: Id
    """The name that decisions refer to it by."""
    text: Text
    """What is not included."""
    reason: Text | None = None
    """Why not."""
    side: Side = Side.PROVIDER
    """Whose duty it is not."""
    clause: Line | None = None
    """Where the agreement says so."""


@model(kw_only=True)
class Assumption:
    """What the agreement takes for granted, and what follows if it is wrong."""

    id: Id
    """The name that other parts refer to it by."""
    text: Text
    """What is taken to be true."""
    if_false: Text | None = None
    """What follows if it is not."""
    check_by: Date | None = None
    """The day by which somebody finds out."""
    clause: Line | None = None
    """Where the agreement says so."""


@model(kw_only=True)
class Reminders:
    """How a client responsibility is brought to mind."""

    before: Term | None = None
    """How long before it is due the first reminder comes."""
    every: Term | None = None
    """The span from one reminder to the next."""
    times: Annotated[int, Meta(ge=1, le=100)] | None = None
    """At most so many."""


@model(kw_only=True)
class ClientResponsibility:
    """What the client owes so that the work can go on."""

    id: Id
    """The name that other parts refer to it by; shared with milestones and deliverables."""
    title: Line
    """What is owed."""
    owner: Annotated[Id, Refers("role|person|side")] | None = None
    """Who on the client's side provides it, a person, a role or the whole side."""
    due: Due | None = None
    """When it is needed."""
    needed_for: Annotated[tuple[WorkId, ...], Meta(max_length=1000)] = ()
    """What waits for it."""
    reminders: Reminders | None = None
    """How it is brought to mind."""
    clause: Line | None = None
    """Where the agreement says so."""


@model(kw_only=True)
class ScopeAgreement:
    """What the provider will do, what the client owes, and how both deal with change."""

    id: Id
    """The agreement's own id."""
    version: Version = 1
    """Which version of it."""
    title: Line
    """What it is about."""
    effective: Due | None = None
    """When this version takes effect."""
    period: AgreementPeriod | None = None
    """From when to when it runs."""
    summary: Text | None = None
    """The scope in a few sentences."""
    price: Money | None = None
    """What the client pays for the whole."""
    price_basis: PriceBasis | None = None
    """What the price depends on."""
    under: Line | None = None
    """The framework agreement that it belongs to."""
    reference: Line | None = None
    """The number that both sides' papers bear, such as that of an order."""
    base: Version | None = None
    """The version that this one grew from."""
    documents: Annotated[tuple[AgreementDocument, ...], Meta(max_length=200)] = ()
    """What a signature covers, in order of precedence."""
    milestones: Annotated[tuple[Milestone, ...], Meta(max_length=10_000)] = ()
    """Named points that dates hang on."""
    deliverables: Annotated[tuple[Deliverable, ...], Meta(max_length=10_000)] = ()
    """What the provider hands over or does."""
    exclusions: Annotated[tuple[Exclusion, ...], Meta(max_length=1000)] = ()
    """What is not included."""
    assumptions: Annotated[tuple[Assumption, ...], Meta(max_length=1000)] = ()
    """What is taken for granted."""
    responsibilities: Annotated[tuple[ClientResponsibility, ...], Meta(max_length=10_000)] = ()
    """What the client owes."""
    acceptance: AcceptanceTerms | None = None
    """How what is delivered becomes accepted."""
    change_control: ChangeControl | None = None
    """How the agreement is changed."""
    delays: DelayTerms | None = None
    """What holds when something is late through no fault of the provider."""
    terms: Annotated[tuple[AgreementTerm, ...], Meta(max_length=1000)] = ()
    """Further terms, for people to read."""
    sign_offs: Annotated[tuple[SignOff, ...], Meta(max_length=100)] = ()
    """Who signed."""
    extensions: Extensions | None = None
    """Data of your own."""

    def _invariants(self) -> Iterator[Finding]:
        if self.base is not None and self.base >= self.version:
            yield Finding(
                code="scope.base-not-earlier",
                path="/base",
                message=f"base is {self.base} of version {self.version}; "
                "expected an earlier version",
            )
