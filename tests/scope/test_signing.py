"""What sign-offs are worth for an agreement as it stands."""

import datetime as dt
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import decode, evolve, to_data
from clientkit.client import Side
from clientkit.scope import (
    Covers,
    ScopeAgreement,
    Signature,
    Signatures,
    SignatureState,
    SigningState,
    SignOff,
    digest,
    signatures,
)
from clientkit.scope.signing import changes_text
from clientkit.testing import models

DAY = dt.date(2026, 1, 26)
TEXT = ScopeAgreement(id="web", title="New web site")
SCOPE_AND_KPIS = (Covers.SCOPE, Covers.KPIS)


def sign_off(side: Side = Side.CLIENT, text: ScopeAgreement = TEXT, **more: Any) -> SignOff:
    person = {Side.CLIENT: "director", Side.PROVIDER: "partner"}.get(side, "lawyer")
    found = SignOff(person=person, side=side, version=text.version, date=DAY, digest=digest(text))
    return evolve(found, **more)


def both(text: ScopeAgreement = TEXT, **more: Any) -> tuple[SignOff, ...]:
    return tuple(sign_off(side, text, **more) for side in (Side.CLIENT, Side.PROVIDER))


def signed(text: ScopeAgreement = TEXT, **more: Any) -> ScopeAgreement:
    return evolve(text, sign_offs=both(text, **more))


def states(found: Signatures) -> list[str]:
    return [one.state.value for one in found.signatures]


class TestState:
    def test_signed_by_both_sides_as_it_stands(self) -> None:
        found = signatures(signed())
        assert found == Signatures(
            agreement="web",
            version=1,
            state=SigningState.BOTH_SIDES,
            signed_by=(Side.CLIENT, Side.PROVIDER),
            signatures=tuple(Signature(sign_off=one, state=SignatureState.BOUND) for one in both()),
        )
        assert found.is_bound

    def test_by_one_side(self) -> None:
        for side in (Side.CLIENT, Side.PROVIDER):
            found = signatures(evolve(TEXT, sign_offs=[sign_off(side), sign_off(side)]))
            assert (found.state, found.signed_by) == (SigningState.ONE_SIDE, (side,))

    def test_by_nobody(self) -> None:
        found = signatures(TEXT)
        assert (found.state, found.signed_by) == (SigningState.UNSIGNED, ())
        assert (found.signatures, found.is_bound) == ((), False)

    def test_a_third_party_binds_neither_side(self) -> None:
        found = signatures(evolve(TEXT, sign_offs=[sign_off(Side.THIRD_PARTY)]))
        assert (found.state, states(found)) == (SigningState.UNSIGNED, ["bound"])

    def test_edited_afterwards_it_is_unsigned(self) -> None:
        found = signatures(evolve(signed(), title="New web shop"))
        assert (found.state, states(found)) == (SigningState.UNSIGNED, ["edited", "edited"])
        assert found.signatures[0].changed is None
        assert found.signatures[0].text == "signed, but changed since"

    def test_what_no_signature_covers_may_change(self) -> None:
        assert signatures(evolve(signed(), extensions=None)).state is SigningState.BOTH_SIDES

    def test_a_signature_without_a_digest_counts_and_shows_no_edit(self) -> None:
        found = signatures(evolve(signed(digest=None), title="New web shop"))
        assert (found.state, states(found)) == (SigningState.BOTH_SIDES, ["unbound", "unbound"])
        assert not found.is_bound
        half = evolve(TEXT, sign_offs=[sign_off(), sign_off(Side.PROVIDER, digest=None)])
        assert (signatures(half).state, signatures(half).is_bound) == (
            SigningState.BOTH_SIDES,
            False,
        )

    def test_a_signature_of_another_version_does_not_count(self) -> None:
        second = evolve(signed(), version=2)
        assert states(signatures(second)) == ["other_version", "other_version"]
        assert signatures(second).state is SigningState.UNSIGNED

    def test_a_signature_for_other_parts_does_not_count_for_the_scope(self) -> None:
        found = signatures(signed(covers=(Covers.KPIS,)))
        assert states(found) == ["other_parts", "other_parts"]
        assert found.signatures[0].text == "signed for other parts of the plan, not for the scope"

    @pytest.mark.parametrize(
        ("may", "state"), [(False, "no_right"), (True, "bound"), (None, "bound")]
    )
    def test_the_right_to_sign(self, may: bool | None, state: str) -> None:
        found = signatures(signed(), may_sign=lambda one: may if one.side is Side.CLIENT else True)
        assert states(found) == [state, "bound"]
        assert (found.state is SigningState.ONE_SIDE) is (may is False)

    def test_a_signature_that_covers_more_is_compared_only_with_all_that_it_covers(self) -> None:
        more = signed(covers=SCOPE_AND_KPIS, digest="sha256:" + "0" * 64)
        assert states(signatures(more)) == ["unbound", "unbound"]
        for known, state in (("0", "bound"), ("1", "edited")):
            found = signatures(more, digests=lambda _, __, known=known: {"sha256:" + known * 64})
            assert states(found) == [state, state]

    def test_the_sign_offs_to_judge_may_be_given(self) -> None:
        assert signatures(TEXT, sign_offs=both()).state is SigningState.BOTH_SIDES
        assert signatures(signed(), sign_offs=[]).state is SigningState.UNSIGNED


class TestWhatChangedSince:
    NEW: ClassVar = decode(
        ScopeAgreement,
        {
            "id": "web",
            "title": "New web site",
            "deliverables": [{"id": "site", "title": "The site", "due": "2026-06-01"}],
        },
    )
    OLD: ClassVar = decode(
        ScopeAgreement,
        {
            "id": "web",
            "title": "New web site",
            "deliverables": [{"id": "site", "title": "The site", "due": "2026-05-01"}],
        },
    )

    def test_where_the_signed_text_is_known(self) -> None:
        edited = evolve(self.NEW, sign_offs=both(self.OLD))
        found = signatures(edited, earlier=[TEXT, self.OLD])
        assert [one.text for one in found.signatures] == [
            "signed, but changed since: deliverables/site/due: 2026-05-01 -> 2026-06-01"
        ] * 2
        changed = found.signatures[0].changed
        assert changed is not None
        assert [one.days for one in changed.dates] == [31]

    def test_only_the_text_with_that_digest_is_the_signed_one(self) -> None:
        edited = evolve(self.NEW, sign_offs=both(self.OLD))
        assert signatures(edited, earlier=[TEXT]).signatures[0].changed is None

    def test_what_no_signature_covers_has_not_changed(self) -> None:
        old = evolve(self.OLD, sign_offs=both(self.OLD))
        found = signatures(evolve(self.NEW, sign_offs=both(self.OLD)), earlier=[old])
        assert found.signatures[0].changed is not None
        assert [one.path for one in found.signatures[0].changed.changes] == [
            "/deliverables/site/due"
        ]

    def test_since_another_version(self) -> None:
        second = evolve(self.NEW, version=2, base=1)
        for given_digest in (digest(self.OLD), None):
            given = both(self.OLD, digest=given_digest)
            found = signatures(second, sign_offs=given, earlier=[self.OLD])
            assert found.signatures[0].text == (
                "signed in version 1, and changed since: "
                "deliverables/site/due: 2026-05-01 -> 2026-06-01"
            )
        assert signatures(second, sign_offs=given).signatures[0].text == "signed in version 1"

    def test_nothing_but_the_number_changed(self) -> None:
        second = evolve(self.OLD, version=2, base=1)
        found = signatures(second, sign_offs=both(self.OLD), earlier=[self.OLD])
        assert found.signatures[0].text == "signed in version 1"
        assert found.signatures[0].changed is not None

    def test_nobody_asks_once_both_sides_have_signed(self) -> None:
        given = [*both(self.NEW), sign_off(text=self.OLD)]

        def earlier() -> Any:
            raise AssertionError
            yield

        found = signatures(self.NEW, sign_offs=given, earlier=earlier())
        assert states(found) == ["bound", "bound", "edited"]

    def test_the_first_five_changes_are_shown(self) -> None:
        more = {"summary": "s", "under": "u", "reference": "r", "price_basis": "fixed"}
        long = decode(ScopeAgreement, to_data(self.OLD) | more | {"price": "1 EUR"})
        found = signatures(evolve(long, sign_offs=both(TEXT)), earlier=[TEXT]).signatures[0]
        assert found.text.endswith("; reference: nothing -> r; and 1 more")
        assert changes_text(found.changed).count("; ") == 5
        assert changes_text(None) == ""


@given(models(ScopeAgreement), st.lists(models(SignOff), max_size=4))
def test_sides_count_by_the_signatures_that_count(
    agreement: ScopeAgreement, given_: list[SignOff]
) -> None:
    versions = [evolve(one, version=agreement.version) for one in given_]
    found = signatures(agreement, sign_offs=versions)
    counted = {one.sign_off.side for one in found.signatures if one.state.counts}
    assert set(found.signed_by) == counted - {Side.THIRD_PARTY}
    assert [one.sign_off for one in found.signatures] == versions
    assert len(found.signed_by) == list(SigningState)[::-1].index(found.state)
