from __future__ import annotations

import re

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
