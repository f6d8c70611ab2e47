"""Values that are written as one text in a document, such as ``"4 working hours"``.

Each is final, immutable, hashable, and keeps its canonical text: two values are equal exactly if
their texts are. ``parse`` reads a text, ``str`` gives it back.
"""

import datetime as dt
import re
from decimal import Decimal
from enum import Enum, unique
from typing import Any, ClassVar, NoReturn, Self, final

from ._showing import shown
from .errors import InvalidValueError
from .fields import ID_PATTERN

__all__ = ["Due", "Money", "Term", "TermUnit", "TimeRange", "Value"]

# The texts of a term.
_TERM = "(0|[1-9][0-9]{0,5}) ((?:working )?(?:minute|hour|day)|week)s?"


def _is(value: object, kind: type) -> bool:
    """Whether an argument is what its annotation says it is."""
    return isinstance(value, kind) and not isinstance(value, bool)


class Value:
    """What all values of this module share; not to be used by itself."""

    __slots__ = ("text",)

    PATTERN: ClassVar[str]
    """What its texts look like, anchored, for the JSON Schema."""
    EXPECTED: ClassVar[str]
    """How a message names it, with an example."""
    EXAMPLES: ClassVar[tuple[str, ...]]
    """Texts that say such a value."""

    text: str
    """The canonical text."""

    def __init_subclass__(cls) -> None:
        if Value not in cls.__bases__:
            raise TypeError(f"{cls.__mro__[1].__name__} is final; build on it by holding one")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a value from its text.

        Raises:
            InvalidValueError: The text does not say such a value.
        """
        raise NotImplementedError

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable; cannot set {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable; cannot delete {name!r}")

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"{type(self).__name__}.parse({self.text!r})"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.text == other.text

    def __hash__(self) -> int:
        return hash((type(self), self.text))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).parse, (self.text,)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    @property
    def plain(self) -> Any:
        """What stands for it in a document."""
        return self.text

    def _set(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @classmethod
    def _match(cls, text: object, compiled: re.Pattern[str]) -> re.Match[str]:
        found = compiled.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            cls._refuse(text)
        return found

    @classmethod
    def _refuse(cls, text: object) -> NoReturn:
        raise InvalidValueError(text if isinstance(text, str) else shown(text), cls.EXPECTED)


@final
class Money(Value):
    """An amount in a currency, ``12500.00 EUR``.

    The amount is exact (:class:`decimal.Decimal`), of up to 15 digits and 6 decimals. Its text
    has the decimals of the currency's minor unit (ISO 4217: two, for most), more only where they
    are significant, so that ``12500 EUR`` and ``12500.00 EUR`` are one value. Amounts in one
    currency have an order; amounts in two do not, and are never added.

    A text such as ``84.000 EUR`` is refused, for in much of Europe it says 84 thousand: one to
    three digits, a point and just three more, in a currency that does not have three decimals. The
    price of a small thing that needs three decimals gets a fourth, ``1.1250 EUR``.

    >>> Money.parse("12500 EUR")
    Money.parse('12500.00 EUR')
    >>> Money.parse("1.1250 EUR") == Money(Decimal("1.125"), "EUR")
    True
    >>> Money.parse("2.50 EUR") < Money.parse("3 EUR")
    True
    """

    __slots__ = ("amount", "currency")

    PATTERN = (
        "^-?(([0-9]{1,15}([.]([0-9]{1,2}|[0-9]{4,6}))?"
        "|(0[0-9]{0,14}|[0-9]{4,15})[.][0-9]{3}) [A-Z]{3}"
        "|[0-9]{1,3}[.][0-9]{3} (BHD|IQD|JOD|KWD|LYD|OMR|TND))$"
    )
    EXPECTED = "an amount such as '12500.00 EUR'"
    EXAMPLES = ("12500.00 EUR",)

    amount: Decimal
    currency: str
    """The code of ISO 4217, three capitals."""

    # ISO 4217, table A.1: the currencies whose minor unit is not a hundredth.
    _DECIMALS: ClassVar = {
        "BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0,
        "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0,
        "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    }  # fmt: skip
    _COMPILED: ClassVar = re.compile(r"(-?[0-9]{1,15}(?:[.][0-9]{1,6})?) ([A-Z]{3})")
    OF_THREE_DECIMALS: ClassVar = frozenset(code for code, count in _DECIMALS.items() if count == 3)
    """The currencies whose minor unit is a thousandth."""
    _LIKE_THOUSANDS: ClassVar = re.compile("-?[1-9][0-9]{0,2}[.][0-9]{3}")

    def __init__(self, amount: Decimal | int, currency: str) -> None:
        exact = _exact(amount)
        if exact is None or not _is(currency, str):
            self._refuse((amount, currency))
        digits, currency = self._match(f"{exact:f} {currency}", self._COMPILED).groups()
        self._take(digits, currency)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an amount and its currency.

        Raises:
            InvalidValueError: The text does not say an amount in a currency, or may say two.
        """
        digits, currency = cls._match(text, cls._COMPILED).groups()
        if cls._may_be_thousands(digits, currency):
            thousands, other = (
                cls(Decimal(one), currency).text for one in (digits.replace(".", ""), digits)
            )
            expected = f"{thousands!r} or {other!r}, for three decimals may be thousands"
            raise InvalidValueError(text, expected)
        self = cls.__new__(cls)
        self._take(digits, currency)
        return self

    @classmethod
    def _may_be_thousands(cls, digits: str, currency: str) -> bool:
        """Whether the point in an amount may be meant to part thousands from hundreds."""
        is_sure = currency in cls.OF_THREE_DECIMALS
        return not is_sure and cls._LIKE_THOUSANDS.fullmatch(digits) is not None

    def _take(self, digits: str, currency: str) -> None:
        amount = Decimal(digits)
        amount = amount or abs(amount)  # there is one zero
        decimals = self._DECIMALS.get(currency, 2)
        whole, _, fraction = f"{amount:f}".partition(".")
        fraction = fraction.rstrip("0").ljust(decimals, "0")
        whole = ("-" if whole.startswith("-") else "") + (whole.lstrip("-").lstrip("0") or "0")
        shown = f"{whole}.{fraction}" if fraction else whole
        if self._may_be_thousands(shown, currency):
            shown += "0"
        self._set(amount=Decimal(shown), currency=currency, text=f"{shown} {currency}")

    def __lt__(self, other: "Money") -> bool:
        if not _is(other, Money) or other.currency != self.currency:
            return NotImplemented
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        if not _is(other, Money) or other.currency != self.currency:
            return NotImplemented
        return self.amount <= other.amount


def _exact(amount: object) -> Decimal | None:
    """The amount, if it is a number that is written out in few digits."""
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        return None
    exact = Decimal(amount)
    exponent = exact.as_tuple().exponent  # a letter, of NaN and infinity
    return exact if isinstance(exponent, int) and -6 <= exponent <= exact.adjusted() <= 14 else None


@unique
class TermUnit(Enum):
    """What a term counts."""

    MINUTE = "minute"
    """Elapsed minutes, day and night."""
    HOUR = "hour"
    """Elapsed hours, day and night."""
    DAY = "day"
    """Calendar days."""
    WEEK = "week"
    """Calendar weeks of seven days."""
    WORKING_MINUTE = "working minute"
    """Minutes inside working hours."""
    WORKING_HOUR = "working hour"
    """Hours inside working hours."""
    WORKING_DAY = "working day"
    """Days with any working hours."""

    @property
    def is_working(self) -> bool:
        """Whether a working calendar is needed to count it."""
        return self.value.startswith("working")


@final
class Term(Value):
    """A span of time that says which clock it runs on, ``4 working hours`` or ``3 weeks``.

    From 0 to 999,999 units. There are no months: contracts that mean 30 days say so. Two terms
    are equal if they count the same number of the same unit; ``24 hours`` is not ``1 day``, which
    on the day of a clock change has 23 or 25.

    >>> Term.parse("1 working days")
    Term.parse('1 working day')
    >>> Term(4, TermUnit.WORKING_HOUR).text
    '4 working hours'
    """

    __slots__ = ("count", "unit")

    PATTERN = "^(0|[1-9][0-9]{0,5}) ((working )?(minute|hour|day)|week)s?$"
    EXPECTED = "a term such as '2 working days', '4 working hours', '30 minutes' or '3 weeks'"
    EXAMPLES = ("2 working days", "4 working hours", "30 minutes", "3 weeks")

    count: int
    unit: TermUnit

    _COMPILED: ClassVar = re.compile(_TERM)

    def __init__(self, count: int, unit: TermUnit) -> None:
        if not (_is(count, int) and _is(unit, TermUnit) and 0 <= count <= 999_999):
            self._refuse((count, unit))
        count = int(count)
        text = f"{count} {unit.value}" + ("" if count == 1 else "s")
        self._set(count=count, unit=unit, text=text)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a term; the unit may stand in the singular or the plural.

        Raises:
            InvalidValueError: The text does not say a term.
        """
        count, unit = cls._match(text, cls._COMPILED).groups()
        return cls(int(count), TermUnit(unit))


@final
class Due(Value):
    """When something is due: on a day, or relative to a named point.

    ``2026-04-17``, ``on launch``, ``5 working days before launch``, ``3 weeks after kickoff``. The
    named point may be a milestone, a deliverable or a responsibility. Of one that repeats, an
    occurrence is named by its number in brackets: ``on sprint-end[2]`` (the one numbered 2),
    ``[-2]`` (the last but one), ``[1..]`` (each from number 1), ``[1..4]``; without brackets it
    means each occurrence.

    >>> due = Due.parse("3 working days after sprint-end[-2]")
    >>> due.anchor, due.offset, due.first
    ('sprint-end', Term.parse('3 working days'), -2)
    >>> Due.parse("2026-04-17").on
    datetime.date(2026, 4, 17)
    """

    __slots__ = ("anchor", "before", "first", "last", "offset", "on")

    _OCCURRENCE = r"\[(-?[0-9]{1,4})(?:(\.\.)([0-9]{1,4})?)?\]"
    PATTERN = (
        f"^([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|(on|{Term.PATTERN[1:-1]} "
        f"(before|after)) {ID_PATTERN}(\\[-?[0-9]{{1,4}}([.][.]([0-9]{{1,4}})?)?\\])?)$"
    )
    EXPECTED = (
        "a day such as '2026-04-17', "
        "or a point such as 'on launch' or '5 working days before launch'"
    )
    EXAMPLES = ("2026-04-17", "on launch", "5 working days before launch", "on sprint-end[1..]")

    on: dt.date | None
    """The day, where the text is one."""
    anchor: str | None
    """The id of the named point."""
    offset: Term | None
    """How long before or after the named point; none where it is that point itself."""
    before: bool
    """Whether the offset counts back from the named point."""
    first: int | None
    """The number of the first occurrence meant; negative ones count from the end, -1 the last."""
    last: int | None
    """The number of the last occurrence meant; none with ``[n..]``, which has no end."""

    _DAY: ClassVar = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
    _POINT: ClassVar = re.compile(
        rf"(?:on|({_TERM}) (before|after)) ({ID_PATTERN})(?:{_OCCURRENCE})?"
    )

    def __init__(self, on: dt.date) -> None:
        if isinstance(on, dt.datetime) or not isinstance(on, dt.date):
            self._refuse(on)
        on = dt.date(on.year, on.month, on.day)  # not a subclass, such as pendulum's
        self._set(
            on=on, anchor=None, offset=None, before=False, first=None, last=None,
            text=on.isoformat(),
        )  # fmt: skip

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a due text.

        Raises:
            InvalidValueError: The text says neither a day nor a named point.
        """
        if _is(text, str) and cls._DAY.fullmatch(text):
            try:
                return cls(dt.date.fromisoformat(text))
            except ValueError:
                cls._refuse(text)
        found = cls._match(text, cls._POINT)
        term, _, _, direction, anchor, first, dots, last = found.groups()
        offset = None if term is None else Term.parse(term)
        start = None if first is None else int(first)
        stop = start if dots is None else None if last is None else int(last)
        if dots and (start is None or start < 0 or (stop is not None and stop < start)):
            cls._refuse(text)
        end = stop if dots and last else ""
        occurrence = "" if start is None else f"[{start}{dots or ''}{end}]"
        lead = "on" if offset is None else f"{offset} {direction}"
        self = cls.__new__(cls)
        self._set(
            on=None, anchor=anchor, offset=offset, before=direction == "before", first=start,
            last=stop, text=f"{lead} {anchor}{occurrence}",
        )  # fmt: skip
        return self


@final
class TimeRange(Value):
    """Hours of a day by the wall clock, ``09:00-12:30``.

    Half-open: the opening belongs to it, the closing does not. An end at or before the start is
    overnight (``22:00-06:00``) and belongs to the day on which it opens. ``24:00`` is the end of
    the day, and what ``00:00`` as an end means; a range whose end is its start is refused.

    >>> TimeRange.parse("22:00-06:00").is_overnight
    True
    >>> TimeRange.parse("18:00-00:00")
    TimeRange.parse('18:00-24:00')
    """

    __slots__ = ("end", "start")

    PATTERN = "^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
    EXPECTED = "hours such as '09:00-17:00', whose end is not their start"
    EXAMPLES = ("09:00-12:30", "22:00-06:00", "00:00-24:00")

    start: int
    """Minutes from midnight to the opening, 0 to 1439."""
    end: int
    """Minutes from midnight to the closing, 1 to 1440; overnight ones close on the next day."""

    _COMPILED: ClassVar = re.compile(
        "([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]|24(?=:00)):([0-5][0-9])"
    )

    def __init__(self, start: int, end: int) -> None:
        if not (_is(start, int) and _is(end, int) and 0 <= start <= 1440 and 0 <= end <= 1440):
            self._refuse((start, end))
        other = self.parse(f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}")
        self._set(start=other.start, end=other.end, text=other.text)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the hours of a day.

        Raises:
            InvalidValueError: The text does not say hours, or they end where they start.
        """
        h1, m1, h2, m2 = (int(part) for part in cls._match(text, cls._COMPILED).groups())
        start, end = h1 * 60 + m1, (h2 * 60 + m2) or 1440
        if start == end or (start == 0 and text.endswith("00:00")):
            cls._refuse(text)
        self = cls.__new__(cls)
        shown = f"{h1:02}:{m1:02}-{end // 60:02}:{end % 60:02}"
        self._set(start=start, end=end, text=shown)
        return self

    @property
    def is_overnight(self) -> bool:
        """Whether it closes on the day after it opens."""
        return self.end < self.start
