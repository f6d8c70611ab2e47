"""Levels, repeats and notifications set beside what paging products document and test.

Each table names the product that its facts (who is told when) were taken from. Where a product
does otherwise than DESIGN section 5 says, the case shows ours, and a comment theirs.
"""

import datetime as dt
from itertools import pairwise

import pytest

from clientkit import decode
from clientkit.client import Assignment, Delegate, Person
from clientkit.escalation import (
    StandStill,
    Suppression,
    TimelineKind,
    due_notifications,
    escalation_state,
    escalation_timeline,
    rebase,
)

from .making import level, policy
from .telling import agreed, calendar, history, instant, opened, steps, within

DAY = "2026-09-03"
ROUND_THE_CLOCK = calendar()
OFFICE = calendar("09:00-17:00", days=5, timezone="Europe/Berlin")


def climbed(
    plan, events="", at="2026-09-05 00:00", hours=ROUND_THE_CLOCK, start=f"{DAY} 00:00",
    zone="UTC", *, priority=1, more=(), **values,
):  # fmt: skip
    """The levels reached, each with its pass from the second on: `"a 00:00, b.2 00:30"`."""
    told = [*history(events, start[:10], zone), *more]
    issue = opened(start, zone, priority)
    state = escalation_state(issue, told, plan, hours, at=instant(at, zone), **values)
    return state, ", ".join(
        f"{one.level}{f'.{one.pass_number}' if one.pass_number > 1 else ''} {_shown(one.at, start)}"
        for one in state.reached
    )


def _shown(at, start):
    return at.strftime("%H:%M" if at.strftime("%Y-%m-%d") == start[:10] else "%d %H:%M")


# PagerDuty's delays and loops, PagerTree's layers and repeats, GoAlert's steps (its
# test/smoke/escalation_test.go), Better Stack's repeat count: one ladder, again from the top.


@pytest.mark.parametrize(
    ("plan", "events", "expected"),
    [
        # GoAlert: the second step after the delay of the first
        (steps(30, 60), "", "a 00:00, b 00:30"),
        # Alert24's example: four levels with timeouts of 5, 10 and 15 minutes; Spike.sh's: ten
        (steps(5, 10, 15, 15), "", "a 00:00, b 00:05, c 00:15, d 00:30"),
        (steps(5, 10, 15, 15), "00:20 acknowledged", "a 00:00, b 00:05, c 00:15"),
        (steps(10, 10), "", "a 00:00, b 00:10"),
        # PagerTree: layers of 5, 10 and 15 minutes, no repeat: dropped at 00:30
        (steps(5, 10, 15), "", "a 00:00, b 00:05, c 00:15"),
        (steps(5, 10, 15), "00:04 acknowledged", "a 00:00"),
        (steps(5, 10, 15), "00:05 acknowledged", "a 00:00"),
        (steps(5, 10, 15), "00:06 acknowledged", "a 00:00, b 00:05"),
        (steps(5, 10, 15), "00:00 acknowledged", ""),
        (steps(5, 10, 15), "00:10 resolved", "a 00:00, b 00:05"),
        # repeated once: every layer again, 15 minutes after the last
        (steps(5, 10, 15, times=1), "",
         "a 00:00, b 00:05, c 00:15, a-again 00:30, b-again 00:35, c-again 00:45"),
        (steps(5, 10, 15, times=1), "00:31 acknowledged",
         "a 00:00, b 00:05, c 00:15, a-again 00:30"),
        # PagerDuty: two rules of 10 and 20 minutes, num_loops 3
        (steps(10, 20, times=3), "",
         ("a 00:00, b 00:10, a-again 00:30, b-again 00:40, a-again.2 01:00, b-again.2 01:10, "
         "a-again.3 01:30, b-again.3 01:40")),
        (steps(10, 20, times=3), "01:05 acknowledged",
         "a 00:00, b 00:10, a-again 00:30, b-again 00:40, a-again.2 01:00"),
        # a single rule that repeats: the same people every 5 minutes
        (steps(5, times=3), "", "a 00:00, a-again 00:05, a-again.2 00:10, a-again.3 00:15"),
        # GoAlert: a second acknowledgement changes nothing, nor does one after the resolution
        (steps(30, 60), "00:10 acknowledged; 00:20 acknowledged", "a 00:00"),
        (steps(30, 60), "00:10 resolved; 00:20 acknowledged", "a 00:00"),
        # a first step that waits: nobody hears of what is right again within five minutes
        (policy(levels=[level("a", "5 minutes"), level("b", "10 minutes")]), "00:04 resolved", ""),
        (policy(levels=[level("a", "5 minutes"), level("b", "10 minutes")]), "",
         "a 00:05, b 00:15"),
    ],
)  # fmt: skip
def test_paging_ladders(plan, events, expected) -> None:
    assert climbed(plan, events)[1] == expected


def test_pagerduty_thirty_minutes_each_and_nine_loops() -> None:
    """The example of its page on escalation policies: twenty pages, the last after 9:30."""
    state, _ = climbed(steps(30, 30, times=9))
    assert len(state.reached) == 20
    assert state.reached[-1].at == instant(f"{DAY} 09:30")
    assert (state.stands_still, state.pass_number) == (StandStill.COMPLETE, 9)
    minutes = {b.at - a.at for a, b in pairwise(state.reached)}
    assert minutes == {dt.timedelta(minutes=30)}


@pytest.mark.parametrize(
    ("at", "next_level", "next_at", "stands_still"),
    [
        ("00:00", "b", "00:05", None), ("00:04", "b", "00:05", None), ("00:05", "c", "00:15", None),
        ("00:14", "c", "00:15", None), ("00:15", None, None, StandStill.COMPLETE),
    ],
)  # fmt: skip
def test_what_comes_next(at, next_level, next_at, stands_still) -> None:
    state, _ = climbed(steps(5, 10, 15), at=f"{DAY} {at}")
    assert (state.next_level, state.stands_still) == (next_level, stands_still)
    assert next_at == (None if state.next_at is None else _shown(state.next_at, DAY))


# Acknowledgements that expire: PagerDuty's acknowledgement timeout, Grafana OnCall's
# unacknowledge timeout, Datadog On-Call. There the step in hand is told again; here what was told
# stays told, and the next level comes at once if its time has passed meanwhile.


def expiring(term, *waits):
    names = "abcdefgh"[: len(waits) + 1]
    offsets = ("0 minutes", *(f"{wait} minutes" for wait in waits))
    levels = [level(name, offset) for name, offset in zip(names, offsets, strict=True)]
    return policy(levels=levels, acknowledgement_expires=term)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ("00:05 acknowledged", "a 00:00, b 00:35, c 00:50"),
        ("00:05 acknowledged; 00:30 acknowledged", "a 00:00, b 01:00, c 01:15"),
        ("00:05 acknowledged; 00:35 acknowledged", "a 00:00, b 01:05, c 01:20"),  # at the instant
        ("00:05 acknowledged; 00:36 acknowledged", "a 00:00, b 00:35, c 01:06"),
        ("00:05 acknowledged; 00:34 resolved", "a 00:00"),
        # it expires while the issue waits: it stands still, and so do the levels
        ("00:05 acknowledged; 00:10 waiting; 02:10 resumed", "a 00:00, b 02:35, c 02:50"),
        ("00:05 waiting; 00:06 acknowledged; 02:05 resumed", "a 00:00, b 02:35, c 02:50"),
        ("00:05 acknowledged; 00:35 waiting; 01:35 resumed", "a 00:00, b 01:35, c 01:50"),
        # it expires while the issue is closed
        ("00:05 acknowledged; 00:10 resolved; 02:10 reopened", "a 00:00, b 02:35, c 02:50"),
    ],
)
def test_acknowledgements_expire(events, expected) -> None:
    assert climbed(expiring("30 minutes", 10, 15), events)[1] == expected


def test_an_acknowledgement_expires_in_working_time() -> None:
    plan = expiring("4 working hours", 10)
    found = climbed(plan, "15:05 acknowledged", "2026-09-05 00:00", OFFICE, f"{DAY} 15:00",
                    "Europe/Berlin")  # fmt: skip
    assert found[1] == "a 15:00, b 04 11:05"


# Opsgenie: each rule counts from the alert, unless it is acknowledged or unless it is closed.

OPSGENIE = policy(levels=[
    level("a", "0 minutes", anchor="opened"),
    level("b", "5 minutes", anchor="opened"),
    level("c", "10 minutes", anchor="opened", unless="resolved"),
])  # fmt: skip


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ("", "a 00:00, b 00:05, c 00:10"),
        ("00:03 acknowledged", "a 00:00, c 00:10"),
        ("00:03 acknowledged; 00:09 resolved", "a 00:00"),
        ("00:03 resolved", "a 00:00"),
        # reopened the closed time does not count; GitLab would begin anew
        ("00:03 resolved; 01:03 reopened", "a 00:00, b 01:05, c 01:10"),
    ],
)
def test_opsgenie_conditions(events, expected) -> None:
    assert climbed(OPSGENIE, events)[1] == expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # a pass counts from its own beginning what the first counts from the opening
        ("", "a 00:05, b 00:10, a.2 00:15, b.2 00:20"),
        ("00:12 acknowledged", "a 00:05, b 00:10"),
        ("00:07 acknowledged", "a 00:05"),
        ("00:07 waiting; 00:37 resumed", "a 00:05, b 00:40, a.2 00:45, b.2 00:50"),
    ],
)
def test_opsgenie_repeated(events, expected) -> None:
    plan = policy(
        levels=[
            level("a", "5 minutes", anchor="opened"),
            level("b", "10 minutes", anchor="opened"),
        ],
        repeat={"times": 1},
    )
    assert climbed(plan, events)[1] == expected


# reflectt-node: tests/escalation.test.ts. An owner at once, five minutes to acknowledge, then a
# manager and an executive every ten; an acknowledged issue that misses its deadline goes on.

REFLECTT = agreed(
    within(240),
    levels=[
        level("owner", "0 minutes", priorities=[1, 2]),
        level("missed", "5 minutes", priorities=[1]),
        level("missed-2", "15 minutes", priorities=[2], anchor="opened"),
        level("manager", "10 minutes", priorities=[1]),
        level("executive", "10 minutes", priorities=[1]),
        level("breach", "0 minutes", anchor="first_response", unless="resolved"),
    ],
)


@pytest.mark.parametrize(
    ("priority", "events", "expected"),
    [
        (1, "", "owner 00:00, missed 00:05, manager 00:15, executive 00:25, breach 04:00"),
        (1, "00:04 acknowledged", "owner 00:00, breach 04:00"),
        (1, "00:04 acknowledged; 03:59 ours", "owner 00:00"),
        (1, "00:04 acknowledged; 04:00 ours", "owner 00:00"),
        (1, "00:04 acknowledged; 04:01 ours", "owner 00:00, breach 04:00"),
        (1, "00:04 resolved", "owner 00:00"),
        (2, "", "owner 00:00, missed-2 00:15"),
        (3, "", ""),
        # raised: what the higher priority would have told by then is told at once, in its order
        (2, "00:10 priority 1",
         "owner 00:00, missed 00:10, manager 00:20, executive 00:30, breach 04:00"),
        (3, "00:02 priority 1",
         "owner 00:02, missed 00:07, manager 00:17, executive 00:27, breach 04:00"),
        (1, "00:07 priority 2", "owner 00:00, missed 00:05, missed-2 00:15"),
        # a rise voids the acknowledgement, a fall does not
        (2, "00:04 acknowledged; 00:10 priority 1",
         "owner 00:00, missed 00:10, manager 00:20, executive 00:30, breach 04:00"),
        (1, "00:04 acknowledged; 00:10 priority 2", "owner 00:00"),
    ],
)  # fmt: skip
def test_reflectt_chain(priority, events, expected) -> None:
    assert climbed(REFLECTT, events, priority=priority)[1] == expected


# GLPI: tests/functional/SLMTest.php. Levels before and after the time to resolve.

GLPI = calendar("08:30-19:00", days=5, timezone="Europe/Paris", mon="10:30-19:00")


@pytest.mark.parametrize(
    ("target", "offset", "events", "expected"),
    [
        (30, {"before": "10 working minutes"}, "", "09:06"),
        (30, {"before": "5 working minutes"},
         ("08:47 waiting; 10:05 resumed; 10:09 waiting; 10:34 resumed; 10:43 waiting; "
         "11:29 resumed"), "11:40"),
        (240, {"after": "1 working hour"}, "", "13:46"),
        (240, {"after": "10 working hours"}, "09:15 waiting; 11:23 resumed", "12 16:24"),
        (240, {"after": "10 working hours"}, "", "12 14:16"),
        ("5 working days", {"before": "8 working hours"}, "", "16 11:00"),
        ("5 working days", {"after": "2 working hours"}, "", "19 12:30"),
        # two working days before the end of a day is the end of one; a level comes on the next
        ("5 working days", {"before": "2 working days"}, "", "15 08:30"),
        (240, {"after": "3 days"}, "", "12 12:46"),  # day and night; GLPI counts working days
    ],
)  # fmt: skip
def test_glpi_levels(target, offset, events, expected) -> None:
    plan = agreed(
        within(None, None, target),
        levels=[
            {"id": "a", "anchor": "resolution", "notify": ["x"], "unless": "resolved"} | offset
        ],
    )
    found = climbed(
        plan, events, "2034-06-30 00:00", GLPI, "2034-06-09 08:46", "Europe/Paris"
    )  # fmt: skip
    assert found[1] == f"a {expected}"


# GoAlert: test/smoke/policyreassignment_test.go, escalationskipifempty_test.go,
# dedupnotifications_test.go.

FIRST, SECOND = (
    policy(version=version, effective_on=day,
           levels=[level(name, f"{wait} minutes") for name, wait in found])
    for version, day, found in (
        (1, "2026-01-01", [("a", 0), ("b", 30)]), (2, "2027-01-01", [("z", 0), ("y", 60)]),
    )
)  # fmt: skip


def moved(at, mode, version, name="moved"):
    return rebase(
        opened(f"{DAY} 00:00"), mode=mode, at=instant(f"{DAY} {at}"), by="lena", id=name,
        policy_version=version,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "events", "expected"),
    [
        ([("00:10", "restart", 2)], "", "a 00:00, z.2 00:10, y.2 01:10"),
        # there and back: the first policy begins anew, at once
        ([("00:10", "restart", 2), ("00:40", "restart", 1)], "",
         "a 00:00, z.2 00:10, a.3 00:40, b.3 01:10"),
        ([("00:10", "from_change", 2)], "", "a 00:00, z 00:10, y 01:10"),
        ([("00:10", "keep_elapsed", 2)], "", "a 00:00, z 00:10, y 01:10"),
        # the same policy again: as if nothing had been said, what is left anew, or from the top
        ([("00:10", "keep_elapsed", 1)], "", "a 00:00, b 00:30"),
        ([("00:10", "from_change", 1)], "", "a 00:00, b 00:40"),
        ([("00:40", "keep_elapsed", 1)], "", "a 00:00, b 00:30"),
        ([("00:10", "restart", 1)], "", "a 00:00, a.2 00:10, b.2 00:40"),
        # an acknowledgement is forgotten by a restart alone
        ([("00:10", "restart", 1)], "00:05 acknowledged", "a 00:00, a.2 00:10, b.2 00:40"),
        ([("00:10", "from_change", 1)], "00:05 acknowledged", "a 00:00"),
        ([("00:10", "keep_elapsed", 1)], "00:05 acknowledged", "a 00:00"),
        # while it waits, and while it is closed
        ([("00:10", "restart", 1)], "00:05 waiting; 01:00 resumed",
         "a 00:00, a.2 01:00, b.2 01:30"),
        ([("00:10", "keep_elapsed", 1)], "00:05 waiting; 01:00 resumed", "a 00:00, b 01:25"),
        ([("00:10", "from_change", 1)], "00:05 resolved; 01:00 reopened", "a 00:00, b 01:30"),
    ],
)  # fmt: skip
def test_goalert_another_policy(changes, events, expected) -> None:
    more = [moved(*change, name=f"moved-{n}") for n, change in enumerate(changes)]
    assert climbed([FIRST, SECOND], events, more=more)[1] == expected


def test_pagerduty_an_issue_follows_the_policy_of_its_opening() -> None:
    later = policy(version=2, effective_on="2026-09-04", levels=[level("z", "0 minutes")])
    assert climbed([FIRST, later], at="2026-09-30 00:00")[1] == "a 00:00, b 00:30"
    assert climbed([FIRST, later], start="2026-09-04 00:00")[1] == "z 00:00"


EXPIRING_TWICE = policy(
    levels=[level("a", "0 minutes", attempts=1), level("b", "1 hour", unless="resolved")],
    repeat={"times": 2, "starting": "b"}, acknowledgement_expires="3 hours",
)  # fmt: skip


@pytest.mark.parametrize("at", ["00:30", "01:30", "02:00", "04:00", "06:30"])
@pytest.mark.parametrize(
    "events",
    [
        "05:00 attempt", "00:10 acknowledged; 05:00 attempt",
        "00:10 acknowledged; 00:20 waiting; 04:10 resumed; 08:00 attempt",
    ],
)  # fmt: skip
def test_a_rebase_to_the_same_that_keeps_everything_changes_nothing(at, events) -> None:
    """Also of levels that an earlier pass still waits for, and while an acknowledgement waits."""
    before, after = (climbed(EXPIRING_TWICE, events, more=more)[0] for more in
                     ([], [moved(at, "keep_elapsed", 1)]))  # fmt: skip
    assert before == after


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("00:30", "b 01:30, b.2 02:30, b.3 03:30, a 05:00"),
        ("02:30", "b 01:00, b.2 02:00, b.3 03:30, a 05:00"),
    ],
)
def test_a_rebase_from_the_change_forgets_no_level_of_an_earlier_pass(at, expected) -> None:
    change = moved(at, "from_change", 1)
    assert climbed(EXPIRING_TWICE, "05:00 attempt", more=[change])[1] == expected


@pytest.mark.parametrize("looked", ["", "; 07:30 priority 2"])
def test_a_level_of_an_earlier_pass_is_not_told_after_a_later_pass_was(looked) -> None:
    """However long nothing happens; here `b` counts from `a` in the first pass alone."""
    plan = agreed(
        within("1 hour"), within("6 hours", priority=2),
        levels=[
            level("a", "1 hour", anchor="first_response", attempts=1),
            level("b", "1 hour", priorities=[2]), level("c", "30 minutes"),
        ],
        repeat={"times": 1, "starting": "b"},
    )  # fmt: skip
    expected = "c 02:30, c.2 03:00, b.2 06:00"
    assert climbed(plan, f"06:00 priority 2{looked}")[1] == expected


# Whom a level reaches: vacancies, stand-ins, one person by several names.

PEOPLE = [
    Person(id="bob", title="First line", roles=("second",)),
    Person(id="eve", title="Deputy"),
    decode(Person, {"id": "joe", "title": "x", "preference": {"quiet_hours": ["22:00-07:00"]}}),
    decode(Person, {"id": "kim", "title": "x", "reachable": {"mon": ["09:00-12:00"]}}),
    decode(Person, {"id": "ned", "title": "x", "timezone": "America/New_York",
                    "preference": {"quiet_hours": ["18:00-08:00"]}}),
]  # fmt: skip


def notified(plan, events="", since="00:00", until="2026-09-08 00:00", **values):
    """`"level person [reason] delivery"`, or a dash where nothing is delivered."""
    until = until if "-" in until else f"{DAY} {until}"
    values = {"people": PEOPLE} | values
    found = due_notifications(
        opened(f"{DAY} 00:00"), history(events, DAY), plan, ROUND_THE_CLOCK,
        since=instant(f"{DAY} {since}"), until=instant(until), **values,
    )  # fmt: skip
    return [
        " ".join([
            one.level, one.person or f"@{one.parties[0]}",
            *([one.suppressed.value] if one.suppressed else []),
            "-" if one.deliver_at is None else _shown(one.deliver_at, DAY),
        ])
        for one in found
    ]  # fmt: skip


def told(*levels, **values):
    """Levels as `"bob 0"`: who is told, and how many minutes after the one before."""
    return policy(
        levels=[
            level("abcd"[n], f"{wait} minutes", notify=who.split("+"))
            for n, (who, wait) in enumerate(one.split() for one in levels)
        ],
        **values,
    )


@pytest.mark.parametrize(
    ("plan", "events", "expected"),
    [
        # GoAlert: a step that nobody is on call for uses its time all the same; here it is told
        (told("first 0", "bob 60"), "", ["a @first vacancy -", "b bob 01:00"]),
        (told("first+second 0"), "", ["a bob 00:00", "a @first vacancy -"]),
        (told("bob+second 0"), "", ["a bob 00:00"]),  # once, by both names
        (told("bob 0", "bob+eve 5"), "", ["a bob 00:00", "b bob 00:05", "b eve 00:05"]),
        (told("bob 0", "bob 0"), "", ["a bob superseded -", "b bob 00:00"]),
        # hours of the recipient, not of the clock
        (told("joe 0"), "", ["a joe quiet_hours 07:00"]),
        (told("joe 420"), "", ["a joe 07:00"]),  # they end at that instant
        (told("joe 1320"), "", ["a joe quiet_hours 04 07:00"]),
        (told("kim 0"), "", ["a kim not_reachable 07 09:00"]),
        (told("ned 0"), "", ["a ned quiet_hours 12:00"]),  # 8 in New York
        (told("ned 780"), "", ["a ned 13:00"]),
        (told("joe 0", "joe 60"), "", ["a joe superseded -", "b joe quiet_hours 07:00"]),
        (told("joe 0", "bob 60"), "", ["a joe quiet_hours 07:00", "b bob 01:00"]),
        # held, and needless before it could be delivered; what comes at that instant counts
        (told("joe 0"), "06:00 acknowledged", ["a joe acknowledged -"]),
        (told("joe 0"), "07:00 acknowledged", ["a joe acknowledged -"]),
        (told("joe 0"), "07:01 acknowledged", ["a joe quiet_hours 07:00"]),
        (told("joe 0"), "06:00 resolved", ["a joe resolved -"]),
        (told("joe 0"), "05:00 resolved; 06:00 reopened", ["a joe quiet_hours 07:00"]),
        # stopped at its time
        (told("bob 5"), "00:05 acknowledged", ["a bob acknowledged -"]),
        (told("bob 5"), "00:05 waiting", []),  # not stopped, but put off
        (told("bob 5"), "00:05 resolved", []),
    ],
)
def test_who_is_told_and_when(plan, events, expected) -> None:
    assert notified(plan, events) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-09-03", ["bob", "eve for bob"]), ("2026-09-04", ["bob"]), ("2026-09-05", ["nobody"]),
    ],
)  # fmt: skip
def test_stand_ins_and_vacancies_by_the_day(day, expected) -> None:
    held = Assignment(
        role="first", person="bob", ends_on=dt.date(2026, 9, 4),
        delegates=(Delegate(person="eve", starts_on=dt.date(2026, 9, 3),
                            ends_on=dt.date(2026, 9, 3)),),
    )  # fmt: skip
    state, _ = climbed(
        told("first 0"), "", f"{day} 12:00", start=f"{day} 10:00", people=PEOPLE, assignments=[held]
    )
    shown = [
        f"{one.person or 'nobody'}{f' for {one.stands_in_for}' if one.stands_in_for else ''}"
        for one in state.reached[0].told
    ]
    assert shown == expected


@pytest.mark.parametrize(
    "windows",
    [
        [("00:00", "00:20"), ("00:20", "00:40"), ("00:40", "02:00")],
        [("00:00", "00:30"), ("00:10", "00:40"), ("00:00", "02:00")],
        [("00:00", "02:00"), ("00:00", "02:00")],
        [("00:40", "02:00"), ("00:00", "00:20"), ("00:10", "00:50")],
    ],
)
def test_goalert_windows_tell_everybody_once(windows) -> None:
    """Adjacent, overlapping, replayed, out of order: what was sent is not sent again."""
    plan, sent = steps(10, 20, times=2), []
    for since, until in windows:
        found = due_notifications(
            opened(f"{DAY} 00:00"), [], plan, ROUND_THE_CLOCK, sent=set(sent),
            since=instant(f"{DAY} {since}"), until=instant(f"{DAY} {until}"),
        )  # fmt: skip
        sent += [one.key for one in found if one.deliver_at is not None]
    assert len(set(sent)) == len(sent)
    assert sorted(sent) == sorted(
        f"case/{name}/{number}/on-call-{name[0]}"
        for name, number in [("a", 1), ("b", 1), ("a-again", 1), ("b-again", 1),
                             ("a-again", 2), ("b-again", 2)]
    )  # fmt: skip


def test_goalert_after_an_outage_each_is_told_once_of_the_last_level() -> None:
    """There one message, not two; here the earlier ones are superseded where they were held."""
    plan = told("joe 0", "joe 60", "joe 60")
    assert notified(plan)[-1] == "c joe quiet_hours 07:00"
    assert [one.split()[2] for one in notified(plan)[:-1]] == ["superseded", "superseded"]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("keep_elapsed", ["case/a/1/bob acknowledged"]),
        ("from_change", ["case/a/1/bob acknowledged"]),
        ("restart", ["case/a/1/bob acknowledged", "case/a/2/bob delivered"]),
    ],
)
def test_a_rebase_gives_no_key_twice(mode, expected) -> None:
    plan = told("bob 10")
    found = due_notifications(
        opened(f"{DAY} 00:00"),
        [*history("00:05 acknowledged", DAY), moved("01:00", mode, 1)],
        plan, ROUND_THE_CLOCK, since=instant(f"{DAY} 00:00"), until=instant("2026-09-05 00:00"),
    )  # fmt: skip
    shown = [
        f"{one.key} {'delivered' if one.deliver_at else one.suppressed.value}" for one in found
    ]
    assert shown == expected


def test_what_was_stopped_before_a_rebase_is_not_both_stopped_and_told() -> None:
    plan = told("bob 10", acknowledgement_expires="2 hours")
    found = due_notifications(
        opened(f"{DAY} 00:00"),
        [*history("00:05 acknowledged", DAY), moved("01:00", "from_change", 1)],
        plan, ROUND_THE_CLOCK, since=instant(f"{DAY} 00:00"), until=instant("2026-09-05 00:00"),
    )  # fmt: skip
    assert [(one.key, one.suppressed) for one in found] == [("case/a/1/bob", None)]
    assert _shown(found[0].at, DAY) == "03:00"


@pytest.mark.parametrize(
    ("used", "expected"),
    [(0, [None, None, "limit"]), (1, [None, "limit", "limit"]), (2, ["limit"] * 3)],
)
def test_limits_count_what_is_delivered(used, expected) -> None:
    few = decode(Person, {"id": "bob", "title": "x", "preference": {"limits": {"touchpoints": 2}}})
    plan = told("bob 0", "bob 60", "bob 60")
    found = due_notifications(
        opened(f"{DAY} 00:00"), [], plan, ROUND_THE_CLOCK, people=[few], used={"bob": used},
        since=instant(f"{DAY} 00:00"), until=instant("2026-09-05 00:00"),
    )  # fmt: skip
    assert [one.suppressed and one.suppressed.value for one in found] == expected


# SLA Pulse: SLAOperationForwardReminderWorkingHoursTest.java, SLAOperationsTFormulaeTest.java,
# SLAOperationForwardReminderDayBasedEOBTest.java, SLAOperationDurationSpanningTest.java. Reminders
# in working time after the start, and before the deadline.

VICTORIA = calendar(
    "09:00-17:00", days=5, holidays=["2005-12-26", "2005-12-27"],
    special=dict.fromkeys(("2005-12-23", "2005-12-28"), "09:00-13:00"),
)  # fmt: skip
NIGHTS = calendar(
    "14:00-09:00", days=3, thu="10:00-18:00", fri="19:00-09:00", holidays=["2009-12-21"],
    special={"2009-12-07": "15:30-07:00", "2009-12-18": "20:30-06:00", "2009-12-22": "18:30-07:00"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "minutes", "start", "expected"),
    [
        (VICTORIA, 120, "2005-12-21 09:05", "11:05"),
        (VICTORIA, 120, "2005-12-21 16:05", "22 10:05"),
        (VICTORIA, 120, "2005-12-21 17:05", "22 11:00"),
        (VICTORIA, 120, "2005-12-23 09:05", "11:05"),  # a day that closes at one
        (VICTORIA, 120, "2005-12-28 12:05", "29 10:05"),
        (VICTORIA, 120, "2005-12-28 13:05", "29 11:00"),
        (VICTORIA, 120, "2005-12-24 12:05", "28 11:00"),  # a weekend, then two holidays
        (VICTORIA, 120, "2005-12-26 12:05", "28 11:00"),
        (VICTORIA, 390, "2005-12-23 09:00", "28 11:30"),
        (VICTORIA, 390, "2005-12-23 12:45", "29 11:15"),
        (VICTORIA, 390, "2005-12-23 13:01", "29 11:30"),
        (VICTORIA, 390, "2005-12-24 13:00", "29 11:30"),
        (VICTORIA, 390, "2005-12-19 09:00", "15:30"),
        (VICTORIA, 390, "2005-12-19 16:45", "20 15:15"),
        (VICTORIA, 390, "2005-12-19 18:00", "20 15:30"),
        (VICTORIA, 390, "2005-12-26 10:00", "29 11:30"),
        (NIGHTS, 90, "2009-12-15 14:00", "15:30"),
        (NIGHTS, 90, "2009-12-15 08:00", "14:30"),  # an hour of the night before is left
        (NIGHTS, 90, "2009-12-15 10:00", "15:30"),
        (NIGHTS, 90, "2009-12-08 08:00", "15:30"),  # that of a night that ended at seven is not
        (NIGHTS, 90, "2009-12-07 16:00", "17:30"),
        (NIGHTS, 90, "2009-12-08 06:00", "14:30"),
        (NIGHTS, 90, "2009-12-07 14:00", "17:00"),
        (NIGHTS, 90, "2009-12-12 14:00", "14 15:30"),
        (NIGHTS, 90, "2009-12-21 14:00", "22 20:00"),
        (NIGHTS, 30, "2009-12-14 16:00", "16:30"),
        (NIGHTS, 30, "2009-12-15 08:45", "14:15"),
        (NIGHTS, 30, "2009-12-15 10:00", "14:30"),
        (NIGHTS, 30, "2009-12-07 16:00", "16:30"),
        (NIGHTS, 30, "2009-12-08 06:45", "14:15"),
        (NIGHTS, 30, "2009-12-08 07:05", "14:30"),
        (NIGHTS, 30, "2009-12-12 10:05", "14 14:30"),
        (NIGHTS, 30, "2009-12-21 10:05", "22 19:00"),
    ],
)
def test_sla_pulse_reminders_after_the_start(hours, minutes, start, expected) -> None:
    plan = policy(levels=[level("a", f"{minutes} working minutes", anchor="opened")])
    assert climbed(plan, "", "2010-01-31 00:00", hours, start)[1] == f"a {expected}"


@pytest.mark.parametrize(
    ("hours", "target", "offset", "start", "expected"),
    [
        (NIGHTS, 20, "10 working minutes", "2010-10-29 14:30", "19:10"),
        (VICTORIA, "1 working day", "8 working hours", "2010-10-28 10:22", "29 09:00"),
    ],
)
def test_sla_pulse_reminders_before_the_deadline(hours, target, offset, start, expected) -> None:
    plan = agreed(
        within(None, None, target), levels=[level("a", anchor="resolution", before=offset)]
    )
    assert climbed(plan, "", "2010-11-30 00:00", hours, start)[1] == f"a {expected}"


# Zabbix: manual/config/notifications/action/escalations. Its steps count from the problem; those
# that ask for an acknowledgement stop at one, the others at the end of the problem alone. Its times
# are those of the steps; when something is acknowledged, resolved or in maintenance is ours.


def operations(*given):
    """Levels as `"120 manager"`, in minutes from the opening; with `!` unless acknowledged."""
    return policy(
        levels=[
            level("abcdefgh"[n], f"{minutes} minutes", anchor="opened",
                  notify=who.rstrip("!").split("+"),
                  unless="acknowledged" if who.endswith("!") else "resolved")
            for n, (minutes, who) in enumerate(one.split() for one in given)
        ]
    )  # fmt: skip


ADMINS = ("0 admins", "30 admins", "60 admins", "90 admins")
FIVE_TIMES = operations(*ADMINS, "120 admins")
MANY_STEPS = operations(*ADMINS, "120 manager!", "150 restart!", "180 guests", "240 reboot")


@pytest.mark.parametrize(
    ("plan", "events", "expected"),
    [
        (FIVE_TIMES, "", "a 00:00, b 00:30, c 01:00, d 01:30, e 02:00"),
        (FIVE_TIMES, "01:10 resolved", "a 00:00, b 00:30, c 01:00"),
        (FIVE_TIMES, "00:10 acknowledged", "a 00:00, b 00:30, c 01:00, d 01:30, e 02:00"),
        # in maintenance the steps that remain come with a delay; what is told stays told
        (FIVE_TIMES, "00:10 waiting agreed_hold; 01:10 resumed",
         "a 00:00, b 01:30, c 02:00, d 02:30, e 03:00"),
        # a problem that starts during maintenance: all steps from the moment it ends
        (FIVE_TIMES, "00:00 waiting agreed_hold; 01:00 resumed",
         "a 01:00, b 01:30, c 02:00, d 02:30, e 03:00"),
        # the second step alone, ten hours after the start
        (operations("600 manager"), "", "a 10:00"),
        (operations("600 manager"), "09:59 resolved", ""),
        (MANY_STEPS, "", ("a 00:00, b 00:30, c 01:00, d 01:30, e 02:00, f 02:30, g 03:00, "
                          "h 04:00")),
        (MANY_STEPS, "01:40 acknowledged",
         "a 00:00, b 00:30, c 01:00, d 01:30, g 03:00, h 04:00"),
        (MANY_STEPS, "02:10 acknowledged",
         "a 00:00, b 00:30, c 01:00, d 01:30, e 02:00, g 03:00, h 04:00"),
        (MANY_STEPS, "03:30 resolved",
         "a 00:00, b 00:30, c 01:00, d 01:30, e 02:00, f 02:30, g 03:00"),
    ],
)  # fmt: skip
def test_zabbix_steps(plan, events, expected) -> None:
    assert climbed(plan, events)[1] == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("admins", ["00:00", "00:30", "01:00", "01:30"]), ("manager", ["02:00", "02:10"]),
        ("zabbix", ["02:00", "02:10", "02:20"]), ("guests", ["04:00"]),
    ],
)  # fmt: skip
def test_zabbix_several_operations_in_one_step(who, expected) -> None:
    plan = operations(*ADMINS, "120 manager+zabbix", "130 manager+zabbix", "140 zabbix",
                      "240 guests")  # fmt: skip
    assert [one.split()[2] for one in notified(plan, people=None) if f" {who} " in one] == expected


# Nagios, Naemon, Shinken: escalations by the number of a notification (escalations.rst), which
# give intervals; the instants follow from them.


def numbered(*waits_and_groups, times=1):
    """The first, second... notification as `"45 nt-admins+managers"`; the last one repeats."""
    levels = [
        level(f"n{n}", f"{wait} minutes", notify=who.split("+"))
        for n, (wait, who) in enumerate((one.split() for one in waits_and_groups), 1)
    ]
    last = levels[-1]["id"]
    return policy(levels=levels, repeat={"times": times, "starting": last})


BY_NUMBER = numbered(
    "0 nt-admins", "240 nt-admins", "240 nt-admins+managers", "45 nt-admins+managers",
    "45 nt-admins+managers", "45 nt-admins+managers+everyone", "60 nt-admins+managers+everyone",
    times=2,
)  # fmt: skip
OVERLAPPING = numbered(
    "0 nt-admins", "240 nt-admins", "240 nt-admins+managers",
    "20 nt-admins+managers+on-call-support", "20 nt-admins+managers+on-call-support",
    "20 on-call-support", "30 on-call-support",
)  # fmt: skip
BY_TIME = numbered("0 level1", "60 level2", "60 level3", "1440 level3")


@pytest.mark.parametrize(
    ("plan", "events", "expected"),
    [
        # 240 minutes by default, 45 from the third on, 60 from the sixth on
        (BY_NUMBER, "", ("n1 00:00, n2 04:00, n3 08:00, n4 08:45, n5 09:30, n6 10:15, n7 11:15, "
                         "n7.2 12:15, n7.3 13:15")),
        (BY_NUMBER, "08:10 acknowledged", "n1 00:00, n2 04:00, n3 08:00"),
        (BY_NUMBER, "11:20 resolved",
         "n1 00:00, n2 04:00, n3 08:00, n4 08:45, n5 09:30, n6 10:15, n7 11:15"),
        # in a downtime nobody is notified
        (BY_NUMBER, "08:10 waiting agreed_hold", "n1 00:00, n2 04:00, n3 08:00"),
        # where two definitions overlap the smaller interval counts
        (OVERLAPPING, "", ("n1 00:00, n2 04:00, n3 08:00, n4 08:20, n5 08:40, n6 09:00, "
                           "n7 09:30, n7.2 10:00")),
        # Shinken: a long interval does not hold back an escalation by time
        (BY_TIME, "", "n1 00:00, n2 01:00, n3 02:00, n4 04 02:00, n4.2 05 02:00"),
    ],
)  # fmt: skip
def test_nagios_notifications(plan, events, expected) -> None:
    assert climbed(plan, events, at="2026-09-09 00:00")[1] == expected


@pytest.mark.parametrize(
    ("plan", "number", "groups"),
    [
        (BY_NUMBER, 2, "nt-admins"), (BY_NUMBER, 3, "managers nt-admins"),
        (BY_NUMBER, 5, "managers nt-admins"), (BY_NUMBER, 6, "everyone managers nt-admins"),
        (OVERLAPPING, 1, "nt-admins"), (OVERLAPPING, 3, "managers nt-admins"),
        (OVERLAPPING, 4, "managers nt-admins on-call-support"),
        (OVERLAPPING, 5, "managers nt-admins on-call-support"),
        (OVERLAPPING, 6, "on-call-support"), (OVERLAPPING, 7, "on-call-support"),
        (BY_TIME, 1, "level1"), (BY_TIME, 2, "level2"), (BY_TIME, 3, "level3"),
    ],
)  # fmt: skip
def test_nagios_contact_groups(plan, number, groups) -> None:
    found = (one.split()[:2] for one in notified(plan, people=None))
    assert sorted({who for name, who in found if name == f"n{number}"}) == groups.split()


# OpenNMS: NotifdTest.java, destination-paths.xml. Half seconds there are minutes here.

ESCALATE = policy(levels=[level("a", "0 minutes"), level("b", "5 minutes")])
DELAYED = policy(levels=[level("a", "4 minutes")])


@pytest.mark.parametrize(
    ("plan", "events", "expected"),
    [
        (ESCALATE, "", "a 00:00, b 00:05"),
        (ESCALATE, "00:02 acknowledged", "a 00:00"),
        (ESCALATE, "00:02 resolved", "a 00:00"),  # there those who were told hear of the end, too
        (DELAYED, "", "a 00:04"),
        (DELAYED, "00:00 acknowledged", ""),
        (DELAYED, "00:02 resolved", ""),
    ],
)
def test_opennms_destination_paths(plan, events, expected) -> None:
    assert climbed(plan, events)[1] == expected


# Flapjack: features/notification_rules.feature. Hours of a contact in Baghdad, 8-18 on weekdays;
# there what falls outside them is dropped, here it waits for them. 1 February 2013 is a Friday.

MALAK = decode(Person, {
    "id": "malak", "title": "x", "timezone": "Asia/Baghdad",
    "reachable": {day: ["08:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
})  # fmt: skip


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("06:59", "01 08:00"), ("07:01", "01 08:00"), ("08:01", None), ("12:00", None),
        ("17:59", None), ("18:01", "04 08:00"),
    ],
)  # fmt: skip
def test_flapjack_hours_of_a_contact(at, expected) -> None:
    zone = "Asia/Baghdad"
    start = instant(f"2013-02-01 {at}", zone)
    (found,) = due_notifications(
        opened(f"2013-02-01 {at}", zone), [], told("malak 0"), ROUND_THE_CLOCK, people=[MALAK],
        since=start, until=start + dt.timedelta(days=7),
    )  # fmt: skip
    assert found.suppressed is (None if expected is None else Suppression.NOT_REACHABLE)
    delivered = found.deliver_at.astimezone(start.tzinfo)
    assert delivered == (start if expected is None else instant(f"2013-02-{expected}", zone))


@pytest.mark.parametrize(
    ("events", "until", "count"),
    [
        ("", "00:00:30", 0), ("", "00:01:30", 1), ("", "00:11:30", 1), ("", "00:17:30", 2),
        ("00:07 acknowledged", "00:17:30", 1), ("00:00 waiting agreed_hold", "00:17:30", 0),
    ],
)  # fmt: skip
def test_flapjack_intervals(events, until, count) -> None:
    """Told after a minute, and again after 15; not if acknowledged, nor in maintenance."""
    found = notified(told("imani 1", "imani 15"), events, until=until, people=None)
    assert len([one for one in found if not one.endswith("-")]) == count


# Centreon: tests/notifications/escalations.cc. A period from noon on, asked at 20,000 seconds, that
# is at 05:33; a forced notification regards it as little as an urgent one does quiet hours here.

FROM_NOON = decode(
    Person, {"id": "cleo", "title": "x", "preference": {"quiet_hours": ["00:00-12:00"]}}
)


@pytest.mark.parametrize(
    ("minutes", "events", "urgent", "expected"),
    [
        (720, "", (), "a cleo 12:00"),
        (333, "", (), "a cleo quiet_hours 12:00"),  # there it is not sent at all
        (333, "", (1,), "a cleo 05:33"),
        (333, "05:00 acknowledged", (), "a cleo acknowledged -"),
        (333, "05:00 waiting agreed_hold", (), None),
    ],
)
def test_centreon_viability(minutes, events, urgent, expected) -> None:
    found = notified(told(f"cleo {minutes}"), events, people=[FROM_NOON], urgent=urgent)
    assert found == ([] if expected is None else [expected])


# Levels before a deadline that has passed, attempts, working time, clock changes.


@pytest.mark.parametrize(
    ("levels", "events", "expected"),
    [
        # its time had passed before the issue was ours, or before the priority gave it one
        ([level("a", anchor="resolution", before="3 working hours")], "", "a 09:00"),
        ([level("a", anchor="resolution", before="1 working hour")], "", "a 10:00"),
        ([level("a", anchor="resolution", before="1 working hour")],
         "09:30 waiting; 10:30 resumed", "a 11:00"),
        ([level("a", anchor="resolution", before="1 working hour")],
         "10:00 waiting; 10:30 resumed", "a 10:30"),
        ([level("a", anchor="resolution", before="1 working hour")], "09:59 resolved", ""),
        ([level("a", anchor="resolution", before="1 working hour")],
         "09:30 resolved; 12:00 reopened", "a 12:30"),
        # `previous` counts from when the level before was reached or was to be
        ([level("a", anchor="resolution", before="1 working hour"), level("b", "30 minutes")],
         "", "a 10:00, b 10:30"),
        ([level("a", "30 minutes", attempts=1), level("b", "30 minutes")], "", "b 10:00"),
        ([level("a", "30 minutes", attempts=1), level("b", "30 minutes")], "12:00 attempt",
         "b 10:00, a 12:00"),
        ([level("a", "30 minutes", attempts=2), level("b", "30 minutes")],
         "09:10 attempt; 09:30 attempt", "a 09:30, b 10:00"),
        ([level("a", "30 minutes", attempts=2, unless="resolved")],
         "09:10 acknowledged; 09:20 attempt; 09:50 attempt", "a 09:50"),
        ([level("a", "30 minutes", attempts=1)], "10:00 acknowledged; 10:30 attempt", ""),
        # working time and the time on the wall, from the same instant
        ([level("a", "8 working hours"), level("b", "8 hours", anchor="opened")], "",
         "b 17:00, a 04 09:00"),
        ([level("a", "9 working hours"), level("b", "1 working hour")], "",
         "a 04 10:00, b 04 11:00"),
        ([level("a", "1 working day"), level("b", "1 day", anchor="opened")], "",
         "b 04 09:00, a 07 09:00"),
        # the level before comes later than the one that is counted from the opening
        ([level("a", "3 hours"), level("b", "1 hour", anchor="opened"), level("c", "1 hour")], "",
         "b 10:00, c 11:00, a 12:00"),
    ],
)  # fmt: skip
def test_edges(levels, events, expected) -> None:
    plan = agreed(within(None, None, 120), levels=levels)
    for order in (1, -1):
        parts = [one.strip() for one in events.split(";")]
        text = "; ".join(parts[::order]) if events else ""
        found = climbed(plan, text, "2026-09-09 00:00", OFFICE, f"{DAY} 09:00", "Europe/Berlin")
        assert found[1] == expected


@pytest.mark.parametrize(
    ("start", "offset", "expected"),
    [
        ("2026-03-28 20:00", "8 hours", "29 05:00"),
        ("2026-03-28 20:00", "1 day", "29 20:00"),
        ("2026-10-24 20:00", "8 hours", "25 03:00"),
        ("2026-10-24 20:00", "1 day", "25 20:00"),
        ("2026-03-27 16:00", "2 working hours", "30 10:00"),
    ],
)
def test_levels_over_a_clock_change(start, offset, expected) -> None:
    plan = policy(levels=[level("a", offset)])
    found = climbed(plan, "", "2026-12-01 00:00", OFFICE, start, "Europe/Berlin")
    assert found[1] == f"a {expected}"


@pytest.mark.parametrize(
    ("events", "reason", "waits_for"),
    [
        ("00:01 acknowledged", StandStill.ACKNOWLEDGED, None),
        ("00:01 waiting third_party", StandStill.WAITING, "third_party"),
        ("00:01 waiting agreed_hold", StandStill.WAITING, "agreed_hold"),
        ("00:01 acknowledged; 00:02 waiting", StandStill.WAITING, "client"),
        ("00:01 waiting; 00:02 resolved", StandStill.RESOLVED, None),
    ],
)
def test_why_it_stands_still(events, reason, waits_for) -> None:
    state, _ = climbed(steps(5, 10), events, at=f"{DAY} 00:04")
    assert state.stands_still is reason
    assert (state.waits_for and state.waits_for.value) == waits_for
    assert (state.next_level, state.next_at) == (None, None)


def test_the_whole_story_in_order() -> None:
    plan = agreed(within(20), levels=[
        level("a", "0 minutes"), level("b", "10 minutes"),
        level("c", "0 minutes", anchor="first_response", unless="resolved"),
    ], acknowledgement_expires="30 minutes")  # fmt: skip
    events = history("00:05 acknowledged; 00:12 priority 2; 00:13 priority 1; 01:00 ours", DAY)
    found = escalation_timeline(
        opened(f"{DAY} 00:00"), events, plan, ROUND_THE_CLOCK, at=instant(f"{DAY} 02:00")
    )
    story = [f"{_shown(one.at, DAY)} {one.kind.value} {one.level or ''}" for one in found]
    assert [one.strip() for one in story] == [
        "00:00 opened", "00:00 level_reached a", "00:05 event", "00:10 level_stopped b",
        "00:12 event", "00:13 event", "00:13 acknowledgement_voided", "00:13 level_reached b",
        "00:20 deadline_missed", "00:20 level_reached c", "01:00 event",
    ]  # fmt: skip
    assert found[0].kind is TimelineKind.OPENED


def test_reasons_are_those_of_the_model() -> None:
    """Every reason is shown by a case of this module or of test_notifications."""
    assert {one.value for one in Suppression} == {
        "quiet_hours", "not_reachable", "vacancy", "do_not_contact", "limit", "acknowledged",
        "resolved", "attempts_missing", "too_early", "superseded",
    }  # fmt: skip
