"""Contacts and duties that reach nobody."""

from typing import Any

from clientkit import decode
from clientkit.communication import CommunicationPlan
from clientkit.communication.rules import RULES


def found(**lists: Any) -> list[tuple[str, str]]:
    plan = decode(CommunicationPlan, lists)
    return [(one.code, one.path) for each in RULES for one in each(plan, prefix="/c")]


WEEKLY = {"id": "weekly", "purpose": "Where we are"}


def test_a_contact_without_audience() -> None:
    assert found(touchpoints=[WEEKLY | {"audience": ["curator"]}, WEEKLY]) == [
        ("communication.audience-empty", "/c/touchpoints/1")
    ]
    assert found(touchpoints=[WEEKLY | {"kind": "message", "optional": True}]) == [
        ("communication.audience-empty", "/c/touchpoints/0")
    ]


def test_the_team_among_itself_needs_none() -> None:
    assert found(touchpoints=[WEEKLY | {"kind": "internal"}]) == []


def test_a_duty_to_tell_nobody() -> None:
    duty = {"id": "delay", "when": "delay", "owner": "lena"}
    assert found(notices=[duty | {"to": ["curator"]}, duty]) == [
        ("communication.notice-to-nobody", "/c/notices/1")
    ]
