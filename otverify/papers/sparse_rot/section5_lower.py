"""Section 5.1: the inner ball, Lemma 5.2."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.papers.sparse_rot import instances
from otverify.papers.sparse_rot.instances import Optimum, inner
from otverify.papers.sparse_rot.line_sections import inner_radii
from otverify.papers.sparse_rot.notation import EXPONENTS, PARAMETERS, RATE, C, d, eps, paper, q
from otverify.papers.sparse_rot.section3_maps import jensen, positive_at_the_mean
from otverify.papers.sparse_rot.torus import R_EPS, R_ONE, R_ZERO, TORUS, WITH_RADIUS, K, radius
from otverify.vocabulary import (
    BorelSet,
    Domain,
    Function,
    absolute,
    dot,
    integral,
    norm,
    points,
    reals,
    sqrt,
    vectors,
)

Obligations = Iterator[Obligation]

S = BorelSet("S")
(s,) = points("s")

#: ξ(x_0, y_0) and ξ(x_0, ∇φ(x_0)); L bounds ∇²ψ; c of (19), R_0 of Lemma 5.1
xi0, xi_mean, L, delta, c19, R0 = reals("xi_0 xi_m L delta c R_0")
#: values φ(x_0), ψ(y_0), ψ(∇φ(x_0))
phi_x, psi_y0, psi_mean = reals("F G_0 G")
#: m = ∇φ_ε(x_0), g = ∇ψ_ε(m)
x0, y0, m, g = vectors("x_0 y_0 m g")
rate = eps ** (1 / RATE)


@paper.claim(
    "lemma52-statement",
    at="Lemma 5.2",
    printed=r"\mathbb B\bigl(\nabla\varphi_\varepsilon(x),\tfrac1{R_0}\varepsilon^{\frac1{d(p-1)+2}}\bigr)\subset\mathcal S_x,\quad"
    r"\mathbb B\bigl(\nabla\psi_\varepsilon(y),\tfrac1{R_0}\varepsilon^{\frac1{d(p-1)+2}}\bigr)\subset\mathcal T_y",
    hypotheses=(r"\varepsilon\le\varepsilon_0", r"(x,y)\in K_0\times K_1"),
    depends=("eq21", "lemma52-conclusion"),
)
def lemma52_statement() -> Obligations:
    """On the torus for all d, p, ε; on the line for both sections."""
    yield Identity(R_EPS, R_ONE * rate, over=PARAMETERS, instance=TORUS)
    yield Relation(radius() >= rate / R_ZERO, over=WITH_RADIUS, instance=TORUS)
    yield from inner_radii()
    yield from inner_radii(exchanged=True)


#: ψ(y) = h²(αy_1²/2 + y_1²y_2 + γy_2²/2) on the square [-1, 1]², uniformly convex if (α - 2)γ > 4: Ω_0 = ∇ψ(Ω_1)
alpha, gamma_, side, y1, y2 = reals("alpha gamma h y_1 y_2")
BENT = Domain(alpha > 2, gamma_ > 0, (alpha - 2) * gamma_ > 4, side > 0)


def bent_pair() -> Obligations:
    """The family: ψ is uniformly convex, and λ = (∇ψ)_# μ with μ uniform on the square has its mean at (0, h²/3)."""
    image = (side**2 * (alpha * y1 + 2 * y1 * y2), side**2 * (y1**2 + gamma_ * y2))
    square = Domain(BENT, absolute(y1) <= 1, absolute(y2) <= 1)
    yield Relation((alpha + 2 * y2) * gamma_ - (2 * y1) ** 2 > 0, over=square, label=r"$\det\nabla^2\psi>0$")
    yield Relation(alpha + 2 * y2 > 0, over=square, label=r"$\partial_1^2\psi>0$")
    for k, (part, mean) in enumerate(zip(image, (0, side**2 / 3), strict=True)):
        average = integral(integral(part, y1, -1, 1), y2, -1, 1) / 4
        yield Identity(average, mean, over=BENT, label=f"mean of $\\lambda$, component {k + 1}")
    # p = 2 with full support: ξ = 2ε + <x - a, y - b> with the means a of λ and b of μ is f + g - |x - y|²/2
    x, y, a, b = vectors("x y a b")
    f, g = norm(x) ** 2 / 2 - dot(x, b), norm(y) ** 2 / 2 - dot(a, y) + dot(a, b) + 2 * eps
    yield Identity(
        f + g - norm(x - y) ** 2 / 2,
        2 * eps + dot(x - a, y - b),
        over=Domain(eps > 0, x, y, a, b),
        label=r"$\xi$",
    )
    # S_x = Ω_1 and T_y = Ω_0 once 2ε exceeds the largest |<x - x̄, y - ȳ>|: small h, for p = 2
    part, factor, bound, other = reals("u v B C")
    bounded = Domain(absolute(part) <= bound, absolute(factor) <= 1)
    yield Relation(part * factor >= -bound, over=bounded, label="a product of components")
    wide, high = side**2 * (alpha + 2), side**2 * (2 + gamma_)
    small = Domain(BENT, wide + high < 2 * eps, bound >= -wide, other >= -high)
    yield Relation(2 * eps + bound + other > 0, over=small, label="full support")


@paper.claim(
    "lemma52-convex",
    at="Lemma 5.2, last sentence of the statement",
    printed=r"\Omega_1\text{ convex}\;\Rightarrow\;\text{both inclusions for }\varepsilon\in(0,1]",
    depends=("lemma52-statement",),
)
def lemma52_convex() -> Obligations:
    """With full support ∇ψ_ε(y) is the mean (0, h²/3) of λ. The inclusion puts it into T_y = Ω_0.

    Points of Ω_0 with first coordinate 0 come from y_1 = 0: they are (0, h²γy_2) with |y_2| <= 1.
    """
    yield from bent_pair()
    yield Relation(
        side**2 / 3 <= side**2 * gamma_,
        over=BENT,
        label=r"$\nabla\psi_\varepsilon(y)\in\mathcal T_y=\Omega_0$",
    )


@lemma52_convex.corrected(
    r"\Omega_1\text{ convex}\Rightarrow\text{the first inclusion for }\varepsilon\in(0,1];\;\Omega_0\text{ convex}\Rightarrow\text{the second}",
    note="For ε of order 1 and a bent Ω_0 the mean of T_y need not lie in T_y; Theorem 3.1 for S_x is not affected.",
)
def lemma52_convex_corrected() -> Obligations:
    """Jensen's inequality (17) needs ξ(x, ·) concave on S_x, which is convex if Ω_1 is; the same for T_y and Ω_0."""
    yield jensen(r"weights $\xi^{q-2}$")
    yield from positive_at_the_mean()
    # the image of a convex set contains the mean: full support on the line
    yield ForAll(
        instances.optima(dimensions=(1,)),
        mean_inside,
        examples=60,
        label="finite marginals on the line, $p=2$",
    )


def mean_inside(found: Optimum) -> Obligations:
    """ξ > 0 at (x_i, ∇φ(x_i)), ψ extended by (6) to the convex hull; both sides."""
    if found.error():
        return
    for side_ in (found, found.transposed()):
        extension = side_.extension()
        for i, place in enumerate(side_.x):
            centre = side_.gradient(i)
            phi = inner(place, place) / 2 - side_.f[i]
            yield Relation(inner(place, centre) - phi - extension.potential(centre), ">", 0)


@paper.claim(
    "jensen-17",
    at="(17)",
    printed=r"\xi(x_0,\nabla\varphi_\varepsilon(x_0))\ge\Bigl(\int_{\mathcal S_{x_0}}\xi(x_0,y)^{q-2}d\mu(y)\Bigr)^{-1}\int_{\mathcal S_{x_0}}\xi(x_0,y)^{q-1}d\mu(y)",
    hypotheses=(r"\xi(x_0,\cdot)\text{ concave on }\mathcal S_{x_0}",),
    depends=("gradients-3",),
)
def jensen_17() -> Obligations:
    """ξ <= ξ(m) + <slope, y - m> integrated with the weights ξ^(q-2), whose mean is m; finite marginals, exactly."""
    yield jensen(r"weights $\xi^{q-2}$")
    yield ForAll(instances.optima(), jensen_on_instance, examples=80, label="finite marginals, $p=2$")


def jensen_on_instance(found: Optimum) -> Obligations:
    """ξ(x_i, ∇φ(x_i)) >= 2ε/μ(S_x), with ψ extended by (6)."""
    if found.error():
        return
    extension = found.extension()
    for i, place in enumerate(found.x):
        centre = found.gradient(i)
        phi = inner(place, place) / 2 - found.f[i]
        mass = sum((found.b[j] for j in found.section(i)), Fraction(0))
        yield Relation(
            inner(place, centre) - phi - extension.potential(centre), ">=", 2 * found.epsilon / mass
        )


@paper.claim(
    "eq18",
    at="(18)",
    printed=r"\int_{\mathcal S_{x_0}}\xi^{q-2}d\mu\lesssim\max\xi^{q-2}|\mathcal S_{x_0}|"
    r"\lesssim\varepsilon^{\frac{2(q-2)}{2+d(p-1)}}\varepsilon^{\frac d{2+d(p-1)}}",
    depends=("xi-max-12", "volume-10"),
)
def eq18() -> Obligations:
    """With U = sup μ, ξ <= Kε^(2/D) and |S| <= Vε^(d/D): at most U V K^(q-2) times the printed power."""
    yield from weighted_volume()


def weighted_volume() -> Obligations:
    """∫ξ^(q-2)dμ <= sup μ max ξ^(q-2) |S|, then (12) to the power q - 2 >= 0 and (10)."""
    value, most, upper, power_most, volume, K12, V10 = reals("v M U T W K V")
    yield Relation(
        value ** (q - 2) <= most ** (q - 2),
        over=Domain(EXPONENTS, value > 0, value <= most),
        label="pointwise",
    )
    power, density = Function("P"), Function("mu")
    facts = Domain(
        power_most > 0,
        upper > 0,
        S.everywhere(s, power(s) >= 0),
        S.everywhere(s, power(s) <= power_most),
        S.everywhere(s, density(s) >= 0),
        S.everywhere(s, density(s) <= upper),
    )
    whole = S.integral(power(s) * density(s), s)
    bounded = Relation(whole <= S.integral(power_most * upper, s), over=facts)
    yield Relation(
        whole <= upper * power_most * S.mass,
        over=facts,
        by=[bounded],
        label=r"$P=\xi^{q-2}\le T=\max\xi^{q-2}$",
    )
    known = Domain(
        PARAMETERS, upper > 0, power_most > 0, V10 > 0, volume > 0, volume <= V10 * eps ** (d / RATE)
    )
    yield Relation(
        upper * power_most * volume <= upper * V10 * power_most * eps ** (d / RATE), over=known, label="(10)"
    )
    yield Identity(
        upper * V10 * (K12 * eps ** (2 / RATE)) ** (q - 2) * eps ** (d / RATE),
        upper * V10 * K12 ** (q - 2) * eps ** ((2 * (q - 2) + d) / RATE),
        over=Domain(PARAMETERS, upper > 0, V10 > 0, K12 > 0),
        label="(12)",
    )
    yield Relation(q - 2 >= 0, over=EXPONENTS, label="the power preserves the bound")


@paper.claim(
    "eq19",
    at="(19)",
    printed=r"\xi(x_0,\nabla\varphi_\varepsilon(x_0))\gtrsim\varepsilon^{\frac2{d(p-1)+2}}",
    depends=("eq18",),
)
def eq19() -> Obligations:
    """(εq)^(q-1) over (18) with the constant B: ξ >= q^(q-1)/B ε^(2/D)."""
    total, weight, bound, power_bound = reals("k W B E")
    yield Relation(
        xi_mean >= total / bound,
        over=Domain(total > 0, weight > 0, bound > 0, weight <= bound, xi_mean >= total / weight),
        label=r"(17), $W=\int\xi^{q-2}d\mu\le B$",
    )
    yield Identity(
        (eps * q) ** (q - 1) / (power_bound * eps ** ((2 * (q - 2) + d) / RATE)),
        q ** (q - 1) / power_bound * eps ** (2 / RATE),
        over=Domain(PARAMETERS, power_bound > 0),
        label=r"$B=E\varepsilon^{(2(q-2)+d)/D}$",
    )


@paper.claim(
    "grad-phi-in-S-proof",
    at="After (19)",
    printed=r"\nabla\varphi_\varepsilon(x_0)\in\mathcal S_{x_0}",
    depends=("jensen-17", "foc-6"),
)
def grad_phi_in_s_proof() -> Obligations:
    """The right side of (17) is (εq)^(q-1) over a positive number."""
    (weight,) = reals("W")
    yield Relation(
        xi_mean > 0,
        over=Domain(PARAMETERS, weight > 0, xi_mean >= (eps * q) ** (q - 1) / weight),
        label=r"$\xi(x_0,\nabla\varphi_\varepsilon(x_0))>0$",
    )


@paper.claim(
    "lemma52-identity",
    at="Display after (19)",
    printed=r"\xi(x_0,\nabla\varphi_\varepsilon(x_0))=\langle x_0,\nabla\varphi_\varepsilon(x_0)\rangle-\varphi_\varepsilon(x_0)-\psi_\varepsilon(\nabla\varphi_\varepsilon(x_0))"
    r"=\xi(x_0,y_0)+\psi_\varepsilon(y_0)-\psi_\varepsilon(\nabla\varphi_\varepsilon(x_0))+\langle x_0,\nabla\varphi_\varepsilon(x_0)-y_0\rangle",
)
def lemma52_identity() -> Obligations:
    """ξ(x_0, y_0) = <x_0, y_0> - φ(x_0) - ψ(y_0)."""
    yield Identity(
        dot(x0, m) - phi_x - psi_mean, (dot(x0, y0) - phi_x - psi_y0) + psi_y0 - psi_mean + dot(x0, m - y0)
    )


@paper.claim(
    "lemma52-lipschitz-step",
    at="Second display after (19)",
    printed=r"\xi(x_0,\nabla\varphi_\varepsilon(x_0))\le\xi(x_0,y_0)+\langle x_0-\nabla\psi_\varepsilon(\nabla\varphi_\varepsilon(x_0)),\nabla\varphi_\varepsilon(x_0)-y_0\rangle+L\|y_0-\nabla\varphi_\varepsilon(x_0)\|^2",
    hypotheses=(r"\nabla\psi_\varepsilon\ L\text{-Lipschitz}",),
    depends=("lemma52-identity", "lemma45-descent"),
)
def lemma52_lipschitz_step() -> Obligations:
    """The descent lemma at ∇φ(x_0); L/2 suffices in place of L."""
    descent = Domain(
        L > 0, psi_y0 <= psi_mean + dot(g, y0 - m) + L * norm(y0 - m) ** 2 / 2, xi0, x0, y0, m, g
    )
    left = xi0 + psi_y0 - psi_mean + dot(x0, m - y0)
    sharp = xi0 + dot(x0 - g, m - y0) + L * norm(y0 - m) ** 2 / 2
    half_step = Relation(left <= sharp, over=descent, label="with $L/2$")
    yield half_step
    yield Relation(left <= xi0 + dot(x0 - g, m - y0) + L * norm(y0 - m) ** 2, over=descent, by=[half_step])


@paper.claim(
    "young-inequality",
    at="Before (20)",
    printed=r"|ab|\le\delta a^2+b^2/(4\delta)",
)
def young_inequality() -> Obligations:
    """A square; equality at b = 2δa."""
    a, b = reals("a b")
    yield Relation(a * b <= delta * a**2 + b**2 / (4 * delta), over=Domain(delta > 0, a, b))
    yield Relation(-a * b <= delta * a**2 + b**2 / (4 * delta), over=Domain(delta > 0, a, b))
    yield Identity(
        (a * b).at(b, 2 * delta * a),
        (delta * a**2 + b**2 / (4 * delta)).at(b, 2 * delta * a),
        over=Domain(delta > 0, a),
    )


@paper.claim(
    "lemma52-young-display",
    at="Display before (20)",
    printed=r"\xi(x_0,\nabla\varphi_\varepsilon(x_0))\le\xi(x_0,y_0)+\delta\|x_0-\nabla\psi_\varepsilon(\nabla\varphi_\varepsilon(x_0))\|^2"
    r"+\bigl(L+\tfrac1{4\delta}\bigr)\|y_0-\nabla\varphi_\varepsilon(x_0)\|^2",
    depends=("lemma52-lipschitz-step", "young-inequality"),
)
def lemma52_young_display() -> Obligations:
    """Cauchy-Schwarz and Young for u = x_0 - ∇ψ(∇φ(x_0)), v = ∇φ(x_0) - y_0."""
    u, v = vectors("u v")
    young = Relation(
        norm(u) * norm(v) <= delta * norm(u) ** 2 + norm(v) ** 2 / (4 * delta), over=Domain(delta > 0, u, v)
    )
    yield Relation(
        xi0 + dot(u, v) + L * norm(v) ** 2
        <= xi0 + delta * norm(u) ** 2 + (L + 1 / (4 * delta)) * norm(v) ** 2,
        over=Domain(delta > 0, L > 0, xi0, u, v),
        by=[
            Relation(
                norm(u) * norm(v) <= delta * norm(u) ** 2 + norm(v) ** 2 / (4 * delta),
                over=Domain(delta > 0, L > 0, xi0, u, v),
            )
        ],
    )
    yield young


@paper.claim(
    "eq20",
    at="(20)",
    printed=r"\xi(x_0,\nabla\varphi_\varepsilon(x_0))\le\xi(x_0,y_0)+\delta R_0^2\varepsilon^{\frac2{d(p-1)+2}}"
    r"+\bigl(L+\tfrac1{4\delta}\bigr)\|y_0-\nabla\varphi_\varepsilon(x_0)\|^2",
    depends=("lemma52-young-display", "lemma51-statement"),
)
def eq20() -> Obligations:
    """|x_0 - ∇ψ(∇φ(x_0))| <= R_0 ε^(1/D), squared."""
    away, last = reals("t s")
    near = Domain(PARAMETERS, delta > 0, R0 > 0, away >= 0, away <= R0 * rate)
    yield Identity((R0 * rate) ** 2, R0**2 * eps ** (2 / RATE), over=Domain(PARAMETERS, R0 > 0))
    squared = Relation(away**2 <= (R0 * rate) ** 2, over=near)
    yield squared
    top = Domain(
        delta > 0, xi0, last >= 0, away >= 0, R0 >= 0, away <= R0, xi_mean <= xi0 + delta * away**2 + last
    )
    yield Relation(
        xi_mean <= xi0 + delta * R0**2 + last, over=top, label="(20), with $R_0$ for $R_0\\varepsilon^{1/D}$"
    )


@paper.claim(
    "eq21",
    at="(21)",
    printed=r"c\varepsilon^{\frac2{d(p-1)+2}}-C\|y_0-\nabla\varphi_\varepsilon(x_0)\|^2\le\xi(x_0,y_0)",
    depends=("eq19", "eq20"),
)
def eq21() -> Obligations:
    """δ = c_19/(2R_0²) gives c = c_19/2 and C = L + R_0²/(2c_19); on the torus c = 2C_1, C = 1/2, with equality."""
    power, away = reals("E t")  # ε^(2/D), |y_0 - ∇φ(x_0)|
    chosen = c19 / (2 * R0**2)
    facts = Domain(
        c19 > 0,
        R0 > 0,
        L > 0,
        power > 0,
        away >= 0,
        xi_mean >= c19 * power,
        xi_mean <= xi0 + chosen * R0**2 * power + (L + 1 / (4 * chosen)) * away**2,
    )
    yield Relation(c19 / 2 * power - (L + R0**2 / (2 * c19)) * away**2 <= xi0, over=facts)
    yield Identity(
        L + 1 / (4 * chosen), L + R0**2 / (2 * c19), over=Domain(c19 > 0, R0 > 0, L > 0), label="$C$"
    )
    yield Identity(
        2 * (K / 2) ** 2 * eps ** (2 / RATE) - away**2 / 2,
        (radius() ** 2 - away**2) / 2,
        over=Domain(WITH_RADIUS, away),
        label=r"torus: $\xi=2C_\varepsilon-\frac12|z|^2$, $K=2\sqrt{C_1}$",
    )


@paper.claim(
    "lemma52-conclusion",
    at="After (21)",
    printed=r"\mathbb B\bigl(\nabla\varphi_\varepsilon(x_0),\sqrt{c/C}\,\varepsilon^{1/(d(p-1)+2)}\bigr)\subset\mathcal S_{x_0}",
    depends=("eq21",),
)
def lemma52_conclusion() -> Obligations:
    """At distance t(c/C)^(1/2) ε^(1/D), t < 1, the left side of (21) is positive."""
    share, c = reals("t c")
    distance_ = share * sqrt(c / C) * rate
    inside = Domain(PARAMETERS, c > 0, C > 0, share >= 0, share < 1)
    yield Identity(
        c * eps ** (2 / RATE) - C * distance_**2, c * (1 - share**2) * eps ** (2 / RATE), over=inside
    )
    yield Relation(c * (1 - share**2) * eps ** (2 / RATE) > 0, over=inside)
