"""Numbers as people wrote them: decimals, compared without rounding.

A measurement of ``0.2`` was typed as two tenths; the nearest binary fraction is a little more. Sums
and means of such fractions miss a bound that they reach in decimal, so everything that is decided
is decided on the shortest decimal that reads back as the same float.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from numbers import Real

from clientkit.base import InvalidValueError

__all__ = ["LARGEST", "exact", "number", "quotient", "scaled", "shown"]

LARGEST = 1e300
"""Sums and limits of values up to here stay finite."""


@lru_cache(maxsize=4096)
def exact(value: float) -> Fraction:
    """A float as the decimal that it is written as."""
    digits, scale = _digits(value)
    return Fraction(digits, scale)


def scaled(values: Sequence[float]) -> tuple[list[int], int]:
    """Decimals as integers, and the power of ten that all of them were multiplied with.

    Raises:
        InvalidValueError: A value is no number, or beyond ±1e300, where a sum could not be told.
    """
    values = list(values)
    if not set(map(type, values)) <= {int, float}:
        values = [number(value) for value in values]
    largest = max(map(abs, values), default=0.0)
    if largest > LARGEST or not all(map(isfinite, values)):
        wrong = next(value for value in values if not abs(value) <= LARGEST)
        raise InvalidValueError(repr(wrong), "values within ±1e300")
    for scale in (1, 10, 100, 1000, 10_000):
        if largest * scale >= 1e15:  # up to fifteen digits, a decimal and its float are one to one
            break
        if values and round(values[0] * scale) / scale != values[0]:
            continue
        whole = [round(value * scale) for value in values]
        if [one / scale for one in whole] == values:
            return whole, scale
    pairs = [_digits(value) for value in values]
    common = max((scale for _, scale in pairs), default=1)
    return [digits * (common // scale) for digits, scale in pairs], common


def number(value: object) -> float:
    """A number as a float, whatever library its type is from.

    Raises:
        InvalidValueError: It is not a finite number.
    """
    try:
        if not isinstance(value, bool) and isinstance(value, Real) and isfinite(value):
            return float(value)
    except OverflowError:
        pass
    raise InvalidValueError(repr(value), "a finite number")


def quotient(numerator: int, denominator: int) -> float:
    """The nearest float to a ratio, within the range of floats."""
    try:
        return numerator / denominator
    except OverflowError:
        raise InvalidValueError(
            f"a ratio of {len(str(abs(numerator)))} digits", "a result within ±1.8e308"
        ) from None


def shown(value: float, unit: str | None = None) -> str:
    """A number for people, with its unit."""
    text = f"{value:.10g}"
    return f"{text} {unit}" if unit else text


def _digits(value: float) -> tuple[int, int]:
    mantissa, _, exponent = repr(float(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    places = len(fraction) - int(exponent or 0)
    digits = int(whole + fraction)
    return (digits, 10**places) if places >= 0 else (digits * 10**-places, 1)
