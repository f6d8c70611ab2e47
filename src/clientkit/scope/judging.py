"""Which judgement of what was delivered counts, and for which stage of acceptance."""

from collections.abc import Iterable

import attrs

from clientkit.base import Due
from clientkit.client.model import Right

from .authority import Rights, may_judge
from .entries import Acceptance, AcceptanceOutcome, Delivery
from .ledger import Ledger
from .model import AcceptanceStage, Deliverable, Milestone, ScopeAgreement

__all__ = ["Judgements", "Rhythm", "WorkKey", "is_single", "rhythms"]

WorkKey = tuple[str, int | None]
"""A deliverable and, where it comes round, the number of the occurrence."""


@attrs.frozen
class Rhythm:
    """How something comes round, as far as the agreement alone tells."""

    root: str
    """The milestone whose rhythm it has."""
    first: int
    """The number of its first occurrence."""
    last: int | None
    """The number of its last occurrence; none where only dates can tell."""


def is_single(due: Due) -> bool:
    """Whether a due text names one occurrence of a point that comes round."""
    return due.first is not None and due.first == due.last


def rhythms(agreement: ScopeAgreement) -> dict[str, Rhythm]:
    """What of an agreement comes round, by id, with its rhythm."""
    items = {
        item.id: item
        for items in (agreement.responsibilities, agreement.deliverables, agreement.milestones)
        for item in items
    }
    found: dict[str, Rhythm | None] = {}
    for start in items:
        path: dict[str, Due] = {}
        here = start
        while here not in found:
            item = items.get(here)
            due = None if item is None else item.due
            if isinstance(item, Milestone) and item.repeats is not None:
                found[here] = Rhythm(here, item.repeats.first, None)
            elif due is None or due.anchor is None or here in path or is_single(due):
                found[here] = None
            else:
                path[here] = due
                here = due.anchor
        rhythm = found[here]
        for name, due in reversed(path.items()):
            rhythm = None if rhythm is None else _narrowed(rhythm, due)
            found[name] = rhythm
    return {name: rhythm for name, rhythm in found.items() if rhythm is not None}


def _narrowed(rhythm: Rhythm, due: Due) -> Rhythm:
    first = rhythm.first if due.first is None else max(rhythm.first, due.first)
    last = rhythm.last
    if due.last is not None:
        last = due.last if last is None else min(last, due.last)
    return Rhythm(rhythm.root, first, last)


class Judgements:
    """The deliveries and judgements that count at an instant, by the work they are about.

    A judgement counts for the stage that it names, or else for those of the role in which it was
    made, or else for the only stage there is; and if it was made by somebody who may. A delivery
    opens judgement anew: what was judged before it counts no more. A judgement is about a delivery
    if it names it, or names none and is not from an earlier day or instant.
    """

    def __init__(
        self,
        agreement: ScopeAgreement | None,
        deliveries: Iterable[Delivery],
        acceptances: Iterable[Acceptance],
        *,
        ledger: Ledger,
        rights: Rights | None,
    ) -> None:
        self._ledger = ledger
        self._rights = rights
        self._agreement = agreement
        terms = None if agreement is None else agreement.acceptance
        self.stages: tuple[AcceptanceStage, ...] = () if terms is None else terms.stages
        """The stages of acceptance that are agreed."""
        known = () if agreement is None else agreement.deliverables
        self.deliverables: dict[str, Deliverable] = {one.id: one for one in known}
        """What is to be delivered."""
        self.rhythms = {} if agreement is None else rhythms(agreement)
        """What comes round, with its rhythm."""
        self.deliveries: dict[WorkKey, Delivery] = {}
        """The latest delivery of each piece of work."""
        self.judged: dict[WorkKey, list[Acceptance]] = {}
        """The judgements of each piece of work, earliest first."""
        self.judged_whole: list[Acceptance] = []
        """The judgements of everything that the agreement delivers."""
        self._delivery_ids: dict[str, Delivery] = {}
        for delivery in ledger.standing(deliveries):
            self._delivery_ids[delivery.id] = delivery
            self.deliveries[self._key(delivery.deliverable, delivery.occurrence)] = delivery
        for acceptance in ledger.standing(acceptances):
            key = self._key_of(acceptance)
            if key is None:
                self.judged_whole.append(acceptance)
            else:
                self.judged.setdefault(key, []).append(acceptance)
        self.highest_judged: dict[str, int] = {}
        """The highest occurrence of each deliverable that was judged."""
        for name, number in self.judged:
            if number is not None:
                self.highest_judged[name] = max(number, self.highest_judged.get(name, number))

    def _key(self, name: str, occurrence: int | None) -> WorkKey:
        once = name in self.deliverables and name not in self.rhythms
        return (name, None if once else occurrence)

    def _key_of(self, acceptance: Acceptance) -> WorkKey | None:
        """What an acceptance is about; it may say so by the delivery that it names."""
        name, occurrence = acceptance.deliverable, acceptance.occurrence
        delivery = self._named(acceptance)
        if delivery is not None and name in (None, delivery.deliverable):
            name = delivery.deliverable
            occurrence = delivery.occurrence if occurrence is None else occurrence
        return None if name is None else self._key(name, occurrence)

    def _named(self, acceptance: Acceptance) -> Delivery | None:
        if acceptance.delivery is None:
            return None
        return self._delivery_ids.get(self._ledger.current(acceptance.delivery))

    @property
    def work(self) -> tuple[WorkKey, ...]:
        """What was delivered or judged, by deliverable and occurrence."""
        return tuple(
            sorted(
                self.deliveries.keys() | self.judged.keys(),
                key=lambda key: (key[0], -1 if key[1] is None else key[1]),
            )
        )

    def stages_of(self, deliverable: str, occurrence: int | None) -> tuple[int, ...]:
        """The stages, by index, that judge a piece of work.

        A stage without `starts` judges every delivery. One that starts with a milestone that
        comes round judges the occurrences of work that comes round with it. Any other judges the
        work that is delivered once.
        """
        own = self.rhythms.get(deliverable)
        number = occurrence or 0
        found = []
        for index, stage in enumerate(self.stages):
            starts = stage.starts
            if starts is not None:
                rhythm = None if is_single(starts) else self.rhythms.get(starts.anchor or "")
                if (rhythm and rhythm.root) != (own and own.root):
                    continue
                if rhythm is not None and number < (starts.first or 0):
                    continue
                if None not in (starts.last, occurrence) and number > (starts.last or 0):
                    continue
            found.append(index)
        return tuple(found)

    def counting(self, key: WorkKey | None, index: int) -> tuple[Acceptance, ...]:
        """The judgements that count for one stage of a piece of work, earliest first.

        Those of everything count for each piece. No piece of work asks for those of everything.
        """
        said = self.judged_whole
        if key is not None:
            said = [*said, *self.judged.get(key, ())]
            if self.judged_whole:
                said.sort(key=lambda one: (self._ledger.instant(one), one.id))
        return tuple(
            one
            for one in said
            if self.is_of(one, index)
            and self.may_judge(one, index) is not False
            and not (key is not None and self.is_outdated(key, one))
        )

    def void(self, key: WorkKey | None, index: int) -> tuple[Acceptance, ...]:
        """The judgements of one stage that do not count, for want of the right to them."""
        return tuple(
            one
            for one in (self.judged_whole if key is None else self.judged.get(key, ()))
            if self.is_of(one, index) and self.may_judge(one, index) is False
        )

    def is_outdated(self, key: WorkKey, acceptance: Acceptance) -> bool:
        """Whether a judgement is about work that has been delivered anew since."""
        delivery = self.deliveries.get(key)
        if delivery is None:
            return False
        named = self._named(acceptance)
        if named is not None:
            return named.id != delivery.id
        if None in (acceptance.at, delivery.at):  # of a day nobody can tell what came first
            return self._ledger.day(acceptance) < self._ledger.day(delivery)
        return self._ledger.instant(acceptance) < self._ledger.instant(delivery)

    def is_of(self, acceptance: Acceptance, index: int) -> bool:
        """Whether a judgement is about a stage."""
        stage = self.stages[index]
        if acceptance.stage is not None:
            return stage.id == acceptance.stage
        if acceptance.role is not None and any(acceptance.role == one.role for one in self.stages):
            return stage.role == acceptance.role
        return len(self.stages) == 1

    def right_needed(self, acceptance: Acceptance) -> Right:
        """`accept` for stages that decide, `review` for a judgement of those alone that do not."""
        of = [stage for index, stage in enumerate(self.stages) if self.is_of(acceptance, index)]
        return Right.REVIEW if of and not any(one.decides for one in of) else Right.ACCEPT

    def may_judge(self, acceptance: Acceptance, index: int | None = None) -> bool | None:
        """Whether a judgement was made by somebody who may; none where nobody has the right.

        Asked for one stage, or for those that the judgement is about.
        """
        if index is None:
            decides = self.right_needed(acceptance) is Right.ACCEPT
        else:
            decides = self.stages[index].decides
        return may_judge(self._rights, acceptance, decides=decides)

    def latest_remarks(self, key: WorkKey | None) -> tuple[Acceptance, ...]:
        """The latest judgement of each stage, which alone says what is still open.

        Those without a stage stand for the role in which they were made.
        """
        judged = self.judged_whole if key is None else self.judged.get(key, ())
        latest = {(one.stage, None if one.stage else one.role): one for one in judged}
        return tuple(
            one for one in latest.values() if key is None or not self.is_outdated(key, one)
        )

    @property
    def is_accepted_whole(self) -> bool:
        """Whether everything was accepted as one, by somebody who may."""
        counting = [
            one
            for one in self.judged_whole
            if self.right_needed(one) is Right.ACCEPT and self.may_judge(one) is not False
        ]
        return bool(counting) and counting[-1].outcome is not AcceptanceOutcome.REJECTED
