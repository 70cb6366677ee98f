"""Exact solutions for p = 2 and enclosures for every p: what the kernel has accepted is true."""

from __future__ import annotations

import json
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.kernel.transport_regularized import check
from otverify.transport.costs import coulomb
from otverify.transport.measures import uniform
from otverify.transport.regularized import solve_regularized
from otverify.transport.regularized_enclosures import enclose
from otverify.transport.regularized_exact import exact_costs, solve_exactly
from otverify.transport.regularized_families import (
    cosine_line,
    cosine_square,
    discrete_torus,
    random_clouds,
    two_atoms,
)
from otverify.transport.regularized_lifting import IntegerSystem, solve_integer_system
from otverify.transport.regularized_problems import regularized_problem
from otverify.transport.regularized_starts import Start


def plan_value(problem, plan):
    """Σ c π + ε Σ π²/(a b) in fractions, from the plan alone (p = 2)."""
    a, b, cost = problem.source.masses, problem.target.masses, exact_costs(problem)
    return sum(mass * cost(i, j) + problem.epsilon * mass * mass / (a[i] * b[j]) for i, j, mass in plan)


@settings(deadline=None, max_examples=40)
@given(
    st.integers(1, 6),
    st.integers(1, 6),
    st.integers(1, 3),
    st.sampled_from(["2", "1/3", "1/10", "1/77", "1/5000"]),
    st.integers(0, 10**6),
)
def test_exact_plans_have_the_marginals_and_the_value(n, m, dimension, epsilon, seed):
    problem = random_clouds(n, m, dimension=dimension, epsilon=epsilon, p=2, seed=seed)
    exact = solve_exactly(solve_regularized(problem))
    plan = exact.plan()
    for side, index in ((problem.source, 0), (problem.target, 1)):
        for k, mass in enumerate(side.masses):
            assert sum(entry[2] for entry in plan if entry[index] == k) == mass
    assert all(mass > 0 for _, _, mass in plan)
    assert plan_value(problem, plan) == exact.value
    # the certificate is plain JSON and stands for itself
    assert check(problem.statement(), json.loads(json.dumps(exact.certificate))).value == exact.value


@pytest.mark.parametrize("epsilon", ["1", "1/4", "1/7", "1/8", "1/10"])
def test_two_atoms_exactly(epsilon):
    """p = 2: 2ε (2r - 2) = 1/2 for the diagonal density r, but at most 2; r = 2 from ε = 1/8 on."""
    exact = solve_exactly(solve_regularized(two_atoms(epsilon=epsilon, p=2)))
    r = min(Fraction(2), 1 + 1 / (8 * Fraction(epsilon)))
    masses = {(i, j): mass for i, j, mass in exact.plan()}
    assert masses[0, 0] == masses[1, 1] == r / 4
    assert masses.get((0, 1), 0) == (2 - r) / 4
    # below 1/8 the support is disconnected and the potentials are a one-parameter family, at 1/8 not yet
    assert exact.conclusion.dimension == (1 if Fraction(epsilon) < Fraction(1, 8) else 0)
    assert exact.conclusion.highest_inactive == {"1/8": 0, "1/10": Fraction(-1, 10)}.get(epsilon)


@pytest.mark.parametrize(("size", "dimension"), [(7, 1), (5, 2), (3, 3)])
def test_discrete_torus_exactly(size, dimension):
    """Constant potentials: the mean of (2C - c)_+ over the group is 2ε."""
    epsilon = Fraction(1, 30)
    exact = solve_exactly(solve_regularized(discrete_torus(size, dimension, epsilon=epsilon, p=2)))
    sums = {exact.f[i] + exact.g[j] for i in range(size**dimension) for j in range(size**dimension)}
    assert len(sums) == 1
    cost = exact_costs(exact.problem)
    top = sums.pop()
    levels = [max(top - cost(0, j), Fraction(0)) for j in range(size**dimension)]
    assert sum(levels) == 2 * epsilon * size**dimension


@pytest.mark.parametrize("epsilon", ["1", "1/100", "1/10000", "1/1000000"])
def test_exact_solutions_on_the_line(epsilon):
    found = solve_regularized(cosine_line(60, bits=20).problem(epsilon=epsilon, p=2))
    exact = solve_exactly(found)
    assert float(exact.value) == pytest.approx(found.dual, rel=1e-14)
    support = found.support
    pairs = set(zip(support.rows.tolist(), support.columns.tolist(), strict=True))
    assert {(i, j) for i, row in enumerate(exact.conclusion.active) for j in row} == pairs
    assert float(exact.conclusion.lowest_active) == pytest.approx(support.lowest_active, rel=1e-6)


def test_exact_solutions_of_a_square():
    exact = solve_exactly(solve_regularized(cosine_square(8, bits=16).problem(epsilon="1/500", p=2)))
    assert exact.conclusion.dimension == 0
    assert max(v.denominator.bit_length() for v in exact.f) > 200
    cost = exact_costs(exact.problem)
    excess = [exact.f[i] + exact.g[j] - cost(i, j) for i in range(64) for j in range(64)]
    assert exact.conclusion.highest_inactive == max(t for t in excess if t <= 0)
    assert exact.conclusion.lowest_active == min(t for t in excess if t > 0)


def test_forbidden_pairs_exactly():
    cost = [[0, None, 2], [1, 0, None], [None, 1, 0]]
    exact = solve_exactly(
        solve_regularized(regularized_problem([1, 2, 1], [2, 1, 1], cost=cost, epsilon="1/3", p=2))
    )
    assert not {(i, j) for i, j, _ in exact.plan()} & {(0, 1), (1, 2), (2, 0)}


def test_components_get_a_feasible_gauge():
    """Two far clusters: the constants between them are free, but not arbitrary."""
    cost = [[0, 1, 9, 9], [1, 0, 9, 9], [9, 9, 0, 1], [9, 9, 1, 0]]
    exact = solve_exactly(solve_regularized(regularized_problem([1] * 4, [1] * 4, cost=cost, epsilon=1, p=2)))
    assert exact.conclusion.dimension == 1
    assert exact.conclusion.highest_inactive < 0


def test_only_p_2_and_rational_costs_are_exact():
    with pytest.raises(InvalidProblem, match="p: expected p = 2"):
        solve_exactly(solve_regularized(two_atoms(epsilon=1, p="3/2")))
    points = uniform([(0, 0), (1, 0), (0, 1), (1, 1)])
    found = solve_regularized(regularized_problem(points, points, cost=coulomb(), epsilon=1, p=2))
    with pytest.raises(InvalidProblem, match="sums of radicals"):
        solve_exactly(found)


@pytest.mark.parametrize("epsilon", ["1/5", "1/300"])
def test_certificates_do_not_depend_on_the_last_digits_of_floats(epsilon):
    problem = cosine_line(15, bits=12).problem(epsilon=epsilon, p=2)
    ways = [solve_regularized(problem, start=start) for start in (Start.TRANSPORT, Start.HOMOTOPY)]
    first, second = ({"g": found.g - found.g[0], "f": found.f + found.g[0]} for found in ways)
    assert abs(first["f"] - second["f"]).max() < 1e-12
    one, two = (
        solve_exactly(solve_regularized(problem, known=(way["f"], way["g"]))) for way in (first, second)
    )
    assert one.certificate == two.certificate


def test_long_runs_tell_what_they_do():
    found = solve_regularized(cosine_line(20, bits=12).problem(epsilon="1/100", p=2))
    told: list[str] = []
    solve_exactly(found, progress=told.append)
    assert "bits of the exact solution" in told[0]
    assert told[-1] == "the kernel looks at 400 pairs"
    told.clear()
    enclose(found, progress=told.append)
    assert told[0].startswith("residual")
    assert told[-1] == "the kernel looks at 400 pairs"


# ---------------------------------------------------------------------------------------------------
# enclosures


@settings(deadline=None, max_examples=30)
@given(
    st.integers(1, 6),
    st.integers(1, 6),
    st.sampled_from(["2", "1/3", "1/10", "1/77", "1/5000"]),
    st.sampled_from(["2", "9/5", "3/2", "4/3", "7/6", "13/7"]),
    st.integers(0, 10**6),
)
def test_enclosures_are_narrow_and_hold_the_float_solution(n, m, epsilon, p, seed):
    problem = random_clouds(n, m, dimension=2, epsilon=epsilon, p=p, seed=seed)
    found = solve_regularized(problem)
    enclosed = enclose(found, digits=20)
    assert enclosed.width < 1e-13
    assert enclosed.is_support_certain
    assert float(enclosed.conclusion.lower) == pytest.approx(found.value, abs=1e-12)
    assert enclosed.conclusion.lower <= enclosed.conclusion.upper
    support = found.support
    pairs = set(zip(support.rows.tolist(), support.columns.tolist(), strict=True))
    assert {(i, j) for i, row in enumerate(enclosed.conclusion.active) for j in row} == pairs
    assert check(problem.statement(), json.loads(json.dumps(enclosed.certificate))) == enclosed.conclusion


@pytest.mark.parametrize("epsilon", ["1", "1/10", "1/300"])
def test_enclosures_hold_the_exact_solution(epsilon):
    """For p = 2 both are available; with the same constant at the first atom they must agree."""
    problem = random_clouds(7, 9, dimension=2, epsilon=epsilon, p=2, seed=21)
    found = solve_regularized(problem)
    exact, enclosed = solve_exactly(found), enclose(found)
    assert enclosed.conclusion.blocks == 1
    shift = enclosed.f[0][0] - exact.f[0]
    assert all(low <= v + shift <= high for v, (low, high) in zip(exact.f, enclosed.f, strict=True))
    assert all(low <= v - shift <= high for v, (low, high) in zip(exact.g, enclosed.g, strict=True))
    assert enclosed.conclusion.lower <= exact.value <= enclosed.conclusion.upper
    assert enclosed.conclusion.active == exact.conclusion.active


@pytest.mark.parametrize("p", ["9/5", "3/2", "4/3", "5/4"])
def test_enclosures_hold_the_closed_form_of_two_atoms(p):
    """At ε = 1: ε q (r^(p-1) - (2-r)^(p-1)) = 1/2, solved by mpmath in 50 digits."""
    enclosed = enclose(solve_regularized(two_atoms(epsilon=1, p=p)), digits=40)
    with mpmath.workdps(50):
        power = mpmath.mpf(Fraction(p).numerator) / Fraction(p).denominator - 1
        q = (power + 1) / power
        r = mpmath.findroot(lambda t: q * (t**power - (2 - t) ** power) - 0.5, (1, 1.99), solver="anderson")
        # value from the density: cost 1/2 off the diagonal, h = z^p/(p-1)
        value = (2 - r) / 4 + (r ** (power + 1) + (2 - r) ** (power + 1)) / (2 * power)
        low, high = (
            mpmath.mpf(v.numerator) / v.denominator
            for v in (enclosed.conclusion.lower, enclosed.conclusion.upper)
        )
        assert low - mpmath.mpf(10) ** -45 <= value <= high + mpmath.mpf(10) ** -45
        assert high - low < mpmath.mpf(10) ** -38


@pytest.mark.parametrize("p", ["2", "9/5", "3/2", "4/3"])
def test_the_support_on_the_line_is_certain(p):
    enclosed = enclose(solve_regularized(cosine_line(60, bits=20).problem(epsilon="1/20000", p=p)))
    assert enclosed.is_support_certain


def test_enclosures_with_irrational_costs():
    points = uniform([(0, 0), (1, 0), (0, 1), (2, 1)])
    found = solve_regularized(regularized_problem(points, points, cost=coulomb(), epsilon="1/3", p="3/2"))
    enclosed = enclose(found)
    assert enclosed.is_support_certain
    assert enclosed.width < 1e-20


def test_more_digits_nest():
    found = solve_regularized(random_clouds(5, 6, dimension=2, epsilon="1/20", p="4/3", seed=9))
    coarse, fine = enclose(found, digits=15), enclose(found, digits=60)
    assert fine.width < 1e-40 < coarse.width
    assert coarse.conclusion.lower <= fine.conclusion.lower
    assert fine.conclusion.upper <= coarse.conclusion.upper
    balls = fine.balls()[0]
    assert all(ball.is_finite() for ball in balls)


def test_a_pair_exactly_at_the_edge_is_said_to_be_so():
    """ε = 1/8: the off-diagonal pairs have f + g = c, between two components."""
    with pytest.raises(InvalidProblem, match="between two blocks may be active"):
        enclose(solve_regularized(two_atoms(epsilon="1/8", p=2)))


@pytest.mark.parametrize("digits", [0, -3, 1001])
def test_digits_are_checked(digits):
    with pytest.raises(InvalidProblem, match="digits"):
        enclose(solve_regularized(two_atoms(epsilon=1, p=2)), digits=digits)


# ---------------------------------------------------------------------------------------------------
# integer systems


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 8), st.integers(0, 10**6))
def test_integer_systems(size, seed):
    import numpy as np

    draw = np.random.default_rng(seed)
    matrix = draw.integers(-9, 10, (size, size)) + np.diag(draw.integers(60, 90, size))
    right = draw.integers(-(10**9), 10**9, size)
    system = IntegerSystem(
        values=matrix.ravel().tolist(),
        columns=np.tile(np.arange(size), size),
        starts=np.arange(0, size * size + 1, size),
        right=right.tolist(),
    )
    for approximate in (lambda r: np.linalg.solve(matrix, r), lambda r: np.full(size, np.nan)):
        numerators, denominator = solve_integer_system(system, approximate)
        for row, wanted in zip(matrix.tolist(), right.tolist(), strict=True):
            assert sum(c * x for c, x in zip(row, numerators, strict=True)) == wanted * denominator
