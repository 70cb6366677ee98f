"""Section 1: what is announced. Statements about general marginals are shown for self-transport on the torus."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation, Relation
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, PARAMETERS, RATE, d, eps, p, paper, q
from otverify.papers.sparse_rot.torus import R_EPS, R_ONE, R_ZERO, TORUS, WITH_RADIUS, K, radius
from otverify.symbolic.spheres import ball_volume, second_moment
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    beta,
    dot,
    equals,
    integral,
    norm,
    points,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

S = BorelSet("S")
(s,) = points("s")
#: on the section S: w > 0 and b = <u, y> for a direction u; at x + tu, φ_ε is φ(t) and <x + tu, y> is a + tb
b, w = Function("b"), Function("w")
phi = Function("varphi")
a0, b0, psi0 = reals("a_0 b_0 psi_0")
t, slope, diameter, start = reals("t m D epsilon_0")


def gradient_formula() -> Obligations:
    """Differentiate (6) along u on a fixed section: φ' is the mean of <u, y> with the weights ξ^(q-2)."""
    along = a0 + t * b0 - phi(t) - psi0
    yield Identity(
        D(along ** (q - 1), t),
        (q - 1) * (b0 - D(phi(t), t)) * along ** (q - 2),
        over=Domain(EXPONENTS, t, a0, b0, psi0, along > 0),
        label="the derivative of (6) under the integral",
    )
    # w = ξ^(q-2) on the section
    total = S.integral(w(s), s)
    differentiated = equals(S.integral((b(s) - slope) * w(s), s), 0)
    yield Identity(
        slope,
        S.integral(b(s) * w(s), s) / total,
        over=Domain(total > 0, differentiated),
        label=r"solved for $\langle\nabla\varphi_\varepsilon,u\rangle$, $w=\xi^{q-2}$",
    )


def balls_on_the_torus() -> Obligations:
    """S_x is the ball of radius R_ε = K ε^(1/D) around x = ∇φ_ε(x), and R_0 = max(K, 1/K) serves in (4)."""
    yield Identity(R_EPS, R_ONE * eps ** (1 / RATE), over=PARAMETERS, instance=TORUS)
    yield Relation(R_ONE > 0, over=PARAMETERS, instance=TORUS)
    yield Relation(radius() <= R_ZERO * eps ** (1 / RATE), over=WITH_RADIUS, instance=TORUS)
    yield Relation(radius() >= eps ** (1 / RATE) / R_ZERO, over=WITH_RADIUS, instance=TORUS)


def identity_hessian() -> Obligations:
    """Both lines of (8) give ∇²φ_ε = Id on the torus."""
    strict = Domain(p > 1, p < 2, d >= 1, q=p / (p - 1))
    ratio = 2 * (q - 2) / d * beta(d * HALF + 1, q - 2) / beta(d * HALF, q - 1)
    yield Identity(ratio, 1, over=strict, label="$p<2$", instance=TORUS)
    yield quadratic_hessian()


def quadratic_hessian() -> Identity:
    """The second line of (8), p = 2: the second moment of the sphere."""
    (edge,) = reals("R")
    moment = second_moment(d, edge) / edge / ball_volume(d, edge)
    return Identity(moment, 1, over=Domain(edge > 0, d >= 1), label="$p=2$", instance=TORUS)


@paper.claim(
    "support-convergence",
    at="Abstract; Section 1",
    printed=r"\operatorname{supp}\pi_\varepsilon\to\operatorname{supp}\pi_0\quad(\varepsilon\to0)",
    depends=("torus-orders",),
)
def support_convergence() -> Obligations:
    """On the torus the distance of the supports is R_ε: below any δ as soon as ε < (δ/K)^D."""
    delta, share = reals("delta theta")
    yield Identity(R_EPS, R_ONE * eps ** (1 / RATE), over=PARAMETERS, instance=TORUS)
    region = Domain(WITH_RADIUS, delta > 0, share > 0, share < 1)
    yield Identity(
        radius().at(eps, (share * delta / K) ** RATE),
        share * delta,
        over=region,
        instance=TORUS,
        label=r"$\varepsilon=(\theta\delta/K)^D$",
    )
    yield Relation(share * delta < delta, over=region, instance=TORUS, label=r"$R_\varepsilon<\delta$")


@paper.claim(
    "intro-inclusion",
    at="Section 1, display before (3)",
    printed=r"\mathbb B\bigl(\nabla\varphi_\varepsilon(x),\tfrac1{R_0}\varepsilon^{\frac1{d(p-1)+2}}\bigr)\subset\mathcal S_x"
    r"\subset\mathbb B\bigl(\nabla\varphi_\varepsilon(x),R_0\varepsilon^{\frac1{d(p-1)+2}}\bigr)",
    depends=("torus-orders",),
)
def intro_inclusion() -> Obligations:
    """On the torus, with an explicit constant; the special cases of the exponent."""
    yield from balls_on_the_torus()
    yield Identity((1 / RATE).at(p, 2).at(d, 1), Fraction(1, 3))
    yield Identity((1 / RATE).at(p, 2), 1 / (d + 2), over=d >= 1)


@paper.claim(
    "gradients-3",
    at="(3)",
    printed=r"\nabla\varphi_\varepsilon(x)=\frac{\int_{\mathcal S_x}y\,\xi(x,y)^{q-2}d\mu(y)}{\int_{\mathcal S_x}\xi(x,y)^{q-2}d\mu(y)},\quad"
    r"\nabla\psi_\varepsilon(y)=\frac{\int_{\mathcal T_y}x\,\xi(x,y)^{q-2}d\lambda(x)}{\int_{\mathcal T_y}\xi(x,y)^{q-2}d\lambda(x)}",
    depends=("foc-6",),
)
def gradients_3() -> Obligations:
    """Finite marginals (sections do not move), every direction u and every q >= 2; the second line by symmetry."""
    yield from gradient_formula()


@paper.claim(
    "xi-identity",
    at="Section 1, after (3)",
    printed=r"\langle x,y\rangle-\varphi_\varepsilon(x)-\psi_\varepsilon(y)=f_\varepsilon(x)+g_\varepsilon(y)-\tfrac12\|x-y\|^2",
    hypotheses=(
        r"(\varphi_\varepsilon,\psi_\varepsilon)=(\|\cdot\|^2/2-f_\varepsilon,\|\cdot\|^2/2-g_\varepsilon)",
    ),
)
def xi_identity() -> Obligations:
    """The square expanded, in every dimension."""
    x, y = vectors("x y")
    f, g = reals("f g")
    yield Identity(dot(x, y) - (norm(x) ** 2 / 2 - f) - (norm(y) ** 2 / 2 - g), f + g - norm(x - y) ** 2 / 2)


@paper.claim(
    "intro-strong-convexity",
    at="Section 1, display after (3)",
    printed=r"\inf_{\|h\|=1}\langle\nabla^2\varphi_\varepsilon(x)h,h\rangle\ge\tfrac1C",
    depends=("torus-constant-potential",),
)
def intro_strong_convexity() -> Obligations:
    """On the torus both lines of (8) give the identity matrix, so C = 1."""
    yield from identity_hessian()


@intro_strong_convexity.reading(
    "every ε in (0, 1]",
    printed=r"\text{for all }\varepsilon\in(0,1]",
    note="No range is printed here; Corollary 3.2 has ε <= ε_0, and with full support φ_ε is affine.",
)
def intro_strong_convexity_late() -> Obligations:
    """Uniform marginals on [0, 1], p = 2, ε > 1/8: φ_ε = x/2 + τ."""
    x, y, shift = reals("x y tau")
    late = Domain(x >= 0, x <= 1, eps > Fraction(1, 8), eps <= 1, shift)
    potential, other = x / 2 + shift, y / 2 - Fraction(1, 4) - 2 * eps - shift
    full = Domain(late, y >= 0, y <= 1)
    yield Relation(x * y - potential - other > 0, over=full, label=r"$\xi>0$")
    yield Identity(integral(x * y - potential - other, y, 0, 1), 2 * eps, over=late, label="(6)")
    yield Relation(D(potential, x, 2) > 0, over=late, label=r"$\varphi_\varepsilon''>0$")


@paper.claim(
    "intro-cor33",
    at="Section 1, display after (3)",
    printed=r"\|\nabla\varphi_\varepsilon-\nabla\varphi\|_{L^2(K_0)}\le\|\mathrm d(\mathcal S_{(\cdot)},\nabla\varphi)\|_{L^2(K_0)}"
    r"\le C\varepsilon^{\frac1{d(p-1)+2}}\quad\text{for all }\varepsilon\in(0,1]",
    depends=("cor-3-3-first", "cor-3-3-rate"),
)
def intro_cor33() -> Obligations:
    """On the torus the middle term is R_ε|K_0|^(1/2); a rate for ε <= ε_0 extends to (0, 1] with a larger C."""
    yield Identity(R_EPS, R_ONE * eps ** (1 / RATE), over=PARAMETERS, instance=TORUS)
    late = Domain(PARAMETERS, start > 0, start <= eps, eps <= 1, diameter > 0)
    yield Relation(
        diameter <= diameter * start ** (-1 / RATE) * eps ** (1 / RATE),
        over=late,
        label=r"$\varepsilon\in[\varepsilon_0,1]$: bounded by the diameter",
    )


@paper.claim(
    "intro-generalises",
    at="Abstract; Section 1",
    printed=r"\varepsilon^{\frac1{d(p-1)+2}}=\varepsilon^{1/3}\;(d=1,p=2),\quad\varepsilon^{\frac1{d+2}}\;(p=2)",
)
def intro_generalises() -> Obligations:
    """The exponent at p = 2, and on the line."""
    rate = eps ** (1 / RATE)
    yield Identity(rate.at(p, 2).at(d, 1), eps ** Fraction(1, 3), over=eps > 0)
    yield Identity(rate.at(p, 2), eps ** (1 / (d + 2)), over=Domain(eps > 0, d >= 1))
