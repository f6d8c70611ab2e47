"""What holds for every forecast, whatever the agreement and whatever is on record."""

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientkit.base import ClientkitError, decode, encode
from clientkit.scope import (
    DelayParty,
    Forecast,
    Progress,
    ScopeAgreement,
    client_delays,
    extension,
    forecast,
)
from clientkit.testing import instants, models

from .forecast_making import AT, OURS, THEIRS, cases, delays, forecast_of, progress_of

Case = tuple[ScopeAgreement, dict[str, list[dict[str, Any]]]]
FEW = settings(max_examples=40)


def dates(found: Forecast) -> dict[tuple[str, int | None], Any]:
    return {(one.id, one.occurrence): one for one in found.items}


@FEW
@given(cases())
def test_the_shares_are_a_partition_of_the_slip(case: Case) -> None:
    agreement, lists = case
    for one in forecast_of(agreement, progress_of(**lists)).items:
        days = sum(share.working_days for share in one.shares)
        assert days == max(0, one.slip or 0)
        assert days == sum(one.days_of(party) for party in DelayParty)
        assert all(share.working_days > 0 and share.causes for share in one.shares)


@FEW
@given(cases())
def test_without_delays_everything_is_as_agreed(case: Case) -> None:
    agreement, _ = case
    before_anything = Progress()
    for one in forecast_of(agreement, before_anything, at="2026-02-20").items:
        if one.baseline is not None and one.baseline.isoformat() >= "2026-02-20":
            assert (one.forecast, one.slip, one.shares) == (one.baseline, 0, ())
    for one in forecast_of(agreement, Progress(is_kept=False), at="2026-07-01").items:
        assert one.forecast == one.baseline


@FEW
@given(st.data(), cases())
def test_a_further_delay_moves_nothing_earlier(data: st.DataObject, case: Case) -> None:
    agreement, lists = case
    before = dates(forecast_of(agreement, progress_of(**lists)))
    lists["delay_events"] = [*lists["delay_events"], data.draw(delays(agreement))]
    after = dates(forecast_of(agreement, progress_of(**lists)))
    assert before.keys() == after.keys()
    for key, one in before.items():
        assert after[key].baseline == one.baseline
        if one.forecast is not None:
            assert after[key].forecast >= one.forecast


@FEW
@given(cases())
def test_delays_that_overlap_count_once(case: Case) -> None:
    agreement, lists = case
    once = forecast_of(agreement, progress_of(**lists))
    lists["delay_events"] = lists["delay_events"] * 2
    twice = forecast_of(agreement, progress_of(**lists))
    for one, two in zip(once.items, twice.items, strict=True):
        assert (one.forecast, one.slip) == (two.forecast, two.slip)
        assert [one.days_of(party) for party in DelayParty] == [
            two.days_of(party) for party in DelayParty
        ]


@FEW
@given(st.data(), cases())
def test_the_order_of_what_goes_in_does_not_matter(data: st.DataObject, case: Case) -> None:
    agreement, lists = case
    progress = progress_of(**lists)
    one = forecast_of(agreement, progress)
    mixed = {
        name: data.draw(st.permutations(getattr(agreement, name)))
        for name in ("milestones", "deliverables", "responsibilities")
    }
    entries = {
        name: data.draw(st.permutations(getattr(progress, name)))
        for name in ("milestones_reached", "deliveries", "fulfilments", "delay_events")
    }
    again = decode(ScopeAgreement, encode(agreement))
    other = forecast(
        type(again)(**{"id": "web", "title": "New web site", "delays": again.delays} | mixed),
        Progress(**entries),
        client_calendar=THEIRS,
        our_calendar=OURS,
        at=AT,
    )
    assert dates(one) == dates(other)


@FEW
@given(cases())
def test_nothing_that_is_missing_is_expected_in_the_past(case: Case) -> None:
    agreement, lists = case
    for one in forecast_of(agreement, progress_of(**lists)).items:
        if one.forecast is not None and not one.is_there:
            assert one.forecast >= AT.date()


@FEW
@given(cases())
def test_results_can_be_stored_and_read(case: Case) -> None:
    agreement, lists = case
    progress = progress_of(**lists)
    found = forecast_of(agreement, progress)
    assert decode(Forecast, encode(found)) == found
    granted = extension(agreement, progress, client_calendar=THEIRS, our_calendar=OURS, at=AT)
    assert decode(type(granted), encode(granted)) == granted


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(models(ScopeAgreement), models(Progress), instants())
def test_whatever_the_documents_say_there_is_an_answer_or_a_refusal(
    agreement: ScopeAgreement, progress: Progress, at: dt.datetime
) -> None:
    sides: dict[str, Any] = {"client_calendar": None, "our_calendar": None, "at": at}
    try:
        found = forecast(agreement, progress, **sides)
    except ClientkitError:
        return  # an instant beside the calendar
    for one in found.items:
        assert sum(share.working_days for share in one.shares) == max(0, one.slip or 0)
        assert (one.unknown is None) == (None not in (one.baseline, one.forecast))
    lists = (progress.fulfilments, progress.delay_events)
    owed = client_delays(agreement, *lists, notified={}, reminded={}, **sides)
    assert {one.responsibility for one in owed} == {one.id for one in agreement.responsibilities}
    extension(agreement, progress, **sides)
