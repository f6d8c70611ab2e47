import pytest

from clientkit.base import Severity
from clientkit.client import Person
from clientkit.escalation import (
    Analysis,
    IssueStep,
    ProblemStatement,
    Statement,
    Why,
    problem_solving_findings,
)

from .making import issue, moment


def entry(cls, at="04 10:00", **values):
    usual = {"id": cls.__name__.lower(), "issue": "down", "by": "lena", "at": moment(at)}
    return cls(**usual | values)


def contain(at="03 15:00", **values):
    return entry(
        IssueStep, at, **{"id": "contain", "kind": "containment", "text": "A notice"} | values
    )


def prevent(at="04 12:00"):
    return entry(IssueStep, at, id="prevent", kind="prevention", text="A test")


def agree(at="03 16:00", by=("anna", "lena")):
    return entry(ProblemStatement, at, text="No tickets since noon", agreed_by=by)


def analyse(at="04 10:00", **values):
    why = {"text": "The cookie is refused", "evidence": ["console"]}
    return entry(Analysis, at, **{"category": "technical", "whys": [decoded_why(why)]} | values)


def decoded_why(data):
    return Why(text=data["text"], evidence=tuple(data.get("evidence", ())))


def tell(at="04 10:00", **values):
    return entry(Statement, at, what_happened="x", our_part="y", making_good="z", **values)


ISSUE = issue()


def codes(issue=ISSUE, at="05 10:00", **values):
    found = problem_solving_findings(issue, at=moment(at), timezone="Europe/Berlin", **values)
    return [one.code.partition(".")[2] for one in found]


WHOLE = {"analyses": [analyse()], "steps": [contain(), prevent()], "problem_statements": [agree()]}


def test_in_order_nothing_is_found() -> None:
    assert codes(**WHOLE, statements=[tell(told_in="mail")]) == []


@pytest.mark.parametrize(
    ("at", "expected"), [("04 10:00", []), ("04 10:01", ["analysed-uncontained"])]
)
def test_containment_comes_first(at, expected) -> None:
    assert codes(**WHOLE | {"steps": [contain(at), prevent()]}) == expected


def test_a_question_needs_no_containment() -> None:
    assert codes(issue(kind="question"), **WHOLE | {"steps": [prevent()]}) == []


@pytest.mark.parametrize(
    ("at", "expected"), [("04 10:00", []), ("04 10:01", ["problem-not-agreed"])]
)
def test_the_problem_is_agreed_first(at, expected) -> None:
    assert codes(**WHOLE | {"problem_statements": [agree(at)]}) == expected


def test_both_sides_agree_where_they_are_known() -> None:
    people = [Person(id="anna", title="x"), Person(id="lena", title="x", side="provider")]
    assert codes(**WHOLE, people=people) == []
    one_side = WHOLE | {"problem_statements": [agree(by=("lena",))]}
    assert codes(**one_side) == []
    assert codes(**one_side, people=people) == ["problem-not-agreed"]


def test_a_why_without_evidence_is_a_hint_at_its_place() -> None:
    bare = analyse(
        whys=(decoded_why({"text": "a", "evidence": ["log"]}), decoded_why({"text": "b"}))
    )
    (found,) = problem_solving_findings(
        issue(), at=moment("05 10:00"), timezone="UTC", **WHOLE | {"analyses": [bare]}
    )
    assert (found.path, found.severity) == ("/analyses/0/whys/1", Severity.HINT)


def test_a_known_cause_needs_prevention() -> None:
    assert codes(**WHOLE | {"steps": [contain()]}) == ["cause-without-prevention"]
    unknown = [analyse(category="unknown")]
    assert codes(**WHOLE | {"steps": [contain()], "analyses": unknown}) == []


def test_an_owned_mistake_is_told_in_the_last_statement() -> None:
    assert codes(statements=[tell()]) == ["mistake-not-told"]
    assert codes(statements=[tell(), tell("04 11:00", id="later", told_in="mail")]) == []


def test_what_comes_later_or_is_about_another_issue_does_not_count() -> None:
    assert codes(statements=[tell()], at="04 09:59") == []
    assert codes(statements=[tell(issue="other")]) == []


def test_a_corrected_statement_counts_no_more() -> None:
    right = tell("04 11:00", id="right", told_in="mail", corrects="statement")
    assert codes(statements=[tell(), right]) == []
