"""Solving: known values, pinned bugs of other solvers, data beyond floats and beyond int64."""

from __future__ import annotations

import json
import random
from fractions import Fraction

import numpy as np
import pytest

from otverify.errors import InvalidProblem
from otverify.kernel.transport import check
from otverify.transport.audit_instances import corpus
from otverify.transport.candidates import Candidate, Method, repaired
from otverify.transport.costs import coulomb, squared_euclidean
from otverify.transport.exact import solve
from otverify.transport.measures import measure, uniform
from otverify.transport.outcomes import Infeasible, Optimal, plan_from_matrix
from otverify.transport.problems import problem, to_integers
from otverify.transport.residual import SparseFlow
from otverify.transport.tables import exact_floats
from tests.transport.oracles import highs_value, networkx_value

#: uniform masses on 0..n-1, cost 1/|x - y|, diagonal forbidden
COULOMB_LINE = {
    2: "1", 3: "5/6", 4: "1/2", 5: "13/30", 6: "1/3", 7: "25/84", 8: "1/4", 9: "41/180",
    10: "1/5", 11: "61/330", 12: "1/6", 13: "85/546", 14: "1/7", 15: "113/840", 16: "1/8",
}  # fmt: skip


@pytest.mark.parametrize(("n", "expected"), COULOMB_LINE.items())
def test_coulomb_on_the_line(n, expected):
    """Even n: the plan shifts by n/2 and costs 2/n, with the diagonal forbidden by structure."""
    stated = problem(uniform(range(n)), uniform(range(n)), cost=coulomb())
    outcome = solve(stated)
    assert outcome.value == Fraction(expected)
    assert n % 2 or outcome.value == Fraction(2, n)
    assert float(outcome.value) == pytest.approx(highs_value(stated), abs=1e-9)


def test_pot_issue_229():
    """Entries 1e32 that the optimum avoids: ot.emd returns 88.51, the certified optimum is 57.54."""
    (instance,) = [case for case in corpus() if case.name == "huge-costs"]
    outcome = solve(instance.problem)
    assert float(outcome.value) == pytest.approx(57.5432, abs=1e-4)


def random_problem(n, *, seed, m=None, largest=1000, zeros=0.0, holes=0.0, capacity=None):
    draw = random.Random(seed)
    m = m or n
    plan = [[draw.randint(0, 3) if draw.random() < 4 / m else 0 for _ in range(m)] for _ in range(n)]
    plan[0][0] += 1
    for i in range(n):
        if draw.random() < zeros:
            plan[i] = [0] * m
    plan[0][0] += 1
    cost = [
        [
            None if not plan[i][j] and draw.random() < holes else draw.randint(-largest, largest)
            for j in range(m)
        ]
        for i in range(n)
    ]
    bound = None
    if capacity is not None:
        bound = [[mass + draw.randint(0, capacity) for mass in row] for row in plan]
    return problem(
        [sum(row) for row in plan], [sum(col) for col in zip(*plan, strict=True)], cost=cost, capacity=bound
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "options",
    [{}, {"zeros": 0.3}, {"holes": 0.5}, {"capacity": 1}, {"capacity": 0, "holes": 0.3, "zeros": 0.2}],
    ids=["plain", "zero-mass", "forbidden", "capacity", "all"],
)
def test_medium_problems_agree_with_networkx(options, seed):
    """Beyond the small path: POT and OR-tools propose, atoms without mass are put back."""
    stated = random_problem(17, m=23, seed=seed, **options)
    outcome = solve(stated)
    assert isinstance(outcome, Optimal)
    assert outcome.value == networkx_value(stated)


@pytest.mark.parametrize("method", [Method.NETWORK_SIMPLEX, Method.COST_SCALING])
def test_infeasible_medium_problems_get_a_cut(method):
    cost = [[None if i < 8 and j >= 5 else abs(i - j) for j in range(12)] for i in range(12)]
    outcome = solve(problem([1] * 12, [1] * 12, cost=cost), method)
    assert isinstance(outcome, Infeasible)
    assert outcome.deficit == 3
    assert outcome.rows == tuple(range(8))
    assert outcome.columns == tuple(range(5))


@pytest.mark.parametrize("capacity", [None, 2])
@pytest.mark.parametrize("largest", [10**13, 10**17, 10**30])
def test_costs_beyond_the_solvers(capacity, largest):
    """Rounded for the proposing solver, repaired in exact arithmetic, with int64 costs or larger ones."""
    stated = random_problem(14, seed=5, largest=largest, capacity=capacity)
    assert (stated.cost.numerators.dtype == object) == (largest == 10**30)
    assert solve(stated).value == solve(stated, Method.SHORTEST_PATHS).value


def test_float_costs_are_solved_as_the_rationals_they_are():
    draw = np.random.default_rng(3)
    costs = exact_floats(draw.random((15, 15)))
    outcome = solve(problem([1] * 15, [1] * 15, cost=costs))
    plan = outcome.plan.matrix()
    assert outcome.value == sum(
        Fraction(costs.entry(i, j)) * plan[i][j] for i in range(15) for j in range(15)
    )
    assert float(outcome.value) == pytest.approx(highs_value(outcome.problem))


def test_masses_beyond_int64():
    big = 10**40
    stated = problem([big, 1] * 6, [1, big] * 6, cost=[[(i * j) % 7 for j in range(12)] for i in range(12)])
    outcome = solve(stated)
    assert outcome.value == solve(stated, Method.SHORTEST_PATHS).value
    assert sum(mass for _, _, mass in outcome.plan.entries()) == 6 * (big + 1)


@pytest.mark.parametrize("capacity", [None, 1])
def test_a_bad_plan_is_repaired(capacity):
    """Negative cycles are cancelled until the plan is optimal; wrong masses start afresh."""
    stated = random_problem(12, seed=2, capacity=capacity)
    data = to_integers(stated)
    value = solve(stated).value
    worst = problem(
        stated.source,
        stated.target,
        cost=[[-c for c in row] for row in stated.cost.rows()],
        capacity=stated.capacity,
    )
    start = solve(worst).plan
    flow = SparseFlow(rows=start.rows, columns=start.columns, masses=start.masses)
    for given in (flow, SparseFlow(rows=flow.rows[1:], columns=flow.columns[1:], masses=flow.masses[1:])):
        found = repaired(data, given)
        assert isinstance(found, Candidate)
        assert int((data.cost[found.flow.rows, found.flow.columns] * found.flow.masses).sum()) == value


def test_methods_say_what_they_cannot_hold():
    stated = random_problem(12, seed=1, capacity=1)
    with pytest.raises(InvalidProblem, match="no capacities"):
        solve(stated, Method.NETWORK_SIMPLEX)
    with pytest.raises(InvalidProblem, match="int64"):
        solve(random_problem(12, seed=1, largest=10**30), Method.COST_SCALING)


def test_no_mass_at_all():
    outcome = solve(problem([0, 0], [0], cost=[[1], [None]]))
    assert outcome.value == 0
    assert len(outcome.plan) == 0


def test_certificates_are_json_and_can_be_replayed():
    stated = random_problem(13, seed=8, capacity=2, holes=0.2)
    outcome = solve(stated)
    data, certificate = json.loads(json.dumps([stated.as_json(), outcome.certificate]))
    assert check(data, certificate).value == outcome.value


def test_plans_read_and_write():
    matrix = [[Fraction(1, 2), 0], [0, Fraction(1, 3)]]
    plan = plan_from_matrix(matrix)
    assert plan.matrix() == matrix
    assert plan.entries() == [(0, 0, Fraction(1, 2)), (1, 1, Fraction(1, 3))]
    assert plan.support == [(0, 0), (1, 1)]
    assert plan.floats().tolist() == [[0.5, 0], [0, pytest.approx(1 / 3)]]


def test_one_dimensional_squared_costs_are_solved_by_sorting():
    """A third oracle: the monotone plan is optimal for |x - y|² on the line."""
    draw = random.Random(0)
    x, y = (sorted(draw.randint(0, 99) for _ in range(40)) for _ in range(2))
    outcome = solve(problem(measure([1] * 40, x), measure([1] * 40, y), cost=squared_euclidean()))
    assert outcome.value == sum((a - b) ** 2 for a, b in zip(x, y, strict=True))
