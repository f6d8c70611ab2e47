"""How much texts read like a question: BM25, worked out by hand, and its laws."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.scope.likeness import METHOD, ranked, words_of


def test_a_score_worked_out_by_hand() -> None:
    """Two of three texts, of 2, 4 and 3 words, have `audio`, once and twice; their mean is 3."""
    texts = ["audio guide", "audio audio page site", "city runs servers"]
    weight = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    once = weight * 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2 / 3))
    twice = weight * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 3))
    found = ranked("Audio", texts)
    assert [(one.index, one.shared) for one in found] == [(1, ("audio",)), (0, ("audio",))]
    assert [one.score for one in found] == pytest.approx([twice, once], rel=1e-12)
    assert "k1 1.2, b 0.75" in METHOD


def test_the_rarer_word_weighs_more() -> None:
    found = ranked("audio page", ["audio page", "page only", "page more"])
    assert found[0].shared == ("audio", "page")


@pytest.mark.parametrize(
    ("question", "text", "shared"),
    [
        ("STRASSE", "Straße", ("strasse",)),
        ("\uff21udio", "audio", ("audio",)),  # a letter of full width
        ("the", "the", ()),
        ("cms", "The CMS", ("cms",)),
        ("CMS", "our cms", ("cms",)),
        ("A page", "A site", ()),  # one capital is a beginning, not an abbreviation
        ("aaa", "aaaa", ()),
        ("508", "Section 508", ("508",)),
        ("官网", "官网", ("官网",)),
        ("", "audio", ()),
        ("audio", "", ()),
    ],
)
def test_which_words_are_the_same_and_count(question: str, text: str, shared: tuple[str, ...]):
    found = ranked(question, [text])
    assert tuple(word for one in found for word in one.shared) == shared


def test_words_of_a_text() -> None:
    assert words_of("Kind of page: «Ausstellung» & snake_case") == (
        "Kind", "of", "page", "Ausstellung", "snake_case",
    )  # fmt: skip


TEXTS = st.lists(st.lists(st.sampled_from(["audio", "guide", "page", "site"]), max_size=4).map(
    " ".join
), max_size=5)  # fmt: skip


@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_the_texts_changes_no_score(texts, shuffler: random.Random):
    mixed = list(range(len(texts)))
    shuffler.shuffle(mixed)
    scores = {one.index: one.score for one in ranked("audio guide", texts)}
    again = {
        mixed[one.index]: one.score for one in ranked("audio guide", [texts[n] for n in mixed])
    }
    assert again == scores


@given(TEXTS)
def test_scores_fall_are_positive_and_come_with_words(texts):
    found = ranked("audio guide", texts)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert one.score > 0
        assert set(one.shared) == {"audio", "guide"} & set(texts[one.index].split())
