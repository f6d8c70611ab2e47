"""Acceptance in stages: windows and their ends, who counts, what opens it anew, what is missing."""

import datetime as dt
import random
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import InvalidArgumentError, decode, to_data
from clientkit.client import Person, Right, Role
from clientkit.scope import (
    Acceptance,
    AcceptanceState,
    AcceptanceStatus,
    Delivery,
    HeldRights,
    KnownTimes,
    ScopeAgreement,
    acceptance_states,
)
from clientkit.worktime import WorkingCalendar

BERLIN = "Europe/Berlin"
DESIGN = {"id": "design", "title": "Page designs", "owner": "pm"}
REPORT = {"id": "report", "title": "Report", "due": "on week"}
WEEK = {"id": "week", "title": "Week", "repeats": {"every": "1 week", "starts": "2026-03-30"}}
LOOK = {"id": "look", "role": "content", "within": "2 days", "decides": False}
YES = {"id": "yes", "role": "approver", "within": "5 days"}
OFFICE = decode(
    WorkingCalendar,
    {
        "timezone": BERLIN,
        "hours": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
    },
)
PEOPLE = [
    Person(id="curator", title="Curator", roles=("approver",)),
    Person(id="editor", title="Editor", roles=("content",)),
    Person(id="guest", title="Guest"),
]
ROLES = [
    Role(id="approver", title="Approver", may=(Right.ACCEPT,)),
    Role(id="content", title="Content", may=(Right.REVIEW,)),
]
RIGHTS = HeldRights(ROLES, PEOPLE, timezone=BERLIN)
SETTLED = (
    AcceptanceStatus.ACCEPTED,
    AcceptanceStatus.ACCEPTED_WITH_REMARKS,
    AcceptanceStatus.DEEMED,
)


def agreement(*stages: dict[str, Any], **terms: Any) -> ScopeAgreement:
    return decode(
        ScopeAgreement,
        {
            "id": "web",
            "title": "New web site",
            "deliverables": [DESIGN, REPORT],
            "milestones": [WEEK, {"id": "launch", "title": "Launch"}],
            "acceptance": {"stages": list(stages or (YES,))} | terms,
        },
    )


def entry(kind: type, number: int, data: dict[str, Any]) -> Any:
    return decode(kind, {"id": f"{kind.__name__}-{number}", "by": "pm"} | data)


def sent(*entries: dict[str, Any] | str) -> list[Delivery]:
    given = ({"date": one} if isinstance(one, str) else one for one in entries)
    return [entry(Delivery, n, {"deliverable": "design"} | one) for n, one in enumerate(given)]


def judged(*entries: dict[str, Any]) -> list[Acceptance]:
    """Judgements by the curator; accepted, of the designs and of no stage unless they say so."""
    base = {"outcome": "accepted", "by": "curator"}
    return [
        entry(Acceptance, n, base | ({} if "of" in one else {"deliverable": "design"}) | {
            key: value for key, value in one.items() if key != "of"
        })
        for n, one in enumerate(entries)
    ]  # fmt: skip


def instant(text: str) -> dt.datetime:
    """A day alone means its noon in Berlin's summer."""
    return dt.datetime.fromisoformat(text if "T" in text else f"{text}T12:00:00+02:00")


def states(
    scope: ScopeAgreement,
    deliveries: list[Delivery],
    acceptances: list[Acceptance],
    at: str | dt.datetime,
    **more: Any,
) -> tuple[AcceptanceState, ...]:
    times = KnownTimes(timezone=BERLIN, dates=more.pop("dates", {}), calendars=more.pop("cals", {}))
    return acceptance_states(
        scope,
        deliveries,
        acceptances,
        at=instant(at) if isinstance(at, str) else at,
        timezone=BERLIN,
        times=times,
        **({"rights": RIGHTS} | more),
    )


def state(*args: Any, **more: Any) -> AcceptanceState:
    (found,) = states(*args, **more)
    return found


class TestWindows:
    """A judgement at the very end of a window is in time; right after it, it is not."""

    def test_a_day_passes_when_it_ends_where_who_judges_is(self):
        waiting = state(agreement(), sent("2026-04-10"), [], "2026-04-15T23:59:59.999999+02:00")
        assert (waiting.status, waiting.waiting_for) == (AcceptanceStatus.WAITING, ("approver",))
        assert (str(waiting.until), waiting.until_at, waiting.is_overdue) == (
            "2026-04-15", None, False,
        )  # fmt: skip
        late = state(agreement(), sent("2026-04-10"), [], "2026-04-16T00:00:00+02:00")
        assert (late.status, late.is_overdue) == (AcceptanceStatus.OVERDUE, True)

    def test_working_hours_count_in_the_calendar_of_who_judges_to_the_very_instant(self):
        scope = agreement(YES | {"within": "4 working hours"})
        friday = sent({"at": "2026-04-10T15:00:00+02:00"})
        cals = {"approver": OFFICE}
        ends = instant("2026-04-13T11:00:00+02:00")
        assert state(scope, friday, [], ends, cals=cals).status is AcceptanceStatus.WAITING
        after = ends + dt.timedelta(microseconds=1)
        late = state(scope, friday, [], after, cals=cals)
        assert (late.status, late.until_at) == (AcceptanceStatus.OVERDUE, ends)
        for at, is_late in ((ends, False), (after, True)):
            yes = judged({"at": at.isoformat()})
            (found,) = state(scope, friday, yes, "2026-04-20", cals=cals).stages
            assert (found.status, found.is_late) == (AcceptanceStatus.ACCEPTED, is_late)

    def test_a_judgement_that_bears_a_day_is_in_time_on_the_last_one(self):
        for day, is_late in (("2026-04-15", False), ("2026-04-16", True)):
            found = state(agreement(), sent("2026-04-10"), judged({"date": day}), "2026-04-20")
            assert (found.status, found.stages[0].is_late) == (AcceptanceStatus.ACCEPTED, is_late)

    def test_working_time_without_a_calendar_is_not_known_and_never_late(self):
        scope = agreement(YES | {"within": "5 working days"})
        found = state(scope, sent("2026-04-10"), [], "2027-04-15")
        assert found.status is AcceptanceStatus.WAITING
        assert found.because == "it counts in working time, and no calendar of 'approver' is known"

    def test_it_runs_from_the_named_point_but_not_before_the_delivery(self):
        scope = agreement(YES | {"starts": "on launch"})
        dates = {"launch": dt.date(2026, 4, 20)}
        early = state(scope, sent("2026-04-10"), [], "2026-04-19", dates=dates)
        assert (early.status, early.waiting_for) == (AcceptanceStatus.NOT_BEGUN, ())
        begun = state(scope, sent("2026-04-10"), [], "2026-04-20", dates=dates)
        assert (str(begun.until), begun.stages[0].from_delivery) == ("2026-04-25", False)
        late = state(scope, sent("2026-04-22"), [], "2026-04-23", dates=dates)
        assert (str(late.until), late.stages[0].from_delivery) == ("2026-04-27", True)
        that_day = sent({"at": "2026-04-20T15:00:00+02:00"})
        same = state(scope, that_day, [], "2026-04-23", dates=dates)
        assert (str(same.until), same.until_at, same.stages[0].from_delivery) == (
            "2026-04-25", None, False,
        )  # fmt: skip
        unknown = state(scope, sent("2026-04-10"), [], "2026-04-23")
        assert unknown.because == "the date of 'launch' is not known"

    def test_of_work_that_comes_round_each_occurrence_has_its_own(self):
        scope = agreement(YES | {"starts": "on week"})
        weeks = {"week": {1: dt.date(2026, 4, 6), 2: dt.date(2026, 4, 13)}}
        given = sent(
            {"deliverable": "report", "occurrence": 1, "date": "2026-04-06"},
            {"deliverable": "report", "occurrence": 2, "date": "2026-04-13"},
        )
        one, two = states(scope, given, [], "2026-04-14", dates=weeks)
        assert (one.occurrence, str(one.until), one.status.value) == (1, "2026-04-11", "overdue")
        assert (two.occurrence, str(two.until), two.status.value) == (2, "2026-04-18", "waiting")

    def test_a_stage_without_a_limit_waits_for_ever(self):
        found = state(agreement({"role": "approver"}), sent("2026-04-10"), [], "2036-04-10")
        assert (found.status, found.until, found.because) == (AcceptanceStatus.WAITING, None, None)


class TestSilence:
    """Silence is acceptance only where that was agreed, and only once the window is over."""

    def test_it_is_acceptance_after_the_last_instant_and_not_before(self):
        deemed = agreement(deemed=True)
        before = state(deemed, sent("2026-04-10"), [], "2026-04-15T23:59:59.999999+02:00")
        assert before.status is AcceptanceStatus.WAITING
        after = state(deemed, sent("2026-04-10"), [], "2026-04-16T00:00:00+02:00")
        assert (after.status, after.waiting_for) == (AcceptanceStatus.DEEMED, ())

    def test_a_rejection_that_comes_after_it_changes_nothing_and_is_listed(self):
        deemed = agreement(deemed=True)
        for day, status, too_late in (
            ("2026-04-15", AcceptanceStatus.REJECTED, ()),
            ("2026-04-16", AcceptanceStatus.DEEMED, ("Acceptance-0",)),
        ):
            no = judged({"date": day, "outcome": "rejected"})
            found = state(deemed, sent("2026-04-10"), no, "2026-04-20")
            assert (found.status, found.stages[0].too_late) == (status, too_late)

    def test_an_acceptance_that_comes_after_it_says_so_in_words(self):
        yes = judged({"date": "2026-04-16"})
        found = state(agreement(deemed=True), sent("2026-04-10"), yes, "2026-04-20")
        assert (found.status, found.stages[0].judgement, found.stages[0].is_late) == (
            AcceptanceStatus.ACCEPTED, "Acceptance-0", True,
        )  # fmt: skip

    def test_a_late_rejection_counts_where_silence_is_nothing(self):
        no = judged({"date": "2026-04-16", "outcome": "rejected"})
        found = state(agreement(), sent("2026-04-10"), no, "2026-04-20")
        assert (found.status, found.stages[0].is_late) == (AcceptanceStatus.REJECTED, True)

    def test_a_stage_that_does_not_decide_is_never_deemed(self):
        both = agreement(LOOK, YES | {"within": "1 day"}, deemed=True)
        found = state(both, sent("2026-04-10"), [], "2026-04-20")
        assert [one.status.value for one in found.stages] == ["overdue", "deemed"]
        assert (found.status, found.waiting_for) == (AcceptanceStatus.DEEMED, ())


class TestStages:
    def test_all_that_decide_must_accept_and_reviews_are_waited_for_until_they_have(self):
        final = {"id": "final", "role": "sponsor"}
        three = agreement(LOOK, YES, final)
        waiting = state(three, sent("2026-04-10"), judged({"stage": "yes", "date": "2026-04-11"}),
                        "2026-04-12", rights=None)  # fmt: skip
        assert waiting.waiting_for == ("content", "sponsor")
        both = judged(
            {"stage": "yes", "date": "2026-04-11"}, {"stage": "final", "date": "2026-04-11"}
        )
        done = state(three, sent("2026-04-10"), both, "2026-04-12", rights=None)
        assert (done.status, done.waiting_for) == (AcceptanceStatus.ACCEPTED, ())

    def test_the_first_window_to_end_is_the_day_by_which(self):
        final = {"id": "final", "role": "sponsor", "within": "3 days"}
        for stages in ((YES, final), (final, YES)):
            found = state(agreement(*stages), sent("2026-04-10"), [], "2026-04-11")
            assert str(found.until) == "2026-04-13"

    def test_a_judgement_without_a_stage_is_of_its_role_or_of_the_only_stage(self):
        two = agreement(LOOK, YES)
        by_role = judged({"role": "approver", "date": "2026-04-11"})
        assert state(two, sent("2026-04-10"), by_role, "2026-04-12").status.value == "accepted"
        unclear = judged({"date": "2026-04-11"})
        assert state(two, sent("2026-04-10"), unclear, "2026-04-12").status.value == "waiting"
        assert state(agreement(), sent("2026-04-10"), unclear, "2026-04-12").status.value == (
            "accepted"
        )

    def test_a_review_that_is_not_content_decides_nothing(self):
        no = judged({"stage": "look", "by": "editor", "outcome": "rejected", "date": "2026-04-11"})
        found = state(agreement(LOOK, YES), sent("2026-04-10"), no, "2026-04-12")
        assert (found.status, found.waiting_for, found.rejection) == (
            AcceptanceStatus.WAITING, ("approver",), None,
        )  # fmt: skip
        assert found.stages[0].status is AcceptanceStatus.REJECTED

    def test_without_a_stage_that_decides_nothing_is_agreed(self):
        bare = decode(ScopeAgreement, {"id": "web", "title": "Web", "deliverables": [DESIGN]})
        for scope in (bare, agreement(LOOK)):
            found = state(scope, sent("2026-04-10"), [], "2026-04-11")
            assert found.status is AcceptanceStatus.NOT_AGREED

    def test_everything_can_be_judged_as_one(self):
        whole = judged({"of": "everything", "date": "2026-04-12"})
        design, everything = states(agreement(), sent("2026-04-10"), whole, "2026-04-13")
        assert (design.deliverable, design.status.value) == ("design", "accepted")
        assert (everything.deliverable, everything.status.value) == (None, "accepted")

    @pytest.mark.parametrize(
        ("whole", "has_gap"),
        [
            ([{"date": "2026-04-12"}], False),
            ([{"date": "2026-04-12", "by": "guest"}], True),
            ([{"date": "2026-04-12"}, {"date": "2026-04-13", "outcome": "rejected"}], True),
        ],
    )
    def test_and_if_it_was_accepted_nothing_is_missing(
        self, whole: list[dict[str, Any]], has_gap: bool
    ):
        given = sent({"deliverable": "report", "occurrence": 2, "date": "2026-04-06"})
        said = judged(*(one | {"of": "everything"} for one in whole))
        found = states(agreement(), given, said, "2026-04-20")
        assert any(one.status.value == "not_on_record" for one in found) is has_gap


class TestWhoCounts:
    def test_a_judgement_without_the_right_does_not_count_and_is_listed(self):
        void = judged({"date": "2026-04-11", "by": "guest"})
        found = state(agreement(), sent("2026-04-10"), void, "2026-04-12")
        assert (found.status, found.stages[0].void) == (
            AcceptanceStatus.WAITING, ("Acceptance-0",),
        )  # fmt: skip
        assert state(agreement(), sent("2026-04-10"), void, "2026-04-12", rights=None).status is (
            AcceptanceStatus.ACCEPTED
        )

    @pytest.mark.parametrize(
        ("by", "stage", "counts"),
        [
            ("editor", "look", True),
            ("editor", "yes", False),
            ("curator", "look", True),
            ("curator", "yes", True),
            ("guest", "look", False),
        ],
    )
    def test_to_review_takes_review_or_accept_and_to_accept_takes_accept(
        self, by: str, stage: str, counts: bool
    ):
        one = judged({"date": "2026-04-11", "by": by, "stage": stage})
        found = state(
            agreement(LOOK, YES), sent("2026-04-10"), one, "2026-04-11T23:59:59.999999+02:00"
        )
        (asked,) = [stage_state for stage_state in found.stages if stage_state.stage == stage]
        assert (asked.judgement is not None) is counts
        assert (asked.void == ()) is counts

    def test_where_nobody_was_given_the_right_everybody_counts(self):
        nobody = HeldRights([Role(id="approver", title="Approver")], PEOPLE, timezone=BERLIN)
        one = judged({"date": "2026-04-11", "by": "guest"})
        found = state(agreement(), sent("2026-04-10"), one, "2026-04-12", rights=nobody)
        assert found.status is AcceptanceStatus.ACCEPTED


class TestDeliveredAnew:
    """A delivery opens judgement anew."""

    NO: ClassVar[Any] = {"date": "2026-04-12", "outcome": "rejected"}

    @pytest.mark.parametrize("outcome", ["rejected", "accepted"])
    def test_what_was_judged_before_counts_no_more(self, outcome: str):
        before = judged({"date": "2026-04-12", "outcome": outcome})
        found = state(agreement(), sent("2026-04-10", "2026-04-20"), before, "2026-04-21")
        assert (found.status, str(found.until), found.delivery) == (
            AcceptanceStatus.WAITING, "2026-04-25", "Delivery-1",
        )  # fmt: skip

    def test_of_one_day_nobody_can_tell_what_came_first(self):
        found = state(agreement(), sent("2026-04-12"), judged({"date": "2026-04-12"}), "2026-04-13")
        assert found.status is AcceptanceStatus.ACCEPTED
        before = judged({"date": "2026-04-11"})
        found = state(agreement(), sent("2026-04-12"), before, "2026-04-13")
        assert found.status is AcceptanceStatus.WAITING

    def test_of_two_instants_the_order_is_known(self):
        given = sent({"at": "2026-04-12T10:00:00+02:00"})
        for at, status in (("09:59:59", "waiting"), ("10:00:00", "accepted")):
            one = judged({"at": f"2026-04-12T{at}+02:00"})
            assert state(agreement(), given, one, "2026-04-13").status.value == status

    def test_a_judgement_is_about_the_delivery_that_it_names(self):
        given = sent("2026-04-10", "2026-04-20")
        first = judged({"date": "2026-04-21", "delivery": "Delivery-0"})
        assert state(agreement(), given, first, "2026-04-22").status.value == "waiting"
        second = judged({"date": "2026-04-21", "delivery": "Delivery-1"})
        assert state(agreement(), given, second, "2026-04-22").status.value == "accepted"

    def test_rejected_work_is_due_again_when_the_agreement_says(self):
        scope = agreement(rework="2026-04-24")
        on_the_day = state(scope, sent("2026-04-10"), judged(self.NO), "2026-04-24")
        assert (on_the_day.status, str(on_the_day.until), on_the_day.is_overdue) == (
            AcceptanceStatus.REWORK_DUE, "2026-04-24", False,
        )  # fmt: skip
        after = state(scope, sent("2026-04-10"), judged(self.NO), "2026-04-25")
        assert (after.is_overdue, after.rejection) == (True, "Acceptance-0")

    def test_or_with_the_next_occurrence(self):
        scope = agreement(rework="next_occurrence")
        given = sent({"deliverable": "report", "occurrence": 1, "date": "2026-04-06"})
        no = judged(self.NO | {"deliverable": "report", "occurrence": 1})
        weeks = {"week": {1: dt.date(2026, 4, 6), 2: dt.date(2026, 4, 13)}}
        found = state(scope, given, no, "2026-04-12T23:59:59.999999+02:00", dates=weeks)
        assert (found.status.value, str(found.until)) == ("rework_due", "2026-04-13")
        once = state(scope, sent("2026-04-10"), judged(self.NO), "2026-04-13")
        assert (once.status.value, once.because) == ("rejected", "it does not come round")

    def test_rejected_work_without_terms_is_only_rejected(self):
        found = state(agreement(), sent("2026-04-10"), judged(self.NO), "2026-04-13")
        assert (found.status.value, found.until, found.because) == ("rejected", None, None)


class TestOpenPoints:
    def test_they_stay_open_until_the_same_stage_judges_again(self):
        some = {
            "outcome": "accepted_with_remarks",
            "date": "2026-04-12",
            "remarks": [{"id": "button", "text": "Larger", "until": "2026-04-20"}],
        }
        found = state(agreement(), sent("2026-04-10"), judged(some), "2026-04-20")
        assert found.status is AcceptanceStatus.ACCEPTED_WITH_REMARKS
        (button,) = found.remarks
        assert (button.remark, button.acceptance, button.is_overdue) == (
            "button", "Acceptance-0", False,
        )  # fmt: skip
        (button,) = state(agreement(), sent("2026-04-10"), judged(some), "2026-04-21").remarks
        assert button.is_overdue
        settled = judged(some, {"date": "2026-04-14"})
        again = state(agreement(), sent("2026-04-10"), settled, "2026-04-21")
        assert (again.status, again.remarks) == (AcceptanceStatus.ACCEPTED, ())

    def test_those_of_a_review_are_open_points_of_what_was_accepted(self):
        some = {
            "stage": "look", "by": "editor", "outcome": "accepted_with_remarks",
            "date": "2026-04-12", "remarks": [{"id": "button", "text": "Larger"}],
        }  # fmt: skip
        both = judged(some, {"stage": "yes", "date": "2026-04-12"})
        found = state(agreement(LOOK, YES), sent("2026-04-10"), both, "2026-04-13")
        assert found.status is AcceptanceStatus.ACCEPTED_WITH_REMARKS
        assert [one.status.value for one in found.stages] == ["accepted_with_remarks", "accepted"]


class TestGaps:
    def test_what_is_missing_in_a_row_is_one(self):
        numbers = [2, 5, 6]
        given = sent(
            *({"deliverable": "report", "occurrence": n, "date": "2026-04-06"} for n in numbers)
        )
        found = states(agreement({"role": "approver"}), given, [], "2026-04-07")
        assert [(one.occurrence, one.last_occurrence, one.status.value) for one in found] == [
            (1, 1, "not_on_record"), (2, 2, "waiting"), (3, 4, "not_on_record"),
            (5, 5, "waiting"), (6, 6, "waiting"),
        ]  # fmt: skip

    def test_a_judgement_that_never_came_is_not_on_record_where_no_date_says_it_is_late(self):
        scope = agreement(YES | {"starts": "on week"})
        given = sent({"deliverable": "report", "occurrence": 1, "date": "2026-04-06"})
        later = judged({"deliverable": "report", "occurrence": 2, "date": "2026-04-07"})
        first, second = states(scope, given, later, "2026-04-08")
        assert (first.status.value, first.waiting_for) == ("not_on_record", ("approver",))
        assert second.status.value == "accepted"

    def test_the_last_one_on_record_still_waits(self):
        scope = agreement(LOOK, YES)
        looked = judged(
            {"deliverable": "report", "occurrence": 1, "stage": "look", "date": "2026-04-07"}
        )
        found = state(scope, [], looked, "2026-04-08")
        assert (found.status, found.because) == (
            AcceptanceStatus.WAITING, "the day of the delivery is not on record",
        )  # fmt: skip

    def test_the_number_of_work_that_comes_once_means_nothing(self):
        found = state(agreement(), sent({"occurrence": 7, "date": "2026-04-10"}), [], "2026-04-11")
        assert found.occurrence is None


class TestEntriesInForce:
    def test_what_comes_later_is_not_known_yet(self):
        yes = judged({"at": "2026-04-12T10:00:00+02:00"})
        before = state(agreement(), sent("2026-04-10"), yes, "2026-04-12T09:59:59+02:00")
        assert before.status is AcceptanceStatus.WAITING
        at_once = state(agreement(), sent("2026-04-10"), yes, "2026-04-12T10:00:00+02:00")
        assert at_once.status is AcceptanceStatus.ACCEPTED

    def test_a_correction_takes_the_place_of_what_it_corrects(self):
        yes = judged(
            {"date": "2026-04-11", "delivery": "Delivery-0"},
            {"date": "2026-04-12", "outcome": "rejected", "corrects": "Acceptance-0"},
        )
        moved = sent("2026-04-10", {"date": "2026-04-09", "corrects": "Delivery-0"})
        assert state(agreement(), sent("2026-04-10"), yes, "2026-04-13").status.value == "rejected"
        found = state(agreement(), moved, yes[:1], "2026-04-13")
        assert (found.status.value, found.delivery) == ("accepted", "Delivery-1")
        elsewhere = state(agreement(), moved[1:], yes[:1], "2026-04-13",
                          replaced={"Delivery-0": "Delivery-1"})  # fmt: skip
        assert elsewhere == found

    def test_an_instant_without_offset_is_refused(self):
        with pytest.raises(InvalidArgumentError, match="expected an instant with its offset"):
            states(agreement(), [], [], dt.datetime(2026, 4, 1))  # noqa: DTZ001 (refused)


DAYS = st.integers(1, 20).map("2026-04-{:02}".format)
WORK = st.sampled_from([
    {"deliverable": "design"},
    {"deliverable": "report", "occurrence": 1},
    {"deliverable": "report", "occurrence": 2},
])  # fmt: skip
DELIVERIES = st.lists(
    st.builds(lambda work, day: work | {"date": day}, WORK, DAYS), max_size=4
).map(lambda entries: sent(*entries))
JUDGED = st.builds(
    lambda work, stage, day, outcome, by: work | stage | {
        "date": day, "outcome": outcome, "by": by,
    },
    st.one_of(WORK, st.just({"of": "everything"})),
    st.sampled_from([{}, {"stage": "look"}, {"stage": "yes"}, {"role": "approver"}]),
    DAYS,
    st.sampled_from(["accepted", "accepted_with_remarks", "rejected"]),
    st.sampled_from(["curator", "editor", "guest"]),
)  # fmt: skip
ACCEPTANCES = st.lists(JUDGED, max_size=5).map(lambda entries: judged(*entries))
SCOPES = st.builds(
    lambda deemed, stages, rework: agreement(*stages, deemed=deemed, **rework),
    st.booleans(),
    st.sampled_from([(YES,), (LOOK, YES), (YES | {"starts": "on week"}, YES | {"id": "final"})]),
    st.sampled_from([{}, {"rework": "2026-04-24"}, {"rework": "next_occurrence"}]),
)
DATES = {"week": {1: dt.date(2026, 4, 6), 2: dt.date(2026, 4, 13)}}


@given(SCOPES, DELIVERIES, ACCEPTANCES, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(
    scope, given_, said, day, shuffler: random.Random
):
    mixed, mixed_said = list(given_), list(said)
    shuffler.shuffle(mixed)
    shuffler.shuffle(mixed_said)
    found = states(scope, given_, said, day, dates=DATES)
    assert states(scope, mixed, mixed_said, day, dates=DATES) == found
    for one in found:
        assert decode(AcceptanceState, to_data(one)) == one


@given(SCOPES, DELIVERIES, ACCEPTANCES, JUDGED, DAYS)
def test_only_a_rejection_or_a_new_delivery_undoes_an_acceptance(scope, given_, said, new, day):
    before = {
        (one.deliverable, one.occurrence)
        for one in states(scope, given_, said, day, dates=DATES)
        if one.status in SETTLED
    }
    more = [*said, *(entry(Acceptance, 99, {
        key: value for key, value in (new | {"outcome": "accepted"}).items() if key != "of"
    }),)]  # fmt: skip
    after = {
        (one.deliverable, one.occurrence): one.status
        for one in states(scope, given_, more, day, dates=DATES)
    }
    assert {key for key in before if after[key] not in SETTLED} == set()


@given(SCOPES, DELIVERIES, ACCEPTANCES, DAYS)
def test_nothing_is_judged_from_later_entries(scope, given_, said, day):
    known = [one for one in given_ if str(one.date) < day]
    known_said = [one for one in said if str(one.date) < day]
    assert states(scope, known, known_said, day, dates=DATES) == states(
        scope, given_, said, day, dates=DATES
    )


@given(SCOPES, DELIVERIES, ACCEPTANCES, DAYS)
def test_silence_is_acceptance_only_where_agreed_and_after_the_window(scope, given_, said, day):
    for one in states(scope, given_, said, day, dates=DATES):
        for stage in one.stages:
            if stage.status is AcceptanceStatus.DEEMED:
                assert scope.acceptance.deemed
                assert stage.decides
                assert str(stage.until) < day
