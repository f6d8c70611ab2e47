import re

import pytest

from clientkit.report.inks import Ink

TEXTS = [Ink.TEXT, Ink.QUIET, Ink.LIMIT, Ink.TARGET]
MARKS = [Ink.PATH, Ink.BETTER, Ink.WORSE, Ink.CHANGED]


def luminance(colour):
    """WCAG 2.2, "relative luminance"."""
    parts = [int(part, 16) / 255 for part in re.findall("[0-9a-f]{2}", colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_published():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize(("inks", "least"), [(TEXTS, 4.5), (MARKS, 3.0)])
def test_words_and_marks_stand_out_from_the_paper(shade, inks, least):
    paper = getattr(Ink.PAPER, shade)
    assert {
        ink: contrast(getattr(ink, shade), paper)
        for ink in inks
        if contrast(getattr(ink, shade), paper) < least
    } == {}


def test_every_ink_but_the_paper_and_the_grid_is_held_to_a_contrast():
    assert {*TEXTS, *MARKS} == {*Ink} - {Ink.PAPER, Ink.GRID}
