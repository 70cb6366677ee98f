"""The paper, and the notation its sections share.

1 < p <= 2, q = p/(p-1) >= 2 its conjugate exponent, ε > 0 the regularisation, d the dimension, all symbolic.
"""

from __future__ import annotations

from fractions import Fraction

from otverify.claims import Paper
from otverify.vocabulary import Domain, integers, reals

paper = Paper(
    "sparse_rot",
    title="Sharp local sparsity of regularized optimal transport",
    authors="A. González-Sanz, R. S. Gvalani and L. Koch",
    year=2026,
)

p, q, eps, r, C, z = reals("p q epsilon r C z")
(d,) = integers("d")

HALF = Fraction(1, 2)

#: D = d(p-1) + 2: every rate of the paper is a power of ε over D
RATE = d * (p - 1) + 2

EXPONENTS = Domain(p > 1, p <= 2, q=p / (p - 1))
PARAMETERS = Domain(EXPONENTS, d >= 1, eps > 0)
