"""Charts as SVG: a text to save or to put into a page, drawn without any library."""

from collections.abc import Iterable

from clientkit.kpi import Kpi, Measurement, Rebase, RuleSet

from .drawing import Drawing, wrapped
from .inks import Ink
from .svg_panels import EDGE, GAP, SMALL, WIDTH, draw_panels, mark
from .xmr_content import xmr_content
from .xmr_parts import XmrContent

__all__ = ["xmr_svg"]


def xmr_svg(
    kpi: Kpi,
    measurements: Iterable[Measurement],
    *,
    rules: RuleSet | str = RuleSet.STANDARD,
    rebase: Iterable[Rebase] = (),
    timezone: str | None = None,
    moving_ranges: bool = True,
) -> str:
    """The chart of a KPI that tells signal from noise, as an SVG document.

    It shows the values by their dates with mean, limits and target, and marks what
    :func:`clientkit.kpi.signal` finds, each kind by a colour and a shape of its own; beneath stands
    in words what that means. Below the values stand their *moving ranges*, the steps from one to
    the next, with their mean and upper limit, and marks where a step is larger. Lines are broken
    where expected values are missing, and where new limits begin. Numbers are rounded for reading,
    nothing is decided by them. Under 6 values there are neither limits nor moving ranges, and
    without any value the chart says so.

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
        moving_ranges: Whether to show the moving ranges too.

    Raises:
        ValueError: The KPI is met or not, there is no such set of rules, two rebases share a day,
            a zone is needed, or two measurements share an id.
        InvalidValueError: A value or target is beyond ±1e300, an instant outside the years 3 to
            9997, or there is no such zone.
    """
    content = xmr_content(
        kpi,
        measurements,
        rules=rules,
        rebase=rebase,
        timezone=timezone,
        moving_ranges=moving_ranges,
    )
    drawing = Drawing(content.title, content.description, width=WIDTH)
    y = _head(drawing, content)
    y = draw_panels(drawing, content, y)
    return drawing.svg(_foot(drawing, content, y))


def _head(drawing: Drawing, content: XmrContent) -> float:
    y = 12.0
    for line in wrapped(content.title, 18, WIDTH - 2 * EDGE, bold=True):
        y += 22
        drawing.text(EDGE, y, line, size=18, bold=True)
    for line in wrapped(content.subtitle, SMALL, WIDTH - 2 * EDGE):
        y += GAP
        drawing.text(EDGE, y, line, ink=Ink.QUIET, size=SMALL)
    return y + 16


def _foot(drawing: Drawing, content: XmrContent, y: float) -> float:
    room = WIDTH - 2 * EDGE
    for number, one in enumerate(content.breaks, 1):
        for place, line in enumerate(wrapped(one.words, SMALL, room - 22)):
            y += GAP
            if not place:
                drawing.text(EDGE + 2, y, str(number), size=SMALL, bold=True)
            drawing.text(EDGE + 22, y, line, size=SMALL)
    for kind, words in [line for panel in content.panels() for line in panel.legend]:
        for place, line in enumerate(wrapped(words, SMALL, room - 22)):
            y += GAP
            if not place:
                mark(drawing, kind, EDGE + 6, y - 4.5)
            drawing.text(EDGE + 22, y, line, size=SMALL)
    y += 8
    for line in wrapped(content.advice, 14, room):
        y += 20
        drawing.text(EDGE, y, line)
    y += 4
    for line in wrapped(content.notes, SMALL, room):
        y += GAP
        drawing.text(EDGE, y, line, ink=Ink.QUIET, size=SMALL)
    return y + 16
