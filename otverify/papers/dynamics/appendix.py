"""Appendix A: uniqueness for generic costs and given marginals."""

from __future__ import annotations

from otverify.claims import ForAll, Identity, Relation
from otverify.claims_transport import ContactSet, Feasible, UniquePlan
from otverify.papers.dynamics import instances, tilts
from otverify.papers.dynamics.notation import Obligations, paper
from otverify.vocabulary import Domain, absolute, dot, equals, maximum, number, reals, vectors

t, a, b, eps = reals("t a b epsilon")
y, ybar, xbar = vectors("y ybar xbar")
phi, phibar, psi, psibar, tilt, tiltbar, other, otherbar = reals("Phi Phibar Psi Psibar s sbar u ubar")


@paper.claim(
    "lem-A-1",
    at="Lemma A.1",
    printed=r"\Pi(\mu,\nu)\text{ is nonempty, compact and convex}",
)
def lem_a_1() -> Obligations:
    """Finite: the product plan is feasible; entries lie between 0 and the marginals; marginals are linear."""
    m, n, total = reals("mu_i nu_j m")
    yield Relation(m * n / total >= 0, over=Domain(m >= 0, n >= 0, total > 0), label="the product plan")
    yield Relation(a <= m, over=Domain(a >= 0, b >= 0, equals(a + b, m)), label="bounded by the marginal")
    mix = (1 - t) * a + t * b
    yield Relation(mix >= 0, over=Domain(t >= 0, t <= 1, a >= 0, b >= 0), label="convex")
    for name, stated in instances.tied_problems().items():
        yield Feasible(stated, label=name)


@paper.not_computable(
    "lem-A-2-continuity",
    at="Lemma A.2",
    printed=r"(\pi,c)\mapsto\int c\,d\pi\text{ is continuous on }E\times C^k",
    why="Weak-* convergence of measures.",
    analogue=r"|\int c\,d\pi-\int c'd\pi'|\le|\int c\,d(\pi-\pi')|+\|c-c'\|_\infty\|\pi'\|",
)
def lem_a_2_continuity() -> Obligations:
    """The estimate on bounded sets of measures, with p = ∫ c dπ, q = ∫ c dπ', r = ∫ c' dπ'."""
    p, q, r, size = reals("p q r size")
    near = Domain(q - r <= size, r - q <= size)
    yield Relation(absolute(p - r) <= absolute(p - q) + size, over=Domain(near, p))


@paper.claim(
    "lem-A-2-separation",
    at="Lemma A.2",
    printed=r"\pi_1\ne\pi_2\Rightarrow\exists c\in C^k:\ \int c\,d\pi_1\ne\int c\,d\pi_2",
)
def lem_a_2_separation() -> Obligations:
    """Finite: the indicator of a cell where the plans differ."""
    total = a * 1 + other * 0
    yield Relation(total, "!=", b * 1 + otherbar * 0, over=Domain(a > b, other, otherbar), label="the cell")


@paper.claim(
    "sec-A-Mc-face",
    at="Appendix A, definition of M(c)",
    printed=r"\mathcal M(c)=\{\pi:\int c\,d\pi\le\int c\,d\pi'\;\forall\pi'\}\text{ is nonempty, compact, convex}",
)
def sec_a_mc_face() -> Obligations:
    """Finite: optimal plans are the plans supported on the pairs used by some optimal plan; convex combinations."""
    yield Relation(
        (1 - t) * a + t * b <= eps, over=Domain(t >= 0, t <= 1, a <= eps, b <= eps), label="convex"
    )
    for name, stated in instances.tied_problems().items():
        yield ContactSet(stated, instances.used_pairs(stated), label=name)


@paper.not_computable(
    "thm-A-3",
    at="Theorem A.3",
    printed=r"\mathcal C=\bigcap_l\{c:\operatorname{diam}\mathcal M(c)<1/l\},\;\text{each open and dense}",
    why="A statement about open and dense sets of functions.",
    analogue=r"\text{finite: uniqueness survives a small change of the cost, and a small change creates it}",
    depends=("lem-A-4",),
)
def thm_a_3() -> Obligations:
    """A tie is broken by a tilt, and a second, smaller tilt keeps the plan unique."""
    for name, stated in instances.tied_problems().items():
        tilted = instances.tilted(stated)
        yield UniquePlan(tilted, label=f"{name}: dense")
        yield UniquePlan(instances.tilted(tilted, bits=40), label=f"{name}: open")


@paper.not_computable(
    "lem-A-4",
    at="Lemma A.4",
    printed=r"\forall U\ni c_0,\epsilon>0\;\exists c\in U:\ \operatorname{diam}\mathcal M(c)<\epsilon",
    why="A statement about neighbourhoods in C^k.",
    analogue=r"\text{finite: the tilt by }2^{-10-3i-j}\text{ makes the optimal plan unique}",
    depends=("sec-A-inclusion",),
)
def lem_a_4() -> Obligations:
    """Problems with several optimal plans, tilted."""
    for name, stated in instances.tied_problems().items():
        yield UniquePlan(instances.tilted(stated), label=name)


@paper.claim(
    "sec-A-metric",
    at="Proof of Lemma A.4",
    printed=r"\tilde d(\pi_1,\pi_2)=\sum_l2^{-l}|\int f_l\,d\pi_1-\int f_l\,d\pi_2|\text{ is a metric for the weak topology}",
)
def sec_a_metric() -> Obligations:
    """Each term is a seminorm of the difference, bounded by 2·2^-l for |f_l| <= 1: the series converges and is a metric.

    The choice of f_l is free; without a bound on them the series may diverge, so they are taken with |f_l| <= 1 and
    dense span. Separation is (A.2).
    """
    u, v, w = reals("u v w")
    yield Relation(
        absolute(u - w) <= absolute(u - v) + absolute(v - w), label="triangle inequality, each term"
    )
    yield Identity(absolute(u - v), absolute(v - u), label="symmetric")
    yield Relation(
        absolute(u - v) <= 2, over=Domain(u >= -1, u <= 1, v >= -1, v <= 1), label=r"bounded for $|f_l|\le1$"
    )
    n = reals("n")[0]
    partial = 2 - 2 ** (1 - n)
    yield Identity(
        partial + 2 ** (-n), partial.at(n, n + 1), over=Domain(n >= 1), label=r"$\sum_{l<n}2^{-l}=2-2^{1-n}$"
    )
    yield Relation(partial <= 2, over=Domain(n >= 1), label="the series converges")


@sec_a_metric.reading(
    "any continuous f_l",
    printed=r"\sum_l2^{-l}|\int f_l\,d\pi_1-\int f_l\,d\pi_2|<\infty\text{ without a bound on }f_l",
)
def sec_a_metric_unbounded() -> Obligations:
    """f_l = 2^l f with integrals that differ by 1: every term is 1."""
    n = reals("n")[0]
    yield Relation(2 ** (-n) * (2**n * 1), "<=", 2 ** (-n), over=Domain(n >= 1), label="terms decay")


@paper.claim(
    "eq-A-1-A-2",
    at="(A.1), (A.2)",
    printed=r"\operatorname{diam}P_{\bar l}^{-1}(p)<\epsilon\;\forall p;\quad K\times K\setminus D=\bigcup_lW_{c_l}",
    depends=("lem-A-2-separation",),
)
def eq_a_1_a_2() -> Obligations:
    """If plans with equal images under P_l have distance >= ε for all l, limits differ in some c_m: a contradiction.

    P_m(π_l¹) = P_m(π_l²) for l >= m, as P_m is part of P_l. Finite: the (n-1)(m-1) indicators of cells off the last row
    and column determine a plan with given marginals.
    """
    one, two = reals("limit_1 limit_2")
    yield Relation(
        absolute(one - two) <= eps,
        over=Domain(eps > 0, one - two <= eps, two - one <= eps),
        label="limits of equal numbers",
    )
    r, s = reals("row rest")
    same = Domain(equals(a + s, r), equals(b + s, r))
    yield Identity(a, b, over=same, label="finite: the last column follows")
    for rows, columns in ((2, 2), (2, 3), (3, 3)):
        rank = tilts.plan_dimension(rows, columns)
        yield Identity(
            number(rank), (rows - 1) * (columns - 1), label="dimension", instance=f"{rows} × {columns}"
        )


@paper.claim(
    "sec-A-Phi",
    at="Appendix A",
    printed=r"\Phi(y)=\sup_x\{\langle y,x\rangle-\Psi(x)\}=\max_{\pi\in K}\{\int\sum_ly_lc_l\,d\pi-\Psi(P_{\bar l}(\pi))\}",
)
def sec_a_phi() -> Obligations:
    """3 × 3 permutation matrices, two functions c_1, c_2: sup over x, over K' and over K are the same number."""
    for name, left, right in tilts.conjugates():
        yield Identity(left, right, label=name, instance="3 × 3")


@sec_a_phi.reading("convex", printed=r"\Phi\text{ is a supremum of affine functions}")
def sec_a_phi_convex() -> Obligations:
    """A maximum of affine functions lies below its chords."""
    p, q, r, s = reals("p q r s")
    inside = Domain(t >= 0, t <= 1, p, q, r, s)
    for first, second in ((p, q), (r, s)):
        bound = (1 - t) * maximum(p, r) + t * maximum(q, s)
        yield Relation((1 - t) * first + t * second <= bound, over=inside)


@paper.claim(
    "sec-A-subgradient",
    at="Appendix A",
    printed=r"\Phi(\bar y)=\langle\bar y,\bar x\rangle-\Psi(\bar x)\Rightarrow\Phi(\bar y)+\langle y-\bar y,\bar x\rangle=\langle y,\bar x\rangle-\Psi(\bar x)\le\Phi(y)",
)
def sec_a_subgradient() -> Obligations:
    """Φ(ȳ) = <ȳ, x̄> - Ψ(x̄), and Φ(y) >= <y, x̄> - Ψ(x̄) as a supremum."""
    touching = Domain(equals(phibar, dot(ybar, xbar) - psi), y)
    yield Identity(phibar + dot(y - ybar, xbar), dot(y, xbar) - psi, over=touching, label="equality")
    above = Domain(touching, phi >= dot(y, xbar) - psi)
    yield Relation(phibar + dot(y - ybar, xbar) <= phi, over=above, label="inequality")


@paper.claim(
    "sec-A-optimality-inequality",
    at="Appendix A",
    printed=r"\int\sum\bar y_lc_l\,d\pi-\Psi(P_{\bar l}(\pi))\le\int\sum\bar y_lc_l\,d\bar\pi-\Psi(\bar x)\quad\forall\pi\in K",
)
def sec_a_optimality_inequality() -> Obligations:
    """Ψ(P(π)) is the cost c_0 of some π' with P(π') = P(π), and π̄ is best among those, too.

    tilt values: sbar at π̄, s at π and at π'; costs: Ψ(x̄) <= cost of π̄, cost of π' within ε of Ψ(P(π)).
    """
    cost_bar, cost = reals("cost_bar cost")
    best = Domain(cost_bar - tiltbar <= cost - tilt, psibar <= cost_bar, eps > 0, cost <= psi + eps)
    yield Relation(tilt - psi <= tiltbar - psibar + eps, over=best)


@paper.claim(
    "sec-A-inclusion",
    at="Appendix A",
    printed=r"\mathcal M(c_0-\sum_l\bar y_lc_l)\subset P_{\bar l}^{-1}(\partial\Phi(\bar y))",
    depends=("sec-A-subgradient", "sec-A-optimality-inequality"),
)
def sec_a_inclusion() -> Obligations:
    """π̄ optimal for the tilted cost: <ȳ, x̄> - Ψ(x̄) is the maximum Φ(ȳ), so x̄ = P(π̄) is a subgradient.

    All of it for values: Φ(ȳ) is the supremum of s - Ψ, attained within ε at some x.
    """
    attained = Domain(eps > 0, tilt - psi <= tiltbar - psibar, phibar <= tilt - psi + eps)
    yield Relation(
        phibar <= tiltbar - psibar + eps,
        over=attained,
        label=r"$\Phi(\bar y)=\langle\bar y,\bar x\rangle-\Psi(\bar x)$",
    )


@sec_a_inclusion.reading(
    "finite problems",
    printed=r"\mathcal M(c_0-\sum\bar y_lc_l)\text{ and }\partial\Phi(\bar y)\text{ on }3\times3\text{ permutations}",
)
def sec_a_inclusion_finite() -> Obligations:
    """Random integer c_0, c_1, c_2 and tilts: every optimal vertex gives a subgradient of Φ at ȳ, tested at all y."""
    yield ForAll(tilts.tilted_costs(), tilts.optimal_vertices_are_subgradients, examples=60)
