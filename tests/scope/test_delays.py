"""What the client owes: lateness, notices and reminders, on both sides of each boundary."""

import datetime as dt
from typing import Any

import pytest

from clientkit.base import decode
from clientkit.scope import (
    ClientDelay,
    DelayTerms,
    NoticeState,
    OwedState,
    Reminders,
    ReminderState,
    UnknownDate,
    client_delays,
    delay_notice,
    reminder_plan,
)

from .forecast_making import OURS, THEIRS, agreement_of, at_noon, progress_of

PHOTOS: dict[str, Any] = {
    "id": "photos",
    "title": "photographs",
    "owner": "curator",
    "due": "2026-03-16",
    "needed_for": ["design"],
    "clause": "5.1",
}
DESIGN = {"id": "design", "due": "2026-04-17"}


def delays(at: str, more: dict[str, Any] | None = None, **lists: Any) -> tuple[ClientDelay, ...]:
    more = dict(more or {})
    told = {name: more.pop(name, {}) for name in ("notified", "reminded")}
    parts = {"deliverables": [DESIGN], "responsibilities": [PHOTOS]} | more
    progress = progress_of(**lists)
    return client_delays(
        agreement_of(**parts),
        progress.fulfilments,
        progress.delay_events,
        milestones_reached=progress.milestones_reached,
        deliveries=progress.deliveries,
        client_calendar=THEIRS,
        our_calendar=OURS,
        at=at_noon(at),
        **told,
    )


def one(at: str, more: dict[str, Any] | None = None, **lists: Any) -> ClientDelay:
    (found,) = delays(at, more, **lists)
    return found


def got(day: str, **more: Any) -> dict[str, Any]:
    return {"responsibility": "photos", "date": day} | more


class TestLateness:
    """Late from the day after its day on, in the working days of whoever owes it."""

    @pytest.mark.parametrize(
        ("at", "state", "theirs", "ours"),
        [
            ("2026-03-15", OwedState.NOT_DUE, 0, 0),
            ("2026-03-16", OwedState.NOT_DUE, 0, 0),
            ("2026-03-17", OwedState.LATE, 0, 1),  # their holiday
            ("2026-03-18", OwedState.LATE, 1, 2),
            ("2026-03-23", OwedState.LATE, 3, 5),  # they do not work on Fridays
        ],
    )
    def test_while_it_is_missing(self, at: str, state: OwedState, theirs: int, ours: int) -> None:
        found = one(at)
        assert (found.state, found.working_days, found.our_working_days) == (state, theirs, ours)
        assert found.is_late is (state is OwedState.LATE)
        assert (found.owner, found.clause, found.needed_for) == ("curator", "5.1", ("design",))

    @pytest.mark.parametrize(
        ("day", "state", "late"),
        [
            ("2026-03-16", OwedState.PROVIDED, 0),
            ("2026-03-17", OwedState.PROVIDED_LATE, 0),
            ("2026-03-18", OwedState.PROVIDED_LATE, 1),
        ],
    )
    def test_once_it_is_there(self, day: str, state: OwedState, late: int) -> None:
        found = one("2026-04-01", fulfilments=[got(day, evidence=["mail"])])
        assert (found.state, found.working_days, str(found.provided_on)) == (state, late, day)
        assert found.evidence == ("mail",)
        assert found.reminders.state is ReminderState.DONE

    def test_in_words_for_the_client(self) -> None:
        assert one("2026-03-16").text == "photographs: due on 2026-03-16"
        assert one("2026-03-17").text == (
            "photographs: was due on 2026-03-16; no working day has passed since"
        )
        assert one("2026-03-23").text == "waiting for photographs: 3 working days"
        part = got("2026-03-19", complete=False, missing="ten pictures")
        found = one("2026-03-23", fulfilments=[part])
        assert found.text == (
            "waiting for photographs, of which is missing: ten pictures: 3 working days"
        )
        assert (found.state, found.missing) == (OwedState.IN_PART, "ten pictures")
        whole = one("2026-03-24", fulfilments=[part, got("2026-03-24")])
        assert (whole.text, whole.missing) == ("waited for photographs: 4 working days", None)
        in_time = one("2026-03-24", fulfilments=[got("2026-03-12")])
        assert in_time.text == "photographs: there in time"
        on_a_holiday = one("2026-03-24", fulfilments=[got("2026-03-17")])
        assert on_a_holiday.text == (
            "photographs: due on 2026-03-16, there before the next working day"
        )

    def test_a_due_date_goes_along_with_what_it_hangs_on(self) -> None:
        more = {
            "milestones": [{"id": "kickoff", "due": "2026-03-09"}],
            "responsibilities": [PHOTOS | {"due": "1 week after kickoff"}],
        }
        reached = [{"milestone": "kickoff", "date": "2026-03-11"}]
        found = one("2026-03-23", more, milestones_reached=reached)
        assert (str(found.due), found.working_days) == ("2026-03-18", 2)

    def test_without_a_date(self) -> None:
        owed = {"responsibilities": [{"id": "photos", "title": "photographs"}]}
        found = one("2026-03-23", owed)
        assert (found.state, found.unknown) == (OwedState.NO_DATE, UnknownDate.NO_DATE)
        assert found.text == "waiting for photographs; nobody can tell when it is due"

    def test_each_occurrence(self) -> None:
        weekly = {"every": "1 week", "starts": "2026-03-02", "until": "2026-03-20"}
        more = {
            "milestones": [{"id": "sprint", "repeats": weekly}],
            "responsibilities": [{"id": "remarks", "due": "2 working days after sprint"}],
            "reminded": {"remarks[2]": [at_noon("2026-03-19")]},
        }
        reached = [
            {"milestone": "sprint", "occurrence": number, "date": day}
            for number, day in ((1, "2026-03-09"), (2, "2026-03-16"))
        ]
        fulfilled = [{"responsibility": "remarks", "occurrence": 1, "date": "2026-03-12"}]
        first, second = delays(
            "2026-03-20", more, milestones_reached=reached, fulfilments=fulfilled
        )
        assert (first.occurrence, str(first.due), first.working_days) == (1, "2026-03-11", 1)
        assert (second.occurrence, str(second.due), second.state) == (
            2,
            "2026-03-19",
            OwedState.LATE,
        )
        assert (first.reminders.sent, second.reminders.sent) == (0, 1)


class TestReasons:
    def event(self, party: str, first: str, last: str | None, *affects: str) -> dict[str, Any]:
        ends = {} if last is None else {"ends_on": last}
        about = {"party": party, "affects": list(affects), "reason": f"{party}, {first}"}
        return about | ends | {"starts_on": first, "date": first, "evidence": [f"note of {first}"]}

    def test_delays_on_record_give_the_reasons(self) -> None:
        events = [
            self.event("client", "2026-03-16", "2026-03-16", "photos"),  # before it was late
            self.event("client", "2026-03-18", "2026-03-19", "design"),
            self.event("provider", "2026-03-23", None, "design"),  # not about the photographs
            self.event("third_party", "2026-03-24", "2026-03-30", "photos"),
        ]
        found = one("2026-03-25", delay_events=events)
        assert found.reasons == ("client, 2026-03-18", "third_party, 2026-03-24")
        assert found.evidence == ("note of 2026-03-18", "note of 2026-03-24")
        assert found.entries == ("delay_events-1", "delay_events-3")

    def test_days_that_another_side_held_it_up_are_excused_once_each(self) -> None:
        events = [
            self.event("provider", "2026-03-10", "2026-03-18", "photos"),
            self.event("third_party", "2026-03-18", "2026-03-19", "photos"),
            self.event("provider", "2026-03-24", None, "photos"),
            self.event("client", "2026-03-23", "2026-03-23", "photos"),
        ]
        found = one("2026-03-25", delay_events=events)
        # late on 18, 19, 23, 24 and 25 March; held up by others on 18, 19, 24 and 25
        assert (found.working_days, found.excused_days) == (5, 4)


class TestNotice:
    TERMS = decode(DelayTerms, {"notice_within": "2 working days", "in_writing": True})
    STRICT = decode(DelayTerms, {"notice_within": "2 working days", "notice_required": True})

    @pytest.mark.parametrize(
        ("at", "given", "state"),
        [
            # the delay begins on Tuesday the 17th; in Berlin Thursday the 19th ends at 23:00 UTC
            ("2026-03-19T22:59:59+00:00", None, NoticeState.DUE),
            ("2026-03-19T23:00:00+00:00", None, NoticeState.OVERDUE),
            ("2026-04-01T12:00:00+00:00", "2026-03-19T22:59:59+00:00", NoticeState.GIVEN),
            ("2026-04-01T12:00:00+00:00", "2026-03-19T23:00:00+00:00", NoticeState.GIVEN_LATE),
            ("2026-03-18T12:00:00+00:00", "2026-03-19T12:00:00+00:00", NoticeState.DUE),
        ],
    )
    def test_by_the_instant(self, at: str, given: str | None, state: NoticeState) -> None:
        found = delay_notice(
            self.TERMS,
            [] if given is None else [dt.datetime.fromisoformat(given)],
            begins=dt.date(2026, 3, 17),
            calendar=OURS,
            at=dt.datetime.fromisoformat(at),
        )
        assert (found.state, found.in_writing, found.required) == (state, True, False)
        assert str(found.counts_from) == "2026-03-17"

    def test_hours_count_from_the_end_of_the_first_day(self) -> None:
        terms = decode(DelayTerms, {"notice_within": "24 hours"})
        found = delay_notice(
            terms, [], begins=dt.date(2026, 3, 17), calendar=OURS, at=at_noon("2026-03-18")
        )
        assert found.due_at == dt.datetime(2026, 3, 18, 23, tzinfo=dt.UTC)

    def test_where_none_is_agreed(self) -> None:
        for terms in (None, DelayTerms()):
            found = delay_notice(
                terms, [], begins=dt.date(2026, 3, 17), calendar=OURS, at=at_noon("2026-03-30")
            )
            assert (found.state, found.due_at) == (NoticeState.NOT_AGREED, None)
        given = delay_notice(
            None,
            [at_noon("2026-03-29")],
            begins=dt.date(2026, 3, 17),
            calendar=OURS,
            at=at_noon("2026-03-30"),
        )
        assert given.state is NoticeState.GIVEN

    def test_required_without_a_term_it_is_due_on_the_first_day(self) -> None:
        terms = decode(DelayTerms, {"notice_required": True})
        states = [
            delay_notice(
                terms, [], begins=dt.date(2026, 3, 17), calendar=OURS, at=at_noon(day)
            ).state
            for day in ("2026-03-17", "2026-03-18")
        ]
        assert states == [NoticeState.DUE, NoticeState.OVERDUE]

    @pytest.mark.parametrize(
        ("given", "uncounted"), [("2026-03-18", 0), ("2026-03-24", 3), (None, 5)]
    )
    def test_days_before_due_notice_are_counted_apart(
        self, given: str | None, uncounted: int
    ) -> None:
        notified = {} if given is None else {"photos": [at_noon(given)]}
        more = {
            "delays": {"notice_within": "2 working days", "notice_required": True},
            "notified": notified,
        }
        found = one("2026-03-25", more)
        assert (found.working_days, found.uncounted_days) == (5, uncounted)
        assert found.notice is not None
        assert found.notice.required
        lenient = one("2026-03-25", more | {"delays": {"notice_within": "2 working days"}})
        assert lenient.uncounted_days == 0


class TestReminders:
    AGREED = decode(Reminders, {"before": "2 working days", "every": "2 working days", "times": 2})
    DUE = dt.date(2026, 3, 20)

    def plan(self, at: str, *sent: str, agreed: Reminders | None = AGREED) -> tuple[Any, ...]:
        found = reminder_plan(
            agreed,
            [at_noon(day) for day in sent],
            due=self.DUE,
            calendar=OURS,
            at=at_noon(at),
        )
        return found.state.value, str(found.next_on or found.escalates_on), found.sent

    @pytest.mark.parametrize(
        ("at", "sent", "expected"),
        [
            ("2026-03-17", (), ("later", "2026-03-18", 0)),
            ("2026-03-18", (), ("today", "2026-03-18", 0)),
            ("2026-03-19", (), ("today", "2026-03-19", 0)),  # left out the day before
            ("2026-03-19", ("2026-03-18",), ("later", "2026-03-20", 1)),
            ("2026-03-20", ("2026-03-18",), ("today", "2026-03-20", 1)),
            ("2026-03-20", ("2026-03-18", "2026-03-20"), ("waiting", "2026-03-24", 2)),
            ("2026-03-23", ("2026-03-18", "2026-03-20"), ("waiting", "2026-03-24", 2)),
            ("2026-03-24", ("2026-03-18", "2026-03-20"), ("escalate", "2026-03-24", 2)),
            # both sent early: nothing is escalated before it is late
            ("2026-03-20", ("2026-03-11", "2026-03-12"), ("waiting", "2026-03-23", 2)),
            ("2026-03-23", ("2026-03-11", "2026-03-12"), ("escalate", "2026-03-23", 2)),
            ("2026-03-17", ("2026-03-18",), ("later", "2026-03-18", 0)),  # not sent yet
        ],
    )
    def test_from_the_first_to_the_last(
        self, at: str, sent: tuple[str, ...], expected: tuple[Any, ...]
    ) -> None:
        assert self.plan(at, *sent) == expected

    def test_what_is_left_out(self) -> None:
        nothing = Reminders()
        assert self.plan("2026-03-20", agreed=nothing) == ("later", "2026-03-23", 0)
        assert self.plan("2026-03-23", agreed=nothing) == ("today", "2026-03-23", 0)
        once = self.plan("2026-03-24", "2026-03-23", agreed=nothing)
        assert once == ("escalate", "2026-03-24", 1)
        ever = decode(Reminders, {"every": "1 week"})
        many = ["2026-03-23", "2026-03-30", "2026-04-07"]
        assert self.plan("2026-04-13", *many, agreed=ever) == ("later", "2026-04-14", 3)
        twice = decode(Reminders, {"times": 2})
        assert self.plan("2026-03-24", "2026-03-23", agreed=twice) == ("today", "2026-03-24", 1)

    def test_where_there_is_nothing_to_go_by(self) -> None:
        assert self.plan("2026-03-23", agreed=None)[0] == "not_agreed"
        found = reminder_plan(self.AGREED, [], due=None, calendar=OURS, at=at_noon("2026-03-23"))
        assert found.state is ReminderState.NO_DATE
