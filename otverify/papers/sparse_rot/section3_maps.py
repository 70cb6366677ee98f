"""Section 3: the barycentric map T_ε, display (5), and Corollary 3.3."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.claims_transport import ContactSet, Optimal, UniquePlan
from otverify.papers.sparse_rot import instances
from otverify.papers.sparse_rot.instances import Optimum, distance
from otverify.papers.sparse_rot.notation import EXPONENTS, PARAMETERS, RATE, C, d, eps, p, paper, q
from otverify.papers.sparse_rot.torus import C_EPS, DIMENSIONS, R_EPS, R_ONE, TORUS
from otverify.transport import measure, problem, squared_euclidean
from otverify.vocabulary import BorelSet, Domain, Function, absolute, equals, norm, points, reals, vectors

Obligations = Iterator[Obligation]

Y = BorelSet("Y")
(s,) = points("s")
#: at a point y of the section: ξ, a component of y - a for some point a, a weight
xi, u, w, ell = (Function(name) for name in ("xi", "u", "w", "l"))
xi0, bound, volume, distance0, start, diameter = reals("xi_0 r V D_0 epsilon_0 D")

#: transport cost M and penalty E of the plan on the torus, as in torus-rot-value
TRANSPORT = 2 * C * d / (d + 2 * q)
PENALTY = 4 * C / (2 * p + d * (p - 1))
ON_TORUS = Domain(DIMENSIONS, C > 0)


def jensen(weight: str) -> Relation:
    """ξ(x, m) >= ∫ξ w/∫w at the mean m for weights w >= 0, if ξ(x, ·) is concave: ξ <= ξ(x, m) + <slope, y - m>."""
    average = Y.integral(xi(s) * w(s), s) / Y.integral(w(s), s)
    concave = Y.everywhere(s, xi(s) <= xi0 + ell(s))
    mean = equals(Y.integral(ell(s) * w(s), s), 0)
    region = Domain(xi0, Y.everywhere(s, w(s) >= 0), concave, Y.integral(w(s), s) > 0, mean)
    above = Relation(Y.integral(xi(s) * w(s), s) <= Y.integral((xi0 + ell(s)) * w(s), s), over=region)
    return Relation(xi0 >= average, over=region, by=[above], label=weight)


def positive_at_the_mean() -> Obligations:
    """If moreover ∫ξ w > 0, which (6) says for w = ξ^(q-1) and ξ^(q-2), then ξ(x, m) > 0: the mean is in S_x."""
    total, mass = reals("I W")
    yield Relation(
        xi0 > 0, over=Domain(mass > 0, total > 0, xi0 >= total / mass), label="the mean is in $\\mathcal S_x$"
    )


@paper.not_computable(
    "support-graph",
    at="Section 3, before T_ε",
    printed=r"\operatorname{supp}\pi_0\subset\operatorname{graph}\nabla\varphi",
    why="Brenier's theorem.",
    analogue=r"x_i\mapsto y_i\text{ increasing: the only optimal plan between equal masses on the line}",
)
def support_graph() -> Obligations:
    """Increasing maps of four and five atoms: the plan on the graph is optimal, unique, and no other pair is used."""
    half = squared_euclidean(scale="1/2")
    for targets in ((0, 1, 4, 9), (-3, 0, 1, 2), (0, 1, 8, 27, 64)):
        size = len(targets)
        weights = [Fraction(1, size)] * size
        stated = problem(measure(weights, list(range(size))), measure(weights, list(targets)), cost=half)
        plan = [[weights[0] if i == j else 0 for j in range(size)] for i in range(size)]
        yield Optimal(stated, plan=plan)
        yield UniquePlan(stated)
        yield ContactSet(stated, pairs=[(i, i) for i in range(size)])


@paper.claim(
    "T-eps-definition",
    at="Section 3, before (5)",
    printed=r"T_\varepsilon(x)=\frac{\int y(\xi(x,y))_+^{q-1}d\mu(y)}{\int(\xi(x,y))_+^{q-1}d\mu(y)}=\int y\,\pi_\varepsilon(y|x)",
    depends=("density-1", "foc-6"),
)
def t_eps_definition() -> Obligations:
    """The denominator is (εq)^(q-1) by (6), so the quotient is the mean of y under the density (1)."""
    (scale,) = reals("k")  # (εq)^(q-1)
    power = Y.integral(xi(s) ** (q - 1), s)
    region = Domain(EXPONENTS, scale > 0, Y.everywhere(s, xi(s) > 0), Y.mass > 0, equals(power, scale))
    yield Identity(
        Y.integral(u(s) * xi(s) ** (q - 1), s) / power,
        Y.integral(u(s) * xi(s) ** (q - 1) / scale, s),
        over=region,
        label=r"a component, $k=(\varepsilon q)^{q-1}$",
    )


@paper.claim(
    "ineq-5-a",
    at="(5), first relation",
    printed=r"\|T_\varepsilon-\nabla\varphi\|_{L^2(\Omega_0)}^2\lesssim\int\|x-y\|^2d(\pi_\varepsilon-\pi_0)(x,y)",
    hypotheses=(r"\nabla^2\varphi\le\Lambda",),
    depends=("xi-identity", "T-eps-definition"),
)
def ineq_5_a() -> Obligations:
    """With the constant Λ: φ(x) + φ*(y) - <x, y> >= |y - ∇φ(x)|²/(2Λ), integrated, and Jensen for each x."""
    (big,) = reals("Lambda")
    gap, v = Function("D"), Function("v")
    pointwise = Y.everywhere(s, v(s) ** 2 <= 2 * big * gap(s))
    yield Relation(
        Y.integral(v(s) ** 2, s) <= 2 * big * Y.integral(gap(s), s),
        over=Domain(big > 0, pointwise),
        label=r"$\int\|y-\nabla\varphi\|^2d\pi\le2\Lambda\int(\varphi+\varphi^*-\langle x,y\rangle)d\pi$",
        by=[
            Relation(
                Y.integral(v(s) ** 2, s) <= Y.integral(2 * big * gap(s), s), over=Domain(big > 0, pointwise)
            )
        ],
    )
    # ∫(φ + φ* - <x,y>)dπ = ½∫|x-y|²d(π - π_0): the marginals cancel, and the gap vanishes on π_0
    cost, cost0, moment, inner, inner0 = reals("c c_0 m i i_0")
    same = Domain(equals(cost, moment - inner), equals(cost0, moment - inner0), inner, moment, inner0)
    yield Identity(
        inner0 - inner, cost - cost0, over=same, label=r"the gap is $\frac12\int\|x-y\|^2d(\pi-\pi_0)$"
    )
    mean = Y.integral(v(s), s)
    spread = Relation(Y.integral((v(s) * Y.mass - mean) ** 2, s) >= Y.integral(0, s), over=Domain(Y.mass > 0))
    yield Relation(
        mean**2 <= Y.integral(v(s) ** 2, s) * Y.mass,
        over=Domain(Y.mass > 0),
        by=[spread],
        label=r"Jensen: $\|T_\varepsilon(x)-\nabla\varphi(x)\|^2\le\int\|y-\nabla\varphi\|^2d\pi(y|x)$",
    )


@paper.claim(
    "ineq-5-b",
    at="(5), second relation",
    printed=r"\int\|x-y\|^2d(\pi_\varepsilon-\pi_0)(x,y)\le\mathrm{ROT}_\varepsilon-\mathrm{OT}",
    hypotheses=(r"h_p(z)=\frac{|z|^p}{p-1}",),
    depends=("torus-rot-value",),
)
def ineq_5_b() -> Obligations:
    """On the torus OT = 0 and π_0 is free of cost: as printed, 2M <= M + E with M/E = d(p-1)/2."""
    yield Relation(2 * TRANSPORT <= TRANSPORT + PENALTY, over=ON_TORUS, label=r"$2M\le M+E$ on the torus")


@ineq_5_b.corrected(
    r"\tfrac12\int\|x-y\|^2d(\pi_\varepsilon-\pi_0)(x,y)\le\mathrm{ROT}_\varepsilon-\mathrm{OT}",
    note="A factor 1/2, as in (OT): the printed inequality fails for d(p-1) > 2; the rate of (5) is not affected.",
)
def ineq_5_b_corrected() -> Obligations:
    """ROT is the transport cost plus ε∫h_p >= 0; on the torus M <= M + E, and the ratio of both sides."""
    transport, optimal, penalty = reals("M M_0 E")
    yield Relation(
        transport - optimal <= (transport + penalty) - optimal, over=Domain(transport, optimal, penalty >= 0)
    )
    yield Relation(TRANSPORT <= TRANSPORT + PENALTY, over=ON_TORUS)
    yield Identity(TRANSPORT / PENALTY, d * (p - 1) / 2, over=ON_TORUS)


@paper.claim(
    "ineq-5-c",
    at="(5), third relation",
    printed=r"\mathrm{ROT}_\varepsilon-\mathrm{OT}\lesssim\varepsilon^{\frac2{d(p-1)+2}}",
    depends=("torus-rot-value",),
)
def ineq_5_c() -> Obligations:
    """On the torus ROT_ε is its value at ε = 1 times ε^(2/D)."""
    value = 2 * C_EPS * RATE / (d * (p - 1) + 2 * p)
    yield Identity(value, value.at(eps, 1) * eps ** (2 / RATE), over=PARAMETERS, instance=TORUS)


@paper.claim(
    "T-eps-in-Sx",
    at="Section 3, after (5)",
    printed=r"T_\varepsilon(x)\in\mathcal S_x",
    hypotheses=(r"\mathcal S_x\text{ convex, so that }\xi(x,\cdot)\text{ is concave on it}",),
    depends=("T-eps-definition", "foc-6"),
)
def t_eps_in_sx() -> Obligations:
    """Jensen with the weights ξ^(q-1): ξ(x, T_ε(x)) is at least a mean of ξ, which is positive."""
    yield jensen(r"weights $\xi^{q-1}$")
    yield from positive_at_the_mean()


@paper.claim(
    "triangle-display-a",
    at="Section 3, display before Corollary 3.3",
    printed=r"\|d(\mathcal S_x,\nabla\varphi)\|_{L^2(K_0)}\le\|T_\varepsilon-\nabla\varphi\|_{L^2(K_0)}+\sup_{x\in K_0}\operatorname{diam}(\mathcal S_x)",
    depends=("T-eps-in-Sx",),
)
def triangle_display_a() -> Obligations:
    """With Lebesgue measure of a set K_0 of volume V; on a torus of large side the left is R V^(1/2), the right 2R."""
    yield Relation(
        bound * volume ** Fraction(1, 2) <= 2 * bound,
        over=Domain(bound > 0, volume > 0),
        label=r"$T_\varepsilon=\nabla\varphi=\mathrm{id}$, $\mathcal S_x$ of radius $R$",
    )


@triangle_display_a.corrected(
    r"\|d(\mathcal S_x,\nabla\varphi)\|_{L^2(K_0)}\le\|T_\varepsilon-\nabla\varphi\|_{L^2(K_0)}+|K_0|^{1/2}\sup_{x\in K_0}\operatorname{diam}(\mathcal S_x)",
    note="The constant |K_0|^(1/2) is missing where |K_0| > 4; with the measure λ the display holds as printed.",
)
def triangle_display_a_corrected() -> Obligations:
    """Pointwise sup|y - ∇φ| <= |T_ε - ∇φ| + diam S_x; a constant D has norm |K_0|^(1/2) D."""
    yield from pointwise_triangle()
    yield Identity(
        Y.integral(diameter**2, s), Y.mass * diameter**2, over=diameter > 0, label="norm of a constant"
    )
    yield ForAll(instances.optima(), triangle_on_instance, examples=40, label="finite marginals, $p=2$")


def pointwise_triangle() -> Obligations:
    """|y - ∇φ| <= |y - T| + |T - ∇φ|, and |y - T| <= diam S_x as T is in S_x."""
    away, error = vectors("a e")
    yield Relation(
        norm(away + error) <= norm(error) + diameter,
        over=Domain(norm(away) <= diameter, error),
        label="pointwise",
    )


@triangle_display_a.reading(
    "with respect to λ",
    printed=r"L^2(K_0)=L^2(K_0;\lambda)",
    note="λ(K_0) <= 1.",
)
def triangle_with_lambda() -> Obligations:
    """‖d‖ <= ‖e‖ + D from d <= e + D pointwise, if the mass is at most 1; with ‖e‖ = 1 by homogeneity."""
    yield from pointwise_triangle()
    e = Function("e")
    square = Y.integral((e(s) + diameter) ** 2, s)
    facts = Domain(
        Y.everywhere(s, e(s) >= 0),
        Y.mass > 0,
        Y.mass <= 1,
        diameter >= 0,
        equals(Y.integral(e(s) ** 2, s), 1),
    )
    step = Relation(Y.integral(e(s) ** 2, s) >= Y.integral(2 * e(s) - 1, s), over=facts)
    first = Relation(Y.integral(e(s), s) <= 1, over=facts, by=[step])
    yield Relation(square <= (1 + diameter) ** 2, over=facts, by=[step, first], label="Minkowski")


def triangle_on_instance(found: Optimum) -> Obligations:
    """The triangle inequality with exact sections, for the map x_i -> y_0: squares of all three lengths."""
    if found.error():
        return
    target = found.y[0]
    for i in range(len(found.x)):
        inside = [found.y[j] for j in found.section(i)]
        average = found.mean(i)
        for place in inside:
            near = max(distance(place, other) for other in inside)
            yield Relation(distance(place, average), "<=", near)
            # |y - g|² <= 2|T - g|² + 2 diam²
            yield Relation(distance(place, target), "<=", 2 * distance(average, target) + 2 * near)


@paper.claim(
    "triangle-display-b",
    at="Section 3, display before Corollary 3.3, second relation",
    printed=r"\|T_\varepsilon-\nabla\varphi\|_{L^2(K_0)}+\sup_{x\in K_0}\operatorname{diam}(\mathcal S_x)\lesssim\varepsilon^{\frac1{d(p-1)+2}}",
    depends=("torus-orders",),
)
def triangle_display_b() -> Obligations:
    """On the torus T_ε = ∇φ and the sum is 2R_ε."""
    yield Identity(2 * R_EPS, 2 * R_ONE * eps ** (1 / RATE), over=PARAMETERS, instance=TORUS)


@paper.claim(
    "grad-in-Sx",
    at="Section 3, before Corollary 3.3",
    printed=r"\nabla\varphi_\varepsilon(x)=\frac{\int_{\mathcal S_x}y(\xi(x,y))_+^{q-2}d\mu(y)}{\int_{\mathcal S_x}(\xi(x,y))_+^{q-2}d\mu(y)}\in\mathcal S_x",
    hypotheses=(r"\xi(x,\cdot)\text{ concave on }\mathcal S_x",),
    depends=("gradients-3", "foc-6"),
)
def grad_in_sx() -> Obligations:
    """Jensen with the weights ξ^(q-2)."""
    yield jensen(r"weights $\xi^{q-2}$")
    yield from positive_at_the_mean()


@paper.claim(
    "cor-3-3-first",
    at="Corollary 3.3, first inequality",
    printed=r"\|\nabla\varphi_\varepsilon-\nabla\varphi\|_{L^2(K_0)}\le\|\mathrm d(\mathcal S_{(\cdot)},\nabla\varphi)\|_{L^2(K_0)}",
    depends=("gradients-3",),
)
def cor_3_3_first() -> Obligations:
    """Pointwise: a mean of points at distance <= r from ∇φ(x) is at distance <= r; shown in every direction."""
    mean = Y.integral(u(s) * w(s), s) / Y.integral(w(s), s)
    facts = Domain(
        Y.everywhere(s, w(s) >= 0),
        Y.everywhere(s, absolute(u(s)) <= bound),
        Y.integral(w(s), s) > 0,
        bound >= 0,
    )
    above = Relation(Y.integral(u(s) * w(s), s) <= Y.integral(bound * w(s), s), over=facts)
    below = Relation(Y.integral(-u(s) * w(s), s) <= Y.integral(bound * w(s), s), over=facts)
    yield Relation(absolute(mean) <= bound, over=facts, by=[above, below])
    yield ForAll(instances.optima(), mean_is_closer, examples=60, label="finite marginals, $p=2$")


def mean_is_closer(found: Optimum) -> Obligations:
    """|∇φ_ε(x) - z|² <= max |y - z|² over S_x, for every atom z of the target."""
    if found.error():
        return
    for i in range(len(found.x)):
        centre = found.gradient(i)
        for z in found.y:
            yield Relation(distance(centre, z), "<=", max(distance(found.y[j], z) for j in found.section(i)))


@paper.claim(
    "cor-3-3-rate",
    at="Corollary 3.3, second inequality",
    printed=r"\|\mathrm d(\mathcal S_{(\cdot)},\nabla\varphi)\|_{L^2(K_0)}\le C\varepsilon^{\frac1{d(p-1)+2}}",
    depends=("torus-orders",),
)
def cor_3_3_rate() -> Obligations:
    """On the torus the left side is R_ε |K_0|^(1/2)."""
    side = R_EPS * volume ** Fraction(1, 2)
    yield Identity(
        side,
        R_ONE * volume ** Fraction(1, 2) * eps ** (1 / RATE),
        over=Domain(PARAMETERS, volume > 0),
        instance=TORUS,
    )


@paper.claim(
    "cor-3-3-convex",
    at="Corollary 3.3, last sentence",
    printed=r"\Omega_1\text{ convex}\;\Rightarrow\;\text{the rate for all }\varepsilon\in(0,1]",
    depends=("cor-3-3-rate",),
)
def cor_3_3_convex() -> Obligations:
    """A rate C ε^(1/D) for ε <= ε_0 extends to ε <= 1 with max(C, D ε_0^(-1/D)), D a diameter; no convexity needed."""
    late = Domain(PARAMETERS, start > 0, start <= eps, eps <= 1, diameter > 0)
    yield Relation(diameter <= diameter * start ** (-1 / RATE) * eps ** (1 / RATE), over=late)
