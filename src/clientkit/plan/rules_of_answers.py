"""Whether answers and measurements on record are such as the plan asked for."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.model import Side
from clientkit.feedback import Survey, SurveyResponse
from clientkit.kpi import Kpi, KpiKind, Measurement

from .model import ClientRecord
from .moments import local_day
from .parties import Parties
from .rules_of_ids import Documents
from .rules_of_records import is_of_plan, placed

__all__ = [
    "RULES",
    "measured_otherwise",
    "not_the_client",
    "respondent_named",
    "respondent_not_asked",
    "score_off_scale",
    "value_impossible",
]


def _surveys(documents: Documents) -> dict[str, Survey]:
    plan = documents.plan
    if plan is None or plan.feedback is None or not is_of_plan(documents):
        return {}
    return {one.id: one for one in plan.feedback.surveys}


def _responses(documents: Documents) -> Iterator[tuple[str, SurveyResponse, Survey]]:
    """The answers to surveys of the plan, each with its place."""
    surveys = _surveys(documents)
    if documents.record is None or not surveys:
        return
    for index, one in placed(documents.record.survey_responses):
        if one.survey in surveys:
            yield pointer("survey_responses", index), one, surveys[one.survey]


@rule("feedback.score-off-scale", reads=("/plan", "/survey_responses"))
def score_off_scale(documents: Documents) -> Iterator[Fault]:
    """An answer lies outside the scale of its survey.

    Nobody can have given it, and no score can be computed while it stands. Mostly a digit is
    mistyped, or it answers another survey. Both ends of a scale belong to it. An entry is not
    edited: add one that `corrects` it.
    """
    for path, one, survey in _responses(documents):
        if not survey.lowest <= one.score <= survey.highest:
            yield Fault(
                path=f"{path}/score",
                message=f"the score of {one.id!r} is {one.score}; expected an answer of the survey "
                f"{survey.id!r}, {survey.scale}",
            )


@rule("feedback.respondent-named", reads=("/plan",))
def respondent_named(documents: Documents) -> Iterator[Fault]:
    """An answer bears a name though its survey promises that none does.

    Whoever answered was told that nobody would know: keeping the name breaks that promise, and the
    next survey gets no honest answer. Take the name out of the record, also where the entry has
    been corrected; or put the survey right if it was `identified` all along.
    """
    record, surveys = documents.record, _surveys(documents)
    for index, one in enumerate(() if record is None else record.survey_responses):
        survey = surveys.get(one.survey)
        if survey is not None and not survey.identified and one.respondent is not None:
            yield Fault(
                path=pointer("survey_responses", index, "respondent"),
                message=f"{one.id!r} names who answered {survey.id!r}, which is not identified; "
                "expected no name",
            )


@rule(
    "feedback.respondent-not-asked",
    Severity.HINT,
    reads=("/plan", "/timezone", "/survey_invitations", "/survey_responses"),
)
def respondent_not_asked(documents: Documents) -> Iterator[Fault]:
    """Somebody answered a survey who is not in its audience and was not invited.

    The answer counts, but the share of those who answered no longer adds up, nor does the list of
    those who did not. Add the person to the audience, or record the invitation. Those who hold a
    role on that day are in its audience, stand-ins included; a survey without an audience may be
    answered by anybody, and one that is not identified is not checked.
    """
    plan, record = documents.plan, documents.record
    if plan is None or record is None:
        return
    parties = Parties(plan)
    invited = {(one.survey, person) for one in record.survey_invitations for person in one.persons}
    for path, one, survey in _responses(documents):
        person = parties.people.get(one.respondent or "")
        if person is None or person.side is Side.PROVIDER or not survey.identified:
            continue  # that it is one of ours, another rule says
        if not survey.audience or (survey.id, person.id) in invited:
            continue
        day = _day(one, record)
        asked = {
            name for party in survey.audience for name in parties.party(party, as_of=day).persons
        }
        if person.id not in asked:
            yield Fault(
                path=f"{path}/respondent",
                message=f"{one.id!r} is by {person.id!r}, whom {survey.id!r} does not ask; "
                "expected somebody of its audience",
            )


@rule(
    "feedback.not-the-client",
    Severity.WARNING,
    reads=("/plan", "/survey_responses", "/check_ins", "/expectations", "/concerns"),
)
def not_the_client(documents: Documents) -> Iterator[Fault]:
    """What is kept as the client's own voice is that of one of us.

    How we feel about the work then counts as how the client does, and the client's silence is not
    seen. Name the person of the client whom it comes from; `by` says who wrote it down. It reads
    answers to surveys, check-ins, expectations and concerns.
    """
    plan, record = documents.plan, documents.record
    if plan is None or record is None or not is_of_plan(documents):
        return
    ours = {person.id for person in plan.people if person.side is Side.PROVIDER}
    lists: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
        ("survey_responses", "respondent", record.survey_responses),
        ("check_ins", "person", record.check_ins),
        ("expectations", "person", record.expectations),
        ("concerns", "raised_by", record.concerns),
    )
    for name, field, entries in lists:
        for index, one in placed(entries):
            person = getattr(one, field)
            if person in ours:
                yield Fault(
                    path=pointer(name, index, field),
                    message=f"{field} of {one.id!r} is {person!r}, who is one of us; "
                    "expected somebody of the client",
                )


def _measured(documents: Documents) -> Iterator[tuple[str, Measurement, Kpi]]:
    """The measurements, each with its place and the version of the KPI that it was made under."""
    plan, record = documents.plan, documents.record
    if plan is None or record is None or not is_of_plan(documents):
        return
    versions: dict[str, list[Kpi]] = {}
    for kpi in (*plan.kpis, *(plan.history.kpis if plan.history else ())):
        versions.setdefault(kpi.id, []).append(kpi)
    for known in versions.values():
        known.sort(key=lambda kpi: kpi.version)
    for index, one in placed(record.measurements):
        version = _version(versions.get(one.kpi, []), one, record)
        if version is not None:
            yield pointer("measurements", index), one, version


def _version(known: list[Kpi], one: Measurement, record: ClientRecord) -> Kpi | None:
    """The version that is named, or the latest that was in force; before all, the first."""
    if one.version is not None:
        return next((kpi for kpi in known if kpi.version == one.version), None)
    day = _day(one, record)
    begun = [kpi for kpi in known if kpi.effective_on is None or kpi.effective_on <= day]
    return begun[-1] if begun else next(iter(known), None)


@rule("kpi.measured-otherwise", reads=("/plan", "/timezone", "/measurements"))
def measured_otherwise(documents: Documents) -> Iterator[Fault]:
    """A number is on record for a KPI that is met or not, or the other way round.

    It cannot be judged, and the KPI is without data as long as it stands. Say `met` for a KPI of
    kind `met_or_not` and `value` for a number; or correct the kind of the KPI. A measurement is
    judged by the version of the KPI that it names, else by the one in force on its day. An entry is
    not edited: add one that `corrects` it.
    """
    for path, one, kpi in _measured(documents):
        wants_number = kpi.kind is KpiKind.NUMBER
        if wants_number is (one.value is None):
            given, wanted = ("met", "value") if wants_number else ("value", "met")
            yield Fault(
                path=f"{path}/{given}",
                message=f"{one.id!r} has {given} for {kpi.id!r}, which is of kind "
                f"{kpi.kind.value!r}; expected {wanted}",
            )


@rule("kpi.value-impossible", reads=("/plan", "/timezone", "/measurements"))
def value_impossible(documents: Documents) -> Iterator[Fault]:
    """A measured value lies beyond what the KPI says is possible.

    Mostly the unit is another one, such as a share instead of a percentage, or a digit is mistyped;
    the client would see a success or a failure that never was. `lowest_possible` and
    `highest_possible` are possible themselves. A measurement is judged by the version of the KPI
    that it names, else by the one in force on its day. An entry is not edited: add one that
    `corrects` it.
    """
    for path, one, kpi in _measured(documents):
        if one.value is None or kpi.kind is not KpiKind.NUMBER:
            continue
        low, high = kpi.lowest_possible, kpi.highest_possible
        bound = None
        if low is not None and one.value < low:
            bound = f"{low:.12g} or more"
        elif high is not None and one.value > high:
            bound = f"{high:.12g} or less"
        if bound is not None:
            unit = "" if kpi.unit is None else f" {kpi.unit}"
            yield Fault(
                path=f"{path}/value",
                message=f"{one.id!r} is {one.value:.12g}{unit} of {kpi.id!r}; expected {bound}",
            )


def _day(entry: SurveyResponse | Measurement, record: ClientRecord) -> dt.date:
    if entry.at is None:
        return entry.date or dt.date.max
    return local_day(entry.at, record.timezone)


RULES: tuple[Rule[Documents], ...] = (
    measured_otherwise,
    not_the_client,
    respondent_named,
    respondent_not_asked,
    score_off_scale,
    value_impossible,
)
"""Rules about feedback and measurements, beside the plan that asked for them."""
