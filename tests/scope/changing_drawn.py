"""Small agreements that hold together, and change orders that mostly fit them."""

from typing import Any

from hypothesis import strategies as st

from clientkit.base import evolve
from clientkit.scope import ChangeOrder, ScopeAgreement

from .changing import agreement, order

WORK = [f"w{number}" for number in range(6)]
NEW = [f"n{number}" for number in range(3)]
TEXTS = [f"t{number}" for number in range(3)]
prices = st.none() | st.integers(-900, 900).map(lambda amount: f"{amount} EUR")


@st.composite
def _deliverable(draw: st.DrawFn, name: str, before: list[str]) -> dict[str, Any]:
    """A deliverable that waits for some of those before it."""
    found: dict[str, Any] = {"id": name, "title": draw(st.sampled_from(["One", "Two", "Three"]))}
    if before and draw(st.booleans()):
        found["depends_on"] = draw(st.lists(st.sampled_from(before), unique=True, max_size=2))
    if draw(st.booleans()):
        found["working_days"] = draw(st.integers(0, 9))
    return found


@st.composite
def agreements(draw: st.DrawFn) -> ScopeAgreement:
    """An agreement with some deliverables and exclusions."""
    works = draw(st.lists(st.sampled_from(WORK), unique=True).map(sorted))
    return agreement(
        version=1,
        price=draw(prices),
        milestones=[],
        deliverables=[draw(_deliverable(name, works[:at])) for at, name in enumerate(works)],
        exclusions=[
            {"id": name, "text": "Not this"}
            for name in draw(st.lists(st.sampled_from(TEXTS), unique=True))
        ],
    )


@st.composite
def orders_for(
    draw: st.DrawFn,
    now: ScopeAgreement,
    *,
    name: str = "co",
    only: list[str] | None = None,
    new: list[str] = NEW,
    is_wild: bool = False,
) -> ChangeOrder:
    """A change order for an agreement; a wild one also names what is not there, or is twice.

    It touches those of its parts alone that `only` names.
    """
    works = [item.id for item in now.deliverables if only is None or item.id in only]
    texts = [item.id for item in now.exclusions if only is None or item.id in only]
    known = [*works, *texts, *(["no", "co"] if is_wild else [])]
    removes = draw(st.lists(st.sampled_from(known), max_size=2, unique=True)) if known else []
    free = [one for one in works if is_wild or one not in removes]
    changed = draw(st.lists(st.sampled_from(free), max_size=2, unique=True)) if free else []
    added = draw(st.lists(st.sampled_from(new), max_size=2, unique=not is_wild))
    parts: dict[str, Any] = {"removes": removes, "base": now.version, "price": draw(prices)}
    if changed:
        parts["changes"] = {
            "deliverables": [
                draw(_deliverable(one, [w for w in works if w < one or is_wild])) for one in changed
            ]
        }
    if added:
        parts["adds"] = {
            "deliverables": [draw(_deliverable(one, [*works, *added][:3])) for one in added]
        }
    return order(name, **parts)


def same_but_for_order(one: ScopeAgreement, other: ScopeAgreement) -> bool:
    """Whether two agreements hold the same parts, in whatever order."""
    return _sorted(one) == _sorted(other)


def _sorted(one: ScopeAgreement) -> ScopeAgreement:
    lists = {
        name: sorted(getattr(one, name), key=lambda item: item.id)
        for name in ("deliverables", "exclusions")
    }
    return evolve(one, **lists)
