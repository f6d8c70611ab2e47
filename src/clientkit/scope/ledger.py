"""Which entries count at an instant."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import TypeVar

from clientkit.client.corrections import current_ids
from clientkit.client.entry import Entry, instant_of
from clientkit.worktime.zones import zone_of

from .times import day_in, require_instant

__all__ = ["NOTHING_REPLACED", "Ledger"]

E = TypeVar("E", bound=Entry)

NOTHING_REPLACED: Mapping[str, str] = MappingProxyType({})
"""No entry was corrected elsewhere."""


class Ledger:
    """The entries that are known at an instant, corrections applied, earliest first.

    An entry at that very instant is known; one that bears a day only is known once the day is over
    in the ledger's zone. What names a corrected entry means its correction. ``replaced`` says so of
    entries that were corrected before the lists came here.

    Raises:
        InvalidArgumentError: The instant has no offset.
        InvalidValueError: There is no such zone.
    """

    def __init__(
        self,
        *lists: Iterable[Entry],
        at: dt.datetime,
        timezone: str,
        replaced: Mapping[str, str] = NOTHING_REPLACED,
    ) -> None:
        require_instant("at", at)
        zone_of(timezone)
        self.at = at
        """The instant asked about."""
        self._timezone = timezone
        self._replaced = replaced
        self._current = current_ids(one for one in chain(*lists) if self.instant(one) <= at)

    def instant(self, entry: Entry) -> dt.datetime:
        """The instant that an entry counts as, in UTC."""
        return instant_of(entry, timezone=self._timezone)

    def day(self, entry: Entry) -> dt.date:
        """The day of an entry."""
        return entry.date or day_in(self.instant(entry), self._timezone)

    def current(self, name: str) -> str:
        """The id of the entry that stands in the place of one by now."""
        name = self._replaced.get(name, name)
        return self._current.get(name, name)

    def standing(self, entries: Iterable[E]) -> tuple[E, ...]:
        """The entries of a list that count, earliest first; of one instant, in the order of ids."""
        kept = [
            (instant, one.id, one)
            for one in entries
            if (instant := self.instant(one)) <= self.at and self.current(one.id) == one.id
        ]
        return tuple(one for *_, one in sorted(kept, key=lambda timed: timed[:2]))
