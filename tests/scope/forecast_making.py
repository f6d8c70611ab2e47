"""Small agreements for the tests of dates: drawn by Hypothesis, or said in few words."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from clientkit.base import decode
from clientkit.scope import Forecast, Progress, ScopeAgreement, forecast
from clientkit.worktime import WorkingCalendar

WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
OURS = decode(
    WorkingCalendar,
    {
        "timezone": "Europe/Berlin",
        "hours": WEEK,
        "holidays": {"dates": ["2026-04-03", "2026-04-06"]},
    },
)
THEIRS = decode(
    WorkingCalendar,
    {
        "timezone": "America/New_York",
        "hours": {**WEEK, "fri": []},
        "holidays": {"dates": ["2026-03-17"]},
    },
)
AT = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
START = dt.date(2026, 3, 2)


def agreement_of(**parts: Any) -> ScopeAgreement:
    """An agreement from its parts as a document has them; titles are the ids."""
    for name in ("milestones", "deliverables", "responsibilities"):
        parts[name] = [{"title": one["id"], **one} for one in parts.get(name, ())]
    return decode(ScopeAgreement, {"id": "web", "title": "New web site"} | parts)


def progress_of(**lists: Any) -> Progress:
    """What is on record, from entries as a document has them."""
    entries = {
        name: [{"by": "pm", "id": f"{name}-{n}"} | one for n, one in enumerate(some)]
        for name, some in lists.items()
        if name != "waits"
    }
    return decode(Progress, entries | {"waits": list(lists.get("waits", ()))})


def at_noon(day: str) -> dt.datetime:
    """Noon of a day, in UTC."""
    return dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")


def forecast_of(
    agreement: ScopeAgreement, progress: Progress | None = None, at: str = "2026-04-01", **more: Any
) -> Forecast:
    """The forecast at noon of a day, by the calendars of this module."""
    calendars = {"client_calendar": THEIRS, "our_calendar": OURS} | more
    return forecast(agreement, progress or Progress(), at=at_noon(at), **calendars)


DAYS = st.integers(0, 80).map(lambda days: (START + dt.timedelta(days=days)).isoformat())
TERMS = st.sampled_from(["3 days", "1 week", "2 working days", "8 working hours", "30 hours"])


@st.composite
def agreements(draw: st.DrawFn) -> ScopeAgreement:
    """Agreements without circles: what comes later in the list may hang on what comes earlier."""
    names: list[str] = []
    parts: dict[str, list[dict[str, Any]]] = {
        "milestones": [],
        "deliverables": [],
        "responsibilities": [],
    }

    def due() -> dict[str, str]:
        kind = draw(st.sampled_from(["day", "day", "none", "hangs", "before"]))
        if kind == "none":
            return {}
        if kind == "day" or not names:
            return {"due": draw(DAYS)}
        anchor, way = draw(st.sampled_from(names)), "before" if kind == "before" else "after"
        return {"due": f"{draw(TERMS)} {way} {anchor}"}

    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(sorted(parts)))
        one: dict[str, Any] = {"id": f"{kind[0]}{number}"} | due()
        needs = draw(st.lists(st.sampled_from(names), max_size=3, unique=True)) if names else []
        if kind == "deliverables":
            one |= {"depends_on": needs}
            days = draw(st.none() | st.integers(0, 15))
            one |= {} if days is None else {"working_days": days}
        parts[kind].append(one)
        names.append(one["id"])
    delays = draw(
        st.sampled_from([{}, {"notice_required": True, "notice_within": "2 working days"}])
    )
    return agreement_of(**parts, **({"delays": delays} if delays else {}))


def ids(agreement: ScopeAgreement) -> list[str]:
    """What delays may hold up."""
    lists = (agreement.milestones, agreement.deliverables, agreement.responsibilities)
    return [one.id for some in lists for one in some]


@st.composite
def delays(draw: st.DrawFn, agreement: ScopeAgreement) -> dict[str, Any]:
    """A delay of some parts of an agreement, or of everything."""
    first = START + dt.timedelta(days=draw(st.integers(0, 60)))
    length = draw(st.none() | st.integers(0, 12))
    affects = draw(st.lists(st.sampled_from(ids(agreement)), max_size=3, unique=True))
    ends = {} if length is None else {"ends_on": (first + dt.timedelta(days=length)).isoformat()}
    return {
        "date": START.isoformat(),
        "party": draw(st.sampled_from(["client", "provider", "third_party"])),
        "affects": affects,
        "starts_on": first.isoformat(),
        "reason": "The server was down",
    } | ends


@st.composite
def cases(draw: st.DrawFn) -> tuple[ScopeAgreement, dict[str, list[dict[str, Any]]]]:
    """An agreement, and the lists of what is on record under it."""
    agreement = draw(agreements())
    lists: dict[str, list[dict[str, Any]]] = {
        "delay_events": draw(st.lists(delays(agreement), max_size=4)),
        "milestones_reached": [],
        "deliveries": [],
        "fulfilments": [],
    }
    day = st.integers(0, 30).map(lambda days: (START + dt.timedelta(days=days)).isoformat())
    for name, key, items in (
        ("milestones_reached", "milestone", agreement.milestones),
        ("deliveries", "deliverable", agreement.deliverables),
        ("fulfilments", "responsibility", agreement.responsibilities),
    ):
        for one in items:
            if draw(st.integers(0, 3)) == 0:
                lists[name].append({key: one.id, "date": draw(day)})
    return agreement, lists
