"""What is on record of deliverables: handed over, judged, provided."""

import datetime as dt
from collections.abc import Iterator

from clientkit.client.model import Right
from clientkit.plan.situation import Situation
from clientkit.scope.entries import Acceptance, AcceptanceOutcome, Delivery, Fulfilment
from clientkit.scope.model import AcceptanceStage, Deliverable

__all__ = ["Work"]

Key = tuple[str, int | None]


class Work:
    """Deliveries, judgements and fulfilments of a situation, by what they are about.

    Work is named by the deliverable and, where it comes round, the number of the occurrence.
    """

    def __init__(self, s: Situation) -> None:
        self._s = s
        deliverables = () if s.scope is None else s.scope.deliverables
        terms = None if s.scope is None else s.scope.acceptance
        self.stages: tuple[AcceptanceStage, ...] = () if terms is None else terms.stages
        """The stages of acceptance that are agreed."""
        self.deliverables: dict[str, Deliverable] = {one.id: one for one in deliverables}
        self.deliveries: dict[Key, Delivery] = {}
        """The latest delivery of each piece of work."""
        self.judged: dict[Key, list[Acceptance]] = {}
        """The judgements of each piece of work, earliest first."""
        self.judged_whole: list[Acceptance] = []
        """The judgements of everything that the agreement delivers."""
        self.fulfilled: dict[Key, Fulfilment] = {}
        """The latest fulfilment of each responsibility, and of each occurrence that one names."""
        self.covered: dict[str, dt.date] = {}
        """The latest day on which each responsibility was fulfilled, naming no occurrence."""
        owed = () if s.scope is None else s.scope.responsibilities
        self.responsibilities = {one.id for one in owed}
        """What the client owes."""
        self.highest_judged: dict[str, int] = {}
        """The highest occurrence of each deliverable that was judged."""
        self._numbers: dict[str, set[int]] = {}
        self._reached: dict[str, int] = {}
        self._read_entries()
        self.is_accepted_whole = any(
            one.outcome is not AcceptanceOutcome.REJECTED for one in self.judged_whole
        )
        """Whether everything was accepted as one."""
        for name, number in (*self.deliveries, *self.judged):
            if number is not None:
                self._numbers.setdefault(name, set()).add(number)
        for root, number in self._shared_numbers():
            self._reached[root] = max(number, self._reached.get(root, number))

    def _read_entries(self) -> None:
        s = self._s
        by_id = {one.id: one for one in s.record.deliveries}
        for delivery in s.record.deliveries:
            self.deliveries[self._key(delivery.deliverable, delivery.occurrence)] = delivery
        for acceptance in s.record.acceptances:
            key = self._judged_key(acceptance, by_id)
            if key is None:
                self.judged_whole.append(acceptance)
                continue
            self.judged.setdefault(key, []).append(acceptance)
            name, number = key
            if number is not None:
                self.highest_judged[name] = max(number, self.highest_judged.get(name, number))
        for fulfilment in s.record.fulfilments:
            name, number = fulfilment.responsibility, fulfilment.occurrence
            number = None if s.dates.numbers(name) is None else number
            self.fulfilled[(name, number)] = fulfilment
            if fulfilment.complete and number is None:
                self.covered[name] = s.day_of(fulfilment)
        self.provided: dict[str, set[int]] = {}
        """The occurrences of each responsibility of which nothing is missing."""
        for (name, number), fulfilment in self.fulfilled.items():
            if number is not None and fulfilment.complete:
                self.provided.setdefault(name, set()).add(number)

    def _judged_key(self, acceptance: Acceptance, by_id: dict[str, Delivery]) -> Key | None:
        """What an acceptance is about; it may say so by the delivery that it names."""
        name, occurrence = acceptance.deliverable, acceptance.occurrence
        delivery = by_id.get(self._s.entries.current(acceptance.delivery or ""))
        if delivery is not None and name in (None, delivery.deliverable):
            name = delivery.deliverable
            occurrence = delivery.occurrence if occurrence is None else occurrence
        return None if name is None else self._key(name, occurrence)

    def _key(self, name: str, occurrence: int | None) -> Key:
        known = name in self.deliverables
        return (name, None if known and self._s.dates.numbers(name) is None else occurrence)

    def _shared_numbers(self) -> Iterator[tuple[str, int]]:
        for reached in self._s.record.milestones_reached:
            if reached.occurrence is not None:
                yield reached.milestone, reached.occurrence
        for name, numbers in self._numbers.items():
            rhythm = self._s.dates.numbers(name)
            if rhythm is not None:
                yield rhythm.root, max(numbers)

    def numbers(self, deliverable: str) -> set[int]:
        """The occurrences of a deliverable that are on record, delivered or judged."""
        return self._numbers.get(deliverable, set())

    def reached(self, root: str) -> int | None:
        """The highest occurrence of a milestone that the record speaks of in any way."""
        return self._reached.get(root)

    def is_delivered(self, deliverable: str, occurrence: int | None = None) -> bool:
        """Whether work is there: delivered, or judged, which nothing can be that is not there."""
        key = (deliverable, occurrence)
        return key in self.deliveries or key in self.judged or self.is_accepted_whole

    def is_open(self, item: str) -> bool:
        """Whether something that other work waits for is known to be missing."""
        if item in self.deliverables:
            return self._s.dates.numbers(item) is None and not self.is_delivered(item)
        if item not in self.responsibilities or self._s.dates.numbers(item) is not None:
            return False
        latest = self.fulfilled.get((item, None))
        return latest is None or not latest.complete

    def stages_of(self, deliverable: str, occurrence: int | None) -> tuple[int, ...]:
        """The stages, by index, that judge a piece of work.

        A stage without `starts` judges every delivery. One that starts with a milestone that
        comes round judges the occurrences of work that comes round with it. Any other judges the
        work that is delivered once.
        """
        dates = self._s.dates
        own = dates.numbers(deliverable)
        found = []
        for index, stage in enumerate(self.stages):
            starts = stage.starts
            if starts is not None:
                rhythm = None if starts.anchor is None else dates.numbers(starts.anchor)
                if starts.first is not None and starts.first == starts.last:
                    rhythm = None
                if (rhythm and rhythm.root) != (own and own.root):
                    continue
                if rhythm is not None and (occurrence or 0) < (starts.first or 0):
                    continue
                if None not in (starts.last, occurrence) and (occurrence or 0) > (starts.last or 0):
                    continue
            found.append(index)
        return tuple(found)

    def latest(self, key: Key, index: int) -> Acceptance | None:
        """The judgement that counts for one stage; those without the right do not.

        A judgement counts for the stage that it names, or else for those of the role in which it
        was made, or else for the only stage there is. Once work that was rejected is delivered
        anew, earlier judgements of it count no more.
        """
        found = None
        for acceptance in (*self.judged_whole, *self.judged.get(key, ())):
            if self._is_of(acceptance, index) and self.has_right(acceptance, index) is not False:
                found = acceptance
        return None if found is None or self.is_outdated(key, found) else found

    def void(self, key: Key, index: int) -> tuple[Acceptance, ...]:
        """The judgements of one stage that do not count, for want of the right to them."""
        return tuple(
            one
            for one in self.judged.get(key, ())
            if self._is_of(one, index) and self.has_right(one, index) is False
        )

    def is_outdated(self, key: Key, acceptance: Acceptance) -> bool:
        """Whether a judgement is about work that was rejected and has been delivered anew."""
        delivery = self.deliveries.get(key)
        if delivery is None or self._is_about(acceptance, delivery):
            return False
        return any(
            one.outcome is AcceptanceOutcome.REJECTED and not self._is_about(one, delivery)
            for one in self.judged.get(key, ())
        )

    def _is_about(self, acceptance: Acceptance, delivery: Delivery) -> bool:
        """Whether a judgement is about a delivery: it names it, or none and is not earlier."""
        if acceptance.delivery is not None:
            return self._s.entries.current(acceptance.delivery) == delivery.id
        instant = self._s.entries.instant
        return instant(acceptance) >= instant(delivery)

    def _is_of(self, acceptance: Acceptance, index: int) -> bool:
        stage = self.stages[index]
        if acceptance.stage is not None:
            return stage.id == acceptance.stage
        if acceptance.role is not None and any(acceptance.role == one.role for one in self.stages):
            return stage.role == acceptance.role
        return len(self.stages) == 1

    def right_needed(self, acceptance: Acceptance) -> Right:
        """`accept` for stages that decide, `review` for a judgement of those alone that do not."""
        of = [stage for index, stage in enumerate(self.stages) if self._is_of(acceptance, index)]
        return Right.REVIEW if of and not any(one.decides for one in of) else Right.ACCEPT

    def has_right(self, acceptance: Acceptance, index: int | None = None) -> bool | None:
        """Whether a judgement was made by somebody who may; none where the plan does not say."""
        right = self.right_needed(acceptance)
        if index is not None:
            right = Right.ACCEPT if self.stages[index].decides else Right.REVIEW
        day = self._s.day_of(acceptance)
        had = self._s.parties.had_right(acceptance.by, right, role=acceptance.role, as_of=day)
        if right is Right.REVIEW and not had and self._may_accept(acceptance, day):
            return True
        return had

    def _may_accept(self, acceptance: Acceptance, day: dt.date) -> bool:
        acting = self._s.parties.acting(acceptance.by, acceptance.role, as_of=day)
        return any(Right.ACCEPT in role.may for role in acting)
