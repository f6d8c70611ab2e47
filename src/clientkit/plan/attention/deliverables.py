"""What we owe: deliverables that are due, overdue, or not on record."""

from collections.abc import Iterator

from clientkit.client.model import Side
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.situation import Situation, thing
from clientkit.scope.model import Deliverable

from .occurrences import Span, open_occurrences
from .work import Work

__all__ = ["deliverables"]


def deliverables(s: Situation, work: Work) -> Iterator[Action]:
    """Deliverables that are not delivered, each occurrence of those that come round.

    What is on record as delivered or judged is delivered, however early. Of work that comes round
    one occurrence to come is listed.
    """
    if s.scope is None:
        return
    for index, item in enumerate(s.scope.deliverables):
        path = s.path("deliverables", index)
        for span in _spans(s, work, item):
            yield _action(s, work, item, path, span)


def _spans(s: Situation, work: Work, item: Deliverable) -> Iterator[Span]:
    text = None if item.due is None else item.due.text
    numbers = s.dates.numbers(item.id)
    if numbers is None:
        if not work.is_delivered(item.id):
            yield Span(None, None, s.timing(s.dates.due(item.id), s.dates.zone(item.id), text))
    elif not work.judgements.is_accepted_whole:
        done, reached = work.numbers(item.id), work.reached(numbers.root)
        yield from open_occurrences(s, item.id, done=done, reached=reached, text=text)


def _action(s: Situation, work: Work, item: Deliverable, path: str, span: Span) -> Action:
    what = thing(item.title, span.first, span.last)
    kind = ActionKind.DELIVERABLE
    who: list[str | Side] = [item.owner or Side.PROVIDER]
    why = "no delivery is on record" if s.has_record else "no record was given"
    waits_for = [s.dates.title(one) for one in item.depends_on if work.is_open(one)]
    if span.timing.urgency is Urgency.NOT_ON_RECORD:
        judgements = work.judgements
        stages = [judgements.stages[one] for one in judgements.stages_of(item.id, span.first)]
        deciding = [stage.role for stage in stages if stage.decides]
        if deciding and judgements.highest_judged.get(item.id, -1) > (span.last or 0):
            kind, who = ActionKind.ACCEPTANCE, [*deciding]
            what = f"acceptance of {what}: not on record"
            why = "neither its delivery nor its acceptance is on record, a later one's is"
        else:
            what = f"delivery of {what}: not on record"
    elif waits_for and s.has_record:
        why += f"; it waits for {', '.join(waits_for[:20])}"
    return s.action(
        kind,
        what=what,
        why=why,
        who=who,
        timing=span.timing,
        clause=item.clause,
        occurrence=span.first,
        last_occurrence=span.last,
        subject=item.id,
        plan_paths=(path,),
    )
