"""What became of promises: kept, open, overdue, taken back, turned into a change order."""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import Enum, unique
from typing import Annotated

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, DeliverableId, EntryId, Id, Instant, Refers, Text
from clientkit.client.entry import Entry
from clientkit.worktime import Moment

from .entries import Promise, PromiseEvent, PromiseEventKind
from .ledger import NOTHING_REPLACED, Ledger
from .model import ScopeAgreement
from .times import Times, UnknownMoment, comes_after, day_in, is_past

__all__ = ["PromiseState", "PromiseStatus", "promise_states"]


@unique
class PromiseStatus(Enum):
    """What became of a promise."""

    OPEN = "open"
    """Nothing became of it yet, and it is not overdue as far as is known."""
    OVERDUE = "overdue"
    """Nothing became of it, and it was due."""
    KEPT = "kept"
    """What was promised is there."""
    WITHDRAWN = "withdrawn"
    """It was taken back, and the other side was told."""
    WITHDRAWN_UNTOLD = "withdrawn_untold"
    """It was taken back, and that the other side was told is not on record."""
    CHANGE_ORDER = "change_order"
    """It was turned into a change order."""


@model(kw_only=True)
class PromiseState:
    """Where one promise stands."""

    promise: EntryId
    """The promise, by the id of the entry that stands."""
    status: PromiseStatus
    """What became of it."""
    is_outside_scope: bool
    """Whether nothing in the agreement covers it."""
    deliverable: DeliverableId | None = None
    """The deliverable that is said to cover it."""
    due: Date | None = None
    """The day by which, in the zone of who promised; none where none was named or is known."""
    due_at: Instant | None = None
    """The instant by which, where it is known that exactly."""
    because: Text | None = None
    """Why nobody can tell by when, where something was named."""
    event: EntryId | None = None
    """The latest event, which says what became of it."""
    is_late: bool = False
    """Whether it was kept only after it was due."""
    change_order: Annotated[Id, Refers("change_order")] | None = None
    """The change order that it was turned into."""


def promise_states(  # noqa: PLR0913 (each is a fact of its own)
    promises: Iterable[Promise],
    events: Iterable[PromiseEvent],
    *,
    at: dt.datetime,
    timezone: str,
    times: Times,
    agreement: ScopeAgreement | None = None,
    interactions: Iterable[Entry] | None = None,
    told: Iterable[str] = (),
    replaced: Mapping[str, str] = NOTHING_REPLACED,
) -> tuple[PromiseState, ...]:
    """Where each promise stands at an instant, earliest first; the latest event of it counts.

    A promise is overdue after its day, in the zone of who made it, or right after its instant. It
    lies outside the scope if it names no deliverable or, with an `agreement`, one that this does
    not have. That is a fact of its own beside what became of it.

    A withdrawal was told if it names the interaction in which it was or if its id is among those
    `told`. With `interactions`, the one that it names must be among them and have taken place.
    Of entries that were corrected before they came here, `replaced` says which entry stands in
    their place.

    >>> import datetime as dt
    >>> from clientkit.scope import KnownTimes, Promise, PromiseEvent, promise_states
    >>> video = Promise(id="video", text="A video on the home page", by="lena",
    ...                 date=dt.date(2026, 3, 12))
    >>> back = PromiseEvent(id="back", promise="video", kind="withdrawn", by="lena",
    ...                     date=dt.date(2026, 5, 4))
    >>> (state,) = promise_states([video], [back], times=KnownTimes(timezone="UTC"), timezone="UTC",
    ...                           at=dt.datetime(2026, 5, 9, tzinfo=dt.UTC))
    >>> state.status.value, state.is_outside_scope
    ('withdrawn_untold', True)

    Raises:
        InvalidArgumentError: The instant has no offset.
    """
    promises, events = tuple(promises), tuple(events)
    talks = None if interactions is None else tuple(interactions)
    ledger = Ledger(promises, events, talks or (), at=at, timezone=timezone, replaced=replaced)
    latest = {ledger.current(event.promise): event for event in ledger.standing(events)}
    covered = None if agreement is None else {one.id for one in agreement.deliverables}
    taken_place = None if talks is None else {one.id for one in ledger.standing(talks)}
    known = {ledger.current(name) for name in told}

    def was_told(event: PromiseEvent) -> bool:
        if event.told_in is None or event.id in known:
            return event.id in known
        return taken_place is None or ledger.current(event.told_in) in taken_place

    def state(promise: Promise) -> PromiseState:
        zone = times.zone(promise.by)
        due = None if promise.due is None else times.due(promise.due, None, promise.by)
        day = None if due is None or isinstance(due, UnknownMoment) else day_in(due, zone)
        event = latest.get(promise.id)
        name = promise.deliverable
        return trusted(
            PromiseState,
            promise=promise.id,
            status=_status(event, due, at, zone, was_told=event is not None and was_told(event)),
            is_outside_scope=name is None or (covered is not None and name not in covered),
            deliverable=name,
            due=day,
            due_at=due if isinstance(due, dt.datetime) else None,
            because=due.because if isinstance(due, UnknownMoment) else None,
            event=None if event is None else event.id,
            is_late=(
                event is not None
                and event.kind is PromiseEventKind.KEPT
                and due is not None
                and not isinstance(due, UnknownMoment)
                and comes_after(event, due, zone)
            ),
            change_order=None if event is None else event.change_order,
        )

    return tuple(state(promise) for promise in ledger.standing(promises))


def _status(
    event: PromiseEvent | None,
    due: Moment | UnknownMoment | None,
    at: dt.datetime,
    zone: str,
    *,
    was_told: bool,
) -> PromiseStatus:
    if event is None:
        if due is None or isinstance(due, UnknownMoment) or not is_past(due, at, zone):
            return PromiseStatus.OPEN
        return PromiseStatus.OVERDUE
    if event.kind is PromiseEventKind.WITHDRAWN:
        return PromiseStatus.WITHDRAWN if was_told else PromiseStatus.WITHDRAWN_UNTOLD
    if event.kind is PromiseEventKind.CHANGE_ORDER:
        return PromiseStatus.CHANGE_ORDER
    return PromiseStatus.KEPT
