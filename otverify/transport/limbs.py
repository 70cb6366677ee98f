"""Numbered limb systems, and the one plan they can carry (McCann and Rifford, Section 3).

Points of X get odd numbers, points of Y even ones, such that every pair of S joins numbers k and k - 1 and no
point has two pairs that lead to a lower number. The pairs that lead down from the points numbered k are the
k-th limb: the graph of a map f_k for odd k, an antigraph for even k. For a finite relation such numbers exist
exactly when its bipartite graph is a forest, and exactly then no two plans on S have the same marginals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from otverify.errors import InvalidProblem
from otverify.kernel.transport_chains import check
from otverify.transport.chains import Indices, Pair, PairSet
from otverify.transport.chains_graph import ENDLESS, cycle, split_graph, trees
from otverify.transport.levels import Levels, graph_numbers
from otverify.transport.measures import Measure, measure
from otverify.transport.tables import exact_array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimbSystem:
    """S is a numbered limb system (Definition 3.1); accepted by the kernel.

    ``source_limbs[i]`` is the odd k with x_i ∈ I_k, ``target_limbs[j]`` the even k with y_j ∈ I_k,
    ``limbs[p]`` the limb of pair p: the larger of its two numbers. Two plans that vanish outside S and have
    the same marginals are equal.
    """

    within: PairSet
    source_limbs: Indices
    target_limbs: Indices
    limbs: Indices
    certificate: dict[str, Any]

    @property
    def highest(self) -> int:
        """N, the number of limbs."""
        return int(self.limbs.max())

    def limb(self, k: int) -> dict[int, int]:
        """f_k: x -> y for odd k, y -> x for even k."""
        chosen = self.limbs == k
        ends = (self.within.rows[chosen].tolist(), self.within.columns[chosen].tolist())
        return dict(zip(*(ends if k % 2 else reversed(ends)), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoPlans:
    """S has a cycle: mass 1 on its even places and mass 1 on its odd places have the same marginals."""

    within: PairSet
    cycle: tuple[Pair, ...]
    certificate: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimbPlan:
    """The only plan on S with the stated marginals; ``masses`` per pair of S, zeros included."""

    system: LimbSystem
    masses: tuple[Fraction, ...]
    certificate: dict[str, Any]

    @property
    def support(self) -> list[Pair]:
        """The pairs of positive mass."""
        return [pair for pair, mass in zip(self.system.within.pairs, self.masses, strict=True) if mass]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NoPlan:
    """No plan on S has these marginals: rows and columns that would have to exchange ``deficit`` more."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    deficit: Fraction
    certificate: dict[str, Any]


def limb_system(within: PairSet) -> LimbSystem | TwoPlans:
    """Numbers that make S a numbered limb system, or a cycle that shows there are none. O(k) for k pairs.

    Every tree is rooted at an end of a longest path and its points are numbered by the distance from there.
    Classes of derivatives play no part.
    """
    plain = _plain(within)
    graph = split_graph(plain)
    around = cycle(graph)
    if around is not None:
        certificate = {"kind": "two-plans", "positions": around.tolist()}
        check(_statement(within), certificate)
        pairs = tuple(zip(within.rows[around].tolist(), within.columns[around].tolist(), strict=True))
        return TwoPlans(within=within, cycle=pairs, certificate=certificate)
    found = trees(graph)
    # sources are numbered 1, 3, ... from a source as root, 1, 3, ... above a target numbered 0
    left_root = np.zeros(len(graph.cyclic), dtype=np.int64)
    is_left = np.zeros(graph.size, dtype=bool)
    is_left[graph.left] = True
    left_root[graph.component[found.roots]] = is_left[found.roots]
    number = found.near + left_root[graph.component]
    sources = np.ones(within.shape[0], dtype=np.int64)
    targets = np.zeros(within.shape[1], dtype=np.int64)
    sources[within.rows] = number[graph.left]
    targets[within.columns] = number[graph.right]
    return _system(within, sources, targets)


def level_limbs(found: Levels) -> LimbSystem:
    """The system of Lemma 4.8: the pairs of G_k by the first expressions of (4.10) form the k-th limb. O(k).

    Raises InvalidProblem if some level is infinite, Rejected if the G_k are no limb system.
    """
    within = found.within
    if bool((found.level == ENDLESS).any()):
        raise InvalidProblem("levels", expected="finite levels", got="a pair in E_∞")
    limbs = graph_numbers(found)
    odd = limbs % 2 == 1
    sources = np.ones(within.shape[0], dtype=np.int64)
    targets = np.zeros(within.shape[1], dtype=np.int64)
    sources[within.rows] = np.where(odd, limbs, limbs - 1)
    targets[within.columns] = np.where(odd, limbs - 1, limbs)
    return _system(within, sources, targets)


def plan_on(system: LimbSystem, source: Any, *, target: Any) -> LimbPlan | NoPlan:
    """The plan on S with marginals μ and ν by the recursion (3.4), from the highest limb down; or none.

    Marginals are measures or lists of exact masses. Exact; O(n + m + k).
    """
    within = system.within
    mu, nu = _measure(source, size=within.shape[0]), _measure(target, size=within.shape[1])
    unit = math.lcm(mu.denominator, nu.denominator)
    left = [[weight * (unit // side.denominator) for weight in side.weights] for side in (mu, nu)]
    rows, columns = within.rows.tolist(), within.columns.tolist()
    masses = [0] * len(rows)
    order = np.argsort(-system.limbs, kind="stable").tolist()
    limbs = system.limbs.tolist()
    for position in order:
        i, j = rows[position], columns[position]
        # the limb leads down from x_i if its number is odd; all pairs above are settled
        side, index = (0, i) if limbs[position] % 2 else (1, j)
        mass = left[side][index]
        if mass < 0:
            return _no_plan(system, mu, nu, side=side, index=index)
        masses[position] = mass
        left[0][i] -= mass
        left[1][j] -= mass
    for side in (0, 1):
        for index, rest in enumerate(left[side]):
            if rest:
                return _no_plan(system, mu, nu, side=side, index=index)
    certificate = {
        "kind": "limb-plan",
        "source_limbs": system.source_limbs,
        "target_limbs": system.target_limbs,
        "masses": _written(masses, unit),
    }
    check(_statement(within, mu, nu), certificate)
    return LimbPlan(
        system=system, masses=tuple(Fraction(mass, unit) for mass in masses), certificate=certificate
    )


def plan_statement(system: LimbSystem, source: Any, *, target: Any) -> dict[str, Any]:
    """What the certificates of :func:`plan_on` are about, as the kernel reads it."""
    shape = system.within.shape
    return _statement(system.within, _measure(source, size=shape[0]), _measure(target, size=shape[1]))


def system_statement(within: PairSet) -> dict[str, Any]:
    """What the certificates of :func:`limb_system` are about, as the kernel reads it."""
    return _statement(within)


def _system(within: PairSet, sources: Indices, targets: Indices) -> LimbSystem:
    certificate = {"kind": "limb-system", "source_limbs": sources, "target_limbs": targets}
    check(_statement(within), certificate)
    return LimbSystem(
        within=within,
        source_limbs=sources,
        target_limbs=targets,
        limbs=np.maximum(sources[within.rows], targets[within.columns]),
        certificate=certificate,
    )


def _no_plan(system: LimbSystem, mu: Measure, nu: Measure, *, side: int, index: int) -> NoPlan:
    """The points above the given one, itself included: all their pairs but one stay among themselves."""
    within = system.within
    above: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
    for i, j, limb in zip(within.rows.tolist(), within.columns.tolist(), system.limbs.tolist(), strict=True):
        # an odd limb leads down from x_i to y_j
        if limb % 2:
            above[1].setdefault(j, []).append(i)
        else:
            above[0].setdefault(i, []).append(j)
    chosen: tuple[list[int], list[int]] = ([], [])
    waiting = [(side, index)]
    while waiting:
        here, k = waiting.pop()
        chosen[here].append(k)
        waiting += [(1 - here, other) for other in above[here].get(k, [])]
    certificate = {"kind": "no-plan", "rows": sorted(chosen[0]), "columns": sorted(chosen[1])}
    conclusion = check(_statement(within, mu, nu), certificate)
    return NoPlan(
        rows=tuple(sorted(chosen[0])),
        columns=tuple(sorted(chosen[1])),
        deficit=conclusion.deficit,
        certificate=certificate,
    )


def _plain(within: PairSet) -> PairSet:
    """The same pairs without classes of derivatives."""
    return PairSet(
        rows=within.rows,
        columns=within.columns,
        shape=within.shape,
        source_nodes=within.rows,
        target_nodes=within.columns,
    )


def _measure(masses: Any, *, size: int) -> Measure:
    result = masses if isinstance(masses, Measure) else measure(masses)
    if len(result) != size:
        raise InvalidProblem("marginals", expected=f"{size} masses", got=len(result))
    return result


def _statement(within: PairSet, mu: Measure | None = None, nu: Measure | None = None) -> dict[str, Any]:
    data: dict[str, Any] = {"rows": within.rows, "columns": within.columns, "shape": list(within.shape)}
    for key, side in (("source", mu), ("target", nu)):
        if side is not None:
            data[key] = _written(side.weights, side.denominator)
    return data


def _written(numerators: Sequence[int], denominator: int) -> Any:
    """Masses as statements hold them: an int64 array where that is exact."""
    values = exact_array(list(numerators))
    plain = values.tolist() if values.dtype == object else values
    return plain if denominator == 1 else {"numerators": plain, "denominator": denominator}
