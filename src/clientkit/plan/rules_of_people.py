"""Whether those are named whom the work depends on, and whether they may do what they are for."""

from collections.abc import Iterable, Iterator

from clientkit.base import Severity, TimeRange, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.model import Person, Right, Role, Side, StandsFor
from clientkit.scope.model import Covers, ScopeAgreement

from .model import ClientPlan
from .parties import Parties
from .references import references

__all__ = [
    "RULES",
    "always_quiet",
    "kpi_one_sided",
    "no_owner",
    "no_sponsor",
    "role_without_right",
]


@rule("scope.no-owner", Severity.WARNING, reads=("/people", "/scope/deliverables"))
def no_owner(plan: ClientPlan) -> Iterator[Fault]:
    """Nobody on our side answers for a deliverable.

    Each of us thinks that somebody else does, and the client does not know whom to ask. Name a
    person or a role as its `owner`. Where the plan names only one person on our side, that person
    counts as the owner.
    """
    ours = [person for person in plan.people if person.side is Side.PROVIDER]
    if plan.scope is None or len(ours) < 2:
        return
    orphans = {
        pointer("scope", "deliverables", index): one.id
        for index, one in enumerate(plan.scope.deliverables)
        if one.owner is None
    }
    if len(orphans) == len(plan.scope.deliverables) > 1:
        yield Fault(
            path="/scope/deliverables",
            message=f"none of the {len(orphans)} deliverables has an owner; "
            "expected one of ours for each",
        )
        return
    for path, name in orphans.items():
        yield Fault(path=path, message=f"{name!r} has no owner; expected one of ours")


@rule("client.no-sponsor", Severity.WARNING, reads=("/people", "/roles", "/assignments"))
def no_sponsor(plan: ClientPlan) -> Iterator[Fault]:
    """Nobody on the client's side stands as sponsor.

    When money, goals or a dispute must be decided, nobody can decide, and that is noticed too late.
    Give the role that pays and answers for the work `stands_for: sponsor`, or the id `sponsor`; a
    person may hold it beside another role. In a plan without a list of roles, give somebody the
    role `sponsor`. Where the plan names only one person of the client, that person counts as the
    sponsor.
    """
    theirs = [person for person in plan.people if person.side is Side.CLIENT]
    if plan.scope is None or len(theirs) < 2:
        return
    if plan.roles:
        if not any(_is_sponsor(role) for role in plan.roles):
            yield Fault(
                path="/roles",
                message="no role of the client stands for its sponsor; "
                "expected one with stands_for: sponsor",
            )
        return
    held = {role for person in plan.people for role in person.roles}
    held |= {assignment.role for assignment in plan.assignments}
    named = {one.id for one in references(plan.scope) if "role" in one.to}
    if _SPONSOR not in held | named:  # if it is named, client.role-unheld says so
        yield Fault(
            path="/people",
            message="nobody of the client has the role 'sponsor'; expected a person with it",
        )


_SPONSOR = StandsFor.SPONSOR.value


def _is_sponsor(role: Role) -> bool:
    meant = role.stands_for is StandsFor.SPONSOR or (
        role.stands_for is None and role.id == _SPONSOR
    )
    return meant and role.side is Side.CLIENT


@rule("client.role-without-right", Severity.WARNING, reads=("/roles",))
def role_without_right(plan: ClientPlan) -> Iterator[Fault]:
    """The agreement has a role do something that the role may not do.

    What it accepts, approves or settles then counts for nothing, and those who do have the right
    are never asked. Add the right under `may` of the role, or name another role. Plans without a
    list of roles are not checked, nor is a right that no role on the same side has.
    """
    roles = {role.id: role for role in plan.roles}
    for path, name, rights in _tasks(plan):
        role = roles.get(name)
        if role is None or any(right in role.may for right in rights):
            continue
        others = (one for one in plan.roles if one.side is role.side)
        if any(right in one.may for one in others for right in rights):
            yield Fault(
                path=path,
                message=f"the role {name!r} does not have the right {rights[0].value!r}; "
                "expected it under may, or a role that has it",
            )


def _tasks(plan: ClientPlan) -> Iterator[tuple[str, str, tuple[Right, ...]]]:
    """Where a role is named to do something, and the rights of which each lets it."""
    scope = plan.scope
    if scope is not None and scope.acceptance is not None:
        for index, stage in enumerate(scope.acceptance.stages):
            path = pointer("scope", "acceptance", "stages", index, "role")
            judging = (Right.ACCEPT,) if stage.decides else (Right.REVIEW, Right.ACCEPT)
            yield path, stage.role, judging
    if scope is not None and scope.change_control is not None:
        for index, name in enumerate(scope.change_control.approved_by):
            path = pointer("scope", "change_control", "approved_by", index)
            yield path, name, (Right.APPROVE_CHANGE,)
    for index, role in enumerate(plan.roles):
        if role.replaced_only_with_approval_of is not None:
            path = pointer("roles", index, "replaced_only_with_approval_of")
            yield path, role.replaced_only_with_approval_of, (Right.APPROVE_PERSON,)
    for index, one in enumerate(plan.escalation.differences if plan.escalation is not None else ()):
        path = pointer("escalation", "differences", index, "settled_by")
        yield path, one.settled_by, (Right.SETTLE_DIFFERENCE,)


@rule("kpi.one-sided", Severity.WARNING, reads=("/people", "/scope/sign_offs", "/scope/version"))
def kpi_one_sided(plan: ClientPlan) -> Iterator[Fault]:
    """Only one side has agreed on a KPI.

    A measure of success that the client has not agreed on proves nothing to it, and one that we
    have not agreed on is a demand. Have somebody on the other side agree, and name them under
    `agreed_by`. A KPI in a document of the agreement (`agreed_in`) counts as agreed, and whoever
    signed this version of the scope with `kpis` under `covers` has agreed to all of them. A KPI for
    which nobody is named is not checked.
    """
    sides = {person.id: person.side for person in plan.people}
    signed = _signed_for_kpis(plan.scope)
    for index, kpi in enumerate(plan.kpis):
        if not kpi.agreed_by or kpi.agreed_in is not None or not sides.keys() >= {*kpi.agreed_by}:
            continue
        agreed = signed | {sides[name] for name in kpi.agreed_by}
        missing = [_WORDS[side] for side in _WORDS if side not in agreed]
        if missing:
            yield Fault(
                path=pointer("kpis", index, "agreed_by"),
                message=f"nobody from {' or '.join(missing)} agreed on {kpi.id!r}; "
                "expected somebody from each side",
            )


_WORDS = {Side.CLIENT: "the client", Side.PROVIDER: "the provider"}


def _signed_for_kpis(scope: ScopeAgreement | None) -> set[Side]:
    """The sides that signed this version together with the KPIs."""
    signed = scope.sign_offs if scope is not None else ()
    return {
        one.side
        for one in signed
        if scope is not None and one.version == scope.version and Covers.KPIS in one.covers
    }


@rule(
    "client.always-quiet",
    Severity.WARNING,
    reads=("/client/calendar", "/client/timezone", "/calendar"),
)
def always_quiet(plan: ClientPlan) -> Iterator[Fault]:
    """Somebody has quiet hours whenever they can be reached.

    Only urgent messages ever reach them, and whatever else they are to be told is held back for
    good, or comes at night alone; mostly start and end were swapped. The hours are a person's own
    under `reachable`, or else those of the calendar of their side, where that is in the same zone.
    Put the quiet hours right, or the others.
    """
    parties = Parties(plan)
    for index, person in enumerate(plan.people):
        quiet = () if person.preference is None else person.preference.quiet_hours
        if not quiet:
            continue
        hours = _reached(parties, person)
        if hours and not hours & ~_minutes(quiet):
            (one, *more), swapped = quiet, None
            if not more and (one.end, one.start) != (1440, 0):
                swapped = TimeRange(one.end % 1440, one.start or 1440)
            helps = swapped is not None and hours & ~_minutes([swapped])
            yield Fault(
                path=pointer("people", index, "preference", "quiet_hours"),
                message=f"{person.id!r} can be reached in no hour that is not quiet; "
                "expected quiet hours that leave some",
                suggestion=f"did you mean {swapped.text!r}?" if swapped and helps else None,
            )


def _reached(parties: Parties, person: Person) -> int:
    """The minutes of a day at which a person can be reached on any weekday, as far as is known."""
    zone, hours = parties.zone_of(person.id), person.reachable
    if hours is None:
        calendar = parties.time_of(person.side).calendar
        if calendar is None or calendar.timezone != zone:
            return 0
        hours = calendar.hours
    return _minutes(one for opened in hours.by_weekday() for one in opened)


def _minutes(ranges: Iterable[TimeRange]) -> int:
    """The minutes of a day that ranges hold, as bits; of one overnight also those after 00:00."""
    found = 0
    for one in ranges:
        if one.is_overnight:
            found |= (1 << 1440) - (1 << one.start) | (1 << one.end) - 1
        else:
            found |= (1 << one.end) - (1 << one.start)
    return found


RULES: tuple[Rule[ClientPlan], ...] = (
    always_quiet,
    kpi_one_sided,
    no_owner,
    no_sponsor,
    role_without_right,
)
"""Whether the right people are there."""
