"""Where the judgement of something delivered stands, as results say it."""

from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base.fields import Date, DeliverableId, EntryId, Id, Instant, RoleId, Text

__all__ = ["AcceptanceState", "AcceptanceStatus", "OpenRemark", "StageState"]

Number = Annotated[int, Meta(ge=0, le=200_000)]
Entries = Annotated[tuple[EntryId, ...], Meta(max_length=1_000_000)]


@unique
class AcceptanceStatus(Enum):
    """How far the judgement of something delivered has got."""

    NOT_BEGUN = "not_begun"
    """What is left to judge begins later."""
    WAITING = "waiting"
    """Somebody has to judge, and there is time as far as is known."""
    OVERDUE = "overdue"
    """The window is over without a judgement, and silence is not acceptance here."""
    ACCEPTED = "accepted"
    """It is accepted."""
    ACCEPTED_WITH_REMARKS = "accepted_with_remarks"
    """It is accepted, and points are open."""
    DEEMED = "deemed"
    """The window is over without a judgement, which was agreed to count as acceptance."""
    REJECTED = "rejected"
    """It was rejected, and nobody can tell by when it is to be done again."""
    REWORK_DUE = "rework_due"
    """It was rejected, and is to be done again by a known moment."""
    NOT_ON_RECORD = "not_on_record"
    """A later occurrence was delivered or judged, and the record is silent about this one."""
    NOT_AGREED = "not_agreed"
    """No stage that decides is agreed for it."""


@model(kw_only=True)
class StageState:
    """Where one stage of the judgement stands."""

    stage: Id | None = None
    """The stage; none where it bears no id."""
    index: Number
    """Its place among the agreed stages, from 0."""
    role: RoleId
    """The role that judges."""
    decides: bool
    """Whether its outcome counts as acceptance."""
    status: AcceptanceStatus
    """How far it has got."""
    from_delivery: bool = True
    """Whether its window runs from the delivery, not from the point that the stage names."""
    until: Date | None = None
    """The last day of the window, in the zone of who judges; none without one."""
    until_at: Instant | None = None
    """The last instant of the window, where it is known that exactly."""
    because: Text | None = None
    """Why nobody can tell when the window ends, where there is one."""
    judgement: EntryId | None = None
    """The judgement that counts."""
    is_late: bool = False
    """Whether that came after the end of the window."""
    void: Entries = ()
    """Judgements that do not count, because those who made them had no right to."""
    too_late: Entries = ()
    """Rejections that do not count, because silence had already been acceptance."""


@model(kw_only=True)
class OpenRemark:
    """A point that the latest judgement of a stage left open."""

    acceptance: EntryId
    """The judgement."""
    remark: Id
    """The remark."""
    text: Text
    """What is still to be done."""
    until: Date | None = None
    """The day by which."""
    is_overdue: bool = False
    """Whether that day has passed."""


@model(kw_only=True)
class AcceptanceState:
    """Where the judgement of one piece of work stands, or of everything as one."""

    deliverable: DeliverableId | None = None
    """The deliverable; none for judgements of everything that the agreement delivers."""
    occurrence: Number | None = None
    """Which occurrence of it, where it comes round; of several that are missing, the first."""
    last_occurrence: Number | None = None
    """The last of several occurrences that are missing; otherwise the same."""
    status: AcceptanceStatus
    """How far it has got, all stages together."""
    delivery: EntryId | None = None
    """The latest delivery, where it is on record."""
    stages: Annotated[tuple[StageState, ...], Meta(max_length=20)] = ()
    """Each stage that judges it, in the agreed order."""
    waiting_for: Annotated[tuple[RoleId, ...], Meta(max_length=20)] = ()
    """The roles whose judgement is waited for."""
    until: Date | None = None
    """The day on which the first window ends, or the work to be done again is due."""
    until_at: Instant | None = None
    """The instant of that, where it is known that exactly."""
    because: Text | None = None
    """Why nobody can tell when that is."""
    is_overdue: bool = False
    """Whether that moment has passed."""
    rejection: EntryId | None = None
    """The rejection that calls for the work to be done again."""
    remarks: Annotated[tuple[OpenRemark, ...], Meta(max_length=1_000_000)] = ()
    """Open points."""
