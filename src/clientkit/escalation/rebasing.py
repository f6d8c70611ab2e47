"""Moving an issue to another escalation policy, explicitly."""

import datetime as dt

from .arguments import a_model
from .entries import Issue, IssueEvent, IssueEventKind, RebaseMode

__all__ = ["rebase"]


def rebase(  # noqa: PLR0913 (each is a fact of its own)
    issue: Issue,
    *,
    mode: RebaseMode | str,
    at: dt.datetime,
    by: str,
    id: str,  # noqa: A002 (the document's word wins)
    policy_version: int | None = None,
    reason: str | None = None,
) -> IssueEvent:
    """The event that moves an issue to another policy; until one is on record, it keeps its own.

    Hand it to the functions of this package among the other events, with all versions of the
    policy. It chooses ``policy_version`` or, left out, the version in force on its day.

    - ``keep_elapsed``: as if the new policy had always held. Time counted so far counts against the
      new targets; a deadline may turn out to have passed. Levels of the same id that were reached
      stay reached; one whose time has passed is reached at once.
    - ``restart``: as if the issue were opened at the change. All clocks count from zero, a first
      response is owed anew, acknowledgements and attempts are forgotten, and the levels are climbed
      again from the first, in a pass with the next number.
    - ``from_change``: what is done stays done (met clocks, levels reached, an acknowledgement).
      What still runs counts from zero, at the change, against the new targets, and levels not yet
      reached count from the change.

    A wait goes on in all three. The priority follows from the matrix of the new policy, unless an
    event has set it.

    >>> import datetime as dt
    >>> from clientkit import decode
    >>> from clientkit.escalation import EscalationPolicy, Issue, issue_clocks, rebase
    >>> from clientkit.worktime import WorkingCalendar
    >>> office = decode(WorkingCalendar, {"timezone": "UTC", "hours": {"mon": ["09:00-17:00"]}})
    >>> old, new = (
    ...     decode(EscalationPolicy, {"version": version, "responses": [
    ...         {"priority": 1, "resolution": f"{hours} working hours"}]})
    ...     for version, hours in [(1, 6), (2, 4)])
    >>> monday = dt.datetime(2026, 9, 7, 9, tzinfo=dt.timezone.utc)
    >>> down = Issue(id="down", title="No tickets", impact="high", urgency="high", by="anna",
    ...              at=monday)
    >>> noon = monday.replace(hour=12)
    >>> for mode in ("keep_elapsed", "restart", "from_change"):
    ...     change = rebase(down, mode=mode, at=noon, by="lena", id="new", policy_version=2)
    ...     clocks = issue_clocks(down, [change], [old, new], office, at=noon)
    ...     print(mode, clocks.resolution.due.hour)
    keep_elapsed 13
    restart 16
    from_change 16

    Raises:
        InvalidArgumentError: There is no issue.
        InvalidModelError: The mode is another, or an id, a version or an instant does not fit.
    """
    a_model("issue", issue, Issue)
    return IssueEvent(
        id=id,
        issue=issue.id,
        kind=IssueEventKind.REBASED,
        at=at,
        by=by,
        mode=mode,  # type: ignore[arg-type] # the constructor takes the word too
        policy_version=policy_version,
        reason=reason,
    )
