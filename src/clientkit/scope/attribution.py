"""Lost days and whose they are: successive days, each with everything that caused it.

A date that slips does so day by day. Each of these days carries the set of its causes, as the bits
of a number, so that days that several things cost at once are one day still.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum, unique
from itertools import count
from operator import or_
from typing import Annotated

import attrs
from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, EntryId, Id, Text
from clientkit.client.model import Side

__all__ = [
    "CauseKind",
    "Causes",
    "DelayCause",
    "DelayParty",
    "DelayShare",
    "LostDays",
    "at_once",
    "first_days",
    "last_days",
]

Days = Annotated[int, Meta(ge=0, le=100_000)]


@unique
class DelayParty(Enum):
    """Whose a lost day is."""

    CLIENT = "client"
    """The client's: we waited for it."""
    PROVIDER = "provider"
    """Ours."""
    CONCURRENT = "concurrent"
    """Several sides' at once; without any one of them it would have been lost all the same."""
    THIRD_PARTY = "third_party"
    """Of somebody who belongs to neither side."""
    NOBODY = "nobody"
    """Nobody's, or nobody's by the terms of the agreement."""


@unique
class CauseKind(Enum):
    """What sort of thing costs days."""

    RESPONSIBILITY = "responsibility"
    """Something that the client owes came, or comes, late."""
    DELAY = "delay"
    """A delay that is on record."""
    WAIT = "wait"
    """Somebody waits for a decision."""
    WORK = "work"
    """A deliverable came, or comes, later than everything it waited for explains."""
    MILESTONE = "milestone"
    """A milestone was, or is, reached late, and nothing on record says why."""
    CALENDAR = "calendar"
    """A term counted from a later day meets other weekends and holidays."""


@model(kw_only=True)
class DelayCause:
    """One thing that cost days."""

    kind: CauseKind
    """What sort of thing."""
    subject: Id
    """The id of the part of the agreement, or of the entry, that it is about."""
    occurrence: Annotated[int, Meta(ge=-100_000, le=200_000)] | None = None
    """Which occurrence of it, where it comes round."""
    side: Side | None = None
    """Whose side it lies on; none where it is nobody's."""
    text: Text
    """What happened, in words that the client may read."""
    starts_on: Date | None = None
    """The first day on which it held something up, where that is known."""
    ends_on: Date | None = None
    """The last one, or the day asked about where it goes on."""
    goes_on: bool = False
    """Whether it has not ended on the day asked about."""
    before_notice: bool = False
    """Whether these are days before due notice, which by the agreement do not count."""
    entries: Annotated[tuple[EntryId, ...], Meta(max_length=1000)] = ()
    """The entries that show it."""

    @property
    def counts_for(self) -> Side | None:
        """The side to which its days are charged; nobody before due notice."""
        return None if self.before_notice else self.side


@model(kw_only=True)
class DelayShare:
    """A part of a slip: the days that the same causes cost."""

    party: DelayParty
    """Whose days they are."""
    working_days: Days
    """How many of our working days."""
    causes: Annotated[tuple[DelayCause, ...], Meta(max_length=100_000)]
    """What cost them, each cause each of these days."""
    text: Text
    """The same in words that can be shown to the client."""


LostDays = Sequence[int]
"""Successive days, each as the bits of its causes."""


def first_days(days: LostDays, count: int) -> LostDays:
    """The first so many days; all where there are no more."""
    return days[: max(count, 0)]


def last_days(days: LostDays, count: int) -> LostDays:
    """The last so many days; all where there are no more."""
    return days[-count:] if count > 0 else ()


def at_once(parts: Iterable[LostDays]) -> LostDays:
    """Days that begin together, laid over one another: each day has the causes of all of them."""
    given = sorted((one for one in parts if one), key=len, reverse=True)
    if len(given) < 2:
        return given[0] if given else ()
    found = list(given[0])
    for one in given[1:]:
        found[: len(one)] = map(or_, found, one)
    return found


@attrs.define
class Causes:
    """Everything that costs days in a forecast, each a bit of a number."""

    _causes: list[DelayCause] = attrs.field(factory=list)
    _bits: dict[Side | None, int] = attrs.field(factory=dict)
    _ranked: list[DelayCause] = attrs.field(factory=list)
    _texts: list[str] = attrs.field(factory=list)
    _ranks: list[int] = attrs.field(factory=list)
    _made: dict[tuple[int, int], DelayShare] = attrs.field(factory=dict)
    _shown: dict[int, tuple[DelayParty, tuple[DelayCause, ...], str]] = attrs.field(factory=dict)

    def bit(self, cause: DelayCause) -> int:
        """The bit of a cause that was not there before."""
        found = 1 << len(self._causes)
        self._causes.append(cause)
        side = cause.counts_for
        self._bits[side] = self._bits.get(side, 0) | found
        return found

    def _ranks_of(self, bits: int) -> list[int]:
        """Where the causes that some bits stand for come in the order of their first days."""
        if len(self._ranks) < len(self._causes):
            order = sorted(range(len(self._causes)), key=lambda one: _order(self._causes[one]))
            self._ranks = [rank for _, rank in sorted(zip(order, count(), strict=False))]
            self._ranked = [self._causes[one] for one in order]
            self._texts = [_text(one) for one in self._ranked]
        ranks = []
        while bits:
            lowest = bits & -bits
            ranks.append(self._ranks[lowest.bit_length() - 1])
            bits ^= lowest
        ranks.sort()
        return ranks

    def shares(self, days: LostDays) -> tuple[DelayShare, ...]:
        """Days summed up by their causes, in the order of the first day of each."""
        return tuple([self._share(bits, number) for bits, number in Counter(days).items()])

    def _share(self, bits: int, days: int) -> DelayShare:
        """A share; what hangs on one another has many in common, which are made once."""
        found = self._made.get((bits, days))
        if found is None:
            party, causes, words = self._described(bits)
            text = f"{words}: {working_days(days)}"[:20_000]
            found = self._made[bits, days] = trusted(
                DelayShare, party=party, working_days=days, causes=causes, text=text
            )
        return found

    def _described(self, bits: int) -> tuple[DelayParty, tuple[DelayCause, ...], str]:
        found = self._shown.get(bits)
        if found is None:
            ranks = self._ranks_of(bits)
            causes = tuple([self._ranked[rank] for rank in ranks])
            texts = dict.fromkeys([self._texts[rank] for rank in ranks])  # each thing once
            words = "; at the same time ".join(list(texts)[:20])
            found = self._shown[bits] = (self._party_of(bits), causes, words)
        return found

    def _party_of(self, bits: int) -> DelayParty:
        sides = [side for side in _PARTIES if bits & self._bits.get(side, 0)]
        if len(sides) > 1:
            return DelayParty.CONCURRENT
        return _PARTIES[sides[0]] if sides else DelayParty.NOBODY


def _order(cause: DelayCause) -> tuple[dt.date, str, str, int, bool]:
    number = -1 if cause.occurrence is None else cause.occurrence
    begins = cause.starts_on or dt.date.min
    return begins, cause.kind.value, cause.subject, number, cause.before_notice


def _text(cause: DelayCause) -> str:
    """What happened; what does not count is said to."""
    if cause.before_notice:
        return f"{cause.text} (before notice was given, so not counted)"
    return cause.text


def working_days(count: int) -> str:
    """A number of working days in words.

    >>> working_days(1), working_days(5)
    ('1 working day', '5 working days')
    """
    return f"{count} working day" + ("" if count == 1 else "s")


_PARTIES: dict[Side, DelayParty] = {
    Side.CLIENT: DelayParty.CLIENT,
    Side.PROVIDER: DelayParty.PROVIDER,
    Side.THIRD_PARTY: DelayParty.THIRD_PARTY,
}
