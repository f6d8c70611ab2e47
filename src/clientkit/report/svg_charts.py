"""Charts as SVG: a text to save or to put into a page, drawn without any library."""

import datetime as dt
from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

from clientkit.kpi import Kpi, Measurement, Rebase, RuleSet, Variation

from .drawing import Drawing, width_of, wrapped
from .inks import Ink
from .scales import EPOCH, date_ticks, value_span, value_ticks
from .xmr_content import xmr_content
from .xmr_parts import LevelKind, XmrContent

__all__ = ["xmr_svg"]

_WIDTH, _EDGE, _PLOT, _GAP, _LABELS = 720, 20, 260.0, 18.0, 190
_SMALL = 13
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


def xmr_svg(
    kpi: Kpi,
    measurements: Iterable[Measurement],
    *,
    rules: RuleSet | str = RuleSet.STANDARD,
    rebase: Iterable[Rebase] = (),
    timezone: str | None = None,
) -> str:
    """The chart of a KPI that tells signal from noise, as an SVG document.

    It shows the values by their dates with mean, limits and target, and marks what
    :func:`clientkit.kpi.signal` finds, each kind by a colour and a shape of its own; beneath stands
    in words what that means. Numbers are rounded for reading, nothing is decided by them. Under 6
    values it shows no limits, and without any value it says so.

    The picture has a text alternative (:func:`xmr_text`), follows the reader's choice of light or
    dark, and needs nothing from outside: no font, script or style sheet. It can be saved as a file
    or put into a page. The same arguments give the same text.

    >>> import datetime as dt
    >>> from clientkit.kpi import Kpi, Measurement
    >>> from clientkit.report import xmr_svg
    >>> speed = Kpi(id="speed", name="First page", unit="s", direction="lower", target=2)
    >>> seen = [Measurement(id=f"m{n}", kpi="speed", by="pm", date=dt.date(2026, 3, 1 + n), value=v)
    ...     for n, v in enumerate([1.3, 1.5, 1.2, 1.4, 1.3, 1.5, 1.2, 1.9])]
    >>> chart = xmr_svg(speed, seen)
    >>> chart.startswith("<svg "), "target 2 or less" in chart
    (True, True)

    Args:
        kpi: The KPI.
        measurements: Measurements, in any order; those of other KPIs are ignored.
        rules: The patterns to mark, `standard` or `nhs`.
        rebase: Days from which limits are computed anew, each with its reason, which is shown.
        timezone: The zone of the dates shown; left out, the offset that the latest measurement
            bears. Needed where days and instants meet.

    Raises:
        ValueError: The KPI is met or not, there is no such set of rules, two rebases share a day,
            a zone is needed, or two measurements share an id.
        InvalidValueError: A value or target is beyond ±1e300, an instant outside the years 3 to
            9997, or there is no such zone.
    """
    content = xmr_content(kpi, measurements, rules=rules, rebase=rebase, timezone=timezone)
    drawing = Drawing(content.title, content.description, width=_WIDTH)
    y = _head(drawing, content)
    y = _Plot(drawing, content, y).draw()
    return drawing.svg(_foot(drawing, content, y))


def _head(drawing: Drawing, content: XmrContent) -> float:
    y = 12.0
    for line in wrapped(content.title, 18, _WIDTH - 2 * _EDGE, bold=True):
        y += 22
        drawing.text(_EDGE, y, line, size=18, bold=True)
    for line in wrapped(content.subtitle, _SMALL, _WIDTH - 2 * _EDGE):
        y += _GAP
        drawing.text(_EDGE, y, line, ink=Ink.QUIET, size=_SMALL)
    return y + 16


def _foot(drawing: Drawing, content: XmrContent, y: float) -> float:
    room = _WIDTH - 2 * _EDGE
    for number, one in enumerate(content.breaks, 1):
        for place, line in enumerate(wrapped(one.words, _SMALL, room - 22)):
            y += _GAP
            if not place:
                drawing.text(_EDGE + 2, y, str(number), size=_SMALL, bold=True)
            drawing.text(_EDGE + 22, y, line, size=_SMALL)
    for kind, words in content.legend:
        for place, line in enumerate(wrapped(words, _SMALL, room - 22)):
            y += _GAP
            if not place:
                _mark(drawing, kind, _EDGE + 6, y - 4.5)
            drawing.text(_EDGE + 22, y, line, size=_SMALL)
    y += 8
    for line in wrapped(content.advice, 14, room):
        y += 20
        drawing.text(_EDGE, y, line)
    y += 4
    for line in wrapped(content.notes, _SMALL, room):
        y += _GAP
        drawing.text(_EDGE, y, line, ink=Ink.QUIET, size=_SMALL)
    return y + 16


class _Label(NamedTuple):
    y: float
    words: str
    ink: Ink


class _Plot:
    """The values, in their place between the axes."""

    def __init__(self, drawing: Drawing, content: XmrContent, top: float) -> None:
        self._drawing, self._content, self._top = drawing, content, top
        values = content.values()
        self._low, self._high = value_span(values)
        self._ticks = value_ticks(self._low, self._high) if values else ()
        widest = max((width_of(one.words, _SMALL) for one in self._ticks), default=0)
        self._left = _EDGE + widest + 10
        named = [one.words for one in content.levels if one.words is not None]
        asked = max((width_of(words, _SMALL) + 22 for words in named), default=0)
        self._right = _WIDTH - _EDGE - min(asked, _LABELS)
        times = [_seconds(one.at) for one in content.points]
        times += [_seconds(one.at) for one in content.breaks]
        self._first, self._last = min(times, default=0.0), max(times, default=0.0)

    def draw(self) -> float:
        """Draw it, and give the height at which it ends."""
        bottom = self._top + _PLOT
        self._axes(bottom)
        for number, start in enumerate(self._content.breaks, 1):
            x = self._x(start.at)
            self._drawing.path([(x, self._top), (x, bottom)], Ink.QUIET, dash="2 3")
            self._drawing.text(
                x, self._top - 3, str(number), size=_SMALL, anchor="middle", bold=True
            )
        labels = self._levels()
        for stretch in self._content.stretches:
            places = [(self._x(one.at), self._y(one.value)) for one in stretch]
            self._drawing.path(places, Ink.PATH, width=1.5)
        crowd = 1.0 if len(self._content.points) <= 120 else 0.6
        for one in self._content.points:
            place = self._x(one.at), self._y(one.value)
            _mark(self._drawing, one.kind, *place, words=one.words, size=crowd)
        self._label(labels, bottom)
        if not self._content.points:
            middle = (self._left + self._right) / 2
            above = self._top + _PLOT / 4  # not where the only line is, that of the target
            self._drawing.text(middle, above, "no values yet", ink=Ink.QUIET, anchor="middle")
        return bottom + 26

    def _x(self, at: dt.datetime) -> float:
        left, right = self._left + 8, self._right - 8
        if self._last == self._first:
            return (left + right) / 2
        return left + (right - left) * (_seconds(at) - self._first) / (self._last - self._first)

    def _y(self, value: float) -> float:
        return self._top + _PLOT * (self._high - value) / (self._high - self._low)

    def _axes(self, bottom: float) -> None:
        drawing = self._drawing
        for tick in self._ticks:
            y = self._y(tick.value)
            drawing.path([(self._left, y), (self._right, y)], Ink.GRID)
            drawing.text(
                self._left - 8, y + 4.5, tick.words, ink=Ink.QUIET, size=_SMALL, anchor="end"
            )
        drawing.path([(self._left, bottom), (self._right, bottom)], Ink.QUIET)
        points = self._content.points
        for at in date_ticks(points[0].at, points[-1].at) if points else ():
            x = self._x(at.at)
            drawing.path([(x, bottom), (x, bottom + 5)], Ink.QUIET)
            drawing.text(x, bottom + 20, at.words, ink=Ink.QUIET, size=_SMALL, anchor="middle")

    def _levels(self) -> list[_Label]:
        labels = []
        for one in self._content.levels:
            ink, width, dash = _LINES[one.kind]
            start = self._left if one.start is None else self._x(one.start)
            end = self._right if one.end is None else self._x(one.end)
            y = self._y(one.value)
            self._drawing.path([(start, y), (end, y)], ink, width=width, dash=dash)
            if one.words is not None:
                labels.append(_Label(y, one.words, ink))
        return labels

    def _label(self, labels: list[_Label], bottom: float) -> None:
        """Name the lines beside them, each label moved as far as it takes not to meet another."""
        blocks = [
            (one.y, one.ink, wrapped(one.words, _SMALL, _LABELS - 22))
            for one in sorted(labels, key=lambda one: one.y)
        ]
        heights = [len(lines) * _GAP for _, _, lines in blocks]
        for (y, ink, lines), top in zip(
            blocks, _apart([y for y, _, _ in blocks], heights, bottom), strict=True
        ):
            middle = top + _GAP / 2
            self._drawing.path(
                [(self._right, y), (self._right + 9, middle), (self._right + 16, middle)], ink
            )
            for number, line in enumerate(lines):
                at = middle + 4.5 + number * _GAP
                self._drawing.text(self._right + 20, at, line, ink=ink, size=_SMALL)


def _apart(places: list[float], heights: list[float], bottom: float) -> list[float]:
    """Where blocks begin that should stand at given places, in order, and must not overlap."""
    tops: list[float] = []
    for place, _ in zip(places, heights, strict=True):
        least = tops[-1] + heights[len(tops) - 1] if tops else place - _GAP / 2
        tops.append(max(place - _GAP / 2, least))
    limit = bottom + _GAP
    for n in reversed(range(len(tops))):
        tops[n] = min(tops[n], limit - heights[n])
        limit = tops[n]
    return tops


def _mark(
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
