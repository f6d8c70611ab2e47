"""What an author probably meant by something that does not fit."""

import json
import re
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
from .values import Due, Money, Term, TermUnit, Value

__all__ = ["LONGEST", "closest", "closest_short", "meant_by", "quoted"]


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
    kind = field.kind
    if issubclass(kind, Enum):
        return closest(data, [member.value for member in kind])
    if kind is bool:
        return _BOOLEANS.get(data.lower())
    if kind in (int, float):
        return _meant_by_digits(field, data)
    if field.format is TIME_ZONE:
        return closest(data, _zones())
    if field.format is ID:
        slug = re.sub("[^A-Za-z0-9._-]+", "-", data).strip("-._")
        return slug if _accepted(field, slug) else None
    return _mended(kind, data) if issubclass(kind, Term | Due) else None


def _meant_by_number(field: FieldSpecification, data: float) -> str | None:
    if field.kind is str and _accepted(field, word := shown(data).lower()):
        return f'"{word}"'
    if field.kind is Money and isinstance(data, int) and not isinstance(data, bool):
        with suppress(InvalidValueError):
            return Money(data, "EUR").text
    return None


def _meant_by_digits(field: FieldSpecification, data: str) -> str | None:
    """The number, where it stands in quotation marks."""
    try:
        number = json.loads(data)
    except ValueError:
        return None
    return data.strip() if _accepted(field, number) else None


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
    words = text.split()
    anchor = words.pop() if kind is Due and len(words) > 1 else None
    mended = [w if w.isdecimal() else closest(w, _WORDS) or w for w in words]
    whole = " ".join([*mended, anchor] if anchor else mended)
    try:
        return kind.parse(whole).text
    except ValueError:
        return None


def quoted(meant: str) -> str:
    return meant if meant.startswith('"') else repr(meant)
