"""Typed, immutable models for client management, and what follows from them.

The names that most programs need stand here; everything else has its home in the package of its
family (`clientkit.scope`, `clientkit.kpi`, ...). Names are loaded when they are first used.
"""

from typing import TYPE_CHECKING

from ._lazy import lazily
from ._version import __version__

if TYPE_CHECKING:
    from .base import (
        ClientkitError,
        Due,
        Extensions,
        Finding,
        InvalidDocumentError,
        InvalidModelError,
        InvalidValueError,
        Money,
        Severity,
        Term,
        TimeRange,
        canonical,
        decode,
        encode,
        evolve,
        to_data,
    )
    from .client import Assignment, Client, Person, Role
    from .communication import CommunicationPlan, Interaction, Touchpoint
    from .documents import (
        append_entry,
        check,
        check_plan,
        check_record,
        load_plan,
        load_record,
    )
    from .escalation import EscalationPolicy, Issue, IssueEvent
    from .feedback import FeedbackProgramme, Survey
    from .kpi import Kpi, Measurement
    from .plan import Action, ClientPlan, ClientRecord, Review, plan_forecast
    from .plan.reviewing import review
    from .scope import (
        Acceptance,
        ChangeOrder,
        ChangeOrderEvent,
        Deliverable,
        Forecast,
        Milestone,
        Promise,
        ScopeAgreement,
        agreement_at,
        apply_change_order,
        change_order_status,
        check_request,
        diff_agreements,
        forecast,
    )
    from .worktime import Cadence, WorkingCalendar

__all__ = [
    "Acceptance",
    "Action",
    "Assignment",
    "Cadence",
    "ChangeOrder",
    "ChangeOrderEvent",
    "Client",
    "ClientPlan",
    "ClientRecord",
    "ClientkitError",
    "CommunicationPlan",
    "Deliverable",
    "Due",
    "EscalationPolicy",
    "Extensions",
    "FeedbackProgramme",
    "Finding",
    "Forecast",
    "Interaction",
    "InvalidDocumentError",
    "InvalidModelError",
    "InvalidValueError",
    "Issue",
    "IssueEvent",
    "Kpi",
    "Measurement",
    "Milestone",
    "Money",
    "Person",
    "Promise",
    "Review",
    "Role",
    "ScopeAgreement",
    "Severity",
    "Survey",
    "Term",
    "TimeRange",
    "Touchpoint",
    "WorkingCalendar",
    "__version__",
    "agreement_at",
    "append_entry",
    "apply_change_order",
    "canonical",
    "change_order_status",
    "check",
    "check_plan",
    "check_record",
    "check_request",
    "decode",
    "diff_agreements",
    "encode",
    "evolve",
    "forecast",
    "load_plan",
    "load_record",
    "plan_forecast",
    "review",
    "to_data",
]

_NAMES = {
    "base": (
        "ClientkitError", "Due", "Extensions", "Finding", "InvalidDocumentError",
        "InvalidModelError", "InvalidValueError", "Money", "Severity", "Term", "TimeRange",
        "canonical", "decode", "encode", "evolve", "to_data",
    ),
    "worktime": ("Cadence", "WorkingCalendar"),
    "client": ("Assignment", "Client", "Person", "Role"),
    "scope": (
        "Acceptance", "ChangeOrder", "ChangeOrderEvent", "Deliverable", "Forecast", "Milestone",
        "Promise", "ScopeAgreement", "agreement_at", "apply_change_order", "change_order_status",
        "check_request", "diff_agreements", "forecast",
    ),
    "communication": ("CommunicationPlan", "Interaction", "Touchpoint"),
    "kpi": ("Kpi", "Measurement"),
    "feedback": ("FeedbackProgramme", "Survey"),
    "escalation": ("EscalationPolicy", "Issue", "IssueEvent"),
    "plan": ("Action", "ClientPlan", "ClientRecord", "Review", "plan_forecast"),
    "plan.reviewing": ("review",),
    "documents": (
        "append_entry", "check", "check_plan", "check_record", "load_plan", "load_record",
    ),
}  # fmt: skip
__getattr__, __dir__ = lazily(__name__, _NAMES, __all__)
