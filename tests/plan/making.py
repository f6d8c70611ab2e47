"""Plans and records for the tests of this folder, said in as few words as possible."""

import datetime as dt
from typing import Any

from clientkit.base import decode
from clientkit.plan.action import Action
from clientkit.plan.model import ClientPlan, ClientRecord
from clientkit.plan.reviewing import Review, review

PEOPLE: list[dict[str, Any]] = [
    {"id": "director", "title": "Museum director", "roles": ["sponsor"]},
    {"id": "curator", "title": "Head of exhibitions", "roles": ["approver"]},
    {"id": "editor", "title": "Web editor", "roles": ["content"]},
    {"id": "pm", "title": "Project manager", "side": "provider", "roles": ["project-manager"]},
]
ROLES: list[dict[str, Any]] = [
    {"id": "sponsor", "title": "Sponsor", "may": ["sign", "approve_change"], "limit": "5000 EUR"},
    {"id": "approver", "title": "Approver", "may": ["accept", "instruct"]},
    {"id": "content", "title": "Content", "may": ["review"]},
    {"id": "project-manager", "title": "Project manager", "side": "provider", "may": ["sign"]},
]
SIGNED = [
    {"person": "director", "side": "client", "date": "2026-01-01"},
    {"person": "pm", "side": "provider", "date": "2026-01-01"},
]


def plan_of(
    scope: dict[str, Any] | None = None, *, zone: str = "Europe/Berlin", **parts: Any
) -> ClientPlan:
    """A plan with four people, signed by both sides unless the scope says otherwise."""
    data: dict[str, Any] = {
        "clientkit": "1",
        "client": {"id": "harbor", "name": "Harbor Museum", "timezone": zone},
        "people": PEOPLE,
        "roles": ROLES,
        "scope": {"id": "web", "title": "New web site", "sign_offs": SIGNED} | (scope or {}),
    }
    return decode(ClientPlan, data | parts)


def record_of(zone: str = "Europe/Berlin", **lists: Any) -> ClientRecord:
    """A record; entries are by the project manager unless they say otherwise."""
    data = {
        name: [{"by": "pm", "id": f"{name}-{index}"} | entry for index, entry in enumerate(entries)]
        for name, entries in lists.items()
    }
    return decode(ClientRecord, {"clientkit": "1", "plan": "web", "timezone": zone} | data)


def instant(text: str) -> dt.datetime:
    """An instant; a text that is a day alone means noon in Berlin's winter time."""
    return dt.datetime.fromisoformat(text if "T" in text else f"{text}T12:00:00+01:00")


def reviewed(plan: ClientPlan, record: ClientRecord | None, at: str) -> Review:
    """The review at an instant or a day."""
    return review(plan, record, at=instant(at))


def actions_of(plan: ClientPlan, record: ClientRecord | None, at: str) -> tuple[Action, ...]:
    """What a review lists."""
    return reviewed(plan, record, at).actions


def brief(actions: tuple[Action, ...]) -> list[tuple[str, str, str]]:
    """The urgency, the kind and the subject's text of each action."""
    return [(one.urgency.value, one.kind.value, one.what) for one in actions]
