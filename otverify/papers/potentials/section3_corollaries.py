"""Section 3, Connected support: Corollaries 2 and 3, condition (15)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Identity, Limit, Relation, oo
from otverify.claims_transport import PotentialWidth, UniquePotential
from otverify.papers.potentials.examples import (
    all_lipschitz_functions,
    countable_atoms,
    two_values_at_the_cusp,
)
from otverify.papers.potentials.instances import interval_against_atoms, line
from otverify.papers.potentials.notation import paper
from otverify.papers.potentials.section2_regularity import modulus_of_infimum
from otverify.papers.potentials.section3_connected import (
    ISOLATED_ATOM,
    TWO_INTERVALS,
    gradient_is_determined,
    is_not_unique,
)
from otverify.vocabulary import BorelSet, D, Domain, Function, minimum, number, points, reals

Obligations = Iterator[Any]

(s,) = reals("s")


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


@paper.not_computable(
    "corollary2-proof",
    at="Proof of Corollary 2",
    printed=r"\Sigma=\emptyset,\;\Gamma=p_X(\operatorname{supp}\pi)=\operatorname{supp}\mu",
    why="Closed maps between Polish spaces. It is $p_X(\\Gamma)$ that equals both sides.",
    analogue=r"Y=\{y_1,y_2,y_3\}\text{: every }x\text{ has a partner, }f(x)=c(x,y_j)-f^c(y_j)\text{ for some }j",
    depends=("lemma2-cover", "gradient-12"),
)
def corollary2_proof() -> Obligations:
    """A minimum over finitely many y is attained; the infimum 0 of 1/y over y > 0 is not."""
    values = reals("v_1 v_2 v_3")
    f = minimum(*values)
    product = (f - values[0]) * (f - values[1]) * (f - values[2])
    yield Identity(product, 0, over=Domain(*values), label="a partner for every $x$")
    y, k = reals("y k")
    yield Relation(1 / y > 0, over=y > 0, label=r"$\inf_{y>0}1/y$: without compact $Y$ no partner")
    yield Limit(1 / k, k, to=oo, equals=0, over=k > 0, label=r"$\inf_{y>0}1/y=0$")


@paper.claim(
    "condition-15",
    at="(15)",
    printed=r"\lambda\ll\varphi_\#\mu\text{ on range }\varphi,\;\varphi_\#\mu=\mu\circ\varphi^{-1}",
)
def condition_15() -> Obligations:
    """The density 2x on (0, 1), and in the chart v = x³: A beyond s has 2s λ(A) <= μ(A), so that λ(A) = 0 if μ(A) = 0."""
    where, density, (u,) = BorelSet("A"), Function("q"), points("u")
    name = "density $2x$"
    beyond = Domain(s > 0, where.everywhere(u, density(u) >= 2 * s))
    yield Relation(
        where.integral(2 * s, u) <= where.integral(density(u), u),
        over=beyond,
        instance=name,
        label=r"$A\subset(s,1)$",
    )
    yield Identity(
        where.integral(2 * s, u), 2 * s * where.mass, over=s > 0, instance=name, label=r"$2s\lambda(A)$"
    )
    v, size, rest = reals("v l m")
    whole = Domain(s > 0, size <= s + rest / (2 * s), rest <= 0)
    yield Relation(size <= s, over=whole, instance=name, label=r"$\lambda(A)\le s$ for all $s$")
    chart = Domain(v > 0, v < 1)
    pushed = Fraction(2, 3) * v ** Fraction(-1, 3)
    yield Identity(
        D((v ** Fraction(1, 3)) ** 2, v), pushed, over=chart, instance=name, label=r"$\varphi_\#\mu$"
    )
    yield Relation(
        pushed >= Fraction(2, 3), over=chart, instance=name, label=r"$\lambda\le\frac32\varphi_\#\mu$"
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


@paper.not_computable(
    "corollary3-proof",
    at="Proof of Corollary 3",
    printed=r"f\text{ locally Lipschitz on }\operatorname{supp}\mu,\;\Gamma=\operatorname{supp}\pi,\;A\subset p_X(\Gamma),\;\mu(A)=1",
    why="Manifolds; analytic sets (Lemma 9).",
    analogue=r"|f(x)-f(x')|\le\sup_y|c(x,y)-c(x',y)|;\;\nabla f=\nabla_xc;\;\mu\ge\rho\lambda,\,\mu(B)=0\Rightarrow\lambda(B)=0",
    depends=("modulus-inherited", "gradient-12", "condition-15", "lemma9"),
)
def corollary3_proof() -> Obligations:
    """The Lipschitz bound is uniform in y; gradients at contacts; ρ λ(B) <= μ(B) for the complement B of A."""
    yield from modulus_of_infimum()
    yield from gradient_is_determined()
    where, density, (u,), (low,) = BorelSet("B"), Function("q"), points("u"), reals("rho")
    above = Domain(low > 0, where.everywhere(u, density(u) >= low))
    yield Relation(where.integral(density(u), u) >= where.integral(low, u), over=above, label=r"$\mu(B)$")
    yield Identity(where.integral(low, u), low * where.mass, over=low > 0, label=r"$\ge\rho\lambda(B)$")
