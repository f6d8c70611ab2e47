"""Draw the timeline of one issue as a self-contained SVG: whose turn it was, clocks, levels.

    python examples/issue-timeline/draw_timeline.py

Reads the plan and the record of `examples/harbor-web`, and writes `tickets-down.svg` beside itself.
Everything in the picture is computed from the record; nothing is placed by hand.
"""

import datetime as dt
from html import escape
from pathlib import Path

from clientkit.documents import load_plan, load_record
from clientkit.escalation import (
    ClockOutcome,
    EscalationState,
    IssueClock,
    IssueParty,
    escalation_state,
)
from clientkit.worktime import AnyCalendar, local, open_ranges

HERE = Path(__file__).parent
HARBOR = HERE.parent / "harbor-web"
AT = dt.datetime.fromisoformat("2026-09-04T18:00:00+02:00")

WIDTH, LEFT, RIGHT, ROW = 960, 150, 24, 46
COLOURS = {
    IssueParty.PROVIDER: "#2563a8",
    IssueParty.CLIENT: "#c77d0a",
    IssueParty.THIRD_PARTY: "#7a5aa6",
    IssueParty.AGREED_HOLD: "#8a8f98",
    None: "#3b8f5a",
}
STANDS_STILL, OUTSIDE_HOURS = "#d5dae1", "#b9cee6"
WORDS = {
    IssueParty.PROVIDER: "with us",
    IssueParty.CLIENT: "waits for the client",
    IssueParty.THIRD_PARTY: "waits for others",
    IssueParty.AGREED_HOLD: "rests as agreed",
    None: "resolved",
}
OUTCOMES = {
    ClockOutcome.MET: "met",
    ClockOutcome.BREACHED: "missed",
    ClockOutcome.PENDING: "running",
    ClockOutcome.UNKNOWN: "no target",
    ClockOutcome.NOT_STARTED: "not started",
}


class Picture:
    """Shapes on a line of time."""

    def __init__(self, start: dt.datetime, end: dt.datetime, zone: str) -> None:
        self.start, self.end, self.zone = start, end, zone
        self.shapes: list[str] = []

    def x(self, instant: dt.datetime) -> float:
        """Where an instant lies."""
        start, end = self.start.timestamp(), self.end.timestamp()
        share = (instant.timestamp() - start) / (end - start)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def bar(
        self, start: dt.datetime, end: dt.datetime, y: int, style: tuple[str, int], title: str
    ) -> None:
        """A stretch of time, clipped to the picture; the title is shown under the pointer."""
        left, right = self.x(max(start, self.start)), self.x(min(end, self.end))
        if right > left:
            colour, height = style
            self.shapes.append(
                f'<rect x="{left}" y="{y}" width="{right - left:.1f}" height="{height}" '
                f'fill="{colour}"><title>{escape(title)}</title></rect>'
            )

    def text(self, x: float, y: int, words: str, css: str = "") -> None:
        """Words at a place."""
        self.shapes.append(f'<text x="{x}" y="{y}" class="{css}">{escape(words)}</text>')

    def mark(self, instant: dt.datetime, y: int, words: str) -> None:
        """A triangle at an instant, with words below."""
        x = self.x(instant)
        self.shapes.append(f'<path d="M{x} {y}l6 10h-12z" fill="#b3261e"/>')
        self.text(x, y + 24, words, "middle")

    def clock(self, instant: dt.datetime) -> str:
        """What the clocks of the zone show at an instant."""
        return local(instant, self.zone).strftime("%a %H:%M")

    def svg(self, height: int, title: str) -> str:
        """The whole file."""
        style = (
            "text{font:12px system-ui,sans-serif;fill:#1d2430}.label{font-weight:600}"
            ".title{font-size:16px;font-weight:600}.middle{text-anchor:middle}.small{fill:#5a6270}"
        )
        return "\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
            f"<title>{escape(title)}</title><style>{style}</style>",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *self.shapes,
            "</svg>\n",
        ])  # fmt: skip


def draw(state: EscalationState, title: str, calendar: AnyCalendar, zone: str) -> str:
    """The picture of a state."""
    ball = state.clocks.ball
    picture = Picture(ball[0].starts_at, state.at, zone)
    picture.text(LEFT, 26, title, "title")
    bottom = 60 + 5 * ROW
    for opens, closes in open_ranges(calendar, picture.start, picture.end):
        picture.bar(opens, closes, 40, ("#eef3f8", bottom - 40), "working hours")
    picture.text(12, 72, "Whose turn", "label")
    for segment in ball:
        words = WORDS[segment.party]
        tip = f"{words} from {picture.clock(segment.starts_at)}: {segment.working} of working time"
        picture.bar(segment.starts_at, segment.ends_at, 56, (COLOURS[segment.party], 24), tip)
    clocks = state.clocks
    rows = (
        ("First response", clocks.first_response),
        ("Update", clocks.update),
        ("Resolution", clocks.resolution),
    )
    for number, (name, clock) in enumerate(rows, 1):
        draw_clock(picture, state, (name, clock), calendar, 56 + number * ROW)
    y = 56 + 4 * ROW
    picture.text(12, y + 16, "Levels", "label")
    for one in state.reached:
        picture.mark(one.at, y, f"{one.level} {picture.clock(one.at)}")
    draw_axis(picture, bottom)
    draw_legend(picture, bottom + 40)
    return picture.svg(bottom + 60, title)


def draw_clock(
    picture: Picture,
    state: EscalationState,
    named: tuple[str, IssueClock],
    calendar: AnyCalendar,
    y: int,
) -> None:
    """A row with the stretches in which a clock counted or stood still, and its deadline."""
    name, clock = named
    picture.text(12, y + 16, name, "label")
    picture.text(12, y + 32, OUTCOMES[clock.outcome], "small")
    if clock.started_at is None:
        return
    ended = clock.stopped_at or state.at
    for segment in state.clocks.ball:
        start, end = max(segment.starts_at, clock.started_at), min(segment.ends_at, ended)
        tip = f"{name}: {WORDS[segment.party]}"
        if start >= end:
            continue
        if segment.party is not IssueParty.PROVIDER:
            picture.bar(start, end, y + 4, (STANDS_STILL, 14), tip)
            continue
        picture.bar(start, end, y + 4, (OUTSIDE_HOURS, 14), f"{tip}, outside hours")
        for opens, closes in open_ranges(calendar, start, end):
            picture.bar(opens, closes, y + 4, (COLOURS[segment.party], 14), tip)
    if clock.due is not None and clock.due <= picture.end:
        x = picture.x(clock.due)
        picture.shapes.append(f'<path d="M{x} {y}v24" stroke="#b3261e" stroke-width="2"/>')
        picture.text(x + 5, y + 34, f"due {picture.clock(clock.due)}", "small")


def draw_axis(picture: Picture, y: int) -> None:
    """A tick every three hours, by the clocks of the zone."""
    tick = local(picture.start, picture.zone).replace(minute=0, second=0, microsecond=0)
    while tick <= picture.end:
        if tick >= picture.start and tick.hour % 3 == 0 and picture.x(tick) < WIDTH - 2 * RIGHT:
            x = picture.x(tick)
            picture.shapes.append(f'<path d="M{x} {y}v5" stroke="#5a6270"/>')
            picture.text(x, y + 18, picture.clock(tick), "middle small")
        tick = tick.add(hours=1)


def draw_legend(picture: Picture, y: int) -> None:
    """What the colours of the first row mean."""
    x = LEFT
    for party, words in WORDS.items():
        picture.shapes.append(
            f'<rect x="{x}" y="{y - 10}" width="12" height="12" fill="{COLOURS[party]}"/>'
        )
        picture.text(x + 18, y, words, "small")
        x += 150


def main() -> None:
    """Draw the issue of the example."""
    plan = load_plan(HARBOR / "client-plan.yaml")
    record = load_record(HARBOR / "client-record.yaml", plan=plan)
    calendar, policy = plan.calendar, plan.escalation
    if calendar is None or policy is None:
        raise SystemExit("the plan has no calendar or no escalation policy")
    (issue,) = (one for one in record.issues if one.id == "tickets-down")
    state = escalation_state(
        issue, record.issue_events, policy, calendar, at=AT, timezone=record.timezone,
        people=plan.people, assignments=plan.assignments,
    )  # fmt: skip
    (HERE / "tickets-down.svg").write_text(
        draw(state, issue.title, calendar, record.timezone), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
