import pytest

from clientkit.base import Money
from clientkit.scope._money import difference, total


def money(*texts: str | None) -> list[Money | None]:
    return [None if text is None else Money.parse(text) for text in texts]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (["0.10 EUR", "0.20 EUR"], "0.30 EUR"),
        (["5 EUR", "-5 EUR"], "0.00 EUR"),
        (["5 EUR", "5 USD"], None),
        (["5 EUR", None], None),
        ([], None),
        (["999999999999999 EUR", "1 EUR"], None),
        (["999999999999999 EUR", "1 EUR", "-1 EUR"], "999999999999999.00 EUR"),
    ],
)
def test_amounts_have_a_sum_within_one_currency(amounts: list[str | None], expected: str | None):
    found = total(money(*amounts))
    assert (None if found is None else found.text) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [("5 EUR", "7.50 EUR", "2.50 EUR"), ("7 EUR", "5 EUR", "-2.00 EUR"), (None, "5 EUR", None),
     ("5 EUR", None, None), ("5 EUR", "7 USD", None)],
)  # fmt: skip
def test_a_difference_needs_both(old: str | None, new: str | None, expected: str | None):
    found = difference(*money(old, new))
    assert (None if found is None else found.text) == expected
