"""Rhythms: what comes round, and how far it goes."""

from collections.abc import Callable

import attrs

from clientkit.base import Term

from .moments import Moment, PartyTime, Unknown, counted, last_instant

__all__ = ["MOST", "Series", "last_number", "last_where"]

MOST = 100_000
"""The highest number that an occurrence can have in a record."""


@attrs.frozen
class Series:
    """A rhythm; each occurrence is counted from its start, however many lie between."""

    first: int
    start: Moment
    every: Term
    time: PartyTime
    last: int | None

    def moment(self, number: int) -> Moment | Unknown:
        """When the occurrence of a number is planned."""
        steps = number - self.first + 1
        return counted(self.start, self.every.unit, steps * self.every.count, self.time)


def last_number(series: Series, until: Moment) -> int | None:
    """The last occurrence by an end; none where it is too far away to be counted to."""
    # A calendar is compiled year by year, so that there is no counting in it without end.
    most = series.first + MOST if series.every.unit.is_working else None
    last = last_where(
        lambda one: _is_within(series.moment(one), until, series.time.zone), series.first, most
    )
    return None if last == most else last


def last_where(holds: Callable[[int], bool], first: int, most: int | None = None) -> int:
    """The last number of those for which something holds, which begin with the first.

    One less than the first where it holds for none. What lies far away is not asked for before
    what is near, for its date may be costly to tell.
    """
    low, step = first - 1, 1
    while (most is None or low + step <= most) and holds(low + step):
        low += step
        step *= 2
    high = low + step - 1 if most is None else min(low + step - 1, most)
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _is_within(moment: Moment | Unknown, until: Moment, zone: str) -> bool:
    """Whether an occurrence lies by an end; on the very day, or at the very instant, it does."""
    if isinstance(moment, Unknown):
        return False
    if moment.instant is None:
        return moment.day <= until.day
    return moment.instant <= (until.instant or last_instant(until.day, zone))
