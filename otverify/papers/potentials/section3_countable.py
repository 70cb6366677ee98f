"""Section 3, Countable index sets: Corollary 1, on truncations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from otverify.claims_transport import UniquePotential
from otverify.papers.potentials.examples import countable_cells
from otverify.papers.potentials.instances import (
    finite,
    geometric,
    have_different_sums,
    shared_intervals,
)
from otverify.papers.potentials.notation import (
    paper,
)

Obligations = Iterator[Any]


@paper.claim(
    "countable-two-settings",
    at="Section 3, Countable index sets",
    printed=r"|\{i:\pi(X_i\times Y_j)>0\}|<\infty\text{ for all }j,\text{ or }Y_j=\{y_j\}",
    depends=("corollary1-case1", "corollary1-case2"),
)
def countable_two_settings() -> Obligations:
    """Intervals shared by two points each; four points against four points; and without either it may fail."""
    yield UniquePotential(shared_intervals(4), label="1) intervals, two points each")
    source, target = geometric(2, 4), geometric(5, 4)
    cost = [[abs(i - j) for j in range(4)] for i in range(4)]
    yield UniquePotential(finite(source, target, cost), label="2) points")
    yield from countable_cells("neither 1) nor 2)")


@paper.claim(
    "corollary1-case1",
    at="Corollary 1, 1)",
    printed=r"I\text{ countable},\;|\{i\in I:\pi(X_i\times Y_j)>0\}|<\infty\text{ for all }j\text{: Theorem 1 holds}",
    hypotheses=(r"\text{condition 2 of Theorem 1}",),
    depends=("theorem1", "corollary1-proof-representation"),
)
def corollary1_case1() -> Obligations:
    """Intervals of masses 1/2, 1/4, ..., each shared by two points of X: unique for every truncation."""
    for size in (3, 6, 12):
        yield UniquePotential(shared_intervals(size), label=f"{size} intervals")
    yield from countable_cells("without finitely many $X_i$ per $Y_j$")


@paper.claim(
    "corollary1-case2",
    at="Corollary 1, 2)",
    printed=r"I\text{ countable},\;Y_j=\{y_j\}\text{ if }\nu(Y_j)>0\text{: Theorem 1 holds}",
    depends=("theorem1", "corollary1-proof-representation"),
)
def corollary1_case2() -> Obligations:
    """Atoms with weights 2^-k against 3^-k, truncated: the monotone plan connects all of them."""
    for size in (3, 6, 9):
        source, target = geometric(2, size), geometric(3, size)
        cost = [[(i - j) ** 2 for j in range(size)] for i in range(size)]
        yield UniquePotential(finite(source, target, cost), label=f"{size} atoms")
    yield from countable_cells("without points $Y_j$")


@paper.claim(
    "countable-points",
    at="Section 3, after Corollary 1",
    printed=r"X_i,Y_j\text{ points},\;(\mu(X_i)),(\nu(Y_j))\text{ as in Lemma 6}\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
    depends=("corollary1-case2", "finite-nondegenerate-unique"),
)
def countable_points() -> Obligations:
    """Weights 3^-k against 5^-k, truncated: no two subset sums agree, and potentials are unique for every cost."""
    for size in (2, 3, 4):
        source, target = geometric(3, size), geometric(5, size)
        yield have_different_sums(source, target, f"{size} atoms: different sums")
        for name, cost in (
            ("flat", [[0] * size] * size),
            ("discrete metric", [[int(i != j) for j in range(size)] for i in range(size)]),
        ):
            yield UniquePotential(finite(source, target, cost), label=f"{size} atoms, {name} cost")
    equal = finite([2, 1], [2, 1], [[0, 1], [1, 0]])
    yield UniquePotential(equal, holds=False, label="without different sums")
