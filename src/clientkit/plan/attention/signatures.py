"""Whether both sides signed the agreement as it is."""

import datetime as dt
from collections.abc import Iterator

from clientkit.client.model import Right, Side
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.moments import Moment, Unknown, local_day, to_utc
from clientkit.plan.situation import Situation
from clientkit.scope.entries import ChangeOrderEventKind
from clientkit.scope.model import Covers, ScopeAgreement, SignOff

__all__ = ["signatures", "signed_on"]


def signatures(s: Situation) -> Iterator[Action]:
    """The sides whose signature under the latest version of the agreement is not known.

    A signature counts for its version, from its instant or day on, and if the plan does not give
    the right to sign to others of that side. A version that an applied change order made, of a
    base that the side signed, needs no signature of its own.
    """
    scope = s.plan.scope
    if scope is None:
        return
    for side in (Side.CLIENT, Side.PROVIDER):
        if _has_signed(s, scope, side, scope.version) or _is_changed(s, scope, side):
            continue
        signers = [role.id for role in s.parties.with_right(Right.SIGN, side)]
        title = s.plan.client.name if side is Side.CLIENT else "the provider"
        yield s.action(
            ActionKind.UNSIGNED,
            what=f"sign-off of {scope.title}, version {scope.version}, by {title}",
            why="no signature of this version by this side is known",
            who=signers or [side],
            timing=s.timing(*_by_when(s, scope)),
            subject=scope.id,
            plan_paths=("/scope/sign_offs",),
        )


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
    if sign_off.date is not None:
        return sign_off.date
    return dt.date.min if sign_off.at is None else local_day(sign_off.at, zone)


def is_known(s: Situation, sign_off: SignOff) -> bool:
    """Whether a signature was there by the instant asked about."""
    if sign_off.at is not None:
        return to_utc(sign_off.at) <= s.now
    return signed_on(sign_off, s.plan.client.timezone) <= s.today


def _has_signed(s: Situation, scope: ScopeAgreement, side: Side, version: int) -> bool:
    zone = s.plan.client.timezone
    return any(
        one.side is side
        and one.version == version
        and (not one.covers or Covers.SCOPE in one.covers)
        and is_known(s, one)
        and s.parties.had_right(
            one.person, Right.SIGN, role=None, as_of=signed_on(one, zone), side=side
        )
        is not False
        for one in scope.sign_offs
    )


def _is_changed(s: Situation, scope: ScopeAgreement, side: Side) -> bool:
    """Whether a change order that is on record as applied made this version of a signed base."""
    if scope.base is None:
        return False
    applied = any(
        event.kind is ChangeOrderEventKind.APPLIED and event.version == scope.version
        for event in s.record.change_order_events
    )
    earlier = () if s.plan.history is None else s.plan.history.scope
    return applied and any(
        _has_signed(s, one, side, scope.base)
        for one in (scope, *earlier)
        if one is scope or one.version == scope.base
    )
