"""How many clients, and how much of their revenue, an earlier period kept."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidArgumentError, Money, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Share
from clientkit.feedback.intervals import Interval, wilson_interval

from ._amounts import one_currency, to_money

__all__ = [
    "AccountRevenue",
    "LogoRetention",
    "RepeatRate",
    "RevenueRetention",
    "logo_retention",
    "repeat_rate",
    "revenue_retention",
    "revenue_retention_of",
]

Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Ratio = Annotated[float, Meta(ge=0, le=1.7e308)]


@model(kw_only=True)
class AccountRevenue:
    """What one client paid in a period, and in the same period one span later."""

    account: Id
    """The client."""
    start: Money
    """What they paid in the earlier period; 0 for one that was won since."""
    end: Money
    """What they paid in the later period; 0 for one that has left."""


@model(kw_only=True)
class RevenueRetention:
    """How much of the revenue of the clients of an earlier period is still there."""

    n: Count | None = None
    """How many clients there were at the start; none where only sums are known."""
    start: Money | None = None
    """What they paid then; none where there were no clients."""
    grr: Share | None = None
    """Gross revenue retention, without growth, from 0 to 1; none without revenue at the start."""
    nrr: Ratio | None = None
    """Net revenue retention, with growth, 1.05 for 105 %; none without revenue at the start."""


def revenue_retention(accounts: Iterable[AccountRevenue]) -> RevenueRetention:
    """Gross and net revenue retention of the clients that paid something at the start.

    ``GRR = Σ min(start, end) / Σ start``: growth of one client never makes up for the loss of
    another. ``NRR = Σ end / Σ start``. Clients won since are in neither. Both without an interval:
    every client is counted.

    >>> from clientkit.base import Money
    >>> from clientkit.plan.economics import AccountRevenue, revenue_retention
    >>> found = revenue_retention(
    ...     AccountRevenue(account=id, start=Money.parse(start), end=Money.parse(end))
    ...     for id, start, end in [("a", "600 EUR", "900 EUR"), ("b", "300 EUR", "150 EUR"),
    ...         ("c", "100 EUR", "0 EUR"), ("d", "0 EUR", "500 EUR")])
    >>> found.n, found.grr, found.nrr
    (3, 0.75, 1.05)

    Raises:
        InvalidArgumentError: An account appears twice, currencies differ, or an amount is negative.
    """
    given = _accounts(accounts)
    cohort = [one for one in given if one.start.amount > 0]
    if not cohort:
        return trusted(RevenueRetention, n=0)
    pairs = [(Fraction(one.start.amount), Fraction(one.end.amount)) for one in cohort]
    start = sum((before for before, _ in pairs), Fraction(0))
    kept = sum((min(pair) for pair in pairs), Fraction(0))
    end = sum((after for _, after in pairs), Fraction(0))
    return trusted(
        RevenueRetention,
        n=len(cohort),
        start=to_money(start, cohort[0].start.currency),
        grr=float(kept / start),
        nrr=float(end / start),
    )


def revenue_retention_of(
    start: Money, *, churned: Money, contracted: Money, expanded: Money
) -> RevenueRetention:
    """Gross and net revenue retention from sums over the clients of the start.

    ``GRR = (start - churned - contracted) / start``, ``NRR`` the same with what the stayers pay
    more.

    >>> from clientkit.base import Money
    >>> from clientkit.plan.economics import revenue_retention_of
    >>> found = revenue_retention_of(Money.parse("100000 EUR"), churned=Money.parse("5000 EUR"),
    ...     contracted=Money.parse("3000 EUR"), expanded=Money.parse("10000 EUR"))
    >>> found.grr, found.nrr
    (0.92, 1.02)

    Raises:
        InvalidArgumentError: An amount is negative, more is lost than there was, or currencies
            differ.
    """
    named = {"start": start, "churned": churned, "contracted": contracted, "expanded": expanded}
    for name, amount in named.items():
        if amount.amount < 0:
            raise InvalidArgumentError(name, amount, "0 or more")
    one_currency("all amounts", tuple(named.values()))
    base, gone, less, more = (Fraction(one.amount) for one in named.values())
    if gone + less > base:
        raise InvalidArgumentError(
            "churned and contracted", to_money(gone + less, start.currency), f"at most {start}"
        )
    if not base:
        return trusted(RevenueRetention, start=start)
    return trusted(
        RevenueRetention,
        start=start,
        grr=float((base - gone - less) / base),
        nrr=float((base - gone - less + more) / base),
    )


@model(kw_only=True)
class LogoRetention:
    """How many of the clients of an earlier period are still there."""

    n: Count
    """How many clients there were."""
    kept: Count
    """How many of them are still there."""
    share: Share | None = None
    """The share that is still there; none where there were no clients."""
    interval: Interval | None = None
    """The rates of retention that this is compatible with."""

    @property
    def counts(self) -> str:
        """The clients kept as counts, such as ``7 of 9``."""
        return f"{self.kept} of {self.n}"


def logo_retention(accounts: Iterable[AccountRevenue]) -> LogoRetention:
    """The share of the clients that paid something at the start who still pay something.

    The share itself is a count, and certain. The interval (Wilson) is that of the underlying rate,
    for whoever puts it into :func:`clv`.

    >>> from clientkit.base import Money
    >>> from clientkit.plan.economics import AccountRevenue, logo_retention
    >>> found = logo_retention(
    ...     AccountRevenue(account=f"a{i}", start=Money.parse("100 EUR"), end=Money.parse(end))
    ...     for i, end in enumerate(["100 EUR", "50 EUR", "120 EUR", "0 EUR"]))
    >>> found.counts, found.share, round(found.interval.low, 2), round(found.interval.high, 2)
    ('3 of 4', 0.75, 0.3, 0.95)

    Raises:
        InvalidArgumentError: As in :func:`revenue_retention`.
    """
    cohort = [one for one in _accounts(accounts) if one.start.amount > 0]
    kept = sum(one.end.amount > 0 for one in cohort)
    if not cohort:
        return trusted(LogoRetention, n=0, kept=0)
    return trusted(
        LogoRetention,
        n=len(cohort),
        kept=kept,
        share=kept / len(cohort),
        interval=wilson_interval(kept, len(cohort)),
    )


@model(kw_only=True)
class RepeatRate:
    """How many of those who bought bought again."""

    n: Count
    """How many clients bought at all."""
    repeated: Count
    """How many of them bought twice or more."""
    share: Share | None = None
    """The share that bought again; none where nobody bought."""
    interval: Interval | None = None
    """The rates that this is compatible with."""

    @property
    def counts(self) -> str:
        """Those who bought again as counts, such as ``7 of 9``."""
        return f"{self.repeated} of {self.n}"


def repeat_rate(orders: Iterable[int]) -> RepeatRate:
    """The share of clients with two orders or more among those with one or more.

    Takes the number of orders of each client; those without any are left out.

    >>> from clientkit.plan.economics import repeat_rate
    >>> found = repeat_rate([1, 3, 2, 0, 1])
    >>> found.counts, found.share
    ('2 of 4', 0.5)

    Raises:
        InvalidArgumentError: A number of orders is negative.
    """
    counts = tuple(orders)
    for count in counts:
        if count < 0:
            raise InvalidArgumentError("a number of orders", count, "0 or more")
    n, repeated = sum(one >= 1 for one in counts), sum(one >= 2 for one in counts)
    if not n:
        return trusted(RepeatRate, n=0, repeated=0)
    return trusted(
        RepeatRate,
        n=n,
        repeated=repeated,
        share=repeated / n,
        interval=wilson_interval(repeated, n),
    )


def _accounts(accounts: Iterable[AccountRevenue]) -> tuple[AccountRevenue, ...]:
    given = tuple(accounts)
    seen: set[str] = set()
    for one in given:
        if one.account in seen:
            raise InvalidArgumentError("an account", one.account, "each account once")
        seen.add(one.account)
        for name, amount in (("start", one.start), ("end", one.end)):
            if amount.amount < 0:
                raise InvalidArgumentError(f"{name} of {one.account!r}", amount, "0 or more")
    one_currency("all accounts", tuple(two for one in given for two in (one.start, one.end)))
    return given
