"""Whether the scope agreement of a plan binds both sides."""

import datetime as dt
from functools import cache

from clientkit.base import InvalidArgumentError
from clientkit.scope.binding import InForce, with_change_orders
from clientkit.scope.binding import in_force as is_in_force
from clientkit.scope.change_control import change_order_statuses
from clientkit.scope.entries import ChangeOrder
from clientkit.scope.life_cycle import ChangeOrderStatus
from clientkit.scope.model import ScopeAgreement
from clientkit.scope.order_corrections import standing_orders
from clientkit.scope.signing import Signatures

from .model import ClientPlan, ClientRecord
from .scope_questions import PlanRights, PlanTimes
from .signing import Signing, agreements, is_there
from .situation import Situation, situation

__all__ = ["binding", "in_force"]


def in_force(plan: ClientPlan, record: ClientRecord | None, *, at: dt.datetime) -> InForce | None:
    """Whether the plan's scope agreement binds both sides, and why; none where there is none.

    It does if both sides signed it as it stands, or if it says what a signed version under
    ``history`` says with the change orders in it that the record has as approved. See
    :func:`clientkit.scope.in_force`. Whether the day has come on which it takes effect is another
    question.

    Raises:
        InvalidArgumentError: `at` has no offset.
    """
    if at.utcoffset() is None:
        raise InvalidArgumentError("at", at, "an instant with its offset")
    return binding(situation(plan, record, at=at))


def binding(s: Situation) -> InForce | None:
    """As :func:`in_force`, for a situation that is known."""
    scope, record = s.plan.scope, s.given
    if scope is None:
        return None
    texts = [text for _, text in agreements(s.plan)]

    @cache
    def approved() -> list[tuple[ChangeOrder, ChangeOrderStatus]]:
        if record is None:
            return []
        orders, events, zone = record.change_orders, record.change_order_events, record.timezone
        standing = standing_orders(orders, events, at=s.now, timezone=zone)
        statuses = change_order_statuses(
            orders, events, texts, at=s.now, timezone=zone, times=PlanTimes(s), rights=PlanRights(s)
        )
        of_order = {one.change_order: one for one in statuses}
        return [(one, of_order[one.id]) for one in standing if one.id in of_order]

    signing = Signing(s.plan, s.parties)
    bases = {one.version: one for one in texts[1:]}

    def signed(text: ScopeAgreement) -> Signatures:
        base = bases.get(text.base or 0)
        likely = (
            with_change_orders(one, text, approved())[0] for one in (base,) if one is not None
        )
        return signing.of(text, lambda one: is_there(one, s.now, s.today), earlier=likely)

    return is_in_force(
        scope,
        signed=signed,
        earlier=texts[1:],
        orders=(order for order, _ in approved()),
        statuses=(status for _, status in approved()),
    )
