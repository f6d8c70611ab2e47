"""The levels of an issue, while its history is folded.

The history is cut where anything that matters to a level changes. Within such a span every
condition holds or does not, and each level is reached at its instant, or at the beginning of the
first span after it in which nothing stops it.
"""

from ._our_time import Count, OurTime
from ._running import Clocks
from ._slots import Offsets, Slot, Stop
from .model import EscalationAnchor, EscalationPolicy, Unless

__all__ = ["Ladder"]

_PREVIOUS, _OPENED = EscalationAnchor.PREVIOUS, EscalationAnchor.OPENED
_ACKNOWLEDGED = Unless.ACKNOWLEDGED
_ALWAYS, _NEVER = -(10**30), 10**30
_MOST = 10**9


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

    def __init__(
        self, time: OurTime, clocks: Clocks, policy: EscalationPolicy, opened: int
    ) -> None:
        self._time = time
        self.offsets = Offsets(time, clocks)
        """When levels are due."""
        self.policy = policy
        self.told: list[Slot] = []
        """Levels reached, in the order of time."""
        self.stopped: list[Slot] = []
        """Levels that something stopped when their time came."""
        self.expirations: list[int] = []
        """When acknowledgements expired."""
        self.is_acknowledged = False
        self.number = 1
        """The pass that is climbed."""
        self.wake = _ALWAYS
        """The instant before which there is nothing to climb."""
        self._expires_from: int | None = None
        self._expires_in: Count | None = None
        self._expires_after = 0
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

    @property
    def expires(self) -> int | None:
        """When the acknowledgement expires, if it does and it is our turn."""
        return None if self._expires_in is None else self._expires_in.last(self._expires_after)

    def go(self, t: int) -> None:
        """It is our turn, and somebody has taken the issue on."""
        if self._expires_in is None:
            self._expire_from(t if self._expires_from is None else self._expires_from)

    def acknowledge(self, t: int) -> None:
        """Somebody took the issue on."""
        self.is_acknowledged = True
        self._expires_in = self._expires_from = None
        if self._time.is_running:
            self._expire_from(t)

    def _expire_from(self, t: int) -> None:
        self._expires_from = t
        term = self.policy.acknowledgement_expires
        if term is not None:
            self._expires_in, amount = self._time.reckon(term, t)
            self._expires_after = self._expires_in[t] + amount
            self.wake = min(self.wake, t + amount)  # no more time counts than passes

    def look_again(self) -> None:
        """Something has changed that levels depend on."""
        self.wake = _ALWAYS

    def look_at(self, anchor: EscalationAnchor) -> None:
        """A deadline has come or gone."""
        if anchor in self.offsets.deadlines:
            self.wake = _ALWAYS

    def look_at_attempts(self) -> None:
        """There are more attempts on record."""
        if self._needs_attempts:
            self.look_again()

    def void(self) -> None:
        """The acknowledgement holds no more."""
        self.look_again()
        self.is_acknowledged, self._expires_in = False, None

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
            self._expires_in = self._expires_from = None
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
        levels = {
            level.id: level
            for level in self.policy.levels
            if one.is_first or level.after is not None
        }
        slots = [
            _kept(Slot(levels[slot.level.id], slot.number), one, from_change)
            for slot in one.slots
            if slot.level.id in levels
            and not slot.is_dropped
            and (slot.reached is not None or slot.level.id not in renewed)
        ]
        return _Pass(t if from_change else one.base, slots, one.is_first)

    def pending(self, priority: int, attempts: int = _MOST) -> list[Slot]:
        """Levels that are not reached but will be, or would be if nothing else stopped them."""
        return [
            slot
            for one in self.passes
            for slot in one.slots
            if slot.reached is None
            and slot.until is not None
            and not slot.is_dropped
            and slot.level.attempts <= attempts
            and (not slot.level.priorities or priority in slot.level.priorities)
        ]

    def climb(self, a: int, b: int, priority: int, attempts: int) -> None:
        """Reach what is to be reached from one instant up to, and without, another."""
        self.wake = _NEVER
        if self._expires_in is not None:
            left = self._expires_after - self._expires_in[b]
            if left < 0:
                expires = self._expires_in.last(self._expires_after)
                self.expirations.append(expires)
                if a < expires:
                    self.climb(a, expires, priority, attempts)
                    a = expires
                self.void()
                self.wake = _NEVER
            else:
                self.wake = b + left
        for one in self.passes:
            ended = None if one.is_done else self._walk(one, a, b, priority, attempts)
            if ended is not None and one is self.passes[-1] and not self._is_last_pass:
                self._used += 1
                self.number += 1
                self.passes.append(_Pass(ended, self._repeated(), False))  # and walk it next

    def climb_on(self, a: int, priority: int, attempts: int) -> Slot | None:
        """Climb on from an instant as if nothing happened; the level that is reached next."""
        known = len(self.told)
        while len(self.told) == known:
            ahead = [due for slot in self.pending(priority) if (due := self.offsets.due(slot)) >= a]
            expires = self.expires
            if expires is not None:
                ahead.append(expires)
            if not ahead:
                return None
            b = max(ahead) + 1
            self.climb(a, b, priority, attempts)
            a = b
        return min(self.told[known:], key=lambda slot: slot.reached or 0)

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

    def _walk(self, one: _Pass, a: int, b: int, priority: int, attempts: int) -> int | None:
        """Climb one pass; where nothing of it is still to come, when it ended."""
        start, wake = one.base, self.wake
        previous: int | None = start
        ended: int | None = None
        complete = all_reached = True
        working = self._time.working
        counted = working[b]
        for slot in one.slots:
            settled = slot.reached
            if settled is None:
                level = slot.level
                if level.priorities and priority not in level.priorities:
                    all_reached = False
                    continue
                anchor = level.anchor
                if anchor is _PREVIOUS or anchor is _OPENED:
                    base = previous if anchor is _PREVIOUS else start
                    if base != slot.base:
                        self.offsets.put(slot, base)
                else:
                    self.offsets.put_at_deadline(slot, None if one.is_first else start)
                until = slot.until
                if until is None:
                    all_reached = False
                    complete = complete and anchor is not _PREVIOUS
                    continue
                # A level is due at the last instant by which no more than `until` has counted.
                left = until - (counted if slot.count is working else slot.count[b])
                if left >= 0:
                    previous, complete, all_reached = None, False, False
                    # No more time counts than passes.
                    if b + left < wake:  # noqa: PLR1730 (a call costs more)
                        wake = b + left
                    continue
                settled = self._settle(slot, a, attempts)
                all_reached = all_reached and (slot.reached is not None or slot.is_dropped)
            previous = settled if settled > start else start  # noqa: FURB136 (as above)
            if ended is None or previous > ended:
                ended = previous
        self.wake = wake
        one.is_done = all_reached and (one is not self.passes[-1] or self._is_last_pass)
        return ended if complete else None

    def _settle(self, slot: Slot, a: int, attempts: int) -> int:
        """Reach a level whose time has come, or not; when it was reached or was to be."""
        level, due = slot.level, slot.at
        if due is None:
            due = self.offsets.due(slot)
        instant = due if due > a else a  # noqa: FURB136 (a call costs more)
        if slot.scheduled is None:
            slot.scheduled = due
            if slot.number > 1:
                self._drop_earlier(slot, instant)
        if slot.is_dropped:
            return due
        stop = None
        if self.is_acknowledged and level.unless is _ACKNOWLEDGED:
            stop = Stop.ACKNOWLEDGED
        elif level.attempts > attempts:
            stop = Stop.ATTEMPTS
            self._needs_attempts = True
        if stop is None:
            slot.reached = instant
            self.told.append(slot)
            return instant
        if slot.stop is None:
            slot.stop, slot.stopped_at = stop, instant
            self.stopped.append(slot)
        return due

    def _drop_earlier(self, slot: Slot, instant: int) -> None:
        """The time of a level has come in a later pass; it is not told of in an earlier one."""
        for one in self.passes:
            for earlier in one.slots:
                if earlier.number < slot.number and earlier.level.id == slot.level.id:
                    if earlier.reached is not None and earlier.reached > instant:
                        self.told.remove(earlier)  # an earlier pass is walked first
                        earlier.reached = None
                    earlier.is_dropped = earlier.reached is None
