"""Costs with square roots: exact optima, decided ties, rigorous bounds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from otverify.errors import InvalidProblem
from otverify.kernel.errors import Rejected
from otverify.kernel.transport import check
from otverify.strategies import measures, radial_costs
from otverify.transport.costs import coulomb, euclidean_power
from otverify.transport.exact import solve
from otverify.transport.irrational import bound_value
from otverify.transport.measures import measure, uniform
from otverify.transport.outcomes import Bounded, Infeasible, Optimal
from otverify.transport.problems import problem
from otverify.transport.radicals import RadicalSum
from tests.transport.oracles import highs_value


@settings(max_examples=80, deadline=None)
@given(measures(dimension=2, max_size=5), measures(dimension=2, max_size=5), radial_costs())
def test_planar_problems_agree_with_highs(mu, nu, cost):
    """Every cost of the library is decided exactly, in the plane."""
    outcome = solve(problem(mu, nu, cost=cost))
    value = highs_value(outcome.problem)
    if isinstance(outcome, Infeasible):
        assert value is None
    else:
        assert isinstance(outcome, Optimal)
        assert float(outcome.value) == pytest.approx(value, abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(measures(dimension=2, max_size=4), measures(dimension=2, max_size=4))
def test_bounds_enclose_the_exact_value(mu, nu):
    stated = problem(mu, nu, cost=euclidean_power("1/2"))
    outcome = solve(stated)
    if not isinstance(outcome.value, RadicalSum):
        return
    for bits in (8, 30):
        bounds = bound_value(stated, bits=bits)
        assert isinstance(bounds, Bounded)
        ball = outcome.value.enclosure(200)
        assert bounds.lower <= Fraction(float(ball.upper())) + Fraction(1, 2**40)
        assert bounds.upper >= Fraction(float(ball.lower())) - Fraction(1, 2**40)
        assert bounds.upper - bounds.lower <= Fraction(8, 2**bits)


def test_a_grid_is_full_of_ties():
    """3 × 3 Coulomb: √8 = 2√2 and symmetric pairs; the sign of exact zeros is not left to balls."""
    grid = uniform([(i, j) for i in range(3) for j in range(3)])
    outcome = solve(problem(grid, grid, cost=coulomb()))
    assert isinstance(outcome, Optimal)
    assert outcome.value.terms == (((1, 1), Fraction(2, 9)), ((2, 2), Fraction(7, 36)))
    assert float(outcome.value) == pytest.approx(highs_value(outcome.problem))


def test_capacities_and_zero_masses_with_irrational_costs():
    mu = measure([2, 0, 2], [(0, 0), (1, 0), (2, 2)])
    nu = measure([2, 2, 0], [(1, 1), (0, 3), (4, 4)])
    free = solve(problem(mu, nu, cost=euclidean_power(1)))
    tight = solve(problem(mu, nu, cost=euclidean_power(1), capacity=1))
    assert isinstance(free, Optimal)
    assert isinstance(tight, Optimal)
    assert free.value < tight.value
    assert float(tight.value) == pytest.approx(highs_value(tight.problem))


def test_potentials_that_only_shifting_separates():
    """Two groups whose cross pairs are all tight at a basic solution: the gap must survive rounding."""
    points = [(-3, 1), (Fraction(1, 3), 0), (1, 0)]
    mu = measure([1, 2, 3], points)
    assert isinstance(solve(problem(mu, mu, cost=coulomb())), Optimal)


def test_nothing_to_move():
    outcome = solve(problem(measure([0, 0], [(0, 0), (9, 9)]), measure([0], [(1, 1)]), cost=coulomb()))
    assert isinstance(outcome, Optimal)
    assert outcome.value.sign() == 0


def test_infeasible_problems_with_irrational_costs():
    mu = uniform([(0, 0), (0, 0), (1, 1)])
    nu = uniform([(0, 0), (0, 0), (2, 5)])
    outcome = solve(problem(mu, nu, cost=coulomb()))
    assert isinstance(outcome, Infeasible)
    assert check(outcome.problem.as_json(), outcome.certificate).deficit == Fraction(1, 3)


def test_too_few_bits_are_not_enough():
    """A certificate that asks for too little precision is rejected, not believed."""
    near = 10**12
    x, y = uniform([(0, 0), (0, 1)]), uniform([(near, 0), (near, 1)])
    outcome = solve(problem(x, y, cost=euclidean_power(1)))
    assert isinstance(outcome, Optimal)
    with pytest.raises(Rejected, match="not decided"):
        check(outcome.problem.as_json(), outcome.certificate | {"bits": 32})


def test_rational_problems_need_no_bounds():
    with pytest.raises(InvalidProblem, match="sums of radicals"):
        bound_value(problem([1], [1], cost=[[1]]))


@pytest.mark.parametrize(
    "entry",
    [
        [],
        [["1", 2]],
        [["1", 0, 2]],
        [["1", -2, 2]],
        [["1", 2, 0]],
        [["1", 2, True]],
        [["1", 2.0, 2]],
        ["1", 2, 2],
        "√2",
    ],
)
def test_radicals_are_parsed_strictly(entry):
    good = problem(uniform([(0, 0)]), uniform([(1, 1)]), cost=coulomb())
    stated = good.as_json()
    with pytest.raises(Rejected):
        check(stated | {"cost": [[entry]]}, solve(good).certificate)
