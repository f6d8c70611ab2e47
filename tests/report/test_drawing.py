import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.report.drawing import Drawing, width_of, wrapped
from clientkit.report.inks import Ink

from .making import SVG, parsed, texts


def picture(title="T", description="D", words="w"):
    drawing = Drawing(title, description, width=100)
    drawing.text(1, 2, words)
    drawing.path([(0, 0), (1.26, -0.04)], Ink.LIMIT, dash="1 2")
    drawing.dot(5, 5, 2, Ink.WORSE, words)
    return drawing.svg(50)


def test_it_is_named_and_described():
    root = parsed(picture("Title", "Words"))
    title, text = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (root.get("role"), title.text, text.text) == ("img", "Title", "Words")
    assert root.get("aria-labelledby") == f"{title.get('id')} {text.get('id')}"
    assert root.get("viewBox") == "0 0 100 50"


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_words_can_be_drawn(title, words):
    root = parsed(picture(title, words, words))
    (drawn,) = root.iter(f"{SVG}text")
    forbidden = "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    # A parser makes one line end of all (XML 1.0, 2.11).
    expected = re.sub("\r\n?", "\n", re.sub(forbidden, "\ufffd", words))
    assert (drawn.text or "") == expected
    assert len(list(root)) == len(list(parsed(picture())))


@pytest.mark.parametrize("words", ["<script>x</script>", "\"'&<>", "]]>", "\x00\x1b", "\ud800"])
def test_no_words_become_anything_but_words(words):
    expected = re.sub("[\x00\x1b\ud800]", "\ufffd", words)
    assert texts(picture(words=words)) == [expected]


def test_a_style_sheet_turns_all_inks_dark_and_reaches_no_other_picture():
    svg = picture()
    name = parsed(svg).get("id")
    style = parsed(svg).find(f"{SVG}style").text
    assert style == (
        f"@media screen and (prefers-color-scheme:dark){{#{name} .fpaper{{fill:{Ink.PAPER.dark}}}"
        f"#{name} .ftext{{fill:{Ink.TEXT.dark}}}#{name} .fworse{{fill:{Ink.WORSE.dark}}}"
        f"#{name} .slimit{{stroke:{Ink.LIMIT.dark}}}}}"
    )
    assert parsed(picture(title="Another")).get("id") != name


def test_without_style_sheets_it_is_light():
    line = next(parsed(picture()).iter(f"{SVG}polyline"))
    assert (line.get("stroke"), line.get("points")) == (Ink.LIMIT.light, "0,0 1.3,0")


@pytest.mark.parametrize(
    ("words", "room", "expected"),
    [
        ("", 50, []), ("  ", 50, []), ("aa bb", 1000, ["aa bb"]), ("aa bb", 25, ["aa", "bb"]),
        ("aaaa", 12, ["aa", "aa"]), ("b aaaa", 12, ["b", "aa", "aa"]), ("a", 0, ["a"]),
    ],
)  # fmt: skip
def test_wrapping(words, room, expected):
    assert wrapped(words, 10, room) == expected


@given(st.text("ab W中", max_size=60), st.integers(20, 200))
def test_wrapped_lines_fit_and_lose_nothing(words, room):
    lines = wrapped(words, 10, room)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(width_of(line, 10) <= room for line in lines)


def test_wide_letters_are_wider_and_accents_take_no_room():
    assert width_of("i", 10) < width_of("a", 10) < width_of("W", 10) < width_of("中", 10)
    assert width_of("e\u0301", 10) == width_of("e", 10)
    assert width_of("a", 10, bold=True) > width_of("a", 10)
