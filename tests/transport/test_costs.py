"""One definition per cost: the exact values, balls, floats and the symbolic form agree."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from otverify.errors import InvalidProblem
from otverify.kernel.terms import Term, real
from otverify.strategies import points, radial_costs
from otverify.transport.costs import (
    Cost,
    InnerProductCost,
    capped_coulomb,
    circle_geodesic,
    coulomb,
    euclidean_power,
    periodic_squared,
    squared_euclidean,
)
from otverify.transport.radicals import radical_sum
from otverify.transport.tables import tabulate


def evaluate(term, values):
    """The float value of a term in scalar symbols."""
    op, args = term.op, term.args
    if op == "num":
        return float(args[0])
    if op == "sym":
        return values[args[0]]
    if op == "cases":
        return next(evaluate(case.args[1], values) for case in args if holds(case.args[0], values))
    parts = [evaluate(arg, values) for arg in args]
    return {"add": sum, "mul": np.prod, "pow": lambda p: p[0] ** p[1]}[op](parts)


def holds(relation, values):
    op, left, right = relation.args
    left, right = evaluate(left, values), evaluate(right, values)
    return left <= right if op == "<=" else left >= right


@settings(max_examples=80, deadline=None)
@given(radial_costs(), points(dimension=2), points(dimension=2))
def test_exact_values_balls_and_floats_agree(cost, x, y):
    assert isinstance(cost, Cost)
    value = cost.value(x, y)
    rounded = cost.floats(np.array([x], float), np.array([y], float))[0, 0]
    if value is None:
        assert x == y
        assert np.isinf(rounded)
        assert cost.enclosure(x, y) is None
        return
    ball = cost.enclosure(x, y, bits=80)
    assert ball.is_finite()
    assert float(ball.mid()) == pytest.approx(float(value), rel=1e-12, abs=1e-12)
    assert rounded == pytest.approx(float(value), rel=1e-9, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(radial_costs(), points(), points())
def test_the_symbolic_form_is_the_same_function(cost, x, y):
    squared = cost.squared_distance(x, y)
    value = cost.value_at(squared)
    if value is None or squared == 0:
        return
    term = cost.profile(real("r"))
    assert evaluate(term, {"r": float(squared) ** 0.5}) == pytest.approx(float(value), rel=1e-9, abs=1e-9)


def test_the_cap_of_proposition_3_4():
    """h_δ is 2/δ at 0, 1/δ at δ, 1/r beyond, and h_δ(r) = h_1(r/δ)/δ."""
    cost = capped_coulomb("3/2")
    assert cost.value((0,), (0,)).rational == Fraction(4, 3)
    assert cost.value((0,), (Fraction(3, 2),)).rational == Fraction(2, 3)
    assert cost.value((0,), (Fraction(4),)).rational == Fraction(1, 4)
    for r in (Fraction(1, 7), Fraction(1), Fraction(2)):
        assert cost.value((0,), (r,)).rational == capped_coulomb(1).value(
            (0,), (r / Fraction(3, 2),)
        ).rational / Fraction(3, 2)


def test_delta_may_stay_a_symbol():
    delta, r = real("delta"), real("r")
    term = capped_coulomb(delta).profile(r)
    for radius in (0.5, 1.5, 3.0):
        exact = capped_coulomb("3/2").value_at(Fraction(radius) ** 2)
        assert evaluate(term, {"delta": 1.5, "r": radius}) == pytest.approx(float(exact))


def test_symbolic_forms_in_vectors():
    x, y = Term("vec", "x"), Term("vec", "y")
    assert coulomb().symbolic(x, y) == Term("norm", x - y) ** Fraction(-1)
    assert InnerProductCost().symbolic(x, y) == Fraction(-1) * Term("dot", x, y)
    with pytest.raises(InvalidProblem, match="Euclidean"):
        periodic_squared().symbolic(x, y)


def test_periodic_costs():
    """inf over n of |x - y - n|², and the geodesic distance on a circle of given length."""
    assert periodic_squared().value((Fraction(1, 10),), (Fraction(9, 10),)).rational == Fraction(1, 25)
    assert periodic_squared().value((Fraction(7, 2),), (Fraction(0),)).rational == Fraction(1, 4)
    assert circle_geodesic(exponent=1, circumference=12).value((11,), (2,)) == radical_sum(Fraction(3))


def test_inner_products_have_the_optimal_plans_of_half_squares():
    x, y = [(1, 2), (0, 3)], [(2, 2), (5, 1)]
    half, product = tabulate(squared_euclidean(scale="1/2"), x, y=y), tabulate(InnerProductCost(), x, y=y)
    for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)):
        squares = Fraction(sum(v * v for v in x[i]) + sum(v * v for v in y[j]), 2)
        assert half.entry(i, j) == squares + product.entry(i, j)


@pytest.mark.parametrize(
    "build",
    [
        lambda: euclidean_power(0),
        lambda: capped_coulomb(-1),
        lambda: periodic_squared(period=0),
        lambda: circle_geodesic(exponent=-1),
        lambda: squared_euclidean(scale=0.5),
    ],
)
def test_bad_parameters_are_refused(build):
    with pytest.raises(InvalidProblem):
        build()


def test_dimensions_must_agree():
    with pytest.raises(InvalidProblem, match="one dimension"):
        coulomb().value((0,), (1, 2))
