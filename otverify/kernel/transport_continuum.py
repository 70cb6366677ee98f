"""Two-sided bounds for optimal transport with capacities between densities on an interval.

The problem: I = [-1/2, 1/2], cost |x - y|²/2, source and target densities constant on the cells of an
equal partition of I, capacity constant on the products of those cells. Minimise ∫ c h over densities
0 <= h <= capacity with the given marginals (J. Korman, R. J. McCann, Optimal transportation with
capacity constraints, eq. (3)).

Upper bound. A plan that is constant on the n × n cells is a plan of the continuous problem, and its cost
is exact: the average of |x - y|²/2 over a cell is ½(x̄² + ȳ²) + 1/(12 n²) - x̄ ȳ at the midpoints.

Lower bound. Let p, q be linear between the n + 1 nodes, f = p + x²/2, g = q + y²/2. On each cell
c - f - g = -xy - p - q is affine in x and in y, so min(0, ·) is concave in each variable and the product
trapezoidal rule bounds its integral from below. The dual value of f, g is then at least the nodal sum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from otverify.kernel.errors import Malformed
from otverify.kernel.transport_arrays import Array, exact, times
from otverify.kernel.transport_data import (
    Json,
    Problem,
    Scaled,
    check_plan,
    fields,
    matrix,
    parse_integer,
    parse_plan,
    rationals,
    shown,
)
from otverify.kernel.transport_optimal import ValueBounds, dual_value, parse_potentials

MAX_SIZE = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Densities:
    """Densities on k and l equal cells and the k × l capacity, each over its denominator."""

    source: Scaled
    target: Scaled
    capacity: Scaled


def check_continuum(problem: Json, certificate: Json) -> ValueBounds:
    """Certificate ``{"kind": "continuum", "cells": {"size", "plan"}, "nodes": {"size", "f", "g"}}``.

    The plan on the cells gives the upper bound, the potentials at the nodes the lower bound. O(size²).
    """
    certificate = fields(certificate, "certificate", required=("kind", "cells", "nodes"))
    stated = parse_densities(problem)
    cells = fields(certificate["cells"], "cells", required=("size", "plan"))
    size = _size(cells["size"], stated)
    grid = cell_problem(stated, size)
    upper = check_plan(grid, parse_plan(cells["plan"], "plan", shape=grid.shape)) + _squares(stated, size)
    nodes = fields(certificate["nodes"], "nodes", required=("size", "f", "g"))
    size = _size(nodes["size"], stated)
    grid = node_problem(stated, size)
    lower = dual_value(grid, *parse_potentials(nodes, grid.shape)) + _squares(stated, size)
    return ValueBounds(lower=lower, upper=upper)


def parse_densities(data: Json) -> Densities:
    """The problem ``{"source", "target", "capacity"}``: two lists of densities, and a matrix or a number."""
    data = fields(data, "problem", required=("source", "target", "capacity"))
    source, target = rationals(data["source"], "source"), rationals(data["target"], "target")
    shape = (len(source.numerators), len(target.numerators))
    if not all(0 < count <= MAX_SIZE for count in shape):
        raise Malformed(f"problem: {shape} densities are none or too many")
    capacity = matrix(data["capacity"], "capacity", shape=shape)
    if capacity.absent is not None:
        raise Malformed("capacity: null entries; the capacity must be bounded")
    masses = []
    for name, part in (("source", source), ("target", target), ("capacity", capacity)):
        if int(part.numerators.min()) < 0:
            raise Malformed(f"{name}: a negative density")
        masses.append(
            Fraction(sum(part.numerators.ravel().tolist()), part.denominator * part.numerators.shape[0])
        )
    if masses[0] != masses[1]:
        raise Malformed(f"problem: the total masses {shown(masses[0])} and {shown(masses[1])} differ")
    return Densities(source=source, target=target, capacity=capacity)


def cell_problem(stated: Densities, size: int) -> Problem:
    """The problem on size × size cells with cost -xy at the midpoints; mass unit 1/(size² denominators)."""
    denominator = _denominator(stated)
    supply, demand = (_spread(part.over(denominator), size) for part in (stated.source, stated.target))
    k, m = size // len(stated.source.numerators), size // len(stated.target.numerators)
    capacity = stated.capacity.over(denominator)
    midpoints = 2 * np.arange(size, dtype=np.int64) + (1 - size)
    return Problem(
        supply=times(supply, size),
        demand=times(demand, size),
        mass_denominator=denominator * size * size,
        cost=-np.outer(midpoints, midpoints),
        cost_denominator=4 * size * size,
        forbidden=None,
        capacity=_repeated(capacity, rows=k, columns=m),
    )


def node_problem(stated: Densities, size: int) -> Problem:
    """The problem on (size + 1)² nodes with trapezoidal weights; mass unit 1/(4 size² denominators)."""
    denominator = _denominator(stated)
    supply, demand = (
        times(_trapezoid(_spread(part.over(denominator), size)), 2 * size)
        for part in (stated.source, stated.target)
    )
    k, m = size // len(stated.source.numerators), size // len(stated.target.numerators)
    nodes = 2 * np.arange(size + 1, dtype=np.int64) - size
    return Problem(
        supply=supply,
        demand=demand,
        mass_denominator=denominator * 4 * size * size,
        cost=-np.outer(nodes, nodes),
        cost_denominator=4 * size * size,
        forbidden=None,
        capacity=_node_capacity(stated.capacity.over(denominator), size, rows=k, columns=m),
    )


def _squares(stated: Densities, size: int) -> Fraction:
    """½ ∫ x² f + ½ ∫ y² g, exactly: the average of x² over a cell is x̄² + 1/(12 size²)."""
    total = Fraction(0)
    for part in (stated.source, stated.target):
        density = _spread(part.numerators, size).tolist()
        second = sum(value * (3 * (2 * i + 1 - size) ** 2 + 1) for i, value in enumerate(density))
        total += Fraction(second, 24 * size**3 * part.denominator)
    return total


def _size(value: Json, stated: Densities) -> int:
    size = parse_integer(value, "size", least=1, most=MAX_SIZE)
    for part in (stated.source, stated.target):
        if size % len(part.numerators):
            raise Malformed(f"size: {size} is not a multiple of {len(part.numerators)} cells")
    return size


def _denominator(stated: Densities) -> int:
    return math.lcm(stated.source.denominator, stated.target.denominator, stated.capacity.denominator)


def _spread(values: Array, size: int) -> Array:
    return np.repeat(values, size // len(values))


def _trapezoid(cells: Array) -> Array:
    """The sum of the two neighbouring cells at each node."""
    if times(cells, 2).dtype == object:
        cells = cells.astype(object)
    zero = exact([0])
    return np.concatenate([cells, zero]) + np.concatenate([zero, cells])


def _repeated(capacity: Array, *, rows: int, columns: int) -> Array:
    if capacity.shape == (1, 1):
        return np.broadcast_to(capacity, (rows, columns))
    return np.repeat(np.repeat(capacity, rows, axis=0), columns, axis=1)


def _node_capacity(capacity: Array, size: int, *, rows: int, columns: int) -> Array:
    """The sum of the (up to four) neighbouring cells at each node."""
    if times(capacity, 4).dtype == object:
        capacity = capacity.astype(object)
    total = np.zeros((size + 1, size + 1), dtype=capacity.dtype)
    cells = _repeated(capacity, rows=rows, columns=columns)
    for i in (0, 1):
        for j in (0, 1):
            total[i : size + i, j : size + j] += cells
    return total
