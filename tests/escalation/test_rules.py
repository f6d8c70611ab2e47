import re
from pathlib import Path

import pytest

from clientkit import check, decode
from clientkit.documents import read
from clientkit.escalation import EscalationPolicy, Issue, IssueEvent
from clientkit.escalation.rules import RULES, priority_falls_with_harm
from clientkit.plan.model import ClientPlan

from .making import level, levels, policy

INVALID = Path(__file__).parents[1] / "documents" / "invalid"


def codes(plan):
    return [finding.code.partition(".")[2] for one in RULES for finding in one(plan)]


def answers(*given):
    return policy(responses=[{"priority": n, **one} for n, one in enumerate(given, 1)])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_document_of_a_rule_breaks_it_alone_and_there(rule) -> None:
    document = read(INVALID / f"{rule.code}.yaml")
    plan = decode(ClientPlan, document.data)
    (finding,) = [found for one in RULES for found in one(plan.escalation, prefix="/escalation")]
    assert finding.code == rule.code
    assert "expected" in finding.message
    lines = (INVALID / f"{rule.code}.yaml").read_text(encoding="utf-8").splitlines()
    (line,) = [one for one in lines if f"# !! {rule.code}" in one]
    assert re.match(rf"\s*{finding.path.rpartition('/')[2]}:", line)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["4 working hours", "4 working hours"], []),
        (["240 working minutes", "4 working hours"], []),
        (["241 working minutes", "4 working hours"], ["target-grows-with-priority"]),
        (["2 working days", "4 working hours"], []),  # of different sorts nobody can say
        (["2 working days", "1 working day"], ["target-grows-with-priority"]),
        (["1 day", "23 hours"], ["target-grows-with-priority"]),
        (["1 day", "2 working hours"], []),
        (["61 working minutes", "1 hour"], ["target-grows-with-priority"]),  # whatever the calendar
        (["60 working minutes", "1 hour"], []),
    ],
)
def test_targets_are_compared_with_their_like(given, expected) -> None:
    assert codes(answers(*({"resolution": one} for one in given))) == expected


@pytest.mark.parametrize(
    ("update", "expected"), [("59 minutes", ["update-before-first-response"]), ("1 hour", [])]
)
def test_an_update_as_long_as_the_first_response_is_fine(update, expected) -> None:
    assert codes(answers({"first_response": "1 hour", "update": update})) == expected


def test_a_level_is_reachable_if_one_priority_has_its_deadline() -> None:
    given = {"responses": [{"priority": 2, "resolution": "1 day"}]}
    after = {"anchor": "resolution", "after": "0 minutes"}
    assert codes(levels(level("a", **after), **given)) == []
    assert codes(levels(level("a", priorities=[1], **after), **given)) == ["level-unreachable"]


@pytest.mark.parametrize(
    ("before", "expected"), [("1 day", []), ("25 hours", ["level-before-opening"])]
)
def test_a_level_may_lie_at_the_opening(before, expected) -> None:
    given = {"responses": [{"priority": 1, "resolution": "1 day"}]}
    assert codes(levels(level("a", anchor="resolution", before=before), **given)) == expected


def test_a_level_that_tells_nobody_at_all() -> None:
    (found,) = [one for rule in RULES for one in rule(levels({"id": "a", "after": "1 hour"}))]
    assert (found.code, found.path) == ("escalation.level-tells-nobody-new", "/levels/0")


def test_levels_of_other_priorities_are_not_compared() -> None:
    low = level("a", priorities=[3], notify=["omar"])
    assert codes(levels(low, level("b", notify=["omar"]))) == []
    assert codes(levels(low, level("b", notify=["omar"], priorities=[3]))) == [
        "level-tells-nobody-new"
    ]


def test_a_pass_that_takes_time_somewhere_is_fine() -> None:
    given = [level("a", "0 minutes"), level("b", "1 hour")]
    assert codes(levels(*given, repeat={"times": 1})) == []
    assert codes(levels(*given[::-1], repeat={"times": 1, "starting": "a"})) == ["repeat-at-once"]


@pytest.mark.parametrize(
    ("resolution", "expected"),
    [
        ("59 minutes", ["resolution-before-first-response"]), ("1 hour", []),
        ("30 working minutes", []),  # of another kind; nobody can say
    ],
)  # fmt: skip
def test_a_resolution_as_long_as_the_first_response_is_fine(resolution, expected) -> None:
    assert codes(answers({"first_response": "1 hour", "resolution": resolution})) == expected


def test_a_pass_needs_a_level_that_comes_again() -> None:
    given = [level("a", "1 hour"), level("b", anchor="resolution", before="1 hour")]
    target = {"responses": [{"priority": 1, "resolution": "1 day"}]}
    assert codes(levels(*given, repeat={"times": 1}, **target)) == []
    late = levels(*given, repeat={"times": 1, "starting": "b"}, **target)
    assert codes(late) == ["repeat-of-nothing"]


def test_what_expires_must_have_stopped_a_level() -> None:
    held, goes_on = level("a"), level("b", unless="resolved")
    expires = {"acknowledgement_expires": "1 hour"}
    assert codes(levels(goes_on, **expires)) == ["expiry-of-nothing"]
    assert codes(levels(goes_on)) == codes(levels(held, goes_on, **expires)) == []
    assert codes(policy(**expires)) == []
    at_once = {"acknowledgement_expires": "0 minutes"}
    for given in ([held], [goes_on], []):
        assert codes(levels(*given, **at_once)) == ["expiry-of-nothing"]


@pytest.mark.parametrize(
    ("first", "second", "is_in_order"),
    [
        ({"after": "2 hours"}, {"after": "1 hour"}, False),
        ({"after": "2 hours"}, {"after": "2 hours"}, True),
        ({"after": "2 hours"}, {"after": "1 working hour"}, True),  # nobody can say
        ({"after": "2 working hours"}, {"after": "1 hour"}, False),
        ({"before": "1 hour"}, {"before": "2 hours"}, False),
        ({"before": "2 hours"}, {"before": "1 hour"}, True),
        ({"after": "0 minutes"}, {"before": "1 hour"}, False),
        ({"before": "1 hour"}, {"after": "0 minutes"}, True),
        ({"after": "2 hours"}, {"after": "1 hour", "anchor": "opened"}, True),
        ({"after": "2 hours"}, {"after": "1 hour", "anchor": "previous"}, True),
        ({"after": "2 hours", "priorities": [1]}, {"after": "1 hour", "priorities": [2]}, True),
        ({"after": "2 hours", "priorities": [1]}, {"after": "1 hour"}, False),
    ],
)
def test_levels_that_count_from_one_point_stand_in_order(first, second, is_in_order) -> None:
    due = {"anchor": "resolution"}
    targets = [{"priority": number, "resolution": "1 day"} for number in (1, 2)]
    given = levels(level("a", **due | first), level("b", **due | second), responses=targets)
    assert codes(given) == ([] if is_in_order else ["level-out-of-order"])


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ([("high", "high", 1), ("low", "low", 5)], []),
        ([("low", "high", 2), ("medium", "medium", 2)], []),
        ([("high", "high", 3), ("low", "low", 1)], [0, 1]),
        ([("high", "high", 3)], [0]),  # the usual ones of less harm are higher
        ([("medium", "medium", 1)], [0]),  # the usual ones of more harm are lower
        ([("high", "low", 5), ("low", "high", 1)], [0, 1]),
        ([("medium", "medium", 1), ("high", "medium", 1), ("medium", "high", 1)], []),
    ],
)
def test_more_harm_has_no_lower_priority(cells, faults) -> None:
    names = ("impact", "urgency", "priority")
    given = policy(matrix={"cells": [dict(zip(names, one, strict=True)) for one in cells]})
    found = [int(one.path.split("/")[3]) for one in priority_falls_with_harm(given)]
    assert found == faults


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"responses": [{"priority": 0, "resolution": "1 day"}]}, "/responses/0/priority"),
        ({"levels": [level("a", notify=["omar@studio.example"])]}, "/levels/0/notify/0"),
    ],
)
def test_nothing_is_concluded_from_what_cannot_be_read(values, place) -> None:
    usual = {"levels": [level("a", anchor="resolution", after="0 minutes")]}
    if "levels" in values:
        usual["responses"] = [{"priority": 1, "resolution": "1 day"}]
    assert [one.path for one in check(EscalationPolicy, usual | values)] == [place]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("closed", "resolved"), ("reply", "message"), ("on hold", "waiting"), ("ack", "acknowledged")],
)
def test_everyday_words_of_a_history_are_understood(word, meant) -> None:
    event = {"id": "a", "issue": "down", "by": "lena", "date": "2026-09-03", "kind": word}
    if meant in ("message", "waiting"):
        event["party"] = "client"
    (finding,) = check(IssueEvent, event)
    assert finding.suggestion == f"did you mean {meant!r}?"


def test_everyday_words_of_an_issue_are_understood() -> None:
    usual = {"id": "a", "title": "T", "by": "anna", "date": "2026-09-03"}
    found = check(Issue, usual | {"impact": "critical", "urgency": "minor"})
    assert [one.suggestion for one in found] == ["did you mean 'high'?", "did you mean 'low'?"]
