"""Why nobody can tell a date."""

from enum import Enum, unique

import attrs

__all__ = ["NotKnown", "UnknownDate"]


@unique
class UnknownDate(Enum):
    """Why nobody can tell a date."""

    NO_DATE = "no_date"
    """The agreement names none."""
    RECORD_ONLY = "record_only"
    """Only the record will know it, and does not yet."""
    HANGS_ON_UNKNOWN = "hangs_on_unknown"
    """It is counted from something whose date is not known."""
    WAITS_FOR_UNKNOWN = "waits_for_unknown"
    """It follows from what it waits for, and the date of some of that is not known."""
    CIRCLE = "circle"
    """It waits for itself, directly or by way of others, or for something that does."""
    NO_OCCURRENCE = "no_occurrence"
    """The occurrence that it hangs on does not come, or nobody can tell which one it is."""
    NOT_ON_RECORD = "not_on_record"
    """A later occurrence is on record, and this one is not."""
    TOO_MANY = "too_many"
    """It comes round more often than is looked at."""
    TOO_FAR = "too_far"
    """It lies more than twenty years away, or beyond the ends of the calendar."""


@attrs.frozen
class NotKnown:
    """A date that nobody can tell."""

    kind: UnknownDate
    because: str
