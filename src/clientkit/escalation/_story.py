"""The history of one issue, folded once: its clocks, its levels, whose turn it was."""

from collections.abc import Iterable, Sequence
from typing import Final

from clientkit.base import InvalidArgumentError, Term

from ._counting import Counting
from ._facts import facts_of, opening_of
from ._ladder import Ladder
from ._our_time import OurTime
from ._running import Clocks, RunningClock
from .entries import Issue, IssueEvent, IssueEventKind, IssueParty, RebaseMode
from .model import EscalationAnchor, EscalationPolicy, ResponseTarget
from .priorities import priority_of

__all__ = ["Policies", "Story", "Turn", "policies_of"]

Policies = EscalationPolicy | Iterable[EscalationPolicy]

_ACKNOWLEDGED, _MESSAGE, _ATTEMPT, _WAITING, _RESUMED, _RESOLVED, _REOPENED = tuple(IssueEventKind)[
    :7
]
_PRIORITY_CHANGED, _REBASED = IssueEventKind.PRIORITY_CHANGED, IssueEventKind.REBASED
_CLIENT, _PROVIDER = IssueParty.CLIENT, IssueParty.PROVIDER
_FIRST, _UPDATE, _RESOLUTION = (
    EscalationAnchor.FIRST_RESPONSE, EscalationAnchor.UPDATE, EscalationAnchor.RESOLUTION,
)  # fmt: skip
_NO_POLICY: Final = EscalationPolicy()
_NO_TARGET: Final = ResponseTarget(priority=1)


Turn = tuple[IssueParty | None, int, int, str | None]
"""Who had to act, from when to when in microseconds, and why it waited or was closed."""


def policies_of(policy: Policies) -> tuple[EscalationPolicy, ...]:
    """The versions known, earliest first.

    Raises:
        InvalidArgumentError: There is something else among them.
    """
    if isinstance(policy, EscalationPolicy):
        return (policy,)
    known = tuple(policy)
    for one in known:
        if not isinstance(one, EscalationPolicy):
            raise InvalidArgumentError("policy", one, "an escalation policy, or versions of one")
    return tuple(sorted(known, key=lambda one: one.version))


class Story:
    """What became of an issue up to an instant."""

    __slots__ = (
        "_counting", "_is_given", "_issue", "_missed", "_policies", "_since", "_time",
        "_turn_since", "acknowledged", "attempts", "clocks", "facts", "ladder", "late_updates",
        "now", "opened", "party", "policy", "priority", "reason", "turns", "voided",
    )  # fmt: skip

    def __init__(
        self, issue: Issue, events: Iterable[IssueEvent], policies: Sequence[EscalationPolicy],
        counting: Counting, now: int, timezone: str,
    ) -> None:  # fmt: skip
        self._counting, self._policies, self._issue = counting, policies, issue
        self.now = now
        """The moment asked about."""
        self.opened = opening_of(issue, timezone)
        """When the issue was opened."""
        counting.line.begin(self.opened)
        self.facts = facts_of(issue, events, now, timezone)
        """Its events by then, in order."""
        found = self._in_force(self.opened)
        self.policy: EscalationPolicy = _NO_POLICY if found is None else found
        """The policy that handles it."""
        self.priority = priority_of(issue, self.policy.matrix)
        """Its priority."""
        self._missed: list[int] = []
        self._is_given = False
        self.attempts = 0
        """How many attempts to reach somebody are on record."""
        self.acknowledged: IssueEvent | None = None
        """The acknowledgement that came last, whether it still holds or not."""
        self.voided: list[int] = []
        """When a rise in priority voided an acknowledgement."""
        self.turns: list[Turn] = []
        """Who had to act, stretch by stretch."""
        self.late_updates: list[RunningClock] = []
        """Update clocks that were stopped after their deadlines."""
        self.party: IssueParty | None = _PROVIDER
        """Who has to act; nobody where it is closed."""
        self.reason: str | None = None
        """Why it waits, or how it was resolved."""
        self._since = self._turn_since = self.opened
        target, self._time = self._target(), (time := OurTime(counting))
        self.clocks = Clocks(
            RunningClock(time, target.first_response, self.opened),
            RunningClock(time, target.resolution, self.opened),
        )
        """Its clocks."""
        self.ladder = Ladder(time, self.clocks, self.policy, self.opened)
        if self.opened <= now:
            self._fold()

    @property
    def policy_version(self) -> int | None:
        """The version of that policy; none where none was in force."""
        return None if self.policy is _NO_POLICY else self.policy.version

    def _fold(self) -> None:  # noqa: C901, PLR0912 (one branch a kind)
        opened, ladder = self.opened, self.ladder
        self._go(opened)
        for recorded, event in self.facts:
            t = recorded if recorded > opened else opened  # noqa: FURB136 (a call costs more)
            if ladder.wake < t:
                self._climb(t)
            self._since, kind = t, event.kind
            if kind is _MESSAGE:
                if event.party is _PROVIDER:
                    self._answered(t)
                elif event.party is _CLIENT:
                    self._asked(t)
            elif kind is _ACKNOWLEDGED:
                self.acknowledged = event
                ladder.acknowledge(t)
            elif kind is _ATTEMPT:
                self.attempts += 1
                ladder.look_at_attempts()
            elif kind is _WAITING:
                if self.party is not None:
                    self._stand(t, event.party, event.reason)
            elif kind is _RESUMED:
                if self.party is not None and self.party is not _PROVIDER:
                    self._end_turn(t)
                    self._go(t)
            elif kind is _RESOLVED:
                if self.party is not None:
                    self._stand(t, None, event.reason)
                    for _, clock in self.clocks.open():
                        clock.held_at = t
            elif kind is _REOPENED:
                if self.party is None:
                    self._missed += self._missed_by(t)
                    self._end_turn(t)
                    self._retarget(t, reopened=True)
                    self._go(t)
                    for _, clock in self.clocks.open():
                        clock.reopen(t)
            elif kind is _PRIORITY_CHANGED:
                self._prioritise(event, t)
            elif kind is _REBASED:
                self._rebase(event, t)
        ladder.look_again()  # so that it knows what comes next
        self._climb(self.now + 1)
        self._end_turn(self.now)

    def _climb(self, end: int) -> None:
        if self.party is _PROVIDER and self._since < end:
            self.ladder.climb(self._since, end, self.priority, self.attempts)

    def _go(self, t: int) -> None:
        self.party, self.reason, self._turn_since = _PROVIDER, None, t
        self._time.begin(t)
        if self.ladder.is_acknowledged:
            self.ladder.go(t)

    def _stand(self, t: int, party: IssueParty | None, reason: str | None) -> None:
        if self.party is _PROVIDER:
            self._time.end(t)
        self._end_turn(t)
        self.party, self.reason, self._turn_since = party, reason, t

    def _end_turn(self, t: int) -> None:
        if self._turn_since < t:
            self.turns.append((self.party, self._turn_since, t, self.reason))

    def _answered(self, t: int) -> None:
        first, update = self.clocks.first, self.clocks.update
        if first.stopped is None:
            first.stop(t)
            self.ladder.look_at(_FIRST)
        if update is not None and update.stopped is None:
            update.stop(t)
            self.ladder.look_at(_UPDATE)

    def _asked(self, t: int) -> None:
        update = self.clocks.update
        if update is not None:
            if update.stopped is None:
                return
            due = update.deadline()
            if due is not None and due < update.stopped:
                self.late_updates.append(update)
        closed = self.party is None
        self.clocks.update = clock = RunningClock(
            self._time, self._target().update, None if closed else t
        )
        if closed:
            clock.held_at = t
        self.ladder.look_at(_UPDATE)

    def missed(self) -> list[int]:
        """When deadlines passed unmet, as things stood then.

        One that a new target put into the past counts from when the target did.
        """
        return [*self._missed, *self._missed_by(self.now + 1)]

    def _missed_by(self, t: int) -> list[int]:
        """When deadlines were missed before an instant, as things stand."""
        clocks, found = self.clocks, []
        for clock in (clocks.first, clocks.update, clocks.resolution, *self.late_updates):
            due = None if clock is None else clock.deadline()
            if clock is not None and due is not None and max(due, clock.since) < t:
                ended = clock.held_at if clock.stopped is None else clock.stopped
                if ended is None or due < ended:
                    found.append(max(due, clock.since))
        return found

    def _prioritise(self, event: IssueEvent, t: int) -> None:
        if event.priority is None:
            return
        self._missed += self._missed_by(t)
        self._is_given = True
        self._set_priority(event.priority, t)
        self._retarget(t)

    def _set_priority(self, priority: int, t: int) -> None:
        """A rise, which is a lower number, voids an acknowledgement."""
        if priority < self.priority and self.ladder.is_acknowledged:
            self.ladder.void()
            self.voided.append(t)
        self.priority = priority

    def _retarget(self, t: int, *, reopened: bool = False) -> None:
        """Judge what is not over by the targets of the present priority."""
        target = self._target()
        for anchor, clock in self.clocks.open():
            wanted = _term(target, anchor)
            if (reopened or not clock.is_over) and clock.target != wanted:
                clock.retarget(wanted, t)
        self.ladder.look_again()

    def _rebase(self, event: IssueEvent, t: int) -> None:
        self._missed += self._missed_by(t)
        found = self._named(event.policy_version) or self._in_force(t)
        policy = _NO_POLICY if found is None else found
        mode = event.mode
        self.policy = policy
        if not self._is_given:
            self._set_priority(priority_of(self._issue, policy.matrix), t)
        if mode is RebaseMode.RESTART:
            self.attempts = 0
        self.ladder.rebase(
            policy,
            t,
            restart=mode is RebaseMode.RESTART,
            from_change=mode is RebaseMode.FROM_CHANGE,
        )
        if mode is None or mode is RebaseMode.KEEP_ELAPSED:
            self._retarget(t)
            return
        target = self._target()
        if mode is RebaseMode.RESTART:
            self.clocks.first.stopped = None
        for anchor, clock in self.clocks.open():
            clock.restart(_term(target, anchor), t, is_closed=self.party is None)

    def has_target(self, anchor: EscalationAnchor) -> bool:
        """Whether the policy says a target of the present priority."""
        return _term(self._target(), anchor) is not None

    def _target(self) -> ResponseTarget:
        for target in self.policy.responses:
            if target.priority == self.priority:
                return target
        return _NO_TARGET

    def _named(self, version: int | None) -> EscalationPolicy | None:
        return next((one for one in self._policies if one.version == version), None)

    def _in_force(self, t: int) -> EscalationPolicy | None:
        """The latest version in force on the day; one that is alone always is."""
        if len(self._policies) == 1:
            return self._policies[0]
        day = self._counting.day(t)
        return next(
            (
                one
                for one in reversed(self._policies)
                if one.effective_on is None or one.effective_on <= day
            ),
            None,
        )


def _term(target: ResponseTarget, anchor: EscalationAnchor) -> Term | None:
    if anchor is _FIRST:
        return target.first_response
    return target.update if anchor is _UPDATE else target.resolution
