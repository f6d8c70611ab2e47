"""Findings and errors: data that travels."""

# ruff: noqa: S301 (what is unpickled was pickled here)

import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import (
    ClientkitError,
    Finding,
    InvalidDocumentError,
    InvalidModelError,
    InvalidValueError,
    Place,
    Severity,
    pointer,
)

FINDING = Finding(
    code="a.b", path="/a/0", message="a is b; expected c", related=(Place(path="/b", line=3),)
)


@pytest.mark.parametrize("kind", [InvalidModelError, InvalidDocumentError])
def test_errors_with_findings_travel(kind: type[InvalidModelError]) -> None:
    error = kind(iter([FINDING]))
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert again.findings == error.findings == (FINDING,)
    assert isinstance(error, ClientkitError)
    assert isinstance(error, ValueError)


def test_an_error_shows_twenty_findings() -> None:
    assert str(InvalidModelError([FINDING] * 20)) == "\n".join([FINDING.message] * 20)
    assert str(InvalidModelError([FINDING] * 21)).splitlines()[20:] == ["and 1 more"]


def test_an_error_shows_where() -> None:
    placed = attrs.evolve(FINDING, file="plan.yaml", line=12, column=5)
    assert str(InvalidDocumentError([placed])) == "plan.yaml:12:5: a is b; expected c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("x", "'x'"), ("x" * 78, repr("x" * 78)), ("x" * 79, "'" + "x" * 76 + "..."), ("\n", r"'\n'")],
)
def test_a_value_error_shows_the_text_in_short(text: str, shown: str) -> None:
    error = InvalidValueError(text, "y")
    assert str(error) == f"{shown}; expected y"
    again = pickle.loads(pickle.dumps(error))
    assert (again.text, again.expected, str(again)) == (text, "y", str(error))


def test_findings_are_values() -> None:
    again = pickle.loads(pickle.dumps(FINDING))
    assert again == FINDING
    assert hash(again) == hash(FINDING)
    assert FINDING.severity is Severity.ERROR
    assert FINDING.where == ""


@given(st.lists(st.text() | st.integers(0, 10**6)))
def test_a_pointer_can_be_taken_apart(parts: list[str | int]) -> None:
    """RFC 6901, section 4: ``~1`` is read first, then ``~0``."""
    tokens = pointer(*parts).split("/")[1:]
    assert [t.replace("~1", "/").replace("~0", "~") for t in tokens] == list(map(str, parts))
