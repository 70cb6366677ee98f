"""Section 3, Connected support: gradients determine potentials."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Identity, Relation
from otverify.claims_transport import PotentialWidth, UniquePotential
from otverify.papers.potentials.examples import (
    all_lipschitz_functions,
    countable_atoms,
    staircase,
    two_values_at_the_cusp,
)
from otverify.papers.potentials.instances import interval_against_atoms, line
from otverify.papers.potentials.notation import F_y, c_uy, c_xy, f_u, f_x, paper
from otverify.vocabulary import D, Domain, dot, equals, indices, number, reals, vectors

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


paper.not_attempted(
    "gamma-13", at="(13)", printed=r"\Gamma=\{(x,y)\in\operatorname{supp}\pi:\nabla_xc(x,y)\text{ exists}\}"
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


paper.not_attempted(
    "considerations-M",
    at="Section 3, considerations 1 to 3",
    printed=r"\mu(M)=1,\;f\text{ locally Lipschitz on }M,\;\lambda(M\setminus p_X(\Gamma))=0;\;\operatorname{cl}(M)=\operatorname{supp}\mu\text{ is necessary}",
)
paper.not_attempted(
    "sigma-14",
    at="(14)",
    printed=r"\Sigma=\{x\in\operatorname{supp}\mu:\pi\text{ does not induce regularity at }x\}\text{ is closed},\;\operatorname{supp}\mu\setminus\Sigma\subset p_X(\operatorname{supp}\pi)",
)


def is_not_unique(label: str, stated: Any) -> Obligations:
    """More than one potential."""
    yield UniquePotential(stated, holds=False, label=label)


#: two intervals with the masses of two atoms; an interval and an isolated atom
TWO_INTERVALS = ((0, 1, 1), (2, 3, 1))
ISOLATED_ATOM = ((0, 1, 1), (2, 2, 1))


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


paper.not_attempted(
    "theorem2-proof",
    at="Proof of Theorem 2",
    printed=r"f\text{ locally Lipschitz on }M,\;\nabla f_1=\nabla f_2\text{ a.e.},\;f_1=f_2+a\text{ on }M,\text{ then on }\operatorname{supp}\mu\setminus\Sigma",
)


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


@paper.claim(
    "corollary2",
    at="Corollary 2",
    printed=r"Y\text{ compact},\;M=\operatorname{int}(\operatorname{supp}\mu)\text{ connected},\;\operatorname{cl}(M)=\operatorname{supp}\mu\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
    hypotheses=(r"c(\cdot,y)\text{ differentiable, locally Lipschitz uniformly in }y",),
    depends=("theorem2",),
)
def corollary2() -> Obligations:
    """Three finite targets Y, one interval with densities and atoms on the side of X."""
    yield UniquePotential(interval_against_atoms(), label="uniform")
    half = Fraction(1, 2)
    dense = line([0, 2, 5], [1, half, half], [(0, 1, half), (1, 1, half), (1, 4, 1)])
    yield UniquePotential(dense, label="densities and an atom")
    yield PotentialWidth(line([0, 1], [1, 1], [(0, 2, 2)]), (0, 1), 1, 1, label="the one difference")
    yield from countable_atoms("without compact $Y$")
    yield from is_not_unique("without $M$ connected", line([0, 1], [1, 1], TWO_INTERVALS))
    yield from is_not_unique("without cl$(M)$ = supp", line([0, 3], [1, 1], ISOLATED_ATOM))
    yield from all_lipschitz_functions("without differentiable costs")


@corollary2.mutant("M not connected", printed=r"M\text{ disconnected}")
def corollary2_disconnected() -> Obligations:
    """Two intervals of the masses of the atoms."""
    yield UniquePotential(line([0, 1], [1, 1], TWO_INTERVALS))


@corollary2.mutant("cl(M) smaller than the support", printed=r"\operatorname{cl}(M)\ne\operatorname{supp}\mu")
def corollary2_isolated() -> Obligations:
    """An interval and an isolated atom."""
    yield UniquePotential(line([0, 3], [1, 1], ISOLATED_ATOM))


paper.not_attempted(
    "corollary2-proof",
    at="Proof of Corollary 2",
    printed=r"\Sigma=\emptyset,\;\Gamma=p_X(\operatorname{supp}\pi)=\operatorname{supp}\mu",
)
paper.not_attempted(
    "condition-15",
    at="(15)",
    printed=r"\lambda\ll\varphi_\#\mu\text{ on range }\varphi,\;\varphi_\#\mu=\mu\circ\varphi^{-1}",
)


@paper.claim(
    "condition-15-rationals",
    at="Section 3, after (15)",
    printed=r"\mu(\mathbb Q)=1,\;\operatorname{int}(\operatorname{supp}\mu)\ne\emptyset\text{: (15) fails}",
)
def rationals() -> Obligations:
    """Intervals of lengths ε/2^n around the rationals of [0, 1] have total length at most ε < 1."""
    n, small = reals("n epsilon")
    total, length = 1 - number(2) ** (-n), number(2) ** (-(n + 1))
    yield Identity(
        total.at(n, n + 1) - total, length, over=Domain(n >= 0), label=r"$\sum_{k\le n}2^{-k}=1-2^{-n}$"
    )
    yield Relation(
        small * total <= small,
        over=Domain(small > 0, n >= 0),
        label=r"$\lambda(\mathbb Q\cap[0,1])\le\varepsilon$",
    )
    yield Relation(
        1 - small > 0, over=Domain(small > 0, small < 1), label=r"$\lambda([0,1]\setminus\mathbb Q)>0$"
    )


@paper.claim(
    "corollary3",
    at="Corollary 3",
    printed=r"c(\cdot,y)\text{ differentiable, locally Lipschitz uniformly in }y,\;M\text{ connected},\;\operatorname{cl}(M)=\operatorname{supp}\mu,\text{ (15)}\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
    hypotheses=(r"X\text{ a smooth manifold},\;T_c(\mu,\nu)<\infty",),
    depends=("theorem2",),
)
def corollary3() -> Obligations:
    """Truncations of countable Y: n atoms of weights 2^-k, an interval with a density on the side of X."""
    for size in (3, 6, 9):
        weights = [Fraction(1, 2**n) for n in range(size)]
        stated = line(range(size), weights, [(0, 1, sum(weights))])
        yield UniquePotential(stated, label=f"{size} atoms")
    yield from is_not_unique("without $M$ connected", line([0, 1], [1, 1], TWO_INTERVALS))
    yield from is_not_unique("without cl$(M)$ = supp", line([0, 3], [1, 1], ISOLATED_ATOM))
    yield from all_lipschitz_functions("without differentiable costs")
    yield from two_values_at_the_cusp("without Lipschitz costs uniformly in $y$")
    yield from countable_atoms("without (15)")


paper.not_attempted(
    "corollary3-proof",
    at="Proof of Corollary 3",
    printed=r"f\text{ locally Lipschitz on }\operatorname{supp}\mu,\;\Gamma=\operatorname{supp}\pi,\;A\subset p_X(\Gamma),\;\mu(A)=1",
)
