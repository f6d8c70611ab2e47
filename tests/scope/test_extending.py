"""What the agreement grants for delays of the client, worked out by hand."""

from typing import Any

import pytest
from hypothesis import given, settings

from clientkit.scope import DelayExtension, Extension, Progress, extension

from .forecast_making import OURS, THEIRS, agreement_of, at_noon, cases, forecast_of, progress_of

DESIGN = {"id": "design", "due": "2026-04-17", "depends_on": ["photos"], "working_days": 5}
SITE = {"id": "site", "due": "2026-05-04", "depends_on": ["design"]}
OTHER = {"id": "other", "due": "2026-05-04"}
PHOTOS = {"id": "photos", "due": "2026-03-20"}


def granted(
    rule: str | None, at: str = "2026-04-01", notified: Any = None, **lists: Any
) -> Extension:
    terms: dict[str, Any] = {"clause": "6"} if rule is None else {"extend": rule, "clause": "6"}
    if notified is not None:
        terms |= {"notice_within": "2 working days", "notice_required": True}
    agreement = agreement_of(
        deliverables=[DESIGN, SITE, OTHER], responsibilities=[PHOTOS], delays=terms
    )
    return extension(
        agreement,
        progress_of(**lists),
        notified=notified,
        client_calendar=THEIRS,
        our_calendar=OURS,
        at=at_noon(at),
    )


LATE = [{"responsibility": "photos", "date": "2026-03-31"}]


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        # 21 to 31 March: 7 working days, 11 days of the calendar
        ("working_days", [("design", "2026-04-28"), ("site", "2026-05-13")]),
        ("calendar_days", [("design", "2026-04-28"), ("site", "2026-05-15")]),
        (None, [("design", "None"), ("site", "None")]),
    ],
)
def test_by_the_unit_that_the_agreement_names(rule: str | None, dates: list[Any]) -> None:
    found = granted(rule, fulfilments=LATE)
    assert [(one.id, str(one.extended_to)) for one in found.dates] == dates
    assert {(one.working_days, one.calendar_days) for one in found.dates} == {(7, 11)}
    assert (found.rule, found.clause) == (None if rule is None else DelayExtension(rule), "6")


def test_in_words() -> None:
    said, silent = granted("working_days", fulfilments=LATE), granted(None, fulfilments=LATE)
    assert said.dates[0].text == (
        "design: agreed 2026-04-17; 7 working days of waiting for the client move it to 2026-04-28"
    )
    assert silent.text == "the agreement does not say what a delay of the client does to its dates"
    assert silent.dates[0].text == (
        "design: agreed 2026-04-17; 7 working days of waiting for the client; "
        "the agreement does not say what follows"
    )


def test_spare_time_does_not_matter_here() -> None:
    agreement = agreement_of(deliverables=[DESIGN], responsibilities=[PHOTOS])
    assert forecast_of(agreement, progress_of(fulfilments=LATE)).item("design").slip == 0
    assert granted("working_days", fulfilments=LATE).dates[0].working_days == 7


def test_days_are_put_together_and_those_of_others_left_out() -> None:
    def event(party: str, first: str, last: str, *affects: str) -> dict[str, Any]:
        about = {"party": party, "affects": list(affects), "reason": "x", "date": first}
        return about | {"starts_on": first, "ends_on": last}

    events = [
        event("client", "2026-03-30", "2026-04-02", "design"),  # two days more than the photographs
        event("provider", "2026-03-31", "2026-04-01", "design"),
        event("third_party", "2026-04-07", "2026-04-10", "design"),
        event("third_party", "2026-03-23", "2026-03-24", "photos"),  # not the client's, then
    ]
    found = granted("working_days", "2026-04-15", fulfilments=LATE, delay_events=events)
    assert [(one.working_days, one.concurrent_days) for one in found.dates] == [(7, 2), (7, 2)]


def test_what_goes_on_counts_up_to_today() -> None:
    days = [granted("working_days", day).dates[0].working_days for day in
            ("2026-03-23", "2026-03-24")]  # fmt: skip
    assert days == [1, 2]
    assert granted("working_days", "2026-03-20").dates == ()


@pytest.mark.parametrize(("told", "days"), [("2026-03-24", 7), ("2026-03-26", 4), (None, 0)])
def test_days_before_due_notice_are_left_out(told: str | None, days: int) -> None:
    notified = {} if told is None else {"photos": [at_noon(told)]}
    found = granted("working_days", notified=notified, fulfilments=LATE)
    assert [one.working_days for one in found.dates[:1]] == ([days] if days else [])


def test_nothing_holds_up_what_was_delivered_without_it() -> None:
    # due on Friday 20 March, still missing on Tuesday 31; delivered without it on Monday 23
    delivered = [{"deliverable": "design", "date": "2026-03-23"}]
    design, site = granted("working_days", "2026-03-31", deliveries=delivered).dates
    assert (design.id, design.working_days, design.calendar_days) == ("design", 1, 3)
    assert (site.id, site.working_days) == ("site", 1)


def test_without_calendars_it_says_what_it_counts_with() -> None:
    found = extension(
        agreement_of(),
        Progress(),
        client_calendar=None,
        our_calendar=OURS,
        at=at_noon("2026-03-31"),
    )
    assert found.assumptions == (
        "no working hours of the client are known; Monday to Friday without holidays is counted",
    )


@settings(max_examples=25)
@given(cases())
def test_without_a_delay_of_the_client_nothing_is_granted(case: Any) -> None:
    agreement, lists = case
    lists["delay_events"] = [one for one in lists["delay_events"] if one["party"] != "client"]
    owed = [one for one in agreement.responsibilities if one.due is not None]
    lists["fulfilments"] = [{"responsibility": one.id, "date": "2026-01-05"} for one in owed]
    progress = progress_of(**lists)
    there = {one.id for one in owed}
    if there == {one.id for one in agreement.responsibilities}:
        found = extension(
            agreement, progress, client_calendar=THEIRS, our_calendar=OURS, at=at_noon("2026-06-01")
        )
        assert found.dates == ()
    assert isinstance(progress, Progress)
