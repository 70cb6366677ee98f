"""The validator of Definition 1.3: which condition of a chain fails, where, and by how much."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from otverify.errors import InvalidProblem
from otverify.transport.chains import Chain, Pair, PairSet, certified_chain


class Condition(Enum):
    """The conditions of Definition 1.3."""

    MEMBERSHIP = "every pair lies in S"
    ALTERNATION = "every step keeps exactly one of x and y, and the next one keeps the other"
    SOURCE_DERIVATIVE = "(1.4): a step that keeps x keeps ∂c/∂x"
    TARGET_DERIVATIVE = "(1.5): a step that keeps y keeps ∂c/∂y"
    MONOTONE = "the set of pairs is c-cyclically monotone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A condition that fails: at pair l, or at the step from pair l to pair l + 1, counted from 1.

    For c-cyclical monotonicity ``cycle`` lists pairs with Σ c(x_k, y_k) - c(x_{k+1}, y_k) = ``gain`` > 0.
    """

    condition: Condition
    at: int
    detail: str
    cycle: tuple[Pair, ...] = ()
    gain: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NotAChain:
    """The pairs do not form a chain; every condition that fails is listed."""

    pairs: tuple[Pair, ...]
    failures: tuple[Failure, ...]


def examine(within: PairSet, pairs: Sequence[Pair], *, periodic: bool = False) -> Chain | NotAChain:
    """Decide whether the pairs, in this order, form a chain in the set; with ``periodic``, a repeating one.

    Exact. O(L) for the steps, O(a b) for c-cyclical monotonicity with a sources and b targets.
    """
    chosen = tuple((int(i), int(j)) for i, j in pairs)
    if not chosen:
        raise InvalidProblem("pairs", expected="at least one pair", got="none")
    known = {pair: k for k, pair in enumerate(within.pairs)}
    failures = [
        Failure(condition=Condition.MEMBERSHIP, at=at, detail=f"{pair} is not in S")
        for at, pair in enumerate(chosen, start=1)
        if pair not in known
    ]
    if not failures:
        failures = [*_steps(within, chosen, known, periodic=periodic)]
        if within.is_priced:
            failures += _monotonicity(within, chosen)
    if failures:
        return NotAChain(pairs=chosen, failures=tuple(failures))
    return certified_chain(within, [known[pair] for pair in chosen], periodic=periodic)


def _steps(
    within: PairSet, chosen: tuple[Pair, ...], known: dict[Pair, int], *, periodic: bool
) -> Iterable[Failure]:
    """The conditions on steps, over the end as well if ``periodic``."""
    walk = (*chosen, *chosen[:2]) if periodic else chosen
    if periodic and len(chosen) < 4:
        yield Failure(condition=Condition.ALTERNATION, at=len(chosen), detail="fewer than four pairs")
        return
    before = None
    for at, ((i, j), (k, m)) in enumerate(pairwise(walk), start=1):
        kept = "both" if (i, j) == (k, m) else "x" if i == k else "y" if j == m else "none"
        if kept in ("both", "none"):
            yield Failure(condition=Condition.ALTERNATION, at=at, detail=f"the step keeps {kept} of x and y")
        elif kept == before:
            yield Failure(condition=Condition.ALTERNATION, at=at, detail=f"{kept} is kept twice in a row")
        nodes, condition = (
            (within.source_nodes, Condition.SOURCE_DERIVATIVE)
            if kept == "x"
            else (within.target_nodes, Condition.TARGET_DERIVATIVE)
        )
        if kept in ("x", "y") and nodes[known[i, j]] != nodes[known[k, m]]:
            yield Failure(condition=condition, at=at, detail=f"it differs at {(i, j)} and {(k, m)}")
        before = kept


def _monotonicity(within: PairSet, chosen: tuple[Pair, ...]) -> Iterable[Failure]:
    """The worst violation of c-cyclical monotonicity; nothing for a list that is not connected."""
    p: dict[int, Fraction] = {}
    q: dict[int, Fraction] = {}
    first: dict[tuple[str, int], int] = {}
    for at, (i, j) in enumerate(chosen):
        value = within.gain(i, j)
        if value is None or (p and i not in p and j not in q):
            return
        first.setdefault(("x", i), at)
        first.setdefault(("y", j), at)
        if i in p and j in q:
            excess = value - p[i] - q[j]
            if excess:
                yield _violation(chosen[:at], closing=(i, j), excess=excess, at=at + 1)
                return
        p.setdefault(i, value - q[j] if j in q else Fraction(0))
        q.setdefault(j, value - p[i])
    worst, where = Fraction(0), None
    for i in p:
        for j in q:
            value = within.gain(i, j)
            if value is not None and value - p[i] - q[j] > worst:
                worst, where = value - p[i] - q[j], (i, j)
    if where is not None:
        at = max(first["x", where[0]], first["y", where[1]])
        yield _violation(chosen[: at + 1], closing=where, excess=worst, at=at + 1)


def _violation(pairs: Sequence[Pair], *, closing: Pair, excess: Fraction, at: int) -> Failure:
    """The cycle made of a path from x to y through the pairs and of the pair (x, y).

    With ``excess`` > 0 mass moves from every other pair of the path to the rest and to (x, y); with
    ``excess`` < 0, when (x, y) is in the list itself, it moves the other way.
    """
    path = path_between(pairs, closing)
    cycle = path[::2] if excess > 0 else [closing, *path[-2::-2]]
    return Failure(
        condition=Condition.MONOTONE,
        at=at,
        detail=f"moving mass around a cycle through {closing} lowers the cost by {abs(excess)}",
        cycle=tuple(cycle),
        gain=abs(excess),
    )


def path_between(pairs: Sequence[Pair], ends: Pair) -> list[Pair]:
    """A shortest path of pairs from the source to the target given, in a connected list."""
    start, goal = (0, ends[0]), (1, ends[1])
    came: dict[tuple[int, int], tuple[tuple[int, int], Pair] | None] = {start: None}
    queue = deque([start])
    while goal not in came:
        side, index = node = queue.popleft()
        for pair in pairs:
            other = (1 - side, pair[1 - side])
            if pair[side] == index and other not in came:
                came[other] = (node, pair)
                queue.append(other)
    path: list[Pair] = []
    step = came[goal]
    while step is not None:
        node, pair = step
        path.append(pair)
        step = came[node]
    return path[::-1]
