"""The instances and perturbations of the capacity paper, against other ways to compute them."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.papers.capacity import instances, paper
from otverify.papers.capacity.section1_tiles import FAR_MINUSES, NEAR_MINUSES, PLUSES, STRIPS
from otverify.papers.capacity.section2 import has_room
from otverify.papers.capacity.section5 import window_for_the_product
from otverify.papers.capacity.section7_constants import bounded_density
from otverify.strategies import unchecked_problems
from otverify.transport import problem, solve
from otverify.transport.outcomes import Infeasible

MINUSES = (*FAR_MINUSES, *NEAR_MINUSES)


@settings(max_examples=40, deadline=None)
@given(unchecked_problems(max_rows=3, max_columns=3))
def test_cuts_decide_whether_there_is_a_plan(stated):
    """All cuts, by going through them, against the solver."""
    bounded = problem(
        stated.source,
        stated.target,
        cost=[[0] * stated.shape[1]] * stated.shape[0],
        capacity=[[min(f, g) / 2 for g in stated.target.masses] for f in stated.source.masses],
    )
    assert has_room(bounded) == (not isinstance(solve(bounded), Infeasible))


def test_the_perturbation_keeps_rows_and_columns():
    for strip, side in product(STRIPS, (0, 1)):
        plus = sum(name[side] == strip for name in PLUSES)
        minus = sum(name[side] == strip for name in MINUSES)
        assert plus == minus


def test_the_perturbation_on_a_grid():
    """With e = 1/16 on 16 × 16 cells the tiles plus the perturbation are a plan; its cost falls as stated."""
    size, e = 16, Fraction(1, 16)
    index = {"A": 3, "B": 4, "C": 7, "D": 8, "E": 11, "F": 12}
    plan = [[Fraction(4 * (i // 4 == j // 4), size**2) for j in range(size)] for i in range(size)]
    stated = instances.grid_problem(instances.QUADRATIC, [[4] * size] * size)
    costs = instances.costs(stated)
    before = instances.total(costs, plan)
    for names, sign in ((PLUSES, 1), (MINUSES, -1)):
        for name in names:
            plan[index[name[0]]][index[name[1]]] += sign * Fraction(4, size**2)
    assert all(0 <= value <= Fraction(4, size**2) for row in plan for value in row)
    assert instances.marginals(plan) == ([Fraction(1, size)] * size, [Fraction(1, size)] * size)
    assert instances.total(costs, plan) - before == 4 * e**2 * (e**2 + e - Fraction(1, 8))


def test_the_window_is_optimal_for_its_own_cost():
    """Lemma 5.2 for the window of Section 5: optimal for the cubic cost, not for the product."""
    stated, restricted, value = window_for_the_product()
    assert instances.solved(stated).value == value - Fraction(1, 131072)
    assert instances.marginals(restricted) == (list(stated.source.masses), list(stated.target.masses))


@pytest.mark.parametrize("bound", [Fraction(2), Fraction(201, 100), Fraction(199, 100), Fraction(1)])
def test_halves_need_the_constant_one(bound):
    """f = ±1, g = ∓1 on halves: h = ±2 on two quarters is the smallest density."""
    half = [Fraction(1, 2)] * 2
    masses = ([half[0], -half[0]], [-half[0], half[0]])
    assert isinstance(solve(bounded_density(masses, (half, half), bound)), Infeasible) == (bound < 2)


def test_every_statement_has_obligations_or_a_reason():
    silent = [c.name for c in paper.claims.values() if not (c.build or c.readings or c.not_computable)]
    assert silent == []


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4))
def test_cell_averages_against_sums_over_finer_cells(coarse, factor):
    """The average over a cell is the mean of the averages over its parts."""
    one = instances.average_costs(instances.CURVED, *[instances.interval_cells(coarse)] * 2)
    fine = instances.average_costs(instances.CURVED, *[instances.interval_cells(coarse * factor)] * 2)
    for i, j in product(range(coarse), repeat=2):
        block = [fine[i * factor + a][j * factor + b] for a, b in product(range(factor), repeat=2)]
        assert sum(block, Fraction(0)) / factor**2 == one[i][j]
