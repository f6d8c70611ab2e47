"""Entries under `ignore`: what they leave out, and what is said about them."""

import datetime as dt
from typing import Any

import pytest

from clientkit import Severity
from clientkit.base.rules import Fault, rule
from clientkit.documents import check_document, check_plan, load_plan, read
from clientkit.documents.checking import check
from clientkit.plan import ClientPlan

DAY = dt.date(2026, 6, 1)


def plan(*ignore: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A plan with two roles that nobody holds, which is a warning each."""
    return {
        "clientkit": "1",
        "client": {"id": "harbor", "name": "Harbor", "timezone": "Europe/Berlin"},
        "roles": [{"id": "sponsor", "title": "Sponsor"}, {"id": "press", "title": "Press"}],
        "ignore": [{"code": "client.role-unheld", "reason": "Not yet", **one} for one in ignore],
        **more,
    }


def found(data: Any, **more: Any) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in check_plan(data, **more)]


SPONSOR = ("client.role-unheld", "/roles/0")
PRESS = ("client.role-unheld", "/roles/1")


@pytest.mark.parametrize(
    ("path", "left"),
    [
        (None, []),
        ("/roles", []),
        ("/roles/0", [PRESS]),
        ("/roles/sponsor", [PRESS]),
        ("/roles/press", [SPONSOR]),
    ],
)
def test_a_path_may_name_items_by_id_and_means_what_is_below(
    path: str | None, left: list[tuple[str, str]]
) -> None:
    assert found(plan({} if path is None else {"path": path})) == left


def test_a_path_ends_where_a_name_does() -> None:
    unused = ("plan.ignore-unused", "/ignore/0")
    assert found(plan({"path": "/roles/spons"})) == [SPONSOR, PRESS, unused]
    assert found(plan({"path": "/roles/sponsor/title"})) == [SPONSOR, PRESS, unused]


def test_an_entry_that_matches_nothing_is_a_finding() -> None:
    *_, finding = check_plan(plan({"path": "/roles/7"}))
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "client.role-unheld is not found at '/roles/7'; expected no entry for what is not there"
    )


def test_a_misspelt_code_is_a_finding_with_a_suggestion() -> None:
    *_, finding = check_plan(plan({"code": "client.role-unhelt"}))
    assert (finding.code, finding.path) == ("plan.ignore-unused", "/ignore/0/code")
    assert finding.message == (
        "'client.role-unhelt' is not the code of a finding; expected one that is"
    )
    assert finding.suggestion == "did you mean 'client.role-unheld'?"


def test_an_entry_holds_on_its_last_day() -> None:
    data = plan({"until": "2026-06-01"})
    assert found(data, as_of=DAY) == []
    expired = ("plan.ignore-expired", "/ignore/0/until")
    assert found(data, as_of=DAY + dt.timedelta(1)) == [SPONSOR, PRESS, expired]
    *_, finding = check_plan(data, as_of=DAY + dt.timedelta(1))
    assert finding.message == (
        "client.role-unheld was ignored until 2026-06-01; expected it mended by now, or a later day"
    )


def test_without_a_day_nothing_runs_out() -> None:
    assert found(plan({"until": "1999-12-31"})) == []


def test_what_has_run_out_is_said_even_when_it_is_mended() -> None:
    data = plan({"until": "2026-05-31"}, roles=[])
    assert found(data, as_of=DAY) == [("plan.ignore-expired", "/ignore/0/until")]


def test_of_two_entries_one_that_holds_is_enough() -> None:
    data = plan({"until": "2026-05-31"}, {"until": "2026-06-30"})
    assert found(data, as_of=DAY) == [("plan.ignore-expired", "/ignore/0/until")]


def test_errors_cannot_be_ignored() -> None:
    people = [{"id": "a", "title": "A", "roles": ["sponsr"]}]
    data = plan({"code": "plan.unknown-id"}, people=people)
    assert ("plan.unknown-id", "/people/0/roles/0") in found(data)
    *_, finding = check_plan(data)
    assert (finding.code, finding.path) == ("plan.ignore-unused", "/ignore/0")
    assert finding.message == (
        "plan.unknown-id is an error, which cannot be ignored; expected it mended"
    )


def test_where_parts_could_not_be_read_no_entry_is_called_unused() -> None:
    data = plan({"path": "/roles/sponsor"}, roles="nobody")
    assert found(data) == [("shape.type", "/roles")]


def test_where_the_plan_contradicts_itself_no_entry_is_called_unused() -> None:
    unused = {"code": "scope.dependency-cycle"}
    people = [{"id": "lena", "title": "Lead", "roles": ["sponsr"]}]
    assert found(plan(unused, {}, people=people)) == [
        ("plan.unknown-id", "/people/0/roles/0"),
    ]
    people[0]["roles"] = ["sponsor"]
    assert found(plan(unused, {}, people=people)) == [("plan.ignore-unused", "/ignore/0")]


def test_findings_about_entries_cannot_be_ignored() -> None:
    data = plan({"path": "/roles/7"}, {"code": "plan.ignore-unused"}, roles=[])
    assert found(data) == [
        ("plan.ignore-unused", "/ignore/0"),
        ("plan.ignore-unused", "/ignore/1"),
    ]


@rule("studio.industry", Severity.HINT)
def industry(plan: ClientPlan) -> Any:
    """Our clients have an industry."""
    if plan.client.industry is None:
        yield Fault(path="/client", message="client has no industry; expected one")


def test_findings_of_rules_of_your_own_can_be_ignored() -> None:
    data = plan({"code": "studio.industry", "path": "/client"}, roles=[])
    assert found(data, rules=[industry]) == []


def test_a_code_of_a_foreign_family_is_left_alone_unless_its_rule_is_given() -> None:
    data = plan({"code": "studio.industry"}, roles=[])
    assert found(data) == []
    data["client"]["industry"] = "culture"
    assert found(data, rules=[industry]) == [("plan.ignore-unused", "/ignore/0")]


def test_every_way_to_check_ignores() -> None:
    data = plan({"until": "2026-05-31"})
    assert check(ClientPlan, data, as_of=DAY)[-1].code == "plan.ignore-expired"
    assert check_document(ClientPlan, read(data)).findings == ()
    assert check_plan(load_plan(data), as_of=DAY) == check_plan(data, as_of=DAY)


@pytest.mark.parametrize("path", ["", "roles", "/a~2", "/a\nb"])
def test_a_path_is_a_pointer(path: str) -> None:
    assert ("shape.value", "/ignore/0/path") in found(plan({"path": path}))


@pytest.mark.parametrize("code", ["client", "Client.x", "client.", "client.x y"])
def test_a_code_has_a_family(code: str) -> None:
    assert found(plan({"code": code}, roles=[])) == [("shape.value", "/ignore/0/code")]
