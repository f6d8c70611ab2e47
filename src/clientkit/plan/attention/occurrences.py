"""Which occurrences of work that comes round want attention, and how soon."""

from collections.abc import Collection, Iterator

import attrs

from clientkit.plan.action import Urgency
from clientkit.plan.dates import Numbers
from clientkit.plan.moments import Moment, Unknown
from clientkit.plan.rhythms import MOST
from clientkit.plan.situation import Situation, Timing

__all__ = ["Span", "open_occurrences"]

SINGLY = 20
"""So many of the latest overdue occurrences are listed one by one, what is older as one."""


@attrs.frozen
class Span:
    """Consecutive occurrences that want the same; no numbers where work does not come round."""

    first: int | None
    last: int | None
    timing: Timing


def open_occurrences(
    s: Situation,
    item: str,
    *,
    done: Collection[int],
    reached: int | None,
    text: str | None,
) -> Iterator[Span]:
    """The occurrences of an item that are not done: late ones, today's, and the next one.

    Numbers below one that is done are a gap of the record, not on record rather than late. So is
    everything before the latest one that the record speaks of, where no dates are known.
    """
    dates = s.dates
    numbers = dates.numbers(item)
    if numbers is None:
        return
    is_dated = isinstance(dates.planned(numbers.root, numbers.first), Moment)
    before_first = numbers.first - 1
    passed = _passed(s, item, numbers) if is_dated else reached
    passed = max(before_first, before_first if passed is None else passed)
    highest = max(done, default=before_first)
    end = MOST if numbers.last is None else min(numbers.last, MOST)
    silent = Timing(urgency=Urgency.NOT_ON_RECORD, due_text=text)
    for first, last in _missing(numbers.first, min(max(passed, highest), end), done):
        if first < highest:  # spans end at what is done, so it ends below as well
            yield Span(first, last, silent)
        elif is_dated:
            yield from _late(s, item, first, last, text)
        else:
            yield Span(first, last, silent)
    upcoming = max(passed, before_first) + 1
    while upcoming in done:
        upcoming += 1
    if upcoming <= end:
        yield Span(upcoming, upcoming, _timing(s, item, upcoming, text))


def _late(s: Situation, item: str, first: int, last: int, text: str | None) -> Iterator[Span]:
    """The latest ones singly, older ones as one; all as one where their dates are not known."""
    if isinstance(s.dates.due(item, first), Unknown):
        yield Span(first, last, _timing(s, item, first, text))
        return
    singly = max(first, last - (SINGLY if s.has_record else 1) + 1)
    if singly > first:
        yield Span(first, singly - 1, _timing(s, item, first, text))
    for number in range(singly, last + 1):
        yield Span(number, number, _timing(s, item, number, text))


def _passed(s: Situation, item: str, numbers: Numbers) -> int | None:
    """The latest occurrence due by today, of which some may be due earlier than was planned."""
    passed = s.dates.passed(item, now=s.now)
    number = numbers.first - 1 if passed is None else passed
    for _ in range(SINGLY):
        moment = s.dates.due(item, number + 1)
        if isinstance(moment, Unknown) or moment.day > s.today:
            break
        number += 1
    return number


def _timing(s: Situation, item: str, number: int, text: str | None) -> Timing:
    return s.timing(s.dates.due(item, number), s.dates.zone(item), text)


def _missing(first: int, last: int, done: Collection[int]) -> Iterator[tuple[int, int]]:
    """The spans of consecutive numbers from first to last that are not done."""
    start = first
    for number in sorted(one for one in done if first <= one <= last):
        if number > start:
            yield start, number - 1
        start = number + 1
    if start <= last:
        yield start, last
