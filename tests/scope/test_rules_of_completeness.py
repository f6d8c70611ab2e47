"""What a scope agreement should not leave open."""

from typing import Any

import pytest

from clientkit import check, decode
from clientkit.base import Finding
from clientkit.scope import ScopeAgreement
from clientkit.scope.rules_of_completeness import (
    RULES,
    no_acceptance_criteria,
    no_date,
    no_exclusions,
)

WORKS = [{"text": "It works"}]
DESIGN = {
    "id": "design",
    "title": "Page designs",
    "due": "2026-04-17",
    "acceptance_criteria": WORKS,
}
HOSTING = [{"id": "hosting", "text": "Hosting"}]


def scope_of(*deliverables: dict[str, Any], **parts: Any) -> ScopeAgreement:
    """An agreement about what is called `a`, `b` ... unless it says otherwise."""
    named = [
        {"id": chr(97 + index), "title": "Thing"} | one for index, one in enumerate(deliverables)
    ]
    data = {"id": "web", "title": "New web site", "deliverables": named, "exclusions": HOSTING}
    return decode(ScopeAgreement, data | parts)


def paths(findings: Any) -> list[str]:
    found: list[Finding] = list(findings)
    assert all("; expected" in one.message for one in found)
    return [one.path for one in found]


def test_a_complete_agreement_gives_nothing() -> None:
    assert [one for rule in RULES for one in rule(scope_of(DESIGN))] == []


class TestAcceptanceCriteria:
    def test_each_deliverable_without_any_is_found(self) -> None:
        scope = scope_of({}, {"acceptance_criteria": WORKS}, {})
        assert paths(no_acceptance_criteria(scope)) == ["/deliverables/0", "/deliverables/2"]
        (first, _) = no_acceptance_criteria(scope, prefix="/scope")
        assert first.message == "'a' has no acceptance criteria; expected what must be true of it"
        assert first.path == "/scope/deliverables/0"

    def test_where_none_has_any_it_is_one_finding(self) -> None:
        (one,) = no_acceptance_criteria(scope_of({}, {}), prefix="/scope")
        assert one.path == "/scope/deliverables"
        assert one.message == (
            "none of the 2 deliverables has acceptance criteria; "
            "expected what must be true of each, or criteria of all under acceptance"
        )
        assert paths(no_acceptance_criteria(scope_of({}))) == ["/deliverables/0"]
        assert paths(no_acceptance_criteria(scope_of())) == []

    def test_those_of_the_agreement_count(self) -> None:
        scope = scope_of({}, {}, acceptance={"criteria": WORKS})
        assert paths(no_acceptance_criteria(scope)) == []

    def test_terms_of_acceptance_without_criteria_do_not(self) -> None:
        scope = scope_of({}, acceptance={"stages": [{"role": "approver"}]})
        assert paths(no_acceptance_criteria(scope)) == ["/deliverables/0"]


ENDS = {"period": {"ends": "2026-09-30"}}


class TestDates:
    @pytest.mark.parametrize(
        ("deliverable", "parts", "is_found"),
        [
            ({}, {}, True),
            ({"due": "on launch"}, {}, False),
            # its date follows from what it depends on
            ({"working_days": 0, "depends_on": ["photos"]}, {}, False),
            ({"depends_on": ["photos"]}, {}, True),
            ({"working_days": 15}, {}, True),
            # a service goes on to the end of the period
            ({"kind": "service"}, ENDS, False),
            ({"kind": "service"}, {"period": {"starts": "2026-02-02"}}, True),
            ({"kind": "service"}, {}, True),
            ({"kind": "report"}, ENDS, True),
        ],
    )
    def test_a_date_is_there_or_follows(
        self, deliverable: dict[str, Any], parts: dict[str, Any], is_found: bool
    ) -> None:
        found = paths(no_date(scope_of(deliverable, **parts)))
        assert found == (["/deliverables/0"] if is_found else [])

    def test_what_depends_on_it_says_when_it_is_needed_at_the_latest(self) -> None:
        scope = scope_of({}, {"depends_on": ["a"]}, {"depends_on": ["b"], "due": "2026-09-01"}, {})
        assert paths(no_date(scope)) == ["/deliverables/3"]

    def test_without_a_date_anywhere_nothing_follows(self) -> None:
        scope = scope_of({}, {"depends_on": ["a"]})
        assert paths(no_date(scope)) == ["/deliverables/0", "/deliverables/1"]

    def test_a_circle_of_dependencies_is_no_trouble(self) -> None:
        scope = scope_of({"depends_on": ["b"], "due": "2026-09-01"}, {"depends_on": ["a"]})
        assert paths(no_date(scope)) == []


class TestExclusions:
    def test_an_agreement_with_deliverables_has_some(self) -> None:
        (one,) = no_exclusions(scope_of(DESIGN, exclusions=[]), prefix="/scope")
        assert one.path == "/scope"
        assert one.message == (
            "'web' has deliverables and no exclusions; expected what is not included"
        )

    def test_one_is_enough(self) -> None:
        assert paths(no_exclusions(scope_of(DESIGN))) == []

    def test_without_deliverables_none_is_needed(self) -> None:
        assert paths(no_exclusions(scope_of(exclusions=[]))) == []


class TestMasking:
    """A part that could not be read may have said what is missing."""

    def codes(self, **parts: Any) -> list[str]:
        data = {"id": "web", "title": "New web site", "deliverables": [{"id": "a", "title": "A"}]}
        return sorted(one.code for one in check(ScopeAgreement, data | parts))

    def test_an_agreement_alone_is_judged_as_well(self) -> None:
        assert self.codes() == [
            "scope.no-acceptance-criteria",
            "scope.no-date",
            "scope.no-exclusions",
        ]

    def test_exclusions(self) -> None:
        codes = self.codes(exclusions=[{"id": "hosting"}])
        assert codes == ["scope.no-acceptance-criteria", "scope.no-date", "shape.missing-key"]

    def test_terms_of_acceptance(self) -> None:
        codes = self.codes(acceptance={"criteria": [{"txet": "It works"}]})
        assert codes == ["scope.no-date", "scope.no-exclusions", "shape.unknown-key"]

    def test_another_deliverable_may_depend_on_it(self) -> None:
        deliverables = [{"id": "a", "title": "A"}, {"id": "b", "title": "B", "depends_on": "a"}]
        codes = self.codes(deliverables=deliverables)
        assert codes == ["shape.type"]
