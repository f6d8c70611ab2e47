"""The two documents, and every question that needs more than one family."""

from typing import TYPE_CHECKING

from clientkit._lazy import lazily

from .model import (
    Assessment,
    ClientPlan,
    ClientRecord,
    History,
    IgnoredFinding,
    Stance,
)

if TYPE_CHECKING:
    from .action import (
        Action,
        ActionKind,
        Party,
        Urgency,
    )
    from .binding import (
        in_force,
    )
    from .digests import (
        digest,
        signed_text,
    )
    from .erasure_due import (
        DueErasure,
        ErasureKind,
        due_for_erasure,
    )
    from .forecasts import (
        plan_delays,
        plan_extension,
        plan_forecast,
        plan_schedule_health,
        plan_what_if,
    )
    from .judgement import (
        ALL_RULES,
        judge_plan,
        judge_record,
    )
    from .kpi_standings import (
        KpiStanding,
        kpi_states,
    )
    from .mentions import (
        DocumentKind,
        Mention,
        MentionKind,
    )
    from .persons import (
        Erasure,
        KeptSignature,
        PersonExport,
        erase_person,
        export_person,
    )
    from .request_checks import (
        check_request_of,
    )
    from .review_text import (
        render_markdown,
        render_text,
    )
    from .reviewing import (
        Contact,
        Review,
        review,
    )
    from .rules_of_ids import (
        Documents,
    )
    from .seal_chain import (
        LinkKind,
        Seal,
        SealedField,
        SealLink,
    )
    from .seal_check import (
        SealCheck,
        SealFault,
        SealFaultKind,
        verify,
    )
    from .sealing import (
        seal,
        seal_erasure,
    )
    from .signing import (
        sign,
        signatures,
    )
    from .viewing import (
        ClientView,
        client_view,
    )

__all__ = [
    "ALL_RULES",
    "Action",
    "ActionKind",
    "Assessment",
    "ClientPlan",
    "ClientRecord",
    "ClientView",
    "Contact",
    "DocumentKind",
    "Documents",
    "DueErasure",
    "Erasure",
    "ErasureKind",
    "History",
    "IgnoredFinding",
    "KeptSignature",
    "KpiStanding",
    "LinkKind",
    "Mention",
    "MentionKind",
    "Party",
    "PersonExport",
    "Review",
    "Seal",
    "SealCheck",
    "SealFault",
    "SealFaultKind",
    "SealLink",
    "SealedField",
    "Stance",
    "Urgency",
    "check_request_of",
    "client_view",
    "digest",
    "due_for_erasure",
    "erase_person",
    "export_person",
    "in_force",
    "judge_plan",
    "judge_record",
    "kpi_states",
    "plan_delays",
    "plan_extension",
    "plan_forecast",
    "plan_schedule_health",
    "plan_what_if",
    "render_markdown",
    "render_text",
    "review",
    "seal",
    "seal_erasure",
    "sign",
    "signatures",
    "signed_text",
    "verify",
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
        "binding": ("in_force",),
        "digests": (
            "digest",
            "signed_text",
        ),
        "erasure_due": (
            "DueErasure",
            "ErasureKind",
            "due_for_erasure",
        ),
        "forecasts": (
            "plan_delays",
            "plan_extension",
            "plan_forecast",
            "plan_schedule_health",
            "plan_what_if",
        ),
        "judgement": (
            "ALL_RULES",
            "judge_plan",
            "judge_record",
        ),
        "kpi_standings": (
            "KpiStanding",
            "kpi_states",
        ),
        "mentions": (
            "DocumentKind",
            "Mention",
            "MentionKind",
        ),
        "persons": (
            "Erasure",
            "KeptSignature",
            "PersonExport",
            "erase_person",
            "export_person",
        ),
        "request_checks": ("check_request_of",),
        "reviewing": (
            "Contact",
            "Review",
            "review",
        ),
        "review_text": (
            "render_markdown",
            "render_text",
        ),
        "rules_of_ids": ("Documents",),
        "seal_chain": (
            "LinkKind",
            "Seal",
            "SealLink",
            "SealedField",
        ),
        "seal_check": (
            "SealCheck",
            "SealFault",
            "SealFaultKind",
            "verify",
        ),
        "sealing": (
            "seal",
            "seal_erasure",
        ),
        "signing": (
            "sign",
            "signatures",
        ),
        "viewing": (
            "ClientView",
            "client_view",
        ),
    },
    __all__,
)
