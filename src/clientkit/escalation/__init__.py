"""Issues, how soon they are answered, and who is told if they are not."""

from typing import TYPE_CHECKING

from clientkit._lazy import lazily

from .entries import (
    Analysis,
    CauseCategory,
    Issue,
    IssueEvent,
    IssueEventKind,
    IssueKind,
    IssueParty,
    IssueStep,
    Lesson,
    ProblemStatement,
    RebaseMode,
    Statement,
    StepKind,
    Why,
)
from .model import (
    Difference,
    EscalationAnchor,
    EscalationLevel,
    EscalationPolicy,
    EscalationRepeat,
    Grade,
    Priority,
    PriorityCell,
    PriorityMatrix,
    ResponseTarget,
    Unless,
)

if TYPE_CHECKING:
    from .clocks import (
        BallSegment,
        ClockKind,
        ClockOutcome,
        IssueClock,
        IssueClocks,
        issue_clocks,
    )
    from .lessons import (
        LessonCheck,
        LessonEffect,
        Recurrence,
        lesson_effects,
        recurrences,
    )
    from .notifications import (
        Notification,
        Suppression,
        due_notifications,
    )
    from .priorities import (
        priority_of,
    )
    from .problem_solving import (
        problem_solving_findings,
    )
    from .rebasing import (
        rebase,
    )
    from .recipients import (
        Told,
    )
    from .states import (
        EscalationState,
        ReachedLevel,
        StandStill,
        escalation_state,
        escalation_states,
    )
    from .timelines import (
        TimelineEntry,
        TimelineKind,
        escalation_timeline,
    )

__all__ = [
    "Analysis",
    "BallSegment",
    "CauseCategory",
    "ClockKind",
    "ClockOutcome",
    "Difference",
    "EscalationAnchor",
    "EscalationLevel",
    "EscalationPolicy",
    "EscalationRepeat",
    "EscalationState",
    "Grade",
    "Issue",
    "IssueClock",
    "IssueClocks",
    "IssueEvent",
    "IssueEventKind",
    "IssueKind",
    "IssueParty",
    "IssueStep",
    "Lesson",
    "LessonCheck",
    "LessonEffect",
    "Notification",
    "Priority",
    "PriorityCell",
    "PriorityMatrix",
    "ProblemStatement",
    "ReachedLevel",
    "RebaseMode",
    "Recurrence",
    "ResponseTarget",
    "StandStill",
    "Statement",
    "StepKind",
    "Suppression",
    "TimelineEntry",
    "TimelineKind",
    "Told",
    "Unless",
    "Why",
    "due_notifications",
    "escalation_state",
    "escalation_states",
    "escalation_timeline",
    "issue_clocks",
    "lesson_effects",
    "priority_of",
    "problem_solving_findings",
    "rebase",
    "recurrences",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "clocks": (
            "BallSegment",
            "ClockKind",
            "ClockOutcome",
            "IssueClock",
            "IssueClocks",
            "issue_clocks",
        ),
        "lessons": (
            "LessonCheck",
            "LessonEffect",
            "Recurrence",
            "lesson_effects",
            "recurrences",
        ),
        "notifications": (
            "Notification",
            "Suppression",
            "due_notifications",
        ),
        "priorities": ("priority_of",),
        "problem_solving": ("problem_solving_findings",),
        "rebasing": ("rebase",),
        "recipients": ("Told",),
        "states": (
            "EscalationState",
            "ReachedLevel",
            "StandStill",
            "escalation_state",
            "escalation_states",
        ),
        "timelines": (
            "TimelineEntry",
            "TimelineKind",
            "escalation_timeline",
        ),
    },
    __all__,
)
