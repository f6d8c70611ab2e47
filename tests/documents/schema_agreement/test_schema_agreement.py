import datetime as dt
import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from clientkit.base import decode, to_data
from clientkit.client import Person
from clientkit.documents.schema_files import schema
from clientkit.documents.schema_generation import TOP_LEVEL, schema_name
from clientkit.kpi import Measurement
from clientkit.plan import ClientPlan, ClientRecord
from clientkit.scope import ScopeAgreement
from clientkit.testing import models
from clientkit.worktime import Cadence

from .documents import DOCUMENTS, EXAMPLES, REPLACEMENTS, examples, mutations, paths, replaced
from .judging import (
    BEYOND_THE_SCHEMA,
    ENGINE_DIFFERENCES,
    accepted_by,
    disagreement,
    errors,
    explained,
    findings,
    is_lenient,
)

BY_NAME = pytest.mark.parametrize(
    ("model", "document"), DOCUMENTS, ids=[model.__name__ for model, _ in DOCUMENTS]
)
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


@cache
def refusals(model: type) -> tuple[tuple[Any, list[ValidationError]], ...]:
    """The document of a model and all its changes, each with what the schema has against it."""
    (document,) = (document for one, document in DOCUMENTS if one is model)
    return tuple((one, errors(model, one)) for one in (document, *mutations(model, document)))


def holds_half_a_pair(document: Any) -> bool:
    return "\\ud800" in json.dumps(document)


def test_there_are_examples() -> None:
    assert {model for _, model, _ in examples()} == {ClientPlan, ClientRecord}
    assert len(examples()) >= 3, EXAMPLES


def test_examples_are_valid() -> None:
    for file, model, document in examples():
        assert (file, errors(model, document)) == (file, [])
        assert (file, findings(model, document)) == (file, ())


@BY_NAME
def test_schema_and_decoder_accept_the_documents(model: type, document: Any) -> None:
    assert errors(model, document) == []
    assert findings(model, document) == ()


@pytest.mark.parametrize("model", [model for model, _ in DOCUMENTS])
def test_schema_and_decoder_agree_on_changed_documents(model: type) -> None:
    verdicts = {disagreement(model, one, found) for one, found in refusals(model)}
    assert verdicts == {None}


def test_each_known_difference_is_met() -> None:
    met = {
        explained(model, one, finding)
        for model, _ in DOCUMENTS
        for one, found in refusals(model)
        if not found
        for finding in findings(model, one)
    }
    assert met == {beyond.what for beyond in BEYOND_THE_SCHEMA}


@pytest.mark.parametrize("model", TOP_LEVEL, ids=schema_name)
def test_generated_documents_are_valid(model: type) -> None:
    @given(models(model))
    @settings(suppress_health_check=SLOW)
    def holds(value: Any) -> None:
        document = to_data(value)
        assert errors(model, document) == []
        assert decode(model, document) == value

    holds()


@st.composite
def changed_at_one_place(draw: st.DrawFn) -> tuple[type, Any]:
    model = draw(st.sampled_from(TOP_LEVEL))
    document = to_data(draw(models(model)))
    path = draw(st.sampled_from(list(paths(document))))
    return model, replaced(document, path, draw(st.sampled_from(REPLACEMENTS)))


@given(changed_at_one_place())
@settings(suppress_health_check=SLOW)
def test_schema_and_decoder_agree_on_generated_changed_documents(case: tuple[type, Any]) -> None:
    model, document = case
    assert disagreement(model, document, errors(model, document)) is None


PERSON = {"id": "lena", "title": "Project manager"}
VALUE = {"id": "m1", "date": "2026-03-01", "by": "lena", "kpi": "speed", "value": 1}


@pytest.mark.parametrize(
    ("model", "document", "valid"),
    [
        (Person, {**PERSON, "id": "a" * 100}, True),
        (Person, {**PERSON, "id": "a" * 101}, False),
        (Person, {**PERSON, "title": "ä" * 300}, True),
        (Person, {**PERSON, "title": "ä" * 301}, False),
        (Person, {**PERSON, "title": "\U0001f600" * 300}, True),
        (Person, {**PERSON, "title": "\U0001f600" * 301}, False),
        (Person, {**PERSON, "roles": ["pm"] * 50}, True),
        (Person, {**PERSON, "roles": ["pm"] * 51}, False),
        (Person, {**PERSON, "name": None}, True),
        (Person, {**PERSON, "side": None}, False),
        (Person, {**PERSON, "title": None}, False),
        (Person, {**PERSON, "preference": None}, True),
        (Person, {**PERSON, "$schema": "person.schema.json"}, False),
        (Measurement, {**VALUE, "value": 1.797e308}, True),
        (Measurement, {**VALUE, "value": 1.7971e308}, False),
        (Measurement, {**VALUE, "value": -1.797e308}, True),
        (Measurement, {**VALUE, "value": -1.7971e308}, False),
        (Measurement, {**VALUE, "value": True}, False),
        (Measurement, {**VALUE, "sample_size": 10**15}, True),
        (Measurement, {**VALUE, "sample_size": 10**15 + 1}, False),
        (Measurement, {**VALUE, "date": None, "at": "2026-03-01T23:59:59.999999999-23:59"}, True),
        (Measurement, {**VALUE, "date": None, "at": "2026-03-01T24:00:00Z"}, False),
        (Measurement, {**VALUE, "date": None, "at": "2026-03-01T23:59:60Z"}, False),
        (Measurement, {**VALUE, "date": None, "at": "2026-03-01T23:59:59"}, False),
        (Measurement, {**VALUE, "date": "2028-02-29"}, True),
        (Measurement, {**VALUE, "date": "2026-02-29"}, False),
        (Cadence, {"freq": "daily", "interval": 1}, True),
        (Cadence, {"freq": "daily", "interval": 0}, False),
        (Cadence, {"freq": "daily", "interval": 1.0}, False),
        (Cadence, {"freq": "daily", "time": "23:59"}, True),
        (Cadence, {"freq": "daily", "time": "24:00"}, False),
    ],
)
def test_schema_and_decoder_agree_at_the_bounds(model: type, document: Any, valid: bool) -> None:
    assert (errors(model, document) == []) is valid
    assert (findings(model, document) == ()) is valid


@pytest.mark.parametrize(
    "instant",
    [
        "2026-03-01 08:00:00Z",
        "2026-03-01t08:00:00Z",
        "2026-03-01T08:00:00z",
        "2026-03-01T08:00:00+0100",
    ],
)
def test_the_decoder_reads_variants_of_instants_that_the_schema_does_not_have(instant: str) -> None:
    document = {**VALUE, "date": None, "at": instant}
    assert decode(Measurement, json.dumps(document).encode()).at.date() == dt.date(2026, 3, 1)
    assert errors(Measurement, document)
    assert all(is_lenient(error) for error in errors(Measurement, document))


@pytest.mark.parametrize("model", [model for model, _ in DOCUMENTS])
def test_jsonschema_rs_gives_the_expected_verdicts(model: type) -> None:
    validator = jsonschema_rs.Draft202012Validator(
        schema(schema_name(model)), validate_formats=True
    )
    # Half a pair is not a text of Rust.
    wrong = [
        one
        for one, found in refusals(model)
        if not holds_half_a_pair(one)
        and validator.is_valid(one) is not accepted_by("jsonschema-rs", found)
    ]
    assert wrong == []


@pytest.mark.parametrize("model", [model for model, _ in DOCUMENTS])
def test_plain_jsonschema_gives_the_expected_verdicts(model: type) -> None:
    validator = Draft202012Validator(schema(schema_name(model)))
    wrong = [
        one
        for one, found in refusals(model)
        if validator.is_valid(one) is not accepted_by("jsonschema", found)
    ]
    assert wrong == []


@pytest.mark.parametrize("model", [ClientPlan, ClientRecord, ScopeAgreement, Measurement])
def test_check_jsonschema_gives_the_expected_verdicts(model: type, tmp_path: Path) -> None:
    program = shutil.which("check-jsonschema", path=str(Path(sys.executable).parent))
    assert program is not None
    # Half a pair makes it crash.
    asked = [pair for pair in refusals(model)[::5] if not holds_half_a_pair(pair[0])]
    (tmp_path / "schema.json").write_text(json.dumps(schema(schema_name(model))), encoding="utf-8")
    files = [tmp_path / f"{index}.json" for index, _ in enumerate(asked)]
    for file, (one, _) in zip(files, asked, strict=True):
        file.write_text(json.dumps(one), encoding="utf-8")

    run = subprocess.run(
        [program, "--schemafile", tmp_path / "schema.json", "-o", "json", *files],
        capture_output=True,
        check=False,
        text=True,
    )

    report = json.loads(run.stdout)
    assert report["parse_errors"] == []
    refused = {error["filename"] for error in report["errors"]}
    wrong = [
        one
        for file, (one, found) in zip(files, asked, strict=True)
        if (str(file) not in refused) is not accepted_by("check-jsonschema", found)
    ]
    assert wrong == []
    assert str(files[0]) not in refused


@pytest.mark.parametrize("engine", ENGINE_DIFFERENCES)
def test_each_difference_of_an_engine_changes_a_verdict(engine: str) -> None:
    for what, passes in ENGINE_DIFFERENCES[engine]:
        assert any(
            found and all(passes(error) for error in found)
            for model, _ in DOCUMENTS
            for _, found in refusals(model)
        ), what
