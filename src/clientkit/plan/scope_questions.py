"""What the questions of the scope family ask about time and rights, answered from a situation."""

import datetime as dt
from collections.abc import Iterable

from clientkit.base import Due, Term
from clientkit.client.entry import Entry
from clientkit.client.model import Right, Role, Side
from clientkit.scope.change_control import change_order_statuses
from clientkit.scope.entries import ChangeOrder
from clientkit.scope.life_cycle import ChangeOrderStatus
from clientkit.scope.order_corrections import standing_orders
from clientkit.scope.times import UnknownMoment

from .moments import Moment, Unknown, moment_at, moved
from .signing import agreements
from .situation import Situation

__all__ = ["PlanRights", "PlanTimes", "moment_of", "order_standings"]

Plain = dt.date | dt.datetime


class PlanTimes:
    """The dates of a plan and its record, and the calendars of its sides."""

    def __init__(self, s: Situation) -> None:
        self._s = s

    def due(self, due: Due, occurrence: int | None, party: str, /) -> Plain | UnknownMoment:
        """The moment that a due text means to a party, of what repeats for one occurrence."""
        return _plain(self._s.dates.resolve(due, occurrence, by=party))

    def after(self, start: Plain, term: Term, party: str, /) -> Plain | UnknownMoment:
        """The end of a term that counts for a party from a moment."""
        begins = moment_of(start, self.zone(party))
        return _plain(moved(begins, term, self._s.parties.time_of(party)))

    def zone(self, party: str, /) -> str:
        """The zone in which a party's days end."""
        return self._s.parties.zone_of(party)


class PlanRights:
    """The roles and rights of a plan, on the days of a record's entries at the client's."""

    def __init__(self, s: Situation) -> None:
        self._s = s

    def may(self, entry: Entry, right: Right, /, *, side: Side | None = None) -> bool | None:
        """Whether whoever made an entry had a right; none where it was given to nobody."""
        role = getattr(entry, "role", None)
        day = self._s.day_of(entry)
        return self._s.parties.had_right(entry.by, right, role=role, side=side, as_of=day)

    def acting(self, entry: Entry, /) -> Iterable[Role]:
        """The roles in which an entry was made: the one it names, if held, or all that are held."""
        role = getattr(entry, "role", None)
        return self._s.parties.acting(entry.by, role, as_of=self._s.day_of(entry))


def order_standings(s: Situation) -> tuple[tuple[ChangeOrder, ChangeOrderStatus], ...]:
    """The change orders on record that stand, earliest first, each with how far it has come."""
    record = s.given
    if record is None:
        return ()
    orders, events, zone = record.change_orders, record.change_order_events, record.timezone
    standing = standing_orders(orders, events, at=s.now, timezone=zone)
    statuses = change_order_statuses(
        orders,
        events,
        [text for _, text in agreements(s.plan)][::-1],  # the present one last, so that it counts
        at=s.now,
        timezone=zone,
        times=PlanTimes(s),
        rights=PlanRights(s),
    )
    return tuple(zip(standing, statuses, strict=True))


def moment_of(moment: Plain, zone: str) -> Moment:
    """A plain day or instant as a moment, for a reader in a zone."""
    return moment_at(moment, zone) if isinstance(moment, dt.datetime) else Moment(moment)


def _plain(moment: Moment | Unknown) -> Plain | UnknownMoment:
    if isinstance(moment, Unknown):
        return UnknownMoment(moment.because)
    return moment.day if moment.instant is None else moment.instant
