"""Data of a program's own: what it may be, and that it stays as it is."""

# ruff: noqa: S301 (what is unpickled was pickled here)

import copy
import json
import math
import pickle
import re
from collections.abc import Mapping

import pytest
from hypothesis import given

from clientkit.base import Extensions, InvalidValueError
from clientkit.testing import values


def nested(levels: int, innermost: object) -> object:
    data = innermost
    for _ in range(levels):
        data = [data]
    return data


@given(values(Extensions))
def test_parse_undoes_str(extensions: Extensions) -> None:
    again = Extensions.parse(str(extensions))
    assert again == extensions
    assert hash(again) == hash(extensions)
    assert again.to_data() == extensions.to_data() == json.loads(extensions.text)
    assert pickle.loads(pickle.dumps(extensions)) == extensions
    assert copy.deepcopy(extensions) is extensions


def test_it_reads_like_a_mapping() -> None:
    extensions = Extensions({"b": [1, 2.5, None, True], "a": {"ä": "ö"}})
    assert isinstance(extensions, Mapping)
    assert dict(extensions) == {"b": [1, 2.5, None, True], "a": {"ä": "ö"}}
    assert len(extensions) == 2
    assert "a" in extensions
    assert extensions.get("zzz") is None
    assert extensions.text == '{"a":{"ä":"ö"},"b":[1,2.5,null,true]}'
    assert extensions == Extensions({"a": {"ä": "ö"}, "b": (1, 2.5, None, True)})
    assert extensions != dict(extensions)


def test_nothing_outside_can_change_it() -> None:
    source = {"a": [1]}
    extensions = Extensions(source)
    source["a"].append(2)
    extensions["a"].append(3)
    extensions.to_data()["b"] = 4
    assert extensions == Extensions({"a": [1]})
    with pytest.raises(TypeError):
        extensions["a"] = 5


def test_it_takes_another() -> None:
    extensions = Extensions({"a": Extensions({"b": 1})})
    assert extensions.to_data() == {"a": {"b": 1}}


def test_there_is_one_zero() -> None:
    assert Extensions({"a": -0.0}) == Extensions({"a": 0.0})


@pytest.mark.parametrize(
    ("data", "without"),
    [
        ({"a": math.nan}, "without nan"),
        ({"a": math.inf}, "without inf"),
        ({"a": 10**18}, "without a number of more than 18 digits"),
        ({"a": -(10**18)}, "without a number of more than 18 digits"),
        ({"a": 10**5000}, "without a number of more than 18 digits"),
        ({1: "a"}, "without keys that are not text"),
        ({"a": {1}}, "without {1}"),
        ({"a": b""}, "without b''"),
        ({"a": "\ud800"}, "without lone surrogates"),
        ({"\ud800": 1}, "without lone surrogates"),
        ({"a": nested(32, 1)}, "without more than 32 levels"),
        ({"a": nested(32, [])}, "without more than 32 levels"),
        ({"a": nested(100_000, 1)}, "without more than 32 levels"),
        ([], "a JSON object"),
        ("{}", "a JSON object"),
        (None, "a JSON object"),
        (nested(100_000, 1), "a JSON object"),
    ],
)
def test_what_json_cannot_say_is_refused(data: object, without: str) -> None:
    with pytest.raises(InvalidValueError, match=re.escape(without) + "$"):
        Extensions(data)


def test_the_bounds_themselves_are_accepted() -> None:
    most = 10**18 - 1
    assert Extensions({"a": most, "b": -most})["a"] == most
    assert Extensions({"a": nested(31, 1)}).to_data() == {"a": nested(31, 1)}


@pytest.mark.parametrize("text", ["", "[]", "1", "{", '{"a":NaN}', "[" * 100_000, None, 5])
def test_other_texts_are_refused(text: object) -> None:
    with pytest.raises(InvalidValueError):
        Extensions.parse(text)


def test_it_is_immutable_and_final() -> None:
    extensions = Extensions({})
    with pytest.raises(AttributeError, match="immutable"):
        extensions.text = "{}"
    with pytest.raises(TypeError, match="Extensions is final"):
        type("Sub", (Extensions,), {})
