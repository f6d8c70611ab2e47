"""A review as people read it: on a terminal, or as Markdown."""

import re
import textwrap
from collections.abc import Iterable, Iterator

from clientkit.client.model import Side
from clientkit.kpi import KpiState, Win

from .action import Action, ActionKind, Urgency
from .kpi_standings import KpiStanding, shown
from .moments import local_day
from .reviewing import Contact, Review

__all__ = ["render_markdown", "render_text"]

_GROUPS = (
    ("Now", (Urgency.OVERDUE, Urgency.TODAY, Urgency.OPEN)),
    ("Next", (Urgency.NEXT,)),
    ("Date not known yet", (Urgency.DATE_UNKNOWN,)),
    ("Not on record", (Urgency.NOT_ON_RECORD,)),
)
_NARROWEST = 40
_MOST_NEWS = 10
_LONGEST = 160
"""Longer texts are cut in a page; the review itself has them whole."""
_THEIRS = (
    ActionKind.RESPONSIBILITY,
    ActionKind.ACCEPTANCE,
    ActionKind.REVIEW,
    ActionKind.DECISION,
    ActionKind.CHANGE_ORDER,
    ActionKind.ANSWER_AWAITED,
)


def render_text(review: Review, *, colour: bool, width: int) -> str:
    """The review as a page of plain text, lines wrapped at a width.

    Args:
        review: The review.
        colour: Whether to mark headings and what is late with the codes of ANSI terminals.
        width: Columns of the page; below 40 counts as 40.
    """
    width = max(width, _NARROWEST)
    bold = _painter("1", on=colour)
    lines = [bold(line) for line in _wrapped(_name(review), width)]
    lines += _wrapped(_subject(review), width)
    if contacts := _contacts(review.contacts):
        lines += _wrapped(contacts, width)
    if review.goals:
        lines += _wrapped(f"Wants: {'; '.join(_short(goal) for goal in review.goals[:3])}", width)
    if not review.actions:
        lines += ["", "Nothing wants attention."]
    for title, actions in _groups(review):
        lines += ["", bold(title)]
        column = max(len(_when(action)) for action in actions) + 4
        for action in actions:
            lines += _entry(action, column, width, colour=colour)
    if review.kpis:
        lines += ["", bold("KPIs")]
        column = max(len(_state(one)) for one in review.kpis) + 4
        for one in review.kpis:
            lines += _hanging(
                f"  {_state(one)}", f"{_flat(one.name)}: {_flat(one.why)}", column, width
            )
    if review.wins:
        lines += ["", bold("Good news")]
        for win in review.wins[:_MOST_NEWS]:
            lines += _hanging(f"  {local_day(win.at, review.timezone)}", _news(win), 14, width)
    return "\n".join(lines)


def render_markdown(review: Review) -> str:
    """The review as Markdown, what documents say escaped."""
    lines = [f"# {_escaped(_name(review))}", "", _escaped(_subject(review))]
    if contacts := _contacts(review.contacts):
        lines += ["", _escaped(contacts)]
    if review.goals:
        goals = "; ".join(_short(goal) for goal in review.goals[:3])
        lines += ["", f"Wants: {_escaped(goals)}"]
    if not review.actions:
        lines += ["", "Nothing wants attention."]
    for title, actions in _groups(review):
        lines += ["", f"## {title}", ""]
        for action in actions:
            when = _when(action)
            lead = f"**{_escaped(when)}:** " if when else ""
            lines.append(f"- {lead}{_escaped(_short(action.what))}  ")
            lines.append(f"  {_escaped(_details(action))}")
    if review.kpis:
        lines += ["", "## KPIs", ""]
        lines += [
            f"- **{_state(one)}:** {_escaped(_flat(one.name))}: {_escaped(_flat(one.why))}"
            for one in review.kpis
        ]
    if review.wins:
        lines += ["", "## Good news", ""]
        for win in review.wins[:_MOST_NEWS]:
            lines.append(f"- **{local_day(win.at, review.timezone)}:** {_escaped(_news(win))}")
    return "\n".join(lines)


def _name(review: Review) -> str:
    industry = "" if review.industry is None else f" ({_flat(review.industry)})"
    return _flat(review.client) + industry


def _subject(review: Review) -> str:
    subject = "no agreement"
    if review.agreement is not None:
        subject = f"{_flat(review.agreement)}, version {review.version}"
    record = "" if review.has_record else ", without a record"
    return f"{subject}; as of {review.date.isoformat()} ({review.timezone}){record}"


def _contacts(contacts: Iterable[Contact]) -> str:
    """The client's people by their roles; a title that repeats its role is said once."""
    shown_ones = []
    for contact in contacts:
        title = _flat(contact.title)
        names = [_flat(person.title) for person in contact.persons]
        if not names:
            shown_ones.append(f"{title}: nobody at present")
        elif names == [title]:
            shown_ones.append(title)
        else:
            shown_ones.append(f"{title}: {', '.join(names)}")
    return "; ".join(shown_ones)


def _groups(review: Review) -> Iterator[tuple[str, list[Action]]]:
    for title, urgencies in _GROUPS:
        found = [action for action in review.actions if action.urgency in urgencies]
        if found:
            yield title, found


def _when(action: Action) -> str:
    """How soon, in a few words: we are late, the client is reminded of what we wait for."""
    left, waiting = action.days_left, action.days_waiting
    if action.urgency is Urgency.OVERDUE:
        days = _days(-(left or 0)) if left else "since today"
        return f"waiting: {days}" if _waits_for_client(action) else f"late: {days}"
    if action.urgency is Urgency.TODAY:
        return "today"
    if action.urgency is Urgency.NEXT:
        return f"in {_days(left or 0)}"
    if action.urgency is Urgency.OPEN:
        return "open" if not waiting else f"open: {_days(waiting)}"
    return "" if not waiting else f"waiting: {_days(waiting)}"


def _waits_for_client(action: Action) -> bool:
    return action.kind in _THEIRS and all(one.id != Side.PROVIDER.value for one in action.who)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _details(action: Action) -> str:
    """Who, by when, why, and where the agreement says so."""
    who = ", ".join(
        _flat(one.title) + (" (nobody at present)" if one.vacant else "") for one in action.who[:10]
    )
    parts = [] if not who else [who]
    if action.due_at is not None:
        parts.append(f"by {action.due_at.isoformat(' ', 'minutes')}")
    elif action.due is not None:
        parts.append(f"by {action.due.isoformat()}")
    if action.due_text is not None and (
        action.due is None or action.due_text != action.due.isoformat()
    ):
        parts.append(_flat(action.due_text))
    parts.append(_short(action.why, 3 * _LONGEST))
    if action.clause is not None:
        parts.append(f"clause {_flat(action.clause)}")
    return "; ".join(parts)


def _entry(action: Action, column: int, width: int, *, colour: bool) -> Iterator[str]:
    what = _short(action.what)
    if action.priority is not None:
        what = f"[{action.priority}] {what}"
    lines = _hanging(f"  {_when(action)}", what, column, width)
    if action.urgency is Urgency.OVERDUE:
        paint = _painter("31", on=colour)
        lines = [paint(line) for line in lines]
    yield from lines
    yield from _hanging("", _details(action), column, width)


def _hanging(lead: str, text: str, column: int, width: int) -> list[str]:
    """Text in a column of its own, wrapped; below the lead where too little room is left."""
    if width - column < _NARROWEST // 2:
        lines = [] if not lead.strip() else [lead]
        return lines + _wrapped(text, width, indent="    ")
    lines = _wrapped(text, width, indent=" " * column)
    return [lead.ljust(column) + lines[0][column:], *lines[1:]]


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    wrapped = textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)
    return wrapped or [indent + "-"]


def _state(one: KpiStanding) -> str:
    state = one.state.value.replace("_", " ")
    if one.value is None or one.state is KpiState.NO_DATA:
        return state
    return f"{state}: {_flat(shown(one.value, one.unit))}"


def _news(win: Win) -> str:
    thanks = "" if not win.thank else f"; thanks to {', '.join(win.thank[:10])}"
    return _short(win.words) + thanks


def _flat(text: str) -> str:
    """A text on one line, without anything that a terminal would act on."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split()) or "-"


def _short(text: str, longest: int = _LONGEST) -> str:
    flat = _flat(text)
    if len(flat) <= longest:
        return flat
    return flat[: longest - 3].rsplit(" ", 1)[0] + "..."


def _escaped(text: str) -> str:
    """What Markdown and HTML would read as marks, as itself."""
    marked = re.sub(r"([\\`*_{}\[\]<>#|~!])", r"\\\1", text.replace("&", "&amp;"))
    return re.sub(r"^([-+]|\d+[.)])(?=\s)", r"\\\1", marked)


def _painter(code: str, *, on: bool) -> "_Painter":
    return _Painter(f"\x1b[{code}m", "\x1b[0m") if on else _Painter("", "")


class _Painter:
    """Wraps a line in the codes of a colour."""

    def __init__(self, start: str, end: str) -> None:
        self._start, self._end = start, end

    def __call__(self, line: str) -> str:
        return f"{self._start}{line}{self._end}"
