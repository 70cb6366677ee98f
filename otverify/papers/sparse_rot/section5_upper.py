"""Section 5.1: the outer ball, Lemma 5.1."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import ForAll, Identity, Integral, Limit, Obligation, Relation, finite
from otverify.papers.sparse_rot import instances
from otverify.papers.sparse_rot.instances import Optimum, inner
from otverify.papers.sparse_rot.line_sections import outer_radii
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, PARAMETERS, RATE, C, d, eps, p, paper, q, r
from otverify.papers.sparse_rot.torus import DIMENSIONS, R_EPS, R_ONE, R_ZERO, TORUS, WITH_RADIUS, K, radius
from otverify.symbolic.spheres import ball_volume, sphere_area
from otverify.vocabulary import (
    BorelSet,
    Domain,
    Function,
    ball_integral,
    beta,
    dot,
    equals,
    integral,
    norm,
    points,
    positive_part,
    reals,
    sqrt,
    vectors,
)

Obligations = Iterator[Obligation]

#: ξ_0 = max ξ(x, ·), attained at y_0; R_0 the constant of Lemma 5.1; L bounds ∇²ψ_ε
xi0, R0, a, L = reals("xi_0 R_0 a L")
#: values: φ(x), ψ(y), ψ(y_0), ψ*(x), ψ*(∇ψ(y))
phi_x, psi_y, psi_y0, star_x, star_p = reals("F G G_0 A B")
x, y, y0, p_y = vectors("x y y_0 p")

S = BorelSet("S")
(s,) = points("s")
excess, far = Function("xi"), Function("r")

#: D(x, y) of the proof
fenchel_gap = star_x + psi_y - dot(x, y)


@paper.claim(
    "sec51-opening",
    at="Section 5.1, before Lemma 5.1",
    printed=r"\text{Lemma 5.1 bounds }\operatorname{diam}\mathcal S_x,\;|\mathcal S_x|\text{ from below}",
)
def sec51_opening() -> Obligations:
    """The inclusion of Lemma 5.1 for a section that is a ball of radius a in the ball of radius R_0."""
    yield Relation(ball_volume(d, a) >= ball_volume(d, R0), over=Domain(d >= 1, a > 0, R0 > 0, a <= R0))


@sec51_opening.corrected(
    r"\text{Lemma 5.1 bounds }\operatorname{diam}\mathcal S_x,\;|\mathcal S_x|\text{ from above}",
    note="A word: Lemma 5.1 gives upper bounds, Lemma 5.2 the lower ones.",
)
def sec51_opening_corrected() -> Obligations:
    """A section inside a ball of radius R_0 has at most its volume, and a ball in a section at least."""
    nested = Domain(d >= 1, a > 0, R0 > 0, a <= R0)
    yield Relation(
        ball_volume(d, a) <= ball_volume(d, R0), over=nested, by=[Relation(a**d <= R0**d, over=nested)]
    )


@paper.claim(
    "lemma51-statement",
    at="Lemma 5.1",
    printed=r"\mathcal S_x\subset\mathbb B\bigl(\nabla\varphi_\varepsilon(x),R_0\varepsilon^{\frac1{d(p-1)+2}}\bigr),\quad"
    r"\mathcal T_y\subset\mathbb B\bigl(\nabla\psi_\varepsilon(y),R_0\varepsilon^{\frac1{d(p-1)+2}}\bigr)",
    hypotheses=(r"(x,y)\in K_0\times K_1",),
    depends=("xi-max-12", "eq16"),
)
def lemma51_statement() -> Obligations:
    """0 < ξ <= cε^(2/D) - C|∇ψ - x|² gives the radius (c/C)^(1/2) ε^(1/D); on the torus and on the line with constants."""
    c, away = reals("c t")
    yield Identity(R_EPS, R_ONE * eps ** (1 / RATE), over=PARAMETERS, instance=TORUS)
    yield Relation(radius() <= R_ZERO * eps ** (1 / RATE), over=WITH_RADIUS, instance=TORUS)
    # at distance t (c/C)^(1/2) ε^(1/D) with t >= 1 the bound on ξ is not positive
    edge = away * sqrt(c / C) * eps ** (1 / RATE)
    yield Relation(
        c * eps ** (2 / RATE) - C * edge**2 <= 0,
        over=Domain(PARAMETERS, c > 0, C > 0, away >= 1),
        label=r"(14) and (16), outside the ball",
    )
    yield from outer_radii()
    yield from outer_radii(exchanged=True)


@paper.claim(
    "volume-10",
    at="(10)",
    printed=r"|\mathcal S_x|,|\mathcal T_y|\le C_dR_0^d\varepsilon^{\frac d{2+d(p-1)}}",
)
def volume_10() -> Obligations:
    """The volume of a ball of radius R_0 ε^(1/D), with C_d = |B_1|."""
    radius = R0 * eps ** (1 / RATE)
    yield Identity(
        ball_volume(d, radius),
        ball_volume(d) * R0**d * eps ** (d / (2 + d * (p - 1))),
        over=Domain(PARAMETERS, R0 > 0),
    )


@paper.claim(
    "xi-max-location",
    at="Proof of Lemma 5.1",
    printed=r"y_0\in\partial\psi_\varepsilon^*(x)\Rightarrow\xi(x,y_0)\ge0,\;y_0\in\mathcal S_x,\;x=\nabla\psi_\varepsilon(y_0)",
    depends=("foc-6", "lemma45-equivalence"),
)
def xi_max_location() -> Obligations:
    """ξ(x, y_0) = ψ*(x) - φ(x) = max ξ, which is at least εq since the mean of ρ is 1; finite marginals, exactly."""
    attained = Domain(equals(star_x, dot(x, y0) - psi_y0), phi_x)
    yield Identity(dot(x, y0) - phi_x - psi_y0, star_x - phi_x, over=attained)
    below = Domain(attained, star_x >= dot(x, y) - psi_y)
    yield Relation(dot(x, y) - phi_x - psi_y <= dot(x, y0) - phi_x - psi_y0, over=below, label="the maximum")
    # if ρ <= θ < 1 everywhere the mean is not 1
    theta, rho = reals("theta")[0], Function("rho")
    low = Domain(theta > 0, theta < 1, S.everywhere(s, rho(s) <= theta), S.mass > 0)
    yield Relation(
        S.integral(rho(s), s) < S.mass,
        over=low,
        by=[Relation(S.integral(rho(s), s) <= S.integral(theta, s), over=low)],
        label=r"so $\max\rho\ge1$, $\max\xi\ge\varepsilon q$",
    )
    yield ForAll(instances.optima(), maximum_is_positive, examples=60, label="finite marginals, $p=2$")


def maximum_is_positive(found: Optimum) -> Obligations:
    """max ξ(x_i, ·) = ψ*(x_i) - φ(x_i) >= 2ε."""
    if found.error():
        return
    psi = [inner(place, place) / 2 - value for place, value in zip(found.y, found.g, strict=True)]
    for i, place in enumerate(found.x):
        star = max(inner(place, other) - value for other, value in zip(found.y, psi, strict=True))
        largest = max(found.xi(i, j) for j in range(len(found.y)))
        yield Identity(star - (inner(place, place) / 2 - found.f[i]), largest)
        yield Relation(largest, ">=", 2 * found.epsilon)


@paper.claim(
    "eq11-equality",
    at="(11), equality",
    printed=r"\xi(x,y)=\xi(x,y_0)+\langle x,y-y_0\rangle+\psi_\varepsilon(y_0)-\psi_\varepsilon(y)",
)
def eq11_equality() -> Obligations:
    """ξ(x, y) = <x, y> - φ(x) - ψ(y)."""
    yield Identity(
        dot(x, y) - phi_x - psi_y,
        (dot(x, y0) - phi_x - psi_y0) + dot(x, y - y0) + psi_y0 - psi_y,
    )


@paper.claim(
    "eq11-inequality",
    at="(11), inequality",
    printed=r"\xi(x,y)\ge\xi(x,y_0)-C\|y-y_0\|^2",
    hypotheses=(r"x=\nabla\psi_\varepsilon(y_0)", r"\nabla\psi_\varepsilon\ L\text{-Lipschitz}"),
    depends=("eq11-equality", "lemma45-descent"),
)
def eq11_inequality() -> Obligations:
    """C = L/2 from the descent lemma at y_0; with ψ = L|y|²/2 it is an equality, so no smaller C serves."""
    descent = Domain(L > 0, psi_y <= psi_y0 + dot(x, y - y0) + L * norm(y - y0) ** 2 / 2, xi0)
    yield Relation(
        xi0 + dot(x, y - y0) + psi_y0 - psi_y >= xi0 - L * norm(y - y0) ** 2 / 2,
        over=descent,
        label="$C=L/2$",
    )
    quadratic = dot(L * y0, y - y0) + L * norm(y0) ** 2 / 2 - L * norm(y) ** 2 / 2
    yield Identity(
        quadratic, -L * norm(y - y0) ** 2 / 2, over=Domain(L > 0, y, y0), label=r"$\psi=\frac L2|y|^2$"
    )


@paper.claim(
    "lemma51-chain-a",
    at="Display before (12), first inequality",
    printed=r"c(q)\varepsilon^{q-1}\ge\int(\xi(x,y_0)-C\|y-y_0\|^2)_+^{q-1}d\mu(y)",
    depends=("foc-6", "eq11-inequality"),
)
def lemma51_chain_a() -> Obligations:
    """c(q) = q^(q-1) by (6): t_+^(q-1) is increasing; on the set where ξ_0 - C r² > 0."""
    small = xi0 - C * far(s) ** 2
    value, larger = reals("u v")
    yield Relation(
        value ** (q - 1) <= larger ** (q - 1),
        over=Domain(EXPONENTS, value > 0, larger >= value),
        label="pointwise",
    )
    lower, power = Function("m"), Function("P")
    facts = Domain(S.everywhere(s, lower(s) <= power(s)))
    yield Relation(S.integral(lower(s), s) <= S.integral(power(s), s), over=facts, label="integrated")
    yield Identity(positive_part(small), small, over=Domain(xi0, C > 0, S.contains(s), small >= 0))
    yield Identity(
        (eps * q) ** (q - 1),
        q ** (q - 1) * eps ** (q - 1),
        over=Domain(EXPONENTS, eps > 0),
        label="$c(q)=q^{q-1}$",
    )


@paper.claim(
    "lemma51-chain-b",
    at="Display before (12), second inequality",
    printed=r"\int(\xi-C\|y-y_0\|^2)_+^{q-1}d\mu(y)\gtrsim\int_0^\infty(\xi-Cr^2)_+^{q-1}r^{d-1}dr",
    hypotheses=(r"\mu\ge m\text{ on }\mathbb B(y_0,\sqrt{\xi/C})\subset\Omega_1",),
)
def lemma51_chain_b() -> Obligations:
    """With the constant m 2π^(d/2)/Γ(d/2): polar coordinates on the ball where the integrand lives."""
    (m,) = reals("m")
    edge = sqrt(xi0 / C)
    region = Domain(DIMENSIONS, xi0 > 0, C > 0, m > 0)
    radial = integral((xi0 - C * r**2) ** (q - 1) * r ** (d - 1), r, 0, edge)
    yield Identity(
        ball_integral(m * (xi0 - C * r**2) ** (q - 1), r, edge, d), m * sphere_area(d) * radial, over=region
    )
    yield Relation(m * sphere_area(d) > 0, over=region, label="the constant")
    density = Function("mu")
    bounded = Domain(m > 0, S.everywhere(s, density(s) >= m), S.everywhere(s, excess(s) >= 0))
    yield Relation(
        S.integral(excess(s) * density(s), s) >= S.integral(m * excess(s), s),
        over=bounded,
        label=r"$\mu\ge m$",
    )


@paper.claim(
    "lemma51-chain-c",
    at="Display before (12), last step",
    printed=r"\int_0^\infty(\xi-Cr^2)_+^{q-1}r^{d-1}dr\gtrsim\xi^{q-1+\frac d2}",
)
def lemma51_chain_c() -> Obligations:
    """The integral is ½ C^(-d/2) B(d/2, q) ξ^(q-1+d/2)."""
    region = Domain(DIMENSIONS, xi0 > 0, C > 0)
    constant = C ** (-d * HALF) * beta(d * HALF, q) / 2
    yield Integral(
        (xi0 - C * r**2) ** (q - 1) * r ** (d - 1),
        (r, 0, sqrt(xi0 / C)),
        equals=constant * xi0 ** (q - 1 + d * HALF),
        over=region,
    )
    yield Relation(constant > 0, over=region)
    yield Relation(xi0 - C * r**2 <= 0, over=Domain(region, r >= sqrt(xi0 / C)), label="nothing beyond")


@paper.claim(
    "xi-max-12",
    at="(12)",
    printed=r"\max_y\xi(x,y)=\xi(x,y_0)\lesssim\varepsilon^{\frac2{d(p-1)+2}}",
    depends=("lemma51-chain-c",),
)
def xi_max_12() -> Obligations:
    """ξ_0^(q-1+d/2) <= K ε^(q-1) gives ξ_0 <= K^(1/(q-1+d/2)) ε^(2/D)."""
    (K,) = reals("K")
    yield Identity((q - 1) / (q - 1 + d * HALF), 2 / RATE, over=DIMENSIONS, label="exponent")
    bound = (K * eps ** (q - 1)) ** (1 / (q - 1 + d * HALF))
    yield Identity(bound, K ** (1 / (q - 1 + d * HALF)) * eps ** (2 / RATE), over=Domain(PARAMETERS, K > 0))
    yield Relation(
        a ** (1 / (q - 1 + d * HALF)) <= xi0 ** (1 / (q - 1 + d * HALF)),
        over=Domain(DIMENSIONS, a > 0, xi0 >= a),
        label="the root preserves the inequality",
    )


@paper.claim(
    "eq13",
    at="(13)",
    printed=r"\xi(x,y)=\psi_\varepsilon^*(x)-\varphi_\varepsilon(x)-(\psi_\varepsilon^*(x)+\psi_\varepsilon(y)-\langle x,y\rangle)",
)
def eq13() -> Obligations:
    """ψ*(x) cancels."""
    yield Identity(dot(x, y) - phi_x - psi_y, star_x - phi_x - fenchel_gap)


@paper.claim(
    "eq14",
    at="(14)",
    printed=r"=\max_{z\in\mathcal S_x}\xi(x,z)-D(x,y)\le c\varepsilon^{\frac2{2+d(p-1)}}-D(x,y),\quad "
    r"D(x,y):=\psi_\varepsilon^*(x)+\psi_\varepsilon(y)-\langle x,y\rangle",
    depends=("eq13", "xi-max-12", "xi-max-location"),
)
def eq14() -> Obligations:
    """max ξ(x, ·) = ψ*(x) - φ(x); then (12); D >= 0 by Fenchel's inequality."""
    (c,) = reals("c")
    attained = Domain(equals(xi0, star_x - phi_x), star_x, phi_x, psi_y, x, y)
    yield Identity(star_x - phi_x - fenchel_gap, xi0 - fenchel_gap, over=attained)
    top = c * eps ** (2 / (2 + d * (1 / (q - 1))))
    yield Relation(
        xi0 - fenchel_gap <= c * eps ** (2 / RATE) - fenchel_gap,
        over=Domain(PARAMETERS, c > 0, xi0 <= c * eps ** (2 / RATE), star_x, psi_y, x, y),
        label="(12)",
    )
    yield Identity(top, c * eps ** (2 / RATE), over=Domain(PARAMETERS, c > 0), label=r"$p-1=1/(q-1)$")
    yield Relation(fenchel_gap >= 0, over=Domain(star_x >= dot(x, y) - psi_y), label="Fenchel")


@paper.claim(
    "eq15",
    at="(15)",
    printed=r"D(x,y)\ge\psi_\varepsilon^*(\nabla\psi_\varepsilon(y))+\langle y,x-\nabla\psi_\varepsilon(y)\rangle+C\|\nabla\psi_\varepsilon(y)-x\|^2+\psi_\varepsilon(y)-\langle x,y\rangle",
    hypotheses=(r"y+\tfrac1L(x-\nabla\psi_\varepsilon(y))\in\Omega_1",),
    depends=("lemma45-strong-convexity",),
)
def eq15() -> Obligations:
    """C = 1/(2L): the corrected Lemma 4.5 at y_0 = ∇ψ(y), z = y; equality for ψ = L|y|²/2."""
    lower = star_p + dot(y, x - p_y) + norm(p_y - x) ** 2 / (2 * L)
    yield Relation(
        fenchel_gap >= lower + psi_y - dot(x, y),
        over=Domain(L > 0, star_x >= lower, psi_y, x, y, p_y),
        label="$C=1/(2L)$",
    )
    # the lemma itself: ψ*(x) >= <x, w> - ψ(w) at w = y + (x - p)/L, ψ(w) <= ψ(y) + <p, w - y> + L|w - y|²/2
    moved = y + (x - p_y) / L
    (psi_w,) = reals("H")
    facts = Domain(
        L > 0,
        star_x >= dot(x, moved) - psi_w,
        psi_w <= psi_y + dot(p_y, moved - y) + L * norm(moved - y) ** 2 / 2,
        equals(star_p, dot(y, p_y) - psi_y),
        x,
        y,
        p_y,
    )
    yield Relation(star_x >= lower, over=facts, label="Lemma 4.5")


@paper.claim(
    "eq16",
    at="(16)",
    printed=r"=\psi_\varepsilon^*(\nabla\psi_\varepsilon(y))+\psi_\varepsilon(y)-\langle y,\nabla\psi_\varepsilon(y)\rangle+C\|\nabla\psi_\varepsilon(y)-x\|^2=C\|\nabla\psi_\varepsilon(y)-x\|^2",
    depends=("lemma45-equivalence",),
)
def eq16() -> Obligations:
    """<y, x> cancels; then ψ*(∇ψ(y)) + ψ(y) = <y, ∇ψ(y)>."""
    square = C * norm(p_y - x) ** 2
    last = star_p + psi_y - dot(y, p_y) + square
    yield Identity(star_p + dot(y, x - p_y) + square + psi_y - dot(x, y), last)
    yield Identity(last, square, over=Domain(C > 0, equals(star_p, dot(y, p_y) - psi_y), psi_y, x, y, p_y))


@paper.claim(
    "lemma51-final-display",
    at="Proof of Lemma 5.1, last display",
    printed=r"\max_{x\in\partial\mathcal T_y}\|\nabla\psi_\varepsilon(y)-x\|\lesssim\varepsilon^{\frac2{2+d(p-1)}}",
    depends=("eq14", "eq16", "torus-orders"),
)
def lemma51_final_display() -> Obligations:
    """On the torus the left side is R_ε = K ε^(1/D); its quotient by ε^(2/D) is to stay bounded as ε tends to 0."""
    yield Identity(R_EPS, R_ONE * eps ** (1 / RATE), over=PARAMETERS, label=r"$R_\varepsilon$")
    quotient = radius() / eps ** (2 / RATE)
    yield Limit(quotient, eps, to=0, equals=finite, over=WITH_RADIUS)


@lemma51_final_display.corrected(
    r"\max_{x\in\partial\mathcal T_y}\|\nabla\psi_\varepsilon(y)-x\|^2\lesssim\varepsilon^{\frac2{2+d(p-1)}}",
    note="A square is missing; Lemma 5.1 uses the exponent 1/(d(p-1)+2), which is right.",
)
def lemma51_final_display_corrected() -> Obligations:
    """0 <= cε^(2/D) - C|∇ψ - x|², so the square is at most (c/C)ε^(2/D); on the torus it is K²ε^(2/D)."""
    c, square = reals("c t")
    facts = Domain(PARAMETERS, c > 0, C > 0, c * eps ** (2 / RATE) - C * square >= 0)
    yield Relation(square <= c / C * eps ** (2 / RATE), over=facts)
    yield Identity(radius() ** 2, K**2 * eps ** (2 / RATE), over=WITH_RADIUS, label="torus")
