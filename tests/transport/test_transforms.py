"""c-transforms are the largest partners; Rüschendorf's formula rebuilds a potential from a support."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.strategies import cost_matrices, problems
from otverify.transport.exact import solve
from otverify.transport.tables import table
from otverify.transport.transforms import c_transform, is_c_concave, rueschendorf, subdifferential

vectors = st.lists(st.one_of(st.integers(-9, 9), st.none()), min_size=3, max_size=3)


@settings(max_examples=80, deadline=None)
@given(cost_matrices(3, 4, forbidden=True), vectors)
def test_the_transform_is_the_largest_partner(matrix, f):
    cost = table(matrix)
    g = c_transform(cost, f)
    for j, value in enumerate(g):
        slacks = [
            row[j] - a for row, a in zip(matrix, f, strict=True) if row[j] is not None and a is not None
        ]
        assert value == (min(slacks) if slacks else None)


@settings(max_examples=80, deadline=None)
@given(cost_matrices(3, 4), vectors)
def test_three_transforms_are_one(matrix, f):
    """f^ccc = f^c, f^cc >= f, and f^cc is c-concave (Staudt et al., Section 2)."""
    if f == [None] * 3:
        return
    cost = table(matrix)
    g = c_transform(cost, f)
    ff = c_transform(cost.transposed(), g)
    assert all(a is None or b >= a for a, b in zip(f, ff, strict=True))
    assert c_transform(cost, ff) == g
    assert is_c_concave(cost, ff)


@settings(max_examples=50, deadline=None)
@given(problems(forbidden=True))
def test_optimal_plans_live_on_the_contact_set(drawn):
    outcome = solve(drawn)
    touching = subdifferential(drawn.cost, outcome.potentials.f, g=outcome.potentials.g)
    assert set(outcome.plan.support) <= set(touching)


@settings(max_examples=50, deadline=None)
@given(problems(), st.data())
def test_rueschendorf_gives_a_potential(drawn, data):
    """ψ ⊕ ψ^c <= c with equality on the support, for any start; also for chains that may start anywhere."""
    support = solve(drawn).plan.support
    for start in (None, data.draw(st.sampled_from(support))):
        psi = rueschendorf(drawn.cost, support, start=start)
        assert set(support) <= set(subdifferential(drawn.cost, psi, g=c_transform(drawn.cost, psi)))


def test_the_start_has_potential_zero():
    cost = table([[0, 5], [3, 1]])
    assert rueschendorf(cost, [(0, 0), (1, 1)], start=(0, 0)) == (0, 3)
    assert rueschendorf(cost, [(0, 0), (1, 1)], start=(1, 1)) == (4, 0)
    assert rueschendorf(cost, [(0, 0), (1, 1)]) == (0, 0)


def test_unreachable_points_are_infinite():
    assert rueschendorf(table([[0, None], [None, 1]]), [(0, 0), (1, 1)], start=(0, 0)) == (0, None)


def test_sets_that_are_not_monotone_have_no_potential():
    with pytest.raises(InvalidProblem, match="c-cyclically monotone"):
        rueschendorf(table([[5, 0], [0, 5]]), [(0, 0), (1, 1)])
    with pytest.raises(InvalidProblem, match="contains the start"):
        rueschendorf(table([[5, 0], [0, 5]]), [(0, 0)], start=(1, 1))
    with pytest.raises(InvalidProblem, match="finite cost"):
        rueschendorf(table([[None, 0], [0, 5]]), [(0, 0)])
    with pytest.raises(InvalidProblem, match="2 values"):
        c_transform(table([[0], [1]]), [1])


def test_a_potential_that_is_not_concave():
    cost = table([[0, 1], [1, 0]])
    assert is_c_concave(cost, [0, 1])
    assert not is_c_concave(cost, [0, 5])
