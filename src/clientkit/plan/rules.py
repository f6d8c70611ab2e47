"""Rules about a whole plan, and about a record beside its plan."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain
from zoneinfo import ZoneInfo

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.entry import Entry
from clientkit.client.holding import usual_roles
from clientkit.client.model import Right, Side
from clientkit.escalation.model import EscalationPolicy
from clientkit.kpi.model import Kpi
from clientkit.scope.model import ScopeAgreement

from .model import ClientPlan
from .references import ENTRY_KINDS, entry_lists, references
from .rules_of_ids import Documents, closest_id

__all__ = ["PLAN_RULES", "RECORD_RULES"]


@rule("client.role-unheld", Severity.WARNING, reads=("/roles", "/people", "/assignments"))
def role_unheld(plan: ClientPlan) -> Iterator[Fault]:
    """Nobody holds a role.

    Whatever the role is for - accepting, deciding, being told - reaches nobody. Give somebody the
    role, with an assignment or under `roles` of the person. In a plan without a list of roles, the
    usual roles that it names are checked.
    """
    held = {role for person in plan.people for role in person.roles}
    held |= {assignment.role for assignment in plan.assignments}
    for index, role in enumerate(plan.roles):
        if role.id not in held:
            yield Fault(
                path=pointer("roles", index),
                message=f"nobody holds the role {role.id!r} ({role.title}); expected an assignment",
            )
    if plan.roles:
        return
    people = {person.id for person in plan.people}
    seen = set(held)
    for one in references(plan.scope) if plan.scope else ():
        usual = {role.id for role in usual_roles()} if "role" in one.to else ()
        if one.id in usual and one.id not in seen | people:
            seen.add(one.id)
            yield Fault(
                path=f"/scope{one.path}",
                message=f"nobody holds the role {one.id!r}; expected a person with it under roles",
            )


@rule("client.no-rights", Severity.WARNING, reads=("/roles",))
def no_rights(plan: ClientPlan) -> Iterator[Fault]:
    """Nobody on the client's side may accept or approve a change.

    Rights must be listed: nobody has a right that is not, and no default may bind the client.
    Acceptances and approvals on record then come from people without authority. List the roles with
    what they `may` do. Both rights are asked for where the plan lists roles and deliverables;
    otherwise each where the agreement says how that is done.
    """
    if plan.scope is None:
        return
    given = {right for role in plan.roles if role.side is Side.CLIENT for right in role.may}
    both = bool(plan.roles and plan.scope.deliverables)
    wanted = []
    if both or (plan.scope.acceptance is not None and plan.scope.acceptance.stages):
        wanted.append(Right.ACCEPT)
    if both or plan.scope.change_control is not None:
        wanted.append(Right.APPROVE_CHANGE)
    missing = [right.value for right in wanted if right not in given]
    if missing:
        words = " or ".join(repr(right) for right in missing)
        yield Fault(
            path="/roles" if plan.roles else "",
            message=f"no role of the client has the right {words}; expected "
            + ("one with it under may" if plan.roles else "a list of roles that says who may"),
        )


@rule("plan.unknown-version", reads=("/scope/version", "/history/scope"))
def unknown_version(plan: ClientPlan) -> Iterator[Fault]:
    """A signature, or a base, names a version of the scope agreement that the plan does not hold.

    Nobody could then say what was signed. Keep earlier versions under `history`, or put the number
    right.
    """
    if plan.scope is None:
        return
    earlier = plan.history.scope if plan.history else ()
    versions = sorted({scope.version for scope in (plan.scope, *earlier)})
    scopes = [("/scope", plan.scope)]
    scopes += [(pointer("history", "scope", index), one) for index, one in enumerate(earlier)]
    for path, scope in scopes:
        for index, signed in enumerate(scope.sign_offs):
            if signed.version not in versions:
                yield Fault(
                    path=path + pointer("sign_offs", index, "version"),
                    message=f"{signed.person!r} signed version {signed.version}, which the plan "
                    f"does not hold; expected {_versions(versions)}",
                )
    if plan.scope.base is not None and plan.scope.base not in versions:
        yield Fault(
            path="/scope/base",
            message=f"base is {plan.scope.base}, a version that the plan does not hold; "
            f"expected {_versions(versions)}",
        )


def _versions(versions: list[int]) -> str:
    return " or ".join(str(version) for version in versions[-5:])


@rule("plan.history-out-of-order")
def history_out_of_order(plan: ClientPlan) -> Iterator[Fault]:
    """A later version of a part takes effect before an earlier one.

    What was in force on a day could not be told, and each side could hold the other to the version
    that it likes better. Put the wrong one of the two days right. It compares days that stand in
    the plan as days; two versions may take effect on one day.
    """
    for name in ("scope", "kpis", "escalation"):
        current = getattr(plan, name)
        parts = [
            (pointer("history", name, index), part)
            for index, part in enumerate(getattr(plan.history, name) if plan.history else ())
        ]
        if isinstance(current, tuple):
            parts += [(pointer(name, index), part) for index, part in enumerate(current)]
        elif current is not None:
            parts.append((pointer(name), current))
        parts.sort(key=lambda placed: placed[1].version)
        latest: dict[str | None, tuple[int, dt.date]] = {}
        for path, part in parts:
            key = part.id if isinstance(part, Kpi) else None
            day = _effective_on(part)
            if day is None:
                continue
            if key in latest and day < latest[key][1]:
                version, before = latest[key]
                field = "effective" if name == "scope" else "effective_on"
                yield Fault(
                    path=f"{path}/{field}",
                    message=f"version {part.version} takes effect on {day}, before version "
                    f"{version} on {before}; expected that day or later",
                )
            latest[key] = (part.version, day)


def _effective_on(part: ScopeAgreement | Kpi | EscalationPolicy) -> dt.date | None:
    if isinstance(part, ScopeAgreement):
        return part.effective.on if part.effective is not None else None
    return part.effective_on


@rule("record.other-plan")
def other_plan(documents: Documents) -> Iterator[Fault]:
    """A record belongs to another plan than the one it is read with.

    Everything that it says would be judged by the wrong agreement. Read it with the plan that it
    names, or put the name right.
    """
    plan, record = documents.plan, documents.record
    if plan is not None and record is not None and record.plan != plan.name:
        close = closest_id(record.plan, [plan.name])
        yield Fault(
            path="/plan",
            message=f"the record is of the plan {record.plan!r}; expected {plan.name!r}",
            suggestion=close and f"did you mean {close!r}?",
        )


@rule("record.unknown-version")
def unknown_version_on_record(documents: Documents) -> Iterator[Fault]:
    """An entry names a version that the plan does not hold.

    A change order then changes nobody knows what, a measurement is judged by nothing, and a rebased
    issue is handled by another escalation policy than the entry says. Keep earlier versions in the
    plan's `history`, or put the number right.
    """
    plan, record = documents.plan, documents.record
    if plan is None or record is None:
        return
    history = plan.history
    scopes = [*((plan.scope,) if plan.scope else ()), *(history.scope if history else ())]
    held = sorted({scope.version for scope in scopes})
    policies = [*((plan.escalation,) if plan.escalation else ())]
    policies += history.escalation if history else ()
    known = sorted({policy.version for policy in policies})
    kpis: dict[str, set[int]] = {}
    for kpi in (*plan.kpis, *(history.kpis if history else ())):
        kpis.setdefault(kpi.id, set()).add(kpi.version)
    named = chain(
        (
            ("change_orders", i, "base", one.base, held)
            for i, one in enumerate(record.change_orders)
        ),
        (
            ("change_order_events", i, "version", one.version, held)
            for i, one in enumerate(record.change_order_events)
        ),
        (
            ("measurements", i, "version", one.version, sorted(kpis.get(one.kpi, ())))
            for i, one in enumerate(record.measurements)
            if one.version is not None
        ),
        (
            ("issue_events", i, "policy_version", one.policy_version, known)
            for i, one in enumerate(record.issue_events)
            if one.policy_version is not None
        ),
    )
    for name, index, field, version, versions in named:
        if version is not None and versions and version not in versions:
            yield Fault(
                path=pointer(name, index, field),
                message=f"{name}[{index}].{field} is {version}, which the plan does not hold; "
                f"expected {_versions(versions)}",
            )


@rule("record.unknown-option")
def unknown_option(documents: Documents) -> Iterator[Fault]:
    """A decision was made for an option that the question does not have.

    What the client decided could not be told. Mostly it is a typing error; otherwise the option is
    still to be added to the question.
    """
    record = documents.record
    if record is None:
        return
    asked = {decision.id: decision for decision in record.decisions}
    for index, made in enumerate(record.decisions_made):
        question = asked.get(made.decision)
        if made.option is None or question is None:
            continue
        options = [option.id for option in question.options]
        if made.option not in options:
            close = closest_id(made.option, options)
            yield Fault(
                path=pointer("decisions_made", index, "option"),
                message=f"{made.option!r} is no option of {question.id!r}; "
                f"expected {' or '.join(repr(option) for option in options) or 'none'}",
                suggestion=close and f"did you mean {close!r}?",
            )


@rule("record.out-of-order")
def refers_to_later(documents: Documents) -> Iterator[Fault]:
    """An entry speaks of another that happened only later.

    One of the two dates is wrong, and with it every account of who waited for whom. An entry is not
    edited: add one that `corrects` it. Where either bears a day only, days are compared, in the
    record's zone; the same day is possible. Where somebody was told (`told_in`) may come later.
    """
    record = documents.record
    if record is None:
        return
    lists = entry_lists(record)
    named = [
        (f"/{name}/{index}", entry, one)
        for name, entries in lists.items()
        for index, entry in enumerate(entries)
        for one in references(entry)
        if _KINDS_OF_ENTRIES.intersection(one.to) and one.path != "/told_in"
    ]
    wanted = {one.id for _, _, one in named}
    by_id = {e.id: e for entries in lists.values() for e in entries if e.id in wanted}
    zone = ZoneInfo(record.timezone)
    for path, entry, one in named:
        other = by_id.get(one.id)
        if other is not None and _later(other, entry, zone):
            yield Fault(
                path=path + one.path,
                message=f"{entry.id!r} of {_when(entry)} speaks of {other.id!r} of {_when(other)}; "
                "expected something that happened before",
            )


_KINDS_OF_ENTRIES = {"entry", *ENTRY_KINDS.values()}


def _later(one: Entry, other: Entry, zone: ZoneInfo) -> bool:
    if one.at is not None and other.at is not None:
        return one.at > other.at
    day, other_day = _day(one, zone), _day(other, zone)
    return day is not None and other_day is not None and day > other_day


def _day(entry: Entry, zone: ZoneInfo) -> dt.date | None:
    return entry.date if entry.at is None else entry.at.astimezone(zone).date()


def _when(entry: Entry) -> str:
    return str(entry.date) if entry.at is None else entry.at.isoformat(timespec="minutes")


PLAN_RULES: tuple[Rule[ClientPlan], ...] = (
    history_out_of_order,
    no_rights,
    role_unheld,
    unknown_version,
)
"""Rules that need the whole plan, those about ids apart."""
RECORD_RULES: tuple[Rule[Documents], ...] = (
    other_plan,
    refers_to_later,
    unknown_option,
    unknown_version_on_record,
)
"""Rules that need a record, most of them beside its plan."""
