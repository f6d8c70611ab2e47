"""A request of a record, beside the agreement that is in force."""

import datetime as dt
from pathlib import Path

import pytest

from clientkit.backlog import ClientRequest
from clientkit.base import InvalidArgumentError
from clientkit.documents import load_plan, load_record
from clientkit.plan import check_request_of
from clientkit.scope import RequestVerdict

from .making import instant, plan_of, record_of

HARBOR = Path(__file__).parents[2] / "examples/harbor-web"


def request(text: str) -> ClientRequest:
    return ClientRequest(id="r", text=text, by="curator", date=dt.date(2026, 3, 12))


def test_the_version_in_force_answers():
    """Version 1 of the invented agreement excludes an audio guide, version 2 delivers its page."""
    plan = load_plan(HARBOR / "client-plan.yaml")
    record = load_record(HARBOR / "client-record.yaml")
    (asked,) = [one for one in record.requests if one.id == "audio-request"]
    before = check_request_of(plan, asked, record, at=instant("2026-03-25"))
    after = check_request_of(plan, asked, record, at=instant("2026-03-26"))
    assert before is not None
    assert after is not None
    assert (before.suggestions[0].id, after.suggestions[0].id) == ("audio", "audio-page")
    assert before.verdict is after.verdict is RequestVerdict.UNDECIDED
    assert after.approved_by == ("sponsor", "approver")
    certain = check_request_of(
        plan, asked, record, at=instant("2026-03-26"), deliverables=["audio-page"], most=1
    )
    assert certain is not None
    assert (certain.verdict, certain.text, len(certain.suggestions)) == (
        RequestVerdict.IN_SCOPE, asked.text, 1,
    )  # fmt: skip


def test_a_plan_without_an_agreement_has_no_answer():
    plan = plan_of()
    bare = type(plan)(clientkit="1", client=plan.client)
    assert check_request_of(bare, request("A video"), at=instant("2026-03-12")) is None


def test_what_is_no_question_is_refused():
    with pytest.raises(InvalidArgumentError, match="expected words, or ids under deliverables"):
        check_request_of(plan_of(), request(" "), at=instant("2026-03-12"))
    with pytest.raises(InvalidArgumentError, match="expected an instant with its offset"):
        check_request_of(plan_of(), request("A video"), record_of(), at=dt.datetime(2026, 3, 12))  # noqa: DTZ001 (refused)
