"""What an XmR chart says beside its lines and marks."""

import datetime as dt
from collections.abc import Iterator, Sequence
from math import floor, log10

from clientkit.kpi import ControlRule, Kpi, KpiSignal, Variation

from .scales import MONTHS
from .xmr_parts import Break, Level, LevelKind, Panel, Point

__all__ = ["Words"]

_PATTERNS = {
    ControlRule.TREND_OF_7: "seven or more in a row rising or falling",
    ControlRule.RUN_OF_8: "eight or more in a row on one side of the mean",
    ControlRule.RUN_OF_7: "seven or more in a row on one side of the mean",
    ControlRule.TWO_OF_THREE: "two of three near a limit",
    ControlRule.OUTSIDE_LIMIT: "outside a limit",
}
_KINDS = {
    Variation.CONCERN: "worse than usual",
    Variation.IMPROVEMENT: "better than usual",
    Variation.NEUTRAL: "not as usual",
    Variation.COMMON_CAUSE: "as usual",
    Variation.UNKNOWN: "too few for limits",
}
_UNUSUAL = (Variation.CONCERN, Variation.IMPROVEMENT, Variation.NEUTRAL)
_MOST_PLACES = 12


class Words:
    """The words of one chart: its numbers with as many places as tell its limits apart."""

    def __init__(self, kpi: Kpi, found: KpiSignal) -> None:
        self._kpi, self._found = kpi, found
        self._unit = " %" if kpi.unit == "%" else ""
        # Two percentages lie percentage points apart.
        self._points = ", in percentage points" if kpi.unit == "%" else ""
        ends = [found.limits.lower, found.limits.upper] if found.limits else found.values
        spread = max(ends, default=0.0) - min(ends, default=0.0)
        self._places = max(0, 1 - floor(log10(spread))) if spread else None

    def rounded(self, value: float) -> str:
        """A number for reading."""
        places = self._places
        if places is None or places > 9 or abs(value) >= 1e9:
            return f"{value:.6g}{self._unit}"
        return f"{value:z.{places}f}{self._unit}"

    def size(self, step: float) -> str:
        """How large a step is, for reading; its unit is named elsewhere."""
        return self.rounded(step).removesuffix(self._unit)

    @property
    def moving(self) -> str:
        """What the lower panel shows."""
        return f"moving ranges: the step from one value to the next{self._points}"

    def exact(self, value: float) -> str:
        """A number as it was agreed."""
        return f"{value:.10g}{self._unit}"

    def day(self, day: dt.date) -> str:
        """A date."""
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def when(self, at: dt.datetime) -> str:
        """A date, with the time where the measurements bear one."""
        return f"{self.day(at)}, {at:%H:%M}" if self._found.times else self.day(at)

    def point(
        self, at: dt.datetime, value: float, kind: Variation, rule: ControlRule | None
    ) -> str:
        """What is there to know about a value."""
        words = f"{self.when(at)}: {self.rounded(value)}"
        return words if rule is None else f"{words}, {_KINDS[kind]} ({_PATTERNS[rule]})"

    def step(self, at: dt.datetime, size: float) -> str:
        """What is there to know about a step that is too large."""
        return f"{self.when(at)}: a step of {self.size(size)}, beyond the limit"

    def span(self, points: Sequence[Point]) -> str:
        """How many values there are, and of what time."""
        if not points:
            return "no values yet"
        if len(points) == 1:
            return f"1 value, of {self.when(points[0].at)}"
        first, last = self.when(points[0].at), self.when(points[-1].at)
        return f"{len(points)} values from {first} to {last}"

    def subtitle(self, points: Sequence[Point]) -> str:
        """The unit, and what there is."""
        unit = self._kpi.unit
        return f"in {unit}; {self.span(points)}" if unit else self.span(points)

    def legend(self, points: Sequence[Point]) -> Iterator[tuple[Variation, str]]:
        """What each kind of mark means, how many there are, and what made them so."""
        for kind, words in _KINDS.items():
            some = [one for one in points if one.kind is kind]
            rules = {one.rule for one in some}
            why = " or ".join(text for rule, text in _PATTERNS.items() if rule in rules)
            count = "1 value" if len(some) == 1 else f"{len(some)} values"
            if some:
                yield kind, f"{words}: {count}, {why}" if why else f"{words}: {count}"

    def steps(self, wide: int) -> Iterator[tuple[Variation, str]]:
        """What the marks among the steps mean, and how many there are."""
        if wide:
            count = "1 step" if wide == 1 else f"{wide} steps"
            yield Variation.NEUTRAL, f"larger than usual: {count}, beyond the limit"

    def notes(self, moving: Panel | None) -> str:
        """How the limits were made, and what is not to be seen."""
        return " ".join(self._notes(moving))

    def description(self, main: Panel, moving: Panel | None, breaks: Sequence[Break]) -> str:
        """The whole chart in words."""
        points, levels = main.points, main.levels
        head = f"{self._kpi.name}, in {self._kpi.unit}" if self._kpi.unit else self._kpi.name
        limits = [one.words for one in levels if one.words and _is_limit(one)]
        said = [f"{head}: {self.span(points)}{self._extremes()}."]
        said += [f"{_upper(', '.join(limits))}."] if limits else []
        said += [f"{_upper(one.words)}." for one in levels if one.words and not _is_limit(one)]
        said += [f"{_upper(one.words)}." for one in breaks]
        for kind in _UNUSUAL:
            where = self._where([one.kind is kind for one in points], points)
            said += [f"{_upper(_KINDS[kind])}: {where}."] if where else []
        said += [] if moving is None else self._moving(moving)
        return " ".join([*said, self._found.words, *self._notes(moving)])

    def _moving(self, moving: Panel) -> Iterator[str]:
        sizes = [self.size(pick(one.value for one in moving.points)) for pick in (min, max)]
        limits = [one.words for one in moving.levels if one.words]
        ends = f"the smallest {sizes[0]}, the largest {sizes[1]}"
        yield f"Steps from value to value{self._points}: {', '.join([ends, *limits])}."
        wide = [one.kind is Variation.NEUTRAL for one in moving.points]
        where = self._where(wide, moving.points, "steps")
        if where:
            yield f"Larger than usual: {where}."

    def _extremes(self) -> str:
        values = self._found.values
        if not values:
            return ""
        low, high = self.rounded(min(values)), self.rounded(max(values))
        return f": {low}" if len(values) == 1 else f", the lowest {low}, the highest {high}"

    def _where(self, chosen: Sequence[bool], points: Sequence[Point], noun: str = "values") -> str:
        """When the chosen values were, neighbours together."""
        places = [place for place, here in enumerate(chosen) if here]
        starts = [place for place in places if place == 0 or not chosen[place - 1]]
        stops = [place for place in places if not any(chosen[place + 1 : place + 2])]
        parts = [
            f"{self.when(points[a].at)} to {self.when(points[b].at)} ({b - a + 1} {noun})"
            if a < b
            else self.when(points[a].at)
            for a, b in zip(starts, stops, strict=True)
        ]
        if len(parts) > _MOST_PLACES + 1:
            parts[_MOST_PLACES:] = [f"and {len(parts) - _MOST_PLACES} more times"]
        return ", ".join(parts)

    def _notes(self, moving: Panel | None) -> Iterator[str]:
        found, limits = self._found, self._found.limits
        if limits is not None:
            trial = ", on trial until there are 12 values" if limits.on_trial else ""
            yield f"Limits are {limits.convention}{trial}."
            if limits.lower_is_floor:
                yield "The lower limit is the lowest possible value."
            if limits.upper_is_ceiling:
                yield "The upper limit is the highest possible value."
        if moving is None and found.wide_ranges:
            yield f"{_are(len(found.wide_ranges), 'step')} beyond the limit of moving ranges."
        if found.missing is not None:
            yield f"{_are(found.missing, 'expected value')} missing."
        if found.left_out:
            yield f"{_are(len(found.left_out), 'value')} left out, measured by another definition."


def _is_limit(level: Level) -> bool:
    return level.kind in (LevelKind.MEAN, LevelKind.LIMIT)


def _are(count: int, noun: str) -> str:
    return f"1 {noun} is" if count == 1 else f"{count or 'No'} {noun}s are"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
