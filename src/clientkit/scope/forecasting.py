"""When everything will be there, how much later than agreed that is, and whose days these are."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clientkit.base import InvalidArgumentError, model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, Id, Instant, Line, Text
from clientkit.worktime import WorkingCalendar

from .attribution import DelayParty, DelayShare, working_days
from .day_count import Calendars, plain
from .model import ScopeAgreement
from .network import ItemKind, Key, Node, thing
from .notices import plain_instants
from .progress import Instants, Progress
from .unknown import NotKnown, UnknownDate
from .walk import Day, Place, Walk

__all__ = ["Forecast", "ForecastItem", "forecast", "forecast_from"]

Occurrence = Annotated[int, Meta(ge=-100_000, le=200_000)]
Slip = Annotated[int, Meta(ge=-100_000, le=100_000)]


@model(kw_only=True)
class ForecastItem:
    """A milestone, deliverable or responsibility: when it was agreed, and when it will be there."""

    id: Id
    """Its id in the agreement."""
    kind: ItemKind
    """What sort of part of the agreement it is."""
    title: Line
    """What it is called there."""
    occurrence: Occurrence | None = None
    """Which occurrence of it, where it comes round."""
    baseline: Date | None = None
    """The day that the agreement's own dates lead to when nobody is late."""
    due: Date | None = None
    """The day that its own due date means, where that is an earlier one than the baseline."""
    forecast: Date | None = None
    """The day on which it was there, or the earliest on which it can be."""
    is_there: bool = False
    """Whether it is on record as reached, delivered or provided."""
    slip: Slip | None = None
    """Our working days from the baseline to the forecast; negative where that is earlier."""
    shares: Annotated[tuple[DelayShare, ...], Meta(max_length=100_000)] = ()
    """Whose these days are; together they are the slip, where it is later."""
    driven_by: Annotated[tuple[Id, ...], Meta(max_length=10_000)] = ()
    """What its expected date follows from, by id."""
    left_out: Annotated[tuple[Id, ...], Meta(max_length=10_000)] = ()
    """What it waits for without an agreed date, of which nothing is counted."""
    unknown: UnknownDate | None = None
    """Why a date is not known, where one of the two is not."""
    explanation: Text
    """All of this in words that can be shown to the client."""
    clause: Line | None = None
    """Where the agreement speaks of it."""

    def days_of(self, party: DelayParty) -> int:
        """How many of its lost working days are a party's."""
        return sum(one.working_days for one in self.shares if one.party is party)


@model(kw_only=True)
class Forecast:
    """The dates of an agreement as they were agreed and as they stand at an instant."""

    at: Instant
    """The instant asked about."""
    date: Date
    """Its day in our zone."""
    items: Annotated[tuple[ForecastItem, ...], Meta(max_length=1_000_000)] = ()
    """Milestones, deliverables and responsibilities, each kind in the agreement's order."""
    assumptions: Annotated[tuple[Text, ...], Meta(max_length=100)] = ()
    """What was taken for granted."""

    def item(self, item: str, occurrence: int | None = None) -> ForecastItem:
        """One of its items.

        Raises:
            InvalidArgumentError: There is none.
        """
        for one in self.items:
            if one.id == item and one.occurrence == occurrence:
                return one
        raise InvalidArgumentError("item", (item, occurrence), "a part of the agreement")

    @property
    def late(self) -> tuple[ForecastItem, ...]:
        """What is expected, or came, later than agreed."""
        return tuple(one for one in self.items if one.slip is not None and one.slip > 0)


def forecast(
    agreement: ScopeAgreement,
    progress: Progress,
    *,
    notified: Instants | None = None,
    client_calendar: WorkingCalendar | None,
    our_calendar: WorkingCalendar | None,
    at: dt.datetime,
) -> Forecast:
    """When each part of an agreement will be there at the earliest, and why.

    Dates are walked through from what hangs on nothing. What is on record stands. What is not there
    and should be is there today at the earliest. Work begins once all that it waits for is there,
    and takes its working days of ours, or, where the agreement does not say how many, all the days
    that lie between by the agreement. Days on which a delay or a wait holds it up are not worked;
    what goes on, ends today. Agreed dates stay, so that early work makes nothing due earlier.

    The baseline is what the agreement's own dates lead to: the due date, or a later day where what
    it waits for and its working days do not fit before that. Every working day of ours from the
    baseline to the forecast is a lost day, and belongs to whatever was missing on it; spare days
    swallow those that were lost first. How this is counted, and what else could be, is said in
    :doc:`/explanation/how-delay-days-are-counted`.

    Of what comes round each occurrence has its own date; of a rhythm without a known end one to
    come. A side whose calendar is not given is taken to work from Monday to Friday without
    holidays, which the result says.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> agreement = decode(ScopeAgreement, {"id": "web", "title": "New web site",
    ...     "deliverables": [{"id": "design", "title": "Page designs", "due": "2026-04-17",
    ...         "working_days": 18, "depends_on": ["photos"]}],
    ...     "responsibilities": [{"id": "photos", "title": "photographs", "due": "2026-03-20"}]})
    >>> progress = decode(Progress, {"fulfilments": [
    ...     {"id": "f1", "responsibility": "photos", "date": "2026-03-31", "by": "curator"}]})
    >>> found = forecast(agreement, progress, client_calendar=None, our_calendar=None,
    ...     at=dt.datetime(2026, 4, 1, 9, tzinfo=dt.timezone.utc))
    >>> print(found.item("design").explanation)
    Page designs: 2026-04-24, 5 working days later than agreed (2026-04-17)
    waiting for photographs: 5 working days

    Args:
        agreement: What was agreed.
        progress: What is on record.
        notified: The instants at which notice of a delay was given, by the id of the
            responsibility, delay or decision.
        client_calendar: When the client works.
        our_calendar: When we work; lost days are counted in it.
        at: The instant asked about.

    Raises:
        ClientkitError: `at` has no offset, or a calendar has no working days around it.
    """
    calendars = Calendars(client_calendar, our_calendar, plain(at))
    told = plain_instants(notified)
    walk = Walk(agreement, progress, notified=told, calendars=calendars, at=plain(at))
    return forecast_from(walk)


def forecast_from(walk: Walk) -> Forecast:
    """The forecast that a walk leads to."""
    return trusted(
        Forecast,
        at=walk.at,
        date=walk.calendars.today,
        items=tuple([_item(walk, key, node) for key, node in walk.network.nodes.items()]),
        assumptions=walk.calendars.assumptions,
    )


def _item(walk: Walk, key: Key, node: Node) -> ForecastItem:
    place = walk.places[key]
    unknown = next(
        (one for one in (place.forecast, place.baseline) if isinstance(one, NotKnown)), None
    )
    baseline, expected, slip = _date(place.baseline), _date(place.forecast), None
    if baseline is not None and expected is not None:
        count = walk.calendars.count
        slip = count.number(expected) - count.number(baseline)
    shares = walk.charges.causes.shares(place.days)
    title = thing(node.item.title, key[1])
    return trusted(
        ForecastItem,
        id=key[0],
        kind=node.kind,
        title=node.item.title,
        occurrence=key[1],
        baseline=baseline,
        due=place.due if place.due != baseline else None,
        forecast=expected,
        is_there=place.fact is not None,
        slip=slip,
        shares=shares,
        driven_by=tuple(dict.fromkeys(name for name, _ in place.driven_by)),
        left_out=place.left_out,
        unknown=None if unknown is None else unknown.kind,
        explanation="\n".join(_words(walk, title, place, slip, shares))[:20_000],
        clause=node.item.clause,
    )


def _date(day: Day) -> dt.date | None:
    return None if isinstance(day, NotKnown) else day


def _words(
    walk: Walk, title: str, place: Place, slip: int | None, shares: tuple[DelayShare, ...]
) -> Iterator[str]:
    """The date and how it compares, then a line for each share, then what was left out."""
    if isinstance(place.forecast, NotKnown):
        agreed = "" if isinstance(place.baseline, NotKnown) else f" (agreed {place.baseline})"
        yield f"{title}: no date can be told{agreed}; {place.forecast.because}"
    elif isinstance(place.baseline, NotKnown):
        yield f"{title}: {place.forecast}; no agreed date can be told, for {place.baseline.because}"
    elif not slip:
        yield f"{title}: {place.forecast}, as agreed"
    else:
        how = f"{working_days(abs(slip))} {'later' if slip > 0 else 'earlier'} than agreed"
        yield f"{title}: {place.forecast}, {how} ({place.baseline})"
    if place.due is not None and place.due != place.baseline:
        yield f"its due date {place.due} leaves too little time after what it waits for"
    for share in shares:
        yield share.text
    if place.left_out:
        names = ", ".join(walk.network.title(one) for one in place.left_out[:20])
        yield f"nothing is counted for what has no agreed date: {names}"
