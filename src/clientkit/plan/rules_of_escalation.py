"""Whether an escalation policy treats the people of the plan as it should."""

from collections.abc import Iterator

from clientkit.base import Severity, pointer
from clientkit.base.rules import Fault, Rule, rule
from clientkit.client.holding import usual_roles
from clientkit.client.model import Role, Side, StandsFor
from clientkit.escalation import EscalationAnchor, EscalationLevel, EscalationPolicy

from .model import ClientPlan

__all__ = ["RULES", "sponsor_too_early"]


@rule("escalation.sponsor-too-early", Severity.WARNING, reads=("/people", "/roles", "/assignments"))
def sponsor_too_early(plan: ClientPlan) -> Iterator[Fault]:
    """A level calls the client's sponsor before anybody was tried or any deadline was missed.

    Whoever pays for the work is then called for what others could have settled, and next time does
    not come. Let the level ask for `attempts`, or count it `after` a deadline, or after a level
    that does. It counts roles of the client that stand for its sponsor, and the people who hold
    them.
    """
    policy = plan.escalation
    if policy is None:
        return
    sponsors = {role.id for role in plan.roles or usual_roles() if _is_sponsor(role)}
    sponsors |= {person.id for person in plan.people if sponsors.intersection(person.roles)}
    sponsors |= {held.person for held in plan.assignments if held.role in sponsors}
    for index, level in enumerate(policy.levels):
        called = [party for party in level.notify if party in sponsors]
        if not called or level.attempts:
            continue
        early = [one for one in _priorities(level) if not _is_after_breach(policy, index, one)]
        if early:
            which = f" for priority {early[0]}" if level.priorities else ""
            yield Fault(
                path=pointer("escalation", "levels", index),
                message=f"{level.id!r} calls {called[0]!r}, the client's sponsor{which}, before an "
                "attempt or a missed deadline; expected attempts, or an anchor that is a deadline",
            )


def _is_sponsor(role: Role) -> bool:
    known = role.stands_for is StandsFor.SPONSOR or role.id == StandsFor.SPONSOR.value
    return known and role.side is Side.CLIENT


def _priorities(level: EscalationLevel) -> tuple[int, ...]:
    return level.priorities or (1, 2, 3, 4, 5)


def _is_after_breach(policy: EscalationPolicy, index: int, priority: int) -> bool:
    """Whether issues of a priority reach a level, if at all, only after a deadline has passed."""
    while index >= 0:
        level = policy.levels[index]
        if priority in _priorities(level):
            if level.anchor is EscalationAnchor.OPENED:
                return False
            if level.anchor is not EscalationAnchor.PREVIOUS:
                return level.after is not None or not _has_target(policy, level, priority)
        index = _level_before(policy, index, priority)
    return False


def _level_before(policy: EscalationPolicy, index: int, priority: int) -> int:
    """The level that the next one is counted from; -1 for the opening."""
    for place in range(index - 1, -1, -1):
        level = policy.levels[place]
        if priority in _priorities(level) and _has_target(policy, level, priority):
            return place
    return -1


def _has_target(policy: EscalationPolicy, level: EscalationLevel, priority: int) -> bool:
    if not level.anchor.is_deadline:
        return True
    return any(
        one.priority == priority and getattr(one, level.anchor.value) is not None
        for one in policy.responses
    )


RULES: tuple[Rule[ClientPlan], ...] = (sponsor_too_early,)
"""Rules about an escalation policy that need the people of the plan."""
