"""Whether a rule of recurrence ever comes round, without looking for its days one by one.

The Gregorian calendar repeats after 400 years, which are a whole number of weeks. Within them a
month is one of 28 (four lengths, seven weekdays to begin with) and a year one of 14, so that few
periods need looking at; those that a rule reaches with its interval repeat as well.
"""

import datetime as dt
from calendar import isleap
from collections.abc import Hashable

from ._recurrence import LAST_DAY, Rule, cycle, month_of, number_of_month, period_of

__all__ = ["never_comes_round"]

_BEGIN = dt.date(2000, 1, 1).toordinal()
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def never_comes_round(rule: Rule) -> bool:
    """Whether no day ever fits, pauses and end aside.

    A rule without start is looked at as if it began in 2000, the first of 400 years that repeat.
    """
    if not _is_doubtful(rule):
        return False
    if _contradicts_itself(rule):
        return True
    start = _BEGIN if rule.start is None else rule.start
    implied = dt.date.fromordinal(start)
    looked_at: set[Hashable] = set()
    number, last = 0, cycle(rule)
    while number <= last:
        kind = _kind(rule, start, number)
        if kind is not None and kind in looked_at:
            number += 1
            continue
        is_first = number == 0
        try:
            begin, days, number = period_of(rule, start, number, implied)
        except (ValueError, OverflowError):  # the period is past the year 9999
            return True
        if begin > LAST_DAY:
            return True
        if any(start <= day <= LAST_DAY for day in days):
            return False
        if kind is not None and not is_first:  # of the first, days before the start do not count
            looked_at.add(kind)
    return True


def _is_doubtful(rule: Rule) -> bool:
    """Whether a rule might never come round; of most that is plain at a glance."""
    return bool(
        rule.positions
        or any(abs(day) > 28 for day in rule.month_days)
        or any(abs(which) > 4 for _, which in rule.nth)
        or (rule.by_day and rule.month_days)
        or (rule.interval > 1 and (rule.months or rule.freq == "daily"))
    )


def _contradicts_itself(rule: Rule) -> bool:
    """Whether no day or week can fit, whichever it is."""
    if rule.freq == "weekly":
        return bool(rule.positions) and min(map(abs, rule.positions)) > (len(rule.weekdays) or 1)
    if rule.freq != "daily":
        return False
    if rule.positions and min(map(abs, rule.positions)) > 1:
        return True
    if rule.month_days and not any(
        -_LONGEST[month - 1] <= day <= _LONGEST[month - 1]
        for month in rule.months or range(1, 13)
        for day in rule.month_days
    ):
        return True
    start = rule.start
    if start is None or rule.interval % 7 or not rule.weekdays:
        return False
    return (start - 1) % 7 not in rule.weekdays


def _kind(rule: Rule, start: int, number: int) -> Hashable | None:
    """What a month or year must share with another for a rule to fit both or neither."""
    if rule.freq == "yearly":
        year = dt.date.fromordinal(start).year + number * rule.interval
        if year > dt.MAXYEAR:
            return None
        return isleap(year), dt.date(year, 1, 1).weekday()
    if rule.freq == "monthly":
        month = number_of_month(start) + number * rule.interval
        if month >= dt.MAXYEAR * 12:
            return None
        if rule.months and month % 12 + 1 not in rule.months:
            return "not among the months"
        begin, length = month_of(month)
        return length, begin % 7
    return None
