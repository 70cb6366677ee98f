"""Semi-discrete problems with given masses and arbitrary piecewise linear costs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.strategies import line_components, semidiscrete_optima
from otverify.transport.semidiscrete import (
    PiecewiseLinear,
    SemiDiscreteProblem,
    components,
    inverse_design,
    line_problem,
    semidiscrete_widths,
    solve_monotone,
)
from otverify.transport.semidiscrete_general import solve_general


def wave(*values: int) -> PiecewiseLinear:
    """Piecewise linear with these values at 0, 1, 2, ..."""
    return PiecewiseLinear(knots=tuple((Fraction(y), Fraction(v)) for y, v in enumerate(values)))


@settings(max_examples=40, deadline=None)
@given(semidiscrete_optima())
def test_the_designed_value_is_found_again(optimum):
    """Inverse design gives masses for which the value is known; the solver sees only the masses."""
    assert solve_general(optimum.problem).value == optimum.value


@settings(max_examples=30, deadline=None)
@given(
    line_components(max_components=2, atoms=False),
    st.lists(st.lists(st.integers(0, 4), min_size=12, max_size=12), min_size=2, max_size=3),
    st.lists(st.integers(-2, 2), min_size=3, max_size=3),
)
def test_costs_that_are_not_monotone(over, values, f):
    """Waves of any shape, plateaus and ties: value and widths are those of the design."""
    rows = tuple(wave(*row) for row in values)
    optimum = inverse_design(f[: len(rows)], rows, over=over)
    found = solve_general(optimum.problem)
    assert found.value == optimum.value
    assert semidiscrete_widths(found) == semidiscrete_widths(optimum)


def test_a_tie_beside_other_contacts():
    """The cells of two rows share [0, 1], where they tie, and meet at several points of [3, 6]."""
    stated = SemiDiscreteProblem(
        masses=(Fraction(19, 12), Fraction(11, 12), Fraction(3, 2)),
        components=components([(0, 1, 1), (3, 6, 3)]),
        rows=(wave(3, 4, 4, 0, 1, 2, 4), wave(2, 4, 1, 3, 4, 3, 1), wave(2, 4, 2, 1, 2, 4, 1)),
    )
    assert solve_general(stated).problem == stated


def test_two_contacts_of_the_same_two_cells():
    """The cell of row 0 has two ends inside the interval, so its mass does not give them one by one."""
    stated = SemiDiscreteProblem(
        masses=(Fraction(2, 3), Fraction(1, 3)),
        components=components([(0, 2, 1)]),
        rows=(wave(0, 0, 0), wave(1, -1, 2)),
    )
    found = solve_general(stated)
    ends = sorted((a, b) for i, a, b, _ in found.pieces if i == 1)
    assert len(ends) == 1
    (low, high) = ends[0]
    assert (high - low) / 2 == Fraction(1, 3)
    assert stated.rows[1](low) == stated.rows[1](high)


def test_rearrangement_agrees():
    stated = line_problem([0, 1, 4], [2, 1, 3], over=[(0, 2, 3), (3, 5, 3)])
    assert solve_general(stated).value == solve_monotone(stated).value


def test_a_problem_that_is_cut_off_says_so(monkeypatch):
    monkeypatch.setattr("otverify.transport.semidiscrete_general.MAX_ROUNDS", 0)
    with pytest.raises(InvalidProblem, match="refinements"):
        solve_general(line_problem([0, 1], [1, 1], over=[(0, 1, 2)]))
