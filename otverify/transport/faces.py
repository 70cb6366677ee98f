"""All optimal potentials and all optimal plans of a solved problem: dimension, uniqueness, widths.

Atoms without mass are left out throughout. Everything found here is accepted by the kernel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from otverify.errors import InvalidProblem
from otverify.kernel.transport import check
from otverify.kernel.transport_widths import Widths
from otverify.transport.circulation import free_cycle
from otverify.transport.measures import Exact, rational
from otverify.transport.outcomes import Optimal, Potentials, TransportPlan, written_numbers
from otverify.transport.skeleton import (
    Skeleton,
    groups,
    interior_plan,
    moved_plan,
    shifted_potentials,
    skeleton_of,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DualFace:
    """The polyhedron of optimal potentials, modulo constants; accepted by the kernel.

    ``rows`` and ``columns`` hold the component of each atom (-1 without mass): differences within a
    component are unique. ``potentials`` lie in the relative interior.
    """

    dimension: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    potentials: Potentials
    certificate: dict[str, Any]

    @property
    def is_unique(self) -> bool:
        """Whether the potentials are unique up to a constant on the atoms of positive mass."""
        return self.dimension == 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContactSet:
    """The pairs used by some optimal plan, and the dimensions of both optimal faces.

    With capacities: the pairs strictly between 0 and capacity in some optimal plan. ``plan`` and
    ``potentials`` are strictly complementary. Accepted by the kernel.
    """

    pairs: tuple[tuple[int, int], ...]
    plan_dimension: int
    dual_dimension: int
    plan: TransportPlan
    potentials: Potentials
    certificate: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlanUniqueness:
    """Whether the optimal plan is unique; if not, ``other`` is a second one. Accepted by the kernel."""

    unique: bool
    other: TransportPlan | None
    certificate: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """{f_i - f_j : f optimal} = [lowest, highest], None for no bound; accepted by the kernel."""

    lowest: Fraction | None
    highest: Fraction | None
    certificate: dict[str, Any]


def dual_face(optimum: Optimal) -> DualFace:
    """Dimension and components of the set of optimal potentials, with a point of its interior.

    O(n m). T. Staudt, S. Hundrieser, A. Munk, On the Uniqueness of Kantorovich Potentials, Section 3,
    with points for components.
    """
    skeleton = skeleton_of(optimum)
    labels, count = groups(skeleton)
    plan, _ = interior_plan(optimum, skeleton, labels=labels, count=count, every_pair=False)
    potentials = shifted_potentials(skeleton, labels=labels, count=count)
    certificate = _certificate("dual-face", plan, potentials=potentials)
    face = check(optimum.problem.statement(), certificate)
    return DualFace(
        dimension=face.dimension,
        rows=face.rows,
        columns=face.columns,
        potentials=potentials,
        certificate=certificate,
    )


def widths(optimum: Optimal) -> Widths:
    """max and min of f_i - f_j over all optimal potentials, for all rows i, j at once.

    The result has the methods ``highest(i, j)`` and ``lowest(i, j)``, which return fractions, or None
    for no bound; it is computed by the kernel itself. O(n m + K³) for K components of the plan.
    """
    certificate = optimum.certificate | {"kind": "widths"}
    found: Widths = check(optimum.problem.statement(), certificate)
    return found


def width(optimum: Optimal, rows: tuple[int, int]) -> Width:
    """The range of f_i - f_j over all optimal potentials, with two extreme ones and the chains that bound it.

    O(n m + (n + m)²).
    """
    i, j = rows
    support = optimum.problem.source.support
    if i not in support or j not in support:
        raise InvalidProblem("rows", expected="two rows of positive mass", got=rows)
    skeleton = skeleton_of(optimum)
    certificate = {
        "kind": "width",
        "between": [i, j],
        "plan": optimum.certificate["plan"],
        "highest": _extreme(skeleton, start=i, end=j),
        "lowest": _extreme(skeleton, start=j, end=i),
    }
    found = check(optimum.problem.statement(), certificate)
    return Width(lowest=found.lowest, highest=found.highest, certificate=certificate)


def contact_set(optimum: Optimal) -> ContactSet:
    """The pairs used by some optimal plan, with a plan that uses them all and potentials tight nowhere else.

    O(n m). R. McCann, L. Rifford, The intrinsic dynamics of optimal transport, Section 4 (the set S).
    """
    skeleton = skeleton_of(optimum)
    labels, count = groups(skeleton)
    plan, _ = interior_plan(optimum, skeleton, labels=labels, count=count, every_pair=True)
    potentials = shifted_potentials(skeleton, labels=labels, count=count)
    certificate = _certificate("contact-set", plan, potentials=potentials)
    found = check(optimum.problem.statement(), certificate)
    return ContactSet(
        pairs=found.pairs,
        plan_dimension=found.plan_dimension,
        dual_dimension=found.dual_dimension,
        plan=plan,
        potentials=potentials,
        certificate=certificate,
    )


def plan_uniqueness(optimum: Optimal) -> PlanUniqueness:
    """Whether the optimal plan is unique, with a certificate either way. O(n m)."""
    skeleton = skeleton_of(optimum)
    labels, count = groups(skeleton)
    plan, moved = interior_plan(optimum, skeleton, labels=labels, count=count, every_pair=True)
    if not moved:
        cycle = free_cycle(skeleton.takes & skeleton.gives)
        if cycle:
            i, j = (np.array(side) for side in zip(*cycle, strict=True))
            change = np.array(list(cycle.values()))
            plan = moved_plan(optimum.plan, skeleton.rows[i], columns=skeleton.columns[j], change=change)
            moved = True
    if moved:
        certificate = optimum.certificate | {"kind": "distinct-plans", "other": plan.written()}
    else:
        potentials = shifted_potentials(skeleton, labels=labels, count=count)
        certificate = _certificate("unique-plan", optimum.plan, potentials=potentials)
    found = check(optimum.problem.statement(), certificate)
    return PlanUniqueness(unique=found.unique, other=plan if moved else None, certificate=certificate)


def nearby_potential(optimum: Optimal, target: Sequence[Exact]) -> tuple[Fraction, ...]:
    """An optimal potential f with f_i = min over j of target_j + max(f_i - f_j), the Lipschitz envelope.

    Every optimal f arises: it is its own envelope. ``target`` has one entry per row; rows without mass
    are ignored and get 0.
    """
    table = widths(optimum)
    support = optimum.problem.source.support
    values = [rational(value, where=f"target[{k}]") for k, value in enumerate(target)]
    result = [Fraction(0)] * len(optimum.problem.source)
    for i in support:
        bounds = ((values[j], table.highest(i, j)) for j in support)
        result[i] = min(value + step for value, step in bounds if step is not None)
    return tuple(result)


def _extreme(skeleton: Skeleton, *, start: int, end: int) -> dict[str, Any]:
    """Optimal potentials that maximise f_start - f_end, and the chain (or the escape) that proves it.

    Dijkstra from ``start`` on the residual digraph with the reduced costs, all >= 0, as lengths.
    """
    n, m = skeleton.reduced.shape
    infinite = int(np.abs(skeleton.reduced).sum(dtype=object)) + 1
    distance = [infinite] * (n + m)
    parent = [-1] * (n + m)
    source = int(np.searchsorted(skeleton.rows, start))
    target = int(np.searchsorted(skeleton.rows, end))
    distance[source] = 0
    left = set(range(n + m))
    while left:
        node = min(left, key=distance.__getitem__)
        if distance[node] == infinite:
            break
        left.remove(node)
        lengths = skeleton.reduced[node] if node < n else -skeleton.reduced[:, node - n]
        open_arcs = skeleton.takes[node] if node < n else skeleton.gives[:, node - n]
        offset = n if node < n else 0
        for k in np.flatnonzero(open_arcs).tolist():
            reach = distance[node] + int(lengths[k])
            if reach < distance[k + offset]:
                distance[k + offset], parent[k + offset] = reach, node
    unit = skeleton.potentials.unit
    f = skeleton.potentials.f_numerators.astype(object)
    g = skeleton.potentials.g_numerators.astype(object)
    reached = distance[target] < infinite
    if reached:
        # shift by how much closer than the end a node is; nodes beyond the end stay
        shift = np.array([distance[target] - min(d, distance[target]) for d in distance], dtype=object)
        f[skeleton.rows] = f[skeleton.rows] + shift[:n]
        g[skeleton.columns] = g[skeleton.columns] - shift[n:]
    side: dict[str, Any] = {
        "f": written_numbers(f, unit),
        "g": written_numbers(g, unit),
    }
    if reached:
        nodes = [target]
        while nodes[-1] != source:
            nodes.append(parent[nodes[-1]])
        nodes.reverse()
        side["path"] = {
            "rows": [int(skeleton.rows[node]) for node in nodes[0::2]],
            "columns": [int(skeleton.columns[node - n]) for node in nodes[1::2]],
        }
    else:
        inside = [d < infinite for d in distance]
        side["escape"] = {
            "rows": skeleton.rows[np.array(inside[:n])].tolist(),
            "columns": skeleton.columns[np.array(inside[n:])].tolist(),
        }
    return side


def _certificate(kind: str, plan: TransportPlan, *, potentials: Potentials) -> dict[str, Any]:
    return {
        "kind": kind,
        "plan": plan.written(),
        "f": written_numbers(potentials.f_numerators, potentials.unit),
        "g": written_numbers(potentials.g_numerators, potentials.unit),
    }
