r"""Types for the fields of models, each with its constraints.

A constraint is declared once, in the type of a field. The constructor's check, the decoder and the
JSON Schema all come from that declaration.

Patterns keep to what every regular-expression engine understands alike (no ``\d``, no ``\w``),
and a text must match as a whole.
"""

import datetime as dt
import re
from collections.abc import Callable
from enum import Enum, unique
from functools import lru_cache
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import attrs
from msgspec import Meta

__all__ = [
    "INTERNAL",
    "PERSONAL",
    "Date",
    "DeliverableId",
    "Email",
    "EntryId",
    "Format",
    "GoalId",
    "Id",
    "Instant",
    "Internal",
    "Key",
    "KpiId",
    "Language",
    "Line",
    "LocalTime",
    "Mark",
    "MilestoneId",
    "Number",
    "PartyId",
    "PersonId",
    "Personal",
    "Phone",
    "Refers",
    "ResponsibilityId",
    "RoleId",
    "Share",
    "Text",
    "TimeZone",
    "Version",
    "WorkId",
]

T = TypeVar("T")


@attrs.frozen(eq=False)
class Format:
    """What a text must look like, where its length is not all there is to say.

    No format admits a line feed.
    """

    pattern: str
    """An anchored regular expression."""
    expected: str
    """How a message names it, with an example."""
    accepts: Callable[[str], bool] | None = None
    """A further test that no pattern can state."""
    _match: Callable[[str], object] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_match", re.compile(self.pattern).fullmatch)

    def fits(self, text: str) -> bool:
        """Tell whether a text has this format."""
        return self._match(text) is not None and (self.accepts is None or self.accepts(text))


@attrs.frozen(eq=False)
class Refers:
    """Marks a text as the id of something else in the documents."""

    to: str
    """What it refers to, in a word or several with bars between (``role|person``)."""


@attrs.frozen(eq=False)
class Key:
    """What documents call a field, where Python cannot spell it."""

    name: str


@unique
class Mark(Enum):
    """What a field's content means for privacy."""

    INTERNAL = "internal"
    """The team's alone; never part of what a client sees."""
    PERSONAL = "personal"
    """About one person: exported to, and erased for, that person."""


INTERNAL = Mark.INTERNAL
PERSONAL = Mark.PERSONAL

Internal = Annotated[T, INTERNAL]
"""Marks a field's type as the team's alone."""
Personal = Annotated[T, PERSONAL]
"""Marks a field's type as personal data."""


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # not in the database, or not a name at all
        return False
    return True


ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
ID = Format(f"^{ID_PATTERN}$", "an id such as 'page-speed' (letters, digits, '-', '_', '.')")

Id = Annotated[str, Meta(min_length=1, max_length=100), ID]
"""A name for other parts of the documents to refer by."""
Text = Annotated[str, Meta(min_length=1, max_length=20_000)]
"""Words, one or more lines."""
Line = Annotated[str, Meta(min_length=1, max_length=300)]
"""A few words, such as a title."""
Email = Annotated[
    str,
    Meta(max_length=254),
    Format(
        r"^[^@ \x00-\x1f]+@[^@ \x00-\x1f]+$",
        "an e-mail address such as 'pm@studio.example'",
    ),
    PERSONAL,
]
"""An address of the form ``local@domain``; whether mail arrives there, no pattern can tell."""
Phone = Annotated[
    str,
    Meta(max_length=40),
    Format("^[+0-9][0-9 ()./-]{2,39}$", "a telephone number such as '+49 40 1234567'"),
    PERSONAL,
]
"""A telephone number as people write it, best with the country's code."""
TIME_ZONE = Format(
    "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$",
    "a time zone of the IANA database such as 'Europe/Berlin'",
    _is_zone,
)
TimeZone = Annotated[str, Meta(max_length=60), TIME_ZONE]
"""A zone of the IANA time zone database."""
Language = Annotated[
    str,
    Meta(max_length=35),
    Format("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", "a language tag such as 'de' or 'en-GB'"),
]
"""A language tag (:rfc:`5646`)."""
LocalTime = Annotated[
    str,
    Meta(max_length=5),
    Format("^([01][0-9]|2[0-3]):[0-5][0-9]$", "a time of day such as '16:00'"),
]
"""A wall-clock time of day, ``HH:MM``; the zone is a field of its own."""
Instant = Annotated[dt.datetime, Meta(tz=True)]
"""A moment with its offset from UTC.

Documents write it as :rfc:`3339#section-5.6` says (a space for ``T``, and ``+0200``, are read too);
what is finer than a millionth of a second is rounded.
"""
Date = dt.date
"""A day of the calendar; the zone that says when it begins is a field of its own."""

MAX_FLOAT = 1.797e308
"""NaN and infinity fail the comparison with it."""
Number = Annotated[float, Meta(ge=-MAX_FLOAT, le=MAX_FLOAT)]
"""A finite number."""
Share = Annotated[float, Meta(ge=0, le=1)]
"""A ratio from 0 to 1."""
Version = Annotated[int, Meta(ge=1, le=100_000)]
"""Counts the agreed versions of a part of the plan, from 1."""

PersonId = Annotated[Id, Refers("person")]
RoleId = Annotated[Id, Refers("role")]
PartyId = Annotated[Id, Refers("role|person")]
GoalId = Annotated[Id, Refers("goal")]
KpiId = Annotated[Id, Refers("kpi")]
MilestoneId = Annotated[Id, Refers("milestone")]
DeliverableId = Annotated[Id, Refers("deliverable")]
ResponsibilityId = Annotated[Id, Refers("responsibility")]
WorkId = Annotated[Id, Refers("milestone|deliverable|responsibility")]
EntryId = Annotated[Id, Refers("entry")]
