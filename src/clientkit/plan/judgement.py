"""All rules, applied to a plan or a record of which parts may not be readable."""

from collections.abc import Iterable, Iterator
from typing import Any

from clientkit.base import Finding, pointer
from clientkit.base.rules import Rule
from clientkit.communication import rules as communication_rules
from clientkit.communication.model import CommunicationPlan
from clientkit.escalation import rules as escalation_rules
from clientkit.escalation.model import EscalationPolicy
from clientkit.kpi import rules as kpi_rules
from clientkit.kpi.model import Kpi
from clientkit.scope import rules as scope_rules
from clientkit.scope import rules_of_completeness
from clientkit.scope.model import ScopeAgreement

from . import (
    rules_of_answers,
    rules_of_authority,
    rules_of_change_orders,
    rules_of_contact_limits,
    rules_of_dates,
    rules_of_escalation,
    rules_of_forecasts,
    rules_of_goals,
    rules_of_holders,
    rules_of_people,
    rules_of_records,
    rules_of_signatures,
    rules_of_touchpoints,
    rules_of_words,
)
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

__all__ = ["ALL_RULES", "judge_part", "judge_plan", "judge_record"]

_PART_RULES: dict[type, tuple[Rule[Any], ...]] = {
    ScopeAgreement: (*scope_rules.RULES, *rules_of_completeness.RULES),
    CommunicationPlan: communication_rules.RULES,
    EscalationPolicy: escalation_rules.RULES,
    Kpi: kpi_rules.RULES,
}
"""The rules of the families, each about a part of a plan by itself."""
_PLAN_RULES = (
    *PLAN_RULES, *rules_of_contact_limits.RULES, *rules_of_dates.RULES, *rules_of_forecasts.RULES,
    *rules_of_escalation.RULES, *rules_of_goals.RULES, *rules_of_holders.RULES,
    *rules_of_people.RULES, *rules_of_signatures.RULES, *rules_of_touchpoints.RULES,
    *rules_of_words.RULES,
)  # fmt: skip
_RECORD_RULES = (
    *RECORD_RULES, *rules_of_answers.RULES, *rules_of_authority.RULES,
    *rules_of_change_orders.RULES, *rules_of_records.RULES,
)  # fmt: skip
ALL_RULES: tuple[Rule[Any], ...] = tuple(
    sorted(
        (
            id_twice, id_reserved, version_twice, dangling_in_plan,
            *(one for rules in _PART_RULES.values() for one in rules), *_PLAN_RULES,
            entry_id_twice, dangling_in_record, *_RECORD_RULES,
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
    documents = Documents(plan=plan, unsure=Unsure.of(plan, unread))
    yield from mask.structural(
        *((one, one(plan)) for one in (id_twice, id_reserved, version_twice)),
        (dangling_in_plan, dangling_in_plan(documents)),
    )
    for part, place in _parts(plan):
        yield from _judged(part, place, mask)
    for plan_rule in (*_PLAN_RULES, *rules):
        yield from mask.through(plan_rule, plan_rule(plan))


def _parts(plan: ClientPlan) -> Iterator[tuple[object, str]]:
    """The parts of a plan that a family judges by itself, each with its place."""
    for name in ("scope", "communication", "escalation"):
        part = getattr(plan, name)
        if part is not None:
            yield part, pointer(name)
    for index, kpi in enumerate(plan.kpis):
        yield kpi, pointer("kpis", index)


def _judged(part: object, place: str, mask: Mask) -> Iterator[Finding]:
    for one in _PART_RULES.get(type(part), ()):
        yield from mask.through(one, one(part, prefix=place), prefix=place)


def judge_part(part: object, *, unread: Unread = Unread()) -> Iterator[Finding]:
    """What the rules of its family find in a part of a plan that stands by itself."""
    yield from _judged(part, "", Mask(unread))


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
    yield from mask.structural(
        (entry_id_twice, entry_id_twice(record)),
        (dangling_in_record, dangling_in_record(documents)),
    )
    for one in (*_RECORD_RULES, *rules):
        yield from mask.through(one, one(documents))
