"""Draws the picture of "Small numbers": ``python docs/pictures/small_numbers.py``."""

import datetime as dt
from pathlib import Path

from clientkit.feedback import NpsScore, Survey, SurveyResponse, nps
from clientkit.report.drawing import Drawing
from clientkit.report.inks import Ink

FOLDER = Path(__file__).parents[1] / "explanation"
RELATION = Survey(id="relation", metric="nps", scale="0-10")
NINE = (10, 10, 9, 9, 9, 8, 8, 7, 4)
WIDTH, LEFT, RIGHT, TOP, STEP = 720, 130.0, 690.0, 66.0, 38.0


def score(times: int) -> NpsScore:
    """The score of the nine answers, given so many times over."""
    day = dt.date(2026, 5, 4)
    answers = [
        SurveyResponse(id=f"r{n}", survey=RELATION.id, score=one, by="lena", date=day)
        for n, one in enumerate(NINE * times)
    ]
    return nps(RELATION, answers)


def x(points: float) -> float:
    return LEFT + (RIGHT - LEFT) * (points + 100) / 200


def pictures() -> dict[str, str]:
    """The picture by the name of its file."""
    scores = [score(times) for times in (1, 2, 4, 8, 16)]
    rows = [f"{one.n} answers: {one.interval.low:.0f} to {one.interval.high:.0f}" for one in scores]
    title = f"A Net Promoter Score of {scores[0].score:.0f}, with its 95 % interval"
    drawing = Drawing(title, f"{'; '.join(rows)}. The score is the same in every row.", width=WIDTH)
    drawing.text(20, 34, title, size=18, bold=True)
    bottom = TOP + STEP * len(scores)
    for points in (-100, -50, 0, 50, 100):
        ink = Ink.GRID if points else Ink.QUIET
        drawing.path([(x(points), TOP - 12), (x(points), bottom - 8)], ink)
        words = f"{points:+d}".replace("-", "\N{MINUS SIGN}") if points else "0"
        drawing.text(x(points), bottom + 12, words, ink=Ink.QUIET, size=13, anchor="middle")
    for n, one in enumerate(scores):
        y = TOP + STEP * (n + 0.25)
        low, high = one.interval.low, one.interval.high
        drawing.text(LEFT - 16, y + 5, f"{one.n} answers", anchor="end")
        drawing.path([(x(low), y), (x(high), y)], Ink.BETTER, width=5)
        drawing.dot(x(one.score), y, 7, Ink.TEXT, rows[n])
        for points, anchor, gap in ((low, "end", -8), (high, "start", 8)):
            words = f"{points:.0f}".replace("-", "\N{MINUS SIGN}")
            drawing.text(x(points) + gap, y + 5, words, ink=Ink.QUIET, size=13, anchor=anchor)
    return {"small-numbers.svg": drawing.svg(bottom + 28)}


if __name__ == "__main__":
    for name, svg in pictures().items():
        (FOLDER / name).write_text(svg, encoding="utf-8", newline="\n")
