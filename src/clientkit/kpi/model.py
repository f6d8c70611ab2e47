"""KPIs: what both sides agreed to measure, and what counts as good."""

from collections.abc import Iterator
from enum import Enum, unique
from itertools import pairwise
from typing import Annotated

from msgspec import Meta

from clientkit.base import Extensions, Finding, Term, model
from clientkit.base.fields import (
    Date,
    GoalId,
    Id,
    Line,
    Number,
    PartyId,
    PersonId,
    Refers,
    RoleId,
    Text,
    TimeZone,
    Version,
)

__all__ = [
    "Aggregation",
    "CalendarPeriod",
    "Direction",
    "InterimTarget",
    "Kpi",
    "KpiKind",
    "KpiWaiver",
    "KpiWindow",
]


@unique
class KpiKind(Enum):
    """What a measurement says."""

    NUMBER = "number"
    """A number in the KPI's unit."""
    MET_OR_NOT = "met_or_not"
    """Whether a requirement was met."""


@unique
class Direction(Enum):
    """Which way is better."""

    HIGHER = "higher"
    """Higher values are better."""
    LOWER = "lower"
    """Lower values are better."""
    RANGE = "range"
    """Values inside a range are good."""


@unique
class Aggregation(Enum):
    """How several measurements of one window become one value."""

    LAST = "last"
    """The latest counts."""
    MEAN = "mean"
    """Their arithmetic mean."""
    MEDIAN = "median"
    """The middle one, or the mean of the two in the middle."""
    SUM = "sum"
    """Their sum."""
    MINIMUM = "minimum"
    """The smallest."""
    MAXIMUM = "maximum"
    """The largest."""


@unique
class CalendarPeriod(Enum):
    """A window that begins and ends with the calendar."""

    WEEK = "week"
    """Monday to Sunday."""
    MONTH = "month"
    """A calendar month."""
    QUARTER = "quarter"
    """Three calendar months from January, April, July or October."""
    YEAR = "year"
    """A calendar year."""


@model(kw_only=True)
class KpiWindow:
    """The span whose measurements are judged together: rolling, or by the calendar."""

    rolling: Term | None = None
    """A span that ends at the instant asked about."""
    calendar: CalendarPeriod | None = None
    """A period of the calendar; the latest complete one is judged."""
    timezone: TimeZone | None = None
    """The zone of the calendar; left out, the client's."""

    def _invariants(self) -> Iterator[Finding]:
        if (self.rolling is None) == (self.calendar is None):
            which = (
                "neither rolling nor calendar" if self.rolling is None else "rolling and calendar"
            )
            yield Finding(
                code="kpi.rolling-or-calendar",
                path="",
                message=f"the window has {which}; expected one of them",
            )


@model(kw_only=True)
class InterimTarget:
    """What should be reached by a day on the way to the target."""

    date: Date
    """The day from which it holds."""
    value: Number
    """The value that reaches it."""


@model(kw_only=True)
class KpiWaiver:
    """An agreement not to judge a KPI for a while."""

    reason: Text
    """Why."""
    starts_on: Date | None = None
    """The first day; left out, since the KPI took effect."""
    ends_on: Date | None = None
    """The last day; left out, until further notice."""
    approved_by: RoleId | None = None
    """The role that agreed to it."""

    def _invariants(self) -> Iterator[Finding]:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield Finding(
                code="kpi.waiver-ends-before-start",
                path="/ends_on",
                message=f"ends_on is {self.ends_on}, before starts_on {self.starts_on}; "
                "expected that day or later",
            )


@model(kw_only=True)
class Kpi:
    """A measure of success that both sides agreed on.

    Bounds belong to the good side: reaching one exactly is enough. With direction `higher` values
    from `green_at` are green, from `amber_at` amber, below red; `lower` is the mirror image. With
    `range` values from `target_low` to `target_high` are green, from `amber_low` to `amber_high`
    amber. `green_at` left out is the target; amber bounds left out mean that there is no amber.
    """

    id: Id
    """The name that measurements refer to it by."""
    version: Version = 1
    """Which version of it."""
    name: Line
    """What is measured."""
    definition: Text | None = None
    """How exactly it is measured, so that two people get the same number."""
    kind: KpiKind = KpiKind.NUMBER
    """What a measurement says."""
    unit: Line | None = None
    """The unit of its values; `%` for percent, otherwise ratios run from 0 to 1."""
    direction: Direction | None = None
    """Which way is better."""
    baseline: Number | None = None
    """The value before the work began."""
    target: Number | None = None
    """The value to be reached."""
    green_at: Number | None = None
    """The first green value; left out, the target."""
    amber_at: Number | None = None
    """The first amber value."""
    target_low: Number | None = None
    """The lower end of the target range, which belongs to it."""
    target_high: Number | None = None
    """The upper end of the target range, which belongs to it."""
    amber_low: Number | None = None
    """The lowest amber value below the target range."""
    amber_high: Number | None = None
    """The highest amber value above the target range."""
    lowest_possible: Number | None = None
    """The value that nothing can be below, such as 0 for a count."""
    highest_possible: Number | None = None
    """The value that nothing can be above, such as 100 for a percentage."""
    interim: Annotated[tuple[InterimTarget, ...], Meta(max_length=200)] = ()
    """Targets on the way, each from its day on."""
    window: KpiWindow | None = None
    """The span whose measurements are judged together; left out, the latest measurement counts."""
    aggregation: Aggregation = Aggregation.LAST
    """How the measurements of a window become one value."""
    expected_every: Term | None = None
    """The span within which the next measurement is expected; after it the state is stale."""
    react_within: Term | None = None
    """How soon somebody must act on a red value."""
    source: Line | None = None
    """Where the values come from."""
    goal: GoalId | None = None
    """The client's goal that it tells about."""
    owner: PartyId | None = None
    """The role or person who acts on it, and is thanked when it goes well."""
    agreed_by: Annotated[tuple[PersonId, ...], Meta(max_length=50)] = ()
    """The persons of both sides who agreed on it."""
    agreed_in: Annotated[Id, Refers("document")] | None = None
    """The document of the agreement that contains it."""
    effective_on: Date | None = None
    """The day from which this version judges; left out, since the agreement."""
    waiver: KpiWaiver | None = None
    """An agreement not to judge it for a while."""
    clause: Line | None = None
    """Where the agreement says so."""
    extensions: Extensions | None = None
    """Data of your own."""

    def _invariants(self) -> Iterator[Finding]:
        if self.kind is KpiKind.MET_OR_NOT:
            for name in _set_of(self, (*_NUMERIC, "lowest_possible", "highest_possible")):
                yield _fault(
                    "number-for-met-or-not",
                    name,
                    f"{name} is set for kind 'met_or_not'; expected none",
                )
            return
        low, high = self.lowest_possible, self.highest_possible
        if low is not None and high is not None and high < low:
            yield _fault(
                "possible-out-of-order",
                "highest_possible",
                f"highest_possible is {high:g}, below lowest_possible {low:g}; "
                "expected it there or above",
            )
        if self.direction is None and _set_of(self, _NUMERIC):
            yield _fault(
                "no-direction", "", "there is no direction; expected 'higher', 'lower' or 'range'"
            )
        elif self.direction is Direction.RANGE:
            yield from self._range_faults()
        elif self.direction is not None:
            yield from self._bound_faults()
        for index, (one, next_one) in enumerate(pairwise(self.interim)):
            if next_one.date <= one.date:
                yield _fault(
                    "interim-out-of-order",
                    f"interim/{index + 1}/date",
                    f"interim[{index + 1}].date is {next_one.date}, not after {one.date}; "
                    "expected later days",
                )

    def _bound_faults(self) -> Iterator[Finding]:
        """Amber must lie on the bad side of green, green not beyond the target."""
        for name in _set_of(self, _RANGE):
            yield _fault(
                "range-bound", name, f"{name} is set; expected it only with direction 'range'"
            )
        higher = self.direction is Direction.HIGHER
        word = "below" if higher else "above"
        green = self.target if self.green_at is None else self.green_at
        if self.green_at is not None and self.target is not None:
            beyond = self.green_at > self.target if higher else self.green_at < self.target
            if beyond:
                yield _fault(
                    "green-beyond-target",
                    "green_at",
                    f"green_at is {self.green_at:g}, beyond the target {self.target:g}; "
                    f"expected the target or a value {word} it",
                )
        if self.amber_at is not None and green is not None:
            wrong = self.amber_at >= green if higher else self.amber_at <= green
            if wrong:
                yield _fault(
                    "amber-not-worse",
                    "amber_at",
                    f"amber_at is {self.amber_at:g} with green at {green:g} and direction "
                    f"{self.direction.value!r}; expected a value {word} green",  # type: ignore[union-attr] # set, as the caller saw
                )

    def _range_faults(self) -> Iterator[Finding]:
        for name in _set_of(self, _ONE_SIDED):
            yield _fault(
                "bound-in-range",
                name,
                f"{name} is set with direction 'range'; expected target_low and target_high",
            )
        if self.target_low is None or self.target_high is None:
            yield _fault(
                "range-open", "", "the target range has no end; expected target_low and target_high"
            )
            return
        order = [
            (name, value)
            for name in ("amber_low", "target_low", "target_high", "amber_high")
            if (value := getattr(self, name)) is not None
        ]
        for (name, value), (next_name, next_value) in pairwise(order):
            if next_value < value:
                yield _fault(
                    "range-out-of-order",
                    next_name,
                    f"{next_name} is {next_value:g}, below {name} {value:g}; "
                    "expected it there or above",
                )


_ONE_SIDED = ("target", "green_at", "amber_at")
_RANGE = ("target_low", "target_high", "amber_low", "amber_high")
_NUMERIC = ("baseline", *_ONE_SIDED, *_RANGE)


def _set_of(kpi: Kpi, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if getattr(kpi, name) is not None]


def _fault(kind: str, path: str, message: str) -> Finding:
    return Finding(code=f"kpi.{kind}", path=f"/{path}" if path else "", message=message)
