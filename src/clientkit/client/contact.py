"""How people may be reached, and how often."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Finding, TimeRange, model
from clientkit.base.fields import Date, Line

from .spans import ends_before_start

__all__ = [
    "Channel",
    "ContactLimits",
    "ContactPreference",
    "Detail",
    "DoNotContact",
    "LimitPeriod",
]


@unique
class Channel(Enum):
    """The means by which people reach one another."""

    EMAIL = "email"
    """Electronic mail."""
    PHONE = "phone"
    """A telephone call."""
    VIDEO = "video"
    """A video call."""
    MEETING = "meeting"
    """Meeting in person."""
    CHAT = "chat"
    """A messenger or team chat."""
    TEXT_MESSAGE = "text_message"
    """A text message to a telephone."""
    PORTAL = "portal"
    """A web portal of one of the parties."""
    ISSUE_TRACKER = "issue_tracker"
    """A shared issue tracker."""
    LETTER = "letter"
    """A letter on paper."""


@unique
class Detail(Enum):
    """How much somebody wants to read."""

    HEADLINE = "headline"
    """One or two sentences."""
    SUMMARY = "summary"
    """Half a page."""
    FULL = "full"
    """Everything."""


@unique
class LimitPeriod(Enum):
    """The span in which contacts are counted."""

    DAY = "day"
    """A local day."""
    WEEK = "week"
    """Monday to Sunday."""
    MONTH = "month"
    """A calendar month."""


@model(kw_only=True)
class ContactLimits:
    """How often, and for how long, a person may be asked for attention."""

    touchpoints: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    """At most so many contacts in a period."""
    minutes: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    """At most so many minutes in a period."""
    per: LimitPeriod = LimitPeriod.WEEK
    """The period that both limits count in."""


@model(kw_only=True)
class ContactPreference:
    """How a person wishes to be reached."""

    channels: Annotated[tuple[Channel, ...], Meta(max_length=9)] = ()
    """Channels in the order of preference."""
    detail: Detail | None = None
    """How much the person wants to read."""
    limits: ContactLimits | None = None
    """How often the person wants to hear from us at most."""
    quiet_hours: Annotated[tuple[TimeRange, ...], Meta(max_length=24)] = ()
    """Hours of the person's day in which only urgent messages come."""


@model(kw_only=True)
class DoNotContact:
    """A channel that must not be used for a person."""

    channel: Channel | None = None
    """The channel; left out, every channel."""
    reason: Line
    """Why, in words the person may read."""
    starts_on: Date | None = None
    """The first day on which it holds; left out, at once."""
    ends_on: Date | None = None
    """The last day on which it holds; left out, until further notice."""

    def _invariants(self) -> Iterator[Finding]:
        yield from ends_before_start("client", self.starts_on, self.ends_on)
