from __future__ import annotations

import pytest

from clientkit.documents.parsed import Limits
from clientkit.documents.toml_text import parse_toml

_TEXT = '''\
a = 1
[b]
c = """
x = 1
[z]
"""
[[d.e]]
f.g = [
  1, {y = 1},
]
[[d.e]]
"x y" = 3 # [no]
[[d.e.h]]
i = '#'
'''


def _faults(text: str, **limits: int) -> list[tuple[str, int | None, str]]:
    parsed = parse_toml(text, Limits(**limits))
    assert parsed.readable == all(
        f.code in {"not-finite", "huge-number"} and f.path for f in parsed.faults
    )
    return [(fault.code, fault.offset, fault.path) for fault in parsed.faults]


def test_dates_and_times_become_text() -> None:
    text = "a = 2026-04-17\nb = 2026-04-17T09:00:00Z\nc = 2026-04-17 09:00:00+02:00\nd = 09:00:00\n"
    assert parse_toml(text, Limits()).data() == {
        "a": "2026-04-17",
        "b": "2026-04-17T09:00:00+00:00",
        "c": "2026-04-17T09:00:00+02:00",
        "d": "09:00:00",
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a = \n", ("syntax", 4, "")),
        ("a = 1\nb = [1,\n", ("syntax", 14, "")),
        ("a = 1\r\nb = ?\r\n", ("syntax", 11, "")),
        ('a = "\x07"\n', ("control-character", 5, "")),
        ("", ("empty", 0, "")),
        ("# c\n", ("empty", 0, "")),
        ("[b]\nc = nan\n", ("not-finite", 8, "/b/c")),
        ("a = 1e999\n", ("not-finite", 4, "/a")),
        ("a = 9223372036854775808\n", ("huge-number", 4, "/a")),
        ("a = [1, {b = -inf}]\n", ("not-finite", 4, "/a/1/b")),
        ("x = 1\na = " + "9" * 5000, ("huge-number", 10, "")),
    ],
)
def test_faults(text: str, fault: tuple[str, int, str]) -> None:
    assert _faults(text) == [fault]


def test_a_key_that_is_there_twice() -> None:
    ((code, offset, _),) = _faults("[a]\nb = 1\nb = 2\n")
    assert (code, offset) == ("duplicate-key", 15)


def test_the_greatest_numbers() -> None:
    assert _faults("a = 9223372036854775807\nb = -9223372036854775808\nc = 1.7e308\n") == []


def test_depth() -> None:
    assert _faults("a.b.c = 1\n", depth=3) == []
    assert _faults("a.b.c.d = 1\n", depth=3) == [("too-deep", 0, "")]
    assert _faults("a = [[[1]]]\n", depth=3) == [("too-deep", 0, "")]
    assert _faults("a = " + "[" * 100_000)[0][0] == "too-deep"
    # the time of tomllib grows with the square of the parts of a key
    assert _faults("a" + ".a" * 500_000 + " = 1\n")[0][0] == "too-deep"


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ("/a", "1", "a = 1"),
        ("/b", "[b]", "b]"),
        ("/b/c", '"""', 'c = """'),
        ("/d/e/0/f/g", "[\n", "f.g"),
        ("/d/e/0/f/g/1/y", "[\n", "[\n"),
        ("/d/e/1/x y", "3", '"x y"'),
        ("/d/e/1/h/0/i", "'#'", "i ="),
        ("/d/e/1", '[[d.e]]\n"', 'd.e]]\n"'),
        ("/nope", "a = 1", "a = 1"),
        ("/b/nope", "[b]", "[b]"),
        ("", "a = 1", "a = 1"),
    ],
)
def test_positions(path: str, value: str, key: str) -> None:
    spot = parse_toml(_TEXT, Limits()).locate([path])[path]
    assert _TEXT[spot.value :].startswith(value)
    assert _TEXT[spot.key :].startswith(key)
