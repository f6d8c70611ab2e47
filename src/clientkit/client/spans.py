"""Spans of days."""

from collections.abc import Iterator

from clientkit.base import Finding
from clientkit.base.fields import Date

__all__ = ["ends_before_start"]


def ends_before_start(
    family: str, starts_on: Date | None, ends_on: Date | None
) -> Iterator[Finding]:
    """The finding for a span of days that ends before it starts; both days belong to it."""
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        yield Finding(
            code=f"{family}.ends-before-start",
            path="/ends_on",
            message=f"ends_on is {ends_on}, before starts_on {starts_on}; "
            "expected that day or later",
        )
