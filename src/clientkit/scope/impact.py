"""What change orders come to in all: money, days, and how much of what was agreed has moved."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, unique
from fractions import Fraction
from itertools import pairwise
from statistics import median

from clientkit.base import Money
from clientkit.base._build import trusted
from clientkit.worktime import AnyCalendar, working_days_between

from ._money import difference, total
from .applying import PART_LISTS
from .authority import Rights
from .change_control import change_order_statuses
from .entries import ChangeOrder, ChangeOrderEvent, ChangeOrderEventKind, ChangeOrigin
from .impact_model import (
    DecisionTimes,
    Impact,
    ImpactSummary,
    MoneyImpact,
    OriginImpact,
    VersionImpact,
)
from .ledger import NOTHING_REPLACED
from .life_cycle import ChangeOrderState, ChangeOrderStatus, StepVerdict
from .model import ScopeAgreement
from .order_corrections import standing_orders
from .times import KnownTimes, day_in, utc

__all__ = ["impact_summary"]


def impact_summary(  # noqa: PLR0913 (each is a fact of its own)
    history: Iterable[ScopeAgreement],
    orders: Iterable[ChangeOrder],
    events: Iterable[ChangeOrderEvent] = (),
    *,
    at: dt.datetime,
    timezone: str = "UTC",
    calendar: AnyCalendar | None = None,
    rights: Rights | None = None,
    replaced: Mapping[str, str] = NOTHING_REPLACED,
) -> ImpactSummary | None:
    """What all change orders of an agreement come to by an instant; none without any version.

    Money of different currencies is never added: each has figures of its own. What an order does
    not say is counted as not said, and never as nothing.

    - *Gross* is how much was moved, up or down; *net* is what is left of it. The share is the net
      over the price of the earliest version.
    - *Absorbed* are working days that an approved order adds while its price is stated as zero or
      less. Orders that state no price may be paid by the hour, so they stand apart.
    - A *decision* takes the days from an offer to the approval or refusal that settled it, counted
      over (offer, decision]; an offer decided on its own day took 0.
    - *Volatility* is the number of parts added, removed and changed from version to version over
      the number of parts of the earliest, which may be more than 1. Parts are milestones,
      deliverables, responsibilities, exclusions, assumptions and terms. This is NASA's measure of
      requirements volatility, the number of additions, changes and reductions compared to the
      total (NPR 7150.2, SWE-200), with the parts of an agreement for requirements.

    Versions whose `effective` is a day after `at` are still to come and left out; the earliest
    always counts.

    >>> import datetime as dt
    >>> from clientkit.base import decode
    >>> from clientkit.scope import ChangeOrder, ChangeOrderEvent, ScopeAgreement, impact_summary
    >>> first = decode(ScopeAgreement, {"id": "web", "title": "New site", "price": "80000 EUR",
    ...                                 "deliverables": [{"id": "site", "title": "The site"}]})
    >>> def order(name, price, days):
    ...     return decode(ChangeOrder, {
    ...         "id": name, "title": name, "origin": "client_request", "base": 1, "by": "pm",
    ...         "date": "2026-03-02", "price": price, "working_days": days})
    >>> def event(order, kind, day):
    ...     return ChangeOrderEvent(id=f"{order}-{kind}", change_order=order, kind=kind, by="pm",
    ...                             date=dt.date(2026, 3, day))
    >>> found = impact_summary(
    ...     [first], [order("audio", "4000 EUR", 4), order("sign", "0 EUR", 1),
    ...               order("map", "900 USD", 2)],
    ...     [event("audio", "offered", 3), event("audio", "approved", 9),
    ...      event("sign", "offered", 3), event("sign", "approved", 5), event("map", "offered", 4)],
    ...     at=dt.datetime(2026, 4, 1, tzinfo=dt.timezone.utc), timezone="Europe/Berlin")
    >>> found.approved.money[0].share, found.absorbed_share, found.decisions.median
    (0.05, 0.2, 4.0)
    >>> print(found.text)
    web: version 1 -> 1, price 80000.00 EUR -> 80000.00 EUR
      approved: 2 orders, +4000.00 EUR net, +5 working days
      pending: 1 order, +900.00 USD net, +2 working days
      absorbed: 1 working day, 20% of those priced
      moved: 0% of 1 part
      decided: 2, median 4 days

    Args:
        history: The versions of the agreement that are known, in any order.
        orders: The change orders on record, corrections among them.
        events: What happened to them.
        at: The instant asked about; what happened later is not counted.
        timezone: The zone of the record, in which its days end.
        calendar: When the client works, for the ends of offers and for decision times; without it,
            decision times are in days of the calendar.
        rights: In which roles people acted; left out, the role that an event names is believed.
        replaced: The entries that stand for corrected ones, of corrections made elsewhere.

    Raises:
        InvalidArgumentError: ``at`` has no offset.
        InvalidValueError: There is no such zone; or a ``calendar``, and an offer outside the years
            3 to 9997.
        NoWorkingTimeError: By the ``calendar`` nobody works for many years around an offer.
    """
    made, given, everything = tuple(orders), tuple(events), tuple(history)
    calendars = {} if calendar is None else {"client": calendar}
    statuses = change_order_statuses(
        made, given, everything, at=at, timezone=timezone, rights=rights, replaced=replaced,
        times=KnownTimes(timezone=timezone, calendars=calendars),
    )  # fmt: skip
    today = day_in(at, timezone)
    versions = _known_versions(everything, today)
    if not versions:
        return None
    standing = standing_orders(made, given, at=at, timezone=timezone, replaced=replaced)
    first, last = versions[0], versions[-1]
    groups: dict[_Standing, list[ChangeOrder]] = {group: [] for group in _Standing}
    applied = []
    for order, status in zip(standing, statuses, strict=True):
        groups[_STANDINGS[status.state]].append(order)
        if status.state is ChangeOrderState.APPLIED:
            applied.append(order)
    approved, pending = groups[_Standing.APPROVED], groups[_Standing.PENDING]
    absorbed, unpriced, paid = _paid(approved)
    steps = [_step(old, new) for old, new in pairwise(versions)]
    moved = sum(step.added + step.removed + step.changed for step in steps)
    parts = sum(len(getattr(first, name)) for name in PART_LISTS)
    return trusted(
        ImpactSummary,
        agreement=last.id,
        at=utc(at),
        original=first.version,
        current=last.version,
        original_price=first.price,
        current_price=last.price,
        unexplained=_unexplained(first, last, applied),
        approved=_impact(approved, first.price),
        pending=_impact(pending, first.price),
        drafted=_impact(groups[_Standing.DRAFTED], first.price),
        given_up=_impact(groups[_Standing.GIVEN_UP], first.price),
        origins=tuple(_origins(approved, pending, first.price)),
        absorbed_days=absorbed,
        unpriced_days=unpriced,
        absorbed_share=_share(absorbed, absorbed + paid),
        decisions=_decisions(statuses, today, timezone, calendar),
        original_parts=parts,
        volatility=_share(moved, parts),
        versions=tuple(steps),
    )


@unique
class _Standing(Enum):
    DRAFTED = "drafted"
    PENDING = "pending"
    APPROVED = "approved"
    GIVEN_UP = "given_up"


_STANDINGS = {
    ChangeOrderState.DRAFT: _Standing.DRAFTED,
    ChangeOrderState.SUBMITTED: _Standing.PENDING,
    ChangeOrderState.OFFERED: _Standing.PENDING,
    ChangeOrderState.APPROVED: _Standing.APPROVED,
    ChangeOrderState.APPLIED: _Standing.APPROVED,
    ChangeOrderState.DECLINED: _Standing.GIVEN_UP,
    ChangeOrderState.WITHDRAWN: _Standing.GIVEN_UP,
    ChangeOrderState.EXPIRED: _Standing.GIVEN_UP,
}


def _known_versions(
    history: Iterable[ScopeAgreement], today: dt.date
) -> tuple[ScopeAgreement, ...]:
    """The versions that are not still to come, by number; of one number the last given."""
    by_number = {one.version: one for one in history}
    found = [by_number[number] for number in sorted(by_number)]
    return tuple(
        one
        for place, one in enumerate(found)
        if place == 0 or one.effective is None or (one.effective.on or today) <= today
    )


def _impact(orders: Sequence[ChangeOrder], original: Money | None) -> Impact:
    prices: dict[str, list[Money]] = {}
    for order in orders:
        if order.price is not None:
            prices.setdefault(order.price.currency, []).append(order.price)
    days = [order.working_days for order in orders if order.working_days is not None]
    return trusted(
        Impact,
        orders=len(orders),
        money=tuple(_money(prices[currency], original) for currency in sorted(prices)),
        unpriced=sum(order.price is None for order in orders),
        days_added=sum(day for day in days if day > 0),
        days_saved=-sum(day for day in days if day < 0),
        without_days=len(orders) - len(days),
    )


def _money(prices: Sequence[Money], original: Money | None) -> MoneyImpact:
    currency = prices[0].currency
    zero = Money(0, currency)
    net = total(prices)
    share = None
    if net is not None and original is not None and original.currency == currency:
        share = _share(Fraction(net.amount), Fraction(original.amount))
    return trusted(
        MoneyImpact,
        currency=currency,
        added=total((zero, *(one for one in prices if one > zero))),
        taken_off=total((zero, *(one for one in prices if one < zero))),
        net=net,
        gross=total(Money(abs(one.amount), currency) for one in prices),
        share=share,
    )


def _origins(
    approved: Sequence[ChangeOrder], pending: Sequence[ChangeOrder], original: Money | None
) -> Iterable[OriginImpact]:
    for origin in ChangeOrigin:
        both = [[one for one in some if one.origin is origin] for some in (approved, pending)]
        if any(both):
            yes, open_ones = (_impact(some, original) for some in both)
            yield trusted(OriginImpact, origin=origin, approved=yes, pending=open_ones)


def _paid(approved: Iterable[ChangeOrder]) -> tuple[int, int, int]:
    """The added working days that are absorbed, without a stated price, and paid."""
    absorbed = unpriced = paid = 0
    for order in approved:
        days = max(order.working_days or 0, 0)
        if order.price is None:
            unpriced += days
        elif order.price.amount > 0:
            paid += days
        else:
            absorbed += days
    return absorbed, unpriced, paid


def _share(part: int | Fraction, whole: int | Fraction) -> float | None:
    return float(Fraction(part) / Fraction(whole)) if whole else None


def _unexplained(
    first: ScopeAgreement, last: ScopeAgreement, applied: Iterable[ChangeOrder]
) -> Money | None:
    """What the price changed by beyond what the applied orders say."""
    if first.price is None:
        return None
    # An applied order without a price left the price as it was.
    said = [order.price for order in applied if order.price is not None]
    return difference(total((first.price, *said)), last.price)


def _decisions(
    statuses: Iterable[ChangeOrderStatus],
    today: dt.date,
    timezone: str,
    calendar: AnyCalendar | None,
) -> DecisionTimes:
    taken: list[int] = []
    waiting: list[int] = []
    for status in statuses:
        offered = None
        for step in status.steps:
            day = day_in(step.at, timezone)
            if step.verdict is not StepVerdict.TAKEN:
                continue
            if step.kind is ChangeOrderEventKind.OFFERED:
                offered = day
            elif offered is not None and step.before is not step.after:
                if step.after in (ChangeOrderState.APPROVED, ChangeOrderState.DECLINED):
                    taken.append(_days(offered, day, calendar))
                offered = None
        if status.state is ChangeOrderState.OFFERED and offered is not None:
            waiting.append(_days(offered, today, calendar))
    return trusted(
        DecisionTimes,
        in_working_days=calendar is not None,
        decided=len(taken),
        shortest=float(min(taken)) if taken else None,
        median=float(median(taken)) if taken else None,
        longest=float(max(taken)) if taken else None,
        waiting=len(waiting),
        longest_waiting=float(max(waiting)) if waiting else None,
    )


def _days(start: dt.date, end: dt.date, calendar: AnyCalendar | None) -> int:
    return (end - start).days if calendar is None else working_days_between(calendar, start, end)


def _step(old: ScopeAgreement, new: ScopeAgreement) -> VersionImpact:
    added = removed = changed = 0
    for name in PART_LISTS:
        before = {item.id: item for item in getattr(old, name)}
        after = {item.id: item for item in getattr(new, name)}
        both = before.keys() & after.keys()
        added += len(after) - len(both)
        removed += len(before) - len(both)
        # attrs makes `!=` out of `==`, at twice its cost.
        changed += len(both) - sum(before[part] == after[part] for part in both)
    return trusted(
        VersionImpact,
        version=new.version,
        begins_on=None if new.effective is None else new.effective.on,
        added=added,
        removed=removed,
        changed=changed,
        price=new.price,
        price_change=difference(old.price, new.price),
    )
