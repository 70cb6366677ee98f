"""The paper, and the notation its sections share.

c_0(x, y) = 1/|x - y| is the Coulomb cost; c_δ(x, y) = h(|x - y|) replaces it near the diagonal, with the
cubic ``cap`` of Proposition 3.4 for r <= δ and ``1/r`` beyond.
"""

from __future__ import annotations

from fractions import Fraction

from otverify.claims import Paper
from otverify.vocabulary import Domain, Function, cases, indices, integers, norm, reals, vectors

paper = Paper(
    "coulomb",
    title="Partial regularity of optimal transport with Coulomb cost",
    authors="G. Friesecke and T. Ried",
    year=2025,
)

r, s, delta = reals("r s delta")
(d,) = integers("d")
x, y = vectors("x y")
i, j, k = indices("i j k")

#: a general profile: c(x, y) = h(|x - y|)
h = Function("h")

#: h of Proposition 3.4 on (0, δ] and on [δ, ∞)
cap = r**3 / delta**4 - 2 * r**2 / delta**3 + 2 / delta
tail = 1 / r
profile = cases((r <= delta, cap), (r > delta, tail))

INSIDE = Domain(delta > 0, r > 0, r <= delta)
OUTSIDE = Domain(delta > 0, r >= delta)
TWO_THIRDS = Fraction(2, 3)

#: x and y are different points of R^d, d >= 1
APART = Domain(norm(x - y) > 0, d >= 1)
c0 = 1 / norm(x - y)
