"""Terms on whole microseconds: how much they count, and where they lead.

The functions of :mod:`clientkit.worktime` take and give instants, whose making costs more than the
counting. What is folded here stays on integers until it is shown.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from typing import Final, NamedTuple, Protocol

from clientkit.base import InvalidArgumentError, InvalidValueError, Term
from clientkit.worktime import AnyCalendar, NoWorkingTimeError, add_term, subtract_term
from clientkit.worktime._timeline import FIRST_YEAR, LAST_YEAR, Timeline, YearTable, timeline
from clientkit.worktime.zones import MINUTE, Zone, microseconds

__all__ = ["DAY_AND_NIGHT", "MEASURES", "Counting", "Line", "Measure", "moment"]

_UNITS: Final = {"minute": MINUTE, "hour": 60 * MINUTE}


class Measure(NamedTuple):
    """How a term counts."""

    is_working: bool
    """Whether its time is working time; otherwise it is day and night."""
    amount: int | None
    """How much of its time it is, where that does not depend on where it starts."""
    working_days: int
    """How many working days it counts, if it does."""


class _Measures(dict[str, Measure]):
    """How terms count, by their texts."""

    __slots__ = ()

    def __missing__(self, text: str) -> Measure:
        term = Term.parse(text)
        unit, is_working = term.unit.value.removeprefix("working "), term.unit.is_working
        scale = _UNITS.get(unit)
        days = term.count if is_working and scale is None else 0
        amount = 0 if not term.count else None if scale is None else term.count * scale
        if len(self) >= _KEPT:
            self.clear()
        found = self[text] = Measure(is_working, amount, days)
        return found


_KEPT: Final = 1000
MEASURES: Final = _Measures()
"""Those of the latest terms. Each level and clock asks; `lru_cache` takes twice as long."""


class Line(Protocol):
    """Time that counts: a calendar's, or day and night."""

    def __getitem__(self, t: int, /) -> int:
        """How much had counted by an instant, from whatever zero."""

    def lead(self, t: int, amount: int, forward_at_close: bool = False, /) -> int:
        """The instant by which an amount has counted; at a closing on to the opening, if asked."""


class _DayAndNight:
    __slots__ = ()

    def __getitem__(self, t: int, /) -> int:
        return t

    def lead(self, t: int, amount: int, forward_at_close: bool = False, /) -> int:  # noqa: ARG002 (it never closes)
        return t + amount


DAY_AND_NIGHT: Final = _DayAndNight()


class _Working(dict[int, int]):
    """Working time by instants, each of which is asked for several times.

    It is counted from the beginning of the year in which the issue was opened. Most of what one
    issue asks for lies in the opening range of the question before, and needs no search.
    """

    __slots__ = ("_closes", "_counted", "_line", "_opened", "_opens", "_shift", "_year")

    def __init__(self, line: Timeline) -> None:
        self._line = line
        self._start(0)

    def _start(self, opened: int) -> None:
        self._opened = opened
        self._year: YearTable | None = None
        self._opens, self._closes = 0, -1  # none is in view, not even of an instant
        self._shift = self._counted = 0

    def begin(self, opened: int) -> None:
        """Count for an issue; from its own year, since no count may go on for too many."""
        year = self._year
        if year is None or not year.start <= opened < year.end:
            self.clear()
            self._start(opened)

    def __missing__(self, t: int) -> int:
        if self._opens <= t <= self._closes:
            found = t + self._shift
        else:
            year = self._year
            if year is None:
                year = self._year = self._line.table_at(self._opened)
            if year.start <= t < year.end:
                n = bisect_right(year.opens, t) - 1
                found = 0
                if n >= 0:
                    self._opens, self._closes = year.opens[n], year.closes[n]
                    self._shift = shift = year.shifts[n]
                    self._counted = self._opens + shift
                    found = t + shift if t < self._closes else year.ends[n]
            else:
                found = self._line.between(year.start, t)
        self[t] = found
        return found

    def lead(self, t: int, amount: int, forward_at_close: bool = False, /) -> int:
        if amount > 0:
            by_then = self[t] + amount
            found = by_then - self._shift
            if self._counted < by_then and found < self._closes:
                return found
            year = self._year
            if year is not None and 0 < by_then <= year.total:
                n = bisect_left(year.ends, by_then)
                if not forward_at_close or by_then < year.ends[n]:
                    return by_then - year.shifts[n]
        return self._line.add(t, amount, forward_at_close)


_MICROSECOND: Final = dt.timedelta(microseconds=1)
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class _Shown(dict[int, dt.datetime]):
    """Instants as models hold them, with the zone's offset at the time.

    What one issue shows is shown several times, and most of it within one offset.
    """

    __slots__ = ("_epoch", "_first", "_last", "_zone")

    def __init__(self, zone: Zone) -> None:
        self._zone = zone
        self._epoch = _EPOCH
        self._first = self._last = 0

    def __missing__(self, t: int) -> dt.datetime:
        if not self._first <= t < self._last:
            try:
                self._first, self._last, offset = self._zone.steady(t)
            except InvalidValueError:
                year = FIRST_YEAR if t < 0 else LAST_YEAR + 1
                raise _too_far("where a term leads", self._zone, year) from None
            self._epoch = _EPOCH
            if offset % MINUTE == 0:  # before standard time there were some that no text says
                zone = dt.timezone(dt.timedelta(0, 0, offset)) if offset else dt.UTC
                self._epoch = _EPOCH.astimezone(zone)
        found = self[t] = self._epoch + _MICROSECOND * t
        return found


def _too_far(what: str, zone: Zone, year: int) -> NoWorkingTimeError:
    """What is raised where a term leads out of the years that can be counted."""
    return NoWorkingTimeError(what, zone.instant(zone.at(dt.date(year, 1, 1).toordinal(), 0)))


class Counting:
    """How terms count in one calendar."""

    __slots__ = ("_calendar", "line", "shown", "times", "zone")

    def __init__(self, calendar: AnyCalendar) -> None:
        self._calendar = calendar
        self.times = timeline(calendar)
        """The calendar, compiled."""
        self.zone = self.times.zone
        self.line = _Working(self.times)
        """Its working time."""
        self.shown = _Shown(self.zone)
        """Instants as models hold them."""

    def forget(self) -> None:
        """Make room, between one issue and the next."""
        if len(self.shown) > _KEPT:
            self.shown.clear()
            self.line.clear()

    def amount(self, term: Term, start: int) -> int:
        """How much of its time a term is that starts at an instant."""
        _, amount, days = MEASURES[term.text]
        if amount is not None:
            return amount
        if days:
            end = self.times.working_day(self.zone.day(start), days)[1]
            return self.line[end] - self.line[start]
        try:
            return microseconds(add_term(self._calendar, self.zone.instant(start), term)) - start
        except InvalidValueError:
            raise _too_far(f"the end of {term.text}", self.zone, LAST_YEAR + 1) from None

    def before(self, end: int, term: Term) -> int:
        """Where a term before an instant leads, at a closing to the opening after it."""
        is_working, amount, _ = MEASURES[term.text]
        if amount is not None:
            return self.line.lead(end, -amount, True) if is_working else end - amount
        try:
            found = subtract_term(self._calendar, self.zone.instant(end), term, edge="open")
            return microseconds(found)
        except InvalidValueError:
            raise _too_far(f"what is {term.text} before", self.zone, FIRST_YEAR) from None

    def day(self, t: int) -> dt.date:
        """The local date of an instant."""
        return dt.date.fromordinal(self.zone.day(t))

    def shown_or_none(self, t: int | None) -> dt.datetime | None:
        """An instant as models hold it, if there is one."""
        return None if t is None else self.shown[t]


def moment(name: str, instant: dt.datetime) -> int:
    """An argument as microseconds since 1970.

    Raises:
        InvalidArgumentError: It has no offset, or is outside the years 3 to 9997.
    """
    try:
        return microseconds(instant)
    except ValueError:
        raise InvalidArgumentError(
            name, instant, "an instant with its offset, of the years 3 to 9997"
        ) from None
