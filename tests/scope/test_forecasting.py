"""Forecasts worked out by hand. We work Monday to Friday and not on 3 and 6 April 2026."""

import datetime as dt
from typing import Any, ClassVar

import pytest

from clientkit.base import InvalidArgumentError, InvalidValueError
from clientkit.scope import (
    CauseKind,
    DelayParty,
    ForecastItem,
    Progress,
    UnknownDate,
    forecast,
    weekday_calendar,
)

from .forecast_making import agreement_of, at_noon, forecast_of, progress_of

PHOTOS = {"id": "photos", "due": "2026-03-20", "title": "photographs"}
DESIGN = {"id": "design", "due": "2026-04-17", "depends_on": ["photos"], "title": "Page designs"}
WEB = agreement_of(deliverables=[DESIGN], responsibilities=[PHOTOS])


def provided(day: str, what: str = "photos") -> dict[str, str]:
    return {"responsibility": what, "date": day}


def event(party: str, first: str, last: str | None, *affects: str, **more: Any) -> dict[str, Any]:
    ends = {} if last is None else {"ends_on": last}
    return (
        {
            "party": party,
            "starts_on": first,
            "affects": list(affects),
            "reason": f"{party} was away",
            "date": first,
        }
        | ends
        | more
    )


def says(item: ForecastItem) -> list[tuple[str, int]]:
    return [(one.party.value, one.working_days) for one in item.shares]


class TestLateInputs:
    """Work begins once all that it waits for is there."""

    @pytest.mark.parametrize(
        ("day", "expected", "slip"),
        [
            ("2026-03-20", "2026-04-17", 0),  # the very day is in time
            ("2026-03-21", "2026-04-17", 0),  # a Saturday costs no working day
            ("2026-03-23", "2026-04-20", 1),
            ("2026-03-31", "2026-04-24", 7 - 2),
        ],
    )
    def test_without_a_length_every_day_between_is_needed(
        self, day: str, expected: str, slip: int
    ) -> None:
        if day == "2026-03-31":  # 7 working days late, of which 2 are made good below
            agreement = agreement_of(
                deliverables=[DESIGN | {"working_days": 16}], responsibilities=[PHOTOS]
            )
        else:
            agreement = WEB
        found = forecast_of(agreement, progress_of(fulfilments=[provided(day)]))
        one = found.item("design")
        assert (str(one.forecast), one.slip) == (expected, slip)
        assert says(one) == ([("client", slip)] if slip else [])

    def test_the_first_days_lost_are_swallowed_by_spare_ones(self) -> None:
        # 18 working days lie between; of 16 two are spare, and the client's come first.
        agreement = agreement_of(
            deliverables=[DESIGN | {"working_days": 16}], responsibilities=[PHOTOS]
        )
        record = progress_of(
            fulfilments=[provided("2026-03-24")],
            delay_events=[event("provider", "2026-04-07", "2026-04-08", "design")],
        )
        one = forecast_of(agreement, record, "2026-04-09").item("design")
        assert (str(one.forecast), one.slip, says(one)) == ("2026-04-21", 2, [("provider", 2)])

    def test_what_is_missing_comes_today_at_the_earliest(self) -> None:
        one = forecast_of(WEB, at="2026-03-27").item("design")
        assert one.explanation == (
            "Page designs: 2026-04-24, 5 working days later than agreed (2026-04-17)\n"
            "waiting for photographs: 5 working days"
        )
        assert one.driven_by == ("photos",)
        (cause,) = one.shares[0].causes
        assert (cause.kind, cause.subject, cause.goes_on) == (
            CauseKind.RESPONSIBILITY,
            "photos",
            True,
        )
        assert (str(cause.starts_on), str(cause.ends_on)) == ("2026-03-21", "2026-03-27")

    def test_a_part_does_not_end_the_waiting(self) -> None:
        part = provided("2026-03-23") | {"complete": False, "missing": "ten of them"}
        one = forecast_of(WEB, progress_of(fulfilments=[part]), "2026-03-27").item("design")
        assert one.slip == 5

    def test_early_work_makes_nothing_due_earlier(self) -> None:
        found = forecast_of(WEB, progress_of(fulfilments=[provided("2026-03-10")]), "2026-03-12")
        assert (found.item("photos").slip, found.item("design").slip) == (-8, 0)
        assert found.item("photos").explanation == (
            "photographs: 2026-03-10, 8 working days earlier than agreed (2026-03-20)"
        )

    def test_a_late_delivery_beyond_what_explains_it_is_ours(self) -> None:
        record = progress_of(
            fulfilments=[provided("2026-03-24")],
            deliveries=[{"deliverable": "design", "date": "2026-04-23"}],
        )
        one = forecast_of(WEB, record, "2026-04-30").item("design")
        assert (one.is_there, one.slip) == (True, 4)
        assert says(one) == [("client", 2), ("provider", 2)]

    def test_what_was_caught_up_makes_good_the_latest_days(self) -> None:
        record = progress_of(
            fulfilments=[provided("2026-03-24")],
            delay_events=[event("provider", "2026-04-07", "2026-04-08", "design")],
            deliveries=[{"deliverable": "design", "date": "2026-04-22"}],
        )
        one = forecast_of(WEB, record, "2026-04-30").item("design")
        assert says(one) == [("client", 2), ("provider", 1)]


class TestAtOnce:
    """Days on which several things were missing are one day each, and everybody's."""

    AGREEMENT = agreement_of(
        deliverables=[
            {"id": "texts", "due": "2026-03-20"},
            {"id": "site", "due": "2026-04-17", "depends_on": ["photos", "texts"]},
        ],
        responsibilities=[PHOTOS],
    )

    def test_two_inputs_late_on_the_same_days(self) -> None:
        record = progress_of(
            fulfilments=[provided("2026-03-27")],
            deliveries=[{"deliverable": "texts", "date": "2026-03-25"}],
        )
        one = forecast_of(self.AGREEMENT, record, "2026-03-30").item("site")
        assert says(one) == [("concurrent", 3), ("client", 2)]
        assert one.slip == 5
        assert one.shares[0].text == (
            "waiting for photographs; at the same time our work on texts took longer than agreed: "
            "3 working days"
        )

    def test_a_delay_while_it_waits_anyway(self) -> None:
        record = progress_of(
            fulfilments=[provided("2026-03-25")],
            delay_events=[event("provider", "2026-03-24", "2026-03-24", "design")],
        )
        one = forecast_of(WEB, record, "2026-03-30").item("design")
        assert says(one) == [("client", 2), ("concurrent", 1)]

    def test_two_delays_of_one_side_are_that_side_s(self) -> None:
        record = progress_of(
            fulfilments=[provided("2026-03-25")],
            delay_events=[event("client", "2026-03-21", "2026-03-25", "design")],
        )
        one = forecast_of(WEB, record, "2026-03-30").item("design")
        assert says(one) == [("client", 3)]
        assert len(one.shares[0].causes) == 2

    def test_days_without_a_side_do_not_make_a_day_concurrent(self) -> None:
        agreement = agreement_of(
            milestones=[{"id": "kickoff", "due": "2026-03-20"}],
            deliverables=[{"id": "site", "due": "2026-04-17", "depends_on": ["photos", "kickoff"]}],
            responsibilities=[PHOTOS],
        )
        record = progress_of(
            fulfilments=[provided("2026-03-25")],
            milestones_reached=[{"milestone": "kickoff", "date": "2026-03-26"}],
        )
        found = forecast_of(agreement, record, "2026-03-30")
        assert says(found.item("kickoff")) == [("nobody", 4)]
        assert says(found.item("site")) == [("client", 3), ("nobody", 1)]


class TestDelaysOnRecord:
    def test_days_held_up_are_not_worked(self) -> None:
        record = progress_of(
            fulfilments=[provided("2026-03-20")],
            delay_events=[
                event("third_party", "2026-03-26", "2026-03-30", "design"),  # over a weekend
                event("client", "2026-03-28", "2026-03-29", "design"),  # nothing but the weekend
            ],
        )
        one = forecast_of(WEB, record).item("design")
        assert says(one) == [("third_party", 3)]

    def test_what_goes_on_ends_today(self) -> None:
        delays = [event("provider", "2026-03-30", None, "design")]
        record = progress_of(fulfilments=[provided("2026-03-20")], delay_events=delays)
        slips = [forecast_of(WEB, record, day).item("design").slip for day in
                 ("2026-03-30", "2026-03-31", "2026-04-01")]  # fmt: skip
        assert slips == [1, 2, 3]

    def test_what_goes_on_and_has_not_begun_costs_nothing(self) -> None:
        delays = [event("provider", "2026-04-02", None, "design", date="2026-03-30")]
        record = progress_of(fulfilments=[provided("2026-03-20")], delay_events=delays)
        assert forecast_of(WEB, record, "2026-04-01").item("design").slip == 0
        assert forecast_of(WEB, record, "2026-04-02").item("design").slip == 1

    def test_a_delay_before_the_work_begins_or_after_it_is_done_costs_nothing(self) -> None:
        delays = [
            event("provider", "2026-03-19", "2026-03-20", "design"),
            event("provider", "2026-04-20", "2026-04-24", "design", date="2026-04-01"),
        ]
        record = progress_of(fulfilments=[provided("2026-03-20")], delay_events=delays)
        assert forecast_of(WEB, record).item("design").slip == 0

    def test_a_delay_of_everything_holds_up_our_work_and_points_that_come_once(self) -> None:
        agreement = agreement_of(
            milestones=[
                {"id": "launch", "due": "2026-05-04"},
                {"id": "sprint", "repeats": {
                    "every": "2 weeks", "starts": "2026-03-16", "until": "2026-04-30"}},
            ],
            deliverables=[DESIGN],
            responsibilities=[PHOTOS, {"id": "remarks", "due": "2026-04-30"}],
        )  # fmt: skip
        record = progress_of(
            fulfilments=[provided("2026-03-20")],
            milestones_reached=[{"milestone": "sprint", "occurrence": 1, "date": "2026-03-30"}],
            delay_events=[event("third_party", "2026-03-31", "2026-04-01")],
        )
        found = forecast_of(agreement, record)
        slips = {(one.id, one.occurrence): one.slip for one in found.items}
        assert slips == {
            ("launch", None): 2,
            ("sprint", 1): 0,
            ("sprint", 2): 0,
            ("sprint", 3): 0,
            ("design", None): 2,
            ("photos", None): 0,
            ("remarks", None): 0,
        }

    def test_a_responsibility_that_we_held_up_is_not_the_client_s(self) -> None:
        delays = [event("provider", "2026-03-23", "2026-03-24", "photos")]
        record = progress_of(fulfilments=[provided("2026-03-25")], delay_events=delays)
        assert says(forecast_of(WEB, record).item("design")) == [("provider", 2), ("client", 1)]

    def test_a_wait_is_like_a_delay(self) -> None:
        wait = {
            "subject": "colour",
            "party": "client",
            "affects": ["design"],
            "starts_on": "2026-03-31",
            "text": "waiting for a decision: the colour",
        }
        record = progress_of(fulfilments=[provided("2026-03-20")], waits=[wait])
        one = forecast_of(WEB, record).item("design")
        assert (one.slip, one.shares[0].text) == (
            2,
            "waiting for a decision: the colour: 2 working days",
        )

    def test_corrections_take_the_place_of_what_they_correct(self) -> None:
        wrong = event("provider", "2026-03-23", "2026-03-27", "design") | {"id": "a"}
        right = event("provider", "2026-03-23", "2026-03-23", "design") | {
            "id": "b",
            "corrects": "a",
        }
        record = progress_of(fulfilments=[provided("2026-03-20")], delay_events=[wrong, right])
        assert forecast_of(WEB, record).item("design").slip == 1

    def test_entries_of_later_days_are_not_looked_at(self) -> None:
        delays = [event("provider", "2026-03-23", "2026-03-24", "design", date="2026-04-02")]
        record = progress_of(fulfilments=[provided("2026-03-20")], delay_events=delays)
        assert forecast_of(WEB, record, "2026-04-01").item("design").slip == 0
        assert forecast_of(WEB, record, "2026-04-02").item("design").slip == 2


class TestNotice:
    """Days before due notice do not count where the agreement says so."""

    TERMS: ClassVar = {"notice_within": "2 working days", "notice_required": True}

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            # due 20 March, so that the delay begins on the 21st, and notice is due by the 24th
            ("2026-03-24T22:59:59+00:00", [("client", 5)]),
            ("2026-03-24T23:00:00+00:00", [("nobody", 2), ("client", 3)]),
            ("2026-03-18T09:00:00+00:00", [("client", 5)]),
            ("2026-03-27T09:00:00+00:00", [("nobody", 4), ("client", 1)]),
            (None, [("nobody", 5)]),
        ],
    )
    def test_by_the_instant_of_the_notice(
        self, given: str | None, expected: list[tuple[str, int]]
    ) -> None:
        agreement = agreement_of(
            deliverables=[DESIGN], responsibilities=[PHOTOS], delays=self.TERMS
        )
        notified = {} if given is None else {"photos": [dt.datetime.fromisoformat(given)]}
        record = progress_of(fulfilments=[provided("2026-03-27")])
        found = forecast_of(agreement, record, "2026-04-01", notified=notified)
        assert says(found.item("design")) == expected
        assert found.item("design").slip == 5

    def test_until_its_time_has_passed_all_days_count(self) -> None:
        agreement = agreement_of(
            deliverables=[DESIGN], responsibilities=[PHOTOS], delays=self.TERMS
        )
        found = {day: says(forecast_of(agreement, at=day).item("design")) for day in
                 ("2026-03-24", "2026-03-25")}  # fmt: skip
        assert found == {"2026-03-24": [("client", 2)], "2026-03-25": [("nobody", 3)]}

    def test_our_own_delays_need_none(self) -> None:
        agreement = agreement_of(
            deliverables=[DESIGN], responsibilities=[PHOTOS], delays=self.TERMS
        )
        record = progress_of(
            fulfilments=[provided("2026-03-20")],
            delay_events=[
                event("provider", "2026-03-23", "2026-03-23", "design"),
                event("third_party", "2026-03-24", "2026-03-24", "design"),
            ],
        )
        one = forecast_of(agreement, record).item("design")
        assert says(one) == [("provider", 1), ("nobody", 1)]
        assert one.shares[1].text == (
            "third_party was away (before notice was given, so not counted): 1 working day"
        )


class TestDatesThatHangOnOthers:
    def test_a_term_goes_along_with_its_anchor(self) -> None:
        agreement = agreement_of(
            milestones=[
                {"id": "kickoff", "due": "2026-03-16"},
                {"id": "end", "due": "60 days after kickoff"},
            ],
            deliverables=[{"id": "report", "due": "3 working days before end"}],
        )
        record = progress_of(
            milestones_reached=[{"milestone": "kickoff", "date": "2026-03-18"}],
            delay_events=[event("client", "2026-03-16", "2026-03-18", "kickoff")],
        )
        found = forecast_of(agreement, record)
        dates = {one.id: (str(one.baseline), str(one.forecast), says(one)) for one in found.items}
        assert dates == {
            "kickoff": ("2026-03-16", "2026-03-18", [("client", 2)]),
            "end": ("2026-05-15", "2026-05-17", []),  # from a Friday to a Sunday
            "report": ("2026-05-12", "2026-05-13", [("client", 1)]),
        }

    def test_days_that_the_calendar_costs_are_of_what_moved_the_anchor(self) -> None:
        agreement = agreement_of(
            milestones=[{"id": "kickoff", "due": "2026-03-20"}],
            deliverables=[{"id": "plan", "due": "13 days after kickoff"}],
        )
        late = progress_of(
            milestones_reached=[{"milestone": "kickoff", "date": "2026-03-24"}],
            delay_events=[event("third_party", "2026-03-23", "2026-03-24", "kickoff")],
        )
        found = forecast_of(agreement, late, "2026-03-25")
        # From Thursday 2 April to Monday 6 April, which is a holiday as Friday is.
        one = found.item("plan")
        assert (str(one.baseline), str(one.forecast), one.slip) == ("2026-04-02", "2026-04-06", 0)
        agreement = agreement_of(
            milestones=[{"id": "kickoff", "due": "2026-03-27"}],  # a Friday
            deliverables=[{"id": "plan", "due": "4 days after kickoff"}],
        )
        late = progress_of(
            milestones_reached=[{"milestone": "kickoff", "date": "2026-03-30"}],
            delay_events=[event("third_party", "2026-03-28", "2026-03-30", "kickoff")],
        )
        one = forecast_of(agreement, late, "2026-03-31").item("plan")
        # A working day later the kick-off; three days of the calendar, all worked, the plan.
        assert (str(one.baseline), str(one.forecast), says(one)) == (
            "2026-03-31",
            "2026-04-03",
            [("third_party", 2)],
        )

    def test_days_that_the_calendar_costs_are_nobody_s_where_nothing_else_moved(self) -> None:
        agreement = agreement_of(
            milestones=[{"id": "kickoff", "due": "2026-03-20"}],  # a Friday
            deliverables=[{"id": "plan", "due": "10 days after kickoff"}],
        )
        saturday = [{"milestone": "kickoff", "date": "2026-03-21"}]
        found = forecast_of(agreement, progress_of(milestones_reached=saturday), "2026-03-25")
        assert found.item("kickoff").slip == 0
        one = found.item("plan")
        assert (str(one.forecast), says(one)) == ("2026-03-31", [("nobody", 1)])
        assert one.shares[0].text == ("weekends and holidays in the time up to plan: 1 working day")

    def test_a_delay_after_the_anchor_is_added_and_one_before_it_is_not(self) -> None:
        agreement = agreement_of(
            milestones=[{"id": "kickoff", "due": "2026-03-16"}],
            deliverables=[{"id": "plan", "due": "5 working days after kickoff"}],
        )
        record = progress_of(
            milestones_reached=[{"milestone": "kickoff", "date": "2026-03-18"}],
            delay_events=[
                event("third_party", "2026-03-16", "2026-03-18", "kickoff", "plan"),
                event("provider", "2026-03-20", "2026-03-20", "plan"),
            ],
        )
        one = forecast_of(agreement, record, "2026-03-20").item("plan")
        assert (str(one.forecast), says(one)) == (
            "2026-03-26",
            [("third_party", 2), ("provider", 1)],
        )

    def test_a_baseline_can_lie_after_the_due_date(self) -> None:
        agreement = agreement_of(
            deliverables=[DESIGN | {"working_days": 20}], responsibilities=[PHOTOS]
        )
        one = forecast_of(agreement, at="2026-03-12").item("design")
        assert (str(one.due), str(one.baseline), one.slip) == ("2026-04-17", "2026-04-21", 0)
        assert "its due date 2026-04-17 leaves too little time" in one.explanation

    def test_work_without_a_due_date_is_dated_by_what_it_waits_for(self) -> None:
        agreement = agreement_of(
            deliverables=[{"id": "design", "working_days": 2, "depends_on": ["photos"]}],
            responsibilities=[PHOTOS],
        )
        assert str(forecast_of(agreement, at="2026-03-12").item("design").baseline) == "2026-03-24"


class TestWhatComesRound:
    SPRINTS: ClassVar = {"id": "sprint", "repeats": {
        "every": "2 weeks", "starts": "on kickoff", "until": "on end", "first": 0}}  # fmt: skip
    AGREEMENT = agreement_of(
        milestones=[
            {"id": "kickoff", "due": "2026-03-02"},
            SPRINTS,
            {"id": "end", "due": "60 days after kickoff"},
        ],
        deliverables=[
            {"id": "stories", "due": "on sprint"},
            {"id": "from-1", "due": "on sprint[1..]"},
            {"id": "transition", "due": "3 working days after sprint[-2]"},
            {"id": "final", "due": "2026-05-08", "depends_on": ["stories"]},
            {"id": "never", "due": "on sprint[7]"},
        ],
    )

    def test_each_occurrence_has_its_own_date(self) -> None:
        found = forecast_of(self.AGREEMENT, Progress(is_kept=False), "2026-03-02")
        dates = [(one.id, one.occurrence, str(one.baseline)) for one in found.items]
        assert dates[1:5] == [
            ("sprint", 0, "2026-03-16"),
            ("sprint", 1, "2026-03-30"),
            ("sprint", 2, "2026-04-13"),
            ("sprint", 3, "2026-04-27"),
        ]
        assert [one[:2] for one in dates if one[0] == "from-1"] == [
            ("from-1", n) for n in (1, 2, 3)
        ]
        assert str(found.item("transition").baseline) == "2026-04-16"
        assert found.item("final").left_out == ()
        never = found.item("never")
        assert (never.baseline, never.unknown) == (None, UnknownDate.NO_OCCURRENCE)

    def test_an_occurrence_before_one_on_record_is_not_called_late(self) -> None:
        reached = [{"milestone": "kickoff", "date": "2026-03-02"},
                   {"milestone": "sprint", "occurrence": 1, "date": "2026-03-31"}]  # fmt: skip
        found = forecast_of(self.AGREEMENT, progress_of(milestones_reached=reached))
        assert found.item("sprint", 0).unknown is UnknownDate.NOT_ON_RECORD
        assert found.item("sprint", 1).slip == 1
        assert says(found.item("sprint", 1)) == [("nobody", 1)]
        assert found.item("stories", 0).unknown is UnknownDate.HANGS_ON_UNKNOWN
        assert found.item("sprint", 2).slip == 0

    def test_a_delay_holds_up_the_occurrence_in_whose_time_it_falls(self) -> None:
        delays = [event("provider", "2026-03-31", "2026-04-01", "stories")]
        kickoff = [{"milestone": "kickoff", "date": "2026-03-02"}]
        delivered = [{"deliverable": "stories", "occurrence": n, "date": day} for n, day in
                     ((0, "2026-03-16"), (1, "2026-03-30"))]  # fmt: skip
        record = progress_of(delay_events=delays, milestones_reached=kickoff, deliveries=delivered)
        found = forecast_of(self.AGREEMENT, record)
        slips = [found.item("stories", n).slip for n in range(4)]
        assert slips == [0, 0, 2, 0]

    def test_a_fulfilment_without_a_number_covers_what_was_due_by_its_day(self) -> None:
        agreement = agreement_of(
            milestones=[{"id": "sprint", "repeats": {
                "every": "1 week", "starts": "2026-03-09", "until": "2026-03-31"}}],
            responsibilities=[{"id": "remarks", "due": "on sprint"}],
        )  # fmt: skip
        record = progress_of(
            fulfilments=[provided("2026-03-24", "remarks")],
            milestones_reached=[
                {"milestone": "sprint", "occurrence": n, "date": f"2026-03-{9 + 7 * n}"}
                for n in (1, 2, 3)
            ],
        )  # fmt: skip
        found = forecast_of(agreement, record)
        there = [found.item("remarks", n).is_there for n in (1, 2, 3)]
        assert there == [True, True, False]
        assert found.item("remarks", 1).slip == 6

    def test_of_a_rhythm_without_an_end_one_is_to_come(self) -> None:
        agreement = agreement_of(
            milestones=[{"id": "month", "repeats": {"every": "4 weeks", "starts": "2026-01-05"}}]
        )
        found = forecast_of(agreement, Progress(is_kept=False), "2026-04-01")
        assert [one.occurrence for one in found.items] == [1, 2, 3, 4]

    def test_more_than_is_looked_at(self) -> None:
        daily = {"id": "day", "repeats": {"every": "1 day", "starts": "2020-01-01"}}
        (one,) = forecast_of(agreement_of(milestones=[daily])).items
        assert (one.unknown, one.forecast) == (UnknownDate.TOO_MANY, None)


class TestUnknownDates:
    """A date that nobody can tell stays unknown, and says why."""

    def reason(self, name: str, **parts: Any) -> tuple[UnknownDate | None, str]:
        one = forecast_of(agreement_of(**parts)).item(name)
        assert one.baseline is one.forecast is one.slip is None
        return one.unknown, one.explanation

    def test_no_date(self) -> None:
        assert self.reason("site", deliverables=[{"id": "site"}]) == (
            UnknownDate.NO_DATE,
            "site: no date can be told; the agreement names no date for it",
        )

    def test_known_to_the_record_alone(self) -> None:
        award = {"id": "award", "title": "Award"}
        plan = {"id": "plan", "due": "5 days after award"}
        report = {"id": "report", "due": "1 week after plan"}
        parts: dict[str, Any] = {"milestones": [award], "deliverables": [plan, report]}
        assert self.reason("award", **parts)[0] is UnknownDate.RECORD_ONLY
        assert self.reason("report", **parts) == (
            UnknownDate.HANGS_ON_UNKNOWN,
            "report: no date can be told; it hangs on Award: its date is not known yet",
        )
        reached = progress_of(milestones_reached=[{"milestone": "award", "date": "2026-03-20"}])
        found = forecast_of(agreement_of(**parts), reached, "2026-03-20")
        assert [str(one.forecast) for one in found.items] == [
            "2026-03-20",
            "2026-03-25",
            "2026-04-01",
        ]
        assert [one.slip for one in found.items] == [0, 0, 0]

    def test_a_circle_is_named_and_the_rest_is_forecast(self) -> None:
        agreement = agreement_of(
            deliverables=[
                {"id": "a", "due": "2026-05-01", "depends_on": ["b"], "title": "A"},
                {"id": "b", "due": "2026-05-01", "depends_on": ["a"], "title": "B"},
                {"id": "c", "due": "2026-05-01", "depends_on": ["b"]},
                {"id": "free", "due": "2026-05-01"},
            ]
        )
        delivered = progress_of(deliveries=[{"deliverable": "b", "date": "2026-03-31"}])
        found = forecast_of(agreement, delivered)
        assert found.item("a").explanation == (
            "A: no date can be told; it waits for a circle: A waits for B waits for A"
        )
        assert {one.id: one.unknown for one in found.items} == {
            "a": UnknownDate.CIRCLE,
            "b": UnknownDate.CIRCLE,
            "c": UnknownDate.CIRCLE,
            "free": None,
        }
        assert str(found.item("b").forecast) == "2026-03-31"

    def test_what_has_no_agreed_date_cannot_be_late(self) -> None:
        agreement = agreement_of(
            deliverables=[{"id": "site", "due": "2026-05-01", "depends_on": ["photos"]}],
            responsibilities=[{"id": "photos"}],
        )
        one = forecast_of(agreement).item("site")
        assert (one.slip, one.left_out) == (0, ("photos",))
        assert one.explanation.endswith("nothing is counted for what has no agreed date: photos")

    def test_work_that_waits_for_something_of_unknown_date(self) -> None:
        parts: dict[str, Any] = {
            "deliverables": [{"id": "site", "working_days": 3, "depends_on": ["photos"]}],
            "responsibilities": [{"id": "photos"}],
        }
        assert self.reason("site", **parts)[0] is UnknownDate.WAITS_FOR_UNKNOWN

    @pytest.mark.parametrize("due", ["2999-01-01", "0001-01-01", "9999-12-31"])
    def test_too_far_away(self, due: str) -> None:
        found = forecast_of(agreement_of(deliverables=[{"id": "site", "due": due}]))
        assert found.item("site").unknown is UnknownDate.TOO_FAR

    @pytest.mark.parametrize(("days", "known"), [(5000, True), (5500, False), (100_000, False)])
    def test_work_that_takes_for_ever(self, days: int, known: bool) -> None:
        agreement = agreement_of(
            deliverables=[{"id": "site", "working_days": days, "depends_on": ["photos"]}],
            responsibilities=[PHOTOS],
        )
        one = forecast_of(agreement).item("site")
        assert (one.baseline is not None) is known
        assert one.unknown is (None if known else UnknownDate.TOO_FAR)


class TestCalendars:
    def test_without_calendars_weekdays_are_counted_and_it_says_so(self) -> None:
        found = forecast_of(WEB, at="2026-04-08", client_calendar=None, our_calendar=None)
        assert found.item("photos").slip == 13  # no holidays
        counted = "Monday to Friday without holidays is counted"
        assert found.assumptions == (
            f"no working hours of the client are known; {counted}",
            f"no working hours of ours are known; {counted}",
        )
        assert forecast_of(WEB).assumptions == ()

    def test_the_day_is_that_of_our_zone(self) -> None:
        tokyo = weekday_calendar("Asia/Tokyo")
        late = dt.datetime(2026, 3, 26, 16, tzinfo=dt.UTC)  # past midnight in Tokyo
        found = forecast(WEB, Progress(), client_calendar=tokyo, our_calendar=tokyo, at=late)
        assert str(found.date) == "2026-03-27"
        assert found.item("design").slip == 5

    def test_at_must_have_an_offset(self) -> None:
        with pytest.raises(InvalidValueError, match="an instant with its offset"):
            forecast(
                WEB, Progress(), client_calendar=None, our_calendar=None,
                at=dt.datetime(2026, 3, 26, 16),  # noqa: DTZ001 (that is the point)
            )  # fmt: skip

    def test_an_unknown_item(self) -> None:
        with pytest.raises(InvalidArgumentError, match="expected a part of the agreement"):
            forecast_of(WEB).item("desing")

    def test_without_a_record_nothing_is_called_late(self) -> None:
        found = forecast_of(WEB, Progress(is_kept=False), "2026-07-01")
        assert found.late == ()
        assert found.at == at_noon("2026-07-01")
        assert DelayParty.NOBODY not in {s.party for one in found.items for s in one.shares}
