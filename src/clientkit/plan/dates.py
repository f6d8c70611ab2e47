"""When things are due.

A date may be a day, or hang on a named point: a milestone, a deliverable, a responsibility. What
the record says of that point comes first (it was reached, delivered, provided), then the plan. A
point that comes round has numbered occurrences, and so has everything that hangs on each of them.
"""

import datetime as dt
from collections.abc import Mapping
from functools import partial

import attrs

from clientkit.base import Due
from clientkit.client.model import Side
from clientkit.scope.model import ClientResponsibility, Deliverable, Milestone, ScopeAgreement

from .moments import Moment, PartyTime, Unknown, moment_at, moved
from .parties import Parties
from .rhythms import MOST, Series, last_number, last_where

__all__ = ["Dates", "Numbers"]

_NESTED = 50
"""Points that come round may hang on one another so deep."""

Item = Milestone | Deliverable | ClientResponsibility
Recorded = Mapping[tuple[str, int | None], Moment]


@attrs.frozen
class Numbers:
    """The numbers of the occurrences of something that comes round."""

    root: str
    """The milestone whose rhythm it has."""
    first: int
    """The first number."""
    last: int | None
    """The last number, below the first where there is none at all; none where it is not known."""


class Dates:
    """The dates of an agreement, as far as the plan and the record tell them.

    A Due of the form `on X` means the day of X. Terms count as for whoever must act: an item's
    owner, or else the provider for a deliverable and the client for everything else.
    """

    def __init__(
        self, scope: ScopeAgreement | None, parties: Parties, recorded: Recorded | None = None
    ) -> None:
        self._scope = scope
        self._parties = parties
        self._recorded = recorded or {}
        self._items: dict[str, Item] = {}
        if scope is not None:
            for items in (scope.responsibilities, scope.deliverables, scope.milestones):
                self._items.update((item.id, item) for item in items)
        self._series: dict[str, Series | Unknown] = {}
        self._numbers: dict[str, Numbers | None] = {}
        self._planned: dict[tuple[str, int | None], Moment | Unknown] = {}
        self._actual: dict[tuple[str, int | None], Moment | Unknown] = {}
        self._depth = 0

    def title(self, item: str) -> str:
        """What a named point is called; its id where the plan does not know it."""
        return self._items[item].title if item in self._items else item

    def owner(self, item: str) -> str | Side:
        """Who must see to an item, or the side that owes it."""
        node = self._items.get(item)
        if isinstance(node, Deliverable):
            return node.owner or Side.PROVIDER
        return (node.owner if isinstance(node, ClientResponsibility) else None) or Side.CLIENT

    def zone(self, item: str) -> str:
        """The zone in which an item's days end."""
        return self._parties.zone_of(self.owner(item))

    def numbers(self, item: str) -> Numbers | None:
        """The numbers of an item's occurrences; none where it does not come round."""
        path: dict[str, Due] = {}
        here = item
        while here not in self._numbers:
            node = self._items.get(here)
            due = getattr(node, "due", None)
            if isinstance(node, Milestone) and node.repeats is not None:
                series = self._series_of(node)
                last = series.last if isinstance(series, Series) else None
                self._numbers[here] = Numbers(here, node.repeats.first, last)
            elif due is None or due.anchor is None or here in path or _is_single(due):
                self._numbers[here] = None
            else:
                path[here] = due
                here = due.anchor
        found = self._numbers[here]
        for name, due in reversed(path.items()):
            found = found and _narrowed(found, due)
            self._numbers[name] = found
        return self._numbers[item]

    def numbers_of(self, due: Due) -> Numbers | None:
        """The numbers of what is due with a point that comes round; none where that is but once."""
        if due.anchor is None or _is_single(due):
            return None
        numbers = self.numbers(due.anchor)
        return numbers and _narrowed(numbers, due)

    def of(self, item: str, number: int | None = None) -> Moment | Unknown:
        """When an item is due, or was there, or one occurrence of it."""
        return self._walk(item, number, self._recorded, self._actual)

    def planned(self, item: str, number: int | None = None) -> Moment | Unknown:
        """When an item is due by the plan alone, or one occurrence of it."""
        return self._walk(item, number, {}, self._planned)

    def due(self, item: str, number: int | None = None) -> Moment | Unknown:
        """When an item is due, from what its date hangs on as far as that is on record."""
        node = self._items.get(item)
        if node is None or isinstance(node, Milestone):
            return self.planned(item, number)
        if node.due is None:
            return Unknown("the agreement names no date for it")
        return self.resolve(node.due, number, by=self.owner(item))

    def resolve(self, due: Due, number: int | None = None, *, by: str | Side) -> Moment | Unknown:
        """The moment that a Due means to who must act; of what comes round, for one occurrence."""
        if due.on is not None:
            return Moment(due.on)
        anchor, wanted = self._anchor(due, number)
        if isinstance(wanted, Unknown):
            return wanted
        return _shifted(self.of(anchor, wanted), due, self._parties.time_of(by))

    def passed(self, item: str, *, now: dt.datetime) -> int | None:
        """The number of the latest occurrence that should be there by the plan; none without one.

        Counted by the item's own dates or, where nobody can tell those, by the milestone's that
        it comes round with. Where neither is known, none.
        """
        numbers = self.numbers(item)
        if numbers is None:
            return None
        last = MOST if numbers.last is None else min(numbers.last, MOST)
        for name in (item, numbers.root):
            if isinstance(self.planned(name, numbers.first), Unknown):
                continue
            found = last_where(partial(self._is_due, name, now=now), numbers.first, last)
            return found if found >= numbers.first else None
        return None

    def _is_due(self, item: str, number: int, *, now: dt.datetime) -> bool:
        moment = self.planned(item, number)
        zone = self.zone(item)
        return isinstance(moment, Moment) and moment.day <= moment_at(now, zone).day

    def _anchor(self, due: Due, number: int | None) -> tuple[str, int | Unknown | None]:
        """The point that a Due hangs on, and which occurrence of it."""
        anchor = due.anchor or ""
        numbers = self.numbers(anchor)
        if numbers is None:
            return anchor, None
        if not _is_single(due):
            wanted = number
        elif (due.first or 0) >= 0:
            wanted = due.first
        elif numbers.last is None:
            return anchor, Unknown(f"the last occurrence of {self.title(anchor)} is not known")
        else:
            wanted = numbers.last + 1 + (due.first or 0)
        if wanted is None:
            return anchor, Unknown(f"{self.title(anchor)} comes round, and no occurrence is named")
        return anchor, wanted

    def _walk(
        self,
        item: str,
        number: int | None,
        recorded: Recorded,
        memo: dict[tuple[str, int | None], Moment | Unknown],
    ) -> Moment | Unknown:
        """Climb from point to point to one that is known, then count back down."""
        path: dict[tuple[str, int | None], Due] = {}
        start = here = (item, number if self.numbers(item) is not None else None)
        while here not in memo:
            name, occurrence = here
            node = self._items.get(name)
            due = getattr(node, "due", None)
            if here in recorded:
                memo[here] = recorded[here]
            elif isinstance(node, Milestone) and node.repeats is not None:
                memo[here] = self._planned_of(node, occurrence)
            elif due is None:
                memo[here] = Unknown(_no_date(node, name))
            elif due.on is not None:
                memo[here] = Moment(due.on)
            elif here in path:
                memo[here] = Unknown(f"the date of {self.title(name)} hangs on itself")
            else:
                path[here] = due
                anchor, wanted = self._anchor(due, occurrence)
                if isinstance(wanted, Unknown):
                    memo[here] = wanted
                else:
                    here = (anchor, wanted)
        found = memo[here]
        for key, due in reversed(path.items()):
            if key not in memo:
                memo[key] = found = _shifted(found, due, self._parties.time_of(self.owner(key[0])))
        return memo[start]

    def _planned_of(self, milestone: Milestone, number: int | None) -> Moment | Unknown:
        series = self._series_of(milestone)
        if isinstance(series, Unknown):
            return series
        if number is None:
            return Unknown(f"{milestone.title} comes round, and no occurrence is named")
        if number < series.first or (series.last is not None and number > series.last):
            return Unknown(f"{milestone.title} has no occurrence {number}")
        return series.moment(number)

    def _series_of(self, milestone: Milestone) -> Series | Unknown:
        if milestone.id not in self._series:
            if self._depth >= _NESTED:
                return Unknown("its date hangs on too many others")
            self._series[milestone.id] = Unknown(f"the date of {milestone.title} hangs on itself")
            self._depth += 1
            self._build(milestone)
            self._depth -= 1
            self._numbers.clear()  # some may have been asked for before the last one was known
        return self._series[milestone.id]

    def _build(self, milestone: Milestone) -> None:
        """Settle the rhythm of a milestone; its end may hang on one of its own occurrences."""
        repeats = milestone.repeats
        if repeats is None:
            return
        time = self._parties.time_of(Side.CLIENT)
        start = self.resolve(repeats.starts, by=Side.CLIENT)
        if isinstance(start, Unknown):
            self._series[milestone.id] = start
            return
        series = Series(repeats.first, start, repeats.every, time, None)
        if isinstance(first := series.moment(repeats.first), Unknown):
            self._series[milestone.id] = first
            return
        self._series[milestone.id] = series
        until = self._end(repeats.until)
        if isinstance(until, Moment):
            self._series[milestone.id] = attrs.evolve(series, last=last_number(series, until))

    def _end(self, until: Due | None) -> Moment | Unknown | None:
        if until is None and self._scope is not None and self._scope.period is not None:
            until = self._scope.period.ends
        return None if until is None else self.resolve(until, by=Side.CLIENT)


def _is_single(due: Due) -> bool:
    return due.first is not None and due.first == due.last


def _narrowed(numbers: Numbers, due: Due) -> Numbers:
    first = numbers.first if due.first is None else max(numbers.first, due.first)
    last = numbers.last
    if due.last is not None:
        last = due.last if last is None else min(last, due.last)
    return Numbers(numbers.root, first, last)


def _shifted(found: Moment | Unknown, due: Due, time: PartyTime) -> Moment | Unknown:
    if isinstance(found, Unknown):
        return found
    if due.offset is None:
        return Moment(found.day)
    return moved(found, due.offset, time, back=due.before)


def _no_date(node: Item | None, name: str) -> str:
    if node is None:
        return f"{name} is not in the agreement"
    if isinstance(node, Milestone):
        return f"the date of {node.title} is not known"
    return f"the agreement names no date for {node.title}"
