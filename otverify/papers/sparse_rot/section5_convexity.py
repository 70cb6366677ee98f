"""Section 5.2: the proof of Corollary 3.2, case by case."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Integral, Obligation, Relation
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, PARAMETERS, RATE, C, d, eps, p, paper, q, r
from otverify.papers.sparse_rot.section5_lower import weighted_volume
from otverify.papers.sparse_rot.torus import R_EPS, R_ONE
from otverify.symbolic.spheres import ball_volume, second_moment, sphere_area
from otverify.vocabulary import BorelSet, Domain, Function, beta, dot, norm, points, reals, sqrt, vectors

Obligations = Iterator[Obligation]

xi0, R0, a = reals("xi_0 R_0 a")
DIMENSIONS = Domain(EXPONENTS, d >= 1)

S, cone = BorelSet("S"), BorelSet("C")
(s,) = points("s")
#: at a point y of the section: <∇φ - y, h>², |∇φ - y|², and a weight
along, square, weight = Function("a"), Function("b"), Function("w")


@paper.claim(
    "cor32-boundary-equivalence",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"y\in\partial\mathcal S_x\Leftrightarrow\xi(x,y)=0\Leftrightarrow x\in\partial\mathcal T_y",
    hypotheses=(
        r"\xi\text{ concave and continuous},\;\max\xi(x,\cdot)>0",
        r"x\in K_0,\;\varepsilon\le\varepsilon_0",
    ),
    depends=("xi-max-location",),
)
def cor32_boundary_equivalence() -> Obligations:
    """If ξ(y) = 0 < ξ(y_0), then ξ > 0 on the segment from y to y_0 and ξ < 0 beyond y: y is a boundary point.

    ξ at (1-t)y + t y_0, and at w with y = (w + t y_0)/(1 + t); the converse is continuity of ξ.
    """
    t, inside, beyond = reals("t i o")
    top = Domain(t > 0, t < 1, xi0 > 0)
    yield Relation(inside > 0, over=Domain(top, inside >= (1 - t) * 0 + t * xi0), label="on the segment")
    yield Relation(
        beyond < 0, over=Domain(t > 0, xi0 > 0, (beyond + t * xi0) / (1 + t) <= 0), label="beyond the point"
    )


@paper.claim(
    "cor32-diam",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"\|x-\nabla\psi_\varepsilon(y)\|\le\operatorname{diam}(\mathcal T_y)\lesssim\varepsilon^{\frac1{d+2}}",
)
def cor32_diam() -> Obligations:
    """x and ∇ψ(y) are within R_0 ε^(1/D) of each other by Lemma 5.1, and T_y has diameter 2R_0 ε^(1/D); D at p = 2."""
    yield Identity((1 / RATE).at(p, 2), 1 / (d + 2), over=d >= 1)
    u, v = vectors("u v")
    (k,) = reals("k")
    inside = Domain(k > 0, R0 > 0, norm(u) <= R0 * k, norm(v) <= R0 * k)
    yield Relation(
        norm(u + v) <= 2 * R0 * k,
        over=inside,
        by=[Relation(norm(u + v) <= norm(u) + norm(v), over=inside)],
        label=r"$k=\varepsilon^{1/(d+2)}$, $u+v$ for the difference",
    )


@paper.claim(
    "cor32-A-lower",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"A:=\langle\nabla^2\varphi_\varepsilon(x)h,h\rangle\ge\frac{\int_{\partial\mathcal S_x}\langle\nabla\varphi_\varepsilon(x)-y,h\rangle^2\mu(y)d\mathcal H^{d-1}(y)}{\varepsilon^{\frac1{d+2}}\mu(\mathcal S_x)}",
    depends=("hessian-8-p2", "cor32-diam", "torus-hessian-identity"),
)
def cor32_a_lower() -> Obligations:
    """On the torus A = 1, and the right side is R_ε/ε^(1/(d+2)) = R_1, by the second moment of the sphere."""
    edge = R_EPS.at(q, 2).at(p, 2)
    (R,) = reals("R")
    quotient = second_moment(d, R) / ball_volume(d, R)
    yield Identity(quotient, R, over=Domain(R > 0, d >= 1), label="the moment over the volume")
    yield Relation(edge / eps ** (1 / (d + 2)) <= 1, over=Domain(eps > 0, d >= 1), label="on the torus")


@cor32_a_lower.corrected(
    r"A\ge\frac1R\,\frac{\int_{\partial\mathcal S_x}\langle\nabla\varphi_\varepsilon(x)-y,h\rangle^2\mu(y)d\mathcal H^{d-1}(y)}{\varepsilon^{\frac1{d+2}}\mu(\mathcal S_x)},"
    r"\quad\|x-\nabla\psi_\varepsilon(y)\|\le R\varepsilon^{\frac1{d+2}}",
    note="The sign has to be ≳: the constant of the diameter bound is missing; what follows uses ≳.",
)
def cor32_a_lower_corrected() -> Obligations:
    """1/|x - ∇ψ(y)| >= 1/(Rε^(1/(d+2))) in (8), on the set where it is integrated."""
    R, mass, scale = reals("R M k")
    away = Function("t")
    near = Domain(
        R > 0,
        mass > 0,
        scale > 0,
        S.everywhere(s, along(s) >= 0),
        S.everywhere(s, away(s) > 0),
        S.everywhere(s, away(s) <= R * scale),
    )
    pointwise = Relation(
        S.integral(along(s) / away(s), s) >= S.integral(along(s) / (R * scale), s), over=near
    )
    yield Relation(
        S.integral(along(s) / away(s), s) / mass >= S.integral(along(s), s) / (R * scale * mass),
        over=near,
        by=[pointwise],
        label=r"$k=\varepsilon^{1/(d+2)}$",
    )
    edge = R_EPS.at(q, 2).at(p, 2)
    yield Identity(
        edge,
        R_ONE.at(q, 2).at(p, 2) * eps ** (1 / (d + 2)),
        over=Domain(eps > 0, d >= 1),
        label="torus: $R=R_1$, equality",
    )


@paper.claim(
    "cor32-A-exponent",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"A\gtrsim\varepsilon^{-\frac{d+1}{d+2}}\int_{\partial\mathcal S_x}\langle\nabla\varphi_\varepsilon(x)-y,h\rangle^2d\mathcal H^{d-1}",
)
def cor32_a_exponent() -> Obligations:
    """With k = ε^(1/(d+2)), μ >= m and μ(S_x) <= Vk^d the constant is m/(RV)."""
    A, N, m, R, M, most, k, V = reals("A N m R M T k V")
    facts = Domain(k > 0, R > 0, M > 0, most >= M, m > 0, N >= 0, N * m / (R * k * M) <= A)
    yield Relation(N * m / (R * k * most) <= A, over=facts, label=r"$\mu(\mathcal S_x)\le T$")
    positive = Domain(k > 0, R > 0, V > 0, m > 0, N >= 0, d >= 1)
    yield Identity(
        N * m / (R * k * (V * k**d)), m / (R * V) * N / k ** (d + 1), over=positive, label="$T=Vk^d$"
    )
    yield Identity(
        (eps ** (1 / (d + 2))) ** (d + 1),
        eps ** ((d + 1) / (d + 2)),
        over=Domain(eps > 0, d >= 1),
        label="$k^{d+1}$",
    )


@paper.claim(
    "cone-definition",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"\mathcal C_h=\{\langle y,h\rangle\ge\tfrac12\|y\|\}\Rightarrow\langle y,h\rangle^2\ge\tfrac14\|y\|^2",
)
def cone_definition() -> Obligations:
    """Squaring two non-negative numbers."""
    y, h = vectors("y h")
    cone = Domain(dot(y, h) >= norm(y) / 2, norm(y) >= 0)
    yield Relation(dot(y, h) ** 2 >= norm(y) ** 2 / 4, over=cone)


@paper.claim(
    "cor32-cone-chain",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"\varepsilon^{-\frac{d+1}{d+2}}\int\|\nabla\varphi_\varepsilon(x)-y\|^2d\mathcal H^{d-1}"
    r"\gtrsim\varepsilon^{-\frac{d-1}{d+2}}\mathcal H^{d-1}(\cdot)",
    hypotheses=(
        r"\|\nabla\varphi_\varepsilon(x)-y\|\ge R_0^{-1}\varepsilon^{1/(d+2)}\text{ on }\partial\mathcal S_x",
    ),
)
def cor32_cone_chain() -> Obligations:
    """∫|∇φ - y|² over the boundary in the cone is at least (k/R_0)² times its area, k = ε^(1/(d+2))."""
    (k,) = reals("k")
    facts = Domain(k > 0, R0 > 0, cone.everywhere(s, square(s) >= (k / R0) ** 2))
    whole = cone.integral(square(s), s)
    below = Relation(whole >= cone.integral((k / R0) ** 2, s), over=facts)
    yield Relation(whole >= k**2 / R0**2 * cone.mass, over=facts, by=[below])
    radius = eps ** (1 / (d + 2)) / R0
    region = Domain(eps > 0, d >= 1, R0 > 0)
    yield Identity(radius**2 / eps ** ((d + 1) / (d + 2)), R0**-2 / eps ** ((d - 1) / (d + 2)), over=region)


@paper.claim(
    "gamma-eps-scaling",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"\mathcal H^{d-1}(\partial\mathcal S_x\cap\cdot)=\varepsilon^{\frac{d-1}{d+2}}"
    r"\mathcal H^{d-1}(\gamma_\varepsilon(\partial\mathcal S_x\cap\cdot))",
)
def gamma_eps_scaling() -> Obligations:
    """The (d-1)-dimensional measure scales with the power d-1 of the dilation, as spheres show."""
    dilation = eps ** (1 / (d + 2))
    sphere = sphere_area(d) * (dilation * r) ** (d - 1)
    yield Identity(
        sphere,
        eps ** ((d - 1) / (d + 2)) * sphere_area(d) * r ** (d - 1),
        over=Domain(eps > 0, d >= 1, r > 0),
    )


@paper.claim(
    "gamma-eps-inclusion",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"\mathbb B(0,\tfrac1{C'})\cap\mathcal C_h\subset\gamma_\varepsilon(\mathcal S_x\cap(\nabla\varphi_\varepsilon(x)+\mathcal C_h))\subset\mathbb B(0,C)\cap\mathcal C_h",
    hypotheses=(r"(4)\text{ with }R_0",),
    depends=("thm-3-1-outer", "thm-3-1-inner"),
)
def gamma_eps_inclusion() -> Obligations:
    """C = C' = R_0: |γ_ε(y)| = |y - ∇φ|/ε^(1/(d+2)), and the cone is invariant under dilations."""
    u, h = vectors("u h")
    (scale,) = reals("k")  # ε^(1/(d+2))
    region = Domain(scale > 0, R0 > 0, u)
    yield Identity(norm((1 / scale) * u), norm(u) / scale, over=region, label=r"$k=\varepsilon^{1/(d+2)}$")
    yield Relation(norm(u) / scale <= R0, over=Domain(region, norm(u) <= R0 * scale), label="outer")
    yield Relation(norm(u) <= scale / R0, over=Domain(region, norm(u) / scale <= 1 / R0), label="inner")
    (lam,) = reals("lambda")
    yield Relation(
        dot(lam * u, h) >= lam * norm(u) / 2, over=Domain(lam > 0, dot(u, h) >= norm(u) / 2), label="the cone"
    )


@paper.claim(
    "gamma-eps-area",
    at="Proof of Corollary 3.2, case p = 2",
    printed=r"\mathcal H^{d-1}(\gamma_\varepsilon(\partial\mathcal S_x\cap(\nabla\varphi_\varepsilon(x)+\mathcal C_h)))\ge\tfrac1{C'}",
    depends=("gamma-eps-inclusion", "cone-definition"),
)
def gamma_eps_area() -> Obligations:
    """The radial projection u ↦ ρu/|u| of {|u| >= ρ} onto the sphere of radius ρ is 1-Lipschitz and keeps the cone.

    Hence the boundary of a convex set that contains the ball has at least the area of the sphere in the cone.
    With a = |u|, b = |v|, c = <u, v>: ρ²|u/a - v/b|² = 2ρ²(1 - c/(ab)) and |u - v|² = a² + b² - 2c.
    """
    rho, alpha, beta_, c = reals("rho a b c")
    u, v = vectors("u v")
    outside = Domain(rho > 0, alpha >= rho, beta_ >= rho, c <= alpha * beta_)
    yield Relation(
        2 * rho**2 * (1 - c / (alpha * beta_)) <= alpha**2 + beta_**2 - 2 * c,
        over=outside,
        by=[
            Relation(
                2 * rho**2 * (alpha * beta_ - c) <= 2 * alpha * beta_ * (alpha * beta_ - c), over=outside
            ),
            Relation(2 * (alpha * beta_ - c) <= alpha**2 + beta_**2 - 2 * c, over=outside),
        ],
        label="1-Lipschitz",
    )
    yield Identity(
        norm(rho / norm(u) * u - rho / norm(v) * v) ** 2,
        2 * rho**2 * (1 - dot(u, v) / (norm(u) * norm(v))),
        over=Domain(rho > 0, norm(u) > 0, norm(v) > 0),
        label="the distance of the projections",
    )
    yield Relation(dot(u, v) <= norm(u) * norm(v), over=Domain(u, v), label="$c\\le ab$")


@paper.claim(
    "cor32-case-q3-a",
    at="Proof of Corollary 3.2, case p <= 3/2",
    printed=r"A\gtrsim\frac{\int_{\mathcal S_x\cap(\nabla\varphi_\varepsilon(x)+\mathcal C_h)}\|\nabla\varphi_\varepsilon(x)-y\|^2(\xi(x,y))_+^{q-3}d\mu(y)}{\int(\xi(x,y))_+^{q-2}d\mu(y)}",
    hypotheses=(r"q\ge3",),
    depends=("hessian-8-pneq2", "cone-definition"),
)
def cor32_case_q3_a() -> Obligations:
    """With the constant (q-2)/4: in the cone <∇φ - y, h>² >= |∇φ - y|²/4; the rest of the section adds >= 0."""
    rest, mass = reals("e M")
    inside = Domain(cone.everywhere(s, weight(s) >= 0), cone.everywhere(s, along(s) >= square(s) / 4))
    yield Relation(
        cone.integral(along(s) * weight(s), s) >= cone.integral(square(s) / 4 * weight(s), s),
        over=inside,
        label="in the cone",
    )
    numerator, part = reals("a b")
    yield Relation(
        (q - 2) * (numerator + rest) / mass >= (q - 2) / 4 * part / mass,
        over=Domain(EXPONENTS, mass > 0, rest >= 0, part >= 0, numerator >= part / 4),
        label="over the section",
    )
    outside = Domain(S.everywhere(s, weight(s) >= 0), S.everywhere(s, along(s) >= 0))
    yield Relation(S.integral(along(s) * weight(s), s) >= S.integral(0, s), over=outside, label="the rest")


@paper.claim(
    "cor32-case-q3-b",
    at="Proof of Corollary 3.2, case p <= 3/2",
    printed=r"\int(\varepsilon^{\frac2{d(p-1)+2}}-\|y-\nabla\varphi_\varepsilon\|^2)_+^{q-3}"
    r"\|y-\nabla\varphi_\varepsilon\|^2d\mu\approx\varepsilon^{\frac{2q+d-4}{d(p-1)+2}}",
    hypotheses=(r"q\ge3",),
)
def cor32_case_q3_b() -> Obligations:
    """∫ (c ε^(2/D) - C r²)^(q-3) r^(d+1) dr is a constant times ε^((2q+d-4)/D)."""
    (c,) = reals("c")
    region = Domain(p > 1, p < 3 * HALF, d >= 1, eps > 0, c > 0, C > 0, q=p / (p - 1))
    top = c * eps ** (2 / RATE)
    constant = c ** (q - 2 + d * HALF) * C ** (-d * HALF - 1) * beta(d * HALF + 1, q - 2) / 2
    yield Integral(
        (top - C * r**2) ** (q - 3) * r ** (d + 1),
        (r, 0, sqrt(top / C)),
        equals=constant * eps ** ((2 * q + d - 4) / RATE),
        over=region,
    )
    yield Relation(constant > 0, over=region)
    # q = 3: (t)_+^0 is 1 inside
    yield Integral(
        r ** (d + 1),
        (r, 0, sqrt(c / C) * eps ** (1 / RATE)),
        equals=(c / C) ** (d * HALF + 1) * eps ** ((d + 2) / RATE) / (d + 2),
        over=Domain(PARAMETERS, c > 0, C > 0),
        label="$q=3$",
    )


@paper.claim(
    "eq22",
    at="(22)",
    printed=r"\int\xi_+^{q-2}d\mu\lesssim\varepsilon^{\frac{2(q-2)}{d(p-1)+2}}|\mathcal S_x|"
    r"\lesssim\varepsilon^{\frac{2(q-2)+d}{d(p-1)+2}}",
    depends=("xi-max-12", "volume-10"),
)
def eq22() -> Obligations:
    """(12) and (10) once more, with the constant of (18)."""
    yield from weighted_volume()


@paper.claim(
    "cor32-case-q3-conclusion",
    at="Proof of Corollary 3.2, case p <= 3/2",
    printed=r"A\gtrsim\varepsilon^{\frac{2q+d-4}D}/\varepsilon^{\frac{2(q-2)+d}D}=1",
    depends=("cor32-case-q3-b", "eq22"),
)
def cor32_case_q3_conclusion() -> Obligations:
    """The exponents agree."""
    yield Identity(eps ** ((2 * q + d - 4) / RATE) / eps ** ((2 * (q - 2) + d) / RATE), 1, over=PARAMETERS)


@paper.claim(
    "cor32-case-mid-a",
    at="Proof of Corollary 3.2, case 3/2 < p < 2",
    printed=r"\xi(x,y)^{q-3}\gtrsim\varepsilon^{\frac{2(q-3)}{d(p-1)+2}}",
    hypotheses=(r"2<q<3",),
    depends=("xi-max-12",),
)
def cor32_case_mid_a() -> Obligations:
    """The exponent q-3 is negative and reverses (12)."""
    (K,) = reals("K")
    middle = Domain(p > 3 * HALF, p < 2, d >= 1, eps > 0, K > 0, q=p / (p - 1))
    top = K * eps ** (2 / RATE)
    below = Domain(middle, xi0 > 0, xi0 <= top)
    yield Relation(q - 3 < 0, over=middle)
    yield Relation(xi0 ** (3 - q) <= top ** (3 - q), over=below, label=r"$\xi^{3-q}$ is below")
    yield Identity(top ** (q - 3), K ** (q - 3) * eps ** (2 * (q - 3) / RATE), over=middle)


@paper.claim(
    "cor32-case-mid-b",
    at="Proof of Corollary 3.2, case 3/2 < p < 2",
    printed=r"\varepsilon^{\frac{2(q-3)}{d(p-1)+2}}\int\|y-\nabla\varphi_\varepsilon\|^2d\mu"
    r"\approx\varepsilon^{\frac{2q+d-4}{d(p-1)+2}}",
    depends=("eq22",),
)
def cor32_case_mid_b() -> Obligations:
    """∫ r² over a ball of radius ε^(1/D) has the exponent (d+2)/D; then (22)."""
    radius = eps ** (1 / RATE)
    yield Integral(
        r**2 * r ** (d - 1), (r, 0, radius), equals=eps ** ((d + 2) / RATE) / (d + 2), over=PARAMETERS
    )
    yield Identity(
        eps ** (2 * (q - 3) / RATE) * eps ** ((d + 2) / RATE),
        eps ** ((2 * q + d - 4) / RATE),
        over=PARAMETERS,
    )
    yield Identity(eps ** ((2 * q + d - 4) / RATE) / eps ** ((2 * (q - 2) + d) / RATE), 1, over=PARAMETERS)


@paper.claim(
    "cor32-case-split",
    at="Section 5.2",
    printed=r"p=2,\quad p\in(1,\tfrac32]\;(q\ge3),\quad p\in(\tfrac32,2)\;(q\in(2,3))",
)
def cor32_case_split() -> Obligations:
    """The thresholds in q of the three cases, which cover (1, 2] once."""
    conjugate = p / (p - 1)
    yield Identity(conjugate.at(p, 2), 2)
    yield Relation(conjugate >= 3, over=Domain(p > 1, p <= 3 * HALF))
    yield Relation(conjugate < 3, over=Domain(p > 3 * HALF, p < 2))
    yield Relation(conjugate > 2, over=Domain(p > 3 * HALF, p < 2))
