"""The tolerant reader: all that is wrong, once each, and as much as can be read."""

import sys
from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from clientkit.base import Due, Extensions, Finding, Money, Term, TimeRange, model
from clientkit.base._guessing import closest_short
from clientkit.base.fields import (
    Email,
    Id,
    Language,
    Line,
    LocalTime,
    Number,
    Share,
    TimeZone,
    Version,
)
from clientkit.base.tolerant import read_plain


@unique
class Colour(Enum):
    RED = "red"
    LIGHT_BLUE = "light blue"


@model(kw_only=True)
class Part:
    id: Id
    colour: Colour
    size: Share | None = None

    def _invariants(self) -> Iterator[Finding]:
        if self.size == 0:
            yield Finding(code="part.empty", path="/size", message="size is 0; expected more")


@model(kw_only=True)
class Rhythm:
    colour: Colour
    size: Share | None = None


@model(kw_only=True)
class Thing:
    id: Id
    title: Line | None = None
    email: Email | None = None
    zone: TimeZone | None = None
    number: Number | None = None
    version: Version | None = None
    is_new: bool = False
    colour: Colour = Colour.RED
    within: Term | None = None
    due: Due | None = None
    opens: LocalTime | None = None
    hours: TimeRange | None = None
    language: Language | None = None
    rhythm: Rhythm | None = None
    price: Money | None = None
    part: Part | None = None
    parts: Annotated[tuple[Part, ...], Meta(max_length=50_000)] = ()
    people: Annotated[tuple[Id, ...], Meta(max_length=3)] = ()
    extensions: Extensions | None = None

    def _invariants(self) -> Iterator[Finding]:
        if self.title is not None and self.email is not None:
            yield Finding(code="thing.both", path="", message="title and email; expected one")


def found(data: object) -> list[tuple[str, str, str | None]]:
    """Code, path and suggestion of each finding."""
    return [(one.code, one.path, one.suggestion) for one in read_plain(Thing, data).findings]


LONG_SPAN = "months and years differ in length: say how many days or weeks"


@pytest.mark.parametrize(
    ("key", "value", "meant"),
    [
        ("colour", "Red", "did you mean 'red'?"),
        ("colour", "light-blue", "did you mean 'light blue'?"),
        ("colour", "green", None),
        ("colour", "red" * 1000, None),
        ("is_new", "yes", "did you mean true?"),
        ("is_new", "False", "did you mean false?"),
        ("is_new", "maybe", None),
        ("zone", "Europe/Berln", "did you mean 'Europe/Berlin'?"),
        ("zone", "qqqqq", None),
        ("id", "page speed", "did you mean 'page-speed'?"),
        ("id", "x y" * 50, None),
        ("id", "???", None),
        ("id", 12, "put it in quotes"),
        ("id", "Müller & Söhne", "did you mean 'Muller-Sohne'?"),
        ("title", True, "put it in quotes"),
        ("title", None, None),
        ("email", 12, None),
        ("email", "me", None),
        ("id", "“shop”", "did you mean 'shop'?"),
        ("id", "sh\u200bop", "did you mean 'shop'?"),
        ("id", "kjøp og salg", "did you mean 'kjop-og-salg'?"),
        ("id", "sh\u043ep", "'\u043e' is CYRILLIC SMALL LETTER O; write it anew"),
        ("opens", "9.30", "did you mean '09:30'?"),
        ("opens", "09:00:00", "did you mean '09:00'?"),
        ("opens", "09:00:30", None),
        ("language", "de_DE", "did you mean 'de-DE'?"),
        ("rhythm", "red", "did you mean {colour: red}?"),
        ("rhythm", "green", None),
        ("part", "red", None),
        ("number", "12.5", "did you mean 12.5, without quotes?"),
        ("number", "1,5", "did you mean 1.5?"),
        ("number", "1,500", None),
        ("number", "45 %", "did you mean 45?"),
        ("number", "1e400", None),
        ("version", "3", "did you mean 3, without quotes?"),
        ("version", "3.5", None),
        ("version", "0", None),
        ("version", "9" * 5000, None),
        ("within", "2 wrking days", "did you mean '2 working days'?"),
        ("within", "two days", "did you mean '2 days'?"),
        ("within", "2 business days", "did you mean '2 working days'?"),
        ("within", "2 months", LONG_SPAN),
        ("within", "1 Year", LONG_SPAN),
        ("due", "2 months after launch", LONG_SPAN),
        ("within", "4h", "did you mean '4 hours'?"),
        ("within", "some days", None),
        ("due", "01.03.2026", "did you mean '2026-03-01'?"),
        ("due", "2026/05/01", "did you mean '2026-05-01'?"),
        ("due", "1. September 2026", "did you mean '2026-09-01'?"),
        ("due", "Sept 1, 2026", "did you mean '2026-09-01'?"),
        ("due", "2026-09-01T10:00:00", "did you mean '2026-09-01'?"),
        ("due", "13/12/2026", "did you mean '2026-12-13'?"),
        ("due", "12/13/2026", "did you mean '2026-12-13'?"),
        ("due", "12/12/2026", "did you mean '2026-12-12'?"),
        ("due", "12/11/2026", None),
        ("due", "2026-02-30", "there is no such day"),
        ("due", "next week or so", None),
        ("price", "1,500.00 EUR", "did you mean '1500.00 EUR'?"),
        ("price", "5.000,00 EUR", "did you mean '5000.00 EUR'?"),
        ("price", "12,50 €", "did you mean '12.50 EUR'?"),
        ("price", "€12,500.00", "did you mean '12500.00 EUR'?"),
        ("price", "EUR 12500", "did you mean '12500.00 EUR'?"),
        ("price", "12500 euros", "did you mean '12500.00 EUR'?"),
        ("price", "£ 50", "did you mean '50.00 GBP'?"),
        ("price", "84 chf", "did you mean '84.00 CHF'?"),
        ("price", "84'000 CHF", "did you mean '84000.00 CHF'?"),
        ("price", "84\u00a0000 EUR", "did you mean '84000.00 EUR'?"),
        ("price", "“84 EUR”", "did you mean '84.00 EUR'?"),
        ("price", "$500", None),
        ("price", "84k EUR", None),
        ("price", "84,000 EUR", "did you mean '84000.00 EUR'?"),
        ("price", "84.000 EUR", "did you mean '84000.00 EUR'?"),
        ("price", "84,000 KWD", None),
        ("price", "84 000 EUR", "did you mean '84000.00 EUR'?"),
        ("price", "1,084,000 EUR", "did you mean '1084000.00 EUR'?"),
        ("price", "1.084.00 EUR", None),
        ("price", "1.50,00 EUR", None),
        ("due", "5 day befor launch", "did you mean '5 days before launch'?"),
        ("within", "1.5 hours", "did you mean '90 minutes'?"),
        ("within", "2,5 working hours", "did you mean '150 working minutes'?"),
        ("within", "2.5h", "did you mean '150 minutes'?"),
        ("within", "1.25 hours", None),
        ("hours", "9-18", "did you mean '09:00-18:00'?"),
        ("hours", "09:00\u201317:00", "did you mean '09:00-17:00'?"),
        ("hours", "09.00 to 17.30", "did you mean '09:00-17:30'?"),
        ("hours", "9am - 5:30 p.m.", "did you mean '09:00-17:30'?"),
        ("hours", "9h-17h", "did you mean '09:00-17:00'?"),
        ("hours", "10pm-6am", "did you mean '22:00-06:00'?"),
        ("hours", "12am-12pm", "did you mean '00:00-12:00'?"),
        ("hours", "9-5", None),  # to five in the morning, or in the afternoon
        ("hours", "13pm-2pm", None),
        ("hours", "25-26", None),
        ("due", "x " * 5000, None),
        ("due", "99999999999 working days", None),
        ("due", f"{'9' * 5000}/1/2026", None),
        ("price", 500, "did you mean '500.00 EUR'?"),
        ("price", 10**15, None),
        ("price", 12.5, None),
        ("people", "lena", "did you mean ['lena']?"),
        ("people", "lena, omar", "did you mean ['lena', 'omar']?"),
        ("people", "lena , the other", "did you mean ['lena , the other']?"),
    ],
)
def test_what_was_probably_meant(key: str, value: object, meant: str | None) -> None:
    data = {"id": "a", key: value}
    if value is None:
        assert found(data) == []
    else:
        ((_, path, suggestion),) = found(data)
        assert (path, suggestion) == (f"/{key}", meant)


def test_a_suggestion_is_a_value_that_fits() -> None:
    for data in (
        {"id": "page speed"},
        {"id": "a", "zone": "Europe/Berln"},
        {"id": "a", "due": "on"},
    ):
        for finding in read_plain(Thing, data).findings:
            if finding.suggestion is not None:
                meant = finding.suggestion.split("'")[1]
                assert found(data | {finding.path[1:]: meant}) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"id": None}, "id is empty (null); expected an id"),
        ({"id": "a", "part": True}, "part is true; expected keys and values"),
        ({"id": "a", "people": False}, "people is false; expected a list"),
        (None, "the document is empty (null); expected keys and values"),
    ],
)
def test_null_true_and_false_are_said_as_documents_spell_them(data: object, said: str) -> None:
    (finding,) = read_plain(Thing, data).findings
    assert finding.message.startswith(said)


class TestKeys:
    def test_a_misspelt_key_is_one_finding_and_its_value_is_read(self) -> None:
        reading = read_plain(Thing, {"id": "a", "titel": "t"})
        (finding,) = reading.findings
        assert (finding.code, finding.path) == ("shape.unknown-key", "/titel")
        assert finding.suggestion == "did you mean 'title'?"
        assert finding.message == "titel is not a key of Thing; expected 'title'"
        assert reading.value == Thing(id="a", title="t")
        assert reading.masked == ()

    @pytest.mark.parametrize("key", ["od", "is", "di", "Ix"])
    def test_a_misspelt_key_of_two_letters_that_must_be_there_is_known(self, key: str) -> None:
        reading = read_plain(Thing, {key: "shop", "title": "Shop"})
        assert [(one.code, one.path, one.suggestion) for one in reading.findings] == [
            ("shape.unknown-key", f"/{key}", "did you mean 'id'?")
        ]
        assert reading.value is not None
        assert reading.value.id == "shop"

    @pytest.mark.parametrize("key", ["by", "xi", "ox", "o"])
    def test_nothing_is_guessed_of_two_letters_that_have_none_in_its_place(self, key: str) -> None:
        assert found({key: "shop"}) == [
            ("shape.unknown-key", f"/{key}", None),
            ("shape.missing-key", "", None),
        ]

    def test_a_key_of_two_letters_is_guessed_only_where_it_must_be_there(self) -> None:
        assert found({"id": "shop", "od": "desk"}) == [("shape.unknown-key", "/od", None)]

    def test_of_two_keys_of_two_letters_none_is_guessed(self) -> None:
        assert closest_short("iy", ["id", "by"]) is None
        assert closest_short("ix", ["id", "by"]) == "id"
        assert closest_short(7, ["id"]) is None

    def test_what_a_misspelt_key_holds_is_judged_where_it_stands(self) -> None:
        assert found({"id": "a", "titel": ""}) == [
            ("shape.unknown-key", "/titel", "did you mean 'title'?"),
            ("shape.value", "/titel", None),
        ]

    def test_a_key_that_is_there_is_not_meant(self) -> None:
        assert found({"id": "a", "title": "t", "titel": "u"})[0][1:] == ("/titel", None)

    def test_a_missing_key_is_named(self) -> None:
        (finding,) = read_plain(Thing, {}).findings
        assert (finding.code, finding.path) == ("shape.missing-key", "")
        assert finding.message.startswith("the document has no 'id'; expected an id")

    @pytest.mark.parametrize("key", ["", "a/b", "~", "a\nb", "\ud800", "x" * 10_000, 5, None, (1,)])
    def test_any_key_is_shown_in_a_line(self, key: object) -> None:
        (finding,) = read_plain(Thing, {"id": "a", key: 1}).findings
        finding.message.encode()
        assert "\n" not in finding.message
        assert len(finding.message) < 400


class TestMasking:
    def test_a_refused_optional_part_is_left_out(self) -> None:
        reading = read_plain(Thing, {"id": "a", "number": "x", "part": 5})
        assert reading.value == Thing(id="a")
        assert reading.masked == ("/number", "/part")

    def test_a_refused_id_stands_as_it_is(self) -> None:
        reading = read_plain(Thing, {"id": "a b"})
        assert reading.value is not None
        assert reading.value.id == "a b"
        assert reading.masked == ("/id",)

    def test_refused_items_are_dropped_and_counted(self) -> None:
        parts = [{"id": "a", "colour": "red"}, 5, {"id": "b", "colour": "red"}, "x"]
        reading = read_plain(Thing, {"id": "a", "parts": parts})
        assert reading.value is not None
        assert [part.id for part in reading.value.parts] == ["a", "b"]
        assert reading.dropped == {"/parts": [1, 3]}

    def test_nothing_can_be_made_of_what_is_no_object(self) -> None:
        for data in (None, [], "x", 5):
            reading = read_plain(Thing, data)
            assert reading.value is None
            assert [finding.path for finding in reading.findings] == [""]

    def test_invariants_are_silent_about_what_was_refused(self) -> None:
        assert [one[0] for one in found({"id": "a", "title": "t", "email": "a@b"})] == [
            "thing.both"
        ]
        assert [one[0] for one in found({"id": "a", "title": "t", "email": "x"})] == ["shape.value"]

    def test_invariants_of_a_sound_part_are_heard_beside_a_refused_one(self) -> None:
        parts = [{"id": "a", "colour": "grün"}, {"id": "b", "colour": "red", "size": 0}]
        assert [one[:2] for one in found({"id": "a", "parts": parts})] == [
            ("shape.value", "/parts/0/colour"),
            ("part.empty", "/parts/1/size"),
        ]

    def test_the_message_names_the_place(self) -> None:
        parts = [
            {"id": "lena", "colour": "red", "size": 2},
            {"id": "b", "colour": "red", "size": 0},
        ]
        assert [one.message for one in read_plain(Thing, {"id": "a", "parts": parts}).findings] == [
            "parts[0] ('lena').size is 2; expected a number from 0 to 1",
            "parts[1] ('b'): size is 0; expected more",
        ]


deep_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.sampled_from(["id", "part", "parts", "due", "price", "zone"]), deep_json))
def test_it_never_raises(data: dict[str, object]) -> None:
    reading = read_plain(Thing, data)
    for finding in reading.findings:
        assert finding.path == "" or finding.path.startswith("/")
        assert "expected" in finding.message


@pytest.mark.parametrize(
    "key", ["id", "part", "parts", "number", "due", "price", "extensions", "z"]
)
def test_the_deepest_and_the_longest_is_only_a_finding(key: str) -> None:
    deep: object = []
    for _ in range(100_000):
        deep = [deep]
    for value in (deep, {"a": deep}, 10**5000, [10**5000], "x" * 10**6, ["x" * 10**6] * 5):
        findings = read_plain(Thing, {"id": "a", key: value}).findings
        assert findings
        assert all(len(finding.message) < 1000 for finding in findings)


def test_the_effort_grows_with_the_data_only() -> None:
    """Twice the entries, each with an offence, take about twice the calls and not four times."""

    def calls(count: int) -> int:
        data = {"id": "a", "parts": [{"id": "a b", "colour": "rad"} for _ in range(count)]}
        seen = [0]

        def count_one(*_: object) -> None:
            seen[0] += 1

        sys.setprofile(count_one)
        try:
            reading = read_plain(Thing, data)
        finally:
            sys.setprofile(None)
        assert len(reading.findings) == 2 * count
        return seen[0]

    calls(10)  # what is compiled and cached once
    assert calls(800) < 9 * calls(100)
