"""One clock of an issue, while its history is folded."""

from bisect import bisect_left

from clientkit.base import Term

from ._counting import DAY_AND_NIGHT, Counting, Line
from .model import EscalationAnchor

__all__ = ["Clocks", "RunningClock"]


class RunningClock:
    """Counts while the issue is in our hands, from its start until it is stopped."""

    __slots__ = (
        "_amount", "_counting", "_due", "_elapsed", "_line", "_runs", "_since", "_sums", "held_at",
        "started", "stopped", "target",
    )  # fmt: skip

    def __init__(self, counting: Counting, target: Term | None, started: int | None) -> None:
        self._counting = counting
        self.target = target
        """How much it may count; none where the policy does not say."""
        self.started = started
        """When it began; none as long as the issue is closed."""
        self.stopped: int | None = None
        """When what it waits for happened."""
        self.held_at: int | None = None
        """When the issue was closed over it."""
        self._since: int | None = None
        self._runs: list[tuple[int, int]] = []
        self._sums: list[int] = []
        self._elapsed = 0
        self._line: Line = counting.line if target is None else counting.line_of(target)
        self._due: int | None = None
        self._amount: int | None = None
        if target is not None and started is not None:
            self._amount = counting.amount(target, started)

    def run(self, t: int) -> None:
        """Count from an instant on."""
        if self.started is None:
            self.started = t
            if self.target is not None:
                self._amount = self._counting.amount(self.target, t)
        self._since, self.held_at = t, None
        amount = self._amount
        if self._due is None and amount is not None:
            self._due = self._line.add(t, amount - self._elapsed)

    def hold(self, t: int) -> None:
        """Stand still from an instant on; a deadline that has not come moves."""
        since = self._since
        if since is None:
            return
        self._elapsed += self._line.between(since, t)
        self._runs.append((since, t))
        self._sums.append(self._elapsed)
        self._since = None
        if self._due is not None and self._due > t:
            self._due = None

    def stop(self, t: int) -> None:
        """What it waits for has happened; where the issue was closed before, then."""
        self.hold(t)
        self.stopped = t if self.held_at is None else self.held_at

    def close(self, t: int) -> None:
        """The issue is closed over it."""
        self.hold(t)
        self.held_at = t

    def retarget(self, target: Term | None, t: int) -> None:
        """Judge all the time counted so far by another target."""
        running = self._since is not None
        self.hold(t)
        self.target, self._amount, self._due = target, None, None
        if target is not None:
            line = self._counting.line_of(target)
            if line is not self._line:
                self._line = line
                self._recount()
            if self.started is not None:
                self._amount = self._counting.amount(target, self.started)
                if self._sums and self._amount <= self._elapsed:
                    n = bisect_left(self._sums, self._amount)
                    before = self._sums[n - 1] if n else 0
                    self._due = line.add(self._runs[n][0], self._amount - before)
        if running:
            self.run(t)

    def restart(self, target: Term | None, t: int) -> None:
        """Forget what was counted, and count from an instant on."""
        running = self._since is not None
        self._since = self._due = self._amount = self.stopped = None
        self._runs, self._sums, self._elapsed = [], [], 0
        self.target, self.started = target, t
        self._line = self._counting.line
        if target is not None:
            self._line = self._counting.line_of(target)
            self._amount = self._counting.amount(target, t)
        if running:
            self.run(t)

    def _recount(self) -> None:
        self._sums, self._elapsed = [], 0
        for a, b in self._runs:
            self._elapsed += self._line.between(a, b)
            self._sums.append(self._elapsed)

    @property
    def ended(self) -> int | None:
        """When what it waits for happened, or the issue was closed over it."""
        return self.held_at if self.stopped is None else self.stopped

    @property
    def is_over(self) -> bool:
        """Whether it waits for nothing more, as things stand."""
        return self.stopped is not None or self.held_at is not None

    @property
    def runs(self) -> bool:
        """Whether it counts."""
        return self._since is not None

    @property
    def target_amount(self) -> int | None:
        """How much it may count, in microseconds of its time."""
        return self._amount

    @property
    def is_day_and_night(self) -> bool:
        """Whether its time is elapsed time."""
        return self._line is DAY_AND_NIGHT

    def elapsed(self, now: int) -> int:
        """How much it has counted."""
        if self._since is None:
            return self._elapsed
        return self._elapsed + self._line.between(self._since, now)

    def deadline(self) -> int | None:
        """When its target was used up or, if it runs on, will be; none while that moves."""
        return self._due

    def due(self, now: int) -> int | None:
        """Its deadline; of one that stands still, if it went on now."""
        if self._due is not None or self._amount is None:
            return self._due
        ended = self.ended
        return self._line.add(now if ended is None else ended, self._amount - self._elapsed)


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
