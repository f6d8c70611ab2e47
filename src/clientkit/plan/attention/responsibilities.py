"""What the client owes: responsibilities that are due or overdue."""

import datetime as dt
from collections.abc import Iterator

import attrs

from clientkit.client.model import Side
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.moments import Moment
from clientkit.plan.situation import Situation, thing
from clientkit.scope.model import ClientResponsibility

from .occurrences import Span, open_occurrences
from .work import Work

__all__ = ["responsibilities"]


def responsibilities(s: Situation, work: Work) -> Iterator[Action]:
    """Responsibilities of the client that are not fulfilled, or only in part.

    Of a responsibility that comes round, a complete fulfilment that names no occurrence covers
    each that was due by its day.
    """
    if s.scope is None:
        return
    for index, item in enumerate(s.scope.responsibilities):
        path = s.path("responsibilities", index)
        for span in _spans(s, work, item):
            yield _action(s, work, item, path, span)


def _spans(s: Situation, work: Work, item: ClientResponsibility) -> Iterator[Span]:
    text = None if item.due is None else item.due.text
    zone = s.dates.zone(item.id)
    numbers = s.dates.numbers(item.id)
    if numbers is None:
        latest = work.fulfilled.get((item.id, None))
        if latest is None or not latest.complete:
            yield Span(None, None, s.timing(s.dates.due(item.id), zone, text))
        return
    done, reached = work.provided.get(item.id, set()), work.reached(numbers.root)
    for span in open_occurrences(s, item.id, done=done, reached=reached, text=text):
        first = _first_owed(s, item, span, work.covered.get(item.id))
        if first == span.first:
            yield span
        elif first is not None:
            yield Span(first, span.last, s.timing(s.dates.due(item.id, first), zone, text))


def _first_owed(
    s: Situation, item: ClientResponsibility, span: Span, covered: dt.date | None
) -> int | None:
    """The first number of a span that was due after the day up to which all is there."""
    if covered is None or span.first is None or span.last is None:
        return span.first
    low, high = span.first, span.last + 1
    while low < high:
        middle = (low + high) // 2
        moment = s.dates.due(item.id, middle)
        if isinstance(moment, Moment) and moment.day <= covered:
            low = middle + 1
        else:
            high = middle
    return low if low <= span.last else None


def _action(s: Situation, work: Work, item: ClientResponsibility, path: str, span: Span) -> Action:
    latest = work.fulfilled.get((item.id, span.first))
    why = "nothing is on record of it" if s.has_record else "no record was given"
    entries: tuple[str, ...] = ()
    if latest is not None:
        entries = (latest.id,)
        why = f"provided last on {s.day_of(latest)}"
        if not latest.complete:
            why = f"provided in part; still missing: {latest.missing or 'not said what'}"
    if item.needed_for:
        names = dict.fromkeys(s.dates.title(one) for one in item.needed_for)
        why += f"; needed for {', '.join(list(names)[:20])}"
    what = thing(item.title, span.first, span.last)
    if span.timing.urgency is Urgency.NOT_ON_RECORD:
        what += ": not on record"
    return s.action(
        ActionKind.RESPONSIBILITY,
        what=what,
        why=why,
        who=[item.owner or Side.CLIENT],
        timing=attrs.evolve(span.timing, since=span.timing.due),
        clause=item.clause,
        occurrence=span.first,
        last_occurrence=span.last,
        subject=item.id,
        plan_paths=(path,),
        entries=entries,
    )
