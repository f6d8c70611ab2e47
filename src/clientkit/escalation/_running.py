"""One clock of an issue, while its history is folded."""

from clientkit.base import Term

from ._counting import DAY_AND_NIGHT
from ._our_time import OurTime
from .model import EscalationAnchor

__all__ = ["Clocks", "RunningClock"]


class RunningClock:
    """Counts our time, from its start until what it waits for happens."""

    started: int | None = None
    """When it began; none as long as the issue is closed."""
    stopped: int | None = None
    """When what it waits for happened."""
    held_at: int | None = None
    """When the issue was closed over it."""
    amount: int | None = None
    """How much it may count, in microseconds of its time."""
    _turn = _before = _counted = 0
    _due: int | None = None
    _due_in = -1

    def __init__(self, time: OurTime, target: Term | None, started: int | None) -> None:
        self._time = time
        self._count = time.count_of(target)
        self.target = target
        """How much it may count; none where the policy does not say."""
        if started is not None:
            self.start(started)

    def start(self, t: int) -> None:
        """Count from an instant on."""
        self.started = t
        self._turn = len(self._time.ends)
        self._measure(t)

    def _measure(self, started: int) -> None:
        self._before = self._count.at(started)
        target = self.target
        self.amount = None if target is None else self._time.counting.amount(target, started)
        self._due_in = -1

    def stop(self, t: int) -> None:
        """What it waits for has happened; where the issue was closed before, then."""
        self.stopped = t if self.held_at is None else self.held_at
        self._counted = self._count.at(t) - self._before

    def reopen(self, t: int) -> None:
        """The issue is open again, at the beginning of our turn."""
        self.held_at = None
        if self.started is None:
            self.start(t)

    def retarget(self, target: Term | None) -> None:
        """Judge all the time counted so far by another target."""
        self.target = target
        if target is not None:
            self._count = self._time.count_of(target)
        if self.started is not None:
            self._measure(self.started)

    def restart(self, target: Term | None, t: int, *, is_closed: bool) -> None:
        """Forget what was counted, and count from an instant on; of a closed issue, not yet."""
        self.target, self.stopped = target, None
        self.held_at = t if is_closed else None
        self._count = self._time.count_of(target)
        self.start(t)

    @property
    def is_over(self) -> bool:
        """Whether it waits for nothing more, as things stand."""
        return self.stopped is not None or self.held_at is not None

    @property
    def is_day_and_night(self) -> bool:
        """Whether its time is elapsed time."""
        return self._count.line is DAY_AND_NIGHT

    def elapsed(self, now: int) -> int:
        """How much it has counted."""
        if self.stopped is not None:
            return self._counted
        return 0 if self.started is None else self._count.at(now) - self._before

    def deadline(self) -> int | None:
        """When its target was used up or, if it runs on, will be; none while that moves."""
        amount, started, time = self.amount, self.started, self._time
        if amount is None or started is None:
            return None
        turns = len(time.starts)
        if self._due_in != turns:  # it stays the same during a turn
            before = self._before
            self._due = self._count.first(before + amount, self._turn, started, before)
            self._due_in = turns
        due = self._due
        if due is None or (self.stopped is not None and due > self.stopped):
            return None
        return due if time.is_running or due <= time.ends[-1] else None

    def due(self, now: int) -> int | None:
        """Its deadline; of one that stands still, if it went on now."""
        due = self.deadline()
        if due is not None or self.amount is None:
            return due
        ended = self.held_at if self.stopped is None else self.stopped
        at = now if ended is None else ended
        return self._count.line.lead(at, self.amount - self.elapsed(now))


_FIRST, _UPDATE, _RESOLUTION = (
    EscalationAnchor.FIRST_RESPONSE, EscalationAnchor.UPDATE, EscalationAnchor.RESOLUTION,
)  # fmt: skip


class Clocks:
    """The clocks of one issue."""

    __slots__ = ("first", "resolution", "update")

    def __init__(self, first: RunningClock, resolution: RunningClock) -> None:
        self.first, self.resolution = first, resolution
        self.update: RunningClock | None = None
        """None until the client has written."""

    def of(self, anchor: EscalationAnchor) -> RunningClock | None:
        """The clock whose deadline is an anchor."""
        if anchor is _FIRST:
            return self.first
        return self.update if anchor is _UPDATE else self.resolution

    def open(self) -> list[tuple[EscalationAnchor, RunningClock]]:
        """Those that have not been stopped, whether they run or stand still."""
        found = [(_RESOLUTION, self.resolution)]  # it is only ever closed over
        if self.first.stopped is None:
            found.append((_FIRST, self.first))
        if self.update is not None and self.update.stopped is None:
            found.append((_UPDATE, self.update))
        return found
