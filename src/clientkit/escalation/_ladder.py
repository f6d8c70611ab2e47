"""The levels of an issue, while its history is folded.

The history is cut where anything that matters to a level changes. Within such a span every
condition holds or does not, and each level is reached at its instant, or at the beginning of the
first span after it in which nothing stops it.
"""

from enum import Enum, unique

from clientkit.base import Term

from ._counting import Counting
from ._running import Clocks
from .model import EscalationAnchor, EscalationLevel, EscalationPolicy, Unless

__all__ = ["Ladder", "Slot", "Stop"]

_PREVIOUS, _OPENED = EscalationAnchor.PREVIOUS, EscalationAnchor.OPENED
_ACKNOWLEDGED = Unless.ACKNOWLEDGED
_ALWAYS, _NEVER = -(10**30), 10**30


@unique
class Stop(Enum):
    """Why a level was not reached when its time came."""

    ACKNOWLEDGED = "acknowledged"
    ATTEMPTS = "attempts"


class Slot:
    """One level in one pass."""

    __slots__ = (
        "at", "base", "is_dropped", "level", "number", "reached", "scheduled", "stop", "stopped_at",
    )  # fmt: skip

    def __init__(self, level: EscalationLevel, number: int) -> None:
        self.level, self.number = level, number
        self.base: int | None = None
        """The instant that its offset counts from."""
        self.at: int = 0
        """When its offset has passed, as far as that is known."""
        self.reached: int | None = None
        self.scheduled: int | None = None
        """When it was to be reached, once that has come."""
        self.stop: Stop | None = None
        """What stopped it when its time came, and when that was."""
        self.stopped_at = 0
        self.is_dropped = False
        """Whether its next pass came before anything let it through."""


class _Pass:
    __slots__ = ("base", "is_done", "is_first", "slots")

    def __init__(self, base: int, slots: list[Slot], is_first: bool) -> None:
        self.base, self.slots, self.is_first, self.is_done = base, slots, is_first, False


class Ladder:
    """Climbs the levels of a policy, span by span."""

    def __init__(self, counting: Counting, policy: EscalationPolicy, opened: int) -> None:
        self._counting = counting
        self.policy = policy
        self.told: list[Slot] = []
        """Levels reached, in the order of time."""
        self.stopped: list[Slot] = []
        """Levels that something stopped when their time came."""
        self.expirations: list[int] = []
        """When acknowledgements expired."""
        self.is_acknowledged = False
        self.expires: int | None = None
        """When the acknowledgement expires, as far as that is known."""
        self.number = 1
        """The pass that is climbed."""
        self._acknowledged_at = 0
        self._runs: list[tuple[int, int]] = []
        self._run_start: int | None = None
        self._held_at = opened
        self._used = 0
        self._wake = _ALWAYS
        self._needs_attempts = False
        self.passes: list[_Pass] = []
        self._begin(opened, 1)

    def _begin(self, base: int, number: int) -> None:
        self.number, self._used = number, 0
        self.passes = [_Pass(base, self._all(), True)]

    def _all(self) -> list[Slot]:
        return [Slot(level, self.number) for level in self.policy.levels]

    @property
    def _is_last_pass(self) -> bool:
        return self.policy.repeat is None or self._used >= self.policy.repeat.times

    def run(self, t: int) -> None:
        """Nothing is waited for from an instant on."""
        expires = self.expires
        self._run_start = t
        self._shift(t)  # nothing comes earlier by it, so that there is nothing to look at
        if self.is_acknowledged and self.policy.acknowledgement_expires is not None:
            if expires is None:
                self.expires = self._counting.after(t, self.policy.acknowledgement_expires)
            elif expires >= self._held_at:
                line = self._counting.line_of(self.policy.acknowledgement_expires)
                self.expires = line.add(t, line.between(self._held_at, expires), True)

    def hold(self, t: int) -> None:
        """Everything stands still from an instant on."""
        if self._run_start is not None:
            self._runs.append((self._run_start, t))
        self._run_start, self._held_at = None, t

    def acknowledge(self, t: int) -> None:
        """Somebody took the issue on."""
        self.is_acknowledged, self.expires, self._acknowledged_at = True, None, t
        term = self.policy.acknowledgement_expires
        if term is not None and self._run_start is not None:
            self.expires = self._counting.after(t, term)

    def look_again(self) -> None:
        """Something has changed that levels depend on."""
        self._wake = _ALWAYS

    def look_at(self, anchor: EscalationAnchor) -> None:
        """A deadline has come or gone."""
        for level in self.policy.levels:
            if level.anchor is anchor:
                self.look_again()

    def look_at_attempts(self) -> None:
        """There are more attempts on record."""
        if self._needs_attempts:
            self.look_again()

    def void(self) -> None:
        """The acknowledgement holds no more."""
        self.look_again()
        self.is_acknowledged, self.expires = False, None

    def rebase(self, policy: EscalationPolicy, t: int, *, restart: bool, from_change: bool) -> None:
        """Go on with another policy."""
        before = self.passes
        self.policy = policy
        self.look_again()
        if restart:
            self.void()
            self._begin(t, self.number + 1)
            return
        if self.is_acknowledged:
            self.expires = None
            if policy.acknowledgement_expires is not None and self._run_start is not None:
                since = t if from_change else self._acknowledged_at
                self.expires = self._count(since, policy.acknowledgement_expires)
        last = before[-1]
        base = t if from_change else last.base
        done = {slot.level.id: slot for slot in last.slots if slot.reached is not None}
        slots = self._repeated() if not last.is_first else self._all()
        self.passes = [_Pass(base, [done.get(one.level.id, one) for one in slots], last.is_first)]

    def pending(self, priority: int) -> list[Slot]:
        """Levels that are not reached but will be, or would be if nothing stopped them."""
        return [
            slot
            for one in self.passes
            for slot in one.slots
            if slot.reached is None
            and slot.base is not None
            and not slot.is_dropped
            and (not slot.level.priorities or priority in slot.level.priorities)
        ]

    def climb(self, a: int, b: int, clocks: Clocks, priority: int, attempts: int) -> None:
        """Reach what is to be reached from one instant up to, and without, another."""
        expires = self.expires
        has_expired = self.is_acknowledged and expires is not None and expires < b
        if b <= self._wake and not has_expired:
            return
        if self.is_acknowledged and expires is not None and expires < b:
            if a < expires:
                self._climb(a, expires, clocks, priority, attempts)
                a = expires
            self.expirations.append(expires)
            self.void()
        self._climb(a, b, clocks, priority, attempts)

    def _climb(self, a: int, b: int, clocks: Clocks, priority: int, attempts: int) -> None:
        self._wake = _NEVER
        for one in self.passes:
            ended = None if one.is_done else self._walk(one, a, b, clocks, priority, attempts)
            if ended is not None and one is self.passes[-1] and not self._is_last_pass:
                self._used += 1
                self.number += 1
                self.passes.append(_Pass(ended, self._repeated(), False))  # and walk it next

    def _repeated(self) -> list[Slot]:
        repeat = self.policy.repeat
        ids = [level.id for level in self.policy.levels]
        start = 0
        if repeat is not None and repeat.starting in ids:
            start = ids.index(repeat.starting)
        return [
            Slot(level, self.number)
            for level in self.policy.levels[start:]
            if level.after is not None
        ]

    def _walk(
        self, one: _Pass, a: int, b: int, clocks: Clocks, priority: int, attempts: int
    ) -> int | None:
        """Climb one pass; where nothing of it is still to come, when it ended."""
        previous: int | None = one.base
        ended, complete, all_reached = None, True, True
        for slot in one.slots:
            level = slot.level
            if slot.reached is None:
                if level.priorities and priority not in level.priorities:
                    all_reached = False
                    continue
                base = self._base(slot, one, previous, clocks)
                if base is None:
                    slot.base = None
                    all_reached = False
                    complete = complete and level.anchor is not _PREVIOUS
                    continue
                at = self._placed(slot, base)
                if at >= b:
                    previous, complete, all_reached = None, False, False
                    self._wake = min(self._wake, at)
                    continue
                all_reached = self._settle(slot, a, attempts) and all_reached
            settled = slot.at if slot.reached is None else slot.reached
            previous = max(settled, one.base)
            ended = previous if ended is None else max(ended, previous)
        one.is_done = all_reached and (one is not self.passes[-1] or self._is_last_pass)
        return ended if complete else None

    def _base(self, slot: Slot, one: _Pass, previous: int | None, clocks: Clocks) -> int | None:
        anchor = slot.level.anchor
        if anchor is _PREVIOUS:
            return previous
        if anchor is _OPENED:
            return one.base
        clock = clocks.of(anchor)
        if clock is None or clock.is_over:
            return None
        due = clock.deadline()
        return due if due is None or one.is_first else max(due, one.base)

    def _placed(self, slot: Slot, base: int) -> int:
        if base != slot.base:
            slot.base = base
            level = slot.level
            if level.after is not None:
                slot.at = self._count(base, level.after)
            elif level.before is not None:
                slot.at = self._counting.before(base, level.before)
        return slot.at

    def _count(self, start: int, term: Term) -> int:
        """Where a term leads that stands still as the issue does."""
        current = self._held_at if self._run_start is None else self._run_start
        if start >= current:
            return self._counting.after(start, term)
        amount, line = self._counting.amount(term, start), self._counting.line_of(term)
        for a, b in self._runs:
            if start < b:
                first = max(a, start)
                counted = line.between(first, b)
                if amount < counted:
                    return line.add(first, amount, True)
                amount -= counted
        return line.add(current, amount, True)

    def _shift(self, t: int) -> None:
        """Move what has not come yet by the time that everything stood still."""
        held = self._held_at
        for one in self.passes:
            for slot in () if one.is_done else one.slots:
                base, term = slot.base, slot.level.after
                if slot.reached is None and base is not None and base <= held <= slot.at and term:
                    line = self._counting.line_of(term)
                    slot.at = line.add(t, line.between(held, slot.at), True)

    def _settle(self, slot: Slot, a: int, attempts: int) -> bool:
        """Reach a level whose time has come, or not; whether it needs no further look."""
        level, instant = slot.level, max(slot.at, a)
        if slot.scheduled is None:
            slot.scheduled = slot.at
            self._drop_earlier(slot)
        if slot.is_dropped:
            return True
        stop = None
        if self.is_acknowledged and level.unless is _ACKNOWLEDGED:
            stop = Stop.ACKNOWLEDGED
        elif level.attempts > attempts:
            stop = Stop.ATTEMPTS
            self._needs_attempts = True
        if stop is None:
            slot.reached = instant
            self.told.append(slot)
        elif slot.stop is None:
            slot.stop, slot.stopped_at = stop, instant
            self.stopped.append(slot)
        return stop is None

    def _drop_earlier(self, slot: Slot) -> None:
        for one in self.passes:
            for earlier in one.slots:
                if earlier.number < slot.number and earlier.level.id == slot.level.id:
                    earlier.is_dropped = earlier.reached is None
