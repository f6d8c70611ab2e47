"""One judgement of several KPIs, which missing data can never improve."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidValueError, model
from clientkit.base._build import trusted
from clientkit.base.fields import KpiId, Line, Number, Share, Text

from ._exact import exact
from .states import KpiState
from .status import KpiStatus

__all__ = ["CompositeMember", "CompositePart", "CompositeStatus", "evaluate_composite"]

_SCORES = {KpiState.GREEN: Fraction(1), KpiState.AMBER: Fraction(1, 2), KpiState.RED: Fraction(0)}


@model(kw_only=True)
class CompositeMember:
    """A KPI that counts in a composite."""

    kpi: KpiId
    """The KPI."""
    weight: Annotated[float, Meta(ge=0, le=1e6)]
    """How much it counts, against the weights of the others."""


@model(kw_only=True)
class CompositePart:
    """What one KPI brought to a composite."""

    kpi: KpiId
    """The KPI."""
    weight: Number
    """How much it counts."""
    state: KpiState
    """How it stands; `no_data` where no status of it was given."""
    score: Share | None = None
    """1 for green, 0.5 for amber, 0 for red; none where it is not judged."""
    contribution: Share | None = None
    """What it adds to the low end of the score; none where it is waived."""


@model(kw_only=True)
class CompositeStatus:
    """How several KPIs stand together."""

    state: KpiState
    """Green, amber or red by the low end of the score; otherwise `waived` or `no_data`."""
    reason: Text
    """Why, in a few words."""
    score_low: Share | None = None
    """The weighted score if all that is unknown were red."""
    score: Share | None = None
    """The weighted score of what is known; none if nothing is."""
    score_high: Share | None = None
    """The weighted score if all that is unknown were green."""
    coverage: Share | None = None
    """The share of the weight that is known; none if all is waived."""
    n: Annotated[int, Meta(ge=0, le=10**9)]
    """How many KPIs are known."""
    of: Annotated[int, Meta(ge=0, le=10**9)]
    """How many KPIs count, those that are waived left out."""
    parts: Annotated[tuple[CompositePart, ...], Meta(max_length=10**6)] = ()
    """What each KPI brought, in the order of the members."""
    method: Line
    """How the score was computed."""


def evaluate_composite(
    members: Iterable[CompositeMember],
    statuses: Iterable[KpiStatus],
    *,
    green_at: float,
    amber_at: float | None = None,
    least_coverage: float = 0.5,
) -> CompositeStatus:
    """How several KPIs stand together, by their weights.

    Green scores 1, amber 0.5, red 0. A KPI that is waived does not count. One without data, stale
    or not comparable is unknown: the score is an interval, from all unknown red to all of it green,
    and the state is judged by its low end. So taking data away never makes it look better. It is
    `no_data` if less than `least_coverage` of the weight is known, `waived` if all is waived.
    Reaching `green_at`, `amber_at` or `least_coverage` exactly is enough. Statuses of other KPIs
    are ignored.

    >>> import datetime as dt
    >>> from clientkit.kpi import CompositeMember, Kpi, Measurement
    >>> from clientkit.kpi import evaluate_composite, evaluate_kpi
    >>> at = dt.datetime(2026, 3, 9, tzinfo=dt.timezone.utc)
    >>> kpis = [Kpi(id=name, name=name, direction="higher", target=9) for name in ("a", "b")]
    >>> seen = [Measurement(id="m1", kpi="a", by="pm", at=at, value=10)]
    >>> both = [CompositeMember(kpi="a", weight=3), CompositeMember(kpi="b", weight=1)]
    >>> found = evaluate_composite(both, [evaluate_kpi(kpi, seen, at=at) for kpi in kpis],
    ...     green_at=0.8, amber_at=0.6)
    >>> found.state.value, found.score_low, found.score_high, found.coverage
    ('amber', 0.75, 1.0, 0.75)

    Args:
        members: The KPIs that count, each once.
        statuses: How they stand, all at the same instant.
        green_at: The lowest green score, from 0 to 1.
        amber_at: The lowest amber score, below `green_at`; left out, there is no amber.
        least_coverage: The share of the weight that must be known.

    Raises:
        ValueError: There are no members or no weight, a KPI is named twice, statuses are of several
            instants, or `amber_at` is not below `green_at`.
        InvalidValueError: A share is not from 0 to 1.
    """
    members, given = tuple(members), tuple(statuses)
    _check(members, given)
    green, least = _share(green_at), _share(least_coverage)
    amber = green if amber_at is None else _share(amber_at)
    if amber_at is not None and amber >= green:
        raise ValueError(f"amber_at is {amber_at}; expected less than green_at, {green_at}")
    state_of = {one.kpi: one.state for one in given}
    rows = [(one, state_of.get(one.kpi, KpiState.NO_DATA)) for one in members]
    judged = [(exact(one.weight), state) for one, state in rows if state is not KpiState.WAIVED]
    total = sum((weight for weight, _ in judged), Fraction())
    known = sum((weight for weight, state in judged if state in _SCORES), Fraction())
    points = sum((weight * _SCORES.get(state, 0) for weight, state in judged), Fraction())
    found = {
        "method": "weighted mean of green 1, amber 0.5, red 0; unknown counted as red",
        "n": sum(state in _SCORES for _, state in judged),
        "of": len(judged),
        "parts": tuple([_part(one, state, total) for one, state in rows]),
    }
    if not total:
        return trusted(
            CompositeStatus, state=KpiState.WAIVED, reason="all is waived, as was agreed", **found
        )
    low, coverage = points / total, known / total
    state, reason = KpiState.RED, "the low end of the score is below amber"
    if coverage < least:
        state, reason = KpiState.NO_DATA, "too little is known"
    elif low >= green:
        state, reason = KpiState.GREEN, "the low end of the score reaches green"
    elif low >= amber:
        state, reason = KpiState.AMBER, "the low end of the score reaches amber"
    elif amber_at is None:
        reason = "the low end of the score is below green"
    return trusted(
        CompositeStatus,
        state=state,
        reason=f"{reason}; {found['n']} of {found['of']} are known",
        score_low=float(low),
        score=float(points / known) if known else None,
        score_high=float((points + total - known) / total),
        coverage=float(coverage),
        **found,
    )


def _part(member: CompositeMember, state: KpiState, total: Fraction) -> CompositePart:
    score = _SCORES.get(state)
    share = None
    if state is not KpiState.WAIVED and total:
        share = float(exact(member.weight) * (score or 0) / total)
    return trusted(
        CompositePart,
        kpi=member.kpi,
        weight=member.weight,
        state=state,
        score=None if score is None else float(score),
        contribution=share,
    )


def _check(members: tuple[CompositeMember, ...], statuses: tuple[KpiStatus, ...]) -> None:
    if not any(member.weight for member in members):
        raise ValueError("members have no weight; expected at least one KPI with a weight above 0")
    for what, names in (
        ("members", [one.kpi for one in members]),
        ("statuses", [one.kpi for one in statuses]),
    ):
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"{what} has {name!r} twice; expected each KPI once")
    instants = {one.at for one in statuses}
    if len(instants) > 1:
        raise ValueError(f"statuses are of {len(instants)} instants; expected one")


def _share(value: float) -> Fraction:
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise InvalidValueError(repr(value), "a share from 0 to 1")
    return exact(value)
