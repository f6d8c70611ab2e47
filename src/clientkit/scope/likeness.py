"""How much texts read like a question, by the words that they have in common."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import attrs

__all__ = ["METHOD", "Likeness", "ranked", "words_of"]

METHOD = "BM25 (k1 1.2, b 0.75) over words of four letters or more and abbreviations, not stemmed"
"""How texts are scored, in words."""

_SATURATION = 1.2
_LENGTH = 0.75
_WORD = re.compile(r"\w+")


@attrs.frozen
class Likeness:
    """How much one text reads like a question."""

    index: int
    """Which of the texts."""
    score: float
    """Its score; above 0, and comparable only with those of the same question and texts."""
    shared: tuple[str, ...]
    """The words in common, those that weigh most first."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as it writes them, in any script.

    >>> words_of("Straße 5, a ticket-shop!")
    ('Straße', '5', 'a', 'ticket', 'shop')
    """
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text)))


def _is_telling(word: str) -> bool:
    """Whether a word says something by itself, as far as its form tells in any language.

    Articles, prepositions and pronouns mostly have up to three letters; so have abbreviations,
    which are written in capitals. Scripts without capitals have no such short words.
    """
    folded = word.casefold()
    return len(folded) > 3 or folded == word.upper() or (len(word) > 1 and word.isupper())


def ranked(question: str, texts: Sequence[str]) -> tuple[Likeness, ...]:
    r"""The texts that share words with a question, the likest first.

    BM25 (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
    Foundations and Trends in Information Retrieval 3(4), 2009) with :math:`k_1 = 1.2` and
    :math:`b = 0.75`, the defaults of Apache Lucene:

    .. math:: \sum_{w} \ln\Bigl(1 + \frac{N - n_w + 0.5}{n_w + 0.5}\Bigr)
              \cdot \frac{f_w (k_1 + 1)}{f_w + k_1 (1 - b + b\,l/\bar{l})}

    over the different words *w* of the question, where *f* counts the word in the text, *n* the
    texts with it, *N* all texts, and *l* the words of the text beside their mean. The 1 under the
    logarithm, which Lucene added, keeps words that most texts have from counting against a text.
    Equal scores stay in the order of the texts.

    Case does not matter. Words of up to three letters count only if the question or one of the
    texts writes them in capitals, as abbreviations are.

    >>> [(one.index, one.shared) for one in ranked("the cms hosting", ["The CMS", "Hosting"])]
    [(0, ('cms',)), (1, ('hosting',))]
    """
    spoken = [words_of(text) for text in (question, *texts)]
    telling = {word.casefold() for words in spoken for word in words if _is_telling(word)}
    folded = [[word.casefold() for word in words] for words in spoken]
    asked, *others = ([word for word in words if word in telling] for words in folded)
    counts = [Counter(words) for words in others]
    lengths = [sum(count.values()) for count in counts]
    mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
    weights = {}
    for word in dict.fromkeys(asked):
        having = sum(word in count for count in counts)
        weights[word] = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
    found = []
    for index, (count, length) in enumerate(zip(counts, lengths, strict=True)):
        damped = _SATURATION * (1 - _LENGTH + _LENGTH * length / mean)
        scores = {
            word: weights[word] * count[word] * (_SATURATION + 1) / (count[word] + damped)
            for word in weights
            if word in count
        }
        if scores:
            shared = tuple(sorted(scores, key=lambda word: (-scores[word], word)))
            found.append(Likeness(index, math.fsum(scores.values()), shared))
    return tuple(sorted(found, key=lambda one: (-one.score, one.index)))
