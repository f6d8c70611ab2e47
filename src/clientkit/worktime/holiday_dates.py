"""Public holidays of countries, by the ``holidays`` library, loaded on first use."""

import datetime as dt
from functools import lru_cache

from clientkit.base import InvalidValueError, evolve

from .errors import MissingExtraError
from .model import Holidays

__all__ = ["freeze_holidays", "public_holidays"]


@lru_cache(maxsize=1024)
def public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[dt.date]:
    """The public holidays of a country, or of a part of it, in one year.

    Days off in lieu of holidays on a weekend are among them, as the ``holidays`` library has them.

    Raises:
        MissingExtraError: The ``holidays`` library is not installed.
        InvalidValueError: It does not know the country, or the part of it.
    """
    try:
        from holidays import country_holidays  # noqa: PLC0415 (an optional extra)
    except ImportError:
        raise MissingExtraError("holidays", "clientkit[holidays]") from None
    try:
        found = country_holidays(country, subdiv=subdivision, years=year)
    except NotImplementedError:
        place = country if subdivision is None else f"{country}-{subdivision}"
        raise InvalidValueError(
            place, "a country, or part of one, of the 'holidays' library"
        ) from None
    return frozenset(day for day in found if day.year == year)


def freeze_holidays(holidays: Holidays, *, starts_on: dt.date, ends_on: dt.date) -> Holidays:
    """Write the public holidays of the country as dates, so that no library is needed to read them.

    The result names no country; it has the country's holidays from ``starts_on`` to ``ends_on``,
    both included, less those that are worked, and the dates that were there before. What is agreed
    then stays the same whatever a later version of the library says. Days after ``ends_on`` are
    no longer holidays.

    >>> import datetime as dt
    >>> from clientkit.worktime import Holidays, freeze_holidays
    >>> berlin = Holidays(country="DE", subdivision="BE", worked=[dt.date(2026, 12, 26)])
    >>> frozen = freeze_holidays(
    ...     berlin, starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2027, 1, 1))
    >>> [day.isoformat() for day in frozen.dates]
    ['2026-12-25', '2027-01-01']

    Raises:
        MissingExtraError: The ``holidays`` library is not installed.
        InvalidValueError: It does not know the country, or ``ends_on`` is before ``starts_on``.
        InvalidModelError: There are more than 5000 days.
    """
    if ends_on < starts_on:
        raise InvalidValueError(ends_on.isoformat(), f"a day not before starts_on {starts_on}")
    days = set(holidays.dates)
    if holidays.country is not None:
        worked = set(holidays.worked)
        for year in range(starts_on.year, ends_on.year + 1):
            found = public_holidays(holidays.country, holidays.subdivision, year)
            days.update(day for day in found - worked if starts_on <= day <= ends_on)
    return evolve(holidays, country=None, subdivision=None, dates=tuple(sorted(days)), worked=())
