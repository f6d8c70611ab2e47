"""Those whom the work depends on, and whether they may do what they are for."""

from typing import Any, ClassVar

import pytest

from clientkit import check_plan, decode, evolve, to_data
from clientkit.client import Client
from clientkit.plan.rules import no_rights
from clientkit.plan.rules_of_people import (
    always_quiet,
    kpi_one_sided,
    no_owner,
    no_sponsor,
    role_without_right,
)

from .making import PEOPLE, plan_of

PM = {"id": "pm", "title": "Project manager", "side": "provider"}
LEAD = {"id": "lead", "title": "Delivery lead", "side": "provider"}
DESIGN = {"id": "design", "title": "Page designs"}


def messages(findings: Any) -> list[tuple[str, str]]:
    return [(one.path, one.message) for one in findings]


class TestOwner:
    def owners(self, *people: dict[str, Any], **design: Any) -> list[str]:
        plan = plan_of({"deliverables": [DESIGN | design]}, people=people)
        return [one.path for one in no_owner(plan)]

    def test_two_of_ours_may_each_think_it_is_the_other(self) -> None:
        assert self.owners(PM, LEAD) == ["/scope/deliverables/0"]
        assert self.owners(PM, LEAD, owner="lead") == []

    def test_where_none_has_one_it_is_one_finding(self) -> None:
        deliverables = [DESIGN, {"id": "site", "title": "The site"}]
        plan = plan_of({"deliverables": deliverables}, people=[PM, LEAD])
        expected = "none of the 2 deliverables has an owner; expected one of ours for each"
        assert messages(no_owner(plan)) == [("/scope/deliverables", expected)]
        deliverables.append({"id": "film", "title": "Film", "owner": "pm"})
        plan = plan_of({"deliverables": deliverables}, people=[PM, LEAD])
        assert [path for path, _ in messages(no_owner(plan))] == [
            "/scope/deliverables/0", "/scope/deliverables/1",
        ]  # fmt: skip

    def test_with_one_of_ours_it_is_that_one(self) -> None:
        assert self.owners(PM, {"id": "director", "title": "Director"}) == []
        assert self.owners() == []

    def test_people_who_could_not_be_read_may_be_ours(self) -> None:
        data = _bare(people=[PM, LEAD], scope={"deliverables": [DESIGN]})
        assert "scope.no-owner" in _codes(data)
        data["people"].append({"id": "more"})
        assert "scope.no-owner" not in _codes(data)


DIRECTOR = {"id": "director", "title": "Museum director"}
CURATOR = {"id": "curator", "title": "Head of exhibitions", "roles": ["approver"]}
APPROVER = {"id": "approver", "title": "Approver"}


class TestSponsor:
    @pytest.mark.parametrize(
        ("role", "is_found"),
        [
            ({"id": "director", "title": "Director", "stands_for": "sponsor"}, False),
            ({"id": "sponsor", "title": "Sponsor"}, False),
            ({"id": "sponsor", "title": "Sponsor", "stands_for": "billing"}, True),
            ({"id": "sponsor", "title": "Sponsor", "side": "provider"}, True),
            ({"id": "boss", "title": "Sponsor", "stands_for": "executive_sponsor"}, True),
        ],
    )
    def test_a_role_of_the_client_stands_for_it(self, role: dict[str, Any], is_found: bool) -> None:
        plan = plan_of(people=[DIRECTOR, CURATOR], roles=[APPROVER, role])
        assert [one.path for one in no_sponsor(plan)] == ["/roles"] * is_found

    def test_without_a_list_of_roles_somebody_has_the_usual_one(self) -> None:
        people = [DIRECTOR, CURATOR]
        (one,) = no_sponsor(plan_of(people=people, roles=[]))
        assert one.path == "/people"
        people = [DIRECTOR | {"roles": ["sponsor"]}, CURATOR]
        assert list(no_sponsor(plan_of(people=people, roles=[]))) == []
        assigned = [{"role": "sponsor", "person": "director"}]
        assert list(no_sponsor(plan_of(people=people, roles=[], assignments=assigned))) == []

    def test_a_sponsor_who_is_named_and_missing_is_another_finding(self) -> None:
        scope = {"acceptance": {"stages": [{"role": "sponsor"}]}}
        data = _bare(people=[DIRECTOR, CURATOR], scope=scope)
        codes = _codes(data)
        assert "client.role-unheld" in codes
        assert "client.no-sponsor" not in codes

    def test_with_one_person_of_the_client_it_is_that_one(self) -> None:
        assert list(no_sponsor(plan_of(people=[CURATOR, PM], roles=[APPROVER]))) == []

    def test_before_there_is_a_scope_nobody_is_needed(self) -> None:
        data = _bare(people=[DIRECTOR, CURATOR], roles=[APPROVER])
        assert "client.no-sponsor" in _codes(data)
        del data["scope"]
        assert "client.no-sponsor" not in _codes(data)

    def test_roles_that_could_not_be_read_may_have_one(self) -> None:
        data = _bare(people=[DIRECTOR, CURATOR], roles=[APPROVER, {"id": "x"}])
        assert "client.no-sponsor" not in _codes(data)


class TestNoRights:
    """What the plan lists is all there is: who lists roles lists rights."""

    @pytest.mark.parametrize(
        ("scope", "may", "missing"),
        [
            ({}, [], None),
            ({"deliverables": [DESIGN]}, [], "'accept' or 'approve_change'"),
            ({"deliverables": [DESIGN]}, ["accept"], "'approve_change'"),
            ({"deliverables": [DESIGN]}, ["accept", "approve_change"], None),
            ({"change_control": {}}, [], "'approve_change'"),
            ({"acceptance": {"stages": [{"role": "approver"}]}}, [], "'accept'"),
            ({"acceptance": {}}, [], None),
        ],
    )
    def test_what_is_asked_for(
        self, scope: dict[str, Any], may: list[str], missing: str | None
    ) -> None:
        plan = plan_of(scope, roles=[APPROVER | {"may": may}], people=[CURATOR])
        expected = f"no role of the client has the right {missing}; expected one with it under may"
        assert messages(no_rights(plan)) == ([("/roles", expected)] if missing else [])

    def test_without_a_list_of_roles_it_asks_for_one(self) -> None:
        plan = plan_of({"change_control": {}}, roles=[], people=[CURATOR])
        expected = "expected a list of roles that says who may"
        assert messages(no_rights(plan)) == [
            ("", f"no role of the client has the right 'approve_change'; {expected}")
        ]

    def test_without_a_list_of_roles_deliverables_ask_for_none(self) -> None:
        assert list(no_rights(plan_of({"deliverables": [DESIGN]}, roles=[]))) == []


class TestRoleWithoutRight:
    def found(self, scope: dict[str, Any] | None = None, **parts: Any) -> list[tuple[str, str]]:
        roles = [
            {"id": "sponsor", "title": "S", "may": ["accept", "approve_change", "approve_person"]},
            {"id": "approver", "title": "A", "may": ["review"]},
            {"id": "content", "title": "C", "may": []},
            {"id": "project-manager", "title": "P", "side": "provider", "may": []},
        ]
        return messages(role_without_right(plan_of(scope, **{"roles": roles, **parts})))

    @pytest.mark.parametrize(
        ("role", "decides", "right"),
        [
            ("sponsor", True, None),
            ("approver", True, "accept"),
            ("approver", False, None),
            ("sponsor", False, None),  # who accepts may review
            ("content", False, "review"),
            ("project-manager", True, None),  # nobody of that side has the right
        ],
    )
    def test_stages_of_acceptance(self, role: str, decides: bool, right: str | None) -> None:
        found = self.found({"acceptance": {"stages": [{"role": role, "decides": decides}]}})
        expected = (
            f"the role {role!r} does not have the right {right!r}; "
            "expected it under may, or a role that has it"
        )
        assert found == (
            [("/scope/acceptance/stages/0/role", expected)] if right is not None else []
        )

    def test_approvals_of_changes(self) -> None:
        found = self.found({"change_control": {"approved_by": ["sponsor", "approver"]}})
        assert [path for path, _ in found] == ["/scope/change_control/approved_by/1"]

    def test_approvals_of_people_and_differences(self) -> None:
        roles = [
            {"id": "sponsor", "title": "S", "may": ["approve_person"]},
            {"id": "approver", "title": "A", "may": ["settle_difference"]},
            {"id": "lead", "title": "L", "replaced_only_with_approval_of": "approver"},
        ]
        differences = [{"settled_by": "approver"}, {"settled_by": "sponsor"}]
        found = self.found(roles=roles, escalation={"differences": differences})
        assert [path for path, _ in found] == [
            "/roles/2/replaced_only_with_approval_of",
            "/escalation/differences/1/settled_by",
        ]

    def test_a_right_that_nobody_has_is_another_finding(self) -> None:
        scope = {"acceptance": {"stages": [{"role": "approver"}]}}
        data = _bare(people=[CURATOR], roles=[APPROVER], scope=scope)
        assert _codes(data) == ["client.no-rights"]


SIGNED = {"version": 2, "date": "2026-01-01", "covers": ["scope", "kpis"]}


class TestOneSidedKpi:
    def sides(self, scope: dict[str, Any] | None = None, **kpi: Any) -> list[tuple[str, str]]:
        people = [*PEOPLE, {"id": "ida", "title": "Photographer", "side": "third_party"}]
        one = {"id": "share", "name": "Share", **kpi}
        return messages(kpi_one_sided(plan_of(scope, people=people, kpis=[one])))

    @pytest.mark.parametrize(
        ("agreed_by", "missing"),
        [
            (["pm"], "the client"),
            (["curator", "director"], "the provider"),
            (["ida"], "the client or the provider"),
            (["pm", "curator"], None),
            ([], None),
            (["pm", "nobody"], None),  # plan.unknown-id says so
        ],
    )
    def test_somebody_of_each_side(self, agreed_by: list[str], missing: str | None) -> None:
        expected = f"nobody from {missing} agreed on 'share'; expected somebody from each side"
        assert self.sides(agreed_by=agreed_by) == (
            [("/kpis/0/agreed_by", expected)] if missing else []
        )

    def test_a_document_of_the_agreement_is_agreed_on(self) -> None:
        assert self.sides(agreed_by=["pm"], agreed_in="contract") == []

    @pytest.mark.parametrize(
        ("signature", "is_found"),
        [
            ({}, False),
            ({"covers": ["scope"]}, True),
            ({"covers": []}, True),
            ({"version": 1}, True),
            ({"side": "provider"}, True),
        ],
    )
    def test_a_signature_that_covers_kpis_counts(
        self, signature: dict[str, Any], is_found: bool
    ) -> None:
        signed = {"person": "director", "side": "client", **SIGNED, **signature}
        found = self.sides({"version": 2, "sign_offs": [signed]}, agreed_by=["pm"])
        assert bool(found) is is_found

    def test_people_who_could_not_be_read_may_be_of_the_other_side(self) -> None:
        kpis = [{"id": "share", "name": "Share", "agreed_by": ["pm"]}]
        data = _bare(people=[PM], kpis=kpis)
        assert _codes(data) == ["kpi.one-sided"]
        data["people"] = [PM, {"id": "curator"}]
        assert _codes(data) == ["shape.missing-key"]


def _bare(scope: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    return {
        "clientkit": "1",
        "client": {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"},
        "scope": {"id": "web", "title": "New web site", **(scope or {})},
        **parts,
    }


def _codes(data: dict[str, Any]) -> list[str]:
    return [one.code for one in check_plan(data)]


class TestAlwaysQuiet:
    OFFICE: ClassVar = {"timezone": "Europe/Berlin", "hours": {"mon": ["09:00-17:00"]}}

    def found(self, *quiet: str, **fields: Any) -> list[str | None]:
        person = {"id": "x", "title": "X", "preference": {"quiet_hours": quiet}} | fields
        plan = plan_of(people=[person], calendar=self.OFFICE | {"timezone": "Europe/Lisbon"})
        client = decode(Client, to_data(plan.client) | {"calendar": self.OFFICE})
        return [one.suggestion for one in always_quiet(evolve(plan, client=client))]

    @pytest.mark.parametrize(
        ("quiet", "found"),
        [
            (["18:00-08:00"], []),
            (["09:00-16:59"], []),
            (["09:00-17:00"], ["did you mean '17:00-09:00'?"]),
            (["00:00-24:00"], [None]),
            (["00:00-18:00"], ["did you mean '18:00-24:00'?"]),
            (["07:00-12:00", "12:00-18:00"], [None]),
            (["07:00-12:00", "13:00-18:00"], []),
            ([], []),
        ],
    )
    def test_hours_of_the_side(self, quiet: list[str], found: list[str | None]) -> None:
        assert self.found(*quiet) == found

    def test_own_hours_come_first_and_zones_are_not_mixed(self) -> None:
        own = {"tue": ["22:00-06:00"]}
        assert self.found("09:00-17:00", reachable=own) == []
        assert self.found("20:00-06:00", reachable=own) == ["did you mean '06:00-20:00'?"]
        assert self.found("00:00-24:00", reachable={}) == []
        assert self.found("08:00-18:00", timezone="Europe/Lisbon") == []
        assert self.found("08:00-18:00", side="provider") == ["did you mean '18:00-08:00'?"]
        assert self.found("08:00-18:00", side="third_party") == []
