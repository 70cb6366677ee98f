"""Certificates for the value of a transport problem: optimal, or bounded from both sides.

Sign convention: potentials f, g with f_i + g_j <= c_ij where there is no capacity. With capacities h the
dual value of any f, g is Σ f μ + Σ g ν + Σ min(0, c - f - g) h. In the notation of J. Korman, R. J. McCann,
Optimal transportation with capacity constraints, eq. (24): u = -f, v = -g, w = min(0, c + u + v).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from otverify.kernel.errors import Rejected
from otverify.kernel.transport_arrays import LIMIT, Array, dot, max_abs
from otverify.kernel.transport_data import (
    Json,
    Problem,
    Scaled,
    check_plan,
    fields,
    parse_plan,
    parse_problem,
    rationals,
    reduced_costs,
    shown,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimalValue:
    """The minimum of the problem is exactly ``value``; plan and potentials are optimal."""

    value: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueBounds:
    """The problem is feasible and its minimum lies in [lower, upper]."""

    lower: Fraction
    upper: Fraction


def check_optimal(problem: Json, certificate: Json) -> OptimalValue:
    """Certificate ``{"kind": "optimal", "plan", "f", "g"}``: feasible on both sides, equal values.

    Weak duality, Σ c π >= dual value, makes equality a proof of optimality. O(n m).
    """
    certificate = fields(certificate, "certificate", required=("kind", "plan", "f", "g"))
    stated = parse_problem(problem)
    plan = parse_plan(certificate["plan"], "plan", shape=stated.shape)
    primal = check_plan(stated, plan)
    dual = dual_value(stated, *parse_potentials(certificate, stated.shape))
    if primal != dual:
        raise Rejected(f"the plan costs {shown(primal)}, the potentials only give {shown(dual)}")
    return OptimalValue(value=primal)


def check_bounds(problem: Json, certificate: Json) -> ValueBounds:
    """Certificate ``{"kind": "bounds", "plan", "f", "g"}``: any plan is an upper, any dual a lower bound."""
    certificate = fields(certificate, "certificate", required=("kind", "plan", "f", "g"))
    stated = parse_problem(problem)
    upper = check_plan(stated, parse_plan(certificate["plan"], "plan", shape=stated.shape))
    lower = dual_value(stated, *parse_potentials(certificate, stated.shape))
    return ValueBounds(lower=lower, upper=upper)


def parse_potentials(certificate: dict[str, Json], shape: tuple[int, int]) -> tuple[Scaled, Scaled]:
    """The potentials f (n entries) and g (m entries) of a certificate."""
    return rationals(certificate["f"], "f", length=shape[0]), rationals(
        certificate["g"], "g", length=shape[1]
    )


def dual_value(problem: Problem, f: Scaled, g: Scaled) -> Fraction:
    """Σ f μ + Σ g ν + Σ min(0, c - f - g) h; reject if c - f - g < 0 on a pair without bound."""
    denominator, blocks = reduced_costs(problem, f, g)
    correction = 0
    for rows, block in blocks:
        if problem.forbidden is None and problem.capacity is None:
            if int(block.min()) < 0:
                raise _infeasible_pair(rows, block < 0)
            continue
        negative: Array = block < 0
        if problem.forbidden is not None:
            negative &= ~problem.forbidden[rows]
        if not bool(negative.any()):
            continue
        if problem.capacity is None:
            raise _infeasible_pair(rows, negative)
        correction += _saturated(rows, block, negative=negative, capacity=problem.capacity[rows])
    at_marginals = dot(f.over(denominator), problem.supply) + dot(g.over(denominator), problem.demand)
    return Fraction(at_marginals + correction, denominator * problem.mass_denominator)


def _saturated(rows: slice, block: Array, *, negative: Array, capacity: Array) -> int:
    """Σ min(0, reduced cost) · capacity over a block."""
    if int(capacity.min()) < 0:
        unbounded = negative & (capacity < 0)
        if bool(unbounded.any()):
            raise _infeasible_pair(rows, unbounded)
    machine = block.dtype != object and capacity.dtype != object
    if machine and max_abs(block) * max_abs(capacity) * block.size < LIMIT:
        # forbidden and positive pairs are masked, and no unbounded pair (-1) is negative
        return int(np.sum(block * capacity, where=negative))
    return dot(block[negative], capacity[negative])


def _infeasible_pair(rows: slice, where: Array) -> Rejected:
    i, j = (int(k) for k in np.unravel_index(int(np.argmax(where)), where.shape))
    return Rejected(f"the potentials are not feasible at the pair {(rows.start + i, j)}")
