from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidArgumentError, InvalidValueError, decode, encode, evolve
from clientkit.scope import ChangeOrigin, ImpactSummary, apply_change_order, impact_summary

from .changing import OFFICE, RIGHTS, ZONE, agreement, approved, at, event, order

FIRST = agreement()


def summary(*orders: Any, events: Any = (), **more: Any) -> ImpactSummary:
    history = more.pop("history", [FIRST])
    when = more.pop("when", at("2026-06-01"))
    found = impact_summary(history, orders, events, at=when, timezone=ZONE, **more)
    assert found is not None
    assert decode(ImpactSummary, encode(found)) == found
    return found


class TestMoney:
    def test_each_currency_has_figures_of_its_own(self):
        orders = [
            order("a", price="4000 EUR"), order("b", price="-1000 EUR"),
            order("c", price="500 USD"), order("d", price="0 EUR"), order("e"),
        ]  # fmt: skip
        events = [one for name in "abcde" for one in approved(name)]
        found = summary(*orders, events=events).approved
        assert (found.orders, found.unpriced) == (5, 1)
        euro, dollar = found.money
        assert [one.text for one in (euro.added, euro.taken_off, euro.net, euro.gross)] == [
            "4000.00 EUR", "-1000.00 EUR", "3000.00 EUR", "5000.00 EUR",
        ]  # fmt: skip
        assert euro.share == 3000 / 80000
        assert (dollar.currency, dollar.net.text, dollar.share) == ("USD", "500.00 USD", None)

    def test_what_states_no_price_comes_to_no_money_and_not_to_nothing(self):
        found = summary(order(), events=approved()).approved
        assert (found.money, found.unpriced, found.without_days) == ((), 1, 1)
        assert found.text == "1 order, 1 without a price"

    @pytest.mark.parametrize("price", [None, "0 EUR"])
    def test_there_is_no_share_of_a_price_that_is_nothing_or_unknown(self, price: str | None):
        history = [agreement(price=price)]
        found = summary(order(price="5 EUR"), events=approved(), history=history)
        assert found.approved.money[0].share is None

    def test_sums_that_no_amount_can_say_are_unknown(self):
        most = "999999999999999 EUR"
        orders = [order("a", price=most), order("b", price=most)]
        found = summary(*orders, events=[*approved("a"), *approved("b")]).approved
        assert (found.money[0].net, found.money[0].gross) == (None, None)
        assert found.text == "2 orders, an unknown sum net"


class TestStanding:
    def test_orders_are_counted_where_they_stand(self):
        orders = [order(name, price="1 EUR", working_days=1) for name in "abcdefg"]
        events = [
            event("submitted", "2026-03-02", "b"),
            event("offered", "2026-03-02", "c"),
            *approved("d"),
            *approved("e"),
            event("applied", "2026-03-09", "e"),
            event("offered", "2026-03-02", "f"),
            event("declined", "2026-03-03", "f", role="sponsor"),
            event("withdrawn", "2026-03-03", "g"),
        ]
        found = summary(*orders, events=events)
        counts = [
            one.orders for one in (found.drafted, found.pending, found.approved, found.given_up)
        ]
        assert counts == [1, 2, 2, 2]
        assert found.pending.net_days == 2

    def test_what_is_not_known_yet_is_not_counted(self):
        found = summary(order(price="1 EUR"), events=approved(), when=at("2026-03-05"))
        assert (found.pending.orders, found.approved.orders) == (1, 0)

    def test_approvals_of_those_who_may_not_do_not_count(self):
        dear = order(price="5000.01 EUR")
        assert summary(dear, events=approved(), rights=RIGHTS).approved.orders == 0
        assert summary(dear, events=approved()).approved.orders == 1

    def test_days_added_and_saved_stand_apart(self):
        orders = [order("a", working_days=7), order("b", working_days=-3), order("c")]
        events = [one for name in "abc" for one in approved(name)]
        found = summary(*orders, events=events).approved
        assert (found.days_added, found.days_saved, found.net_days, found.without_days) == (
            7, 3, 4, 1,
        )  # fmt: skip

    def test_origins_are_named_that_have_something_approved_or_pending(self):
        orders = [
            order("a", origin="client_delay", working_days=7),
            order("b", origin="outside"),
            order("c", origin="correction"),
        ]
        events = [*approved("a"), event("offered", "2026-03-02", "b")]
        found = summary(*orders, events=events).origins
        assert [(one.origin, one.approved.orders, one.pending.orders) for one in found] == [
            (ChangeOrigin.CLIENT_DELAY, 1, 0), (ChangeOrigin.OUTSIDE, 0, 1),
        ]  # fmt: skip


class TestAbsorbed:
    def test_days_for_a_price_of_nothing_are_absorbed(self):
        orders = [
            order("a", price="4000 EUR", working_days=6), order("b", price="0 EUR", working_days=1),
            order("c", price="-10 EUR", working_days=1), order("d", working_days=5),
            order("e", price="0 EUR", working_days=-4), order("f", price="0 EUR"),
        ]  # fmt: skip
        found = summary(*orders, events=[one for name in "abcdef" for one in approved(name)])
        assert (found.absorbed_days, found.unpriced_days, found.absorbed_share) == (2, 5, 0.25)

    def test_without_any_such_days_the_share_is_unknown(self):
        found = summary(order(working_days=5), events=approved())
        assert (found.absorbed_days, found.absorbed_share) == (0, None)
        assert "absorbed: 0 working days, unknown of those priced" in found.text


class TestDecisions:
    EVENTS = (
        *approved("a", offered="2026-03-02", yes="2026-03-05"),
        *approved("b", offered="2026-03-02", yes="2026-03-02"),
        event("offered", "2026-03-03", "c"),
        event("offered", "2026-03-05", "c"),
        event("declined", "2026-03-12", "c", role="sponsor"),
        event("offered", "2026-03-09", "d"),
        event("offered", "2026-03-10", "e"),
        event("withdrawn", "2026-03-11", "e"),
    )

    def test_they_take_the_days_from_the_latest_offer_to_what_settled_it(self):
        found = summary(*map(order, "abcde"), events=self.EVENTS, when=at("2026-03-16"))
        decisions = found.decisions
        assert not decisions.in_working_days
        assert (decisions.decided, decisions.waiting) == (3, 1)
        assert (decisions.shortest, decisions.median, decisions.longest) == (0, 3, 7)
        assert decisions.longest_waiting == 7

    def test_with_a_calendar_they_are_working_days(self):
        found = summary(
            *map(order, "abcde"), events=self.EVENTS, when=at("2026-03-16"), calendar=OFFICE
        ).decisions
        assert found.in_working_days
        assert (found.shortest, found.median, found.longest) == (0, 3, 4)
        assert found.longest_waiting == 4

    def test_one_day_is_not_days(self):
        events = approved("a", yes="2026-03-03")
        text = summary(order("a"), events=events).text
        assert text.endswith("decided: 1, median 1 day")
        assert summary(order("a"), events=events, calendar=OFFICE).text.endswith("1 working day")

    def test_without_any_decision_nothing_is_known_of_them(self):
        found = summary().decisions
        assert (found.decided, found.median, found.waiting) == (0, None, 0)


class TestVersions:
    SECOND = evolve(
        FIRST, version=2, base=1, price=agreement(price="83200 EUR").price,
        effective=agreement(effective="2026-03-26").effective,
        deliverables=[evolve(FIRST.deliverables[1], title="New"),
                      evolve(FIRST.deliverables[0], id="audio")],
    )  # fmt: skip
    THIRD = evolve(SECOND, version=3, base=2, exclusions=())

    def test_each_says_what_it_changed_of_the_one_before(self):
        found = summary(history=[self.THIRD, FIRST, self.SECOND])
        assert [(one.version, one.added, one.removed, one.changed) for one in found.versions] == [
            (2, 1, 1, 1), (3, 0, 1, 0),
        ]  # fmt: skip
        assert [one.price_change.text for one in found.versions] == ["3200.00 EUR", "0.00 EUR"]
        assert (found.original, found.current, found.original_parts) == (1, 3, 4)
        assert found.volatility == 1.0

    def test_versions_that_are_still_to_come_are_left_out(self):
        history = [FIRST, self.SECOND]
        assert summary(history=history, when=at("2026-03-25")).current == 1
        assert summary(history=history, when=at("2026-03-26")).current == 2
        assert summary(history=[self.SECOND], when=at("2026-03-25")).current == 2

    def test_of_no_parts_there_is_no_volatility(self):
        empty = agreement(milestones=[], deliverables=[], exclusions=[])
        found = summary(history=[empty, evolve(FIRST, version=2)])
        assert (found.original_parts, found.volatility) == (0, None)

    def test_without_any_version_there_is_no_summary(self):
        assert impact_summary([], [order()], [], at=at("2026-06-01"), timezone=ZONE) is None

    @pytest.mark.parametrize(
        ("price", "unexplained"), [("3200 EUR", "0.00 EUR"), ("3000 EUR", "200.00 EUR")]
    )
    def test_a_price_that_no_applied_order_explains_is_named(self, price: str, unexplained: str):
        one = order(price=price)
        events = [*approved(), event("applied", "2026-03-26", version=2)]
        found = summary(one, order("free"), events=events, history=[FIRST, self.SECOND])
        assert found.unexplained.text == unexplained
        assert (found.original_price, found.current_price) == (FIRST.price, self.SECOND.price)

    def test_where_a_price_is_not_known_nobody_can_tell(self):
        bare = agreement(price=None)
        assert summary(history=[bare, self.SECOND]).unexplained is None
        other = evolve(self.SECOND, price=agreement(price="1 USD").price)
        assert summary(history=[FIRST, other]).unexplained is None


def test_an_instant_without_an_offset_and_a_zone_that_is_none_are_the_callers_mistakes():
    with pytest.raises(InvalidArgumentError) as caught:
        impact_summary([FIRST], [], [], at=at("2026-06-01").replace(tzinfo=None), timezone=ZONE)
    assert caught.value.where == "at"
    with pytest.raises(InvalidValueError, match="'Nowhere'; expected a time zone"):
        impact_summary([FIRST], [], [], at=at("2026-06-01"), timezone="Nowhere")


@given(st.lists(st.none() | st.integers(-500, 500), max_size=4))
def test_what_is_applied_explains_the_price_to_the_cent(prices: list[int | None]):
    history, orders, events = [FIRST], [], []
    for number, price in enumerate(prices):
        now = history[-1]
        delta = None if price is None else f"{price}.05 EUR"
        one = order(f"co-{number}", base=now.version, price=delta)
        given_events = approved(one.id)
        after = apply_change_order(now, one, given_events, at=at("2026-03-20"), timezone=ZONE)
        orders.append(one)
        events += [*given_events, event("applied", "2026-03-21", one.id)]
        history.append(after)
    found = summary(*orders, events=events, history=history)
    assert found.unexplained.amount == 0
    net = [one.net.amount for one in found.approved.money]
    assert history[-1].price.amount - FIRST.price.amount == sum(net)
    assert found.volatility == 0
