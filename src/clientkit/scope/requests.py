"""Whether something that is asked for is in the scope.

Ids give a verdict. Words give suggestions alone: which parts of the agreement read most like them,
for a person to look at.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from enum import Enum, unique
from typing import Annotated, Protocol

import attrs
from msgspec import Meta

from clientkit.base import InvalidArgumentError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Line, Number, RoleId, Text

from .likeness import METHOD, ranked
from .model import ScopeAgreement

__all__ = [
    "PartKind",
    "RequestCheck",
    "RequestVerdict",
    "RequestedPart",
    "SuggestedPart",
    "check_request",
]


@unique
class RequestVerdict(Enum):
    """What the agreement says of a request."""

    IN_SCOPE = "in_scope"
    """All of it is part of what is delivered."""
    EXCLUDED = "excluded"
    """Some of it is excluded in so many words; only a change order could bring it in."""
    NEEDS_CHANGE_ORDER = "needs_change_order"
    """Some of it changes what is agreed, and that takes a change order."""
    NOT_MENTIONED = "not_mentioned"
    """Some of it is no part of the agreement under that id."""
    UNDECIDED = "undecided"
    """Words alone decide nothing; a person does, and the suggestions say where to look."""


@unique
class PartKind(Enum):
    """What part of the agreement something is."""

    DELIVERABLE = "deliverable"
    """What the provider hands over or does."""
    EXCLUSION = "exclusion"
    """What is not included."""
    ASSUMPTION = "assumption"
    """What is taken for granted."""
    TERM = "term"
    """A further term."""
    MILESTONE = "milestone"
    """A named point in time."""
    RESPONSIBILITY = "responsibility"
    """What the client owes."""


@model(kw_only=True)
class RequestedPart:
    """An id that the request is about, and what the agreement says of it."""

    id: Id
    """The id, as it was given."""
    verdict: RequestVerdict
    """What follows from it."""
    kind: PartKind | None = None
    """What part of the agreement it is; none where it is no part of it."""
    text: Text | None = None
    """What the agreement says there."""
    clause: Line | None = None
    """Where it says so."""
    did_you_mean: Id | None = None
    """An id of the agreement that is spelt much like one that it does not have."""


@model(kw_only=True)
class SuggestedPart:
    """A part of the agreement that reads like the request; a suggestion, never a verdict."""

    id: Id
    """The part."""
    kind: PartKind
    """What part of the agreement it is."""
    text: Text
    """What the agreement says there."""
    clause: Line | None = None
    """Where it says so."""
    score: Number
    """How much it reads like the request, comparable within this one answer alone."""
    shared: Annotated[tuple[Text, ...], Meta(max_length=1000)] = ()
    """The words that both have in common, those that weigh most first."""


@model(kw_only=True)
class RequestCheck:
    """What an agreement says of a request: a verdict from ids, suggestions from words."""

    text: Text | None = None
    """The request in words."""
    verdict: RequestVerdict
    """What is certain, of several ids the least favourable."""
    parts: Annotated[tuple[RequestedPart, ...], Meta(max_length=10_000)] = ()
    """What the agreement says of each id that was given."""
    suggestions: Annotated[tuple[SuggestedPart, ...], Meta(max_length=1000)] = ()
    """Parts that read like the words, the likest first; suggestions, never a verdict."""
    method: Line = METHOD
    """How the suggestions were scored."""
    approved_by: Annotated[tuple[RoleId, ...], Meta(max_length=50)] = ()
    """The roles that approve a change order, should it take one."""
    quorum: Annotated[int, Meta(ge=1, le=50)] | None = None
    """How many of them are enough; none where all are needed, or none is named."""
    clause: Line | None = None
    """Where the agreement says how it is changed."""


class _Item(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def clause(self) -> str | None: ...


@attrs.frozen
class _Part:
    """A part of the agreement, with the words to look for it by."""

    id: str
    kind: PartKind
    text: str
    words: str
    clause: str | None


def check_request(
    agreement: ScopeAgreement,
    text: str,
    *,
    deliverables: Iterable[str] = (),
    most: int = 5,
) -> RequestCheck:
    """What an agreement says of something that is asked for.

    `deliverables` are ids of the agreement's parts that somebody has read the request to be about,
    mostly deliverables, and give a verdict that is certain as far as that reading is right. A
    deliverable is in the scope, an exclusion is excluded, and a milestone, a responsibility, an
    assumption or a term is agreed and changes only by a change order. An id that the agreement does
    not have is not mentioned. Of several the least favourable counts, in the order excluded, needs
    a change order, not mentioned, in scope.

    From the words alone there is no verdict, only at most so many suggestions: the deliverables,
    exclusions, assumptions and terms that have words in common with the request, ranked by BM25.
    Words of up to three letters count only as abbreviations. Inflections and synonyms are not
    known, and in scripts without spaces whole runs count as words: what is not suggested may be in
    the agreement all the same.

    >>> from clientkit import decode
    >>> from clientkit.scope import ScopeAgreement, check_request
    >>> agreement = decode(ScopeAgreement, {
    ...     "id": "web", "title": "New web site",
    ...     "deliverables": [{"id": "site", "title": "The site", "clause": "3.4"}],
    ...     "exclusions": [{"id": "hosting", "text": "Hosting and domains", "clause": "3.6"}],
    ...     "change_control": {"approved_by": ["sponsor"]}})
    >>> found = check_request(agreement, "Can you do the hosting, too?")
    >>> found.verdict.value, [(one.id, one.clause, one.shared) for one in found.suggestions]
    ('undecided', [('hosting', '3.6', ('hosting',))])
    >>> found = check_request(agreement, "Can you do the hosting, too?", deliverables=["hosting"])
    >>> found.verdict.value, found.parts[0].clause, found.approved_by
    ('excluded', '3.6', ('sponsor',))

    Raises:
        InvalidArgumentError: Neither words nor ids were given, the ids are one text and no list, or
            `most` is not from 0 to 1000.
        InvalidModelError: The words are too long, or what is given as an id cannot be one.
    """
    if isinstance(deliverables, str):  # its letters would be taken for ids
        raise InvalidArgumentError(
            "deliverables", deliverables, f"a list such as [{deliverables!r}]"
        )
    ids = tuple(dict.fromkeys(deliverables))
    words = text.strip()
    if not words and not ids:
        raise InvalidArgumentError("text", text, "words, or ids under deliverables")
    if not 0 <= most <= 1000:
        raise InvalidArgumentError("most", most, "a number from 0 to 1000")
    every = tuple(_parts(agreement))
    by_id: dict[str, _Part] = {}
    for part in every:
        by_id.setdefault(part.id, part)
    parts = tuple(_requested(name, by_id) for name in ids)
    verdicts = {one.verdict for one in parts}
    control = agreement.change_control
    # The checked constructor, for ids and words come from outside.
    return RequestCheck(
        text=words or None,
        verdict=next((one for one in _WORST_FIRST if one in verdicts), RequestVerdict.UNDECIDED),
        parts=parts,
        suggestions=tuple(_suggested(words, every, most)),
        approved_by=() if control is None else control.approved_by,
        quorum=None if control is None else control.quorum,
        clause=None if control is None else control.clause,
    )


def _requested(name: str, by_id: dict[str, _Part]) -> RequestedPart:
    part = by_id.get(name)
    if part is None:
        close = get_close_matches(name, by_id, n=1, cutoff=0.6)
        return RequestedPart(
            id=name,
            verdict=RequestVerdict.NOT_MENTIONED,
            did_you_mean=close[0] if close else None,
        )
    return trusted(
        RequestedPart,
        id=name,
        verdict=_VERDICTS.get(part.kind, RequestVerdict.NEEDS_CHANGE_ORDER),
        kind=part.kind,
        text=part.text,
        clause=part.clause,
    )


def _suggested(words: str, every: tuple[_Part, ...], most: int) -> Iterator[SuggestedPart]:
    parts = [part for part in every if part.kind in _READ]
    for found in ranked(words, [part.words for part in parts])[:most]:
        part = parts[found.index]
        yield trusted(
            SuggestedPart,
            id=part.id,
            kind=part.kind,
            text=part.text,
            clause=part.clause,
            score=found.score,
            shared=found.shared[:1000],
        )


def _parts(agreement: ScopeAgreement) -> Iterator[_Part]:
    def part(kind: PartKind, item: _Item, text: str, *more: str | None) -> _Part:
        words = " ".join(filter(None, (text, *more)))
        return _Part(item.id, kind, text, words, item.clause)

    for deliverable in agreement.deliverables:
        criteria = (one.text for one in deliverable.acceptance_criteria)
        yield part(PartKind.DELIVERABLE, deliverable, deliverable.title, *criteria)
    for exclusion in agreement.exclusions:
        yield part(PartKind.EXCLUSION, exclusion, exclusion.text, exclusion.reason)
    for assumption in agreement.assumptions:
        yield part(PartKind.ASSUMPTION, assumption, assumption.text, assumption.if_false)
    for term in agreement.terms:
        yield part(PartKind.TERM, term, term.text)
    for milestone in agreement.milestones:
        yield part(PartKind.MILESTONE, milestone, milestone.title)
    for responsibility in agreement.responsibilities:
        yield part(PartKind.RESPONSIBILITY, responsibility, responsibility.title)


_READ = (PartKind.DELIVERABLE, PartKind.EXCLUSION, PartKind.ASSUMPTION, PartKind.TERM)
_VERDICTS = {
    PartKind.DELIVERABLE: RequestVerdict.IN_SCOPE,
    PartKind.EXCLUSION: RequestVerdict.EXCLUDED,
}
_WORST_FIRST = (
    RequestVerdict.EXCLUDED,
    RequestVerdict.NEEDS_CHANGE_ORDER,
    RequestVerdict.NOT_MENTIONED,
    RequestVerdict.IN_SCOPE,
)
