"""The walk over an agreement that gives each part its date, and each day of its slip its causes."""

import datetime as dt
from collections.abc import Iterator
from functools import reduce
from graphlib import CycleError, TopologicalSorter
from operator import or_

import attrs

from clientkit.base._build import trusted
from clientkit.client.entry import Entry
from clientkit.client.model import Side

from .attribution import CauseKind, DelayCause, LostDays, at_once, first_days
from .day_count import UNCOUNTABLE, Calendars
from .facts import Fact, Facts
from .holds import Charges, Holds, Segments, Span
from .model import ScopeAgreement
from .network import ItemKind, Key, Network, Node
from .progress import Instants, Progress, standing
from .unknown import NotKnown, UnknownDate
from .ways import Origin, Way, by_date, by_itself, by_work

__all__ = ["Day", "Place", "Walk", "stops_with_everything"]

Day = dt.date | NotKnown


@attrs.frozen
class Place:
    """Where a node stands: its agreed and its expected date, and what lies between."""

    baseline: Day
    forecast: Day
    fact: Entry | None = None
    """The entry that says that it is there."""
    days: LostDays = ()
    """The days of its slip, earliest first."""
    driven_by: tuple[Key, ...] = ()
    """What its expected date follows from."""
    left_out: tuple[str, ...] = ()
    """What it waits for, of which no agreed date is known."""
    moved_by: int = 0
    """The bits of what moved its date last, also over days that are not worked."""
    due: dt.date | None = None
    """The day that its own due date means by the agreement."""
    due_now: dt.date | None = None
    """The day that it means by what is expected of what it is counted from."""


class Walk:
    """The dates of an agreement by what is on record."""

    def __init__(
        self,
        agreement: ScopeAgreement,
        progress: Progress,
        *,
        notified: Instants,
        calendars: Calendars,
        at: dt.datetime,
    ) -> None:
        self.agreement = agreement
        """What was agreed."""
        self.progress = progress
        """What is on record."""
        self.calendars = calendars
        """When both sides work."""
        self.at = at
        """The instant asked about."""
        self._count = calendars.count
        self._facts = Facts(progress, calendars, at=at)
        self.network = Network(agreement, calendars, self._facts.days())
        self.charges = Charges(terms=agreement.delays, given=notified, at=at, calendars=calendars)
        today = max(calendars.today, calendars.client_today)
        events = standing(progress.delay_events, at=at, today=today)
        self.holds = Holds(events, progress.waits, self.charges)
        self.overruns: dict[Key, Span] = {}
        """The days that count on which something was missing that nothing else held up."""
        self.places: dict[Key, Place] = {}
        """Where each node stands."""
        self._go()

    def _go(self) -> None:
        nodes = self.network.nodes
        sorter: TopologicalSorter[Key] = TopologicalSorter()
        for key, node in nodes.items():
            sorter.add(key, *(one for one in _before(node) if one in nodes))
        circle = ""
        try:
            sorter.prepare()
        except CycleError as error:
            # The sorter goes on to give out all that no circle is in the way of.
            circle = self._circle(error.args[1])
        while ready := sorter.get_ready():
            for key in ready:
                self.places[key] = self._placed(nodes[key])
            sorter.done(*ready)
        for key in nodes:
            if key not in self.places:
                why = NotKnown(UnknownDate.CIRCLE, f"it waits for a circle: {circle}")
                self.places[key] = self._only_on_record(nodes[key], why)

    def _circle(self, keys: list[Key]) -> str:
        """One of the circles in words, wherever it was found."""
        names = [name for name, _ in reversed(keys)][:-1]
        first = names.index(min(names))
        names = [*names[first:], *names[:first], names[first]]
        return " waits for ".join(self.network.title(name) for name in names[:20])

    def _placed(self, node: Node) -> Place:
        try:
            return self._place(node)
        except UNCOUNTABLE:
            why = f"the date of {node.item.title} lies too far away to be counted"
            return self._only_on_record(node, NotKnown(UnknownDate.TOO_FAR, why))

    def _only_on_record(self, node: Node, why: NotKnown) -> Place:
        fact = self._fact(node, None)
        return Place(why, why) if fact is None else Place(why, *fact)

    def _fact(self, node: Node, planned: dt.date | None) -> Fact | None:
        name, number = node.key
        if number is None:
            return self._facts.once(name) if node.is_single else None
        return self._facts.occurrence(name, number, planned=planned)

    def _place(self, node: Node) -> Place:
        name, number = node.key
        origins = [one for one in map(self._origin, node.needs) if one is not None]
        left_out = {one[0] for one in node.needs} - {one.key[0] for one in origins}
        unknown = tuple(one for one, _ in node.needs if one in left_out)
        baseline = self._baseline(node, origins, unknown)
        if isinstance(baseline, NotKnown):
            return self._without_baseline(node, baseline, unknown)
        fact = self._fact(node, baseline)
        if fact is None and number is not None and self._facts.has_later(name, number):
            why = f"a later occurrence of {node.item.title} is on record, and this one is not"
            silent = NotKnown(UnknownDate.NOT_ON_RECORD, why)
            return Place(baseline, silent, left_out=unknown)
        own = self._own(node, expected=True)
        if fact is None and isinstance(own, NotKnown):
            return Place(baseline, own, left_out=unknown)
        return self._expected(node, baseline, origins, fact, unknown)

    def _origin(self, key: Key) -> Origin | None:
        """A node that another one starts from; none where no agreed date of it is known."""
        place = self.places.get(key)
        if place is None or isinstance(place.baseline, NotKnown):
            return None
        if isinstance(place.forecast, NotKnown):
            return Origin(key, place.baseline, place.baseline, ())
        return Origin(key, place.baseline, place.forecast, place.days, place.moved_by)

    def _own(self, node: Node, *, expected: bool) -> Day | None:
        """The day that a node's own date comes to; none where it has no date of its own."""
        day: Day | None = node.agreed
        if node.anchor is not None:
            place, title = self.places.get(node.anchor), self.network.title(node.anchor[0])
            if place is None:
                why = f"it hangs on an occurrence of {title} that is not looked at"
                return NotKnown(UnknownDate.NO_OCCURRENCE, why)
            day = place.forecast if expected else place.baseline
            if isinstance(day, NotKnown) and day.kind is not UnknownDate.HANGS_ON_UNKNOWN:
                why = f"it hangs on {title}: {day.because}"
                return NotKnown(UnknownDate.HANGS_ON_UNKNOWN, why)
        if not isinstance(day, dt.date):
            return day
        for unit, count in node.terms:
            day = self.calendars.moved(day, unit, count, ours=node.ours)
        return day

    def _baseline(self, node: Node, origins: list[Origin], unknown: tuple[str, ...]) -> Day:
        """The day that a node's own date and what it waits for lead to when nobody is late."""
        own = self._own(node, expected=False)
        if isinstance(own, NotKnown):
            return own
        if own is None:
            if node.kind is ItemKind.MILESTONE:
                fact = self._fact(node, None)
                if fact is not None:
                    return fact[0]
                return NotKnown(UnknownDate.RECORD_ONLY, "its date is not known yet")
            if node.work is None or not node.needs:
                return NotKnown(UnknownDate.NO_DATE, "the agreement names no date for it")
            if unknown:
                names = ", ".join(self.network.title(one) for one in unknown[:20])
                why = f"it waits for {names}, of which no date is known"
                return NotKnown(UnknownDate.WAITS_FOR_UNKNOWN, why)
        days = [] if own is None else [own]
        if origins:
            start = max(one.agreed for one in origins)
            days.append(
                self._count.day(self._count.number(start) + node.work) if node.work else start
            )
        return max(days)

    def _without_baseline(self, node: Node, why: NotKnown, unknown: tuple[str, ...]) -> Place:
        """Where no date is agreed, one may be counted all the same from something on record."""
        fact, own = self._fact(node, None), self._own(node, expected=True)
        due = own if isinstance(own, dt.date) else None
        if fact is not None:
            return Place(why, *fact, left_out=unknown, due_now=due)
        if due is None:
            return Place(why, why, left_out=unknown)
        driven = () if node.anchor is None else (node.anchor,)
        day = max(due, self._floor(node))
        return Place(why, day, driven_by=driven, left_out=unknown, due_now=due)

    def _floor(self, node: Node) -> dt.date:
        """The earliest day on which what is not there yet can be there."""
        if not self.progress.is_kept:
            return dt.date.min
        return self.calendars.today if node.ours else self.calendars.client_today

    def _expected(
        self,
        node: Node,
        baseline: dt.date,
        origins: list[Origin],
        fact: Fact | None,
        unknown: tuple[str, ...],
    ) -> Place:
        """How an agreed date turns out, with the causes of each day of its slip."""
        name = node.key[0]
        holds = self.holds.of(name, by_everything=stops_with_everything(node))
        own, agreed = self._own(node, expected=True), self._own(node, expected=False)
        ways = list(self._ways(node, baseline, origins, holds))
        ready = max((way.day for way in ways), default=baseline)
        forecast = max(ready, self._floor(node)) if fact is None else fact[0]
        first = self._count.number(baseline)
        slip = self._count.number(forecast) - first
        days = at_once(way.days for way in ways)
        explained = len(days)
        if slip > explained:
            begins, cause = ready + dt.timedelta(days=1), self._lateness(node, ready, fact)
            charge = self.charges.charge(cause, begins=begins)
            if charge.counts_since is not None and charge.counts_since <= forecast:
                span = Span(cause.side, (name,), charge.counts_since, forecast)
                self.overruns[node.key] = span
            own_days = by_itself(holds, charge, first + explained + 1, first + slip)
            days = [*days, *own_days]
        days = first_days(days, slip)
        deciding = [way for way in ways if way.day == forecast]
        driven = dict.fromkeys(key for way in deciding for key in way.driven_by)
        moved_by = days[-1] if days else 0
        if not days and forecast != baseline:
            moved_by = reduce(or_, [way.moved_by for way in deciding], 0)
        return Place(
            baseline,
            forecast,
            None if fact is None else fact[1],
            days,
            tuple(driven) if fact is None else (),
            unknown,
            moved_by,
            agreed if isinstance(agreed, dt.date) else None,
            own if isinstance(own, dt.date) else None,
        )

    def _ways(
        self, node: Node, baseline: dt.date, origins: list[Origin], holds: Segments
    ) -> Iterator[Way]:
        """The ways on which a node comes to its date."""
        name, number = node.key
        own, agreed = self._own(node, expected=True), self._own(node, expected=False)
        is_after = False
        if isinstance(own, dt.date) and isinstance(agreed, dt.date):
            anchor = None if node.anchor is None else self._origin(node.anchor)
            bit = 0
            if anchor is not None:
                is_after = agreed > anchor.agreed
                if anchor.expected != anchor.agreed and not anchor.moved_by:
                    bit = self._calendar_bit(node)
            yield by_date(self._count, baseline, (agreed, own), anchor, holds, calendar=bit)
        if is_after and not origins:
            return  # its time begins with what its date is counted from
        before = self._origin((name, number - 1)) if number is not None else None
        not_before = None if before is None else before.agreed
        work = by_work(self._count, baseline, origins, node.work, holds, not_before=not_before)
        if work is not None:
            yield work

    def _lateness(self, node: Node, ready: dt.date, fact: Fact | None) -> DelayCause:
        """That something came, or comes, later than all it hangs on explains."""
        title, takes = node.item.title, "takes" if fact is None else "took"
        comes = "has not come yet" if fact is None else "came later"
        kind, side, text = {
            ItemKind.RESPONSIBILITY: (
                CauseKind.RESPONSIBILITY, _owing(node), f"waiting for {title}",
            ),
            ItemKind.DELIVERABLE: (
                CauseKind.WORK, Side.PROVIDER, f"our work on {title} {takes} longer than agreed",
            ),
            ItemKind.MILESTONE: (
                CauseKind.MILESTONE, None, f"{title} {comes}, and nothing on record says why",
            ),
        }[node.kind]  # fmt: skip
        return trusted(
            DelayCause,
            kind=kind,
            subject=node.key[0],
            occurrence=node.key[1],
            side=side,
            text=text,
            starts_on=ready + dt.timedelta(days=1),
            ends_on=self._floor(node) if fact is None else fact[0],
            goes_on=fact is None,
            entries=() if fact is None else (fact[1].id,),
        )

    def _calendar_bit(self, node: Node) -> int:
        title = node.item.title
        cause = trusted(
            DelayCause,
            kind=CauseKind.CALENDAR,
            subject=node.key[0],
            occurrence=node.key[1],
            text=f"weekends and holidays in the time up to {title}",
        )
        return self.charges.causes.bit(cause)


def _before(node: Node) -> Iterator[Key]:
    """What must be placed before a node."""
    yield from node.needs
    if node.anchor is not None:
        yield node.anchor
    name, number = node.key
    if number is not None:
        yield name, number - 1


def stops_with_everything(node: Node) -> bool:
    """Whether a delay of everything holds a node up.

    What the client owes is not held up by delays of the work, and a rhythm goes on.
    """
    return node.ours or (node.kind is ItemKind.MILESTONE and node.is_single)


def _owing(node: Node) -> Side:
    """The side that owes something: the client's, unless another is named."""
    owner = getattr(node.item, "owner", None)
    return next((side for side in Side if side.value == owner), Side.CLIENT)
