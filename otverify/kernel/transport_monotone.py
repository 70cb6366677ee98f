"""Certificates about c-cyclical monotonicity of finite sets of pairs.

A set S is c-cyclically monotone when Σ c(x_{k+1}, y_k) - c(x_k, y_k) >= 0 around every cycle of pairs
(x_k, y_k) of S (c may be +∞ off S). That holds exactly when the plan with mass 1 on each pair is optimal
for its own marginals, so potentials prove it and one cycle refutes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_arrays import LIMIT, Array, max_abs
from otverify.kernel.transport_data import Json, Problem, fields, indices, parse_problem, shown
from otverify.kernel.transport_infeasible import has_radicals
from otverify.kernel.transport_irrational import (
    check_separated,
    form_sign,
    parse_real_problem,
    sum_of_forms,
)
from otverify.kernel.transport_optimal import check_optimal

#: min-plus powers are O(pairs³) each
MAX_PAIRS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class MonotoneSet:
    """The set is c-cyclically monotone."""

    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolatingCycle:
    """The set is not c-cyclically monotone. ``shortest``: no cycle of fewer pairs violates it.

    ``gain`` is Σ c(x_k, y_k) - c(x_{k+1}, y_k) > 0, None if it is irrational.
    """

    length: int
    gain: Fraction | None
    shortest: bool


def check_monotone(problem: Json, certificate: Json) -> MonotoneSet:
    """Certificate ``{"kind": "monotone", "f", "g"}``, or the fields of a "separated" one but the plan.

    The problem is ``{"cost", "pairs"}``. Potentials are listed for the rows and columns that occur in the
    pairs, in increasing order: f_i + g_j <= c_ij there, with equality on the pairs. O(n m).
    """
    data = fields(
        certificate, "certificate", required=("kind",), optional=("f", "g", "tight", "offsets", "bits")
    )
    stated = fields(problem, "problem", required=("cost", "pairs"))
    pairs = _pairs(stated["pairs"])
    own, plan = _counted(stated["cost"], pairs)
    if has_radicals(stated):
        check_separated(own, {**data, "plan": plan})
    else:
        check_optimal(own, {**data, "plan": plan})
    return MonotoneSet(pairs=len(pairs))


def check_violating_cycle(problem: Json, certificate: Json) -> ViolatingCycle:
    """Certificate ``{"kind": "violating-cycle", "cycle": [positions in the list of pairs], "shortest"}``.

    If ``shortest`` is claimed (rational costs only), all closed walks of fewer steps are shown to have
    sum >= 0 by min-plus powers, O(pairs³) per step.
    """
    data = fields(certificate, "certificate", required=("kind", "cycle", "shortest"))
    if type(data["shortest"]) is not bool:
        raise Malformed("shortest: expected true or false")
    stated = fields(problem, "problem", required=("cost", "pairs"))
    pairs = _pairs(stated["pairs"])
    cycle = indices(data["cycle"], "cycle", below=len(pairs)).tolist()
    if len(cycle) < 2 or len(set(cycle)) != len(cycle):
        raise Malformed("cycle: expected at least two different pairs")
    chosen = [pairs[k] for k in cycle]
    shifted = [(chosen[(k + 1) % len(chosen)][0], j) for k, (_, j) in enumerate(chosen)]
    blank = _blank(stated["cost"])
    if has_radicals(stated):
        if data["shortest"]:
            raise Malformed("shortest: only for rational costs")
        real = parse_real_problem(blank)
        codes = [(real.codes[i][j], 1) for i, j in shifted] + [(real.codes[i][j], -1) for i, j in chosen]
        if any(code < 0 for code, _ in codes):
            raise Rejected("the cycle uses a pair of infinite cost")
        if form_sign(sum_of_forms([(real.forms[code], sign) for code, sign in codes])) != -1:
            raise Rejected("the cycle does not lower the cost")
        return ViolatingCycle(length=len(cycle), gain=None, shortest=False)
    rational = parse_problem(blank)
    if any(_is_forbidden(rational, pair) for pair in (*chosen, *shifted)):
        raise Rejected("the cycle uses a pair of infinite cost")
    change = sum(int(rational.cost[pair]) for pair in shifted) - sum(
        int(rational.cost[pair]) for pair in chosen
    )
    if change >= 0:
        raise Rejected(f"the cycle changes the cost by {shown(change)}, not below 0")
    if data["shortest"]:
        _check_shorter(rational, pairs, length=len(cycle))
    return ViolatingCycle(
        length=len(cycle), gain=Fraction(-change, rational.cost_denominator), shortest=data["shortest"]
    )


def _pairs(data: Json) -> list[tuple[int, int]]:
    if type(data) is not list or not data or not all(type(pair) is list and len(pair) == 2 for pair in data):
        raise Malformed("pairs: expected a non-empty list of [i, j]")
    if not all(type(k) is int and 0 <= k < LIMIT for pair in data for k in pair):
        raise Malformed("pairs: expected indices >= 0")
    pairs = [(pair[0], pair[1]) for pair in data]
    if pairs != sorted(set(pairs)):
        raise Malformed("pairs: expected distinct pairs in increasing order")
    return pairs


def _counted(cost: Json, pairs: list[tuple[int, int]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The problem whose plan has mass 1 on each pair, on the rows and columns that occur."""
    rows, columns = sorted({i for i, _ in pairs}), sorted({j for _, j in pairs})
    own = {
        "source": [sum(1 for i, _ in pairs if i == row) for row in rows],
        "target": [sum(1 for _, j in pairs if j == column) for column in columns],
        "cost": _rectangle(cost, rows, columns=columns),
    }
    plan = {
        "rows": [rows.index(i) for i, _ in pairs],
        "columns": [columns.index(j) for _, j in pairs],
        "masses": [1] * len(pairs),
    }
    return own, plan


def _rectangle(cost: Json, rows: list[int], *, columns: list[int]) -> Json:
    height, width = _size(cost)
    if rows[-1] >= height or columns[-1] >= width:
        raise Malformed("pairs: an index is beyond the cost matrix")
    if isinstance(cost, np.ndarray):
        return cost[np.ix_(rows, columns)]
    if type(cost) is dict:
        inner = {**cost, "numerators": _rectangle(cost["numerators"], rows, columns=columns)}
        if isinstance(cost.get("infinite"), np.ndarray):
            inner["infinite"] = _rectangle(cost["infinite"], rows, columns=columns)
        return inner
    return [[cost[i][j] for j in columns] for i in rows]


def _size(cost: Json) -> tuple[int, int]:
    if isinstance(cost, np.ndarray) and cost.ndim == 2:
        return len(cost), cost.shape[1]
    if type(cost) is dict and type(cost.get("numerators")) is not dict:
        return _size(cost.get("numerators"))
    if type(cost) is not list or not cost or not all(type(row) is list for row in cost):
        raise Malformed("cost: expected a matrix")
    return len(cost), min(len(row) for row in cost)


def _blank(cost: Json) -> dict[str, Any]:
    """The cost as a problem without mass, so that it is parsed like any other."""
    height, width = _size(cost)
    return {"source": [0] * height, "target": [0] * width, "cost": cost}


def _is_forbidden(problem: Problem, pair: tuple[int, int]) -> bool:
    if pair[0] >= problem.shape[0] or pair[1] >= problem.shape[1]:
        raise Malformed("pairs: an index is beyond the cost matrix")
    return problem.forbidden is not None and bool(problem.forbidden[pair])


def _check_shorter(problem: Problem, pairs: list[tuple[int, int]], *, length: int) -> None:
    """Reject if a closed walk of fewer than ``length`` steps through the pairs has a negative sum."""
    if len(pairs) > MAX_PAIRS:
        raise Malformed(f"shortest: more than {MAX_PAIRS} pairs")
    rows, columns = np.array([i for i, _ in pairs]), np.array([j for _, j in pairs])
    if any(_is_forbidden(problem, pair) for pair in pairs):
        raise Rejected("a pair of infinite cost")
    step, absent = _steps(problem, rows, columns=columns)
    bound = (max_abs(step) + 1) * (length + 1)
    if 4 * bound >= LIMIT:
        step = step.astype(object)
    step[absent] = 2 * bound
    walk = step
    for count in range(1, length):
        if int(walk.diagonal().min()) < 0:
            raise Rejected(f"a cycle of {count} pairs violates monotonicity already")
        if count + 1 < length:
            walk = _min_plus(walk, step, cap=2 * bound)


def _steps(problem: Problem, rows: Array, *, columns: Array) -> tuple[Array, Array]:
    """step[a, b] = c(x_b, y_a) - c(x_a, y_a), and where it is infinite."""
    cost = problem.cost if 2 * max_abs(problem.cost) < LIMIT else problem.cost.astype(object)
    shifted = cost[np.ix_(rows, columns)].T
    absent = np.zeros(shifted.shape, dtype=bool)
    if problem.forbidden is not None:
        absent = problem.forbidden[np.ix_(rows, columns)].T
    return shifted - cost[rows, columns][:, None], absent


def _min_plus(left: Array, right: Array, *, cap: int) -> Array:
    result = np.full(left.shape, cap, dtype=left.dtype)
    for k in range(len(left)):
        np.minimum(result, left[:, k, None] + right[k], out=result)
    return result
