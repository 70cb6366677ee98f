"""Proposals by the minimum-cost flow of OR-tools: integers, capacities, absent pairs left out.

It returns no potentials; they come from the residual graph. Never import highspy in the same process.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from otverify.transport.residual import SparseFlow
from otverify.transport.tables import Integers

#: OR-tools works with int64 and scales costs by the number of nodes
_SAFE: Final = 1 << 60


def min_cost_flow(
    supply: Integers,
    demand: Integers,
    *,
    cost: Integers,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    bounds: Integers,
) -> SparseFlow | None:
    """A cheapest flow through the pairs (rows[k], columns[k]), at most bounds[k] on each.

    If the demand cannot be met, a maximum flow, which the caller tells from its mass. None if int64
    cannot hold the problem. A. V. Goldberg, J. Algorithms 22 (1997).
    """
    total = sum(supply.tolist())
    costs = cost[rows, columns]
    largest = max(int(costs.max()), -int(costs.min()), 1) if costs.size else 1
    nodes = len(supply) + len(demand)
    if largest * (nodes + 1) * 16 >= _SAFE or total * largest >= _SAFE or total >= _SAFE:
        return None
    from ortools.graph.python import min_cost_flow as library

    n = len(supply)
    solver = library.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        rows.astype(np.int32),
        (columns + n).astype(np.int32),
        np.minimum(bounds, total).astype(np.int64),
        costs.astype(np.int64),
    )
    solver.set_nodes_supplies(
        np.arange(nodes, dtype=np.int32), np.concatenate([supply, -demand]).astype(np.int64)
    )
    status = solver.solve()
    if status == solver.INFEASIBLE:
        solver.solve_max_flow_with_min_cost()
    elif status != solver.OPTIMAL:
        return None
    flows = solver.flows(arcs)
    used = np.flatnonzero(flows)
    order = np.lexsort((columns[used], rows[used]))
    used = used[order]
    return SparseFlow(rows=rows[used], columns=columns[used], masses=np.asarray(flows[used], dtype=np.int64))
