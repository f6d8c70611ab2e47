"""What checking a plan says of its signatures."""

from typing import Any, ClassVar

import pytest

from clientkit.base import Finding, Severity, decode, encode, evolve, to_data
from clientkit.documents.checking import check_plan
from clientkit.plan.model import ClientPlan
from clientkit.plan.rules_of_signatures import RULES
from clientkit.scope import Covers, SignOff

from .making import SIGNED, plan_of
from .test_signing import UNSIGNED, signed

KPI = {"id": "visits", "name": "Visits"}
DAY = "2020-01-01"


def found(plan: ClientPlan) -> list[Finding]:
    return [finding for one in RULES for finding in one(plan)]


def codes(plan: ClientPlan) -> list[str]:
    return [one.code.removeprefix("scope.") for one in found(plan)]


def edited(plan: ClientPlan, **changes: Any) -> ClientPlan:
    assert plan.scope is not None
    return evolve(plan, scope=evolve(plan.scope, **changes))


def test_severities() -> None:
    assert {one.code: one.severity for one in RULES} == {
        "scope.signature-outdated": Severity.WARNING,
        "scope.signed-by-one-side": Severity.WARNING,
        "scope.signature-unbound": Severity.HINT,
        "scope.signature-leaves-out": Severity.HINT,
        "scope.unsigned": Severity.HINT,
    }


@pytest.mark.parametrize(
    "plan",
    [
        evolve(UNSIGNED, scope=None),
        UNSIGNED,
        plan_of({"sign_offs": [], "effective": "on launch"}),  # the record knows the day, no rule
        plan_of({"sign_offs": [], "version": 2, "base": 1, "effective": DAY}, history={"scope": [
            {"id": "web", "title": "Old", "sign_offs": SIGNED}]}),  # nor the record
        signed(UNSIGNED),
    ],
    ids=["no-scope", "draft", "draft-of-no-day", "next-version", "signed"],
)  # fmt: skip
def test_nothing_to_say(plan: ClientPlan) -> None:
    assert found(plan) == []


@pytest.mark.parametrize("day", [DAY, "2099-01-01"])
def test_what_is_to_bind_from_a_day_wants_signatures(day: str) -> None:
    plan = plan_of({"sign_offs": [], "effective": day})  # no rule reads the clock
    (one,) = found(plan)
    assert (one.code, one.path) == ("scope.unsigned", "/scope/effective")
    assert day in one.message
    assert "unsigned" not in codes(plan_of({"sign_offs": SIGNED, "effective": day}))


def void(person: str) -> SignOff:
    """A sign-off without a digest, for the client but for the project manager."""
    side = "provider" if person == "pm" else "client"
    return decode(SignOff, {"person": person, "side": side, "date": "2026-01-02"})


class TestOutdated:
    def test_the_text_is_another(self) -> None:
        (one,) = found(edited(signed(UNSIGNED), title="New web shop"))
        assert (one.code, one.path) == ("scope.signature-outdated", "/scope/sign_offs/0/digest")
        assert one.message == (
            "version 1 (scope) is not the text that 'director', 'pm' signed; expected that text"
        )
        assert [place.path for place in one.related] == ["/scope/sign_offs/1/digest"]

    def test_other_parts_count(self) -> None:
        plan = signed(plan_of({"sign_offs": []}, kpis=[KPI]), covers=[Covers.SCOPE, Covers.KPIS])
        assert found(plan) == []
        (one,) = found(evolve(plan, kpis=()))
        assert one.message.startswith("version 1 (scope, kpis) is not the text")

    def test_earlier_versions_must_not_be_edited_either(self) -> None:
        scope = edited(signed(UNSIGNED), title="Edited").scope
        second = evolve(
            plan_of({"version": 2, "sign_offs": []}, history={"scope": [{"id": "w", "title": "W"}]})
        )
        assert second.history is not None
        plan = evolve(second, history=evolve(second.history, scope=(scope,)))
        assert [one.path for one in found(plan)] == ["/history/scope/0/sign_offs/0/digest"]

    def test_a_signature_counts_for_its_version_wherever_it_stands(self) -> None:
        first = signed(UNSIGNED)
        assert first.scope is not None
        second = plan_of({"version": 2}, history={"scope": [{"id": "w", "title": "W"}]})
        assert second.history is not None
        moved = edited(second, sign_offs=first.scope.sign_offs)
        kept = evolve(first.scope, sign_offs=())
        assert found(evolve(moved, history=evolve(second.history, scope=(kept,)))) == []

    def test_whoever_signed_anew_is_up_to_date(self) -> None:
        plan = edited(signed(UNSIGNED), title="New web shop")
        half = signed(plan, "director")
        assert [one.message for one in found(half)] == [
            "version 1 (scope) is not the text that 'pm' signed; expected that text"
        ]
        assert found(signed(half, "pm")) == []

    def test_somebody_else_of_the_side_may_have_signed_anew(self) -> None:
        held = [{"role": "sponsor", "person": "editor"}]
        plan = signed(plan_of({"sign_offs": []}, assignments=held))
        assert found(signed(edited(plan, title="New web shop"), "editor", "pm")) == []

    def test_a_signature_without_the_right_to_it_replaces_nothing(self) -> None:
        plan = edited(signed(UNSIGNED), title="New web shop")
        assert plan.scope is not None
        given = (*plan.scope.sign_offs, void("curator"), void("pm"))
        assert [one.path for one in found(edited(plan, sign_offs=given))] == [
            "/scope/sign_offs/0/digest",
            "/scope/sign_offs/2",
        ]

    def test_less_than_what_was_signed_replaces_nothing(self) -> None:
        more = [Covers.SCOPE, Covers.KPIS]
        plan = signed(plan_of({"sign_offs": []}, kpis=[KPI]), covers=more)
        plan = edited(plan, title="New web shop")
        assert codes(signed(plan)) == ["signature-leaves-out", "signature-outdated"]
        assert codes(signed(plan, covers=more)) == []

    def test_a_version_that_the_plan_does_not_hold_is_another_finding(self) -> None:
        plan = edited(signed(UNSIGNED), version=2)
        assert codes(plan) == []
        assert {one.code for one in check_plan(plan)} == {"plan.unknown-version"}


class TestOneSide:
    def test_the_other_side_is_missing(self) -> None:
        for person, side, other in (
            ("director", "client", "provider"),
            ("pm", "provider", "client"),
        ):
            (one,) = found(signed(UNSIGNED, person))
            assert (one.code, one.path) == ("scope.signed-by-one-side", "/scope/sign_offs")
            assert one.message == (
                f"version 1 is signed by the {side} alone; expected a signature by the {other} too"
            )

    def test_a_signature_without_the_right_to_it(self) -> None:
        void = {"person": "curator", "side": "client", "date": "2026-01-01", "digest": None}
        plan = plan_of({"sign_offs": [void, SIGNED[1]]})
        one = next(one for one in found(plan) if one.code == "scope.signed-by-one-side")
        assert one.message == (
            "version 1 is signed by the provider alone; expected a signature by the client too; "
            "that by 'curator' was signed without the right to sign for that side"
        )

    def test_an_edit_is_said_once(self) -> None:
        plan = signed(edited(signed(UNSIGNED), title="New web shop"), "director")
        assert codes(plan) == ["signature-outdated"]

    def test_who_signed_anew_waits_for_the_other_side(self) -> None:
        plan = signed(edited(signed(UNSIGNED, "director"), title="New web shop"), "director")
        assert codes(plan) == ["signed-by-one-side"]


class TestUnbound:
    def test_all_of_the_present_version_at_once(self) -> None:
        (one,) = found(plan_of())
        assert (one.code, one.path) == ("scope.signature-unbound", "/scope/sign_offs/0")
        assert [place.path for place in one.related] == ["/scope/sign_offs/1"]
        assert one.message == (
            "the signature of 'director', 'pm' has no digest; "
            "expected the one that 'clientkit digest' prints"
        )

    def test_earlier_versions_are_left_alone(self) -> None:
        old = {"id": "web", "title": "Old", "sign_offs": SIGNED}
        scope = {"version": 2, "sign_offs": SIGNED}
        assert codes(plan_of(scope, history={"scope": [old]})) == []


class TestLeavesOut:
    POLICY: ClassVar = {"responses": [{"priority": 1, "first_response": "4 hours"}]}

    def plan(self, covers: list[Covers] | None = None, **parts: Any) -> ClientPlan:
        return signed(plan_of({"sign_offs": []}, **parts), covers=covers or [])

    def test_kpis_that_nobody_agreed_to(self) -> None:
        (one,) = found(self.plan(kpis=[KPI]))
        assert (one.code, one.path) == ("scope.signature-leaves-out", "/scope/sign_offs")
        assert one.message == (
            "the signatures do not cover the KPIs 'visits'; "
            "expected 'kpis' under covers, or agreed_by, agreed_in there"
        )
        assert codes(self.plan([Covers.SCOPE, Covers.KPIS], kpis=[KPI])) == []

    @pytest.mark.parametrize(
        "agreed", [{"agreed_by": ["director"]}, {"agreed_in": "contract"}, {"clause": "Annex B"}]
    )
    def test_kpis_that_were_agreed_otherwise(self, agreed: dict[str, Any]) -> None:
        assert codes(self.plan(kpis=[KPI | agreed])) == []

    def test_many_kpis_are_counted(self) -> None:
        (one,) = found(self.plan(kpis=[KPI | {"id": f"k{n}"} for n in range(7)]))
        assert "the KPIs 'k0', 'k1', 'k2', 'k3', 'k4' and 2 more; expected" in one.message

    def test_response_times(self) -> None:
        (one,) = found(self.plan(escalation=self.POLICY))
        assert one.message == (
            "the signatures do not cover the response times of the escalation; "
            "expected 'escalation' under covers, or clause there"
        )
        both = [Covers.SCOPE, Covers.ESCALATION]
        for plan in (
            self.plan(both, escalation=self.POLICY),
            self.plan(escalation=self.POLICY | {"clause": "10"}),
            self.plan(escalation={}),
            plan_of({"sign_offs": []}, escalation=self.POLICY),
        ):
            assert codes(plan) == []


class TestChecking:
    """The rules are silent where what was signed could not be read."""

    def data(self, **more: Any) -> dict[str, Any]:
        data = to_data(signed(UNSIGNED))
        data["scope"] |= more
        return data

    def test_a_document_as_it_was_signed(self) -> None:
        assert check_plan(self.data()) == ()
        assert check_plan(encode(signed(UNSIGNED))) == ()

    @pytest.mark.parametrize(
        "more",
        [
            {"titel": "x"},
            {"price": "a lot"},
            {"deliverables": [{"id": "site"}]},
            {"responsibilities": [{"id": "texts", "title": "Texts", "reminders": {"before": 3}}]},
        ],
    )
    def test_one_slip_is_one_finding(self, more: dict[str, Any]) -> None:
        (one,) = check_plan(self.data(**more))
        assert one.code.startswith("shape.")

    def test_a_document_of_a_later_format_may_have_been_signed_with_more_in_it(self) -> None:
        (one,) = check_plan(self.data(novelty=1) | {"clientkit": "1.9"})
        assert one.code == "document.newer-version"
