import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import (
    InvalidArgumentError,
    InvalidModelError,
    InvalidValueError,
    Term,
    decode,
    to_data,
)
from clientkit.worktime import (
    ClockEvent,
    ClockSegment,
    ClockState,
    WaitingFor,
    WorkingCalendar,
    add_working_time,
    run_clock,
    working_time_between,
)
from clientkit.worktime.stopwatch import clock_of
from clientkit.worktime.zones import microseconds

from .oracle import MINUTE, questions

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": WEEK})


def at(text):
    """A moment of April 2026 in Berlin, such as '17 09:00'."""
    return dt.datetime.fromisoformat(f"2026-04-{text.replace(' ', 'T')}").replace(tzinfo=BERLIN)


def event(kind, text, party=None, reason=None):
    return ClockEvent(kind=kind, at=at(text), party=party, reason=reason)


def hours(count):
    return dt.timedelta(hours=count)


@st.composite
def histories(draw):
    """A calendar, a start, and what happened after it, in minutes."""
    calendar, _, start, _ = draw(questions())
    kinds = st.sampled_from(["pause", "resume", "stop", "reopen"])
    told = [ClockEvent(kind="start", at=start)]
    for minutes, kind in draw(st.lists(st.tuples(st.integers(0, 4000), kinds), max_size=8)):
        party = draw(st.sampled_from(WaitingFor)) if kind == "pause" else None
        told.append(ClockEvent(kind=kind, at=start + minutes * MINUTE, party=party))
    return calendar, told, start + draw(st.integers(0, 6000)) * MINUTE


class TestLaws:
    @given(histories(), st.randoms(use_true_random=False))
    def test_the_order_of_events_does_not_matter(self, history, random):
        calendar, told, now = history
        shuffled = random.sample(told, len(told))
        one = run_clock(calendar, told, at=now, target=hours(5))
        other = run_clock(calendar, shuffled, at=now, target=hours(5))
        assert one == other
        assert one.segments == other.segments

    @given(histories())
    def test_what_is_told_twice_counts_once(self, history):
        calendar, told, now = history
        one = run_clock(calendar, told, at=now, target=hours(5))
        twice = run_clock(calendar, [*told, *told], at=now, target=hours(5))
        assert (one.elapsed, one.due, one.state) == (twice.elapsed, twice.due, twice.state)

    @given(histories(), st.integers(0, 1000), st.integers(0, 1000))
    def test_a_pause_never_makes_a_deadline_earlier(self, history, begin, length):
        calendar, told, now = history
        told = [one for one in told if one.kind.value == "start"]
        start = told[0].at
        paused = [
            *told,
            ClockEvent(kind="pause", at=start + begin * MINUTE, party="client"),
            ClockEvent(kind="resume", at=start + (begin + length) * MINUTE),
        ]
        plain = run_clock(calendar, told, at=now, target=hours(5))
        assert run_clock(calendar, paused, at=now, target=hours(5)).due >= plain.due

    @given(histories())
    def test_segments_follow_one_another_and_add_up(self, history):
        calendar, told, now = history
        clock = run_clock(calendar, told, at=now)
        segments = clock.segments
        for one, after in itertools.pairwise(segments):
            assert one.ends_at == after.starts_at
            assert one.starts_at.timestamp() < one.ends_at.timestamp()
        running = [one for one in segments if one.state is ClockState.RUNNING]
        counted = sum(one.ends_at.timestamp() - one.starts_at.timestamp() for one in running)
        assert counted == clock.elapsed.total_seconds()
        for one in segments:
            assert decode(ClockSegment, to_data(one)).state is one.state

    @given(histories(), st.integers(0, 900))
    def test_due_is_where_the_target_is_reached(self, history, minutes):
        """Asked at its deadline, a clock that runs on has counted its target."""
        calendar, told, now = history
        clock = run_clock(calendar, told, at=now, target=minutes * MINUTE)
        if clock.breached_since is not None:
            then = run_clock(calendar, told, at=clock.due, target=minutes * MINUTE)
            assert then.elapsed == clock.target
            assert then.breached_since is None
        else:
            assert clock.remaining >= dt.timedelta()

    @given(questions())
    def test_elapsed_leads_back(self, question):
        calendar, _, start, now = question
        start, now = sorted((start, now))
        clock = run_clock(calendar, [ClockEvent(kind="start", at=start)], at=now)
        assert clock.elapsed == working_time_between(calendar, start, now)
        if clock.state is ClockState.RUNNING:
            assert add_working_time(calendar, start, clock.elapsed).timestamp() == now.timestamp()


class TestOneIssue:
    told = (
        event("start", "16 15:00"),
        event("pause", "16 16:00", "client", "asked for the log"),
        event("pause", "17 10:00", "third_party", "asked the host"),
        event("resume", "17 12:00"),
        event("stop", "17 14:00", reason="fixed"),
        event("reopen", "20 10:00"),
    )

    def clock(self, text, target=None):
        return run_clock(OFFICE, self.told, at=at(text), target=target)

    def test_segments(self):
        shown = [
            (
                one.state.value,
                one.starts_at.strftime("%d %H:%M"),
                one.party and one.party.value,
                one.reason,
            )
            for one in self.clock("20 18:00").segments
        ]
        assert shown == [
            ("running", "16 15:00", None, None),
            ("paused", "16 16:00", "client", "asked for the log"),
            ("paused", "17 10:00", "third_party", "asked the host"),
            ("running", "17 12:00", None, None),
            ("stopped", "17 14:00", None, "fixed"),
            ("running", "20 10:00", None, None),
            ("outside_hours", "20 17:00", None, None),
        ]

    @pytest.mark.parametrize(
        ("text", "state", "elapsed"),
        [
            ("16 14:59", ClockState.NOT_STARTED, 0),
            ("16 15:00", ClockState.RUNNING, 0),
            ("16 16:00", ClockState.PAUSED, 60),
            ("17 12:00", ClockState.RUNNING, 60),
            ("17 14:00", ClockState.STOPPED, 180),
            ("20 09:59", ClockState.STOPPED, 180),
            ("20 10:00", ClockState.RUNNING, 180),
            ("20 17:00", ClockState.OUTSIDE_HOURS, 600),
        ],
    )
    def test_states(self, text, state, elapsed):
        clock = self.clock(text)
        assert clock.state is state
        assert clock.elapsed == elapsed * MINUTE
        assert clock.remaining is clock.due is clock.breached_since is None

    def test_the_working_part_of_a_pause_is_split_by_party(self):
        clock = self.clock("20 18:00")
        assert clock.paused(WaitingFor.CLIENT) == hours(2)
        assert clock.paused(WaitingFor.THIRD_PARTY) == hours(2)
        assert clock.paused(WaitingFor.AGREED_HOLD) == hours(0)
        assert clock.paused() == hours(4)

    def test_due_and_breach_at_the_very_moment(self):
        late = dt.timedelta(microseconds=1)
        due = at("17 13:00")
        for now, breached in ((due, None), (due + late, due)):
            clock = run_clock(OFFICE, self.told, at=now, target=hours(2))
            assert clock.due == due
            assert clock.breached_since == breached
        assert run_clock(OFFICE, self.told, at=due, target=hours(2)).remaining == hours(0)

    def test_a_stop_at_the_deadline_meets_it(self):
        met = self.clock("19 12:00", hours(3))
        assert (met.due, met.breached_since, met.stopped_at) == (
            at("17 14:00"),
            None,
            at("17 14:00"),
        )
        missed = self.clock("19 12:00", hours(3) - MINUTE)
        assert missed.breached_since == at("17 13:59")

    def test_who_is_waited_for(self):
        assert self.clock("16 16:30").waiting_for is WaitingFor.CLIENT
        assert self.clock("17 11:00").waiting_for is WaitingFor.THIRD_PARTY
        assert self.clock("17 13:00").waiting_for is None
        assert self.clock("16 14:00").waiting_for is None

    def test_due_of_a_pause_moves_with_it(self):
        assert self.clock("16 16:30", hours(2)).due == at("17 09:30")
        assert self.clock("17 09:30", hours(2)).due == at("17 10:30")

    def test_before_the_start_there_is_nothing(self):
        clock = self.clock("16 14:59", Term.parse("1 working day"))
        assert clock.segments == ()
        assert clock.started_at is clock.due is clock.stopped_at is None
        assert self.clock("16 15:00").started_at == at("16 15:00")


class TestTargets:
    started = (event("start", "17 15:00"),)
    held = (*started, event("pause", "17 16:00", "client"), event("resume", "20 10:00"))

    @pytest.mark.parametrize(
        ("target", "due", "held"),
        [
            ("4 working hours", "20 11:00", "20 13:00"),
            ("2 working hours", "17 17:00", "20 11:00"),
            ("1 working day", "20 17:00", "21 11:00"),
            ("4 hours", "17 19:00", "20 13:00"),
            ("1 day", "18 15:00", "21 09:00"),
            ("0 working minutes", "17 15:00", "17 15:00"),
        ],
    )
    def test_terms(self, target, due, held):
        now, term = at("20 10:00"), Term.parse(target)
        assert run_clock(OFFICE, self.started, at=now, target=term).due == at(due)
        assert run_clock(OFFICE, self.held, at=now, target=term).due == at(held)

    def test_day_and_night_clocks_have_no_closed_hours(self):
        clock = run_clock(OFFICE, self.started, at=at("18 15:00"), target=Term.parse("2 days"))
        assert clock.state is ClockState.RUNNING
        assert clock.elapsed == hours(24)
        assert [one.state for one in clock.segments] == [ClockState.RUNNING]

    @pytest.mark.parametrize("target", [-hours(1), 4, "4 working hours"])
    def test_what_is_no_target(self, target):
        with pytest.raises(InvalidValueError):
            run_clock(OFFICE, self.started, at=at("18 15:00"), target=target)


@given(histories())
def test_stretches_alone_make_the_same_clock(history):
    calendar, told, now = history
    clock = run_clock(calendar, told, at=now, target=hours(5))
    again = clock_of(calendar, clock._stretches, now=microseconds(now), target=hours(5))
    assert again == clock


def test_what_changes_nothing():
    told = [
        event("resume", "16 09:00"),
        event("pause", "16 09:00", "client"),
        event("stop", "16 09:30"),
        event("reopen", "16 09:30"),
        event("start", "16 10:00"),
        event("resume", "16 11:00"),
        event("start", "16 12:00"),
        event("stop", "16 13:00"),
        event("pause", "16 14:00", "client"),
        event("start", "16 14:00"),
    ]
    clock = run_clock(OFFICE, told, at=at("16 16:00"))
    assert (clock.state, clock.elapsed) == (ClockState.STOPPED, hours(3))


def test_at_one_moment_waiting_passes_on():
    told = [
        event("start", "16 09:00"),
        event("pause", "16 10:00", "client"),
        event("pause", "16 12:00", "third_party"),
        event("resume", "16 12:00"),
    ]
    assert run_clock(OFFICE, told, at=at("16 13:00")).waiting_for is WaitingFor.THIRD_PARTY


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ("pause resume", ClockState.RUNNING),
        ("stop reopen", ClockState.RUNNING),
        ("pause resume stop", ClockState.STOPPED),
        ("pause resume stop reopen", ClockState.RUNNING),
        ("pause pause resume", ClockState.PAUSED),
    ],
)
def test_events_of_one_moment_come_as_they_are_possible(kinds, state):
    start = event("start", "16 09:00")
    for order in itertools.permutations(kinds.split()):
        told = [
            start,
            *(event(kind, "16 10:00", "client" if kind == "pause" else None) for kind in order),
        ]
        clock = run_clock(OFFICE, told, at=at("16 12:00"))
        assert clock.state is state
        assert clock.elapsed == hours(3 if state is ClockState.RUNNING else 1)


def test_a_pause_names_whom_it_waits_for_and_nothing_else_does():
    for values in ({"kind": "pause"}, {"kind": "resume", "party": "client"}):
        with pytest.raises(InvalidModelError) as caught:
            ClockEvent(at=at("16 09:00"), **values)
        assert [one.code for one in caught.value.findings] == ["clock.party-of-pause"]


@pytest.mark.parametrize(
    ("events", "message"),
    [
        (None, "events is None; expected several ClockEvents"),
        ([{"kind": "start"}], r"events\[0\] is {'kind': 'start'}; expected a ClockEvent"),
        ("start", r"events\[0\] is 's'; expected a ClockEvent"),
    ],
)
def test_events_of_another_kind_are_refused(events, message) -> None:
    at = dt.datetime(2026, 9, 3, tzinfo=dt.UTC)
    with pytest.raises(InvalidArgumentError, match=message):
        run_clock(OFFICE, events, at=at)
    with pytest.raises(InvalidArgumentError, match="party is 'client'; expected a WaitingFor"):
        run_clock(OFFICE, [], at=at).paused("client")
