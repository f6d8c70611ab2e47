"""Whether a version of an agreement binds both sides."""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum, unique
from functools import cached_property
from typing import Annotated

import attrs
from msgspec import Meta

from clientkit.base import evolve, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Refers, Version
from clientkit.client.model import Side

from .applying import ChangeRefusal, preview_change_order
from .differences import AgreementDifference, diff_agreements
from .digests import signed_content
from .entries import ChangeOrder
from .life_cycle import ChangeOrderState, ChangeOrderStatus
from .model import ScopeAgreement
from .signing import Signatures, SignatureState, changes_text

__all__ = ["ForceReason", "InForce", "in_force", "with_change_orders"]

OrderIds = Annotated[tuple[Annotated[Id, Refers("change_order")], ...], Meta(max_length=1_000_000)]
Approved = tuple[ChangeOrder, ChangeOrderStatus]


@unique
class ForceReason(Enum):
    """Why an agreement is in force, or why not."""

    SIGNED = "signed"
    """It is, for both sides have signed it as it stands."""
    CHANGE_ORDERS = "change_orders"
    """It is, for it says what a signed version says with approved change orders in it."""
    EDITED = "edited"
    """It is not, for it was signed, and its text is another now."""
    ONE_SIDE = "one_side"
    """It is not, for one side alone has agreed to it."""
    BASE_UNKNOWN = "base_unknown"
    """It is not, for nobody has signed it, and the version that it grew from is not known."""
    DIFFERS = "differs"
    """It is not, for nobody has signed it, and change orders do not explain all that changed."""
    UNSIGNED = "unsigned"
    """It is not, for nobody has signed it, nor what it grew from."""

    @property
    def holds(self) -> bool:
        """Whether an agreement is in force for this reason."""
        return self in (ForceReason.SIGNED, ForceReason.CHANGE_ORDERS)


@model(kw_only=True)
class InForce:
    """Whether a version of an agreement is in force, and why."""

    agreement: Id
    """The agreement."""
    version: Version
    """Which version of it."""
    reason: ForceReason
    """Whether it is in force, and why."""
    agreed_by: Annotated[tuple[Side, ...], Meta(max_length=2)] = ()
    """The sides that agreed to it, by signing it or what it follows from; the client first."""
    signatures: Signatures
    """Its own signatures."""
    follows_from: Version | None = None
    """The version that it is with change orders in it, where that is another."""
    change_orders: OrderIds = ()
    """The change orders that lead there from that version, in order."""
    differs: AgreementDifference | None = None
    """What changed that no approved change order explains, where anything did."""

    @property
    def holds(self) -> bool:
        """Whether it is in force."""
        return self.reason.holds

    @property
    def text(self) -> str:
        """Whether it is in force and why, in a line."""
        said = _WORDS[self.reason]
        if self.reason is ForceReason.CHANGE_ORDERS:
            orders = ", ".join(self.change_orders) or "nothing else"
            return f"{said}: version {self.follows_from} with {orders}"
        changes = changes_text(self.differs)
        return f"{said}; no change order explains {changes}" if changes else said


def in_force(
    agreement: ScopeAgreement,
    *,
    signed: Callable[[ScopeAgreement], Signatures],
    earlier: Iterable[ScopeAgreement] = (),
    orders: Iterable[ChangeOrder] = (),
    statuses: Iterable[ChangeOrderStatus] = (),
) -> InForce:
    """Whether a version of an agreement is in force, and why.

    It is if both sides signed it, or if it says what the version that it grew from says with
    approved change orders in it, and both sides agreed to that version in one of these two ways.
    The number of a version, its base and the day on which it takes effect are its own. Anything
    else that differs needs signatures, be it a word of the summary. Whether the day has come on
    which it takes effect is another question.

    Args:
        agreement: The version asked about.
        signed: How far a version is signed, such as :func:`signatures`.
        earlier: Earlier versions.
        orders: Change orders as they stand (:func:`standing_orders`).
        statuses: How far they have come (:func:`change_order_statuses`).

    >>> import datetime as dt
    >>> from clientkit.base import evolve
    >>> from clientkit.scope import ScopeAgreement, SignOff, digest, in_force, signatures
    >>> text = ScopeAgreement(id="web", title="New web site")
    >>> in_force(text, signed=signatures).reason.value
    'unsigned'
    >>> first = evolve(text, sign_offs=[
    ...     SignOff(person=who, side=side, date=dt.date(2026, 1, 26), digest=digest(text))
    ...     for who, side in (("director", "client"), ("partner", "provider"))])
    >>> in_force(first, signed=signatures).reason.value
    'signed'
    >>> second = evolve(text, version=2, base=1, title="New web shop")
    >>> found = in_force(second, signed=signatures, earlier=[first])
    >>> found.reason.value, [one.text for one in found.differs.changes]
    ('differs', ['title: New web site -> New web shop'])
    """
    texts = {one.version: one for one in earlier}
    line = [(agreement, signed(agreement))]  # down to a version that is signed, or has no base
    while (base := texts.get(line[-1][0].base or 0)) and len(line[-1][1].signed_by) < _BOTH:
        line.append((base, signed(base)))
    approved: list[Approved] = []
    if len(line) > 1:
        states = {one.change_order: one for one in statuses}
        approved = [(one, states[one.id]) for one in orders if one.id in states]
    ground = _Ground.of(*line[-1])
    for (base, _), (text, its) in zip(line[:0:-1], line[-2::-1], strict=True):
        ground = ground.next(base, text, its, approved)
    its = line[0][1]
    return trusted(
        InForce,
        agreement=agreement.id,
        version=agreement.version,
        reason=_reason(agreement, its, ground, has_base=len(line) > 1),
        agreed_by=tuple(side for side in _SIDES if side in ground.agreed_by),
        signatures=its,
        follows_from=None if ground.version == agreement.version else ground.version,
        change_orders=ground.change_orders,
        differs=ground.differs,
    )


@attrs.frozen(kw_only=True)
class _Ground:
    """What a version rests on."""

    agreed_by: frozenset[Side]
    version: int
    """The oldest version that it follows from without a gap."""
    change_orders: tuple[str, ...] = ()
    differs: AgreementDifference | None = None

    @classmethod
    def of(
        cls, text: ScopeAgreement, its: Signatures, differs: AgreementDifference | None = None
    ) -> "_Ground":
        """That of a version by itself."""
        return cls(agreed_by=frozenset(its.signed_by), version=text.version, differs=differs)

    def next(
        self,
        base: ScopeAgreement,
        text: ScopeAgreement,
        its: Signatures,
        approved: Sequence[Approved],
    ) -> "_Ground":
        """That of the version that grew from this one."""
        expected, change_orders = with_change_orders(base, text, approved)
        if expected != signed_content(text):
            return _Ground.of(text, its, diff_agreements(expected, signed_content(text)))
        return _Ground(
            agreed_by=self.agreed_by.union(its.signed_by),
            version=self.version,
            change_orders=self.change_orders + change_orders,
            differs=self.differs,
        )


def with_change_orders(
    base: ScopeAgreement, text: ScopeAgreement, approved: Iterable[Approved]
) -> tuple[ScopeAgreement, tuple[str, ...]]:
    """What a version should say that grew from another, and the change orders that make it so.

    Those count that are on record as applied, in the order of the versions that contain them. Of
    those that are only approved, each counts that brings this nearer to what the version says, or
    all up to one with which it says just that. Without signatures, extensions and reminders.
    """
    applied, pending = [], []
    for order, status in approved:
        is_near = base.version <= order.base < text.version
        version = status.version or (text.version if is_near else 0)
        if status.state is ChangeOrderState.APPROVED and is_near:
            pending.append(order)
        elif status.state is ChangeOrderState.APPLIED and version in _after(base, text):
            applied.append((version, order))
    found = _Draft(base=base, wanted=text, text=signed_content(base))
    for _, order in sorted(applied, key=lambda one: one[0]):
        found = found.having(order)
    every = found
    for order in pending:
        if found.distance == (0, 0):
            break
        every = every.having(order)
        found = min(found, found.having(order), every, key=lambda one: one.distance)
    return found.said, found.change_orders


def _after(base: ScopeAgreement, text: ScopeAgreement) -> range:
    """The versions after one, up to another."""
    return range(base.version + 1, text.version + 1)


@attrs.frozen(kw_only=True)
class _Draft:
    """A text with some change orders in it, beside the version that it is compared with."""

    base: ScopeAgreement
    wanted: ScopeAgreement
    text: ScopeAgreement
    change_orders: tuple[str, ...] = ()

    def having(self, order: ChangeOrder) -> "_Draft":
        """This text with an order in it too, or as it is where the order does not fit."""
        after = preview_change_order(self.text, evolve(order, base=self.text.version))
        if isinstance(after, ChangeRefusal):
            return self
        orders = (*self.change_orders, order.id)
        return attrs.evolve(self, text=signed_content(after), change_orders=orders)

    @cached_property
    def said(self) -> ScopeAgreement:
        """The text, with what the version says of itself."""
        own = self.wanted
        # Without any order, nothing says that it takes effect on another day.
        effective = own.effective if self.change_orders else self.base.effective
        return evolve(self.text, version=own.version, base=own.base, effective=effective)

    @cached_property
    def distance(self) -> tuple[int, int]:
        """In how many places it differs from what the version says, in its parts and in all.

        Parts go first: two orders may well have one price, and any one explains the day.
        """
        changes = diff_agreements(self.said, signed_content(self.wanted)).changes
        return sum(one.part is not None for one in changes), len(changes)


def _reason(
    agreement: ScopeAgreement, its: Signatures, ground: _Ground, *, has_base: bool
) -> ForceReason:
    if len(its.signed_by) == _BOTH:
        return ForceReason.SIGNED
    if len(ground.agreed_by) == _BOTH:
        return ForceReason.CHANGE_ORDERS
    if any(one.state is SignatureState.EDITED for one in its.signatures):
        return ForceReason.EDITED
    if ground.agreed_by:
        return ForceReason.ONE_SIDE
    if agreement.base is not None and not has_base:
        return ForceReason.BASE_UNKNOWN
    return ForceReason.UNSIGNED if ground.differs is None else ForceReason.DIFFERS


_WORDS = {
    ForceReason.SIGNED: "in force: signed by both sides as it stands",
    ForceReason.CHANGE_ORDERS: "in force",
    ForceReason.EDITED: "not in force: signed, but changed since",
    ForceReason.ONE_SIDE: "not in force: agreed to by one side alone",
    ForceReason.BASE_UNKNOWN: "not in force: unsigned, and the version it grew from is not known",
    ForceReason.DIFFERS: "not in force: unsigned",
    ForceReason.UNSIGNED: "not in force: unsigned",
}
_SIDES = (Side.CLIENT, Side.PROVIDER)
_BOTH = len(_SIDES)
