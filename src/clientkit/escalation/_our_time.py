"""The time in which an issue is in our hands, which is what its clocks and levels count.

It is counted in one place for all of them: what had counted by the end of each of our turns is
summed once, and the instant by which an amount has counted is found from the sums by bisection.
"""

from bisect import bisect_left, bisect_right

from clientkit.base import Term

from ._counting import DAY_AND_NIGHT, Counting, Line, measure

__all__ = ["Count", "OurTime"]


class OurTime:
    """Our turns; between them everything stands still."""

    __slots__ = ("counting", "day_and_night", "ends", "is_running", "starts", "working")

    def __init__(self, counting: Counting) -> None:
        self.counting = counting
        self.is_running = False
        """Whether it is our turn."""
        self.starts: list[int] = []
        """The instants at which our turns began."""
        self.ends: list[int] = []
        """Those at which they ended; one fewer during our turn."""
        self.working = Count(counting.line, self)
        self.day_and_night = Count(DAY_AND_NIGHT, self)

    def go(self, t: int) -> None:
        """It is our turn from an instant on."""
        self.is_running = True
        self.starts.append(t)
        for count in (self.working, self.day_and_night):
            count.stood = count.line[t] - count.total

    def stand(self, t: int) -> None:
        """It is not from an instant on."""
        self.is_running = False
        self.ends.append(t)
        for count in (self.working, self.day_and_night):
            count.total = count.line[t] - count.stood
            count.sums.append(count.total)

    def count_of(self, term: Term | None) -> "Count":
        """The count of the time in which a term counts; without one, of working time."""
        if term is None or measure(term.text).is_working:
            return self.working
        return self.day_and_night

    def after(self, start: int, term: Term) -> int:
        """Where a term leads that stands still with the issue, during our turn.

        At a closing it leads on to the opening after it.
        """
        if start >= self.starts[-1]:
            return self.counting.after(start, term)
        count = self.count_of(term)
        counted = count.at(start)
        amount = counted + self.counting.amount(term, start)
        return count.instant(amount, bisect_right(count.sums, amount), start, counted, True)


class Count:
    """How much of our time has counted."""

    __slots__ = ("_time", "line", "stood", "sums", "total")

    def __init__(self, line: Line, time: OurTime) -> None:
        self._time = time
        self.line = line
        """The time that counts, of the time that is ours."""
        self.sums: list[int] = []
        """How much had counted by the end of each turn."""
        self.total = 0
        """How much by the end of the last."""
        self.stood = 0
        """What the line shows more than has counted, during our turn."""

    def at(self, t: int) -> int:
        """How much had counted by an instant, which is not after the last that happened."""
        time = self._time
        if time.is_running and t >= time.starts[-1]:
            return self.line[t] - self.stood
        turn = bisect_right(time.starts, t) - 1
        if turn < 0:
            return 0
        if t >= time.ends[turn]:
            return self.sums[turn]
        before = self.sums[turn - 1] if turn else 0
        return self.line[t] - self.line[time.starts[turn]] + before

    def first(self, amount: int, turn: int, start: int, counted: int) -> int | None:
        """The first instant by which an amount has counted, if our turn goes on.

        It is not before `start`, by which `counted` had counted, nor before the turn of a number.
        """
        sums = self.sums
        turn = bisect_left(sums, amount, turn) if amount <= self.total else len(sums)
        if turn == len(self._time.starts):
            return None
        return self.instant(amount, turn, start, counted)

    def instant(
        self, amount: int, turn: int, start: int, counted: int, forward_at_close: bool = False
    ) -> int:
        """The instant in a turn, not before `start`, by which an amount has counted."""
        begins = self._time.starts[turn]
        if start <= begins:
            start, counted = begins, self.sums[turn - 1] if turn else 0
        return self.line.lead(start, amount - counted, forward_at_close)
