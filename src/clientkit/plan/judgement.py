"""All rules, applied to a plan or a record of which parts may not be readable."""

from collections.abc import Iterable, Iterator
from typing import Any

from clientkit.base import Finding
from clientkit.base.rules import Rule
from clientkit.escalation import rules as escalation_rules
from clientkit.scope import rules as scope_rules

from .masking import Mask, Unread, Unsure
from .model import ClientPlan, ClientRecord
from .rules import PLAN_RULES, RECORD_RULES
from .rules_of_ids import (
    Documents,
    dangling_in_plan,
    dangling_in_record,
    entry_id_twice,
    id_reserved,
    id_twice,
    version_twice,
)

__all__ = ["ALL_RULES", "judge_plan", "judge_record"]

ALL_RULES: tuple[Rule[Any], ...] = tuple(
    sorted(
        (
            id_twice, id_reserved, version_twice, dangling_in_plan, *scope_rules.RULES,
            *escalation_rules.RULES, *PLAN_RULES, entry_id_twice, dangling_in_record, *RECORD_RULES,
        ),
        key=lambda one: one.code,
    )
)  # fmt: skip
"""Every rule of the library, by code."""


def judge_plan(
    plan: ClientPlan, *, unread: Unread = Unread(), rules: Iterable[Rule[ClientPlan]] = ()
) -> Iterator[Finding]:
    """What the rules find in a plan.

    `unread` is what the plan lacks of its document; rules are silent about what depends on it.
    `rules` are further ones of your own.
    """
    mask = Mask(unread)
    for one in (id_twice, id_reserved, version_twice):
        yield from mask.structural(one, one(plan))
    documents = Documents(plan=plan, unsure=Unsure.of(plan, unread))
    yield from mask.structural(dangling_in_plan, dangling_in_plan(documents))
    if plan.scope is not None:
        for scope_rule in scope_rules.RULES:
            yield from mask.through(scope_rule, scope_rule(plan.scope, prefix="/scope"))
    if plan.escalation is not None:
        for escalation_rule in escalation_rules.RULES:
            found = escalation_rule(plan.escalation, prefix="/escalation")
            yield from mask.through(escalation_rule, found)
    for plan_rule in (*PLAN_RULES, *rules):
        yield from mask.through(plan_rule, plan_rule(plan))


def judge_record(
    record: ClientRecord,
    plan: ClientPlan | None = None,
    *,
    unread: Unread = Unread(),
    rules: Iterable[Rule[Documents]] = (),
) -> Iterator[Finding]:
    """What the rules find in a record, beside its plan where there is one."""
    mask = Mask(unread)
    documents = Documents(plan=plan, record=record, unsure=Unsure.of(record, unread))
    yield from mask.structural(entry_id_twice, entry_id_twice(record))
    yield from mask.structural(dangling_in_record, dangling_in_record(documents))
    for one in (*RECORD_RULES, *rules):
        yield from mask.through(one, one(documents))
