"""Expectations: which are met, what the gaps weigh, and where our teams hear different things."""

import datetime as dt
import math
from collections.abc import Iterable
from typing import Annotated, TypeVar

from msgspec import Meta

from clientkit.base import InvalidArgumentError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Instant, Line, Share, Text
from clientkit.client.corrections import corrected, current_ids
from clientkit.client.entry import Entry, instant_of

from ._time import aware, happened, when
from .entries import (
    Basis,
    Dimension,
    Expectation,
    ExpectationReview,
    ExpectationStatus,
    Importance,
    Symptom,
)

__all__ = [
    "DimensionGap",
    "ExpectationGap",
    "GapReport",
    "GapWeights",
    "Hearing",
    "PartedReadings",
    "expectation_gaps",
    "parted_readings",
]

Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Weight = Annotated[float, Meta(ge=0, le=1000)]
Entered = TypeVar("Entered", bound=Entry)


@model(kw_only=True)
class GapWeights:
    """How much each importance weighs; the proportions matter, not the scale."""

    high: Weight = 3
    """Weight of what decides whether they stay."""
    medium: Weight = 2
    """Weight of what they would notice, and of what nobody has rated."""
    low: Weight = 1
    """Weight of what is nice to have."""


@model(kw_only=True)
class ExpectationGap:
    """One expectation, and how far it is from being met."""

    expectation: Id
    """The expectation, by the id of the entry that stands."""
    status: ExpectationStatus
    """The latest judgement; unknown where there is none."""
    basis: Basis
    """Whether the client said it, or we concluded it."""
    dimension: Dimension | None = None
    """The dimension of service quality that it belongs to."""
    importance: Importance | None = None
    """How much it matters to the client, where somebody rated it."""
    weight: Weight
    """What it weighs."""
    gap: Share | None = None
    """0 where it is met, 0.5 in part, 1 not at all; none where nobody knows."""
    reviewed_at: Instant | None = None
    """When it was last judged."""
    symptoms: Annotated[tuple[Id, ...], Meta(max_length=1_000_000)] = ()
    """Signs that point to it, earliest first."""
    in_doubt: bool = False
    """Whether a sign was seen after it was last judged to be met."""


@model(kw_only=True)
class DimensionGap:
    """The gaps of one dimension of service quality, or of all expectations."""

    dimension: Dimension | None = None
    """The dimension; none for expectations that belong to no dimension, and for all together."""
    n: Count
    """How many expectations there are."""
    met: Count
    """How many of them are met."""
    judged: Count
    """How many of them are judged at all."""
    score: Share | None = None
    """The weighted mean gap of those judged, 0 the best; none where none has weight."""
    worst: Share | None = None
    """The same if all those not judged were unmet; none where there is nothing that has weight."""
    coverage: Share | None = None
    """The share of the weight that is judged; none where there is nothing that has weight."""

    @property
    def counts(self) -> str:
        """The expectations that are met, as counts, such as ``7 of 9``."""
        return f"{self.met} of {self.n}"


@model(kw_only=True)
class GapReport:
    """How far all that is expected is from being met."""

    overall: DimensionGap
    """All expectations together."""
    dimensions: Annotated[tuple[DimensionGap, ...], Meta(max_length=6)] = ()
    """Each dimension that has expectations, and last those that belong to none."""
    gaps: Annotated[tuple[ExpectationGap, ...], Meta(max_length=1_000_000)] = ()
    """Every expectation, the heaviest gap first, those not judged after all gaps."""
    unexplained: Annotated[tuple[Id, ...], Meta(max_length=1_000_000)] = ()
    """Signs that point to no expectation yet, earliest first."""


_GAPS = {
    ExpectationStatus.MET: 0.0,
    ExpectationStatus.PARTLY: 0.5,
    ExpectationStatus.UNMET: 1.0,
}


def expectation_gaps(
    expectations: Iterable[Expectation],
    reviews: Iterable[ExpectationReview],
    symptoms: Iterable[Symptom] = (),
    *,
    at: dt.datetime,
    timezone: str,
    weights: GapWeights | None = None,
) -> GapReport:
    """How far all that was expected by an instant is from being met, as judged by then.

    An expectation's latest review counts; of simultaneous ones, the last given. What nobody judged
    is unknown, not met: it is in no score, but lowers the coverage and raises ``worst``. The score
    is ``Σ w·gap / Σ w`` over those judged, with gaps of 0 (met), 0.5 (partly) and 1 (unmet), and
    weights by importance; weighting gaps follows SERVQUAL (Parasuraman, Zeithaml and Berry, 1988),
    the gaps themselves do not: they are a person's judgement, not the difference of two ratings.

    Taking away every review of an expectation never lowers ``worst``. Taking away the latest of
    several may, since the one before it counts again.

    >>> from clientkit.feedback import Expectation, ExpectationReview, expectation_gaps
    >>> day = dt.date(2026, 5, 4)
    >>> report = expectation_gaps(
    ...     [Expectation(id="quick", text="Answers within the hour", basis="stated",
    ...         importance="high", by="lena", date=day),
    ...      Expectation(id="warm", text="Kind words", basis="inferred", by="lena", date=day)],
    ...     [ExpectationReview(id="r", expectation="quick", status="partly", by="lena", date=day)],
    ...     at=dt.datetime(2026, 5, 20, tzinfo=dt.UTC), timezone="UTC")
    >>> report.overall.score, report.overall.worst, report.overall.coverage, report.overall.counts
    (0.5, 0.7, 0.6, '0 of 2')

    Raises:
        InvalidArgumentError: The instant has no offset, or importance weighs the less the higher.
        InvalidValueError: There is no such zone.
    """
    aware("at", at, timezone)
    weights = GapWeights() if weights is None else weights
    if not weights.high >= weights.medium >= weights.low:
        raise InvalidArgumentError(
            "weights", (weights.high, weights.medium, weights.low), "high >= medium >= low"
        )
    given = tuple(expectations)
    standing = current_ids(given)

    def in_order(entries: Iterable[Entered]) -> list[Entered]:
        past = (one for one in corrected(entries) if happened(one, at, timezone))
        return sorted(past, key=lambda one: instant_of(one, timezone=timezone))

    latest = {standing.get(one.expectation, one.expectation): one for one in in_order(reviews)}
    held = in_order(given)
    ids = {one.id for one in held}
    signs: dict[str, list[Symptom]] = {}
    unexplained = []
    for sign in in_order(symptoms):
        pointed = None if sign.expectation is None else standing.get(sign.expectation)
        if pointed in ids and pointed is not None:
            signs.setdefault(pointed, []).append(sign)
        else:
            unexplained.append(sign.id)

    def gap(one: Expectation) -> ExpectationGap:
        review = latest.get(one.id)
        status = ExpectationStatus.UNKNOWN if review is None else review.status
        seen = signs.get(one.id, [])
        later = review is not None and any(
            instant_of(sign, timezone=timezone) > instant_of(review, timezone=timezone)
            for sign in seen
        )
        return trusted(
            ExpectationGap,
            expectation=one.id,
            status=status,
            basis=one.basis,
            dimension=one.dimension,
            importance=one.importance,
            weight=_weight(one.importance, weights),
            gap=_GAPS.get(status),
            reviewed_at=None if review is None else when(review, timezone),
            symptoms=tuple(sign.id for sign in seen),
            in_doubt=later and status is ExpectationStatus.MET,
        )

    gaps = [gap(one) for one in held]
    kinds = [*(one for one in Dimension), None]
    by_kind = [(kind, [one for one in gaps if one.dimension is kind]) for kind in kinds]
    return trusted(
        GapReport,
        overall=_summed(None, gaps),
        dimensions=tuple(_summed(kind, those) for kind, those in by_kind if those),
        gaps=tuple(sorted(gaps, key=_heaviest_first)),
        unexplained=tuple(unexplained),
    )


def _weight(importance: Importance | None, weights: GapWeights) -> float:
    if importance is Importance.HIGH:
        return weights.high
    return weights.low if importance is Importance.LOW else weights.medium


def _heaviest_first(one: ExpectationGap) -> tuple[bool, float]:
    return (True, -one.weight) if one.gap is None else (False, -one.gap * one.weight)


def _summed(dimension: Dimension | None, gaps: list[ExpectationGap]) -> DimensionGap:
    judged = [one for one in gaps if one.gap is not None]
    weight = math.fsum(one.weight for one in gaps)
    known = math.fsum(one.weight for one in judged)
    lost = math.fsum(one.weight * one.gap for one in judged if one.gap is not None)
    return trusted(
        DimensionGap,
        dimension=dimension,
        n=len(gaps),
        met=sum(one.status is ExpectationStatus.MET for one in gaps),
        judged=len(judged),
        score=lost / known if known else None,
        worst=(lost + weight - known) / weight if weight else None,
        coverage=known / weight if weight else None,
    )


@model(kw_only=True)
class Hearing:
    """One way to understand a piece of feedback, and the teams that share it."""

    text: Text
    """What they hear, in the words of the first of them."""
    teams: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=50)]
    """The teams."""


@model(kw_only=True)
class PartedReadings:
    """An expectation that our teams understand in more than one way."""

    expectation: Id
    """The expectation."""
    hearings: Annotated[tuple[Hearing, ...], Meta(min_length=2, max_length=50)]
    """The ways to understand it, the most widely shared first."""


def parted_readings(expectations: Iterable[Expectation]) -> tuple[PartedReadings, ...]:
    """The expectations that several teams read, and not alike.

    Readings are alike if their words are, whatever the capitals, the spaces and a full stop at the
    end: whether two wordings mean the same, people must say. What one team alone has read cannot
    part.

    >>> from clientkit.feedback import Expectation, Reading, parted_readings
    >>> quick = Expectation(id="quick", text="Answers within the hour", basis="inferred", by="lena",
    ...     date=dt.date(2026, 5, 4), readings=(
    ...         Reading(team="support", text="Wants a hotline"),
    ...         Reading(team="design", text="Fears for the opening"),
    ...         Reading(team="sales", text="wants a hotline.")))
    >>> [hearing.teams for hearing in parted_readings([quick])[0].hearings]
    [('support', 'sales'), ('design',)]
    """
    found = []
    for one in corrected(expectations):
        heard: dict[str, tuple[str, list[str]]] = {}
        for reading in one.readings:
            words = " ".join(reading.text.casefold().split()).rstrip(".")
            teams = heard.setdefault(words, (reading.text, []))[1]
            if reading.team not in teams:
                teams.append(reading.team)
        if len(heard) > 1 and len({reading.team for reading in one.readings}) > 1:
            groups = sorted(heard.values(), key=lambda group: -len(group[1]))
            hearings = tuple(
                trusted(Hearing, text=text, teams=tuple(teams)) for text, teams in groups
            )
            found.append(trusted(PartedReadings, expectation=one.id, hearings=hearings))
    return tuple(found)
