"""Checking documents as a whole: never raises, finds everything, changes nothing."""

import copy
import json
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientkit import InvalidDocumentError, Severity, encode, to_data
from clientkit.base.rules import Fault, rule
from clientkit.client import Client, Goal
from clientkit.communication import CommunicationPlan
from clientkit.documents import (
    check,
    check_document,
    check_plan,
    check_record,
    load_plan,
    load_record,
    read,
)
from clientkit.escalation import EscalationPolicy
from clientkit.kpi import Kpi
from clientkit.plan import ClientPlan, ClientRecord
from clientkit.plan.rules_of_ids import Documents
from clientkit.scope import ScopeAgreement

EXAMPLES = Path(__file__).parents[2] / "examples"
HARBOR = EXAMPLES / "harbor-web"
PLAN = load_plan(HARBOR / "client-plan.yaml")
RECORD = load_record(HARBOR / "client-record.yaml", PLAN)
PLAN_DATA = to_data(PLAN)
RECORD_DATA = to_data(RECORD)
TINY = {"clientkit": "1", "client": {"id": "harbor", "name": "Harbor", "timezone": "Europe/Berlin"}}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def codes(findings: Any) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize("name", ["fedramp-dashboard", "harbor-web", "minimal"])
def test_the_examples_have_no_errors(name: str) -> None:
    plan = EXAMPLES / name / "client-plan.yaml"
    assert [f for f in check_plan(plan) if f.severity is Severity.ERROR] == []
    record = EXAMPLES / name / "client-record.yaml"
    if name != "minimal":
        assert [f for f in check_record(record, plan) if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    "source",
    [
        HARBOR / "client-plan.yaml",
        str(HARBOR / "client-plan.yaml"),
        (HARBOR / "client-plan.yaml").read_text(encoding="utf-8"),
        (HARBOR / "client-plan.yaml").read_bytes(),
        encode(PLAN),
        encode(PLAN).decode(),
        PLAN_DATA,
        PLAN,
    ],
    ids=["path", "name", "yaml", "yaml bytes", "json bytes", "json", "data", "model"],
)
def test_every_kind_of_source_says_the_same(source: Any) -> None:
    checked = check_document(ClientPlan, read(to_data(source) if source is PLAN else source))
    assert checked.model == PLAN
    assert codes(check_plan(source)) == codes(check_plan(PLAN))


def test_checking_changes_nothing() -> None:
    data = copy.deepcopy(PLAN_DATA)
    data["people"][0]["titel"] = "x"
    before = copy.deepcopy(data)
    check_plan(data)
    assert data == before


def test_load_plan_raises_all_findings_at_once() -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        load_plan('{"clientkit": "1", "cleint": {"id": "h h", "name": ""}}')
    assert codes(caught.value.findings) == [
        "shape.unknown-key",
        "shape.missing-key",
        "shape.value",
        "shape.value",
    ]
    assert str(caught.value).startswith("1:20: cleint is not a key of ClientPlan")


def test_load_record_reads_the_plan_first() -> None:
    with pytest.raises(InvalidDocumentError):
        load_record(HARBOR / "client-record.yaml", plan="{}")
    assert load_record(HARBOR / "client-record.yaml", HARBOR / "client-plan.yaml") == RECORD


def test_positions_in_json_are_those_of_the_text() -> None:
    text = json.dumps(TINY, indent=2).replace('"Harbor"', "12")
    (finding,) = check_plan(text)
    line = text.splitlines()[(finding.line or 0) - 1]
    assert finding.column == line.index("12") + 1


def test_a_missing_file_is_a_finding() -> None:
    (finding,) = check_plan(Path("no-such-plan.yaml"))
    assert finding.code == "reading.no-such-file"


def test_a_record_without_its_plan_is_checked_against_itself() -> None:
    data = copy.deepcopy(RECORD_DATA)
    data["acceptances"][0]["delivery"] = "no-such-delivery"
    (finding,) = check_record(data)
    assert (finding.code, finding.path) == ("record.unknown-id", "/acceptances/0/delivery")


@pytest.mark.parametrize(
    ("model", "data", "code", "path"),
    [
        (
            CommunicationPlan,
            {"touchpoints": [{"id": "weekly", "purpose": "Where we are"}]},
            "communication.audience-empty",
            "/touchpoints/0",
        ),
        (
            EscalationPolicy,
            {"levels": [{"id": "lead", "after": "1 day"}]},
            "escalation.level-tells-nobody-new",
            "/levels/0",
        ),
        (
            Kpi,
            {"id": "a", "name": "A", "direction": "higher", "amber_at": 2},
            "kpi.amber-impossible",
            "/amber_at",
        ),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_part_of_a_plan_is_judged_by_the_rules_of_its_family(
    model: type, data: dict[str, Any], code: str, path: str
) -> None:
    (finding,) = check(model, data)
    assert (finding.code, finding.path) == (code, path)


def test_check_judges_any_model() -> None:
    assert check(Client, TINY["client"]) == ()
    (finding,) = check(
        ScopeAgreement,
        {
            "id": "web",
            "title": "Web",
            "deliverables": [{"id": "a", "title": "A", "due": "2026-04-17", "depends_on": ["a"]}],
            "exclusions": [{"id": "b", "text": "B"}],
            "acceptance": {"criteria": [{"text": "C"}]},
        },
    )
    assert (finding.code, finding.path) == (
        "scope.dependency-cycle",
        "/deliverables/0/depends_on/0",
    )
    (finding,) = check(Goal, {"id": "visitors"})
    assert finding.code == "shape.missing-key"


def test_rules_of_your_own() -> None:
    @rule("studio.industry", Severity.HINT)
    def industry(plan: ClientPlan) -> Any:
        if plan.client.industry is None:
            yield Fault(path="/client", message="client has no industry; expected one")

    (finding,) = check_plan(TINY, rules=[industry])
    assert (finding.code, finding.severity) == ("studio.industry", Severity.HINT)

    @rule("studio.no-interactions", reads=["/interactions"])
    def interactions(documents: Documents) -> Any:
        if documents.record and not documents.record.interactions:
            yield Fault(path="", message="there are no interactions; expected some")

    record = {"clientkit": "1", "plan": "harbor", "timezone": "Europe/Berlin"}
    assert codes(check_record(record, rules=[interactions])) == ["studio.no-interactions"]
    record["interactions"] = 3  # type: ignore[assignment] # as a careless author would
    assert codes(check_record(record, rules=[interactions])) == ["shape.type"]


def test_findings_after_a_dropped_item_have_the_document_s_own_index() -> None:
    data = copy.deepcopy(TINY)
    data["people"] = ["curator", {"id": "pm", "title": "PM", "roles": ["no-such-role"]}]  # type: ignore[assignment]
    assert [(f.code, f.path) for f in check_plan(data)] == [
        ("shape.type", "/people/0"),
        ("plan.unknown-id", "/people/1/roles/0"),
    ]


def test_a_refused_list_leaves_references_to_it_alone() -> None:
    data = copy.deepcopy(PLAN_DATA)
    data["people"] = "nobody"
    assert codes(check_plan(data)) == ["shape.type"]


def test_an_unknown_key_that_may_have_been_a_list_leaves_references_alone() -> None:
    data = copy.deepcopy(PLAN_DATA)
    data["human_beings"] = data.pop("people")
    assert codes(check_plan(data)) == ["shape.unknown-key"]


def test_an_item_left_out_below_a_misspelt_key_that_a_pointer_escapes() -> None:
    people = [{"id": "lena", "title": "Lead"}, {"id": "omar", "title": 3, "roles": [1]}]
    found = check_plan(TINY | {"peo/p~le": people})
    assert [one.path for one in found if one.code == "shape.unknown-key"] == ["/peo~1p~0le"]
    assert "/peo~1p~0le/1/roles/0" in {one.path for one in found}


def test_not_a_number_is_one_finding() -> None:
    text = json.dumps(PLAN_DATA).replace('"target": 2.0', '"target": NaN', 1)
    assert text.count("NaN") == 1
    assert codes(check_plan(text)) == ["reading.not-finite"]


@given(JSON)
def test_any_json_is_checked_without_raising(data: Any) -> None:
    for finding in (*check_plan(data), *check_record(data), *check(Client, data)):
        assert finding.message


@given(st.binary() | st.text())
def test_any_text_is_checked_without_raising(source: Any) -> None:
    check_plan(source)
    check_record(source)


def nodes(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    items = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for key, value in items:
        found += nodes(value, (*path, key))
    return found


PLACES = {"plan": nodes(PLAN_DATA), "record": nodes(RECORD_DATA)}


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Any]:
    """An example with up to three changes: a value replaced, a key dropped, renamed or added."""
    which = draw(st.sampled_from(["plan", "record"]))
    data = copy.deepcopy(PLAN_DATA if which == "plan" else RECORD_DATA)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(PLACES[which]))
        parent = data
        try:
            for part in path[:-1]:
                parent = parent[part]
            _ = path and parent[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took it away
        if not path:
            continue
        how = draw(st.sampled_from(["replace", "drop", "add"]))
        if how == "replace":
            parent[path[-1]] = draw(
                JSON | st.sampled_from(["x", "client", "2026-02-30", "1 day", 0, -1])
            )
        elif how == "drop":
            del parent[path[-1]]
        elif isinstance(parent, dict):
            parent[draw(st.text(string.ascii_lowercase, min_size=1))] = draw(JSON)
    return which, data


@settings(max_examples=50)
@given(mutated())
def test_near_valid_documents_are_checked_without_raising(document: tuple[str, Any]) -> None:
    which, data = document
    findings = check_plan(data) if which == "plan" else check_record(data, PLAN)
    model: Any = ClientPlan if which == "plan" else ClientRecord
    checked = check_document(model, read(data), plan=PLAN)
    assert checked.has_errors == any(f.severity is Severity.ERROR for f in findings)
