"""Rules conclude nothing from what could not be read: a slip of the pen is one finding, its own."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from clientkit import check_plan
from clientkit.documents import explain, read
from clientkit.kpi import rules as kpi_rules
from clientkit.plan import (
    rules_of_dates,
    rules_of_goals,
    rules_of_holders,
    rules_of_people,
    rules_of_words,
)
from clientkit.scope import rules_of_completeness

FAMILIES: tuple[Any, ...] = (
    kpi_rules, rules_of_completeness, rules_of_dates, rules_of_goals, rules_of_holders,
    rules_of_people, rules_of_words,
)  # fmt: skip
CODES = sorted(rule.code for family in FAMILIES for rule in family.RULES)

Place = tuple[str | int, ...]


def slips(value: Any, place: Place = ()) -> Iterator[tuple[Place, bool]]:
    """Where a document may be misspelt: each key, and each text, and whether it is the key."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in items:
        here = (*place, key)
        if isinstance(value, dict):
            yield here, True
        if isinstance(one, str):
            yield here, False
        elif isinstance(one, dict | list):
            yield from slips(one, here)


def planted(data: Any, place: Place, *, at_key: bool) -> Any:
    """The document with a letter too many, in a key or in a text."""
    data = copy.deepcopy(data)
    parent = data
    for part in place[:-1]:
        parent = parent[part]
    last = place[-1]
    if at_key:
        parent[f"{last}x"] = parent.pop(last)
    else:
        parent[last] = f"{parent[last]}x"
    return data


@pytest.mark.parametrize("code", CODES)
def test_a_slip_in_a_sound_plan_gives_no_finding_of_the_rule(code: str) -> None:
    sound = read(explain(code).mended.encode()).data
    assert check_plan(sound) == ()
    refused = 0
    for place, at_key in slips(sound):
        found = [one.code for one in check_plan(planted(sound, place, at_key=at_key))]
        assert code not in found, (place, at_key)
        refused += bool(found)
    assert refused > 10
