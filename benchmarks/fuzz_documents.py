"""Feed generated documents to the checks, and report each that makes one fail.

    python benchmarks/fuzz_documents.py --documents 1000000 [--seed S] [--processes P]

Checking promises to return findings whatever it is given. The documents are parts of the examples,
changed at random as data and as JSON, YAML and TOML texts, beside arbitrary JSON, texts and bytes.
Of one state of the examples, document N of a seed is always the same: ``--only N`` checks it alone.
A document fails when anything is raised, when something other than a finding comes back, when a
finding cannot be written down, when data that were handed over have changed, or when it took
more of the processor than ``--seconds``.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import sys
import time
import traceback
from collections import Counter
from typing import Any, NamedTuple

from generated_documents import corpus, sample

from clientkit.base import Finding

CHUNK = 500
SLOWEST = 5


class Outcome(NamedTuple):
    kind: str
    failure: str | None
    findings: int
    took: float


def attempt(seed: int, number: int, limit: float) -> Outcome:
    """Check one document."""
    one = sample(seed, number)
    before = repr(one.source) if isinstance(one.source, dict | list) else None
    started = time.process_time()
    try:
        found = one.check()
    except Exception:  # noqa: BLE001 this is what is looked for
        return Outcome(one.kind, traceback.format_exc(limit=-4), 0, 0.0)
    took = time.process_time() - started
    count = len(found) if isinstance(found, tuple) else 0
    return Outcome(one.kind, wrong(found, one.source, before, took, limit), count, took)


def wrong(
    found: object, given: object, before: str | None, took: float, limit: float
) -> str | None:
    if not isinstance(found, tuple) or not all(isinstance(one, Finding) for one in found):
        return f"returned {found!r}"
    try:
        for one in found:
            f"{one.where} {one.message} {one.suggestion} {one.path}".encode()
    except UnicodeEncodeError:
        return f"cannot be written: {one!r}"
    if before is not None and repr(given) != before:
        return "the data were changed"
    return f"took {took:.1f} s" if took > limit else None


def run_chunk(
    job: tuple[int, int, int, float],
) -> tuple[Counter[str], list[str], int, int, list[Any]]:
    seed, start, end, limit = job
    kinds: Counter[str] = Counter()
    failures: list[str] = []
    found, clean = 0, 0
    slow: list[Any] = []
    for number in range(start, end):
        outcome = attempt(seed, number, limit)
        kinds[outcome.kind] += 1
        found += outcome.findings
        clean += not outcome.findings
        slow.append((outcome.took, number, outcome.kind))
        if outcome.failure is not None:
            failures.append(f"document {number} of seed {seed} ({outcome.kind})\n{outcome.failure}")
    return kinds, failures, found, clean, sorted(slow, reverse=True)[:SLOWEST]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="the first document's number")
    parser.add_argument("--processes", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument(
        "--seconds", type=float, default=5.0, help="of the processor; more is a failure"
    )
    parser.add_argument("--minutes", type=float, default=None, help="stop after so long")
    parser.add_argument("--only", type=int, help="show this document, and check it alone")
    options = parser.parse_args()
    if options.only is not None:
        one = sample(options.seed, options.only)
        print(one.kind, repr(one.source), one.check(), sep="\n")
        return 0
    ends = range(options.start, options.start + options.documents, CHUNK)
    jobs = [
        (options.seed, at, min(at + CHUNK, options.start + options.documents), options.seconds)
        for at in ends
    ]
    return report(jobs, options)


def report(jobs: list[Any], options: argparse.Namespace) -> int:
    corpus()  # before the processes part, so that each has it
    started = time.perf_counter()
    kinds: Counter[str] = Counter()
    failures: list[str] = []
    found, clean = 0, 0
    slow: list[Any] = []
    with multiprocessing.Pool(options.processes) as pool:
        for of_kinds, failed, count, none, took in pool.imap_unordered(run_chunk, jobs):
            kinds += of_kinds
            found, clean = found + count, clean + none
            slow = sorted(itertools.chain(slow, took), reverse=True)[:SLOWEST]
            for one in failed[: max(0, 20 - len(failures))]:
                print(one, file=sys.stderr, flush=True)
            failures += failed
            if options.minutes and time.perf_counter() - started > options.minutes * 60:
                pool.terminate()
                break
    seconds = time.perf_counter() - started
    total = kinds.total()
    print(
        f"{total:,} documents of seed {options.seed} in {seconds:,.0f} s, {len(failures)} failures"
    )
    print(f"{found:,} findings; {clean:,} documents without any")
    for kind, count in sorted(kinds.items()):
        print(f"  {kind:24}{count:>10,}")
    print("slowest:", ", ".join(f"{took:.2f} s ({number})" for took, number, _ in slow))
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
