"""What is worth doing, and what fits: value against effort, return on investment, MoSCoW."""

from collections.abc import Iterable
from enum import Enum, unique
from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidArgumentError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Line, Number, Share
from clientkit.client.corrections import corrected

from .entries import ClientRequest, Estimates, MoscowCategory
from .formulas import exact

__all__ = [
    "MOST_EFFORT_ON_MUSTS",
    "MoscowCheck",
    "Quadrant",
    "QuadrantPlace",
    "Roi",
    "moscow_check",
    "roi",
    "value_effort_quadrants",
]

Amount = Annotated[float, Meta(ge=0, le=1.7e308)]
Ids = Annotated[tuple[Id, ...], Meta(max_length=1_000_000)]


@unique
class Quadrant(Enum):
    """Where a request lies in the matrix of value and effort."""

    QUICK_WIN = "quick_win"
    """High value, low effort."""
    BIG_BET = "big_bet"
    """High value, high effort."""
    FILL_IN = "fill_in"
    """Low value, low effort."""
    TIME_SINK = "time_sink"
    """Low value, high effort."""
    UNKNOWN = "unknown"
    """Value or effort is not estimated."""


@model(kw_only=True)
class QuadrantPlace:
    """A request's place in the matrix of value and effort."""

    request: Id
    """The request."""
    quadrant: Quadrant
    """Where it lies."""
    value: Number | None = None
    """Its value, as estimated."""
    effort: Number | None = None
    """Its effort in person-days, as estimated."""


def value_effort_quadrants(
    requests: Iterable[ClientRequest], *, high_value: float, high_effort: float
) -> tuple[QuadrantPlace, ...]:
    """Each request's quadrant, as stated; a value or an effort that reaches its bound is high.

    >>> import datetime as dt
    >>> from clientkit.backlog import ClientRequest, Estimates, value_effort_quadrants
    >>> request = ClientRequest(id="news", text="A newsletter", by="curator",
    ...     date=dt.date(2026, 5, 4), estimates=Estimates(value=5, effort=4))
    >>> value_effort_quadrants([request], high_value=5, high_effort=5)[0].quadrant
    <Quadrant.QUICK_WIN: 'quick_win'>

    Raises:
        InvalidArgumentError: A bound is not more than 0, or more than 1e300.
    """
    for name, bound in (("high_value", high_value), ("high_effort", high_effort)):
        if type(bound) not in (int, float) or not 0 < bound <= _LARGEST:
            raise InvalidArgumentError(name, bound, "more than 0, up to 1e300")
    places = []
    for request in corrected(requests):
        estimates = Estimates() if request.estimates is None else request.estimates
        value, effort = estimates.value, estimates.effort
        if value is None or effort is None:
            quadrant = Quadrant.UNKNOWN
        elif value >= high_value:
            quadrant = Quadrant.BIG_BET if effort >= high_effort else Quadrant.QUICK_WIN
        else:
            quadrant = Quadrant.TIME_SINK if effort >= high_effort else Quadrant.FILL_IN
        places.append(
            trusted(
                QuadrantPlace, request=request.id, quadrant=quadrant, value=value, effort=effort
            )
        )
    return tuple(places)


@model(kw_only=True)
class Roi:
    """A return on investment, as a range."""

    low: Number | None = None
    """The least return as a ratio to the cost, 0.5 for 50 %; none where it is not estimated."""
    high: Number | None = None
    """The highest return as a ratio to the cost; none where it is not estimated."""
    missing: Annotated[tuple[Line, ...], Meta(max_length=3)] = ()
    """The estimates that are missing."""


def roi(estimates: Estimates) -> Roi:
    """``(benefit - cost) / cost``, for the least and for the most that it brings.

    0 brings back exactly what it costs, -1 nothing at all.

    >>> from clientkit.base import Money
    >>> from clientkit.backlog import Estimates, roi
    >>> found = roi(Estimates(cost=Money.parse("10000 EUR"), benefit_low=Money.parse("8000 EUR"),
    ...     benefit_high=Money.parse("25000 EUR")))
    >>> found.low, found.high
    (-0.2, 1.5)

    Raises:
        InvalidArgumentError: It costs nothing or less, the least benefit is above the most, or the
            currencies differ.
    """
    names = ("cost", "benefit_low", "benefit_high")
    given = {name: getattr(estimates, name) for name in names}
    known = {name: amount for name, amount in given.items() if amount is not None}
    currencies = tuple(dict.fromkeys(amount.currency for amount in known.values()))
    if len(currencies) > 1:
        raise InvalidArgumentError("the currencies of cost and benefit", currencies, "one")
    amounts = {name: exact(amount) for name, amount in known.items()}
    cost, least, most = (amounts.get(name) for name in names)
    if cost is not None and cost <= 0:
        raise InvalidArgumentError("cost", given["cost"], "more than 0")
    if least is not None and most is not None and least > most:
        raise InvalidArgumentError(
            "benefit_low", given["benefit_low"], f"at most benefit_high, {known['benefit_high']}"
        )

    def ratio(benefit: Fraction | None) -> float | None:
        return None if benefit is None or cost is None else float((benefit - cost) / cost)

    missing = tuple(name for name in names if name not in known)
    return trusted(Roi, low=ratio(least), high=ratio(most), missing=missing)


_LARGEST = 1e300
MOST_EFFORT_ON_MUSTS = 0.6
"""The share of the effort that musts may take at most (DSDM Agile Project Framework, 10.4)."""


@model(kw_only=True)
class MoscowCheck:
    """Whether what must, should and could be done fits into what can be done."""

    capacity: Amount
    """What can be done, in person-days."""
    must: Amount
    """The estimated effort of musts, in person-days."""
    should: Amount
    """The estimated effort of shoulds, in person-days."""
    could: Amount
    """The estimated effort of coulds, in person-days."""
    musts_fit: bool | None = None
    """Whether the musts fit into the capacity; none where that is not known."""
    everything_fits: bool | None = None
    """Whether musts, shoulds and coulds together do; none where that is not known."""
    must_share: Share | None = None
    """The share of musts in all effort but won'ts; none where that is not known."""
    enough_slack: bool | None = None
    """Whether musts take at most 60 % of the effort; none where that is not known."""
    unestimated: Ids = ()
    """Requests without an effort, won'ts aside."""
    uncategorised: Ids = ()
    """Requests without a category, any of which may be a must."""


def moscow_check(requests: Iterable[ClientRequest], *, capacity: float) -> MoscowCheck:
    """Whether the musts fit into a capacity in person-days, whether all does, and with what slack.

    Reaching the capacity exactly fits. Musts should take at most 60 % of the effort, exactly 60 %
    included, so that there is something to leave out when an estimate was wrong (DSDM Agile Project
    Framework, 10.4). What is not estimated or not categorised is unknown, not small: nothing is
    said to fit while it might not. What does not fit without it does not fit.

    >>> import datetime as dt
    >>> from clientkit.backlog import ClientRequest, Estimates, moscow_check
    >>> def asked(id, moscow, effort):
    ...     return ClientRequest(id=id, text=id, by="curator", date=dt.date(2026, 5, 4),
    ...         estimates=Estimates(moscow=moscow, effort=effort))
    >>> check = moscow_check([asked("tickets", "must", 12), asked("map", "should", 4),
    ...     asked("news", "could", 4)], capacity=18)
    >>> check.musts_fit, check.everything_fits, check.must_share, check.enough_slack
    (True, False, 0.6, True)

    Raises:
        InvalidArgumentError: The capacity is not more than 0, or more than 1e300.
    """
    if type(capacity) not in (int, float) or not 0 < capacity <= _LARGEST:
        raise InvalidArgumentError("capacity", capacity, "more than 0, up to 1e300")
    efforts = dict.fromkeys(MoscowCategory, Fraction(0))
    unestimated: dict[str, MoscowCategory | None] = {}
    uncategorised = []
    for request in corrected(requests):
        estimates = Estimates() if request.estimates is None else request.estimates
        if estimates.moscow is None:
            uncategorised.append(request.id)
        if estimates.effort is None:
            if estimates.moscow is not MoscowCategory.WONT:
                unestimated[request.id] = estimates.moscow
        elif estimates.moscow is not None:
            efforts[estimates.moscow] += exact(estimates.effort)
    must = efforts[MoscowCategory.MUST]
    total = must + efforts[MoscowCategory.SHOULD] + efforts[MoscowCategory.COULD]
    musts_unknown = bool(uncategorised) or MoscowCategory.MUST in unestimated.values()
    unknown = bool(uncategorised or unestimated)
    share = None if unknown or not total else must / total

    def fits(effort: Fraction, is_unknown: bool) -> bool | None:
        if effort > exact(float(capacity)):
            return False
        return None if is_unknown else True

    return trusted(
        MoscowCheck,
        capacity=float(capacity),
        must=float(must),
        should=float(efforts[MoscowCategory.SHOULD]),
        could=float(efforts[MoscowCategory.COULD]),
        musts_fit=fits(must, musts_unknown),
        everything_fits=fits(total, unknown),
        must_share=None if share is None else float(share),
        enough_slack=None if share is None else share <= exact(MOST_EFFORT_ON_MUSTS),
        unestimated=tuple(unestimated),
        uncategorised=tuple(uncategorised),
    )
