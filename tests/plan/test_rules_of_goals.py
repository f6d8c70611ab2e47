"""What everything in a plan is for."""

from typing import Any

from clientkit import check_plan
from clientkit.plan.rules_of_goals import goal_unserved, responsibility_unneeded

from .making import plan_of

GOALS = [{"id": "visitors", "text": "More visitors"}, {"id": "calls", "text": "Fewer calls"}]


def unserved(
    serves: list[str] | None, goal: str | None, goals: list[dict[str, Any]] = GOALS
) -> list[tuple[str, str]]:
    """The goals unserved where one deliverable serves some, and one KPI tells about one."""
    client = {"id": "harbor", "name": "H", "timezone": "Europe/Berlin", "goals": goals}
    design = {"id": "design", "title": "Designs", "serves": serves or []}
    kpi = {"id": "share", "name": "Share"} | ({"goal": goal} if goal else {})
    plan = plan_of({"deliverables": [] if serves is None else [design]}, client=client, kpis=[kpi])
    return [(one.path, one.message) for one in goal_unserved(plan)]


class TestGoals:
    def test_one_that_nothing_serves(self) -> None:
        assert unserved(["visitors"], None) == [
            (
                "/client/goals/1",
                "no deliverable serves 'calls' and no KPI measures it; expected one that does",
            )
        ]

    def test_a_deliverable_or_a_kpi_is_enough(self) -> None:
        assert unserved(["visitors", "calls"], None) == []
        assert unserved(["visitors"], "calls") == []
        assert unserved(None, "calls")[0][0] == "/client/goals/0"

    def test_where_none_is_served_it_is_one_finding(self) -> None:
        assert unserved([], None) == [
            (
                "/client/goals",
                (
                    "none of the 2 goals is served by a deliverable or measured by a KPI; "
                    "expected serves or goal to name them"
                ),
            )
        ]
        assert [path for path, _ in unserved([], None, GOALS[:1])] == ["/client/goals/0"]

    def test_a_plan_without_goals_is_fine(self) -> None:
        assert unserved([], None, []) == []

    def test_before_anything_is_planned_goals_are_left_alone(self) -> None:
        client = {"id": "harbor", "name": "H", "timezone": "Europe/Berlin", "goals": GOALS}
        assert list(goal_unserved(plan_of(client=client))) == []
        assert unserved(None, None) != []  # a KPI alone is a plan

    def test_a_part_that_could_not_be_read_may_serve_it(self) -> None:
        data: dict[str, Any] = {
            "clientkit": "1",
            "client": {"id": "h", "name": "H", "timezone": "Europe/Berlin", "goals": GOALS[:1]},
            "kpis": [{"id": "share", "name": "Share"}],
        }
        assert [one.code for one in check_plan(data)] == ["client.goal-unserved"]
        data["kpis"].append({"id": "calls", "goal": "visitors"})
        assert [one.code for one in check_plan(data)] == ["shape.missing-key"]


PHOTOS = {"id": "photos", "title": "40 photographs"}
DESIGN = {"id": "design", "title": "Page designs"}


REPEATS = {"every": "2 weeks", "starts": "2026-02-02"}


def unneeded(
    owed: dict[str, Any] | None = None, design: dict[str, Any] | None = None, **parts: Any
) -> list[str]:
    scope = {
        "milestones": [{"id": "round", "title": "Round", "repeats": REPEATS}],
        "responsibilities": [PHOTOS | (owed or {})],
        "deliverables": [DESIGN | (design or {})],
    }
    return [one.path for one in responsibility_unneeded(plan_of(scope, **parts))]


class TestResponsibilities:
    def test_one_that_nothing_waits_for(self) -> None:
        assert unneeded() == ["/scope/responsibilities/0"]
        assert unneeded({"due": "2026-04-17"}) == ["/scope/responsibilities/0"]
        plan = plan_of({"responsibilities": [PHOTOS], "deliverables": [DESIGN]})
        (one,) = responsibility_unneeded(plan)
        assert one.message == "nothing waits for 'photos'; expected needed_for"
        assert one.severity.value == "hint"

    def test_whatever_names_it_waits_for_it(self) -> None:
        assert unneeded({"needed_for": ["design"]}) == []
        assert unneeded(design={"depends_on": ["photos"]}) == []
        assert unneeded(design={"due": "3 weeks after photos"}) == []
        touchpoint = {"id": "look", "purpose": "Look at them", "due": "on photos"}
        communication = {"touchpoints": [touchpoint | {"audience": ["approver"]}]}
        assert unneeded(communication=communication) == []

    def test_what_comes_round_is_left_alone(self) -> None:
        assert unneeded({"due": "5 days after round"}) == []
        assert unneeded({"due": "5 days after round[1..3]"}) == []
        assert unneeded({"due": "5 days after round[1]"}) == ["/scope/responsibilities/0"]

    def test_before_there_are_deliverables_nothing_can_wait(self) -> None:
        assert list(responsibility_unneeded(plan_of({"responsibilities": [PHOTOS]}))) == []

    def test_a_part_that_could_not_be_read_may_wait_for_it(self) -> None:
        data: dict[str, Any] = {
            "clientkit": "1",
            "client": {"id": "h", "name": "H", "timezone": "Europe/Berlin"},
            "scope": {
                "id": "web", "title": "Web", "responsibilities": [PHOTOS], "deliverables": [DESIGN],
            },
        }  # fmt: skip
        assert "scope.responsibility-unneeded" in {one.code for one in check_plan(data)}
        data["scope"]["deliverables"] = [DESIGN | {"depends_on": "photos"}]
        assert "scope.responsibility-unneeded" not in {one.code for one in check_plan(data)}
