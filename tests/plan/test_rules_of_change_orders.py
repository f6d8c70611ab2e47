from typing import Any

from clientkit.plan.judgement import judge_record

from .making import plan_of, record_of

ORDER = {
    "id": "audio", "title": "Audio page", "origin": "client_request", "base": 1,
    "price": "3200 EUR", "date": "2026-04-01",
}  # fmt: skip
CONTROL = {"change_control": {"approved_by": ["sponsor"], "offer_valid": "2 weeks"}}


def found(*events: dict[str, Any], plan: Any = None, orders: Any = (ORDER,), **more: Any) -> Any:
    named = [{"change_order": "audio", "id": one["kind"]} | one for one in events]
    record = record_of(change_orders=orders, change_order_events=named, **more)
    findings = judge_record(record, plan_of(CONTROL) if plan is None else plan or None)
    return [one for one in findings if one.code.startswith("scope.")]


def step(kind: str, day: int, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "date": f"2026-04-{day:02}", "by": "director"} | more


class TestImpossibleSteps:
    def test_an_event_that_cannot_follow_is_named_with_what_was_before(self):
        (one,) = found(step("submitted", 2), step("offered", 3), step("applied", 9))
        assert (one.code, one.path) == (
            "scope.impossible-change-order-step", "/change_order_events/2/kind",
        )  # fmt: skip
        assert one.message == (
            "'applied' says that 'audio' was applied on 2026-04-09: it is offered; expected "
            "offered, approved, declined, withdrawn or expired; "
            "before: submitted on 2026-04-02, offered on 2026-04-03"
        )
        assert [place.path for place in one.related] == [
            "/change_order_events/0", "/change_order_events/1",
        ]  # fmt: skip

    def test_a_life_as_it_should_be_is_no_finding(self):
        steps = [step("offered", 3), step("approved", 17), step("applied", 18)]
        assert found(*steps) == []
        assert found(*reversed(steps)) == []

    def test_an_approval_after_the_end_of_the_offer_is_too_late(self):
        late = found(step("offered", 3), step("approved", 18))
        assert [one.path for one in late] == ["/change_order_events/1/kind"]

    def test_without_its_plan_a_record_is_judged_by_its_events_alone(self):
        other = plan_of(CONTROL, id="another")
        for plan in (False, other):
            assert found(step("offered", 3), step("approved", 18), plan=plan) == []
            assert len(found(step("approved", 18), plan=plan)) == 1

    def test_what_follows_an_answer_that_does_not_count_is_left_to_the_rule_about_that(self):
        steps = [step("offered", 3), step("approved", 4, by="curator"), step("applied", 5)]
        assert found(*steps) == []

    def test_a_missing_event_that_is_added_mends_it(self):
        steps = [step("offered", 3), step("applied", 9)]
        assert len(found(*steps)) == 1
        assert found(*steps, step("approved", 5)) == []


class TestLateCorrections:
    LATE = ORDER | {"id": "audio-2", "corrects": "audio", "date": "2026-04-05"}

    def test_a_correction_of_the_content_after_the_offer_does_not_count(self):
        dearer = self.LATE | {"price": "9900 EUR", "removes": []}
        (one,) = found(step("offered", 3), orders=(ORDER, dearer))
        assert (one.code, one.severity.value, one.path) == (
            "scope.change-order-corrected-late", "warning", "/change_orders/1/price",
        )  # fmt: skip
        assert one.message == (
            "'audio-2' changes price of 'audio' after 'offered'; expected what was put forward"
        )
        assert [place.path for place in one.related] == ["/change_order_events/0"]

    def test_other_corrections_and_earlier_ones_are_fine(self):
        assert found(step("offered", 3), orders=(ORDER, self.LATE | {"title": "Other"})) == []
        dearer = self.LATE | {"price": "9900 EUR"}
        assert found(step("offered", 6), orders=(ORDER, dearer)) == []

    def test_correcting_back_mends_it(self):
        dearer = self.LATE | {"price": "9900 EUR"}
        back = ORDER | {"id": "audio-3", "corrects": "audio-2", "date": "2026-04-06"}
        assert found(step("offered", 3), orders=(ORDER, dearer, back)) == []
