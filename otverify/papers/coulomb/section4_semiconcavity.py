"""Section 4, Lemma 4.2 to the end: transforms are semi-concave, and their gradients give the map.

For a fixed y a cost on the segment from x' to x is a general function g(t) = c(x' + t(x - x'), y) on [0, 1]:
∇_x c · (x - x') is g', and (x - x')·D²_x c (x - x') is g''. All statements hold for every such g.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Integral, Limit, Obligation, Relation
from otverify.kernel.terms import Term, number
from otverify.papers.coulomb.instances import named_optima
from otverify.papers.coulomb.notation import (
    APART,
    INSIDE,
    OUTSIDE,
    c0,
    cap,
    delta,
    i,
    k,
    paper,
    profile,
    r,
    tail,
    x,
    y,
)
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    absolute,
    contract,
    equals,
    integral,
    norm,
    points,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

g = Function("g")
t, s, lam, K = reals("t s lambda K")
INTERIOR = Domain(lam > 0, lam < 1)
(point,) = points("p")


def slope(place: Term) -> Term:
    """g' at a place of the segment."""
    return D(g(r), r).at(r, place)


def curvature(place: Term) -> Term:
    """g'' at a place of the segment."""
    return D(g(r), r, 2).at(r, place)


#: the left side of (4.7): x_λ is at λ, x at 1, x' at 0
LEFT = lam * (g(lam) - g(1)) + (1 - lam) * (g(lam) - g(0))
#: x + t(1-λ)(x'-x), x' + tλ(x-x'), and X(t, s; λ, x, x') between them
FROM_X, FROM_X_PRIME = 1 - t * (1 - lam), t * lam
BETWEEN = s * FROM_X + (1 - s) * FROM_X_PRIME


@paper.claim(
    "lem-4-2-semiconcavity",
    at="Lemma 4.2",
    printed=r"\psi_\delta(x)=\inf_{y\in V}(c_\delta(x,y)-\varphi(y)),\;K=\|D_x^2c_\delta\|_\infty<\infty\;\Rightarrow\;"
    r"\psi_\delta-\tfrac K2|\cdot|^2\text{ concave}",
    depends=("eq-4-7-second", "lem-4-2-first-lower-bound", "lem-4-2-second-lower-bound", "lem-4-2-K-choice"),
)
def lem_4_2_semiconcavity() -> Obligations:
    """The two lower bounds together, with ψ(x_λ) approached by the values at points of V.

    |x|², |x'|², |x_λ|² enter through the parallelogram identity; D = |x - x'|².
    """
    at_x, at_x_prime, value, gap, distance = reals("u v w m D")
    square = lam * (1 - lam) * K / 2 * distance
    bounds = Domain(
        INTERIOR,
        K >= 0,
        distance >= 0,
        value >= lam * at_x + (1 - lam) * at_x_prime + gap,
        gap >= -square,
    )
    yield Relation(value + square >= lam * at_x + (1 - lam) * at_x_prime, over=bounds)
    yield from parallelogram()


@paper.not_computable(
    "cor-4-3",
    at="Corollary 4.3",
    printed=r"\psi_\delta\text{ is twice differentiable a.e. on }\{\psi_\delta>-\infty\}",
    why="Alexandrov's theorem, for all semi-concave functions",
    analogue=r"4\min(x,L-x)/L^2\text{, the potential of the interval, off }x=\tfrac L2",
    depends=("lem-4-2-semiconcavity",),
)
def cor_4_3() -> Obligations:
    """Both branches are affine; at L/2 the slope falls, as semi-concavity allows."""
    place, length = reals("u L")
    left, right = 4 * place / length**2, 4 * (length - place) / length**2
    for branch in (left, right):
        yield Identity(D(branch, place, 2), 0, over=Domain(length > 0, place))
    yield Relation(D(right, place) < D(left, place), over=Domain(length > 0, place), label="kink at $L/2$")


@paper.claim(
    "lem-4-2-ftc",
    at="Proof of Lemma 4.2, first display",
    printed=r"c_\delta(x_\lambda,y)-c_\delta(z,y)=\int_0^1\nabla_xc_\delta(tx_\lambda+(1-t)z,y)\,dt\cdot(x_\lambda-z)",
)
def lem_4_2_ftc() -> Obligations:
    """The fundamental theorem of calculus on the segment from z to x_λ, for every differentiable cost."""
    yield Identity(g(1) - g(0), integral(slope(t), t, 0, 1))


@paper.claim(
    "eq-4-7-first",
    at="Proof of Lemma 4.2, (4.7), first equality",
    printed=r"\lambda(c(x_\lambda)-c(x))+(1-\lambda)(c(x_\lambda)-c(x'))=-\lambda(1-\lambda)\int_0^1"
    r"\bigl(\nabla c(x+t(1-\lambda)(x'-x))-\nabla c(x'+t\lambda(x-x'))\bigr)dt\cdot(x-x')",
)
def eq_4_7_first() -> Obligations:
    """For every differentiable cost, and all λ in (0, 1)."""
    yield Identity(LEFT, first_form(), over=INTERIOR)


def first_form() -> Term:
    """The right side of the first equality."""
    return -lam * (1 - lam) * integral(slope(FROM_X) - slope(FROM_X_PRIME), t, 0, 1)


@paper.claim(
    "eq-4-7-second",
    at="Proof of Lemma 4.2, (4.7), second equality",
    printed=r"=-\lambda(1-\lambda)(x-x')\cdot\int_0^1\!\int_0^1(1-t)D_x^2c_\delta(X(t,s;\lambda,x,x'),y)\,ds\,dt\,(x-x')",
    depends=("eq-4-7-first",),
)
def eq_4_7_second() -> Obligations:
    """For every cost of class C²; X lies on the segment, the two ends differ by (1-t)(x - x')."""
    inner = integral((1 - t) * curvature(BETWEEN), s, 0, 1)
    yield Identity(first_form(), -lam * (1 - lam) * integral(inner, t, 0, 1), over=INTERIOR)
    square = Domain(INTERIOR, t >= 0, t <= 1, s >= 0, s <= 1)
    yield Identity(FROM_X - FROM_X_PRIME, 1 - t, over=square)
    yield Relation(BETWEEN >= 0, over=square, label="$X$ on the segment")
    yield Relation(BETWEEN <= 1, over=square, label="$X$ on the segment")


@paper.claim(
    "lem-4-2-rewrite",
    at="Proof of Lemma 4.2, estimate, first display",
    printed=r"\widetilde\psi_\delta(x_\lambda)=\inf_{y\in V}\bigl[\lambda(c(x,y)-\varphi)+(1-\lambda)(c(x',y)-\varphi)+"
    r"\lambda(c(x_\lambda,y)-c(x,y))+(1-\lambda)(c(x_\lambda,y)-c(x',y))\bigr]-\tfrac K2|x_\lambda|^2",
)
def lem_4_2_rewrite() -> Obligations:
    """The bracket is c(x_λ, y) - φ(y), for every y."""
    (phi,) = reals("phi")
    yield Identity(
        g(lam) - phi, lam * (g(1) - phi) + (1 - lam) * (g(0) - phi) + LEFT, over=Domain(INTERIOR, phi)
    )


@paper.claim(
    "lem-4-2-first-lower-bound",
    at="Proof of Lemma 4.2, second display",
    printed=r"\widetilde\psi_\delta(x_\lambda)\ge\lambda\widetilde\psi_\delta(x)+(1-\lambda)\widetilde\psi_\delta(x')+"
    r"\lambda\tfrac K2|x|^2+(1-\lambda)\tfrac K2|x'|^2-\tfrac K2|x_\lambda|^2+\inf_{y\in V}[(4.7)]",
    depends=("lem-4-2-rewrite",),
)
def lem_4_2_first_lower_bound() -> Obligations:
    """The infimum of a sum: ψ(x), ψ(x') and m are lower bounds, at every y of V.

    Then λψ(x) = λψ̃(x) + λ(K/2)|x|², and so on.
    """
    at_x, at_x_prime, rest, phi, psi, psi_prime, m = reals("c_x c_xp b phi psi psi_prime m")
    bounds = Domain(INTERIOR, psi <= at_x - phi, psi_prime <= at_x_prime - phi, m <= rest)
    value = lam * (at_x - phi) + (1 - lam) * (at_x_prime - phi) + rest
    yield Relation(value >= lam * psi + (1 - lam) * psi_prime + m, over=bounds)
    x_, x_prime = vectors("x x_prime")
    squares = lam * K / 2 * norm(x_) ** 2 + (1 - lam) * K / 2 * norm(x_prime) ** 2
    tilde = lam * (psi - K / 2 * norm(x_) ** 2) + (1 - lam) * (psi_prime - K / 2 * norm(x_prime) ** 2)
    yield Identity(
        lam * psi + (1 - lam) * psi_prime,
        tilde + squares,
        over=Domain(INTERIOR, K, psi, psi_prime, x_, x_prime),
    )


@paper.claim(
    "lem-4-2-parallelogram",
    at="Proof of Lemma 4.2, second display",
    printed=r"\lambda\tfrac K2|x|^2+(1-\lambda)\tfrac K2|x'|^2-\tfrac K2|\lambda x+(1-\lambda)x'|^2="
    r"\lambda(1-\lambda)\tfrac K2|x-x'|^2",
)
def lem_4_2_parallelogram() -> Obligations:
    """In every dimension."""
    yield from parallelogram()


def parallelogram() -> Obligations:
    """λ|x|² + (1-λ)|x'|² - |x_λ|² = λ(1-λ)|x-x'|², times K/2."""
    x_, x_prime = vectors("x x_prime")
    mean = lam * x_ + (1 - lam) * x_prime
    left = lam * K / 2 * norm(x_) ** 2 + (1 - lam) * K / 2 * norm(x_prime) ** 2 - K / 2 * norm(mean) ** 2
    yield Identity(
        left, lam * (1 - lam) * K / 2 * norm(x_ - x_prime) ** 2, over=Domain(INTERIOR, K, x_, x_prime)
    )


@paper.claim(
    "lem-4-2-second-lower-bound",
    at="Proof of Lemma 4.2, second display",
    printed=r"\ge\lambda\widetilde\psi_\delta(x)+(1-\lambda)\widetilde\psi_\delta(x')+\lambda(1-\lambda)\tfrac K2|x-x'|^2-"
    r"\lambda(1-\lambda)\tfrac{\|D_x^2c_\delta\|_\infty}2|x-x'|^2",
    depends=("lem-4-2-parallelogram",),
)
def lem_4_2_second_lower_bound() -> Obligations:
    """|v·Hv| <= ‖H‖|v|² under the weight 1 - t of mass 1/2 on the square."""
    yield Integral(
        integral(1 - t, s, 0, 1), (t, 0, 1), equals=Fraction(1, 2), label=r"$\int\!\int(1-t)=\frac12$"
    )
    weighted, form = BorelSet("Q"), Function("q")
    (bound,) = reals("B")
    below = weighted.everywhere(point, form(point) <= bound)
    yield Relation(
        weighted.integral(form(point), point) <= weighted.integral(bound, point), over=Domain(below, bound)
    )
    yield Identity(weighted.integral(bound, point), bound * weighted.mass, over=Domain(bound))
    mean, distance = reals("q D")
    half = Domain(INTERIOR, K >= 0, distance >= 0, mean <= K * distance / 2)
    yield Relation(-lam * (1 - lam) * mean >= -lam * (1 - lam) * K / 2 * distance, over=half)


@paper.claim(
    "lem-4-2-K-choice",
    at="Proof of Lemma 4.2, last lines",
    printed=r"K=\|D_x^2c_\delta\|_{L^\infty}\;\Rightarrow\;\widetilde\psi_\delta(x_\lambda)\ge\lambda\widetilde\psi_\delta(x)"
    r"+(1-\lambda)\widetilde\psi_\delta(x')",
    depends=("lem-4-2-second-lower-bound",),
)
def lem_4_2_k_choice() -> Obligations:
    """The two quadratic terms cancel. For c_δ the norm is 4/δ³: both eigenvalues of D²_xx c_δ are bounded by it."""
    norm_, distance = reals("N D")
    difference = lam * (1 - lam) * K / 2 * distance - lam * (1 - lam) * norm_ / 2 * distance
    yield Identity(difference, 0, over=Domain(INTERIOR, distance, norm_, equals(K, norm_)))
    for branch, region in ((cap, INSIDE), (tail, OUTSIDE)):
        yield Relation(absolute(D(branch, r) / r) <= 4 / delta**3, over=region)
        yield Relation(absolute(D(branch, r, 2)) <= 4 / delta**3, over=region)


@paper.claim(
    "lem-4-4",
    at="Lemma 4.4",
    printed=r"(x,y)\in\operatorname{supp}\gamma,\;\psi_\delta\text{ differentiable at }x\;\Rightarrow\;"
    r"y=x+\frac{\nabla\psi_\delta(x)}{|\nabla\psi_\delta(x)|^{3/2}}",
    hypotheses=(r"\delta<\tfrac{r_0}2",),
    depends=("lem-4-4-first-order", "lem-4-4-gap", "prop-2-1-map-formula"),
)
def lem_4_4() -> Obligations:
    """∇ψ_δ(x) = ∇_x c_δ(x, y) = ∇_x c_0(x, y) as |x - y| > δ; solved for y in every dimension."""
    region = Domain(APART, delta > 0, norm(x - y) > delta)
    slope_ = D(tail.at(r, norm(x - y)), x[k])
    yield Identity(slope_, D(c0, x[k]), over=region, label=r"$\nabla_xc_\delta=\nabla_xc_0$")
    length_squared = contract(k, slope_**2)
    yield Identity(x[i] + D(c0, x[i]) / length_squared ** Fraction(3, 4), y[i], over=region)


@paper.claim(
    "lem-4-4-first-order",
    at="Proof of Lemma 4.4",
    printed=r"c_\delta(x,y)-\psi_\delta(x)-\phi_\delta(y)\text{ minimal on }\operatorname{supp}\gamma\;\Rightarrow\;"
    r"\nabla_xc_\delta(x,y)=\nabla\psi_\delta(x)",
    depends=("eq-4-5", "eq-4-6"),
)
def lem_4_4_first_order() -> Obligations:
    """Along a line through x the function is t(m + e(t)) with e(t) → 0; m ≠ 0 makes it negative somewhere."""
    m, e = reals("m e")
    for sign in (1, -1):
        yield Relation(
            t * (m + e) < 0,
            over=Domain(sign * m > 0, absolute(e) < sign * m, sign * t < 0),
            label="no minimum",
        )


@paper.claim(
    "lem-4-4-gap",
    at="Proof of Lemma 4.4",
    printed=r"|x-y|>\delta\text{ on }\operatorname{supp}\gamma\text{ by Lemma 3.3},\quad\nabla_xc_\delta=\nabla_xc_0\text{ there}",
    hypotheses=(r"\delta<\tfrac{r_0}2\text{, with the conclusion of Lemma 3.3}",),
    depends=("lem-3-3-support-lemma",),
)
def lem_4_4_gap() -> Obligations:
    """Lemma 3.3 for some δ' with δ < δ' < r_0/2 gives |x - y| >= δ' > δ on the closed support."""
    (r0,) = reals("r_0")
    larger = (delta + r0 / 2) / 2
    region = Domain(delta > 0, delta < r0 / 2)
    yield Relation(larger > delta, over=region)
    yield Relation(larger < r0 / 2, over=region)
    beyond = Domain(delta > 0, r > delta)
    yield Identity(profile, tail, over=beyond)
    yield Identity(D(profile, r), D(tail, r), over=beyond)
    yield Identity(D(cap, r).at(r, delta), D(tail, r).at(r, delta), over=delta > 0)


@paper.claim(
    "pushforward-Tdelta",
    at="Section 4, after Lemma 4.4",
    printed=r"\int\zeta\,d(T_\delta)_\#\mu=\int\zeta(T_\delta(x))\,\mu(dx)=\int\zeta(T_\delta(x))\,\gamma(dxdy)="
    r"\int\zeta(y)\,\gamma(dxdy)=\int\zeta\,d\nu",
    depends=("lem-4-4",),
)
def pushforward_t_delta() -> Obligations:
    """∫ζ(T(x))γ = ∫ζ(y)γ for T(x) = y on the support, ζ general; and the sums on the named instances."""
    coupling = BorelSet("gamma")
    image_value, value = Function("u"), Function("v")
    same = coupling.everywhere(point, equals(image_value(point), value(point)))
    left, right = coupling.integral(image_value(point), point), coupling.integral(value(point), point)
    yield Relation(left <= right, over=same, label=r"$\zeta(T_\delta(x))=\zeta(y)$ on the support")
    yield Relation(left >= right, over=same, label=r"$\zeta(T_\delta(x))=\zeta(y)$ on the support")
    zeta = Function("zeta")
    for name, optimum in named_optima().items():
        source, target = optimum.problem.source, optimum.problem.target
        image = dict(optimum.plan.support)
        moved: Term = number(0)
        for atom, mass in enumerate(source.masses):
            moved = moved + mass * zeta(target.points[image[atom]][0] if target.points else 0)
        stays: Term = number(0)
        for place, mass in zip(target.points or (), target.masses, strict=True):
            stays = stays + mass * zeta(place[0])
        yield Identity(moved, stays, instance=name)


@paper.claim(
    "fn5-borel",
    at="Footnote 5",
    printed=r"z\mapsto\tfrac z{|z|^{3/2}}\text{ is a pointwise limit of continuous functions}",
)
def fn5_borel() -> Obligations:
    """z/(|z| + e)^(3/2) → z/|z|^(3/2) as e → 0 for z ≠ 0; at z = 0 the limit is 0, which is the value there."""
    coordinate, length, e = reals("u r e")
    approximation = coordinate / (length + e) ** Fraction(3, 2)
    region = Domain(coordinate, length > 0, e > 0)
    yield Limit(approximation, e, to=0, equals=coordinate / length ** Fraction(3, 2), over=region)
    yield Identity(approximation.at(coordinate, 0).at(length, 0), 0, over=e > 0, label="$z=0$")
