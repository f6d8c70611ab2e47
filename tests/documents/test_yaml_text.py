from __future__ import annotations

import json
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clientkit.documents.parsed import Limits
from clientkit.documents.yaml_text import parse_yaml

INDENTATION = "look at the indentation: keys that belong together begin in one column"


@pytest.fixture(params=["with C", "without C"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without C":
        monkeypatch.setattr(yaml, "CBaseLoader", yaml.BaseLoader, raising=False)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without its C parser")


def _data(text: str) -> object:
    parsed = parse_yaml(text, Limits())
    assert parsed.faults == ()
    return parsed.data()


def _faults(text: str, **limits: int) -> list[tuple[str, int | None, str]]:
    parsed = parse_yaml(text, Limits(**limits))
    return [(fault.code, fault.offset, fault.path) for fault in parsed.faults]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("2026-04-17", "2026-04-17"),
        ("1_000", "1_000"),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("+7", 7),
        ("-7", -7),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1.", 1.0),
        ("-1.5E-3", -0.0015),
        ("~", None),
        ("", None),
        ("NULL", None),
        ("True", True),
        ("false", False),
        ("tRue", "tRue"),
        ("0b1", "0b1"),
        ("1e", "1e"),
        ("=", "="),
        ("'1'", "1"),
        ('"~"', "~"),
        ("! 1", "1"),
        ("!!str 1", "1"),
        ('!!int "3"', 3),
        ("!!float 3", 3.0),
        ("!!null ''", None),
        ("!!bool true", True),
        ("!!map {}", {}),
        ("!!seq []", []),
        ("0x" + "0" * 90 + "1", "X"),
    ],
)
def test_the_core_schema(written: str, value: object) -> None:
    if value == "X":
        assert [fault[0] for fault in _faults(f"a: {written}\n")] == ["huge-number"]
        return
    data = _data(f"a: {written}\n")
    assert data == {"a": value}
    assert isinstance(data, dict)
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: !foo x\n", ("tag", 3, "/a")),
        ("a: !!int x\n", ("tag", 3, "/a")),
        ("a: !!timestamp 2026-01-01\n", ("tag", 3, "/a")),
        ("a: !!python/name:os x\n", ("tag", 3, "/a")),
        ("a: !!set {b: }\n", ("tag", 3, "/a")),
        ("a: !!map []\n", ("tag", 3, "/a")),
        ("a: .nan\n", ("not-finite", 3, "/a")),
        ("a: -.INF\n", ("not-finite", 3, "/a")),
        ("a: 1e999\n", ("not-finite", 3, "/a")),
        ("a: 9223372036854775808\n", ("huge-number", 3, "/a")),
        ("a: " + "9" * 5000 + "\n", ("huge-number", 3, "/a")),
        ("1: x\n", ("key-not-text", 0, "")),
        ("? [a]\n: x\n", ("key-not-text", 2, "")),
        ("? {a: b}\n: x\n", ("key-not-text", 2, "")),
        ("~: x\n", ("key-not-text", 0, "")),
        ("<<: {a: 1}\n", ("merge-key", 0, "")),
        ("a: *b\n", ("syntax", 3, "/a")),
        ("a: {b: 1,5, c: 2}\n", ("syntax", 7, "/a/b")),
        ("a: {b: Home, hall, and garden, c: 2}\n", ("syntax", 7, "/a/b")),
        ("a: {b}\n", ("syntax", 4, "/a")),
        ("a: {b: [1], c}\n", ("syntax", 12, "/a")),
        ("a: &b [1, *b]\n", ("alias-bomb", 10, "/a/1")),
        ("a: 1\nb: {c: 1, c: 2}\n", ("duplicate-key", 15, "/b/c")),
        ("a: 1\n--- \nb: 1\n", ("several-documents", 5, "")),
        ("a: x\x07\n", ("control-character", 4, "")),
        ("# c\n", ("empty", 0, "")),
        ("---\n", ("empty", 0, "")),
    ],
)
def test_faults(text: str, fault: tuple[str, int, str]) -> None:
    assert _faults(text) == [fault]


@pytest.mark.parametrize(
    ("value", "message", "suggestion"),
    [
        ("1,5", "b is cut off at a comma, after '1'; expected a decimal point", "1.5"),
        (
            "1,500",
            "b is cut off at a comma, after '1'; expected quotes around all of it",
            "'1,500'",
        ),
        (
            "Home, hall, and garden",
            "b is cut off at a comma, after 'Home'; expected quotes around all of it",
            "'Home, hall, and garden'",
        ),
    ],
)
def test_values_that_a_comma_cuts_off(value: str, message: str, suggestion: str) -> None:
    (fault,) = parse_yaml(f"a: {{b: {value}, c: 2}}\n", Limits()).faults
    assert (fault.message, fault.suggestion) == (message, f"did you mean {suggestion}?")


COMMA = "put a comma between the values, or a text that holds ': ' in quotes"
APOSTROPHE = "write an apostrophe between single quotation marks twice"
BACKSLASH = "write each '\\' between double quotation marks twice"


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("a: b: c\n", "put a text that holds ': ' in quotes"),
        ("a: b\n  c: d\n", INDENTATION),
        ("a:\n  b:c\n  d: e\n", "put a space after the ':', in the line above"),
        ("a:\n  b:c/d\n  d: e\n", "put a space after the ':', in the line above"),
        ("a:\n  - http://b\n    d: e\n", INDENTATION),
        ("a: {b:c}\n", "put a space after the ':'"),
        ("a:\n  - b: c\n  -b: d\n", "put a space after the '-'"),
        ("a:\n  b: c\n d: e\n", INDENTATION),
        ("a: {b: c\nd: e\n", "close the '{' of line 1"),
        ("a:\n\tb: c\n", "indent with spaces"),
        ("a: @b\n", "put the text in quotes"),
        ('a: "b\n', "close the quotation mark"),
        ("a: {b: c d: e}\n", COMMA),
        ("a: {b: Editor: in chief}\n", COMMA),
        ("a: [b\n", "close the '[' of line 1"),
        ("a: [b}\n", "look for a comma, a quotation mark or a ']' that is missing"),
        ("a: {b: 'the client's'}\n", APOSTROPHE),
        ("a: 'the client's site'\n", APOSTROPHE),
        ("- 'the client's site'\n", APOSTROPHE),
        ('a: "the" client\n', "put all of the text in one pair of quotation marks"),
        ('a: "C:\\Work"\n', BACKSLASH),
        ('a: "C:\\Users"\n', BACKSLASH),
        ("a:\n  -b: c\n    d: e\n", "put a space after the '-', in the line above"),
        ("a:\n  d: 1\n  b:c/d\n  e: f\n", "put a space after the ':'"),
        ("a:\n  d: 1\n  b:\u00a0c\n  e: f\n", "put a space after the ':'"),
        ("a:\n  d: 1\n  b\uff1ac\n  e: f\n", "write ':' and a space"),
        (
            "a:\n  d: 1\n  b\n  c: d\n",
            "put a ':' and a space after the key, or join the lines of one text",
        ),
        (
            "a:\n  b: c\n\u00a0\u00a0d: e\n  f: g\n",
            "indent with plain spaces: one that looks like them is another character",
        ),
        ("a: *important*\n", "put the text in quotes"),
        ("a: & b\n", "put the text in quotes"),
        ("a: ? b\n", "put the text in quotes"),
        ("a: >90 % b\n", "put the text in quotes, or begin it on the next line"),
        (
            "a: - b\n",
            "begin a list on a line of its own, or put a text that begins with '-' in quotes",
        ),
        ("a: b\n...\nc: d\n", "remove what stands after the end of the document"),
        ("a: *b\n", "put it in quotes if it is a text, else &b before what it stands for"),
    ],
)
def test_what_to_do_about_broken_syntax(text: str, suggestion: str) -> None:
    (fault,) = parse_yaml(text, Limits()).faults
    assert (fault.code, fault.suggestion) == ("syntax", suggestion)


def test_a_key_that_is_taken_for_part_of_a_text_is_pointed_at() -> None:
    (fault,) = parse_yaml("a:\n  d: 1\n  b:c/d\n  e: f\n", Limits()).faults
    assert (fault.offset, fault.related) == (12, ())


def test_a_placeholder_in_double_braces_is_one_finding() -> None:
    (fault,) = parse_yaml("a: {{ title }}\nb: c\n", Limits()).faults
    assert (fault.code, fault.offset) == ("key-not-text", 4)
    assert fault.suggestion == "put a text that begins with '{' in quotes"


def test_a_long_line_of_quotation_marks_takes_no_time_to_be_refused() -> None:
    (fault,) = parse_yaml("a: 'b' " + "' " * 500_000 + "c\n", Limits()).faults
    assert fault.code == "syntax"


def test_a_key_with_a_colon_may_have_no_value() -> None:
    assert _data("a: {b: , c: }\n") == {"a": {"b": None, "c": None}}


def test_all_faults_are_found_at_once() -> None:
    text = "a: 1\na: !x 2\nb:\n  - .nan\n  - c: 1\n    c: 2\n3: x\n"
    assert [code for code, _, _ in _faults(text)] == [
        "duplicate-key",
        "tag",
        "not-finite",
        "duplicate-key",
        "key-not-text",
    ]
    assert parse_yaml(text, Limits()).data() == {"a": 2, "b": [None, {"c": 2}], "3": "x"}


def test_a_quoted_merge_key_is_a_key() -> None:
    assert _data('"<<": 1\n') == {"<<": 1}


def test_aliases() -> None:
    assert _data("a: &x {b: 1}\nc: *x\nd: &x 2\ne: *x\n") == {
        "a": {"b": 1},
        "c": {"b": 1},
        "d": 2,
        "e": 2,
    }
    assert _data("&k a: 1\nb: *k\n") == {"a": 1, "b": "a"}


def test_the_limit_of_aliases() -> None:
    text = "a: &x [1, 2]\nb: [*x, *x]\n"  # each alias stands for three values
    assert _faults(text, aliases=6) == []
    assert _faults(text, aliases=5) == [("alias-bomb", 21, "/b/1")]
    names = "abcdefghij"
    bomb = "a: &a [1]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in pairwise(names)
    )
    assert _faults(bomb)[0][0] == "alias-bomb"


def test_aliases_count_in_the_depth() -> None:
    text = "a: &x [[1]]\nb: [*x]\n"
    assert _faults(text, depth=4) == []
    assert _faults(text, depth=3) == [("too-deep", 16, "/b/0")]


def test_very_deep_texts_end_soon() -> None:
    for text in ("[" * 200_000, "- " * 200_000, "{a: " * 100_000, "? " * 200_000):
        assert _faults(text)[0][0] == "too-deep"
    assert _faults("[" * 2_000, depth=1_500)[0][0] == "too-deep"


def test_binary_data_end_soon() -> None:
    faults = _faults("\x00\x01" * 1000)
    assert [code for code, _, _ in faults] == ["control-character"] * 20 + ["syntax"]


@pytest.mark.parametrize(
    ("text", "offset", "suggestion"),
    [
        ("a:\n\tb: 1\n", 3, "indent with spaces"),
        ("a: b: c\n", 4, "put a text that holds ': ' in quotes"),
        ("a: @b\n", 3, "put the text in quotes"),
        ('a: "b\n', 3, "close the quotation mark"),
        ("a: [1\n", 6, "close the '[' of line 1"),
        ('a: "\\U99999999"\n', None, BACKSLASH),
    ],
)
def test_syntax_errors(text: str, offset: int | None, suggestion: str | None) -> None:
    parsed = parse_yaml(text, Limits())
    (fault,) = parsed.faults
    assert (fault.code, parsed.readable) == ("syntax", False)
    assert fault.suggestion == suggestion
    if offset is not None:
        assert fault.offset == offset


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_what_pyyaml_writes_is_read_back(data: object) -> None:
    text = yaml.safe_dump({"a": data}, default_flow_style=None, default_style='"')
    # everything but collections is quoted and tagged there
    assert json.dumps(_data(text)) == json.dumps({"a": data}, sort_keys=True)


def test_positions_inside_an_alias_are_those_of_the_anchor() -> None:
    parsed = parse_yaml("a: &x {b: 1}\nc: *x\n", Limits())
    spots = parsed.locate(["/c", "/c/b", "/a/b"])
    assert (spots["/c"].value, spots["/c"].key) == (16, 13)
    assert spots["/c/b"] == spots["/a/b"]
    assert (spots["/a/b"].value, spots["/a/b"].key) == (10, 7)
