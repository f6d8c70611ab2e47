"""Clocks set beside what other helpdesks document and test.

Each table names the project that its facts (instants in, instants out) were taken from. Where a
project counts otherwise than DESIGN section 5 says, the case shows ours, and a comment theirs.
"""

import datetime as dt

import pytest

from clientkit.base import Term
from clientkit.escalation import ClockOutcome, EscalationPolicy, IssueParty, issue_clocks
from clientkit.worktime import ClockEvent, run_clock

from .telling import agreed, calendar, clock, history, instant, opened, within

MET, BREACHED, PENDING = ClockOutcome.MET, ClockOutcome.BREACHED, ClockOutcome.PENDING


def asked(hours, plan, start, events, at, zone="UTC", **values):
    """The clocks of an issue; a time alone is on the day on which it was opened."""
    day = start[:10]
    told = history(events, day, zone)
    moment = instant(at if "-" in at else f"{day} {at}", zone)
    return issue_clocks(opened(start, zone, **values), told, plan, hours, at=moment)


def due(found, zone="UTC"):
    return found.due.astimezone(instant("2026-01-01 00:00", zone).tzinfo).strftime("%m-%d %H:%M:%S")


# Zammad: spec/models/ticket/escalation_examples.rb, test/unit/ticket_sla_test.rb.
# Times are UTC, opening hours are those of Berlin.

ZAMMAD = calendar("08:00-18:00", days=5, timezone="Europe/Berlin")
HOUR_BY_HOUR = agreed(within(60, 120, 180))


@pytest.mark.parametrize(
    ("events", "at", "first", "update", "resolution"),
    [
        ("", "09:30", "10:30", "11:30", "12:30"),
        ("10:00 ours", "10:00", "10:30", "11:30", "12:30"),
        ("14:00 ours", "14:00", "10:30", "11:30", "12:30"),
        ("12:00 ours; 12:05 theirs", "12:06", "10:30", "14:05", "12:30"),
        ("10:00 theirs; 11:00 theirs", "11:10", "10:30", "11:30", "12:30"),
        ("10:00 ours; 10:10 ours; 10:20 theirs; 10:25 theirs", "10:30", "10:30", "12:20", "12:30"),
    ],
)
def test_zammad_deadlines(events, at, first, update, resolution) -> None:
    start = "2013-03-21 09:30"
    found = asked(ZAMMAD, HOUR_BY_HOUR, start, f"09:30 theirs; {events}", at)
    clocks = found.first_response, found.update, found.resolution
    assert [due(one) for one in clocks] == [f"03-21 {t}:00" for t in (first, update, resolution)]


@pytest.mark.parametrize(
    ("kind", "events", "elapsed", "left"),
    [
        ("first_response", "10:00 ours", 30, 30),
        ("first_response", "14:00 ours", 270, -210),
        ("update", "11:00 ours", 90, 30),
        ("update", "12:00 ours", 150, -30),
        # Zammad keeps the longest exchange; here the clock is that of the last one,
        ("update", "12:00 ours; 12:05 theirs; 12:10 ours", 5, 115),
        ("resolution", "11:30 resolved", 120, 60),
        ("resolution", "13:00 resolved", 210, -30),
    ],
)
def test_zammad_minutes_used_and_left(kind, events, elapsed, left) -> None:
    start = "2013-03-21 09:30"
    found = asked(ZAMMAD, HOUR_BY_HOUR, start, f"09:30 theirs; {events}", "15:00")
    one = getattr(found, kind)
    assert one.elapsed == dt.timedelta(minutes=elapsed)
    assert one.remaining == dt.timedelta(minutes=left)
    assert one.outcome is (BREACHED if left < 0 else MET)


def test_zammad_the_longest_exchange_is_kept_where_it_was_late() -> None:
    events = "09:30 theirs; 12:00 ours; 12:05 theirs; 12:10 ours"
    found = asked(ZAMMAD, HOUR_BY_HOUR, "2013-03-21 09:30", events, "15:00")
    assert [one.elapsed for one in found.late_updates] == [dt.timedelta(minutes=150)]


ZAMMAD_DAILY = calendar("09:00-18:00", timezone="Europe/Berlin")


@pytest.mark.parametrize(
    ("events", "at", "kind", "expected"),
    [
        # a wait and a closed stretch of 45 minutes together
        ("09:30 waiting; 09:45 resumed; 10:00 resolved; 10:30 reopened", "10:31", "first_response",
         "06-04 11:45:00"),
        # the last hour ends at the closing (16:00 UTC); Zammad says the next opening, since 2020
        ("10:00 waiting; 15:00 resumed", "15:00", "first_response", "06-04 16:00:00"),
        ("10:00 waiting; 15:00 resumed", "15:00", "resolution", "06-05 09:10:00"),
        ("10:00 waiting; 15:01 resumed", "15:01", "first_response", "06-05 07:01:00"),
    ],
)  # fmt: skip
def test_zammad_suspended(events, at, kind, expected) -> None:
    plan = agreed(within(120, 180, 250))
    found = asked(ZAMMAD_DAILY, plan, "2013-06-04 09:00", events, at)
    assert due(getattr(found, kind)) == expected


@pytest.mark.parametrize(
    ("solution", "events", "elapsed", "left"),
    [
        (250, "10:00 waiting; 10:30 resumed; 10:45 ours; 12:00 resolved", 150, 100),
        (240, "09:00 waiting; 12:00 resolved", 0, 240),
        (240, "09:00 waiting; 10:30 resumed; 11:00 waiting; 12:00 resolved", 30, 210),
        (240, "09:00 waiting; 10:30 resumed; 11:00 waiting; 11:30 resumed; 12:00 resolved",
         60, 180),
    ],
)  # fmt: skip
def test_zammad_solved_with_waits(solution, events, elapsed, left) -> None:
    plan = agreed(within(120, 180, solution))
    found = asked(ZAMMAD_DAILY, plan, "2013-06-04 09:00", events, "12:00").resolution
    assert (found.elapsed, found.outcome) == (dt.timedelta(minutes=elapsed), MET)
    assert found.remaining == dt.timedelta(minutes=left)


def test_zammad_the_response_before_the_solution_leaves_out_the_wait() -> None:
    events = "10:00 waiting; 10:30 resumed; 10:45 ours"
    found = asked(ZAMMAD_DAILY, agreed(within(120)), "2013-06-04 09:00", events, "11:00")
    assert found.first_response.elapsed == dt.timedelta(minutes=75)
    assert found.first_response.remaining == dt.timedelta(minutes=45)


@pytest.mark.parametrize(
    ("start", "first", "update", "resolution"),
    [
        ("2013-03-21 09:30", "03-21 11:30", "03-21 12:30", "03-21 13:30"),  # winter time
        ("2013-10-21 09:30", "10-21 11:30", "10-21 12:30", "10-21 13:30"),  # summer time
        ("2013-10-21 05:30", "10-21 08:00", "10-21 09:00", "10-21 10:00"),  # before it opens
        ("2015-09-21 14:30", "09-23 07:30", "09-23 08:30", "09-23 09:30"),  # over a holiday
    ],
)
def test_zammad_zones_and_holidays(start, first, update, resolution) -> None:
    hours = calendar("08:00-17:00", timezone="Europe/Berlin", holidays=["2015-09-22"])
    found = asked(hours, agreed(within(120, 180, 240)), start, f"{start} theirs", start)
    clocks = found.first_response, found.update, found.resolution
    assert [due(one) for one in clocks] == [f"{t}:00" for t in (first, update, resolution)]


LONG = "2016-11-01 13:56:21"


@pytest.mark.parametrize(
    ("events", "at", "kind", "expected"),
    [
        ("", LONG, "first_response", "11-02 09:00:00"),
        ("", LONG, "update", "11-03 15:00:00"),
        ("15:25:40 ours; 15:25:40 waiting; 15:59:14 resumed; 15:59:14 theirs",
         "2016-11-01 15:59:14", "update", "11-03 15:00:00"),
        # six days of waiting begin and end within it; Zammad rounds to the minute
        (("15:25:40 ours; 15:25:40 waiting; 15:59:14 resumed; 15:59:14 theirs; 15:59:58 waiting; "
         "2016-11-07 13:26:36 resumed; 13:26:36 theirs"),
         "2016-11-07 13:26:36", "update", "11-09 09:26:36"),
        (("15:25:40 ours; 15:25:40 waiting; 15:59:14 resumed; 15:59:14 theirs; 15:59:58 waiting; "
         "2016-11-07 13:26:36 resumed; 13:26:36 theirs; 14:26:36 theirs"),
         "2016-11-07 14:26:36", "update", "11-09 09:26:36"),
    ],
)  # fmt: skip
def test_zammad_a_week_with_a_holiday(events, at, kind, expected) -> None:
    hours = calendar("08:00-20:00", days=5, timezone="Europe/Berlin", holidays=["2016-11-01"])
    told = f"13:56:21 theirs; {events}"
    found = asked(hours, agreed(within(120, 1200)), LONG, told, at)
    assert due(getattr(found, kind)) == expected


@pytest.mark.parametrize(
    ("hours", "first", "update"),
    [("08:00-20:00", "08:00", "09:00"), ("04:00-20:00", "04:00", "05:00")],
)
def test_zammad_another_calendar_moves_what_was_not_reached(hours, first, update) -> None:
    """Nothing is stored, so that nothing has to be computed anew."""
    week = calendar(hours, days=5, timezone="Europe/Berlin", holidays=["2016-11-01"])
    found = asked(week, agreed(within(60, 120)), LONG, "13:56:21 theirs", LONG)
    assert due(found.first_response) == f"11-02 {first}:00"
    assert due(found.update) == f"11-02 {update}:00"


# Zammad: spec/lib/escalation_spec.rb. New, open after 1:00, waiting after 1:30, closed after 2:00.

ROUND_THE_CLOCK = calendar()
LIFE = "01:30 waiting; 02:00 resolved"


@pytest.mark.parametrize(
    ("events", "kind", "elapsed", "left"),
    [
        (f"01:15 ours; {LIFE}", "first_response", 75, -15),
        (f"00:59 theirs; 01:00 ours; {LIFE}", "update", 1, 59),
        ("00:00 theirs; 00:10 ours", "update", 10, 50),
        ("00:00 theirs; 00:10 ours; 00:20 theirs; 00:25 ours", "update", 5, 55),
        (LIFE, "resolution", 90, -15),
    ],
)
def test_zammad_around_the_clock(events, kind, elapsed, left) -> None:
    plan = agreed(within(60, 60, 75))
    found = getattr(asked(ROUND_THE_CLOCK, plan, "2026-09-03 00:00", events, "04:00"), kind)
    assert found.elapsed == dt.timedelta(minutes=elapsed)
    assert found.remaining == dt.timedelta(minutes=left)


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [("00:00", "04:00", 90), ("00:30", "02:00", 60), ("00:00", "00:30", 30), ("02:00", "04:00", 0)],
)
def test_zammad_working_minutes_of_a_period(start, end, counted) -> None:
    """What was counted within a period is the difference of two clocks."""
    found = [
        asked(ROUND_THE_CLOCK, EscalationPolicy(), "2026-09-03 00:00", LIFE, at).resolution.elapsed
        for at in (start, end)
    ]
    assert found[1] - found[0] == dt.timedelta(minutes=counted)


def test_zammad_a_message_of_ours_starts_no_update_clock() -> None:
    found = asked(
        ROUND_THE_CLOCK, agreed(within(60, 60)), "2026-09-03 00:00", "00:10 ours", "01:00"
    )
    assert found.update.outcome is ClockOutcome.NOT_STARTED


def test_zammad_a_priority_without_targets_has_no_deadlines() -> None:
    found = asked(ZAMMAD, HOUR_BY_HOUR, "2013-03-21 09:30", "10:00 priority 3", "10:30")
    assert found.next_due is None
    assert found.first_response.outcome is ClockOutcome.UNKNOWN


# ERPNext: erpnext/support/doctype/issue/test_issue.py. Monday to Friday, 10:00 to 18:00.

ERPNEXT = calendar("10:00-18:00", days=5, holidays=["2019-03-05"])


@pytest.mark.parametrize(
    ("start", "targets", "response", "resolution"),
    [
        ("2019-03-04 12:00", (120, 180), "03-04 14:00", "03-04 15:00"),
        ("2019-03-04 12:00", (240, 360), "03-04 16:00", "03-04 18:00"),
        ("2019-03-04 07:00", (240, 360), "03-04 14:00", "03-04 16:00"),
        ("2019-03-04 20:00", (240, 360), "03-06 14:00", "03-06 16:00"),
        ("2019-03-04 14:00", (240, 360), "03-04 18:00", "03-06 12:00"),
    ],
)
def test_erpnext_deadlines(start, targets, response, resolution) -> None:
    plan = agreed(within(targets[0], None, targets[1]))
    found = asked(ERPNEXT, plan, start, "", start)
    assert due(found.first_response) == f"{response}:00"
    assert due(found.resolution) == f"{resolution}:00"


MONDAY, FRIDAY = "2021-06-28", "2021-06-25"


@pytest.mark.parametrize(
    ("start", "answer", "hours"),
    [
        # the same day; where nothing counts, ERPNext says one second
        (f"{MONDAY} 11:00", f"{MONDAY} 12:00", 1), (f"{MONDAY} 12:00", f"{MONDAY} 20:00", 6),
        (f"{MONDAY} 06:00", f"{MONDAY} 12:00", 2), (f"{MONDAY} 19:00", f"{MONDAY} 20:00", 0),
        ("2021-06-27 10:00", "2021-06-27 11:00", 0),
        # the next day
        (f"{MONDAY} 06:00", "2021-06-29 06:00", 8), (f"{MONDAY} 06:00", "2021-06-29 11:00", 9),
        (f"{MONDAY} 06:00", "2021-06-29 20:00", 16), (f"{FRIDAY} 06:00", "2021-06-26 11:00", 8),
        (f"{MONDAY} 12:00", "2021-06-29 06:00", 6), (f"{MONDAY} 12:00", "2021-06-29 11:00", 7),
        (f"{MONDAY} 12:00", "2021-06-29 20:00", 14), (f"{FRIDAY} 12:00", "2021-06-26 11:00", 6),
        (f"{MONDAY} 20:00", "2021-06-29 06:00", 0), (f"{MONDAY} 20:00", "2021-06-29 11:00", 1),
        (f"{MONDAY} 20:00", "2021-06-29 20:00", 8), (f"{FRIDAY} 20:00", "2021-06-26 11:00", 0),
        # days later
        (f"{MONDAY} 06:00", "2021-07-01 06:00", 24), (f"{MONDAY} 06:00", "2021-07-01 11:00", 25),
        (f"{MONDAY} 06:00", "2021-07-01 20:00", 32), (f"{FRIDAY} 06:00", "2021-06-27 11:00", 8),
        (f"{MONDAY} 12:00", "2021-07-01 06:00", 22), (f"{MONDAY} 12:00", "2021-07-01 11:00", 23),
        (f"{MONDAY} 12:00", "2021-07-01 20:00", 30), (f"{FRIDAY} 12:00", "2021-06-27 11:00", 6),
        (f"{MONDAY} 20:00", "2021-07-01 06:00", 16), (f"{MONDAY} 20:00", "2021-07-01 11:00", 17),
        (f"{MONDAY} 20:00", "2021-07-01 20:00", 24), (f"{FRIDAY} 20:00", "2021-06-27 11:00", 0),
    ],
)  # fmt: skip
def test_erpnext_time_to_the_first_response(start, answer, hours) -> None:
    found = asked(ERPNEXT, agreed(within(240)), start, f"{answer} ours", "2021-07-02 12:00")
    assert found.first_response.elapsed == dt.timedelta(hours=hours)
    assert found.first_response.outcome is (MET if hours <= 4 else BREACHED)


def test_erpnext_a_hold_before_it_opens_moves_nothing() -> None:
    """ERPNext adds the hold as it is, and says 16:45."""
    events = "04:00 theirs; 04:15 ours; 04:15 waiting; 05:00 resumed; 05:00 theirs"
    plan = agreed(within(240, None, 360))
    found = asked(ERPNEXT, plan, "2020-03-04 04:00", events, "05:05")
    assert due(found.resolution) == "03-04 16:00:00"
    client = [one for one in found.ball if one.party is IssueParty.CLIENT]
    assert [one.elapsed for one in client] == [dt.timedelta(minutes=45)]
    assert found.time_of(IssueParty.CLIENT) == dt.timedelta()


# Frappe Helpdesk: hd_ticket/test_hd_ticket.py. Monday to Friday, 10:00 to 18:00; 7 September 2026
# is a Monday. High: 1 and 4 hours, urgent: 30 minutes and 2 hours, low: 24 and 72 hours.

FRAPPE = calendar("10:00-18:00", days=5, holidays=["2026-09-17", "2026-09-18", "2026-09-25"])
HIGH, URGENT, LOW = (
    agreed(within(first, None, last)) for first, last in ((60, 240), (30, 120), (1440, 4320))
)


@pytest.mark.parametrize(
    ("plan", "start", "response", "resolution"),
    [
        (HIGH, "2026-09-07 10:00", "09-07 11:00", "09-07 14:00"),
        (HIGH, "2026-09-07 08:00", "09-07 11:00", "09-07 14:00"),
        (URGENT, "2026-09-07 20:00", "09-08 10:30", "09-08 12:00"),
        (LOW, "2026-08-29 15:00", "09-02 18:00", "09-10 18:00"),  # a Saturday; at two closings
        (URGENT, "2026-09-11 17:00", "09-11 17:30", "09-14 11:00"),
        (HIGH, "2026-09-11 19:00", "09-14 11:00", "09-14 14:00"),
        (URGENT, "2026-09-17 15:00", "09-21 10:30", "09-21 12:00"),  # two holidays, a weekend
    ],
)
def test_frappe_deadlines(plan, start, response, resolution) -> None:
    found = asked(FRAPPE, plan, start, "", start)
    assert due(found.first_response) == f"{response}:00"
    assert due(found.resolution) == f"{resolution}:00"


@pytest.mark.parametrize(
    ("plan", "start", "events", "at", "expected"),
    [
        (HIGH, "2026-09-07 12:00", "12:30 waiting; 13:00 resumed", "13:00", "09-07 16:30:00"),
        # held for an hour it ends at the closing, for a second more on the next day
        (URGENT, "2026-09-10 15:00", "15:30 waiting; 16:30 resumed", "16:30", "09-10 18:00:00"),
        (URGENT, "2026-09-10 15:00", "15:30 waiting; 16:30:01 resumed", "17:00", "09-11 10:00:01"),
    ],
)
def test_frappe_held(plan, start, events, at, expected) -> None:
    assert due(asked(FRAPPE, plan, start, events, at).resolution) == expected


@pytest.mark.parametrize(
    ("start", "events", "held", "elapsed"),
    [
        ("2026-09-07 12:00", "12:30 waiting; 13:00 resumed; 13:30 resolved", "0:30", "1:00"),
        # over a holiday and a weekend only 10 minutes and 2 hours and a half of the hold count
        ("2026-09-24 17:30", "17:50 waiting; 2026-09-28 12:30 resumed; 13:00 resolved", "2:40",
         "0:50"),
        ("2026-09-07 12:00", "12:30 resolved; 2026-09-08 12:00 resolved", "0:00", "0:30"),
    ],
)  # fmt: skip
def test_frappe_time_to_resolve(start, events, held, elapsed) -> None:
    found = asked(FRAPPE, HIGH, start, events, "2026-09-30 12:00")
    assert found.time_of(IssueParty.CLIENT) == clock(held)
    assert (found.resolution.elapsed, found.resolution.outcome) == (clock(elapsed), MET)


# GLPI: tests/functional/SLMTest.php. Monday 10:30 to 19:00, to Friday 08:30 to 19:00. There the
# time to own an issue takes no notice of waits; here every clock respects them.

GLPI = calendar("08:30-19:00", days=5, timezone="Europe/Paris", mon="10:30-19:00")
MANY_WAITS = (
    "08:47:42 waiting; 10:05:54 resumed; 10:09:13 waiting; 10:34:38 resumed; "
    "10:43:41 waiting; 11:29:17 resumed"
)
DAYS_OF_WAITING = (
    "11:00 waiting; 2034-06-13 11:00 resumed; 2034-06-14 07:00 waiting; 2034-06-14 18:00 resumed"
)


@pytest.mark.parametrize(
    ("target", "start", "events", "expected", "waited"),
    [
        (30, "2034-06-09 08:46:12", "", "06-09 09:16:12", "0:00"),
        (30, "2034-06-09 08:46:12", MANY_WAITS, "06-09 11:45:25", "2:29:13"),
        (240, "2034-06-09 08:46:12", "", "06-09 12:46:12", "0:00"),
        (240, "2034-06-09 08:46:12", "09:15:27 waiting; 11:23:49 resumed", "06-09 14:54:34",
         "2:08:22"),
        (240, "2034-06-05 10:00:00",
         "11:00 waiting; 2034-06-07 09:30 resumed; 10:00 waiting; 2034-06-08 09:00 resumed",
         "06-08 12:00:00", "29:00"),
        ("5 working days", "2034-06-09 08:46:12", "", "06-16 19:00:00", "0:00"),
        ("5 working days", "2034-06-07 10:00:00", DAYS_OF_WAITING, "06-21 18:00:00", "49:30"),
    ],
)  # fmt: skip
def test_glpi_deadlines(target, start, events, expected, waited) -> None:
    plan = agreed(within(target, None, target))
    found = asked(GLPI, plan, start, events, "2034-06-15 08:30", "Europe/Paris")
    assert due(found.resolution, "Europe/Paris") == expected
    assert due(found.first_response, "Europe/Paris") == expected
    assert found.time_of(IssueParty.CLIENT) == clock(waited)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ("10:00 priority 1", "09:30"),  # half an hour of nine to ten is over already
        ("09:10 waiting; 11:10 resumed; 11:10 priority 1", "11:30"),
        ("09:10 waiting; 10:00 priority 1; 11:10 resumed", "11:30"),
    ],
)
def test_glpi_a_new_target_keeps_the_time_that_was_waited(events, expected) -> None:
    """Issues 6902 and 15605: there the new agreement forgot the time on hold."""
    plan = agreed(within(None, None, 30), within(None, None, 300, priority=2))
    found = asked(ROUND_THE_CLOCK, plan, "2026-09-03 09:00", events, "12:00", priority=2)
    assert due(found.resolution) == f"09-03 {expected}:00"


# Znuny EscalationSuspend: doc/en/feature.md. Opened at 08:00, two hours to solve it.


@pytest.mark.parametrize(
    ("at", "expected", "outcome"),
    [
        ("08:30", "10:00", PENDING), ("09:00", "10:00", PENDING), ("09:30", "10:30", PENDING),
        ("10:00", "11:00", PENDING), ("10:05", "11:05", PENDING), ("10:30", "11:05", PENDING),
        ("11:05", "11:05", PENDING), ("11:06", "11:05", BREACHED),
    ],
)  # fmt: skip
def test_znuny_the_deadline_of_a_wait_moves_with_it(at, expected, outcome) -> None:
    plan, events = agreed(within(None, None, 120)), "09:00 waiting; 10:05 resumed"
    found = asked(ROUND_THE_CLOCK, plan, "2026-09-03 08:00", events, at).resolution
    assert (due(found), found.outcome) == (f"09-03 {expected}:00", outcome)


# Dynamics 365: change-schedules.md, sla-timer-pause-state-changed.md. 09:00 to 17:00, a holiday
# on the day after; 12 hours.

DYNAMICS = calendar("09:00-17:00", days=5, holidays=["2026-09-08"])


@pytest.mark.parametrize(
    ("start", "events", "expected"),
    [
        ("2026-09-07 10:00", "", "09-09 14:00"),
        ("2026-09-07 06:00", "07:00 waiting; 08:00 resumed", "09-09 13:00"),  # not considered
        ("2026-09-07 06:00", "10:00 waiting; 11:00 resumed", "09-09 14:00"),  # extended
        # resumed after hours, the hour before the closing counts; Dynamics forgets it
        ("2026-09-07 10:00", "16:00 waiting; 18:00 resumed", "09-09 15:00"),
        ("2026-09-07 10:00", "18:00 waiting; 2026-09-09 11:00 resumed", "09-09 16:00"),
        ("2026-09-07 10:00", "2026-09-08 10:00 waiting; 2026-09-08 15:00 resumed", "09-09 14:00"),
    ],
)
def test_dynamics_waits_inside_and_outside_hours(start, events, expected) -> None:
    plan = agreed(within(None, None, 720))
    found = asked(DYNAMICS, plan, start, events, "2026-09-09 11:00").resolution
    assert due(found) == f"{expected}:00"


# Chatwoot: sla/evaluate_applied_sla_service_spec.rb. Asked six hours after the opening.


@pytest.mark.parametrize(
    ("targets", "events", "kind", "outcome"),
    [
        (within(60), "", "first_response", BREACHED),
        (within(None, 60), "01:00 ours; 01:01 theirs", "update", BREACHED),
        (within(None, None, 60), "", "resolution", BREACHED),
        # "hit" there, where nobody looked between the deadline and the resolution
        (within(None, None, 60), "05:59 resolved", "resolution", BREACHED),
        (within(360), "05:30 ours", "first_response", MET),
        (within(None, 360), "05:00 theirs; 05:30 ours", "update", MET),
        (within(None, 360), "05:30 theirs", "update", PENDING),
        (within(None, None, 480), "", "resolution", PENDING),
        (within(None, None, 480), "05:59 resolved", "resolution", MET),
    ],
)
def test_chatwoot_hits_and_misses(targets, events, kind, outcome) -> None:
    found = asked(ROUND_THE_CLOCK, agreed(targets), "2026-09-03 00:00", events, "06:00")
    assert getattr(found, kind).outcome is outcome


# Zendesk and Jira: which message starts the clock, what a change of priority keeps, cycles.


@pytest.mark.parametrize(
    ("events", "at", "kind", "started", "expected"),
    [
        # "next reply time" starts with the oldest message that is not answered
        ("00:10 ours; 01:00 theirs; 01:30 theirs", "01:40", "update", "01:00", "03:00"),
        ("00:10 ours; 01:00 theirs; 01:30 ours; 02:00 theirs", "02:10", "update", "02:00", "04:00"),
        # a change of priority keeps what has passed; raised, lowered, and back
        ("01:00 priority 1", "01:00", "resolution", "00:00", "04:00"),
        ("01:00 priority 3", "01:00", "resolution", "00:00", "16:00"),
        ("01:00 priority 1; 02:00 priority 2", "02:00", "resolution", "00:00", "08:00"),
        ("06:00 priority 1", "06:00", "resolution", "00:00", "04:00"),
        # cycles add up: closed for an hour and for two
        ("01:00 resolved; 02:00 reopened; 03:00 resolved; 05:00 reopened", "05:00", "resolution",
         "00:00", "11:00"),
        # resolved while it waited, reopened: it waits no more
        ("01:00 waiting; 02:00 resolved; 03:00 reopened", "03:00", "resolution", "00:00", "10:00"),
    ],
)  # fmt: skip
def test_zendesk_and_jira(events, at, kind, started, expected) -> None:
    plan = agreed(*(within(None, 120, 240 * n, priority=(1, 2, 3)[i])
                    for i, n in enumerate((1, 2, 4))))  # fmt: skip
    found = asked(ROUND_THE_CLOCK, plan, "2026-09-03 00:00", events, at, priority=2)
    one = getattr(found, kind)
    assert one.started_at.strftime("%H:%M") == started
    assert due(one) == f"09-03 {expected}:00"


# Redmine SLA (likehopper): test/documentation, whose issues bear in their titles what becomes of
# them. The first response is the assignment there. 5 January 2026 is a Monday.

REDMINE = calendar("09:30-12:30 14:00-18:00", days=5)
REDMINE_LONG = calendar("09:00-19:00", days=5)
SUPPORT, BUGS = agreed(within(480)), agreed(within(60, None, 120))
REQUESTS, INCIDENTS = agreed(within(60, None, 480)), agreed(within(15, None, 240))


@pytest.mark.parametrize(
    ("hours", "plan", "start", "answered", "resolved", "outcomes"),
    [
        (REDMINE, SUPPORT, "2026-01-05 10:00", "16:00", "2026-01-06 12:00", (MET, None)),
        (REDMINE, SUPPORT, "2026-01-07 10:00", "2026-01-08 12:00", "15:00", (BREACHED, None)),
        (REDMINE, BUGS, "2026-01-06 10:00", "10:30", "11:00", (MET, MET)),
        (REDMINE, BUGS, "2026-01-07 09:00", "10:00", "16:00", (MET, BREACHED)),
        (REDMINE, BUGS, "2026-01-08 11:15", "12:30", "14:15", (BREACHED, MET)),
        (REDMINE, BUGS, "2026-01-09 15:00", "17:00", "2026-01-12 10:00", (BREACHED, BREACHED)),
        (REDMINE_LONG, REQUESTS, "2026-01-06 10:00", "10:30", "11:00", (MET, MET)),
        # an hour of an hour; its title says the solution was late, at seven hours of eight
        (REDMINE_LONG, REQUESTS, "2026-01-07 09:00", "10:00", "16:00", (MET, MET)),
        (REDMINE_LONG, INCIDENTS, "2026-01-08 11:15", "12:30", "14:15", (BREACHED, MET)),
        (REDMINE_LONG, INCIDENTS, "2026-01-09 15:00", "17:00", "2026-01-12 10:00",
         (BREACHED, BREACHED)),
    ],
)  # fmt: skip
def test_redmine_sla_outcomes(hours, plan, start, answered, resolved, outcomes) -> None:
    found = asked(hours, plan, start, f"{answered} ours; {resolved} resolved", "2026-01-31 12:00")
    assert found.first_response.outcome is outcomes[0]
    assert found.resolution.outcome is (outcomes[1] or ClockOutcome.UNKNOWN)


# SLA Timer and SLA Manager (PHP): README.md, tests/ReadmeTest.php, tests/SLAEdgeCasesTest.php.

EVERY_DAY = calendar("09:00-17:00")


@pytest.mark.parametrize(
    ("hours", "start", "events", "at", "elapsed", "outcomes"),
    [
        (calendar("09:00-17:30", days=5), "2022-07-25 05:35:40", "", "2022-07-29 14:00", "39:00",
         (BREACHED, PENDING)),
        # one pause over the whole, one over days
        (EVERY_DAY, "2023-04-27 09:00", "09:00 waiting; 18:00 resumed", "2023-04-27 17:00",
         "0:00", (PENDING, PENDING)),
        (EVERY_DAY, "2023-04-27 09:00", "09:00 waiting; 2023-04-28 23:59:59 resumed",
         "2023-04-29 09:00", "0:00", (PENDING, PENDING)),
        (calendar("09:00-17:00", holidays=["2023-04-27", "2023-04-28"]), "2023-04-27 09:00", "",
         "2023-04-29 17:00", "8:00", (PENDING, PENDING)),
    ],
)  # fmt: skip
def test_sla_timer_durations(hours, start, events, at, elapsed, outcomes) -> None:
    plan = agreed(within("24 working hours", None, "100 working hours"))
    found = asked(hours, plan, start, events, at)
    assert found.resolution.elapsed == clock(elapsed)
    assert (found.first_response.outcome, found.resolution.outcome) == outcomes


def test_sla_timer_a_target_used_up_exactly_is_no_breach() -> None:
    """There a second of a second a day, here, where terms have no seconds, a minute of a minute."""
    found = asked(calendar("09:00-09:01"), agreed(within(1)), "2023-04-27 09:00", "", "09:01")
    assert (found.first_response.elapsed, found.first_response.outcome) == (clock("0:01"), PENDING)


def test_sla_timer_both_targets_of_its_readme_are_missed() -> None:
    plan = agreed(within(45, None, "24 working hours"))
    found = asked(calendar("09:00-17:30"), plan, "2022-07-10 09:00", "", "2022-07-21 09:46")
    assert (found.first_response.outcome, found.resolution.outcome) == (BREACHED, BREACHED)


# Request Tracker: t/sla/due.t, t/sla/ignore-on-statuses.t. Two hours to answer, day and night;
# there the instants are those of the run, here they are ours.

RT_START = "2026-09-03 00:00"


@pytest.mark.parametrize(
    ("events", "at", "expected"),
    [
        ("00:00 theirs", "00:00", "02:00"),
        ("00:00 theirs; 00:30 ours", "00:40", None),
        ("00:00 theirs; 00:30 ours; 00:40 ours", "00:50", None),
        ("00:00 theirs; 00:30 ours; 00:40 ours; 01:00 theirs", "01:00", "03:00"),
        # "HEY! Where is my answer?" changes nothing
        ("00:00 theirs; 00:30 ours; 00:40 ours; 01:00 theirs; 01:10 theirs", "01:10", "03:00"),
        # stalled time is excluded, an option there; while it is stalled there is no date there
        ("00:00 theirs; 00:10 waiting", "00:40", "02:30"),
        ("00:00 theirs; 00:10 waiting; 00:40 resumed", "00:40", "02:30"),
    ],
)
def test_request_tracker_answers(events, at, expected) -> None:
    found = asked(ROUND_THE_CLOCK, agreed(within(120, 120)), RT_START, events, at)
    shown = None if found.next_due is None else due(found.next_due)
    assert shown == (expected and f"09-03 {expected}:00")


@pytest.mark.parametrize("events", ["", "00:30 ours", "00:30 ours; 01:00 theirs"])
@pytest.mark.parametrize(("change", "expected"), [("", "02:00"), ("01:10 priority 2", "04:00")])
def test_request_tracker_solutions(events, change, expected) -> None:
    """Messages leave the deadline alone; two more hours by another agreement move it by two."""
    plan = agreed(within(None, None, 120), within(None, None, 240, priority=2))
    told = "; ".join(filter(None, (events, change)))
    assert due(asked(ROUND_THE_CLOCK, plan, RT_START, told, "01:30").resolution) == (
        f"09-03 {expected}:00"
    )


# ServiceNow: r_ElapsedTimeCounting.md, t_UseSLARetroactiveStartAndPause.md, t_SLAProcessExample.md,
# "Understanding my SLAs, part III". 12 December 2014 is a Friday; the other dates are ours.


@pytest.mark.parametrize(
    ("hours", "start", "events", "at", "elapsed"),
    [
        (calendar("08:00-17:00", days=5), "2014-12-12 21:00", "", "2014-12-15 09:30", "1:30"),
        (ROUND_THE_CLOCK, "2014-12-12 21:00", "", "2014-12-15 09:30", "60:30"),
        (calendar("09:00-17:00", days=5), "2014-12-08 14:00", "", "2014-12-09 09:00", "3:00"),
        (ROUND_THE_CLOCK, "2014-12-08 14:00", "", "2014-12-09 09:00", "19:00"),
        # a pause from 8 pm to 4 am is out of the schedule and ignored
        (calendar("08:00-17:00", days=5), "2014-12-08 16:00",
         "20:00 waiting; 2014-12-09 04:00 resumed", "2014-12-09 09:00", "2:00"),
    ],
)  # fmt: skip
def test_servicenow_elapsed(hours, start, events, at, elapsed) -> None:
    found = asked(hours, agreed(within(None, None, 480)), start, events, at).resolution
    assert found.elapsed == clock(elapsed)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # raised from 3 to 1 after three hours: from the opening on, which is "retroactive start"
        ("03:00 priority 1", "08:00"),
        ("01:00 waiting; 02:00 resumed; 03:00 priority 1", "09:00"),  # "retroactive pause"
    ],
)
def test_servicenow_retroactive(events, expected) -> None:
    plan = agreed(within(None, None, 480), within(None, None, 1440, priority=3))
    found = asked(ROUND_THE_CLOCK, plan, "2026-09-03 00:00", events, "03:00", priority=3)
    assert due(found.resolution) == f"09-03 {expected}:00"


# Alga PSA: slaTimeCalculator.test.ts. Two hours, day and night; how long the pauses are is theirs,
# when they begin is ours.


@pytest.mark.parametrize(
    ("start", "events", "at", "expected", "left"),
    [
        ("10:00", "", "10:00", "15 12:00", "2:00"), ("10:00", "", "12:00", "15 12:00", "0:00"),
        ("10:00", "", "14:00", "15 12:00", "-2:00"),
        ("10:00", "10:10 waiting; 10:40 resumed", "10:40", "15 12:30", "1:50"),
        ("10:00", "10:10 waiting; 13:10 resumed", "13:10", "15 15:00", "1:50"),
        ("10:00", "10:10 waiting; 11:10 resumed", "11:30", "15 13:00", "1:30"),
        ("10:00", "10:10 waiting; 11:10 resumed", "12:30", "15 13:00", "0:30"),
        ("21:00", "21:10 waiting; 23:10 resumed", "23:10", "16 01:00", "1:50"),
        # half of it is used after 90 minutes, 30 of them paused
        ("10:00", "10:10 waiting; 10:40 resumed", "11:30", "15 12:30", "1:00"),
    ],
)  # fmt: skip
def test_alga_psa_pauses(start, events, at, expected, left) -> None:
    plan = agreed(within(None, None, "2 hours"))
    found = asked(ROUND_THE_CLOCK, plan, f"2024-01-15 {start}", events, at).resolution
    assert due(found) == f"01-{expected}:00"
    assert found.remaining == clock(left)


# The specification of an SLA extension (freelancer.com, project 16057804), laravel-help-desk
# (SlaServiceTest.php) and Eccentex ("Business Hours Setup"). 7 September 2026 is a Monday.

NINE_TO_SIX = calendar("09:00-18:00", days=5)


@pytest.mark.parametrize(
    ("hours", "target", "start", "events", "expected"),
    [
        (NINE_TO_SIX, 480, "2026-09-07 16:00", "", "08 15:00"),
        (calendar(days=5), 2880, "2026-09-11 09:00", "", "15 09:00"),
        # pending for two hours of working time, one of which is on the day after
        (NINE_TO_SIX, 480, "2026-09-07 16:00", "17:00 waiting; 2026-09-08 10:00 resumed",
         "08 17:00"),
        # from one kind of wait to another it is one wait; here it moves the first response as well
        (ROUND_THE_CLOCK, 240, "2026-09-07 10:00",
         "11:00 waiting; 11:10 waiting third_party; 11:30 resumed", "07 14:30"),
        # reopened the closed time does not count; Eccentex begins anew: the 10th, 10:00
        (calendar("09:00-17:00", days=5), 480, "2026-09-08 11:00",
         "13:00 resolved; 2026-09-09 10:00 reopened", "09 16:00"),
    ],
)  # fmt: skip
def test_waits_of_small_helpdesks(hours, target, start, events, expected) -> None:
    plan = agreed(within(target, None, target))
    found = asked(hours, plan, start, events, "2026-09-11 09:00")
    assert due(found.resolution) == f"09-{expected}:00"
    assert due(found.first_response) == f"09-{expected}:00"


# Edges that none of them tests, all at once.

BERLIN = calendar("09:00-17:00", days=5, timezone="Europe/Berlin", holidays=["2026-04-03"])
NIGHT = calendar("22:00-06:00", timezone="Europe/Berlin")


@pytest.mark.parametrize(
    ("hours", "target", "start", "events", "expected"),
    [
        # pauses that touch, overlap, hold one another, or end before they began to count
        (BERLIN, 240, "2026-09-03 09:00", "10:00 waiting; 11:00 waiting third_party; 12:00 resumed",
         "09-03 15:00"),
        (BERLIN, 240, "2026-09-03 09:00", ("10:00 waiting; 11:00 resumed; 11:00 waiting; "
         "12:00 resumed"), "09-03 15:00"),
        (BERLIN, 240, "2026-09-03 09:00", "10:00 waiting; 11:00 resumed; 12:00 resumed",
         "09-03 14:00"),
        (BERLIN, 240, "2026-09-03 09:00", "18:00 waiting; 2026-09-04 08:00 resumed",
         "09-03 13:00"),
        (BERLIN, 480, "2026-09-03 13:00", "18:00 waiting; 2026-09-04 08:00 resumed",
         "09-04 13:00"),
        # a pause from the very opening of the issue, one that begins at the very deadline
        (BERLIN, 240, "2026-09-03 09:00", "09:00 waiting; 10:00 resumed", "09-03 14:00"),
        (BERLIN, 240, "2026-09-03 09:00", "13:00 waiting; 15:00 resumed", "09-03 13:00"),
        (BERLIN, 240, "2026-09-03 09:00", "12:59 waiting; 15:00 resumed", "09-03 15:01"),
        # over a weekend and a holiday, half of which is waited
        (BERLIN, 960, "2026-04-02 13:00", "16:00 waiting; 2026-04-06 10:00 resumed", "04-07 15:00"),
        # a clock change at night, on the dial and on the time line
        (BERLIN, "1 day", "2026-03-28 10:00", "", "03-29 10:00"),
        (BERLIN, "24 hours", "2026-03-28 10:00", "", "03-29 11:00"),
        (BERLIN, "24 hours", "2026-10-24 10:00", "", "10-25 09:00"),
        (NIGHT, 300, "2026-03-28 22:00", "", "03-29 04:00"),  # an hour of it does not exist
        (NIGHT, 300, "2026-10-24 22:00", "", "10-25 02:00"),  # and one comes twice
        (NIGHT, 300, "2026-03-28 22:00", "23:00 waiting; 2026-03-29 03:00 resumed", "03-29 23:00"),
        # no target at all takes no time; a target in days ends with a day
        (BERLIN, 0, "2026-09-05 12:00", "", "09-05 12:00"),
        (BERLIN, "1 working day", "2026-04-02 10:00", "", "04-06 17:00"),
        (BERLIN, "1 working day", "2026-09-03 10:00", "11:00 waiting; 13:00 resumed",
         "09-07 11:00"),
        (BERLIN, "2 working days", "2026-09-05 12:00", "", "09-08 17:00"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_backwards", [False, True])
def test_edges(hours, target, start, events, expected, is_backwards) -> None:
    zone = "Europe/Berlin"
    told = history(events, start[:10], zone)
    issue, at = opened(start, zone), instant("2026-12-31 12:00", zone)
    plan = agreed(within(target, None, target))
    told = told[::-1] if is_backwards else told
    found = issue_clocks(issue, told, plan, hours, at=at)
    assert due(found.resolution, zone) == f"{expected}:00"
    assert due(found.first_response, zone) == f"{expected}:00"


@pytest.mark.parametrize(
    ("target", "events", "at", "expected"),
    [
        ("4 working hours", "start 09:00; pause 10:00; resume 12:00", "12:00", "15:00"),
        ("4 working hours", "start 09:00; pause 18:00; resume 20:00", "20:00", "13:00"),
        ("4 working hours", "start 09:00; pause 10:00", "12:00", "15:00"),
        ("4 working hours", "start 09:00; stop 10:00; reopen 15:00", "15:00", "2026-09-04 10:00"),
        ("4 working hours", "pause 08:00; start 09:00; resume 08:30", "10:00", "13:00"),
        ("2 hours", "start 16:00; pause 16:30; resume 19:00", "19:00", "20:30"),
    ],
)
def test_the_stopwatch_says_the_same(target, events, at, expected) -> None:
    """The clock of `worktime`, with the events of the tables above in its own words."""
    day, zone = "2026-09-03", "Europe/Berlin"
    told = [
        ClockEvent(kind=kind, at=instant(f"{day} {t}", zone),
                   party="client" if kind == "pause" else None)
        for kind, t in (one.split() for one in events.split("; "))
    ]  # fmt: skip
    found = run_clock(BERLIN, told, at=instant(f"{day} {at}", zone), target=Term.parse(target))
    expected = expected if "-" in expected else f"{day} {expected}"
    assert found.due == instant(expected, zone)
