"""Who holds which role when, and what that entitles them to."""

import datetime as dt
from collections.abc import Iterable

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import PersonId, RoleId

from .model import Assignment, Person, Right, Role, StandsFor

__all__ = ["Holding", "holdings", "may", "roles_held", "usual_roles"]


@model(kw_only=True)
class Holding:
    """A person in a role on a day."""

    role: RoleId
    """The role."""
    person: PersonId
    """The person who acts in it."""
    stands_in_for: PersonId | None = None
    """The holder whom the person stands in for, where it is a delegate."""


def usual_roles() -> tuple[Role, ...]:
    """The roles that a plan has which lists none: each known role under its own word.

    They carry no rights: what binds the client must be said.

    >>> usual_roles()[0].id
    'sponsor'
    """
    return tuple(
        Role(
            id=known.value,
            title=known.value.replace("_", " ").capitalize(),
            side=known.side,
            stands_for=known,
        )
        for known in StandsFor
    )


def holdings(
    role: str, people: Iterable[Person], assignments: Iterable[Assignment], *, as_of: dt.date
) -> tuple[Holding, ...]:
    """Who acts in a role on a day: its holders, then their delegates of that day.

    First and last days belong to an assignment. An empty answer means that the role is vacant.

    >>> from clientkit.client import Assignment, Delegate
    >>> held = Assignment(role="approver", person="curator", delegates=(
    ...     Delegate(person="director", starts_on=dt.date(2026, 7, 20)),))
    >>> [one.person for one in holdings("approver", (), (held,), as_of=dt.date(2026, 7, 19))]
    ['curator']
    >>> [one.person for one in holdings("approver", (), (held,), as_of=dt.date(2026, 7, 20))]
    ['curator', 'director']
    """
    found = [
        trusted(Holding, role=role, person=person.id) for person in people if role in person.roles
    ]
    stand_ins = []
    for held in assignments:
        if held.role != role or not _covers(held.starts_on, held.ends_on, as_of):
            continue
        found.append(trusted(Holding, role=role, person=held.person))
        stand_ins += [
            trusted(Holding, role=role, person=delegate.person, stands_in_for=held.person)
            for delegate in held.delegates
            if _covers(delegate.starts_on, delegate.ends_on, as_of)
        ]
    return tuple(found + stand_ins)


def roles_held(
    person: str,
    roles: Iterable[Role],
    people: Iterable[Person],
    assignments: Iterable[Assignment],
    *,
    as_of: dt.date,
) -> tuple[Role, ...]:
    """The roles in which a person acts on a day, as holder or delegate."""
    people, assignments = tuple(people), tuple(assignments)
    return tuple(
        role
        for role in roles
        if any(one.person == person for one in holdings(role.id, people, assignments, as_of=as_of))
    )


def may(
    person: str,
    right: Right,
    roles: Iterable[Role],
    people: Iterable[Person],
    assignments: Iterable[Assignment],
    *,
    as_of: dt.date,
) -> bool:
    """Whether a person holds a role, or stands in for a holder of one, that has a right on a day.

    >>> from clientkit.client import Person, Right, Role
    >>> curator = Person(id="curator", title="Head of exhibitions", roles=("approver",))
    >>> approver = Role(id="approver", title="Approver", may=(Right.ACCEPT,))
    >>> day = dt.date(2026, 4, 29)
    >>> may("curator", Right.ACCEPT, (approver,), (curator,), (), as_of=day)
    True
    >>> may("curator", Right.SIGN, (approver,), (curator,), (), as_of=day)
    False
    """
    held = roles_held(person, roles, people, assignments, as_of=as_of)
    return any(right in role.may for role in held)


def _covers(starts_on: dt.date | None, ends_on: dt.date | None, day: dt.date) -> bool:
    return (starts_on is None or starts_on <= day) and (ends_on is None or day <= ends_on)
