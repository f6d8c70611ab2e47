import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.backlog import ClientRequest, Estimates, RankingMethod, delay_cost, rank_requests
from clientkit.base import ClientkitError, Money


def request(key, **estimates):
    return ClientRequest(
        id=key, text=key, by="curator", date=dt.date(2026, 5, 4), estimates=Estimates(**estimates)
    )


def costing(key, amount, weeks):
    return request(key, cost_of_delay=Money.parse(f"{amount} EUR"), weeks=weeks)


def order(ranking):
    return [one.request for one in ranking.ranked]


class TestRanking:
    def test_highest_first_with_places_and_working(self, asked, rebuilt):
        ranking = rank_requests(
            [asked("a", reach=10, impact=1, confidence=0.5, effort=5),
             asked("b", reach=10, impact=2, confidence=0.8, effort=2)],
            RankingMethod.RICE,
        )  # fmt: skip
        assert [(one.request, one.place, one.score, one.tied) for one in ranking.ranked] == [
            ("b", 1, 8, False), ("a", 2, 1, False),
        ]  # fmt: skip
        assert ranking.ranked[0].working == "reach 10, impact 2, confidence 0.8, effort 2"
        assert rebuilt(ranking) == ranking

    def test_ties_go_by_stated_order_and_are_said(self, asked):
        requests = [
            asked("c", value=1, effort=1),
            asked("a", value=2, effort=2),
            asked("b", value=3, effort=3),
        ]
        ranking = rank_requests(requests, RankingMethod.VALUE_EFFORT)
        assert order(ranking) == ["c", "a", "b"]
        assert [one.place for one in ranking.ranked] == [1, 2, 3]
        assert all(one.tied for one in ranking.ranked)
        assert order(rank_requests(requests[::-1], RankingMethod.VALUE_EFFORT)) == ["b", "a", "c"]

    def test_equal_scores_are_equal_though_binary_fractions_are_not(self, asked):
        # 0.1 + 0.2 + 0 and 0.3 + 0 + 0: binary floating point puts the first ahead
        first = asked("first", value=0.3, time_criticality=0, risk_reduction=0, job_size=1)
        second = asked("second", value=0.1, time_criticality=0.2, risk_reduction=0, job_size=1)
        ranking = rank_requests([first, second], RankingMethod.WSJF)
        assert order(ranking) == ["first", "second"]
        assert ranking.ranked[0].tied

    def test_incomplete_ones_are_not_ranked_and_say_why(self, asked, rebuilt):
        bare = ClientRequest(id="bare", text="x", by="curator", date=dt.date(2026, 5, 4))
        ranking = rank_requests(
            [bare, asked("b", value=1), asked("c", value=0, effort=1)], RankingMethod.VALUE_EFFORT
        )
        assert order(ranking) == ["c"]
        assert [(one.request, one.missing) for one in ranking.unranked] == [
            ("bare", ("value", "effort")), ("b", ("effort",)),
        ]  # fmt: skip
        assert rebuilt(ranking) == ranking

    def test_a_corrected_request_keeps_its_stated_place(self, asked):
        first, second = asked("a", value=1, effort=1), asked("b", value=1, effort=1)
        mended = ClientRequest(
            id="c", text="c", by="curator", date=dt.date(2026, 5, 9), corrects="a",
            estimates=Estimates(value=2, effort=2),
        )  # fmt: skip
        assert order(rank_requests([first, second, mended], RankingMethod.VALUE_EFFORT)) == [
            "c",
            "b",
        ]

    def test_refuses_by_name(self, asked):
        with pytest.raises(ClientkitError) as caught:
            rank_requests([asked("a", value=1, effort=0)], RankingMethod.VALUE_EFFORT)
        assert str(caught.value) == "effort of request 'a' is 0.0; expected more than 0"
        with pytest.raises(ClientkitError, match=r"method is 'rice'; expected RankingMethod.RICE"):
            rank_requests([], "rice")

    def test_refuses_two_currencies(self):
        other = request("b", cost_of_delay=Money.parse("1 USD"), weeks=1)
        with pytest.raises(ClientkitError, match=r"the currencies of the costs of delay"):
            rank_requests([costing("a", 1, 1), other], RankingMethod.CD3)

    def test_nothing_asked_is_nothing_ranked(self):
        assert rank_requests([], RankingMethod.RICE).ranked == ()

    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=7), st.data())
    def test_others_do_not_change_the_order_of_two(self, made, data):
        requests = [
            request(str(i), value=value, effort=effort) for i, (value, effort) in enumerate(made)
        ]
        if len(requests) > 2:
            gone = data.draw(st.sampled_from(requests))
            fewer = [one for one in requests if one is not gone]
            whole = order(rank_requests(requests, RankingMethod.VALUE_EFFORT))
            assert order(rank_requests(fewer, RankingMethod.VALUE_EFFORT)) == [
                one for one in whole if one != gone.id
            ]

    @given(
        st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), max_size=7), st.integers(2, 9)
    )
    def test_the_unit_of_value_does_not_matter(self, made, factor):
        def ranked(times):
            requests = [request(str(i), value=v * times, effort=e) for i, (v, e) in enumerate(made)]
            return order(rank_requests(requests, RankingMethod.VALUE_EFFORT))

        assert ranked(factor) == ranked(1)


class TestDelayCost:
    def test_by_hand(self):
        # 3000 x 1 + 1000 x 6, and 1000 x 5 + 3000 x 6
        short, long = costing("short", 3000, 1), costing("long", 1000, 5)
        assert delay_cost([short, long]) == Money.parse("9000 EUR")
        assert delay_cost([long, short]) == Money.parse("23000 EUR")

    def test_nothing_asked_costs_no_sum(self):
        assert delay_cost([]) is None

    def test_a_missing_estimate_is_refused(self):
        with pytest.raises(ClientkitError) as caught:
            delay_cost([request("a", weeks=1)])
        assert (
            str(caught.value) == "request 'a' is 'without cost_of_delay'; expected both estimates"
        )

    @given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=1, max_size=5))
    def test_no_order_costs_less_than_that_of_cd3(self, made):
        """Smith's rule (1956)."""
        requests = [costing(str(i), cost, weeks) for i, (cost, weeks) in enumerate(made)]
        by_id = {one.id: one for one in requests}
        best = delay_cost([by_id[one] for one in order(rank_requests(requests, RankingMethod.CD3))])
        assert best.amount == min(delay_cost(one).amount for one in permutations(requests))
