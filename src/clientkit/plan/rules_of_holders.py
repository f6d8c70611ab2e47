"""Whether roles are held throughout, and by people whom the client has agreed to."""

import datetime as dt
from collections.abc import Iterator

from clientkit.base import Due, Severity, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.model import Assignment, Role, Side

from .dates import Dates
from .model import ClientPlan
from .moments import Moment
from .parties import Parties

__all__ = ["RULES", "key_role_vacant", "replaced_unapproved"]

Placed = tuple[str, Assignment]


@rule(
    "client.key-role-vacant",
    Severity.WARNING,
    reads=("/assignments", "/people", "/roles", "/scope/milestones", "/scope/period"),
)
def key_role_vacant(plan: ClientPlan) -> Iterator[Fault]:
    """A key role has no holder for some days.

    The client named it as one that the work cannot do without, and on these days nobody answers for
    it. Assign somebody, even if only for a while. The days between assignments are checked and,
    where the plan tells them, those from the first to the last day of the agreement's period; the
    first and the last day of an assignment belong to it. A role that nobody holds at any time is
    `client.role-unheld`.
    """
    begin, end = _period(plan)
    for role, placed in _assigned(plan):
        if role.key and not any(role.id in person.roles for person in plan.people):
            for first, last, path in _gaps(placed, begin, end):
                days = f"from {first} to {last}" if first < last else f"on {first}"
                yield Fault(
                    path=path,
                    message=f"nobody holds the key role {role.id!r} {days}; expected somebody",
                )


def _period(plan: ClientPlan) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of the agreement, as far as the plan tells them."""
    scope = plan.scope
    if scope is None or scope.period is None:
        return None, None
    dates = Dates(scope, Parties(plan))

    def day(due: Due | None) -> dt.date | None:
        moment = None if due is None else dates.resolve(due, by=Side.CLIENT)
        return moment.day if isinstance(moment, Moment) else None

    return day(scope.period.starts), day(scope.period.ends)


def _assigned(plan: ClientPlan) -> Iterator[tuple[Role, list[Placed]]]:
    """The roles that are assigned, each with its assignments by their first days."""
    by_role: dict[str, list[Placed]] = {}
    for index, one in enumerate(plan.assignments):
        by_role.setdefault(one.role, []).append((pointer("assignments", index), one))
    for role in plan.roles:
        if role.id in by_role:
            yield role, sorted(by_role[role.id], key=lambda placed: _first_day(placed[1]))


def _first_day(assignment: Assignment) -> dt.date:
    """The first day; without one it is held since the agreement."""
    return assignment.starts_on or dt.date.min


def _gaps(
    placed: list[Placed], begin: dt.date | None, end: dt.date | None
) -> Iterator[tuple[dt.date, dt.date, str]]:
    """The days from `begin` to `end` that no assignment has, and the place beside them."""
    wanted = _first_day(placed[0][1]) if begin is None else begin
    last_path = ""
    for path, one in placed:
        start = _first_day(one)
        if end is not None and start > end:
            break
        if start > wanted:
            yield wanted, start - dt.timedelta(1), f"{path}/starts_on"
        if one.ends_on is None or one.ends_on == dt.date.max:
            return
        if one.ends_on >= wanted:
            wanted, last_path = one.ends_on + dt.timedelta(1), f"{path}/ends_on"
    if end is not None and wanted <= end:
        yield wanted, end, last_path or placed[0][0]


@rule(
    "client.replaced-unapproved",
    Severity.WARNING,
    reads=("/assignments", "/people", "/roles", "/scope/milestones", "/scope/period"),
)
def replaced_unapproved(plan: ClientPlan) -> Iterator[Fault]:
    """A role gets another holder without the approval that the agreement asks for.

    The client chose the people it works with, and now meets a stranger. Ask the role that is named
    under `replaced_only_with_approval_of`, and record its answer in the assignment as
    `approved_by`, and `approved_on`: the day on which the assignment starts, or earlier. Those who
    hold the role when the agreement starts need no approval, nor do those who have held it before.
    """
    begin, _ = _period(plan)
    for role, placed in _assigned(plan):
        wanted = role.replaced_only_with_approval_of
        if wanted is None:
            continue
        known = {person.id for person in plan.people if role.id in person.roles}
        start = begin or dt.date.min
        if not known:
            start = max(start, _first_day(placed[0][1]))
        for path, one in placed:
            first = _first_day(one)
            if first > start and one.person not in known:
                yield from _unapproved(path, one, role.id, wanted)
            known.add(one.person)


def _unapproved(path: str, one: Assignment, role: str, wanted: str) -> Iterator[Fault]:
    if one.approved_by is None:
        yield Fault(
            path=path,
            message=f"{one.person!r} holds the role {role!r} from {one.starts_on} without the "
            f"approval of {wanted!r}; expected approved_by",
        )
    elif one.approved_by != wanted:
        yield Fault(
            path=f"{path}/approved_by",
            message=f"{one.person!r} in the role {role!r} is approved by {one.approved_by!r}; "
            f"expected the approval of {wanted!r}",
        )
    elif one.approved_on is not None and one.approved_on > _first_day(one):
        yield Fault(
            path=f"{path}/approved_on",
            message=f"{one.person!r} in the role {role!r} is approved on {one.approved_on}, after "
            f"the start on {one.starts_on}; expected that day or earlier",
        )


RULES: tuple[Rule[ClientPlan], ...] = (key_role_vacant, replaced_unapproved)
"""Who holds a role, and when."""
