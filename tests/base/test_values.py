"""Values: their texts, their bounds, and the laws they keep."""

# ruff: noqa: S301 (what is unpickled was pickled here)

import copy
import datetime as dt
import pickle
import re
from decimal import Decimal
from itertools import pairwise

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import Due, InvalidValueError, Money, Term, TermUnit, TimeRange
from clientkit.base._showing import shown
from clientkit.base.values import Value
from clientkit.testing import values

KINDS = (Money, Term, Due, TimeRange)
every_kind = pytest.mark.parametrize("kind", KINDS)
AWKWARD = [
    "", " ", "\n", "1", "EUR", None, 5, 5.0, b"1 day", True, [], "\ud800",
    "\u0661 EUR", "\u0661 days", "\uff11 day", "1\u00a0day", "\u0660\u0669:00-10:00",
]  # fmt: skip


@every_kind
@given(data=st.data())
def test_parse_undoes_str(kind: type[Value], data: st.DataObject) -> None:
    value = data.draw(values(kind))
    again = kind.parse(str(value))
    assert again == value
    assert hash(again) == hash(value)
    assert str(again) == str(value) == value.text == value.plain
    assert eval(repr(value), {kind.__name__: kind}) == value  # noqa: S307 (our own repr)
    assert re.fullmatch(kind.PATTERN, value.text)
    for name in kind.__slots__:
        assert getattr(again, name) == getattr(value, name)


@every_kind
@given(data=st.data())
def test_copies_are_equal(kind: type[Value], data: st.DataObject) -> None:
    value = data.draw(values(kind))
    assert copy.copy(value) is copy.deepcopy(value) is value
    assert pickle.loads(pickle.dumps(value)) == value


@every_kind
@given(data=st.data())
def test_a_text_outside_the_pattern_is_refused(kind: type[Value], data: st.DataObject) -> None:
    text = data.draw(st.text(max_size=12) | values(kind).map(lambda value: f"{value}\n"))
    if re.fullmatch(kind.PATTERN, text) is None:
        with pytest.raises(InvalidValueError):
            kind.parse(text)


@every_kind
@pytest.mark.parametrize("text", AWKWARD)
def test_what_is_no_such_text_is_refused(kind: type[Value], text: object) -> None:
    with pytest.raises(InvalidValueError) as caught:
        kind.parse(text)
    assert str(caught.value).endswith(f"; expected {kind.EXPECTED}")
    assert pickle.loads(pickle.dumps(caught.value)).args == caught.value.args


@every_kind
def test_examples_are_such_texts(kind: type[Value]) -> None:
    for example in kind.EXAMPLES:
        assert kind.parse(example).text == example
        assert re.fullmatch(kind.PATTERN, example)


@every_kind
def test_values_are_immutable_and_final(kind: type[Value]) -> None:
    value = kind.parse(kind.EXAMPLES[0])
    for name in (*kind.__slots__, "text", "other"):
        with pytest.raises(AttributeError, match="immutable"):
            setattr(value, name, None)
        with pytest.raises(AttributeError, match="immutable"):
            delattr(value, name)
    with pytest.raises(TypeError, match=f"{kind.__name__} is final"):
        type("Sub", (kind,), {})
    assert not hasattr(value, "__dict__")


@every_kind
def test_equality_asks_the_other_side_too(kind: type[Value]) -> None:
    class Always:
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

    value = kind.parse(kind.EXAMPLES[0])
    assert value == Always()
    assert value != value.text
    assert value.text != value
    assert {value: 1}[kind.parse(kind.EXAMPLES[0])] == 1
    assert all(value != other.parse(other.EXAMPLES[0]) for other in KINDS if other is not kind)


class TestMoney:
    @pytest.mark.parametrize(
        ("text", "canonical"),
        [
            ("12500 EUR", "12500.00 EUR"),
            ("12500.0 EUR", "12500.00 EUR"),
            ("0012.50 EUR", "12.50 EUR"),
            ("-0 EUR", "0.00 EUR"),
            ("-0.000001 EUR", "-0.000001 EUR"),
            ("-0.500 EUR", "-0.50 EUR"),
            ("1.230000 EUR", "1.23 EUR"),
            ("5.00 JPY", "5 JPY"),
            ("5.5 JPY", "5.5 JPY"),
            ("1 KWD", "1.000 KWD"),
            ("999999999999999.999999 EUR", "999999999999999.999999 EUR"),
        ],
    )
    def test_one_amount_has_one_text(self, text: str, canonical: str) -> None:
        money = Money.parse(text)
        assert money.text == canonical
        assert money == Money.parse(canonical) == Money(money.amount, money.currency)
        assert f"{money.amount:f} {money.currency}" == canonical

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("84.000 EUR", "'84000.00 EUR' or '84.00 EUR'"),
            ("1.125 EUR", "'1125.00 EUR' or '1.1250 EUR'"),
            ("-150.500 USD", "'-150500.00 USD' or '-150.50 USD'"),
            ("84.000 JPY", "'84000 JPY' or '84 JPY'"),
            ("999.999 ZZZ", "'999999.00 ZZZ' or '999.9990 ZZZ'"),
        ],
    )
    def test_a_point_that_may_part_thousands_is_refused(self, text: str, meant: str) -> None:
        with pytest.raises(InvalidValueError) as caught:
            Money.parse(text)
        assert caught.value.expected == f"{meant}, for three decimals may be thousands"
        assert re.fullmatch(Money.PATTERN, text) is None
        for one in meant.split("'")[1::2]:
            assert Money.parse(one).text == one

    @pytest.mark.parametrize(
        ("text", "canonical"),
        [
            ("84.000 KWD", "84.000 KWD"),
            ("0.125 EUR", "0.125 EUR"),
            ("0.00125 EUR", "0.00125 EUR"),
            ("1.1250 EUR", "1.1250 EUR"),
            ("84.0000 EUR", "84.00 EUR"),
            ("1.12345 EUR", "1.12345 EUR"),
            ("1500.125 EUR", "1500.125 EUR"),
            ("084.125 EUR", "84.1250 EUR"),
            ("1.2345 CLF", "1.2345 CLF"),
        ],
    )
    def test_a_point_that_cannot_part_thousands_is_read(self, text: str, canonical: str) -> None:
        assert Money.parse(text).text == canonical
        assert Money.parse(canonical).text == canonical

    def test_a_number_is_never_taken_for_another(self) -> None:
        assert Money(Decimal("84.125"), "EUR").text == "84.1250 EUR"
        assert Money(Decimal("84.000"), "EUR") == Money(84, "EUR")

    @given(st.text("0123456789.- ", max_size=12), st.sampled_from(["EUR", "JPY", "KWD", "ZZZ"]))
    def test_the_pattern_says_what_is_read(self, amount: str, currency: str) -> None:
        text = f"{amount} {currency}"
        try:
            Money.parse(text)
        except InvalidValueError:
            assert re.fullmatch(Money.PATTERN, text) is None
        else:
            assert re.fullmatch(Money.PATTERN, text)

    def test_the_pattern_knows_the_currencies_of_three_decimals(self) -> None:
        assert "|".join(sorted(Money.OF_THREE_DECIMALS)) in Money.PATTERN

    @pytest.mark.parametrize(
        "text",
        [
            "1000000000000000 EUR", "0.0000001 EUR", "1 eur", "1 EU", "1 EURO", "1EUR", "1  EUR",
            "1. EUR", ".5 EUR", "+1 EUR", "1,5 EUR", "1e3 EUR", "1_000 EUR", "NaN EUR", "EUR 1",
            "1 EUR\n", " 1 EUR",
        ],
    )  # fmt: skip
    def test_other_texts_are_refused(self, text: str) -> None:
        with pytest.raises(InvalidValueError):
            Money.parse(text)

    @pytest.mark.parametrize(
        "amount",
        [
            True, 1.5, "1", None, 10**15, -(10**15), 10**400, 10**5000, Decimal("NaN"),
            Decimal("sNaN"), Decimal("Infinity"), Decimal("1E+15"), Decimal("1E+999999"),
            Decimal("1E-7"), Decimal("1E-999999"), Decimal("0E+99999999"),
        ],
        ids=shown,
    )  # fmt: skip
    def test_other_amounts_are_refused(self, amount: object) -> None:
        with pytest.raises(InvalidValueError):
            Money(amount, "EUR")

    @pytest.mark.parametrize("currency", ["eur", "", None, 5, "EUR\n", "ÄÖÜ"])
    def test_other_currencies_are_refused(self, currency: object) -> None:
        with pytest.raises(InvalidValueError):
            Money(1, currency)

    @pytest.mark.parametrize("amount", [10**15 - 1, Decimal("1E+14"), Decimal("1E-6"), 0])
    def test_amounts_up_to_the_bounds_are_kept(self, amount: Decimal | int) -> None:
        assert Money(amount, "EUR").amount == amount
        assert Money(-amount, "EUR").amount == -amount

    @given(st.lists(values(Money).map(lambda money: Money(money.amount, "EUR")), min_size=2))
    def test_amounts_of_one_currency_have_a_total_order(self, amounts: list[Money]) -> None:
        ordered = sorted(amounts)
        assert [money.amount for money in ordered] == sorted(money.amount for money in amounts)
        for low, high in pairwise(ordered):
            assert (low < high) + (low == high) + (low > high) == 1
            assert low <= high
            assert high >= low
            assert (low <= high and low >= high) == (low == high)

    @pytest.mark.parametrize("other", [Money.parse("1 USD"), 1, Decimal(1), "1.00 EUR"])
    def test_amounts_of_two_currencies_have_none(self, other: object) -> None:
        money = Money.parse("1 EUR")
        assert money != other
        for compare in ("__lt__", "__le__"):
            assert getattr(money, compare)(other) is NotImplemented
        with pytest.raises(TypeError):
            money < other  # noqa: B015 (the comparison raises)
        with pytest.raises(TypeError):
            money >= other  # noqa: B015 (the comparison raises)


class TestTerm:
    @pytest.mark.parametrize("unit", TermUnit)
    @pytest.mark.parametrize("count", [0, 1, 2, 999_999])
    def test_the_unit_agrees_with_the_count(self, unit: TermUnit, count: int) -> None:
        term = Term(count, unit)
        assert term.text == f"{count} {unit.value}" + ("" if count == 1 else "s")
        assert Term.parse(f"{count} {unit.value}") == Term.parse(f"{count} {unit.value}s") == term
        assert term.unit.is_working == ("working" in term.text)

    @pytest.mark.parametrize(
        "text",
        [
            "1000000 days", "-1 days", "01 days", "1.5 days", "two days", "1 month", "1 year",
            "1 working week", "1 working  day", "1 Day", "1day", "1 dayss", "1 days\n", "1 s",
        ],
    )  # fmt: skip
    def test_other_texts_are_refused(self, text: str) -> None:
        with pytest.raises(InvalidValueError):
            Term.parse(text)

    @pytest.mark.parametrize("count", [-1, 1_000_000, True, 1.0, "1", None, 10**5000], ids=shown)
    def test_other_counts_are_refused(self, count: object) -> None:
        with pytest.raises(InvalidValueError):
            Term(count, TermUnit.DAY)

    def test_the_unit_is_a_unit(self) -> None:
        with pytest.raises(InvalidValueError):
            Term(1, "day")

    def test_a_day_is_not_24_hours(self) -> None:
        assert Term.parse("1 day") != Term.parse("24 hours")


class TestDue:
    @pytest.mark.parametrize(
        ("text", "canonical", "parts"),
        [
            ("2026-04-17", "2026-04-17", (dt.date(2026, 4, 17), None, None, False, None, None)),
            ("0001-01-01", "0001-01-01", (dt.date(1, 1, 1), None, None, False, None, None)),
            ("on launch", "on launch", (None, "launch", None, False, None, None)),
            ("1 days before a", "1 day before a", (None, "a", "1 day", True, None, None)),
            ("3 weeks after a", "3 weeks after a", (None, "a", "3 weeks", False, None, None)),
            ("on s[2]", "on s[2]", (None, "s", None, False, 2, 2)),
            ("on s[0]", "on s[0]", (None, "s", None, False, 0, 0)),
            ("on s[007]", "on s[7]", (None, "s", None, False, 7, 7)),
            ("on s[-2]", "on s[-2]", (None, "s", None, False, -2, -2)),
            ("on s[1..]", "on s[1..]", (None, "s", None, False, 1, None)),
            ("on s[1..4]", "on s[1..4]", (None, "s", None, False, 1, 4)),
            ("on s[4..4]", "on s[4..4]", (None, "s", None, False, 4, 4)),
            ("0 days after on", "0 days after on", (None, "on", "0 days", False, None, None)),
        ],
    )
    def test_its_parts(self, text: str, canonical: str, parts: tuple[object, ...]) -> None:
        due = Due.parse(text)
        offset = None if due.offset is None else due.offset.text
        assert due.text == canonical
        assert (due.on, due.anchor, offset, due.before, due.first, due.last) == parts

    @pytest.mark.parametrize(
        "text",
        [
            "2026-02-30", "2026-13-01", "0000-01-01", "2026-4-17", "20260417", "launch",
            "On launch", "on", "on ", "on  launch", "on -launch", "before launch",
            "1 day launch", "on a b",
            "on s[]", "on s[..]", "on s[..2]", "on s[4..3]", "on s[-2..]", "on s[1..-1]",
            "on s[1.2]", "on s[12345]", "on s[1]x", "1 month after a", "2026-04-17\n",
            "on launch\n",
            "1000000 days after a", "2026-04-17T00:00:00",
        ],
    )  # fmt: skip
    def test_other_texts_are_refused(self, text: str) -> None:
        with pytest.raises(InvalidValueError):
            Due.parse(text)

    def test_an_anchor_is_an_id(self) -> None:
        assert Due.parse("on " + "a" * 100).anchor == "a" * 100
        with pytest.raises(InvalidValueError):
            Due.parse("on " + "a" * 101)

    def test_of_a_day(self) -> None:
        assert (
            Due(dt.date(2026, 4, 17)) == Due.parse("2026-04-17") == Due(pendulum.date(2026, 4, 17))
        )
        assert type(Due(pendulum.date(2026, 4, 17)).on) is dt.date
        for other in (
            "2026-04-17",
            None,
            pendulum.naive(2026, 4, 17),
            pendulum.datetime(2026, 4, 17),
        ):
            with pytest.raises(InvalidValueError):
                Due(other)


class TestTimeRange:
    @pytest.mark.parametrize(
        ("text", "canonical", "start", "end", "overnight"),
        [
            ("00:00-24:00", "00:00-24:00", 0, 1440, False),
            ("18:00-00:00", "18:00-24:00", 1080, 1440, False),
            ("22:00-06:00", "22:00-06:00", 1320, 360, True),
            ("00:00-00:01", "00:00-00:01", 0, 1, False),
            ("23:59-24:00", "23:59-24:00", 1439, 1440, False),
            ("00:01-00:00", "00:01-24:00", 1, 1440, False),
        ],
    )
    def test_its_parts(
        self, text: str, canonical: str, start: int, end: int, overnight: bool
    ) -> None:
        hours = TimeRange.parse(text)
        assert hours == TimeRange(start, end)
        assert (hours.text, hours.start, hours.end) == (canonical, start, end)
        assert hours.is_overnight is overnight

    @pytest.mark.parametrize(
        "text",
        [
            "09:00-09:00", "00:00-00:00", "24:00-09:00", "09:00-24:01", "09:00-25:00",
            "09:60-10:00", "9:00-10:00", "09:00 - 10:00", "09:00-10:00:00", "09:00",
            "09:00-10:00\n",
        ],
    )  # fmt: skip
    def test_other_texts_are_refused(self, text: str) -> None:
        with pytest.raises(InvalidValueError):
            TimeRange.parse(text)

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (-1, 5),
            (5, 1441),
            (1440, 5),
            (5, 5),
            (0, 0),
            (True, 5),
            ("0", 5),
            (0.0, 5),
            (10**5000, 1),
        ],
        ids=shown,
    )
    def test_other_minutes_are_refused(self, start: object, end: object) -> None:
        with pytest.raises(InvalidValueError):
            TimeRange(start, end)
