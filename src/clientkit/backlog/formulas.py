"""The four formulas that requests are ranked by, each exact.

Every number is read as the decimal fraction that it is written as, and compared exactly, so that
equal scores are equal.
"""

from collections.abc import Callable, Mapping
from enum import Enum, unique
from fractions import Fraction
from typing import NamedTuple

from clientkit.base import InvalidArgumentError, Money

from .entries import Estimates

__all__ = ["RankingMethod", "cd3", "rice", "value_per_effort", "wsjf"]

Inputs = Mapping[str, Fraction]


@unique
class RankingMethod(Enum):
    """What requests are ranked by."""

    RICE = "rice"
    """Reach x impact x confidence / effort (McBride, Intercom, 2016)."""
    WSJF = "wsjf"
    """(Value + time criticality + risk reduction) / job size (Scaled Agile Framework)."""
    CD3 = "cd3"
    """Cost of delay divided by duration, in money (Reinertsen, 2009; Arnold and Yuce, 2013)."""
    VALUE_EFFORT = "value_effort"
    """Value / effort."""


class Formula(NamedTuple):
    """How a method makes a score of estimates."""

    raises: tuple[str, ...]
    """The estimates that raise the score."""
    lowers: str
    """The estimate that the score is divided by."""
    combine: Callable[[list[Fraction]], Fraction]
    scales: Mapping[str, tuple[float, ...]]
    """The only values that some estimates may have."""
    steps: Mapping[str, tuple[float, ...]]
    """The values that some estimates move along, one after the other."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """All estimates that the score depends on."""
        return (*self.raises, self.lowers)

    def score(self, inputs: Inputs) -> Fraction:
        """The score, exactly."""
        return self.combine([inputs[name] for name in self.raises]) / inputs[self.lowers]


def _product(factors: list[Fraction]) -> Fraction:
    result = Fraction(1)
    for factor in factors:
        result *= factor
    return result


def _sum(terms: list[Fraction]) -> Fraction:
    return sum(terms, Fraction(0))


_IMPACTS = (0.25, 0.5, 1.0, 2.0, 3.0)
_CONFIDENCES = (0.5, 0.8, 1.0)
_RICE_SCALES = {"impact": _IMPACTS, "confidence": _CONFIDENCES}
_WSJF_INPUTS = ("value", "time_criticality", "risk_reduction")
# The modified Fibonacci numbers of agile estimating, which SAFe uses up to 20: estimates move
# along them; others are not refused.
_FIBONACCI = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0, 40.0, 100.0)

FORMULAS: Mapping[RankingMethod, Formula] = {
    RankingMethod.RICE: Formula(
        ("reach", "impact", "confidence"), "effort", _product, _RICE_SCALES, _RICE_SCALES
    ),
    RankingMethod.WSJF: Formula(
        _WSJF_INPUTS, "job_size", _sum, {}, dict.fromkeys((*_WSJF_INPUTS, "job_size"), _FIBONACCI)
    ),
    RankingMethod.CD3: Formula(("cost_of_delay",), "weeks", _product, {}, {}),
    RankingMethod.VALUE_EFFORT: Formula(("value",), "effort", _product, {}, {}),
}
"""How each method computes its score."""


def rice(estimates: Estimates) -> float | None:
    """Reach x impact x confidence / effort; none where one of them is missing.

    Impact is 3 (massive), 2 (high), 1 (medium), 0.5 (low) or 0.25 (minimal), confidence 1 (high),
    0.8 (medium) or 0.5 (low), nothing between (McBride, RICE: Simple prioritization for product
    managers, Intercom, 2016). Intercom counts effort in person-months, we in person-days: only the
    order means something.

    >>> from clientkit.backlog import Estimates, rice
    >>> rice(Estimates(reach=500, impact=3, confidence=0.8, effort=2))
    600.0

    Raises:
        InvalidArgumentError: Effort is 0, or impact or confidence is not on its scale.
    """
    return _score(estimates, RankingMethod.RICE)


def wsjf(estimates: Estimates) -> float | None:
    """(Value + time criticality + risk reduction) / job size; none where one is missing.

    Weighted shortest job first, with relative estimates of the cost of delay (Scaled Agile
    Framework, WSJF).

    >>> from clientkit.backlog import Estimates, wsjf
    >>> wsjf(Estimates(value=8, time_criticality=5, risk_reduction=2, job_size=5))
    3.0

    Raises:
        InvalidArgumentError: The job size is 0.
    """
    return _score(estimates, RankingMethod.WSJF)


def cd3(estimates: Estimates) -> float | None:
    """Cost of delay per week / weeks, in the currency of the cost; none where one is missing.

    Doing the highest first costs the least in all, if one thing is done after the other (Smith,
    1956; Reinertsen, The Principles of Product Development Flow, 2009).

    >>> from clientkit.base import Money
    >>> from clientkit.backlog import Estimates, cd3
    >>> cd3(Estimates(cost_of_delay=Money.parse("3000 EUR"), weeks=4))
    750.0

    Raises:
        InvalidArgumentError: It takes no time, or delay brings money in.
    """
    return _score(estimates, RankingMethod.CD3)


def value_per_effort(estimates: Estimates) -> float | None:
    """Value / effort, in value a person-day; none where one of them is missing.

    >>> from clientkit.backlog import Estimates, value_per_effort
    >>> value_per_effort(Estimates(value=8, effort=5))
    1.6

    Raises:
        InvalidArgumentError: Effort is 0.
    """
    return _score(estimates, RankingMethod.VALUE_EFFORT)


def read(estimates: Estimates, formula: Formula, whose: str = "") -> dict[str, Fraction]:
    """Those of a formula's inputs that are estimated, each refused if the formula cannot use it."""
    found = {}
    for name in formula.inputs:
        given = getattr(estimates, name)
        if given is None:
            continue
        scale = formula.scales.get(name)
        if scale is not None and given not in scale:
            words = ", ".join(f"{one:g}" for one in scale)
            raise InvalidArgumentError(f"{name}{whose}", given, f"one of {words}")
        value = exact(given)
        if value < 0 or (value == 0 and name == formula.lowers):
            wanted = "more than 0" if name == formula.lowers else "0 or more"
            raise InvalidArgumentError(f"{name}{whose}", given, wanted)
        found[name] = value
    return found


def exact(value: float | Money) -> Fraction:
    """The decimal fraction that a number or an amount is written as."""
    return Fraction(value.amount) if isinstance(value, Money) else Fraction(repr(value))


def number(value: Fraction) -> float:
    """The nearest number that a model can hold."""
    try:
        return float(value)
    except OverflowError:
        raise InvalidArgumentError(
            "the score", "1.8e308 or more", "estimates less extreme"
        ) from None


def _score(estimates: Estimates, method: RankingMethod) -> float | None:
    formula = FORMULAS[method]
    inputs = read(estimates, formula)
    return number(formula.score(inputs)) if len(inputs) == len(formula.inputs) else None
