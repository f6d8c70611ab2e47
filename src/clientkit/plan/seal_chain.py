"""The chain of salted hashes that a seal is: what its links hold, and how they are computed.

Each entry is a leaf of the chain. A leaf is made of one commitment for each field of the entry, and
each commitment hides what it commits to behind a salt. The seal keeps the salts. To erase something
is to throw its salt away: the chain holds as before, what is left of the entry can still be
checked, and the hash of what is gone tells nothing. What stands in its place is a further link.

How each hash is made, so that other programs can check it too (``H`` is SHA-256 of the UTF-8 text
of a JSON array without white space; hashes and salts are in hexadecimal digits):

- salt of a field: HMAC-SHA256 (:rfc:`2104`) of the field's key, under the entry's salt;
- commitment: ``H(["clientkit-seal-1/field", salt of the field, key, value])``, the value as
  `canonical` writes it;
- leaf: ``H(["clientkit-seal-1/entry", list, [[key, commitment], ...]])``, sorted by key;
- link: ``H(["clientkit-seal-1/link", link before, kind, list, id, leaf, date, reason])``, null for
  what it has not;
- the first link follows ``H(["clientkit-seal-1/start", plan, timezone])``.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, unique
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from clientkit.base import canonical, model
from clientkit.base.fields import Date, Format, Id, Line, TimeZone
from clientkit.client.entry import Entry

__all__ = [
    "LinkKind",
    "Seal",
    "SealLink",
    "SealedField",
    "chain",
    "commitment",
    "contents",
    "field_salts",
    "leaf",
    "leaf_of_fields",
    "start",
]

Hash = Annotated[
    str,
    Meta(max_length=64),
    Format("^[0-9a-f]{64}$", "64 hexadecimal digits"),
]
Salt = Annotated[
    str,
    Meta(max_length=128),
    Format("^([0-9a-f]{2}){16,64}$", "16 to 64 bytes in hexadecimal digits"),
]
_SCHEME = "clientkit-seal-1"

Fields = dict[str, bytes]
"""The fields of an entry that are not at their defaults, by key, as canonical JSON."""


@unique
class LinkKind(Enum):
    """What a link of the chain says of an entry."""

    ENTRY = "entry"
    """The entry was added."""
    ERASURE = "erasure"
    """Personal data in it was erased; the leaf is of what is left, and of what took its place."""
    REMOVAL = "removal"
    """It was erased as a whole."""


@model(kw_only=True)
class SealedField:
    """One field of an entry of which something was erased."""

    key: Line
    """The key of the field."""
    commitment: Hash
    """The salted hash of what stood there."""
    salt: Hash | None = None
    """Its salt, with which the field can still be checked; none where its content was erased."""


@model(kw_only=True)
class SealLink:
    """One link of the chain: an entry as it was added, or what an erasure left of it."""

    kind: LinkKind
    """What it says."""
    list: Line
    """The list of the record that holds the entry."""
    id: Id
    """The entry."""
    leaf: Hash | None = None
    """The hash of the commitments to its fields; none where it was erased as a whole."""
    salt: Salt | None = None
    """The salt that those of its fields come from; none once something of it was erased."""
    fields: Annotated[tuple[SealedField, ...], Meta(max_length=1000)] = ()
    """The commitments, once something of it was erased."""
    date: Date | None = None
    """The day of an erasure."""
    reason: Line | None = None
    """Why it was erased, without naming anybody."""


@model(kw_only=True)
class Seal:
    """A chain of hashes over the entries of a record, to be kept beside it."""

    plan: Id
    """The plan of the record."""
    timezone: TimeZone
    """The zone of the record, which says when its days end."""
    links: Annotated[tuple[SealLink, ...], Meta(max_length=10_000_000)] = ()
    """The chain, in the order in which entries were sealed and erased."""
    head: Hash
    """The hash of the last link, and so of the whole chain; what to hand to the other side."""


def start(plan: str, timezone: str) -> str:
    """What the first link follows."""
    return _hash("start", plan, timezone)


def chain(seal: Seal) -> Iterator[str]:
    """The hashes of the links, one after another, from what the first follows to the head."""
    last = start(seal.plan, seal.timezone)
    yield last
    for link in seal.links:
        date = None if link.date is None else link.date.isoformat()
        last = _hash(
            "link", last, link.kind.value, link.list, link.id, link.leaf, date, link.reason
        )
        yield last


def contents(entry: Entry) -> Fields:
    """The fields of an entry as they are hashed."""
    data = msgspec.json.decode(canonical(entry), type=dict[str, msgspec.Raw])
    return {key: bytes(value) for key, value in data.items()}


def field_salts(salt: str, keys: Iterable[str]) -> dict[str, str]:
    """The salts of fields; none of them tells another, nor the entry's."""
    secret = bytes.fromhex(salt)
    return {key: hmac.new(secret, key.encode(), hashlib.sha256).hexdigest() for key in keys}


def commitment(key: str, value: bytes, salt: str) -> str:
    """The salted hash of one field."""
    return _hash("field", salt, key, msgspec.Raw(value))


def leaf(name: str, fields: Fields, salt: str) -> str:
    """The hash of an entry in a list of the record."""
    salts = field_salts(salt, fields)
    return leaf_of_fields(
        name, {key: commitment(key, value, salts[key]) for key, value in fields.items()}
    )


def leaf_of_fields(name: str, commitments: Mapping[str, str]) -> str:
    """The hash of an entry by the commitments to its fields."""
    return _hash("entry", name, sorted(commitments.items()))


def _hash(what: str, *parts: Any) -> str:
    text = msgspec.json.encode([f"{_SCHEME}/{what}", *parts])
    return hashlib.sha256(text).hexdigest()
