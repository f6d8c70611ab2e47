"""One clock of an issue, while its history is folded."""

from clientkit.base import Term

from ._our_time import OurTime
from .model import EscalationAnchor

__all__ = ["Clocks", "RunningClock"]


class RunningClock:
    """Counts our time, from its start until what it waits for happens."""

    __slots__ = (
        "_before", "_counted", "_time", "_turn", "amount", "count", "held_at", "since", "started",
        "stopped", "target", "until",
    )  # fmt: skip

    def __init__(self, time: OurTime, target: Term | None, started: int | None) -> None:
        self._time = time
        self.count = time.working
        """The time that counts."""
        self.target = target
        """How much it may count; none where the policy does not say."""
        self.since = 0
        """From when on it has been judged by its target."""
        self.started: int | None = None
        """When it began; none as long as the issue is closed."""
        self.stopped: int | None = None
        """When what it waits for happened."""
        self.held_at: int | None = None
        """When the issue was closed over it."""
        self.amount: int | None = None
        """How much it may count, in microseconds of its time."""
        self.until: int | None = None
        """How much of our time has counted when that is used up."""
        self._turn = self._before = self._counted = 0
        if started is not None:
            self.start(started)

    def start(self, t: int) -> None:
        """Count from an instant on."""
        self.started = self.since = t
        self._turn = len(self._time.ends)
        self._measure(t)

    def _measure(self, started: int) -> None:
        if self.target is None:
            self.count, self.amount = self._time.working, None
        else:
            self.count, self.amount = self._time.reckon(self.target, started)
        self._before = before = self.count[started]
        self.until = None if self.amount is None else before + self.amount

    def stop(self, t: int) -> None:
        """What it waits for has happened; where the issue was closed before, then."""
        self.stopped = t if self.held_at is None else self.held_at
        self._counted = self.count[t] - self._before

    def reopen(self, t: int) -> None:
        """The issue is open again, at the beginning of our turn."""
        self.held_at = None
        if self.started is None:
            self.start(t)

    def retarget(self, target: Term | None, t: int) -> None:
        """Judge all the time counted so far by another target from an instant on."""
        self.target, self.since = target, t
        if self.started is not None:
            self._measure(self.started)

    def restart(self, target: Term | None, t: int, *, is_closed: bool) -> None:
        """Forget what was counted, and count from an instant on; of a closed issue, not yet."""
        self.target, self.stopped = target, None
        self.held_at = t if is_closed else None
        self.start(t)

    @property
    def is_over(self) -> bool:
        """Whether it waits for nothing more, as things stand."""
        return self.stopped is not None or self.held_at is not None

    def elapsed(self, now: int) -> int:
        """How much it has counted."""
        if self.stopped is not None:
            return self._counted
        return 0 if self.started is None else self.count[now] - self._before

    def deadline(self) -> int | None:
        """When its target was used up or, if it runs on, will be; none while that moves."""
        until, started = self.until, self.started
        if until is None or started is None:
            return None
        due = self.count.first(until, self._turn, started)
        if due is None or (self.stopped is not None and due > self.stopped):
            return None
        return due if self._time.is_running or due <= self._time.ends[-1] else None

    def due_if_resumed(self, at: int) -> int | None:
        """The deadline of one that stands still, if it went on at an instant."""
        if self.amount is None:
            return None
        return self.count.line.lead(at, self.amount - self.elapsed(at))


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
