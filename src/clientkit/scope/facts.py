"""What is there: the days on which the parts of an agreement were reached, delivered, provided."""

import datetime as dt
from collections.abc import Mapping

from clientkit.client.entry import Entry

from .day_count import Calendars, local_day
from .progress import Progress, standing

__all__ = ["Fact", "Facts", "entry_day"]

Fact = tuple[dt.date, Entry]
"""The day on which something was there, and the entry that says so."""


class Facts:
    """What is on record at an instant of each part of an agreement, and of each occurrence.

    Of several entries about one thing the first counts: it was there from then on.
    """

    def __init__(self, progress: Progress, calendars: Calendars, *, at: dt.datetime) -> None:
        today = max(calendars.today, calendars.client_today)
        self._by_name: dict[str, dict[int | None, list[Fact]]] = {}
        found: list[tuple[dt.date, str, str, int | None, Entry]] = []
        for reached in standing(progress.milestones_reached, at=at, today=today):
            day = entry_day(reached, calendars, ours=False)
            found.append((day, reached.id, reached.milestone, reached.occurrence, reached))
        for delivery in standing(progress.deliveries, at=at, today=today):
            day = entry_day(delivery, calendars, ours=True)
            found.append((day, delivery.id, delivery.deliverable, delivery.occurrence, delivery))
        for one in standing(progress.fulfilments, at=at, today=today):
            if one.complete:
                day = entry_day(one, calendars, ours=False)
                found.append((day, one.id, one.responsibility, one.occurrence, one))
        for day, _, name, number, entry in sorted(found, key=lambda one: one[:2]):
            self._by_name.setdefault(name, {}).setdefault(number, []).append((day, entry))

    def once(self, name: str) -> Fact | None:
        """When something was there that happens but once, whatever number an entry gives it."""
        numbers = self._by_name.get(name)
        return None if numbers is None else min((one[0] for one in numbers.values()), key=_order)

    def occurrence(self, name: str, number: int, *, planned: dt.date | None) -> Fact | None:
        """When an occurrence was there.

        An entry that names no occurrence covers each that was planned by its day.
        """
        numbers = self._by_name.get(name, {})
        if number in numbers:
            return numbers[number][0]
        if planned is None:
            return None
        return next((one for one in numbers.get(None, ()) if one[0] >= planned), None)

    def has_later(self, name: str, number: int) -> bool:
        """Whether an occurrence after one is on record."""
        return any(one is not None and one > number for one in self._by_name.get(name, ()))

    def days(self) -> Mapping[str, dt.date]:
        """The first day on record of each part."""
        return {
            name: min(one[0][0] for one in numbers.values())
            for name, numbers in self._by_name.items()
        }


def _order(fact: Fact) -> tuple[dt.date, str]:
    return fact[0], fact[1].id


def entry_day(entry: Entry, calendars: Calendars, *, ours: bool) -> dt.date:
    """The day that an entry bears; of an instant, its day at ours or at the client's."""
    if entry.at is not None:
        return local_day(entry.at, calendars.ours if ours else calendars.client)
    return entry.date or dt.date.min
