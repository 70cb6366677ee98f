"""How the minimum changes with the problem: symmetry, scaling, permutation, splitting, restriction."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.strategies import problems
from otverify.transport.measures import measure
from otverify.transport.problems import problem as make_problem
from tests.laws.solvers import CAPACITATED, value

every = pytest.mark.parametrize("solver", CAPACITATED.values(), ids=CAPACITATED.keys())
instances = problems(capacitated=True, forbidden=True)


def entries(problem):
    """Costs and capacities as nested lists."""
    bounds = None if problem.capacity is None else problem.capacity.rows()
    return problem.cost.rows(), bounds


@every
@settings(max_examples=25, deadline=None)
@given(instances)
def test_symmetry(solver, problem):
    """Exchanging the two measures changes nothing."""
    assert value(solver, problem.transposed()) == value(solver, problem)


@every
@settings(max_examples=25, deadline=None)
@given(instances, st.data())
def test_separable_costs_shift_the_value(solver, problem, data):
    """c + a ⊕ b costs ∫a dμ + ∫b dν more, whatever the plan."""
    n, m = problem.shape
    a = data.draw(st.lists(st.integers(-5, 5), min_size=n, max_size=n))
    b = data.draw(st.lists(st.integers(-5, 5), min_size=m, max_size=m))
    costs, bounds = entries(problem)
    shifted = [
        [None if c is None else c + a[i] + b[j] for j, c in enumerate(row)] for i, row in enumerate(costs)
    ]
    moved = make_problem(problem.source, problem.target, cost=shifted, capacity=bounds)
    change = sum(x * w for x, w in zip(a, problem.source.masses, strict=True))
    change += sum(x * w for x, w in zip(b, problem.target.masses, strict=True))
    assert value(solver, moved) == value(solver, problem) + change


@every
@settings(max_examples=25, deadline=None)
@given(
    instances,
    st.fractions(Fraction(1, 7), 7, max_denominator=7),
    st.fractions(Fraction(1, 5), 5, max_denominator=5),
)
def test_scaling(solver, problem, cost_factor, mass_factor):
    """The value is homogeneous in the cost and in the masses (with capacities)."""
    costs, bounds = entries(problem)
    scaled = make_problem(
        measure([mass * mass_factor for mass in problem.source.masses]),
        measure([mass * mass_factor for mass in problem.target.masses]),
        cost=[[None if c is None else c * cost_factor for c in row] for row in costs],
        capacity=[[None if h is None else h * mass_factor for h in row] for row in bounds],
    )
    assert value(solver, scaled) == value(solver, problem) * cost_factor * mass_factor


@every
@settings(max_examples=25, deadline=None)
@given(instances, st.randoms(use_true_random=False))
def test_permutation_of_atoms(solver, problem, random):
    """The order in which atoms are listed does not matter."""
    n, m = problem.shape
    rows, columns = random.sample(range(n), n), random.sample(range(m), m)
    cost, capacity = problem.restricted(rows, columns)
    listed = make_problem(
        problem.source.permuted(rows), problem.target.permuted(columns), cost=cost, capacity=capacity
    )
    assert value(solver, listed) == value(solver, problem)


@every
@settings(max_examples=25, deadline=None)
@given(problems(forbidden=True), st.data())
def test_splitting_and_merging_atoms(solver, problem, data):
    """An atom may be split into two copies at the same place, and merged again, without capacities."""
    i = data.draw(st.integers(0, problem.shape[0] - 1))
    part = data.draw(st.integers(0, problem.source.weights[i]))
    weights = list(problem.source.weights)
    weights[i] -= part
    costs, _ = entries(problem)
    split = make_problem([*weights, part], problem.target, cost=[*costs, costs[i]])
    assert value(solver, split) == value(solver, problem)


@every
@settings(max_examples=25, deadline=None)
@given(instances)
def test_atoms_without_mass_do_not_matter(solver, problem):
    """Leaving out all atoms of mass zero changes nothing."""
    rows, columns = problem.source.support, problem.target.support
    cost, capacity = problem.restricted(rows, columns)
    smaller = make_problem(
        [problem.source.masses[i] for i in rows],
        [problem.target.masses[j] for j in columns],
        cost=cost,
        capacity=capacity,
    )
    assert value(solver, smaller) == value(solver, problem)


@every
@settings(max_examples=30, deadline=None)
@given(instances, st.data())
def test_restriction_to_rectangles(solver, problem, data):
    """An optimal plan restricted to A × B is optimal for its own marginals (Korman-McCann, Lemma 5.2)."""
    n, m = problem.shape
    rows = sorted(data.draw(st.sets(st.integers(0, n - 1), min_size=1)))
    columns = sorted(data.draw(st.sets(st.integers(0, m - 1), min_size=1)))
    plan = solver(problem).plan.matrix()
    part = [[plan[i][j] for j in columns] for i in rows]
    cost, capacity = problem.restricted(rows, columns)
    inner = make_problem(
        [sum(row) for row in part],
        [sum(column) for column in zip(*part, strict=True)],
        cost=cost,
        capacity=capacity,
    )
    own = sum(
        (mass * cost.entry(i, j) for i, row in enumerate(part) for j, mass in enumerate(row) if mass),
        Fraction(0),
    )
    assert value(solver, inner) == own


@settings(max_examples=30, deadline=None)
@given(problems(max_rows=4, max_columns=4))
def test_restriction_to_any_set_without_capacities(problem):
    """Without capacities even an arbitrary part of an optimal plan is optimal (Villani 2009, Theorem 4.6)."""
    plan = CAPACITATED["automatic"](problem).plan.matrix()
    part = [[mass if (i + j) % 2 else 0 for j, mass in enumerate(row)] for i, row in enumerate(plan)]
    if not any(map(any, part)):
        return
    inner = make_problem(
        [sum(row) for row in part], [sum(column) for column in zip(*part, strict=True)], cost=problem.cost
    )
    own = sum(
        (mass * problem.cost.entry(i, j) for i, row in enumerate(part) for j, mass in enumerate(row) if mass),
        Fraction(0),
    )
    assert value(CAPACITATED["automatic"], inner) == own


def test_restriction_to_a_set_that_is_no_rectangle_may_fail():
    """The example before Lemma 5.2: an off-diagonal part of an optimal plan need not be optimal."""
    midpoints = [-3, -1, 1, 3]
    cost = [[(x - y) ** 2 for y in midpoints] for x in midpoints]
    square = make_problem([2, 2, 2, 2], [2, 2, 2, 2], cost=cost, capacity=1)
    plan = [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]]
    assert value(CAPACITATED["automatic"], square) == sum(
        cost[i][j] * plan[i][j] for i in range(4) for j in range(4)
    )
    off_diagonal = make_problem([1, 1], [1, 1], cost=[row[2:] for row in cost[2:]], capacity=1)
    assert value(CAPACITATED["automatic"], off_diagonal) == 0 < cost[2][3] + cost[3][2]
