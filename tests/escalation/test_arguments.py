"""What a tool of one's own hands over by mistake is refused by name, or taken as it is meant."""

import datetime as dt

import pytest

from clientkit import to_data
from clientkit.base import InvalidArgumentError, decode
from clientkit.client import Person
from clientkit.escalation import (
    IssueParty,
    PriorityMatrix,
    due_notifications,
    escalation_state,
    escalation_states,
    escalation_timeline,
    issue_clocks,
    priority_of,
    rebase,
)

from .making import OFFICE, event, issue, level, levels, moment, ours, policy, waiting

AT = moment("04 12:00")
ISSUE, POLICY = issue(), levels(level("pm", "0 minutes"), level("lead", "2 working hours"))
EVENTS = [ours("03 15:00")]


def notify(one=ISSUE, events=EVENTS, rules=POLICY, calendar=OFFICE, **more):
    return due_notifications(
        one, events, rules, calendar, since=moment("03 00:00"), until=AT, **more
    )


def ask(function):
    def asked(one=ISSUE, events=EVENTS, rules=POLICY, calendar=OFFICE, **more):
        return function(one, events, rules, calendar, at=AT, **more)

    return asked


ONE_ISSUE = [ask(one) for one in (issue_clocks, escalation_state, escalation_timeline)]
ALL = [*ONE_ISSUE, ask(lambda one, *more, **values: escalation_states([one], *more, **values))]
ALL.append(notify)
WITH_PEOPLE = ALL[1:]


@pytest.mark.parametrize("function", ALL)
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"one": to_data(ISSUE)}, "expected (an Issue|several Issues, such as a list)"),
        ({"one": None}, "(issue|issues|issues.0.) is None; expected"),
        ({"events": None}, "events is None; expected several IssueEvents, such as a list"),
        ({"events": [*EVENTS, {}]}, r"events\[1\] is {}; expected an IssueEvent"),
        ({"events": EVENTS[0]}, "events is IssueEvent.*; expected several IssueEvents"),
        ({"events": [ISSUE]}, r"events\[0\] is Issue\(.*; expected an IssueEvent"),
        ({"rules": None}, "policy is None; expected an escalation policy, or versions of one"),
        ({"rules": to_data(POLICY)}, "policy is {.*; expected an escalation policy"),
        ({"calendar": None}, "calendar is None; expected a WorkingCalendar or"),
        ({"calendar": to_data(OFFICE)}, "calendar is {.*; expected a WorkingCalendar or"),
        ({"timezone": "Mars/Phobos"}, "timezone is 'Mars/Phobos'; expected a time zone"),
        ({"timezone": []}, r"timezone is \[\]; expected a time zone"),
    ],
)
def test_what_is_something_else_is_refused_by_name(function, given, message) -> None:
    with pytest.raises(InvalidArgumentError, match=message):
        function(**given)


@pytest.mark.parametrize("function", WITH_PEOPLE)
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"people": [{"id": "lena"}]}, r"people\[0\] is .*; expected a Person"),
        ({"people": {"lena": None}}, "people is .*; expected several Persons"),
        ({"assignments": None}, "assignments is None; expected several Assignments"),
        ({"assignments": [ISSUE]}, r"assignments\[0\] is .*; expected an Assignment"),
    ],
)
def test_people_that_are_something_else_are_refused(function, given, message) -> None:
    with pytest.raises(InvalidArgumentError, match=message):
        function(**given)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sent": "down/pm/1/pm"}, "sent is .*; expected several keys, such as a set"),
        ({"sent": None}, "sent is None"),
        ({"sponsors": "sponsor"}, "sponsors is 'sponsor'; expected several ids"),
        ({"sponsors": [None]}, "sponsors is None; expected ids"),
        ({"urgent": 1}, "urgent is 1; expected several priorities"),
        ({"urgent": ["1"]}, "urgent is '1'; expected priorities"),
        ({"used": ["omar"]}, "used is .*; expected a mapping"),
        ({"used": {"omar": "2"}}, r"used\['omar'\] is '2'; expected a number of contacts"),
    ],
)
def test_what_notifications_are_looked_up_in_is_no_text(given, message) -> None:
    with pytest.raises(InvalidArgumentError, match=message):
        notify(**given)


def test_what_can_be_read_only_once_is_read_once() -> None:
    keys = [one.key for one in notify()]
    assert keys == ["down/pm/1/pm", "down/lead/1/lead"]
    assert notify(sent=(key for key in reversed(keys))) == ()
    spared = notify(sponsors=(name for name in ("lead", "pm")), events=[])
    assert [one.suppressed.value for one in spared] == ["too_early", "too_early"]
    quiet = {"preference": {"quiet_hours": ["00:00-23:59"]}, "title": "Lead"}
    people = [decode(Person, {"id": name, **quiet}) for name in ("pm", "lead")]
    urgent = notify(people=people, urgent=(number for number in (2, 1)))
    assert [one.suppressed for one in urgent] == [None, None]
    both = [issue(), issue(id="other")]
    found = escalation_states((one for one in both), iter(EVENTS), POLICY, OFFICE, at=AT)
    assert [len(one.reached) for one in found] == [2, 2]


def test_an_issue_to_rebase_and_what_has_a_priority_are_issues() -> None:
    with pytest.raises(InvalidArgumentError, match="issue is 'down'; expected an Issue"):
        rebase("down", mode="restart", at=AT, by="lena", id="new")
    with pytest.raises(InvalidArgumentError, match="issue is None; expected an Issue"):
        priority_of(None)
    with pytest.raises(InvalidArgumentError, match="expected a PriorityMatrix"):
        priority_of(ISSUE, policy(matrix={}))
    assert priority_of(ISSUE, PriorityMatrix()) == 1


def test_a_party_is_no_text() -> None:
    clocks = issue_clocks(ISSUE, [waiting("03 15:00"), event("resumed", "03 16:00")], POLICY,
                          OFFICE, at=AT)  # fmt: skip
    assert clocks.time_of(IssueParty.CLIENT) == dt.timedelta(hours=1)
    with pytest.raises(InvalidArgumentError, match="party is 'client'; expected an IssueParty"):
        clocks.time_of("client")


def test_levels_that_share_an_id_would_share_keys() -> None:
    twice = levels(level("pm", notify=["lena"]), level("pm", "2 working hours", notify=["lena"]))
    with pytest.raises(InvalidArgumentError, match=r"policy.levels is 'pm'; expected the id"):
        notify(rules=[POLICY, twice])
