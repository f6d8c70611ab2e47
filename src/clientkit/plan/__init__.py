"""The two documents, and every question that needs more than one family."""

from typing import TYPE_CHECKING

from clientkit._lazy import lazily

from .model import (
    Assessment,
    ClientPlan,
    ClientRecord,
    History,
    Stance,
)

if TYPE_CHECKING:
    from .action import (
        Action,
        ActionKind,
        Party,
        Urgency,
    )
    from .judgement import (
        ALL_RULES,
        judge_plan,
        judge_record,
    )
    from .kpi_states import (
        KpiStanding,
    )
    from .review import (
        Contact,
        Review,
    )
    from .review_text import (
        render_markdown,
        render_text,
    )
    from .rules_of_ids import (
        Documents,
    )

__all__ = [
    "ALL_RULES",
    "Action",
    "ActionKind",
    "Assessment",
    "ClientPlan",
    "ClientRecord",
    "Contact",
    "Documents",
    "History",
    "KpiStanding",
    "Party",
    "Review",
    "Stance",
    "Urgency",
    "judge_plan",
    "judge_record",
    "render_markdown",
    "render_text",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "action": (
            "Action",
            "ActionKind",
            "Party",
            "Urgency",
        ),
        "judgement": (
            "ALL_RULES",
            "judge_plan",
            "judge_record",
        ),
        "kpi_states": ("KpiStanding",),
        "review": (
            "Contact",
            "Review",
        ),
        "review_text": (
            "render_markdown",
            "render_text",
        ),
        "rules_of_ids": ("Documents",),
    },
    __all__,
)
