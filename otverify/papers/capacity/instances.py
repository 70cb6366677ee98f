"""Finite instances of the paper: small named problems, costs averaged over cells, families for sampling.

A plan that is constant on the cells of a grid is a plan of the continuous problem, and its cost is exact if the
cost is averaged over each cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

from otverify.transport import problem, solve
from otverify.transport.circulation import free_cycle
from otverify.transport.outcomes import Optimal
from otverify.transport.problems import TransportProblem
from otverify.transport.tables import Table, table

Matrix = list[list[Fraction]]
#: Σ a_pq x^p y^q as {(p, q): a_pq}
Polynomial = dict[tuple[int, int], Fraction]

PRODUCT: Polynomial = {(1, 1): Fraction(1)}
#: ½|x - y|²
QUADRATIC: Polynomial = {(2, 0): Fraction(1, 2), (0, 2): Fraction(1, 2), (1, 1): Fraction(-1)}
#: not a sum of separable terms and a multiple of xy; the mixed derivative lies in [1/2, 7/2] on I²
CURVED: Polynomial = {(1, 1): Fraction(2), (2, 1): Fraction(1), (1, 2): Fraction(1, 2), (3, 0): Fraction(1)}


# ---------------------------------------------------------------------------------------------------
# small problems


def small_problems() -> dict[str, TransportProblem]:
    """Problems with capacities that bind, integer masses, costs of both signs."""
    return {
        "two cafés": problem([2, 1], [1, 2], cost=[[0, 1], [3, 5]], capacity=[[1, 1], [1, 1]]),
        "three by three": problem(
            [2, 3, 1],
            [3, 1, 2],
            cost=[[4, -1, 2], [0, 3, 1], [5, 2, -2]],
            capacity=[[1, 1, 2], [2, 1, 1], [1, 1, 1]],
        ),
        "a closed arc": problem(
            [2, 2], [1, 2, 1], cost=[[-3, 0, 1], [2, 2, 0]], capacity=[[0, 2, 1], [1, 1, 1]]
        ),
        "ties": problem([2, 2], [2, 2], cost=[[1, 1], [1, 1]], capacity=[[2, 1], [1, 2]]),
    }


def blocked_problems() -> dict[str, TransportProblem]:
    """Problems whose capacities admit no plan."""
    return {
        "too little capacity": problem([2, 2], [2, 2], cost=[[0, 1], [1, 0]], capacity=[[1, 0], [1, 1]]),
        "a café cut off": problem(
            [1, 1, 1], [2, 1], cost=[[0, 0], [0, 0], [1, 2]], capacity=[[0, 1], [0, 1], [1, 1]]
        ),
    }


def without_capacity(constrained: TransportProblem) -> TransportProblem:
    """The same marginals and costs, no capacities."""
    return replace(constrained, capacity=None)


def capacities(constrained: TransportProblem) -> Matrix:
    """The capacity matrix of a problem in which every pair is bounded."""
    if constrained.capacity is None:
        raise ValueError("the problem has no capacities")
    return [[Fraction(entry or 0) for entry in row] for row in constrained.capacity.rows()]


def costs(stated: TransportProblem) -> Matrix:
    """The cost matrix of a problem with finite rational costs."""
    if not isinstance(stated.cost, Table):
        raise TypeError("the costs are not rational")
    return [[Fraction(entry or 0) for entry in row] for row in stated.cost.rows()]


def total(cost: Sequence[Sequence[Fraction]], plan: Sequence[Sequence[Fraction]]) -> Fraction:
    """Σ c_ij h_ij."""
    pairs = zip(cost, plan, strict=True)
    return sum((c * h for row, line in pairs for c, h in zip(row, line, strict=True)), Fraction(0))


def solved(stated: TransportProblem) -> Optimal:
    """The certified optimum of a feasible rational problem."""
    found = solve(stated)
    if not isinstance(found, Optimal):
        raise TypeError("the problem has no plan")
    return found


def marginals(plan: Matrix) -> tuple[list[Fraction], list[Fraction]]:
    """Row sums and column sums."""
    return [sum(row, Fraction(0)) for row in plan], [
        sum(column, Fraction(0)) for column in zip(*plan, strict=True)
    ]


# ---------------------------------------------------------------------------------------------------
# extreme points of small polytopes


def integer_plans(constrained: TransportProblem) -> Iterator[Matrix]:
    """All integer plans of a problem with integer data, by filling the matrix row by row."""
    bounds = capacities(constrained)
    rows, columns = constrained.source.masses, constrained.target.masses

    def fill(k: int, left: tuple[Fraction, ...]) -> Iterator[Matrix]:
        if k == len(rows):
            if not any(left):
                yield []
            return
        choices = (range(int(min(bound, rest)) + 1) for bound, rest in zip(bounds[k], left, strict=True))
        for line in product(*choices):
            if sum(line) == rows[k]:
                rest = tuple(value - used for value, used in zip(left, line, strict=True))
                for below in fill(k + 1, rest):
                    yield [[Fraction(value) for value in line], *below]

    yield from fill(0, tuple(columns))


def between(plan: Matrix, bounds: Matrix) -> list[tuple[int, int]]:
    """The pairs at which the plan lies strictly between 0 and the capacity."""
    return [(i, j) for i, row in enumerate(plan) for j, value in enumerate(row) if 0 < value < bounds[i][j]]


def is_extreme(plan: Matrix, bounds: Matrix) -> bool:
    """No cycle of pairs strictly between their bounds: nothing can be moved both ways round."""
    import numpy as np

    free = np.zeros((len(plan), len(plan[0])), dtype=bool)
    for pair in between(plan, bounds):
        free[pair] = True
    return not free_cycle(free)


def extreme_plans(constrained: TransportProblem) -> list[Matrix]:
    """The vertices of the polytope of plans (integral, as the data are)."""
    bounds = capacities(constrained)
    return [plan for plan in integer_plans(constrained) if is_extreme(plan, bounds)]


def exposing(constrained: TransportProblem, plan: Matrix) -> TransportProblem:
    """The problem whose cost is 1 where the plan vanishes, -1 where it is saturated, 0 between.

    The plan is optimal for it, and the only optimal plan if and only if it is an extreme point.
    """
    bounds = capacities(constrained)

    def sign(value: Fraction, bound: Fraction) -> int:
        return 1 if value == 0 else -1 if value == bound else 0

    rows = zip(plan, bounds, strict=True)
    cost = [[sign(value, bound) for value, bound in zip(*pair, strict=True)] for pair in rows]
    return replace(constrained, cost=table(cost))


# ---------------------------------------------------------------------------------------------------
# grids


def interval_cells(
    count: int, *, centre: Fraction = Fraction(0), side: Fraction = Fraction(1)
) -> list[Fraction]:
    """The ends of ``count`` equal cells of an interval."""
    return [centre + side * Fraction(2 * k - count, 2 * count) for k in range(count + 1)]


def average_power(power: int, low: Fraction, high: Fraction) -> Fraction:
    """The average of t^power over [low, high]."""
    return (high ** (power + 1) - low ** (power + 1)) / ((power + 1) * (high - low))


def average_costs(cost: Polynomial, xs: Sequence[Fraction], ys: Sequence[Fraction]) -> Matrix:
    """The averages of a polynomial cost over the cells of a product grid, exactly."""
    degree = max(max(powers) for powers in cost) + 1
    left, right = (
        [[average_power(p, a, b) for p in range(degree)] for a, b in pairwise(ends)] for ends in (xs, ys)
    )
    return [
        [sum((c * row[p] * column[q] for (p, q), c in cost.items()), Fraction(0)) for column in right]
        for row in left
    ]


def block_problem(
    cost: Polynomial,
    *,
    centre: tuple[Fraction, Fraction],
    side: Fraction,
    cells: int,
    level: Fraction,
    capacity: Fraction,
) -> tuple[TransportProblem, Matrix]:
    """Competitors of the constant density ``level`` on a small square, and that constant plan."""
    area = (side / cells) ** 2
    xs, ys = (interval_cells(cells, centre=c, side=side) for c in centre)
    plan = [[level * area] * cells for _ in range(cells)]
    rows, columns = marginals(plan)
    stated = problem(
        rows, columns, cost=average_costs(cost, xs, ys), capacity=[[capacity * area] * cells] * cells
    )
    return stated, plan


def grid_problem(
    cost: Polynomial,
    capacity: Sequence[Sequence[Fraction | int]],
    *,
    plan: Sequence[Sequence[Fraction | int]] | None = None,
) -> TransportProblem:
    """The problem on the n × n cells of I² with a density of capacities; the marginals are those of a plan.

    Without a plan the marginals are uniform of total mass 1.
    """
    size = len(capacity)
    ends = interval_cells(size)
    bounds = [[Fraction(value) / size**2 for value in row] for row in capacity]
    if plan is None:
        rows = columns = [Fraction(1, size)] * size
    else:
        rows, columns = marginals([[Fraction(value) / size**2 for value in row] for row in plan])
    return problem(rows, columns, cost=average_costs(cost, ends, ends), capacity=bounds)


def window(plan: Matrix, rows: Sequence[int], columns: Sequence[int]) -> Matrix:
    """The restriction of a plan to a rectangle of cells."""
    return [[plan[i][j] for j in columns] for i in rows]


def rectangle_problem(
    stated: TransportProblem, plan: Matrix, rows: Sequence[int], columns: Sequence[int]
) -> tuple[TransportProblem, Matrix]:
    """The problem on the rectangle rows × columns whose marginals are those of the restricted plan."""
    part = window(plan, rows, columns)
    cost, capacity = stated.restricted(rows, columns)
    supply, demand = marginals(part)
    return problem(supply, demand, cost=cost, capacity=capacity), part


def refined(density: Sequence[Sequence[Fraction]], factor: int = 2) -> Matrix:
    """The same density on cells divided into factor × factor smaller ones."""
    return [[value for value in row for _ in range(factor)] for row in density for _ in range(factor)]


def density_plan_problem(density: Matrix, bound: Matrix) -> tuple[TransportProblem, Matrix]:
    """The plans on the cells of I² with the marginals of a density, bounded by another; all costs 0."""
    n, m = len(density), len(density[0])
    plan = [[value / (n * m) for value in row] for row in density]
    rows, columns = marginals(plan)
    capacity = [[value / (n * m) for value in row] for row in bound]
    return problem(rows, columns, cost=[[0] * m] * n, capacity=capacity), plan


def is_geometrically_extreme(density: Matrix, bound: Matrix) -> bool:
    """Definition 6.2 on cells: every value is 0 or the capacity."""
    return not between(density, bound)
