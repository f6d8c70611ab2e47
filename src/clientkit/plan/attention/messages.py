"""Messages without an answer, and calls that nobody confirmed in writing."""

from collections.abc import Iterator

from clientkit.base import Term
from clientkit.client.model import Side
from clientkit.communication.entries import Interaction, InteractionKind
from clientkit.plan.action import Action, ActionKind
from clientkit.plan.moments import moved
from clientkit.plan.situation import Situation

__all__ = ["messages"]


def messages(s: Situation) -> Iterator[Action]:
    """Interactions that need a reply and have none, and calls that are not confirmed.

    An interaction that a later one answers has its reply; one that somebody confirms is in
    writing. Calls want that only where the communication plan says how soon.
    """
    answered, confirmed = set(), set()
    for one in s.record.interactions:
        if one.answers is not None and s.entries.current(one.answers) != one.id:
            answered.add(s.entries.current(one.answers))
        if one.confirms is not None and s.entries.current(one.confirms) != one.id:
            confirmed.add(s.entries.current(one.confirms))
    agreed = s.plan.communication
    respond = None if agreed is None else agreed.respond_within
    confirm = None if agreed is None else agreed.confirm_calls_within
    for one in s.record.interactions:
        if one.needs_reply and one.id not in answered:
            if one.started_by is Side.PROVIDER:
                yield _answer_awaited(s, one)
            elif one.started_by is Side.CLIENT:
                yield _ours(s, one, ActionKind.MESSAGE, respond, "/communication/respond_within")
        if one.kind is InteractionKind.CALL and confirm is not None and one.id not in confirmed:
            path = "/communication/confirm_calls_within"
            yield _ours(s, one, ActionKind.UNCONFIRMED_CALL, confirm, path)


def _ours(
    s: Situation, one: Interaction, kind: ActionKind, within: Term | None, path: str
) -> Action:
    zone = s.parties.zone_of(Side.PROVIDER)
    since = s.day_of(one) if kind is ActionKind.MESSAGE else None
    timing = s.timing(None, zone, since=since)
    if within is not None:
        text = f"{within.text} from {_when(s, one)}"
        ends = moved(s.moment_of(one, zone), within, s.parties.time_of(Side.PROVIDER))
        timing = s.timing(ends, zone, text, since=since)
    who = _of_side(s, one, Side.PROVIDER)
    if kind is ActionKind.MESSAGE:
        what = "answer to the client"
        theirs = s.parties.titles(_of_side(s, one, Side.CLIENT), as_of=s.today)
        why = f"{one.kind.value} of {_when(s, one)} by {theirs} needs a reply"
    else:
        what = f"written confirmation of the call of {_when(s, one)}"
        why = "what was said is in nobody's writing"
    return s.action(
        kind,
        what=_about(what, one),
        why=why,
        who=who,
        timing=timing,
        clause=one.clause,
        subject=one.id,
        plan_paths=() if within is None else (path,),
        entries=(one.id,),
    )


def _answer_awaited(s: Situation, one: Interaction) -> Action:
    theirs = _of_side(s, one, Side.CLIENT)
    return s.action(
        ActionKind.ANSWER_AWAITED,
        what=_about("answer to us", one),
        why=f"our {one.kind.value} of {_when(s, one)} needs a reply",
        who=theirs,
        timing=s.timing(None, s.parties.zone_of(Side.CLIENT), since=s.day_of(one)),
        clause=one.clause,
        subject=one.id,
        entries=(one.id,),
    )


def _about(what: str, one: Interaction) -> str:
    return what if one.summary is None else f"{what}: {one.summary}"


def _of_side(s: Situation, one: Interaction, side: Side) -> list[str | Side]:
    """The participants of one side; the side itself where none is known."""
    found: list[str | Side] = [
        person for person in one.participants if s.parties.side_of(person) is side
    ]
    return found or [side]


def _when(s: Situation, one: Interaction) -> str:
    return s.day_of(one).isoformat()
