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
    from .plan import Action, ClientPlan, ClientRecord, Review
    from .plan.review import review
    from .scope import Acceptance, ChangeOrder, Deliverable, Milestone, Promise, ScopeAgreement
    from .worktime import Cadence, WorkingCalendar

__all__ = [
    "Acceptance",
    "Action",
    "Assignment",
    "Cadence",
    "ChangeOrder",
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
    "append_entry",
    "canonical",
    "check",
    "check_plan",
    "check_record",
    "decode",
    "encode",
    "evolve",
    "load_plan",
    "load_record",
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
    "scope": ("Acceptance", "ChangeOrder", "Deliverable", "Milestone", "Promise", "ScopeAgreement"),
    "communication": ("CommunicationPlan", "Interaction", "Touchpoint"),
    "kpi": ("Kpi", "Measurement"),
    "feedback": ("FeedbackProgramme", "Survey"),
    "escalation": ("EscalationPolicy", "Issue", "IssueEvent"),
    "plan": ("Action", "ClientPlan", "ClientRecord", "Review"),
    "plan.review": ("review",),
    "documents": (
        "append_entry", "check", "check_plan", "check_record", "load_plan", "load_record",
    ),
}  # fmt: skip
__getattr__, __dir__ = lazily(__name__, _NAMES, __all__)
