"""Rules about a communication plan by itself."""

from collections.abc import Iterator

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule

from .model import CommunicationPlan, TouchpointKind

__all__ = ["RULES", "audience_empty", "notice_to_nobody"]


@rule("communication.audience-empty", Severity.WARNING)
def audience_empty(plan: CommunicationPlan) -> Iterator[Fault]:
    """A planned contact reaches nobody.

    Whoever sees to it cannot know whom to ask or to write to, and the client may wait for something
    that goes to nobody. Name roles or persons under `audience`. Contacts of kind `internal` need
    none: they are the team's own.
    """
    for index, touchpoint in enumerate(plan.touchpoints):
        if not touchpoint.audience and touchpoint.kind is not TouchpointKind.INTERNAL:
            yield Fault(
                path=pointer("touchpoints", index),
                message=f"{touchpoint.id!r} has no audience; expected the roles or persons "
                "whom it reaches",
            )


@rule("communication.notice-to-nobody", Severity.WARNING)
def notice_to_nobody(plan: CommunicationPlan) -> Iterator[Fault]:
    """A duty to tell does not say who must be told.

    When it happens nobody is told, and later each side remembers it otherwise. Name roles or
    persons under `to`.
    """
    for index, duty in enumerate(plan.notices):
        if not duty.to:
            yield Fault(
                path=pointer("notices", index),
                message=f"{duty.id!r} tells nobody; expected the roles or persons who must be told",
            )


RULES: tuple[Rule[CommunicationPlan], ...] = (audience_empty, notice_to_nobody)
"""Rules that need the communication plan alone."""
