"""Who may approve a change order, and when enough have, or too few are left who could."""

from collections.abc import Iterable

import attrs

from clientkit.base import Money
from clientkit.client.model import Right, Role

from .authority import Rights
from .entries import ChangeOrder, ChangeOrderEvent
from .model import ChangeControl

__all__ = ["Answer", "Answers", "answer_of", "refusal_is_certain"]


@attrs.frozen(kw_only=True)
class Answer:
    """What one approval or refusal counts for."""

    counts: bool
    """Whether it counts at all."""
    roles: tuple[str, ...] = ()
    """The roles whose answer it is; none where the agreement names no role."""
    above: Money | None = None
    """The limit that the price is above, where it would count but for that."""
    why_not: str | None = None
    """Why it does not count, in a few words."""


def refusal_is_certain(*, refused: int, required: int, of: int) -> bool:
    """Whether so many have refused that those who are left are too few to approve.

    That is so once the refused and the required together are more than all; with exactly all of
    them, everybody else may still approve. It holds for heads as for percent of votes (`of` is
    then 100).

    >>> refusal_is_certain(refused=1, required=1, of=2)
    False
    >>> refusal_is_certain(refused=2, required=1, of=2)
    True
    >>> refusal_is_certain(refused=34, required=67, of=100)
    True
    """
    return refused + required > of


class Answers:
    """What the approving roles have said to one offer; of one role its latest word counts."""

    def __init__(self, control: ChangeControl | None) -> None:
        named = () if control is None else tuple(dict.fromkeys(control.approved_by))
        quorum = None if control is None else control.quorum
        self.asked = named
        """The roles that are asked; empty where the agreement names none."""
        self.required = len(named) if quorum is None else min(quorum, len(named))
        """How many of them are enough."""
        self.approved: dict[str, None] = {}
        """The roles that have approved, in order."""
        self.refused: dict[str, None] = {}
        """The roles that have refused, in order."""

    def approve(self, answer: Answer) -> bool:
        """Take in an approval; say whether the offer is approved now."""
        self._hear(answer, self.approved, self.refused)
        if not self.asked:
            return answer.counts
        return len(self.approved) >= self.required

    def refuse(self, answer: Answer) -> bool:
        """Take in a refusal; say whether the offer cannot be approved any more."""
        self._hear(answer, self.refused, self.approved)
        if not self.asked:
            return answer.counts
        return refusal_is_certain(
            refused=len(self.refused), required=self.required, of=len(self.asked)
        )

    @property
    def silent(self) -> tuple[str, ...]:
        """The roles that have not answered yet."""
        return tuple(role for role in self.asked if role not in self.approved | self.refused)

    @staticmethod
    def _hear(answer: Answer, said: dict[str, None], unsaid: dict[str, None]) -> None:
        for role in answer.roles:
            said[role] = None
            unsaid.pop(role, None)


def answer_of(
    event: ChangeOrderEvent,
    order: ChangeOrder,
    control: ChangeControl | None,
    rights: Rights | None,
    *,
    approves: bool,
) -> Answer:
    """What an approval, or a refusal, of a change order counts for.

    It counts for the roles in which the person acted, of those that the agreement asks. An approval
    takes the right `approve_change`, where the plan gives that to anybody, and a price up to the
    role's limit, the limit included; a price in another currency than the limit is not judged. A
    refusal takes neither. Where the agreement names no role, one answer by anybody with the right
    is enough, and by anybody at all where nobody was given it.

    Without any `rights` the role that the event names is believed.
    """
    asked = () if control is None else control.approved_by
    if rights is None:
        if asked and event.role not in asked:
            return Answer(counts=False, why_not=_asks(asked))
        return Answer(counts=True, roles=() if event.role is None else (event.role,))
    acting = tuple(rights.acting(event))
    able = tuple(role for role in acting if not asked or role.id in asked)
    had = rights.may(event, Right.APPROVE_CHANGE)
    if had is not None and (approves or not asked):
        able = tuple(role for role in able if Right.APPROVE_CHANGE in role.may)
    within = tuple(role for role in able if not approves or not _is_above(role, order))
    is_open = not asked and had is None and not acting
    if within or is_open:
        return Answer(counts=True, roles=tuple(role.id for role in within))
    above = next((role.limit for role in able if _is_above(role, order)), None)
    if approves and above is not None:
        why = f"the price of {order.price} is above the limit of {above}"
        return Answer(counts=False, above=above, why_not=why)
    if had is False:
        return Answer(counts=False, why_not=f"it takes the right {Right.APPROVE_CHANGE.value!r}")
    return Answer(counts=False, why_not=_asks(asked))


def _asks(asked: Iterable[str]) -> str:
    return f"the agreement asks {', '.join(map(repr, asked))}"


def _is_above(role: Role, order: ChangeOrder) -> bool:
    limit, price = role.limit, order.price
    if limit is None or price is None or limit.currency != price.currency:
        return False
    return price.amount > limit.amount
