"""Amounts of money as exact fractions, and back."""

from fractions import Fraction

from clientkit.base import InvalidArgumentError, Money

__all__ = ["one_currency", "to_money"]


def one_currency(what: str, amounts: tuple[Money, ...]) -> tuple[Money, ...]:
    currencies = tuple(dict.fromkeys(one.currency for one in amounts))
    if len(currencies) > 1:
        raise InvalidArgumentError(f"the currencies of {what}", currencies, "one")
    return amounts


def to_money(amount: Fraction, currency: str) -> Money:
    """Rounded half to even to the six decimals that money has."""
    sign = "-" if amount < 0 else ""
    whole, millionths = divmod(abs(round(amount * 1_000_000)), 1_000_000)
    return Money.parse(f"{sign}{whole}.{millionths:06} {currency}")
