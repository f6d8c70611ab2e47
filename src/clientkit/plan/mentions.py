"""Where the documents name a person: by a reference, or in words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum, unique
from typing import Annotated, Any

import attrs
from msgspec import Meta

from clientkit.base import Extensions, Finding, Severity, model, pointer, specification
from clientkit.client.model import Person

from .model import ClientPlan, ClientRecord

__all__ = ["DocumentKind", "Mention", "MentionKind", "Traces", "mentions", "names"]


LONGEST = 100_000
"""Characters of a path or a text that are kept; only foreign data can have more."""


@unique
class DocumentKind(Enum):
    """One of the two documents."""

    PLAN = "plan"
    """What was agreed."""
    RECORD = "record"
    """What happened."""


@unique
class MentionKind(Enum):
    """How a place names a person."""

    REFERENCE = "reference"
    """It refers to the person."""
    NAME = "name"
    """Words contain the person's name, or a part of it."""
    EMAIL = "email"
    """Words contain the person's address."""
    PHONE = "phone"
    """Words contain the person's telephone number."""
    ID = "id"
    """Words, or the id of something else, contain the person's id."""


@model(kw_only=True)
class Mention:
    """One place of the documents that names a person."""

    document: DocumentKind
    """The document."""
    path: Annotated[str, Meta(max_length=LONGEST)]
    """Where in it, as a JSON Pointer (:rfc:`6901`)."""
    kind: MentionKind
    """How."""
    text: Annotated[str, Meta(max_length=LONGEST)]
    """What stands there, no more than 100,000 characters of it."""

    def to_finding(self) -> Finding:
        """The finding that a person has to read the place; a hint where only an id is in it."""
        what = _WORDS.get(self.kind, "id")
        return Finding(
            code="privacy.names-person",
            severity=Severity.HINT if self.kind is MentionKind.ID else Severity.WARNING,
            path=self.path,
            message=f"a text of the {self.document.value} contains the {what} of an erased person; "
            "expected words that name nobody",
        )


_WORDS = {
    MentionKind.NAME: "name",
    MentionKind.EMAIL: "address",
    MentionKind.PHONE: "telephone number",
}


@attrs.frozen
class Traces:
    """What a text contains if it names a person."""

    patterns: tuple[tuple[MentionKind, re.Pattern[str]], ...]

    @classmethod
    def of(cls, person: str, people: Iterable[Person]) -> "Traces":
        """What gives a person away: each of their names, addresses and numbers, and the id.

        Parts of a name count from three letters on, unless all of them are small (of, van, de).
        """
        found: dict[MentionKind, list[str]] = {kind: [] for kind in MentionKind}
        for one in people:
            if one.name is not None:
                found[MentionKind.NAME] += [_whole(part) for part in _parts(one.name)]
            if one.email is not None:
                found[MentionKind.EMAIL].append(_whole(one.email))
            if one.phone is not None:
                found[MentionKind.PHONE].append(_digits(one.phone))
        found[MentionKind.ID].append(_whole(person))
        return cls(
            tuple(
                (kind, re.compile("|".join(filter(None, several))))
                for kind, several in found.items()
                if any(several)
            )
        )

    def kind_in(self, text: str) -> MentionKind | None:
        """How a text names the person; the plainest way where it does so in several."""
        even = _even(text)
        return next((kind for kind, pattern in self.patterns if pattern.search(even)), None)


def mentions(
    document: ClientPlan | ClientRecord, person: str, traces: Traces, *, roles: Iterable[str]
) -> Iterator[Mention]:
    """Every place of a document that names a person, in its order.

    Where one id is that of a role too, a reference that may mean either is taken for the role's.
    """
    kind = DocumentKind.PLAN if isinstance(document, ClientPlan) else DocumentKind.RECORD
    taken = frozenset(roles)
    for path, text, refers in _texts(document, ""):
        if names(person, refers, taken) and text == person:
            how: MentionKind | None = MentionKind.REFERENCE
        else:
            how = None if refers else traces.kind_in(text)
        if how is not None:
            yield Mention(document=kind, path=path[:LONGEST], kind=how, text=text[:LONGEST])


def names(person: str, refers: tuple[str, ...], roles: frozenset[str]) -> bool:
    """Whether a reference of these kinds can mean the person."""
    return "person" in refers and not ("role" in refers and person in roles)


def _texts(model: Any, path: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """All texts that a model holds, with what they may refer to."""
    for field in specification(type(model)):
        value = getattr(model, field.name)
        if value is None:
            continue
        here = path + pointer(field.key)
        placed = (
            [(here + pointer(index), item) for index, item in enumerate(value)]
            if field.many
            else [(here, value)]
        )
        for place, item in placed:
            if field.is_model:
                yield from _texts(item, place)
            elif field.kind is str:
                # A person's own id is one that refers to the person, if to anything.
                own = isinstance(model, Person) and field.name == "id"
                yield place, item, ("person",) if own else field.refers
            elif field.kind is Extensions:
                yield from ((where, text, ()) for where, text in _in_json(item.to_data(), place))


def _in_json(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _in_json(item, path + pointer(index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield path + pointer(key), key
            yield from _in_json(item, path + pointer(key))


def _even(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _parts(name: str) -> Iterator[str]:
    yield name
    for part in re.split(r"[\s,]+", name):
        if len(part) >= 3 and not part.islower():
            yield part


def _whole(text: str) -> str:
    """A pattern for a text that is not a part of a longer word, in scripts that part words."""
    even = _even(text.strip())
    if not even:
        return ""
    before = r"(?<!\w)" if _is_parted(even[0]) else ""
    after = r"(?!\w)" if _is_parted(even[-1]) else ""
    return before + re.escape(even) + after


def _is_parted(character: str) -> bool:
    """Whether it is of a script that sets words apart: one with capitals, or a digit."""
    return character.isdigit() or character.upper() != character.lower()


def _digits(phone: str) -> str:
    """A pattern for a number however it is grouped; its last seven digits are enough."""
    digits = re.sub("[^0-9]", "", phone)[-7:]
    return "[ ()./-]*".join(digits) + "(?![0-9])" if len(digits) >= 3 else ""
