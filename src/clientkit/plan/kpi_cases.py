"""The KPIs of a plan, each with its versions and what is known of it."""

import datetime as dt

import attrs

from clientkit.base import Term, evolve
from clientkit.client.model import Side
from clientkit.kpi import Kpi, Measurement

from .moments import PartyTime
from .situation import Situation

__all__ = ["KpiCase", "cases_of", "has_working_window"]


@attrs.frozen(kw_only=True)
class KpiCase:
    """One KPI of a plan: its versions, latest first, and what is known of it."""

    now: dt.datetime
    versions: tuple[Kpi, ...]
    paths: dict[int, str]
    known: tuple[Measurement, ...]
    last: dt.datetime | None
    """When the latest of them was made."""
    zone: str
    """The client's zone, in which days begin."""
    time: PartyTime
    """How working time counts for whoever sees to it."""


def cases_of(s: Situation) -> tuple[KpiCase, ...]:
    """The KPIs of a plan, each with what is known of it."""
    # Where two entries bear one id, nobody could say which of them is meant.
    known: dict[str, dict[str, Measurement]] = {}
    for one in s.record.measurements:
        plain = one if one.corrects is None else evolve(one, corrects=None)
        known.setdefault(one.kpi, {}).setdefault(one.id, plain)
    versions: dict[str, list[tuple[Kpi, str]]] = {}
    for index, kpi in enumerate(s.plan.kpis):
        versions.setdefault(kpi.id, []).append((kpi, f"/kpis/{index}"))
    for index, kpi in enumerate(() if s.plan.history is None else s.plan.history.kpis):
        if kpi.id in versions:
            versions[kpi.id].append((kpi, f"/history/kpis/{index}"))
    found = []
    for name, placed in versions.items():
        values = tuple(known.get(name, {}).values())
        time = s.parties.time_of(placed[0][0].owner or Side.PROVIDER)
        paths: dict[int, str] = {}
        for kpi, path in placed:
            paths.setdefault(kpi.version, path)
        found.append(
            KpiCase(
                now=s.now,
                versions=tuple(_countable(kpi, time) for kpi, _ in placed),
                paths=paths,
                known=values,
                last=s.entries.instant(values[-1]) if values else None,
                zone=s.plan.client.timezone,
                time=time,
            )
        )
    return tuple(found)


def _countable(kpi: Kpi, time: PartyTime) -> Kpi:
    """The KPI without the terms that nobody can count."""
    every, within = kpi.expected_every, kpi.react_within
    if time.calendar is not None or not (_is_working(every) or _is_working(within)):
        return kpi
    return evolve(
        kpi,
        expected_every=None if _is_working(every) else every,
        react_within=None if _is_working(within) else within,
    )


def has_working_window(kpi: Kpi) -> bool:
    """Whether a KPI is judged over a span of working time."""
    return kpi.window is not None and _is_working(kpi.window.rolling)


def _is_working(term: Term | None) -> bool:
    return term is not None and term.unit.is_working
