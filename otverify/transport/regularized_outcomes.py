"""What the float solver returns: a solution with what is certain about it, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from otverify.transport.regularized_doubles import Doubles, Floats
from otverify.transport.regularized_newton import Instance, Iterate, raised
from otverify.transport.regularized_pairs import Indices
from otverify.transport.regularized_problems import RegularizedProblem


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Support:
    """The pairs (rows[k], columns[k]), in lexicographic order, with excess f + g - c > 0.

    Attributes
    ----------
    starts : row i has the pairs starts[i] .. starts[i + 1] - 1
    excess : f_i + g_j - c_ij at these pairs
    lowest_active : the least of them
    highest_inactive : no other pair has a larger excess; -inf if there is no other pair
    labels : the component of the graph of rows 0..n-1, columns n..n+m-1 and these pairs, for each node
    """

    rows: Indices
    columns: Indices
    starts: Indices
    excess: Floats
    highest_inactive: float
    labels: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def lowest_active(self) -> float:
        """The least excess on the support."""
        return float(self.excess.min())

    @property
    def components(self) -> int:
        """Potentials are determined up to one constant per component."""
        return int(self.labels.max()) + 1

    def columns_of(self, row: int) -> Indices:
        """The atoms of S_x for the given source atom x."""
        return self.columns[self.starts[row] : self.starts[row + 1]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regularized:
    """Potentials and plan in floats, with the errors that remain.

    Attributes
    ----------
    potentials_f, potentials_g : potentials as sums of two floats; ``f`` and ``g`` round them
    residual : largest relative error of a marginal, max |Σ_j b_j ρ_ij - 1| over rows and columns
    dual : value of the potentials, a lower bound of the minimum up to rounding
    gap : primal minus dual value of the plan, whose marginals are off by the residual
    support : where the plan is positive, and by how much that could be wrong
    steps : Newton steps at this ε
    """

    problem: RegularizedProblem
    potentials_f: Doubles
    potentials_g: Doubles
    residual: float
    dual: float
    gap: float
    support: Support
    density: Floats
    steps: int

    @property
    def f(self) -> Floats:
        """The potential on the source, shape (n,)."""
        return self.potentials_f.high

    @property
    def g(self) -> Floats:
        """The potential on the target, shape (m,)."""
        return self.potentials_g.high

    @property
    def value(self) -> float:
        """The value of the plan."""
        return self.dual + self.gap

    def transposed(self) -> Regularized:
        """The same solution with the roles of the two measures exchanged: its sections are the T_y."""
        support = self.support
        n, m = self.problem.shape
        order = np.lexsort((support.rows, support.columns))
        rows = support.columns[order]
        return Regularized(
            problem=self.problem.transposed(),
            potentials_f=self.potentials_g,
            potentials_g=self.potentials_f,
            residual=self.residual,
            dual=self.dual,
            gap=self.gap,
            support=Support(
                rows=rows,
                columns=support.rows[order],
                starts=np.searchsorted(rows, np.arange(m + 1)).astype(np.int32),
                excess=support.excess[order],
                highest_inactive=support.highest_inactive,
                labels=np.concatenate([support.labels[n:], support.labels[:n]]),
            ),
            density=self.density[order],
            steps=self.steps,
        )

    def plan(self) -> csr_array:
        """The masses π_ij = a_i b_j ρ_ij, shape (n, m)."""
        a, b = masses(self.problem)
        support = self.support
        data = self.density * a[support.rows] * b[support.columns]
        return csr_array((data, support.columns, support.starts), shape=self.problem.shape)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unconverged:
    """The iteration ended above the tolerance; the best potentials found, and why it ended."""

    problem: RegularizedProblem
    potentials_f: Doubles
    potentials_g: Doubles
    residual: float
    steps: int
    reason: str


def masses(problem: RegularizedProblem) -> tuple[Floats, Floats]:
    """(a, b) as floats."""
    sides = []
    for side in (problem.source, problem.target):
        sides.append(np.array([weight / side.denominator for weight in side.weights]))
    return sides[0], sides[1]


def outcome(problem: RegularizedProblem, instance: Instance, *, found: Iterate) -> Regularized:
    """The solution that an iterate stands for."""
    pairs, on = found.pairs, found.excess > 0
    rows, columns, excess = pairs.rows[on], pairs.columns[on], found.excess[on]
    n, m = problem.shape
    starts = np.concatenate([[0], np.cumsum(on)])[pairs.starts].astype(np.int32)
    off = found.excess[~on]
    if len(off):
        highest = float(off.max())
    elif len(pairs) == n * m:
        highest = -np.inf
    else:
        highest = pairs.rise(found.f.high, found.g.high) - pairs.threshold
    density = raised(excess / instance.unit, instance.power)
    matrix = csr_array((density, columns, starts), shape=(n, m))
    graph = csr_array((np.ones(len(rows)), (rows, columns + n)), shape=(n + m, n + m))
    _, labels = connected_components(graph, directed=False)
    a, b = instance.a, instance.b
    f, g = found.f.high, found.g.high
    energy = csr_array((density * excess, columns, starts), shape=(n, m))
    q = instance.power + 1.0
    dual = float(a @ f + b @ g - a @ (energy @ b) / q)
    # primal - dual: ξ = ε q ρ^(p-1) on the support, so only the errors of the marginals are left
    gap = float((a * f) @ (matrix @ b - 1.0) + (b * g) @ (matrix.T @ a - 1.0))
    return Regularized(
        problem=problem,
        potentials_f=found.f,
        potentials_g=found.g,
        residual=found.residual,
        dual=dual,
        gap=gap,
        support=Support(
            rows=rows,
            columns=columns,
            starts=starts,
            excess=excess,
            highest_inactive=highest,
            labels=labels.astype(np.int32),
        ),
        density=density,
        steps=found.steps,
    )
