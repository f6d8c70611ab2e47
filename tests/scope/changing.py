"""Agreements, change orders and their events, said in as few words as possible."""

import datetime as dt
from typing import Any

from clientkit.base import decode
from clientkit.client import Person, Role
from clientkit.scope import (
    ChangeControl,
    ChangeOrder,
    ChangeOrderEvent,
    HeldRights,
    KnownTimes,
    ScopeAgreement,
)
from clientkit.worktime import WorkingCalendar

ZONE = "Europe/Berlin"
OFFICE = decode(
    WorkingCalendar,
    {"timezone": ZONE, "hours": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu")}},
)
TIMES = KnownTimes(timezone=ZONE, calendars={"client": OFFICE})
CONTROL = decode(
    ChangeControl, {"approved_by": ["sponsor", "approver"], "quorum": 1, "offer_valid": "2 weeks"}
)
RIGHTS = HeldRights(
    [
        decode(
            Role,
            {"id": "sponsor", "title": "Sponsor", "may": ["approve_change"], "limit": "5000 EUR"},
        ),
        decode(Role, {"id": "approver", "title": "Approver", "may": ["approve_change"]}),
        decode(Role, {"id": "content", "title": "Content", "may": ["review"]}),
    ],
    [
        Person(id="director", title="Director", roles=("sponsor",)),
        Person(id="curator", title="Curator", roles=("approver",)),
        Person(id="editor", title="Editor", roles=("content",)),
        Person(id="both", title="Both", roles=("sponsor", "approver")),
    ],
    timezone=ZONE,
)


def at(text: str) -> dt.datetime:
    """An instant; a text that is a day alone means noon in UTC."""
    return dt.datetime.fromisoformat(text if "T" in text else f"{text}T12:00:00+00:00")


def agreement(**parts: Any) -> ScopeAgreement:
    """An agreement with a price and two deliverables, of which one waits for the other."""
    data = {
        "id": "web",
        "title": "New site",
        "price": "80000 EUR",
        "change_control": {"approved_by": ["sponsor"]},
        "milestones": [{"id": "launch", "title": "Launch", "due": "2026-09-01"}],
        "deliverables": [
            {"id": "design", "title": "Page designs", "due": "2026-04-17"},
            {"id": "site", "title": "The site", "depends_on": ["design"]},
        ],
        "exclusions": [{"id": "audio", "text": "Audio and video"}],
    }
    return decode(ScopeAgreement, data | parts)


def order(name: str = "co", **parts: Any) -> ChangeOrder:
    """A change order for version 1, drafted on 1 March 2026."""
    data = {
        "id": name, "title": f"Order {name}", "origin": "client_request", "base": 1, "by": "pm",
        "date": "2026-03-01",
    }  # fmt: skip
    if "at" in parts:
        del data["date"]
    return decode(ChangeOrder, data | parts)


def event(kind: str, when: str, name: str = "co", **parts: Any) -> ChangeOrderEvent:
    """An event of a change order; a day is a date, with a time it is an instant."""
    moment = {"at": at(when).isoformat()} if "T" in when else {"date": when}
    data = {"id": f"{name}-{kind}-{when}".replace(":", "").replace("+", "-"), "kind": kind}
    return decode(
        ChangeOrderEvent, data | {"change_order": name, "by": "director"} | moment | parts
    )


def approved(
    name: str = "co", *, offered: str = "2026-03-02", yes: str = "2026-03-05"
) -> list[Any]:
    """The events that make a change order approved by the sponsor."""
    return [event("offered", offered, name), event("approved", yes, name, role="sponsor")]
