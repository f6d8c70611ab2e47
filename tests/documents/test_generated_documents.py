"""A few of the documents that `benchmarks/fuzz_documents.py` makes a million of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def fuzzing() -> Iterator[ModuleType]:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import fuzz_documents  # noqa: PLC0415 (a script, found only with its folder on the path)

        yield fuzz_documents
    finally:
        sys.path.remove(str(BENCHMARKS))


def test_generated_documents_make_no_check_fail(fuzzing: ModuleType) -> None:
    outcomes = [fuzzing.attempt(3, number, 5.0) for number in range(300)]
    assert [one.failure for one in outcomes if one.failure is not None] == []
    kinds = {one.kind.partition(",")[0] for one in outcomes}
    assert kinds == {"part", "plan", "record", "arbitrary JSON", "YAML text", "bytes"}
    with_findings = sum(one.findings > 0 for one in outcomes)
    assert len(outcomes) // 2 < with_findings < len(outcomes)  # neither all broken nor all sound


def test_a_failure_would_be_seen(fuzzing: ModuleType) -> None:
    fine = fuzzing.wrong((), {"a": 1}, "{'a': 1}", 0.1, 5.0)
    assert fine is None
    assert fuzzing.wrong(None, "", None, 0.1, 5.0) == "returned None"
    assert fuzzing.wrong((), {"a": 2}, "{'a': 1}", 0.1, 5.0) == "the data were changed"
    assert fuzzing.wrong((), "", None, 6.0, 5.0) == "took 6.0 s"


def test_a_document_can_be_made_again(fuzzing: ModuleType) -> None:
    one, again = fuzzing.sample(1, 17), fuzzing.sample(1, 17)
    assert (one.kind, repr(one.source)) == (again.kind, repr(again.source))
