"""Measured rates of a family of problems: sections and the gap to transport without penalty.

Every quantity is measured on a grid, only where the sections have an inner radius of at least four spacings
(below about three they see single atoms and slopes drift), and once more on a grid that is coarser by 3/2,
for the error. Corrections to the rates are taken to decay at least like the radius itself, which is the width
of the layer at the boundary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from otverify.errors import InvalidProblem
from otverify.transport.measures import Exact, rational
from otverify.transport.rates import Rate, Sample, fit_rate, section_exponent, two_resolutions
from otverify.transport.regularized import solve_regularized
from otverify.transport.regularized_doubles import Floats
from otverify.transport.regularized_families import Family
from otverify.transport.regularized_newton import Step
from otverify.transport.regularized_outcomes import Regularized, masses
from otverify.transport.sections import SectionShapes, section_shapes

#: an inner radius below this many spacings is not measured
LEAST_SPACINGS: Final = 4.0
QUANTITIES: Final = ("diameter", "outer radius", "inner radius", "volume", "gap")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Study:
    """Rates by name of the quantity, at one p.

    Attributes
    ----------
    rates : "diameter", "outer radius" and "volume" are the largest over the points, "inner radius" the least,
        "gap" is the value of the problem minus that of transport without penalty
    epsilons : the ε that were measured
    left_out : (ε, reason) for the others
    """

    p: Fraction
    rates: dict[str, Rate]
    epsilons: tuple[Fraction, ...]
    left_out: tuple[tuple[Fraction, str], ...]


def study_rates(
    family: Callable[[int], Family],
    *,
    size: int,
    p: Exact | str,
    epsilons: Iterable[Exact | str],
    points: Sequence[Sequence[float]],
    rays: int = 24,
    progress: Callable[[Step], None] | None = None,
) -> Study:
    """Measure on a grid of ``size`` per axis, with errors from 2/3 of that, at interior source points.

    Raises InvalidProblem if too few ε are resolved, or a solver does not converge.
    """
    exponent = rational(p, where="p")
    wanted = sorted({rational(value, where="epsilon") for value in epsilons}, reverse=True)
    grids = [family(size), family(2 * size // 3)]
    at = np.asarray(points, dtype=np.float64)
    measured: list[tuple[Fraction, list[dict[str, float]]]] = []
    left_out: list[tuple[Fraction, str]] = []
    for epsilon in wanted:
        found: list[dict[str, float]] = []
        reason = ""
        for grid in grids:
            values, reason = _measured(
                grid,
                at,
                epsilon=epsilon,
                p=exponent,
                rays=rays,
                progress=progress,
                least=0.0 if found else LEAST_SPACINGS,
            )
            if reason:
                break
            found.append(values)
        if reason:
            left_out.append((epsilon, reason))
        else:
            measured.append((epsilon, found))
    d = grids[0].dimension
    one = section_exponent(d, exponent)
    claimed = dict(zip(QUANTITIES, (one, one, one, d * one, 2 * one), strict=True))
    rates = {}
    for name in QUANTITIES:
        intervals = two_resolutions(*[[found[k][name] for _, found in measured] for k in (0, 1)])
        samples = [
            Sample(epsilon=float(epsilon), low=low, high=high)
            for (epsilon, _), (low, high) in zip(measured, intervals, strict=True)
        ]
        rates[name] = fit_rate(samples, expected=claimed[name], correction=one)
    return Study(
        p=exponent,
        rates=rates,
        epsilons=tuple(epsilon for epsilon, _ in measured),
        left_out=tuple(left_out),
    )


def transport_gap(family: Family, solution: Regularized) -> float:
    """The value of a solution minus Σ a f + Σ b g for the optimal potentials of the limit without penalty."""
    a, b = masses(solution.problem)
    return solution.dual - float(a @ family.f + b @ family.g)


def _measured(
    grid: Family,
    at: Floats,
    *,
    epsilon: Fraction,
    p: Fraction,
    rays: int,
    progress: Callable[[Step], None] | None,
    least: float,
) -> tuple[dict[str, float], str]:
    found = solve_regularized(grid.problem(epsilon=epsilon, p=p), known=(grid.f, grid.g), progress=progress)
    if not isinstance(found, Regularized):
        raise InvalidProblem("epsilon", expected="one at which the solver converges", got=found.reason)
    try:
        shapes = section_shapes(found, at, rays=rays)
    except InvalidProblem:
        return {}, "narrower than the grid"
    reason = _unresolved(grid, shapes, least=least)
    return {
        "diameter": float(shapes.diameters.max()),
        "outer radius": float(shapes.outer_radii.max()),
        "inner radius": float(shapes.inner_radii.min()),
        "volume": float(shapes.volumes.max()),
        "gap": transport_gap(grid, found),
    }, reason


def _unresolved(grid: Family, shapes: SectionShapes, *, least: float) -> str:
    if not shapes.inside.all():
        return "a section reaches the boundary"
    spacings = float(shapes.inner_radii.min()) / grid.spacing
    return "" if spacings >= least else f"inner radius of {spacings:.1f} spacings"
