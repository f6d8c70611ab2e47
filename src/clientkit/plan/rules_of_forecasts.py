"""Whether the agreed dates leave the time that the agreement says the work takes."""

import datetime as dt
from collections.abc import Iterator

from clientkit.base import ClientkitError, Severity, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.scope.forecasting import forecast
from clientkit.scope.model import ScopeAgreement
from clientkit.scope.progress import Progress

from .model import ClientPlan

__all__ = ["RULES", "too_little_time"]


@rule(
    "scope.too-little-time",
    Severity.WARNING,
    reads=("/calendar", "/client/calendar", "/scope/milestones", "/scope/responsibilities"),
)
def too_little_time(plan: ClientPlan) -> Iterator[Fault]:
    """A deliverable is due before its working days have passed since all that it needs is there.

    Even if everybody is in time the date is not kept, and the client learns of it last. Move the
    date, or correct its `working_days` or what it depends on. It counts our working days, so that
    it is silent where the plan has no working hours of ours, and the dates as the plan alone tells
    them. A date before that of something it depends on is another finding.
    """
    scope = plan.scope
    if scope is None or plan.calendar is None:
        return
    first = min(_days(scope), default=None)
    if first is None or not 10 < first.year < 9990:
        return
    try:
        found = forecast(
            scope,
            Progress(is_kept=False),
            client_calendar=plan.client.calendar,
            our_calendar=plan.calendar,
            at=dt.datetime.combine(first, dt.time(12), dt.UTC),
        )
    except ClientkitError:
        return  # its calendar has findings of its own
    items = {one.id: one for one in found.items if one.occurrence is None}
    for index, deliverable in enumerate(scope.deliverables):
        item = items.get(deliverable.id)
        if item is None or item.due is None or not deliverable.working_days:
            continue
        needs = [items[name].baseline for name in item.driven_by if name in items]
        begins = max((day for day in needs if day is not None), default=None)
        if begins is not None and begins <= item.due:
            yield Fault(
                path=pointer("scope", "deliverables", index, "due"),
                message=f"{deliverable.id!r} is due on {item.due}, and takes "
                f"{deliverable.working_days} working days from {begins}, up to {item.baseline}; "
                "expected that day or later",
            )


def _days(scope: ScopeAgreement) -> Iterator[dt.date]:
    """The days that stand in the agreement as days."""
    for items in (scope.milestones, scope.deliverables, scope.responsibilities):
        for item in items:
            if item.due is not None and item.due.on is not None:
                yield item.due.on


RULES: tuple[Rule[ClientPlan], ...] = (too_little_time,)
