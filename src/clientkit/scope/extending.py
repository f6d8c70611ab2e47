"""What the agreement's own words about delays do to its dates."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clientkit.base import Term, TermUnit, model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, Id, Instant, Line, Text
from clientkit.client.model import Side
from clientkit.worktime import WorkingCalendar

from .attribution import working_days
from .day_count import UNCOUNTABLE, Calendars, plain
from .holds import Span
from .model import DelayExtension, DelayTerms, ScopeAgreement
from .network import ItemKind, Key, Node, thing
from .notices import plain_instants
from .progress import Instants, Progress
from .unknown import NotKnown
from .walk import Walk, stops_with_everything

__all__ = ["ExtendedDate", "Extension", "extension", "extension_from"]

Days = Annotated[int, Meta(ge=0, le=1_000_000)]


@model(kw_only=True)
class ExtendedDate:
    """A date that delays of the client bear on, and what the agreement makes of it."""

    id: Id
    """The milestone or deliverable."""
    kind: ItemKind
    """Which of the two."""
    title: Line
    """What it is called."""
    occurrence: Annotated[int, Meta(ge=-100_000, le=200_000)] | None = None
    """Which occurrence of it, where it comes round."""
    agreed: Date
    """The agreed date."""
    working_days: Days
    """On how many working days of ours the client held it up, each counted once."""
    calendar_days: Days
    """On how many days of the calendar."""
    concurrent_days: Days
    """On how many of our working days among them we held it up as well."""
    extended_to: Date | None = None
    """The date to which it moves; none where the agreement does not say how, or too far away."""
    text: Text
    """The same in words that can be shown to the client."""


@model(kw_only=True)
class Extension:
    """What the agreement grants for delays of the client, as of a day."""

    at: Instant
    """The instant asked about; delays that go on then count up to its day."""
    rule: DelayExtension | None = None
    """How a delay moves dates; none where the agreement does not say."""
    dates: Annotated[tuple[ExtendedDate, ...], Meta(max_length=1_000_000)] = ()
    """The dates that delays of the client bear on."""
    text: Text
    """What the rule is, in words."""
    clause: Line | None = None
    """Where the agreement speaks of delays."""
    assumptions: Annotated[tuple[Text, ...], Meta(max_length=100)] = ()
    """What was taken for granted."""


def extension(
    agreement: ScopeAgreement,
    progress: Progress,
    *,
    notified: Instants | None = None,
    client_calendar: WorkingCalendar | None,
    our_calendar: WorkingCalendar | None,
    at: dt.datetime,
) -> Extension:
    """How far the agreement moves each date for delays that the client caused.

    Days on which a late responsibility, a decision or a delay on the client's side held up a part
    of the agreement, or anything that it depends on, are put together, each day once. The date
    moves by as many days in the unit that the agreement names. Days before due notice are left out
    where the agreement says so; days on which we were late as well are granted and shown (their
    price is another question). Spare time does not matter here: compare with :func:`forecast`,
    which says what the delay does, while this says what is agreed to follow from it.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> agreement = decode(ScopeAgreement, {"id": "web", "title": "New web site",
    ...     "deliverables": [{"id": "design", "title": "Page designs", "due": "2026-04-17",
    ...         "depends_on": ["photos"]}],
    ...     "responsibilities": [{"id": "photos", "title": "photographs", "due": "2026-03-20"}],
    ...     "delays": {"extend": "calendar_days"}})
    >>> found = extension(agreement, Progress(), client_calendar=None, our_calendar=None,
    ...     at=dt.datetime(2026, 3, 27, 9, tzinfo=dt.timezone.utc))
    >>> found.dates[0].text
    'Page designs: agreed 2026-04-17; 7 days of waiting for the client move it to 2026-04-24'

    Args:
        agreement: What was agreed, with its terms about delays.
        progress: What is on record.
        notified: The instants at which notice of a delay was given, by the id of the
            responsibility, delay or decision.
        client_calendar: When the client works.
        our_calendar: When we work.
        at: The instant asked about.

    Raises:
        ClientkitError: `at` has no offset, or a calendar has no working days around it.
    """
    calendars = Calendars(client_calendar, our_calendar, plain(at))
    told = plain_instants(notified)
    walk = Walk(agreement, progress, notified=told, calendars=calendars, at=plain(at))
    return extension_from(walk)


def extension_from(walk: Walk) -> Extension:
    """What the agreement grants by a walk."""
    terms = walk.agreement.delays or DelayTerms()
    return trusted(
        Extension,
        at=walk.at,
        rule=terms.extend,
        dates=tuple(_Days(walk).dates(terms.extend)),
        text=_RULES[terms.extend],
        clause=terms.clause,
        assumptions=walk.calendars.assumptions,
    )


class _Days:
    """The days on which each side held up each part, as numbers with a bit for each date."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._calendars = walk.calendars
        self._base = walk.calendars.today.toordinal() - 20_000
        self._named: dict[str, list[Span]] = {}
        self._everything = [one for one in walk.holds.spans if not one.affects]
        for span in walk.holds.spans:
            for name in dict.fromkeys(span.affects):
                self._named.setdefault(name, []).append(span)
        self._of: dict[Key, tuple[int, int]] = {}
        # Places stand in the order of the walk: what something hangs on comes before it.
        for key in walk.places:
            self._of[key] = self._both(key)

    def dates(self, rule: DelayExtension | None) -> Iterator[ExtendedDate]:
        """The dates that the client's delays bear on, in the order of the agreement."""
        for key, node in self._walk.network.nodes.items():
            agreed = self._walk.places[key].baseline
            theirs, ours = self._of[key]
            if theirs and isinstance(agreed, dt.date) and node.kind is not ItemKind.RESPONSIBILITY:
                yield self._date(node, agreed, theirs, ours, rule)

    def _date(
        self, node: Node, agreed: dt.date, theirs: int, ours: int, rule: DelayExtension | None
    ) -> ExtendedDate:
        working, calendar = self._working(theirs), theirs.bit_count()
        title = thing(node.item.title, node.key[1])
        span, moved_to = working_days(working), None
        follows = "; the agreement does not say what follows"
        if rule is not None:
            by_calendar = rule is DelayExtension.CALENDAR_DAYS
            unit = TermUnit.DAY if by_calendar else TermUnit.WORKING_DAY
            count = calendar if by_calendar else working
            span, moved_to = Term(count, unit).text, self._moved(agreed, unit, count)
            follows = f" move it to {moved_to or 'a day too far away to be counted'}"
        return trusted(
            ExtendedDate,
            id=node.key[0],
            kind=node.kind,
            title=node.item.title,
            occurrence=node.key[1],
            agreed=agreed,
            working_days=working,
            calendar_days=calendar,
            concurrent_days=self._working(theirs & ours),
            extended_to=moved_to,
            text=f"{title}: agreed {agreed}; {span} of waiting for the client{follows}",
        )

    def _moved(self, day: dt.date, unit: TermUnit, count: int) -> dt.date | None:
        try:
            return self._calendars.moved(day, unit, count, ours=True)
        except UNCOUNTABLE:
            return None

    def _both(self, key: Key) -> tuple[int, int]:
        """The days of the client's and of ours that held up a part or what it depends on."""
        node, place = self._walk.network.nodes[key], self._walk.places[key]
        theirs = ours = 0
        for other in (*node.needs, *(() if node.anchor is None else (node.anchor,))):
            before = self._of.get(other, (0, 0))
            theirs |= before[0]
            ours |= before[1]
        if isinstance(place.forecast, NotKnown):
            return theirs, ours
        spans = list(self._named.get(key[0], ()))
        if stops_with_everything(node):
            spans += self._everything
        held: dict[Side | None, int] = dict.fromkeys((*Side, None), 0)
        for span in spans:
            held[span.side] |= self._bits(span, place.forecast)
        overrun = self._walk.overruns.get(key)
        if overrun is not None:
            others = 0
            for side, bits in held.items():
                others |= bits if side is not overrun.side else 0
            held[overrun.side] |= self._bits(overrun, place.forecast) & ~others
        theirs, ours = theirs | held[Side.CLIENT], ours | held[Side.PROVIDER]
        if place.fact is None:
            return theirs, ours
        # Nothing holds up what is there, whatever it should have waited for.
        until = (1 << max(place.forecast.toordinal() - self._base + 1, 0)) - 1
        return theirs & until, ours & until

    def _bits(self, span: Span, until: dt.date) -> int:
        first = span.first.toordinal() - self._base
        count = min(span.last, until).toordinal() - self._base - first + 1
        return ((1 << count) - 1) << first if count > 0 and first >= 0 else 0

    def _working(self, bits: int) -> int:
        """How many of our working days there are among some days."""
        found, offset, count = 0, 0, self._calendars.count
        while bits:
            gap = (bits & -bits).bit_length() - 1
            bits >>= gap
            run = (~bits & (bits + 1)).bit_length() - 1
            offset += gap
            first = dt.date.fromordinal(self._base + offset - 1)
            found += count.number(first + dt.timedelta(days=run)) - count.number(first)
            bits >>= run
            offset += run
        return found


_RULES = {
    DelayExtension.WORKING_DAYS: "a delay of the client moves what depends on it by as many of our "
    "working days",
    DelayExtension.CALENDAR_DAYS: "a delay of the client moves what depends on it by as many days "
    "of the calendar",
    None: "the agreement does not say what a delay of the client does to its dates",
}
