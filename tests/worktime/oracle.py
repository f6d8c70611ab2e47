"""A second opinion on working time: minute by minute, by the conventions alone.

Slow and simple on purpose. It knows the calendars of `calendars()`, whose edges are whole minutes
in zones whose offsets are whole minutes, and answers for some days around a day.
"""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from clientkit.base import TimeRange
from clientkit.worktime import (
    CalendarDay,
    Combination,
    CombinedCalendar,
    Holidays,
    WeeklyHours,
    WorkingCalendar,
)

UTC = dt.UTC
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)

AWKWARD = [
    ("Europe/Berlin", dt.date(2026, 3, 29)),
    ("Europe/Berlin", dt.date(2026, 10, 25)),
    ("America/New_York", dt.date(2026, 3, 8)),
    ("America/New_York", dt.date(2026, 11, 1)),
    ("Australia/Lord_Howe", dt.date(2026, 4, 5)),
    ("Australia/Lord_Howe", dt.date(2026, 10, 4)),
    ("America/Sao_Paulo", dt.date(2018, 11, 4)),
    ("America/Sao_Paulo", dt.date(2018, 2, 17)),
    ("America/Havana", dt.date(2026, 3, 8)),
    ("America/Havana", dt.date(2026, 11, 1)),
    ("Asia/Beirut", dt.date(2026, 3, 29)),
    ("Pacific/Apia", dt.date(2011, 12, 30)),
    ("Pacific/Kwajalein", dt.date(1993, 8, 21)),
    ("Africa/Casablanca", dt.date(2026, 2, 15)),
    ("Asia/Kathmandu", dt.date(2026, 1, 1)),
    ("Asia/Pyongyang", dt.date(2018, 5, 5)),
    ("UTC", dt.date(2024, 2, 29)),
    ("Europe/Lisbon", dt.date(1996, 3, 31)),
    ("America/Toronto", dt.date(1919, 3, 31)),
]
"""Zones, each with a day on which its clocks do something, or the calendar does."""


@cache
def instant(day: dt.date, minutes: int, zone: str) -> dt.datetime:
    """A wall time as an instant; in a gap or fold of the clock with ``fold=0``."""
    wall = dt.datetime.combine(day, dt.time()) + minutes * MINUTE
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@cache
def exists(day: dt.date, zone: str) -> bool:
    """Whether any minute of a day was ever shown by a clock."""
    noon = instant(day, 12 * 60, zone)
    return any(
        (noon + n * 30 * MINUTE).astimezone(ZoneInfo(zone)).date() == day for n in range(-96, 97)
    )


class Oracle:
    """The open minutes of some days, as numbers of minutes since 1970."""

    def __init__(
        self, calendar: WorkingCalendar | CombinedCalendar, around: dt.date, days: int = 12
    ):
        if isinstance(calendar, CombinedCalendar):
            parts = [Oracle(part, around, days + 2).open for part in calendar.calendars]
            both = calendar.combination is Combination.COMMON
            self.open = set.intersection(*parts) if both else set.union(*parts)
            return
        self.open: set[int] = set()
        self.by_day: dict[dt.date, set[int]] = {}
        cut: set[int] = set()
        for n in range(-days, days + 1):
            day = around + n * DAY
            for one in calendar.breaks:
                if one.date == day:
                    for hours in one.hours or (TimeRange.parse("00:00-24:00"),):
                        cut |= self._minutes(day, hours, calendar.timezone)
        for n in range(-days, days + 1):
            day = around + n * DAY
            found: set[int] = set()
            for hours in self._hours(calendar, day):
                found |= self._minutes(day, hours, calendar.timezone)
            self.by_day[day] = found - cut
            self.open |= found - cut

    @staticmethod
    def _hours(calendar: WorkingCalendar, day: dt.date) -> tuple[TimeRange, ...]:
        if calendar.holidays and day in calendar.holidays.dates:
            return ()
        if not exists(day, calendar.timezone):
            return ()
        for special in calendar.special_hours:
            if special.date == day:
                return special.hours
        return calendar.hours.by_weekday()[day.weekday()]

    @staticmethod
    def _minutes(day: dt.date, hours: TimeRange, zone: str) -> set[int]:
        closes = hours.end + (24 * 60 if hours.end < hours.start else 0)
        first, last = instant(day, hours.start, zone), instant(day, closes, zone)
        return set(range(number(first), number(last)))

    def is_open(self, at: dt.datetime) -> bool:
        return number(at) in self.open

    def between(self, a: dt.datetime, b: dt.datetime) -> int:
        low, high = sorted((number(a), number(b)))
        counted = sum(n in self.open for n in range(low, high))
        return counted if a <= b else -counted

    def add(self, start: dt.datetime, minutes: int) -> dt.datetime:
        """Step by step; ends at a closing, or, counting back, at an opening."""
        n, step = number(start), 1 if minutes > 0 else -1
        for _ in range(abs(minutes)):
            while (n if step > 0 else n - 1) not in self.open:
                n += step
            n += step
        return EPOCH + n * MINUTE

    def next_edge(self, after: dt.datetime, *, opening: bool) -> dt.datetime:
        n = number(after) + 1
        while not ((n in self.open) is opening and (n - 1 in self.open) is not opening):
            n += 1
        return EPOCH + n * MINUTE

    def previous_opening(self, before: dt.datetime) -> dt.datetime:
        n = number(before) - 1
        while not (n in self.open and n - 1 not in self.open):
            n -= 1
        return EPOCH + n * MINUTE


def number(at: dt.datetime) -> int:
    return int(at.timestamp()) // 60


ranges = st.one_of(
    st.sampled_from(
        ["09:00-17:00", "00:00-24:00", "22:00-06:00", "01:30-02:30", "02:00-03:00", "23:30-00:30"]
    ),
    st.tuples(st.integers(0, 95), st.integers(1, 96))
    .filter(lambda pair: pair[0] != pair[1])
    .map(lambda pair: f"{_clock(pair[0])}-{_clock(pair[1])}")
    .filter(lambda text: text != "00:00-00:00"),
).map(TimeRange.parse)


def _clock(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


@st.composite
def calendars(draw: st.DrawFn) -> tuple[WorkingCalendar, dt.date]:
    """A calendar, and a day on which something is the matter with its zone's clocks."""
    zone, day = draw(st.sampled_from(AWKWARD))
    hours = st.lists(ranges, max_size=3)
    near = st.integers(-3, 3).map(lambda n: day + n * DAY)
    weekly = {name: draw(hours) for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    # At least one day a week is open, so that searches end within the oracle's days.
    weekly[draw(st.sampled_from(sorted(weekly)))] = [draw(ranges)]
    special = draw(st.lists(st.builds(CalendarDay, date=near, hours=hours), max_size=2))
    return WorkingCalendar(
        timezone=zone,
        hours=WeeklyHours(**weekly),
        holidays=Holidays(dates=draw(st.lists(near, max_size=2))),
        special_hours=list({one.date: one for one in special}.values()),
        breaks=draw(st.lists(st.builds(CalendarDay, date=near, hours=hours), max_size=2)),
    ), day


@st.composite
def questions(draw: st.DrawFn) -> tuple[WorkingCalendar, Oracle, dt.datetime, dt.datetime]:
    """A calendar, what the oracle knows of it, and two instants on whole minutes near by."""
    calendar, day = draw(calendars())
    noon = instant(day, 12 * 60, calendar.timezone)
    minutes = st.integers(-3 * 1440, 3 * 1440).map(lambda n: noon + n * MINUTE)
    return calendar, Oracle(calendar, day), draw(minutes), draw(minutes)
