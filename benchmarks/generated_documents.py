"""Documents generated at random, for `fuzz_documents.py`.

Parts of the examples, changed as data and as JSON, YAML and TOML texts; arbitrary JSON, and bytes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from clientkit import ClientPlan, ClientRecord, check, check_plan, check_record, load_plan
from clientkit.base import specification
from clientkit.documents import read

ROOT = Path(__file__).parent.parent

Data = Any  # what JSON can say, and sometimes what it cannot

NASTY: tuple[Data, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63 - 1, 2**63, -(2**63), 10**30, 0.0, -0.0, 1e308,
    5e-324, float("nan"), float("inf"), 1.5, "", " ", "\n", "\t", "\x00", "\x7f", "\ud800",
    "\udfff", "\ufeff", "\u2028", "\U0001d54f" * 20, "a" * 5000, "é", "null", "true", "NaN", "NO",
    "on", "~", "<<", "*a", "&a", "!!int 3", "0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01",
    "2024-02-29", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00",
    "2026-03-29T02:30:00+01:00", "2026-10-25T02:30:00Z", "24:00", "00:00-24:00", "22:00-06:00",
    "12:00-12:00", "0 minutes", "999999 weeks", "99999999999 working days", "1 working hour",
    "3 weeks", "1 month", "on launch", "on sprint-end[1..]", "on sprint-end[-1]",
    "5 working days before launch", "on sprint-end[1..999999999]", "1 week after kickoff",
    "12500.00 EUR", "-0.01 XXX", "99999999999999999999.00 JPY", "Europe/Berlin", "Etc/GMT-14",
    "Mars/Olympus", "client", "provider", "third_party", "sponsor", "a@b", "tel:1", "http://[",
    "/a~2b", "sha256:0", [], {}, [[]], [None], {"": None}, {"id": "a"}, [{"id": "a"}, {"id": "a"}],
)  # fmt: skip
NASTY_TEXTS = tuple(value for value in NASTY if isinstance(value, str))
SNIPPETS = (
    "&a ", "*a", "!!int ", "!!binary ", "!x ", "<<: *a\n", "? ", "- ", ": ", "'", '"', "\t",
    "---\n", "...\n", "%YAML 1.1\n", "|\n", ">-\n", "{", "}", "[", "]", ",", "#", "\r", "\x85",
    "\ufeff", "\x00", "\\", '"\\U99999999"', '"\\ud800"', "\u2028", "0x1F", "0o17", ".inf", "-.NaN",
    "1_000", "99999999999999999999999999", "=", "[[a]]\n", '"""', "'''", "\n\n", " ", "  ", "~",
    "@", "`", "[" * 5000, '{"a":' * 5000, "- " * 5000,
)  # fmt: skip


class Sample(NamedTuple):
    """One generated document, and the check that it is given to."""

    kind: str
    check: Callable[[], object]
    source: object


class Corpus:
    """What the documents are made of."""

    def __init__(self) -> None:
        files = [
            *sorted((ROOT / "examples").glob("*/client-*.yaml")),
            *sorted((ROOT / "tests/documents/invalid").glob("*.yaml")),
        ]
        self.texts = [file.read_text(encoding="utf-8", errors="replace") for file in files]
        documents = [read(file).data for file in files]
        self.documents = [one for one in documents if isinstance(one, dict)]
        self.plans = [one for one in self.documents if "client" in one]
        self.records = [one for one in self.documents if "client" not in one]
        self.harbor = load_plan(ROOT / "examples/harbor-web/client-plan.yaml")
        self.parts: dict[type, list[Data]] = {}
        for one in self.plans:
            self._gather(ClientPlan, one)
        for one in self.records:
            self._gather(ClientRecord, one)
        self.models = sorted(set(self.parts) - {ClientPlan, ClientRecord}, key=lambda m: m.__name__)
        self.by_key: dict[str, list[Data]] = {}
        for one in self.documents:
            for _, key, value in places(one):
                if isinstance(key, str):
                    self.by_key.setdefault(key, []).append(value)
        self.keys = sorted(self.by_key)
        self.values = [value for key in self.keys for value in self.by_key[key]]

    def _gather(self, model: type, data: Data) -> None:
        """Collect the data of every model that a document consists of."""
        if not isinstance(data, dict):
            return
        self.parts.setdefault(model, []).append(data)
        for field in specification(model):
            if field.is_model:
                held = data.get(field.key)
                for item in held if field.many and isinstance(held, list) else [held]:
                    self._gather(field.kind, item)


@cache
def corpus() -> Corpus:
    return Corpus()


# --- data ------------------------------------------------------------------------------------


def copied(data: Data) -> Data:
    """As `copy.deepcopy` of plain data, several times as fast."""
    if isinstance(data, dict):
        return {key: copied(value) for key, value in data.items()}
    return [copied(item) for item in data] if isinstance(data, list) else data


def cut(data: Data, draw: random.Random, keep: float, longest: int) -> Data:
    """A copy with some of its members, and a few items of each list."""
    if isinstance(data, dict):
        needed = ("clientkit", "id", "client", "scope")
        return {
            key: cut(value, draw, keep, longest)
            for key, value in data.items()
            if key in needed or draw.random() < keep
        }
    if isinstance(data, list):
        start = draw.randrange(len(data)) if len(data) > longest else 0
        return [cut(item, draw, max(keep, 0.8), longest) for item in data[start : start + longest]]
    return data


def places(data: Data) -> Iterator[tuple[Data, Data, Data]]:
    """Every container with a key or an index, and what it holds there."""
    waiting = [data]
    while waiting:
        holder = waiting.pop()
        members = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, value in members:
            yield holder, key, value
            if isinstance(value, dict | list):
                waiting.append(value)


def arbitrary(draw: random.Random, depth: int = 3) -> Data:
    """Any JSON value, with keys that the models know and others."""
    roll = draw.random()
    if depth and roll < 0.25:
        return [arbitrary(draw, depth - 1) for _ in range(draw.randrange(4))]
    if depth and roll < 0.6:
        return {
            draw.choice(corpus().keys)
            if draw.random() < 0.8
            else draw.choice(NASTY_TEXTS): arbitrary(draw, depth - 1)
            for _ in range(draw.randrange(6))
        }
    return draw.choice(NASTY) if roll < 0.8 else copied(draw.choice(corpus().values))


def changed(data: Data, draw: random.Random) -> Data:
    """Data after a few random changes, which may be none."""
    for _ in range(draw.choice((0, 1, 1, 1, 2, 3, 8))):
        spots = (
            [(holder, key) for holder, key, _ in places(data)]
            if isinstance(data, dict | list)
            else []
        )
        if not spots:
            return arbitrary(draw)
        holder, key = draw.choice(spots)
        draw.choice(CHANGES)(holder, key, draw)
    return data


def remove(holder: Data, key: Data, _draw: random.Random) -> None:
    del holder[key]


def replace(holder: Data, key: Data, draw: random.Random) -> None:
    holder[key] = copied(draw.choice(NASTY))


def graft(holder: Data, key: Data, draw: random.Random) -> None:
    """A value that stands under the same key elsewhere."""
    known = corpus().by_key.get(key) if isinstance(key, str) else None
    holder[key] = copied(draw.choice(known or corpus().values))


def transplant(holder: Data, key: Data, draw: random.Random) -> None:
    holder[key] = copied(draw.choice(corpus().values))


def rename(holder: Data, key: Data, draw: random.Random) -> None:
    if isinstance(holder, dict):
        name = misspelt(key, draw) if draw.random() < 0.5 else draw.choice(corpus().keys)
        holder[name] = holder.pop(key)


def repeat(holder: Data, key: Data, draw: random.Random) -> None:
    if isinstance(holder, list):
        holder.insert(draw.randrange(len(holder) + 1), copied(holder[key]))
    elif isinstance(holder[key], list) and holder[key]:
        holder[key] = holder[key] * draw.choice((2, 3))


def wrap(holder: Data, key: Data, draw: random.Random) -> None:
    value = holder[key]
    holder[key] = [value] if draw.random() < 0.5 else {draw.choice(corpus().keys): value}


def deepen(holder: Data, key: Data, draw: random.Random) -> None:
    for _ in range(draw.choice((3, 62, 63, 64, 65))):
        holder[key] = [holder[key]]


def tweak(holder: Data, key: Data, draw: random.Random) -> None:
    value = holder[key]
    if isinstance(value, str):
        holder[key] = misspelt(value, draw)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        holder[key] = value + draw.choice((-1, 1, 0.5, -value, 10**9))


def shuffle(holder: Data, _key: Data, draw: random.Random) -> None:
    if isinstance(holder, list):
        draw.shuffle(holder)


CHANGES: tuple[Callable[[Data, Data, random.Random], None], ...] = (
    remove, replace, replace, graft, graft, graft, transplant, rename, repeat, wrap, deepen, tweak,
    tweak, tweak, shuffle,
)  # fmt: skip


def misspelt(text: str, draw: random.Random) -> str:
    at = draw.randrange(len(text) + 1)
    what = draw.randrange(5)
    if what == 0:
        return text[:at] + text[at + 1 :]
    if what == 1:
        return text[:at] + draw.choice("0123456789-:. aZ~/[]é\ud800\x00") + text[at:]
    if what == 2:
        return text[:at] + text[at : at + 1] * 2 + text[at + 1 :]
    if what == 3:
        return text[:at] + draw.choice(NASTY_TEXTS) + text[at:]
    return text.swapcase()


# --- texts -----------------------------------------------------------------------------------


def as_json(data: Data, draw: random.Random) -> str:
    return json.dumps(data, ensure_ascii=draw.random() < 0.5, indent=draw.choice((None, 2)))


def as_toml(data: Data) -> str:
    """One line of TOML for each member; what TOML cannot say is said all the same."""
    if not isinstance(data, dict):
        return f"value = {inline(data)}"
    return "\n".join(f"{json.dumps(key)} = {inline(value)}" for key, value in data.items())


def inline(data: Data) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {inline(v)}" for k, v in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(inline, data)) + "]"
    return json.dumps(data)


def scarred(text: str, draw: random.Random) -> str:
    """A text with pieces taken out, put in, moved or repeated."""
    for _ in range(draw.choice((1, 1, 2, 5))):
        start = draw.randrange(len(text) + 1)
        end = min(len(text), start + draw.choice((0, 0, 1, 2, 10, 80)))
        what = draw.randrange(5)
        if what == 0:
            text = text[:start] + text[end:]
        elif what == 1:
            text = text[:start] + draw.choice(SNIPPETS) + text[end:]
        elif what == 2:
            text = text[:end] + text[start:end] + text[end:]
        elif what == 3:
            text = text[:start] + draw.choice(NASTY_TEXTS) + text[start:]
        elif draw.random() < 0.3:
            text = text[:start]
    return text


def excerpt(text: str, draw: random.Random) -> str:
    """Some of the top-level sections of a YAML document."""
    sections = text.replace("\n\n", "\n").split("\n")
    starts = [at for at, line in enumerate(sections) if line[:1].isalpha()]
    if not starts:
        return text
    chosen = sorted(draw.sample(starts, min(len(starts), draw.choice((1, 2, 3)))))
    pieces = []
    for start in chosen:
        following = [at for at in starts if at > start]
        lines = sections[start : following[0] if following else None]
        most = draw.choice((3, 8, 20))
        pieces += lines[:most]
    return "clientkit: '1'\n" * (draw.random() < 0.5) + "\n".join(pieces) + "\n"


# --- documents -------------------------------------------------------------------------------


def sample(seed: int, number: int) -> Sample:
    """Document `number` of a seed."""
    draw = random.Random(f"{seed}:{number}")  # noqa: S311 (the same ones again, not secrets)
    roll = draw.random()
    if roll < 0.45:
        return part(draw)
    if roll < 0.6:
        return whole(draw, ClientPlan)
    if roll < 0.75:
        return whole(draw, ClientRecord)
    if roll < 0.85:
        return source(
            "arbitrary JSON", arbitrary(draw), draw, draw.choice((ClientPlan, ClientRecord))
        )
    if roll < 0.95:
        text = scarred(excerpt(draw.choice(corpus().texts), draw), draw)
        return check_of(
            "YAML text", encoded(text, draw), draw.choice((ClientPlan, ClientRecord)), draw
        )
    raw = draw.randbytes(draw.choice((1, 4, 30, 200)))
    return check_of("bytes", raw, draw.choice((ClientPlan, ClientRecord)), draw)


def part(draw: random.Random) -> Sample:
    """A document that is one of the models that plans and records consist of."""
    model = draw.choice(corpus().models)
    data = cut(draw.choice(corpus().parts[model]), draw, draw.choice((0.7, 1.0)), 2)
    return source("part", changed(data, draw), draw, model)


def whole(draw: random.Random, model: type) -> Sample:
    """A plan or a record, cut to a page."""
    known = corpus().plans if model is ClientPlan else corpus().records
    data = cut(draw.choice(known), draw, draw.choice((0.25, 0.4)), draw.choice((1, 2)))
    return source("plan" if model is ClientPlan else "record", changed(data, draw), draw, model)


def source(kind: str, data: Data, draw: random.Random, model: type) -> Sample:
    """Data as they are, or as a text in one of the syntaxes."""
    roll = draw.random()
    if roll < 0.35 and isinstance(data, dict | list):
        return check_of(f"{kind}, data", data, model, draw)
    if roll < 0.85:
        text = as_json(data, draw)
        if draw.random() < 0.1:
            text = scarred(text, draw)
        return check_of(f"{kind}, JSON", encoded(text, draw), model, draw)
    if roll < 0.95:
        return check_of(
            f"{kind}, YAML", encoded("# JSON is YAML\n" + as_json(data, draw), draw), model, draw
        )
    return check_of(f"{kind}, TOML", encoded(as_toml(data) + "\n", draw), model, draw)


def encoded(text: str, draw: random.Random) -> str | bytes:
    """The text itself where it is one, or its bytes, now and then in an encoding that is none."""
    roll = draw.random()
    if roll < 0.4:
        return text + "\n"  # without a line end, a word would be the path of a file
    if roll < 0.95:
        return text.encode(errors="surrogatepass")
    raw = bytearray(text.encode(draw.choice(("utf-16", "latin-1", "utf-8")), errors="replace"))
    if raw:
        raw[draw.randrange(len(raw))] = draw.randrange(256)
    return bytes(raw)


def check_of(kind: str, given: Any, model: type, draw: random.Random) -> Sample:
    """The document with the check that fits its model."""
    if model is ClientPlan:
        return Sample(kind, lambda: check_plan(given), given)
    if model is ClientRecord:
        plan = corpus().harbor if draw.random() < 0.5 else None
        return Sample(kind, lambda: check_record(given, plan), given)
    return Sample(kind, lambda: check(model, given), given)
