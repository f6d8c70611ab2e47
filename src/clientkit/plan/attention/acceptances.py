"""What was delivered and waits to be judged, was rejected, or left points open."""

from collections.abc import Iterator

import attrs

from clientkit.client.model import Side
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.moments import Moment, Unknown, moment_at
from clientkit.plan.scope_questions import PlanTimes
from clientkit.plan.situation import Situation, Timing, thing
from clientkit.scope.acceptance_model import AcceptanceState, AcceptanceStatus, StageState
from clientkit.scope.accepting import states_of
from clientkit.scope.model import AcceptanceStage, AcceptanceTerms

from .work import Work

__all__ = ["acceptances"]

_WAITING = (AcceptanceStatus.WAITING, AcceptanceStatus.OVERDUE)


def acceptances(s: Situation, work: Work) -> Iterator[Action]:
    """Judgements that are waited for, work to be done again, and open points.

    A stage that does not decide is only waited for until all that decide have. Where silence
    counts as acceptance, the end of a known window ends the wait. A window begins no earlier than
    the delivery; before it begins nothing is waited for. Only a judgement by somebody with the
    right to it counts, as far as the plan says who that is. Occurrences of which nothing is on
    record are missing deliveries before they are missing judgements.
    """
    terms = AcceptanceTerms() if s.scope is None else s.scope.acceptance or AcceptanceTerms()
    for state in states_of(work.judgements, terms, PlanTimes(s), at=s.now):
        if state.status is AcceptanceStatus.NOT_ON_RECORD and not state.stages:
            continue
        if state.deliverable is not None:
            if state.rejection is not None:
                yield _rework(s, work, state, terms)
            elif state.waiting_for:
                for stage in state.stages:
                    if stage.status in _WAITING:
                        yield _waiting(s, work, state, stage, terms)
        yield from _remarks(s, work, state)


def _waiting(
    s: Situation, work: Work, state: AcceptanceState, found: StageState, terms: AcceptanceTerms
) -> Action:
    stage = terms.stages[found.index]
    kind = ActionKind.ACCEPTANCE if stage.decides else ActionKind.REVIEW
    what = f"{kind.value} of {_title(s, state)}"
    alike = [other for other in terms.stages if other.decides == stage.decides]
    if len(alike) > 1 and stage.id not in (None, kind.value):
        what += f" ({stage.id})"
    delivery = work.judgements.deliveries.get(_key(state))
    since = None if delivery is None else s.day_of(delivery)
    timing = _timing(s, found, stage, state)
    if since is not None:
        timing = attrs.evolve(timing, since=since)
    why = "it is not on record as delivered" if since is None else f"delivered on {since}"
    if stage.decides and not terms.deemed and timing.urgency is Urgency.OVERDUE:
        why += "; silence is not acceptance here"
    if kind is ActionKind.ACCEPTANCE:
        if state.status is AcceptanceStatus.NOT_ON_RECORD:
            timing = attrs.evolve(timing, urgency=Urgency.NOT_ON_RECORD, because=None)
            what += ": not on record"
            why += ", and a later one is accepted"
        if found.void:
            void = [one.by for one in work.judgements.void(_key(state), found.index)]
            names = s.parties.titles(dict.fromkeys(void), as_of=s.today)
            why += f"; what {names} said of it does not count, for want of the right to accept"
    return s.action(
        kind,
        what=what,
        why=why,
        who=[stage.role],
        timing=timing,
        clause=stage.clause or terms.clause,
        occurrence=state.occurrence,
        last_occurrence=state.last_occurrence,
        subject=state.deliverable,
        plan_paths=(s.path("acceptance", "stages", found.index),),
        entries=() if state.delivery is None else (state.delivery,),
    )


def _timing(
    s: Situation, found: StageState, stage: AcceptanceStage, state: AcceptanceState
) -> Timing:
    """When the window of a stage ends, and what it counts from."""
    zone = s.parties.zone_of(stage.role)
    text = None
    if stage.within is not None:
        start = "the delivery"
        if stage.starts is not None and not found.from_delivery:
            start = thing(stage.starts.text.removeprefix("on "), state.occurrence)
        text = f"{stage.within.text} from {start}"
    return s.timing(_moment(found, zone), zone, text)


def _moment(found: StageState | AcceptanceState, zone: str) -> Moment | Unknown | None:
    if found.because is not None:
        return Unknown(found.because)
    if found.until_at is not None:
        return moment_at(found.until_at, zone)
    return None if found.until is None else Moment(found.until)


def _rework(s: Situation, work: Work, state: AcceptanceState, terms: AcceptanceTerms) -> Action:
    owner = _owner(work, state)
    zone = s.parties.zone_of(owner)
    rejected = next(one for one in s.record.acceptances if one.id == state.rejection)
    text = "next occurrence" if terms.rework == "next_occurrence" else terms.rework
    return s.action(
        ActionKind.REWORK,
        what=f"{_title(s, state)}, to be done again",
        why=f"rejected on {s.day_of(rejected)}, and not delivered anew",
        who=[owner],
        timing=s.timing(_moment(state, zone), zone, text),
        clause=terms.clause,
        occurrence=state.occurrence,
        last_occurrence=state.last_occurrence,
        subject=state.deliverable,
        plan_paths=(s.path("acceptance"),),
        entries=(rejected.id,),
    )


def _remarks(s: Situation, work: Work, state: AcceptanceState) -> Iterator[Action]:
    """The remarks of the latest judgement of each stage; a later judgement settles earlier ones."""
    if not state.remarks:
        return
    owner = _owner(work, state)
    zone = s.parties.zone_of(owner)
    about = "what was delivered" if state.deliverable is None else _title(s, state)
    judged = {one.id: one for one in s.record.acceptances}
    for remark in state.remarks:
        acceptance = judged[remark.acceptance]
        judge = s.parties.titles([acceptance.by], as_of=s.today)
        due = None if remark.until is None else Moment(remark.until)
        yield s.action(
            ActionKind.REMARK,
            what=f"{remark.remark}: {remark.text}",
            why=f"remark of {judge} on {about}, {s.day_of(acceptance)}",
            who=[owner],
            timing=s.timing(due, zone),
            clause=acceptance.clause,
            occurrence=state.occurrence,
            last_occurrence=state.last_occurrence,
            subject=remark.remark,
            entries=(acceptance.id,),
        )


def _key(state: AcceptanceState) -> tuple[str, int | None]:
    return state.deliverable or "", state.occurrence


def _owner(work: Work, state: AcceptanceState) -> str | Side:
    item = work.judgements.deliverables.get(state.deliverable or "")
    return (item and item.owner) or Side.PROVIDER


def _title(s: Situation, state: AcceptanceState) -> str:
    return thing(s.dates.title(state.deliverable or ""), state.occurrence)
