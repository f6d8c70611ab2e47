"""Calendars made of others: the hours that parties share, or those of any of them."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated, TypeAlias

from msgspec import Meta

from clientkit.base import model

from .model import WorkingCalendar

__all__ = ["AnyCalendar", "Combination", "CombinedCalendar", "common_hours", "either_hours"]


@unique
class Combination(Enum):
    """Which hours of several calendars count."""

    COMMON = "common"
    """When all of them are open."""
    EITHER = "either"
    """When at least one of them is open."""


@model(kw_only=True)
class CombinedCalendar:
    """The hours of several calendars, each with its own zone and days off, as one.

    Every function that takes a calendar takes one of these. Its zone, in which days begin and
    results are shown, is that of the first calendar.
    """

    combination: Combination
    """Which hours count."""
    calendars: Annotated[tuple[WorkingCalendar, ...], Meta(min_length=2, max_length=20)]
    """The calendars combined; the first lends its zone."""

    @property
    def timezone(self) -> str:
        """The zone of its days, which is that of the first calendar."""
        return self.calendars[0].timezone

    def __iter__(self) -> Iterator[WorkingCalendar]:
        return iter(self.calendars)


AnyCalendar: TypeAlias = WorkingCalendar | CombinedCalendar
"""What every function of working time accepts as a calendar."""


def common_hours(*calendars: WorkingCalendar) -> CombinedCalendar:
    """The hours in which all calendars are open, such as the client's and ours.

    A range belongs to the day on which the first calendar's hours open.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> from clientkit.worktime import WorkingCalendar, next_opening
    >>> hours = {"mon": ["09:00-17:00"]}
    >>> berlin = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": hours})
    >>> boston = decode(WorkingCalendar, {"timezone": "America/New_York", "hours": hours})
    >>> sunday = dt.datetime(2026, 4, 12, tzinfo=dt.timezone.utc)
    >>> next_opening(common_hours(berlin, boston), sunday).isoformat()
    '2026-04-13T15:00:00+02:00'

    Raises:
        InvalidModelError: There are fewer than two calendars, or more than 20.
    """
    return CombinedCalendar(combination=Combination.COMMON, calendars=calendars)


def either_hours(*calendars: WorkingCalendar) -> CombinedCalendar:
    """The hours in which at least one calendar is open, such as those of two support teams.

    A range belongs to the day, in the first calendar's zone, on which it opens.

    Raises:
        InvalidModelError: There are fewer than two calendars, or more than 20.
    """
    return CombinedCalendar(combination=Combination.EITHER, calendars=calendars)
