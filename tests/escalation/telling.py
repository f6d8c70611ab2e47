"""Shorthands for tables of other projects: calendars, histories and policies as short texts."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from clientkit import decode
from clientkit.escalation import Issue, IssueEvent
from clientkit.worktime import WorkingCalendar

from .making import policy

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TALKS = {"ours": "provider", "theirs": "client"}


def calendar(hours="00:00-24:00", *, days=7, timezone="UTC", holidays=(), special=None, **others):
    """The same hours on the first days of the week; others by their names, special ones by date."""
    week = dict.fromkeys(DAYS[:days], hours) | others
    return decode(
        WorkingCalendar,
        {
            "timezone": timezone,
            "hours": {day: one.split() for day, one in week.items()},
            "holidays": {"dates": list(holidays)},
            "special_hours": [
                {"date": date, "hours": one.split()} for date, one in (special or {}).items()
            ],
        },
    )


def instant(text, zone="UTC"):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def opened(text, zone="UTC", priority=1, **values):
    """An issue; of the priorities 1 to 3 by its urgency."""
    urgency = ("high", "medium", "low")[priority - 1]
    return Issue(
        id="case", title="It is down", impact="high", urgency=urgency, by="anna",
        at=instant(text, zone), **values,
    )  # fmt: skip


def history(text, day="", zone="UTC"):
    """What happened: `"09:30 waiting client; 2026-09-04 09:45 resumed; 10:00 priority 2"`.

    A time alone is on the day before it, the first one on `day`.
    """
    found = []
    for number, part in enumerate(filter(None, (one.strip() for one in text.split(";")))):
        date, time, kind, what = re.fullmatch(
            r"(?:(\d{4}-\d\d-\d\d) )?([\d:]{5,8}) (\w+) ?(\w*)", part
        ).groups()
        day = date or day
        values = {"kind": kind}
        if kind in TALKS:
            values = {"kind": "message", "party": TALKS[kind]}
        elif kind == "waiting":
            values["party"] = what or "client"
        elif kind == "priority":
            values = {"kind": "priority_changed", "priority": int(what)}
        found.append(
            IssueEvent(
                id=f"e{number}",
                issue="case",
                by="lena",
                at=instant(f"{day} {time}", zone),
                **values,
            )
        )
    return found


def within(first=None, update=None, resolution=None, *, priority=1):
    """The targets of one priority, in working minutes where they are numbers."""
    given = {"first_response": first, "update": update, "resolution": resolution}
    return {"priority": priority} | {
        name: f"{value} working minutes" if isinstance(value, int) else value
        for name, value in given.items()
        if value is not None
    }


def agreed(*targets, **values):
    return policy(responses=list(targets), **values)


def steps(*waits, times=0):
    """The policy of a paging tool, whose steps each wait before the next one, in minutes.

    There the wait belongs to the step before, and the last one comes before the policy starts over.
    Here an offset belongs to the level that it leads to: the first level has none, and where the
    policy starts over there is one more level for the first step, which the extra passes start at.
    """
    names = "abcdefgh"[: len(waits)]
    levels = [
        {"id": name, "notify": [f"on-call-{name}"], "after": f"{wait} minutes"}
        for name, wait in zip(names, (0, *waits), strict=False)
    ]
    if not times:
        return policy(levels=levels)
    again = [
        {"id": f"{name}-again", "notify": [f"on-call-{name}"], "after": f"{wait} minutes"}
        for name, wait in zip(names, (waits[-1], *waits), strict=False)
    ]
    repeat = {"repeat": {"times": times - 1, "starting": "a-again"}} if times > 1 else {}
    return policy(levels=levels + again, **repeat)


def clock(text):
    """`"10:30"` as a duration; negative with a sign, seconds if there are any."""
    sign = -1 if text.startswith("-") else 1
    hours, minutes, *seconds = map(int, text.lstrip("-").split(":"))
    return sign * dt.timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))
