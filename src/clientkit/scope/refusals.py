"""Why a change order is not applied."""

from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Text

__all__ = ["RefusalKind", "RefusalReason", "contradiction", "reason"]


@unique
class RefusalKind(Enum):
    """Why a change order is not applied."""

    STALE_BASE = "stale_base"
    """It changes another version than this one; rebase it."""
    NOT_APPROVED = "not_approved"
    """It has not been approved."""
    EXPIRED = "expired"
    """Its offer ran out; offer it again."""
    ALREADY_APPLIED = "already_applied"
    """A version of the agreement contains it."""
    UNKNOWN_ID = "unknown_id"
    """It changes or removes something that the agreement does not have."""
    ID_TAKEN = "id_taken"
    """It adds something under an id that is taken."""
    CONTRADICTION = "contradiction"
    """It says two things about one id."""
    DANGLING = "dangling"
    """Something would depend on what is not there."""
    CIRCLE = "circle"
    """Things would wait for one another in a circle."""
    OTHER_CURRENCY = "other_currency"
    """Its price is in another currency than the agreement's, and the two are never added."""
    OUT_OF_BOUNDS = "out_of_bounds"
    """The next version would be none that an agreement can be."""


@model(kw_only=True)
class RefusalReason:
    """One reason why a change order is not applied."""

    kind: RefusalKind
    """What kind of reason."""
    message: Text
    """What is wrong, and what was expected."""
    ids: Annotated[tuple[Id, ...], Meta(max_length=100_000)] = ()
    """The parts of the agreement that it is about."""


def reason(kind: RefusalKind, message: str, *ids: str) -> RefusalReason:
    """A reason of a kind, about some parts of the agreement."""
    return trusted(RefusalReason, kind=kind, message=message[:20_000], ids=ids)


def contradiction(one: str, what: str, expected: str) -> RefusalReason:
    """The reason that an order says two things about one id."""
    message = f"{one!r} is {what}; expected {expected}"
    return reason(RefusalKind.CONTRADICTION, message, one)
