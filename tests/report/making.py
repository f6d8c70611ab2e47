"""Shorthands for tests: KPIs, series, and pictures taken apart."""

import datetime as dt
from xml.etree import ElementTree as ET

from clientkit.kpi import Kpi, Measurement

START = dt.date(2026, 1, 5)
QUIET = [5.0, 6.0, 5.0, 4.0] * 3
"""Mean 5, moving ranges of 1, limits 2.34 and 7.66."""
SVG = "{http://www.w3.org/2000/svg}"


def kpi(**values):
    given = {"id": "speed", "name": "First page", "unit": "s", "direction": "lower", "target": 2}
    return Kpi(**(given | values))


def weekly(values, start=START, step=dt.timedelta(weeks=1)):
    when = "at" if isinstance(start, dt.datetime) else "date"
    return [
        Measurement(id=f"m{n:03}", kpi="speed", by="pm", value=value, **{when: start + n * step})
        for n, value in enumerate(values)
    ]


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 (the library has just written it)


def texts(svg):
    return [one.text for one in parsed(svg).iter(f"{SVG}text")]
