"""Laws that hold for each model of the package, whatever it is about."""

# ruff: noqa: S301 (what is unpickled was pickled here)

import ast
import copy
import datetime as dt
import importlib
import inspect
import json
import keyword
import pickle
import re
import textwrap
from enum import Enum
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clientkit.base import (
    Extensions,
    FieldSpecification,
    InvalidModelError,
    canonical,
    decode,
    encode,
    evolve,
    pointer,
    specification,
    to_data,
)
from clientkit.base._build import invariant_findings
from clientkit.base._checking import checks
from clientkit.base.codec import decode_strictly
from clientkit.base.fields import ID
from clientkit.base.tolerant import read_plain
from clientkit.base.values import Value
from clientkit.testing import models

# A few examples of each of a hundred models are many. To explain a failure of all would take hours.
few = settings(
    max_examples=max(5, settings().max_examples // 10),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)
json_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.sampled_from(
        ["", "a\nb", "client", "2026-04-17", "2026-04-17T16:00:00Z", "1 day", "1 EUR"]
    )
)
json_values = st.recursive(
    json_scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)
ROLE = re.compile(r":\w+:(?=`)")
# As PyYAML and libyaml read them; the single letters of YAML 1.1 mean booleans to neither.
YAML_BOOLEANS = {"yes", "no", "true", "false", "on", "off"}


def places(data: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all that plain data holds, itself included."""
    inner: list[Any] = []
    if isinstance(data, dict):
        inner = list(data.items())
    elif isinstance(data, list | tuple):
        inner = list(enumerate(data))
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


def replaced(data: Any, path: tuple[str | int, ...], value: object) -> Any:
    """A copy of plain data with something else at one place."""
    if not path:
        return value
    changed = dict(data) if isinstance(data, dict) else list(data)
    changed[path[0]] = replaced(data[path[0]], path[1:], value)
    return changed


def from_leaves(model: type, data: Any) -> Any:
    """Build a model and the models in it by their constructors, from plain data."""
    if not isinstance(data, dict):
        return data
    fields = {field.key: field for field in specification(model)}
    arguments = {}
    for key, value in data.items():
        if key not in fields:
            raise InvalidModelError([])
        field = fields[key]
        if field.is_model and field.many and isinstance(value, list | tuple):
            arguments[field.name] = [from_leaves(field.kind, one) for one in value]
        elif field.is_model:
            arguments[field.name] = from_leaves(field.kind, value)
        else:
            arguments[field.name] = _leaf(field, value)
    if any(field.required and field.name not in arguments for field in fields.values()):
        raise InvalidModelError([])
    return model(**arguments)


def _leaf(field: FieldSpecification, value: Any) -> Any:
    """What a word of a document says, as a program would say it; the word itself if nothing."""
    if field.many and isinstance(value, list):
        return [_leaf(attrs.evolve(field, many=False), one) for one in value]
    try:
        if field.kind is Extensions and isinstance(value, dict):
            return Extensions(value)
        if issubclass(field.kind, Value) and isinstance(value, str):
            return field.kind.parse(value)
        if field.kind in (dt.date, dt.datetime) and isinstance(value, str):
            return field.kind.fromisoformat(value)
    except ValueError:
        pass
    return value


def accepts(read: Any) -> bool:
    try:
        read()
    except InvalidModelError:
        return False
    return True


@few
@given(data=st.data())
def test_whatever_a_model_is_written_as_says_the_same(
    every_model: type, data: st.DataObject
) -> None:
    model = data.draw(models(every_model))
    text, plain = encode(model), to_data(model)
    assert plain == json.loads(text)
    before = copy.deepcopy(plain)

    assert decode_strictly(every_model, text) == model  # the fast path took it
    assert decode(every_model, text) == model
    assert encode(decode(every_model, text)) == text
    reading = read_plain(every_model, plain)
    assert (reading.value, reading.findings, reading.masked) == (model, (), ())
    assert decode(every_model, plain) == model
    assert plain == before
    assert decode(every_model, canonical(model)) == model
    assert list(invariant_findings(model)) == []


@few
@given(data=st.data())
def test_copies_are_equal_in_every_way(every_model: type, data: st.DataObject) -> None:
    model = data.draw(models(every_model))
    for other in (
        pickle.loads(pickle.dumps(model)),
        copy.copy(model),
        copy.deepcopy(model),
        evolve(model),
        every_model(**{name: getattr(model, name) for name in attrs.fields_dict(every_model)}),
        decode(every_model, encode(model)),
    ):
        assert type(other) is every_model
        assert other == model
        assert hash(other) == hash(model)
        assert repr(other) == repr(model)
        assert canonical(other) == canonical(model)


@few
@given(data=st.data())
def test_all_readers_agree_on_a_document_with_one_thing_changed(
    every_part: type, data: st.DataObject
) -> None:
    plain = to_data(data.draw(models(every_part)))
    path = data.draw(st.sampled_from(places(plain)))
    changed = replaced(plain, path, data.draw(json_values))
    text = json.dumps(changed).encode()

    accepted = accepts(lambda: decode(every_part, text))
    assert accepted == accepts(lambda: decode(every_part, changed))
    assert accepted == (decode_strictly(every_part, text) is not None)
    if isinstance(changed, dict):
        assert accepted == accepts(lambda: from_leaves(every_part, changed))
    if accepted:
        assert decode(every_part, text) == decode(every_part, changed)

    known = {pointer(*place) for place in places(changed)}
    for finding in read_plain(every_part, changed).findings:
        assert finding.message
        # It points at what is there, or at a key that is missing where it points.
        assert finding.path in known or finding.path.rpartition("/")[0] in known


@few
@given(data=st.data())
def test_the_tolerant_reader_never_raises(every_part: type, data: st.DataObject) -> None:
    keys = st.sampled_from([field.key for field in specification(every_part)])
    plain = data.draw(json_values | st.dictionaries(keys | st.text(), json_values))
    reading = read_plain(every_part, plain)
    assert reading.findings or reading.value is not None


@few
@given(data=st.data())
def test_a_model_takes_no_unknown_key_and_no_change(every_part: type, data: st.DataObject) -> None:
    model = data.draw(models(every_part))
    plain = to_data(model) | {"zzz": 1}
    for source in (plain, json.dumps(plain).encode()):
        with pytest.raises(InvalidModelError) as caught:
            decode(every_part, source)
        assert [(f.code, f.path) for f in caught.value.findings] == [("shape.unknown-key", "/zzz")]
    with pytest.raises(TypeError, match="zzz"):
        every_part(zzz=1)

    name = specification(every_part)[0].name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(model, name, getattr(model, name))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        delattr(model, name)
    with pytest.raises(AttributeError):
        model.unheard_of = 1


def test_a_model_cannot_be_subclassed(every_model: type) -> None:
    with pytest.raises(TypeError, match=f"{every_model.__name__} is final"):
        type("Sub", (every_model,), {})


def test_arguments_have_names(every_model: type) -> None:
    parameters = inspect.signature(every_model).parameters
    assert list(parameters) == [field.name for field in specification(every_model)]
    assert {p.kind for p in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    with pytest.raises(TypeError):
        every_model("positional")


def test_every_size_has_a_bound(every_model: type) -> None:
    for field in specification(every_model):
        if field.kind is str:
            assert field.meta is not None, field.name
            assert field.meta.max_length is not None, field.name
        if field.kind in (int, float):
            assert field.meta is not None, field.name
            assert field.meta.ge is not None, field.name
            assert field.meta.le is not None, field.name
            assert field.meta.gt is field.meta.lt is field.meta.multiple_of is None, field.name
        if field.many:
            assert field.items is not None, field.name
            assert field.items.max_length is not None, field.name
        assert field.meta is None or field.meta.pattern is None, field.name


def test_every_default_is_a_value_of_its_field(every_model: type) -> None:
    for field in specification(every_model):
        if not field.required:
            assert checks(every_model)[field.name](field.default) == field.default


def test_every_id_says_what_it_refers_to_or_is_one(every_model: type) -> None:
    for field in specification(every_model):
        assert not field.refers or field.format is ID, field.name


def test_keys_read_the_same_in_every_format(every_model: type) -> None:
    for field in specification(every_model):
        assert not keyword.iskeyword(field.key), field.key
        assert field.key.lower() not in YAML_BOOLEANS, field.key


def test_enum_words_are_texts_that_yaml_leaves_alone(every_model: type) -> None:
    for field in specification(every_model):
        if issubclass(field.kind, Enum):
            for member in field.kind:
                assert type(member.value) is str, member
                assert member.value.lower() not in YAML_BOOLEANS, member
            assert not issubclass(field.kind, str), field.kind


def test_every_field_has_a_docstring(every_model: type) -> None:
    told: set[str] = set()
    for owner in every_model.__mro__:
        if owner is object:
            continue
        (body,) = ast.parse(textwrap.dedent(inspect.getsource(owner))).body
        assert isinstance(body, ast.ClassDef)
        for this, following in zip(body.body, body.body[1:], strict=False):
            if isinstance(this, ast.AnnAssign) and isinstance(this.target, ast.Name):
                said = following.value if isinstance(following, ast.Expr) else None
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    assert ":" not in ROLE.sub("", said.value.splitlines()[0]), this.target.id
                    told.add(this.target.id)
    assert {field.name for field in specification(every_model)} <= told


def test_a_model_is_found_where_it_says(every_model: type) -> None:
    module = importlib.import_module(every_model.__module__)
    assert getattr(module, every_model.__name__) is every_model
