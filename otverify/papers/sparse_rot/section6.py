"""Section 6: the explicit solution on the torus, with symbolic d, p and ε; Remark 6.1 on spheres."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Exists, Identity, Integral, Limit, Obligation, Relation
from otverify.papers.sparse_rot.notation import (
    EXPONENTS,
    HALF,
    PARAMETERS,
    RATE,
    C,
    d,
    eps,
    p,
    paper,
    q,
    r,
    z,
)
from otverify.papers.sparse_rot.torus import C_EPS, DIMENSIONS, MASS, SOLVED, R, slack
from otverify.symbolic.spheres import ball_volume, second_moment, sphere_area
from otverify.vocabulary import (
    D,
    Domain,
    ball_integral,
    beta,
    dot,
    equals,
    integers,
    integral,
    minimum,
    norm,
    positive_part,
    reals,
    sqrt,
    vectors,
)

Obligations = Iterator[Obligation]


@paper.claim(
    "torus-setting",
    at="Section 6, (23)",
    printed=r"d_{\mathbb T^d}(x,y)=\min_{k\in\mathbb Z^d}\|x-y-k\|",
)
def torus_setting() -> Obligations:
    """The discrete torus Z/N, p = 2: a constant pair solves the problem; primal and dual values agree.

    The points k/N carry the masses 1/N and the cost is c_k = min(k, N-k)²/(2N²). For each instance C is the
    exact root of Σ (2C - c_k)_+ = 2εN, and the density (2C - c_k)_+/(2ε) has the right marginals.
    """
    for size, regularisation in (
        (4, Fraction(1, 10)),
        (5, Fraction(1, 7)),
        (6, Fraction(1, 3)),
        (7, Fraction(1, 400)),
    ):
        yield from discrete_torus(size, regularisation)


def discrete_torus(size: int, regularisation: Fraction) -> Obligations:
    """One instance, checked by arithmetic: marginals, and equal values of the primal and dual problem."""
    costs = [Fraction(min(k, size - k) ** 2, 2 * size**2) for k in range(size)]
    mass = 2 * regularisation * size
    # the level 2C at which Σ (2C - c_k)_+ reaches the mass, by the number of active points
    levels = [(mass + sum(sorted(costs)[:n])) / n for n in range(1, size + 1)]
    level = min(levels)
    name = f"N = {size}, ε = {regularisation}"
    density = [positive_part(level - c) / (2 * regularisation) for c in costs]
    yield Identity(sum(density) / size, 1, instance=name, label="marginals")
    primal = sum(c * rho + regularisation * rho**2 for c, rho in zip(costs, density, strict=True)) / size
    dual = level - sum(positive_part(level - c) ** 2 for c in costs) / (4 * regularisation * size)
    yield Identity(primal, dual, instance=name, label="primal value = dual value")


@paper.claim(
    "torus-identity-map",
    at="Section 6",
    printed=r"T=\mathrm{Id}\text{ is the unique optimal map from }\mathcal L\text{ to itself}",
)
def torus_identity_map() -> Obligations:
    """The cost is non-negative and vanishes on the diagonal only."""
    (u,) = vectors("u")
    yield Relation(norm(u) ** 2 / 2 >= 0, over=Domain(u))
    yield Relation(norm(u) ** 2 / 2 > 0, over=norm(u) > 0)
    a, b = reals("a b")
    yield Relation(minimum(a, b) > 0, over=Domain(a > 0, b > 0), label="the minimum over translates")


@paper.claim(
    "torus-symmetry",
    at="Section 6",
    printed=r"f_\varepsilon=g_\varepsilon\quad\mathcal L\text{-a.e.}",
    hypotheses=(r"(f_\varepsilon,g_\varepsilon)\text{ dual optimisers}",),
)
def torus_symmetry() -> Obligations:
    """Constant optimisers a, b solve (26) exactly if a + b = 2C; as printed, a = b."""
    a, b = reals("a b")
    yield Relation(a, "==", b, over=Domain(C > 0, equals(a + b, 2 * C)))


@torus_symmetry.corrected(
    r"f_\varepsilon-g_\varepsilon\text{ is constant, and }f_\varepsilon=g_\varepsilon\text{ may be chosen}",
    note="The pair may be shifted by (+t, -t); everything that follows uses f + g only.",
)
def torus_symmetry_corrected() -> Obligations:
    """The equal pair (C, C) is among the optimisers; the density sees the sum only."""
    a, b, t = reals("a b t")
    yield Exists({a: C, b: C}, equals(a + b, 2 * C), equals(a, b), over=C > 0)
    yield Identity((a + t) + (b - t), a + b, label="shift invariance")
    yield Identity(
        a - b, 2 * (a - C), over=Domain(C, equals(a + b, 2 * C), b), label="the difference is constant"
    )


@paper.claim(
    "torus-density-24",
    at="(24)",
    printed=r"\rho_\varepsilon(x,y)=\frac1{\varepsilon^{q-1}q^{q-1}}"
    r"\bigl(f_\varepsilon(x)+f_\varepsilon(y)-\tfrac12d_{\mathbb T^d}(x,y)^2\bigr)_+^{q-1}",
    depends=("density-1", "torus-symmetry"),
)
def torus_density_24() -> Obligations:
    """(1) with the cost d_T²/2 and g = f: the density is stationary."""
    fx, fy, c = reals("f_x f_y c")
    xi = fx + fy - c
    density = xi ** (q - 1) / (eps ** (q - 1) * q ** (q - 1))
    region = Domain(EXPONENTS, eps > 0, xi > 0, c >= 0)
    yield Identity(eps * D(z**p / (p - 1), z).at(z, density), xi, over=region)


@paper.claim(
    "torus-constant-potential",
    at="Section 6",
    printed=r"(f_\varepsilon(\cdot+z),f_\varepsilon(\cdot+z))\text{ optimal for all }z\;\Rightarrow\;f_\varepsilon\equiv C_\varepsilon",
    hypotheses=(r"\text{uniqueness up to an additive constant}",),
)
def torus_constant_potential() -> Obligations:
    """Uniqueness gives f(·+z) = f + c and f(·+z) = f - c with one constant c = c(z): it vanishes."""
    moved, f, c = reals("u f c")
    both = Domain(equals(moved, f + c), equals(moved, f - c))
    yield Identity(c, 0, over=both)
    yield Identity(moved, f, over=both)


@paper.claim(
    "torus-density-25",
    at="(25)",
    printed=r"\rho_\varepsilon(x,y)=\frac1{\varepsilon^{q-1}q^{q-1}}\bigl(2C_\varepsilon-\tfrac12d_{\mathbb T^d}(x,y)^2\bigr)_+^{q-1}",
    depends=("torus-density-24", "torus-constant-potential"),
)
def torus_density_25() -> Obligations:
    """(24) with f = C; its mass is 1 where C = C_ε."""
    (c,) = reals("c")
    density = (2 * C - c) ** (q - 1) / (eps ** (q - 1) * q ** (q - 1))
    region = Domain(EXPONENTS, eps > 0, c >= 0, c < 2 * C)
    yield Identity(eps * D(z**p / (p - 1), z).at(z, density), 2 * C - c, over=region, label="stationary")
    yield Identity(
        ball_integral((2 * C - r**2 / 2) ** (q - 1), r, R, d).at(C, C_EPS) / (eps * q) ** (q - 1),
        1,
        over=PARAMETERS,
        label="mass 1",
    )


@paper.claim(
    "torus-equation-26",
    at="(26)",
    printed=r"\int_{\mathbb T^d}\bigl(2C_\varepsilon-\tfrac12d_{\mathbb T^d}(0,z)^2\bigr)_+^{q-1}dz=\varepsilon^{q-1}q^{q-1}",
)
def torus_equation_26() -> Obligations:
    """Mass 1 of (25) is the equation; its left side is strictly increasing in C, so it determines C."""
    (c, mass) = reals("c M")
    scale = eps ** (q - 1) * q ** (q - 1)
    region = Domain(EXPONENTS, eps > 0, mass > 0)
    yield Identity(mass / scale - 1, (mass - scale) / scale, over=region, label="mass 1 is (26)")
    inside = Domain(EXPONENTS, c >= 0, c < 2 * C)
    yield Relation(D((2 * C - c) ** (q - 1), C) > 0, over=inside, label="strictly increasing in $C$")
    yield Relation(D(MASS, C) > 0, over=SOLVED, label="strictly increasing in $C$")
    yield Limit(MASS, C, to=0, equals=0, over=SOLVED)


@paper.claim(
    "torus-regime",
    at="Section 6",
    printed=r"R_\varepsilon:=2\sqrt{C_\varepsilon}<\tfrac12:\;\mathbb B_{\mathbb T^d}(0,R_\varepsilon)"
    r"\text{ is isometric to }\mathbb B(0,R_\varepsilon)",
)
def torus_regime() -> Obligations:
    """As printed, all distances inside the ball agree; shown false on the circle, d = 1."""
    u, v = reals("u v")
    (k,) = integers("k")
    circle = Domain(u < HALF, u > -HALF, v < HALF, v > -HALF, k**2 >= 1)
    yield Relation((u - v - k) ** 2 >= (u - v) ** 2, over=circle, label=r"$d_{\mathbb T}(u,v)=|u-v|$, $d=1$")


@torus_regime.corrected(
    r"d_{\mathbb T^d}(0,z)=|z|\text{ for }|z|<\tfrac12;\;\text{isometric for }R_\varepsilon<\tfrac14",
    note="Only the distances to the centre are used (polar coordinates), and they agree for R < 1/2.",
)
def torus_regime_corrected() -> Obligations:
    """Distances to the centre agree for radius 1/2, all distances for radius 1/4, in every dimension."""
    u, v, k = vectors("u v k")
    yield Relation(
        norm(u - k) >= norm(u), over=Domain(norm(k) >= 1, norm(u) < HALF), label=r"$d_{\mathbb T^d}(0,u)=|u|$"
    )
    near = Domain(norm(u) < HALF / 2, norm(v) < HALF / 2)
    yield Relation(
        dot(u - v, u - v) < Fraction(1, 4), over=near, label=r"$|u|,|v|<\frac14\Rightarrow|u-v|<\frac12$"
    )
    yield Identity(R**2 / 2, 2 * C, over=C > 0, label="the density vanishes at the radius $R$")


@paper.claim(
    "torus-polar",
    at="Section 6",
    printed=r"\int_{\mathbb T^d}(\cdots)_+^{q-1}dz=\frac{2\pi^{d/2}}{\Gamma(d/2)}\int_0^{R_\varepsilon}"
    r"\bigl(2C_\varepsilon-\tfrac12r^2\bigr)^{q-1}r^{d-1}dr",
    hypotheses=(r"R_\varepsilon<\tfrac12",),
    depends=("torus-regime",),
)
def torus_polar() -> Obligations:
    """The positive part lives on the ball of radius R; there polar coordinates apply."""
    yield Relation(slack <= 0, over=Domain(C > 0, r >= R), label="no mass beyond $R$")
    yield Relation(slack > 0, over=Domain(C > 0, r >= 0, r < R), label="positive inside")
    yield Identity(
        ball_integral(slack ** (q - 1), r, R, d),
        sphere_area(d) * integral(slack ** (q - 1) * r ** (d - 1), r, 0, R),
        over=SOLVED,
    )


@paper.claim(
    "torus-substitution",
    at="Section 6",
    printed=r"=\frac{2\pi^{d/2}}{\Gamma(d/2)}(2C_\varepsilon)^{q-1}R_\varepsilon^d\int_0^1(1-t^2)^{q-1}t^{d-1}dt",
)
def torus_substitution() -> Obligations:
    """r = R t."""
    (t,) = reals("t")
    yield Identity(
        sphere_area(d) * integral(slack ** (q - 1) * r ** (d - 1), r, 0, R),
        sphere_area(d) * (2 * C) ** (q - 1) * R**d * integral((1 - t**2) ** (q - 1) * t ** (d - 1), t, 0, 1),
        over=SOLVED,
    )


@paper.claim(
    "torus-beta",
    at="Section 6",
    printed=r"\int_0^1(1-t^2)^{q-1}t^{d-1}dt=\tfrac12B(\tfrac d2,q)=\frac{\Gamma(d/2)\Gamma(q)}{2\Gamma(d/2+q)}",
)
def torus_beta() -> Obligations:
    """s = t²."""
    (t,) = reals("t")
    yield Integral(
        (1 - t**2) ** (q - 1) * t ** (d - 1), (t, 0, 1), equals=beta(d * HALF, q) / 2, over=DIMENSIONS
    )


@paper.claim(
    "torus-combined",
    at="Section 6",
    printed=r"\frac{\pi^{d/2}\Gamma(q)}{\Gamma(d/2+q)}\,2^{q+d-1}C_\varepsilon^{q-1+d/2}=\varepsilon^{q-1}q^{q-1}",
    depends=("torus-polar", "torus-substitution", "torus-beta"),
)
def torus_combined() -> Obligations:
    """The ball integral in closed form."""
    yield Identity(ball_integral(slack ** (q - 1), r, R, d), MASS, over=SOLVED)
    yield Identity(
        sphere_area(d) * (2 * C) ** (q - 1) * R**d * beta(d * HALF, q) / 2,
        MASS,
        over=SOLVED,
        label=r"$R^d=2^dC^{d/2}$",
    )


@paper.claim(
    "C-eps-27",
    at="(27)",
    printed=r"C_\varepsilon=\Bigl(\frac{\Gamma(\frac d2+q)q^{q-1}}{\pi^{d/2}\Gamma(q)2^{q+d-1}}\Bigr)^{\frac1{q-1+d/2}}"
    r"\varepsilon^{\frac2{d(p-1)+2}}",
    hypotheses=(r"R_\varepsilon<\tfrac12",),
    depends=("torus-combined",),
)
def c_eps_27() -> Obligations:
    """(27) solves the equation before it, which has one solution; and it is what solving gives."""
    yield Identity(MASS.at(C, C_EPS), eps ** (q - 1) * q ** (q - 1), over=PARAMETERS)
    yield Relation(D(MASS, C) > 0, over=SOLVED, label="one solution")
    yield Relation(C_EPS > 0, over=PARAMETERS)
    yield Identity(
        2 * sqrt(C_EPS.at(q, 2).at(p, 2).at(d, 1)),
        (3 * eps) ** Fraction(1, 3),
        over=eps > 0,
        label=r"$d=1,p=2:\;R^3=3\varepsilon$",
    )


@paper.claim(
    "torus-exponent",
    at="Section 6, after (27)",
    printed=r"q-1=\tfrac1{p-1},\quad q-1+\tfrac d2=\frac{d(p-1)+2}{2(p-1)}\;\Rightarrow\;"
    r"\frac{q-1}{q-1+d/2}=\frac2{d(p-1)+2}",
)
def torus_exponent() -> Obligations:
    """The exponent of ε in (27)."""
    yield Identity(q - 1, 1 / (p - 1), over=EXPONENTS)
    yield Identity(q - 1 + d * HALF, RATE / (2 * (p - 1)), over=DIMENSIONS)
    yield Identity((q - 1) / (q - 1 + d * HALF), 2 / RATE, over=DIMENSIONS)


@paper.claim(
    "torus-orders",
    at="Section 6, end",
    printed=r"C_\varepsilon\approx\varepsilon^{\frac2{d(p-1)+2}},\quad R_\varepsilon\approx\varepsilon^{\frac1{d(p-1)+2}}",
    depends=("C-eps-27",),
)
def torus_orders() -> Obligations:
    """C_ε and R_ε are their values at ε = 1 times a power of ε."""
    yield Identity(C_EPS, C_EPS.at(eps, 1) * eps ** (2 / RATE), over=PARAMETERS)
    yield Identity(2 * sqrt(C_EPS), 2 * sqrt(C_EPS.at(eps, 1)) * eps ** (1 / RATE), over=PARAMETERS)
    yield Relation(C_EPS.at(eps, 1) > 0, over=DIMENSIONS, label="the constant is positive")


@paper.claim(
    "torus-hessian-identity",
    at="(8) on the torus",
    printed=r"\nabla^2\varphi_\varepsilon=\mathrm{Id}",
    depends=("torus-constant-potential",),
)
def torus_hessian_identity() -> Obligations:
    """Both lines of (8) give the identity: p < 2 by a Beta quotient, p = 2 by the moment of the sphere."""
    strict = Domain(p > 1, p < 2, d >= 1, q=p / (p - 1))
    yield Identity(
        2 * (q - 2) / d * beta(d * HALF + 1, q - 2) / beta(d * HALF, q - 1), 1, over=strict, label="$p<2$"
    )
    moment = second_moment(d, R) / R
    yield Identity(moment / ball_volume(d, R), 1, over=Domain(C > 0, d >= 1), label="$p=2$")


@paper.claim(
    "torus-rot-value",
    at="From (25), Section 6",
    printed=r"\mathrm{ROT}_\varepsilon=2C_\varepsilon\,\frac{d(p-1)+2}{d(p-1)+2p}",
    hypotheses=(r"h_p(z)=\frac{|z|^p}{p-1}", r"R_\varepsilon<\tfrac12"),
    depends=("torus-combined",),
)
def torus_rot_value() -> Obligations:
    """Transport cost and entropy of the density (25), with (εq)^(q-1) = mass by (26)."""
    scale = ball_integral(slack ** (q - 1), r, R, d)
    transport = ball_integral(r**2 / 2 * slack ** (q - 1), r, R, d) / scale
    entropy = ball_integral(slack**q, r, R, d) / ((p - 1) * q * scale)
    yield Identity(transport, 2 * C * d / (d + 2 * q), over=SOLVED, label="transport cost")
    yield Identity(entropy, 4 * C / (2 * p + d * (p - 1)), over=SOLVED, label="entropy")
    yield Identity(transport / entropy, d * (p - 1) / 2, over=SOLVED, label="their ratio")
    yield Identity(transport + entropy, 2 * C * RATE / (d * (p - 1) + 2 * p), over=SOLVED)


@paper.claim(
    "torus-jensen",
    at="From (17), Section 6",
    printed=r"\frac{\xi(x,x)\int\xi^{q-2}}{\int\xi^{q-1}}=\frac{q-1+d/2}{q-1}",
)
def torus_jensen() -> Obligations:
    """The slack of Jensen's inequality (17) on the torus."""
    ratio = ball_integral(slack ** (q - 1), r, R, d) / ball_integral(slack ** (q - 2), r, R, d)
    yield Identity(2 * C / ratio, (q - 1 + d * HALF) / (q - 1), over=SOLVED)
