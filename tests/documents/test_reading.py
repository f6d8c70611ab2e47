from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.documents.reading import Document, Limits, read

_NEAR_YAML = st.lists(
    st.sampled_from(
        [
            "a",
            "b: ",
            "- ",
            "? ",
            ": ",
            "\n",
            "\r\n",
            "\r",
            "  ",
            "\t",
            "[",
            "]",
            "{",
            "}",
            ",",
            '"',
            "'",
            "&x ",
            "*x",
            "!!int ",
            "!t ",
            "|",
            ">-",
            "#",
            "---\n",
            "...\n",
            "<<: ",
            "%YAML 1.2\n",
            "~",
            ".nan",
            "1e999",
            "9" * 25,
            "\x07",
            "\ufeff",
            "\u2028",
            "\x85",
            "é",
            "😀",
            "\\",
            "\\ud800",
            "\\U99999999",
        ]
    ),
    max_size=30,
).map("".join)
_NEAR_JSON = st.lists(
    st.sampled_from(
        [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            '"a"',
            '"b"',
            '"',
            "1",
            "-0",
            "1e999",
            "01",
            "NaN",
            "-Infinity",
            "true",
            "\n",
            " ",
            "\t",
            "\r\n",
            '"\\ud800"',
            '"\\ud83d\\ude00"',
            "\\",
            "9" * 25,
            "nul",
            "'",
            "//",
            "é",
            "😀",
        ]
    ),
    max_size=30,
).map("".join)
_NEAR_TOML = st.lists(
    st.sampled_from(
        [
            "a",
            "b",
            ".",
            " = ",
            "=",
            "[",
            "]",
            "[[",
            "]]",
            "{",
            "}",
            ",",
            "\n",
            "\r\n",
            '"',
            "'",
            '"""',
            "'''",
            "1",
            "1e999",
            "nan",
            "9" * 25,
            "9" * 5000,
            "2026-01-01",
            "12:30:00",
            "#",
            "\x07",
            "é",
            "😀",
            "\\",
            "\\u12",
        ]
    ),
    max_size=30,
).map("".join)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _assert_positions_lie_inside(document: Document, text: str) -> None:
    lines = _lines(text.removeprefix("\ufeff"))
    for finding in document.findings:
        for place in (finding, *finding.related):
            if place.line is None or place.column is None:
                assert place.line is place.column
                continue
            assert 1 <= place.line <= len(lines)
            # one more than the characters of the line, for what is missing at its end
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1


def _walk(data: object, path: str = "") -> Iterator[tuple[str, object]]:
    yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _walk(value, f"{path}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _walk(value, f"{path}/{index}")


def _assert_plain(data: object) -> None:
    for _, value in _walk(data):
        assert type(value) in {dict, list, str, int, float, bool, type(None)}


def _codes(document: Document) -> list[str]:
    return [finding.code.removeprefix("reading.") for finding in document.findings]


class TestNeverRaises:
    @given(st.binary(max_size=300), st.sampled_from([None, "json", "toml", "yaml"]))
    def test_on_bytes(self, raw: bytes, syntax: str | None) -> None:
        document = read(raw, syntax=syntax)
        _assert_plain(document.data)
        assert document.readable or document.findings
        _assert_positions_lie_inside(document, raw.decode(errors="replace"))

    @given(st.text(st.characters(), max_size=200), st.sampled_from([None, "json", "toml", "yaml"]))
    def test_on_text(self, text: str, syntax: str | None) -> None:
        document = read(text + "\n", syntax=syntax)
        _assert_plain(document.data)
        _assert_positions_lie_inside(document, text + "\n")

    @given(_NEAR_YAML)
    def test_on_what_is_almost_yaml(self, text: str) -> None:
        document = read(text.encode(errors="replace"), syntax="yaml")
        _assert_plain(document.data)
        _assert_positions_lie_inside(document, text)

    @given(_NEAR_JSON)
    def test_on_what_is_almost_json(self, text: str) -> None:
        document = read(text.encode(), syntax="json")
        _assert_plain(document.data)
        _assert_positions_lie_inside(document, text)
        assert (document.json is None) == bool(document.findings)

    @given(_NEAR_TOML)
    def test_on_what_is_almost_toml(self, text: str) -> None:
        document = read(text.encode(), syntax="toml")
        _assert_plain(document.data)
        _assert_positions_lie_inside(document, text)

    @pytest.mark.parametrize("source", [None, 3, 2.5, object(), {1, 2}, str, iter(())])
    def test_on_foreign_sources(self, source: object) -> None:
        document = read(source)
        assert (document.readable, _codes(document)) == (False, ["foreign-value"])

    def test_on_objects_that_fail(self) -> None:
        class Hostile(Mapping[str, object]):
            def __getitem__(self, key: str) -> object:
                raise OSError

            def __iter__(self) -> Iterator[str]:
                return iter(["a"])

            def __len__(self) -> int:
                return 1

        class Path(os.PathLike[str]):
            def __fspath__(self) -> str:
                raise LookupError

        assert _codes(read(Hostile())) == ["foreign-value"]
        assert _codes(read(Path())) == ["foreign-value"]

    def test_with_little_stack_left(self) -> None:
        def at_depth(depth: int) -> Document:
            return read('{"a": [[[1]]]}') if depth == 0 else at_depth(depth - 1)

        documents = []
        for depth in range(sys.getrecursionlimit() - 200, sys.getrecursionlimit() - 60, 10):
            try:
                documents.append(at_depth(depth))
            except RecursionError:
                break
        assert documents


class TestPositions:
    @given(
        st.recursive(
            st.none() | st.integers(-9, 9) | st.text('ab/~"\\é😀\n', max_size=4),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text('ab/~"\\é😀\n', max_size=4), inner, max_size=3)
            ),
            max_leaves=12,
        ),
        st.sampled_from([None, 1]),
    )
    def test_each_value_stands_where_it_is_said(self, data: object, indent: int | None) -> None:
        text = json.dumps({"": data}, ensure_ascii=False, indent=indent)
        lines = _lines(text)
        document = read(text.encode(), syntax="json")
        paths = [path for path, _ in _walk(document.data)]
        positions = document.positions(paths)
        assert positions.keys() == set(paths)
        decoder = json.JSONDecoder()
        for path, value in _walk({"": data}):
            line, column = positions[path]
            rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
            assert decoder.raw_decode(rest)[0] == value

    def test_of_a_path_that_does_not_exist(self) -> None:
        for source in ("a:\n  b: [1]\n", '{"a":\n  {"b": [1]}}'):
            document = read(source)
            assert document.position("/a/b/7") == document.position("/a/b")
            assert document.position("/a/x/y") == document.position("/a")
            assert document.key_position("/nope") == document.position("")
            assert document.position("/a/b/1e5") == document.position("/a/b")
            assert document.position("/a/b/" + "9" * 5000) == document.position("/a/b")

    def test_columns_are_counted_in_characters(self) -> None:
        assert read('{"😀é": 1}').position("/😀é") == (1, 8)
        assert read("😀é: 1\r\nb: 2\rc: 3\n").positions(["/😀é", "/b", "/c"]) == {
            "/😀é": (1, 5),
            "/b": (2, 4),
            "/c": (3, 4),
        }

    def test_a_byte_order_mark_takes_no_column(self) -> None:
        for source in (b"\xef\xbb\xbfa: 1\n", "\ufeffa: 1\n"):
            document = read(source)
            assert document.data == {"a": 1}
            assert document.key_position("/a") == (1, 1)

    def test_plain_data_have_none(self) -> None:
        assert read({"a": 1}).position("/a") is None
        assert read({"a": 1}).positions(["", "/a"]) == {}


class TestSources:
    @pytest.mark.parametrize(
        "text", ["", " ", "a:", "a: 1", "a\nb", "a\rb", "{", " {}", "\ufeff{}", "key:  "]
    )
    def test_texts(self, text: str) -> None:
        assert read(text).file is None

    @pytest.mark.parametrize("text", ["a", "a:b", "[]", "a = 1", "no-such.yaml"])
    def test_paths(self, text: str) -> None:
        document = read(text)
        assert (document.file, _codes(document)) == (text, ["no-such-file"])

    @pytest.mark.parametrize(
        ("name", "text", "syntax"),
        [
            ("p.yaml", '{"a": 1}', "yaml"),
            ("p.yml", "a: 1", "yaml"),
            ("p.JSON", '{"a": 1}', "json"),
            ("p.toml", "a = 1", "toml"),
            ("p", "a = 1", "toml"),
            ("p", "# c\n[a]\nb = 1", "toml"),
            ("p", "a: 1", "yaml"),
            ("p.txt", '\n{ "a": 1}', "json"),
            ("p.txt", "{a: 1}", "yaml"),
            ("p.txt", "[1, 2]", "json"),
        ],
    )
    def test_syntax(self, tmp_path: Path, name: str, text: str, syntax: str) -> None:
        path = tmp_path / name
        path.write_text(text)
        document = read(path)
        assert (document.syntax, document.findings, document.file) == (syntax, (), str(path))
        assert read(str(path), file="shown").file == "shown"

    def test_an_unknown_syntax(self) -> None:
        assert _codes(read("a: 1", syntax="xml")) == ["syntax-unknown"]

    def test_what_is_no_readable_file(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert _codes(read(tmp_path)) == ["not-a-file"]
        assert _codes(read(tmp_path / "pipe")) == ["not-a-file"]
        assert _codes(read(tmp_path / "none.yaml")) == ["no-such-file"]
        assert _codes(read("a\0b")) == ["unreadable-file"]
        assert _codes(read("x" * 5000)) == ["unreadable-file"]
        assert _codes(read("\ud800")) == ["unreadable-file"]

    def test_a_refused_permission(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        path = tmp_path / "a.yaml"
        path.write_text("a: 1")
        monkeypatch.setattr("builtins.open", refuse)
        document = read(path)
        monkeypatch.undo()
        assert _codes(document) == ["unreadable-file"]
        assert "Permission denied" in document.findings[0].message

    def test_finding_carries_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_text("a: 1\na: 2\n")
        (finding,) = read(path).findings
        assert finding.where == f"{path}:2:1"
        assert finding.related[0].where == f"{path}:1:1"


class TestEncoding:
    @pytest.mark.parametrize("name", ["utf-16", "utf-32", "utf-16-le", "utf-16-be"])
    def test_other_unicode_encodings_are_named(self, name: str) -> None:
        document = read("client: 1\n".encode(name))
        assert (document.readable, _codes(document)) == (False, ["encoding"])
        assert name[:6].upper() in document.findings[0].message

    def test_a_wrong_byte_is_located(self) -> None:
        (finding,) = read("a: é\nb: ".encode() + b"\xe9\n").findings
        assert (finding.code, finding.where) == ("reading.encoding", "2:4")

    def test_half_of_a_character(self) -> None:
        document = read("a: \ud800\n")
        assert [(f.code, f.where) for f in document.findings] == [("reading.encoding", "1:4")]
        assert document.data == {"a": "\ufffd"}
        assert read('{"a": "\udc00"}').json is None


class TestLimits:
    @pytest.mark.parametrize(
        ("syntax", "text", "limits"),
        [
            ("yaml", "a: 1", Limits(yaml_bytes=4)),
            ("json", '{"a": 1}', Limits(json_bytes=8)),
            ("toml", "a = 1", Limits(toml_bytes=5)),
        ],
    )
    def test_size(self, syntax: str, text: str, limits: Limits, tmp_path: Path) -> None:
        path = tmp_path / f"a.{syntax}"
        for given_text, codes in ((text, []), (text + " ", ["too-large"])):
            path.write_text(given_text)
            assert _codes(read(given_text.encode(), syntax=syntax, limits=limits)) == codes
            assert _codes(read(path, limits=limits)) == codes

    @pytest.mark.parametrize(
        ("syntax", "opening", "closing"),
        [
            ("yaml", "a: " + "[" * 3, "]" * 3),
            ("json", '{"a": [[[', "]]]}"),
            ("toml", "a = [[[", "]]]"),
        ],
    )
    def test_depth(self, syntax: str, opening: str, closing: str) -> None:
        text = f"{opening}1{closing}"
        exact = read(text.encode(), syntax=syntax, limits=Limits(depth=4))
        assert (_codes(exact), exact.data) == ([], {"a": [[[1]]]})
        deeper = read(text.encode(), syntax=syntax, limits=Limits(depth=3))
        assert (_codes(deeper), deeper.readable, deeper.data) == (["too-deep"], False, None)

    def test_depth_of_plain_data(self) -> None:
        assert _codes(read({"a": [[]]}, limits=Limits(depth=3))) == []
        assert _codes(read({"a": [[]]}, limits=Limits(depth=2))) == ["too-deep"]


def test_yaml_and_toml_are_imported_on_first_use() -> None:
    program = (
        "import sys, clientkit.documents.reading as r\n"
        "r.read('{\"a\": 1}')\n"
        "assert not {'yaml', 'tomllib'} & sys.modules.keys()\n"
        "r.read('a: 1')\n"
        "assert 'yaml' in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_foreign_values_are_told_from_json_types() -> None:
    source = {"day": dt.date(2026, 4, 17), "sum": Decimal(1), "set": {1}, "bytes": b"", 3: "x"}
    document = read(source)
    assert [(f.code.removeprefix("reading."), f.path) for f in document.findings] == [
        ("foreign-value", "/day"),
        ("foreign-value", "/sum"),
        ("foreign-value", "/set"),
        ("foreign-value", "/bytes"),
        ("key-not-text", ""),
    ]
    assert document.data == {"day": None, "sum": None, "set": None, "bytes": None}
