"""How far the agreement of a plan is signed, and signing it."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from clientkit.base import InvalidArgumentError, pointer
from clientkit.client.model import Right, Side
from clientkit.scope.model import Covers, ScopeAgreement, SignOff
from clientkit.scope.signing import Signatures
from clientkit.scope.signing import signatures as signatures_of
from clientkit.scope.times import require_instant

from .digests import digest, digests_of, parts_of, signing_day
from .model import ClientPlan
from .moments import local_day, to_utc
from .parties import Parties
from .rules_of_ids import closest_id

__all__ = ["Signing", "agreements", "is_there", "sign", "signatures"]


def signatures(plan: ClientPlan, *, at: dt.datetime) -> Signatures | None:
    """How far the plan's scope agreement is signed as it stands; none where there is no agreement.

    As :func:`clientkit.scope.signatures`, with what the plan knows: who had the right to sign on
    that day, the other parts that a sign-off covers, and earlier versions. A sign-off of this
    version counts wherever it stands in the plan, from its instant or its day on.

    >>> import datetime as dt
    >>> from clientkit.base import decode
    >>> from clientkit.plan import ClientPlan, signatures
    >>> plan = decode(ClientPlan, {
    ...     "clientkit": "1", "client": {"id": "h", "name": "Harbor", "timezone": "Europe/Berlin"},
    ...     "people": [{"id": "director", "title": "Museum director"}],
    ...     "scope": {"id": "web", "title": "New web site", "sign_offs": [
    ...         {"person": "director", "side": "client", "date": "2026-01-26"}]}})
    >>> signatures(plan, at=dt.datetime(2026, 1, 26, 9, tzinfo=dt.UTC)).state
    <SigningState.ONE_SIDE: 'one_side'>
    >>> signatures(plan, at=dt.datetime(2026, 1, 25, 9, tzinfo=dt.UTC)).state
    <SigningState.UNSIGNED: 'unsigned'>

    Raises:
        InvalidArgumentError: `at` has no offset.
    """
    require_instant("at", at)
    if plan.scope is None:
        return None
    now = to_utc(at)
    today = local_day(now, plan.client.timezone)
    return Signing(plan).of(plan.scope, lambda one: is_there(one, now, today))


def is_there(sign_off: SignOff, now: dt.datetime, today: dt.date) -> bool:
    """Whether a sign-off had been given by an instant in UTC, or on the day that it bears."""
    if sign_off.at is not None:
        return to_utc(sign_off.at) <= now
    return sign_off.date is None or sign_off.date <= today


def agreements(plan: ClientPlan) -> Iterator[tuple[str, ScopeAgreement]]:
    """The versions of the scope agreement, the present one first, each with its JSON Pointer."""
    if plan.scope is not None:
        yield "/scope", plan.scope
    for index, one in enumerate(() if plan.history is None else plan.history.scope):
        yield pointer("history", "scope", index), one


class Signing:
    """What a plan knows of signatures: who may sign, what they cover, which texts there were."""

    def __init__(self, plan: ClientPlan, parties: Parties | None = None) -> None:
        self._plan = plan
        self._parties = Parties(plan) if parties is None else parties
        # The text is kept with its digests, so that no other one can have its `id` meanwhile.
        self._digests: dict[object, tuple[ScopeAgreement, frozenset[str]]] = {}

    def of(
        self,
        agreement: ScopeAgreement,
        is_known: Callable[[SignOff], bool] = lambda _: True,
        *,
        earlier: Iterable[ScopeAgreement] = (),
    ) -> Signatures:
        """How far a version of the agreement is signed, by the sign-offs that are known.

        `earlier` are further texts that may have been signed.
        """
        texts = [text for _, text in agreements(self._plan) if text is not agreement]
        return signatures_of(
            agreement,
            sign_offs=filter(is_known, self.given(agreement)),
            may_sign=self.may_sign,
            digests=self.digests,
            earlier=chain(earlier, texts),
        )

    def given(self, agreement: ScopeAgreement) -> tuple[SignOff, ...]:
        """The sign-offs that may concern an agreement, each once.

        Beside its own there are those that stand with another version and name this one, and
        those of the version that it grew from, for they say what was signed before.
        """
        given = dict.fromkeys(agreement.sign_offs)
        for _, text in agreements(self._plan):
            named = (agreement.version, agreement.base)
            given |= dict.fromkeys(one for one in text.sign_offs if one.version in named)
        return tuple(given)

    def replaces(self, one: SignOff, other: SignOff) -> bool:
        """Whether a sign-off holds, and says all for its side that another would say."""
        scope = {Covers.SCOPE}
        if one.side is not other.side or one.version != other.version:
            return False
        if self.may_sign(one) is False or not set(other.covers or scope) <= set(
            one.covers or scope
        ):
            return False
        texts = (text for _, text in agreements(self._plan) if text.version == one.version)
        return one.digest is None or any(one.digest in self.digests(text, one) for text in texts)

    def may_sign(self, sign_off: SignOff) -> bool | None:
        """Whether the signer had the right on that day; none where nobody of the side has it."""
        day = signing_day(sign_off, self._plan.client.timezone)
        return self._parties.had_right(sign_off.person, Right.SIGN, side=sign_off.side, as_of=day)

    def digests(self, text: ScopeAgreement, sign_off: SignOff) -> frozenset[str]:
        """The digests by which a sign-off still shows what it covers."""
        day = signing_day(sign_off, self._plan.client.timezone)
        key = (id(text), frozenset(sign_off.covers), day)
        if key not in self._digests:
            self._digests[key] = (text, digests_of(self._plan, text, sign_off))
        return self._digests[key][1]

    def signers(self, side: Side, day: dt.date) -> tuple[str, ...]:
        """The people of a side who may sign on a day."""
        return tuple(
            one.id
            for one in self._plan.people
            if one.side is side
            and self._parties.had_right(one.id, Right.SIGN, side=side, as_of=day)
        )


def sign(
    plan: ClientPlan,
    *,
    person: str,
    side: Side | None = None,
    at: dt.datetime | None = None,
    date: dt.date | None = None,
    covers: Iterable[Covers | str] = (),
) -> SignOff:
    """The sign-off of a person under the plan as it stands, with its version and digest.

    It is not added to the plan; ``clientkit sign`` writes it into the file. Where the plan gives
    the right to sign to nobody of the side, whoever signs is believed.

    Args:
        plan: The plan.
        person: Who signs.
        side: For which side; left out, the person's own.
        at: The instant of the signature.
        date: Its day, where no more is known; one of the two is needed.
        covers: What it covers; left out, the scope alone.

    >>> import datetime as dt
    >>> from clientkit.base import decode
    >>> from clientkit.plan import ClientPlan, sign
    >>> plan = decode(ClientPlan, {
    ...     "clientkit": "1", "client": {"id": "h", "name": "Harbor", "timezone": "Europe/Berlin"},
    ...     "people": [{"id": "director", "title": "Museum director"}],
    ...     "scope": {"id": "web", "title": "New web site"}})
    >>> sign(plan, person="director", date=dt.date(2026, 1, 26)).digest[:20]
    'sha256:d51e099cad040'

    Raises:
        InvalidArgumentError: There is no such person, the person is not of that side or had no
            right to sign for it on that day, or has signed this version already; the plan has no
            agreement or not the parts that are to be covered; both or neither of `at` and `date`
            are given, or `at` has no offset.
        ValueError: There is no such side.
    """
    if plan.scope is None:
        raise InvalidArgumentError("plan", plan.name, "one with a scope agreement to sign")
    if (at is None) == (date is None):
        raise InvalidArgumentError("at", at, "an instant, or a date instead")
    if at is not None:
        require_instant("at", at)
    known = {one.id: one for one in plan.people}
    if person not in known:
        close = closest_id(person, known)
        such = "" if close is None else f"; did you mean {close!r}?"
        raise InvalidArgumentError("person", person, f"a person of the plan{such}")
    own = known[person].side
    if own is Side.THIRD_PARTY:
        raise InvalidArgumentError("person", person, "somebody of the client or the provider")
    if side is not None and Side(side) is not own:
        raise InvalidArgumentError(
            "side", Side(side).value, f"{own.value!r}, the side of {person!r}"
        )
    parts = parts_of(covers)
    sign_off = SignOff(
        person=person,
        side=own,
        version=plan.scope.version,
        at=at,
        date=date,
        covers=() if parts == (Covers.SCOPE,) else parts,
        digest=digest(plan, covers=parts),
    )
    signing = Signing(plan)
    if signing.may_sign(sign_off) is False:
        day = signing_day(sign_off, plan.client.timezone)
        may = " or ".join(map(repr, signing.signers(own, day))) or "nobody on that day"
        raise InvalidArgumentError(
            "person", person, f"somebody who may sign for the {own.value}: {may}"
        )
    given = (one for one in signing.given(plan.scope) if one.person == person)
    if any(signing.replaces(one, sign_off) for one in given):
        raise InvalidArgumentError(
            "person", person, f"somebody who has not signed version {plan.scope.version} yet"
        )
    return sign_off
