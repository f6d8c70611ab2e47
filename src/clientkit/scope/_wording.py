"""What stands in an agreement, in a few words."""

import datetime as dt
from enum import Enum
from typing import Any, Final

import attrs

from clientkit.base import specification
from clientkit.base.values import Value

__all__ = ["ROOM", "described", "shown"]

ROOM: Final = 20_000
"""How many characters a text of a result has room for."""


def described(item: Any) -> str:
    """What a part is, in a few words."""
    for name in ("title", "text"):
        if isinstance(getattr(item, name, None), str):
            return str(getattr(item, name))
    held = ((field, getattr(item, field.name)) for field in specification(type(item)))
    said = [
        f"{field.key} {described(value) if attrs.has(type(value)) else shown(value)}"
        for field, value in held
        if field.required or value != field.default
    ]
    return ", ".join(said)[:ROOM] or "as usual"


def shown(value: Any) -> str | None:
    """A value as a document has it; none where there is nothing."""
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return ", ".join(
            described(one) if attrs.has(type(one)) else str(shown(one)) for one in value
        )[:ROOM]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.text[:ROOM] if isinstance(value, Value) else str(value)
