"""Which entries of a record count at an instant."""

import datetime as dt
from collections.abc import Mapping

import attrs

from clientkit.base._build import trusted
from clientkit.base.specification import specification
from clientkit.client.corrections import current_ids
from clientkit.client.entry import Entry, instant_of

from .model import ClientRecord

__all__ = ["EntriesInForce", "entries_in_force"]


@attrs.frozen
class EntriesInForce:
    """A record as it stood at an instant: what was known, corrected, in the order of time."""

    record: ClientRecord
    """The record with those entries alone."""
    replaced: Mapping[str, str]
    """For each entry that was corrected, the entry that took its place."""

    def current(self, entry: str) -> str:
        """The id of the entry that stands in the place of one by now."""
        return self.replaced.get(entry, entry)

    def instant(self, entry: Entry) -> dt.datetime:
        """The instant that an entry counts as, in UTC."""
        return instant_of(entry, timezone=self.record.timezone)


def entries_in_force(record: ClientRecord, *, at: dt.datetime) -> EntriesInForce:
    """The entries that are known at an instant, corrections applied, earliest first.

    An entry at that very instant is known; one that bears a day only is known once the day is
    over. A correction takes the place of what it corrects, as soon as it is known itself. Of
    several corrections of one entry the latest counts; corrections in a circle correct nothing.
    Neither the order of the entries nor that of the lists matters, as long as ids are unique.
    """
    zone = record.timezone
    lists = {
        name: sorted(
            (
                (instant_of(entry, timezone=zone), entry.id, entry)
                for entry in getattr(record, name)
            ),
            key=lambda one: one[:2],
        )
        for name in _lists()
    }
    known = {
        name: [entry for instant, _, entry in found if instant <= at]
        for name, found in lists.items()
    }
    replaced = _replaced([entry for found in known.values() for entry in found])
    kept = {
        name: tuple(entry for entry in found if entry.id not in replaced)
        for name, found in known.items()
    }
    values = {field.name: getattr(record, field.name) for field in specification(ClientRecord)}
    return EntriesInForce(trusted(ClientRecord, **(values | kept)), replaced)


def _lists() -> tuple[str, ...]:
    return tuple(field.name for field in specification(ClientRecord) if field.many)


def _replaced(entries: list[Entry]) -> dict[str, str]:
    """The entries that count no more, and those that stand in their places."""
    corrected = {entry.corrects for entry in entries if entry.corrects is not None}
    if not corrected:
        return {}
    concerned = [one for one in entries if one.corrects is not None or one.id in corrected]
    return {old: new for old, new in current_ids(concerned).items() if old != new}
