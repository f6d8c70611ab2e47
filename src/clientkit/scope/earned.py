"""How a schedule stands in units of time: earned schedule, which tells late from finished late.

An index of value (earned over planned) is 1 for every project that has finished, however late. The
earned schedule asks instead for the day on which so much should have been there (Walt Lipke,
"Schedule is Different", The Measurable News, March 2003).
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from enum import Enum, unique
from itertools import pairwise
from math import ceil, floor, inf, isfinite
from sys import float_info
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidArgumentError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, Id, Number, Text
from clientkit.worktime import WorkingCalendar

from .attribution import working_days
from .day_count import UNCOUNTABLE, DayCount, weekday_calendar
from .forecasting import Forecast, ForecastItem
from .model import Deliverable, ScopeAgreement
from .network import ItemKind

__all__ = [
    "EarnedBy",
    "EarnedSchedule",
    "EarnedState",
    "ScheduleHealth",
    "earned_schedule",
    "schedule_health",
]


@unique
class EarnedState(Enum):
    """What can be said of a schedule."""

    NO_PLAN = "no_plan"
    """Nothing is planned, so there is nothing to be early or late against."""
    NOT_STARTED = "not_started"
    """No time has passed yet."""
    RUNNING = "running"
    """Some of it is not there."""
    FINISHED = "finished"
    """All of it is there."""


@unique
class EarnedBy(Enum):
    """What a deliverable counts."""

    DELIVERABLES = "deliverables"
    """One, whatever it is."""
    WORKING_DAYS = "working_days"
    """The working days that it takes by the agreement; without them it is left out."""
    VALUE = "value"
    """Its share of the price; what has none is left out."""


@model(kw_only=True)
class EarnedSchedule:
    """A schedule in units of time, whatever the units are."""

    state: EarnedState
    """What can be said of it."""
    planned_duration: Number = 0
    """When all should be there."""
    elapsed: Number = 0
    """How much time has passed, or had when the last of it came."""
    earned: Number | None = None
    """The time at which what is there should have been there; none without a plan."""
    variance: Number | None = None
    """SV(t), the earned less the elapsed time; negative means late."""
    index: Number | None = None
    """SPI(t), the earned over the elapsed time, below 1 late; none before time has passed."""
    value_index: Number | None = None
    """SPI, what is there over what should be; 1 for all that is finished, none at first."""
    expected_duration: Number | None = None
    """IEAC(t), the planned duration over SPI(t); none where nothing is there yet."""
    text: Text
    """Why an index is not defined, or how to read it."""


def earned_schedule(planned: Sequence[float], earned: float, *, elapsed: float) -> EarnedSchedule:
    """How early or late something is, measured in time.

    The earned time is C + (EV - PV(C)) / (PV(C + 1) - PV(C)), with C the number of periods whose
    planned value is reached. Where the plan stands still, several times have the same planned
    value; then the one nearest to the elapsed time is taken, so that nothing is early because
    nothing was due. (Lipke takes the last of them.)

    >>> found = earned_schedule([1, 2, 4, 6, 8, 9, 10], 7, elapsed=7)
    >>> found.earned, found.variance, round(found.index, 2), found.value_index
    (4.5, -2.5, 0.64, 0.7)
    >>> finished = earned_schedule([5, 10], 10, elapsed=4)
    >>> finished.index, finished.value_index
    (0.5, 1.0)

    Args:
        planned: What should be there after each period, all counted together.
        earned: What is there.
        elapsed: How many periods have passed; of what is finished, until it was.

    Raises:
        InvalidArgumentError: The plan falls or begins below 0, more is there than is planned in
            all, the elapsed time is negative, or a number is not finite.
    """
    _check(planned, earned, elapsed)
    elapsed = float(elapsed)
    total = planned[-1] if planned else 0
    if not total:
        text = "nothing is planned, so nothing can be early or late"
        return trusted(EarnedSchedule, state=EarnedState.NO_PLAN, elapsed=elapsed, text=text)
    values = [0.0, *map(float, planned)]
    duration = float(bisect_left(values, total))
    low, high = _times(values, earned)
    found = duration if earned == total else min(max(elapsed, low), high)
    due = _value_at(values, elapsed)
    index = _ratio(found, elapsed)
    state, text = EarnedState.RUNNING, "below 1 is late, above 1 early"
    expected = None if index is None else _ratio(duration, index)
    if earned == total:
        state, text = (
            EarnedState.FINISHED,
            "SPI is 1 for whatever is finished; SPI(t) tells",
        )
        expected = elapsed
    elif not elapsed:
        state, text = EarnedState.NOT_STARTED, "no time has passed, so that there is no index"
    elif not found:
        text = "nothing is there that should be, so that no end can be worked out from the pace"
    return trusted(
        EarnedSchedule,
        state=state,
        planned_duration=duration,
        elapsed=elapsed,
        earned=found,
        variance=found - elapsed,
        index=index,
        value_index=_ratio(earned, due),
        expected_duration=expected,
        text=text,
    )


def _check(planned: Sequence[float], earned: float, elapsed: float) -> None:
    given = (*planned, earned, elapsed)
    if not all(abs(one) <= _LARGEST for one in given):  # not so of NaN, nor of too large an int
        raise InvalidArgumentError("planned, earned, elapsed", given, "finite numbers")
    if planned and (planned[0] < 0 or any(a > b for a, b in pairwise(planned))):
        raise InvalidArgumentError("planned", planned, "numbers from 0 on that never fall")
    if not 0 <= earned <= (planned[-1] if planned else 0):
        raise InvalidArgumentError("earned", earned, "0 to what is planned in all")
    if elapsed < 0:
        raise InvalidArgumentError("elapsed", elapsed, "0 or more periods")


def _times(values: Sequence[float], earned: float) -> tuple[float, float]:
    """The first and the last time at which so much should be there."""
    first, after = bisect_left(values, earned), bisect_right(values, earned)
    if first < after:
        return float(first), float(after - 1)
    between = after - 1 + (earned - values[after - 1]) / (values[after] - values[after - 1])
    return between, between


_LARGEST = float_info.max


def _ratio(part: float, whole: float) -> float | None:
    """One number over another; none where that is no finite number."""
    found = part / whole if whole else inf
    return found if isfinite(found) else None


def _value_at(values: Sequence[float], time: float) -> float:
    """What should be there at a time."""
    if time >= len(values) - 1:
        return values[-1]
    period = floor(time)
    return values[period] + (time - period) * (values[period + 1] - values[period])


@model(kw_only=True)
class ScheduleHealth:
    """How the deliverables of an agreement stand against their agreed dates."""

    by: EarnedBy
    """What a deliverable counts."""
    schedule: EarnedSchedule
    """The figures, in working days of ours since the first day."""
    starts_on: Date | None = None
    """The day from which time is counted."""
    earned_to: Date | None = None
    """The last day at whose end no more than is there should have been there; none at first."""
    planned_end: Date | None = None
    """The agreed day of the last deliverable."""
    expected_end: Date | None = None
    """The day on which the last one comes at the pace so far; an index, no promise."""
    left_out: Annotated[tuple[Id, ...], Meta(max_length=1_000_000)] = ()
    """Deliverables that are not counted, for want of an agreed date or of what they count."""
    text: Text
    """All of this in words that can be shown to the client."""


def schedule_health(
    agreement: ScopeAgreement,
    forecast: Forecast,
    *,
    our_calendar: WorkingCalendar | None,
    by: EarnedBy = EarnedBy.DELIVERABLES,
    starts_on: dt.date | None = None,
) -> ScheduleHealth:
    """The earned schedule of an agreement's deliverables.

    A deliverable counts in full on the day on which it is delivered, and not before; of one that
    comes round, each occurrence counts its part. Time begins on `starts_on` or, left out, on the
    first agreed date of anything in the agreement, and ends with the last delivery. A day counts
    once it is over, so that nothing is late on the day on which it is due.

    Args:
        agreement: What was agreed.
        forecast: How it stands (:func:`forecast`), without what its deliverables count.
        our_calendar: The calendar with which the forecast was made.
        by: What a deliverable counts.
        starts_on: The first day of the work.

    Raises:
        ClientkitError: A date lies too far away to be counted.
    """
    weights, left_out = _weights(agreement, forecast, by)
    agreed = [one.baseline for one in forecast.items if one.baseline is not None]
    if not weights or not agreed:
        text = "no deliverable has both an agreed date and something to count it by"
        none = trusted(EarnedSchedule, state=EarnedState.NO_PLAN, text=text)
        return trusted(ScheduleHealth, by=by, schedule=none, left_out=left_out, text=text)
    count = DayCount(our_calendar or weekday_calendar("UTC"), forecast.date)
    begins = starts_on or min(agreed)
    first = count.number(begins)
    # What is due on a day should be there when that day is over.
    dated = sorted(
        (max(count.number(one.baseline or begins) - first, 0) + 1, w) for one, w in weights
    )
    planned, so_far, n = [], 0.0, 0
    for day in range(1, dated[-1][0] + 1):
        while n < len(dated) and dated[n][0] <= day:
            so_far += dated[n][1]
            n += 1
        planned.append(so_far)
    there = [(one, weight) for one, weight in weights if one.is_there]
    if len(there) == len(weights):
        last = max(one.forecast or forecast.date for one, _ in there)
        earned, over = so_far, count.number(last) + 1
    else:
        earned, over = min(sum(weight for _, weight in there), so_far), count.number(forecast.date)
    elapsed = max(over - first, 0)
    found = earned_schedule(planned, earned, elapsed=elapsed)
    return trusted(
        ScheduleHealth,
        by=by,
        schedule=found,
        starts_on=begins,
        earned_to=count.day(first + floor(found.earned) - 1) if found.earned else None,
        planned_end=max(one.baseline or begins for one, _ in weights),
        expected_end=_end(count, first, found.expected_duration),
        left_out=left_out,
        text=_words(found),
    )


def _weights(
    agreement: ScopeAgreement, forecast: Forecast, by: EarnedBy
) -> tuple[list[tuple[ForecastItem, float]], tuple[str, ...]]:
    """What each dated deliverable counts, and those that are not counted."""
    if by is EarnedBy.VALUE:
        currencies = {one.value.currency for one in agreement.deliverables if one.value is not None}
        if len(currencies) > 1:
            expected = "values of one currency"
            raise InvalidArgumentError("agreement.deliverables", sorted(currencies), expected)
    worth = {one.id: _worth(one, by) for one in agreement.deliverables}
    items = [one for one in forecast.items if one.kind is ItemKind.DELIVERABLE]
    times = Counter(one.id for one in items)
    found: list[tuple[ForecastItem, float]] = []
    left_out: dict[str, None] = {}
    for one in items:
        weight = worth.get(one.id, 0.0)
        if one.baseline is None or weight <= 0:
            left_out[one.id] = None
        else:
            found.append((one, weight / times[one.id]))
    return found, tuple(left_out)


def _worth(deliverable: Deliverable, by: EarnedBy) -> float:
    if by is EarnedBy.VALUE:
        return 0.0 if deliverable.value is None else float(deliverable.value.amount)
    return float(deliverable.working_days or 0) if by is EarnedBy.WORKING_DAYS else 1.0


def _end(count: DayCount, first: int, duration: float | None) -> dt.date | None:
    """The last of so many working days; none where there is no such day near enough."""
    if duration is None or duration > 7300:
        return None
    try:
        return count.day(first + max(ceil(duration), 1) - 1)
    except UNCOUNTABLE:
        return None


def _words(found: EarnedSchedule) -> str:
    if found.variance is None or found.earned is None:
        return found.text
    days = round(found.variance)
    if not days:
        return "what is there is what should be there"
    how = "behind" if days < 0 else "ahead of"
    return f"{working_days(abs(days))} {how} what was agreed; {found.text}"
