"""The three example folders: readable, free of errors, and harbor-web complete and coherent."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

import attrs
import pytest

from clientkit.backlog.entries import RequestOutcome
from clientkit.base import Money, decode, encode, evolve
from clientkit.base.findings import Severity
from clientkit.base.specification import FieldSpecification, specification
from clientkit.client.entry import Entry
from clientkit.client.holding import may
from clientkit.client.model import Right
from clientkit.documents.checking import check_plan, check_record
from clientkit.documents.reading import read
from clientkit.escalation.entries import CauseCategory
from clientkit.plan.binding import in_force
from clientkit.plan.model import ClientPlan, ClientRecord
from clientkit.scope.binding import ForceReason
from clientkit.scope.digests import digest
from clientkit.scope.entries import ChangeOrderEventKind, ScopeItems
from clientkit.scope.model import DelayExtension, PriceBasis

EXAMPLES = Path(__file__).parents[2] / "examples"
DOCUMENTS = sorted(EXAMPLES.glob("*/client-*.yaml"))

UNUSED = {
    # An agreement has one of each; the two examples show one between them.
    DelayExtension.CALENDAR_DAYS,
    PriceBasis.CAPPED,
    PriceBasis.RETAINER,
    PriceBasis.TIME_AND_MATERIALS,
    PriceBasis.UNIT,
    # An analysis has one of each; the other four are shown.
    CauseCategory.COMMUNICATION,
    CauseCategory.THIRD_PARTY,
    CauseCategory.UNKNOWN,
}
"""Members that neither of the two larger examples uses."""


class Use(NamedTuple):
    """One field of one model in a document, and what it holds there."""

    owner: str
    field: FieldSpecification
    value: Any


def load(path: Path) -> Any:
    document = read(path)
    assert not document.findings
    return decode(ClientRecord if "record" in path.name else ClientPlan, document.data)


BINDING = (
    "2.0 3.0 4.0 5.1 5.2 5.3 5.4 5.5.1 5.5.2 5.6 5.6.1 5.6.2 5.6.3 5.6.4 5.7.1 5.7.2 5.7.3 5.8 "
    "5.9.1 6.1 6.2 6.3 6.4.1 6.5 6.7 6.8 6.9 6.10 6.11 6.12 7.0 7.1 7.2 7.3 7.4"
)
"""The sections of the Performance Work Statement that say more than background and headings."""


@pytest.fixture(scope="module")
def plan() -> ClientPlan:
    return load(EXAMPLES / "harbor-web/client-plan.yaml")


@pytest.fixture(scope="module")
def record() -> ClientRecord:
    return load(EXAMPLES / "harbor-web/client-record.yaml")


def owner(model: type, name: str) -> str:
    """The class that declares a field: what all entries share counts once."""
    return next(
        one.__name__
        for one in reversed(model.__mro__)
        if name in vars(one).get("__annotations__", {}) and name not in _overridden(model, one)
    )


def _overridden(model: type, base: type) -> set[str]:
    """The fields of a base that a class nearer to the model declares anew."""
    nearer = model.__mro__[: model.__mro__.index(base)]
    return {name for one in nearer for name in vars(one).get("__annotations__", {})}


def uses(model: Any) -> Iterator[Use]:
    for field in specification(type(model)):
        value = getattr(model, field.name)
        yield Use(owner(type(model), field.name), field, value)
        if field.is_model and value is not None:
            for held in value if field.many else (value,):
                yield from uses(held)


def reachable(*models: type) -> set[type]:
    found: set[type] = set()
    waiting = list(models)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [field.kind for field in specification(model) if field.is_model]
    return found


def test_the_folders_hold_what_they_should() -> None:
    assert [str(path.relative_to(EXAMPLES)) for path in DOCUMENTS] == [
        "fedramp-dashboard/client-plan.yaml",
        "fedramp-dashboard/client-record.yaml",
        "harbor-web/client-plan.yaml",
        "harbor-web/client-record.yaml",
        "minimal/client-plan.yaml",
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: "/".join(path.parts[-2:]))
def test_encoding_and_decoding_gives_an_equal_document(path: Path) -> None:
    document = load(path)
    assert decode(type(document), encode(document)) == document


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        # Nobody is named as Product Owner in that agreement, and the shortest plan gives no rights.
        ("fedramp-dashboard", {"client.role-unheld": Severity.WARNING}),
        ("harbor-web", {}),
        ("minimal", {"client.no-rights": Severity.WARNING}),
    ],
)
def test_nothing_but_the_deliberate_warnings_is_found(
    folder: str, expected: dict[str, Severity]
) -> None:
    plan_path = EXAMPLES / folder / "client-plan.yaml"
    record_path = EXAMPLES / folder / "client-record.yaml"
    findings = list(check_plan(plan_path))
    if record_path.exists():
        findings += check_record(record_path, plan=plan_path)
    assert {finding.code: finding.severity for finding in findings} == expected


def test_minimal_is_25_lines_without_its_comment() -> None:
    lines = (EXAMPLES / "minimal/client-plan.yaml").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if not line.startswith("#")]) == 25


def test_fedramp_names_no_person() -> None:
    fedramp = load(EXAMPLES / "fedramp-dashboard/client-plan.yaml")
    assert all(one.name is one.email is one.phone is None for one in fedramp.people)


def test_fedramp_cites_every_section_that_binds() -> None:
    fedramp = load(EXAMPLES / "fedramp-dashboard/client-plan.yaml")
    clauses = [use.value for use in uses(fedramp) if use.field.name == "clause" and use.value]
    cited = set(re.findall(r"[0-9]+[.][0-9]+(?:[.][0-9]+)?", " ".join(clauses)))
    assert set(BINDING.split()) - cited == set()
    assert any(clause.startswith("QASP") for clause in clauses)
    assert any(clause.startswith("ROLES") for clause in clauses)


def test_harbor_uses_every_field(plan: ClientPlan, record: ClientRecord) -> None:
    known = {
        (owner(model, field.name), field.name)
        for model in reachable(ClientPlan, ClientRecord)
        for field in specification(model)
    }
    used = {
        (use.owner, use.field.name)
        for use in (*uses(plan), *uses(record))
        if use.field.required or use.value != use.field.default
    }
    assert sorted(f"{model}.{name}" for model, name in known - used) == []


def test_harbor_has_every_type_of_entry(record: ClientRecord) -> None:
    lists = [field.name for field in specification(ClientRecord) if field.many]
    assert [name for name in lists if not getattr(record, name)] == []
    kinds = [field.kind for field in specification(ClientRecord) if field.many]
    assert all(issubclass(kind, Entry) for kind in kinds)


def test_the_two_examples_use_every_word() -> None:
    used: dict[type, set[Enum]] = defaultdict(set)
    for path in DOCUMENTS:
        if "minimal" not in path.parts:
            for use in uses(load(path)):
                if issubclass(use.field.kind, Enum):
                    values = use.value if use.field.many else (use.value,)
                    used[use.field.kind] |= {value for value in values if value is not None}
    enums = {
        field.kind
        for model in reachable(ClientPlan, ClientRecord)
        for field in specification(model)
        if issubclass(field.kind, Enum)
    }
    assert {member for enum in enums for member in enum} - set().union(*used.values()) == UNUSED


def test_harbor_version_2_is_version_1_with_the_applied_change_order(
    plan: ClientPlan, record: ClientRecord
) -> None:
    assert plan.scope is not None
    assert plan.history is not None
    (before,) = plan.history.scope
    applied = {
        event.change_order: event.version
        for event in record.change_order_events
        if event.kind is ChangeOrderEventKind.APPLIED
    }
    (order,) = (one for one in record.change_orders if one.id in applied)
    assert (order.base, applied[order.id]) == (before.version, plan.scope.version)
    assert before.price is not None
    assert order.price is not None
    assert order.adds is not None
    assert order.changes is not None
    changed = {}
    for name in (field.name for field in attrs.fields(ScopeItems)):
        news = {item.id: item for item in getattr(order.changes, name)}
        kept = [item for item in getattr(before, name) if item.id not in order.removes]
        changed[name] = (*(news.get(item.id, item) for item in kept), *getattr(order.adds, name))
    money = Money(before.price.amount + order.price.amount, before.price.currency)
    # What a version says of itself, and the words that sum it up, are its own.
    own = ("version", "base", "effective", "summary", "sign_offs", "extensions")
    expected = evolve(before, price=money, **changed, **{n: getattr(plan.scope, n) for n in own})
    assert expected == plan.scope


def test_harbor_version_1_is_what_was_signed(plan: ClientPlan) -> None:
    assert plan.history is not None
    (before,) = plan.history.scope
    assert [one.digest for one in before.sign_offs] == [digest(before), digest(before)]


def test_harbor_is_in_force_and_both_versions_are_signed(
    plan: ClientPlan, record: ClientRecord
) -> None:
    at = dt.datetime(2026, 9, 25, 9, tzinfo=dt.UTC)
    found = in_force(plan, record, at=at)
    assert found is not None
    assert (found.reason, found.signatures.is_bound) == (ForceReason.SIGNED, False)
    assert plan.history is not None
    (before,) = plan.history.scope
    earlier = in_force(evolve(plan, scope=before, history=None), record, at=at)
    assert earlier is not None
    assert (earlier.reason, earlier.signatures.is_bound) == (ForceReason.SIGNED, True)


def test_in_harbor_only_those_decide_who_may(plan: ClientPlan, record: ClientRecord) -> None:
    assert plan.scope is not None
    assert plan.scope.acceptance is not None
    assert plan.scope.change_control is not None
    decides = {stage.id: stage.decides for stage in plan.scope.acceptance.stages}
    acts = [
        (one.by, Right.ACCEPT if decides[one.stage or ""] else Right.REVIEW, one)
        for one in record.acceptances
    ]
    acts += [
        (one.by, Right.APPROVE_CHANGE, one)
        for one in record.change_order_events
        if one.kind is ChangeOrderEventKind.APPROVED
    ]
    acts += [(one.by, Right.PROMISE, one) for one in record.promises]
    sides = {person.id: person.side for person in plan.people}
    acts += [
        (person, Right.INSTRUCT, one)
        for one in record.interactions
        if one.instructs is not None
        for person in one.participants
        if sides[person] is one.started_by
    ]
    refused = []
    for person, right, entry in acts:
        day = entry.date or entry.at.date()
        if not may(person, right, plan.roles, plan.people, plan.assignments, as_of=day):
            refused.append((entry.id, person, right))
    assert refused == []
    assert {right for _, right, _ in acts} == {
        Right.ACCEPT, Right.REVIEW, Right.APPROVE_CHANGE, Right.PROMISE, Right.INSTRUCT,
    }  # fmt: skip
    approving = {
        one.role for one in record.change_order_events if one.kind is ChangeOrderEventKind.APPROVED
    }
    assert approving <= set(plan.scope.change_control.approved_by)


def test_in_harbor_declined_requests_have_a_reason(record: ClientRecord) -> None:
    declined = [one for one in record.request_decisions if one.outcome is RequestOutcome.DECLINED]
    assert declined
    assert all(one.reason for one in declined)


def test_harbor_entries_stand_in_the_order_of_their_days(record: ClientRecord) -> None:
    for field in specification(ClientRecord):
        if field.many:
            days = [entry.date or entry.at.date() for entry in getattr(record, field.name)]
            assert days == sorted(days), field.name
