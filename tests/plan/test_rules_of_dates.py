"""Dates that do not go with each other, or with when people work."""

from typing import Any

import pytest

from clientkit import check_plan
from clientkit.plan.rules_of_dates import due_on_closed_day, responsibility_late, special_day_off

from .making import plan_of

WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = {"timezone": "Europe/Berlin", "hours": WEEK}
ALWAYS = OFFICE | {"hours": WEEK | {"sat": ["09:00-17:00"], "sun": ["09:00-17:00"]}}
PHOTOS = {"id": "photos", "title": "40 photographs"}
DESIGN = {"id": "design", "title": "Page designs"}


def late(owed: str, needing: str, **parts: Any) -> list[str]:
    """What is said of photographs that the designs need."""
    scope = {
        "milestones": [{"id": "launch", "title": "Launch"}],
        "responsibilities": [PHOTOS | {"due": owed, "needed_for": ["design"]}],
        "deliverables": [DESIGN | {"due": needing}],
    }
    return [one.message for one in responsibility_late(plan_of(scope, **parts))]


class TestResponsibilityLate:
    @pytest.mark.parametrize(
        ("owed", "needing", "is_late"),
        [
            ("2026-04-17", "2026-04-17", False),
            ("2026-04-18", "2026-04-17", True),
            # both hang on a point of which nobody knows the day
            ("on launch", "on launch", False),
            ("5 days before launch", "5 days before launch", False),
            ("4 days before launch", "5 days before launch", True),
            ("6 days after launch", "5 days after launch", True),
            ("on launch", "1 day before launch", True),
            ("1 day before launch", "on launch", False),
            ("1 day after launch", "on launch", True),
            ("1 working day after launch", "1 week before launch", True),
            ("1 working day before launch", "1 week before launch", False),  # of two units
            ("0 days before launch", "1 week before launch", True),
            ("on launch", "2026-04-17", False),
        ],
    )
    def test_two_dates_are_compared(self, owed: str, needing: str, is_late: bool) -> None:
        assert bool(late(owed, needing)) is is_late

    def test_what_it_says(self) -> None:
        (message,) = late("2026-04-18", "2026-04-17")
        assert message == (
            "'photos' is due 2026-04-18, after 'design', which needs it and is due 2026-04-17; "
            "expected that day or earlier"
        )

    @pytest.mark.parametrize(
        ("owed", "is_late"),
        [("5 working days before launch", False), ("4 working days before launch", True)],
    )
    def test_the_plan_tells_dates_that_hang_on_others(self, owed: str, is_late: bool) -> None:
        client = {"id": "h", "name": "H", "timezone": "Europe/Berlin", "calendar": OFFICE}
        scope: dict[str, Any] = {
            "milestones": [{"id": "launch", "title": "Launch", "due": "2026-09-01"}],
            "responsibilities": [PHOTOS | {"due": owed, "needed_for": ["design"]}],
            "deliverables": [DESIGN | {"due": "2026-08-25"}],
        }
        found = [one.message for one in responsibility_late(plan_of(scope, client=client))]
        assert len(found) == is_late
        assert all(
            "is due 4 working days before launch (2026-08-26), after" in one for one in found
        )

    def test_what_depends_on_it_needs_it_and_several_are_one_finding(self) -> None:
        scope = {
            "responsibilities": [PHOTOS | {"due": "on launch", "needed_for": ["design"]}],
            "milestones": [{"id": "launch", "title": "Launch", "due": "2026-09-01"}],
            "deliverables": [
                DESIGN | {"due": "2026-04-17"},
                {"id": "site", "title": "Site", "due": "2026-08-25", "depends_on": ["photos"]},
                {"id": "film", "title": "Film", "due": "2026-09-02", "depends_on": ["photos"]},
            ],
        }
        (one,) = responsibility_late(plan_of(scope))
        assert one.path == "/scope/responsibilities/0/due"
        assert one.message == (
            "'photos' is due on launch (2026-09-01), after 'design', which needs it and is due "
            "2026-04-17, and 1 more need it earlier; expected that day or earlier"
        )
        assert [place.path for place in one.related] == [
            "/scope/deliverables/0", "/scope/deliverables/1",
        ]  # fmt: skip

    def test_days_of_what_depends_on_it_are_an_error_already(self) -> None:
        scope = {
            "responsibilities": [PHOTOS | {"due": "2026-04-18", "needed_for": ["design"]}],
            "deliverables": [DESIGN | {"due": "2026-04-17", "depends_on": ["photos"]}],
        }
        plan = plan_of(scope)
        assert list(responsibility_late(plan)) == []
        codes = [one.code for one in check_plan({"clientkit": "1", **_bare(scope)})]
        assert "scope.due-before-dependency" in codes

    def test_what_comes_round_is_left_alone(self) -> None:
        scope = {
            "milestones": [
                {
                    "id": "round",
                    "title": "R",
                    "repeats": {"every": "2 weeks", "starts": "2026-02-02"},
                }
            ],
            "responsibilities": [PHOTOS | {"due": "3 days after round", "needed_for": ["design"]}],
            "deliverables": [DESIGN | {"due": "on round"}],
        }
        assert list(responsibility_late(plan_of(scope))) == []
        scope["responsibilities"][0]["due"] = "3 days after round[2]"
        scope["deliverables"][0]["due"] = "on round[2]"
        assert len(list(responsibility_late(plan_of(scope)))) == 1

    def test_milestones_need_things_too_and_undated_ones_say_nothing(self) -> None:
        scope = {
            "milestones": [
                {"id": "launch", "title": "Launch", "due": "2026-04-17"},
                {"id": "later", "title": "Later"},
            ],
            "responsibilities": [
                PHOTOS | {"due": "2026-04-18", "needed_for": ["launch"]},
                {"id": "texts", "title": "Texts", "due": "2026-04-18", "needed_for": ["later"]},
                {"id": "plan", "title": "Plan", "needed_for": ["launch"]},
            ],
        }
        (one,) = responsibility_late(plan_of(scope))
        assert one.path == "/scope/responsibilities/0/due"

    def test_a_milestone_that_could_not_be_read_may_move_everything(self) -> None:
        data = _bare(
            {
                "milestones": [{"id": "launch", "title": "Launch", "due": "2026-04-17"}],
                "responsibilities": [PHOTOS | {"due": "on launch", "needed_for": ["design"]}],
                "deliverables": [DESIGN | {"due": "2026-04-16"}],
            }
        )
        codes = [one.code for one in check_plan(data)]
        assert "scope.responsibility-late" in codes
        data["scope"]["milestones"].append({"id": "end"})
        codes = [one.code for one in check_plan(data)]
        assert "shape.missing-key" in codes
        assert "scope.responsibility-late" not in codes


def _bare(scope: dict[str, Any]) -> dict[str, Any]:
    return {
        "clientkit": "1",
        "client": {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"},
        "scope": {"id": "web", "title": "New web site", **scope},
    }


CLOSED = "2026-04-18"  # a Saturday
OPEN = "2026-04-17"


def closed(
    item: dict[str, Any] | None = None,
    kind: str = "responsibilities",
    *,
    client: dict[str, Any] | None = OFFICE,
    ours: dict[str, Any] | None = None,
    **parts: Any,
) -> list[Any]:
    parts["client"] = {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"}
    parts["client"] |= {"calendar": client} if client else {}
    parts |= {"calendar": ours} if ours else {}
    one = {"id": "thing", "title": "Thing", "due": CLOSED} | (item or {})
    return list(due_on_closed_day(plan_of({kind: [one]}, **parts)))


class TestClosedDay:
    def test_a_day_on_which_the_client_does_not_work(self) -> None:
        (one,) = closed()
        assert one.path == "/scope/responsibilities/0/due"
        assert one.message == (
            "'thing' is due on 2026-04-18, a day on which Harbor Museum does not work; "
            "expected a working day"
        )
        assert one.suggestion == "the working day before is 2026-04-17"
        assert one.severity.value == "hint"

    def test_a_working_day_is_fine(self) -> None:
        assert closed({"due": OPEN}) == []

    def test_only_days_are_read(self) -> None:
        assert closed({"due": "on saturday"}) == []

    def test_without_a_calendar_nobody_knows(self) -> None:
        assert closed(client=None) == []
        assert closed(client=None, ours=OFFICE) == []  # it is not our turn

    @pytest.mark.parametrize(
        ("item", "kind", "is_found"),
        [
            ({}, "deliverables", True),
            ({"owner": "pm"}, "deliverables", True),
            ({"owner": "project-manager"}, "deliverables", True),
            ({"owner": "curator"}, "deliverables", False),  # the client never closes
            ({"owner": "pm"}, "responsibilities", True),
            ({}, "responsibilities", False),
            ({"owner": "approver"}, "responsibilities", False),
            ({"owner": "third_party"}, "responsibilities", False),
        ],
    )
    def test_it_is_the_calendar_of_who_must_act(
        self, item: dict[str, Any], kind: str, is_found: bool
    ) -> None:
        found = closed(item, kind, client=ALWAYS, ours=OFFICE)
        assert bool(found) is is_found
        assert all("the provider does not work" in one.message for one in found)

    def test_people_with_hours_of_their_own_are_left_alone(self) -> None:
        people = [{"id": "ida", "title": "Photographer", "reachable": {"sat": ["10:00-14:00"]}}]
        assert closed({"owner": "ida"}, people=people) == []
        del people[0]["reachable"]
        assert len(closed({"owner": "ida"}, people=people)) == 1

    def test_a_milestone_counts_where_no_side_works(self) -> None:
        (one,) = closed(kind="milestones", ours=OFFICE)
        assert "a day on which nobody works" in one.message
        assert one.suggestion is None
        assert closed(kind="milestones", ours=ALWAYS) == []
        (one,) = closed(kind="milestones")
        assert one.suggestion == "the working day before is 2026-04-17"

    def test_public_holidays_count(self) -> None:
        holiday = OFFICE | {"holidays": {"country": "DE", "subdivision": "HH"}}
        assert len(closed({"due": "2026-05-01"}, client=holiday)) == 1
        worked = OFFICE | {"holidays": {"country": "DE", "worked": ["2026-05-01"]}}
        assert closed({"due": "2026-05-01"}, client=worked) == []

    def test_without_the_holidays_of_a_country_its_week_is_known(self) -> None:
        nowhere = OFFICE | {"holidays": {"country": "ZZ", "dates": ["2026-04-16"]}}
        (one,) = closed(client=nowhere)
        assert one.suggestion is None  # it may be a holiday
        assert closed({"due": OPEN}, client=nowhere) == []
        assert len(closed({"due": "2026-04-16"}, client=nowhere)) == 1

    def test_a_day_that_no_calendar_reaches_is_left_alone(self) -> None:
        assert closed({"due": "0001-01-01"}) == []

    def test_without_a_scope_there_is_nothing_due(self) -> None:
        plan = plan_of(calendar=OFFICE)
        assert list(due_on_closed_day(plan)) == []

    def test_hours_that_could_not_be_read_say_nothing(self) -> None:
        data = _bare({"deliverables": [DESIGN | {"due": CLOSED}]})
        data["calendar"] = OFFICE
        assert "scope.due-on-closed-day" in [one.code for one in check_plan(data)]
        data["calendar"] = OFFICE | {"breaks": [{"hours": ["12:00-13:00"]}]}
        assert "scope.due-on-closed-day" not in [one.code for one in check_plan(data)]


@pytest.mark.parametrize(
    ("special", "is_found"),
    [
        ({"date": "2026-12-24", "hours": ["09:00-12:00"]}, True),
        ({"date": "2026-12-24"}, False),  # closed either way
        ({"date": "2026-12-23", "hours": ["09:00-12:00"]}, False),
    ],
)
def test_special_hours_on_a_day_off(special: dict[str, Any], is_found: bool) -> None:
    calendar = OFFICE | {"holidays": {"dates": ["2026-12-25", "2026-12-24"]}}
    given = calendar | {"special_hours": [special]}
    found = list(special_day_off(plan_of(calendar=given)))
    assert [one.path for one in found] == ["/calendar/special_hours/0/date"] * is_found
    assert [place.path for one in found for place in one.related] == (
        ["/calendar/holidays/dates/1"] * is_found
    )
    assert list(special_day_off(plan_of(calendar=OFFICE | {"special_hours": [special]}))) == []
