"""What an XmR chart shows and says, found out once for all ways to draw it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from clientkit.base import InvalidValueError
from clientkit.kpi import (
    ControlRule,
    Kpi,
    KpiSignal,
    Measurement,
    Rebase,
    RuleSet,
    SpecialCause,
    Variation,
    signal,
)
from clientkit.kpi.advice import variation_of
from clientkit.kpi.bounds import target_of
from clientkit.worktime.zones import zone_of

from .scales import EPOCH
from .xmr_parts import Break, Level, LevelKind, Panel, Point, XmrContent
from .xmr_words import Words

__all__ = ["xmr_content", "xmr_text"]

# Where several patterns meet in a point, the first speaks, as in the signal of the latest point.
_ORDER = tuple(ControlRule)
_FAR = 1e300


def xmr_text(
    kpi: Kpi,
    measurements: Iterable[Measurement],
    *,
    rules: RuleSet | str = RuleSet.STANDARD,
    rebase: Iterable[Rebase] = (),
    timezone: str | None = None,
    moving_ranges: bool = True,
) -> str:
    """What :func:`xmr_chart` and :func:`xmr_svg` show, in words, for people who do not see it.

    Arguments and errors are those of :func:`xmr_svg`.

    >>> from clientkit.kpi import Kpi, Measurement
    >>> from clientkit.report import xmr_text
    >>> speed = Kpi(id="speed", name="First page", unit="s", direction="lower", target=2)
    >>> first = Measurement(id="m1", kpi="speed", by="pm", date=dt.date(2026, 3, 1), value=1.4)
    >>> xmr_text(speed, [first]).partition(" Too few")[0]
    'First page, in s: 1 value, of 1 Mar 2026: 1.4. Target 2 or less.'
    """
    content = xmr_content(
        kpi,
        measurements,
        rules=rules,
        rebase=rebase,
        timezone=timezone,
        moving_ranges=moving_ranges,
    )
    return content.description


def xmr_content(
    kpi: Kpi,
    measurements: Iterable[Measurement],
    *,
    rules: RuleSet | str,
    rebase: Iterable[Rebase],
    timezone: str | None,
    moving_ranges: bool,
) -> XmrContent:
    """What a chart of the measurements of a KPI shows, by :func:`clientkit.kpi.signal`."""
    found = signal(kpi, measurements, rules=rules, rebase=rebase, timezone=timezone)
    moments = _moments(found, timezone)
    words = Words(kpi, found)
    points = tuple(_points(kpi, found, moments, words))
    levels = (
        *_limits(found, moments, words),
        *_targets(kpi, words),
        *_interim(kpi, moments, words),
    )
    main = Panel(points, _stretches(found, points, 0), levels, tuple(words.legend(points)))
    moving = _moving(found, moments, words) if moving_ranges else None
    breaks = tuple(_breaks(found, moments, words))
    return XmrContent(
        title=kpi.name,
        subtitle=words.subtitle(points),
        unit=kpi.unit,
        main=main,
        moving=moving,
        breaks=breaks,
        advice=found.words,
        notes=words.notes(moving),
        description=words.description(main, moving, breaks),
    )


def _moments(found: KpiSignal, timezone: str | None) -> list[dt.datetime]:
    """When the values were true, as the reader's clocks show it; days at their beginning."""
    if not found.times:
        return [_midnight(day, dt.UTC) for day in found.days]
    zone = found.times[-1].tzinfo if timezone is None else zone_of(timezone).info
    return [t.astimezone(zone) for t in found.times]


def _points(
    kpi: Kpi, found: KpiSignal, moments: list[dt.datetime], words: Words
) -> Iterator[Point]:
    spoken: dict[int, SpecialCause] = {}
    for cause in sorted(found.causes, key=lambda one: _ORDER.index(one.rule)):
        for place in cause.positions:
            spoken.setdefault(place, cause)
    for segment in found.segments:
        for place in range(segment.first, segment.first + segment.n):
            speaks = spoken.get(place)
            # A pattern means the same for all its points: what it means for the last.
            values = found.values[: speaks.positions[-1] + 1] if speaks else ()
            kind = variation_of(kpi, segment.limits, speaks, values)
            rule, at, value = speaks.rule if speaks else None, moments[place], found.values[place]
            yield Point(at, value, kind, rule, words.point(at, value, kind, rule))


def _limits(found: KpiSignal, moments: list[dt.datetime], words: Words) -> Iterator[Level]:
    for segment in found.segments:
        limits = segment.limits
        if limits is None:
            continue
        start, end = moments[segment.first], moments[segment.first + segment.n - 1]
        for kind, name, value in (
            (LevelKind.MEAN, "mean", limits.mean),
            (LevelKind.LIMIT, "lower limit", limits.lower),
            (LevelKind.LIMIT, "upper limit", limits.upper),
        ):
            # Only those now in force are named.
            said = f"{name} {words.rounded(value)}" if limits is found.limits else None
            yield Level(kind, value, said, start, end)


def _moving(found: KpiSignal, moments: list[dt.datetime], words: Words) -> Panel | None:
    """The steps from value to value; none where nothing says how large they may be."""
    if all(segment.limits is None for segment in found.segments):
        return None
    points: dict[int, Point] = {}
    levels: list[Level] = []
    wide = frozenset(found.wide_ranges)
    for segment in found.segments:
        limits, last = segment.limits, segment.first + segment.n - 1
        for place in range(segment.first + 1, last + 1):
            kind = Variation.UNKNOWN if limits is None else Variation.COMMON_CAUSE
            at, size, said = moments[place], found.moving_ranges[place - 1], None
            if place in wide:
                kind, said = Variation.NEUTRAL, words.step(at, size)
            points[place] = Point(at, size, kind, None, said)
        if limits is None:
            continue
        for level, name, value in (
            (LevelKind.MEAN, "mean", limits.mean_moving_range),
            (LevelKind.LIMIT, "upper limit", limits.moving_range_upper),
        ):
            named = f"{name} {words.size(value)}" if limits is found.limits else None
            levels.append(Level(level, value, named, moments[segment.first], moments[last]))
    joined = _stretches(found, points, 1)
    return Panel(
        tuple(points.values()), joined, tuple(levels), tuple(words.steps(len(wide))), words.moving
    )


def _stretches(
    found: KpiSignal, points: Sequence[Point] | Mapping[int, Point], skipped: int
) -> tuple[tuple[Point, ...], ...]:
    """The points that are joined: not across new limits, nor across values that are missing."""
    gaps, stretches = frozenset(found.gaps), list[list[Point]]()
    for segment in found.segments:
        stretches.append([])
        for place in range(segment.first + skipped, segment.first + segment.n):
            if place in gaps and stretches[-1]:
                stretches.append([])
            stretches[-1].append(points[place])
    return tuple([tuple(one) for one in stretches if one])


def _targets(kpi: Kpi, words: Words) -> Iterator[Level]:
    low, high = target_of(kpi) or (None, None)
    if low is not None:
        said = "or more" if high is None else "at least"
        yield _level(LevelKind.TARGET, low, f"target {words.exact(low)} {said}")
    if high is not None:
        said = "or less" if low is None else "at most"
        yield _level(LevelKind.TARGET, high, f"target {words.exact(high)} {said}")


def _interim(kpi: Kpi, moments: list[dt.datetime], words: Words) -> Iterator[Level]:
    """The targets on the way, each from its day to the next one's, as far as values go."""
    if not moments:
        return
    first, last = moments[0], moments[-1]
    begins = [_midnight(one.date, last.tzinfo) for one in kpi.interim]
    for target, begin, next_begin in zip(kpi.interim, begins, [*begins[1:], last], strict=False):
        start, end = max(begin, first, key=_elapsed), min(next_begin, last, key=_elapsed)
        if _elapsed(start) < _elapsed(end):
            said = f"interim target {words.exact(target.value)}" if end is last else None
            yield _level(LevelKind.INTERIM, target.value, said, start, end)


def _level(
    kind: LevelKind,
    value: float,
    words: str | None,
    start: dt.datetime | None = None,
    end: dt.datetime | None = None,
) -> Level:
    if abs(value) > _FAR:
        raise InvalidValueError(repr(value), "values within ±1e300")
    return Level(kind, value, words, start, end)


def _breaks(found: KpiSignal, moments: list[dt.datetime], words: Words) -> Iterator[Break]:
    for segment in found.segments:
        if segment.rebase is not None:
            day, why = segment.rebase.starts_on, segment.rebase.reason
            said = f"new limits from {words.day(day)}: {why.removesuffix('.')}"
            yield Break(_midnight(day, moments[-1].tzinfo), said)


def _midnight(day: dt.date, zone: dt.tzinfo | None) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=zone)


def _elapsed(at: dt.datetime) -> dt.timedelta:
    """What instants are compared by; those of one zone compare by what its clocks show."""
    return at - EPOCH
