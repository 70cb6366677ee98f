"""The flat torus R^d/Z^d of Section 6 in closed form: an instance of every statement of the paper about rates.

The potentials are constant, φ_ε = |x|²/2 - C_ε, and the sections S_x are balls of radius R_ε around x.
"""

from __future__ import annotations

from typing import Final

from otverify.kernel.terms import Term
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, PARAMETERS, RATE, C, d, eps, q, r
from otverify.vocabulary import PI, Domain, gamma, maximum, reals, sqrt

#: named in obligations that show a general statement for self-transport on the torus only
TORUS: Final = "self-transport on the torus"

DIMENSIONS = Domain(EXPONENTS, d >= 1)
SOLVED = Domain(DIMENSIONS, C > 0)

#: the density (25) at distance r from the diagonal, without the factor 1/(εq)^(q-1), and its radius
slack = 2 * C - r**2 / 2
R = 2 * sqrt(C)

#: (27)
C_EPS = (gamma(d * HALF + q) * q ** (q - 1) / (PI ** (d * HALF) * gamma(q) * 2 ** (q + d - 1))) ** (
    1 / (q - 1 + d * HALF)
) * eps ** (2 / RATE)

#: ∫ (2C - |z|²/2)^(q-1) dz over the ball of radius R, as in the line before (27)
MASS = PI ** (d * HALF) * gamma(q) / gamma(d * HALF + q) * 2 ** (q + d - 1) * C ** (q - 1 + d * HALF)

#: R_ε, and its value at ε = 1
R_EPS = 2 * sqrt(C_EPS)
R_ONE = R_EPS.at(eps, 1)

#: the factor K = R_1, and R_0 = max(K, 1/K) as a constant of Theorem 3.1
(K,) = reals("K")
R_ZERO = maximum(K, 1 / K)
WITH_RADIUS = Domain(PARAMETERS, K > 0)


def radius() -> Term:
    """R_ε = K ε^(1/D), by (27)."""
    return K * eps ** (1 / RATE)
