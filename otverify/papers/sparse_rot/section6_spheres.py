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
from otverify.vocabulary import PI, D, Domain, beta, cos, integral, reals, sin

Obligations = Iterator[Obligation]

#: the angle, the radius R of the section, and s = 1 - cos θ
theta, R, s = reals("theta R s")
#: |S^(d-1)|/|S^d| for d = 1, 2, 3, 4
RATIOS = {1: 1 / PI, 2: HALF, 3: 2 / PI, 4: Fraction(3, 4)}


c, z = cos(theta), sin(theta)


def closed_form(name: str, antiderivative: Term, integrand: Term, value: Term) -> Obligations:
    """∫_0^R of the integrand in closed form, by an antiderivative in θ."""
    yield Identity(
        D(antiderivative, theta), integrand, over=Domain(R, theta), label=f"{name}: antiderivative"
    )
    ends = antiderivative.at(theta, R) - antiderivative.at(theta, 0)
    yield Identity(ends, value, over=Domain(R > 0), label=f"{name}: the integral")


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
    gap, (u, v) = (R**2 - theta**2) / 2, (cos(R), sin(R))
    yield from closed_form("$S^2$, $p=2$", -gap * c - theta * z - c, gap * z, R**2 / 2 - R * v - u + 1)
    yield from closed_form(
        "$S^3$, $p=2$",
        R**2 * (theta - z * c) / 4
        - theta**3 / 12
        + theta**2 * z * c / 4
        + theta * (c**2 - z**2) / 8
        - z * c / 8,
        gap * z**2,
        R**3 / 6 + R * (1 - 2 * v**2) / 8 - v * u / 8,
    )
    yield from closed_form(
        "$S^4$, $p=2$",
        gap * (c**3 / 3 - c) + theta * z * c**2 / 9 - 7 * theta * z / 9 + c**3 / 27 - 7 * c / 9,
        gap * z**3,
        R**2 / 3 - R * v**3 / 9 - 2 * R * v / 3 - v**2 * u / 27 - 20 * (u - 1) / 27,
    )
    yield from closed_form(
        "$S^2$, $p=3/2$",
        -(gap**2) * c - 2 * gap * (theta * z + c) + 2 * theta**2 * c - 6 * theta * z - 6 * c,
        gap**2 * z,
        R**4 / 4 + 2 * R**2 * u + R**2 - 6 * R * v - 6 * u + 6,
    )


@remark_6_1_sphere.reading("chordal cost", printed=r"c=\tfrac12|x-y|^2=1-\cos\theta")
def remark_6_1_chordal() -> Obligations:
    """p = 2 on S¹ to S⁴; on S² and S⁴ for every p; on S² this gives C_ε = ½(2q^q ε^(q-1))^(1/q)."""
    u, v = cos(R), sin(R)
    yield from closed_form("$S^1$, $p=2$", z - theta * u, c - u, v - R * u)
    yield from closed_form("$S^2$, $p=2$", z**2 / 2 + u * c, (c - u) * z, 1 - u - v**2 / 2)
    yield from closed_form(
        "$S^3$, $p=2$", z**3 / 3 - (theta - z * c) * u / 2, (c - u) * z**2, v / 2 - R * u / 2 - v**3 / 6
    )
    yield from closed_form(
        "$S^4$, $p=2$",
        z**4 / 4 - (c**3 / 3 - c) * u,
        (c - u) * z**3,
        2 * (1 - u) / 3 - v**2 / 3 - v**4 / 12,
    )
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
    for k, power in ((1, 2 * beta(2, q) * (2 * C) ** (q + 1)), (2, beta(3, q) * (2 * C) ** (q + 2))):
        factor = 2 if k == 1 else 1
        part = integral(factor * s**k * (2 * C - s) ** (q - 1), s, 0, 2 * C)
        yield Identity(part, power, over=region, label=f"$S^4$, the term $s^{k}$ of $(2s-s^2)$")
