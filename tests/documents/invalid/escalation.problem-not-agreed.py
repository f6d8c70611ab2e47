# An issue was analysed before its problem was stated and agreed.
#
# The two sides may then look for the cause of different things, and the client does not recognise
# its own problem in the answer. Put a problem statement on record, with who agreed to it, at the
# latest at the instant of the analysis. Where the people are given, persons of both sides must have
# agreed.

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
    problem_statements=[],
    # > problem_statements=[agreed],
    steps=[contained, prevention],
)
