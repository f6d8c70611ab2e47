import datetime as dt

import pytest

from clientkit.base import ClientkitError, Term
from clientkit.feedback import CheckIn, CheckInState, Mood, check_in_due, latest_moods

TWO_WEEKS = Term.parse("2 weeks")


def talk(key, mood="content", person="curator", day=4, **more):
    when = more or {"date": dt.date(2026, 5, day)}
    return CheckIn(id=key, person=person, mood=mood, by="lena", **when)


def due(every, talks, at):
    return check_in_due(every, talks, at=dt.datetime.fromisoformat(at), timezone="Europe/Berlin")


class TestDue:
    def test_the_day_on_which_the_span_ends_is_in_time(self, rebuilt):
        found = due(TWO_WEEKS, [talk("t")], "2026-05-18T23:59:59+02:00")
        assert found.state is CheckInState.IN_TIME
        assert (
            due(TWO_WEEKS, [talk("t")], "2026-05-19T00:00:00+02:00").state is CheckInState.OVERDUE
        )
        assert rebuilt(found) == found

    def test_from_an_instant_it_ends_at_an_instant(self):
        one = talk("t", at=dt.datetime.fromisoformat("2026-05-04T10:00:00+02:00"))
        assert due(TWO_WEEKS, [one], "2026-05-18T10:00:00+02:00").state is CheckInState.IN_TIME
        assert due(TWO_WEEKS, [one], "2026-05-18T10:00:01+02:00").state is CheckInState.OVERDUE

    def test_never_and_not_agreed_are_no_overdue(self):
        at = "2026-05-18T10:00:00+02:00"
        assert due(TWO_WEEKS, [], at).state is CheckInState.NEVER
        assert due(None, [], at).state is CheckInState.NOT_AGREED
        found = due(None, [talk("t")], at)
        assert (found.state, found.last, found.due_at) == (CheckInState.NOT_AGREED, "t", None)

    def test_the_last_one_counts_and_those_to_come_do_not(self):
        talks = [talk("late", day=20), talk("b", day=11), talk("a", day=4)]
        assert due(TWO_WEEKS, talks, "2026-05-18T10:00:00+02:00").last == "b"


class TestMoods:
    AT = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)

    def test_latest_and_the_one_before_by_person(self, rebuilt):
        talks = [
            talk("c", "upset", "director", 9),
            talk("b", "content", day=18), talk("a", "worried", day=4),
        ]  # fmt: skip
        found = latest_moods(talks, at=self.AT, timezone="Europe/Berlin")
        assert [(one.person, one.mood, one.before, one.check_in) for one in found] == [
            ("curator", Mood.CONTENT, Mood.WORRIED, "b"),
            ("director", Mood.UPSET, None, "c"),
        ]
        assert [rebuilt(one) for one in found] == list(found)

    def test_nobody_talked_with_is_nobody_listed(self):
        assert (
            latest_moods(
                [talk("t", day=4)], at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC), timezone="UTC"
            )
            == ()
        )

    def test_refuses_an_instant_without_offset(self):
        with pytest.raises(ClientkitError, match=r"at is .*; expected an instant with its offset"):
            latest_moods([], at=dt.datetime.fromisoformat("2026-05-01T09:00"), timezone="UTC")
