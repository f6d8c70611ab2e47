"""What wants attention, one module for each kind of question that a review asks."""

from .acceptances import acceptances
from .authority import authority
from .change_orders import change_orders
from .decisions import decisions
from .deliverables import deliverables
from .issues import issues
from .kpis import kpis
from .messages import messages
from .promises import promises
from .responsibilities import responsibilities
from .signatures import signatures
from .work import Work

__all__ = [
    "Work",
    "acceptances",
    "authority",
    "change_orders",
    "decisions",
    "deliverables",
    "issues",
    "kpis",
    "messages",
    "promises",
    "responsibilities",
    "signatures",
]
