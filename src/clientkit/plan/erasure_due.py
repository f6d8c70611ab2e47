"""Which personal data has outlived what it was kept for."""

import datetime as dt
from collections.abc import Iterator
from enum import Enum, unique
from itertools import chain

from clientkit.base import InvalidArgumentError, Term, TermUnit, model, pointer
from clientkit.base._build import trusted
from clientkit.base.fields import Date, Id, Text
from clientkit.client.model import DoNotContact, Person

from .mentions import DocumentKind, names
from .model import ClientPlan, ClientRecord
from .moments import local_day
from .references import entry_lists, references

__all__ = ["DueErasure", "ErasureKind", "due_for_erasure"]


@unique
class ErasureKind(Enum):
    """What is to be erased, and why."""

    ASSESSMENT = "assessment"
    """An opinion of the team that has expired; it goes as a whole."""
    PERSON_LEFT = "person_left"
    """A person who has no part in the work any more; `erase_person` does it."""
    CONTACT_DATA = "contact_data"
    """The address and number of somebody who must not be contacted by any channel."""
    DO_NOT_CONTACT = "do_not_contact"
    """A wish not to be contacted that has ended; its reason says something about the person."""


@model(kw_only=True)
class DueErasure:
    """One piece of personal data that should be erased."""

    kind: ErasureKind
    """What, and why."""
    subject: Id
    """The person or, of an assessment, the entry."""
    since: Date
    """The first day on which it should not be there any more."""
    document: DocumentKind
    """The document that holds it."""
    path: Text
    """Where in that document, as a JSON Pointer (:rfc:`6901`)."""


def due_for_erasure(
    plan: ClientPlan, record: ClientRecord, *, as_of: dt.date, retention: Term
) -> tuple[DueErasure, ...]:
    """The personal data that should be erased by a day, what is longest overdue first.

    - An assessment, from the day after `expires_on`.
    - A person who has left: somebody with no role on that day or later, neither under `roles` nor
      by an assignment, as holder or stand-in. Counted from the last day of their assignments,
      signatures and entries that refer to them; due when `retention` after that day has passed.
      Of somebody without any such day nothing tells that they have left.
    - The e-mail address and telephone number of somebody with a `do_not_contact` for every channel
      and without an end, from its first day or, where it names none, at once.
    - A `do_not_contact` that has ended, from the day after `ends_on`.

    Last days belong to the time in which something may be kept.

    >>> from clientkit.base import decode
    >>> plan = decode(ClientPlan, {
    ...     "clientkit": "1", "id": "web",
    ...     "client": {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"},
    ...     "roles": [{"id": "content", "title": "Content"}],
    ...     "people": [{"id": "editor", "title": "Web editor"}],
    ...     "assignments": [{"role": "content", "person": "editor", "ends_on": "2026-07-31"}]})
    >>> record = ClientRecord(clientkit="1", plan="web", timezone="Europe/Berlin")
    >>> year = Term.parse("365 days")
    >>> due_for_erasure(plan, record, as_of=dt.date(2027, 7, 31), retention=year)
    ()
    >>> due = due_for_erasure(plan, record, as_of=dt.date(2027, 8, 1), retention=year)
    >>> due[0].kind.value, due[0].subject, due[0].since.isoformat()
    ('person_left', 'editor', '2027-08-01')

    Raises:
        InvalidArgumentError: `retention` is not in days or weeks.
    """
    if retention.unit not in (TermUnit.DAY, TermUnit.WEEK):
        raise InvalidArgumentError(
            "retention", retention.text, "a term in days or weeks such as '365 days'"
        )
    days = retention.count * (7 if retention.unit is TermUnit.WEEK else 1)
    found = [*_assessments(record), *_leavers(plan, record, days, as_of), *_wishes(plan, as_of)]
    return tuple(sorted((one for one in found if one.since <= as_of), key=lambda one: one.since))


def _assessments(record: ClientRecord) -> Iterator[DueErasure]:
    for index, one in enumerate(record.assessments):
        since = _after(one.expires_on)
        if since is not None:
            yield trusted(
                DueErasure,
                kind=ErasureKind.ASSESSMENT,
                subject=one.id,
                since=since,
                document=DocumentKind.RECORD,
                path=pointer("assessments", index),
            )


def _leavers(
    plan: ClientPlan, record: ClientRecord, days: int, as_of: dt.date
) -> Iterator[DueErasure]:
    last = _last_days(plan, record)
    holders = _holders(plan, as_of)
    for index, person in enumerate(plan.people):
        day = last.get(person.id)
        if day is None or person.roles or person.id in holders:
            continue
        since = _after(day, days + 1)
        if since is not None:
            yield _of_person(ErasureKind.PERSON_LEFT, person, since, pointer("people", index))


def _holders(plan: ClientPlan, as_of: dt.date) -> set[str]:
    """Who holds a role by an assignment on a day or later, or stands in for a holder."""
    found = set()
    for held in plan.assignments:
        if held.ends_on is None or held.ends_on >= as_of:
            found.add(held.person)
        for delegate in held.delegates:
            ends_on = delegate.ends_on or held.ends_on
            if ends_on is None or ends_on >= as_of:
                found.add(delegate.person)
    return found


def _last_days(plan: ClientPlan, record: ClientRecord) -> dict[str, dt.date]:
    """For each person the last day on which the documents show a part in the work."""
    last: dict[str, dt.date] = {}
    for person, day in chain(_days_in_plan(plan), _days_in_record(plan, record)):
        if day is not None:
            last[person] = max(day, last.get(person, day))
    return last


def _days_in_plan(plan: ClientPlan) -> Iterator[tuple[str, dt.date | None]]:
    for held in plan.assignments:
        yield held.person, held.ends_on
        for delegate in held.delegates:
            yield delegate.person, delegate.ends_on or held.ends_on
    for scope in (plan.scope, *(plan.history.scope if plan.history else ())):
        for signed in scope.sign_offs if scope else ():
            yield signed.person, _day(signed.at, signed.date, plan.client.timezone)


def _days_in_record(plan: ClientPlan, record: ClientRecord) -> Iterator[tuple[str, dt.date | None]]:
    roles = frozenset(role.id for role in plan.roles)
    for entry in chain.from_iterable(entry_lists(record).values()):
        day = _day(entry.at, entry.date, record.timezone)
        for one in references(entry):
            if names(one.id, one.to, roles):
                yield one.id, day


def _day(at: dt.datetime | None, date: dt.date | None, zone: str) -> dt.date | None:
    return date if at is None else local_day(at, zone)


def _wishes(plan: ClientPlan, as_of: dt.date) -> Iterator[DueErasure]:
    for index, person in enumerate(plan.people):
        path = pointer("people", index)
        total = [one for one in person.do_not_contact if one.channel is None and not one.ends_on]
        if total and (person.email is not None or person.phone is not None):
            since = min(one.starts_on or as_of for one in total)
            yield _of_person(ErasureKind.CONTACT_DATA, person, since, path)
        for place, wish in enumerate(person.do_not_contact):
            since_end = _ended(wish)
            if since_end is not None:
                where = path + pointer("do_not_contact", place)
                yield _of_person(ErasureKind.DO_NOT_CONTACT, person, since_end, where)


def _ended(wish: DoNotContact) -> dt.date | None:
    return None if wish.ends_on is None else _after(wish.ends_on)


def _of_person(kind: ErasureKind, person: Person, since: dt.date, path: str) -> DueErasure:
    return trusted(
        DueErasure,
        kind=kind,
        subject=person.id,
        since=since,
        document=DocumentKind.PLAN,
        path=path,
    )


def _after(day: dt.date, days: int = 1) -> dt.date | None:
    """So many days later; none where the calendar has ended by then."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None
