"""One local year of a calendar, compiled for counting: a running sum, searched by bisection."""

import datetime as dt
from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import itemgetter, sub
from typing import Final

from ._hours import Hours, merged

__all__ = ["YearTable"]

_closing: Final = itemgetter(1)


class YearTable:
    """One local year of a calendar."""

    __slots__ = (
        "closes", "closings", "comes_in", "days", "end", "ends", "first", "goes_out", "last",
        "number", "opens", "shifts", "start", "total",
    )  # fmt: skip

    def __init__(self, hours: Hours, number: int) -> None:
        at, day_of = hours.zone.at, dt.date(number, 1, 1).toordinal()
        day_after = dt.date(number + 1, 1, 1).toordinal()
        self.number = number
        self.first, self.last = day_of, day_after - 1
        self.start, self.end = at(day_of, 0), at(day_after, 0)
        ranges = hours.of_year(number)
        joined = merged(ranges)
        inside = [one for one in joined if one[0] < self.end and one[1] > self.start]
        self.comes_in = bool(inside) and inside[0][0] < self.start
        """Whether the first range is the rest of one that opened in the year before."""
        self.goes_out = bool(inside) and inside[-1][1] > self.end
        """Whether the last range goes on in the next year."""
        self.opens = [opens for opens, _ in inside]
        self.closes = [closes for _, closes in inside]
        if inside:
            self.opens[0] = max(self.opens[0], self.start)
            self.closes[-1] = min(self.closes[-1], self.end)
        self.ends: list[int] = [*accumulate(map(sub, self.closes, self.opens))]
        """Open time of the year up to the end of each range."""
        self.shifts: list[int] = [*map(sub, self.ends, self.closes)]
        """What to add to an instant in a range for the open time of the year up to it."""
        self.total = self.ends[-1] if self.ends else 0
        closings = {day: closes for _, closes, day in sorted(ranges, key=_closing)}
        self.days = sorted(day for day in closings if day_of <= day < day_after)
        """The working days, as ordinals."""
        self.closings = [closings[day] for day in self.days]
        """The last closing of each, which may be in the next year."""

    def counted(self, t: int) -> int:
        """Open time from the beginning of the year to an instant in it."""
        n = bisect_right(self.opens, t)
        if not n:
            return 0
        counted, most = t + self.shifts[n - 1], self.ends[n - 1]
        return counted if counted < most else most  # noqa: FURB136 (a call costs more)

    def is_open(self, t: int) -> bool:
        """Whether an instant of the year is inside a range."""
        n = bisect_right(self.opens, t) - 1
        return n >= 0 and t < self.closes[n]

    def first_reaching(self, amount: int) -> int:
        """The first instant by which a positive amount of the year's open time has passed."""
        return amount - self.shifts[bisect_left(self.ends, amount)]

    def last_holding(self, amount: int) -> int:
        """The last instant by which no more than an amount of the year's open time has passed."""
        return amount - self.shifts[bisect_right(self.ends, amount)]
