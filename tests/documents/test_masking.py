"""One slip gives one finding, at its place, with the right suggestion."""

import copy
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from clientkit.base import Due, Severity, pointer, specification
from clientkit.documents import check_plan, check_record, load_plan, read
from clientkit.plan import ClientPlan, ClientRecord

HARBOR = Path(__file__).parents[2] / "examples" / "harbor-web"
PLAN_DATA: Any = read(HARBOR / "client-plan.yaml").data
RECORD_DATA: Any = read(HARBOR / "client-record.yaml").data
PLAN = load_plan(HARBOR / "client-plan.yaml")

Slip = tuple[str, tuple[str | int, ...], str]


def misspelt(word: str) -> str:
    """A word as it looks after hasty typing: two letters swapped, or one doubled."""
    middle = len(word) // 2
    one, other = word[middle - 1], word[middle]
    if len(word) < 4 or one == other:
        return word + word[-1]
    return word[: middle - 1] + other + one + word[middle + 1 :]


def slips(model: type, data: dict[str, Any], path: tuple[str | int, ...] = ()) -> Iterator[Slip]:
    """Each key, each word of an enum and each reference of a document."""
    fields = {field.key: field for field in specification(model)}
    for key, value in data.items():
        yield "key", (*path, key), key
        field = fields[key]
        many = isinstance(value, list)
        for index, item in enumerate(value if many else [value]):
            here = (*path, key, index) if many else (*path, key)
            if field.is_model:
                yield from slips(field.kind, item, here)
            elif issubclass(field.kind, Enum):
                yield "word", here, item
            elif field.refers and field.refers != ("side",):
                yield "reference", here, item
            elif field.kind is Due and not item[0].isdigit():
                yield "anchor", here, item


def planted(data: Any, slip: Slip) -> tuple[Any, str, str]:
    """The document with one slip, where it is, and what was meant."""
    what, path, word = slip
    data = copy.deepcopy(data)
    parent = data
    for part in path[:-1]:
        parent = parent[part]
    if what == "key":
        wrong = misspelt(word)
        items = [(wrong if key == word else key, value) for key, value in parent.items()]
        parent.clear()
        parent.update(items)
        return data, pointer(*path[:-1], wrong), word
    if what == "anchor":
        due = Due.parse(word)
        assert due.anchor is not None
        parent[path[-1]] = word.replace(due.anchor, misspelt(due.anchor))
        return data, pointer(*path), due.anchor
    parent[path[-1]] = misspelt(word)
    return data, pointer(*path), word


def label(slip: Slip) -> str:
    return f"{slip[0]}:{pointer(*slip[1])}"


@pytest.mark.parametrize("slip", list(slips(ClientPlan, PLAN_DATA)), ids=label)
def test_a_slip_in_the_plan_gives_one_finding(slip: Slip) -> None:
    data, path, meant = planted(PLAN_DATA, slip)
    (finding,) = check_plan(data)
    assert (finding.severity, finding.path) == (Severity.ERROR, path)
    assert finding.suggestion == f"did you mean {meant!r}?"


@pytest.mark.parametrize("slip", list(slips(ClientRecord, RECORD_DATA)), ids=label)
def test_a_slip_in_the_record_gives_one_finding(slip: Slip) -> None:
    data, path, meant = planted(RECORD_DATA, slip)
    (finding,) = check_record(data, PLAN)
    assert (finding.severity, finding.path) == (Severity.ERROR, path)
    assert finding.suggestion == f"did you mean {meant!r}?"


def test_an_id_given_twice_does_not_hide_what_its_item_refers_to() -> None:
    plan = """
clientkit: "1"
client: {id: harbor, name: Harbor Museum, timezone: Europe/Berlin}
people: [{id: lena, title: Project manager, side: provider}]
escalation:
  levels:
    - {id: pm, after: 1 hour, notify: [lena]}
    - {id: pm, after: 2 hours, notify: [lenna]}
"""
    assert [(one.code, one.path) for one in check_plan(plan)] == [
        ("plan.id-twice", "/escalation/levels/1/id"),
        ("plan.unknown-id", "/escalation/levels/1/notify/0"),
    ]
    record = """
clientkit: "1"
plan: harbor
timezone: Europe/Berlin
issues:
  - {id: one, title: It fails, impact: low, urgency: low, by: lena, date: 2026-04-01}
issue_events:
  - {id: two, issue: one, kind: attempt, by: lena, date: 2026-04-02}
  - {id: two, issue: won, kind: attempt, by: lena, date: 2026-04-03}
"""
    assert [(one.code, one.path) for one in check_record(record)] == [
        ("record.id-twice", "/issue_events/1/id"),
        ("record.unknown-id", "/issue_events/1/issue"),
    ]
