import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidValueError, Term
from clientkit.kpi import InterimTarget, Rebase, RuleSet
from clientkit.report import xmr_svg, xmr_text
from clientkit.report.drawing import width_of
from clientkit.report.inks import Ink

from .making import QUIET, START, SVG, kpi, parsed, texts, weekly

REBASE = [Rebase(starts_on=START + dt.timedelta(weeks=6), reason="A new server")]


def chart(values, *, rules="standard", rebase=(), moving_ranges=True, **more):
    return xmr_svg(
        kpi(**more), weekly(values), rules=rules, rebase=rebase, moving_ranges=moving_ranges
    )


def joined(svg):
    """How many points each line from point to point has."""
    lines = [
        one for one in parsed(svg).iter(f"{SVG}polyline") if one.get("stroke") == Ink.PATH.light
    ]
    return [len(one.get("points").split()) for one in lines]


def marks(svg):
    """The shapes that stand for values: those that have words of their own."""
    return [
        one for one in parsed(svg).iter() if one.get("fill") and one.find(f"{SVG}title") is not None
    ]


def boxes(svg):
    """About where the words are: left, top, right and bottom."""
    for one in parsed(svg).iter(f"{SVG}text"):
        size = float(one.get("font-size", 14))
        width = width_of(one.text, size, bold=one.get("font-weight") == "bold")
        x, y = float(one.get("x")), float(one.get("y"))
        left = x - {"start": 0, "middle": 0.5, "end": 1}[one.get("text-anchor", "start")] * width
        yield left, y - size * 0.75, left + width, y + size * 0.2


def places(svg):
    for one in parsed(svg).iter():
        for pair in (one.get("points") or "").split():
            yield tuple(map(float, pair.split(",")))
        if one.get("cx"):
            yield float(one.get("cx")), float(one.get("cy"))


def test_it_shows_title_unit_target_limits_and_what_to_do():
    shown = texts(chart([*QUIET, 9.0]))
    for words in (
        "First page", "in s; 13 values from 5 Jan 2026 to 30 Mar 2026", "target 2 or less",
        "mean 5.3", "lower limit 1.8", "upper limit 8.9",
        "worse than usual: 1 value, outside a limit", "as usual: 12 values",
    ):  # fmt: skip
        assert words in shown
    assert "Find out what has changed, and put it right." in " ".join(shown)


def test_its_text_alternative_is_the_text_of_the_chart():
    definition, entries = kpi(), weekly([*QUIET, 9.0])
    root = parsed(xmr_svg(definition, entries, rebase=REBASE))
    assert root.find(f"{SVG}title").text == "First page"
    assert root.find(f"{SVG}desc").text == xmr_text(definition, entries, rebase=REBASE)


def test_signals_have_a_shape_of_their_own_and_say_what_they_are():
    *usual, outside, _ = marks(chart([*QUIET, 9.0]))
    assert {one.tag for one in usual} == {f"{SVG}circle"}
    assert (outside.tag, len(outside.get("points").split())) == (f"{SVG}polygon", 4)
    assert outside.get("fill") == Ink.WORSE.light
    assert (
        outside.find(f"{SVG}title").text == "30 Mar 2026: 9.0, worse than usual (outside a limit)"
    )


@pytest.mark.parametrize(
    ("more", "ink", "corners"),
    [
        ({"direction": "higher"}, Ink.BETTER, 4),
        ({"direction": None, "target": None}, Ink.CHANGED, 3),
    ],
)
def test_better_and_changed_differ_too(more, ink, corners):
    outside = marks(chart([*QUIET, 9.0], **more))[-2]
    assert (outside.get("fill"), len(outside.get("points").split())) == (ink.light, corners)


def test_nothing_comes_from_outside():
    svg = chart([*QUIET, 9.0], name="See https://example.org/a?b=1&c")
    root = parsed(svg)
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags <= {
        "svg",
        "title",
        "desc",
        "style",
        "rect",
        "text",
        "polyline",
        "polygon",
        "circle",
    }
    assert {
        name for one in root.iter() for name in one.attrib if "href" in name or name[:2] == "on"
    } == set()
    assert "url(" not in svg
    assert "@import" not in svg


def test_hostile_words_stay_words():
    name = "</title><script>alert('x')</script>&\"\x00"
    root = parsed(chart(QUIET, name=name, unit="<b>"))
    assert root.find(f"{SVG}title").text == name.replace("\x00", "\ufffd")
    assert list(root.iter(f"{SVG}script")) == []


@given(
    st.lists(st.floats(-1e300, 1e300), max_size=40),
    st.sampled_from(RuleSet),
    st.sampled_from([(), REBASE]),
    st.text(min_size=1, max_size=40),
)
def test_everything_is_on_the_paper(values, rules, rebase, unit):
    svg = chart(values, rules=rules, rebase=rebase, unit=unit)
    said = parsed(svg).find(f"{SVG}desc").text
    assert (len(marks(svg)) > len(values)) is ("Larger than usual" in said)
    width, height = map(float, parsed(svg).get("viewBox").split()[2:])
    assert all(0 <= x <= width and 0 <= y <= height for x, y in places(svg))
    assert all(
        left >= 0 and top >= 0 and right <= width and bottom <= height
        for left, top, right, bottom in boxes(svg)
    )


@given(
    st.lists(st.decimals(-9, 9, places=1).map(float), max_size=30),
    st.floats(-20, 20),
    st.floats(-20, 20),
    st.sampled_from([(), REBASE]),
)
def test_words_never_meet_words(values, target, interim, rebase):
    steps = (InterimTarget(date=START, value=interim),)
    found = sorted(boxes(chart(values, target=target, interim=steps, rebase=rebase)))
    for n, (left, top, right, bottom) in enumerate(found):
        for other_left, other_top, other_right, other_bottom in found[n + 1 :]:
            apart = (
                right <= other_left or other_right <= left
                or bottom <= other_top or other_bottom <= top
            )  # fmt: skip
            assert apart, (left, top, right, bottom, other_left, other_top)


def test_higher_values_are_drawn_higher_and_later_ones_further_right():
    points = [(float(one.get("cx")), float(one.get("cy"))) for one in marks(chart([5.0, 6.0, 4.0]))]
    assert points == sorted(points)
    assert points[1][1] < points[0][1] < points[2][1]


def test_time_is_drawn_to_scale():
    entries = [one for n, one in enumerate(weekly([5.0, 6.0, 5.0, 4.0])) if n != 1]
    x = [float(one.get("cx")) for one in marks(xmr_svg(kpi(), entries))]
    assert x[1] - x[0] == pytest.approx(2 * (x[2] - x[1]), abs=0.4)


def test_values_of_two_limits_are_not_joined():
    assert joined(chart(QUIET)) == [12, 11]
    assert joined(chart(QUIET, rebase=REBASE)) == [6, 6, 5, 5]
    assert "new limits from 16 Feb 2026: A new server" in texts(chart(QUIET, rebase=REBASE))


def test_lines_have_a_gap_where_an_expected_value_is_missing():
    entries = [one for n, one in enumerate(weekly(QUIET)) if n != 4]
    known = kpi(expected_every=Term.parse("1 week"))
    assert joined(xmr_svg(known, entries)) == [4, 7, 3, 7]
    assert joined(xmr_svg(kpi(), entries)) == [11, 10]  # nobody said that one was expected


class TestMovingRanges:
    def test_they_stand_below_with_their_mean_and_limit(self):
        shown = texts(chart([*QUIET, 9.0]))
        for words in (
            "moving ranges: the step from one value to the next", "mean 1.3", "upper limit 4.4",
            "larger than usual: 1 step, beyond the limit",
        ):  # fmt: skip
            assert words in shown

    def test_a_step_beyond_the_limit_is_marked(self):
        *_, wide = marks(chart([*QUIET, 9.0]))
        assert (wide.get("fill"), len(wide.get("points").split())) == (Ink.CHANGED.light, 3)
        assert wide.find(f"{SVG}title").text == "30 Mar 2026: a step of 5.0, beyond the limit"
        assert "larger than usual" not in " ".join(texts(chart(QUIET)))

    def test_steps_between_percentages_are_percentage_points(self):
        svg = chart([*QUIET, 9.0], unit="%", direction="lower")
        assert "moving ranges: the step from one value to the next, in percentage points" in texts(
            svg
        )
        assert "mean 1.3" in texts(svg)
        assert "Steps from value to value, in percentage points: the smallest 1.0" in svg

    @pytest.mark.parametrize(("n", "panels"), [(5, [5]), (6, [6, 5])])
    def test_under_six_values_there_are_none(self, n, panels):
        assert joined(chart(QUIET[:n])) == panels

    def test_they_can_be_left_out(self):
        svg = chart([*QUIET, 9.0], moving_ranges=False)
        assert joined(svg) == [13]
        assert "moving ranges:" not in svg
        assert "1 step is beyond the limit of moving ranges." in svg

    def test_a_series_that_never_moves(self):
        shown = texts(chart([5.0] * 7))
        assert {"mean 0", "upper limit 0"} <= set(shown)


def test_no_value_at_all_is_said():
    svg = chart([])
    assert marks(svg) == []
    assert {"no values yet", "in s; no values yet", "target 2 or less"} <= set(texts(svg))


def test_one_value_stands_in_the_middle():
    (mark,) = marks(chart([5.0]))
    assert 200 < float(mark.get("cx")) < 500


def test_the_same_arguments_give_the_same_text():
    assert chart(QUIET, rebase=iter(REBASE)) == chart(QUIET, rebase=REBASE)


def test_it_is_small():
    assert len(chart(QUIET * 5)) < 27_000
    assert re.search(r"\d\.\d\d+\"", chart(QUIET)) is None


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"kind": "met_or_not", "direction": None, "target": None}, "'speed' is met or not"),
        ({"rules": "shewhart"}, "rules is 'shewhart'"),
        ({"rebase": REBASE * 2}, "expected each day once"),
    ],
)
def test_what_signal_refuses_is_refused(more, message):
    with pytest.raises(ValueError, match=message):
        chart([], **more)


def test_values_out_of_range_are_refused():
    with pytest.raises(InvalidValueError):
        chart([1.1e300])
