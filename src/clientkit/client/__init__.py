"""The client, its people and roles, and what all entries of a record share."""

from .corrections import (
    current_ids,
)
from .entry import (
    Entry,
    SharedEntry,
    Visibility,
    instant_of,
)
from .holding import (
    Holding,
    holdings,
    may,
    roles_held,
    usual_roles,
)
from .model import (
    Assignment,
    Channel,
    Client,
    ContactLimits,
    ContactPreference,
    Delegate,
    Detail,
    DoNotContact,
    Fact,
    GlossaryTerm,
    Goal,
    LimitPeriod,
    Person,
    Right,
    Role,
    Side,
    StandsFor,
)
from .wording import (
    Wording,
    our_words,
)

__all__ = [
    "Assignment",
    "Channel",
    "Client",
    "ContactLimits",
    "ContactPreference",
    "Delegate",
    "Detail",
    "DoNotContact",
    "Entry",
    "Fact",
    "GlossaryTerm",
    "Goal",
    "Holding",
    "LimitPeriod",
    "Person",
    "Right",
    "Role",
    "SharedEntry",
    "Side",
    "StandsFor",
    "Visibility",
    "Wording",
    "current_ids",
    "holdings",
    "instant_of",
    "may",
    "our_words",
    "roles_held",
    "usual_roles",
]
