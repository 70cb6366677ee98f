"""Section 8: uniqueness."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.claims_transport import CyclicallyMonotone, Minimum, Optimal, UniquePlan
from otverify.papers.capacity import instances
from otverify.papers.capacity.families import grid_problems, small_face
from otverify.papers.capacity.notation import Z, paper, z
from otverify.transport import problem
from otverify.vocabulary import Domain, Function, equals, reals

Obligations = Iterator[Obligation]

c, h1, h2 = (Function(name) for name in ("c", "h_1", "h_2"))
cap, one, two, least, k = reals("hbar w_1 w_2 m k")
#: an assignment problem with one optimal permutation, costs of both signs
ASSIGNMENT = ((2, -1, 5), (0, 3, 1), (4, 1, -2))


@paper.claim(
    "sec8-remark",
    at="Section 8, opening",
    printed=r"c\text{-cyclically monotone}\iff\text{optimal (no capacities)};\quad\text{geometrically extreme}\not\Rightarrow\text{optimal (capacities)}",
)
def sec8_remark() -> Obligations:
    """All six permutations of an assignment problem: monotone exactly if of least cost; and tilings that are not optimal."""
    free = problem([1, 1, 1], [1, 1, 1], cost=[list(row) for row in ASSIGNMENT])
    values = {p: sum(ASSIGNMENT[i][p[i]] for i in range(3)) for p in permutations(range(3))}
    lowest = min(values.values())
    yield Minimum(free, "==", lowest, label="no capacities")
    for p, sum_ in values.items():
        pairs = [(i, p[i]) for i in range(3)]
        yield CyclicallyMonotone(free.cost, pairs, holds=sum_ == lowest, label=f"permutation {p}")
    for name, size, level in (("two tiles off the diagonal", 4, 2), ("four tiles on the diagonal", 12, 4)):
        stated = instances.grid_problem(instances.QUADRATIC, [[level] * size] * size)
        width = size // level
        tiles = [
            [
                Fraction(level * (_tile(i, width, level, off=level == 2) == j // width), size**2)
                for j in range(size)
            ]
            for i in range(size)
        ]
        value = instances.total(instances.costs(stated), tiles)
        yield Minimum(stated, "<", value, label=f"{name}: 0 or saturated, not optimal")


def _tile(row: int, width: int, count: int, *, off: bool) -> int:
    """The column block of a row: on the diagonal, or on the other one."""
    return count - 1 - row // width if off else row // width


@paper.claim(
    "thm-8-1",
    at="Theorem 8.1",
    printed=r"\#\operatorname{argmin}_{\Gamma(f,g)^{\bar h}}I_c=1",
    hypotheses=(r"(C1)-(C3)", r"0\le\bar h\in L^\infty\text{ of compact support}"),
    depends=("thm-7-2", "thm-8-1-average", "thm-8-1-symmetric-difference"),
)
def thm_8_1() -> Obligations:
    """On grids: two optimal plans differ on O(n) of the n² cells only, for every pair of optimal plans at once."""
    yield ForAll(grid_problems(sizes=(4, 9)), small_face, examples=40)


@thm_8_1.mutant("degenerate costs", printed=r"\text{the same for }c=a(x)+b(y)")
def thm_8_1_degenerate() -> Obligations:
    """Without (C3) every plan is optimal."""
    yield ForAll(grid_problems(sizes=(6, 9), degenerate=True), small_face, examples=40)


@paper.claim(
    "thm-8-1-average",
    at="Proof of Theorem 8.1",
    printed=r"h_1,h_2\text{ optimal}\Rightarrow\tfrac12h_1+\tfrac12h_2\in\Gamma(f,g)^{\bar h}\text{ optimal}",
    depends=("gamma-hbar-convex", "cost-functional"),
)
def thm_8_1_average() -> Obligations:
    """Linear: the same cost and the same mass on each line; bounds are kept."""
    cost_1, cost_2 = Z.integral(c(z) * h1(z), z), Z.integral(c(z) * h2(z), z)
    average = h1(z) / 2 + h2(z) / 2
    yield Identity(
        Z.integral(c(z) * average, z), least, over=Domain(equals(cost_1, least), equals(cost_2, least))
    )
    line_1, line_2 = Z.integral(h1(z), z), Z.integral(h2(z), z)
    yield Identity(
        Z.integral(average, z), k, over=Domain(equals(line_1, k), equals(line_2, k)), label="marginals"
    )
    bounds = Domain(one >= 0, one <= cap, two >= 0, two <= cap)
    yield Relation(one / 2 + two / 2 >= 0, over=bounds)
    yield Relation(one / 2 + two / 2 <= cap, over=bounds)


@thm_8_1_average.reading(
    "a finite problem",
    printed=r"\text{two optimal plans of a problem with equal costs, and their average}",
    note="Finite problems may have several optimal plans.",
)
def thm_8_1_average_finite() -> Obligations:
    """Equal costs on two points."""
    half = Fraction(1, 2)
    tie = problem([1, 1], [1, 1], cost=[[1, 1], [1, 1]], capacity=[[1, 1], [1, 1]])
    yield UniquePlan(tie, holds=False)
    for plan in ([[1, 0], [0, 1]], [[0, 1], [1, 0]], [[half, half], [half, half]]):
        yield Optimal(tie, plan=plan)


#: (1_{W_1}, 1_{W_2}) at a point of the symmetric difference
SIDES = ((1, 0), (0, 1))


@paper.claim(
    "thm-8-1-symmetric-difference",
    at="Proof of Theorem 8.1",
    printed=r"\mathcal L^{2d}(\Delta)=0\text{ and }h_1=h_2\text{ a.e., or }0<\tfrac12h_1+\tfrac12h_2<\bar h\text{ a.e. on }\Delta=W_1\triangle W_2",
    depends=("def-6-2",),
)
def thm_8_1_symmetric_difference() -> Obligations:
    """h_i = h̄ 1_{W_i} for any sets W_i as in Definition 6.2, h̄ >= 0."""
    at_point = Domain(cap >= 0)
    for first, second in SIDES:
        average = cap * first / 2 + cap * second / 2
        yield Relation(average > 0, over=at_point)
        yield Relation(average < cap, over=at_point)


@thm_8_1_symmetric_difference.corrected(
    r"\text{the same with }W_i\subset\{\bar h>0\}",
    note="Where $\\bar h=0$ the sets $W_i$ may differ although both densities vanish. Choose $W_i\\subset\\{\\bar h>0\\}$, or put "
    "$\\Delta\\cap\\{\\bar h>0\\}$ for $\\Delta$; the proof goes through.",
)
def thm_8_1_symmetric_difference_corrected() -> Obligations:
    """Where h̄ > 0; off Δ the two densities agree."""
    at_point = Domain(cap > 0)
    for first, second in SIDES:
        average = cap * first / 2 + cap * second / 2
        yield Relation(average > 0, over=at_point)
        yield Relation(average < cap, over=at_point)
        yield Relation(cap * first, "!=", cap * second, over=at_point, label="they differ on $\\Delta$")
    yield Identity(
        cap * one - cap * two, 0, over=Domain(cap >= 0, equals(one, two)), label="they agree off $\\Delta$"
    )
