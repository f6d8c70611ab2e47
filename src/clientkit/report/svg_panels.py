"""The panels of a chart as SVG: values, and below them the steps from one to the next."""

import datetime as dt
from collections.abc import Iterator
from math import sqrt
from typing import NamedTuple

from clientkit.kpi import Variation

from .drawing import Drawing, width_of, wrapped
from .inks import Ink
from .scales import EPOCH, ValueTick, date_ticks, moving_span, value_span, value_ticks
from .xmr_parts import LevelKind, Panel, XmrContent

__all__ = ["EDGE", "GAP", "SMALL", "WIDTH", "draw_panels", "mark"]

WIDTH, EDGE, GAP, SMALL = 720, 20, 18.0, 13
"""The width of a picture, its margin, the height of a small line of words and their size."""
_LABELS = 190
_TALL, _LOW, _BETWEEN = 260.0, 96.0, 40.0
_INKS = {
    Variation.IMPROVEMENT: Ink.BETTER,
    Variation.CONCERN: Ink.WORSE,
    Variation.NEUTRAL: Ink.CHANGED,
    Variation.COMMON_CAUSE: Ink.QUIET,
    Variation.UNKNOWN: Ink.QUIET,
}
_LINES: dict[LevelKind, tuple[Ink, float, str | None]] = {
    LevelKind.MEAN: (Ink.LIMIT, 1.5, None),
    LevelKind.LIMIT: (Ink.LIMIT, 1.5, "6 4"),
    LevelKind.TARGET: (Ink.TARGET, 2, "12 4"),
    LevelKind.INTERIM: (Ink.TARGET, 2, "3 3"),
}


def draw_panels(drawing: Drawing, content: XmrContent, top: float) -> float:
    """Draw values and moving ranges one above the other, and give the height at which they end."""
    main, moving = content.main, content.moving
    scales = [_Scale.of(main, value_span(main.values()), most=8)]
    if moving is not None:
        scales.append(_Scale.of(moving, moving_span(moving.values()), most=3))
    across = _Across(content, scales)
    _Plot(drawing, main, scales[0], across, top, top + _TALL).draw(numbered=True)
    if not main.points:
        above = top + _TALL / 4  # not where the only line is, that of the target
        drawing.text(across.middle, above, "no values yet", ink=Ink.QUIET, anchor="middle")
    bottom = top + _TALL
    if moving is not None:
        top, bottom = bottom + _BETWEEN, bottom + _BETWEEN + _LOW
        drawing.text(EDGE, top - 10, moving.title or "", ink=Ink.QUIET, size=SMALL)
        _Plot(drawing, moving, scales[1], across, top, bottom).draw(numbered=False)
    for x, named in across.dates:
        drawing.text(x, bottom + 20, named, ink=Ink.QUIET, size=SMALL, anchor="middle")
    return bottom + 26


class _Scale(NamedTuple):
    """The axis of values of a panel."""

    low: float
    high: float
    ticks: tuple[ValueTick, ...]

    @classmethod
    def of(cls, panel: Panel, span: tuple[float, float], *, most: int) -> "_Scale":
        """The axis of a panel; without ticks if nothing stands on it."""
        return cls(*span, value_ticks(*span, most=most) if panel.values() else ())


class _Across:
    """The axis of time, which all panels share."""

    def __init__(self, content: XmrContent, scales: list[_Scale]) -> None:
        points = content.main.points
        widest = max((width_of(one.words, SMALL) for row in scales for one in row.ticks), default=0)
        self.left = EDGE + widest + 10
        levels = [one for panel in content.panels() for one in panel.levels]
        named = [one.words for one in levels if one.words is not None]
        asked = max((width_of(words, SMALL) + 22 for words in named), default=0)
        self.right = WIDTH - EDGE - min(asked, _LABELS)
        self.middle = (self.left + self.right) / 2
        times = [_seconds(one.at) for one in points]
        times += [_seconds(one.at) for one in content.breaks]
        self._first, self._last = min(times, default=0.0), max(times, default=0.0)
        ticks = date_ticks(points[0].at, points[-1].at) if points else ()
        self.dates = [(self.x(tick.at), tick.words) for tick in ticks]
        self.breaks = [self.x(one.at) for one in content.breaks]

    def x(self, at: dt.datetime) -> float:
        """The place of an instant."""
        left, right = self.left + 8, self.right - 8
        if self._last == self._first:
            return self.middle
        return left + (right - left) * (_seconds(at) - self._first) / (self._last - self._first)


class _Label(NamedTuple):
    y: float
    words: str
    ink: Ink


class _Plot:
    """One panel, between its axes."""

    def __init__(
        self,
        drawing: Drawing,
        panel: Panel,
        scale: _Scale,
        across: _Across,
        top: float,
        bottom: float,
    ) -> None:
        self._drawing, self._panel, self._scale, self._across = drawing, panel, scale, across
        self._left, self._right = across.left, across.right
        self._top, self._bottom = top, bottom

    def draw(self, *, numbered: bool) -> None:
        """Draw it, with or without the numbers of the days from which there are new limits."""
        drawing, panel = self._drawing, self._panel
        self._axes()
        for number, x in enumerate(self._across.breaks, 1):
            drawing.path([(x, self._top), (x, self._bottom)], Ink.QUIET, dash="2 3")
            if numbered:
                above = self._top - 3
                drawing.text(x, above, str(number), size=SMALL, anchor="middle", bold=True)
        labels = list(self._levels())
        for stretch in panel.stretches:
            places = [(self._across.x(one.at), self._y(one.value)) for one in stretch]
            drawing.path(places, Ink.PATH, width=1.5)
        crowd = 1.0 if len(panel.points) <= 120 else 0.6
        for one in panel.points:
            place = self._across.x(one.at), self._y(one.value)
            mark(drawing, one.kind, *place, words=one.words, size=crowd)
        self._label(labels)

    def _y(self, value: float) -> float:
        low, high = self._scale.low, self._scale.high
        return self._top + (self._bottom - self._top) * (high - value) / (high - low)

    def _axes(self) -> None:
        drawing, bottom = self._drawing, self._bottom
        for tick in self._scale.ticks:
            y = self._y(tick.value)
            drawing.path([(self._left, y), (self._right, y)], Ink.GRID)
            drawing.text(
                self._left - 8, y + 4.5, tick.words, ink=Ink.QUIET, size=SMALL, anchor="end"
            )
        drawing.path([(self._left, bottom), (self._right, bottom)], Ink.QUIET)
        for x, _ in self._across.dates:
            drawing.path([(x, bottom), (x, bottom + 5)], Ink.QUIET)

    def _levels(self) -> Iterator[_Label]:
        for one in self._panel.levels:
            ink, width, dash = _LINES[one.kind]
            start = self._left if one.start is None else self._across.x(one.start)
            end = self._right if one.end is None else self._across.x(one.end)
            y = self._y(one.value)
            self._drawing.path([(start, y), (end, y)], ink, width=width, dash=dash)
            if one.words is not None:
                yield _Label(y, one.words, ink)

    def _label(self, labels: list[_Label]) -> None:
        """Name the lines beside them, each label moved as far as it takes not to meet another."""
        blocks = [
            (one.y, one.ink, wrapped(one.words, SMALL, _LABELS - 22))
            for one in sorted(labels, key=lambda one: one.y)
        ]
        heights = [len(lines) * GAP for _, _, lines in blocks]
        for (y, ink, lines), top in zip(
            blocks, _apart([y for y, _, _ in blocks], heights, self._bottom), strict=True
        ):
            middle = top + GAP / 2
            self._drawing.path(
                [(self._right, y), (self._right + 9, middle), (self._right + 16, middle)], ink
            )
            for number, line in enumerate(lines):
                at = middle + 4.5 + number * GAP
                self._drawing.text(self._right + 20, at, line, ink=ink, size=SMALL)


def _apart(places: list[float], heights: list[float], bottom: float) -> list[float]:
    """Where blocks begin that should stand at given places, in order, and must not overlap."""
    tops: list[float] = []
    for place, _ in zip(places, heights, strict=True):
        least = tops[-1] + heights[len(tops) - 1] if tops else place - GAP / 2
        tops.append(max(place - GAP / 2, least))
    limit = bottom + GAP
    for n in reversed(range(len(tops))):
        tops[n] = min(tops[n], limit - heights[n])
        limit = tops[n]
    return tops


def mark(
    drawing: Drawing,
    kind: Variation,
    x: float,
    y: float,
    *,
    words: str | None = None,
    size: float = 1.0,
) -> None:
    """A diamond for better, a square for worse, a triangle for changed, a dot for the rest."""
    ink = _INKS[kind]
    if kind is Variation.IMPROVEMENT:
        r = 6.5 * size
        drawing.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], ink, words)
    elif kind is Variation.CONCERN:
        r = 4.8 * size
        drawing.polygon(
            [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)], ink, words
        )
    elif kind is Variation.NEUTRAL:
        r = 6.5 * size
        wide = r * sqrt(3) / 2
        drawing.polygon([(x, y - r), (x + wide, y + r / 2), (x - wide, y + r / 2)], ink, words)
    else:
        drawing.dot(x, y, 3.6 * size, ink, words)


def _seconds(at: dt.datetime) -> float:
    return (at - EPOCH).total_seconds()
