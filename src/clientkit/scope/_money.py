"""Sums of amounts, which exist only within one currency."""

from collections.abc import Iterable
from decimal import Decimal

from clientkit.base import InvalidValueError, Money

__all__ = ["difference", "total"]


def total(amounts: Iterable[Money | None]) -> Money | None:
    """The sum of amounts that are all known and of one currency; none otherwise, or of nothing.

    None too where the sum has more digits than an amount can have.
    """
    found = Decimal(0)
    currency = None
    for one in amounts:
        if one is None or currency not in (None, one.currency):
            return None
        currency = one.currency
        found += one.amount
    try:
        return None if currency is None else Money(found, currency)
    except InvalidValueError:
        return None


def difference(old: Money | None, new: Money | None) -> Money | None:
    """What one amount differs from another by, where both are known and of one currency."""
    if old is None:
        return None
    return total((new, Money(-old.amount, old.currency)))
