"""Chains as patterns of coincidences: Lemma 6.1 and the equations of Section 6, for given K."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import reduce
from itertools import pairwise, product
from operator import add
from typing import Any

from otverify.claims import Identity, Relation
from otverify.kernel.terms import Term
from otverify.transport.chains import PairSet, pair_set
from otverify.vocabulary import Domain, equals, number, reals

Pairs = list[tuple[int, int]]


def free_pairs(size: int) -> PairSet:
    """All pairs of [size] × [size] with c = 0: every alternating walk is a chain."""
    return pair_set([(i, j) for i in range(size) for j in range(size)], cost=[[0] * size] * size)


def odd_chain() -> tuple[PairSet, Pairs]:
    """(x_1, y_1), (x_1, y_2), (x_2, y_2), (x_2, y_1), (x_3, y_1) for c = 0."""
    return free_pairs(3), [(0, 0), (0, 1), (1, 1), (1, 0), (2, 0)]


def closes(pairs: Pairs) -> Iterator[Relation]:
    """x_2 = x_1, x_L ≠ x_1, y_L = y_1 as relations between the numbers of the points."""
    first, last = pairs[0], pairs[-1]
    yield Relation(number(pairs[1][0]), "==", first[0], label="$x_2=x_1$", instance="c = 0")
    yield Relation(number(last[0]), "!=", first[0], label=r"$x_L\ne x_1$", instance="c = 0")
    yield Relation(number(last[1]), "==", first[1], label="$y_L=y_1$", instance="c = 0")


def walks(length: int, *, keeps_x: bool) -> Iterator[Pairs]:
    """All alternating walks up to the names of points; the first step keeps x or y."""

    def grow(pairs: Pairs, step: int) -> Iterator[Pairs]:
        if len(pairs) == length:
            yield pairs
            return
        side = int((step % 2 == 0) == keeps_x)
        used = {pair[side] for pair in pairs}
        for value in [*sorted(used - {pairs[-1][side]}), len(used)]:
            new = (pairs[-1][0], value) if side else (value, pairs[-1][1])
            yield from grow([*pairs, new], step + 1)

    yield from grow([(0, 0)], 0)


def even_only(longest: int) -> Iterator[Identity]:
    """Of all patterns up to a length that satisfy the hypotheses and close by keeping y, none is odd."""
    for length in range(3, longest + 1):
        found = [
            pairs
            for pairs in walks(length, keeps_x=True)
            if pairs[-1][0] != pairs[0][0] and pairs[-1][1] == pairs[0][1] and _closing_keeps_y(pairs)
        ]
        if found:
            yield Identity(
                number(length % 2), 0, label="lengths that occur", instance=f"{len(found)} patterns"
            )


def _closing_keeps_y(pairs: Pairs) -> bool:
    """The last step keeps x, so that the closing step can keep y."""
    return pairs[-1][0] == pairs[-2][0]


# ---------------------------------------------------------------------------------------------------
# Lemma 6.1 for L = 2K: x_{2k+1} = x_{2k+2} is source k, y_{2k+2} = y_{2k+3} target k + 1 modulo K


def source(index: int) -> int:
    """x_l for l = 1, ..., L."""
    return (index - 1) // 2


def target(index: int, size: int) -> int:
    """y_l; y_{2K+1} is y_1."""
    return (index // 2) % size


def entry(i: int, j: int) -> Term:
    """The unknown c(x_i, y_j)."""
    return reals(f"c_{i}{j}")[0]


def summed(entries: Counter[tuple[int, int]]) -> Term:
    """The sum of the entries with their multiplicities."""
    return reduce(
        add, (count * entry(*pair) if count > 1 else entry(*pair) for pair, count in sorted(entries.items()))
    )


def odd_pairs(size: int) -> Counter[tuple[int, int]]:
    """The pairs 1, 3, ..., 2K - 1."""
    return Counter((source(2 * k + 1), target(2 * k + 1, size)) for k in range(size))


def even_pairs(size: int) -> Counter[tuple[int, int]]:
    """The pairs 2, 4, ..., 2K."""
    return Counter((source(2 * k + 2), target(2 * k + 2, size)) for k in range(size))


def cycle_inequality(pairs: Pairs) -> Term:
    """Definition 1.2 for pairs in this order: Σ c(x_{i+1}, y_i) >= Σ c(x_i, y_i)."""
    moved = Counter((following[0], own[1]) for own, following in pairwise([*pairs, pairs[0]]))
    return summed(moved) >= summed(Counter(pairs))


def odd_cycle(size: int) -> Pairs:
    """Pairs 2K - 1, ..., 3, 1: the source of each goes to the target of the one before, y_{2k+3} = y_{2k+2}."""
    return [(source(2 * k + 1), target(2 * k + 1, size)) for k in reversed(range(size))]


def even_cycle(size: int) -> Pairs:
    """Pairs 2, 4, ..., 2K: the source of each goes to the target y_{2k} = y_{2k+1} of the one before."""
    return [(source(2 * k + 2), target(2 * k + 2, size)) for k in range(size)]


def both_monotone(size: int) -> Iterator[Relation]:
    """The two sums are equal, by the inequalities of the two cycles."""
    region = Domain(cycle_inequality(odd_cycle(size)), cycle_inequality(even_cycle(size)))
    odd, even = summed(odd_pairs(size)), summed(even_pairs(size))
    yield Relation(odd, "==", even, over=region, label=f"$K={size}$", instance=f"K = {size}")


def five_steps(size: int) -> Iterator[Any]:
    """The printed sums with the printed indices; equal points have equal costs."""
    ks = range(size)
    printed = [
        [(2 * k + 1, 2 * k + 1) for k in ks],
        [(2 * k + 1, 2 * k + 3) for k in ks],
        [(2 * k + 1, 2 * k + 2) for k in ks],
        [(2 * k + 2, 2 * k + 2) for k in ks],
        [(2, 2 * size), *((2 * k + 2, 2 * k) for k in range(1, size))],
        [(2 * k + 1, 2 * k + 1) for k in ks],
    ]
    sums = []
    same_points = []
    for line in printed:
        terms = [reals(f"c_x{i}_y{j}")[0] for i, j in line]
        for term, (i, j) in zip(terms, line, strict=True):
            same_points.append(equals(term, entry(source(i), target(j, size))))
        sums.append(reduce(add, terms))
    points = Domain(*dict.fromkeys(same_points))
    cycles = {1: odd_cycle(size), 4: even_cycle(size)}
    for step, (left, right) in enumerate(pairwise(sums), start=1):
        label, instance = f"step {step}, $K={size}$", f"K = {size}"
        if step in cycles:
            monotone = Domain(points, cycle_inequality(cycles[step]))
            yield Relation(left <= right, over=monotone, label=label, instance=instance)
        else:
            yield Identity(left, right, over=points, label=label, instance=instance)


def constraint_rank(size: int, dimension: int) -> int:
    """The rank of the equations of W_{2K}, indices modulo L: coordinates x, y, λ, p^x, p^y of L pairs."""
    from flint import fmpq_mat

    length, width = 2 * size, 4 * dimension + 1
    rows = []

    def equal(first: int, second: int, offset: int) -> None:
        for axis in range(dimension):
            row = [0] * (length * width)
            row[(first % length) * width + offset + axis] += 1
            row[(second % length) * width + offset + axis] -= 1
            rows.append(row)

    # pairs are counted from 0; offsets of x, y, p^x, p^y within a pair
    x, y, px, py = (block * dimension for block in range(4))
    for k in range(size):
        for offset in (x, px):
            equal(2 * k + 1, 2 * k, offset)
        for offset in (y, py):
            equal(2 * k + 2, 2 * k + 1, offset)
    values = [0] * (length * width)
    for pair in range(length):
        values[pair * width + 4 * dimension] = 1 if pair % 2 == 0 else -1
    rows.append(values)
    matrix = fmpq_mat(len(rows), length * width, [value for row in rows for value in row])
    return int(matrix.rank())


def cyclic_patterns(length: int) -> Iterator[Pairs]:
    """Patterns with L/2 sources and L/2 targets, the first step of either kind."""
    for keeps_x in (True, False):
        for walk in walks(length, keeps_x=keeps_x):
            if 2 * len({i for i, _ in walk}) == length == 2 * len({j for _, j in walk}):
                yield walk


# ---------------------------------------------------------------------------------------------------
# Definition 1.3


def lasso() -> tuple[PairSet, Pairs]:
    """Three sources and three targets in six pairs, y_6 = y_2 ≠ y_1, for c = 0."""
    return free_pairs(3), [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 1)]


def square() -> tuple[PairSet, Pairs]:
    """Two sources and two targets in four pairs; the first step keeps y, x_4 = x_1, for c = 0."""
    return free_pairs(2), [(0, 0), (1, 0), (1, 1), (0, 1)]


def literal_chains(length: int, *, size: int = 2) -> set[tuple[tuple[int, int], ...]]:
    """All sequences in [size]² that satisfy (1.4) or (1.5) for every l, as printed, where c = 0."""
    cells = [(i, j) for i in range(size) for j in range(size)]
    return {pairs for pairs in product(cells, repeat=length) if _is_literal_chain(pairs)}


def _is_literal_chain(pairs: tuple[tuple[int, int], ...]) -> bool:
    length = len(pairs)
    x, y = [None, *(i for i, _ in pairs)], [None, *(j for _, j in pairs)]
    return all(
        (x[k] == x[k + 1] and y[k] != y[k + 1] == y[min(length, k + 2)])
        or (y[k] == y[k + 1] and x[k] != x[k + 1] == x[min(length, k + 2)])
        for k in range(1, length)
    )


def alternating(length: int, *, size: int = 2) -> set[tuple[tuple[int, int], ...]]:
    """All walks in [size]² whose steps change one coordinate, the other one in turns."""
    cells = [(i, j) for i in range(size) for j in range(size)]
    if length == 1:
        return {(cell,) for cell in cells}
    found = set()
    for start, first in product(cells, (0, 1)):
        walks: list[tuple[tuple[int, int], ...]] = [(start,)]
        for step in range(length - 1):
            side = (first + step) % 2
            walks = [
                (*walk, (value, walk[-1][1]) if side == 0 else (walk[-1][0], value))
                for walk in walks
                for value in range(size)
                if value != walk[-1][side]
            ]
        found |= set(walks)
    return found
