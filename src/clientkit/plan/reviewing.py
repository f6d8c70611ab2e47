"""The one page about a client: who it is, and what wants attention now and next."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base._build import trusted
from clientkit.base.fields import Date, Id, Instant, Line, Text, TimeZone, Version
from clientkit.client.model import Side
from clientkit.kpi import Win

from . import attention
from .action import Action, ActionKind, Party, Urgency
from .kpi_cases import cases_of
from .kpi_standings import KpiStanding, news_of, states_of
from .model import ClientPlan, ClientRecord
from .situation import Situation, situation

__all__ = ["Contact", "Review", "review"]


@model(kw_only=True)
class Contact:
    """A role on the client's side, and who acts in it on the day of the review."""

    role: Id
    """The role."""
    title: Line
    """What the client calls it."""
    persons: Annotated[tuple[Party, ...], Meta(max_length=10_000)] = ()
    """Who acts in it; nobody where it is vacant."""


@model(kw_only=True)
class Review:
    """How a client is: who they are, what wants attention, and how the KPIs stand.

    The page is the team's. It draws on entries that the client may not read.
    """

    plan: Id
    """The plan's name."""
    client: Line
    """What the client calls itself."""
    industry: Line | None = None
    """The field it works in."""
    timezone: TimeZone
    """The client's zone."""
    agreement: Line | None = None
    """The title of the agreement in force; none where the plan has no scope."""
    version: Version | None = None
    """The version of the agreement in force."""
    at: Instant
    """The instant that the review is about."""
    date: Date
    """Its day at the client's."""
    has_record: bool
    """Whether a record was given; without one nothing is called late."""
    goals: Annotated[tuple[Text, ...], Meta(max_length=1000)] = ()
    """What the client wants, the highest ranks first."""
    contacts: Annotated[tuple[Contact, ...], Meta(max_length=1000)] = ()
    """The client's roles and who acts in them."""
    actions: Annotated[tuple[Action, ...], Meta(max_length=10_000_000)] = ()
    """What wants attention, most urgent first."""
    kpis: Annotated[tuple[KpiStanding, ...], Meta(max_length=10_000)] = ()
    """How the KPIs stand."""
    wins: Annotated[tuple[Win, ...], Meta(max_length=1_000_000)] = ()
    """What went well with them in the last four weeks, the latest first."""


def review(plan: ClientPlan, record: ClientRecord | None = None, *, at: dt.datetime) -> Review:
    """What needs attention at an instant, each with who, what, by when and why.

    Nothing is judged by entries after that instant. What is due on a day is late from the next
    day on, in the zone of whose turn it is; what is due at an instant, right after it. Working time
    counts in the calendar of whose turn it is: the client's, or ours. Dates in working time of
    somebody without a calendar, and on milestones whose date nobody knows, are not known yet, and
    never late. Without a record nothing is called late either, but not on record.

    Sorted by urgency (late, today, open, next, date not known, not on record), then by the due
    day, the priority and the kind.

    >>> from clientkit.base import decode
    >>> plan = decode(ClientPlan, {
    ...     "clientkit": "1",
    ...     "client": {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"},
    ...     "scope": {"id": "web", "title": "New web site", "deliverables": [
    ...         {"id": "design", "title": "Page designs", "due": "2026-04-17"}]}})
    >>> record = ClientRecord(clientkit="1", plan="web", timezone="Europe/Berlin")
    >>> found = review(plan, record, at=dt.datetime(2026, 4, 20, 12, tzinfo=dt.UTC)).actions
    >>> found[0].what, found[0].urgency.value, found[0].days_left
    ('Page designs', 'overdue', -3)

    Raises:
        ValueError: `at` has no offset from UTC.
    """
    if at.utcoffset() is None:
        raise ValueError(f"at is {at!r}; expected an instant with its offset from UTC")
    s = situation(plan, record, at=at)
    cases = cases_of(s)
    states = states_of(cases)
    scope = s.scope
    # The checked constructor, for it makes a plain instant of whatever `at` is.
    return Review(
        plan=plan.name,
        client=plan.client.name,
        industry=plan.client.industry,
        timezone=plan.client.timezone,
        agreement=None if scope is None else scope.title,
        version=None if scope is None else scope.version,
        at=at,
        date=s.today,
        has_record=s.has_record,
        goals=tuple(
            goal.text for goal in sorted(plan.client.goals, key=lambda one: one.rank or 1001)
        ),
        contacts=tuple(_contacts(s)),
        actions=tuple(sorted(_actions(s, states), key=_order)),
        kpis=states,
        wins=news_of(cases),
    )


def _actions(s: Situation, states: tuple[KpiStanding, ...]) -> Iterator[Action]:
    work = attention.Work(s)
    still_open = attention.open_issues(s)
    yield from attention.issues(s, still_open)
    yield from attention.incident_updates(s, still_open)
    yield from attention.escalations(s, still_open)
    yield from attention.problem_solving(s, still_open)
    yield from attention.messages(s)
    yield from attention.notices(s, still_open)
    yield from attention.authority(s, work)
    yield from attention.signatures(s)
    yield from attention.decisions(s)
    yield from attention.responsibilities(s, work)
    yield from attention.delays(s)
    yield from attention.acceptances(s, work)
    yield from attention.change_orders(s)
    yield from attention.deliverables(s, work)
    yield from attention.promises(s)
    yield from attention.kpis(s, states)
    yield from attention.concerns(s)
    yield from attention.requests(s)
    yield from attention.touchpoints(s)
    yield from attention.surveys(s)
    yield from attention.check_ins(s)
    yield from attention.expectations(s)


def _contacts(s: Situation) -> Iterator[Contact]:
    # Without roles of its own a plan has all usual ones, of which most are nobody's.
    listed = bool(s.plan.roles)
    for role in s.parties.roles.values():
        party = s.parties.party(role.id, as_of=s.today)
        if role.side is Side.CLIENT and (listed or party.persons):
            yield trusted(Contact, role=role.id, title=role.title, persons=s.who(party.persons))


_URGENCIES = {urgency: index for index, urgency in enumerate(Urgency)}
_KINDS = {kind: index for index, kind in enumerate(ActionKind)}


def _order(one: Action) -> tuple[int, dt.date, int, int]:
    """Ties stay in the order of the plan, or of time."""
    return (
        _URGENCIES[one.urgency],
        one.due or dt.date.max,
        one.priority or 6,
        _KINDS[one.kind],
    )
