"""The pictures of the explanations are what the library draws now."""

import runpy
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

DOCS = Path(__file__).parents[2] / "docs"
SCRIPTS = sorted((DOCS / "pictures").glob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_pictures_are_current(script: Path) -> None:
    for name, svg in runpy.run_path(str(script))["pictures"]().items():
        assert (DOCS / "explanation" / name).read_text(encoding="utf-8") == svg, name


def test_every_picture_is_drawn_by_a_script_and_shown_with_words() -> None:
    drawn = {name for one in SCRIPTS for name in runpy.run_path(str(one))["pictures"]()}
    assert {one.name for one in (DOCS / "explanation").glob("*.svg")} == drawn
    pages = "".join(
        page.read_text(encoding="utf-8") for page in (DOCS / "explanation").glob("*.md")
    )
    for name in drawn:
        before, found, _ = pages.partition(f"]({name})")
        assert found
        assert len(before.rpartition("![")[2]) > 40


def test_the_picture_of_small_numbers_says_what_the_page_says() -> None:
    page = (DOCS / "explanation/small-numbers.md").read_text(encoding="utf-8")
    root = ET.parse(DOCS / "explanation/small-numbers.svg").getroot()  # noqa: S314 (our own file)
    rows = (
        root.find("{http://www.w3.org/2000/svg}desc").text.partition(". The score")[0].split("; ")
    )
    said = (
        page.partition("![")[2].partition("]")[0].partition(". ")[2].removesuffix(".").split(". ")
    )
    assert [row.replace(" answers", "") for row in rows] == [
        row.replace(" answers", "") for row in said
    ]
    assert len(rows) == 5
