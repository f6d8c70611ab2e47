"""The two documents: what was agreed, and what happened."""

import datetime as dt
from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.backlog.entries import ClientRequest, RequestDecision
from clientkit.base import Extensions, Finding, model
from clientkit.base.fields import Date, Format, Id, Internal, Key, Line, Refers, Text, TimeZone
from clientkit.client.entry import Entry, Visibility
from clientkit.client.model import Assignment, Client, Person, Role
from clientkit.communication.entries import Interaction
from clientkit.communication.model import CommunicationPlan
from clientkit.escalation.entries import (
    Analysis,
    Issue,
    IssueEvent,
    IssueStep,
    Lesson,
    ProblemStatement,
    Statement,
)
from clientkit.escalation.model import EscalationPolicy
from clientkit.feedback.entries import (
    CheckIn,
    Concern,
    ConcernAnswer,
    Expectation,
    ExpectationReview,
    SurveyInvitation,
    SurveyResponse,
    Symptom,
)
from clientkit.feedback.model import FeedbackProgramme
from clientkit.kpi.entries import Measurement
from clientkit.kpi.model import Kpi
from clientkit.scope.entries import (
    Acceptance,
    ChangeOrder,
    ChangeOrderEvent,
    Decision,
    DecisionMade,
    DelayEvent,
    Delivery,
    Fulfilment,
    MilestoneReached,
    Promise,
    PromiseEvent,
)
from clientkit.scope.model import ScopeAgreement
from clientkit.worktime.model import WorkingCalendar

__all__ = ["Assessment", "ClientPlan", "ClientRecord", "History", "IgnoredFinding", "Stance"]

FORMAT = Format("^1([.][0-9]{1,3})?$", "the version of the format, '1'")
FormatVersion = Annotated[str, Meta(max_length=10), FORMAT]
SchemaLink = Annotated[Line, Key("$schema")]
CODE = Format(
    "^[a-z][a-z0-9-]*[.][a-z][a-z0-9-]*$", "the code of a finding such as 'client.no-rights'"
)
FindingCode = Annotated[str, Meta(min_length=3, max_length=100), CODE]
POINTER = Format(r"^(/([^~/\r\n]|~[01])*)+$", "a place such as '/scope/deliverables/design'")
PointerText = Annotated[str, Meta(min_length=1, max_length=1000), POINTER]


@model(kw_only=True)
class History:
    """Earlier agreed versions of parts of the plan; ids repeat here with another version."""

    scope: Annotated[tuple[ScopeAgreement, ...], Meta(max_length=1000)] = ()
    """Earlier scope agreements."""
    kpis: Annotated[tuple[Kpi, ...], Meta(max_length=10_000)] = ()
    """Earlier versions of KPIs."""
    escalation: Annotated[tuple[EscalationPolicy, ...], Meta(max_length=1000)] = ()
    """Earlier escalation policies."""


@model(kw_only=True)
class IgnoredFinding:
    """A warning or a hint about this plan that somebody has looked at and wants to leave as it is.

    Errors cannot be ignored. An entry that matches nothing, or whose day has passed, is a finding
    itself.
    """

    code: FindingCode
    """The code of the finding, such as `client.no-rights`."""
    path: PointerText | None = None
    """The place, as a JSON Pointer, in which items of lists may be named by their id; everything
    below it counts, and left out the whole plan."""
    reason: Line
    """Why it may stay, in words that the client may read."""
    until: Date | None = None
    """The last day on which it is ignored; left out, for good."""


@model(kw_only=True)
class ClientPlan:
    """What was agreed with a client; it may be shown to the client as it stands."""

    schema: SchemaLink | None = None
    """Where an editor finds the schema of this document."""
    clientkit: FormatVersion
    """The version of the format, `1`."""
    id: Id | None = None
    """The plan's own id; left out, that of its scope agreement."""
    client: Client
    """The party that the work is for."""
    people: Annotated[tuple[Person, ...], Meta(max_length=10_000)] = ()
    """People of all sides."""
    roles: Annotated[tuple[Role, ...], Meta(max_length=1000)] = ()
    """Who may do what; left out, the usual roles apply, without rights on the client's side."""
    assignments: Annotated[tuple[Assignment, ...], Meta(max_length=10_000)] = ()
    """Who holds which role, with dates and delegates."""
    calendar: WorkingCalendar | None = None
    """When we work."""
    scope: ScopeAgreement | None = None
    """What we will do, and what the client owes."""
    communication: CommunicationPlan | None = None
    """Who hears what, when, from whom, and by which means."""
    kpis: Annotated[tuple[Kpi, ...], Meta(max_length=10_000)] = ()
    """What is measured, and what counts as good."""
    feedback: FeedbackProgramme | None = None
    """How we learn what the client thinks."""
    escalation: EscalationPolicy | None = None
    """How soon something wrong is answered, and who is told if it is not."""
    history: History | None = None
    """Earlier versions of its parts."""
    ignore: Annotated[tuple[IgnoredFinding, ...], Meta(max_length=1000)] = ()
    """Warnings and hints about this plan that may stay."""
    extensions: Extensions | None = None
    """Data of your own."""

    @property
    def name(self) -> str:
        """The plan's id, or that of its scope agreement, or of its client."""
        if self.id is not None:
            return self.id
        return self.client.id if self.scope is None else self.scope.id


@unique
class Stance(Enum):
    """How somebody stands to the work, as the team sees it."""

    SUPPORTIVE = "supportive"
    """They help it along."""
    NEUTRAL = "neutral"
    """They let it happen."""
    CRITICAL = "critical"
    """They have objections."""
    UNKNOWN = "unknown"
    """We do not know."""


@model(kw_only=True)
class Assessment(Entry):
    """The team's opinion of a person or the client; never shared, and forgotten within 90 days."""

    about: Internal[Annotated[Id, Refers("person|client")]]
    """Whom it is about."""
    text: Internal[Text]
    """The opinion, such that its subject could read it."""
    stance: Internal[Stance] = Stance.UNKNOWN
    """How they stand to the work."""
    expires_on: Internal[Date]
    """The last day on which it may be kept, at most 90 days after it was written."""

    def _invariants(self) -> Iterator[Finding]:
        if self.visibility is not Visibility.TEAM:
            yield Finding(
                code="record.assessment-shared",
                path="/visibility",
                message=f"visibility of the assessment {self.id!r} is "
                f"{self.visibility.value!r}; expected 'team'",
            )
        written = self.date if self.at is None else self.at.date()
        if written is not None and not (
            dt.timedelta(0) <= self.expires_on - written <= dt.timedelta(days=90)
        ):
            yield Finding(
                code="record.assessment-kept-too-long",
                path="/expires_on",
                message=f"expires_on is {self.expires_on}; "
                f"expected a day within 90 days from {written}",
            )


@model(kw_only=True)
class ClientRecord:
    """What happened with a client, as entries that are added and never edited."""

    schema: SchemaLink | None = None
    """Where an editor finds the schema of this document."""
    clientkit: FormatVersion
    """The version of the format, `1`."""
    plan: Id
    """The id of the plan that it belongs to."""
    timezone: TimeZone
    """The zone of entries that bear a day only."""
    milestones_reached: Annotated[tuple[MilestoneReached, ...], Meta(max_length=1_000_000)] = ()
    """Milestones that were reached."""
    deliveries: Annotated[tuple[Delivery, ...], Meta(max_length=1_000_000)] = ()
    """What was handed over."""
    acceptances: Annotated[tuple[Acceptance, ...], Meta(max_length=1_000_000)] = ()
    """Judgements of what was handed over."""
    fulfilments: Annotated[tuple[Fulfilment, ...], Meta(max_length=1_000_000)] = ()
    """What the client provided."""
    delay_events: Annotated[tuple[DelayEvent, ...], Meta(max_length=1_000_000)] = ()
    """What held the work up."""
    change_orders: Annotated[tuple[ChangeOrder, ...], Meta(max_length=1_000_000)] = ()
    """Proposed changes of the agreement."""
    change_order_events: Annotated[tuple[ChangeOrderEvent, ...], Meta(max_length=1_000_000)] = ()
    """Steps in the life of change orders."""
    promises: Annotated[tuple[Promise, ...], Meta(max_length=1_000_000)] = ()
    """What was promised outside the agreement's own text."""
    promise_events: Annotated[tuple[PromiseEvent, ...], Meta(max_length=1_000_000)] = ()
    """What became of promises."""
    decisions: Annotated[tuple[Decision, ...], Meta(max_length=1_000_000)] = ()
    """Decisions that somebody has to make."""
    decisions_made: Annotated[tuple[DecisionMade, ...], Meta(max_length=1_000_000)] = ()
    """Decisions that were made."""
    interactions: Annotated[tuple[Interaction, ...], Meta(max_length=1_000_000)] = ()
    """Contacts that took place."""
    measurements: Annotated[tuple[Measurement, ...], Meta(max_length=1_000_000)] = ()
    """Values of KPIs."""
    survey_invitations: Annotated[tuple[SurveyInvitation, ...], Meta(max_length=1_000_000)] = ()
    """Who was asked to answer a survey."""
    survey_responses: Annotated[tuple[SurveyResponse, ...], Meta(max_length=1_000_000)] = ()
    """Answers to surveys."""
    check_ins: Annotated[tuple[CheckIn, ...], Meta(max_length=1_000_000)] = ()
    """Talks about how it goes."""
    expectations: Annotated[tuple[Expectation, ...], Meta(max_length=1_000_000)] = ()
    """What the client expects."""
    expectation_reviews: Annotated[tuple[ExpectationReview, ...], Meta(max_length=1_000_000)] = ()
    """Judgements of whether expectations are met."""
    symptoms: Annotated[tuple[Symptom, ...], Meta(max_length=1_000_000)] = ()
    """Signs that something is not as expected."""
    concerns: Annotated[tuple[Concern, ...], Meta(max_length=1_000_000)] = ()
    """What worries somebody at the client."""
    concern_answers: Annotated[tuple[ConcernAnswer, ...], Meta(max_length=1_000_000)] = ()
    """What was said or done about concerns."""
    issues: Annotated[tuple[Issue, ...], Meta(max_length=1_000_000)] = ()
    """What went wrong."""
    issue_events: Annotated[tuple[IssueEvent, ...], Meta(max_length=1_000_000)] = ()
    """What happened to issues."""
    problem_statements: Annotated[tuple[ProblemStatement, ...], Meta(max_length=1_000_000)] = ()
    """What the problems are, as agreed."""
    analyses: Annotated[tuple[Analysis, ...], Meta(max_length=1_000_000)] = ()
    """Why things happened."""
    issue_steps: Annotated[tuple[IssueStep, ...], Meta(max_length=1_000_000)] = ()
    """What is to be done about issues."""
    statements: Annotated[tuple[Statement, ...], Meta(max_length=1_000_000)] = ()
    """What we say to the client about issues."""
    lessons: Annotated[tuple[Lesson, ...], Meta(max_length=1_000_000)] = ()
    """What we would do otherwise next time."""
    requests: Annotated[tuple[ClientRequest, ...], Meta(max_length=1_000_000)] = ()
    """What was asked for."""
    request_decisions: Annotated[tuple[RequestDecision, ...], Meta(max_length=1_000_000)] = ()
    """What was decided on requests."""
    assessments: Internal[Annotated[tuple[Assessment, ...], Meta(max_length=1_000_000)]] = ()
    """Opinions of the team, never shared."""
    extensions: Internal[Extensions | None] = None
    """Data of your own."""
