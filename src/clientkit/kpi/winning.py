"""What went well: each win once, and whom to thank."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum, unique
from fractions import Fraction
from typing import Annotated

from msgspec import Meta

from clientkit.base import evolve, model
from clientkit.base._build import trusted
from clientkit.base.fields import Instant, KpiId, Line, Number, PartyId, Text, Version
from clientkit.worktime.combined import AnyCalendar

from ._clock import Clock, plain
from ._exact import quotient, shown
from ._judging import Moment, Verdict, judge, moments
from .entries import Measurement
from .model import Direction, Kpi
from .readings import Reading, known_until, readings_of
from .states import KpiState

__all__ = ["Win", "WinKind", "wins"]

BEFORE_BEST = 5
"""A best value is news only after so many others; the second of two is best half of the time."""


@unique
class WinKind(Enum):
    """What kind of success."""

    FIRST_ON_TARGET = "first_on_target"
    """On target for the first time, by the version in force."""
    RECOVERED = "recovered"
    """On target again, after it had been and then was not."""
    STREAK = "streak"
    """On target so many times in a row, for the first time."""
    BEST_EVER = "best_ever"
    """Strictly better than every value before, of which there are five or more."""


@model(kw_only=True)
class Win:
    """One success of a KPI."""

    key: Annotated[str, Meta(min_length=1, max_length=400)]
    """The same at every replay, so that nobody is congratulated twice."""
    kind: WinKind
    """What kind of success."""
    kpi: KpiId
    """The KPI."""
    version: Version
    """The version that judged."""
    at: Instant
    """When it came about."""
    value: Number | None = None
    """The value, for a KPI that has values."""
    count: Annotated[int, Meta(ge=1, le=10**6)] | None = None
    """The length of a streak."""
    thank: Annotated[tuple[PartyId, ...], Meta(max_length=100)] = ()
    """Whom to thank, the owner first, then those who agreed on the KPI."""
    words: Text
    """What to say."""
    unit: Line | None = None
    """The unit of the value."""


def wins(  # noqa: PLR0913 (each keyword is one of the instants, clocks and lengths it needs)
    kpi: Kpi,
    measurements: Iterable[Measurement],
    *,
    at: dt.datetime,
    since: dt.datetime | None = None,
    timezone: str | None = None,
    calendar: AnyCalendar | None = None,
    history: Iterable[Kpi] = (),
    streaks: Sequence[int] = (3, 6, 12),
) -> tuple[Win, ...]:
    """What went well with a KPI later than `since` and up to `at`, in order.

    The KPI is judged as by :func:`evaluate_kpi` at each measurement or, with a window by the
    calendar, at the end of each period. On target is green. Whatever else is known ends a streak,
    and so does a measurement that comes later than `expected_every` allows; a waiver neither counts
    nor ends it. Each win comes once: the first time on target once a version, a streak of each
    length once, a recovery and a best value at each instant that brings one.

    Every win depends only on what was known by its instant. So the wins up to one instant and those
    since then are together the wins of the whole, and asking twice gives the same keys.

    >>> import datetime as dt
    >>> from clientkit.kpi import Kpi, Measurement, wins
    >>> speed = Kpi(id="speed", name="First page", unit="s", direction="lower", target=2)
    >>> start = dt.datetime(2026, 3, 2, 9, tzinfo=dt.timezone.utc)
    >>> week = dt.timedelta(weeks=1)
    >>> seen = [Measurement(id=f"m{n}", kpi="speed", by="pm", at=start + n * week, value=v)
    ...     for n, v in enumerate([5.9, 1.9, 2.4, 1.8])]
    >>> for win in wins(speed, seen, at=start + 3 * week):
    ...     print(win.words)
    First page is on target for the first time, at 1.9 s
    First page is on target again, at 1.8 s

    Args:
        kpi: The KPI, in its present version.
        measurements: Measurements, in any order.
        at: The instant up to which to look, which belongs to it.
        since: The instant after which to look; left out, from the beginning.
        timezone: The zone in which days begin; needed where something bears a day.
        calendar: The working calendar that working terms count in; needed where there are such.
        history: Earlier versions of the KPI.
        streaks: The lengths of streaks that are wins.

    Raises:
        ValueError: `since` is later than `at`, a length is under 2, `timezone` or `calendar` is
            None and needed, or two measurements share an id.
        InvalidValueError: An instant has no offset, or a term or number is out of all range.
    """
    clock, until = Clock(timezone, calendar), plain(at)
    after = None if since is None else plain(since)
    if after is not None and after > until:
        raise ValueError(f"since is {since}, later than at, {at}; expected it before")
    for length in streaks:
        if type(length) is not int or not 2 <= length <= 10**6:
            raise ValueError(f"streaks has {length!r}; expected whole numbers from 2 to 1000000")
    versions = (kpi, *(one for one in history if one.id == kpi.id))
    measurements = tuple(measurements)
    readings, known_at = _known(kpi, measurements, clock, until)
    tally = _Tally(frozenset(streaks))
    found: list[Win] = []
    for moment in moments(versions, readings, until, clock):
        news = tally.news(judge(versions, known_at(moment.t), moment.t, clock), moment)
        if after is None or moment.t > after:
            found += news
    return tuple(found)


def _known(
    kpi: Kpi, measurements: tuple[Measurement, ...], clock: Clock, until: dt.datetime
) -> tuple[list[Reading], Callable[[dt.datetime], list[Reading]]]:
    """All readings up to an instant, and how to ask for those known at an earlier one."""
    if all(one.corrects is None for one in measurements):
        readings = readings_of(kpi, measurements, clock, at=until)
        return readings, lambda t: known_until(readings, t)
    # A correction takes effect at its own instant: what was known before it stays as it was.
    every = [evolve(one, corrects=None) for one in measurements]
    return (
        readings_of(kpi, every, clock, at=until),
        lambda t: readings_of(kpi, measurements, clock, at=t),
    )


class _Tally:
    """What has been won so far."""

    def __init__(self, lengths: frozenset[int]) -> None:
        self._lengths = lengths
        self._done: set[str] = set()
        self._in_a_row = 0
        self._was_off = False
        self._expected_by: dt.datetime | None = None
        self._definition: object = None
        self._best: Fraction | float | None = None
        self._judged = 0

    def news(self, verdict: Verdict, moment: Moment) -> list[Win]:
        """The wins that a judgement brings."""
        kpi = verdict.kpi
        if kpi is None or verdict.state is KpiState.WAIVED:
            return []
        goes_by_calendar = kpi.window is not None and kpi.window.calendar is not None
        is_late = self._expected_by is not None and moment.t > self._expected_by
        self._expected_by = verdict.expected_by
        if verdict.state is not KpiState.GREEN or (is_late and not goes_by_calendar):
            self._in_a_row = 0
        found: list[Win] = []
        if verdict.state is KpiState.GREEN:
            found += self._on_target(kpi, verdict, moment)
        elif verdict.state.is_judged and self._done:
            self._was_off = True
        if self._is_best(kpi, verdict):
            found.append(_win(WinKind.BEST_EVER, kpi, verdict, moment))
        return found

    def _on_target(self, kpi: Kpi, verdict: Verdict, moment: Moment) -> Iterator[Win]:
        self._in_a_row += 1
        first = _win(WinKind.FIRST_ON_TARGET, kpi, verdict, moment)
        if first.key not in self._done:
            self._done.add(first.key)
            yield first
        elif self._was_off:
            yield _win(WinKind.RECOVERED, kpi, verdict, moment)
        self._was_off = False
        streak = _win(WinKind.STREAK, kpi, verdict, moment, count=self._in_a_row)
        if self._in_a_row in self._lengths and streak.key not in self._done:
            self._done.add(streak.key)
            yield streak

    def _is_best(self, kpi: Kpi, verdict: Verdict) -> bool:
        value = verdict.value
        if value is None or kpi.direction not in (Direction.HIGHER, Direction.LOWER):
            return False
        under = verdict.counted[-1][2].version
        definition = (under, kpi.unit, kpi.direction, kpi.aggregation, kpi.window)
        if definition != self._definition:
            self._definition, self._best, self._judged = definition, None, 0
        higher = kpi.direction is Direction.HIGHER
        best = self._best
        is_better = best is None or (value > best if higher else value < best)
        if is_better:
            self._best = value
        self._judged += 1
        return is_better and self._judged > BEFORE_BEST


def _win(
    kind: WinKind, kpi: Kpi, verdict: Verdict, moment: Moment, count: int | None = None
) -> Win:
    value = _number(verdict.value)
    once = {
        WinKind.FIRST_ON_TARGET: f"version-{kpi.version}",
        WinKind.STREAK: f"{count}",
    }.get(kind, moment.t.astimezone(dt.UTC).isoformat())
    return trusted(
        Win,
        key=f"{kpi.id}/{kind.value}/{once}",
        kind=kind,
        kpi=kpi.id,
        version=kpi.version,
        at=moment.t,
        value=value,
        unit=kpi.unit,
        count=count,
        thank=tuple(dict.fromkeys([*([kpi.owner] if kpi.owner else []), *kpi.agreed_by])),
        words=_words(kind, kpi, value, count),
    )


def _number(value: Fraction | float | None) -> float | None:
    return quotient(value.numerator, value.denominator) if isinstance(value, Fraction) else value


def _words(kind: WinKind, kpi: Kpi, value: float | None, count: int | None) -> str:
    said = {
        WinKind.FIRST_ON_TARGET: "is on target for the first time",
        WinKind.RECOVERED: "is on target again",
        WinKind.STREAK: f"is on target {count} times in a row",
        WinKind.BEST_EVER: "is better than ever before",
    }[kind]
    reached = "" if value is None else f", at {shown(value, kpi.unit)}"
    return f"{kpi.name} {said}{reached}"
