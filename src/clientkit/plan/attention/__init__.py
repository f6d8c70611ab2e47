"""What wants attention, one module for each kind of question that a review asks."""

from .acceptances import acceptances
from .authority import authority
from .change_orders import change_orders
from .decisions import decisions
from .delays import delays
from .deliverables import deliverables
from .escalations import escalations, problem_solving
from .feedback import check_ins, concerns, expectations, surveys
from .issues import issues
from .kpis import kpis
from .messages import messages
from .notices import incident_updates, notices
from .open_issues import open_issues
from .promises import promises
from .requests import requests
from .responsibilities import responsibilities
from .signatures import signatures
from .touchpoints import touchpoints
from .work import Work

__all__ = [
    "Work",
    "acceptances",
    "authority",
    "change_orders",
    "check_ins",
    "concerns",
    "decisions",
    "delays",
    "deliverables",
    "escalations",
    "expectations",
    "incident_updates",
    "issues",
    "kpis",
    "messages",
    "notices",
    "open_issues",
    "problem_solving",
    "promises",
    "requests",
    "responsibilities",
    "signatures",
    "surveys",
    "touchpoints",
]
