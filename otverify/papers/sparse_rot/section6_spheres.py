"""Section 6: Remark 6.1, self-transport on spheres with the normalised surface measure.

The potentials are constant, and the scalar equation that takes the place of (26) is

    |S^(d-1)|/|S^d| ∫_0^R (2C - c(θ))^(q-1) sin^(d-1)θ dθ = (εq)^(q-1),    2C = c(R),

for the cost c(θ) = θ²/2 (geodesic) or 1 - cos θ = |x - y|²/2 (chordal).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation, Relation
from otverify.kernel.terms import Term
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, C, eps, paper, q
from otverify.papers.sparse_rot.torus import R as RADIUS
from otverify.symbolic.spheres import sphere_area
from otverify.vocabulary import PI, Domain, beta, cos, integral, reals, sin

Obligations = Iterator[Obligation]

#: the angle, the radius R of the section, and s = 1 - cos θ
theta, R, s = reals("theta R s")
INSIDE = Domain(R > 0, R < 3)
#: |S^(d-1)|/|S^d| for d = 1, 2, 3, 4
RATIOS = {1: 1 / PI, 2: HALF, 3: 2 / PI, 4: Fraction(3, 4)}


def geodesic(d: int, power: int) -> Term:
    """∫ (R²/2 - θ²/2)^power sin^(d-1)θ dθ over (0, R)."""
    return integral((R**2 / 2 - theta**2 / 2) ** power * sin(theta) ** (d - 1), theta, 0, R)


def chordal(d: int) -> Term:
    """∫ (cos θ - cos R) sin^(d-1)θ dθ over (0, R)."""
    return integral((cos(theta) - cos(R)) * sin(theta) ** (d - 1), theta, 0, R)


@paper.claim(
    "remark-6-1-sphere",
    at="Remark 6.1",
    printed=r"\text{self-transport on }\mathbb S^d\text{ with the normalised surface measure is solved explicitly as well}",
    hypotheses=(r"c=\tfrac12d_{\mathbb S^d}^2",),
)
def remark_6_1_sphere() -> Obligations:
    """Geodesic cost: closed forms of the equation on S¹ for every p, with C_ε explicit, and on S², S³, S⁴ for p = 2.

    On S² also for p = 3/2. For d >= 2 the equation is transcendental in R = 2√C.
    """
    for d, ratio in RATIOS.items():
        yield Identity(sphere_area(d) / sphere_area(d + 1), ratio, label=f"$|S^{{{d - 1}}}|/|S^{d}|$")
    circle = integral((2 * C - theta**2 / 2) ** (q - 1), theta, 0, RADIUS) / PI
    closed = beta(HALF, q) * 2 ** (q - 1) * C ** (q - HALF) / PI
    yield Identity(circle, closed, over=Domain(EXPONENTS, C > 0), label="$S^1$, any $p$")
    solution = (PI * (eps * q) ** (q - 1) / (beta(HALF, q) * 2 ** (q - 1))) ** (1 / (q - HALF))
    yield Identity(
        closed.at(C, solution),
        (eps * q) ** (q - 1),
        over=Domain(EXPONENTS, eps > 0),
        label=r"$S^1$: $C_\varepsilon$",
    )
    yield Relation(solution > 0, over=Domain(EXPONENTS, eps > 0), label=r"$S^1$: $C_\varepsilon$")
    quadratic = {
        2: R**2 / 2 - R * sin(R) - cos(R) + 1,
        3: R**3 / 6 + R * (1 - 2 * sin(R) ** 2) / 8 - sin(R) * cos(R) / 8,
        4: R**2 / 3
        - R * sin(R) ** 3 / 9
        - 2 * R * sin(R) / 3
        - sin(R) ** 2 * cos(R) / 27
        - 20 * (cos(R) - 1) / 27,
    }
    for d, value in quadratic.items():
        yield Identity(geodesic(d, 1), value, over=INSIDE, label=f"$S^{d}$, $p=2$")
    cubic = R**4 / 4 + 2 * R**2 * cos(R) + R**2 - 6 * R * sin(R) - 6 * cos(R) + 6
    yield Identity(geodesic(2, 2), cubic, over=INSIDE, label="$S^2$, $p=3/2$")


@remark_6_1_sphere.reading("chordal cost", printed=r"c=\tfrac12|x-y|^2=1-\cos\theta")
def remark_6_1_chordal() -> Obligations:
    """p = 2 on S¹ to S⁴; on S² and S⁴ for every p; on S² this gives C_ε = ½(2q^q ε^(q-1))^(1/q)."""
    quadratic = {
        1: sin(R) - R * cos(R),
        2: 1 - cos(R) - sin(R) ** 2 / 2,
        3: sin(R) / 2 - R * cos(R) / 2 - sin(R) ** 3 / 6,
        4: 2 * (1 - cos(R)) / 3 - sin(R) ** 2 / 3 - sin(R) ** 4 / 12,
    }
    for d, value in quadratic.items():
        yield Identity(chordal(d), value, over=INSIDE, label=f"$S^{d}$, $p=2$")
    # s = 1 - cos θ: sin^(d-1)θ dθ = (2s - s²)^((d-2)/2) ds
    region = Domain(EXPONENTS, C > 0)
    yield Identity(
        integral((2 * C - s) ** (q - 1), s, 0, 2 * C) / 2, (2 * C) ** q / (2 * q), over=region, label="$S^2$"
    )
    solution = (2 * q**q * eps ** (q - 1)) ** (1 / q) / 2
    yield Identity(
        (2 * solution) ** q / (2 * q),
        (eps * q) ** (q - 1),
        over=Domain(EXPONENTS, eps > 0),
        label=r"$S^2$: $C_\varepsilon$",
    )
    fourth = 2 * beta(2, q) * (2 * C) ** (q + 1) - beta(3, q) * (2 * C) ** (q + 2)
    first, second = (integral((2 * C - s) ** (q - 1) * s**k, s, 0, 2 * C) for k in (1, 2))
    yield Identity(2 * first - second, fourth, over=region, label="$S^4$")
