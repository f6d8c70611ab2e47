"""How often the parts of an agreement come round, by the dates that the agreement names."""

import datetime as dt
from collections.abc import Mapping

import attrs

from clientkit.base import Due, TermUnit

from .day_count import UNCOUNTABLE, Calendars
from .model import ClientResponsibility, Deliverable, Milestone, Repeats
from .unknown import NotKnown, UnknownDate

__all__ = ["Item", "Numbers", "Rhythms", "is_single"]

Item = Milestone | Deliverable | ClientResponsibility

_SERIES = 500
"""So many occurrences of a milestone are looked at, and no more."""
_TOTAL = 30_000
"""So many of all milestones together."""
_NESTED = 50
"""So many points may hang on one another for the rhythm of a milestone to be worked out."""


@attrs.frozen
class Numbers:
    """The occurrences of something that comes round."""

    root: str
    """The milestone whose rhythm it has."""
    first: int
    last: int
    ends: bool = True
    """Whether there are no more than these."""


class Rhythms:
    """The numbers of the occurrences of each part of an agreement.

    They follow from the dates that the agreement names, and from the record for those that it does
    not name.
    """

    def __init__(
        self,
        items: Mapping[str, Item],
        until: Due | None,
        calendars: Calendars,
        recorded: Mapping[str, dt.date],
    ) -> None:
        self._items = items
        self._until = until
        self._calendars = calendars
        self._recorded = recorded
        self._left = _TOTAL
        self._numbers: dict[str, Numbers | NotKnown | None] = {}
        self._rhythms: dict[str, Numbers | NotKnown] = {}

    def numbers(self, name: str) -> Numbers | NotKnown | None:
        """The occurrences of something; none where it does not come round."""
        path: dict[str, Due] = {}
        here = name
        while here not in self._numbers:
            item = self._items.get(here)
            due = None if item is None else item.due
            if isinstance(item, Milestone) and item.repeats is not None:
                self._numbers[here] = self._rhythm(item, item.repeats, 0)
            elif due is None or due.anchor is None or here in path or is_single(due):
                self._numbers[here] = None
            else:
                path[here] = due
                here = due.anchor
        found = self._numbers[here]
        for one, due in reversed(path.items()):
            found = _narrowed(found, due) if isinstance(found, Numbers) else found
            self._numbers[one] = found
        return self._numbers[name]

    def _rhythm(self, milestone: Milestone, repeats: Repeats, depth: int) -> Numbers | NotKnown:
        if milestone.id not in self._rhythms:
            self._rhythms[milestone.id] = _CIRCLE
            self._rhythms[milestone.id] = self._counted(milestone, repeats, depth)
        return self._rhythms[milestone.id]

    def _counted(self, milestone: Milestone, repeats: Repeats, depth: int) -> Numbers | NotKnown:
        """The occurrences of a milestone; of one without a known end, one to come."""
        name, title = milestone.id, milestone.title
        start = self._day_of(repeats.starts, depth + 1)
        if isinstance(start, NotKnown):
            why = f"nobody can tell when {title} first comes: {start.because}"
            return NotKnown(start.kind, why)
        until = repeats.until or self._until
        end = None if until is None else self._day_of(until, depth + 1)
        last = end if isinstance(end, dt.date) else self._calendars.client_today
        unit, count = repeats.every.unit, repeats.every.count
        for step in range(1, min(_SERIES + 2, self._left)):
            self._left -= 1
            day = self._moved(start, unit, step * count)
            if isinstance(day, NotKnown):
                return day
            if day > last:
                number = repeats.first + step - 1
                if isinstance(end, dt.date):
                    return Numbers(name, repeats.first, number - 1)
                return Numbers(name, repeats.first, number, ends=False)
        why = f"{title} comes round more often than is looked at"
        return NotKnown(UnknownDate.TOO_MANY, why)

    def _day_of(self, due: Due, depth: int, *, ours: bool = False) -> dt.date | NotKnown:
        """The day that a due text means by the agreement alone."""
        if due.on is not None:
            return due.on
        if depth > _NESTED:
            return _CIRCLE
        item = self._items.get(due.anchor or "")
        if item is None:
            return NotKnown(UnknownDate.NO_DATE, f"{due.anchor} is not in the agreement")
        day = self._day_of_item(item, due, depth)
        if due.offset is None or isinstance(day, NotKnown):
            return day
        count = -due.offset.count if due.before else due.offset.count
        return self._moved(day, due.offset.unit, count, ours=ours)

    def _day_of_item(self, item: Item, due: Due, depth: int) -> dt.date | NotKnown:
        """The day of what a due text hangs on, or of the occurrence that it names."""
        if isinstance(item, Milestone) and item.repeats is not None:
            if not is_single(due):
                return NotKnown(UnknownDate.NO_OCCURRENCE, f"{item.title} comes more than once")
            numbers = self._rhythm(item, item.repeats, depth + 1)
            if isinstance(numbers, NotKnown):
                return numbers
            wanted = due.first or 0
            steps = (wanted if wanted >= 0 else wanted + numbers.last + 1) - item.repeats.first + 1
            start = self._day_of(item.repeats.starts, depth + 1)
            if isinstance(start, NotKnown):
                return start
            return self._moved(start, item.repeats.every.unit, steps * item.repeats.every.count)
        if item.due is not None:
            return self._day_of(item.due, depth + 1, ours=isinstance(item, Deliverable))
        if item.id in self._recorded:
            return self._recorded[item.id]
        return NotKnown(UnknownDate.RECORD_ONLY, f"the date of {item.title} is not known yet")

    def _moved(
        self, day: dt.date, unit: TermUnit, count: int, *, ours: bool = False
    ) -> dt.date | NotKnown:
        try:
            return self._calendars.moved(day, unit, count, ours=ours)
        except UNCOUNTABLE:
            return NotKnown(UnknownDate.TOO_FAR, "it lies too far away to be counted")


def is_single(due: Due) -> bool:
    """Whether a due text names one occurrence."""
    return due.first is not None and due.first == due.last


def _narrowed(numbers: Numbers, due: Due) -> Numbers:
    first = numbers.first if due.first is None else max(numbers.first, due.first)
    last, ends = numbers.last, numbers.ends
    if due.last is not None and due.last <= last:
        last, ends = due.last, True
    return Numbers(numbers.root, first, last, ends)


_CIRCLE = NotKnown(UnknownDate.CIRCLE, "what it hangs on hangs on itself, or on too many others")
