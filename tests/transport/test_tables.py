"""Exact matrices: from numbers, floats and costs; infinity is structure."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.strategies import points, radial_costs
from otverify.transport.costs import InnerProductCost, coulomb
from otverify.transport.tables import RadicalTable, Table, exact_floats, table, tabulate


def test_entries_share_one_denominator():
    made = table([[1, "1/2"], [None, Fraction(-2, 3)]])
    assert made.rows() == [[1, Fraction(1, 2)], [None, Fraction(-2, 3)]]
    assert made.denominator == 6
    assert made.numerators.dtype == np.int64
    assert made.floats().tolist() == [[1.0, 0.5], [np.inf, pytest.approx(-2 / 3)]]


def test_large_integers_stay_exact():
    made = table([[2**70, -1]])
    assert made.numerators.dtype == object
    assert made.entry(0, 0) == 2**70


def test_arrays_are_copied_and_frozen():
    source = np.array([[1, 2]])
    made = table(source)
    source[0, 0] = 9
    assert made.entry(0, 0) == 1
    with pytest.raises(ValueError, match="read-only"):
        made.numerators[0, 0] = 5


@pytest.mark.parametrize(
    "bad", [[[0.5]], np.array([[0.5]]), [[1, 2], [3]], [], [[]], [[True]], np.zeros(3, int)]
)
def test_what_is_not_an_exact_matrix_is_refused(bad):
    with pytest.raises(InvalidProblem):
        table(bad)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=2), min_size=1, max_size=3))
def test_floats_are_taken_at_their_binary_value(rows):
    made = exact_floats(rows)
    assert made.rows() == [[Fraction(v) for v in row] for row in rows]


def test_float_infinity_is_a_forbidden_pair():
    made = exact_floats([[np.inf, 1e300], [5e-324, -0.0]])
    assert made.rows() == [[None, Fraction(1e300)], [Fraction(5e-324), 0]]
    with pytest.raises(InvalidProblem, match="nan"):
        exact_floats([[np.nan]])


@settings(max_examples=60, deadline=None)
@given(
    radial_costs(),
    st.lists(points(dimension=2), min_size=1, max_size=4),
    st.lists(points(dimension=2), min_size=1, max_size=4),
)
def test_tables_hold_the_values_of_the_cost(cost, x, y):
    made = tabulate(cost, x, y=y)
    for i, a in enumerate(x):
        for j, b in enumerate(y):
            value = cost.value(a, b)
            entry = made.entry(i, j)
            if isinstance(made, RadicalTable):
                assert entry == value
            else:
                assert entry == (None if value is None else value.rational)


def test_rectangles_and_transposes():
    made = table([[1, 2, 3], [4, None, 6]])
    assert made.restricted([1, 0], [2, 1]).rows() == [[6, None], [3, 2]]
    assert made.transposed().rows() == [[1, 4], [2, None], [3, 6]]
    roots = tabulate(coulomb(), [(0, 0), (1, 1)], y=[(0, 0), (2, 1)])
    assert roots.restricted([1], [1, 0]).rows() == [[roots.entry(1, 1), roots.entry(1, 0)]]
    assert roots.transposed().entry(1, 0) == roots.entry(0, 1)
    assert roots.infinite.tolist() == [[True, False], [False, False]]


def test_rounding_moves_by_less_than_a_unit():
    roots = tabulate(coulomb(), [(0, 0), (1, 1)], y=[(0, 0), (2, 1)])
    near = roots.rounded(40)
    assert isinstance(near, Table)
    assert float(near.entry(1, 0)) == pytest.approx(2**-0.5, abs=2**-39)
    assert near.entry(0, 0) is None


def test_costs_without_a_distance():
    assert tabulate(InnerProductCost(), [1, 2], y=[3]).rows() == [[-3], [-6]]
