"""Scope agreements, and what happens under them."""

from typing import TYPE_CHECKING

from clientkit._lazy import lazily

from .entries import (
    Acceptance,
    AcceptanceOutcome,
    AcceptanceRemark,
    ChangeOrder,
    ChangeOrderEvent,
    ChangeOrderEventKind,
    ChangeOrigin,
    Decision,
    DecisionMade,
    DecisionOption,
    DelayEvent,
    Delivery,
    Fulfilment,
    MilestoneReached,
    Promise,
    PromiseEvent,
    PromiseEventKind,
    ScopeItems,
)
from .model import (
    AcceptanceCriterion,
    AcceptanceStage,
    AcceptanceTerms,
    AgreementDocument,
    AgreementPeriod,
    AgreementTerm,
    Assumption,
    ChangeControl,
    ClientResponsibility,
    Covers,
    DelayExtension,
    DelayTerms,
    Deliverable,
    DeliverableKind,
    Exclusion,
    Milestone,
    PriceBasis,
    Reminders,
    Repeats,
    ScopeAgreement,
    SignOff,
)

if TYPE_CHECKING:
    from .acceptance_model import (
        AcceptanceState,
        AcceptanceStatus,
        OpenRemark,
        StageState,
    )
    from .accepting import (
        acceptance_states,
    )
    from .applying import (
        ChangeRefusal,
        apply_change_order,
        preview_change_order,
    )
    from .approvals import (
        refusal_is_certain,
    )
    from .attribution import (
        CauseKind,
        DelayCause,
        DelayParty,
        DelayShare,
    )
    from .authority import (
        HeldRights,
        Rights,
    )
    from .binding import (
        ForceReason,
        InForce,
        in_force,
    )
    from .change_control import (
        change_order_status,
        change_order_statuses,
        impossible_steps,
    )
    from .day_count import (
        weekday_calendar,
    )
    from .deciding import (
        DecisionState,
        DecisionStatus,
        DecisionWait,
        decision_states,
        decision_waits,
    )
    from .delays import (
        ClientDelay,
        OwedState,
        client_delays,
    )
    from .differences import (
        AgreementChange,
        AgreementChangeKind,
        AgreementDifference,
        MovedDate,
        PriceChange,
        diff_agreements,
    )
    from .digests import (
        digest,
        signed_content,
        signed_text,
    )
    from .earned import (
        EarnedBy,
        EarnedSchedule,
        EarnedState,
        ScheduleHealth,
        earned_schedule,
        schedule_health,
    )
    from .extending import (
        ExtendedDate,
        Extension,
        extension,
    )
    from .forecasting import (
        Forecast,
        ForecastItem,
        forecast,
    )
    from .impact import (
        impact_summary,
    )
    from .impact_model import (
        DecisionTimes,
        Impact,
        ImpactSummary,
        MoneyImpact,
        OriginImpact,
        VersionImpact,
    )
    from .life_cycle import (
        CHANGE_ORDER_TRANSITIONS,
        ChangeOrderState,
        ChangeOrderStatus,
        ChangeStep,
        StepVerdict,
    )
    from .network import (
        ItemKind,
    )
    from .notices import (
        DelayNotice,
        NoticeState,
        delay_notice,
    )
    from .order_corrections import (
        FROZEN_FIELDS,
        LateCorrection,
        late_corrections,
        standing_orders,
    )
    from .progress import (
        Progress,
        Wait,
    )
    from .promising import (
        PromiseState,
        PromiseStatus,
        promise_states,
    )
    from .rebasing import (
        RebaseConflict,
        RebaseConflictKind,
        RebasedOrder,
        RebaseOutcome,
        rebase,
    )
    from .refusals import (
        RefusalKind,
        RefusalReason,
    )
    from .reminding import (
        ReminderPlan,
        ReminderState,
        reminder_plan,
    )
    from .requests import (
        PartKind,
        RequestCheck,
        RequestedPart,
        RequestVerdict,
        SuggestedPart,
        check_request,
    )
    from .signing import (
        Signature,
        Signatures,
        SignatureState,
        SigningState,
        signatures,
    )
    from .supposing import (
        MovedForecast,
        WhatIf,
        what_if,
    )
    from .times import (
        KnownTimes,
        Times,
        UnknownMoment,
    )
    from .unknown import (
        UnknownDate,
    )
    from .versions import (
        agreement_at,
    )

__all__ = [
    "CHANGE_ORDER_TRANSITIONS",
    "FROZEN_FIELDS",
    "Acceptance",
    "AcceptanceCriterion",
    "AcceptanceOutcome",
    "AcceptanceRemark",
    "AcceptanceStage",
    "AcceptanceState",
    "AcceptanceStatus",
    "AcceptanceTerms",
    "AgreementChange",
    "AgreementChangeKind",
    "AgreementDifference",
    "AgreementDocument",
    "AgreementPeriod",
    "AgreementTerm",
    "Assumption",
    "CauseKind",
    "ChangeControl",
    "ChangeOrder",
    "ChangeOrderEvent",
    "ChangeOrderEventKind",
    "ChangeOrderState",
    "ChangeOrderStatus",
    "ChangeOrigin",
    "ChangeRefusal",
    "ChangeStep",
    "ClientDelay",
    "ClientResponsibility",
    "Covers",
    "Decision",
    "DecisionMade",
    "DecisionOption",
    "DecisionState",
    "DecisionStatus",
    "DecisionTimes",
    "DecisionWait",
    "DelayCause",
    "DelayEvent",
    "DelayExtension",
    "DelayNotice",
    "DelayParty",
    "DelayShare",
    "DelayTerms",
    "Deliverable",
    "DeliverableKind",
    "Delivery",
    "EarnedBy",
    "EarnedSchedule",
    "EarnedState",
    "Exclusion",
    "ExtendedDate",
    "Extension",
    "ForceReason",
    "Forecast",
    "ForecastItem",
    "Fulfilment",
    "HeldRights",
    "Impact",
    "ImpactSummary",
    "InForce",
    "ItemKind",
    "KnownTimes",
    "LateCorrection",
    "Milestone",
    "MilestoneReached",
    "MoneyImpact",
    "MovedDate",
    "MovedForecast",
    "NoticeState",
    "OpenRemark",
    "OriginImpact",
    "OwedState",
    "PartKind",
    "PriceBasis",
    "PriceChange",
    "Progress",
    "Promise",
    "PromiseEvent",
    "PromiseEventKind",
    "PromiseState",
    "PromiseStatus",
    "RebaseConflict",
    "RebaseConflictKind",
    "RebaseOutcome",
    "RebasedOrder",
    "RefusalKind",
    "RefusalReason",
    "ReminderPlan",
    "ReminderState",
    "Reminders",
    "Repeats",
    "RequestCheck",
    "RequestVerdict",
    "RequestedPart",
    "Rights",
    "ScheduleHealth",
    "ScopeAgreement",
    "ScopeItems",
    "SignOff",
    "Signature",
    "SignatureState",
    "Signatures",
    "SigningState",
    "StageState",
    "StepVerdict",
    "SuggestedPart",
    "Times",
    "UnknownDate",
    "UnknownMoment",
    "VersionImpact",
    "Wait",
    "WhatIf",
    "acceptance_states",
    "agreement_at",
    "apply_change_order",
    "change_order_status",
    "change_order_statuses",
    "check_request",
    "client_delays",
    "decision_states",
    "decision_waits",
    "delay_notice",
    "diff_agreements",
    "digest",
    "earned_schedule",
    "extension",
    "forecast",
    "impact_summary",
    "impossible_steps",
    "in_force",
    "late_corrections",
    "preview_change_order",
    "promise_states",
    "rebase",
    "refusal_is_certain",
    "reminder_plan",
    "schedule_health",
    "signatures",
    "signed_content",
    "signed_text",
    "standing_orders",
    "weekday_calendar",
    "what_if",
]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "acceptance_model": (
            "AcceptanceState",
            "AcceptanceStatus",
            "OpenRemark",
            "StageState",
        ),
        "accepting": ("acceptance_states",),
        "applying": (
            "ChangeRefusal",
            "apply_change_order",
            "preview_change_order",
        ),
        "approvals": ("refusal_is_certain",),
        "attribution": (
            "CauseKind",
            "DelayCause",
            "DelayParty",
            "DelayShare",
        ),
        "authority": (
            "HeldRights",
            "Rights",
        ),
        "binding": (
            "ForceReason",
            "InForce",
            "in_force",
        ),
        "change_control": (
            "change_order_status",
            "change_order_statuses",
            "impossible_steps",
        ),
        "day_count": ("weekday_calendar",),
        "deciding": (
            "DecisionState",
            "DecisionStatus",
            "DecisionWait",
            "decision_states",
            "decision_waits",
        ),
        "delays": (
            "ClientDelay",
            "OwedState",
            "client_delays",
        ),
        "differences": (
            "AgreementChange",
            "AgreementChangeKind",
            "AgreementDifference",
            "MovedDate",
            "PriceChange",
            "diff_agreements",
        ),
        "digests": (
            "digest",
            "signed_content",
            "signed_text",
        ),
        "earned": (
            "EarnedBy",
            "EarnedSchedule",
            "EarnedState",
            "ScheduleHealth",
            "earned_schedule",
            "schedule_health",
        ),
        "extending": (
            "ExtendedDate",
            "Extension",
            "extension",
        ),
        "forecasting": (
            "Forecast",
            "ForecastItem",
            "forecast",
        ),
        "impact": ("impact_summary",),
        "impact_model": (
            "DecisionTimes",
            "Impact",
            "ImpactSummary",
            "MoneyImpact",
            "OriginImpact",
            "VersionImpact",
        ),
        "life_cycle": (
            "CHANGE_ORDER_TRANSITIONS",
            "ChangeOrderState",
            "ChangeOrderStatus",
            "ChangeStep",
            "StepVerdict",
        ),
        "network": ("ItemKind",),
        "notices": (
            "DelayNotice",
            "NoticeState",
            "delay_notice",
        ),
        "order_corrections": (
            "FROZEN_FIELDS",
            "LateCorrection",
            "late_corrections",
            "standing_orders",
        ),
        "progress": (
            "Progress",
            "Wait",
        ),
        "promising": (
            "PromiseState",
            "PromiseStatus",
            "promise_states",
        ),
        "rebasing": (
            "RebaseConflict",
            "RebaseConflictKind",
            "RebaseOutcome",
            "RebasedOrder",
            "rebase",
        ),
        "refusals": (
            "RefusalKind",
            "RefusalReason",
        ),
        "reminding": (
            "ReminderPlan",
            "ReminderState",
            "reminder_plan",
        ),
        "requests": (
            "PartKind",
            "RequestCheck",
            "RequestVerdict",
            "RequestedPart",
            "SuggestedPart",
            "check_request",
        ),
        "signing": (
            "Signature",
            "SignatureState",
            "Signatures",
            "SigningState",
            "signatures",
        ),
        "supposing": (
            "MovedForecast",
            "WhatIf",
            "what_if",
        ),
        "times": (
            "KnownTimes",
            "Times",
            "UnknownMoment",
        ),
        "unknown": ("UnknownDate",),
        "versions": ("agreement_at",),
    },
    __all__,
)
