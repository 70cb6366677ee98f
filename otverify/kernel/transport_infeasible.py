"""Certificates that a transport problem has no plan: cuts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from otverify.kernel.errors import Rejected
from otverify.kernel.transport_arrays import Array
from otverify.kernel.transport_data import Json, fields, indices, parse_problem, shown
from otverify.kernel.transport_irrational import parse_real_problem


@dataclass(frozen=True, slots=True, kw_only=True)
class InfeasibleProblem:
    """No plan exists: the cut falls short by ``deficit``."""

    deficit: Fraction


def check_infeasible(problem: Json, certificate: Json) -> InfeasibleProblem:
    """Certificate ``{"kind": "infeasible", "rows": A, "columns": B}``: μ(A) > ν(B) + h(A × Bᶜ).

    The mass of A goes to B, or through the pairs from A to the complement of B, all of which must be
    forbidden or bounded (P. Hall; D. Gale, Pacific J. Math. 7 (1957)). Costs play no role but for the
    forbidden pairs. O(n m).
    """
    certificate = fields(certificate, "certificate", required=("kind", "rows", "columns"))
    # of the cost, only the forbidden pairs matter
    stated = parse_real_problem(problem).rest if has_radicals(problem) else parse_problem(problem)
    n, m = stated.shape
    rows = _subset(certificate["rows"], "rows", size=n)
    columns = _subset(certificate["columns"], "columns", size=m)
    outside = np.ones(m, dtype=bool)
    outside[columns] = False
    through = 0
    for i in rows.tolist():
        open_pairs = outside if stated.forbidden is None else outside & ~stated.forbidden[i]
        if stated.capacity is None:
            if bool(open_pairs.any()):
                raise Rejected(f"the pair {(i, int(np.argmax(open_pairs)))} leaves the cut without a bound")
            continue
        bounds = stated.capacity[i][open_pairs]
        if bounds.size and int(bounds.min()) < 0:
            raise Rejected(f"a pair of row {i} leaves the cut without a bound")
        through += sum(bounds.tolist())
    supply = sum(stated.supply[rows].tolist())
    demand = sum(stated.demand[columns].tolist())
    if supply <= demand + through:
        raise Rejected(
            f"{shown(demand + through)} can leave the cut that holds {shown(supply)}: nothing is shown"
        )
    return InfeasibleProblem(deficit=Fraction(supply - demand - through, stated.mass_denominator))


def has_radicals(problem: Json) -> bool:
    """Whether some cost is a list of radicals, so that the cost is to be parsed as real."""
    cost = problem.get("cost") if type(problem) is dict else None
    if type(cost) is not list:
        return False
    return any(type(entry) is list for row in cost if type(row) is list for entry in row)


def _subset(data: Json, where: str, *, size: int) -> Array:
    array = indices(data, where, below=size)
    if len(array) > 1 and not bool(np.all(array[1:] > array[:-1])):
        raise Rejected(f"{where}: expected increasing indices")
    return array
