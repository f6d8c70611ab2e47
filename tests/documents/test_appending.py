from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clientkit.base.errors import ClientkitError
from clientkit.documents import appending
from clientkit.documents.appending import AppendError, append_to_list
from clientkit.documents.json_edit import with_json_item
from clientkit.documents.reading import read
from clientkit.documents.yaml_edit import with_yaml_item

_ITEM = {"id": "x-1", "date": "2026-06-22", "answer": "NO"}
_LINE = '{id: x-1, date: "2026-06-22", answer: "NO"}'


def _appended(folder: Path, text: str, name: str = "record.yaml", key: str = "k") -> str:
    path = folder / name
    path.write_bytes(text.encode())
    append_to_list(path, key, _ITEM)
    assert _names(folder) == [name]
    return path.read_bytes().decode()


def _names(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("k:\n  - {a: 1}\n", "k:\n  - {a: 1}\n  - ITEM\n"),
        ("k:\n- {a: 1}\nb: 2\n", "k:\n- {a: 1}\n- ITEM\nb: 2\n"),
        ("k:\r\n  - {a: 1}\r\nb: 2\r\n", "k:\r\n  - {a: 1}\r\n  - ITEM\r\nb: 2\r\n"),
        ("k:\n  - a # c", "k:\n  - a # c\n  - ITEM"),
        ("\ufeffk:\n  - a", "\ufeffk:\n  - a\n  - ITEM"),
        (
            "k:\n  - a\n  # of a\n\n# of b\nb: 2\n",
            "k:\n  - a\n  # of a\n  - ITEM\n\n# of b\nb: 2\n",
        ),
        ("k:\n- a\n# of b\nb: 2\n", "k:\n- a\n- ITEM\n# of b\nb: 2\n"),
        ("k:\n  - |\n    t\n\n\nb: 2\n", "k:\n  - |\n    t\n  - ITEM\n\n\nb: 2\n"),
        ("k:\n  - |+\n    t\n\n\nb: 2\n", "k:\n  - |+\n    t\n\n\n  - ITEM\nb: 2\n"),
        ('k:\n  - "a\n     b"\nb: 2\n', 'k:\n  - "a\n     b"\n  - ITEM\nb: 2\n'),
        ("k:\n  - [a,\n     b] # c\nb: 2\n", "k:\n  - [a,\n     b] # c\n  - ITEM\nb: 2\n"),
        ("k:\n  -\n  # c\nb: 2\n", "k:\n  -\n  # c\n  - ITEM\nb: 2\n"),
        ("? k\n: - a\n", "? k\n: - a\n  - ITEM\n"),
        ("  k:\n    - a\n  b: 2\n", "  k:\n    - a\n    - ITEM\n  b: 2\n"),
        ("k: []\nb: 2\n", "k:\n  - ITEM\nb: 2\n"),
        ("k: [] # c\nb: 2\n", "k: # c\n  - ITEM\nb: 2\n"),
        ("k:\nb: 2\n", "k:\n  - ITEM\nb: 2\n"),
        ("k:  # c\nb:\n- 1\n", "k:  # c\n- ITEM\nb:\n- 1\n"),
        ("k: null\n", "k:\n  - ITEM\n"),
        ("k: ~", "k:\n  - ITEM"),
        ("k: [a, b]\nb: 2\n", "k: [a, b, ITEM]\nb: 2\n"),
        ("k: [a, b,]\nb: 2\n", "k: [a, b, ITEM,]\nb: 2\n"),
        ("k: [ # c\n]\n", "k: [ITEM # c\n]\n"),
        ("k: [\n  a, # x\n  b # y, z\n]\n", "k: [\n  a, # x\n  b, # y, z\n  ITEM\n]\n"),
        ("k: [\n  a,\n  b, # y\n]\n", "k: [\n  a,\n  b, # y\n  ITEM,\n]\n"),
        ("b: 2\n", "b: 2\nk:\n  - ITEM\n"),
        ("b: 2", "b: 2\nk:\n  - ITEM"),
        ("b:\n    - 2\n# end\n", "b:\n    - 2\n# end\nk:\n    - ITEM\n"),
        ("---\nb: 2\n...\n# end\n", "---\nb: 2\nk:\n  - ITEM\n...\n# end\n"),
        ("{b: 2}\n", "{b: 2, k: [ITEM]}\n"),
        ("{}\n", "{k: [ITEM]}\n"),
        ("{k: [], b: 2}\n", "{k: [ITEM], b: 2}\n"),
        ("{k: , b: 2}\n", "{k: [ITEM], b: 2}\n"),
        ("{k: [a], b: 2}\n", "{k: [a, ITEM], b: 2}\n"),
    ],
)
def test_yaml(tmp_path: Path, before: str, after: str) -> None:
    assert _appended(tmp_path, before) == after.replace("ITEM", _LINE)


def test_yaml_beside_a_block(tmp_path: Path) -> None:
    before = "k:\n  - a: 1\n    b: 2\n# of c\nc: 3\n"
    block = '  - id: x-1\n    date: "2026-06-22"\n    answer: "NO"\n'
    assert _appended(tmp_path, before) == f"k:\n  - a: 1\n    b: 2\n{block}# of c\nc: 3\n"


def test_a_line_of_120_columns_is_the_longest() -> None:
    def lines(length: int) -> list[str]:
        return with_yaml_item("k:\n  - {a: 1}\n", "k", {"a": "x" * length}).splitlines()[2:]

    line = "  - {a: " + "x" * 111 + "}"
    assert len(line) == 120
    assert lines(111) == [line]
    assert lines(112) == ["  - a: " + "x" * 112]


def test_long_items_are_written_as_blocks() -> None:
    item = {
        "id": "x",
        "people": ["a" * 60, "b" * 60],
        "short": [1, 2],
        "answers": [{"entry": "c" * 60, "text": "d" * 60}],
        "inner": {"e": "f" * 60, "g": "h" * 60},
        "empty": {},
    }
    text = with_yaml_item("k:\n- {a: 1}\n", "k", item)
    assert text.splitlines()[2:] == [
        "- id: x",
        "  people:",
        "    - " + "a" * 60,
        "    - " + "b" * 60,
        "  short: [1, 2]",
        "  answers:",
        "    - entry: " + "c" * 60,
        "      text: " + "d" * 60,
        "  inner:",
        "    e: " + "f" * 60,
        "    g: " + "h" * 60,
        "  empty: {}",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"k": [{"a": 1}]}', '{"k": [{"a": 1}, ITEM]}'),
        ('{"k":[{"a":1}],"b":2}', '{"k":[{"a":1},COMPACT],"b":2}'),
        ('{"k": []}\n', '{"k": [ITEM]}\n'),
        ('{"k":null,"b":2}', '{"k":[COMPACT],"b":2}'),
        ('{"b": 2}', '{"b": 2, "k": [ITEM]}'),
        ('{"b":2}', '{"b":2,"k":[COMPACT]}'),
        ("{}", '{"k": [ITEM]}'),
        (
            '{\n  "k": [\n    {"a": 1},\n    {"b": 2}\n  ]\n}\n',
            '{\n  "k": [\n    {"a": 1},\n    {"b": 2},\n    ITEM\n  ]\n}\n',
        ),
        ('{"j": [[1], [2]], "k": [3, 4]}', '{"j": [[1], [2]], "k": [3, 4, ITEM]}'),
    ],
)
def test_json(tmp_path: Path, before: str, after: str) -> None:
    expected = after.replace("ITEM", json.dumps(_ITEM))
    expected = expected.replace("COMPACT", json.dumps(_ITEM, separators=(",", ":")))
    assert _appended(tmp_path, before, "record.json") == expected


@pytest.mark.parametrize("indent", [1, 2, 4, "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "data", [{"b": 2, "k": [{"a": [1]}], "c": []}, {"k": []}, {"b": 2}, {"k": None}]
)
def test_pretty_json_stays_pretty(
    tmp_path: Path, data: dict[str, list[object]], indent: int | str, line_end: str
) -> None:
    def pretty(value: object) -> str:
        return json.dumps(value, indent=indent).replace("\n", line_end) + line_end

    after = {**data, "k": [*(data.get("k") or []), _ITEM]}
    assert _appended(tmp_path, pretty(data), "record.json") == pretty(after)


def test_escapes_stay_the_way_of_the_file(tmp_path: Path) -> None:
    for text, word in (
        ('{"a": "\\u00e9"}', '"\\u00fc"'),
        ('{"a": "é"}', '"ü"'),
        ('{"a": 1}', '"ü"'),
    ):
        path = tmp_path / "r.json"
        path.write_text(text, encoding="utf-8")
        append_to_list(path, "k", {"b": "ü"})
        assert word in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("r.toml", "a = 1\n", "TOML"),
        ("r.yaml", "k: 3\n", "k in"),
        ("r.yaml", "- a\n", "expected a mapping"),
        ("r.yaml", "k: &a [1]\nb: *a\n", "leaves no place"),
        ("r.yaml", "b: &a [1]\nk: *a\n", "leaves no place"),
        ("r.yaml", "a: 1\na: 2\n", "2:1"),
        ("r.yaml", "a: [1\n", "2:1"),
        ("r.yaml", "b: |\n  x", "leaves no place"),
        ("r.json", '{"a": 1,}', "1:8"),
    ],
)
def test_what_cannot_be_added_to_is_left_alone(
    tmp_path: Path, name: str, text: str, part: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(AppendError) as caught:
        append_to_list(path, "k", _ITEM)
    assert part in str(caught.value)
    assert isinstance(caught.value, ClientkitError)
    assert (path.read_text(), _names(tmp_path)) == (text, [name])


def test_items_must_be_json(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("k: []\n")
    for item in ({"a": {1}}, {"a": float("nan")}, {1: 2}):
        with pytest.raises(AppendError):
            append_to_list(path, "k", item)  # type: ignore[arg-type]  # what is not allowed
    assert path.read_text() == "k: []\n"


def test_no_such_file(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path, "a\0b"):
        with pytest.raises(AppendError):
            append_to_list(path, "k", _ITEM)


class TestReplacing:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "r.yaml"
        path.write_text("k: []\n")
        return path

    @pytest.mark.parametrize("name", ["replace", "fsync", "chmod"])
    def test_a_failure_loses_nothing(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, name, fail)
        with pytest.raises(AppendError, match="No space left"):
            append_to_list(path, "k", _ITEM)
        monkeypatch.undo()
        assert (path.read_text(), _names(path.parent)) == ("k: []\n", ["r.yaml"])

    def test_an_interrupt_loses_nothing(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            append_to_list(path, "k", _ITEM)
        monkeypatch.undo()
        assert (path.read_text(), _names(path.parent)) == ("k: []\n", ["r.yaml"])

    def test_the_new_text_is_on_disk_before_it_gets_the_name(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls: list[str] = []
        fsync, replace = os.fsync, os.replace

        def told_fsync(handle: int) -> None:
            calls.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
            fsync(handle)

        def told_replace(source: str, target: str) -> None:
            calls.append("replace")
            assert _LINE in Path(source).read_text()
            replace(source, target)

        monkeypatch.setattr(os, "fsync", told_fsync)
        monkeypatch.setattr(os, "replace", told_replace)
        append_to_list(path, "k", _ITEM)
        assert calls == ["file", "replace", "folder"]

    def test_a_folder_that_cannot_be_synced_is_no_failure(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fsync = os.fsync

        def refuse_folders(handle: int) -> None:
            if stat.S_ISDIR(os.fstat(handle).st_mode):
                raise OSError(22, "Invalid argument")
            fsync(handle)

        monkeypatch.setattr(os, "fsync", refuse_folders)
        append_to_list(path, "k", _ITEM)
        assert path.read_text() == f"k:\n  - {_LINE}\n"

    def test_a_change_meanwhile_is_kept(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        chmod = os.chmod

        def change(target: str, mode: int) -> None:
            chmod(target, mode)
            path.write_text("k: [1]\n")

        monkeypatch.setattr(os, "chmod", change)
        with pytest.raises(AppendError, match="changed meanwhile"):
            append_to_list(path, "k", _ITEM)
        assert (path.read_text(), _names(path.parent)) == ("k: [1]\n", ["r.yaml"])

    def test_the_mode_stays(self, path: Path) -> None:
        path.chmod(0o640)
        append_to_list(path, "k", _ITEM)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_a_read_only_file_stays(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "access", lambda *_: False)
        with pytest.raises(AppendError, match="read-only"):
            append_to_list(path, "k", _ITEM)
        assert path.read_text() == "k: []\n"

    def test_symbolic_links_are_followed(self, path: Path, tmp_path: Path) -> None:
        folder = tmp_path / "inner"
        folder.mkdir()
        link = folder / "link.yaml"
        link.symlink_to(path)
        append_to_list(link, "k", _ITEM)
        assert link.is_symlink()
        assert path.read_text() == f"k:\n  - {_LINE}\n"

    def test_a_text_that_says_something_else_is_not_written(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(appending, "with_yaml_item", lambda *_, **__: "k:\n  - {id: y}\n")
        with pytest.raises(AppendError, match="leaves no place"):
            append_to_list(path, "k", _ITEM)
        assert path.read_text() == "k: []\n"


_TEXTS = st.text(max_size=8) | st.sampled_from(
    [
        "NO",
        "on",
        "y",
        "~",
        "null",
        "1_000",
        "12:30",
        "0x1F",
        "1e3",
        ".5",
        "=",
        "<<",
        "- a",
        "# b",
        "a: b",
        "a #b",
        "'",
        '"',
        "\u2028",
        "\x85",
        "\ufeff",
        "a\nb\n",
        " a ",
        "!t",
        "&a",
        "*a",
        "%a",
        "@a",
        "a,b",
        "[",
        "{}",
    ]
)
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | _TEXTS
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)
_ITEMS = st.dictionaries(_TEXTS, _VALUES, max_size=4)
_BLANKS = st.sampled_from(["", "\n", "# c\n", "  # c\n", "    # c: d\n", "\n# c\n\n"])
_PARTS = st.sampled_from(
    [
        "a: 1\n",
        "a:\n- 1\n- b: 2\n",
        "a: |\n  t\n\n",
        "a: [1,\n  2]\n",
        'a: "b\n  c"\n',
        "a: >+\n  t\n\n\n",
        "a:\n",
    ]
)
_LISTS = st.sampled_from(
    [
        "",
        "k:\n",
        "k: []\n",
        "k: [ ]\n",
        "k: ~\n",
        "k: [1, {a: 2}]\n",
        "k:\n- 1\n",
        "k:\n  - 1\n",
        "k:\n    - a: 1\n      b: 2\n",
        "k:\n- - 1\n  - 2\n",
        "k:\n  - |\n    t\n",
        "k:\n  - {a: 1,\n     b: 2} # c\n",
        "k:\n  - a:\n      - 1\n",
        "k: [\n  1, # c\n  2\n  ]\n",
        "k:\n  -\n",
        "k:\n  - a:\n",
        "'k': [1,]\n",
        "k:\n  - &x 1\n  - *x\n",
        "k:\n  - >-\n    t\n\n    u\n",
    ]
)


class TestLaws:
    @settings(max_examples=300)
    @given(
        _BLANKS,
        _PARTS,
        _BLANKS,
        _LISTS,
        _BLANKS,
        _PARTS,
        _BLANKS,
        _ITEMS,
        st.booleans(),
        st.booleans(),
    )
    def test_an_item_changes_nothing_else_in_yaml(  # noqa: PLR0917 a text is made of many parts
        self,
        a: str,
        b: str,
        c: str,
        listed: str,
        d: str,
        e: str,
        f: str,
        item: dict[str, object],
        crlf: bool,
        cut: bool,
    ) -> None:
        text = a + b + c + listed + d + e.replace("a:", "z:", 1) + f
        if cut and "|" not in text.splitlines()[-1] and not e.startswith(("a: |", "a: >")):
            text = text.rstrip("\n")
        if crlf:
            text = text.replace("\n", "\r\n")
        before = read(text.encode(), syntax="yaml")
        assert before.findings == ()
        assert isinstance(before.data, dict)
        changed = with_yaml_item(text, "k", item)
        after = read(changed.encode(), syntax="yaml")
        expected = {**before.data, "k": [*(before.data.get("k") or ()), item]}
        assert after.findings == ()
        assert json.dumps(after.data) == json.dumps(expected)
        # every other line is still there, in order; that of the list may have changed
        lines = iter(changed.splitlines())
        for line in text.splitlines():
            if not line.startswith(("k: ", "'k': ")) and line != "  2":
                assert line in lines

    @given(_ITEMS)
    def test_yaml_1_1_reads_the_same_texts(self, item: dict[str, object]) -> None:
        text = with_yaml_item("k:\n  - {a: 1}\n", "k", item)
        assert yaml.safe_load(text)["k"][1] == item

    @given(
        st.dictionaries(st.sampled_from(["a", "k\n", "é"]), _VALUES, max_size=3),
        st.none() | st.lists(_VALUES, max_size=3),
        _ITEMS,
        st.sampled_from([None, 0, 2, "\t"]),
        st.booleans(),
    )
    def test_an_item_changes_nothing_else_in_json(
        self,
        others: dict[str, object],
        items: list[object] | None,
        item: dict[str, object],
        indent: int | str | None,
        ascii_only: bool,
    ) -> None:
        data = {**others, "k": items, "z": 1}
        text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
        changed = with_json_item(text, "k", item)
        assert json.dumps(json.loads(changed)) == json.dumps({**data, "k": [*(items or ()), item]})
        assert changed.endswith(text[text.rindex('"z"') :])
        if items:
            start = next(
                at for at, char in enumerate(changed) if at == len(text) or char != text[at]
            )
            assert changed.endswith(text[start:])
