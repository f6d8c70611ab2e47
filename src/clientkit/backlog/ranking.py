"""What comes first, by each of the formulas.

Of equal scores the request that was stated first comes first. A request whose estimates are not
complete is not ranked, which is not the same as being ranked last.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, NamedTuple

from msgspec import Meta

from clientkit.base import InvalidArgumentError, Money, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Line, Number
from clientkit.client.corrections import corrected

from .entries import ClientRequest, Estimates
from .formulas import FORMULAS, RankingMethod, number, read

__all__ = ["Ranked", "Ranking", "Unranked", "delay_cost", "rank_requests"]

Names = Annotated[tuple[Line, ...], Meta(max_length=20)]


@model(kw_only=True)
class Ranked:
    """A request with its score and its place."""

    request: Id
    """The request."""
    place: Annotated[int, Meta(ge=1, le=1_000_000)]
    """Its place, 1 the first; no two share one."""
    score: Number
    """Its score, which means something only beside others of the same method."""
    tied: bool = False
    """Whether another request has the same score, so that the stated order decided."""
    working: Line
    """The estimates that make the score."""


@model(kw_only=True)
class Unranked:
    """A request that cannot be ranked yet."""

    request: Id
    """The request."""
    missing: Names
    """The estimates that are missing."""


@model(kw_only=True)
class Ranking:
    """Requests in the order of their scores."""

    method: RankingMethod
    """What they are ranked by."""
    ranked: Annotated[tuple[Ranked, ...], Meta(max_length=1_000_000)] = ()
    """The requests with a score, the highest first."""
    unranked: Annotated[tuple[Unranked, ...], Meta(max_length=1_000_000)] = ()
    """The requests without one, as stated."""


def rank_requests(requests: Iterable[ClientRequest], method: RankingMethod) -> Ranking:
    """The requests in the order of their scores, the highest first, equal ones as stated.

    A request's place among others depends on its own estimates and theirs only.

    >>> import datetime as dt
    >>> from clientkit.backlog import ClientRequest, Estimates, RankingMethod, rank_requests
    >>> def asked(id, **estimates):
    ...     return ClientRequest(id=id, text=id, by="curator", date=dt.date(2026, 5, 4),
    ...         estimates=Estimates(**estimates))
    >>> ranking = rank_requests([
    ...     asked("news", value=3, effort=2), asked("shop", value=8, effort=4),
    ...     asked("map", value=5)], RankingMethod.VALUE_EFFORT)
    >>> [(one.request, one.score) for one in ranking.ranked], ranking.unranked[0].missing
    ([('shop', 2.0), ('news', 1.5)], ('effort',))

    Raises:
        InvalidArgumentError: A request's estimates are refused by the method, or costs of delay are
            in several currencies.
    """
    scored, unranked = split(requests, method)
    formula = FORMULAS[method]
    ordered = sorted(scored, key=lambda one: -one.score)
    scores = [one.score for one in ordered]
    ranked = tuple(
        trusted(
            Ranked,
            request=one.request,
            place=place,
            score=number(one.score),
            tied=one.score in scores[max(0, place - 2) : place - 1] + scores[place : place + 1],
            working=", ".join(f"{name} {float(one.inputs[name]):g}" for name in formula.inputs),
        )
        for place, one in enumerate(ordered, 1)
    )
    return trusted(Ranking, method=method, ranked=ranked, unranked=tuple(unranked))


def delay_cost(requests: Iterable[ClientRequest]) -> Money | None:
    """What delay costs in all if the requests are done one after the other, as given.

    Each costs its cost of delay for every week until it is finished, its own weeks included. None
    where there is no request. Ranking by CD3 gives the order in which it is least.

    >>> import datetime as dt
    >>> from clientkit.base import Money
    >>> from clientkit.backlog import ClientRequest, Estimates, delay_cost
    >>> def asked(id, cost, weeks):
    ...     return ClientRequest(id=id, text=id, by="curator", date=dt.date(2026, 5, 4),
    ...         estimates=Estimates(cost_of_delay=Money.parse(cost), weeks=weeks))
    >>> short, long = asked("short", "3000 EUR", 1), asked("long", "1000 EUR", 5)
    >>> delay_cost([short, long]), delay_cost([long, short])
    (Money.parse('9000.00 EUR'), Money.parse('23000.00 EUR'))

    Raises:
        InvalidArgumentError: An estimate is missing or refused, or currencies differ.
    """
    given = corrected(requests)
    scored, unranked = split(given, RankingMethod.CD3)
    for one in unranked:
        raise InvalidArgumentError(
            f"request {one.request!r}", "without " + " and ".join(one.missing), "both estimates"
        )
    weeks = total = Fraction(0)
    for request in scored:
        weeks += request.inputs["weeks"]
        total += request.inputs["cost_of_delay"] * weeks
    currencies = _currencies(given)
    return money(total, currencies[0]) if currencies else None


class Scored(NamedTuple):
    """A request with its exact score."""

    request: str
    inputs: dict[str, Fraction]
    score: Fraction


def split(
    requests: Iterable[ClientRequest], method: RankingMethod
) -> tuple[list[Scored], list[Unranked]]:
    """The requests that can be scored, and those that cannot, as stated."""
    if type(method) is not RankingMethod:
        raise InvalidArgumentError(
            "method", method, ", ".join(f"RankingMethod.{one.name}" for one in RankingMethod)
        )
    formula = FORMULAS[method]
    given = corrected(requests)
    if method is RankingMethod.CD3 and len(currencies := _currencies(given)) > 1:
        raise InvalidArgumentError("the currencies of the costs of delay", currencies, "one")
    scored: list[Scored] = []
    unranked: list[Unranked] = []
    for request in given:
        estimates = Estimates() if request.estimates is None else request.estimates
        inputs = read(estimates, formula, f" of request {request.id!r}")
        if missing := tuple(name for name in formula.inputs if name not in inputs):
            unranked.append(trusted(Unranked, request=request.id, missing=missing))
        else:
            scored.append(Scored(request.id, inputs, formula.score(inputs)))
    return scored, unranked


def money(amount: Fraction, currency: str) -> Money:
    """An amount, rounded half to even to the six decimals that money has."""
    millionths = round(amount * 1_000_000)
    return Money.parse(f"{'-' * (millionths < 0)}{_decimal(abs(millionths))} {currency}")


def _decimal(millionths: int) -> str:
    return f"{millionths // 1_000_000}.{millionths % 1_000_000:06}"


def _currencies(requests: Iterable[ClientRequest]) -> tuple[str, ...]:
    costs = (one.estimates.cost_of_delay for one in requests if one.estimates is not None)
    return tuple(dict.fromkeys(cost.currency for cost in costs if cost is not None))
