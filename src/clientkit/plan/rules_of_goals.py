"""What everything in a plan is for."""

from collections.abc import Iterator

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule

from .dates import Dates
from .model import ClientPlan
from .parties import Parties
from .references import references

__all__ = ["RULES", "goal_unserved", "responsibility_unneeded"]


@rule("client.goal-unserved", Severity.WARNING, reads=("/scope", "/kpis"))
def goal_unserved(plan: ClientPlan) -> Iterator[Fault]:
    """A goal of the client is served by nothing.

    No deliverable helps to reach it and no KPI measures it, so the client may be paying for
    something other than what it wants. Name the goal under `serves` of a deliverable or as the
    `goal` of a KPI; or take it out, and tell the client. Plans without deliverables and KPIs are
    not checked.
    """
    deliverables = plan.scope.deliverables if plan.scope is not None else ()
    if not deliverables and not plan.kpis:
        return
    served = {name for one in deliverables for name in one.serves} | {one.goal for one in plan.kpis}
    unserved = [
        (pointer("client", "goals", index), goal.id)
        for index, goal in enumerate(plan.client.goals)
        if goal.id not in served
    ]
    if len(unserved) == len(plan.client.goals) > 1:
        yield Fault(
            path=pointer("client", "goals"),
            message=f"none of the {len(unserved)} goals is served by a deliverable or measured "
            "by a KPI; expected serves or goal to name them",
        )
        return
    for path, name in unserved:
        yield Fault(
            path=path,
            message=f"no deliverable serves {name!r} and no KPI measures it; "
            "expected one that does",
        )


@rule("scope.responsibility-unneeded", Severity.HINT, reads=("/scope", "/communication"))
def responsibility_unneeded(plan: ClientPlan) -> Iterator[Fault]:
    """The client owes something that nothing waits for.

    Either the client is asked for it in vain, or the plan does not say what stands still without
    it, and then nobody can tell the client what a delay costs. Name what waits for it under
    `needed_for`, or name it under `depends_on` of what waits; or take it out. What recurs is not
    checked, nor are agreements without deliverables.
    """
    if plan.scope is None or not plan.scope.deliverables:
        return
    waited_for = {name for one in plan.scope.deliverables for name in one.depends_on}
    owed = {
        pointer("scope", "responsibilities", index): one.id
        for index, one in enumerate(plan.scope.responsibilities)
        if not one.needed_for and one.id not in waited_for
    }
    if not owed:
        return
    parts = (plan.scope, plan.communication)
    named = {
        one.id
        for part in parts
        if part is not None
        for one in references(part)
        if "responsibility" in one.to
    }
    dates = Dates(plan.scope, Parties(plan))
    for path, name in owed.items():
        if name not in named and dates.numbers(name) is None:
            yield Fault(path=path, message=f"nothing waits for {name!r}; expected needed_for")


RULES: tuple[Rule[ClientPlan], ...] = (goal_unserved, responsibility_unneeded)
"""Whether everything has a purpose."""
