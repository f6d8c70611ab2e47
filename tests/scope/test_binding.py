"""Whether a version of an agreement is in force: signed itself, or agreed to by change orders."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from clientkit.base import Due, Money, decode, evolve
from clientkit.client import Side
from clientkit.scope import (
    ChangeOrder,
    ChangeOrderEvent,
    ForceReason,
    InForce,
    ScopeAgreement,
    SignOff,
    apply_change_order,
    change_order_statuses,
    digest,
    in_force,
    signatures,
)

AT = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
FIRST = decode(
    ScopeAgreement,
    {
        "id": "web",
        "title": "New web site",
        "price": "84000 EUR",
        "effective": "2026-02-02",
        "change_control": {"approved_by": ["sponsor"]},
        "deliverables": [{"id": "site", "title": "The site", "due": "2026-05-01"}],
    },
)


def signed(text: ScopeAgreement, *sides: Side, of: ScopeAgreement | None = None) -> ScopeAgreement:
    what = of or text
    given = tuple(
        SignOff(person="p", side=side, version=what.version, date=AT.date(), digest=digest(what))
        for side in sides or (Side.CLIENT, Side.PROVIDER)
    )
    return evolve(text, sign_offs=given)


def order(name: str = "audio", base: int = 1, **more: Any) -> ChangeOrder:
    part = {"id": f"{name}-page", "title": f"The {name} page"}
    data = {
        "id": name, "title": name, "origin": "client_request", "base": base, "by": "pm",
        "date": "2026-03-01", "price": "3200 EUR", "adds": {"deliverables": [part]},
    }  # fmt: skip
    return decode(ChangeOrder, data | more)


def events(name: str = "audio", *kinds: str, version: int = 2) -> list[ChangeOrderEvent]:
    return [
        decode(
            ChangeOrderEvent,
            {
                "id": f"{name}-{kind}",
                "change_order": name,
                "kind": kind,
                "by": "director",
                "date": f"2026-03-0{day}",
                "role": "sponsor",
                "version": version if kind == "applied" else None,
            },
        )
        for day, kind in enumerate(kinds or ("offered", "approved", "applied"), 2)
    ]


def after(text: ScopeAgreement, one: ChangeOrder, what: list[ChangeOrderEvent]) -> ScopeAgreement:
    approved = [event for event in what if event.kind.value != "applied"]
    found = apply_change_order(text, one, approved, at=AT, timezone="UTC")
    assert isinstance(found, ScopeAgreement)
    return found


def asked(
    agreement: ScopeAgreement,
    *earlier: ScopeAgreement,
    orders: tuple[ChangeOrder, ...] = (),
    what: list[ChangeOrderEvent] | None = None,
) -> InForce:
    statuses = change_order_statuses(orders, what or [], earlier, at=AT, timezone="UTC")
    return in_force(agreement, signed=signatures, earlier=earlier, orders=orders, statuses=statuses)


AUDIO = order()
APPROVED = events()
SECOND = after(FIRST, AUDIO, APPROVED)


class TestSigned:
    def test_by_both_sides(self) -> None:
        found = asked(signed(FIRST))
        assert (found.reason, found.holds) == (ForceReason.SIGNED, True)
        assert found.agreed_by == (Side.CLIENT, Side.PROVIDER)
        assert (found.follows_from, found.change_orders, found.differs) == (None, (), None)
        assert found.text == "in force: signed by both sides as it stands"

    def test_by_one_side(self) -> None:
        found = asked(signed(FIRST, Side.PROVIDER))
        assert (found.reason, found.holds) == (ForceReason.ONE_SIDE, False)
        assert found.agreed_by == (Side.PROVIDER,)

    def test_by_nobody(self) -> None:
        found = asked(FIRST)
        assert (found.reason, found.agreed_by) == (ForceReason.UNSIGNED, ())
        assert found.text == "not in force: unsigned"

    def test_edited_afterwards(self) -> None:
        found = asked(evolve(signed(FIRST), title="New web shop"))
        assert (found.reason, found.holds) == (ForceReason.EDITED, False)

    def test_a_version_of_its_own_may_be_signed_without_any_change_order(self) -> None:
        second = signed(evolve(FIRST, version=2, base=1, title="New web shop"))
        assert asked(second, signed(FIRST)).reason is ForceReason.SIGNED


class TestChangeOrders:
    def test_a_signed_base_with_an_applied_change_order(self) -> None:
        found = asked(SECOND, signed(FIRST), orders=(AUDIO,), what=APPROVED)
        assert (found.reason, found.holds) == (ForceReason.CHANGE_ORDERS, True)
        assert (found.follows_from, found.change_orders) == (1, ("audio",))
        assert found.agreed_by == (Side.CLIENT, Side.PROVIDER)
        assert found.text == "in force: version 1 with audio"

    def test_approved_is_enough_if_nobody_recorded_that_it_was_applied(self) -> None:
        found = asked(SECOND, signed(FIRST), orders=(AUDIO,), what=APPROVED[:2])
        assert found.reason is ForceReason.CHANGE_ORDERS

    @pytest.mark.parametrize("what", [[], APPROVED[:1], events("audio", "offered", "applied")])
    def test_what_was_not_approved_does_not_count(self, what: list[ChangeOrderEvent]) -> None:
        found = asked(SECOND, signed(FIRST), orders=(AUDIO,), what=what)
        assert (found.reason, found.agreed_by) == (ForceReason.DIFFERS, ())
        assert found.differs is not None
        assert found.text == (
            "not in force: unsigned; no change order explains "
            "effective: 2026-02-02 -> 2026-04-01; price: 84000.00 EUR -> 87200.00 EUR; "
            "deliverables/audio-page: added: The audio page"
        )

    def test_one_that_another_version_contains_does_not_count(self) -> None:
        what = events(version=3)
        assert asked(SECOND, signed(FIRST), orders=(AUDIO,), what=what).reason is (
            ForceReason.DIFFERS
        )

    @pytest.mark.parametrize(
        "edit",
        [
            lambda text: evolve(text, summary="A site, and a shop."),
            lambda text: evolve(text, price=None),
            lambda text: evolve(text, deliverables=text.deliverables[::-1]),
            lambda text: evolve(text, deliverables=text.deliverables[:1]),
        ],
    )
    def test_any_further_change_needs_signatures(
        self, edit: Callable[[ScopeAgreement], ScopeAgreement]
    ) -> None:
        found = asked(edit(SECOND), signed(FIRST), orders=(AUDIO,), what=APPROVED)
        assert found.reason is ForceReason.DIFFERS
        assert found.differs is not None
        assert len(found.differs.changes) == 1
        resigned = signed(edit(SECOND))
        assert asked(resigned, signed(FIRST), orders=(AUDIO,), what=APPROVED).holds

    def test_number_base_and_day_are_its_own(self) -> None:
        later = evolve(SECOND, version=7, effective=Due.parse("2027-01-01"))
        assert asked(later, signed(FIRST), orders=(AUDIO,), what=events(version=7)).holds

    def test_a_version_that_only_counts_on_takes_effect_when_its_base_does(self) -> None:
        same = evolve(FIRST, version=2, base=1)
        found = asked(same, signed(FIRST))
        assert (found.reason, found.change_orders) == (ForceReason.CHANGE_ORDERS, ())
        assert found.text == "in force: version 1 with nothing else"
        moved = evolve(same, effective=Due.parse("2027-01-01"))
        assert asked(moved, signed(FIRST)).reason is ForceReason.DIFFERS

    def test_extensions_and_reminders_are_free(self) -> None:
        owed = [{"id": "texts", "title": "Texts", "reminders": {"before": "2 weeks"}}]
        first = decode(ScopeAgreement, {"id": "w", "title": "S", "responsibilities": owed})
        second = decode(
            ScopeAgreement,
            {"id": "w", "title": "S", "version": 2, "base": 1, "extensions": {"erp": 1},
             "responsibilities": [{"id": "texts", "title": "Texts"}]},
        )  # fmt: skip
        assert asked(second, signed(first)).holds


class TestSeveral:
    VIDEO = order("video", base=2)

    def test_one_after_another(self) -> None:
        what = [*APPROVED, *events("video", version=3)]
        third = after(SECOND, self.VIDEO, what)
        found = asked(third, SECOND, signed(FIRST), orders=(AUDIO, self.VIDEO), what=what)
        assert (found.follows_from, found.change_orders) == (1, ("audio", "video"))
        stopped = asked(third, signed(SECOND), signed(FIRST), orders=(AUDIO, self.VIDEO), what=what)
        assert (stopped.follows_from, stopped.change_orders) == (2, ("video",))

    def test_both_at_once(self) -> None:
        video = order("video", base=1)
        what = [*APPROVED, *events("video")]
        both = evolve(after(SECOND, order("video", base=2), events("video")), version=2, base=1)
        found = asked(both, signed(FIRST), orders=(AUDIO, video), what=what)
        assert found.change_orders == ("audio", "video")
        alone = asked(SECOND, signed(FIRST), orders=(AUDIO, video), what=APPROVED)
        assert alone.change_orders == ("audio",)

    def test_an_approved_one_that_waits_for_another_version_stands_in_nobodys_way(self) -> None:
        video = order("video")
        what = [*APPROVED[:2], *events("video", "offered", "approved")]
        for orders in ((AUDIO, video), (video, AUDIO)):
            found = asked(SECOND, signed(FIRST), orders=orders, what=what)
            assert (found.holds, found.change_orders) == (True, ("audio",))

    def test_approved_ones_about_the_price_alone_count_as_far_as_they_reach(self) -> None:
        orders = tuple(order(name, adds=None, price="100 EUR") for name in ("a", "b", "c"))
        what = [one for name in "abc" for one in events(name, "offered", "approved")]
        money = Money.parse("84200 EUR")
        second = evolve(SECOND, deliverables=FIRST.deliverables, price=money)
        found = asked(second, signed(FIRST), orders=orders, what=what)
        assert (found.holds, found.change_orders) == (True, ("a", "b"))

    def test_what_approved_ones_explain_is_not_told_beside_an_edit(self) -> None:
        edited = evolve(SECOND, summary="A site, and a shop.")
        found = asked(edited, signed(FIRST), orders=(AUDIO,), what=APPROVED[:2])
        assert found.text == (
            "not in force: unsigned; no change order explains "
            "summary: nothing -> A site, and a shop."
        )

    def test_the_version_that_an_applied_one_names_counts_and_not_its_base(self) -> None:
        third = after(SECOND, self.VIDEO, events("video"))
        stale = order("video", base=1)
        what = [*APPROVED, *events("video", version=3)]
        found = asked(third, SECOND, signed(FIRST), orders=(AUDIO, stale), what=what)
        assert (found.holds, found.change_orders) == (True, ("audio", "video"))
        unsaid = [*APPROVED, *events("video", "offered", "approved")]
        assert not asked(third, SECOND, signed(FIRST), orders=(AUDIO, stale), what=unsaid).holds

    def test_an_edit_on_the_way_breaks_the_line(self) -> None:
        edited = evolve(SECOND, title="New web shop")
        what = [*APPROVED, *events("video", version=3)]
        third = after(edited, self.VIDEO, what)
        found = asked(third, edited, signed(FIRST), orders=(AUDIO, self.VIDEO), what=what)
        assert (found.reason, found.agreed_by) == (ForceReason.DIFFERS, ())
        assert found.differs is not None
        assert [one.path for one in found.differs.changes] == ["/title"]
        assert (found.follows_from, found.change_orders) == (2, ("video",))

    def test_sides_may_agree_in_different_ways(self) -> None:
        half = signed(SECOND, Side.PROVIDER)
        found = asked(half, signed(FIRST, Side.CLIENT), orders=(AUDIO,), what=APPROVED)
        assert (found.reason, found.holds) == (ForceReason.CHANGE_ORDERS, True)
        found = asked(SECOND, signed(FIRST, Side.CLIENT), orders=(AUDIO,), what=APPROVED)
        assert (found.reason, found.agreed_by) == (ForceReason.ONE_SIDE, (Side.CLIENT,))

    def test_a_long_line_of_versions(self) -> None:
        versions = [signed(FIRST)]
        versions += [evolve(FIRST, version=n, base=n - 1) for n in range(2, 1201)]
        assert asked(versions[-1], *versions[:-1]).follows_from == 1


class TestBase:
    def test_that_is_not_there(self) -> None:
        assert asked(SECOND, orders=(AUDIO,), what=APPROVED).reason is ForceReason.BASE_UNKNOWN

    def test_that_was_edited(self) -> None:
        base = evolve(signed(FIRST), under="A framework agreement")
        second = after(base, AUDIO, APPROVED)
        found = asked(second, base, orders=(AUDIO,), what=APPROVED)
        assert (found.reason, found.differs) == (ForceReason.UNSIGNED, None)

    def test_its_own_edited_signatures_are_told_first(self) -> None:
        edited = evolve(signed(SECOND), title="New web shop")
        found = asked(edited, signed(FIRST), orders=(AUDIO,), what=APPROVED)
        assert found.reason is ForceReason.EDITED
        assert found.text == (
            "not in force: signed, but changed since; "
            "no change order explains title: New web site -> New web shop"
        )

    def test_a_signature_that_was_edited_matters_no_more_where_change_orders_explain_it(
        self,
    ) -> None:
        carried = signed(SECOND, of=evolve(SECOND, title="New web shop"))
        assert asked(carried, signed(FIRST), orders=(AUDIO,), what=APPROVED).holds
