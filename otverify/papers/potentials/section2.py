"""Section 2: c-transforms, the c-subdifferential, and potentials as solutions of the dual problem."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from otverify.claims import Identity, Integral, Limit, Relation, finite, oo
from otverify.claims_transport import Optimal
from otverify.papers.potentials.instances import (
    BLOCKS_COST,
    BLOCKS_PLANS,
    BLOCKS_POTENTIALS,
    EMPTY_COST,
    MASSLESS_POTENTIALS,
    TIES_COST,
    blocks,
    empty_atoms,
    ties,
    transform,
    transposed,
)
from otverify.papers.potentials.notation import (
    HALF,
    F_v,
    F_y,
    H_x,
    c_uv,
    c_uy,
    c_xv,
    c_xy,
    eps,
    f_u,
    f_x,
    g_v,
    infimum,
    paper,
)
from otverify.vocabulary import Domain, equals, minimum, number, reals

Obligations = Iterator[Any]

M, G_y, T = reals("M G_y T")
c1, c2, g1, g2 = reals("c_1 c_2 g_1 g_2")


@paper.claim(
    "c-transform-3a-3b",
    at="(3a), (3b)",
    printed=r"g^c:X\to\mathbb R\cup\{-\infty\},\;g^c(x)=\inf_{y\in Y}c(x,y)-g(y)\quad\text{for any }g:Y\to\mathbb R\cup\{-\infty\}",
)
def c_transform() -> Obligations:
    """Y = {1, 2}, the value -∞ of g as -M with M -> ∞: is g^c(x) finite for every pattern?"""
    free = Domain(c1 >= 0, c2 >= 0, g1, g2, M)
    yield Relation(minimum(c1 - g1, c2 - g2) <= c1 - g1, over=free, label="$g$ finite: $g^c(x)<\\infty$")
    yield Relation(minimum(c1 + M, c2 - g2) <= c2 - g2, over=free, label=r"$g_1=-\infty$: $g^c(x)<\infty$")
    everywhere = minimum(c1 + M, c2 + M)
    yield Limit(everywhere, M, to=oo, equals=finite, over=free, label=r"$g\equiv-\infty$: $g^c(x)<\infty$")


@c_transform.corrected(
    r"g^c(x)=\inf_{y\in Y}c(x,y)-g(y)\in\mathbb R\cup\{-\infty\}\quad\text{for }g\not\equiv-\infty",
    note=r"The transform of the function that is $-\infty$ everywhere is $+\infty$; the functions of $S_c$ are not affected.",
)
def c_transform_corrected() -> Obligations:
    """Below c(x, y) - g(y) for the y with g(y) > -∞; on two points the values."""
    free = Domain(c1 >= 0, c2 >= 0, g1, g2, M)
    yield Relation(minimum(c1 - g1, c2 - g2) <= c1 - g1, over=free, label="$g$ finite")
    late = Domain(free, c2 - g2 - c1 <= M)
    yield Relation(minimum(c1 + M, c2 - g2), "==", c2 - g2, over=late, label=r"$g_1=-\infty$")
    late = Domain(free, c1 - g1 - c2 <= M)
    yield Relation(minimum(c1 - g1, c2 + M), "==", c1 - g1, over=late, label=r"$g_2=-\infty$")


def double_conjugates() -> Obligations:
    """f <= f^cc, and f^ccc = f^c, for every f."""
    transform_of_f = Domain(infimum(F_y, below=(c_xy - f_x,)), infimum(H_x, near=c_xy - F_y))
    yield Relation(f_x <= H_x + eps, over=transform_of_f, label=r"$f\le f^{cc}$")
    third = Domain(infimum(G_y, below=(c_xy - H_x,)), infimum(F_y, near=c_xy - f_x), f_x <= H_x)
    yield Relation(G_y <= F_y + eps, over=third, label=r"$f^{ccc}\le f^c$")
    third = Domain(infimum(G_y, near=c_uy - f_u), infimum(f_u, below=(c_uy - F_y,)))
    yield Relation(F_y <= G_y + eps, over=third, label=r"$f^{ccc}\ge f^c$")


@paper.claim(
    "double-conjugate",
    at="Section 2, after (3b)",
    printed=r"f=f^{cc},\;g=g^{cc}\text{ for all }c\text{-concave }f,g",
    depends=("c-transform-3a-3b",),
)
def double_conjugate() -> Obligations:
    """A c-concave function is a c-transform g^c, and g^ccc = g^c."""
    yield from double_conjugates()
    concave = Domain(equals(f_x, F_y), equals(H_x, G_y), G_y <= F_y, F_y <= G_y)
    yield Relation(f_x, "==", H_x, over=concave, label=r"$g^c=(g^c)^{cc}$")


@paper.claim(
    "conjugate-class-Scc",
    at="Section 2, after (3b)",
    printed=r"S_c^c=\{f^c:f\in S_c\}=\{g\ c\text{-concave on }Y\}",
    depends=("double-conjugate",),
)
def conjugate_class() -> Obligations:
    """h = f^c is the transform of f^cc; and f^cc is not -∞ where f is not."""
    yield from double_conjugates()
    # a table: the functions g^cc are their own double transforms
    cost = ((0, 1), (2, 0))
    for value in (-3, -1, 0, 1, 3):
        back = transform(cost, transform(transposed(cost), (value, 0)))
        again = transform(cost, transform(transposed(cost), back))
        for j, (one, two) in enumerate(zip(back, again, strict=True)):
            yield Identity(one, two, label=f"$g=({value},0)$, $y_{j + 1}$", instance="2 points")


@paper.not_computable(
    "upper-semicontinuity",
    at="Section 2",
    printed=r"c\text{ continuous}\;\Rightarrow\;S_c,S_c^c\text{ consist of upper-semicontinuous functions}",
    why="A statement about all continuous costs; the ε-form at one point is checked.",
    analogue=r"c(u,v)<c(x,v)+\varepsilon\;\Rightarrow\;f(u)<f(x)+2\varepsilon",
)
def upper_semicontinuity() -> Obligations:
    """v comes within ε of f(x); for u near x the cost c(u, v) is below c(x, v) + ε."""
    near = Domain(infimum(f_x, near=c_xv - g_v), infimum(f_u, below=(c_uv - g_v,)), c_uv < c_xv + eps)
    yield Relation(f_u <= f_x + 2 * eps, over=near, label=r"$\limsup f(u)\le f(x)$")


@paper.claim(
    "c-subdifferential-4",
    at="(4)",
    printed=r"\partial_cf=\{(x,y):f(x)+f^c(y)=c(x,y)\},\text{ closed for }c\text{ continuous, }f\text{ usc}",
    depends=("conjugate-is-largest",),
)
def c_subdifferential() -> Obligations:
    """The contact set of f = (0, 3, 0) for a table, and why a limit of contacts is a contact."""
    f = MASSLESS_POTENTIALS[0]
    contacts = {(0, 0), (0, 1), (1, 0), (1, 2), (2, 1)}
    for i, row in enumerate(EMPTY_COST):
        for j, cost in enumerate(row):
            slack = number(cost) - f[i] - transform(EMPTY_COST, f)[j]
            said = "==" if (i, j) in contacts else ">"
            yield Relation(slack, said, 0, label=f"$({i + 1},{j + 1})$", instance="3 points")
    # usc: f(x_n) < f(x) + ε and f^c(y_n) < f^c(y) + ε; c(x_n, y_n) > c(x, y) - ε
    near = Domain(eps > 0, f_u < f_x + eps, F_v < F_y + eps, equals(f_u + F_v, c_uv), c_uv > c_xy - eps)
    yield Relation(f_x + F_y > c_xy - 3 * eps, over=near, label="closed")


def mass_on_contacts() -> Obligations:
    """Masses p, q >= 0 of a pair and of the rest, gaps c - f - f^c = r, s >= 0 there: no gap where p > 0."""
    p, q, r, s = reals("p q r s")
    domain = Domain(p > 0, q >= 0, r >= 0, s >= 0, p * r + q * s <= 0)
    yield Relation(r, "==", 0, over=domain, label=r"$\pi(\{(x,y)\})>0$")


def on_all_plans() -> Obligations:
    """Two extreme potentials of the blocks, each on two optimal plans: f + f^c = c where mass moves."""
    for (k, plan), (f, g) in product(enumerate(BLOCKS_PLANS), BLOCKS_POTENTIALS):
        yield Optimal(blocks(), plan=plan, potentials=(f, g), label=f"plan {k + 1}")
        paid = sum(
            (
                number(mass) * (number(f[i]) + g[j])
                for i, row in enumerate(plan)
                for j, mass in enumerate(row)
                if mass
            ),
            number(0),
        )
        spent = sum(mass * BLOCKS_COST[i][j] for i, row in enumerate(plan) for j, mass in enumerate(row))
        yield Identity(paid, spent, label=rf"$\pi(f\oplus f^c)$, plan {k + 1}", instance="blocks")


@paper.claim(
    "plan-concentrated-on-subdifferential",
    at="Section 2, after (4)",
    printed=r"f\text{ solves (1b)},\;\pi\text{ optimal}\;\Rightarrow\;\pi(\partial_cf)=1",
    depends=("dual-1b", "c-subdifferential-4"),
)
def plan_concentrated() -> Obligations:
    """∫ (c - f - f^c) dπ = 0 with an integrand >= 0; and two optimal plans with two optimal potentials."""
    yield from mass_on_contacts()
    yield from on_all_plans()


@paper.claim(
    "existence-5",
    at="(5), Theorem (Existence)",
    printed=r"T_c(\mu,\nu)=\pi c=\pi(f\oplus f^c)\text{ for some }\pi\in C(\mu,\nu),\,f\in S_c",
)
def existence() -> Obligations:
    """Finite spaces: plan, potential with f = f^cc, and the equality; with points without mass, too."""
    cases = (
        ("ties", ties(), TIES_COST, ((1, 0, 0), (0, 0, 1), (0, 1, 0)), (0, 0, 0), 0),
        ("blocks", blocks(), BLOCKS_COST, BLOCKS_PLANS[0], (0, 0, 1, 2), 2),
        (
            "a point without mass",
            empty_atoms(),
            EMPTY_COST,
            ((0, 1, 0), (2, 0, 0), (0, 0, 0)),
            MASSLESS_POTENTIALS[0],
            7,
        ),
    )
    for name, stated, cost, plan, f, value in cases:
        g = [min(c - value for c, value in zip(column, f, strict=True)) for column in zip(*cost, strict=True)]
        yield Optimal(stated, value=value, plan=plan, potentials=(f, g), label=name)
        for i, term in enumerate(transform(transposed(cost), transform(cost, f))):
            yield Identity(term, f[i], label=f"$f=f^{{cc}}$, {name}", instance=name)


@paper.claim(
    "integrable-dual-value",
    at="Section 2, after (5)",
    printed=r"(\mu\otimes\nu)c<\infty\;\Rightarrow\;T_c(\mu,\nu)=\pi c=\mu f+\nu f^c",
)
def integrable_dual_value() -> Obligations:
    """Sums may be exchanged for finite masses; and [0, 1] onto [0, 2] by T(x) = 2x, all three integrals."""
    p11, p12, p21, p22, f1, f2 = reals("p_11 p_12 p_21 p_22 f_1 f_2")
    joint = p11 * (f1 + g1) + p12 * (f1 + g2) + p21 * (f2 + g1) + p22 * (f2 + g2)
    yield Identity(joint, (p11 + p12) * f1 + (p21 + p22) * f2 + (p11 + p21) * g1 + (p12 + p22) * g2)
    s, t = reals("s t")
    f, g = -(s**2), t**2 / 2
    yield Relation(f + g <= (s - t) ** 2, over=Domain(s, t), label=r"$f(x)+f^c(y)\le|x-y|^2$")
    yield Identity((f + g).at(t, 2 * s), ((s - t) ** 2).at(t, 2 * s), label="equality for $y=2x$")
    yield Integral(((s - t) ** 2).at(t, 2 * s), (s, 0, 1), equals=Fraction(1, 3), label=r"$\pi c$")
    yield Integral(f, (s, 0, 1), equals=-Fraction(1, 3), label=r"$\mu f$")
    yield Integral(g * HALF, (t, 0, 2), equals=Fraction(2, 3), label=r"$\nu f^c$")


@paper.claim(
    "all-optimal-plans",
    at="Section 2, after (5)",
    printed=r"\pi(f\oplus f^c)=T_c(\mu,\nu)\text{ for all }f\in S_c(\mu,\nu)\text{ and all optimal }\pi",
    depends=("existence-5",),
)
def all_optimal_plans() -> Obligations:
    """π(f ⊕ f^c) depends on the marginals only: the difference of two plans is a cycle."""
    # entries of one plan, and of another one with the same marginals
    p11, p12, p21, p22, t, f1, f2 = reals("p_11 p_12 p_21 p_22 t f_1 f_2")
    one = p11 * (f1 + g1) + p12 * (f1 + g2) + p21 * (f2 + g1) + p22 * (f2 + g2)
    two = (p11 + t) * (f1 + g1) + (p12 - t) * (f1 + g2) + (p21 - t) * (f2 + g1) + (p22 + t) * (f2 + g2)
    yield Identity(one, two, label="two plans, one cycle apart")
    yield from on_all_plans()


@paper.claim(
    "support-inclusion",
    at="Section 2, before Regularity",
    printed=r"\operatorname{supp}\pi\subset\partial_cf",
    depends=("plan-concentrated-on-subdifferential", "c-subdifferential-4"),
)
def support_inclusion() -> Obligations:
    """Pairs of positive mass, and their limits: the ends of the cells of 0 and 1 in [0, 1], f = 0."""
    yield from mass_on_contacts()
    (y,) = reals("y")
    envelope = minimum(y**2, (1 - y) ** 2)
    yield Identity(envelope, y**2, over=Domain(y >= 0, y <= HALF), label="closed cell of 0")
    yield Identity(envelope, (1 - y) ** 2, over=Domain(y >= HALF, y <= 1), label="closed cell of 1")
