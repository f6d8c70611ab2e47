"""What change orders come to, as models: the answer of :func:`clientkit.scope.impact_summary`."""

from typing import Annotated

from msgspec import Meta

from clientkit.base import Money, model
from clientkit.base.fields import Date, Id, Instant, Number, Share, Version

from .entries import ChangeOrigin

__all__ = [
    "DecisionTimes",
    "Impact",
    "ImpactSummary",
    "MoneyImpact",
    "OriginImpact",
    "VersionImpact",
]

Count = Annotated[int, Meta(ge=0, le=10**9)]
DayCount = Annotated[int, Meta(ge=-(10**12), le=10**12)]


@model(kw_only=True)
class MoneyImpact:
    """What some change orders come to in one currency."""

    currency: Annotated[str, Meta(min_length=3, max_length=3)]
    """The currency, by its code."""
    added: Money | None = None
    """What those add that raise the price."""
    taken_off: Money | None = None
    """What those take off that lower it, as a negative amount."""
    net: Money | None = None
    """What the price changes by in all."""
    gross: Money | None = None
    """How much money was moved in either direction."""
    share: Number | None = None
    """The net as a share of the original price, where that is stated in this currency."""


@model(kw_only=True)
class Impact:
    """What some change orders come to."""

    orders: Count = 0
    """How many they are."""
    money: Annotated[tuple[MoneyImpact, ...], Meta(max_length=1000)] = ()
    """Their prices, each currency by itself; empty where none states a price."""
    unpriced: Count = 0
    """How many state no price; nobody knows what these come to, which is not nothing."""
    days_added: DayCount = 0
    """The working days that those add which take longer."""
    days_saved: DayCount = 0
    """The working days that those save which take less time, as a positive number."""
    without_days: Count = 0
    """How many do not say what they come to in days."""

    @property
    def net_days(self) -> int:
        """The working days added less those saved."""
        return self.days_added - self.days_saved

    @property
    def text(self) -> str:
        """What they come to in a line, such as ``2 orders, +3200.00 EUR net, +4 working days``."""
        said = [_counted(self.orders, "order")]
        said += [f"{_signed(one.net)} net" for one in self.money]
        said += [f"{self.unpriced} without a price"] if self.unpriced else []
        if self.orders > self.without_days:
            said.append(f"{self.net_days:+} working day{'s' * (abs(self.net_days) != 1)}")
        return ", ".join(said)


@model(kw_only=True)
class OriginImpact:
    """What the change orders of one origin come to."""

    origin: ChangeOrigin
    """What they spring from."""
    approved: Impact
    """Those that were approved or applied."""
    pending: Impact
    """Those that were put forward and are not decided."""


@model(kw_only=True)
class DecisionTimes:
    """How long offers wait for a decision."""

    in_working_days: bool
    """Whether the days are working days of the client; otherwise they are days of the calendar."""
    decided: Count = 0
    """How many offers were approved or declined."""
    shortest: Number | None = None
    """The fewest days from an offer to its decision."""
    median: Number | None = None
    """The median of these days."""
    longest: Number | None = None
    """The most of these days."""
    waiting: Count = 0
    """How many offers are open."""
    longest_waiting: Number | None = None
    """How many days the oldest of them has waited."""


@model(kw_only=True)
class VersionImpact:
    """What a version changed of the one before it."""

    version: Version
    """The version."""
    begins_on: Date | None = None
    """The day on which it takes effect, where its text is a day."""
    added: Count = 0
    """How many parts are new in it."""
    removed: Count = 0
    """How many parts have fallen away."""
    changed: Count = 0
    """How many parts are in both and differ."""
    price: Money | None = None
    """Its price."""
    price_change: Money | None = None
    """What its price differs by, where both are known and of one currency."""


@model(kw_only=True)
class ImpactSummary:
    """What has become of an agreement through its change orders, up to an instant."""

    agreement: Id
    """The agreement."""
    at: Instant
    """The instant."""
    original: Version
    """The earliest version that is known."""
    current: Version
    """The latest version that is not still to come."""
    original_price: Money | None = None
    """The price of the earliest version."""
    current_price: Money | None = None
    """The price of the latest."""
    unexplained: Money | None = None
    """What the price changed by beyond the orders on record as applied, where that can be told."""
    approved: Impact
    """Change orders that were approved or applied."""
    pending: Impact
    """Change orders that were submitted or offered, and are not decided."""
    drafted: Impact
    """Change orders that nobody has put forward yet."""
    given_up: Impact
    """Change orders that were declined or withdrawn, or ran out."""
    origins: Annotated[tuple[OriginImpact, ...], Meta(max_length=20)] = ()
    """The approved and the pending ones by what they spring from."""
    absorbed_days: DayCount = 0
    """Working days that approved orders add for a stated price of nothing or less."""
    unpriced_days: DayCount = 0
    """Working days that approved orders add without stating a price."""
    absorbed_share: Share | None = None
    """The absorbed days as a share of all days that approved orders with a stated price add."""
    decisions: DecisionTimes
    """How long offers wait."""
    original_parts: Count = 0
    """How many parts the earliest version has."""
    volatility: Number | None = None
    """Parts added, removed and changed since, as a share of the original parts, if it had any."""
    versions: Annotated[tuple[VersionImpact, ...], Meta(max_length=100_000)] = ()
    """What each version after the earliest changed, in order."""

    @property
    def text(self) -> str:
        """The summary for people."""
        share = "unknown" if self.absorbed_share is None else f"{self.absorbed_share:.0%}"
        moved = "unknown" if self.volatility is None else f"{self.volatility:.0%}"
        median_days = self.decisions.median
        unit = "working day" if self.decisions.in_working_days else "day"
        price = f"{self.original_price or 'not stated'} -> {self.current_price or 'not stated'}"
        lines = [
            f"{self.agreement}: version {self.original} -> {self.current}, price {price}",
            f"  approved: {self.approved.text}",
            f"  pending: {self.pending.text}",
            f"  absorbed: {_counted(self.absorbed_days, 'working day')}, {share} of those priced",
            f"  moved: {moved} of {_counted(self.original_parts, 'part')}",
        ]
        if median_days is not None:
            unit += "s" * (median_days != 1)
            lines.append(f"  decided: {self.decisions.decided}, median {median_days:g} {unit}")
        return "\n".join(lines)


def _signed(amount: Money | None) -> str:
    if amount is None:
        return "an unknown sum"
    return f"{'' if amount.amount < 0 else '+'}{amount}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
