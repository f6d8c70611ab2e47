"""What differs between two versions of an agreement."""

import datetime as dt
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from enum import Enum, unique
from typing import Annotated, Any

import attrs
from msgspec import Meta

from clientkit.base import Due, FieldSpecification, Money, model, specification
from clientkit.base._build import trusted
from clientkit.base.fields import Id, Line, Text, Version

from ._money import difference
from ._named_work import WORK_LISTS
from ._wording import ROOM, described, shown
from .model import AgreementDocument, ScopeAgreement, SignOff

__all__ = [
    "AgreementChange",
    "AgreementChangeKind",
    "AgreementDifference",
    "MovedDate",
    "PriceChange",
    "diff_agreements",
]


@unique
class AgreementChangeKind(Enum):
    """What became of a part of an agreement."""

    ADDED = "added"
    """It is new."""
    REMOVED = "removed"
    """It has fallen away."""
    CHANGED = "changed"
    """It says something else."""
    REORDERED = "reordered"
    """It holds the same in another order."""


@model(kw_only=True)
class AgreementChange:
    """One place where two versions of an agreement differ."""

    kind: AgreementChangeKind
    """What became of it."""
    path: Text
    """Where, as a JSON Pointer in which ids stand for the places in lists."""
    part: Id | None = None
    """The id of the part that it lies in, such as a deliverable."""
    title: Line | None = None
    """What that part is called, in the new version if it is there."""
    before: Text | None = None
    """What stood there; for an added part nothing."""
    after: Text | None = None
    """What stands there now; for a removed part nothing."""

    @property
    def text(self) -> str:
        """The change in a line, such as ``deliverables/design/due: 2026-04-17 -> 2026-05-01``."""
        where = self.path[1:]
        if self.kind is AgreementChangeKind.ADDED:
            return f"{where}: added: {self.after}"
        if self.kind is AgreementChangeKind.REMOVED:
            return f"{where}: removed: {self.before}"
        return f"{where}: {self.before or 'nothing'} -> {self.after or 'nothing'}"


@model(kw_only=True)
class MovedDate:
    """A date that is another in the new version."""

    path: Text
    """Where it stands, as a JSON Pointer in which ids stand for the places in lists."""
    part: Id | None = None
    """The id of the part whose date it is."""
    title: Line | None = None
    """What that part is called."""
    before: Due | None = None
    """The date it had; left out, none."""
    after: Due | None = None
    """The date it has now; left out, none."""
    days: Annotated[int, Meta(ge=-4_000_000, le=4_000_000)] | None = None
    """How many calendar days later it is, where both dates are days."""
    follows: Id | None = None
    """The part that it hangs on and moves with, where its own words are as they were."""

    @property
    def text(self) -> str:
        """The move in a line, such as ``Page designs: 2026-04-17 -> 2026-05-01 (+14 days)``."""
        who = self.title or self.path[1:]
        if self.follows is not None:
            return f"{who}: {self.after}, moves with {self.follows}"
        days = "" if self.days is None else f" ({self.days:+} days)"
        return f"{who}: {self.before or 'no date'} -> {self.after or 'no date'}{days}"


@model(kw_only=True)
class PriceChange:
    """The price of the whole before and after."""

    before: Money | None = None
    """The price it had; left out, none was stated."""
    after: Money | None = None
    """The price it has; left out, none is stated."""
    delta: Money | None = None
    """What it rose by; left out where either is not known, or in two currencies."""

    @property
    def text(self) -> str:
        """The change in a line, such as ``84000.00 EUR -> 87200.00 EUR (+3200.00 EUR)``."""
        delta = self.delta
        sign = "" if delta is None or delta.amount < 0 else "+"
        shown = "" if delta is None else f" ({sign}{delta})"
        return f"{self.before or 'not stated'} -> {self.after or 'not stated'}{shown}"


@model(kw_only=True)
class AgreementDifference:
    """Everything in which a version of an agreement differs from another."""

    agreement: Id
    """The agreement."""
    before: Version
    """The version it is compared with."""
    after: Version
    """The version that is compared."""
    changes: Annotated[tuple[AgreementChange, ...], Meta(max_length=10**6)] = ()
    """Every difference, in the order of the agreement's own fields; empty if the two are equal."""
    dates: Annotated[tuple[MovedDate, ...], Meta(max_length=10**6)] = ()
    """The dates that moved, those that only follow another last."""
    price: PriceChange | None = None
    """The price, where it changed."""

    @property
    def added(self) -> tuple[Id, ...]:
        """The ids of the parts that are new, be they milestones, deliverables or others."""
        return self._parts(AgreementChangeKind.ADDED)

    @property
    def removed(self) -> tuple[Id, ...]:
        """The ids of the parts that have fallen away."""
        return self._parts(AgreementChangeKind.REMOVED)

    @property
    def changed(self) -> tuple[Id, ...]:
        """The ids of the parts that are in both versions and differ."""
        whole = {one.path for one in self.changes if _is_whole(one)}
        inside = (one for one in self.changes if one.path not in whole and one.part is not None)
        return tuple(dict.fromkeys(one.part for one in inside if one.part is not None))

    @property
    def text(self) -> str:
        """The difference for people, a line for each change."""
        lines = [f"{self.agreement}: version {self.before} -> version {self.after}"]
        lines += [f"  {one.text}" for one in self.changes]
        lines += [f"  date of {one.text}" for one in self.dates if one.follows is not None]
        return "\n".join(lines if self.changes else [*lines, "  no difference"])

    def _parts(self, kind: AgreementChangeKind) -> tuple[Id, ...]:
        found = (one.part for one in self.changes if one.kind is kind and _is_whole(one))
        return tuple(part for part in found if part is not None)


def diff_agreements(old: ScopeAgreement, new: ScopeAgreement) -> AgreementDifference:
    """What differs between two versions of an agreement, field by field.

    Parts of lists are matched by their ids, wherever they stand; those without an id by what they
    say, and what is left of them in order. A signature is never changed, only added or removed.
    Two agreements without any change are equal, and equal ones have none.

    Of dates, it lists those whose words changed, and those that hang on them and move with them
    though their own words are the same. How far the latter move depends on calendars. The dates
    that papers bear, and the day on which a version takes effect, are no dates that move.

    >>> from clientkit.base import decode, evolve
    >>> from clientkit.scope import ScopeAgreement, diff_agreements
    >>> old = decode(ScopeAgreement, {
    ...     "id": "web", "title": "New site", "price": "84000 EUR",
    ...     "milestones": [{"id": "launch", "title": "Launch", "due": "2026-09-01"}],
    ...     "deliverables": [{"id": "site", "title": "The site", "due": "1 week before launch"}]})
    >>> new = decode(ScopeAgreement, {
    ...     "id": "web", "title": "New site", "price": "87200 EUR", "version": 2, "base": 1,
    ...     "milestones": [{"id": "launch", "title": "Launch", "due": "2026-09-08"}],
    ...     "deliverables": [{"id": "site", "title": "The site", "due": "1 week before launch"}]})
    >>> found = diff_agreements(old, new)
    >>> print(found.text)
    web: version 1 -> version 2
      version: 1 -> 2
      price: 84000.00 EUR -> 87200.00 EUR
      base: nothing -> 1
      milestones/launch/due: 2026-09-01 -> 2026-09-08
      date of The site: 1 week before launch, moves with launch
    >>> found.price.delta, found.dates[0].days
    (Money.parse('3200.00 EUR'), 7)
    """
    walk = _Walk()
    walk.model(old, new, _Place())
    price = None
    if old.price != new.price:
        delta = difference(old.price, new.price)
        price = trusted(PriceChange, before=old.price, after=new.price, delta=delta)
    followers = _followers(old, new, walk.dates)
    return trusted(
        AgreementDifference,
        agreement=new.id,
        before=old.version,
        after=new.version,
        changes=tuple(walk.changes),
        dates=(*walk.dates, *followers),
        price=price,
    )


@attrs.frozen
class _Place:
    """Where in an agreement something stands."""

    path: str = ""
    part: str | None = None
    title: str | None = None

    def inside(self, key: str) -> "_Place":
        return attrs.evolve(self, path=f"{self.path}/{key}")

    def item(self, item: Any, index: int) -> "_Place":
        """The place of an item of the list that stands here."""
        name = getattr(item, "id", None)
        path = f"{self.path}/{index if name is None else name}"
        if self.part is not None or name is None:
            return attrs.evolve(self, path=path)
        return _Place(path, name, getattr(item, "title", None))


class _Walk:
    """Goes through two versions side by side, along the fields that the models declare."""

    def __init__(self) -> None:
        self.changes: list[AgreementChange] = []
        self.dates: list[MovedDate] = []

    def model(self, old: Any, new: Any, place: _Place) -> None:
        for field in specification(type(new)):
            before, after = getattr(old, field.name), getattr(new, field.name)
            if before == after:
                continue
            here = place.inside(field.key)
            if not field.is_model:
                self._plain(field, before, after, here)
                if field.kind in (Due, dt.date) and _is_in_plan(new, field):
                    self.dates.append(_moved(before, after, here))
            elif field.many:
                self._items(before, after, here)
            elif before is None:
                self._add(AgreementChangeKind.ADDED, here, after=described(after))
            elif after is None:
                self._add(AgreementChangeKind.REMOVED, here, before=described(before))
            else:
                self.model(before, after, here)

    def _plain(self, field: FieldSpecification, before: Any, after: Any, place: _Place) -> None:
        kind = AgreementChangeKind.CHANGED
        if field.many and Counter(before) == Counter(after):
            kind = AgreementChangeKind.REORDERED
        self._add(kind, place, before=shown(before), after=shown(after))

    def _items(self, before: Sequence[Any], after: Sequence[Any], place: _Place) -> None:
        pairs = _matched(before, after)
        kept, found = {i for i, _ in pairs}, {j for _, j in pairs}
        for index, item in enumerate(before):
            if index not in kept:
                here = place.item(item, index)
                self._add(AgreementChangeKind.REMOVED, here, before=described(item))
        for i, j in pairs:
            if before[i] != after[j]:
                self.model(before[i], after[j], place.item(after[j], j))
        for index, item in enumerate(after):
            if index not in found:
                here = place.item(item, index)
                self._add(AgreementChangeKind.ADDED, here, after=described(item))
        order = [i for i, _ in sorted(pairs, key=lambda pair: pair[1])]
        if order != sorted(order):
            old_order = "; ".join(described(before[i]) for i in sorted(order))
            new_order = "; ".join(described(before[i]) for i in order)
            kind = AgreementChangeKind.REORDERED
            self._add(kind, place, before=old_order[:ROOM], after=new_order[:ROOM])

    def _add(self, kind: AgreementChangeKind, place: _Place, **texts: str | None) -> None:
        found = trusted(
            AgreementChange, kind=kind, path=place.path, part=place.part, title=place.title, **texts
        )
        self.changes.append(found)


def _matched(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int, int]]:
    """Which items of two lists are the same part, as pairs of places, in the order of the old.

    Of several items with one id the first matches the first, and so on.
    """
    waiting: dict[Any, deque[int]] = defaultdict(deque)
    for index, item in enumerate(old):
        waiting[_key(item)].append(index)
    pairs = []
    left = []
    for index, item in enumerate(new):
        same = waiting.get(_key(item))
        if same:
            pairs.append((same.popleft(), index))
        elif getattr(item, "id", None) is None:
            left.append(index)
    if left and not isinstance(new[left[0]], SignOff):
        rest = sorted(
            i for some in waiting.values() for i in some if getattr(old[i], "id", None) is None
        )
        pairs += zip(rest, left, strict=False)
    return sorted(pairs)


def _key(item: Any) -> Any:
    name = getattr(item, "id", None)
    return item if name is None else name


def _followers(
    old: ScopeAgreement, new: ScopeAgreement, moved: Sequence[MovedDate]
) -> Iterator[MovedDate]:
    """The dates that are worded as before, and hang on one that moved."""
    before = {place.path: due for place, due in _dues(old, _Place())}
    hanging: dict[str, list[tuple[_Place, Due]]] = defaultdict(list)
    for place, due in _dues(new, _Place()):
        if due.anchor is not None and before.get(place.path) == due:
            hanging[due.anchor].append((place, due))
    parts = [one.part for one in moved if one.part is not None and _dates_its_part(one.path)]
    waiting, seen = deque(dict.fromkeys(parts)), set(parts)
    while waiting:
        anchor = waiting.popleft()
        for place, due in hanging.pop(anchor, ()):
            part = place.part
            if part is not None and part not in seen and _dates_its_part(place.path):
                seen.add(part)
                waiting.append(part)
            yield trusted(
                MovedDate, path=place.path, part=part, title=place.title,
                before=due, after=due, follows=anchor,
            )  # fmt: skip


def _dates_its_part(path: str) -> bool:
    """Whether the date at a path is the one that others mean who hang on its part."""
    head, _, rest = path[1:].partition("/")
    own = rest.partition("/")[2]
    return head in WORK_LISTS and own.partition("/")[0] in ("due", "repeats")


def _dues(part: Any, place: _Place) -> Iterator[tuple[_Place, Due]]:
    for field in specification(type(part)):
        value = getattr(part, field.name)
        here = place.inside(field.key)
        if field.kind is Due and value is not None:
            yield here, value
        elif field.is_model and field.many:
            for index, item in enumerate(value):
                yield from _dues(item, here.item(item, index))
        elif field.is_model and value is not None:
            yield from _dues(value, here)


def _moved(before: Due | dt.date | None, after: Due | dt.date | None, place: _Place) -> MovedDate:
    old, new = (Due(one) if isinstance(one, dt.date) else one for one in (before, after))
    days = None
    if old is not None and new is not None and old.on is not None and new.on is not None:
        days = (new.on - old.on).days
    return trusted(
        MovedDate, path=place.path, part=place.part, title=place.title, before=old, after=new,
        days=days,
    )  # fmt: skip


def _is_in_plan(part: Any, field: FieldSpecification) -> bool:
    """Whether a date is one that somebody plans by, and not one that a paper or version bears."""
    return not isinstance(part, AgreementDocument) and field.name != "effective"


def _is_whole(change: AgreementChange) -> bool:
    """Whether a change adds or removes a whole part of the agreement."""
    kinds = (AgreementChangeKind.ADDED, AgreementChangeKind.REMOVED)
    return change.kind in kinds and change.part is not None and change.path.count("/") == 2
