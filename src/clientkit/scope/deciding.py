"""Decisions that are needed: made by whom in which role, and how long they kept work waiting."""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, EntryId, Id, PersonId, Refers, RoleId, Text, WorkId
from clientkit.client.model import Side

from .authority import Rights
from .entries import Decision, DecisionMade
from .ledger import NOTHING_REPLACED, Ledger
from .times import Times, day_in, is_past

__all__ = [
    "DecisionState",
    "DecisionStatus",
    "DecisionWait",
    "acted_as_asked",
    "decision_states",
    "decision_waits",
]

Party = Annotated[Id, Refers("role|side")]


@unique
class DecisionStatus(Enum):
    """What became of a question."""

    OPEN = "open"
    """It is not decided, and there is time."""
    OVERDUE = "overdue"
    """It is not decided, and the day by which it was needed is over."""
    MADE = "made"
    """It is decided."""


@model(kw_only=True)
class DecisionState:
    """Where one decision stands."""

    decision: EntryId
    """The question, by the id of the entry that stands."""
    status: DecisionStatus
    """What became of it."""
    party: Party
    """Who is asked, a role or, where none is named, the client's side."""
    asked_on: Date
    """The day on which it was asked, in the zone of who is asked."""
    options: Annotated[tuple[Id, ...], Meta(max_length=100)] = ()
    """The ways to decide, by id."""
    needed_by: Date | None = None
    """The day by which the answer is needed; from the next day on the work waits."""
    needed_for: Annotated[tuple[WorkId, ...], Meta(max_length=1000)] = ()
    """What waits for it."""
    made: EntryId | None = None
    """The decision that holds, the latest by somebody who acted in the role that is asked."""
    made_by: PersonId | None = None
    """Who made it."""
    made_as: RoleId | None = None
    """The role in which it was made; none where no role is asked and the entry names none."""
    decided_on: Date | None = None
    """The day of the first decision, on which the waiting ended, in the zone of who is asked."""
    option: Id | None = None
    """The option that was chosen."""
    text: Text | None = None
    """The decision in words."""
    void: Annotated[tuple[EntryId, ...], Meta(max_length=1_000_000)] = ()
    """Decisions that do not count, because those who made them did not act in that role."""


@model(kw_only=True)
class DecisionWait:
    """A span of days in which work waited for a decision."""

    decision: EntryId
    """The question."""
    party: Party
    """Who was asked, a role or a side."""
    starts_on: Date
    """The first day of waiting."""
    ends_on: Date | None = None
    """The last day, that of the decision; none while the waiting goes on."""
    affects: Annotated[tuple[WorkId, ...], Meta(max_length=1000)] = ()
    """What waited; nothing where the question does not say."""


def decision_states(  # noqa: PLR0913 (each is a fact of its own)
    decisions: Iterable[Decision],
    made: Iterable[DecisionMade],
    *,
    at: dt.datetime,
    timezone: str,
    times: Times,
    rights: Rights | None = None,
    replaced: Mapping[str, str] = NOTHING_REPLACED,
) -> tuple[DecisionState, ...]:
    """Where each decision stands at an instant, earliest question first.

    An answer on the very day is in time; the day ends in the zone of who is asked. With `rights`,
    an answer counts if its author acted in the role that was asked: in the role that the entry
    names, if they held it on that day, or without one in any that they held. Without `rights`
    every answer counts, and where no role is asked, that of anybody.

    Of entries that were corrected before they came here, `replaced` says which entry stands in
    their place.

    >>> import datetime as dt
    >>> from clientkit.scope import Decision, KnownTimes, decision_states
    >>> asked = Decision(id="shop", text="Which shop?", role="sponsor", by="lena",
    ...                  date=dt.date(2026, 3, 30), needed_by=dt.date(2026, 4, 10))
    >>> (state,) = decision_states([asked], [], times=KnownTimes(timezone="UTC"), timezone="UTC",
    ...                            at=dt.datetime(2026, 4, 11, tzinfo=dt.UTC))
    >>> state.status.value, state.party
    ('overdue', 'sponsor')

    Raises:
        InvalidArgumentError: The instant has no offset.
    """
    decisions, made = tuple(decisions), tuple(made)
    ledger = Ledger(decisions, made, at=at, timezone=timezone, replaced=replaced)
    answers: dict[str, list[DecisionMade]] = {}
    for answer in ledger.standing(made):
        answers.setdefault(ledger.current(answer.decision), []).append(answer)

    def state(decision: Decision) -> DecisionState:
        party = decision.role or Side.CLIENT.value
        zone = times.zone(party)
        given = answers.get(decision.id, [])
        counting = [one for one in given if acted_as_asked(one, decision, rights)]
        latest = counting[-1] if counting else None
        day = decision.needed_by
        status = DecisionStatus.OPEN
        if latest is not None:
            status = DecisionStatus.MADE
        elif day is not None and is_past(day, at, zone):
            status = DecisionStatus.OVERDUE
        facts: dict[str, object] = {}
        if latest is not None:
            first = counting[0]
            facts = {
                "made": latest.id,
                "made_by": latest.by,
                "made_as": latest.role or (None if rights is None else decision.role),
                "decided_on": first.date or day_in(ledger.instant(first), zone),
                "option": latest.option,
                "text": latest.text,
            }
        return trusted(
            DecisionState,
            decision=decision.id,
            status=status,
            party=party,
            asked_on=decision.date or day_in(ledger.instant(decision), zone),
            options=tuple(one.id for one in decision.options),
            needed_by=day,
            needed_for=decision.needed_for,
            void=tuple(one.id for one in given if one not in counting),
            **facts,
        )

    return tuple(state(decision) for decision in ledger.standing(decisions))


def acted_as_asked(answer: DecisionMade, decision: Decision, rights: Rights | None) -> bool:
    """Whether a decision was made in the role that was asked; none asked is anybody's to answer."""
    if rights is None or decision.role is None:
        return True
    return any(role.id == decision.role for role in rights.acting(answer))


def decision_waits(states: Iterable[DecisionState]) -> tuple[DecisionWait, ...]:
    """The spans in which work waited for decisions; those without a needed day made none.

    Waiting begins on the day after the answer was needed or, where the question was asked only
    later, after that was asked. It ends with the day of the first answer, that day included: the
    work that was to begin on it begins on the next. A decision that is still open and overdue makes
    a span without an end.

    >>> import datetime as dt
    >>> from clientkit.scope import DecisionState, DecisionStatus, decision_waits
    >>> late = DecisionState(decision="shop", status=DecisionStatus.MADE, party="sponsor",
    ...     asked_on=dt.date(2026, 3, 30), needed_by=dt.date(2026, 4, 10),
    ...     decided_on=dt.date(2026, 4, 14))
    >>> (wait,) = decision_waits([late])
    >>> str(wait.starts_on), str(wait.ends_on)
    ('2026-04-11', '2026-04-14')
    """
    found = []
    for state in states:
        decided = state.decided_on
        if state.needed_by is None or state.status is DecisionStatus.OPEN:
            continue
        last_free = max(state.needed_by, state.asked_on)
        if last_free < (decided or dt.date.max):
            found.append(
                trusted(
                    DecisionWait,
                    decision=state.decision,
                    party=state.party,
                    starts_on=last_free + dt.timedelta(days=1),
                    ends_on=decided,
                    affects=state.needed_for,
                )
            )
    return tuple(found)
