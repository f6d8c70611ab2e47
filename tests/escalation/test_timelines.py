from hypothesis import given

from clientkit.escalation import TimelineKind, escalation_timeline

from .making import OFFICE, event, issue, level, levels, moment, shown
from .test_clocks import histories, minutes
from .test_states import LADDER

PLAN = levels(
    level("a", "1 hour"),
    responses=[{"priority": 1, "first_response": "2 hours"}],
    acknowledgement_expires="3 hours",
)


def test_the_whole_story_in_order() -> None:
    events = [event("acknowledged", "03 14:30", id="ack")]
    found = escalation_timeline(issue(), events, PLAN, OFFICE, at=moment("04 12:00"))
    assert [(one.kind, shown(one.at), one.level or one.event) for one in found] == [
        (TimelineKind.OPENED, "03 14:00", "down"),
        (TimelineKind.EVENT, "03 14:30", "ack"),
        (TimelineKind.LEVEL_STOPPED, "03 15:00", "a"),
        (TimelineKind.DEADLINE_MISSED, "03 16:00", None),
        (TimelineKind.ACKNOWLEDGEMENT_EXPIRED, "03 17:30", None),
        (TimelineKind.LEVEL_REACHED, "03 17:30", "a"),
    ]
    assert found[2].reason == "acknowledged"
    assert [one.person for one in found[5].told] == ["a"]


def test_a_rise_in_priority_is_told() -> None:
    events = [event("acknowledged", "03 14:10"), event("priority_changed", "03 14:20", priority=1)]
    found = escalation_timeline(issue(urgency="low"), events, PLAN, OFFICE, at=moment("03 14:20"))
    assert [one.kind for one in found][-2:] == [
        TimelineKind.EVENT,
        TimelineKind.ACKNOWLEDGEMENT_VOIDED,
    ]


def test_before_the_opening_there_is_no_story() -> None:
    assert escalation_timeline(issue(), [], PLAN, OFFICE, at=moment("03 13:59")) == ()


@given(histories(), minutes)
def test_law_a_story_is_in_order_and_up_to_the_moment(events, at) -> None:
    instants = [one.at for one in escalation_timeline(issue(), events, LADDER, OFFICE, at=at)]
    assert instants == sorted(instants)
    assert all(one <= at for one in instants)
