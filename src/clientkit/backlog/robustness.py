"""How far a ranking can be trusted: what beats what in everything, what small errors change."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidArgumentError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Line, Number

from .entries import ClientRequest
from .formulas import FORMULAS, Formula, RankingMethod, exact
from .ranking import Scored, split

__all__ = ["Dominated", "TopChange", "TopSensitivity", "dominated_requests", "top_sensitivity"]


@model(kw_only=True)
class Dominated:
    """A request that another one beats, whatever the weights."""

    request: Id
    """The request."""
    by: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=1_000_000)]
    """Those that are at least as good in every estimate and better in one, as stated."""


@model(kw_only=True)
class TopChange:
    """One estimate whose move by one step puts another request first."""

    request: Id
    """The request whose estimate moves."""
    estimate: Line
    """The estimate."""
    before: Number
    """What was estimated."""
    moved_to: Number
    """The value one step away."""
    top: Id
    """The request that comes first then."""


@model(kw_only=True)
class TopSensitivity:
    """Whether the first place survives an error of one step in any one estimate."""

    method: RankingMethod
    """What they are ranked by."""
    top: Id | None = None
    """The request that comes first; none where none can be ranked."""
    tied: Annotated[tuple[Id, ...], Meta(max_length=1_000_000)] = ()
    """Others with the same score, which stated order alone put behind it."""
    stable: bool | None = None
    """Whether no single step puts another first; none with fewer than two requests to compare."""
    moves: Annotated[int, Meta(ge=0, le=10_000_000)] = 0
    """How many single steps were tried."""
    changes: Annotated[tuple[TopChange, ...], Meta(max_length=10_000_000)] = ()
    """The steps that put another first."""


def dominated_requests(
    requests: Iterable[ClientRequest], method: RankingMethod
) -> tuple[Dominated, ...]:
    """The requests that another one beats in the estimates that a method uses.

    It is at least as good in every one of them, and better in at least one. Dominance needs no
    formula: no weights put a dominated request first. Requests whose estimates are not complete are
    left out; equal ones do not dominate each other.

    >>> import datetime as dt
    >>> from clientkit.backlog import ClientRequest, Estimates, RankingMethod, dominated_requests
    >>> def asked(id, value, effort):
    ...     return ClientRequest(id=id, text=id, by="curator", date=dt.date(2026, 5, 4),
    ...         estimates=Estimates(value=value, effort=effort))
    >>> dominated_requests([asked("a", 5, 3), asked("b", 5, 4), asked("c", 8, 9)],
    ...     RankingMethod.VALUE_EFFORT)
    (Dominated(request='b', by=('a',)),)

    Raises:
        InvalidArgumentError: As in :func:`~clientkit.backlog.ranking.rank_requests`.
    """
    scored, _ = split(requests, method)
    formula = FORMULAS[method]
    goodness = [
        (one.request, (*(one.inputs[name] for name in formula.raises), -one.inputs[formula.lowers]))
        for one in scored
    ]
    found = []
    for request, own in goodness:
        by = tuple(
            other
            for other, theirs in goodness
            if theirs != own and all(a >= b for a, b in zip(theirs, own, strict=True))
        )
        if by:
            found.append(trusted(Dominated, request=request, by=by))
    return tuple(found)


def top_sensitivity(
    requests: Iterable[ClientRequest], method: RankingMethod, *, step: float = 0.1
) -> TopSensitivity:
    """Whether the first request stays first when any one estimate moves one step, up or down.

    A step leads to the next value of the scale where an estimate has one: impact (0.25, 0.5, 1, 2,
    3), confidence (0.5, 0.8, 1), and in WSJF the numbers 1, 2, 3, 5, 8, 13, 20, 40, 100. All others
    move by `step` of themselves, a tenth unless told. A tie does not dethrone the first if it was
    stated first.

    >>> import datetime as dt
    >>> from clientkit.backlog import ClientRequest, Estimates, RankingMethod, top_sensitivity
    >>> def asked(id, value, effort):
    ...     return ClientRequest(id=id, text=id, by="curator", date=dt.date(2026, 5, 4),
    ...         estimates=Estimates(value=value, effort=effort))
    >>> found = top_sensitivity([asked("a", 10, 4), asked("b", 12, 5)], RankingMethod.VALUE_EFFORT)
    >>> found.top, found.stable
    ('a', False)
    >>> [(one.request, one.estimate, one.moved_to) for one in found.changes]
    [('a', 'value', 9.0), ('a', 'effort', 4.4), ('b', 'value', 13.2), ('b', 'effort', 4.5)]

    Raises:
        InvalidArgumentError: As in :func:`~clientkit.backlog.ranking.rank_requests`; or the step is
            not between 0 and 1.
    """
    if type(step) not in (int, float) or not 0 < step < 1:
        raise InvalidArgumentError("step", step, "a share between 0 and 1, such as 0.1")
    scored, _ = split(requests, method)
    formula = FORMULAS[method]
    order = sorted(range(len(scored)), key=lambda index: -scored[index].score)
    if not order:
        return trusted(TopSensitivity, method=method)
    top = order[0]
    tied = tuple(scored[i].request for i in order[1:] if scored[i].score == scored[top].score)
    moves, changes = 0, []
    for index, one in enumerate(scored) if len(order) > 1 else ():
        rival = order[1] if index == top else top
        for name, value in _moves(one, formula, exact(step)):
            moves += 1
            score = formula.score({**one.inputs, name: value})
            first = _first(index, score, rival, scored[rival].score)
            if first != top:
                changes.append(
                    trusted(
                        TopChange,
                        request=one.request,
                        estimate=name,
                        before=float(one.inputs[name]),
                        moved_to=float(value),
                        top=scored[first].request,
                    )
                )
    return trusted(
        TopSensitivity,
        method=method,
        top=scored[top].request,
        tied=tied,
        stable=not changes if len(order) > 1 else None,
        moves=moves,
        changes=tuple(changes),
    )


def _first(index: int, score: Fraction, rival: int, rivals: Fraction) -> int:
    """The one with the higher score, of equal ones the one stated first."""
    if score == rivals:
        return min(index, rival)
    return index if score > rivals else rival


def _moves(one: Scored, formula: Formula, step: Fraction) -> Iterator[tuple[str, Fraction]]:
    for name in formula.inputs:
        value = one.inputs[name]
        if (scale := formula.steps.get(name)) is not None:
            places = [exact(place) for place in scale]
            below, above = ([p for p in places if p < value], [p for p in places if p > value])
            yield from ((name, place) for place in (*below[-1:], *above[:1]))
        elif value:
            yield from ((name, value * (1 - step)), (name, value * (1 + step)))
