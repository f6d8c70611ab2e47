"""The time in which an issue is in our hands, which is what its clocks and levels count.

It is counted in one place for all of them: what had counted before each of our turns is summed
once, and the instant by which an amount has counted is found from the sums by bisection.
"""

from bisect import bisect_left, bisect_right

from clientkit.base import Term

from ._counting import DAY_AND_NIGHT, Counting, Line, measure

__all__ = ["Count", "OurTime"]


class OurTime:
    """Our turns; between them everything stands still."""

    __slots__ = ("_day_and_night", "counting", "ends", "starts", "working")

    def __init__(self, counting: Counting) -> None:
        self.counting = counting
        self.starts: list[int] = []
        """The instants at which our turns began."""
        self.ends: list[int] = []
        """Those at which they ended; one fewer during our turn."""
        self.working = Count(counting.line, self.starts, self.ends)
        self._day_and_night: Count | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is our turn."""
        return len(self.starts) > len(self.ends)

    def count_of(self, term: Term | None) -> "Count":
        """The count of the time in which a term counts; without one, of working time."""
        if term is None or measure(term.text).is_working:
            return self.working
        if self._day_and_night is None:
            self._day_and_night = Count(DAY_AND_NIGHT, self.starts, self.ends)
        return self._day_and_night

    def after(self, start: int, term: Term) -> int:
        """Where a term leads that stands still with the issue, during our turn.

        At a closing it leads on to the opening after it.
        """
        if start >= self.starts[-1]:
            return self.counting.after(start, term)
        count = self.count_of(term)
        counted = count.at(start)
        amount = counted + self.counting.amount(term, start)
        return count.last(amount, start, counted)


class Count:
    """How much of our time has counted."""

    __slots__ = ("_before", "_ends", "_starts", "line")

    def __init__(self, line: Line, starts: list[int], ends: list[int]) -> None:
        self.line = line
        """The time that counts, of the time that is ours."""
        self._starts, self._ends = starts, ends
        self._before = [0]
        """How much had counted before each turn, as far as that was asked for."""

    def _summed(self) -> list[int]:
        """How much had counted before each turn, and by the end of the last if that has ended."""
        before, ends = self._before, self._ends
        while len(before) <= len(ends):
            turn = len(before) - 1
            counted = self.line[ends[turn]] - self.line[self._starts[turn]]
            before.append(before[turn] + counted)
        return before

    def at(self, t: int) -> int:
        """How much had counted by an instant, which is not after the last that happened."""
        starts, ends = self._starts, self._ends
        turn = len(starts) - 1
        if turn < 0 or t < starts[turn]:
            turn = bisect_right(starts, t) - 1
            if turn < 0:
                return 0
        before = self._before if turn < len(self._before) else self._summed()
        if turn < len(ends) and t >= ends[turn]:
            return self._summed()[turn + 1]
        return before[turn] + self.line[t] - self.line[starts[turn]]

    def first(self, amount: int, turn: int, start: int, counted: int) -> int | None:
        """The first instant by which an amount has counted, if our turn goes on.

        It is not before `start`, by which `counted` had counted, nor before the turn of a number.
        """
        turn = bisect_left(self._summed(), amount, turn + 1) - 1
        if turn == len(self._starts):
            return None
        return self._within(turn, amount, start, counted, False)

    def last(self, amount: int, start: int, counted: int) -> int:
        """The last instant by which no more than an amount has counted."""
        turn = bisect_right(self._summed(), amount) - 1
        return self._within(turn, amount, start, counted, True)

    def _within(
        self, turn: int, amount: int, start: int, counted: int, forward_at_close: bool
    ) -> int:
        """The instant in a turn, not before `start`, by which an amount has counted."""
        begins = self._starts[turn]
        if start <= begins:
            start, counted = begins, self._before[turn]
        return self.line.lead(start, amount - counted, forward_at_close)
