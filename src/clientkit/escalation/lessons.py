"""What was learned: issues that came back, and lessons whose effect somebody looked at."""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, EntryId, Id, WorkId
from clientkit.client.corrections import corrected
from clientkit.worktime.zones import zone_of

from ._counting import moment
from ._facts import microseconds_at
from .entries import (
    Analysis,
    CauseCategory,
    Issue,
    IssueEvent,
    IssueEventKind,
    IssueStep,
    Lesson,
    StepKind,
)

__all__ = ["LessonCheck", "LessonEffect", "Recurrence", "lesson_effects", "recurrences"]


@model(kw_only=True)
class Recurrence:
    """An issue that came back: reopened, or like an earlier one that had been resolved."""

    issue: Id
    """The issue."""
    earlier: Annotated[tuple[Id, ...], Meta(max_length=100_000)] = ()
    """The earlier issues that it is like."""
    about: Annotated[tuple[WorkId, ...], Meta(max_length=100)] = ()
    """The parts of the scope that they have in common."""
    category: CauseCategory | None = None
    """The sort of cause that they have in common, where all that are compared were analysed."""
    reopened: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    """How often it was reopened."""
    despite: Annotated[tuple[Id, ...], Meta(max_length=100_000)] = ()
    """Steps that should have prevented it, on record when it was opened."""


def recurrences(
    issues: Iterable[Issue],
    *,
    at: dt.datetime,
    timezone: str,
    events: Iterable[IssueEvent] = (),
    analyses: Iterable[Analysis] = (),
    steps: Iterable[IssueStep] = (),
) -> tuple[Recurrence, ...]:
    """The issues that came back by a moment, in the order in which they were opened.

    An issue is like an earlier one if they are of the same kind and about a common part of the
    scope, the earlier one was resolved when it was opened, and, where both were analysed, they have
    the same category of cause (``unknown`` is like nothing). Reopening is a recurrence too.

    Raises:
        InvalidArgumentError: ``at`` has no offset.
    """
    now = moment("at", at)

    def known(entries: Iterable[IssueEvent]) -> list[tuple[int, IssueEvent]]:
        timed = ((microseconds_at(one, timezone), one) for one in corrected(entries))
        return sorted((one for one in timed if one[0] <= now), key=lambda one: (one[0], one[1].id))

    opened = sorted(
        (
            (t, issue)
            for issue in corrected(issues)
            if (t := microseconds_at(issue, timezone)) <= now
        ),
        key=lambda one: (one[0], one[1].id),
    )
    history: dict[str, list[tuple[int, IssueEvent]]] = {}
    for t, event in known(events):
        history.setdefault(event.issue, []).append((t, event))
    causes = {
        one.issue: one.category
        for one in sorted(corrected(analyses), key=lambda one: microseconds_at(one, timezone))
        if microseconds_at(one, timezone) <= now
    }
    preventive = [one for one in corrected(steps) if one.kind is StepKind.PREVENTION]
    found = []
    for place, (t, issue) in enumerate(opened):
        like = [
            earlier
            for _, earlier in opened[:place]
            if _are_alike(issue, earlier, causes) and _is_resolved(history.get(earlier.id, ()), t)
        ]
        reopened = sum(
            event.kind is IssueEventKind.REOPENED for _, event in history.get(issue.id, ())
        )
        if like or reopened:
            ids = {one.id for one in like}
            found.append(
                trusted(
                    Recurrence,
                    issue=issue.id,
                    earlier=tuple(one.id for one in like),
                    about=tuple(
                        part for part in issue.about if any(part in one.about for one in like)
                    ),
                    category=_common(issue, like, causes),
                    reopened=reopened,
                    despite=tuple(
                        step.id
                        for step in preventive
                        if step.issue in ids and microseconds_at(step, timezone) <= t
                    ),
                )
            )
    return tuple(found)


def _are_alike(issue: Issue, earlier: Issue, causes: dict[str, CauseCategory]) -> bool:
    if issue.kind is not earlier.kind or not set(issue.about) & set(earlier.about):
        return False
    ours, theirs = causes.get(issue.id), causes.get(earlier.id)
    return ours is None or theirs is None or (ours is theirs and ours is not CauseCategory.UNKNOWN)


def _is_resolved(history: Sequence[tuple[int, IssueEvent]], t: int) -> bool:
    resolved = False
    for instant, event in history:
        if instant <= t and event.kind in (IssueEventKind.RESOLVED, IssueEventKind.REOPENED):
            resolved = event.kind is IssueEventKind.RESOLVED
    return resolved


def _common(
    issue: Issue, like: list[Issue], causes: dict[str, CauseCategory]
) -> CauseCategory | None:
    own = causes.get(issue.id)
    return own if like and all(causes.get(one.id) is own for one in like) else None


@unique
class LessonCheck(Enum):
    """What is known of the effect of a lesson."""

    NOT_PLANNED = "not_planned"
    """Nobody has said when to look whether it helped."""
    PLANNED = "planned"
    """The day by which somebody looks has not passed."""
    OVERDUE = "overdue"
    """That day has passed, and nobody has said whether it helped."""
    EFFECTIVE = "effective"
    """It helped."""
    NOT_EFFECTIVE = "not_effective"
    """It did not help."""


@model(kw_only=True)
class LessonEffect:
    """What is known of the effect of one lesson."""

    lesson: Id
    """The lesson."""
    check: LessonCheck
    """What is known."""
    check_by: Date | None = None
    """The day by which somebody looks, that day included."""
    checked_in: EntryId | None = None
    """The entry that says whether it helped; the lesson itself, or a later one."""


def lesson_effects(
    lessons: Iterable[Lesson], *, at: dt.datetime, timezone: str
) -> tuple[LessonEffect, ...]:
    """What is known at a moment of the effect of each lesson, in their order.

    The last word counts: of the lesson itself, or of a later one that ``checks`` it (which is no
    lesson of its own then). A check is overdue once its day is over in ``timezone``.

    >>> import datetime as dt
    >>> from clientkit.escalation import Lesson, lesson_effects
    >>> lesson = Lesson(id="stand-ins", text="Name a stand-in", by="lena", date=dt.date(2026, 6, 5),
    ...                 check_by=dt.date(2026, 9, 30))
    >>> for day in (30, 31):
    ...     now = dt.datetime(2026, 9, 1, tzinfo=dt.timezone.utc) + dt.timedelta(days=day - 1)
    ...     print(lesson_effects([lesson], at=now, timezone="UTC")[0].check.value)
    planned
    overdue

    Raises:
        InvalidArgumentError: ``at`` has no offset.
    """
    now, today = moment("at", at), _day(at, timezone)
    known = sorted(
        ((t, one) for one in lessons if (t := microseconds_at(one, timezone)) <= now),
        key=lambda one: one[0],
    )
    standing = corrected(one for _, one in known)
    ids = {one.id for one in standing}
    judged = {
        one.checks: one for one in standing if one.effective is not None and one.checks in ids
    }
    return tuple(
        _effect(one, judged.get(one.id, one), today)
        for one in standing
        if one.checks not in ids or one.checks == one.id
    )


def _effect(lesson: Lesson, last: Lesson, today: dt.date) -> LessonEffect:
    if last.effective is not None:
        check = LessonCheck.EFFECTIVE if last.effective else LessonCheck.NOT_EFFECTIVE
    elif lesson.check_by is None:
        check = LessonCheck.NOT_PLANNED
    else:
        check = LessonCheck.OVERDUE if lesson.check_by < today else LessonCheck.PLANNED
    return trusted(
        LessonEffect,
        lesson=lesson.id,
        check=check,
        check_by=lesson.check_by,
        checked_in=None if last.effective is None else last.id,
    )


def _day(at: dt.datetime, timezone: str) -> dt.date:
    zone = zone_of(timezone)
    return dt.date.fromordinal(zone.day(moment("at", at)))
