"""Events of one instant, in an order in which they can have happened."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

__all__ = ["taken_in_turn"]

E = TypeVar("E")
K = TypeVar("K")
S = TypeVar("S")


def taken_in_turn(
    told: Iterable[tuple[int, E]],
    kind_of: Callable[[E], K],
    ranks: Sequence[K],
    state: S,
    after: Callable[[S, K], S | None],
) -> list[tuple[int, E]]:
    """Events by instant; those of one instant as one after the other is possible.

    What ran and was paused and resumed at one instant runs on; what stood still stands still again.
    Where several kinds are possible, or none is, their ranks decide. The order of what is told
    matters only among events of one kind.

    Args:
        told: Instants and events, earliest first.
        kind_of: The kind of an event.
        ranks: All kinds.
        state: How things stand before the first.
        after: What a kind of event makes of a state; ``None`` where it is not possible.
    """
    found: list[tuple[int, E]] = []
    for _, group in groupby(told, key=itemgetter(0)):
        waiting: dict[K, deque[tuple[int, E]]] = {kind: deque() for kind in ranks}
        for one in group:
            waiting[kind_of(one[1])].append(one)
        while kinds := [kind for kind in ranks if waiting[kind]]:
            kind = next((one for one in kinds if after(state, one) is not None), kinds[0])
            found.append(waiting[kind].popleft())
            becomes = after(state, kind)
            state = state if becomes is None else becomes
    return found
