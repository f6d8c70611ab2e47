"""The events of an issue in the order in which they count."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import Enum, unique
from typing import Final

from clientkit.base import InvalidArgumentError, InvalidValueError
from clientkit.client.corrections import corrected
from clientkit.client.entry import Entry, instant_of
from clientkit.worktime._turns import taken_in_turn
from clientkit.worktime.zones import microseconds

from .entries import Issue, IssueEvent, IssueEventKind, IssueParty

__all__ = ["Fact", "events_of", "facts_of", "grouped", "in_order", "microseconds_at", "opening_of"]

# Where several are possible at one instant, what ends a state comes before what begins another, and
# the client speaks before we answer.
_KINDS: Final = (
    IssueEventKind.REOPENED, IssueEventKind.RESUMED, IssueEventKind.PRIORITY_CHANGED,
    IssueEventKind.REBASED, IssueEventKind.ACKNOWLEDGED, IssueEventKind.ATTEMPT,
    IssueEventKind.STEP_DONE, IssueEventKind.MESSAGE, IssueEventKind.WAITING,
    IssueEventKind.RESOLVED,
)  # fmt: skip
_SPEAKERS: Final = (None, IssueParty.CLIENT, IssueParty.THIRD_PARTY, IssueParty.PROVIDER)
Fact = tuple[int, IssueEvent]


def microseconds_at(entry: Entry, timezone: str) -> int:
    """The instant that an entry counts as."""
    at = entry.at
    return microseconds(instant_of(entry, timezone=timezone) if at is None else at)


def opening_of(issue: Issue, timezone: str) -> int:
    """The instant at which an issue was opened.

    Raises:
        InvalidArgumentError: It is outside the years 3 to 9997.
    """
    try:
        return microseconds_at(issue, timezone)
    except InvalidValueError as error:
        raise InvalidArgumentError("issue", issue.at or issue.date, error.expected) from None


def facts_of(issue: Issue, events: Iterable[IssueEvent], now: int, timezone: str) -> list[Fact]:
    """The events of an issue that are known at an instant, corrected, in order.

    Raises:
        InvalidArgumentError: One is outside the years 3 to 9997.
    """
    try:
        return _facts_of(issue, events, now, timezone)
    except InvalidValueError as error:
        raise InvalidArgumentError("events", error.text, error.expected) from None


def _facts_of(issue: Issue, events: Iterable[IssueEvent], now: int, timezone: str) -> list[Fact]:
    own, earlier = issue.id, issue.corrects
    known: list[Fact] = []
    has_corrections = False
    is_settled, last = True, -1 << 63
    for event in events:
        if event.issue != own and (earlier is None or event.issue != earlier):
            continue
        at = event.at
        t = microseconds_at(event, timezone) if at is None else microseconds(at)
        if t > now:
            continue
        known.append((t, event))
        is_settled, last = is_settled and t > last, t
        if event.corrects is not None:
            has_corrections = True
    if has_corrections:
        standing = {event.id for event in corrected(event for _, event in known)}
        known = [fact for fact in known if fact[1].id in standing]
    return known if is_settled else in_order(known)


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """The events of an issue in the order in which they count, in whatever order they were told."""
    return taken_in_turn(sorted(facts, key=_settled), _kind, _KINDS, _Stands.WITH_US, _after)


@unique
class _Stands(Enum):
    WITH_US = "with us"
    WAITING = "waiting"
    CLOSED = "closed"


def _kind(event: IssueEvent) -> IssueEventKind:
    return event.kind


def _after(stands: _Stands, kind: IssueEventKind) -> _Stands | None:
    """How an issue stands after an event; ``None`` where that cannot happen as it stands."""
    if kind is IssueEventKind.WAITING:
        return None if stands is _Stands.CLOSED else _Stands.WAITING
    if kind is IssueEventKind.RESUMED:
        return _Stands.WITH_US if stands is _Stands.WAITING else None
    if kind is IssueEventKind.RESOLVED:
        return None if stands is _Stands.CLOSED else _Stands.CLOSED
    if kind is IssueEventKind.REOPENED:
        return _Stands.WITH_US if stands is _Stands.CLOSED else None
    return stands


def _settled(fact: Fact) -> tuple[int, int, int, str]:
    t, event = fact
    party = event.party if event.kind is IssueEventKind.MESSAGE else None
    return t, _KINDS.index(event.kind), _SPEAKERS.index(party), event.id


def grouped(events: Iterable[IssueEvent]) -> Mapping[str, list[IssueEvent]]:
    """The events of each issue."""
    found: defaultdict[str, list[IssueEvent]] = defaultdict(list)
    for event in events:
        found[event.issue].append(event)
    return found


def events_of(issue: Issue, by_issue: Mapping[str, list[IssueEvent]]) -> list[IssueEvent]:
    """The events of one issue, and of the issue that it corrects."""
    found = by_issue.get(issue.id, [])
    if issue.corrects is not None and issue.corrects in by_issue:
        return found + by_issue[issue.corrects]
    return found
