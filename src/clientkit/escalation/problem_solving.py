"""Whether an issue was solved in order: contain, agree on it, analyse, prevent, tell the client.

The order is that of the eight disciplines (8D): an interim containment comes before the root cause,
which comes before what prevents a recurrence. That the problem is agreed on first is the D2 of it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from clientkit.base import Finding, Severity, pointer
from clientkit.client.corrections import current_ids
from clientkit.client.entry import Entry
from clientkit.client.model import Person, Side

from ._counting import moment
from ._facts import microseconds_at
from .entries import (
    Analysis,
    CauseCategory,
    Issue,
    IssueKind,
    IssueStep,
    ProblemStatement,
    Statement,
    StepKind,
)

__all__ = ["problem_solving_findings"]

E = TypeVar("E", bound=Entry)

_BROKEN = (IssueKind.INCIDENT, IssueKind.DEFECT)
Known = tuple[int, int, E]
"""An entry with its instant and its place in the list that was given."""


def problem_solving_findings(  # noqa: PLR0913 (each is a fact of its own)
    issue: Issue,
    *,
    at: dt.datetime,
    timezone: str,
    problem_statements: Sequence[ProblemStatement] = (),
    analyses: Sequence[Analysis] = (),
    steps: Sequence[IssueStep] = (),
    statements: Sequence[Statement] = (),
    people: Iterable[Person] | None = None,
) -> tuple[Finding, ...]:
    """Where the order of solving the problem is broken, as it stood at a moment.

    The lists may hold entries about other issues; paths count in the lists as they are given
    (``/analyses/0``). Entries after ``at`` have not happened yet, and corrections take the place of
    what they correct. None of it is an error:

    - ``escalation.analysed-uncontained`` (warning): an incident or a defect was analysed when no
      step to contain it was on record. The same instant will do.
    - ``escalation.problem-not-agreed`` (warning): it was analysed when no statement of the problem
      was agreed. With ``people``, persons of both sides must have agreed.
    - ``escalation.why-without-evidence`` (hint): an answer in the chain of whys has no evidence.
    - ``escalation.cause-without-prevention`` (warning): the cause is known, and no step keeps it
      from coming back.
    - ``escalation.mistake-not-told`` (warning): what we say of our part has not been told to the
      client, in this statement or a later one.

    >>> import datetime as dt
    >>> from clientkit.escalation import Issue, Statement, problem_solving_findings
    >>> day = dt.date(2026, 9, 3)
    >>> issue = Issue(id="down", title="No tickets", impact="high", urgency="high", by="anna",
    ...               date=day)
    >>> ours = Statement(id="s", issue="down", what_happened="No tickets", our_part="Untested",
    ...                  making_good="A nightly test", by="lena", date=day)
    >>> now = dt.datetime(2026, 9, 4, tzinfo=dt.timezone.utc)
    >>> found = problem_solving_findings(issue, statements=[ours], at=now, timezone="UTC")
    >>> [one.code for one in found]
    ['escalation.mistake-not-told']

    Raises:
        InvalidArgumentError: ``at`` has no offset.
    """
    now = moment("at", at)
    sides = None if people is None else {person.id: person.side for person in people}

    def of_issue(entries: Sequence[E], issue_of: Callable[[E], str]) -> list[Known[E]]:
        return _known(issue, entries, issue_of, now, timezone)

    contained = [
        one
        for one in of_issue(steps, lambda step: step.issue)
        if one[2].kind is StepKind.CONTAINMENT
    ]
    agreed = [
        one
        for one in of_issue(problem_statements, lambda statement: statement.issue)
        if _is_agreed(one[2], sides)
    ]
    found: list[Finding] = []
    analysed = of_issue(analyses, lambda analysis: analysis.issue)
    for t, place, analysis in analysed:
        path = pointer("analyses", place)
        if issue.kind in _BROKEN and not any(one[0] <= t for one in contained):
            found.append(_warning(
                "escalation.analysed-uncontained", path,
                f"{analysis.id!r} analyses {issue.id!r}, which is not contained; "
                "expected a step of kind 'containment' first",
            ))  # fmt: skip
        if not any(one[0] <= t for one in agreed):
            found.append(_warning(
                "escalation.problem-not-agreed", path,
                f"{analysis.id!r} analyses {issue.id!r}, whose problem is not agreed; "
                "expected a problem statement agreed by both sides first",
            ))  # fmt: skip
        found += _unproven(analysis, path)
    found += _unprevented(issue, analysed, of_issue(steps, lambda step: step.issue))
    found += _untold(issue, of_issue(statements, lambda statement: statement.issue))
    return tuple(found)


def _known(
    issue: Issue, entries: Sequence[E], issue_of: Callable[[E], str], now: int, timezone: str
) -> list[Known[E]]:
    """What is on record about the issue by then, and was not put right since, in order."""
    known = [
        (t, place, entry)
        for place, entry in enumerate(entries)
        if issue_of(entry) in (issue.id, issue.corrects)
        and (t := microseconds_at(entry, timezone)) <= now
    ]
    current = current_ids(entry for _, _, entry in known)
    return sorted(
        (one for one in known if current[one[2].id] == one[2].id), key=lambda one: one[:2]
    )


def _is_agreed(statement: ProblemStatement, sides: dict[str, Side] | None) -> bool:
    if sides is None:
        return bool(statement.agreed_by)
    agreeing = {sides.get(person) for person in statement.agreed_by}
    return {Side.CLIENT, Side.PROVIDER} <= agreeing


def _unproven(analysis: Analysis, path: str) -> Iterator[Finding]:
    for number, why in enumerate(analysis.whys):
        if not why.evidence and not analysis.evidence:
            yield Finding(
                code="escalation.why-without-evidence",
                severity=Severity.HINT,
                path=path + pointer("whys", number),
                message=f"whys[{number}] of {analysis.id!r} has no evidence; "
                "expected what shows that it is so",
            )


def _unprevented(
    issue: Issue, analysed: list[Known[Analysis]], steps: list[Known[IssueStep]]
) -> Iterator[Finding]:
    """The analysis that came last decides; a cause that nobody found cannot be prevented."""
    if not analysed or analysed[-1][2].category is CauseCategory.UNKNOWN:
        return
    if not any(step.kind is StepKind.PREVENTION for _, _, step in steps):
        _, place, analysis = analysed[-1]
        yield _warning(
            "escalation.cause-without-prevention",
            pointer("analyses", place),
            f"{analysis.id!r} names the cause of {issue.id!r}, and nothing keeps it from coming "
            "back; expected a step of kind 'prevention'",
        )


def _untold(issue: Issue, statements: list[Known[Statement]]) -> Iterator[Finding]:
    if statements and statements[-1][2].told_in is None:
        _, place, statement = statements[-1]
        yield _warning(
            "escalation.mistake-not-told",
            pointer("statements", place),
            f"{statement.id!r} about {issue.id!r} has no told_in; "
            "expected the interaction in which the client was told",
        )


def _warning(code: str, path: str, message: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, path=path, message=message)
