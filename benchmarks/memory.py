"""Time and memory for checking a large record: 100,000 measurements and interactions in JSON.

    python benchmarks/memory.py [--entries N]

The peak is what the whole process needed above what it needed before (resident set), in a process
of its own; the record is made up.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def made_up(entries: int) -> bytes:
    half = entries // 2
    start = "2026-03-01T08:00:00+01:00"
    record = {
        "clientkit": "1",
        "plan": "harbor-web",
        "timezone": "Europe/Berlin",
        "measurements": [
            {"id": f"m{number}", "kpi": "page-speed", "at": start, "by": "pm", "value": number % 97}
            for number in range(half)
        ],
        "interactions": [
            {"id": f"i{number}", "at": start, "by": "pm", "kind": "message", "started_by": "client",
             "participants": ["curator", "pm"]}
            for number in range(entries - half)
        ],
    }  # fmt: skip
    return json.dumps(record, separators=(",", ":")).encode()


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def check(path: str) -> None:
    from clientkit import check_plan, check_record  # noqa: PLC0415 (imports are not what is measured)

    check_plan(b"{}")
    check_record(b"{}")
    before, start = peak(), time.perf_counter()
    findings = check_record(Path(path))
    took, size = time.perf_counter() - start, Path(path).stat().st_size
    more = peak() - before
    print(
        f"{size / 1e6:.1f} MB of JSON, {len(findings)} findings: {took:.2f} s, "
        f"{more / 1e6:.0f} MB, {more / size:.1f} x its size"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--check", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.check:
        check(options.check)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.json"
        path.write_bytes(made_up(options.entries))
        subprocess.run([sys.executable, __file__, "--check", str(path)], check=True)


if __name__ == "__main__":
    main()
