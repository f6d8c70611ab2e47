"""Working calendars and cadences."""

import datetime as dt
from collections.abc import Iterator
from enum import Enum, unique
from functools import lru_cache
from itertools import pairwise
from typing import Annotated

from msgspec import Meta

from clientkit.base import Finding, TimeRange, model
from clientkit.base.fields import Date, Format, Line, LocalTime, TimeZone

from ._possibility import never_comes_round
from ._recurrence import DAYS, missing_start, rule_of

__all__ = [
    "Cadence",
    "CadencePause",
    "CalendarDay",
    "Freq",
    "Holidays",
    "Roll",
    "WeeklyHours",
    "WorkingCalendar",
]

Hours = Annotated[tuple[TimeRange, ...], Meta(max_length=24)]


@model(kw_only=True)
class WeeklyHours:
    """The ordinary hours of each day of the week; a day left out is closed.

    Ranges that touch or overlap join. An overnight range (``22:00-06:00``) belongs to the day on
    which it opens.
    """

    mon: Hours = ()
    """Hours on Mondays."""
    tue: Hours = ()
    """Hours on Tuesdays."""
    wed: Hours = ()
    """Hours on Wednesdays."""
    thu: Hours = ()
    """Hours on Thursdays."""
    fri: Hours = ()
    """Hours on Fridays."""
    sat: Hours = ()
    """Hours on Saturdays."""
    sun: Hours = ()
    """Hours on Sundays."""

    def by_weekday(self) -> tuple[tuple[TimeRange, ...], ...]:
        """The hours of the seven days, Monday first."""
        return (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)


@model(kw_only=True)
class Holidays:
    """Days on which a calendar is closed, whatever the hours of the week or of special days say."""

    country: Annotated[str, Meta(min_length=2, max_length=3)] | None = None
    """Public holidays of this country (ISO 3166-1 code such as `DE`), by the `holidays` library."""
    subdivision: Annotated[str, Meta(min_length=1, max_length=10)] | None = None
    """Also those of this part of the country (ISO 3166-2 without the country, such as `HH`)."""
    dates: Annotated[tuple[Date, ...], Meta(max_length=5000)] = ()
    """Further days off, each a date."""
    worked: Annotated[tuple[Date, ...], Meta(max_length=5000)] = ()
    """Public holidays that are worked all the same."""

    def _invariants(self) -> Iterator[Finding]:
        if self.subdivision is not None and self.country is None:
            yield Finding(
                code="worktime.subdivision-without-country",
                path="/subdivision",
                message=f"subdivision is {self.subdivision!r} without a country; expected both",
            )
        if both := sorted(set(self.dates) & set(self.worked)):
            yield Finding(
                code="worktime.holiday-off-and-worked",
                path="/worked",
                message=f"{both[0]} is in dates and in worked; expected it in one of them",
            )


@model(kw_only=True)
class CalendarDay:
    """Hours of one date that differ from its weekday's."""

    date: Date
    """The date, in the calendar's zone."""
    hours: Hours = ()
    """Open hours of a special day, closed ones of a break; with none the whole day is closed."""
    note: Line | None = None
    """Why, for people."""


@model(kw_only=True)
class WorkingCalendar:
    """When a party works.

    Opening ranges are half-open. A holiday beats special hours on the same date; breaks cut slices
    out of whatever is left.

    >>> from clientkit import decode
    >>> decode(WorkingCalendar, {
    ...     "timezone": "Europe/Berlin", "hours": {"mon": ["09:00-12:30", "13:30-17:00"]},
    ...     "holidays": {"dates": ["2026-12-24"]}}).hours.mon[1].text
    '13:30-17:00'
    """

    timezone: TimeZone
    """The zone of all its hours and dates."""
    hours: WeeklyHours
    """The ordinary week."""
    holidays: Holidays | None = None
    """Days off."""
    special_hours: Annotated[tuple[CalendarDay, ...], Meta(max_length=5000)] = ()
    """Dates with other hours than their weekday's, which they replace."""
    breaks: Annotated[tuple[CalendarDay, ...], Meta(max_length=5000)] = ()
    """Hours of a date that are closed."""

    def _invariants(self) -> Iterator[Finding]:
        special = [day.date for day in self.special_hours if day.hours]
        off = () if self.holidays is None else self.holidays.dates
        if not any(self.hours.by_weekday()) and all(day in off for day in special):
            known = " and each day of special_hours is a holiday" if special else ""
            yield Finding(
                code="worktime.never-open",
                path="/hours",
                message=f"hours has no opening on any day{known}; "
                "expected at least one, such as mon: ['09:00-17:00']",
            )
        dates = [day.date for day in self.special_hours]
        for index, day in enumerate(self.special_hours):
            if day.date in dates[:index]:
                yield Finding(
                    code="worktime.special-day-twice",
                    path=f"/special_hours/{index}/date",
                    message=f"special_hours[{index}].date is {day.date} again; "
                    "expected each date once",
                )


@unique
class Freq(Enum):
    """How often a cadence comes round (:rfc:`5545#section-3.3.10`)."""

    DAILY = "daily"
    """Every day, or every nth."""
    WEEKLY = "weekly"
    """Every week, or every nth."""
    MONTHLY = "monthly"
    """Every month, or every nth."""
    YEARLY = "yearly"
    """Every year, or every nth."""


@unique
class Roll(Enum):
    """Where an occurrence goes that falls on a day without working hours."""

    NONE = "none"
    """It stays."""
    NEXT = "next"
    """To the next working day."""
    PREVIOUS = "previous"
    """To the working day before."""
    NEAREST = "nearest"
    """To the nearer of the two, the next where both are as near."""
    SKIP = "skip"
    """It is left out."""


Weekday = Annotated[
    str,
    Meta(max_length=6),
    Format(
        "^(-?([1-9]|[1-4][0-9]|5[0-3]))?(mon|tue|wed|thu|fri|sat|sun)$",
        "a day such as 'thu', or the nth of a period such as '1tue' or '-1fri'",
    ),
]
WeekStart = Annotated[
    str, Meta(max_length=3), Format("^(mon|tue|wed|thu|fri|sat|sun)$", "a day such as 'mon'")
]
MonthDay = Annotated[int, Meta(ge=-31, le=31)]


@model(kw_only=True)
class CadencePause:
    """A time in which a cadence does not come round."""

    starts_on: Date
    """The first day without."""
    resumes_on: Date | None = None
    """The day from which it comes round again, and counts its intervals anew; none, not yet."""

    def _invariants(self) -> Iterator[Finding]:
        if self.resumes_on is not None and self.resumes_on < self.starts_on:
            yield _fault(
                "resumes-before-pause",
                "/resumes_on",
                f"resumes_on is {self.resumes_on}, before starts_on {self.starts_on}; "
                "expected it later",
            )


@model(kw_only=True)
class Cadence:
    """When something comes round, in the words of iCalendar (:rfc:`5545#section-3.3.10`).

    Occurrences are local wall time in a named zone. A month end that a month does not have is
    skipped, never clamped; a start that does not match the rule is not an occurrence. After a pause
    the first day that matches is an occurrence, and intervals are counted from it.

    >>> import datetime as dt
    >>> Cadence(freq="weekly", by_day=["thu"], starts_on=dt.date(2026, 2, 5)).to_rrule()
    'FREQ=WEEKLY;BYDAY=TH'
    """

    freq: Freq
    """The unit of the rhythm."""
    interval: Annotated[int, Meta(ge=1, le=1000)] = 1
    """Every how many units."""
    by_day: Annotated[tuple[Weekday, ...], Meta(max_length=60)] = ()
    """Days of the week, such as `thu`; in a month or year also the nth, `1tue` or `-1fri`."""
    by_month_day: Annotated[tuple[MonthDay, ...], Meta(max_length=62)] = ()
    """Days of the month, 1 to 31, or -1 to -31 from its end."""
    by_month: Annotated[tuple[Annotated[int, Meta(ge=1, le=12)], ...], Meta(max_length=12)] = ()
    """Months, 1 to 12."""
    by_set_pos: Annotated[
        tuple[Annotated[int, Meta(ge=-366, le=366)], ...], Meta(max_length=366)
    ] = ()
    """Which of the days that the rules give in one period, counted from 1, or from -1 back."""
    count: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    """Ends after so many occurrences."""
    until: Date | None = None
    """Ends with this day."""
    time: LocalTime | None = None
    """The time of day; without one the occurrence is the whole day."""
    starts_on: Date | None = None
    """The first day, from which intervals are counted; left out, the agreement's start."""
    timezone: TimeZone | None = None
    """The zone of its times; left out, the client's."""
    week_start: WeekStart | None = None
    """The day on which weeks begin, for intervals and positions; left out, Monday."""
    pauses: Annotated[tuple[CadencePause, ...], Meta(max_length=200)] = ()
    """When it paused, in order."""
    roll: Roll = Roll.NONE
    """Where occurrences on days without working hours go."""

    def _invariants(self) -> Iterator[Finding]:
        if self.count is not None and self.until is not None:
            yield _fault("count-and-until", "/count", "count and until are both set; expected one")
        if self.until is not None and self.starts_on is not None and self.until < self.starts_on:
            yield _fault(
                "ends-before-start",
                "/until",
                f"until is {self.until}, before starts_on {self.starts_on}; expected it later",
            )
        if 0 in self.by_month_day or 0 in self.by_set_pos:
            yield _fault(
                "day-zero", "", "a day or position is 0; expected to count from 1 or from -1"
            )
        if self.by_month_day and self.freq is Freq.WEEKLY:
            yield _fault(
                "month-day-in-week",
                "/by_month_day",
                "by_month_day is set with freq 'weekly'; expected freq 'monthly' or 'yearly'",
            )
        if self.by_month_day and self.freq is Freq.YEARLY and not self.by_month:
            yield _fault(
                "month-day-without-month",
                "/by_month_day",
                "by_month_day is set with freq 'yearly' and no by_month; expected the months",
            )
        if any(len(day) > 3 for day in self.by_day) and self.freq in (Freq.DAILY, Freq.WEEKLY):
            yield _fault(
                "nth-day-in-week",
                "/by_day",
                f"by_day counts days with freq {self.freq.value!r}; expected 'monthly' or 'yearly'",
            )
        if self.by_set_pos and not (self.by_day or self.by_month_day or self.by_month):
            yield _fault(
                "set-pos-alone",
                "/by_set_pos",
                "by_set_pos stands alone; expected by_day, by_month_day or by_month beside it",
            )
        if self.pauses:
            yield from _overlaps(self.pauses)
        if self._is_impossible():
            yield _fault(
                "impossible",
                "",
                "the days of the cadence never occur together; expected a day that does",
            )

    def _is_impossible(self) -> bool:
        narrowed = self.by_set_pos or self.by_month_day or self.by_month
        if not narrowed and self.interval == 1 and all(len(text) == 3 for text in self.by_day):
            return False  # every day, week, month or year has such days
        return _never_comes_round(self)

    @classmethod
    def from_rrule(
        cls, text: str, *, start: dt.date | None = None, timezone: str | None = None
    ) -> "Cadence":
        """Read a recurrence rule of iCalendar (:rfc:`5545#section-3.8.5.3`).

        ``start`` is what the event's ``DTSTART`` says: a local date and time without offset, or
        a date, for whole days. The rule's frequency is daily or slower; parts of it that a cadence
        has no word for are refused, never dropped. A time of day that the rule says (``BYHOUR``)
        takes the place of the start's; where it is earlier, the first day is the next of the rule.
        An ``UNTIL`` that is a date includes all of that day. Small letters, folded lines, spaces
        around parts and a semicolon at the end do no harm.

        >>> import datetime as dt
        >>> cadence = Cadence.from_rrule(
        ...     "FREQ=MONTHLY;BYDAY=1TU", start=dt.datetime(2026, 2, 3, 9, 30),
        ...     timezone="Europe/Berlin")
        >>> cadence.by_day, cadence.time
        (('1tue',), '09:30')

        Raises:
            InvalidValueError: The text is no rule, or says what a cadence cannot.
            InvalidModelError: The rule contradicts itself, or never comes round.
        """
        from .rrule import cadence_of  # noqa: PLC0415 (it builds cadences, so it imports this module)

        return cadence_of(text, start=start, timezone=timezone)

    def to_rrule(self) -> str:
        """Write the rule in iCalendar's words, without its start.

        Raises:
            InvalidValueError: The cadence has pauses or a roll rule, which no such rule can say.
        """
        from .rrule import rrule_of  # noqa: PLC0415 (as above)

        return rrule_of(self)


@lru_cache(maxsize=1024)
def _never_comes_round(cadence: Cadence) -> bool:
    """Whether no day ever fits; texts of days that are faults of their own say nothing."""
    if any(text[-3:] not in DAYS for text in (*cadence.by_day, cadence.week_start or "mon")):
        return False
    if any(text[:-3] and not text[:-3].removeprefix("-").isdecimal() for text in cadence.by_day):
        return False
    rule = rule_of(cadence)
    if rule.start is None:
        rule = rule._replace(interval=1, limit=None)
        if missing_start(rule):
            return False
    return never_comes_round(rule)


def _fault(kind: str, path: str, message: str) -> Finding:
    return Finding(code=f"cadence.{kind}", path=path, message=message)


def _overlaps(pauses: tuple[CadencePause, ...]) -> Iterator[Finding]:
    for index, (one, after) in enumerate(pairwise(pauses), 1):
        if one.resumes_on is None or after.starts_on < one.resumes_on:
            yield _fault(
                "pauses-overlap",
                f"/pauses/{index}/starts_on",
                f"pauses[{index}].starts_on is {after.starts_on}, before the one before it ends; "
                "expected pauses in order",
            )
