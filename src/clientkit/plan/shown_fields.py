"""What of each model a client may see: the list that `client_view` goes by.

A field that stands in none of these tables is not shown, and a model that stands in none of them
is not shown at all. So what is added to a model later stays hidden until somebody has decided.
"""

from collections.abc import Mapping

from clientkit.backlog.entries import ClientRequest, Estimates, RequestDecision
from clientkit.client.entry import Entry
from clientkit.client.model import (
    Assignment,
    Client,
    ContactLimits,
    ContactPreference,
    Delegate,
    DoNotContact,
    Fact,
    GlossaryTerm,
    Goal,
    Person,
    Role,
)
from clientkit.communication.entries import Acknowledgement, Interaction
from clientkit.communication.model import (
    BadNews,
    CommunicationPlan,
    IncidentMode,
    NoticeDuty,
    Touchpoint,
)
from clientkit.escalation.entries import (
    Analysis,
    Issue,
    IssueEvent,
    IssueStep,
    Lesson,
    ProblemStatement,
    Statement,
    Why,
)
from clientkit.escalation.model import (
    Difference,
    EscalationLevel,
    EscalationPolicy,
    EscalationRepeat,
    PriorityCell,
    PriorityMatrix,
    ResponseTarget,
)
from clientkit.feedback.entries import (
    CheckIn,
    Concern,
    ConcernAnswer,
    Expectation,
    ExpectationReview,
    Reading,
    SurveyInvitation,
    SurveyResponse,
    Symptom,
)
from clientkit.feedback.model import Cooldown, FeedbackProgramme, Survey
from clientkit.kpi.entries import Measurement
from clientkit.kpi.model import InterimTarget, Kpi, KpiWaiver, KpiWindow
from clientkit.scope.entries import (
    Acceptance,
    AcceptanceRemark,
    ChangeOrder,
    ChangeOrderEvent,
    Decision,
    DecisionMade,
    DecisionOption,
    DelayEvent,
    Delivery,
    Fulfilment,
    MilestoneReached,
    Promise,
    PromiseEvent,
    ScopeItems,
)
from clientkit.scope.model import (
    AcceptanceCriterion,
    AcceptanceStage,
    AcceptanceTerms,
    AgreementDocument,
    AgreementPeriod,
    AgreementTerm,
    Assumption,
    ChangeControl,
    ClientResponsibility,
    DelayTerms,
    Deliverable,
    Exclusion,
    Milestone,
    Reminders,
    Repeats,
    ScopeAgreement,
    SignOff,
)
from clientkit.worktime.model import (
    Cadence,
    CadencePause,
    CalendarDay,
    Holidays,
    WeeklyHours,
    WorkingCalendar,
)

from .model import Assessment, ClientPlan, ClientRecord, History, IgnoredFinding

__all__ = ["HIDDEN", "NEVER", "OF_OURS", "OWN", "SHOWN"]


def _table(words: Mapping[type, str]) -> dict[type, frozenset[str]]:
    """Fields by model; what all entries share is said once, under `Entry`."""
    common = words.get(Entry, "")
    return {
        model: frozenset(f"{names} {common if issubclass(model, Entry) else ''}".split())
        for model, names in words.items()
        if model is not Entry
    }


SHOWN = _table({
    ClientPlan: "clientkit id client people roles assignments calendar scope communication kpis "
    "feedback escalation history",
    History: "scope kpis escalation",
    Client: "id name industry timezone language calendar goals glossary facts",
    Goal: "id text why beneficiary rank clause",
    GlossaryTerm: "ours theirs meaning",
    Fact: "id text source noted_on review_by",
    Person: "id title name side organisation roles",
    ContactPreference: "channels detail limits quiet_hours",
    ContactLimits: "touchpoints minutes per",
    DoNotContact: "channel reason starts_on ends_on",
    Role: "id title side stands_for duties may limit key replaced_only_with_approval_of "
    "appointed_by clause",
    Assignment: "role person starts_on ends_on delegates approved_by approved_on",
    Delegate: "person starts_on ends_on",
    WorkingCalendar: "timezone hours holidays special_hours breaks",
    WeeklyHours: "mon tue wed thu fri sat sun",
    Holidays: "country subdivision dates worked",
    CalendarDay: "date hours note",
    Cadence: "freq interval by_day by_month_day by_month by_set_pos count until time starts_on "
    "timezone week_start pauses roll",
    CadencePause: "starts_on resumes_on",
    ScopeAgreement: "id version title effective period summary price price_basis under reference "
    "base documents milestones deliverables exclusions assumptions responsibilities acceptance "
    "change_control delays terms sign_offs",
    AgreementPeriod: "starts ends decide_renewal_by clause",
    AgreementDocument: "id title dated_on edition may_be_updated_by link clause",
    Milestone: "id title due repeats clause",
    Repeats: "every starts until first",
    Deliverable: "id title kind owner due working_days depends_on acceptance_criteria serves "
    "deliver_to via value clause",
    AcceptanceCriterion: "id text level method kpis clause",
    Exclusion: "id text reason side clause",
    Assumption: "id text if_false check_by clause",
    ClientResponsibility: "id title owner due needed_for reminders clause",
    Reminders: "before every times",
    AcceptanceTerms: "stages deemed rework criteria clause",
    AcceptanceStage: "id role within starts decides in_writing clause",
    ChangeControl: "approved_by quorum offer_valid clause",
    DelayTerms: "notice_within notice_to in_writing notice_required extend clause",
    AgreementTerm: "id text clause",
    SignOff: "person side version date at covers digest",
    CommunicationPlan: "touchpoints notices confirm_calls_within respond_within limits bad_news "
    "incident_mode",
    Touchpoint: "id kind purpose audience owner channel cadence due at deliverable minutes detail "
    "grace optional clause",
    NoticeDuty: "id when text within to owner in_writing clause",
    BadNews: "channel to",
    IncidentMode: "from_priority every channel",
    Kpi: "id version name definition kind unit direction baseline target green_at amber_at "
    "target_low target_high amber_low amber_high lowest_possible highest_possible interim window "
    "aggregation expected_every react_within source goal owner agreed_by agreed_in effective_on "
    "waiver clause",
    InterimTarget: "date value",
    KpiWindow: "rolling calendar timezone",
    KpiWaiver: "reason starts_on ends_on approved_by",
    FeedbackProgramme: "surveys check_in_every answer_concerns_within",
    Survey: "id metric scale high_is_good question audience every cooldown identified channel",
    Cooldown: "per_person per_client",
    EscalationPolicy: "version effective_on matrix responses levels repeat acknowledgement_expires "
    "differences clause",
    PriorityMatrix: "cells",
    PriorityCell: "impact urgency priority",
    ResponseTarget: "priority first_response update resolution",
    EscalationLevel: "id anchor after before notify unless attempts priorities clause",
    EscalationRepeat: "times starting",
    Difference: "settled_by about clause",
    ClientRecord: "clientkit plan timezone milestones_reached deliveries acceptances fulfilments "
    "delay_events change_orders change_order_events promises promise_events decisions "
    "decisions_made interactions measurements survey_invitations survey_responses expectations "
    "expectation_reviews symptoms concerns concern_answers issues issue_events problem_statements "
    "analyses issue_steps statements lessons requests request_decisions",
    Entry: "id at date by clause visibility evidence",
    MilestoneReached: "milestone occurrence",
    Delivery: "deliverable occurrence",
    Acceptance: "deliverable occurrence delivery stage outcome role remarks",
    AcceptanceRemark: "id text until",
    Fulfilment: "responsibility occurrence complete missing",
    DelayEvent: "party affects starts_on ends_on reason",
    ChangeOrder: "title origin base adds removes changes price working_days request",
    ScopeItems: "milestones deliverables responsibilities exclusions assumptions terms",
    ChangeOrderEvent: "change_order kind role reason version",
    Promise: "text to due made_in deliverable",
    PromiseEvent: "promise kind change_order told_in",
    Decision: "text role options needed_by needed_for",
    DecisionOption: "id text consequence",
    DecisionMade: "decision option text role",
    Interaction: "kind channel started_by participants minutes summary fulfils fulfils_on confirms "
    "answers tells gives_notice reminds acknowledges needs_reply instructs",
    Acknowledgement: "entry response",
    Measurement: "kpi value met sample_size version",
    SurveyInvitation: "survey persons channel",
    SurveyResponse: "survey score partial",
    Expectation: "text basis dimension importance person about from_response",
    ExpectationReview: "expectation status",
    Symptom: "text about expectation from_response",
    Concern: "text raised_by owner due about from_response",
    ConcernAnswer: "concern text told_in closes",
    Issue: "title kind text impact urgency about from_response",
    IssueEvent: "issue kind party reason priority person step interaction mode policy_version",
    ProblemStatement: "issue text agreed_by",
    Analysis: "issue category whys",
    Why: "text evidence",
    IssueStep: "issue kind text owner due",
    Statement: "issue what_happened our_part making_good told_in",
    Lesson: "issue text applies_to check_by effective checks",
    ClientRequest: "text why serves from_response made_in",
    RequestDecision: "request outcome reason alternative review_by change_order told_in",
})  # fmt: skip
"""What everybody on the client's side may see."""

OWN = _table({
    Person: "email phone timezone language reachable preference do_not_contact",
    SurveyResponse: "respondent comment",
})  # fmt: skip
"""What besides only the person may see whom it is about."""

OF_OURS = _table({Person: "email phone timezone language"})
"""What besides may be seen of the provider's people, so that the client can reach them."""

HIDDEN = _table({
    ClientPlan: "schema ignore",  # where a file lies with us, and what our checks leave alone
    ClientRecord: "schema assessments check_ins",
    Entry: "note corrects",  # what an entry corrects is not shown beside it
    **dict.fromkeys((one for one in SHOWN if issubclass(one, Entry)), ""),
    ClientRequest: "estimates",
    Expectation: "readings",
})  # fmt: skip
"""What was decided to show to nobody.

Nor is any field that holds `Extensions`: nobody here can know what a program keeps in them.
"""

NEVER = frozenset({Assessment, CheckIn, Estimates, IgnoredFinding, Reading})
"""Models that are the team's alone as a whole, whatever an entry says of its visibility."""
