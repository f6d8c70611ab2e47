"""What the client told us, as entries of a record."""

from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Due, model
from clientkit.base.fields import Id, Internal, Line, PartyId, Personal, PersonId, Refers, Text
from clientkit.client.entry import Entry, SharedEntry
from clientkit.client.model import Channel

__all__ = [
    "Basis",
    "CheckIn",
    "Concern",
    "ConcernAnswer",
    "Dimension",
    "Expectation",
    "ExpectationReview",
    "ExpectationStatus",
    "Importance",
    "Mood",
    "Reading",
    "SurveyInvitation",
    "SurveyResponse",
    "Symptom",
]

Subject = Annotated[Id, Refers("entry|milestone|deliverable|responsibility")]
ResponseId = Annotated[Id, Refers("survey_response")]


@model(kw_only=True)
class SurveyInvitation(SharedEntry):
    """People were asked to answer a survey."""

    survey: Annotated[Id, Refers("survey")]
    """The survey."""
    persons: Annotated[tuple[PersonId, ...], Meta(min_length=1, max_length=1000)]
    """Who was asked."""
    channel: Channel | None = None
    """The means."""


@model(kw_only=True)
class SurveyResponse(Entry):
    """An answer to a survey; `by` is who wrote it down."""

    survey: Annotated[Id, Refers("survey")]
    """The survey."""
    respondent: Personal[PersonId | None] = None
    """Who answered; left out where the survey bears no names."""
    score: Annotated[int, Meta(ge=0, le=100)]
    """The answer, on the survey's scale."""
    comment: Personal[Text | None] = None
    """What the person added, in their own words."""
    partial: bool = False
    """Whether the person left further questions of the survey unanswered."""


@unique
class Mood(Enum):
    """How somebody feels about the work, as a human heard it."""

    DELIGHTED = "delighted"
    """More than content."""
    CONTENT = "content"
    """As it should be."""
    NEUTRAL = "neutral"
    """Neither the one nor the other."""
    WORRIED = "worried"
    """Something weighs on them."""
    UPSET = "upset"
    """Something is badly wrong for them."""


@model(kw_only=True)
class CheckIn(Entry):
    """A talk about how it goes, beside all surveys."""

    person: PersonId
    """With whom."""
    mood: Internal[Mood]
    """How they feel about the work, set by a human."""
    topics: Annotated[tuple[Line, ...], Meta(max_length=100)] = ()
    """What it was about."""
    quotes: Personal[Annotated[tuple[Text, ...], Meta(max_length=100)]] = ()
    """What they said, in their own words."""


@unique
class Basis(Enum):
    """How we know of an expectation."""

    STATED = "stated"
    """The client said it."""
    INFERRED = "inferred"
    """We concluded it."""


@unique
class Dimension(Enum):
    """A dimension of service quality (SERVQUAL: Parasuraman, Zeithaml and Berry, 1988)."""

    RELIABILITY = "reliability"
    """What is promised is done, dependably and accurately."""
    ASSURANCE = "assurance"
    """Knowledge and courtesy that inspire trust."""
    TANGIBLES = "tangibles"
    """What can be seen and touched."""
    EMPATHY = "empathy"
    """Care and attention to the individual."""
    RESPONSIVENESS = "responsiveness"
    """Willingness to help promptly."""


@unique
class Importance(Enum):
    """How much something matters to the client."""

    HIGH = "high"
    """It decides whether they stay."""
    MEDIUM = "medium"
    """They would notice."""
    LOW = "low"
    """It is nice to have."""


@model(kw_only=True)
class Reading:
    """How one of our teams understands the same feedback."""

    team: Line
    """The team."""
    text: Text
    """What it hears."""


@model(kw_only=True)
class Expectation(Entry):
    """What the client expects, said or not, agreed or not."""

    text: Text
    """The expectation."""
    basis: Basis
    """How we know of it."""
    dimension: Dimension | None = None
    """The dimension of service quality that it belongs to."""
    importance: Importance | None = None
    """How much it matters to the client."""
    person: PersonId | None = None
    """Whose expectation it is; left out, the client's."""
    about: Annotated[tuple[Subject, ...], Meta(max_length=100)] = ()
    """What it is about, entries or parts of the scope."""
    readings: Internal[Annotated[tuple[Reading, ...], Meta(max_length=50)]] = ()
    """How our teams understand it."""
    from_response: ResponseId | None = None
    """The survey response that it was heard in."""


@unique
class ExpectationStatus(Enum):
    """Whether an expectation is met."""

    MET = "met"
    """It is."""
    PARTLY = "partly"
    """In part."""
    UNMET = "unmet"
    """It is not."""
    UNKNOWN = "unknown"
    """Nobody can tell yet."""


@model(kw_only=True)
class ExpectationReview(Entry):
    """A judgement of whether an expectation is met."""

    expectation: Annotated[Id, Refers("expectation")]
    """The expectation."""
    status: ExpectationStatus
    """Whether it is met."""


@model(kw_only=True)
class Symptom(Entry):
    """A sign that something is not as expected, kept apart from what is expected."""

    text: Text
    """What was seen or heard."""
    about: Annotated[tuple[Subject, ...], Meta(max_length=100)] = ()
    """What it is about, entries or parts of the scope."""
    expectation: Annotated[Id, Refers("expectation")] | None = None
    """The expectation that it points to."""
    from_response: ResponseId | None = None
    """The survey response that it was heard in."""


@model(kw_only=True)
class Concern(Entry):
    """Something that worries somebody at the client, and that wants an answer."""

    text: Text
    """The concern in their words."""
    raised_by: PersonId | None = None
    """Whose concern it is."""
    owner: PartyId | None = None
    """Who sees to an answer."""
    due: Due | None = None
    """When the answer is due."""
    about: Annotated[tuple[Subject, ...], Meta(max_length=100)] = ()
    """What it is about, entries or parts of the scope."""
    from_response: ResponseId | None = None
    """The survey response that it was heard in."""


@model(kw_only=True)
class ConcernAnswer(SharedEntry):
    """What was said or done about a concern."""

    concern: Annotated[Id, Refers("concern")]
    """The concern."""
    text: Text
    """What we did, or why we did not."""
    told_in: Annotated[Id, Refers("interaction")] | None = None
    """The interaction in which the person was told."""
    closes: bool = True
    """Whether the person agrees that it is settled."""
