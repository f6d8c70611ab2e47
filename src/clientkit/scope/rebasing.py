"""A change order moved to a later version than the one it was written for."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated, Any

from msgspec import Meta

from clientkit.base import InvalidArgumentError, evolve, model, specification
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Line, Refers, Text, Version

from .applying import ChangeRefusal, items_of, preview_change_order
from .entries import ChangeOrder, ScopeItems
from .model import ScopeAgreement

__all__ = ["RebaseConflict", "RebaseConflictKind", "RebaseOutcome", "RebasedOrder", "rebase"]


@unique
class RebaseOutcome(Enum):
    """Whether a change order still makes sense on another version."""

    CLEAN = "clean"
    """It does, word for word; whoever approved it approved just that."""
    MERGED = "merged"
    """It does, but parts that it changes have other new words too; it is to be approved as it is
    now."""
    CONFLICT = "conflict"
    """It does not, for what it speaks of has changed; somebody has to write it anew."""


@unique
class RebaseConflictKind(Enum):
    """Why a change order does not fit another version."""

    BOTH_CHANGED = "both_changed"
    """It changes a field that has been changed otherwise meanwhile."""
    REMOVED_MEANWHILE = "removed_meanwhile"
    """It changes or removes a part that is not there any more."""
    CHANGED_MEANWHILE = "changed_meanwhile"
    """It removes a part that has been changed meanwhile."""
    ADDED_MEANWHILE = "added_meanwhile"
    """It adds a part under an id that has been given meanwhile, or changes one that is new."""
    DOES_NOT_FIT = "does_not_fit"
    """What would come of it is no agreement that holds together."""


@model(kw_only=True)
class RebaseConflict:
    """One reason why a change order does not fit another version."""

    kind: RebaseConflictKind
    """What kind of reason."""
    part: Id | None = None
    """The part of the agreement that it is about."""
    fields: Annotated[tuple[Line, ...], Meta(max_length=100)] = ()
    """The fields that both changed."""
    message: Text
    """What is wrong, and what was expected."""


@model(kw_only=True)
class RebasedOrder:
    """What becomes of a change order on another version."""

    change_order: Annotated[Id, Refers("change_order")]
    """The change order."""
    before: Version
    """The version that it was written for."""
    after: Version
    """The version that it was moved to."""
    outcome: RebaseOutcome
    """Whether it still makes sense."""
    order: ChangeOrder | None = None
    """The order as it reads on that version; left out where it does not fit."""
    merged: Annotated[tuple[Id, ...], Meta(max_length=10_000)] = ()
    """The parts whose new words are put together from both."""
    conflicts: Annotated[tuple[RebaseConflict, ...], Meta(max_length=100_000)] = ()
    """Why it does not fit, all reasons at once."""

    @property
    def text(self) -> str:
        """The outcome for people, a line for each conflict."""
        head = f"{self.change_order}, version {self.before} -> {self.after}: {self.outcome.value}"
        more = [f"put together: {', '.join(self.merged)}"] if self.merged else []
        return "\n  ".join([head, *more, *(one.message for one in self.conflicts)])


def rebase(order: ChangeOrder, agreement: ScopeAgreement, *, base: ScopeAgreement) -> RebasedOrder:
    """A change order as it reads on another version than the one it was written for.

    Two orders for one version are both written as if the other did not exist. Once one is applied,
    the other is moved to the new version, part by part, and compared with what happened meanwhile:

    - What was not touched stays as the order says.
    - A part that both changed keeps the new words of both, if they changed different fields, or the
      same field in the same way. Such a part reads otherwise than what was offered (`merged`).
    - The same field changed in two ways, a part that is gone, one to be removed that was changed,
      and an id given twice are conflicts.
    - What comes out must hold together, as :func:`preview_change_order` says.

    The price and the working days stay as they were offered.

    >>> from clientkit.base import decode, evolve
    >>> from clientkit.scope import (
    ...     ChangeOrder, ScopeAgreement, preview_change_order, rebase)
    >>> base = decode(ScopeAgreement, {"id": "web", "title": "New site", "deliverables": [
    ...     {"id": "site", "title": "The site", "due": "2026-09-01"}]})
    >>> def order(name, **site):
    ...     return decode(ChangeOrder, {
    ...         "id": name, "title": name, "origin": "client_request", "base": 1, "by": "pm",
    ...         "date": "2026-03-16", "changes": {"deliverables": [
    ...             {"id": "site", "title": "The site", "due": "2026-09-01"} | site]}})
    >>> later, longer = order("later", due="2026-09-15"), order("longer", working_days=9)
    >>> now = preview_change_order(base, later)
    >>> found = rebase(longer, now, base=base)
    >>> print(found.text)
    longer, version 1 -> 2: merged
      put together: site
    >>> found.order.changes.deliverables[0].due.text
    '2026-09-15'
    >>> print(rebase(order("earlier", due="2026-08-01"), now, base=base).text)
    earlier, version 1 -> 2: conflict
      'site' has another due meanwhile; expected one of the two

    Args:
        order: The change order.
        agreement: The version that it is moved to.
        base: The version that it was written for.

    Raises:
        InvalidArgumentError: ``base`` is another version than the order's base.
    """
    if base.version != order.base:
        raise InvalidArgumentError("base.version", base.version, f"the order's base, {order.base}")
    move = _Move(order, base, agreement)
    conflicts = [*move.conflicts_of_changes(), *move.conflicts_of_ids()]
    rebased = evolve(order, base=agreement.version, changes=move.changes())
    if not conflicts:
        fit = preview_change_order(agreement, rebased)
        if isinstance(fit, ChangeRefusal):
            conflicts += [
                trusted(
                    RebaseConflict,
                    kind=RebaseConflictKind.DOES_NOT_FIT,
                    part=reason.ids[0] if reason.ids else None,
                    message=reason.message,
                )
                for reason in fit.reasons
            ]
    outcome = RebaseOutcome.MERGED if move.merged else RebaseOutcome.CLEAN
    return trusted(
        RebasedOrder,
        change_order=order.id,
        before=base.version,
        after=agreement.version,
        outcome=RebaseOutcome.CONFLICT if conflicts else outcome,
        order=None if conflicts else rebased,
        merged=() if conflicts else tuple(move.merged),
        conflicts=tuple(conflicts),
    )


class _Move:
    """A change order between the version that it was written for and another."""

    def __init__(self, order: ChangeOrder, base: ScopeAgreement, now: ScopeAgreement) -> None:
        self._order = order
        self._base, self._now = _parts(base), _parts(now)
        self._changed: list[tuple[str, Any]] = []
        self.merged: dict[str, None] = {}

    def conflicts_of_changes(self) -> Iterator[RebaseConflict]:
        """Compare what the order changes with what changed meanwhile, and put both together."""
        for name, item in items_of(self._order.changes):
            old, new = self._base.get((name, item.id)), self._now.get((name, item.id))
            if old is None or new is None or old == new:
                if old is None and new is not None:
                    message = f"{item.id!r} is changed and was added meanwhile"
                    message += "; expected a part of the version that it was written for"
                    yield _conflict(RebaseConflictKind.ADDED_MEANWHILE, item.id, message)
                if old is not None and new is None:
                    yield self._gone(item.id)
                self._changed.append((name, item))
                continue
            fields = [field for field in specification(type(item)) if field.name != "id"]
            ours = {one.name: getattr(item, one.name) for one in fields if _differs(one, old, item)}
            theirs = [one.name for one in fields if _differs(one, old, new)]
            both = [one for one in theirs if one in ours and getattr(new, one) != ours[one]]
            if both:
                message = f"{item.id!r} has another {' and '.join(both)} meanwhile"
                yield trusted(
                    RebaseConflict,
                    kind=RebaseConflictKind.BOTH_CHANGED,
                    part=item.id,
                    fields=tuple(both),
                    message=f"{message}; expected one of the two",
                )
            else:
                both_said = evolve(new, **ours)
                self._changed.append((name, both_said))
                if both_said != item:
                    self.merged[item.id] = None

    def conflicts_of_ids(self) -> Iterator[RebaseConflict]:
        """Compare what the order removes and adds with what changed meanwhile."""
        for gone in dict.fromkeys(self._order.removes):
            for (name, one), old in self._base.items():
                if one == gone and (name, one) not in self._now:
                    yield self._gone(gone)
                elif one == gone and self._now[name, one] != old:
                    message = f"{gone!r} is removed and was changed meanwhile; expected neither"
                    yield _conflict(RebaseConflictKind.CHANGED_MEANWHILE, gone, message)
        for name, item in items_of(self._order.adds):
            if (name, item.id) in self._now and (name, item.id) not in self._base:
                message = f"{item.id!r} is added and was added meanwhile; expected another id"
                yield _conflict(RebaseConflictKind.ADDED_MEANWHILE, item.id, message)

    def changes(self) -> ScopeItems | None:
        """What the order changes, with what changed meanwhile in it."""
        if self._order.changes is None:
            return None
        lists: dict[str, Any] = {}
        for name, item in self._changed:
            lists.setdefault(name, []).append(item)
        return ScopeItems(**lists)

    @staticmethod
    def _gone(part: str) -> RebaseConflict:
        message = f"{part!r} was removed meanwhile; expected it to be there"
        return _conflict(RebaseConflictKind.REMOVED_MEANWHILE, part, message)


def _parts(agreement: ScopeAgreement) -> dict[tuple[str, str], Any]:
    return {(name, item.id): item for name, item in items_of(agreement)}


def _differs(field: Any, one: Any, other: Any) -> bool:
    return bool(getattr(one, field.name) != getattr(other, field.name))


def _conflict(kind: RebaseConflictKind, part: str, message: str) -> RebaseConflict:
    return trusted(RebaseConflict, kind=kind, part=part, message=message)
