"""Regularised transport: the solver against closed forms, two oracles and the laws of the problem."""

from __future__ import annotations

import io
import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.transport.costs import coulomb, squared_euclidean
from otverify.transport.measures import measure, uniform
from otverify.transport.regularized import instance_of, solve_regularized, solve_sequence
from otverify.transport.regularized_families import (
    cosine_line,
    cosine_square,
    discrete_torus,
    random_clouds,
    rounded_masses,
    two_atoms,
)
from otverify.transport.regularized_outcomes import Regularized, Unconverged
from otverify.transport.regularized_problems import regularized_problem
from otverify.transport.regularized_progress import Progress
from otverify.transport.regularized_starts import Start, transport_potentials
from tests.transport.regularized_oracles import block_maximum, costs, primal_value

EXPONENTS = ["2", "9/5", "3/2", "4/3", "5/4"]
exponents = st.sampled_from([*EXPONENTS, "11/10", "17/10"])
epsilons = st.sampled_from(["3", "1/2", "1/10", "1/50", "1/1000", "1/100000"])


@st.composite
def small_problems(draw):
    n, m = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    return random_clouds(
        n,
        m,
        dimension=draw(st.integers(1, 4)),
        epsilon=draw(epsilons),
        p=draw(exponents),
        seed=draw(st.integers(0, 10**6)),
    )


# ---------------------------------------------------------------------------------------------------
# laws


@settings(deadline=None, max_examples=60)
@given(small_problems())
def test_residual_duality_and_complementarity(problem):
    found = solve_regularized(problem)
    assert isinstance(found, Regularized)
    a = np.array([float(m) for m in problem.source.masses])
    b = np.array([float(m) for m in problem.target.masses])
    plan = found.plan().toarray()
    assert abs(plan.sum(1) / a - 1).max() < 2e-12
    assert abs(plan.sum(0) / b - 1).max() < 2e-12
    density = plan / np.outer(a, b)
    cost, epsilon, p = costs(problem), float(problem.epsilon), float(problem.p)
    primal = (plan * cost).sum() + epsilon * (np.outer(a, b) * density**p / (p - 1)).sum()
    assert primal == pytest.approx(found.dual, abs=1e-11 * max(1.0, abs(found.dual)))
    excess = found.f[:, None] + found.g - cost
    off = density == 0
    slack = 1e-14 * (1 + abs(excess).max())
    assert excess[off].max(initial=-np.inf) <= found.support.highest_inactive + slack
    assert found.support.lowest_active > 0


@settings(deadline=None, max_examples=25)
@given(small_problems())
def test_no_feasible_plan_is_better_and_no_potentials_are(problem):
    """Weak duality on both sides, at random competitors."""
    found = solve_regularized(problem)
    a = np.array([float(m) for m in problem.source.masses])
    b = np.array([float(m) for m in problem.target.masses])
    cost, epsilon, p = costs(problem), float(problem.epsilon), float(problem.p)
    other = 0.5 * found.plan().toarray() + 0.5 * np.outer(a, b)
    value = (other * cost).sum() + epsilon * (np.outer(a, b) ** (1 - p) * other**p / (p - 1)).sum()
    slack = 1e-11 * max(1.0, abs(found.value))
    assert value >= found.value - slack
    draw = np.random.default_rng(0)
    q = p / (p - 1)
    for size in (1e-3, 0.1):
        f = found.f + size * epsilon * draw.standard_normal(len(a))
        g = found.g + size * epsilon * draw.standard_normal(len(b))
        u = np.maximum(f[:, None] + g - cost, 0) / (epsilon * q)
        dual = a @ f + b @ g - epsilon * (np.outer(a, b) * u**q).sum()
        assert dual <= found.value + slack


@pytest.mark.parametrize("p", EXPONENTS)
def test_exchanging_the_measures_exchanges_the_potentials(p):
    problem = random_clouds(9, 12, dimension=2, epsilon="1/20", p=p, seed=4)
    one, two = solve_regularized(problem), solve_regularized(problem.transposed())
    assert one.value == pytest.approx(two.value, abs=1e-14)
    assert abs(one.plan().toarray() - two.plan().toarray().T).max() < 1e-13


def test_scaling_masses_costs_and_epsilon():
    problem = random_clouds(6, 8, dimension=2, epsilon="1/20", p="3/2", seed=5)
    found = solve_regularized(problem)
    table = [[7 * c for c in row] for row in problem.tabulated().rows()]
    other = solve_regularized(
        regularized_problem(problem.source, problem.target, cost=table, epsilon="7/20", p="3/2")
    )
    assert other.value == pytest.approx(7 * found.value, rel=1e-12)


# ---------------------------------------------------------------------------------------------------
# oracles


@pytest.mark.parametrize("p", EXPONENTS)
@pytest.mark.parametrize("epsilon", ["1", "1/10", "1/100"])
def test_against_the_primal_by_slsqp(p, epsilon):
    problem = random_clouds(3, 4, dimension=2, epsilon=epsilon, p=p, seed=11)
    found = solve_regularized(problem)
    value, _ = primal_value(problem)
    # SLSQP is feasible to about 1e-9 only
    assert found.value == pytest.approx(value, abs=1e-7)


@pytest.mark.parametrize(("p", "seed"), [("2", 1), ("3/2", 2), ("9/5", 3), ("5/4", 4)])
def test_against_exact_block_maximisation(p, seed):
    problem = random_clouds(3, 4, dimension=2, epsilon="1/4", p=p, seed=seed)
    found = solve_regularized(problem)
    below = float(block_maximum(problem, sweeps=30, digits=20))
    assert below <= found.value + 1e-14
    assert found.value == pytest.approx(below, abs=1e-9)


@pytest.mark.parametrize("p", [*EXPONENTS, "11/10"])
@pytest.mark.parametrize("epsilon", ["2", "1/4", "1/10", "1/1000"])
def test_two_atoms(p, epsilon):
    """ε q (r^(p-1) - (2-r)^(p-1)) = 1/2 for the diagonal density r < 2, else r = 2."""
    found = solve_regularized(two_atoms(epsilon=epsilon, p=p))
    power, q = float(Fraction(p)) - 1, float(1 / (1 - 1 / Fraction(p)))
    unit = float(Fraction(epsilon)) * q
    if unit * 2**power <= 0.5:
        expected = 2.0
    else:
        low, high = 1.0, 2.0
        for _ in range(80):
            r = (low + high) / 2
            low, high = (r, high) if unit * (r**power - (2 - r) ** power) < 0.5 else (low, r)
        expected = low
    plan = found.plan().toarray()
    assert plan[0, 0] == pytest.approx(expected / 4, abs=1e-12)
    assert plan[0, 1] == pytest.approx((2 - expected) / 4, abs=1e-12)


def test_one_atom_carries_everything():
    found = solve_regularized(regularized_problem([3], [3], cost=[[5]], epsilon=2, p="3/2"))
    # ρ = 1/3 for total mass 3: the marginal conditions are Σ b ρ = 1
    assert found.plan().toarray()[0, 0] == pytest.approx(3)


def test_total_mass_need_not_be_one():
    problem = regularized_problem([2, 1], [1, 2], cost=[[0, 1], [1, 1]], epsilon="1/10", p=2)
    found = solve_regularized(problem)
    assert np.allclose(found.plan().sum(axis=1), [2, 1], rtol=1e-12)


# ---------------------------------------------------------------------------------------------------
# starts and sequences


@pytest.mark.parametrize("start", list(Start))
@pytest.mark.parametrize("p", ["2", "3/2"])
def test_every_start_leads_to_the_solution(start, p):
    problem = cosine_line(60).problem(epsilon="1/1000", p=p)
    found = solve_regularized(problem, start=start)
    assert isinstance(found, Regularized)
    assert found.residual <= 1e-12
    assert found.value == pytest.approx(solve_regularized(problem).value, abs=1e-14)


@pytest.mark.parametrize("start", [Start.AUTOMATIC, Start.LEVELS, Start.HOMOTOPY])
def test_clouds_without_a_grid(start):
    problem = random_clouds(150, 130, dimension=2, epsilon="1/500", p="3/2", seed=3)
    found = solve_regularized(problem, start=start)
    assert isinstance(found, Regularized)
    assert found.value == pytest.approx(solve_regularized(problem).value, abs=1e-13)


@pytest.mark.parametrize("p", ["2", "4/3"])
def test_fourteen_values_of_epsilon(p):
    values = [Fraction(10) ** -(k // 2) / (3 if k % 2 else 1) for k in range(14)]
    found = list(solve_sequence(cosine_line(100).problem(epsilon=1, p=p), values))
    assert all(isinstance(r, Regularized) and r.residual <= 1e-12 for r in found)
    assert all(r.problem.epsilon == value for r, value in zip(found, values, strict=True))
    # the value increases with ε
    assert all(one.value >= two.value for one, two in itertools.pairwise(found))


def test_known_potentials_and_known_solutions():
    family = cosine_square(12)
    problem = family.problem(epsilon="1/100", p="9/5")
    plain = solve_regularized(problem)
    for known in (plain, (family.f, family.g), solve_regularized(problem.at(epsilon="1/10"))):
        assert solve_regularized(problem, known=known).value == pytest.approx(plain.value, abs=1e-14)
    assert solve_regularized(problem, known=plain).steps == 0


def test_grid_levels_agree_with_the_direct_way():
    problem = cosine_square(16).problem(epsilon="1/200", p=2)
    levels = solve_regularized(problem, start=Start.LEVELS)
    assert levels.value == pytest.approx(solve_regularized(problem).value, abs=1e-14)


def test_too_few_steps_are_reported():
    found = solve_regularized(
        cosine_line(50).problem(epsilon="1/10000", p="3/2"), start=Start.TRANSPORT, max_steps=1
    )
    assert isinstance(found, Unconverged)
    assert "larger max_steps" in found.reason
    assert found.residual > 1e-12


def test_progress_is_told_step_by_step():
    told = []
    solve_regularized(cosine_line(30).problem(epsilon="1/100", p=2), progress=told.append)
    assert [step.step for step in told][:3] == [0, 1, 2]
    assert told[-1].residual <= 1e-12


@pytest.mark.parametrize(("n", "m", "seed"), [(8, 5, 1), (1, 4, 2), (6, 1, 3), (30, 40, 4)])
def test_monotone_potentials_are_optimal(n, m, seed):
    problem = random_clouds(n, m, dimension=1, epsilon="1/10", p=2, seed=seed)
    instance = instance_of(problem)
    f, g = transport_potentials(problem, instance)
    assert (f[:, None] + g - costs(problem)).max() < 1e-15
    import ot

    emd = ot.emd2(instance.a, instance.b * (instance.a.sum() / instance.b.sum()), costs(problem))
    assert instance.a @ f + instance.b @ g == pytest.approx(emd, abs=1e-14)


# ---------------------------------------------------------------------------------------------------
# costs of every kind


def test_periodic_costs_and_matrices_agree():
    stated = discrete_torus(5, 2, epsilon="1/20", p="3/2")
    table = regularized_problem(
        stated.source, stated.target, cost=stated.tabulated(), epsilon="1/20", p="3/2"
    )
    assert solve_regularized(stated).value == pytest.approx(solve_regularized(table).value, abs=1e-15)


def test_irrational_costs_with_a_forbidden_diagonal():
    points = uniform([(0, 0), (1, 0), (0, 1), (1, 1)])
    found = solve_regularized(regularized_problem(points, points, cost=coulomb(), epsilon="1/10", p="3/2"))
    assert isinstance(found, Regularized)
    assert not set(zip(found.support.rows.tolist(), found.support.columns.tolist(), strict=True)) & {
        (k, k) for k in range(4)
    }


def test_forbidden_pairs_stay_empty():
    cost = [[0, None, 2], [1, 0, None], [None, 1, 0]]
    found = solve_regularized(regularized_problem([1, 1, 1], [1, 1, 1], cost=cost, epsilon="1/2", p=2))
    plan = found.plan().toarray()
    assert plan[0, 1] == plan[1, 2] == plan[2, 0] == 0
    assert abs(plan.sum(0) - 1).max() < 1e-12


@pytest.mark.parametrize("p", ["2", "9/5", "4/3", "11/10"])
@pytest.mark.parametrize("scale", [1, 10**9, Fraction(1, 10**9)])
def test_masses_of_very_different_sizes(p, scale):
    """Atoms of 1e-9 beside atoms of 1e-1, and costs of any unit."""
    draw = np.random.default_rng(0)
    cost = [[c * scale for c in row] for row in draw.integers(0, 1000, (20, 30)).tolist()]
    sides = [measure(rounded_masses(draw.random(size) ** 8 + 1e-9)) for size in (20, 30)]
    for epsilon in (1000, 100, Fraction(1, 100)):
        found = solve_regularized(regularized_problem(*sides, cost=cost, epsilon=epsilon * scale, p=p))
        assert isinstance(found, Regularized), found.reason
        assert found.residual <= 1e-12


def test_points_far_from_the_origin_lose_no_digits():
    shift = 10**6
    near = random_clouds(10, 12, dimension=2, epsilon="1/1000", p=2, seed=8)
    moved = [
        measure(side.masses, [[v + shift for v in point] for point in side.points])
        for side in (near.source, near.target)
    ]
    far = regularized_problem(*moved, cost=squared_euclidean(scale="1/2"), epsilon="1/1000", p=2)
    assert solve_regularized(far).value == pytest.approx(solve_regularized(near).value, abs=1e-13)


# ---------------------------------------------------------------------------------------------------
# errors


@pytest.mark.parametrize("epsilon", [0, -1, "-1/3"])
def test_epsilon_must_be_positive(epsilon):
    with pytest.raises(InvalidProblem, match="epsilon: expected a number > 0"):
        two_atoms(epsilon=epsilon, p=2)


@pytest.mark.parametrize("epsilon", [0.1, "x", None, float("nan")])
def test_epsilon_must_be_exact(epsilon):
    with pytest.raises(InvalidProblem, match="epsilon"):
        two_atoms(epsilon=epsilon, p=2)


@pytest.mark.parametrize("p", [1, 0, "5/2", 3, "1/2"])
def test_p_must_be_in_range(p):
    with pytest.raises(InvalidProblem, match=r"p: expected a number in \(1, 2\]"):
        two_atoms(epsilon=1, p=p)


def test_masses_must_be_positive_and_balanced():
    with pytest.raises(InvalidProblem, match="exactly equal total masses"):
        regularized_problem([1, 1], [1, 2], cost=[[0, 1], [1, 0]], epsilon=1)
    with pytest.raises(InvalidProblem, match="mass 0 at atom 1"):
        regularized_problem([1, 0], [1], cost=[[0], [1]], epsilon=1)
    with pytest.raises(InvalidProblem, match="shape"):
        regularized_problem([1, 1], [1, 1], cost=[[0, 1]], epsilon=1)
    with pytest.raises(InvalidProblem, match="a measure with points"):
        regularized_problem([1], [1], cost=squared_euclidean(), epsilon=1)


def test_forbidden_pairs_may_leave_no_plan():
    problem = regularized_problem([2, 1], [1, 2], cost=[[0, None], [1, 1]], epsilon=1)
    with pytest.raises(InvalidProblem, match="a plan that avoids the forbidden pairs"):
        solve_regularized(problem)


def test_potentials_given_must_fit():
    problem = two_atoms(epsilon=1, p=2)
    with pytest.raises(InvalidProblem, match="known f: expected 2 finite numbers"):
        solve_regularized(problem, known=(np.zeros(3), np.zeros(2)))
    with pytest.raises(InvalidProblem, match="known"):
        solve_regularized(problem, known=solve_regularized(discrete_torus(4, 1, epsilon=1, p=2)))


def test_densities_must_be_positive():
    with pytest.raises(InvalidProblem, match="density"):
        rounded_masses(np.array([1.0, 0.0]))
    assert sum(rounded_masses(np.array([1.0, 2.0, 1e-30]), bits=8)) == 1


def test_progress_is_silent_on_short_runs():
    lines = io.StringIO()
    solve_regularized(cosine_line(30).problem(epsilon="1/100", p=2), progress=Progress(lines))
    assert lines.getvalue() == ""
    solve_regularized(
        cosine_line(30).problem(epsilon="1/100", p=2), progress=Progress(lines, after=0, every=0)
    )
    assert "residual" in lines.getvalue().splitlines()[-1]
