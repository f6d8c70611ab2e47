import datetime as dt

import pytest

from clientkit.base import ClientkitError, Term, TimeRange
from clientkit.client import Assignment, Delegate, DoNotContact, Person
from clientkit.feedback import (
    Cooldown,
    NotAskedReason,
    Survey,
    SurveyInvitation,
    SurveyResponse,
    survey_due,
)
from clientkit.worktime import WeeklyHours, WorkingCalendar

WEEKS = Term.parse("4 weeks")
HOUR = TimeRange.parse("09:00-17:00")
OFFICE = WorkingCalendar(
    timezone="Europe/Berlin", hours=WeeklyHours(mon=(HOUR,), tue=(HOUR,), wed=(HOUR,))
)
CURATOR = Person(id="curator", title="Curator", roles=("approver",))
DIRECTOR = Person(id="director", title="Director")


def berlin(text):
    return dt.datetime.fromisoformat(text)


def survey(**more):
    return Survey(
        **{"id": "pulse", "metric": "csat", "scale": "1-5", "audience": ("curator",), **more}
    )


def asked(key="i", *persons, on="2026-05-04", survey="pulse"):
    when = {"date": dt.date.fromisoformat(on)} if len(on) == 10 else {"at": berlin(on)}
    return SurveyInvitation(
        id=key, survey=survey, persons=persons or ("curator",), by="lena", **when
    )


def due(one, at, people=(CURATOR, DIRECTOR), **more):
    return survey_due(one, people, at=berlin(at), timezone="Europe/Berlin", **more)


def reasons(found):
    return [(one.person, one.reason) for one in found.not_asked]


class TestAudience:
    def test_persons_and_holders_of_roles_once_each(self, rebuilt):
        found = due(
            survey(audience=("approver", "curator", "director")), "2026-05-04T09:00:00+02:00"
        )
        assert found.ask == ("curator", "director")
        assert (found.not_asked, found.next_at) == ((), None)
        assert rebuilt(found) == found

    def test_a_vacant_role_is_said(self, rebuilt):
        found = due(survey(audience=("sponsor",)), "2026-05-04T09:00:00+02:00")
        assert found.ask == ()
        assert [(one.party, one.person, one.reason) for one in found.not_asked] == [
            ("sponsor", None, NotAskedReason.NOBODY)
        ]
        assert rebuilt(found.not_asked[0]) == found.not_asked[0]

    def test_holders_by_the_local_day_and_no_delegates(self):
        held = Assignment(
            role="sponsor",
            person="director",
            starts_on=dt.date(2026, 5, 4),
            delegates=(Delegate(person="curator", starts_on=dt.date(2026, 5, 4)),),
        )
        one = survey(audience=("sponsor",))
        assert due(one, "2026-05-03T22:00:00+00:00", assignments=[held]).ask == ("director",)
        assert due(one, "2026-05-03T21:59:00+00:00", assignments=[held]).ask == ()


class TestRounds:
    def test_a_person_is_asked_again_exactly_when_the_span_has_passed(self):
        before = asked(on="2026-05-04T09:00:00+02:00")
        one = survey(every=WEEKS)
        early = due(one, "2026-06-01T08:59:59+02:00", invitations=[before])
        assert reasons(early) == [("curator", NotAskedReason.ROUND_NOT_DUE)]
        assert early.not_asked[0].until == early.next_at == berlin("2026-06-01T09:00:00+02:00")
        assert due(one, "2026-06-01T09:00:00+02:00", invitations=[before]).ask == ("curator",)

    def test_from_a_day_it_counts_in_days(self):
        one = survey(every=WEEKS)
        assert due(one, "2026-05-31T23:59:59+02:00", invitations=[asked()]).ask == ()
        assert due(one, "2026-06-01T00:00:00+02:00", invitations=[asked()]).ask == ("curator",)

    def test_other_surveys_do_not_count_for_a_round(self):
        other = asked(survey="other")
        found = due(survey(every=WEEKS), "2026-05-05T09:00:00+02:00", invitations=[other])
        assert found.ask == ("curator",)

    def test_the_last_of_several_invitations_counts_whatever_their_order(self):
        several = [asked("i", on="2026-05-18"), asked("j", on="2026-05-04")]
        found = due(survey(every=WEEKS), "2026-06-02T09:00:00+02:00", invitations=several)
        assert found.next_at == berlin("2026-06-15T00:00:00+02:00")

    def test_a_survey_without_rounds_asks_once(self):
        found = due(survey(), "2027-05-04T09:00:00+02:00", invitations=[asked()])
        assert reasons(found) == [("curator", NotAskedReason.ASKED_ALREADY)]
        assert (found.not_asked[0].until, found.next_at) == (None, None)

    def test_an_invitation_to_come_does_not_count_yet(self):
        found = due(survey(every=WEEKS), "2026-05-03T09:00:00+02:00", invitations=[asked()])
        assert found.ask == ("curator",)

    def test_an_answer_without_an_invitation_counts_as_one(self):
        answer = SurveyResponse(
            id="r",
            survey="pulse",
            respondent="curator",
            score=4,
            by="curator",
            date=dt.date(2026, 5, 9),
        )
        one = survey(every=WEEKS)
        assert due(one, "2026-06-05T00:00:00+02:00", responses=[answer]).ask == ()
        with_invitation = due(
            one, "2026-06-05T00:00:00+02:00", responses=[answer], invitations=[asked()]
        )
        assert with_invitation.ask == ("curator",)


class TestCooldowns:
    def test_per_person_counts_every_survey(self):
        one = survey(every=Term.parse("1 day"), cooldown=Cooldown(per_person=WEEKS))
        other = [asked(survey="other")]
        found = due(one, "2026-05-06T09:00:00+02:00", invitations=other)
        assert reasons(found) == [("curator", NotAskedReason.PERSON_COOLDOWN)]
        assert due(one, "2026-06-01T00:00:00+02:00", invitations=other).ask == ("curator",)

    def test_per_client_counts_everybody(self):
        one = survey(cooldown=Cooldown(per_client=Term.parse("7 days")))
        other = [asked("i", "director", survey="other")]
        found = due(one, "2026-05-10T23:59:59+02:00", invitations=other)
        assert reasons(found) == [("curator", NotAskedReason.CLIENT_COOLDOWN)]
        assert due(one, "2026-05-11T00:00:00+02:00", invitations=other).ask == ("curator",)

    def test_all_reasons_are_given_and_the_last_to_end_decides(self):
        one = survey(every=WEEKS, cooldown=Cooldown(per_person=Term.parse("8 weeks")))
        found = due(one, "2026-05-05T09:00:00+02:00", invitations=[asked()])
        assert [reason for _, reason in reasons(found)] == [
            NotAskedReason.ROUND_NOT_DUE,
            NotAskedReason.PERSON_COOLDOWN,
        ]
        assert found.next_at == berlin("2026-06-29T00:00:00+02:00")

    def test_working_time_needs_a_calendar(self):
        one = survey(
            cooldown=Cooldown(per_person=Term.parse("2 working days")), every=Term.parse("1 day")
        )
        with pytest.raises(ClientkitError) as caught:
            due(one, "2026-05-05T09:00:00+02:00", invitations=[asked()])
        assert str(caught.value) == (
            "calendar is None; expected a calendar to count '2 working days' in"
        )
        found = due(one, "2026-05-05T09:00:00+02:00", invitations=[asked()], calendar=OFFICE)
        assert found.next_at == berlin("2026-05-06T00:00:00+02:00")


class TestWishes:
    @pytest.mark.parametrize(
        ("channel", "survey_channel", "holds"),
        [(None, None, True), (None, "email", True), ("email", "email", True),
         ("phone", "email", False), ("email", None, False)],
    )  # fmt: skip
    def test_by_channel(self, channel, survey_channel, holds):
        person = Person(
            id="curator", title="Curator",
            do_not_contact=(DoNotContact(channel=channel, reason="asked so"),),
        )  # fmt: skip
        found = due(survey(channel=survey_channel), "2026-05-05T09:00:00+02:00", people=[person])
        assert (found.ask == ()) is holds
        if holds:
            assert reasons(found) == [("curator", NotAskedReason.DO_NOT_CONTACT)]
            assert found.not_asked[0].until is None

    def test_the_last_day_is_included(self):
        person = Person(
            id="curator", title="Curator",
            do_not_contact=(DoNotContact(reason="on leave", ends_on=dt.date(2026, 5, 8)),),
        )  # fmt: skip
        found = due(survey(), "2026-05-08T23:59:59+02:00", people=[person])
        assert found.next_at == berlin("2026-05-09T00:00:00+02:00")
        assert due(survey(), "2026-05-09T00:00:00+02:00", people=[person]).ask == ("curator",)


def test_refuses_an_instant_without_offset():
    with pytest.raises(ClientkitError, match=r"at is .*; expected an instant with its offset"):
        survey_due(
            survey(), [CURATOR], at=dt.datetime.fromisoformat("2026-05-04T09:00"), timezone="UTC"
        )


def test_an_instant_asked_about_in_another_zone_gives_the_same_answer():
    one, before = survey(every=WEEKS), [asked()]
    here = due(one, "2026-05-31T23:59:59+02:00", invitations=before)
    there = due(one, "2026-05-31T21:59:59+00:00", invitations=before)
    assert here == there
