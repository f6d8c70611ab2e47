"""Words of ours in a plan that the client reads."""

from typing import Any

import pytest

from clientkit import check_plan
from clientkit.plan.rules_of_words import our_word

from .making import plan_of

GLOSSARY = [{"ours": "sprint", "theirs": "work block"}, {"ours": "item", "theirs": "task"}]


def found(scope: dict[str, Any] | None = None, **parts: Any) -> list[Any]:
    client = {"id": "sprint", "name": "Sprint Ltd", "timezone": "Europe/Berlin"}
    client |= {"glossary": GLOSSARY, "industry": "sprint"} | parts.pop("client", {})
    return list(our_word(plan_of(scope, client=client, **parts)))


def test_the_clients_word_is_suggested() -> None:
    (one,) = found({"title": "What a sprint brings"})
    assert one.path == "/scope/title"
    assert one.message == "the text says 'sprint'; expected the client's word 'work block'"
    assert one.suggestion == "say 'work block'"
    assert one.severity.value == "hint"


def test_several_texts_with_one_word_are_one_finding() -> None:
    one, other = found(
        {
            "title": "The sprint and the item",
            "terms": [{"id": "a", "text": "Each sprint"}, {"id": "b", "text": "Sprint by sprint"}],
        }
    )
    assert one.path == other.path == "/scope/title"
    assert [place.path for place in one.related] == ["/scope/terms/0/text", "/scope/terms/1/text"]
    assert one.message == "3 texts say 'sprint'; expected the client's word 'work block'"
    assert other.related == ()


SAYS = "A sprint"
TOUCHPOINT = {"id": "a", "purpose": SAYS, "audience": ["sponsor"]}
OLD = {"id": "web", "version": 1, "title": SAYS}


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ({"scope": {"deliverables": [{"id": "a", "title": SAYS}]}}, "/scope/deliverables/0/title"),
        (
            {"scope": {"acceptance": {"criteria": [{"text": "Fine", "method": SAYS}]}}},
            "/scope/acceptance/criteria/0/method",
        ),
        ({"roles": [{"id": "a", "title": "A", "duties": SAYS}]}, "/roles/0/duties"),
        ({"people": [{"id": "a", "title": SAYS}]}, "/people/0/title"),
        ({"kpis": [{"id": "a", "name": SAYS}]}, "/kpis/0/name"),
        (
            {"communication": {"touchpoints": [TOUCHPOINT]}},
            "/communication/touchpoints/0/purpose",
        ),
        ({"client": {"facts": [{"text": SAYS}]}}, "/client/facts/0/text"),
    ],
)  # fmt: skip
def test_texts_of_all_parts_are_read(parts: dict[str, Any], path: str) -> None:
    assert [one.path for one in found(**parts)] == [path]


@pytest.mark.parametrize(
    "parts",
    [
        {"scope": {"id": "sprint", "reference": SAYS, "under": SAYS}},
        {"scope": {"milestones": [{"id": "sprint", "title": "End", "clause": SAYS}]}},
        {"scope": {"documents": [{"id": "a", "title": "Offer", "link": "https://sprint.example"}]}},
        {"scope": {"extensions": {"note": SAYS}}},
        {"people": [{"id": "a", "title": "Lead", "name": "Ida Sprint", "organisation": SAYS}]},
        {"client": {"goals": [{"id": "a", "text": SAYS, "why": SAYS}]}},
        {"history": {"scope": [OLD]}, "scope": {"version": 2}},
        {"ignore": [{"code": "studio.sprint", "reason": SAYS}]},
    ],
)  # fmt: skip
def test_names_sources_goals_and_the_past_are_not(parts: dict[str, Any]) -> None:
    assert found(**parts) == []


def test_without_a_glossary_every_word_is_fine() -> None:
    assert list(our_word(plan_of({"title": SAYS}))) == []


def test_a_glossary_that_could_not_be_read_says_nothing() -> None:
    data: dict[str, Any] = {
        "clientkit": "1",
        "client": {"id": "h", "name": "H", "timezone": "Europe/Berlin", "glossary": GLOSSARY},
        "scope": {"id": "web", "title": SAYS},
    }
    assert "client.our-word" in [one.code for one in check_plan(data)]
    data["client"]["glossary"] = [*GLOSSARY, {"ours": "story"}]
    assert [one.code for one in check_plan(data)] == ["shape.missing-key"]
