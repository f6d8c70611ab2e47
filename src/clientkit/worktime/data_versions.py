"""What working time depends on outside of all documents, by name and version.

The same plan gives other instants once a country changes its clocks or its holidays, and the data
on either has been updated. Results say which data they were counted with.
"""

import re
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from zoneinfo import TZPATH

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Line

from .combined import AnyCalendar
from .model import WorkingCalendar

__all__ = ["TimeData", "time_data"]


@model(kw_only=True)
class TimeData:
    """The versions of the data that a result was counted with."""

    tzdata: Line | None = None
    """The version of the IANA time zone database, as `2026a`; left out where it does not say."""
    holidays: Line | None = None
    """The version of the `holidays` library; left out where no calendar names a country."""


def time_data(calendar: AnyCalendar) -> TimeData:
    """The data outside the documents that counting in a calendar depends on.

    Time zones are read as :mod:`zoneinfo` does, from the system or else from the ``tzdata``
    package. The public holidays of a country depend on the ``holidays`` library;
    :func:`freeze_holidays` makes a calendar that does not.

    >>> from clientkit import decode
    >>> from clientkit.worktime import WorkingCalendar, time_data
    >>> office = decode(WorkingCalendar, {"timezone": "UTC", "hours": {"mon": ["09:00-17:00"]}})
    >>> time_data(office).holidays is None
    True
    """
    parts = (calendar,) if isinstance(calendar, WorkingCalendar) else calendar
    return _versions(any(one.holidays and one.holidays.country for one in parts))


@lru_cache(maxsize=2)
def _versions(with_holidays: bool) -> TimeData:
    """Both versions, read once, as the zones are."""
    return trusted(
        TimeData,
        tzdata=_of_zones(),
        holidays=_named("holidays", "__version__") if with_holidays else None,
    )


def _of_zones() -> str | None:
    for folder in map(Path, TZPATH):
        if (folder / "Etc" / "UTC").exists():
            try:
                with (folder / "tzdata.zi").open(encoding="utf-8") as lines:
                    found = re.match("# version ([^ ]+)$", next(lines, "").rstrip("\n"))
            except (OSError, UnicodeError):
                return None
            return None if found is None else found[1]
    return _named("tzdata", "IANA_VERSION")


def _named(package: str, name: str) -> str | None:
    """What a package that may not be there calls its version."""
    try:
        found = getattr(import_module(package), name, None)
    except ImportError:
        return None
    return None if found is None else str(found)
