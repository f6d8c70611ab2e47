"""How far the agreement of a plan is signed, by all that the plan knows."""

import datetime as dt
from typing import Any

import pytest

from clientkit.base import InvalidArgumentError, evolve
from clientkit.client import Side
from clientkit.plan.digests import digest
from clientkit.plan.model import ClientPlan
from clientkit.plan.signing import Signing, agreements, sign, signatures
from clientkit.scope import Covers, SigningState, SignOff

from .making import SIGNED, plan_of

DAY = dt.date(2026, 1, 1)
LATER = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)


def signed(plan: ClientPlan, *people: str, **more: Any) -> ClientPlan:
    """The plan with the sign-offs of people, each by the function under test."""
    for person in people or ("director", "pm"):
        assert plan.scope is not None
        given = sign(plan, person=person, **{"date": DAY, **more})
        scope = evolve(plan.scope, sign_offs=(*plan.scope.sign_offs, given))
        plan = evolve(plan, scope=scope)
    return plan


def state(plan: ClientPlan, at: dt.datetime = LATER) -> str:
    found = signatures(plan, at=at)
    assert found is not None
    return found.state.value


def states(plan: ClientPlan) -> list[str]:
    found = signatures(plan, at=LATER)
    assert found is not None
    return [one.state.value for one in found.signatures]


UNSIGNED = plan_of({"sign_offs": []})


class TestSignatures:
    def test_a_plan_without_an_agreement_has_none(self) -> None:
        assert signatures(evolve(UNSIGNED, scope=None), at=LATER) is None

    def test_signed_by_both(self) -> None:
        found = signatures(signed(UNSIGNED), at=LATER)
        assert found is not None
        assert (found.state, found.is_bound) == (SigningState.BOTH_SIDES, True)

    def test_from_its_day_at_the_clients_or_its_instant_on(self) -> None:
        plan = signed(UNSIGNED)  # on 1 January, which begins at 23:00 UTC in Berlin
        assert state(plan, dt.datetime(2025, 12, 31, 23, tzinfo=dt.UTC)) == "both_sides"
        assert state(plan, dt.datetime(2025, 12, 31, 22, 59, tzinfo=dt.UTC)) == "unsigned"
        at = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
        plan = signed(UNSIGNED, date=None, at=at)
        assert state(plan, at) == "both_sides"
        assert state(plan, at - dt.timedelta(seconds=1)) == "unsigned"

    def test_the_right_to_sign_is_that_of_the_day(self) -> None:
        held = [{"role": "sponsor", "person": "editor", "starts_on": "2026-01-02"}]
        for day, expected in (("2026-01-01", "no_right"), ("2026-01-02", "unbound")):
            given = [{"person": "editor", "side": "client", "date": day}]
            assert states(plan_of({"sign_offs": given}, assignments=held)) == [expected]

    def test_where_nobody_was_given_the_right_whoever_signed_is_believed(self) -> None:
        roles = [{"id": "sponsor", "title": "Sponsor"}]
        assert state(plan_of(roles=roles)) == "both_sides"

    def test_a_right_of_the_other_side_is_none(self) -> None:
        given = [{"person": "pm", "side": "client", "date": "2026-01-01"}]
        assert states(plan_of({"sign_offs": given})) == ["no_right"]

    def test_other_parts_are_compared_as_well(self) -> None:
        kpis = [{"id": "visits", "name": "Visits"}]
        plan = signed(plan_of({"sign_offs": []}, kpis=kpis), covers=[Covers.SCOPE, Covers.KPIS])
        assert states(plan) == ["bound", "bound"]
        edited = evolve(plan, kpis=(evolve(plan.kpis[0], name="Visitors"),))
        assert (state(edited), states(edited)) == ("unsigned", ["edited", "edited"])
        assert states(evolve(plan, kpis=())) == ["edited", "edited"]
        assert states(evolve(signed(plan_of({"sign_offs": []}, kpis=kpis)), kpis=())) == [
            "bound",
            "bound",
        ]

    def test_a_sign_off_counts_wherever_it_stands(self) -> None:
        old = {"id": "web", "title": "Old site", "sign_offs": [
            one | {"version": version} for one in SIGNED for version in (1, 2)]}  # fmt: skip
        plan = plan_of({"version": 2, "base": 1, "sign_offs": []}, history={"scope": [old]})
        assert state(plan) == "both_sides"
        assert sorted(states(plan)) == ["other_version"] * 2 + ["unbound"] * 2

    def test_what_changed_since_the_signed_base(self) -> None:
        old = {"id": "web", "title": "Old site", "sign_offs": SIGNED}
        plan = plan_of({"version": 2, "base": 1, "sign_offs": []}, history={"scope": [old]})
        found = signatures(plan, at=LATER)
        assert found is not None
        assert [one.text for one in found.signatures] == [
            "signed in version 1, and changed since: title: Old site -> New web site"
        ] * 2

    def test_an_instant_needs_its_offset(self) -> None:
        with pytest.raises(InvalidArgumentError, match="expected an instant with its offset"):
            signatures(UNSIGNED, at=dt.datetime(2026, 1, 1))  # noqa: DTZ001 (what is refused)

    def test_the_agreements_and_where_they_stand(self) -> None:
        old = {"id": "web", "title": "Old site"}
        plan = plan_of({"version": 2}, history={"scope": [old]})
        found = [(path, text.version) for path, text in agreements(plan)]
        assert found == [("/scope", 2), ("/history/scope/0", 1)]

    def test_texts_that_come_and_go_are_not_mixed_up(self) -> None:
        assert UNSIGNED.scope is not None
        signing = Signing(UNSIGNED)
        (one,) = signed(UNSIGNED, "director").scope.sign_offs  # type: ignore[union-attr] # it has
        found = {
            title: signing.digests(evolve(UNSIGNED.scope, title=title), one)
            for title in map(str, range(100))
        }
        assert len(set(found.values())) == 100


class TestSign:
    def test_what_is_given(self) -> None:
        plan = plan_of({"sign_offs": [], "version": 3})
        assert sign(plan, person="director", date=DAY) == SignOff(
            person="director", side=Side.CLIENT, version=3, date=DAY, digest=digest(plan)
        )
        at = dt.datetime(2026, 1, 1, 10, tzinfo=dt.UTC)
        assert sign(plan, person="pm", side=Side.PROVIDER, at=at).at == at
        assert sign(plan, person="pm", at=at, covers=[Covers.SCOPE]).covers == ()

    def test_parts_in_the_usual_order(self) -> None:
        plan = plan_of({"sign_offs": []}, kpis=[{"id": "k", "name": "K"}])
        given = sign(plan, person="pm", date=DAY, covers=[Covers.KPIS, Covers.SCOPE, Covers.KPIS])
        assert given.covers == (Covers.SCOPE, Covers.KPIS)
        assert given.digest == digest(plan, covers=given.covers)

    def test_words_stand_for_the_side_and_the_parts(self) -> None:
        side: Any = "provider"
        plan = plan_of({"sign_offs": []}, kpis=[{"id": "k", "name": "K"}])
        given = sign(plan, person="pm", side=side, date=DAY, covers=["kpis", "scope"])
        assert (given.side, given.covers) == (Side.PROVIDER, (Covers.SCOPE, Covers.KPIS))
        side = "vendor"
        with pytest.raises(ValueError, match="'vendor' is not a valid Side"):
            sign(plan, person="pm", side=side, date=DAY)

    def test_whoever_is_believed_where_nobody_was_given_the_right(self) -> None:
        plan = plan_of({"sign_offs": []}, roles=[{"id": "sponsor", "title": "Sponsor"}])
        assert sign(plan, person="editor", date=DAY).person == "editor"

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"person": "x"}, "person is 'x'; expected a person of the plan"),
            ({"person": "directr"},
             "person is 'directr'; expected a person of the plan; did you mean 'director'?"),
            ({"person": "curator"},
             "person is 'curator'; expected somebody who may sign for the client: 'director'"),
            ({"side": Side.PROVIDER},
             "side is 'provider'; expected 'client', the side of 'director'"),
            ({"date": None}, "at is None; expected an instant, or a date instead"),
            ({"at": LATER}, "expected an instant, or a date instead"),
            ({"date": None, "at": dt.datetime(2026, 1, 1)}, "expected an instant with its offset"),  # noqa: DTZ001 (what is refused)
            ({"date": None, "at": DAY}, "expected an instant with its offset"),
            ({"covers": [Covers.KPIS]}, "covers is 'kpis'; expected a part that the plan has"),
        ],
    )  # fmt: skip
    def test_what_is_refused(self, arguments: dict[str, Any], message: str) -> None:
        with pytest.raises(InvalidArgumentError) as caught:
            sign(UNSIGNED, **{"person": "director", "date": DAY, **arguments})
        assert str(caught.value).endswith(message)

    def test_third_parties_and_plans_without_an_agreement(self) -> None:
        people = [{"id": "host", "title": "Host", "side": "third_party"}]
        with pytest.raises(InvalidArgumentError, match="somebody of the client or the provider"):
            sign(plan_of({"sign_offs": []}, people=people), person="host", date=DAY)
        with pytest.raises(InvalidArgumentError, match="one with a scope agreement to sign"):
            sign(evolve(UNSIGNED, scope=None), person="director", date=DAY)

    def test_nobody_of_the_side_may_sign_on_that_day(self) -> None:
        people = [{"id": "editor", "title": "Editor"}]
        with pytest.raises(InvalidArgumentError, match="for the client: nobody on that day"):
            sign(plan_of({"sign_offs": []}, people=people), person="editor", date=DAY)

    def test_nobody_signs_one_text_twice(self) -> None:
        kpis = [{"id": "visits", "name": "Visits"}]
        plan = signed(plan_of({"sign_offs": []}, kpis=kpis), "director")
        message = "person is 'director'; expected somebody who has not signed version 1 yet"
        for covers in ((), [Covers.SCOPE]):
            with pytest.raises(InvalidArgumentError, match=message):
                sign(plan, person="director", date=DAY, covers=covers)
        more = signed(plan, "director", covers=[Covers.SCOPE, Covers.KPIS])
        for part in ([Covers.SCOPE], [Covers.KPIS], [Covers.SCOPE, Covers.KPIS]):
            with pytest.raises(InvalidArgumentError, match=message):
                sign(more, person="director", date=DAY, covers=part)
        with pytest.raises(InvalidArgumentError, match=message):
            sign(plan_of(), person="director", date=DAY)  # signed without a digest

    def test_an_edited_text_or_a_new_version_is_signed_anew(self) -> None:
        plan = signed(UNSIGNED, "director")
        assert plan.scope is not None
        for change in ({"title": "New web shop"}, {"version": 2}):
            other = evolve(plan, scope=evolve(plan.scope, **change))
            assert sign(other, person="director", date=DAY).digest == digest(other)

    def test_somebody_else_of_the_side_may_sign_too(self) -> None:
        held = [{"role": "sponsor", "person": "editor"}]
        plan = signed(plan_of({"sign_offs": []}, assignments=held), "director", "editor")
        assert states(plan) == ["bound", "bound"]
