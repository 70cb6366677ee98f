"""Certificates about the set of all optimal potentials and the set of all optimal plans.

See :mod:`otverify.kernel.transport_pairs` for the description of the dual optimal face.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from otverify.kernel.errors import Rejected
from otverify.kernel.transport_arrays import times
from otverify.kernel.transport_data import Json, Plan, check_plan, fields, parse_plan, parse_problem, shown
from otverify.kernel.transport_optimal import dual_value, parse_potentials
from otverify.kernel.transport_pairs import components, full_labels, optimal_pair, original


@dataclass(frozen=True, slots=True, kw_only=True)
class DualFace:
    """The optimal potentials form a polyhedron of this dimension, modulo adding constants.

    ``rows`` and ``columns`` give the component of each atom, -1 for atoms without mass: differences of
    potentials within a component are unique, between two components they are not.
    """

    dimension: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanUniqueness:
    """Whether the optimal plan is unique."""

    unique: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContactSet:
    """Pairs (i, j) strictly between 0 and capacity in some optimal plan: where r = 0 at every optimal dual.

    Without capacities this is the union of the supports of all optimal plans. ``plan_dimension`` and
    ``dual_dimension`` are the dimensions of the two optimal faces.
    """

    pairs: tuple[tuple[int, int], ...]
    plan_dimension: int
    dual_dimension: int


def check_dual_face(problem: Json, certificate: Json) -> DualFace:
    """Certificate ``{"kind": "dual-face", "plan", "f", "g"}``, an optimal pair, strict between components.

    If r != 0 on all pairs between two components of the free pairs of the plan, then every small shift
    of the components is optimal, and no other direction is: the dimension is their number less one.
    O(n m).
    """
    pair = optimal_pair(problem, certificate)
    rows, columns, count = components(pair.free)
    usable = pair.takes | pair.gives
    cross = usable & (rows[:, None] != columns)
    loose = cross & (pair.reduced == 0)
    if bool(loose.any()):
        raise Rejected(f"the components are not separated at the pair {original(pair, loose)}")
    stated = parse_problem(problem)
    return DualFace(
        dimension=count - 1,
        rows=full_labels(rows, at=pair.rows, size=stated.shape[0]),
        columns=full_labels(columns, at=pair.columns, size=stated.shape[1]),
    )


def check_unique_plan(problem: Json, certificate: Json) -> PlanUniqueness:
    """Certificate ``{"kind": "unique-plan", "plan", "f", "g"}``: the pairs with r = 0 form a forest.

    An optimal plan is 0 where r > 0 and at capacity where r < 0; on a forest the marginals determine
    the rest. O(n m).
    """
    pair = optimal_pair(problem, certificate)
    tight = (pair.takes | pair.gives) & (pair.reduced == 0)
    count = components(tight)[2]
    if int(tight.sum()) != len(pair.rows) + len(pair.columns) - count:
        raise Rejected("the tight pairs contain a cycle: uniqueness is not shown")
    return PlanUniqueness(unique=True)


def check_distinct_plans(problem: Json, certificate: Json) -> PlanUniqueness:
    """Certificate ``{"kind": "distinct-plans", "plan", "other"}``: two plans of equal cost.

    Together with ``f``, ``g`` that prove the first one optimal.
    """
    data = fields(certificate, "certificate", required=("kind", "plan", "other", "f", "g"))
    stated = parse_problem(problem)
    plans = [parse_plan(data[name], name, shape=stated.shape) for name in ("plan", "other")]
    costs = [check_plan(stated, plan) for plan in plans]
    if set(costs) != {dual_value(stated, *parse_potentials(data, stated.shape))}:
        raise Rejected(
            f"the plans cost {shown(costs[0])} and {shown(costs[1])}, which the potentials do not attain"
        )
    if _same(*plans):
        raise Rejected("the two plans are the same")
    return PlanUniqueness(unique=False)


def check_contact_set(problem: Json, certificate: Json) -> ContactSet:
    """Certificate ``{"kind": "contact-set", "plan", "f", "g"}``: a strictly complementary optimal pair.

    If r = 0 exactly on the free pairs of the plan, these are the pairs that are free in some optimal
    plan, the relative interiors of both optimal faces have been reached, and both dimensions are
    counted on the graph of free pairs (A. J. Goldman, A. W. Tucker (1956)). O(n m).
    """
    pair = optimal_pair(problem, certificate)
    free = pair.free
    off = (pair.takes | pair.gives) & (pair.reduced == 0) & ~free
    if bool(off.any()):
        raise Rejected(f"r = 0 at the pair {original(pair, off)}, where the plan is not free")
    count = components(free)[2]
    i, j = np.nonzero(free)
    return ContactSet(
        pairs=tuple(zip(pair.rows[i].tolist(), pair.columns[j].tolist(), strict=True)),
        plan_dimension=len(i) - len(pair.rows) - len(pair.columns) + count,
        dual_dimension=count - 1,
    )


def _same(left: Plan, right: Plan) -> bool:
    if len(left.rows) != len(right.rows):
        return False
    common = math.lcm(left.denominator, right.denominator)
    masses = [times(plan.masses, common // plan.denominator) for plan in (left, right)]
    pairs = ((left.rows, right.rows), (left.columns, right.columns), (masses[0], masses[1]))
    return all(bool(np.all(a == b)) for a, b in pairs)
