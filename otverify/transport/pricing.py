"""Large capacitated problems from a good guess of the potentials: solve few pairs, price all of them.

Pairs whose reduced cost is far from 0 are fixed at 0 or at capacity; the rest go to the flow solver. Then
every pair is priced exactly, and those that turn out to be fixed wrongly join the rest.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from otverify.transport.candidates import Candidate
from otverify.transport.cost_scaling import min_cost_flow
from otverify.transport.problems import IntegerProblem
from otverify.transport.residual import SparseFlow
from otverify.transport.tables import INT64_BOUND, Integers

_ROUNDS: Final = 30
_SWEEPS: Final = 2000
_BLOCK: Final = 1 << 16


def solve_with_pricing(data: IntegerProblem, f: Integers, *, g: Integers, band: int) -> Candidate | None:
    """An optimum near the potentials f, g, which need not be feasible; None if the guess was no help.

    ``data`` has bounded capacities and int64 entries; ``band`` is the reduced cost up to which a pair is
    left free at first. Each round costs one pass over all pairs and one flow on the free ones.
    """
    if data.capacity is None or data.infinite is not None:
        return None
    if int(data.capacity.max()) * max(data.cost.shape) >= INT64_BOUND:
        return None
    width = band
    free, low = _classified(data, f, g=g, width=width)
    for _ in range(_ROUNDS):
        flow = _restricted_flow(data, free, low=low)
        if flow is None:
            # the fixed pairs leave no plan: let more of them go
            width *= 2
            free, low = _classified(data, f, g=g, width=width)
            continue
        priced = _sparse_potentials(data, free, flow=flow, start=f)
        if priced is None:
            return None
        f, g = priced
        wrong = _wrongly_fixed(data, f, g=g, free=free, low=low)
        if not bool(wrong.any()):
            return Candidate(flow=_whole_flow(data, free, low=low, flow=flow), f=f, g=g)
        free |= wrong
        low &= ~wrong
    return None


def _classified(
    data: IntegerProblem, f: Integers, *, g: Integers, width: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Masks of the free pairs and of the pairs fixed at capacity."""
    free = np.empty(data.cost.shape, dtype=bool)
    low = np.empty(data.cost.shape, dtype=bool)
    for rows in _row_blocks(data.cost.shape):
        block = data.cost[rows] - f[rows, None] - g
        low[rows] = block < -width
        free[rows] = (block <= width) & ~low[rows]
    return free, low


def _restricted_flow(
    data: IntegerProblem, free: NDArray[np.bool_], *, low: NDArray[np.bool_]
) -> NDArray[np.int64] | None:
    """The optimal masses on the free pairs (in the order of ``np.nonzero``), or None if there are none."""
    capacity = data.capacity
    supply = data.supply - np.sum(capacity, axis=1, where=low, dtype=np.int64)  # type: ignore[arg-type]
    demand = data.demand - np.sum(capacity, axis=0, where=low, dtype=np.int64)  # type: ignore[arg-type]
    if int(supply.min()) < 0 or int(demand.min()) < 0:
        return None
    rows, columns = np.nonzero(free)
    bounds = capacity[rows, columns]  # type: ignore[index]
    flow = min_cost_flow(supply, demand, cost=data.cost, rows=rows, columns=columns, bounds=bounds)
    if flow is None or int(flow.masses.sum()) < int(supply.sum()):
        return None
    masses = np.zeros(len(rows), dtype=np.int64)
    keys = rows * data.cost.shape[1] + columns
    masses[np.searchsorted(keys, flow.rows * data.cost.shape[1] + flow.columns)] = flow.masses
    return masses


def _sparse_potentials(
    data: IntegerProblem, free: NDArray[np.bool_], *, flow: NDArray[np.int64], start: Integers
) -> tuple[Integers, Integers] | None:
    """Potentials of the flow on the free pairs, by Bellman-Ford on those pairs alone."""
    rows, columns = np.nonzero(free)
    cost = data.cost[rows, columns]
    open_pairs = flow < data.capacity[rows, columns]  # type: ignore[index]
    used = flow > 0
    up = (rows[open_pairs], columns[open_pairs], cost[open_pairs])
    down = (rows[used], columns[used], cost[used])
    f = start.copy()
    m = data.cost.shape[1]
    for _ in range(_SWEEPS):
        g = np.full(m, INT64_BOUND, dtype=np.int64)
        np.minimum.at(g, up[1], up[2] - f[up[0]])
        lowest = np.full(m, -INT64_BOUND, dtype=np.int64)
        np.maximum.at(lowest, down[1], down[2] - f[down[0]])
        # a column without a free pair keeps the potential that its fixed pairs allow: the caller prices it
        g = np.where(g == INT64_BOUND, np.where(lowest == -INT64_BOUND, 0, lowest), g)
        raised = f.copy()
        np.maximum.at(raised, down[0], down[2] - g[down[1]])
        if bool((raised == f).all()):
            return f, g
        f = raised
    return None


def _wrongly_fixed(
    data: IntegerProblem, f: Integers, *, g: Integers, free: NDArray[np.bool_], low: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    wrong = np.empty(data.cost.shape, dtype=bool)
    for rows in _row_blocks(data.cost.shape):
        block = data.cost[rows] - f[rows, None] - g
        wrong[rows] = np.where(low[rows], block > 0, block < 0) & ~free[rows]
    return wrong


def _whole_flow(
    data: IntegerProblem, free: NDArray[np.bool_], *, low: NDArray[np.bool_], flow: NDArray[np.int64]
) -> SparseFlow:
    used = np.zeros(data.cost.shape, dtype=bool)
    used[free] = flow > 0
    rows, columns = np.nonzero(used | low)
    masses = data.capacity[rows, columns]  # type: ignore[index]
    masses[free[rows, columns]] = flow[flow > 0]
    positive = masses > 0
    return SparseFlow(rows=rows[positive], columns=columns[positive], masses=masses[positive])


def _row_blocks(shape: tuple[int, ...]) -> list[slice]:
    step = max(1, _BLOCK // shape[1])
    return [slice(first, first + step) for first in range(0, shape[0], step)]
