"""A calendar compiled for counting: a table a year, with running sums, searched by bisection.

Cost does not grow with the span: within a year two bisections answer, and across years the sums of
the years between stand ready after the first time. Tables and sums are replaced, never changed, so
that threads may share them.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from threading import RLock
from typing import Final, NoReturn, TypeVar

from ._hours import hours_of
from ._year_table import YearTable
from .combined import AnyCalendar
from .data_versions import TimeData, time_data
from .errors import NoWorkingTimeError
from .zones import Zone

__all__ = ["Timeline", "YearTable", "timeline"]

CLOSED_YEARS: Final = 10
"""A search gives up when a calendar stays closed (or, for a closing, open) for so many years."""
SPAN_YEARS: Final = 1_000
"""No count goes further than so many years from where it begins."""
FIRST_YEAR: Final = 3
LAST_YEAR: Final = 9997
TABLES_KEPT: Final = 200
CALENDARS_KEPT: Final = 256


class _Sums:
    """Open time and working days before each of some successive years, from any zero."""

    __slots__ = ("after", "days", "first", "times")

    def __init__(self, first: int, times: tuple[int, ...], days: tuple[int, ...]) -> None:
        self.first, self.times, self.days = first, times, days
        self.after = first + len(times) - 1
        """The first year that is not summed."""


class Timeline:
    """Answers questions about one calendar, in microseconds since 1970 and ordinals of days."""

    __slots__ = ("_hours", "_lock", "_recent", "_sums", "_tables", "data", "zone")

    def __init__(self, calendar: AnyCalendar) -> None:
        self._hours = hours_of(calendar)
        self.zone: Zone = self._hours.zone
        self.data: TimeData = time_data(calendar)
        self._tables: dict[int, YearTable] = {}
        self._recent: YearTable | None = None
        self._sums: _Sums | None = None
        self._lock = RLock()

    def table(self, number: int) -> YearTable:
        """The table of a year."""
        found = self._tables.get(number)
        if found is None:
            if not FIRST_YEAR <= number <= LAST_YEAR:
                self._give_up("a working time", FIRST_YEAR if number < FIRST_YEAR else LAST_YEAR)
            found = YearTable(self._hours, number)
            with self._lock:
                if len(self._tables) >= TABLES_KEPT:
                    self._tables = {}
                self._tables[number] = found
        return found

    def table_at(self, t: int) -> YearTable:
        """The table of the year of an instant."""
        found = self._recent
        if found is None or not found.start <= t < found.end:
            number = 1970 + t // 1_000_000 // 31_556_952
            found = self._tables.get(number)
            if found is None:
                found = self.table(min(max(number, FIRST_YEAR), LAST_YEAR))
            if t < found.start:
                found = self.table(found.number - 1)
            elif t >= found.end:
                found = self.table(found.number + 1)
            self._recent = found
        return found

    def is_open(self, t: int) -> bool:
        """Whether an instant is inside opening hours."""
        return self.table_at(t).is_open(t)

    def add(self, t: int, amount: int, forward_at_close: bool = False) -> int:
        """The instant that open time leads to, at a closing or on to the opening after it."""
        if amount == 0:
            return self.roll_forward(t) if forward_at_close else t
        table = self._recent
        if table is None or not table.start <= t < table.end:
            table = self.table_at(t)
        # What `counted` says, written out: this is where the time goes.
        n = bisect_right(table.opens, t)
        target = amount
        if n:
            counted, most = t + table.shifts[n - 1], table.ends[n - 1]
            target += counted if counted < most else most  # noqa: FURB136 (a call costs more)
        if amount < 0:
            if target >= 0:
                return table.last_holding(target)
            far, rest = self._year_holding(table.number, target)
            return far.last_holding(rest)
        if target > table.total:
            far, rest = self._year_reaching(table.number, target)
            found = far.first_reaching(rest)
            return self.roll_forward(found) if forward_at_close else found
        n = bisect_left(table.ends, target)
        found = target - table.shifts[n]
        if forward_at_close and target == table.ends[n]:
            return self.roll_forward(found)
        return found

    def between(self, a: int, b: int) -> int:
        """Open time from one instant to another, negative if the other is earlier."""
        first = self._recent
        if first is not None and first.start <= a < first.end and first.start <= b < first.end:
            return first.counted(b) - first.counted(a)
        first, last = self.table_at(a), self.table_at(b)
        if first is last:
            return first.counted(b) - first.counted(a)
        low, high, sums = first.number, last.number, self._sums
        if sums is None or high - low > SPAN_YEARS or not sums.first <= low <= high < sums.after:
            sums = self._summed(low, high)
        whole = sums.times[high - sums.first] - sums.times[low - sums.first]
        return whole + last.counted(b) - first.counted(a)

    def _year_reaching(self, number: int, target: int) -> tuple[YearTable, int]:
        def reached(sums: _Sums) -> int | None:
            amount = sums.times[number - sums.first] + target
            n = bisect_left(sums.times, amount) - 1
            return n if n + 1 < len(sums.times) else None

        sums, n = self._search(number, 1, reached, "so much working time")
        amount = sums.times[number - sums.first] + target
        return self.table(sums.first + n), amount - sums.times[n]

    def _year_holding(self, number: int, target: int) -> tuple[YearTable, int]:
        def reached(sums: _Sums) -> int | None:
            n = bisect_right(sums.times, sums.times[number - sums.first] + target) - 1
            return n if 0 <= n < len(sums.times) - 1 else None

        sums, n = self._search(number, -1, reached, "so much working time")
        amount = sums.times[number - sums.first] + target
        return self.table(sums.first + n), amount - sums.times[n]

    def working_day(self, day: int, count: int) -> tuple[int, int]:
        """The nth working day after a day (before it, if negative), and its last closing."""
        table = self._recent
        if table is None or not table.first <= day <= table.last:
            table = self.table(dt.date.fromordinal(day).year)
        number = table.number
        at = (
            bisect_right(table.days, day) - 1 if count > 0 else bisect_left(table.days, day)
        ) + count
        if at >= len(table.days) and number < LAST_YEAR:  # most often it is in the next year
            at, table = at - len(table.days), self.table(number + 1)
            number += 1
        if 0 <= at < len(table.days):
            return table.days[at], table.closings[at]

        def reached(sums: _Sums) -> int | None:
            n = bisect_right(sums.days, sums.days[number - sums.first] + at) - 1
            return n if 0 <= n < len(sums.days) - 1 else None

        sums, n = self._search(number, 1 if count > 0 else -1, reached, "so many working days")
        rest = sums.days[number - sums.first] + at - sums.days[n]
        table = self.table(sums.first + n)
        return table.days[rest], table.closings[rest]

    def working_days(self, a: int, b: int) -> int:
        """How many working days there are after day ``a`` up to day ``b``; signed."""
        first, last = (self.table(dt.date.fromordinal(day).year) for day in (a, b))
        count = bisect_right(last.days, b) - bisect_right(first.days, a)
        if first is last:
            return count
        sums = self._summed(first.number, last.number)
        return count + sums.days[last.number - sums.first] - sums.days[first.number - sums.first]

    def is_working_day(self, day: int) -> bool:
        """Whether a date has any opening."""
        days = self.table(dt.date.fromordinal(day).year).days
        n = bisect_left(days, day)
        return n < len(days) and days[n] == day

    def roll_forward(self, t: int) -> int:
        """The instant itself inside opening hours, else the next opening."""
        return t if self.table_at(t).is_open(t) else self.next_opening(t)

    def roll_back(self, t: int) -> int:
        """The instant itself if open or a closing, else the closing before it."""
        for table in self._outward(self.table_at(t), -1, "a closing"):
            n = bisect_right(table.opens, t) - 1
            if n >= 0:
                return min(t, table.closes[n])
        raise AssertionError  # the search ends in an error of its own

    def next_opening(self, t: int) -> int:
        """The first opening after an instant."""
        here = self.table_at(t)
        n = bisect_right(here.opens, t)
        if 0 < n < len(here.opens):
            return here.opens[n]
        for table in self._outward(here, 1, "an opening"):
            n = max(bisect_right(table.opens, t), int(table.comes_in))
            if n < len(table.opens):
                return table.opens[n]
        raise AssertionError  # as above

    def next_closing(self, t: int) -> int:
        """The first closing after an instant."""
        for table in self._outward(self.table_at(t), 1, "a closing"):
            n = bisect_right(table.closes, t)
            if n < len(table.closes) - int(table.goes_out):
                return table.closes[n]
        raise AssertionError  # as above

    def previous_opening(self, t: int) -> int:
        """The last opening before an instant."""
        for table in self._outward(self.table_at(t), -1, "an opening"):
            n = bisect_left(table.opens, t) - 1
            if n >= int(table.comes_in):
                return table.opens[n]
        raise AssertionError  # as above

    def ranges(self, a: int, b: int) -> Iterator[tuple[int, int]]:
        """The opening ranges between two instants, joined and clipped."""
        if a >= b:
            return
        first, last = self.table_at(a).number, self.table_at(b).number
        self._check_span(first, last)
        start = end = None
        for number in range(first, last + 1):
            table = self.table(number)
            low, high = bisect_right(table.closes, a), bisect_left(table.opens, b)
            for opens, closes in zip(table.opens[low:high], table.closes[low:high], strict=True):
                if end != opens:
                    if start is not None and end is not None:
                        yield start, end
                    start = max(opens, a)
                end = closes
        if start is not None and end is not None:
            yield start, min(end, b)

    def _outward(self, table: YearTable, step: int, what: str) -> Iterator[YearTable]:
        """A year and those next to it in one direction, as far as a search may go."""
        start = table.number
        for number in range(start, start + step * (CLOSED_YEARS + 1), step):
            if not FIRST_YEAR <= number <= LAST_YEAR:
                break
            yield self.table(number)
        self._give_up(what, min(max(start + step * CLOSED_YEARS, FIRST_YEAR), LAST_YEAR), step)

    def _give_up(self, what: str, year: int, step: int = 1) -> NoReturn:
        edge = dt.date(year + (step > 0), 1, 1).toordinal()
        raise NoWorkingTimeError(what, self.zone.instant(self.zone.at(edge, 0)))

    def _check_span(self, a: int, b: int) -> None:
        if abs(b - a) > SPAN_YEARS:
            step = 1 if b > a else -1
            self._give_up("the other end", a + step * SPAN_YEARS, step)

    def _summed(self, a: int, b: int) -> _Sums:
        """Sums that reach over two years, with one more at the end."""
        self._check_span(a, b)
        low, high = min(a, b), max(a, b)
        sums = self._sums
        if sums is not None and sums.first <= low and high < sums.after:
            return sums
        with self._lock:
            sums = self._sums
            if sums is None or low > sums.after + SPAN_YEARS or high < sums.first - SPAN_YEARS:
                sums = _Sums(low, (0,), (0,))
            while sums.after <= high:
                sums = self._extended(sums, 1)
            while sums.first > low:
                sums = self._extended(sums, -1)
            self._sums = sums
        return sums

    def _extended(self, sums: _Sums, step: int) -> _Sums:
        times, days = sums.times, sums.days
        if step > 0:
            table = self.table(sums.after)
            return _Sums(
                sums.first, (*times, times[-1] + table.total), (*days, days[-1] + len(table.days))
            )
        table = self.table(sums.first - 1)
        return _Sums(
            sums.first - 1, (times[0] - table.total, *times), (days[0] - len(table.days), *days)
        )

    def _search(
        self, number: int, step: int, reached: Callable[[_Sums], int | None], what: str
    ) -> tuple[_Sums, int]:
        """Sum years outward from one, until `reached` gives the place of a year in the sums."""
        sums = self._summed(number, number)
        while (n := reached(sums)) is None:
            edge = sums.after if step > 0 else sums.first - 1
            if not FIRST_YEAR <= edge <= LAST_YEAR or abs(edge - number) > SPAN_YEARS:
                self._give_up(what, edge - step, step)
            self._check_closed(sums, number, step, what)
            sums = self._summed(number, edge)
        return sums, n

    def _check_closed(self, sums: _Sums, number: int, step: int, what: str) -> None:
        """Give up where the years looked at last were closed all through."""
        times = sums.times
        tail = times[-CLOSED_YEARS - 1 :] if step > 0 else times[: CLOSED_YEARS + 1]
        looked = sums.after - number if step > 0 else number - sums.first
        if len(tail) > CLOSED_YEARS and looked >= CLOSED_YEARS and tail[0] == tail[-1]:
            self._give_up(what, sums.after - 1 if step > 0 else sums.first, step)


K = TypeVar("K")
V = TypeVar("V")

_by_identity: dict[int, tuple[AnyCalendar, Timeline]] = {}
_by_value: dict[AnyCalendar, Timeline] = {}
_cache_lock = RLock()


def timeline(calendar: AnyCalendar) -> Timeline:
    """The compiled form of a calendar, kept for the last few hundred calendars.

    The identity of the calendar is looked up first: a hash of one with hundreds of holidays takes
    longer than the question.
    """
    entry = _by_identity.get(id(calendar))
    if entry is not None and entry[0] is calendar:
        return entry[1]
    with _cache_lock:
        try:
            found = _by_value.get(calendar)
        except TypeError:
            found = None
        if found is None:
            found = Timeline(calendar)
            _make_room(_by_value)
            _by_value[calendar] = found
        _make_room(_by_identity)
        _by_identity[id(calendar)] = (calendar, found)
    return found


def _make_room(cache: dict[K, V]) -> None:
    if len(cache) >= CALENDARS_KEPT:
        del cache[next(iter(cache))]
