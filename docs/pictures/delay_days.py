"""Draws the picture of "How delay days are counted": ``python docs/pictures/delay_days.py``."""

import datetime as dt
from pathlib import Path

from clientkit.base import decode
from clientkit.report.drawing import Drawing
from clientkit.report.inks import Ink
from clientkit.scope import DelayParty, Forecast, ForecastItem, Progress, ScopeAgreement, forecast

FOLDER = Path(__file__).parents[1] / "explanation"
AGREEMENT = decode(
    ScopeAgreement,
    {
        "id": "web",
        "title": "New web site",
        "deliverables": [
            {"id": "texts", "title": "Texts", "due": "2026-03-20"},
            {"id": "design", "title": "Designs", "due": "2026-04-17",
             "depends_on": ["photos", "texts"]},
            {"id": "site", "title": "Site", "due": "2026-05-08", "working_days": 12,
             "depends_on": ["design"]},
        ],
        "responsibilities": [{"id": "photos", "title": "Photographs", "due": "2026-03-20"}],
    },
)  # fmt: skip
RECORD = decode(
    Progress,
    {
        "fulfilments": [
            {"id": "f1", "responsibility": "photos", "date": "2026-03-27", "by": "curator"},
        ],
        "deliveries": [{"id": "d1", "deliverable": "texts", "date": "2026-03-25", "by": "pm"}],
        "delay_events": [
            {"id": "server", "party": "third_party", "affects": ["design"], "by": "pm",
             "date": "2026-04-08", "starts_on": "2026-04-07", "ends_on": "2026-04-08",
             "reason": "The city's server was down"},
        ],
    },
)  # fmt: skip
AT = dt.datetime(2026, 4, 9, 12, tzinfo=dt.UTC)
INKS = {
    DelayParty.CLIENT: Ink.BETTER,
    DelayParty.PROVIDER: Ink.WORSE,
    DelayParty.CONCURRENT: Ink.CHANGED,
    DelayParty.THIRD_PARTY: Ink.LIMIT,
    DelayParty.NOBODY: Ink.PATH,
}
NAMES = {
    DelayParty.CLIENT: "client",
    DelayParty.PROVIDER: "ours",
    DelayParty.CONCURRENT: "both",
    DelayParty.THIRD_PARTY: "third party",
    DelayParty.NOBODY: "nobody",
}
WIDTH, LEFT, TOP, STEP, DAY = 720, 270.0, 70.0, 62.0, 58.0


def result() -> Forecast:
    """The forecast that the picture and the page show."""
    return forecast(AGREEMENT, RECORD, client_calendar=None, our_calendar=None, at=AT)


def described(item: ForecastItem) -> str:
    """A row of the picture in words."""
    shares = ", ".join(f"{NAMES[one.party]} {one.working_days}" for one in item.shares)
    return f"{item.title}, {item.slip} days late: {shares}"


def pictures() -> dict[str, str]:
    """The picture by the name of its file."""
    found = result()
    rows = [found.item(name) for name in ("photos", "texts", "design", "site")]
    title = "Working days lost, and whose they are"
    drawing = Drawing(title, f"{'; '.join(map(described, rows))}.", width=WIDTH)
    drawing.text(20, 34, title, size=18, bold=True)
    for n, item in enumerate(rows):
        y = TOP + STEP * n
        drawing.text(20, y + 16, item.title, bold=True)
        dates = f"agreed {item.baseline:%d %b}, now {item.forecast:%d %b}"
        drawing.text(20, y + 35, dates, ink=Ink.QUIET, size=13)
        x = LEFT
        for share in item.shares:
            for _ in range(share.working_days):
                corners = [(x + 2, y), (x + DAY - 2, y), (x + DAY - 2, y + 24), (x + 2, y + 24)]
                drawing.polygon(corners, INKS[share.party])
                x += DAY
            words = f"{NAMES[share.party]} {share.working_days}"
            middle = x - DAY * share.working_days / 2
            drawing.text(middle, y + 41, words, ink=Ink.QUIET, size=13, anchor="middle")
    return {"delay-days.svg": drawing.svg(TOP + STEP * len(rows) + 6)}


if __name__ == "__main__":
    for name, svg in pictures().items():
        (FOLDER / name).write_text(svg, encoding="utf-8", newline="\n")
