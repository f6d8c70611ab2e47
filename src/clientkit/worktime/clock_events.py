"""What happens to a clock, and what it does."""

from collections.abc import Iterator
from enum import Enum, unique

from clientkit.base import Finding, model
from clientkit.base.fields import Instant, Text

__all__ = ["ClockEvent", "ClockEventKind", "ClockSegment", "ClockState", "WaitingFor"]


@unique
class WaitingFor(Enum):
    """Who has the ball while a clock pauses."""

    CLIENT = "client"
    """The client owes an answer or an act."""
    THIRD_PARTY = "third_party"
    """Somebody who is neither client nor provider does."""
    AGREED_HOLD = "agreed_hold"
    """Both sides agreed that it rests."""


@unique
class ClockEventKind(Enum):
    """What happens to a clock."""

    START = "start"
    """It begins to count; a second start changes nothing."""
    PAUSE = "pause"
    """It stands still until it is resumed; another pause takes the place of the first."""
    RESUME = "resume"
    """It counts again."""
    STOP = "stop"
    """It has done its work; the time until it is reopened is not counted."""
    REOPEN = "reopen"
    """It counts again after a stop."""


@model(kw_only=True)
class ClockEvent:
    """One thing that happened to a clock."""

    kind: ClockEventKind
    """What happened."""
    at: Instant
    """When."""
    party: WaitingFor | None = None
    """Of a pause, who is waited for."""
    reason: Text | None = None
    """Why, for people."""

    def _invariants(self) -> Iterator[Finding]:
        if (self.kind is ClockEventKind.PAUSE) is (self.party is None):
            wanted = "who is waited for" if self.party is None else "it with a pause only"
            yield Finding(
                code="clock.party-of-pause",
                path="/party",
                message=f"party is {self.party and self.party.value!r} with kind "
                f"{self.kind.value!r}; expected {wanted}",
            )


@unique
class ClockState(Enum):
    """What a clock does at a moment."""

    NOT_STARTED = "not_started"
    """Nothing has happened yet."""
    RUNNING = "running"
    """It counts."""
    OUTSIDE_HOURS = "outside_hours"
    """It would count, if the calendar were open."""
    PAUSED = "paused"
    """It stands still, for a party and a reason."""
    STOPPED = "stopped"
    """It has done its work."""


@model(kw_only=True)
class ClockSegment:
    """A stretch of a clock's history in which it did one thing; half-open.

    Its instants have the offset of the calendar's zone at the time; :func:`local` gives any other.
    """

    state: ClockState
    """What it did."""
    starts_at: Instant
    """When it began to."""
    ends_at: Instant
    """When it ceased to, or the moment asked about."""
    party: WaitingFor | None = None
    """Who was waited for, while paused."""
    reason: Text | None = None
    """Why it paused or stopped, for people."""
