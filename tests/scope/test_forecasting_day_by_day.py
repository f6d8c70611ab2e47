"""The forecast beside a simulation that goes from day to day, on small agreements."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from clientkit.scope import ForecastItem

from .forecast_making import agreement_of, forecast_of, progress_of

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 4, 1)
CLOSED = (dt.date(2026, 4, 3), dt.date(2026, 4, 6))  # our holidays of forecast_making


def is_worked(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in CLOSED


def days_from(day: dt.date) -> Iterator[dt.date]:
    while True:
        day += DAY
        yield day


def worked_between(first: dt.date, last: dt.date) -> int:
    """How many days are worked after one, up to another."""
    if last < first:
        return -worked_between(last, first)
    return sum(is_worked(first + DAY * n) for n in range(1, (last - first).days + 1))


def worked_before(day: dt.date, count: int) -> dt.date:
    """The day after which so many days are worked up to another."""
    while not is_worked(day):
        day -= DAY
    for _ in range(count):
        day -= DAY
        while not is_worked(day):
            day -= DAY
    return day


@attrs.frozen
class Simulated:
    baseline: dt.date
    forecast: dt.date


class Simulation:
    """Each part by itself: every day that is worked and not held up brings it one day on."""

    def __init__(self, parts: dict[str, list[dict[str, Any]]], lists: dict[str, Any]) -> None:
        self.parts = {one["id"]: (kind, one) for kind, some in parts.items() for one in some}
        self.facts: dict[str, dt.date] = {}
        for name in ("milestones_reached", "deliveries", "fulfilments"):
            for one in lists[name]:
                key = one.get("milestone") or one.get("deliverable") or one["responsibility"]
                self.facts[key] = dt.date.fromisoformat(one["date"])
        self.delays = lists["delay_events"]
        self.found: dict[str, Simulated] = {}
        for name in self.parts:  # what comes later hangs on what comes earlier
            self.found[name] = self.simulated(name)

    def is_held(self, name: str, day: dt.date) -> bool:
        kind, _ = self.parts[name]
        return any(
            one["starts_on"] <= day.isoformat() <= one.get("ends_on", TODAY.isoformat())
            and (name in one["affects"] or (not one["affects"] and kind != "responsibilities"))
            for one in self.delays
        )

    def worked(self, name: str, start: dt.date, count: int) -> tuple[dt.date, bool]:
        """The day on which so many days of work after another are done, and whether any was held.

        What takes no day is done on that day.
        """
        held = False
        if count > 0:
            for day in days_from(start):
                if is_worked(day):
                    is_held = self.is_held(name, day)
                    held = held or is_held
                    count -= not is_held
                    if not count:
                        return day, held
        return start, held

    def own(self, one: dict[str, Any], *, expected: bool) -> dt.date | None:
        if "due" not in one:
            return None
        if "after" not in one["due"]:
            return dt.date.fromisoformat(one["due"])
        count, unit, _, anchor = one["due"].split(" ", 3)
        day = self.found[anchor].forecast if expected else self.found[anchor].baseline
        return day + DAY * int(count) * (7 if unit == "weeks" else 1)

    def simulated(self, name: str) -> Simulated:
        _, one = self.parts[name]
        own, needs = self.own(one, expected=False), one.get("depends_on", [])
        work = one.get("working_days")
        start = max((self.found[other].baseline for other in needs), default=None)
        days = [] if own is None else [own]
        if start is not None:
            days.append(start)
            if work:
                days.append(next(d for d in days_from(start) if worked_between(start, d) == work))
        baseline = max(days)
        if name in self.facts:
            return Simulated(baseline, self.facts[name])
        floor = TODAY
        return Simulated(baseline, max(floor, *self.ways(name, baseline, start, work)))

    def ways(
        self, name: str, baseline: dt.date, start: dt.date | None, work: int | None
    ) -> Iterator[dt.date]:
        _, one = self.parts[name]
        own, agreed = self.own(one, expected=True), self.own(one, expected=False)
        hangs_after = False
        if own is not None and agreed is not None:
            yield own
            if "after" in one["due"]:
                anchor = self.found[one["due"].split(" ")[3]]
                hangs_after = agreed > anchor.baseline
                done, held = self.worked(
                    name, anchor.forecast, worked_between(anchor.forecast, own)
                )
                if held:
                    yield done
        if start is not None:
            begins = max(self.found[other].forecast for other in one["depends_on"])
            length = worked_between(start, baseline) if work is None else work
            yield self.worked(name, begins, length)[0]
        elif not hangs_after:
            first = worked_before(baseline, work or 0)
            if work is None:
                days = [TODAY + DAY * n for n in range(-60, 60)]
                held_on = [day for day in days if is_worked(day) and self.is_held(name, day)]
                first_held = min(held_on, default=baseline)
                first = min(first, first_held - DAY)
            yield self.worked(name, first, worked_between(first, baseline))[0]


DAYS = st.integers(0, 50).map(lambda days: (dt.date(2026, 2, 16) + DAY * days).isoformat())


@st.composite
def small(draw: st.DrawFn) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any]]:
    parts: dict[str, list[dict[str, Any]]] = {}
    lists: dict[str, Any] = {
        "milestones_reached": [], "deliveries": [], "fulfilments": [], "delay_events": [],
    }  # fmt: skip
    names: list[str] = []
    for kind, entries, key in (
        ("responsibilities", "fulfilments", "responsibility"),
        ("milestones", "milestones_reached", "milestone"),
        ("deliverables", "deliveries", "deliverable"),
    ):
        parts[kind] = []
        for number in range(draw(st.integers(0, 4))):
            one: dict[str, Any] = {"id": f"{kind[0]}{number}", "due": draw(DAYS)}
            if names and draw(st.booleans()):
                unit = draw(st.sampled_from(["days", "weeks"]))
                count = draw(st.integers(2, 9))
                one["due"] = f"{count} {unit} after {draw(st.sampled_from(names))}"
            if kind == "deliverables":
                one["depends_on"] = draw(
                    st.lists(st.sampled_from(names), max_size=3, unique=True)
                    if names
                    else st.just([])
                )
                length = draw(st.none() | st.integers(0, 9))
                one |= {} if length is None else {"working_days": length}
                if one["depends_on"] and length is not None and draw(st.booleans()):
                    del one["due"]
            parts[kind].append(one)
            names.append(one["id"])
            if draw(st.integers(0, 3)) == 0:
                lists[entries].append({key: one["id"], "date": draw(DAYS)})
    for _ in range(draw(st.integers(0, 4)) if names else 0):
        first = dt.date.fromisoformat(draw(DAYS))
        event = {"date": "2026-02-16", "party": "client", "reason": "x"}
        event |= {"starts_on": first.isoformat()}
        if draw(st.booleans()):
            event |= {"ends_on": (first + DAY * draw(st.integers(0, 9))).isoformat()}
        affects = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        lists["delay_events"].append(event | {"affects": affects})
    for name in ("milestones_reached", "deliveries", "fulfilments"):
        lists[name] = [one for one in lists[name] if one["date"] <= TODAY.isoformat()]
    return parts, lists


@settings(max_examples=150)
@given(small())
def test_the_dates_are_those_of_a_simulation(
    case: tuple[dict[str, list[dict[str, Any]]], dict[str, Any]],
) -> None:
    parts, lists = case
    found = forecast_of(agreement_of(**parts), progress_of(**lists), at=TODAY.isoformat())
    simulation = Simulation(parts, lists)
    for item in found.items:
        one: ForecastItem = item
        told = simulation.found[one.id]
        assert (one.baseline, one.forecast) == (told.baseline, told.forecast), one.id
        assert one.slip == worked_between(told.baseline, told.forecast)
        needs = simulation.parts[one.id][1].get("depends_on", [])
        if not one.is_there:
            assert all(told.forecast >= simulation.found[name].forecast for name in needs)
