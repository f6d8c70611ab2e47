"""What went wrong and what was done about it, as entries of a record."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Due, Finding, model
from clientkit.base.fields import (
    Date,
    EntryId,
    Id,
    Line,
    PartyId,
    PersonId,
    Refers,
    Text,
    Version,
    WorkId,
)
from clientkit.client.entry import Entry, SharedEntry

from .model import Grade, Priority

__all__ = [
    "Analysis",
    "CauseCategory",
    "Issue",
    "IssueEvent",
    "IssueEventKind",
    "IssueKind",
    "IssueParty",
    "IssueStep",
    "Lesson",
    "ProblemStatement",
    "RebaseMode",
    "Statement",
    "StepKind",
    "Why",
]

IssueId = Annotated[Id, Refers("issue")]
TellingId = Annotated[Id, Refers("interaction")]


@unique
class IssueKind(Enum):
    """What sort of issue."""

    INCIDENT = "incident"
    """Something that worked does not work."""
    DEFECT = "defect"
    """Something delivered is not as agreed."""
    COMPLAINT = "complaint"
    """Somebody is dissatisfied with us."""
    QUESTION = "question"
    """Somebody needs to know something."""
    DIFFERENCE = "difference"
    """The parties see something differently."""


@unique
class IssueParty(Enum):
    """On whom an issue waits, or who spoke."""

    CLIENT = "client"
    """The client."""
    PROVIDER = "provider"
    """We."""
    THIRD_PARTY = "third_party"
    """Somebody else."""
    AGREED_HOLD = "agreed_hold"
    """Nobody; both sides agreed to let it rest."""


@model(kw_only=True)
class Issue(SharedEntry):
    """Something is wrong, and somebody wants it right again."""

    title: Line
    """What is wrong."""
    kind: IssueKind = IssueKind.INCIDENT
    """What sort of issue."""
    text: Text | None = None
    """What was observed."""
    impact: Grade
    """How much it harms."""
    urgency: Grade
    """How pressing it is."""
    about: Annotated[tuple[WorkId, ...], Meta(max_length=100)] = ()
    """The parts of the scope that it concerns."""
    from_response: Annotated[Id, Refers("survey_response")] | None = None
    """The survey response that it was heard in."""


@unique
class IssueEventKind(Enum):
    """What happened to an issue."""

    ACKNOWLEDGED = "acknowledged"
    """Somebody took it on."""
    MESSAGE = "message"
    """One of the parties spoke."""
    ATTEMPT = "attempt"
    """Somebody tried to reach somebody."""
    WAITING = "waiting"
    """It waits for somebody."""
    RESUMED = "resumed"
    """It waits no more."""
    RESOLVED = "resolved"
    """It is right again."""
    REOPENED = "reopened"
    """It was not right after all."""
    PRIORITY_CHANGED = "priority_changed"
    """Its priority was set anew."""
    REBASED = "rebased"
    """It is handled by the escalation policy now in force."""
    STEP_DONE = "step_done"
    """One of its steps is done."""


@unique
class RebaseMode(Enum):
    """What becomes of the time so far when an issue moves to another escalation policy."""

    KEEP_ELAPSED = "keep_elapsed"
    """Time counted so far counts against the new targets, as if they had always held."""
    RESTART = "restart"
    """Everything begins anew, as if the issue were opened at the change."""
    FROM_CHANGE = "from_change"
    """What is done stays done; what still runs counts from the change."""


@model(kw_only=True)
class IssueEvent(SharedEntry):
    """Something happened to an issue."""

    issue: IssueId
    """The issue."""
    kind: IssueEventKind
    """What happened."""
    party: IssueParty | None = None
    """On whom it waits, or who spoke."""
    reason: Text | None = None
    """Why, in words that the client may read."""
    priority: Priority | None = None
    """The new priority."""
    person: PersonId | None = None
    """Whom somebody tried to reach."""
    step: Annotated[Id, Refers("issue_step")] | None = None
    """The step that is done."""
    interaction: TellingId | None = None
    """The interaction that it was."""
    mode: RebaseMode | None = None
    """Of a rebase, what becomes of the time so far; left out, it is kept."""
    policy_version: Version | None = None
    """Of a rebase, the version of the policy; left out, the one in force on that day."""

    def _invariants(self) -> Iterator[Finding]:
        needed = _NEEDED.get(self.kind)
        if needed is not None and getattr(self, needed) is None:
            yield Finding(
                code="escalation.event-incomplete",
                path="",
                message=f"{self.id!r} is {self.kind.value!r} without {needed}; expected {needed}",
            )
        if self.kind is IssueEventKind.MESSAGE and self.party is IssueParty.AGREED_HOLD:
            yield Finding(
                code="escalation.nobody-speaks",
                path="/party",
                message="party is 'agreed_hold' of a message; "
                "expected 'client', 'provider' or 'third_party'",
            )
        if self.kind is IssueEventKind.WAITING and self.party is IssueParty.PROVIDER:
            yield Finding(
                code="escalation.waiting-for-us",
                path="/party",
                message="party is 'provider' of a wait; "
                "expected 'client', 'third_party' or 'agreed_hold'",
            )


_NEEDED = {
    IssueEventKind.MESSAGE: "party",
    IssueEventKind.WAITING: "party",
    IssueEventKind.PRIORITY_CHANGED: "priority",
    IssueEventKind.STEP_DONE: "step",
}


@model(kw_only=True)
class ProblemStatement(SharedEntry):
    """What the problem is, agreed before anybody looks for the cause."""

    issue: IssueId
    """The issue."""
    text: Text
    """The problem, in observations, without a cause."""
    agreed_by: Annotated[tuple[PersonId, ...], Meta(max_length=50)] = ()
    """The persons of both sides who agreed on it."""


@unique
class CauseCategory(Enum):
    """What sort of cause."""

    TECHNICAL = "technical"
    """Something technical failed."""
    PROCESS = "process"
    """The way of working let it happen."""
    COMMUNICATION = "communication"
    """Somebody did not know."""
    REQUIREMENT = "requirement"
    """What was agreed was wrong, missing or ambiguous."""
    CAPACITY = "capacity"
    """There was too little time or too few people."""
    THIRD_PARTY = "third_party"
    """Somebody else failed."""
    UNKNOWN = "unknown"
    """It could not be found out."""


@model(kw_only=True)
class Why:
    """One answer in a chain of whys."""

    text: Text
    """The answer, which the next why asks about."""
    evidence: Annotated[tuple[Line, ...], Meta(max_length=50)] = ()
    """What shows that it is so."""


@model(kw_only=True)
class Analysis(Entry):
    """Why it happened."""

    issue: IssueId
    """The issue."""
    category: CauseCategory
    """What sort of cause the last why names."""
    whys: Annotated[tuple[Why, ...], Meta(min_length=1, max_length=20)]
    """The chain from what was seen to the root cause."""


@unique
class StepKind(Enum):
    """What a step is for."""

    CONTAINMENT = "containment"
    """It keeps the harm from growing."""
    CORRECTION = "correction"
    """It puts right what is wrong."""
    PREVENTION = "prevention"
    """It keeps it from happening again."""


@model(kw_only=True)
class IssueStep(SharedEntry):
    """Something that is to be done about an issue."""

    issue: IssueId
    """The issue."""
    kind: StepKind
    """What it is for."""
    text: Text
    """What is to be done."""
    owner: PartyId | None = None
    """Who does it."""
    due: Due | None = None
    """By when."""


@model(kw_only=True)
class Statement(SharedEntry):
    """What we tell the client of an issue: what happened, our part in it, how we make it good."""

    issue: IssueId
    """The issue."""
    what_happened: Text
    """What happened, in the client's words."""
    our_part: Text
    """What we did or failed to do."""
    making_good: Text
    """What we do about it."""
    told_in: TellingId | None = None
    """The interaction in which the client was told; left out, not yet."""


@model(kw_only=True)
class Lesson(Entry):
    """What we would do otherwise next time."""

    issue: IssueId | None = None
    """The issue it was learned from."""
    text: Text
    """What to do otherwise."""
    applies_to: Annotated[tuple[Line, ...], Meta(max_length=50)] = ()
    """Words that a plan it applies to would contain."""
    check_by: Date | None = None
    """The day by which somebody looks whether it helped."""
    effective: bool | None = None
    """Whether it helped; left out, not known yet."""
    checks: EntryId | None = None
    """The earlier lesson that was looked at, where this one says whether it helped."""
