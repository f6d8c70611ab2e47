"""Whether what the client reads is in the client's words."""

from collections.abc import Iterator
from typing import Any

from clientkit.base import FieldSpecification, Severity, specification
from clientkit.base._caching import cached
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.model import Client, GlossaryTerm, Goal, Person
from clientkit.client.wording import Wording

from .model import ClientPlan, History
from .shown_fields import SHOWN

__all__ = ["RULES", "our_word"]


@rule("client.our-word", Severity.HINT, reads=("/client/glossary",))
def our_word(plan: ClientPlan) -> Iterator[Fault]:
    """A text that the client reads uses a word of ours where the client has its own.

    Somebody who does not know our word agrees to something other than what we mean. Write the
    client's word; the glossary has it beside ours. The titles and texts of all parts that a client
    may see are checked, but not names and sources, earlier versions, or the goals, which are in the
    client's words. Only whole words count, in upper or lower case; a word of ours within a longer
    phrase of the client's belongs to the client.
    """
    if not plan.client.glossary:
        return
    wording = Wording(plan.client.glossary)
    places: dict[GlossaryTerm, list[str]] = {}
    texts: list[tuple[str, str]] = []
    _gather(plan, "", texts)
    for text, path in texts:
        for term in wording.ours_in(text):
            places.setdefault(term, []).append(path)
    for term, (first, *others) in places.items():
        where = f"{1 + len(others)} texts say" if others else "the text says"
        yield Fault(
            path=first,
            message=f"{where} {term.ours!r}; expected the client's word {term.theirs!r}",
            suggestion=f"say {term.theirs!r}",
            related=tuple(others),
        )


_NAMES = frozenset({
    "clause", "country", "edition", "industry", "link", "organisation", "reference", "scale",
    "source", "subdivision", "under", "unit",
})  # fmt: skip
"""Fields that name things as others have named them."""
_NAMED = frozenset({Client, Person})
"""Models whose `name` is what somebody is called."""
_NOT_OURS = frozenset({GlossaryTerm, Goal, History})
"""Models whose texts are the client's own words, or were agreed long ago."""


def _gather(model: Any, path: str, found: list[tuple[str, str]]) -> None:
    """Add the texts of a model and of the models it holds, each with its place."""
    for field in _speaking(type(model)):
        value = getattr(model, field.name)
        if not value:
            continue
        here = f"{path}/{field.key}"
        items = [(here, value)]
        if field.many:
            items = [(f"{here}/{index}", item) for index, item in enumerate(value)]
        for place, item in items:
            if field.is_model:
                _gather(item, place, found)
            else:
                found.append((item, place))


@cached
def _speaking(model: type) -> tuple[FieldSpecification, ...]:
    """The fields of a model that hold words of ours for the client, or models that do."""
    shown = SHOWN.get(model, frozenset())
    return tuple(
        field
        for field in specification(model)
        if field.name in shown
        and (
            field.kind not in _NOT_OURS and bool(_speaking(field.kind))
            if field.is_model
            else _is_text(field) and not (model in _NAMED and field.name == "name")
        )
    )


def _is_text(field: FieldSpecification) -> bool:
    """Whether people read it; ids, zones and the like have a format."""
    is_free = field.kind is str and field.format is None and not field.refers
    return is_free and field.name not in _NAMES


RULES: tuple[Rule[ClientPlan], ...] = (our_word,)
"""How the client is spoken to."""
