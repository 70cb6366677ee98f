"""An optimal plan with optimal potentials, and the graph that describes all optimal potentials.

Atoms without mass are left out: "all potentials" means all values on the atoms of positive mass.

Throughout, (plan, f, g) is an optimal pair and r = c - f - g. A pair that can take more mass (below
capacity) has r >= 0 at every optimal dual, a pair that can give mass (plan > 0) has r <= 0. Hence r = 0
on *free* pairs (both), every optimal dual is f + A, g - A with A constant on the connected components of
the graph of free pairs, and A_k - A_l <= r_ij for i in k, j in l able to take (<= -r_ij with i in l,
j in k able to give). This is the whole description of the dual optimal face.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_arrays import Array, times
from otverify.kernel.transport_data import (
    Json,
    Plan,
    Problem,
    Scaled,
    check_plan,
    fields,
    parse_plan,
    parse_problem,
    reduced_costs,
    shown,
)
from otverify.kernel.transport_optimal import dual_value, parse_potentials


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimalPair:
    """An optimal pair on the atoms of positive mass. ``rows`` and ``columns`` are the original indices."""

    rows: Array
    columns: Array
    reduced: Array
    denominator: int
    f: Scaled
    takes: Array
    gives: Array

    @property
    def free(self) -> Array:
        """Pairs that take and give."""
        return self.takes & self.gives


def optimal_pair(problem: Json, certificate: Json) -> OptimalPair:
    """The pair in the fields "plan", "f", "g" of a certificate with no others; reject unless optimal."""
    data = fields(certificate, "certificate", required=("kind", "plan", "f", "g"))
    stated = parse_problem(problem)
    f, g = parse_potentials(data, stated.shape)
    plan = parse_plan(data["plan"], "plan", shape=stated.shape)
    rows, columns = np.flatnonzero(stated.supply), np.flatnonzero(stated.demand)
    if not len(rows):
        raise Malformed("problem: no mass")
    smaller = _positive(stated, rows, columns=columns)
    inner_f, inner_g = _restrict(f, rows), _restrict(g, columns)
    primal, dual = check_plan(stated, plan), dual_value(smaller, inner_f, inner_g)
    if primal != dual:
        raise Rejected(f"not optimal: the plan costs {shown(primal)}, the potentials give {shown(dual)}")
    denominator, blocks = reduced_costs(smaller, inner_f, inner_g)
    reduced = np.concatenate([block.copy() for _, block in blocks])
    takes, gives = _room(smaller, plan, rows=rows, columns=columns)
    return OptimalPair(
        rows=rows, columns=columns, reduced=reduced, denominator=denominator, f=f, takes=takes, gives=gives
    )


def _positive(stated: Problem, rows: Array, *, columns: Array) -> Problem:
    if len(rows) == stated.shape[0] and len(columns) == stated.shape[1]:
        return stated
    index = np.ix_(rows, columns)
    return Problem(
        supply=stated.supply[rows],
        demand=stated.demand[columns],
        mass_denominator=stated.mass_denominator,
        cost=stated.cost[index],
        cost_denominator=stated.cost_denominator,
        forbidden=None if stated.forbidden is None else stated.forbidden[index],
        capacity=None if stated.capacity is None else stated.capacity[index],
    )


def _restrict(values: Scaled, kept: Array) -> Scaled:
    return Scaled(numerators=values.numerators[kept], denominator=values.denominator)


def _room(problem: Problem, plan: Plan, *, rows: Array, columns: Array) -> tuple[Array, Array]:
    """Masks: pairs below capacity, pairs with positive mass."""
    at = (np.searchsorted(rows, plan.rows), np.searchsorted(columns, plan.columns))
    gives = np.zeros(problem.shape, dtype=bool)
    gives[at] = True
    takes = np.ones(problem.shape, dtype=bool) if problem.forbidden is None else ~problem.forbidden
    if problem.capacity is not None:
        takes &= problem.capacity != 0
        denominator = math.lcm(problem.mass_denominator, plan.denominator)
        masses = times(plan.masses, denominator // plan.denominator)
        bounds = problem.capacity[at]
        scaled = times(bounds, denominator // problem.mass_denominator)
        takes[at] = (bounds < 0) | (masses < scaled)
    return takes, gives


def components(graph: Array) -> tuple[Array, Array, int]:
    """Connected components of a bipartite graph: labels of rows and columns, in order of first row."""
    n, m = graph.shape
    rows, columns = np.full(n, -1, dtype=np.int64), np.full(m, -1, dtype=np.int64)
    neighbours = [np.flatnonzero(row) for row in graph]
    back: list[list[int]] = [[] for _ in range(m)]
    for i, row in enumerate(neighbours):
        for j in row.tolist():
            back[j].append(i)
    count = 0
    for first in range(n):
        if rows[first] >= 0:
            continue
        rows[first] = count
        stack = [first]
        while stack:
            for j in neighbours[stack.pop()].tolist():
                if columns[j] < 0:
                    columns[j] = count
                    for i in back[j]:
                        if rows[i] < 0:
                            rows[i] = count
                            stack.append(i)
        count += 1
    for j in np.flatnonzero(columns < 0).tolist():
        columns[j] = count
        count += 1
    return rows, columns, count


def full_labels(labels: Array, *, at: Array, size: int) -> tuple[int, ...]:
    """Labels of all atoms, -1 for those without mass."""
    full = np.full(size, -1, dtype=np.int64)
    full[at] = labels
    return tuple(full.tolist())


def original(pair: OptimalPair, where: Array) -> tuple[int, int]:
    """The first pair of a mask, in the indices of the problem."""
    i, j = np.unravel_index(int(np.argmax(where)), where.shape)
    return int(pair.rows[i]), int(pair.columns[j])
