"""Planned and actual contacts."""

from .entries import (
    Acknowledgement,
    Interaction,
    InteractionKind,
    Response,
)
from .model import (
    BadNews,
    CommunicationPlan,
    IncidentMode,
    NoticeDuty,
    NoticeOccasion,
    Touchpoint,
    TouchpointKind,
)

__all__ = [
    "Acknowledgement",
    "BadNews",
    "CommunicationPlan",
    "IncidentMode",
    "Interaction",
    "InteractionKind",
    "NoticeDuty",
    "NoticeOccasion",
    "Response",
    "Touchpoint",
    "TouchpointKind",
]
