"""What is asked for, what comes first, and what becomes of it."""

from typing import TYPE_CHECKING

from clientkit._lazy import lazily

from .entries import (
    ClientRequest,
    Estimates,
    MoscowCategory,
    RequestDecision,
    RequestOutcome,
)

if TYPE_CHECKING:
    from .decisions import (
        RequestReport,
        RequestState,
        RequestStatus,
        request_report,
    )
    from .formulas import (
        RankingMethod,
        cd3,
        rice,
        value_per_effort,
        wsjf,
    )
    from .ranking import (
        Ranked,
        Ranking,
        Unranked,
        delay_cost,
        rank_requests,
    )
    from .robustness import (
        Dominated,
        TopChange,
        TopSensitivity,
        dominated_requests,
        top_sensitivity,
    )
    from .worth import (
        MOST_EFFORT_ON_MUSTS,
        MoscowCheck,
        Quadrant,
        QuadrantPlace,
        Roi,
        moscow_check,
        roi,
        value_effort_quadrants,
    )

__all__ = [
    "MOST_EFFORT_ON_MUSTS",
    "ClientRequest",
    "Dominated",
    "Estimates",
    "MoscowCategory",
    "MoscowCheck",
    "Quadrant",
    "QuadrantPlace",
    "Ranked",
    "Ranking",
    "RankingMethod",
    "RequestDecision",
    "RequestOutcome",
    "RequestReport",
    "RequestState",
    "RequestStatus",
    "Roi",
    "TopChange",
    "TopSensitivity",
    "Unranked",
    "cd3",
    "delay_cost",
    "dominated_requests",
    "moscow_check",
    "rank_requests",
    "request_report",
    "rice",
    "roi",
    "top_sensitivity",
    "value_effort_quadrants",
    "value_per_effort",
    "wsjf",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "decisions": (
            "RequestReport",
            "RequestState",
            "RequestStatus",
            "request_report",
        ),
        "formulas": (
            "RankingMethod",
            "cd3",
            "rice",
            "value_per_effort",
            "wsjf",
        ),
        "ranking": (
            "Ranked",
            "Ranking",
            "Unranked",
            "delay_cost",
            "rank_requests",
        ),
        "robustness": (
            "Dominated",
            "TopChange",
            "TopSensitivity",
            "dominated_requests",
            "top_sensitivity",
        ),
        "worth": (
            "MOST_EFFORT_ON_MUSTS",
            "MoscowCheck",
            "Quadrant",
            "QuadrantPlace",
            "Roi",
            "moscow_check",
            "roi",
            "value_effort_quadrants",
        ),
    },
    __all__,
)
