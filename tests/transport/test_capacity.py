"""Capacities between densities: Examples 1.1 and 1.2 of Korman-McCann, and bounds that nest."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.kernel.transport import check
from otverify.transport import capacity as module
from otverify.transport.candidates import candidate
from otverify.transport.capacity import (
    ContinuumBounds,
    bound_continuum,
    cell_problem,
    density_problem,
    node_problem,
    solve_cells,
    solve_nodes,
)
from otverify.transport.exact import certified, solve
from otverify.transport.outcomes import Infeasible, Optimal
from otverify.transport.pricing import solve_with_pricing
from otverify.transport.problems import to_integers
from tests.transport.oracles import highs_value

HALF = density_problem(capacity=2)
QUARTER = density_problem(capacity=4)


@pytest.mark.parametrize("size", [2, 4, 6, 16])
def test_example_1_1_is_exact_on_even_grids(size):
    """Capacity 2: the plan on the two diagonal squares is optimal; the cost is 1/48 from both sides.

    By hand: ½∫x² + ½∫y² - ∫xy h = 1/12 - 1/16 with ∫xy h = 2·2·(∫_0^{1/2} x dx)² = 1/16.
    """
    bounds = bound_continuum(HALF, size=size)
    assert bounds.upper == Fraction(1, 48)
    assert bounds.lower <= Fraction(1, 48)
    assert bounds.upper - bounds.lower <= Fraction(1, 8 * size**2)


def test_example_1_2_the_four_squares_are_not_optimal():
    """Capacity 4: the natural guess, four diagonal squares, costs 1/192; a 16 × 16 plan costs less."""
    guess = Fraction(1, 12) - 4 * sum(
        (Fraction(2 * k + 1, 8) - Fraction(1, 2)) ** 2 * Fraction(1, 4) ** 2 for k in range(4)
    )
    assert guess == Fraction(1, 192)
    assert bound_continuum(QUARTER, size=16).upper < guess
    assert bound_continuum(QUARTER, size=32).lower < bound_continuum(QUARTER, size=32).upper < guess


def test_bounds_nest_and_close_in():
    """Doubling the size only improves both bounds, and the gap shrinks like size⁻²."""
    found = [bound_continuum(QUARTER, size=size) for size in (8, 16, 32, 64)]
    for coarse, fine in pairwise(found):
        assert coarse.lower <= fine.lower < fine.upper <= coarse.upper
        assert (fine.upper - fine.lower) * 3 < coarse.upper - coarse.lower


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
    st.integers(1, 4),
    st.data(),
)
def test_general_densities(source, target, slack, data):
    """Piecewise constant data: both programs agree with HiGHS, bounds are ordered and nest."""
    if not sum(source) or not sum(target):
        return
    f = [Fraction(v * len(source), sum(source)) for v in source]
    g = [Fraction(v * len(target), sum(target)) for v in target]
    bound = [[a * b * slack + data.draw(st.integers(0, 1)) for b in g] for a in f]
    stated = density_problem(f, g, capacity=bound)
    size = len(f) * len(g)
    coarse, fine = bound_continuum(stated, size=size), bound_continuum(stated, size=2 * size)
    assert isinstance(coarse, ContinuumBounds)
    assert coarse.lower <= fine.lower <= fine.upper <= coarse.upper
    for optimum in (coarse.cells, coarse.nodes):
        assert float(optimum.value) == pytest.approx(highs_value(optimum.problem), abs=1e-7)


def test_the_bounds_enclose_a_plan_integrated_by_hand():
    """Capacity 1 leaves only the product density, whose cost is ∫∫ ½(x - y)² = 1/12."""
    bounds = bound_continuum(density_problem(capacity=1), size=4)
    assert bounds.lower <= Fraction(1, 12) == bounds.upper


def test_infeasible_capacities():
    """Total capacity below 1: no density fits, on any grid."""
    outcome = bound_continuum(density_problem(capacity="1/2"), size=8)
    assert isinstance(outcome, Infeasible)
    assert outcome.deficit > 0


@pytest.mark.parametrize("nodal", [False, True], ids=["cells", "nodes"])
def test_coarse_to_fine_finds_the_same_optimum(nodal, monkeypatch):
    """Sizes above the direct limit are priced, not solved whole; the certificate covers all pairs."""
    direct = (node_problem if nodal else cell_problem)(QUARTER, size=48)
    expected = solve(direct).value
    monkeypatch.setattr(module, "_DIRECT", 12)
    found = (solve_nodes if nodal else solve_cells)(QUARTER, size=48)
    assert isinstance(found, Optimal)
    assert found.value == expected


def test_pricing_recovers_from_a_bad_guess():
    """Potentials 0 fix pairs wrongly; exact pricing lets them go again."""
    stated = cell_problem(QUARTER, size=16)
    data = to_integers(stated)
    zeros = np.zeros(16, dtype=np.int64)
    found = solve_with_pricing(data, zeros, g=zeros, band=1)
    assert found is not None
    assert certified(stated, data, found=found).value == solve(stated).value
    good = candidate(data)
    again = solve_with_pricing(data, good.f, g=good.g, band=0)
    assert certified(stated, data, found=again).value == solve(stated).value


def test_the_two_halves_of_the_certificate_are_independent():
    """A coarse plan with fine potentials is a certificate too."""
    coarse, fine = bound_continuum(QUARTER, size=8), bound_continuum(QUARTER, size=16)
    mixed = {"kind": "continuum", "cells": coarse.certificate["cells"], "nodes": fine.certificate["nodes"]}
    bounds = check(QUARTER.statement(), mixed)
    assert (bounds.lower, bounds.upper) == (fine.lower, coarse.upper)


@pytest.mark.parametrize(
    "build",
    [
        lambda: density_problem([1], [2], capacity=4),
        lambda: density_problem([], [1], capacity=4),
        lambda: density_problem([-1, 3], [1], capacity=4),
        lambda: density_problem(capacity=-1),
        lambda: density_problem([1, 1], [1], capacity=[[1]]),
        lambda: density_problem(capacity=0.5),
        lambda: cell_problem(density_problem([1, 1], capacity=2), size=3),
        lambda: cell_problem(HALF, size=0),
    ],
)
def test_bad_densities_are_refused(build):
    with pytest.raises(InvalidProblem):
        build()
