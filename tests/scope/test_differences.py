import datetime as dt
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientkit.base import Due, Extensions, Money, Term, decode, encode, evolve, specification
from clientkit.documents import load_plan
from clientkit.scope import (
    AgreementChangeKind,
    AgreementDifference,
    ScopeAgreement,
    SignOff,
    diff_agreements,
)
from clientkit.testing import models

from .changing import agreement

HARBOR = load_plan(Path(__file__).parents[2] / "examples" / "harbor-web" / "client-plan.yaml").scope
assert HARBOR is not None


def parts_of(model: type) -> set[type]:
    """A model, and all models that it holds."""
    found = {model}
    for field in specification(model):
        if field.is_model and field.kind not in found:
            found |= parts_of(field.kind)
    return found


EVERY_FIELD = {
    (part, field.name) for part in parts_of(ScopeAgreement) for field in specification(part)
}


def other(value: Any, kind: type) -> Any:
    """A value of the same kind that is not this one."""
    if isinstance(value, tuple):
        return value[:-1]
    if isinstance(value, bool):
        return not value
    if isinstance(value, Enum):
        return next(one for one in kind if one is not value)
    others = {
        Due: Due.parse("2030-01-01"),
        Term: Term.parse("77 hours"),
        Money: Money.parse("77 EUR"),
        Extensions: Extensions({"other": 1}),
        dt.date: dt.date(2030, 1, 1),
        dt.datetime: dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
    }
    if kind in others:
        return others[kind]
    if isinstance(value, int):
        return value + 1
    if value.startswith("sha256:"):
        return "sha256:" + "1" * 64
    return "on launch" if value == "next_occurrence" else f"{value}x"


def edits(part: Any, seen: set[tuple[type, str]]) -> Iterator[tuple[type, str, Any]]:
    """A model with one field changed, wherever in it, each field of each class once."""
    for field in specification(type(part)):
        value = getattr(part, field.name)
        if value is None or value == ():
            continue
        if field.is_model:
            for index, item in enumerate(value if field.many else (value,)):
                for kind, name, edited in edits(item, seen):
                    whole = edited
                    if field.many:
                        whole = (*value[:index], edited, *value[index + 1 :])
                    yield kind, name, evolve(part, **{field.name: whole})
        if (type(part), field.name) not in seen:
            seen.add((type(part), field.name))
            less = () if field.many else None
            edited = less if field.is_model else other(value, field.kind)
            yield type(part), field.name, evolve(part, **{field.name: edited})


def test_a_change_of_any_field_of_any_part_shows():
    at = dt.datetime(2026, 3, 26, tzinfo=dt.UTC)
    digest = "sha256:" + "0" * 64
    signed = SignOff(person="director", side="client", version=2, at=at, digest=digest)
    # Version 3, so that there are several bases to choose from.
    whole = evolve(HARBOR, version=3, sign_offs=[*HARBOR.sign_offs, signed])
    seen: set[tuple[type, str]] = set()
    for part, name, edited in edits(whole, seen):
        found = diff_agreements(whole, edited)
        if name == "id" or part is SignOff:
            assert {one.kind.value for one in found.changes} <= {"removed", "added", "changed"}
            assert found.changes
        else:
            assert f"/{name}" in found.changes[0].path
    assert seen == EVERY_FIELD


def evolve_or_none(part: Any, name: str, value: Any) -> Any:
    """A changed model, none where invariants forbid the change."""
    try:
        return evolve(part, **{name: value})
    except ValueError:
        return None


@settings(max_examples=max(5, settings().max_examples // 5))
@given(models(ScopeAgreement), models(ScopeAgreement), st.data())
def test_agreements_without_a_difference_are_equal_and_equal_ones_have_none(
    old: ScopeAgreement, new: ScopeAgreement, data: st.DataObject
):
    name = data.draw(st.sampled_from([field.name for field in specification(ScopeAgreement)]))
    mixed = evolve_or_none(old, name, getattr(new, name)) or old
    for one, other_one in ((old, mixed), (mixed, new), (old, old)):
        found = diff_agreements(one, other_one)
        assert (found.changes == ()) == (one == other_one)
        assert decode(AgreementDifference, encode(found)) == found
    assert diff_agreements(old, new).added == diff_agreements(new, old).removed


class TestLists:
    def test_parts_are_matched_by_id_wherever_they_stand(self):
        old = agreement()
        new = evolve(old, deliverables=[*reversed(old.deliverables)])
        (found,) = diff_agreements(old, new).changes
        assert (found.kind, found.path) == (AgreementChangeKind.REORDERED, "/deliverables")
        assert (found.before, found.after) == ("Page designs; The site", "The site; Page designs")

    def test_added_removed_and_changed_parts_are_named(self):
        old = agreement()
        new = agreement(
            deliverables=[
                {"id": "site", "title": "The site", "depends_on": ["design"], "working_days": 9},
                {"id": "shop", "title": "The shop"},
            ],
            exclusions=[],
        )
        found = diff_agreements(old, new)
        assert (found.added, found.removed, found.changed) == (
            ("shop",), ("design", "audio"), ("site",),
        )  # fmt: skip
        assert [one.text for one in found.changes] == [
            "deliverables/design: removed: Page designs",
            "deliverables/site/working_days: nothing -> 9",
            "deliverables/shop: added: The shop",
            "exclusions/audio: removed: Audio and video",
        ]

    def test_one_id_given_twice_hides_nothing(self):
        twice = {"id": "site", "title": "The site"}
        old = agreement(deliverables=[twice, twice | {"title": "Another"}])
        new = agreement(deliverables=[twice, twice | {"title": "A third"}])
        (found,) = diff_agreements(old, new).changes
        assert found.text == "deliverables/site/title: Another -> A third"

    def test_parts_without_an_id_are_matched_by_what_they_say_then_in_order(self):
        def with_criteria(*texts: str) -> ScopeAgreement:
            return agreement(acceptance={"criteria": [{"text": text} for text in texts]})

        (found,) = diff_agreements(
            with_criteria("one", "two", "three"), with_criteria("one", "TWO", "three")
        ).changes
        assert found.text == "acceptance/criteria/1/text: two -> TWO"
        (found,) = diff_agreements(with_criteria("one", "two"), with_criteria("two")).changes
        assert found.text == "acceptance/criteria/0: removed: one"

    def test_a_signature_is_added_or_removed_never_changed(self):
        signed = [{"person": "director", "side": "client", "date": "2026-03-26"}]
        old = agreement(sign_offs=signed)
        new = agreement(sign_offs=[signed[0] | {"date": "2026-03-27"}])
        assert [one.text for one in diff_agreements(old, new).changes] == [
            "sign_offs/0: removed: person director, side client, date 2026-03-26",
            "sign_offs/0: added: person director, side client, date 2026-03-27",
        ]

    def test_an_exclusion_that_becomes_a_deliverable_is_removed_and_added(self):
        new = agreement(exclusions=[], deliverables=[{"id": "audio", "title": "Audio page"}])
        found = diff_agreements(agreement(deliverables=[]), new)
        assert (found.added, found.removed, found.changed) == (("audio",), ("audio",), ())


class TestDates:
    def test_moved_dates_say_how_far_where_both_are_days(self):
        new = agreement(milestones=[{"id": "launch", "title": "Launch", "due": "2026-08-25"}])
        (found,) = diff_agreements(agreement(), new).dates
        assert (found.part, found.days) == ("launch", -7)
        assert found.text == "Launch: 2026-09-01 -> 2026-08-25 (-7 days)"
        new = agreement(milestones=[{"id": "launch", "title": "Launch", "due": "on design"}])
        (found,) = diff_agreements(agreement(), new).dates
        assert (found.text, found.days) == ("Launch: 2026-09-01 -> on design", None)
        new = agreement(milestones=[{"id": "launch", "title": "Launch"}])
        assert diff_agreements(agreement(), new).dates[0].text == "Launch: 2026-09-01 -> no date"

    def test_dates_that_hang_on_a_moved_one_move_with_it_link_by_link(self):
        def dated(day: str) -> ScopeAgreement:
            return agreement(
                milestones=[{"id": "launch", "title": "Launch", "due": day}],
                deliverables=[
                    {"id": "site", "title": "The site", "due": "1 week before launch"},
                    {"id": "course", "title": "Course", "due": "2 days after site"},
                    {"id": "design", "title": "Page designs", "due": "2026-04-17"},
                ],
                period={"ends": "4 weeks after launch"},
            )

        found = diff_agreements(dated("2026-09-01"), dated("2026-09-08")).dates
        assert [(one.path, one.follows) for one in found] == [
            ("/milestones/launch/due", None),
            ("/period/ends", "launch"),
            ("/deliverables/site/due", "launch"),
            ("/deliverables/course/due", "site"),
        ]

    def test_of_what_comes_round_both_ends_move_and_all_that_hangs_on_it_once(self):
        def rhythm(day: str) -> ScopeAgreement:
            return agreement(
                milestones=[
                    {"id": "launch", "title": "Launch", "due": day},
                    {"id": "sprint", "title": "Sprint", "repeats": {
                        "every": "2 weeks", "starts": "on launch", "until": "9 weeks after launch",
                    }},
                ],
                deliverables=[{"id": "design", "title": "D", "due": "on sprint"}],
            )  # fmt: skip

        found = diff_agreements(rhythm("2026-09-01"), rhythm("2026-09-08")).dates
        assert [(one.path, one.follows) for one in found[1:]] == [
            ("/milestones/sprint/repeats/starts", "launch"),
            ("/milestones/sprint/repeats/until", "launch"),
            ("/deliverables/design/due", "sprint"),
        ]

    def test_dates_in_a_circle_are_each_listed_once(self):
        def circle(title: str) -> ScopeAgreement:
            return agreement(milestones=[
                {"id": "a", "title": title, "due": "1 day after b"},
                {"id": "b", "title": "B", "due": "on a" if title == "A" else "1 day after a"},
                {"id": "c", "title": "C", "due": "on b"},
            ])  # fmt: skip

        found = diff_agreements(circle("A"), circle("Other")).dates
        assert [(one.part, one.follows) for one in found] == [
            ("b", None), ("a", "b"), ("c", "b"),
        ]  # fmt: skip

    def test_the_date_of_a_paper_is_no_date_that_moves(self):
        old = agreement(documents=[{"id": "offer", "title": "Offer", "dated_on": "2026-01-12"}])
        new = agreement(documents=[{"id": "offer", "title": "Offer", "dated_on": "2026-01-13"}])
        found = diff_agreements(old, new)
        assert (len(found.changes), found.dates) == (1, ())


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("84000 EUR", "83999.50 EUR", "84000.00 EUR -> 83999.50 EUR (-0.50 EUR)"),
        ("84000 EUR", "90000 USD", "84000.00 EUR -> 90000.00 USD"),
        ("84000 EUR", None, "84000.00 EUR -> not stated"),
        (None, "84000 EUR", "not stated -> 84000.00 EUR"),
        ("-999999999999999 EUR", "999999999999999 EUR",
         "-999999999999999.00 EUR -> 999999999999999.00 EUR"),
    ],
)  # fmt: skip
def test_a_price_differs_by_what_can_be_told(before: str | None, after: str | None, text: str):
    found = diff_agreements(agreement(price=before), agreement(price=after)).price
    assert found is not None
    assert found.text == text


def test_an_unchanged_price_is_no_difference():
    found = diff_agreements(agreement(), agreement(title="Other"))
    assert found.price is None
    assert found.text == "web: version 1 -> version 1\n  title: New site -> Other"
    assert diff_agreements(agreement(), agreement()).text == (
        "web: version 1 -> version 1\n  no difference"
    )
