"""Hypothesis strategies for transport: measures, costs, problems, plans, capacities, semi-discrete instances.

Everything is exact by construction: masses are integers divided once, marginals are those of a drawn
plan, so no example is thrown away because two totals differ. Small numbers make ties, zero masses,
equal costs and saturated capacities frequent, and they are what the shrinker ends at.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from otverify.transport.costs import (
    RadialCost,
    capped_coulomb,
    circle_geodesic,
    coulomb,
    euclidean_power,
    periodic_squared,
    squared_euclidean,
)
from otverify.transport.exact import solve
from otverify.transport.measures import Measure, measure
from otverify.transport.outcomes import Optimal
from otverify.transport.problems import TransportProblem, problem
from otverify.transport.semidiscrete import (
    SemiDiscreteOptimum,
    components,
    distance_rows,
    inverse_design,
    squared_rows,
)

Matrix = list[list[int]]


def rationals(*, max_numerator: int = 12, max_denominator: int = 6) -> st.SearchStrategy[Fraction]:
    """Rational numbers of either sign; shrinks to 0."""
    return st.builds(Fraction, st.integers(-max_numerator, max_numerator), st.integers(1, max_denominator))


def points(
    *, dimension: int = 1, max_numerator: int = 12, max_denominator: int = 4
) -> st.SearchStrategy[tuple]:  # type: ignore[type-arg]
    """Rational points of R^dimension; coincidences are common."""
    coordinate = rationals(max_numerator=max_numerator, max_denominator=max_denominator)
    return st.tuples(*([coordinate] * dimension))


@st.composite
def measures(
    draw: st.DrawFn,
    *,
    min_size: int = 1,
    max_size: int = 6,
    max_weight: int = 5,
    dimension: int = 1,
    probability: bool = True,
) -> Measure:
    """Finite measures on rational points, zero-mass atoms and repeated points included.

    Shrinks to the Dirac mass at the origin.
    """
    atom = st.tuples(st.integers(0, max_weight), points(dimension=dimension))
    atoms = draw(st.lists(atom, min_size=min_size, max_size=max_size))
    weights = [weight for weight, _ in atoms]
    if not any(weights):
        weights[0] = 1
    result = measure(weights, [point for _, point in atoms])
    return result.normalised() if probability else result


def radial_costs(*, rational_values: bool = False) -> st.SearchStrategy[RadialCost]:
    """The costs of :mod:`otverify.transport.costs`.

    With ``rational_values`` only costs that are rational for rational points of the line.
    """
    scale = st.builds(Fraction, st.integers(1, 4), st.integers(1, 4))
    exponents = [Fraction(p) for p in (1, 2, 3)]
    if not rational_values:
        exponents += [Fraction(1, 2), Fraction(3, 2)]
    return st.one_of(
        st.builds(lambda s: squared_euclidean(scale=s), scale),
        st.sampled_from(exponents).map(lambda p: euclidean_power(p)),
        st.just(coulomb()),
        scale.map(capped_coulomb),
        st.just(periodic_squared()),
        st.just(circle_geodesic(exponent=1)),
    )


def cost_entries(*, max_cost: int = 9, forbidden: bool = False) -> st.SearchStrategy[int | None]:
    """Integer costs of either sign, 0 and 1 most often; None forbids the pair if ``forbidden``."""
    entry = st.one_of(st.sampled_from([0, 0, 1]), st.integers(-max_cost, max_cost))
    return st.one_of(entry, st.none()) if forbidden else entry


def cost_matrices(
    rows: int, columns: int, *, max_cost: int = 9, forbidden: bool = False
) -> st.SearchStrategy[list[list[int | None]]]:
    """Integer cost matrices full of ties; None forbids a pair if ``forbidden``."""
    row = st.lists(cost_entries(max_cost=max_cost, forbidden=forbidden), min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


def plans(*, max_rows: int = 5, max_columns: int = 5, max_mass: int = 3) -> st.SearchStrategy[Matrix]:
    """Integer matrices >= 0 of positive total: a plan between its own marginals.

    Zero rows and columns (atoms without mass) occur; shrinks to a single entry 1.
    """
    return _grids(_masses(max_mass), max_rows=max_rows, max_columns=max_columns).map(_with_mass)


def capacities(
    plan: Matrix, *, max_slack: int = 2, unbounded: bool = True
) -> st.SearchStrategy[list[list[int | None]]]:
    """Capacities above a plan, most of them saturated by it; None is no bound."""
    row = st.lists(_slacks(max_slack, unbounded=unbounded), min_size=len(plan[0]), max_size=len(plan[0]))
    slacks = st.lists(row, min_size=len(plan), max_size=len(plan))
    return slacks.map(lambda extra: [list(map(_above, *pair)) for pair in zip(plan, extra, strict=True)])


def problems(
    *,
    max_rows: int = 5,
    max_columns: int = 5,
    max_mass: int = 3,
    max_cost: int = 9,
    capacitated: bool = False,
    forbidden: bool = False,
    unbounded: bool = True,
    max_denominator: int = 1,
) -> st.SearchStrategy[TransportProblem]:
    """Feasible transport problems with small integer (or, with ``max_denominator``, rational) data.

    The marginals, capacities and forbidden pairs are those of a drawn plan, which is therefore
    feasible. Shrinks to one atom on each side and cost 0.
    """
    cost = cost_entries(max_cost=max_cost, forbidden=forbidden)
    slack = _slacks(2, unbounded=unbounded) if capacitated else st.none()
    cell = st.tuples(_masses(max_mass), cost, slack)
    cells = _grids(cell, max_rows=max_rows, max_columns=max_columns)
    unit = st.integers(1, max_denominator)

    def build(cells: list[list[Any]], mass_denominator: int, cost_denominator: int) -> TransportProblem:
        plan = _with_mass([[mass for mass, _, _ in row] for row in cells])
        mass_unit, cost_unit = Fraction(1, mass_denominator), Fraction(1, cost_denominator)
        costs, bounds = [], []
        for row, masses in zip(cells, plan, strict=True):
            costs.append(
                [_cost(entry, mass, unit=cost_unit) for (_, entry, _), mass in zip(row, masses, strict=True)]
            )
            bounds.append(
                [
                    None if extra is None else (mass + extra) * mass_unit
                    for (_, _, extra), mass in zip(row, masses, strict=True)
                ]
            )
        return problem(
            [sum(row) * mass_unit for row in plan],
            [sum(column) * mass_unit for column in zip(*plan, strict=True)],
            cost=costs,
            capacity=bounds if capacitated else None,
        )

    return st.builds(build, cells, unit, unit)


def optima(problems: st.SearchStrategy[TransportProblem]) -> st.SearchStrategy[Optimal]:
    """The problems, solved; the certificate travels with the instance. Infeasible ones are left out."""
    return problems.map(solve).filter(lambda solved: isinstance(solved, Optimal))  # type: ignore[return-value]


def unchecked_problems(
    *, max_rows: int = 5, max_columns: int = 5, max_mass: int = 4, max_cost: int = 5
) -> st.SearchStrategy[TransportProblem]:
    """Problems with forbidden pairs and capacities that are often infeasible; totals are equal."""
    bound = st.one_of(st.integers(0, max_mass), st.none())
    cell = st.tuples(_masses(max_mass), cost_entries(max_cost=max_cost, forbidden=True), bound)

    def build(cells: list[list[Any]], capacitated: bool) -> TransportProblem:
        plan = _with_mass([[mass for mass, _, _ in row] for row in cells])
        bounds = [[limit for _, _, limit in row] for row in cells]
        return problem(
            [sum(row) for row in plan],
            [sum(column) for column in zip(*plan, strict=True)],
            cost=[[entry for _, entry, _ in row] for row in cells],
            capacity=bounds if capacitated else None,
        )

    return st.builds(build, _grids(cell, max_rows=max_rows, max_columns=max_columns), st.booleans())


def _grids(cell: st.SearchStrategy[Any], *, max_rows: int, max_columns: int) -> st.SearchStrategy[Any]:
    """Matrices of cells. All rows and columns are drawn, and kept or not: each can go when shrinking."""
    kept_rows = st.lists(st.booleans(), min_size=max_rows, max_size=max_rows)
    kept_columns = st.lists(st.booleans(), min_size=max_columns, max_size=max_columns)
    row = st.lists(cell, min_size=max_columns, max_size=max_columns)

    def cut(kept_rows: list[bool], kept_columns: list[bool], grid: list[list[Any]]) -> list[list[Any]]:
        rows = [line for line, kept in zip(grid, kept_rows, strict=True) if kept] or grid[:1]
        columns = [k for k, kept in enumerate(kept_columns) if kept] or [0]
        return [[line[k] for k in columns] for line in rows]

    return st.builds(cut, kept_rows, kept_columns, st.lists(row, min_size=max_rows, max_size=max_rows))


def _masses(max_mass: int) -> st.SearchStrategy[int]:
    return st.one_of(st.just(0), st.integers(0, max_mass))


def _slacks(max_slack: int, *, unbounded: bool) -> st.SearchStrategy[int | None]:
    slack = st.one_of(st.just(0), st.integers(0, max_slack))
    return st.one_of(slack, st.none()) if unbounded else slack


def _with_mass(plan: Matrix) -> Matrix:
    if not any(map(any, plan)):
        plan[0][0] = 1
    return plan


def _above(mass: int, slack: int | None) -> int | None:
    return None if slack is None else mass + slack


def _cost(entry: int | None, mass: int, *, unit: Fraction) -> Fraction | None:
    """A pair that carries mass is never forbidden."""
    if entry is None:
        return Fraction(0) if mass else None
    return entry * unit


def relations(*, rows: int = 4, columns: int = 4) -> st.SearchStrategy[list[tuple[int, int]]]:
    """Non-empty sets of index pairs, sorted: candidates for c-cyclical monotonicity."""
    pair = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
    return st.lists(pair, min_size=1, max_size=rows * columns, unique=True).map(sorted)


@st.composite
def line_components(
    draw: st.DrawFn, *, max_components: int = 3, max_mass: int = 3, atoms: bool = True
) -> list[tuple[int, int, int]]:
    """Intervals and (if ``atoms``) points on the line with integer ends and masses, in increasing order.

    Neighbours may touch; shrinks to one interval [0, 1] of mass 1.
    """
    start = 0
    result: list[tuple[int, int, int]] = []
    for _ in range(draw(st.integers(1, max_components))):
        length = draw(st.integers(0 if atoms else 1, 3))
        if not length and result and result[-1][1] == start:
            start += 1  # an atom at the end of the last component would be out of order
        result.append((start, start + length, draw(st.integers(1, max_mass))))
        start += length + draw(st.integers(0, 2))
    if not atoms or len(result) > 1 or result[0][0] < result[0][1]:
        return result
    return [(0, 1, result[0][2])]


@st.composite
def semidiscrete_optima(
    draw: st.DrawFn, *, max_points: int = 4, squared: bool | None = None
) -> SemiDiscreteOptimum:
    """Solved semi-discrete problems by inverse design: a potential is drawn, the masses follow.

    Costs are |x - y|, |x - y|² (or only one of them, by ``squared``) on points that may coincide; cells
    may be empty, may touch only at ends of intervals, and tied rows share their mass.
    """
    over = draw(line_components())
    places = draw(st.lists(st.integers(-1, 8), min_size=1, max_size=max_points))
    potential = draw(
        st.lists(rationals(max_numerator=6, max_denominator=2), min_size=len(places), max_size=len(places))
    )
    is_squared = draw(st.booleans()) if squared is None else squared
    build = squared_rows if is_squared else distance_rows
    return inverse_design(
        potential, build(places, over=components(over)), over=over, curvature=1 if is_squared else 0
    )
