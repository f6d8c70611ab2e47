"""What is on record of deliverables: handed over, judged, provided."""

import datetime as dt
from collections.abc import Iterator

from clientkit.plan.scope_questions import PlanRights
from clientkit.plan.situation import Situation
from clientkit.scope.entries import Fulfilment
from clientkit.scope.judging import Judgements, WorkKey
from clientkit.scope.ledger import Ledger

__all__ = ["Work"]


class Work:
    """Deliveries, judgements and fulfilments of a situation, by what they are about.

    Work is named by the deliverable and, where it comes round, the number of the occurrence.
    """

    def __init__(self, s: Situation) -> None:
        self._s = s
        # The entries of a situation are those that stand at its instant, corrections applied.
        ledger = Ledger(at=s.now, timezone=s.record.timezone, replaced=s.entries.replaced)
        self.judgements = Judgements(
            s.scope,
            s.record.deliveries,
            s.record.acceptances,
            ledger=ledger,
            rights=PlanRights(s),
        )
        """The deliveries and judgements of work, and which of them count."""
        self.fulfilled: dict[WorkKey, Fulfilment] = {}
        """The latest fulfilment of each responsibility, and of each occurrence that one names."""
        self.covered: dict[str, dt.date] = {}
        """The latest day on which each responsibility was fulfilled, naming no occurrence."""
        self.provided: dict[str, set[int]] = {}
        """The occurrences of each responsibility of which nothing is missing."""
        owed = () if s.scope is None else s.scope.responsibilities
        self.responsibilities = {one.id for one in owed}
        """What the client owes."""
        self._numbers: dict[str, set[int]] = {}
        self._reached: dict[str, int] = {}
        self._read_fulfilments()
        for name, number in self.judgements.work:
            if number is not None:
                self._numbers.setdefault(name, set()).add(number)
        for root, number in self._shared_numbers():
            self._reached[root] = max(number, self._reached.get(root, number))

    def _read_fulfilments(self) -> None:
        s = self._s
        for fulfilment in s.record.fulfilments:
            name, number = fulfilment.responsibility, fulfilment.occurrence
            number = None if s.dates.numbers(name) is None else number
            self.fulfilled[(name, number)] = fulfilment
            if fulfilment.complete and number is None:
                self.covered[name] = s.day_of(fulfilment)
        for (name, number), fulfilment in self.fulfilled.items():
            if number is not None and fulfilment.complete:
                self.provided.setdefault(name, set()).add(number)

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
        judgements = self.judgements
        is_known = key in judgements.deliveries or key in judgements.judged
        return is_known or judgements.is_accepted_whole

    def is_open(self, item: str) -> bool:
        """Whether something that other work waits for is known to be missing."""
        if item in self.judgements.deliverables:
            return self._s.dates.numbers(item) is None and not self.is_delivered(item)
        if item not in self.responsibilities or self._s.dates.numbers(item) is not None:
            return False
        latest = self.fulfilled.get((item, None))
        return latest is None or not latest.complete
