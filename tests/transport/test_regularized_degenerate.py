"""Small integer data: ties, lone atoms, disconnected supports, forbidden pairs."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.strategies_regularized import regularized_problems
from otverify.transport.regularized import solve_regularized
from otverify.transport.regularized_enclosures import enclose
from otverify.transport.regularized_exact import exact_costs, solve_exactly
from otverify.transport.regularized_outcomes import Regularized
from otverify.transport.regularized_problems import regularized_problem

#: shrinking solves hundreds of problems; the data are small as they are
PHASES = (Phase.explicit, Phase.generate)
#: π_00 = 0 by the forbidden pair alone: a float solution gives it a density of the size of the residual
FORCED = regularized_problem([1, 1], [1, 1], cost=[[0, 0], [0, None]], epsilon=1, p="5/3")
#: the same with p near 1: Newton's method empties the pair by a constant factor per step
SLOW = regularized_problem([2, 1, 1], [1, 3], cost=[[None, 5], [-7, -5], [None, -5]], epsilon=3, p="11/10")


@settings(deadline=None, max_examples=50, phases=PHASES)
@given(regularized_problems(forbidden=True))
@example(FORCED)
@example(SLOW)
def test_every_problem_is_solved(problem):
    found = solve_regularized(problem)
    assert isinstance(found, Regularized), found.reason
    assert found.residual <= 1e-12


@settings(deadline=None, max_examples=50, phases=PHASES)
@given(regularized_problems(forbidden=True, p=st.just(Fraction(2))))
def test_every_quadratic_problem_is_solved_exactly(problem):
    exact = solve_exactly(solve_regularized(problem))
    plan = exact.plan()
    cost = exact_costs(problem)
    a, b = problem.source.masses, problem.target.masses
    assert sum(m * cost(i, j) + problem.epsilon * m * m / (a[i] * b[j]) for i, j, m in plan) == exact.value
    for k, mass in enumerate(a):
        assert sum(m for i, _, m in plan if i == k) == mass
    for k, mass in enumerate(b):
        assert sum(m for _, j, m in plan if j == k) == mass


@settings(deadline=None, max_examples=50, phases=PHASES)
@given(regularized_problems(forbidden=True))
@example(FORCED)
def test_enclosures_hold_or_say_that_a_pair_is_at_the_edge(problem):
    found = solve_regularized(problem)
    try:
        enclosed = enclose(found, digits=20)
    except InvalidProblem:
        # only where some pair is as close to the edge as floats can tell
        assert min(float(found.density.min()), abs(found.support.highest_inactive)) < 1e-9
        return
    assert float(enclosed.conclusion.lower) - 1e-9 <= found.value <= float(enclosed.conclusion.upper) + 1e-9
    if problem.p == 2:
        exact = solve_exactly(found)
        assert enclosed.conclusion.lower <= exact.value <= enclosed.conclusion.upper
        for i, columns in enumerate(enclosed.conclusion.active):
            assert set(columns) <= set(exact.conclusion.active[i])
