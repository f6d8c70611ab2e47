# The cause of an issue is known, and no step keeps it from coming back.
#
# The client forgives a mistake once. Put a step of kind `prevention` on record, with an owner and a
# day; where the cause could not be found out, give the analysis the category `unknown`.

import datetime as dt

from clientkit.escalation import (
    Analysis,
    Issue,
    IssueStep,
    ProblemStatement,
    Why,
    problem_solving_findings,
)

day, now = dt.date(2026, 9, 3), dt.datetime(2026, 9, 10, tzinfo=dt.UTC)
issue = Issue(id="down", title="No tickets", impact="high", urgency="high", by="lena", date=day)
contained = IssueStep(
    id="c", issue="down", kind="containment", text="Sell by telephone", by="lena", date=day
)
agreed = ProblemStatement(
    id="p", issue="down", text="Sales stop", agreed_by=["curator"], by="lena", date=day
)
prevention = IssueStep(
    id="n", issue="down", kind="prevention", text="A nightly test", by="lena", date=day
)
why = Why(text="A certificate ran out", evidence=["Log of 3 September"])
analysis = Analysis(id="a", issue="down", category="technical", whys=[why], by="lena", date=day)
findings = problem_solving_findings(
    issue,
    at=now,
    timezone="UTC",
    analyses=[analysis],
    problem_statements=[agreed],
    steps=[contained],
    # > steps=[contained, prevention],
)
