"""Rules about what a scope agreement leaves open."""

from collections.abc import Iterator

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule

from .model import DeliverableKind, ScopeAgreement

__all__ = ["RULES", "no_acceptance_criteria", "no_date", "no_exclusions"]


@rule("scope.no-acceptance-criteria", Severity.WARNING, reads=("/acceptance", "/deliverables"))
def no_acceptance_criteria(scope: ScopeAgreement) -> Iterator[Fault]:
    """Nothing says when a deliverable is good enough.

    The client then accepts by taste, and each side has its own idea of what is finished. Say under
    `acceptance_criteria` what must be true of it, such that both sides would judge alike. Criteria
    for everything that is delivered, under `criteria` of the acceptance terms, count as well.
    """
    if scope.acceptance is not None and scope.acceptance.criteria:
        return
    bare = {
        pointer("deliverables", index): one.id
        for index, one in enumerate(scope.deliverables)
        if not one.acceptance_criteria
    }
    if len(bare) == len(scope.deliverables) > 1:
        yield Fault(
            path="/deliverables",
            message=f"none of the {len(bare)} deliverables has acceptance criteria; "
            "expected what must be true of each, or criteria of all under acceptance",
        )
        return
    for path, name in bare.items():
        yield Fault(
            path=path,
            message=f"{name!r} has no acceptance criteria; expected what must be true of it",
        )


@rule("scope.no-date", Severity.WARNING, reads=("/deliverables", "/period"))
def no_date(scope: ScopeAgreement) -> Iterator[Fault]:
    """Nothing says when a deliverable is due.

    The client expects it sooner than anybody means, and a delay of it cannot be told. Give it a
    `due`. None is needed where its date follows from others: it has `working_days` and depends on
    something, or something that has a date depends on it, directly or through others. Nor does a
    service need one that goes on as long as a period that ends.
    """
    dated = _needed_by_a_day(scope)
    goes_on = scope.period is not None and scope.period.ends is not None
    for index, deliverable in enumerate(scope.deliverables):
        follows = deliverable.working_days is not None and deliverable.depends_on
        if deliverable.id in dated or follows:
            continue
        if goes_on and deliverable.kind is DeliverableKind.SERVICE:
            continue
        yield Fault(
            path=pointer("deliverables", index),
            message=f"{deliverable.id!r} has no date, and none follows from what depends on it; "
            "expected due",
        )


def _needed_by_a_day(scope: ScopeAgreement) -> set[str]:
    """The deliverables that have a date, and everything that these depend on."""
    depends_on = {one.id: one.depends_on for one in scope.deliverables}
    waiting = [one.id for one in scope.deliverables if one.due is not None]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += depends_on.get(name, ())
    return found


@rule("scope.no-exclusions", Severity.WARNING, reads=("/exclusions", "/deliverables"))
def no_exclusions(scope: ScopeAgreement) -> Iterator[Fault]:
    """An agreement says what is delivered, and nothing of what is not.

    Whatever the client takes to be part of it is part of it until somebody says no, and then it is
    a broken promise. Write under `exclusions` what somebody could expect and will not get.
    """
    if scope.deliverables and not scope.exclusions:
        yield Fault(
            path="",
            message=f"{scope.id!r} has deliverables and no exclusions; "
            "expected what is not included",
        )


RULES: tuple[Rule[ScopeAgreement], ...] = (no_acceptance_criteria, no_date, no_exclusions)
"""What a scope agreement should not leave open."""
