from __future__ import annotations

import copy
import json
from enum import Enum, IntEnum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.documents.parsed import Limits
from clientkit.documents.plain_data import parse_plain

_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(max_size=4)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


def _faults(source: object, **limits: int) -> list[tuple[str, str]]:
    return [(fault.code, fault.path) for fault in parse_plain(source, Limits(**limits)).faults]


@given(_JSON)
def test_plain_data_are_copied_and_stay_as_they_are(data: object) -> None:
    before = copy.deepcopy(data)
    parsed = parse_plain(data, Limits())
    assert (parsed.faults, parsed.data(), data) == ((), before, before)
    assert not isinstance(data, (dict, list)) or parsed.data() is not data


def test_tuples_and_foreign_mappings_become_plain() -> None:
    class Level(IntEnum):
        HIGH = 3

    class Word(str, Enum):  # noqa: UP042 the older spelling is what is tested
        RED = "red"

    class Number(float):
        pass

    source = MappingProxyType({"a": (1, 2), "b": Level.HIGH, "c": Word.RED, "d": Number(1.5)})
    parsed = parse_plain(source, Limits())
    data = parsed.data()
    assert (parsed.faults, data) == ((), {"a": [1, 2], "b": 3, "c": "red", "d": 1.5})
    assert isinstance(data, dict)
    assert [type(value) for value in data.values()] == [list, int, str, float]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (float("nan"), "not-finite"),
        (float("-inf"), "not-finite"),
        (2**63, "huge-number"),
        ({1}, "foreign-value"),
        (b"x", "foreign-value"),
        (object(), "foreign-value"),
        ("\ud800", "encoding"),
    ],
)
def test_foreign_values(value: object, code: str) -> None:
    assert _faults({"a": [0, value]}) == [(code, "/a/1")]
    json.dumps(
        parse_plain({"a": value}, Limits()).data(), allow_nan=False, ensure_ascii=False
    ).encode()


def test_a_number_that_python_does_not_print() -> None:
    assert _faults({"a": 10**5000}) == [("huge-number", "/a")]


def test_keys_that_are_no_text_are_left_out() -> None:
    parsed = parse_plain({"a": {1: 2, None: 3, "b": 4}}, Limits())
    assert [(fault.code, fault.path) for fault in parsed.faults] == [("key-not-text", "/a")] * 2
    assert parsed.data() == {"a": {"b": 4}}


def test_data_that_hold_themselves() -> None:
    inner: list[object] = [1]
    inner.append({"x": inner})
    assert _faults({"a": inner}) == [("foreign-value", "/a/1/x")]


def test_shared_data_count_as_aliases() -> None:
    shared = [1, 2]
    assert _faults([shared, shared, shared], aliases=6) == []
    assert _faults([shared, shared, shared], aliases=5) == [("alias-bomb", "/2")]
    bomb: object = []
    for _ in range(60):
        bomb = [bomb, bomb]
    assert [code for code, _ in _faults(bomb)] == ["alias-bomb"]


def test_shared_data_count_in_the_depth() -> None:
    shared = [[1]]
    assert _faults([shared, [shared]], depth=4) == []
    assert _faults([shared, [shared]], depth=3) == [("too-deep", "/1/0")]


def test_depth_beyond_the_stack_of_python() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert [code for code, _ in _faults(deep)] == ["too-deep"]
    assert [code for code, _ in _faults(deep, depth=10**6)] == ["too-deep"]
