import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.backlog import ClientRequest, RequestDecision, RequestStatus, request_report
from clientkit.base import ClientkitError

AT = "2026-06-01T12:00:00+02:00"


def asked(key="r", day=4, **more):
    return ClientRequest(id=key, text=key, by="curator", date=dt.date(2026, 5, day), **more)


def decided(key, outcome="declined", request="r", day=6, **more):
    return RequestDecision(
        id=key, request=request, outcome=outcome, by="lena", date=dt.date(2026, 5, day), **more
    )


def report(requests, decisions=(), at=AT, **more):
    return request_report(
        requests, decisions, at=dt.datetime.fromisoformat(at), timezone="Europe/Berlin", **more
    )


def state(requests, decisions=(), **more):
    (found,) = report(requests, decisions, **more).states
    return found


class TestShares:
    def test_nothing_asked_is_no_share(self, rebuilt):
        found = report([])
        assert (found.asked, found.acknowledged_share, found.with_reason_share) == (0, None, None)
        assert rebuilt(found) == found

    def test_by_hand(self, rebuilt):
        found = report(
            [asked("a"), asked("b"), asked("c"), asked("d"), asked("e")],
            [decided("1", request="a", reason="not a goal", told_in="mail"),
             decided("2", "accepted", request="b", told_in="mail"),
             decided("3", request="c", reason="too late")],
            acknowledged=["d"],
        )  # fmt: skip
        assert (found.asked, found.decided, found.told, found.with_reason) == (5, 3, 2, 1)
        assert found.acknowledged == 3
        assert (found.acknowledged_share, found.with_reason_share) == (0.6, 0.2)
        assert found.counts == "1 of 5"
        assert found.unanswered == ("c", "d", "e")
        assert rebuilt(found) == found
        assert [rebuilt(one) for one in found.states] == list(found.states)


class TestDecisions:
    @pytest.mark.parametrize(
        ("outcome", "status"),
        [("accepted", RequestStatus.ACCEPTED), ("deferred", RequestStatus.DEFERRED),
         ("declined", RequestStatus.DECLINED)],
    )  # fmt: skip
    def test_carries_its_reason_and_alternative(self, outcome, status):
        found = state([asked()], [decided("1", outcome, reason="why", alternative="a link")])
        assert (found.status, found.reason, found.alternative) == (status, "why", "a link")

    def test_undecided_is_a_state_of_its_own(self):
        found = state([asked()])
        assert (found.status, found.decision, found.told) == (RequestStatus.UNDECIDED, None, False)

    def test_the_latest_counts_and_must_be_told_anew(self):
        decisions = [decided("2", "accepted", day=9), decided("1", "deferred", told_in="mail")]
        found = state([asked()], decisions)
        assert (found.status, found.told) == (RequestStatus.ACCEPTED, False)

    def test_of_one_day_the_last_given_counts(self):
        found = state([asked()], [decided("1", "deferred"), decided("2", "accepted")])
        assert found.decision == "2"

    def test_what_comes_later_does_not_count_yet(self):
        found = report(
            [asked(), asked("late", 31)], [decided("1", day=20)], at="2026-05-10T12:00:00+02:00"
        )
        assert (found.asked, found.decided) == (1, 0)

    def test_a_second_look_is_overdue_on_the_day_after(self):
        decisions = [decided("1", "deferred", review_by=dt.date(2026, 5, 20))]
        assert not state([asked()], decisions, at="2026-05-20T23:59:59+02:00").review_overdue
        assert state([asked()], decisions, at="2026-05-21T00:00:00+02:00").review_overdue

    def test_a_decision_on_a_corrected_request_decides_its_correction(self):
        found = state([asked("a"), asked("b", corrects="a")], [decided("1", request="a")])
        assert (found.request, found.status) == ("b", RequestStatus.DECLINED)


class TestTold:
    talk = decided("talk", request="x", day=20)  # any entry will do where a talk is looked up

    def test_when(self):
        found = state([asked()], [decided("1", told_in="talk")], interactions=[self.talk])
        assert found.told_at == dt.datetime(2026, 5, 20, 21, 59, 59, 999999, dt.UTC)

    def test_not_before_the_talk_has_taken_place(self):
        found = state(
            [asked()], [decided("1", told_in="talk")], interactions=[self.talk],
            at="2026-05-10T12:00:00+02:00",
        )  # fmt: skip
        assert (found.told, found.told_at, found.acknowledged) == (False, None, False)

    def test_a_talk_that_is_not_given_is_believed(self):
        found = state([asked()], [decided("1", told_in="talk")])
        assert (found.told, found.told_at) == (True, None)


def test_refuses_an_instant_without_offset():
    with pytest.raises(ClientkitError, match=r"at is .*; expected an instant with its offset"):
        report([], at="2026-06-01T12:00:00")


@given(st.permutations(range(4)))
def test_order_does_not_matter(order):
    requests = [asked(f"r{i}", i + 1) for i in range(4)]
    decisions = [decided(f"d{i}", request=f"r{i % 2}", day=10 + i, told_in="x") for i in range(4)]
    assert report([requests[i] for i in order], [decisions[i] for i in order]) == report(
        requests, decisions
    )


def test_refuses_what_is_no_instant_or_no_zone():
    for wrong in (dt.date(2026, 5, 9), "2026-05-09", None):
        with pytest.raises(ClientkitError, match="expected an instant with its offset"):
            request_report([], [], at=wrong, timezone="UTC")
    with pytest.raises(ClientkitError, match="'Mars/Base'"):
        request_report([], [], at=dt.datetime(2026, 5, 9, tzinfo=dt.UTC), timezone="Mars/Base")


class TestRemovedEvidence:
    DECISIONS = st.lists(
        st.tuples(
            st.sampled_from("rs"), st.integers(5, 28), st.booleans(), st.sampled_from([None, "no"])
        ),
        max_size=6,
    ).map(
        lambda rows: [
            decided(f"d{n}", request=request, day=day, told_in="mail" if told else None, reason=why)
            for n, (request, day, told, why) in enumerate(rows)
        ]
    )

    @given(DECISIONS, st.sets(st.sampled_from("rs")), st.data())
    def test_fewer_decisions_never_raise_the_acknowledged_share(self, decisions, heard, data):
        kept = data.draw(
            st.lists(st.sampled_from(decisions), unique_by=lambda one: one.id)
            if decisions
            else st.just([])
        )
        fewer = data.draw(st.sets(st.sampled_from(sorted(heard))) if heard else st.just(set()))
        requests = [asked("r"), asked("s")]
        before = report(requests, decisions, acknowledged=heard)
        assert report(requests, kept, acknowledged=fewer).acknowledged <= before.acknowledged

    def test_once_answered_is_acknowledged_whatever_was_decided_since(self):
        first, second = decided("1", told_in="mail", reason="no"), decided("2", "accepted", day=9)
        found = report([asked()], [first, second])
        assert (found.acknowledged, found.told, found.with_reason) == (1, 0, 0)
        # The one that nobody told hides the one before it, which speaks again without it.
        assert report([asked()], [first]).with_reason == 1
