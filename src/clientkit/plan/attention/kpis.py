"""KPIs that are not green, or are getting worse, or whose values are missing or old."""

import datetime as dt
from collections.abc import Iterator

from clientkit.client.model import Side
from clientkit.kpi import Advice, Kpi, KpiState
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.kpi_standings import KpiStanding
from clientkit.plan.moments import Moment, last_instant, local_day, moment_at
from clientkit.plan.situation import Situation, Timing

__all__ = ["kpis"]


def kpis(s: Situation, standings: tuple[KpiStanding, ...]) -> Iterator[Action]:
    """What to do about KPIs: react to red and amber, measure what is missing or old.

    A reaction to red is due within the agreed term from the value that turned it red. One that is
    green and getting worse wants attention too, though nothing is agreed for it.
    """
    agreed: dict[tuple[str, int], Kpi] = {}
    for kpi in (*s.plan.kpis, *(() if s.plan.history is None else s.plan.history.kpis)):
        agreed.setdefault((kpi.id, kpi.version), kpi)
    for one in standings:
        what = "green, and getting worse" if one.worsening_while_green else _WHAT.get(one.state)
        if what is None or one.version is None:
            continue
        kpi = agreed[one.kpi, one.version]
        owner = kpi.owner or Side.PROVIDER
        why = one.why
        if one.signal is not None and one.advice is Advice.ACT:
            why += f". {one.signal}"
        yield s.action(
            ActionKind.KPI,
            what=f"{one.name}: {what}",
            why=why,
            who=[owner],
            timing=_timing(s, one, kpi),
            clause=kpi.clause,
            subject=one.kpi,
            plan_paths=(one.plan_path,),
            entries=one.measurements,
        )


def _timing(s: Situation, one: KpiStanding, kpi: Kpi) -> Timing:
    if one.state is KpiState.NO_DATA:
        return Timing(urgency=Urgency.NOT_ON_RECORD)
    time = s.parties.time_of(kpi.owner or Side.PROVIDER)
    within = kpi.react_within
    if one.state is not KpiState.RED or within is None:
        return s.timing(None, time.zone)
    text = f"{within.text} from the value"
    if one.react_by is None:
        because = time.uncounted.because if within.unit.is_working else None
        return Timing(urgency=Urgency.OPEN, due_text=text, because=because)
    return s.timing(_moment(s, one.react_by, time.zone), time.zone, text)


def _moment(s: Situation, instant: dt.datetime, zone: str) -> Moment:
    """A day, if an instant is the last one of a day; for that is how a term after a day ends."""
    for frame in (zone, s.plan.client.timezone):
        day = local_day(instant, frame)
        if instant == last_instant(day, frame):
            return Moment(day)
    return moment_at(instant, zone)


_WHAT = {
    KpiState.RED: "red",
    KpiState.AMBER: "amber",
    KpiState.STALE: "a new value is wanted",
    KpiState.NO_DATA: "no value on record",
    KpiState.NOT_COMPARABLE: "cannot be judged",
}
