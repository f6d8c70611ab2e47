from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.documents.json_text import parse_json, scan
from clientkit.documents.parsed import Limits

_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(max_size=5)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


def _faults(text: str, **limits: int) -> list[tuple[str, int | None, str]]:
    parsed = parse_json(text.encode(), Limits(**limits))
    return [(fault.code, fault.offset, fault.path) for fault in parsed.faults]


@given(_JSON, st.booleans(), st.sampled_from([None, 2]))
def test_round_trip(data: object, ascii_only: bool, indent: int | None) -> None:
    raw = json.dumps(data, ensure_ascii=ascii_only, indent=indent).encode()
    parsed = parse_json(raw, Limits())
    assert (parsed.faults, parsed.json, parsed.data()) == ((), raw, data)


@given(
    st.lists(
        st.sampled_from([*list('{}[],:" 1-.e0\t\n\\u"a'), '"a"', "true", "null", "1.5", "\\u00e9"]),
        max_size=14,
    ).map("".join)
)
def test_the_scanner_accepts_what_the_standard_library_accepts(text: str) -> None:
    try:
        json.loads(text)
        valid = True
    except ValueError:
        valid = False
    parsed = parse_json(text.encode(), Limits())
    # twins are JSON by the standard library's measure
    wrong = [fault for fault in parsed.faults if fault.code != "duplicate-key"]
    assert (not wrong) == valid


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ('{"a": 1,}', 7),
        ("[1 2]", 3),
        ('{"a" 1}', 5),
        ("{a: 1}", 1),
        ("[1,,2]", 3),
        ("[01]", 1),
        ("[1", 2),
        ('["a', 1),
        ('["a\n"]', 1),
        ("{} x", 3),
        ("[tru]", 1),
        ('["\\x"]', 2),
        ("[\u00a01]", 1),
        ("[+1]", 1),
        ("[.5]", 1),
        ("[1.]", 1),
        ("]", 0),
        ("// c\n1", 0),
    ],
)
def test_a_syntax_error_stands_where_it_is(text: str, offset: int) -> None:
    parsed = parse_json(text.encode(), Limits())
    assert [(fault.code, fault.offset) for fault in parsed.faults] == [("syntax", offset)]
    assert not parsed.readable


def test_all_faults_are_found_at_once() -> None:
    text = '{"a": 1, "b": {"x": NaN, "x": -1e999}, "a": 9223372036854775808, "c": "\t"}'
    assert _faults(text) == [
        ("not-finite", 20, "/b/x"),
        ("duplicate-key", 25, "/b/x"),
        ("not-finite", 30, "/b/x"),
        ("duplicate-key", 39, "/a"),
        ("huge-number", 44, "/a"),
        ("control-character", 71, "/c"),
    ]
    assert parse_json(text.encode(), Limits()).data() == {"a": None, "b": {"x": None}, "c": "\t"}


def test_faults_before_a_syntax_error_count_too() -> None:
    assert [code for code, _, _ in _faults('{"a": 1, "a": }')] == ["duplicate-key", "syntax"]


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("9223372036854775807", []),
        ("9223372036854775808", ["huge-number"]),
        ("-9223372036854775808", []),
        ("-9223372036854775809", ["huge-number"]),
        ("9" * 5000, ["huge-number"]),
        ("1.7976931348623157e308", []),
        ("1.8e308", ["not-finite"]),
        ("1e-999", []),
        ("-Infinity", ["not-finite"]),
        ("0." + "1" * 5000, []),
    ],
)
def test_numbers(number: str, codes: list[str]) -> None:
    assert [code for code, _, _ in _faults(f"[{number}]")] == codes


@pytest.mark.parametrize(
    ("escaped", "codes"),
    [
        ("\\ud83d\\ude00", []),
        ("\\ud83d", ["encoding"]),
        ("\\ude00", ["encoding"]),
        ("\\ude00\\ud83d", ["encoding"] * 2),
        ("\\\\ud83d", []),
        ("\\ud83d\\\\ude00", ["encoding"]),
        ("\\ud83d\\\\\\ude00", ["encoding"] * 2),
        ("\\uD83D\\uDE00", []),
    ],
)
def test_surrogates(escaped: str, codes: list[str]) -> None:
    parsed = parse_json(f'["{escaped}"]'.encode(), Limits())
    assert [fault.code for fault in parsed.faults] == codes
    json.dumps(parsed.data(), ensure_ascii=False).encode()


def test_brackets_in_texts_are_not_depth() -> None:
    assert _faults('["[[[[", "\\"[[[", "\\\\", "[["]', depth=1) == []
    assert _faults('["\\\\", [1]]', depth=1) == [("too-deep", 7, "/1")]


def test_very_deep_texts_end_soon() -> None:
    assert _faults("[" * 1_000_000) == [("too-deep", 64, "/0" * 64)]
    assert _faults("[" * 100_000 + "]" * 100_000)[0][0] == "too-deep"
    assert _faults('[{"a":' * 50_000)[0][0] == "too-deep"


def test_the_scanner_knows_the_path_of_each_token() -> None:
    path: list[str] = []
    told = [(token.kind, "/".join(path)) for token in scan('{"a": [1, {}], "b": 2}', path)]
    assert told == [
        ("{", ""),
        ("key", "a"),
        ("[", "a"),
        ("scalar", "a/0"),
        ("{", "a/1"),
        ("}", "a/1"),
        ("]", "a"),
        ("key", "b"),
        ("scalar", "b"),
        ("}", ""),
    ]
