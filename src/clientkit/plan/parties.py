"""Who is who in a plan: titles, sides, working hours and rights."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from clientkit.base._build import trusted
from clientkit.client.holding import holdings, roles_held, usual_roles
from clientkit.client.model import Assignment, Person, Right, Role, Side

from .action import Party
from .model import ClientPlan
from .moments import PartyTime

__all__ = ["Parties"]


class Parties:
    """The roles and people of a plan, by id.

    An id that the plan does not know is shown as it is.
    """

    def __init__(self, plan: ClientPlan) -> None:
        self._plan = plan
        self.roles = {role.id: role for role in plan.roles or usual_roles()}
        """The roles; where the plan lists none, the usual ones, which carry no rights."""
        self.people = {person.id: person for person in plan.people}
        """The people of all sides."""
        ours = plan.client.timezone if plan.calendar is None else plan.calendar.timezone
        self._zones = {Side.PROVIDER: ours}
        self._calendars = {Side.CLIENT: plan.client.calendar, Side.PROVIDER: plan.calendar}
        self._times: dict[str | Side | None, PartyTime] = {}
        self._held: dict[tuple[str, dt.date], tuple[Role, ...]] = {}
        self._parties: dict[tuple[str, dt.date], Party] = {}

    @cached_property
    def _of_person(self) -> dict[str, tuple[list[Person], list[Assignment]]]:
        """What the plan says of each person's roles: by people of that id, and by assignments."""
        found: dict[str, tuple[list[Person], list[Assignment]]] = defaultdict(lambda: ([], []))
        for person in self._plan.people:
            found[person.id][0].append(person)
        for held in self._plan.assignments:
            for name in {held.person, *(one.person for one in held.delegates)}:
                found[name][1].append(held)
        return found

    def side_of(self, party: str) -> Side | None:
        """The side of a role or person, or the side that is named."""
        if party in self.roles:
            return self.roles[party].side
        if party in self.people:
            return self.people[party].side
        return _SIDES.get(party)

    def zone_of(self, party: str | Side | None) -> str:
        """The zone in which a day of a person, role or side ends."""
        if isinstance(party, str):
            person = self.people.get(party)
            if person is not None and person.timezone is not None:
                return person.timezone
            party = self.side_of(party)
        return self._zones.get(party or Side.CLIENT, self._plan.client.timezone)

    def time_of(self, party: str | Side | None) -> PartyTime:
        """How time counts for a person, role or side; nobody is the client's side."""
        if party not in self._times:
            side = self.side_of(party) if isinstance(party, str) else party
            side = side or Side.CLIENT
            title = _TITLES.get(side, self._plan.client.name)
            self._times[party] = PartyTime(self.zone_of(party), self._calendars.get(side), title)
        return self._times[party]

    def party(self, party: str | Side, *, as_of: dt.date) -> Party:
        """Somebody as an action shows them."""
        name = party.value if isinstance(party, Side) else party
        key = (name, as_of)
        if key not in self._parties:
            self._parties[key] = self._party(name, as_of)
        return self._parties[key]

    def _party(self, party: str, as_of: dt.date) -> Party:
        if party in self.roles:
            people, assignments = self._plan.people, self._plan.assignments
            found = holdings(party, people, assignments, as_of=as_of)
            persons = tuple(dict.fromkeys(one.person for one in found))
            title = self.roles[party].title
            return trusted(Party, id=party, title=title, persons=persons, vacant=not persons)
        if party in self.people:
            title = self.people[party].title
            return trusted(Party, id=party, title=title, persons=(party,))
        side = _SIDES.get(party)
        if side is Side.CLIENT:
            return trusted(Party, id=party, title=self._plan.client.name)
        return trusted(Party, id=party, title=party if side is None else _TITLES[side])

    def held(self, person: str, *, as_of: dt.date) -> tuple[Role, ...]:
        """The roles in which a person acts on a day."""
        key = (person, as_of)
        if key not in self._held:
            # Asked for every act of a record, so only what concerns the person is gone through.
            people, assignments = self._of_person[person]
            named = {role for one in people for role in one.roles}
            named |= {one.role for one in assignments}
            roles = [role for role in self.roles.values() if role.id in named]
            self._held[key] = roles_held(person, roles, people, assignments, as_of=as_of)
        return self._held[key]

    def acting(self, person: str, role: str | None, *, as_of: dt.date) -> tuple[Role, ...]:
        """The roles in which an act counts: the one it names, if held, or all that are held."""
        held = self.held(person, as_of=as_of)
        return held if role is None else tuple(one for one in held if one.id == role)

    def had_right(
        self,
        person: str,
        right: Right,
        *,
        role: str | None = None,
        side: Side | None = None,
        as_of: dt.date,
    ) -> bool | None:
        """Whether somebody had a right on a day, in the role that an act names or in any they hold.

        Roles of another side than the one named give no right. None where the plan gives the
        right to nobody of that side: then it does not say who has it.
        """
        if not self.with_right(right, side):
            return None
        return any(
            right in held.may and (side is None or held.side is side)
            for held in self.acting(person, role, as_of=as_of)
        )

    def with_right(self, right: Right, side: Side | None = None) -> tuple[Role, ...]:
        """The roles, of one side or any, that the plan gives a right."""
        return tuple(
            role
            for role in self.roles.values()
            if right in role.may and (side is None or role.side is side)
        )

    def titles(self, parties: Iterable[str | Side], *, as_of: dt.date) -> str:
        """What to call several, in one text."""
        return ", ".join(self.party(party, as_of=as_of).title for party in parties)


_SIDES = {side.value: side for side in Side}
_TITLES = {Side.PROVIDER: "the provider", Side.THIRD_PARTY: "a third party"}
