"""The communication plan: who hears what, when, from whom, and by which means."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Due, Extensions, Finding, Term, model
from clientkit.base.fields import DeliverableId, Id, Instant, Line, PartyId, Text
from clientkit.client.model import Channel, ContactLimits, Detail
from clientkit.worktime.model import Cadence

__all__ = [
    "BadNews",
    "CommunicationPlan",
    "IncidentMode",
    "NoticeDuty",
    "NoticeOccasion",
    "Touchpoint",
    "TouchpointKind",
]


@unique
class TouchpointKind(Enum):
    """What sort of contact is planned."""

    REPORT = "report"
    """Something to read, sent regularly."""
    MEETING = "meeting"
    """People meet, wherever."""
    REVIEW = "review"
    """Something is looked at, and judged."""
    WORKSHOP = "workshop"
    """People work something out together."""
    CALL = "call"
    """Somebody calls."""
    MESSAGE = "message"
    """A message or a running conversation."""
    INTERNAL = "internal"
    """The team among itself, where the agreement demands it."""


@unique
class NoticeOccasion(Enum):
    """What makes it a duty to tell."""

    DELAY = "delay"
    """Something will be late."""
    DATE_CHANGE = "date_change"
    """An agreed date moves."""
    SCOPE_CHANGE = "scope_change"
    """What is delivered changes."""
    PERSON_CHANGE = "person_change"
    """Somebody in a named role changes."""
    REJECTION = "rejection"
    """Something delivered was not accepted."""
    PROBLEM = "problem"
    """Something goes wrong."""
    DELAY_OUTSIDE_OUR_CONTROL = "delay_outside_our_control"
    """Something that is not ours to change holds the work up."""
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    """Somebody's interests may bear on the work."""
    OTHER = "other"
    """Something else, which `text` says."""


@model(kw_only=True)
class Touchpoint:
    """A planned contact, once or regularly."""

    id: Id
    """The name that interactions refer to it by."""
    kind: TouchpointKind | None = None
    """What sort of contact."""
    purpose: Text
    """What the audience has from it."""
    audience: Annotated[tuple[PartyId, ...], Meta(max_length=200)] = ()
    """Who is reached, roles or persons."""
    owner: PartyId | None = None
    """Who sees to it."""
    channel: Channel | None = None
    """The means; left out, what each person prefers."""
    cadence: Cadence | None = None
    """When it comes round."""
    due: Due | None = None
    """The day of the contact, or the point it hangs on."""
    at: Instant | None = None
    """The instant of the contact."""
    deliverable: DeliverableId | None = None
    """The deliverable whose dates are also its own."""
    minutes: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    """How much of each participant's time it takes, in minutes."""
    detail: Detail | None = None
    """How much there is to read."""
    grace: Term | None = None
    """How late it may come without counting as missed."""
    optional: bool = False
    """Whether it may be left out; then it is never missed."""
    clause: Line | None = None
    """Where the agreement asks for it."""

    def _invariants(self) -> Iterator[Finding]:
        dates = (self.cadence, self.due, self.at, self.deliverable)
        if dates.count(None) < len(dates) - 1:
            names = ("cadence", "due", "at", "deliverable")
            given = [name for name, date in zip(names, dates, strict=True) if date is not None]
            yield Finding(
                code="communication.several-dates",
                path=f"/{given[1]}",
                message=f"{self.id!r} has {' and '.join(given)}; expected at most one of them",
            )


@model(kw_only=True)
class NoticeDuty:
    """A duty to tell somebody when something happens."""

    id: Id
    """The name that interactions refer to it by."""
    when: NoticeOccasion
    """What makes it a duty."""
    text: Text | None = None
    """What exactly makes it a duty, or must be told, where the occasion alone does not say it."""
    within: Term | None = None
    """How soon; left out, at once."""
    to: Annotated[tuple[PartyId, ...], Meta(max_length=100)] = ()
    """Who must be told, roles or persons."""
    owner: PartyId | None = None
    """Whose duty it is."""
    in_writing: bool = False
    """Whether it must be in writing."""
    clause: Line | None = None
    """Where the agreement says so."""


@model(kw_only=True)
class BadNews:
    """How bad news is told."""

    channel: Channel
    """The means."""
    to: PartyId
    """Who hears it first."""


@model(kw_only=True)
class IncidentMode:
    """How often the client hears from us while something serious is wrong."""

    from_priority: Annotated[int, Meta(ge=1, le=5)]
    """Issues of this priority, or a higher one (a lower number), switch it on."""
    every: Term
    """The span from one message to the next."""
    channel: Channel | None = None
    """The means."""


@model(kw_only=True)
class CommunicationPlan:
    """Who hears what, when, from whom, and by which means."""

    touchpoints: Annotated[tuple[Touchpoint, ...], Meta(max_length=10_000)] = ()
    """Planned contacts."""
    notices: Annotated[tuple[NoticeDuty, ...], Meta(max_length=1000)] = ()
    """Duties to tell."""
    confirm_calls_within: Term | None = None
    """How soon a call is confirmed in writing."""
    respond_within: Term | None = None
    """How soon a message of the client is answered."""
    limits: ContactLimits | None = None
    """How often any one person is contacted at most."""
    bad_news: BadNews | None = None
    """How bad news is told."""
    incident_mode: IncidentMode | None = None
    """How often the client hears from us while something serious is wrong."""
    extensions: Extensions | None = None
    """Data of your own."""
