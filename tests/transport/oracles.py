"""Independent ways to the optimal value: enumeration, SciPy's HiGHS, networkx."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import networkx as nx
import numpy as np
from scipy.optimize import linprog

from otverify.transport.problems import TransportProblem


def integer_plans(
    supply: tuple[int, ...], demand: tuple[int, ...], *, bounds: list[list[int]]
) -> Iterator[list[list[int]]]:
    """All non-negative integer matrices with these marginals and bounds."""

    def fill(i: int, left: tuple[int, ...]) -> Iterator[list[list[int]]]:
        if i == len(supply):
            if not any(left):
                yield []
            return
        for row in rows(supply[i], tuple(map(min, bounds[i], left))):
            for rest in fill(i + 1, tuple(have - used for have, used in zip(left, row, strict=True))):
                yield [row, *rest]

    def rows(total: int, limits: tuple[int, ...]) -> Iterator[list[int]]:
        if not limits:
            if total == 0:
                yield []
            return
        for first in range(min(total, limits[0]) + 1):
            for rest in rows(total - first, limits[1:]):
                yield [first, *rest]

    yield from fill(0, demand)


def all_plans(problem: TransportProblem) -> Iterator[list[list[int]]]:
    """All integer plans of a problem with integer data; the optimum is attained at one of them."""
    costs = problem.cost.rows()
    limits = problem.capacity.rows() if problem.capacity is not None else None
    bounds = [
        [
            0 if cost is None else (10**6 if limits is None or limits[i][j] is None else int(limits[i][j]))
            for j, cost in enumerate(row)
        ]
        for i, row in enumerate(costs)
    ]
    yield from integer_plans(problem.source.weights, problem.target.weights, bounds=bounds)


def cost_of(problem: TransportProblem, plan: list[list[int]]) -> Fraction:
    """Σ c π, exactly."""
    costs = problem.cost.rows()
    return sum(
        (Fraction(mass) * costs[i][j] for i, row in enumerate(plan) for j, mass in enumerate(row) if mass),
        Fraction(0),
    )


def enumerated_value(problem: TransportProblem) -> Fraction | None:
    """The minimum over all integer plans; None if there is none."""
    return min((cost_of(problem, plan) for plan in all_plans(problem)), default=None)


def highs_value(problem: TransportProblem) -> float | None:
    """The minimum by SciPy's HiGHS; None if infeasible."""
    n, m = problem.shape
    costs = problem.cost.floats()
    allowed = np.isfinite(costs)
    limits = np.full((n, m), np.inf) if problem.capacity is None else problem.capacity.floats()
    rows = np.kron(np.eye(n), np.ones(m))
    columns = np.kron(np.ones(n), np.eye(m))
    masses = [float(mass) for mass in (*problem.source.masses, *problem.target.masses)]
    result = linprog(
        np.where(allowed, costs, 0).ravel(),
        A_eq=np.vstack([rows, columns]),
        b_eq=masses,
        bounds=list(zip(np.zeros(n * m), np.where(allowed, limits, 0).ravel(), strict=True)),
    )
    return None if result.status == 2 else float(result.fun)


def networkx_value(problem: TransportProblem) -> int | None:
    """The minimum for integer data by networkx's network simplex; None if infeasible."""
    graph = nx.DiGraph()
    for i, mass in enumerate(problem.source.weights):
        graph.add_node(("x", i), demand=-mass)
    for j, mass in enumerate(problem.target.weights):
        graph.add_node(("y", j), demand=mass)
    limits = problem.capacity.rows() if problem.capacity is not None else None
    for i, row in enumerate(problem.cost.rows()):
        for j, cost in enumerate(row):
            if cost is not None:
                bound = None if limits is None else limits[i][j]
                extra = {} if bound is None else {"capacity": int(bound)}
                graph.add_edge(("x", i), ("y", j), weight=int(cost), **extra)
    try:
        return nx.network_simplex(graph)[0]
    except nx.NetworkXUnfeasible:
        return None
