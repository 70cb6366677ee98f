"""Semi-discrete transport on the line: quantile formulas, inverse design, discretisation."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.strategies import line_components, semidiscrete_optima
from otverify.transport.exact import solve
from otverify.transport.faces import widths
from otverify.transport.problems import problem
from otverify.transport.semidiscrete import (
    PiecewiseLinear,
    SemiDiscreteProblem,
    components,
    distance_rows,
    inverse_design,
    line_problem,
    semidiscrete_width,
    semidiscrete_widths,
    solve_monotone,
)


def quantiles(over, mass):
    """Left and right quantile of the components at a mass strictly between 0 and the total."""
    done = Fraction(0)
    for k, (a, b, part) in enumerate(over):
        if done + part > mass:
            y = a + Fraction(b - a) * (mass - done) / part
            return y, y
        done += part
        if done == mass:
            return Fraction(b), Fraction(over[k + 1][0])
    raise AssertionError


@settings(max_examples=60, deadline=None)
@given(line_components(), st.lists(st.integers(-2, 9), min_size=2, max_size=4, unique=True), st.data())
def test_widths_of_the_squared_cost_are_quantile_formulas(over, points, data):
    """f_i - f_{i+1} ranges over [d(q⁻), d(q⁺)] with d(y) = (x_i - y)² - (x_{i+1} - y)²."""
    points = sorted(points)
    total = sum(mass for _, _, mass in over)
    cuts = sorted(
        data.draw(
            st.lists(
                st.fractions(0, total, max_denominator=6), min_size=len(points) - 1, max_size=len(points) - 1
            )
        )
    )
    masses = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
    optimum = solve_monotone(line_problem(points, masses, over=over))
    table = semidiscrete_widths(optimum)
    live = [i for i, mass in enumerate(masses) if mass]
    for i, k in pairwise(live):
        low, high = quantiles(over, sum(masses[: i + 1]))

        def d(y, x=points[i], z=points[k]):
            return (x - y) ** 2 - (z - y) ** 2

        assert (-table[k][i], table[i][k]) == (d(low), d(high))


@settings(max_examples=60, deadline=None)
@given(semidiscrete_optima())
def test_inverse_design_is_optimal_and_widths_carry_proofs(optimum):
    """The drawn potential lies within all widths; single widths agree with the table."""
    table = semidiscrete_widths(optimum)
    live = [i for i, mass in enumerate(optimum.problem.masses) if mass]
    for i in live:
        for k in live:
            difference = optimum.f[i] - optimum.f[k]
            assert -table[k][i] <= difference <= table[i][k]
            if i != k:
                found = semidiscrete_width(optimum, (i, k))
                assert (found.lowest, found.highest) == (-table[k][i], table[i][k])


@settings(max_examples=25, deadline=None)
@given(semidiscrete_optima(squared=True))
def test_discretisation_bounds_the_value(optimum):
    """Second oracle: midpoints of equal parts of the intervals, solved as a finite problem.

    For the squared cost the best plan between the parts differs from the exact value by the spread inside
    the parts only: Σ mass·h²/12 less the gain of splitting parts, which is at most twice that.
    """
    pieces = []
    for a, b, mass in optimum.problem.components:
        parts = 1 if a == b else 8
        step = Fraction(b - a) / parts
        pieces += [(a + (k + Fraction(1, 2)) * step, step, Fraction(mass) / parts) for k in range(parts)]
    rows = optimum.problem.rows
    cost = [[row(y) + y * y for y, _, _ in pieces] for row in rows]
    finite = solve(problem(list(optimum.problem.masses), [mass for _, _, mass in pieces], cost=cost))
    spread = sum(mass * step * step / 12 for _, step, mass in pieces)
    slopes = [abs(row.knots[1][1] - row.knots[0][1]) / (row.knots[1][0] - row.knots[0][0]) for row in rows]
    slack = sum(mass * step * max(slopes) for _, step, mass in pieces)
    assert finite.value + spread - slack <= optimum.value <= finite.value + spread


@settings(max_examples=30, deadline=None)
@given(semidiscrete_optima(squared=True))
def test_monotone_rearrangement_finds_the_same_value(optimum):
    assert solve_monotone(optimum.problem).value == optimum.value


@settings(max_examples=30, deadline=None)
@given(
    line_components(max_components=1, atoms=False),
    st.lists(st.integers(-1, 6), min_size=1, max_size=4),
    st.data(),
)
def test_a_connected_target_has_unique_potentials(over, points, data):
    """One interval: all widths vanish (Staudt et al., Example 3)."""
    f = data.draw(
        st.lists(st.fractions(-3, 3, max_denominator=2), min_size=len(points), max_size=len(points))
    )
    optimum = inverse_design(f, distance_rows(points, over=components(over)), over=over)
    table = semidiscrete_widths(optimum)
    live = [i for i, mass in enumerate(optimum.problem.masses) if mass]
    assert all(table[i][k] == -table[k][i] for i in live for k in live)


def test_atoms_only_is_the_finite_problem():
    """Components that are all atoms: the widths are those of finite transport."""
    over = [(0, 0, 2), (2, 2, 1), (5, 5, 3)]
    optimum = solve_monotone(line_problem([0, 1, 4], [2, 1, 3], over=over))
    finite = solve(
        problem([2, 1, 3], [2, 1, 3], cost=[[(x - y) ** 2 for y, _, _ in over] for x in (0, 1, 4)])
    )
    assert optimum.value == finite.value
    table, other = semidiscrete_widths(optimum), widths(finite)
    assert all(table[i][k] == other.highest(i, k) for i in range(3) for k in range(3))


def test_tied_rows_share_their_mass():
    optimum = inverse_design([0, 0], distance_rows([1, 1], over=components([(0, 2, 1)])), over=[(0, 2, 1)])
    assert optimum.problem.masses == (Fraction(1, 2), Fraction(1, 2))
    assert semidiscrete_widths(optimum)[0][1] == 0


def test_zero_mass_points_have_no_width():
    optimum = solve_monotone(line_problem([0, 1, 2], [1, 0, 1], over=[(0, 2, 2)]))
    assert semidiscrete_widths(optimum)[1] == (None, None, None)
    with pytest.raises(InvalidProblem, match="positive mass"):
        semidiscrete_width(optimum, (0, 1))


def test_rearrangement_needs_monotone_differences():
    over = components([(0, 3, 2)])
    wave = PiecewiseLinear(
        knots=((Fraction(0), Fraction(0)), (Fraction(1), Fraction(5)), (Fraction(3), Fraction(0)))
    )
    stated = SemiDiscreteProblem(
        masses=(Fraction(1), Fraction(1)), components=over, rows=(wave, *distance_rows([1], over=over))
    )
    with pytest.raises(InvalidProblem, match="nondecreasing"):
        solve_monotone(stated)
    assert inverse_design([0, 1], stated.rows, over=over).problem.masses != stated.masses


@pytest.mark.parametrize("over", [[(1, 0, 1)], [(0, 1, 0)], [(0, 2, 1), (1, 3, 1)], []])
def test_bad_components_are_refused(over):
    with pytest.raises(InvalidProblem):
        components(over)


@pytest.mark.parametrize("masses", [[1], [1, 2], [-1, 2]])
def test_bad_masses_are_refused(masses):
    with pytest.raises(InvalidProblem):
        line_problem([0, 1], masses, over=[(0, 1, 1)])
