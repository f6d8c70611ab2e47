"""The example that draws a timeline: it runs, and its picture is the one in the repository."""

import re
import runpy
from pathlib import Path

from clientkit.documents import load_plan, load_record
from clientkit.escalation import escalation_state

FOLDER = Path(__file__).parents[2] / "examples" / "issue-timeline"


def test_the_picture_is_drawn_from_the_record() -> None:
    script = runpy.run_path(str(FOLDER / "draw_timeline.py"))
    plan = load_plan(FOLDER.parent / "harbor-web" / "client-plan.yaml")
    record = load_record(FOLDER.parent / "harbor-web" / "client-record.yaml", plan=plan)
    (issue,) = (one for one in record.issues if one.id == "tickets-down")
    state = escalation_state(
        issue, record.issue_events, plan.escalation, plan.calendar, at=script["AT"],
        timezone=record.timezone, people=plan.people, assignments=plan.assignments,
    )  # fmt: skip
    drawn = script["draw"](state, issue.title, plan.calendar, record.timezone)
    assert drawn == (FOLDER / "tickets-down.svg").read_text(encoding="utf-8")
    titles = re.findall("<title>(.*?)</title>", drawn)
    assert "waits for the client from Thu 19:30: 0:00:00 of working time" in titles
