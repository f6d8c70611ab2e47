"""What could not be read of a document, and what therefore cannot be concluded."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from clientkit.base import Finding, Place
from clientkit.base.rules import Rule

from .model import ClientPlan, ClientRecord
from .references import ENTRY_KINDS, LISTS

__all__ = ["Mask", "Unread", "Unsure"]


@attrs.frozen(kw_only=True)
class Unread:
    """The parts of a document that a model of it lacks."""

    places: tuple[str, ...] = ()
    """What was refused, as JSON Pointers into the document."""
    dropped: Mapping[str, list[int]] = MappingProxyType({})
    """Items that the model's lists lack, by the list's pointer, in the document's own count."""
    ids: frozenset[str] = frozenset()
    """The ids of such items: they are refused, not unknown."""


@attrs.frozen(kw_only=True)
class Unsure:
    """What could not be read of the definitions, so that nobody can say what is unknown."""

    kinds: frozenset[str] = frozenset()
    """Kinds of things of which some ids are not known."""
    ids: frozenset[str] = frozenset()
    """Ids of things that were refused themselves."""

    @classmethod
    def of(cls, model: ClientPlan | ClientRecord, unread: Unread) -> "Unsure":
        """What is not known of the ids that a document defines.

        A kind of thing is uncertain where its list, or an id in it, could not be read.
        """
        if not unread.places:
            return cls(ids=unread.ids)
        if isinstance(model, ClientPlan):
            lists = {"/" + "/".join(names): kind for names, kind in LISTS.items()}
        else:
            lists = {f"/{name}": kind for name, kind in ENTRY_KINDS.items()}
        places = set(unread.places)
        unknown = {path for path in lists if places.intersection(_ancestors(path))}
        for place in places:
            if place.endswith("/id"):
                unknown.update(path for path in lists if place.startswith(f"{path}/"))
        kinds = {lists[path] for path in unknown}
        if kinds.intersection(ENTRY_KINDS.values()):
            kinds.add("entry")
        return cls(kinds=frozenset(kinds), ids=unread.ids)


class Mask:
    """Keeps back findings that depend on something that could not be read."""

    def __init__(self, unread: Unread) -> None:
        self._dropped = unread.dropped
        self._places: set[str] = set()
        self._above: set[str] = set()
        self._items: set[str] = set()
        self._mask(unread.places)

    def structural(self, *judged: tuple[Rule[Any], Iterable[Finding]]) -> Iterator[Finding]:
        """Findings about ids; later rules conclude nothing from the places of these.

        An id that is given twice does not make right what its item refers to.
        """
        places: set[str] = set()
        for rule, findings in judged:
            for finding in self.through(rule, findings):
                places.update(place.path for place in (finding, *finding.related))
                yield finding
        self._mask(places)

    def through(
        self, rule: Rule[Any], findings: Iterable[Finding], *, prefix: str = ""
    ) -> Iterator[Finding]:
        """The findings of a rule that depend on nothing masked, at their places in the document.

        `prefix` is where the rule's subject stands in the document.
        """
        if self._places and any(self._touches(prefix + read) for read in rule.reads):
            return
        for finding in findings:
            placed = self._in_document(finding)
            if not any(self._hides(place.path) for place in (placed, *placed.related)):
                yield placed

    def _mask(self, places: Iterable[str]) -> None:
        for place in places:
            self._places.add(place)
            self._above.update(_ancestors(place))
            self._items.add(_item(place))

    def _touches(self, read: str) -> bool:
        """Whether something masked lies at, in or around a place."""
        return read in self._above or not self._places.isdisjoint(_ancestors(read))

    def _hides(self, path: str) -> bool:
        while path:
            if path in self._items:
                return True
            path = path.rpartition("/")[0]
        return "" in self._items

    def _in_document(self, finding: Finding) -> Finding:
        if not self._dropped:
            return finding
        return attrs.evolve(
            finding,
            path=self._counted(finding.path),
            related=tuple(Place(path=self._counted(place.path)) for place in finding.related),
        )

    def _counted(self, path: str) -> str:
        """A path of the model with the indices of the document."""
        here = ""
        for part in path.split("/")[1:]:
            shifted = part
            if here in self._dropped and part.isdecimal():
                index = int(part)
                for gone in self._dropped[here]:
                    index += gone <= index
                shifted = str(index)
            here += f"/{shifted}"
        return here


def _ancestors(path: str) -> Iterator[str]:
    """A place, and all that it lies in."""
    while path:
        yield path
        path = path.rpartition("/")[0]
    yield ""


def _item(path: str) -> str:
    """The item of a list that a place lies in, or the place itself."""
    parts = path.split("/")
    for length in range(len(parts), 0, -1):
        if parts[length - 1].isdecimal():
            return "/".join(parts[:length])
    return path
