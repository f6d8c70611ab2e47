from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientkit.base import InvalidArgumentError, canonical, decode, encode, evolve
from clientkit.documents import load_plan, load_record
from clientkit.scope import (
    ChangeOrder,
    ChangeRefusal,
    HeldRights,
    KnownTimes,
    RefusalKind,
    ScopeAgreement,
    apply_change_order,
    diff_agreements,
    preview_change_order,
)
from clientkit.testing import models

from .changing import RIGHTS, ZONE, agreement, approved, at, event, order
from .changing_drawn import agreements, orders_for

Kind = RefusalKind


def applied(now: ScopeAgreement, one: ChangeOrder, events: Any = None, **more: Any) -> Any:
    given = approved(one.id) if events is None else events
    return apply_change_order(
        now, one, given, at=more.pop("when", at("2026-03-26")), timezone=ZONE, **more
    )


def refused(now: ScopeAgreement, **parts: Any) -> ChangeRefusal:
    found = preview_change_order(now, order(**parts))
    assert isinstance(found, ChangeRefusal)
    return found


class TestNextVersion:
    def test_it_holds_what_the_order_says_and_bears_the_next_number(self):
        now = agreement(
            version=3, base=1, effective="2026-02-02",
            sign_offs=[{"person": "director", "side": "client", "date": "2026-01-26"}],
        )  # fmt: skip
        one = order(
            base=3, price="-500 EUR",
            adds={"deliverables": [{"id": "audio", "title": "Audio page"}],
                  "terms": [{"id": "audio-use", "text": "On the site only"}]},
            changes={"deliverables": [{"id": "design", "title": "Fewer designs"}]},
            removes=["audio"],
        )  # fmt: skip
        after = applied(now, one)
        assert isinstance(after, ScopeAgreement)
        assert (after.version, after.base, after.sign_offs) == (4, 3, ())
        assert (after.price.text, after.effective.text) == ("79500.00 EUR", "2026-03-26")
        assert [item.title for item in after.deliverables] == [
            "Fewer designs", "The site", "Audio page",
        ]  # fmt: skip
        assert (after.exclusions, [item.id for item in after.terms]) == ((), ["audio-use"])
        assert evolve(
            after, version=3, base=1, sign_offs=now.sign_offs, price=now.price,
            effective=now.effective, deliverables=now.deliverables, exclusions=now.exclusions,
            terms=(),
        ) == now  # fmt: skip

    def test_it_takes_effect_on_the_day_in_the_records_zone_or_as_named(self):
        late = at("2026-03-26T23:30:00+00:00")
        assert applied(agreement(), order(), when=late).effective.text == "2026-03-27"
        due = agreement(effective="on launch").effective
        assert applied(agreement(), order(), effective=due).effective.text == "on launch"
        assert preview_change_order(agreement(), order()).effective is None

    @pytest.mark.parametrize(
        ("price", "delta", "expected"),
        [("80000 EUR", None, "80000.00 EUR"), (None, "500 EUR", None),
         ("80000 EUR", "-90000 EUR", "-10000.00 EUR")],
    )  # fmt: skip
    def test_a_price_that_is_not_stated_stays_unknown(
        self, price: str | None, delta: str | None, expected: str | None
    ):
        after = applied(agreement(price=price), order(price=delta))
        assert (None if after.price is None else after.price.text) == expected

    def test_working_days_move_no_date_by_themselves(self):
        after = applied(agreement(), order(working_days=7))
        assert diff_agreements(agreement(), after).dates == ()


def test_harbors_version_2_is_version_1_with_its_approved_order_applied():
    folder = Path(__file__).parents[2] / "examples" / "harbor-web"
    plan = load_plan(folder / "client-plan.yaml")
    record = load_record(folder / "client-record.yaml", plan)
    (first,) = plan.history.scope
    (audio,) = (one for one in record.change_orders if one.id == "audio-guide")
    rights = HeldRights(plan.roles, plan.people, plan.assignments, timezone=record.timezone)
    after = apply_change_order(
        first, audio, record.change_order_events, at=at("2026-03-25"), timezone=record.timezone,
        rights=rights, effective=plan.scope.effective,
        times=KnownTimes(timezone=record.timezone, calendars={"client": plan.client.calendar}),
    )  # fmt: skip
    now = plan.scope
    assert after == evolve(now, summary=first.summary, sign_offs=(), extensions=first.extensions)


class TestApproval:
    @pytest.mark.parametrize(
        ("events", "kind"),
        [
            ([], Kind.NOT_APPROVED),
            ([event("offered", "2026-03-20")], Kind.NOT_APPROVED),
            ([event("offered", "2026-03-02"), event("declined", "2026-03-03", role="sponsor")],
             Kind.NOT_APPROVED),
            ([event("offered", "2026-03-02"), event("expired", "2026-03-20")], Kind.EXPIRED),
            ([*approved(), event("applied", "2026-03-20")], Kind.ALREADY_APPLIED),
        ],
    )  # fmt: skip
    def test_an_order_that_is_not_approved_is_refused(self, events: Any, kind: RefusalKind):
        found = applied(agreement(), order(), events)
        assert found.kinds == (kind,)
        assert found.status.change_order == "co"
        assert preview_change_order(agreement(), order()).version == 2

    def test_an_offer_that_ran_out_by_the_calendar_is_refused(self):
        now = agreement(change_control={"approved_by": ["sponsor"], "offer_valid": "24 days"})
        offered = [event("offered", "2026-03-02")]
        last = applied(now, order(), offered, when=at("2026-03-26T12:00:00+00:00"))
        assert last.kinds == (Kind.NOT_APPROVED,)
        gone = applied(now, order(), offered, when=at("2026-03-26T23:00:00+00:00"))
        assert gone.kinds == (Kind.EXPIRED,)
        assert gone.text == (
            "co is not applied to web, version 1:\n"
            "  'co' is expired since 2026-03-26; expected approved"
        )

    def test_whether_those_who_approved_may_counts(self):
        dear = order(price="5000.01 EUR")
        found = applied(agreement(), dear, rights=RIGHTS)
        assert found.kinds == (Kind.NOT_APPROVED,)
        assert applied(agreement(), order(price="5000 EUR"), rights=RIGHTS).version == 2

    def test_an_approval_that_comes_later_does_not_count_yet(self):
        found = applied(agreement(), order(), when=at("2026-03-05"))
        assert found.kinds == (Kind.NOT_APPROVED,)
        assert applied(agreement(), order(), when=at("2026-03-06")).version == 2


class TestRefusals:
    def test_all_reasons_come_at_once(self):
        one = order(base=4, price="9 USD", removes=["design", "nothing"])
        found = applied(agreement(), one, [])
        assert found.kinds == (
            Kind.NOT_APPROVED, Kind.STALE_BASE, Kind.OTHER_CURRENCY, Kind.UNKNOWN_ID,
        )  # fmt: skip
        found = applied(agreement(), evolve(one, removes=["design"]), [])
        assert found.kinds == (
            Kind.NOT_APPROVED, Kind.STALE_BASE, Kind.OTHER_CURRENCY, Kind.DANGLING,
        )  # fmt: skip
        assert decode(ChangeRefusal, encode(found)) == found

    @pytest.mark.parametrize("base", [1, 3])
    def test_the_base_must_be_this_very_version(self, base: int):
        (reason,) = refused(agreement(version=2, base=1), base=base).reasons
        assert reason.kind is Kind.STALE_BASE

    def test_what_is_removed_or_changed_must_be_there(self):
        found = refused(
            agreement(), removes=["nothing"],
            changes={"deliverables": [{"id": "launch", "title": "No deliverable"}]},
        )  # fmt: skip
        assert [reason.ids for reason in found.reasons] == [("nothing",), ("launch",)]
        assert found.kinds == (Kind.UNKNOWN_ID,)

    def test_what_is_added_needs_an_id_of_its_own_among_those_that_share_names(self):
        item = {"id": "launch", "title": "Launch party"}
        assert refused(agreement(), adds={"deliverables": [item]}).kinds == (Kind.ID_TAKEN,)
        fine = preview_change_order(
            agreement(), order(adds={"exclusions": [{"id": "launch", "text": "The party"}]})
        )
        assert isinstance(fine, ScopeAgreement)

    def test_a_part_may_give_way_to_one_of_another_kind_of_its_name(self):
        item = {"id": "audio", "title": "Audio page"}
        after = preview_change_order(
            agreement(), order(removes=["audio"], adds={"deliverables": [item]})
        )
        assert isinstance(after, ScopeAgreement)
        assert (after.exclusions, after.deliverables[-1].id) == ((), "audio")

    @pytest.mark.parametrize(
        "parts",
        [
            {"removes": ["site"], "changes": {"deliverables": [{"id": "site", "title": "Site"}]}},
            {"removes": ["site"], "adds": {"deliverables": [{"id": "site", "title": "Site"}]}},
            {"removes": ["site"], "adds": {"milestones": [{"id": "site", "title": "Site"}]}},
            {"adds": {"milestones": [{"id": "new", "title": "A"}],
                      "deliverables": [{"id": "new", "title": "B"}]}},
            {"changes": {"deliverables": [{"id": "site", "title": "A"}] * 2}},
        ],
    )  # fmt: skip
    def test_two_things_about_one_id_contradict_each_other(self, parts: Any):
        assert refused(agreement(), **parts).kinds == (Kind.CONTRADICTION,)

    def test_an_id_that_names_two_parts_says_not_which_is_removed(self):
        now = agreement(terms=[{"id": "audio", "text": "Audio belongs to us"}])
        (reason,) = refused(now, removes=["audio"]).reasons
        assert reason.kind is Kind.CONTRADICTION
        assert reason.message == (
            "'audio' is removed, which is one of the exclusions and one of the terms; "
            "expected one part"
        )

    @pytest.mark.parametrize(
        ("parts", "path"),
        [
            ({"removes": ["design"]}, "deliverables/site/depends_on"),
            ({"adds": {"deliverables": [{"id": "x", "title": "X", "due": "on nothing"}]}},
             "deliverables/x/due"),
            ({"changes": {"milestones": [{"id": "launch", "title": "L", "repeats": {
                "every": "1 week", "starts": "on nothing"}}]}}, "milestones/launch/repeats/starts"),
            ({"adds": {"responsibilities": [{"id": "x", "title": "X", "needed_for": ["no"]}]}},
             "responsibilities/x/needed_for"),
        ],
    )  # fmt: skip
    def test_nothing_may_depend_on_what_is_not_there(self, parts: Any, path: str):
        (reason,) = refused(agreement(), **parts).reasons
        assert reason.kind is Kind.DANGLING
        assert reason.message.startswith(f"{path} names ")

    def test_the_terms_of_the_agreement_depend_on_points_too(self):
        now = agreement(
            period={"ends": "4 weeks after launch"},
            acceptance={"stages": [{"id": "final", "role": "sponsor", "starts": "on launch"}],
                        "rework": "1 week after launch"},
        )  # fmt: skip
        found = refused(now, removes=["launch"])
        assert [reason.message.split(" names ")[0] for reason in found.reasons] == [
            "period/ends", "acceptance/stages/final/starts", "acceptance/rework",
        ]  # fmt: skip

    def test_what_was_wrong_before_is_not_this_orders_fault(self):
        now = agreement(
            deliverables=[{"id": "site", "title": "Site", "depends_on": ["gone"]},
                          {"id": "a", "title": "A", "depends_on": ["b"]},
                          {"id": "b", "title": "B", "depends_on": ["a"]}])  # fmt: skip
        item = {"id": "shop", "title": "Shop"}
        assert preview_change_order(now, order(adds={"deliverables": [item]})).version == 2

    def test_things_must_not_wait_for_one_another(self):
        circle = {"deliverables": [{"id": "design", "title": "D", "depends_on": ["site"]}]}
        (reason,) = refused(agreement(), changes=circle).reasons
        assert (reason.kind, reason.message) == (
            Kind.CIRCLE, "'design' waits for 'site' waits for 'design'; expected no circle",
        )  # fmt: skip

    def test_a_next_version_beyond_all_bounds_is_refused(self):
        assert refused(agreement(version=100_000), base=100_000).kinds == (Kind.OUT_OF_BOUNDS,)
        dear = agreement(price="999999999999999 EUR")
        (reason,) = refused(dear, price="1 EUR").reasons
        assert reason.kind is Kind.OUT_OF_BOUNDS
        assert reason.message == (
            "999999999999999.00 EUR and 1.00 EUR make no amount; expected fewer digits"
        )
        many = [{"id": f"t{number}", "text": "x"} for number in range(1000)]
        full = agreement(terms=many)
        assert refused(full, adds={"terms": [{"id": "more", "text": "x"}]}).kinds == (
            Kind.OUT_OF_BOUNDS,
        )

    def test_an_instant_without_an_offset_is_the_callers_mistake(self):
        with pytest.raises(InvalidArgumentError):
            applied(agreement(), order(), when=at("2026-03-26").replace(tzinfo=None))


@given(st.data())
def test_what_differs_afterwards_is_what_the_order_says(data: st.DataObject):
    now = data.draw(agreements())
    one = data.draw(orders_for(now))
    after = applied(now, one)
    if isinstance(after, ChangeRefusal):
        return
    found = diff_agreements(now, after)
    lists = ("milestones", "deliverables", "responsibilities", "exclusions", "assumptions", "terms")
    adds, changes = (
        [(name, item) for name in lists for item in getattr(part, name)] if part else []
        for part in (one.adds, one.changes)
    )
    before = {(name, item.id): item for name in lists for item in getattr(now, name)}
    assert sorted(found.added) == sorted(item.id for _, item in adds)
    assert sorted(found.removed) == sorted(set(one.removes))
    assert sorted(found.changed) == sorted(
        item.id for name, item in changes if before[name, item.id] != item
    )
    delta = None if found.price is None else found.price.delta
    says = one.price if now.price is not None else None
    assert delta == (says if says is not None and says.amount else None)
    heads = {change.path.split("/")[1] for change in found.changes}
    assert heads <= {*lists, "version", "base", "effective", "price"}


@given(st.data())
def test_a_refusal_leaves_everything_as_it_was(data: st.DataObject):
    now = data.draw(agreements())
    one = data.draw(orders_for(now, is_wild=True))
    texts = canonical(now), canonical(one)
    found = preview_change_order(now, one)
    assert (canonical(now), canonical(one)) == texts
    if isinstance(found, ChangeRefusal):
        assert found.reasons
        assert preview_change_order(now, one) == found
        assert decode(ChangeRefusal, encode(found)) == found


@settings(max_examples=max(3, settings().max_examples // 8))
@given(models(ScopeAgreement), models(ChangeOrder))
def test_whatever_comes_is_applied_or_refused(now: ScopeAgreement, one: ChangeOrder):
    found = preview_change_order(now, evolve(one, base=now.version))
    if isinstance(found, ScopeAgreement):
        assert found.version == now.version + 1
    assert applied(now, one, [], when=at("2099-01-01")).kinds[0] in (
        Kind.NOT_APPROVED, Kind.STALE_BASE,
    )  # fmt: skip
