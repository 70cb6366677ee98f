"""Proposed plans and potentials: the choice of a solver, and exact repair of what it proposes.

Small problems go through successive shortest paths in Python integers; large ones through POT's network
simplex, or OR-tools where there are capacities. Costs too large for either are rounded first and the
result is repaired. Nothing here is certified.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.transport.cost_scaling import min_cost_flow
from otverify.transport.cuts import reachable_cut, unmet_supply
from otverify.transport.network_simplex import network_simplex
from otverify.transport.problems import IntegerProblem
from otverify.transport.residual import NegativeCycle, SparseFlow, cancelled, residual_potentials
from otverify.transport.successive_paths import Cut, Flow, successive_paths
from otverify.transport.tables import Integers, exact_array
from otverify.transport.transforms import lower_envelope

#: up to this many pairs Python integers are faster than setting up a library
_SMALL: Final = 100
_MAX_CANCELLATIONS: Final = 200
#: what the proposing solvers take of a cost that is too large for them
_LEADING_BITS: Final = 36


class Method(enum.Enum):
    """The solver that proposes."""

    AUTOMATIC = "by size and kind of the problem"
    SHORTEST_PATHS = "successive shortest paths in Python integers: any data, small problems"
    NETWORK_SIMPLEX = "POT: no capacities, numbers that floats hold exactly"
    COST_SCALING = "OR-tools: capacities, numbers that int64 holds with room to spare"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """An integer plan with integer potentials, believed to be optimal."""

    flow: SparseFlow
    f: Integers
    g: Integers


def candidate(data: IntegerProblem, method: Method = Method.AUTOMATIC) -> Candidate | Cut:
    """A plan and potentials, or a cut, from one solver; by default the fastest that can hold the numbers.

    Raises InvalidProblem if the chosen method cannot hold the problem.
    """
    small = data.cost.size <= _SMALL and method is Method.AUTOMATIC
    if small or method is Method.SHORTEST_PATHS or not data.supply.any():
        return by_shortest_paths(data)
    rows, columns = np.flatnonzero(data.supply), np.flatnonzero(data.demand)
    if len(rows) < len(data.supply) or len(columns) < len(data.demand):
        inner = candidate(_restricted(data, rows, columns=columns), method)
        return _extended(data, inner, rows=rows, columns=columns)
    attempts = {
        Method.NETWORK_SIMPLEX: (_by_network_simplex,),
        Method.COST_SCALING: (_by_scaling,),
    }.get(method, (_by_network_simplex, _by_scaling, _by_rounding))
    for attempt in attempts:
        found = attempt(data)
        if found is not None:
            return found
    if method is not Method.AUTOMATIC:
        raise InvalidProblem("method", expected=method.value, got="a problem beyond it")
    return by_shortest_paths(data)


def repaired(data: IntegerProblem, flow: SparseFlow, *, start: Integers | None = None) -> Candidate:
    """Optimal plan and potentials from a plan that is nearly optimal, in exact arithmetic.

    Cancels negative cycles as long as they are few; starts afresh if the masses are wrong. ``start`` is
    a guess of the potential on the source.
    """
    cost = data.cost
    for _ in range(_MAX_CANCELLATIONS):
        if not _has_marginals(data, flow):
            break
        blocked = _blocked(data, flow)
        result = residual_potentials(cost, flow, blocked=blocked, start=start)
        if not isinstance(result, NegativeCycle):
            return Candidate(flow=flow, f=result[0], g=result[1])
        flow = cancelled(flow, result, capacity=data.capacity)
    exact = by_shortest_paths(data)
    if isinstance(exact, Cut):
        raise RuntimeError("a problem with a feasible proposal was found infeasible")
    return exact


def _by_network_simplex(data: IntegerProblem) -> Candidate | Cut | None:
    if data.capacity is not None or data.cost.dtype == object or not _has_machine_masses(data):
        return None
    proposal = network_simplex(data.supply, data.demand, cost=data.cost, infinite=data.infinite)
    if proposal is None:
        return None
    if proposal.forbidden_mass:
        return _cut(data, proposal.flow)
    return Candidate(flow=proposal.flow, f=proposal.f, g=proposal.g)


def by_shortest_paths(data: IntegerProblem) -> Candidate | Cut:
    """The answer of successive shortest paths, exact for integers of any size."""
    cost = data.cost.tolist()
    if data.infinite is not None:
        for i, j in np.argwhere(data.infinite).tolist():
            cost[i][j] = None
    found = successive_paths(
        data.supply.tolist(),
        data.demand.tolist(),
        cost=cost,
        capacity=None if data.capacity is None else data.capacity.tolist(),
    )
    return found if isinstance(found, Cut) else _from_lists(found)


def _from_lists(found: Flow) -> Candidate:
    entries = [(i, j, mass) for i, row in enumerate(found.plan) for j, mass in enumerate(row) if mass]
    flow = SparseFlow(
        rows=np.array([i for i, _, _ in entries], dtype=np.int64),
        columns=np.array([j for _, j, _ in entries], dtype=np.int64),
        masses=exact_array([mass for _, _, mass in entries]),
    )
    return Candidate(flow=flow, f=exact_array(found.f), g=exact_array(found.g))


def _by_scaling(data: IntegerProblem) -> Candidate | Cut | None:
    if data.cost.dtype == object or not _has_machine_masses(data):
        return None
    n, m = data.cost.shape
    bounds = data.capacity
    if bounds is None:
        usable = np.ones((n, m), dtype=bool)
        bounds = np.broadcast_to(np.int64(-1), (n, m))
    else:
        usable = bounds != 0
    if data.infinite is not None:
        usable = usable & ~data.infinite
    rows, columns = np.nonzero(usable)
    limits = bounds[rows, columns]
    limits = np.where(limits < 0, np.minimum(data.supply[rows], data.demand[columns]), limits)
    flow = min_cost_flow(data.supply, data.demand, cost=data.cost, rows=rows, columns=columns, bounds=limits)
    if flow is None:
        return None
    if int(flow.masses.sum()) < int(data.supply.sum()):
        return _cut(data, flow)
    result = residual_potentials(data.cost, flow, blocked=_blocked(data, flow))
    if isinstance(result, NegativeCycle):
        return repaired(data, flow)
    return Candidate(flow=flow, f=result[0], g=result[1])


def _by_rounding(data: IntegerProblem) -> Candidate | Cut | None:
    """For costs too large for the solvers: solve with their leading bits, then repair exactly."""
    largest = max(int(data.cost.max()), -int(data.cost.min()))
    shift = largest.bit_length() - _LEADING_BITS
    if shift <= 0 or not _has_machine_masses(data):
        return None
    rounded = candidate(replace(data, cost=exact_array(data.cost >> shift)))
    if isinstance(rounded, Cut):
        return rounded
    return repaired(data, rounded.flow, start=rounded.f.astype(object) << shift)


def _cut(data: IntegerProblem, flow: SparseFlow) -> Cut:
    blocked = _blocked(data, flow)
    if blocked is None:
        raise RuntimeError("a problem without forbidden pairs or capacities was found infeasible")
    return reachable_cut(flow, unmet_supply(flow, data.supply), blocked=blocked)


def _blocked(data: IntegerProblem, flow: SparseFlow) -> NDArray[np.bool_] | None:
    """Pairs that cannot take more mass: forbidden, or at capacity."""
    if data.capacity is None:
        return data.infinite
    blocked: NDArray[np.bool_] = data.capacity == 0
    at = (flow.rows, flow.columns)
    bounds = data.capacity[at]
    blocked[at] = (bounds >= 0) & (flow.masses >= bounds)
    if data.infinite is not None:
        blocked |= data.infinite
    return blocked


def _has_marginals(data: IntegerProblem, flow: SparseFlow) -> bool:
    rows, columns = unmet_supply(flow, data.supply), data.demand.copy()
    np.subtract.at(columns, flow.columns, flow.masses)
    return not (bool(rows.any()) or bool(columns.any()))


def _restricted(data: IntegerProblem, rows: Integers, *, columns: Integers) -> IntegerProblem:
    index = np.ix_(rows, columns)
    return IntegerProblem(
        supply=data.supply[rows],
        demand=data.demand[columns],
        cost=data.cost[index],
        infinite=None if data.infinite is None else data.infinite[index],
        capacity=None if data.capacity is None else data.capacity[index],
        mass_unit=data.mass_unit,
        cost_unit=data.cost_unit,
    )


def _extended(
    data: IntegerProblem, inner: Candidate | Cut, *, rows: Integers, columns: Integers
) -> Candidate | Cut:
    """Put the atoms without mass back, with potentials by c-transform: as large as feasibility allows."""
    if isinstance(inner, Cut):
        return Cut(rows=rows[inner.rows].tolist(), columns=columns[inner.columns].tolist())
    n, m = data.cost.shape
    usable = np.ones((n, m), dtype=bool) if data.infinite is None else ~data.infinite
    if data.capacity is not None:
        usable &= data.capacity != 0
    f, g = np.zeros(n, dtype=object), np.zeros(m, dtype=object)
    f[rows], g[columns] = inner.f, inner.g
    filled = np.isin(np.arange(m), columns)
    empty = np.setdiff1d(np.arange(n), rows)
    f[empty] = lower_envelope(data.cost[empty], exact_array(g), usable=usable[empty] & filled)
    empty = np.flatnonzero(~filled)
    g[empty] = lower_envelope(data.cost[:, empty].T, exact_array(f), usable=usable[:, empty].T)
    flow = SparseFlow(
        rows=rows[inner.flow.rows], columns=columns[inner.flow.columns], masses=inner.flow.masses
    )
    return Candidate(flow=flow, f=exact_array(f), g=exact_array(g))


def _has_machine_masses(data: IntegerProblem) -> bool:
    arrays = (data.supply, data.demand, *(() if data.capacity is None else (data.capacity,)))
    return all(array.dtype != object for array in arrays)
