"""Who is told when a role is: its holders of that day and those who stand in for them."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import PartyId, PersonId
from clientkit.client.holding import holdings
from clientkit.client.model import Assignment, Person
from clientkit.worktime.zones import zone_of

__all__ = ["Holders", "Told"]


@model(kw_only=True)
class Told:
    """A person whom a level tells."""

    person: PersonId | None = None
    """The person; left out where nobody held the role."""
    parties: Annotated[tuple[PartyId, ...], Meta(max_length=100)] = ()
    """What the level calls them, roles or the person."""
    stands_in_for: PersonId | None = None
    """The holder of the role whom the person stands in for."""


@lru_cache(maxsize=1024)
def _taken_for_persons(parties: tuple[str, ...]) -> tuple[Told, ...]:
    return tuple(trusted(Told, person=one, parties=(one,)) for one in dict.fromkeys(parties))


class Holders:
    """Resolves roles to persons, for each role and day once."""

    __slots__ = (
        "_assigned",
        "_assignments",
        "_found",
        "_is_unknown",
        "_people",
        "_persons",
        "zone",
    )

    def __init__(
        self, people: Iterable[Person] | None, assignments: Iterable[Assignment], timezone: str
    ) -> None:
        self._people = None if people is None else tuple(people)
        self._assignments = tuple(assignments)
        self._is_unknown = people is None and not self._assignments
        self._assigned = {one.role for one in self._assignments}
        self._persons = {person.id: person for person in self._people or ()}
        self.zone = zone_of(timezone)
        """The zone whose days count."""
        self._found: dict[tuple[tuple[str, ...], int], tuple[Told, ...]] = {}

    def person(self, person: str | None) -> Person | None:
        """The person of an id, if it is known."""
        return None if person is None else self._persons.get(person)

    def told(self, parties: tuple[str, ...], t: int) -> tuple[Told, ...]:
        """Whom roles and persons mean on the local day of an instant; the vacant come last."""
        if self._is_unknown:
            return _taken_for_persons(parties)
        key = parties, self.zone.day(t)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._told(parties, dt.date.fromordinal(key[1]))
        return found

    def _told(self, parties: tuple[str, ...], day: dt.date) -> tuple[Told, ...]:
        found: dict[str, tuple[list[str], str | None]] = {}
        vacant: list[Told] = []
        for party in dict.fromkeys(parties):
            held = self._held(party, day)
            if not held:
                vacant.append(trusted(Told, parties=(party,)))
            for person, holder in held:
                names, _ = found.setdefault(person, ([], holder))
                if party not in names:
                    names.append(party)
        persons = [
            trusted(Told, person=person, parties=tuple(names), stands_in_for=holder)
            for person, (names, holder) in found.items()
        ]
        return (*persons, *vacant)

    def _held(self, party: str, day: dt.date) -> list[tuple[str, str | None]]:
        if party in self._persons or (self._people is None and party not in self._assigned):
            return [(party, None)]
        held = holdings(party, self._people or (), self._assignments, as_of=day)
        return [(one.person, one.stands_in_for) for one in held]
