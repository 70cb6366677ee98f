"""Measures are exact, refuse what is not, and say why."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from otverify.errors import InvalidProblem
from otverify.strategies import measures
from otverify.transport.measures import measure, uniform


def test_masses_share_one_denominator():
    mu = measure([1, "1/2", Fraction(1, 3)])
    assert mu.weights == (6, 3, 2)
    assert mu.denominator == 6
    assert mu.total == Fraction(11, 6)


def test_numpy_integers_are_exact_numbers():
    mu = measure(np.array([1, 2]), np.array([[0, 1], [2, 3]]))
    assert mu.masses == (1, 2)
    assert mu.points == ((0, 1), (2, 3))
    assert measure(np.array([1]), [np.int64(3)]).points == ((3,),)


@pytest.mark.parametrize("bad", [0.5, True, float("nan"), "half", None, 1j])
def test_what_is_not_exact_is_refused(bad):
    with pytest.raises(InvalidProblem, match=r"masses\[1\].*expected an exact rational"):
        measure([1, bad])


def test_errors_say_where_and_what():
    with pytest.raises(InvalidProblem, match=r"masses\[0\]: expected a mass >= 0, got -1"):
        measure([-1])
    with pytest.raises(InvalidProblem, match="at least one atom"):
        measure([])
    with pytest.raises(InvalidProblem, match="2 points"):
        measure([1, 2], [0])
    with pytest.raises(InvalidProblem, match="one dimension"):
        measure([1, 2], [0, (1, 2)])
    with pytest.raises(InvalidProblem, match="positive total"):
        measure([0]).normalised()
    with pytest.raises(InvalidProblem, match="permutation"):
        measure([1, 2]).permuted([0, 0])


def test_uniform_measures():
    mu = uniform([3, 1, 2])
    assert mu.is_uniform
    assert mu.masses == (Fraction(1, 3),) * 3
    assert mu.permuted([1, 2, 0]).points == ((1,), (2,), (3,))


@settings(max_examples=50, deadline=None)
@given(measures())
def test_drawn_measures_are_probabilities(mu):
    """Exactly one, by construction."""
    assert mu.total == 1
    assert mu.normalised() == mu
    assert [mu.weights[i] > 0 for i in mu.support] == [True] * len(mu.support)
