"""Chains straight from Definition 1.3, by listing tuples; cyclical monotonicity by listing cycles."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import permutations, product

from otverify.transport.chains import PairSet

Pairs = list[tuple[int, int]]


@lru_cache(maxsize=100_000)
def _monotone(within: PairSet, chosen: frozenset[tuple[int, int]]) -> bool:
    # a cycle that visits a point x or y twice falls apart into two shorter ones with the same sums
    most = min(len({i for i, _ in chosen}), len({j for _, j in chosen}))
    for size in range(2, most + 1):
        for cycle in permutations(chosen, size):
            moved = [within.gain(cycle[(k + 1) % size][0], cycle[k][1]) for k in range(size)]
            if None in moved:
                continue
            stayed = [within.gain(*pair) for pair in cycle]
            if sum(moved, Fraction(0)) > sum(stayed, Fraction(0)):
                return False
    return True


def is_monotone(within: PairSet, pairs: Pairs) -> bool:
    """Σ c(x_{k+1}, y_k) - c(x_k, y_k) >= 0 over all cycles; gains have the other sign."""
    return _monotone(within, frozenset(pairs))


def is_chain(within: PairSet, pairs: Pairs) -> bool:
    """Definition 1.3, clause by clause as it is printed."""
    known = {pair: k for k, pair in enumerate(within.pairs)}
    if any(pair not in known for pair in pairs):
        return False
    length = len(pairs)

    def same(nodes, a, b):
        return nodes[known[a]] == nodes[known[b]]

    for k in range(length - 1):
        (x, y), (x1, y1), (x2, y2) = pairs[k], pairs[k + 1], pairs[min(length - 1, k + 2)]
        vertical = x == x1 and y != y1 == y2 and same(within.source_nodes, pairs[k], pairs[k + 1])
        horizontal = y == y1 and x != x1 == x2 and same(within.target_nodes, pairs[k], pairs[k + 1])
        if not vertical and not horizontal:
            return False
    return not within.is_priced or is_monotone(within, pairs)


def longest(within: PairSet, *, cap: int) -> int | None:
    """The length of the longest chain; None if there is one of length ``cap``."""
    found = [[pair] for pair in within.pairs]
    for length in range(1, cap + 1):
        if not found:
            return length - 1
        # the last two pairs and the set of all decide how a chain goes on
        kept = {(*chain[-2:], frozenset(chain) if within.is_priced else None): chain for chain in found}
        found = [
            [*chain, pair]
            for chain in kept.values()
            for pair in within.pairs
            if is_chain(within, [*chain[-2:], pair])
            and (not within.is_priced or is_monotone(within, [*chain, pair]))
        ]
    return None


def levels(within: PairSet, *, cap: int) -> dict[tuple[int, int], tuple[int, int]]:
    """(horizontal, vertical) per pair, for a set without cost; -1 for chains of length ``cap``."""
    result = {pair: [0, 0] for pair in within.pairs}
    found = [[pair] for pair in within.pairs]
    for length in range(2, cap + 1):
        # only the last two pairs decide how a chain goes on
        ends = {tuple(chain[-2:]): chain for chain in found}
        found = [
            [*chain[-2:], pair]
            for chain in ends.values()
            for pair in within.pairs
            if is_chain(within, [*chain[-2:], pair])
        ]
        for chain in found:
            side = 0 if chain[-1][1] == chain[-2][1] else 1
            result[chain[-1]][side] = length
    return {pair: tuple(-1 if k >= cap else k for k in both) for pair, both in result.items()}


def all_relations(rows: int, columns: int):
    """All non-empty relations in [rows] × [columns]."""
    cells = list(product(range(rows), range(columns)))
    for code in range(1, 1 << len(cells)):
        yield [cell for k, cell in enumerate(cells) if code >> k & 1]
