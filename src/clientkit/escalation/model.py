"""The escalation policy: how soon something wrong is answered, and who is told if it is not."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Extensions, Finding, Term, model
from clientkit.base.fields import Date, Id, Line, PartyId, Refers, RoleId, Version

__all__ = [
    "Difference",
    "EscalationAnchor",
    "EscalationLevel",
    "EscalationPolicy",
    "EscalationRepeat",
    "Grade",
    "Priority",
    "PriorityCell",
    "PriorityMatrix",
    "ResponseTarget",
    "Unless",
]

Priority = Annotated[int, Meta(ge=1, le=5)]


@unique
class Grade(Enum):
    """How much an issue harms, or how pressing it is."""

    HIGH = "high"
    """The work or the client's business stands still."""
    MEDIUM = "medium"
    """It goes on with difficulty."""
    LOW = "low"
    """It is a nuisance."""


@model(kw_only=True)
class PriorityCell:
    """The priority of one pair of impact and urgency."""

    impact: Grade
    """How much it harms."""
    urgency: Grade
    """How pressing it is."""
    priority: Priority
    """From 1, the highest, to 5."""


@model(kw_only=True)
class PriorityMatrix:
    """The priority of an issue by its impact and urgency.

    A pair that is left out has the usual priority: 1 where both are high, one more for each step
    down of either.
    """

    cells: Annotated[tuple[PriorityCell, ...], Meta(max_length=9)] = ()
    """Pairs with a priority of their own."""

    def _invariants(self) -> Iterator[Finding]:
        seen: set[tuple[Grade, Grade]] = set()
        for index, cell in enumerate(self.cells):
            pair = (cell.impact, cell.urgency)
            if pair in seen:
                yield Finding(
                    code="escalation.cell-twice",
                    path=f"/cells/{index}",
                    message=f"cells[{index}] is impact {cell.impact.value!r} and urgency "
                    f"{cell.urgency.value!r} again; expected each pair once",
                )
            seen.add(pair)


@model(kw_only=True)
class ResponseTarget:
    """How soon issues of one priority are answered, reported on and resolved."""

    priority: Priority
    """The priority."""
    first_response: Term | None = None
    """From the opening to our first answer."""
    update: Term | None = None
    """From an unanswered message of the client to our next one."""
    resolution: Term | None = None
    """From the opening to the resolution."""


@unique
class EscalationAnchor(Enum):
    """The point from which the offset of a level is counted."""

    PREVIOUS = "previous"
    """The level before, or the opening for the first."""
    OPENED = "opened"
    """The opening of the issue."""
    FIRST_RESPONSE = "first_response"
    """The deadline of the first response."""
    UPDATE = "update"
    """The deadline of the next update."""
    RESOLUTION = "resolution"
    """The deadline of the resolution."""

    @property
    def is_deadline(self) -> bool:
        """Whether something can lie before it."""
        return self is not EscalationAnchor.PREVIOUS and self is not EscalationAnchor.OPENED


@unique
class Unless(Enum):
    """What stops a level from being reached."""

    ACKNOWLEDGED = "acknowledged"
    """Somebody has taken the issue on."""
    RESOLVED = "resolved"
    """The issue is resolved."""


@model(kw_only=True)
class EscalationLevel:
    """One step of an escalation, who is told and when."""

    id: Id
    """The name that notifications and `repeat` refer to it by."""
    anchor: EscalationAnchor = EscalationAnchor.PREVIOUS
    """The point from which the offset is counted."""
    after: Term | None = None
    """How long after that point."""
    before: Term | None = None
    """How long before that point, which then is a deadline."""
    notify: Annotated[tuple[PartyId, ...], Meta(max_length=100)] = ()
    """Who is told, roles or persons."""
    unless: Unless = Unless.ACKNOWLEDGED
    """What stops it."""
    attempts: Annotated[int, Meta(ge=0, le=100)] = 0
    """How many attempts to reach somebody must be on record first."""
    priorities: Annotated[tuple[Priority, ...], Meta(max_length=5)] = ()
    """The priorities it holds for; left out, all."""
    clause: Line | None = None
    """Where the agreement says so."""

    def _invariants(self) -> Iterator[Finding]:
        if (self.after is None) == (self.before is None):
            which = "neither after nor before" if self.after is None else "both after and before"
            yield Finding(
                code="escalation.after-or-before",
                path="",
                message=f"the level {self.id!r} has {which}; expected one of them",
            )
        elif self.before is not None and not self.anchor.is_deadline:
            yield Finding(
                code="escalation.before-no-deadline",
                path="/before",
                message=f"before is {self.before.text!r} with anchor {self.anchor.value!r}; "
                "expected anchor 'first_response', 'update' or 'resolution'",
            )


@model(kw_only=True)
class EscalationRepeat:
    """Extra passes over the levels while nothing stops them."""

    times: Annotated[int, Meta(ge=1, le=100)]
    """How many extra passes."""
    starting: Annotated[Id, Refers("level")] | None = None
    """The level at which each of them starts; left out, the first."""


@model(kw_only=True)
class Difference:
    """Who settles a difference between the parties."""

    settled_by: RoleId
    """The role that settles it."""
    about: Line | None = None
    """What sort of difference; left out, any."""
    clause: Line | None = None
    """Where the agreement says so."""


@model(kw_only=True)
class EscalationPolicy:
    """How soon something wrong is answered, and who is told if it is not."""

    version: Version = 1
    """Which version of it."""
    effective_on: Date | None = None
    """The day from which it holds for issues opened then; left out, since the agreement."""
    matrix: PriorityMatrix | None = None
    """The priority of an issue by impact and urgency; left out, the usual one."""
    responses: Annotated[tuple[ResponseTarget, ...], Meta(max_length=5)] = ()
    """How soon issues are answered, by priority."""
    levels: Annotated[tuple[EscalationLevel, ...], Meta(max_length=100)] = ()
    """Who is told if an issue stays unanswered or unresolved, in order."""
    repeat: EscalationRepeat | None = None
    """Extra passes over the levels."""
    acknowledgement_expires: Term | None = None
    """How long an acknowledgement stops the levels; left out, for good."""
    differences: Annotated[tuple[Difference, ...], Meta(max_length=50)] = ()
    """Who settles differences between the parties."""
    clause: Line | None = None
    """Where the agreement says so."""
    extensions: Extensions | None = None
    """Data of your own."""

    def _invariants(self) -> Iterator[Finding]:
        seen: set[int] = set()
        for index, target in enumerate(self.responses):
            if target.priority in seen:
                yield Finding(
                    code="escalation.priority-twice",
                    path=f"/responses/{index}/priority",
                    message=f"responses[{index}].priority is {target.priority} again; "
                    "expected each priority once",
                )
            seen.add(target.priority)
