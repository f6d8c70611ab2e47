"""Whether those who acted had the right to, as far as anybody was given it."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from clientkit.client.entry import Entry
from clientkit.client.holding import roles_held
from clientkit.client.model import Assignment, Person, Right, Role, Side
from clientkit.worktime.zones import zone_of

from .entries import Acceptance
from .times import day_in

__all__ = ["HeldRights", "Rights", "may_judge"]


class Rights(Protocol):
    """What the functions of this family ask about authority.

    :class:`HeldRights` answers from roles, people and assignments. A program that knows otherwise
    who may do what may pass any object with these two methods.
    """

    def may(self, entry: Entry, right: Right, /, *, side: Side | None = None) -> bool | None:
        """Whether whoever made an entry had a right; none where it was given to nobody."""

    def acting(self, entry: Entry, /) -> Iterable[Role]:
        """The roles in which an entry was made: the one it names, if held, or all that are held."""


class HeldRights:
    """The rights that people hold by their roles, as :class:`Rights`.

    An act counts in the role that the entry names, if the person held it on that day, and without
    one in all that they held. Roles of another side than the one asked about give no right.

    >>> import datetime as dt
    >>> from clientkit.client import Person, Right, Role
    >>> from clientkit.scope import Acceptance, HeldRights
    >>> curator = Person(id="curator", title="Head of exhibitions", roles=("approver",))
    >>> rights = HeldRights([Role(id="approver", title="Approver", may=(Right.ACCEPT,))],
    ...                     [curator], timezone="Europe/Berlin")
    >>> yes = Acceptance(id="yes", outcome="accepted", by="curator", date=dt.date(2026, 4, 29))
    >>> rights.may(yes, Right.ACCEPT), rights.may(yes, Right.SIGN)
    (True, None)

    Raises:
        InvalidValueError: There is no such zone.
    """

    def __init__(
        self,
        roles: Iterable[Role],
        people: Iterable[Person] = (),
        assignments: Iterable[Assignment] = (),
        *,
        timezone: str,
    ) -> None:
        zone_of(timezone)
        self._roles = {role.id: role for role in roles}
        self._people = tuple(people)
        self._assignments = tuple(assignments)
        self._timezone = timezone
        self._held: dict[tuple[str, dt.date], tuple[Role, ...]] = {}

    def may(self, entry: Entry, right: Right, /, *, side: Side | None = None) -> bool | None:
        """Whether whoever made an entry had a right then; none where no role of the side has it."""
        given = [
            role
            for role in self._roles.values()
            if right in role.may and (side is None or role.side is side)
        ]
        if not given:
            return None
        acting = {role.id for role in self.acting(entry)}
        return any(role.id in acting for role in given)

    def acting(self, entry: Entry, /) -> tuple[Role, ...]:
        """The roles in which an entry was made: the one it names, if held, or all that are held."""
        day = entry.date or day_in(entry.at or dt.date.min, self._timezone)
        key = (entry.by, day)
        if key not in self._held:
            self._held[key] = roles_held(
                entry.by, self._roles.values(), self._people, self._assignments, as_of=day
            )
        named = getattr(entry, "role", None)
        held = self._held[key]
        return held if named is None else tuple(one for one in held if one.id == named)


def may_judge(rights: Rights | None, acceptance: Acceptance, *, decides: bool) -> bool | None:
    """Whether a judgement was made by somebody who may; none where nobody was given the right.

    A stage that decides takes `accept`; one that does not takes `review`, and whoever may accept
    may review too. Without any `rights`, nobody can tell.
    """
    if rights is None:
        return None
    had = rights.may(acceptance, Right.ACCEPT if decides else Right.REVIEW)
    if not decides and not had and rights.may(acceptance, Right.ACCEPT):
        return True
    return had
