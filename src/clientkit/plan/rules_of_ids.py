"""Whether ids are unique, and whether every reference resolves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import chain

import attrs

from clientkit.base import pointer, specification
from clientkit.base.rules import Fault, rule

from .masking import Unsure
from .model import ClientPlan, ClientRecord
from .references import (
    PARTIES,
    SIDES,
    WORK,
    Definition,
    Known,
    Reference,
    defined_in_plan,
    defined_in_scope,
    entry_lists,
    ids_in_plan,
    known_in_plan,
    known_in_record,
    known_in_scope,
    references,
)

__all__ = [
    "Documents",
    "closest_id",
    "dangling_in_plan",
    "dangling_in_record",
    "entry_id_twice",
    "id_reserved",
    "id_twice",
    "version_twice",
]


@attrs.frozen(kw_only=True)
class Documents:
    """A plan, its record, or both, and what is not known of them."""

    plan: ClientPlan | None = None
    record: ClientRecord | None = None
    unsure: Unsure = Unsure()


@rule("plan.id-twice")
def id_twice(plan: ClientPlan) -> Iterator[Fault]:
    """An id is given to two things that share their names.

    Roles and persons share one set of names, and so do milestones, deliverables and
    responsibilities; other ids are unique in their list. Whoever refers to such an id would not
    know which is meant. Give one of the two another id, and put the references right.
    """
    if _has_twins(ids_in_plan(plan)):
        yield from _twice(chain(defined_in_plan(plan), defined_in_scope(plan.scope, "/scope")))
    for index, scope in enumerate(plan.history.scope if plan.history else ()):
        yield from _twice(defined_in_scope(scope, pointer("history", "scope", index)))


def _has_twins(found: Iterable[tuple[str, list[str]]]) -> bool:
    """Whether any id is given twice; without places, which few documents need."""
    spaces: dict[str, list[str]] = defaultdict(list)
    for kind, ids in found:
        spaces[_space(kind)] += ids
    return any(len(set(ids)) < len(ids) for ids in spaces.values())


def _space(kind: str) -> str:
    """What shares its names with a kind of thing."""
    return "party" if kind in PARTIES else "work" if kind in WORK else kind


def _twice(definitions: Iterable[Definition]) -> Iterator[Fault]:
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in definitions:
        places[_space(one.kind), one.id].append(f"{one.path}/id")
    for (_, name), paths in places.items():
        if len(paths) > 1:
            yield Fault(
                path=paths[1],
                message=f"the id {name!r} is given {len(paths)} times; expected each id once",
                related=(paths[0], *paths[2:]),
            )


@rule("plan.version-twice")
def version_twice(plan: ClientPlan) -> Iterator[Fault]:
    """A part of the plan has two versions of one number.

    What was signed, or judged by, could then be either. Number the versions in the order in which
    they were agreed.
    """
    for name in ("scope", "kpis", "escalation"):
        current = getattr(plan, name)
        seen = {
            (getattr(part, "id", None), part.version): place
            for part, place in (
                [(part, pointer(name, index)) for index, part in enumerate(current)]
                if isinstance(current, tuple)
                else [(current, pointer(name))]
            )
            if part is not None
        }
        for index, part in enumerate(getattr(plan.history, name) if plan.history else ()):
            path = pointer("history", name, index, "version")
            key = (getattr(part, "id", None), part.version)
            if key in seen:
                yield Fault(
                    path=path,
                    message=f"version {part.version} is given twice; expected each version once",
                    related=(seen[key],),
                )
            seen[key] = path


@rule("plan.id-reserved")
def id_reserved(plan: ClientPlan) -> Iterator[Fault]:
    """A role or person is called `client`, `provider` or `third_party`.

    These words name the sides, for instance as the owner of a responsibility. Choose another id.
    """
    for name in ("people", "roles"):
        for index, item in enumerate(getattr(plan, name)):
            if item.id in SIDES:
                yield Fault(
                    path=pointer(name, index, "id"),
                    message=f"{name}[{index}].id is {item.id!r}, which names a side; "
                    "expected another id",
                )


@rule("record.id-twice")
def entry_id_twice(record: ClientRecord) -> Iterator[Fault]:
    """Two entries of a record have one id.

    All entries share one set of names, so that later entries can refer to any of them. A later
    entry about the same thing needs an id of its own and names the earlier one.
    """
    lists = entry_lists(record)
    ids = [entry.id for entries in lists.values() for entry in entries]
    if len(set(ids)) < len(ids):
        yield from _twice(
            Definition("entry", entry.id, pointer(name, index))
            for name, entries in lists.items()
            for index, entry in enumerate(entries)
        )
    for index, order in enumerate(record.change_orders):
        yield from _twice(defined_in_scope(order.adds, pointer("change_orders", index, "adds")))


@rule("plan.unknown-id")
def dangling_in_plan(documents: Documents) -> Iterator[Fault]:
    """A reference names something that the plan does not define.

    Whatever hangs on it - who is told, what is waited for, what is measured - would silently not
    happen. Mostly it is a typing error; otherwise the thing named is still to be added.
    """
    plan, unsure = documents.plan, documents.unsure
    if plan is None:
        return
    known = known_in_plan(plan)
    yield from _dangling(_references_in_plan(plan), known, unsure)
    for index, scope in enumerate(plan.history.scope if plan.history else ()):
        own = known | known_in_scope(scope)  # an earlier version speaks of its own parts
        path = pointer("history", "scope", index)
        yield from _dangling(references(scope, path), own, unsure)
    for index, policy in enumerate(plan.history.escalation if plan.history else ()):
        own = known | {"level": {level.id for level in policy.levels}}
        path = pointer("history", "escalation", index)
        yield from _dangling(references(policy, path), own, unsure)


def _references_in_plan(plan: ClientPlan) -> Iterator[Reference]:
    for field in specification(ClientPlan):
        if field.is_model and field.name != "history":
            value = getattr(plan, field.name)
            for place, part in _placed(value, pointer(field.key)):
                yield from references(part, place)
    for index, kpi in enumerate(plan.history.kpis if plan.history else ()):
        yield from references(kpi, pointer("history", "kpis", index))


def _placed(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield path + pointer(index), item
    elif value is not None:
        yield path, value


@rule("record.unknown-id")
def dangling_in_record(documents: Documents) -> Iterator[Fault]:
    """An entry names something that neither the plan nor an entry of the record defines.

    The fact would be on record and count for nothing. Mostly it is a typing error; otherwise the
    plan lacks what the entry speaks of. Without its plan a record is checked against itself alone.
    """
    plan, record = documents.plan, documents.record
    if record is None:
        return
    known = known_in_record(record)
    if plan is not None:
        scopes = plan.history.scope if plan.history else ()
        for more in (known_in_plan(plan), *map(known_in_scope, scopes)):
            for kind, ids in more.items():
                known[kind] = known.get(kind, set()) | ids
    found = (
        one
        for name, entries in entry_lists(record).items()
        for index, entry in enumerate(entries)
        for one in references(entry, f"/{name}/{index}")
        if plan is not None or not _IN_PLANS.intersection(one.to)
    )
    yield from _dangling(found, known, documents.unsure)


_IN_PLANS = {
    *PARTIES, *WORK, "side", "goal", "kpi", "document", "stage", "touchpoint", "notice", "survey",
    "level", "exclusion", "assumption", "term", "client",
}  # fmt: skip


def _dangling(found: Iterable[Reference], known: Known, unsure: Unsure) -> Iterator[Fault]:
    """One fault for each id that is not known, with all the places that name it."""
    places: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    named = {}  # most references are to the same few kinds
    for one in found:
        if one.to not in named:
            named[one.to] = set().union(*(known.get(kind, ()) for kind in one.to))
        if one.id in named[one.to]:
            continue
        if one.id not in unsure.ids and not unsure.kinds.intersection(one.to):
            places[one.id, one.to].append(one.path)
    for (name, kinds), paths in places.items():
        choices = sorted(named[kinds])
        close = closest_id(name, choices)
        what = " or ".join(kind.replace("_", " ") for kind in kinds)
        others = f", named in {len(paths)} places" if len(paths) > 1 else ""
        yield Fault(
            path=paths[0],
            message=f"{name!r} is no {what} that is known{others}; expected {_one_of(choices)}",
            suggestion=close and f"did you mean {close!r}?",
            related=tuple(paths[1:]),
        )


def closest_id(name: str, choices: Iterable[str]) -> str | None:
    """The id that was probably meant."""
    by_lower = {choice.lower(): choice for choice in choices}
    close = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def _one_of(choices: list[str]) -> str:
    if not choices:
        return "one that is defined; there is none"
    shown = ", ".join(repr(choice) for choice in choices[:8])
    return f"one of {shown}" + (f" and {len(choices) - 8} more" if len(choices) > 8 else "")
