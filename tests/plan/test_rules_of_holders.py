"""Whether roles are held throughout, and by people whom the client has agreed to."""

from typing import Any

import pytest

from clientkit import check_plan
from clientkit.plan.rules_of_holders import key_role_vacant, replaced_unapproved

from .making import PEOPLE, ROLES, plan_of


def messages(findings: Any) -> list[tuple[str, str]]:
    return [(one.path, one.message) for one in findings]


MANAGER = {"id": "manager", "title": "Manager", "side": "provider", "key": True}


def held(*spans: str, period: dict[str, str] | None = None, **parts: Any) -> Any:
    """A plan in which `pm 2026-01-01..2026-06-30` are who holds the role of manager, and when."""
    assignments = []
    for span in spans:
        person, _, days = span.partition(" ")
        starts_on, _, ends_on = days.partition("..")
        days_of = {"starts_on": starts_on, "ends_on": ends_on}
        one = {"role": "manager", "person": person}
        assignments.append(one | {key: day for key, day in days_of.items() if day})
    people = [*PEOPLE, {"id": "ruy", "title": "Project manager", "side": "provider"}]
    scope: dict[str, Any] = {"milestones": [{"id": "start", "title": "Start", "due": "2026-02-02"}]}
    scope |= {"period": period} if period else {}
    given = {"roles": [*ROLES, MANAGER], "people": people, "assignments": assignments} | parts
    return plan_of(scope, **given)


class TestKeyRoleVacant:
    @pytest.mark.parametrize(
        ("spans", "gaps"),
        [
            (["pm"], []),
            (["pm ..2026-06-30"], []),  # nobody knows until when the agreement runs
            (["pm ..2026-06-30", "ruy 2026-07-01.."], []),
            (
                ["pm ..2026-06-30", "ruy 2026-07-02.."],
                [("/assignments/1/starts_on", "on 2026-07-01")],
            ),
            (
                ["ruy 2026-07-06..", "pm ..2026-06-30"],
                [("/assignments/0/starts_on", "from 2026-07-01 to 2026-07-05")],
            ),
            (["pm 2026-01-01..2026-12-31", "ruy 2026-02-01..2026-02-10", "pm 2027-01-01.."], []),
            (["pm ..9999-12-31", "ruy 2026-02-01.."], []),
            (
                ["pm ..2026-01-31", "ruy 2026-03-01..2026-03-31", "pm 2026-05-01.."],
                [
                    ("/assignments/1/starts_on", "from 2026-02-01 to 2026-02-28"),
                    ("/assignments/2/starts_on", "from 2026-04-01 to 2026-04-30"),
                ],
            ),
        ],
    )
    def test_days_between_assignments(self, spans: list[str], gaps: list[tuple[str, str]]) -> None:
        assert messages(key_role_vacant(held(*spans))) == [
            (path, f"nobody holds the key role 'manager' {days}; expected somebody")
            for path, days in gaps
        ]

    @pytest.mark.parametrize(
        ("span", "gaps"),
        [
            ("pm 2026-02-02..2026-09-30", []),
            ("pm 2026-01-01..2026-12-31", []),
            ("pm", []),
            ("pm 2026-02-03..", ["starts_on on 2026-02-02"]),
            ("pm ..2026-09-29", ["ends_on on 2026-09-30"]),
            ("pm 2026-02-04..2026-09-28", [
                "starts_on from 2026-02-02 to 2026-02-03", "ends_on from 2026-09-29 to 2026-09-30",
            ]),
            ("pm ..2026-02-01", [" from 2026-02-02 to 2026-09-30"]),
            ("pm 2026-10-01..", [" from 2026-02-02 to 2026-09-30"]),
        ],
    )  # fmt: skip
    def test_the_first_and_the_last_day_of_the_period(self, span: str, gaps: list[str]) -> None:
        found = key_role_vacant(held(span, period={"starts": "on start", "ends": "2026-09-30"}))
        path = "/assignments/0"
        said = []
        for one in found:
            place = one.path.removeprefix(path).removeprefix("/")
            said.append(f"{place} {one.message.removeprefix(_NOBODY).removesuffix(_SOMEBODY)}")
        assert said == gaps

    def test_other_roles_may_be_vacant(self) -> None:
        roles = [*ROLES, MANAGER | {"key": False}]
        assert list(key_role_vacant(held("pm ..2026-06-30", "ruy 2026-07-06..", roles=roles))) == []

    def test_who_has_the_role_throughout_fills_every_gap(self) -> None:
        people = [*PEOPLE, {"id": "ruy", "title": "R", "side": "provider", "roles": ["manager"]}]
        plan = held("pm 2026-03-01..2026-06-30", period={"starts": "on start"}, people=people)
        assert list(key_role_vacant(plan)) == []

    def test_a_role_that_nobody_holds_is_another_finding(self) -> None:
        assert list(key_role_vacant(held())) == []

    def test_assignments_that_could_not_be_read_may_fill_it(self) -> None:
        spans = [
            {"role": "manager", "person": "pm", "ends_on": "2026-06-30"},
            {"role": "manager", "person": "pm", "starts_on": "2026-07-06"},
        ]
        data: dict[str, Any] = {
            "clientkit": "1",
            "client": {"id": "h", "name": "H", "timezone": "Europe/Berlin"},
            "people": [{"id": "pm", "title": "Project manager", "side": "provider"}],
            "roles": [MANAGER],
            "assignments": spans,
        }
        assert [one.code for one in check_plan(data)] == ["client.key-role-vacant"]
        data["assignments"].append({"role": "manager"})
        assert [one.code for one in check_plan(data)] == ["shape.missing-key"]


_NOBODY, _SOMEBODY = "nobody holds the key role 'manager' ", "; expected somebody"


class TestReplacedUnapproved:
    def found(self, *assignments: dict[str, Any], **parts: Any) -> list[tuple[str, str]]:
        roles = [*ROLES, MANAGER | {"replaced_only_with_approval_of": "sponsor"}]
        named = [{"role": "manager", **one} for one in assignments]
        return messages(replaced_unapproved(held(roles=roles, assignments=named, **parts)))

    def test_another_holder_without_approval(self) -> None:
        later = {"person": "ruy", "starts_on": "2026-07-01"}
        assert self.found({"person": "pm"}, later) == [
            (
                "/assignments/1",
                (
                    "'ruy' holds the role 'manager' from 2026-07-01 without the approval of "
                    "'sponsor'; expected approved_by"
                ),
            )
        ]

    @pytest.mark.parametrize(
        ("approval", "place"),
        [
            ({"approved_by": "sponsor"}, None),
            ({"approved_by": "sponsor", "approved_on": "2026-06-30"}, None),
            ({"approved_by": "sponsor", "approved_on": "2026-07-01"}, None),
            ({"approved_by": "sponsor", "approved_on": "2026-07-02"}, "/approved_on"),
            ({"approved_by": "approver", "approved_on": "2026-06-30"}, "/approved_by"),
            ({"approved_on": "2026-06-30"}, ""),
        ],
    )
    def test_it_is_of_the_role_that_is_named_and_in_time(
        self, approval: dict[str, str], place: str | None
    ) -> None:
        later = {"person": "ruy", "starts_on": "2026-07-01", **approval}
        found = self.found({"person": "pm"}, later)
        assert [path for path, _ in found] == ([] if place is None else [f"/assignments/1{place}"])

    def test_the_order_in_the_list_does_not_matter(self) -> None:
        later = {"person": "ruy", "starts_on": "2026-07-01"}
        found = self.found(later, {"person": "pm", "ends_on": "2026-06-30"})
        assert [path for path, _ in found] == ["/assignments/0"]

    def test_holders_at_the_start_need_none(self) -> None:
        together = [{"person": name, "starts_on": "2026-02-02"} for name in ("pm", "ruy")]
        assert self.found(*together) == []
        period = {"starts": "on start"}
        assert self.found({"person": "pm"}, together[1], period=period) == []
        a_day_later = {"person": "ruy", "starts_on": "2026-02-03"}
        assert len(self.found({"person": "pm"}, a_day_later, period=period)) == 1

    def test_who_held_it_before_needs_none(self) -> None:
        back = {"person": "pm", "starts_on": "2026-09-01"}
        between = {"person": "ruy", "starts_on": "2026-07-01", "approved_by": "sponsor"}
        assert self.found({"person": "pm", "ends_on": "2026-06-30"}, between, back) == []
        people = [*PEOPLE, {"id": "ruy", "title": "R", "side": "provider", "roles": ["manager"]}]
        later = {"person": "ruy", "starts_on": "2026-07-01"}
        assert self.found({"person": "pm"}, later, people=people) == []

    def test_beside_who_has_the_role_throughout_the_first_to_come_is_another(self) -> None:
        people = [*PEOPLE, {"id": "ruy", "title": "R", "side": "provider", "roles": ["manager"]}]
        later = {"person": "pm", "starts_on": "2026-07-01"}
        assert len(self.found(later, people=people)) == 1
        assert self.found({"person": "pm"}, people=people) == []

    def test_a_stranger_is_found_once(self) -> None:
        spans = [{"person": "ruy", "starts_on": f"2026-0{month}-01"} for month in (7, 9)]
        found = self.found({"person": "pm"}, *spans)
        assert [path for path, _ in found] == ["/assignments/1"]

    def test_other_roles_are_free(self) -> None:
        assert list(replaced_unapproved(held("pm", "ruy 2026-07-01.."))) == []
