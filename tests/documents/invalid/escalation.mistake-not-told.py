# What we say of our own part in an issue has not been told to the client.
#
# The client hears of it anyway, from somebody else and later. Tell it, and name the interaction in
# `told_in`, in this statement or in a later one about the same issue.

import datetime as dt

from clientkit.escalation import Issue, Statement, problem_solving_findings

day, now = dt.date(2026, 9, 3), dt.datetime(2026, 9, 10, tzinfo=dt.UTC)
issue = Issue(id="down", title="No tickets", impact="high", urgency="high", by="lena", date=day)
ours = Statement(
    id="s",
    issue="down",
    what_happened="No tickets for a day",
    our_part="We let the certificate run out",
    making_good="A nightly test",
    # > making_good="A nightly test",
    # > told_in="call-0904",
    by="lena",
    date=day,
)
findings = problem_solving_findings(
    issue,
    at=now,
    timezone="UTC",
    statements=[ours],
)
