"""What a client is worth that stays with a constant probability.

A lifetime value is a supposition about the future in one number, no more certain than the retention
put into it.
"""

import math
from enum import Enum, unique
from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidArgumentError, Money, model
from clientkit.base._build import trusted
from clientkit.base.fields import Share

from ._amounts import one_currency, to_money

__all__ = ["Clv", "ClvConvention", "break_even_retention", "clv", "customer_lifetime"]

Ratio = Annotated[float, Meta(ge=0, le=1.7e308)]


@unique
class ClvConvention(Enum):
    """When the first margin comes in, on which two textbooks of lifetime value differ."""

    MARGIN_AT_START = "margin_at_start"
    """At once and for certain; the value of a client just won (Blattberg et al., 2008)."""
    MARGIN_AT_END = "margin_at_end"
    """After one period, if the client stays; the value of a client whose period is paid (Gupta and
    Lehmann, 2003)."""


@model(kw_only=True)
class Clv:
    """A customer lifetime value, and what it supposes."""

    value: Money
    """The present value of all margins to come, to a millionth."""
    multiple: Ratio
    """How many margins of one period that is."""
    convention: ClvConvention
    """When the first margin comes in."""
    margin: Money
    """The margin of one period."""
    retention: Share
    """The share of clients that stay from one period to the next."""
    discount: Ratio
    """The rate at which a period's delay lowers the worth of money, 0.1 for 10 %."""


def clv(margin: Money, retention: float, discount: float, *, convention: ClvConvention) -> Clv:
    """The customer lifetime value with constant margin and retention, for ever.

    ``MARGIN_AT_START``: ``m (1 + d) / (1 + d - r)``. ``MARGIN_AT_END``: ``m r / (1 + d - r)``. They
    differ by exactly one margin. Margin, retention and discount belong to the same period (Fader
    and Hardie, Reconciling and Clarifying CLV Formulas, 2012, who name whom each comes from; Gupta
    and Lehmann, Customers as Assets, Journal of Interactive Marketing 17(1), 2003).

    >>> from clientkit.base import Money
    >>> from clientkit.plan.economics import ClvConvention, clv
    >>> clv(Money.parse("100 EUR"), 0.8, 0.1, convention=ClvConvention.MARGIN_AT_END).value
    Money.parse('266.666667 EUR')
    >>> clv(Money.parse("100 EUR"), 0.8, 0.1, convention=ClvConvention.MARGIN_AT_START).value
    Money.parse('366.666667 EUR')

    Raises:
        InvalidArgumentError: Retention is not from 0 to 1, the discount is negative, or nobody ever
            leaves and nothing is discounted, which is worth infinitely much.
        InvalidValueError: The value has more than 15 digits.
    """
    stays, rate = _retention(retention), _discount(discount)
    if stays == 1 + rate:
        raise InvalidArgumentError(
            "retention", retention, "less than 1, or a discount of more than 0"
        )
    multiple = (1 + rate if _at_start(convention) else stays) / (1 + rate - stays)
    return trusted(
        Clv,
        value=to_money(Fraction(margin.amount) * multiple, margin.currency),
        multiple=float(multiple),
        convention=convention,
        margin=margin,
        retention=float(retention),
        discount=float(discount),
    )


def break_even_retention(
    margin: Money, target: Money, discount: float, *, convention: ClvConvention
) -> float | None:
    """The least retention with which the lifetime value reaches a target; none where none does.

    The target may be what it cost to win the client; or, with a margin lowered by what a retention
    programme costs, the lifetime value without it. :func:`clv` solved for r: ``MARGIN_AT_START``
    ``(1 + d) (1 - m / T)``, and 0 where the first margin alone is enough; ``MARGIN_AT_END``
    ``T (1 + d) / (m + T)``. Above 1, there is none; at exactly 1 clients must never leave.

    >>> from clientkit.base import Money
    >>> from clientkit.plan.economics import ClvConvention, break_even_retention
    >>> break_even_retention(Money.parse("100 EUR"), Money.parse("275 EUR"), 0.1,
    ...     convention=ClvConvention.MARGIN_AT_START)
    0.7

    Raises:
        InvalidArgumentError: Margin or target is not more than 0, their currencies differ, or the
            discount is negative.
    """
    rate = _discount(discount)
    for name, amount in (("margin", margin), ("target", target)):
        if amount.amount <= 0:
            raise InvalidArgumentError(name, amount, "more than 0")
    m, t = (Fraction(one.amount) for one in one_currency("margin and target", (margin, target)))
    if _at_start(convention):
        needed = max(Fraction(0), (1 + rate) * (1 - m / t))
    else:
        needed = t * (1 + rate) / (m + t)
    if needed > 1 or (needed == 1 and rate == 0):
        return None
    return float(needed)


def customer_lifetime(retention: float, *, convention: ClvConvention) -> float:
    """How many periods a client is expected to stay, with constant retention.

    ``MARGIN_AT_START``: ``1 / (1 - r)``, the first period included. ``MARGIN_AT_END``:
    ``r / (1 - r)``, the periods after the one that is paid.

    >>> from clientkit.plan.economics import ClvConvention, customer_lifetime
    >>> customer_lifetime(0.8, convention=ClvConvention.MARGIN_AT_START)
    5.0

    Raises:
        InvalidArgumentError: Retention is not from 0 to less than 1.
    """
    stays = _retention(retention)
    if stays == 1:
        raise InvalidArgumentError("retention", retention, "less than 1, or they stay for ever")
    return float((1 if _at_start(convention) else stays) / (1 - stays))


def _at_start(convention: ClvConvention) -> bool:
    if type(convention) is not ClvConvention:
        words = " or ".join(f"ClvConvention.{one.name}" for one in ClvConvention)
        raise InvalidArgumentError("convention", convention, words)
    return convention is ClvConvention.MARGIN_AT_START


def _retention(retention: float) -> Fraction:
    if isinstance(retention, bool) or not 0 <= retention <= 1:
        raise InvalidArgumentError("retention", retention, "a share from 0 to 1")
    return Fraction(repr(retention))


def _discount(discount: float) -> Fraction:
    if isinstance(discount, bool) or not 0 <= discount < math.inf:
        raise InvalidArgumentError("discount", discount, "a rate of 0 or more, such as 0.1")
    return Fraction(repr(discount))
