"""Whether the scope agreement of a plan binds both sides."""

import datetime as dt
from collections.abc import Iterator

from clientkit.scope.binding import InForce, with_change_orders
from clientkit.scope.binding import in_force as is_in_force
from clientkit.scope.model import ScopeAgreement
from clientkit.scope.signing import Signatures
from clientkit.scope.times import require_instant

from .model import ClientPlan, ClientRecord
from .scope_questions import order_standings
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
    require_instant("at", at)
    return binding(situation(plan, record, at=at))


def binding(s: Situation) -> InForce | None:
    """As :func:`in_force`, for a situation that is known."""
    scope = s.plan.scope
    if scope is None:
        return None
    _, *earlier = (text for _, text in agreements(s.plan))
    standings = order_standings(s)
    signing = Signing(s.plan, s.parties)
    bases = {one.version: one for one in earlier}

    def as_agreed(text: ScopeAgreement) -> Iterator[ScopeAgreement]:
        """What a version should say, and may have said when it was signed."""
        base = bases.get(text.base or 0)
        if base is not None:
            yield with_change_orders(base, text, standings)[0]

    def signed(text: ScopeAgreement) -> Signatures:
        return signing.of(text, lambda one: is_there(one, s.now, s.today), earlier=as_agreed(text))

    return is_in_force(
        scope,
        signed=signed,
        earlier=earlier,
        orders=(order for order, _ in standings),
        statuses=(status for _, status in standings),
    )
