"""Whether both sides signed the agreement as it is."""

import datetime as dt
from collections.abc import Iterator

from clientkit.client.model import Right, Side
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.binding import binding
from clientkit.plan.digests import signing_day
from clientkit.plan.moments import Moment, Unknown
from clientkit.plan.signing import is_there
from clientkit.plan.situation import Situation
from clientkit.scope.binding import InForce
from clientkit.scope.model import ScopeAgreement, SignOff
from clientkit.scope.signing import SignatureState, changes_text

__all__ = ["is_known", "signatures", "signed_on"]


def signatures(s: Situation) -> Iterator[Action]:
    """The sides that have not agreed to the latest version of the agreement as it stands.

    A signature counts for its version, from its instant or day on, if its digest is that of the
    text, and if the plan does not give the right to sign to others of that side. A version that
    says what a signed one says with approved change orders in it needs no signature of its own.
    """
    scope = s.plan.scope
    found = binding(s)
    if scope is None or found is None or found.holds:
        return
    for side in (Side.CLIENT, Side.PROVIDER):
        if side in found.agreed_by:
            continue
        signers = [role.id for role in s.parties.with_right(Right.SIGN, side)]
        title = s.plan.client.name if side is Side.CLIENT else "the provider"
        yield s.action(
            ActionKind.UNSIGNED,
            what=f"sign-off of {scope.title}, version {scope.version}, by {title}",
            why="; ".join(dict.fromkeys(_why(s, found, side))),
            who=signers or [side],
            timing=s.timing(*_by_when(s, scope)),
            subject=scope.id,
            plan_paths=("/scope/sign_offs",),
        )


def _why(s: Situation, found: InForce, side: Side) -> Iterator[str]:
    """What there is of this side, and what it is not worth."""
    theirs = [one for one in found.signatures.signatures if one.sign_off.side is side]
    unexplained = changes_text(found.differs)
    if not theirs:
        yield "no signature of this version by this side is known"
    for one in theirs:
        day = signed_on(one.sign_off, s.plan.client.timezone)
        said = one.text
        if unexplained and one.state is SignatureState.OTHER_VERSION:
            said = said.partition(",")[0]  # what changed is said below, without what was approved
        yield f"{s.parties.titles([one.sign_off.person], as_of=day)} on {day}: {said}"
    edited = (one for one in theirs if one.state is SignatureState.EDITED)
    if unexplained and all(changes_text(one.changed) != unexplained for one in edited):
        yield f"no approved change order explains {unexplained}"


def _by_when(s: Situation, scope: ScopeAgreement) -> tuple[Moment | None, str, str | None]:
    """Before it takes effect; once it has, it is simply missing."""
    zone = s.parties.zone_of(Side.CLIENT)
    if scope.effective is None:
        return None, zone, None
    begins = s.dates.resolve(scope.effective, by=Side.CLIENT)
    if isinstance(begins, Unknown) or s.timing(begins, zone).urgency is not Urgency.NEXT:
        return None, zone, None
    return begins, zone, scope.effective.text


def signed_on(sign_off: SignOff, zone: str) -> dt.date:
    """The day of a signature."""
    return signing_day(sign_off, zone)


def is_known(s: Situation, sign_off: SignOff) -> bool:
    """Whether a signature was there by the instant asked about."""
    return is_there(sign_off, s.now, s.today)
