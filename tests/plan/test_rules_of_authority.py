"""Acts without the right to them: what a check of the record says, and that a review agrees."""

import datetime as dt
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import Finding, Severity, evolve, specification
from clientkit.documents import check_record, load_plan, load_record
from clientkit.plan.judgement import judge_record
from clientkit.plan.model import ClientPlan, ClientRecord
from clientkit.plan.reviewing import review
from clientkit.plan.rules_of_authority import RULES
from clientkit.plan.rules_of_ids import Documents

from .making import PEOPLE, ROLES, plan_of, record_of

EXAMPLES = Path(__file__).parents[2] / "examples"
END = dt.datetime.max.replace(tzinfo=dt.UTC)
ORDER = {
    "id": "audio", "title": "Audio page", "origin": "client_request", "base": 1,
    "price": "3200 EUR", "date": "2026-04-01",
}  # fmt: skip
JUDGED = {"deliverable": "design", "outcome": "accepted", "date": "2026-04-10"}
CALL = {
    "kind": "call", "started_by": "client", "date": "2026-04-10", "instructs": "Stop",
}  # fmt: skip
CONTROL = {"change_control": {"approved_by": ["sponsor"]}}
SCOPE = {"deliverables": [{"id": "design", "title": "Designs"}]} | CONTROL
PARTNER = {"id": "partner", "title": "Partner", "side": "provider", "may": ["promise"]}
PLAN = plan_of(SCOPE, roles=[*ROLES, PARTNER])


def findings(plan: ClientPlan = PLAN, **lists: Any) -> list[Finding]:
    record = record_of(**lists)
    return [
        one
        for one in judge_record(record, plan)
        if one.code.endswith("-without-authority")
    ]  # fmt: skip


def codes(plan: ClientPlan = PLAN, **lists: Any) -> list[tuple[str, str]]:
    return [(one.code.partition(".")[2], one.path) for one in findings(plan, **lists)]


class TestEachKindOfAct:
    def test_a_judgement(self):
        given_ = [JUDGED | {"by": "curator"}, JUDGED | {"by": "editor"}]
        (found,) = findings(acceptances=given_)
        assert (found.code, found.path, found.severity) == (
            "record.accepted-without-authority", "/acceptances/1/by", Severity.WARNING,
        )  # fmt: skip
        assert found.message == (
            "'acceptances-1' (accept of Designs) is by 'editor' on 2026-04-10: that takes the "
            "right 'accept', which the plan gives to Approver; expected somebody who may"
        )

    def test_an_instruction(self):
        given_ = [
            CALL | {"participants": ["curator", "pm"]},
            CALL | {"participants": ["editor", "pm"]},
        ]
        assert codes(interactions=given_) == [
            ("instructed-without-authority", "/interactions/1/instructs")
        ]
        long = CALL | {"participants": ["editor"], "instructs": "Stop\nit " * 2000}
        (found,) = findings(interactions=[long])
        assert found.message.startswith("'interactions-0' (instruction: Stop it Stop it")
        assert len(found.message) < 300

    @pytest.mark.parametrize(
        ("by", "price", "found"),
        [
            ("director", "5000 EUR", False),
            ("director", "5000.01 EUR", True),
            ("curator", "1 EUR", True),
        ],
    )
    def test_an_approval(self, by: str, price: str, found: bool):
        yes = {"change_order": "audio", "kind": "approved", "date": "2026-04-04", "by": by}
        offered = {"change_order": "audio", "kind": "offered", "date": "2026-04-02"}
        got = codes(change_orders=[ORDER | {"price": price}], change_order_events=[offered, yes])
        expected = [("approved-without-authority", "/change_order_events/1/by")]
        assert got == (expected if found else [])

    def test_a_promise_until_something_became_of_it(self):
        said = {"id": "p", "text": "A video", "date": "2026-04-10"}
        assert codes(promises=[said]) == [("promised-without-authority", "/promises/0/by")]
        kept = {"promise": "p", "kind": "kept", "date": "2026-04-12"}
        assert codes(promises=[said], promise_events=[kept]) == []
        assert codes(plan_of(SCOPE), promises=[said]) == []  # anybody may promise

    def test_a_decision(self):
        asked = {"id": "q", "text": "Which?", "role": "sponsor", "date": "2026-04-10"}
        made = {"decision": "q", "date": "2026-04-11", "by": "curator"}
        assert codes(decisions=[asked], decisions_made=[made]) == [
            ("decided-without-authority", "/decisions_made/0/by")
        ]
        assert codes(decisions=[asked], decisions_made=[made | {"by": "director"}]) == []

    def test_a_correction_takes_the_place_of_the_act(self):
        wrong = JUDGED | {"by": "editor", "id": "a"}
        right = JUDGED | {"by": "curator", "corrects": "a", "date": "2026-04-11"}
        assert codes(acceptances=[wrong, right]) == []


class TestARightThatNobodyHas:
    """Said once, not for each act."""

    BARE: ClassVar[Any] = [{"id": "approver", "title": "Approver"}]

    def test_one_finding_with_all_places(self):
        said = [CALL | {"participants": ["curator", "pm"]} for _ in range(3)]
        (found,) = findings(plan_of(SCOPE, roles=self.BARE), interactions=said)
        assert found.message == (
            "3 of interactions take the right 'instruct', which the plan gives to nobody; "
            "expected a role with it under may"
        )
        assert [found.path, *(one.path for one in found.related)] == [
            f"/interactions/{n}/instructs" for n in range(3)
        ]

    def test_none_where_the_plan_is_told_so_already(self):
        judged = [JUDGED | {"by": "curator"}]
        stages = SCOPE | {"acceptance": {"stages": [{"role": "approver"}]}}
        assert codes(plan_of(stages, roles=self.BARE), acceptances=judged) == []
        everything = [{"outcome": "accepted", "date": "2026-04-10", "by": "curator"}]
        assert codes(plan_of({}, roles=self.BARE), acceptances=everything) == [
            ("accepted-without-authority", "/acceptances/0/by")
        ]


class TestWhenNothingCanBeSaid:
    def test_without_the_plan_or_with_another(self):
        record = record_of(acceptances=[JUDGED | {"by": "editor"}])
        assert [one for rule in RULES for one in rule(Documents(record=record))] == []
        assert [one for rule in RULES for one in rule(Documents(plan=PLAN))] == []
        other = evolve(record, plan="other")
        assert [one for rule in RULES for one in rule(Documents(plan=PLAN, record=other))] == []
        same = Documents(plan=PLAN, record=record)
        assert len([one for rule in RULES for one in rule(same)]) == 1

    def test_of_what_could_not_be_read(self):
        data = {
            "clientkit": "1", "plan": "web", "timezone": "Europe/Berlin",
            "acceptances": [
                JUDGED | {"id": "a", "by": "editor"},
                JUDGED | {"id": "b", "by": "curator", "corrects": "a", "outcome": "yes"},
            ],
        }  # fmt: skip
        assert [one.code for one in check_record(data, PLAN)] == ["shape.value"]


@pytest.mark.parametrize("name", ["harbor-web", "fedramp-dashboard"])
def test_the_examples_hold_no_such_act(name: str):
    plan = load_plan(EXAMPLES / name / "client-plan.yaml")
    record = load_record(EXAMPLES / name / "client-record.yaml")
    documents = Documents(plan=plan, record=record)
    assert [one for rule in RULES for one in rule(documents)] == []


WHO = st.sampled_from([person["id"] for person in PEOPLE])
DAY = st.integers(1, 28).map("2026-04-{:02}".format)
ACTS = st.fixed_dictionaries(
    {
        "acceptances": st.lists(
            st.builds(
                lambda by, date, role: JUDGED | {"by": by, "date": date} | role,
                WHO, DAY, st.sampled_from([{}, {"role": "approver"}, {"role": "sponsor"}]),
            ),
            max_size=3,
        ),
        "interactions": st.lists(
            st.builds(lambda who, date: CALL | {"participants": who, "date": date},
                      st.lists(WHO, min_size=1, max_size=2), DAY),
            max_size=2,
        ),
        "change_orders": st.just([ORDER]),
        "change_order_events": st.lists(
            st.builds(
                lambda by, date: {
                    "change_order": "audio", "kind": "approved", "by": by, "date": date,
                },
                WHO, DAY,
            ),
            max_size=2,
        ),
        "promises": st.lists(
            st.builds(lambda by, date: {"text": "A video", "by": by, "date": date}, WHO, DAY),
            max_size=2,
        ),
        "decisions": st.just([{"id": "q", "text": "Which?", "role": "sponsor",
                               "date": "2026-04-01"}]),
        "decisions_made": st.lists(
            st.builds(lambda by, date: {"decision": "q", "by": by, "date": date}, WHO, DAY),
            max_size=2,
        ),
    }
)  # fmt: skip
PLANS = st.sampled_from([
    PLAN,
    plan_of(SCOPE),
    plan_of({}, roles=[{"id": "sponsor", "title": "Sponsor"}]),
    plan_of(SCOPE | {"acceptance": {"stages": [{"role": "content", "decides": False}]}}),
])  # fmt: skip


@given(PLANS, ACTS)
def test_check_and_review_never_disagree(plan: ClientPlan, lists: dict[str, Any]):
    """What a check says of single acts is what a review at the end of all time lists."""
    record = record_of(**lists)
    said = {
        (rule.code, fault.path)
        for rule in RULES
        for fault in rule.judge(Documents(plan=plan, record=record))
        if "gives to nobody" not in fault.message
    }
    places = {
        entry.id: f"/{field.name}/{index}/"
        + ("instructs" if field.name == "interactions" else "by")
        for field in specification(ClientRecord)
        if field.many
        for index, entry in enumerate(getattr(record, field.name))
    }
    listed = {
        places[one.subject]
        for one in review(plan, record, at=END).actions
        if one.kind.value == "no_authority" and one.subject in places
    }
    assert {path for _, path in said} == listed


@given(ACTS, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(lists: dict[str, Any], shuffler: Any):
    record = record_of(**lists)
    mixed = {}
    for name in lists:
        entries = list(getattr(record, name))
        shuffler.shuffle(entries)
        mixed[name] = tuple(entries)

    def said(of: ClientRecord) -> set[str]:
        documents = Documents(plan=PLAN, record=of)
        return {one.message for rule in RULES for one in rule(documents)}

    assert said(evolve(record, **mixed)) == said(record)
