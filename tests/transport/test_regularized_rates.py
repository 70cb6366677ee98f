"""Rates: intervals hold the exponent of synthetic data, and of measured data where it is known."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from otverify.errors import InvalidProblem
from otverify.transport.rates import Sample, fit_rate, leading_excess, section_exponent, two_resolutions
from otverify.transport.rates_studies import QUANTITIES, study_rates, transport_gap
from otverify.transport.regularized import solve_regularized
from otverify.transport.regularized_families import cosine_line
from otverify.transport.regularized_torus import solve_torus

THIRD = Fraction(1, 3)


def samples(function, *, count=8, step=10**0.5, error=0.0):
    found = []
    for k in range(count):
        epsilon = 0.01 * step**-k
        value = function(epsilon)
        found.append(Sample(epsilon=epsilon, low=value * (1 - error), high=value * (1 + error)))
    return found


@given(st.floats(0.1, 2), st.floats(0.01, 100))
def test_a_pure_power_is_found(exponent, constant):
    rate = fit_rate(
        samples(lambda e: constant * e**exponent), expected=Fraction(exponent), correction=Fraction(1)
    )
    assert rate.exponent == pytest.approx(exponent, abs=1e-9)
    assert rate.high - rate.low < 1e-9
    assert rate.constants[0] == pytest.approx(constant, rel=1e-9)
    assert rate.constants[1] == pytest.approx(constant, rel=1e-9)
    assert rate.decades == pytest.approx(3.5)


@settings(max_examples=200)
@given(
    st.floats(0.1, 1),
    st.floats(-2, 2),
    st.sampled_from([Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(1)]),
    st.sampled_from([0.0, 1e-3, 1e-2]),
)
def test_the_interval_holds_the_limit_of_a_corrected_power(exponent, size, correction, error):
    """C ε^e (1 + κ ε^s) with corrections up to a half at the coarsest ε."""
    assume(abs(size) * 0.01 ** float(correction) < 0.5)
    rate = fit_rate(
        samples(lambda e: 3 * e**exponent * (1 + size * e ** float(correction)), error=error),
        expected=Fraction(exponent),
        correction=correction,
    )
    assert rate.low - 1e-12 <= exponent <= rate.high + 1e-12


@given(st.floats(0.001, 0.1))
def test_errors_widen_the_interval(error):
    exact = fit_rate(samples(lambda e: e**0.5), expected=Fraction(1, 2), correction=THIRD)
    rough = fit_rate(samples(lambda e: e**0.5, error=error), expected=Fraction(1, 2), correction=THIRD)
    assert rough.low < exact.low
    assert exact.high < rough.high
    assert rough.secants[0] < 0.5 < rough.secants[1]


def test_a_wrong_exponent_is_not_consistent():
    rate = fit_rate(samples(lambda e: e**0.35, error=1e-3), expected=THIRD, correction=THIRD)
    assert not rate.is_consistent
    assert fit_rate(
        samples(lambda e: e**0.35, error=1e-3), expected=Fraction(7, 20), correction=THIRD
    ).is_consistent
    # nor is a logarithm mistaken for a constant
    assert not fit_rate(
        samples(lambda e: e**0.5 * -math.log(e)), expected=Fraction(1, 2), correction=THIRD
    ).is_consistent


def test_constants_are_two_sided():
    found = samples(lambda e: e**0.5 * (2 + math.sin(math.log(e))), error=0.01)
    rate = fit_rate(found, expected=Fraction(1, 2), correction=THIRD)
    low, high = rate.constants
    assert all(low * s.epsilon**0.5 <= s.low * (1 + 1e-12) for s in found)
    assert all(s.high <= high * s.epsilon**0.5 * (1 + 1e-12) for s in found)
    assert "claimed 1/2" in rate.render()


@pytest.mark.parametrize("order", [1, 2])
def test_two_resolutions_hold_the_limit(order):
    """Errors h^order on grids h and 3h/2."""
    (low, high), *_ = two_resolutions([5 + 0.1**order], [5 + 0.15**order])
    assert low <= 5 <= high


def test_bad_samples():
    with pytest.raises(InvalidProblem, match="at least 3"):
        fit_rate(samples(lambda e: e, count=2), expected=THIRD, correction=THIRD)
    with pytest.raises(InvalidProblem, match="a factor of 10 apart"):
        fit_rate(samples(lambda e: e, count=4, step=1.1), expected=THIRD, correction=THIRD)
    with pytest.raises(InvalidProblem, match="different"):
        fit_rate([Sample(epsilon=1, low=1, high=1)] * 3, expected=THIRD, correction=THIRD)
    with pytest.raises(InvalidProblem, match="correction"):
        fit_rate(samples(lambda e: e), expected=THIRD, correction=Fraction(0))
    with pytest.raises(InvalidProblem, match="span"):
        fit_rate(samples(lambda e: e), expected=THIRD, correction=THIRD, span=1)
    for low, high in ((0, 1), (2, 1), (1, math.inf), (math.nan, 1)):
        with pytest.raises(InvalidProblem, match="sample"):
            Sample(epsilon=1, low=low, high=high)


@pytest.mark.parametrize("p", ["2", "9/5", "3/2", "4/3"])
@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_the_leading_excess_is_exact_on_the_torus(dimension, p):
    found = solve_torus(dimension, epsilon="1/1000000", p=p)
    power = 2 * section_exponent(dimension, Fraction(p))
    expected = leading_excess(dimension, Fraction(p), densities=1.0) * 1e-6 ** float(power)
    assert float(found.top.mid()) == pytest.approx(expected, rel=1e-12)


def test_a_study_on_the_line():
    study = study_rates(
        cosine_line,
        size=300,
        p="3/2",
        epsilons=["1/10", "1/1000", "1/3000", "1/10000", "1/30000", "1/10000000"],
        points=[[0.5], [0.6]],
    )
    assert [float(e) for e in study.epsilons] == pytest.approx([1e-3, 1 / 3e3, 1e-4, 1 / 3e4])
    assert [reason.split(" ")[0] for _, reason in study.left_out] == ["a", "inner"]
    assert set(study.rates) == set(QUANTITIES)
    for name in ("diameter", "volume", "gap"):
        assert study.rates[name].is_consistent
    # the diameter tends to 2 sqrt(2 ξ* D²φ) with the leading excess ξ*, largest at x = 0.6
    density = 1 - 0.5 * math.cos(math.pi * 0.6)
    limit = 2 * math.sqrt(2 * leading_excess(1, Fraction(3, 2), densities=density) * density)
    low, high = study.rates["diameter"].constants
    assert 0.99 * limit < low <= high < 1.01 * limit


def test_the_gap_is_positive_and_increases():
    family = cosine_line(80)
    gaps = [
        transport_gap(family, solve_regularized(family.problem(epsilon=eps, p=2)))
        for eps in ("1/100", "1/1000")
    ]
    assert gaps[0] > gaps[1] > 0
