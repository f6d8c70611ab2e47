"""What holds work up: delays on record and waits, laid over one another on our working days."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import attrs

from clientkit.base import evolve
from clientkit.base._build import trusted
from clientkit.client.model import Side

from .attribution import CauseKind, Causes, DelayCause, LostDays
from .day_count import Calendars
from .entries import DelayEvent
from .model import DelayTerms
from .notices import delay_notice, instants_about
from .progress import Instants, Wait

__all__ = ["Charge", "Charges", "Hold", "Holds", "Segments", "Span"]

Hold = tuple[int, int, int]
"""The first and the last working day, by number, and the bits of what costs them."""


@attrs.frozen
class Charge:
    """The bits of one cause: of its days that count, and of those before due notice."""

    counted: int
    uncounted: int
    counts_from: int
    """The number of the first working day that counts."""
    counts_since: dt.date | None
    """The first day that counts; none where no day does."""

    def over(self, first: int, last: int) -> list[Hold]:
        """The days from one to another, each with the bit that fits it."""
        middle = min(max(self.counts_from, first), last + 1)
        parts = ((first, middle - 1, self.uncounted), (middle, last, self.counted))
        return [one for one in parts if one[0] <= one[1]]


@attrs.frozen(kw_only=True)
class Charges:
    """Enters causes, each by its notice as days that count and days that do not."""

    terms: DelayTerms | None
    given: Instants
    at: dt.datetime
    calendars: Calendars
    causes: Causes = attrs.field(factory=Causes)

    def charge(self, cause: DelayCause, *, begins: dt.date) -> Charge:
        """Enter a cause whose first day is known."""
        counted = self.causes.bit(cause)
        if cause.side not in _TOLD or self.terms is None or not self.terms.notice_required:
            return Charge(counted, counted, _ALWAYS, begins)
        notice = delay_notice(
            self.terms,
            instants_about(self.given, cause.subject, cause.occurrence),
            begins=begins,
            calendar=self.calendars.ours,
            at=self.at,
        )
        if notice.counts_from == begins:
            return Charge(counted, counted, _ALWAYS, begins)
        uncounted = self.causes.bit(evolve(cause, before_notice=True))
        if notice.counts_from is None:
            return Charge(uncounted, uncounted, _ALWAYS, None)
        before = self.calendars.count.number(notice.counts_from - dt.timedelta(days=1))
        return Charge(counted, uncounted, before + 1, notice.counts_from)


@attrs.frozen
class Span:
    """The days of one cause that count, for whom, and what they bear on."""

    side: Side | None
    affects: tuple[str, ...]
    """What it bears on; empty for everything."""
    first: dt.date
    last: dt.date


class Segments:
    """Stretches of held-up working days that do not overlap, in order."""

    __slots__ = ("_bits", "_first", "_last")

    def __init__(self, holds: Iterable[Hold]) -> None:
        turns: dict[int, int] = {}
        for first, last, bits in holds:
            turns[first] = turns.get(first, 0) ^ bits
            turns[last + 1] = turns.get(last + 1, 0) ^ bits
        self._first: list[int] = []
        self._last: list[int] = []
        self._bits: list[int] = []
        active, since = 0, 0
        for number in sorted(turns):
            if active:
                self._first.append(since)
                self._last.append(number - 1)
                self._bits.append(active)
            active ^= turns[number]
            since = number

    def __bool__(self) -> bool:
        return bool(self._first)

    @property
    def first(self) -> int:
        """The first held-up day."""
        return self._first[0]

    def finished(self, start: int, work: int) -> tuple[int, LostDays]:
        """The day on which so many days of work after a day are done, and the days held up."""
        if work <= 0:
            return start, ()
        held: list[int] = []
        here = start
        for n in range(bisect_right(self._last, start), len(self._first)):
            free = self._first[n] - 1 - here
            if free >= work:
                break
            work -= max(free, 0)
            held += [self._bits[n]] * (self._last[n] - max(self._first[n] - 1, start))
            here = self._last[n]
        return here + work, held

    def within(self, first: int, last: int) -> LostDays:
        """Each day from one to another with what holds it up; without bits where nothing does."""
        found = [0] * max(last - first + 1, 0)
        for n in range(bisect_right(self._last, first - 1), len(self._first)):
            if self._first[n] > last:
                break
            start, end = max(self._first[n], first), min(self._last[n], last)
            found[start - first : end - first + 1] = [self._bits[n]] * (end - start + 1)
        return found


class Holds:
    """The held-up days of each part of an agreement."""

    def __init__(
        self, events: Sequence[DelayEvent], waits: Sequence[Wait], charges: Charges
    ) -> None:
        self._charges = charges
        self._everything: list[Hold] = []
        self._named: dict[str, list[Hold]] = {}
        self.spans: list[Span] = []
        """The days that count of everything entered."""
        for wait in sorted(waits, key=lambda one: (one.starts_on, one.subject)):
            self._enter(wait, CauseKind.WAIT, wait.subject, wait.text, wait.entries)
        for event in sorted(events, key=lambda one: (one.starts_on, one.id)):
            self._enter(event, CauseKind.DELAY, event.id, event.reason, (event.id,))
        self._all = Segments(self._everything)
        self._none = Segments(())

    def _enter(
        self,
        one: DelayEvent | Wait,
        kind: CauseKind,
        subject: str,
        text: str,
        entries: tuple[str, ...],
    ) -> None:
        calendars, count = self._charges.calendars, self._charges.calendars.count
        ends = one.ends_on or calendars.today
        days = count.within(one.starts_on, ends)
        if days is None:
            return  # it goes on and has not begun, or lies too far away to be counted
        begins, last = days
        cause = trusted(
            DelayCause,
            kind=kind,
            subject=subject,
            side=one.party,
            text=text,
            starts_on=one.starts_on,
            ends_on=ends,
            goes_on=one.ends_on is None or one.ends_on > calendars.today,
            entries=entries,
        )
        first = count.number(begins - dt.timedelta(days=1)) + 1
        charge = self._charges.charge(cause, begins=begins)
        holds = charge.over(first, count.number(last))
        if charge.counts_since is not None and charge.counts_since <= last:
            self.spans.append(Span(one.party, one.affects, charge.counts_since, last))
        if one.affects:
            for name in dict.fromkeys(one.affects):
                self._named.setdefault(name, []).extend(holds)
        else:
            self._everything += holds

    def of(self, name: str, *, by_everything: bool) -> Segments:
        """The held-up days of a part; what holds up everything counts or not."""
        named = self._named.get(name)
        if named is None:
            return self._all if by_everything else self._none
        return Segments((*named, *self._everything) if by_everything else named)


_TOLD = (Side.CLIENT, Side.THIRD_PARTY)
"""Whose delays the agreement wants to be told: those that are not ours."""
_ALWAYS = -10_000_000
"""A number before that of any day."""
