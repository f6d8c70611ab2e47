"""Earned schedule: the published formula, and what it says where it is not defined."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidArgumentError
from clientkit.scope import EarnedBy, EarnedState, earned_schedule, schedule_health

from .forecast_making import OURS, agreement_of, forecast_of, progress_of


class TestFormula:
    """ES = C + (EV - PV(C)) / (PV(C + 1) - PV(C)); SV(t) = ES - AT; SPI(t) = ES / AT."""

    def test_seven_months_gone_and_five_earned(self) -> None:
        """The case in the figure of Lipke's introductions: month 7, with the work of month 5."""
        planned = [10, 25, 45, 70, 100, 135, 165, 185, 195, 200]
        found = earned_schedule(planned, 100, elapsed=7)
        assert (found.earned, found.variance) == (5, -2)
        assert found.index == 5 / 7
        assert found.value_index == 100 / 165
        assert found.expected_duration == pytest.approx(10 / (5 / 7))

    def test_a_part_of_a_period(self) -> None:
        found = earned_schedule([10, 20, 40], 25, elapsed=2)
        assert (found.earned, found.variance, found.index) == (2.25, 0.25, 1.125)

    def test_a_finished_late_project_shows_as_late_in_time_alone(self) -> None:
        found = earned_schedule([5, 10], 10, elapsed=4)
        assert found.state is EarnedState.FINISHED
        assert (found.value_index, found.index, found.variance) == (1, 0.5, -2)
        assert found.expected_duration == 4

    @pytest.mark.parametrize(("elapsed", "earned"), [(1, 2), (2, 2), (4, 4), (5, 5), (6, 5)])
    def test_where_the_plan_stands_still_the_nearest_time_counts(
        self, elapsed: float, earned: float
    ) -> None:
        assert earned_schedule([5, 10, 10, 10, 10, 20], 10, elapsed=elapsed).earned == earned

    def test_between_two_periods(self) -> None:
        found = earned_schedule([10, 20], 10, elapsed=1.5)
        assert (found.earned, found.value_index) == (1, 10 / 15)


class TestUndefined:
    def test_no_plan(self) -> None:
        for planned in ([], [0, 0]):
            found = earned_schedule(planned, 0, elapsed=3)
            assert found.state is EarnedState.NO_PLAN
            assert found.earned is found.index is found.value_index is found.variance is None

    def test_no_time(self) -> None:
        found = earned_schedule([10], 0, elapsed=0)
        assert (found.state, found.index, found.variance) == (EarnedState.NOT_STARTED, None, 0)
        assert found.text == "no time has passed, so that there is no index"

    def test_nothing_there(self) -> None:
        found = earned_schedule([10, 20], 0, elapsed=1)
        assert (found.index, found.expected_duration) == (0, None)
        assert "no end can be worked out" in found.text

    @pytest.mark.parametrize(
        ("planned", "earned", "elapsed"),
        [
            ([2, 1], 0, 1),
            ([-1, 1], 0, 1),
            ([1], 2, 1),
            ([1], -1, 1),
            ([1], 0, -1),
            ([], 1, 1),
            ([float("nan")], 0, 1),
            ([1], float("inf"), 1),
        ],
    )
    def test_what_makes_no_sense(self, planned: Any, earned: float, elapsed: float) -> None:
        with pytest.raises(InvalidArgumentError):
            earned_schedule(planned, earned, elapsed=elapsed)

    @pytest.mark.parametrize(
        ("planned", "elapsed"), [([10**400], 1), ([1, 2], 10**400), ([1e308, 1e308 * 10], 1)]
    )
    def test_numbers_out_of_reach(self, planned: Any, elapsed: float) -> None:
        with pytest.raises(InvalidArgumentError):
            earned_schedule(planned, 0, elapsed=elapsed)

    def test_an_index_out_of_reach(self) -> None:
        found = earned_schedule([1, 2], 1.5, elapsed=5e-324)
        assert (found.earned, found.index, found.value_index) == (1.5, None, None)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.data(), st.integers(1, 20))
def test_it_is_the_day_on_which_so_much_was_planned(
    steps: list[int], data: st.DataObject, elapsed: int
) -> None:
    """Where the plan never stands still there is one such day, found here period by period."""
    values = [sum(steps[:n]) for n in range(len(steps) + 1)]
    there = data.draw(st.integers(0, values[-1]))
    reached = max(n for n, value in enumerate(values) if value <= there)
    expected = float(reached)
    if reached < len(steps):
        expected += (there - values[reached]) / (values[reached + 1] - values[reached])
    found = earned_schedule(values[1:], there, elapsed=elapsed)
    assert found.earned == pytest.approx(expected)
    assert found.variance == pytest.approx(expected - elapsed)
    assert found.index == pytest.approx(expected / elapsed)


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(any), st.data(), st.integers(1, 20)
)
def test_more_is_never_later(steps: list[int], data: st.DataObject, elapsed: int) -> None:
    planned = [sum(steps[: n + 1]) for n in range(len(steps))]
    less = data.draw(st.integers(0, planned[-1]))
    more = data.draw(st.integers(less, planned[-1]))
    found = [earned_schedule(planned, one, elapsed=elapsed).earned for one in (less, more)]
    assert found[0] is not None
    assert found[1] is not None
    if more < planned[-1] or elapsed >= len(planned):
        assert found[0] <= found[1]
    assert 0 <= found[0] <= len(planned)


class TestHealth:
    """Days here are ours: Monday to Friday, without 3 and 6 April."""

    WEB = agreement_of(
        milestones=[{"id": "kickoff", "due": "2026-03-02"}],
        deliverables=[
            {"id": "a", "due": "2026-03-13", "working_days": 2, "value": "100 EUR"},
            {"id": "b", "due": "2026-03-27", "working_days": 6, "value": "300 EUR"},
            {"id": "c", "due": "2026-04-10", "working_days": 2},
            {"id": "some-day"},
        ],
    )

    def health(self, at: str, by: EarnedBy = EarnedBy.DELIVERABLES, *done: tuple[str, str]) -> Any:
        entries = [{"deliverable": name, "date": day} for name, day in done]
        found = forecast_of(self.WEB, progress_of(deliveries=entries), at)
        return schedule_health(self.WEB, found, our_calendar=OURS, by=by)

    def test_in_time(self) -> None:
        found = self.health("2026-03-20", EarnedBy.DELIVERABLES, ("a", "2026-03-13"))
        assert (found.schedule.index, found.schedule.variance) == (1, 0)
        assert (str(found.starts_on), str(found.planned_end)) == ("2026-03-02", "2026-04-10")
        assert found.left_out == ("some-day",)
        assert found.text == "what is there is what should be there"

    def test_behind(self) -> None:
        found = self.health("2026-03-20")
        # 14 days are over; after 9 nothing had to be there yet.
        assert (found.schedule.elapsed, found.schedule.earned) == (14, 9)
        assert str(found.earned_to) == "2026-03-12"
        assert found.text.startswith("5 working days behind what was agreed; ")

    @pytest.mark.parametrize(("at", "behind"), [("2026-03-13", 0), ("2026-03-16", -1)])
    def test_nothing_is_late_on_the_day_on_which_it_is_due(self, at: str, behind: int) -> None:
        assert self.health(at).schedule.variance == behind

    def test_finished_late(self) -> None:
        done = [("a", "2026-03-13"), ("b", "2026-03-27"), ("c", "2026-04-14")]
        found = self.health("2026-06-01", EarnedBy.DELIVERABLES, *done)
        assert found.schedule.state is EarnedState.FINISHED
        assert (found.schedule.value_index, found.schedule.variance) == (1, -2)

    @pytest.mark.parametrize(
        ("by", "left_out", "index"),
        [
            (EarnedBy.DELIVERABLES, ("some-day",), 1 / 2),
            (EarnedBy.WORKING_DAYS, ("some-day",), 2 / 8),
            (EarnedBy.VALUE, ("c", "some-day"), 100 / 400),
        ],
    )
    def test_by_what_a_deliverable_counts(
        self, by: EarnedBy, left_out: tuple[str, ...], index: float
    ) -> None:
        found = self.health("2026-03-30", by, ("a", "2026-03-13"))
        assert (found.left_out, found.schedule.value_index) == (left_out, index)

    def test_values_of_two_currencies_are_not_added(self) -> None:
        web = agreement_of(
            deliverables=[
                {"id": "a", "due": "2026-03-13", "value": "100 EUR"},
                {"id": "b", "due": "2026-03-13", "value": "100 USD"},
            ]
        )
        with pytest.raises(InvalidArgumentError, match="values of one currency"):
            schedule_health(web, forecast_of(web), our_calendar=OURS, by=EarnedBy.VALUE)

    def test_nothing_to_count(self) -> None:
        web = agreement_of(deliverables=[{"id": "some-day"}])
        found = schedule_health(web, forecast_of(web), our_calendar=OURS)
        assert found.schedule.state is EarnedState.NO_PLAN
        assert found.left_out == ("some-day",)
