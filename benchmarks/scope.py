"""The forecast of large agreements: deliverables that depend on others, and delays on record.

Run with ``python benchmarks/scope.py``; each figure is the best of five runs, in seconds of the
processor, so that other programs matter less. The deliverables come in strands of 250 that go on
side by side; within one, each has five dependencies among the sixty before it. For every two of
them there is a delay of one to five days, of any side. Every tenth waits for something that the
client owes, and a third of that came late.

The time goes with the days lost and the things that cost them, of which every deliverable says its
own. The last two lines are one strand of 1,000 that all wait for one another. In the very last one,
asked about in July, every tenth delay holds up everything besides.
"""

import datetime as dt
import random
import time
from collections.abc import Callable

from clientkit.base import Due
from clientkit.scope import (
    ClientResponsibility,
    DelayEvent,
    Deliverable,
    Fulfilment,
    Progress,
    ScopeAgreement,
    client_delays,
    extension,
    forecast,
    weekday_calendar,
)

SIZES, GOAL, BUDGET, STRAND = (250, 500, 1000, 2000, 4000), 1000, 0.5, 250
START = dt.date(2026, 1, 5)
AT = dt.datetime(2026, 2, 9, 9, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 7, 25, 9, tzinfo=dt.UTC)
CALENDAR = weekday_calendar("Europe/Berlin")
SIDES = ("client", "provider", "third_party")


def made(
    size: int, strand: int = STRAND, *, dense: bool = False
) -> tuple[ScopeAgreement, Progress]:
    """An agreement of so many deliverables, and what is on record under it."""
    chance = random.Random(1)  # noqa: S311 (nothing secret)
    deliverables, owed, provided, delays = [], [], [], []
    for n in range(size):
        place = n % strand
        before = range(max(n - place, n - 60), n)
        needs = [f"d{one}" for one in chance.sample(before, 5)] if place > 5 else []
        due = Due(START + dt.timedelta(days=7)) if place <= 5 else None
        deliverables.append(
            Deliverable(
                id=f"d{n}", title=f"Part {n}", due=due, depends_on=tuple(sorted(needs)),
                working_days=chance.randrange(1, 6),
            )
        )  # fmt: skip
        if n % 10 == 0:
            day = START + dt.timedelta(days=place // 2)
            waiting = (f"d{n}",)
            one = ClientResponsibility(
                id=f"r{n}", title=f"Input {n}", due=Due(day), needed_for=waiting
            )
            owed.append(one)
            late = chance.randrange(1, 10) if chance.random() < 0.35 else 0
            entry = Fulfilment(
                id=f"f{n}", responsibility=one.id, by="lena", date=day + dt.timedelta(days=late)
            )
            provided.append(entry)
    for n in range(size // 2):
        day = START + dt.timedelta(days=chance.randrange(200))
        affects = () if dense and n % 10 == 0 else (f"d{chance.randrange(size)}",)
        delays.append(
            DelayEvent(
                id=f"e{n}", party=chance.choice(SIDES), affects=affects, starts_on=day,
                ends_on=day + dt.timedelta(days=chance.randrange(5)), reason="Held up", by="pm",
                date=day if dense else min(day, AT.date()),
            )
        )  # fmt: skip
    agreement = ScopeAgreement(
        id="web", title="Web", deliverables=tuple(deliverables), responsibilities=tuple(owed)
    )
    return agreement, Progress(fulfilments=tuple(provided), delay_events=tuple(delays))


def best_of_five(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(5):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    print("deliverables  dependencies  delays  forecast  client_delays  extension, seconds")
    lines = ((size, STRAND, False) for size in SIZES)
    for size, strand, dense in (*lines, (GOAL, GOAL, False), (GOAL, GOAL, True)):
        agreement, progress = made(size, strand, dense=dense)
        at = LATER if dense else AT
        sides = {"client_calendar": CALENDAR, "our_calendar": CALENDAR, "at": at}
        found = forecast(agreement, progress, **sides)
        for item in found.items:
            assert sum(one.working_days for one in item.shares) == max(0, item.slip or 0)
        edges = sum(len(one.depends_on) for one in agreement.deliverables)
        took = best_of_five(lambda: forecast(agreement, progress, **sides))  # noqa: B023 (called here)
        owed = best_of_five(
            lambda: client_delays(
                agreement, progress.fulfilments, progress.delay_events,  # noqa: B023 (called here)
                **sides,  # noqa: B023 (called here)
            )
        )  # fmt: skip
        granted = best_of_five(lambda: extension(agreement, progress, **sides))  # noqa: B023 (called here)
        verdict = ""
        if size == GOAL:
            how = "within" if took <= BUDGET else "over"
            kind = ", one strand" if strand == GOAL else ""
            slips = sorted(item.slip or 0 for item in found.items)
            kind += f", dense: half slip by {slips[size // 2]} days or more" if dense else ""
            verdict = f"  ({how} {BUDGET}{kind})"
        print(
            f"{size:12} {edges:13} {len(progress.delay_events):7} {took:9.3f} {owed:14.3f} "
            f"{granted:10.3f}{verdict}"
        )


if __name__ == "__main__":
    main()
