"""What is on record under an agreement, as far as it bears on dates."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, TypeVar

from msgspec import Meta

from clientkit.base import Finding, model
from clientkit.base.fields import Date, EntryId, Id, Text, WorkId
from clientkit.client.corrections import corrected
from clientkit.client.entry import Entry
from clientkit.client.model import Side
from clientkit.client.spans import ends_before_start

from .entries import DelayEvent, Delivery, Fulfilment, MilestoneReached

__all__ = ["Instants", "Progress", "Wait", "is_known", "standing"]

E = TypeVar("E", bound=Entry)
Entries = Meta(max_length=1_000_000)
Instants = Mapping[str, Sequence[dt.datetime]]
"""Instants by the id of what they are about, such as notices by the responsibility told of.

Of what comes round, ``feedback[2]`` names an occurrence.
"""


@model(kw_only=True)
class Wait:
    """A stretch of time in which work waits for somebody, such as for a decision."""

    subject: Id
    """What is waited for, such as the entry of a decision."""
    party: Side
    """Whose turn it is."""
    affects: Annotated[tuple[WorkId, ...], Meta(max_length=1000)] = ()
    """What waits; left out, everything."""
    starts_on: Date
    """The first day of waiting; of a decision, the day after it was needed."""
    ends_on: Date | None = None
    """The last day of waiting; left out, it goes on."""
    text: Text
    """What is waited for, in words that the client may read."""
    entries: Annotated[tuple[EntryId, ...], Meta(max_length=100)] = ()
    """The entries that show it."""

    def _invariants(self) -> Iterator[Finding]:
        yield from ends_before_start("scope", self.starts_on, self.ends_on)


@model(kw_only=True)
class Progress:
    """What is on record that moves dates.

    Entries of days after the one asked about are not looked at; a correction takes the place of
    what it corrects.
    """

    milestones_reached: Annotated[tuple[MilestoneReached, ...], Entries] = ()
    """Milestones that were reached."""
    deliveries: Annotated[tuple[Delivery, ...], Entries] = ()
    """What was delivered."""
    fulfilments: Annotated[tuple[Fulfilment, ...], Entries] = ()
    """What the client provided."""
    delay_events: Annotated[tuple[DelayEvent, ...], Entries] = ()
    """What held the work up."""
    waits: Annotated[tuple[Wait, ...], Entries] = ()
    """What the work waited for besides, such as decisions past the day they were needed by."""
    is_kept: bool = True
    """Whether a record is kept at all; without one nothing that is not there is called late."""


def is_known(entry: Entry, *, at: dt.datetime, today: dt.date) -> bool:
    """Whether an entry had happened at an instant; one that bears a day, on that day."""
    if entry.at is not None:
        return entry.at <= at
    return entry.date is not None and entry.date <= today


def standing(entries: Iterable[E], *, at: dt.datetime, today: dt.date) -> tuple[E, ...]:
    """The entries that count at an instant: known by then, corrections in their places."""
    known = tuple(one for one in entries if is_known(one, at=at, today=today))
    if all(one.corrects is None for one in known):
        return known
    return corrected(known)
