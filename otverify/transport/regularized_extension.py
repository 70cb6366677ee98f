"""Potentials beyond the atoms: φ_ε(x) for any x, from the potential on the other side alone.

For given b_j, y_j, g_j the equation Σ_j b_j (f + g_j - c(x, y_j))_+^(q-1) = (εq)^(q-1) has exactly one root
f(x); at an atom of the source it is f_ε. Everything that the paper derives from this equation alone
(convexity of φ_ε = |x|²/2 - f_ε, its gradient and Hessian) can be tested with arbitrary y, b, g.
A. González-Sanz, R. S. Gvalani, L. Koch, Sharp local sparsity of regularized optimal transport, (6).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from otverify.transport.regularized_doubles import Floats
from otverify.transport.regularized_newton import Instance, raised
from otverify.transport.regularized_pairs import blocks

_MAX_STEPS: Final = 200


def extended(values: Floats, weights: Floats, *, unit: float, power: float) -> Floats:
    """The roots t_k of Σ_j weights_j ((t_k + values_kj)_+ / unit)^power = 1, one per row of ``values``.

    Newton's method from above, where the left side is convex: monotone, quadratic at the end.
    """
    best = values.argmax(axis=1)
    top = np.take_along_axis(values, best[:, None], axis=1)[:, 0]
    # the best pair alone would carry everything here, so the root is not larger
    roots = -top + unit * raised(1.0 / weights[best], 1.0 / power)
    open_rows = np.arange(len(roots))
    for _ in range(_MAX_STEPS):
        u = np.maximum(roots[open_rows, None] + values[open_rows], 0.0) / unit
        slopes = raised(u, power - 1.0) * (u > 0)
        total = (slopes * u) @ weights
        change = (total - 1.0) / (power / unit * (slopes @ weights))
        roots[open_rows] -= change
        moving = np.abs(change) > 4e-16 * np.maximum(np.abs(roots[open_rows]), unit)
        open_rows = open_rows[moving & (total > 1.0)]
        if not len(open_rows):
            break
    return roots


def extended_rows(instance: Instance, g: Floats) -> Floats:
    """f on all atoms of the source from g on the target, by (6). O(n m) time, in blocks."""
    n = instance.costs.shape[0]
    return np.concatenate(
        [
            extended(
                instance.costs.excess(block, np.zeros(n), g),
                instance.b,
                unit=instance.unit,
                power=instance.power,
            )
            for block in blocks(instance.costs.shape)
        ]
    )
