"""c-cyclical monotonicity against brute force over all cycles."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings

from otverify.errors import InvalidProblem
from otverify.kernel.errors import Rejected
from otverify.kernel.transport import check
from otverify.strategies import cost_matrices, problems, relations
from otverify.transport.costs import coulomb, squared_euclidean
from otverify.transport.exact import solve
from otverify.transport.measures import uniform
from otverify.transport.monotonicity import Monotone, Violated, cyclical_monotonicity
from otverify.transport.problems import problem
from otverify.transport.tables import table, tabulate


def shortest_violation(rows, pairs):
    """Length of the shortest cycle with a negative sum, by trying all; None if there is none."""
    for length in range(2, len(pairs) + 1):
        for cycle in permutations(pairs, length):
            shifted = [rows[cycle[(k + 1) % length][0]][cycle[k][1]] for k in range(length)]
            if None not in shifted and sum(shifted) < sum(rows[i][j] for i, j in cycle):
                return length
    return None


@settings(max_examples=150, deadline=None)
@given(cost_matrices(4, 4, forbidden=True), relations())
def test_brute_force_agrees(matrix, pairs):
    """Monotone exactly when no cycle violates it, and the cycle returned is a shortest one."""
    pairs = [(i, j) for i, j in pairs if matrix[i][j] is not None][:5]
    if not pairs:
        return
    found = cyclical_monotonicity(table(matrix), pairs)
    shortest = shortest_violation(matrix, pairs)
    if isinstance(found, Monotone):
        assert shortest is None
        potential = (
            dict(zip(found.rows, found.f, strict=True)),
            dict(zip(found.columns, found.g, strict=True)),
        )
        for i in found.rows:
            for j in found.columns:
                if matrix[i][j] is not None:
                    slack = matrix[i][j] - potential[0][i] - potential[1][j]
                    assert slack >= 0
                    assert slack == 0 or (i, j) not in pairs
    else:
        assert len(found.cycle) == shortest
        assert found.shortest
        assert found.gain > 0


@settings(max_examples=40, deadline=None)
@given(problems(forbidden=True))
def test_supports_of_optimal_plans_are_monotone(drawn):
    outcome = solve(drawn)
    assert isinstance(cyclical_monotonicity(drawn.cost, outcome.plan.support), Monotone)


@settings(max_examples=40, deadline=None)
@given(problems(max_rows=4, max_columns=4, max_mass=2))
def test_moving_mass_around_a_violating_cycle_lowers_the_cost_by_its_gain(drawn):
    """The worst plan violates monotonicity unless all plans cost the same."""
    worst = solve(problem(drawn.source, drawn.target, cost=[[-c for c in row] for row in drawn.cost.rows()]))
    found = cyclical_monotonicity(drawn.cost, worst.plan.support)
    if isinstance(found, Monotone):
        assert -worst.value == solve(drawn).value
        return
    rows, cycle = drawn.cost.rows(), found.cycle
    moved = sum(rows[cycle[(k + 1) % len(cycle)][0]][j] - rows[i][j] for k, (i, j) in enumerate(cycle))
    assert moved == -found.gain


def test_irrational_costs_are_decided_by_balls():
    x, y = [(0, 0), (1, 2), (3, 1), (2, 2)], [(5, 1), (1, 1), (0, 3), (2, 0)]
    cost = tabulate(coulomb(), x, y=y)
    verdicts = {
        p: isinstance(cyclical_monotonicity(cost, list(enumerate(p))), Monotone)
        for p in permutations(range(4))
    }
    best = solve(problem(uniform(x), uniform(y), cost=coulomb())).plan.support
    assert [p for p, monotone in verdicts.items() if monotone] == [tuple(j for _, j in best)]


def test_irrational_ties_are_exact():
    """A square: both diagonals pairings cost 2√2, so each is monotone; balls alone cannot tell."""
    corners = [(0, 0), (1, 1)], [(1, 0), (0, 1)]
    cost = tabulate(coulomb(), [(0, 0), (2, 2)], y=[(1, 1), (1, 1)])
    assert isinstance(cyclical_monotonicity(cost, [(0, 0), (1, 1)]), Monotone)
    assert isinstance(cyclical_monotonicity(cost, [(0, 1), (1, 0)]), Monotone)
    assert isinstance(
        cyclical_monotonicity(tabulate(squared_euclidean(), corners[0], y=corners[1]), [(0, 0), (1, 1)]),
        Monotone,
    )


def test_irrational_violations_carry_no_gain():
    cost = tabulate(coulomb(), [(0, 0), (3, 1)], y=[(1, 1), (5, 0)])
    found = [cyclical_monotonicity(cost, [(0, j), (1, 1 - j)]) for j in (0, 1)]
    (violated,) = [outcome for outcome in found if isinstance(outcome, Violated)]
    assert violated.gain is None
    assert not violated.shortest


def test_a_cycle_that_is_not_shortest_is_not_accepted_as_one():
    """Three pairs where two suffice."""
    stated = {"cost": [[5, 0, 0], [0, 5, 0], [0, 0, 5]], "pairs": [[0, 0], [1, 1], [2, 2]]}
    claim = {"kind": "violating-cycle", "cycle": [0, 1, 2]}
    assert check(stated, claim | {"shortest": False}).gain == 15
    with pytest.raises(Rejected, match="cycle of 2 pairs"):
        check(stated, claim | {"shortest": True})


def test_long_shortest_cycles():
    """A cyclic shift of n pairs where only the full cycle gains."""
    n = 7
    cost = [[9 if i == j else (8 if (i - j) % n == 1 else 50) for j in range(n)] for i in range(n)]
    found = cyclical_monotonicity(table(cost), [(i, i) for i in range(n)])
    assert len(found.cycle) == n
    assert found.gain == Fraction(n)


@pytest.mark.parametrize("pairs", [[], [(0, 5)], [(0, 1)]])
def test_bad_pairs_are_refused(pairs):
    with pytest.raises(InvalidProblem):
        cyclical_monotonicity(table([[0, None], [1, 2]]), pairs)
