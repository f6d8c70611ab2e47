"""Which measurements of a KPI count, in their order."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from operator import itemgetter
from typing import TypeAlias

from ._clock import Clock, plain
from .entries import Measurement
from .model import Kpi, KpiKind

__all__ = [
    "Reading",
    "comparable",
    "known_measurements",
    "known_until",
    "readings_of",
    "zone_for",
]


Reading: TypeAlias = tuple[dt.datetime, str, Measurement]
"""When a measurement counts, its id, and itself; so that readings sort by instant, then by id."""


def known_measurements(
    kpi: Kpi, measurements: Iterable[Measurement], *, at: dt.datetime, timezone: str | None = None
) -> tuple[Measurement, ...]:
    """The measurements of a KPI that are known at an instant, in order, without corrected ones.

    A day counts as its last microsecond in `timezone`. A measurement at exactly `at` is known, a
    later one is not yet. An entry with `corrects` takes the place of the entry it names (which may
    be one of another KPI); of several corrections of one entry the last counts. Measurements of
    other KPIs are ignored, so that a whole record may be given.

    >>> from clientkit.kpi import Kpi, Measurement
    >>> speed = Kpi(id="speed", name="First page", unit="s", direction="lower", target=2)
    >>> day = dt.date(2026, 3, 2)
    >>> typed = Measurement(id="m1", kpi="speed", by="pm", date=day, value=59)
    >>> mended = Measurement(id="m2", kpi="speed", by="pm", date=day, value=5.9, corrects="m1")
    >>> known = known_measurements(speed, (typed, mended), timezone="Europe/Berlin",
    ...     at=dt.datetime(2026, 3, 4, tzinfo=dt.timezone.utc))
    >>> [one.value for one in known]
    [5.9]

    Raises:
        ValueError: A measurement bears a day and `timezone` is None; two entries share an id.
        InvalidValueError: An instant has no offset, or is outside the years 3 to 9997.
    """
    readings = readings_of(kpi, measurements, Clock(timezone), at=plain(at))
    return tuple([entry for _, _, entry in readings])


def readings_of(
    kpi: Kpi, measurements: Iterable[Measurement], clock: Clock, *, at: dt.datetime | None
) -> list[Reading]:
    """The readings of a KPI in order, up to an instant or all."""
    entries, wanted = tuple(measurements), kpi.id
    own = _placed([one for one in entries if one.kpi == wanted], clock)
    if at is not None and own and own[-1][0] > at:
        own = known_until(own, at)
    if len(set(map(itemgetter(1), own))) < len(own):
        own = _once(own)
    corrections = [one for one in entries if one.corrects is not None]
    if corrections:
        known = _placed(corrections, clock)
        known = known if at is None else known_until(known, at)
        last = {entry.corrects: name for _, name, entry in known}
        replaced = {*last, *(name for _, name, entry in known if last[entry.corrects] != name)}
        own = [one for one in own if one[1] not in replaced]
    return own


def _placed(entries: list[Measurement], clock: Clock) -> list[Reading]:
    placed = [
        (one.at or clock.end_of(one.date or dt.date.min, one.id), one.id, one) for one in entries
    ]
    try:
        placed.sort()
    except TypeError:  # it came to comparing entries: two share an instant and an id
        placed.sort(key=itemgetter(0, 1))
    for t, _, _ in (*placed[:1], *placed[-1:]):
        plain(t)  # refused if it is out of range, and so is whatever lies between
    return placed


def _once(readings: list[Reading]) -> list[Reading]:
    """Leave out what was given twice."""
    found: dict[str, Reading] = {}
    for one in readings:
        if found.setdefault(one[1], one)[2] != one[2]:
            raise ValueError(f"{one[1]!r} is the id of two measurements; expected one")
    return list(found.values())


def zone_for(kpi: Kpi, measurements: Iterable[Measurement], timezone: str | None) -> str | None:
    """The zone to order measurements in where no instant is asked about.

    Without one, days alone keep their order and distances in any, so that of the KPI's window will
    do; days beside instants do not.
    """
    if timezone is None and all(one.at is None for one in measurements if one.kpi == kpi.id):
        window = kpi.window.timezone if kpi.window is not None else None
        return window or "UTC"
    return timezone


def known_until(readings: list[Reading], t: dt.datetime) -> list[Reading]:
    """Those of ordered readings that are at an instant or before it."""
    return readings[: bisect_right(readings, t, key=itemgetter(0))]


def comparable(readings: list[Reading], kpi: Kpi) -> tuple[list[Reading], list[Reading]]:
    """Those that say what a version of a KPI asks, under the same definition, and the others."""
    under = (None, kpi.version)
    if kpi.kind is KpiKind.MET_OR_NOT:
        fits = [one for one in readings if one[2].met is not None and one[2].version in under]
    else:
        fits = [one for one in readings if one[2].value is not None and one[2].version in under]
    if len(fits) == len(readings):
        return fits, []
    kept = {name for _, name, _ in fits}
    return fits, [one for one in readings if one[1] not in kept]
