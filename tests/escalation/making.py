"""Shorthands for tests: an office week in Berlin, issues, events, policies.

3 September 2026 is a Thursday; the office is open from 09:00 to 17:00 on working days.
"""

import datetime as dt

from clientkit import decode
from clientkit.escalation import EscalationPolicy, Issue, IssueEvent
from clientkit.worktime import WorkingCalendar

DAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = decode(
    WorkingCalendar, {"timezone": "Europe/Berlin", "hours": {day: ["09:00-17:00"] for day in DAYS}}
)


def moment(text):
    """`"03 14:00"` of September 2026, in Berlin."""
    return dt.datetime.fromisoformat(f"2026-09-{text.replace(' ', 'T')}:00+02:00")


def shown(instant):
    return None if instant is None else instant.strftime("%d %H:%M")


def issue(at="03 14:00", **values):
    usual = {"id": "down", "title": "No tickets", "impact": "high", "urgency": "high", "by": "anna"}
    return Issue(**usual | {"at": moment(at)} | values)


def event(kind, at, **values):
    usual = {"id": f"{kind}-{at.replace(' ', '-').replace(':', '')}", "issue": "down", "by": "lena"}
    return IssueEvent(**usual | {"kind": kind, "at": moment(at)} | values)


def ours(at, **values):
    return event("message", at, party="provider", **values)


def theirs(at, **values):
    return event("message", at, party="client", id=f"theirs-{at[:2]}-{at[3:5]}{at[6:]}", **values)


def waiting(at, party="client", **values):
    return event("waiting", at, party=party, **values)


def policy(**values):
    return decode(EscalationPolicy, values)


def targets(**values):
    return policy(responses=[{"priority": 1, **values}])


def levels(*given, **values):
    return policy(levels=list(given), **values)


def level(name, after="1 working hour", **values):
    given = {} if "before" in values else {"after": after}
    return {"id": name, "notify": [name], **given, **values}


def reached(state):
    """Levels with pass and instant: `("lead", 1, "03 15:00")`."""
    return [(one.level, one.pass_number, shown(one.at)) for one in state.reached]
