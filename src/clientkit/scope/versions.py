"""Which version of an agreement is in force on a day."""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from clientkit.base import Due, InvalidArgumentError
from clientkit.worktime import AnyCalendar, KnownDates

from .model import ScopeAgreement
from .times import KnownTimes, UnknownMoment, day_in

__all__ = ["agreement_at"]

_NOTHING: Final[KnownDates] = MappingProxyType({})


def agreement_at(
    history: Iterable[ScopeAgreement],
    *,
    as_of: dt.date,
    dates: KnownDates = _NOTHING,
    calendar: AnyCalendar | None = None,
    timezone: str = "UTC",
) -> ScopeAgreement | None:
    """The version of an agreement that is in force on a day; none if none has begun.

    It is the highest version that has begun, in whatever order the versions are given. A version
    begins on the day that its `effective` means, that day included.

    - A version without `effective` has always been in force, unless a higher one has begun.
    - One whose beginning hangs on a named point begins on the day that ``dates`` gives that point;
      as long as nobody knows that day, it has not begun. Of a point that repeats, the first
      occurrence that is known counts.
    - Of two versions with one number the one that stands last counts.

    So a later day never brings an earlier version back, and one more version in the history never
    makes the answer an earlier one.

    >>> import datetime as dt
    >>> from clientkit.base import decode
    >>> from clientkit.scope import ScopeAgreement, agreement_at
    >>> history = [decode(ScopeAgreement, {"id": "web", "title": "New site", "version": number,
    ...                                    "effective": effective})
    ...            for number, effective in ((1, "2026-02-02"), (2, "on go-ahead"))]
    >>> agreement_at(history, as_of=dt.date(2026, 2, 1)) is None
    True
    >>> agreement_at(history, as_of=dt.date(2026, 2, 2)).version
    1
    >>> dates = {"go-ahead": dt.date(2026, 3, 26)}
    >>> agreement_at(history, as_of=dt.date(2026, 3, 26), dates=dates).version
    2

    Args:
        history: The versions of one agreement, the latest among them.
        as_of: The day asked about.
        dates: What is known of named points, as :func:`clientkit.worktime.resolve_due` takes it.
        calendar: The calendar in which terms count, such as "5 working days after kickoff"; without
            it, a beginning that counts in working time is not known.
        timezone: The zone in which the instants of named points are read as days, without a
            calendar.

    Raises:
        InvalidArgumentError: `as_of` is no day, or an instant among the dates has no offset.
        InvalidValueError: There is no such zone.
    """
    if not _is_day(as_of):
        raise InvalidArgumentError("as_of", as_of, "a day without a time")
    calendars: Mapping[str, AnyCalendar] = {} if calendar is None else {_PARTY: calendar}
    times = KnownTimes(timezone=timezone, dates=dates, calendars=calendars)
    found: ScopeAgreement | None = None
    for one in history:
        if (found is None or one.version >= found.version) and _has_begun(one, as_of, times):
            found = one
    return found


_PARTY = "client"


def _is_day(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _has_begun(agreement: ScopeAgreement, as_of: dt.date, times: KnownTimes) -> bool:
    due = agreement.effective
    if due is None:
        return True
    begins = times.due(due, _first_known(times.dates, due), _PARTY)
    if isinstance(begins, UnknownMoment):
        return False
    return day_in(begins, times.zone(_PARTY)) <= as_of


def _first_known(dates: KnownDates, due: Due) -> int | None:
    """The number of the first occurrence of a point that is meant and known, where it repeats."""
    known = dates.get(due.anchor or "")
    if known is None or isinstance(known, dt.date):
        return None
    numbered = known if isinstance(known, Mapping) else dict(enumerate(known, 1))
    from_number = due.first or 0
    meant = (number for number, one in numbered.items() if one is not None)
    return min((number for number in meant if number >= from_number), default=None)
