"""The feedback programme: what we ask the client, and how often."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Extensions, Finding, Term, model
from clientkit.base.fields import Format, Id, PartyId, Text
from clientkit.client.model import Channel

__all__ = ["Cooldown", "FeedbackProgramme", "Survey", "SurveyMetric"]


@unique
class SurveyMetric(Enum):
    """What the answers of a survey become."""

    NPS = "nps"
    """Net Promoter Score, from answers of 0 to 10."""
    CSAT = "csat"
    """Customer satisfaction, the share of the top two answers."""
    CES = "ces"
    """Customer effort score, the mean answer."""


Scale = Annotated[
    str,
    Meta(max_length=7),
    Format("^(0|1)-([2-9]|10|100)$", "a scale such as '1-5', '1-7' or '0-10'"),
]


@model(kw_only=True)
class Cooldown:
    """How long nobody is asked again."""

    per_person: Term | None = None
    """For the same person."""
    per_client: Term | None = None
    """For anybody at the client."""


@model(kw_only=True)
class Survey:
    """A question that is asked from time to time."""

    id: Id
    """The name that responses refer to it by."""
    metric: SurveyMetric
    """What the answers become."""
    scale: Scale
    """The lowest and the highest answer, such as `1-5`."""
    high_is_good: bool = True
    """Whether the highest answer is the best, which with effort scores it may not be."""
    question: Text | None = None
    """The question in the client's words."""
    audience: Annotated[tuple[PartyId, ...], Meta(max_length=500)] = ()
    """Who is asked, roles or persons."""
    every: Term | None = None
    """The span from one round to the next."""
    cooldown: Cooldown | None = None
    """How long nobody is asked again."""
    identified: bool = True
    """Whether answers bear the name of the person who gave them."""
    channel: Channel | None = None
    """The means."""

    def _invariants(self) -> Iterator[Finding]:
        if self.metric is SurveyMetric.NPS and self.scale != "0-10":
            yield Finding(
                code="feedback.nps-scale",
                path="/scale",
                message=f"scale is {self.scale!r} with metric 'nps'; expected '0-10'",
                suggestion="did you mean metric 'csat'?",
            )
        if self.metric is not SurveyMetric.CES and not self.high_is_good:
            yield Finding(
                code="feedback.low-is-good",
                path="/high_is_good",
                message=f"high_is_good is False with metric {self.metric.value!r}; "
                "expected it only with 'ces'",
            )

    @property
    def lowest(self) -> int:
        """The lowest possible answer."""
        return int(self.scale.partition("-")[0])

    @property
    def highest(self) -> int:
        """The highest possible answer."""
        return int(self.scale.partition("-")[2])


@model(kw_only=True)
class FeedbackProgramme:
    """How we learn what the client thinks."""

    surveys: Annotated[tuple[Survey, ...], Meta(max_length=100)] = ()
    """Questions that are asked from time to time."""
    check_in_every: Term | None = None
    """The span within which somebody talks with the client about how it goes."""
    answer_concerns_within: Term | None = None
    """How soon a concern is answered."""
    extensions: Extensions | None = None
    """Data of your own."""
