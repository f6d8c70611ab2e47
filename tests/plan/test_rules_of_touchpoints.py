"""Planned contacts beside the people whom they reach."""

import datetime as dt
from typing import Any

import pytest

from clientkit import check_plan
from clientkit.plan.model import ClientPlan
from clientkit.plan.rules_of_touchpoints import channel_refused, notice_unowned, outside_hours
from clientkit.plan.touchpoint_days import days_after

from .making import PEOPLE, ROLES, plan_of

WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = {"timezone": "Europe/Berlin", "hours": WEEK}
CLIENT = {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"}
WEEKLY = {"freq": "weekly", "by_day": ["thu"]}
Wish = dict[str, Any]


def with_contact(
    *,
    people: list[dict[str, Any]] = PEOPLE,
    client: dict[str, Any] = CLIENT,
    scope: dict[str, Any] | None = None,
    parts: dict[str, Any] | None = None,
    **fields: Any,
) -> ClientPlan:
    contact = {"id": "weekly", "purpose": "Where we are", "audience": ["curator"]} | fields
    communication = {"touchpoints": [contact]}
    return plan_of(
        scope, people=people, client=client, communication=communication, **(parts or {})
    )


def persons(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    return [one | changes.get(one["id"], {}) for one in PEOPLE]


class TestNoticeUnowned:
    def found(self, owner: str | None, **parts: Any) -> list[tuple[str, str]]:
        duty = {"id": "delay", "when": "delay", "to": ["curator"]}
        duty |= {"owner": owner} if owner else {}
        plan = plan_of(communication={"notices": [duty]}, **parts)
        return [(one.path, one.message) for one in notice_unowned(plan)]

    def test_nobody_of_several(self) -> None:
        people = [*PEOPLE, {"id": "lead", "title": "Lead", "side": "provider"}]
        assert self.found(None, people=people) == [
            (
                "/communication/notices/0",
                "the duty 'delay' has no owner; expected a person or role",
            )
        ]
        assert self.found("lead", people=people) == []

    def test_the_only_one_of_ours_owns_it(self) -> None:
        assert self.found(None) == []

    def test_a_usual_role_that_nobody_has(self) -> None:
        people = [{"id": "lena", "title": "Lena", "side": "provider"}]
        ((path, message),) = self.found("delivery_lead", people=people, roles=[])
        assert path == "/communication/notices/0/owner"
        assert message.startswith("nobody holds the role 'delivery_lead', which owns the duty")
        people[0]["roles"] = ["delivery_lead"]
        assert self.found("delivery_lead", people=people, roles=[]) == []

    def test_a_listed_role_that_nobody_has_is_said_by_another_rule(self) -> None:
        roles = [{"id": "lead", "title": "Lead", "side": "provider"}]
        people = [{"id": "lena", "title": "Lena", "side": "provider"}]
        assert self.found("lead", people=people, roles=roles) == []


class TestOutsideHours:
    def found(self, **fields: Any) -> list[tuple[str, str]]:
        client = fields.pop("client", CLIENT | {"calendar": OFFICE})
        plan = with_contact(client=client, **fields)
        return [(one.path, one.message) for one in outside_hours(plan)]

    @pytest.mark.parametrize(
        ("time", "is_outside"),
        [("08:59", True), ("09:00", False), ("16:59", False), ("17:00", True)],
    )
    def test_hours_are_half_open(self, time: str, is_outside: bool) -> None:
        assert bool(self.found(cadence=WEEKLY | {"time": time})) is is_outside

    def test_what_it_says(self) -> None:
        cadence = WEEKLY | {"time": "17:00", "starts_on": "2026-03-05"}
        assert self.found(cadence=cadence) == [
            (
                "/communication/touchpoints/0/cadence/time",
                (
                    "'weekly' comes when nobody in its audience can be reached, such as "
                    "2026-03-05T17:00+01:00; expected hours of at least one of them"
                ),
            )
        ]

    def test_the_hours_of_one_of_them_are_enough(self) -> None:
        late = persons(director={"reachable": {"thu": ["18:00-20:00"]}})
        cadence = WEEKLY | {"time": "18:00"}
        assert self.found(people=late, audience=["curator", "director"], cadence=cadence) == []
        assert self.found(people=late, audience=["curator", "sponsor"], cadence=cadence) == []
        assert self.found(people=late, audience=["curator"], cadence=cadence) != []

    def test_of_whom_no_hours_are_known_nothing_is_said(self) -> None:
        night = WEEKLY | {"time": "03:00"}
        assert self.found(client=CLIENT, cadence=night) == []
        assert self.found(audience=["curator", "pm"], cadence=night) == []
        assert self.found(audience=[], cadence=night) == []
        empty = persons(curator={"reachable": {}})
        assert self.found(people=empty, cadence=night) == []

    def test_only_one_day_of_several_is_outside(self) -> None:
        short = CLIENT | {"calendar": OFFICE | {"hours": WEEK | {"fri": ["09:00-13:00"]}}}
        cadence = {"freq": "daily", "time": "14:00", "starts_on": "2026-01-01"}
        ((_, message),) = self.found(client=short, cadence=cadence)
        assert message == (
            "'weekly' comes 53 of 366 times when nobody in its audience can be reached, such as "
            "2026-01-02T14:00+01:00; expected hours of at least one of them"
        )

    def test_days_off_count_only_if_there_is_nothing_else(self) -> None:
        daily = {"freq": "daily", "time": "10:00"}
        assert self.found(cadence=daily) == []
        assert self.found(cadence=WEEKLY | {"by_day": ["sat", "sun"]})[0][0] == (
            "/communication/touchpoints/0/cadence"
        )
        assert self.found(cadence=WEEKLY | {"by_day": ["sat", "mon"]}) == []

    def test_what_moves_off_days_off_is_never_on_one(self) -> None:
        cadence = WEEKLY | {"by_day": ["sat"], "roll": "next"}
        assert self.found(parts={"calendar": OFFICE}, cadence=cadence) == []

    def test_the_weeks_in_which_one_side_has_changed_its_clocks(self) -> None:
        """In 2026 New York changes on 8 March and 1 November, Berlin on 29 March and 25 October."""
        cadence = WEEKLY | {
            "time": "11:00", "timezone": "America/New_York", "starts_on": "2026-01-01",
        }  # fmt: skip
        ((_, message),) = self.found(cadence=cadence)
        assert "comes 49 of 53 times" in message  # 17:00 in Berlin, and 16:00 in these four
        ((_, message),) = self.found(cadence=cadence | {"time": "03:00"})
        assert "comes 4 of 53 times" in message
        assert "such as 2026-03-12T03:00-04:00" in message

    def test_quiet_hours_are_outside(self) -> None:
        quiet = persons(curator={"preference": {"quiet_hours": ["16:00-08:00"]}})
        assert self.found(people=quiet, cadence=WEEKLY | {"time": "16:00"}) != []
        assert self.found(people=quiet, cadence=WEEKLY | {"time": "15:59"}) == []
        assert self.found(people=quiet, client=CLIENT, cadence=WEEKLY | {"time": "07:59"}) != []
        assert self.found(people=quiet, client=CLIENT, cadence=WEEKLY | {"time": "08:00"}) == []

    def test_an_instant_counts_days_off_that_are_listed(self) -> None:
        at = {"at": "2026-05-04T10:00:00+02:00"}
        closed = CLIENT | {"calendar": OFFICE | {"holidays": {"dates": ["2026-05-04"]}}}
        assert self.found(**at) == []
        assert self.found(client=closed, **at) == [
            (
                "/communication/touchpoints/0/at",
                (
                    "'weekly' is planned for 2026-05-04T10:00+02:00, when nobody in its audience "
                    "can be reached; expected hours of at least one of them"
                ),
            )
        ]
        cadence = {"freq": "weekly", "by_day": ["mon"], "time": "10:00", "starts_on": "2026-05-04"}
        assert self.found(client=closed, cadence=cadence) == []

    def test_public_holidays_of_a_country_are_left_alone(self) -> None:
        country = CLIENT | {"calendar": OFFICE | {"holidays": {"country": "DE"}}}
        assert self.found(client=country, at="2026-05-01T10:00:00+02:00") == []

    def test_each_occurrence_is_that_of_who_holds_the_role_then(self) -> None:
        people = persons(
            curator={"roles": []},
            editor={"reachable": {"thu": ["20:00-22:00"]}},
        )
        assignments = [
            {"role": "approver", "person": "curator", "ends_on": "2026-06-30"},
            {"role": "approver", "person": "editor", "starts_on": "2026-07-01"},
        ]
        ((_, message),) = self.found(
            people=people,
            parts={"assignments": assignments},
            audience=["approver"],
            cadence=WEEKLY | {"time": "10:00", "starts_on": "2026-06-04", "until": "2026-07-16"},
        )
        assert "comes 3 of 7 times" in message
        assert "2026-07-02" in message

    @pytest.mark.parametrize(
        "cadence",
        [
            {"starts_on": "9997-12-01"},
            {"starts_on": "9999-12-01"},
            {"until": "0001-01-05"},
            {"starts_on": "0001-01-01"},
        ],
    )
    def test_the_ends_of_the_calendar(self, cadence: dict[str, Any]) -> None:
        self.found(cadence=WEEKLY | {"time": "10:00"} | cadence)

    @pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
    def test_instants_at_the_ends_of_the_calendar(self, at: str) -> None:
        self.found(at=at)


class TestChannelRefused:
    def found(self, *wishes: Wish, **fields: Any) -> list[tuple[str, tuple[str, ...]]]:
        people = fields.pop("people", persons(curator={"do_not_contact": list(wishes)}))
        plan = with_contact(people=people, **({"channel": "chat"} | fields))
        return [
            (one.path, tuple(place.path for place in one.related)) for one in channel_refused(plan)
        ]

    def test_a_channel_and_all_channels(self) -> None:
        chat, related = {"channel": "chat", "reason": "No"}, ("/people/1/do_not_contact/0",)
        assert self.found(chat) == [("/communication/touchpoints/0/channel", related)]
        assert self.found({"reason": "No"}) == [
            ("/communication/touchpoints/0/audience/0", related)
        ]
        assert self.found({"channel": "phone", "reason": "No"}) == []
        assert self.found(chat, channel="email") == []
        assert self.found({"channel": "phone", "reason": "No"}, chat) == [
            ("/communication/touchpoints/0/channel", ("/people/1/do_not_contact/1",))
        ]

    def test_what_it_says(self) -> None:
        wish = {"channel": "chat", "reason": "On leave", "ends_on": "2026-08-07"}
        people = persons(curator={"do_not_contact": [wish]})
        plan = with_contact(people=people, channel="chat", due="2026-08-07")
        (finding,) = channel_refused(plan)
        assert finding.message == (
            "'weekly' reaches 'curator', for whom 'chat' must not be used to 2026-08-07 "
            "(On leave); expected another way"
        )

    @pytest.mark.parametrize(
        ("day", "is_refused"),
        [("19", False), ("20", True), ("31", True)],
    )
    def test_a_wish_with_days_and_a_day(self, day: str, is_refused: bool) -> None:
        wish = {"reason": "On leave", "starts_on": "2026-07-20", "ends_on": "2026-07-31"}
        assert bool(self.found(wish, due=f"2026-07-{day}")) is is_refused
        assert bool(self.found(wish, at=f"2026-07-{day}T12:00:00+02:00")) is is_refused

    @pytest.mark.parametrize(
        ("wish", "cadence", "is_refused"),
        [
            (("2026-07-20", "2026-07-22"), {}, False),  # no Thursday
            (("2026-07-20", "2026-07-23"), {}, True),
            (("2026-07-20", None), {"until": "2026-07-22"}, False),
            (("2026-07-20", None), {"until": "2026-07-23"}, True),
            (("2026-07-20", None), {"starts_on": "2029-01-01"}, True),
            ((None, "2026-07-22"), {"starts_on": "2026-07-17"}, False),
            ((None, "2026-07-23"), {"starts_on": "2026-07-17"}, True),
            ((None, "2026-07-23"), {}, True),
            (("2026-07-20", "2026-08-31"), {"pauses": [{"starts_on": "2026-07-01"}]}, False),
        ],
    )
    def test_a_wish_with_days_and_a_rhythm(
        self, wish: tuple[str | None, str | None], cadence: dict[str, Any], is_refused: bool
    ) -> None:
        days = {name: day for name, day in zip(("starts_on", "ends_on"), wish, strict=True) if day}
        found = self.found({"reason": "On leave"} | days, cadence=WEEKLY | cadence)
        assert bool(found) is is_refused

    def test_dates_that_hang_on_others(self) -> None:
        scope = {
            "milestones": [{"id": "launch", "title": "L", "due": "2026-07-21"}],
            "deliverables": [{"id": "site", "title": "S", "due": "1 day after launch"}],
        }
        wish = {"reason": "On leave", "starts_on": "2026-07-21", "ends_on": "2026-07-21"}
        assert self.found(wish, scope=scope, due="on launch") != []
        assert self.found(wish, scope=scope, due="1 day before launch") == []
        assert self.found(wish, scope=scope, deliverable="site") == []
        assert self.found(wish | {"ends_on": "2026-07-22"}, scope=scope, deliverable="site") != []

    def test_dates_that_nobody_can_tell(self) -> None:
        scope = {"milestones": [{"id": "launch", "title": "L"}]}
        assert (
            self.found({"reason": "No", "starts_on": "2026-01-01"}, due="on launch", scope=scope)
            == []
        )
        assert self.found({"reason": "No"}, due="on launch", scope=scope) != []

    def test_a_role_reaches_whoever_acts_in_it(self) -> None:
        leave = {"reason": "On leave", "starts_on": "2026-07-20", "ends_on": "2026-07-31"}
        people = persons(curator={"roles": [], "do_not_contact": [leave]})
        held = {"role": "approver", "person": "curator"}
        stand_in = {"person": "editor", "starts_on": "2026-07-20", "ends_on": "2026-07-31"}
        contact: dict[str, Any] = {"audience": ["approver"], "cadence": WEEKLY, "people": people}

        def found(**assignment: Any) -> bool:
            return bool(self.found(**contact, parts={"assignments": [held | assignment]}))

        assert found()
        assert not found(delegates=[stand_in])
        assert found(delegates=[stand_in | {"ends_on": "2026-07-29"}])  # the 30th is a Thursday
        assert found(ends_on="2026-07-23")
        assert not found(ends_on="2026-07-22")

    def test_one_finding_for_a_role_however_many_hold_it(self) -> None:
        wish = [{"channel": "chat", "reason": "No"}]
        people = persons(
            curator={"do_not_contact": wish},
            director={"do_not_contact": wish, "roles": ["approver"]},
        )
        assert len(self.found(people=people, audience=["approver"], cadence=WEEKLY)) == 1
        people[0]["do_not_contact"] = []
        assert self.found(people=people, audience=["approver"], cadence=WEEKLY) == []


def test_people_that_could_not_be_read_say_nothing() -> None:
    people: list[Any] = persons(curator={"do_not_contact": [{"channel": "chat", "reason": "No"}]})
    data: dict[str, Any] = {
        "clientkit": "1",
        "client": CLIENT | {"calendar": OFFICE},
        "people": people,
        "roles": ROLES,
        "communication": {
            "touchpoints": [
                {
                    "id": "weekly", "purpose": "P", "audience": ["curator"], "channel": "chat",
                    "cadence": WEEKLY | {"time": "03:00"},
                }
            ]
        },
    }  # fmt: skip
    codes = {"communication.channel-refused", "communication.outside-hours"}
    assert codes <= {one.code for one in check_plan(data)}
    people.append({"id": "x", "title": 5})
    assert not codes & {one.code for one in check_plan(data)}


def test_days_after_stop_at_the_end_of_the_calendar() -> None:
    assert days_after(dt.date(2026, 12, 31), 1) == dt.date(2027, 1, 1)
    assert days_after(dt.date(9999, 12, 30), 5) == dt.date.max
