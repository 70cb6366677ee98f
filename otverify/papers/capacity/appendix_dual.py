"""Section 9: the dual problems (23) and (24), and their use."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation, Relation
from otverify.claims_transport import Feasible, Optimal
from otverify.papers.capacity import instances
from otverify.papers.capacity.notation import paper
from otverify.transport.problems import TransportProblem
from otverify.vocabulary import Domain, reals

Obligations = Iterator[Obligation]

primal, dual, other_primal, other_dual = reals("P D P_ D_")
c, u, v, w, h, cap = reals("c u v w h hbar")


def dual_value(
    stated: TransportProblem, *, capacitated: bool
) -> tuple[list[Fraction], list[Fraction], Fraction]:
    """Optimal u, v in the signs of the paper, and the value -Σuf - Σvg + Σ min(0, c + u + v) h̄."""
    potentials = instances.solved(stated).potentials
    if potentials is None:
        raise TypeError("the costs are not rational")
    left = [-Fraction(value) for value in potentials.f]
    right = [-Fraction(value) for value in potentials.g]
    f, g = stated.source.masses, stated.target.masses
    value = -sum((a * b for a, b in zip(left, f, strict=True)), Fraction(0))
    value -= sum((a * b for a, b in zip(right, g, strict=True)), Fraction(0))
    if capacitated:
        rows = zip(left, instances.costs(stated), instances.capacities(stated), strict=True)
        for a, costs, bounds in rows:
            for b, cost, bound in zip(right, costs, bounds, strict=True):
                value += min(Fraction(0), cost + a + b) * bound
    return left, right, value


@paper.claim(
    "eq-23",
    at="(23)",
    printed=r"\sup_{(u,v)\in Lip_c}-\int uf-\int vg,\quad Lip_c=\{c+u+v\ge0\}",
)
def eq_23() -> Obligations:
    """Finite problems: admissible u, v whose value is the minimum of (2); for every admissible pair it is a lower bound."""
    yield Relation(
        c * h >= -u * h - v * h, over=Domain(c + u + v >= 0, h >= 0), label="weak duality, pointwise"
    )
    for name, stated in instances.small_problems().items():
        free = instances.without_capacity(stated)
        left, right, value = dual_value(free, capacitated=False)
        yield Optimal(
            free,
            value=value,
            potentials=([-a for a in left], [-b for b in right]),
            label=name,
        )


@paper.claim(
    "eq-24",
    at="(24)",
    printed=r"\sup_{(u,v,w)\in\overline{Lip}_c}-\int uf-\int vg+\int w\bar h,\quad\overline{Lip}_c=\{c+u+v-w\ge0,\;w\le0\}",
    depends=("weak-duality",),
)
def eq_24() -> Obligations:
    """w = min(0, c + u + v) is the best w; finite problems have the value of (3), and where (3) has no plan a cut makes (24) unbounded."""
    admissible = Domain(c + u + v - w >= 0, w <= 0, cap >= 0)
    for name, best, where in (
        ("0", c * 0, Domain(admissible, c + u + v >= 0)),
        ("$c+u+v$", c + u + v, Domain(admissible, c + u + v <= 0)),
    ):
        yield Relation(w * cap <= best * cap, over=where, label=f"the best $w$ is {name}")
    for name, stated in instances.small_problems().items():
        left, right, value = dual_value(stated, capacitated=True)
        yield Optimal(stated, value=value, potentials=([-a for a in left], [-b for b in right]), label=name)
    for name, stated in instances.blocked_problems().items():
        yield Feasible(stated, holds=False, label=name)


@paper.claim(
    "eq-25",
    at="(25)",
    printed=r"\int ch=-\int uf-\int vg+\int w\bar h\Rightarrow h\text{ minimises (3)},\;(u,v,w)\text{ maximises (24)}",
    depends=("weak-duality",),
)
def eq_25() -> Obligations:
    """By weak duality every plan costs at least D = P, and no dual value exceeds P = D; equality forces (c+u+v-w)h = 0 = w(h - h̄)."""
    equal = Domain(other_primal >= dual, primal >= dual, primal <= dual, other_dual <= primal)
    yield Relation(primal <= other_primal, over=equal, label="$h$ is a minimiser")
    yield Relation(other_dual <= dual, over=equal, label="$(u,v,w)$ is a maximiser")
    slack = Domain(c + u + v - w >= 0, w <= 0, h >= 0, h <= cap)
    yield Relation((c + u + v - w) * h >= 0, over=slack)
    yield Relation(w * (h - cap) >= 0, over=slack)
    yield Identity(
        c * h - (-u * h - v * h + w * cap), (c + u + v - w) * h + w * (h - cap), over=slack, label="the gap"
    )
