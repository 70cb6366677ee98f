"""Section 2: notation."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation, Relation
from otverify.papers.sparse_rot.notation import HALF, PARAMETERS, RATE, eps, paper
from otverify.papers.sparse_rot.torus import C_EPS
from otverify.vocabulary import D, Domain, norm, positive_part, reals, vectors

Obligations = Iterator[Obligation]


@paper.claim(
    "plus-convention",
    at="Section 2; Section 4.1",
    printed=r"(t)_+^0=\mathbf 1_{t\ge0}",
)
def plus_convention() -> Obligations:
    """The convention matters where {ξ = 0} has mass: two atoms, ε = 1/8, p = 2, where ξ = 0 off the diagonal.

    There ∫ξ_+^0 dμ is 1 with the convention and μ(S_x) = 1/2 without; φ_ε has a corner at the atom x = 0 with
    one-sided derivatives 0 and 1/2, the means of y over {ξ > 0} and over {ξ >= 0}.
    """
    name = "two atoms, ε = 1/8"
    level, x = HALF, reals("x")[0]  # f + g on the diagonal; ψ(0) = -1/4, ψ(1) = 1/4
    here, there = level, level - HALF
    yield Identity(
        (positive_part(here) + positive_part(there)) / 2, 2 * Fraction(1, 8), label="(6)", instance=name
    )
    yield Identity(there, 0, label=r"$\xi=0$ off the diagonal", instance=name)
    low, high = Fraction(-1, 4), Fraction(1, 4)
    left = low + 0 * x
    right = (x - HALF) / 2
    equation = (positive_part(-left - low) + positive_part(x - left - high)) / 2
    yield Identity(
        equation,
        Fraction(1, 4),
        over=Domain(x <= 0),
        label=r"$\varphi_\varepsilon$ for $x\le0$",
        instance=name,
    )
    equation = (positive_part(-right - low) + positive_part(x - right - high)) / 2
    yield Identity(
        equation,
        Fraction(1, 4),
        over=Domain(x >= 0, x <= 1),
        label=r"$\varphi_\varepsilon$ for $0\le x\le1$",
        instance=name,
    )
    yield Identity(D(left, x), 0, label="mean over $\\{\\xi>0\\}$", instance=name)
    yield Identity(D(right, x), HALF, label=r"mean over $\{\xi\ge0\}$", instance=name)


@paper.not_computable(
    "compact-inclusion-esssup-diam",
    at="Section 2",
    printed=r"A\Subset B,\quad\operatorname{ess\,sup},\quad\operatorname{diam}E=\sup\{|x-y|:x,y\in E\},\quad\operatorname{supp}\mu",
    why="Definitions.",
    analogue=r"\operatorname{diam}\mathbb B(0,R)=2R,\quad\mathbb B(0,r)\Subset\mathbb B(0,R)\text{ for }r<R",
)
def compact_inclusion_esssup_diam() -> Obligations:
    """The diameter of a ball in every dimension; a smaller concentric ball keeps a distance from the boundary."""
    x, y, w = vectors("x y w")
    edge, smaller = reals("R r")
    inside = Domain(edge > 0, norm(x) <= edge, norm(y) <= edge)
    yield Relation(
        norm(x + y) <= 2 * edge,
        over=inside,
        by=[Relation(norm(x + y) <= norm(x) + norm(y), over=inside)],
        label="$-y$ for $y$",
    )
    yield Identity(norm(x - (-x)), 2 * norm(x), label="attained at antipodes")
    apart = Domain(norm(x) <= smaller, norm(x + w) >= edge, smaller < edge, smaller > 0)
    yield Relation(
        norm(w) >= edge - smaller,
        over=apart,
        by=[Relation(norm(x + w) <= norm(x) + norm(w), over=apart)],
        label="the distance of the boundary, $w=y-x$",
    )


@paper.not_computable(
    "lesssim-definition",
    at="Section 2",
    printed=r"A_\varepsilon\lesssim B_\varepsilon:\;A_\varepsilon\le CB_\varepsilon\text{ for small }\varepsilon;\quad\approx:\text{ both}",
    why="A definition.",
    analogue=r"C_\varepsilon\approx\varepsilon^{2/(d(p-1)+2)}\text{ on the torus, with equality for one constant}",
)
def lesssim_definition() -> Obligations:
    """Both inequalities for C_ε of (27), with C_1 as the constant of both."""
    rate = eps ** (2 / RATE)
    yield Relation(C_EPS.at(eps, 1) * rate >= C_EPS, over=PARAMETERS)
    yield Relation(rate <= C_EPS / C_EPS.at(eps, 1), over=PARAMETERS)
