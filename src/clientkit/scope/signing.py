"""Whether an agreement is signed as it stands.

A sign-off counts for one text alone: that of the version it names, as its digest says. Whoever
edits the text afterwards has an agreement that nobody signed.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from enum import Enum, unique
from functools import cache
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Version
from clientkit.client.model import Side

from .differences import AgreementDifference, diff_agreements
from .digests import digest, signed_content
from .model import Covers, ScopeAgreement, SignOff

__all__ = [
    "Digests",
    "Signature",
    "SignatureState",
    "Signatures",
    "SigningState",
    "changes_text",
    "signatures",
]

Digests = Callable[[ScopeAgreement, SignOff], Collection[str] | None]
"""Gives the digests of an agreement that fit a sign-off; none where that cannot be told."""


@unique
class SignatureState(Enum):
    """Whether a sign-off counts for an agreement as it stands, and why not."""

    BOUND = "bound"
    """It counts, and its digest is that of the text."""
    UNBOUND = "unbound"
    """It counts for its version, but nothing would show a later edit."""
    EDITED = "edited"
    """It does not count, for the text is another than the one that was signed."""
    OTHER_VERSION = "other_version"
    """It does not count, for another version was signed."""
    OTHER_PARTS = "other_parts"
    """It does not count, for it covers other parts of the plan and not the scope."""
    NO_RIGHT = "no_right"
    """It does not count, for the person had no right to sign for that side."""

    @property
    def counts(self) -> bool:
        """Whether such a sign-off counts."""
        return self in (SignatureState.BOUND, SignatureState.UNBOUND)


@unique
class SigningState(Enum):
    """How far an agreement is signed as it stands."""

    BOTH_SIDES = "both_sides"
    """Both sides have signed it."""
    ONE_SIDE = "one_side"
    """One side has signed it."""
    UNSIGNED = "unsigned"
    """No signature counts for it, be it that there is none or that it was edited since."""


@model(kw_only=True)
class Signature:
    """A sign-off, and what it is worth for an agreement as it stands."""

    sign_off: SignOff
    """The sign-off."""
    state: SignatureState
    """Whether it counts, and why not."""
    changed: AgreementDifference | None = None
    """What changed since, where another text was signed and that text is known; left out where both
    sides have signed the agreement as it stands."""

    @property
    def text(self) -> str:
        """What it is worth, in a line, with what changed since as far as that is known."""
        said = _WORDS[self.state].format(self.sign_off.version)
        changes = changes_text(self.changed)
        if not changes:
            return said
        since = "" if self.state is SignatureState.EDITED else ", and changed since"
        return f"{said}{since}: {changes}"


@model(kw_only=True)
class Signatures:
    """How far an agreement is signed as it stands, and by which sign-offs."""

    agreement: Id
    """The agreement."""
    version: Version
    """Which version of it."""
    state: SigningState
    """How far it is signed."""
    signed_by: Annotated[tuple[Side, ...], Meta(max_length=2)] = ()
    """The sides that have signed it, the client first."""
    signatures: Annotated[tuple[Signature, ...], Meta(max_length=1_000_000)] = ()
    """Each sign-off, in the order in which they were given."""

    @property
    def is_bound(self) -> bool:
        """Whether a sign-off of each side that signed would show a later edit."""
        bound = {one.sign_off.side for one in self.signatures if one.state is SignatureState.BOUND}
        return bool(self.signed_by) and bound.issuperset(self.signed_by)


def signatures(
    agreement: ScopeAgreement,
    *,
    sign_offs: Iterable[SignOff] | None = None,
    may_sign: Callable[[SignOff], bool | None] = lambda _: None,
    digests: Digests | None = None,
    earlier: Iterable[ScopeAgreement] = (),
) -> Signatures:
    """How far an agreement is signed as it stands.

    A sign-off counts if it names this version, covers the scope, its signer had the right to sign
    for the side, and its digest is that of the text. One without a digest counts for its version,
    and so does one that covers more than the scope while nobody can say what: a later edit of the
    text would not show. A third party's signature binds neither side.

    Args:
        agreement: The agreement.
        sign_offs: The sign-offs to judge; left out, the agreement's own.
        may_sign: Whether the signer had the right to sign for the side on that day. None means
            that nobody was given the right, so that whoever signed is believed.
        digests: The digests of an agreement that fit a sign-off, none where that cannot be told;
            left out, the digest of the scope for those that cover nothing else.
        earlier: Texts that may have been signed, such as earlier versions, to say what changed
            since; they are looked at only where that is the question.

    >>> import datetime as dt
    >>> from clientkit.base import evolve
    >>> from clientkit.scope import ScopeAgreement, SignOff, digest, signatures
    >>> text = ScopeAgreement(id="web", title="New web site")
    >>> signed = evolve(text, sign_offs=[
    ...     SignOff(person=who, side=side, date=dt.date(2026, 1, 26), digest=digest(text))
    ...     for who, side in (("director", "client"), ("partner", "provider"))])
    >>> signatures(signed).state
    <SigningState.BOTH_SIDES: 'both_sides'>
    >>> edited = signatures(evolve(signed, title="New web shop"), earlier=[text])
    >>> edited.state
    <SigningState.UNSIGNED: 'unsigned'>
    >>> edited.signatures[0].text
    'signed, but changed since: title: New web site -> New web shop'
    """
    given = agreement.sign_offs if sign_offs is None else tuple(sign_offs)
    own = cache(lambda: digest(agreement))

    def scope_alone(text: ScopeAgreement, sign_off: SignOff) -> tuple[str, ...] | None:
        if any(part is not Covers.SCOPE for part in sign_off.covers):
            return None
        return (own(),) if text is agreement else (digest(text),)

    @cache
    def texts() -> tuple[ScopeAgreement, ...]:
        return tuple(earlier)

    @cache
    def since(place: int) -> AgreementDifference:
        return diff_agreements(signed_content(texts()[place]), signed_content(agreement))

    digests = scope_alone if digests is None else digests
    states = [_state(agreement, one, may_sign, digests) for one in given]
    sides = {one.side for one, state in zip(given, states, strict=True) if state.counts}
    signed_by = tuple(side for side in _SIDES if side in sides)
    judged = []
    for one, state in zip(given, states, strict=True):
        place = None
        if state in _OF_ANOTHER_TEXT and signed_by != _SIDES:
            place = _signed_text(one, texts(), digests)
        changed = None if place is None else since(place)
        judged.append(trusted(Signature, sign_off=one, state=state, changed=changed))
    return trusted(
        Signatures,
        agreement=agreement.id,
        version=agreement.version,
        state=_STATES[len(signed_by)],
        signed_by=signed_by,
        signatures=tuple(judged),
    )


def _state(
    agreement: ScopeAgreement,
    sign_off: SignOff,
    may_sign: Callable[[SignOff], bool | None],
    digests: Digests,
) -> SignatureState:
    if sign_off.version != agreement.version:
        return SignatureState.OTHER_VERSION
    if sign_off.covers and Covers.SCOPE not in sign_off.covers:
        return SignatureState.OTHER_PARTS
    if may_sign(sign_off) is False:
        return SignatureState.NO_RIGHT
    fitting = None if sign_off.digest is None else digests(agreement, sign_off)
    if fitting is None:
        return SignatureState.UNBOUND
    return SignatureState.BOUND if sign_off.digest in fitting else SignatureState.EDITED


def _signed_text(
    sign_off: SignOff,
    texts: Sequence[ScopeAgreement],
    digests: Digests,
) -> int | None:
    """The place of the text that was signed: one of that version with that digest."""
    for place, one in enumerate(texts):
        if one.version == sign_off.version:
            fitting = None if sign_off.digest is None else digests(one, sign_off)
            if fitting is None or sign_off.digest in fitting:
                return place
    return None


def changes_text(difference: AgreementDifference | None) -> str:
    """What changed between two texts in a line, the first few of it, but for their numbers."""
    if difference is None:
        return ""
    changes = [one for one in difference.changes if one.path not in ("/version", "/base")]
    shown = [one.text.removeprefix("/") for one in changes[:_SHOWN]]
    more = len(changes) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")


_SHOWN = 5
_SIDES = (Side.CLIENT, Side.PROVIDER)
_OF_ANOTHER_TEXT = (SignatureState.EDITED, SignatureState.OTHER_VERSION)
_STATES = (SigningState.UNSIGNED, SigningState.ONE_SIDE, SigningState.BOTH_SIDES)
_WORDS = {
    SignatureState.BOUND: "signed as it stands",
    SignatureState.UNBOUND: "signed, without a digest that would show a later edit",
    SignatureState.EDITED: "signed, but changed since",
    SignatureState.OTHER_VERSION: "signed in version {}",
    SignatureState.OTHER_PARTS: "signed for other parts of the plan, not for the scope",
    SignatureState.NO_RIGHT: "signed without the right to sign for that side",
}
