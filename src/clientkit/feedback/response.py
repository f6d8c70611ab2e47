"""How many of those who were asked answered, and who did not."""

import datetime as dt
from collections.abc import Iterable
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, PersonId, Share
from clientkit.client.corrections import corrected
from clientkit.client.entry import instant_of

from ._time import aware, day_of, happened
from .entries import SurveyInvitation, SurveyResponse
from .intervals import check_count
from .model import Survey

__all__ = ["OutcomeRates", "ResponseRate", "ResponseState", "outcome_rates", "response_rate"]

Count = Annotated[int, Meta(ge=0, le=1_000_000)]


@model(kw_only=True)
class OutcomeRates:
    """The two response rates of the AAPOR that need no guess at who was eligible."""

    n: Count
    """How many were asked and not found to be ineligible."""
    rr1: Share | None = None
    """The share of complete answers; none where nobody was asked."""
    rr2: Share | None = None
    """The share of complete and partial answers; none where nobody was asked."""


@unique
class ResponseState(Enum):
    """Whether there is a response rate."""

    NOBODY_ASKED = "nobody_asked"
    """No invitation is on record, so that there is nothing to take a share of."""
    TOO_MANY_ANSWERS = "too_many_answers"
    """More answers than people asked; invitations are missing, or people answered twice."""
    MEASURED = "measured"
    """There is a rate."""


@model(kw_only=True)
class ResponseRate:
    """How many of those who were asked answered."""

    survey: Id
    """The survey."""
    state: ResponseState
    """Whether there is a rate."""
    asked: Count
    """How many people were asked, each counted once, without those not eligible."""
    complete: Count
    """How many of them answered in full."""
    partial: Count
    """How many of them answered in part."""
    rr1: Share | None = None
    """The share of complete answers (AAPOR response rate 1)."""
    rr2: Share | None = None
    """The share of complete and partial answers (AAPOR response rate 2)."""
    unasked: Count = 0
    """Answers of people who had not been asked, which count in no rate."""
    names_known: bool = False
    """Whether it is known who did not answer."""
    did_not_answer: Annotated[tuple[PersonId, ...], Meta(max_length=1_000_000)] = ()
    """Who was asked and has not answered, where that is known, those first asked first."""

    @property
    def counts(self) -> str:
        """The answers as counts, such as ``7 of 9``."""
        return f"{self.complete + self.partial} of {self.asked}"


def outcome_rates(
    *,
    complete: int,
    partial: int = 0,
    refused: int = 0,
    not_contacted: int = 0,
    other: int = 0,
    unknown: int = 0,
) -> OutcomeRates:
    """Response rates 1 and 2 of the AAPOR, from counts.

    ``RR1 = I / (I + P + R + NC + O + U)`` and ``RR2 = (I + P)`` over the same: complete and partial
    answers, refusals, people not reached, others, and cases of unknown eligibility (``UH + UO``),
    all of which count as eligible. The ineligible are left out (American Association for Public
    Opinion Research, Standard Definitions, 9th edition, 2016, response rates).

    >>> rates = outcome_rates(complete=6, partial=1, refused=1, unknown=4)
    >>> rates.n, rates.rr1, round(rates.rr2, 4)
    (12, 0.5, 0.5833)

    Raises:
        InvalidArgumentError: A count is not a whole number from 0 to 1e15.
    """
    cases = {
        "complete": complete, "partial": partial, "refused": refused,
        "not_contacted": not_contacted, "other": other, "unknown": unknown,
    }  # fmt: skip
    for name, count in cases.items():
        check_count(name, count)
    if not (n := sum(cases.values())):
        return trusted(OutcomeRates, n=0)
    return trusted(OutcomeRates, n=n, rr1=complete / n, rr2=(complete + partial) / n)


def response_rate(  # noqa: PLR0913 (each is a fact of its own)
    survey: Survey,
    invitations: Iterable[SurveyInvitation],
    responses: Iterable[SurveyResponse],
    *,
    at: dt.datetime,
    timezone: str,
    since: dt.datetime | None = None,
    not_eligible: Iterable[str] = (),
) -> ResponseRate:
    """The share of those asked who have answered by an instant, and who has not.

    Invitations and responses from `since` to `at` count, both included. A person asked twice is one
    person; an answer counts from the day of the first invitation on. Whoever is `not_eligible` (has
    left, was asked by mistake) is left out. All others that did not answer count against the rate,
    as in AAPOR's response rates 1 and 2: whether a silent person saw the question, nobody knows.
    There is no interval: everybody who was asked is counted, none is inferred. Taking answers away
    never raises a measured rate; taking invitations away does, and `asked` shows it.

    Who did not answer is known of identified surveys only, and only if every answer bears a name.
    Answers without a name count as those of people asked; where surveys bear no names, give the
    invitations of one round.

    >>> from clientkit.feedback import Survey, SurveyInvitation, SurveyResponse, response_rate
    >>> survey = Survey(id="pulse", metric="csat", scale="1-5")
    >>> day = dt.date(2026, 5, 4)
    >>> asked = SurveyInvitation(
    ...     id="i", survey="pulse", persons=("curator", "director", "shop"), by="lena", date=day)
    >>> answer = SurveyResponse(
    ...     id="r", survey="pulse", respondent="shop", score=4, by="shop", date=day)
    >>> rate = response_rate(
    ...     survey, [asked], [answer], at=dt.datetime(2026, 5, 9, tzinfo=dt.UTC), timezone="UTC")
    >>> rate.counts, rate.did_not_answer
    ('1 of 3', ('curator', 'director'))

    Raises:
        InvalidArgumentError: An instant has no offset.
        InvalidValueError: There is no such zone.
    """

    def counts(entry: SurveyInvitation | SurveyResponse) -> bool:
        return (
            entry.survey == survey.id
            and happened(entry, at, timezone)
            and (since is None or instant_of(entry, timezone=timezone) >= since)
        )

    aware("at", at, timezone)
    if since is not None:
        aware("since", since, timezone)
    left_out = set(not_eligible)
    asked: dict[str, dt.date] = {}
    for invitation in sorted(
        filter(counts, corrected(invitations)), key=lambda one: instant_of(one, timezone=timezone)
    ):
        for person in invitation.persons:
            if person not in left_out:
                asked.setdefault(person, day_of(invitation, timezone))
    complete: set[str] = set()
    in_part: set[str] = set()
    nameless = [0, 0]
    unasked = 0
    for response in filter(counts, corrected(responses)):
        name = response.respondent if survey.identified else None
        if name is None:
            nameless[response.partial] += 1
        elif name not in asked or day_of(response, timezone) < asked[name]:
            unasked += name not in left_out
        else:
            (in_part if response.partial else complete).add(name)
    full = len(complete) + nameless[False]
    part = len(in_part - complete) + nameless[True]
    state = _state(len(asked), full + part)
    measured = state is ResponseState.MEASURED
    names_known = survey.identified and measured and not any(nameless)
    silent = tuple(person for person in asked if person not in complete | in_part)
    return trusted(
        ResponseRate,
        survey=survey.id,
        state=state,
        asked=len(asked),
        complete=full,
        partial=part,
        rr1=full / len(asked) if measured else None,
        rr2=(full + part) / len(asked) if measured else None,
        unasked=unasked,
        names_known=names_known,
        did_not_answer=silent if names_known else (),
    )


def _state(asked: int, answered: int) -> ResponseState:
    if not asked:
        return ResponseState.NOBODY_ASKED
    return ResponseState.TOO_MANY_ANSWERS if answered > asked else ResponseState.MEASURED
