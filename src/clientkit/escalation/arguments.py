"""Arguments that are something else, refused by name before anything is counted."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, TypeVar

from clientkit.base import InvalidArgumentError
from clientkit.client.model import Assignment, Person
from clientkit.worktime import AnyCalendar, CombinedCalendar, WorkingCalendar
from clientkit.worktime.zones import zone_of

from .model import EscalationPolicy

__all__ = [
    "a_model",
    "contacts",
    "holders_of",
    "known",
    "models",
    "versions",
    "with_ids_once",
    "zone_for",
]

M = TypeVar("M")
_NO_SERIES: Final = (str, Mapping)
"""What can be gone over, but not as a series of models."""
# Each question about an issue comes through here: looking at a type takes a tenth of `isinstance`.


def a_model(where: str, value: object, model: type) -> None:
    """Refuse what is not a model of a kind.

    Raises:
        InvalidArgumentError: It is something else.
    """
    if type(value) is not model:
        article = "an" if model.__name__[0] in "AEIO" else "a"
        raise InvalidArgumentError(where, value, f"{article} {model.__name__}")


def models(where: str, values: Any, model: type[M]) -> Collection[M]:
    """Models of a kind, to be gone over as often as one likes.

    Raises:
        InvalidArgumentError: There is something else among them, or in their place.
    """
    found: Collection[M] = values
    if type(values) is not list and type(values) is not tuple:
        if not isinstance(values, Iterable) or isinstance(values, _NO_SERIES):
            raise InvalidArgumentError(where, values, f"several {model.__name__}s, such as a list")
        found = tuple(values)
    if found and not {model}.issuperset(map(type, found)):
        for index, one in enumerate(found):
            a_model(f"{where}[{index}]", one, model)
    return found


def versions(policy: Any) -> EscalationPolicy | Iterable[EscalationPolicy]:
    """A policy, or all versions of one.

    Raises:
        InvalidArgumentError: It is something else; what there is among versions is not looked at.
    """
    if type(policy) is EscalationPolicy:
        return policy
    if isinstance(policy, _NO_SERIES) or not isinstance(policy, Iterable):
        raise InvalidArgumentError("policy", policy, "an escalation policy, or versions of one")
    return policy


def with_ids_once(policies: Iterable[EscalationPolicy]) -> None:
    """Refuse policies in which two levels share an id, and with it the keys of notifications.

    Raises:
        InvalidArgumentError: There is such a policy; a plan that was checked has none.
    """
    for policy in policies:
        ids = [level.id for level in policy.levels]
        if len(set(ids)) < len(ids):
            twice = next(one for one in ids if ids.count(one) > 1)
            raise InvalidArgumentError("policy.levels", twice, "the id of each level once")


def holders_of(
    people: Any, assignments: Any
) -> tuple[Collection[Person] | None, Collection[Assignment]]:
    """The people, if they are known, and who was assigned to what.

    Raises:
        InvalidArgumentError: There is something else among them.
    """
    persons = None if people is None else models("people", people, Person)
    return persons, models("assignments", assignments, Assignment)


def zone_for(calendar: AnyCalendar, timezone: str | None) -> str:
    """The zone of entries that bear a day only: the one given, else the calendar's.

    Raises:
        InvalidArgumentError: The calendar is none, or there is no such zone.
    """
    if type(calendar) is not WorkingCalendar and type(calendar) is not CombinedCalendar:
        raise InvalidArgumentError("calendar", calendar, "a WorkingCalendar or a CombinedCalendar")
    if timezone is None:
        return calendar.timezone
    try:
        return zone_of(timezone).name
    except (ValueError, TypeError):  # a TypeError where it cannot even be looked up
        expected = "a time zone of the IANA database such as 'Europe/Berlin'"
        raise InvalidArgumentError("timezone", timezone, expected) from None


def known(where: str, values: Any, what: str, *, sort: type = object) -> Collection[Any]:
    """What things are looked up in, read once where it can be read only once.

    In a text ``in`` finds every part of it, and among things of another sort nothing.

    Raises:
        InvalidArgumentError: It is a text, or there is something of another sort among them.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InvalidArgumentError(where, values, f"several {what}, such as a set")
    found = values if isinstance(values, Collection) else frozenset(values)
    if sort is not object:  # else it may be long, or ask a database
        for one in found:
            if not isinstance(one, sort):
                raise InvalidArgumentError(where, one, what)
    return found


def contacts(used: Any) -> dict[str, int]:
    """How many contacts each person has had.

    Raises:
        InvalidArgumentError: It is no mapping of persons to counts.
    """
    if used is None:
        return {}
    if not isinstance(used, Mapping):
        raise InvalidArgumentError("used", used, "a mapping from persons to numbers of contacts")
    for person, count in used.items():
        if not isinstance(count, int):
            raise InvalidArgumentError(f"used[{person!r}]", count, "a number of contacts")
    return dict(used)
