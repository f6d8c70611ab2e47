"""Rules about acts on record of people who had no right to them.

They say what a review at the end of the record says under "no authority", of every entry at once.
"""

import datetime as dt
from collections.abc import Iterator
from textwrap import shorten
from typing import TYPE_CHECKING
from weakref import ReferenceType, ref

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.model import Right

from .model import ClientPlan, ClientRecord
from .rules import no_rights
from .rules_of_ids import Documents

if TYPE_CHECKING:
    from .attention.authority import Act

__all__ = [
    "RULES",
    "accepted_without_authority",
    "approved_without_authority",
    "decided_without_authority",
    "instructed_without_authority",
    "promised_without_authority",
]

_END = dt.datetime.max.replace(tzinfo=dt.UTC)
_READS = ("/plan", "/timezone")


@rule("record.accepted-without-authority", Severity.WARNING, reads=(*_READS, "/acceptances"))
def accepted_without_authority(documents: Documents) -> Iterator[Fault]:
    """Something delivered was judged by somebody who may not.

    Such a judgement does not count, and what it is about still waits: whoever relies on it may find
    later that nothing was accepted. Ask somebody with the right `accept` (for a stage that does not
    decide, `review`) to judge, and record that; or say in the plan who holds which role since when.
    """
    yield from _faults(documents, "acceptances")


@rule("record.instructed-without-authority", Severity.WARNING, reads=(*_READS, "/interactions"))
def instructed_without_authority(documents: Documents) -> Iterator[Fault]:
    """The client gave an instruction, and nobody who took part may instruct.

    Work that follows it may be neither wanted nor paid. Have it confirmed by somebody with the
    right `instruct`; or say in the plan who holds which role since when.
    """
    yield from _faults(documents, "interactions")


@rule(
    "record.approved-without-authority",
    Severity.WARNING,
    reads=(*_READS, "/change_order_events", "/change_orders"),
)
def approved_without_authority(documents: Documents) -> Iterator[Fault]:
    """A change order was approved by somebody who may not, or above the limit of their role.

    The approval does not count, and the work that it stands for may never be paid. Ask one of the
    roles that the agreement names under `change_control`; or say in the plan who holds which role
    since when.
    """
    yield from _faults(documents, "change_order_events")


@rule(
    "record.promised-without-authority",
    Severity.WARNING,
    reads=(*_READS, "/promises", "/promise_events"),
)
def promised_without_authority(documents: Documents) -> Iterator[Fault]:
    """Somebody made a promise that the plan leaves to others, and nothing became of it yet.

    The client counts on it, and nobody who may promise knows. Have it confirmed or taken back by
    somebody with the right `promise`, and record what became of it. Where the plan gives that right
    to nobody of a side, anybody of that side may promise.
    """
    yield from _faults(documents, "promises")


@rule(
    "record.decided-without-authority",
    Severity.WARNING,
    reads=(*_READS, "/decisions_made", "/decisions"),
)
def decided_without_authority(documents: Documents) -> Iterator[Fault]:
    """A decision was made by somebody who did not act in the role that was asked.

    It does not count as made, and what it is needed for still waits. Ask whoever holds that role;
    or say in the plan who has held it since when.
    """
    yield from _faults(documents, "decisions_made")


def _faults(documents: Documents, name: str) -> Iterator[Fault]:
    """The faults of one list; a right that nobody has is one fault, not one for each act."""
    plan, record = documents.plan, documents.record
    if plan is None or record is None or record.plan != plan.name or not getattr(record, name):
        return  # of another plan it would say nothing that is so
    places = {one.id: index for index, one in enumerate(getattr(record, name))}
    unsaid: dict[Right, list[str]] = {}
    for act in _acts(documents, plan):
        if act.entry not in places:
            continue
        index = places[act.entry]
        path = pointer(name, index, "instructs" if name == "interactions" else "by")
        if act.right is not None and act.is_unsaid:
            unsaid.setdefault(act.right, []).append(path)
            continue
        what = shorten(act.what, 100, placeholder=" ...")
        yield Fault(
            path=path,
            message=f"{act.entry!r} ({what}) is by {act.person!r} on {act.day}: {act.fault}; "
            "expected somebody who may",
        )
    if any(no_rights.judge(plan)):
        unsaid = {right: paths for right, paths in unsaid.items() if right not in _SAID_OF_PLANS}
    for right, paths in unsaid.items():
        yield Fault(
            path=paths[0],
            message=f"{len(paths)} of {name} take the right {right.value!r}, which the plan gives "
            "to nobody; expected a role with it under may",
            related=tuple(paths[1:]),
        )


_SAID_OF_PLANS = (Right.ACCEPT, Right.APPROVE_CHANGE)
"""The rights of which `client.no-rights` says that nobody has them."""


class _Latest:
    """The acts of the documents that were asked about last: several rules ask in turn."""

    def __init__(self) -> None:
        self._kept: tuple[ReferenceType[Documents], tuple[Act, ...]] | None = None

    def __call__(self, documents: Documents, plan: ClientPlan) -> tuple["Act", ...]:
        kept = self._kept
        if kept is not None and kept[0]() is documents:
            return kept[1]
        acts = _found(plan, documents.record)
        self._kept = (ref(documents), acts)
        return acts


def _found(plan: ClientPlan, record: ClientRecord | None) -> tuple["Act", ...]:
    # A review's questions are many modules, which checking needs for this one alone.
    from .attention.authority import acts_without_right  # noqa: PLC0415
    from .attention.work import Work  # noqa: PLC0415
    from .situation import situation  # noqa: PLC0415

    s = situation(plan, record, at=_END)
    return tuple(acts_without_right(s, Work(s)))


_acts = _Latest()

RULES: tuple[Rule[Documents], ...] = (
    accepted_without_authority,
    approved_without_authority,
    decided_without_authority,
    instructed_without_authority,
    promised_without_authority,
)
"""Rules that need a record beside its plan."""
