"""Coarser problems to start from: merged cells of a grid, or groups of neighbouring atoms of a cloud."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np
from scipy.interpolate import make_interp_spline

from otverify.transport.measures import Measure, Point, measure
from otverify.transport.regularized_doubles import Floats
from otverify.transport.regularized_problems import RegularizedProblem, SquaredDistance

#: atoms of a cloud that become one atom of the coarser level
_GROUP: Final = 4
_LEAST_AXIS: Final = 8

Axes = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Level:
    """A coarser problem at the same ε and p; ``prolong`` carries potentials on a grid to the finer one.

    For clouds ``prolong`` is None: potentials on the target are extended to the source by (6), and back.
    """

    problem: RegularizedProblem
    prolong: Callable[[Floats, Floats], tuple[Floats, Floats]] | None


def grid_axes(points: tuple[Point, ...] | None) -> Axes | None:
    """The axes if the points are the tensor grid of them in lexicographic order, else None.

    >>> grid_axes(((Fraction(0), Fraction(1)), (Fraction(0), Fraction(2)))) == ((0,), (1, 2))
    True
    """
    if not points:
        return None
    axes = tuple(tuple(sorted(set(axis))) for axis in zip(*points, strict=True))
    if int(np.prod([len(axis) for axis in axes])) != len(points):
        return None
    return axes if all(map(tuple.__eq__, itertools.product(*axes), points)) else None


def coarser(problem: RegularizedProblem) -> Level | None:
    """The next coarser level, about a quarter (on the line half) of the atoms; None if there is none."""
    if not isinstance(problem.cost, SquaredDistance):
        return None
    sides = (problem.source, problem.target)
    axes = [grid_axes(side.points) for side in sides]
    if all(found is not None and min(map(len, found)) >= _LEAST_AXIS for found in axes):
        fine = [found or () for found in axes]
        coarse = [_merged_grid(side, found) for side, found in zip(sides, fine, strict=True)]

        def prolong(f: Floats, g: Floats) -> tuple[Floats, Floats]:
            return _prolonged(f, coarse[0][1], fine=fine[0]), _prolonged(g, coarse[1][1], fine=fine[1])

        return Level(
            problem=replace(problem, source=coarse[0][0], target=coarse[1][0]),
            prolong=prolong,
        )
    if min(problem.shape) < 8 * _GROUP:
        return None
    grouped = [_merged_cloud(side) for side in sides]
    return Level(problem=replace(problem, source=grouped[0], target=grouped[1]), prolong=None)


def _merged_grid(side: Measure, axes: Axes) -> tuple[Measure, Axes]:
    """Cells of two neighbours per axis; an odd one at the end joins the last cell."""
    groups = [[min(k // 2, len(axis) // 2 - 1) for k in range(len(axis))] for axis in axes]
    merged = tuple(
        tuple(
            sum((v for v, k in zip(axis, group, strict=True) if k == cell), Fraction(0)) / group.count(cell)
            for cell in range(group[-1] + 1)
        )
        for axis, group in zip(axes, groups, strict=True)
    )
    weights = np.array(side.weights, dtype=object).reshape([len(axis) for axis in axes])
    for k, group in enumerate(groups):
        starts = [group.index(cell) for cell in range(group[-1] + 1)]
        weights = np.add.reduceat(weights, starts, axis=k)
    masses = [Fraction(int(w), side.denominator) for w in weights.ravel().tolist()]
    return measure(masses, list(itertools.product(*merged))), merged


def _prolonged(values: Floats, coarse: Axes, *, fine: Axes) -> Floats:
    """Cubic splines along each axis, evaluated on the finer one."""
    table = values.reshape([len(axis) for axis in coarse])
    for k, (nodes, wanted) in enumerate(zip(coarse, fine, strict=True)):
        degree = min(3, len(nodes) - 1)
        spline = make_interp_spline(np.array([float(v) for v in nodes]), table, k=degree, axis=k)
        table = spline(np.array([float(v) for v in wanted]))
    result: Floats = np.ascontiguousarray(table).ravel()
    return result


def _merged_cloud(side: Measure) -> Measure:
    """Groups of neighbours, found by halving along the longest side, at the first point of each group."""
    points = np.array([[float(v) for v in point] for point in side.points or ()])
    groups: list[list[int]] = []
    stack = [np.arange(len(points))]
    while stack:
        here = stack.pop()
        if len(here) <= _GROUP:
            groups.append(here.tolist())
            continue
        axis = int(np.ptp(points[here], axis=0).argmax())
        order = here[np.argsort(points[here, axis], kind="stable")]
        stack += [order[: len(order) // 2], order[len(order) // 2 :]]
    atoms = side.points or ()
    masses = [Fraction(sum(side.weights[i] for i in group), side.denominator) for group in groups]
    return measure(masses, [atoms[group[0]] for group in groups])
