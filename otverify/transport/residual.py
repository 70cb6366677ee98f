"""Exact potentials of a given plan, by Bellman-Ford on its residual graph; or a cycle that improves it.

A plan is optimal exactly when its residual graph has no negative cycle, and then shortest distances are
integral potentials. This is how the answer of a solver that gives no duals, or inexact ones, is repaired.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from otverify.transport.tables import INT64_BOUND, Integers, exact_array

#: rows per block are chosen so that a block of the matrix stays in the cache
_BLOCK: Final = 1 << 16
#: sweeps before the slower ones that can find a negative cycle; optimal plans rarely need that many
_PLAIN_SWEEPS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SparseFlow:
    """Positive integer masses on distinct pairs, in lexicographic order."""

    rows: Integers
    columns: Integers
    masses: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class NegativeCycle:
    """Adding mass on ``forward`` pairs and removing it from ``backward`` pairs lowers the cost."""

    forward: tuple[tuple[int, int], ...]
    backward: tuple[tuple[int, int], ...]


def sparse_flow(dense: NDArray[np.int64]) -> SparseFlow:
    """The positive entries of a matrix."""
    rows, columns = np.nonzero(dense)
    return SparseFlow(rows=rows, columns=columns, masses=dense[rows, columns])


def residual_potentials(
    cost: Integers, flow: SparseFlow, *, blocked: NDArray[np.bool_] | None, start: Integers | None = None
) -> tuple[Integers, Integers] | NegativeCycle:
    """f, g with f_i + g_j <= c_ij where not ``blocked`` and f_i + g_j >= c_ij where the flow is positive.

    ``blocked`` marks pairs that cannot take more mass (forbidden or saturated). ``start`` is a guess of
    f, which only affects the time: a sweep costs O(n m), and a good guess needs few.
    """
    n = cost.shape[0]
    f = np.zeros(n, dtype=np.int64) if start is None else exact_array(np.array(start))
    largest = max(int(cost.max()), -int(cost.min())) + 1
    # a sweep raises no potential by more than the difference of two costs
    spread = 2 * largest * (2 * n + 2 + _PLAIN_SWEEPS) + int(np.abs(f).max())
    if object in (cost.dtype, f.dtype) or spread >= INT64_BOUND // 4:
        cost, f = cost.astype(object), f.astype(object)
    big = 4 * spread
    on_flow = cost[flow.rows, flow.columns]
    for _ in range(_PLAIN_SWEEPS):
        g = _minima(cost, f, blocked=blocked, big=big)
        raised = f.copy()
        np.maximum.at(raised, flow.rows, on_flow - g[flow.columns])
        if bool((raised == f).all()):
            return f, _closed(g, f, flow=flow, on_flow=on_flow, big=big)
        f = raised
    return _traced(cost, flow, blocked=blocked, f=f, big=big)


def cancelled(flow: SparseFlow, cycle: NegativeCycle, *, capacity: Integers | None) -> SparseFlow:
    """The flow after as much mass as possible has been moved around the cycle."""
    masses = {
        (int(i), int(j)): int(mass) for i, j, mass in zip(flow.rows, flow.columns, flow.masses, strict=True)
    }
    amount = min(masses[pair] for pair in cycle.backward)
    if capacity is not None:
        limits = [int(capacity[pair]) - masses.get(pair, 0) for pair in cycle.forward if capacity[pair] >= 0]
        amount = min([amount, *limits])
    for pair in cycle.forward:
        masses[pair] = masses.get(pair, 0) + amount
    for pair in cycle.backward:
        masses[pair] -= amount
    kept = sorted((pair, mass) for pair, mass in masses.items() if mass)
    return SparseFlow(
        rows=np.array([i for (i, _), _ in kept], dtype=np.int64),
        columns=np.array([j for (_, j), _ in kept], dtype=np.int64),
        masses=np.array([mass for _, mass in kept], dtype=flow.masses.dtype),
    )


def _minima(cost: Integers, f: Integers, *, blocked: NDArray[np.bool_] | None, big: int) -> Integers:
    """g_j = min over open pairs of c_ij - f_i; ``big`` where no pair is open."""
    n, m = cost.shape
    g = np.full(m, big, dtype=cost.dtype)
    step = max(1, _BLOCK // m)
    for first in range(0, n, step):
        rows = slice(first, first + step)
        block = cost[rows] - f[rows, None]
        if blocked is not None:
            block[blocked[rows]] = big
        np.minimum(g, block.min(axis=0), out=g)
    return g


def _closed(g: Integers, f: Integers, *, flow: SparseFlow, on_flow: Integers, big: int) -> Integers:
    """A column that cannot take more mass from anywhere is bounded from below by its flow only."""
    free = g >= big // 2
    if not bool(free.any()):
        return g
    lowest = np.full(len(g), -big, dtype=g.dtype)
    np.maximum.at(lowest, flow.columns, on_flow - f[flow.rows])
    return np.where(free, np.where(lowest == -big, 0, lowest), g)


def _traced(
    cost: Integers, flow: SparseFlow, *, blocked: NDArray[np.bool_] | None, f: Integers, big: int
) -> tuple[Integers, Integers] | NegativeCycle:
    """The same sweeps, remembering which row raised which: a loop among them is a negative cycle."""
    n, m = cost.shape
    on_flow = cost[flow.rows, flow.columns]
    parent = np.full(n, -1, dtype=np.int64)
    through = np.full(n, -1, dtype=np.int64)
    for _ in range(2 * n + 2):
        table = cost - f[:, None]
        if blocked is not None:
            table[blocked] = big
        giver = table.argmin(axis=0)
        g = table[giver, np.arange(m)]
        lifts = on_flow - g[flow.columns]
        raised = f.copy()
        np.maximum.at(raised, flow.rows, lifts)
        if bool((raised == f).all()):
            return f, _closed(g, f, flow=flow, on_flow=on_flow, big=big)
        for k in np.flatnonzero((lifts == raised[flow.rows]) & (lifts > f[flow.rows])).tolist():
            parent[flow.rows[k]], through[flow.rows[k]] = giver[flow.columns[k]], flow.columns[k]
        f = raised
        cycle = _loop(parent, through, cost=cost)
        if cycle is not None:
            return cycle
    raise RuntimeError("Bellman-Ford neither settled nor found a negative cycle")


def _loop(parent: Integers, through: Integers, *, cost: Integers) -> NegativeCycle | None:
    state = np.zeros(len(parent), dtype=np.int64)  # the walk that first came here
    for first in range(len(parent)):
        row = first
        while row >= 0 and not state[row]:
            state[row] = first + 1
            row = int(parent[row])
        if row < 0 or state[row] != first + 1:
            continue
        loop = [row]
        while int(parent[loop[-1]]) != row:
            loop.append(int(parent[loop[-1]]))
        forward = tuple((int(parent[i]), int(through[i])) for i in loop)
        backward = tuple((i, int(through[i])) for i in loop)
        if sum(int(cost[pair]) for pair in forward) < sum(int(cost[pair]) for pair in backward):
            return NegativeCycle(forward=forward, backward=backward)
    return None
