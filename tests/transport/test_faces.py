"""All optimal potentials and plans: widths against linear programming, dimensions against enumeration."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linprog

from otverify.errors import InvalidProblem
from otverify.strategies import problems
from otverify.transport.costs import coulomb, squared_euclidean
from otverify.transport.exact import solve
from otverify.transport.faces import (
    contact_set,
    dual_face,
    nearby_potential,
    plan_uniqueness,
    width,
    widths,
)
from otverify.transport.measures import measure, uniform
from otverify.transport.problems import problem
from tests.transport.oracles import all_plans, cost_of, enumerated_value

families = pytest.mark.parametrize(
    "options",
    [
        {},
        {"forbidden": True},
        {"capacitated": True},
        {"capacitated": True, "forbidden": True, "max_denominator": 2},
    ],
    ids=["plain", "forbidden", "capacity", "both"],
)


def largest_difference(stated, value, *, rows):
    """max(f_i - f_j) over the optimal potentials by HiGHS; None if unbounded."""
    costs = stated.cost.rows()
    live = [i for i, w in enumerate(stated.source.weights) if w]
    columns = [j for j, w in enumerate(stated.target.weights) if w]
    arcs = [(i, j) for i in live for j in columns if costs[i][j] is not None]
    size = len(live) + len(columns)
    left, right, objective = [], [], np.zeros(size + len(arcs))
    bounds = [(None, None)] * size
    for k, (i, j) in enumerate(arcs):
        row = np.zeros(size + len(arcs))
        row[live.index(i)] = row[len(live) + columns.index(j)] = 1
        row[size + k] = -1
        left.append(row)
        right.append(float(costs[i][j]))
        bound = None if stated.capacity is None else stated.capacity.entry(i, j)
        bounds.append((0, 0) if bound is None else (0, None))
        objective[size + k] = 0 if bound is None else -float(bound)
    objective[: len(live)] = [float(stated.source.masses[i]) for i in live]
    objective[len(live) : size] = [float(stated.target.masses[j]) for j in columns]
    fixed, goal = np.zeros(size + len(arcs)), np.zeros(size + len(arcs))
    fixed[0] = 1
    goal[live.index(rows[0])] -= 1
    goal[live.index(rows[1])] += 1
    result = linprog(
        goal,
        A_ub=np.array(left),
        b_ub=right,
        A_eq=np.array([objective, fixed]),
        b_eq=[float(value), 0],
        bounds=bounds,
    )
    if result.status == 3:
        return None
    assert result.status == 0
    return -result.fun


@families
def test_widths_agree_with_linear_programming(options):
    """Oracle 1: HiGHS over the dual optimal face."""

    @settings(max_examples=25, deadline=None)
    @given(problems(max_rows=4, max_columns=4, **options))
    def inner(stated):
        optimum = solve(stated)
        table = widths(optimum)
        for i, j in pairwise(stated.source.support):
            highest = largest_difference(stated, optimum.value, rows=(i, j))
            exact = table.highest(i, j)
            assert (exact is None) == (highest is None)
            if exact is not None:
                assert float(exact) == pytest.approx(highest, abs=1e-6)

    inner()


@families
def test_single_widths_carry_their_own_proof(options):
    """A width with two extreme potentials and chains equals the one from all shortest paths."""

    @settings(max_examples=40, deadline=None)
    @given(problems(max_rows=4, max_columns=4, **options))
    def inner(stated):
        optimum = solve(stated)
        table = widths(optimum)
        for i in stated.source.support:
            for j in stated.source.support:
                if i != j:
                    found = width(optimum, (i, j))
                    assert (found.lowest, found.highest) == (table.lowest(i, j), table.highest(i, j))

    inner()


@settings(max_examples=30, deadline=None)
@given(problems(max_rows=3, max_columns=3, max_mass=2))
def test_widths_are_directional_derivatives(stated):
    """Oracle 2: max(f_i - f_j) = T(Mμ + e_i - e_j, Mν) - T(Mμ, Mν) for a large integer M."""
    optimum = solve(stated)
    table = widths(optimum)
    factor = 50
    for i, j in pairwise(stated.source.support):
        weights = [factor * w for w in stated.source.weights]
        weights[i] += 1
        weights[j] -= 1
        moved = problem(weights, [factor * w for w in stated.target.weights], cost=stated.cost)
        assert solve(moved).value == factor * optimum.value + table.highest(i, j)


@families
def test_dimensions_and_uniqueness_are_consistent(options):
    """Dimension 0 iff all widths vanish; unique plan iff the face of plans has dimension 0."""

    @settings(max_examples=50, deadline=None)
    @given(problems(max_rows=4, max_columns=4, **options))
    def inner(stated):
        optimum = solve(stated)
        face, contact, table = dual_face(optimum), contact_set(optimum), widths(optimum)
        live = stated.source.support
        assert face.dimension == contact.dual_dimension
        assert plan_uniqueness(optimum).unique == (contact.plan_dimension == 0)
        for i in live:
            for j in live:
                unique = table.highest(i, j) is not None and table.highest(i, j) == table.lowest(i, j)
                assert unique == (face.rows[i] == face.rows[j])
        assert face.is_unique == (
            len({face.rows[i] for i in live} | {face.columns[j] for j in stated.target.support}) == 1
        )

    inner()


@settings(max_examples=40, deadline=None)
@given(problems(max_rows=3, max_columns=3, max_mass=2, forbidden=True))
def test_the_contact_set_is_the_union_of_all_optimal_supports(stated):
    """Enumerate every optimal integer plan, scaled by two to see inner points of edges."""
    optimum = solve(stated)
    best = enumerated_value(stated)
    optimal = [plan for plan in all_plans(stated) if cost_of(stated, plan) == best]
    union = {(i, j) for plan in optimal for i, row in enumerate(plan) for j, mass in enumerate(row) if mass}
    contact = contact_set(optimum)
    assert set(contact.pairs) == union
    assert set(contact.plan.support) == union
    assert plan_uniqueness(optimum).unique == (len(optimal) == 1)
    vectors = np.array([np.ravel(plan) for plan in optimal])
    assert contact.plan_dimension == np.linalg.matrix_rank(vectors - vectors[0])


@settings(max_examples=40, deadline=None)
@given(problems(max_rows=4, max_columns=4))
def test_second_plans_are_optimal(stated):
    optimum = solve(stated)
    found = plan_uniqueness(optimum)
    if not found.unique:
        other = found.other.matrix()
        assert cost_of(stated, other) == optimum.value
        assert other != optimum.plan.matrix()


def test_a_gap_between_two_groups():
    """Two decoupled pairs at distance 1: f_0 - f_1 is anything in [-1, 1] (Staudt et al., eq. (11))."""
    optimum = solve(problem(uniform([0, 1]), uniform([0, 1]), cost=squared_euclidean()))
    assert dual_face(optimum).dimension == 1
    found = width(optimum, (0, 1))
    assert (found.lowest, found.highest) == (-1, 1)
    assert nearby_potential(optimum, [0, 5]) == (0, 1)
    assert nearby_potential(optimum, [0, 0]) == (0, 0)


def test_forbidden_pairs_may_leave_a_difference_unbounded():
    optimum = solve(problem([1, 1], [1, 1], cost=[[0, None], [3, 0]]))
    found = width(optimum, (0, 1))
    assert found.highest is None
    assert found.lowest == -3
    assert widths(optimum).highest(0, 1) is None


def test_nondegenerate_masses_have_unique_potentials():
    """No proper subsets of equal mass: dimension 0, whatever the cost."""
    optimum = solve(problem([1, 2, 4], [3, 4], cost=[[0, 0], [0, 0], [0, 0]]))
    assert 3 in (1 + 2, 4)  # the masses 1 + 2 and 3 coincide: a degenerate split exists here
    assert dual_face(optimum).dimension == 0  # but equal costs connect everything
    assert dual_face(solve(problem([1, 2, 4], [5, 2], cost=[[0, 9], [9, 0], [0, 9]]))).dimension == 1
    assert dual_face(solve(problem([1, 2, 4], ["11/2", "3/2"], cost=[[0, 9], [9, 0], [0, 9]]))).dimension == 0


def test_atoms_without_mass_are_left_out():
    optimum = solve(problem([1, 0, 1], [1, 1, 0], cost=[[0, 9, 0], [0, 0, 0], [9, 0, 0]]))
    face = dual_face(optimum)
    assert face.rows[1] == -1
    assert face.columns[2] == -1
    with pytest.raises(InvalidProblem, match="positive mass"):
        width(optimum, (0, 1))
    with pytest.raises(IndexError):
        widths(optimum).highest(0, 1)


def test_irrational_costs_have_no_face_analysis():
    grid = uniform([(0, 0), (1, 1), (2, 0)])
    with pytest.raises(InvalidProblem, match="rational"):
        dual_face(solve(problem(grid, grid, cost=coulomb())))


def test_larger_problems_use_the_same_formulas():
    """n = 60 with ties: the dimension equals the number of groups left by all zero-width differences."""
    points = [(i % 8, i // 8) for i in range(60)]
    weights = [1 + i % 3 for i in range(60)]
    optimum = solve(
        problem(measure(weights, points), measure(weights[::-1], points), cost=squared_euclidean())
    )
    face, table = dual_face(optimum), widths(optimum)
    groups = {tuple(table.highest(i, j) == table.lowest(i, j) for j in range(60)) for i in range(60)}
    assert len(groups) == len(set(face.rows))
    assert all(isinstance(table.highest(0, j), Fraction) for j in range(60))
