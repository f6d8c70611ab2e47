"""An agreement with many versions: what its change orders come to, and what differs.

Run with the library alone: ``python benchmarks/scope_versions.py``. Each figure is processor time,
the best of five runs. The budget is 0.2 s for a summary of 200 versions; twice as many should take
about twice as long.
"""

from __future__ import annotations

import datetime as dt
import time

from clientkit import decode, encode
from clientkit.scope import (
    ChangeOrder,
    ChangeOrderEvent,
    ChangeRefusal,
    ScopeAgreement,
    agreement_at,
    apply_change_order,
    diff_agreements,
    impact_summary,
)

BUDGET = 0.2
PARTS = 100
START = dt.datetime(2020, 1, 6, 9, tzinfo=dt.UTC)


def made(versions: int) -> tuple[list[ScopeAgreement], list[ChangeOrder], list[ChangeOrderEvent]]:
    """An agreement of about 100 deliverables, and a change order for each further version.

    The versions are read one by one, as from files: what is equal in two is not the same object.
    """
    first = decode(ScopeAgreement, {
        "id": "web", "title": "New site", "price": "80000 EUR",
        "change_control": {"approved_by": ["sponsor"], "offer_valid": "2 weeks"},
        "deliverables": [
            {"id": f"d{number}", "title": f"Deliverable {number}", "working_days": 5,
             "depends_on": [f"d{number - 1}"] if number else [],
             "acceptance_criteria": [{"id": f"c{number}", "text": "It works"}]}
            for number in range(PARTS)
        ],
    })  # fmt: skip
    history, orders, events = [first], [], []
    for number in range(1, versions):
        at = START + dt.timedelta(days=7 * number)
        name = f"co-{number}"
        changed = {"id": f"d{number % PARTS}", "title": f"Deliverable {number}", "working_days": 6}
        order = decode(ChangeOrder, {
            "id": name, "title": "More", "origin": "client_request", "base": number, "by": "pm",
            "at": at.isoformat(), "price": "100.50 EUR", "working_days": 1,
            "adds": {"deliverables": [{"id": f"n{number}", "title": "New"}]},
            "removes": [f"n{number - 1}"] if number > 1 else [],
            "changes": {"deliverables": [changed]},
        })  # fmt: skip
        steps = [
            ChangeOrderEvent(id=f"{name}-{kind}", change_order=name, kind=kind, by="director",
                             role="sponsor", at=at + dt.timedelta(days=day))
            for day, kind in enumerate(("submitted", "offered", "approved"), 1)
        ]  # fmt: skip
        done = at + dt.timedelta(days=4)
        after = apply_change_order(history[-1], order, steps, at=done, timezone="UTC")
        if isinstance(after, ChangeRefusal):
            raise SystemExit(after.text)
        steps.append(
            ChangeOrderEvent(id=f"{name}-applied", change_order=name, kind="applied", by="pm",
                             at=done, version=after.version)
        )  # fmt: skip
        history.append(decode(ScopeAgreement, encode(after)))
        orders.append(order)
        events += steps
    return history, orders, events


def best_of_five(work) -> float:
    best = float("inf")
    for _ in range(5):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    print(f"{'versions':>8}  {'summary':>10}  {'per version':>12}  {'apply':>9}  {'diff':>9}  at")
    for versions in (50, 100, 200, 400):
        history, orders, events = made(versions)
        end = START + dt.timedelta(days=7 * (versions + 1))

        def summary(history=history, orders=orders, events=events, end=end) -> None:
            found = impact_summary(history, orders, events, at=end, timezone="UTC")
            assert found is not None and found.approved.orders == len(orders)

        def apply(history=history, orders=orders, events=events) -> None:
            apply_change_order(
                history[-2], orders[-1], events[-4:-1], at=events[-1].at, timezone="UTC"
            )

        took = best_of_five(summary)
        applying = best_of_five(apply)
        differing = best_of_five(lambda old=history[0], new=history[-1]: diff_agreements(old, new))
        asking = best_of_five(
            lambda history=history, end=end: agreement_at(history, as_of=end.date())
        )
        print(
            f"{versions:8}  {took * 1e3:7.1f} ms  {took / versions * 1e6:9.0f} us  "
            f"{applying * 1e3:6.1f} ms  {differing * 1e3:6.1f} ms  {asking * 1e6:.0f} us"
        )
        if versions == 200:
            print(f"          200 versions: {'within' if took <= BUDGET else 'over'} {BUDGET} s")


if __name__ == "__main__":
    main()
