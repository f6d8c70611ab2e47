import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit import decode
from clientkit.base import InvalidArgumentError, Term, evolve
from clientkit.client import Person
from clientkit.escalation import Suppression, due_notifications

from .making import OFFICE, event, issue, level, levels, moment, ours, shown
from .test_clocks import histories
from .test_states import HELD, LADDER, PEOPLE

PLAN = levels(level("a", "0 minutes", notify=["omar"]), level("b", "2 hours", notify=["lena"]))

ISSUE = issue()


def due(plan=PLAN, events=(), since="03 14:00", until="05 00:00", issue=ISSUE, **values):
    return due_notifications(
        issue, events, plan, OFFICE, since=moment(since), until=moment(until), **values
    )


def fates(found):
    return [(one.level, one.person, one.suppressed, shown(one.deliver_at)) for one in found]


def person(name, **preference):
    return decode(Person, {"id": name, "title": name, "preference": preference})


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("03 14:00", "03 16:00", ["a"]),
        ("03 14:00", "03 16:01", ["a", "b"]),
        ("03 14:01", "03 16:01", ["b"]),
        ("03 16:00", "03 16:00", []),
    ],
)
def test_a_window_holds_its_start_and_not_its_end(since, until, expected) -> None:
    assert [one.level for one in due(since=since, until=until)] == expected


def test_keys_name_issue_level_pass_and_person() -> None:
    assert [one.key for one in due()] == ["down/a/1/omar", "down/b/1/lena"]


def test_what_was_sent_is_left_out() -> None:
    assert [one.level for one in due(sent={"down/a/1/omar"})] == ["b"]


def test_a_vacancy_is_told() -> None:
    plan = levels({"id": "a", "after": "1 day", "notify": ["pm"]})
    (found,) = due(plan, people=PEOPLE, assignments=HELD)
    assert (found.key, found.suppressed, found.deliver_at) == (
        "down/a/1/@pm",
        Suppression.VACANCY,
        None,
    )


@pytest.mark.parametrize(
    ("quiet", "expected"),
    [
        (["16:00-18:00"], (Suppression.QUIET_HOURS, "03 18:00")),
        (["14:00-16:00"], (None, "03 16:00")),  # they end at that instant
        (["15:00-07:30"], (Suppression.QUIET_HOURS, "04 07:30")),
        (["00:00-24:00"], (Suppression.QUIET_HOURS, None)),
    ],
)
def test_quiet_hours_hold_it_until_they_end(quiet, expected) -> None:
    (found,) = due(since="03 15:00", people=[person("lena", quiet_hours=quiet)])
    assert (found.suppressed, shown(found.deliver_at)) == expected


def test_quiet_hours_are_those_of_the_recipients_zone() -> None:
    away = decode(Person, {
        "id": "lena", "title": "x", "timezone": "America/New_York",
        "preference": {"quiet_hours": ["22:00-11:00"]},
    })  # fmt: skip
    (found,) = due(since="03 15:00", people=[away])
    assert shown(found.deliver_at) == "03 17:00"


def test_hours_of_reach_are_not_those_of_the_clock() -> None:
    monday = decode(Person, {"id": "lena", "title": "x", "reachable": {"mon": ["10:00-12:00"]}})
    (found,) = due(since="03 15:00", people=[monday])
    assert (found.suppressed, shown(found.deliver_at)) == (Suppression.NOT_REACHABLE, "07 10:00")
    assert found.is_held


def test_urgent_issues_regard_neither_hours_nor_limits() -> None:
    quiet = person("lena", quiet_hours=["00:00-24:00"], limits={"touchpoints": 0})
    (found,) = due(since="03 15:00", people=[quiet], urgent=[1])
    assert (found.suppressed, shown(found.deliver_at)) == (None, "03 16:00")


def test_who_must_not_be_contacted_is_not() -> None:
    never = decode(
        Person,
        {
            "id": "lena",
            "title": "x",
            "do_not_contact": [{"reason": "left", "ends_on": "2026-09-03"}],
        },
    )
    assert due(since="03 15:00", people=[never])[0].suppressed is Suppression.DO_NOT_CONTACT
    later = levels(level("b", "1 day", notify=["lena"]))
    assert due(later, people=[never])[0].suppressed is None


@pytest.mark.parametrize(
    ("used", "expected"), [(0, [None, Suppression.LIMIT]), (1, [Suppression.LIMIT] * 2)]
)
def test_a_limit_counts_what_was_used_and_what_is_delivered(used, expected) -> None:
    plan = levels(level("a", "0 minutes", notify=["omar"]), level("b", "1 hour", notify=["omar"]))
    found = due(plan, people=[person("omar", limits={"touchpoints": 1})], used={"omar": used})
    assert [one.suppressed for one in found] == expected


def test_what_an_acknowledgement_stopped_is_returned() -> None:
    found = due(events=[event("acknowledged", "03 15:00")])
    assert fates(found) == [
        ("a", "omar", None, "03 14:00"), ("b", "lena", Suppression.ACKNOWLEDGED, None),
    ]  # fmt: skip


def test_what_an_acknowledgement_stopped_comes_under_the_same_key_when_it_has_expired() -> None:
    plan = levels(level("b", "2 hours"), acknowledgement_expires="3 hours")
    events = [event("acknowledged", "03 15:00")]
    (before,) = due(plan, events, until="03 18:00")
    (after,) = due(plan, events, since="03 18:00")
    assert (before.suppressed, after.suppressed) == (Suppression.ACKNOWLEDGED, None)
    assert before.key == after.key
    assert [one.suppressed for one in due(plan, events)] == [None]


def test_missing_attempts_are_told() -> None:
    (found,) = due(levels(level("b", attempts=1)))
    assert found.suppressed is Suppression.ATTEMPTS_MISSING


@pytest.mark.parametrize(
    ("kind", "at", "expected"),
    [
        ("acknowledged", "03 20:00", Suppression.ACKNOWLEDGED),
        ("acknowledged", "04 08:01", Suppression.QUIET_HOURS),
        ("resolved", "04 08:00", Suppression.RESOLVED),
    ],
)
def test_what_is_needless_before_it_could_be_delivered_is_dropped(kind, at, expected) -> None:
    quiet = person("lena", quiet_hours=["15:00-08:00"])
    (found,) = due(events=[event(kind, at)], since="03 15:00", people=[quiet])
    assert found.suppressed is expected


def test_a_later_level_supersedes_one_that_is_held() -> None:
    plan = levels(
        level("a", "2 hours", notify=["lena"]), level("b", "2 hours", notify=["lena", "omar"])
    )
    quiet = [person("lena", quiet_hours=["15:00-08:00"]), person("omar")]
    assert fates(due(plan, people=quiet)) == [
        ("a", "lena", Suppression.SUPERSEDED, None),
        ("b", "lena", Suppression.QUIET_HOURS, "04 08:00"),
        ("b", "omar", None, "03 18:00"),
    ]


SPONSOR = levels(
    level("up", "30 minutes", notify=["ines"]),
    responses=[{"priority": 1, "first_response": "1 working hour"}],
)


def to_ines(events=(), since="03 14:00", until="03 14:50", plan=SPONSOR):
    found = due(plan, events, since, until, sponsors=["ines"])
    return [(shown(one.at), one.suppressed) for one in found if one.person == "ines"]


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        ("03 14:10", [("03 14:30", None)]),
        ("03 14:30", [("03 14:30", None)]),
        ("03 14:40", [("03 14:40", None)]),
        ("03 14:50", [("03 14:30", Suppression.TOO_EARLY)]),  # after the end of the window
    ],
)
def test_a_sponsor_is_told_at_the_first_attempt(tried, expected) -> None:
    assert to_ines([event("attempt", tried)]) == expected


def test_a_sponsor_is_told_at_the_first_deadline_that_is_not_met() -> None:
    assert to_ines(until="03 15:00") == [("03 14:30", Suppression.TOO_EARLY)]
    assert to_ines(since="03 15:00", until="03 15:01") == [("03 15:00", None)]
    met = [ours("03 15:00")]
    assert to_ines(met, since="03 15:00", until="03 15:01") == []
    late = [ours("03 15:01")]
    assert to_ines(late, since="03 15:00", until="04 09:00") == [("03 15:00", None)]


def test_a_sponsor_is_told_when_a_new_target_puts_a_deadline_into_the_past() -> None:
    plan = levels(
        level("up", "30 minutes", notify=["ines"]),
        responses=[{"priority": 1, "resolution": "1 working hour"}],
    )
    raised = [
        event("priority_changed", "03 14:00", priority=2),
        event("priority_changed", "03 16:00", priority=1),
    ]
    early, then = [("03 14:30", Suppression.TOO_EARLY)], [("03 16:00", None)]
    assert to_ines(raised, plan=plan, until="03 16:00") == early
    assert to_ines(raised, plan=plan, since="03 16:00", until="03 16:01") == then
    assert to_ines(raised, plan=plan, since="03 16:01", until="04 09:00") == []


def test_others_and_a_sponsor_who_is_called_as_another_are_told_at_once() -> None:
    found = due(SPONSOR, until="03 14:50")
    assert fates(found) == [("up", "ines", None, "03 14:30")]
    named = levels(level("up", "30 minutes", notify=["lead", "ines"]))
    people = [decode(Person, {"id": "ines", "title": "x", "roles": ["lead"]})]
    found = due(named, until="03 14:50", people=people, sponsors=["ines"])
    assert fates(found) == [("up", "ines", None, "03 14:30")]


def test_a_later_level_supersedes_one_that_waits_for_a_sponsor() -> None:
    plan = levels(
        level("up", "30 minutes", notify=["ines"]),
        level("both", "15 minutes", notify=["ines", "omar"]),
        responses=[{"priority": 1, "first_response": "1 working hour"}],
    )
    assert fates(due(plan, sponsors=["ines"])) == [
        ("both", "omar", None, "03 14:45"),
        ("up", "ines", Suppression.SUPERSEDED, None),
        ("both", "ines", None, "03 15:00"),
    ]


def test_a_sponsor_who_was_too_early_is_not_told_of_what_somebody_has_taken_on() -> None:
    events = [event("acknowledged", "03 14:35"), event("attempt", "03 14:40")]
    assert to_ines(events) == [("03 14:40", Suppression.ACKNOWLEDGED)]
    expiring = evolve(SPONSOR, acknowledgement_expires=Term.parse("5 minutes"))
    assert to_ines(events, plan=expiring) == [("03 14:40", None)]


def test_an_acknowledgement_that_is_over_holds_back_nothing_that_was_held() -> None:
    plan = levels(level("a", "5 hours", notify=["omar"]), acknowledgement_expires="2 hours")
    omar = person("omar", quiet_hours=["18:00-08:00"])
    taken = [event("acknowledged", "03 20:00")]
    assert fates(due(plan, taken, people=[omar])) == [
        ("a", "omar", Suppression.QUIET_HOURS, "04 08:00")
    ]
    assert fates(due(plan, taken, until="03 21:59", people=[omar])) == [
        ("a", "omar", Suppression.ACKNOWLEDGED, None)
    ]
    taken = [event("acknowledged", "04 06:00")]
    assert fates(due(plan, taken, people=[omar])) == [
        ("a", "omar", Suppression.QUIET_HOURS, "04 08:00")
    ]
    taken = [event("acknowledged", "04 06:01")]
    assert fates(due(plan, taken, people=[omar])) == [("a", "omar", Suppression.ACKNOWLEDGED, None)]


def test_an_acknowledgement_before_1970_counts_as_any() -> None:
    def moment_of(text):
        return dt.datetime.fromisoformat(f"1969-09-{text}:00+01:00")

    plan = levels(level("a", "5 hours", notify=["omar"]))
    taken = event("acknowledged", "03 20:00")
    found = due_notifications(
        evolve(ISSUE, at=moment_of("03T14:00")), [evolve(taken, at=moment_of("03T20:00"))],
        plan, OFFICE, since=moment_of("03T14:00"), until=moment_of("05T00:00"),
        people=[person("omar", quiet_hours=["18:00-08:00"])],
    )  # fmt: skip
    assert [one.suppressed for one in found] == [Suppression.ACKNOWLEDGED]


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="until is "):
        due(since="03 14:00", until="03 13:59")


points = st.integers(0, 10 * 24 * 60).map(lambda n: moment("03 14:00") + dt.timedelta(minutes=n))


@given(histories(), st.lists(points, min_size=3, max_size=6))
def test_law_adjacent_windows_give_each_notification_once(events, cuts) -> None:
    cuts = sorted(cuts)

    def keys(since, until):
        found = due_notifications(issue(), events, LADDER, OFFICE, since=since, until=until)
        return [(one.key, one.at) for one in found if one.suppressed is None]

    whole = keys(cuts[0], cuts[-1])
    parts = [key for a, b in pairwise(cuts) for key in keys(a, b)]
    assert len({key for key, _ in whole}) == len(whole)
    assert set(whole) <= set(parts)  # a later window may know that one is superseded
    assert len(set(parts)) == len(parts)


@given(histories(), points, points)
def test_law_a_replay_gives_the_same(events, a, b) -> None:
    since, until = sorted((a, b))
    first = due_notifications(issue(), events, LADDER, OFFICE, since=since, until=until)
    assert first == due_notifications(
        issue(), events[::-1], LADDER, OFFICE, since=since, until=until
    )


def test_whoever_has_no_hours_at_all_is_never_reached() -> None:
    closed = decode(Person, {"id": "lena", "title": "x", "reachable": {}})
    (found,) = due(since="03 15:00", people=[closed])
    assert (found.suppressed, found.deliver_at) == (Suppression.NOT_REACHABLE, None)
