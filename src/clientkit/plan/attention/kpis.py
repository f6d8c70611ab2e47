"""KPIs that are not green, or whose values are missing or old."""

from collections.abc import Iterator

from clientkit.client.model import Side
from clientkit.kpi.states import KpiState
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.kpi_states import KpiStanding
from clientkit.plan.moments import moved
from clientkit.plan.situation import Situation, Timing

__all__ = ["kpis"]


def kpis(s: Situation, standings: tuple[KpiStanding, ...]) -> Iterator[Action]:
    """What to do about KPIs: react to red and amber, measure what is missing or old.

    A reaction to red is due within the agreed term from the value.
    """
    agreed = {kpi.id: kpi for kpi in s.plan.kpis}
    measured = {value.id: value for value in s.record.measurements}
    zone = s.parties.zone_of(Side.PROVIDER)
    for one in standings:
        if one.state not in _WHAT or one.version is None:
            continue
        what = f"{one.name}: {_WHAT[one.state]}"
        timing = s.timing(None, zone)
        within = agreed[one.kpi].react_within
        if one.state is KpiState.RED and within is not None and one.measurements:
            start = s.moment_of(measured[one.measurements[-1]], zone)
            timing = s.timing(
                moved(start, within, zone=zone), zone, f"{within.text} from the value"
            )
        elif one.state is KpiState.NO_DATA:
            timing = Timing(urgency=Urgency.NOT_ON_RECORD)
        yield s.action(
            ActionKind.KPI,
            what=what,
            why=one.why,
            who=[Side.PROVIDER],
            timing=timing,
            clause=agreed[one.kpi].clause,
            subject=one.kpi,
            plan_paths=(one.plan_path,),
            entries=one.measurements,
        )


_WHAT = {
    KpiState.RED: "red",
    KpiState.AMBER: "amber",
    KpiState.STALE: "a new value is wanted",
    KpiState.NO_DATA: "no value on record",
    KpiState.NOT_COMPARABLE: "cannot be judged",
}
