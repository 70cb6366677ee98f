"""Cuts that prove infeasibility: what can be reached from the unmet supply of a maximum flow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from otverify.transport.residual import SparseFlow
from otverify.transport.successive_paths import Cut
from otverify.transport.tables import Integers


def unmet_supply(flow: SparseFlow, supply: Integers) -> Integers:
    """The supply that the flow leaves where it is."""
    left = supply.copy()
    np.subtract.at(left, flow.rows, flow.masses)
    return left


def reachable_cut(flow: SparseFlow, unmet: Integers, *, blocked: NDArray[np.bool_]) -> Cut:
    """Rows and columns reached from rows with unmet supply, through pairs with room and back along the flow.

    For a maximum flow no column with unmet demand is reached, so everything reached is a cut
    (L. R. Ford, D. R. Fulkerson, Flows in Networks (1962)). O(n m) per layer.
    """
    n, m = blocked.shape
    rows, columns = unmet > 0, np.zeros(m, dtype=bool)
    fresh = np.flatnonzero(rows)
    while fresh.size:
        new_columns = ~columns & ~blocked[fresh].all(axis=0)
        columns |= new_columns
        back = np.zeros(n, dtype=bool)
        back[flow.rows[new_columns[flow.columns]]] = True
        fresh = np.flatnonzero(back & ~rows)
        rows |= back
    return Cut(rows=np.flatnonzero(rows).tolist(), columns=np.flatnonzero(columns).tolist())
