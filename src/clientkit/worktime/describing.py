"""Cadences in words, for people."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Final

from clientkit.base import InvalidValueError

from ._recurrence import Rule, rule_of
from .model import Cadence, Freq, Roll

__all__ = ["describe"]


def describe(cadence: Cadence, language: str = "en") -> str:
    """Say in words when a cadence comes round.

    ``language`` is a language tag. English (``en``) and German (``de``) are known; of a tag such as
    ``de-AT`` the language alone matters.

    >>> from clientkit.worktime import Cadence, describe
    >>> cadence = Cadence(freq="weekly", interval=2, by_day=["mon", "thu"], time="16:00",
    ...                   timezone="Europe/Berlin", roll="previous")
    >>> describe(cadence).split(", ")[0]
    'every 2 weeks on Monday and Thursday at 16:00 (Europe/Berlin)'
    >>> describe(cadence, "de").split(", ")[1]
    'an freien Tagen am Arbeitstag davor'

    Raises:
        InvalidValueError: The language is another, or there is no cadence.
    """
    if not isinstance(cadence, Cadence):
        raise InvalidValueError(repr(cadence), "a Cadence")
    words = _LANGUAGES.get(str(language).split("-", maxsplit=1)[0].lower())
    if words is None:
        known = " or ".join(repr(tag) for tag in sorted(_LANGUAGES))
        raise InvalidValueError(str(language), f"a language that descriptions exist in, {known}")
    return words.sentence(cadence)


class _Words(ABC):
    """A language."""

    WEEKDAYS: ClassVar[tuple[str, ...]]
    MONTHS: ClassVar[tuple[str, ...]]
    EVERY: ClassVar[dict[Freq, tuple[str, str]]]
    """Each period, and every n of them."""
    ROLLS: ClassVar[dict[Roll, str]]
    AND: ClassVar[str]
    ON: ClassVar[str]
    IN: ClassVar[str]
    FROM: ClassVar[str]
    UNTIL: ClassVar[str]
    TIMES: ClassVar[tuple[str, str]]
    ON_EACH: ClassVar[str]
    THE: ClassVar[str]
    AMONG: ClassVar[str]
    ONLY: ClassVar[str]
    DAY: ClassVar[str]
    PAUSED: ClassVar[str]

    def sentence(self, cadence: Cadence) -> str:
        one, many = self.EVERY[cadence.freq]
        lead = [one if cadence.interval == 1 else many.format(cadence.interval)]
        days = self.days(cadence)
        if cadence.by_month:
            months = [self.MONTHS[month - 1] for month in dict.fromkeys(cadence.by_month)]
            lead.append(f"{self.IN} {self.all(months)}")
        if days:
            lead.append(days)
        if cadence.time is not None:
            zone = f" ({cadence.timezone})" if cadence.timezone else ""
            lead.append(self.time(cadence.time) + zone)
        parts = [" ".join(lead).removesuffix(",")]
        if cadence.starts_on is not None:
            parts.append(f"{self.FROM} {self.date(cadence.starts_on)}")
        if cadence.until is not None:
            parts.append(f"{self.UNTIL} {self.date(cadence.until)}")
        if cadence.count is not None:
            parts.append(self.TIMES[cadence.count != 1].format(cadence.count))
        if cadence.roll is not Roll.NONE:
            parts.append(self.ROLLS[cadence.roll])
        for pause in cadence.pauses:
            end = ""
            if pause.resumes_on is not None:
                end = f" {self.UNTIL} {self.date(pause.resumes_on - dt.timedelta(days=1))}"
            parts.append(f"{self.PAUSED} {self.FROM} {self.date(pause.starts_on)}{end}")
        return ", ".join(parts)

    def days(self, cadence: Cadence) -> str:
        """The days, with their preposition; empty where the rhythm says all.

        A clause of its own ends with a comma, as a time may follow.
        """
        rule = rule_of(cadence)
        weekdays = rule.weekdays
        if cadence.freq is Freq.WEEKLY and not weekdays and cadence.starts_on is not None:
            weekdays = frozenset({cadence.starts_on.weekday()})
        names = [self.WEEKDAYS[day] for day in sorted(weekdays)]
        nth = [self.nth(which, self.WEEKDAYS[day]) for day, which in sorted(rule.nth)]
        month_days = [self.month_day(day) for day in dict.fromkeys(rule.month_days)]
        if rule.positions:
            if not (names or nth or month_days):
                month_days = self.implied_month_day(cadence)
            return self.positioned(rule, names, nth, month_days)
        if month_days:
            found = self.on(month_days)
            return f"{found}, {self.only_if(names, nth)}," if names or nth else found
        if names and cadence.freq in (Freq.WEEKLY, Freq.DAILY):
            return f"{self.ON} {self.all(names)}"
        each = f"{self.ON_EACH} {self.all(names)}" if names else ""
        both = self.all([one for one in (self.on(nth), each) if one])
        return both or self.implied(rule, cadence)

    def positioned(
        self, rule: Rule, names: Sequence[str], nth: Sequence[str], month_days: Sequence[str]
    ) -> str:
        """Some of the days that the rule gives in a period."""
        positions = dict.fromkeys(rule.positions)
        places = self.all([self.THE + self.nth(place, self.DAY) for place in positions])
        weekdays = [*map(self.plural, names), *nth]
        if weekdays and month_days:  # the days that are both
            of = f"{self.all(month_days)} ({self.ONLY} {self.all(weekdays)})"
        else:
            of = self.all([*weekdays, *month_days])
        return f"{self.ON} {places} {self.AMONG} {of}" if of else f"{self.ON} {places}"

    def on(self, days: Sequence[str]) -> str:
        return f"{self.ON} {self.all([self.THE + day for day in days])}" if days else ""

    def implied(self, rule: Rule, cadence: Cadence) -> str:
        """The day that the start stands for."""
        start = cadence.starts_on
        if start is None or cadence.freq in (Freq.DAILY, Freq.WEEKLY):
            return ""
        if cadence.freq is Freq.YEARLY and not rule.months:
            return f"{self.ON} {self.day_of_year(start)}"
        return self.on(self.implied_month_day(cadence))

    def implied_month_day(self, cadence: Cadence) -> list[str]:
        start = cadence.starts_on
        if start is None or cadence.freq in (Freq.DAILY, Freq.WEEKLY):
            return []
        return [self.month_day(start.day)]

    def all(self, items: Sequence[str]) -> str:
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.AND} {items[-1]}"

    @abstractmethod
    def nth(self, which: int, name: str) -> str: ...
    @abstractmethod
    def only_if(self, names: Sequence[str], nth: Sequence[str]) -> str: ...
    @abstractmethod
    def plural(self, name: str) -> str: ...
    @abstractmethod
    def month_day(self, day: int) -> str: ...
    @abstractmethod
    def day_of_year(self, day: dt.date) -> str: ...
    @abstractmethod
    def date(self, day: dt.date) -> str: ...
    @abstractmethod
    def time(self, time: str) -> str: ...


class _English(_Words):
    WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    MONTHS = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    )  # fmt: skip
    EVERY: ClassVar = {
        Freq.DAILY: ("every day", "every {} days"),
        Freq.WEEKLY: ("every week", "every {} weeks"),
        Freq.MONTHLY: ("every month", "every {} months"),
        Freq.YEARLY: ("every year", "every {} years"),
    }
    ROLLS: ClassVar = {
        Roll.NEXT: "on a day off the next working day",
        Roll.PREVIOUS: "on a day off the working day before",
        Roll.NEAREST: "on a day off the nearest working day",
        Roll.SKIP: "not on a day off",
    }
    AND, ON, IN, FROM, UNTIL, DAY = "and", "on", "in", "from", "until", "day"
    TIMES, PAUSED = ("once", "{} times"), "paused"
    ON_EACH, THE, AMONG, ONLY = "on each", "the ", "among the", "only"

    _WORDS: ClassVar = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}

    def nth(self, which: int, name: str) -> str:
        if which == -1:
            return f"last {name}"
        word = self._WORDS.get(abs(which)) or self._ordinal(abs(which))
        return f"{word}{' to last' if which < 0 else ''} {name}"

    def only_if(self, names: Sequence[str], nth: Sequence[str]) -> str:
        return (
            f"if it is {' or '.join([f'a {one}' for one in names] + [f'the {one}' for one in nth])}"
        )

    def plural(self, name: str) -> str:
        return f"{name}s"

    def month_day(self, day: int) -> str:
        return self._ordinal(day) if day > 0 else self.nth(day, self.DAY)

    def day_of_year(self, day: dt.date) -> str:
        return f"{day.day} {self.MONTHS[day.month - 1]}"

    def date(self, day: dt.date) -> str:
        return f"{self.day_of_year(day)} {day.year}"

    def time(self, time: str) -> str:
        return f"at {time}"

    @staticmethod
    def _ordinal(number: int) -> str:
        if number % 100 in (11, 12, 13):
            return f"{number}th"
        return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


class _German(_Words):
    WEEKDAYS = (
        "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag",
    )  # fmt: skip
    MONTHS = (
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
        "Oktober", "November", "Dezember",
    )  # fmt: skip
    EVERY: ClassVar = {
        Freq.DAILY: ("jeden Tag", "alle {} Tage"),
        Freq.WEEKLY: ("jede Woche", "alle {} Wochen"),
        Freq.MONTHLY: ("jeden Monat", "alle {} Monate"),
        Freq.YEARLY: ("jedes Jahr", "alle {} Jahre"),
    }
    ROLLS: ClassVar = {
        Roll.NEXT: "an freien Tagen am nächsten Arbeitstag",
        Roll.PREVIOUS: "an freien Tagen am Arbeitstag davor",
        Roll.NEAREST: "an freien Tagen am nächstgelegenen Arbeitstag",
        Roll.SKIP: "nicht an freien Tagen",
    }
    AND, ON, IN, FROM, UNTIL, DAY = "und", "am", "im", "ab", "bis", "Tag"
    TIMES, PAUSED = ("einmal", "{}-mal"), "Pause"
    ON_EACH, THE, AMONG, ONLY = "an jedem", "", "unter den Tagen", "nur"

    _WORDS: ClassVar = {1: "ersten", 2: "zweiten", 3: "dritten", 4: "vierten", 5: "fünften"}
    _FROM_END: ClassVar = {1: "letzten", 2: "vorletzten", 3: "drittletzten"}

    def nth(self, which: int, name: str) -> str:
        if which > 0:
            return f"{self._WORDS.get(which) or f'{which}.'} {name}"
        return f"{self._FROM_END.get(-which) or f'{-which}.-letzten'} {name}"

    def only_if(self, names: Sequence[str], nth: Sequence[str]) -> str:
        days = [f"einen {one}" for one in names] + [f"den {one}" for one in nth]
        return f"wenn er auf {' oder '.join(days)} fällt"

    def plural(self, name: str) -> str:
        return name

    def month_day(self, day: int) -> str:
        return f"{day}." if day > 0 else self.nth(day, self.DAY)

    def day_of_year(self, day: dt.date) -> str:
        return f"{day.day}. {self.MONTHS[day.month - 1]}"

    def date(self, day: dt.date) -> str:
        return f"{self.day_of_year(day)} {day.year}"

    def time(self, time: str) -> str:
        return f"um {time} Uhr"


_LANGUAGES: Final[dict[str, _Words]] = {"de": _German(), "en": _English()}
