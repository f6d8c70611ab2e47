"""The clocks of an issue: first response, update, resolution, and whose turn it is.

All of them are folded from the history of the issue. Each counts from its start until what it
waits for happens, stands still while somebody else is waited for, and leaves out the time in which
the issue was closed.
"""

import datetime as dt
from collections.abc import Iterable
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidArgumentError, Term, model
from clientkit.base._build import trusted, trusting
from clientkit.base.fields import Id, Instant, Text, Version
from clientkit.worktime import AnyCalendar, ClockState, TimeData

from ._counting import Counting, moment
from ._running import RunningClock
from ._story import Policies, Story, policies_of
from .arguments import a_model, models, versions, zone_for
from .entries import Issue, IssueEvent, IssueParty
from .model import Priority

__all__ = [
    "BallSegment",
    "ClockKind",
    "ClockOutcome",
    "IssueClock",
    "IssueClocks",
    "clocks_of",
    "issue_clocks",
]

Microseconds = Annotated[int, Meta(ge=0, le=10**18)]


@unique
class ClockKind(Enum):
    """What a clock of an issue waits for."""

    FIRST_RESPONSE = "first_response"
    """Our first message; it starts with the issue."""
    UPDATE = "update"
    """Our next message; it starts with the first message of the client that is not answered."""
    RESOLUTION = "resolution"
    """The resolution; it starts with the issue."""


@unique
class ClockOutcome(Enum):
    """What a clock has come to."""

    NOT_STARTED = "not_started"
    """There is nothing to wait for yet."""
    UNKNOWN = "unknown"
    """The policy says no target for the priority, so that nobody can tell."""
    PENDING = "pending"
    """It waits, and its deadline has not passed."""
    MET = "met"
    """What it waited for happened in time, at the deadline at the latest."""
    BREACHED = "breached"
    """Its deadline has passed, before it happened or while it still has not."""


@model(kw_only=True)
class BallSegment:
    """A stretch of an issue's history in which one party had to act; half-open."""

    party: IssueParty | None = None
    """Who had to act; left out while the issue was closed."""
    starts_at: Instant
    """When their turn began."""
    ends_at: Instant
    """When it ended, or the moment asked about."""
    working_us: Microseconds
    """How much working time lies in it, in microseconds."""
    reason: Text | None = None
    """Why it waited, or how it was resolved, for people."""

    @property
    def working(self) -> dt.timedelta:
        """How much working time lies in it."""
        return dt.timedelta(0, 0, self.working_us)

    @property
    def elapsed(self) -> dt.timedelta:
        """How long it lasted, day and night."""
        return self.ends_at - self.starts_at


@model(kw_only=True)
class IssueClock:
    """One clock of an issue as it stood at a moment."""

    kind: ClockKind
    """What it waits for."""
    state: ClockState
    """What it does at that moment."""
    outcome: ClockOutcome
    """What it has come to."""
    target: Term | None = None
    """How much it may count by the policy; left out where the policy does not say."""
    started_at: Instant | None = None
    """When it began to count."""
    stopped_at: Instant | None = None
    """When what it waits for happened, or the issue was closed over it."""
    due: Instant | None = None
    """When its target was used up or will be; of one that stands still, if it went on now."""
    elapsed_us: Microseconds = 0
    """How much it has counted, in microseconds of its time (working time, or day and night).

    Without a target it is working time.
    """
    target_us: Microseconds | None = None
    """How much it may count, in microseconds of its time."""

    @property
    def elapsed(self) -> dt.timedelta:
        """How much it has counted, in its time."""
        return dt.timedelta(0, 0, self.elapsed_us)

    @property
    def remaining(self) -> dt.timedelta | None:
        """How much is left of its target, in its time; negative once that is exceeded."""
        return (
            None if self.target_us is None else dt.timedelta(0, 0, self.target_us - self.elapsed_us)
        )

    @property
    def breached_since(self) -> dt.datetime | None:
        """Its deadline, if that was missed."""
        return self.due if self.outcome is ClockOutcome.BREACHED else None

    @property
    def is_open(self) -> bool:
        """Whether it has started, and what it waits for has not happened."""
        return self.started_at is not None and self.stopped_at is None


@model(kw_only=True)
class IssueClocks:
    """All clocks of an issue as they stood at a moment, and whose turn it was when."""

    issue: Id
    """The issue."""
    at: Instant
    """The moment asked about."""
    priority: Priority
    """The priority that the issue has then."""
    policy_version: Version | None = None
    """The version of the policy that handles it then; left out where none was in force."""
    first_response: IssueClock
    """From the opening to our first message."""
    update: IssueClock
    """From the first unanswered message of the client, or the last that was answered, to ours."""
    resolution: IssueClock
    """From the opening to the resolution."""
    late_updates: Annotated[tuple[IssueClock, ...], Meta(max_length=100_000)] = ()
    """Earlier update clocks that were stopped after their deadlines."""
    ball: Annotated[tuple[BallSegment, ...], Meta(max_length=100_000)] = ()
    """Who had to act from the opening to that moment, without gaps."""
    counted_with: TimeData | None = None
    """The versions of the data on time zones and holidays that they were counted with."""

    @property
    def whose_ball(self) -> IssueParty | None:
        """Who has to act at that moment; nobody where the issue is closed or not opened yet."""
        return self.ball[-1].party if self.ball else None

    @property
    def next_due(self) -> IssueClock | None:
        """The clock whose deadline is the next, missed ones first; none where none is known."""
        known = [one for one in self._all() if one.is_open and one.due is not None]
        return min(known, key=lambda one: one.due or self.at, default=None)

    @property
    def breaches(self) -> tuple[IssueClock, ...]:
        """The clocks whose deadlines were missed, by deadline."""
        missed = [one for one in (*self.late_updates, *self._all()) if one.breached_since]
        return tuple(sorted(missed, key=lambda one: one.due or self.at))

    def time_of(self, party: IssueParty | None) -> dt.timedelta:
        """The working time in which a party had to act; of ``None``, in which it was closed.

        Raises:
            InvalidArgumentError: There is no such party.
        """
        if party is not None and not isinstance(party, IssueParty):  # a text is no party
            raise InvalidArgumentError("party", party, "an IssueParty")
        return sum((one.working for one in self.ball if one.party is party), dt.timedelta())

    def _all(self) -> tuple[IssueClock, ...]:
        return self.first_response, self.update, self.resolution


def issue_clocks(
    issue: Issue,
    events: Iterable[IssueEvent],
    policy: Policies,
    calendar: AnyCalendar,
    *,
    at: dt.datetime,
    timezone: str | None = None,
) -> IssueClocks:
    """The clocks of an issue at a moment.

    ``events`` may hold those of other issues, in any order; what comes after ``at`` has not
    happened yet, what is at ``at`` has. ``policy`` is one policy, or all versions known: then the
    latest that was in force on the day of the opening holds, until an event rebases the issue.
    Entries that bear a day only count as its last instant in ``timezone`` (left out, that of the
    calendar).

    - The first response is our first message; an issue that is resolved without one needs none.
    - The update clock starts with the first message of the client that is not answered, is not
      restarted by further ones, and stops with our next message.
    - A wait makes every clock stand still until the event that ends it, or until the issue is
      resolved. Only its working part moves a deadline, if the target counts working time.
    - The time from a resolution to a reopening does not count.
    - A change of priority changes the targets of what is not over; what was counted is kept.
    - Reaching a deadline exactly meets it.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> from clientkit.escalation import EscalationPolicy, Issue, IssueEvent, issue_clocks
    >>> from clientkit.worktime import WorkingCalendar
    >>> def moment(text):
    ...     return dt.datetime.fromisoformat("2026-09-" + text + ":00+02:00")
    >>> office = decode(WorkingCalendar, {"timezone": "Europe/Berlin", "hours": {
    ...     "thu": ["09:00-17:00"], "fri": ["09:00-17:00"]}})
    >>> policy = decode(EscalationPolicy, {"responses": [
    ...     {"priority": 1, "first_response": "1 working hour", "resolution": "8 working hours"}]})
    >>> down = Issue(id="down", title="No tickets", impact="high", urgency="high", by="lena",
    ...              at=moment("03T14:00"))
    >>> history = [
    ...     IssueEvent(id=kind, issue="down", kind=kind, party=party, by="pm", at=moment(at))
    ...     for kind, party, at in [("message", "provider", "03T15:00"),
    ...                             ("waiting", "client", "03T16:00"),
    ...                             ("resumed", None, "04T10:00")]]
    >>> clocks = issue_clocks(down, history, policy, office, at=moment("04T12:00"))
    >>> clocks.first_response.outcome.value, clocks.resolution.due.isoformat()
    ('met', '2026-09-04T16:00:00+02:00')
    >>> [(one.party.value, str(one.working)) for one in clocks.ball]
    [('provider', '2:00:00'), ('client', '2:00:00'), ('provider', '2:00:00')]

    Raises:
        InvalidArgumentError: ``at`` has no offset, or an argument is something else.
        NoWorkingTimeError: The calendar has not so much working time in any reasonable time.
    """
    now, zone = moment("at", at), zone_for(calendar, timezone)
    a_model("issue", issue, Issue)
    counting, known = Counting(calendar), models("events", events, IssueEvent)
    story = Story(issue, known, policies_of(versions(policy)), counting, now, zone)
    return clocks_of(issue, story, counting)


def clocks_of(issue: Issue, story: Story, counting: Counting) -> IssueClocks:
    """The clocks of a history that is folded."""
    clocks, shown, line = story.clocks, counting.shown, counting.line
    state = _PAUSED  # of a clock that is not stopped
    if story.party is _PROVIDER:
        state = _RUNNING if counting.times.is_open(story.now) else _OUTSIDE_HOURS
    late: tuple[IssueClock, ...] = ()
    if story.late_updates:
        late = tuple([_clock(_UPDATE, one, story, counting, state) for one in story.late_updates])
    segment = trusting(BallSegment)
    return trusting(IssueClocks)(
        issue=issue.id,
        at=shown[story.now],
        priority=story.priority,
        policy_version=story.policy_version,
        first_response=_clock(_FIRST_RESPONSE, clocks.first, story, counting, state),
        update=_clock(_UPDATE, clocks.update, story, counting, state),
        resolution=_clock(_RESOLUTION, clocks.resolution, story, counting, state),
        late_updates=late,
        ball=tuple(
            [
                segment(
                    party=party,
                    starts_at=shown[start],
                    ends_at=shown[end],
                    working_us=line[end] - line[start],
                    reason=reason,
                )
                for party, start, end, reason in story.turns
            ]
        ),
        counted_with=counting.times.data,
    )


# Reading a member off its class takes longer than comparing it.
_FIRST_RESPONSE, _UPDATE, _RESOLUTION = ClockKind
_, _UNKNOWN, _PENDING, _MET, _BREACHED = ClockOutcome
_PROVIDER = IssueParty.PROVIDER
_RUNNING, _OUTSIDE_HOURS = ClockState.RUNNING, ClockState.OUTSIDE_HOURS
_PAUSED, _STOPPED = ClockState.PAUSED, ClockState.STOPPED
_NOT_STARTED = {
    kind: trusted(
        IssueClock, kind=kind, state=ClockState.NOT_STARTED, outcome=ClockOutcome.NOT_STARTED
    )
    for kind in ClockKind
}


def _clock(
    kind: ClockKind, clock: RunningClock | None, story: Story, counting: Counting, state: ClockState
) -> IssueClock:
    now, shown = story.now, counting.shown
    if clock is None or clock.started is None or clock.started > now:
        return _NOT_STARTED[kind]
    ended = clock.held_at if clock.stopped is None else clock.stopped
    until = now if ended is None else ended
    due = clock.deadline()
    if due is None:
        due = clock.due_if_resumed(until)
    outcome = _PENDING if ended is None else _MET
    if due is None:
        outcome = _UNKNOWN
    elif until > due:
        outcome = _BREACHED
    if ended is not None:
        state = _STOPPED
    elif state is _OUTSIDE_HOURS and clock.count.line is not counting.line:
        state = _RUNNING  # day and night
    return trusting(IssueClock)(
        kind=kind,
        state=state,
        outcome=outcome,
        target=clock.target,
        started_at=shown[clock.started],
        stopped_at=None if ended is None else shown[ended],
        due=None if due is None else shown[due],
        elapsed_us=clock.elapsed(now),
        target_us=clock.amount,
    )
