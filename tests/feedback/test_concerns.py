import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import ClientkitError, Due, Term
from clientkit.feedback import CheckIn, Concern, ConcernAnswer, ConcernStatus, concern_report

AT = "2026-06-01T12:00:00+02:00"


def moment(text):
    if len(text) == 10:
        return {"date": dt.date.fromisoformat(text)}
    return {"at": dt.datetime.fromisoformat(text)}


def concern(key="c", when="2026-05-04", **more):
    return Concern(id=key, text="Who checks the lifts?", by="lena", **moment(when), **more)


def answer(key="a", when="2026-05-05", concern="c", **more):
    return ConcernAnswer(id=key, concern=concern, text="We do.", by="lena", **moment(when), **more)


def talk(key, when):
    """Any entry will do where an interaction is looked up."""
    return CheckIn(id=key, person="curator", mood="content", by="lena", **moment(when))


def report(concerns, answers=(), at=AT, **more):
    return concern_report(
        concerns, answers, at=dt.datetime.fromisoformat(at), timezone="Europe/Berlin", **more
    )


def state(*args, **more):
    (found,) = report(*args, **more).states
    return found


class TestShares:
    def test_no_concern_is_no_share(self, rebuilt):
        found = report([])
        assert (found.raised, found.answered_share, found.closed_share) == (0, None, None)
        assert rebuilt(found) == found

    def test_counts(self, rebuilt):
        found = report(
            [concern("c"), concern("d", owner="pm"), concern("e")],
            [answer("a", concern="c", told_in="call"), answer("b", concern="d")],
        )
        assert (found.raised, found.answered, found.closed, found.without_owner) == (3, 2, 1, 1)
        assert found.answered_share == pytest.approx(2 / 3)
        assert found.closed_share == pytest.approx(1 / 3)
        assert found.counts == "2 of 3"
        assert rebuilt(found) == found
        assert [rebuilt(one) for one in found.states] == list(found.states)


class TestDue:
    def test_within_the_span_to_its_very_end(self):
        one, within = [concern(when="2026-05-04T10:00:00+02:00")], Term.parse("2 days")
        end = "2026-05-06T10:00:00+02:00"
        assert state(one, answer_within=within, at=end).status is ConcernStatus.OPEN
        late = state(one, answer_within=within, at="2026-05-06T10:00:00.000001+02:00")
        assert late.status is ConcernStatus.OVERDUE
        assert late.due_at == dt.datetime.fromisoformat(end)

    def test_a_due_day_ends_with_the_day(self):
        one = [concern(due=Due.parse("2026-05-08"))]
        assert state(one, at="2026-05-08T23:59:59+02:00").status is ConcernStatus.OPEN
        assert state(one, at="2026-05-09T00:00:00+02:00").status is ConcernStatus.OVERDUE

    def test_its_own_due_beats_the_span(self):
        one = [concern(due=Due.parse("2026-07-01"))]
        assert state(one, answer_within=Term.parse("1 day")).status is ConcernStatus.OPEN

    def test_a_due_that_hangs_on_a_milestone_is_unknown_unless_resolved(self):
        one = [concern(due=Due.parse("2 days after launch"))]
        unknown = state(one, answer_within=Term.parse("1 day"))
        assert (unknown.status, unknown.due_at) == (ConcernStatus.OPEN, None)
        known = state(one, resolve=lambda _: dt.date(2026, 5, 20))
        assert known.status is ConcernStatus.OVERDUE

    def test_without_any_due_it_is_never_overdue(self):
        assert state([concern()]).status is ConcernStatus.OPEN

    def test_late_by_the_first_answer(self):
        one, within = [concern(due=Due.parse("2026-05-08"))], None
        in_time = state(one, [answer(when="2026-05-08"), answer("b", when="2026-05-20")])
        assert in_time.answered_late is False
        assert state(one, [answer(when="2026-05-09")]).answered_late is True
        assert state([concern()], [answer()], answer_within=within).answered_late is None


class TestLoop:
    def test_closed_needs_somebody_told_who_agrees(self):
        one = [concern()]
        assert state(one, [answer()]).status is ConcernStatus.ANSWERED
        assert state(one, [answer(told_in="call", closes=False)]).status is ConcernStatus.ANSWERED
        assert state(one, [answer(told_in="call")]).status is ConcernStatus.CLOSED

    def test_the_latest_answer_says_whether_they_agree_whatever_the_order(self):
        first = answer("a", when="2026-05-05", told_in="call", closes=False)
        second = answer("b", when="2026-05-07")
        assert state([concern()], [second, first]).status is ConcernStatus.CLOSED
        objection = answer("b", when="2026-05-07", closes=False)
        settled = answer("a", when="2026-05-05", told_in="call")
        assert state([concern()], [objection, settled]).status is ConcernStatus.ANSWERED

    def test_told_when_the_interaction_took_place(self):
        found = state(
            [concern()], [answer(told_in="call")],
            interactions=[talk("call", "2026-05-06T09:00:00+02:00")],
        )  # fmt: skip
        assert found.told_at == dt.datetime.fromisoformat("2026-05-06T09:00:00+02:00")
        to_come = [talk("call", "2026-06-06")]
        found = state([concern()], [answer(told_in="call")], interactions=to_come)
        assert (found.told, found.status) == (False, ConcernStatus.ANSWERED)

    def test_what_comes_later_does_not_count_yet(self):
        found = report([concern(), concern("d", "2026-06-02")], [answer(when="2026-06-02")])
        assert (found.raised, found.answered) == (1, 0)

    def test_an_answer_to_a_corrected_concern_answers_its_correction(self):
        mended = concern("d", owner="pm", corrects="c")
        found = state([concern(), mended], [answer()])
        assert (found.concern, found.owner, found.answers) == ("d", "pm", ("a",))


def test_refuses_an_instant_without_offset():
    with pytest.raises(ClientkitError, match=r"at is .*; expected an instant with its offset"):
        report([], at="2026-06-01T12:00:00")


@given(st.permutations(range(4)))
def test_order_does_not_matter(order):
    concerns = [concern(f"c{i}", f"2026-05-0{i + 1}") for i in range(4)]
    answers = [answer(f"a{i}", f"2026-05-1{i}", f"c{i % 2}", told_in="x") for i in range(4)]
    expected = report(concerns, answers)
    assert report([concerns[i] for i in order], [answers[i] for i in order]) == expected
