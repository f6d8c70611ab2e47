"""The digest of what a signature covers that covers more than the scope."""

import datetime as dt
import hashlib
import itertools
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientkit.base import Extensions, InvalidArgumentError, decode, encode, evolve
from clientkit.communication.model import CommunicationPlan
from clientkit.documents.checking import load_plan
from clientkit.escalation.model import EscalationPolicy
from clientkit.kpi.model import Kpi
from clientkit.plan.digests import digest, digests_of, signed_text
from clientkit.plan.model import ClientPlan, ClientRecord
from clientkit.plan.viewing import client_view
from clientkit.scope import Covers, SignOff
from clientkit.scope import digest as digest_of_scope
from clientkit.testing import models

GOLDEN = Path(__file__).parent / "golden_digests"
TEXTS = sorted(GOLDEN.glob("*.signed.json"))
PARTS = [
    some for count in range(1, len(Covers) + 1) for some in itertools.combinations(Covers, count)
]


@pytest.fixture(scope="module")
def plan() -> ClientPlan:
    return load_plan(GOLDEN / "plan.yaml")


def covered(path: Path) -> list[Covers]:
    return [Covers(word) for word in path.name.removesuffix(".signed.json").split("+")]


class TestGoldenFiles:
    def test_there_are_all_of_them(self) -> None:
        assert len(TEXTS) == 6

    @pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name.partition(".")[0])
    def test_text_and_digest_are_what_they_always_were(self, plan: ClientPlan, path: Path) -> None:
        text = path.read_bytes()
        assert signed_text(plan, covers=covered(path)) == text
        known = (GOLDEN / "digests.txt").read_text(encoding="utf-8")
        value = digest(plan, covers=covered(path)).removeprefix("sha256:")
        assert f"{value}  {path.name}\n" in known
        assert value == hashlib.sha256(text).hexdigest()


class TestDigest:
    def test_the_scope_alone_has_the_digest_of_the_scope(self, plan: ClientPlan) -> None:
        assert plan.scope is not None
        assert digest(plan) == digest(plan, covers=[Covers.SCOPE]) == digest_of_scope(plan.scope)

    def test_each_set_of_parts_has_a_digest_of_its_own(self, plan: ClientPlan) -> None:
        assert len({digest(plan, covers=some) for some in PARTS}) == len(PARTS) == 15

    def test_the_order_of_parts_makes_no_difference(self, plan: ClientPlan) -> None:
        for some in PARTS:
            assert digest(plan, covers=[*some[::-1], some[0]]) == digest(plan, covers=some)

    def test_what_is_not_covered_makes_no_difference(self, plan: ClientPlan) -> None:
        both = [Covers.SCOPE, Covers.KPIS]
        other = evolve(plan, communication=None, escalation=None, people=(), history=None)
        assert digest(other, covers=both) == digest(plan, covers=both)
        assert digest(evolve(plan, scope=None), covers=both[1:]) == digest(plan, covers=both[1:])

    def test_kpis_in_another_order_are_the_same_kpis(self, plan: ClientPlan) -> None:
        other = evolve(plan, kpis=plan.kpis[::-1])
        assert digest(other, covers=[Covers.KPIS]) == digest(plan, covers=[Covers.KPIS])

    def test_whole_numbers_and_offsets_are_a_way_of_writing(self, plan: ClientPlan) -> None:
        def other(number: str, at: str) -> ClientPlan:
            text = (GOLDEN / "plan.yaml").read_text(encoding="utf-8")
            return load_plan(
                text.replace("baseline: 1000", f"baseline: {number}").replace(
                    "2026-02-02T10:00:00+01:00", at
                )
            )

        same, *others = (
            digest(other(number, at), covers=Covers)
            for number, at in (
                ("1000.0", "2026-02-02T04:00:00-05:00"),
                ("1000.5", "2026-02-02T10:00:00+01:00"),
                ("1000", "2026-02-02T10:00:01+01:00"),
            )
        )
        assert same == digest(plan, covers=Covers)
        assert same not in others

    @pytest.mark.parametrize("part", list(Covers))
    def test_what_is_not_there_cannot_be_covered(self, plan: ClientPlan, part: Covers) -> None:
        bare = evolve(plan, **{part.value: () if part is Covers.KPIS else None})
        with pytest.raises(InvalidArgumentError) as caught:
            digest(bare, covers=Covers)
        assert str(caught.value) == f"covers is {part.value!r}; expected a part that the plan has"
        rest = [one for one in Covers if one is not part]
        assert digest(bare, covers=rest) == digest(plan, covers=rest)

    def test_words_stand_for_the_parts(self, plan: ClientPlan) -> None:
        both = [Covers.SCOPE, Covers.KPIS]
        assert digest(plan, covers=["kpis", Covers.SCOPE]) == digest(plan, covers=both)
        assert digest(plan, covers="kpis") == digest(plan, covers=[Covers.KPIS])

    @pytest.mark.parametrize("word", ["", "KPIS", "price", 3])
    def test_a_word_for_no_part_is_refused(self, plan: ClientPlan, word: Any) -> None:
        with pytest.raises(InvalidArgumentError) as caught:
            digest(plan, covers=["scope", word])
        assert str(caught.value) == (
            f"covers is {word!r}; expected some of 'scope', 'kpis', 'escalation', 'communication'"
        )


def test_the_client_can_check_what_it_is_shown() -> None:
    harbor = load_plan(Path(__file__).parents[2] / "examples/harbor-web/client-plan.yaml")
    record = ClientRecord(clientkit="1", plan=harbor.name, timezone="Europe/Berlin")
    at = dt.datetime(2026, 9, 25, 9, tzinfo=dt.UTC)
    seen = client_view(harbor, record, viewer="director", at=at).plan
    same = {part: digest(seen, covers=[part]) == digest(harbor, covers=[part]) for part in Covers}
    assert same == {part: part is not Covers.COMMUNICATION for part in Covers}


class TestLaws:
    @settings(max_examples=12)
    @given(models(Kpi), models(EscalationPolicy), models(CommunicationPlan))
    def test_round_trip_and_extensions(
        self, kpi: Kpi, policy: EscalationPolicy, communication: CommunicationPlan
    ) -> None:
        data: dict[str, Any] = {
            "clientkit": "1",
            "client": {"id": "h", "name": "H", "timezone": "UTC"},
        }
        plan = evolve(
            decode(ClientPlan, data), kpis=(kpi,), escalation=policy, communication=communication
        )
        covers = [Covers.KPIS, Covers.ESCALATION, Covers.COMMUNICATION]
        expected = digest(plan, covers=covers)
        assert digest(decode(ClientPlan, encode(plan)), covers=covers) == expected
        mine = Extensions({"own": 1})
        other = evolve(
            plan,
            kpis=(evolve(kpi, extensions=mine),),
            escalation=evolve(policy, extensions=mine),
            communication=evolve(communication, extensions=mine),
        )
        assert digest(other, covers=covers) == expected

    @given(models(Kpi), models(Kpi), st.sampled_from(["name", "target", "clause", "version"]))
    def test_another_kpi_is_another_digest(self, one: Kpi, other: Kpi, name: str) -> None:
        plan = load_plan(GOLDEN / "plan.yaml")
        try:
            changed = evolve(one, **{name: getattr(other, name)})
        except ValueError:  # a target that does not fit to the rest
            return
        first, second = (
            digest(evolve(plan, kpis=(kpi,)), covers=[Covers.KPIS]) for kpi in (one, changed)
        )
        assert (first == second) is (one == changed)


class TestWhatStoodOnTheDay:
    """A signature still shows what it covers when KPIs or the policy were replaced in due form."""

    KPI: ClassVar = {
        "id": "speed",
        "name": "Speed",
        "unit": "s",
        "direction": "lower",
        "target": 2.5,
    }

    def plan(self, **parts: Any) -> ClientPlan:
        data = {
            "clientkit": "1",
            "client": {"id": "h", "name": "H", "timezone": "Europe/Berlin"},
            "scope": {"id": "web", "title": "New web site"},
            "kpis": [self.KPI],
            "escalation": {"clause": "10"},
        }
        return decode(ClientPlan, data | parts)

    def fits(self, signed: ClientPlan, now: ClientPlan, day: str = "2026-03-26") -> bool:
        covers = [Covers.SCOPE, Covers.KPIS, Covers.ESCALATION]
        sign_off = decode(
            SignOff,
            {"person": "d", "side": "client", "date": day, "covers": [c.value for c in covers]},
        )
        assert now.scope is not None
        return digest(signed, covers=covers) in digests_of(now, now.scope, sign_off)

    def test_as_it_stands(self) -> None:
        assert self.fits(self.plan(), self.plan())
        assert not self.fits(self.plan(), self.plan(kpis=[self.KPI | {"target": 3}]))
        assert not self.fits(self.plan(), self.plan(escalation={"clause": "11"}))

    def test_a_kpi_in_a_later_version(self) -> None:
        def now(effective_on: str | None) -> ClientPlan:
            new = self.KPI | {"version": 2, "target": 2, "effective_on": effective_on}
            return self.plan(kpis=[new], history={"kpis": [self.KPI]})

        assert self.fits(self.plan(), now("2026-03-27"))
        assert not self.fits(self.plan(), now("2026-03-26"))  # it held on that day already
        assert not self.fits(self.plan(), now(None))
        assert self.fits(now("2026-03-27"), now("2026-03-27"))  # signed before it took effect

    def test_a_kpi_that_came_later(self) -> None:
        further = {"id": "visits", "name": "Visits", "effective_on": "2026-06-01"}
        now = self.plan(kpis=[self.KPI, further], history={"kpis": []})
        assert self.fits(self.plan(), now)
        assert not self.fits(self.plan(), now, day="2026-06-01")
        assert self.fits(now, now)

    def test_a_policy_in_a_later_version(self) -> None:
        new = {"clause": "11", "version": 2, "effective_on": "2026-08-17"}
        now = self.plan(escalation=new, history={"escalation": [{"clause": "10"}]})
        assert self.fits(self.plan(), now)
        assert self.fits(self.plan(), now, day="2026-08-16")
        assert not self.fits(self.plan(), now, day="2026-08-17")

    def test_without_a_covered_part_nothing_fits(self) -> None:
        assert not self.fits(self.plan(), self.plan(escalation=None))
        assert not self.fits(self.plan(), self.plan(kpis=[]))

    def test_the_day_of_an_instant_is_the_clients(self) -> None:
        new = {"clause": "11", "version": 2, "effective_on": "2026-08-17"}
        now = self.plan(escalation=new, history={"escalation": [{"clause": "10"}]})
        assert now.scope is not None
        for at, fits in (("2026-08-16T21:59:59Z", True), ("2026-08-16T22:00:00Z", False)):
            sign_off = decode(
                SignOff, {"person": "d", "side": "client", "at": at, "covers": ["escalation"]}
            )
            known = digests_of(now, now.scope, sign_off)
            assert (digest(self.plan(), covers=[Covers.ESCALATION]) in known) is fits
