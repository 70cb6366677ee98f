"""Weak and strong duality, complementary slackness, and agreement with independent oracles."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.strategies import problems, unchecked_problems
from otverify.transport.outcomes import Infeasible, Optimal
from tests.laws.solvers import CAPACITATED, PLAIN, value
from tests.transport.oracles import cost_of, enumerated_value, highs_value, networkx_value

plain = pytest.mark.parametrize("solver", PLAIN.values(), ids=PLAIN.keys())
capacitated = pytest.mark.parametrize("solver", CAPACITATED.values(), ids=CAPACITATED.keys())


def dual_value(problem, f, g):
    """Σ f μ + Σ g ν + Σ min(0, c - f - g) h."""
    total = sum(a * m for a, m in zip(f, problem.source.masses, strict=True))
    total += sum(b * m for b, m in zip(g, problem.target.masses, strict=True))
    if problem.capacity is not None:
        for i, row in enumerate(problem.cost.rows()):
            for j, c in enumerate(row):
                bound = problem.capacity.entry(i, j)
                if c is not None and bound is not None:
                    total += min(Fraction(0), c - f[i] - g[j]) * bound
    return total


@plain
@settings(max_examples=40, deadline=None)
@given(problems(forbidden=True, max_denominator=3))
def test_strong_duality(solver, problem):
    """Plan and potentials have equal values, computed here from scratch."""
    outcome = solver(problem)
    assert isinstance(outcome, Optimal)
    assert outcome.value == cost_of(problem, outcome.plan.matrix())
    assert outcome.value == dual_value(problem, outcome.potentials.f, outcome.potentials.g)


@capacitated
@settings(max_examples=40, deadline=None)
@given(problems(capacitated=True, forbidden=True, max_denominator=2))
def test_strong_duality_with_capacities(solver, problem):
    """Σ c π = -Σ u μ - Σ v ν + Σ w h with w = min(0, c + u + v) (Korman-McCann, eq. (25))."""
    outcome = solver(problem)
    assert isinstance(outcome, Optimal)
    assert outcome.value == cost_of(problem, outcome.plan.matrix())
    assert outcome.value == dual_value(problem, outcome.potentials.f, outcome.potentials.g)
    w = outcome.potentials.w(problem)
    by_notation = -sum(u * m for u, m in zip(outcome.potentials.u, problem.source.masses, strict=True))
    by_notation -= sum(v * m for v, m in zip(outcome.potentials.v, problem.target.masses, strict=True))
    for i, row in enumerate(w):
        for j, multiplier in enumerate(row):
            bound = problem.capacity.entry(i, j)
            assert multiplier <= 0
            assert bound is not None or multiplier == 0
            by_notation += multiplier * (bound or 0)
    assert outcome.value == by_notation


@settings(max_examples=60, deadline=None)
@given(problems(capacitated=True), st.data())
def test_weak_duality(problem, data):
    """Every f, g bounds every plan: the dual value is at most the minimum."""
    n, m = problem.shape
    f = data.draw(st.lists(st.integers(-9, 9), min_size=n, max_size=n))
    free = [
        min((c - a for c, a in zip(col, f, strict=True)), default=0)
        for col in zip(*problem.cost.rows(), strict=True)
    ]
    assert dual_value(problem, f, free[:m]) <= value(CAPACITATED["automatic"], problem)


@capacitated
@settings(max_examples=40, deadline=None)
@given(problems(capacitated=True, forbidden=True))
def test_complementary_slackness(solver, problem):
    """Mass below capacity only where c - f - g >= 0, mass above 0 only where it is <= 0."""
    outcome = solver(problem)
    plan, f, g = outcome.plan.matrix(), outcome.potentials.f, outcome.potentials.g
    for i, row in enumerate(problem.cost.rows()):
        for j, c in enumerate(row):
            if c is None:
                assert plan[i][j] == 0
                continue
            bound = problem.capacity.entry(i, j)
            if plan[i][j] < (math.inf if bound is None else bound):
                assert c - f[i] - g[j] >= 0
            if plan[i][j] > 0:
                assert c - f[i] - g[j] <= 0


@plain
@settings(max_examples=30, deadline=None)
@given(problems(max_rows=3, max_columns=3, max_mass=2, forbidden=True))
def test_enumeration_agrees(solver, problem):
    """Oracle 1: the minimum over all integer plans."""
    assert value(solver, problem) == enumerated_value(problem)


@plain
@settings(max_examples=25, deadline=None)
@given(problems(max_rows=6, max_columns=6, forbidden=True, max_denominator=3))
def test_highs_agrees(solver, problem):
    """Oracle 2: SciPy's HiGHS, in floats."""
    assert float(value(solver, problem)) == pytest.approx(highs_value(problem), abs=1e-7)


@capacitated
@settings(max_examples=30, deadline=None)
@given(problems(max_rows=3, max_columns=3, max_mass=2, capacitated=True, forbidden=True))
def test_enumeration_agrees_with_capacities(solver, problem):
    """Oracle 1 with capacities."""
    assert value(solver, problem) == enumerated_value(problem)


@capacitated
@settings(max_examples=25, deadline=None)
@given(problems(max_rows=6, max_columns=6, capacitated=True, unbounded=False))
def test_networkx_agrees_with_capacities(solver, problem):
    """Oracle 3: networkx's network simplex on integers."""
    assert value(solver, problem) == networkx_value(problem)


@capacitated
@settings(max_examples=60, deadline=None)
@given(unchecked_problems(max_rows=3, max_columns=3, max_mass=2))
def test_infeasibility_is_decided(solver, problem):
    """A problem without plans gets a cut, and only such a problem does."""
    outcome = solver(problem)
    assert isinstance(outcome, Infeasible) == (enumerated_value(problem) is None)
    if isinstance(outcome, Infeasible):
        supply = sum((problem.source.masses[i] for i in outcome.rows), Fraction(0))
        demand = sum((problem.target.masses[j] for j in outcome.columns), Fraction(0))
        through = Fraction(0)
        for i in outcome.rows:
            for j in set(range(problem.shape[1])) - set(outcome.columns):
                if problem.cost.entry(i, j) is not None:
                    through += problem.capacity.entry(i, j)
        assert outcome.deficit == supply - demand - through > 0
