"""What hangs on what in an agreement: each milestone, deliverable and responsibility as a node.

What comes round has a node for each occurrence.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, unique
from functools import cache

import attrs

from clientkit.base import Due, TermUnit

from .day_count import Calendars
from .model import Deliverable, Milestone, ScopeAgreement
from .rhythm import Item, Numbers, Rhythms, is_single
from .unknown import NotKnown, UnknownDate

__all__ = ["ItemKind", "Key", "Network", "Node", "thing"]

Key = tuple[str, int | None]
"""The id of a part of the agreement, and the number of the occurrence where it comes round."""

_NODES = 30_000
"""So many nodes are made before what comes round has none any more."""


@unique
class ItemKind(Enum):
    """What sort of part of an agreement a date is about."""

    MILESTONE = "milestone"
    """A named point in time."""
    DELIVERABLE = "deliverable"
    """Something that we hand over or do."""
    RESPONSIBILITY = "responsibility"
    """Something that the client owes."""


@attrs.define
class Node:
    """A part of the agreement, or one occurrence of it, and what its date follows from."""

    key: Key
    item: Item
    kind: ItemKind
    agreed: dt.date | NotKnown | None = None
    """The day that the agreement names."""
    anchor: Key | None = None
    """The node that its date is counted from."""
    terms: tuple[tuple[TermUnit, int], ...] = ()
    """What is counted from there, one after the other; backwards where negative."""
    needs: tuple[Key, ...] = ()
    """What must be there first."""
    work: int | None = None
    """How many of our working days it takes then."""
    is_single: bool = True
    """Whether it does not come round."""

    @property
    def ours(self) -> bool:
        """Whether we are the ones who must act."""
        return self.kind is ItemKind.DELIVERABLE


class Network:
    """The nodes of an agreement, by key."""

    def __init__(
        self, agreement: ScopeAgreement, calendars: Calendars, recorded: Mapping[str, dt.date]
    ) -> None:
        self._agreement = agreement
        self._items: dict[str, tuple[Item, ItemKind]] = {}
        for kind, items in (
            (ItemKind.RESPONSIBILITY, agreement.responsibilities),
            (ItemKind.DELIVERABLE, agreement.deliverables),
            (ItemKind.MILESTONE, agreement.milestones),
        ):
            one: Item
            for one in items:
                self._items[one.id] = (one, kind)
        known = {name: item for name, (item, _) in self._items.items()}
        until = None if agreement.period is None else agreement.period.ends
        self._numbers = cache(Rhythms(known, until, calendars, recorded).numbers)
        self.nodes: dict[Key, Node] = {}
        """The nodes, in the order of the agreement's milestones, deliverables, responsibilities."""
        needed = self._needed()
        for kind in ItemKind:
            for name, (one, its_kind) in self._items.items():
                if its_kind is kind:
                    self._add(name, one, kind, needed.get(name, ()))

    def title(self, name: str) -> str:
        """What to call a part of the agreement; its id where there is none."""
        return self._items[name][0].title if name in self._items else name

    def _needed(self) -> dict[str, tuple[str, ...]]:
        """What each part waits for, by the parts' own words and by those of what it waits for."""
        found: dict[str, dict[str, None]] = {}
        for deliverable in self._agreement.deliverables:
            found.setdefault(deliverable.id, {}).update(dict.fromkeys(deliverable.depends_on))
        for owed in self._agreement.responsibilities:
            for name in owed.needed_for:
                found.setdefault(name, {})[owed.id] = None
        return {name: tuple(others) for name, others in found.items()}

    def _add(self, name: str, item: Item, kind: ItemKind, needs: tuple[str, ...]) -> None:
        numbers = self._numbers(name)
        work = item.working_days if isinstance(item, Deliverable) else None
        if isinstance(numbers, Numbers) and len(self.nodes) > _NODES:
            numbers = NotKnown(UnknownDate.TOO_MANY, "more come round than are looked at")
        if isinstance(numbers, NotKnown):
            self._put(Node((name, None), item, kind, agreed=numbers, is_single=False), ())
        elif numbers is None:
            node = Node((name, None), item, kind, work=work)
            self._hang(node, item.due)
            self._put(node, self._single(needs))
        else:
            for number in range(numbers.first, numbers.last + 1):
                node = Node((name, number), item, kind, work=work, is_single=False)
                if isinstance(item, Milestone) and item.repeats is not None:
                    self._hang(node, item.repeats.starts)
                    steps, every = number - item.repeats.first + 1, item.repeats.every
                    node.terms += ((every.unit, steps * every.count),)
                else:
                    self._hang(node, item.due)
                self._put(node, self._numbered(needs, numbers.root, number))

    def _put(self, node: Node, needs: Iterable[Key]) -> None:
        node.needs = tuple(needs)
        self.nodes[node.key] = node

    def _hang(self, node: Node, due: Due | None) -> None:
        """Say what the date of a node is counted from."""
        if due is None:
            return
        if due.on is not None:
            node.agreed = due.on
            return
        anchor = self._anchor(due, node.key[1])
        if isinstance(anchor, NotKnown):
            node.agreed = anchor
            return
        node.anchor = anchor
        if due.offset is not None:
            count = due.offset.count
            node.terms = ((due.offset.unit, -count if due.before else count),)

    def _single(self, needs: Iterable[str]) -> Iterator[Key]:
        """What something waits for that happens once: of what comes round, the last.

        Where there is no such thing, a key that no node has, or one without a date.
        """
        for name in needs:
            numbers = self._numbers(name)
            if isinstance(numbers, Numbers) and numbers.ends and numbers.last >= numbers.first:
                yield name, numbers.last
            else:
                yield name, None

    def _numbered(self, needs: Iterable[str], root: str, number: int) -> Iterator[Key]:
        """What an occurrence waits for: of what comes round alike, the one of its number."""
        for name in needs:
            numbers = self._numbers(name)
            if not isinstance(numbers, Numbers) or numbers.root != root:
                yield name, None
            elif numbers.first <= number <= numbers.last:
                yield name, number

    def _anchor(self, due: Due, number: int | None) -> Key | NotKnown:
        """The node that a date hangs on."""
        name = due.anchor or ""
        if name not in self._items:
            return NotKnown(UnknownDate.NO_DATE, f"{name} is not in the agreement")
        numbers = self._numbers(name)
        if numbers is None:
            return name, None
        title = self.title(name)
        if isinstance(numbers, NotKnown):
            return NotKnown(UnknownDate.HANGS_ON_UNKNOWN, f"it hangs on {title}: {numbers.because}")
        wanted = number
        if is_single(due):
            wanted = due.first or 0
            if wanted < 0:
                if not numbers.ends:
                    return NotKnown(
                        UnknownDate.NO_OCCURRENCE,
                        f"it hangs on the end of {title}, which nobody knows",
                    )
                wanted += numbers.last + 1
        if wanted is None or not numbers.first <= wanted <= numbers.last:
            which = "an occurrence" if wanted is None else f"occurrence {wanted}"
            return NotKnown(
                UnknownDate.NO_OCCURRENCE, f"it hangs on {which} of {title}, which does not come"
            )
        return name, wanted


def thing(title: str, number: int | None) -> str:
    """What to call something, or one occurrence of it."""
    return title if number is None else f"{title} {number}"
