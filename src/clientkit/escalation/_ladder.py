"""The levels of an issue, while its history is folded.

The history is cut where anything that matters to a level changes. Within such a span every
condition holds or does not, and each level is reached at its instant, or at the beginning of the
first span after it in which nothing stops it.
"""

from enum import Enum, unique

from ._our_time import OurTime
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

    # What most of them never change is said once, for the class.
    base: int | None = None
    """The instant that its offset counts from."""
    at: int = 0
    """When its offset has passed, as far as that is known."""
    turn: int = 0
    """How many turns of ours there had been when that was found."""
    reached: int | None = None
    scheduled: int | None = None
    """When it was to be reached, once that has come."""
    stop: Stop | None = None
    """What stopped it when its time came, and when that was."""
    stopped_at: int = 0
    is_dropped: bool = False
    """Whether its next pass came before anything let it through."""

    def __init__(self, level: EscalationLevel, number: int) -> None:
        self.level = level
        self.number = number


class _Pass:
    __slots__ = ("base", "is_done", "is_first", "slots")

    def __init__(self, base: int, slots: list[Slot], is_first: bool) -> None:
        self.base, self.slots, self.is_first, self.is_done = base, slots, is_first, False


def _kept(slot: Slot, one: _Pass, from_change: bool) -> Slot:
    """What is known of a level in a pass, as far as it holds under another policy."""
    for known in one.slots:
        if known.level.id == slot.level.id and (
            known.reached is not None or (not from_change and known.level == slot.level)
        ):
            return known
    return slot


class Ladder:
    """Climbs the levels of a policy, span by span."""

    def __init__(self, time: OurTime, policy: EscalationPolicy, opened: int) -> None:
        self._time = time
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
        self.wake = _ALWAYS
        """The instant before which there is nothing to climb."""
        self._expires_from: int | None = None
        self._used = 0
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

    def go(self, t: int) -> None:
        """It is our turn; what was to come earlier comes later by the time that stood still."""
        if self.is_acknowledged:
            self._expire_from(t if self._expires_from is None else self._expires_from)

    def acknowledge(self, t: int) -> None:
        """Somebody took the issue on."""
        self.is_acknowledged = True
        self.expires = self._expires_from = None
        if self._time.is_running:
            self._expire_from(t)

    def _expire_from(self, t: int) -> None:
        self._expires_from = t
        term = self.policy.acknowledgement_expires
        if term is not None:
            self.expires = self._time.after(t, term)
            self.wake = min(self.wake, self.expires)

    def look_again(self) -> None:
        """Something has changed that levels depend on."""
        self.wake = _ALWAYS

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
        *earlier, last = self.passes
        self.policy = policy
        self.look_again()
        if restart:
            self.void()
            self._begin(t, self.number + 1)
            return
        if self.is_acknowledged:
            since = t if from_change else self._expires_from
            self.expires = self._expires_from = None
            if self._time.is_running:
                self._expire_from(t if since is None else since)
            elif not from_change:
                self._expires_from = since
        slots = self._all() if last.is_first else self._repeated()
        found = [_kept(slot, last, from_change) for slot in slots]
        climbed = _Pass(t if from_change else last.base, found, last.is_first)
        renewed = {slot.level.id for slot in slots} if from_change else set()
        self.passes = [self._carried(one, t, renewed, from_change) for one in earlier]
        self.passes.append(climbed)

    def _carried(self, one: _Pass, t: int, renewed: set[str], from_change: bool) -> _Pass:
        """What is left of a pass that others have followed, under the policy now in force.

        Of a level that counts from the change, the pass that is climbed tells alone.
        """
        levels = {level.id: level for level in self.policy.levels}
        slots = [
            _kept(Slot(levels[slot.level.id], slot.number), one, from_change)
            for slot in one.slots
            if slot.level.id in levels
            and not slot.is_dropped
            and (slot.reached is not None or slot.level.id not in renewed)
        ]
        return _Pass(t if from_change else one.base, slots, one.is_first)

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
        if self.is_acknowledged and expires is not None and expires < b:
            if a < expires:
                self._climb(a, expires, clocks, priority, attempts)
                a = expires
            self.expirations.append(expires)
            self.void()
        self._climb(a, b, clocks, priority, attempts)

    def _climb(self, a: int, b: int, clocks: Clocks, priority: int, attempts: int) -> None:
        self.wake = _NEVER
        if self.is_acknowledged and self.expires is not None:
            self.wake = self.expires
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
        turns = len(self._time.starts)
        for slot in one.slots:
            settled = slot.reached
            if settled is None:
                level = slot.level
                if level.priorities and priority not in level.priorities:
                    all_reached = False
                    continue
                anchor = level.anchor
                if anchor is _PREVIOUS:
                    base = previous
                elif anchor is _OPENED:
                    base = one.base
                else:
                    base = self._deadline(anchor, one, clocks)
                if base is None:
                    slot.base = None
                    all_reached = False
                    complete = complete and anchor is not _PREVIOUS
                    continue
                # An offset is later by every turn that is not ours.
                if base != slot.base or (turns != slot.turn and slot.scheduled is None):
                    slot.base, slot.turn = base, turns
                    slot.at = (
                        self._before(level, base)
                        if level.after is None
                        else self._time.after(base, level.after)
                    )
                settled = slot.at
                if settled >= b:
                    previous, complete, all_reached = None, False, False
                    self.wake = min(self.wake, settled)
                    continue
                if self._settle(slot, a, attempts):
                    settled = slot.at if slot.reached is None else slot.reached
                else:
                    all_reached = False
            previous = max(settled, one.base)
            ended = previous if ended is None else max(ended, previous)
        one.is_done = all_reached and (one is not self.passes[-1] or self._is_last_pass)
        return ended if complete else None

    def _deadline(self, anchor: EscalationAnchor, one: _Pass, clocks: Clocks) -> int | None:
        clock = clocks.of(anchor)
        if clock is None or clock.is_over:
            return None
        due = clock.deadline()
        return due if due is None or one.is_first else max(due, one.base)

    def _before(self, level: EscalationLevel, base: int) -> int:
        """When a level is reached that comes before an instant, or at it."""
        return base if level.before is None else self._time.counting.before(base, level.before)

    def _settle(self, slot: Slot, a: int, attempts: int) -> bool:
        """Reach a level whose time has come, or not; whether it needs no further look."""
        level, instant = slot.level, max(slot.at, a)
        if slot.scheduled is None:
            slot.scheduled = slot.at
            if slot.number > 1:
                self._drop_earlier(slot, instant)
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

    def _drop_earlier(self, slot: Slot, instant: int) -> None:
        """The time of a level has come in a later pass; it is not told of in an earlier one."""
        for one in self.passes:
            for earlier in one.slots:
                if earlier.number < slot.number and earlier.level.id == slot.level.id:
                    if earlier.reached is not None and earlier.reached > instant:
                        self.told.remove(earlier)  # an earlier pass is walked first
                        earlier.reached = None
                    earlier.is_dropped = earlier.reached is None
