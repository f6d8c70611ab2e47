"""Sealing a record, so that it shows later whether something was changed."""

import datetime as dt
from collections.abc import Callable

from clientkit.base import InvalidArgumentError, evolve

from .model import ClientRecord
from .references import entry_lists
from .seal_chain import (
    Fields,
    LinkKind,
    Seal,
    SealedField,
    SealLink,
    chain,
    commitment,
    contents,
    field_salts,
    leaf,
    start,
)
from .seal_check import verify

__all__ = ["seal", "seal_erasure"]

SHORTEST, LONGEST = 16, 64
"""Bytes of a salt."""

Place = tuple[str, str]
"""A list of a record, and the id of an entry in it."""


def seal(record: ClientRecord, *, salt: Callable[[], bytes], previous: Seal | None = None) -> Seal:
    """Seal a record, or go on with its seal for entries that were added since.

    `salt` gives 16 to 64 random bytes each time it is called, once for each entry; the library
    draws none. Use ``lambda: secrets.token_bytes(32)``. Who can guess the salts can guess what was
    erased.

    >>> import itertools
    >>> from clientkit.base import decode
    >>> record = decode(ClientRecord, {
    ...     "clientkit": "1", "plan": "web", "timezone": "Europe/Berlin",
    ...     "deliveries": [
    ...         {"id": "d1", "deliverable": "design", "date": "2026-04-17", "by": "pm"}]})
    >>> count = itertools.count()
    >>> sealed = seal(record, salt=lambda: next(count).to_bytes(32, "big"))  # for this page only
    >>> [(link.list, link.id) for link in sealed.links]
    [('deliveries', 'd1')]
    >>> len(sealed.head)
    64

    Raises:
        InvalidArgumentError: A salt is too short or too long, or came before; `previous` is not of
            this record, or the record is not as it was sealed.
    """
    if previous is None:
        _refuse_twice(record)
        previous = Seal(
            plan=record.plan,
            timezone=record.timezone,
            head=start(record.plan, record.timezone),
        )
    else:
        _refuse_tampered("record", record, previous)
    salts = _Salts(previous, salt)
    known = {_place(link) for link in previous.links}
    added = tuple(
        SealLink(
            kind=LinkKind.ENTRY,
            list=name,
            id=entry.id,
            salt=(drawn := salts.draw()),
            leaf=leaf(name, contents(entry), drawn),
        )
        for name, entries in entry_lists(record).items()
        for entry in entries
        if (name, entry.id) not in known
    )
    return _with(previous, (*previous.links, *added))


def seal_erasure(
    old: Seal,
    before: ClientRecord,
    after: ClientRecord,
    *,
    salt: Callable[[], bytes],
    date: dt.date,
    reason: str,
) -> Seal:
    """The seal of a record of which personal data was erased.

    The salts of what was erased are gone from it: delete the old seal, and its copies. For each
    entry that differs between the two records it notes which fields were erased, when and why. The
    fields that do not differ can be checked against the first seal as before.

    `salt` is called once for each entry that something is left of; see `seal`.

    Raises:
        InvalidArgumentError: `before` is not as it was sealed, `after` has something that it has
            not or another order, or a salt will not do.
    """
    _refuse_tampered("before", before, old)
    earlier, later = _placed(before), _placed(after)
    if [place for place in earlier if place in later] != list(later):
        raise InvalidArgumentError(
            "after", f"{len(later)} entries", "those of `before` in their order, or fewer"
        )
    sealed = {_place(link) for link in old.links}
    salts = _Salts(old, salt)
    changed = {place for place in earlier if place in sealed and earlier[place] != later.get(place)}
    links = [
        _opened(link, earlier, later) if _place(link) in changed else link for link in old.links
    ]
    for name, entry in (place for place in earlier if place in changed):
        left = later.get((name, entry))
        drawn = None if left is None else salts.draw()
        links.append(
            SealLink(
                kind=LinkKind.REMOVAL if left is None else LinkKind.ERASURE,
                list=name,
                id=entry,
                salt=drawn,
                leaf=None if left is None or drawn is None else leaf(name, left, drawn),
                date=date,
                reason=reason,
            )
        )
    return _with(old, tuple(links))


def _opened(
    link: SealLink,
    earlier: dict[Place, Fields],
    later: dict[Place, Fields],
) -> SealLink:
    """A link without the salts of what was erased."""
    before, after = earlier[_place(link)], later.get(_place(link), {})
    fields = link.fields
    if link.salt is not None:
        salts = field_salts(link.salt, before)
        fields = tuple(
            SealedField(
                key=key, commitment=commitment(key, before[key], salts[key]), salt=salts[key]
            )
            for key in sorted(before)
        )
    kept = {key for key in before if key in after and before[key] == after[key]}
    return evolve(
        link,
        salt=None,
        fields=tuple(one if one.key in kept else evolve(one, salt=None) for one in fields),
    )


class _Salts:
    """Draws salts, and refuses those that would hide nothing."""

    def __init__(self, seal: Seal, source: Callable[[], bytes]) -> None:
        self._source = source
        self._seen = {link.salt for link in seal.links}

    def draw(self) -> str:
        drawn = self._source()
        if not SHORTEST <= len(drawn) <= LONGEST:
            raise InvalidArgumentError(
                "salt", f"{len(drawn)} bytes", f"{SHORTEST} to {LONGEST} random bytes"
            )
        text = bytes(drawn).hex()
        if text in self._seen:
            raise InvalidArgumentError("salt", "the same twice", "other bytes for each entry")
        self._seen.add(text)
        return text


def _refuse_tampered(where: str, record: ClientRecord, seal: Seal) -> None:
    faults = verify(record, seal).faults
    if faults:
        raise InvalidArgumentError(where, faults[0].text, "a record that is as it was sealed")


def _refuse_twice(record: ClientRecord) -> None:
    seen: set[str] = set()
    for entries in entry_lists(record).values():
        for entry in entries:
            if entry.id in seen:
                raise InvalidArgumentError("record", entry.id, "each id once")
            seen.add(entry.id)


def _place(link: SealLink) -> Place:
    return link.list, link.id


def _placed(record: ClientRecord) -> dict[Place, Fields]:
    return {
        (name, entry.id): contents(entry)
        for name, entries in entry_lists(record).items()
        for entry in entries
    }


def _with(seal: Seal, links: tuple[SealLink, ...]) -> Seal:
    """The seal with other links, and the head that they give."""
    longer = evolve(seal, links=links)
    *_, head = chain(longer)
    return evolve(longer, head=head)
