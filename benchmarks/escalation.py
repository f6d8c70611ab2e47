"""The state of issues: one at a time, ten thousand in one call, and as their histories grow.

    python benchmarks/escalation.py [--check]

An issue has three clocks, four levels and, unless said otherwise, six events. Times are processor
time, the best of many short runs, so that a busy machine changes them little. `--check` fails where
a figure is not reached.
"""

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable

from clientkit.base import decode
from clientkit.escalation import (
    EscalationPolicy,
    Issue,
    IssueEvent,
    escalation_state,
    escalation_states,
)
from clientkit.worktime import WorkingCalendar

DAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = decode(
    WorkingCalendar, {"timezone": "Europe/Berlin", "hours": {day: ["09:00-17:00"] for day in DAYS}}
)
POLICY = decode(
    EscalationPolicy,
    {
        "responses": [
            {
                "priority": 1,
                "first_response": "1 working hour",
                "update": "2 working hours",
                "resolution": "8 working hours",
            }
        ],
        "levels": [
            {"id": "pm", "after": "0 minutes", "notify": ["pm"]},
            {"id": "lead", "after": "4 working hours", "notify": ["lead"]},
            {"id": "partner", "anchor": "resolution", "before": "2 working hours",
             "notify": ["partner"], "unless": "resolved"},
            {"id": "sponsors", "anchor": "opened", "after": "1 working day", "notify": ["sponsor"],
             "unless": "resolved", "attempts": 1},
        ],
        "repeat": {"times": 2, "starting": "lead"},
        "acknowledgement_expires": "8 working hours",
    },
)  # fmt: skip
OPENED = dt.datetime(2026, 9, 3, 12, tzinfo=dt.UTC)
AT = OPENED + dt.timedelta(days=1)
TURNS = ("acknowledged", "provider", "waiting", "resumed", "client", "attempt")


def issue(number: int = 0) -> Issue:
    return Issue(
        id=f"issue-{number}", title="It fails", impact="high", urgency="high", by="anna",
        at=OPENED + dt.timedelta(seconds=number % 3600),
    )  # fmt: skip


def history(number: int = 0, count: int = 6, minutes: float = 20) -> list[IssueEvent]:
    """Events of every sort, by turns."""
    found = []
    for n in range(count):
        turn = TURNS[n % len(TURNS)]
        kind = "message" if turn in ("provider", "client") else turn
        party = turn if kind == "message" else "client" if kind == "waiting" else None
        at = OPENED + dt.timedelta(seconds=number % 3600, minutes=minutes * (n + 1))
        found.append(
            IssueEvent(
                id=f"event-{number}-{n}", issue=f"issue-{number}", kind=kind, party=party, at=at,
                by="lena",
            )
        )  # fmt: skip
    return found


def micro(call: Callable[[], object], repeats: int) -> float:
    """The shortest time of a call, in microseconds."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best * 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail where a figure is not reached")
    check = parser.parse_args().check
    reached = []

    def claim(text: str, value: float, bound: float) -> None:
        reached.append(value <= bound)
        print(f"  {text}: {value:.1f} (at most {bound:g}) {'ok' if reached[-1] else 'MISSED'}")

    one, events = issue(), history()
    state = escalation_state(one, events, POLICY, OFFICE, at=AT)
    assert state.clocks.update.due is not None
    assert len(state.reached) > 1
    claim(
        "µs for the full state of an issue with six events, three clocks, four levels",
        micro(lambda: escalation_state(one, events, POLICY, OFFICE, at=AT), 20_000), 60,
    )  # fmt: skip
    issues = [issue(n) for n in range(10_000)]
    all_events = [event for n in range(10_000) for event in history(n)]
    whole = micro(lambda: escalation_states(issues, all_events, POLICY, OFFICE, at=AT), 10)
    claim("µs for each of 10,000 issues in one call", whole / len(issues), 60)

    print(f"{'events':>12}{'µs':>10}{'µs an event':>14}")
    times = {}
    for count in (6, 60, 600, 6000):
        many = history(count=count, minutes=20 * 60 / count)
        times[count] = micro(lambda: escalation_state(one, many, POLICY, OFFICE, at=AT), 30)  # noqa: B023 (called at once)
        print(f"{count:12}{times[count]:10.0f}{times[count] / count:14.2f}")
    claim("an event of 6000 against one of 600", times[6000] / times[600] / 10, 1.5)
    return 1 if check and not all(reached) else 0


if __name__ == "__main__":
    sys.exit(main())
