"""What the client feels: concerns, surveys and talks that are due, expectations not met."""

from collections.abc import Iterator

from clientkit.client.model import Side
from clientkit.feedback import (
    Concern,
    ConcernState,
    ExpectationGap,
    ExpectationStatus,
    Importance,
    Survey,
    concern_report,
    expectation_gaps,
    survey_due,
)
from clientkit.plan.action import Action, ActionKind, Urgency
from clientkit.plan.moments import UNCOUNTABLE, Moment, Unknown, moved
from clientkit.plan.situation import Situation, Timing

__all__ = ["check_ins", "concerns", "expectations", "surveys"]


def concerns(s: Situation) -> Iterator[Action]:
    """Concerns without an answer, or of whose answer the person was not told, or that go on.

    An answer is due on the concern's own day, or within the term of the feedback programme.
    """
    given = s.countable(s.record.concerns)
    try:
        report = concern_report(
            given,
            s.countable(s.record.concern_answers),
            at=s.now,
            timezone=s.record.timezone,
        )
    except UNCOUNTABLE:
        return
    by_id = {one.id: one for one in given}
    for state in report.states:
        concern = by_id[state.concern]
        if not state.answers:
            yield _unanswered(s, concern)
        elif (after := _answered(s, concern, state)) is not None:
            yield after


def _unanswered(s: Situation, concern: Concern) -> Action:
    owner = concern.owner or Side.PROVIDER
    time = s.parties.time_of(owner)
    programme = s.plan.feedback
    within = None if programme is None else programme.answer_concerns_within
    due: Moment | Unknown | None = None
    text = None
    if concern.due is not None:
        due, text = s.dates.resolve(concern.due, by=owner), concern.due.text
    elif within is not None:
        due = moved(s.moment_of(concern, time.zone), within, time)
        text = f"{within.text} from the concern"
    why = f"{_whose(s, concern)} on {s.day_of(concern)}, and nobody has answered"
    if concern.owner is None:
        why += "; nobody sees to it yet"
    return s.action(
        ActionKind.CONCERN,
        what=concern.text,
        why=why,
        who=[owner],
        timing=s.timing(due, time.zone, text, since=s.day_of(concern)),
        clause=concern.clause,
        subject=concern.id,
        entries=(concern.id,),
    )


def _answered(s: Situation, concern: Concern, state: ConcernState) -> Action | None:
    answers = {one.id: one for one in s.record.concern_answers}
    last = answers[state.answers[-1]]
    told = any(s.was_told(one, answers[one].told_in) for one in state.answers)
    if told and last.closes:
        return None
    day = s.day_of(last)
    what, why = concern.text, f"answered on {day}, and not settled for whom it worries"
    if not told:
        what = f"to tell {s.parties.titles([concern.raised_by or Side.CLIENT], as_of=s.today)}: "
        what += last.text
        why = f"answer of {day} to: {concern.text}; that they were told is not on record"
    return s.action(
        ActionKind.CONCERN,
        what=what,
        why=why,
        who=[concern.owner or Side.PROVIDER],
        timing=s.timing(None, s.plan.client.timezone, since=day),
        clause=concern.clause,
        subject=concern.id,
        entries=(concern.id, *state.answers),
    )


def _whose(s: Situation, concern: Concern) -> str:
    if concern.raised_by is None:
        return "raised"
    return f"raised by {s.parties.titles([concern.raised_by], as_of=s.today)}"


def surveys(s: Situation) -> Iterator[Action]:
    """Surveys whose next round is due, with whom to ask, while the agreement runs."""
    programme = s.plan.feedback
    if programme is None or not s.is_running:
        return
    for index, survey in enumerate(programme.surveys):
        found = _asking(s, survey)
        if isinstance(found, Unknown):
            timing = Timing(urgency=Urgency.DATE_UNKNOWN, because=found.because)
            names, why = "", "whom to ask cannot be told"
        elif found:
            timing = s.timing(None, s.plan.client.timezone)
            if not s.has_record:
                timing = Timing(urgency=Urgency.NOT_ON_RECORD)
            names = f" {s.parties.titles(found, as_of=s.today)}"
            asked = [one for one in s.record.survey_invitations if one.survey == survey.id]
            why = f"last asked on {s.day_of(asked[-1])}" if asked else "nobody has been asked yet"
            if survey.every is not None:
                why += f"; every {survey.every.text}"
        else:
            continue
        yield s.action(
            ActionKind.SURVEY,
            what=f"survey {survey.id}: to ask{names}",
            why=why,
            who=[Side.PROVIDER],
            timing=timing,
            subject=survey.id,
            plan_paths=(f"/feedback/surveys/{index}",),
        )


def _asking(s: Situation, survey: Survey) -> tuple[str, ...] | Unknown:
    time = s.parties.time_of(Side.PROVIDER)
    try:
        return survey_due(
            survey,
            s.plan.people,
            at=s.now,
            timezone=s.record.timezone,
            assignments=s.plan.assignments,
            invitations=s.countable(s.record.survey_invitations),
            responses=s.countable(s.record.survey_responses),
            calendar=time.calendar,
        ).ask
    except UNCOUNTABLE:
        terms = [survey.every]
        if survey.cooldown is not None:
            terms += [survey.cooldown.per_person, survey.cooldown.per_client]
        works = any(term is not None and term.unit.is_working for term in terms)
        if works and time.calendar is None:
            return time.uncounted
        return Unknown("it lies outside the calendar")


def check_ins(s: Situation) -> Iterator[Action]:
    """The next talk about how it goes, while the agreement runs.

    It is due within the agreed span from the last one or, before the first, from the beginning of
    the agreement where that is known.
    """
    programme = s.plan.feedback
    if programme is None or programme.check_in_every is None or not s.is_running:
        return
    every, time = programme.check_in_every, s.parties.time_of(Side.PROVIDER)
    last = s.record.check_ins[-1] if s.record.check_ins else None
    begins = s.begins if last is None else s.moment_of(last, time.zone)
    due = moved(begins, every, time) if isinstance(begins, Moment) else None
    timing = s.timing(due, time.zone, f"every {every.text}")
    if due is None and not s.has_record:
        timing = Timing(urgency=Urgency.NOT_ON_RECORD, due_text=timing.due_text)
    why = "none is on record"
    if last is not None:
        person = s.parties.titles([last.person], as_of=s.today)
        why = f"the last one was on {s.day_of(last)} with {person}"
    yield s.action(
        ActionKind.CHECK_IN,
        what="talk with the client about how it goes",
        why=why,
        who=[Side.PROVIDER],
        timing=timing,
        plan_paths=("/feedback/check_in_every",),
        entries=() if last is None else (last.id,),
    )


def expectations(s: Situation) -> Iterator[Action]:
    """Expectations that matter and are not met.

    Those of high importance that are not met, or in part only, or met with a later sign of the
    contrary; others that are not met at all, unless they are of low importance.
    """
    given = s.countable(s.record.expectations)
    try:
        report = expectation_gaps(
            given,
            s.countable(s.record.expectation_reviews),
            symptoms=s.countable(s.record.symptoms),
            at=s.now,
            timezone=s.record.timezone,
        )
    except UNCOUNTABLE:
        return
    by_id = {one.id: one for one in given}
    for gap in report.gaps:
        why = _gap(gap)
        if why is None:
            continue
        held = by_id[gap.expectation]
        if gap.reviewed_at is not None:
            why += f", as judged on {s.local_day(gap.reviewed_at)}"
        if gap.symptoms:
            signs = {one.id: one.text for one in s.record.symptoms}
            why += f"; sign: {signs[gap.symptoms[-1]]}"
        whose = s.parties.titles([held.person or Side.CLIENT], as_of=s.today)
        yield s.action(
            ActionKind.EXPECTATION,
            what=held.text,
            why=f"expectation of {whose} ({gap.basis.value}), {why}",
            who=[Side.PROVIDER],
            timing=s.timing(None, s.plan.client.timezone),
            clause=held.clause,
            subject=held.id,
            entries=(held.id, *gap.symptoms),
        )


def _gap(gap: ExpectationGap) -> str | None:
    """What is wrong with an expectation that matters."""
    if gap.importance is Importance.LOW:
        return None
    if gap.status is ExpectationStatus.UNMET:
        return "not met"
    if gap.importance is not Importance.HIGH:
        return None
    if gap.status is ExpectationStatus.PARTLY:
        return "met in part"
    return "met, and a later sign says otherwise" if gap.in_doubt else None
