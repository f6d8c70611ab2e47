"""Levels as the history of an issue finds them, and when their offsets have passed.

What a level waits for is kept as an amount of the time that its offset counts in. No wait changes
that, and most of what is asked is answered by comparing; the instant is looked for when it is told.
"""

from enum import Enum, unique

from ._counting import MEASURES
from ._our_time import Count, OurTime
from ._running import Clocks
from .model import EscalationAnchor, EscalationLevel

__all__ = ["Offsets", "Slot", "Stop"]


@unique
class Stop(Enum):
    """Why a level was not reached when its time came."""

    ACKNOWLEDGED = "acknowledged"
    ATTEMPTS = "attempts"


class Slot:
    """One level in one pass."""

    __slots__ = (
        "at", "base", "count", "is_dropped", "level", "number", "reached", "scheduled", "stop",
        "stopped_at", "until",
    )  # fmt: skip

    def __init__(self, level: EscalationLevel, number: int) -> None:
        self.level, self.number = level, number
        self.base: int | None = None
        """The instant that its offset counts from, where that is no deadline."""
        self.count: Count
        """The time in which it counts."""
        self.until: int | None = None
        """How much of that may have counted at most before it is due, if anybody knows."""
        self.at: int | None = None
        """When it was due, or will be, if that was asked for."""
        self.reached: int | None = None
        self.scheduled: int | None = None
        """When it was to be reached, once that has come."""
        self.stop: Stop | None = None
        """What stopped it when its time came, and when that was."""
        self.stopped_at: int
        self.is_dropped = False
        """Whether its next pass came before anything let it through."""


class Offsets:
    """Says when levels are due."""

    __slots__ = ("_clocks", "_time", "deadlines")

    def __init__(self, time: OurTime, clocks: Clocks) -> None:
        self._time, self._clocks = time, clocks
        self.deadlines: list[EscalationAnchor] = []
        """Those that some level counts from."""

    def put(self, slot: Slot, base: int | None) -> None:
        """Let a level count from an instant that has come, if there is one."""
        term, time = slot.level.after, self._time
        slot.base, slot.at, slot.until = base, None, None
        if base is not None and term is not None:
            is_working, amount, _ = MEASURES[term.text]
            if amount is None:
                amount = time.counting.amount(term, base)
            if amount or is_working or base < time.starts[-1]:
                slot.count = count = time.working if is_working else time.day_and_night
                slot.until = count[base] + amount
            else:  # at once, as most first levels; more than -1 has always counted
                slot.count, slot.until, slot.at = time.working, -1, base

    def put_at_deadline(self, slot: Slot, earliest: int | None) -> None:
        """Let a level count from a deadline, or towards it, if that is known and not met.

        One that lies before an instant counts as if it lay there.
        """
        level = slot.level
        if level.anchor not in self.deadlines:
            self.deadlines.append(level.anchor)
        slot.at = slot.until = None
        clock = self._clocks.of(level.anchor)
        if clock is None or clock.until is None:
            return
        if clock.stopped is not None or clock.held_at is not None:
            return
        slot.count = count = clock.count
        offset = self._amount_in(count, level)
        if offset is not None:  # then it does not matter when the deadline is
            until = clock.until if earliest is None else max(clock.until, count[earliest])
            slot.until = until + offset
            return
        due = clock.deadline()
        if due is None:
            return
        due = due if earliest is None else max(due, earliest)
        if level.after is not None:
            slot.count, amount = self._time.reckon(level.after, due)
            slot.until = slot.count.ahead(due) + amount
        else:
            slot.count = self._time.day_and_night
            slot.until = slot.count.ahead(self._before(level, due))

    def _amount_in(self, count: Count, level: EscalationLevel) -> int | None:
        """How much of a time an offset is, negative before a deadline, if it always is so much."""
        sign, term = (1, level.after) if level.before is None else (-1, level.before)
        if term is None:
            return None
        is_working, amount, _ = MEASURES[term.text]
        if amount is None or is_working is not (count is self._time.working):
            return None
        return sign * amount if amount or sign > 0 else None

    def due(self, slot: Slot) -> int:
        """When a level was to be reached or, if our turn goes on, will be."""
        at = slot.at
        if at is None:
            level = slot.level
            clock = None if level.before is None else self._clocks.of(level.anchor)
            deadline = None if clock is None else clock.deadline()
            if deadline is None:
                at = slot.count.last(slot.until or 0)
            else:
                at = self._before(level, deadline)
            slot.at = at
        return at

    def _before(self, level: EscalationLevel, base: int) -> int:
        """When a level is reached that comes before an instant."""
        return base if level.before is None else self._time.counting.before(base, level.before)
