"""Charts as figures of matplotlib, to save in its formats, print or build into other figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from textwrap import fill
from typing import TYPE_CHECKING

from clientkit.kpi import Kpi, Measurement, Rebase, RuleSet, Variation
from clientkit.worktime.errors import MissingExtraError

from .inks import Ink
from .scales import ValueTick, date_ticks, moving_span, value_span, value_ticks
from .xmr_content import xmr_content
from .xmr_parts import LevelKind, Panel, XmrContent

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["xmr_chart"]

_MARKS = {
    Variation.IMPROVEMENT: ("D", 6.0, Ink.BETTER),
    Variation.CONCERN: ("s", 7.0, Ink.WORSE),
    Variation.NEUTRAL: ("^", 8.0, Ink.CHANGED),
    Variation.COMMON_CAUSE: ("o", 5.0, Ink.QUIET),
    Variation.UNKNOWN: ("o", 5.0, Ink.QUIET),
}
_LINES = {
    LevelKind.MEAN: ("-", 1.2, Ink.LIMIT),
    LevelKind.LIMIT: ((0, (5, 3)), 1.2, Ink.LIMIT),
    LevelKind.TARGET: ((0, (9, 3)), 1.6, Ink.TARGET),
    LevelKind.INTERIM: ((0, (2, 2)), 1.6, Ink.TARGET),
}


def xmr_chart(
    kpi: Kpi,
    measurements: Iterable[Measurement],
    *,
    rules: RuleSet | str = RuleSet.STANDARD,
    rebase: Iterable[Rebase] = (),
    timezone: str | None = None,
    moving_ranges: bool = True,
) -> Figure:
    """The chart of :func:`xmr_svg`, as a figure of matplotlib on light paper.

    The figure belongs to no window and no global state, so there is nothing to close. Its first
    axes hold the values, its second ones, where there are any, the moving ranges; its label
    (`get_label`) is the text alternative of :func:`xmr_text`.

    >>> import datetime as dt
    >>> from clientkit.kpi import Kpi, Measurement
    >>> from clientkit.report import xmr_chart
    >>> speed = Kpi(id="speed", name="First page", unit="s", direction="lower", target=2)
    >>> seen = [Measurement(id=f"m{n}", kpi="speed", by="pm", date=dt.date(2026, 3, 1 + n), value=v)
    ...     for n, v in enumerate([1.3, 1.5, 1.2, 1.4, 1.3, 1.5, 1.2, 1.9])]
    >>> figure = xmr_chart(speed, seen)
    >>> figure.axes[0].get_ylabel(), figure.axes[0].get_title(loc="left")
    ('s', 'First page')

    Args:
        kpi: The KPI.
        measurements: Measurements, in any order; those of other KPIs are ignored.
        rules: The patterns to mark, `standard` or `nhs`.
        rebase: Days from which limits are computed anew, each with its reason, which is shown.
        timezone: The zone of the dates shown, as for :func:`xmr_svg`.
        moving_ranges: Whether to show the moving ranges too.

    Raises:
        MissingExtraError: The ``matplotlib`` library is not installed.
        ValueError: As for :func:`xmr_svg`.
        InvalidValueError: As for :func:`xmr_svg`.
    """
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 (an extra, and half a second)
    except ImportError:
        raise MissingExtraError("matplotlib", "clientkit[report]") from None
    content = xmr_content(
        kpi,
        measurements,
        rules=rules,
        rebase=rebase,
        timezone=timezone,
        moving_ranges=moving_ranges,
    )
    figure = Figure(figsize=(9, 5.4), layout="constrained", facecolor=Ink.PAPER.light)
    figure.set_label(content.description)
    main, moving = content.main, content.moving
    if moving is None:
        axes = lowest = figure.add_subplot()
    else:
        figure.set_figheight(7)
        axes, lowest = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    _title(axes, content)
    values = main.values()
    low, high = value_span(values)
    _frame(axes, low, high, value_ticks(low, high) if values else ())
    named = [*_levels(axes, main), *_breaks(axes, content), *_points(axes, main)]
    if moving is not None:
        low, high = moving_span(moving.values())
        _frame(lowest, low, high, value_ticks(low, high, most=3))
        lowest.set_title(moving.title or "", loc="left", fontsize=10, color=Ink.QUIET.light)
        named += [(line, f"moving ranges, {words}") for line, words in _levels(lowest, moving)]
        tuple(_breaks(lowest, content))  # named above
        named += _points(lowest, moving)
    _dates(lowest, main)
    if named:
        legend = figure.legend(
            [artist for artist, _ in named],
            [fill(words, 34) for _, words in named],
            loc="outside right upper",
            fontsize=10,
            frameon=False,
        )
        for text in legend.get_texts():
            text.set(parse_math=False, color=Ink.TEXT.light)
    words = "\n".join([fill(one, 110) for one in (content.advice, content.notes) if one])
    figure.supxlabel(words, x=0.01, ha="left", fontsize=10, color=Ink.TEXT.light, parse_math=False)
    return figure


def _title(axes: Axes, content: XmrContent) -> None:
    quiet = Ink.QUIET.light
    title = axes.set_title(fill(content.title, 52), loc="left", fontweight="bold")
    title.set(color=Ink.TEXT.light, parse_math=False)
    if content.unit:
        axes.set_ylabel(fill(content.unit, 40), color=quiet, parse_math=False)
    if not content.main.points:
        axes.text(0.5, 0.75, "no values yet", color=quiet, ha="center", transform=axes.transAxes)


def _frame(axes: Axes, low: float, high: float, ticks: Iterable[ValueTick]) -> None:
    quiet = Ink.QUIET.light
    axes.set_facecolor(Ink.PAPER.light)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(quiet)
    axes.grid(axis="y", color=Ink.GRID.light)
    axes.tick_params(colors=quiet)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(low, high)
    axes.set_yticks([one.value for one in ticks], [one.words for one in ticks])


def _dates(axes: Axes, panel: Panel) -> None:
    if not panel.points:
        axes.set_xticks([])
        return
    dates = date_ticks(panel.points[0].at, panel.points[-1].at)
    axes.xaxis_date(panel.points[-1].at.tzinfo)
    axes.set_xticks([_x(one.at) for one in dates], [one.words for one in dates])


def _levels(axes: Axes, panel: Panel) -> Iterator[tuple[Artist, str]]:
    for one in sorted(panel.levels, key=lambda one: -one.value):
        style, width, ink = _LINES[one.kind]
        if one.start is None or one.end is None:
            line = axes.axhline(one.value)
        else:
            (line,) = axes.plot([_x(one.start), _x(one.end)], [one.value, one.value])
        line.set(linestyle=style, linewidth=width, color=ink.light)
        if one.words is not None:
            yield line, one.words


def _breaks(axes: Axes, content: XmrContent) -> Iterator[tuple[Artist, str]]:
    for one in content.breaks:
        yield axes.axvline(_x(one.at), linestyle=":", color=Ink.QUIET.light), one.words


def _points(axes: Axes, panel: Panel) -> Iterator[tuple[Artist, str]]:
    for stretch in panel.stretches:
        (path,) = axes.plot([_x(one.at) for one in stretch], [one.value for one in stretch])
        path.set(linewidth=1, color=Ink.PATH.light)
    named = dict(panel.legend)
    for kind in dict.fromkeys([*named, *(one.kind for one in panel.points)]):
        mark, size, ink = _MARKS[kind]
        some = [one for one in panel.points if one.kind is kind]
        (dots,) = axes.plot([_x(one.at) for one in some], [one.value for one in some], mark)
        dots.set(markersize=size, color=ink.light, zorder=3)
        if kind in named:
            yield dots, named[kind]


def _x(at: dt.datetime) -> float:
    """An instant as matplotlib counts it: in days since an epoch that can be configured."""
    from matplotlib.dates import date2num  # noqa: PLC0415 (an extra)

    return float(date2num(at))  # type: ignore[no-untyped-call] # it declares no types
