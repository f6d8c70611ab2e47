"""Terms on whole microseconds: how much they count, and where they lead.

The functions of :mod:`clientkit.worktime` take and give instants, whose making costs more than the
counting. What is folded here stays on integers until it is shown.
"""

import datetime as dt
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from clientkit.base import InvalidArgumentError, Term
from clientkit.worktime import AnyCalendar, add_term, subtract_term
from clientkit.worktime._timeline import timeline
from clientkit.worktime.zones import MINUTE, microseconds

__all__ = ["DAY_AND_NIGHT", "Counting", "Line", "Measure", "measure", "moment"]

_UNITS: Final = {"minute": MINUTE, "hour": 60 * MINUTE}


class Measure(NamedTuple):
    """How a term counts."""

    is_working: bool
    """Whether its time is working time; otherwise it is day and night."""
    amount: int | None
    """How much of its time it is, where that does not depend on where it starts."""
    working_days: int
    """How many working days it counts, if it does."""


@lru_cache(maxsize=4096)
def measure(text: str) -> Measure:
    """How the term of a text counts."""
    term = Term.parse(text)
    unit, is_working = term.unit.value.removeprefix("working "), term.unit.is_working
    scale = _UNITS.get(unit)
    days = term.count if is_working and scale is None else 0
    amount = None if scale is None else term.count * scale
    return Measure(is_working, 0 if not term.count else amount, days)


class Line(Protocol):
    """Time that counts: a calendar's, or day and night."""

    def between(self, a: int, b: int, /) -> int:
        """How much counts from one instant to another."""

    def add(self, t: int, amount: int, forward_at_close: bool = False, /) -> int:
        """The instant by which an amount has counted; at a closing on to the opening, if asked."""


class _DayAndNight:
    __slots__ = ()

    def between(self, a: int, b: int, /) -> int:
        return b - a

    def add(self, t: int, amount: int, forward_at_close: bool = False, /) -> int:  # noqa: ARG002 (it never closes)
        return t + amount


DAY_AND_NIGHT: Final = _DayAndNight()


@lru_cache(maxsize=1024)
def _epoch(offset: int) -> dt.datetime:
    """The instant 1970-01-01T00:00Z, with an offset."""
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC).astimezone(
        dt.timezone(dt.timedelta(0, 0, offset)) if offset else dt.UTC
    )


class Counting:
    """How terms count in one calendar."""

    __slots__ = ("_calendar", "_epochs", "_shown", "line", "zone")

    def __init__(self, calendar: AnyCalendar) -> None:
        self._calendar = calendar
        self.line = timeline(calendar)
        self.zone = self.line.zone
        self._shown: dict[int, dt.datetime] = {}
        self._epochs: dict[int, dt.datetime] = {}

    def line_of(self, term: Term) -> Line:
        """The time in which a term counts."""
        return self.line if measure(term.text).is_working else DAY_AND_NIGHT

    def amount(self, term: Term, start: int) -> int:
        """How much of its time a term is that starts at an instant."""
        _, amount, days = measure(term.text)
        if amount is not None:
            return amount
        if days:
            end = self.line.working_day(self.zone.day(start), days)[1]
            return self.line.between(start, end)
        return microseconds(add_term(self._calendar, self.zone.instant(start), term)) - start

    def after(self, start: int, term: Term) -> int:
        """Where a term after an instant leads, at a closing to the opening after it."""
        is_working, amount, days = measure(term.text)
        if days:
            end = self.line.working_day(self.zone.day(start), days)[1]
            return self.line.roll_forward(end)
        if amount is None:
            return microseconds(add_term(self._calendar, self.zone.instant(start), term))
        return self.line.add(start, amount, True) if is_working else start + amount

    def before(self, end: int, term: Term) -> int:
        """Where a term before an instant leads, at a closing to the opening after it."""
        is_working, amount, _ = measure(term.text)
        if amount is not None:
            return self.line.add(end, -amount, True) if is_working else end - amount
        found = subtract_term(self._calendar, self.zone.instant(end), term, edge="open")
        return microseconds(found)

    def day(self, t: int) -> dt.date:
        """The local date of an instant."""
        return dt.date.fromordinal(self.zone.day(t))

    def shown(self, t: int) -> dt.datetime:
        """An instant as models hold it, with the zone's offset at the time.

        What one issue shows is shown several times, and a zone has few offsets.
        """
        found = self._shown.get(t)
        if found is None:
            if len(self._shown) >= 1000:
                self._shown.clear()
            offset = self.zone.offset(t)
            epoch = self._epochs.get(offset)
            if epoch is None:
                # Before standard time there were offsets that no text can say.
                epoch = self._epochs[offset] = _epoch(0 if offset % MINUTE else offset)
            found = self._shown[t] = epoch + dt.timedelta(0, 0, t)
        return found

    def shown_or_none(self, t: int | None) -> dt.datetime | None:
        """An instant as models hold it, if there is one."""
        return None if t is None else self.shown(t)


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
