"""Words of ours in what the client reads, and the client's own words for them."""

import re
from collections.abc import Iterable
from unicodedata import category, normalize

from .model import GlossaryTerm

__all__ = ["Wording", "our_words"]

# Words, and punctuation mark by mark; a word with hyphens is another than its parts.
_TOKEN = re.compile(r"\w+(?:-\w+)*|[^\w\s]")


class Wording:
    """The words of a glossary, ready to be looked for in many texts."""

    def __init__(self, glossary: Iterable[GlossaryTerm]) -> None:
        glossary = tuple(glossary)
        phrases: dict[tuple[str, ...], GlossaryTerm | None] = {}
        for term in glossary:
            phrases.setdefault(_tokens(term.ours), term)
        for term in glossary:
            phrases[_tokens(term.theirs)] = None
        phrases.pop((), None)
        self._phrases = phrases
        self._lengths: dict[str, list[int]] = {}  # of the phrases that begin with a word
        for phrase in sorted(phrases, key=len, reverse=True):
            lengths = self._lengths.setdefault(phrase[0], [])
            if len(phrase) not in lengths:
                lengths.append(len(phrase))

    def ours_in(self, text: str) -> tuple[GlossaryTerm, ...]:
        """The terms whose word of ours stands in a text, each once, in the order of the text."""
        text = _folded(text)
        tokens = tuple(_TOKEN.findall(text))
        if self._lengths.keys().isdisjoint(tokens):
            return ()
        places = [one.span() for one in _TOKEN.finditer(text)]
        terms: dict[GlossaryTerm, None] = {}
        index = 0
        while index < len(tokens):
            step = 1
            for length in self._lengths.get(tokens[index], ()):
                phrase = tokens[index : index + length]
                if phrase in self._phrases and _is_whole(
                    text, places[index][0], places[index + len(phrase) - 1][1]
                ):
                    term = self._phrases[phrase]
                    if term is not None:
                        terms[term] = None
                    step = len(phrase)
                    break
            index += step
        return tuple(terms)


def our_words(text: str, glossary: Iterable[GlossaryTerm]) -> tuple[GlossaryTerm, ...]:
    """The terms of a glossary whose word of ours stands in a text, in the order of the text.

    Whole words count, in any case; a word with hyphens is another than its parts. What the client
    says itself is never ours, also where a word of ours is a part of it: the longest phrase at a
    place counts.

    >>> from clientkit.client import GlossaryTerm
    >>> glossary = (GlossaryTerm(ours="sprint", theirs="work block"),)
    >>> [term.theirs for term in our_words("What the Sprint brought", glossary)]
    ['work block']
    >>> our_words("Sprinters need a sprint-track", glossary)
    ()
    """
    return Wording(glossary).ours_in(text)


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(_folded(text)))


def _folded(text: str) -> str:
    """A text in which case, compatibility forms, apostrophes and hyphens make no difference."""
    if text.isascii():
        return text.lower()
    plain = normalize("NFKC", normalize("NFKC", text).casefold())
    return plain.replace("\u2019", "'").replace("\u2010", "-")


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a phrase begins and ends with a word, of which combining marks are a part."""
    return not _goes_on(text[start - 1 : start + 1]) and not _goes_on(text[end - 1 : end + 1])


def _goes_on(pair: str) -> bool:
    """Whether two neighbours are of one word; at either end of a text there are not two."""
    return len(pair) == 2 and all(one == "_" or category(one)[0] in "LMN" for one in pair)
