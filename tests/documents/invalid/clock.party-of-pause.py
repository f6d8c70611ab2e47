# A clock pauses without saying for whom, or names a party with something that is no pause.
#
# A pause counts for whom it waits: the client's own time must not count as yours, nor yours as
# theirs. Name the party of each pause, and of nothing else.

from clientkit.documents import check
from clientkit.worktime import ClockEvent

findings = check(ClockEvent, {"kind": "pause", "at": "2026-04-17T09:00:00+02:00"})
# > findings = check(
# >     ClockEvent, {"kind": "pause", "at": "2026-04-17T09:00:00+02:00", "party": "client"}
# > )
