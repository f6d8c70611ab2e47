"""Answers and measurements beside what the plan asked for."""

from typing import Any

import pytest

from clientkit import check_record
from clientkit.base import to_data
from clientkit.plan.rules_of_answers import (
    measured_otherwise,
    not_the_client,
    respondent_named,
    respondent_not_asked,
    score_off_scale,
    value_impossible,
)
from clientkit.plan.rules_of_ids import Documents

from .making import PEOPLE, plan_of, record_of

PULSE = {"id": "pulse", "metric": "csat", "scale": "1-5", "audience": ["approver", "director"]}
EFFORT = {"id": "effort", "metric": "ces", "scale": "0-10", "identified": False}
PLAN: dict[str, Any] = {"feedback": {"surveys": [PULSE, EFFORT]}}


def found(rule: Any, *, plan: dict[str, Any] = PLAN, **lists: Any) -> list[tuple[str, str]]:
    day = {"date": "2026-05-19"}
    dated = {
        name: [one if "at" in one else day | one for one in entries]
        for name, entries in lists.items()
    }
    documents = Documents(plan=plan_of(**plan), record=record_of(**dated))
    return [(one.path, one.message) for one in rule(documents)]


def answered(rule: Any, *answers: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    full = [{"survey": "pulse", "score": 4} | one for one in answers]
    return found(rule, survey_responses=full, **more)


class TestScores:
    @pytest.mark.parametrize(
        ("survey", "score", "is_off"),
        [
            ("pulse", 0, True),
            ("pulse", 1, False),
            ("pulse", 5, False),
            ("pulse", 6, True),
            ("effort", 0, False),
            ("effort", 10, False),
            ("effort", 11, True),
        ],
    )
    def test_both_ends_belong_to_the_scale(self, survey: str, score: int, is_off: bool) -> None:
        assert bool(answered(score_off_scale, {"survey": survey, "score": score})) is is_off

    def test_what_it_says(self) -> None:
        assert answered(score_off_scale, {}, {"score": 10}) == [
            (
                "/survey_responses/1/score",
                (
                    "the score of 'survey_responses-1' is 10; "
                    "expected an answer of the survey 'pulse', 1-5"
                ),
            )
        ]

    def test_what_was_corrected_says_nothing(self) -> None:
        right = {"corrects": "survey_responses-0", "date": "2026-05-20"}
        assert answered(score_off_scale, {"score": 10}, right) == []
        ((path, _),) = answered(score_off_scale, {}, right | {"score": 10})
        assert path == "/survey_responses/1/score"

    def test_without_a_survey_or_a_plan(self) -> None:
        assert answered(score_off_scale, {"score": 10}, plan={}) == []
        assert answered(score_off_scale, {"score": 10}, plan=PLAN | {"id": "other"}) == []
        record = record_of(survey_responses=[{"survey": "x", "score": 9, "date": "2026-05-19"}])
        assert list(score_off_scale(Documents(record=record))) == []


class TestRespondents:
    def test_a_name_where_none_was_promised(self) -> None:
        answer = {"survey": "effort", "respondent": "editor"}
        ((path, message),) = answered(respondent_named, {"respondent": "curator"}, answer)
        assert path == "/survey_responses/1/respondent"
        assert message.startswith("'survey_responses-1' names who answered 'effort'")
        assert answered(respondent_named, {"survey": "effort"}) == []

    def test_a_correction_does_not_take_the_name_out(self) -> None:
        first = {"survey": "effort", "respondent": "editor"}
        second = {"survey": "effort", "corrects": "survey_responses-0", "date": "2026-05-20"}
        assert len(answered(respondent_named, first, second)) == 1

    @pytest.mark.parametrize(
        ("person", "is_asked"),
        [("curator", True), ("director", True), ("editor", False), (None, True), ("nobody", True)],
    )
    def test_who_is_asked(self, person: str | None, is_asked: bool) -> None:
        answer = {} if person is None else {"respondent": person}
        assert (answered(respondent_not_asked, answer) == []) is is_asked

    def test_what_it_says(self) -> None:
        ((path, message),) = answered(respondent_not_asked, {"respondent": "editor"})
        assert path == "/survey_responses/0/respondent"
        assert message == (
            "'survey_responses-0' is by 'editor', whom 'pulse' does not ask; "
            "expected somebody of its audience"
        )

    def test_an_invitation_is_enough(self) -> None:
        invited = [{"survey": "pulse", "persons": ["editor"]}]
        answer = {"respondent": "editor"}
        assert answered(respondent_not_asked, answer, survey_invitations=invited) == []
        invited = [{"survey": "effort", "persons": ["editor"]}]
        assert answered(respondent_not_asked, answer, survey_invitations=invited) != []

    def test_a_survey_without_audience_asks_anybody(self) -> None:
        anybody = {"feedback": {"surveys": [{"id": "pulse", "metric": "csat", "scale": "1-5"}]}}
        assert answered(respondent_not_asked, {"respondent": "editor"}, plan=anybody) == []

    def test_a_role_is_whoever_holds_it_on_that_day(self) -> None:
        people = [one | {"roles": []} for one in PEOPLE]
        held = [{"role": "approver", "person": "editor", "starts_on": "2026-05-20"}]
        plan = PLAN | {"people": people, "assignments": held}
        early = {"respondent": "editor"}
        late = {"respondent": "editor", "at": "2026-05-19T22:00:00+00:00"}  # the 20th in Berlin
        assert len(answered(respondent_not_asked, early, plan=plan)) == 1
        assert answered(respondent_not_asked, late, plan=plan) == []


class TestWhoseVoice:
    def test_one_of_us(self) -> None:
        lists: dict[str, Any] = {
            "survey_responses": [{"survey": "pulse", "score": 4, "respondent": "pm"}],
            "check_ins": [{"person": "pm", "mood": "content"}],
            "expectations": [{"text": "T", "basis": "stated", "person": "pm"}],
            "concerns": [{"text": "T", "raised_by": "pm"}],
        }
        assert [path for path, _ in found(not_the_client, **lists)] == [
            "/survey_responses/0/respondent",
            "/check_ins/0/person",
            "/expectations/0/person",
            "/concerns/0/raised_by",
        ]
        for entries in lists.values():
            for entry in entries:
                entry.update({key: "editor" for key, value in entry.items() if value == "pm"})
        assert found(not_the_client, **lists) == []

    def test_it_is_not_said_that_they_were_not_asked_too(self) -> None:
        assert answered(respondent_not_asked, {"respondent": "pm"}) == []

    def test_what_it_says(self) -> None:
        ((_, message),) = found(not_the_client, check_ins=[{"person": "pm", "mood": "content"}])
        assert message == (
            "person of 'check_ins-0' is 'pm', who is one of us; expected somebody of the client"
        )


SPEED = {"id": "speed", "name": "Speed", "unit": "s", "lowest_possible": 0, "highest_possible": 60}
AUDIT = {"id": "audit", "name": "Audit", "kind": "met_or_not"}


class TestMeasurements:
    def measured(self, rule: Any, *values: dict[str, Any], **plan: Any) -> list[tuple[str, str]]:
        full = [{"kpi": "speed"} | one for one in values]
        return found(rule, plan={"kpis": [SPEED, AUDIT]} | plan, measurements=full)

    @pytest.mark.parametrize(
        ("value", "expected"),
        [(-0.001, "0 or more"), (0, None), (60, None), (60.001, "60 or less")],
    )
    def test_the_ends_are_possible(self, value: float, expected: str | None) -> None:
        said = self.measured(value_impossible, {"value": value})
        assert [path for path, _ in said] == ([] if expected is None else ["/measurements/0/value"])
        assert all(message.endswith(f"expected {expected}") for _, message in said)

    def test_what_it_says(self) -> None:
        ((_, message),) = self.measured(value_impossible, {"value": -2.5})
        assert message == "'measurements-0' is -2.5 s of 'speed'; expected 0 or more"

    def test_a_number_or_met(self) -> None:
        said = self.measured(
            measured_otherwise,
            {"value": 1},
            {"met": True},
            {"kpi": "audit", "met": True},
            {"kpi": "audit", "value": 1},
        )
        assert said == [
            (
                "/measurements/1/met",
                "'measurements-1' has met for 'speed', which is of kind 'number'; expected value",
            ),
            (
                "/measurements/3/value",
                (
                    "'measurements-3' has value for 'audit', which is of kind 'met_or_not'; "
                    "expected met"
                ),
            ),
        ]
        assert self.measured(value_impossible, {"kpi": "audit", "value": -1}, {"met": True}) == []

    def test_what_was_corrected_says_nothing(self) -> None:
        right = {"value": 2, "corrects": "measurements-0", "date": "2026-05-20"}
        assert self.measured(value_impossible, {"value": 3200}, right) == []

    def test_the_version_that_is_named_or_in_force(self) -> None:
        later = SPEED | {"version": 2, "effective_on": "2026-06-01", "highest_possible": 10}
        plan = {"kpis": [later], "history": {"kpis": [SPEED]}}

        def is_wrong(**fields: Any) -> bool:
            return bool(self.measured(value_impossible, {"value": 20} | fields, **plan))

        assert not is_wrong(date="2026-05-31")
        assert is_wrong(date="2026-06-01")
        assert not is_wrong(at="2026-05-31T21:59:59+00:00")
        assert is_wrong(at="2026-05-31T22:00:00+00:00")
        assert is_wrong(date="2026-05-31", version=2)
        assert not is_wrong(date="2026-06-01", version=1)
        assert not is_wrong(date="2026-06-01", version=3)  # of which another rule says so
        assert not is_wrong(kpi="nothing")

    def test_before_all_versions_the_first_counts(self) -> None:
        plan = {"kpis": [SPEED | {"effective_on": "2026-06-01"}]}
        assert self.measured(value_impossible, {"value": 61}, **plan) != []


def test_a_survey_that_could_not_be_read_says_nothing() -> None:
    """One slip is one finding: the answer that it spoils is not judged by it."""
    data: Any = to_data(
        record_of(survey_responses=[{"survey": "pulse", "score": 9, "date": "2026-05-19"}])
    )
    plan = plan_of(**PLAN)
    assert [one.code for one in check_record(data, plan)] == ["feedback.score-off-scale"]
    data["survey_responses"][0]["score"] = "nine"
    assert [one.code for one in check_record(data, plan)] == ["shape.value"]
    data["survey_responses"][0].update(score=9, survey="plse")
    assert [one.code for one in check_record(data, plan)] == ["record.unknown-id"]
    data["survey_responses"][0].update(survey="pulse")
    data["plan"] = "webb"
    assert [one.code for one in check_record(data, plan)] == ["record.other-plan"]


def test_a_correction_that_could_not_be_read_does_not_bring_the_old_entry_back() -> None:
    wrong = {"survey": "pulse", "score": 9, "date": "2026-05-19"}
    right = wrong | {"score": 4, "corrects": "survey_responses-0", "date": "2026-05-20"}
    data: Any = to_data(record_of(survey_responses=[wrong, right]))
    plan = plan_of(**PLAN)
    assert check_record(data, plan) == ()
    data["survey_responses"][1]["score"] = "four"
    assert [one.code for one in check_record(data, plan)] == ["shape.value"]
