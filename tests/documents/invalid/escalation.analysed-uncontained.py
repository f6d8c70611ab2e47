# An incident or a defect was analysed when nothing on record kept the harm from growing.
#
# While the cause is looked for, the client goes on losing what the issue costs. Contain first: put
# a step of kind `containment` on record, at the latest at the instant of the analysis.

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
    steps=[prevention],
    # > steps=[contained, prevention],
)
