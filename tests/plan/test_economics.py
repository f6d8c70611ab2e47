import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import ClientkitError, Money, specification
from clientkit.feedback import IntervalMethod, wilson_interval
from clientkit.plan.economics import (
    CLAIMS,
    AccountRevenue,
    ClvConvention,
    break_even_retention,
    clv,
    customer_lifetime,
    logo_retention,
    repeat_rate,
    revenue_retention,
    revenue_retention_of,
)

START, END = ClvConvention.MARGIN_AT_START, ClvConvention.MARGIN_AT_END


def usd(amount):
    return Money.parse(f"{amount} USD")


def rebuilt(result):
    fields = specification(type(result))
    return type(result)(**{one.name: getattr(result, one.name) for one in fields})


def accounts(*pairs):
    return [
        AccountRevenue(account=f"a{i}", start=usd(start), end=usd(end))
        for i, (start, end) in enumerate(pairs)
    ]


class TestClv:
    def test_margin_at_start_by_a_published_example(self):
        # University of Virginia, Market Analytics, "Applying the CLV formula: Netflix": 18.45 less
        # 0.50 a month for retention, retention 0.995, discount 1 %: 17.95 x 67.33, about 1,209
        found = clv(usd("17.95"), 0.995, 0.01, convention=START)
        assert found.multiple == pytest.approx(1.01 / 0.015)
        assert round(found.multiple, 2) == 67.33
        assert round(found.value.amount) == 1209

    def test_margin_at_end_by_a_published_example(self):
        # The textbook case "Net-4-You": 19.95 less 0.50 less 0.50 a month, retention 0.788,
        # discount 1 %: 67.2639
        found = clv(usd("18.95"), 0.788, 0.01, convention=END)
        assert float(found.value.amount) == pytest.approx(67.2639, abs=1e-4)
        assert rebuilt(found) == found

    def test_table_of_margin_multiples_of_gupta_and_lehmann(self):
        # Customers as Assets (2003), table 1: r / (1 + d - r) for discounts of 10, 12, 14 and 16 %
        published = {0.6: (1.20, 1.15, 1.11, 1.07), 0.7: (1.75, 1.67, 1.59, 1.52),
                     0.8: (2.67, 2.50, 2.35, 2.22), 0.9: (4.50, 4.09, 3.75, 3.46)}  # fmt: skip
        for retention, multiples in published.items():
            for discount, multiple in zip((0.10, 0.12, 0.14, 0.16), multiples, strict=True):
                found = clv(usd(1), retention, discount, convention=END)
                assert found.multiple == pytest.approx(multiple, abs=0.0051)

    @given(st.integers(0, 99), st.integers(1, 50))
    def test_the_conventions_differ_by_exactly_one_margin(self, retention, discount):
        case = (usd(100), retention / 100, discount / 100)
        at_start, at_end = clv(*case, convention=START), clv(*case, convention=END)
        assert at_start.value.amount - at_end.value.amount == 100

    @given(st.integers(0, 99), st.integers(1, 50))
    def test_is_the_sum_of_all_margins(self, retention, discount):
        r, d = retention / 100, discount / 100
        total = math.fsum((r / (1 + d)) ** t for t in range(5000))
        assert clv(usd(1), r, d, convention=START).multiple == pytest.approx(total)

    def test_the_ends_of_the_range(self):
        assert clv(usd(100), 0, 0.1, convention=START).value == usd(100)
        assert clv(usd(100), 0, 0.1, convention=END).value == usd(0)
        assert clv(usd(100), 1, 0.1, convention=END).value == usd(1000)
        assert clv(usd(-10), 0.5, 0, convention=START).value == usd(-20)
        with pytest.raises(
            ClientkitError, match=r"retention is 1; expected less than 1, or a discount"
        ):
            clv(usd(100), 1, 0, convention=END)

    @pytest.mark.parametrize("retention", [-0.01, 1.01, 80, math.nan, True])
    def test_refuses_what_is_no_share(self, retention):
        with pytest.raises(ClientkitError, match=r"retention is .*; expected a share from 0 to 1"):
            clv(usd(100), retention, 0.1, convention=END)

    @pytest.mark.parametrize("discount", [-0.01, math.inf, math.nan, True])
    def test_refuses_what_is_no_rate(self, discount):
        with pytest.raises(ClientkitError, match=r"discount is .*; expected a rate of 0 or more"):
            clv(usd(100), 0.8, discount, convention=END)

    def test_the_convention_must_be_named(self):
        with pytest.raises(TypeError):
            clv(usd(100), 0.8, 0.1)
        with pytest.raises(
            ClientkitError, match=r"convention is 'margin_at_end'; expected ClvConvention"
        ):
            clv(usd(100), 0.8, 0.1, convention="margin_at_end")

    def test_more_digits_than_money_has_is_a_clear_error(self):
        with pytest.raises(ClientkitError, match=r"expected an amount"):
            clv(usd("999999999999999"), 0.99, 0, convention=END)


class TestBreakEven:
    def test_by_a_published_example(self):
        # "Net-4-You" again: 0.20 a month more for loyalty; which retention keeps it at 67.2639?
        before = clv(usd("18.95"), 0.788, 0.01, convention=END)
        needed = break_even_retention(usd("18.75"), before.value, 0.01, convention=END)
        assert needed == pytest.approx(67.2639 * 1.01 / (18.75 + 67.2639), abs=1e-6)
        assert round(needed, 4) == 0.7898

    @given(st.integers(1, 99), st.integers(1, 50), st.sampled_from(ClvConvention))
    def test_undoes_clv(self, retention, discount, convention):
        value = clv(usd(1000), retention / 100, discount / 100, convention=convention).value
        needed = break_even_retention(usd(1000), value, discount / 100, convention=convention)
        assert needed == pytest.approx(retention / 100, abs=1e-8)

    def test_where_the_first_margin_is_enough(self):
        assert break_even_retention(usd(100), usd(100), 0.1, convention=START) == 0
        assert break_even_retention(usd(100), usd(50), 0.1, convention=START) == 0

    def test_where_no_retention_is_enough(self):
        # for ever, 100 at the end of each period at 10 % are worth 1000
        assert break_even_retention(usd(100), usd(1000), 0.1, convention=END) == 1
        assert break_even_retention(usd(100), usd(1001), 0.1, convention=END) is None

    def test_refuses_nothing_and_two_currencies(self):
        with pytest.raises(ClientkitError, match=r"margin is .*; expected more than 0"):
            break_even_retention(usd(0), usd(1), 0.1, convention=END)
        with pytest.raises(ClientkitError, match=r"target is .*; expected more than 0"):
            break_even_retention(usd(1), usd(-1), 0.1, convention=END)
        with pytest.raises(ClientkitError, match=r"the currencies of margin and target"):
            break_even_retention(usd(1), Money.parse("1 EUR"), 0.1, convention=END)


class TestLifetime:
    @pytest.mark.parametrize(
        ("retention", "start", "end"), [(0, 1, 0), (0.5, 2, 1), (0.8, 5, 4), (0.95, 20, 19)]
    )
    def test_by_hand(self, retention, start, end):
        assert customer_lifetime(retention, convention=START) == pytest.approx(start)
        assert customer_lifetime(retention, convention=END) == pytest.approx(end)

    def test_for_ever_is_refused(self):
        with pytest.raises(ClientkitError, match=r"retention is 1; expected less than 1"):
            customer_lifetime(1, convention=START)


class TestRevenue:
    def test_growth_of_one_does_not_make_up_for_the_loss_of_another(self):
        found = revenue_retention(accounts((100, 200), (100, 0)))
        assert (found.n, found.start, found.grr, found.nrr) == (2, usd(200), 0.5, 1)
        assert rebuilt(found) == found

    def test_clients_won_since_count_in_neither(self):
        assert revenue_retention(accounts((100, 90), (0, 500))).nrr == 0.9

    def test_no_client_at_the_start_is_no_rate(self):
        found = revenue_retention(accounts((0, 500)))
        assert (found.n, found.start, found.grr, found.nrr) == (0, None, None, None)
        assert rebuilt(found) == found

    def test_from_sums(self):
        found = revenue_retention_of(
            usd(100000), churned=usd(5000), contracted=usd(3000), expanded=usd(10000)
        )
        assert (found.n, found.grr, found.nrr) == (None, 0.92, 1.02)
        assert rebuilt(found) == found
        none = revenue_retention_of(usd(0), churned=usd(0), contracted=usd(0), expanded=usd(5))
        assert (none.grr, none.nrr) == (None, None)

    def test_losing_all_is_0_and_more_is_refused(self):
        gone = {"churned": usd(60), "contracted": usd(40), "expanded": usd(0)}
        assert revenue_retention_of(usd(100), **gone).grr == 0
        with pytest.raises(
            ClientkitError, match=r"churned and contracted is .*; expected at most 99.00 USD"
        ):
            revenue_retention_of(usd(99), **gone)
        with pytest.raises(ClientkitError, match=r"expanded is .*; expected 0 or more"):
            revenue_retention_of(usd(99), **{**gone, "expanded": usd(-1)})

    def test_refuses_accounts_that_contradict(self):
        one = accounts((1, 1))
        with pytest.raises(ClientkitError, match=r"an account is 'a0'; expected each account once"):
            revenue_retention(one + one)
        with pytest.raises(ClientkitError, match=r"end of 'a0' is .*; expected 0 or more"):
            revenue_retention(accounts((1, -1)))
        mixed = AccountRevenue(account="b", start=usd(1), end=Money.parse("1 EUR"))
        with pytest.raises(ClientkitError, match=r"the currencies of all accounts"):
            revenue_retention([mixed])

    pairs = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=8)

    @given(pairs)
    def test_gross_never_exceeds_net_nor_1(self, made):
        found = revenue_retention(accounts(*made))
        if found.grr is not None:
            assert 0 <= found.grr <= 1
            assert found.grr <= found.nrr

    @given(pairs)
    def test_accounts_and_sums_agree(self, made):
        old = [(start, end) for start, end in made if start]
        found = revenue_retention(accounts(*made))
        sums = revenue_retention_of(
            usd(sum(start for start, _ in old)),
            churned=usd(sum(start for start, end in old if not end)),
            contracted=usd(sum(start - end for start, end in old if 0 < end < start)),
            expanded=usd(sum(end - start for start, end in old if end > start)),
        )
        assert (found.grr, found.nrr) == (sums.grr, sums.nrr)


class TestShares:
    def test_logos(self):
        found = logo_retention(accounts((100, 1), (1, 0), (0, 50), (5, 900)))
        assert (found.n, found.kept, found.counts) == (3, 2, "2 of 3")
        assert found.share == pytest.approx(2 / 3)
        assert found.interval == wilson_interval(2, 3)
        assert found.interval.method is IntervalMethod.WILSON
        assert rebuilt(found) == found

    def test_no_client_is_no_share(self):
        assert logo_retention([]).share is None
        assert repeat_rate([]).share is None
        assert repeat_rate([0, 0]).interval is None

    def test_repeat_rate(self):
        found = repeat_rate([1, 2, 0, 7])
        assert (found.n, found.repeated, found.counts) == (3, 2, "2 of 3")
        assert found.interval == wilson_interval(2, 3)
        assert rebuilt(found) == found
        with pytest.raises(ClientkitError, match=r"a number of orders is -1; expected 0 or more"):
            repeat_rate([-1])


class TestClaims:
    def test_each_has_a_range_a_source_and_a_caveat(self):
        by_id = {one.id: one for one in CLAIMS}
        assert len(by_id) == len(CLAIMS)
        acquiring, retention = by_id["acquiring-costs-more"], by_id["retention-raises-profit"]
        assert (acquiring.low, acquiring.high) == (5, 25)
        assert (retention.low, retention.high) == (25, 95)
        assert all(one.low < one.high and one.source and one.caveat for one in CLAIMS)
        assert [rebuilt(one) for one in CLAIMS] == list(CLAIMS)
