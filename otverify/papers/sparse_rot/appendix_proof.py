"""Appendix A: the proof of Theorem A.1, step by step."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Integral, Limit, Obligation, Relation, finite
from otverify.papers.sparse_rot.appendix import LINE, POSITIVE, a, f, h, mu, s, slope, t, x, y
from otverify.papers.sparse_rot.notation import HALF, C, paper, r
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    beta,
    dot,
    equals,
    indices,
    integral,
    norm,
    points,
    reals,
    sqrt,
    vectors,
)

Obligations = Iterator[Obligation]

#: c_0 <= f(x, y_i), diam Ω_1; p = ∇_y f
c0, diameter = reals("c_0 D")
p_y, v, w = vectors("p v w")
S = BorelSet("S")
(place,) = points("y")


@paper.claim(
    "A1-lipschitz-domain",
    at="Proof of Theorem A.1, first paragraph",
    printed=r"\mathcal R(x_0)\cap\Omega_1=\bigcup_i\omega_i,\;\omega_i\text{ star-shaped with respect to a ball}",
    hypotheses=(r"\Omega_1\text{ Lipschitz},\;f(x,\cdot)\text{ concave on convex subsets}",),
)
def a1_lipschitz_domain() -> Obligations:
    """f = y_2 - y_1² and Ω_1 = {y_2 < 2y_1²} near 0: R ∩ Ω_1 is the cusp t² < y_2 < 2t² at y_1 = t > 0.

    A set that is star-shaped with respect to a ball contains a cone at each point of its closure, so its width at
    height t would be at least a constant times t.
    """
    yield Relation(2 * t**2 - t**2 > 0, over=t > 0, label="the section at $y_1=t$ is not empty")
    yield Limit(t / (2 * t**2 - t**2), t, to=0, equals=finite, over=t > 0, label="height over width")


@a1_lipschitz_domain.corrected(
    r"\text{the same if }\Omega_1\text{ is convex (or }\partial\mathcal R\text{ crosses }\partial\Omega_1\text{ transversally)}",
    note="Tangential contact of ∂R with a non-convex Ω_1 makes cusps. Proposition 4.3 needs the theorem for sections "
    "that stay inside Ω_1 or for convex Ω_1.",
)
def a1_lipschitz_domain_corrected() -> Obligations:
    """On a convex Ω_1 the set {f > 0} is convex, so it is star-shaped with respect to every ball in it."""
    first, second, middle = reals("u v m")
    concave = Domain(t > 0, t < 1, first > 0, second > 0, middle >= (1 - t) * first + t * second)
    yield Relation(middle > 0, over=concave, by=[Relation((1 - t) * first + t * second > 0, over=concave)])


@paper.claim(
    "A1-cone-convex",
    at="Proof of Theorem A.1",
    printed=r"Z(y)=\bigcup_{z\in\mathbb B(y_i,r_i/2)}[z,y]\subset\omega_i\text{ is convex}",
)
def a1_cone_convex() -> Obligations:
    """A combination of two points of segments [z, y], [z', y] lies on [z'', y], z'' a combination of z and z'."""
    apex, z1, z2 = vectors("y z u")
    alpha, first, second = reals("alpha s t")
    total = alpha * first + (1 - alpha) * second
    region = Domain(alpha > 0, alpha < 1, first > 0, first <= 1, second > 0, second <= 1)
    whole = Domain(region, apex, z1, z2)
    (i,) = indices("i")
    mixed = alpha * (first * z1[i] + (1 - first) * apex[i]) + (1 - alpha) * (
        second * z2[i] + (1 - second) * apex[i]
    )
    between = alpha * first / total * z1[i] + (1 - alpha) * second / total * z2[i]
    yield Identity(mixed, total * between + (1 - total) * apex[i], over=whole)
    yield Relation(total > 0, over=region)
    yield Relation(total <= 1, over=region)
    (share,) = reals("lambda")
    ball = Domain(r > 0, norm(z1) <= r, norm(z2) <= r, share >= 0, share <= 1)
    yield Relation(norm(share * z1 + (1 - share) * z2) <= r, over=ball, label="in the ball")


@paper.claim(
    "A1-concavity-step",
    at="Proof of Theorem A.1",
    printed=r"f(x,y_i)-f(x,y)\le\langle\nabla_yf(x,y),y_i-y\rangle,\quad "
    r"c_0\le\langle\nabla_yf(x,y),y_i-y\rangle\le\|\nabla_yf(x,y)\|\|y_i-y\|",
)
def a1_concavity_step() -> Obligations:
    """With f(x, y) = 0 and f(x, y_i) >= c_0; v = y_i - y. The supergradient inequality for f = c - |y|²/2."""
    at_y, at_centre = reals("f_0 f_1")
    facts = Domain(equals(at_y, 0), at_centre >= c0, at_centre - at_y <= dot(p_y, v), c0 > 0)
    yield Relation(c0 <= dot(p_y, v), over=facts)
    yield Relation(dot(p_y, v) <= norm(p_y) * norm(v), over=Domain(p_y, v))
    here = C - norm(w) ** 2 / 2
    there = C - norm(w + v) ** 2 / 2
    yield Relation(there - here <= dot(-w, v), over=Domain(C > 0, w, v), label=r"$f=C-\frac12|y|^2$")


@paper.claim(
    "A1-gradient-lower-bound",
    at="Proof of Theorem A.1",
    printed=r"|\nabla_yf(x,y)|\ge c_1>0,\quad c_1=c_0/\operatorname{diam}(\Omega_1)",
    depends=("A1-concavity-step",),
)
def a1_gradient_lower_bound() -> Obligations:
    """|v| <= diam in the previous display."""
    facts = Domain(c0 > 0, diameter > 0, c0 <= dot(p_y, v), norm(v) <= diameter)
    steps = [
        Relation(dot(p_y, v) <= norm(p_y) * norm(v), over=facts),
        Relation(norm(p_y) * norm(v) <= norm(p_y) * diameter, over=facts),
    ]
    yield Relation(norm(p_y) >= c0 / diameter, over=facts, by=steps)
    yield Relation(c0 / diameter > 0, over=Domain(c0 > 0, diameter > 0))


@paper.claim(
    "A1-eq29",
    at="(29)",
    printed=r"c_2\operatorname{dist}(y,\Gamma(x))\le f(x,y)\le C_2\operatorname{dist}(y,\Gamma(x)),\quad\Gamma(x):=\partial\mathcal R(x)\cap\Omega_1",
    depends=("A1-gradient-lower-bound",),
)
def a1_eq29() -> Obligations:
    """f = y_2, Ω_1 = {y_2 > y_1² for y_1 >= 0, y_2 > y_1 for y_1 < 0} near 0: Γ is the half axis y_1 < 0.

    At y = (t, 2t²), t > 0, f = 2t² and the distance to Γ is that to the origin; the quotient is to stay bounded.
    """
    yield Relation(2 * t**2 > t**2, over=t > 0, label=r"$y\in\Omega_1$")
    yield Limit(
        sqrt(t**2 + (2 * t**2) ** 2) / (2 * t**2),
        t,
        to=0,
        equals=finite,
        over=t > 0,
        label=r"$\operatorname{dist}/f\le1/c_2$",
    )


@a1_eq29.corrected(
    r"c_2\operatorname{dist}(y,\partial\mathcal R(x))\le f(x,y)\le C_2\operatorname{dist}(y,\partial\mathcal R(x)),\quad\Omega_1\text{ convex}",
    note="The distance to the whole boundary of R(x): the part outside Ω_1 may be nearer. (30) needs no more.",
)
def a1_eq29_corrected() -> Obligations:
    """Concavity between the centre, where f >= c_0, and the boundary point on the ray through y; Lipschitz above."""
    value, dist, steep, reach = reals("f e L R")
    # y = (1-t)w + t y_i with f(w) = 0: f(y) >= t c_0, and dist <= |y - w| = t|y_i - w| <= t D
    below = Domain(t >= 0, t <= 1, c0 > 0, diameter > 0, value >= t * c0, dist <= t * diameter)
    yield Relation(value >= c0 / diameter * dist, over=below, label=r"$c_2=c_0/\operatorname{diam}$")
    above = Domain(steep > 0, reach >= 0, value <= steep * reach, equals(reach, dist))
    yield Relation(value <= steep * dist, over=above, label=r"$C_2=\sup|\nabla_yf|$")


@paper.claim(
    "A1-eq30",
    at="(30)",
    printed=r"A_i(x):=\int_{\mathcal R(x)\cap\Omega_1}|h(y)|sf(x,y)^{s-1}|\partial_{x_i}f(x,y)|d\mu(y)<\infty",
    hypotheses=(r"s>0",),
    depends=("A1-eq29",),
)
def a1_eq30() -> Obligations:
    """Closed forms on the line for every s > 0; ∫_0^τ s t^(s-1) dt = τ^s is what the bound by the distance needs."""
    yield Integral(
        y**a * s * (x - y) ** (s - 1), (y, 0, x), equals=s * x ** (a + s) * beta(a + 1, s), over=POSITIVE
    )
    yield Integral(s * y ** (s - 1), (y, 0, t), equals=t**s, over=Domain(s > 0, t > 0))


@paper.claim(
    "A1-eq30-split-bound",
    at="Display after (30)",
    printed=r"A_i(x)\le\|h\|_\infty s\tau^{s-1}\|\nabla f\|_\infty+\|h\|_\infty s\tau^{s-1}\|\nabla f\|_\infty"
    r"\int_{\mathcal R(x)\cap\Omega_1\cap\{\operatorname{dist}(y,\Gamma(x))<\tau\}}f(x,y)^{s-1}d\mu(y)",
    hypotheses=(r"\tau>0\text{ small}",),
)
def a1_eq30_split_bound() -> Obligations:
    """f = 1 - (x-y)², Ω_1 = (-2, 2), μ uniform, h = 1, s = 2, at x = 0, where |∇f| <= 3 and A = 1/2."""
    (tau,) = reals("tau")
    yield Integral(2 * (1 - y**2) * 2 * y / 4 * 2, (y, 0, 1), equals=HALF, label="$A$, twice the half $y>0$")
    near = (tau**2 - tau**3 / 3) / 2
    yield Integral(
        (1 - y**2) / 4 * 2,
        (y, 1 - tau, 1),
        equals=near,
        over=Domain(tau > 0, tau < 1),
        label="near the boundary",
    )
    yield Relation(2 * tau * 3 + 2 * tau * 3 * near >= HALF, over=Domain(tau > 0, tau < 1), label="the bound")


@a1_eq30_split_bound.corrected(
    r"A_i(x)\le\|h\|_\infty s\|\nabla f\|_\infty\Bigl(\sup_{\operatorname{dist}\ge\tau}f^{s-1}+\int_{\{\operatorname{dist}<\tau\}}f^{s-1}d\mu\Bigr)",
    note="τ^(s-1) bounds f^(s-1) away from the boundary only for s <= 1 (up to c_2), and is no factor of the second term.",
)
def a1_eq30_split_bound_corrected() -> Obligations:
    """Both parts bounded separately: sup f^(s-1) times mass at most 1, and the integral itself."""
    far, near = BorelSet("F"), BorelSet("N")
    weight, power = Function("g"), Function("P")
    top, most = reals("B M")
    # g = |h| s |∂f| <= B, P = f^(s-1)
    for part in (far, near):
        facts = Domain(
            top > 0, part.everywhere(place, weight(place) <= top), part.everywhere(place, power(place) >= 0)
        )
        yield Relation(
            part.integral(weight(place) * power(place), place) <= part.integral(top * power(place), place),
            over=facts,
        )
    bounded = Domain(
        top > 0, most > 0, far.everywhere(place, power(place) <= most), far.mass <= 1, far.mass > 0
    )
    yield Relation(
        far.integral(power(place), place) <= most,
        over=bounded,
        by=[Relation(far.integral(power(place), place) <= far.integral(most, place), over=bounded)],
    )


@paper.claim(
    "A1-velocity-identity",
    at="Proof of Theorem A.1",
    printed=r"\partial_{x_i}f(x,y)+\langle\nabla_yf(x,y),V_i(x,y)\rangle=0",
    hypotheses=(r"f(x+te_i,\gamma(t))=0,\;\gamma'(0)=V_i",),
)
def a1_velocity_identity() -> Obligations:
    """F(a, b) = f(x + a e_i, γ(b)): the derivative of F(t, t) is ∂_1F + ∂_2F, in every dimension."""
    first, second = reals("a b")
    parts = D(f(first, second), first) + D(f(first, second), second)
    yield Identity(D(f(t, t), t), parts.at(first, t).at(second, t))
    speed, flow = reals("p q")
    yield Identity(speed + flow, 0, over=Domain(equals(flow, -speed), speed))


@paper.claim(
    "A1-normal-velocity",
    at="Proof of Theorem A.1",
    printed=r"\langle V_i,n\rangle=-\frac{\partial_{x_i}f}{\langle\nabla_yf,n\rangle},\quad|\langle\nabla_yf,n\rangle|=\|\nabla_yf\|",
    depends=("A1-velocity-identity",),
)
def a1_normal_velocity() -> Obligations:
    """n = ±∇_y f/|∇_y f|; for f = ξ, n outward: <V, n> = <y - ∇φ_ε, u>/|x - ∇ψ_ε(y)|, as in (8)."""
    (partial,) = reals("k")
    region = Domain(equals(dot(p_y, v), -partial), norm(p_y) > 0)
    for sign in (1, -1):
        normal = sign / norm(p_y) * p_y
        yield Identity(dot(v, normal), -partial / dot(p_y, normal), over=region)
        yield Identity(dot(p_y, normal), sign * norm(p_y), over=norm(p_y) > 0)
    # ξ = <x, y> - φ(x) - ψ(y): ∂_u ξ = <y - ∇φ, u>, ∇_y ξ = x - ∇ψ(y)
    outward = -1 / norm(p_y) * p_y
    yield Identity(dot(v, outward), partial / norm(p_y), over=region, label=r"$f=\xi$")


@paper.claim(
    "A1-eq31",
    at="(31)",
    printed=r"B_i(x):=\int_{\Gamma(x)}|h(y)|f(x,y)_+^s|\langle V_i,n\rangle|\mu(y)\,d\mathcal H^{d-1}(y)<\infty",
    hypotheses=(r"\mathcal H^{d-1}(\Gamma(x))<\infty",),
    depends=("A1-normal-velocity", "A1-gradient-lower-bound"),
)
def a1_eq31() -> Obligations:
    """The integrand is at most sup|h| sup f^s sup|∂f|/c_1 sup μ, and Γ(x) has finite area; 0 if s > 0."""
    weight, top = Function("g"), reals("B")[0]
    facts = Domain(top > 0, S.mass > 0, S.everywhere(place, weight(place) <= top))
    bounded = Relation(S.integral(weight(place), place) <= S.integral(top, place), over=facts)
    yield Relation(S.integral(weight(place), place) <= top * S.mass, over=facts, by=[bounded])
    partial, c1 = reals("k c_1")
    steep = Domain(c1 > 0, norm(p_y) >= c1, partial >= 0)
    yield Relation(partial / norm(p_y) <= partial / c1, over=steep, label=r"$|\langle V_i,n\rangle|$")


@paper.not_computable(
    "A1-limits",
    at="(32), (33), (34)",
    printed=r"g_m\to g;\quad\int_{D_m}hsf^{s-1}\partial_{x_i}f\,d\mu\to\int_{\mathcal R\cap\Omega_1}\cdots;\quad"
    r"\int_{\Gamma_m}hf_+^s\langle V_i,n\rangle\mu\to\int_{\Gamma\setminus\partial\Omega_1}\cdots",
    why="Dominated convergence for general functions.",
    analogue=r"f=x-y,\;\Omega_1^m=(\delta,1),\;\delta\to0:\;g_m=\frac{(x-\delta)^{s+1}}{s+1}\to\frac{x^{s+1}}{s+1}",
)
def a1_limits() -> Obligations:
    """The first two limits on the line; the moving end y = x is the same for all m."""
    (delta,) = reals("delta")
    limits = Domain(s > 0, x > 0, delta < x)
    # y = δ + v with 0 < v < k = x - δ
    cut = Domain(s > 0, slope > 0)
    yield Integral(
        (slope - y) ** s, (y, 0, slope), equals=slope ** (s + 1) / (s + 1), over=cut, label=r"$k=x-\delta$"
    )
    yield Limit((x - delta) ** (s + 1) / (s + 1), delta, to=0, equals=x ** (s + 1) / (s + 1), over=limits)
    yield Integral(
        s * (slope - y) ** (s - 1), (y, 0, slope), equals=slope**s, over=cut, label=r"$k=x-\delta$"
    )
    yield Limit((x - delta) ** s, delta, to=0, equals=x**s, over=limits)


@paper.claim(
    "A1-eq35",
    at="(35)",
    printed=r"\partial_{x_i}g_m=\int_{D_m}hsf^{s-1}\partial_{x_i}f\,d\mu+\int_{\Gamma_m}hf_+^s\langle V_i,n\rangle\mu\,d\mathcal H^{d-1};\quad"
    r"\partial_{x_i}(hf^s\mu)=hsf^{s-1}\partial_{x_i}f\,\mu",
)
def a1_eq35() -> Obligations:
    """The product rule for general h, f, μ; the first term on the line with Ω_1^m = (δ, 1); the second is thmA1-formula-s0."""
    yield Identity(
        D(h(y) * f(x, y) ** s * mu(y), x),
        h(y) * s * f(x, y) ** (s - 1) * D(f(x, y), x) * mu(y),
        over=Domain(s > 0, x, y, f(x, y) > 0),
        label="the product rule",
    )
    # y = δ + v, so that D_m is 0 < v < k with k = x - δ, and ∂_x is ∂_k
    grown, region = slope ** (s + 1) / (s + 1), Domain(s > 0, slope > 0)
    yield Identity(integral((slope - y) ** s, y, 0, slope), grown, over=region, label="$g_m$", instance=LINE)
    yield Identity(
        D(grown, slope),
        integral(s * (slope - y) ** (s - 1), y, 0, slope),
        over=region,
        label="$s>0$",
        instance=LINE,
    )


@paper.claim(
    "A1-weak-derivative",
    at="Proof of Theorem A.1, end",
    printed=r"-\int_Ng_m\,\partial_{x_i}\varphi\,dx=\int_N\varphi\,\partial_{x_i}g_m\,dx",
    hypotheses=(r"\varphi\in C_c^\infty(N)",),
)
def a1_weak_derivative() -> Obligations:
    """Along x_i: the integral of (gφ)' is the difference at the ends, where φ vanishes; both parts by the product rule."""
    g, phi, product = Function("g"), Function("varphi"), Function("P")
    yield Identity(D(g(x) * phi(x), x), g(x) * D(phi(x), x) + phi(x) * D(g(x), x), label="the product rule")
    yield Integral(D(product(x), x), (x, 0, 1), equals=product(1) - product(0), label="$P=g\\varphi$")
    left, right = reals("A B")
    yield Identity(-left, right, over=Domain(equals(left + right, 0), left), label=r"$P(0)=P(1)=0$")
