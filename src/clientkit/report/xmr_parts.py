"""The parts of an XmR chart, however it is drawn."""

import datetime as dt
from enum import Enum, unique
from typing import NamedTuple

from clientkit.kpi import ControlRule, Variation

__all__ = ["Break", "Level", "LevelKind", "Panel", "Point", "XmrContent"]


@unique
class LevelKind(Enum):
    """What a horizontal line stands for."""

    MEAN = "mean"
    LIMIT = "limit"
    TARGET = "target"
    INTERIM = "interim target"


class Point(NamedTuple):
    """One value, and the pattern that speaks for it if it is part of one."""

    at: dt.datetime
    value: float
    kind: Variation
    rule: ControlRule | None
    words: str | None


class Level(NamedTuple):
    """A horizontal line; without start and end from edge to edge, without words not named."""

    kind: LevelKind
    value: float
    words: str | None
    start: dt.datetime | None = None
    end: dt.datetime | None = None


class Break(NamedTuple):
    """A day from which there are new limits."""

    at: dt.datetime
    words: str


class Panel(NamedTuple):
    """What stands between one pair of axes."""

    points: tuple[Point, ...]
    stretches: tuple[tuple[Point, ...], ...]
    levels: tuple[Level, ...]
    legend: tuple[tuple[Variation, str], ...]
    title: str | None = None

    def values(self) -> list[float]:
        """All values that the panel must have room for."""
        return [one.value for one in self.points] + [one.value for one in self.levels]


class XmrContent(NamedTuple):
    """All that a chart shows, with its words; instants are in the zone of the reader."""

    title: str
    subtitle: str
    unit: str | None
    main: Panel
    moving: Panel | None
    breaks: tuple[Break, ...]
    advice: str
    notes: str
    description: str

    def panels(self) -> tuple[Panel, ...]:
        """What there is between axes, from above."""
        return (self.main,) if self.moving is None else (self.main, self.moving)
