"""What variation and assurance mean together, in words a client understands."""

from collections.abc import Sequence
from enum import Enum, unique
from fractions import Fraction

from ._exact import exact
from .bounds import target_of
from .limits import FEWEST, ControlRule, Movement, ProcessLimits, SpecialCause
from .model import Direction, Kpi

__all__ = ["Advice", "Assurance", "Variation", "advise", "assurance_of", "variation_of"]


@unique
class Variation(Enum):
    """What the latest point of a chart says about change."""

    IMPROVEMENT = "improvement"
    """A change for the better that chance does not explain."""
    CONCERN = "concern"
    """A change for the worse that chance does not explain."""
    COMMON_CAUSE = "common_cause"
    """Ordinary ups and downs."""
    NEUTRAL = "neutral"
    """A change that chance does not explain, neither better nor worse by the KPI's own terms."""
    UNKNOWN = "unknown"
    """Too few points to tell."""


@unique
class Assurance(Enum):
    """Whether a process, as it is, reaches its target."""

    CONSISTENTLY_PASSES = "consistently_passes"
    """All values that are usual for it reach the target."""
    HIT_OR_MISS = "hit_or_miss"
    """Some of the values that are usual for it reach the target, by chance."""
    CONSISTENTLY_FAILS = "consistently_fails"
    """None of the values that are usual for it reaches the target."""
    NO_TARGET = "no_target"
    """There is no target."""
    UNKNOWN = "unknown"
    """Too few points to tell."""


@unique
class Advice(Enum):
    """What to do about a KPI."""

    CELEBRATE = "celebrate"
    """Say thank you, and learn what helped."""
    LEAVE_ALONE = "leave_alone"
    """Do not react to single values."""
    ACT = "act"
    """Find out what is behind it, or change how the work is done."""
    KEEP_MEASURING = "keep_measuring"
    """Too early for anything else."""


_VARIATION_WORDS = {
    Variation.IMPROVEMENT: "This has really got better; it is more than the usual ups and downs.",
    Variation.CONCERN: "This has really got worse; it is more than the usual ups and downs.",
    Variation.COMMON_CAUSE: "The latest value is within the usual ups and downs.",
    Variation.NEUTRAL: "This has really changed; it is more than the usual ups and downs.",
}
_ASSURANCE_WORDS = {
    Assurance.CONSISTENTLY_PASSES: "As things work now, the target will be met every time.",
    Assurance.HIT_OR_MISS: "As things work now, the target will be met in part, by chance.",
    Assurance.CONSISTENTLY_FAILS: "As things work now, the target will not be met.",
    Assurance.NO_TARGET: "No target was agreed.",
}
_ADVICE_WORDS = {
    (Variation.IMPROVEMENT, Assurance.CONSISTENTLY_FAILS): (
        Advice.ACT,
        "Say thank you for the progress, and go on changing how the work is done.",
    ),
    (Variation.COMMON_CAUSE, Assurance.CONSISTENTLY_FAILS): (
        Advice.ACT,
        "Waiting will not help: change how the work is done, or agree on another target.",
    ),
    (Variation.COMMON_CAUSE, Assurance.HIT_OR_MISS): (
        Advice.LEAVE_ALONE,
        "Single values need no explanation; if sometimes is not enough, change the work.",
    ),
    (Variation.CONCERN, Assurance.CONSISTENTLY_PASSES): (
        Advice.ACT,
        "Find out what has changed while the target is still being met.",
    ),
}
_USUAL_ADVICE = {
    Variation.IMPROVEMENT: (Advice.CELEBRATE, "Say thank you, and find out what helped."),
    Variation.CONCERN: (Advice.ACT, "Find out what has changed, and put it right."),
    Variation.COMMON_CAUSE: (Advice.LEAVE_ALONE, "There is nothing to explain in a single value."),
    Variation.NEUTRAL: (Advice.ACT, "Find out what has changed, and whether it is wanted."),
}


def advise(variation: Variation, assurance: Assurance, *, n: int) -> tuple[Advice, str]:
    """What to do, and the words that say so.

    After the summary icons of NHS England, *Making Data Count*: an improvement is celebrated unless
    the target stays out of reach, a concern is acted on even while the target is met, ordinary
    variation is left alone unless the target stays out of reach.

    >>> advise(Variation.CONCERN, Assurance.CONSISTENTLY_PASSES, n=20)[0].value
    'act'
    """
    if variation is Variation.UNKNOWN:
        return (
            Advice.KEEP_MEASURING,
            f"Too few values to tell signal from noise: {n} of the {FEWEST} that it takes.",
        )
    advice, doing = _ADVICE_WORDS.get((variation, assurance)) or _USUAL_ADVICE[variation]
    return advice, f"{_VARIATION_WORDS[variation]} {_ASSURANCE_WORDS[assurance]} {doing}"


def variation_of(
    kpi: Kpi, limits: ProcessLimits | None, cause: SpecialCause | None, values: Sequence[float]
) -> Variation:
    """What the pattern in the latest point, if there is one, means for a KPI."""
    if limits is None:
        return Variation.UNKNOWN
    if cause is None:
        return Variation.COMMON_CAUSE
    if kpi.direction is None:
        return Variation.NEUTRAL
    if kpi.direction is Direction.RANGE:
        rising = cause.rule is ControlRule.TREND_OF_7
        before = exact(values[cause.positions[0]] if rising else limits.mean)
        change = _distance(kpi, exact(values[-1])) - _distance(kpi, before)
        if not change:
            return Variation.NEUTRAL
        return Variation.IMPROVEMENT if change < 0 else Variation.CONCERN
    wanted = Movement.UP if kpi.direction is Direction.HIGHER else Movement.DOWN
    return Variation.IMPROVEMENT if cause.movement is wanted else Variation.CONCERN


def assurance_of(kpi: Kpi, limits: ProcessLimits | None) -> Assurance:
    """Whether values within the limits, both of which are usual, reach the target."""
    target = target_of(kpi)
    if target is None:
        return Assurance.NO_TARGET
    if limits is None:
        return Assurance.UNKNOWN
    low, high = target
    lower, upper = limits.lower, limits.upper
    if (low is None or low <= lower) and (high is None or upper <= high):
        return Assurance.CONSISTENTLY_PASSES
    if (low is not None and upper < low) or (high is not None and high < lower):
        return Assurance.CONSISTENTLY_FAILS
    return Assurance.HIT_OR_MISS


def _distance(kpi: Kpi, value: Fraction) -> Fraction:
    """How far a value is outside the target range."""
    below = exact(kpi.target_low or 0.0) - value
    above = value - exact(kpi.target_high or 0.0)
    return max(below, above, Fraction())
