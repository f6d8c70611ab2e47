from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidArgumentError, decode, encode
from clientkit.scope import (
    RebaseConflictKind,
    RebasedOrder,
    RebaseOutcome,
    ScopeAgreement,
    preview_change_order,
    rebase,
)

from .changing import agreement, order
from .changing_drawn import WORK, agreements, orders_for, same_but_for_order

Kind, Outcome = RebaseConflictKind, RebaseOutcome
BASE = agreement()


def after(**parts: Any) -> ScopeAgreement:
    found = preview_change_order(BASE, order("first", **parts))
    assert isinstance(found, ScopeAgreement)
    return found


def changed(name: str, **parts: Any) -> dict[str, Any]:
    (old,) = (item for item in BASE.deliverables if item.id == name)
    data: dict[str, Any] = {"id": name, "title": old.title, "depends_on": list(old.depends_on)}
    if old.due is not None:
        data["due"] = old.due.text
    return {"changes": {"deliverables": [data | parts]}}


def moved(now: ScopeAgreement, **parts: Any) -> RebasedOrder:
    found = rebase(order("second", **parts), now, base=BASE)
    assert decode(RebasedOrder, encode(found)) == found
    return found


class TestOutcome:
    def test_orders_about_other_parts_stay_word_for_word(self):
        parts = changed("site", working_days=9) | {"price": "10 EUR", "working_days": 3}
        found = moved(after(**changed("design", working_days=5)), **parts)
        assert (found.outcome, found.merged, found.conflicts) == (Outcome.CLEAN, (), ())
        assert found.order == order("second", **parts | {"base": 2})
        assert (found.before, found.after) == (1, 2)

    def test_different_fields_of_one_part_are_put_together(self):
        now = after(**changed("design", due="2026-05-01"))
        found = moved(now, **changed("design", working_days=5))
        assert (found.outcome, found.merged) == (Outcome.MERGED, ("design",))
        (item,) = found.order.changes.deliverables
        assert (item.due.text, item.working_days) == ("2026-05-01", 5)

    def test_the_same_change_is_no_conflict_and_nothing_to_put_together(self):
        parts = changed("design", due="2026-05-01")
        found = moved(after(**parts), **parts)
        assert (found.outcome, found.order.base) == (Outcome.CLEAN, 2)

    def test_on_its_own_base_an_order_stays_what_it_is(self):
        one = order("second", **changed("design", due="2026-05-01"))
        assert rebase(one, BASE, base=BASE).order == one


class TestConflicts:
    @pytest.mark.parametrize(
        ("first", "second", "kind", "part"),
        [
            (changed("design", due="2026-05-01"), changed("design", due="2026-05-02"),
             Kind.BOTH_CHANGED, "design"),
            ({"removes": ["site"]}, changed("site", working_days=9),
             Kind.REMOVED_MEANWHILE, "site"),
            ({"removes": ["audio"]}, {"removes": ["audio"]}, Kind.REMOVED_MEANWHILE, "audio"),
            (changed("site", working_days=9), {"removes": ["site"]},
             Kind.CHANGED_MEANWHILE, "site"),
            ({"adds": {"deliverables": [{"id": "shop", "title": "Shop"}]}},
             {"adds": {"deliverables": [{"id": "shop", "title": "Shop"}]}},
             Kind.ADDED_MEANWHILE, "shop"),
            ({"adds": {"deliverables": [{"id": "shop", "title": "Shop"}]}},
             {"changes": {"deliverables": [{"id": "shop", "title": "A small shop"}]}},
             Kind.ADDED_MEANWHILE, "shop"),
            ({}, {"changes": {"deliverables": [{"id": "shop", "title": "A small shop"}]}},
             Kind.DOES_NOT_FIT, "shop"),
            ({"removes": ["launch"]},
             {"adds": {"deliverables": [{"id": "shop", "title": "Shop", "due": "on launch"}]}},
             Kind.DOES_NOT_FIT, "launch"),
            ({"adds": {"milestones": [{"id": "shop", "title": "Shop opens"}]}},
             {"adds": {"deliverables": [{"id": "shop", "title": "Shop"}]}},
             Kind.DOES_NOT_FIT, "shop"),
        ],
    )  # fmt: skip
    def test_what_has_changed_meanwhile_is_named(
        self, first: Any, second: Any, kind: RebaseConflictKind, part: str
    ):
        found = moved(after(**first), **second)
        assert (found.outcome, found.order) == (Outcome.CONFLICT, None)
        assert [(one.kind, one.part) for one in found.conflicts] == [(kind, part)]
        assert found.text.startswith("second, version 1 -> 2: conflict\n  ")

    def test_the_fields_that_both_changed_are_named(self):
        now = after(**changed("design", due="2026-05-01", title="Designs", working_days=3))
        found = moved(now, **changed("design", due="2026-05-02", title="Drafts", working_days=3))
        assert found.conflicts[0].fields == ("title", "due")

    def test_all_conflicts_come_at_once(self):
        now = after(removes=["audio"], **changed("design", due="2026-05-01"))
        found = moved(now, removes=["audio"], **changed("design", due="2026-05-02"))
        assert [one.kind for one in found.conflicts] == [
            Kind.BOTH_CHANGED, Kind.REMOVED_MEANWHILE,
        ]  # fmt: skip

    def test_another_version_than_the_base_is_the_callers_mistake(self):
        with pytest.raises(InvalidArgumentError) as caught:
            rebase(order(base=2), BASE, base=BASE)
        assert str(caught.value) == "base.version is 1; expected the order's base, 2"


@given(st.data())
def test_of_orders_about_different_parts_either_may_come_first(data: st.DataObject):
    base = data.draw(agreements())
    mine, yours = [*WORK[::2], "t0"], [*WORK[1::2], "t1", "t2"]
    one = data.draw(orders_for(base, name="one", only=mine, new=["n0"]))
    other = data.draw(orders_for(base, name="other", only=yours, new=["n1", "n2"]))

    def both(first: Any, second: Any) -> ScopeAgreement | None:
        now = preview_change_order(base, first)
        if not isinstance(now, ScopeAgreement):
            return None
        moved_on = rebase(second, now, base=base)
        if moved_on.order is None:
            return None
        assert moved_on.outcome is Outcome.CLEAN
        found = preview_change_order(now, moved_on.order)
        assert isinstance(found, ScopeAgreement)
        return found

    here, there = both(one, other), both(other, one)
    if here is not None and there is not None:
        assert same_but_for_order(here, there)
