"""Cadences to and from the recurrence rules of iCalendar (:rfc:`5545#section-3.3.10`)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from clientkit.base import InvalidValueError, evolve

from ._recurrence import DAYS, LAST_DAY, rule_days, rule_of
from .model import Cadence, Freq, Roll
from .zones import microseconds, zone_of

__all__ = ["cadence_of", "rrule_of"]

_EXPECTED: Final = "a rule of RFC 5545 that is daily or slower, such as 'FREQ=WEEKLY;BYDAY=TH'"
_TWO_LETTERS: Final = {day[:2].upper(): day for day in DAYS}
_BY_DAY: Final = re.compile("([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER: Final = re.compile("[+-]?[0-9]{1,6}")
_FOLD: Final = re.compile("\r?\n[ \t]")
_UNTIL: Final = re.compile("([0-9]{8})(?:T([0-9]{6})(Z?))?")
_YEARS: Final = range(4, 9998)
"""Those whose days have instants; an end before or after stands for one that is never reached."""
_KNOWN: Final = frozenset(
    [
        "FREQ",
        "INTERVAL",
        "COUNT",
        "UNTIL",
        "WKST",
        "BYMONTH",
        "BYMONTHDAY",
        "BYDAY",
        "BYSETPOS",
        "BYHOUR",
        "BYMINUTE",
        "BYSECOND",
    ]
)


def cadence_of(text: str, *, start: dt.date | None, timezone: str | None) -> Cadence:
    """Read a rule; see :meth:`Cadence.from_rrule`."""
    if not isinstance(text, str):
        raise InvalidValueError(repr(text), _EXPECTED)
    if start is not None and not isinstance(start, dt.date):
        raise InvalidValueError(repr(start), "a start that is a date, or a local date and time")
    if isinstance(start, dt.datetime) and start.tzinfo is not None:
        raise InvalidValueError(start.isoformat(), "a local start without offset, and its timezone")
    parts = _parts(text)
    time = _time_of_day(parts, start, text)
    freq = parts.get("FREQ", "")
    if freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise InvalidValueError(text, _EXPECTED)
    day = dt.date(start.year, start.month, start.day) if start is not None else None
    cadence = Cadence(
        freq=Freq(freq.lower()),
        interval=_number(parts.get("INTERVAL", "1")),
        by_day=tuple(_day(one) for one in _items(parts, "BYDAY")),
        by_month_day=_numbers(parts, "BYMONTHDAY"),
        by_month=_numbers(parts, "BYMONTH"),
        by_set_pos=_numbers(parts, "BYSETPOS"),
        count=_number(parts["COUNT"]) if "COUNT" in parts else None,
        until=_until(parts["UNTIL"], time, timezone) if "UNTIL" in parts else None,
        time=f"{time:%H:%M}" if time is not None else None,
        starts_on=day,
        timezone=timezone,
        week_start=_week_start(parts["WKST"]) if "WKST" in parts else None,
    )
    if time is not None and isinstance(start, dt.datetime) and time < start.time():
        return _after_start(cadence, text)
    return cadence


def _time_of_day(parts: dict[str, str], start: dt.date | None, text: str) -> dt.time | None:
    """The time of day that the start says, or in its stead the rule."""
    hour, minute, second = (_single(parts, f"BY{unit}") for unit in ("HOUR", "MINUTE", "SECOND"))
    if not isinstance(start, dt.datetime):
        if (hour, minute, second) != (None, None, None):
            raise InvalidValueError(
                text, "a start with a time of day, beside BYHOUR, BYMINUTE, BYSECOND"
            )
        return None
    try:
        time = start.time().replace(
            hour=start.hour if hour is None else hour,
            minute=start.minute if minute is None else minute,
            second=start.second if second is None else second,
        )
    except ValueError:
        raise InvalidValueError(text, _EXPECTED) from None
    if time.second or time.microsecond:
        raise InvalidValueError(time.isoformat(), "a time of day in whole minutes")
    return time


def _after_start(cadence: Cadence, text: str) -> Cadence:
    """The cadence whose time of day has passed when its first day starts.

    It begins with the next day of the rule, which is in a period that the interval counts.
    """
    rule = rule_of(cadence)._replace(limit=None)
    days = rule_days(rule, rule.start or 0, LAST_DAY)
    first = next(days, None)
    if first != rule.start:
        return cadence
    following = next(days, None)
    if following is None:
        raise InvalidValueError(text, "a rule that comes round after its start")
    return evolve(cadence, starts_on=dt.date.fromordinal(following))


def _parts(text: str) -> dict[str, str]:
    lines = _FOLD.sub("", text).strip().upper()
    if "\n" in lines:
        raise InvalidValueError(
            text, "one rule alone; what DTSTART says goes into start and timezone"
        )
    parts: dict[str, str] = {}
    for part in lines.removeprefix("RRULE:").removesuffix(";").split(";"):
        key, equals, value = (one.strip() for one in part.partition("="))
        if not equals or not value or key in parts:
            raise InvalidValueError(text, _EXPECTED)
        if key not in _KNOWN:
            raise InvalidValueError(key, "a part of a rule that a cadence has a word for")
        parts[key] = value
    return parts


def _items(parts: dict[str, str], key: str) -> list[str]:
    return [one.strip() for one in parts[key].split(",")] if key in parts else []


def _number(text: str) -> int:
    if _NUMBER.fullmatch(text) is None:
        raise InvalidValueError(text, "a whole number of at most six digits")
    return int(text)


def _numbers(parts: dict[str, str], key: str) -> tuple[int, ...]:
    return tuple(map(_number, _items(parts, key)))


def _single(parts: dict[str, str], key: str) -> int | None:
    items = _items(parts, key)
    if len(items) > 1:
        raise InvalidValueError(f"{key}={parts[key]}", "one time of day")
    return _number(items[0]) if items else None


def _day(text: str) -> str:
    found = _BY_DAY.fullmatch(text)
    if found is None:
        raise InvalidValueError(text, "a day such as 'TH', '1TU' or '-1FR'")
    which, day = found.groups()
    return f"{int(which) if which else ''}{_TWO_LETTERS[day]}"


def _week_start(text: str) -> str:
    if text not in _TWO_LETTERS:
        raise InvalidValueError(text, "a day such as 'MO'")
    return _TWO_LETTERS[text]


def _until(text: str, time: dt.time | None, timezone: str | None) -> dt.date:
    """The last day on which an occurrence at a time of day is not after the end of a rule."""
    found = _UNTIL.fullmatch(text)
    if found is None:
        raise InvalidValueError(text, "the end of a rule such as '20261231' or '20261231T230000Z'")
    day_text, time_text, utc = found.groups()
    try:
        day = dt.datetime.strptime(day_text, "%Y%m%d").date()  # noqa: DTZ007 (a date)
        if time_text is None:
            return day
        limit = dt.datetime.strptime(day_text + time_text, "%Y%m%d%H%M%S")  # noqa: DTZ007 (wall time)
    except ValueError:
        raise InvalidValueError(text, "a day and time that exist") from None
    if day.year not in _YEARS:
        return day
    if not utc:
        return day if (time or dt.time()) <= limit.time() else day - dt.timedelta(days=1)
    zone = zone_of(timezone or "UTC")
    t = microseconds(limit.replace(tzinfo=dt.UTC))
    last = zone.day(t)
    at = time or dt.time()
    wall = (at.hour * 60 + at.minute) * 60_000_000
    return dt.date.fromordinal(last if zone.at(last, wall) <= t else last - 1)


def rrule_of(cadence: Cadence) -> str:
    """Write a rule; see :meth:`Cadence.to_rrule`."""
    if cadence.pauses:
        raise InvalidValueError(f"{len(cadence.pauses)} pauses", "none, in a recurrence rule")
    if cadence.roll is not Roll.NONE:
        raise InvalidValueError(cadence.roll.value, "no roll, in a recurrence rule")
    said = {
        "INTERVAL": cadence.interval if cadence.interval != 1 else None,
        "WKST": cadence.week_start and cadence.week_start[:2].upper(),
        "BYMONTH": ",".join(map(str, cadence.by_month)),
        "BYMONTHDAY": ",".join(map(str, cadence.by_month_day)),
        "BYDAY": ",".join(day[:-1].upper() for day in cadence.by_day),
        "BYSETPOS": ",".join(map(str, cadence.by_set_pos)),
        "COUNT": cadence.count,
        "UNTIL": _end(cadence, cadence.until) if cadence.until is not None else None,
    }
    parts = [f"FREQ={cadence.freq.value.upper()}"]
    parts += [f"{key}={value}" for key, value in said.items() if value]
    return ";".join(parts)


def _end(cadence: Cadence, until: dt.date) -> str:
    """The end in the form that goes with the start: a date, a local time, or with a zone UTC."""
    day = f"{until.year:04}{until.month:02}{until.day:02}"
    if cadence.time is None:
        return day
    local = f"{day}T{cadence.time.replace(':', '')}00"
    if cadence.timezone is None:
        return local
    if until.year not in _YEARS:
        return f"{local}Z"
    wall = (int(cadence.time[:2]) * 60 + int(cadence.time[3:])) * 60_000_000
    t = zone_of(cadence.timezone).at(until.toordinal(), wall)
    end = zone_of("UTC").instant(t)
    return f"{end.year:04}{end:%m%dT%H%M%SZ}"
