"""What the documents hold about one person, and the documents without it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, cast

import attrs
from msgspec import Meta

from clientkit.base import (
    FieldSpecification,
    Finding,
    InvalidArgumentError,
    Term,
    TermUnit,
    evolve,
    model,
)
from clientkit.base.fields import ID, PERSONAL, Date, Line, PersonId
from clientkit.client.model import Assignment, Person
from clientkit.communication.model import CommunicationPlan
from clientkit.escalation.model import EscalationPolicy
from clientkit.feedback.entries import CheckIn, SurveyResponse
from clientkit.kpi.model import Kpi
from clientkit.scope.model import Covers, ScopeAgreement, SignOff

from .mentions import Mention, MentionKind, Traces, mentions, names
from .model import Assessment, ClientPlan, ClientRecord
from .moments import local_day
from .references import SIDES, Reference, entry_lists, references
from .rewriting import rewritten

__all__ = ["Erasure", "KeptSignature", "PersonExport", "erase_person", "export_person"]

Mentions = Annotated[tuple[Mention, ...], Meta(max_length=10_000_000)]

_STAYS = {"id", "title", "side", "timezone", "roles"}
"""What of a person stays: what the work needs to go on, and to be understood later."""
_ABOUT = {SurveyResponse: "respondent", CheckIn: "person"}
"""The field that says whose words an entry holds."""


@model(kw_only=True)
class PersonExport:
    """Everything that the documents hold about one person."""

    person: PersonId
    """The person."""
    data: Person | None = None
    """Their own data, as the plan holds it; none where only other parts name the person."""
    assignments: Annotated[tuple[Assignment, ...], Meta(max_length=10_000)] = ()
    """The roles that they hold, or stand in for a holder of, with dates."""
    record: ClientRecord
    """The entries that name them, by a reference or in words; opinions of the team included."""
    mentions: Mentions = ()
    """Every place of both documents that names them, the plan's first."""


@model(kw_only=True)
class KeptSignature:
    """Evidence that a person signed, to be kept apart from the documents until a day.

    The parts stand as they did before the erasure, so that the signature's digest can be checked.
    """

    name: Line | None = None
    """The name of the person, as far as the plan knew it."""
    title: Line
    """The title under which they signed."""
    keep_until: Date
    """The last day on which it may be kept; to be deleted afterwards."""
    signature: SignOff
    """The signature, with the id that the person had."""
    agreement: ScopeAgreement
    """The version of the agreement that bears the signature."""
    kpis: Annotated[tuple[Kpi, ...], Meta(max_length=10_000)] = ()
    """The plan's KPIs, where the signature covers them."""
    escalation: EscalationPolicy | None = None
    """The escalation policy, where the signature covers it."""
    communication: CommunicationPlan | None = None
    """The communication plan, where the signature covers it."""


@model(kw_only=True)
class Erasure:
    """The two documents after a person was erased, and what is left for people to do."""

    plan: ClientPlan
    """The plan without the person's data."""
    record: ClientRecord
    """The record without the person's data; entries have their ids and places still."""
    left: Mentions = ()
    """Texts of these documents that still name the person; somebody has to read and mend them."""
    kept: Annotated[tuple[KeptSignature, ...], Meta(max_length=100_000)] = ()
    """Evidence of the person's signatures whose time has not run out."""

    def to_findings(self) -> tuple[Finding, ...]:
        """What is left, as findings of code `privacy.names-person`; they do not repeat a name."""
        return tuple(mention.to_finding() for mention in self.left)


def export_person(plan: ClientPlan, record: ClientRecord, person: str) -> PersonExport:
    """Everything that the two documents hold about one person.

    Somebody should read it before it is handed out: entries may speak of others too. Whether words
    name the person is judged by name, e-mail address, telephone number and id; a nickname or "the
    tall one from finance" is not recognised.

    >>> from clientkit.base import decode
    >>> plan = decode(ClientPlan, {
    ...     "clientkit": "1", "id": "web",
    ...     "client": {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"},
    ...     "people": [{"id": "p2", "title": "Curator", "name": "Paul Okafor"},
    ...         {"id": "pm", "title": "Project manager", "side": "provider"}]})
    >>> record = decode(ClientRecord, {
    ...     "clientkit": "1", "plan": "web", "timezone": "Europe/Berlin",
    ...     "symptoms": [{"id": "s1", "text": "Mr Okafor called twice", "date": "2026-05-20",
    ...         "by": "pm"}]})
    >>> export = export_person(plan, record, "p2")
    >>> [(one.kind.value, one.path) for one in export.mentions]
    [('reference', '/people/0/id'), ('name', '/people/0/name'), ('name', '/symptoms/0/text')]
    >>> [entry.id for entry in export.record.symptoms]
    ['s1']

    Raises:
        InvalidArgumentError: Neither document refers to such a person.
    """
    people = _known(plan, record, person)
    roles = frozenset(role.id for role in plan.roles)
    traces = Traces.of(person, people)
    found = tuple(
        mention
        for document in (plan, record)
        for mention in mentions(document, person, traces, roles=roles)
    )
    in_record = {
        tuple(one.path.split("/", 3)[1:3]) for one in found if one.document.value == "record"
    }
    lists = {
        name: tuple(entry for index, entry in enumerate(entries) if (name, str(index)) in in_record)
        for name, entries in entry_lists(record).items()
    }
    return PersonExport(
        person=person,
        data=people[0] if people else None,
        assignments=tuple(
            held
            for held in plan.assignments
            if person in (held.person, *(one.person for one in held.delegates))
        ),
        record=ClientRecord(
            clientkit=record.clientkit,
            plan=record.plan,
            timezone=record.timezone,
            **cast("dict[str, Any]", lists),
        ),
        mentions=found,
    )


def erase_person(
    plan: ClientPlan,
    record: ClientRecord,
    person: str,
    *,
    new_id: str,
    as_of: dt.date,
    keep_signatures: Term,
) -> Erasure:
    """Both documents without what they hold about a person.

    - Of the person's own data the title, side, zone and roles stay; everything else goes.
    - The id becomes `new_id` wherever the documents refer to the person, earlier versions
      included. What was done stays on record, as done by somebody under that id.
    - The team's opinions about the person go, and what refers to them. Of surveys and check-ins
      the person's own words go.
    - Of signatures the fact stays, under the new id. The evidence is given back in `kept`, to be
      stored apart, while the day of the signature lies no more than `keep_signatures` back. Where
      something that was signed names the person, the digest is in that evidence alone.
    - Free text is not touched. Where it names the person is listed in `left`.

    Where the title alone tells who somebody is, change it in the plan that you get. Erasing
    somebody who has been erased, with the id they have, changes nothing.

    >>> from clientkit.base import decode
    >>> plan = decode(ClientPlan, {
    ...     "clientkit": "1", "id": "web",
    ...     "client": {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"},
    ...     "people": [{"id": "okafor", "title": "Curator", "name": "Paul Okafor"}]})
    >>> record = decode(ClientRecord, {
    ...     "clientkit": "1", "plan": "web", "timezone": "Europe/Berlin",
    ...     "promises": [{"id": "p1", "text": "Photographs by Friday", "note": "Call Paul",
    ...         "date": "2026-05-20", "by": "okafor"}]})
    >>> erased = erase_person(plan, record, "okafor", new_id="person-7",
    ...     as_of=dt.date(2026, 10, 1), keep_signatures=Term.parse("3650 days"))
    >>> erased.plan.people
    (Person(id='person-7', title='Curator'),)
    >>> erased.record.promises[0].by
    'person-7'
    >>> [one.path for one in erased.left]
    ['/promises/0/note']

    Raises:
        InvalidArgumentError: Neither document refers to such a person, `new_id` is no id or in use,
            or `keep_signatures` is not in days or weeks.
    """
    people = _known(plan, record, person)
    roles = frozenset(role.id for role in plan.roles)
    _refuse_id(plan, record, person, new_id)
    if keep_signatures.unit not in (TermUnit.DAY, TermUnit.WEEK):
        raise InvalidArgumentError(
            "keep_signatures", keep_signatures.text, "a term in days or weeks such as '3650 days'"
        )
    eraser = _Eraser(person, new_id, roles, _opinions(record, person))
    new_plan = cast("ClientPlan", rewritten(plan, eraser.change))
    new_record = cast("ClientRecord", rewritten(record, eraser.change))
    new_plan = _without_old_digests(plan, new_plan)
    traces = Traces.of(person, people)
    return Erasure(
        plan=new_plan,
        record=new_record,
        left=tuple(
            one
            for document in (new_plan, new_record)
            for one in mentions(document, person, traces, roles=roles)
            if one.kind is not MentionKind.REFERENCE
        ),
        kept=tuple(_kept(plan, person, people, as_of=as_of, keep=keep_signatures)),
    )


@attrs.frozen
class _Eraser:
    person: str
    new_id: str
    roles: frozenset[str]
    opinions: frozenset[str]
    """The ids of entries that go as a whole."""

    def change(self, owner: Any, field: FieldSpecification, item: Any) -> Any:
        if isinstance(item, Assessment) and item.id in self.opinions:
            return None
        if isinstance(item, Person) and item.id == self.person:
            return self._stripped(item)
        if field.is_model:
            return rewritten(item, self.change)
        if PERSONAL in field.marks and not field.refers and self._is_theirs(owner):
            return None
        if not field.refers:
            return item
        if item == self.person and names(item, field.refers, self.roles):
            return self.new_id
        return None if item in self.opinions and "entry" in field.refers else item

    def _stripped(self, person: Person) -> Person:
        stays = {name: getattr(person, name) for name in _STAYS}
        return Person(**stays | {"id": self.new_id})

    def _is_theirs(self, owner: Any) -> bool:
        about = _ABOUT.get(type(owner))
        return about is not None and getattr(owner, about) == self.person


def _known(plan: ClientPlan, record: ClientRecord, person: str) -> tuple[Person, ...]:
    """The data of a person, which may stand in the plan or, if entries alone name them, nowhere."""
    people = tuple(one for one in plan.people if one.id == person)
    roles = frozenset(role.id for role in plan.roles)
    named = people or any(
        one.id == person and names(person, one.to, roles) for one in _references(plan, record)
    )
    if not named or person in SIDES:
        raise InvalidArgumentError("person", person, "the id of somebody whom the documents name")
    return people


def _refuse_id(plan: ClientPlan, record: ClientRecord, person: str, new_id: str) -> None:
    if not ID.fits(new_id):
        raise InvalidArgumentError("new_id", new_id, ID.expected)
    taken = {*SIDES, plan.client.id}
    taken |= {one.id for one in plan.people} | {one.id for one in plan.roles}
    taken |= {one.id for one in _references(plan, record) if {"person", "role"} & {*one.to}}
    if new_id in taken - {person}:
        raise InvalidArgumentError("new_id", new_id, "an id that nobody and no role has or had")


def _references(plan: ClientPlan, record: ClientRecord) -> Iterator[Reference]:
    yield from references(plan)
    yield from references(record)


def _opinions(record: ClientRecord, person: str) -> frozenset[str]:
    """The assessments of a person, and those that they correct: these would stand again."""
    corrects = {one.id: one.corrects for one in record.assessments}
    found: set[str] = set()
    waiting = [one.id for one in record.assessments if one.about == person]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            earlier = corrects[one]
            waiting += [earlier] if earlier in corrects else []
    return frozenset(found)


def _signed_versions(plan: ClientPlan) -> Iterator[ScopeAgreement]:
    if plan.scope is not None:
        yield plan.scope
    if plan.history is not None:
        yield from plan.history.scope


def _covered(plan: ClientPlan, agreement: ScopeAgreement, signature: SignOff) -> dict[str, Any]:
    """What was signed, by the names of `KeptSignature`."""
    found: dict[str, Any] = {"agreement": agreement}
    for part in signature.covers:
        if part is not Covers.SCOPE:
            found[part.value] = getattr(plan, part.value)
    return found


def _kept(
    plan: ClientPlan, person: str, people: Iterable[Person], *, as_of: dt.date, keep: Term
) -> Iterator[KeptSignature]:
    known = next(iter(people), None)
    days = keep.count * (7 if keep.unit is TermUnit.WEEK else 1)
    for agreement in _signed_versions(plan):
        for signature in agreement.sign_offs:
            if signature.person != person:
                continue
            day = signature.date or local_day(_instant(signature), plan.client.timezone)
            # A term that ends beyond the calendar does not end.
            until = dt.date.fromordinal(min(day.toordinal() + days, dt.date.max.toordinal()))
            if as_of <= until:
                yield KeptSignature(
                    name=None if known is None else known.name,
                    title=person if known is None else known.title,
                    keep_until=until,
                    signature=signature,
                    **_covered(plan, agreement, signature),
                )


def _instant(signature: SignOff) -> dt.datetime:
    return cast("dt.datetime", signature.at)  # one of the two is set, as its invariant demands


def _without_old_digests(old: ClientPlan, new: ClientPlan) -> ClientPlan:
    """The new plan, without digests of what it does not hold any more as it was signed."""
    scopes = [
        evolve(after, sign_offs=tuple(_signatures(old, new, before, after)))
        for before, after in zip(_signed_versions(old), _signed_versions(new), strict=True)
    ]
    if new.scope is not None:
        new = evolve(new, scope=scopes.pop(0))
    if new.history is not None:
        new = evolve(new, history=evolve(new.history, scope=tuple(scopes)))
    return new


def _signatures(
    old: ClientPlan, new: ClientPlan, before: ScopeAgreement, after: ScopeAgreement
) -> Iterator[SignOff]:
    text_before, text_after = evolve(before, sign_offs=()), evolve(after, sign_offs=())
    for signature in after.sign_offs:
        same = _covered(old, text_before, signature) == _covered(new, text_after, signature)
        yield signature if same else evolve(signature, digest=None)
