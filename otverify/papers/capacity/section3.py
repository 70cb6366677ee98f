"""Section 3: existence. Weak convergence is shown on checkerboards, the rest for general functions."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Obligation, Relation
from otverify.claims_transport import Feasible, Optimal
from otverify.papers.capacity import instances
from otverify.papers.capacity.notation import HALF, X, Y, Z, paper, s, t, z
from otverify.vocabulary import Domain, Function, absolute, integral, reals

Obligations = Iterator[Obligation]

h, cap_, psi, c = (Function(name) for name in ("h", "H", "psi", "c"))
a, b, e, limit, p, n, j, r, big = reals("a b e ell p n j r M")
v = reals("v")[0]

#: 0 <= h <= h̄ on Z
DOMINATED = Domain(Z.mass > 0, Z.everywhere(z, h(z) >= 0), Z.everywhere(z, h(z) <= cap_(z)))
CHECKERBOARD = "checkerboards"


@paper.not_computable(
    "thm-3-1-existence",
    at="Theorem 3.1",
    printed=r"I_c\text{ attains its minimum on }\Gamma(f,g)^{\bar h}\ne\emptyset",
    why="Existence by weak compactness of a set of functions.",
    analogue=r"\text{finite problems that have a plan have an optimal one}",
)
def thm_3_1_existence() -> Obligations:
    """Every small problem of the examples has an optimal plan, or a cut that excludes all plans."""
    for name, stated in instances.small_problems().items():
        yield Optimal(stated, plan=instances.solved(stated).plan, label=name)
    for name, stated in instances.blocked_problems().items():
        yield Feasible(stated, holds=False, label=name)


@paper.claim(
    "thm-3-1-lp-inclusion",
    at="Proof of Theorem 3.1",
    printed=r"\operatorname{spt}h\subset X\times Y,\;\operatorname{spt}f\subset X,\;\operatorname{spt}g\subset Y;\quad\bar h\in L^p(X\times Y),\;1\le p\le\infty",
    depends=("remark-2-1-supports",),
)
def thm_3_1_lp_inclusion() -> Obligations:
    """∫ h̄^p <= M^p |X × Y|; where h̄ = 0 also h = 0, and a line on which h̄ = 0 carries no mass."""
    bounded = Domain(
        p >= 1, big > 0, Z.mass > 0, Z.everywhere(z, cap_(z) > 0), Z.everywhere(z, cap_(z) <= big)
    )
    yield Relation(
        Z.integral(cap_(z) ** p, z) <= Z.integral(big**p, z), over=bounded, label="where $\\bar h>0$"
    )
    yield Identity(Z.integral(big**p, z), big**p * Z.mass, over=bounded)
    yield Identity(a, 0, over=Domain(a >= 0, a <= b, b <= 0), label=r"$h=0$ off $\operatorname{spt}\bar h$")


@paper.claim(
    "thm-3-1-ball",
    at="Proof of Theorem 3.1",
    printed=r"0\le h\le\bar h\Rightarrow\|h\|_2\le\|\bar h\|_2=:R<\infty;\quad\Gamma(g,h)^{\bar h}\subset B_R(0)",
)
def thm_3_1_ball() -> Obligations:
    """h² <= h̄² at every point, for densities with any marginals (the print names a density h as one)."""
    yield Relation(Z.integral(h(z) ** 2, z) <= Z.integral(cap_(z) ** 2, z), over=DOMINATED)
    bounded = Domain(big > 0, Z.mass > 0, Z.everywhere(z, cap_(z) >= 0), Z.everywhere(z, cap_(z) <= big))
    yield Relation(Z.integral(cap_(z) ** 2, z) <= Z.integral(big**2, z), over=bounded, label=r"$R<\infty$")


def alternating_means() -> Obligations:
    """h_n = 2 on the cells of even index sum of an n × n grid of [0, 1]², n even, and 0 on the others.

    (h_n - 1) is +1 and -1 in turn. A pair of neighbouring cells contributes -1/n² to the alternating integral of x
    and nothing to that of 1, and there are n/2 pairs: ∫(h_n - 1) x y = 1/(4n²), ∫(h_n - 1) x² = 0.
    """
    grid = Domain(n >= 2, j >= 0)

    def pair(power: int) -> Obligation:
        first = integral(v**power, v, 2 * j / n, (2 * j + 1) / n)
        second = integral(v**power, v, (2 * j + 1) / n, (2 * j + 2) / n)
        value = -1 / n**2 if power else 0
        return Identity(
            first - second, value, over=grid, label=f"two cells, $x^{power}$", instance=CHECKERBOARD
        )

    yield pair(0)
    yield pair(1)
    total = (n / 2) * (-1 / n**2)
    even = Domain(n >= 2)
    yield Identity(total**2, 1 / (4 * n**2), over=even, label=r"$\int(h_n-1)xy$", instance=CHECKERBOARD)
    small = Domain(e > 0, n >= 2, n > 1 / e)
    yield Relation(1 / (4 * n**2) < e, over=small, label="tends to 0", instance=CHECKERBOARD)


@paper.claim(
    "eq-8-weak-convergence",
    at="(8)",
    printed=r"\lim_{n\to\infty}\int_{X\times Y}h_n\psi=\int_{X\times Y}h_\infty\psi\text{ for all }\psi\in L^2(X\times Y)",
)
def eq_8_weak_convergence() -> Obligations:
    """A definition, seen on checkerboards: against 1, x, xy the difference decays, in L¹ it does not."""
    yield from alternating_means()
    for value in (0, 2):
        yield Identity(
            absolute(a - 1), 1, over=Domain(a >= value, a <= value), label=r"$|h_n-1|=1$ everywhere"
        )


@paper.claim(
    "thm-3-1-domination-limit",
    at="Proof of Theorem 3.1",
    printed=r"\int h_n\psi\le\int\bar h\psi\;(\psi\ge0)\Rightarrow\int h_\infty\psi\le\int\bar h\psi\Rightarrow h_\infty\le\bar h",
)
def thm_3_1_domination_limit() -> Obligations:
    """Tested with ψ >= 0, bounds pass to the limit; so does h >= 0, which membership in Γ needs as well."""
    tested = Domain(DOMINATED, Z.everywhere(z, psi(z) >= 0))
    yield Relation(Z.integral(h(z) * psi(z), z) <= Z.integral(cap_(z) * psi(z), z), over=tested)
    yield Relation(Z.integral(0, z) <= Z.integral(h(z) * psi(z), z), over=tested, label=r"$\ge0$")
    close = Domain(e > 0, a <= b, limit - a <= e)
    yield Relation(limit <= b + e, over=close, label="the limit")
    # ψ = 1 on {h_∞ >= h̄ + r}, a set Z of measure |Z|
    excess = Domain(r > 0, Z.mass > 0, Z.everywhere(z, h(z) >= cap_(z) + r))
    gap = Relation(Z.integral(cap_(z) + r, z) <= Z.integral(h(z), z), over=excess)
    yield Relation(
        Z.integral(h(z), z) > Z.integral(cap_(z), z), over=excess, by=[gap], label="an excess would be seen"
    )


@paper.claim(
    "thm-3-1-marginal-limit",
    at="Proof of Theorem 3.1",
    printed=r"(h_\infty)_X=f,\text{ by (8) with }\psi(x,y)=\psi(x)1_Y(y)",
)
def thm_3_1_marginal_limit() -> Obligations:
    """On the line at x, ∫ h ψ(x) dy = ψ(x) h_X(x); a sequence of equal numbers has that number as its limit."""
    for line, point in ((Y, t), (X, s)):
        yield Identity(
            line.integral(h(point) * b, point),
            b * line.integral(h(point), point),
            over=Domain(b),
            label="on a line",
        )
    close = Domain(r > 0, limit - a >= r, a - b <= e, b - a <= e)
    yield Relation(limit - b >= r - e, over=close, label="no other limit")


@paper.claim(
    "thm-3-1-cost-continuity",
    at="Proof of Theorem 3.1",
    printed=r"I_c(h_\infty)=\int h_\infty c=\lim_{n\to\infty}\int h_nc=\lim_{n\to\infty}I_c(h_n)",
    depends=("eq-8-weak-convergence",),
)
def thm_3_1_cost_continuity() -> Obligations:
    """A bounded c is square integrable on X × Y; on checkerboards ½|x-y|² gains -1/(4n²), which tends to 0."""
    bounded = Domain(big > 0, Z.mass > 0, Z.everywhere(z, absolute(c(z)) <= big))
    yield Relation(Z.integral(c(z) ** 2, z) <= Z.integral(big**2, z), over=bounded, label=r"$c\in L^2$")
    yield from alternating_means()
    x, y = reals("x y")
    yield Identity(
        (x - y) ** 2 / 2, HALF * x**2 + HALF * y**2 - x * y, over=Domain(x, y), label="the terms of $c$"
    )
