"""Entries that put earlier ones right."""

from collections.abc import Iterable
from typing import TypeVar

from .entry import Entry, instant_of

__all__ = ["corrected", "current_ids"]

E = TypeVar("E", bound=Entry)


def corrected(entries: Iterable[E]) -> tuple[E, ...]:
    """The entries that stand, each correction in the place of what it corrects.

    Of several corrections of one entry the latest stands (days counted as in UTC; of simultaneous
    ones, that with the last id in alphabetical order). Corrections that go round in a circle, or
    that correct what is not among the entries, are entries like any other.

    >>> import datetime as dt
    >>> from clientkit.feedback import SurveyResponse
    >>> typo = SurveyResponse(id="a", survey="pulse", score=1, by="lena", date=dt.date(2026, 5, 4))
    >>> right = SurveyResponse(
    ...     id="b", survey="pulse", score=4, by="lena", date=dt.date(2026, 5, 5), corrects="a")
    >>> [one.score for one in corrected([typo, right])]
    [4]
    """
    given = tuple(entries)
    chains = _chains(given)
    places = {entry.id: place for place, entry in reversed(list(enumerate(given)))}
    standing = []
    for place, entry in enumerate(given):
        first, last = chains[entry.id]
        if last == entry.id:
            standing.append((place if first == entry.id else places[first], entry))
    return tuple(entry for _, entry in sorted(standing, key=lambda placed: placed[0]))


def current_ids(entries: Iterable[Entry]) -> dict[str, str]:
    """For the id of each entry, the id of the entry that stands in its place, often itself.

    References to an entry that was corrected mean its correction.

    >>> from clientkit.base import decode
    >>> from clientkit.scope import Delivery
    >>> first, second = (
    ...     decode(Delivery, {"id": one, "deliverable": "design", "date": "2026-04-17",
    ...                       "by": "lena", **more})
    ...     for one, more in (("design-1", {}), ("design-2", {"corrects": "design-1"})))
    >>> current_ids([first, second])
    {'design-1': 'design-2', 'design-2': 'design-2'}
    """
    return {entry: last for entry, (_, last) in _chains(tuple(entries)).items()}


def _chains(given: tuple[Entry, ...]) -> dict[str, tuple[str, str]]:
    """For each id, where its chain of corrections begins, and which entry of it stands.

    Of entries with one id the last counts.
    """
    by_id = {entry.id: entry for entry in given}
    corrects = {
        name: entry.corrects if entry.corrects in by_id else None for name, entry in by_id.items()
    }
    latest: dict[str, str] = {}
    for entry in sorted(by_id.values(), key=lambda one: (instant_of(one, timezone="UTC"), one.id)):
        if entry.corrects is not None and entry.corrects in by_id:
            latest[entry.corrects] = entry.id
    firsts = _firsts(corrects)
    lasts: dict[str, str] = {}
    for first in {one for one in firsts.values() if one is not None}:
        last = first
        while last in latest:
            last = latest[last]
        lasts[first] = last
    return {
        name: (name, name) if first is None else (first, lasts[first])
        for name, first in firsts.items()
    }


def _firsts(corrects: dict[str, str | None]) -> dict[str, str | None]:
    """The entry that each chain of corrections leads back to; none where it leads into a circle."""
    firsts: dict[str, str | None] = {}
    for entry in corrects:
        path: dict[str, None] = {}
        here: str | None = entry
        while here is not None and here not in firsts and here not in path:
            path[here] = None
            here = corrects[here]
        first = next(reversed(path)) if here is None else firsts.get(here)
        firsts.update(dict.fromkeys(path, first))
    return firsts
