"""What all entries of a record share."""

import datetime as dt
from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from msgspec import Meta

from clientkit.base import Extensions, Finding, model
from clientkit.base.fields import Date, EntryId, Id, Instant, Internal, Line, PersonId, Text

__all__ = ["Entry", "SharedEntry", "Visibility", "instant_of"]


@unique
class Visibility(Enum):
    """Who may read an entry."""

    TEAM = "team"
    """Our own team alone."""
    SHARED = "shared"
    """The client too."""


@model(kw_only=True)
class Entry:
    """One thing that happened; never edited, only followed by later entries.

    It bears an instant or, where no more is known, a day. For ordering a day counts as its last
    instant in the record's zone.
    """

    _abstract: ClassVar[bool] = True

    id: Id
    """The name that later entries refer to it by, unique among all entries of the record."""
    at: Instant | None = None
    """When it happened, where the instant is known."""
    date: Date | None = None
    """The day on which it happened, where no more is known."""
    by: PersonId
    """The person who did it."""
    clause: Line | None = None
    """Where the agreement speaks of it."""
    note: Internal[Text | None] = None
    """A remark for the team."""
    visibility: Visibility = Visibility.TEAM
    """Who may read it."""
    evidence: Annotated[tuple[Line, ...], Meta(max_length=100)] = ()
    """Texts or links that show it."""
    corrects: EntryId | None = None
    """An earlier entry that this one puts right, and whose place it takes."""
    extensions: Internal[Extensions | None] = None
    """Data of your own."""

    def _invariants(self) -> Iterator[Finding]:
        if (self.at is None) == (self.date is None):
            which = "neither at nor date" if self.at is None else "both at and date"
            yield Finding(
                code="record.at-or-date",
                path="" if self.at is None else "/date",
                message=f"{self.id!r} has {which}; expected one of them",
            )


@model(kw_only=True)
class SharedEntry(Entry):
    """An entry that the client may read unless it says otherwise."""

    _abstract: ClassVar[bool] = True

    visibility: Visibility = Visibility.SHARED
    """Who may read it."""


def instant_of(entry: Entry, *, timezone: str) -> dt.datetime:
    """The instant that an entry counts as when entries are put in order.

    A day counts as its last microsecond in the given zone, whatever the clocks did on it. What in
    UTC would lie before the year 1 or after 9999 counts as that end of the calendar.

    >>> from clientkit.client.entry import Entry, instant_of
    >>> day = Entry(id="x", by="lena", date=dt.date(2026, 3, 29))
    >>> instant_of(day, timezone="Europe/Berlin").isoformat()
    '2026-03-29T21:59:59.999999+00:00'
    """
    if entry.at is not None:
        return _in_utc(entry.at)
    day = entry.date or dt.date.min
    return _in_utc(dt.datetime.combine(day, dt.time.max, ZoneInfo(timezone)).replace(fold=1))


def _in_utc(instant: dt.datetime) -> dt.datetime:
    """The instant in UTC; where that lies beyond the ends of the calendar, the end."""
    try:
        return instant.astimezone(dt.UTC)
    except OverflowError:
        edge = dt.date.min if instant.year == dt.MINYEAR else dt.date.max
        time = dt.time.min if instant.year == dt.MINYEAR else dt.time.max
        return dt.datetime.combine(edge, time, dt.UTC)
