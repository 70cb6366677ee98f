"""Sums of radicals: exact arithmetic, exact signs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.transport.radicals import power, radical_sum

positive = st.fractions(Fraction(1, 60), 60, max_denominator=60)
exponents = st.sampled_from([Fraction(p, q) for p in (-3, -1, 1, 2, 3) for q in (1, 2, 3, 4)])


@settings(max_examples=100, deadline=None)
@given(positive, exponents)
def test_power_agrees_with_floats(base, exponent):
    assert float(power(base, exponent)) == pytest.approx(float(base) ** float(exponent), rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(positive, positive, exponents)
def test_powers_multiply(a, b, exponent):
    """(ab)^e computed at once, and by pulling out a^e if that is rational."""
    factor = power(a, exponent).rational
    if factor is not None:
        assert power(a * b, exponent) == power(b, exponent).scaled(factor)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 3), positive), max_size=4))
def test_signs_agree_with_balls(parts):
    total = radical_sum(Fraction(0))
    for coefficient, base in parts:
        total += power(base, Fraction(1, 2)).scaled(Fraction(coefficient))
    ball = total.enclosure(256)
    assert total.sign() == (1 if ball > 0 else -1 if ball < 0 else 0)
    assert (total - total).sign() == 0


def test_hidden_zeros_are_zero():
    """√8 = 2√2 and √(1/2) = √2 / 2: no precision decides this, the canonical form does."""
    root2 = power(Fraction(2), Fraction(1, 2))
    assert (power(Fraction(8), Fraction(1, 2)) - root2.scaled(Fraction(2))).sign() == 0
    assert power(Fraction(1, 2), Fraction(1, 2)) == root2.scaled(Fraction(1, 2))
    assert power(Fraction(4), Fraction(1, 4)) == root2


def test_near_ties_are_told_apart():
    """√(10^40 + 1) - 10^20 is positive, though doubles say 0."""
    gap = power(Fraction(10**40 + 1), Fraction(1, 2)) - radical_sum(Fraction(10**20))
    assert gap.sign() == 1
    assert radical_sum(Fraction(10**20)) < power(Fraction(10**40 + 1), Fraction(1, 2))
    assert float(power(Fraction(10**40 + 1), Fraction(1, 2))) == 1e20


def test_negative_bases_are_refused():
    with pytest.raises(InvalidProblem, match="base > 0"):
        power(Fraction(-1), Fraction(1, 2))
