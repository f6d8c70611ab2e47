"""How long importing takes, beside importing what the library stands on.

python benchmarks/imports.py [--repeat N]
"""

from __future__ import annotations

import argparse
import subprocess
import sys

CASES = {
    "attrs + msgspec + pendulum": "import attrs, msgspec, pendulum",
    "import clientkit": "import clientkit",
    "from clientkit import ClientPlan": "from clientkit import ClientPlan",
}
UNWANTED = ("jsonschema", "yaml", "dateutil.rrule", "urllib.request")
PROGRAM = """
import time
start = time.perf_counter()
{code}
took = time.perf_counter() - start
import sys
print(took, *(name for name in {unwanted!r} if name in sys.modules))
"""


def measure(code: str) -> tuple[float, list[str]]:
    program = PROGRAM.format(code=code, unwanted=UNWANTED)
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    took, *unwanted = run.stdout.split()
    return float(took) * 1000, unwanted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=7)
    repeat = parser.parse_args().repeat
    base = 0.0
    for name, code in CASES.items():
        runs = [measure(code) for _ in range(repeat)]
        best = min(took for took, _ in runs)
        base = base or best
        loads = "".join(f"  loads {module}" for module in runs[0][1])
        print(f"{name:36}{best:8.1f} ms{best / base:8.2f} x{loads}")


if __name__ == "__main__":
    main()
