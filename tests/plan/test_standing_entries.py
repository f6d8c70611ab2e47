import datetime as dt

from clientkit.plan.standing_entries import entries_in_force

from .making import instant, record_of


def ids(record, at: str) -> list[str]:
    return [one.id for one in entries_in_force(record, at=instant(at)).record.deliveries]


def test_an_entry_is_known_from_its_instant_on_and_a_day_from_its_end():
    record = record_of(
        deliveries=[
            {"id": "a", "deliverable": "d", "at": "2026-04-17T10:00:00+02:00"},
            {"id": "b", "deliverable": "d", "date": "2026-04-17"},
        ]
    )
    assert ids(record, "2026-04-17T09:59:59.999999+02:00") == []
    assert ids(record, "2026-04-17T10:00:00+02:00") == ["a"]
    assert ids(record, "2026-04-17T23:59:59.999998+02:00") == ["a"]
    assert ids(record, "2026-04-17T23:59:59.999999+02:00") == ["a", "b"]


def test_a_correction_takes_the_place_of_what_it_corrects_once_it_is_known():
    record = record_of(
        deliveries=[
            {"id": "typo", "deliverable": "d", "date": "2026-04-17"},
            {"id": "right", "deliverable": "e", "date": "2026-04-20", "corrects": "typo"},
        ]
    )
    assert ids(record, "2026-04-18") == ["typo"]
    assert ids(record, "2026-04-21") == ["right"]
    found = entries_in_force(record, at=instant("2026-04-21"))
    assert found.current("typo") == "right"
    assert found.current("right") == "right"
    assert found.current("never heard of") == "never heard of"


def test_entries_of_another_kind_correct_too_and_circles_correct_nothing():
    record = record_of(
        deliveries=[
            {"id": "a", "deliverable": "d", "date": "2026-04-17"},
            {"id": "b", "deliverable": "d", "date": "2026-04-17", "corrects": "c"},
            {"id": "c", "deliverable": "d", "date": "2026-04-17", "corrects": "b"},
            {"id": "e", "deliverable": "d", "date": "2026-04-17", "corrects": "e"},
        ],
        promises=[{"id": "p", "text": "x", "date": "2026-04-17", "corrects": "a"}],
    )
    assert ids(record, "2026-04-18") == ["b", "c", "e"]


def test_entries_come_in_the_order_of_time_then_of_their_ids():
    record = record_of(
        deliveries=[
            {"id": "z", "deliverable": "d", "date": "2026-04-16"},
            {"id": "b", "deliverable": "d", "date": "2026-04-17"},
            {"id": "a", "deliverable": "d", "date": "2026-04-17"},
        ]
    )
    assert ids(record, "2026-04-18") == ["z", "a", "b"]


def test_days_at_the_ends_of_the_calendar_are_days_like_any_other():
    record = record_of(
        zone="America/New_York",
        deliveries=[
            {"id": "first", "deliverable": "d", "date": "0001-01-01"},
            {"id": "last", "deliverable": "d", "date": "9999-12-31"},
        ],
    )
    assert ids(record, "2026-04-18") == ["first"]
    at_the_end = dt.datetime.max.replace(tzinfo=dt.UTC)
    found = entries_in_force(record, at=at_the_end).record.deliveries
    assert [one.id for one in found] == ["first", "last"]
