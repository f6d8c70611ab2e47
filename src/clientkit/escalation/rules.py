"""Rules about an escalation policy by itself."""

from collections.abc import Iterator
from itertools import product

from clientkit.base import Severity, Term, TermUnit, pointer
from clientkit.base.rules import Fault, Rule, rule

from .model import (
    EscalationAnchor,
    EscalationLevel,
    EscalationPolicy,
    Grade,
    Priority,
    ResponseTarget,
    Unless,
)

__all__ = [
    "RULES",
    "counts_working_time",
    "expiry_of_nothing",
    "level_before_opening",
    "level_out_of_order",
    "level_tells_nobody_new",
    "level_unreachable",
    "priority_falls_with_harm",
    "repeat_at_once",
    "repeat_of_nothing",
    "resolution_before_first_response",
    "target_grows_with_priority",
    "update_before_first_response",
]

_ANCHORS = {
    EscalationAnchor.FIRST_RESPONSE: "first_response",
    EscalationAnchor.UPDATE: "update",
    EscalationAnchor.RESOLUTION: "resolution",
}
_GRADES = tuple(Grade)
_MINUTES = {
    TermUnit.MINUTE: 1, TermUnit.HOUR: 60, TermUnit.DAY: 24 * 60, TermUnit.WEEK: 7 * 24 * 60,
    TermUnit.WORKING_MINUTE: 1, TermUnit.WORKING_HOUR: 60,
}  # fmt: skip


@rule("escalation.level-unreachable", Severity.WARNING, reads=("/responses",))
def level_unreachable(policy: EscalationPolicy) -> Iterator[Fault]:
    """A level counts from a deadline that no priority it holds for has.

    It is never reached, and nobody notices. Give one of its priorities a target of that kind, or
    count the level from something else.
    """
    for index, level in enumerate(policy.levels):
        name = _ANCHORS.get(level.anchor)
        if name is not None and not any(
            getattr(target, name) is not None for target in _targets(policy, level)
        ):
            yield Fault(
                path=pointer("levels", index, "anchor"),
                message=f"{level.id!r} counts from the deadline {name!r}, which no priority of it "
                "has; expected a target for it under responses",
            )


@rule("escalation.level-before-opening", Severity.WARNING, reads=("/responses",))
def level_before_opening(policy: EscalationPolicy) -> Iterator[Fault]:
    """A level is to be reached longer before a deadline than there is time until the deadline.

    It is then reached as soon as the clock starts, whatever happens, as if it said nothing of the
    deadline. Only terms of which one is longer in every calendar are compared. Shorten the span
    before the deadline.
    """
    for index, level in enumerate(policy.levels):
        name = _ANCHORS.get(level.anchor)
        if name is None or level.before is None:
            continue
        targets = [getattr(target, name) for target in _targets(policy, level)]
        known = [target for target in targets if target is not None]
        if known and all(_is_longer(level.before, target) for target in known):
            yield Fault(
                path=pointer("levels", index, "before"),
                message=f"{level.id!r} is {level.before.text!r} before a deadline of "
                f"{max(known, key=_size).text!r}; expected a shorter span",
            )


@rule("escalation.level-tells-nobody-new", Severity.WARNING, reads=("/levels",))
def level_tells_nobody_new(policy: EscalationPolicy) -> Iterator[Fault]:
    """A level tells nobody, or only those whom the levels before it tell already.

    Escalating means that somebody else hears of it. To remind the same people, `repeat` makes extra
    passes. Levels that hold for other priorities are not compared. Name somebody new, or take the
    level out.
    """
    for index, level in enumerate(policy.levels):
        told = {
            party
            for earlier in policy.levels[:index]
            if not earlier.priorities or set(_priorities(level)) <= set(earlier.priorities)
            for party in earlier.notify
        }
        if not set(level.notify) - told:
            what = (
                f"tells {', '.join(map(repr, level.notify))} again"
                if level.notify
                else "tells nobody"
            )
            yield Fault(
                path=pointer("levels", index, *(("notify",) if level.notify else ())),
                message=f"{level.id!r} {what}; expected somebody whom no earlier level tells",
            )


@rule("escalation.level-out-of-order", Severity.WARNING)
def level_out_of_order(policy: EscalationPolicy) -> Iterator[Fault]:
    """A level is reached before one that stands above it.

    Both count from the same point, and the lower one sooner, so that whoever reads the list expects
    another order than people are told in; the two were probably swapped. Levels that come together
    are fine. Only terms of which one is longer in every calendar are compared, of levels that hold
    for a common priority.
    Put the levels in the order of time, or put the span right.
    """
    for index, level in enumerate(policy.levels):
        if level.anchor is EscalationAnchor.PREVIOUS:
            continue
        for earlier in policy.levels[:index]:
            if (
                earlier.anchor is level.anchor
                and set(_priorities(earlier)) & set(_priorities(level))
                and _is_later(earlier, level)
            ):
                own, other = _offset(level), _offset(earlier)
                yield Fault(
                    path=pointer("levels", index, "after" if level.before is None else "before"),
                    message=f"{level.id!r} comes {own}, {earlier.id!r} above it {other}; "
                    "expected levels in the order of time",
                )
                break


@rule("escalation.repeat-at-once", Severity.WARNING, reads=("/levels",))
def repeat_at_once(policy: EscalationPolicy) -> Iterator[Fault]:
    """The extra passes over the levels take no time.

    All of them fall on the moment at which the first pass ends, and everybody is told everything
    several times at once. Let the level at which a pass starts come some time after the one before.
    """
    if policy.repeat is None:
        return
    repeated = _repeated(policy)
    if repeated and all(level.after is not None and level.after.count == 0 for level in repeated):
        yield Fault(
            path="/repeat",
            message=f"each of the {policy.repeat.times} extra passes takes no time; "
            "expected a level that comes some time after the one before",
        )


@rule("escalation.repeat-of-nothing", Severity.WARNING, reads=("/levels",))
def repeat_of_nothing(policy: EscalationPolicy) -> Iterator[Fault]:
    """The extra passes have no level.

    A level before a deadline comes once, as the deadline does, so that it is not repeated. Where no
    other level follows the one at which a pass starts, nobody is told again. Start at a level that
    comes after something, or leave `repeat` out.
    """
    if policy.repeat is not None and policy.levels and not _repeated(policy):
        yield Fault(
            path="/repeat",
            message=f"each of the {policy.repeat.times} extra passes has levels before a deadline "
            "alone, which come once; expected a level with after",
        )


@rule("escalation.expiry-of-nothing", Severity.WARNING, reads=("/levels",))
def expiry_of_nothing(policy: EscalationPolicy) -> Iterator[Fault]:
    """Acknowledgements expire, and none of them stops a level.

    Every level goes on until the issue is resolved, whether somebody has taken it on or not, so
    that nothing changes when that expires; or it expires at once. Let a level be stopped by an
    acknowledgement, for some time, or leave `acknowledgement_expires` out.
    """
    expires = policy.acknowledgement_expires
    if expires is not None and expires.count == 0:
        yield Fault(
            path="/acknowledgement_expires",
            message=f"an acknowledgement expires after {expires.text!r}, so that it stops no "
            "level; expected some time, or none for good",
        )
    elif (
        expires is not None
        and policy.levels
        and all(level.unless is Unless.RESOLVED for level in policy.levels)
    ):
        yield Fault(
            path="/acknowledgement_expires",
            message=f"an acknowledgement expires after {expires.text!r}, "
            "and every level is unless 'resolved'; expected a level that an acknowledgement stops",
        )


@rule("escalation.priority-falls-with-harm", Severity.WARNING)
def priority_falls_with_harm(policy: EscalationPolicy) -> Iterator[Fault]:
    """An issue that harms more, or presses more, has a lower priority than one that does less.

    The numbers were probably swapped, 1 being the highest, or a pair was forgotten, which has the
    usual priority. Equal priorities are fine. Put each number right.
    """
    if policy.matrix is None:
        return
    given = {(cell.impact, cell.urgency): cell.priority for cell in policy.matrix.cells}
    usual = {pair: 1 + sum(map(_GRADES.index, pair)) for pair in product(_GRADES, _GRADES)}
    for index, cell in enumerate(policy.matrix.cells):
        own = cell.impact, cell.urgency
        for pair, number in usual.items():
            priority = given.get(pair, number)
            if _harms_as_much(pair, own) and priority > cell.priority:
                wanted = "no smaller"
            elif _harms_as_much(own, pair) and priority < cell.priority and pair not in given:
                wanted = "no greater"
            else:
                continue
            yield Fault(
                path=pointer("matrix", "cells", index, "priority"),
                message=f"impact {own[0].value!r} with urgency {own[1].value!r} has priority "
                f"{cell.priority}, {pair[0].value!r} with {pair[1].value!r} {priority}; "
                f"expected a number that is {wanted}",
            )
            break


@rule("escalation.target-grows-with-priority", Severity.WARNING)
def target_grows_with_priority(policy: EscalationPolicy) -> Iterator[Fault]:
    """A lower priority is answered, updated or resolved sooner than a higher one.

    The numbers were probably swapped. Equal targets are fine. Only terms of which one is longer in
    every calendar are compared: of the same kind, or working time that is longer than an elapsed
    time. Put each target right.
    """
    for index, target in enumerate(policy.responses):
        for name in _ANCHORS.values():
            own = getattr(target, name)
            for other in policy.responses:
                higher = getattr(other, name)
                if (
                    other.priority < target.priority
                    and own is not None
                    and higher is not None
                    and _is_longer(higher, own)
                ):
                    yield Fault(
                        path=pointer("responses", index, name),
                        message=f"{name} of priority {target.priority} is {own.text!r}, of "
                        f"priority {other.priority} {higher.text!r}; expected at least as long",
                    )
                    break


@rule("escalation.resolution-before-first-response", Severity.WARNING)
def resolution_before_first_response(policy: EscalationPolicy) -> Iterator[Fault]:
    """A resolution is owed sooner than a first response.

    Whoever resolves in time has answered in time, so that the first response binds nobody; the two
    were probably swapped. Equal targets are fine. Only terms of which one is longer in every
    calendar are compared. Make the resolution at least as long.
    """
    yield from _before_first_response(policy, "resolution")


@rule("escalation.update-before-first-response", Severity.WARNING)
def update_before_first_response(policy: EscalationPolicy) -> Iterator[Fault]:
    """An update is owed sooner than a first response.

    Both clocks run side by side when the client writes before our first answer, so a second message
    would be answered before the first. Equal targets are fine. Only terms of which one is longer in
    every calendar are compared. Make the update at least as long.
    """
    yield from _before_first_response(policy, "update")


def _before_first_response(policy: EscalationPolicy, name: str) -> Iterator[Fault]:
    """The targets of a kind that are sooner than the first response to the same priority."""
    for index, target in enumerate(policy.responses):
        own, first = getattr(target, name), target.first_response
        if own is not None and first is not None and _is_longer(first, own):
            yield Fault(
                path=pointer("responses", index, name),
                message=f"{name} of priority {target.priority} is {own.text!r}, "
                f"first_response {first.text!r}; expected at least as long",
            )


def counts_working_time(policy: EscalationPolicy) -> bool:
    """Whether it has any term in working time, so that it needs a calendar."""
    terms = [policy.acknowledgement_expires]
    for target in policy.responses:
        terms += [target.first_response, target.update, target.resolution]
    for level in policy.levels:
        terms += [level.after, level.before]
    return any(term is not None and term.unit.is_working for term in terms)


def _repeated(policy: EscalationPolicy) -> list[EscalationLevel]:
    """The levels of an extra pass."""
    ids = [level.id for level in policy.levels]
    starting = None if policy.repeat is None else policy.repeat.starting
    start = ids.index(starting) if starting in ids else 0
    return [level for level in policy.levels[start:] if level.after is not None]


def _harms_as_much(pair: tuple[Grade, Grade], other: tuple[Grade, Grade]) -> bool:
    """Whether a pair of impact and urgency is in neither below another."""
    return all(_GRADES.index(a) <= _GRADES.index(b) for a, b in zip(pair, other, strict=True))


def _is_later(level: EscalationLevel, other: EscalationLevel) -> bool:
    """Whether a level lies later than another that counts from the same point."""
    if level.after is not None and other.after is not None:
        return _is_longer(level.after, other.after)
    if level.before is not None and other.before is not None:
        return _is_longer(other.before, level.before)
    return level.after is not None and other.before is not None


def _offset(level: EscalationLevel) -> str:
    opening = level.anchor is EscalationAnchor.OPENED
    point = "opening" if opening else f"{level.anchor.value} deadline"
    if level.before is not None:
        return f"{level.before.text!r} before the {point}"
    return f"{level.after and level.after.text!r} after the {point}"


def _priorities(level: EscalationLevel) -> tuple[Priority, ...]:
    return level.priorities or (1, 2, 3, 4, 5)


def _targets(policy: EscalationPolicy, level: EscalationLevel) -> list[ResponseTarget]:
    held = _priorities(level)
    return [target for target in policy.responses if target.priority in held]


def _size(term: Term) -> int:
    return term.count * _MINUTES.get(term.unit, 1)


def _is_longer(term: Term, other: Term) -> bool:
    """Whether a term is longer than another in every calendar.

    Working time passes no sooner than the same elapsed time; how much of it a day has, nobody can
    say.
    """
    if TermUnit.WORKING_DAY in (term.unit, other.unit):
        return term.unit is other.unit and term.count > other.count
    return term.unit.is_working >= other.unit.is_working and _size(term) > _size(other)


RULES: tuple[Rule[EscalationPolicy], ...] = (
    level_unreachable,
    level_before_opening,
    level_out_of_order,
    level_tells_nobody_new,
    priority_falls_with_harm,
    repeat_at_once,
    repeat_of_nothing,
    expiry_of_nothing,
    resolution_before_first_response,
    target_grows_with_priority,
    update_before_first_response,
)
