"""The terms of an agreement: acceptance, change control, delays, signatures."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Due, Finding, Term, model
from clientkit.base.fields import (
    Date,
    Format,
    Id,
    Instant,
    KpiId,
    Line,
    PartyId,
    PersonId,
    RoleId,
    Text,
    Version,
)
from clientkit.client.model import Side

__all__ = [
    "AcceptanceCriterion",
    "AcceptanceStage",
    "AcceptanceTerms",
    "AgreementTerm",
    "ChangeControl",
    "Covers",
    "DelayExtension",
    "DelayTerms",
    "SignOff",
]


@unique
class DelayExtension(Enum):
    """How a delay that the client caused moves the dates that depend on it."""

    WORKING_DAYS = "working_days"
    """By as many of our working days."""
    CALENDAR_DAYS = "calendar_days"
    """By as many days of the calendar."""


@unique
class Covers(Enum):
    """A part of the plan that a signature can cover."""

    SCOPE = "scope"
    """The scope agreement."""
    KPIS = "kpis"
    """The KPIs and their targets."""
    ESCALATION = "escalation"
    """The escalation policy with its response targets."""
    COMMUNICATION = "communication"
    """The communication plan."""


@model(kw_only=True)
class AcceptanceCriterion:
    """What must be true of a deliverable for it to be accepted."""

    id: Id | None = None
    """A name, where remarks refer to it."""
    text: Text
    """The criterion, such that both sides would judge alike."""
    level: Line | None = None
    """The least that is good enough."""
    method: Line | None = None
    """How it is examined."""
    kpis: Annotated[tuple[KpiId, ...], Meta(max_length=100)] = ()
    """KPIs that measure it."""
    clause: Line | None = None
    """Where the agreement says so."""


@model(kw_only=True)
class AcceptanceStage:
    """One step on the way to acceptance, with the window it has."""

    id: Id | None = None
    """The name that acceptances refer to it by, where there are several stages."""
    role: RoleId
    """The role that judges."""
    within: Term | None = None
    """How long it has."""
    starts: Due | None = None
    """The point from which the window runs; left out, the delivery."""
    decides: bool = True
    """Whether its outcome counts as acceptance; otherwise it is a review."""
    in_writing: bool = False
    """Whether the outcome must be given in writing."""
    clause: Line | None = None
    """Where the agreement says so."""


Rework = Annotated[
    str,
    Meta(max_length=150),
    Format(
        f"^(next_occurrence|{Due.PATTERN[1:-1]})$",
        "'next_occurrence' or a point such as '2026-04-17' or 'on launch'",
        lambda text: text == "next_occurrence" or _is_due(text),
    ),
]


def _is_due(text: str) -> bool:
    try:
        Due.parse(text)
    except ValueError:
        return False
    return True


@model(kw_only=True)
class AcceptanceTerms:
    """How what is delivered becomes accepted."""

    stages: Annotated[tuple[AcceptanceStage, ...], Meta(max_length=20)] = ()
    """Who judges, in order."""
    deemed: bool = False
    """Whether silence until the end of the window counts as acceptance."""
    rework: Rework | None = None
    """When rejected work is due again, a Due text, or `next_occurrence` for work that repeats."""
    criteria: Annotated[tuple[AcceptanceCriterion, ...], Meta(max_length=1000)] = ()
    """What must be true of every deliverable."""
    clause: Line | None = None
    """Where the agreement says so."""


@model(kw_only=True)
class ChangeControl:
    """How the agreement is changed."""

    approved_by: Annotated[tuple[RoleId, ...], Meta(max_length=50)] = ()
    """The roles that approve a change order."""
    quorum: Annotated[int, Meta(ge=1, le=50)] | None = None
    """How many of them are enough; left out, all."""
    offer_valid: Term | None = None
    """How long an offer stands."""
    clause: Line | None = None
    """Where the agreement says so."""

    def _invariants(self) -> Iterator[Finding]:
        if self.quorum is not None and self.quorum > len(self.approved_by):
            yield Finding(
                code="scope.quorum-too-high",
                path="/quorum",
                message=f"quorum is {self.quorum}, but approved_by names {len(self.approved_by)}; "
                "expected at most as many",
            )


@model(kw_only=True)
class DelayTerms:
    """What the agreement says of delays that are not the provider's."""

    notice_within: Term | None = None
    """How soon a delay must be told."""
    notice_to: Annotated[tuple[PartyId, ...], Meta(max_length=100)] = ()
    """Whom it must be told."""
    in_writing: bool = False
    """Whether it must be told in writing."""
    notice_required: bool = False
    """Whether days of a delay before due notice of it do not count."""
    extend: DelayExtension | None = None
    """How dates move; left out, the agreement does not say."""
    clause: Line | None = None
    """Where the agreement says so."""


@model(kw_only=True)
class AgreementTerm:
    """A term that is signed and shown, and that nothing computes with."""

    id: Id
    """The name that other parts refer to it by."""
    text: Text
    """What it says."""
    clause: Line | None = None
    """Where the agreement says so."""


Digest = Annotated[
    str,
    Meta(max_length=71),
    Format("^sha256:[0-9a-f]{64}$", "a digest such as 'sha256:' and 64 hexadecimal digits"),
]


@model(kw_only=True)
class SignOff:
    """A signature: who agreed to which version of what."""

    person: PersonId
    """Who signed."""
    side: Side
    """For which side."""
    version: Version = 1
    """The version of the scope agreement that was signed."""
    date: Date | None = None
    """The day of the signature, where no more is known."""
    at: Instant | None = None
    """The instant of the signature."""
    covers: Annotated[tuple[Covers, ...], Meta(max_length=4)] = ()
    """What it covers; left out, the scope alone."""
    digest: Digest | None = None
    """The digest of what was signed, so that a later edit shows; a command writes it."""

    def _invariants(self) -> Iterator[Finding]:
        if (self.at is None) == (self.date is None):
            which = "neither at nor date" if self.at is None else "both at and date"
            yield Finding(
                code="scope.signed-at-or-date",
                path="",
                message=f"the sign-off by {self.person!r} has {which}; expected one of them",
            )
