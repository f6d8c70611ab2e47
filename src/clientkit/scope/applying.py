"""A change order put into the agreement that it changes: all of it, or nothing.

What an order says about time and money is what the client agreed to pay and to wait. Its price is
added to the price of the whole, where both are known. Its `working_days` move no date by
themselves: a due day that moves stands among the `changes`, as it was agreed. They are what a
forecast counts with, and what :func:`clientkit.scope.impact_summary` adds up.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Final

from msgspec import Meta

from clientkit.base import (
    Due,
    InvalidModelError,
    Money,
    evolve,
    model,
    specification,
)
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Refers, Version

from ._money import total
from ._named_work import WORK_LISTS, named_work
from .authority import Rights
from .change_control import change_order_status
from .entries import ChangeOrder, ChangeOrderEvent, ScopeItems
from .ledger import NOTHING_REPLACED
from .life_cycle import ChangeOrderState, ChangeOrderStatus
from .model import ScopeAgreement
from .refusals import RefusalKind, RefusalReason, contradiction, reason
from .rules import dependency_cycle
from .times import Times, day_in

__all__ = [
    "PART_LISTS",
    "ChangeRefusal",
    "apply_change_order",
    "items_of",
    "preview_change_order",
]

Part = tuple[str, str]
"""A list of the agreement by the name of its field, and an id in it."""

PART_LISTS: Final = tuple(field.name for field in specification(ScopeItems))
"""The lists of an agreement that change orders add to and take from."""


@model(kw_only=True)
class ChangeRefusal:
    """A change order that was not applied, with every reason at once; nothing has changed."""

    change_order: Annotated[Id, Refers("change_order")]
    """The change order."""
    agreement: Id
    """The agreement that it was to change."""
    version: Version
    """The version that it was to change."""
    reasons: Annotated[tuple[RefusalReason, ...], Meta(min_length=1, max_length=100_000)]
    """Why not."""
    status: ChangeOrderStatus | None = None
    """Where the order stands, if that was asked."""

    @property
    def kinds(self) -> tuple[RefusalKind, ...]:
        """The kinds of its reasons, each once."""
        return tuple(dict.fromkeys(one.kind for one in self.reasons))

    @property
    def text(self) -> str:
        """The reasons for people, a line for each."""
        head = f"{self.change_order} is not applied to {self.agreement}, version {self.version}:"
        return "\n".join([head, *(f"  {one.message}" for one in self.reasons)])


def apply_change_order(  # noqa: PLR0913 (each is a fact of its own)
    agreement: ScopeAgreement,
    order: ChangeOrder,
    events: Iterable[ChangeOrderEvent] = (),
    *,
    at: dt.datetime,
    timezone: str = "UTC",
    times: Times | None = None,
    rights: Rights | None = None,
    effective: Due | None = None,
    replaced: Mapping[str, str] = NOTHING_REPLACED,
) -> ScopeAgreement | ChangeRefusal:
    """The next version of an agreement, with an approved change order in it, or why not.

    The order must be approved at that instant, as :func:`change_order_status` judges it by the
    agreement's own change control, must change this very version, and must leave an agreement that
    holds together. Applying is all or nothing; a refusal names all reasons at once. Nothing in the
    agreement or the order makes it raise, and neither is changed.

    The next version bears the next number and this one as its base. Nobody has signed it yet. It
    takes effect on the day of `at`, unless another date is named. Added parts come last in their
    lists, changed ones stay where they are. The summary and other words are for people to revise.

    >>> import datetime as dt
    >>> from clientkit.base import decode
    >>> from clientkit.scope import (
    ...     ChangeOrder, ChangeOrderEvent, ScopeAgreement, apply_change_order)
    >>> agreement = decode(ScopeAgreement, {
    ...     "id": "web", "title": "New site", "price": "84000 EUR",
    ...     "change_control": {"approved_by": ["sponsor"]},
    ...     "deliverables": [{"id": "site", "title": "The site"}]})
    >>> order = decode(ChangeOrder, {
    ...     "id": "audio", "title": "Audio page", "origin": "client_request", "base": 1,
    ...     "price": "3200 EUR", "by": "pm", "date": "2026-03-16",
    ...     "adds": {"deliverables": [{"id": "audio-page", "title": "Audio guide page"}]}})
    >>> def event(kind, day, **more):
    ...     return ChangeOrderEvent(id=kind, change_order="audio", kind=kind, by="director",
    ...                             date=dt.date(2026, 3, day), **more)
    >>> at = dt.datetime(2026, 3, 26, 9, tzinfo=dt.timezone.utc)
    >>> offered = event("offered", 18)
    >>> print(apply_change_order(agreement, order, [offered], at=at, timezone="UTC").text)
    audio is not applied to web, version 1:
      'audio' is offered since 2026-03-18; expected approved
    >>> approved = event("approved", 24, role="sponsor")
    >>> after = apply_change_order(agreement, order, [offered, approved], at=at, timezone="UTC")
    >>> after.version, after.base, after.price.text, [one.id for one in after.deliverables]
    (2, 1, '87200.00 EUR', ['site', 'audio-page'])

    Args:
        agreement: The version that the order changes.
        order: The change order as it stands (:func:`standing_orders`).
        events: What happened to it; events of other orders are passed over.
        at: The instant at which it is applied.
        timezone: The zone of the record, in which its days end.
        times: How the client's time counts, for the end of the offer.
        rights: In which roles people acted; left out, the role that an event names is believed.
        effective: When the next version takes effect; left out, on the day of `at`.
        replaced: The entries that stand for corrected ones, of corrections made elsewhere; needed
            where an order was corrected more than once.

    Raises:
        InvalidArgumentError: ``at`` has no offset.
        InvalidValueError: There is no such zone.
    """
    control = agreement.change_control
    status = change_order_status(
        order, events, control, at=at, timezone=timezone, times=times, rights=rights,
        replaced=replaced,
    )  # fmt: skip
    begins = Due(day_in(at, timezone)) if effective is None else effective
    found = preview_change_order(agreement, order, effective=begins)
    reasons = [*_unapproved(status)]
    if isinstance(found, ChangeRefusal):
        reasons += found.reasons
    elif not reasons:
        return found
    return _refusal(agreement, order, reasons, status)


def preview_change_order(
    agreement: ScopeAgreement, order: ChangeOrder, *, effective: Due | None = None
) -> ScopeAgreement | ChangeRefusal:
    """What the next version of an agreement would be if a change order were approved, or why not.

    As :func:`apply_change_order`, without asking who approved what: for a question such as "what
    if", or for showing the client what an offer comes to. Left out, `effective` stays empty.

    >>> from clientkit.base import decode
    >>> from clientkit.scope import ChangeOrder, ScopeAgreement, preview_change_order
    >>> agreement = decode(ScopeAgreement, {"id": "web", "title": "New site", "deliverables": [
    ...     {"id": "site", "title": "The site", "depends_on": ["design"]},
    ...     {"id": "design", "title": "Page designs"}]})
    >>> order = decode(ChangeOrder, {
    ...     "id": "less", "title": "No designs", "origin": "client_request", "base": 1,
    ...     "by": "pm", "date": "2026-03-16", "removes": ["design"]})
    >>> for reason in preview_change_order(agreement, order).reasons:
    ...     print(reason.message)
    deliverables/site/depends_on names 'design'; expected something that is there
    """
    edits = _Edits(agreement, order)
    reasons = [*_base_reasons(agreement, order), *_money_reasons(agreement, order)]
    of_ids = tuple(edits.reasons())
    if of_ids:
        return _refusal(agreement, order, (*reasons, *of_ids))
    price = _price(agreement, order)
    if price is None and agreement.price is not None and not reasons:
        message = f"{agreement.price} and {order.price} make no amount; expected fewer digits"
        reasons.append(reason(RefusalKind.OUT_OF_BOUNDS, message))
    try:
        after = evolve(
            agreement,
            version=agreement.version + 1,
            base=agreement.version,
            effective=effective,
            price=price,
            sign_offs=(),
            **edits.lists(),
        )
    except InvalidModelError as error:
        message = f"the next version cannot be made: {error}"
        reasons.append(reason(RefusalKind.OUT_OF_BOUNDS, message))
    else:
        reasons += [*_dangling(agreement, after, order), *_circles(agreement, after)]
    return _refusal(agreement, order, reasons) if reasons else after


def items_of(holder: ScopeAgreement | ScopeItems | None) -> Iterator[tuple[str, Any]]:
    """The parts of an agreement, or of what an order adds or changes, with the names of lists."""
    for name in PART_LISTS if holder is not None else ():
        for item in getattr(holder, name):
            yield name, item


class _Edits:
    """What a change order does to the lists of an agreement."""

    def __init__(self, agreement: ScopeAgreement, order: ChangeOrder) -> None:
        self._agreement = agreement
        self._adds = list(items_of(order.adds))
        self._changes = {(name, item.id): item for name, item in items_of(order.changes)}
        self._has = {(name, item.id) for name, item in items_of(agreement)}
        self._removes = {
            (name, gone)
            for gone in order.removes
            for name in PART_LISTS
            if (name, gone) in self._has
        }
        self._order = order

    def reasons(self) -> Iterator[RefusalReason]:
        """Why it cannot be done, as far as ids tell."""
        yield from self._of_removals()
        for name, one in self._changes:
            if (name, one) not in self._has:
                message = f"{one!r} is changed, which is not among the {name}; expected one of them"
                yield reason(RefusalKind.UNKNOWN_ID, message, one)
            if (name, one) in self._removes:
                yield contradiction(one, "both changed and removed", "one of the two")
        added = Counter(_names(name, item.id) for name, item in self._adds)
        changed = Counter((name, item.id) for name, item in items_of(self._order.changes))
        yield from (
            contradiction(one, f"{what} {times} times", "once")
            for what, counts in (("added", added), ("changed", changed))
            for (_, one), times in counts.items()
            if times > 1
        )
        yield from self._of_additions(added)

    def _of_removals(self) -> Iterator[RefusalReason]:
        for gone in dict.fromkeys(self._order.removes):
            found = [name for name in PART_LISTS if (name, gone) in self._removes]
            if not found:
                message = f"{gone!r} is removed, which the agreement does not have; expected a part"
                yield reason(RefusalKind.UNKNOWN_ID, message, gone)
            if len(found) > 1:
                message = (
                    f"{gone!r} is removed, which is one of the {' and one of the '.join(found)}"
                )
                yield reason(RefusalKind.CONTRADICTION, f"{message}; expected one part", gone)

    def _of_additions(self, added: Iterable[Part]) -> Iterator[RefusalReason]:
        taken = {_names(*part) for part in self._has}
        removed = {_names(*part) for part in self._removes}
        for part in added:
            if part in removed:
                yield contradiction(part[1], "both removed and added", "it among the changes")
            elif part in taken:
                message = f"{part[1]!r} is added, which the agreement has; expected another id"
                yield reason(RefusalKind.ID_TAKEN, message, part[1])

    def lists(self) -> dict[str, Any]:
        """The lists as they will be."""
        found = {}
        for name in PART_LISTS:
            kept = (
                self._changes.get((name, item.id), item)
                for item in getattr(self._agreement, name)
                if (name, item.id) not in self._removes
            )
            found[name] = (*kept, *(item for where, item in self._adds if where == name))
        return found


def _names(name: str, one: str) -> Part:
    """An id with the set of names that it belongs to."""
    return ("work" if name in WORK_LISTS else name), one


def _unapproved(status: ChangeOrderStatus) -> Iterator[RefusalReason]:
    state = status.state
    if state is ChangeOrderState.APPROVED:
        return
    kind = _KINDS.get(state, RefusalKind.NOT_APPROVED)
    message = f"{status.change_order!r} is {state.value} since {status.since}; expected approved"
    yield reason(kind, message)


def _money_reasons(agreement: ScopeAgreement, order: ChangeOrder) -> Iterator[RefusalReason]:
    price, delta = agreement.price, order.price
    if price is not None and delta is not None and price.currency != delta.currency:
        message = f"the price of {order.id!r} is {delta}; expected {price.currency}"
        yield reason(RefusalKind.OTHER_CURRENCY, message)


def _price(agreement: ScopeAgreement, order: ChangeOrder) -> Money | None:
    """The price of the whole afterwards; none where none is stated, or the two make no sum."""
    if agreement.price is None or order.price is None:
        return agreement.price
    return total((agreement.price, order.price))


def _base_reasons(agreement: ScopeAgreement, order: ChangeOrder) -> Iterator[RefusalReason]:
    if order.base != agreement.version:
        message = (
            f"the base of {order.id!r} is version {order.base}; expected {agreement.version}, to "
            "which it can be rebased"
        )
        yield reason(RefusalKind.STALE_BASE, message)


def _circles(before: ScopeAgreement, after: ScopeAgreement) -> Iterator[RefusalReason]:
    """The circles that were not there before."""
    old = {fault.message for fault in dependency_cycle.judge(before)}
    for fault in dependency_cycle.judge(after):
        if fault.message not in old:
            yield reason(RefusalKind.CIRCLE, fault.message)


def _dangling(
    before: ScopeAgreement, after: ScopeAgreement, order: ChangeOrder
) -> Iterator[RefusalReason]:
    """What would name something that is not there, by this order's doing."""
    had, has = (
        {item.id for name in WORK_LISTS for item in getattr(one, name)} for one in (before, after)
    )
    own = {(name, item.id) for part in (order.adds, order.changes) for name, item in items_of(part)}
    for path, named in named_work(after):
        if named in has or (named not in had and path[:2] not in own):
            continue
        message = f"{'/'.join(path)} names {named!r}; expected something that is there"
        yield reason(RefusalKind.DANGLING, message, named)


def _refusal(
    agreement: ScopeAgreement,
    order: ChangeOrder,
    reasons: Sequence[RefusalReason],
    status: ChangeOrderStatus | None = None,
) -> ChangeRefusal:
    return trusted(
        ChangeRefusal,
        change_order=order.id,
        agreement=agreement.id,
        version=agreement.version,
        reasons=tuple(reasons),
        status=status,
    )


_KINDS = {
    ChangeOrderState.EXPIRED: RefusalKind.EXPIRED,
    ChangeOrderState.APPLIED: RefusalKind.ALREADY_APPLIED,
}
