"""What a review lists: things that want somebody's attention."""

from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import model
from clientkit.base.fields import Date, EntryId, Id, Instant, Line, PersonId, Text

__all__ = ["Action", "ActionKind", "Party", "Urgency"]


@unique
class Urgency(Enum):
    """How soon something wants attention; the order of the members is that of a review."""

    OVERDUE = "overdue"
    """Its day or its instant has passed."""
    TODAY = "today"
    """It is due today."""
    OPEN = "open"
    """It waits already, and no day is agreed for it."""
    NEXT = "next"
    """It is due on a later day."""
    DATE_UNKNOWN = "date_unknown"
    """It is agreed, and nobody can tell yet when it is due."""
    NOT_ON_RECORD = "not_on_record"
    """It should have happened, and the record is silent about it."""


@unique
class ActionKind(Enum):
    """What wants attention; the order of the members settles ties."""

    ISSUE = "issue"
    """Something is wrong and not resolved."""
    MESSAGE = "message"
    """A message of the client has no answer."""
    ESCALATION = "escalation"
    """Somebody is to be told of an issue, by the level that it has reached."""
    INCIDENT_UPDATE = "incident_update"
    """The client is to hear from us how it goes with something serious."""
    NOTICE = "notice"
    """Something on record makes it a duty to tell somebody."""
    CONCERN = "concern"
    """Something worries somebody at the client, and is not settled."""
    REQUEST = "request"
    """Somebody asked for something, and has no answer."""
    NO_AUTHORITY = "no_authority"
    """Somebody did what the plan gives them no right to."""
    UNSIGNED = "unsigned"
    """A side has not signed the agreement as it is."""
    DECISION = "decision"
    """A decision is waited for."""
    RESPONSIBILITY = "responsibility"
    """The client owes something."""
    REMINDER = "reminder"
    """Somebody is to be reminded of what they owe, or was reminded in vain."""
    DELAY_NOTICE = "delay_notice"
    """A delay that is not ours is to be told."""
    FORECAST = "forecast"
    """A date will not be kept as things stand."""
    ACCEPTANCE = "acceptance"
    """Something delivered waits to be judged by a stage that decides."""
    REVIEW = "review"
    """Something delivered waits to be judged by a stage that does not decide."""
    CHANGE_ORDER = "change_order"
    """A change order waits for its next step."""
    REWORK = "rework"
    """Something was rejected and is to be done again."""
    DELIVERABLE = "deliverable"
    """We owe something."""
    REMARK = "remark"
    """A point that an acceptance left open."""
    PROMISE = "promise"
    """A promise is open."""
    PROMISE_OUTSIDE_SCOPE = "promise_outside_scope"
    """A promise is open that nothing in the scope covers."""
    KPI = "kpi"
    """A KPI is not green, or its values are missing or old."""
    UNCONFIRMED_CALL = "unconfirmed_call"
    """A call is not confirmed in writing."""
    TOUCHPOINT = "touchpoint"
    """A planned contact is due, or did not take place."""
    EXPECTATION = "expectation"
    """Something that the client expects, and that matters, is not met."""
    SURVEY = "survey"
    """A round of a survey is due."""
    CHECK_IN = "check_in"
    """A talk about how it goes is due."""
    STATEMENT = "statement"
    """The client has not been told what our part in an issue was."""
    PROBLEM_SOLVING = "problem_solving"
    """A step of solving a problem for good was left out."""
    ISSUE_STEP = "issue_step"
    """A step that was agreed about an issue is not done."""
    ANSWER_AWAITED = "answer_awaited"
    """A message of ours waits for the client's answer."""


@model(kw_only=True)
class Party:
    """Somebody whom an action concerns."""

    id: Id
    """The role, the person, or the side."""
    title: Line
    """What to call them; the id where the plan does not know it."""
    persons: Annotated[tuple[PersonId, ...], Meta(max_length=10_000)] = ()
    """Who acts in the role on the day of the review, or the person."""
    vacant: bool = False
    """Whether it is a role that nobody holds on that day."""


@model(kw_only=True)
class Action:
    """One thing that wants attention: who, what, by when, and why."""

    kind: ActionKind
    """What sort of thing."""
    urgency: Urgency
    """How soon."""
    who: Annotated[tuple[Party, ...], Meta(max_length=10_000)] = ()
    """Whose turn it is."""
    what: Text
    """What it is about, in words that the client may read."""
    due: Date | None = None
    """The day by which, in the zone of whose turn it is."""
    due_at: Instant | None = None
    """The instant by which, where it is known that exactly."""
    due_text: Line | None = None
    """By when, as the documents say it."""
    days_left: Annotated[int, Meta(ge=-4_000_000, le=4_000_000)] | None = None
    """Calendar days from the day of the review to the due day; negative once it has passed."""
    days_waiting: Annotated[int, Meta(ge=0, le=4_000_000)] | None = None
    """Calendar days since somebody began to wait, where that is known."""
    why: Text
    """What makes it an action, with the facts it rests on."""
    clause: Line | None = None
    """Where the agreement speaks of it."""
    priority: Annotated[int, Meta(ge=1, le=5)] | None = None
    """The priority of an issue, 1 the highest."""
    occurrence: Annotated[int, Meta(ge=0, le=200_000)] | None = None
    """Which occurrence of work that repeats; the first of several."""
    last_occurrence: Annotated[int, Meta(ge=0, le=200_000)] | None = None
    """The last of several occurrences that the action sums up."""
    subject: Id | None = None
    """The id of what it is about, in the plan or the record."""
    plan_paths: Annotated[tuple[Line, ...], Meta(max_length=1000)] = ()
    """The parts of the plan that it follows from, as JSON Pointers (:rfc:`6901`)."""
    entries: Annotated[tuple[EntryId, ...], Meta(max_length=1_000_000)] = ()
    """The entries of the record that it follows from."""
