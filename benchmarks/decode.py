"""Decode and encode the harbor plan and record, beside other libraries, in one run.

    python benchmarks/decode.py [--rounds N]

The peers are built from the same specification of fields, so that they hold the same values under
the same constraints: enums, bounds, patterns, and the value types, whose parsing is cached for
every one of them. ``pydantic`` is equal in all that it refuses: it checks the same invariants
between fields, by the same functions. The other peers check none: ``pydantic, fields alone`` is
otherwise the same, ``pydantic, text only`` also keeps money, terms and dues as texts with a
pattern, and ``msgspec`` is bare Structs. jsonschema and jsonschema-rs only answer yes or no.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
import timeit
import types
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import attrs
import cattrs.preconf.msgspec
import jsonschema
import jsonschema_rs
import msgspec
import pydantic
from msgspec import Meta

from clientkit import ClientPlan, ClientRecord, decode, encode, load_plan, load_record
from clientkit.base import Extensions, specification
from clientkit.base._build import invariants_of
from clientkit.base.values import Value
from clientkit.documents import schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientkit.base import FieldSpecification

HARBOR = Path(__file__).parent.parent / "examples" / "harbor-web"


@lru_cache(maxsize=16_384)
def parsed(kind: type[Value], text: str) -> Value:
    return kind.parse(text)


def value_of(kind: type[Value], data: Any) -> Value:
    return Extensions(data) if kind is Extensions else parsed(kind, data)


def wrapped(kind: Any, field: FieldSpecification) -> Any:
    """The type of one item as the type of the whole field."""
    if field.many:
        kind = tuple[kind, ...]
        if field.items is not None:
            kind = Annotated[kind, field.items]
    return kind | None if field.optional else kind


# --- msgspec, bare ---------------------------------------------------------------------------


@cache
def bare_struct(model: type) -> type[msgspec.Struct]:
    fields = []
    for field in specification(model):
        kind: Any = bare_struct(field.kind) if field.is_model else field.kind
        meta = field.meta
        if field.format is not None and meta is not None:
            kind = Annotated[
                kind,
                Meta(
                    min_length=meta.min_length,
                    max_length=meta.max_length,
                    pattern=field.format.pattern,
                ),
            ]
        elif meta is not None:
            kind = Annotated[kind, meta]
        entry = (field.name, wrapped(kind, field))
        fields.append(entry if field.required else (*entry, field.default))
    renamed = {field.name: field.key for field in specification(model) if field.name != field.key}
    return msgspec.defstruct(
        model.__name__, fields, forbid_unknown_fields=True, omit_defaults=True, kw_only=True,
        gc=False, rename=renamed or None,
    )  # fmt: skip


# --- pydantic --------------------------------------------------------------------------------


@cache
def pydantic_model(
    model: type, *, values: bool, invariants: bool = False
) -> type[pydantic.BaseModel]:
    fields: dict[str, Any] = {}
    for field in specification(model):
        kind: Any = pydantic_kind(field, values=values, invariants=invariants)
        if field.many:
            items = field.items
            bounds = (
                {}
                if items is None
                else {"min_length": items.min_length, "max_length": items.max_length}
            )
            kind = Annotated[tuple[kind, ...], pydantic.Field(**bounds)]
        if field.optional:
            kind = kind | None
        options: dict[str, Any] = {} if field.name == field.key else {"alias": field.key}
        default = ... if field.required else field.default
        name = f"{field.name}_" if hasattr(pydantic.BaseModel, field.name) else field.name
        if name != field.name:
            options["alias"] = field.key
        fields[name] = (kind, pydantic.Field(default, **options))
    helpers = {
        name: value
        for name, value in vars(model).items()
        if isinstance(value, types.FunctionType | property) and not name.startswith("__")
    }
    config = pydantic.ConfigDict(extra="forbid", frozen=True)
    base = type(model.__name__, (pydantic.BaseModel,), {**helpers, "model_config": config})
    judges = invariants_of(model) if invariants else ()
    validators = {"invariants": pydantic.model_validator(mode="after")(sound(judges))}
    return pydantic.create_model(
        model.__name__, __base__=base, __validators__=validators if judges else {}, **fields
    )


def sound(judges: Any) -> Any:
    """A validator of the same invariants between fields."""

    def check(self: Any) -> Any:
        for judge in judges:
            for finding in judge(self):
                raise ValueError(finding.message)
        return self

    return check


def pydantic_kind(field: FieldSpecification, *, values: bool, invariants: bool) -> Any:
    kind, meta = field.kind, field.meta
    if field.is_model:
        return pydantic_model(kind, values=values, invariants=invariants)
    if issubclass(kind, Value):
        if values or kind is Extensions:
            make = lru_cache(maxsize=16_384)(kind.parse) if kind is not Extensions else Extensions
            return Annotated[
                kind, pydantic.PlainValidator(make), pydantic.PlainSerializer(attrgetter("plain"))
            ]
        return Annotated[str, pydantic.StringConstraints(pattern=kind.PATTERN)]
    if kind is str:
        bounds: dict[str, Any] = (
            {} if meta is None else {"min_length": meta.min_length, "max_length": meta.max_length}
        )
        if field.format is not None:
            bounds["pattern"] = field.format.pattern
        text = Annotated[str, pydantic.StringConstraints(strict=True, **bounds)]
        if field.format is not None and field.format.accepts is not None:
            return Annotated[text, pydantic.AfterValidator(checked(field.format.accepts))]
        return text
    if kind is dt.datetime:
        return pydantic.AwareDatetime
    if kind in (int, float):
        low, high = (None, None) if meta is None else (meta.ge, meta.le)
        finite = {"allow_inf_nan": False} if kind is float else {}
        return Annotated[kind, pydantic.Field(strict=True, ge=low, le=high, **finite)]
    return kind


def lengths(meta: Meta) -> dict[str, Any]:
    return {"min_length": meta.min_length, "max_length": meta.max_length}


def checked(accepts: Callable[[str], bool]) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not accepts(text):
            raise ValueError(text)
        return text

    return check


# --- cattrs ----------------------------------------------------------------------------------


@cache
def plain_attrs(model: type) -> type:
    fields = {}
    for field in specification(model):
        kind = plain_attrs(field.kind) if field.is_model else field.kind
        hint = tuple[kind, ...] if field.many else kind
        hint = hint | None if field.optional else hint
        options: dict[str, Any] = {} if field.required else {"default": field.default}
        fields[field.name] = attrs.field(type=hint, validator=validators(field), **options)
    return attrs.make_class(model.__name__, fields, frozen=True, slots=True, kw_only=True)


def validators(field: FieldSpecification) -> Any:
    """The same constraints on texts and numbers."""
    rules: list[Any] = []
    if field.kind is str:
        if field.meta is not None and field.meta.min_length:
            rules.append(attrs.validators.min_len(field.meta.min_length))
        if field.meta is not None and field.meta.max_length:
            rules.append(attrs.validators.max_len(field.meta.max_length))
        if field.format is not None:
            rules.append(attrs.validators.matches_re(field.format.pattern))
    elif field.kind in (int, float) and field.meta is not None:
        rules += [attrs.validators.ge(field.meta.ge), attrs.validators.le(field.meta.le)]
    if not rules:
        return None
    rule: Any = attrs.validators.and_(*rules)
    rule = attrs.validators.deep_iterable(rule) if field.many else rule
    return attrs.validators.optional(rule) if field.optional else rule


def cattrs_converter() -> Any:
    converter = cattrs.preconf.msgspec.make_converter(
        forbid_extra_keys=True, omit_if_default=True, detailed_validation=False
    )
    for kind in Value.__subclasses__():
        converter.register_structure_hook(kind, lambda data, kind: value_of(kind, data))
        converter.register_unstructure_hook(kind, attrgetter("plain"))
    converter.register_structure_hook(dt.date, lambda text, _: dt.date.fromisoformat(text))
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_structure_hook(dt.datetime, lambda text, _: dt.datetime.fromisoformat(text))
    converter.register_unstructure_hook(dt.datetime, dt.datetime.isoformat)
    return converter


# --- the run ---------------------------------------------------------------------------------

Row = tuple[str, "Callable[[], object] | None", "Callable[[], object] | None"]


def rows(model: type, raw: bytes, name: str) -> list[Row]:
    ours = decode(model, raw)
    struct = bare_struct(model)
    decoder = msgspec.json.Decoder(struct, dec_hook=value_of)
    encoder = msgspec.json.Encoder(enc_hook=attrgetter("plain"))
    bare = decoder.decode(raw)
    result: list[Row] = [
        ("clientkit", lambda: decode(model, raw), lambda: encode(ours)),
        ("msgspec, bare Structs", lambda: decoder.decode(raw), lambda: encoder.encode(bare)),
    ]
    for label, values, invariants in (
        ("pydantic", True, False),
        ("pydantic, equal refusals", True, True),
        ("pydantic, text only", False, False),
    ):
        peer = pydantic_model(model, values=values, invariants=invariants)
        made = peer.model_validate_json(raw)
        write = peer.__pydantic_serializer__.to_json
        result.append(
            (
                label,
                lambda peer=peer: peer.model_validate_json(raw),  # type: ignore[misc] # bound now
                lambda made=made, write=write: write(made, exclude_defaults=True, by_alias=True),  # type: ignore[misc]
            )
        )
    converter, plain = cattrs_converter(), plain_attrs(model)
    data = raw.replace(b'"$schema"', b'"schema"')
    structured = converter.loads(data, plain)
    result.append(
        ("cattrs", lambda: converter.loads(data, plain), lambda: converter.dumps(structured))
    )
    document = schema(name)
    slow = jsonschema.Draft202012Validator(document)
    fast = jsonschema_rs.validator_for(document)
    result.append(("jsonschema, yes or no", lambda: slow.is_valid(json.loads(raw)), None))
    result.append(("jsonschema-rs, yes or no", lambda: fast.is_valid(json.loads(raw)), None))
    agree(raw, result)
    return result


def agree(raw: bytes, peers: list[Row]) -> None:
    """Every peer must have read the same document, or the comparison means nothing."""
    plain = json.loads(raw)
    for label, read, write in peers:
        if write is None:
            assert read is not None and read() is True, label
        else:
            written = json.loads(write())  # type: ignore[arg-type]
            if "schema" in written:
                written["$schema"] = written.pop("schema")
            assert same(written, plain), label


def same(one: Any, other: Any) -> bool:
    """Equal as JSON, but for the way to write instants and for empty lists left out or not."""
    if isinstance(one, dict) and isinstance(other, dict):
        one = {key: value for key, value in one.items() if value != []}
        return one.keys() == other.keys() and all(
            same(value, other[key]) for key, value in one.items()
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str) and one != other:
        try:
            return dt.datetime.fromisoformat(one) == dt.datetime.fromisoformat(other)
        except ValueError:
            return False
    return bool(one == other)


def fastest(runs: list[Callable[[], object] | None], rounds: int) -> list[float | None]:
    """Microseconds of processor time of each, the best of many short turns in alternation.

    Turns are short and alternate, so that whatever else the machine does hits all alike.
    """
    numbers = [None if run is None else turns(run) for run in runs]
    results: list[float | None] = [None if run is None else float("inf") for run in runs]
    for _ in range(rounds):
        for index, run in enumerate(runs):
            number = numbers[index]
            if run is None or number is None:
                continue
            took = timeit.timeit(run, number=number, timer=time.process_time) / number * 1e6
            results[index] = min(took, results[index] or took)
    return results


def turns(run: Callable[[], object]) -> int:
    """How often it runs in about five milliseconds."""
    return max(1, int(0.005 / max(timeit.timeit(run, number=1), 1e-6)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    plan = load_plan(HARBOR / "client-plan.yaml")
    record = load_record(HARBOR / "client-record.yaml")
    kinds: tuple[tuple[type, bytes, str], ...] = (
        (ClientPlan, encode(plan), "client-plan"),
        (ClientRecord, encode(record), "client-record"),
    )
    for model, raw, name in kinds:
        table = rows(model, raw, name)
        reads = fastest([read for _, read, _ in table], rounds)
        writes = fastest([write for _, _, write in table], rounds)
        print(f"\n{model.__name__}, {len(raw):,} bytes of JSON (microseconds, best of {rounds})")
        print(f"{'':26}{'decode':>10}{'x ours':>8}{'encode':>10}{'x ours':>8}")
        for (label, _, _), read, write in zip(table, reads, writes, strict=True):
            line = f"{label:26}" + cell(read, reads[0]) + cell(write, writes[0])
            print(line.rstrip())
        ours, bare, peer = reads[:3]
        write_ours, _, write_peer = writes[:3]
        assert ours and bare and peer and write_ours and write_peer
        print(f"decoding against pydantic: {peer / ours:.2f} (at least 1.5)")
        print(f"encoding against pydantic: {write_peer / write_ours:.2f} (at least 1.2)")
        print(f"decoding against bare Structs: {ours / bare:.2f} (at most 2.5)")


def cell(took: float | None, ours: float | None) -> str:
    return " " * 18 if took is None or ours is None else f"{took:10.1f}{took / ours:8.2f}"


if __name__ == "__main__":
    main()
