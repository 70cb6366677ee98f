"""The skeleton of the optimal faces, and how to reach their interiors.

From one optimal pair: the digraph of pairs that can take mass (row to column) or give it (column to row)
at reduced cost 0. Its strongly connected components are the groups of atoms whose potentials move
together. Mass pushed around a group reaches the interior of the face of optimal plans; shifting the
groups along their order reaches the interior of the dual face. Atoms without mass are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.transport.circulation import covering_circulation
from otverify.transport.outcomes import Optimal, Potentials, TransportPlan
from otverify.transport.problems import to_integers
from otverify.transport.tables import INT64_BOUND, Integers, exact_array
from otverify.transport.transforms import lower_envelope


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Skeleton:
    """Reduced costs of an optimal pair on the atoms of positive mass, as integers, and what pairs can do."""

    rows: Integers
    columns: Integers
    reduced: Integers
    takes: NDArray[np.bool_]
    gives: NDArray[np.bool_]
    potentials: Potentials

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Pairs that can take or give mass."""
        usable: NDArray[np.bool_] = self.takes | self.gives
        return usable


def interior_potentials(optimum: Optimal) -> tuple[Potentials, list[tuple[int, int]]]:
    """Optimal potentials in the relative interior of the dual face, and their tight pairs.

    Tight are the pairs free in some optimal plan (and those at a bound with reduced cost 0 at every
    optimal dual). Atoms without mass get a potential with room to spare. O(n m).
    """
    skeleton = skeleton_of(optimum)
    labels, count = groups(skeleton)
    potentials = shifted_potentials(skeleton, labels=labels, count=count)
    n = len(skeleton.rows)
    inside = (skeleton.reduced == 0) & skeleton.usable & (labels[:n, None] == labels[None, n:])
    i, j = np.nonzero(inside)
    tight = list(zip(skeleton.rows[i].tolist(), skeleton.columns[j].tolist(), strict=True))
    return _with_room(optimum, skeleton, potentials), tight


def _with_room(optimum: Optimal, skeleton: Skeleton, potentials: Potentials) -> Potentials:
    """The potentials at atoms without mass: the c-transform less one unit of cost."""
    data = to_integers(optimum.problem)
    n, m = data.cost.shape
    rows, columns = np.setdiff1d(np.arange(n), skeleton.rows), np.setdiff1d(np.arange(m), skeleton.columns)
    if not len(rows) and not len(columns):
        return potentials
    usable = np.ones((n, m), dtype=bool) if data.infinite is None else ~data.infinite
    if data.capacity is not None:
        usable &= data.capacity != 0
    cost = data.cost.astype(object) * int(data.cost_unit / potentials.unit)
    f, g = potentials.f_numerators.astype(object), potentials.g_numerators.astype(object)
    unit = potentials.unit.denominator
    known = np.isin(np.arange(m), skeleton.columns)
    f[rows] = lower_envelope(cost[rows], g, usable=usable[rows] & known).astype(object) - unit
    g[columns] = lower_envelope(cost[:, columns].T, f, usable=usable[:, columns].T).astype(object) - unit
    return Potentials(f_numerators=exact_array(f), g_numerators=exact_array(g), unit=potentials.unit)


def skeleton_of(optimum: Optimal) -> Skeleton:
    """The skeleton of an optimum with rational costs and positive mass. O(n m)."""
    if optimum.potentials is None:
        raise InvalidProblem("optimum", expected="a problem with rational costs", got="sums of radicals")
    data = to_integers(optimum.problem)
    rows, columns = np.flatnonzero(data.supply), np.flatnonzero(data.demand)
    if not len(rows):
        raise InvalidProblem("optimum", expected="positive total mass", got=0)
    f, g = optimum.potentials.f_numerators, optimum.potentials.g_numerators
    factor = int(data.cost_unit / optimum.potentials.unit)
    reduced = _reduced(data.cost, factor, f=f, g=g)
    takes = np.ones(reduced.shape, dtype=bool) if data.infinite is None else ~data.infinite
    gives = np.zeros(reduced.shape, dtype=bool)
    plan = optimum.plan
    at = (plan.rows, plan.columns)
    gives[at] = True
    if data.capacity is not None:
        takes &= data.capacity != 0
        masses = [int(mass * plan.unit / data.mass_unit) for mass in plan.masses.tolist()]
        bounds = data.capacity[at].tolist()
        takes[at] = [bound < 0 or mass < bound for mass, bound in zip(masses, bounds, strict=True)]
    if len(rows) < reduced.shape[0] or len(columns) < reduced.shape[1]:
        index = np.ix_(rows, columns)
        reduced, takes, gives = reduced[index], takes[index], gives[index]
    return Skeleton(
        rows=rows, columns=columns, reduced=reduced, takes=takes, gives=gives, potentials=optimum.potentials
    )


def _reduced(cost: Integers, factor: int, *, f: Integers, g: Integers) -> Integers:
    """factor·cost - f ⊕ g, in int64 if that cannot overflow."""
    bounds = [max(int(array.max()), -int(array.min())) for array in (cost, f, g)]
    small = all(array.dtype != object for array in (cost, f, g))
    if small and bounds[0] * factor + bounds[1] + bounds[2] < INT64_BOUND:
        reduced: Integers = cost * factor - f[:, None] - g
        return reduced
    exact: Integers = cost.astype(object) * factor - f[:, None] - g
    return exact


def groups(skeleton: Skeleton) -> tuple[NDArray[np.int64], int]:
    """Strongly connected components of the tight digraph on rows, then columns."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    n, m = skeleton.reduced.shape
    tight = skeleton.reduced == 0
    i, j = np.nonzero(tight & skeleton.takes)
    k, l = np.nonzero(tight & skeleton.gives)  # noqa: E741
    tails, heads = np.concatenate([i, l + n]), np.concatenate([j + n, k])
    graph = csr_matrix((np.ones(len(tails), dtype=np.int8), (tails, heads)), shape=(n + m, n + m))
    count, labels = connected_components(graph, directed=True, connection="strong")
    return labels.astype(np.int64), int(count)


def interior_plan(
    optimum: Optimal, skeleton: Skeleton, *, labels: NDArray[np.int64], count: int, every_pair: bool
) -> tuple[TransportPlan, bool]:
    """An optimal plan whose free pairs connect each group; all tight pairs of the groups if ``every_pair``.

    Whether it differs from the given plan is returned too.
    """
    n, m = skeleton.reduced.shape
    inside = (skeleton.reduced == 0) & (labels[:n, None] == labels[None, n:])
    if not bool((inside & (skeleton.takes ^ skeleton.gives)).any()):
        # every tight pair inside a group is free already
        return optimum.plan, False
    i, j = np.nonzero(inside & skeleton.takes)
    k, l = np.nonzero(inside & skeleton.gives)  # noqa: E741
    amounts = covering_circulation(
        np.concatenate([i, l + n]),
        np.concatenate([j + n, k]),
        labels=labels,
        count=count,
        every_arc=every_pair,
    )
    amounts[len(i) :] *= -1
    moving = np.flatnonzero(amounts)
    pairs = np.concatenate([i * m + j, k * m + l])[moving]
    keys, position = np.unique(pairs, return_inverse=True)
    change = np.zeros(len(keys), dtype=np.int64)
    np.add.at(change, position, amounts[moving])
    rows, columns = skeleton.rows[keys // m], skeleton.columns[keys % m]
    used = np.flatnonzero(change)
    if not used.size:
        return optimum.plan, False
    return moved_plan(optimum.plan, rows[used], columns=columns[used], change=change[used]), True


def moved_plan(plan: TransportPlan, rows: Integers, *, columns: Integers, change: Integers) -> TransportPlan:
    """The plan plus so small a multiple of the change that no mass and no room is used up."""
    factor = 2 * int(np.abs(change).max())
    width = plan.shape[1]
    keys, position = np.unique(
        np.concatenate([plan.rows * width + plan.columns, rows * width + columns]), return_inverse=True
    )
    masses = np.zeros(len(keys), dtype=object)
    np.add.at(masses, position, np.concatenate([plan.masses.astype(object) * factor, change.astype(object)]))
    return TransportPlan(
        shape=plan.shape,
        rows=keys // width,
        columns=keys % width,
        masses=exact_array(masses),
        unit=plan.unit / factor,
    )


def shifted_potentials(skeleton: Skeleton, *, labels: NDArray[np.int64], count: int) -> Potentials:
    """Optimal potentials with r = 0 inside the groups only: each group shifted along their order."""
    n = len(skeleton.rows)
    level = _levels(skeleton, labels, count=count)
    usable = skeleton.usable
    sizes = np.abs(skeleton.reduced)
    positive = sizes[usable & (sizes > 0)]
    # without any, a whole unit of cost: a step of one numerator could be lost in an approximation
    step = int(positive.min()) if positive.size else skeleton.potentials.unit.denominator
    # at most half of the smallest positive reduced cost is used up
    factor = 2 * (int(level.max()) + 1)
    potentials = skeleton.potentials
    f, g = potentials.f_numerators, potentials.g_numerators
    f, g = f.astype(object) * factor, g.astype(object) * factor
    shift = level.astype(object) * step
    f[skeleton.rows] = f[skeleton.rows] + shift[:n]
    g[skeleton.columns] = g[skeleton.columns] - shift[n:]
    return Potentials(f_numerators=exact_array(f), g_numerators=exact_array(g), unit=potentials.unit / factor)


def _levels(skeleton: Skeleton, labels: NDArray[np.int64], *, count: int) -> NDArray[np.int64]:
    """A level per node, constant on groups and increasing along tight arcs between groups."""
    n = len(skeleton.rows)
    tight = skeleton.reduced == 0
    i, j = np.nonzero(tight & skeleton.takes)
    k, l = np.nonzero(tight & skeleton.gives)  # noqa: E741
    tails = labels[np.concatenate([i, l + n])]
    heads = labels[np.concatenate([j + n, k])]
    between = tails != heads
    arcs = np.unique(tails[between] * count + heads[between])
    tails, heads = arcs // count, arcs % count
    waiting = np.bincount(heads, minlength=count)
    first = np.searchsorted(tails, np.arange(count + 1))
    level = np.zeros(count, dtype=np.int64)
    ready = np.flatnonzero(waiting == 0).tolist()
    while ready:
        group = ready.pop()
        below = heads[first[group] : first[group + 1]]
        level[below] = np.maximum(level[below], level[group] + 1)
        waiting[below] -= 1
        ready.extend(below[waiting[below] == 0].tolist())
    return level[labels]
