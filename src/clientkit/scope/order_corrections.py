"""Change orders that were corrected, and what a correction can no longer change."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Final

from msgspec import Meta

from clientkit.base import model, specification
from clientkit.base._build import trusted
from clientkit.base.fields import EntryId, Line

from .entries import ChangeOrder, ChangeOrderEvent, ChangeOrderEventKind
from .ledger import NOTHING_REPLACED, Ledger

__all__ = ["FROZEN_FIELDS", "LateCorrection", "late_corrections", "standing_orders"]

FROZEN_FIELDS: Final = ("adds", "removes", "changes", "price", "working_days")
"""What a change order says that does not change any more once it is submitted or offered.

Its `base` may still be put right: rebasing moves an order to another version without changing what
it does (:func:`clientkit.scope.rebase`).
"""

_FREEZES = (ChangeOrderEventKind.SUBMITTED, ChangeOrderEventKind.OFFERED)


@model(kw_only=True)
class LateCorrection:
    """A correction of a change order that came when its content did not change any more."""

    correction: EntryId
    """The entry that corrects."""
    corrects: EntryId
    """The entry that it corrects."""
    fixed_by: EntryId
    """The event since which the content stands."""
    fields: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=10)]
    """The fields that it would change, none of which counts."""


def standing_orders(
    orders: Iterable[ChangeOrder],
    events: Iterable[ChangeOrderEvent],
    *,
    at: dt.datetime,
    timezone: str,
    replaced: Mapping[str, str] = NOTHING_REPLACED,
) -> tuple[ChangeOrder, ...]:
    """The change orders that stand at an instant, earliest first, corrections in their places.

    A correction counts from its own instant on. What it says about the content
    (:data:`FROZEN_FIELDS`) counts only up to the instant at which the order was first submitted or
    offered; after that the content stays as it was, and the rest of the correction counts. Whoever
    wants another content puts forward another change order.

    >>> import datetime as dt
    >>> from clientkit.base import Money
    >>> from clientkit.scope import ChangeOrder, ChangeOrderEvent, standing_orders
    >>> def order(name, day, price, corrects=None):
    ...     return ChangeOrder(id=name, title="Audio page", origin="client_request", base=1,
    ...                        by="pm", date=dt.date(2026, 4, day), price=Money.parse(price),
    ...                        corrects=corrects)
    >>> both = [order("audio", 1, "3200 EUR"), order("audio-2", 5, "9900 EUR", corrects="audio")]
    >>> offered = ChangeOrderEvent(id="o", change_order="audio", kind="offered", by="pm",
    ...                            date=dt.date(2026, 4, 3))
    >>> at = dt.datetime(2026, 4, 9, tzinfo=dt.timezone.utc)
    >>> [(one.id, one.price.text)
    ...  for one in standing_orders(both, [offered], at=at, timezone="Europe/Berlin")]
    [('audio-2', '3200.00 EUR')]

    Raises:
        InvalidArgumentError: ``at`` has no offset.
        InvalidValueError: There is no such zone.
    """
    made, given = tuple(orders), tuple(events)
    ledger = Ledger(made, given, at=at, timezone=timezone, replaced=replaced)
    standing = ledger.standing(made)
    if all(one.corrects is None for one in standing):
        return standing
    known = [one for one in made if ledger.instant(one) <= at]
    fixed = _fixed(known, given, ledger)
    return tuple(
        one if one.id not in fixed else _with_content(one, fixed[one.id][1]) for one in standing
    )


def late_corrections(
    orders: Iterable[ChangeOrder], events: Iterable[ChangeOrderEvent], *, timezone: str
) -> tuple[LateCorrection, ...]:
    """The corrections on record that would change what had been submitted or offered.

    Of several corrections of one order only the last is judged, for it alone stands.
    """
    made, given = tuple(orders), tuple(events)
    end = dt.datetime.max.replace(tzinfo=dt.UTC)
    ledger = Ledger(made, given, at=end, timezone=timezone)
    fixed = _fixed(made, given, ledger)
    found = []
    for one in ledger.standing(made):
        if one.id not in fixed or one.corrects is None:
            continue
        event, content = fixed[one.id]
        fields = [name for name in FROZEN_FIELDS if getattr(one, name) != getattr(content, name)]
        if fields:
            found.append(
                trusted(
                    LateCorrection,
                    correction=one.id,
                    corrects=one.corrects,
                    fixed_by=event.id,
                    fields=tuple(fields),
                )
            )
    return tuple(found)


def _fixed(
    orders: Iterable[ChangeOrder], events: Iterable[ChangeOrderEvent], ledger: Ledger
) -> dict[str, tuple[ChangeOrderEvent, ChangeOrder]]:
    """For each order that is fixed, by its current id, the event that did it and the content."""
    first: dict[str, ChangeOrderEvent] = {}
    for event in ledger.standing(events):
        if event.kind in _FREEZES:
            first.setdefault(ledger.current(event.change_order), event)
    content: dict[str, ChangeOrder] = {}
    for order in sorted(orders, key=lambda one: (ledger.instant(one), one.id)):
        name = ledger.current(order.id)
        if name in first and (
            name not in content or ledger.instant(order) <= ledger.instant(first[name])
        ):
            content[name] = order
    return {name: (event, content[name]) for name, event in first.items() if name in content}


def _with_content(order: ChangeOrder, content: ChangeOrder) -> ChangeOrder:
    """A change order with the content of another."""
    values = {field.name: getattr(order, field.name) for field in specification(ChangeOrder)}
    return trusted(ChangeOrder, **values | {name: getattr(content, name) for name in FROZEN_FIELDS})
