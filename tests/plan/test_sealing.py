"""The seal: every change of a record shows at its place, and erasing does not break it."""

import datetime as dt
import hashlib
import hmac
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import (
    InvalidArgumentError,
    Term,
    canonical,
    decode,
    encode,
    evolve,
    to_data,
)
from clientkit.documents.checking import load_plan, load_record
from clientkit.plan.model import ClientPlan, ClientRecord
from clientkit.plan.persons import erase_person
from clientkit.plan.references import entry_lists
from clientkit.plan.seal_chain import LinkKind, Seal, chain
from clientkit.plan.seal_check import SealFaultKind, verify
from clientkit.plan.sealing import seal, seal_erasure
from clientkit.testing import models

from .making import record_of

HARBOR = Path(__file__).parents[2] / "examples/harbor-web"
DAY = dt.date(2026, 10, 1)
YEARS = Term.parse("3650 days")


def salts(start: int = 0) -> Callable[[], bytes]:
    numbers = itertools.count(start)
    return lambda: next(numbers).to_bytes(16, "big")


@pytest.fixture(scope="module")
def harbor() -> tuple[ClientPlan, ClientRecord]:
    return load_plan(HARBOR / "client-plan.yaml"), load_record(HARBOR / "client-record.yaml")


def deliveries(*names: str) -> ClientRecord:
    return record_of(
        deliveries=[
            {"id": name, "deliverable": "site", "date": "2026-04-17", "note": f"by {name}"}
            for name in names
        ]
    )


def faults(record: ClientRecord, sealed: Seal, **more: Any) -> list[tuple[str, str, str | None]]:
    found = verify(record, sealed, **more).faults
    return [(one.kind.value, one.path, one.entry) for one in found]


def test_the_hashes_are_what_the_page_says() -> None:
    record = evolve(
        deliveries("a"), deliveries=[evolve(deliveries("a").deliveries[0], note="Grüße")]
    )
    sealed = seal(record, salt=lambda: b"0123456789abcdef")

    def h(what: str, *parts: object) -> str:
        data = [f"clientkit-seal-1/{what}", *parts]
        text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    pairs = []
    for key, value in sorted(json.loads(canonical(record.deliveries[0])).items()):
        salt = hmac.new(b"0123456789abcdef", key.encode(), hashlib.sha256).hexdigest()
        pairs.append([key, h("field", salt, key, value)])
    leaf = h("entry", "deliveries", pairs)
    begin = h("start", "web", "Europe/Berlin")
    assert sealed.links[0].leaf == leaf
    assert sealed.head == h("link", begin, "entry", "deliveries", "a", leaf, None, None)


def test_an_untouched_record_is_intact(harbor: tuple[ClientPlan, ClientRecord]) -> None:
    _, record = harbor
    sealed = decode(Seal, encode(seal(record, salt=salts())))
    check = verify(decode(ClientRecord, encode(record)), sealed, head=sealed.head)
    assert (check.intact, check.faults, check.added, check.erased) == (True, (), (), ())
    assert len(sealed.links) == sum(map(len, entry_lists(record).values()))


def test_the_seal_of_nothing_is_intact() -> None:
    empty = record_of()
    sealed = seal(empty, salt=salts())
    assert sealed.links == ()
    assert verify(empty, sealed, head=sealed.head).intact


def test_each_single_changed_field_is_found(harbor: tuple[ClientPlan, ClientRecord]) -> None:
    _, record = harbor
    sealed = seal(record, salt=salts())
    for name, entries in entry_lists(record).items():
        changed = (evolve(entries[0], clause="other"), *entries[1:])
        assert faults(evolve(record, **{name: changed}), sealed) == [
            ("changed", f"/{name}/0", entries[0].id)
        ]


def test_what_is_removed_inserted_and_moved_is_told_apart() -> None:
    sealed = seal(deliveries("a", "b", "c", "d"), salt=salts())
    assert faults(deliveries("a", "c", "d"), sealed) == [("removed", "/deliveries", "b")]
    assert faults(deliveries("a", "b", "x", "c", "d"), sealed) == [
        ("inserted", "/deliveries/2", "x")
    ]
    assert faults(deliveries("d", "a", "b", "c"), sealed) == [("reordered", "/deliveries/0", "d")]
    assert faults(deliveries("b", "c", "d", "a"), sealed) == [("reordered", "/deliveries/3", "a")]
    assert faults(deliveries("a", "b", "c", "d", "d"), sealed) == [
        ("inserted", "/deliveries/4", "d")
    ]
    check = verify(deliveries("a", "b", "c", "d", "e"), sealed)
    assert (check.intact, check.added) == (True, ("e",))


def test_an_entry_that_goes_to_another_list_is_gone_from_its_own() -> None:
    sealed = seal(deliveries("a"), salt=salts())
    moved = record_of(milestones_reached=[{"id": "a", "milestone": "launch", "date": "2026-04-17"}])
    assert faults(moved, sealed) == [
        ("inserted", "/milestones_reached/0", "a"),
        ("removed", "/deliveries", "a"),
    ]


def test_another_plan_or_zone_is_a_change() -> None:
    record = deliveries("a")
    sealed = seal(record, salt=salts())
    assert faults(evolve(record, plan="other", timezone="UTC"), sealed) == [
        ("changed", "/plan", None),
        ("changed", "/timezone", None),
    ]


def test_the_same_instant_with_another_offset_is_the_same() -> None:
    sealed = seal(
        record_of(deliveries=[{"deliverable": "site", "at": "2026-04-17T10:00:00+02:00"}]),
        salt=salts(),
    )
    same = record_of(deliveries=[{"deliverable": "site", "at": "2026-04-17T08:00:00Z"}])
    assert verify(same, sealed).intact


def test_sealing_goes_on_where_it_ended() -> None:
    first = seal(deliveries("a"), salt=salts())
    second = seal(deliveries("a", "b"), salt=salts(10), previous=first)
    assert second.links[0] == first.links[0]
    assert seal(deliveries("a", "b"), salt=salts(20), previous=second) == second
    assert verify(deliveries("a", "b"), second, head=first.head).intact


def test_a_tampered_record_is_not_sealed_again() -> None:
    first = seal(deliveries("a", "b"), salt=salts())
    with pytest.raises(InvalidArgumentError) as caught:
        seal(deliveries("b"), salt=salts(9), previous=first)
    assert str(caught.value) == (
        "record is \"'a' of deliveries was removed\"; expected a record that is as it was sealed"
    )


def test_without_a_noted_head_a_new_seal_passes_and_with_it_not() -> None:
    honest = seal(deliveries("a", "b"), salt=salts())
    forged = seal(deliveries("a"), salt=salts())
    assert verify(deliveries("a"), forged).intact
    assert faults(deliveries("a"), forged, head=honest.head) == [("seal", "", None)]


def test_a_shortened_seal_shows_by_the_noted_head() -> None:
    whole = seal(deliveries("a", "b"), salt=salts())
    hashes = list(chain(whole))
    cut = evolve(whole, links=whole.links[:1], head=hashes[1])
    assert faults(deliveries("a"), cut) == []
    assert faults(deliveries("a"), cut, head=whole.head) == [("seal", "", None)]


def test_a_changed_seal_shows() -> None:
    record = deliveries("a", "b")
    sealed = seal(record, salt=salts())
    swapped = evolve(sealed, links=sealed.links[::-1])
    assert ("seal", "", None) in faults(record, swapped)
    first, second = sealed.links
    for broken in (
        evolve(first, salt=None),
        evolve(first, kind=LinkKind.REMOVAL),
        evolve(first, leaf=None),
    ):
        assert ("seal", "", "a") in faults(record, evolve(sealed, links=(broken, second)))
    twice = evolve(sealed, links=(first, second, first))
    assert ("seal", "", "a") in faults(record, twice)


@pytest.mark.parametrize(
    ("drawn", "message"),
    [
        (bytes(15), "salt is '15 bytes'; expected 16 to 64 random bytes"),
        (bytes(65), "salt is '65 bytes'; expected 16 to 64 random bytes"),
        (bytes(16), "salt is 'the same twice'; expected other bytes for each entry"),
    ],
)
def test_salts_that_hide_nothing_are_refused(drawn: bytes, message: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        seal(deliveries("a", "b"), salt=lambda: drawn)
    assert str(caught.value) == message


def test_salts_of_the_shortest_and_the_longest_size_are_taken() -> None:
    sizes = iter([16, 64])
    assert len(seal(deliveries("a", "b"), salt=lambda: bytes(next(sizes))).links) == 2


def test_a_record_with_an_id_twice_is_not_sealed() -> None:
    with pytest.raises(InvalidArgumentError, match="record is 'a'; expected each id once"):
        seal(deliveries("a", "a"), salt=salts())


def erased(
    plan: ClientPlan, record: ClientRecord, sealed: Seal, person: str, start: int = 1000
) -> tuple[ClientPlan, ClientRecord, Seal]:
    done = erase_person(
        plan, record, person, new_id=f"person-{start}", as_of=DAY, keep_signatures=YEARS
    )
    after = seal_erasure(
        sealed, record, done.record, salt=salts(start), date=DAY, reason="asked to be erased"
    )
    return done.plan, done.record, after


def test_a_seal_survives_erasing_one_person_after_another(
    harbor: tuple[ClientPlan, ClientRecord],
) -> None:
    plan, record = harbor
    first = sealed = seal(record, salt=salts())
    for number, person in enumerate(person.id for person in harbor[0].people):
        plan, record, sealed = erased(plan, record, sealed, person, 1000 * (number + 1))
        assert verify(record, sealed, head=first.head).faults == ()
    assert "director" not in {one.by for some in entry_lists(record).values() for one in some}
    assert verify(record, decode(Seal, encode(sealed)), head=first.head).intact
    assert not verify(record, first).intact


def test_after_erasing_only_what_was_erased_is_unproven() -> None:
    record = record_of(
        promises=[{"id": "p", "text": "Photographs", "date": "2026-05-20", "by": "curator"}]
    )
    sealed = seal(record, salt=salts())
    clean = evolve(record, promises=[evolve(record.promises[0], by="person-7")])
    after = seal_erasure(sealed, record, clean, salt=salts(9), date=DAY, reason="left")
    entry, erasure = after.links
    assert [(one.key, one.salt is None) for one in entry.fields] == [
        ("by", True), ("date", False), ("id", False), ("text", False),
    ]  # fmt: skip
    assert (entry.salt, entry.leaf) == (None, sealed.links[0].leaf)
    assert (erasure.kind, erasure.date, erasure.reason) == (LinkKind.ERASURE, DAY, "left")
    assert verify(clean, after, head=sealed.head).erased == ("p",)
    # Neither what is left nor what took the place of what is gone can be changed unseen,
    for field, value in (("text", "Nothing"), ("by", "pm")):
        forged = evolve(clean, promises=[evolve(clean.promises[0], **{field: value})])
        assert faults(forged, after) == [("changed", "/promises/0", "p")]
    # not even by whoever makes the last link anew.
    forged = evolve(clean, promises=[evolve(clean.promises[0], text="Nothing")])
    link = seal(forged, salt=salts(9)).links[0]
    links = (entry, evolve(erasure, leaf=link.leaf, salt=link.salt))
    remade = evolve(after, links=links)
    remade = evolve(remade, head=list(chain(remade))[-1])
    assert faults(forged, remade) == [("changed", "/promises/0", "p")]


def test_nothing_in_the_seal_lets_one_guess_what_was_erased() -> None:
    record = record_of(
        promises=[{"id": "p", "text": "Photographs", "date": "2026-05-20", "by": "curator"}]
    )
    sealed = seal(record, salt=salts())
    clean = evolve(record, promises=[evolve(record.promises[0], by="person-7")])
    after = seal_erasure(sealed, record, clean, salt=salts(9), date=DAY, reason="left")
    secret = bytes.fromhex(sealed.links[0].salt or "")
    for gone in (secret, hmac.new(secret, b"by", hashlib.sha256).digest()):
        assert gone.hex() not in encode(after).decode()
    assert "curator" not in encode(after).decode()


def test_an_entry_can_be_erased_as_a_whole_and_not_come_back() -> None:
    sealed = seal(deliveries("a", "b"), salt=salts())
    left = deliveries("b")
    after = seal_erasure(
        sealed, deliveries("a", "b"), left, salt=salts(9), date=DAY, reason="expired"
    )
    removal = after.links[-1]
    assert (removal.kind, removal.leaf, removal.salt) == (LinkKind.REMOVAL, None, None)
    assert all(field.salt is None for field in after.links[0].fields)
    check = verify(left, after, head=sealed.head)
    assert (check.intact, check.erased) == (True, ("a",))
    assert faults(deliveries("b", "a"), after) == [("inserted", "/deliveries/1", "a")]
    longer = seal(deliveries("b", "c"), salt=salts(20), previous=after)
    assert verify(deliveries("b", "c"), longer, head=after.head).intact


def test_what_was_not_sealed_yet_may_be_erased_too() -> None:
    sealed = seal(deliveries("a"), salt=salts())
    later = deliveries("a", "b")
    clean = evolve(later, deliveries=[evolve(one, note=None) for one in later.deliveries])
    after = seal_erasure(sealed, later, clean, salt=salts(9), date=DAY, reason="left")
    check = verify(clean, after)
    assert (check.intact, check.added, check.erased) == (True, ("b",), ("a",))


@pytest.mark.parametrize("after", [("b", "a"), ("a", "b", "c"), ("a", "x")])
def test_an_erasure_neither_adds_nor_moves(after: tuple[str, ...]) -> None:
    before = deliveries("a", "b")
    sealed = seal(before, salt=salts())
    with pytest.raises(InvalidArgumentError, match="those of `before` in their order, or fewer"):
        seal_erasure(sealed, before, deliveries(*after), salt=salts(9), date=DAY, reason="left")


def test_an_erasure_does_not_wash_a_change() -> None:
    sealed = seal(deliveries("a"), salt=salts())
    forged = evolve(deliveries("a"), timezone="UTC")
    with pytest.raises(InvalidArgumentError, match=r"before is .* expected a record that is as"):
        seal_erasure(sealed, forged, forged, salt=salts(9), date=DAY, reason="left")


def unique_ids(record: ClientRecord) -> ClientRecord:
    numbers = itertools.count()
    return evolve(
        record,
        **{
            name: tuple(evolve(one, id=f"e{next(numbers)}") for one in entries)
            for name, entries in entry_lists(record).items()
        },
    )


@given(record=models(ClientRecord).map(unique_ids), data=st.data())
def test_law_any_record_is_intact_until_something_changes(
    record: ClientRecord, data: st.DataObject
) -> None:
    sealed = seal(record, salt=salts())
    assert verify(decode(ClientRecord, encode(record)), sealed, head=sealed.head).intact
    lists = entry_lists(record)
    if not lists:
        return
    name = data.draw(st.sampled_from(sorted(lists)))
    place = data.draw(st.integers(0, len(lists[name]) - 1))
    entry = lists[name][place]
    other = evolve(entry, clause="a" if entry.clause != "a" else "b")
    changed = (*lists[name][:place], other, *lists[name][place + 1 :])
    assert faults(evolve(record, **{name: changed}), sealed) == [
        ("changed", f"/{name}/{place}", entry.id)
    ]
    left = (*lists[name][:place], *lists[name][place + 1 :])
    assert faults(evolve(record, **{name: left}), sealed) == [("removed", f"/{name}", entry.id)]
    after = seal_erasure(
        sealed, record, evolve(record, **{name: changed}), salt=salts(10**6), date=DAY, reason="-"
    )
    assert verify(evolve(record, **{name: changed}), after, head=sealed.head).intact
    assert not verify(record, after).intact


@given(st.permutations(["a", "b", "c", "d", "e"]))
def test_law_without_the_moved_entries_the_rest_is_in_order(order: list[str]) -> None:
    sealed = seal(deliveries("a", "b", "c", "d", "e"), salt=salts())
    check = verify(deliveries(*order), sealed)
    assert {one.kind for one in check.faults} <= {SealFaultKind.REORDERED}
    moved = {one.entry for one in check.faults}
    rest = [name for name in order if name not in moved]
    assert rest == sorted(rest)
    assert check.intact == (order == sorted(order))


def test_results_stand_the_checks_of_their_constructors() -> None:
    check = verify(deliveries("b"), seal(deliveries("a", "b"), salt=salts()))
    assert decode(type(check), encode(check)) == check
    assert to_data(check)["faults"][0]["kind"] == "removed"
