"""Section 3: Theorem 3.1 and Corollary 3.2.

Statements about all marginals are shown where they can be computed: on the torus for every d, p and ε, and for
p = 2, 3/2, 4/3 on a grid of [0, 1] whose optimum is known or enclosed. Both count as instances.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation, Relation
from otverify.papers.sparse_rot.line_sections import inner_radii, outer_radii
from otverify.papers.sparse_rot.notation import EXPONENTS, PARAMETERS, RATE, d, eps, p, paper
from otverify.papers.sparse_rot.section1_results import balls_on_the_torus, identity_hessian
from otverify.papers.sparse_rot.torus import R_EPS, R_ONE, R_ZERO, TORUS, WITH_RADIUS, K, radius
from otverify.symbolic.spheres import ball_volume
from otverify.vocabulary import D, Domain, integral, reals

Obligations = Iterator[Obligation]


@paper.not_computable(
    "standing-assumptions",
    at="Section 3",
    printed=r"\Omega_0,\Omega_1\text{ compact},\;\lambda,\mu\in C^{0,\alpha}\text{ bounded above and below},\;T,T^{-1}\in C^{1,\alpha}",
    why="Hypotheses of all statements, and regularity theory for convex domains.",
    analogue=r"T(x)=x+\kappa x(1-x),\;\lambda=T',\;\mu=1\text{ on }[0,1]\text{ satisfy them}",
)
def standing_assumptions() -> Obligations:
    """The family on the line: T maps [0, 1] onto itself, T' lies between 1 - κ and 1 + κ, and λ is T'."""
    x, kappa = reals("x kappa")
    family = Domain(kappa > 0, kappa < 1, x >= 0, x <= 1)
    moved = x + kappa * x * (1 - x)
    yield Identity(D(moved, x), 1 + kappa * (1 - 2 * x), over=family, label="$T'=\\lambda/\\mu$")
    yield Relation(D(moved, x) >= 1 - kappa, over=family)
    yield Relation(D(moved, x) <= 1 + kappa, over=family)
    yield Identity(moved.at(x, 0), 0, over=kappa > 0)
    yield Identity(moved.at(x, 1), 1, over=kappa > 0)


@paper.claim(
    "thm-3-1-outer",
    at="Theorem 3.1, (4), right inclusion",
    printed=r"\mathcal S_x\subset\mathbb B\bigl(\nabla\varphi_\varepsilon(x),R_0\varepsilon^{\frac1{d(p-1)+2}}\bigr)",
    hypotheses=(r"x\in K_0\Subset\Omega_0",),
    depends=("torus-orders", "lemma51-statement"),
)
def thm_3_1_outer() -> Obligations:
    """On the torus for all d, p, ε with R_0 = max(K, 1/K); on a grid of the line for p = 2, 3/2, 4/3."""
    yield Identity(R_EPS, R_ONE * eps ** (1 / RATE), over=PARAMETERS, instance=TORUS)
    yield Relation(radius() <= R_ZERO * eps ** (1 / RATE), over=WITH_RADIUS, instance=TORUS)
    yield from outer_radii()


@paper.claim(
    "thm-3-1-inner",
    at="Theorem 3.1, (4), left inclusion",
    printed=r"\mathbb B\bigl(\nabla\varphi_\varepsilon(x),\tfrac1{R_0}\varepsilon^{\frac1{d(p-1)+2}}\bigr)\subset\mathcal S_x",
    hypotheses=(r"x\in K_0\Subset\Omega_0", r"\varepsilon\le\varepsilon_0"),
    depends=("torus-orders", "lemma52-statement"),
)
def thm_3_1_inner() -> Obligations:
    """On the torus, and on a grid of the line."""
    yield Identity(R_EPS, R_ONE * eps ** (1 / RATE), over=PARAMETERS, instance=TORUS)
    yield Relation(R_ONE > 0, over=PARAMETERS, instance=TORUS)
    yield Relation(radius() >= eps ** (1 / RATE) / R_ZERO, over=WITH_RADIUS, instance=TORUS)
    yield from inner_radii()


@paper.claim(
    "thm-3-1-convex-all-eps",
    at="Theorem 3.1, last sentence",
    printed=r"\Omega_1\text{ convex}\;\Rightarrow\;(4)\text{ for all }\varepsilon\in(0,1]",
    depends=("jensen-17",),
)
def thm_3_1_convex_all_eps() -> Obligations:
    """The unit interval, p = 2, ε > 1/8: every section is [0, 1] and ∇φ_ε = 1/2, so (4) holds with R_0 = 2.

    λ = μ uniform on [0, 1]: ξ = 2ε + (x - ½)(y - ½) solves (6), and is positive if ε > 1/8.
    """
    x, y = reals("x y")
    name = "uniform on [0, 1], p = 2"
    square = Domain(x >= 0, x <= 1, y >= 0, y <= 1)
    xi = 2 * eps + (x - Fraction(1, 2)) * (y - Fraction(1, 2))
    late = Domain(square, eps > Fraction(1, 8), eps <= 1)
    yield Relation(xi > 0, over=late, label="full support", instance=name)
    yield Identity(integral(xi, y, 0, 1), 2 * eps, over=Domain(x, eps > 0), label="(6)", instance=name)
    yield Identity(integral(y, y, 0, 1), Fraction(1, 2), label=r"$\nabla\varphi_\varepsilon$", instance=name)
    rate = eps ** Fraction(1, 3)
    yield Relation(rate / 2 <= Fraction(1, 2), over=Domain(eps > 0, eps <= 1), label="inner", instance=name)
    yield Relation(2 * rate >= 1, over=Domain(eps > Fraction(1, 8), eps <= 1), label="outer", instance=name)


@paper.claim(
    "thm-3-1-Ty",
    at="Section 3, before Theorem 3.1",
    printed=r"(4)\text{ for }\mathcal T_y\text{ and }\nabla\psi_\varepsilon(y)",
    depends=("thm-3-1-outer", "thm-3-1-inner"),
)
def thm_3_1_ty() -> Obligations:
    """The torus is symmetric; on the grid of the line with the marginals exchanged."""
    yield from balls_on_the_torus()
    yield from outer_radii(exchanged=True)
    yield from inner_radii(exchanged=True)


@paper.claim(
    "thm-3-1-sharp",
    at="Section 3, after Theorem 3.1; Section 6",
    printed=r"\text{the exponent }\tfrac1{d(p-1)+2}\text{ of (4) is attained}",
    depends=("torus-orders",),
)
def thm_3_1_sharp() -> Obligations:
    """On the torus R_ε is exactly proportional to ε^(1/D), for every d and p: no other exponent is possible."""
    yield Identity(R_EPS / eps ** (1 / RATE), R_ONE, over=PARAMETERS)
    yield Relation(R_ONE > 0, over=PARAMETERS)


@paper.claim(
    "cor-3-2",
    at="Corollary 3.2",
    printed=r"\inf_{0<\varepsilon\le\varepsilon_0}\inf_{x\in K_0}\lambda_{\min}(\nabla^2\varphi_\varepsilon(x))>0",
    depends=("hessian-8-pneq2", "hessian-8-p2"),
)
def cor_3_2() -> Obligations:
    """On the torus ∇²φ_ε = Id for every d, p and ε."""
    yield from identity_hessian()


@paper.claim(
    "section-volume",
    at="Section 3, after Corollary 3.2",
    printed=r"|\mathcal S_x|\text{ is of order }\varepsilon^{\frac d{d+2}}",
    depends=("torus-orders",),
)
def section_volume() -> Obligations:
    """On the torus the volume is |B_1| K^d ε^(d/D); the printed exponent is to be d/D for every p."""
    yield Identity(
        ball_volume(d, radius()),
        ball_volume(d) * K**d * eps ** (d / RATE),
        over=WITH_RADIUS,
        label="the volume",
    )
    yield Identity(d / RATE, d / (d + 2), over=Domain(EXPONENTS, d >= 1), label="the printed exponent")


@section_volume.corrected(
    r"|\mathcal S_x|\text{ is of order }\varepsilon^{\frac d{d(p-1)+2}}",
    note="The printed exponent is the one for p = 2; (10) has the right one.",
)
def section_volume_corrected() -> Obligations:
    """|S_x| = |B_1| K^d ε^(d/D) on the torus; at p = 2 this is the printed exponent."""
    yield Identity(ball_volume(d, radius()), ball_volume(d) * K**d * eps ** (d / RATE), over=WITH_RADIUS)
    yield Identity(R_EPS, R_ONE * eps ** (1 / RATE), over=PARAMETERS)
    yield Identity((d / RATE).at(p, 2), d / (d + 2), over=d >= 1)
