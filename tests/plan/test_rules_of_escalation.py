"""Escalation beside the people of the plan."""

from typing import Any

import pytest

from clientkit.plan.rules_of_escalation import sponsor_too_early

from .making import PEOPLE, ROLES, plan_of

RESPONSES = [{"priority": 1, "first_response": "1 hour", "resolution": "1 day"}]
CALL = {"id": "call", "notify": ["sponsor"], "priorities": [1]}


def found(*levels: dict[str, Any], **parts: Any) -> list[tuple[str, str]]:
    numbered = [{"id": f"l{index}", "notify": ["pm"]} | one for index, one in enumerate(levels)]
    policy = {"responses": RESPONSES, "levels": numbered}
    return [
        (one.path, one.message) for one in sponsor_too_early(plan_of(escalation=policy, **parts))
    ]


@pytest.mark.parametrize(
    ("level", "is_early"),
    [
        ({"after": "4 hours"}, True),
        ({"after": "4 hours", "attempts": 1}, False),
        ({"after": "4 hours", "anchor": "opened"}, True),
        ({"after": "0 minutes", "anchor": "resolution"}, False),
        ({"after": "0 minutes", "anchor": "first_response"}, False),
        ({"before": "10 minutes", "anchor": "resolution"}, True),
        ({"before": "10 minutes", "anchor": "resolution", "attempts": 2}, False),
        ({"before": "10 minutes", "anchor": "update"}, False),  # never reached: nothing is due then
    ],
)
def test_a_sponsor_is_called_after_an_attempt_or_a_breach(
    level: dict[str, Any], is_early: bool
) -> None:
    assert bool(found(CALL | level)) is is_early


def test_what_it_says() -> None:
    assert found({"after": "0 minutes"}, CALL | {"after": "4 hours"}) == [
        (
            "/escalation/levels/1",
            (
                "'call' calls 'sponsor', the client's sponsor for priority 1, before an attempt or "
                "a missed deadline; expected attempts, or an anchor that is a deadline"
            ),
        )
    ]


def test_a_level_after_one_that_follows_a_deadline() -> None:
    late = {"anchor": "resolution", "after": "0 minutes"}
    early = {"anchor": "resolution", "before": "10 minutes"}
    call = CALL | {"after": "1 hour"}
    assert found(late, call) == []
    assert found(late, {"after": "1 hour"}, call) == []
    assert found(early, call) != []
    assert found(late, {"anchor": "opened", "after": "1 hour"}, call) != []
    # it is counted from the last level that holds for its priority and can be reached
    assert found(late | {"priorities": [2]}, call) != []
    assert found(late, {"anchor": "opened", "after": "1 hour", "priorities": [2]}, call) == []
    assert found(late, {"anchor": "update", "after": "1 hour"}, call) == []
    # an attempt for the level before is none for this one
    assert found({"after": "1 hour", "attempts": 1}, call) != []


def test_each_priority_counts() -> None:
    level = {"anchor": "resolution", "after": "0 minutes"}
    call = {"id": "call", "notify": ["director"], "after": "1 hour"}
    ((_, message),) = found(level, call)  # for priority 2 there is no deadline
    assert message.startswith("'call' calls 'director', the client's sponsor, before")
    assert found(level, call | {"priorities": [1]}) == []


def test_who_is_the_sponsor() -> None:
    call = {"after": "1 hour"}
    assert found(call | {"notify": ["curator"]}) == []
    owner = [{"id": "owner", "title": "Owner", "stands_for": "sponsor"}, *ROLES[1:]]
    people = [PEOPLE[0] | {"roles": []}, *PEOPLE[1:]]
    parts = {"roles": owner, "people": people}
    assert found(call | {"notify": ["owner"]}, **parts) != []
    assert found(call | {"notify": ["director"]}, **parts) == []
    held = [{"role": "owner", "person": "director"}]
    assert found(call | {"notify": ["director"]}, assignments=held, **parts) != []
    ours = [{"id": "sponsor", "title": "Ours", "side": "provider"}, *ROLES[1:]]
    assert found(call | {"notify": ["sponsor"]}, roles=ours) == []
    assert found(call | {"notify": ["sponsor"]}, roles=[]) != []


def test_without_a_policy_nothing_is_said() -> None:
    assert list(sponsor_too_early(plan_of())) == []
