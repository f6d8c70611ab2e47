"""How much attention the planned contacts ask for, beside what was agreed."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientkit import check_plan
from clientkit.client.model import LimitPeriod
from clientkit.plan.contact_load import Load, load_of
from clientkit.plan.rules_of_contact_limits import limit_exceeded
from clientkit.worktime import Cadence, occurrences
from clientkit.worktime.model import CadencePause

from .making import PEOPLE, plan_of

THURSDAYS = {"freq": "weekly", "by_day": ["thu"]}
WEEKDAYS = {"freq": "weekly", "by_day": ["mon", "tue", "wed", "thu", "fri"]}


def contact(cadence: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": "c", "purpose": "P", "audience": ["curator"], "cadence": cadence} | fields


def found(
    *contacts: dict[str, Any],
    own: dict[str, Any] | None = None,
    common: dict[str, Any] | None = None,
    **parts: Any,
) -> list[tuple[str, str]]:
    people = parts.pop("people", PEOPLE)
    if own is not None:
        wish = {"preference": {"limits": own}}
        people = [one | (wish if one["id"] == "curator" else {}) for one in people]
    numbered = [one | {"id": f"c{index}"} for index, one in enumerate(contacts)]
    communication = {"touchpoints": numbered} | ({"limits": common} if common else {})
    plan = plan_of(people=people, communication=communication, **parts)
    return [(one.path, one.message) for one in limit_exceeded(plan)]


class TestLoad:
    @pytest.mark.parametrize(
        ("cadence", "week", "month"),
        [
            ({"freq": "daily"}, 7, Fraction(1461, 48)),
            ({"freq": "daily", "interval": 2}, Fraction(7, 2), Fraction(1461, 96)),
            (THURSDAYS, 1, None),
            (THURSDAYS | {"interval": 3}, Fraction(1, 3), None),
            ({"freq": "weekly"}, 1, None),
            ({"freq": "monthly", "by_month_day": [15]}, None, 1),
            ({"freq": "monthly", "by_day": ["1thu"], "interval": 3}, None, Fraction(1, 3)),
            ({"freq": "yearly", "by_month": [9], "by_month_day": [19]}, None, Fraction(1, 12)),
            (THURSDAYS | {"count": 1}, 1, None),
            (THURSDAYS | {"until": dt.date(2026, 2, 12)}, 1, None),
            (THURSDAYS | {"time": "16:00", "timezone": "UTC"}, 1, None),
            (THURSDAYS | {"pauses": [CadencePause(starts_on=dt.date(2026, 2, 6))]}, 1, None),
        ],
    )
    @pytest.mark.parametrize(
        "start", [dt.date(2026, 2, 5), dt.date(2026, 1, 31), dt.date(2024, 2, 29)]
    )
    def test_in_the_long_run(
        self, cadence: dict[str, Any], week: Any, month: Any, start: dt.date
    ) -> None:
        load = load_of(Cadence(starts_on=min(start, cadence.get("until", start)), **cadence))
        if week is not None:
            assert load.per(LimitPeriod.WEEK) == week
        if month is not None:
            assert load.per(LimitPeriod.MONTH) == month

    def test_the_fullest_day(self) -> None:
        daily = load_of(Cadence(freq="daily", starts_on=dt.date(2026, 2, 5)))
        thursdays = load_of(Cadence(freq="weekly", by_day=["thu"], starts_on=dt.date(2026, 2, 5)))
        assert daily.per(LimitPeriod.DAY) == 1
        assert daily.plus(thursdays).per(LimitPeriod.DAY) == 2
        assert daily.plus(thursdays).weekdays[3] == 2
        assert thursdays.per(LimitPeriod.DAY) == 1

    def test_every_seventh_day_is_always_the_same(self) -> None:
        load = load_of(Cadence(freq="daily", interval=14, starts_on=dt.date(2026, 2, 5)))
        assert load.weekdays == (0, 0, 0, Fraction(1, 2), 0, 0, 0)

    def test_near_the_end_of_the_calendar_nothing_is_counted(self) -> None:
        assert load_of(Cadence(freq="daily", starts_on=dt.date(9500, 1, 1))) == Load()

    @settings(max_examples=25)
    @given(
        interval=st.integers(1, 6),
        days=st.sets(st.sampled_from(["mon", "tue", "wed", "sat"]), min_size=1),
        start=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    )
    def test_it_is_what_many_weeks_come_to(
        self, interval: int, days: set[str], start: dt.date
    ) -> None:
        cadence = Cadence(freq="weekly", interval=interval, by_day=sorted(days), starts_on=start)
        weeks = 60 * 3
        monday = start + dt.timedelta(days=7 - start.weekday())
        end = monday + dt.timedelta(weeks=weeks)
        number = len(occurrences(cadence, start=monday, end=end))
        assert load_of(cadence).per(LimitPeriod.WEEK) * weeks == number


class TestLimits:
    def test_reaching_a_limit_exactly_keeps_it(self) -> None:
        week = contact(WEEKDAYS)
        assert found(week, own={"touchpoints": 5}) == []
        assert found(week, own={"touchpoints": 4}) == [
            (
                "/people/1/preference/limits/touchpoints",
                (
                    "touchpoints is 4 a week, and 5 are planned for 'curator'; "
                    "expected no more than that"
                ),
            )
        ]

    def test_every_third_week_three_times_is_once_a_week(self) -> None:
        third = THURSDAYS | {"interval": 3, "starts_on": "2026-02-05"}
        assert found(*[contact(third)] * 3, own={"touchpoints": 1}) == []
        ((_, message),) = found(*[contact(third)] * 4, own={"touchpoints": 1})
        assert "and 1.4 are planned" in message  # four thirds, never shown as less

    def test_minutes(self) -> None:
        call = contact(THURSDAYS, minutes=45)
        assert found(call, call, own={"minutes": 90}) == []
        ((path, message),) = found(call, call, own={"minutes": 89})
        assert path == "/people/1/preference/limits/minutes"
        assert message.startswith("minutes is 89 a week, and 90 are planned for 'curator'")
        assert found(contact(THURSDAYS), own={"minutes": 0}) == []

    def test_days_and_months(self) -> None:
        assert found(contact(WEEKDAYS), own={"touchpoints": 1, "per": "day"}) == []
        both = (contact(WEEKDAYS), contact(THURSDAYS))
        assert len(found(*both, own={"touchpoints": 1, "per": "day"})) == 1
        monthly = {"freq": "monthly", "by_day": ["1thu"]}
        assert found(contact(monthly), own={"touchpoints": 1, "per": "month"}) == []
        assert len(found(*[contact(monthly)] * 2, own={"touchpoints": 1, "per": "month"})) == 1
        assert found(contact(monthly), own={"touchpoints": 0, "per": "week"}) != []

    def test_rhythms_of_different_times_do_not_add_up(self) -> None:
        first = contact(THURSDAYS | {"until": "2026-03-05"})
        second = contact(THURSDAYS | {"starts_on": "2026-03-06"})
        assert found(first, second, own={"touchpoints": 1}) == []
        overlapping = contact(THURSDAYS | {"starts_on": "2026-03-05"})
        assert len(found(first, overlapping, own={"touchpoints": 1})) == 1

    def test_a_number_of_times_ends_a_rhythm(self) -> None:
        first = contact(THURSDAYS | {"count": 4, "starts_on": "2026-02-05"})
        assert found(first, contact(THURSDAYS | {"starts_on": "2026-03-06"}),
                     own={"touchpoints": 1}) == []  # fmt: skip
        assert len(found(first, contact(THURSDAYS | {"starts_on": "2026-02-20"}),
                         own={"touchpoints": 1})) == 1  # fmt: skip

    @pytest.mark.parametrize(
        "fields",
        [
            {"optional": True},
            {"kind": "internal"},
            {"audience": ["director"]},
            {"cadence": None, "due": "2026-03-05"},
            {"cadence": None},
        ],
    )
    def test_what_does_not_count(self, fields: dict[str, Any]) -> None:
        one = {
            key: value for key, value in (contact(WEEKDAYS) | fields).items() if value is not None
        }
        assert found(one, own={"touchpoints": 0}) == []
        assert found(contact(WEEKDAYS), own={"touchpoints": 0}) != []

    def test_a_role_counts_for_its_holders_while_they_hold_it(self) -> None:
        spring = contact(THURSDAYS | {"until": "2026-06-30"}, audience=["approver"])
        autumn = contact(THURSDAYS | {"starts_on": "2026-07-01"}, audience=["approver", "curator"])
        people = [one | {"roles": []} for one in PEOPLE]
        held = {"role": "approver", "person": "curator"}
        limit = {"touchpoints": 0}

        def exceeded(*contacts: dict[str, Any], **assignment: Any) -> int:
            return len(found(*contacts, own=limit, people=people, assignments=[held | assignment]))

        assert exceeded(spring) == 1
        assert exceeded(spring, starts_on="2026-06-30") == 1
        assert exceeded(spring, starts_on="2026-07-01") == 0
        assert exceeded(autumn, ends_on="2026-06-30") == 1  # named as a person too
        assert found(autumn, own={"touchpoints": 1}, people=people, assignments=[held]) == []

    def test_a_limit_for_everybody_is_one_finding(self) -> None:
        week = contact(WEEKDAYS, audience=["curator", "editor", "pm"])
        more = contact(THURSDAYS, audience=["editor"])
        assert found(week, more, common={"touchpoints": 4}) == [
            (
                "/communication/limits/touchpoints",
                (
                    "touchpoints is 4 a week, and 6 are planned for 'editor' (too many for 1 "
                    "more); expected no more than that"
                ),
            )
        ]
        assert found(contact(WEEKDAYS, audience=["pm"]), common={"touchpoints": 0}) == []

    def test_touchpoints_that_could_not_be_read_say_nothing(self) -> None:
        data: dict[str, Any] = {
            "clientkit": "1",
            "client": {"id": "h", "name": "H", "timezone": "UTC"},
            "people": [
                {"id": "curator", "title": "C", "preference": {"limits": {"touchpoints": 0}}}
            ],
            "communication": {"touchpoints": [contact(THURSDAYS)]},
        }
        code = "communication.limit-exceeded"
        assert code in {one.code for one in check_plan(data)}
        data["communication"]["touchpoints"].append({"id": "x"})
        assert code not in {one.code for one in check_plan(data)}
