"""Integrals: substitutions, degenerate intervals, general functions."""

from fractions import Fraction

import pytest

from otverify import D, Domain, Function, Identity, Integral, Relation, absolute, integral, reals, sqrt
from otverify.check import decide
from otverify.verdict import Status

x, y, s, u, a, b, e, n, C, x0, y0, limit = reals("x y s u a b e n C x0 y0 limit")
c = Function("c")
HALF = Fraction(1, 2)
PROVED = {
    "an affine substitution under a general function": Identity(
        integral(c(x0 + x / n), x, -HALF, HALF),
        n * integral(c(u), u, x0 - 1 / (2 * n), x0 + 1 / (2 * n)),
        over=Domain(n > 0, x0),
    ),
    "an interval that may be a point": Identity(
        integral(c(x), x, 0, a), a * integral(c(a * u), u, 0, 1), over=a >= 0
    ),
    "a root that may vanish with its interval": Integral(
        sqrt(4 * C - x**2) * x, (x, 0, 2 * sqrt(C)), equals=8 * C ** Fraction(3, 2) / 3, over=C >= 0
    ),
    "no interval at all": Integral(c(x), (x, a, a), equals=0, over=Domain(a)),
    "a second derivative along a line": Identity(
        D(c(x0 + s * x, y0 + s * y), s, 2).at(s, 0),
        D(c(x0, y0), x0, 2) * x**2 + 2 * D(c(x0, y0), x0, y0) * x * y + D(c(x0, y0), y0, 2) * y**2,
    ),
    "the third derivative of a square": Identity(D(x**2, x, 3), 0),
    "facts about a modulus and its neighbours": Relation(
        limit <= b + e, over=Domain(e > 0, a <= b, absolute(a - limit) <= e)
    ),
}
REFUTED = {
    "a factor too many": Identity(
        integral(c(x0 + x / n), x, -HALF, HALF),
        2 * n * integral(c(u), u, x0 - 1 / (2 * n), x0 + 1 / (2 * n)),
        over=Domain(n > 0, x0),
    ),
    "a root without a derivative at 0": Identity(D(sqrt(x), x), 1 / (2 * sqrt(x)), over=x >= 0),
    "the mixed term counted once": Identity(
        D(c(x0 + s * x, y0 + s * y), s, 2).at(s, 0),
        D(c(x0, y0), x0, 2) * x**2 + D(c(x0, y0), x0, y0) * x * y + D(c(x0, y0), y0, 2) * y**2,
    ),
}


@pytest.mark.parametrize("name", PROVED)
def test_true_identities_are_proved(name):
    (evidence,) = decide(PROVED[name])
    assert evidence.status is Status.PROVED, evidence.reason


@pytest.mark.parametrize("name", REFUTED)
def test_false_ones_are_refuted(name):
    (evidence,) = decide(REFUTED[name])
    assert evidence.status is Status.REFUTED, evidence.reason
