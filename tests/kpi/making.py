"""Shorthands for tests: KPIs and series of measurements."""

import datetime as dt

from clientkit.base import Term
from clientkit.kpi import Kpi, Measurement

START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
ZONE = "Europe/Berlin"


def kpi(**values):
    return Kpi(**{"id": "speed", "name": "Speed", "direction": "lower", "target": 2} | values)


def met_kpi(**values):
    return Kpi(**{"id": "speed", "name": "Speed", "kind": "met_or_not"} | values)


def seen(value, at=START, id="m1", **values):  # noqa: A002 (the field's name)
    moment = {"at": at} if isinstance(at, dt.datetime) else {"date": at}
    found = {"met": value} if isinstance(value, bool) else {"value": value}
    return Measurement(**{"id": id, "kpi": "speed", "by": "pm"} | moment | found | values)


def series(values, start=START, step=dt.timedelta(weeks=1), **more):
    return [seen(value, start + n * step, id=f"m{n:03}", **more) for n, value in enumerate(values)]


def days(values, start=dt.date(2026, 1, 5), step=7):
    return series(values, start, dt.timedelta(days=step))


def term(text):
    return Term.parse(text)
