"""Promises: what became of them, in time or not, told or not."""

import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidArgumentError, decode, to_data
from clientkit.client.entry import Entry
from clientkit.communication import Interaction
from clientkit.scope import (
    KnownTimes,
    Promise,
    PromiseEvent,
    PromiseState,
    PromiseStatus,
    ScopeAgreement,
    promise_states,
)

AGREEMENT = decode(
    ScopeAgreement,
    {"id": "web", "title": "Web", "deliverables": [{"id": "site", "title": "The site"}]},
)
DUE = "2026-05-15"


def promise(number: int = 0, **more: Any) -> Promise:
    base = {"id": f"p{number}", "text": "A video", "by": "lena", "date": "2026-03-12"}
    return decode(Promise, base | more)


def event(kind: str, number: int = 0, **more: Any) -> PromiseEvent:
    base = {"id": f"e{number}", "promise": "p0", "kind": kind, "by": "lena"}
    return decode(PromiseEvent, base | ({} if "at" in more else {"date": "2026-05-04"}) | more)


def talk(name: str, date: str) -> Entry:
    said = {"id": name, "by": "lena", "kind": "call", "started_by": "client", "date": date}
    return decode(Interaction, said | {"participants": ["lena"]})


def states(
    promises: list[Promise], events: list[PromiseEvent], at: str = "2026-06-01", **more: Any
) -> tuple[PromiseState, ...]:
    instant = dt.datetime.fromisoformat(at if "T" in at else f"{at}T12:00:00+02:00")
    times = KnownTimes(timezone="Europe/Berlin", dates=more.pop("dates", {}))
    return promise_states(
        promises, events, at=instant, timezone="Europe/Berlin", times=times, **more
    )


def state(*args: Any, **more: Any) -> PromiseState:
    (found,) = states(*args, **more)
    return found


class TestInTime:
    def test_a_due_day_is_in_time_to_its_end(self):
        one = [promise(due=DUE)]
        assert state(one, [], "2026-05-15T23:59:59.999999+02:00").status is PromiseStatus.OPEN
        assert state(one, [], "2026-05-16T00:00:00+02:00").status is PromiseStatus.OVERDUE

    @pytest.mark.parametrize(
        ("kept", "is_late"),
        [
            ({"date": "2026-05-15"}, False),
            ({"date": "2026-05-16"}, True),
            ({"at": "2026-05-15T23:59:59+02:00"}, False),
            ({"at": "2026-05-16T00:00:00+02:00"}, True),
        ],
    )
    def test_what_was_kept_was_kept_in_time_or_late(self, kept: dict[str, str], is_late: bool):
        found = state([promise(due=DUE)], [event("kept", **kept)])
        assert (found.status, found.is_late, found.event) == (PromiseStatus.KEPT, is_late, "e0")

    def test_an_instant_is_in_time_up_to_itself(self):
        launch = dt.datetime.fromisoformat("2026-05-15T08:00:00+02:00")
        one = [promise(due="on launch")]
        for at, status in (("08:00:00", "open"), ("08:00:01", "overdue")):
            found = state(one, [], f"2026-05-15T{at}+02:00", dates={"launch": launch})
            assert (found.status.value, found.due_at, str(found.due)) == (status, launch, DUE)
            kept = event("kept", at=f"2026-05-15T{at}+02:00")
            done = state(one, [kept], dates={"launch": launch})
            assert done.is_late is (status == "overdue")

    def test_what_hangs_on_an_unknown_point_is_never_overdue(self):
        found = state([promise(due="on launch")], [], "2036-01-01")
        assert (found.status, found.due, found.because) == (
            PromiseStatus.OPEN, None, "the date of 'launch' is not known",
        )  # fmt: skip

    def test_only_what_was_kept_can_be_late(self):
        found = state([promise(due=DUE)], [event("withdrawn", date="2026-05-20")])
        assert not found.is_late


class TestWhatBecameOfIt:
    def test_the_latest_event_counts_once_it_is_known(self):
        back = event("withdrawn", 0, date="2026-05-04")
        kept = event("kept", 1, date="2026-05-10")
        assert state([promise()], [kept, back]).status is PromiseStatus.KEPT
        before = state([promise()], [kept, back], "2026-05-10T23:59:00+02:00")
        assert before.status is PromiseStatus.WITHDRAWN_UNTOLD

    def test_a_change_order_takes_its_place(self):
        found = state([promise()], [event("change_order", change_order="video-page")])
        assert (found.status, found.change_order) == (PromiseStatus.CHANGE_ORDER, "video-page")

    def test_an_event_of_a_corrected_promise_is_of_its_correction(self):
        pair = [promise(0), promise(1, text="Two videos", corrects="p0")]
        assert state(pair, [event("kept")]).promise == "p1"
        assert state(pair, [event("kept")]).status is PromiseStatus.KEPT
        alone = state(pair[1:], [event("kept")], replaced={"p0": "p1"})
        assert alone.status is PromiseStatus.KEPT

    def test_outside_the_scope_is_what_the_agreement_does_not_have(self):
        named = promise(deliverable="site")
        gone = promise(deliverable="audio")
        assert state([promise()], []).is_outside_scope
        assert not state([named], [], agreement=AGREEMENT).is_outside_scope
        assert state([gone], [], agreement=AGREEMENT).is_outside_scope
        assert not state([gone], []).is_outside_scope


class TestTold:
    """Taken back is not the end of a promise until the other side knows."""

    def test_by_the_interaction_that_the_event_names(self):
        silent, told = event("withdrawn"), event("withdrawn", told_in="mail")
        assert state([promise()], [silent]).status is PromiseStatus.WITHDRAWN_UNTOLD
        assert state([promise()], [told]).status is PromiseStatus.WITHDRAWN

    @pytest.mark.parametrize(
        ("talks", "status"),
        [
            ([], PromiseStatus.WITHDRAWN_UNTOLD),
            ([talk("mail", "2026-05-31")], PromiseStatus.WITHDRAWN),
            ([talk("mail", "2026-06-01")], PromiseStatus.WITHDRAWN_UNTOLD),
        ],
    )
    def test_once_that_has_taken_place(self, talks: list[Entry], status: PromiseStatus):
        told = event("withdrawn", told_in="mail")
        assert state([promise()], [told], interactions=talks).status is status

    def test_or_by_one_that_names_the_event(self):
        silent = event("withdrawn")
        found = state([promise()], [silent], told=["e0"], interactions=[])
        assert found.status is PromiseStatus.WITHDRAWN


def test_an_instant_without_offset_is_refused():
    with pytest.raises(InvalidArgumentError, match="expected an instant with its offset"):
        states([], [], "2026-06-01T12:00:00")


DAYS = st.integers(1, 28).map("2026-05-{:02}".format)
PROMISES = st.lists(
    st.builds(lambda due, date: {"date": date} | due, st.sampled_from([{}, {"due": DUE}]), DAYS),
    max_size=3,
).map(lambda entries: [promise(n, **one) for n, one in enumerate(entries)])
EVENTS = st.lists(
    st.builds(
        lambda n, kind, date: (kind, {"promise": f"p{n}", "date": date}),
        st.integers(0, 2),
        st.sampled_from(["kept", "withdrawn", "change_order"]),
        DAYS,
    ),
    max_size=4,
).map(lambda entries: [event(kind, n, **more) for n, (kind, more) in enumerate(entries)])


@given(PROMISES, EVENTS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(promises, events, day, shuffler: random.Random):
    mixed, mixed_events = list(promises), list(events)
    shuffler.shuffle(mixed)
    shuffler.shuffle(mixed_events)
    found = states(promises, events, day)
    assert states(mixed, mixed_events, day) == found
    for one in found:
        assert decode(PromiseState, to_data(one)) == one


@given(PROMISES, EVENTS, DAYS)
def test_what_something_became_of_is_neither_open_nor_overdue(promises, events, day):
    settled = {one.promise for one in events if str(one.date) < day}
    for one in states(promises, events, day):
        is_open = one.status in (PromiseStatus.OPEN, PromiseStatus.OVERDUE)
        assert is_open is (one.promise not in settled)
