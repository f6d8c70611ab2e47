"""Values are found where they stand, however many are asked for."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import pointer
from clientkit.documents.json_places import locate
from clientkit.documents.json_text import _locate

KEYS = st.text(st.sampled_from('ab/~"\\:,{}[]0 é'), max_size=4)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def values(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, data
    if isinstance(data, dict | list):
        for key, item in data.items() if isinstance(data, dict) else enumerate(data):
            yield from values(item, path + pointer(key))


@given(data=DATA, indent=st.sampled_from([None, 0, 2]), ascii_only=st.booleans())
def test_every_value_stands_at_its_spot(data: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    known = dict(values(data))
    spots = locate(text, known)
    assert list(spots) == list(known)
    for path, value in known.items():
        found, _ = json.JSONDecoder().raw_decode(text, spots[path].value)
        assert found == value
        before = path.rpartition("/")[0]
        if path and isinstance(known[before], dict):
            key, _ = json.JSONDecoder().raw_decode(text, spots[path].key)
            assert pointer(key) == path[len(before) :]
        else:
            assert spots[path].key == spots[path].value


@given(data=DATA, more=st.lists(KEYS, min_size=1, max_size=3))
def test_what_does_not_exist_is_found_at_its_nearest_ancestor(data: Any, more: list[str]) -> None:
    """As the slower scanner finds it, which also reads texts with faults."""
    text = json.dumps(data)
    paths = [path + pointer(*more) for path, _ in values(data)]
    assert locate(text, paths) == _locate(text, paths)


def test_a_value_is_found_though_only_what_lies_in_it_is_asked_for_too() -> None:
    assert locate(' {"a": [1, {"b": 2}]}', ["/a/1/b", "/a", ""]) == {
        "/a/1/b": (17, 12),
        "/a": (7, 2),
        "": (1, 1),
    }
