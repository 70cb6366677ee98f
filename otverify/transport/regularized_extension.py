"""Potentials beyond the atoms: φ_ε(x) for any x, from the potential on the other side alone.

For given b_j, y_j, g_j the equation Σ_j b_j (f + g_j - c(x, y_j))_+^(q-1) = (εq)^(q-1) has exactly one root
f(x); at an atom of the source it is f_ε. Everything that the paper derives from this equation alone
(convexity of φ_ε = |x|²/2 - f_ε, its gradient and Hessian) can be tested with arbitrary y, b, g.
A. González-Sanz, R. S. Gvalani, L. Koch, Sharp local sparsity of regularized optimal transport, (6).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from otverify.errors import InvalidProblem
from otverify.transport.regularized_doubles import Floats
from otverify.transport.regularized_newton import Instance, raised
from otverify.transport.regularized_outcomes import Regularized, masses
from otverify.transport.regularized_pairs import blocks
from otverify.transport.regularized_problems import RegularizedProblem, SquaredDistance

_MAX_STEPS: Final = 200
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Extension:
    """φ(x) and its derivatives for all x in R^d, from (6) with cost s|x - y|².

    With φ = |x|²/2 - f/(2s) the excess is 2s (<x, y> - φ(x) - ψ(y)), as in the paper, where s = 1/2. On a
    torus y stands for its image nearest to x.

    Attributes
    ----------
    points : y_j, (m, d)
    weights, potential : b_j > 0 and g_j, (m,)
    scale : s
    unit, power : ε q and q - 1
    period : of the torus, or None
    """

    points: Floats
    weights: Floats
    potential: Floats
    scale: float
    unit: float
    power: float
    period: float | None = None

    def values(self, x: Floats) -> Floats:
        """f at points x (k, d): shape (k,)."""
        return np.concatenate([self._roots(self._steps(block)) for block in self._blocks(x)])

    def gradients(self, x: Floats) -> Floats:
        """∇φ at points x, (k, d): the mean of y over the section with weights b ξ^(q-2), equation (7).

        For p = 2, where φ is not differentiable as x crosses a boundary ξ = 0, a one-sided value.
        """
        return np.concatenate([self._means(block, self.power - 1.0) for block in self._blocks(x)])

    def barycentres(self, x: Floats) -> Floats:
        """T_ε(x), (k, d): the mean of y under the plan, with weights b ξ^(q-1)."""
        return np.concatenate([self._means(block, self.power) for block in self._blocks(x)])

    def hessians(self, x: Floats) -> Floats:
        """∇²φ at points x, (k, d, d), by equation (8), p < 2:

        (q-2) Σ b (y - ∇φ)(y - ∇φ)ᵀ ξ^(q-3) / Σ b ξ^(q-2), with the sums over the section and ξ without the
        factor 2s. For 3/2 < p < 2 the exponent q - 3 is negative and atoms at its boundary dominate.

        Raises InvalidProblem for p = 2, where the Hessian is an integral over the boundary (``sections``).
        """
        if self.power <= 1.0:
            raise InvalidProblem("p", expected="p < 2", got=2, hint="See sections.SectionShapes.hessians.")
        return np.concatenate([self._hessians(block) for block in self._blocks(x)])

    def _blocks(self, x: Floats) -> Iterator[Floats]:
        x = np.asarray(x, dtype=np.float64)
        if x.ndim != 2 or x.shape[1] != self.points.shape[1]:
            raise InvalidProblem("x", expected=f"shape (k, {self.points.shape[1]})", got=x.shape)
        step = max(1, _BLOCK // (len(self.points) * self.points.shape[1]))
        for start in range(0, max(len(x), 1), step):
            yield x[start : start + step]

    def _steps(self, x: Floats) -> Floats:
        """y - x, (k, m, d)."""
        steps: Floats = self.points - x[:, None]
        if self.period is not None:
            steps -= self.period * np.rint(steps / self.period)
        return steps

    def _roots(self, steps: Floats) -> Floats:
        return extended(self._rest(steps), self.weights, unit=self.unit, power=self.power)

    def _rest(self, steps: Floats) -> Floats:
        rest: Floats = self.potential - self.scale * (steps * steps).sum(axis=2)
        return rest

    def _shares(self, steps: Floats, power: float) -> tuple[Floats, Floats]:
        """(ξ_+ / (ε q), b ξ_+^power normalised to total 1)."""
        excess = np.maximum(self._roots(steps)[:, None] + self._rest(steps), 0.0) / self.unit
        weights = np.where(excess > 0, raised(excess, power), 0.0) * self.weights
        return excess, weights / weights.sum(axis=1, keepdims=True)

    def _means(self, x: Floats, power: float) -> Floats:
        steps = self._steps(x)
        _, shares = self._shares(steps, power)
        means: Floats = x + np.einsum("km,kmd->kd", shares, steps)
        return means

    def _hessians(self, x: Floats) -> Floats:
        steps = self._steps(x)
        excess, shares = self._shares(steps, self.power - 1.0)
        offsets = steps - np.einsum("km,kmd->kd", shares, steps)[:, None]
        # shares carry ξ^(q-2); one power of ξ less, in the units of the paper
        safe = np.where(excess > 0, excess, 1.0)
        factor = (self.power - 1.0) * 2.0 * self.scale / self.unit
        result: Floats = factor * np.einsum("km,kmd,kme->kde", shares / safe, offsets, offsets)
        return result


def extension(solution: Regularized) -> Extension:
    """f_ε beyond the source atoms, from g_ε; for g_ε give ``solution.transposed()``.

    Raises InvalidProblem unless the cost is a squared distance of points.
    """
    problem = solution.problem
    scale, period = squared_cost(problem)
    return Extension(
        points=coordinates(problem.transposed()),
        weights=masses(problem)[1],
        potential=solution.g,
        scale=scale,
        unit=float(problem.epsilon * problem.q),
        power=float(1 / (problem.p - 1)),
        period=period,
    )


def squared_cost(problem: RegularizedProblem) -> tuple[float, float | None]:
    """(scale, period) of a cost that is a squared distance."""
    if not isinstance(problem.cost, SquaredDistance):
        raise InvalidProblem("cost", expected="a squared distance of points", got=type(problem.cost).__name__)
    period = problem.cost.period
    return float(problem.cost.scale), None if period is None else float(period)


def coordinates(problem: RegularizedProblem) -> Floats:
    """The source points, (n, d)."""
    return np.array([[float(v) for v in point] for point in problem.source.points or ()])


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
        # einsum: threads of a BLAS would cost more than they bring here
        total = np.einsum("km,km,m->k", slopes, u, weights)
        change = (total - 1.0) / (power / unit * np.einsum("km,m->k", slopes, weights))
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
