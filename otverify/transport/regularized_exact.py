"""The exact solution for p = 2 and rational data, with a certificate that the kernel has accepted.

On the support the equations Σ_j b_j (f_i + g_j - c_ij) = 2ε, Σ_i a_i (f_i + g_j - c_ij) = 2ε are linear with
rational coefficients. They determine f and g up to one constant per component of the support graph; the
constants are then chosen such that f + g <= c between components, which is a problem of differences.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

from otverify.errors import InvalidProblem
from otverify.kernel.errors import Rejected
from otverify.kernel.transport_regularized import RegularizedOptimum, check, components
from otverify.transport.regularized_doubles import Floats
from otverify.transport.regularized_gauges import feasible_gauge
from otverify.transport.regularized_lifting import IntegerSystem, solve_integer_system
from otverify.transport.regularized_outcomes import Regularized
from otverify.transport.regularized_problems import RegularizedProblem, SquaredDistance
from otverify.transport.tables import RadicalTable

#: excess below this fraction of the largest is computed exactly before it is believed
_NEAR: Final = 1e-9
_MAX_REPAIRS: Final = 20
#: the constant of a component is a multiple of about ε 2^-10
_GAUGE_BITS: Final = 10
#: beyond this many bits certificates hold hexadecimal digits
_LONG: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExactRegularized:
    """The optimal plan and its potentials, exactly, and what the kernel concludes from them.

    ``f``, ``g`` satisfy the equations of the optimum; ``conclusion.active[i]`` are the columns with plan > 0.
    Where the support graph is disconnected they are one choice of many: see ``conclusion.dimension``.
    """

    problem: RegularizedProblem
    f: tuple[Fraction, ...]
    g: tuple[Fraction, ...]
    conclusion: RegularizedOptimum
    certificate: dict[str, Any]

    @property
    def value(self) -> Fraction:
        """The minimum."""
        return self.conclusion.value

    def density(self) -> list[tuple[int, int, Fraction]]:
        """(i, j, ρ_ij) on the support."""
        costs, unit = exact_costs(self.problem), 2 * self.problem.epsilon
        return [
            (i, j, (self.f[i] + self.g[j] - costs(i, j)) / unit)
            for i, columns in enumerate(self.conclusion.active)
            for j in columns
        ]

    def plan(self) -> list[tuple[int, int, Fraction]]:
        """(i, j, π_ij) on the support."""
        a, b = self.problem.source.masses, self.problem.target.masses
        return [(i, j, a[i] * b[j] * density) for i, j, density in self.density()]


def solve_exactly(
    solution: Regularized, *, progress: Callable[[str], None] | None = None
) -> ExactRegularized:
    """The exact solution next to a float one, for p = 2 and rational costs.

    Parameters
    ----------
    progress : told in words what is being done, for instance ``Progress().say``

    Raises
    ------
    InvalidProblem
        If p is not 2 or the costs are sums of radicals, or the linear system was not solved, or the float
        solution is too far from the true one.

    Notes
    -----
    Sparse: O(support) integer operations per round of a few dozen bits, as many rounds as the solution has
    bits. The kernel checks all n m pairs.
    """
    problem = solution.problem
    if problem.p != 2:
        raise InvalidProblem("p", expected="p = 2", got=problem.p, hint="See regularized_enclosures.")
    if isinstance(problem.cost, RadicalTable):
        raise InvalidProblem("cost", expected="rational costs", got="sums of radicals")
    costs = exact_costs(problem)
    support = solution.support
    pairs = set(zip(support.rows.tolist(), support.columns.tolist(), strict=True))
    near = near_pairs(solution)
    tell = progress or _silent
    for _ in range(_MAX_REPAIRS):
        f, g = _on_support(solution, pairs, tell=tell)
        wrong = {
            (i, j)
            for i, j in near
            if ((i, j) in pairs) != (f[i] + g[j] > costs(i, j)) and f[i] + g[j] != costs(i, j)
        }
        tell(f"the kernel looks at {problem.shape[0] * problem.shape[1]} pairs")
        try:
            return accepted(problem, f, g=g)
        except Rejected:
            if not wrong:
                return _with_gauge(problem, f, g=g, pairs=pairs)
        pairs ^= wrong
    raise InvalidProblem(
        "solution", expected="a support that exact arithmetic confirms", got=f"{_MAX_REPAIRS} changes of it"
    )


def _with_gauge(
    problem: RegularizedProblem,
    f: tuple[Fraction, ...],
    *,
    g: tuple[Fraction, ...],
    pairs: set[tuple[int, int]],
) -> ExactRegularized:
    """If the support is right, it is the constants of its components that are not."""
    first, second = feasible_gauge(problem, f, g=g, labels=_labels(problem, pairs))
    try:
        return accepted(problem, first, g=second)
    except Rejected as rejection:
        raise InvalidProblem(
            "solution",
            expected="a support that exact arithmetic confirms",
            got=str(rejection),
            hint="Lower the tolerance of the float solution.",
        ) from rejection


def _silent(_: str) -> None:
    pass


def integer_costs(problem: RegularizedProblem) -> tuple[Callable[[int, int], int], int]:
    """(k, d) with c(i, j) = k(i, j)/d exactly, on allowed pairs, for rational costs."""
    cost = problem.cost
    if isinstance(cost, RadicalTable):
        raise InvalidProblem("cost", expected="rational costs", got="sums of radicals")
    if not isinstance(cost, SquaredDistance):
        numerators = cost.numerators
        return lambda i, j: int(numerators[i, j]), cost.denominator
    sides = [side.points or () for side in (problem.source, problem.target)]
    period = cost.period
    unit = math.lcm(
        1 if period is None else period.denominator,
        *(value.denominator for side in sides for point in side for value in point),
    )
    x, y = ([[int(value * unit) for value in point] for point in side] for side in sides)
    scale, turn = cost.scale.numerator, None if period is None else int(period * unit)

    def numerator(i: int, j: int) -> int:
        total = 0
        for s, t in zip(x[i], y[j], strict=True):
            gap = s - t
            if turn is not None:
                gap = min(gap % turn, -gap % turn)
            total += gap * gap
        return scale * total

    return numerator, cost.scale.denominator * unit * unit


def exact_costs(problem: RegularizedProblem) -> Callable[[int, int], Any]:
    """c(i, j) as a function, exactly; None where the pair is forbidden."""
    if not isinstance(problem.cost, SquaredDistance):
        return problem.cost.entry
    numerator, denominator = integer_costs(problem)
    return lambda i, j: Fraction(numerator(i, j), denominator)


def accepted(
    problem: RegularizedProblem, f: tuple[Fraction, ...], *, g: tuple[Fraction, ...]
) -> ExactRegularized:
    """The solution with these potentials, if the kernel accepts them; raises Rejected if not."""
    certificate = {"kind": "regularized-optimal", "f": _written(f), "g": _written(g)}
    conclusion = check(problem.statement(), certificate)
    if not isinstance(conclusion, RegularizedOptimum):
        raise Rejected("not a certificate of an optimum")
    return ExactRegularized(problem=problem, f=f, g=g, conclusion=conclusion, certificate=certificate)


def _written(values: tuple[Fraction, ...]) -> Any:
    denominator = math.lcm(*(value.denominator for value in values))
    if denominator.bit_length() <= _LONG:
        return [int(value) if value.denominator == 1 else str(value) for value in values]
    numerators = [value.numerator * (denominator // value.denominator) for value in values]
    return {
        "hexadecimal": [format(value, "x") for value in numerators],
        "denominator": format(denominator, "x"),
    }


def near_pairs(solution: Regularized) -> list[tuple[int, int]]:
    """Pairs whose excess is so small that rounding may have hidden its sign."""
    from otverify.transport.regularized import instance_of
    from otverify.transport.regularized_pairs import excess_at, scan

    reach = _NEAR * float(solution.support.excess.max()) + 1e-14
    costs = instance_of(solution.problem).costs
    found, _ = scan(costs, solution.f, g=solution.g, threshold=reach)
    excess = excess_at(
        found.rows,
        found.columns,
        f=solution.potentials_f,
        g=solution.potentials_g,
        cost=costs.at(found.rows, found.columns),
    )
    close = np.abs(excess) < reach
    return list(zip(found.rows[close].tolist(), found.columns[close].tolist(), strict=True))


def _labels(problem: RegularizedProblem, pairs: set[tuple[int, int]]) -> list[int]:
    active: list[list[int]] = [[] for _ in range(problem.shape[0])]
    for i, j in sorted(pairs):
        active[i].append(j)
    return components(*problem.shape, tuple(map(tuple, active)))


def _on_support(
    solution: Regularized, pairs: set[tuple[int, int]], *, tell: Callable[[str], None]
) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Exact potentials for a given support; the first row of each component keeps its value, but rounded.

    So floats that differ in their last digits lead to the same certificate.
    """
    problem = solution.problem
    n, m = problem.shape
    labels = _labels(problem, pairs)
    fixed: dict[int, int] = {}
    for node in range(n + m):
        fixed.setdefault(labels[node], node)
    if any(node >= n for node in fixed.values()):
        raise InvalidProblem("solution", expected="mass in every column", got="a column without support")
    values = [Fraction(0)] * (n + m)
    roots = set(fixed.values())
    step = Fraction(2) ** (math.floor(math.log2(problem.epsilon)) - _GAUGE_BITS)
    for node in roots:
        values[node] = round(Fraction(float(solution.f[node])) / step) * step
    free = [node for node in range(n + m) if node not in roots]
    if free:
        solved = _free_values(problem, pairs, values=values, free=free, tell=tell)
        if solved is None:
            raise InvalidProblem("solution", expected="a solvable system on the support", got="none found")
        for node, value in zip(free, solved, strict=True):
            values[node] = value
    return tuple(values[:n]), tuple(values[n:])


def _free_values(
    problem: RegularizedProblem,
    pairs: set[tuple[int, int]],
    *,
    values: list[Fraction],
    free: list[int],
    tell: Callable[[str], None],
) -> list[Fraction] | None:
    n = problem.shape[0]
    cost, denominator = integer_costs(problem)
    weights = (problem.source.weights, problem.target.weights)
    units = (problem.source.denominator, problem.target.denominator)
    position = {node: k for k, node in enumerate(free)}
    neighbours: list[list[tuple[int, int]]] = [[] for _ in values]
    for i, j in sorted(pairs):
        here = cost(i, j)
        neighbours[i].append((n + j, here))
        neighbours[n + j].append((i, here))
    entries: list[int] = []
    columns: list[int] = []
    starts = [0]
    right: list[Fraction] = []
    for node in free:
        row = node < n
        masses = weights[1] if row else weights[0]
        total, costs, known = 0, 0, Fraction(0)
        for other, here in neighbours[node]:
            weight = masses[other - n] if row else masses[other]
            total += weight
            costs += weight * here
            if other in position:
                entries.append(weight)
                columns.append(position[other])
            else:
                known += weight * values[other]
        entries.append(total)
        columns.append(position[node])
        starts.append(len(entries))
        demand = 2 * problem.epsilon * units[1 if row else 0]
        right.append(demand + Fraction(costs, denominator) - known)
    # x = unit · unknown is what the integer system determines
    unit = math.lcm(*(value.denominator for value in right))
    system = IntegerSystem(
        values=entries,
        columns=np.array(columns),
        starts=np.array(starts),
        right=[int(value * unit) for value in right],
    )
    found = solve_integer_system(
        system,
        _float_solver(system, _symmetrising(problem, free)),
        watch=lambda bits: tell(f"{bits} bits of the exact solution"),
    )
    if found is None:
        return None
    numerators, common = found
    return [Fraction(value, common * unit) for value in numerators]


def _symmetrising(problem: RegularizedProblem, free: list[int]) -> Floats:
    """Row i times a_i and column j times b_j: the symmetric, positive definite form of the system."""
    n = problem.shape[0]
    masses = (*problem.source.weights, *problem.target.weights)
    largest = (max(problem.source.weights), max(problem.target.weights))
    return np.array([masses[node] / largest[node >= n] for node in free])


def _float_solver(system: IntegerSystem, scaling: Floats) -> Any:
    size = len(system.right)
    rows: NDArray[np.int64] = np.repeat(np.arange(size), np.diff(system.starts))
    data = np.array([float(value) for value in system.values]) * scaling[rows]
    matrix = csc_array((data, (rows, system.columns)), shape=(size, size))
    try:
        factor = splu(
            matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
        )
    except RuntimeError:  # singular in floats
        return lambda right: np.full(size, np.nan)

    def solve(right: Floats) -> Floats:
        wanted = right * scaling
        first: Floats = factor.solve(wanted)
        correction: Floats = factor.solve(wanted - matrix @ first)
        return first + correction

    return solve
