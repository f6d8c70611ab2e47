import datetime as dt

import pytest

from clientkit.escalation import (
    Analysis,
    IssueStep,
    Lesson,
    LessonCheck,
    Why,
    lesson_effects,
    recurrences,
)

from .making import event, issue, moment

FIRST = issue(id="first", about=("site", "design"))
AGAIN = issue("10 14:00", id="again", about=("site",))
RESOLVED = event("resolved", "04 10:00", issue="first")


def found(issues=(FIRST, AGAIN), events=(RESOLVED,), at="12 10:00", **values):
    return recurrences(issues, events=events, at=moment(at), timezone="Europe/Berlin", **values)


def analysis(issue, category):
    return Analysis(
        id=f"why-{issue}",
        issue=issue,
        category=category,
        whys=(Why(text="x"),),
        by="lena",
        at=moment("11 10:00"),
    )


def test_an_issue_about_the_same_part_comes_back() -> None:
    (one,) = found()
    assert (one.issue, one.earlier, one.about, one.category) == (
        "again",
        ("first",),
        ("site",),
        None,
    )


def test_an_issue_that_was_not_resolved_has_not_come_back() -> None:
    assert found(events=[]) == ()
    assert (
        found(events=[RESOLVED, event("reopened", "05 10:00", issue="first")])[0].issue == "first"
    )


@pytest.mark.parametrize(
    "values", [{"about": ("design-2",)}, {"kind": "defect", "about": ("site",)}]
)
def test_other_issues_are_not_alike(values) -> None:
    assert found([FIRST, issue("10 14:00", **{"id": "again"} | values)]) == ()


@pytest.mark.parametrize(
    ("ours", "expected"), [("technical", ["technical"]), ("process", []), ("unknown", [])]
)
def test_causes_that_differ_are_not_alike(ours, expected) -> None:
    known = [analysis("first", "technical"), analysis("again", ours)]
    assert [one.category.value for one in found(analyses=known)] == expected


def test_steps_that_should_have_prevented_it_are_named() -> None:
    steps = [
        IssueStep(id=name, issue="first", kind=kind, text="x", by="lena", at=moment(at))
        for name, kind, at in [
            ("a", "prevention", "10 14:00"),
            ("b", "prevention", "10 14:01"),
            ("c", "correction", "04 09:00"),
        ]
    ]
    assert found(steps=steps)[0].despite == ("a",)


def test_a_reopening_counts() -> None:
    (one,) = found([FIRST], [RESOLVED, event("reopened", "05 10:00", issue="first")])
    assert (one.issue, one.reopened, one.earlier) == ("first", 1, ())


def lesson(name="stand-ins", day=5, **values):
    return Lesson(id=name, text="Name a stand-in", by="lena", date=dt.date(2026, 9, day), **values)


def effects(*lessons, at="12 10:00"):
    return lesson_effects(lessons, at=moment(at), timezone="Europe/Berlin")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, LessonCheck.NOT_PLANNED),
        ({"check_by": dt.date(2026, 9, 12)}, LessonCheck.PLANNED),
        ({"check_by": dt.date(2026, 9, 11)}, LessonCheck.OVERDUE),
        ({"effective": True, "check_by": dt.date(2026, 9, 11)}, LessonCheck.EFFECTIVE),
        ({"effective": False}, LessonCheck.NOT_EFFECTIVE),
    ],
)
def test_what_is_known_of_a_lesson(values, expected) -> None:
    (one,) = effects(lesson(**values))
    assert one.check is expected


def test_a_later_entry_says_whether_it_helped() -> None:
    later = lesson("helped", 10, effective=True, checks="stand-ins")
    (one,) = effects(lesson(check_by=dt.date(2026, 9, 6)), later)
    assert (one.lesson, one.check, one.checked_in) == ("stand-ins", LessonCheck.EFFECTIVE, "helped")
    (before,) = effects(lesson(check_by=dt.date(2026, 9, 6)), later, at="10 10:00")
    assert before.check is LessonCheck.OVERDUE
