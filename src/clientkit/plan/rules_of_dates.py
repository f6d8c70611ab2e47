"""Whether the dates of an agreement go with each other, and with when people work."""

import datetime as dt
from collections.abc import Iterator

from clientkit.base import Due, Severity, evolve, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.model import Side
from clientkit.escalation.rules import counts_working_time
from clientkit.scope.model import ClientResponsibility, Deliverable, Milestone, ScopeAgreement
from clientkit.worktime import WorkingCalendar, add_working_days, is_working_day

from .dates import Dates
from .model import ClientPlan
from .moments import UNCOUNTABLE, Moment
from .parties import Parties

__all__ = ["RULES", "due_on_closed_day", "no_calendar", "responsibility_late", "special_day_off"]

Item = Milestone | Deliverable | ClientResponsibility

_HOURS = ("/calendar", "/client/calendar", "/people", "/roles")
"""What tells when a party works."""


@rule("scope.responsibility-late", Severity.WARNING, reads=(*_HOURS, "/scope/milestones"))
def responsibility_late(plan: ClientPlan) -> Iterator[Fault]:
    """The client owes something on a later day than what needs it is due.

    The client may keep its date, and the work is late all the same. Move one of the two dates, or
    take out the dependency that is not meant. Whatever the responsibility is needed for, and
    whatever depends on it, is checked; the same day is fine. Dates that hang on others are worked
    out from the plan alone. Where that is impossible, two dates that hang on the same point are
    compared, if they count in one unit or lie on different sides of it. What recurs is not checked.
    """
    if plan.scope is None or not plan.scope.responsibilities:
        return
    items = {item.id: (path, item) for path, item in _items(plan.scope)}
    needed_for = {one.id: dict.fromkeys(one.needed_for) for one in plan.scope.responsibilities}
    for deliverable in plan.scope.deliverables:
        for name in deliverable.depends_on:
            needed_for.get(name, {})[deliverable.id] = None
    dates = Dates(plan.scope, Parties(plan))
    for owed in plan.scope.responsibilities:
        late = [
            items[name]
            for name in needed_for[owed.id]
            if name in items
            and _is_later(dates, owed, items[name][1])
            and not _is_error(owed, items[name][1])
        ]
        if late:
            needing = late[0][1]
            more = f", and {len(late) - 1} more need it earlier" if len(late) > 1 else ""
            yield Fault(
                path=f"{items[owed.id][0]}/due",
                message=f"{owed.id!r} is due {_said(dates, owed)}, after {needing.id!r}, which "
                f"needs it and is due {_said(dates, needing)}{more}; expected that day or earlier",
                related=tuple(path for path, _ in late),
            )


def _items(scope: ScopeAgreement) -> Iterator[tuple[str, Item]]:
    for name in ("milestones", "deliverables", "responsibilities"):
        for index, item in enumerate(getattr(scope, name)):
            yield pointer("scope", name, index), item


def _is_error(owed: Item, needing: Item) -> bool:
    """Whether it is one already, as days of something and of what depends on it."""
    is_dependency = isinstance(needing, Deliverable) and owed.id in needing.depends_on
    return is_dependency and all(one.due is not None and one.due.on for one in (owed, needing))


def _is_later(dates: Dates, owed: Item, needing: Item) -> bool:
    if owed.due is None or needing.due is None:
        return False
    if owed.due.on is not None and needing.due.on is not None:
        return owed.due.on > needing.due.on
    if dates.numbers(owed.id) is not None or dates.numbers(needing.id) is not None:
        return False
    when, needed = dates.planned(owed.id), dates.planned(needing.id)
    if isinstance(when, Moment) and isinstance(needed, Moment):
        return when.day > needed.day
    return _is_after(owed.due, needing.due)


def _is_after(one: Due, other: Due) -> bool:
    """Whether a date lies after another that hangs on the same point, whenever that is."""
    if one.anchor is None or _point(one) != _point(other):
        return False
    far, near = _signed(one), _signed(other)
    units = {due.offset.unit for due in (one, other) if due.offset is not None}
    return far > near and (len(units) == 1 or far >= 0 >= near)


def _point(due: Due) -> tuple[str | None, int | None, int | None]:
    return due.anchor, due.first, due.last


def _signed(due: Due) -> int:
    """How far after the point, in whatever unit it counts."""
    count = 0 if due.offset is None else due.offset.count
    return -count if due.before else count


def _said(dates: Dates, item: Item) -> str:
    """A date as the plan says it, with the day where it tells that as well."""
    planned = dates.planned(item.id)
    if item.due is None or item.due.on is not None or not isinstance(planned, Moment):
        return "" if item.due is None else item.due.text
    return f"{item.due.text} ({planned.day})"


@rule("scope.due-on-closed-day", Severity.HINT, reads=_HOURS)
def due_on_closed_day(plan: ClientPlan) -> Iterator[Fault]:
    """Something is due on a day on which those who must act do not work.

    A due date is never moved, so in practice the thing must be ready on the working day before;
    anybody who meant the day after is in for a surprise. Name a working day. Dates that the plan
    states as days are checked, in the calendar of the side whose turn it is: the owner's, else ours
    for a deliverable and the client's for what the client owes. A milestone counts where no side
    works on its day. The public holidays of a country count where the extra `holidays` is
    installed. Plans without a calendar are not checked, nor are people with hours of their own.
    """
    if plan.scope is None or plan.calendar is plan.client.calendar is None:
        return
    parties = Parties(plan)
    dates = Dates(plan.scope, parties)
    for path, item in _items(plan.scope):
        day = None if item.due is None else item.due.on
        if day is None:
            continue
        hours = _hours(dates, parties, item)
        if not hours or not all(_is_closed(calendar, day) for _, calendar in hours):
            continue
        (who, calendar), *others = hours
        before = None if others else _working_day_before(calendar, day)
        yield Fault(
            path=f"{path}/due",
            message=f"{item.id!r} is due on {day}, a day on which "
            f"{'nobody works' if others else f'{who} does not work'}; expected a working day",
            suggestion=before and f"the working day before is {before}",
        )


def _hours(dates: Dates, parties: Parties, item: Item) -> list[tuple[str, WorkingCalendar]]:
    """The known calendars of those who must act; of a milestone nobody says who that is."""
    owner = dates.owner(item.id)
    sides = (Side.CLIENT, Side.PROVIDER) if isinstance(item, Milestone) else (owner,)
    person = parties.people.get(owner) if isinstance(owner, str) else None
    if person is not None and person.reachable is not None:
        return []
    times = map(parties.time_of, sides)
    return [(time.holder, time.calendar) for time in times if time.calendar is not None]


def _is_closed(calendar: WorkingCalendar, day: dt.date) -> bool:
    try:
        return not is_working_day(calendar, day)
    except UNCOUNTABLE:
        if calendar.holidays is None or calendar.holidays.country is None:
            return False
    # Without the country's holidays the weekdays can still be told.
    dates_alone = evolve(calendar.holidays, country=None, subdivision=None)
    return _is_closed(evolve(calendar, holidays=dates_alone), day)


def _working_day_before(calendar: WorkingCalendar, day: dt.date) -> str | None:
    try:
        return str(add_working_days(calendar, day, -1))
    except UNCOUNTABLE:
        return None


@rule("worktime.special-day-off", Severity.WARNING)
def special_day_off(plan: ClientPlan) -> Iterator[Fault]:
    """A day has special hours and is a day off as well.

    A day off beats special hours, so that nobody works on it, and whatever is counted in this
    calendar takes longer than those believe who wrote the hours. Take the day out of one of the two
    lists. Public holidays of a country are not looked at; one that is worked stands under `worked`.
    """
    for place, calendar in (
        (pointer("client", "calendar"), plan.client.calendar),
        (pointer("calendar"), plan.calendar),
    ):
        if calendar is None or calendar.holidays is None:
            continue
        off = {day: index for index, day in enumerate(calendar.holidays.dates)}
        for index, day in enumerate(calendar.special_hours):
            if day.hours and day.date in off:
                yield Fault(
                    path=place + pointer("special_hours", index, "date"),
                    message=f"{day.date} has special hours and is a day off, which beats them; "
                    "expected it in one of the two lists",
                    related=(place + pointer("holidays", "dates", off[day.date]),),
                )


@rule("escalation.no-calendar", Severity.HINT, reads=("/calendar",))
def no_calendar(plan: ClientPlan) -> Iterator[Fault]:
    """The escalation policy counts in working time, and nothing says when we work.

    Its deadlines and levels are then not known, and no review shows them as missed. Give the plan
    the `calendar` of our side, or let the policy count in hours and days that are not working ones.
    """
    policy = plan.escalation
    if plan.calendar is None and policy is not None and counts_working_time(policy):
        yield Fault(
            path=pointer("escalation"),
            message="escalation counts in working time, and the plan has no calendar of our side; "
            "expected one under calendar",
        )


RULES: tuple[Rule[ClientPlan], ...] = (
    due_on_closed_day,
    no_calendar,
    responsibility_late,
    special_day_off,
)
"""What is wrong with dates that are each fine by itself."""
