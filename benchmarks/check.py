"""Check plans of about 6 kB, beside check-jsonschema on the same files.

    python benchmarks/check.py [--files N] [--rounds N]

The plan is `data/client-plan.yaml`, and the same as JSON. First one document in a process that has
imported everything, in processor time, the best of many rounds; then a folder of N files, each with
other names, by the command in this process and in one of its own, where Python's start and the
imports count too.
check-jsonschema knows the shape only, clientkit also the rules, and where each finding stands.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import check_jsonschema

from clientkit import ClientPlan, check_plan
from clientkit.base import Severity
from clientkit.cli import main as clientkit_command
from clientkit.documents import read
from clientkit.documents.checking import _shape
from clientkit.documents.reading import Document
from clientkit.documents.schema_files import schema_text
from clientkit.plan.judgement import judge_plan

PLAN = Path(__file__).parent / "data" / "client-plan.yaml"
TARGETS = {"yaml": 25.0, "json": 1.0}  # milliseconds


class Row(NamedTuple):
    """The same work for clientkit and for check-jsonschema."""

    label: str
    files: int
    ours: Callable[[], object]
    theirs: Callable[[], object]


def milliseconds(runs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Processor time, the best of many short turns in alternation: other load counts for little."""
    numbers = {
        name: max(1, int(0.005 / max(timeit.timeit(run, number=1), 1e-6)))
        for name, run in runs.items()
    }
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(rounds):
        for name, run in runs.items():
            took = timeit.timeit(run, number=numbers[name], timer=time.process_time)
            took *= 1000 / numbers[name]
            best[name] = min(best[name], took)
    return best


def variant(text: str, number: int) -> str:
    """The plan with other names, so that no two files are alike."""
    return text.replace("harbor", f"harbor-{number}").replace("Harbor", f"Harbor {number}")


def as_json(text: str) -> str:
    return json.dumps(read(text).data, ensure_ascii=False)


def one_document(rounds: int) -> None:
    yaml_text = PLAN.read_text(encoding="utf-8")
    texts = {"yaml": yaml_text.encode(), "json": as_json(yaml_text).encode()}
    print(f"one document, after imports (milliseconds of processor time, best of {rounds})")
    print(f"{'':8}{'bytes':>8}{'check':>9}{'at most':>9}{'reading':>9}{'shape':>8}{'sense':>8}")
    for syntax, raw in texts.items():
        assert not any(one.severity is Severity.ERROR for one in check_plan(raw))
        took = milliseconds(stages(raw), rounds)
        reading, shape = took["reading"], took["reading and shape"] - took["reading"]
        print(
            f"{syntax:8}{len(raw):8,}{took['check']:9.2f}{TARGETS[syntax]:9.0f}{reading:9.2f}"
            f"{shape:8.2f}{took['sense']:8.2f}   reading is {reading / took['check']:.0%}"
        )


def stages(raw: bytes) -> dict[str, Callable[[], object]]:
    """The whole check, and what it consists of."""
    plan = _shape(ClientPlan, prepared(raw)).value
    assert plan is not None
    return {
        "check": lambda: check_plan(raw),
        "reading": lambda: prepared(raw),
        "reading and shape": lambda: _shape(ClientPlan, prepared(raw)),
        "sense": lambda: list(judge_plan(plan)),
    }


def prepared(raw: bytes) -> Document:
    """What reading does; of YAML the data too, which for JSON nobody asks."""
    document = read(raw)
    if document.json is None:
        _ = document.data
    return document


def folders(files: int, place: Path) -> None:
    yaml_text = PLAN.read_text(encoding="utf-8")
    schema = place / "client-plan.schema.json"
    schema.write_text(schema_text("client-plan"), encoding="utf-8")
    theirs = ["--schemafile", str(schema)]
    print(f"\na folder of {files:,} files (milliseconds a file, in brackets seconds in all)")
    print(f"{'':28}{'clientkit':>18}{'check-jsonschema':>18}{'ratio':>8}")
    for syntax in ("yaml", "json"):
        folder = place / syntax
        folder.mkdir()
        for number in range(files):
            text = variant(yaml_text, number)
            text = as_json(text) if syntax == "json" else text
            (folder / f"client-plan-{number}.{syntax}").write_text(text, encoding="utf-8")
        names = [str(one) for one in sorted(folder.iterdir())]
        own = [sys.executable, "-m"]
        rows = (
            Row(
                f"{syntax}, in this process", files,
                partial(quietly, clientkit_command, ["check", str(folder)]),
                partial(quietly, peer, [*theirs, *names]),
            ),
            Row(
                f"{syntax}, a process of its own", files,
                partial(spawn, [*own, "clientkit", "check", str(folder)]),
                partial(spawn, [*own, "check_jsonschema", *theirs, *names]),
            ),
            Row(
                f"{syntax}, one file alone", 1,
                partial(spawn, [*own, "clientkit", "check", names[0]]),
                partial(spawn, [*own, "check_jsonschema", *theirs, names[0]]),
            ),
        )  # fmt: skip
        for row in rows:
            ours, peers = seconds(row.ours, row.files), seconds(row.theirs, row.files)
            print(f"{row.label:28}{cell(ours, row.files)}{cell(peers, row.files)}"
                  f"{peers / ours:7.1f}x")  # fmt: skip


def seconds(run: Callable[[], object], files: int) -> float:
    """One turn; the best of three where a turn is short."""
    return min(timeit.repeat(run, number=1, repeat=3 if files == 1 else 1))


def cell(took: float, files: int) -> str:
    return f"{took / files * 1000:9.2f} ({took:5.2f})"


def quietly(command: Callable[[Sequence[str]], int], arguments: Sequence[str]) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        assert command(arguments) == 0


def peer(arguments: Sequence[str]) -> int:
    try:
        check_jsonschema.main(list(arguments))
    except SystemExit as end:  # click ends the program
        return int(end.code or 0)
    return 0


def spawn(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    one_document(options.rounds)
    with tempfile.TemporaryDirectory() as place:
        folders(options.files, Path(place))


if __name__ == "__main__":
    main()
