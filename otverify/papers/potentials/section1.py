"""Section 1: the transport problem and its dual, and what the introduction says about uniqueness."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Identity, Relation
from otverify.claims_transport import Optimal, PotentialWidth, UniquePotential
from otverify.papers.potentials.instances import (
    Matrix,
    blocks,
    empty_atoms,
    finite,
    have_different_sums,
    is_nondegenerate,
    line,
    power_grid,
    ties,
)
from otverify.papers.potentials.notation import (
    HALF,
    F_y,
    c_uy,
    c_xy,
    eps,
    f_u,
    f_x,
    g_y,
    infimum,
    is_between,
    paper,
    r,
    t,
)
from otverify.vocabulary import (
    D,
    Domain,
    Function,
    differs,
    dot,
    exp,
    indices,
    kron,
    maximum,
    minimum,
    norm,
    number,
    reals,
    vectors,
)

Obligations = Iterator[Any]


@paper.claim(
    "primal-1a",
    at="(1a)",
    printed=r"T_c(\mu,\nu)=\inf_{\pi\in C(\mu,\nu)}\int c\,d\pi",
)
def primal_1a() -> Obligations:
    """Two finite problems with their optimal plans, one of them with points without mass."""
    yield Optimal(ties(), value=0, plan=[[1, 0, 0], [0, 0, 1], [0, 1, 0]])
    yield Optimal(empty_atoms(), value=7, plan=[[0, 1, 0], [2, 0, 0], [0, 0, 0]])


@paper.claim(
    "dual-1b",
    at="(1b)",
    printed=r"T_c(\mu,\nu)=\sup_{f\in L_1(\mu)}\int f\,d\mu+\int f^c\,d\nu",
    depends=("primal-1a", "conjugate-is-largest"),
)
def dual_1b() -> Obligations:
    """No f exceeds the minimum, an optimal one attains it: μ = (1, 2), ν = (2, 1), c = (0, 1; 3, 5)."""
    masses = finite([1, 2], [2, 1], [[0, 1], [3, 5]])
    f1, f2 = reals("f_1 f_2")
    dual = f1 + 2 * f2 + 2 * minimum(0 - f1, 3 - f2) + minimum(1 - f1, 5 - f2)
    yield Optimal(masses, value=7, potentials=([0, 3], [0, 1]))
    yield Relation(dual <= 7, over=Domain(f1, f2), label="every $f$", instance="(1, 2), (2, 1)")
    yield Identity(dual.at(f1, 0).at(f2, 3), 7, label="$f=(0,3)$", instance="(1, 2), (2, 1)")


@paper.claim(
    "conjugate-is-largest",
    at="Section 1, after (1b); Section 2, before (4)",
    printed=r"f^c\text{ is the largest function satisfying }f(x)+f^c(y)\le c(x,y)\text{ for all }x\in X,\,y\in Y",
)
def conjugate_is_largest() -> Obligations:
    """f^c satisfies the inequality, and a g that does so exceeds it nowhere."""
    yield Relation(f_x + F_y <= c_xy, over=infimum(F_y, below=(c_xy - f_x,)), label="feasible")
    largest = Domain(infimum(F_y, near=c_uy - f_u), f_u + g_y <= c_uy)
    yield Relation(g_y <= F_y + eps, over=largest, label=r"$f\oplus g\le c\Rightarrow g\le f^c$")


# ---------------------------------------------------------------------------------------------------
# subgradients of μ ↦ T_c(μ, ν)

#: μ_t = (1-t)δ_1 + tδ_2 against one point y with c(1, y) = 0, c(2, y) = 1: T_c(μ_t, ν) = t
f1, f2 = reals("f_1 f_2")
SIMPLEX = is_between(t, 0, 1)
#: f is a subgradient at μ_0: t >= (f_2 - f_1)t for all t in [0, 1], which says f_2 - f_1 <= 1
SUBGRADIENT = Domain(f2 - f1 <= 1)


def cost_of_two_points(second: Any) -> Any:
    """The problem between μ_t and the one point y."""
    return finite([1 - second, second], [1], [[0], [1]])


@paper.claim(
    "subgradients-of-T",
    at="Section 1, on dual uniqueness",
    printed=r"\text{Kantorovich potentials coincide with the subgradients of }\mu\mapsto T_c(\mu,\nu)",
)
def subgradients_of_t() -> Obligations:
    """At a μ with a point without mass: potentials are subgradients; are all subgradients c-concave?"""
    for second in (0, HALF, 1):
        yield Optimal(cost_of_two_points(second), value=second, label=r"$T_c(\mu_t,\nu)=t$")
    concave = Domain(SIMPLEX, f2 - f1 >= 1, f2 - f1 <= 1)
    yield Relation(t >= (f2 - f1) * t, over=concave, label="a potential is a subgradient")
    yield Relation(t >= (f2 - f1) * t, over=Domain(SIMPLEX, SUBGRADIENT), label="the subgradients")
    yield Relation(f2 - f1, "==", 1, over=SUBGRADIENT, label="a subgradient is $c$-concave, $f_2-f_1=1$")


@subgradients_of_t.corrected(
    r"\text{the subgradients are the solutions of (1b); the }c\text{-concave ones are the potentials}",
    note="Both sets agree where every point of X has mass; at points without mass a subgradient may be lower.",
)
def subgradients_of_t_corrected() -> Obligations:
    """Solutions are subgradients, subgradients are solutions, and solutions are c-concave where μ > 0."""
    # pairings <f, μ>, <f, μ'>, <f^c, ν> and the values T = T_c(μ, ν), T' = T_c(μ', ν)
    a, b, c, value, other = reals("a b c T Tprime")
    solution = Domain(value <= a + c, other >= b + c)
    yield Relation(other >= value + b - a, over=solution, label="a solution is a subgradient")
    # μ' on points that come within ε of f^c has T' - <f, μ'> <= <f^c, ν> + ε
    subgradient = Domain(eps > 0, other >= value + b - a, other - b <= c + eps)
    yield Relation(a + c >= value - eps, over=subgradient, label="a subgradient is a solution")
    # f <= f^cc and <f^cc, μ> + <f^c, ν> <= T = <f, μ> + <f^c, ν>: two points of mass m_1, m_2 > 0
    m1, m2, h1, h2 = reals("m_1 m_2 H_1 H_2")
    positive = Domain(m1 > 0, m2 > 0, f1 <= h1, f2 <= h2, m1 * h1 + m2 * h2 <= m1 * f1 + m2 * f2)
    yield Relation(m1 * f1 >= m1 * h1, over=positive, label=r"$f=f^{cc}$ where $\mu>0$")
    # the one-sided derivative in the direction δ_i - δ_j is max(f_i - f_j)
    many = finite([10, 20], [20, 10], [[0, 1], [3, 5]])
    yield Optimal(many, value=70)
    yield Optimal(finite([11, 19], [20, 10], [[0, 1], [3, 5]]), value=67, label=r"$\mu+\delta_1-\delta_2$")
    yield Optimal(finite([9, 21], [20, 10], [[0, 1], [3, 5]]), value=74, label=r"$\mu+\delta_2-\delta_1$")
    yield PotentialWidth(many, (0, 1), -4, -3)


# ---------------------------------------------------------------------------------------------------
# X = Y = [0, 1] ∪ [2, 3]

a, b, p = reals("a b p")
m, n = reals("m n")


@paper.claim(
    "two-intervals-equal-masses",
    at="Section 1",
    printed=r"X=Y=[0,1]\cup[2,3],\;\mu=\nu\text{ uniform: uniqueness is bound to fail for a wide range of costs}",
    depends=("lemma11",),
)
def two_intervals_equal_masses() -> Obligations:
    """f = a on [0, 1], b on [2, 3] is a potential for |x - y|^p, all p > 0, and for 1 - exp(-|x - y|)."""
    across = Domain(p > 0, r >= 1, a - b <= 1, b - a <= 1)
    yield Relation(a - b <= r**p, over=across, label="from $[0,1]$ to $[2,3]$")
    yield Relation(b - a <= r**p, over=across, label="from $[2,3]$ to $[0,1]$")
    yield Relation(r**p >= 0, over=Domain(p > 0, r > 0), label="within an interval")
    saturating = 1 - exp(-r)
    yield Relation(D(saturating, r) > 0, over=r > 0, label=r"$\Delta=1-1/e$: the cost increases")
    yield Relation(saturating.at(r, 1) > 0, label=r"$\Delta=1-1/e$")
    # N points in each interval, |x - y|²: 2Δ = 2 between the ends 1 and 2, 2 + 4/(N-1) between 0 and 3
    for size in (2, 3, 5):
        half = [k * (HALF * 2) / (size - 1) for k in range(size)]
        grid = power_grid([*half, *(2 + point for point in half)], 2)
        end = 1 + HALF * 4 / (size - 1)
        yield PotentialWidth(grid, (size - 1, size), -1, 1, label=f"$N={size}$")
        yield PotentialWidth(grid, (0, 2 * size - 1), -end, end, label=f"$N={size}$")


@paper.claim(
    "finite-nondegenerate-unique",
    at="Section 1",
    printed=r"\mu(X')\ne\nu(Y')\text{ for all proper }X'\subset X,\,Y'\subset Y\;\Rightarrow\;\text{unique Kantorovich potentials}",
    hypotheses=(r"X,Y\text{ finite}",),
)
def finite_nondegenerate_unique() -> Obligations:
    """Non-empty subsets are meant, as in Lemma 6: the empty ones have equal masses 0."""
    for source, target in (((5, 5, 4), (2, 6, 6)), ((1, 2, 4), (Fraction(7, 2), Fraction(7, 2)))):
        yield have_different_sums(source, target)
        flat = [[int(i != j) for j in range(len(target))] for i in range(len(source))]
        yield UniquePotential(finite(source, target, flat))
    yield UniquePotential(finite([1, 1], [1, 1], [[0, 1], [1, 0]]), holds=False, label="degenerate masses")


@paper.claim(
    "informal-theorem",
    at="Section 1, Theorem (informal)",
    printed=r"\mu,\nu\text{ non-degenerate},\;f^c\text{ continuous},\;f|_{X_i}\text{ unique for all }i\;\Rightarrow\;f\text{ unique}",
    depends=("theorem1",),
)
def informal_theorem() -> Obligations:
    """Points as components: a non-degenerate optimal plan, and unique potentials; degenerate ones without."""
    mean: Matrix = [[HALF, HALF, 0], [HALF, 0, HALF], [0, HALF, HALF]]
    yield Optimal(ties(), plan=mean, label="connected plan")
    yield is_nondegenerate(mean, label="connected plan")
    yield UniquePotential(ties(), label="connected plan")
    yield UniquePotential(blocks(), holds=False, label="all optimal plans in two blocks")


# ---------------------------------------------------------------------------------------------------
# different masses on [0, 1] and [2, 3]

x, y = reals("x y")
LEFT, RIGHT = (0, 1), (2, 3)
#: the plan y = 3 - x costs nothing
REFLECTED = (x + y - 3) ** 2


def reflected_potentials() -> Obligations:
    """f = a on [0, 1], b on [2, 3] and g = -a on [2, 3], -b on [0, 1]: f ⊕ g <= c, equality for y = 3 - x."""
    yield Identity(REFLECTED.at(y, 3 - x), 0, over=Domain(x), label="$c(x,3-x)=0$")
    for (source, f), (target, g) in itertools.product(((LEFT, a), (RIGHT, b)), ((LEFT, -b), (RIGHT, -a))):
        block = Domain(is_between(x, *source), is_between(y, *target), a - b <= 1, b - a <= 1)
        yield Relation(
            f + g <= REFLECTED,
            over=block,
            label=f"$[{source[0]},{source[1]}]\\times[{target[0]},{target[1]}]$",
        )


@paper.claim(
    "two-intervals-different-masses",
    at="Section 1, after the informal theorem",
    printed=r"X=Y=[0,1]\cup[2,3],\;\operatorname{supp}\mu=\operatorname{supp}\nu=X,\;\mu([0,1])\ne\nu([0,1])\;\Rightarrow\;\text{unique potentials, for differentiable }c\ge0",
)
def two_intervals_different_masses() -> Obligations:
    """c = (x + y - 3)², μ uniform with masses 1/3, 2/3 on the intervals, ν its image under y = 3 - x."""
    third = number(Fraction(1, 3))
    yield Relation(third, "!=", 2 * third, label=r"$\mu([0,1])\ne\nu([0,1])$", instance="1/3, 2/3")
    yield from reflected_potentials()
    yield Relation(a - b, "==", 0, over=Domain(a - b <= 1, b - a <= 1), label="the potentials are unique")


@two_intervals_different_masses.corrected(
    r"\mu([0,1])\notin\{\nu([0,1]),\nu([2,3])\}\;\Rightarrow\;\text{unique potentials, for differentiable }c\ge0",
    note="Lemma 6 needs the mass of [0, 1] to differ from that of [2, 3] under ν as well: costs may send one interval to the other.",
)
def two_intervals_different_masses_corrected() -> Obligations:
    """The masses are non-degenerate; points on both intervals against densities on both: exactly unique."""
    m, n = reals("m n")
    masses = Domain(m > 0, m < 1, n > 0, n < 1, differs(m, n), differs(m, 1 - n))
    # m != n and m != 1 - n are the hypotheses; the complements follow
    for label, one, two in (("2, 1", 1 - m, n), ("2, 2", 1 - m, 1 - n)):
        yield Relation(one, "!=", two, over=masses, label=f"Lemma 6, $i,j={label}$")
    for size in (2, 3):
        points = [k * (HALF * 2) / (size - 1) for k in range(size)]
        weights = [Fraction(1, 3 * size)] * size + [Fraction(2, 3 * size)] * size
        target = [(0, 1, Fraction(1, 4)), (2, 3, Fraction(3, 4))]
        stated = line([*points, *(2 + point for point in points)], weights, target)
        yield UniquePotential(stated, label=f"{size} points in each interval")


# ---------------------------------------------------------------------------------------------------
# notation


@paper.not_computable(
    "support-smallest-closed",
    at="Section 1, Notation",
    printed=r"\operatorname{supp}\mu=\bigcap\{A\text{ closed}:\mu(A)=1\}",
    why="A definition for all probability measures on Polish spaces.",
    analogue=r"\mu\text{ uniform on }[0,1]\cup[2,3]\text{: every interval about a point of it has mass, and }[1,2]\text{ has none}",
)
def support() -> Obligations:
    """The length of (a, b) within [l, l+1], l = 0, 2: positive for intervals about its points, 0 within [1, 2].

    So a closed set without a neighbourhood of a point of the support has mass below 1, and the gap is not needed.
    """
    low, high, s, e = reals("a b s e")
    name = "two intervals"
    for left in (0, 2):
        overlap = minimum(high, left + 1) - maximum(low, left)
        gap = Domain(low >= 1, high <= 2, low <= high)
        yield Relation(overlap <= 0, over=gap, instance=name, label="no mass in the gap")
        around = Domain(is_between(s, left, left + 1), e > 0)
        mass = overlap.at(low, s - e).at(high, s + e)
        yield Relation(mass > 0, over=around, instance=name, label=f"mass about $s\\in[{left},{left + 1}]$")


@paper.claim(
    "semiconcave-2",
    at="(2)",
    printed=r"v\mapsto f(\varphi^{-1}(v))-\lambda\|v\|^2\text{ is concave on }V",
)
def semiconcave() -> Obligations:
    """The Hessian of λ|v|² is 2λI; along a line, f'' <= 2λ; and the same with midpoints."""
    u, v = vectors("u v")
    i, j = indices("i j")
    (size,) = reals("lambda")
    yield Identity(
        D(size * dot(u, u), u[i], u[j]), 2 * size * kron(i, j), over=Domain(size, u), label="Hessian"
    )
    h = Function("h")
    bounded = Domain(D(h(t), t, 2) <= 2 * size)
    yield Relation(D(h(t) - size * t**2, t, 2) <= 0, over=bounded, label="second derivative")
    mean = (norm(u) ** 2 + norm(v) ** 2) / 2 - norm(HALF * (u + v)) ** 2
    yield Identity(mean, norm(u - v) ** 2 / 4, over=Domain(u, v), label="midpoints")
