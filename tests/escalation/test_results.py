"""What functions return is what the checked constructors would have made."""

from hypothesis import given

from clientkit import decode, encode
from clientkit.escalation import due_notifications, escalation_state, escalation_timeline

from .making import OFFICE, issue, moment
from .test_clocks import histories, minutes
from .test_states import HELD, LADDER, PEOPLE


@given(histories(), minutes)
def test_law_results_survive_the_strict_codec(events, at) -> None:
    who = {"people": PEOPLE, "assignments": HELD}
    state = escalation_state(issue(), events, LADDER, OFFICE, at=at, **who)
    told = due_notifications(
        issue(),
        events,
        LADDER,
        OFFICE,
        since=moment("03 14:00"),
        until=max(at, moment("03 14:00")),
        **who,
    )
    for one in (state, *told, *escalation_timeline(issue(), events, LADDER, OFFICE, at=at, **who)):
        assert decode(type(one), encode(one)) == one
