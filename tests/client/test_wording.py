"""Words of ours in a text, and the client's own."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientkit.client import GlossaryTerm
from clientkit.client.wording import Wording, our_words


def glossary(**words: str) -> tuple[GlossaryTerm, ...]:
    return tuple(
        GlossaryTerm(ours=ours.replace("_", " "), theirs=theirs) for ours, theirs in words.items()
    )


SPRINT = glossary(sprint="work block", content_type="kind of page")


def theirs(text: str, terms: tuple[GlossaryTerm, ...] = SPRINT) -> list[str]:
    return [term.theirs for term in our_words(text, terms)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("End of a sprint", ["work block"]),
        ("SPRINT", ["work block"]),
        ("the sprint's end", ["work block"]),
        ("(Sprint)", ["work block"]),
        ("sprints", []),
        ("sprinter", []),
        ("a sprint-end", []),
        ("pre-sprint", []),
        ("sprint_end", []),
        ("sprint2", []),
        ("each content  type\nof a sprint, and the sprint", ["kind of page", "work block"]),
        ("Content. Type", []),
        ("content", []),
        ("", []),
    ],
)
def test_whole_words_in_any_case(text: str, expected: list[str]) -> None:
    assert theirs(text) == expected


@pytest.mark.parametrize(
    ("ours", "text", "is_found"),
    [
        ("Maßnahme", "MASSNAHME", True),
        ("réunion", unicodedata.normalize("NFD", "Une Réunion"), True),
        ("naïve", "naive", False),
        ("спринт", "Каждый Спринт", True),
        ("спринт", "спринты", False),
        ("kick-off", "Kick\u2011off", True),
        ("kick-off", "kick off", False),
        ("client's order", "the client\u2019s order", True),
        # a vowel sign or an accent that stands by itself belongs to its word
        ("कि", "किताब", False),
        ("ताब", "किताब", False),
        ("कि", "कि", True),
        ("C++", "in C++ and Python", True),
    ],
)
def test_letters_of_all_scripts(ours: str, text: str, is_found: bool) -> None:
    terms = (GlossaryTerm(ours=ours, theirs="theirs"),)
    assert bool(our_words(text, terms)) is is_found


def test_the_longest_phrase_at_a_place_counts() -> None:
    terms = glossary(
        manager="lead", project_manager="Contractor's Project Manager", kickoff="Kickoff"
    )
    assert theirs("the project manager", terms) == ["Contractor's Project Manager"]
    assert theirs("the Contractor's project manager", terms) == []
    assert theirs("a manager", terms) == ["lead"]


def test_what_the_client_says_itself_is_not_ours() -> None:
    assert theirs("one sprint", glossary(sprint="Sprint")) == []
    assert theirs("a story", glossary(item="story", story="use case")) == []


def test_two_terms_for_one_word_give_the_first() -> None:
    terms = (
        GlossaryTerm(ours="ticket", theirs="issue"),
        GlossaryTerm(ours="Ticket", theirs="case"),
    )
    assert theirs("a ticket", terms) == ["issue"]


def test_a_glossary_of_nothing_finds_nothing() -> None:
    assert our_words("anything", ()) == ()
    assert our_words("a - b", (GlossaryTerm(ours=" ", theirs="-"),)) == ()


words = st.text(alphabet="abAB -", max_size=5)
terms = st.builds(
    GlossaryTerm,
    ours=words.filter(bool),
    theirs=words.filter(bool),
)


@settings(max_examples=100)
@given(st.lists(terms, max_size=4), st.text(alphabet="abAB -.", max_size=20))
def test_each_term_once_and_never_one_that_the_client_says(
    some: list[GlossaryTerm], text: str
) -> None:
    found = Wording(some).ours_in(text)
    assert len(set(found)) == len(found)
    folded = [" ".join(one.theirs.lower().split()) for one in some]
    for term in found:
        assert term in some
        assert " ".join(term.ours.lower().split()) not in folded


@settings(max_examples=100)
@given(st.lists(terms, max_size=4), st.text(alphabet="abAB -.", max_size=20))
def test_case_makes_no_difference(some: list[GlossaryTerm], text: str) -> None:
    assert our_words(text.upper(), some) == our_words(text, some)
