"""Whether a record is as it was sealed, and where it is not."""

from bisect import bisect_left
from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import model, pointer
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Line
from clientkit.client.entry import Entry

from .model import ClientRecord
from .references import entry_lists
from .seal_chain import (
    LinkKind,
    Seal,
    SealLink,
    chain,
    commitment,
    contents,
    leaf,
    leaf_of_fields,
)

__all__ = ["SealCheck", "SealFault", "SealFaultKind", "verify"]

Ids = Annotated[tuple[Id, ...], Meta(max_length=10_000_000)]


@unique
class SealFaultKind(Enum):
    """What is not as it was sealed."""

    CHANGED = "changed"
    """An entry says something else, or the record is that of another plan or zone."""
    REMOVED = "removed"
    """An entry is gone."""
    INSERTED = "inserted"
    """An entry stands among or before sealed ones, or bears the id of a sealed one."""
    REORDERED = "reordered"
    """An entry stands at another place of its list."""
    SEAL = "seal"
    """The seal itself does not hold together, or is not the one whose head was noted."""


@model(kw_only=True)
class SealFault:
    """One place where a record is not as it was sealed."""

    kind: SealFaultKind
    """What is wrong."""
    path: Annotated[str, Meta(max_length=1000)]
    """Where in the record, as a JSON Pointer (:rfc:`6901`); of what is gone, where it was."""
    entry: Id | None = None
    """The entry."""
    text: Line
    """What is wrong, in words."""


@model(kw_only=True)
class SealCheck:
    """What came out when a record was compared with its seal."""

    faults: Annotated[tuple[SealFault, ...], Meta(max_length=10_000_000)] = ()
    """Where the record is not as it was sealed."""
    added: Ids = ()
    """Entries that were added since, at the ends of their lists; the seal says nothing of them."""
    erased: Ids = ()
    """Entries of which something was erased, or that were erased as a whole, as the seal notes."""

    @property
    def intact(self) -> bool:
        """Whether everything that was sealed is as it was, but for what the seal says is erased."""
        return not self.faults


def verify(record: ClientRecord, seal: Seal, *, head: str | None = None) -> SealCheck:
    """Compare a record with its seal: which entries were changed, removed, inserted or moved.

    `head` is one that was noted or handed out earlier. Without it a seal proves nothing against
    whoever can replace record and seal together; with it the seal must contain the chain that had
    this head, so that nothing up to there can have been made anew.

    Entries added at the end of a list since are no fault. Instants are compared as instants: the
    same one with another offset from UTC is the same. Not sealed are the record's `extensions` (not
    those of its entries), its `$schema` and its version of the format.

    >>> import datetime as dt, itertools
    >>> from clientkit.base import decode, evolve
    >>> from clientkit.plan.sealing import seal
    >>> record = decode(ClientRecord, {
    ...     "clientkit": "1", "plan": "web", "timezone": "Europe/Berlin", "deliveries": [
    ...         {"id": "d1", "deliverable": "design", "date": "2026-04-17", "by": "pm"},
    ...         {"id": "d2", "deliverable": "site", "date": "2026-08-25", "by": "pm"}]})
    >>> count = itertools.count()
    >>> sealed = seal(record, salt=lambda: next(count).to_bytes(32, "big"))  # for this page only
    >>> verify(record, sealed, head=sealed.head).intact
    True
    >>> later = evolve(record.deliveries[0], date=dt.date(2026, 4, 18))
    >>> [fault.text for fault in verify(evolve(record, deliveries=[later]), sealed).faults]
    ["'d1' of deliveries was changed", "'d2' of deliveries was removed"]
    """
    check = _Check(record, seal)
    faults = [*check.of_seal(head), *check.of_record()]
    return SealCheck(faults=tuple(faults), added=tuple(check.added), erased=tuple(check.erased))


class _Check:
    def __init__(self, record: ClientRecord, seal: Seal) -> None:
        self._record = record
        self._seal = seal
        self._links: dict[str, list[SealLink]] = {}
        """The links of each entry; a record gives each id once."""
        for link in seal.links:
            self._links.setdefault(link.id, []).append(link)
        self.added: list[str] = []
        self.erased = [name for name, links in self._links.items() if len(links) > 1]

    def of_seal(self, head: str | None) -> Iterator[SealFault]:
        """What is wrong with the seal alone."""
        hashes = list(chain(self._seal))
        if hashes[-1] != self._seal.head:
            yield _fault(SealFaultKind.SEAL, "", None, "the seal was changed: its head is another")
        if head is not None and head not in hashes:
            yield _fault(SealFaultKind.SEAL, "", None, "the seal never had the head that was noted")
        for name, links in self._links.items():
            if not _hang_together(links):
                text = f"the seal was changed where it speaks of {name!r}"
                yield _fault(SealFaultKind.SEAL, "", name, text)

    def of_record(self) -> Iterator[SealFault]:
        """What is wrong with the record."""
        for name in ("plan", "timezone"):
            now, then = getattr(self._record, name), getattr(self._seal, name)
            if now != then:
                text = f"{name} was {then!r} and is another"
                yield _fault(SealFaultKind.CHANGED, pointer(name), None, text)
        lists = entry_lists(self._record)
        seen: set[str] = set()
        for name, entries in lists.items():
            yield from self._of_list(name, entries, seen)
        for entry, links in self._links.items():
            if entry not in seen and links[-1].kind is not LinkKind.REMOVAL:
                where = links[0].list
                text = f"{entry!r} of {where} was removed"
                yield _fault(SealFaultKind.REMOVED, pointer(where), entry, text)

    def _of_list(
        self, name: str, entries: tuple[Entry, ...], seen: set[str]
    ) -> Iterator[SealFault]:
        sealed: list[tuple[int, Entry]] = []
        fresh: list[tuple[int, Entry]] = []
        for index, entry in enumerate(entries):
            links = self._links.get(entry.id, [])
            belongs = bool(links) and links[0].list == name and entry.id not in seen
            if belongs and links[-1].kind is not LinkKind.REMOVAL:
                sealed.append((index, entry))
                seen.add(entry.id)
                yield from _changes(name, index, entry, links)
            else:
                fresh.append((index, entry))
        last = sealed[-1][0] if sealed else -1
        for index, entry in fresh:
            if index < last or entry.id in self._links or entry.id in seen:
                text = f"{entry.id!r} of {name} was inserted"
                yield _fault(SealFaultKind.INSERTED, pointer(name, index), entry.id, text)
            else:
                seen.add(entry.id)
                self.added.append(entry.id)
        places = {entry: place for place, entry in enumerate(self._links)}
        for place in _out_of_order([places[entry.id] for _, entry in sealed]):
            index, entry = sealed[place]
            text = f"{entry.id!r} of {name} was moved to another place"
            yield _fault(SealFaultKind.REORDERED, pointer(name, index), entry.id, text)


def _hang_together(links: list[SealLink]) -> bool:
    """Whether the links of an entry can follow one another, and the opened ones are whole."""
    first, *later = links
    if first.kind is not LinkKind.ENTRY or any(one.kind is LinkKind.ENTRY for one in later):
        return False
    if any(one.kind is LinkKind.REMOVAL for one in links[:-1]):
        return False
    for one in links:
        if one.list != first.list or (one.leaf is None) != (one.kind is LinkKind.REMOVAL):
            return False
        if one.leaf is None:
            continue
        if (one.salt is None) != (one is not links[-1]):
            return False
        commitments = {field.key: field.commitment for field in one.fields}
        if one.salt is None and leaf_of_fields(one.list, commitments) != one.leaf:
            return False
    return True


def _changes(name: str, index: int, entry: Entry, links: list[SealLink]) -> Iterator[SealFault]:
    """Whether an entry is what its last link says, and what is left of the earlier ones."""
    fields = contents(entry)
    *earlier, last = links
    kept = [
        (field.key, field.commitment, field.salt)
        for link in earlier
        for field in link.fields
        if field.salt is not None
    ]
    same = last.salt is not None and leaf(name, fields, last.salt) == last.leaf
    same = same and all(
        key in fields and commitment(key, fields[key], salt) == committed
        for key, committed, salt in kept
    )
    if not same:
        text = f"{entry.id!r} of {name} was changed"
        yield _fault(SealFaultKind.CHANGED, pointer(name, index), entry.id, text)


def _out_of_order(numbers: list[int]) -> list[int]:
    """The indices of as few numbers as possible without which the rest ascends."""
    lowest: list[int] = []  # by length of an ascending series, the lowest number that ends one
    lengths = []
    for number in numbers:
        length = bisect_left(lowest, number)
        lowest[length : length + 1] = [number]
        lengths.append(length)
    wanted, moved = len(lowest) - 1, []
    for index in range(len(numbers) - 1, -1, -1):
        if lengths[index] == wanted:
            wanted -= 1
        else:
            moved.append(index)
    return moved[::-1]


def _fault(kind: SealFaultKind, path: str, entry: str | None, text: str) -> SealFault:
    return trusted(SealFault, kind=kind, path=path, entry=entry, text=text)
