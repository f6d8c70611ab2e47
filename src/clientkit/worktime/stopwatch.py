"""A stopwatch over a working calendar, folded from a history of events.

It counts working time from its start, stands still while somebody else is waited for, and stops.
Nothing is stored but the events: elapsed time, deadline and breach follow from them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, final

from clientkit.base import InvalidArgumentError, InvalidValueError, Term
from clientkit.base._build import trusted

from ._timeline import timeline
from ._turns import taken_in_turn
from .clock_events import ClockEvent, ClockEventKind, ClockSegment, ClockState, WaitingFor
from .combined import AnyCalendar
from .data_versions import TimeData
from .terms import add_term
from .zones import MINUTE, Zone, microseconds, microseconds_of

if TYPE_CHECKING:
    from pendulum import DateTime

__all__ = ["Clock", "Stretch", "clock_of", "run_clock"]


Stretch = tuple[ClockState, int, int, WaitingFor | None, str | None]
"""What a clock did between two events, in microseconds, for whom and why; not yet by hours."""

# Reading a member off its class takes longer than comparing it.
_NOT_STARTED, _RUNNING, _OUTSIDE_HOURS, _PAUSED, _STOPPED = ClockState
_START, _PAUSE, _RESUME, _STOP, _REOPEN = ClockEventKind


class _Counting(Protocol):
    """What a clock asks of a calendar."""

    zone: Zone
    data: TimeData

    def between(self, a: int, b: int, /) -> int: ...
    def add(self, t: int, amount: int, /) -> int: ...
    def is_open(self, t: int, /) -> bool: ...
    def ranges(self, a: int, b: int, /) -> Iterator[tuple[int, int]]: ...


class _DayAndNight:
    """Time that counts all the time, for terms that do not say "working"."""

    __slots__ = ("data", "zone")

    def __init__(self, line: "_Counting") -> None:
        self.zone, self.data = line.zone, line.data

    def between(self, a: int, b: int, /) -> int:
        return b - a

    def add(self, t: int, amount: int, /) -> int:
        return t + amount

    def is_open(self, t: int, /) -> bool:  # noqa: ARG002 (it always is)
        return True

    def ranges(self, a: int, b: int, /) -> Iterator[tuple[int, int]]:
        if a < b:
            yield a, b


@final
@dataclass(frozen=True, slots=True)
class Clock:
    """A stopwatch as it stood at a moment; made by :func:`run_clock`.

    Instants are shown in the calendar's zone.
    """

    _at: int
    _stretches: tuple[Stretch, ...]
    _elapsed: int
    _target: int | None
    _due: int | None
    _line: _Counting = field(repr=False, compare=False)

    @property
    def at(self) -> "DateTime":
        """The moment asked about."""
        return self._line.zone.instant(self._at)

    @property
    def state(self) -> ClockState:
        """What it does at that moment."""
        if not self._stretches:
            return ClockState.NOT_STARTED
        state = self._stretches[-1][0]
        if state is _RUNNING and not self._line.is_open(self._at):
            return ClockState.OUTSIDE_HOURS
        return state

    @property
    def waiting_for(self) -> WaitingFor | None:
        """Who is waited for, if it pauses at that moment."""
        return self._stretches[-1][3] if self._stretches else None

    @property
    def started_at(self) -> "DateTime | None":
        """When it began to count."""
        return self._line.zone.instant(self._stretches[0][1]) if self._stretches else None

    @property
    def stopped_at(self) -> "DateTime | None":
        """When it was stopped, if it stands stopped at that moment."""
        stopped = self._stopped
        return None if stopped is None else self._line.zone.instant(stopped)

    @property
    def elapsed(self) -> dt.timedelta:
        """How much time it has counted."""
        return dt.timedelta(0, 0, self._elapsed)

    @property
    def target(self) -> dt.timedelta | None:
        """How much it may count, in the time that it counts."""
        return None if self._target is None else dt.timedelta(0, 0, self._target)

    @property
    def remaining(self) -> dt.timedelta | None:
        """How much is left of its target; negative once that is exceeded."""
        return None if self._target is None else dt.timedelta(0, 0, self._target - self._elapsed)

    @property
    def due(self) -> "DateTime | None":
        """When its target was used up, or will be.

        Of a clock that pauses, if it resumed at the moment asked about; of one that was stopped in
        time, if it had run on. ``None`` without a target or a start.
        """
        return None if self._due is None else self._line.zone.instant(self._due)

    @property
    def breached_since(self) -> "DateTime | None":
        """Its deadline, if that passed before the clock stopped; reaching it exactly meets it."""
        if self._due is None:
            return None
        stopped = self._stopped
        ended = self._at if stopped is None else stopped
        return self._line.zone.instant(self._due) if ended > self._due else None

    @property
    def segments(self) -> tuple[ClockSegment, ...]:
        """What it did from its start to the moment asked about, without gaps."""
        return tuple(self._segments())

    @property
    def counted_with(self) -> TimeData:
        """The versions of the data on time zones and holidays that it was counted with."""
        return self._line.data

    def paused(self, party: WaitingFor | None = None) -> dt.timedelta:
        """How much countable time went by in pauses: for one party, or for all.

        Raises:
            InvalidArgumentError: There is no such party.
        """
        if party is not None and not isinstance(party, WaitingFor):  # a text is no party
            raise InvalidArgumentError("party", party, "a WaitingFor")
        return dt.timedelta(
            0, 0,
            sum(
                self._line.between(one[1], one[2])
                for one in self._stretches
                if one[0] is _PAUSED and (party is None or one[3] is party)
            ),
        )  # fmt: skip

    @property
    def _stopped(self) -> int | None:
        last = self._stretches[-1] if self._stretches else None
        return last[1] if last is not None and last[0] is _STOPPED else None

    def _segments(self) -> Iterator[ClockSegment]:
        for state, start, end, party, reason in self._stretches:
            if state is not _RUNNING:
                if start < end:
                    yield self._segment(state, start, end, party, reason)
                continue
            done = start
            for opens, closes in self._line.ranges(start, end):
                if done < opens:
                    yield self._segment(ClockState.OUTSIDE_HOURS, done, opens)
                yield self._segment(ClockState.RUNNING, opens, closes)
                done = closes
            if done < end:
                yield self._segment(ClockState.OUTSIDE_HOURS, done, end)

    def _segment(
        self, state: ClockState, start: int, end: int,
        party: WaitingFor | None = None, reason: str | None = None,
    ) -> ClockSegment:  # fmt: skip
        shown = self._line.zone.plain
        return trusted(
            ClockSegment, state=state, starts_at=shown(start), ends_at=shown(end), party=party,
            reason=reason,
        )  # fmt: skip


def run_clock(
    calendar: AnyCalendar,
    events: Iterable[ClockEvent],
    *,
    at: dt.datetime,
    target: dt.timedelta | Term | None = None,
) -> Clock:
    """Fold a history of events into a stopwatch, as it stands at a moment.

    The order of ``events`` does not matter; those after ``at`` have not happened yet. A clock that
    has not started cannot pause or stop, one that stopped goes on with a reopening only. A pause
    that nobody ended lasts; of its time only the working part moves the deadline.

    A target in working days is the working time up to the end of that term, counted from the start
    of the clock (:func:`add_term`). With a target in minutes, hours, days or weeks the clock counts
    day and night; otherwise it counts working time.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> from clientkit.base import Term
    >>> from clientkit.worktime import ClockEvent, WorkingCalendar, run_clock
    >>> calendar = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": {
    ...     "thu": ["09:00-17:00"], "fri": ["09:00-17:00"]}})
    >>> def moment(text):
    ...     return dt.datetime.fromisoformat(text + ":00+02:00")
    >>> clock = run_clock(calendar, [
    ...     ClockEvent(kind="start", at=moment("2026-04-16T15:00")),
    ...     ClockEvent(kind="pause", at=moment("2026-04-16T16:00"), party="client", reason="log"),
    ...     ClockEvent(kind="resume", at=moment("2026-04-17T10:00")),
    ... ], at=moment("2026-04-17T10:30"), target=Term.parse("4 working hours"))
    >>> clock.elapsed, clock.due.isoformat()
    (datetime.timedelta(seconds=5400), '2026-04-17T13:00:00+02:00')
    >>> [(segment.state.value, segment.ends_at.strftime("%d %H:%M")) for segment in clock.segments]
    [('running', '16 16:00'), ('paused', '17 10:00'), ('running', '17 10:30')]

    Raises:
        InvalidArgumentError: There is something else than clock events among ``events``.
        InvalidValueError: ``at`` has no offset, or the target is negative or no duration.
        NoWorkingTimeError: The calendar has not so much working time in any reasonable time.
    """
    now = microseconds(at)
    if not isinstance(events, Iterable):
        raise InvalidArgumentError("events", events, "several ClockEvents, such as a list")
    return clock_of(calendar, _stretches(tuple(events), now), now=now, target=target)


def clock_of(
    calendar: AnyCalendar,
    stretches: tuple[Stretch, ...],
    *,
    now: int,
    target: dt.timedelta | Term | None = None,
) -> Clock:
    """The stopwatch of stretches that were folded already, for engines with events of their own.

    ``stretches`` follow one another without gaps from the start of the clock up to ``now``, in the
    integers of :func:`clientkit.worktime.zones.microseconds`. Otherwise as :func:`run_clock`, which
    spends more than half of its time on reading events.
    """
    line: _Counting = timeline(calendar)
    if type(target) is Term and not target.unit.is_working:
        line = _DayAndNight(line)
    amount = _amount(calendar, line, target, stretches[0][1] if stretches else None)
    elapsed, due = 0, None
    for state, start, end, _, _ in stretches:
        if state is _RUNNING:
            counted = line.between(start, end)
            if amount is not None and due is None and elapsed + counted >= amount:
                due = line.add(start, amount - elapsed)
            elapsed += counted
    if amount is not None and due is None and stretches:
        last = stretches[-1]
        due = line.add(last[1] if last[0] is _STOPPED else now, amount - elapsed)
    return Clock(now, stretches, elapsed, amount, due, line)


def _stretches(events: tuple[ClockEvent, ...], now: int) -> tuple[Stretch, ...]:
    if not {ClockEvent}.issuperset(map(type, events)):
        index, one = next((n, one) for n, one in enumerate(events) if type(one) is not ClockEvent)
        raise InvalidArgumentError(f"events[{index}]", one, "a ClockEvent")
    told = [(microseconds(event.at), event) for event in events]
    told.sort(key=_instant)
    if len({t for t, _ in told}) < len(told):
        told.sort(key=_settled)
        told = taken_in_turn(told, _kind, _RANKS, _NOT_STARTED, _after)
    found: list[Stretch] = []
    state, since, party, reason = _NOT_STARTED, 0, None, None
    for t, event in told:
        if t > now:
            break
        after = _after(state, event.kind)
        if after is None:
            continue
        if state is not _NOT_STARTED and (since < t or not found):
            found.append((state, since, t, party, reason))
        state, since, party, reason = after, t, event.party, event.reason
    if state is not _NOT_STARTED:
        found.append((state, since, now, party, reason))
    return tuple(found)


def _after(state: ClockState, kind: ClockEventKind) -> ClockState | None:
    """What an event makes of a state; ``None`` where it changes nothing."""
    if kind is _PAUSE:
        return _PAUSED if state is _RUNNING or state is _PAUSED else None
    if kind is _RESUME:
        return _RUNNING if state is _PAUSED else None
    if kind is _START:
        return _RUNNING if state is _NOT_STARTED else None
    if kind is _STOP:
        return _STOPPED if state is _RUNNING or state is _PAUSED else None
    return _RUNNING if state is _STOPPED else None


def _instant(told: tuple[int, ClockEvent]) -> int:
    return told[0]


def _kind(event: ClockEvent) -> ClockEventKind:
    return event.kind


# Where several are possible at one instant, what ends a state comes before what begins another.
_RANKS: Final = (_START, _REOPEN, _RESUME, _PAUSE, _STOP)


def _settled(told: tuple[int, ClockEvent]) -> tuple[int, int, str, str]:
    t, event = told
    party = event.party.value if event.party else ""
    return t, _RANKS.index(event.kind), party, event.reason or ""


def _amount(
    calendar: AnyCalendar, line: _Counting, target: dt.timedelta | Term | None, start: int | None
) -> int | None:
    """The target in the time that the clock counts."""
    if target is None:
        return None
    if type(target) is not Term:
        amount = microseconds_of(target)
        if amount < 0:
            raise InvalidValueError(repr(target), "a target that is not negative")
        return amount
    fixed = _FIXED.get(target.unit.value.removeprefix("working "))
    if fixed is not None:
        return target.count * fixed
    if start is None:
        return None
    end = microseconds(add_term(calendar, line.zone.instant(start), target))
    return line.between(start, end)


_FIXED: Final = {"minute": MINUTE, "hour": 60 * MINUTE}
