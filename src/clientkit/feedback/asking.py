"""Whom to ask now, whom not, and why."""

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import Enum, unique
from typing import Annotated, NamedTuple

from msgspec import Meta

from clientkit.base import Term, model
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Instant, PartyId, PersonId
from clientkit.client.corrections import corrected
from clientkit.client.entry import Entry
from clientkit.client.holding import holdings
from clientkit.client.model import Assignment, Person
from clientkit.worktime import AnyCalendar, local

from ._time import aware, day_of, happened, start_of, term_after
from .entries import SurveyInvitation, SurveyResponse
from .model import Survey

__all__ = ["NotAsked", "NotAskedReason", "SurveyDue", "survey_due"]


@unique
class NotAskedReason(Enum):
    """Why somebody of a survey's audience is not asked now."""

    ROUND_NOT_DUE = "round_not_due"
    """The span from one round to the next has not passed."""
    ASKED_ALREADY = "asked_already"
    """The survey has no rounds, and the person was asked."""
    PERSON_COOLDOWN = "person_cooldown"
    """The person was asked lately, by this or another survey."""
    CLIENT_COOLDOWN = "client_cooldown"
    """Somebody at the client was asked lately, by this or another survey."""
    DO_NOT_CONTACT = "do_not_contact"
    """The person does not want to be reached by the survey's channel."""
    NOBODY = "nobody"
    """No such person is known, and nobody holds a role of that name."""


@model(kw_only=True)
class NotAsked:
    """One reason why somebody is not asked now."""

    party: PartyId
    """Who of the audience, as the survey names them."""
    person: PersonId | None = None
    """The person; none where the role is vacant."""
    reason: NotAskedReason
    """Why they are not asked."""
    until: Instant | None = None
    """When the reason ends, at which instant they may be asked; none where that is not known."""


@model(kw_only=True)
class SurveyDue:
    """Whom a survey asks now."""

    survey: Id
    """The survey."""
    ask: Annotated[tuple[PersonId, ...], Meta(max_length=100_000)] = ()
    """Whom to ask now, in the order of the audience."""
    not_asked: Annotated[tuple[NotAsked, ...], Meta(max_length=100_000)] = ()
    """Whom not, with every reason."""
    next_at: Instant | None = None
    """When the next of those not asked may be asked, where that is known."""


def survey_due(  # noqa: PLR0913 (each is a fact of its own)
    survey: Survey,
    people: Iterable[Person],
    *,
    at: dt.datetime,
    timezone: str,
    assignments: Iterable[Assignment] = (),
    invitations: Iterable[SurveyInvitation] = (),
    responses: Iterable[SurveyResponse] = (),
    calendar: AnyCalendar | None = None,
) -> SurveyDue:
    """Whom a survey asks at an instant, whom it leaves in peace, and why.

    The audience are persons, and those who hold its roles on the local day; delegates are not
    asked in a holder's place. Somebody is asked if every one of these has passed, each reached
    exactly when its term ends (on the first instant of a day, counted from a day):

    - `every`, from the person's last invitation to this survey;
    - the cooldown per person, from their last invitation to any survey;
    - the cooldown per client, from anybody's last invitation to any survey;

    and no wish not to be contacted by the survey's channel stands. An answer without an invitation
    of that day or earlier counts as an invitation. Give the invitations and responses of all
    surveys. Terms in working time need a calendar; others are counted in `timezone` without one.

    >>> from clientkit.base import Term
    >>> from clientkit.client import Person
    >>> from clientkit.feedback import Cooldown, Survey, SurveyInvitation, survey_due
    >>> survey = Survey(id="pulse", metric="csat", scale="1-5", audience=("curator", "director"),
    ...     every=Term.parse("4 weeks"))
    >>> people = [Person(id="curator", title="Curator"), Person(id="director", title="Director")]
    >>> asked = SurveyInvitation(
    ...     id="i", survey="pulse", persons=("curator",), by="lena", date=dt.date(2026, 5, 4))
    >>> due = survey_due(survey, people, invitations=[asked], timezone="UTC",
    ...     at=dt.datetime(2026, 5, 20, tzinfo=dt.UTC))
    >>> due.ask, due.not_asked[0].reason.value, due.next_at.isoformat()
    (('director',), 'round_not_due', '2026-06-01T00:00:00+00:00')

    Raises:
        InvalidArgumentError: A term in working time has to be counted, and there is no calendar; or
            the instant has no offset.
        InvalidValueError: There is no such zone.
    """
    everybody, held = tuple(people), tuple(assignments)
    known = {person.id: person for person in everybody}
    asked = _asked(
        corrected(invitations), corrected(responses), aware("at", at, timezone), timezone
    )
    case = _Case(survey, asked, at, timezone, calendar)
    ask: list[str] = []
    not_asked: list[NotAsked] = []
    seen: set[str] = set()
    for party in survey.audience:
        persons = [party] if party in known else _holders(party, everybody, held, case.today)
        if not persons:
            not_asked.append(trusted(NotAsked, party=party, reason=NotAskedReason.NOBODY))
        for person in dict.fromkeys(persons):
            if person in seen:
                continue
            seen.add(person)
            rows = [
                trusted(NotAsked, party=party, person=person, reason=reason, until=until)
                for reason, until in (*case.history(person), *case.wishes(known.get(person)))
            ]
            not_asked += rows
            if not rows:
                ask.append(person)
    return trusted(
        SurveyDue,
        survey=survey.id,
        ask=tuple(ask),
        not_asked=tuple(not_asked),
        next_at=_next(not_asked),
    )


class _Asked(NamedTuple):
    person: str | None
    survey: str
    entry: Entry


Reasons = Iterator[tuple[NotAskedReason, dt.datetime | None]]


class _Case(NamedTuple):
    """One survey at one instant."""

    survey: Survey
    asked: list[_Asked]
    at: dt.datetime
    timezone: str
    calendar: AnyCalendar | None

    @property
    def today(self) -> dt.date:
        return local(self.at, self.timezone).date()

    def pending(self, term: Term | None, those: Iterable[_Asked]) -> dt.datetime | None:
        """When the last of the terms that run from these ends, if it has not yet."""
        if term is None:
            return None
        moments = (term_after(one.entry, term, self.timezone, self.calendar) for one in those)
        ends = (start_of(moment, self.timezone) for moment in moments)
        return max((end for end in ends if end > self.at), default=None)

    def history(self, person: str) -> Reasons:
        """Why somebody is left in peace because of earlier surveys."""
        of_person = [one for one in self.asked if one.person == person]
        of_survey = [one for one in of_person if one.survey == self.survey.id]
        if self.survey.every is None and of_survey:
            yield NotAskedReason.ASKED_ALREADY, None
        if until := self.pending(self.survey.every, of_survey):
            yield NotAskedReason.ROUND_NOT_DUE, until
        if (cooldown := self.survey.cooldown) is not None:
            if until := self.pending(cooldown.per_person, of_person):
                yield NotAskedReason.PERSON_COOLDOWN, until
            if until := self.pending(cooldown.per_client, self.asked):
                yield NotAskedReason.CLIENT_COOLDOWN, until

    def wishes(self, person: Person | None) -> Reasons:
        """The wish not to be contacted that holds longest, if one holds today."""
        standing = [
            wish
            for wish in (() if person is None else person.do_not_contact)
            if wish.channel in (None, self.survey.channel)
            and (wish.ends_on is None or self.today <= wish.ends_on)
        ]
        if standing:
            last = max(wish.ends_on or dt.date.max for wish in standing)
            after = None if last == dt.date.max else last + dt.timedelta(1)
            until = None if after is None else start_of(after, self.timezone)
            yield NotAskedReason.DO_NOT_CONTACT, until


def _asked(
    invitations: Iterable[SurveyInvitation],
    responses: Iterable[SurveyResponse],
    at: dt.datetime,
    timezone: str,
) -> list[_Asked]:
    """Each time that somebody was asked, as far as the record shows it."""
    asked = [
        _Asked(person, one.survey, one)
        for one in invitations
        if happened(one, at, timezone)
        for person in one.persons
    ]
    first_days: dict[tuple[str | None, str], dt.date] = {}
    for one in asked:
        day = day_of(one.entry, timezone)
        for person in (one.person, None):
            key = (person, one.survey)
            first_days[key] = min(day, first_days.get(key, day))
    for response in responses:
        first = first_days.get((response.respondent, response.survey))
        if happened(response, at, timezone) and (
            first is None or day_of(response, timezone) < first
        ):
            asked.append(_Asked(response.respondent, response.survey, response))
    return asked


def _holders(
    role: str, people: tuple[Person, ...], assignments: tuple[Assignment, ...], day: dt.date
) -> list[str]:
    held = holdings(role, people, assignments, as_of=day)
    return [one.person for one in held if one.stands_in_for is None]


def _next(not_asked: Iterable[NotAsked]) -> dt.datetime | None:
    """The first instant at which all that holds somebody back has ended."""
    ends: dict[str, list[dt.datetime | None]] = {}
    for one in not_asked:
        if one.person is not None:
            ends.setdefault(one.person, []).append(one.until)
    known = [
        max(end for end in untils if end is not None)
        for untils in ends.values()
        if None not in untils
    ]
    return min(known, default=None)
