"""The strategies reach the cases that matter, and shrink to what a reader expects."""

from __future__ import annotations

import pytest
from hypothesis import Phase, find, settings

from otverify import strategies
from otverify.transport.exact import solve
from otverify.transport.faces import dual_face, plan_uniqueness
from otverify.transport.outcomes import Infeasible, Optimal
from otverify.transport.semidiscrete import semidiscrete_widths

quick = settings(max_examples=3000, deadline=None, database=None, phases=[Phase.generate, Phase.shrink])
few = settings(quick, max_examples=50)
search = settings(quick, phases=[Phase.generate])


def saturated(p):
    return any(p.capacity.entry(i, j) == mass for i, j, mass in solve(p).plan.entries())


def several(values):
    return len(set(values)) < len(list(values))


@pytest.mark.parametrize(
    ("strategy", "predicate"),
    [
        (strategies.problems(), lambda p: 0 in p.source.weights),
        (strategies.problems(), lambda p: 0 in p.target.weights and p.shape[1] > 2),
        (strategies.problems(forbidden=True), lambda p: p.cost.infinite is not None),
        (strategies.problems(capacitated=True), saturated),
        (strategies.problems(), lambda p: not plan_uniqueness(solve(p)).unique),
        (strategies.problems(), lambda p: dual_face(solve(p)).dimension >= 2),
        (strategies.problems(max_denominator=3), lambda p: p.source.denominator == 3),
        (strategies.unchecked_problems(), lambda p: isinstance(solve(p), Infeasible)),
        (strategies.unchecked_problems(), lambda p: isinstance(solve(p), Optimal)),
        (strategies.measures(), lambda mu: 0 in mu.weights),
        (strategies.measures(min_size=2), lambda mu: several(mu.points)),
        (strategies.semidiscrete_optima(), lambda o: 0 in o.problem.masses),
        (strategies.semidiscrete_optima(), lambda o: any(a == b for _, a, b, _ in o.pieces)),
        (
            strategies.semidiscrete_optima(),
            lambda o: (
                0 not in o.problem.masses
                and any(
                    (row[j] or 0) + (col[i] or 0) > 0
                    for w in [semidiscrete_widths(o)]
                    for i, row in enumerate(w)
                    for j, col in enumerate(w)
                )
            ),
        ),
        (strategies.relations(), lambda r: len(r) >= 5),
        (strategies.radial_costs(), lambda c: c.period is not None),
    ],
)
def test_hard_cases_are_found(strategy, predicate):
    assert predicate(find(strategy, predicate, settings=search))


def test_problems_shrink_to_one_pair():
    smallest = find(strategies.problems(capacitated=True, unbounded=False), lambda p: True, settings=quick)
    assert smallest.as_json() == {"source": [1], "target": [1], "cost": [[0]], "capacity": [[1]]}


def test_measures_shrink_to_a_dirac():
    assert find(strategies.measures(), lambda mu: True, settings=quick).points == ((0,),)


def test_a_violation_shrinks_to_a_small_one():
    """The smallest problems with two optimal plans: two atoms each side, c_11 + c_22 = c_12 + c_21."""
    small = strategies.problems(max_rows=3, max_columns=2, max_mass=1)
    smallest = find(small, lambda p: not plan_uniqueness(solve(p)).unique, settings=quick)
    assert smallest.shape == (2, 2)
    (a, b), (c, d) = smallest.as_json()["cost"]
    assert a + d == b + c
    assert max(map(abs, (a, b, c, d))) <= 1
