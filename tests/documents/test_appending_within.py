"""Items for a list that stands in a mapping of the document."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from clientkit.documents.appending import AppendError, append_to_list
from clientkit.documents.json_edit import with_json_item
from clientkit.documents.yaml_edit import with_yaml_item

ITEM = {"id": "x-1", "answer": "NO"}
LINE = '{id: x-1, answer: "NO"}'


def appended(folder: Path, text: str, name: str = "plan.yaml") -> str:
    path = folder / name
    path.write_bytes(text.encode())
    append_to_list(path, "k", ITEM, within="m")
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("m:\n  a: 1\n", "m:\n  a: 1\n  k:\n    - ITEM\n"),
        ("m:\n  a: 1", "m:\n  a: 1\n  k:\n    - ITEM"),
        ("m:\n  a: 1 # c\nb: 2\n", "m:\n  a: 1 # c\n  k:\n    - ITEM\nb: 2\n"),
        ("m:\n  a: 1\n  # of a\n\n# of b\nb: 2\n",
         "m:\n  a: 1\n  # of a\n  k:\n    - ITEM\n\n# of b\nb: 2\n"),
        ("m:\r\n    a: 1\r\nb: 2\r\n", "m:\r\n    a: 1\r\n    k:\r\n      - ITEM\r\nb: 2\r\n"),
        ("m:\n  k:\n    - {b: 1}\n  a: 1\n", "m:\n  k:\n    - {b: 1}\n    - ITEM\n  a: 1\n"),
        ("m:\n  k:\n  - {b: 1}   # c\nb: 2\n", "m:\n  k:\n  - {b: 1}   # c\n  - ITEM\nb: 2\n"),
        ("m:\n  k:\n    - b\n    # of it\nb: 2\n",
         "m:\n  k:\n    - b\n    # of it\n    - ITEM\nb: 2\n"),
        ("m:\n  k: []\nb: 2\n", "m:\n  k:\n    - ITEM\nb: 2\n"),
        ("m:\n  k:\n  a: 1\n", "m:\n  k:\n    - ITEM\n  a: 1\n"),
        ("m:\n  k: [b, c] # c\n", "m:\n  k: [b, c, ITEM] # c\n"),
        ("m:\n  a: |\n    t\n\nb: 2\n", "m:\n  a: |\n    t\n  k:\n    - ITEM\n\nb: 2\n"),
        ("m:\n  a: |+\n    t\n\nb: 2\n", "m:\n  a: |+\n    t\n\n  k:\n    - ITEM\nb: 2\n"),
        ("m:\n  k:\n    - 1\nk:\n  - 2\n", "m:\n  k:\n    - 1\n    - ITEM\nk:\n  - 2\n"),
        ("k: &k [1]\nm:\n  a: *k\n", "k: &k [1]\nm:\n  a: *k\n  k:\n    - ITEM\n"),
        ("m: {a: 1}\nb: 2\n", "m: {a: 1, k: [ITEM]}\nb: 2\n"),
        ("m: {}\n", "m: {k: [ITEM]}\n"),
        ("m: {k: [b]} # c\n", "m: {k: [b, ITEM]} # c\n"),
        ("{b: 2, m: {a: 1}}\n", "{b: 2, m: {a: 1, k: [ITEM]}}\n"),
        ("? m\n: a: 1\n", None),  # the first key shares a line with something else
        ("m: &m\n  a: 1\nb: *m\n", None),  # and so would the other place change
        ("b: &m\n  a: 1\nm: *m\n", None),
    ],
)  # fmt: skip
def test_yaml(tmp_path: Path, before: str, after: str | None) -> None:
    if after is not None:
        assert appended(tmp_path, before) == after.replace("ITEM", LINE)
        return
    with pytest.raises(AppendError, match="in a way that leaves no place for an item"):
        appended(tmp_path, before)
    assert (tmp_path / "plan.yaml").read_bytes() == before.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"m":{"a":1},"b":2}', '{"m":{"a":1,"k":[{"id":"x-1","answer":"NO"}]},"b":2}'),
        ('{"m": {}}', '{"m": {"k": [{"id": "x-1", "answer": "NO"}]}}'),
        ('{"m": {"k": [1]}, "k": [2]}',
         '{"m": {"k": [1, {"id": "x-1", "answer": "NO"}]}, "k": [2]}'),
        ('{"m": {"k": null}}', '{"m": {"k": [{"id": "x-1", "answer": "NO"}]}}'),
    ],
)  # fmt: skip
def test_json_on_one_line(tmp_path: Path, before: str, after: str) -> None:
    assert appended(tmp_path, before, "plan.json") == after


@pytest.mark.parametrize("unit", [2, 4, "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("listed", [None, [], [{"id": "w"}]])
@pytest.mark.parametrize("last", [True, False])
def test_json_on_many_lines_is_written_as_json_writes_it(
    tmp_path: Path, unit: int | str, line_end: str, listed: list[object] | None, last: bool
) -> None:
    held = {"a": 1} if listed is None else {"a": 1, "k": listed}
    data = {"b": {"c": [1]}, "m": held} | ({} if last else {"z": 0})

    def written(value: object) -> str:
        return json.dumps(value, indent=unit).replace("\n", line_end) + line_end

    new = data | {"m": held | {"k": [*(listed or []), ITEM]}}
    assert appended(tmp_path, written(data), "plan.json") == written(new)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("m: [1]\n", "m in .* is a list; expected a mapping"),
        ("b: 1\n", "m in .* is a NoneType; expected a mapping"),
        ("m: {k: {}}\n", "k in .* is a dict; expected a list"),
    ],
)
def test_what_is_no_list_in_a_mapping_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(AppendError, match=message):
        appended(tmp_path, text)


def test_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AppendError, match="is TOML; expected YAML or JSON"):
        appended(tmp_path, "[m]\na = 1\n", "plan.toml")


def test_a_text_without_such_a_mapping_comes_back_as_it_was() -> None:
    for write, text in ((with_yaml_item, "m: [1]\n"), (with_json_item, '{"m": [1]}')):
        assert write(text, "k", {"id": "x"}, within="m") == text
        assert write(text, "k", {"id": "x"}, within="n") == text


PLAIN = st.recursive(
    st.integers() | st.text("abc: #-{}[]\n'\"", max_size=6) | st.none(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("abc"), inner, max_size=2),
    max_leaves=5,
)


@given(
    st.dictionaries(st.sampled_from(["a", "b", "m "]), PLAIN, max_size=2),
    st.dictionaries(st.sampled_from(["c", "d"]), PLAIN, max_size=2),
    st.none() | st.lists(PLAIN, max_size=2),
    st.booleans(),
)
def test_a_list_in_a_mapping_grows_by_the_item_and_nothing_else_changes(
    before: dict[str, object],
    held: dict[str, object],
    listed: list[object] | None,
    flow: bool,
) -> None:
    inner = held if listed is None else {**held, "k": listed}
    data = {**before, "m": inner, "z": 1}
    expected = {**data, "m": {**inner, "k": [*(listed or []), ITEM]}}
    text = yaml.safe_dump(data, sort_keys=False, default_flow_style=flow)
    assert yaml.safe_load(with_yaml_item(text, "k", ITEM, within="m")) == expected
    text = json.dumps(data, indent=None if flow else 2)
    assert json.loads(with_json_item(text, "k", ITEM, within="m")) == expected
