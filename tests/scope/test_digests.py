"""The digest of an agreement: the same for ever for the same content, another for any other."""

import datetime as dt
import hashlib
import json
import struct
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientkit.base import (
    Extensions,
    InvalidModelError,
    Term,
    decode,
    encode,
    evolve,
    specification,
    to_data,
)
from clientkit.documents.reading import read
from clientkit.documents.yaml_edit import with_yaml_item
from clientkit.kpi import InterimTarget
from clientkit.scope import (
    ClientResponsibility,
    Exclusion,
    Reminders,
    ScopeAgreement,
    SignOff,
    digest,
    signed_content,
    signed_text,
)
from clientkit.scope.digests import canonical_json
from clientkit.testing import models

GOLDEN = Path(__file__).parent / "golden_digests"
DOCUMENTS = sorted([*GOLDEN.glob("*.yaml"), *(GOLDEN / "lookalikes.json",)])
EVERYTHING = GOLDEN / "everything.yaml"


def load(path: Path) -> ScopeAgreement:
    document = read(path)
    assert not document.findings
    assert isinstance(document.data, dict)
    return decode(ScopeAgreement, document.data)


class TestGoldenFiles:
    def test_there_are_all_of_them(self) -> None:
        assert [path.stem for path in DOCUMENTS] == ["amounts", "everything", "least", "lookalikes"]

    @pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
    def test_the_signed_text_is_what_it_always_was(self, path: Path) -> None:
        assert signed_text(load(path)) == path.with_suffix(".signed.json").read_bytes()

    @pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
    def test_the_digest_is_what_it_always_was(self, path: Path) -> None:
        lines = (GOLDEN / "digests.txt").read_text(encoding="utf-8").splitlines()
        known = {name: value for value, _, name in (line.partition("  ") for line in lines)}
        assert digest(load(path)) == f"sha256:{known[path.stem + '.signed.json']}"

    @pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
    def test_the_text_is_canonical_json_and_its_sha_256_the_digest(self, path: Path) -> None:
        text = signed_text(load(path))
        # Without numbers that have a fraction, Python's own writer can do what RFC 8785 asks for.
        written = json.dumps(
            json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        assert written.encode() == text
        assert digest(load(path)) == f"sha256:{hashlib.sha256(text).hexdigest()}"


class TestSameContent:
    LEAST = ScopeAgreement(id="web", title="New web site")

    def of(self, **more: object) -> str:
        return digest(decode(ScopeAgreement, {"id": "web", "title": "New web site", **more}))

    def test_the_order_of_keys(self) -> None:
        data = to_data(load(EVERYTHING))
        assert digest(decode(ScopeAgreement, _backwards(data))) == digest(load(EVERYTHING))

    def test_defaults_written_out(self) -> None:
        assert self.of(version=1, deliverables=[], price=None) == digest(self.LEAST)
        item = {"id": "hosting", "text": "Hosting"}
        assert self.of(exclusions=[item | {"side": "provider", "reason": None}]) == self.of(
            exclusions=[item]
        )

    @pytest.mark.parametrize(
        ("field", "one", "other"),
        [
            ("price", "1.5 EUR", "1.50 EUR"),
            ("price", "0001 EUR", "1.00 EUR"),
            ("price", "-0 EUR", "0 EUR"),
            ("price", "150.00 JPY", "150 JPY"),
            ("effective", "1 working days after launch", "1 working day after launch"),
            ("effective", "on sprint-end[02]", "on sprint-end[2]"),
        ],
    )
    def test_values_written_in_two_ways(self, field: str, one: str, other: str) -> None:
        assert self.of(**{field: one}) == self.of(**{field: other})

    @pytest.mark.parametrize(
        ("field", "one", "other"),
        [
            ("price", "1.5 EUR", "1.5 USD"),
            ("price", "1.5 EUR", "1.500001 EUR"),
            ("effective", "24 hours after launch", "1 day after launch"),
            ("effective", "on launch", "0 days after launch"),
            ("summary", "caf\u00e9", "cafe\u0301"),
            ("summary", "a b", "a\u00a0b"),
            ("summary", "a", "a\n"),
            ("acceptance", None, {}),
        ],
    )
    def test_values_that_are_not_the_same(self, field: str, one: object, other: object) -> None:
        assert self.of(**{field: one}) != self.of(**{field: other})

    def test_a_list_in_another_order_says_something_else(self) -> None:
        papers = [{"id": "contract", "title": "Contract"}, {"id": "offer", "title": "Offer"}]
        assert self.of(documents=papers) != self.of(documents=papers[::-1])


def _backwards(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _backwards(value[key]) for key in reversed(value)}
    return [_backwards(item) for item in value] if isinstance(value, list) else value


class TestLaws:
    @given(models(ScopeAgreement))
    def test_round_trip_through_bytes_and_documents(self, agreement: ScopeAgreement) -> None:
        expected = digest(agreement)
        data = encode(agreement)
        assert digest(decode(ScopeAgreement, data)) == expected
        assert digest(decode(ScopeAgreement, json.loads(data))) == expected
        as_json = json.dumps({"scope": [json.loads(data)]}, indent=3)
        as_yaml = with_yaml_item("# a comment\nid: x\n", "scope", json.loads(data))
        for text, syntax in ((as_json, "json"), (as_yaml, "yaml")):
            document = read(text, syntax=syntax)
            assert not document.findings
            assert isinstance(document.data, dict)
            assert digest(decode(ScopeAgreement, document.data["scope"][0])) == expected

    @given(
        models(ScopeAgreement),
        st.lists(models(SignOff), max_size=3),
        st.none() | st.just(Extensions({"erp": 88})),
        st.none() | models(Reminders),
    )
    def test_signatures_extensions_and_reminders_make_no_difference(
        self,
        agreement: ScopeAgreement,
        sign_offs: list[SignOff],
        extensions: Extensions | None,
        reminders: Reminders | None,
    ) -> None:
        owed = tuple(evolve(one, reminders=reminders) for one in agreement.responsibilities)
        other = evolve(agreement, sign_offs=sign_offs, extensions=extensions, responsibilities=owed)
        assert digest(other) == digest(agreement)
        assert signed_content(other) == signed_content(agreement)

    @given(models(ScopeAgreement), models(ScopeAgreement), st.data())
    def test_one_digest_is_one_content(
        self, one: ScopeAgreement, other: ScopeAgreement, data: st.DataObject
    ) -> None:
        name = data.draw(st.sampled_from([field.name for field in specification(ScopeAgreement)]))
        try:
            other = evolve(one, **{name: getattr(other, name)})
        except InvalidModelError:  # a base that is not earlier
            return
        same = signed_content(one) == signed_content(other)
        assert (digest(one) == digest(other)) is same

    @given(models(ScopeAgreement))
    def test_what_is_signed_is_signed_as_a_whole(self, agreement: ScopeAgreement) -> None:
        assert digest(signed_content(agreement)) == digest(agreement)
        assert signed_content(signed_content(agreement)) == signed_content(agreement)


def test_any_change_of_any_field_gives_another_digest() -> None:
    agreement = load(EVERYTHING)
    expected = digest(agreement)
    changed = [(path, digest(one)) for path, some in _changes(to_data(agreement)) for one in some]
    assert len(changed) > 230
    assert [path for path, found in changed if found == expected] == []


UNSIGNED = ("sign_offs", "extensions", "reminders")
WORDS = ("other", "service", "fixed", "provider", "working_days", "2027-01-01", "3 days", "7 EUR")


def _changes(data: Any) -> Iterator[tuple[str, Iterator[ScopeAgreement]]]:
    """For each place of the data the first agreement that differs there and can be."""
    for path, several in _changed(data):
        yield path, islice(filter(None, map(_decoded, several)), 1)


def _decoded(data: Any) -> ScopeAgreement | None:
    try:
        return decode(ScopeAgreement, data)
    except InvalidModelError:
        return None


def _changed(data: Any, path: str = "") -> Iterator[tuple[str, list[Any]]]:
    """The data with one thing changed, in the ways that a kind of value allows."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in UNSIGNED:
                rest = {name: one for name, one in data.items() if name != key}
                yield f"{path}/{key} gone", [rest]
                for where, several in _changed(value, f"{path}/{key}"):
                    yield where, [{**rest, key: one} for one in several]
    elif isinstance(data, list):
        for index, value in enumerate(data):
            before, after = data[:index], data[index + 1 :]
            yield f"{path}/{index} gone", [before + after]
            for where, several in _changed(value, f"{path}/{index}"):
                yield where, [[*before, one, *after] for one in several]
    elif isinstance(data, bool):
        yield path, [not data]
    elif isinstance(data, int):
        yield path, [data + 1]
    else:
        yield path, [one for one in (*WORDS, "on opening") if one != data]


def test_reminders_alone_are_left_out_of_a_responsibility() -> None:
    reminded = ClientResponsibility(
        id="texts", title="Texts", reminders=Reminders(before=Term.parse("2 weeks"))
    )
    agreement = ScopeAgreement(id="web", title="Site", responsibilities=(reminded,))
    assert signed_content(agreement).responsibilities == (evolve(reminded, reminders=None),)
    assert agreement.responsibilities == (reminded,)


class TestNumbers:
    # The samples of RFC 8785, appendix B.
    @pytest.mark.parametrize(
        ("bits", "text"),
        [
            ("0000000000000000", "0"),
            ("8000000000000000", "0"),
            ("0000000000000001", "5e-324"),
            ("8000000000000001", "-5e-324"),
            ("4340000000000000", "9007199254740992"),
            ("c340000000000000", "-9007199254740992"),
            ("4430000000000000", "295147905179352830000"),
            ("44b52d02c7e14af5", "9.999999999999997e+22"),
            ("44b52d02c7e14af6", "1e+23"),
            ("44b52d02c7e14af7", "1.0000000000000001e+23"),
            ("444b1ae4d6e2ef4e", "999999999999999700000"),
            ("444b1ae4d6e2ef4f", "999999999999999900000"),
            ("444b1ae4d6e2ef50", "1e+21"),
            ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
            ("3eb0c6f7a0b5ed8d", "0.000001"),
            ("41b3de4355555553", "333333333.3333332"),
            ("41b3de4355555554", "333333333.33333325"),
            ("41b3de4355555555", "333333333.3333333"),
            ("41b3de4355555556", "333333333.3333334"),
            ("41b3de4355555557", "333333333.33333343"),
            ("becbf647612f3696", "-0.0000033333333333333333"),
            ("43143ff3c1cb0959", "1424953923781206.2"),
        ],
    )
    def test_as_the_standard_writes_them(self, bits: str, text: str) -> None:
        (value,) = struct.unpack(">d", bytes.fromhex(bits))
        interim = InterimTarget(date=dt.date(2026, 6, 1), value=value)
        assert canonical_json(interim) == b'{"date":"2026-06-01","value":%s}' % text.encode()

    def test_whole_numbers_are_left_as_they_are(self) -> None:
        assert signed_text(ScopeAgreement(id="web", title="Site", version=100_000)) == (
            b'{"id":"web","title":"Site","version":100000}'
        )

    def test_a_number_in_words_is_words(self) -> None:
        text = signed_text(
            ScopeAgreement(id="w", title="S", exclusions=(Exclusion(id="h", text="1.0"),))
        )
        assert b'"text":"1.0"' in text
