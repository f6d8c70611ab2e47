import pytest

from clientkit.scope import FROZEN_FIELDS, late_corrections, standing_orders

from .changing import ZONE, at, event, order

FIRST = order("co", price="3200 EUR", removes=["audio"])
DEARER = {"price": "9900 EUR", "corrects": "co", "title": "New title"}


def standing(*orders: object, events: object = (), when: str = "2026-06-01"):
    return standing_orders(orders, events, at=at(when), timezone=ZONE)


@pytest.mark.parametrize("kind", ["submitted", "offered"])
def test_content_is_frozen_at_the_first_submission_or_offer(kind: str):
    before = order("before", date="2026-03-02", **DEARER)
    after = order("after", date="2026-03-04", **DEARER)
    events = [event(kind, "2026-03-03"), event("offered", "2026-03-09")]
    (found,) = standing(FIRST, before, events=events)
    assert (found.id, found.price.text) == ("before", "9900.00 EUR")
    (found,) = standing(FIRST, after, events=events)
    assert (found.id, found.title, found.price, found.removes) == (
        "after", "New title", FIRST.price, FIRST.removes,
    )  # fmt: skip
    assert late_corrections([FIRST, before], events, timezone=ZONE) == ()
    (late,) = late_corrections([FIRST, after], events, timezone=ZONE)
    assert (late.correction, late.corrects, late.fields) == ("after", "co", ("removes", "price"))
    assert late.fixed_by == events[0].id


def test_a_correction_at_the_very_instant_of_the_submission_is_in_time():
    same = order("co-2", at="2026-03-03T10:00:00+01:00", **DEARER)
    next_one = order("co-3", at="2026-03-03T10:00:01+01:00", **DEARER)
    events = [event("submitted", "2026-03-03T10:00:00+01:00")]
    assert standing(FIRST, same, events=events)[0].price.text == "9900.00 EUR"
    assert standing(FIRST, next_one, events=events)[0].price.text == "3200.00 EUR"


def test_a_correction_that_is_not_known_yet_does_not_count():
    after = order("after", date="2026-03-04", **DEARER)
    assert [one.id for one in standing(FIRST, after, when="2026-03-04")] == ["co"]
    assert [one.id for one in standing(FIRST, after, when="2026-03-05")] == ["after"]


def test_a_submission_that_is_not_known_yet_fixes_nothing():
    after = order("after", date="2026-03-04", **DEARER)
    events = [event("submitted", "2026-03-20"), event("submitted", "2026-03-03", "other")]
    assert standing(FIRST, after, events=events, when="2026-03-10")[0].price.text == "9900.00 EUR"


def test_of_a_chain_the_last_before_the_submission_stands():
    second = order("co-2", date="2026-03-02", price="4000 EUR", corrects="co")
    third = order("co-3", date="2026-03-08", price="5000 EUR", corrects="co-2")
    events = [event("offered", "2026-03-05", "co-2")]
    (found,) = standing(third, FIRST, second, events=events)
    assert (found.id, found.price.text, found.removes) == ("co-3", "4000.00 EUR", ())


def test_the_base_may_be_put_right_at_any_time():
    assert "base" not in FROZEN_FIELDS
    moved = order("co-2", date="2026-03-08", price="3200 EUR", removes=["audio"], base=2,
                  corrects="co")  # fmt: skip
    events = [event("offered", "2026-03-05")]
    (found,) = standing(FIRST, moved, events=events)
    assert found == moved
    assert late_corrections([FIRST, moved], events, timezone=ZONE) == ()
