"""The review as a whole: the real example, the invented one, and laws that hold for all."""

import datetime as dt
import random
import re
from pathlib import Path
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import Due, decode, evolve, specification, to_data
from clientkit.base.fields import ID
from clientkit.client.entry import instant_of
from clientkit.documents import load_plan, load_record
from clientkit.plan.action import Action, Urgency
from clientkit.plan.model import ClientPlan, ClientRecord
from clientkit.plan.review_text import render_markdown, render_text
from clientkit.plan.reviewing import Review, review
from clientkit.testing import instants, models

from .making import actions_of, brief, plan_of, record_of

EXAMPLES = Path(__file__).parents[2] / "examples"
FEDRAMP_AT = dt.datetime.fromisoformat("2016-07-09T12:00:00-04:00")


def example(name: str) -> tuple[ClientPlan, ClientRecord]:
    folder = EXAMPLES / name
    return load_plan(folder / "client-plan.yaml"), load_record(folder / "client-record.yaml")


@pytest.fixture(scope="module")
def fedramp() -> tuple[ClientPlan, ClientRecord]:
    return example("fedramp-dashboard")


@pytest.fixture(scope="module")
def harbor() -> tuple[ClientPlan, ClientRecord]:
    return example("harbor-web")


def of_kind(found: Review, *kinds: str) -> list[Action]:
    return [one for one in found.actions if one.kind.value in kinds]


class TestTheRealAgreement:
    @pytest.fixture
    def found(self, fedramp) -> Review:
        return review(*fedramp, at=FEDRAMP_AT)

    def test_who_the_client_is(self, found: Review):
        assert found.client == "GSA 18F, for the FedRAMP program"
        assert (found.version, found.date) == (1, dt.date(2016, 7, 9))
        vacant = [one.title for one in found.contacts if not one.persons]
        assert vacant == ["Product Owner"]

    def test_the_acceptance_of_sprint_1_is_not_on_record(self, found: Review):
        (gap,) = [one for one in found.actions if one.what.endswith("sprint 1: not on record")]
        assert gap.what.startswith("acceptance of ")
        assert gap.urgency is Urgency.NOT_ON_RECORD
        assert (gap.due, gap.days_left, gap.occurrence, gap.last_occurrence) == (None, None, 1, 1)
        assert [one.id for one in gap.who] == ["cor"]

    def test_nothing_is_late_for_nobody_knows_the_dates(self, found: Review):
        assert not [one for one in found.actions if one.urgency is Urgency.OVERDUE]
        for one in of_kind(found, "deliverable", "responsibility"):
            assert (one.due, one.days_left) == (None, None), one.what

    def test_open_points_and_the_promise_are_due_within_a_week(self, found: Review):
        due = [(one.kind.value, one.subject, str(one.due), one.days_left) for one in found.actions
               if one.urgency is Urgency.NEXT]  # fmt: skip
        assert due[0] == ("touchpoint", "invoice", "2016-07-10", 1)
        assert due[1:4] == [("remark", f"issue-{n}", "2016-07-15", 6) for n in (10, 11, 12)]
        assert due[4][2:] == ("2016-07-15", 6)
        assert len(due) == 5

    def test_both_sides_have_not_signed(self, found: Review):
        unsigned = of_kind(found, "unsigned")
        assert [one.who[0].id for one in unsigned] == ["contracting-officer", "provider"]

    def test_both_acceptances_were_by_people_with_the_right(self, found: Review):
        assert of_kind(found, "no_authority") == []

    def test_the_transition_plan_hangs_on_a_sprint_that_nobody_can_name(self, found: Review):
        (plan,) = [one for one in found.actions if one.subject == "transition-plan"]
        assert plan.due_text == "3 working days after sprint-end[-2]"
        assert plan.urgency is Urgency.DATE_UNKNOWN

    def test_no_value_is_on_record(self, found: Review):
        assert {one.kpi: one.state.value for one in found.kpis} == {
            "test-coverage": "no_data", "code-climate": "no_data",
        }  # fmt: skip

    def test_in_june_the_first_sprint_waits_for_its_acceptance(self, fedramp):
        found = review(*fedramp, at=dt.datetime.fromisoformat("2016-06-23T12:00:00-04:00"))
        waiting = of_kind(found, "acceptance", "review")
        assert [(one.kind.value, str(one.due), one.days_left) for one in waiting] == [
            ("acceptance", "2016-06-27", 4),
            ("review", "2016-06-27", 4),
        ]
        late = review(*fedramp, at=dt.datetime.fromisoformat("2016-06-24T23:59:59-04:00"))
        assert len(of_kind(late, "acceptance", "review")) == 2
        after = review(*fedramp, at=dt.datetime.fromisoformat("2016-06-25T00:00:00-04:00"))
        assert of_kind(after, "acceptance", "review") == []


class TestTheInventedAgreement:
    def at(self, harbor, day: str) -> Review:
        return review(*harbor, at=dt.datetime.fromisoformat(f"{day}T12:00:00+02:00"))

    def test_before_the_version_takes_effect_the_earlier_one_is_in_force(self, harbor):
        assert self.at(harbor, "2026-03-25").version == 1
        assert self.at(harbor, "2026-03-26").version == 2

    def test_waiting_for_photographs(self, harbor):
        found = self.at(harbor, "2026-03-30")
        (photos,) = [one for one in of_kind(found, "responsibility") if one.subject == "photos"]
        assert (photos.urgency, photos.days_left) == (Urgency.OVERDUE, -10)
        assert "still missing: 10 of 40 photographs" in photos.why
        assert "  waiting: 10 days  " in render_text(found, colour=False, width=100)

    def test_rejected_designs_are_to_be_done_again_and_then_judged_anew(self, harbor):
        assert [one.subject for one in of_kind(self.at(harbor, "2026-04-23"), "rework")] == [
            "design"
        ]
        anew = self.at(harbor, "2026-04-26")
        assert of_kind(anew, "rework", "remark") == []
        assert [one.subject for one in of_kind(anew, "acceptance", "review")] == [
            "design",
            "design",
        ]
        (button,) = of_kind(self.at(harbor, "2026-05-02"), "remark")
        assert (button.subject, str(button.due)) == ("button", "2026-05-08")
        assert of_kind(self.at(harbor, "2026-05-09"), "remark") == []

    def test_an_open_issue_and_whose_turn_it_is(self, harbor):
        during = review(*harbor, at=dt.datetime.fromisoformat("2026-09-04T10:00:00+02:00"))
        (tickets,) = of_kind(during, "issue")
        assert (tickets.subject, tickets.priority) == ("tickets-down", 1)
        assert [one.id for one in tickets.who] == ["third_party"]
        after = review(*harbor, at=dt.datetime.fromisoformat("2026-09-04T12:20:00+02:00"))
        assert of_kind(after, "issue") == []

    def test_remarks_on_each_work_block_are_owed_and_given_one_by_one(self, harbor):
        owed = {
            day: [
                (one.occurrence, one.urgency.value, str(one.due))
                for one in self.at(harbor, day).actions
                if one.subject == "feedback"
            ]
            for day in ("2026-05-04", "2026-05-06", "2026-06-13", "2026-07-25")
        }
        assert owed == {
            "2026-05-04": [(1, "next", "2026-05-05")],
            "2026-05-06": [(2, "next", "2026-06-15")],
            "2026-06-13": [(3, "next", "2026-07-27")],
            "2026-07-25": [],
        }


class TestTheInstantAskedAbout:
    def test_any_aware_instant_will_do_and_a_naive_one_will_not(self):
        plan = plan_of()
        zoned = pendulum.datetime(2026, 4, 17, 12, tz="Europe/Berlin")
        assert review(plan, at=zoned).at.isoformat() == "2026-04-17T12:00:00+02:00"
        assert type(review(plan, at=zoned).at) is dt.datetime
        with pytest.raises(ValueError, match="expected an instant with its offset from UTC"):
            review(plan, at=dt.datetime(2026, 4, 17))  # noqa: DTZ001 (refused)

    def test_the_most_urgent_comes_first(self):
        scope = {
            "deliverables": [
                {"id": one, "title": one} | ({} if due is None else {"due": due})
                for one, due in (
                    ("later", "2026-05-01"), ("never", None), ("sooner", "2026-04-21"),
                    ("late", "2026-04-19"), ("later-still", "2026-06-01"), ("today", "2026-04-20"),
                    ("latest", "2026-04-01"),
                )
            ]
        }  # fmt: skip
        found = actions_of(plan_of(scope), record_of(), "2026-04-20")
        assert [one.what for one in found] == [
            "latest", "late", "today", "sooner", "later", "later-still", "never",
        ]  # fmt: skip

    def test_nothing_known_is_nothing_to_do(self):
        plan = decode(
            ClientPlan, {"clientkit": "1", "client": {"id": "c", "name": "C", "timezone": "UTC"}}
        )
        found = review(plan, at=FEDRAMP_AT)
        assert (found.agreement, found.version, found.actions, found.kpis) == (None, None, (), ())
        assert brief(found.actions) == []


POOL = ("a", "b", "c", "client")


def pooled(value: Any) -> Any:
    """The same model with its ids out of a few, so that its parts meet, twins and all."""
    if isinstance(value, tuple):
        return tuple(pooled(one) for one in value)
    if isinstance(value, Due) and value.anchor is not None:
        anchor = POOL[len(value.anchor) % 3]
        return Due.parse(value.text.replace(f" {value.anchor}", f" {anchor}", 1))
    if not attrs.has(type(value)):
        return value
    changed: dict[str, Any] = {}
    for field in specification(type(value)):
        held = getattr(value, field.name)
        if field.format is ID and held is not None:
            changed[field.name] = tuple(_pick(one) for one in held) if field.many else _pick(held)
        elif held is not None:
            changed[field.name] = pooled(held)
    return evolve(value, **changed)


def _pick(name: str) -> str:
    return POOL[sum(name.encode()) % len(POOL)]


def check_result(found: Review) -> None:
    """The checked constructors accept what the unchecked ones built, and JSON can say it."""
    assert decode(Review, to_data(found)) == found
    urgencies = [list(Urgency).index(one.urgency) for one in found.actions]
    assert urgencies == sorted(urgencies)
    for one in found.actions:
        if one.urgency is Urgency.DATE_UNKNOWN:
            assert (one.due, one.due_at, one.days_left) == (None, None, None)
        if one.urgency is Urgency.OVERDUE:
            assert one.days_left is not None
            assert one.days_left <= 0
    for width in (1, 80):
        text = render_text(found, colour=False, width=width)
        assert "\x1b" not in text
    assert render_markdown(found).startswith("# ")


@given(plan=models(ClientPlan), record=st.none() | models(ClientRecord), at=instants())
def test_any_plan_and_any_record_can_be_reviewed_at_any_instant(plan, record, at):
    check_result(review(plan, record, at=at))


@given(plan=models(ClientPlan), record=models(ClientRecord), at=instants())
def test_so_can_those_whose_parts_refer_to_one_another(plan, record, at):
    check_result(review(pooled(plan), pooled(record), at=at))


HARBOR = example("harbor-web")
IN_HARBOR = st.integers(0, 380_000).map(
    lambda minutes: dt.datetime(2026, 1, 20, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
)


@given(data=st.data(), at=IN_HARBOR)
def test_any_part_of_a_real_record_can_be_reviewed(data, at):
    plan, record = HARBOR
    kept = {}
    for field in specification(ClientRecord):
        entries = getattr(record, field.name)
        if field.many:
            kept[field.name] = tuple(one for one in entries if data.draw(st.booleans()))
    check_result(review(plan, evolve(record, **kept), at=at))


@given(seed=st.integers(0, 2**32), at=instants())
def test_the_order_of_the_entries_does_not_matter(seed, at):
    plan, record = HARBOR
    shuffled = {}
    for field in specification(ClientRecord):
        if field.many:
            entries = list(getattr(record, field.name))
            random.Random(seed).shuffle(entries)  # noqa: S311 (no secret)
            shuffled[field.name] = tuple(entries)
    moment = at.replace(year=2026)
    assert review(plan, evolve(record, **shuffled), at=moment) == review(plan, record, at=moment)


@given(at=IN_HARBOR)
def test_nothing_is_judged_from_later_entries(at):
    plan, record = HARBOR
    known = {
        field.name: tuple(
            one
            for one in getattr(record, field.name)
            if instant_of(one, timezone=record.timezone) <= at
        )
        for field in specification(ClientRecord)
        if field.many
    }
    assert review(plan, evolve(record, **known), at=at) == review(plan, record, at=at)


@pytest.mark.parametrize("name", ["fedramp-dashboard", "harbor-web"])
def test_a_review_is_its_own_plain_data(name: str):
    plan, record = example(name)
    at = dt.datetime.fromisoformat("2026-07-22T12:00:00+02:00")
    check_result(review(plan, record, at=at))


@pytest.mark.parametrize("year", [1, 2, 3, 4, 1000, 9000, 9996, 9997, 9998, 9999])
@pytest.mark.parametrize("hours", [-12, 0, 14])
def test_the_ends_of_the_calendar_are_instants_like_any_other(year: int, hours: int):
    zone = dt.timezone(dt.timedelta(hours=hours))
    for day in ((1, 1), (12, 31)):
        found = review(*HARBOR, at=dt.datetime(year, *day, tzinfo=zone))
        check_result(found)
        assert found.wins == ()


def test_no_label_for_people_is_in_any_text():
    """Words a client will read: reminders, not chasing."""
    plan, record = HARBOR
    for month in range(2, 11):
        found = review(plan, record, at=dt.datetime(2026, month, 14, 12, tzinfo=dt.UTC))
        page = render_text(found, colour=False, width=100).lower()
        assert not re.search(
            r"\b(chas(e|ing)|late client|client delay|defaulter|difficult)\b", page
        )
