"""Draws the pictures of "Signal or noise": ``python docs/pictures/signal_or_noise.py``."""

import datetime as dt
from pathlib import Path

from clientkit.kpi import Kpi, Measurement
from clientkit.report import xmr_svg

FOLDER = Path(__file__).parents[1] / "explanation"
SPEED = Kpi(id="speed", name="First page on a phone", unit="s", direction="lower")
USUAL = [5, 6, 5, 4] * 3
START = dt.date(2026, 3, 2)


def chart(values: list[float]) -> str:
    """One value a week."""
    return xmr_svg(
        SPEED,
        [
            Measurement(
                id=f"week-{n}", kpi=SPEED.id, by="pm", date=START + dt.timedelta(weeks=n), value=one
            )
            for n, one in enumerate(values)
        ],
    )


def pictures() -> dict[str, str]:
    """The pictures by the names of their files."""
    return {
        "signal-or-noise-usual.svg": chart(USUAL),
        "signal-or-noise-outside.svg": chart([*USUAL, 9]),
        "signal-or-noise-run.svg": chart([*USUAL, 4, 3, 4, 4, 3, 4, 3, 4]),
    }


if __name__ == "__main__":
    for name, svg in pictures().items():
        (FOLDER / name).write_text(svg, encoding="utf-8", newline="\n")
