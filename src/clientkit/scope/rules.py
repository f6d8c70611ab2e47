"""Rules about a scope agreement by itself."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from clientkit.base import Due, pointer
from clientkit.base.rules import Fault, Rule, rule

from .model import ScopeAgreement

__all__ = ["RULES", "dependency_cycle", "due_before_dependency", "period_ends_before_start"]


@rule("scope.dependency-cycle")
def dependency_cycle(scope: ScopeAgreement) -> Iterator[Fault]:
    """Things wait for one another in a circle.

    None of them can ever be finished, and no date can be worked out. It counts what a deliverable
    depends on, what a responsibility is needed for, and the named points that dates hang on. Take
    out the dependency that is not meant.
    """
    waits_for = _waits_for(scope)
    while True:
        try:
            TopologicalSorter({name: set(others) for name, others in waits_for.items()}).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1]))  # each waits for the next
        else:
            return
        first = min(range(len(circle) - 1), key=lambda index: circle[index])
        circle = circle[first:-1] + circle[: first + 1]
        path = waits_for[circle[0]].pop(circle[1])
        yield Fault(
            path=path,
            message=" waits for ".join(repr(name) for name in circle) + "; expected no circle",
        )


def _waits_for(scope: ScopeAgreement) -> dict[str, dict[str, str]]:
    """For each thing what it waits for, and the place that says so."""
    edges: dict[str, dict[str, str]] = {}

    def add(name: str, other: str, path: str) -> None:
        edges.setdefault(name, {}).setdefault(other, path)

    def hang(name: str, due: Due | None, path: str) -> None:
        if due is not None and due.anchor is not None:
            add(name, due.anchor, path)

    for name, items in (
        ("milestones", scope.milestones),
        ("deliverables", scope.deliverables),
        ("responsibilities", scope.responsibilities),
    ):
        item: Any
        for index, item in enumerate(items):
            here = pointer(name, index)
            hang(item.id, item.due, f"{here}/due")
            repeats = getattr(item, "repeats", None)
            if repeats is not None:
                hang(item.id, repeats.starts, f"{here}/repeats/starts")
                hang(item.id, repeats.until, f"{here}/repeats/until")
            for position, other in enumerate(getattr(item, "depends_on", ())):
                add(item.id, other, f"{here}/depends_on/{position}")
            for position, other in enumerate(getattr(item, "needed_for", ())):
                add(other, item.id, f"{here}/needed_for/{position}")
    return edges


@rule("scope.due-before-dependency")
def due_before_dependency(scope: ScopeAgreement) -> Iterator[Fault]:
    """A deliverable is due on a day before something that it depends on.

    One of the two dates cannot be kept, whatever anybody does. It compares days that stand in the
    agreement as days; the same day is possible. Move one of them, or take out the dependency.
    """
    days = {
        item.id: item.due.on
        for items in (scope.milestones, scope.deliverables, scope.responsibilities)
        for item in items
        if item.due is not None and item.due.on is not None
    }
    for index, deliverable in enumerate(scope.deliverables):
        day = days.get(deliverable.id)
        for other in deliverable.depends_on:
            if day is not None and other in days and days[other] > day:
                yield Fault(
                    path=pointer("deliverables", index, "due"),
                    message=f"{deliverable.id!r} is due on {day}, but depends on {other!r}, due on "
                    f"{days[other]}; expected that day or later",
                )


@rule("scope.period-ends-before-start")
def period_ends_before_start(scope: ScopeAgreement) -> Iterator[Fault]:
    """The period of the agreement ends before it starts, or is decided on after its end.

    Whether the agreement holds, and until when the client may say whether it goes on, could not be
    told. Put the wrong one of the days right. It compares days that stand in the agreement as days;
    the same day is possible.
    """
    period = scope.period
    if period is None or period.ends is None or period.ends.on is None:
        return
    ends = period.ends.on
    if period.starts is not None and period.starts.on is not None and period.starts.on > ends:
        yield Fault(
            path="/period/ends",
            message=f"the period ends on {ends}, before it starts on {period.starts.on}; "
            "expected that day or later",
        )
    decide = period.decide_renewal_by
    if decide is not None and decide.on is not None and decide.on > ends:
        yield Fault(
            path="/period/decide_renewal_by",
            message=f"the renewal is decided by {decide.on}, after the period ends on {ends}; "
            "expected that day or earlier",
        )


RULES: tuple[Rule[ScopeAgreement], ...] = (
    dependency_cycle,
    due_before_dependency,
    period_ends_before_start,
)
