"""Where a change order stands at an instant, derived from what happened to it."""

import datetime as dt
from collections.abc import Iterable, Mapping

from clientkit.base._build import trusted
from clientkit.worktime import Moment

from .approvals import Answers, answer_of
from .authority import Rights
from .entries import ChangeOrder, ChangeOrderEvent, ChangeOrderEventKind
from .ledger import NOTHING_REPLACED, Ledger
from .life_cycle import (
    CHANGE_ORDER_TRANSITIONS,
    ChangeOrderState,
    ChangeOrderStatus,
    ChangeStep,
    StepVerdict,
)
from .model import ChangeControl, ScopeAgreement
from .order_corrections import standing_orders
from .times import KnownTimes, Times, UnknownMoment, day_in, is_past, utc

__all__ = [
    "change_order_status",
    "change_order_statuses",
    "impossible_steps",
]

Kind = ChangeOrderEventKind
_KINDS = {kind: place for place, kind in enumerate(Kind)}
_CLIENT = "client"
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


def change_order_status(  # noqa: PLR0913 (each is a fact of its own)
    order: ChangeOrder,
    events: Iterable[ChangeOrderEvent],
    control: ChangeControl | None,
    *,
    at: dt.datetime,
    timezone: str = "UTC",
    times: Times | None = None,
    rights: Rights | None = None,
    replaced: Mapping[str, str] = NOTHING_REPLACED,
) -> ChangeOrderStatus:
    """Where a change order stands at an instant, from the events that are known by then.

    The order in which events come in does not matter: they are read by their instants, a day as its
    last instant, and those of one instant in the order of a life (:class:`ChangeOrderEventKind`).
    Corrected events are read as corrected. :data:`CHANGE_ORDER_TRANSITIONS` says what may follow.

    - An offer stands for the `offer_valid` of the agreement, counted in the client's time, up to
      the very end: an answer at that instant, or on that day, is in time. An answer of which only
      the day is known, on the day of that instant, is in time as well.
    - A role's latest answer to an offer counts. A new offer opens the question anew.
    - An `expired` that comes before the offer's end is impossible: the offer binds until then.

    >>> import datetime as dt
    >>> from clientkit.base import decode
    >>> from clientkit.scope import (
    ...     ChangeControl, ChangeOrder, ChangeOrderEvent, change_order_status)
    >>> order = ChangeOrder(id="audio", title="Audio page", origin="client_request", base=1,
    ...                     by="pm", date=dt.date(2026, 4, 1))
    >>> def event(kind, day, role=None):
    ...     return ChangeOrderEvent(id=f"{kind}-{day}", change_order="audio", kind=kind, by="pm",
    ...                             date=dt.date(2026, 4, day), role=role)
    >>> control = decode(ChangeControl, {
    ...     "approved_by": ["sponsor", "approver"], "quorum": 1, "offer_valid": "2 weeks"})
    >>> events = [event("approved", 9, "sponsor"), event("offered", 3)]
    >>> for day in (2, 5, 10):
    ...     at = dt.datetime(2026, 4, day, tzinfo=dt.timezone.utc)
    ...     found = change_order_status(order, events, control, at=at, timezone="Europe/Berlin")
    ...     print(found.state.value, found.since, found.waits_for)
    draft 2026-04-01 ()
    offered 2026-04-03 ('sponsor', 'approver')
    approved 2026-04-09 ()

    Args:
        order: The change order as it stands. Events may name it or the one entry that it corrects;
            where corrections were corrected, `replaced` leads from the first to the last, as
            ``clientkit.client.corrections.current_ids`` of all of them does.
            :func:`change_order_statuses` does that by itself.
        events: Events; those of other change orders are passed over.
        control: How the agreement is changed; none, and one answer is enough and offers never end.
        at: The instant asked about.
        timezone: The zone of the record, in which its days end.
        times: How the client's time counts, asked as `client`; left out, an offer that is valid for
            working days has an end that nobody can tell.
        rights: In which roles people acted; left out, the role that an event names is believed.
        replaced: The entries that stand for corrected ones, of corrections made elsewhere.

    Raises:
        InvalidArgumentError: ``at`` has no offset.
        InvalidValueError: There is no such zone.
    """
    given = tuple(events)
    ledger = Ledger((order,), given, at=at, timezone=timezone, replaced=replaced)
    ids = {order.id, order.corrects}
    own = [one for one in given if ids & {one.change_order, ledger.current(one.change_order)}]
    desk = _Desk(ledger, times or KnownTimes(timezone=timezone), rights)
    return desk.status(order, ledger.standing(own), control)


def change_order_statuses(  # noqa: PLR0913 (each is a fact of its own)
    orders: Iterable[ChangeOrder],
    events: Iterable[ChangeOrderEvent],
    history: Iterable[ScopeAgreement],
    *,
    at: dt.datetime,
    timezone: str = "UTC",
    times: Times | None = None,
    rights: Rights | None = None,
    replaced: Mapping[str, str] = NOTHING_REPLACED,
) -> tuple[ChangeOrderStatus, ...]:
    """Where all change orders stand that are known at an instant, earliest first.

    The arguments are those of :func:`change_order_status`, with all versions of the agreement as
    ``history``: each order is judged by the change control of the version that it changes, or of
    the latest where that one is not there. Corrected orders stand as :func:`standing_orders` says.

    Raises:
        InvalidArgumentError: ``at`` has no offset.
        InvalidValueError: There is no such zone.
    """
    given, made = tuple(events), tuple(orders)
    ledger = Ledger(made, given, at=at, timezone=timezone, replaced=replaced)
    desk = _Desk(ledger, times or KnownTimes(timezone=timezone), rights)
    by_order: dict[str, list[ChangeOrderEvent]] = {}
    for event in ledger.standing(given):
        by_order.setdefault(ledger.current(event.change_order), []).append(event)
    controls = {one.version: one.change_control for one in history}
    latest = controls[max(controls)] if controls else None
    standing = standing_orders(made, given, at=at, timezone=timezone, replaced=replaced)
    return tuple(
        desk.status(order, by_order.get(order.id, ()), controls.get(order.base, latest))
        for order in standing
    )


def impossible_steps(
    orders: Iterable[ChangeOrder],
    events: Iterable[ChangeOrderEvent],
    history: Iterable[ScopeAgreement],
    *,
    timezone: str,
    times: Times | None = None,
    rights: Rights | None = None,
) -> tuple[ChangeStep, ...]:
    """The events on record that cannot follow what happened before, order by order.

    >>> import datetime as dt
    >>> from clientkit.scope import ChangeOrder, ChangeOrderEvent, impossible_steps
    >>> order = ChangeOrder(id="audio", title="Audio page", origin="client_request", base=1,
    ...                     by="pm", date=dt.date(2026, 4, 1))
    >>> applied = ChangeOrderEvent(id="done", change_order="audio", kind="applied", by="pm",
    ...                            date=dt.date(2026, 4, 9))
    >>> (step,) = impossible_steps([order], [applied], [], timezone="Europe/Berlin")
    >>> step.event, step.why
    ('done', 'it is draft; expected submitted, offered or withdrawn')
    """
    statuses = change_order_statuses(
        orders, events, history, at=_LAST, timezone=timezone, times=times, rights=rights
    )
    steps = (step for status in statuses for step in status.steps)
    return tuple(step for step in steps if step.verdict is StepVerdict.IMPOSSIBLE)


class _Desk:
    """Where change orders are followed up: what is known of time and of people."""

    def __init__(self, ledger: Ledger, times: Times, rights: Rights | None) -> None:
        self.ledger = ledger
        self.times = times
        self.rights = rights

    def status(
        self, order: ChangeOrder, events: Iterable[ChangeOrderEvent], control: ChangeControl | None
    ) -> ChangeOrderStatus:
        life = _Life(self, order, control)
        for event in sorted(events, key=self._place):
            life.take(event)
        life.run_out(self.ledger.at)
        return life.status()

    def _place(self, event: ChangeOrderEvent) -> tuple[dt.datetime, int, str]:
        return self.ledger.instant(event), _KINDS[event.kind], event.id


class _Life:
    """A change order as its events lead it from state to state."""

    def __init__(self, desk: _Desk, order: ChangeOrder, control: ChangeControl | None) -> None:
        self._desk, self._order, self._control = desk, order, control
        self._state = ChangeOrderState.DRAFT
        self._since = desk.ledger.day(order)
        self._offer: ChangeOrderEvent | None = None
        self._ends: Moment | UnknownMoment | None = None
        self._answers = Answers(control)
        self._steps: list[ChangeStep] = []
        self._version: int | None = None
        self._is_closed = False

    def take(self, event: ChangeOrderEvent) -> None:
        """Follow one event, which comes after all that were taken before."""
        if self._state is ChangeOrderState.OFFERED and self._is_too_late(event):
            self._expire()
        before = self._state
        verdict, after, why = self._judge(event)
        if verdict is not StepVerdict.IMPOSSIBLE:
            self._is_closed = after is ChangeOrderState.EXPIRED
            if after is not before or event.kind is Kind.OFFERED:
                self._since = self._desk.ledger.day(event)
            self._state = after
            if event.kind in (Kind.SUBMITTED, Kind.OFFERED):
                self._open(event)
            elif event.kind is Kind.APPLIED:
                self._version = event.version
        step = trusted(
            ChangeStep,
            change_order=self._order.id,
            event=event.id,
            kind=event.kind,
            at=self._desk.ledger.instant(event),
            before=before,
            after=self._state,
            verdict=verdict,
            why=why,
        )
        self._steps.append(step)

    def run_out(self, at: dt.datetime) -> None:
        """Let the offer run out, if it has by an instant."""
        if self._state is not ChangeOrderState.OFFERED or not isinstance(self._ends, dt.date):
            return
        if is_past(self._ends, at, self._zone):
            self._expire()

    def status(self) -> ChangeOrderStatus:
        """What is known of it now."""
        ends, answers, state = self._ends, self._answers, self._state
        is_open = state is ChangeOrderState.OFFERED
        return trusted(
            ChangeOrderStatus,
            change_order=self._order.id,
            at=utc(self._desk.ledger.at),
            state=state,
            since=self._since,
            offer=None if self._offer is None else self._offer.id,
            offer_ends_on=None if isinstance(ends, dt.datetime | UnknownMoment) else ends,
            offer_ends_at=utc(ends) if isinstance(ends, dt.datetime) else None,
            end_unknown=ends.because if isinstance(ends, UnknownMoment) else None,
            approved_by=tuple(answers.approved),
            declined_by=tuple(answers.refused),
            waits_for=answers.silent if is_open else (),
            required=answers.required,
            version=self._version,
            is_settled=state in _SETTLED or (state is ChangeOrderState.EXPIRED and self._is_closed),
            steps=tuple(self._steps),
        )

    def _judge(self, event: ChangeOrderEvent) -> tuple[StepVerdict, ChangeOrderState, str | None]:
        """What an event means here, where it leads, and why it does not count."""
        after = CHANGE_ORDER_TRANSITIONS[self._state].get(event.kind)
        if after is None:
            return StepVerdict.IMPOSSIBLE, self._state, self._expected()
        if self._state in _ANSWERED and event.kind in (Kind.APPROVED, Kind.DECLINED):
            return self._answer(event, after)
        if self._state is ChangeOrderState.OFFERED and event.kind is Kind.EXPIRED:
            ends = self._ends
            if isinstance(ends, dt.date) and not self._is_too_late(event):
                why = f"the offer stands until {day_in(ends, self._zone)}; expected it to end then"
                return StepVerdict.IMPOSSIBLE, self._state, why
        return StepVerdict.TAKEN, after, None

    def _answer(
        self, event: ChangeOrderEvent, after: ChangeOrderState
    ) -> tuple[StepVerdict, ChangeOrderState, str | None]:
        approves = event.kind is Kind.APPROVED
        answer = answer_of(event, self._order, self._control, self._desk.rights, approves=approves)
        if not answer.counts:
            return StepVerdict.NOT_COUNTED, self._state, answer.why_not
        hear = self._answers.approve if approves else self._answers.refuse
        return StepVerdict.TAKEN, after if hear(answer) else self._state, None

    def _expected(self) -> str:
        words = [kind.value for kind in CHANGE_ORDER_TRANSITIONS[self._state]]
        if not words:
            return f"it is {self._state.value}; nothing can follow"
        expected = " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
        return f"it is {self._state.value}; expected {expected}"

    def _open(self, event: ChangeOrderEvent) -> None:
        """Ask anew: what was answered before counts no more."""
        self._answers = Answers(self._control)
        self._offer, self._ends = None, None
        if event.kind is not Kind.OFFERED:
            return
        self._offer = event
        if self._control is not None and self._control.offer_valid is not None:
            start: Moment = event.at or self._desk.ledger.day(event)
            self._ends = self._desk.times.after(start, self._control.offer_valid, _CLIENT)

    def _expire(self) -> None:
        self._state = ChangeOrderState.EXPIRED
        if isinstance(self._ends, dt.date):
            self._since = day_in(self._ends, self._zone)

    def _is_too_late(self, event: ChangeOrderEvent) -> bool:
        """Whether an event comes after the end of the offer, as far as that is known."""
        if not isinstance(self._ends, dt.date):
            return False
        if event.date is not None:
            return event.date > day_in(self._ends, self._zone)
        return is_past(self._ends, self._desk.ledger.instant(event), self._zone)

    @property
    def _zone(self) -> str:
        return self._desk.times.zone(_CLIENT)


_SETTLED = (ChangeOrderState.DECLINED, ChangeOrderState.WITHDRAWN, ChangeOrderState.APPLIED)
_ANSWERED = (ChangeOrderState.SUBMITTED, ChangeOrderState.OFFERED)
