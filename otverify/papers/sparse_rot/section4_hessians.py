"""Section 4.1: second derivatives of φ_ε, Proposition 4.3 and Theorem 4.4.

On the line with p = 2 everything is explicit: S_x = (l, r), and the two ends carry the weights
w_l = μ(l)/|ψ'(l) - x| and w_r = μ(r)/|ψ'(r) - x| of the boundary integrals.
"""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.papers.sparse_rot import instances
from otverify.papers.sparse_rot.instances import Optimum, distance, inner
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, PARAMETERS, RATE, d, eps, p, paper, q
from otverify.papers.sparse_rot.section1_results import identity_hessian, quadratic_hessian
from otverify.papers.sparse_rot.torus import R_EPS, R_ONE, TORUS, WITH_RADIUS, K, radius
from otverify.vocabulary import BorelSet, D, Domain, Function, beta, equals, points, reals

Obligations = Iterator[Obligation]

S = BorelSet("S")
(s,) = points("s")
#: on the section: ξ > 0, <y, u> - <∇φ, u> and the same for v
xi, bu, bv = Function("xi"), Function("U"), Function("V")
#: along x + tu + τv: <y, u>, <y, v> and the first derivatives of φ
phi = Function("varphi")
yu, yv, const, second, t, tau = reals("y_u y_v c H t tau")
STRICT = Domain(p > 1, p < 2, q=p / (p - 1))

#: the mean m = φ'(x) of y over S_x, the distances of the ends from it, the weights, and μ(S_x)
mean, behind, ahead, w_left, w_right, mass = reals("m b a w_l w_r M")
left, right = mean - behind, mean + ahead
LINE = Domain(behind > 0, ahead > 0, w_left > 0, w_right > 0, mass > 0, mean)

#: formula (8) for p = 2 on the line; Σ (y - m) w and Σ y (y - m) w over the ends
moment = (right - mean) ** 2 * w_right + (mean - left) ** 2 * w_left
flux = (right - mean) * w_right - (mean - left) * w_left
product = right * (right - mean) * w_right - left * (mean - left) * w_left


@paper.claim(
    "hessian-8-pneq2",
    at="Proposition 4.3, (8), p ≠ 2",
    printed=r"\langle\nabla^2\varphi_\varepsilon(x)u,v\rangle=(q-2)\frac{\int_{\mathcal S_x}\langle\nabla\varphi_\varepsilon(x)-y,u\rangle"
    r"\langle\nabla\varphi_\varepsilon(x)-y,v\rangle\xi(x,y)^{q-3}\mu\,d\mu(y)}{\int_{\mathcal S_x}\xi(x,y)^{q-2}d\mu(y)}",
    depends=("prop42-gradient-7",),
)
def hessian_8_pneq2() -> Obligations:
    """As printed the density occurs twice, μ dμ: on a torus of volume 1/μ the value is μ times the identity."""
    (mu,) = reals("mu")
    ratio = 2 * (q - 2) / d * beta(d * HALF + 1, q - 2) / beta(d * HALF, q - 1)
    yield Identity(
        ratio * mu,
        1,
        over=Domain(STRICT, d >= 1, mu > 0),
        label=r"uniform density $\mu$, $\nabla^2\varphi_\varepsilon=\mathrm{Id}$",
    )


@hessian_8_pneq2.corrected(
    r"\langle\nabla^2\varphi_\varepsilon(x)u,v\rangle=(q-2)\frac{\int_{\mathcal S_x}\langle\nabla\varphi_\varepsilon(x)-y,u\rangle"
    r"\langle\nabla\varphi_\varepsilon(x)-y,v\rangle\xi(x,y)^{q-3}d\mu(y)}{\int_{\mathcal S_x}\xi(x,y)^{q-2}d\mu(y)}",
    note="A stray density, μ dμ for dμ; nothing else uses it.",
)
def hessian_8_pneq2_corrected() -> Obligations:
    """(6) differentiated along u and v on a fixed section, and solved; on the torus the identity matrix."""
    # φ(t, τ) is φ_ε(x + tu + τv)
    along = const + t * yu + tau * yv - phi(t, tau)
    value = D(along ** (q - 1), t, tau)
    first_u, first_v = yu - D(phi(t, tau), t), yv - D(phi(t, tau), tau)
    yield Identity(
        value,
        (q - 1) * (q - 2) * along ** (q - 3) * first_u * first_v
        - (q - 1) * along ** (q - 2) * D(phi(t, tau), t, tau),
        over=Domain(STRICT, t, tau, yu, yv, const, along > 0),
        label="the second derivative of (6) under the integral",
    )
    above = S.integral(bu(s) * bv(s) * xi(s) ** (q - 3), s)
    below = S.integral(xi(s) ** (q - 2), s)
    section = Domain(
        STRICT,
        S.everywhere(s, xi(s) > 0),
        S.mass > 0,
        below > 0,
        equals((q - 1) * (q - 2) * above - (q - 1) * second * below, 0),
    )
    yield Identity(
        second,
        (q - 2) * above / below,
        over=section,
        label=r"solved for $\langle\nabla^2\varphi_\varepsilon u,v\rangle$",
    )
    ratio = 2 * (q - 2) / d * beta(d * HALF + 1, q - 2) / beta(d * HALF, q - 1)
    yield Identity(ratio, 1, over=Domain(STRICT, d >= 1), label="on the torus")


LINE_NAME = "the line"


def boundary_formula() -> Obligations:
    """d = 1: differentiate ∫(y - φ')μ = 0 over (l, r), where the ends move by r' = (r-m)/(ψ'(r)-x), l' alike."""
    x, moved, slope, hessian = reals("x v s H")
    end = reals("y")[0]
    # ξ(x, y(x)) = 0 at an end: y - m + (x - ψ'(y)) y' = 0
    at_end = Domain(slope > x, equals(end - mean + (x - slope) * moved, 0))
    yield Identity(
        moved,
        (end - mean) / (slope - x),
        over=at_end,
        label="the velocity of the right end",
        instance=LINE_NAME,
    )
    at_left = Domain(slope < x, equals(end - mean + (x - slope) * moved, 0))
    yield Identity(
        moved,
        (mean - end) / (x - slope),
        over=at_left,
        label="the velocity of the left end",
        instance=LINE_NAME,
    )
    # d/dx ∫_l^r (y - φ')μ dy = (r - m)μ(r)r' - (l - m)μ(l)l' - φ'' M, with μ(r) r' = (r - m) w_r, μ(l) l' = (m - l) w_l
    at_right, at_left_end = (
        (right - mean) * ((right - mean) * w_right),
        (left - mean) * ((mean - left) * w_left),
    )
    for flow, value, name in (
        (at_right - at_left_end - hessian * mass, moment / mass, "(8)"),
        (at_right - hessian * mass, (right - mean) ** 2 * w_right / mass, r"left end on $\partial\Omega_1$"),
    ):
        yield Identity(
            flow.at(hessian, value), 0, over=LINE, label=f"{name} solves the equation", instance=LINE_NAME
        )
        yield Relation(
            D(flow, hessian) < 0, over=Domain(LINE, hessian), label="one solution", instance=LINE_NAME
        )


@paper.claim(
    "hessian-8-p2",
    at="Proposition 4.3, (8), p = 2",
    printed=r"\langle\nabla^2\varphi_\varepsilon(x)u,v\rangle=\frac1{\mu(\mathcal S_x)}\int_{\partial\mathcal S_x\setminus\partial\Omega_1}"
    r"\frac{\langle\nabla\varphi_\varepsilon(x)-y,u\rangle\langle\nabla\varphi_\varepsilon(x)-y,v\rangle}{\|\nabla\psi_\varepsilon(y)-x\|}\mu\,d\mathcal H^{d-1}(y)",
    depends=("prop42-gradient-7",),
)
def hessian_8_p2() -> Obligations:
    """On the line for any μ and ψ, an end on ∂Ω_1 left out; on the torus in every dimension."""
    yield from boundary_formula()
    yield quadratic_hessian()


@paper.claim(
    "hessian-psd",
    at="(8), consequence",
    printed=r"\nabla^2\varphi_\varepsilon(x)\ge0",
    depends=("hessian-8-pneq2", "hessian-8-p2"),
)
def hessian_psd() -> Obligations:
    """For u = v both lines are integrals of squares with weights >= 0."""
    weight = Function("w")
    positive = Domain(S.everywhere(s, weight(s) >= 0), mass > 0, EXPONENTS)
    form = S.integral(bu(s) ** 2 * weight(s), s)
    yield Relation(
        (q - 2) * form / mass >= 0,
        over=positive,
        by=[Relation(form >= S.integral(0, s), over=positive)],
        label=r"$p\ne2$",
    )
    yield Relation(
        form / mass >= 0, over=positive, by=[Relation(form >= S.integral(0, s), over=positive)], label="$p=2$"
    )
    swap = S.integral(bv(s) * bu(s) * weight(s), s)
    yield Identity(S.integral(bu(s) * bv(s) * weight(s), s), swap, label="symmetric")


@paper.claim(
    "prop43-proof-line1",
    at="Proof of Proposition 4.3, first equality",
    printed=r"\langle\nabla^2\varphi_\varepsilon u,v\rangle=\frac{\int_{\partial\mathcal S_x\setminus\partial\Omega_1}\frac{\langle y-\nabla\varphi_\varepsilon,v\rangle"
    r"\langle y-\nabla\varphi_\varepsilon,u\rangle\mu}{\|x-\nabla\psi_\varepsilon\|}}{\mu(\mathcal S_x)}"
    r"-\frac{\langle\nabla\varphi_\varepsilon,u\rangle\int_{\partial\mathcal S_x}\frac{\langle y-\nabla\varphi_\varepsilon,v\rangle\mu}{\|x-\nabla\psi_\varepsilon\|}}{\mu(\mathcal S_x)}",
    depends=("hessian-8-p2",),
)
def prop43_proof_line1() -> Obligations:
    """On the line: the second derivative is Σ(y - m)²w/M, so the printed second term would have to vanish."""
    yield Identity(moment / mass, moment / mass - mean * flux / mass, over=LINE)


@prop43_proof_line1.corrected(
    r"\langle\nabla^2\varphi_\varepsilon u,v\rangle=\frac{\int_{\partial\mathcal S_x\setminus\partial\Omega_1}\frac{\langle y-\nabla\varphi_\varepsilon,v\rangle"
    r"\langle y,u\rangle\mu}{\|x-\nabla\psi_\varepsilon\|}}{\mu(\mathcal S_x)}"
    r"-\frac{\langle\nabla\varphi_\varepsilon,u\rangle\int_{\partial\mathcal S_x\setminus\partial\Omega_1}\frac{\langle y-\nabla\varphi_\varepsilon,v\rangle\mu}{\|x-\nabla\psi_\varepsilon\|}}{\mu(\mathcal S_x)}",
    note="The first integrand has <y, u>, as the quotient rule for (7) gives; (8) is what follows.",
)
def prop43_proof_line1_corrected() -> Obligations:
    """The quotient rule for N/M, N = ∫yμ and M = μ(S_x), with N' = Σ y(y-m)w and M' = Σ (y-m)w; pointwise in any d."""
    x = reals("x")[0]
    above, below = Function("N"), Function("M")
    yield Identity(
        D(above(x) / below(x), x),
        D(above(x), x) / below(x) - above(x) / below(x) * D(below(x), x) / below(x),
        over=Domain(x, below(x) > 0),
        label="the quotient rule",
    )
    yield Identity(moment / mass, product / mass - mean * flux / mass, over=LINE, label="on the line")
    place, centre, other = reals("a b c")
    yield Identity(
        (place - centre) * other,
        place * other - centre * other,
        label=r"$\langle y-\nabla\varphi,u\rangle=\langle y,u\rangle-\langle\nabla\varphi,u\rangle$",
    )


@paper.claim(
    "prop43-proof-line2",
    at="Proof of Proposition 4.3, second equality",
    printed=r"\text{(previous line)}=\frac1{\mu(\mathcal S_x)}\int_{\partial\mathcal S_x\setminus\partial\Omega_1}\frac{\langle y-\nabla\varphi_\varepsilon,v\rangle"
    r"\langle y-\nabla\varphi_\varepsilon,u\rangle\mu}{\|x-\nabla\psi_\varepsilon\|}\,d\mathcal H^{d-1}",
)
def prop43_proof_line2() -> Obligations:
    """The printed previous line differs by m Σ(y - m)w/M."""
    yield Identity(moment / mass - mean * flux / mass, moment / mass, over=LINE)


@prop43_proof_line2.corrected(
    r"\text{with }\langle y,u\rangle\text{ in the first integrand of the previous line}",
    note="The two slips of the previous line and of this step cancel; (8) for p = 2 stands.",
)
def prop43_proof_line2_corrected() -> Obligations:
    """<y, u> - <∇φ, u> = <y - ∇φ, u> under the integral."""
    yield Identity(product / mass - mean * flux / mass, moment / mass, over=LINE)


@paper.not_computable(
    "W2inf",
    at="Proposition 4.3",
    printed=r"\varphi_\varepsilon\in W^{2,\infty}_{\mathrm{loc}}(\Omega_0)",
    why="A statement about weak derivatives on general domains.",
    analogue=r"q\ge3:\;(8)\le(q-2)\operatorname{diam}^2\int\xi^{q-3}d\mu/\int\xi^{q-2}d\mu",
)
def w2inf() -> Obligations:
    """Both factors <∇φ - y, u> are bounded by the diameter, so (8) is a bounded quotient."""
    (wide,) = reals("D")
    weight = Function("w")
    facts = Domain(S.everywhere(s, weight(s) >= 0), S.everywhere(s, bu(s) ** 2 <= wide**2), wide > 0)
    yield Relation(S.integral(bu(s) ** 2 * weight(s), s) <= S.integral(wide**2 * weight(s), s), over=facts)
    yield from identity_hessian()


@paper.claim(
    "thm44-lipschitz",
    at="Theorem 4.4",
    printed=r"\varphi_\varepsilon,\psi_\varepsilon\text{ are }L\text{-Lipschitz},\;L=L(\Omega_0,\Omega_1)",
    depends=("prop42-gradient-7",),
)
def thm44_lipschitz() -> Obligations:
    """L = max|y|, as ∇φ_ε is a mean of points of Ω_1; finite marginals, on both sides."""
    yield ForAll(
        instances.optima(), convex_potentials_are_lipschitz, examples=60, label="finite marginals, $p=2$"
    )


def convex_potentials_are_lipschitz(found: Optimum) -> Obligations:
    """(φ_i - φ_k)² <= max|y|² |x_i - x_k|²."""
    if found.error():
        return
    for side in (found, found.transposed()):
        far = max(inner(place, place) for place in side.y)
        phi_at = [inner(place, place) / 2 - value for place, value in zip(side.x, side.f, strict=True)]
        for i, place in enumerate(side.x):
            for k in range(i):
                yield Relation((phi_at[i] - phi_at[k]) ** 2, "<=", far * distance(place, side.x[k]))


@paper.claim(
    "thm44-hessian-bounds",
    at="Theorem 4.4, three displays",
    printed=r"\operatorname*{ess\,sup}_{K_0}|\nabla^2\varphi_\varepsilon|+\operatorname*{ess\,sup}_{K_1}|\nabla^2\psi_\varepsilon|\le C;\quad"
    r"\operatorname*{ess\,sup}_{x\in K_0,y\in\mathcal S_x}|\nabla^2\psi_\varepsilon|+\operatorname*{ess\,sup}_{y\in K_1,x\in\mathcal T_y}|\nabla^2\varphi_\varepsilon|\le C;\quad"
    r"\operatorname*{ess\,sup}_{\Omega_1}|\nabla^2\psi_\varepsilon|\le C\;(\varepsilon\ge\varepsilon_0)",
    depends=("hessian-8-pneq2", "hessian-8-p2"),
)
def thm44_hessian_bounds() -> Obligations:
    """On the torus both Hessians are the identity; with full support (uniform on [0, 1], p = 2, ε > 1/8) they are 0."""
    yield from identity_hessian()
    x, y, shift = reals("x y tau")
    full = Domain(eps > HALF**3, x, y, shift)
    phi_full, psi_full = x / 2 + shift, y / 2 - HALF**2 - 2 * eps - shift
    name = "uniform on [0, 1], p = 2"
    yield Identity(x * y - phi_full - psi_full, 2 * eps + (x - HALF) * (y - HALF), over=full, instance=name)
    yield Identity(D(phi_full, x, 2), 0, over=full, instance=name)
    yield Identity(D(psi_full, y, 2), 0, over=full, instance=name)


@paper.claim(
    "thm44-proof-rate",
    at="Proof of Theorem 4.4",
    printed=r"|y-T(x)|\lesssim\varepsilon^{\frac2{(d(p-1)+2)(d+2)}}\quad\text{on }K_0\times\mathbb R^d\cap\operatorname{supp}\pi_\varepsilon",
    depends=("ineq-5-c", "torus-orders"),
)
def thm44_proof_rate() -> Obligations:
    """On the torus |y - T(x)| <= R_ε = K ε^(1/D), and 1/D is the better exponent as 2/(d+2) <= 1."""
    yield Identity(R_EPS, R_ONE * eps ** (1 / RATE), over=PARAMETERS, instance=TORUS)
    weak = 2 / (RATE * (d + 2))
    yield Relation(weak <= 1 / RATE, over=Domain(EXPONENTS, d >= 1), instance=TORUS)
    (gap,) = reals("kappa")
    small = Domain(WITH_RADIUS, eps <= 1)
    yield Identity(radius(), K * eps**weak * eps ** (1 / RATE - weak), over=small, instance=TORUS)
    yield Relation(eps**gap <= 1, over=Domain(eps > 0, eps <= 1, gap >= 0), instance=TORUS)


@paper.not_computable(
    "thm44-proof-distance",
    at="Proof of Theorem 4.4",
    printed=r"T(\partial\Omega_0)=\partial\Omega_1\Rightarrow d(T(K_0),\partial\Omega_1)>0\Rightarrow\bigcup_{x\in K_0}\mathcal S_x\Subset\Omega_1",
    why="A statement about homeomorphisms and compact sets.",
    analogue=r"T(x)=x+\kappa x(1-x)\text{ on }[0,1],\;K_0=[\delta,1-\delta]",
)
def thm44_proof_distance() -> Obligations:
    """The boundary is preserved, T(K_0) keeps a distance (1-κ)δ, and |y - T(x)| < (1-κ)δ keeps y inside."""
    x, kappa, delta, y = reals("x kappa delta y")
    image = x + kappa * x * (1 - x)
    yield Identity(image.at(x, 0), 0, over=kappa > 0)
    yield Identity(image.at(x, 1), 1, over=kappa > 0)
    inside = Domain(kappa > 0, kappa < 1, delta > 0, 2 * delta < 1, x >= delta, x <= 1 - delta)
    room = (1 - kappa) * delta
    yield Relation(image >= room, over=inside)
    yield Relation(1 - image >= room, over=inside)
    near = Domain(inside, y > image - room, y < image + room)
    yield Relation(y > 0, over=near, by=[Relation(image >= room, over=inside)])
    yield Relation(y < 1, over=near, by=[Relation(1 - image >= room, over=inside)])
