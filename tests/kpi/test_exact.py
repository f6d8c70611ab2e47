from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidValueError
from clientkit.kpi._exact import exact, quotient, scaled, shown

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "fraction"),
    [
        (0.1, Fraction(1, 10)),
        (-2.5, Fraction(-5, 2)),
        (1e22, Fraction(10**22)),
        (1e300, Fraction(10**300)),
        (5e-324, Fraction(5, 10**324)),
        (-0.0, Fraction(0)),
    ],
)
def test_a_float_is_the_decimal_it_is_written_as(value, fraction):
    assert exact(value) == fraction


@given(FINITE)
def test_exact_reads_back_as_the_same_float(value):
    assert float(exact(value)) == value


@given(st.lists(st.floats(-1e300, 1e300)))
def test_scaled_values_are_the_exact_ones(values):
    whole, scale = scaled(values)
    assert [Fraction(one, scale) for one in whole] == [exact(value) for value in values]


@given(st.lists(st.decimals(-1000, 1000, places=3)))
def test_short_decimals_scale_to_short_integers(values):
    whole, scale = scaled([float(value) for value in values])
    assert scale in (1, 10, 100, 1000)
    assert whole == [int(value * scale) for value in values]


def test_values_that_cannot_be_summed_are_refused():
    assert scaled([1e300])[0] == [10**300]
    with pytest.raises(InvalidValueError, match="expected values within"):
        scaled([1.1e300])
    with pytest.raises(InvalidValueError, match="expected a result within"):
        quotient(10**400, 1)


def test_numbers_are_shown_without_a_loss_that_matters():
    assert shown(2.0, "s") == "2 s"
    assert shown(94.9999) == "94.9999"
