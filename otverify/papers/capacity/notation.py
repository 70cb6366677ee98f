"""The paper, and the data of Example 1.1 that its sections share.

Minimise ∫ c h over 0 <= h <= h̄ with marginals f and g.
"""

from __future__ import annotations

from fractions import Fraction

from otverify.claims import Paper
from otverify.kernel.terms import Scalar, Term
from otverify.vocabulary import BorelSet, Domain, cases, integral, points, reals, term

paper = Paper(
    "capacity",
    title="Optimal transportation with capacity constraints",
    authors="J. Korman and R. J. McCann",
    year=2012,
)

x, y = reals("x y")
#: points of R^d: x, y, and z = (x, y)
s, t, z = points("s t z")
#: bounded sets that carry f, g and h
X, Y, Z = BorelSet("X"), BorelSet("Y"), BorelSet("Z")
HALF = Fraction(1, 2)

#: c(x, y) = ½|x - y|² on I², I = [-½, ½]
cost = (x - y) ** 2 / 2

NEGATIVE, POSITIVE = (-HALF, 0), (0, HALF)
INTERVAL = (-HALF, HALF)

SQUARE = Domain(x >= -HALF, x <= HALF, y >= -HALF, y <= HALF)
#: the two diagonal quarters, where (4) puts the density 2
SAME_SIGN = Domain(SQUARE, x * y >= 0)
OPPOSITE_SIGN = Domain(SQUARE, x * y < 0)


def density(u: Scalar, v: Scalar) -> Term:
    """The density (4) of Example 1.1 at (u, v)."""
    product = term(u) * v
    return cases((product >= 0, 2), (product < 0, 0))


def over_rectangle(integrand: object, xs: tuple[object, object], ys: tuple[object, object]) -> Term:
    """∫∫ integrand dy dx over a rectangle."""
    return integral(integral(term(integrand), y, *ys), x, *xs)


def over_diagonal_quarters(integrand: object) -> Term:
    """The integral over [-½, 0]² and [0, ½]²."""
    return over_rectangle(integrand, NEGATIVE, NEGATIVE) + over_rectangle(integrand, POSITIVE, POSITIVE)
