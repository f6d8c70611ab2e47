"""What a person of the client may see of the two documents."""

import datetime as dt
from collections.abc import Iterable
from itertools import chain
from typing import Any, cast

from clientkit.base import FieldSpecification, InvalidArgumentError, model, specification
from clientkit.base._build import trusted
from clientkit.base.fields import Instant, PersonId
from clientkit.client.corrections import current_ids
from clientkit.client.entry import Entry, Visibility
from clientkit.client.model import Fact, Person, Side
from clientkit.communication.model import Touchpoint, TouchpointKind
from clientkit.feedback.entries import SurveyResponse
from clientkit.scope.model import SignOff

from .model import ClientPlan, ClientRecord
from .moments import last_instant
from .references import (
    ENTRY_KINDS,
    Known,
    entry_lists,
    known_in_plan,
    known_in_record,
    known_in_scope,
)
from .rewriting import rewritten
from .shown_fields import NEVER, OF_OURS, OWN, SHOWN
from .standing_entries import EntriesInForce, entries_in_force

__all__ = ["ClientView", "client_view"]

_ENTRY = {"entry", *ENTRY_KINDS.values()}
"""The kinds of thing that are entries of a record."""


@model(kw_only=True)
class ClientView:
    """The plan and the record as one person of the client may see them at an instant."""

    viewer: PersonId
    """Who looks."""
    at: Instant
    """The instant for which they look; nothing in it happened later."""
    plan: ClientPlan
    """The plan, without what is hidden."""
    record: ClientRecord
    """The shared entries that stand, earliest first, without what is hidden."""


def client_view(
    plan: ClientPlan, record: ClientRecord, *, viewer: str, at: dt.datetime
) -> ClientView:
    """The plan and the record as a person on the client's side may see them.

    It is an allow-list: what is not known to be fit for the client is left out.

    - Of the record, entries that are shared, that happened at `at` or before (a day counts as its
      last instant), and that stand. What was corrected by then is not shown beside its correction.
      An entry whose latest correction, known by then or not, is the team's alone is not shown
      either: that is how something shared by mistake is taken back.
    - No assessments, no check-ins, no notes, estimates or readings, no `extensions` anywhere.
    - References to what is not shown fall away; an entry that says nothing without one falls away
      with it, such as an event of an issue that is the team's alone.
    - Of the plan everything else, but for touchpoints of the team among itself, and for signatures
      and facts dated later.
    - Of other people of the client, and of third parties, the title, name, body and roles. Of the
      provider's people also the address, number, zone and language. Of themselves everything.

    >>> from clientkit.base import decode
    >>> plan = decode(ClientPlan, {
    ...     "clientkit": "1", "id": "web",
    ...     "client": {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"},
    ...     "people": [{"id": "director", "title": "Museum director"},
    ...         {"id": "curator", "title": "Curator", "name": "P. Okafor", "phone": "+49 40 5550"},
    ...         {"id": "pm", "title": "Project manager", "side": "provider"}]})
    >>> record = decode(ClientRecord, {
    ...     "clientkit": "1", "plan": "web", "timezone": "Europe/Berlin",
    ...     "issues": [{"id": "down", "title": "No tickets", "impact": "high", "urgency": "high",
    ...         "date": "2026-09-03", "by": "pm", "note": "Our mistake"}]})
    >>> view = client_view(
    ...     plan, record, viewer="director", at=dt.datetime(2026, 9, 4, 12, tzinfo=dt.UTC))
    >>> view.plan.people[1].name, view.plan.people[1].phone
    ('P. Okafor', None)
    >>> view.record.issues[0].title, view.record.issues[0].note
    ('No tickets', None)

    Raises:
        InvalidArgumentError: `viewer` is not a person on the client's side, the record is that of
            another plan, or `at` has no offset from UTC.
    """
    if at.utcoffset() is None:
        raise InvalidArgumentError("at", at, "an instant with its offset from UTC")
    if {person.side for person in plan.people if person.id == viewer} != {Side.CLIENT}:
        raise InvalidArgumentError("viewer", viewer, "the id of a person on the client's side")
    if record.plan != plan.name:
        raise InvalidArgumentError("record.plan", record.plan, f"{plan.name!r}, the plan's id")
    shown = cast("ClientPlan", rewritten(plan, _Filter(plan, viewer, at).of_plan))
    return ClientView(viewer=viewer, at=at, plan=shown, record=_record(shown, record, viewer, at))


class _Filter:
    """Decides item by item what one person may see."""

    def __init__(self, plan: ClientPlan, viewer: str, at: dt.datetime) -> None:
        self._zone = plan.client.timezone
        self._viewer = viewer
        self._at = at
        self.known: Known = {}
        """The ids that entries may refer to."""
        self.in_force: EntriesInForce | None = None

    def of_plan(self, owner: Any, field: FieldSpecification, item: Any) -> Any:
        """What is shown of an item of the plan; its references all stay."""
        if not self._is_shown(owner, field) or self._is_withheld(item):
            return None
        return rewritten(item, self.of_plan) if field.is_model else item

    def of_entry(self, owner: Any, field: FieldSpecification, item: Any) -> Any:
        """What is shown of an item of an entry."""
        if not self._is_shown(owner, field):
            return None
        if field.is_model:
            return rewritten(item, self.of_entry)
        return self._resolved(field, item) if field.refers else item

    def _is_shown(self, owner: Any, field: FieldSpecification) -> bool:
        kind = type(owner)
        return (
            field.name in SHOWN.get(kind, ())
            or (field.name in OWN.get(kind, ()) and self._is_about_viewer(owner))
            or (field.name in OF_OURS.get(kind, ()) and owner.side is Side.PROVIDER)
        )

    def _is_about_viewer(self, owner: Any) -> bool:
        if isinstance(owner, SurveyResponse):
            return owner.respondent == self._viewer
        return isinstance(owner, Person) and owner.id == self._viewer

    def _is_withheld(self, item: Any) -> bool:
        if isinstance(item, Touchpoint):
            return item.kind is TouchpointKind.INTERNAL
        if isinstance(item, SignOff) and item.at is not None:
            return item.at > self._at
        if isinstance(item, SignOff | Fact):
            day = item.date if isinstance(item, SignOff) else item.noted_on
            return day is not None and last_instant(day, self._zone) > self._at
        return False

    def _resolved(self, field: FieldSpecification, item: str) -> str | None:
        """The id that a reference names now; none where that is not shown."""
        kinds = set(field.refers)
        if any(item in self.known.get(kind, ()) for kind in kinds - _ENTRY):
            return item
        current = item if self.in_force is None else self.in_force.current(item)
        found = any(current in self.known.get(kind, ()) for kind in kinds & _ENTRY)
        return current if found else None


def _record(plan: ClientPlan, record: ClientRecord, viewer: str, at: dt.datetime) -> ClientRecord:
    """The record as it is shown beside a plan that is."""
    hidden = _hidden(record)
    in_force = entries_in_force(record, at=at)
    filter_ = _Filter(plan, viewer, at)
    filter_.in_force = in_force
    # An entry may need another that falls away; so until nothing falls away any more.
    shown = {
        name: tuple(entry for entry in entries if entry.id not in hidden)
        for name, entries in entry_lists(in_force.record).items()
        if name in SHOWN[ClientRecord]
    }
    in_plan = [known_in_plan(plan)]
    in_plan += [known_in_scope(scope) for scope in (plan.history.scope if plan.history else ())]
    while True:
        candidates = trusted(ClientRecord, **_head(record), **shown)
        filter_.known = _merged([*in_plan, known_in_record(candidates)])
        lists = {name: _shown(entries, filter_) for name, entries in shown.items()}
        if all(len(lists[name]) == len(entries) for name, entries in shown.items()):
            return ClientRecord(**_head(record), **cast("dict[str, Any]", lists))
        kept = {entry.id for entry in chain(*lists.values())}
        shown = {
            name: tuple(entry for entry in entries if entry.id in kept)
            for name, entries in shown.items()
        }


def _shown(entries: Iterable[Entry], filter_: _Filter) -> tuple[Entry, ...]:
    found = (rewritten(entry, filter_.of_entry) for entry in entries)
    return tuple(entry for entry in found if entry is not None)


def _head(record: ClientRecord) -> dict[str, Any]:
    """What a record has besides its entries, as far as it is shown."""
    return {
        field.name: getattr(record, field.name)
        for field in specification(ClientRecord)
        if not field.is_model and field.name in SHOWN[ClientRecord]
    }


def _hidden(record: ClientRecord) -> set[str]:
    """The ids of entries that are the team's alone, themselves or by what took their place."""
    entries = list(chain(*entry_lists(record).values()))
    hidden = {
        entry.id
        for entry in entries
        if entry.visibility is not Visibility.SHARED or type(entry) in NEVER
    }
    return hidden | {old for old, new in current_ids(entries).items() if new in hidden}


def _merged(several: Iterable[Known]) -> Known:
    merged: Known = {}
    for one in several:
        for kind, ids in one.items():
            merged[kind] = merged.get(kind, set()) | ids
    return merged
