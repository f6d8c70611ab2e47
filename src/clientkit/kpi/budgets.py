"""How much of a promise may still be broken."""

from enum import Enum, unique
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidValueError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Line, Number, Share, Text

from ._exact import exact

__all__ = ["BudgetState", "PromiseBudget", "promise_budget"]

Count = Annotated[int, Meta(ge=0, le=10**15)]


@unique
class BudgetState(Enum):
    """Whether a promise about a share of events is kept."""

    KEPT = "kept"
    """At least the promised share; reaching it exactly is enough."""
    BROKEN = "broken"
    """Less than the promised share."""
    NO_DATA = "no_data"
    """There were no events; neither kept nor broken."""


@model(kw_only=True)
class PromiseBudget:
    """How a promise such as "95 % of messages answered within one working day" stands."""

    state: BudgetState
    """Whether the promised share is reached."""
    target: Share
    """The promised share of events."""
    total: Count
    """How many events there were."""
    kept: Count
    """In how many of them the promise was kept."""
    broken: Count
    """In how many of them it was broken."""
    attained: Share | None = None
    """The share in which it was kept; none without events."""
    attained_low: Share | None = None
    """The lower end of its interval."""
    attained_high: Share | None = None
    """The upper end of its interval."""
    confidence: Share
    """The confidence of the interval."""
    method: Line | None = None
    """How the interval was computed; none without events."""
    allowed: Number | None = None
    """How many of these events may break the promise, as a number with its fraction."""
    remaining: Number | None = None
    """How many more may break it; negative where too many have."""
    burn: Number | None = None
    """The share of the allowance used up, 1 if all of it; none without events or at 100 %."""
    words: Text
    """The counts, for people."""


def promise_budget(
    *, kept: int, total: int, target: float, confidence: float = 0.95
) -> PromiseBudget:
    """How a promise stands that is to be kept in a share of events.

    Of `total` events, ``total * (1 - target)`` may break the promise; `remaining` is what is left
    of that, `burn` is ``broken / allowed`` (the burn rate of Beyer et al., *The Site Reliability
    Workbook*, 2018, chapter 5). Without events nothing of it is defined; at a target of 100 %
    nothing is allowed, and `burn` is undefined. Decided in exact fractions, never on rounded ones.
    The interval of `attained` is Wilson's (JASA 22, 1927, 209). Only events that are counted can be
    judged: one that was left out because the promise was broken makes it look kept.

    >>> budget = promise_budget(kept=57, total=60, target=0.95)
    >>> budget.state.value, budget.allowed, budget.remaining, budget.burn, budget.words
    ('kept', 3.0, 0.0, 1.0, '57 of 60 kept, 0 more may be missed')
    >>> promise_budget(kept=0, total=0, target=0.95).state.value
    'no_data'

    Args:
        kept: In how many events the promise was kept.
        total: How many events there were whose outcome is known.
        target: The promised share, above 0 and up to 1.
        confidence: The confidence of the interval, between 0 and 1.

    Raises:
        InvalidValueError: A count is not a whole number from 0, more were kept than there were, or
            a share is out of its range.
    """
    _check("total", total, 10**15)
    _check("kept", kept, total)
    share = _share(target, "a share above 0 and up to 1, such as 0.95")
    sure = _share(confidence, "a confidence between 0 and 1, such as 0.95")
    if sure == 1 or (1 + confidence) / 2 == 1:
        raise InvalidValueError(repr(confidence), "a confidence between 0 and 1, such as 0.95")
    broken = total - kept
    if not total:
        return trusted(
            PromiseBudget, state=BudgetState.NO_DATA, target=target, total=0, kept=0, broken=0,
            confidence=confidence, words="no events",
        )  # fmt: skip
    allowed = total * (1 - share)
    remaining = allowed - broken
    low, high = _wilson(kept, total, confidence)
    return trusted(
        PromiseBudget,
        state=BudgetState.KEPT if remaining >= 0 else BudgetState.BROKEN,
        target=target,
        total=total,
        kept=kept,
        broken=broken,
        attained=kept / total,
        attained_low=low,
        attained_high=high,
        confidence=confidence,
        method="Wilson score interval",
        allowed=float(allowed),
        remaining=float(remaining),
        burn=float(broken / allowed) if allowed else None,
        words=_words(kept, total, remaining),
    )


def _words(kept: int, total: int, remaining: Fraction) -> str:
    whole = remaining.__floor__()
    rest = f"{whole} more may be missed" if whole >= 0 else f"{-whole} more than allowed"
    return f"{kept} of {total} kept, {rest}"


def _wilson(kept: int, total: int, confidence: float) -> tuple[float, float]:
    """Wilson's interval; its ends are exactly 0 and 1 where no event, or every one, counts."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, extra = kept / total, z * z / total
    middle = (share + extra / 2) / (1 + extra)
    reach = z * sqrt(share * (1 - share) / total + extra / (4 * total)) / (1 + extra)
    low = 0.0 if kept == 0 else max(middle - reach, 0.0)
    return low, 1.0 if kept == total else min(middle + reach, 1.0)


def _share(value: float, wanted: str) -> Fraction:
    if type(value) not in (int, float) or not 0 < value <= 1:
        raise InvalidValueError(repr(value), wanted)
    return exact(value)


def _check(name: str, value: int, most: int) -> None:
    if type(value) is not int or not 0 <= value <= most:
        raise InvalidValueError(repr(value), f"{name}, a whole number from 0 to {most}")
