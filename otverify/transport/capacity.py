"""Optimal transport with capacities between densities on an interval: rigorous two-sided bounds.

The interval I = [-1/2, 1/2] with cost |x - y|²/2 is cut into n cells. Plans that are constant on cells
bound the minimum from above, potentials that are linear between the nodes bound it from below, and both
programs are finite transport problems with capacities (claims of J. Korman, R. J. McCann, Optimal
transportation with capacity constraints, Examples 1.1 and 1.2 and the appendix on duality).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np

from otverify.errors import InvalidProblem
from otverify.kernel.errors import Rejected
from otverify.kernel.transport import check
from otverify.transport.candidates import Candidate, candidate, repaired
from otverify.transport.exact import certified, infeasible
from otverify.transport.measures import Measure, measure, rational, written_number
from otverify.transport.outcomes import Infeasible, Optimal
from otverify.transport.pricing import solve_with_pricing
from otverify.transport.problems import IntegerProblem, TransportProblem, to_integers
from otverify.transport.successive_paths import Cut
from otverify.transport.tables import INT64_BOUND, Integers, Table, exact_array, table

#: grids up to this size are solved directly; larger ones start from the potentials of half the size
_DIRECT: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class DensityProblem:
    """Minimise ½ ∫ |x - y|² h over densities 0 <= h <= capacity on I² with marginals source and target.

    ``source`` and ``target`` are densities on equal cells of I = [-1/2, 1/2], ``capacity`` is constant on
    the products of those cells. Build one with :func:`density_problem`.
    """

    source: tuple[Fraction, ...]
    target: tuple[Fraction, ...]
    capacity: tuple[tuple[Fraction, ...], ...]

    def statement(self) -> dict[str, Any]:
        """The problem as the kernel reads it."""
        return {
            "source": [written_number(value) for value in self.source],
            "target": [written_number(value) for value in self.target],
            "capacity": [[written_number(value) for value in row] for row in self.capacity],
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContinuumBounds:
    """The minimum of the continuous problem lies in [lower, upper]; accepted by the kernel.

    ``cells`` and ``nodes`` are the certified optima of the two discretisations (nodes in its own units).
    """

    lower: Fraction
    upper: Fraction
    certificate: dict[str, Any]
    cells: Optimal
    nodes: Optimal


def density_problem(
    source: Sequence[Any] = (1,), target: Sequence[Any] = (1,), *, capacity: Any
) -> DensityProblem:
    """Densities on equal cells of [-1/2, 1/2], with a constant capacity or a matrix of them.

    >>> density_problem(capacity=4).statement()
    {'source': [1], 'target': [1], 'capacity': [[4]]}
    """
    f = tuple(rational(value, where=f"source[{i}]") for i, value in enumerate(source))
    g = tuple(rational(value, where=f"target[{i}]") for i, value in enumerate(target))
    if not f or not g:
        raise InvalidProblem("densities", expected="at least one cell on each side", got=(len(f), len(g)))
    if isinstance(capacity, list | tuple):
        bounds = tuple(
            tuple(rational(v, where=f"capacity[{i}]") for v in row) for i, row in enumerate(capacity)
        )
    else:
        bounds = ((rational(capacity, where="capacity"),) * len(g),) * len(f)
    if len(bounds) != len(f) or any(len(row) != len(g) for row in bounds):
        raise InvalidProblem("capacity", expected=f"a {len(f)} × {len(g)} matrix or a number", got=capacity)
    if min(*f, *g, *(value for row in bounds for value in row)) < 0:
        raise InvalidProblem("densities", expected="values >= 0", got="a negative value")
    if sum(f) / len(f) != sum(g) / len(g):
        raise InvalidProblem(
            "densities", expected="equal total masses", got=(sum(f) / len(f), sum(g) / len(g))
        )
    return DensityProblem(source=f, target=g, capacity=bounds)


def cell_problem(problem: DensityProblem, *, size: int) -> TransportProblem:
    """Plans constant on size × size cells with cost -xy: the upper bound is ½∫x²f + ½∫y²g + its optimum."""
    _check_size(problem, size)
    k, m = size // len(problem.source), size // len(problem.target)
    midpoints = np.arange(1 - size, size, 2, dtype=np.int64)
    return TransportProblem(
        source=_masses(np.repeat(_scaled(problem.source), k), problem.source, cells=size),
        target=_masses(np.repeat(_scaled(problem.target), m), problem.target, cells=size),
        cost=_products(midpoints, size),
        capacity=_capacities(problem, cell=(k, m), size=size),
    )


def node_problem(problem: DensityProblem, *, size: int) -> TransportProblem:
    """The product trapezoidal rule on (size + 1)² nodes, with cost -xy: its dual gives the lower bound."""
    _check_size(problem, size)
    k, m = size // len(problem.source), size // len(problem.target)
    cells = _capacities(problem, cell=(k, m), size=size)
    total = _neighbours(_neighbours(cells.numerators).T).T
    left, right = np.repeat(_scaled(problem.source), k), np.repeat(_scaled(problem.target), m)
    return TransportProblem(
        source=_masses(_neighbours(left), problem.source, cells=2 * size),
        target=_masses(_neighbours(right), problem.target, cells=2 * size),
        cost=_products(np.arange(-size, size + 1, 2, dtype=np.int64), size),
        capacity=Table(numerators=exact_array(total), denominator=4 * cells.denominator),
    )


def solve_cells(problem: DensityProblem, *, size: int) -> Optimal | Infeasible:
    """The certified optimum of :func:`cell_problem`; coarse to fine for large sizes.

    Above 256 cells, the potentials of half the size fix all but a band of pairs, the band is solved, and
    every pair is priced exactly. O(size²) memory and time, in practice.
    """
    return _multiscale(problem, size, nodal=False)


def solve_nodes(problem: DensityProblem, *, size: int) -> Optimal | Infeasible:
    """The certified optimum of :func:`node_problem`; coarse to fine for large sizes."""
    return _multiscale(problem, size, nodal=True)


def bound_continuum(problem: DensityProblem, *, size: int) -> ContinuumBounds | Infeasible:
    """Rigorous rational bounds of the minimum of the continuous problem, O(size⁻²) apart in practice.

    They nest: doubling the size can only raise the lower and lower the upper bound. Infeasible means that
    the cell problem is, and then so is the continuous one (averaging over cells keeps all constraints).
    """
    cells = solve_cells(problem, size=size)
    if isinstance(cells, Infeasible):
        return cells
    nodes = solve_nodes(problem, size=size)
    if isinstance(nodes, Infeasible):
        return nodes
    certificate = {
        "kind": "continuum",
        "cells": {"size": size, "plan": cells.certificate["plan"]},
        "nodes": {"size": size, "f": nodes.certificate["f"], "g": nodes.certificate["g"]},
    }
    bounds = check(problem.statement(), certificate)
    return ContinuumBounds(
        lower=bounds.lower, upper=bounds.upper, certificate=certificate, cells=cells, nodes=nodes
    )


def _multiscale(problem: DensityProblem, size: int, *, nodal: bool) -> Optimal | Infeasible:
    grid = node_problem if nodal else cell_problem
    sizes = [size]
    while sizes[-1] > _DIRECT and sizes[-1] % 2 == 0 and _fits(problem, sizes[-1] // 2):
        sizes.append(sizes[-1] // 2)
    found: Candidate | Cut = Cut(rows=[], columns=[])
    for level in reversed(sizes):
        stated = grid(problem, size=level)
        data = to_integers(stated)
        guess = _refined(data, found, size=level, nodal=nodal) if isinstance(found, Candidate) else None
        found = candidate(data) if guess is None else guess
    if isinstance(found, Cut):
        return infeasible(stated, found)
    try:
        return certified(stated, data, found=found)
    except Rejected:
        return certified(stated, data, found=repaired(data, found.flow))


def _refined(data: IntegerProblem, coarse: Candidate, *, size: int, nodal: bool) -> Candidate | None:
    f = _interpolated(coarse.f, size, nodal=nodal)
    g = _interpolated(coarse.g, size, nodal=nodal)
    # four cells near the edge, where the reduced cost grows fastest
    return solve_with_pricing(data, f, g=g, band=4 * size)


def _interpolated(potential: Integers, size: int, *, nodal: bool) -> Integers:
    """The potential on the finer grid; costs are in units 1/(4 size²), hence the factor 4."""
    fine = np.arange(-size, size + 1, 2) if nodal else np.arange(1 - size, size, 2)
    coarse = 2 * (
        np.arange(-(size // 2), size // 2 + 1, 2) if nodal else np.arange(1 - size // 2, size // 2, 2)
    )
    values = potential.astype(np.float64)
    inner = np.interp(fine, coarse, values)
    if not nodal:
        # extend linearly to the outermost half cells
        inner[0] = values[0] + (values[0] - values[1]) / 4
        inner[-1] = values[-1] + (values[-1] - values[-2]) / 4
    fine_potential: Integers = np.rint(4 * inner).astype(np.int64)
    return fine_potential


def _fits(problem: DensityProblem, size: int) -> bool:
    return size % len(problem.source) == 0 and size % len(problem.target) == 0 and size >= 2


def _check_size(problem: DensityProblem, size: int) -> None:
    cells = (len(problem.source), len(problem.target))
    if isinstance(size, bool) or not isinstance(size, int) or size < 1 or any(size % k for k in cells):
        raise InvalidProblem("size", expected=f"a positive multiple of {cells[0]} and {cells[1]}", got=size)


def _scaled(densities: tuple[Fraction, ...]) -> Integers:
    denominator = measure(densities).denominator
    return exact_array([int(value * denominator) for value in densities])


def _masses(weights: Integers, densities: tuple[Fraction, ...], *, cells: int) -> Measure:
    return Measure(weights=tuple(weights.tolist()), denominator=measure(densities).denominator * cells)


def _products(positions: Integers, size: int) -> Table:
    return Table(numerators=-np.outer(positions, positions), denominator=4 * size * size)


def _capacities(problem: DensityProblem, *, cell: tuple[int, int], size: int) -> Table:
    bounds = table(problem.capacity, where="capacity")
    values = bounds.numerators
    if values.shape == (1, 1):
        grid = np.broadcast_to(values, (size, size))
    else:
        grid = np.repeat(np.repeat(values, cell[0], axis=0), cell[1], axis=1)
    return Table(numerators=grid, denominator=bounds.denominator * size * size)


def _neighbours(cells: Integers) -> Integers:
    """The sum of the two cells (rows of a matrix) next to each node."""
    if cells.dtype != object and 2 * int(cells.max()) >= INT64_BOUND:
        cells = cells.astype(object)
    total = np.zeros((len(cells) + 1, *cells.shape[1:]), dtype=cells.dtype)
    total[:-1] += cells
    total[1:] += cells
    return total
