"""The time in which an issue is in our hands, which is what its clocks and levels count.

It is counted in one place for all of them, so that what they wait for is an amount of it: a wait
changes none of these amounts, only the instants by which they have counted.
"""

from bisect import bisect_left, bisect_right
from itertools import zip_longest
from typing import Final

from clientkit.base import Term

from ._counting import DAY_AND_NIGHT, MEASURES, Counting, Line

__all__ = ["Count", "OurTime"]

_NEVER: Final = 10**30


class OurTime:
    """Our turns; between them everything stands still."""

    __slots__ = ("_day_and_night", "counting", "ends", "is_running", "starts", "working")

    def __init__(self, counting: Counting) -> None:
        self.counting = counting
        self.starts: list[int] = []
        """The instants at which our turns began."""
        self.ends: list[int] = []
        """Those at which they ended; one fewer during our turn."""
        self.is_running = False
        """Whether it is our turn."""
        self.working = Count(counting.line, self.starts, self.ends)
        self._day_and_night: Count | None = None

    def begin(self, t: int) -> None:
        """A turn of ours begins."""
        self.is_running = True
        self.starts.append(t)
        self.working.begin(t)
        if self._day_and_night is not None:
            self._day_and_night.begin(t)

    def end(self, t: int) -> None:
        """Our turn ends."""
        self.is_running = False
        self.ends.append(t)
        self.working.end(t)
        if self._day_and_night is not None:
            self._day_and_night.end(t)

    @property
    def day_and_night(self) -> "Count":
        """The count of all of it."""
        found = self._day_and_night
        if found is None:
            found = self._day_and_night = Count(DAY_AND_NIGHT, self.starts, self.ends)
            for start, end in zip_longest(self.starts, self.ends):
                found.begin(start)
                if end is not None:
                    found.end(end)
        return found

    def reckon(self, term: Term, start: int) -> tuple["Count", int]:
        """In what a term counts, and how much of it a term is that starts at an instant."""
        is_working, amount, _ = MEASURES[term.text]
        if amount is None:
            amount = self.counting.amount(term, start)
        return self.working if is_working else self.day_and_night, amount


class Count(dict[int, int]):
    """How much of our time has counted by instants that are not after the last that happened.

    Each of them is asked for several times.
    """

    __slots__ = ("_before", "_ends", "_shift", "_since", "_starts", "line")

    def __init__(self, line: Line, starts: list[int], ends: list[int]) -> None:
        self.line = line
        """The time that counts, of the time that is ours."""
        self._starts, self._ends = starts, ends
        self._before = [0]
        """How much had counted before each turn, and by the end of the last if that has ended."""
        self._since, self._shift = _NEVER, 0

    def begin(self, t: int) -> None:
        """A turn begins."""
        self._since, self._shift = t, self._before[-1] - self.line[t]

    def end(self, t: int) -> None:
        """It ends."""
        self._before.append(self.line[t] + self._shift)
        self._since = _NEVER

    def __missing__(self, t: int) -> int:
        found = self[t] = self.line[t] + self._shift if t >= self._since else self._earlier(t)
        return found

    def _earlier(self, t: int) -> int:
        """How much had counted by an instant before the present turn, or between turns."""
        turn = bisect_right(self._starts, t) - 1
        if turn < 0:
            return 0
        if t >= self._ends[turn]:
            return self._before[turn + 1]
        return self._before[turn] + self.line[t] - self.line[self._starts[turn]]

    def ahead(self, t: int) -> int:
        """How much will have counted by an instant that may be to come, if our turn goes on."""
        found = self[t]
        del self[t]  # it may not go on
        return found

    def first(self, amount: int, turn: int, start: int) -> int | None:
        """The first instant by which an amount has counted, if our turn goes on.

        It is not before an instant, nor before the turn of a number.
        """
        turn = bisect_left(self._before, amount, turn + 1) - 1
        if turn == len(self._starts):
            return None
        found = self.line.lead(self._starts[turn], amount - self._before[turn])
        return found if found > start else start  # noqa: FURB136 (a call costs more)

    def last(self, amount: int) -> int:
        """The last instant by which no more than an amount has counted, if our turn goes on."""
        turn = bisect_right(self._before, amount) - 1
        return self.line.lead(self._starts[turn], amount - self._before[turn], True)
