import builtins
import datetime as dt
import io
import subprocess
import sys

import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from clientkit.base import ClientkitError
from clientkit.kpi import InterimTarget, Rebase
from clientkit.report import xmr_chart, xmr_text
from clientkit.report.inks import Ink
from clientkit.worktime import MissingExtraError

from .making import QUIET, START, kpi, weekly

REBASE = [Rebase(starts_on=START + dt.timedelta(weeks=6), reason="A new server")]


def drawn(figure):
    """Drawing it finds what building it does not."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=50)
    return file.getvalue()


def named(figure):
    return [text.get_text().replace("\n", " ") for text in figure.legends[0].get_texts()]


def test_it_shows_title_unit_target_limits_signals_and_what_to_do():
    definition, entries = kpi(), weekly([*QUIET, 9.0])
    figure = xmr_chart(definition, entries)
    axes, _ = figure.axes
    assert isinstance(figure, Figure)
    assert (axes.get_title(loc="left"), axes.get_ylabel()) == ("First page", "s")
    assert named(figure) == [
        "upper limit 8.9", "mean 5.3", "target 2 or less", "lower limit 1.8",
        "worse than usual: 1 value, outside a limit", "as usual: 12 values",
        "moving ranges, upper limit 4.4", "moving ranges, mean 1.3",
        "larger than usual: 1 step, beyond the limit",
    ]  # fmt: skip
    assert "put it right." in figure.get_supxlabel()
    assert figure.get_label() == xmr_text(definition, entries)
    assert drawn(figure).startswith(b"\x89PNG")


def test_signals_have_a_mark_of_their_own():
    lines = xmr_chart(kpi(), weekly([*QUIET, 9.0])).axes[0].lines
    marks = {line.get_marker(): line for line in lines if line.get_marker() != "None"}
    assert set(marks) == {"s", "o"}
    assert list(marks["s"].get_ydata()) == [9.0]
    assert to_hex(marks["s"].get_color()) == Ink.WORSE.light
    assert list(marks["o"].get_ydata()) == QUIET


def test_moving_ranges_stand_below_by_the_same_dates():
    figure = xmr_chart(kpi(), weekly([*QUIET, 9.0]), rebase=REBASE)
    values, ranges = figure.axes
    assert ranges.get_shared_x_axes().joined(values, ranges)
    assert ranges.get_title(loc="left") == "moving ranges: the step from one value to the next"
    assert ranges.get_ylim()[0] == 0
    dots = [line for line in ranges.lines if line.get_marker() == "o"]
    # None leads from the old limits into the new ones, and the last is within the new ones' own.
    assert [list(line.get_ydata()) for line in dots] == [[1.0] * 10 + [5.0]]
    assert "^" in [
        line.get_marker() for line in xmr_chart(kpi(), weekly([*QUIET, 9.0])).axes[1].lines
    ]
    assert xmr_chart(kpi(), weekly([*QUIET, 9.0]), moving_ranges=False).axes[1:] == []
    drawn(figure)


def test_a_long_title_keeps_clear_of_the_legend():
    figure = xmr_chart(kpi(name="People seen within four hours " * 4), weekly([*QUIET, 9.0]))
    FigureCanvasAgg(figure).draw()
    title = figure.axes[0].findobj(
        lambda one: isinstance(one, Text) and one.get_text()[:6] == "People"
    )
    assert title[0].get_window_extent().x1 < figure.legends[0].get_window_extent().x0


def test_ticks_are_those_of_the_picture():
    (axes,) = xmr_chart(kpi(), weekly(QUIET), moving_ranges=False).axes
    assert [one.get_text() for one in axes.get_xticklabels()][:2] == ["5 Jan", "19 Jan"]
    assert [one.get_text() for one in axes.get_yticklabels()] == ["2", "3", "4", "5", "6", "7"]


def test_a_break_and_interim_targets():
    steps = (InterimTarget(date=START, value=3),)
    figure = xmr_chart(kpi(interim=steps), weekly(QUIET), rebase=REBASE)
    assert "new limits from 16 Feb 2026: A new server" in named(figure)
    assert "interim target 3" in named(figure)
    drawn(figure)


@pytest.mark.parametrize("values", [[], [5.0], [5.0] * 7])
@pytest.mark.parametrize("more", [{}, {"target": None, "unit": None}])
def test_few_or_equal_values(values, more):
    drawn(xmr_chart(kpi(**more), weekly(values)))


def test_no_value_at_all_is_said():
    (axes,) = xmr_chart(kpi(), []).axes
    assert [text.get_text() for text in axes.texts] == ["no values yet"]


def test_dollars_are_dollars_and_not_mathematics():
    figure = xmr_chart(kpi(name="$x^$ and $\\frac$", unit="$_$"), weekly(QUIET), rebase=[
        Rebase(starts_on=START + dt.timedelta(weeks=6), reason="$\\nothing$")])  # fmt: skip
    drawn(figure)
    assert figure.axes[0].get_title(loc="left") == "$x^$ and $\\frac$"


def test_dates_do_not_depend_on_what_matplotlib_counts_from():
    entries = weekly(QUIET, dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC))
    with rc_context({"timezone": "Asia/Tokyo"}):
        figure = xmr_chart(kpi(), entries, timezone="Europe/Berlin")
        drawn(figure)
    axes = figure.axes[-1]
    assert [one.get_text() for one in axes.get_xticklabels()][:2] == ["19 Jan", "2 Feb"]


def test_without_matplotlib_the_extra_is_named(monkeypatch):
    def without(name, *rest):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return usual(name, *rest)

    usual = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"'clientkit\[report\]'") as caught:
        xmr_chart(kpi(), [])
    assert isinstance(caught.value, ClientkitError)
    assert caught.value.library == "matplotlib"


def test_only_the_figure_needs_matplotlib():
    program = (
        "import sys, clientkit.report as r\n"
        "from clientkit.kpi import Kpi\n"
        "kpi = Kpi(id='k', name='K')\n"
        "r.xmr_svg(kpi, []), r.xmr_text(kpi, []), r.xmr_chart\n"
        "print([name for name in sys.modules if name.startswith('matplotlib')])\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert found.stdout == "[]\n"
