"""Instants as whole microseconds since 1970, and back, in a zone.

Everything that counts time works on these integers: ``pendulum`` arithmetic costs 5 to 60 µs a
call, an addition of integers a fiftieth of one. Offsets come from :mod:`zoneinfo`, read once a year
and zone. A local time in a gap or fold of the clock is read with ``fold=0`` (:pep:`495`).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from clientkit.base import InvalidValueError

if TYPE_CHECKING:
    from pendulum import DateTime

__all__ = [
    "DAY",
    "EPOCH_DAY",
    "MINUTE",
    "Zone",
    "ZoneYear",
    "local",
    "microseconds",
    "microseconds_of",
    "zone_of",
]

MINUTE: Final = 60_000_000
"""Microseconds of a minute."""
DAY: Final = 86_400_000_000
"""Microseconds of a day of 24 hours."""
EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()
MEAN_YEAR: Final = 31_556_952_000_000
MARGIN: Final = 6
"""Days that a table covers before and after its year, so that a rough guess of the year will do."""
YEARS_KEPT: Final = 256

_CLOCK: Final = [divmod(minute, 60) for minute in range(1440)]
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NAIVE_EPOCH: Final = dt.datetime(1970, 1, 1)  # noqa: DTZ001 (wall time of any zone)
_FIRST: Final = dt.date(3, 1, 1).toordinal() - EPOCH_DAY
_LAST: Final = dt.date(9998, 1, 1).toordinal() - EPOCH_DAY
# The methods of the base classes: pendulum's subclasses override them with slow ones.
_subtract = dt.datetime.__sub__
_new = dt.datetime.__new__
_PLAIN: Final = dt.datetime
_INSTANT = "an instant with its offset, of the years 3 to 9997, such as '2026-04-17T16:00:00+02:00'"


def microseconds(instant: dt.datetime) -> int:
    """Microseconds from 1970-01-01T00:00Z to an aware instant, exact.

    Raises:
        InvalidValueError: It has no offset, is no instant, or is outside the years 3 to 9997.
    """
    try:
        delta = instant - _EPOCH if type(instant) is _PLAIN else _subtract(instant, _EPOCH)
        days = delta.days
    except (TypeError, AttributeError, OverflowError):
        raise InvalidValueError(repr(instant), _INSTANT) from None
    if not _FIRST <= days < _LAST:
        raise InvalidValueError(repr(instant), _INSTANT)
    return (days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def microseconds_of(duration: dt.timedelta) -> int:
    """A duration in microseconds, exact.

    Raises:
        InvalidValueError: It is not a duration, or one of months or years, which differ in length.
    """
    if not isinstance(duration, dt.timedelta):
        raise InvalidValueError(repr(duration), "a duration such as datetime.timedelta(hours=4)")
    plain = duration
    if type(duration) is not dt.timedelta:
        _refuse_months(duration)
        plain = dt.timedelta.__add__(duration, dt.timedelta())  # pendulum's says days of its own
    return (plain.days * 86_400 + plain.seconds) * 1_000_000 + plain.microseconds


def _refuse_months(duration: dt.timedelta) -> None:
    """Refuse ``pendulum.duration(months=1)``, which says that it is 30 days."""
    from pendulum import Duration, Interval  # noqa: PLC0415 (as in Zone)

    # The months of an interval are those between its two instants: it is of one length.
    if not isinstance(duration, Duration) or isinstance(duration, Interval):
        return
    if duration.months or duration.years:
        raise InvalidValueError(
            repr(duration), "a duration without months and years, such as 30 days"
        )


class ZoneYear:
    """The offsets of one zone in one year, and some days around it."""

    __slots__ = ("changes", "dates", "end", "first", "midnights", "offsets", "start", "uniform")

    def __init__(self, info: ZoneInfo, year: int) -> None:
        self.first = dt.date(year, 1, 1).toordinal() - MARGIN
        """The first day covered, as a proleptic ordinal."""
        last = dt.date(year + 1, 1, 1).toordinal() + MARGIN
        read, day_of = info.utcoffset, dt.datetime.fromordinal
        starts = [day_of(day) for day in range(self.first, last + 2)]
        self.dates = [(one.year, one.month, one.day) for one in starts]
        """Year, month and day of each day covered."""
        deltas = [read(one) or dt.timedelta() for one in starts]
        sizes = {delta: microseconds_of(delta) for delta in set(deltas)}
        by_day = [sizes[delta] for delta in deltas]
        start = (self.first - EPOCH_DAY) * DAY
        self.midnights = [start + n * DAY - offset for n, offset in enumerate(by_day)]
        """The instants at which the days begin."""
        self.uniform = [a == b for a, b in pairwise(by_day)]
        """Whether the offset stays the same from midnight to midnight."""
        self.changes: list[int] = []
        """The instants at which the offset changes."""
        self.offsets = [by_day[0]]
        """The offset before the first change, and after each."""
        for n, same in enumerate(self.uniform):
            if not same:
                # A gap that begins before midnight and ends after it is over by that midnight.
                skipped = max(by_day[n + 1] - by_day[n], 0)
                low, high = self.midnights[n] - skipped, self.midnights[n + 1]
                self._add_change(info, low, high, by_day[n + 1])
        self.start, self.end = self.midnights[1] // 1_000_000, self.midnights[-2] // 1_000_000
        """From when to when it answers, in seconds since 1970; half-open."""

    def _add_change(self, info: ZoneInfo, low: int, high: int, offset: int) -> None:
        """Find the change between two instants by halving, to the second."""
        low, high = low // 1_000_000 - 1, high // 1_000_000 + 1
        while high - low > 1:
            middle = (low + high) // 2
            utc = _NAIVE_EPOCH + dt.timedelta(seconds=middle)
            found = info.fromutc(utc.replace(tzinfo=info)).utcoffset() or dt.timedelta()
            if microseconds_of(found) == offset:
                high = middle
            else:
                low = middle
        self.changes.append(high * 1_000_000)
        self.offsets.append(offset)

    def exists(self, day: int) -> bool:
        """Whether a day was ever lived through: Apia had no 30 December 2011."""
        n = day - self.first
        return self.midnights[n] < self.midnights[n + 1]


class Zone:
    """A time zone; make one with :func:`zone_of`."""

    __slots__ = ("_lock", "_make", "_recent", "_years", "_zone", "info", "name")

    def __init__(self, name: str) -> None:
        import pendulum  # noqa: PLC0415 (a tenth of a second that only results need)

        self.name = name
        self.info = ZoneInfo(name)
        self._make = pendulum.DateTime
        self._zone = pendulum.timezone(name)
        self._years: dict[int, ZoneYear] = {}
        self._recent: ZoneYear | None = None
        self._lock = Lock()

    def year(self, number: int) -> ZoneYear:
        """The offsets of a year."""
        found = self._years.get(number)
        if found is None:
            if not 2 <= number <= 9998:
                raise InvalidValueError(f"the year {number}", _INSTANT)
            found = ZoneYear(self.info, number)
            with self._lock:
                if len(self._years) >= YEARS_KEPT:
                    self._years = {}
                self._years[number] = found
        return found

    def offset(self, t: int) -> int:
        """The offset from UTC at an instant, in microseconds."""
        year = self._recent
        if year is None or not year.start <= t // 1_000_000 < year.end:
            year = self._recent = self.year(1970 + t // MEAN_YEAR)
        return year.offsets[bisect_right(year.changes, t)] if year.changes else year.offsets[0]

    def steady(self, t: int) -> tuple[int, int, int]:
        """From when to when the offset is that at an instant, as far as is known, and the offset.

        In microseconds, half-open; the instant lies within.
        """
        number = 1970 + t // MEAN_YEAR
        year = self.year(number)
        n = bisect_right(year.changes, t)
        first, last = (number - 1970) * MEAN_YEAR, (number - 1969) * MEAN_YEAR
        return (
            max(first, year.changes[n - 1]) if n else first,
            min(last, year.changes[n]) if n < len(year.changes) else last,
            year.offsets[n],
        )

    def day(self, t: int) -> int:
        """The local date of an instant, as an ordinal."""
        return (t + self.offset(t)) // DAY + EPOCH_DAY

    def instant(self, t: int) -> DateTime:
        """The instant as people in the zone read it."""
        # Divisors of less than 30 bits, because Python divides by them several times faster.
        seconds, microsecond = t // 1_000_000, t % 1_000_000
        year = self._recent
        if year is None or not year.start <= seconds < year.end:
            year = self._recent = self.year(1970 + seconds // 31_556_952)
        fold = False
        if year.changes:
            n = bisect_right(year.changes, t)
            offset = year.offsets[n]
            # In the second pass of an hour that comes twice.
            fold = n > 0 and t - year.changes[n - 1] < year.offsets[n - 1] - offset
        else:
            offset = year.offsets[0]
        if offset:
            seconds += offset // 1_000_000  # offsets are whole seconds
        y, m, d = year.dates[seconds // 86_400 + EPOCH_DAY - year.first]
        rest = seconds % 86_400
        hour, minute = _CLOCK[rest // 60]
        # Past pendulum's own constructor, which adds nothing but time.
        make, zone = self._make, self._zone
        if fold:
            return _new(make, y, m, d, hour, minute, rest % 60, microsecond, zone, fold=1)
        return _new(make, y, m, d, hour, minute, rest % 60, microsecond, zone)

    def plain(self, t: int) -> dt.datetime:
        """The instant as models hold it, with the zone's offset at the time, fixed."""
        offset = self.offset(t)
        if offset % MINUTE:  # before standard time; no text can say it
            offset = 0
        zone = dt.timezone(dt.timedelta(0, 0, offset)) if offset else dt.UTC
        return (_NAIVE_EPOCH + dt.timedelta(0, 0, t + offset)).replace(tzinfo=zone)

    def at(self, day: int, wall: int) -> int:
        """The instant of a wall time, in microseconds after 00:00; past 24:00, of the next day."""
        if wall >= DAY:
            day, wall = day + wall // DAY, wall % DAY
        year = self.year(dt.date.fromordinal(day).year)
        n = day - year.first
        if year.uniform[n]:
            return year.midnights[n] + wall
        naive = (day - EPOCH_DAY) * DAY + wall
        offset = self.info.utcoffset(_NAIVE_EPOCH + dt.timedelta(0, 0, naive))
        return naive - microseconds_of(offset or dt.timedelta())

    def wall(self, t: int) -> tuple[int, int]:
        """The local date of an instant, as an ordinal, and the microseconds its clocks show."""
        days, wall = divmod(t + self.offset(t), DAY)
        return days + EPOCH_DAY, wall


@lru_cache(maxsize=640)
def zone_of(name: str) -> Zone:
    """The zone of a name of the IANA database.

    Raises:
        InvalidValueError: There is no such zone.
    """
    try:
        return Zone(name)
    except (OSError, ValueError, LookupError, TypeError):
        raise InvalidValueError(
            str(name), "a time zone of the IANA database such as 'Europe/Berlin'"
        ) from None


def local(instant: dt.datetime, zone: str) -> DateTime:
    """An instant as people in a zone read it.

    >>> import datetime as dt
    >>> from clientkit.worktime import local
    >>> noon = dt.datetime(2026, 7, 1, 12, tzinfo=dt.timezone.utc)
    >>> local(noon, "Asia/Kathmandu").isoformat()
    '2026-07-01T17:45:00+05:45'

    Raises:
        InvalidValueError: The instant is without offset, or there is no such zone.
    """
    return zone_of(zone).instant(microseconds(instant))
