"""Which entries count at an instant, and what stands in the place of corrected ones."""

import datetime as dt
from typing import Any

import pytest

from clientkit.base import InvalidArgumentError
from clientkit.scope import Delivery
from clientkit.scope.ledger import Ledger

BERLIN = "Europe/Berlin"
NOON = dt.datetime(2026, 4, 12, 10, tzinfo=dt.UTC)


def delivery(name: str, day: int | None = None, **more: object) -> Delivery:
    when = {} if day is None else {"date": dt.date(2026, 4, day)}
    return Delivery(id=name, deliverable="design", by="lena", **when, **more)  # type: ignore[arg-type] # as said


def standing(given: list[Delivery], at: dt.datetime = NOON, **more: object) -> list[str]:
    ledger = Ledger(given, at=at, timezone=BERLIN, **more)  # type: ignore[arg-type] # as said
    return [one.id for one in ledger.standing(given)]


def test_earliest_first_and_of_one_instant_by_id():
    given = [delivery("c", 3), delivery("b", 1), delivery("a", 3)]
    assert standing(given) == ["b", "a", "c"]


def test_a_day_is_known_once_it_is_over_and_an_instant_at_once():
    end = dt.datetime.fromisoformat("2026-04-11T23:59:59.999999+02:00")
    assert standing([delivery("a", 11)], end) == ["a"]
    assert standing([delivery("a", 11)], end - dt.timedelta(microseconds=1)) == []
    assert standing([delivery("a", at=NOON)]) == ["a"]
    assert standing([delivery("a", at=NOON + dt.timedelta(microseconds=1))]) == []


def test_a_correction_counts_as_soon_as_it_is_known():
    given = [delivery("a", 1), delivery("b", 11, corrects="a"), delivery("c", 12, corrects="b")]
    assert standing(given) == ["b"]
    assert standing(given, NOON + dt.timedelta(days=1)) == ["c"]
    assert standing(given, NOON - dt.timedelta(days=5)) == ["a"]
    ledger = Ledger(given, at=NOON, timezone=BERLIN)
    assert [ledger.current(name) for name in ("a", "b", "c", "z")] == ["b", "b", "c", "z"]


def test_a_correction_of_the_very_instant_counts():
    given = [delivery("a", 1), delivery("b", at=NOON, corrects="a")]
    assert standing(given) == ["b"]
    assert standing(given, NOON - dt.timedelta(microseconds=1)) == ["a"]


def test_what_was_corrected_before_is_said():
    ledger = Ledger(
        [delivery("b", 1), delivery("c", 2, corrects="b")],
        at=NOON,
        timezone=BERLIN,
        replaced={"a": "b"},
    )
    assert ledger.current("a") == "c"


def test_corrections_in_a_circle_correct_nothing():
    given = [delivery("a", 1, corrects="b"), delivery("b", 2, corrects="a")]
    assert standing(given) == ["a", "b"]


def test_the_day_of_an_entry_is_its_own_or_that_of_the_zone():
    late = delivery("a", at=dt.datetime(2026, 4, 11, 22, tzinfo=dt.UTC))
    assert Ledger(at=NOON, timezone=BERLIN).day(late) == dt.date(2026, 4, 12)
    assert Ledger(at=NOON, timezone="UTC").day(late) == dt.date(2026, 4, 11)
    assert Ledger(at=NOON, timezone="UTC").day(delivery("a", 3)) == dt.date(2026, 4, 3)


@pytest.mark.parametrize(
    "at",
    [dt.datetime(2026, 4, 1), dt.date(2026, 4, 1), None],  # noqa: DTZ001 (refused)
)
def test_what_is_no_instant_with_its_offset_is_refused(at: Any):
    with pytest.raises(InvalidArgumentError, match=r"^at is .*; expected an instant with its"):
        Ledger(at=at, timezone=BERLIN)
