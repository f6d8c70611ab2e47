"""Whether something is in the scope: certain by ids, suggested by words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidArgumentError, InvalidModelError, decode, to_data
from clientkit.scope import (
    PartKind,
    RequestCheck,
    RequestVerdict,
    ScopeAgreement,
    check_request,
)

AGREEMENT = decode(
    ScopeAgreement,
    {
        "id": "web",
        "title": "New web site",
        "milestones": [{"id": "launch", "title": "Launch of the site"}],
        "deliverables": [
            {"id": "site", "title": "The site", "clause": "3.4",
             "acceptance_criteria": [{"text": "Works on a telephone"}]},
            {"id": "guide", "title": "Audio guide page", "clause": "3.5"},
        ],
        "exclusions": [
            {"id": "hosting", "text": "Hosting and domains", "reason": "The city runs servers",
             "clause": "3.6"},
        ],
        "assumptions": [
            {"id": "licence", "text": "The CMS licence covers us", "if_false": "A change order"},
        ],
        "responsibilities": [{"id": "texts", "title": "Texts of all pages", "clause": "5.2"}],
        "terms": [{"id": "rights", "text": "The museum owns what is paid", "clause": "7"}],
        "change_control": {"approved_by": ["sponsor", "approver"], "quorum": 1, "clause": "8"},
    },
)  # fmt: skip
BARE = decode(ScopeAgreement, {"id": "web", "title": "New web site"})


def verdict(*ids: str) -> str:
    return check_request(AGREEMENT, "", deliverables=ids).verdict.value


def suggested(text: str, **more: Any) -> list[str]:
    return [one.id for one in check_request(AGREEMENT, text, **more).suggestions]


class TestVerdicts:
    @pytest.mark.parametrize(
        ("name", "kind", "expected", "clause"),
        [
            ("site", PartKind.DELIVERABLE, "in_scope", "3.4"),
            ("hosting", PartKind.EXCLUSION, "excluded", "3.6"),
            ("licence", PartKind.ASSUMPTION, "needs_change_order", None),
            ("rights", PartKind.TERM, "needs_change_order", "7"),
            ("launch", PartKind.MILESTONE, "needs_change_order", None),
            ("texts", PartKind.RESPONSIBILITY, "needs_change_order", "5.2"),
        ],
    )
    def test_what_an_id_is_decides(
        self, name: str, kind: PartKind, expected: str, clause: str | None
    ):
        found = check_request(AGREEMENT, "Please", deliverables=[name])
        (part,) = found.parts
        assert (found.verdict.value, part.verdict.value) == (expected, expected)
        assert (part.id, part.kind, part.clause) == (name, kind, clause)

    def test_an_id_that_the_agreement_lacks_is_not_mentioned_and_perhaps_meant_otherwise(self):
        found = check_request(AGREEMENT, "", deliverables=["guid", "zzz"])
        assert found.verdict is RequestVerdict.NOT_MENTIONED
        assert [(one.kind, one.text, one.did_you_mean) for one in found.parts] == [
            (None, None, "guide"), (None, None, None),
        ]  # fmt: skip

    def test_of_several_the_least_favourable_counts(self):
        assert verdict("site", "guide") == "in_scope"
        assert verdict("site", "other") == "not_mentioned"
        assert verdict("site", "other", "texts") == "needs_change_order"
        assert verdict("site", "other", "texts", "hosting") == "excluded"

    def test_an_id_that_is_given_twice_is_one(self):
        assert len(check_request(AGREEMENT, "", deliverables=["site", "site"]).parts) == 1

    def test_who_may_approve_a_change_is_always_said(self):
        for ids in ([], ["site"], ["hosting"]):
            found = check_request(AGREEMENT, "Hosting", deliverables=ids)
            assert (found.approved_by, found.quorum, found.clause) == (
                ("sponsor", "approver"), 1, "8",
            )  # fmt: skip
        found = check_request(BARE, "Hosting")
        assert (found.approved_by, found.quorum, found.clause) == ((), None, None)


class TestSuggestions:
    """Words alone never give a verdict."""

    def test_words_suggest_and_decide_nothing(self):
        found = check_request(AGREEMENT, "  Hosting and domains, please ")
        assert (found.text, found.verdict) == (
            "Hosting and domains, please", RequestVerdict.UNDECIDED,
        )  # fmt: skip
        (one,) = found.suggestions
        assert (one.id, one.kind, one.clause) == ("hosting", PartKind.EXCLUSION, "3.6")
        assert set(one.shared) == {"hosting", "domains"}
        assert one.score > 0
        assert found.method.startswith("BM25")

    def test_they_stand_beside_a_verdict_too(self):
        found = check_request(AGREEMENT, "Hosting", deliverables=["site"])
        assert found.verdict is RequestVerdict.IN_SCOPE
        assert [one.id for one in found.suggestions] == ["hosting"]

    @pytest.mark.parametrize(
        ("text", "ids"),
        [
            ("It must work on any telephone", ["site"]),  # a criterion
            ("Who runs the servers?", ["hosting"]),  # a reason
            ("a new CMS", ["licence"]),  # an abbreviation
            ("An order, please", ["licence"]),  # what follows if it is false
            ("Who owns it?", ["rights"]),  # a term
            ("The Texts, on all pages", []),  # a responsibility: what the client owes
            ("The of it to us", []),
            ("Newsletter", []),
        ],
    )
    def test_where_words_are_looked_for(self, text: str, ids: list[str]):
        assert suggested(text) == ids

    def test_at_most_so_many(self):
        text = "The audio site with hosting, a licence, and what the museum owns"
        assert len(suggested(text)) == 5
        assert suggested(text, most=2) == suggested(text)[:2]
        assert suggested(text, most=0) == []


class TestRefusals:
    def test_nothing_asked_for_is_refused(self):
        for text in ("", "  \n"):
            with pytest.raises(InvalidArgumentError, match="expected words, or ids under"):
                check_request(AGREEMENT, text)
        assert check_request(AGREEMENT, " ", deliverables=["site"]).text is None

    @pytest.mark.parametrize("most", [-1, 1001])
    def test_a_number_of_suggestions_out_of_range_is(self, most: int):
        with pytest.raises(InvalidArgumentError, match="expected a number from 0 to 1000"):
            check_request(AGREEMENT, "Hosting", most=most)

    def test_so_is_what_cannot_be_an_id_and_too_long_a_text(self):
        with pytest.raises(InvalidModelError, match="an id such as"):
            check_request(AGREEMENT, "Hosting", deliverables=["no id"])
        with pytest.raises(InvalidModelError, match="text"):
            check_request(AGREEMENT, "x" * 20_001)

    def test_so_is_a_text_where_ids_are_asked_for(self):
        with pytest.raises(InvalidArgumentError) as caught:
            check_request(AGREEMENT, "Hosting", deliverables="site")
        assert str(caught.value) == "deliverables is 'site'; expected a list such as ['site']"


IDS = st.sampled_from(["site", "guide", "hosting", "licence", "launch", "texts", "rights", "other"])
WORDS = st.text() | st.sampled_from(["hosting", "Audio guide page", "The CMS of the city"])


@given(WORDS, st.lists(IDS, max_size=4))
def test_words_make_no_difference_to_the_verdict(text, ids):
    if not text.strip() and not ids:
        return
    found = check_request(AGREEMENT, text, deliverables=ids)
    expected = check_request(AGREEMENT, "Hosting", deliverables=ids)
    assert (found.verdict, found.parts) == (expected.verdict, expected.parts)
    assert (found.verdict is RequestVerdict.UNDECIDED) is (not ids)
    assert decode(RequestCheck, to_data(found)) == found


@given(st.lists(IDS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_ids_makes_none_either(ids, shuffler):
    mixed = list(ids)
    shuffler.shuffle(mixed)
    assert verdict(*mixed) == verdict(*ids)
