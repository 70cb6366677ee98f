"""Sections 5.6 and 5.7: almost-minimality for the Euclidean cost, conclusion."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation, Relation
from otverify.claims_transport import Optimal
from otverify.kernel.terms import Term
from otverify.papers.coulomb.instances import named_optima, places, restricted, squared_distance
from otverify.papers.coulomb.notation import d, i, j, paper
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    dot,
    equals,
    integral,
    kron,
    norm,
    points,
    reals,
    sqrt,
    vectors,
)

Obligations = Iterator[Obligation]

R, M, N, t, m = reals("R M N t m")
HALF = Fraction(1, 2)

G = BorelSet("gamma")
(point,) = points("p")

#: two pairs near |x| = 2R in the plane, R = 1; F is the identity on B_2, F(x_2) = x_2 + (0, t/10)
Plane = tuple[Term, Term]
X1, X2 = (2 - t, 0 * t), (2 + t, 0 * t)
Y2 = (2 - 2 * t, 0 * t)
Y1 = (2 - 2 * t + t / 20, -t)
MOVED = (2 + t, t / 10)
SMALL = Domain(t > 0, t < Fraction(1, 4))


def product(u: Plane, v: Plane) -> Term:
    """The inner product in the plane."""
    return u[0] * v[0] + u[1] * v[1]


def half_square(u: Plane, v: Plane) -> Term:
    """½|u - v|²."""
    return ((u[0] - v[0]) ** 2 + (u[1] - v[1]) ** 2) / 2


@paper.claim(
    "s56-gammaR-optimal",
    at="Section 5.6",
    printed=r"\gamma_R:=\gamma\lfloor_{\#_{2R}(x_0,y_0)}\text{ is }c_0\text{-optimal between its own marginals}",
)
def s56_gamma_r_optimal() -> Obligations:
    """The named optimal plans restricted to crosses around the pairs of their supports, for c_0."""
    for name, optimum in named_optima().items():
        xs, ys = places(optimum.problem.source), places(optimum.problem.target)
        for i0, j0 in optimum.plan.support:
            for radius in (1, 6):
                kept = [
                    (i, j, mass)
                    for i, j, mass in optimum.plan.entries()
                    if squared_distance(xs[i], xs[i0]) < radius**2
                    or squared_distance(ys[j], ys[j0]) < radius**2
                ]
                stated, plan = restricted(optimum, kept)
                yield Optimal(stated, plan=plan, label=f"{name}, radius {radius}")


@paper.claim(
    "s56-supports",
    at="Section 5.6",
    printed=r"\operatorname{supp}\mu_R\subseteq B_{4R}(x_0),\;\operatorname{supp}\nu_R\subseteq B_{4R}(y_0),\;"
    r"\operatorname{supp}\gamma_R\subseteq B_{4R}(x_0)\times B_{4R}(y_0)",
    hypotheses=(r"(5.14)", r"\text{Lemma 5.2, }\varepsilon\text{ small}"),
    depends=("eq-5-14", "lem-5-2"),
)
def s56_supports() -> Obligations:
    """In the cross x lies in B_2R, or y in B_2R and then x in B_4R; |y| < 2R + MRε^(1/(d+2)) <= 3R in the first case."""
    u, v = vectors("u v")
    yield Relation(norm(u + v) <= norm(u) + norm(v), over=Domain(u, v))
    near, eps = reals("r epsilon")
    small = Domain(R > 0, M > 0, eps > 0, d >= 1, near < 2 * R, M * eps ** (1 / (d + 2)) <= 1)
    yield Relation(near + M * R * eps ** (1 / (d + 2)) < 3 * R, over=small)
    yield Relation(2 * R < 4 * R, over=R > 0)


@paper.claim(
    "s56-marginal-order",
    at="Section 5.6",
    printed=r"\mu_R\le\mu,\;\nu_R\le\nu,\quad\mu_R=\mu\text{ on }B_{2R}(x_0),\;\nu_R=\nu\text{ on }B_{2R}(y_0)",
)
def s56_marginal_order() -> Obligations:
    """μ_R(A) is the integral of 1_A times the indicator of the cross, which is 1 where x is in B_2R."""
    of_set, of_cross = reals("a b")
    indicators = Domain(of_set >= 0, of_cross >= 0, of_cross <= 1)
    yield Relation(of_set * of_cross <= of_set, over=indicators, label=r"$\mu_R\le\mu$")
    inside = Domain(equals(of_cross, 1), of_set)
    yield Identity(of_set * of_cross, of_set, over=inside, label=r"$A\subset B_{2R}$: $\mu_R(A)=\mu(A)$")
    low, high = Function("f")(point), Function("g")(point)
    ordered = Domain(G.everywhere(point, low <= high))
    yield Relation(G.integral(low, point) <= G.integral(high, point), over=ordered, label="integrated")


@paper.claim(
    "s56-quasi-minimality",
    at="Section 5.6",
    printed=r"\int\tfrac12|y-x|^2d\gamma_R\le\int\tfrac12|y-x|^2d\gamma_R'+R^{d+2}\Delta_R,\quad\Delta_R:=C\|D_{yx}c_\delta+"
    r"\mathbb I\|_{C^0(B_{2R}(x_0)\times B_{2R}(y_0))}\mathcal E_{2R}^{1/2}",
    hypotheses=(r"\operatorname{supp}\gamma_R\subseteq B_{4R}\times B_{4R}",),
)
def s56_quasi_minimality() -> Obligations:
    """c = -F(x)·y with F the identity on B_2: Δ_R = 0. Two pairs, one inside B_2 and one just outside."""
    yield from two_pairs()
    own = half_square(X1, Y1) + half_square(X2, Y2)
    exchanged = half_square(X1, Y2) + half_square(X2, Y1)
    yield Relation(own <= exchanged, over=SMALL, label=r"$\Delta_R=0$: Euclidean cost")


def two_pairs() -> Obligations:
    """The pairs lie in the cross of radius 2 and in B_4 × B_4, and are optimal for -F(x)·y."""
    yield Relation(product(X1, X1) < 4, over=SMALL, label="$x_1\\in B_2$")
    yield Relation(product(Y2, Y2) < 4, over=SMALL, label="$y_2\\in B_2$")
    yield Relation(product(X2, X2) < 16, over=SMALL, label="$x_2\\in B_4$")
    yield Relation(product(Y1, Y1) < 16, over=SMALL, label="$y_1\\in B_4$")
    kept = -product(X1, Y1) - product(MOVED, Y2)
    yield Relation(kept <= -product(X1, Y2) - product(MOVED, Y1), over=SMALL, label="optimal for $c$")


@s56_quasi_minimality.corrected(
    r"\text{the same with }\|D_{yx}c_\delta+\mathbb I\|_{C^0(B_{4R}(x_0)\times B_{4R}(y_0))}",
    note=r"The norm has to be taken where $\gamma_R$ lives; it tends to 0 with $R$ as well, so the conclusion stands.",
)
def s56_quasi_minimality_corrected() -> Obligations:
    """For k = c + x·y: ∇_y k(0, y) = 0 and |D_x∇_y k| <= N give |k(x, y') - k(x, y)| <= 4NR|y' - y|.

    ∫½|y-x|² d(γ-γ') = ∫(c - k) d(γ-γ') <= ∫k d(γ'-γ) as γ is c-optimal and the marginals agree. A competitor
    γ' matters only if its Euclidean cost E' is at most that E of γ; then 4NR(∫|y-x|dγ + ∫|y'-x|dγ') is at most
    8NR m^(1/2) E^(1/2) with the mass m, of order R^d.
    """
    x, y, z = vectors("x y z")
    yield Identity(norm(x - y) ** 2 / 2, norm(x) ** 2 / 2 + norm(y) ** 2 / 2 - dot(x, y), over=Domain(x, y))
    g = Function("g")
    yield Identity(integral(D(g(m), m), m, 0, 1), g(1) - g(0), label="$k(x,y')-k(x,y)$ along the segment")
    size, step, slope = reals("r u s")
    bound = Domain(R > 0, N >= 0, size >= 0, size < 4 * R, step >= 0, slope <= N * size)
    yield Relation(slope * step <= 4 * N * R * step, over=bound)
    yield Relation(norm(y + z) <= norm(y) + norm(z), over=Domain(y, z), label="$|y'-y|\\le|y'-x|+|x-y|$")
    distance, weight = Function("u")(point), reals("l")[0]
    squares = Domain(weight > 0, G.everywhere(point, distance >= 0))
    yield Relation(
        G.integral(distance, point) <= G.integral(weight / 2 + distance**2 / (2 * weight), point),
        over=squares,
        label=r"$u\le\frac l2+\frac{u^2}{2l}$, with $l^2=E/m$",
    )
    mass, energy, other = reals("m E F")
    optimal = Domain(mass > 0, energy > 0)
    yield Identity(
        mass * sqrt(energy / mass) / 2 + energy / (2 * sqrt(energy / mass)), sqrt(mass * energy), over=optimal
    )
    less = Domain(R > 0, N >= 0, mass > 0, energy > 0, other >= 0, other <= energy)
    yield Relation(
        4 * N * R * (sqrt(mass * energy) + sqrt(mass * other)) <= 8 * N * R * sqrt(mass * energy), over=less
    )
    cost, competitor, k_own, k_other = reals("c c_prime k k_prime")
    minimal = Domain(cost <= competitor, k_own, k_other)
    yield Relation((cost - k_own) - (competitor - k_other) <= k_other - k_own, over=minimal)


@paper.claim(
    "s56-quasi-minimality-scaling",
    at="Section 5.6",
    printed=r"R^{d+2}\Delta_R\propto R^{d+2}\mathcal E_{2R}^{1/2}",
)
def s56_quasi_minimality_scaling() -> Obligations:
    """R (mass)^(1/2) (∫|y-x|²)^(1/2) with mass R^d and ∫|y-x|² = R^(d+2) E."""
    (energy,) = reals("E")
    region = Domain(R > 0, energy > 0, d >= 1)
    yield Identity(
        R * R ** (d * HALF) * (R ** (d + 2) * energy) ** HALF, R ** (d + 2) * energy**HALF, over=region
    )
    length, mass, square = reals("l m E_")
    scaled = Domain(length > 0, mass > 0, square > 0, d >= 1)
    yield Identity(
        length * (length**d * mass) ** HALF * (length ** (d + 2) * square) ** HALF,
        length ** (d + 2) * (mass * square) ** HALF,
        over=scaled,
        label="under $x\\mapsto\\ell x$",
    )


@paper.not_computable(
    "s56-eps-regularity",
    at="Section 5.6, last sentence",
    printed=r"T\in C^{1,\alpha}(B_{R/2}(x_0))",
    why="an ε-regularity theorem of another paper, for all densities",
    analogue=r"DT=-|x|^{-2}(\mathbb I-2\hat x\otimes\hat x)\text{ for the map }T(x)=-x/|x|^2",
    depends=("thm-2-2",),
)
def s56_eps_regularity() -> Obligations:
    """The derivative is smooth off the origin, in every dimension."""
    yield from smooth_derivative()


def smooth_derivative() -> Obligations:
    """DT(x) for T(x) = -x/|x|²."""
    (x,) = vectors("x")
    away = Domain(norm(x) > 0, d >= 1)
    stated = -(norm(x) ** -2) * (kron(i, j) - 2 * x[i] * x[j] / norm(x) ** 2)
    yield Identity(D(-x[i] / norm(x) ** 2, x[j]), stated, over=away)


@paper.not_computable(
    "s57-open",
    at="Section 5.7",
    printed=r"X,Y\text{ open},\;T:X\to Y\text{ a }C^{1,\alpha}\text{-diffeomorphism}",
    why="a topological conclusion, for all densities",
    analogue=r"T(x)=-x/|x|^2,\;X=Y=\mathbb R^d\setminus\{0\}",
    depends=("thm-2-2",),
)
def s57_open() -> Obligations:
    """The image of a point of X lies in X, T is its own inverse, and its derivative is smooth."""
    (x,) = vectors("x")
    away = Domain(norm(x) > 0, d >= 1)
    image = norm(x) ** -2 * (-1 * x)
    yield Relation(norm(image) > 0, over=away)
    yield Identity((norm(image) ** -2 * (-1 * image))[i], x[i], over=away)
    yield from smooth_derivative()
