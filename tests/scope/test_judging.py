"""What comes round by the agreement alone, and which stages judge what."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import decode
from clientkit.plan.dates import Dates
from clientkit.plan.model import ClientPlan
from clientkit.plan.parties import Parties
from clientkit.scope import ScopeAgreement
from clientkit.scope.judging import Judgements, rhythms
from clientkit.scope.ledger import Ledger

PLAN = decode(
    ClientPlan,
    {"clientkit": "1", "client": {"id": "h", "name": "Harbor", "timezone": "Europe/Berlin"}},
)


def agreement(**dues: str | None) -> ScopeAgreement:
    """Deliverables by what they are due, beside a week that comes round and a launch."""
    items = [
        {"id": name, "title": name} | ({} if due is None else {"due": due.replace("_", "-")})
        for name, due in dues.items()
    ]
    return decode(
        ScopeAgreement,
        {
            "id": "web",
            "title": "Web",
            "milestones": [
                {"id": "week", "title": "Week",
                 "repeats": {"every": "1 week", "starts": "2026-03-30", "first": 2}},
                {"id": "launch", "title": "Launch", "due": "2026-09-01"},
            ],
            "deliverables": items,
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, None),
        ("2026-04-01", None),
        ("on launch", None),
        ("on week", (2, None)),
        ("2 days after week", (2, None)),
        ("on week[3]", None),
        ("on week[-1]", None),
        ("on week[4..]", (4, None)),
        ("on week[1..5]", (2, 5)),
        ("on nothing", None),
        ("on item", None),
    ],
)
def test_what_comes_round(due: str | None, expected: tuple[int, int | None] | None):
    found = rhythms(agreement(item=due)).get("item")
    assert (found and (found.root, found.first, found.last)) == (
        None if expected is None else ("week", *expected)
    )


def test_what_hangs_on_what_comes_round_does_too():
    found = rhythms(agreement(c="on b[3..9]", b="1 day after a[1..6]", a="on week"))
    assert {name: (one.first, one.last) for name, one in found.items()} == {
        "week": (2, None), "a": (2, None), "b": (2, 6), "c": (3, 6),
    }  # fmt: skip


NAMES = ("a", "b", "c", "d")
DUES = st.sampled_from([
    None, "2026-04-01", "on week", "on week[1..5]", "on week[2]", "on launch",
    *(f"on {name}" for name in NAMES), "1 day after a[2..]", "on b[3]",
])  # fmt: skip


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, DUES)))
def test_a_plan_sees_the_same_come_round(dues: dict[str, Any]):
    scope = agreement(**dues)
    dates = Dates(scope, Parties(PLAN))
    numbers = {
        name: (found.root, found.first)
        for name in (*NAMES, "week", "launch")
        if (found := dates.numbers(name)) is not None
    }
    assert {name: (one.root, one.first) for name, one in rhythms(scope).items()} == numbers


@pytest.mark.parametrize(
    ("starts", "design", "report"),
    [
        (None, True, True),
        ("on launch", True, False),
        ("2026-05-01", True, False),
        ("on week", False, True),
        ("on week[3..]", False, True),
        ("on week[4..]", False, False),
        ("on week[1..3]", False, True),
        ("on week[1..2]", False, False),
        ("on week[3]", True, False),
    ],
)
def test_which_stages_judge_the_third_report_and_the_design(
    starts: str | None, design: bool, report: bool
):
    stage = {"role": "approver"} | ({} if starts is None else {"starts": starts})
    scope = decode(
        ScopeAgreement,
        {
            "id": "web",
            "title": "Web",
            "milestones": [{"id": "week", "title": "Week",
                            "repeats": {"every": "1 week", "starts": "2026-03-30"}}],
            "deliverables": [{"id": "design", "title": "Design"},
                             {"id": "report", "title": "Report", "due": "on week"}],
            "acceptance": {"stages": [stage]},
        },
    )  # fmt: skip
    ledger = Ledger(at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC), timezone="UTC")
    found = Judgements(scope, (), (), ledger=ledger, rights=None)
    assert found.stages_of("design", None) == ((0,) if design else ())
    assert found.stages_of("report", 3) == ((0,) if report else ())
