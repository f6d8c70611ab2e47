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
    from .erasure_due import (
        DueErasure,
        ErasureKind,
        due_for_erasure,
    )
    from .judgement import (
        ALL_RULES,
        judge_plan,
        judge_record,
    )
    from .kpi_states import (
        KpiStanding,
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
    "client_view",
    "due_for_erasure",
    "erase_person",
    "export_person",
    "judge_plan",
    "judge_record",
    "render_markdown",
    "render_text",
    "seal",
    "seal_erasure",
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
        "erasure_due": (
            "DueErasure",
            "ErasureKind",
            "due_for_erasure",
        ),
        "judgement": (
            "ALL_RULES",
            "judge_plan",
            "judge_record",
        ),
        "kpi_states": ("KpiStanding",),
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
        "review": (
            "Contact",
            "Review",
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
        "viewing": (
            "ClientView",
            "client_view",
        ),
    },
    __all__,
)
