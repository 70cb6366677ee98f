"""Where Newton starts: optimal potentials of the problem without penalty, coarser levels, or large ε.

Optimal transport potentials, raised by one constant, are a few Newton steps from the solution at any ε and p:
the excess that regularisation adds varies slowly. They come from a network simplex when all pairs fit, from a
coarser grid or a subset of the atoms when they do not, or from the user.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from otverify.errors import InvalidProblem
from otverify.transport.regularized_doubles import Floats, single
from otverify.transport.regularized_newton import Instance, Iterate, Step, minimise, raised
from otverify.transport.regularized_pairs import blocks
from otverify.transport.regularized_problems import RegularizedProblem, SquaredDistance
from otverify.transport.tables import table

#: up to this many pairs the network simplex takes less than about a second
ALL_PAIRS: Final = 1 << 22
_SAMPLE: Final = 1 << 15
_ROUNDING: Final = 1 << 40
#: homotopy: ε falls by this factor, by its square root if a stage takes too many steps
_FACTOR: Final = 10.0
_LEAST_FACTOR: Final = 1.02
_STAGE_STEPS: Final = 40
_STAGE_TOLERANCE: Final = 1e-6
_MAX_STAGES: Final = 200

Watch = Callable[[Step], None] | None


class Start(enum.Enum):
    """Where the iteration begins."""

    AUTOMATIC = "transport potentials if all pairs fit, else coarser levels, else homotopy"
    TRANSPORT = "optimal potentials of the problem without penalty, by a network simplex"
    LEVELS = "the solution at the same ε on a coarser grid, recursively"
    HOMOTOPY = "large ε, where every pair is active, lowered step by step"


def lifted(instance: Instance, f: Floats, g: Floats) -> tuple[Floats, Floats]:
    """The potentials raised by one constant such that the total mass is right, on a sample of rows."""
    costs = instance.costs
    n, m = costs.shape
    wanted = max(1, min(n, _SAMPLE // m))
    rows = np.unique(np.linspace(0, n - 1, wanted).astype(int))
    excess = costs.excess(rows, f, g)
    weights = (instance.a[rows] / instance.a[rows].sum())[:, None] * instance.b
    finite = np.isfinite(excess)
    excess, weights = excess[finite], weights[finite]
    order = np.argsort(-excess)
    excess, weights = excess[order], weights[order]
    # the mass of a lift increases with it, and pairs enter in this order
    low, high = -float(excess[0]), -float(excess[-1]) + instance.unit
    while _mass(instance, excess, weights, lift=high) < 1.0:
        high += max(abs(high), instance.unit)
    for _ in range(60):
        lift = 0.5 * (low + high)
        if _mass(instance, excess, weights, lift=lift) < 1.0:
            low = lift
        else:
            high = lift
    return f + 0.5 * high, g + 0.5 * high


def _mass(instance: Instance, excess: Floats, weights: Floats, *, lift: float) -> float:
    count = int(np.searchsorted(-excess, lift))
    u = (excess[:count] + lift) / instance.unit
    return float((weights[:count] * raised(u, instance.power)).sum())


def transport_potentials(problem: RegularizedProblem, instance: Instance) -> tuple[Floats, Floats]:
    """Rounded optimal potentials of the problem without penalty. O(n m) memory, O(n + m) on the line."""
    if isinstance(problem.cost, SquaredDistance) and problem.cost.period is None:
        x, y = problem.source.points or (), problem.target.points or ()
        if len(x[0]) == 1 and problem.cost.scale >= 0:
            return _monotone_potentials(
                instance,
                np.array([float(v) for (v,) in x]),
                y=np.array([float(v) for (v,) in y]),
                scale=float(problem.cost.scale),
            )
    costs = instance.costs
    n, m = costs.shape
    matrix = np.concatenate([-costs.excess(block, np.zeros(n), np.zeros(m)) for block in blocks(costs.shape)])
    if not np.isfinite(matrix).all():
        return _exact_potentials(problem, matrix)
    from ot.lp.emd_wrap import emd_c  # 0.7 s at the first call only

    total = instance.a.sum()
    _, _, f, g, _ = emd_c(instance.a, instance.b * (total / instance.b.sum()), matrix, 1 << 40, 1)
    return f, g


def _monotone_potentials(instance: Instance, x: Floats, *, y: Floats, scale: float) -> tuple[Floats, Floats]:
    """On the line with cost scale·(x - y)²: f + g = c along the staircase of the monotone plan.

    Where both masses end at once the staircase may turn either way; the mean of the two is in the middle of
    the optimal potentials.
    """
    rows, columns = np.argsort(x, kind="stable"), np.argsort(y, kind="stable")
    x, y = x[rows], y[columns]
    ends = [np.cumsum(mass)[:-1] / mass.sum() for mass in (instance.a[rows], instance.b[columns])]
    left, right = (np.round(end, 12) for end in ends)
    f, g = np.zeros(len(x)), np.zeros(len(y))
    for side in ("left", "right"):
        # the column at which row i ends, and the row at which column j ends
        column = np.searchsorted(right, left, side="left" if side == "left" else "right")
        row = np.searchsorted(left, right, side="right" if side == "left" else "left")
        # c(x', y) - c(x, y) = scale (x' - x) (x + x' - 2 y)
        df = scale * np.diff(x) * (x[:-1] + x[1:] - 2 * y[column])
        dg = scale * np.diff(y) * (y[:-1] + y[1:] - 2 * x[row])
        f[1:] += 0.5 * np.cumsum(df)
        g[1:] += 0.5 * np.cumsum(dg)
    first, second = np.empty_like(f), np.empty_like(g)
    first[rows], second[columns] = f + scale * (x[0] - y[0]) ** 2, g
    return first, second


def _exact_potentials(problem: RegularizedProblem, matrix: Floats) -> tuple[Floats, Floats]:
    """The same where pairs are forbidden: a big number in their place would mislead a float solver."""
    from otverify.transport.exact import solve
    from otverify.transport.outcomes import Infeasible, Optimal

    stated = problem.unregularized()
    if not problem.is_rational:
        # a start needs no more digits than this
        rounded = [
            [round(v * _ROUNDING) if allowed else None for v, allowed in zip(row, finite, strict=True)]
            for row, finite in zip(matrix.tolist(), np.isfinite(matrix).tolist(), strict=True)
        ]
        stated = replace(stated, cost=table(rounded, where="cost"))
    found = solve(stated)
    if isinstance(found, Infeasible):
        raise InvalidProblem(
            "cost",
            expected="a plan that avoids the forbidden pairs",
            got=f"too much mass in rows {list(found.rows)[:5]}",
        )
    if not isinstance(found, Optimal) or found.potentials is None:
        raise InvalidProblem(
            "cost", expected="costs that a certified solver decides", got=type(found).__name__
        )
    unit = 1.0 if problem.is_rational else 1.0 / _ROUNDING
    f, g = (np.array([float(v) for v in side]) for side in (found.potentials.f, found.potentials.g))
    return f * unit, g * unit


def homotopy(instance: Instance, *, tolerance: float, max_steps: int, watch: Watch) -> Iterate:
    """Lower ε from where every pair is active down to its value.

    A stage that takes too many steps is repeated with a smaller change of ε. If even small changes fail, the
    result has a large residual.
    """
    f, g = independent_potentials(instance)
    reached, epsilon = np.inf, max(instance.epsilon, _spread(instance, f, g=g))
    factor = _FACTOR
    for _ in range(_MAX_STAGES):
        last = epsilon <= instance.epsilon
        stage = replace(instance, epsilon=epsilon)
        up = lifted(stage, f, g)
        goal = tolerance if last else _STAGE_TOLERANCE
        attempt = minimise(
            stage,
            single(up[0]),
            single(up[1]),
            tolerance=goal,
            max_steps=max_steps if last else _STAGE_STEPS,
            watch=watch,
        )
        if attempt.residual <= goal:
            if last:
                return attempt
            reached, f, g = epsilon, attempt.f.high, attempt.g.high
            factor = min(_FACTOR, factor * factor)
        elif reached == np.inf or factor < _LEAST_FACTOR:
            break
        else:
            factor = factor**0.5
        epsilon = max(instance.epsilon, reached / factor)
    up = lifted(instance, f, g)
    return minimise(
        instance, single(up[0]), single(up[1]), tolerance=tolerance, max_steps=max_steps, watch=watch
    )


def independent_potentials(instance: Instance) -> tuple[Floats, Floats]:
    """Means of the cost: for p = 2 the solution, up to a constant, while every pair is active."""
    n, m = instance.costs.shape
    rows, columns, total = np.zeros(n), np.zeros(m), float(instance.a.sum())
    for block in blocks(instance.costs.shape):
        cost = -instance.costs.excess(block, np.zeros(n), np.zeros(m))
        finite = np.where(np.isfinite(cost), cost, 0.0)
        rows[block] = finite @ instance.b / total
        columns += instance.a[block] @ finite / total
    mean = float(instance.a @ rows) / total
    return rows - 0.5 * mean, columns - 0.5 * mean


def _spread(instance: Instance, f: Floats, *, g: Floats) -> float:
    """The range of f + g - c over a sample of rows: with such an ε every pair is active."""
    costs = instance.costs
    rows = np.unique(np.linspace(0, costs.shape[0] - 1, min(costs.shape[0], 64)).astype(int))
    excess = costs.excess(rows, f, g).ravel()
    excess = excess[np.isfinite(excess)]
    return max(float(excess.max() - excess.min()), 1e-300)
