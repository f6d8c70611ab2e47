"""Contacts that took place, as entries of a record."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Finding, model
from clientkit.base.fields import Date, EntryId, Id, PersonId, Refers, ResponsibilityId, Text
from clientkit.client.entry import Entry
from clientkit.client.model import Channel, Side

__all__ = ["Acknowledgement", "Interaction", "InteractionKind", "Response"]


@unique
class InteractionKind(Enum):
    """What sort of contact took place."""

    CALL = "call"
    """A call; nothing is in writing until somebody confirms it."""
    MEETING = "meeting"
    """People met, wherever."""
    REVIEW = "review"
    """Something was looked at, and judged."""
    WORKSHOP = "workshop"
    """People worked something out together."""
    MESSAGE = "message"
    """Something in writing."""
    REPORT = "report"
    """A planned report."""


@unique
class Response(Enum):
    """How somebody answered what they were told."""

    READ = "read"
    """They have read it."""
    AGREED = "agreed"
    """They agree."""
    DISPUTED = "disputed"
    """They do not agree."""


@model(kw_only=True)
class Acknowledgement:
    """An answer to what was told before."""

    entry: EntryId
    """The entry that is acknowledged."""
    response: Response
    """How."""


@model(kw_only=True)
class Interaction(Entry):
    """A contact between the parties; `by` is who wrote it down."""

    kind: InteractionKind
    """What sort of contact."""
    channel: Channel | None = None
    """The means."""
    started_by: Side
    """The side that began it."""
    participants: Annotated[tuple[PersonId, ...], Meta(min_length=1, max_length=500)]
    """Who took part, or sent and received it."""
    minutes: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    """How long it took each participant, in minutes."""
    summary: Text | None = None
    """What was said, in words that every participant would agree to."""
    fulfils: Annotated[Id, Refers("touchpoint")] | None = None
    """The touchpoint that it was."""
    fulfils_on: Date | None = None
    """The planned day of the touchpoint's occurrence, where it took place on another."""
    confirms: EntryId | None = None
    """The call or meeting that it confirms in writing."""
    answers: EntryId | None = None
    """The interaction that it answers."""
    tells: Annotated[tuple[EntryId, ...], Meta(max_length=200)] = ()
    """Entries that the participants learned of by it."""
    gives_notice: Annotated[tuple[Annotated[Id, Refers("notice")], ...], Meta(max_length=50)] = ()
    """Duties to tell that it meets."""
    reminds: Annotated[tuple[ResponsibilityId, ...], Meta(max_length=200)] = ()
    """What the client owes that it brought to mind."""
    acknowledges: Annotated[tuple[Acknowledgement, ...], Meta(max_length=200)] = ()
    """What the side that began it acknowledges."""
    needs_reply: bool = False
    """Whether the other side waits for an answer."""
    instructs: Text | None = None
    """What the client's side told us to do."""

    def _invariants(self) -> Iterator[Finding]:
        if self.fulfils_on is not None and self.fulfils is None:
            yield Finding(
                code="communication.fulfils-nothing",
                path="/fulfils_on",
                message=f"{self.id!r} has fulfils_on without fulfils; expected both",
            )
