"""The client, its people, and who may do what."""

from collections.abc import Iterator
from enum import Enum, unique
from typing import Annotated

from msgspec import Meta

from clientkit.base import Extensions, Finding, Money, model
from clientkit.base.fields import (
    Date,
    Email,
    Id,
    Language,
    Line,
    Personal,
    PersonId,
    Phone,
    RoleId,
    Text,
    TimeZone,
)
from clientkit.worktime.model import WeeklyHours, WorkingCalendar

from .contact import (
    Channel,
    ContactLimits,
    ContactPreference,
    Detail,
    DoNotContact,
    LimitPeriod,
)
from .spans import ends_before_start

__all__ = [
    "Assignment",
    "Channel",
    "Client",
    "ContactLimits",
    "ContactPreference",
    "Delegate",
    "Detail",
    "DoNotContact",
    "Fact",
    "GlossaryTerm",
    "Goal",
    "LimitPeriod",
    "Person",
    "Right",
    "Role",
    "Side",
    "StandsFor",
]


@unique
class Side(Enum):
    """On whose side somebody stands."""

    CLIENT = "client"
    """The party that the work is for."""
    PROVIDER = "provider"
    """The party that does the work; us."""
    THIRD_PARTY = "third_party"
    """Anybody else whom the work depends on."""


@model(kw_only=True)
class Goal:
    """What the client wants to be better afterwards."""

    id: Id
    """The name that deliverables and KPIs refer to it by."""
    text: Text
    """The goal in the client's words."""
    why: Text | None = None
    """What makes it matter now."""
    beneficiary: Line | None = None
    """Who is better off when it is reached."""
    rank: Annotated[int, Meta(ge=1, le=1000)] | None = None
    """Its weight among the goals, 1 the highest; goals may share a rank."""
    clause: Line | None = None
    """Where the agreement says so."""


@model(kw_only=True)
class GlossaryTerm:
    """One idea, and what each side calls it."""

    ours: Line
    """Our word, which the client should not have to read."""
    theirs: Line
    """The client's word."""
    meaning: Text | None = None
    """What both mean."""


@model(kw_only=True)
class Fact:
    """Something to know about the client that is fit for the client to read."""

    id: Id | None = None
    """A name, where other parts refer to it."""
    text: Text
    """The fact."""
    source: Line | None = None
    """Where it comes from."""
    noted_on: Date | None = None
    """The day on which it was written down."""
    review_by: Date | None = None
    """The day after which it must be looked at again."""

    def _invariants(self) -> Iterator[Finding]:
        if self.noted_on and self.review_by and self.review_by < self.noted_on:
            yield Finding(
                code="client.review-before-noted",
                path="/review_by",
                message=f"review_by is {self.review_by}, before noted_on {self.noted_on}; "
                "expected that day or later",
            )


@model(kw_only=True)
class Client:
    """The party that the work is for."""

    id: Id
    """The client's own id, the same in all its plans."""
    name: Line
    """What the client calls itself."""
    industry: Line | None = None
    """The field it works in."""
    timezone: TimeZone
    """The zone that its days and times are read in, unless something says otherwise."""
    language: Language | None = None
    """The language to write to it in."""
    calendar: WorkingCalendar | None = None
    """When its people can be reached."""
    goals: Annotated[tuple[Goal, ...], Meta(max_length=1000)] = ()
    """What it wants to be better afterwards."""
    glossary: Annotated[tuple[GlossaryTerm, ...], Meta(max_length=1000)] = ()
    """Its words, beside ours."""
    facts: Annotated[tuple[Fact, ...], Meta(max_length=1000)] = ()
    """What to know about it; the client may read it."""
    extensions: Extensions | None = None
    """Data of your own."""


@model(kw_only=True)
class Person:
    """Somebody on either side, by the title that the work knows them by."""

    id: Id
    """The name that roles and entries refer to the person by."""
    title: Line
    """The role title; enough to work with where no name may be written."""
    name: Personal[Line | None] = None
    """The person's name."""
    side: Side = Side.CLIENT
    """On whose side the person stands."""
    organisation: Line | None = None
    """The body that the person works for, where it is not the side itself."""
    email: Email | None = None
    """The address for mail."""
    phone: Phone | None = None
    """The number for calls."""
    timezone: TimeZone | None = None
    """The person's own zone; left out, that of the side."""
    language: Language | None = None
    """The person's own language; left out, the client's."""
    reachable: Personal[WeeklyHours | None] = None
    """The hours in which the person can be reached; left out, those of the side's calendar."""
    preference: Personal[ContactPreference | None] = None
    """How the person wishes to be reached."""
    do_not_contact: Personal[Annotated[tuple[DoNotContact, ...], Meta(max_length=20)]] = ()
    """Channels that must not be used."""
    roles: Annotated[tuple[RoleId, ...], Meta(max_length=50)] = ()
    """Roles held throughout; assignments are for holders with dates or delegates."""
    extensions: Extensions | None = None
    """Data of your own."""


@unique
class StandsFor(Enum):
    """The known role that a client's own role title stands for."""

    SPONSOR = "sponsor"
    """Pays for it and answers for it, on the client's side."""
    APPROVER = "approver"
    """Accepts what is delivered, on the client's side."""
    USER = "user"
    """Speaks for those who will use it, on the client's side."""
    DAY_TO_DAY = "day_to_day"
    """Answers daily questions, on the client's side."""
    BILLING = "billing"
    """Handles invoices, on the client's side."""
    PROJECT_MANAGER = "project_manager"
    """Runs the work, on our side."""
    DELIVERY_LEAD = "delivery_lead"
    """Answers for quality and people, on our side."""
    ACCOUNT_MANAGER = "account_manager"
    """Looks after the relationship, on our side."""
    EXECUTIVE_SPONSOR = "executive_sponsor"
    """The sponsor's counterpart, on our side."""

    @property
    def side(self) -> Side:
        """The side that the word implies."""
        return Side.PROVIDER if self in _OURS else Side.CLIENT


_OURS = (
    StandsFor.PROJECT_MANAGER,
    StandsFor.DELIVERY_LEAD,
    StandsFor.ACCOUNT_MANAGER,
    StandsFor.EXECUTIVE_SPONSOR,
)


@unique
class Right(Enum):
    """What a role may do; who has no role with the right has not got it."""

    SIGN = "sign"
    """Sign the agreement for the side."""
    ACCEPT = "accept"
    """Accept or reject what is delivered."""
    REVIEW = "review"
    """Review what is delivered, without accepting it."""
    APPROVE_CHANGE = "approve_change"
    """Approve a change order."""
    APPROVE_PERSON = "approve_person"
    """Approve that a key person is replaced."""
    APPROVE_INVOICE = "approve_invoice"
    """Approve an invoice."""
    INSTRUCT = "instruct"
    """Give instructions within the agreement."""
    SET_PRIORITY = "set_priority"
    """Say what comes first."""
    ACCEPT_TASK = "accept_task"
    """Take on a task for the provider."""
    SETTLE_DIFFERENCE = "settle_difference"
    """Settle a difference between the parties."""
    PROMISE = "promise"
    """Promise something to the other side."""


@model(kw_only=True)
class Role:
    """A part that people play in the work, and what it entitles them to."""

    id: Id
    """The name that other parts refer to it by."""
    title: Line
    """What the client calls it."""
    side: Side = Side.CLIENT
    """The side that the role belongs to."""
    stands_for: StandsFor | None = None
    """The known role that it stands for."""
    duties: Text | None = None
    """What its holders answer for."""
    may: Annotated[tuple[Right, ...], Meta(max_length=11)] = ()
    """What its holders may do; nothing else."""
    limit: Money | None = None
    """The highest amount that one approval of its holders may commit the side to."""
    key: bool = False
    """Whether its holder is key personnel, whom the agreement names."""
    replaced_only_with_approval_of: RoleId | None = None
    """The role that must approve another holder."""
    appointed_by: RoleId | None = None
    """The role that appoints its holder."""
    clause: Line | None = None
    """Where the agreement says so."""
    extensions: Extensions | None = None
    """Data of your own."""


@model(kw_only=True)
class Delegate:
    """Who stands in for the holder of a role, and when."""

    person: PersonId
    """The person who stands in."""
    starts_on: Date | None = None
    """The first day; left out, as long as the assignment."""
    ends_on: Date | None = None
    """The last day; left out, as long as the assignment."""

    def _invariants(self) -> Iterator[Finding]:
        yield from ends_before_start("client", self.starts_on, self.ends_on)


@model(kw_only=True)
class Assignment:
    """Who holds a role, from when to when."""

    role: RoleId
    """The role held."""
    person: PersonId
    """The holder."""
    starts_on: Date | None = None
    """The first day; left out, since the agreement."""
    ends_on: Date | None = None
    """The last day; left out, until further notice."""
    delegates: Annotated[tuple[Delegate, ...], Meta(max_length=50)] = ()
    """Who stands in for the holder, the first who is available."""
    approved_by: RoleId | None = None
    """The role that approved this holder, where the agreement asks for it."""
    approved_on: Date | None = None
    """The day of that approval."""
    extensions: Extensions | None = None
    """Data of your own."""

    def _invariants(self) -> Iterator[Finding]:
        yield from ends_before_start("client", self.starts_on, self.ends_on)
        for index, delegate in enumerate(self.delegates):
            too_late = self.ends_on and delegate.starts_on and delegate.starts_on > self.ends_on
            too_early = self.starts_on and delegate.ends_on and delegate.ends_on < self.starts_on
            if too_late or too_early:
                yield Finding(
                    code="client.delegate-outside-assignment",
                    path=f"/delegates/{index}",
                    message=f"{delegate.person!r} stands in outside the days on which "
                    f"{self.person!r} holds {self.role!r}; expected days within them",
                )
