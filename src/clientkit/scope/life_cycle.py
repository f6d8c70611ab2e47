"""The life of a change order as one table, and what is said of an order that lives it.

A change order is drafted, submitted, offered, and approved or declined by the roles that the
agreement names. We may withdraw it, and an offer runs out. What was approved is applied: a new
version of the agreement contains it, and its life is over. A new offer opens the question anew.
"""

from collections.abc import Mapping
from enum import Enum, unique
from types import MappingProxyType
from typing import Annotated, Final

from msgspec import Meta

from clientkit.base import model
from clientkit.base.fields import Date, EntryId, Id, Instant, Refers, RoleId, Text, Version

from .entries import ChangeOrderEventKind

__all__ = [
    "CHANGE_ORDER_TRANSITIONS",
    "ChangeOrderState",
    "ChangeOrderStatus",
    "ChangeStep",
    "StepVerdict",
]

Kind = ChangeOrderEventKind
OrderId = Annotated[Id, Refers("change_order")]
Count = Annotated[int, Meta(ge=0, le=50)]


@unique
class ChangeOrderState(Enum):
    """How far a change order has come."""

    DRAFT = "draft"
    """It is written, and nobody has put it forward."""
    SUBMITTED = "submitted"
    """It was put forward; its content does not change any more."""
    OFFERED = "offered"
    """The client was offered it, and has not decided."""
    APPROVED = "approved"
    """Enough of the approving roles approved it; no version of the agreement contains it yet."""
    DECLINED = "declined"
    """So many refused that it cannot be approved any more."""
    WITHDRAWN = "withdrawn"
    """We took it back."""
    EXPIRED = "expired"
    """The offer ran out before it was decided."""
    APPLIED = "applied"
    """A version of the agreement contains it."""


_STATE = ChangeOrderState
_Steps = Mapping[ChangeOrderEventKind, ChangeOrderState]
_REOPENED = {Kind.SUBMITTED: _STATE.SUBMITTED, Kind.OFFERED: _STATE.OFFERED}

CHANGE_ORDER_TRANSITIONS: Final[Mapping[ChangeOrderState, _Steps]] = MappingProxyType(
    {
        _STATE.DRAFT: {**_REOPENED, Kind.WITHDRAWN: _STATE.WITHDRAWN},
        _STATE.SUBMITTED: {
            Kind.SUBMITTED: _STATE.SUBMITTED,
            Kind.OFFERED: _STATE.OFFERED,
            Kind.DECLINED: _STATE.DECLINED,
            Kind.WITHDRAWN: _STATE.WITHDRAWN,
        },
        _STATE.OFFERED: {
            Kind.OFFERED: _STATE.OFFERED,
            Kind.APPROVED: _STATE.APPROVED,
            Kind.DECLINED: _STATE.DECLINED,
            Kind.WITHDRAWN: _STATE.WITHDRAWN,
            Kind.EXPIRED: _STATE.EXPIRED,
        },
        _STATE.APPROVED: {
            Kind.APPROVED: _STATE.APPROVED,
            Kind.DECLINED: _STATE.APPROVED,
            Kind.WITHDRAWN: _STATE.WITHDRAWN,
            Kind.APPLIED: _STATE.APPLIED,
        },
        _STATE.DECLINED: {
            **_REOPENED,
            Kind.APPROVED: _STATE.DECLINED,
            Kind.DECLINED: _STATE.DECLINED,
            Kind.WITHDRAWN: _STATE.WITHDRAWN,
        },
        _STATE.WITHDRAWN: _REOPENED,
        _STATE.EXPIRED: {
            **_REOPENED,
            Kind.DECLINED: _STATE.EXPIRED,
            Kind.WITHDRAWN: _STATE.WITHDRAWN,
            Kind.EXPIRED: _STATE.EXPIRED,
        },
        _STATE.APPLIED: {},
    }
)
"""Where each kind of event leads from each state; an event that is not listed is impossible there.

Two of them need several to agree: from `offered`, an approval leads to `approved` once enough
roles have given it, and a refusal to `declined` once too few are left who could approve; until then
the order stays offered. An answer that comes when the others have settled the matter changes
nothing. That an offer ran out follows from the calendar, too, without any event.
"""


@unique
class StepVerdict(Enum):
    """What an event meant for a change order."""

    TAKEN = "taken"
    """It counts."""
    NOT_COUNTED = "not_counted"
    """It is an answer by somebody whose answer does not count."""
    IMPOSSIBLE = "impossible"
    """It cannot follow what happened before, and counts for nothing."""


@model(kw_only=True)
class ChangeStep:
    """One event in the life of a change order, and what it led to."""

    change_order: OrderId
    """The change order."""
    event: EntryId
    """The event."""
    kind: ChangeOrderEventKind
    """What happened."""
    at: Instant
    """When; a day counts as its last instant."""
    before: ChangeOrderState
    """The state in which it found the order."""
    after: ChangeOrderState
    """The state in which it left the order."""
    verdict: StepVerdict
    """What it meant."""
    why: Text | None = None
    """Why it does not count, where it does not."""


@model(kw_only=True)
class ChangeOrderStatus:
    """Where a change order stands at an instant, and how it came there."""

    change_order: OrderId
    """The change order."""
    at: Instant
    """The instant asked about."""
    state: ChangeOrderState
    """How far it has come."""
    since: Date
    """The day on which it came into that state."""
    offer: EntryId | None = None
    """The latest offer."""
    offer_ends_on: Date | None = None
    """The last day of that offer, where it ends with a day."""
    offer_ends_at: Instant | None = None
    """The last instant of that offer, where it ends at one."""
    end_unknown: Text | None = None
    """Why nobody can tell when that offer ends, though the agreement limits it."""
    approved_by: Annotated[tuple[RoleId, ...], Meta(max_length=50)] = ()
    """The roles that approved the latest offer."""
    declined_by: Annotated[tuple[RoleId, ...], Meta(max_length=50)] = ()
    """The roles that declined the latest offer."""
    waits_for: Annotated[tuple[RoleId, ...], Meta(max_length=50)] = ()
    """The roles that are asked and have not answered, while the offer stands."""
    required: Count = 0
    """How many roles must approve; 0 where the agreement names none, and one answer is enough."""
    version: Version | None = None
    """The version that contains it, once it is applied, as far as the event says."""
    is_settled: bool = False
    """Whether nobody has to do anything about it any more."""
    steps: Annotated[tuple[ChangeStep, ...], Meta(max_length=10**6)] = ()
    """Its whole history, each event with what it meant."""

    @property
    def is_approved(self) -> bool:
        """Whether it was approved, and possibly applied."""
        return self.state in (ChangeOrderState.APPROVED, ChangeOrderState.APPLIED)

    @property
    def text(self) -> str:
        """Where it stands, and its history, a line for each event."""
        lines = [f"{self.change_order}: {self.state.value} since {self.since}"]
        lines += [_step_text(step) for step in self.steps]
        return "\n".join(lines)


def _step_text(step: ChangeStep) -> str:
    """A step in a line."""
    line = f"  {step.at.date()} {step.kind.value}"
    if step.verdict is not StepVerdict.TAKEN:
        return f"{line}: {step.verdict.value.replace('_', ' ')}, {step.why}"
    if step.before is step.after:
        return line
    return f"{line}: {step.before.value} -> {step.after.value}"
