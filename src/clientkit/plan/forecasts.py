"""When everything in a plan will be there, by its record, and what is granted for delays."""

import datetime as dt

from clientkit.scope.day_count import plain
from clientkit.scope.delays import ClientDelay
from clientkit.scope.earned import EarnedBy, ScheduleHealth, schedule_health
from clientkit.scope.entries import ChangeOrder
from clientkit.scope.extending import Extension, extension_from
from clientkit.scope.forecasting import Forecast, forecast_from
from clientkit.scope.supposing import WhatIf, what_if

from .model import ClientPlan, ClientRecord
from .moments import Moment
from .record_facts import RecordFacts, record_facts
from .situation import situation

__all__ = [
    "plan_delays",
    "plan_extension",
    "plan_forecast",
    "plan_schedule_health",
    "plan_what_if",
]


def plan_forecast(
    plan: ClientPlan, record: ClientRecord | None = None, *, at: dt.datetime
) -> Forecast | None:
    """When each part of the agreement in force will be there, and why; none without an agreement.

    As :func:`clientkit.scope.forecast`, with what the record says: work that was judged counts as
    delivered, decisions past the day they were needed by as waiting, and notices of delay are the
    interactions that meet a duty to tell of one. Without a record every date is as agreed.

    >>> from clientkit.base import decode
    >>> plan = decode(ClientPlan, {
    ...     "clientkit": "1",
    ...     "client": {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"},
    ...     "scope": {"id": "web", "title": "New web site",
    ...         "deliverables": [{"id": "design", "title": "Page designs", "due": "2026-04-17",
    ...             "depends_on": ["photos"]}],
    ...         "responsibilities": [
    ...             {"id": "photos", "title": "photographs", "due": "2026-03-20"}]}})
    >>> record = ClientRecord(clientkit="1", plan="web", timezone="Europe/Berlin")
    >>> found = plan_forecast(plan, record, at=dt.datetime(2026, 3, 27, 12, tzinfo=dt.UTC))
    >>> found.item("design").shares[0].text
    'waiting for photographs: 5 working days'

    Raises:
        ClientkitError: `at` has no offset, or a calendar has no working days around it.
    """
    facts = _facts(plan, record, at)
    return None if facts is None else forecast_from(facts.walk)


def plan_delays(
    plan: ClientPlan, record: ClientRecord | None = None, *, at: dt.datetime
) -> tuple[ClientDelay, ...]:
    """How late each thing is that the client owes, with notices and reminders from the record.

    As :func:`clientkit.scope.client_delays`. Reminders are the interactions of ours that say so
    (`reminds`). Without a record nobody knows whether anything is late: then there is nothing.

    Raises:
        ClientkitError: `at` has no offset, or a calendar has no working days around it.
    """
    facts = None if record is None else _facts(plan, record, at)
    return () if facts is None else facts.owed


def plan_extension(
    plan: ClientPlan, record: ClientRecord | None = None, *, at: dt.datetime
) -> Extension | None:
    """How far the agreement moves its dates for delays of the client; none without an agreement.

    As :func:`clientkit.scope.extension`.

    Raises:
        ClientkitError: `at` has no offset, or a calendar has no working days around it.
    """
    facts = _facts(plan, record, at)
    return None if facts is None else extension_from(facts.walk)


def plan_what_if(
    plan: ClientPlan,
    record: ClientRecord | None = None,
    *,
    order: ChangeOrder,
    at: dt.datetime,
) -> WhatIf | None:
    """The forecast beside the one with a change order; none without an agreement.

    As :func:`clientkit.scope.what_if`.

    Raises:
        ClientkitError: `at` has no offset, or a calendar has no working days around it.
    """
    facts = _facts(plan, record, at)
    if facts is None:
        return None
    return what_if(
        facts.walk.agreement,
        facts.walk.progress,
        order=order,
        notified=facts.notified,
        client_calendar=facts.walk.calendars.client,
        our_calendar=facts.walk.calendars.ours,
        at=facts.walk.at,
    )


def plan_schedule_health(
    plan: ClientPlan,
    record: ClientRecord | None = None,
    *,
    at: dt.datetime,
    by: EarnedBy = EarnedBy.DELIVERABLES,
) -> ScheduleHealth | None:
    """How far the deliverables are ahead or behind, in working days; none without an agreement.

    As :func:`clientkit.scope.schedule_health`; time begins with the period of the agreement, where
    the plan and the record tell its first day.

    Raises:
        ClientkitError: `at` has no offset, or a calendar has no working days around it.
    """
    s = situation(plan, record, at=plain(at))
    facts = record_facts(s)
    if facts is None:
        return None
    begins = s.begins.day if isinstance(s.begins, Moment) else None
    return schedule_health(
        facts.walk.agreement,
        forecast_from(facts.walk),
        our_calendar=facts.walk.calendars.ours,
        by=by,
        starts_on=begins,
    )


def _facts(plan: ClientPlan, record: ClientRecord | None, at: dt.datetime) -> RecordFacts | None:
    return record_facts(situation(plan, record, at=plain(at)))
