"""Section 3, Connected support: gradients determine potentials."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Identity, Limit, Relation, minus_oo, oo
from otverify.claims_transport import UniquePotential
from otverify.papers.potentials.examples import (
    all_lipschitz_functions,
    staircase,
    two_values_at_the_cusp,
)
from otverify.papers.potentials.instances import interval_against_atoms, line
from otverify.papers.potentials.notation import F_y, c_uy, c_xy, f_u, f_x, paper
from otverify.papers.potentials.section2_regularity import modulus_of_infimum
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    absolute,
    dot,
    equals,
    indices,
    integral,
    points,
    reals,
    vectors,
)

Obligations = Iterator[Any]

e, eta, m, k, r, p, s, t = reals("e eta m k r p s t")
x, y = vectors("x y")
(i,) = indices("i")

#: f + f^c <= c at (u, y), with equality at (x, y)
AT_CONTACT = Domain(equals(f_x + F_y, c_xy), f_u + F_y <= c_uy)


@paper.claim(
    "first-order-optimality",
    at="Section 3, before (12)",
    printed=r"x'\mapsto f(x')-c(x',y)\text{ is minimal at }x'=x,\;(x,y)\in\operatorname{supp}\pi",
    depends=("support-inclusion",),
)
def first_order() -> Obligations:
    """f(u) - c(u, y) <= -f^c(y) = f(x) - c(x, y): the other extremum."""
    yield Relation(f_u - c_uy >= f_x - c_xy, over=AT_CONTACT, label="minimal at $x$")


@first_order.corrected(
    r"x'\mapsto f(x')-c(x',y)\text{ is maximal at }x'=x,\;(x,y)\in\operatorname{supp}\pi",
    note="Maximal for minimal; (12) follows in the same way.",
)
def first_order_corrected() -> Obligations:
    """From f + f^c <= c with equality at the contact."""
    yield Relation(f_u - c_uy <= f_x - c_xy, over=AT_CONTACT, label="maximal at $x$")


def gradient_is_determined() -> Obligations:
    """h = f - c(·, y) along a line is maximal at 0 and has the derivative m there: m = 0."""
    right, left = reals("h_r h_l")
    # |h(±e) - h(0) ∓ me| <= ηe for small e, with h(0) = 0
    after = Domain(e > 0, eta > 0, right <= 0, right >= m * e - eta * e)
    yield Relation(m * e <= eta * e, over=after, label=r"$m\le\eta$ for all $\eta>0$")
    before = Domain(e > 0, eta > 0, left <= 0, left >= -(m * e) - eta * e)
    yield Relation(m * e >= -(eta * e), over=before, label=r"$m\ge-\eta$ for all $\eta>0$")


@paper.claim(
    "gradient-12",
    at="(12)",
    printed=r"\nabla f(x)=\nabla_xc(x,y),\;(x,y)\in\operatorname{supp}\pi",
    depends=("first-order-optimality",),
)
def gradient() -> Obligations:
    """The first-order condition; and f = k|x|² with T(x) = (1-k)x for the squared cost, in every dimension."""
    yield from gradient_is_determined()
    cost = dot(x - y, x - y)
    yield Identity(D(cost, x[i]), 2 * (x[i] - y[i]), over=Domain(x, y), label=r"$\nabla_x|x-y|^2$")
    yield Identity(D(k * dot(x, x), x[i]), 2 * (x[i] - (1 - k) * x[i]), over=Domain(k, x), label="$y=(1-k)x$")


@paper.claim(
    "gamma-13", at="(13)", printed=r"\Gamma=\{(x,y)\in\operatorname{supp}\pi:\nabla_xc(x,y)\text{ exists}\}"
)
def gamma() -> Obligations:
    """c = |x - y|^p on the line: the gradient exists off the diagonal, and on it exactly for p > 1.

    The quotients (c(y ± e, y) - c(y, y))/(±e) are ±e^(p-1).
    """
    name = "$|x-y|^p$"
    yield Identity(D(e**p, e), p * e ** (p - 1), over=Domain(e > 0, p > 0), instance=name, label="$x\\ne y$")
    quotient = e**p / e
    yield Limit(quotient, e, to=0, equals=0, over=Domain(p > 1, e > 0), label="$x=y$, $p>1$: from the right")
    yield Limit(-quotient, e, to=0, equals=0, over=Domain(p > 1, e > 0), label="$x=y$, $p>1$: from the left")
    sides = Domain(e > 0)
    yield Relation(
        quotient.at(p, 1), "!=", -quotient.at(p, 1), over=sides, instance=name, label="$x=y$, $p=1$: a kink"
    )
    yield Limit(
        quotient, e, to=0, equals=oo, over=Domain(p > 0, p < 1, e > 0), label="$x=y$, $p<1$: infinite"
    )


@paper.not_computable(
    "lemma7",
    at="Lemma 7",
    printed=r"f_1,f_2:M\to\mathbb R\text{ locally Lipschitz},\;\nabla f_1=\nabla f_2\text{ a.e.},\;M\text{ connected}\;\Rightarrow\;f_1-f_2\text{ constant}",
    why="Lipschitz functions on a manifold, gradients almost everywhere.",
    analogue=r"\text{piecewise linear functions with equal slopes on adjacent intervals; a jump}",
)
def lemma7() -> Obligations:
    """The difference of the two is Σ (slope - slope) · length = 0; a jump at one point is not Lipschitz."""
    one, two, three, a, b = reals("s_1 s_2 s_3 l_1 l_2")
    first, second = one * a + two * b, three * a + two * b
    yield Relation(
        first, "==", second, over=Domain(equals(one, three), two, a > 0, b > 0), label="equal slopes"
    )
    yield Relation(
        first, "!=", second, over=Domain(one > three, two, a > 0, b > 0), label="one slope differs"
    )
    # 1 on (0, 1] and 0 on [-1, 0] have slope 0 apart from the point 0
    yield Relation((1 - 0) / e > 1 / (2 * e), over=e > 0, label="a jump: no Lipschitz constant")


def is_not_unique(label: str, stated: Any) -> Obligations:
    """More than one potential."""
    yield UniquePotential(stated, holds=False, label=label)


#: two intervals with the masses of two atoms; an interval and an isolated atom
TWO_INTERVALS = ((0, 1, 1), (2, 3, 1))
ISOLATED_ATOM = ((0, 1, 1), (2, 2, 1))


@paper.claim(
    "considerations-M",
    at="Section 3, considerations 1 to 3",
    printed=r"\mu(M)=1,\;f\text{ locally Lipschitz on }M,\;\lambda(M\setminus p_X(\Gamma))=0;\;\operatorname{cl}(M)=\operatorname{supp}\mu\text{ is necessary}",
)
def considerations() -> Obligations:
    """Without each of them there are two potentials.

    1: μ = ν on [0, 1] ∪ {3}, c = |x - y|²: M = (0, 1), and f = a on [0, 1], b at 3 is a potential for |a - b| <= 4.
    """
    a, b = reals("a b")
    isolated = Domain(a - b <= 4, b - a <= 4, s >= 0, s <= 1)
    for label, jump in ((r"$f(x)+f^c(3)\le c$", a - b), (r"$f(3)+f^c(y)\le c$", b - a)):
        yield Relation(jump <= (3 - s) ** 2, over=isolated, label=f"1: {label}")
    yield from is_not_unique("1: the atom is out of reach", line([0, 3], [1, 1], ISOLATED_ATOM))
    yield from staircase("2: a cost with slopes 0 almost everywhere")
    yield from all_lipschitz_functions("3: no gradient of the cost along the plan")


@paper.not_computable(
    "sigma-14",
    at="(14)",
    printed=r"\Sigma=\{x\in\operatorname{supp}\mu:\pi\text{ does not induce regularity at }x\}\text{ is closed},\;\operatorname{supp}\mu\setminus\Sigma\subset p_X(\operatorname{supp}\pi)",
    why="Lemmas 2 and 10, in Polish spaces.",
    analogue=r"c=|x-y|^2\text{ on }[0,1],\;T(x)=(1-x)^{-2}-x^{-2}:\;\Sigma=\{0,1\},\text{ where }f\text{ jumps to }-\infty",
    depends=("lemma2-cover", "lemma10"),
)
def sigma() -> Obligations:
    """f = x² - 2φ, φ' = T increasing. On [e, 1-e] the images lie in [-e⁻², e⁻²]; |T| grows at both ends.

    A density proportional to x⁴(1-x)⁴ makes the cost finite: x⁴(1-x)⁴T² <= 1.
    """
    image, primitive = (1 - s) ** -2 - s**-2, 1 / (1 - s) + 1 / s
    inside = Domain(s > 0, s < 1)
    yield Identity(D(primitive, s), image, over=inside, label=r"$\varphi'=T$")
    yield Relation(D(image, s) > 0, over=inside, label="$T$ increases")
    yield Relation(s**4 * (1 - s) ** 4 * image**2 <= 1, over=inside, label="finite cost")
    regular = Domain(e > 0, s >= e, s <= 1 - e)
    yield Relation(image <= e**-2, over=regular, label="$K=[-e^{-2},e^{-2}]$")
    yield Relation(image >= -(e**-2), over=regular, label="$K=[-e^{-2},e^{-2}]$")
    # at the distance 1/(1+r) from the ends
    near = 1 / (1 + r)
    potential = s**2 - 2 * primitive
    for end, value, place in ((1, oo, 1 - near), (0, minus_oo, near)):
        yield Limit(image.at(s, place), r, to=oo, equals=value, over=r > 0, label=f"$T$ at {end}")
        yield Limit(potential.at(s, place), r, to=oo, equals=minus_oo, over=r > 0, label=f"$f$ at {end}")


@paper.claim(
    "theorem2",
    at="Theorem 2",
    printed=r"\mu(\operatorname{supp}\mu\setminus\Sigma)=1,\;M=\operatorname{int}(\operatorname{supp}\mu\setminus\Sigma)\text{ connected},\;\operatorname{cl}(M)=\operatorname{supp}\mu,\;\lambda(M\setminus p_X(\Gamma))=0\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
    hypotheses=(r"X\text{ a smooth manifold}", r"c(\cdot,y)\text{ locally Lipschitz locally uniformly in }y"),
    depends=("gradient-12",),
)
def theorem2() -> Obligations:
    """One interval on the side of X against finitely many atoms, squared cost: exactly unique."""
    yield UniquePotential(interval_against_atoms(), label="uniform on an interval")
    mixed = line([0, 1, 4], [1, 2, 1], [(0, 1, 1), (1, 1, 1), (1, 3, 2)])
    yield UniquePotential(mixed, label="two densities and an atom between them")
    yield from two_values_at_the_cusp("without condition 1")
    yield from is_not_unique("without $M$ connected", line([0, 1], [1, 1], TWO_INTERVALS))
    yield from is_not_unique("without cl$(M)$ = supp", line([0, 3], [1, 1], ISOLATED_ATOM))
    yield from all_lipschitz_functions("without condition 3")
    yield from staircase("without locally Lipschitz costs")


@theorem2.mutant("M not connected", printed=r"M\text{ disconnected}")
def theorem2_disconnected() -> Obligations:
    """Two intervals of the masses of the atoms."""
    yield UniquePotential(line([0, 1], [1, 1], TWO_INTERVALS))


@theorem2.mutant("cl(M) smaller than the support", printed=r"\operatorname{cl}(M)\ne\operatorname{supp}\mu")
def theorem2_isolated() -> Obligations:
    """An interval and an isolated atom."""
    yield UniquePotential(line([0, 3], [1, 1], ISOLATED_ATOM))


@paper.not_computable(
    "theorem2-proof",
    at="Proof of Theorem 2",
    printed=r"f\text{ locally Lipschitz on }M,\;\nabla f_1=\nabla f_2\text{ a.e.},\;f_1=f_2+a\text{ on }M,\text{ then on }\operatorname{supp}\mu\setminus\Sigma",
    why="Rademacher's theorem, manifolds; (12) and Lemma 7 are claims of their own.",
    analogue=r"\text{on a line: }g=f_1-f_2,\;|g'|\le L\text{ on a set of length }\ell\text{ and }0\text{ elsewhere}\Rightarrow|g(1)-g(0)|\le L\ell",
    depends=("modulus-inherited", "gradient-12", "lemma7", "lemma2-continuity"),
)
def theorem2_proof() -> Obligations:
    """(a) the modulus for y in K; (b), (c) g(1) - g(0) is the integral of g'; (d) g = a on M extends to a limit point."""
    yield from modulus_of_infimum()
    difference, part, slope = Function("g"), BorelSet("A"), Function("q")
    (where,) = points("u")
    yield Identity(
        integral(D(difference(t), t), t, 0, 1), difference(1) - difference(0), label=r"$g(1)-g(0)=\int g'$"
    )
    size, bound = absolute(slope(where)), Domain(m >= 0, part.everywhere(where, absolute(slope(where)) <= m))
    yield Relation(
        part.integral(size, where) <= part.integral(m, where), over=bound, label=r"$\int_A|g'|\le L|A|$"
    )
    yield Identity(part.integral(m, where), m * part.mass, over=Domain(m >= 0), label=r"$=L|A|$")
    limit, near, constant = reals("g_x g_n a")
    close = Domain(eta > 0, absolute(limit - near) < eta, equals(near, constant))
    yield Relation(absolute(limit - constant) < eta, over=close, label="(d) at limit points of $M$")


@paper.claim(
    "remark3-twist",
    at="Remark 3",
    printed=r"\nabla_xc(x,\cdot)\text{ injective}\;\Rightarrow\;y\text{ is determined by }\nabla f(x)=\nabla_xc(x,y)",
)
def twist() -> Obligations:
    """2(x-y) and p r^(p-1) are injective; r²(r-1)² with r = x - y has the slope 0 for three y."""
    (other,) = reals("y_2")
    both = equals(2 * (s - t), 2 * (s - other))
    yield Relation(t, "==", other, over=both, label="$|x-y|^2$")
    yield Relation(
        D(p * r ** (p - 1), r) > 0, over=Domain(p > 1, r > 0), label="$|x-y|^p$, $p>1$: increasing"
    )
    waves = D(r**2 * (r - 1) ** 2, r)
    for place in (0, Fraction(1, 2), 1):
        yield Identity(waves.at(r, place), 0, label=f"$r^2(r-1)^2$ has no twist: slope 0 at $r={place}$")
