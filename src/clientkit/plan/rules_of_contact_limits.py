"""Whether people are asked for more attention than they have agreed to."""

from collections.abc import Iterator
from fractions import Fraction

import attrs

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.model import ContactLimits, LimitPeriod, Person, Side

from .contact_load import Planned, heaviest, planned_contacts
from .model import ClientPlan
from .parties import Parties
from .touchpoint_days import TouchpointDays

__all__ = ["RULES", "limit_exceeded"]


@rule(
    "communication.limit-exceeded",
    Severity.WARNING,
    reads=("/people", "/roles", "/assignments", "/communication/touchpoints"),
)
def limit_exceeded(plan: ClientPlan) -> Iterator[Fault]:
    """The planned contacts alone ask more of somebody than the agreed limit allows.

    The limit cannot be kept, or contacts will have to be dropped, and the client decides which.
    Make some rarer or shorter, combine them, narrow their audience, or agree on another limit.
    Recurring contacts count, as they come in the long run: a week has its mean number of contacts,
    a month likewise, and a day that of the fullest weekday; every second week is half a contact a
    week. Contacts that do not recur over the same time are not added up. Optional contacts, single
    ones and those of the team among itself do not count. Reaching a limit exactly keeps it. The
    limit for everybody holds for people of the client and third parties, and is one finding.
    """
    agreed = plan.communication
    if agreed is None or not agreed.touchpoints:
        return
    days = TouchpointDays(plan, Parties(plan))
    excesses: dict[str, list[_Excess]] = {}
    for index, person in enumerate(plan.people):
        own = None if person.preference is None else person.preference.limits
        common = None if person.side is Side.PROVIDER else agreed.limits
        if own is None and common is None:
            continue
        planned = tuple(planned_contacts(plan, days, person))
        path = pointer("people", index, "preference", "limits")
        for place, limits in ((path, own), ("/communication/limits", common)):
            for excess in _excesses(person, planned, limits):
                excesses.setdefault(f"{place}/{excess.name}", []).append(excess)
    for path, found in excesses.items():
        worst = max(found, key=lambda one: one.expected)
        more = f" (too many for {len(found) - 1} more)" if len(found) > 1 else ""
        yield Fault(
            path=path,
            message=f"{worst.name} is {worst.limit} a {worst.per.value}, and "
            f"{_number(worst.expected)} are planned for {worst.person!r}{more}; "
            "expected no more than that",
            related=tuple(
                pointer("communication", "touchpoints", place) for place in worst.touchpoints
            ),
        )


@attrs.frozen
class _Excess:
    name: str
    limit: int
    per: LimitPeriod
    person: str
    expected: Fraction
    touchpoints: tuple[int, ...]


def _excesses(
    person: Person, planned: tuple[Planned, ...], limits: ContactLimits | None
) -> Iterator[_Excess]:
    if limits is None:
        return
    for name, limit in (("touchpoints", limits.touchpoints), ("minutes", limits.minutes)):
        if limit is None:
            continue
        expected, places = heaviest(planned, limits.per, minutes=name == "minutes")
        if expected > limit:
            yield _Excess(name, limit, limits.per, person.id, expected, places)


def _number(expected: Fraction) -> str:
    """A number of contacts or minutes, with a digit after the point where there is one.

    It is never shown as less than it is, so that what exceeds a limit does not look like it.
    """
    tenths = -(-expected * 10 // 1)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


RULES: tuple[Rule[ClientPlan], ...] = (limit_exceeded,)
"""Rules about contact limits."""
