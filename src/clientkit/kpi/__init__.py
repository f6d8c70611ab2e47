"""What is measured, and whether it is good enough."""

from typing import TYPE_CHECKING

from clientkit._lazy import lazily

from .entries import (
    Measurement,
)
from .model import (
    Aggregation,
    CalendarPeriod,
    Direction,
    InterimTarget,
    Kpi,
    KpiKind,
    KpiWaiver,
    KpiWindow,
)

if TYPE_CHECKING:
    from .advice import (
        Advice,
        Assurance,
        Variation,
    )
    from .bounds import (
        KpiBounds,
    )
    from .budgets import (
        BudgetState,
        PromiseBudget,
        promise_budget,
    )
    from .composites import (
        CompositeMember,
        CompositePart,
        CompositeStatus,
        evaluate_composite,
    )
    from .limits import (
        ControlRule,
        Movement,
        ProcessLimits,
        RuleSet,
        SpecialCause,
        process_limits,
        special_causes,
    )
    from .ranks import (
        Change,
        MannKendall,
        mann_kendall,
    )
    from .readings import (
        known_measurements,
    )
    from .signals import (
        ChartSegment,
        KpiSignal,
        Rebase,
        signal,
    )
    from .states import (
        KpiState,
    )
    from .status import (
        KpiStatus,
        evaluate_kpi,
    )
    from .trends import (
        KpiTrend,
        Outlook,
        trend,
    )
    from .winning import (
        Win,
        WinKind,
        wins,
    )

__all__ = [
    "Advice",
    "Aggregation",
    "Assurance",
    "BudgetState",
    "CalendarPeriod",
    "Change",
    "ChartSegment",
    "CompositeMember",
    "CompositePart",
    "CompositeStatus",
    "ControlRule",
    "Direction",
    "InterimTarget",
    "Kpi",
    "KpiBounds",
    "KpiKind",
    "KpiSignal",
    "KpiState",
    "KpiStatus",
    "KpiTrend",
    "KpiWaiver",
    "KpiWindow",
    "MannKendall",
    "Measurement",
    "Movement",
    "Outlook",
    "ProcessLimits",
    "PromiseBudget",
    "Rebase",
    "RuleSet",
    "SpecialCause",
    "Variation",
    "Win",
    "WinKind",
    "evaluate_composite",
    "evaluate_kpi",
    "known_measurements",
    "mann_kendall",
    "process_limits",
    "promise_budget",
    "signal",
    "special_causes",
    "trend",
    "wins",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "advice": (
            "Advice",
            "Assurance",
            "Variation",
        ),
        "bounds": ("KpiBounds",),
        "budgets": (
            "BudgetState",
            "PromiseBudget",
            "promise_budget",
        ),
        "composites": (
            "CompositeMember",
            "CompositePart",
            "CompositeStatus",
            "evaluate_composite",
        ),
        "limits": (
            "ControlRule",
            "Movement",
            "ProcessLimits",
            "RuleSet",
            "SpecialCause",
            "process_limits",
            "special_causes",
        ),
        "ranks": (
            "Change",
            "MannKendall",
            "mann_kendall",
        ),
        "readings": ("known_measurements",),
        "signals": (
            "ChartSegment",
            "KpiSignal",
            "Rebase",
            "signal",
        ),
        "states": ("KpiState",),
        "status": (
            "KpiStatus",
            "evaluate_kpi",
        ),
        "trends": (
            "KpiTrend",
            "Outlook",
            "trend",
        ),
        "winning": (
            "Win",
            "WinKind",
            "wins",
        ),
    },
    __all__,
)
