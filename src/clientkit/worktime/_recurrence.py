"""The days on which a cadence comes round, by arithmetic on proleptic ordinals.

The words mean what iCalendar says (:rfc:`5545#section-3.3.10`): a period (day, week, month, year)
at a time, the days of the period that the `by` words allow, of those the positions asked for.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from math import gcd
from typing import Any, Final, NamedTuple

__all__ = [
    "DAYS",
    "LAST_DAY",
    "Rule",
    "cycle",
    "missing_start",
    "month_of",
    "number_of_month",
    "period_of",
    "rule_days",
    "rule_of",
]

DAYS: Final = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
CYCLES: Final = {"daily": 146_097, "weekly": 20_871, "monthly": 4_800, "yearly": 400}
"""How many days, weeks, months and years the calendar has before it repeats."""
LAST_DAY: Final = dt.date(9997, 12, 31).toordinal()


class Rule(NamedTuple):
    """What of a cadence says on which days it comes round."""

    freq: str
    interval: int
    week_start: int
    weekdays: frozenset[int]
    nth: frozenset[tuple[int, int]]
    """Pairs of weekday and which one of the period."""
    month_days: tuple[int, ...]
    months: frozenset[int]
    positions: tuple[int, ...]
    limit: int | None
    """After how many days it ends."""
    until: int
    start: int | None
    pauses: tuple[tuple[int, int | None], ...]
    """From which day on it pauses, and from which on it does no longer."""

    @property
    def by_day(self) -> bool:
        return bool(self.weekdays or self.nth)


def rule_of(cadence: Any) -> Rule:
    """Read a cadence; the text of its days is taken to be right."""
    weekdays, nth = set(), set()
    for text in cadence.by_day:
        day, which = DAYS[text[-3:]], text[:-3]
        if which:
            nth.add((day, int(which)))
        else:
            weekdays.add(day)
    return Rule(
        freq=cadence.freq.value, interval=cadence.interval,
        week_start=DAYS[cadence.week_start or "mon"],
        weekdays=frozenset(weekdays), nth=frozenset(nth),
        month_days=cadence.by_month_day, months=frozenset(cadence.by_month),
        positions=cadence.by_set_pos, limit=cadence.count,
        until=min(cadence.until.toordinal(), LAST_DAY) if cadence.until else LAST_DAY,
        start=cadence.starts_on.toordinal() if cadence.starts_on else None,
        pauses=tuple(
            (one.starts_on.toordinal(), one.resumes_on.toordinal() if one.resumes_on else None)
            for one in cadence.pauses
        ),
    )  # fmt: skip


def missing_start(rule: Rule) -> str | None:
    """What makes a rule need a start that it does not have, in words."""
    if rule.start is not None:
        return None
    if rule.interval != 1:
        return f"interval is {rule.interval}"
    if rule.limit is not None:
        return f"count is {rule.limit}"
    implied = {
        "daily": False,
        "weekly": not rule.by_day,
        "monthly": not (rule.by_day or rule.month_days),
        "yearly": not (rule.by_day or (rule.months and rule.month_days)),
    }
    if implied[rule.freq]:
        return f"freq is {rule.freq!r} without the days"
    return None


def rule_days(rule: Rule, first: int, last: int) -> Iterator[int]:
    """The days from ``first`` to ``last``, in order."""
    last = min(last, rule.until)
    if rule.limit is None:
        yield from _unnumbered(rule, first, last)
        return
    for day in _counted(rule):
        if day > last:
            return
        if day >= first:
            yield day


@lru_cache(maxsize=128)
def _counted(rule: Rule) -> tuple[int, ...]:
    """All days of a rule that ends after a number of them."""
    start = 1 if rule.start is None else rule.start
    return tuple(islice(_unnumbered(rule, start, rule.until), rule.limit))


def _unnumbered(rule: Rule, first: int, last: int) -> Iterator[int]:
    """The days of a rule as if it had no count; it starts anew after each pause."""
    anchor = rule.start
    begins = first if anchor is None else anchor
    for paused_on, resumes_on in (*rule.pauses, (LAST_DAY + 1, None)):
        yield from _days(rule, anchor, max(first, begins), min(last, paused_on - 1))
        if resumes_on is None or resumes_on > last:
            return
        if rule.start is not None and resumes_on <= rule.start:
            continue
        begins = resumes_on
        every = rule._replace(interval=1)
        found = next(_days(every, rule.start, resumes_on, LAST_DAY), None)
        if found is None:
            return
        anchor = found


def _days(rule: Rule, anchor: int | None, first: int, last: int) -> Iterator[int]:
    """The days from ``first`` to ``last``, with intervals counted from the anchor's period."""
    if first > last:
        return
    base = first if anchor is None else anchor
    implied = dt.date.fromordinal(base if rule.start is None else rule.start)
    begin, sparse = first, cycle(rule) * 146_097 // CYCLES[rule.freq] * rule.interval
    give_up = first + sparse
    number = _NUMBER[rule.freq](rule, base, first)
    while begin <= min(last, give_up):
        try:
            begin, days, number = period_of(rule, base, number, implied)
        except (ValueError, OverflowError):  # the period is past the year 9999
            return
        for day in days:
            if day > last:
                return
            if day >= first:
                give_up = day + sparse
                yield day


# The first day of a period, its days, and the number of the next that may have any.
Period = tuple[int, list[int], int]


def cycle(rule: Rule) -> int:
    """After how many of its periods, those of the calendar counted by its interval, days repeat."""
    length = CYCLES[rule.freq]
    return length // gcd(length, rule.interval)


def period_of(rule: Rule, anchor: int, number: int, implied: dt.date) -> Period:
    """A period's first day, the days of it on which a rule comes round, and the next number.

    Raises:
        ValueError: It is past the year 9999.
        OverflowError: As above.
    """
    begin, days, after = _PERIOD[rule.freq](rule, anchor, number, implied)
    return begin, _positioned(days, rule.positions) if rule.positions else days, after


def _positioned(days: list[int], positions: Sequence[int]) -> list[int]:
    return sorted(
        {days[p - 1] if p > 0 else days[p] for p in positions if p <= len(days) and -p <= len(days)}
    )


# Each frequency has a function that gives the number of the period of a day, as counted from the
# anchor's, and one that gives what such a period comes to.


def _daily_number(rule: Rule, anchor: int, day: int) -> int:
    return (day - anchor) // rule.interval


def _daily(rule: Rule, anchor: int, number: int, _implied: dt.date) -> Period:
    day = anchor + number * rule.interval
    date = dt.date.fromordinal(day)
    if rule.months and date.month not in rule.months:
        start, length = month_of(date.year * 12 + date.month - 1)
        return day, [], -((anchor - start - length) // rule.interval)
    if rule.weekdays and (day - 1) % 7 not in rule.weekdays:
        return day, [], number + 1
    if rule.month_days and day not in _by_month_day(rule, date.year * 12 + date.month - 1):
        return day, [], number + 1
    return day, [day], number + 1


def _week(rule: Rule, day: int) -> int:
    """The first day of the week of a day."""
    return day - (day - 1 - rule.week_start) % 7


def _weekly_number(rule: Rule, anchor: int, day: int) -> int:
    return (_week(rule, day) - _week(rule, anchor)) // (7 * rule.interval)


def _weekly(rule: Rule, anchor: int, number: int, implied: dt.date) -> Period:
    begin = _week(rule, anchor) + 7 * rule.interval * number
    weekdays = rule.weekdays or {implied.weekday()}
    days = [day for day in range(begin, begin + 7) if (day - 1) % 7 in weekdays]
    if rule.months:
        days = [day for day in days if dt.date.fromordinal(day).month in rule.months]
    return begin, days, number + 1


def number_of_month(day: int) -> int:
    """The number of the month of a day, 12 a year."""
    date = dt.date.fromordinal(day)
    return date.year * 12 + date.month - 1


def _monthly_number(rule: Rule, anchor: int, day: int) -> int:
    return (number_of_month(day) - number_of_month(anchor)) // rule.interval


def _monthly(rule: Rule, anchor: int, number: int, implied: dt.date) -> Period:
    month = number_of_month(anchor) + number * rule.interval
    begin, _ = month_of(month)
    if rule.months and month % 12 + 1 not in rule.months:
        return begin, [], number + 1
    return begin, _of_month(rule, month, implied), number + 1


def _yearly_number(rule: Rule, anchor: int, day: int) -> int:
    return (dt.date.fromordinal(day).year - dt.date.fromordinal(anchor).year) // rule.interval


def _yearly(rule: Rule, anchor: int, number: int, implied: dt.date) -> Period:
    year = dt.date.fromordinal(anchor).year + number * rule.interval
    begin, _ = month_of(year * 12)
    if rule.months:
        days = [d for m in sorted(rule.months) for d in _of_month(rule, year * 12 + m - 1, implied)]
    elif rule.by_day:
        days = sorted(_by_day(rule, begin, month_of(year * 12 + 12)[0]))
    else:
        days = _of_month(rule, year * 12 + implied.month - 1, implied)
    return begin, days, number + 1


_NUMBER: Final = {
    "daily": _daily_number, "weekly": _weekly_number,
    "monthly": _monthly_number, "yearly": _yearly_number,
}  # fmt: skip
_PERIOD: Final = {"daily": _daily, "weekly": _weekly, "monthly": _monthly, "yearly": _yearly}


@lru_cache(maxsize=2048)
def month_of(number: int) -> tuple[int, int]:
    """The first day and the length of a month, which is numbered 12 a year."""
    year, month = divmod(number, 12)
    start = dt.date(year, month + 1, 1)
    after = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return start.toordinal(), (after - start).days


def _of_month(rule: Rule, number: int, implied: dt.date) -> list[int]:
    """The days of one month that the rule allows."""
    start, length = month_of(number)
    if rule.by_day:
        days = _by_day(rule, start, start + length)
        if rule.month_days:
            days &= _by_month_day(rule, number)
        return sorted(days)
    if rule.month_days:
        return sorted(_by_month_day(rule, number))
    return [start + implied.day - 1] if implied.day <= length else []


def _by_month_day(rule: Rule, number: int) -> set[int]:
    start, length = month_of(number)
    return {
        start + (day - 1 if day > 0 else length + day)
        for day in rule.month_days
        if -length <= day <= length
    }


def _by_day(rule: Rule, start: int, stop: int) -> set[int]:
    """The days of the week, or the nth of them, between two days."""
    days: set[int] = set()
    for weekday in rule.weekdays:
        days.update(range(start + (weekday - start + 1) % 7, stop, 7))
    for weekday, which in rule.nth:
        if which > 0:
            day = start + (weekday - start + 1) % 7 + 7 * (which - 1)
        else:
            day = stop - 1 - (stop - 2 - weekday) % 7 + 7 * (which + 1)
        if start <= day < stop:
            days.add(day)
    return days
