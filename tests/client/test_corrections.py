import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from clientkit.client.corrections import corrected, current_ids
from clientkit.feedback import SurveyResponse


def response(key, corrects=None, day=4):
    return SurveyResponse(
        id=key, survey="pulse", score=4, by="lena", date=dt.date(2026, 5, day), corrects=corrects
    )


def ids(*entries):
    return [one.id for one in corrected(entries)]


def test_a_correction_stands_in_the_place_of_what_it_corrects():
    assert ids(response("a"), response("b"), response("c", "a")) == ["c", "b"]


def test_a_chain_ends_at_its_last_correction():
    entries = response("a"), response("b", "a"), response("c", "b")
    assert ids(*entries) == ["c"]
    assert current_ids(entries) == {"a": "c", "b": "c", "c": "c"}


def test_a_correction_may_bear_an_earlier_day_than_what_it_corrects():
    assert ids(response("a", day=9), response("b", "a", day=4)) == ["b"]


def test_of_two_corrections_of_one_entry_the_later_stands():
    entries = response("a"), response("b", "a", day=6), response("c", "a", day=5)
    assert ids(*entries) == ["b"]
    assert current_ids(entries) == {"a": "b", "b": "b", "c": "b"}


def test_of_simultaneous_corrections_the_last_id_stands():
    assert ids(response("a"), response("c", "a"), response("b", "a")) == ["c"]


def test_what_corrects_something_else_is_an_entry_like_any_other():
    assert ids(response("a", "not-there")) == ["a"]


def test_corrections_in_a_circle_correct_nothing():
    assert ids(response("a", "b"), response("b", "a")) == ["a", "b"]
    assert ids(response("a", "a")) == ["a"]
    assert ids(response("a", "b"), response("b", "a"), response("c", "a")) == ["a", "b", "c"]


def test_entries_that_share_an_id_and_correct_one_another_come_to_an_end():
    entries = response("a"), response("b", "a"), response("c", "b"), response("b", "c")
    assert current_ids(entries) == {"a": "a", "b": "b", "c": "c"}


def test_a_long_chain_takes_no_longer_than_many_short_ones():
    chain = [response("0"), *(response(str(n), str(n - 1)) for n in range(1, 50_000))]
    assert set(current_ids(chain).values()) == {"49999"}


def test_entries_that_share_an_id_are_all_kept():
    assert ids(response("a"), response("a")) == ["a", "a"]


entries = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from([None, *"abcdef"]), st.integers(1, 9)),
    max_size=6,
    unique_by=lambda one: one[0],
)


@given(entries, st.randoms(use_true_random=False))
def test_order_does_not_decide_what_stands(made, random):
    given_entries = [response(*one) for one in made]
    shuffled = random.sample(given_entries, len(given_entries))
    assert set(ids(*given_entries)) == set(ids(*shuffled))
    assert current_ids(given_entries) == current_ids(shuffled)


@given(entries)
def test_every_entry_has_one_that_stands(made):
    given_entries = [response(*one) for one in made]
    assert set(current_ids(given_entries).values()) == set(ids(*given_entries))
