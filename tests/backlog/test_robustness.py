import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.backlog import (
    ClientRequest,
    Estimates,
    RankingMethod,
    dominated_requests,
    rank_requests,
    top_sensitivity,
)
from clientkit.base import ClientkitError, Money

RICE, WSJF, CD3, VALUE_EFFORT = RankingMethod


def request(key, **estimates):
    return ClientRequest(
        id=key, text=key, by="curator", date=dt.date(2026, 5, 4), estimates=Estimates(**estimates)
    )


def pair(key, value, effort):
    return request(key, value=value, effort=effort)


class TestDominance:
    def test_as_good_in_all_and_better_in_one(self, rebuilt):
        (found,) = dominated_requests(
            [pair("a", 5, 3), pair("b", 5, 4), pair("c", 8, 9)], VALUE_EFFORT
        )
        assert (found.request, found.by) == ("b", ("a",))
        assert rebuilt(found) == found

    def test_equal_ones_do_not_dominate_each_other(self):
        assert dominated_requests([pair("a", 5, 3), pair("b", 5, 3)], VALUE_EFFORT) == ()

    def test_incomplete_ones_are_left_out(self):
        assert dominated_requests([pair("a", 5, 3), request("b", value=1)], VALUE_EFFORT) == ()

    @given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 4)), max_size=7))
    def test_a_dominated_request_never_scores_higher(self, made):
        requests = [pair(str(i), *one) for i, one in enumerate(made)]
        scores = {one.request: one.score for one in rank_requests(requests, VALUE_EFFORT).ranked}
        for found in dominated_requests(requests, VALUE_EFFORT):
            assert all(scores[other] >= scores[found.request] for other in found.by)


class TestSensitivity:
    def test_nothing_to_compare_is_no_answer(self, rebuilt):
        none = top_sensitivity([], VALUE_EFFORT)
        assert (none.top, none.stable, none.moves) == (None, None, 0)
        one = top_sensitivity([pair("a", 5, 3)], VALUE_EFFORT)
        assert (one.top, one.stable, one.moves) == ("a", None, 0)
        assert rebuilt(none) == none

    def test_a_clear_lead_is_stable(self):
        found = top_sensitivity([pair("a", 50, 3), pair("b", 5, 3)], VALUE_EFFORT)
        assert (found.top, found.stable, found.moves, found.changes) == ("a", True, 8, ())

    def test_a_close_one_says_what_would_change_it(self, rebuilt):
        found = top_sensitivity([pair("a", 10, 4), pair("b", 12, 5)], VALUE_EFFORT)
        assert not found.stable
        first = found.changes[0]
        assert (first.request, first.estimate, first.before, first.moved_to, first.top) == (
            "a", "value", 10, 9, "b",
        )  # fmt: skip
        assert rebuilt(found) == found

    def test_a_move_that_only_ties_dethrones_nobody_stated_first(self):
        # 10 less a tenth is 9
        found = top_sensitivity([pair("a", 10, 1), pair("b", 9, 1)], VALUE_EFFORT)
        assert ("a", "value", 9.0) not in [
            (c.request, c.estimate, c.moved_to) for c in found.changes
        ]
        behind = top_sensitivity([pair("b", 9, 1), pair("a", 10, 1)], VALUE_EFFORT)
        assert ("a", "value", 9.0) in [(c.request, c.estimate, c.moved_to) for c in behind.changes]

    def test_ties_at_the_top_are_named(self):
        found = top_sensitivity([pair("a", 4, 2), pair("b", 2, 1), pair("c", 1, 9)], VALUE_EFFORT)
        assert (found.top, found.tied) == ("a", ("b",))

    def test_rice_moves_along_its_scales(self):
        a = request("a", reach=100, impact=2, confidence=1, effort=1)
        b = request("b", reach=100, impact=1, confidence=0.8, effort=1)
        found = top_sensitivity([a, b], RICE)
        moved = {(one.request, one.estimate, one.moved_to) for one in found.changes}
        # impact 2 falls to 1: 100 against 80, still first; b's 1 rises to 2: 160 against 200
        assert moved == set()
        # reach 2, impact 2, confidence 1, effort 2 for each; confidence 1 cannot rise
        assert found.moves == (2 + 2 + 1 + 2) + (2 + 2 + 2 + 2)

    def test_wsjf_moves_to_the_next_number_of_its_scale(self):
        a = request("a", value=8, time_criticality=1, risk_reduction=1, job_size=5)
        b = request("b", value=5, time_criticality=1, risk_reduction=1, job_size=5)
        moved = {(c.request, c.estimate, c.moved_to) for c in top_sensitivity([b, a], WSJF).changes}
        assert moved == {
            ("a", "value", 5), ("b", "value", 8), ("a", "job_size", 8), ("b", "job_size", 3),
        }  # fmt: skip

    def test_money_and_free_numbers_move_by_a_share(self):
        def cost(key, amount):
            return request(key, cost_of_delay=Money.parse(f"{amount} EUR"), weeks=2)

        assert top_sensitivity([cost("a", 100), cost("b", 95)], CD3, step=0.04).stable
        assert not top_sensitivity([cost("a", 100), cost("b", 95)], CD3, step=0.06).stable

    @pytest.mark.parametrize("step", [0, 1, -0.1, True])
    def test_refuses_a_step_that_is_none(self, step):
        with pytest.raises(ClientkitError, match=r"step is .*; expected a share between 0 and 1"):
            top_sensitivity([], VALUE_EFFORT, step=step)

    @given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 6)), min_size=2, max_size=5))
    def test_agrees_with_ranking_anew_after_every_move(self, made):
        found = top_sensitivity([pair(str(i), *one) for i, one in enumerate(made)], VALUE_EFFORT)
        expected, moves = [], 0
        for i, one in enumerate(made):
            for place, name in enumerate(("value", "effort")):
                for factor in (0.9, 1.1):
                    if one[place]:
                        moves += 1
                        moved = [list(other) for other in made]
                        moved[i][place] = round(one[place] * factor, 6)
                        ranking = rank_requests(
                            [pair(str(k), *o) for k, o in enumerate(moved)], VALUE_EFFORT
                        )
                        if (top := ranking.ranked[0].request) != found.top:
                            expected.append((str(i), name, moved[i][place], top))
        assert [(c.request, c.estimate, c.moved_to, c.top) for c in found.changes] == expected
        assert found.moves == moves
        assert found.stable is (not expected)


@pytest.mark.parametrize("wrong", [0, 1, float("nan"), 10**400, "0.1", None, True])
def test_what_is_no_step_is_refused(wrong):
    with pytest.raises(ClientkitError, match="expected a share between 0 and 1"):
        top_sensitivity([], RankingMethod.RICE, step=wrong)
