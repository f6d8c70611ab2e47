"""Measurements, as entries of a record."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clientkit.base import Finding, model
from clientkit.base.fields import KpiId, Number, Version
from clientkit.client.entry import SharedEntry

__all__ = ["Measurement"]


@model(kw_only=True)
class Measurement(SharedEntry):
    """One value of a KPI; its instant or day is when the value was true."""

    kpi: KpiId
    """The KPI."""
    value: Number | None = None
    """The value, in the KPI's unit."""
    met: bool | None = None
    """Whether the requirement was met, for a KPI that is met or not."""
    sample_size: Annotated[int, Meta(ge=0, le=10**15)] | None = None
    """How many events the value sums up."""
    version: Version | None = None
    """The version of the KPI that it was measured under, where its definition changed."""

    def _invariants(self) -> Iterator[Finding]:
        if (self.value is None) == (self.met is None):
            which = "neither value nor met" if self.value is None else "both value and met"
            yield Finding(
                code="kpi.value-or-met",
                path="",
                message=f"{self.id!r} has {which}; expected one of them",
            )
