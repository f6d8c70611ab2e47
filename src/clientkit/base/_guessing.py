"""What an author probably meant by something that does not fit."""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches
from enum import Enum
from zoneinfo import available_timezones

from ._caching import cached
from ._checking import Refusal, item_check
from ._showing import shown
from .errors import InvalidValueError
from .fields import ID, TIME_ZONE
from .specification import FieldSpecification
from .values import Due, Money, Term, TermUnit, TimeRange, Value

__all__ = ["LONGEST", "closest", "closest_short", "meant_by", "suggested"]


def closest(word: object, words: Iterable[str]) -> str | None:
    """The word that was probably meant."""
    if not isinstance(word, str) or len(word) > LONGEST:
        return None
    return _closest(word.lower().strip(), tuple(words))


def _closest_of(word: str, words: tuple[str, ...]) -> str | None:
    choices = {choice.lower(): choice for choice in words}
    found = get_close_matches(word, choices, n=1, cutoff=0.6)
    return choices[found[0]] if found else None


_closest = cached(_closest_of, at_most=1024)  # the same slip is often made many times


def closest_short(word: object, words: Iterable[str]) -> str | None:
    """The one word of two letters that was probably meant: one letter is wrong, or they swapped.

    That half of a word is right says little, so it is to be asked only of what must be there.
    """
    if not isinstance(word, str) or len(word) != 2:
        return None
    first, second = word[0].lower(), word[1].lower()
    near = [
        one
        for one in words
        if len(one) == 2 and (one[0] == first or one[1] == second or one == second + first)
    ]
    return near[0] if len(near) == 1 else None


def meant_by(field: FieldSpecification, data: object) -> str | None:
    """The value that was probably meant, as it would stand in a document."""
    if isinstance(data, bool | int | float):
        return _meant_by_number(field, data)
    if not isinstance(data, str) or len(data) > LONGEST:
        return None
    data = data.strip(_QUOTES)
    kind = field.kind
    if issubclass(kind, Enum):
        return _meant_by_word(data.lower().strip(), [member.value for member in kind])
    if kind is bool:
        return _BOOLEANS.get(data.lower())
    if kind in (int, float):
        return _meant_by_digits(field, data)
    if kind is str:
        return _meant_by_text(field, data)
    if kind is Money:
        return _amount(data)
    if kind is TimeRange:
        return _hours(data)
    if issubclass(kind, Due | dt.date):
        return _day(data) or (_mended(kind, data) if kind is Due else None)
    return _mended(kind, data) if kind is Term else None


def suggested(field: FieldSpecification, data: object) -> str | None:
    """How to mend a value that does not fit, as findings say it."""
    if isinstance(data, str) and issubclass(field.kind, Enum):
        base, count = _RHYTHMS.get(data.lower().strip(), ("", 0))
        if base in field.kind._value2member_map_:
            return f"did you mean {base!r} with interval: {count}?"
    meant = meant_by(field, data)
    if meant is None:
        return _advice(field, data) if isinstance(data, str) and len(data) <= LONGEST else None
    if field.kind is str and not isinstance(data, str):
        return "put it in quotes"  # how it was spelt, such as with a leading 0, nobody knows here
    if field.kind in (bool, int, float):
        quotes = ", without quotes" if data == meant else ""
        return f"did you mean {meant}{quotes}?"
    return f"did you mean {meant!r}?"


def _advice(field: FieldSpecification, data: str) -> str | None:
    """What to do where nobody can say what was meant."""
    if issubclass(field.kind, Due | dt.date) and _ISO_DAY.fullmatch(data):
        return "there is no such day"
    if issubclass(field.kind, Due | Term) and _LONG_SPAN.search(data):
        return "months and years differ in length: say how many days or weeks"
    if field.format is ID and (letter := _foreign_letter(data)):
        return f"{letter!r} is {unicodedata.name(letter, 'no letter of ours')}; write it anew"
    return None


def _meant_by_word(word: str, words: list[str]) -> str | None:
    """The one of an enum's words that says the same, or is spelt much alike."""
    same = [one for one in _SYNONYMS.get(word, ()) if one in words]
    if same:
        return same[0]
    several = sum(one.startswith(f"{word}_") for one in words) > 1
    return None if several else closest(word, words)


def _meant_by_text(field: FieldSpecification, data: str) -> str | None:
    if field.format is TIME_ZONE:
        return closest(data, _zones())
    if field.format is ID:
        slug = re.sub("[^A-Za-z0-9._-]+", "-", _latin(data)).strip("-._")
        return slug if _accepted(field, slug) and not _foreign_letter(data) else None
    if field.format is None:
        return None
    candidate = data.replace("_", "-")  # as in de_DE
    if time := re.fullmatch("([0-9]{1,2})[.:]([0-9]{2})(?::00)?", data):
        candidate = f"{time[1]:0>2}:{time[2]}"
    else:
        *before, last = data.lower().split() or [""]
        if last in _DAYS and all(word in _ORDINALS for word in before):
            candidate = "".join(_ORDINALS[word] for word in before) + last[:3]
    return candidate if _accepted(field, candidate) else None


def _latin(text: str) -> str:
    """A text without accents and without characters that nobody sees."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"})


def _foreign_letter(text: str) -> str | None:
    """A letter that has no counterpart from a to z, though it may look like one."""
    return next((c for c in _latin(text) if c.isalpha() and not c.isascii()), None)


def _amount(text: str) -> str | None:
    """An amount whose separators are not ours; one that could be two amounts is left alone."""
    text = re.sub(r"^([A-Za-z]{3}|[€£]) ?([0-9].*)$", r"\2 \1", text.strip())
    found = _AMOUNT.fullmatch(text)
    if found is None or found["thousands"] == found["decimal"] is not None:
        return None
    whole = re.sub("[^0-9]", "", found["whole"])
    currency = _CURRENCIES.get(found["currency"].lower(), found["currency"].upper())
    if found["thousands"] == "," and found["cents"] is None and currency in Money.OF_THREE_DECIMALS:
        return None  # 84,000 KWD are 84 or 84 thousand
    with suppress(InvalidValueError):
        return Money.parse(f"{whole}.{found['cents'] or '00'} {currency}").text
    return None


def _hours(text: str) -> str | None:
    """Hours in another notation than ours; those that could be two, such as 9-5, are left alone."""
    found = _HOURS.fullmatch(text.strip().lower())
    if found is None:
        return None
    times = []
    for hour, minute, half in (found.group(1, 2, 3), found.group(4, 5, 6)):
        count = int(hour)
        if half:
            if not 1 <= count <= 12:
                return None
            count = count % 12 + 12 * (half[0] == "p")
        times.append(f"{count:02}:{minute or '00'}")
    if not (found[3] and found[6]) and times[1] <= times[0]:
        return None
    with suppress(InvalidValueError):
        return TimeRange.parse("-".join(times)).text
    return None


def _day(text: str) -> str | None:
    """A day in another notation than ours; one that could be two days is left alone."""
    words = re.sub("[./,-]|T[0-9:]+$", " ", text).split()
    if len(words) != 3:
        return None
    if words[0].isdecimal() and len(words[0]) == 4:
        year, month, day = words
    elif words[0].lower()[:3] in _MONTHS:
        month, day, year = words
    else:
        day, month, year = words
        if "/" in text and _number(day) <= 12 and _number(month) > 12:
            day, month = month, day
        elif "/" in text and day != month and _number(day) <= 12 and _number(month) <= 12:
            return None  # the day first in Europe, the month in America
    with suppress(ValueError):
        return dt.date(_number(year), _number(month), _number(day)).isoformat()
    return None


def _number(word: str) -> int:
    """The number that a word of a day says, or none that a day has."""
    if word.isdecimal() and word.isascii() and len(word) <= 4:
        return int(word)
    month = word.lower()[:3]
    return _MONTHS.index(month) + 1 if month in _MONTHS else 10_000


def _meant_by_number(field: FieldSpecification, data: float) -> str | None:
    if field.kind is str and _accepted(field, word := shown(data).lower()):
        return word
    if field.kind is Money and isinstance(data, int) and not isinstance(data, bool):
        with suppress(InvalidValueError):
            return Money(data, "EUR").text
    return None


def _meant_by_digits(field: FieldSpecification, data: str) -> str | None:
    """The number, where it stands in quotation marks, with a decimal comma or a percent sign."""
    text = data.strip().removesuffix("%").rstrip()
    if re.fullmatch("-?[0-9]+,([0-9]|[0-9]{2})", text):
        text = text.replace(",", ".")
    try:
        number = json.loads(text)
    except ValueError:
        return None
    return text if _accepted(field, number) else None


def _accepted(field: FieldSpecification, value: object) -> bool:
    try:
        item_check(field)(value)
    except Refusal:
        return False
    return True


LONGEST = 100
"""Texts of more characters are prose: nothing is guessed about them."""
_BOOLEANS = {
    **dict.fromkeys(("true", "yes", "on"), "true"),
    **dict.fromkeys(("false", "no", "off"), "false"),
}
_SYNONYMS = {
    **dict.fromkeys(("agency", "contractor", "ours", "supplier", "us", "vendor"), ("provider",)),
    **dict.fromkeys(("customer", "theirs"), ("client",)),
    **dict.fromkeys(("call", "telephone"), ("phone",)),
    **dict.fromkeys(("teams", "zoom"), ("video",)),
    **dict.fromkeys(("post", "mail"), ("letter", "email")),
    **dict.fromkeys(("on site", "onsite", "in person"), ("meeting",)),
    **dict.fromkeys(("closed", "done", "fixed", "solved"), ("resolved", "done")),
    **dict.fromkeys(("answer", "answered", "reply", "replied", "response"), ("message",)),
    **dict.fromkeys(("blocked", "on hold", "paused", "pending"), ("waiting",)),
    **dict.fromkeys(("blocker", "critical", "severe", "urgent"), ("high",)),
    **dict.fromkeys(("moderate", "normal"), ("medium",)),
    **dict.fromkeys(("minor", "trivial"), ("low",)),
    "ack": ("acknowledged",),
    "created": ("opened",),
    "slack": ("chat",),
    "sms": ("text_message",),
    **dict.fromkeys(("increase", "max", "more", "up"), ("higher",)),
    **dict.fromkeys(("decrease", "down", "less", "min"), ("lower",)),
}
"""Words that people write for a word of an enum, with those that say the same."""
_RHYTHMS = {
    **dict.fromkeys(("biweekly", "bi-weekly", "fortnightly"), ("weekly", 2)),
    **dict.fromkeys(("bimonthly", "bi-monthly"), ("monthly", 2)),
    "quarterly": ("monthly", 3),
}
_DAYS = frozenset({
    "mon", "monday", "tue", "tuesday", "wed", "wednesday", "thu", "thursday", "fri", "friday",
    "sat", "saturday", "sun", "sunday",
})  # fmt: skip
_ORDINALS = {
    "first": "1", "1st": "1", "second": "2", "2nd": "2", "third": "3", "3rd": "3",
    "fourth": "4", "4th": "4", "last": "-1",
}  # fmt: skip
_AMOUNT = re.compile(
    "(?P<whole>[0-9]{1,3}(?P<thousands>[., '\u2019\u00a0\u202f])[0-9]{3}(?:(?P=thousands)[0-9]{3})*"
    "|[0-9]+)"
    "(?:(?P<decimal>[.,])(?P<cents>[0-9]{2}))? ?(?P<currency>[A-Za-z]{3}|[Ee]uros?|[€£])"
)
_TIME = r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?: ?h)? ?([ap]\.?m\.?)?"
_HOURS = re.compile(f"{_TIME} ?(?:-|\u2010|\u2011|\u2012|\u2013|\u2014|\u2212|to|until) ?{_TIME}")
_CURRENCIES = {"€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP"}
_QUOTES = "“”„‟«»"
"""Quotation marks that YAML and JSON take for part of the text."""
_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "þ": "th",
})  # fmt: skip
"""Letters that have a usual spelling from a to z, and no accent to take away."""
_LONG_SPAN = re.compile("(?i)\\b(months?|years?)\\b")
_HALF_HOURS = re.compile("([0-9]{1,3})[.,]5 ?(working )?h(?:(?:ou)?rs?)?\\b(.*)")
_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNITS = {
    **dict.fromkeys(("h", "hr", "hrs"), "hours"),
    **dict.fromkeys(("m", "min", "mins"), "minutes"),
    "d": "days",
    "w": "weeks",
    "workday": "working day",
    "workdays": "working days",
    **dict.fromkeys(("business", "work"), "working"),
    **{
        word: str(number)
        for number, word in enumerate(
            ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
        )
    },
}
"""Words that people write in terms, with ours."""
_WORDS = [
    *sorted({word for unit in TermUnit for word in unit.value.split()} | {"on"}),
    *(f"{unit.value.split()[-1]}s" for unit in TermUnit if not unit.is_working),
    "before",
    "after",
]


@cached
def _zones() -> list[str]:
    return sorted(available_timezones())


def _mended(kind: type[Value], text: str) -> str | None:
    """A term or due text with its misspelt words put right."""
    if _LONG_SPAN.search(text):
        return None
    if half := _HALF_HOURS.fullmatch(text.strip()):
        text = f"{int(half[1]) * 60 + 30} {half[2] or ''}minutes{half[3]}"
    words = re.sub("^([0-9]+)(?=[a-z])", r"\1 ", text.strip()).split()
    anchor = words.pop() if kind is Due and len(words) > 1 else None
    ours = [_UNITS.get(word.lower(), word) for word in words]
    mended = [w if w.isdecimal() or w in _UNITS.values() else closest(w, _WORDS) or w for w in ours]
    whole = " ".join([*mended, anchor] if anchor else mended)
    try:
        return kind.parse(whole).text
    except ValueError:
        return None
