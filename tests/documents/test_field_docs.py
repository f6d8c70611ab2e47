from enum import Enum

import pytest

from clientkit.base import Money, Term
from clientkit.client import Entry, Person, SharedEntry, Side
from clientkit.documents.field_docs import class_doc, field_doc, member_doc, plain
from clientkit.scope import Acceptance
from clientkit.worktime import Cadence


class Bare:
    first: int
    second: int
    """The second."""


class Colour(Enum):
    RED = "red"
    """Like a rose."""
    BLUE = "blue"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Plain words.", "Plain words."),
        ("Over\n    two lines.", "Over two lines."),
        ("A `word` and ``another``.", "A 'word' and 'another'."),
        ("Written ``'so'`` or ``\"so\"``.", "Written 'so' or \"so\"."),
        ("A tag (:rfc:`5646`).", "A tag (RFC 5646)."),
        ("As (:rfc:`5545#section-3.3.10`) says.", "As (RFC 5545, section 3.3.10) says."),
        ("A :class:`Person`.", "A Person."),
        ("A :class:`~clientkit.client.Person`.", "A Person."),
        ("A :class:`clientkit.client.Person`.", "A Person."),
        ("See :ref:`the page <target>`.", "See the page."),
        ("See :py:func:`~clientkit.base.decode`.", "See decode."),
    ],
)
def test_markup_becomes_plain_text(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_field_docs_are_inherited_and_overridden() -> None:
    assert field_doc(Acceptance, "by") == field_doc(Entry, "by") == "The person who did it."
    assert field_doc(SharedEntry, "visibility") == "Who may read it."


def test_class_docs_are_the_first_paragraph() -> None:
    assert class_doc(Money) == "An amount in a currency, '12500.00 EUR'."
    assert class_doc(Term).startswith("A span of time")
    assert class_doc(Term).endswith("or '3 weeks'.")
    assert class_doc(Cadence).endswith("(RFC 5545, section 3.3.10).")
    assert "\n" not in class_doc(Person)


def test_member_docs() -> None:
    assert member_doc(Side.CLIENT) == "The party that the work is for."
    assert member_doc(Colour.RED) == "Like a rose."


def test_what_has_no_docstring_is_refused() -> None:
    assert field_doc(Bare, "second") == "The second."
    for ask, message in (
        (lambda: field_doc(Bare, "first"), "Bare.first has no docstring"),
        (lambda: field_doc(Bare, "third"), "Bare.third has no docstring"),
        (lambda: member_doc(Colour.BLUE), "Colour.BLUE has no docstring"),
        (lambda: class_doc(Bare), "Bare has no docstring"),
    ):
        with pytest.raises(TypeError, match=f"^{message}"):
            ask()
