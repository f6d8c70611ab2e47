from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base.findings import pointer
from clientkit.documents.parsed import line_columns, path_parts


@given(st.text(st.sampled_from("a\r\n"), max_size=12))
def test_lines_and_columns_of_every_offset(text: str) -> None:
    starts = [0, *(found.end() for found in re.finditer("\r\n|\r|\n", text))]
    found = line_columns(text, range(len(text) + 1))
    for offset, (line, column) in found.items():
        at = offset - 1 if text[max(offset - 1, 0) : offset + 1] == "\r\n" else offset
        expected = max(index for index, start in enumerate(starts) if start <= at)
        assert (line, column) == (expected + 1, at - starts[expected] + 1)


@given(st.lists(st.text(max_size=4), max_size=4))
def test_the_parts_of_a_pointer(parts: list[str]) -> None:
    assert path_parts(pointer(*parts)) == parts


class Watched(str):
    """A text that counts the characters that are looked back over."""

    __slots__ = ("looked_back",)

    def rfind(self, sub: str, start: int = 0, end: int = 0) -> int:  # type: ignore[override]
        self.looked_back += end - start
        return super().rfind(sub, start, end)


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n", " "])
def test_no_character_is_looked_back_over_for_each_offset(newline: str) -> None:
    text = Watched(newline.join("x" * 10 for _ in range(1000)))
    text.looked_back = 0
    line_columns(text, range(0, len(text), 3))
    assert 0 < text.looked_back <= 2 * len(text)
