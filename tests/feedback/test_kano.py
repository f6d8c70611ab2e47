import pytest

from clientkit.base import ClientkitError, InvalidModelError
from clientkit.feedback import KanoAnswer, KanoClass, KanoPair, kano_class, kano_summary

LIKE, MUST_BE, NEUTRAL, LIVE_WITH, DISLIKE = KanoAnswer
# Berger et al. (1993), page 6: a row for "if it is there", in it the columns for "if it is not"
PUBLISHED = {
    LIKE: "Q A A A O",
    MUST_BE: "R I I I M",
    NEUTRAL: "R I I I M",
    LIVE_WITH: "R I I I M",
    DISLIKE: "R R R R Q",
}
LETTERS = {
    "A": KanoClass.ATTRACTIVE,
    "I": KanoClass.INDIFFERENT,
    "M": KanoClass.MUST_BE,
    "O": KanoClass.ONE_DIMENSIONAL,
    "Q": KanoClass.QUESTIONABLE,
    "R": KanoClass.REVERSE,
}
PAIRS = {
    "A": (LIKE, NEUTRAL),
    "I": (NEUTRAL, NEUTRAL),
    "M": (NEUTRAL, DISLIKE),
    "O": (LIKE, DISLIKE),
    "Q": (LIKE, LIKE),
    "R": (DISLIKE, LIKE),
}


def summary(letters):
    return kano_summary(
        KanoPair(functional=PAIRS[one][0], dysfunctional=PAIRS[one][1]) for one in letters
    )


@pytest.mark.parametrize(
    ("functional", "dysfunctional", "letter"),
    [
        (row, column, letter)
        for row, letters in PUBLISHED.items()
        for column, letter in zip(KanoAnswer, letters.split(), strict=True)
    ],
)
def test_all_25_cells(functional, dysfunctional, letter):
    assert kano_class(functional, dysfunctional) is LETTERS[letter]


@pytest.mark.parametrize("word", ["delighted", "like", 1, None])
def test_refuses_what_is_no_answer(word):
    with pytest.raises(ClientkitError, match=r"functional is .*; expected one of KanoAnswer\.LIKE"):
        kano_class(word, LIKE)
    with pytest.raises(ClientkitError, match=r"dysfunctional is"):
        kano_class(LIKE, word)


def test_a_pair_takes_words_and_refuses_unknown_ones():
    assert KanoPair(functional="like", dysfunctional="live_with").dysfunctional is LIVE_WITH
    with pytest.raises(InvalidModelError, match=r"KanoPair.functional is 'love'"):
        KanoPair(functional="love", dysfunctional="like")


class TestSummary:
    def test_counts_and_coefficients(self, rebuilt):
        found = summary("AAAOOMMMMIRQ")
        assert (found.attractive, found.one_dimensional, found.must_be) == (3, 2, 4)
        assert (found.indifferent, found.reverse, found.questionable, found.n) == (1, 1, 1, 12)
        assert found.most_frequent is KanoClass.MUST_BE
        assert found.better == 5 / 10
        assert found.worse == -6 / 10
        assert rebuilt(found) == found

    @pytest.mark.parametrize(
        ("letters", "first"), [("AM", "M"), ("AO", "O"), ("IA", "A"), ("RI", "I"), ("QR", "R")]
    )
    def test_ties_go_to_the_more_demanding_class(self, letters, first):
        found = summary(letters)
        assert found.most_frequent is LETTERS[first]
        assert found.is_tie

    def test_no_tie_is_no_tie(self):
        assert not summary("AAM").is_tie

    def test_without_answers_there_is_no_class(self, rebuilt):
        found = summary("")
        assert (found.n, found.most_frequent, found.better, found.worse) == (0, None, None, None)
        assert rebuilt(found) == found

    def test_answers_that_contradict_have_no_coefficients(self):
        found = summary("QQR")
        assert (found.most_frequent, found.better, found.worse) == (
            KanoClass.QUESTIONABLE,
            None,
            None,
        )

    def test_order_does_not_matter(self):
        assert summary("AAMOIRQ") == summary("QRIOMAA")
