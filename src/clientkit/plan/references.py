"""Which ids the documents define, and where they refer to them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from clientkit.base import Due, FieldSpecification, specification
from clientkit.base._caching import cached
from clientkit.base._compiling import compiled
from clientkit.client.entry import Entry
from clientkit.client.holding import usual_roles
from clientkit.scope.entries import ScopeItems
from clientkit.scope.model import ScopeAgreement

from .model import ClientPlan, ClientRecord

__all__ = [
    "ENTRY_KINDS",
    "LISTS",
    "PARTIES",
    "SIDES",
    "WORK",
    "Definition",
    "Known",
    "Reference",
    "defined_in_plan",
    "defined_in_scope",
    "entry_lists",
    "ids_in_plan",
    "known_in_plan",
    "known_in_record",
    "known_in_scope",
    "references",
]

PARTIES = ("role", "person")
"""Roles and persons share their names."""
WORK = ("milestone", "deliverable", "responsibility")
"""So do the things that dates hang on."""
SIDES = ("client", "provider", "third_party")
"""Words that name a side wherever a party may be named."""

Known = dict[str, set[str]]
"""For each kind of thing, the ids that are known."""

_SCOPE_LISTS = {
    ("documents",): "document",
    ("milestones",): "milestone",
    ("deliverables",): "deliverable",
    ("responsibilities",): "responsibility",
    ("exclusions",): "exclusion",
    ("assumptions",): "assumption",
    ("terms",): "term",
    ("acceptance", "stages"): "stage",
}
_PLAN_LISTS = {
    ("client", "goals"): "goal",
    ("client", "facts"): "fact",
    ("people",): "person",
    ("roles",): "role",
    ("kpis",): "kpi",
    ("communication", "touchpoints"): "touchpoint",
    ("communication", "notices"): "notice",
    ("feedback", "surveys"): "survey",
    ("escalation", "levels"): "level",
}
LISTS = {**_PLAN_LISTS, **{("scope", *names): kind for names, kind in _SCOPE_LISTS.items()}}
"""The lists of a plan that define things, and what they define."""
ENTRY_KINDS = {
    "change_orders": "change_order",
    "concerns": "concern",
    "decisions": "decision",
    "deliveries": "delivery",
    "expectations": "expectation",
    "interactions": "interaction",
    "issue_steps": "issue_step",
    "issues": "issue",
    "promises": "promise",
    "requests": "request",
    "survey_responses": "survey_response",
}
"""The lists of a record whose entries are referred to by their own kind."""


class Definition(NamedTuple):
    """One place that gives an id to something."""

    kind: str
    id: str
    path: str


class Reference(NamedTuple):
    """One place that names an id."""

    id: str
    to: tuple[str, ...]
    """The kinds of thing that it may name."""
    path: str


def _lists(model: Any, lists: Mapping[tuple[str, ...], str]) -> Iterator[tuple[str, str, Any]]:
    """The lists of a model that define something: what, where, and the items."""
    for names, kind in lists.items():
        items = model
        for name in names:
            items = getattr(items, name, None)
        if items:
            yield kind, "/".join(names), items


def _define(model: Any, lists: Mapping[tuple[str, ...], str], path: str) -> Iterator[Definition]:
    for kind, place, items in _lists(model, lists):
        for index, item in enumerate(items):
            if item.id is not None:
                yield Definition(kind, item.id, f"{path}/{place}/{index}")


def defined_in_plan(plan: ClientPlan) -> Iterator[Definition]:
    """What a plan defines, outside its scope and its earlier versions."""
    return _define(plan, _PLAN_LISTS, "")


def defined_in_scope(scope: ScopeAgreement | ScopeItems | None, path: str) -> Iterator[Definition]:
    """What a scope agreement, or a part of one, defines."""
    return _define(scope, _SCOPE_LISTS, path)


def ids_in_plan(plan: ClientPlan) -> Iterator[tuple[str, list[str]]]:
    """The ids that a plan defines outside its earlier versions, list by list, with their kind."""
    yield from _ids(plan, _PLAN_LISTS)
    yield from _ids(plan.scope, _SCOPE_LISTS)


def _ids(model: Any, lists: Mapping[tuple[str, ...], str]) -> Iterator[tuple[str, list[str]]]:
    for kind, _, items in _lists(model, lists):
        yield kind, [item.id for item in items if item.id is not None]


def _known(found: Iterable[tuple[str, list[str]]]) -> Known:
    known: Known = {}
    for kind, ids in found:
        known.setdefault(kind, set()).update(ids)
    return known


def known_in_plan(plan: ClientPlan) -> Known:
    """The ids that references in a plan may name."""
    known = _known(ids_in_plan(plan))
    known["client"], known["side"] = {plan.client.id}, set(SIDES)
    if not plan.roles:
        known["role"] = {role.id for role in usual_roles()}
    return known


def known_in_scope(scope: ScopeAgreement | ScopeItems | None) -> Known:
    """The ids of the parts of an agreement."""
    return _known(_ids(scope, _SCOPE_LISTS))


def known_in_record(record: ClientRecord) -> Known:
    """The ids of a record's entries, and of what its change orders add to the scope."""
    known: Known = {"entry": set()}
    for name, entries in entry_lists(record).items():
        ids = {entry.id for entry in entries}
        known["entry"] |= ids
        if name in ENTRY_KINDS:
            known[ENTRY_KINDS[name]] = ids
    for order in record.change_orders:
        for kind, ids in known_in_scope(order.adds).items():
            known.setdefault(kind, set()).update(ids)
    return known


def entry_lists(record: ClientRecord) -> dict[str, tuple[Entry, ...]]:
    """The lists of a record by name, empty ones left out."""
    lists = {
        field.name: getattr(record, field.name)
        for field in specification(ClientRecord)
        if field.is_model
    }
    return {name: entries for name, entries in lists.items() if entries}


def references(model: Any, path: str = "") -> list[Reference]:
    """Every reference in a model and the models it holds."""
    found: list[Reference] = []
    collect = _collector(type(model))
    if collect is not None:
        collect(model, path, found.append)
    return found


Collect = Callable[[Any, str, Callable[[Reference], None]], None]


@cached
def _collector(model: type) -> Collect | None:
    """A function that finds the references in a model; none where there can be none.

    It is compiled, for every check of a plan walks through all of it.
    """
    scope: dict[str, Any] = {"Reference": Reference, "WORK": WORK}
    lines = []
    for index, field in enumerate(specification(model)):
        found = _found(field, f"{index}", scope)
        if found is not None and field.many:
            lines += [
                f"    for place, item in enumerate(one.{field.name}):",
                f"        {found.replace('HERE', f'{{path}}/{field.key}/{{place}}')}",
            ]
        elif found is not None:
            lines += [
                f"    if (item := one.{field.name}) is not None:",
                f"        {found.replace('HERE', f'{{path}}/{field.key}')}",
            ]
    if not lines:
        return None
    return compiled("collect", ["def collect(one, path, add):", *lines], scope)


def _found(field: FieldSpecification, name: str, scope: dict[str, Any]) -> str | None:
    """What to do with one item of a field; nothing if it refers to nothing."""
    if field.is_model:
        scope[f"collect{name}"] = _collector(field.kind)
        return None if scope[f"collect{name}"] is None else f'collect{name}(item, f"HERE", add)'
    if field.refers:
        scope[f"to{name}"] = field.refers
        return f'add(Reference(item, to{name}, f"HERE"))'
    if field.kind is Due:
        return 'if item.anchor is not None: add(Reference(item.anchor, WORK, f"HERE"))'
    return None
