"""Whether planned contacts go with the people whom they reach, and duties to tell have an owner."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.holding import usual_roles
from clientkit.client.model import DoNotContact, Person, Side
from clientkit.communication import Touchpoint
from clientkit.scope import ScopeAgreement
from clientkit.worktime import Roll

from .model import ClientPlan
from .moments import Moment, in_zone
from .parties import Parties
from .references import references
from .touchpoint_days import Reach, ReachableHours, TouchpointDays

__all__ = ["RULES", "channel_refused", "notice_unowned", "outside_hours"]

_WHO = ("/people", "/roles", "/assignments")
_HOURS = (*_WHO, "/calendar", "/client/calendar")
_MOST = 60
"""So many occurrences are looked at for whoever must not be contacted for a while."""


@rule("communication.notice-unowned", Severity.WARNING, reads=_WHO)
def notice_unowned(plan: ClientPlan) -> Iterator[Fault]:
    """Nobody owns a duty to tell.

    Each of us thinks that somebody else has told the client, who then hears of it last. Name a
    person or a role as its `owner`. Where the plan names only one person on our side, that person
    counts as the owner. In a plan without a list of roles, a usual role may be the owner if a
    person has it under `roles`.
    """
    if plan.communication is None:
        return
    ours = [person for person in plan.people if person.side is Side.PROVIDER]
    known = {person.id for person in plan.people} | _held(plan)
    unheld = set() if plan.roles else {role.id for role in usual_roles()} - known
    for index, duty in enumerate(plan.communication.notices):
        path = pointer("communication", "notices", index)
        if duty.owner is None and len(ours) > 1:
            yield Fault(
                path=path,
                message=f"the duty {duty.id!r} has no owner; expected a person or role",
            )
        elif duty.owner in unheld and not _is_named(plan.scope, duty.owner):
            yield Fault(
                path=f"{path}/owner",
                message=f"nobody holds the role {duty.owner!r}, which owns the duty {duty.id!r}; "
                "expected a person with it under roles",
            )


def _is_named(scope: ScopeAgreement | None, role: str) -> bool:
    """Whether the scope names a role; another rule then says that nobody holds it."""
    return scope is not None and any(one.id == role for one in references(scope))


def _held(plan: ClientPlan) -> set[str]:
    held = {role for person in plan.people for role in person.roles}
    return held | {assignment.role for assignment in plan.assignments}


@rule("communication.outside-hours", Severity.WARNING, reads=_HOURS)
def outside_hours(plan: ClientPlan) -> Iterator[Fault]:
    """A contact is planned for a time at which nobody in its audience can be reached.

    A call then rings in an empty office, and a message lies there until somebody comes. Move it
    into the hours of at least one of them. The hours are a person's own under `reachable`, or else
    those of the calendar of their side, each in its own zone, without the person's quiet hours;
    people whose hours the plan does not tell are not checked. A recurring contact is checked over a
    year, occurrence by occurrence, clock changes included, in ordinary weeks: times outside hours
    count on days on which somebody has hours, and days without hours only if it never falls on
    another.
    """
    if plan.communication is None:
        return
    parties = Parties(plan)
    days = TouchpointDays(plan, parties)
    weekly = ReachableHours(parties, every_week=True)
    dated = ReachableHours(parties, every_week=False)
    for index, one in enumerate(plan.communication.touchpoints):
        if one.cadence is None and one.at is None:
            continue
        audience = _Audience(plan, parties, one, weekly if one.at is None else dated)
        if audience.is_always_reached(days, plan.client.timezone):
            continue
        outside, moments = audience.missed(days.moments(one) or ())
        if outside:
            path = pointer("communication", "touchpoints", index)
            yield _outside(path, one, len(moments), outside, zone=plan.client.timezone)


class _Audience:
    """The people whom a contact reaches, and when it reaches none of them."""

    def __init__(
        self, plan: ClientPlan, parties: Parties, one: Touchpoint, hours: ReachableHours
    ) -> None:
        self._parties = parties
        self._hours = hours
        self._one = one
        dated = {held.role for held in plan.assignments if held.starts_on or held.ends_on}
        dated |= {held.role for held in plan.assignments if held.delegates}
        self._changes = bool(dated.intersection(one.audience))
        self._people: list[Person] | None = None

    def is_always_reached(self, days: TouchpointDays, zone: str) -> bool:
        """Whether one look tells that somebody can be reached each time, as in most plans."""
        cadence = self._one.cadence
        if cadence is None or self._changes:
            return False
        return any(
            self._hours.always_reach(person, cadence, cadence.timezone or zone)
            for person in self._on(days.first_day(cadence))
        )

    def missed(self, moments: Iterable[Moment]) -> tuple[list[Moment], list[Moment]]:
        """The moments at which none of them can be reached, and all that were looked at."""
        cadence = self._one.cadence
        is_day = cadence is not None and cadence.time is None
        looked_at, outside, ever_open = [], [], False
        for moment in moments:
            looked_at.append(moment)
            reach = self._best(moment)
            ever_open = ever_open or reach is not Reach.CLOSED
            if reach is Reach.OUTSIDE:
                outside.append(moment)
            if is_day and ever_open:  # a day alone is never outside
                break
        is_moved = cadence is not None and cadence.roll is not Roll.NONE
        if not ever_open and not is_moved:
            outside = looked_at
        return outside, looked_at

    def _best(self, moment: Moment) -> Reach:
        """How the one of them fares who can be reached best; of nobody nothing is said."""
        if self._people is None or self._changes:
            self._people = self._on(moment.day)
        found = {self._hours.reach(person, moment) for person in self._people}
        if Reach.OPEN in found or not found:
            return Reach.OPEN
        return Reach.OUTSIDE if Reach.OUTSIDE in found else Reach.CLOSED

    def _on(self, day: dt.date) -> list[Person]:
        return [
            self._parties.people[person]
            for party in self._one.audience
            for person in self._parties.party(party, as_of=day).persons
            if person in self._parties.people
        ]


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _outside(path: str, one: Touchpoint, count: int, outside: list[Moment], *, zone: str) -> Fault:
    first = outside[0]
    when = str(first.day)
    if first.instant is not None:
        zone = zone if one.cadence is None else one.cadence.timezone or zone
        when = in_zone(first.instant, zone).isoformat(timespec="minutes")
    if one.cadence is None:
        return Fault(
            path=f"{path}/at",
            message=f"{one.id!r} is planned for {when}, when nobody in its audience can be "
            "reached; expected hours of at least one of them",
        )
    share = "" if len(outside) == count else f" {len(outside)} of {count} times"
    if not share and one.cadence.starts_on is None:  # then the year that is looked at is any
        when = f"on a {_WEEKDAYS[first.day.weekday()]}"
        when += "" if one.cadence.time is None else f" at {one.cadence.time}"
    return Fault(
        path=f"{path}/cadence" + ("" if one.cadence.time is None else "/time"),
        message=f"{one.id!r} comes{share} when nobody in its audience can be reached, "
        f"such as {when}; expected hours of at least one of them",
    )


@rule("communication.channel-refused", Severity.WARNING, reads=_WHO)
def channel_refused(plan: ClientPlan) -> Iterator[Fault]:
    """A contact is planned by a channel that must not be used for somebody in its audience.

    The person has asked for it, or the law requires it: the contact would do harm, or not take
    place. Choose another channel, or take the person out of the audience. A role counts where, on
    some day of the contact, everybody who acts in it refuses the channel, stand-ins included. A
    wish that holds only for some days counts for contacts on those days; of a recurring contact the
    first 60 within a year are checked, and contacts whose days the plan does not tell are not.
    """
    if plan.communication is None or not any(one.do_not_contact for one in plan.people):
        return
    parties = Parties(plan)
    days = TouchpointDays(plan, parties)
    places = {person.id: index for index, person in enumerate(plan.people)}
    for index, touchpoint in enumerate(plan.communication.touchpoints):
        path = pointer("communication", "touchpoints", index)
        for position, party in enumerate(touchpoint.audience):
            for person in _ever(plan, party):
                wish = _broken(parties, days, touchpoint, party, person)
                if wish is None:
                    continue
                place = f"{path}/audience/{position}"
                means = "any channel"
                if wish.channel is not None:
                    place, means = f"{path}/channel", repr(wish.channel.value)
                number = person.do_not_contact.index(wish)
                yield Fault(
                    path=place,
                    message=f"{touchpoint.id!r} reaches {person.id!r}, for whom {means} must not "
                    f"be used{_until(wish)} ({wish.reason}); expected another way",
                    related=(pointer("people", places[person.id], "do_not_contact", number),),
                )
                break


def _ever(plan: ClientPlan, party: str) -> list[Person]:
    """The person named, or those who ever hold a role, who must not be contacted somehow."""
    holders = {held.person for held in plan.assignments if held.role == party}
    return [
        person
        for person in plan.people
        if person.do_not_contact
        and (person.id == party or party in person.roles or person.id in holders)
    ]


def _broken(
    parties: Parties, days: TouchpointDays, touchpoint: Touchpoint, party: str, person: Person
) -> DoNotContact | None:
    """The wish of a person that a contact does not heed."""
    for wish in person.do_not_contact:
        if wish.channel is not None and wish.channel is not touchpoint.channel:
            continue
        if party == person.id and wish.starts_on is None and wish.ends_on is None:
            return wish
        moments = days.moments(touchpoint, wish.starts_on, wish.ends_on)
        for moment in islice(moments or (), _MOST):
            if party == person.id:
                return wish
            acting = parties.party(party, as_of=moment.day).persons
            if person.id in acting and all(
                _refuses(parties.people.get(one), touchpoint, moment) for one in acting
            ):
                return wish
    return None


def _refuses(person: Person | None, touchpoint: Touchpoint, moment: Moment) -> bool:
    return person is not None and any(
        wish.channel in (None, touchpoint.channel)
        and (wish.starts_on is None or wish.starts_on <= moment.day)
        and (wish.ends_on is None or moment.day <= wish.ends_on)
        for wish in person.do_not_contact
    )


def _until(wish: DoNotContact) -> str:
    first = "" if wish.starts_on is None else f" from {wish.starts_on}"
    return first + ("" if wish.ends_on is None else f" to {wish.ends_on}")


RULES: tuple[Rule[ClientPlan], ...] = (channel_refused, notice_unowned, outside_hours)
"""Rules about contacts and duties that need the people of the plan."""
