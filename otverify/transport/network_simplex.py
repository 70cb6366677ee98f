"""Proposals by POT's network simplex: fast, in floats, exact for integers that floats can hold.

Nothing here is believed: forbidden pairs get a bounded cost M that exceeds every alternating path, M is
checked to be exact as a float, and the caller has the kernel check the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from otverify.transport.residual import SparseFlow
from otverify.transport.tables import Integers

_EXACT_FLOAT: Final = 1 << 53
_MAX_ITERATIONS: Final = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proposal:
    """A flow with rounded potentials. ``forbidden_mass`` is what it had to put on forbidden pairs."""

    flow: SparseFlow
    f: Integers
    g: Integers
    forbidden_mass: int


def network_simplex(
    supply: Integers, demand: Integers, *, cost: Integers, infinite: NDArray[np.bool_] | None
) -> Proposal | None:
    """A proposed optimum for positive integer masses; None if floats cannot hold the problem.

    M. Bonneel, M. van de Panne, S. Paris, W. Heidrich, ACM Trans. Graph. 30 (2011), as shipped by POT.
    """
    n, m = cost.shape
    lowest, highest = int(cost.min()), int(cost.max())
    penalty = (n + m) * (highest - lowest + 1) if infinite is not None else 0
    if sum(supply.tolist()) >= _EXACT_FLOAT or penalty + max(abs(lowest), abs(highest)) >= _EXACT_FLOAT:
        return None
    from ot.lp.emd_wrap import emd_c  # 0.7 s at the first call only

    costs = cost.astype(np.float64)
    if infinite is not None:
        costs[infinite] = float(highest + penalty)
    plan, _, f, g, _ = emd_c(
        supply.astype(np.float64), demand.astype(np.float64), np.ascontiguousarray(costs), _MAX_ITERATIONS, 1
    )
    flat = plan.ravel()
    used = np.flatnonzero(flat)  # several times faster than a search in two dimensions
    rows, columns = np.divmod(used, m)
    masses = np.rint(flat[used]).astype(np.int64)
    forbidden_mass = 0
    if infinite is not None:
        allowed = ~infinite[rows, columns]
        forbidden_mass = int(masses[~allowed].sum())
        rows, columns, masses = rows[allowed], columns[allowed], masses[allowed]
    kept = masses > 0
    if not bool(kept.all()):
        rows, columns, masses = rows[kept], columns[kept], masses[kept]
    return Proposal(
        flow=SparseFlow(rows=rows, columns=columns, masses=masses),
        f=np.rint(f).astype(np.int64),
        g=np.rint(g).astype(np.int64),
        forbidden_mass=forbidden_mass,
    )
