"""Answers of other projects' test suites and bug trackers, and hard edges of our own.

The cases stand in ``peers_calendars.txt``, which says how to read them. Each is asked three times,
with the instants in the calendar's zone, in UTC, and as ``pendulum`` instants in a third zone.
"""

import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pendulum
import pytest

from clientkit.base import Term, decode
from clientkit.escalation import EscalationPolicy, Issue, escalation_state, issue_clocks
from clientkit.worktime import (
    NoWorkingTimeError,
    OpenRange,
    WorkingCalendar,
    add_term,
    add_working_days,
    add_working_time,
    is_open,
    is_working_day,
    next_closing,
    next_opening,
    open_ranges,
    previous_opening,
    roll_back,
    roll_forward,
    subtract_term,
    working_days_between,
    working_time_between,
)

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = {
    "h": dt.timedelta(hours=1),
    "min": dt.timedelta(minutes=1),
    "s": dt.timedelta(seconds=1),
    "ms": dt.timedelta(milliseconds=1),
    "us": dt.timedelta(microseconds=1),
}


class Case(NamedTuple):
    group: str
    calendar: dict
    verb: str
    argument: str
    question: str
    answer: str

    @property
    def zone(self):
        return self.calendar["timezone"]

    def __str__(self):
        return f"{self.group.partition(':')[0]}, {self.verb} {self.argument} {self.question}"


# Reading the cases.


def days_of(text):
    first, _, last = text.partition("-")
    start = WEEK.index(first)
    span = (WEEK.index(last) - start) % 7 if last else 0
    return [WEEK[(start + n) % 7] for n in range(span + 1)]


def weekly(text):
    found = {}
    for part in text.split(";"):
        days, *hours = part.split()
        found.update(dict.fromkeys(days_of(days), hours))
    return found


def exception(text):
    day, *hours = text.split()
    return {"date": day, "hours": hours}


def read(path):
    group, calendar, verb, argument = "", {}, "", ""
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.partition("#")[0].rstrip()
        if line.startswith("== "):
            group, calendar = line[3:], {"timezone": "UTC", "hours": {}}
        elif line.startswith("  "):
            question, _, answer = line.strip().partition(" -> ")
            yield Case(group, calendar, verb, argument, question, answer)
        elif line.endswith(":"):
            verb, _, argument = line[:-1].partition(" ")
        elif line:
            key, _, value = line.partition(": ")
            if key == "zone":
                calendar["timezone"] = value
            elif key == "hours":
                calendar["hours"] = weekly(value)
            elif key == "holidays":
                calendar["holidays"] = {"dates": value.split()}
            else:
                name = {"break": "breaks", "special": "special_hours"}[key]
                calendar.setdefault(name, []).append(exception(value))


def moment(text, zone, day=""):
    """A date, or an instant: of the zone if it says no offset, of a date if it says none."""
    if len(text) == 10:
        return dt.date.fromisoformat(text)
    found = dt.datetime.fromisoformat(text if "-" in text[:5] else f"{day} {text}")
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))


def duration(text):
    total = dt.timedelta()
    for count, unit in re.findall(r"([0-9.]+)(h|min|s|ms|us)", text):
        whole, _, rest = count.partition(".")
        total += int(whole) * UNITS[unit] + dt.timedelta(0, 0, int(rest.ljust(6, "0") or 0))
    return -total if text.startswith("-") else total


def ranges(text, zone):
    found = []
    for one in text.split(", ") if text != "none" else ():
        day, hours = one.split(" ", 1)
        opens, closes = hours.split("-", 1)
        found.append(OpenRange(moment(opens, zone, day), moment(closes, zone, day)))
    return tuple(found)


# Asking.


def ask(case, given):
    """What we answer, given the moments of the question."""
    calendar, verb, edge = decode(WorkingCalendar, case.calendar), case.verb, "close"
    if verb.endswith("-open"):
        verb, edge = verb.removesuffix("-open"), "open"
    match verb:
        case "add":
            return add_working_time(calendar, *given, duration(case.argument), edge=edge)
        case "days":
            return add_working_days(calendar, *given, int(case.argument), edge=edge)
        case "term":
            return add_term(calendar, *given, Term.parse(case.argument), edge=edge)
        case "back":
            return subtract_term(calendar, *given, Term.parse(case.argument), edge=edge)
    return {
        "between": working_time_between,
        "days-between": working_days_between,
        "open": is_open,
        "workday": is_working_day,
        "ranges": open_ranges,
        "roll-forward": roll_forward,
        "roll-back": roll_back,
        "next-opening": next_opening,
        "next-closing": next_closing,
        "previous-opening": previous_opening,
    }[verb](calendar, *given)


def expected(case):
    first = moment(case.question.split(" .. ")[0], case.zone)
    match case.verb:
        case "between":
            return duration(case.answer)
        case "days-between":
            return int(case.answer)
        case "open" | "workday":
            return {"yes": True, "no": False}[case.answer]
        case "ranges":
            return ranges(case.answer, case.zone)
    return moment(case.answer, case.zone, first.isoformat()[:10])


def forms(given):
    """The same moments in other zones and classes."""
    yield given
    if isinstance(given[0], dt.datetime):
        yield tuple(one.astimezone(dt.UTC) for one in given)
        yield tuple(pendulum.instance(one).in_timezone("Asia/Tokyo") for one in given)


def plain(found):
    """Instants in UTC: two of one zone compare by their wall time, folds or not."""
    if isinstance(found, dt.datetime):
        return found.astimezone(dt.UTC)
    return tuple(map(plain, found)) if isinstance(found, tuple) else found


CASES = tuple(read(Path(__file__).with_name("peers_calendars.txt")))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_peers(case):
    given = tuple(moment(one, case.zone) for one in case.question.split(" .. "))
    for form in forms(given):
        if case.answer == "never":
            with pytest.raises(NoWorkingTimeError):
                ask(case, form)
            continue
        found, answer = ask(case, form), expected(case)
        assert plain(found) == plain(answer)
        assert found is answer or not isinstance(found, bool)
        if isinstance(found, dt.datetime):
            assert type(found) is pendulum.DateTime
            assert found.timezone_name == case.zone
            assert found.utcoffset() == found.astimezone(ZoneInfo(case.zone)).utcoffset()
        elif isinstance(found, dt.date):
            assert type(found) is dt.date


def test_no_case_is_there_twice():
    asked = [(str(case.calendar), *case[2:5]) for case in CASES]
    assert len(asked) == len(set(asked)) > 600


def test_spans_are_targets_that_end_at_a_closing_and_offsets_that_end_at_an_opening():
    """The clock and the levels of an issue, beside the answers about its calendar."""
    checked = 0
    for case in CASES:
        if case.verb not in {"add", "add-open"} or case.answer == "never":
            continue
        minutes, rest = divmod(duration(case.argument), dt.timedelta(minutes=1))
        if rest or not 0 < minutes < 1_000_000:  # what a term can say
            continue
        term, calendar = f"{minutes} working minutes", decode(WorkingCalendar, case.calendar)
        start, answer = moment(case.question, case.zone), plain(expected(case))
        issue = Issue(id="it", title="x", impact="high", urgency="high", by="anna", at=start)
        if case.verb == "add":
            plan = decode(EscalationPolicy, {"responses": [{"priority": 1, "resolution": term}]})
            found = issue_clocks(issue, [], plan, calendar, at=start).resolution.due
        else:
            level = {"id": "lead", "after": term, "notify": ["lead"]}
            plan = decode(EscalationPolicy, {"levels": [level]})
            found = escalation_state(issue, [], plan, calendar, at=answer).reached[0].at
        assert plain(found) == answer, case
        checked += 1
    assert checked > 250
