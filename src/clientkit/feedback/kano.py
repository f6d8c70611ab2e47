"""Kano classes: what a feature does to satisfaction, from a pair of questions.

"How do you feel if it is there?" and "How do you feel if it is not?" (Kano, Seraku, Takahashi and
Tsuji, 1984). The table is the one in general use; the coefficients are Timko's, in Berger et al.,
Kano's Methods for Understanding Customer-defined Quality, Center for Quality of Management Journal
2(4), 1993.
"""

from collections import Counter
from collections.abc import Iterable
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidArgumentError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Share

__all__ = ["KanoAnswer", "KanoClass", "KanoPair", "KanoSummary", "kano_class", "kano_summary"]

Count = Annotated[int, Meta(ge=0, le=1_000_000)]


@unique
class KanoAnswer(Enum):
    """How somebody feels about a feature that is there, or is not."""

    LIKE = "like"
    """I like it that way."""
    MUST_BE = "must_be"
    """It must be that way."""
    NEUTRAL = "neutral"
    """I do not mind."""
    LIVE_WITH = "live_with"
    """I can live with it."""
    DISLIKE = "dislike"
    """I dislike it that way."""


@unique
class KanoClass(Enum):
    """What a feature does to satisfaction."""

    MUST_BE = "must_be"
    """Its absence annoys, its presence is taken for granted."""
    ONE_DIMENSIONAL = "one_dimensional"
    """The more of it the better, also called performance."""
    ATTRACTIVE = "attractive"
    """Its presence delights, its absence is not noticed."""
    INDIFFERENT = "indifferent"
    """It makes no difference."""
    REVERSE = "reverse"
    """Its presence annoys."""
    QUESTIONABLE = "questionable"
    """The answers contradict each other, or the question was not understood."""


_LETTERS = {
    "M": KanoClass.MUST_BE,
    "O": KanoClass.ONE_DIMENSIONAL,
    "A": KanoClass.ATTRACTIVE,
    "I": KanoClass.INDIFFERENT,
    "R": KanoClass.REVERSE,
    "Q": KanoClass.QUESTIONABLE,
}
# Berger et al., figure 1: a row for each answer if the feature is there, a column for each if not.
_TABLE = {
    KanoAnswer.LIKE: "QAAAO",
    KanoAnswer.MUST_BE: "RIIIM",
    KanoAnswer.NEUTRAL: "RIIIM",
    KanoAnswer.LIVE_WITH: "RIIIM",
    KanoAnswer.DISLIKE: "RRRRQ",
}
_COLUMNS = tuple(KanoAnswer)


@model(kw_only=True)
class KanoPair:
    """One person's two answers about a feature."""

    functional: KanoAnswer
    """How they feel if it is there."""
    dysfunctional: KanoAnswer
    """How they feel if it is not."""


@model(kw_only=True)
class KanoSummary:
    """The classes that several people's answers fall into."""

    n: Count
    """How many people answered."""
    must_be: Count
    """How many pairs say must-be."""
    one_dimensional: Count
    """How many pairs say one-dimensional."""
    attractive: Count
    """How many pairs say attractive."""
    indifferent: Count
    """How many pairs say indifferent."""
    reverse: Count
    """How many pairs say reverse."""
    questionable: Count
    """How many pairs say questionable."""
    most_frequent: KanoClass | None = None
    """The class of most pairs, of equal ones the first named above; none without answers."""
    is_tie: bool = False
    """Whether another class has as many pairs."""
    better: Share | None = None
    """How much its presence raises satisfaction, from 0 to 1; none where no pair can tell."""
    worse: Annotated[float, Meta(ge=-1, le=0)] | None = None
    """How much its absence lowers satisfaction, from 0 to -1; none where no pair can tell."""


def kano_class(functional: KanoAnswer, dysfunctional: KanoAnswer) -> KanoClass:
    """The class of a pair of answers, by the table of 25 cells.

    >>> from clientkit.feedback import KanoAnswer, kano_class
    >>> kano_class(KanoAnswer.MUST_BE, KanoAnswer.DISLIKE)
    <KanoClass.MUST_BE: 'must_be'>

    Raises:
        InvalidArgumentError: What is given is no Kano answer.
    """
    for name, answer in (("functional", functional), ("dysfunctional", dysfunctional)):
        if type(answer) is not KanoAnswer:
            words = ", ".join(f"KanoAnswer.{one.name}" for one in KanoAnswer)
            raise InvalidArgumentError(name, answer, f"one of {words}")
    return _LETTERS[_TABLE[functional][_COLUMNS.index(dysfunctional)]]


def kano_summary(pairs: Iterable[KanoPair]) -> KanoSummary:
    """What several people's answers about one feature say together.

    The most frequent class; of equally frequent ones the first of must-be, one-dimensional,
    attractive, indifferent, reverse, questionable (the rule "M > O > A > I", continued). And two
    coefficients: ``better = (A + O) / (A + O + M + I)``, ``worse = -(O + M) / (A + O + M + I)``.

    >>> from clientkit.feedback import KanoPair, kano_summary
    >>> summary = kano_summary([
    ...     KanoPair(functional="like", dysfunctional="dislike"),
    ...     KanoPair(functional="like", dysfunctional="neutral"),
    ...     KanoPair(functional="neutral", dysfunctional="dislike"),
    ...     KanoPair(functional="neutral", dysfunctional="dislike")])
    >>> summary.most_frequent, summary.better, summary.worse
    (<KanoClass.MUST_BE: 'must_be'>, 0.5, -0.75)
    """
    counts = Counter(kano_class(pair.functional, pair.dysfunctional) for pair in pairs)
    best = max(KanoClass, key=lambda one: counts[one]) if counts else None
    better = worse = None
    attractive, linear = counts[KanoClass.ATTRACTIVE], counts[KanoClass.ONE_DIMENSIONAL]
    must_be = counts[KanoClass.MUST_BE]
    if telling := attractive + linear + must_be + counts[KanoClass.INDIFFERENT]:
        better = (attractive + linear) / telling
        worse = 0.0 - (linear + must_be) / telling  # not -0.0
    return trusted(
        KanoSummary,
        n=counts.total(),
        **{one.value: counts[one] for one in KanoClass},
        most_frequent=best,
        is_tie=best is not None and sum(counts[one] == counts[best] for one in KanoClass) > 1,
        better=better,
        worse=worse,
    )
