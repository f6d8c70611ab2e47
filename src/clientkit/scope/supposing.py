"""What would happen to the dates if something were changed, or came later."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import Meta

from clientkit.base import evolve, model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, Id, Line, Text
from clientkit.client.model import Side
from clientkit.worktime import WorkingCalendar, add_working_days

from .applying import ChangeRefusal, preview_change_order
from .attribution import working_days
from .day_count import Calendars, plain
from .entries import ChangeOrder, ChangeOrigin
from .forecasting import Forecast, forecast
from .model import ScopeAgreement
from .network import ItemKind, thing
from .progress import Instants, Progress, Wait

__all__ = ["MovedForecast", "WhatIf", "what_if"]


@model(kw_only=True)
class MovedForecast:
    """One date before and after."""

    id: Id
    """The milestone, deliverable or responsibility."""
    title: Line
    """What it is called."""
    occurrence: Annotated[int, Meta(ge=-100_000, le=200_000)] | None = None
    """Which occurrence of it, where it comes round."""
    before: Date | None = None
    """The forecast as it is; none where it is not known, or is new."""
    after: Date | None = None
    """The forecast as it would be; none where it is not known, or falls away."""
    working_days: Annotated[int, Meta(ge=-100_000, le=100_000)] | None = None
    """Our working days from the one to the other."""
    text: Text
    """The same in words."""


@model(kw_only=True)
class WhatIf:
    """A forecast, and what it would be."""

    before: Forecast
    """The forecast as it is."""
    after: Forecast | None = None
    """The forecast as it would be; none where the change order cannot be applied."""
    moved: Annotated[tuple[MovedForecast, ...], Meta(max_length=2_000_000)] = ()
    """The dates that would be others, those of new and of dropped parts included."""
    refusal: ChangeRefusal | None = None
    """Why the change order cannot be applied to this agreement."""


def what_if(  # noqa: PLR0913 (two things to suppose, on top of what a forecast takes)
    agreement: ScopeAgreement,
    progress: Progress,
    *,
    order: ChangeOrder | None = None,
    waits: Sequence[Wait] = (),
    notified: Instants | None = None,
    client_calendar: WorkingCalendar | None,
    our_calendar: WorkingCalendar | None,
    at: dt.datetime,
) -> WhatIf:
    """The forecast beside the one with a change order, or with further delays.

    The change order's parts are taken in as :func:`preview_change_order` does, whether anybody
    approved it or not. Where it adds or changes no deliverable, its `working_days` are worked
    first: from the next working day on they hold up all that is not delivered. Otherwise its
    deliverables say themselves how long they take.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> agreement = decode(ScopeAgreement, {"id": "web", "title": "New web site", "deliverables": [
    ...     {"id": "site", "title": "The site", "due": "2026-04-17", "working_days": 60}]})
    >>> banner = decode(ChangeOrder, {"id": "banner", "title": "Consent banner", "by": "pm",
    ...     "origin": "outside", "base": 1, "working_days": 3, "date": "2026-04-01"})
    >>> found = what_if(agreement, Progress(), order=banner, client_calendar=None,
    ...     our_calendar=None, at=dt.datetime(2026, 4, 1, 9, tzinfo=dt.timezone.utc))
    >>> found.moved[0].text
    'The site: 2026-04-22 instead of 2026-04-17, 3 working days later'

    Args:
        agreement: What is agreed now.
        progress: What is on record.
        order: A change order to suppose.
        waits: Delays to suppose; their first days may lie in the future.
        notified: The instants at which notice of delays was given.
        client_calendar: When the client works.
        our_calendar: When we work.
        at: The instant asked about.

    Raises:
        ClientkitError: `at` has no offset, or a calendar has no working days around it.
    """

    def forecast_of(one: ScopeAgreement, known: Progress) -> Forecast:
        return forecast(
            one,
            known,
            notified=notified,
            client_calendar=client_calendar,
            our_calendar=our_calendar,
            at=at,
        )

    before = forecast_of(agreement, progress)
    changed, extra = agreement, list(waits)
    calendars = Calendars(client_calendar, our_calendar, plain(at))
    if order is not None:
        found = preview_change_order(agreement, order)
        if isinstance(found, ChangeRefusal):
            return trusted(WhatIf, before=before, refusal=found)
        changed = found
        extra += _work_of(order, before, calendars)
    supposed = evolve(progress, waits=(*progress.waits, *extra)) if extra else progress
    after = forecast_of(changed, supposed)
    moved = tuple(_moved(before, after, calendars))
    return trusted(WhatIf, before=before, after=after, moved=moved)


def _work_of(order: ChangeOrder, before: Forecast, calendars: Calendars) -> Iterator[Wait]:
    """The work of a change order that no deliverable of it stands for, done before all other."""
    parts = (order.adds, order.changes)
    days = order.working_days or 0
    if days <= 0 or any(one is not None and one.deliverables for one in parts):
        return
    names = dict.fromkeys(
        one.id for one in before.items if one.kind is ItemKind.DELIVERABLE and not one.is_there
    )
    waiting = [name for name in names if name not in order.removes]
    first = add_working_days(calendars.ours, calendars.today, 1)
    last = add_working_days(calendars.ours, calendars.today, days)
    for start in range(0, len(waiting), _MOST):
        yield Wait(
            subject=order.id,
            party=Side.CLIENT if order.origin in _THEIRS else Side.PROVIDER,
            affects=tuple(waiting[start : start + _MOST]),
            starts_on=first,
            ends_on=last,
            text=f"work on the change order {order.title}",
            entries=(order.id,),
        )


def _moved(before: Forecast, after: Forecast, calendars: Calendars) -> Iterator[MovedForecast]:
    """The dates that are not the same, in the order of the agreement, dropped parts last."""
    old = {(one.id, one.occurrence): one for one in before.items}
    new = {(one.id, one.occurrence): one for one in after.items}
    for key, item in (new | {key: one for key, one in old.items() if key not in new}).items():
        was = old[key].forecast if key in old else None
        will = new[key].forecast if key in new else None
        if key in old and key in new and was == will:
            continue
        days = None
        if was is not None and will is not None:
            days = calendars.count.number(will) - calendars.count.number(was)
        words = _words(was, will, days, is_new=key not in old, is_dropped=key not in new)
        yield trusted(
            MovedForecast,
            id=item.id,
            title=item.title,
            occurrence=item.occurrence,
            before=was,
            after=will,
            working_days=days,
            text=f"{thing(item.title, item.occurrence)}: {words}",
        )


def _words(
    was: dt.date | None, will: dt.date | None, days: int | None, *, is_new: bool, is_dropped: bool
) -> str:
    if is_dropped:
        return "falls away"
    date = "no date can be told" if will is None else str(will)
    if is_new:
        return f"new, {date}"
    if days is None:
        return f"{date} instead of {'no known date' if was is None else was}"
    how = "later" if days > 0 else "earlier"
    return f"{date} instead of {was}, {working_days(abs(days))} {how}"


_THEIRS = (ChangeOrigin.CLIENT_REQUEST, ChangeOrigin.CLIENT_DELAY)
"""The origins of change orders whose days are the client's."""
_MOST = 1000
"""So many parts are named by one wait at most."""
