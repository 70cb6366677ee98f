"""Numbered limb systems and the plans they carry, against linear algebra and enumeration."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.strategies_chains import forests, pair_sets
from otverify.transport.chains import pair_set
from otverify.transport.levels import levels
from otverify.transport.limbs import (
    LimbPlan,
    LimbSystem,
    NoPlan,
    TwoPlans,
    level_limbs,
    limb_system,
    plan_on,
)
from tests.transport import chains_oracles as oracle
from tests.transport.oracles import integer_plans


def rank_is_full(pairs):
    """Whether masses on the pairs are determined by their marginals."""
    incidence = [[i == a for i, _ in pairs] for a in range(4)] + [
        [j == b for _, j in pairs] for b in range(4)
    ]
    return np.linalg.matrix_rank(np.array(incidence, dtype=float)) == len(pairs)


def marginals(within, masses):
    mu, nu = [Fraction(0)] * within.shape[0], [Fraction(0)] * within.shape[1]
    for (i, j), mass in zip(within.pairs, masses, strict=True):
        mu[i] += mass
        nu[j] += mass
    return mu, nu


def test_a_limb_system_exists_exactly_if_plans_are_determined():
    """Theorem 3.2 on all relations in [3] × [3]: forests, full column rank, limb systems."""
    for pairs in oracle.all_relations(3, 3):
        found = limb_system(pair_set(pairs, shape=(3, 3)))
        assert isinstance(found, LimbSystem) == rank_is_full(pairs)
        if isinstance(found, TwoPlans):
            one, two = sorted(found.cycle[::2]), sorted(found.cycle[1::2])
            assert one != two
            assert [sorted(p[k] for p in one) for k in (0, 1)] == [sorted(p[k] for p in two) for k in (0, 1)]


@settings(max_examples=80, deadline=None)
@given(within=forests())
def test_the_axioms_of_definition_3_1(within):
    for system in (limb_system(within), level_limbs(levels(within))):
        assert isinstance(system, LimbSystem)
        pairs = []
        for k in range(1, system.highest + 1):
            own, below = (
                (system.source_limbs, system.target_limbs)
                if k % 2
                else (system.target_limbs, system.source_limbs)
            )
            f = system.limb(k)
            assert all(own[a] == k and below[b] == k - 1 for a, b in f.items())
            pairs += [(a, b) if k % 2 else (b, a) for a, b in f.items()]
        assert sorted(pairs) == within.pairs


@settings(max_examples=60, deadline=None)
@given(within=forests(), data=st.data())
def test_the_recursion_gives_back_a_plan(within, data):
    mass = st.builds(Fraction, st.integers(0, 5), st.integers(1, 3))
    masses = data.draw(st.lists(mass, min_size=len(within), max_size=len(within)))
    mu, nu = marginals(within, masses)
    for system in (limb_system(within), level_limbs(levels(within))):
        found = plan_on(system, mu, target=nu)
        assert isinstance(found, LimbPlan)
        assert list(found.masses) == masses
        assert found.support == [pair for pair, m in zip(within.pairs, masses, strict=True) if m]


@settings(max_examples=80, deadline=None)
@given(within=forests(max_pairs=5), data=st.data())
def test_other_marginals_have_no_plan(within, data):
    n, m = within.shape
    mu = data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    nu = data.draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))
    bounds = [[10 * ((i, j) in within.pairs) for j in range(m)] for i in range(n)]
    plans = list(integer_plans(tuple(mu), tuple(nu), bounds=bounds)) if sum(mu) == sum(nu) else []
    found = plan_on(limb_system(within), mu, target=nu)
    if plans:
        assert len(plans) == 1
        assert list(found.masses) == [plans[0][i][j] for i, j in within.pairs]
    else:
        assert isinstance(found, NoPlan)
        assert found.deficit > 0


def test_points_without_pairs_get_numbers_too():
    within = pair_set([(0, 1)], shape=(2, 3))
    system = limb_system(within)
    assert len(system.source_limbs) == 2
    assert len(system.target_limbs) == 3
    assert isinstance(plan_on(system, [1, 0], target=[0, 1, 0]), LimbPlan)
    assert isinstance(plan_on(system, [1, 1], target=[1, 1, 0]), NoPlan)


def test_masses_beyond_machine_integers():
    within = pair_set([(0, 0), (0, 1), (1, 1)])
    big = [Fraction(10**30, 7), Fraction(1, 10**30), 3]
    mu, nu = marginals(within, big)
    assert list(plan_on(limb_system(within), mu, target=nu).masses) == big


@settings(max_examples=40, deadline=None)
@given(within=pair_sets(rows=4, columns=4))
def test_the_levels_number_exactly_the_forests(within):
    found = levels(within)
    if found.highest is None:
        assert isinstance(limb_system(within), TwoPlans)
        with pytest.raises(InvalidProblem, match="finite levels"):
            level_limbs(found)
    else:
        assert isinstance(level_limbs(found), LimbSystem)


def test_marginals_of_another_size_are_refused():
    with pytest.raises(InvalidProblem, match="masses"):
        plan_on(limb_system(pair_set([(0, 0)])), [1, 1], target=[2])
