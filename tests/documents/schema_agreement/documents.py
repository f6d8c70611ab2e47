"""Valid documents, and ways to change them."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clientkit.base import Extensions
from clientkit.client import Client, Person, Role
from clientkit.communication import Interaction
from clientkit.documents.reading import read
from clientkit.kpi import Kpi, Measurement
from clientkit.plan import ClientPlan, ClientRecord
from clientkit.scope import Acceptance, ScopeAgreement
from clientkit.worktime import Cadence

EXAMPLES = Path(__file__).parents[3] / "examples"

CLIENT: dict[str, Any] = {
    "id": "orchard",
    "name": "Orchard Theatre",
    "timezone": "Europe/Berlin",
    "language": "de-AT",
    "calendar": {
        "timezone": "Europe/Berlin",
        "hours": {"mon": ["09:00-12:30", "13:30-24:00"]},
        "holidays": {"country": "DE", "subdivision": "HH", "dates": ["2026-12-24"]},
    },
    "goals": [{"id": "seats", "text": "Fuller houses", "rank": 1}],
    "extensions": {"crm": {"id": 7, "tags": ["a", None, 1.5]}},
}
PERSON: dict[str, Any] = {
    "id": "lena",
    "title": "Project manager",
    "side": "provider",
    "email": "lena@studio.example",
    "phone": "+49 40 1234567",
    "roles": ["project_manager"],
    "preference": {"channels": ["email", "phone"], "limits": {"minutes": 60}},
}
ROLE: dict[str, Any] = {
    "id": "approver",
    "title": "Approver",
    "may": ["accept"],
    "limit": "20000 EUR",
}
SCOPE: dict[str, Any] = {
    "id": "tickets",
    "version": 2,
    "title": "Ticket shop",
    "period": {"starts": "2026-02-02", "ends": "20 working days after launch"},
    "milestones": [
        {"id": "launch", "title": "Launch", "repeats": {"every": "2 weeks", "starts": "2026-02-02"}}
    ],
    "acceptance": {
        "stages": [{"role": "approver", "within": "5 working days", "decides": True}],
        "rework": "next_occurrence",
    },
    "sign_offs": [{"person": "lena", "side": "provider", "at": "2026-02-02T10:00:00+01:00"}],
}
CADENCE: dict[str, Any] = {"freq": "weekly", "by_day": ["thu"], "time": "16:00"}
KPI: dict[str, Any] = {"id": "speed", "name": "First page", "direction": "lower", "target": 2.5}
PLAN: dict[str, Any] = {
    "$schema": "client-plan.schema.json",
    "clientkit": "1",
    "client": CLIENT,
    "people": [PERSON],
    "roles": [ROLE],
    "scope": SCOPE,
    "communication": {
        "touchpoints": [{"id": "weekly", "purpose": "Where we are", "cadence": CADENCE}]
    },
    "kpis": [KPI],
}

INTERACTION: dict[str, Any] = {
    "id": "call",
    "at": "2026-03-12T15:10:00.5+01:00",
    "by": "lena",
    "kind": "call",
    "started_by": "client",
    "participants": ["lena"],
    "needs_reply": True,
    "note": None,
}
ACCEPTANCE: dict[str, Any] = {
    "id": "yes",
    "date": "2026-04-29",
    "by": "lena",
    "deliverable": "shop",
    "outcome": "accepted_with_remarks",
    "remarks": [{"id": "button", "text": "Larger button", "until": "2026-05-08"}],
}
MEASUREMENT: dict[str, Any] = {
    "id": "m1",
    "at": "2026-03-01T08:00:00Z",
    "by": "lena",
    "kpi": "speed",
    "value": 5,
}
RECORD: dict[str, Any] = {
    "clientkit": "1.0",
    "plan": "tickets",
    "timezone": "Europe/Berlin",
    "interactions": [INTERACTION],
    "acceptances": [ACCEPTANCE],
    "measurements": [MEASUREMENT],
}

DOCUMENTS: tuple[tuple[type, dict[str, Any]], ...] = (
    (ClientPlan, PLAN),
    (ClientRecord, RECORD),
    (Client, CLIENT),
    (Person, PERSON),
    (Role, ROLE),
    (ScopeAgreement, SCOPE),
    (Cadence, CADENCE),
    (Kpi, KPI),
    (Interaction, INTERACTION),
    (Acceptance, ACCEPTANCE),
    (Measurement, MEASUREMENT),
)
"""Valid documents, small enough to be changed in every way."""


def _nested(levels: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for _ in range(levels - 1):
        data = {"a": data}
    return data


REPLACEMENTS: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 1.5, 2.0, -1.0, 1e300, 1.7975e308, 10**30, "", "x", "x\n",
    "a" * 301, "a" * 20_001, "ä", "\ud800", "2026-02-28", "2026-02-30", "2026-13-01",
    "0000-01-01", "2026-04-17T16:00:00+02:00", "2026-04-17T16:00:00.123456789Z",
    "2026-04-17 16:00:00Z", "2026-04-17t16:00:00z", "2026-04-17T16:00:00+0200",
    "2026-04-17T16:00:00", "2026-04-17T16:00:60Z", "2026-02-30T16:00:00Z",
    "0000-01-01T00:00:00Z", "2026-04-17T16:00:00+24:00", "9999-12-31T23:59:59.9999999Z",
    "4 working hours", "1 month", "on launch", "on launch[3..1]", "on launch[-1..]", "12.50 EUR",
    "12,50 EUR", "19:00-08:00", "09:00-09:00", "00:00-00:00", "Europe/Lisbon", "Europe/Nowhere",
    "1tue", "54tue", "client", [], ["x"], ["x", "x"], {}, {"x": 1}, {"n": 10**18},
    {"n": 10**18 - 1}, _nested(Extensions.MAX_DEPTH), _nested(Extensions.MAX_DEPTH + 1),
)  # fmt: skip


def examples() -> list[tuple[str, type, Any]]:
    """The documents of the examples, each with its file and model."""
    found = []
    for path in sorted(EXAMPLES.rglob("*.yaml")):
        data = read(path).data
        if isinstance(data, dict) and "clientkit" in data:
            model = ClientPlan if "client" in data else ClientRecord
            found.append((str(path.relative_to(EXAMPLES)), model, data))
    return found


def mutations(model: type, document: Any) -> Iterator[Any]:
    """The document with each of its values replaced, each key left out, and keys added.

    Of the two whole documents only the upper level: their parts are documents of their own.
    """
    deepest = 1 if model in (ClientPlan, ClientRecord) else 99
    for path in (path for path in list(paths(document)) if len(path) <= deepest):
        for value in REPLACEMENTS:
            yield replaced(document, path, value)
        there = _at(document, path)
        if isinstance(there, dict):
            yield replaced(document, path, {**there, "nonsense": 1})
        if isinstance(there, list):
            yield replaced(document, path, [*there, *there[:1]] * 40)
        if path and isinstance(path[-1], str):
            parent = dict(_at(document, path[:-1]))
            del parent[path[-1]]
            yield replaced(document, path[:-1], parent)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where values stand in a document, the whole first."""
    yield path
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(inner, (*path, step))


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def replaced(document: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """The document with another value at one place."""
    if not path:
        return value
    changed = copy.deepcopy(document)
    _at(changed, path[:-1])[path[-1]] = value
    return changed
