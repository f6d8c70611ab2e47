"""What was delivered and waits to be judged, was rejected, or left points open."""

from collections.abc import Iterator

import attrs

from clientkit.base import Due
from clientkit.client.model import Side
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.moments import Moment, Unknown, moved
from clientkit.plan.situation import Situation, thing
from clientkit.scope.entries import Acceptance, AcceptanceOutcome
from clientkit.scope.model import AcceptanceTerms

from .work import Key, Work

__all__ = ["acceptances"]


def acceptances(s: Situation, work: Work) -> Iterator[Action]:
    """Judgements that are waited for, work to be done again, and open points.

    A stage that does not decide is only waited for until all that decide have. Where silence
    counts as acceptance, the end of a known window ends the wait. A window begins no earlier than
    the delivery; before it begins nothing is waited for. Only a judgement by somebody with the
    right to it counts, as far as the plan says who that is.
    """
    terms = None if s.scope is None else s.scope.acceptance
    for key in sorted(work.deliveries.keys() | work.judged.keys(), key=_order):
        if terms is not None:
            yield from _stages(s, work, key, terms)
        yield from _remarks(s, work.judged.get(key, ()), key, work)
    yield from _remarks(s, work.judged_whole, None, work)


def _order(key: Key) -> tuple[str, int]:
    name, occurrence = key
    return name, -1 if occurrence is None else occurrence


@attrs.frozen
class _Waiting:
    index: int
    due: Moment | Unknown | None
    from_text: str


def _stages(s: Situation, work: Work, key: Key, terms: AcceptanceTerms) -> Iterator[Action]:
    waiting: list[_Waiting] = []
    rejected: Acceptance | None = None
    for index in work.stages_of(*key):
        latest = work.latest(key, index)
        decides = terms.stages[index].decides
        if latest is not None and latest.outcome is not AcceptanceOutcome.REJECTED:
            continue
        if latest is not None:
            rejected = latest if decides else rejected
            continue
        found = _window(s, work, key, index)
        if found is None:
            continue
        zone = s.parties.zone_of(terms.stages[index].role)
        past = s.timing(found.due, zone).urgency is Urgency.OVERDUE
        if not (terms.deemed and decides and past):
            waiting.append(found)
    if rejected is not None:
        yield _rework(s, work, key, rejected, terms)
    elif any(terms.stages[one.index].decides for one in waiting):
        for one in waiting:
            yield _waiting(s, work, key, one, terms)


def _window(s: Situation, work: Work, key: Key, index: int) -> _Waiting | None:
    """When the window of a stage ends, and what it counts from; none while it has not begun."""
    stage = work.stages[index]
    zone = s.parties.zone_of(stage.role)
    delivery = work.deliveries.get(key)
    delivered = None if delivery is None else s.moment_of(delivery, zone)
    start: Moment | Unknown | None = delivered
    from_text = "the delivery"
    if stage.starts is not None:
        start = s.dates.resolve(stage.starts, key[1], by=stage.role)
        from_text = thing(stage.starts.text.removeprefix("on "), key[1])
        if isinstance(start, Moment):
            if start.day > s.today:
                return None
            if delivered is not None and delivered.day > start.day:
                start = delivered
    if stage.within is None:
        return _Waiting(index, None, from_text)
    if start is None:
        return _Waiting(index, Unknown("the day of the delivery is not on record"), from_text)
    if isinstance(start, Unknown):
        return _Waiting(index, start, from_text)
    return _Waiting(index, moved(start, stage.within, s.parties.time_of(stage.role)), from_text)


def _waiting(s: Situation, work: Work, key: Key, one: _Waiting, terms: AcceptanceTerms) -> Action:
    stage = terms.stages[one.index]
    kind = ActionKind.ACCEPTANCE if stage.decides else ActionKind.REVIEW
    text = None if stage.within is None else f"{stage.within.text} from {one.from_text}"
    delivery = work.deliveries.get(key)
    since = None if delivery is None else s.day_of(delivery)
    timing = s.timing(one.due, s.parties.zone_of(stage.role), text, since=since)
    what = f"{kind.value} of {_title(s, key)}"
    alike = [other for other in terms.stages if other.decides == stage.decides]
    if len(alike) > 1 and stage.id not in (None, kind.value):
        what += f" ({stage.id})"
    why = "it is not on record as delivered" if since is None else f"delivered on {since}"
    if stage.decides and not terms.deemed and timing.urgency is Urgency.OVERDUE:
        why += "; silence is not acceptance here"
    if kind is ActionKind.ACCEPTANCE:
        if timing.urgency is Urgency.DATE_UNKNOWN and _is_gap(work, key):
            timing = attrs.evolve(timing, urgency=Urgency.NOT_ON_RECORD, because=None)
            what += ": not on record"
            why += ", and a later one is accepted"
        void = work.void(key, one.index)
        if void:
            names = s.parties.titles(dict.fromkeys(judged.by for judged in void), as_of=s.today)
            why += f"; what {names} said of it does not count, for want of the right to accept"
    return s.action(
        kind,
        what=what,
        why=why,
        who=[stage.role],
        timing=timing,
        clause=stage.clause or terms.clause,
        occurrence=key[1],
        last_occurrence=key[1],
        subject=key[0],
        plan_paths=(s.path("acceptance", "stages", one.index),),
        entries=() if delivery is None else (delivery.id,),
    )


def _is_gap(work: Work, key: Key) -> bool:
    return key[1] is not None and key[1] < work.highest_judged.get(key[0], -1)


def _rework(
    s: Situation, work: Work, key: Key, rejection: Acceptance, terms: AcceptanceTerms
) -> Action:
    owner = _owner(work, key)
    zone = s.parties.zone_of(owner)
    due: Moment | Unknown | None = None
    text = terms.rework
    if terms.rework == "next_occurrence":
        text = "next occurrence"
        due = Unknown("it does not come round")
        if key[1] is not None:
            due = s.dates.due(key[0], key[1] + 1)
    elif terms.rework is not None:
        due = s.dates.resolve(Due.parse(terms.rework), key[1], by=owner)
    return s.action(
        ActionKind.REWORK,
        what=f"{_title(s, key)}, to be done again",
        why=f"rejected on {s.day_of(rejection)}, and not delivered anew",
        who=[owner],
        timing=s.timing(due, zone, text),
        clause=terms.clause,
        occurrence=key[1],
        last_occurrence=key[1],
        subject=key[0],
        plan_paths=(s.path("acceptance"),),
        entries=(rejection.id,),
    )


def _remarks(
    s: Situation, judged: "list[Acceptance] | tuple[Acceptance, ...]", key: Key | None, work: Work
) -> Iterator[Action]:
    """The remarks of the latest judgement of each stage; a later judgement settles earlier ones."""
    latest = {(one.stage, None if one.stage else one.role): one for one in judged}
    owner: str | Side = Side.PROVIDER if key is None else _owner(work, key)
    zone = s.parties.zone_of(owner)
    about = "what was delivered" if key is None else _title(s, key)
    for acceptance in latest.values():
        if key is not None and work.is_outdated(key, acceptance):
            continue
        for remark in acceptance.remarks:
            due = None if remark.until is None else Moment(remark.until)
            judge = s.parties.titles([acceptance.by], as_of=s.today)
            yield s.action(
                ActionKind.REMARK,
                what=f"{remark.id}: {remark.text}",
                why=f"remark of {judge} on {about}, {s.day_of(acceptance)}",
                who=[owner],
                timing=s.timing(due, zone),
                clause=acceptance.clause,
                occurrence=None if key is None else key[1],
                last_occurrence=None if key is None else key[1],
                subject=remark.id,
                entries=(acceptance.id,),
            )


def _owner(work: Work, key: Key) -> str | Side:
    item = work.deliverables.get(key[0])
    return (item and item.owner) or Side.PROVIDER


def _title(s: Situation, key: Key) -> str:
    return thing(s.dates.title(key[0]), key[1])
