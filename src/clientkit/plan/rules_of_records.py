"""Rules about what a record says of itself, and of the agreement that it is of."""

import datetime as dt
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.corrections import corrected, current_ids
from clientkit.client.entry import Entry, instant_of
from clientkit.escalation._facts import in_order, microseconds_at
from clientkit.escalation.entries import IssueEvent, IssueEventKind

from .dates import Dates
from .model import ClientPlan, ClientRecord
from .moments import UNCOUNTABLE, Moment, local_day
from .parties import Parties
from .rules_of_ids import Documents
from .situation import situation

__all__ = [
    "RULES",
    "before_agreement",
    "is_of_plan",
    "placed",
    "reopened_while_open",
    "resolved_again",
    "resumed_without_wait",
    "role_not_held",
    "waiting_while_resolved",
]

E = TypeVar("E", bound=Entry)

_END = dt.datetime.max.replace(tzinfo=dt.UTC)
_UNDER_AGREEMENT = (
    "milestones_reached", "deliveries", "acceptances", "fulfilments", "delay_events",
    "change_orders", "change_order_events",
)  # fmt: skip


def placed(entries: Iterable[E]) -> list[tuple[int, E]]:
    """The entries that stand, each with its place; what was corrected says nothing any more."""
    entries = tuple(entries)
    if all(one.corrects is None for one in entries):
        return list(enumerate(entries))
    places = {one.id: index for index, one in enumerate(entries)}
    return [(places[one.id], one) for one in corrected(entries)]


def _day(entry: Entry, record: ClientRecord) -> dt.date:
    if entry.at is None:
        return entry.date or dt.date.max
    return local_day(entry.at, record.timezone)


def is_of_plan(documents: Documents) -> bool:
    """Whether the record is of the plan beside it; of another plan it says nothing."""
    plan, record = documents.plan, documents.record
    return plan is not None and record is not None and record.plan == plan.name


@rule(
    "record.before-agreement",
    Severity.WARNING,
    reads=("/plan", "/timezone", *(f"/{name}" for name in _UNDER_AGREEMENT)),
)
def before_agreement(documents: Documents) -> Iterator[Fault]:
    """Something that only an agreement makes possible is on record for a day before it.

    What was delivered, accepted, provided, delayed or changed before anything was agreed is covered
    by nothing; mostly a year is mistyped, here or in the plan. Put the day right, or the day from
    which the agreement holds. The agreement begins on the earliest day on which its first version
    takes effect, its period starts or somebody signed; where one of these hangs on something
    without a date, nothing is checked. Entries that were corrected do not count, and all are one
    finding.
    """
    plan, record = documents.plan, documents.record
    if plan is None or record is None or not is_of_plan(documents):
        return
    begins = _begins(plan)
    if begins is None:
        return
    early = [
        (pointer(name, index, "date" if entry.at is None else "at"), entry)
        for name in _UNDER_AGREEMENT
        for index, entry in placed(getattr(record, name))
        if _day(entry, record) < begins
    ]
    if early:
        path, entry = early[0]
        more = f", and so are {len(early) - 1} more" if len(early) > 1 else ""
        yield Fault(
            path=path,
            message=f"{entry.id!r} is of {_day(entry, record)}, before the agreement of {begins}"
            f"{more}; expected that day or later",
            related=tuple(place for place, _ in early[1:]),
        )


def _begins(plan: ClientPlan) -> dt.date | None:
    """The first day of the agreement, where the plan tells it."""
    if plan.scope is None:
        return None
    earlier = plan.history.scope if plan.history else ()
    first = min((plan.scope, *earlier), key=lambda one: one.version)
    if first.base is not None:
        return None
    dates = Dates(first, Parties(plan))
    days = [
        local_day(one.at, plan.client.timezone) if one.at is not None else one.date
        for one in first.sign_offs
    ]
    for due in (first.effective, None if first.period is None else first.period.starts):
        if due is None:
            continue
        try:
            moment = dates.resolve(due, by="provider")
        except UNCOUNTABLE:
            return None
        if not isinstance(moment, Moment):
            return None
        days.append(moment.day)
    return min((day for day in days if day is not None), default=None)


@rule("record.resolved-again", Severity.WARNING, reads=("/issues", "/issue_events", "/timezone"))
def resolved_again(documents: Documents) -> Iterator[Fault]:
    """An issue was resolved that was resolved already.

    Either it broke again and nobody put that on record, so that the time until it was right again
    counts for nothing, or one thing is on record twice. Record when it was reopened, or correct the
    entry that is too many. Events that bear the same day without an hour may have come in any
    order.
    """
    yield from _twice(documents.record, IssueEventKind.RESOLVED)


@rule(
    "record.reopened-while-open", Severity.WARNING, reads=("/issues", "/issue_events", "/timezone")
)
def reopened_while_open(documents: Documents) -> Iterator[Fault]:
    """An issue was reopened that was not resolved.

    That it was right for a while is not on record, and its clocks never stopped. Record when it was
    resolved, or correct the entry that is too many. Events that bear the same day without an hour
    may have come in any order.
    """
    yield from _twice(documents.record, IssueEventKind.REOPENED)


_OTHER = {
    IssueEventKind.RESOLVED: "resolved, as it was already; expected that it was reopened before",
    IssueEventKind.REOPENED: "reopened, but it was open; expected that it was resolved before",
}


@rule(
    "record.resumed-without-wait", Severity.WARNING, reads=("/issues", "/issue_events", "/timezone")
)
def resumed_without_wait(documents: Documents) -> Iterator[Fault]:
    """An issue was resumed that waited for nobody.

    The wait is not on record, so that its clocks ran on, and deadlines show as missed that were
    not. Record since when it waited and for whom, or correct the entry that is too many. Events are
    taken as the clocks take them: one that bears a day only comes at the end of that day.
    """
    yield from _without_effect(documents.record, IssueEventKind.RESUMED)


@rule(
    "record.waiting-while-resolved",
    Severity.WARNING,
    reads=("/issues", "/issue_events", "/timezone"),
)
def waiting_while_resolved(documents: Documents) -> Iterator[Fault]:
    """An issue waits for somebody after it was resolved.

    No clock of it runs then, so that the wait counts for nothing; mostly it was reopened, and
    nobody put that on record. Record when it was reopened, or correct the entry that is too many.
    Events are taken as the clocks take them: one that bears a day only comes at the end of that
    day.
    """
    yield from _without_effect(documents.record, IssueEventKind.WAITING)


_IDLE = {
    IssueEventKind.RESUMED: "waits no more, but it did not wait; expected that it waited before",
    IssueEventKind.WAITING: "waits, but it is resolved; expected that it was reopened before",
}


def _without_effect(record: ClientRecord | None, kind: IssueEventKind) -> Iterator[Fault]:
    """The events of a kind that change nothing as an issue stands."""
    if record is None or all(event.kind is not kind for event in record.issue_events):
        return
    current = current_ids(record.issues)
    by_issue: dict[str, list[tuple[int, IssueEvent]]] = defaultdict(list)
    places: dict[str, int] = {}
    for index, event in placed(record.issue_events):
        places[event.id] = index
        with suppress(*UNCOUNTABLE):
            at = microseconds_at(event, record.timezone)
            by_issue[current.get(event.issue, event.issue)].append((at, event))
    for facts in by_issue.values():
        is_waiting = is_resolved = False
        for _, event in in_order(facts):
            if event.kind is kind and (
                is_resolved if kind is IssueEventKind.WAITING else not is_waiting
            ):
                yield Fault(
                    path=pointer("issue_events", places[event.id], "kind"),
                    message=f"{event.id!r} says that {event.issue!r} {_IDLE[kind]}",
                )
            if event.kind is IssueEventKind.WAITING:
                is_waiting = not is_resolved
            elif event.kind is IssueEventKind.RESUMED:
                is_waiting = False
            elif event.kind in _OTHER:
                is_resolved = event.kind is IssueEventKind.RESOLVED
                is_waiting = is_waiting and not is_resolved


def _twice(record: ClientRecord | None, kind: IssueEventKind) -> Iterator[Fault]:
    """The events of a kind that could not happen as things stood."""
    if record is None or not record.issue_events:
        return
    current = current_ids(record.issues)
    by_issue: dict[str, list[tuple[int, IssueEvent]]] = defaultdict(list)
    for index, event in placed(record.issue_events):
        if event.kind in _OTHER:
            by_issue[current.get(event.issue, event.issue)].append((index, event))
    for events in by_issue.values():
        for index, event in _surplus(events, record):
            if event.kind is kind:
                yield Fault(
                    path=pointer("issue_events", index, "kind"),
                    message=f"{event.id!r} says that {event.issue!r} was {_OTHER[kind]}",
                )


def _surplus(
    events: list[tuple[int, IssueEvent]], record: ClientRecord
) -> Iterator[tuple[int, IssueEvent]]:
    """The events after which an issue stands as it stood before, day by day."""
    days: dict[dt.date, list[tuple[int, IssueEvent]]] = defaultdict(list)
    for one in events:
        days[_day(one[1], record)].append(one)
    is_resolved = False
    for day in sorted(days):
        of_day = sorted(
            days[day], key=lambda one: (instant_of(one[1], timezone=record.timezone), one[0])
        )
        if any(event.at is None for _, event in of_day):
            is_resolved = yield from _in_any_order(of_day, is_resolved=is_resolved)
            continue
        for one in of_day:
            becomes = one[1].kind is IssueEventKind.RESOLVED
            if becomes is is_resolved:
                yield one
            is_resolved = becomes


def _in_any_order(
    events: list[tuple[int, IssueEvent]], *, is_resolved: bool
) -> Generator[tuple[int, IssueEvent], None, bool]:
    """The last events of a day that are too many in whatever order they came.

    It returns whether the issue is resolved after them.
    """
    resolved = [one for one in events if one[1].kind is IssueEventKind.RESOLVED]
    reopened = [one for one in events if one[1].kind is IssueEventKind.REOPENED]
    # They take turns, so that one kind is ahead by one at most, and only the one whose turn it is.
    spare_resolved = len(resolved) - len(reopened) - (not is_resolved)
    spare_reopened = len(reopened) - len(resolved) - is_resolved
    for few, spare in ((resolved, spare_resolved), (reopened, spare_reopened)):
        yield from few[len(few) - spare :] if spare > 0 else ()
    if len(resolved) == len(reopened):
        return is_resolved
    return len(resolved) > len(reopened)


@rule(
    "record.role-not-held",
    Severity.WARNING,
    reads=("/plan", "/timezone", "/acceptances", "/change_order_events", "/decisions_made"),
)
def role_not_held(documents: Documents) -> Iterator[Fault]:
    """Somebody acted in a role that they did not hold on that day.

    They acted for themselves, not for the role, and whoever relies on the role relies on nothing.
    Let somebody who holds it confirm the act, or say in the plan since when the person has held it,
    also as a stand-in. The `role` of judgements, decisions and events of change orders is checked.
    Where the same is found as an act without authority, it is not found twice.
    """
    plan, record = documents.plan, documents.record
    if plan is None or record is None or not is_of_plan(documents):
        return
    parties = Parties(plan)
    found: list[tuple[str, Entry, str]] = []
    lists: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("acceptances", record.acceptances),
        ("change_order_events", record.change_order_events),
        ("decisions_made", record.decisions_made),
    )
    for name, entries in lists:
        for index, entry in placed(entries):
            role = entry.role
            if role not in parties.roles or entry.by not in parties.people:
                continue
            held = parties.held(entry.by, as_of=_day(entry, record))
            if all(one.id != role for one in held):
                found.append((pointer(name, index, "role"), entry, role))
    said = _said_of_authority(documents) if found else ()
    for path, entry, role in found:
        if entry.id not in said:
            yield Fault(
                path=path,
                message=f"{entry.id!r} is by {entry.by!r} as {role!r}, a role that they did not "
                f"hold on {_day(entry, record)}; expected somebody who did",
            )


def _said_of_authority(documents: Documents) -> set[str | None]:
    """The acts of which it is said already that somebody had no right to them."""
    # A review's questions are many modules, which checking seldom needs.
    from .attention.authority import acts_without_right  # noqa: PLC0415
    from .attention.work import Work  # noqa: PLC0415

    if documents.plan is None:
        return set()
    s = situation(documents.plan, documents.record, at=_END)
    return {act.entry for act in acts_without_right(s, Work(s)) if not act.is_unsaid}


RULES: tuple[Rule[Documents], ...] = (
    before_agreement,
    reopened_while_open,
    resolved_again,
    resumed_without_wait,
    role_not_held,
    waiting_while_resolved,
)
"""Rules about the entries of a record."""
